//! The journal open for appending: entries are written and synced before anybody is told of them, what an interrupted write left is cut
//! off first, and a copy without what was erased is written beside it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::super::folder::{is_at, open_private, sync_dir};
use super::acknowledged::Witnessed;
use super::entry::{Lines, write_entry};
use super::line::{Attested, ErasedBy, Line, write_copy};
use super::walk::Torn;
use super::{
    Damage, Flaw, JournalError, Mark, NewEntry, Place, Walked, holds, read_bytes, segment_path, segments,
    walk,
};

/// Is shown a line; gives the payload that takes the place of its own, if one does.
pub(in crate::store) type Blank<'a> = &'a mut dyn FnMut(&Line<'_>) -> Result<Option<Vec<u8>>, Flaw>;

/// What the journal writes through. Tests put one in its place that fails as disks do.
pub trait Medium: Send {
    /// Writes all of `bytes` at `offset`.
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()>;

    /// Makes what was written durable (`fdatasync`).
    fn sync(&mut self, file: &File) -> io::Result<()>;
}

/// Leaves syncing to whoever writes many entries and syncs the files at the end.
pub(in crate::store) struct Unsynced;

impl Medium for Unsynced {
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        file.write_all_at(bytes, offset)
    }

    fn sync(&mut self, _: &File) -> io::Result<()> {
        Ok(())
    }
}

/// The disk itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Medium for Disk {
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        file.write_all_at(bytes, offset)
    }

    fn sync(&mut self, file: &File) -> io::Result<()> {
        file.sync_data()
    }
}

/// The journal open for appending, or, without the lock, for reading what its holder appends.
pub(in crate::store) struct Journal {
    dir: PathBuf,
    file: Option<File>,
    acknowledged: Witnessed,
    end: Mark,
    segment_bytes: u64,
    medium: Box<dyn Medium>,
    /// What the walk found behind the last whole entry, until `mend`.
    torn: Option<Torn>,
    unended: bool,
    /// How far the files went when a reader last read them to their end.
    looked: Option<Extent>,
}

/// How far the files of a journal go: the lengths of the one that the last known entry stands in and of the next one, which
/// may be there and empty.
pub(in crate::store) type Extent = (u64, Option<u64>);

/// What was cut off a journal's end.
pub(in crate::store) struct Cut {
    pub seq: u64,
    pub bytes: u64,
    pub kept: PathBuf,
}

/// Why entries were not written.
#[derive(Debug)]
pub(in crate::store) struct AppendError {
    pub path: PathBuf,
    pub why: io::Error,
    pub after: After,
}

/// How a journal is left by entries that were not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum After {
    /// As it was.
    AsBefore,
    /// Something of the entries may be in the file: nothing may follow until a fresh open has cut it off.
    LeftOver,
    /// Somebody else has written: what is in memory is no longer what the journal adds up to.
    Overtaken,
}

/// A file of the journal that a group of entries goes into.
struct Grown {
    file: File,
    /// How long it was before.
    start: u64,
}

impl Journal {
    /// Opens the journal in `dir`, as a walk found it, for appending. `mend` comes before the first `append`.
    pub(in crate::store) fn open(
        dir: &Path,
        walked: Walked,
        segment_bytes: u64,
        medium: Box<dyn Medium>,
    ) -> Journal {
        let Walked { end, torn, unended, .. } = walked;
        let dir = dir.to_path_buf();
        Journal {
            dir,
            file: None,
            acknowledged: Witnessed::default(),
            end,
            segment_bytes,
            medium,
            torn,
            unended,
            looked: None,
        }
    }

    /// Verifies what somebody else has written behind the last entry; `None` when nothing has come since `go_on_from`, which
    /// makes it known.
    pub(in crate::store) fn walk_on(&mut self) -> Result<Option<(Walked, Extent)>, JournalError> {
        let files = self.extent()?;
        if self.looked == Some(files) {
            return Ok(None);
        }
        if self.unended {
            // Whoever writes puts the missing newline in place first.
            let next = read_bytes(&self.dir, self.end.segment, self.end.offset, 1)?;
            if next == b"\n" {
                self.end.offset += 1;
                self.end.last_line.1 += 1;
                self.unended = false;
            }
        }
        let walked = walk(&self.dir, self.end, &mut |_| ())?;
        Ok(Some((walked, files)))
    }

