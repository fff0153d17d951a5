//! The server: one process that holds a register, and any number of clients that work on it at the same time.
//!
//! Owns the order of things: one thread works on the register and takes what came in from all clients together, so that what
//! they record shares one `fdatasync`; an entry is durable before anybody hears of it, and everybody hears of the entries in the
//! same order. Each connection has a thread that reads and one that writes. `cli` starts it.

use std::collections::BTreeMap;
use std::io;
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

use super::outbox::{Bytes, Outbox};
use super::socket::{self, Peer};
use super::talk::{Answer, Ending, Person, Question, Say, Status, Tell};
use super::wire::{Frame, Greeting, MOST_FRAME, PROTOCOL, WireError};
use crate::model::change::{Draft, inverse};
use crate::model::id::{Actor, Ref, Stamp};
use crate::model::ledger::{Ledger, ReadOnly, Unwritten};
use crate::store::{Keeper, Submission};

/// So many connections are taken; more than an office has.
pub const MOST_CLIENTS: usize = 128;

/// How long whoever connects may take to say what it came for.
const GREETING: Duration = Duration::from_secs(5);

/// How long a client may leave the line full before it is given up: it is stopped, or hangs.
const STALLED: Duration = Duration::from_secs(30);

/// How long a server that ends waits until the clients have what it told them last.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// The longest first message.
const MOST_FIRST: usize = 64 << 10;

/// So many messages may wait to be worked on; those who say more wait.
const MOST_SAID: usize = 1_024;

/// So many are worked on together: their entries share one `fdatasync`, and the first of them waits for the last.
const MOST_AT_ONCE: usize = 256;

/// How a server is run.
pub struct Options {
    /// It ends when nobody has been attached for so long; `None` when it stays.
    pub idle: Option<Duration>,
    /// The clock.
    pub clock: fn() -> Stamp,
    /// Who whoever connects is, by what the kernel says; why not, when it may not use the register.
    pub admit: Box<dyn Fn(Peer) -> Result<Actor, Ending> + Send>,
}

/// What the one thread hears of.
enum Event {
    Came(UnixStream, Peer),
    Attached(u64, bool),
    Said(u64, Say),
    /// All that waited was sent to a client that lost entries.
    CaughtUp(u64),
    Gone(u64, Option<Ending>),
    Stop,
}

/// Ends a server from elsewhere.
#[derive(Clone)]
pub struct Stopper(SyncSender<Event>);

impl Stopper {
    /// Has the server tell its clients, write its state and end.
    pub fn stop(&self) {
        // One that has ended needs no telling.
        let _ = self.0.send(Event::Stop);
    }
}

/// A client.
struct Guest {
    actor: Actor,
    outbox: Arc<Outbox>,
    stream: UnixStream,
    /// It has said what it came for.
    attached: bool,
    follows: bool,
    item: Option<Ref>,
    editing: bool,
}

/// What a client wants recorded.
struct Wish {
    guest: u64,
    id: u64,
    draft: Draft,
    undoes: Option<u64>,
}

/// A server that is about to run.
pub struct Server {
    keeper: Keeper,
    options: Options,
    events: Receiver<Event>,
    to: SyncSender<Event>,
    guests: BTreeMap<u64, Guest>,
    came: u64,
    since: Stamp,
    stopping: bool,
    /// Held by every thread that sends: when all are done, `sent` has nobody left to hear of.
    sends: Sender<()>,
    sent: Receiver<()>,
}

fn bytes_of(tell: &Tell) -> Option<Bytes> {
    // Of what is longer than a frame nothing can be told; an entry of that size was never taken in.
    Frame::of(tell).and_then(|frame| frame.bytes()).ok().map(Bytes::from)
}

impl Server {
    /// A server for the register that `keeper` holds.
    pub fn new(keeper: Keeper, options: Options) -> Server {
        let (to, events) = sync_channel(MOST_SAID);
        let (sends, sent) = channel();
        let since = (options.clock)();
        let guests = BTreeMap::new();
        Server { keeper, options, events, to, guests, came: 0, since, stopping: false, sends, sent }
    }

