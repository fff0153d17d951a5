//! Unsaved texts, kept until they are recorded or let go of: a file each, outside the journal.
//!
//! Owns their names, their writing and their reading, and whose they are while several processes have one each. The keeper has those of its register; a client of a server has its own.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use rustix::fs::FlockOperation;
use rustix::io::Errno;

use super::folder::{is_full, is_plain_name, write_whole_as};
use crate::model::erasure::contact_in;
use crate::model::id::Ref;
use crate::model::ledger::{ReadOnly, Unwritten};

/// The longest file that is taken for a draft, in bytes: some times the longest text of a field.
const MOST_DRAFT: u64 = 4 << 20;

/// The drafts in one folder. Several processes may keep theirs there: each has a lock on its own, which goes with it, and leaves
/// those of the others alone.
#[derive(Clone, Debug)]
pub struct Drafts {
    folder: PathBuf,
    /// Those that are typed or offered here, by name: where each stands, and the lock on it.
    own: Arc<Mutex<BTreeMap<String, (PathBuf, File)>>>,
}

impl Drafts {
    /// Those in `folder`, which is there when the first one is kept.
    pub fn new(folder: PathBuf) -> Drafts {
        Drafts { folder, own: Arc::default() }
    }

    /// Keeps `text` as the draft called `name` (letters, digits, dashes); `None` drops it.
    ///
    /// # Errors
    /// Why not, with the file.
    pub fn keep(&self, name: &str, text: Option<&str>) -> Result<(), Unwritten> {
        let path = self.path(name)?;
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        let path = own.get(name).map(|(path, _)| path.clone()).unwrap_or_else(|| free(path));
        put_aside_damaged(&path).map_err(|why| unwritten(&path, &why))?;
        let hold = |file: &File| {
            // One that is new is nobody else's.
            let _ = is_ours(file);
        };
        let done = match text {
            Some(text) => write_whole_as(&path, text.as_bytes(), &hold)
                .map(|file| drop(own.insert(name.to_owned(), (path.clone(), file)))),
            None => {
                own.remove(name);
                match std::fs::remove_file(&path) {
                    Err(missing) if missing.kind() == ErrorKind::NotFound => Ok(()),
                    done => done,
                }
            }
        };
        done.map_err(|why| unwritten(&path, &why))
    }

    /// All that are there and that nobody else types or has been offered, as (name, text), oldest first. They are ours then.
    pub fn all(&self) -> Vec<(String, String)> {
        let Ok(listing) = std::fs::read_dir(&self.folder) else { return Vec::new() };
        let mut found: Vec<_> = listing
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?.strip_suffix(".txt")?.to_owned();
                // Only what `keep` can have written: a pipe would never end, and a name of somebody else's could not be let
                // go of.
                let meta = entry.metadata().ok().filter(|meta| meta.is_file() && meta.len() <= MOST_DRAFT)?;
                let written = meta.modified().ok().filter(|_| is_plain_name(&name))?;
                Some((written, unnumbered(&name).to_owned(), entry.path()))
            })
            .collect();
        found.sort();
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        let read = |(_, name, path): (SystemTime, String, PathBuf)| {
            match own.get(&name) {
                Some((known, _)) if *known == path => {}
                // One of a name at a time: the other the next time.
                Some(_) => return None,
                None => {
                    let file = File::open(&path).ok().filter(is_ours)?;
                    own.insert(name.clone(), (path.clone(), file));
                }
            }
            let bytes = std::fs::read(&path).ok()?;
            // What is no text is offered as far as it is; the file itself is put aside when that is written over it.
            Some((name, String::from_utf8_lossy(&bytes).into_owned()))
        };
        found.into_iter().filter_map(read).collect()
    }

    /// Lets go of those about a contact of whom `erased` says that it has been.
    pub fn forget(&self, erased: &dyn Fn(Ref) -> bool) {
        for entry in std::fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if contact_in(&entry.file_name().to_string_lossy()).is_some_and(erased) {
                // What cannot be removed is tried again the next time.
                let _ = std::fs::remove_file(entry.path());
            }
        }
        // A file that is open still takes its place on the disk.
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        own.retain(|_, (path, _)| path.symlink_metadata().is_ok());
    }

    fn path(&self, name: &str) -> Result<PathBuf, Unwritten> {
        if is_plain_name(name) {
            Ok(self.folder.join(format!("{name}.txt")))
        } else {
            Err(Unwritten::Failed(format!("drafts/{name}.txt")))
        }
    }
}

