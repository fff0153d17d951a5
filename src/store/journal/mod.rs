//! The journal: append-only, checksummed, hash-chained JSON Lines; the durable record of a register.
//!
//! Owns the segments `journal/000001.jsonl` … and where entries stand in them. `line` is the form of a line, `entry` makes lines of
//! an entry, `append` writes them with `fdatasync`, `acknowledged` says up to where that was done, `walk` verifies a chain and tells
//! a torn tail (a write that was never acknowledged) from damage, which `flaw` names. An entry counts once its last part is there, and
//! never spans two segments. `keeper` appends and replays, `check` verifies, repairs and backs up.

mod acknowledged;
mod append;
mod entry;
mod flaw;
mod line;
mod walk;

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use blake3::Hash;

pub(super) use self::acknowledged::Acknowledged;
pub(super) use self::append::{After, AppendError, Extent, Journal, Unsynced};
pub use self::append::{Disk, Medium};
pub(super) use self::entry::NewEntry;
pub(super) use self::flaw::JournalError;
pub use self::flaw::{Damage, Flaw, Witness};
use self::line::MAX_LINE_BYTES;
pub use self::line::read_lines;
pub(super) use self::line::{Attested, Line, Payload, lines};
pub(super) use self::walk::{Attestations, Chunk, PutBackLine, Walked, attested, survivors, walk};

/// The `prev` of the first line.
const GENESIS: Hash = Hash::from_bytes([0; 32]);

/// A new segment is begun beyond this size: small enough to copy and mail, large enough that a register of years has few.
pub(super) const SEGMENT_BYTES: u64 = 64 << 20;

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

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub segment: u32,
    pub offset: u64,
    pub len: u64,
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
