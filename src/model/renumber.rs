//! Numbers for the items that a draft adds, given by whoever holds the whole register.
//!
//! Owns which items of a draft are new, and the draft and its conflicts in other numbers. Two people who add something at the
//! same moment both propose the next free number; the server (and the veil, where numbers may be hidden) gives each its own.
//! So a number that somebody made up is never taken over either, and the numbers cannot run out by one that is too high.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::apply::Conflict;
use super::change::{Change, Draft, Label, Verb};
use super::id::Ref;
use super::record::{Field, Item, Kind};
use super::redirect;
use super::register::Register;
use super::value::{Place, Shape, Value};

/// The numbers that are given out in place of those in a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers(HashMap<Ref, Ref>);

impl Numbers {
    /// Those for the new items of `draft` on `whole`: the next free ones there. An item that the draft itself removes first
    /// keeps its number; with an undo or redo so does one that `may_return` under the number it had.
    pub fn of(whole: &Register, draft: &Draft, may_return: &dyn Fn(Ref) -> bool) -> Numbers {
        let returns = matches!(draft.label.verb, Verb::Undo | Verb::Redo);
        let mut next: BTreeMap<Kind, u32> = BTreeMap::new();
        let mut removed = HashSet::new();
        let mut numbers = HashMap::new();
        for change in &draft.changes {
            let r = change.target();
            match change {
                Change::Remove(_) => {
                    removed.insert(r);
                }
                Change::Insert(_) if removed.contains(&r) || returns && may_return(r) => {}
                // Number 0 is refused for what it is.
                Change::Insert(_) if r.num > 0 && !numbers.contains_key(&r) => {
                    let num = next.entry(r.kind).or_insert_with(|| whole.tables.highest(r.kind));
                    *num = num.saturating_add(1);
                    numbers.insert(r, Ref::new(r.kind, *num));
                }
                _ => {}
            }
        }
        if numbers.iter().all(|(from, to)| from == to) {
            return Numbers::default();
        }
        // What the draft names under one of those numbers is not the new item, and must not come to be.
        let new: HashSet<Ref> = numbers.values().copied().collect();
        let mut nowhere = u32::MAX;
        for change in &draft.changes {
            each_ref(change, &mut |r| {
                if new.contains(&r) && !numbers.contains_key(&r) {
                    numbers.insert(r, Ref::new(r.kind, nowhere));
                    nowhere -= 1;
                }
            });
        }
        Numbers(numbers)
    }

    /// Those for somebody who sees all of `whole`: an undo or redo brings items back under the number they had.
    pub fn of_all_seen(whole: &Register, draft: &Draft) -> Numbers {
        let was_there = |r: Ref| whole.get(r).is_none() && r.num <= whole.tables.highest(r.kind);
        Numbers::of(whole, draft, &was_there)
    }

    /// `draft` in these numbers, throughout.
    pub fn renumber(&self, draft: Draft) -> Draft {
        if self.0.is_empty() {
            return draft;
        }
        let new = |r: Ref| self.0.get(&r).copied().unwrap_or(r);
        let to = |r: Ref| Some(new(r));
        let whole_item = |item: Item| {
            let r = item.record().reference();
            let mut item = redirect::item(&item, &to).unwrap_or(item);
            item.renumber(new(r).num);
            item
        };
        let changes = draft.changes.into_iter().map(|change| match change {
            Change::Insert(item) => Change::Insert(whole_item(item)),
            Change::Remove(item) => Change::Remove(whole_item(item)),
            Change::Set { target, field, before, after } => {
                let value = |old: Value| redirect::value(target.kind, field, &old, &to).unwrap_or(old);
                Change::Set { target: new(target), field, before: value(before), after: value(after) }
            }
            Change::Move { target, before, after } => {
                let place = |old: Place| Place { parent: new(old.parent), ..old };
                Change::Move { target: new(target), before: place(before), after: place(after) }
            }
        });
        let label = Label { subject: draft.label.subject.map(new), ..draft.label };
        Draft { changes: changes.collect(), label }
    }

