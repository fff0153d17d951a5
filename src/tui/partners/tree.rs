//! The partners, and under each its contact persons: with kind or function, how much rests on them, and a mark when an
//! agreement asks for attention.
//!
//! Owns which rows the tree has and what stands in each; `fold` owns folding, cursor and scroll position. Above the partners stands
//! a row for all agreements by what is next; at the end one for who and what belongs to no partner. The view Partners asks it
//! which item is chosen.

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
use crate::tui::fold::{FoldedTree, Row, Shown, Turn};
use crate::tui::links;
use crate::tui::panes;
use crate::tui::theme::Role;

/// A place in the tree: a partner or a contact person, or the row of all agreements.
pub type Place = Option<Ref>;

/// Stands for who and what belongs to no partner; the register numbers from 1.
pub const LOOSE: Ref = Ref { kind: Kind::Partner, num: 0 };

/// From this width rows show the telephone number, which takes so many cells.
const PHONE: (u16, u16) = (56, 13);

/// The fewest cells in which a kind or function behind the name still says something.
const LEAST_ABOUT: u16 = 5;

/// The pane.
#[derive(Debug, Default)]
pub struct Tree {
    folded: FoldedTree,
}

impl Tree {
    /// The tree of the register, its first partner chosen and open.
    pub fn new(carried: &Carried, cx: &Cx<'_>) -> Tree {
        let mut tree = Tree::default();
        tree.refresh(carried, cx);
        if let Some(first) = tree.folded.first() {
            tree.folded.unfold([first]);
            tree.folded.go(Some(first));
            tree.refresh(carried, cx);
        }
        tree
    }

    /// The place under the cursor; the row of all agreements when the tree is empty.
    pub fn place(&self) -> Place {
        self.folded.place()
    }

    /// Whether there is anything in it.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// Lists the rows afresh after the register or the open branches changed. The cursor stays on its item at its height
    /// on the screen, or goes to the partner of a contact that is no longer shown.
    pub fn refresh(&mut self, carried: &Carried, cx: &Cx<'_>) {
        let register = cx.register;
        let mut rows = Vec::new();
        if !register.tables().agreements.is_empty() {
            rows.push(Row { place: None, depth: 0, children: false });
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
            rows.push(Row { place: Some(partner), depth: 0, children });
            if children && self.folded.is_open(partner) {
                let contacts = register.contacts_of(partner);
                let contacts = by_name(
                    Kind::Contact,
                    &mut contacts.map(|contact| (contact.title.as_str(), contact.num)),
                );
                let row = |contact| Row { place: Some(contact), depth: 1, children: false };
                rows.extend(contacts.into_iter().map(row));
            }
        }
        self.folded.list(rows, |r| partner_of(r, cx).into_iter().collect());
    }

    /// Puts the cursor on `place`, opening the partner of a contact. `false` when it is not there.
    pub fn go(&mut self, place: Place, carried: &Carried, cx: &Cx<'_>) -> bool {
        if let Some(partner) = place.and_then(|r| partner_of(r, cx)) {
            self.folded.unfold([partner]);
            self.refresh(carried, cx);
        }
        self.folded.go(place)
    }

    /// Carries out a command for panes.
    pub fn command(&mut self, command: Command, carried: &Carried, cx: &Cx<'_>) -> Reply {
        let partners = cx.register.tables().partners.iter();
        let partners = partners.map(|partner| Ref::new(Kind::Partner, partner.num)).chain([LOOSE]);
        match self.folded.command(command, || partners.collect()) {
            Turn::Ignored => return Reply::Ignored,
            Turn::Moved => {}
            Turn::Folded => self.refresh(carried, cx),
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
    pub fn draw(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        carried: &Carried,
        cx: &Cx<'_>,
        focused: bool,
    ) {
        if self.folded.is_empty() {
            let key = cx.keymap.key_of(Command::AddPartner);
            panes::draw_empty(canvas, area, &t!(cx.texts, "partners-empty", key = key));
        }
        self.folded.draw(canvas, area, cx, focused, |canvas, area, shown| {
            draw_row(canvas, area, shown, carried, cx)
        });
    }
}

/// The partner that a contact stands under.
fn partner_of(r: Ref, cx: &Cx<'_>) -> Option<Ref> {
    cx.register.contact(r).map(|contact| contact.partner.unwrap_or(LOOSE))
}

/// Draws a row from the right: the mark of an agreement that asks for attention, how much rests on it, telephone number; and
/// the name with kind or function in the room that is left. Returns where the fields stand.
fn draw_row(
    canvas: &mut Canvas<'_>,
    area: Rect,
    shown: Shown,
    carried: &Carried,
    cx: &Cx<'_>,
) -> Vec<(Field, Rect)> {
    let (y, today) = (area.y, cx.now.today);
    let place = shown.row.place;
    let mut drawn = Vec::new();
    let soon = |num: u32| {
        let agreement = cx.register.tables().agreements.get(num);
        agreement.is_some_and(|agreement| agreement::next(agreement, today).is_soon(today))
    };
    let right = area.right();
    let mut end = right.saturating_sub(3);
    let (said, marked) = match place {
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
        let role = if place.is_none() { Role::Warn } else { Role::Text };
        end = canvas.put_right(end, y, 7, &words::grouped(cx.texts, said), role).saturating_sub(1);
    }
    let partner = place.filter(|r| r.kind == Kind::Partner);
    let partner = partner.and_then(|r| cx.register.tables().partners.get(r.num));
    let contact = place.and_then(|r| cx.register.contact(r));
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
        drawn.push((Field::phone, Rect { x, y, width: phone_cells, height: 1 }));
    }
    let x = shown.draw_fold(canvas, area, shown.row.depth * 2, cx);
    let role = match place {
        _ if shown.chosen => Role::Strong,
        None => Role::Accent,
        Some(LOOSE) => Role::Dim,
        Some(_) => Role::Text,
    };
    let room = end.saturating_sub(x);
    let used = canvas.put(x, y, room, &title(cx, place), role);
    let (field, about) = match (partner, contact) {
        (Some(partner), _) => (Field::partner_kind, words::partner_kind(cx.texts, partner.partner_kind)),
        (_, Some(contact)) => (Field::function, contact.function.clone()),
        _ => (Field::title, String::new()),
    };
    let left = room.saturating_sub(used + 2);
    // "Politie, politie" says it twice.
    let telling = !about.is_empty() && !fold(&title(cx, place)).contains(&fold(&about));
    if left >= LEAST_ABOUT && telling {
        canvas.put(x + used + 2, y, left, &about, Role::Dim);
        drawn.push((field, Rect { x: x + used + 2, y, width: left, height: 1 }));
    }
    drawn.push((Field::title, Rect { x, y, width: room, height: 1 }));
    drawn
}

/// What a place is called.
pub fn title(cx: &Cx<'_>, place: Place) -> String {
    match place {
        None => t!(cx.texts, "partners-agreements"),
        Some(LOOSE) => t!(cx.texts, "partners-loose"),
        Some(r) => cx.register.title(r).to_owned(),
    }
}