    /// Takes the end of what `walk_on` found in `files` for the end of the journal.
    pub(in crate::store) fn go_on_from(&mut self, walked: &Walked, files: Extent) {
        if walked.entries == 0 {
            self.looked = Some(files);
        } else {
            // The files are others now, perhaps, and have grown meanwhile, perhaps.
            self.begin_at(walked);
        }
    }

    /// Takes the end of `walked`, whatever was known before, for the end of the journal.
    pub(in crate::store) fn begin_at(&mut self, walked: &Walked) {
        (self.end, self.unended) = (walked.end, walked.unended);
        self.looked = None;
        // Another folder may have come into the place of the one that these are in.
        (self.file, self.acknowledged) = (None, Witnessed::default());
    }

    /// Whether the last known entry stands in the journal as it was read.
    pub(in crate::store) fn holds_end(&self) -> bool {
        holds(&self.dir, &self.end)
    }

    /// How far the files go now.
    pub(in crate::store) fn extent(&self) -> Result<Extent, JournalError> {
        let length = |segment| {
            let path = segment_path(&self.dir, segment);
            match path.metadata() {
                Ok(facts) => Ok(Some(facts.len())),
                Err(missing) if missing.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(why) => Err(JournalError::Io(path, why)),
            }
        };
        Ok((length(self.end.segment)?.unwrap_or(0), length(self.end.segment + 1)?))
    }

    /// Makes the last whole entry the end of the file: cuts off a torn tail, of which the bytes are kept beside the
    /// segments, and puts a missing last newline in place. A failure names the file.
    pub(in crate::store) fn mend(&mut self) -> Result<Option<Cut>, (PathBuf, io::Error)> {
        if self.unended {
            let path = segment_path(&self.dir, self.end.segment);
            self.end_line(&path).map_err(|why| (path, why))?;
            self.unended = false;
        }
        let Some(torn) = self.torn.clone() else { return Ok(None) };
        let path = segment_path(&self.dir, torn.segment);
        let cut = self.cut(&torn, &path).map_err(|why| (path, why))?;
        self.torn = None;
        Ok(Some(cut))
    }

    fn cut(&mut self, torn: &Torn, path: &Path) -> io::Result<Cut> {
        let kept = (1_u32..)
            .map(|n| self.dir.join(format!("torn-{}-{n}.txt", torn.seq)))
            .find(|kept| kept.symlink_metadata().is_err())
            .unwrap_or_default();
        let mut file = File::options().read(true).write(true).open(path)?;
        file.seek(SeekFrom::Start(torn.offset))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let copied = open_private(&kept).and_then(|copy| {
            self.medium.write(&copy, &bytes, 0)?;
            self.medium.sync(&copy)?;
            sync_dir(&self.dir)
        });
        if let Err(why) = copied {
            let _ = std::fs::remove_file(&kept);
            return Err(why);
        }
        file.set_len(torn.offset)?;
        self.medium.sync(&file)?;
        Ok(Cut { seq: torn.seq, bytes: bytes.len() as u64, kept })
    }

    fn end_line(&mut self, path: &Path) -> io::Result<()> {
        let file = File::options().write(true).open(path)?;
        self.medium.write(&file, b"\n", self.end.offset)?;
        self.medium.sync(&file)?;
        self.end.offset += 1;
        self.end.last_line.1 += 1;
        Ok(())
    }

    /// The end of the last entry.
    pub(in crate::store) fn end(&self) -> &Mark {
        &self.end
    }

