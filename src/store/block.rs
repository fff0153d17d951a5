//! Blocks: the items of a register as bytes, 32 of one kind to a block.
//!
//! Owns which items stand in which block, their encoding, and putting a register together from blocks, which tells whatever
//! does not add up. `state` keeps blocks in sled, `snapshot` hands them to others.
//!
//! Items stand in blocks because loading is what must be fast: 100,000 items read three times as fast in blocks of 32 as
//! one by one, and a change still rewrites only some kilobytes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::Builder;

use serde::{Deserialize, Serialize};

use super::codec::{Unreadable, check_of, decode, encode};
use super::state::Unfit;
use crate::model::change::Change;
use crate::model::record::{Item, Kind, PerKind, Record, Table, Tables, for_kind};
use crate::model::register::Register;

/// Items per block.
const BLOCK: u32 = 32;

/// How many blocks a loading thread takes at a time.
const BLOCKS_PER_TURN: usize = 16;

/// Below this many items, threads cost more than they save.
pub(super) const SMALL: u64 = 5_000;

/// A block of one kind.
pub(super) type Block = (Kind, u32);

/// The block that the item `num` (1 or more) of `kind` stands in.
fn block_of(kind: Kind, num: u32) -> Block {
    (kind, num.saturating_sub(1) / BLOCK)
}

/// The blocks that `changes` alter.
pub(super) fn blocks_of(changes: &[Change]) -> impl Iterator<Item = Block> {
    changes.iter().map(Change::target).map(|target| block_of(target.kind, target.num))
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

/// Bytes of a block's key.
pub(super) const KEY: usize = 6;

/// The key of a block, in the order of the blocks.
pub(super) fn block_key((kind, block): Block) -> [u8; KEY] {
    let [a, b, c, d] = block.to_be_bytes();
    [b'b', kind as u8, a, b, c, d]
}

/// What the values look like: a check over the names and types of all fields. bincode goes by position, so that blocks of a
/// program with other fields might decode to something else instead of failing.
fn layout() -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for kind in Kind::ALL {
        hasher.update(kind.word().as_bytes());
        hasher.update(format!("{:?}", kind.fields()).as_bytes());
    }
    hasher.finalize()
}

/// What all blocks of a register add up to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sums {
    /// Per kind in storage order: how many items, the highest number given out.
    kinds: Vec<(u32, u32)>,
    /// Sum of the checks of all blocks.
    sum: u64,
    /// `layout` of the program that wrote it.
    layout: u32,
}

impl Sums {
    /// The sums of `register`, whose blocks have `checks`.
    pub(super) fn of(register: &Register, checks: impl Iterator<Item = u64>) -> Sums {
        let tables = register.tables();
        let kinds =
            Kind::ALL.iter().map(|kind| (tables.count(*kind) as u32, tables.highest(*kind))).collect();
        Sums { kinds, sum: checks.fold(0, u64::wrapping_add), layout: layout() }
    }

    /// Whether the blocks look as this program writes them.
    pub(super) fn are_ours(&self) -> bool {
        self.kinds.len() == Kind::ALL.len() && self.layout == layout()
    }

    /// How many items there are.
    pub(super) fn items(&self) -> u64 {
        self.kinds.iter().map(|(count, _)| u64::from(*count)).sum()
    }
}

/// Takes the items of one decoded block up into a register and says how many there were. Boxed per block, so that items
/// are moved in their own type: an `Item` is as large as the largest kind.
type TakeUp = Box<dyn FnOnce(&mut Register) -> u64 + Send>;

/// A block that was read: which, its check, and its items.
pub(super) struct Decoded {
    block: Block,
    check: u64,
    take_up: TakeUp,
}

/// A register that is being put together from blocks, which may come in any order.
#[derive(Default)]
pub(super) struct Assembly {
    register: Register,
    checks: BTreeMap<Block, u64>,
    twice: bool,
}

impl Assembly {
    /// Takes up a block; yields how many items it has.
    pub(super) fn take(&mut self, Decoded { block, check, take_up }: Decoded) -> u64 {
        if self.checks.insert(block, check).is_some() {
            self.twice = true;
            return 0;
        }
        take_up(&mut self.register)
    }

    /// The register and the checks of its blocks, when they add up to `sums`.
    pub(super) fn finish(mut self, sums: &Sums) -> Result<(Register, BTreeMap<Block, u64>), Unfit> {
        if self.twice || self.checks.values().copied().fold(0, u64::wrapping_add) != sums.sum {
            return Err(Unfit::Damaged);
        }
        for (kind, (count, highest)) in Kind::ALL.iter().zip(&sums.kinds) {
            let tables = self.register.tables();
            if tables.count(*kind) != *count as usize || tables.highest(*kind) > *highest {
                return Err(Unfit::Damaged);
            }
            self.register.reserve_up_to(*kind, *highest);
        }
        Ok((self.register, self.checks))
    }
}

