//! Backups: one file with a register's journal and source texts, that verifies itself.
//!
//! Owns the file format, `backup` and `restore`. The state and unsaved drafts are not in it: the one follows
//! from the journal, the others are nobody else's.
//!
//! The file is text with the content of files in between: a first line `{"regie_backup":1,"entries":12,"head":"…"}`; per
//! file a line `{"file":"journal/000001.jsonl","bytes":4711}`, exactly so many bytes, a newline, and a line
//! `{"blake3":"…"}` over those bytes; a last line `{"files":3}`. So a shell can get at a file without this program.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::check::{Operator, hold, put_aside, swap};
use super::folder::{Folder, is_at, is_plain_name, open_private, sync_dir};
use super::journal::{self, JournalError, Mark};
use super::keeper::{Counted, load_beside};
use super::{BadBackup, Phase, Progress, StoreError, Watcher, io_error};

/// The version of backups that is written, and the highest that is read.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct First {
    regie_backup: u32,
    entries: u64,
    head: String,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Next {
    File { file: String, bytes: u64 },
    End { files: u64 },
}

#[derive(Serialize, Deserialize)]
struct Sum {
    blake3: String,
}

/// What a backup holds, or what was restored from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archived {
    /// Entries of the journal.
    pub entries: u64,
    /// Files, journal segments and source texts together.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Where the register that was there before is kept (its journal and source texts); empty for a backup.
    pub aside: Vec<PathBuf>,
}

/// How often a backup is begun when the journal has become another one while it was copied.
const ATTEMPTS: u32 = 3;

/// Writes the register in `dir` to `file`, verifying it on the way. Works while others write: what is copied ends with a
/// whole entry, and is begun again when another journal comes into the place of the one that is copied, as by erasing a contact:
/// `StoreError::Replaced` when that keeps happening. An earlier backup under that name is replaced once the new one is whole;
/// another file is not: `StoreError::BadBackup`.
pub fn backup(dir: &Path, file: &Path, watch: Watcher<'_>) -> Result<Archived, StoreError> {
    let folder = Folder::new(dir);
    if !folder.look()? {
        return Err(StoreError::NoRegister(dir.to_path_buf()));
    }
    refuse_other_file(file)?;
    let path = folder.journal();
    for _ in 0..ATTEMPTS {
        // Kept open: as long as it is, no other folder can be taken for it.
        let journal = File::open(&path).map_err(|why| io_error(&path, &why))?;
        let stands = || is_at(&journal, &path).map_err(|why| io_error(&path, &why));
        match copy_register(&folder, file, &stands, watch) {
            Ok(Some(archived)) => return Ok(archived),
            // What went wrong may have come of reading half of one and half of the other.
            Err(why) if stands()? => return Err(why),
            Ok(None) | Err(_) => {}
        }
    }
    Err(StoreError::Replaced(dir.to_path_buf()))
}

/// One attempt at a backup; `None`, and `file` as it was, when the journal no longer `stands` where it stood.
fn copy_register(
    folder: &Folder,
    file: &Path,
    stands: &dyn Fn() -> Result<bool, StoreError>,
    watch: Watcher<'_>,
) -> Result<Option<Archived>, StoreError> {
    // A backup that cannot be opened again is none, so the journal is carried out, not only walked.
    let end = load_beside(folder, watch)?.walked.end;
    let parts = parts(folder, &end)?;
    let total = parts.iter().map(|(_, _, bytes)| bytes).sum();
    let mut counted = Counted { phase: Phase::Copy, done: 0, total, watch };
    let failed = |why: io::Error| io_error(file, &why);
    let (fresh, out) = fresh_beside(file).map_err(failed)?;
    let written = write_archive(out, &end, &parts, &mut counted).map_err(failed).and_then(|()| {
        if !stands()? {
            return Ok(false);
        }
        std::fs::rename(&fresh, file).map_err(failed)?;
        let dir = file.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
        sync_dir(dir).map_err(failed)?;
        Ok(true)
    });
    if !matches!(written, Ok(true)) {
        let _ = std::fs::remove_file(&fresh);
    }
    let archived = Archived { entries: end.seq, files: parts.len() as u64, bytes: total, aside: Vec::new() };
    Ok(written?.then_some(archived))
}

