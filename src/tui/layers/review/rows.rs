//! The rows of the review: what was found in a plan, in the order in which it is looked through.
//!
//! Owns what a row can be and where it stands: the plan, the findings, the tree of the subjects, every other kind, what is
//! gone. They are made once, when the screen opens.

use std::collections::{BTreeMap, HashMap};

use crate::model::change::Change;
use crate::model::id::Ref;
use crate::model::plan::Node;
use crate::model::proposal::{Proposals, is_bookkeeping};
use crate::model::record::{Item, Kind};

/// What a row of the list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The findings, below it.
    Findings,
    /// The proposals of a kind, below it.
    Kind(Kind),
    /// What is no longer in the text, below it.
    Gone,
    /// A finding, by its number from 0.
    Finding(usize),
    /// A new item: the change that inserts it.
    New(usize),
    /// An item of the register that the text says something else about, below it.
    Known(Ref),
    /// One such difference: the change.
    Difference(usize),
    /// An item that is no longer in the text.
    Missing(Ref),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) what: What,
    pub(super) depth: u16,
    /// The row after the last one that stands below this one.
    pub(super) end: usize,
}

pub(super) fn node_of(change: &Change) -> Option<&Node> {
    match change {
        Change::Insert(Item::Node(node)) => Some(node),
        _ => None,
    }
}

/// Puts the rows in order, each with what stands below it.
struct Rows {
    rows: Vec<Row>,
}

impl Rows {
    fn push(&mut self, what: What, depth: u16) {
        let end = self.rows.len() + 1;
        self.rows.push(Row { what, depth, end });
    }

    /// Everything after row `at` up to here stands below it.
    fn close(&mut self, at: usize) {
        let end = self.rows.len();
        self.rows[at].end = end;
    }

    fn under(&mut self, what: What, fill: impl FnOnce(&mut Rows)) {
        let (at, depth) = (self.rows.len(), if matches!(what, What::Known(_)) { 1 } else { 0 });
        self.push(what, depth);
        fill(self);
        self.close(at);
    }

    /// The new nodes as the tree that they will be.
    fn tree(&mut self, changes: &[Change], nodes: &[usize], inserted: &HashMap<Ref, usize>) {
        let mut children: HashMap<Ref, Vec<usize>> = HashMap::new();
        let mut tops: Vec<usize> = Vec::new();
        for at in nodes {
            let parent = node_of(&changes[*at]).and_then(|node| node.place).map(|place| place.parent);
            match parent.filter(|parent| parent.kind == Kind::Node && inserted.contains_key(parent)) {
                Some(parent) => children.entry(parent).or_default().push(*at),
                None => tops.push(*at),
            }
        }
        let rank = |at: &usize| node_of(&changes[*at]).and_then(|node| node.place).map(|place| place.rank);
        // By parent first: the tops of a second import may stand under different nodes that are there already.
        tops.sort_by_key(|at| {
            (node_of(&changes[*at]).and_then(|node| node.place).map(|place| place.parent), rank(at))
        });
        children.values_mut().for_each(|list| list.sort_by_key(rank));
        // What is still to be put in order, deepest last; `Err` ends a node's children.
        let mut open: Vec<Result<(usize, u16), usize>> = tops.iter().rev().map(|at| Ok((*at, 1))).collect();
        while let Some(next) = open.pop() {
            match next {
                Ok((at, depth)) => {
                    open.push(Err(self.rows.len()));
                    self.push(What::New(at), depth);
                    let below = children.remove(&changes[at].target()).unwrap_or_default();
                    open.extend(below.into_iter().rev().map(|child| Ok((child, depth + 1))));
                }
                Err(row) => self.close(row),
            }
        }
    }
}

/// The rows of the list: the plan, what should be looked at, the tree, then every other kind.
pub(super) fn rows(
    proposals: &Proposals,
    findings: usize,
    gone: &[Ref],
    inserted: &HashMap<Ref, usize>,
) -> Vec<Row> {
    let mut new: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
    let mut differences: BTreeMap<Ref, Vec<usize>> = BTreeMap::new();
    for (at, change) in proposals.changes().iter().enumerate().filter(|(_, change)| !is_bookkeeping(change)) {
        match change {
            Change::Insert(item) => new.entry(item.record().reference().kind).or_default().push(at),
            Change::Set { target, .. } | Change::Move { target, .. } => {
                differences.entry(*target).or_default().push(at);
            }
            Change::Remove(_) => {}
        }
    }
    let mut rows = Rows { rows: Vec::new() };
    let known = |rows: &mut Rows, kind: Kind| {
        for (target, changes) in differences.iter().filter(|(target, _)| target.kind == kind) {
            rows.under(What::Known(*target), |rows| {
                changes.iter().for_each(|at| rows.push(What::Difference(*at), 2));
            });
        }
    };
    // The plan that was read comes first; others are only named in it.
    let subject = proposals.label().subject;
    let mut plans = new.remove(&Kind::Plan).unwrap_or_default();
    plans.sort_by_key(|at| Some(proposals.changes()[*at].target()) != subject);
    plans.iter().for_each(|at| rows.push(What::New(*at), 0));
    known(&mut rows, Kind::Plan);
    if findings > 0 {
        rows.under(What::Findings, |rows| (0..findings).for_each(|n| rows.push(What::Finding(n), 1)));
    }
    let mut kinds: Vec<Kind> = new.keys().copied().chain(differences.keys().map(|r| r.kind)).collect();
    kinds.sort_by_key(|kind| (*kind != Kind::Node, *kind));
    kinds.dedup();
    for kind in kinds.into_iter().filter(|kind| *kind != Kind::Plan) {
        let fresh = new.remove(&kind).unwrap_or_default();
        rows.under(What::Kind(kind), |rows| {
            if kind == Kind::Node {
                rows.tree(proposals.changes(), &fresh, inserted);
            } else {
                fresh.iter().for_each(|at| rows.push(What::New(*at), 1));
            }
            known(rows, kind);
        });
    }
    if !gone.is_empty() {
        rows.under(What::Gone, |rows| gone.iter().for_each(|r| rows.push(What::Missing(*r), 1)));
    }
    rows.rows
}
