//! What somebody proposes who sees the veiled register, made into what it means for the whole one.
//!
//! Owns which items come back under their numbers, the hidden references that a changed list keeps, and the refusal to destroy
//! unseen what is hidden. Everything else is refused by the veiled register itself, in its own words: so a hidden item
//! that is named is answered as one that does not exist.

use std::collections::{HashMap, HashSet};

use super::{Gone, Veil, goes_with_mark, may_be_hidden};
use crate::model::apply::{Conflict, apply_revocably, revoke};
use crate::model::change::{Change, Draft};
use crate::model::id::{Ref, Stamp};
use crate::model::record::{Field, Item, Kind};
use crate::model::redirect;
use crate::model::register::Register;
use crate::model::renumber::Numbers;
use crate::model::value::Value;

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
        let numbers = Numbers::of(whole, &draft, &|r| self.may_return(whole, r));
        let draft = numbers.renumber(draft);
        self.try_out(&draft.changes).map_err(|conflict| numbers.as_proposed(conflict))?;
        let mut lifting = Lifting { veil: self, whole, now: HashMap::new() };
        let changes =
            draft.changes.into_iter().map(|change| lifting.lift(change)).collect::<Result<_, _>>()?;
        Ok(Draft { label: draft.label, changes })
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
                let about_note = goes_with_mark(field) || field == Field::confidential;
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
