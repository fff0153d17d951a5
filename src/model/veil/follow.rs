//! Keeping a veiled register in step with the whole one.
//!
//! Owns what an entry on the whole register means to those who see the veiled one: changes that `apply` accepts there, and
//! that speak of nothing that was hidden before and is hidden after. The work grows with what the entry touched and what
//! stands beneath that, not with the register.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use super::{Gone, Judge, Veil, goes_with_mark, is_marked};
use crate::model::apply::apply;
use crate::model::change::Change;
use crate::model::id::{Ref, Stamp};
use crate::model::operation::differences;
use crate::model::partner::Contact;
use crate::model::record::{Field, Item, Kind, Record};
use crate::model::redirect;
use crate::model::register::Register;
use crate::model::value::{AccountName, Place};

/// The veiled register did not lead to where the whole one is, and has been made afresh: those who follow it need it as it
/// is now. It happens when an entry was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anew;

impl Veil {
    /// Follows an entry: `changes` have just been applied to `whole` at moment `at`. What comes back leads the veiled
    /// register from how it was to how it is, at the same moment; it is empty when nothing that is seen has changed. An
    /// entry in which everything is visible comes back as it is.
    ///
    /// An item that comes to be hidden is removed, with the fields that were seen before; one that comes to be seen is
    /// inserted.
    ///
    /// # Errors
    /// `Anew` when that was not possible.
    pub fn absorb(&mut self, whole: &Register, changes: &[Change], at: Stamp) -> Result<Vec<Change>, Anew> {
        changes.iter().for_each(|change| self.relink(change));
        let (touched, flipped) = self.judge_anew(whole, changes);
        let plain = !flipped && changes.iter().all(|change| self.is_plain(whole, change));
        let (old, new) = if plain { Default::default() } else { self.both(whole, &touched) };
        for r in changes.iter().map(Change::target) {
            let was_seen = plain || old.contains_key(&r);
            self.remember(whole, r, was_seen);
        }
        let steps = if plain { changes.to_vec() } else { steps(&self.register, old, new, whole) };
        if apply(&mut self.register, &steps, at).is_err() {
            let gone = std::mem::take(&mut self.gone);
            *self = Veil { gone, ..Veil::new(whole) };
            return Err(Anew);
        }
        Ok(steps)
    }

    fn relink(&mut self, change: &Change) {
        let from = change.target();
        match change {
            Change::Insert(item) => {
                item.record().visit_refs(&mut |field, to| self.links.add(from, field, to))
            }
            Change::Remove(item) => {
                item.record().visit_refs(&mut |field, to| self.links.take(from, field, to))
            }
            Change::Set { field, before, after, .. } => {
                redirect::refs_in(from.kind, *field, before, &mut |to| self.links.take(from, *field, to));
                redirect::refs_in(from.kind, *field, after, &mut |to| self.links.add(from, *field, to));
            }
            // The register itself knows what stands under a node.
            Change::Move { .. } => {}
        }
    }

    /// Judges afresh what was changed and, where that comes to be hidden or seen, everything that refers to it. What was
    /// judged, and whether anything has come to be hidden or seen.
    fn judge_anew(&mut self, whole: &Register, changes: &[Change]) -> (BTreeSet<Ref>, bool) {
        let mut judge = Judge::new(whole);
        let mut touched: BTreeSet<Ref> = changes.iter().map(Change::target).collect();
        let mut todo: Vec<Ref> = touched.iter().copied().collect();
        let mut flipped = false;
        while let Some(r) = todo.pop() {
            let is = judge.is_hidden(r);
            let was = if is { !self.hidden.insert(r) } else { self.hidden.remove(&r) };
            if is != was {
                flipped = true;
                let referrers = self.links.referrers(whole, r);
                todo.extend(referrers.into_iter().filter(|referrer| touched.insert(*referrer)));
            }
        }
        (touched, flipped)
    }

