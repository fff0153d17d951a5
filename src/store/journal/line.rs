//! The form of a line of the journal: taken apart, held against its hashes, written.
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
//! `{"actor":…,"label":…,"undoes":…,"id":…,"changes":[…]}` (without `undoes` and `id` where there are none), of further
//! parts `{"changes":[…]}`. Lines are read for ever: `tests/golden/journal-v1/`.
//!
//! A line of version 2 is one of version 1 from which somebody's data has been erased (see `erase`):
//!
//! ```text
//! {"v":2,"erased":{"by":57,"payload_hash":"…"},"seq":17,"part":1,"parts":1,"at":"…","prev":"…","payload_hash":"…","hash":"…","payload":{…}}
//! ```
//!
//! Behind `erased` it is the line as it was, `payload_hash` and `hash` included, so the chain holds; only the payload is another one,
//! with the hash that `erased` gives. So that nobody can put something there by hand, the first payload of entry `by` names
//! each of these lines and that hash, before its changes (read for ever: `tests/golden/journal-v2/`):
//! `"erased":[{"seq":17,"part":1,"payload_hash":"…"}]`. The walk checks it, both ways: a line put back as it was fits the chain as
//! ever, and is told from the others by what names it.

use std::io::{self, Write};

use blake3::Hash;
use serde::{Deserialize, Serialize};

use super::{Flaw, Mark};
use crate::model::change::{Change, Label};
use crate::model::id::{Actor, EntryId, Stamp};

/// The version of the lines that entries are written in.
const VERSION: u32 = 1;

/// The version of a line of which the payload has been erased, and the highest that is read.
const ERASED_VERSION: u32 = 2;

/// What the payload of an entry that erased something has in it, as it stands there.
const ATTESTS: &[u8] = b"\"erased\":[";

/// A line longer than this is not one of ours: the longest field is 1 MiB and a change holds few of them.
pub(super) const MAX_LINE_BYTES: u64 = 64 << 20;

/// The content of a line.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct Payload {
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
pub(in crate::store) struct Attested {
    pub seq: u64,
    pub part: u32,
    /// BLAKE3 of the payload, in hexadecimal.
    pub payload_hash: String,
}

/// Of a payload only what it attests.
#[derive(Deserialize)]
struct Attests {
    erased: Vec<Attested>,
}

/// That a line's payload has been erased, as the line says it.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct ErasedBy<'a> {
    /// The entry that did it.
    pub by: u64,
    /// The hash of the payload that stands there now.
    pub payload_hash: &'a str,
}

/// A line taken apart; every part is as it stands there.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Line<'a> {
    pub seq: u64,
    pub part: u32,
    pub parts: u32,
    pub at: &'a str,
    pub prev: &'a str,
    pub payload_hash: &'a str,
    pub hash: &'a str,
    pub payload: &'a [u8],
    pub erased: Option<ErasedBy<'a>>,
}

/// The form of the line could not be read.
pub(super) enum Misread {
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
    pub(super) fn read(bytes: &'a [u8]) -> Result<Line<'a>, Misread> {
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
    pub(super) fn verify(&self) -> Result<Hash, Flaw> {
        let stands = self.erased.map_or(self.payload_hash, |erased| erased.payload_hash);
        if *blake3::hash(self.payload).to_hex() != *stands {
            return Err(Flaw::Payload);
        }
        let hash = link(self.seq, self.part, self.parts, self.at, self.prev, self.payload_hash);
        if *hash.to_hex() != *self.hash { Err(Flaw::Header) } else { Ok(hash) }
    }

    /// Puts the line, with its newline, into `to`.
    pub(super) fn write(&self, to: &mut Vec<u8>) -> io::Result<()> {
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
    pub(in crate::store) fn stamp(&self) -> Option<Stamp> {
        self.at.parse().ok()
    }

    /// The lines that it says were erased, if it is the first of an entry that erased something.
    pub(in crate::store) fn attests(&self) -> Result<Vec<Attested>, Flaw> {
        // Inside a text the quotes would be escaped.
        if self.part != 1 || memchr::memmem::find(self.payload, ATTESTS).is_none() {
            return Ok(Vec::new());
        }
        let said: Attests = serde_json::from_slice(self.payload).map_err(|why| Flaw::unreadable(&why))?;
        Ok(said.erased)
    }

    /// The content.
    pub(in crate::store) fn content(&self) -> Result<Payload, Flaw> {
        serde_json::from_slice(self.payload).map_err(|why| Flaw::unreadable(&why))
    }
}

fn link(seq: u64, part: u32, parts: u32, at: &str, prev: &str, payload_hash: &str) -> Hash {
    blake3::hash(format!("{VERSION}|{seq}|{part}|{parts}|{at}|{prev}|{payload_hash}").as_bytes())
}

/// Takes apart and verifies every line in `bytes`, which holds whole lines.
pub(in crate::store) fn lines(bytes: &[u8]) -> impl Iterator<Item = Result<Line<'_>, Flaw>> {
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

/// Puts one line of entry `mark.seq` after hash `mark.hash` into `line`; yields its hash.
pub(super) fn write_line(
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
pub(super) fn write_copy(line: &mut Vec<u8>, mark: &Mark, from: &Line<'_>) -> io::Result<Hash> {
    let prev = mark.hash.to_hex();
    let hash = link(mark.seq, from.part, from.parts, from.at, &prev, from.payload_hash);
    Line { seq: mark.seq, prev: &prev, hash: &hash.to_hex(), ..*from }.write(line)?;
    Ok(hash)
}