/// Only an earlier backup may be replaced: what cannot be looked into might be anything.
fn refuse_other_file(file: &Path) -> Result<(), StoreError> {
    let not_a_backup = || StoreError::BadBackup { path: file.to_path_buf(), why: BadBackup::NotABackup };
    match std::fs::metadata(file) {
        Err(missing) if missing.kind() == ErrorKind::NotFound => return Ok(()),
        Err(why) => return Err(io_error(file, &why)),
        // Opening a pipe would wait for somebody to write into it.
        Ok(there) if !there.is_file() => return Err(not_a_backup()),
        Ok(_) => {}
    }
    let there = File::open(file).map_err(|why| io_error(file, &why))?;
    read_first(&mut BufReader::new(there)).map(drop).map_err(|_| not_a_backup())
}

/// A new file beside `file`, to be given its name once it is whole; nobody else's, so that two backups at a time do not
/// write into each other.
fn fresh_beside(file: &Path) -> io::Result<(PathBuf, File)> {
    let mut n = 1_u32;
    loop {
        let mut fresh = file.as_os_str().to_owned();
        fresh.push(format!(".{}-{n}.new", std::process::id()));
        let fresh = PathBuf::from(fresh);
        match File::options().write(true).create_new(true).mode(0o600).open(&fresh) {
            Ok(out) => return Ok((fresh, out)),
            Err(taken) if taken.kind() == ErrorKind::AlreadyExists => n += 1,
            Err(why) => return Err(why),
        }
    }
}

/// What goes into a backup: name, path, bytes from the start.
fn parts(folder: &Folder, end: &Mark) -> Result<Vec<(String, PathBuf, u64)>, StoreError> {
    let size = |path: &Path| path.metadata().map(|meta| meta.len()).map_err(|why| io_error(path, &why));
    let mut parts = Vec::new();
    for segment in journal::segments(&folder.journal())?.into_iter().filter(|s| *s <= end.segment) {
        let path = journal::segment_path(&folder.journal(), segment);
        let bytes = if segment == end.segment { end.offset } else { size(&path)? };
        parts.push((format!("journal/{segment:06}.jsonl"), path, bytes));
    }
    let plans = match std::fs::read_dir(folder.plans()) {
        Ok(plans) => plans.flatten().map(|entry| entry.path()).collect(),
        Err(why) if why.kind() == ErrorKind::NotFound => Vec::new(),
        Err(why) => return Err(io_error(&folder.plans(), &why)),
    };
    for path in plans {
        if let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| is_plain_name(name))
        {
            let bytes = size(&path)?;
            parts.push((format!("plans/{name}"), path, bytes));
        }
    }
    parts.sort();
    Ok(parts)
}

fn write_archive(
    to: File,
    end: &Mark,
    parts: &[(String, PathBuf, u64)],
    counted: &mut Counted<'_>,
) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(256 << 10, to);
    write_line(
        &mut out,
        &First { regie_backup: VERSION, entries: end.seq, head: end.hash.to_hex().to_string() },
    )?;
    for (name, path, bytes) in parts {
        write_line(&mut out, &Next::File { file: name.clone(), bytes: *bytes })?;
        let sum = copy(&mut File::open(path)?, &mut out, *bytes, counted)?;
        out.write_all(b"\n")?;
        write_line(&mut out, &Sum { blake3: sum.to_hex().to_string() })?;
    }
    write_line(&mut out, &Next::End { files: parts.len() as u64 })?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

fn write_line<T: Serialize>(out: &mut dyn Write, value: &T) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// Copies exactly `bytes` bytes; yields their hash.
fn copy(
    from: &mut dyn Read,
    to: &mut dyn Write,
    mut bytes: u64,
    counted: &mut Counted<'_>,
) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 256 << 10];
    while bytes > 0 {
        let want = buffer.len().min(usize::try_from(bytes).unwrap_or(usize::MAX));
        let got = from.read(&mut buffer[..want])?;
        if got == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        hasher.update(&buffer[..got]);
        to.write_all(&buffer[..got])?;
        bytes -= got as u64;
        counted.add(got as u64);
    }
    Ok(hasher.finalize())
}