/// Whether the lock on a draft is ours now, and no other's.
fn is_ours(file: &File) -> bool {
    // A file system that knows no locks keeps nobody from a text.
    rustix::fs::flock(file, FlockOperation::NonBlockingLockExclusive) != Err(Errno::WOULDBLOCK)
}

/// `path`, or with a number when what stands there is another's: `NAME.2.txt`.
fn free(path: PathBuf) -> PathBuf {
    let is_free = |path: &PathBuf| File::open(path).map_or(true, |file| is_ours(&file));
    let named = |n| if n == 1 { path.clone() } else { path.with_extension(format!("{n}.txt")) };
    (1_u32..).map(named).find(is_free).unwrap_or(path)
}

/// The name of a draft as it was given, without the number of `free`.
fn unnumbered(name: &str) -> &str {
    let numbered = name.rsplit_once('.').filter(|(_, n)| n.bytes().all(|byte| byte.is_ascii_digit()));
    numbered.map_or(name, |(name, _)| name)
}

/// Why the draft at `path` was not kept. Which file is said in any case: the register itself may well be writable.
fn unwritten(path: &Path, why: &io::Error) -> Unwritten {
    if is_full(why) {
        Unwritten::ReadOnly(ReadOnly::DiskFull)
    } else {
        Unwritten::Failed(format!("{}: {why}", path.display()))
    }
}

/// Keeps the draft at `path` under another name, `NAME.damaged` or with a number, when it is not text: of what was offered
/// of it, part is lost.
fn put_aside_damaged(path: &Path) -> io::Result<()> {
    match std::fs::read(path) {
        Ok(bytes) if std::str::from_utf8(&bytes).is_err() => {}
        // One that cannot be read was not offered either.
        _ => return Ok(()),
    }
    let named = |n| path.with_extension(if n == 1 { "damaged".to_owned() } else { format!("damaged-{n}") });
    let free = (1_u32..).map(named).find(|aside| aside.symlink_metadata().is_err());
    free.map_or(Ok(()), |aside| std::fs::rename(path, aside))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_elsewhere_is_neither_offered_nor_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let drafts = || Drafts::new(dir.path().to_owned());
        let text = |text: &str| ("add-T-2".to_owned(), text.to_owned());
        let (first, second) = (drafts(), drafts());
        first.keep("add-T-2", Some("eerste")).unwrap();
        assert_eq!(second.all(), []);
        second.keep("add-T-2", Some("tweede")).unwrap();
        first.keep("add-T-2", Some("eerste en meer")).unwrap();
        assert_eq!((first.all(), second.all()), (vec![text("eerste en meer")], vec![text("tweede")]));
        // Handed on, it stays with who goes on.
        let handed_on = first.clone();
        drop(first);
        assert_eq!(drafts().all(), []);
        drop((handed_on, second));
        // Both are left behind: one at a time is offered, and let go of.
        for offered in ["tweede", "eerste en meer"] {
            let next = drafts();
            assert_eq!(next.all(), [text(offered)]);
            next.keep("add-T-2", None).unwrap();
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_draft_that_cannot_be_written_is_told_with_its_file() {
        let path = Path::new("/register/drafts/add-T-2.txt");
        for kind in [ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem, ErrorKind::NotADirectory] {
            let Unwritten::Failed(said) = unwritten(path, &kind.into()) else { panic!("{kind}") };
            assert!(said.starts_with("/register/drafts/add-T-2.txt: "), "{said}");
        }
        let full = unwritten(path, &ErrorKind::StorageFull.into());
        assert_eq!(full, Unwritten::ReadOnly(ReadOnly::DiskFull));
    }
}
