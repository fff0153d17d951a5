//! What somebody proposes who sees the veiled register, made into what it means for the whole one.
//!
//! Owns the numbers that new items get, the hidden references that a changed list keeps, and the refusal to destroy
//! unseen what is hidden. Everything else is refused by the veiled register itself, in its own words: so a hidden item
//! that is named is answered as one that does not exist.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Gone, Veil, may_be_hidden};
use crate::model::apply::{Conflict, apply_revocably, revoke};
use crate::model::change::{Change, Draft, Label, Verb};
use crate::model::id::{Ref, Stamp};
use crate::model::record::{Field, Item, Kind};
use crate::model::redirect;
use crate::model::register::Register;
use crate::model::value::{Place, Value};

/// The numbers that are given out in place of those in a draft.
type Numbers = HashMap<Ref, Ref>;

impl Veil {
    /// Makes a draft that was made on the veiled register into one for `whole`, which is in step with it.
    ///
    /// New items get the next free numbers there, throughout the draft; only an undo or redo brings an item back under
    /// the number it had, when that was seen. Lists keep the hidden references in them, each behind the one it stands
    /// behind now. A single reference that is hidden, and so seems empty, is replaced when the draft sets it.
    ///
    /// The veil is as before when this returns.
    ///
    /// # Errors
    /// The conflict of the draft with the veiled register. `Withheld` when an item is to be removed to which something
    /// hidden refers, or the draft touches the remarks of a contact that are confidential.
    pub fn lift(&mut self, whole: &Register, draft: Draft) -> Result<Draft, Conflict> {
        let numbers = self.numbers(whole, &draft);
        let draft = if numbers.is_empty() { draft } else { renumbered(draft, &numbers) };
        self.try_out(&draft.changes).map_err(|conflict| as_proposed(conflict, &numbers))?;
        let mut lifting = Lifting { veil: self, whole, now: HashMap::new() };
        let changes =
            draft.changes.into_iter().map(|change| lifting.lift(change)).collect::<Result<_, _>>()?;
        Ok(Draft { label: draft.label, changes })
    }