/// A backup that is being read.
struct Archive<'a> {
    path: &'a Path,
    from: BufReader<File>,
}

/// Lines of the format are short; more is not one of them.
const MAX_LINE: u64 = 4096;

fn read_line<T: for<'de> Deserialize<'de>>(from: &mut dyn BufRead) -> Result<T, BadBackup> {
    let mut line = Vec::new();
    from.take(MAX_LINE).read_until(b'\n', &mut line).map_err(|_| BadBackup::CutShort)?;
    match line.strip_suffix(b"\n") {
        Some(line) => serde_json::from_slice(line).map_err(|_| BadBackup::NotABackup),
        None => Err(BadBackup::CutShort),
    }
}

fn read_first(from: &mut dyn BufRead) -> Result<First, BadBackup> {
    // Whatever goes wrong on the first line, it is not the first line of a backup.
    let first: First = read_line(from).map_err(|_| BadBackup::NotABackup)?;
    if first.regie_backup > VERSION { Err(BadBackup::Future(first.regie_backup)) } else { Ok(first) }
}

impl Archive<'_> {
    fn bad(&self, why: BadBackup) -> StoreError {
        StoreError::BadBackup { path: self.path.to_path_buf(), why }
    }

    /// Unpacks all files into `to`, each checked; yields how many and their bytes.
    fn unpack(&mut self, to: &Folder, counted: &mut Counted<'_>) -> Result<(u64, u64), StoreError> {
        let (mut files, mut total) = (0, 0);
        loop {
            match read_line(&mut self.from).map_err(|why| self.bad(why))? {
                Next::End { files: expected } if expected == files => return Ok((files, total)),
                Next::End { .. } => return Err(self.bad(BadBackup::CutShort)),
                Next::File { file, bytes } => {
                    self.unpack_file(to, &file, bytes, counted)?;
                    files += 1;
                    total += bytes;
                }
            }
        }
    }

    fn unpack_file(
        &mut self,
        to: &Folder,
        name: &str,
        bytes: u64,
        counted: &mut Counted<'_>,
    ) -> Result<(), StoreError> {
        // A name from outside must not lead anywhere else.
        let path = match name.split_once('/') {
            Some(("journal", file)) if is_plain_name(file) => to.journal().join(file),
            Some(("plans", file)) if is_plain_name(file) => to.plans().join(file),
            _ => return Err(self.bad(BadBackup::Altered(name.to_owned()))),
        };
        let failed = |why| io_error(&path, &why);
        let mut out = open_private(&path).map_err(failed)?;
        let sum = copy(&mut self.from, &mut out, bytes, counted).map_err(|why| match why.kind() {
            ErrorKind::UnexpectedEof => self.bad(BadBackup::CutShort),
            _ => failed(why),
        })?;
        out.sync_all().map_err(failed)?;
        let mut newline = [0];
        self.from.read_exact(&mut newline).map_err(|_| self.bad(BadBackup::CutShort))?;
        let Sum { blake3 } = read_line(&mut self.from).map_err(|why| self.bad(why))?;
        if newline != *b"\n" || *sum.to_hex() != *blake3 {
            return Err(self.bad(BadBackup::Altered(name.to_owned())));
        }
        Ok(())
    }
}

/// Where a backup is unpacked and verified before anything is replaced; in the register's folder, so that moving it into
/// place is a rename.
const UNPACKED: &str = "restore.new";

