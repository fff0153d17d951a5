//! The priority tree: plans, and under them priorities, themes and topics with their roll-up.
//!
//! Owns which rows the tree has, which of them are unfolded when a plan is first seen, and what stands in a row; `fold` owns folding,
//! cursor and scroll position. The plan view asks it which item is chosen.

use std::collections::HashSet;

use ratatui::layout::Rect;

use crate::command::Command;
use crate::model::id::Ref;
use crate::model::kinds::NodeKind;
use crate::model::record::{Field, Kind};
use crate::model::register::Register;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Reply};
use crate::tui::fold::{FoldedTree, Row, Shown, Turn};
use crate::tui::panes;
use crate::tui::theme::Role;
use crate::tui::view::Spot;

/// A plan is unfolded to about so many rows when it is first seen: more than a screen would only hide its other priorities.
const FIRST_LOOK: usize = 60;

/// The pane.
#[derive(Debug, Default)]
pub struct Tree {
    folded: FoldedTree,
    /// The plans that were seen before: what has been folded stays so.
    known: HashSet<Ref>,
}

impl Tree {
    /// The tree of `register`, the most current plan chosen and open; the others are folded.
    pub fn new(cx: &Cx<'_>) -> Tree {
        let mut tree = Tree::default();
        tree.known.extend(plans(cx).iter().skip(1));
        tree.refresh(cx);
        tree
    }

    /// Unfolds a plan that is seen for the first time, and of its priorities those for which there is room with what stands under
    /// them, from the first on.
    fn unfold_first(&mut self, plan: Ref, cx: &Cx<'_>) {
        self.folded.unfold([plan]);
        let mut rows = 1 + cx.register.children(plan).count();
        for node in cx.register.children(plan).filter(|node| node.node_kind == NodeKind::Priority) {
            let priority = Ref::new(Kind::Node, node.num);
            let below = cx.register.children(priority).count();
            if rows + below <= FIRST_LOOK {
                rows += below;
                self.folded.unfold([priority]);
            }
        }
    }

    /// The place under the cursor; `None` inside when the tree is empty or it is the row of loose actions.
    pub fn spot(&self) -> Spot {
        self.folded.place()
    }

    /// Lists the rows afresh after the register or the open branches changed. The cursor stays on its item, or goes to
    /// the nearest one above that is still shown.
    pub fn refresh(&mut self, cx: &Cx<'_>) {
        let register = cx.register;
        let mut rows = Vec::new();
        for plan in plans(cx) {
            // A plan without anything under it is one that another names, or has just begun.
            if register.children(plan).next().is_some() && self.known.insert(plan) {
                self.unfold_first(plan, cx);
            }
            let mut todo = vec![(plan, 0)];
            while let Some((at, depth)) = todo.pop() {
                let children = register.children(at).next().is_some();
                rows.push(Row { place: Some(at), depth, children });
                if children && self.folded.is_open(at) {
                    let below = register.children(at).rev();
                    todo.extend(below.map(|node| (Ref::new(Kind::Node, node.num), depth + 1)));
                }
            }
        }
        if register.actions_of(None).next().is_some() {
            rows.push(Row { place: None, depth: 0, children: false });
        }
        self.folded.list(rows, |r| above(r, register));
    }

    /// Puts the cursor on `spot`, opening what it stands under. `false` when it is not in the register.
    pub fn go(&mut self, spot: Spot, cx: &Cx<'_>) -> bool {
        if let Some(r) = spot {
            self.folded.unfold(above(r, cx.register));
            self.refresh(cx);
        }
        self.folded.go(spot)
    }

