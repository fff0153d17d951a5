//! Reads a journal from end to end: whether the chain holds, what an interrupted write left, what is damaged, which of the lines were
//! erased, and which entries survive damage.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use blake3::Hash;

use super::line::{Attested, ErasedBy, Line, MAX_LINE_BYTES, Misread, lines};
use super::{
    Acknowledged, Damage, Flaw, JournalError, Mark, Place, Witness, line_number, read_bytes, segment_path,
    segments,
};

/// So many zeros in a row were never written by us nor come from a flipped bit: a block that did not reach the disk.
const NEVER_WRITTEN: [u8; 32] = [0; 32];

/// What lines are handed to replay in: enough to keep two cores busy, little enough to keep memory flat.
const CHUNK_BYTES: u64 = 256 << 10;

/// Whole lines of whole entries, to be replayed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Chunk {
    pub segment: u32,
    pub offset: u64,
    pub len: u64,
}

/// What a write left that was never acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Torn {
    pub segment: u32,
    pub offset: u64,
    pub seq: u64,
}

/// What a walk found.
#[derive(Debug)]
pub(in crate::store) struct Walked {
    pub end: Mark,
    pub entries: u64,
    pub chunks: Vec<Chunk>,
    pub torn: Option<Torn>,
    /// The last line is whole but for its newline.
    pub unended: bool,
    /// Lines that an entry erased, and in which something else stands than what that entry put there: one that was put back by hand
    /// hangs in the chain as it always did.
    pub put_back: Vec<PutBackLine>,
}

/// A line in which what was erased stands again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct PutBackLine {
    pub seq: u64,
    pub part: u32,
    /// The entry that erased it last.
    pub by: u64,
}

/// What entries say of lines that they erased.
#[derive(Debug, Default)]
pub(in crate::store) struct Attestations(HashSet<(u64, u64, u32, String)>);

impl Attestations {
    /// Takes in what `line` says.
    fn note(&mut self, line: &Line<'_>) -> Result<(), Flaw> {
        let said = line.attests()?.into_iter();
        self.0.extend(said.map(|Attested { seq, part, payload_hash }| (line.seq, seq, part, payload_hash)));
        Ok(())
    }

    /// Whether `line` is as it was written, or what stands in it instead is attested.
    pub(in crate::store) fn cover(&self, line: &Line<'_>) -> bool {
        line.erased.is_none_or(|ErasedBy { by, payload_hash }| {
            by > line.seq && self.0.contains(&(by, line.seq, line.part, payload_hash.to_owned()))
        })
    }
}

/// What the entries at `places` in `dir` attest.
pub(in crate::store) fn attested(
    dir: &Path,
    places: &BTreeMap<u64, Place>,
) -> Result<Attestations, JournalError> {
    let mut attested = Attestations::default();
    for place in places.values() {
        let bytes = read_bytes(dir, place.segment, place.offset, place.len)?;
        // What cannot be read attests nothing.
        lines(&bytes).filter_map(Result::ok).for_each(|line| drop(attested.note(&line)));
    }
    Ok(attested)
}

/// Walks one segment's file line by line, verifying; the state of a walk in progress.
struct Walker<'a> {
    dir: &'a Path,
    walked: Walked,
    /// Parts of the entry being walked: last part seen, of how many, where the entry began.
    open: Option<(u32, u32, u64)>,
    /// Hash of the last line, whether or not its entry is complete.
    tip: Hash,
    /// Lines of which the payload has been erased: where they stand, and who is to attest what.
    erased: Vec<(u32, u64, u64, Attested)>,
    /// What entries attest.
    attested: Attestations,
    /// The last entry before those that are walked.
    before: u64,
    seen: &'a mut dyn FnMut(u64),
}