    /// What ends it from elsewhere.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.to.clone())
    }

    /// Serves whoever connects to `listener` until it is stopped, or nobody has been there for long. Gives the register back, its
    /// state written.
    ///
    /// # Errors
    /// The operating system's, when not even a thread can be started.
    pub fn run(mut self, listener: UnixListener) -> io::Result<Keeper> {
        let to = self.to.clone();
        std::thread::Builder::new().name("regie-door".into()).spawn(move || welcome(&listener, &to))?;
        let mut empty_since = Instant::now();
        loop {
            if !self.guests.is_empty() {
                empty_since = Instant::now();
            }
            let first = match self.options.idle.filter(|_| self.guests.is_empty()) {
                None => self.events.recv().map_err(RecvTimeoutError::from),
                Some(idle) => self.events.recv_timeout(idle.saturating_sub(empty_since.elapsed())),
            };
            let Ok(first) = first else { break };
            let mut wishes = Vec::new();
            let mut next = Some(first);
            for _ in 0..MOST_AT_ONCE {
                let Some(event) = next.take() else { break };
                self.take_in(event, &mut wishes);
                next = self.events.try_recv().ok();
            }
            if let Some(event) = next {
                self.take_in(event, &mut wishes);
            }
            self.record(wishes);
            if self.stopping {
                break;
            }
        }
        if let Some(ends) = bytes_of(&Tell::Ends(Ending::Stopping)) {
            self.guests.values().for_each(|guest| guest.outbox.other(Arc::clone(&ends)));
        }
        self.guests.values().for_each(|guest| guest.outbox.close());
        self.guests.values().for_each(|guest| drop(guest.stream.shutdown(Shutdown::Read)));
        self.keeper.settle();
        drop(self.sends);
        // Nobody says anything there; it ends when the last of them is done, or takes too long.
        let _ = self.sent.recv_timeout(LAST_WORDS);
        Ok(self.keeper)
    }

    fn take_in(&mut self, event: Event, wishes: &mut Vec<Wish>) {
        match event {
            Event::Came(stream, peer) => self.admit(stream, peer),
            Event::Attached(id, follows) => self.attach(id, follows),
            Event::Said(id, say) => self.hear(id, say, wishes),
            Event::CaughtUp(id) => self.send_snapshot(id),
            Event::Gone(id, ending) => self.let_go(id, ending),
            Event::Stop => self.stopping = true,
        }
    }

    /// Takes a connection, or says why not.
    fn admit(&mut self, stream: UnixStream, peer: Peer) {
        let admitted = if self.guests.len() >= MOST_CLIENTS {
            Err(Ending::Full { most: MOST_CLIENTS })
        } else {
            (self.options.admit)(peer)
        };
        self.came += 1;
        let id = self.came;
        let outbox = Arc::new(Outbox::default());
        let (Ok(reads), Ok(writes)) = (stream.try_clone(), stream.try_clone()) else { return };
        let (to, sends, done) = (self.to.clone(), Arc::clone(&outbox), self.sends.clone());
        let writer = std::thread::Builder::new().name(format!("regie-to-{id}")).spawn(move || {
            let caught_up = || drop(to.send(Event::CaughtUp(id)));
            sends.send_to(&writes, &caught_up);
            // Ends the reading too.
            let _ = writes.shutdown(Shutdown::Both);
            drop(done);
        });
        let to = self.to.clone();
        let reader = std::thread::Builder::new()
            .name(format!("regie-from-{id}"))
            .spawn(move || drop(to.send(Event::Gone(id, read_on(&reads, id, &to)))));
        if writer.is_err() || reader.is_err() {
            outbox.close();
            return;
        }
        // Ahead of anything else; a greeting of its own that fails to be made does not exist.
        let mut greeting = Vec::new();
        let _ = Greeting::own().write(&mut greeting);
        outbox.other(greeting.into());
        match admitted {
            Ok(actor) => {
                let guest = Guest {
                    actor,
                    outbox,
                    stream,
                    attached: false,
                    follows: false,
                    item: None,
                    editing: false,
                };
                self.guests.insert(id, guest);
            }
            Err(ending) => {
                if let Some(ends) = bytes_of(&Tell::Ends(ending)) {
                    outbox.other(ends);
                }
                outbox.close();
            }
        }
    }

    /// A client has said what it came for.
    fn attach(&mut self, id: u64, follows: bool) {
        let head = self.keeper.head();
        let Some(guest) = self.guests.get_mut(&id).filter(|guest| !guest.attached) else { return };
        guest.attached = true;
        guest.follows = follows;
        if let Some(welcome) = bytes_of(&Tell::Welcome { id, actor: guest.actor.clone(), head }) {
            guest.outbox.other(welcome);
        }
        if follows {
            self.send_snapshot(id);
            self.tell_people();
        }
    }

    fn send_snapshot(&mut self, id: u64) {
        let Some(guest) = self.guests.get(&id).filter(|guest| guest.follows) else { return };
        // What cannot be encoded is no state of a register either; the client is told that nobody can serve it.
        let Ok(snapshot) = self.keeper.snapshot() else { return guest.outbox.close() };
        let tell = Tell::Snapshot { head: snapshot.head, blocks: snapshot.blocks.len() as u64 };
        if let Some(head) = bytes_of(&tell) {
            guest.outbox.snapshot(head, snapshot.blocks);
        }
    }

    fn people(&self) -> Vec<Person> {
        let person = |(id, guest): (&u64, &Guest)| Person {
            id: *id,
            actor: guest.actor.clone(),
            item: guest.item,
            editing: guest.editing,
        };
        self.guests.iter().filter(|(_, guest)| guest.follows).map(person).collect()
    }

    fn tell_people(&self) {
        if let Some(people) = bytes_of(&Tell::People(self.people())) {
            let following = self.guests.values().filter(|guest| guest.follows);
            following.for_each(|guest| guest.outbox.other(Arc::clone(&people)));
        }
    }

    fn let_go(&mut self, id: u64, ending: Option<Ending>) {
        let Some(guest) = self.guests.remove(&id) else { return };
        if let Some(ends) = ending.and_then(|ending| bytes_of(&Tell::Ends(ending))) {
            guest.outbox.other(ends);
        }
        guest.outbox.close();
        // It may be that only its reading has ended.
        let _ = guest.stream.shutdown(Shutdown::Read);
        if guest.follows {
            self.tell_people();
        }
    }

    fn hear(&mut self, id: u64, say: Say, wishes: &mut Vec<Wish>) {
        let Some(guest) = self.guests.get_mut(&id).filter(|guest| guest.attached) else { return };
        match say {
            Say::Attach { .. } => {}
            Say::Afresh => self.send_snapshot(id),
            Say::At { item, editing } => {
                (guest.item, guest.editing) = (item, editing);
                self.tell_people();
            }
            Say::Ask { id: number, what: Question::Append { draft, undoes } } => {
                wishes.push(Wish { guest: id, id: number, draft, undoes });
            }
            Say::Ask { id: number, what } => {
                let what = self.answer(what);
                self.tell_answer(id, number, what);
            }
        }
    }

    fn tell_answer(&self, guest: u64, id: u64, what: Result<Answer, Unwritten>) {
        if let (Some(guest), Some(bytes)) = (self.guests.get(&guest), bytes_of(&Tell::Answer { id, what })) {
            guest.outbox.other(bytes);
        }
    }

    fn answer(&mut self, what: Question) -> Result<Answer, Unwritten> {
        let keeper = &mut self.keeper;
        Ok(match what {
            Question::Append { .. } => return Err(Unwritten::ReadOnly(ReadOnly::Viewer)),
            Question::Entry(seq) => Answer::Entry(keeper.entry(seq)?),
            Question::Outline(seq) => Answer::Outline(keeper.outline(seq)?),
            Question::Head(seq) => Answer::Head(keeper.entry_head(seq)?),
            Question::Beginning { seq, about, most } => {
                Answer::Beginning(keeper.beginning(seq, about, most)?)
            }
            Question::LatestConcerning { target, first, last } => {
                Answer::Seq(keeper.latest_concerning(target, first, last)?)
            }
            Question::LatestTouching { target, field, since } => {
                Answer::Touched(keeper.latest_touching(target, field, since)?)
            }
            Question::Source(file) => Answer::Text(keeper.source_text(&file)),
            Question::KeepSource(wanted, text) => Answer::Name(keeper.keep_source(&wanted, &text)?),
            Question::Status => Answer::Status(Status {
                pid: std::process::id(),
                since: self.since,
                head: keeper.head(),
                people: self.people(),
            }),
            Question::Stop => {
                self.stopping = true;
                Answer::Done
            }
        })
    }

    /// Records what was wished for, together; tells everybody, and then those who wished.
    fn record(&mut self, wishes: Vec<Wish>) {
        let at = (self.options.clock)();
        let (mut asked, mut drafts) = (Vec::new(), Vec::new());
        for wish in wishes {
            let Some(actor) = self.guests.get(&wish.guest).map(|guest| guest.actor.clone()) else { continue };
            match self.check(&actor, &wish) {
                Ok(()) => {
                    asked.push((wish.guest, wish.id));
                    drafts.push(Submission { actor, draft: wish.draft, undoes: wish.undoes, at });
                }
                Err(why) => self.tell_answer(wish.guest, wish.id, Err(why)),
            }
        }
        if drafts.is_empty() {
            return;
        }
        let mut answers = Vec::new();
        for written in self.keeper.append_all(drafts) {
            answers.push(written.map(|entry| {
                let seq = entry.as_ref().map(|entry| entry.seq);
                if let Some(bytes) = entry.and_then(|entry| bytes_of(&Tell::Entry(entry))) {
                    let following = self.guests.values().filter(|guest| guest.follows);
                    following.for_each(|guest| guest.outbox.entry(&bytes));
                }
                Answer::Written(seq)
            }));
        }
        for ((guest, id), what) in asked.into_iter().zip(answers) {
            self.tell_answer(guest, id, what);
        }
    }

    /// What is said to take back an entry takes back just that, and an own one.
    fn check(&self, actor: &Actor, wish: &Wish) -> Result<(), Unwritten> {
        let Some(undone) = wish.undoes else { return Ok(()) };
        let entry = self.keeper.entry(undone)?;
        let honest =
            entry.is_some_and(|entry| entry.actor == *actor && inverse(&entry.changes) == wish.draft.changes);
        if honest { Ok(()) } else { Err(Unwritten::Failed(format!("entry {undone}"))) }
    }
}

