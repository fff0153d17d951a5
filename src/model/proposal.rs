//! A draft under review: which of its changes are taken over, and what follows from leaving one out.
//!
//! Owns the marks, the corrections made by hand, and the draft that remains: what stands under a refused insertion falls with
//! it, other references to it are taken out. Pure; `tui::layers::review` shows it. Made for the drafts of importers, which
//! insert, set and move; a draft with removals is taken whole.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::change::{Change, Draft, Label};
use super::id::Ref;
use super::operation::{Refusal, checked_text};
use super::record::{Field, Kind};
use super::redirect;
use super::value::{Shape, Value};

/// How a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is taken over.
    Taken,
    /// It was refused by hand.
    Refused,
    /// It cannot do without something that was refused.
    Lost,
}

/// What refusing or taking changes brought about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// How many others went out or came back with them.
    pub others: usize,
    /// How many that stay in lost or regained a reference.
    pub loosened: usize,
}

/// A draft with a mark on each of its changes. What a mark leads to costs as much as what it leads to, not as the draft.
#[derive(Clone, Debug)]
pub struct Proposals {
    draft: Draft,
    refused: Vec<bool>,
    /// Per change: how many changes that it cannot do without are out.
    lacking: Vec<u32>,
    /// Per change: those that cannot do without it. Always later ones, so there are no rings.
    needed_by: Vec<Vec<u32>>,
    /// Per change: those that refer to what it inserts and can do without.
    mentioned_by: Vec<Vec<u32>>,
    needs: Vec<Vec<u32>>,
    edited: BTreeSet<usize>,
    /// Nothing can be refused: what may be left out of a draft with removals is not known here.
    whole: bool,
    refused_by_hand: usize,
    out: usize,
}

/// Whether a change only keeps an item's place in the text that was read: nothing for anybody to judge. It goes with the
/// text, also when what the text says anew is refused, as passages are looked up in the text of the latest import.
pub fn is_bookkeeping(change: &Change) -> bool {
    matches!(change, Change::Set { field: Field::source_line | Field::source_file | Field::source_hash, .. })
}

/// Whether an item of `kind` cannot do without what it refers to in `field`: it would be seen nowhere, or say nothing.
fn is_vital(kind: Kind, field: Field) -> bool {
    match field {
        Field::place => true,
        Field::plan => matches!(
            kind,
            Kind::Goal
                | Kind::Principle
                | Kind::Evaluation
                | Kind::Candidate
                | Kind::Instrument
                | Kind::Indicator
                | Kind::Programme
        ),
        Field::action => kind == Kind::ProgressNote,
        Field::indicator => kind == Kind::Measurement,
        _ => false,
    }
}

impl Proposals {
    /// Everything in `draft` taken.
    pub fn new(draft: Draft) -> Proposals {
        let len = draft.changes.len();
        let whole = draft.changes.iter().any(|change| matches!(change, Change::Remove(_)));
        let mut moved: Option<usize> = None;
        let mut inserted: HashMap<Ref, usize> = HashMap::new();
        let mut latest: HashMap<(Ref, Field), usize> = HashMap::new();
        let mut needs: Vec<Vec<u32>> = vec![Vec::new(); len];
        let mut needed_by: Vec<Vec<u32>> = vec![Vec::new(); len];
        let mut mentioned_by: Vec<Vec<u32>> = vec![Vec::new(); len];
        for (at, change) in draft.changes.iter().enumerate() {
            let mut vital: Vec<usize> = Vec::new();
            let mut loose: Vec<usize> = Vec::new();
            let target = change.target();
            match change {
                Change::Insert(item) => {
                    item.record().visit_refs(&mut |field, to| {
                        let wanted = inserted.get(&to).copied();
                        if is_vital(target.kind, field) { &mut vital } else { &mut loose }.extend(wanted);
                    });
                    inserted.insert(target, at);
                }
                Change::Set { field, after, .. } => {
                    vital.extend(inserted.get(&target));
                    vital.extend(latest.insert((target, *field), at));
                    let list = if is_vital(target.kind, *field) { &mut vital } else { &mut loose };
                    redirect::refs_in(target.kind, *field, after, &mut |to| list.extend(inserted.get(&to)));
                }
                Change::Move { after, .. } => {
                    vital.extend(inserted.get(&target));
                    vital.extend(inserted.get(&after.parent));
                    // Whether a move makes a ring depends on those before it.
                    vital.extend(moved.replace(at));
                }
                Change::Remove(_) => {}
            }
            vital.sort_unstable();
            vital.dedup();
            for on in vital {
                needs[at].push(on as u32);
                needed_by[on].push(at as u32);
            }
            for on in loose {
                mentioned_by[on].push(at as u32);
            }
        }
        Proposals {
            draft,
            refused: vec![false; len],
            lacking: vec![0; len],
            needed_by,
            mentioned_by,
            needs,
            edited: BTreeSet::new(),
            whole,
            refused_by_hand: 0,
            out: 0,
        }
    }