    /// Writes `entries` and makes them durable together, with one sync per file, after mending a tail that could not be
    /// mended before. Yields where each stands. On an error the journal is as it was, unless the error says otherwise.
    pub(in crate::store) fn append_all(
        &mut self,
        entries: &[NewEntry<'_>],
    ) -> Result<Vec<Place>, AppendError> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        self.mend().map_err(|(path, why)| AppendError { path, why, after: After::AsBefore })?;
        let mut grown = Vec::new();
        match self.write_all(entries, &mut grown) {
            Ok((end, places)) => {
                self.file = grown.pop().map(|last| last.file);
                self.end = end;
                Ok(places)
            }
            Err(error) => {
                // No entry may come to life later, when somebody was told that it was not written. The last file first:
                // one that has lost its end while others follow would be damaged.
                let mut cuts = grown.iter().rev().map(|Grown { file, start }| {
                    file.set_len(*start).and_then(|()| self.medium.sync(file)).is_ok()
                });
                let cut = cuts.all(|cut| cut);
                let after = match error.after {
                    After::AsBefore if !cut => After::LeftOver,
                    after => after,
                };
                Err(AppendError { after, ..error })
            }
        }
    }

    /// Writes and syncs `entries`; `grown` gets every file that something may have been written to.
    fn write_all(
        &mut self,
        entries: &[NewEntry<'_>],
        grown: &mut Vec<Grown>,
    ) -> Result<(Mark, Vec<Place>), AppendError> {
        let (mut end, mut places) = (self.end, Vec::with_capacity(entries.len()));
        let mut rest = entries.iter().peekable();
        while rest.peek().is_some() {
            if end.offset >= self.segment_bytes {
                end = Mark { segment: end.segment + 1, offset: 0, ..end };
            }
            let path = segment_path(&self.dir, end.segment);
            let start = end.offset;
            let file = self.open_at_end(&path, &end)?;
            let written = (|| {
                let mut lines = Lines::at(&mut *self.medium, &file, start);
                while end.offset < self.segment_bytes
                    && let Some(entry) = rest.next()
                {
                    let from = end.offset;
                    end = write_entry(&mut lines, entry, end)?;
                    places.push(Place { segment: end.segment, offset: from, len: end.offset - from });
                }
                lines.flush()?;
                // Before anything goes into the next file: there it would say that this one is whole.
                self.medium.sync(&file)
            })();
            grown.push(Grown { file, start });
            written.map_err(|why| AppendError { path, why, after: After::AsBefore })?;
        }
        Ok((end, places))
    }

    /// The file at `path`, in which the next entry goes behind `end`. Errors: nothing can be written there, or somebody else
    /// has.
    fn open_at_end(&mut self, path: &Path, end: &Mark) -> Result<File, AppendError> {
        let new = end.offset == 0;
        let ours = self.open_segment(path, end.segment, new).and_then(|file| {
            let ends_here = ends_at(&file, path, end.offset)?;
            Ok(ends_here.then_some(file))
        });
        match ours {
            Ok(Some(file)) => Ok(file),
            Err(why) if new || why.kind() != io::ErrorKind::NotFound => {
                Err(AppendError { path: path.to_path_buf(), why, after: After::AsBefore })
            }
            Ok(None) | Err(_) => {
                let why = io::Error::other("another process has written here");
                Err(AppendError { path: path.to_path_buf(), why, after: After::Overtaken })
            }
        }
    }

    /// Takes down that what has been appended is synced, before anybody is told so. Errors do not matter: it then says less.
    pub(in crate::store) fn acknowledge(&mut self) {
        let _ = self.acknowledged.write(&self.dir, &self.end);
    }

    /// Writes to the empty folder `to` this journal with the payloads that `blank` gives in place of those that it is shown, and
    /// behind it `entry`, which attests them; all of it durable but for the name of the folder. What is here stays as it is. Yields
    /// how many lines have another payload.
    pub(in crate::store) fn write_erased(
        &mut self,
        to: &Path,
        entry: NewEntry<'_>,
        blank: Blank<'_>,
    ) -> Result<u64, JournalError> {
        self.mend().map_err(|(path, why)| JournalError::Io(path, why))?;
        let by = self.end.seq + 1;
        let (mut end, mut erased) = (self.end, Vec::new());
        for segment in segments(&self.dir)? {
            let (from, path) = (segment_path(&self.dir, segment), segment_path(to, segment));
            let bytes = std::fs::read(&from).map_err(|why| JournalError::Io(from.clone(), why))?;
            let mut text = Vec::with_capacity(bytes.len());
            let before = erased.len();
            for (n, raw) in (1_u64..).zip(bytes.split(|b| *b == b'\n')).filter(|(_, raw)| !raw.is_empty()) {
                let flawed = |why| JournalError::Damaged(Damage { segment, line: n, seq: 0, why });
                let line = Line::read(raw).map_err(|_| flawed(Flaw::NotALine))?;
                line.verify().map_err(flawed)?;
                let start = text.len();
                match blank(&line).map_err(flawed)? {
                    Some(payload) => {
                        let payload_hash = blake3::hash(&payload).to_hex().to_string();
                        let stands = ErasedBy { by, payload_hash: &payload_hash };
                        Line { payload: &payload, erased: Some(stands), ..line }
                            .write(&mut text)
                            .map_err(|why| JournalError::Io(path.clone(), why))?;
                        erased.push(Attested { seq: line.seq, part: line.part, payload_hash });
                    }
                    None => {
                        text.extend_from_slice(raw);
                        text.push(b'\n');
                    }
                }
                if segment == end.segment {
                    end.offset = text.len() as u64;
                    end.last_line = (start as u64, (text.len() - start) as u64);
                }
            }
            // One in which nothing was erased can be the same file under two names; not the last one, which grows.
            let same = erased.len() == before && segment < end.segment;
            if !(same && std::fs::hard_link(&from, &path).is_ok()) {
                self.write_file(&path, &text).map_err(|why| JournalError::Io(path, why))?;
            }
        }
        if end.offset >= self.segment_bytes {
            end = Mark { segment: end.segment + 1, offset: 0, ..end };
        }
        let path = segment_path(to, end.segment);
        let entry = NewEntry { erased: &erased, ..entry };
        self.write_behind(&path, &entry, end)
            .and_then(|()| sync_dir(to))
            .map_err(|why| JournalError::Io(path, why))?;
        Ok(erased.len() as u64)
    }

    fn write_file(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let file = open_private(path)?;
        self.medium.write(&file, bytes, 0)?;
        self.medium.sync(&file)
    }

    fn write_behind(&mut self, path: &Path, entry: &NewEntry<'_>, end: Mark) -> io::Result<()> {
        let file = open_private(path)?;
        let mut lines = Lines::at(&mut *self.medium, &file, end.offset);
        write_entry(&mut lines, entry, end)?;
        lines.flush()?;
        self.medium.sync(&file)
    }

    /// Copies an entry whose lines were read from elsewhere, to the byte but for the chain. Does not sync.
    pub(in crate::store) fn copy(&mut self, lines: &[Line<'_>]) -> io::Result<()> {
        let turn = self.end.offset >= self.segment_bytes;
        let (segment, offset) =
            if turn { (self.end.segment + 1, 0) } else { (self.end.segment, self.end.offset) };
        let file = self.open_segment(&segment_path(&self.dir, segment), segment, offset == 0)?;
        let mut mark = Mark { segment, offset, seq: self.end.seq + 1, ..self.end };
        let mut text = Vec::new();
        for line in lines {
            text.clear();
            mark.hash = write_copy(&mut text, &mark, line)?;
            self.medium.write(&file, &text, mark.offset)?;
            mark.last_line = (mark.offset, text.len() as u64);
            mark.offset += text.len() as u64;
        }
        self.file = Some(file);
        self.end = mark;
        Ok(())
    }

    /// The file of `segment`, which is made only when it is `new`.
    fn open_segment(&mut self, path: &Path, segment: u32, new: bool) -> io::Result<File> {
        if let Some(file) = self.file.take().filter(|_| segment == self.end.segment) {
            return Ok(file);
        }
        if !new {
            return File::options().read(true).write(true).open(path);
        }
        let file = open_private(path)?;
        sync_dir(&self.dir)?;
        Ok(file)
    }
}

/// Whether `file` is still the one under `path` and ends at `offset`. The lock sees to that, unless somebody removed it
/// or the file system does not do locks; then a line that somebody else was promised would be written over.
fn ends_at(file: &File, path: &Path, offset: u64) -> io::Result<bool> {
    Ok(file.metadata()?.len() == offset && is_at(file, path)?)
}
