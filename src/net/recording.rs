//! Recording what several people want at the same moment, each by what they may see.
//!
//! Owns what a wish is, which ones are refused before they reach the register, the fitting of each to the register as those before it
//! left it, and what each entry is to those who are not cleared. `server` gathers the wishes and tells what became of them.

use super::veiled::Veiled;
use crate::model::apply::Conflict;
use crate::model::change::{Change, Draft, Entry, Label, Verb, inverse};
use crate::model::id::{Actor, EntryId, Ref, Stamp};
use crate::model::ledger::{Ledger, ReadOnly, Unwritten};
use crate::model::record::{Field, Item, Kind};
use crate::model::register::Register;
use crate::model::renumber::Numbers;
use crate::model::veil::Anew;
use crate::store::{Answer, Companion, Keeper, Submission};

/// What somebody wants recorded.
pub struct Wish {
    /// Who.
    pub actor: Actor,
    /// They see what is confidential.
    pub cleared: bool,
    /// They are an administrator.
    pub admin: bool,
    /// What.
    pub draft: Draft,
    /// The entry that it takes back.
    pub undoes: Option<u64>,
    /// What they know it by.
    pub id: Option<EntryId>,
}

/// What became of a wish.
pub struct Outcome {
    /// The entry, nothing for a wish without changes, or why not.
    pub answer: Answer,
    /// What those not cleared see of the entry; `None` when there is no veil, or no entry.
    pub seen: Option<Result<Vec<Change>, Anew>>,
}

/// Records `wishes` together at moment `at`; what became of each, in the same order. When the disk refuses, a `veiled` that saw what
/// was then taken back is let go of.
pub fn record(
    keeper: &mut Keeper,
    veiled: &mut Option<Veiled>,
    wishes: Vec<Wish>,
    at: Stamp,
) -> Vec<Outcome> {
    let mut outcomes: Vec<Option<Outcome>> = Vec::with_capacity(wishes.len());
    let (mut cleared, mut submissions) = (Vec::new(), Vec::new());
    for wish in wishes {
        match check(keeper, veiled.as_ref(), &wish) {
            Ok(()) => {
                let Wish { actor, draft, undoes, id, .. } = wish;
                cleared.push(wish.cleared);
                submissions.push(Submission { actor, draft, undoes, id, at });
                outcomes.push(None);
            }
            Err(why) => outcomes.push(Some(Outcome { answer: Err(why), seen: None })),
        }
    }
    let before = keeper.head();
    let (numbers, seen) = (vec![Numbers::default(); cleared.len()], cleared.iter().map(|_| None).collect());
    let mut fitting = Fitting { cleared, numbers, seen, veiled: veiled.as_mut() };
    let answers = keeper.append_with(submissions, &mut fitting);
    let seen = fitting.seen;
    if keeper.head() == before && seen.iter().any(Option::is_some) {
        *veiled = None;
    }
    let mut done = answers.into_iter().zip(seen).map(|(answer, seen)| Outcome { answer, seen });
    let none = || Outcome { answer: Ok(None), seen: None };
    outcomes.into_iter().map(|known| known.or_else(|| done.next()).unwrap_or_else(none)).collect()
}

/// Whether a wish is what it says, and its author may have it. What is said to take back an entry takes back just that: an
/// own one, of which everything is seen, as nobody undoes what they cannot know of.
fn check(keeper: &Keeper, veiled: Option<&Veiled>, wish: &Wish) -> Result<(), Unwritten> {
    if let Some((target, field)) = wish.draft.changes.iter().find_map(|change| reserved(change, wish)) {
        return Err(Conflict::Reserved { target, field }.into());
    }
    // Only the program itself records these, with what belongs to them; the journal's reader believes what they say.
    if let verb @ (Verb::Erase | Verb::Repair) = wish.draft.label.verb {
        return Err(Unwritten::Failed(format!("label {verb:?}")));
    }
    let takes_back = matches!(wish.draft.label.verb, Verb::Undo | Verb::Redo);
    let dishonest = || Unwritten::Failed(format!("undo {:?}", wish.undoes));
    let Some(undone) = wish.undoes else {
        return if takes_back { Err(dishonest()) } else { Ok(()) };
    };
    if let Some(by) = keeper.erased_by(undone)?.filter(|_| takes_back) {
        return Err(Unwritten::Erased { seq: undone, by });
    }
    let entry = keeper.entry(undone)?.filter(|entry| takes_back && entry.actor == wish.actor);
    let entry = entry.ok_or_else(dishonest)?;
    if !wish.cleared {
        let veiled = veiled.ok_or(Unwritten::ReadOnly(ReadOnly::Viewer))?;
        let target = wish.draft.changes.first().map(Change::target);
        let whole = entry.clone();
        let left = veiled.entry(whole).ok_or_else(dishonest)?;
        if left.changes != entry.changes {
            return Err(target.map_or_else(dishonest, |target| Conflict::Withheld(target).into()));
        }
    }
    if inverse(&entry.changes) == wish.draft.changes { Ok(()) } else { Err(dishonest()) }
}

