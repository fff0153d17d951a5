//! The store: a register on disk, opened by one process at a time, that loses nothing it acknowledged.
//!
//! Owns the register's folder (mode 0700): `journal/` (the truth), `state/` (sled, a cache of what the
//! journal adds up to), `plans/` (source texts), `drafts/` (unsaved texts) and `lock`. `cli` opens a
//! `Keeper` and hands it on as a `model::ledger::Ledger`; nothing above sees more of the store than that.
//!
//! **Commit**: check against and apply to the register in memory, append to the journal, `fdatasync`, acknowledge. Entries of
//! several people can go through this together (`Keeper::append_all`): each is checked against what those before it left, one
//! `fdatasync` serves all, and when it fails none has been. How they were grouped leaves no trace in the journal. The
//! state follows in checkpoints (every [`CHECKPOINT_ENTRIES`] entries, [`CHECKPOINT_BYTES`] of journal, and on `close`):
//! it can be derived from the journal at any time, so keeping it in step per commit would double the waiting and buy
//! nothing. An open loads the state and replays what the journal has beyond it.
//!
//! **Snapshot**: the register as bytes for a process that is to hold it too (`Keeper::snapshot`), kept from one to the next so
//! that only what was altered is encoded again.
//!
//! **Erasing** is the one thing that alters lines of the journal: `erase` says how.
//!
//! **The seam** behind which another engine could stand (ordered keys, one transaction per entry guarded by the head) is
//! what `keeper` needs of `state` and `journal`: the head and a scan by prefix (`State::load`), entries since a mark
//! (`journal::walk`), commit after an expected head (`Journal::append_all`: the lock makes the head it holds the expected
//! one), watch (`Journal::walk_on`: a reader beside the writer follows what it appends).
//!
//! **Limits**: one writer at a time; readers beside a writer replay the journal, and stay readers when the writer ends. The state of an interrupted checkpoint or
//! a changed layout is rebuilt, about a second per 100,000 items.
//!
//! An open verifies the journal from the last entry that the state has seen. Damage before that does not show at once: the
//! register is as it was, and who reads the damaged entry or takes it back is refused ([`Unwritten::Damaged`]). [`verify`],
//! [`backup`], [`repair`] and every rebuild of the state look at every line; so the advice is to verify now and then.
//!
//! Against a second writer beside the lock (removed by hand, or on a file system without locks) an append looks whether the
//! journal still ends where it left it, and refuses otherwise ([`ReadOnly::Overtaken`]); two that look at the very same
//! moment can still harm each other.
//!
//! [`Unwritten::Damaged`]: crate::model::ledger::Unwritten::Damaged

mod archive;
mod block;
mod check;
mod codec;
mod drafts;
mod erase;
mod folder;
mod group;
mod journal;
mod keeper;
mod lock;
mod replay;
mod snapshot;
mod state;

use std::path::PathBuf;

pub use archive::{Archived, backup, restore};
pub use check::{NoteCheck, Operator, PutBack, Repaired, StateCheck, Verified, repair, verify};
pub use drafts::Drafts;
pub use group::{Answer, Companion, Submission};
pub use journal::{Damage, Disk, Flaw, Medium, Witness, read_lines};
pub use keeper::{CHECKPOINT_BYTES, CHECKPOINT_ENTRIES, Keeper, OpenOptions, Opened, Use, holder};
pub use lock::{Holder, Listens, PassedLock};
pub use snapshot::{Snapshot, SnapshotCache};
pub use state::Unfit;

use crate::model::id::Ref;
use crate::model::ledger::ReadOnly;

/// Which long piece of work a progress report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading the state; counted in items.
    Load,
    /// Verifying the journal; in bytes.
    Verify,
    /// Carrying out the journal's entries; in bytes.
    Replay,
    /// Writing the state; in blocks of items.
    WriteState,
    /// Copying into or out of a backup; in bytes.
    Copy,
}

/// How far a long piece of work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Which.
    pub phase: Phase,
    /// Done so far, in the phase's unit.
    pub done: u64,
    /// In all, in the same unit; at least `done`.
    pub total: u64,
}

/// Who is told how far it is: called often, prints as it sees fit.
pub type Watcher<'a> = &'a mut dyn FnMut(Progress);

