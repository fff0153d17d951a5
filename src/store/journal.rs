//! The journal: append-only, checksummed, hash-chained JSON Lines; the durable record of a register.
//!
//! Owns the line format, the segments `journal/000001.jsonl` …, appending with `fdatasync`, and the walk
//! that verifies a chain and tells a torn tail (a write that was never acknowledged) from damage.
//! `keeper` appends and replays, `check` verifies, repairs and backs up.
//!
//! A line of version 1, always in exactly this form, so that no byte of it can change unnoticed:
//!
//! ```text
//! {"v":1,"seq":17,"part":1,"parts":1,"at":"2026-11-23T09:00:00Z","prev":"…","payload_hash":"…","hash":"…","payload":{…}}
//! ```
//!
//! `payload_hash` is BLAKE3 over the bytes of the payload; `hash` is BLAKE3 over `v|seq|part|parts|at|prev|payload_hash`;
//! `prev` is the `hash` of the line before (64 zeros on the first). The chain does not cover the payload itself, so that a
//! later version can take a person's data out of a payload and leave a chain that still verifies. The payload of part 1 is
//! `{"actor":…,"label":…,"undoes":…,"id":…,"changes":[…]}` (without `undoes` and `id` where there are none), of further parts `{"changes":[…]}`. An entry counts once its last
//! part is there, and never spans two segments. Lines are read for ever: `tests/golden/journal-v1/`.
//!
//! A line of version 2 is one of version 1 from which somebody's data has been erased (see `erase`):
//!
//! ```text
//! {"v":2,"erased":{"by":57,"payload_hash":"…"},"seq":17,"part":1,"parts":1,"at":"…","prev":"…","payload_hash":"…","hash":"…","payload":{…}}
//! ```
//!
//! Behind `erased` it is the line as it was, `payload_hash` and `hash` included, so the chain holds; only the payload is another one,
//! with the hash that `erased` gives. So that nobody can put something there by hand, the first payload of entry `by` names
//! each of these lines and that hash, before its changes (read for ever: `tests/golden/journal-v2/`): `"erased":[{"seq":17,"part":1,"payload_hash":"…"}]`. The walk checks it, both ways: a line put back
//! as it was fits the chain as ever, and is told from the others by what names it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use blake3::Hash;
use serde::{Deserialize, Serialize};

use super::folder::{is_at, is_no_file, open_plain, open_private, sync_dir};
use crate::model::apply::Conflict;
use crate::model::change::{Change, Label};
use crate::model::id::{Actor, EntryId, Ref, Stamp};
use crate::model::record::Field;

/// The version of the lines that entries are written in.
const VERSION: u32 = 1;

/// The version of a line of which the payload has been erased, and the highest that is read.
const ERASED_VERSION: u32 = 2;

/// What the payload of an entry that erased something has in it, as it stands there.
const ATTESTS: &[u8] = b"\"erased\":[";

/// The `prev` of the first line.
const GENESIS: Hash = Hash::from_bytes([0; 32]);

/// What says up to where the journal was synced.
const ACKNOWLEDGED: &str = "acknowledged";

/// How long that file is: room for the largest numbers.
const ACKNOWLEDGED_BYTES: usize = 96;

/// A new segment is begun beyond this size: small enough to copy and mail, large enough that a register of years has few.
pub(super) const SEGMENT_BYTES: u64 = 64 << 20;

/// An entry is cut into lines of about this size, so that tools that read by the line cope and replay can run in
/// parallel. A single change larger than this still stands on one line.
const PART_BYTES: usize = 240 << 10;

/// So many bytes of lines are written at a time: one call for a group of small entries, and a large one does not stand in
/// memory twice.
const GATHERED_BYTES: usize = 256 << 10;

/// A line longer than this is not one of ours: the longest field is 1 MiB and a change holds few of them.
const MAX_LINE_BYTES: u64 = 64 << 20;

/// A line is not shorter than this: its names, three hashes and a moment alone are longer.
const LEAST_LINE_BYTES: u64 = 300;

/// A segment is not longer than this: the last entry in it may be an import of the largest workbook there can be.
const MOST_SEGMENT_BYTES: u64 = SEGMENT_BYTES + (512 << 20);