/// What only an administrator may alter, of what a change alters: who is seen to have done something. That is which account is
/// whose, and whose a note is, unless it is one's own or comes back by undoing.
fn reserved(change: &Change, wish: &Wish) -> Option<(Ref, Field)> {
    let field = match change {
        Change::Insert(Item::Contact(contact)) | Change::Remove(Item::Contact(contact)) => {
            Some(Field::account).filter(|_| !contact.account.as_str().is_empty())
        }
        Change::Insert(Item::ProgressNote(note)) if wish.undoes.is_none() => {
            Some(Field::by).filter(|_| !note.by.is_empty() && note.by != wish.actor.0)
        }
        Change::Set { target, field: Field::by, .. } if target.kind == Kind::ProgressNote => Some(Field::by),
        Change::Set { field: Field::account, .. } => Some(Field::account),
        Change::Insert(_) | Change::Remove(_) | Change::Set { .. } | Change::Move { .. } => None,
    };
    field.filter(|_| !wish.admin).map(|field| (change.target(), field))
}

/// Fits each draft to the register, and lets the veil follow.
struct Fitting<'a> {
    cleared: Vec<bool>,
    numbers: Vec<Numbers>,
    seen: Vec<Option<Result<Vec<Change>, Anew>>>,
    veiled: Option<&'a mut Veiled>,
}

impl Companion for Fitting<'_> {
    fn before(
        &mut self,
        register: &Register,
        which: usize,
        submission: &mut Submission,
    ) -> Result<(), Unwritten> {
        let empty = Draft { label: submission.draft.label.clone(), changes: Vec::new() };
        let draft = std::mem::replace(&mut submission.draft, empty);
        submission.draft = if self.cleared[which] {
            let numbers = Numbers::of_all_seen(register, &draft);
            let draft = numbers.renumber(draft);
            self.numbers[which] = numbers;
            draft
        } else {
            let veiled = self.veiled.as_deref_mut().ok_or(Unwritten::ReadOnly(ReadOnly::Viewer))?;
            veiled.lift(register, draft)?
        };
        Ok(())
    }

    fn after(&mut self, register: &Register, which: usize, submission: &Submission) {
        let Submission { draft, at, .. } = submission;
        self.seen[which] = self.veiled.as_mut().map(|veiled| veiled.absorb(register, &draft.changes, *at));
    }

    fn refused(&self, which: usize, conflict: Conflict) -> Unwritten {
        if self.cleared[which] {
            return self.numbers[which].as_proposed(conflict).into();
        }
        // The veil took it: what is in its way cannot be named.
        let target = match conflict {
            Conflict::Taken(r) | Conflict::Missing(r) | Conflict::Withheld(r) => r,
            Conflict::Changed { target, .. }
            | Conflict::BadValue { target, .. }
            | Conflict::Dangling { from: target, .. }
            | Conflict::Referenced { target, .. }
            | Conflict::SameAccount { target, .. }
            | Conflict::Reserved { target, .. }
            | Conflict::Cycle { node: target, .. } => target,
        };
        Conflict::Withheld(target).into()
    }
}

/// The entry of an outcome as those not cleared are told of it.
pub fn told(veiled: &Veiled, entry: &Entry, seen: Vec<Change>) -> Option<Entry> {
    (!seen.is_empty()).then(|| veiled.told(entry, seen))
}

/// The answer of an outcome as its author hears it who is not cleared. When the veil did not follow the entry, they hear that it is there
/// and nothing of what is in it.
pub fn seen_of(outcome: &Outcome, veiled: Option<&Veiled>) -> Answer {
    let Ok(Some(entry)) = &outcome.answer else { return outcome.answer.clone() };
    Ok(match (&outcome.seen, veiled) {
        (Some(Ok(seen)), Some(veiled)) => told(veiled, entry, seen.clone()),
        _ => {
            let label =
                Label { subject: None, title: String::new(), detail: String::new(), ..entry.label.clone() };
            Some(Entry { label, changes: Vec::new(), actor: entry.actor.clone(), ..*entry })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Value;

    #[test]
    fn an_entry_that_no_veil_followed_is_told_without_what_is_in_it() {
        let target = Ref::new(Kind::Action, 1);
        let value = |text: &str| Value::Text(text.to_owned());
        let (before, after) = (value("Schouw"), value("Verborgen"));
        let changes = vec![Change::Set { target, field: Field::title, before, after }];
        let label = Label {
            verb: Verb::SetField,
            subject: Some(target),
            title: "Verborgen".to_owned(),
            detail: "Verborgen".to_owned(),
        };
        let actor = Actor("k.smit".to_owned());
        let entry = Entry { seq: 7, at: Stamp(0), actor, id: None, label, changes, undoes: None };
        for seen in [None, Some(Err(Anew)), Some(Ok(entry.changes.clone()))] {
            let told = seen_of(&Outcome { answer: Ok(Some(entry.clone())), seen }, None).unwrap().unwrap();
            assert_eq!((told.seq, &told.actor), (7, &entry.actor));
            assert!(!format!("{told:?}").contains("Verborgen"), "{told:?}");
        }
    }
}