/// Verifies the journal in `dir` from `from` (the end of an entry) to its end, which is not before what was acknowledged. `seen` is told
/// the bytes as they go by.
pub(in crate::store) fn walk(
    dir: &Path,
    from: Mark,
    seen: &mut dyn FnMut(u64),
) -> Result<Walked, JournalError> {
    // First: whoever writes meanwhile does so to the segments, and then says so here.
    let acknowledged = Acknowledged::read(dir);
    let present = segments(dir)?;
    let last = present.last().copied().unwrap_or(0);
    let last_written = last_written(dir, &present)?;
    let walked = Walked { end: from, ..Walked::empty() };
    let (erased, attested) = (Vec::new(), Attestations::default());
    let (open, tip, before) = (None, from.hash, from.seq);
    let mut walker = Walker { dir, walked, open, tip, erased, attested, before, seen };
    // A register that was made but never written to has no segment at all.
    let nothing_yet = from.seq == 0 && last == 0;
    for segment in from.segment..=last.max(if nothing_yet { 0 } else { from.segment }) {
        if !present.contains(&segment) {
            let why = Flaw::SegmentMissing;
            let seq = walker.walked.end.seq + 1;
            return Err(JournalError::Damaged(Damage { segment, line: 1, seq, why }));
        }
        walker.segment(segment, segment >= last_written)?;
    }
    if let Some(acknowledged) = acknowledged.filter(|said| said.is_beyond(&walker.walked.end)) {
        let Mark { segment, offset, .. } = walker.walked.end;
        return Err(walker.damage(
            segment,
            offset,
            Flaw::EndsEarly { known: acknowledged.seq, by: Witness::Acknowledged },
        ));
    }
    walker.check_erased()?;
    Ok(walker.walked)
}

/// The last of the segments `present` in which anything stands; 0 when there is none. Behind it may be an empty one: a
/// write that began it was cut off again.
fn last_written(dir: &Path, present: &[u32]) -> Result<u32, JournalError> {
    for segment in present.iter().rev() {
        let path = segment_path(dir, *segment);
        if path.metadata().map_err(|why| JournalError::Io(path, why))?.len() > 0 {
            return Ok(*segment);
        }
    }
    Ok(0)
}

