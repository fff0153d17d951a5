//! The lock on a register: one process writes, and others are told which one.
//!
//! Owns the file `lock`: the operating system's lock (flock) on it says whether the register is held, its
//! text says by whom. A text without a lock is left over from a process that ended and means nothing.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::fs::FlockOperation;
use serde::{Deserialize, Serialize};

/// Who holds a register, as written into its lock file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Process id; 0 when unknown.
    pub pid: u32,
    /// Account name; empty when unknown.
    #[serde(default)]
    pub user: String,
    /// Name of the machine; empty when unknown.
    #[serde(default)]
    pub host: String,
    /// Since when, RFC 3339; empty when unknown.
    #[serde(default)]
    pub since: String,
    /// True for a command that ends by itself at once, so that waiting for it makes sense.
    #[serde(default)]
    pub brief: bool,
}

/// The lock, held for as long as this lives.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// What came of asking for the lock.
#[derive(Debug)]
pub(super) enum Asked {
    /// It is ours.
    Held(Lock),
    /// Somebody else has it.
    Taken(Holder),
}

/// How often a brief holder is looked at again. Short against the 10 to 200 ms that one command takes.
const LOOK_AGAIN: Duration = Duration::from_millis(3);

/// Takes the lock at `path` for `holder`. When a brief holder has it, looks again for at most `patience`.
pub(super) fn take(path: &Path, holder: &Holder, patience: Duration) -> io::Result<Asked> {
    let mut file = super::folder::open_private(path)?;
    let deadline = Instant::now() + patience;
    loop {
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => break,
            Err(rustix::io::Errno::WOULDBLOCK) => {
                // An unreadable text is one that is being written this very moment.
                let other = read(&mut file);
                if other.as_ref().is_some_and(|other| !other.brief) || Instant::now() >= deadline {
                    return Ok(Asked::Taken(other.unwrap_or_default()));
                }
                std::thread::sleep(LOOK_AGAIN);
            }
            Err(rustix::io::Errno::INTR) => {}
            Err(errno) => return Err(errno.into()),
        }
    }
    // The text is a courtesy to others: a full disk must not keep anybody from reading.
    let _ = write(&mut file, holder);
    Ok(Asked::Held(Lock { _file: file }))
}

fn read(file: &mut File) -> Option<Holder> {
    file.rewind().ok()?;
    let mut text = String::new();
    file.take(4096).read_to_string(&mut text).ok()?;
    serde_json::from_str(text.trim()).ok()
}

fn write(file: &mut File, holder: &Holder) -> io::Result<()> {
    let mut text = serde_json::to_string(holder)?;
    text.push('\n');
    file.rewind()?;
    file.write_all(text.as_bytes())?;
    // Cut after writing, not before: ext4 sends a file that was emptied and filled to the disk when it is closed.
    file.set_len(text.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(brief: bool) -> Holder {
        Holder {
            pid: 41,
            user: "m.bakker".into(),
            host: "balie".into(),
            since: "2026-11-23T09:00:00Z".into(),
            brief,
        }
    }

    #[test]
    fn the_second_is_told_who_holds_it_and_gets_it_afterwards() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = take(&path, &holder(false), Duration::ZERO).unwrap();
        assert!(matches!(first, Asked::Held(_)));
        match take(&path, &Holder::default(), Duration::from_secs(60)).unwrap() {
            Asked::Taken(found) => assert_eq!(found, holder(false)),
            Asked::Held(_) => panic!("two holders"),
        }
        drop(first);
        assert!(matches!(take(&path, &Holder::default(), Duration::ZERO).unwrap(), Asked::Held(_)));
    }

    #[test]
    fn a_brief_holder_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = take(&path, &holder(true), Duration::ZERO).unwrap();
        let (ready, wait) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let second = scope.spawn(|| {
                ready.send(()).unwrap();
                take(&path, &holder(true), Duration::from_secs(60)).unwrap()
            });
            wait.recv().unwrap();
            drop(first);
            assert!(matches!(second.join().unwrap(), Asked::Held(_)));
        });
    }

    #[test]
    fn a_text_left_by_a_dead_process_means_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        std::fs::write(&path, serde_json::to_string(&holder(false)).unwrap()).unwrap();
        assert!(matches!(take(&path, &holder(true), Duration::ZERO).unwrap(), Asked::Held(_)));
    }
}
