//! Where the user is, was, and may go back to.
//!
//! Owns the views that have been looked at, the trail of jumps, and the items kept under a letter. The app moves through it;
//! nothing here writes to the register.

use std::collections::BTreeMap;

use crate::model::change::Change;
use crate::model::id::Ref;
use crate::model::record::Kind;
use crate::model::register::Register;
use crate::t;
use crate::tui::component::Cx;
use crate::tui::desk::Arranged;
use crate::tui::log::Log;
use crate::tui::looks::Looks;
use crate::tui::partners::PartnersView;
use crate::tui::plan::PlanView;
use crate::tui::table::Table;
use crate::tui::view::{View, ViewId};

/// How far back one can go.
const LONGEST_TRAIL: usize = 100;

/// The views and the ways between them.
pub struct Navigation {
    /// Those that have been looked at; never empty.
    made: Vec<Made>,
    at: usize,
    back: Vec<Stop>,
    forward: Vec<Stop>,
    marks: BTreeMap<char, Ref>,
}

struct Made {
    id: ViewId,
    view: Box<dyn View>,
    /// The entry up to which it has followed the register.
    head: u64,
}

/// Where somebody was: the view, and the item in it.
type Stop = (ViewId, Ref);

/// Makes a view; the table as the user has arranged it.
fn make(id: ViewId, arranged: &Arranged, cx: &Cx<'_>) -> Made {
    let view: Box<dyn View> = match id {
        ViewId::Plan => Box::new(PlanView::new(cx)),
        ViewId::Actions => {
            let first = Looks::first(t!(cx.texts, "table-first-filter"));
            Box::new(Table::new(arranged.looks(first), cx))
        }
        ViewId::Partners => Box::new(PartnersView::new(cx)),
        ViewId::Log => Box::new(Log::new(cx)),
    };
    Made { id, view, head: cx.head }
}

impl Navigation {
    /// In the view of the plan.
    pub fn new(arranged: &Arranged, cx: &Cx<'_>) -> Navigation {
        Navigation {
            made: vec![make(ViewId::Plan, arranged, cx)],
            at: 0,
            back: Vec::new(),
            forward: Vec::new(),
            marks: BTreeMap::new(),
        }
    }

    /// The view that is shown.
    pub fn view(&self) -> &dyn View {
        &*self.made[self.at].view
    }

    /// The view that is shown, to be altered.
    pub fn view_mut(&mut self) -> &mut dyn View {
        &mut *self.made[self.at].view
    }

    /// The node under which an action is added, and whether the shown view says so; else it is the one that the plan was left
    /// at, or the first one. `None` where there is none at the cursor in the plan, or none at all.
    pub fn under(&self, cx: &Cx<'_>) -> Option<(Ref, bool)> {
        if let Some(node) = self.view().node(cx) {
            return Some((node, true));
        }
        // There the cursor is what says it.
        if self.id() == ViewId::Plan {
            return None;
        }
        let plan = self.made.iter().find(|made| made.id == ViewId::Plan);
        // It may not have followed what was removed since.
        let left_at =
            plan.and_then(|made| made.view.node(cx)).filter(|node| cx.register.get(*node).is_some());
        let first = || cx.register.tables().nodes.iter().next().map(|node| Ref::new(Kind::Node, node.num));
        left_at.or_else(first).map(|node| (node, false))
    }

    /// Which view is shown.
    pub fn id(&self) -> ViewId {
        self.made[self.at].id
    }

    /// Shows a view; makes it when it is looked at for the first time, else has it take in what happened meanwhile.
    pub fn show(&mut self, id: ViewId, arranged: &Arranged, cx: &Cx<'_>) {
        self.at = self.made.iter().position(|made| made.id == id).unwrap_or_else(|| {
            self.made.push(make(id, arranged, cx));
            self.made.len() - 1
        });
        let made = &mut self.made[self.at];
        if made.head != cx.head {
            made.view.refresh(cx);
            made.head = cx.head;
        }
    }

