//! The state: sled with every item as it stands after the last checkpoint; a cache of the journal.
//!
//! Owns the keys and blocks, and the guard around sled 0.34, which panics on damaged files and silently
//! loses commits of truncated ones: every value carries a check, the head counts the items, and whatever
//! does not add up is told as `Unfit`, upon which `keeper` rebuilds from the journal. One tree:
//!
//! ```text
//! h                       -> Head
//! b <kind> <block, BE>    -> the items numbered 32*block+1 to 32*block+32 of that kind
//! e <seq, BE>             -> Row: where an entry stands in the journal, by whom, what it undoes
//! ```
//!
//! Items stand in blocks because loading is what must be fast: 100,000 items read three times as fast in blocks of 32 as
//! one by one, and a commit still rewrites only some kilobytes.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::codec::{Unreadable, check_of, decode, encode};
use super::journal::{Mark, Place};
use crate::model::record::{Item, Kind, PerKind, Record, Table, Tables, for_kind};
use crate::model::register::Register;

/// Items per block.
const BLOCK: u32 = 32;

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
    /// Per kind in storage order: how many items, the highest number given out.
    kinds: Vec<(u32, u32)>,
    /// Sum of the checks of all blocks: a block that has gone back to an older value does not add up.
    sum: u64,
    /// `layout` of the program that wrote it.
    layout: u32,
}

/// What the values look like: a check over the names and types of all fields. bincode goes by position, so that a state of
/// a program with other fields might decode to something else instead of failing.
fn layout() -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for kind in Kind::ALL {
        hasher.update(kind.word().as_bytes());
        hasher.update(format!("{:?}", kind.fields()).as_bytes());
    }
    hasher.finalize()
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

/// A block of one kind.
pub(super) type Block = (Kind, u32);

/// The block that the item `num` (1 or more) of `kind` stands in.
pub(super) fn block_of(kind: Kind, num: u32) -> Block {
    (kind, num.saturating_sub(1) / BLOCK)
}

fn block_key((kind, block): Block) -> [u8; 6] {
    let [a, b, c, d] = block.to_be_bytes();
    [b'b', kind as u8, a, b, c, d]
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

/// Takes the items of one decoded block up into a register and says how many there were. Boxed per block, so that items
/// are moved in their own type: an `Item` is as large as the largest kind.
type TakeUp = Box<dyn FnOnce(&mut Register) -> u64 + Send>;

/// A block that was read: which, its check, and its items.
type Read = (Block, u64, TakeUp);

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
        let ours = head.kinds.len() == Kind::ALL.len() && head.layout == layout();
        if ours { Ok(head) } else { Err(Unfit::OtherFormat) }
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
        let head = self.head()?;
        let mut register = Register::new();
        let total: u64 = head.kinds.iter().map(|(count, _)| u64::from(*count)).sum();
        let mut done = 0;
        let mut checks = BTreeMap::new();
        let mut take = |(block, check, take_up): Read| {
            checks.insert(block, check);
            done += take_up(&mut register);
            seen(done, total);
        };
        if total < SMALL {
            for block in self.db.scan_prefix(b"b") {
                let (key, bytes) = block?;
                take(decode_block(&key, &bytes)?);
            }
        } else {
            self.load_in_threads(&mut take)?;
        }
        if checks.values().copied().fold(0, u64::wrapping_add) != head.sum {
            return Err(Unfit::Damaged);
        }
        self.checks = checks;
        for (kind, (count, highest)) in Kind::ALL.iter().zip(&head.kinds) {
            if register.tables().count(*kind) != *count as usize
                || register.tables().highest(*kind) > *highest
            {
                return Err(Unfit::Damaged);
            }
            register.reserve_up_to(*kind, *highest);
        }
        Ok(register)
    }

    /// Two threads read and decode, this one takes up: decoding costs about twice as much.
    fn load_in_threads(&self, take: &mut dyn FnMut(Read)) -> Result<(), Unfit> {
        let blocks = Mutex::new(self.db.scan_prefix(b"b"));
        let next = || -> Result<Vec<(sled::IVec, sled::IVec)>, Unfit> {
            let mut blocks = blocks.lock().map_err(|_| Unfit::Damaged)?;
            Ok(blocks.by_ref().take(BLOCKS_PER_TURN).collect::<Result<_, _>>()?)
        };
        std::thread::scope(|scope| {
            let (out, items) = sync_channel::<Result<Vec<Read>, Unfit>>(8);
            let work = |out: SyncSender<Result<Vec<Read>, Unfit>>| loop {
                let read = next().and_then(|some| {
                    some.iter()
                        .map(|(key, bytes)| Ok(decode_block(key, bytes)?))
                        .collect::<Result<Vec<_>, Unfit>>()
                });
                let last = read.as_ref().map_or(true, Vec::is_empty);
                // Nobody listens any more after another thread's error.
                if out.send(read).is_err() || last {
                    return;
                }
            };
            let mut workers = Vec::new();
            for out in [out.clone(), out] {
                let name = Builder::new().name(format!("{SLED_THREAD}load"));
                let worker = name.spawn_scoped(scope, move || work(out));
                workers.push(worker.map_err(|why| Unfit::Engine(why.to_string()))?);
            }
            for some in items {
                some?.into_iter().for_each(&mut *take);
            }
            let panicked = workers.into_iter().filter_map(|worker| worker.join().err()).count();
            if panicked > 0 { Err(Unfit::Damaged) } else { Ok(()) }
        })
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
        let tables = register.tables();
        let kinds =
            Kind::ALL.iter().map(|kind| (tables.count(*kind) as u32, tables.highest(*kind))).collect();
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
            match for_kind(block.0, EncodeBlock { key: &key, block: block.1, tables })? {
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
        let sum = self.checks.values().copied().fold(0, u64::wrapping_add);
        let head =
            Head { segment, offset, seq, hash: *hash.as_bytes(), last_line, kinds, sum, layout: layout() };
        batch.insert(HEAD_KEY, encode(HEAD_KEY, &head)?);
        guarded(|| {
            self.db.apply_batch(batch)?;
            self.db.flush()?;
            Ok(())
        })
    }
}