/// So many zeros in a row were never written by us nor come from a flipped bit: a block that did not reach the disk.
const NEVER_WRITTEN: [u8; 32] = [0; 32];

/// What lines are handed to replay in: enough to keep two cores busy, little enough to keep memory flat.
const CHUNK_BYTES: u64 = 256 << 10;

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It does not have the form of a line.
    NotALine,
    /// Its payload is not the one it was written with.
    Payload,
    /// Its own numbers, moment or chain are not those it was written with.
    Header,
    /// It does not follow the line before it.
    Order,
    /// The entry's further lines are missing though others follow.
    Incomplete,
    /// The segment file is missing.
    SegmentMissing,
    /// The line is whole, but its entry cannot be carried out on the register before it. Only where: the values are somebody's.
    DoesNotApply {
        /// The item.
        item: Ref,
        /// Which of its fields, if it is about one.
        field: Option<Field>,
    },
    /// The line is whole, but holds what this version cannot read.
    Unreadable(String),
    /// Its payload has been replaced, and no entry says that it was erased.
    NotErased,
    /// The journal ends here, though entries up to this number were recorded.
    EndsEarly {
        /// The last of them.
        known: u64,
        /// What says so.
        by: Witness,
    },
}

/// What says up to which entry a journal goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// The state, or who has read the journal before.
    State,
    /// `journal/acknowledged`.
    Acknowledged,
}

impl Flaw {
    /// That an entry cannot be carried out, as `conflict` says.
    pub(super) fn does_not_apply(conflict: &Conflict) -> Flaw {
        let (item, field) = match conflict {
            Conflict::Taken(item) | Conflict::Missing(item) | Conflict::Withheld(item) => (*item, None),
            Conflict::Changed { target, field, .. }
            | Conflict::BadValue { target, field, .. }
            | Conflict::Dangling { from: target, field, .. }
            | Conflict::Reserved { target, field } => (*target, Some(*field)),
            Conflict::Referenced { target, .. } => (*target, None),
            Conflict::Cycle { node, .. } => (*node, None),
            Conflict::SameAccount { target, .. } => (*target, Some(Field::account)),
        };
        Flaw::DoesNotApply { item, field }
    }

    /// That a payload cannot be read. Only where: the words of `why` quote what stands there.
    pub(super) fn unreadable(why: &serde_json::Error) -> Flaw {
        Flaw::Unreadable(format!("payload:{}", why.column()))
    }
}

/// Where a journal is damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Number of the segment file.
    pub segment: u32,
    /// Line in it, from 1.
    pub line: u64,
    /// The entry that stands or should stand there.
    pub seq: u64,
    /// What is wrong.
    pub why: Flaw,
}

/// Why a journal could not be read.
#[derive(Debug)]
pub(super) enum JournalError {
    Io(PathBuf, io::Error),
    Damaged(Damage),
    Future { segment: u32, line: u64, version: u32 },
}

/// The end of an entry: where the next one goes and what it hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub segment: u32,
    pub offset: u64,
    pub seq: u64,
    pub hash: Hash,
    /// Start and length of the entry's last line: what an open looks at to see that state and journal belong together.
    pub last_line: (u64, u64),
}

impl Mark {
    /// Before the first entry.
    pub(super) const START: Mark = Mark { segment: 1, offset: 0, seq: 0, hash: GENESIS, last_line: (0, 0) };
}

/// Up to where a journal is known to have been synced, so that its entries may have been acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Acknowledged {
    segment: u32,
    offset: u64,
    pub seq: u64,
}

impl Acknowledged {
    /// What stands beside the segments in `dir`; `None` when nothing does, or nothing that can be read.
    pub(super) fn read(dir: &Path) -> Option<Acknowledged> {
        Self::look(dir).ok()?
    }

