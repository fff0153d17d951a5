//! The register's folder: its paths, its permissions (0700 and 0600), and whole-file writes.
//!
//! Owns the names of what lies in the folder and the rule that a file is either there whole or not at
//! all, and an ordinary file. The other modules of the store use it.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::journal::{Damage, Flaw};
use super::{StoreError, io_error};

/// Where everything of one register lies.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

/// What a register's folder may hold before its first entry: anything else is somebody's own folder.
const OURS: [&str; 6] = ["journal", "state", "plans", "drafts", "lock", "restore.new"];

impl Folder {
    pub(super) fn new(root: &Path) -> Folder {
        Folder { root: root.to_path_buf() }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.root.join("journal")
    }

    pub(super) fn state(&self) -> PathBuf {
        self.root.join("state")
    }

    pub(super) fn plans(&self) -> PathBuf {
        self.root.join("plans")
    }

    pub(super) fn drafts(&self) -> PathBuf {
        self.root.join("drafts")
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// Whether there is a register here.
    pub(super) fn exists(&self) -> bool {
        self.journal().is_dir()
    }

    /// As `exists`, for who would otherwise say that there is nothing: a folder that cannot be looked into is an error,
    /// and one that has a state but no journal is a register that lost it.
    pub(super) fn look(&self) -> Result<bool, StoreError> {
        let journal = self.journal();
        match std::fs::metadata(&journal) {
            Ok(found) if found.is_dir() => Ok(true),
            Ok(_) => Err(io_error(&journal, &io::ErrorKind::NotADirectory.into())),
            Err(why) if why.kind() != io::ErrorKind::NotFound => Err(io_error(&journal, &why)),
            Err(_) if self.state().symlink_metadata().is_ok() => {
                Err(StoreError::Damaged(Damage { segment: 1, line: 1, seq: 1, why: Flaw::SegmentMissing }))
            }
            Err(_) => Ok(false),
        }
    }

    /// Whether there is nothing here that a register would not put here itself.
    pub(super) fn is_free(&self) -> io::Result<bool> {
        let listing = match std::fs::read_dir(&self.root) {
            Ok(listing) => listing,
            Err(missing) if missing.kind() == io::ErrorKind::NotFound => return Ok(true),
            Err(other) => return Err(other),
        };
        for entry in listing {
            if !OURS.iter().any(|name| entry.as_ref().is_ok_and(|e| e.file_name() == *name)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Makes the folder alone: not yet a register.
    pub(super) fn create_root(&self) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.root)
    }

    /// Makes the folder and what is always in it.
    pub(super) fn create(&self) -> io::Result<()> {
        for dir in [self.root.clone(), self.journal(), self.plans(), self.drafts()] {
            DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
        }
        sync_dir(&self.root)
    }

    /// The first free name `<stem>-<n>` in the folder, n from 1: for what is set aside.
    pub(super) fn aside(&self, stem: &str) -> PathBuf {
        let mut n = 1_u32;
        loop {
            let path = self.root.join(format!("{stem}-{n}"));
            if path.symlink_metadata().is_err() {
                return path;
            }
            n += 1;
        }
    }
}

/// Makes the folder `path`, which only the owner can look into.
pub(super) fn create_private(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(path)
}

/// What stands in a file's place and is none: a link, a pipe, a socket, a device, a folder.
#[derive(Debug, thiserror::Error)]
#[error("no ordinary file")]
pub(super) struct NoFile;

/// Whether `why` says that there is something which is no file.
pub(super) fn is_no_file(why: &io::Error) -> bool {
    why.get_ref().is_some_and(|why| why.is::<NoFile>())
}

/// Opens `path` for reading and writing, readable by the owner only; makes it when it is missing. Fails with `NoFile` for what is
/// none.
pub(super) fn open_private(path: &Path) -> io::Result<File> {
    open_file(path, OpenOptions::new().write(true).create(true).truncate(false).mode(0o600))
}

/// Opens `path` for reading. Fails with `NoFile` for what is none.
pub(super) fn open_plain(path: &Path) -> io::Result<File> {
    open_file(path, &mut OpenOptions::new())
}

/// Follows no link, and waits for nobody at the other end of a pipe.
fn open_file(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let no_file = || io::Error::other(NoFile);
    let flags = i32::try_from((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits()).unwrap_or_default();
    match options.read(true).custom_flags(flags).open(path) {
        Ok(file) if file.metadata()?.is_file() => Ok(file),
        Ok(_) => Err(no_file()),
        Err(_) if path.symlink_metadata().is_ok_and(|facts| !facts.is_file()) => Err(no_file()),
        Err(why) => Err(why),
    }
}

/// Whether `file` is the one that `path` names now: not one that has been moved or removed since it was opened.
pub(super) fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let ours = file.metadata()?;
    match std::fs::metadata(path) {
        Ok(there) => Ok((there.dev(), there.ino()) == (ours.dev(), ours.ino())),
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(other) => Err(other),
    }
}

/// What alters names in the register's folder. Tests put one in its place that fails as file systems do.
pub(super) trait Names {
    /// Exchanges two names, in one step.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;

    /// Gives `from` the name `to`.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Makes the names in `dir` durable.
    fn sync(&self, dir: &Path) -> io::Result<()>;
}

/// The file system itself.
pub(super) struct OnDisk;

impl Names for OnDisk {
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        exchange(one, other)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn sync(&self, dir: &Path) -> io::Result<()> {
        sync_dir(dir)
    }
}

/// Exchanges two names, in one step; not every file system can.
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// Makes the names in `dir` durable.
pub(super) fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Writes `bytes` to `path` so that, whatever happens, the old or the new content is there whole.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_whole_as(path, bytes, &|_| ()).map(drop)
}

/// As `write_whole`; `before` sees the file before it gets its name. The file is yielded.
pub(super) fn write_whole_as(path: &Path, bytes: &[u8], before: &dyn Fn(&File)) -> io::Result<File> {
    let dir = path.parent().unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let fresh = dir.join(name);
    let written = (|| {
        let mut file = open_private(&fresh)?;
        file.set_len(0)?;
        file.write_all(bytes)?;
        file.sync_data()?;
        before(&file);
        std::fs::rename(&fresh, path)?;
        sync_dir(dir)?;
        Ok(file)
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&fresh);
    }
    written
}

/// Whether there was no room on the disk, or none left for this account.
pub(super) fn is_full(why: &io::Error) -> bool {
    matches!(why.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// Whether `name` can be a file name of ours: letters, digits, dashes, dots and underscores, not starting with a dot.
pub(super) fn is_plain_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 120
        && !name.starts_with('.')
        && !name.ends_with(".new")
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_ordinary_file_is_neither_opened_nor_waited_for_nor_followed() {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::write(at("file"), "x").unwrap();
        std::fs::create_dir(at("folder")).unwrap();
        mknodat(CWD, at("pipe"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        std::os::unix::fs::symlink(at("file"), at("link")).unwrap();
        std::os::unix::fs::symlink(at("elsewhere"), at("dangling")).unwrap();
        for open in [open_private, open_plain] {
            for name in ["folder", "pipe", "socket", "link", "dangling"] {
                let why = open(&at(name)).unwrap_err();
                assert!(why.get_ref().is_some_and(|why| why.is::<NoFile>()), "{name}: {why}");
            }
            assert!(open(&at("file")).is_ok());
        }
        assert!(!at("elsewhere").exists());
        assert_eq!(open_plain(&at("none")).unwrap_err().kind(), io::ErrorKind::NotFound);
        assert!(open_private(&at("none")).is_ok());
    }
}
