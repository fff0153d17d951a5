//! Replay: carrying out what stands in the journal, and reading single entries back from it.
//!
//! Owns the way from verified lines to `Entry` values and a filled register; parses on all cores, applies
//! in order. `keeper` opens with it, `check` compares with it.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};

use super::journal::{
    Chunk, Damage, Flaw, JournalError, Line, Mark, Payload, Place, line_number, lines, read_bytes, walk,
};
use super::state::Row;
use crate::model::apply::apply;
use crate::model::change::{Change, Entry, Label, Verb};
use crate::model::id::{Actor, EntryId, Ref, Stamp};
use crate::model::ledger::{Beginning, Outline, concerns};
use crate::model::register::Register;

/// One line with its content.
pub(super) struct Parsed {
    pub seq: u64,
    pub offset: u64,
    pub len: u64,
    pub at: Stamp,
    pub payload: Payload,
}

/// Below this many bytes, threads cost more than they save.
const SMALL: u64 = 512 << 10;

/// So much of an entry is read to see its first line: more than `journal` puts into a line that has more than one change.
const FIRST_BYTES: u64 = 256 << 10;

/// Lines that parsing threads may be ahead, each: bounds memory.
const AHEAD: usize = 2;

fn parse(line: &Line<'_>, offset: u64, len: u64) -> Result<Parsed, (u64, Flaw)> {
    let flaw = |why| (offset, why);
    let at = line.stamp().ok_or_else(|| flaw(Flaw::Unreadable(line.at.to_owned())))?;
    let payload = line.content().map_err(flaw)?;
    Ok(Parsed { seq: line.seq, offset, len, at, payload })
}

/// The lines of a chunk; a flaw comes with the offset of its line.
fn parse_chunk(dir: &Path, chunk: &Chunk) -> Result<Vec<Parsed>, JournalError> {
    let bytes = read_bytes(dir, chunk.segment, chunk.offset, chunk.len)?;
    let mut offset = chunk.offset;
    let mut parsed = Vec::new();
    for (raw, line) in bytes.split(|b| *b == b'\n').zip(lines(&bytes)) {
        let len = raw.len() as u64 + 1;
        let line = line.map_err(|why| (offset, why)).and_then(|line| parse(&line, offset, len));
        parsed.push(line.map_err(|(offset, why)| damage(dir, chunk.segment, offset, 0, why))?);
        offset += len;
    }
    Ok(parsed)
}

/// The damage that the line at `offset` has.
pub(super) fn damage(dir: &Path, segment: u32, offset: u64, seq: u64, why: Flaw) -> JournalError {
    let line = line_number(dir, segment, offset);
    JournalError::Damaged(Damage { segment, line, seq, why })
}

/// Hands the lines of `chunks` to `take`, in order, together with their chunk.
pub(super) fn each_line(
    dir: &Path,
    chunks: &[Chunk],
    take: &mut dyn FnMut(&Chunk, Parsed) -> Result<(), JournalError>,
) -> Result<(), JournalError> {
    let total: u64 = chunks.iter().map(|chunk| chunk.len).sum();
    if total < SMALL {
        for chunk in chunks {
            parse_chunk(dir, chunk)?.into_iter().try_for_each(|line| take(chunk, line))?;
        }
        return Ok(());
    }
    let threads = std::thread::available_parallelism().map_or(2, NonZero::get).clamp(1, 4);
    std::thread::scope(|scope| {
        let mut lanes: Vec<Receiver<Result<Vec<Parsed>, JournalError>>> = Vec::new();
        for lane in 0..threads {
            let (out, lane_in) = sync_channel(AHEAD);
            lanes.push(lane_in);
            scope.spawn(move || {
                for chunk in chunks.iter().skip(lane).step_by(threads) {
                    if out.send(parse_chunk(dir, chunk)).is_err() {
                        return;
                    }
                }
            });
        }
        for (chunk, lane) in chunks.iter().zip((0..threads).cycle()) {
            let parsed = lanes[lane]
                .recv()
                .unwrap_or_else(|_| Err(damage(dir, chunk.segment, chunk.offset, 0, Flaw::NotALine)))?;
            parsed.into_iter().try_for_each(|line| take(chunk, line))?;
        }
        Ok(())
    })
}

