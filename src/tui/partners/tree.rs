//! The partners, and under each its contact persons: with kind or function, how much rests on them, and a mark when an
//! agreement asks for attention.
//!
//! Owns which partners are open, the cursor (by item) and the scroll position. Above them stands a row for all agreements
//! by what is next; at the end one for who and what belongs to no partner.

use std::collections::HashSet;

use ratatui::layout::Rect;

use crate::command::Command;
use crate::i18n::words;
use crate::model::agreement;
use crate::model::carried::Carried;
use crate::model::fold::fold;
use crate::model::id::Ref;
use crate::model::record::{Field, Kind};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Reply};
use crate::tui::links;
use crate::tui::scroll::Scroll;
use crate::tui::text;
use crate::tui::theme::Role;

/// A place in the tree: a partner or a contact person, or the row of all agreements.
pub type Place = Option<Ref>;

/// Stands for who and what belongs to no partner; the register numbers from 1.
pub const LOOSE: Ref = Ref { kind: Kind::Partner, num: 0 };

/// From this width rows show the telephone number, which takes so many cells.
const PHONE: (u16, u16) = (56, 13);

/// The fewest cells in which a kind or function behind the name still says something.
const LEAST_ABOUT: u16 = 5;

#[derive(Clone, Copy, Debug)]
struct Row {
    place: Place,
    depth: u16,
    children: bool,
}

/// The pane.
#[derive(Debug, Default)]
pub struct Tree {
    open: HashSet<Ref>,
    rows: Vec<Row>,
    at: usize,
    scroll: Scroll,
    /// Where the fields of the row under the cursor were drawn last.
    drawn: Vec<(Field, Rect)>,
}

impl Tree {
    /// The tree of the register, its first partner chosen and open.
    pub fn new(carried: &Carried, cx: &Cx<'_>) -> Tree {
        let mut tree = Tree::default();
        tree.refresh(carried, cx);
        let first = tree.rows.iter().position(|row| row.place.is_some());
        if let Some(first) = first {
            tree.at = first;
            tree.open.extend(tree.rows[first].place);
            tree.refresh(carried, cx);
        }
        tree
    }

    /// The place under the cursor; the row of all agreements when the tree is empty.
    pub fn place(&self) -> Place {
        self.rows.get(self.at).and_then(|row| row.place)
    }

    /// Whether there is anything in it.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Lists the rows afresh after the register or the open branches changed. The cursor stays on its item at its height
    /// on the screen, or goes to the partner of a contact that is no longer shown.
    pub fn refresh(&mut self, carried: &Carried, cx: &Cx<'_>) {
        let register = cx.register;
        let chosen = self.rows.get(self.at).map(|row| row.place);
        let before = self.at;
        // The partner that the row under the cursor stood under, when its contact has gone.
        let above = self.rows[..before.min(self.rows.len())].iter().rev().find(|row| row.depth == 0);
        let above = above.map(|row| row.place);
        self.rows.clear();
        if !register.tables().agreements.is_empty() {
            self.rows.push(Row { place: None, depth: 0, children: false });
        }
        let by_name = |kind: Kind, items: &mut dyn Iterator<Item = (&str, u32)>| -> Vec<Ref> {
            let mut named: Vec<(String, u32)> = items.map(|(title, num)| (fold(title), num)).collect();
            named.sort_unstable();
            named.into_iter().map(|(_, num)| Ref::new(kind, num)).collect()
        };
        let partners = register.tables().partners.iter();
        let mut all =
            by_name(Kind::Partner, &mut partners.map(|partner| (partner.title.as_str(), partner.num)));
        if register.contacts_of(LOOSE).next().is_some() || !carried.load(LOOSE).agreements.is_empty() {
            all.push(LOOSE);
        }
        for partner in all {
            let children = register.contacts_of(partner).next().is_some();
            self.rows.push(Row { place: Some(partner), depth: 0, children });
            if children && self.open.contains(&partner) {
                let contacts = register.contacts_of(partner);
                let contacts = by_name(
                    Kind::Contact,
                    &mut contacts.map(|contact| (contact.title.as_str(), contact.num)),
                );
                let row = |contact| Row { place: Some(contact), depth: 1, children: false };
                self.rows.extend(contacts.into_iter().map(row));
            }
        }
        if let Some(chosen) = chosen {
            let index = |place: Place| self.rows.iter().position(|row| row.place == place);
            let contact = chosen.and_then(|r| register.contact(r));
            let found = index(chosen)
                .or_else(|| contact.and_then(|contact| index(Some(contact.partner.unwrap_or(LOOSE)))))
                .or_else(|| above.filter(|_| chosen.is_some_and(|r| r.kind == Kind::Contact)).and_then(index))
                .unwrap_or(before);
            self.at = found.min(self.rows.len().saturating_sub(1));
            self.scroll.hold(before, self.at);
        }
    }