/// Hands every one of `blocks`, which have `items` items in all, to `take`. Of many, two threads called `thread` read and
/// decode, this one takes up: decoding costs about twice as much.
pub(super) fn decode_all<B: Send>(
    mut blocks: impl Iterator<Item = Result<B, Unfit>> + Send,
    decode: &(impl Fn(&B) -> Result<Decoded, Unreadable> + Sync),
    items: u64,
    thread: &str,
    take: &mut dyn FnMut(Decoded),
) -> Result<(), Unfit> {
    if items < SMALL {
        return blocks.try_for_each(|block| {
            take(decode(&block?)?);
            Ok(())
        });
    }
    let blocks = Mutex::new(blocks);
    let next = || -> Result<Vec<B>, Unfit> {
        let mut blocks = blocks.lock().map_err(|_| Unfit::Damaged)?;
        blocks.by_ref().take(BLOCKS_PER_TURN).collect()
    };
    let work = |out: SyncSender<Result<Vec<Decoded>, Unfit>>| loop {
        let decoded = next()
            .and_then(|some| some.iter().map(|block| Ok(decode(block)?)).collect::<Result<Vec<_>, Unfit>>());
        let last = decoded.as_ref().map_or(true, Vec::is_empty);
        // Nobody listens any more after another thread's error.
        if out.send(decoded).is_err() || last {
            return;
        }
    };
    std::thread::scope(|scope| {
        let (out, decoded) = sync_channel(8);
        let mut workers = Vec::new();
        for out in [out.clone(), out] {
            let worker = Builder::new().name(thread.to_owned()).spawn_scoped(scope, || work(out));
            workers.push(worker.map_err(|why| Unfit::Engine(why.to_string()))?);
        }
        for some in decoded {
            some?.into_iter().for_each(&mut *take);
        }
        let panicked = workers.into_iter().filter_map(|worker| worker.join().err()).count();
        if panicked > 0 { Err(Unfit::Damaged) } else { Ok(()) }
    })
}

struct DecodeBlock<'a> {
    key: &'a [u8],
    bytes: &'a [u8],
    block: Block,
}

impl PerKind for DecodeBlock<'_> {
    type Output = Result<TakeUp, Unreadable>;

    fn run<T>(self, _: fn(&Tables) -> &Table<T>, wrap: fn(T) -> Item) -> Self::Output
    where
        T: Record + Clone + Default + Serialize + for<'de> Deserialize<'de> + Send + 'static,
    {
        let items: Vec<T> = decode(self.key, self.bytes)?;
        let mut last = 0;
        for item in &items {
            let num = item.reference().num;
            if num <= last || block_of(self.block.0, num) != self.block {
                return Err(Unreadable);
            }
            last = num;
        }
        Ok(Box::new(move |register| {
            let count = items.len() as u64;
            items.into_iter().for_each(|item| register.load(wrap(item)));
            count
        }))
    }
}

/// Reads the block that stands under `key`.
pub(super) fn decode_block(key: &[u8], bytes: &[u8]) -> Result<Decoded, Unreadable> {
    let [b'b', kind, number @ ..] = key else { return Err(Unreadable) };
    let kind = *Kind::ALL.get(usize::from(*kind)).ok_or(Unreadable)?;
    let number = u32::from_be_bytes(number.try_into().map_err(|_| Unreadable)?);
    let block = (kind, number);
    let take_up = for_kind(kind, DecodeBlock { key, bytes, block })?;
    Ok(Decoded { block, check: check_of(bytes), take_up })
}

struct EncodeBlock<'a> {
    block: Block,
    tables: &'a Tables,
}

impl PerKind for EncodeBlock<'_> {
    type Output = Result<Option<Vec<u8>>, Unreadable>;

    fn run<T>(self, table: fn(&Tables) -> &Table<T>, _: fn(T) -> Item) -> Self::Output
    where
        T: Record + Clone + Default + Serialize + for<'de> Deserialize<'de> + Send + 'static,
    {
        let first = self.block.1 * BLOCK + 1;
        let items: Vec<&T> = table(self.tables).range(first, first.saturating_add(BLOCK)).collect();
        if items.is_empty() { Ok(None) } else { encode(&block_key(self.block), &items).map(Some) }
    }
}

/// The bytes of a block; `None` when nothing is left in it.
pub(super) fn encode_block(register: &Register, block: Block) -> Result<Option<Vec<u8>>, Unreadable> {
    for_kind(block.0, EncodeBlock { block, tables: register.tables() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::action::Action;

    #[test]
    fn items_that_do_not_belong_into_their_block_are_not_read() {
        let read = |block, nums: &[u32]| {
            let key = block_key(block);
            let items: Vec<_> = nums.iter().map(|num| Action { num: *num, ..Action::default() }).collect();
            decode_block(&key, &encode(&key, &items).unwrap()).is_ok()
        };
        assert!(read((Kind::Action, 0), &[1, 2, 32]));
        assert!(read((Kind::Action, 2), &[65, 96]));
        for nums in [&[0][..], &[33], &[4_000_000_000], &[1, 1], &[2, 1]] {
            assert!(!read((Kind::Action, 0), nums), "{nums:?}");
        }
    }
}