/// Carries out `chunks` (whole entries that follow on what `register` holds) and hands out a row per entry. On an error
/// the register is of no use any more. `seen` is told the bytes carried out so far.
pub(super) fn replay(
    dir: &Path,
    chunks: &[Chunk],
    register: &mut Register,
    row: &mut dyn FnMut(u64, Row),
    changed: &mut dyn FnMut(&[Change]),
    seen: &mut dyn FnMut(u64),
) -> Result<(), JournalError> {
    let mut open: Option<(u64, Row)> = None;
    each_line(dir, chunks, &mut |chunk, line| {
        apply(register, &line.payload.changes, line.at).map_err(|conflict| {
            damage(dir, chunk.segment, line.offset, line.seq, Flaw::does_not_apply(&conflict))
        })?;
        changed(&line.payload.changes);
        seen(line.len);
        match &mut open {
            Some((seq, row)) if *seq == line.seq => row.len += line.len,
            _ => {
                let done = open.replace((
                    line.seq,
                    Row {
                        segment: chunk.segment,
                        offset: line.offset,
                        len: line.len,
                        actor: line.payload.actor.map_or(String::new(), |actor| actor.0),
                        undoes: line.payload.undoes,
                    },
                ));
                if let Some((seq, done)) = done {
                    row(seq, done);
                }
            }
        }
        Ok(())
    })?;
    if let Some((seq, done)) = open {
        row(seq, done);
    }
    Ok(())
}

/// Of a payload only what a list of entries needs; the changes are skipped.
#[derive(serde::Deserialize)]
struct Front {
    #[serde(default)]
    actor: Option<Actor>,
    #[serde(default)]
    label: Option<Label>,
    #[serde(default)]
    undoes: Option<u64>,
    #[serde(default)]
    id: Option<EntryId>,
}

/// Of a payload only how many changes it has.
#[derive(serde::Deserialize)]
struct Counted {
    changes: Vec<serde::de::IgnoredAny>,
}

/// A line's payload, as much of it as `T` asks for.
fn skimmed<T: serde::de::DeserializeOwned>(line: &Line<'_>) -> Result<T, Flaw> {
    serde_json::from_slice(line.payload).map_err(|why| Flaw::unreadable(&why))
}

/// The rows of all whole entries, read off the journal: for when the state cannot tell.
pub(super) fn rows(dir: &Path) -> Result<BTreeMap<u64, Row>, JournalError> {
    rows_in(dir, &walk(dir, Mark::START, &mut |_| ())?.whole_chunks())
}

/// The rows of the entries in `chunks`, which hold whole ones.
pub(super) fn rows_in(dir: &Path, chunks: &[Chunk]) -> Result<BTreeMap<u64, Row>, JournalError> {
    let mut rows: BTreeMap<u64, Row> = BTreeMap::new();
    for chunk in chunks {
        let bytes = read_bytes(dir, chunk.segment, chunk.offset, chunk.len)?;
        let mut offset = chunk.offset;
        for (raw, line) in bytes.split(|b| *b == b'\n').zip(lines(&bytes)) {
            let line = line.map_err(|why| damage(dir, chunk.segment, offset, 0, why))?;
            let len = raw.len() as u64 + 1;
            if let Some(row) = rows.get_mut(&line.seq) {
                row.len += len;
            } else {
                let Front { actor, undoes, .. } =
                    skimmed(&line).map_err(|why| damage(dir, chunk.segment, offset, line.seq, why))?;
                let actor = actor.map_or(String::new(), |actor| actor.0);
                rows.insert(line.seq, Row { segment: chunk.segment, offset, len, actor, undoes });
            }
            offset += len;
        }
    }
    Ok(rows)
}

/// The entry that stands at `place`.
pub(super) fn read_entry(dir: &Path, seq: u64, place: &Place) -> Result<Entry, JournalError> {
    let bytes = read_bytes(dir, place.segment, place.offset, place.len)?;
    let flawed = |why| damage(dir, place.segment, place.offset, seq, why);
    let mut entry: Option<Entry> = None;
    let (mut seen, mut parts) = (0, 0);
    for line in lines(&bytes) {
        let line = line.map_err(flawed)?;
        let Parsed { at, payload, .. } = parse(&line, 0, 0).map_err(|(_, why)| flawed(why))?;
        if line.seq != seq || line.part != seen + 1 {
            return Err(flawed(Flaw::Order));
        }
        (seen, parts) = (line.part, line.parts);
        match (&mut entry, payload) {
            (None, Payload { actor: Some(actor), label: Some(label), undoes, id, changes, .. }) => {
                entry = Some(Entry { seq, id, at, actor, label, undoes, changes });
            }
            (Some(entry), payload) => entry.changes.extend(payload.changes),
            (None, _) => return Err(flawed(Flaw::Unreadable("actor, label".to_owned()))),
        }
    }
    entry.filter(|_| seen == parts).ok_or_else(|| flawed(Flaw::Incomplete))
}