    /// Puts the cursor on `place`, opening the partner of a contact. `false` when it is not there.
    pub fn go(&mut self, place: Place, carried: &Carried, cx: &Cx<'_>) -> bool {
        if let Some(contact) = place.and_then(|r| cx.register.contact(r)) {
            self.open.insert(contact.partner.unwrap_or(LOOSE));
            self.refresh(carried, cx);
        }
        let index = self.rows.iter().position(|row| row.place == place);
        self.at = index.unwrap_or(self.at);
        index.is_some()
    }

    /// Carries out a command for panes.
    pub fn command(&mut self, command: Command, carried: &Carried, cx: &Cx<'_>) -> Reply {
        let here = self.rows.get(self.at).copied();
        let foldable = here.filter(|row| row.children).and_then(|row| row.place);
        let is_open = foldable.is_some_and(|r| self.open.contains(&r));
        match (command, foldable) {
            (Command::GoLeft, Some(r)) if is_open => {
                self.open.remove(&r);
            }
            (Command::GoLeft, _) => {
                let above = self.rows[..self.at.min(self.rows.len())].iter().rposition(|row| row.depth == 0);
                if let (Some(above), Some(1..)) = (above, here.map(|row| row.depth)) {
                    self.at = above;
                }
                return Reply::Handled;
            }
            (Command::GoRight, Some(r)) if !is_open => {
                self.open.insert(r);
            }
            // Nothing more to unfold: on to what is carried.
            (Command::GoRight, _) => return Reply::Ignored,
            (Command::ToggleFold, Some(r)) => {
                if !self.open.remove(&r) {
                    self.open.insert(r);
                }
            }
            (Command::ToggleFold, None) => return Reply::Handled,
            (Command::CenterRow, _) => {
                self.scroll.center(self.at);
                return Reply::Handled;
            }
            (Command::FoldAll, _) => self.open.clear(),
            (Command::UnfoldAll, _) => {
                let partners = cx.register.tables().partners.iter();
                self.open.extend(partners.map(|partner| Ref::new(Kind::Partner, partner.num)));
                self.open.insert(LOOSE);
            }
            (other, _) => {
                let Some(at) = self.scroll.moved(other, self.at, self.rows.len()) else {
                    return Reply::Ignored;
                };
                self.at = at;
                return Reply::Handled;
            }
        }
        self.refresh(carried, cx);
        Reply::Handled
    }

    /// Where `field` of the place under the cursor was drawn last.
    pub fn cell(&self, r: Ref, field: Field) -> Option<Rect> {
        let drawn = self.drawn.iter().filter(|_| self.place() == Some(r));
        drawn.into_iter().find(|(known, _)| *known == field).map(|(_, rect)| *rect)
    }

    /// Puts the cursor on the row that is drawn `line` rows below the first, if there is one.
    pub fn choose(&mut self, line: usize) {
        let at = self.scroll.top() + line;
        if at < self.rows.len() {
            self.at = at;
        }
    }

