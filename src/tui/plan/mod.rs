//! View 1, Plan: the priority tree, the actions of the chosen place, and everything about one item.
//!
//! Owns the three panes, which of them has the keys, and how they share the room: side by side from 100
//! columns, the detail at the bottom from 80, one at a time with a breadcrumb below that.

mod actions;
mod tree;

use ratatui::layout::Rect;

use self::actions::Actions;
use self::tree::Tree;
pub use self::tree::{Spot, title};
use super::canvas::Canvas;
use super::component::{Cx, Reply};
use super::detail::Detail;
use super::text;
use super::theme::Role;
use super::view::View;
use crate::command::Command;
use crate::model::change::Change;
use crate::model::id::Ref;
use crate::model::record::{Field, Kind};
use crate::t;

/// From this width the three panes stand side by side (product section "Screens").
const WIDE: u16 = 100;

/// From this width tree and actions stand side by side with the detail below them.
const STACKED: u16 = 80;

/// Fewer rows than this are not divided between panes above each other.
const STACKED_ROWS: u16 = 14;

/// One of the panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The priority tree.
    Tree,
    /// The actions.
    Actions,
    /// The detail.
    Detail,
}

const PANES: [Pane; 3] = [Pane::Tree, Pane::Actions, Pane::Detail];

/// The view.
#[derive(Debug)]
pub struct PlanView {
    tree: Tree,
    actions: Actions,
    detail: Detail,
    focus: Pane,
    /// What the detail shows while it has the keys: what had them before.
    came_from: Pane,
    /// An item without a list of its own that was gone to; shown until the cursor moves.
    visiting: Option<Ref>,
    /// The row before which the panes end, while being drawn.
    bottom: u16,
    /// Where the rows of each pane were drawn last; empty for one that was not.
    bodies: [Rect; 3],
}

impl PlanView {
    /// The view on the register as it is: the most current plan, its actions under the cursor when it has any.
    pub fn new(cx: &Cx<'_>) -> PlanView {
        let tree = Tree::new(cx);
        let mut actions = Actions::default();
        actions.show(tree.spot(), cx);
        let focus = if actions.is_empty() { Pane::Tree } else { Pane::Actions };
        PlanView {
            tree,
            actions,
            detail: Detail::default(),
            focus,
            came_from: focus,
            visiting: None,
            bottom: 0,
            bodies: [Rect::ZERO; 3],
        }
    }

    /// The action that commands work on; none while the tree has the keys.
    fn action(&self) -> Option<Ref> {
        match self.list() {
            Pane::Tree => None,
            _ => self.actions.chosen(),
        }
    }

    /// The pane whose cursor counts: the one with the keys, or the one that the detail was entered from.
    fn list(&self) -> Pane {
        if self.focus == Pane::Detail { self.came_from } else { self.focus }
    }

    /// The focus has moved, or not.
    fn entered(&mut self, cx: &Cx<'_>) {
        if self.focus == Pane::Detail {
            self.detail.enter(cx, self.item());
        } else {
            self.visiting = None;
        }
    }

    fn focus(&mut self, pane: Pane) {
        if pane == Pane::Detail && self.focus != Pane::Detail {
            self.came_from = self.focus;
        }
        self.focus = pane;
    }

    /// The pane at (`x`, `y`) of the screen, its heading included, and which of its lines that is.
    fn pane_at(&self, x: u16, y: u16) -> Option<(Pane, Option<usize>)> {
        PANES.into_iter().zip(self.bodies).find_map(|(pane, body)| {
            let whole = Rect { y: body.y.saturating_sub(1), height: body.height + 1, ..body };
            let line = y.checked_sub(body.y).map(usize::from);
            (!body.is_empty() && whole.contains((x, y).into())).then_some((pane, line))
        })
    }

    fn pane_command(&mut self, command: Command, index: usize, cx: &Cx<'_>) -> Reply {
        let folding = matches!(command, Command::ToggleFold | Command::FoldAll | Command::UnfoldAll);
        let reply = match self.focus {
            _ if folding => self.move_in_tree(command, cx),
            Pane::Tree => self.move_in_tree(command, cx),
            Pane::Actions => self.actions.command(command, cx),
            Pane::Detail => self.detail.command(command),
        };
        match (&reply, command) {
            (Reply::Ignored, Command::GoLeft) => self.focus(PANES[index.saturating_sub(1)]),
            (Reply::Ignored, Command::GoRight) => {
                self.focus(PANES[(index + 1).min(PANES.len() - 1)]);
                self.entered(cx);
            }
            _ => {
                if self.focus != Pane::Detail {
                    self.visiting = None;
                }
                return reply;
            }
        }
        Reply::Handled
    }

    fn move_in_tree(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        let before = self.tree.spot();
        let reply = self.tree.command(command, cx);
        if self.tree.spot() != before {
            self.actions.show(self.tree.spot(), cx);
        }
        reply
    }

