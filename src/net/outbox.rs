//! What is on its way to one client: a queue that a thread of its own empties.
//!
//! Owns its bounds. The server never waits for a client: one that reads too slowly loses the entries that wait and gets the
//! register afresh when it has caught up. `server` fills it.

use std::collections::VecDeque;
use std::io::{BufWriter, Write};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// A frame, whole, as it is sent: shared by all that get it.
pub type Bytes = Arc<[u8]>;

/// So many bytes of entries may wait: a minute's work of a whole office. More than that comes as a snapshot.
const MOST_WAITING: usize = 4 << 20;

/// So many bytes of answers may wait: somebody asks and does not listen. The connection ends. An import of 100,000 rows is an answer
/// of 40 MB.
const MOST_ANSWERS: usize = 128 << 20;

/// So many may wait for all clients together; beyond it the connection ends of whoever is next to be told something and has more than
/// `FAIR` waiting.
const MOST_OF_ALL: usize = 256 << 20;

/// So many wait for somebody who listens, however large the register.
const FAIR: usize = 2 << 20;

/// What waits.
enum Waiting {
    Entry(Bytes),
    Other(Bytes),
    People(Bytes),
    /// A block of the state, without the head of its frame.
    Block(Bytes),
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Waiting>,
    entries: usize,
    others: usize,
    /// Blocks of a snapshot that wait.
    blocks: usize,
    /// Who is there: only the latest counts.
    people: Option<Bytes>,
    /// Entries were left out: a snapshot has to come before the next one.
    behind: bool,
    closed: bool,
}

/// The queue of one client.
#[derive(Default)]
pub struct Outbox {
    queue: Mutex<Queue>,
    bell: Condvar,
    /// Bytes of answers that wait for all clients together.
    all: Arc<AtomicUsize>,
}

impl Drop for Outbox {
    fn drop(&mut self) {
        let left = self.queue().others;
        self.all.fetch_sub(left, Ordering::Relaxed);
    }
}

impl Outbox {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One of several, for which `all` counts the bytes of answers that wait.
    pub fn beside(all: &Arc<AtomicUsize>) -> Outbox {
        Outbox { queue: Mutex::default(), bell: Condvar::new(), all: Arc::clone(all) }
    }

    /// Counts `len` more bytes of answers that wait.
    fn add(&self, queue: &mut Queue, len: usize) -> usize {
        queue.others += len;
        self.all.fetch_add(len, Ordering::Relaxed) + len
    }

    /// Counts `len` fewer.
    fn take_off(&self, queue: &mut Queue, len: usize) {
        queue.others -= len;
        self.all.fetch_sub(len, Ordering::Relaxed);
    }

    /// Puts an entry; one for which there is no room is left out, and all that wait with it.
    pub fn entry(&self, bytes: &Bytes) {
        let mut queue = self.queue();
        if queue.behind || queue.closed {
            return;
        }
        if queue.entries + bytes.len() > MOST_WAITING {
            queue.behind = true;
            queue.entries = 0;
            queue.waiting.retain(|waiting| !matches!(waiting, Waiting::Entry(_)));
        } else {
            queue.entries += bytes.len();
            queue.waiting.push_back(Waiting::Entry(Arc::clone(bytes)));
        }
        self.bell.notify_one();
    }

    /// Puts what must arrive.
    pub fn other(&self, bytes: Bytes) {
        let mut queue = self.queue();
        let all = self.add(&mut queue, bytes.len());
        if queue.others > MOST_ANSWERS || (all > MOST_OF_ALL && queue.others > FAIR) {
            queue.closed = true;
            queue.waiting.clear();
            let left = queue.others;
            self.take_off(&mut queue, left);
        } else {
            queue.waiting.push_back(Waiting::Other(bytes));
        }
        self.bell.notify_one();
    }

    /// Puts who is there, in the place of what was said of it and waits.
    pub fn people(&self, bytes: Bytes) {
        self.queue().people = Some(bytes);
        self.bell.notify_one();
    }

    /// Puts a snapshot: what announces it, and its blocks. It takes the place of the entries that wait. While one is on its way
    /// already, the next one follows when that has been sent.
    pub fn snapshot(&self, head: Bytes, blocks: impl IntoIterator<Item = Bytes>) {
        let mut queue = self.queue();
        queue.behind = queue.blocks > 0;
        queue.entries = 0;
        queue.waiting.retain(|waiting| !matches!(waiting, Waiting::Entry(_)));
        if !queue.behind {
            self.add(&mut queue, head.len());
            queue.waiting.push_back(Waiting::Other(head));
            let before = queue.waiting.len();
            queue.waiting.extend(blocks.into_iter().map(Waiting::Block));
            queue.blocks = queue.waiting.len() - before;
        }
        self.bell.notify_one();
    }

    /// Nothing more is sent but what waits.
    pub fn close(&self) {
        self.queue().closed = true;
        self.bell.notify_one();
    }