    /// The changes, with what was corrected by hand.
    pub fn changes(&self) -> &[Change] {
        &self.draft.changes
    }

    /// What the draft is.
    pub fn label(&self) -> &Label {
        &self.draft.label
    }

    /// How many changes are out, by hand or with others.
    pub fn out(&self) -> usize {
        self.out
    }

    /// Whether anything was refused or corrected by hand.
    pub fn by_hand(&self) -> bool {
        self.refused_by_hand > 0 || !self.edited.is_empty()
    }

    /// Whether change `at` was corrected by hand.
    pub fn is_edited(&self, at: usize) -> bool {
        self.edited.contains(&at)
    }

    /// How change `at` stands; taken when there is no such change.
    pub fn standing(&self, at: usize) -> Standing {
        if self.refused.get(at) == Some(&true) {
            Standing::Refused
        } else if self.lacking.get(at).is_some_and(|lacking| *lacking > 0) {
            Standing::Lost
        } else {
            Standing::Taken
        }
    }

    /// The change refused by hand that `at` cannot do without, when it is lost.
    pub fn lost_to(&self, at: usize) -> Option<usize> {
        let mut cause = at;
        while self.standing(cause) == Standing::Lost {
            cause = self.needs[cause].iter().map(|on| *on as usize).find(|on| !self.is_in(*on))?;
        }
        (cause != at).then_some(cause)
    }

    fn is_in(&self, at: usize) -> bool {
        self.standing(at) == Standing::Taken
    }

    /// Refuses change `at`, or takes it (back) again. In a draft with removals nothing can be refused.
    pub fn mark(&mut self, at: usize, refused: bool) -> Effect {
        if self.whole || self.refused.get(at).is_none_or(|now| *now == refused) {
            return Effect::default();
        }
        let was_in = self.is_in(at);
        self.refused[at] = refused;
        self.refused_by_hand = if refused { self.refused_by_hand + 1 } else { self.refused_by_hand - 1 };
        if self.is_in(at) == was_in {
            return Effect::default();
        }
        let mut turned = vec![at];
        let mut next = 0;
        while let Some(on) = turned.get(next).copied() {
            next += 1;
            for n in 0..self.needed_by[on].len() {
                let later = self.needed_by[on][n] as usize;
                let was_in = self.is_in(later);
                if refused {
                    self.lacking[later] += 1;
                } else {
                    self.lacking[later] -= 1;
                }
                if self.is_in(later) != was_in {
                    turned.push(later);
                }
            }
        }
        self.out = if refused { self.out + turned.len() } else { self.out - turned.len() };
        let mentioning = turned.iter().flat_map(|on| &self.mentioned_by[*on]).map(|by| *by as usize);
        let loosened: HashSet<usize> = mentioning.filter(|by| self.is_in(*by)).collect();
        Effect { others: turned.len() - 1, loosened: loosened.len() }
    }

    /// Corrects a field of what change `at` inserts.
    ///
    /// # Errors
    /// `EmptyTitle` and `TooLong`; `NotFound` when the change inserts nothing; `NoSuchField` and `WrongValue`.
    pub fn edit(&mut self, at: usize, field: Field, value: &Value) -> Result<(), Refusal> {
        let Some(change) = self.draft.changes.get_mut(at) else { return Ok(()) };
        let target = change.target();
        let Change::Insert(item) = change else { return Err(Refusal::NotFound(target)) };
        let value = match value {
            Value::Text(text) if field == Field::title => {
                let text = checked_text(field, text)?;
                if text.is_empty() {
                    return Err(Refusal::EmptyTitle);
                }
                Value::Text(text)
            }
            other => other.clone(),
        };
        let record = item.record_mut();
        let spec = record.fields().iter().find(|spec| spec.field == field);
        let Some(spec) = spec.filter(|spec| spec.shape != Shape::Place) else {
            return Err(Refusal::NoSuchField { kind: target.kind, name: field.word().to_owned() });
        };
        if record.get(field).as_ref() == Some(&value) {
            return Ok(());
        }
        record.set(field, &value).map_err(|_| Refusal::WrongValue {
            field,
            shape: spec.shape,
            given: format!("{value:?}"),
        })?;
        self.edited.insert(at);
        if self.draft.label.subject == Some(target)
            && let (Field::title, Value::Text(title)) = (field, value)
        {
            self.draft.label.title = title;
        }
        Ok(())
    }