/// What happened at opening that the user should know. None of these stands in the way of work.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The last write had been cut short before it was acknowledged; what was left of it is kept.
    TornTail {
        /// The entry that was being written.
        seq: u64,
        /// How many bytes were cut off the journal.
        bytes: u64,
        /// The file that keeps them.
        kept: PathBuf,
    },
    /// The state was not usable and has been made anew from the journal.
    Rebuilt {
        /// What was wrong with it.
        why: Unfit,
        /// Where the old one is kept; `None` when there was none.
        aside: Option<PathBuf>,
        /// How many entries were replayed.
        entries: u64,
    },
    /// The state cannot be written; the register works from the journal alone, and opens more slowly.
    NoState(Unfit),
    /// Only reading is possible, and why.
    ReadOnly(ReadOnly),
    /// An erasure that was interrupted has been finished.
    Erased {
        /// Who was erased.
        contact: Ref,
        /// Files in the register's folder that are gone with it, by their names there.
        gone: Vec<String>,
        /// Those in which the person is or may be named, and which stay.
        left: Vec<String>,
    },
    /// What an erasure left lying could not be removed.
    Leftover {
        /// What.
        path: PathBuf,
        /// Why not.
        why: String,
    },
}

/// Why the store refused or failed. Data for a sentence; `cli` words it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StoreError {
    /// There is no register in this folder.
    #[error("no register in {0}")]
    NoRegister(PathBuf),
    /// The folder holds other things, so no register is made there.
    #[error("{0} is not empty and not a register")]
    NotEmpty(PathBuf),
    /// The journal is damaged: `repair` helps.
    #[error("journal damaged: {0:?}")]
    Damaged(Damage),
    /// The same, and lines of it were put back from an older copy, from which somebody had been erased.
    #[error("journal damaged: {damage:?}, {} lines put back", lines.len())]
    PutBack {
        /// Where what was erased is missed.
        damage: Damage,
        /// The lines.
        lines: Vec<PutBack>,
    },
    /// A line was written by a newer version of the program; nothing was touched.
    #[error("journal line {line} of segment {segment} has version {version}")]
    Future {
        /// The segment.
        segment: u32,
        /// The line in it, from 1.
        line: u64,
        /// Its version.
        version: u32,
    },
    /// Another process holds the register, and this cannot be done beside it.
    #[error("held by {0:?}")]
    Held(Holder),
    /// Restoring would replace a register that has entries.
    #[error("{path} holds a register with {entries} entries")]
    NotFree {
        /// The register's folder.
        path: PathBuf,
        /// How many entries it has.
        entries: u64,
    },
    /// A backup file is not one, or is damaged: what about it.
    #[error("{path} is not a usable backup: {why:?}")]
    BadBackup {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: BadBackup,
    },
    /// Another journal came into the place of the one that was being copied, time and again.
    #[error("the journal in {0} was replaced while it was copied")]
    Replaced(PathBuf),
    /// Where a file of the register should be there is a link, a pipe or the like; it was left alone.
    #[error("{0} is no ordinary file")]
    NoFile(PathBuf),
    /// A name for a source text or draft that cannot be a file name.
    #[error("{0:?} cannot be a name")]
    BadName(String),
    /// The operating system refused.
    #[error("{path}: {text}")]
    Io {
        /// On which file or folder.
        path: PathBuf,
        /// What sort of failure.
        kind: std::io::ErrorKind,
        /// Its own words.
        text: String,
    },
}

/// What is wrong with a backup file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadBackup {
    /// It does not start as a backup does.
    NotABackup,
    /// Made by a newer version of the program.
    Future(u32),
    /// It breaks off.
    CutShort,
    /// The part of this name does not have the content it was written with.
    Altered(String),
    /// The journal in it is damaged.
    Journal(Damage),
}

/// An operating system's refusal about `path`.
fn io_error(path: &std::path::Path, why: &std::io::Error) -> StoreError {
    if folder::is_no_file(why) {
        return StoreError::NoFile(path.to_path_buf());
    }
    StoreError::Io { path: path.to_path_buf(), kind: why.kind(), text: why.to_string() }
}

impl From<journal::JournalError> for StoreError {
    fn from(error: journal::JournalError) -> StoreError {
        match error {
            journal::JournalError::Io(path, why) => io_error(&path, &why),
            journal::JournalError::Damaged(damage) => StoreError::Damaged(damage),
            journal::JournalError::Future { segment, line, version } => {
                StoreError::Future { segment, line, version }
            }
        }
    }
}
