//! An entry becomes lines: cut into parts, chained, gathered on their way into the file.

use std::fs::File;
use std::io;

use serde::Serialize;

use super::line::{Attested, write_line};
use super::{Mark, Medium};
use crate::model::change::{Change, Label};
use crate::model::id::{Actor, EntryId, Stamp};

/// An entry is cut into lines of about this size, so that tools that read by the line cope and replay can run in
/// parallel. A single change larger than this still stands on one line.
const PART_BYTES: usize = 240 << 10;

/// So many bytes of lines are written at a time: one call for a group of small entries, and a large one does not stand in
/// memory twice.
const GATHERED_BYTES: usize = 256 << 10;

/// An entry to be written; its number is the next one.
pub(in crate::store) struct NewEntry<'a> {
    pub at: Stamp,
    pub actor: &'a Actor,
    pub label: &'a Label,
    pub undoes: Option<u64>,
    pub id: Option<EntryId>,
    /// The lines that it erased.
    pub erased: &'a [Attested],
    pub changes: &'a [Change],
}

#[derive(Serialize)]
struct FirstPart<'a> {
    actor: &'a Actor,
    label: &'a Label,
    #[serde(skip_serializing_if = "Option::is_none")]
    undoes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<EntryId>,
    #[serde(skip_serializing_if = "<[Attested]>::is_empty")]
    erased: &'a [Attested],
}

/// How many changes go on each line of an entry.
fn cut_into_parts(changes: &[Change]) -> io::Result<Vec<usize>> {
    // Measuring costs a serialization; few changes rarely need it, but each may hold a megabyte of text.
    let mut parts = Vec::new();
    let (mut count, mut size) = (0, 0);
    let mut text = Vec::new();
    for change in changes {
        text.clear();
        serde_json::to_writer(&mut text, change)?;
        if count > 0 && size + text.len() > PART_BYTES {
            parts.push(count);
            (count, size) = (0, 0);
        }
        count += 1;
        size += text.len() + 1;
    }
    parts.push(count);
    Ok(parts)
}

/// Lines on their way into a file: gathered, as each write is a call to the system.
pub(super) struct Lines<'a> {
    medium: &'a mut dyn Medium,
    file: &'a File,
    /// Where `bytes` go.
    offset: u64,
    bytes: Vec<u8>,
}

impl<'a> Lines<'a> {
    /// Begins at `offset` of `file`.
    pub(super) fn at(medium: &'a mut dyn Medium, file: &'a File, offset: u64) -> Lines<'a> {
        Lines { medium, file, offset, bytes: Vec::new() }
    }

    /// Writes what has been gathered.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        if !self.bytes.is_empty() {
            self.medium.write(self.file, &self.bytes, self.offset)?;
            self.offset += self.bytes.len() as u64;
            self.bytes.clear();
        }
        Ok(())
    }
}

/// Adds the lines of `entry`, which comes after `from`, to `lines`; yields the mark after them.
pub(super) fn write_entry(lines: &mut Lines<'_>, entry: &NewEntry<'_>, from: Mark) -> io::Result<Mark> {
    let parts = cut_into_parts(entry.changes)?;
    let at = entry.at.to_string();
    let count = u32::try_from(parts.len()).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
    let mut mark = Mark { seq: from.seq + 1, ..from };
    let mut rest = entry.changes;
    let mut payload = Vec::new();
    for (part, len) in (1_u32..).zip(parts) {
        let (these, others) = rest.split_at(len);
        rest = others;
        payload.clear();
        if part == 1 {
            let NewEntry { actor, label, undoes, id, erased, .. } = *entry;
            let head = FirstPart { actor, label, undoes, id, erased };
            serde_json::to_writer(&mut payload, &head)?;
            payload.pop();
            payload.extend_from_slice(b",\"changes\":");
        } else {
            payload.extend_from_slice(b"{\"changes\":");
        }
        serde_json::to_writer(&mut payload, these)?;
        payload.push(b'}');
        let before = lines.bytes.len();
        mark.hash = write_line(&mut lines.bytes, &mark, part, count, &at, &payload)?;
        let len = (lines.bytes.len() - before) as u64;
        mark.last_line = (mark.offset, len);
        mark.offset += len;
        if lines.bytes.len() >= GATHERED_BYTES {
            lines.flush()?;
        }
    }
    Ok(mark)
}
