//! One verb over several items as one entry, and so as one undo.
//!
//! Owns putting the drafts of the single items together. What is already so is passed over; anything else that is
//! refused refuses the whole.

use std::collections::HashMap;

use super::change::{Change, Draft, Label};
use super::id::Ref;
use super::operation::{Proposed, Refusal};
use super::record::Kind;

/// Stands in a label for a detail that differs from item to item.
pub const VARIOUS: &str = "*";

/// How many references stand in the label of such an entry before it only counts the rest.
const NAMED: usize = 5;

/// The entry for several items.
#[derive(Clone, Debug, PartialEq)]
pub struct Bulk {
    /// What to append; without changes when nothing is to be done for any of them.
    pub draft: Draft,
    /// How many of the items change.
    pub changed: usize,
    /// The items for which it is already so.
    pub passed_over: Vec<Ref>,
}

/// Why it is refused: at which item, and what was said there.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The item.
    pub target: Ref,
    /// Why.
    pub refusal: Refusal,
}

/// Whether a refusal says that nothing is left to do.
fn is_so_already(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::AlreadyDone(_) | Refusal::StillOpen(_))
}

/// Carries `verb` out on each of `targets` (none twice, all different items) and joins the outcomes in that order. For a
/// single target it is the verb's own draft.
///
/// # Errors
/// The first refusal that is more than "it is so already"; that one too when it is all that is said.
pub fn bulk(targets: &[Ref], mut verb: impl FnMut(Ref) -> Proposed) -> Result<Option<Bulk>, Refused> {
    if let [target] = targets {
        let refused = |refusal| Refused { target: *target, refusal };
        let draft = verb(*target).map_err(refused)?;
        let changed = usize::from(!draft.changes.is_empty());
        return Ok(Some(Bulk { draft, changed, passed_over: Vec::new() }));
    }
    let mut joined: Option<Draft> = None;
    let mut inserted: HashMap<Kind, u32> = HashMap::new();
    let (mut changed, mut passed_over) = (Vec::new(), Vec::new());
    let mut first_passed = None;
    for target in targets.iter().copied() {
        let draft = match verb(target) {
            Ok(draft) => draft,
            Err(refusal) if is_so_already(&refusal) => {
                first_passed.get_or_insert(Refused { target, refusal });
                passed_over.push(target);
                continue;
            }
            Err(refusal) => return Err(Refused { target, refusal }),
        };
        if draft.changes.is_empty() {
            passed_over.push(target);
        } else {
            changed.push(target);
        }
        let mut changes = draft.changes;
        for change in &mut changes {
            // Each draft took the next free number without knowing of the others.
            if let Change::Insert(item) = change {
                let r = item.record().reference();
                let before = inserted.entry(r.kind).or_default();
                item.renumber(r.num + *before);
                *before += 1;
            }
        }
        match &mut joined {
            // The label says what was done to those that changed; nothing of what only some have.
            Some(joined) if !joined.changes.is_empty() => {
                if !changes.is_empty() && joined.label.detail != draft.label.detail {
                    joined.label.detail = VARIOUS.to_owned();
                }
                joined.changes.extend(changes);
            }
            Some(joined) => *joined = Draft { label: draft.label, changes },
            None => joined = Some(Draft { label: draft.label, changes }),
        }
    }
    if let (None, Some(refused)) = (&joined, first_passed) {
        return Err(refused);
    }
    Ok(joined.map(|joined| {
        let label = Label { subject: None, title: named(&changed), ..joined.label };
        Bulk { draft: Draft { label, changes: joined.changes }, changed: changed.len(), passed_over }
    }))
}

/// The items by reference: `A-1, A-5, A-9, A-12, A-13, +7`.
pub(super) fn named(items: &[Ref]) -> String {
    let mut names: Vec<String> = items.iter().take(NAMED).map(Ref::to_string).collect();
    if items.len() > NAMED {
        names.push(format!("+{}", items.len() - NAMED));
    }
    names.join(", ")
}

/// Whether a label's title lists items as `named` does.
pub(super) fn names_items(title: &str) -> bool {
    let mut names = title.split(", ").peekable();
    let is_rest = |name: &str| name.strip_prefix('+').is_some_and(|rest| rest.parse::<usize>().is_ok());
    let first = names.peek().is_some_and(|name| !is_rest(name));
    first && names.all(|name| name.parse::<Ref>().is_ok() || is_rest(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::action::Action;
    use crate::model::apply::apply;
    use crate::model::change::inverse;
    use crate::model::id::{Actor, Day, Stamp};
    use crate::model::kinds::ActionState;
    use crate::model::operation::{Circumstances, complete_action, drop_action, record_progress};
    use crate::model::record::Item;
    use crate::model::register::Register;

    fn register(count: u32) -> Register {
        let mut register = Register::new();
        for num in 1..=count {
            register.load(Item::Action(Action { num, title: format!("Actie {num}"), ..Action::default() }));
        }
        register
    }

    fn now() -> Circumstances {
        Circumstances {
            at: Stamp(1_795_165_200_000),
            today: Day::new(2026, 11, 20).unwrap(),
            actor: Actor("m.bakker".into()),
        }
    }

    fn refs(nums: impl IntoIterator<Item = u32>) -> Vec<Ref> {
        nums.into_iter().map(|num| Ref::new(Kind::Action, num)).collect()
    }

    #[test]
    fn several_items_become_one_entry_that_is_taken_back_whole() {
        let mut register = register(8);
        let before = register.rebuilt();
        let targets = refs(1..=7);
        let bulk = bulk(&targets, |r| record_progress(&register, &now(), r, 40, None, "besproken"))
            .unwrap()
            .unwrap();
        assert_eq!(bulk.changed, 7);
        assert_eq!(bulk.draft.label.title, "A-1, A-2, A-3, A-4, A-5, +2");
        apply(&mut register, &bulk.draft.changes, now().at).unwrap();
        for r in &targets {
            assert_eq!(register.notes_of(*r).count(), 1, "{r} has a note of its own");
        }
        apply(&mut register, &inverse(&bulk.draft.changes), now().at).unwrap();
        assert!(register.same_content(&before));
    }

    #[test]
    fn what_is_so_already_is_passed_over_and_said_when_it_is_all() {
        let mut register = register(3);
        let done = complete_action(&register, &now(), Ref::new(Kind::Action, 2), None).unwrap();
        apply(&mut register, &done.changes, now().at).unwrap();
        let all = bulk(&refs(1..=3), |r| complete_action(&register, &now(), r, None)).unwrap().unwrap();
        assert_eq!((all.changed, all.passed_over), (2, refs([2])));
        let two = bulk(&refs([2, 2]), |r| complete_action(&register, &now(), r, None));
        let target = Ref::new(Kind::Action, 2);
        assert_eq!(two, Err(Refused { target, refusal: Refusal::AlreadyDone(target) }));
    }

    #[test]
    fn one_that_cannot_be_done_stops_all_and_is_named() {
        let register = register(3);
        let refused = bulk(&refs(1..=3), |r| drop_action(&register, &now(), r, "")).unwrap_err();
        assert_eq!(refused.target, Ref::new(Kind::Action, 1));
        assert_eq!(register.action(refused.target).unwrap().state, ActionState::Planned);
    }
}