    /// Whether a change is the same on both registers, when nothing comes to be hidden or seen by its entry.
    fn is_plain(&self, whole: &Register, change: &Change) -> bool {
        let target = change.target();
        let mut plain = !self.hidden.contains(&target);
        let mut visible = |r: Ref| plain &= !self.hidden.contains(&r);
        match change {
            Change::Insert(item) | Change::Remove(item) => {
                let record = item.record();
                record.visit_refs(&mut |_, to| visible(to));
                plain && !is_marked(record) && !matches!(item, Item::Contact(contact) if contact.confidential)
            }
            Change::Set { field, before, after, .. } => {
                redirect::refs_in(target.kind, *field, before, &mut visible);
                redirect::refs_in(target.kind, *field, after, &mut visible);
                let marked = whole.contact(target).is_some_and(|contact| contact.confidential);
                plain && *field != Field::confidential && !(marked && goes_with_mark(*field))
            }
            Change::Move { before, after, .. } => {
                visible(before.parent);
                visible(after.parent);
                plain
            }
        }
    }

    /// The items among `touched` as they were seen and as they are seen now.
    fn both(&self, whole: &Register, touched: &BTreeSet<Ref>) -> (Items, Items) {
        let old = touched.iter().filter_map(|r| Some((*r, self.register.tables.item(*r)?)));
        let new = touched.iter().filter_map(|r| Some((*r, self.shown(whole, *r)?)));
        (old.collect(), new.collect())
    }

    fn remember(&mut self, whole: &Register, r: Ref, was_seen: bool) {
        if whole.get(r).is_some() {
            self.gone.remove(&r);
            return;
        }
        let marked = self.register.contact(r).is_some_and(|contact| contact.confidential);
        let gone = match was_seen {
            false => Gone::Hidden,
            true if marked => Gone::WithoutNote,
            true => Gone::Seen,
        };
        self.gone.insert(r, gone);
    }
}

type Items = BTreeMap<Ref, Item>;

/// The changes that lead from `old` to `new`, the items that differ between `before` and `after`.
///
/// First accounts are let go of. Then everything new comes, each after what it refers to; what refers in a ring gets those references later. Then nodes
/// move, from the top of the tree that is to be; fields change; and what is not to be there goes, each before what it
/// refers to.
fn steps(before: &Register, mut old: Items, new: Items, after: &Register) -> Vec<Change> {
    let coming: Vec<Ref> = new.keys().copied().filter(|r| !old.contains_key(r)).collect();
    let going: Vec<Ref> = old.keys().copied().filter(|r| !new.contains_key(r)).collect();
    let mut steps = Vec::new();
    let mut sets = Vec::new();

    // An account that goes from one contact to another is free first.
    for (r, item) in &mut old {
        let Item::Contact(was) = item else { continue };
        let is = match new.get(r) {
            Some(Item::Contact(is)) => Some(&is.account),
            _ => None,
        };
        if is != Some(&was.account) && !was.account.as_str().is_empty() {
            let without = Contact { account: AccountName::default(), ..was.clone() };
            steps.extend(differences(was, &without));
            *was = without;
        }
    }

    let mut pending: HashSet<Ref> = coming.iter().copied().collect();
    for r in in_order(coming, after) {
        let Some(item) = new.get(&r) else { continue };
        match redirect::item(item, &|to| (!pending.contains(&to)).then_some(to)) {
            Some(first) => {
                sets.extend(differences(first.record(), item.record()));
                steps.push(Change::Insert(first));
            }
            None => steps.push(Change::Insert(item.clone())),
        }
        pending.remove(&r);
    }

    let staying: Vec<(Ref, &Item, &Item)> =
        old.iter().filter_map(|(r, was)| Some((*r, was, new.get(r)?))).collect();
    let mut moves: Vec<(usize, Change)> = staying
        .iter()
        .filter_map(|(target, was, is)| {
            let (before, after_place) = (place_of(was)?, place_of(is)?);
            let step = Change::Move { target: *target, before, after: after_place };
            (before != after_place).then(|| (depth(after, *target), step))
        })
        .collect();
    moves.sort_by_key(|(depth, _)| *depth);
    steps.extend(moves.into_iter().map(|(_, step)| step));
    steps.append(&mut sets);
    steps.extend(staying.iter().flat_map(|(_, was, is)| differences(was.record(), is.record())));

    let order: Vec<Ref> = in_order(going, before).into_iter().rev().collect();
    let turn: HashMap<Ref, usize> = order.iter().copied().zip(0..).collect();
    let mut removals = Vec::new();
    for r in order {
        let Some(item) = old.remove(&r) else { continue };
        let too_early = |to: &Ref| turn.get(to) < turn.get(&r) && turn.contains_key(to);
        let last = redirect::item(&item, &|to| (!too_early(&to)).then_some(to));
        if let Some(last) = &last {
            steps.extend(differences(item.record(), last.record()));
        }
        removals.push(Change::Remove(last.unwrap_or(item)));
    }
    steps.append(&mut removals);
    steps
}

