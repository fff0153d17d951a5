//! Which wishes have been recorded: what their makers know them by.
//!
//! Owns how far back that is remembered. A client whose line dropped before the answer came asks again by the same id; `server` looks
//! here before it records anything.

use std::collections::{HashMap, VecDeque};

use crate::model::id::{Actor, EntryId};

/// So many are remembered: whoever waits for an answer asks again within half a minute, in which a thousand entries a second can be
/// recorded. Some 6 MB.
const MOST: usize = 32_768;

/// So many of the last entries of the journal are looked through at the start: what was recorded and not told when a server was
/// killed is among the last few hundred.
pub const AT_START: u64 = 4_096;

/// The latest entries by id and maker: nobody can claim what somebody else recorded, or stand in its way.
#[derive(Default)]
pub struct Known {
    by_id: HashMap<(EntryId, Actor), u64>,
    /// In the order in which they came.
    order: VecDeque<(EntryId, Actor)>,
}

impl Known {
    /// These `latest`, the last one first.
    pub fn of(latest: Vec<(EntryId, Actor, u64)>) -> Known {
        let mut known = Known::default();
        latest.into_iter().rev().for_each(|(id, actor, seq)| known.add(id, actor, seq));
        known
    }

    /// The entry that `actor` recorded as `id`.
    pub fn get(&self, id: EntryId, actor: &Actor) -> Option<u64> {
        self.by_id.get(&(id, actor.clone())).copied()
    }

    /// Remembers that entry `seq` is what `actor` knows as `id`.
    pub fn add(&mut self, id: EntryId, actor: Actor, seq: u64) {
        if self.order.len() >= MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.by_id.remove(&oldest);
        }
        self.by_id.insert((id, actor.clone()), seq);
        self.order.push_back((id, actor));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_are_remembered_each_for_its_maker() {
        let (a, b) = (Actor("a".into()), Actor("b".into()));
        let latest = vec![(EntryId(3), b.clone(), 7), (EntryId(2), a.clone(), 6)];
        let mut known = Known::of(latest);
        let of = |known: &Known, id, actor: &Actor| known.get(EntryId(id), actor);
        assert_eq!((of(&known, 2, &a), of(&known, 2, &b), of(&known, 3, &b)), (Some(6), None, Some(7)));
        known.add(EntryId(2), b.clone(), 8);
        assert_eq!((of(&known, 2, &a), of(&known, 2, &b)), (Some(6), Some(8)));
        for n in 0..MOST as u64 - 1 {
            known.add(EntryId(1000 + u128::from(n)), a.clone(), 9 + n);
        }
        assert_eq!((of(&known, 2, &a), of(&known, 2, &b)), (None, Some(8)), "the oldest go first");
        assert_eq!(known.by_id.len(), MOST);
    }
}