/// How many blocks a loading thread takes at a time.
const BLOCKS_PER_TURN: usize = 16;

/// Below this many items, threads cost more than they save.
const SMALL: u64 = 4000;

/// sled's words for "somebody else has my files open".
fn is_lock(why: &std::io::Error) -> bool {
    why.to_string().contains("could not acquire lock")
}

struct DecodeBlock<'a> {
    key: &'a [u8],
    bytes: &'a [u8],
}

impl PerKind for DecodeBlock<'_> {
    type Output = Result<TakeUp, Unreadable>;

    fn run<T>(self, _: fn(&Tables) -> &Table<T>, wrap: fn(T) -> Item) -> Self::Output
    where
        T: Record + Clone + Default + Serialize + for<'de> Deserialize<'de> + Send + 'static,
    {
        let items: Vec<T> = decode(self.key, self.bytes)?;
        Ok(Box::new(move |register| {
            let count = items.len() as u64;
            items.into_iter().for_each(|item| register.load(wrap(item)));
            count
        }))
    }
}

fn decode_block(key: &[u8], bytes: &[u8]) -> Result<Read, Unreadable> {
    let [b'b', kind, number @ ..] = key else { return Err(Unreadable) };
    let kind = *Kind::ALL.get(usize::from(*kind)).ok_or(Unreadable)?;
    let number = u32::from_be_bytes(number.try_into().map_err(|_| Unreadable)?);
    Ok(((kind, number), check_of(bytes), for_kind(kind, DecodeBlock { key, bytes })?))
}

struct EncodeBlock<'a> {
    key: &'a [u8],
    block: u32,
    tables: &'a Tables,
}

impl PerKind for EncodeBlock<'_> {
    /// `None` for a block in which nothing is left.
    type Output = Result<Option<Vec<u8>>, Unreadable>;

    fn run<T>(self, table: fn(&Tables) -> &Table<T>, _: fn(T) -> Item) -> Self::Output
    where
        T: Record + Clone + Default + Serialize + for<'de> Deserialize<'de> + Send + 'static,
    {
        let first = self.block * BLOCK + 1;
        let items: Vec<&T> = table(self.tables).range(first, first.saturating_add(BLOCK)).collect();
        if items.is_empty() { Ok(None) } else { encode(self.key, &items).map(Some) }
    }
}

/// Every block in which `register` has an item.
pub(super) fn all_blocks(register: &Register) -> BTreeSet<Block> {
    let mut blocks = BTreeSet::new();
    for kind in Kind::ALL {
        let highest = register.tables().highest(*kind);
        blocks.extend((0..highest.div_ceil(BLOCK)).map(|block| (*kind, block)));
    }
    blocks
}