    fn draw_wide(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let tree = (area.width * 30 / 100).clamp(32, 56);
        let detail = (area.width * 27 / 100).clamp(28, 64);
        let [tree, actions, detail] = columns(canvas, area, [tree, area.width - tree - detail - 2, detail]);
        self.draw_tree(canvas, tree, cx);
        self.draw_actions(canvas, actions, cx);
        self.draw_detail(canvas, detail, cx);
    }

    fn draw_stacked(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        // The lists need their rows more than the detail, which scrolls.
        let below = (area.height * 2 / 5).max(6);
        let above = Rect { height: area.height - below, ..area };
        let tree = area.width * 2 / 5;
        let [tree, actions, _] = columns(canvas, above, [tree, area.width - tree - 1, 0]);
        self.draw_tree(canvas, tree, cx);
        self.draw_actions(canvas, actions, cx);
        self.draw_detail(canvas, Rect { y: above.bottom(), height: below, ..area }, cx);
    }

    fn draw_single(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let crumb = cx.theme.crumb();
        let mut end = String::new();
        if self.focus != Pane::Tree {
            end = format!("{crumb}{}", t!(cx.texts, "pane-actions"));
        }
        if let (Pane::Detail, Some(r)) = (self.focus, self.item()) {
            end = format!("{end}{crumb}{r}");
        }
        // The end says where one is; the name of the place gives way.
        let room = usize::from(area.width.saturating_sub(2)).saturating_sub(text::width(&end));
        let path = format!("{}{end}", text::cut(&title(cx, self.tree.spot()), room));
        canvas.put(area.x + 1, area.y, area.width.saturating_sub(1), &path, Role::Title);
        let body = self.body(area);
        self.bodies[self.focus as usize] = body;
        match self.focus {
            Pane::Tree => self.tree.draw(canvas, body, cx, true),
            Pane::Actions => self.actions.draw(canvas, body, cx, true),
            Pane::Detail => self.detail.draw(canvas, body, cx, self.item(), true),
        }
    }

    fn heading(&self, canvas: &mut Canvas<'_>, area: Rect, pane: Pane, name: &str) -> (u16, Rect) {
        let role = if self.focus == pane { Role::Title } else { Role::Dim };
        let used = canvas.put(area.x + 1, area.y, area.width.saturating_sub(1), name, role);
        (used + 1, self.body(area))
    }

    /// The rows below a pane's heading, as far as they stay visible.
    fn body(&self, area: Rect) -> Rect {
        let bottom = area.bottom().min(self.bottom);
        Rect { y: area.y + 1, height: bottom.saturating_sub(area.y + 1), ..area }
    }

    fn draw_tree(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let (_, body) = self.heading(canvas, area, Pane::Tree, &t!(cx.texts, "pane-tree"));
        self.bodies[Pane::Tree as usize] = body;
        self.tree.draw(canvas, body, cx, self.focus == Pane::Tree);
    }

    fn draw_actions(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let (used, body) = self.heading(canvas, area, Pane::Actions, &t!(cx.texts, "pane-actions"));
        let (of, count) = self.actions.heading(cx, area.width);
        let room = area.width.saturating_sub(used + 2);
        let at = canvas.put_right(area.right() - 1, area.y, room, &count, Role::Dim);
        let room = at.saturating_sub(area.x + used + 3);
        canvas.put(area.x + used + 2, area.y, room, &of, Role::Text);
        self.bodies[Pane::Actions as usize] = body;
        self.actions.draw(canvas, body, cx, self.focus == Pane::Actions);
    }

    fn draw_detail(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let item = self.item();
        let name = item.map_or(String::new(), |r| r.to_string());
        self.bodies[Pane::Detail as usize] = self.body(area);
        if area.x == 0 {
            // Below the lists: a rule separates them.
            let role = if self.focus == Pane::Detail { Role::Title } else { Role::Dim };
            canvas.rule(area.x, area.y, area.width, &name, role);
            let body = self.body(area);
            self.detail.draw(canvas, body, cx, item, self.focus == Pane::Detail);
        } else {
            let (_, body) = self.heading(canvas, area, Pane::Detail, &name);
            self.detail.draw(canvas, body, cx, item, self.focus == Pane::Detail);
        }
    }
}

impl View for PlanView {
    fn item(&self) -> Option<Ref> {
        self.visiting.or(match self.list() {
            Pane::Tree => self.tree.spot(),
            _ => self.actions.chosen().or(self.tree.spot()),
        })
    }

    fn node(&self, cx: &Cx<'_>) -> Option<Ref> {
        let of_action = self.action().and_then(|r| cx.register.action(r)).and_then(|action| action.under);
        let chosen = self.tree.spot().filter(|r| r.kind == Kind::Node);
        // A plan itself holds no actions; its first subject does.
        let first = || {
            let plan = self.tree.spot().filter(|r| r.kind == Kind::Plan)?;
            cx.register.children(plan).next().map(|node| Ref::new(Kind::Node, node.num))
        };
        of_action.or(chosen).or_else(first)
    }