    /// The entry that takes over what is taken. Without refusals it is the draft as it stands; else references to what is
    /// refused are taken out of the rest, and the count in the label says what is left.
    pub fn remaining(&self) -> Draft {
        if self.out == 0 {
            return self.draft.clone();
        }
        let inserts_out = self.draft.changes.iter().enumerate().filter(|(at, _)| !self.is_in(*at));
        let gone: HashSet<Ref> = inserts_out
            .filter(|(_, change)| matches!(change, Change::Insert(_)))
            .map(|(_, change)| change.target())
            .collect();
        let kept = self.draft.changes.iter().enumerate().filter(|(at, _)| self.is_in(*at));
        let changes: Vec<Change> = kept.filter_map(|(_, change)| loosened(change, &gone)).collect();
        let mut label = self.draft.label.clone();
        if let Ok(count) = label.detail.parse::<usize>() {
            label.detail = count.saturating_sub(lost_items(&self.draft.changes, &changes)).to_string();
        }
        Draft { label, changes }
    }
}

/// How many of the items that `all` is about are in `left` no more; those that only frame a plan are not counted, as the
/// importer does not count them.
pub(super) fn lost_items(all: &[Change], left: &[Change]) -> usize {
    let about = |changes: &[Change]| -> HashSet<Ref> {
        let judged = changes.iter().filter(|change| !is_bookkeeping(change));
        judged.map(Change::target).filter(|r| !matches!(r.kind, Kind::Plan | Kind::Municipality)).collect()
    };
    about(all).difference(&about(left)).count()
}