    /// Carries out a command for panes.
    pub fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        let tables = cx.register.tables();
        let plans = tables.plans.iter().map(|plan| Ref::new(Kind::Plan, plan.num));
        let nodes = tables.nodes.iter().map(|node| Ref::new(Kind::Node, node.num));
        match self.folded.command(command, || plans.chain(nodes).collect()) {
            Turn::Ignored => return Reply::Ignored,
            Turn::Moved => {}
            Turn::Folded => self.refresh(cx),
        }
        Reply::Handled
    }

    /// Where `field` of the place under the cursor was drawn last.
    pub fn cell(&self, r: Ref, field: Field) -> Option<Rect> {
        self.folded.cell(r, field)
    }

    /// Puts the cursor on the row that is drawn `line` rows below the first, if there is one.
    pub fn choose(&mut self, line: usize) {
        self.folded.choose(line);
    }

    /// Draws the rows in `area`.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>, focused: bool) {
        if self.folded.is_empty() {
            let key = cx.keymap.key_of(Command::OpenItem);
            panes::draw_empty(canvas, area, &t!(cx.texts, "tree-empty", key = key));
        }
        self.folded.draw(canvas, area, cx, focused, |canvas, area, shown| draw_row(canvas, area, shown, cx));
    }
}

/// What `r` stands under, the nearest first, the plan last.
fn above(r: Ref, register: &Register) -> Vec<Ref> {
    let mut above = register.ancestors(r);
    above.extend(register.plan_of(r));
    above
}

/// Draws a row from the right: health with the mark of a hand-set one, percentage, bar, and the name in the room that is left.
fn draw_row(canvas: &mut Canvas<'_>, area: Rect, shown: Shown, cx: &Cx<'_>) -> Vec<(Field, Rect)> {
    let (y, right) = (area.y, area.right());
    let place = shown.row.place;
    let sum = cx.sums.get(place);
    let (glyph, role) = cx.theme.health(sum.health);
    canvas.put(right - 1, y, 1, if sum.by_hand { "*" } else { " " }, role);
    canvas.put(right - 2, y, 1, glyph, role);
    // Names come first: bars and deep indents only where there is room for both.
    let (bar, step) = match area.width {
        0..=33 => (0, 1),
        34..=43 => (4, 1),
        _ => (8, 2),
    };
    let mut end = right - 3;
    if let Some(percent) = sum.tally.progress() {
        canvas.put_right(end, y, 4, &format!("{percent}%"), Role::Text);
        end -= 5;
        if bar > 0 {
            canvas.bar(end - bar, y, bar, percent, Role::Accent);
            end -= bar + 1;
        }
    }
    let x = shown.draw_fold(canvas, area, (shown.row.depth * step).min(area.width / 4), cx);
    let role = match place {
        _ if shown.chosen => Role::Strong,
        None => Role::Dim,
        Some(r) if cx.register.node(r).is_some_and(|node| node.node_kind.is_context()) => Role::Dim,
        Some(_) => Role::Text,
    };
    let width = end.saturating_sub(x);
    canvas.put(x, y, width, &title(cx, place), role);
    vec![(Field::title, Rect { x, y, width, height: 1 })]
}

/// What a place is called: a node's or plan's title.
pub fn title(cx: &Cx<'_>, spot: Spot) -> String {
    match spot {
        Some(r) => cx.register.title(r).to_owned(),
        None => t!(cx.texts, "tree-loose"),
    }
}

/// The plans, those whose period holds today first, then the most recent; last those that are only named by others.
fn plans(cx: &Cx<'_>) -> Vec<Ref> {
    let register: &Register = cx.register;
    let mut plans: Vec<_> = register
        .tables()
        .plans
        .iter()
        .map(|plan| {
            let today = cx.now.today;
            let current = plan.from.is_some_and(|d| d <= today) && plan.to.is_some_and(|d| d >= today);
            let empty = register.children(Ref::new(Kind::Plan, plan.num)).next().is_none();
            (empty, !current, std::cmp::Reverse(plan.from), plan.num)
        })
        .collect();
    plans.sort_unstable();
    plans.into_iter().map(|(.., num)| Ref::new(Kind::Plan, num)).collect()
}