/// The latest entry that erased something from the one that stands at `place`; that one itself when it erased something.
pub(super) fn erased_by(dir: &Path, place: &Place) -> Result<Option<u64>, JournalError> {
    let bytes = read_bytes(dir, place.segment, place.offset, place.len)?;
    Ok(lines(&bytes).filter_map(Result::ok).filter_map(|line| erased_in(&line)).max())
}

/// The entry that erased something from `line`; its own for one that begins an entry that erased something.
fn erased_in(line: &Line<'_>) -> Option<u64> {
    match &line.erased {
        Some(erased) => Some(erased.by),
        None => erases(line).then_some(line.seq),
    }
}

/// Whether the entry that `line` begins erased something.
fn erases(line: &Line<'_>) -> bool {
    line.part == 1
        && memchr::memmem::find(line.payload, b"\"erase\"").is_some()
        && skimmed::<Front>(line)
            .is_ok_and(|front| front.label.is_some_and(|label| label.verb == Verb::Erase))
}

/// The entry that stands at `place` without its changes. Reads its first line only.
pub(super) fn read_outline(dir: &Path, seq: u64, place: &Place) -> Result<Outline, JournalError> {
    let mut bytes = read_bytes(dir, place.segment, place.offset, place.len.min(FIRST_BYTES))?;
    if !bytes.contains(&b'\n') && place.len > FIRST_BYTES {
        bytes = read_bytes(dir, place.segment, place.offset, place.len)?;
    }
    let flawed = |why| damage(dir, place.segment, place.offset, seq, why);
    let first = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let line = lines(first).next().unwrap_or(Err(Flaw::NotALine)).map_err(flawed)?;
    if line.seq != seq || line.part != 1 {
        return Err(flawed(Flaw::Order));
    }
    let at = line.stamp().ok_or_else(|| flawed(Flaw::Unreadable(line.at.to_owned())))?;
    match skimmed(&line).map_err(flawed)? {
        Front { actor: Some(actor), label: Some(label), undoes, .. } => {
            Ok(Outline { seq, at, actor, label, undoes, bytes: place.len })
        }
        _ => Err(flawed(Flaw::Unreadable("actor, label".to_owned()))),
    }
}

/// What the maker of the entry with these `bytes` knows it by, and who that is; `None` too when the first line does not verify.
pub(super) fn id_in(bytes: &[u8]) -> Option<(EntryId, Actor)> {
    let first = bytes.split(|b| *b == b'\n').next()?;
    let line = lines(first).next()?.ok()?;
    let Front { actor, id, .. } = skimmed(&line).ok()?;
    id.zip(actor)
}

/// At least the first `most` changes of the entry that stands at `place`; the others are only counted. When `about` is given,
/// of those that concern it, from the lines that name it.
pub(super) fn read_beginning(
    dir: &Path,
    seq: u64,
    place: &Place,
    about: Option<Ref>,
    most: usize,
) -> Result<Beginning, JournalError> {
    let bytes = read_bytes(dir, place.segment, place.offset, place.len)?;
    let flawed = |why| damage(dir, place.segment, place.offset, seq, why);
    let named = about.map(|item| format!("\"{item}\""));
    let mut found = Beginning { changes: Vec::new(), total: 0, erased: None };
    for line in lines(&bytes) {
        let line = line.map_err(flawed)?;
        if line.seq != seq {
            return Err(flawed(Flaw::Order));
        }
        found.erased = found.erased.max(erased_in(&line));
        if named.as_ref().is_some_and(|text| memchr::memmem::find(line.payload, text.as_bytes()).is_none()) {
            continue;
        }
        if about.is_some() || found.changes.len() < most {
            let mut changes = line.content().map_err(flawed)?.changes;
            changes.retain(|change| about.is_none_or(|item| concerns(change, item)));
            found.total += changes.len();
            found.changes.extend(changes);
        } else {
            let Counted { changes } = skimmed(&line).map_err(flawed)?;
            found.total += changes.len();
        }
    }
    Ok(found)
}

/// Whether `bytes`, the lines of the entry that stands at `place`, hold a change that fits. Only lines in which `named`
/// occurs are taken apart.
pub(super) fn any_change(
    dir: &Path,
    seq: u64,
    place: &Place,
    bytes: &[u8],
    named: &str,
    fits: &dyn Fn(&Change) -> bool,
) -> Result<bool, JournalError> {
    let flawed = |why| damage(dir, place.segment, place.offset, seq, why);
    for raw in bytes.split(|b| *b == b'\n') {
        if memchr::memmem::find(raw, named.as_bytes()).is_none() {
            continue;
        }
        let line = lines(raw).next().unwrap_or(Err(Flaw::NotALine)).map_err(flawed)?;
        if line.content().map_err(flawed)?.changes.iter().any(fits) {
            return Ok(true);
        }
    }
    Ok(false)
}
