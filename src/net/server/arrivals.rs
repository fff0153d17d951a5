//! What comes in: the threads that take connections and read what clients say.
//!
//! Owns what the server's one thread hears of, and how long and how large a message may be. Nothing here looks at the register.

use std::io::{self, Read};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};

use crate::net::access::{Account, Accounts, Late};
use crate::net::room::{Place, Room, SMALL};
use crate::net::socket::{self, Peer};
use crate::net::talk::{Ending, Say};
use crate::net::wire::{Frame, Greeting, MOST_FRAME, PROTOCOL, WireError};

/// How long a client may leave the line full before it is given up: it is stopped, or hangs.
const STALLED: Duration = Duration::from_secs(30);

/// The longest first message.
const MOST_FIRST: usize = 64 << 10;

/// How long a large message may take to arrive, once it is its turn: the client is on this machine. Others wait for it.
const ARRIVAL: Duration = Duration::from_secs(10);

/// What the one thread hears of.
pub enum Event {
    Came(UnixStream, Peer),
    /// What the system says of the account of a client.
    Identified(u64, Option<Account>),
    Attached(u64, Attach),
    Said(u64, Say, Place),
    /// All that waited was sent to a client that lost entries.
    CaughtUp(u64),
    Gone(u64, Option<Ending>),
    Stop,
}

/// What a client came for.
pub struct Attach {
    pub follows: bool,
    pub name: Option<String>,
}

/// Takes connections until `over` does: its other end goes when the server has ended.
pub fn welcome(listener: &UnixListener, over: &UnixStream, to: &SyncSender<Event>) {
    loop {
        let mut waits = [PollFd::new(listener, PollFlags::IN), PollFd::new(over, PollFlags::IN)];
        // A signal interrupts; nothing else goes wrong that does not at the next step.
        let _ = poll(&mut waits, None);
        if !waits[1].revents().is_empty() {
            return;
        }
        if waits[0].revents().is_empty() {
            continue;
        }
        // One that went away before it was taken in; or there are too many files open, which passes.
        let Ok((stream, _)) = listener.accept() else {
            std::thread::sleep(Duration::from_millis(50));
            continue;
        };
        let (Ok(()), Ok(peer)) = (stream.set_write_timeout(Some(STALLED)), socket::peer(&stream)) else {
            continue;
        };
        if to.send(Event::Came(stream, peer)).is_err() {
            return;
        }
    }
}

/// Asks for the account `uid` of client `id`; why it was sent away, when it was.
pub fn identify(accounts: &Accounts, uid: u32, id: u64, to: &SyncSender<Event>) -> Result<(), Ending> {
    let account = accounts.ask(uid).map_err(|Late| Ending::Unidentified { uid })?;
    // A server that has ended needs to know nobody.
    let _ = to.send(Event::Identified(id, account));
    Ok(())
}

/// A line on which something is to have arrived `until` then.
struct Hurried<'a> {
    stream: &'a UnixStream,
    until: Option<Instant>,
}

impl Read for Hurried<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if let Some(until) = self.until {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.stream.set_read_timeout(Some(left))?;
        }
        self.stream.read(bytes)
    }
}

/// Reads what client `id` says until it goes; why it was sent away, when it was. It has until `greeted` to say what it came for.
pub fn read_on(
    stream: &UnixStream,
    id: u64,
    greeted: Instant,
    to: &SyncSender<Event>,
    room: &Arc<Room>,
    most: &AtomicUsize,
) -> Option<Ending> {
    let mut from = io::BufReader::with_capacity(16 << 10, Hurried { stream, until: Some(greeted) });
    match Greeting::read(&mut from) {
        // Each has heard of the other what it needs to say so.
        Ok(theirs) if theirs.protocol != PROTOCOL => return None,
        Ok(_) => {}
        Err(_) => return None,
    }
    match Frame::read(&mut from, MOST_FIRST).and_then(|frame| frame.message()) {
        Ok(Say::Attach { follows, name }) => to.send(Event::Attached(id, Attach { follows, name })).ok()?,
        _ => return Some(Ending::Garbled),
    }
    // It may be silent for as long as it likes from here on.
    from.get_mut().until = None;
    stream.set_read_timeout(None).ok()?;
    loop {
        let said = match Frame::read_length(&mut from, MOST_FRAME) {
            Ok(len) if len > most.load(Ordering::Acquire) => Err(WireError::TooLong(len as u64)),
            Ok(len) => {
                let place = room.take(id, len)?;
                if len > SMALL {
                    from.get_mut().until = Some(Instant::now() + ARRIVAL);
                }
                let say = Frame::read_rest(&mut from, len).and_then(|frame| frame.message());
                if from.get_mut().until.take().is_some() {
                    stream.set_read_timeout(None).ok()?;
                }
                say.map(|say| (say, place))
            }
            Err(why) => Err(why),
        };
        match said {
            Ok((say, place)) => to.send(Event::Said(id, say, place)).ok()?,
            Err(WireError::Closed | WireError::Io(_)) => return None,
            Err(WireError::Garbled | WireError::TooLong(_) | WireError::OtherFormat) => {
                return Some(Ending::Garbled);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::Shutdown;
    use std::sync::mpsc::sync_channel;

    use super::*;

    #[test]
    fn who_takes_too_long_to_say_what_it_came_for_is_not_heard() {
        let late = Instant::now();
        for (until, heard) in [(late, false), (late + Duration::from_secs(600), true)] {
            let (ours, mut theirs) = UnixStream::pair().unwrap();
            // All of it is there to be read: a limit for each byte would let it through.
            Greeting::own().write(&mut theirs).unwrap();
            let attach = Frame::of(&Say::Attach { follows: false, name: None }).unwrap();
            theirs.write_all(&attach.bytes().unwrap()).unwrap();
            theirs.shutdown(Shutdown::Write).unwrap();
            let (to, events) = sync_channel(8);
            assert!(read_on(&ours, 1, until, &to, &Arc::default(), &AtomicUsize::new(SMALL)).is_none());
            assert_eq!(matches!(events.try_recv(), Ok(Event::Attached(1, _))), heard);
            // Nor is it hurried later.
            assert!(!heard || ours.read_timeout().unwrap().is_none());
        }
    }
}
