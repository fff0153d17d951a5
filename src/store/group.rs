//! A group: drafts of several people that are made durable together.
//!
//! Owns the checking of each draft against the register as those before it left it, and the taking back of all of them when
//! the journal does not take them. `keeper` writes in between; an entry alone is a group of one.

use crate::model::apply::{Conflict, Touched, apply_revocably, revoke};
use crate::model::change::{Change, Draft, Entry};
use crate::model::id::{Actor, EntryId, Stamp};
use crate::model::ledger::Unwritten;
use crate::model::record::Item;
use crate::model::register::Register;
use crate::model::value::Value;

use super::journal::NewEntry;

/// A draft that somebody hands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    /// Who.
    pub actor: Actor,
    /// What they propose.
    pub draft: Draft,
    /// The entry that it takes back.
    pub undoes: Option<u64>,
    /// What whoever hands it in knows it by.
    pub id: Option<EntryId>,
    /// The moment.
    pub at: Stamp,
}

impl Submission {
    fn as_entry(&self) -> NewEntry<'_> {
        let Submission { actor, draft: Draft { label, changes }, undoes, id, at } = self;
        NewEntry { at: *at, actor, label, undoes: *undoes, id: *id, erased: &[], changes }
    }

    fn into_entry(self, seq: u64) -> Entry {
        let Submission { actor, draft: Draft { label, changes }, undoes, id, at } = self;
        Entry { seq, id, at, actor, label, undoes, changes }
    }
}

/// What comes of a submission: the entry, nothing for a draft without changes, or why not.
pub type Answer = Result<Option<Entry>, Unwritten>;

/// Who goes along while a group is carried out: fits each draft to the register as those before it left it, and sees what became
/// of it. All of it may still be taken back.
pub trait Companion {
    /// Before submission `which` (from 0) is carried out; may alter it.
    ///
    /// # Errors
    /// Why it is not to be carried out.
    fn before(
        &mut self,
        register: &Register,
        which: usize,
        submission: &mut Submission,
    ) -> Result<(), Unwritten>;

    /// After submission `which` was carried out.
    fn after(&mut self, register: &Register, which: usize, submission: &Submission);

    /// What is told when submission `which` does not fit the register.
    fn refused(&self, which: usize, conflict: Conflict) -> Unwritten;
}

/// Nobody goes along.
impl Companion for () {
    fn before(&mut self, _: &Register, _: usize, _: &mut Submission) -> Result<(), Unwritten> {
        Ok(())
    }

    fn after(&mut self, _: &Register, _: usize, _: &Submission) {}

    fn refused(&self, _: usize, conflict: Conflict) -> Unwritten {
        conflict.into()
    }
}

/// What is known of a submission before the group is durable.
enum Step {
    /// Its answer, whatever becomes of the others.
    Settled(Answer),
    /// Refused by a register on which others of the group had been carried out.
    Refused(Unwritten),
    /// Carried out.
    Applied(Submission, Touched),
}

/// Submissions of which those that apply have been carried out in memory.
pub(super) struct Group(Vec<Step>);

impl Group {
    /// Carries out each of `submissions` that can be; one that is refused leaves the others alone.
    pub(super) fn carry_out(
        register: &mut Register,
        submissions: Vec<Submission>,
        companion: &mut dyn Companion,
    ) -> Group {
        let mut steps = Vec::with_capacity(submissions.len());
        let mut alone = true;
        for (which, mut submission) in submissions.into_iter().enumerate() {
            // The moment as the journal writes it, so that memory and a replay agree.
            submission.at = submission.at.within_calendar();
            let fits = companion.before(register, which, &mut submission);
            let done = fits.and_then(|()| {
                carry_out(register, &submission).map_err(|conflict| companion.refused(which, conflict))
            });
            let step = match done {
                Ok(None) => Step::Settled(Ok(None)),
                Ok(Some(touched)) => {
                    alone = false;
                    companion.after(register, which, &submission);
                    Step::Applied(submission, touched)
                }
                Err(why) if alone => Step::Settled(Err(why)),
                Err(why) => Step::Refused(why),
            };
            steps.push(step);
        }
        Group(steps)
    }

    /// Those that were carried out, in order.
    pub(super) fn applied(&self) -> impl Iterator<Item = &Submission> {
        self.0.iter().filter_map(|step| match step {
            Step::Applied(submission, _) => Some(submission),
            Step::Settled(_) | Step::Refused(_) => None,
        })
    }

    /// The entries to be written, in order.
    pub(super) fn entries(&self) -> Vec<NewEntry<'_>> {
        self.applied().map(Submission::as_entry).collect()
    }

    /// The answers once the entries are durable, `first` being the number of the first of them.
    pub(super) fn written(self, first: u64) -> Vec<Answer> {
        let mut next = first;
        let answer = |step| match step {
            Step::Settled(answer) => answer,
            Step::Refused(why) => Err(why),
            Step::Applied(submission, _) => {
                let seq = next;
                next += 1;
                Ok(Some(submission.into_entry(seq)))
            }
        };
        self.0.into_iter().map(answer).collect()
    }

    /// Takes everything back, the last first, as `why` kept it from being written; yields the answers.
    ///
    /// Who was refused on account of others of the group is told `why` too: what stood in the way has never been.
    pub(super) fn take_back(self, register: &mut Register, why: &Unwritten) -> Vec<Answer> {
        for step in self.0.iter().rev() {
            if let Step::Applied(submission, touched) = step {
                revoke(register, &submission.draft.changes, touched);
            }
        }
        let answer = |step| match step {
            Step::Settled(answer) => answer,
            Step::Refused(_) | Step::Applied(..) => Err(why.clone()),
        };
        self.0.into_iter().map(answer).collect()
    }
}

/// Carries out one submission; `None` when it has no changes.
fn carry_out(register: &mut Register, submission: &Submission) -> Result<Option<Touched>, Conflict> {
    let changes = &submission.draft.changes;
    if changes.is_empty() {
        return Ok(None);
    }
    changes.iter().try_for_each(check_faithful)?;
    apply_revocably(register, changes, submission.at).map(Some)
}

/// Whether an item would read back from the journal as it is: a value out of its field's range, put in place by code
/// rather than through the field table, would make a line that can be written and never read.
fn check_faithful(change: &Change) -> Result<(), Conflict> {
    let (Change::Insert(item) | Change::Remove(item)) = change else { return Ok(()) };
    let record = item.record();
    let target = record.reference();
    let mut scratch = Item::empty(target);
    let scratch = scratch.record_mut();
    for spec in record.fields().iter().filter(|spec| !record.is_absent(spec.field)) {
        let value = record.get(spec.field).unwrap_or(Value::Null);
        if scratch.set(spec.field, &value).is_err() || scratch.get(spec.field).as_ref() != Some(&value) {
            return Err(Conflict::BadValue { target, field: spec.field, value });
        }
    }
    Ok(())
}
