//! Reading a whole file that a user names, within a limit, and writing one without ever leaving half of it.
//!
//! Owns the size limits and the typed reasons why a file cannot be read. Used by every import and export.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// The largest table, workbook or address book that is read: 64 MiB. A hundred thousand actions take about a fifth of
/// it as CSV; what is larger is not an action list, and refusing it at once keeps memory bounded on a small server.
pub const MAX_TABLE_BYTES: u64 = 64 * 1024 * 1024;

/// Why a file cannot be read.
#[derive(Debug)]
pub enum FileProblem {
    /// There is no such file.
    Missing,
    /// It is a folder.
    Folder,
    /// It is larger than the limit: its size (at least), the limit.
    TooLarge(u64, u64),
    /// The operating system refused.
    System(io::Error),
}

impl From<io::Error> for FileProblem {
    fn from(error: io::Error) -> FileProblem {
        match error.kind() {
            io::ErrorKind::NotFound => FileProblem::Missing,
            io::ErrorKind::IsADirectory => FileProblem::Folder,
            _ => FileProblem::System(error),
        }
    }
}

/// The bytes of `path`, at most `limit`; `-` is standard input.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, FileProblem> {
    if path == Path::new("-") {
        return read_from(io::stdin().lock(), limit);
    }
    let file = File::open(path)?;
    let facts = file.metadata()?;
    if facts.is_dir() {
        return Err(FileProblem::Folder);
    }
    if facts.len() > limit {
        return Err(FileProblem::TooLarge(facts.len(), limit));
    }
    read_from(file, limit)
}

/// The largest settings file that is read: 1 MiB, a thousand times what anybody writes by hand.
const MAX_SETTINGS_BYTES: u64 = 1 << 20;

/// The text of a settings file. Only an ordinary file is opened: a pipe would be waited for, a device has no end.
pub fn read_settings(path: &Path) -> io::Result<String> {
    let facts = std::fs::metadata(path)?;
    if facts.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !facts.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut text = String::new();
    File::open(path)?.take(MAX_SETTINGS_BYTES + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_SETTINGS_BYTES { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(text) }
}

fn read_from(from: impl Read, limit: u64) -> Result<Vec<u8>, FileProblem> {
    let mut bytes = Vec::new();
    from.take(limit + 1).read_to_end(&mut bytes)?;
    let size = bytes.len() as u64;
    if size > limit { Err(FileProblem::TooLarge(size, limit)) } else { Ok(bytes) }
}

/// Writes `path` through a file beside it, which takes its place only once `fill` has written everything: a full disk
/// leaves what was there.
pub fn write(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // A device or pipe (`-o /dev/stdout`) cannot be replaced, only written to.
    if std::fs::metadata(path).is_ok_and(|facts| !facts.is_file()) {
        let mut to = io::BufWriter::new(File::options().write(true).open(path)?);
        fill(&mut to)?;
        return to.flush();
    }
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(beside);
    let written = (|| {
        let mut to = io::BufWriter::with_capacity(1 << 16, File::create_new(&beside)?);
        fill(&mut to)?;
        to.into_inner()?.sync_all()?;
        std::fs::rename(&beside, path)
    })();
    if written.is_err() {
        // Nothing more can be done about a leftover that cannot be removed; the first failure is what matters.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_over_the_limit_is_refused_before_it_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("big");
        File::create(&path).unwrap().set_len(200 << 20).unwrap();
        assert!(matches!(
            read(&path, MAX_TABLE_BYTES),
            Err(FileProblem::TooLarge(209_715_200, MAX_TABLE_BYTES))
        ));
        assert!(matches!(read(dir.path(), 9), Err(FileProblem::Folder)));
        assert!(matches!(read(&dir.path().join("none"), 9), Err(FileProblem::Missing)));
        assert!(matches!(read_from(&b"0123456789"[..], 9), Err(FileProblem::TooLarge(10, 9))));
    }

    #[test]
    fn settings_come_from_an_ordinary_file_of_a_sane_size() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("config.toml");
        std::fs::write(&path, "lang = \"en\"").unwrap();
        assert_eq!(read_settings(&path).unwrap(), "lang = \"en\"");
        File::create(&path).unwrap().set_len(MAX_SETTINGS_BYTES + 1).unwrap();
        let kind = |path: &Path| read_settings(path).unwrap_err().kind();
        assert_eq!(kind(&path), io::ErrorKind::FileTooLarge);
        assert_eq!(kind(dir.path()), io::ErrorKind::IsADirectory);
        assert_eq!(kind(Path::new("/dev/zero")), io::ErrorKind::InvalidInput);
        assert_eq!(kind(&dir.path().join("none")), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.csv");
        write(&path, |to| to.write_all(b"old")).unwrap();
        let failed = write(&path, |to| {
            to.write_all(b"half")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert!(failed.is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