impl Walker<'_> {
    fn segment(&mut self, segment: u32, is_last: bool) -> Result<(), JournalError> {
        let path = segment_path(self.dir, segment);
        let failed = |why| JournalError::Io(path.clone(), why);
        let mut file = File::open(&path).map_err(failed)?;
        let mut offset = if segment == self.walked.end.segment { self.walked.end.offset } else { 0 };
        if file.metadata().map_err(failed)?.len() < offset {
            return Err(self.damage(
                segment,
                offset,
                Flaw::EndsEarly { known: self.walked.end.seq, by: Witness::State },
            ));
        }
        file.seek(SeekFrom::Start(offset)).map_err(failed)?;
        let mut reader = BufReader::with_capacity(128 << 10, file);
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            let len =
                (&mut reader).take(MAX_LINE_BYTES).read_until(b'\n', &mut bytes).map_err(failed)? as u64;
            if len == 0 {
                break;
            }
            let (ended, text) = match bytes.strip_suffix(b"\n") {
                Some(text) => (true, text),
                None => (false, bytes.as_slice()),
            };
            let mut fits = self.line(text, segment, offset, len);
            if let (Err(Misfit::Flaw(_)), false, Some((_, text))) = (&fits, ended, text.split_last()) {
                // A whole line of which only the newline was hit is not torn: it may have been acknowledged.
                fits = self.line(text, segment, offset, len - 1).or(fits);
            }
            match fits {
                // Without its last newline an entry is whole, but not one of which further lines are missing.
                Ok(()) => self.walked.unended = !ended && self.open.is_none(),
                Err(Misfit::Future(version)) => {
                    let line = self.line_number(segment, offset);
                    return Err(JournalError::Future { segment, line, version });
                }
                Err(Misfit::Flaw(why)) => {
                    // Only the end of the last segment can be a write that was cut short: without its newline, or
                    // with the zeros that file systems leave for blocks that never reached the disk. Blocks reach it
                    // in any order, so that behind the zeros whole lines of the same write may stand.
                    let start = self.open.map_or(offset, |(_, _, start)| start);
                    let cut_short = is_last
                        && (!ended || never_written(text))
                        && self.only_the_same_write(&mut reader, segment, start).map_err(failed)?;
                    if !cut_short {
                        return Err(self.damage(segment, offset, why));
                    }
                    self.walked.torn = Some(Torn { segment, offset: start, seq: self.walked.end.seq + 1 });
                    return Ok(());
                }
            }
            offset += len;
            (self.seen)(len);
        }
        if let Some((_, _, start)) = self.open.take() {
            if !is_last {
                return Err(self.damage(segment, offset, Flaw::Incomplete));
            }
            self.walked.torn = Some(Torn { segment, offset: start, seq: self.walked.end.seq + 1 });
        }
        Ok(())
    }

    /// Whether all that `reader` still has can be of the same write as a line that does not verify, whose entry starts at
    /// `start`: further lines of that entry, or what was never written; and, from where nothing is known to have been synced,
    /// later entries. Elsewhere a line of a later entry says that this one was acknowledged.
    fn only_the_same_write(&self, reader: &mut impl BufRead, segment: u32, start: u64) -> io::Result<bool> {
        let together = Acknowledged::read(self.dir)
            .is_some_and(|known| (known.segment, known.offset) <= (segment, start));
        let mut last = (self.walked.end.seq + 1, self.open.map_or(0, |(part, _, _)| part));
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            if reader.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut bytes)? == 0 {
                return Ok(true);
            }
            let text = bytes.strip_suffix(b"\n");
            match Line::read(text.unwrap_or(&bytes)) {
                Ok(line) if line.verify().is_ok() => {
                    let this = (line.seq, line.part);
                    if this <= last || (line.seq > self.walked.end.seq + 1 && !together) {
                        return Ok(false);
                    }
                    last = this;
                }
                // Without its newline it can only be the last.
                _ if text.is_none() || never_written(&bytes) => {}
                _ => return Ok(false),
            }
        }
    }

    /// Takes up one line of `len` bytes at `offset`.
    fn line(&mut self, text: &[u8], segment: u32, offset: u64, len: u64) -> Result<(), Misfit> {
        let line = Line::read(text).map_err(|misread| match misread {
            Misread::NotALine => Misfit::Flaw(Flaw::NotALine),
            Misread::Future(version) => Misfit::Future(version),
        })?;
        let hash = line.verify().map_err(Misfit::Flaw)?;
        let (expected_part, start) = match self.open {
            Some((part, parts, start)) if line.parts == parts => (part + 1, start),
            Some(_) => return Err(Misfit::Flaw(Flaw::Order)),
            None => (1, offset),
        };
        let follows = line.seq == self.walked.end.seq + 1
            && line.part == expected_part
            && line.part <= line.parts
            && *line.prev == *self.tip.to_hex();
        if !follows {
            return Err(Misfit::Flaw(Flaw::Order));
        }
        self.tip = hash;
        self.attested.note(&line).map_err(Misfit::Flaw)?;
        if let Some(ErasedBy { by, payload_hash }) = line.erased {
            let stands = Attested { seq: line.seq, part: line.part, payload_hash: payload_hash.to_owned() };
            self.erased.push((segment, offset, by, stands));
        }
        self.extend_chunks(segment, offset, len);
        if line.part < line.parts {
            self.open = Some((line.part, line.parts, start));
            return Ok(());
        }
        self.open = None;
        self.walked.entries += 1;
        self.walked.end =
            Mark { segment, offset: offset + len, seq: line.seq, hash, last_line: (offset, len) };
        Ok(())
    }

    /// Nobody replaces a payload by hand: an entry says of each that it was erased, and what stands there now. What nobody says so of is
    /// damage; what somebody says so of, and is not so, is only noted: the register that it adds up to is whole.
    fn check_erased(&mut self) -> Result<(), JournalError> {
        let mut by_line: HashMap<(u64, u32), u64> = HashMap::new();
        let (before, end) = (self.before, self.walked.end.seq);
        let walked = |by: u64, seq: u64| seq > before && by > seq && by <= end;
        for (by, seq, part, _) in self.attested.0.iter().filter(|(by, seq, ..)| walked(*by, *seq)) {
            let last = by_line.entry((*seq, *part)).or_default();
            *last = (*last).max(*by);
        }
        for (segment, offset, by, Attested { seq, part, payload_hash }) in std::mem::take(&mut self.erased) {
            if !walked(by, seq) || !self.attested.0.contains(&(by, seq, part, payload_hash)) {
                let (line, why) = (self.line_number(segment, offset), Flaw::NotErased);
                return Err(JournalError::Damaged(Damage { segment, line, seq, why }));
            }
            if by_line.get(&(seq, part)) == Some(&by) {
                by_line.remove(&(seq, part));
            }
        }
        let put_back = by_line.into_iter().map(|((seq, part), by)| PutBackLine { seq, part, by });
        self.walked.put_back = put_back.collect();
        self.walked.put_back.sort_by_key(|line| (line.seq, line.part));
        Ok(())
    }

    fn extend_chunks(&mut self, segment: u32, offset: u64, len: u64) {
        match self.walked.chunks.last_mut() {
            Some(chunk) if chunk.segment == segment && chunk.len + len <= CHUNK_BYTES => chunk.len += len,
            _ => self.walked.chunks.push(Chunk { segment, offset, len }),
        }
    }

    fn damage(&self, segment: u32, offset: u64, why: Flaw) -> JournalError {
        let (line, seq) = (self.line_number(segment, offset), self.walked.end.seq + 1);
        JournalError::Damaged(Damage { segment, line, seq, why })
    }

    fn line_number(&self, segment: u32, offset: u64) -> u64 {
        line_number(self.dir, segment, offset)
    }
}

