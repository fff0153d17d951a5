//! Snapshots: a whole register at one moment as bytes, for a process that is to hold it too.
//!
//! Owns the frame of the bytes and the cache that makes the next snapshot cheap: only blocks that were altered since the last
//! one are encoded anew. `Keeper::snapshot` takes one; whoever receives the bytes loads them.
//!
//! ```text
//! h <head>           first: the last entry, and what the blocks add up to
//! b <kind> <block>   then, in any order: the items numbered 32*block+1 to 32*block+32 of that kind
//! ```
//!
//! Every piece carries the check of `codec`, and the first one counts the others: a piece that is damaged, missing, doubled
//! or of another moment is noticed. The checks tell damage, not forgery: bytes are taken from a server one trusts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::thread::Builder;

use serde::{Deserialize, Serialize};

use super::block::{
    Assembly, Block, Decoded, KEY, Sums, all_blocks, block_key, blocks_of, decode_all, decode_block,
    encode_block,
};
use super::codec::{Unreadable, check_of, decode, encode};
use super::state::Unfit;
use crate::model::change::Change;
use crate::model::register::Register;

/// Below this many blocks, a second thread costs more than it saves.
const FEW: usize = 128;

/// What the first piece starts with.
const HEAD_KEY: &[u8] = b"h";

/// A register after some entry, as pieces of bytes that later snapshots share as far as they are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The last entry that is in it.
    pub head: u64,
    /// The pieces. The first one comes first; the order of the others does not matter. Most are of some kilobytes.
    pub blocks: Vec<Arc<[u8]>>,
}

#[derive(Serialize, Deserialize)]
struct Head {
    seq: u64,
    sums: Sums,
}

impl Snapshot {
    /// A snapshot of `register` as it is after entry `head`, without a cache.
    pub fn of(register: &Register, head: u64) -> Result<Snapshot, Unfit> {
        SnapshotCache::default().take(register, head)
    }

    /// How many bytes the pieces have together.
    pub fn bytes(&self) -> usize {
        self.blocks.iter().map(|block| block.len()).sum()
    }

    /// The register that `blocks` hold, and its last entry. They may still be arriving: decoding goes on meanwhile, in
    /// threads when there are many. Errors: `Unfit::OtherFormat` when they were made by another version of the program,
    /// `Unfit::Damaged` when they are not a snapshot, whole and unaltered.
    pub fn load<B: AsRef<[u8]> + Send>(
        blocks: impl IntoIterator<Item = B, IntoIter: Send>,
    ) -> Result<(u64, Register), Unfit> {
        let mut blocks = blocks.into_iter();
        let first = blocks.next().ok_or(Unfit::Damaged)?;
        let first = first.as_ref().strip_prefix(HEAD_KEY).ok_or(Unfit::OtherFormat)?;
        let Head { seq, sums } = decode(HEAD_KEY, first).map_err(|Unreadable| Unfit::OtherFormat)?;
        if !sums.are_ours() {
            return Err(Unfit::OtherFormat);
        }
        let mut assembly = Assembly::default();
        let mut take = |block| {
            assembly.take(block);
        };
        decode_all(blocks.map(Ok), &decode_piece, sums.items(), "snapshot", &mut take)?;
        let (register, _) = assembly.finish(&sums)?;
        Ok((seq, register))
    }
}

fn decode_piece<B: AsRef<[u8]>>(piece: &B) -> Result<Decoded, Unreadable> {
    let (key, bytes) = piece.as_ref().split_at_checked(KEY).ok_or(Unreadable)?;
    decode_block(key, bytes)
}

/// The pieces of the last snapshot, and which of them are out of date. A cache is of one register: whoever alters that says
/// so with `changed`.
#[derive(Debug, Default)]
pub struct SnapshotCache {
    /// `None` before the first snapshot.
    pieces: Option<BTreeMap<Block, Arc<[u8]>>>,
    stale: BTreeSet<Block>,
}

impl SnapshotCache {
    /// Takes note that `changes` have been carried out on the register.
    pub fn changed(&mut self, changes: &[Change]) {
        if self.pieces.is_some() {
            self.stale.extend(blocks_of(changes));
        }
    }

    /// A snapshot of `register` as it is after entry `head`. Errors: something in it cannot be encoded, or no thread could be
    /// started; the next one may do better.
    pub fn take(&mut self, register: &Register, head: u64) -> Result<Snapshot, Unfit> {
        if self.pieces.is_none() {
            self.stale = all_blocks(register);
        }
        let fresh = encode_pieces(register, &self.stale.iter().copied().collect::<Vec<_>>())?;
        let pieces = self.pieces.get_or_insert_default();
        for (block, piece) in fresh {
            match piece {
                Some(piece) => pieces.insert(block, piece),
                None => pieces.remove(&block),
            };
        }
        self.stale.clear();
        let sums = Sums::of(register, pieces.values().map(|piece| check_of(&piece[KEY..])));
        let first = [HEAD_KEY, &encode(HEAD_KEY, &Head { seq: head, sums })?].concat();
        let blocks = std::iter::once(Arc::from(first)).chain(pieces.values().cloned()).collect();
        Ok(Snapshot { head, blocks })
    }
}

type Piece = (Block, Option<Arc<[u8]>>);