    /// Sends what waits until the queue is closed and empty or the client has gone. `caught_up` hears of every time that all has
    /// been sent to a client that lost entries.
    pub fn send_to(&self, stream: &UnixStream, caught_up: &dyn Fn()) {
        let mut to = BufWriter::with_capacity(64 << 10, stream);
        loop {
            let next = {
                let mut queue = self.queue();
                loop {
                    let people = |queue: &mut Queue| queue.people.take().map(Waiting::People);
                    let first = queue.waiting.pop_front();
                    match first.or_else(|| people(&mut queue)) {
                        Some(next) => {
                            match &next {
                                Waiting::Entry(bytes) => {
                                    queue.entries = queue.entries.saturating_sub(bytes.len())
                                }
                                Waiting::Other(bytes) => self.take_off(&mut queue, bytes.len()),
                                Waiting::People(_) => {}
                                Waiting::Block(_) => queue.blocks = queue.blocks.saturating_sub(1),
                            }
                            break next;
                        }
                        None if queue.closed => {
                            let _ = to.flush();
                            return;
                        }
                        None => {
                            let behind = queue.behind;
                            drop(queue);
                            if to.flush().is_err() {
                                return;
                            }
                            if behind {
                                caught_up();
                            }
                            queue = self.queue();
                            // One who falls behind with nothing waiting, by an entry too large to wait, has caught up at once.
                            while queue.waiting.is_empty()
                                && queue.people.is_none()
                                && !queue.closed
                                && queue.behind == behind
                            {
                                queue = self.bell.wait(queue).unwrap_or_else(PoisonError::into_inner);
                            }
                        }
                    }
                }
            };
            let sent = match &next {
                Waiting::Entry(bytes) | Waiting::Other(bytes) | Waiting::People(bytes) => to.write_all(bytes),
                Waiting::Block(block) => super::wire::block_head(block.len())
                    .and_then(|head| to.write_all(&head))
                    .and_then(|()| to.write_all(block)),
            };
            if sent.is_err() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn bytes(text: &str) -> Bytes {
        text.as_bytes().into()
    }

    /// What is sent of what waits.
    fn sent(outbox: &Outbox) -> String {
        let (to, mut from) = UnixStream::pair().unwrap();
        outbox.close();
        outbox.send_to(&to, &|| ());
        drop(to);
        let mut all = Vec::new();
        from.read_to_end(&mut all).unwrap();
        String::from_utf8(all).unwrap()
    }

    #[test]
    fn a_snapshot_takes_the_place_of_entries_and_is_not_put_twice() {
        let outbox = Outbox::default();
        outbox.entry(&bytes("early "));
        outbox.other(bytes("answer "));
        for _ in 0..1000 {
            outbox.snapshot(bytes("head "), [bytes("one"), bytes("two")]);
        }
        // Those after the snapshot that waits are in the next one.
        outbox.entry(&bytes("late "));
        for n in 0..1000 {
            outbox.people(bytes(&format!("people {n}")));
        }
        let block = |text: &str| format!("\u{4}\0\0\0\u{1}{text}");
        assert_eq!(sent(&outbox), format!("answer head {}{}people 999", block("one"), block("two")));
    }

    #[test]
    fn of_all_who_do_not_listen_only_those_with_much_waiting_are_let_go() {
        let all = Arc::default();
        let [greedy, modest] = [Outbox::beside(&all), Outbox::beside(&all)];
        let full = Outbox::beside(&all);
        let large = bytes(&"x".repeat(FAIR));
        for _ in 0..MOST_ANSWERS / FAIR {
            full.other(Arc::clone(&large));
            greedy.other(Arc::clone(&large));
        }
        assert_eq!(all.load(Ordering::Relaxed), MOST_OF_ALL);
        modest.other(bytes("answer"));
        assert!(!modest.queue().closed);
        greedy.other(bytes("one more"));
        assert!(greedy.queue().closed);
        assert_eq!(all.load(Ordering::Relaxed), MOST_ANSWERS + "answer".len());
        drop(full);
        assert_eq!(sent(&modest), "answer");
        assert_eq!(all.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn an_entry_too_large_to_wait_is_made_up_for_when_nothing_else_waits() {
        let outbox = Outbox::default();
        let (to, mut from) = UnixStream::pair().unwrap();
        let (tells, hears) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let (outbox, to) = (&outbox, &to);
            scope.spawn(move || outbox.send_to(to, &|| tells.send(()).unwrap()));
            outbox.other(bytes("answer"));
            // It has been sent when nothing waits any more.
            from.read_exact(&mut [0; 6]).unwrap();
            outbox.entry(&bytes(&"x".repeat(MOST_WAITING + 1)));
            let heard = hears.recv_timeout(std::time::Duration::from_secs(60));
            outbox.close();
            assert!(heard.is_ok(), "it sleeps on");
        });
        // It was told once, and slept again.
        assert!(hears.recv().is_err());
    }

    #[test]
    fn who_does_not_read_loses_entries_and_not_answers() {
        let outbox = Outbox::default();
        let large = bytes(&"x".repeat(MOST_WAITING / 3));
        for _ in 0..4 {
            outbox.entry(&large);
        }
        outbox.other(bytes("answer"));
        outbox.entry(&bytes("after"));
        assert_eq!(sent(&outbox), "answer");
    }
}