/// Whether `text` has a stretch that never reached the disk.
fn never_written(text: &[u8]) -> bool {
    memchr::memmem::find(text, &NEVER_WRITTEN).is_some()
}

/// Why a line does not go with those before it.
enum Misfit {
    Flaw(Flaw),
    Future(u32),
}

impl Walked {
    /// Of a journal in which nothing is written yet.
    pub(in crate::store) fn empty() -> Walked {
        Walked {
            end: Mark::START,
            entries: 0,
            chunks: Vec::new(),
            torn: None,
            unended: false,
            put_back: Vec::new(),
        }
    }

    /// The chunks up to the end of the last whole entry.
    pub(in crate::store) fn whole_chunks(&self) -> Vec<Chunk> {
        let end = self.end;
        self.chunks
            .iter()
            .filter(|c| c.segment < end.segment || (c.segment == end.segment && c.offset < end.offset))
            .map(|c| {
                if c.segment == end.segment {
                    Chunk { len: c.len.min(end.offset - c.offset), ..*c }
                } else {
                    *c
                }
            })
            .collect()
    }
}

/// The entries in `dir` that verify by themselves, whatever lies between them, by number. Each number once, the first.
pub(in crate::store) fn survivors(
    dir: &Path,
    seen: &mut dyn FnMut(u64),
) -> Result<BTreeMap<u64, Place>, JournalError> {
    let mut found = BTreeMap::new();
    for segment in segments(dir)? {
        let path = segment_path(dir, segment);
        let failed = |why| JournalError::Io(path.clone(), why);
        let mut reader = BufReader::with_capacity(128 << 10, File::open(&path).map_err(failed)?);
        let (mut bytes, mut offset) = (Vec::new(), 0);
        // The entry whose parts are being put together: number, parts seen, where it began.
        let mut open: Option<(u64, u32, u64)> = None;
        loop {
            bytes.clear();
            let len =
                (&mut reader).take(MAX_LINE_BYTES).read_until(b'\n', &mut bytes).map_err(failed)? as u64;
            if len == 0 {
                break;
            }
            let text = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
            let before = open.take();
            if let Ok(line) = Line::read(text)
                && line.verify().is_ok()
            {
                let start = match before {
                    Some((seq, part, start)) if seq == line.seq && part + 1 == line.part => Some(start),
                    _ if line.part == 1 => Some(offset),
                    _ => None,
                };
                match start {
                    Some(start) if line.part == line.parts => {
                        found.entry(line.seq).or_insert(Place {
                            segment,
                            offset: start,
                            len: offset + len - start,
                        });
                    }
                    Some(start) => open = Some((line.seq, line.part, start)),
                    None => {}
                }
            }
            offset += len;
            seen(len);
        }
    }
    Ok(found)
}
