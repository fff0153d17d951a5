//! The register as somebody sees it who is not cleared for confidential items.
//!
//! Owns the rule of what is hidden, the veiled register, and the way between it and the whole one: changes that are made
//! to the whole (`follow`), drafts made on the veiled one (`lift`), entries of the past (`past`). The server keeps one
//! veil for all who are not cleared; nothing that it gives out for them names a hidden item or holds a text of one.
//!
//! # What is hidden
//!
//! | kind | hidden when |
//! |---|---|
//! | node | marked confidential, or the node it stands under is hidden |
//! | action | marked confidential, or its node is hidden |
//! | progress note | marked confidential, or its action is hidden |
//! | signal | marked confidential, or the hotspot that bundles it is hidden |
//! | goal, evaluation, candidate, instrument, indicator, hotspot | its node is hidden |
//! | measurement | its indicator is hidden |
//! | decision | it concerns items (decisions left aside), and all of them are hidden |
//! | contact | never; marked confidential, its remarks and its account are empty |
//! | all others | never |
//!
//! A reference from a visible item to a hidden one is absent: a single one is empty, a list is without it. A signal or
//! candidate whose action is hidden stays: it was there before the action, and a signal has a mark of its own. The text that a plan was
//! read from is hidden when a node of that plan is.
//!
//! What remains to be known: gaps in the numbers, as removed items leave them too; that a visible item cannot be removed
//! because of something hidden; that a contact has confidential remarks
//! or a confidential account.

mod follow;
mod lift;
mod past;

use std::collections::{BTreeMap, HashMap, HashSet};

pub use follow::Anew;

use super::id::Ref;
use super::record::{Field, Item, Kind, Record};
use super::redirect;
use super::register::Register;
use super::value::{AccountName, Value};

/// The veiled register, and what is needed to keep it in step with the whole one.
#[derive(Clone, Debug)]
pub struct Veil {
    register: Register,
    hidden: HashSet<Ref>,
    links: Links,
    gone: HashMap<Ref, Gone>,
}

/// How an item that was removed is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gone {
    /// It was visible.
    Seen,
    /// A contact, visible without its remarks.
    WithoutNote,
    /// It was hidden.
    Hidden,
}

/// The fields of a contact that its mark is about.
fn goes_with_mark(field: Field) -> bool {
    matches!(field, Field::note | Field::account)
}

impl Veil {
    /// The veil over `whole`. Work: a pass over the register.
    pub fn new(whole: &Register) -> Veil {
        let mut judge = Judge::new(whole);
        let (mut hidden, mut links) = (HashSet::new(), Links::default());
        for kind in Kind::ALL {
            whole.tables.visit(*kind, &mut |record| {
                let r = record.reference();
                if judge.is_hidden(r) {
                    hidden.insert(r);
                }
                record.visit_refs(&mut |field, to| links.add(r, field, to));
            });
        }
        let mut veil = Veil { register: Register::new(), hidden, links, gone: HashMap::new() };
        for kind in Kind::ALL {
            let mut refs = Vec::new();
            whole.tables.visit(*kind, &mut |record| refs.push(record.reference()));
            for r in refs {
                if let Some(item) = veil.shown(whole, r) {
                    veil.register.load(item);
                }
            }
        }
        veil
    }

    /// The register without what is hidden. Its next free number may be that of a hidden item: see `lift`.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// Whether `r` is, or was before it was removed, an item that may be known of. False too for one that never was, and
    /// for one of which it is not known (see `look_back`).
    pub fn sees(&self, r: Ref) -> bool {
        match self.gone.get(&r) {
            Some(gone) => *gone != Gone::Hidden,
            None => !may_be_hidden(r.kind) || self.register.get(r).is_some(),
        }
    }

    /// Whether part of `plan` is hidden: then the text that it was read from is too, as it says what that part says.
    pub fn hides_of(&self, whole: &Register, plan: Ref) -> bool {
        let nodes = self.hidden.iter().filter(|r| r.kind == Kind::Node);
        nodes.into_iter().any(|node| whole.plan_of(*node) == Some(plan))
    }

    /// The item `r` of `whole` as it is seen; `None` when it is hidden or not there.
    fn shown(&self, whole: &Register, r: Ref) -> Option<Item> {
        if self.hidden.contains(&r) {
            return None;
        }
        let mut item = whole.tables.item(r)?;
        if let Some(thinned) = redirect::item(&item, &|to| (!self.hidden.contains(&to)).then_some(to)) {
            item = thinned;
        }
        if let Item::Contact(contact) = &mut item
            && contact.confidential
        {
            contact.note.clear();
            contact.account = AccountName::default();
        }
        Some(item)
    }
}

