//! View 3, Partners: partners with their contact persons, what each of them carries, and everything about one item.
//!
//! Owns the index of what they carry and what the three panes show; `panes` owns how they share room and keys. The app shows it; the
//! detail of an agreement says what is next for it in the words of its list.

mod list;
#[cfg(test)]
mod tests;
mod tree;

use ratatui::layout::Rect;

use self::list::List;
use self::tree::{LOOSE, Tree, title};
use super::canvas::Canvas;
use super::component::{Cx, Reply};
use super::detail::Detail;
use super::layers::quick_add::QuickAddPrompt;
use super::panes::{self, Pane, Panes, Shared};
use super::theme::Role;
use super::view::{Spot, View};
use crate::command::Command;
use crate::model::carried::Carried;
use crate::model::change::Change;
use crate::model::id::Ref;
use crate::model::record::{Field, Kind};
use crate::t;

/// The view.
#[derive(Debug)]
pub struct PartnersView {
    carried: Carried,
    tree: Tree,
    list: List,
    detail: Detail,
    panes: Panes,
}

impl PartnersView {
    /// The view on the register as it is, its first partner chosen.
    pub fn new(cx: &Cx<'_>) -> PartnersView {
        let carried = Carried::of(cx.register);
        let tree = Tree::new(&carried, cx);
        let mut list = List::default();
        list.show(tree.place(), &carried, cx);
        PartnersView { carried, tree, list, detail: Detail::default(), panes: Panes::new(Pane::Tree) }
    }

    /// The partner that something new belongs to: the chosen one, or that of the chosen contact.
    fn partner(&self, cx: &Cx<'_>) -> Option<Ref> {
        let r = self.tree.place().filter(|r| *r != LOOSE)?;
        cx.register.contact(r).map_or(Some(r), |contact| contact.partner)
    }

    fn move_in_tree(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        let before = self.tree.place();
        let reply = self.tree.command(command, &self.carried, cx);
        self.follow_tree(before, cx);
        reply
    }

    fn follow_tree(&mut self, before: Option<Ref>, cx: &Cx<'_>) {
        if self.tree.place() != before {
            self.list.show(self.tree.place(), &self.carried, cx);
        }
    }

    fn pane_command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        let folding = matches!(command, Command::ToggleFold | Command::FoldAll | Command::UnfoldAll);
        let reply = match self.panes.focus() {
            _ if folding => self.move_in_tree(command, cx),
            Pane::Tree => self.move_in_tree(command, cx),
            Pane::List => self.list.command(command),
            Pane::Detail => self.detail.command(command),
        };
        self.panes.led_out(command, reply)
    }

    fn draw_one(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let place = match self.panes.focus() {
            Pane::List | Pane::Detail if self.tree.place().is_some() => title(cx, self.tree.place()),
            _ => t!(cx.texts, "view-partners"),
        };
        let body = self.panes.path(canvas, area, &place, &self.list.name(cx), self.item());
        match self.panes.focus() {
            Pane::Tree => self.tree.draw(canvas, body, &self.carried, cx, true),
            Pane::List => self.list.draw(canvas, body, cx, true),
            Pane::Detail => self.detail.draw(canvas, body, cx, self.item(), true),
        }
    }

    fn draw_all(&mut self, canvas: &mut Canvas<'_>, [tree, list, detail]: [Rect; 3], cx: &Cx<'_>) {
        let (_, body) = self.panes.heading(canvas, tree, Pane::Tree, &t!(cx.texts, "view-partners"));
        if !self.tree.is_empty() {
            let said = t!(cx.texts, "partners-open");
            canvas.put_right(tree.right().saturating_sub(3), tree.y, 10, &said, Role::Dim);
        }
        self.tree.draw(canvas, body, &self.carried, cx, self.panes.focus() == Pane::Tree);
        let (of, count) = self.list.heading(cx, list.width);
        let body = self.panes.list_heading(canvas, list, &self.list.name(cx), &of, &count);
        if !self.tree.is_empty() {
            self.list.draw(canvas, body, cx, self.panes.focus() == Pane::List);
        }
        let item = self.item();
        self.panes.detail(canvas, detail, &mut self.detail, item, cx);
    }
}

impl View for PartnersView {
    fn item(&self) -> Option<Ref> {
        let place = self.tree.place().filter(|r| *r != LOOSE);
        match self.panes.chosen() {
            Pane::Tree => place,
            _ => self.list.chosen().or(place),
        }
    }

