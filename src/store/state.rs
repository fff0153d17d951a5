//! The state: sled with every item as it stands after the last checkpoint; a cache of the journal.
//!
//! Owns the keys, and the guard around sled 0.34, which panics on damaged files and silently
//! loses commits of truncated ones: every value carries a check, the head counts the items, and whatever
//! does not add up is told as `Unfit`, upon which `keeper` rebuilds from the journal. One tree:
//!
//! ```text
//! h                       -> Head
//! b <kind> <block, BE>    -> the items numbered 32*block+1 to 32*block+32 of that kind
//! e <seq, BE>             -> Row: where an entry stands in the journal, by whom, what it undoes
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::block::{Assembly, Block, Sums, block_key, decode_all, decode_block, encode_block};
use super::codec::{Unreadable, check_of, decode, encode};
use super::journal::{Mark, Place};
use crate::model::register::Register;

/// Batches above this many blocks are written in pieces with the head taken away meanwhile, to keep memory flat.
const BLOCKS_PER_BATCH: usize = 256;

/// sled's page cache. Everything is read once at the start, so more would only hold memory.
const CACHE_BYTES: u64 = 8 << 20;

/// How long another opener in this process may take to let go of sled's own lock: its threads finish after its drop.
const SLED_LOCK_PATIENCE: Duration = Duration::from_secs(2);

/// Why a state cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// There is none.
    Missing,
    /// Written by another version of the program, or not finished.
    OtherFormat,
    /// The engine refused or broke off: its own words.
    Engine(String),
    /// A value is damaged or items are missing.
    Damaged,
    /// It belongs to another journal.
    NotOfThisJournal,
    /// The disk is full.
    DiskFull,
}

impl From<Unreadable> for Unfit {
    fn from(_: Unreadable) -> Unfit {
        Unfit::Damaged
    }
}

impl From<sled::Error> for Unfit {
    fn from(error: sled::Error) -> Unfit {
        match &error {
            sled::Error::Io(why) if why.kind() == std::io::ErrorKind::StorageFull => Unfit::DiskFull,
            _ => Unfit::Engine(error.to_string()),
        }
    }
}

/// The end of what the state holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    segment: u32,
    offset: u64,
    seq: u64,
    hash: [u8; 32],
    last_line: (u64, u64),
    /// What the blocks add up to: one that has gone back to an older value does not.
    sums: Sums,
}

/// Where an entry stands and what undo needs to know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    pub segment: u32,
    pub offset: u64,
    pub len: u64,
    pub actor: String,
    pub undoes: Option<u64>,
}

impl Row {
    pub(super) fn place(&self) -> Place {
        Place { segment: self.segment, offset: self.offset, len: self.len }
    }
}

fn row_key(seq: u64) -> [u8; 9] {
    let mut key = [b'e'; 9];
    key[1..].copy_from_slice(&seq.to_be_bytes());
    key
}

const HEAD_KEY: &[u8] = b"h";

/// What the names of sled's own threads start with, and of ours that read from it.
const SLED_THREAD: &str = "sled-";

/// Runs `work`, in which sled may panic, without a word on the screen; a panic comes back as `Unfit::Engine`.
///
/// The panic hook belongs to the whole process, so ours passes on whatever comes from other threads.
fn guarded<T>(work: impl FnOnce() -> Result<T, Unfit>) -> Result<T, Unfit> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let before = Arc::new(std::panic::take_hook());
    let here = std::thread::current().id();
    std::panic::set_hook(Box::new({
        let before = Arc::clone(&before);
        move |panic| {
            let thread = std::thread::current();
            let of_sled =
                thread.id() == here || thread.name().is_some_and(|name| name.starts_with(SLED_THREAD));
            if !of_sled {
                before(panic);
            }
        }
    }));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    drop(std::panic::take_hook());
    if let Ok(before) = Arc::try_unwrap(before) {
        std::panic::set_hook(before);
    }
    outcome.unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().cloned();
        let words = words.or_else(|| panic.downcast_ref::<&str>().map(|&text| text.to_owned()));
        Err(Unfit::Engine(words.unwrap_or_default()))
    })
}

/// The open state.
pub(super) struct State {
    db: sled::Db,
    /// The check of every block, of which the head holds the sum.
    checks: BTreeMap<Block, u64>,
}

