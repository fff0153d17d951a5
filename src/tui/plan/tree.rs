//! The priority tree: plans, and under them priorities, themes and topics with their roll-up.
//!
//! Owns which branches are open, the cursor (by item) and the scroll position. The plan view asks it which
//! item is chosen.

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
use crate::tui::scroll::Scroll;
use crate::tui::text;
use crate::tui::theme::Role;

/// A plan is unfolded to about so many rows when it is first seen: more than a screen would only hide its other priorities.
const FIRST_LOOK: usize = 60;

/// A place in the tree: a plan or node, or the row for actions under no node.
pub type Spot = Option<Ref>;

#[derive(Clone, Copy, Debug)]
struct Row {
    spot: Spot,
    depth: u16,
    children: bool,
}

/// The pane.
#[derive(Debug, Default)]
pub struct Tree {
    open: HashSet<Ref>,
    /// The plans that were seen before: what has been folded stays so.
    known: HashSet<Ref>,
    rows: Vec<Row>,
    at: usize,
    scroll: Scroll,
    /// Where the title under the cursor was drawn last.
    drawn: Option<Rect>,
}

impl Tree {
    /// The tree of `register`, the most current plan chosen and open; the others are folded.
    pub fn new(cx: &Cx<'_>) -> Tree {
        let mut tree = Tree::default();
        let plans = plans(cx);
        tree.known.extend(plans.iter().skip(1));
        tree.refresh(cx);
        tree
    }

    /// Unfolds a plan that is seen for the first time, and of its priorities those for which there is room with what stands under
    /// them, from the first on.
    fn unfold_first(&mut self, plan: Ref, cx: &Cx<'_>) {
        self.open.insert(plan);
        let mut rows = 1 + cx.register.children(plan).count();
        for node in cx.register.children(plan).filter(|node| node.node_kind == NodeKind::Priority) {
            let priority = Ref::new(Kind::Node, node.num);
            let below = cx.register.children(priority).count();
            if rows + below <= FIRST_LOOK {
                rows += below;
                self.open.insert(priority);
            }
        }
    }

    /// The place under the cursor; `None` inside when the tree is empty or it is the row of loose actions.
    pub fn spot(&self) -> Spot {
        self.rows.get(self.at).and_then(|row| row.spot)
    }

    /// Lists the rows afresh after the register or the open branches changed. The cursor stays on its item, or goes to
    /// the nearest one above that is still shown.
    pub fn refresh(&mut self, cx: &Cx<'_>) {
        let register = cx.register;
        let chosen = self.rows.get(self.at).map(|row| row.spot);
        self.rows.clear();
        for plan in plans(cx) {
            // A plan without anything under it is one that another names, or has just begun.
            if register.children(plan).next().is_some() && self.known.insert(plan) {
                self.unfold_first(plan, cx);
            }
            let mut todo = vec![(plan, 0)];
            while let Some((at, depth)) = todo.pop() {
                let children = register.children(at).next().is_some();
                self.rows.push(Row { spot: Some(at), depth, children });
                if children && self.open.contains(&at) {
                    let below = register.children(at).rev();
                    todo.extend(below.map(|node| (Ref::new(Kind::Node, node.num), depth + 1)));
                }
            }
        }
        if register.actions_of(None).next().is_some() {
            self.rows.push(Row { spot: None, depth: 0, children: false });
        }
        if let Some(chosen) = chosen {
            let index = |spot: Spot| self.rows.iter().position(|row| row.spot == spot);
            let above = chosen.map(|r| {
                let mut above = register.ancestors(r);
                above.extend(register.plan_of(r));
                above
            });
            let found = index(chosen)
                .or_else(|| above.into_iter().flatten().find_map(|r| index(Some(r))))
                .unwrap_or(self.at);
            self.at = found.min(self.rows.len().saturating_sub(1));
        }
    }

    /// Puts the cursor on `spot`, opening what it stands under. `false` when it is not in the register.
    pub fn go(&mut self, spot: Spot, cx: &Cx<'_>) -> bool {
        if let Some(r) = spot {
            self.open.extend(cx.register.ancestors(r));
            self.open.extend(cx.register.plan_of(r));
            self.refresh(cx);
        }
        match self.rows.iter().position(|row| row.spot == spot) {
            Some(index) => {
                self.at = index;
                true
            }
            None => false,
        }
    }