    /// As `read`, for who tells what cannot be read from what is not there.
    pub(super) fn look(dir: &Path) -> io::Result<Option<Acknowledged>> {
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
    pub(super) fn is_folder(dir: &Path) -> bool {
        dir.join(ACKNOWLEDGED).symlink_metadata().is_ok_and(|facts| facts.is_dir())
    }

    /// Whether a journal that ends at `end` has lost its last entries. All that is said here speaks for that, or it is this that is
    /// damaged: an entry stands in every file, and no more of them than there is room for.
    fn is_beyond(&self, end: &Mark) -> bool {
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

/// How many entries there can be from `from` to `to` in a file of the journal, where none begins beyond `SEGMENT_BYTES`.
fn most_entries(from: u64, to: u64) -> u64 {
    let begin = SEGMENT_BYTES.saturating_sub(from).div_ceil(LEAST_LINE_BYTES);
    begin.min(to.saturating_sub(from) / LEAST_LINE_BYTES)
}

/// Whole lines of whole entries, to be replayed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    pub segment: u32,
    pub offset: u64,
    pub len: u64,
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub segment: u32,
    pub offset: u64,
    pub len: u64,
}

/// What a write left that was never acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Torn {
    pub segment: u32,
    pub offset: u64,
    pub seq: u64,
}

/// What a walk found.
#[derive(Debug)]
pub(super) struct Walked {
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
pub(super) struct PutBackLine {
    pub seq: u64,
    pub part: u32,
    /// The entry that erased it last.
    pub by: u64,
}

/// The content of a line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Payload {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<EntryId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub erased: Vec<Attested>,
    pub changes: Vec<Change>,
}

/// What an entry that erased something says of one of the lines: which, and what stands in it from then on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Attested {
    pub seq: u64,
    pub part: u32,
    /// BLAKE3 of the payload, in hexadecimal.
    pub payload_hash: String,
}

/// What entries say of lines that they erased.
#[derive(Debug, Default)]
pub(super) struct Attestations(HashSet<(u64, u64, u32, String)>);

impl Attestations {
    /// Takes in what `line` says.
    fn note(&mut self, line: &Line<'_>) -> Result<(), Flaw> {
        let said = line.attests()?.into_iter();
        self.0.extend(said.map(|Attested { seq, part, payload_hash }| (line.seq, seq, part, payload_hash)));
        Ok(())
    }

    /// Whether `line` is as it was written, or what stands in it instead is attested.
    pub(super) fn cover(&self, line: &Line<'_>) -> bool {
        line.erased.is_none_or(|ErasedBy { by, payload_hash }| {
            by > line.seq && self.0.contains(&(by, line.seq, line.part, payload_hash.to_owned()))
        })
    }
}

/// What the entries at `places` in `dir` attest.
pub(super) fn attested(dir: &Path, places: &BTreeMap<u64, Place>) -> Result<Attestations, JournalError> {
    let mut attested = Attestations::default();
    for place in places.values() {
        let bytes = read_bytes(dir, place.segment, place.offset, place.len)?;
        // What cannot be read attests nothing.
        lines(&bytes).filter_map(Result::ok).for_each(|line| drop(attested.note(&line)));
    }
    Ok(attested)
}

/// Of a payload only what it attests.
#[derive(Deserialize)]
struct Attests {
    erased: Vec<Attested>,
}

/// That a line's payload has been erased, as the line says it.
#[derive(Clone, Copy, Debug)]
pub(super) struct ErasedBy<'a> {
    /// The entry that did it.
    pub by: u64,
    /// The hash of the payload that stands there now.
    payload_hash: &'a str,
}

/// A line taken apart; every part is as it stands there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub seq: u64,
    pub part: u32,
    pub parts: u32,
    pub at: &'a str,
    pub prev: &'a str,
    payload_hash: &'a str,
    hash: &'a str,
    pub payload: &'a [u8],
    pub erased: Option<ErasedBy<'a>>,
}

/// Is shown a line; gives the payload that takes the place of its own, if one does.
pub(super) type Blank<'a> = &'a mut dyn FnMut(&Line<'_>) -> Result<Option<Vec<u8>>, Flaw>;

/// The form of the line could not be read.
enum Misread {
    NotALine,
    Future(u32),
}

/// Reads literal text and plain values off the front of a line.
struct Front<'a>(&'a [u8]);