    /// Goes to an item: partners, contacts and agreements in their own view; others in this view when it shows such items,
    /// else in the one that shows all. `false` when the item is gone.
    pub fn go(&mut self, r: Ref, arranged: &Arranged, cx: &Cx<'_>) -> bool {
        if cx.register.get(r).is_none() {
            return false;
        }
        if matches!(r.kind, Kind::Partner | Kind::Contact | Kind::Agreement) {
            self.show(ViewId::Partners, arranged, cx);
        }
        if !self.view_mut().go(r, cx) {
            self.show(ViewId::Plan, arranged, cx);
            self.view_mut().go(r, cx);
        }
        true
    }

    /// As `go`, and remembers where from.
    pub fn jump(&mut self, r: Ref, arranged: &Arranged, cx: &Cx<'_>) -> bool {
        if let Some(from) = self.view().item().filter(|from| *from != r) {
            self.leave(from);
        }
        self.go(r, arranged, cx)
    }

    /// Remembers that the user was at `from`, in this view.
    pub fn leave(&mut self, from: Ref) {
        self.forward.clear();
        self.back.push((self.id(), from));
        let excess = self.back.len().saturating_sub(LONGEST_TRAIL);
        self.back.drain(..excess);
    }

    /// Goes back to where the last jump came from, or forward again. `false` when there is nowhere to go.
    pub fn step(&mut self, backward: bool, arranged: &Arranged, cx: &Cx<'_>) -> bool {
        let here = self.view().item().map(|item| (self.id(), item));
        let (from, onto) =
            if backward { (&mut self.back, &mut self.forward) } else { (&mut self.forward, &mut self.back) };
        let Some((view, r)) = last_known(from, cx.register) else { return false };
        onto.extend(here);
        self.show(view, arranged, cx);
        self.go(r, arranged, cx)
    }

    /// Keeps the item under the cursor under a letter, for this run; which it is.
    pub fn mark(&mut self, letter: char) -> Option<Ref> {
        let r = self.view().item()?;
        self.marks.insert(letter, r);
        Some(r)
    }

    /// The items that are kept, with their letters.
    pub fn marks(&self) -> Vec<(char, Ref)> {
        self.marks.iter().map(|(letter, r)| (*letter, *r)).collect()
    }

    /// Has the shown view follow an entry, the user's `own` or others'; the other views do when they are shown again.
    pub fn absorb(&mut self, changes: &[Change], own: bool, cx: &Cx<'_>) {
        let made = &mut self.made[self.at];
        if made.head != cx.head {
            if own {
                made.view.absorb_own(changes, cx);
            } else {
                made.view.absorb(changes, cx);
            }
            made.head = cx.head;
        }
    }

    /// Makes all views anew, of a register that is another now; the one that is shown stays the one, on its item.
    pub fn anew(&mut self, arranged: &Arranged, cx: &Cx<'_>) {
        let (shown, item) = (self.id(), self.view().item());
        self.made = vec![make(shown, arranged, cx)];
        self.at = 0;
        if let Some(item) = item.filter(|item| cx.register.get(*item).is_some()) {
            self.view_mut().go(item, cx);
        }
    }

    /// Makes anew what was made of an empty register. The log, whose entries are there all the same, stays.
    pub fn begin(&mut self, arranged: &Arranged, cx: &Cx<'_>) {
        let shown = self.id();
        self.made.retain(|made| made.id == ViewId::Log);
        self.made.push(make(ViewId::Plan, arranged, cx));
        let last = self.made.len() - 1;
        self.at = self.made.iter().position(|made| made.id == shown).unwrap_or(last);
    }
}

/// Takes the last stop whose item is still there, and those after it away.
fn last_known(stops: &mut Vec<Stop>, register: &Register) -> Option<Stop> {
    while let Some((view, r)) = stops.pop() {
        if register.get(r).is_some() {
            return Some((view, r));
        }
    }
    None
}