fn place_of(item: &Item) -> Option<Place> {
    match item {
        Item::Node(node) => node.place,
        _ => None,
    }
}

/// How many nodes stand above `node`. Ends even if the tree were a ring.
fn depth(register: &Register, node: Ref) -> usize {
    let parent = |r: Ref| register.node(r).and_then(|node| node.place).map(|place| place.parent);
    std::iter::successors(parent(node), |r| parent(*r)).take(register.tables.nodes.len()).count()
}

/// Kinds so that each comes after those it refers to, except where kinds refer to themselves or each other.
const ORDER: [Kind; 21] = [
    Kind::Municipality,
    Kind::Plan,
    Kind::Partner,
    Kind::Contact,
    Kind::Programme,
    Kind::Principle,
    Kind::Node,
    Kind::Indicator,
    Kind::Measurement,
    Kind::Goal,
    Kind::Evaluation,
    Kind::Instrument,
    Kind::Agreement,
    Kind::Action,
    Kind::ProgressNote,
    Kind::Candidate,
    Kind::Hotspot,
    Kind::Signal,
    Kind::MeetingSeries,
    Kind::Meeting,
    Kind::Decision,
];

/// `refs` by `ORDER`, nodes each after the one above it in `register`.
fn in_order(mut refs: Vec<Ref>, register: &Register) -> Vec<Ref> {
    let nodes: BTreeSet<Ref> = refs.iter().copied().filter(|r| r.kind == Kind::Node).collect();
    let is_top = |r: &&Ref| {
        let parent = register.node(**r).and_then(|node| node.place).map(|place| place.parent);
        parent.is_none_or(|parent| !nodes.contains(&parent))
    };
    let mut todo: VecDeque<Ref> = nodes.iter().filter(is_top).copied().collect();
    let mut turn: HashMap<Ref, usize> = HashMap::new();
    while let Some(node) = todo.pop_front() {
        turn.insert(node, turn.len());
        todo.extend(register.children(node).map(Record::reference).filter(|r| nodes.contains(r)));
    }
    refs.sort_by_cached_key(|r| {
        let kind = ORDER.iter().position(|kind| *kind == r.kind);
        (kind, turn.get(r).copied().unwrap_or_default(), r.num)
    });
    refs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::apply::fits;
    use crate::model::value::Shape;

    #[test]
    fn every_kind_has_its_turn_after_those_it_refers_to() {
        let turn = |kind: Kind| ORDER.iter().position(|other| *other == kind).unwrap();
        for kind in Kind::ALL {
            let refers = |shape| matches!(shape, Shape::Ref | Shape::Refs | Shape::Place);
            for spec in kind.fields().iter().filter(|spec| refers(spec.shape)) {
                // Within a kind there is no order, and a decision may be about anything.
                for to in Kind::ALL.iter().filter(|to| fits(spec.field, **to) && *to != kind) {
                    assert!(turn(*to) < turn(*kind), "{} {} {}", kind.word(), spec.field, to.word());
                }
            }
        }
    }
}