impl<'a> Front<'a> {
    fn literal(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text.as_bytes())?;
        Some(())
    }

    fn number(&mut self) -> Option<u64> {
        let digits = self.0.iter().take_while(|b| b.is_ascii_digit()).count();
        let (text, rest) = self.0.split_at(digits);
        // One way only to write a number: a leading zero would be a second form of the same line.
        if digits == 0 || (digits > 1 && text[0] == b'0') {
            return None;
        }
        self.0 = rest;
        std::str::from_utf8(text).ok()?.parse().ok()
    }

    fn text(&mut self) -> Option<&'a str> {
        let end = memchr::memchr(b'"', &self.0[..self.0.len().min(100)])?;
        let (text, rest) = self.0.split_at(end);
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }
}

impl<'a> Line<'a> {
    /// Takes `bytes` (a line without its newline) apart. Says nothing yet about whether it is as it was written.
    fn read(bytes: &'a [u8]) -> Result<Line<'a>, Misread> {
        let mut front = Front(bytes);
        let version = front.literal("{\"v\":").and_then(|()| front.number()).ok_or(Misread::NotALine)?;
        front.literal(",").ok_or(Misread::NotALine)?;
        let erased = match u32::try_from(version) {
            Ok(VERSION) => None,
            Ok(ERASED_VERSION) => Some(Self::read_erased(&mut front).ok_or(Misread::NotALine)?),
            Ok(version) if version > ERASED_VERSION => return Err(Misread::Future(version)),
            _ => return Err(Misread::NotALine),
        };
        Self::read_fields(front, erased).ok_or(Misread::NotALine)
    }

    fn read_erased(front: &mut Front<'a>) -> Option<ErasedBy<'a>> {
        front.literal("\"erased\":{\"by\":")?;
        let by = front.number()?;
        front.literal(",\"payload_hash\":\"")?;
        let payload_hash = front.text()?;
        front.literal("\"},")?;
        Some(ErasedBy { by, payload_hash })
    }

    fn read_fields(mut front: Front<'a>, erased: Option<ErasedBy<'a>>) -> Option<Line<'a>> {
        front.literal("\"seq\":")?;
        let seq = front.number()?;
        front.literal(",\"part\":")?;
        let part = u32::try_from(front.number()?).ok()?;
        front.literal(",\"parts\":")?;
        let parts = u32::try_from(front.number()?).ok()?;
        front.literal(",\"at\":\"")?;
        let at = front.text()?;
        front.literal("\",\"prev\":\"")?;
        let prev = front.text()?;
        front.literal("\",\"payload_hash\":\"")?;
        let payload_hash = front.text()?;
        front.literal("\",\"hash\":\"")?;
        let hash = front.text()?;
        front.literal("\",\"payload\":")?;
        let payload = front.0.strip_suffix(b"}")?;
        Some(Line { seq, part, parts, at, prev, payload_hash, hash, payload, erased })
    }

    /// Checks the line against its own hashes; yields its hash.
    fn verify(&self) -> Result<Hash, Flaw> {
        let stands = self.erased.map_or(self.payload_hash, |erased| erased.payload_hash);
        if *blake3::hash(self.payload).to_hex() != *stands {
            return Err(Flaw::Payload);
        }
        let hash = link(self.seq, self.part, self.parts, self.at, self.prev, self.payload_hash);
        if *hash.to_hex() != *self.hash { Err(Flaw::Header) } else { Ok(hash) }
    }

    /// Puts the line, with its newline, into `to`.
    fn write(&self, to: &mut Vec<u8>) -> io::Result<()> {
        match self.erased {
            None => write!(to, "{{\"v\":{VERSION},")?,
            Some(ErasedBy { by, payload_hash }) => write!(
                to,
                "{{\"v\":{ERASED_VERSION},\"erased\":{{\"by\":{by},\"payload_hash\":\"{payload_hash}\"}},"
            )?,
        }
        let Line { seq, part, parts, at, prev, payload_hash, hash, payload, .. } = *self;
        write!(
            to,
            "\"seq\":{seq},\"part\":{part},\"parts\":{parts},\"at\":\"{at}\",\"prev\":\"{prev}\",\
             \"payload_hash\":\"{payload_hash}\",\"hash\":\"{hash}\",\"payload\":"
        )?;
        to.extend_from_slice(payload);
        to.extend_from_slice(b"}\n");
        Ok(())
    }

    /// The moment; `None` when it is not one.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        self.at.parse().ok()
    }

