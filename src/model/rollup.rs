//! Roll-up: what the actions under a node add up to, and which of them are overdue or stale.
//!
//! Owns the rules of product section "Rules of the domain": progress is the weighted mean of open and
//! done actions over the whole subtree; health is the worst of the open ones unless set by hand.

use super::action::Action;
use super::id::{Day, Ref, Stamp};
use super::kinds::Health;
use super::register::{Register, Tally};

/// Days without a progress note after which an open action is stale. Four weeks: an action that is spoken about in a
/// weekly overleg and got no word in four of them has been forgotten (product rule; a setting may override it).
pub const STALE_AFTER_DAYS: i64 = 28;

/// What a node shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rollup {
    /// The sums over the subtree.
    pub tally: Tally,
    /// The health to show.
    pub health: Option<Health>,
    /// True when `health` was set by hand rather than derived.
    pub by_hand: bool,
}

/// The roll-ups of all nodes, by node number, computed in one pass over the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rollups {
    by_node: Vec<Rollup>,
}

impl Rollups {
    /// Computes them for the whole register. Work: one step per node; the sums per node are kept by the index.
    pub fn of(register: &Register) -> Rollups {
        let nodes = &register.tables().nodes;
        let mut by_node = vec![Rollup::default(); nodes.highest() as usize + 1];
        for plan in register.tables().plans.iter() {
            let mut order: Vec<Ref> = Vec::new();
            let mut todo: Vec<Ref> = vec![Ref::new(super::record::Kind::Plan, plan.num)];
            while let Some(parent) = todo.pop() {
                for child in register.children(parent) {
                    let r = Ref::new(super::record::Kind::Node, child.num);
                    order.push(r);
                    todo.push(r);
                }
            }
            for r in order.into_iter().rev() {
                let below = register.children(r).fold(register.own_tally(Some(r)), |sum, child| {
                    sum.plus(by_node[child.num as usize].tally)
                });
                let hand = register.node(r).and_then(|node| node.health);
                by_node[r.num as usize] =
                    Rollup { tally: below, health: hand.or(below.worst()), by_hand: hand.is_some() };
            }
        }
        Rollups { by_node }
    }

    /// The roll-up of one node; all zero when it is not in the register.
    pub fn get(&self, node: Ref) -> Rollup {
        self.by_node.get(node.num as usize).copied().unwrap_or_default()
    }
}

/// Open and due before `today`.
pub fn is_overdue(action: &Action, today: Day) -> bool {
    action.is_open() && action.due.is_some_and(|due| due < today)
}

/// Open, and without a word for `STALE_AFTER_DAYS`: neither a progress note nor its own entry is more recent.
pub fn is_stale(register: &Register, action: &Action, now: Stamp) -> bool {
    let limit = now.0 - STALE_AFTER_DAYS * 86_400_000;
    let recent = |at: Option<Stamp>| at.is_some_and(|at| at.0 > limit);
    action.is_open()
        && !recent(action.created)
        && !register
            .notes_of(Ref::new(super::record::Kind::Action, action.num))
            .rev()
            .any(|note| recent(note.at))
}

/// The programme year that `due` falls after, when it does: the action's own year, else its programme's last.
pub fn past_programme_year(register: &Register, action: &Action, due: Day) -> Option<i16> {
    let programme = action.programme.and_then(|r| register.tables().programmes.get(r.num));
    let year = programme.and_then(|p| p.to_year.or(p.year)).or(action.year)?;
    (due.year() > year).then_some(year)
}
