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

use super::folder::{is_at, open_plain, open_private};

/// What listens at the socket of a holder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listens {
    /// A server that somebody has started, or the system.
    #[default]
    Server,
    /// A server that a workbench has started by itself: it may be started again.
    Background,
    /// A workbench that works alone: whoever knocks has it start a server.
    Door,
}

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
    /// Where the holder listens; empty when it does not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub socket: String,
    /// What listens there.
    #[serde(default)]
    pub listens: Listens,
    /// True for a command that ends by itself at once, so that waiting for it makes sense.
    #[serde(default)]
    pub brief: bool,
}

impl Holder {
    /// Whether it serves the register to others.
    pub fn serves(&self) -> bool {
        !self.socket.is_empty() && self.listens != Listens::Door
    }
}

/// The lock, held for as long as this lives.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    holder: Holder,
    /// Somebody else has it too, and goes on holding it.
    passed_on: bool,
}

/// A lock on its way from one process to another. Both hold it until the one lets go: nobody else comes in between.
#[derive(Debug)]
pub struct PassedLock(File);

impl PassedLock {
    /// The file to be sent.
    pub fn file(&self) -> &File {
        &self.0
    }

    /// As it was received in `file`.
    pub fn received(file: File) -> PassedLock {
        PassedLock(file)
    }
}

impl Lock {
    /// Tells others where the holder listens; empty when it does not.
    pub(super) fn listens_at(&mut self, socket: &str) {
        socket.clone_into(&mut self.holder.socket);
        // As in `take`.
        let _ = write(&mut self.file, &self.holder);
    }

    /// Gives the lock away as it is; the text goes on saying who had it until the next holder has written its own.
    pub(super) fn pass_on(&mut self) -> io::Result<PassedLock> {
        let file = self.file.try_clone()?;
        self.passed_on = true;
        Ok(PassedLock(file))
    }

    /// Takes over the lock at `path` for `holder`.
    pub(super) fn take_over(path: &Path, holder: &Holder, passed: PassedLock) -> io::Result<Lock> {
        let PassedLock(mut file) = passed;
        // It is held already, so that this fails only for what is no lock of ours.
        rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive)?;
        if !is_at(&file, path)? {
            return Err(io::ErrorKind::NotFound.into());
        }
        let _ = write(&mut file, holder);
        Ok(Lock { file, holder: holder.clone(), passed_on: false })
    }
}

impl Drop for Lock {
    /// Makes the text unreadable first: whoever has the lock next needs a moment to write its own, and in that moment
    /// nobody should take it for us. Not emptied, for the reason that `write` gives. Then unlocks, rather than leave it to
    /// the closing: a child process that is just being started shares the file until it runs its own program.
    fn drop(&mut self) {
        if self.passed_on {
            return;
        }
        let _ = self.file.rewind().and_then(|()| self.file.write_all(b"-"));
        let _ = rustix::fs::flock(&self.file, FlockOperation::Unlock);
    }
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
    take_watched(path, holder, patience, &mut || ())
}

/// As `take`; `looked` hears of every time that somebody else had the lock.
fn take_watched(
    path: &Path,
    holder: &Holder,
    patience: Duration,
    looked: &mut dyn FnMut(),
) -> io::Result<Asked> {
    let mut file = open_private(path)?;
    let deadline = Instant::now() + patience;
    loop {
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            // The lock of a file that has been removed or replaced meanwhile keeps nobody out.
            Ok(()) if is_at(&file, path)? => break,
            Ok(()) => file = open_private(path)?,
            Err(rustix::io::Errno::WOULDBLOCK) => {
                // An unreadable text is one that is being written this very moment, and so is that of a process that
                // was killed: somebody else has the lock.
                let other = read(&mut file).filter(|other| other.host != holder.host || is_alive(other.pid));
                if other.as_ref().is_some_and(|other| !other.brief) || Instant::now() >= deadline {
                    return Ok(Asked::Taken(other.unwrap_or_default()));
                }
                looked();
                std::thread::sleep(LOOK_AGAIN);
            }
            Err(rustix::io::Errno::INTR) => {}
            Err(errno) => return Err(errno.into()),
        }
    }
    // The text is a courtesy to others: a full disk must not keep anybody from reading.
    let _ = write(&mut file, holder);
    Ok(Asked::Held(Lock { file, holder: holder.clone(), passed_on: false }))
}

/// Who holds the lock at `path`, when somebody does and has said so.
pub(super) fn holder(path: &Path) -> Option<Holder> {
    let mut file = open_plain(path).ok()?;
    if is_free(path) { None } else { read(&mut file) }
}