    /// The lines that it says were erased, if it is the first of an entry that erased something.
    pub(super) fn attests(&self) -> Result<Vec<Attested>, Flaw> {
        // Inside a text the quotes would be escaped.
        if self.part != 1 || memchr::memmem::find(self.payload, ATTESTS).is_none() {
            return Ok(Vec::new());
        }
        let said: Attests = serde_json::from_slice(self.payload).map_err(|why| Flaw::unreadable(&why))?;
        Ok(said.erased)
    }

    /// The content.
    pub(super) fn content(&self) -> Result<Payload, Flaw> {
        serde_json::from_slice(self.payload).map_err(|why| Flaw::unreadable(&why))
    }
}

fn link(seq: u64, part: u32, parts: u32, at: &str, prev: &str, payload_hash: &str) -> Hash {
    blake3::hash(format!("{VERSION}|{seq}|{part}|{parts}|{at}|{prev}|{payload_hash}").as_bytes())
}

/// Takes apart and verifies every line in `bytes`, which holds whole lines.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = Result<Line<'_>, Flaw>> {
    bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()).map(|line| {
        let line = Line::read(line).map_err(|_| Flaw::NotALine)?;
        line.verify()?;
        Ok(line)
    })
}

/// Reads `bytes` as whole journal lines, hashes and content checked; yields how many. Errors: the first line's flaw.
pub fn read_lines(bytes: &[u8]) -> Result<usize, Flaw> {
    lines(bytes).try_fold(0, |count, line| line?.content().map(|_| count + 1))
}

/// The path of segment `segment` (from 1) in `dir`.
pub(super) fn segment_path(dir: &Path, segment: u32) -> PathBuf {
    dir.join(format!("{segment:06}.jsonl"))
}