    /// Carries out a command for panes.
    pub fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        let here = self.rows.get(self.at).copied();
        let spot = here.and_then(|row| row.spot);
        let is_open = spot.is_some_and(|r| self.open.contains(&r));
        match command {
            Command::GoLeft => match (here, spot) {
                (Some(row), Some(r)) if row.children && is_open => {
                    self.open.remove(&r);
                }
                (Some(row), _) => {
                    let above = self.rows[..self.at].iter().rposition(|other| other.depth < row.depth);
                    self.at = above.unwrap_or(self.at);
                }
                _ => {}
            },
            Command::GoRight => match (here, spot) {
                (Some(row), Some(r)) if row.children && !is_open => {
                    self.open.insert(r);
                }
                // Nothing more to unfold: on to the actions.
                _ => return Reply::Ignored,
            },
            Command::ToggleFold => {
                if let Some(r) = spot.filter(|_| here.is_some_and(|row| row.children))
                    && !self.open.remove(&r)
                {
                    self.open.insert(r);
                }
            }
            Command::CenterRow => self.scroll.center(self.at),
            Command::FoldAll => self.open.clear(),
            Command::UnfoldAll => {
                self.open.extend(cx.register.tables().plans.iter().map(|p| Ref::new(Kind::Plan, p.num)));
                self.open.extend(cx.register.tables().nodes.iter().map(|n| Ref::new(Kind::Node, n.num)));
            }
            other => {
                let Some(at) = self.scroll.moved(other, self.at, self.rows.len()) else {
                    return Reply::Ignored;
                };
                self.at = at;
                return Reply::Handled;
            }
        }
        self.refresh(cx);
        Reply::Handled
    }

    /// Where `field` of the place under the cursor was drawn last.
    pub fn cell(&self, r: Ref, field: Field) -> Option<Rect> {
        self.drawn.filter(|_| self.spot() == Some(r) && field == Field::title)
    }

    /// Puts the cursor on the row that is drawn `line` rows below the first, if there is one.
    pub fn choose(&mut self, line: usize) {
        let at = self.scroll.top() + line;
        if at < self.rows.len() {
            self.at = at;
        }
    }

    /// Draws the rows in `area`.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>, focused: bool) {
        let top = self.scroll.follow(self.at, self.rows.len(), area.height, cx.scroll);
        if self.rows.is_empty() {
            let key = cx.keymap.key_of(Command::OpenItem);
            for (line, y) in
                text::wrap(&t!(cx.texts, "tree-empty", key = key), area.width.saturating_sub(2).into())
                    .iter()
                    .zip(area.top()..area.bottom())
            {
                canvas.put(area.x + 1, y, area.width.saturating_sub(1), line, Role::Dim);
            }
        }
        for (index, y) in (top..self.rows.len()).zip(area.top()..area.bottom()) {
            let row = self.rows[index];
            self.draw_row(canvas, Rect { y, height: 1, ..area }, row, cx, index == self.at, focused);
        }
    }

    fn draw_row(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        row: Row,
        cx: &Cx<'_>,
        chosen: bool,
        focused: bool,
    ) {
        let (y, right) = (area.y, area.right());
        if chosen {
            let role = if focused { Role::Accent } else { Role::Dim };
            canvas.put(area.x, y, 1, cx.theme.cursor(focused), role);
        }
        let sum = cx.sums.get(row.spot);
        // From the right: health with the mark of a hand-set one, percentage, bar.
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
        let indent = (row.depth * step).min(area.width / 4);
        let x = area.x + 1 + indent;
        let is_open = row.spot.is_some_and(|r| self.open.contains(&r));
        canvas.put(x, y, 1, cx.theme.fold(row.children, is_open), Role::Accent);
        let style = match row.spot {
            _ if chosen => Role::Strong,
            None => Role::Dim,
            Some(r) if cx.register.node(r).is_some_and(|node| node.node_kind.is_context()) => Role::Dim,
            Some(_) => Role::Text,
        };
        let title = title(cx, row.spot);
        let room = end.saturating_sub(x + 2);
        canvas.put(x + 2, y, room, &title, style);
        if chosen {
            self.drawn = Some(Rect { x: x + 2, y, width: room, height: 1 });
        }
    }
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
