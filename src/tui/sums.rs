//! The roll-ups that the screen shows: of nodes (from the model) and of whole plans.
//!
//! Owns the copy that is computed afresh after every entry, so that drawing only looks up. The app computes it; panes see it in `Cx`.

use crate::model::id::Ref;
use crate::model::record::Kind;
use crate::model::register::Register;
use crate::model::rollup::{Rollup, Rollups};

/// Roll-ups by node and by plan.
#[derive(Debug, Default)]
pub struct Sums {
    nodes: Rollups,
    plans: Vec<Rollup>,
    loose: Rollup,
}

impl Sums {
    /// Computes them all. Work: a step per node.
    pub fn of(register: &Register) -> Sums {
        let nodes = Rollups::of(register);
        let mut plans = vec![Rollup::default(); register.tables().plans.highest() as usize + 1];
        for plan in register.tables().plans.iter() {
            let children = register.children(Ref::new(Kind::Plan, plan.num));
            let tally = children.fold(Default::default(), |sum: crate::model::register::Tally, node| {
                sum.plus(nodes.get(Ref::new(Kind::Node, node.num)).tally)
            });
            plans[plan.num as usize] = Rollup { tally, health: tally.worst(), by_hand: false };
        }
        let tally = register.own_tally(None);
        Sums { nodes, plans, loose: Rollup { tally, health: tally.worst(), by_hand: false } }
    }

    /// The roll-up of a plan or node; of the actions under no node for `None`.
    pub fn get(&self, at: Option<Ref>) -> Rollup {
        match at {
            None => self.loose,
            Some(r) if r.kind == Kind::Plan => self.plans.get(r.num as usize).copied().unwrap_or_default(),
            Some(r) => self.nodes.get(r),
        }
    }
}