/// The numbers of the segments in `dir`, lowest first.
pub(super) fn segments(dir: &Path) -> Result<Vec<u32>, JournalError> {
    let failed = |why| JournalError::Io(dir.to_path_buf(), why);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let digits = name.to_str().and_then(|name| name.strip_suffix(".jsonl"));
        if let Some(Ok(n)) = digits.filter(|d| d.len() >= 6).map(str::parse) {
            found.push(n);
        }
    }
    found.sort_unstable();
    Ok(found)
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
pub(super) fn walk(dir: &Path, from: Mark, seen: &mut dyn FnMut(u64)) -> Result<Walked, JournalError> {
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

/// The number, from 1, of the line that starts at `offset`; 1 when the file cannot be read.
pub(super) fn line_number(dir: &Path, segment: u32, offset: u64) -> u64 {
    let Ok(file) = File::open(segment_path(dir, segment)) else { return 1 };
    let mut reader = BufReader::new(file.take(offset));
    let mut newlines = 0;
    while let Ok(bytes) = reader.fill_buf() {
        if bytes.is_empty() {
            break;
        }
        newlines += memchr::memchr_iter(b'\n', bytes).count() as u64;
        let len = bytes.len();
        reader.consume(len);
    }
    newlines + 1
}

impl Walked {
    /// Of a journal in which nothing is written yet.
    pub(super) fn empty() -> Walked {
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
    pub(super) fn whole_chunks(&self) -> Vec<Chunk> {
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

/// Reads `len` bytes at `offset` of a segment; fewer when it ends before.
pub(super) fn read_bytes(dir: &Path, segment: u32, offset: u64, len: u64) -> Result<Vec<u8>, JournalError> {
    let path = segment_path(dir, segment);
    let failed = |why| JournalError::Io(path.clone(), why);
    let mut file = File::open(&path).map_err(failed)?;
    file.seek(SeekFrom::Start(offset)).map_err(failed)?;
    let mut bytes = Vec::with_capacity(usize::try_from(len.min(MAX_LINE_BYTES)).unwrap_or(0));
    file.take(len).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// The entries in `dir` that verify by themselves, whatever lies between them, by number. Each number once, the first.
pub(super) fn survivors(dir: &Path, seen: &mut dyn FnMut(u64)) -> Result<BTreeMap<u64, Place>, JournalError> {
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

/// Whether the last line that `mark` names stands in the journal as it was written, and nothing is cut off before it.
pub(super) fn holds(dir: &Path, mark: &Mark) -> bool {
    if mark.seq == 0 {
        return true;
    }
    let (offset, len) = mark.last_line;
    let Ok(bytes) = read_bytes(dir, mark.segment, offset, len) else { return false };
    let mut found = lines(&bytes);
    match found.next() {
        Some(Ok(line)) => line.seq == mark.seq && *line.hash == *mark.hash.to_hex() && found.next().is_none(),
        _ => false,
    }
}

/// What the journal writes through. Tests put one in its place that fails as disks do.
pub trait Medium: Send {
    /// Writes all of `bytes` at `offset`.
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()>;

    /// Makes what was written durable (`fdatasync`).
    fn sync(&mut self, file: &File) -> io::Result<()>;
}

/// Leaves syncing to whoever writes many entries and syncs the files at the end.
pub(super) struct Unsynced;

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
pub(super) struct Journal {
    dir: PathBuf,
    file: Option<File>,
    /// The file of what was synced, as long as it is the one that has its name.
    acknowledged: Option<File>,
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
pub(super) type Extent = (u64, Option<u64>);

/// What was cut off a journal's end.
pub(super) struct Cut {
    pub seq: u64,
    pub bytes: u64,
    pub kept: PathBuf,
}

/// An entry to be written; its number is the next one.
pub(super) struct NewEntry<'a> {
    pub at: Stamp,
    pub actor: &'a Actor,
    pub label: &'a Label,
    pub undoes: Option<u64>,
    pub id: Option<EntryId>,
    /// The lines that it erased.
    pub erased: &'a [Attested],
    pub changes: &'a [Change],
}

/// Why entries were not written.
#[derive(Debug)]
pub(super) struct AppendError {
    pub path: PathBuf,
    pub why: io::Error,
    pub after: After,
}

/// How a journal is left by entries that were not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
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

impl Journal {
    /// Opens the journal in `dir`, as a walk found it, for appending. `mend` comes before the first `append`.
    pub(super) fn open(dir: &Path, walked: Walked, segment_bytes: u64, medium: Box<dyn Medium>) -> Journal {
        let Walked { end, torn, unended, .. } = walked;
        let dir = dir.to_path_buf();
        Journal {
            dir,
            file: None,
            acknowledged: None,
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
    pub(super) fn walk_on(&mut self) -> Result<Option<(Walked, Extent)>, JournalError> {
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
    pub(super) fn go_on_from(&mut self, walked: &Walked, files: Extent) {
        if walked.entries == 0 {
            self.looked = Some(files);
        } else {
            // The files are others now, perhaps, and have grown meanwhile, perhaps.
            self.begin_at(walked);
        }
    }

    /// Takes the end of `walked`, whatever was known before, for the end of the journal.
    pub(super) fn begin_at(&mut self, walked: &Walked) {
        (self.end, self.unended) = (walked.end, walked.unended);
        self.looked = None;
        // Another folder may have come into the place of the one that these are in.
        (self.file, self.acknowledged) = (None, None);
    }

    /// Whether the last known entry stands in the journal as it was read.
    pub(super) fn holds_end(&self) -> bool {
        holds(&self.dir, &self.end)
    }

    /// How far the files go now.
    pub(super) fn extent(&self) -> Result<Extent, JournalError> {
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
    pub(super) fn mend(&mut self) -> Result<Option<Cut>, (PathBuf, io::Error)> {
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
    pub(super) fn end(&self) -> &Mark {
        &self.end
    }

    /// Writes `entries` and makes them durable together, with one sync per file, after mending a tail that could not be
    /// mended before. Yields where each stands. On an error the journal is as it was, unless the error says otherwise.
    pub(super) fn append_all(&mut self, entries: &[NewEntry<'_>]) -> Result<Vec<Place>, AppendError> {
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
                let mut lines =
                    Lines { medium: &mut *self.medium, file: &file, offset: start, bytes: Vec::new() };
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
    pub(super) fn acknowledge(&mut self) {
        let Mark { segment, offset, seq, .. } = self.end;
        let Ok(mut text) = serde_json::to_vec(&Acknowledged { segment, offset, seq }) else { return };
        // Always of one length: what is written over is gone at once.
        text.resize(ACKNOWLEDGED_BYTES - 1, b' ');
        text.push(b'\n');
        let _ = self.write_acknowledged(&text);
    }

    /// Writes `text` into the file of what was synced, and makes one of what is none or cannot be written; a folder stays.
    fn write_acknowledged(&mut self, text: &[u8]) -> io::Result<()> {
        let path = self.dir.join(ACKNOWLEDGED);
        let there = path.symlink_metadata().map(|facts| (facts.dev(), facts.ino())).ok();
        let ours = self
            .acknowledged
            .take()
            .filter(|file| file.metadata().is_ok_and(|facts| there == Some((facts.dev(), facts.ino()))));
        let file = match ours.map_or_else(|| open_private(&path), Ok) {
            Err(why) if is_no_file(&why) || why.kind() == io::ErrorKind::PermissionDenied => {
                std::fs::remove_file(&path)?;
                open_private(&path)
            }
            opened => opened,
        }?;
        file.write_all_at(text, 0)?;
        let len = text.len() as u64;
        if file.metadata()?.len() > len {
            file.set_len(len)?;
        }
        self.acknowledged = Some(file);
        Ok(())
    }

    /// Writes to the empty folder `to` this journal with the payloads that `blank` gives in place of those that it is shown, and
    /// behind it `entry`, which attests them; all of it durable but for the name of the folder. What is here stays as it is. Yields
    /// how many lines have another payload.
    pub(super) fn write_erased(
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
        let mut lines =
            Lines { medium: &mut *self.medium, file: &file, offset: end.offset, bytes: Vec::new() };
        write_entry(&mut lines, entry, end)?;
        lines.flush()?;
        self.medium.sync(&file)
    }

    /// Copies an entry whose lines were read from elsewhere, to the byte but for the chain. Does not sync.
    pub(super) fn copy(&mut self, lines: &[Line<'_>]) -> io::Result<()> {
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
struct Lines<'a> {
    medium: &'a mut dyn Medium,
    file: &'a File,
    /// Where `bytes` go.
    offset: u64,
    bytes: Vec<u8>,
}

impl Lines<'_> {
    fn flush(&mut self) -> io::Result<()> {
        if !self.bytes.is_empty() {
            self.medium.write(self.file, &self.bytes, self.offset)?;
            self.offset += self.bytes.len() as u64;
            self.bytes.clear();
        }
        Ok(())
    }
}

/// Adds the lines of `entry`, which comes after `from`, to `lines`; yields the mark after them.
fn write_entry(lines: &mut Lines<'_>, entry: &NewEntry<'_>, from: Mark) -> io::Result<Mark> {
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

/// Puts one line of entry `mark.seq` after hash `mark.hash` into `line`; yields its hash.
fn write_line(
    line: &mut Vec<u8>,
    mark: &Mark,
    part: u32,
    parts: u32,
    at: &str,
    payload: &[u8],
) -> io::Result<Hash> {
    let (prev, payload_hash) = (mark.hash.to_hex(), blake3::hash(payload).to_hex());
    let hash = link(mark.seq, part, parts, at, &prev, &payload_hash);
    let fresh = Line {
        seq: mark.seq,
        part,
        parts,
        at,
        prev: &prev,
        payload_hash: &payload_hash,
        hash: &hash.to_hex(),
        payload,
        erased: None,
    };
    fresh.write(line)?;
    Ok(hash)
}

/// Puts `from`, a line of entry `mark.seq`, after hash `mark.hash` into `line`, as it is but for the chain; yields its hash.
fn write_copy(line: &mut Vec<u8>, mark: &Mark, from: &Line<'_>) -> io::Result<Hash> {
    let prev = mark.hash.to_hex();
    let hash = link(mark.seq, from.part, from.parts, from.at, &prev, from.payload_hash);
    Line { seq: mark.seq, prev: &prev, hash: &hash.to_hex(), ..*from }.write(line)?;
    Ok(hash)
}