/// Whether nobody holds the lock at `path`. No when that cannot be told.
pub(super) fn is_free(path: &Path) -> bool {
    let Ok(file) = open_plain(path) else { return false };
    // Shared and for this moment only: who asks for the lock just now looks again.
    let free = rustix::fs::flock(&file, FlockOperation::NonBlockingLockShared).is_ok();
    // As in `drop`: a child that is just being started has the file too.
    let _ = rustix::fs::flock(&file, FlockOperation::Unlock);
    free
}

/// Whether there is a process of this number; yes when that cannot be told.
fn is_alive(pid: u32) -> bool {
    let pid = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw);
    pid.is_none_or(|pid| rustix::process::test_kill_process(pid) != Err(rustix::io::Errno::SRCH))
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
            pid: std::process::id(),
            user: "m.bakker".into(),
            host: "balie".into(),
            since: "2026-11-23T09:00:00Z".into(),
            socket: String::new(),
            listens: Listens::Server,
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
        let (looked, has_looked) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let second = scope.spawn(|| {
                let mut tell = || looked.send(()).unwrap();
                take_watched(&path, &holder(true), Duration::from_secs(60), &mut tell).unwrap()
            });
            // It has found the lock taken, and asks again.
            has_looked.recv().unwrap();
            drop(first);
            assert!(matches!(second.join().unwrap(), Asked::Held(_)));
        });
    }

    #[test]
    fn the_lock_of_a_file_that_was_replaced_meanwhile_is_not_taken_for_the_lock() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let mut first = Some(take(&path, &holder(true), Duration::ZERO).unwrap());
        let mut third = None;
        // The first goes; a file of the same name is put there, and somebody else has that.
        let mut replace = || {
            if first.take().is_some() {
                std::fs::remove_file(&path).unwrap();
                third = Some(take(&path, &holder(false), Duration::ZERO).unwrap());
            }
        };
        let second = take_watched(&path, &holder(true), Duration::from_secs(60), &mut replace).unwrap();
        assert!(matches!(second, Asked::Taken(found) if found == holder(false)));
        assert!(matches!(third, Some(Asked::Held(_))));
        drop(third);
        let again = take(&path, &holder(true), Duration::ZERO).unwrap();
        assert!(matches!(again, Asked::Held(_)));
    }

    #[test]
    fn nobody_is_told_of_a_holder_who_has_gone_while_the_next_one_writes_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let dead = Holder { pid: i32::MAX as u32, ..holder(false) };
        for left in [holder(false), dead] {
            let killed = left.pid != std::process::id();
            let stayed = take(&path, &left, Duration::ZERO).unwrap();
            let text = std::fs::read(&path).unwrap();
            drop(stayed);
            if killed {
                std::fs::write(&path, text).unwrap();
            }
            // Somebody has the lock, and the text is still that of the one before.
            let next = open_private(&path).unwrap();
            rustix::fs::flock(&next, FlockOperation::NonBlockingLockExclusive).unwrap();
            let mut next = Some(next);
            let asked =
                take_watched(&path, &holder(true), Duration::from_secs(60), &mut || drop(next.take()));
            assert!(matches!(asked.unwrap(), Asked::Held(_)), "killed: {killed}");
        }
    }

    #[test]
    fn a_lock_that_is_passed_on_is_nobody_elses_in_between() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let Asked::Held(mut first) = take(&path, &holder(false), Duration::ZERO).unwrap() else {
            panic!("free")
        };
        first.listens_at("");
        let passed = first.pass_on().unwrap();
        let taken = || take(&path, &holder(true), Duration::ZERO).unwrap();
        assert!(matches!(taken(), Asked::Taken(found) if found == holder(false)));
        let next = Holder { user: "k.smit".into(), ..holder(false) };
        let second = Lock::take_over(&path, &next, passed).unwrap();
        assert!(matches!(taken(), Asked::Taken(found) if found == next));
        drop(second);
        assert!(matches!(taken(), Asked::Held(_)));
        let other = PassedLock::received(open_private(&dir.path().join("other")).unwrap());
        assert!(Lock::take_over(&path, &next, other).is_err());
    }

    #[test]
    fn a_text_left_by_a_dead_process_means_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        std::fs::write(&path, serde_json::to_string(&holder(false)).unwrap()).unwrap();
        assert!(matches!(take(&path, &holder(true), Duration::ZERO).unwrap(), Asked::Held(_)));
    }
}