/// The pieces of `blocks`, where anything is left in them; of many, half are made in a second thread.
fn encode_pieces(register: &Register, blocks: &[Block]) -> Result<Vec<Piece>, Unfit> {
    let piece = |block: &Block| -> Result<Piece, Unfit> {
        let bytes = encode_block(register, *block)?;
        Ok((*block, bytes.map(|bytes| [&block_key(*block)[..], &bytes].concat().into())))
    };
    let pieces = |blocks: &[Block]| blocks.iter().map(piece).collect::<Result<Vec<Piece>, Unfit>>();
    if blocks.len() < FEW {
        return pieces(blocks);
    }
    let (here, there) = blocks.split_at(blocks.len() / 2);
    std::thread::scope(|scope| {
        let other = Builder::new().name("snapshot".to_owned()).spawn_scoped(scope, || pieces(there));
        let other = other.map_err(|why| Unfit::Engine(why.to_string()))?;
        let mut made = pieces(here)?;
        made.extend(other.join().map_err(|_| Unfit::Damaged)??);
        Ok(made)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::action::Action;
    use crate::model::apply::apply;
    use crate::model::id::{Ref, Stamp};
    use crate::model::record::{Item, Kind};
    use crate::store::block::SMALL;

    fn register(actions: u32) -> Register {
        let mut register = Register::new();
        for num in 1..=actions {
            let action = Action { num, title: format!("Buurtavond {num}"), ..Action::default() };
            apply(&mut register, &[Change::Insert(action.into())], Stamp(977)).unwrap();
        }
        register
    }

    fn loaded(pieces: &[Vec<u8>]) -> Result<(u64, Register), Unfit> {
        Snapshot::load(pieces.iter())
    }

    fn pieces(snapshot: &Snapshot) -> Vec<Vec<u8>> {
        snapshot.blocks.iter().map(|block| block.to_vec()).collect()
    }

    #[test]
    fn a_register_comes_back_whole_from_pieces_in_any_order() {
        // Few, in one thread, and many.
        for actions in [0, 70, SMALL as u32] {
            let register = register(actions);
            let mut pieces = pieces(&Snapshot::of(&register, 17).unwrap());
            pieces[1..].reverse();
            let (head, back) = loaded(&pieces).unwrap();
            assert_eq!(head, 17);
            assert!(back.same_content(&register));
            assert_eq!(back.next_ref(Kind::Action).num, actions + 1);
        }
    }

    #[test]
    fn every_byte_that_is_not_as_it_was_made_is_noticed() {
        let sound = pieces(&Snapshot::of(&register(70), 17).unwrap());
        assert_eq!(sound.len(), 4);
        for piece in 0..sound.len() {
            for at in 0..sound[piece].len() {
                let mut damaged = sound.clone();
                damaged[piece][at] ^= 0x10;
                assert!(loaded(&damaged).is_err(), "piece {piece}, byte {at}");
                damaged[piece] = sound[piece][..at].to_vec();
                assert!(loaded(&damaged).is_err(), "piece {piece}, cut at {at}");
            }
            let mut longer = sound.clone();
            longer[piece].push(0);
            assert!(loaded(&longer).is_err(), "piece {piece}");
        }
    }

    #[test]
    fn a_piece_too_few_too_many_or_of_another_moment_is_noticed() {
        for actions in [70, 5000] {
            let register = register(actions);
            let sound = pieces(&Snapshot::of(&register, 17).unwrap());
            for piece in [0, 1, 2, sound.len() - 1] {
                let mut fewer = sound.clone();
                let taken = fewer.remove(piece);
                assert!(loaded(&fewer).is_err(), "without {piece} of {actions}");
                let doubled = [&sound[..], &[taken]].concat();
                assert!(loaded(&doubled).is_err(), "twice {piece} of {actions}");
            }
            let mut later = register.clone();
            let gone = later.tables().item(Ref::new(Kind::Action, 3)).unwrap();
            apply(&mut later, &[Change::Remove(gone.clone())], Stamp(978)).unwrap();
            apply(&mut later, &[Change::Insert(gone)], Stamp(979)).unwrap();
            let later = pieces(&Snapshot::of(&later, 19).unwrap());
            assert_eq!((later.len(), &later[2..]), (sound.len(), &sound[2..]));
            let mixed = [&sound[..1], &later[1..]].concat();
            assert_eq!(loaded(&mixed).err(), Some(Unfit::Damaged));
            assert_eq!(loaded(&[]).err(), Some(Unfit::Damaged));
        }
    }

    #[test]
    fn only_what_has_changed_is_made_anew() {
        let mut register = register(500);
        let mut cache = SnapshotCache::default();
        let first = cache.take(&register, 500).unwrap();
        let gone = (1..=40).filter_map(|num| register.tables().item(Ref::new(Kind::Action, num)));
        let changes: Vec<Change> = gone.map(Change::Remove).collect();
        apply(&mut register, &changes, Stamp(978)).unwrap();
        cache.changed(&changes);
        let added = [Change::Insert(Item::empty(Ref::new(Kind::Partner, 1)))];
        apply(&mut register, &added, Stamp(979)).unwrap();
        cache.changed(&added);
        let second = cache.take(&register, 502).unwrap();
        assert_eq!(second, Snapshot::of(&register, 502).unwrap());
        // The head, the block of actions of which some are left, and that of the partner; one is empty now.
        let fresh = second.blocks.iter().filter(|new| !first.blocks.iter().any(|old| Arc::ptr_eq(old, new)));
        assert_eq!((first.blocks.len(), second.blocks.len(), fresh.count()), (17, 17, 3));
        assert!(Snapshot::load(first.blocks).is_ok(), "the earlier one stays as it was");
    }
}