impl State {
    /// Opens the state in `dir`; makes an empty one when `create`, else a missing one is `Unfit::Missing`.
    pub(super) fn open(dir: &Path, create: bool) -> Result<State, Unfit> {
        if !create && !dir.join("db").is_file() {
            return Err(Unfit::Missing);
        }
        let deadline = Instant::now() + SLED_LOCK_PATIENCE;
        loop {
            let config = sled::Config::new().path(dir).cache_capacity(CACHE_BYTES).flush_every_ms(None);
            match guarded(|| Ok(config.open())) {
                Ok(Ok(db)) => return Ok(State { db, checks: BTreeMap::new() }),
                Ok(Err(sled::Error::Io(why))) if is_lock(&why) && Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(2));
                }
                Ok(Err(error)) => return Err(error.into()),
                Err(unfit) => return Err(unfit),
            }
        }
    }

    fn head(&self) -> Result<Head, Unfit> {
        let bytes = self.db.get(HEAD_KEY)?.ok_or(Unfit::OtherFormat)?;
        let head: Head = decode(HEAD_KEY, &bytes).map_err(|Unreadable| Unfit::OtherFormat)?;
        if head.sums.are_ours() { Ok(head) } else { Err(Unfit::OtherFormat) }
    }

    /// The last entry that the state holds.
    pub(super) fn mark(&self) -> Result<Mark, Unfit> {
        let Head { segment, offset, seq, hash, last_line, .. } = guarded(|| self.head())?;
        Ok(Mark { segment, offset, seq, hash: blake3::Hash::from_bytes(hash), last_line })
    }

    /// Lets go of the files, whatever condition the engine is in.
    pub(super) fn close(self) {
        // A panic in here is of no interest: the journal has everything.
        let _ = guarded(|| {
            drop(self.db);
            Ok(())
        });
    }

    /// A register with what the state holds. `seen` is told the number of items loaded and of all items.
    pub(super) fn load(&mut self, seen: &mut dyn FnMut(u64, u64)) -> Result<Register, Unfit> {
        guarded(|| self.load_unguarded(seen))
    }

    fn load_unguarded(&mut self, seen: &mut dyn FnMut(u64, u64)) -> Result<Register, Unfit> {
        let sums = self.head()?.sums;
        let total = sums.items();
        let mut assembly = Assembly::default();
        let mut done = 0;
        let mut take = |block| {
            done += assembly.take(block);
            seen(done, total);
        };
        let decode = |(key, bytes): &(sled::IVec, sled::IVec)| decode_block(key, bytes);
        let blocks = self.db.scan_prefix(b"b").map(|block| Ok(block?));
        decode_all(blocks, &decode, total, &format!("{SLED_THREAD}load"), &mut take)?;
        let (register, checks) = assembly.finish(&sums)?;
        self.checks = checks;
        Ok(register)
    }

    /// The rows of the entries `first` to `last`, as far as they are there.
    pub(super) fn rows(&self, first: u64, last: u64) -> Result<BTreeMap<u64, Row>, Unfit> {
        guarded(|| {
            let mut rows = BTreeMap::new();
            for row in self.db.range(row_key(first)..=row_key(last)) {
                let (key, bytes) = row?;
                let [b'e', seq @ ..] = &*key else { return Err(Unfit::Damaged) };
                let seq = u64::from_be_bytes(seq.try_into().map_err(|_| Unfit::Damaged)?);
                rows.insert(seq, decode(&key, &bytes)?);
            }
            Ok(rows)
        })
    }

    /// Writes what has changed since the last checkpoint (the blocks in `dirty`, the rows in `rows`) with the new end of
    /// the journal, and makes it durable. Afterwards the state is either that or, when interrupted, unfit or as before.
    pub(super) fn checkpoint(
        &mut self,
        register: &Register,
        mark: &Mark,
        dirty: &BTreeSet<Block>,
        rows: &mut dyn Iterator<Item = (u64, &Row)>,
        seen: &mut dyn FnMut(u64, u64),
    ) -> Result<(), Unfit> {
        let Mark { segment, offset, seq, hash, last_line } = *mark;
        let mut batch = sled::Batch::default();
        let (mut pieces, mut in_batch) = (0, 0);
        let mut flush = |batch: &mut sled::Batch| {
            if pieces == 0 {
                batch.remove(HEAD_KEY);
            }
            pieces += 1;
            let full = std::mem::take(batch);
            guarded(|| Ok(self.db.apply_batch(full)?))
        };
        let mut done = 0;
        for block in dirty {
            let key = block_key(*block);
            match encode_block(register, *block)? {
                Some(bytes) => {
                    self.checks.insert(*block, check_of(&bytes));
                    batch.insert(&key, bytes);
                }
                None => {
                    self.checks.remove(block);
                    batch.remove(&key);
                }
            }
            in_batch += 1;
            if in_batch >= BLOCKS_PER_BATCH {
                flush(&mut batch)?;
                done += in_batch as u64;
                in_batch = 0;
                seen(done, dirty.len() as u64);
            }
        }
        for (seq, row) in rows {
            let key = row_key(seq);
            batch.insert(&key, encode(&key, row)?);
            in_batch += 1;
            if in_batch >= BLOCKS_PER_BATCH * 16 {
                flush(&mut batch)?;
                in_batch = 0;
            }
        }
        let sums = Sums::of(register, self.checks.values().copied());
        let head = Head { segment, offset, seq, hash: *hash.as_bytes(), last_line, sums };
        batch.insert(HEAD_KEY, encode(HEAD_KEY, &head)?);
        guarded(|| {
            self.db.apply_batch(batch)?;
            self.db.flush()?;
            Ok(())
        })
    }
}

/// sled's words for "somebody else has my files open".
fn is_lock(why: &std::io::Error) -> bool {
    why.to_string().contains("could not acquire lock")
}
