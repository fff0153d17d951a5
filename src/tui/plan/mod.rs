//! View 1, Plan: the priority tree, the actions of the chosen place, and everything about one item.
//!
//! Owns what the three panes show and how they follow each other; `panes` owns how they share room and keys. The app shows it.

mod actions;
mod tree;

use ratatui::layout::Rect;

use self::actions::Actions;
use self::tree::Tree;
pub use self::tree::title;
use super::canvas::Canvas;
use super::component::{Cx, Reply};
use super::detail::Detail;
use super::panes::{Pane, Panes, Shared};
use super::view::{Spot, View};
use crate::command::Command;
use crate::model::change::Change;
use crate::model::id::Ref;
use crate::model::record::{Field, Kind};
use crate::t;

/// The view.
#[derive(Debug)]
pub struct PlanView {
    tree: Tree,
    actions: Actions,
    detail: Detail,
    panes: Panes,
    /// An item without a list of its own that was gone to; shown until the cursor moves.
    visiting: Option<Ref>,
}

impl PlanView {
    /// The view on the register as it is: the most current plan, its actions under the cursor when it has any.
    pub fn new(cx: &Cx<'_>) -> PlanView {
        let tree = Tree::new(cx);
        let mut actions = Actions::default();
        actions.show(tree.spot(), cx);
        let panes = Panes::new(if actions.is_empty() { Pane::Tree } else { Pane::List });
        PlanView { tree, actions, detail: Detail::default(), panes, visiting: None }
    }

    /// The action that commands work on; none while the tree has the keys.
    fn action(&self) -> Option<Ref> {
        match self.panes.chosen() {
            Pane::Tree => None,
            _ => self.actions.chosen(),
        }
    }

    fn pane_command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        let folding = matches!(command, Command::ToggleFold | Command::FoldAll | Command::UnfoldAll);
        let reply = match self.panes.focus() {
            _ if folding => self.move_in_tree(command, cx),
            Pane::Tree => self.move_in_tree(command, cx),
            Pane::List => self.actions.command(command, cx),
            Pane::Detail => self.detail.command(command),
        };
        self.panes.led_out(command, reply)
    }

    fn move_in_tree(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        let before = self.tree.spot();
        let reply = self.tree.command(command, cx);
        if self.tree.spot() != before {
            self.actions.show(self.tree.spot(), cx);
        }
        reply
    }

    fn draw_one(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let place = title(cx, self.tree.spot());
        let body = self.panes.path(canvas, area, &place, &t!(cx.texts, "pane-actions"), self.item());
        match self.panes.focus() {
            Pane::Tree => self.tree.draw(canvas, body, cx, true),
            Pane::List => self.actions.draw(canvas, body, cx, true),
            Pane::Detail => self.detail.draw(canvas, body, cx, self.item(), true),
        }
    }

    fn draw_all(&mut self, canvas: &mut Canvas<'_>, [tree, list, detail]: [Rect; 3], cx: &Cx<'_>) {
        let (_, body) = self.panes.heading(canvas, tree, Pane::Tree, &t!(cx.texts, "pane-tree"));
        self.tree.draw(canvas, body, cx, self.panes.focus() == Pane::Tree);
        let (of, count) = self.actions.heading(cx, list.width);
        let body = self.panes.list_heading(canvas, list, &t!(cx.texts, "pane-actions"), &of, &count);
        self.actions.draw(canvas, body, cx, self.panes.focus() == Pane::List);
        let item = self.item();
        self.panes.detail(canvas, detail, &mut self.detail, item, cx);
    }
}

impl View for PlanView {
    fn item(&self) -> Option<Ref> {
        self.visiting.or(match self.panes.chosen() {
            Pane::Tree => self.tree.spot(),
            _ => self.actions.chosen().or(self.tree.spot()),
        })
    }

    fn in_page(&self) -> bool {
        self.panes.focus() == Pane::Detail
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
        match self.panes.focus() {
            Pane::Detail => self.detail.field(),
            Pane::Tree | Pane::List => Some(Field::title),
        }
    }

    fn cell(&self, r: Ref, field: Field) -> Option<Rect> {
        let in_list = match self.panes.focus() {
            Pane::Tree => self.tree.cell(r, field),
            Pane::List => self.actions.cell(r, field),
            Pane::Detail => None,
        };
        in_list.or_else(|| self.detail.cell(r, field))
    }

    fn pane_around(&self, cell: Rect) -> Option<Rect> {
        self.panes.around(cell)
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
                self.panes.go(Pane::List);
            }
            Kind::Node | Kind::Plan => {
                if !self.tree.go(Some(r), cx) {
                    return false;
                }
                self.actions.show(self.tree.spot(), cx);
                self.panes.go(Pane::Tree);
            }
            _ if cx.register.get(r).is_none() => return false,
            _ => {
                self.visiting = Some(r);
                self.panes.go(Pane::Detail);
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
        let reply = self.panes.command(command).unwrap_or_else(|| self.pane_command(command, cx));
        if self.panes.focus() != Pane::Detail {
            self.visiting = None;
        } else if self.panes.has_entered() {
            self.detail.enter(cx, self.item());
        }
        reply
    }

    fn click(&mut self, x: u16, y: u16, cx: &Cx<'_>) {
        let Some((pane, line)) = self.panes.at(x, y) else { return };
        self.panes.go(pane);
        let before = self.tree.spot();
        match (pane, line) {
            (Pane::Tree, Some(line)) => self.tree.choose(line),
            (Pane::List, Some(line)) => self.actions.choose(line, cx),
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
        match self.panes.at(x, y).map_or(self.panes.focus(), |(pane, _)| pane) {
            Pane::Tree => self.move_in_tree(command, cx),
            Pane::List => self.actions.command(command, cx),
            Pane::Detail => self.detail.command(command),
        };
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, covered: u16, cx: &Cx<'_>) {
        self.detail.put_away();
        match self.panes.share(canvas, area, covered, 30, (32, 56)) {
            Shared::All(places) => self.draw_all(canvas, places, cx),
            Shared::One(area) => self.draw_one(canvas, area, cx),
        }
    }
}