    fn in_page(&self) -> bool {
        self.panes.focus() == Pane::Detail
    }

    fn node(&self, cx: &Cx<'_>) -> Option<Ref> {
        panes::node_of(cx.register, self.item())
    }

    fn involved(&self, cx: &Cx<'_>) -> Option<Ref> {
        self.partner(cx)
    }

    fn spot(&self, _: &Cx<'_>) -> Spot {
        // Partners are those of all plans.
        None
    }

    fn field(&self) -> Option<Field> {
        match self.panes.focus() {
            Pane::Detail => self.detail.field(),
            Pane::Tree | Pane::List => self.item().map(|_| Field::title),
        }
    }

    fn cell(&self, r: Ref, field: Field) -> Option<Rect> {
        let in_list = match self.panes.focus() {
            Pane::Tree => self.tree.cell(r, field),
            Pane::List => self.list.cell(r, field),
            Pane::Detail => None,
        };
        in_list.or_else(|| self.detail.cell(r, field))
    }

    fn pane_around(&self, cell: Rect) -> Option<Rect> {
        self.panes.around(cell)
    }

    fn go(&mut self, r: Ref, cx: &Cx<'_>) -> bool {
        if cx.register.get(r).is_none() {
            return false;
        }
        let before = self.tree.place();
        let pane = match r.kind {
            Kind::Partner | Kind::Contact => {
                if !self.tree.go(Some(r), &self.carried, cx) {
                    return false;
                }
                self.follow_tree(before, cx);
                Pane::Tree
            }
            Kind::Agreement => {
                if !self.list.go(r) {
                    // With its first party, else among all.
                    let party = cx.register.tables().agreements.get(r.num).and_then(|a| a.parties.first());
                    if !self.tree.go(party.copied(), &self.carried, cx) {
                        self.tree.go(None, &self.carried, cx);
                    }
                    self.follow_tree(before, cx);
                    self.list.go(r);
                }
                Pane::List
            }
            _ if self.list.go(r) => Pane::List,
            _ => return false,
        };
        self.panes.go(pane);
        true
    }

    fn absorb(&mut self, changes: &[Change], cx: &Cx<'_>) {
        self.carried.follow(changes, cx.register);
        let before = self.tree.place();
        self.tree.refresh(&self.carried, cx);
        if self.tree.place() == before {
            self.list.absorb(&self.carried, cx);
        } else {
            self.follow_tree(before, cx);
        }
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        self.carried = Carried::of(cx.register);
        let before = self.tree.place();
        self.tree.refresh(&self.carried, cx);
        if self.tree.place() == before {
            self.list.refresh(&self.carried, cx);
        } else {
            self.follow_tree(before, cx);
        }
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        let adding = match command {
            Command::AddPartner => Some((Kind::Partner, None)),
            Command::AddContact => Some((Kind::Contact, self.partner(cx))),
            Command::AddAgreement => Some((Kind::Agreement, self.partner(cx))),
            _ => None,
        };
        if let Some((kind, with)) = adding {
            return Reply::Open(Box::new(QuickAddPrompt::new(kind, with, "", cx)));
        }
        let reply = self.panes.command(command).unwrap_or_else(|| self.pane_command(command, cx));
        if self.panes.has_entered() {
            self.detail.enter(cx, self.item());
        }
        reply
    }

    fn click(&mut self, x: u16, y: u16, cx: &Cx<'_>) {
        let Some((pane, line)) = self.panes.at(x, y) else { return };
        self.panes.go(pane);
        let before = self.tree.place();
        match (pane, line) {
            (Pane::Tree, Some(line)) => self.tree.choose(line),
            (Pane::List, Some(line)) => self.list.choose(line),
            _ => {}
        }
        self.follow_tree(before, cx);
    }

    fn wheel(&mut self, x: u16, y: u16, command: Command, cx: &Cx<'_>) {
        match self.panes.at(x, y).map_or(self.panes.focus(), |(pane, _)| pane) {
            Pane::Tree => self.move_in_tree(command, cx),
            Pane::List => self.list.command(command),
            Pane::Detail => self.detail.command(command),
        };
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, covered: u16, cx: &Cx<'_>) {
        self.detail.put_away();
        match self.panes.share(canvas, area, covered, 32, (34, 64)) {
            Shared::All(places) => self.draw_all(canvas, places, cx),
            Shared::One(area) => self.draw_one(canvas, area, cx),
        }
    }
}