    /// `conflict` in the numbers of the one who proposed: those of the whole register would tell how far they have come.
    pub fn as_proposed(&self, conflict: Conflict) -> Conflict {
        if self.0.is_empty() {
            return conflict;
        }
        let old = |r: Ref| self.0.iter().find(|(_, new)| **new == r).map_or(r, |(old, _)| *old);
        let back = |kind: Kind, field: Field, value: Value| {
            redirect::value(kind, field, &value, &|r| Some(old(r))).unwrap_or(value)
        };
        match conflict {
            Conflict::Taken(r) => Conflict::Taken(old(r)),
            Conflict::Missing(r) => Conflict::Missing(old(r)),
            Conflict::Changed { target, field, expected, found } => Conflict::Changed {
                target: old(target),
                field,
                expected: back(target.kind, field, expected),
                found: back(target.kind, field, found),
            },
            Conflict::BadValue { target, field, value } => {
                Conflict::BadValue { target: old(target), field, value: back(target.kind, field, value) }
            }
            Conflict::Dangling { from, field, to } => {
                Conflict::Dangling { from: old(from), field, to: old(to) }
            }
            Conflict::Referenced { target, by, count } => {
                Conflict::Referenced { target: old(target), by: by.into_iter().map(old).collect(), count }
            }
            Conflict::Cycle { node, under } => Conflict::Cycle { node: old(node), under: old(under) },
            Conflict::Withheld(r) => Conflict::Withheld(old(r)),
            Conflict::SameAccount { target, holder, account } => {
                Conflict::SameAccount { target: old(target), holder: old(holder), account }
            }
            Conflict::Reserved { target, field } => Conflict::Reserved { target: old(target), field },
        }
    }
}

/// Whether `later` wishes again what `earlier` did: what is new may have other numbers and places among its siblings, moments
/// differ, and what `earlier` set and is so by now may be missing.
pub fn repeats(later: &Draft, earlier: &Draft) -> bool {
    let new = |draft: &Draft| -> Vec<Ref> {
        let inserts = draft.changes.iter().filter(|change| matches!(change, Change::Insert(_)));
        inserts.map(Change::target).collect()
    };
    let (are, were) = (new(later), new(earlier));
    if later.changes.is_empty() || are.len() != were.len() {
        return false;
    }
    let numbers = Numbers(are.into_iter().zip(were).filter(|(is, was)| is != was).collect());
    let later = numbers.renumber(later.clone());
    let mut before = earlier.changes.iter();
    later.label == earlier.label
        && later.changes.iter().all(|change| before.any(|earlier| is_same(change, earlier)))
}

/// Whether two changes do the same, wherever among its siblings and whenever.
fn is_same(one: &Change, other: &Change) -> bool {
    let (Change::Insert(one), Change::Insert(other)) = (one, other) else { return one == other };
    let (one, other) = (one.record(), other.record());
    let parent = |value: Option<Value>| match value {
        Some(Value::Text(place)) => place.parse::<Place>().ok().map(|place| place.parent),
        _ => None,
    };
    one.reference() == other.reference()
        && one.fields().iter().all(|spec| {
            let (one, other) = (one.get(spec.field), other.get(spec.field));
            match spec.shape {
                Shape::Moment => true,
                Shape::Place => parent(one) == parent(other),
                _ => one == other,
            }
        })
}