/// Makes the register in `dir` the one that `file` holds. The backup is unpacked and verified first. A register with
/// entries is replaced only when `force`, and is set aside: `StoreError::NotFree` otherwise. Unsaved drafts stay.
pub fn restore(
    file: &Path,
    dir: &Path,
    force: bool,
    operator: &Operator,
    watch: Watcher<'_>,
) -> Result<Archived, StoreError> {
    let from = File::open(file).map_err(|why| io_error(file, &why))?;
    let size = from.metadata().map_err(|why| io_error(file, &why))?.len();
    let mut archive = Archive { path: file, from: BufReader::with_capacity(256 << 10, from) };
    let first = read_first(&mut archive.from).map_err(|why| archive.bad(why))?;

    let folder = Folder::new(dir);
    if !folder.exists() && !folder.is_free().map_err(|why| io_error(dir, &why))? {
        return Err(StoreError::NotEmpty(dir.to_path_buf()));
    }
    let made = !dir.exists();
    folder.create_root().map_err(|why| io_error(dir, &why))?;
    let _lock = hold(&folder, operator)?;
    // What a folder holds is certain only from here.
    let registered = folder.exists();
    let entries = if registered { journal::survivors(&folder.journal(), &mut |_| ())?.len() } else { 0 };
    if entries > 0 && !force {
        return Err(StoreError::NotFree { path: dir.to_path_buf(), entries: entries as u64 });
    }

    let unpacked = Folder::new(&dir.join(UNPACKED));
    let outcome = remove(unpacked.root()).and_then(|()| {
        unpacked.create().map_err(|why| io_error(unpacked.root(), &why))?;
        let mut copied = Counted { phase: Phase::Copy, done: 0, total: size, watch };
        let counts = archive.unpack(&unpacked, &mut copied)?;
        check_unpacked(&archive, &first, &unpacked, copied.watch)?;
        Ok(counts)
    });
    let (files, bytes) = match outcome {
        Ok(counts) => counts,
        Err(error) => {
            let removed = remove(unpacked.root());
            if !registered {
                // No register has come of it: nothing is left that looks like one.
                let _ = std::fs::remove_file(folder.lock());
                if made {
                    let _ = std::fs::remove_dir(dir);
                }
            }
            return Err(removed.err().unwrap_or(error));
        }
    };

    // The state goes first: without one, an interruption here leaves a register that is rebuilt from its journal.
    put_aside(&folder, &folder.state(), "state.aside")?;
    let mut aside = if registered {
        folder.create().map_err(|why| io_error(dir, &why))?;
        vec![
            swap(&folder, &unpacked.journal(), &folder.journal(), "journal.aside")?,
            swap(&folder, &unpacked.plans(), &folder.plans(), "plans.aside")?,
        ]
    } else {
        let aside = put_aside(&folder, &folder.plans(), "plans.aside")?;
        // The journal last: with it the folder becomes a register.
        for (fresh, name) in [(unpacked.plans(), folder.plans()), (unpacked.journal(), folder.journal())] {
            std::fs::rename(&fresh, &name).map_err(|why| io_error(&name, &why))?;
        }
        folder.create().map_err(|why| io_error(dir, &why))?;
        aside.into_iter().collect()
    };
    remove(unpacked.root())?;
    if entries == 0 {
        // Nothing was in them; source texts without an entry are left by an import that was never accepted.
        aside.retain(|path| std::fs::remove_dir(path).is_err());
    }
    sync_dir(dir).map_err(|why| io_error(dir, &why))?;
    Ok(Archived { entries: first.entries, files, bytes, aside })
}

/// Verifies the journal that was unpacked and that it is the one the first line speaks of.
fn check_unpacked(
    archive: &Archive<'_>,
    first: &First,
    unpacked: &Folder,
    watch: &mut dyn FnMut(Progress),
) -> Result<(), StoreError> {
    let loaded = load_beside(unpacked, watch).map_err(|error| match error {
        JournalError::Damaged(damage) => archive.bad(BadBackup::Journal(damage)),
        other => other.into(),
    })?;
    let walked = &loaded.walked;
    let whole =
        walked.torn.is_none() && walked.end.seq == first.entries && *walked.end.hash.to_hex() == *first.head;
    if whole {
        sync_dir(&unpacked.journal()).map_err(|why| io_error(unpacked.root(), &why))
    } else {
        Err(archive.bad(BadBackup::CutShort))
    }
}

/// Removes what an earlier restore may have left.
fn remove(unpacked: &Path) -> Result<(), StoreError> {
    match std::fs::remove_dir_all(unpacked) {
        Err(why) if why.kind() != ErrorKind::NotFound => Err(io_error(unpacked, &why)),
        _ => Ok(()),
    }
}