    fn numbers(&self, whole: &Register, draft: &Draft) -> Numbers {
        let returns = matches!(draft.label.verb, Verb::Undo | Verb::Redo);
        let mut next: BTreeMap<Kind, u32> = BTreeMap::new();
        let mut removed = HashSet::new();
        let mut numbers = Numbers::new();
        for change in &draft.changes {
            let r = change.target();
            match change {
                Change::Remove(_) => {
                    removed.insert(r);
                }
                Change::Insert(_) if removed.contains(&r) || returns && self.may_return(whole, r) => {}
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
            return Numbers::new();
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
        numbers
    }

    /// Whether `r` may come back under its number. Its past comes back with it, so all of that must have been seen.
    fn may_return(&self, whole: &Register, r: Ref) -> bool {
        let seen = match self.gone.get(&r) {
            Some(gone) => *gone == Gone::Seen,
            None => !may_be_hidden(r.kind) && r.kind != Kind::Contact,
        };
        seen && whole.get(r).is_none() && r.num <= whole.tables.highest(r.kind)
    }

    /// Whether the veiled register takes `changes`; it is left as it was, the numbers it has given out included.
    fn try_out(&mut self, changes: &[Change]) -> Result<(), Conflict> {
        let numbers: Vec<(Kind, u32)> =
            Kind::ALL.iter().map(|kind| (*kind, self.register.tables.highest(*kind))).collect();
        let outcome = apply_revocably(&mut self.register, changes, Stamp::default());
        if let Ok(touched) = &outcome {
            revoke(&mut self.register, changes, touched);
        }
        numbers.into_iter().for_each(|(kind, num)| self.register.tables.take_numbers_back(kind, num));
        outcome.map(|_| ())
    }
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

fn renumbered(draft: Draft, numbers: &Numbers) -> Draft {
    let new = |r: Ref| numbers.get(&r).copied().unwrap_or(r);
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
fn as_proposed(conflict: Conflict, numbers: &Numbers) -> Conflict {
    let old = |r: Ref| numbers.iter().find(|(_, new)| **new == r).map_or(r, |(old, _)| *old);
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
        Conflict::Dangling { from, field, to } => Conflict::Dangling { from: old(from), field, to: old(to) },
        Conflict::Referenced { target, by, count } => {
            Conflict::Referenced { target: old(target), by: by.into_iter().map(old).collect(), count }
        }
        Conflict::Cycle { node, under } => Conflict::Cycle { node: old(node), under: old(under) },
        Conflict::Withheld(r) => Conflict::Withheld(old(r)),
    }
}

/// A draft on its way, change by change; each has been found to fit the veiled register.
struct Lifting<'a> {
    veil: &'a Veil,
    whole: &'a Register,
    /// The items of the whole register that the draft alters, as they are after the changes so far.
    now: HashMap<Ref, Item>,
}

impl Lifting<'_> {
    fn lift(&mut self, change: Change) -> Result<Change, Conflict> {
        let target = change.target();
        Ok(match change {
            Change::Insert(item) => {
                self.now.insert(target, item.clone());
                Change::Insert(item)
            }
            Change::Remove(_) => {
                // Visible items refer to a visible one alike on both sides, so the difference is what hidden ones do.
                let hidden_refer = self.whole.inbound(target) > self.veil.register.inbound(target);
                if hidden_refer || self.has_hidden_note(target) {
                    return Err(Conflict::Withheld(target));
                }
                let known = self.now.remove(&target).or_else(|| self.whole.tables.item(target));
                Change::Remove(known.ok_or(Conflict::Missing(target))?)
            }
            Change::Set { field, before, after, .. } => {
                let about_note = matches!(field, Field::note | Field::confidential);
                if about_note && self.has_hidden_note(target) {
                    return Err(Conflict::Withheld(target));
                }
                let hidden = &self.veil.hidden;
                let item = altered(&mut self.now, self.whole, target)?;
                let full = item.record().get(field).unwrap_or(Value::Null);
                let (before, after) = match regained(target.kind, field, &full, &after, hidden) {
                    // What seemed to become nothing was nothing already: the hidden reference stays.
                    Some(_) if before == after => (full.clone(), full),
                    Some(regained) => (full, regained),
                    None => (before, after),
                };
                // The veiled register has taken the value, and it differs in references only.
                let _ = item.record_mut().set(field, &after);
                Change::Set { target, field, before, after }
            }
            Change::Move { before, after, .. } => {
                let item = altered(&mut self.now, self.whole, target)?;
                let _ = item.record_mut().set(Field::place, &Value::Text(after.to_string()));
                Change::Move { target, before, after }
            }
        })
    }

    fn has_hidden_note(&self, target: Ref) -> bool {
        self.whole.contact(target).is_some_and(|contact| contact.confidential)
    }
}

fn altered<'a>(
    now: &'a mut HashMap<Ref, Item>,
    whole: &Register,
    target: Ref,
) -> Result<&'a mut Item, Conflict> {
    if !now.contains_key(&target)
        && let Some(item) = whole.tables.item(target)
    {
        now.insert(target, item);
    }
    now.get_mut(&target).ok_or(Conflict::Missing(target))
}

/// `after`, to which a field is set that has the value `full`, with the hidden references of that; `None` when it has none.
fn regained(kind: Kind, field: Field, full: &Value, after: &Value, hidden: &HashSet<Ref>) -> Option<Value> {
    let refs = |value: &Value| {
        let mut found = Vec::new();
        redirect::refs_in(kind, field, value, &mut |r| found.push(r));
        found
    };
    let full_refs = refs(full);
    if !full_refs.iter().any(|r| hidden.contains(r)) {
        return None;
    }
    if !matches!(full, Value::Texts(_)) {
        return Some(after.clone());
    }
    let mut list = refs(after);
    // Behind the nearest one before it that is still there; in front when there is none.
    let mut at = 0;
    for r in full_refs {
        if hidden.contains(&r) {
            list.insert(at, r);
            at += 1;
        } else if let Some(place) = list.iter().position(|kept| *kept == r) {
            at = place + 1;
        }
    }
    Some(Value::Texts(list.iter().map(Ref::to_string).collect()))
}
