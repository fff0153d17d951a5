//! `journal/acknowledged`: up to where the journal was synced, so that a journal cut short is told from one that ends there.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::folder::{is_no_file, open_plain, open_private};
use super::{Mark, SEGMENT_BYTES};

/// What says up to where the journal was synced.
const ACKNOWLEDGED: &str = "acknowledged";

/// How long that file is: room for the largest numbers.
const ACKNOWLEDGED_BYTES: usize = 96;

/// A line is not shorter than this: its names, three hashes and a moment alone are longer.
const LEAST_LINE_BYTES: u64 = 300;

/// A segment is not longer than this: the last entry in it may be an import of the largest workbook there can be.
const MOST_SEGMENT_BYTES: u64 = SEGMENT_BYTES + (512 << 20);

/// Up to where a journal is known to have been synced, so that its entries may have been acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Acknowledged {
    pub segment: u32,
    pub offset: u64,
    pub seq: u64,
}

impl Acknowledged {
    /// What stands beside the segments in `dir`; `None` when nothing does, or nothing that can be read.
    pub(in crate::store) fn read(dir: &Path) -> Option<Acknowledged> {
        Self::look(dir).ok()?
    }

    /// As `read`, for who tells what cannot be read from what is not there.
    pub(in crate::store) fn look(dir: &Path) -> io::Result<Option<Acknowledged>> {
        let file = match open_plain(&dir.join(ACKNOWLEDGED)) {
            Ok(file) => file,
            Err(missing) if missing.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(why) => return Err(why),
        };
        // One byte more shows that it is too long, and it is looked at with every walk.
        let mut text = Vec::with_capacity(ACKNOWLEDGED_BYTES + 1);
        file.take(ACKNOWLEDGED_BYTES as u64 + 1).read_to_end(&mut text)?;
        if text.len() > ACKNOWLEDGED_BYTES {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(Some(serde_json::from_slice(&text)?))
    }

    /// Whether a folder stands in the place of the file.
    pub(in crate::store) fn is_folder(dir: &Path) -> bool {
        dir.join(ACKNOWLEDGED).symlink_metadata().is_ok_and(|facts| facts.is_dir())
    }

    /// Whether a journal that ends at `end` has lost its last entries. All that is said here speaks for that, or it is this that is
    /// damaged: an entry stands in every file, and no more of them than there is room for.
    pub(super) fn is_beyond(&self, end: &Mark) -> bool {
        let Acknowledged { segment, offset, seq } = *self;
        let entries = seq.saturating_sub(end.seq);
        let files = u64::from(segment.saturating_sub(end.segment));
        let room = if files == 0 {
            most_entries(end.offset, offset)
        } else {
            let between = (files - 1).saturating_mul(most_entries(0, MOST_SEGMENT_BYTES));
            most_entries(end.offset, MOST_SEGMENT_BYTES) + between + most_entries(0, offset)
        };
        (segment, offset) > (end.segment, end.offset)
            && offset <= MOST_SEGMENT_BYTES
            && entries > 0
            && files <= entries
            && entries <= room
    }
}

/// The file as it is written to, as long as it is the one that has its name.
#[derive(Debug, Default)]
pub(super) struct Witnessed(Option<File>);

impl Witnessed {
    /// Says in `dir` that the journal was synced up to `end`. Makes a file of what is none or cannot be written; a folder stays.
    pub(super) fn write(&mut self, dir: &Path, end: &Mark) -> io::Result<()> {
        let Mark { segment, offset, seq, .. } = *end;
        let mut text = serde_json::to_vec(&Acknowledged { segment, offset, seq })?;
        // Always of one length: what is written over is gone at once.
        text.resize(ACKNOWLEDGED_BYTES - 1, b' ');
        text.push(b'\n');
        let file = self.file(&dir.join(ACKNOWLEDGED))?;
        file.write_all_at(&text, 0)?;
        let len = text.len() as u64;
        if file.metadata()?.len() > len {
            file.set_len(len)?;
        }
        self.0 = Some(file);
        Ok(())
    }

    /// The file at `path`: the one that was written to before, if it still stands there.
    fn file(&mut self, path: &Path) -> io::Result<File> {
        let there = path.symlink_metadata().map(|facts| (facts.dev(), facts.ino())).ok();
        let stands =
            |file: &File| file.metadata().is_ok_and(|facts| there == Some((facts.dev(), facts.ino())));
        if let Some(file) = self.0.take().filter(stands) {
            return Ok(file);
        }
        match open_private(path) {
            Err(why) if is_no_file(&why) || why.kind() == io::ErrorKind::PermissionDenied => {
                std::fs::remove_file(path)?;
                open_private(path)
            }
            opened => opened,
        }
    }
}

/// How many entries there can be from `from` to `to` in a file of the journal, where none begins beyond `SEGMENT_BYTES`.
fn most_entries(from: u64, to: u64) -> u64 {
    let begin = SEGMENT_BYTES.saturating_sub(from).div_ceil(LEAST_LINE_BYTES);
    begin.min(to.saturating_sub(from) / LEAST_LINE_BYTES)
}
