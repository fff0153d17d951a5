//! A line to a server: connecting, who is at the other end, and the register that comes over it first.
//!
//! Owns the order in which both sides begin, and why nobody is let in. The client takes its first line by it, and each one after that
//! was lost.

use std::io::{self, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::PATIENCE;
use crate::model::id::Actor;
use crate::model::register::Register;
use crate::net::talk::{Ending, Say, Tell};
use crate::net::wire::{Frame, Greeting, MOST_FRAME, PROTOCOL, WireError};
use crate::store::{Snapshot, Unfit};

/// How long the greeting of a server is waited for: one that is busy opening a large register listens only afterwards.
const GREETING: Duration = Duration::from_secs(10);

/// Why a server could not be attached to.
#[derive(Debug)]
pub enum NotAttached {
    /// Nobody listens there.
    Nobody(PathBuf),
    /// What listens there says nothing in time: it was stopped, or the machine has no room to run it.
    Silent,
    /// What listens there is of another version: its name.
    OtherVersion(String),
    /// It ended the connection, and said why.
    Ended(Ending),
    /// It says what this protocol does not know.
    Garbled,
    /// The operating system's error.
    Io(io::Error),
}

impl From<WireError> for NotAttached {
    fn from(error: WireError) -> NotAttached {
        match error {
            WireError::Closed => NotAttached::Io(io::ErrorKind::ConnectionReset.into()),
            WireError::TooLong(_) | WireError::Garbled | WireError::OtherFormat => NotAttached::Garbled,
            WireError::Io(why) => why.into(),
        }
    }
}

impl From<io::Error> for NotAttached {
    fn from(error: io::Error) -> NotAttached {
        match error.kind() {
            // The time-out of a socket is the one or the other.
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => NotAttached::Silent,
            _ => NotAttached::Io(error),
        }
    }
}

/// A line on which everything has been said that comes before the entries.
pub struct Line {
    pub stream: UnixStream,
    pub from: BufReader<UnixStream>,
    pub id: u64,
    pub actor: Actor,
    pub may_write: bool,
    pub register: Register,
    pub head: u64,
}

pub fn send(mut to: &UnixStream, say: &Say) -> io::Result<()> {
    to.write_all(&Frame::of(say)?.bytes()?)
}

/// Connects, greets, and takes in the register when it `follows`.
pub fn connect(path: &Path, follows: bool, name: Option<&str>) -> Result<Line, NotAttached> {
    connect_within(GREETING, path, follows, name)
}

/// As `connect`, with the server silent for `silence` at most.
fn connect_within(
    silence: Duration,
    path: &Path,
    follows: bool,
    name: Option<&str>,
) -> Result<Line, NotAttached> {
    let stream = UnixStream::connect(path).map_err(|why| match why.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => NotAttached::Nobody(path.to_owned()),
        _ => NotAttached::Io(why),
    })?;
    stream.set_read_timeout(Some(silence))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // One that refuses may have said so and gone before it is greeted: what it said is read first.
    let greeted = Greeting::own().write(&mut &stream);
    let mut from = BufReader::with_capacity(64 << 10, stream.try_clone()?);
    let theirs = Greeting::read(&mut from)?;
    if theirs.protocol != PROTOCOL {
        return Err(NotAttached::OtherVersion(theirs.build));
    }
    // One that refuses has said why, and listens no longer.
    let said = send(&stream, &Say::Attach { follows, name: name.map(str::to_owned) });
    let (id, actor, mut head, may_write) = match Frame::read(&mut from, MOST_FRAME)?.message()? {
        Tell::Welcome { id, actor, head, may_write } => (id, actor, head, may_write),
        Tell::Ends(why) => return Err(NotAttached::Ended(why)),
        _ => return Err(NotAttached::Garbled),
    };
    greeted.and(said)?;
    let mut register = Register::new();
    if follows {
        match Frame::read(&mut from, MOST_FRAME)?.message()? {
            Tell::Snapshot { blocks, .. } => match read_snapshot(&mut from, blocks) {
                Ok((at, loaded)) => (head, register) = (at, loaded),
                Err(WireError::OtherFormat) => return Err(NotAttached::OtherVersion(theirs.build)),
                Err(why) => return Err(why.into()),
            },
            Tell::Ends(why) => return Err(NotAttached::Ended(why)),
            _ => return Err(NotAttached::Garbled),
        }
    }
    stream.set_read_timeout(None)?;
    Ok(Line { stream, from, id, actor, may_write, register, head })
}

/// Takes in the `blocks` pieces of a register, of which each is decoded while the next one is on its way.
pub fn read_snapshot(from: &mut BufReader<UnixStream>, blocks: u64) -> Result<(u64, Register), WireError> {
    let mut broken = None;
    let pieces = (0..blocks).map_while(|_| match Frame::read(from, MOST_FRAME) {
        Ok(Frame::Block(bytes)) => Some(bytes),
        Ok(Frame::Message(_)) => {
            broken = Some(WireError::Garbled);
            None
        }
        Err(why) => {
            broken = Some(why);
            None
        }
    });
    let loaded = Snapshot::load(pieces);
    match (broken, loaded) {
        (Some(why), _) => Err(why),
        (None, Err(Unfit::OtherFormat)) => Err(WireError::OtherFormat),
        (None, loaded) => loaded.map_err(|_| WireError::Garbled),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn a_server_that_never_says_anything_is_told_apart_from_one_that_is_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("socket");
        let connect = || connect_within(Duration::from_millis(1), &path, true, None).map(|_| ());
        assert!(matches!(connect(), Err(NotAttached::Nobody(_))));
        // The system takes the line for it, as for a process that was stopped.
        let listener = UnixListener::bind(&path).unwrap();
        assert!(matches!(connect(), Err(NotAttached::Silent)));
        // The same when it goes on to be silent after it has greeted.
        let greets = std::thread::spawn(move || {
            let (first, _) = listener.accept().unwrap();
            drop(first);
            let (second, _) = listener.accept().unwrap();
            Greeting::own().write(&mut &second).unwrap();
            second
        });
        let said = connect_within(Duration::from_millis(100), &path, true, None).map(|_| ());
        assert!(matches!(said, Err(NotAttached::Silent)), "{said:?}");
        drop(greets.join().unwrap());
    }
}