/// `change` without references to what is `gone`; `None` when nothing of it is left.
fn loosened(change: &Change, gone: &HashSet<Ref>) -> Option<Change> {
    let to = |r: Ref| (!gone.contains(&r)).then_some(r);
    match change {
        Change::Insert(item) => {
            Some(Change::Insert(redirect::item(item, &to).unwrap_or_else(|| item.clone())))
        }
        Change::Set { target, field, before, after } => {
            let left =
                |old: &Value| redirect::value(target.kind, *field, old, &to).unwrap_or_else(|| old.clone());
            let (before, after) = (left(before), left(after));
            (after != before).then_some(Change::Set { target: *target, field: *field, before, after })
        }
        Change::Move { .. } | Change::Remove(_) => Some(change.clone()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::apply::apply;
    use crate::model::change::Verb;
    use crate::model::id::Stamp;
    use crate::model::partner::{Agreement, Partner};
    use crate::model::plan::{Candidate, Goal, Node, Plan};
    use crate::model::record::Item;
    use crate::model::register::Register;
    use crate::model::value::{FieldType, Place};

    fn r(kind: Kind, num: u32) -> Ref {
        Ref::new(kind, num)
    }

    fn draft(changes: Vec<Change>) -> Draft {
        let label = Label {
            verb: Verb::ImportPlan,
            subject: Some(r(Kind::Plan, 1)),
            title: "Plan".into(),
            detail: changes.len().to_string(),
        };
        Draft { label, changes }
    }

    fn node(num: u32, parent: Ref, partners: Vec<Ref>) -> Change {
        let place = Some(Place { parent, rank: u64::from(num) });
        Change::Insert(Node { num, title: format!("Node {num}"), place, partners, ..Node::default() }.into())
    }

    fn plan_with_a_tree() -> Draft {
        let plan = r(Kind::Plan, 1);
        let on = |num| Some(r(Kind::Node, num));
        draft(vec![
            Change::Insert(Plan { num: 1, title: "Plan".into(), ..Plan::default() }.into()),
            Change::Insert(
                Partner { num: 1, title: "Politie".into(), plan: Some(plan), ..Partner::default() }.into(),
            ),
            node(1, plan, vec![]),
            node(2, r(Kind::Node, 1), vec![r(Kind::Partner, 1)]),
            node(3, r(Kind::Node, 2), vec![]),
            Change::Insert(
                Candidate {
                    num: 1,
                    title: "Schouw".into(),
                    plan: Some(plan),
                    node: on(3),
                    ..Candidate::default()
                }
                .into(),
            ),
            Change::Insert(
                Agreement {
                    num: 1,
                    title: "Convenant".into(),
                    parties: vec![r(Kind::Partner, 1)],
                    nodes: vec![r(Kind::Node, 1), r(Kind::Node, 2)],
                    ..Agreement::default()
                }
                .into(),
            ),
        ])
    }

    #[test]
    fn refusing_a_node_refuses_what_stands_under_it_and_loosens_the_rest() {
        let mut proposals = Proposals::new(plan_with_a_tree());
        let effect = proposals.mark(3, true);
        assert_eq!(effect, Effect { others: 1, loosened: 2 });
        let standing: Vec<Standing> = (0..7).map(|at| proposals.standing(at)).collect();
        use Standing::{Lost, Refused, Taken};
        assert_eq!(standing, [Taken, Taken, Taken, Refused, Lost, Taken, Taken]);
        assert_eq!((proposals.out(), proposals.lost_to(4), proposals.lost_to(3)), (2, Some(3), None));
        let left = proposals.remaining();
        assert_eq!(left.changes.len(), 5);
        assert_eq!(left.label.detail, "5");
        let (Change::Insert(Item::Candidate(candidate)), Change::Insert(Item::Agreement(agreement))) =
            (&left.changes[3], &left.changes[4])
        else {
            panic!("{left:?}");
        };
        assert_eq!(candidate.node, None);
        assert_eq!(agreement.nodes, [r(Kind::Node, 1)]);
        assert_eq!(proposals.mark(3, false), Effect { others: 1, loosened: 2 });
        assert_eq!(proposals.remaining(), plan_with_a_tree());
        assert!(!proposals.by_hand());
    }

    #[test]
    fn refusing_the_plan_leaves_what_can_do_without_it() {
        let mut proposals = Proposals::new(plan_with_a_tree());
        proposals.mark(0, true);
        let left: Vec<Ref> = proposals.remaining().changes.iter().map(Change::target).collect();
        assert_eq!(left, [r(Kind::Partner, 1), r(Kind::Agreement, 1)]);
        proposals.mark(4, true);
        assert_eq!(proposals.standing(4), Standing::Refused);
        proposals.mark(0, false);
        assert_eq!(proposals.out(), 1, "what was refused by hand stays so");
    }

    #[test]
    fn a_correction_is_taken_over_and_a_title_cannot_be_empty() {
        let mut proposals = Proposals::new(plan_with_a_tree());
        let text = |text: &str| Value::Text(text.into());
        assert_eq!(proposals.edit(2, Field::title, &text("  ")), Err(Refusal::EmptyTitle));
        assert_eq!(proposals.edit(2, Field::title, &text("Node 1")), Ok(()));
        assert!(!proposals.by_hand(), "the same title is no correction");
        proposals.edit(2, Field::title, &text(" Een\nveilige stad ")).unwrap();
        proposals.edit(0, Field::title, &text("IVP")).unwrap();
        assert!(matches!(proposals.edit(2, Field::place, &text("L-1 1")), Err(Refusal::NoSuchField { .. })));
        assert!(matches!(proposals.edit(2, Field::level, &text("x")), Err(Refusal::WrongValue { .. })));
        assert!(proposals.is_edited(2) && !proposals.is_edited(3));
        let left = proposals.remaining();
        assert_eq!(left.label.title, "IVP");
        let Change::Insert(item) = &left.changes[2] else { panic!() };
        assert_eq!(item.record().title(), "Een veilige stad");
    }

    #[test]
    fn the_place_in_the_text_is_nothing_to_judge() {
        let set = |field| Change::Set {
            target: r(Kind::Node, 1),
            field,
            before: Value::Int(0),
            after: Value::Int(4),
        };
        assert!(is_bookkeeping(&set(Field::source_line)) && !is_bookkeeping(&set(Field::description)));
    }

    #[test]
    fn a_draft_with_a_removal_is_taken_whole() {
        let partner = Partner { num: 1, title: "Politie".into(), ..Partner::default() };
        let whole = draft(vec![Change::Insert(partner.clone().into()), Change::Remove(partner.into())]);
        let mut proposals = Proposals::new(whole.clone());
        assert_eq!(proposals.mark(0, true), Effect::default());
        assert_eq!(proposals.remaining(), whole);
    }

    /// A register of one plan, two nodes and a partner, and a draft of anything that importers propose on top of it.
    fn case() -> impl Strategy<Value = (Register, Draft, Vec<usize>)> {
        let step = (0..9u8, any::<prop::sample::Index>(), any::<prop::sample::Index>());
        (prop::collection::vec(step, 1..40), prop::collection::vec(any::<prop::sample::Index>(), 0..12))
            .prop_map(|(steps, refused)| {
                let plan = r(Kind::Plan, 1);
                let base = [
                    Change::Insert(Plan { num: 1, title: "Plan".into(), ..Plan::default() }.into()),
                    node(1, plan, vec![]),
                    node(2, r(Kind::Node, 1), vec![]),
                    Change::Insert(Partner { num: 1, title: "Politie".into(), ..Partner::default() }.into()),
                ];
                let mut register = Register::new();
                apply(&mut register, &base, Stamp(0)).unwrap();
                // Each step is tried on what the steps before it made, so that the whole draft applies.
                let mut trial = register.clone();
                let mut changes = Vec::new();
                for (what, a, b) in steps {
                    let some = |kind: Kind, of: &prop::sample::Index| {
                        r(kind, of.index(trial.tables().highest(kind) as usize) as u32 + 1)
                    };
                    let next = |kind| trial.next_ref(kind).num;
                    let under = |of: &prop::sample::Index| {
                        if of.index(4) == 0 { some(Kind::Plan, of) } else { some(Kind::Node, of) }
                    };
                    let change = match what {
                        0 => Change::Insert(
                            Plan {
                                num: next(Kind::Plan),
                                title: "P".into(),
                                predecessor: Some(plan),
                                ..Plan::default()
                            }
                            .into(),
                        ),
                        1 | 2 => node(next(Kind::Node), under(&a), vec![some(Kind::Partner, &b)]),
                        3 => Change::Insert(
                            Partner {
                                num: next(Kind::Partner),
                                title: "Q".into(),
                                plan: Some(some(Kind::Plan, &a)),
                                ..Partner::default()
                            }
                            .into(),
                        ),
                        4 => Change::Insert(
                            Goal {
                                num: next(Kind::Goal),
                                title: "G".into(),
                                node: Some(some(Kind::Node, &a)),
                                plan: Some(some(Kind::Plan, &b)),
                                ..Goal::default()
                            }
                            .into(),
                        ),
                        5 => Change::Insert(
                            Agreement {
                                num: next(Kind::Agreement),
                                title: "V".into(),
                                parties: vec![some(Kind::Partner, &a), some(Kind::Partner, &b)],
                                nodes: vec![some(Kind::Node, &b)],
                                ..Agreement::default()
                            }
                            .into(),
                        ),
                        6 | 7 => {
                            let target = some(Kind::Node, &a);
                            let (field, after) = if what == 6 {
                                (Field::description, Value::Text(format!("d{}", changes.len())))
                            } else {
                                (Field::partners, vec![some(Kind::Partner, &b)].to_value())
                            };
                            let before = trial.get(target).unwrap().get(field).unwrap();
                            Change::Set { target, field, before, after }
                        }
                        _ => {
                            let target = some(Kind::Node, &a);
                            let before = trial.node(target).unwrap().place.unwrap();
                            Change::Move { target, before, after: Place { parent: under(&b), rank: 7 } }
                        }
                    };
                    if apply(&mut trial, std::slice::from_ref(&change), Stamp(0)).is_ok() {
                        changes.push(change);
                    }
                }
                let len = changes.len();
                let refused = refused.iter().filter(|_| len > 0).map(|at| at.index(len)).collect();
                (register, draft(changes), refused)
            })
    }

    proptest! {
        #[test]
        fn whatever_is_refused_the_rest_applies_and_nothing_dangles((register, draft, refused) in case()) {
            let mut proposals = Proposals::new(draft.clone());
            prop_assert_eq!(proposals.remaining(), draft.clone());
            for at in &refused {
                proposals.mark(*at, true);
            }
            let out = (0..draft.changes.len()).filter(|at| proposals.standing(*at) != Standing::Taken);
            let out: Vec<usize> = out.collect();
            prop_assert_eq!(out.len(), proposals.out());
            let left = proposals.remaining();
            let mut after = register.clone();
            prop_assert_eq!(apply(&mut after, &left.changes, Stamp(0)), Ok(()));
            for kind in Kind::ALL {
                after.tables().visit(*kind, &mut |record| {
                    record.visit_refs(&mut |field, to| {
                        assert!(after.get(to).is_some(), "{} {field} {to}", record.reference());
                    });
                });
            }
            for (at, change) in draft.changes.iter().enumerate() {
                if let Change::Insert(item) = change {
                    let there = after.get(item.record().reference()).is_some();
                    prop_assert_eq!(there, !out.contains(&at), "{:?}", change);
                }
            }
            for at in refused {
                proposals.mark(at, false);
            }
            prop_assert_eq!(proposals.out(), 0);
            prop_assert_eq!(proposals.remaining(), draft);
        }
    }
}