/// Calls `visit` for every reference that a change holds, its target included.
fn each_ref(change: &Change, visit: &mut dyn FnMut(Ref)) {
    let target = change.target();
    visit(target);
    match change {
        Change::Insert(item) | Change::Remove(item) => item.record().visit_refs(&mut |_, r| visit(r)),
        Change::Set { field, before, after, .. } => {
            redirect::refs_in(target.kind, *field, before, visit);
            redirect::refs_in(target.kind, *field, after, visit);
        }
        Change::Move { before, after, .. } => {
            visit(before.parent);
            visit(after.parent);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::action::{Action, ProgressNote};
    use crate::model::apply::apply;
    use crate::model::id::Stamp;

    fn action(num: u32) -> Item {
        Action { num, title: format!("Actie {num}"), ..Action::default() }.into()
    }

    fn titled(num: u32) -> Item {
        Action { num, title: "Schouw".into(), ..Action::default() }.into()
    }

    fn draft(verb: Verb, changes: Vec<Change>) -> Draft {
        let subject = changes.first().map(Change::target);
        Draft { label: Label { verb, subject, title: String::new(), detail: String::new() }, changes }
    }

    fn register() -> Register {
        let mut register = Register::new();
        let added: Vec<Change> = [1, 2, 3].map(action).map(Change::Insert).into();
        apply(&mut register, &added, Stamp(0)).unwrap();
        register
    }

    #[test]
    fn a_number_that_somebody_else_has_got_meanwhile_becomes_the_next_one_throughout() {
        let register = register();
        let about = Some(Ref::new(Kind::Action, 3));
        let note = ProgressNote { num: 1, action: about, ..ProgressNote::default() };
        let proposed = draft(Verb::AddAction, vec![Change::Insert(action(3)), Change::Insert(note.into())]);
        let numbers = Numbers::of_all_seen(&register, &proposed);
        let given = numbers.renumber(proposed);
        let four = Ref::new(Kind::Action, 4);
        assert_eq!(given.label.subject, Some(four));
        let [Change::Insert(_), Change::Insert(Item::ProgressNote(note))] = &given.changes[..] else {
            panic!("{given:?}")
        };
        assert_eq!((given.changes[0].target(), note.action), (four, Some(four)));
        assert_eq!(numbers.as_proposed(Conflict::Taken(four)), Conflict::Taken(Ref::new(Kind::Action, 3)));
        let mut register = register;
        apply(&mut register, &given.changes, Stamp(1)).unwrap();
    }

    #[test]
    fn a_number_from_the_clouds_does_not_use_them_up() {
        let register = register();
        for num in [5, u32::MAX] {
            let proposed = draft(Verb::AddAction, vec![Change::Insert(action(num))]);
            let given = Numbers::of_all_seen(&register, &proposed).renumber(proposed);
            assert_eq!(given.changes[0].target(), Ref::new(Kind::Action, 4));
        }
    }

    #[test]
    fn what_is_wished_again_is_known_by_what_it_says() {
        let note = |num, text: &str, at| {
            let about = Some(Ref::new(Kind::Action, 2));
            let at = Some(Stamp(at));
            Change::Insert(
                ProgressNote { num, title: text.into(), action: about, at, ..Default::default() }.into(),
            )
        };
        let set = |before, after| Change::Set {
            target: Ref::new(Kind::Action, 2),
            field: Field::progress,
            before: Value::Int(before),
            after: Value::Int(after),
        };
        let of = |changes| Draft {
            label: Label {
                verb: Verb::RecordProgress,
                subject: None,
                title: String::new(),
                detail: String::new(),
            },
            changes,
        };
        let earlier = of(vec![set(0, 40), note(1, "begonnen", 5)]);
        assert!(repeats(&earlier, &earlier));
        // The first has been recorded: it is so far already, and its note has the number.
        assert!(repeats(&of(vec![note(2, "begonnen", 9)]), &earlier));
        for other in [
            vec![note(1, "klaar", 5)],
            vec![set(0, 40)],
            vec![set(0, 40), note(1, "begonnen", 5), note(2, "begonnen", 5)],
            vec![set(20, 40), note(1, "begonnen", 5)],
            vec![],
        ] {
            assert!(!repeats(&of(other.clone()), &earlier), "{other:?}");
        }
        let mut other = earlier.clone();
        other.label.verb = Verb::SetField;
        assert!(!repeats(&other, &earlier));
        // The number stands in the label too.
        let new = |num| draft(Verb::AddAction, vec![Change::Insert(titled(num))]);
        assert!(repeats(&new(5), &new(4)));
    }

    #[test]
    fn what_was_removed_comes_back_under_its_number_by_undo_only() {
        let mut register = register();
        let there = register.tables().item(Ref::new(Kind::Action, 2)).unwrap();
        apply(&mut register, &[Change::Remove(there)], Stamp(1)).unwrap();
        let given = |verb, num| {
            let proposed = draft(verb, vec![Change::Insert(action(num))]);
            Numbers::of_all_seen(&register, &proposed).renumber(proposed).changes[0].target().num
        };
        assert_eq!((given(Verb::Undo, 2), given(Verb::AddAction, 2)), (2, 4));
        assert_eq!((given(Verb::Redo, 3), given(Verb::Undo, 9)), (4, 4), "taken, and never there");
    }
}