/// The field that says what an item of `kind` stands beneath.
fn beneath_by(kind: Kind) -> Option<Field> {
    match kind {
        Kind::Node => Some(Field::place),
        Kind::Action => Some(Field::under),
        Kind::ProgressNote => Some(Field::action),
        Kind::Signal => Some(Field::hotspot),
        Kind::Goal
        | Kind::Evaluation
        | Kind::Candidate
        | Kind::Instrument
        | Kind::Indicator
        | Kind::Hotspot => Some(Field::node),
        Kind::Measurement => Some(Field::indicator),
        Kind::Decision => Some(Field::items),
        Kind::Municipality
        | Kind::Plan
        | Kind::Partner
        | Kind::Contact
        | Kind::Agreement
        | Kind::Programme
        | Kind::Principle
        | Kind::MeetingSeries
        | Kind::Meeting => None,
    }
}

/// Whether items of `kind` are ever hidden.
fn may_be_hidden(kind: Kind) -> bool {
    beneath_by(kind).is_some()
}

/// Whether it is marked itself. The mark of a contact is about its remarks.
fn is_marked(record: &dyn Record) -> bool {
    record.reference().kind != Kind::Contact && record.get(Field::confidential) == Some(Value::Bool(true))
}

/// What `record` stands beneath: it is hidden when there is something and all of it is.
fn above(record: &dyn Record) -> Vec<Ref> {
    let kind = record.reference().kind;
    let mut found = Vec::new();
    if let Some(owner) = beneath_by(kind) {
        record.visit_refs(&mut |field, to| {
            // Decisions about each other would be a ring.
            if field == owner && !(kind == Kind::Decision && to.kind == Kind::Decision) {
                found.push(to);
            }
        });
    }
    found
}

/// Finds out which items of a register are hidden, and remembers it.
struct Judge<'a> {
    whole: &'a Register,
    known: HashMap<Ref, bool>,
}

impl<'a> Judge<'a> {
    fn new(whole: &'a Register) -> Judge<'a> {
        Judge { whole, known: HashMap::new() }
    }

    /// Climbs from `r` to what is known, marked or stands beneath nothing; a tree may be deeper than a stack.
    fn is_hidden(&mut self, r: Ref) -> bool {
        let mut path = Vec::new();
        let mut at = r;
        let hidden = loop {
            if !may_be_hidden(at.kind) {
                break false;
            }
            if let Some(known) = self.known.get(&at) {
                break *known;
            }
            // Also ends the climb if a damaged tree were a ring.
            self.known.insert(at, false);
            path.push(at);
            let Some(record) = self.whole.get(at) else { break false };
            if is_marked(record) {
                break true;
            }
            match above(record).as_slice() {
                [] => break false,
                [one] => at = *one,
                // Nothing stands beneath a decision, so this goes one step down only.
                several => break several.iter().all(|r| self.is_hidden(*r)),
            }
        };
        self.known.extend(path.into_iter().map(|r| (r, hidden)));
        hidden
    }
}

/// Who refers to what, as far as it can be hidden and the register has no look-up for it.
#[derive(Clone, Debug, Default)]
struct Links {
    /// (what is referred to, what refers) -> how many times.
    counts: BTreeMap<(Ref, Ref), u32>,
}

impl Links {
    fn is_kept(from: Ref, field: Field, to: Ref) -> bool {
        let looked_up = matches!(
            (from.kind, field),
            (Kind::Node, Field::place) | (Kind::Action, Field::under) | (Kind::ProgressNote, Field::action)
        );
        may_be_hidden(to.kind) && !looked_up
    }

    fn add(&mut self, from: Ref, field: Field, to: Ref) {
        if Links::is_kept(from, field, to) {
            *self.counts.entry((to, from)).or_default() += 1;
        }
    }

    fn take(&mut self, from: Ref, field: Field, to: Ref) {
        if let Some(count) = self.counts.get_mut(&(to, from)).filter(|_| Links::is_kept(from, field, to)) {
            *count -= 1;
            if *count == 0 {
                self.counts.remove(&(to, from));
            }
        }
    }

    /// Everything in `whole` that refers to `r`, which can be hidden.
    fn referrers(&self, whole: &Register, r: Ref) -> Vec<Ref> {
        let mut found: Vec<Ref> = match r.kind {
            Kind::Node => {
                let nodes = whole.children(r).map(Record::reference);
                nodes.chain(whole.actions_of(Some(r)).map(Record::reference)).collect()
            }
            Kind::Action => whole.notes_of(r).map(Record::reference).collect(),
            _ => Vec::new(),
        };
        let first = (r, Ref::new(Kind::Municipality, 0));
        found.extend(
            self.counts.range(first..).take_while(|((to, _), _)| *to == r).map(|((_, from), _)| *from),
        );
        found
    }
}