/// Takes connections until the server has ended.
fn welcome(listener: &UnixListener, to: &SyncSender<Event>) {
    for stream in listener.incoming() {
        // One that went away before it was taken in; or there are too many files open, which passes.
        let Ok(stream) = stream else {
            std::thread::sleep(Duration::from_millis(50));
            continue;
        };
        let timeouts = stream.set_read_timeout(Some(GREETING)).and(stream.set_write_timeout(Some(STALLED)));
        let (Ok(()), Ok(peer)) = (timeouts, socket::peer(&stream)) else { continue };
        if to.send(Event::Came(stream, peer)).is_err() {
            return;
        }
    }
}

/// Reads what client `id` says until it goes; why it was sent away, when it was.
fn read_on(stream: &UnixStream, id: u64, to: &SyncSender<Event>) -> Option<Ending> {
    let mut from = io::BufReader::with_capacity(16 << 10, stream);
    match Greeting::read(&mut from) {
        // Each has heard of the other what it needs to say so.
        Ok(theirs) if theirs.protocol != PROTOCOL => return None,
        Ok(_) => {}
        Err(_) => return None,
    }
    match Frame::read(&mut from, MOST_FIRST).and_then(|frame| frame.message()) {
        Ok(Say::Attach { follows }) => to.send(Event::Attached(id, follows)).ok()?,
        _ => return Some(Ending::Garbled),
    }
    // It may be silent for as long as it likes from here on.
    stream.set_read_timeout(None).ok()?;
    loop {
        match Frame::read(&mut from, MOST_FRAME).and_then(|frame| frame.message()) {
            Ok(say) => to.send(Event::Said(id, say)).ok()?,
            Err(WireError::Closed | WireError::Io(_)) => return None,
            Err(WireError::Garbled | WireError::TooLong(_) | WireError::OtherFormat) => {
                return Some(Ending::Garbled);
            }
        }
    }
}