    fn spot(&self, _: &Cx<'_>) -> Spot {
        self.tree.spot()
    }

    fn field(&self) -> Option<Field> {
        match self.focus {
            Pane::Detail => self.detail.field(),
            Pane::Tree | Pane::Actions => Some(Field::title),
        }
    }

    fn cell(&self, r: Ref, field: Field) -> Option<Rect> {
        let in_list = match self.focus {
            Pane::Tree => self.tree.cell(r, field),
            Pane::Actions => self.actions.cell(r, field),
            Pane::Detail => None,
        };
        in_list.or_else(|| self.detail.cell(r, field))
    }

    fn has_spare_work(&self) -> bool {
        self.actions.unsorted().is_some()
    }

    fn do_spare_work(&mut self, cx: &Cx<'_>) {
        self.actions.sort_one(cx.register);
    }

    fn go(&mut self, r: Ref, cx: &Cx<'_>) -> bool {
        self.visiting = None;
        match r.kind {
            Kind::Action => {
                let Some(action) = cx.register.action(r) else { return false };
                if !self.actions.go(r, cx) {
                    self.tree.go(action.under, cx);
                    self.actions.show(self.tree.spot(), cx);
                    self.actions.go(r, cx);
                }
                self.focus(Pane::Actions);
            }
            Kind::Node | Kind::Plan => {
                if !self.tree.go(Some(r), cx) {
                    return false;
                }
                self.actions.show(self.tree.spot(), cx);
                self.focus(Pane::Tree);
            }
            _ if cx.register.get(r).is_none() => return false,
            _ => {
                self.visiting = Some(r);
                self.focus(Pane::Detail);
            }
        }
        true
    }

    fn absorb(&mut self, changes: &[Change], cx: &Cx<'_>) {
        let before = self.tree.spot();
        self.tree.refresh(cx);
        self.actions.absorb(changes, cx);
        if self.tree.spot() != before {
            self.actions.show(self.tree.spot(), cx);
        }
        if self.visiting.is_some_and(|r| cx.register.get(r).is_none()) {
            self.visiting = None;
        }
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        let before = self.tree.spot();
        self.tree.refresh(cx);
        self.actions.forget(cx);
        if self.tree.spot() != before {
            self.actions.show(self.tree.spot(), cx);
        }
        self.visiting = self.visiting.filter(|r| cx.register.get(*r).is_some());
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        let index = PANES.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        match command {
            Command::FocusNext => self.focus(PANES[(index + 1) % PANES.len()]),
            Command::FocusPrevious => self.focus(PANES[(index + PANES.len() - 1) % PANES.len()]),
            Command::FocusTree => self.focus(Pane::Tree),
            Command::FocusActions => self.focus(Pane::Actions),
            Command::FocusDetail => self.focus(Pane::Detail),
            Command::GoBack if self.focus == Pane::Detail => self.focus(self.came_from),
            // On a field of the details: that is what is opened.
            Command::OpenItem if self.focus == Pane::Detail => return Reply::Run(Command::EditField),
            Command::OpenItem => self.focus(PANES[(index + 1).min(PANES.len() - 1)]),
            _ => return self.pane_command(command, index, cx),
        }
        self.entered(cx);
        Reply::Handled
    }

    fn click(&mut self, x: u16, y: u16, cx: &Cx<'_>) {
        let Some((pane, line)) = self.pane_at(x, y) else { return };
        self.focus(pane);
        let before = self.tree.spot();
        match (pane, line) {
            (Pane::Tree, Some(line)) => self.tree.choose(line),
            (Pane::Actions, Some(line)) => self.actions.choose(line, cx),
            _ => {}
        }
        if self.tree.spot() != before {
            self.actions.show(self.tree.spot(), cx);
        }
        if pane != Pane::Detail {
            self.visiting = None;
        }
    }

    fn wheel(&mut self, x: u16, y: u16, command: Command, cx: &Cx<'_>) {
        match self.pane_at(x, y).map_or(self.focus, |(pane, _)| pane) {
            Pane::Tree => self.move_in_tree(command, cx),
            Pane::Actions => self.actions.command(command, cx),
            Pane::Detail => self.detail.command(command),
        };
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, covered: u16, cx: &Cx<'_>) {
        self.bodies = [Rect::ZERO; 3];
        self.bottom = area.bottom() - covered;
        if area.width >= WIDE {
            self.draw_wide(canvas, area, cx);
        } else if area.width >= STACKED && area.height >= STACKED_ROWS {
            self.draw_stacked(canvas, area, cx);
        } else {
            self.draw_single(canvas, area, cx);
        }
    }
}

/// Divides `area` into columns of these widths with a line between them.
fn columns(canvas: &mut Canvas<'_>, area: Rect, widths: [u16; 3]) -> [Rect; 3] {
    let mut x = area.x;
    widths.map(|width| {
        let column = Rect { x, width, ..area };
        x += width;
        if x < area.right() {
            canvas.divider(x, area);
            x += 1;
        }
        column
    })
}