    /// Draws the rows in `area`.
    pub fn draw(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        carried: &Carried,
        cx: &Cx<'_>,
        focused: bool,
    ) {
        self.drawn.clear();
        let top = self.scroll.follow(self.at, self.rows.len(), area.height, cx.scroll);
        if self.rows.is_empty() {
            let key = cx.keymap.key_of(Command::AddPartner);
            let said = t!(cx.texts, "partners-empty", key = key);
            let lines = text::wrap(&said, area.width.saturating_sub(2).into());
            for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
                canvas.put(area.x + 1, y, area.width.saturating_sub(1), line, Role::Dim);
            }
        }
        for (index, y) in (top..self.rows.len()).zip(area.top()..area.bottom()) {
            let row = self.rows[index];
            let area = Rect { y, height: 1, ..area };
            if index == self.at {
                let role = if focused { Role::Accent } else { Role::Dim };
                canvas.put(area.x, y, 1, cx.theme.cursor(focused), role);
            }
            self.draw_row(canvas, area, row, carried, cx, index == self.at);
        }
    }

    fn draw_row(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        row: Row,
        carried: &Carried,
        cx: &Cx<'_>,
        chosen: bool,
    ) {
        let (y, today) = (area.y, cx.now.today);
        let soon = |num: u32| {
            let agreement = cx.register.tables().agreements.get(num);
            agreement.is_some_and(|agreement| agreement::next(agreement, today).is_soon(today))
        };
        // From the right: the mark of an agreement that asks for attention, how much rests on it, telephone number.
        let right = area.right();
        let mut end = right.saturating_sub(3);
        let (said, marked) = match row.place {
            None => {
                let agreements = cx.register.tables().agreements.iter();
                let count = agreements.filter(|agreement| soon(agreement.num)).count();
                (count, count > 0)
            }
            Some(r) => {
                let load = carried.load(r);
                (load.actions.len(), load.agreements.iter().any(|num| soon(*num)))
            }
        };
        if marked {
            canvas.put(right.saturating_sub(2), y, 1, cx.theme.overdue(), Role::Warn);
        }
        if said > 0 {
            let role = if row.place.is_none() { Role::Warn } else { Role::Text };
            end = canvas.put_right(end, y, 7, &words::grouped(cx.texts, said), role).saturating_sub(1);
        }
        let partner = row.place.and_then(|r| {
            (r.kind == Kind::Partner).then(|| cx.register.tables().partners.get(r.num)).flatten()
        });
        let contact = row.place.and_then(|r| cx.register.contact(r));
        let phone = partner.map(|p| &p.phone).or(contact.map(|c| &c.phone));
        let (phone_from, phone_cells) = PHONE;
        if area.width >= phone_from {
            // Below each other, whatever the counts beside them take.
            let x = right.saturating_sub(3 + 5 + phone_cells);
            end = end.min(x).saturating_sub(1);
            let phone = phone.map_or("", String::as_str);
            match links::telephone(phone) {
                Some(target) => canvas.put_link(x, y, phone_cells, phone, Role::Accent, &target),
                None => canvas.put(x, y, phone_cells, phone, Role::Accent),
            };
            if chosen {
                self.drawn.push((Field::phone, Rect { x, y, width: phone_cells, height: 1 }));
            }
        }
        let x = area.x + 1 + row.depth * 2;
        let is_open = row.place.is_some_and(|r| self.open.contains(&r));
        canvas.put(x, y, 1, cx.theme.fold(row.children, is_open), Role::Accent);
        let role = match row.place {
            _ if chosen => Role::Strong,
            None => Role::Accent,
            Some(LOOSE) => Role::Dim,
            Some(_) => Role::Text,
        };
        let x = x + 2;
        let room = end.saturating_sub(x);
        let used = canvas.put(x, y, room, &title(cx, row.place), role);
        let (field, about) = match (partner, contact) {
            (Some(partner), _) => (Field::partner_kind, words::partner_kind(cx.texts, partner.partner_kind)),
            (_, Some(contact)) => (Field::function, contact.function.clone()),
            _ => (Field::title, String::new()),
        };
        let left = room.saturating_sub(used + 2);
        // "Politie, politie" says it twice.
        let telling = !about.is_empty() && !fold(&title(cx, row.place)).contains(&fold(&about));
        if left >= LEAST_ABOUT && telling {
            canvas.put(x + used + 2, y, left, &about, Role::Dim);
            if chosen {
                self.drawn.push((field, Rect { x: x + used + 2, y, width: left, height: 1 }));
            }
        }
        if chosen {
            self.drawn.push((Field::title, Rect { x, y, width: room, height: 1 }));
        }
    }
}

/// What a place is called.
pub fn title(cx: &Cx<'_>, place: Place) -> String {
    match place {
        None => t!(cx.texts, "partners-agreements"),
        Some(LOOSE) => t!(cx.texts, "partners-loose"),
        Some(r) => cx.register.title(r).to_owned(),
    }
}
