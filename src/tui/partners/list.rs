//! What the chosen partner or contact carries: open actions, then agreements with their term and what is next for them.
//!
//! Owns their order, the cursor (by item) and the scroll position. While a place stays chosen its rows keep their places:
//! an action that is marked done stays under the cursor until the place is chosen again. The view Partners shows it as its list.

use std::collections::{HashMap, HashSet};

use ratatui::layout::Rect;

use super::tree::{Place, title};
use crate::command::Command;
use crate::i18n::words;
use crate::model::agreement::{self, Next};
use crate::model::carried::Carried;
use crate::model::id::{Day, Ref};
use crate::model::partner::Agreement;
use crate::model::record::{Field, Kind};
use crate::t;
use crate::tui::action_row::{ActionRow, key};
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Reply};
use crate::tui::panes;
use crate::tui::scroll::{Scroll, nearest};
use crate::tui::standing::standing;
use crate::tui::text;
use crate::tui::theme::Role;

/// How far the term of an agreement stands in below its title.
const INDENT: u16 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    /// The name of what follows.
    Head(Kind),
    /// An action or agreement.
    Item(Ref),
    /// The term of the agreement above.
    Term(Ref),
}

/// The pane.
#[derive(Debug, Default)]
pub struct List {
    of: Place,
    actions: Vec<u32>,
    agreements: Vec<u32>,
    rows: Vec<Row>,
    at: Option<Ref>,
    row: usize,
    scroll: Scroll,
    /// What was last under the cursor, by place.
    remembered: HashMap<Place, Ref>,
    /// Where rows and columns were drawn last.
    drawn: Option<(Rect, ActionRow)>,
    /// The digits of the highest number of an agreement, so that titles stand below each other.
    digits: u16,
}

impl List {
    /// The item under the cursor.
    pub fn chosen(&self) -> Option<Ref> {
        self.at
    }

    /// Shows what `place` carries, the cursor where it last was there.
    pub fn show(&mut self, place: Place, carried: &Carried, cx: &Cx<'_>) {
        if let Some(at) = self.at {
            self.remembered.insert(self.of, at);
        }
        self.of = place;
        (self.actions, self.agreements) = self.carried(carried, cx);
        self.list();
        self.scroll = Scroll::default();
        let remembered = self.remembered.get(&place).copied();
        self.put(remembered.and_then(|r| self.row_of(r)).unwrap_or(0));
    }

    /// Puts the cursor on `r`. `false` when it is not in the list.
    pub fn go(&mut self, r: Ref) -> bool {
        let row = self.row_of(r);
        if let Some(row) = row {
            self.put(row);
        }
        row.is_some()
    }

    /// Makes the list again, as the register may have changed in any way; the cursor stays on its item.
    pub fn refresh(&mut self, carried: &Carried, cx: &Cx<'_>) {
        (self.actions, self.agreements) = self.carried(carried, cx);
        self.keep();
    }

    /// Follows a change of the register. What was there and still exists keeps its place; what is new comes where sorting
    /// would put it.
    pub fn absorb(&mut self, carried: &Carried, cx: &Cx<'_>) {
        let (actions, agreements) = self.carried(carried, cx);
        let tables = cx.register.tables();
        let order = |num: u32| tables.actions.get(num).map(key);
        // What is finished stays until the list is opened again; what went to others does not.
        let stays = |num: u32| {
            tables.actions.get(num).is_some_and(|action| {
                let here = |r: Ref| {
                    Some(r) == self.of
                        || cx
                            .register
                            .contact(r)
                            .is_some_and(|contact| contact.partner.is_some() && contact.partner == self.of)
                };
                !action.is_open()
                    && (action.lead.is_some_and(here) || action.partners.iter().any(|r| here(*r)))
            })
        };
        let fresh: HashSet<u32> = actions.iter().copied().collect();
        self.actions.retain(|num| stays(*num) || fresh.contains(num));
        let fresh: HashSet<u32> = agreements.iter().copied().collect();
        self.agreements.retain(|num| fresh.contains(num));
        merge(&mut self.actions, &actions, order);
        merge(&mut self.agreements, &agreements, |num| tables.agreements.get(num).map(|a| urgency(a, cx)));
        self.keep();
    }

    /// The actions and agreements of the place, in order.
    fn carried(&self, carried: &Carried, cx: &Cx<'_>) -> (Vec<u32>, Vec<u32>) {
        let tables = cx.register.tables();
        let Some(r) = self.of else {
            return (Vec::new(), by_urgency(tables.agreements.iter(), cx));
        };
        let load = carried.load(r);
        let mut actions: Vec<_> =
            load.actions.iter().filter_map(|num| tables.actions.get(*num)).map(key).collect();
        actions.sort_unstable();
        // A contact has no agreements of their own: those of the organisation are what one calls them about.
        let with = cx.register.contact(r).map_or(Some(r), |contact| contact.partner);
        let agreements = with.map_or(&[][..], |with| &carried.load(with).agreements).iter();
        let agreements = by_urgency(agreements.filter_map(|num| tables.agreements.get(*num)), cx);
        (actions.into_iter().map(|(.., num)| num).collect(), agreements)
    }

    fn list(&mut self) {
        self.rows.clear();
        if !self.actions.is_empty() {
            self.rows.push(Row::Head(Kind::Action));
            self.rows.extend(self.actions.iter().map(|num| Row::Item(Ref::new(Kind::Action, *num))));
        }
        if !self.agreements.is_empty() {
            if self.of.is_some() {
                self.rows.push(Row::Head(Kind::Agreement));
            }
            let agreements = self.agreements.iter().map(|num| Ref::new(Kind::Agreement, *num));
            self.rows.extend(agreements.flat_map(|r| [Row::Item(r), Row::Term(r)]));
        }
    }

    /// Lists the rows; the cursor stays on its item, at its height on the screen.
    fn keep(&mut self) {
        let before = self.row;
        self.list();
        let row = self.at.and_then(|r| self.row_of(r));
        if let Some(row) = row {
            self.scroll.hold(before, row);
        }
        self.put(row.unwrap_or(before));
    }

    fn row_of(&self, r: Ref) -> Option<usize> {
        self.rows.iter().position(|row| *row == Row::Item(r))
    }

    /// Whether an item stands on `row`, and neither a name nor a term.
    fn is_item(&self, row: usize) -> bool {
        matches!(self.rows.get(row), Some(Row::Item(_)))
    }

    /// Puts the cursor on `row`, or on the item nearest to it: below a heading, above a term.
    fn put(&mut self, row: usize) {
        let row = row.min(self.rows.len().saturating_sub(1));
        let of_term = matches!(self.rows.get(row), Some(Row::Term(_))).then(|| row - 1);
        let near = || nearest(0, row, self.rows.len(), |row| self.is_item(row));
        self.row = of_term.or_else(near).unwrap_or(0);
        self.at = match self.rows.get(self.row) {
            Some(Row::Item(r)) => Some(*r),
            _ => None,
        };
    }

    /// Where `field` of the item under the cursor was drawn last.
    pub fn cell(&self, r: Ref, field: Field) -> Option<Rect> {
        let (area, columns) = self.drawn?;
        let row = u16::try_from(self.row.checked_sub(self.top())?).ok()?;
        let (x, width) = match r.kind {
            Kind::Action => columns.cell(field)?,
            _ if field == Field::title => agreement_title(area, self.digits),
            _ => return None,
        };
        (self.at == Some(r) && row < area.height).then_some(Rect { x, y: area.y + row, width, height: 1 })
    }

    /// Carries out a command for panes.
    pub fn command(&mut self, command: Command) -> Reply {
        if command == Command::CenterRow {
            self.scroll.center(self.row);
            return Reply::Handled;
        }
        let Some(to) = self.scroll.moved(command, self.row, self.rows.len()) else {
            return Reply::Ignored;
        };
        let item = nearest(self.row, to, self.rows.len(), |row| self.is_item(row));
        self.put(item.unwrap_or(to));
        Reply::Handled
    }

    /// Puts the cursor on the row that is drawn `line` rows below the first, or on the item nearest to it.
    pub fn choose(&mut self, line: usize) {
        let row = self.top() + line;
        if row < self.rows.len() {
            self.put(row);
        }
    }

    /// The first row that is shown. The heading above the first item comes into view with it.
    fn top(&self) -> usize {
        self.scroll.top()
    }

    /// What the pane is called: that the chosen place carries it, or all agreements.
    pub fn name(&self, cx: &Cx<'_>) -> String {
        match self.of {
            None => title(cx, None),
            Some(_) => t!(cx.texts, "pane-carried"),
        }
    }

    /// The line above the rows: whose they are, and how many; with less said in less `room`.
    pub fn heading(&self, cx: &Cx<'_>, room: u16) -> (String, String) {
        if self.of.is_none() {
            let soon = cx.texts.get("partners-soon-count", &[("count", self.soon(cx).into())]);
            let fits = text::width(&self.name(cx)) + text::width(&soon) + 4 <= usize::from(room);
            let brief = || format!("{} {}", self.soon(cx), cx.theme.overdue());
            return (String::new(), if fits { soon } else { brief() });
        }
        let open = self.actions.iter().filter_map(|num| cx.register.tables().actions.get(*num));
        let open = open.filter(|action| action.is_open()).count();
        (title(cx, self.of), cx.texts.get("actions-heading", &[("open", open.into())]))
    }

    fn soon(&self, cx: &Cx<'_>) -> usize {
        let today = cx.now.today;
        let agreements = self.agreements.iter().filter_map(|num| cx.register.tables().agreements.get(*num));
        agreements.filter(|agreement| agreement::next(agreement, today).is_soon(today)).count()
    }

    /// Draws the rows in `area`.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>, focused: bool) {
        self.scroll.follow(self.row, self.rows.len(), area.height, cx.scroll);
        let top = self.top();
        if self.rows.is_empty() {
            self.draw_empty(canvas, area, cx);
            return;
        }
        let columns = ActionRow::of(area, cx);
        self.drawn = Some((area, columns));
        self.digits = text::digits(cx.register.tables().agreements.highest().into());
        let right = area.right();
        for (row, y) in (top..self.rows.len()).zip(area.top()..area.bottom()) {
            match self.rows[row] {
                Row::Head(kind) => {
                    canvas.put(
                        area.x + 1,
                        y,
                        area.width.saturating_sub(2),
                        &self.head(kind, cx),
                        Role::Accent,
                    );
                }
                Row::Item(r) => {
                    let chosen = self.at == Some(r);
                    if chosen {
                        let role = if focused { Role::Accent } else { Role::Dim };
                        canvas.put(area.x, y, 1, cx.theme.cursor(focused), role);
                    }
                    if let Some(action) = cx.register.action(r) {
                        columns.draw(canvas, y, action, cx, chosen);
                    } else if let Some(agreement) = cx.register.tables().agreements.get(r.num) {
                        self.draw_agreement(canvas, area, y, agreement, cx, chosen);
                    }
                }
                Row::Term(r) => {
                    let Some(agreement) = cx.register.tables().agreements.get(r.num) else { continue };
                    let x = area.x + INDENT;
                    let room = right.saturating_sub(x + 1);
                    let (said, role) = standing(cx, agreement, room.into());
                    let used = canvas.put(x, y, room, &said, role);
                    let x = x + used + 2;
                    let room = right.saturating_sub(x + 1);
                    let fitting = terms(agreement, cx).into_iter().find(|term| text::fits(term, room.into()));
                    canvas.put(x, y, room, &fitting.unwrap_or_default(), Role::Dim);
                }
            }
        }
    }

    fn draw_empty(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let Some(r) = self.of else { return };
        let name = title(cx, self.of);
        let agreement = cx.keymap.key_of(Command::AddAgreement);
        let contact = cx.keymap.key_of(Command::AddContact);
        let said = match r.kind {
            Kind::Contact => t!(cx.texts, "partners-contact-free", name = name, key = agreement),
            _ => t!(cx.texts, "partners-partner-free", name = name, key = agreement, contact = contact),
        };
        panes::draw_empty(canvas, area, &said);
    }

    /// The name above the rows of a kind; above those of the organisation of a contact also whose they are.
    fn head(&self, kind: Kind, cx: &Cx<'_>) -> String {
        let contact = self.of.and_then(|r| cx.register.contact(r)).filter(|_| kind == Kind::Agreement);
        match contact.and_then(|contact| contact.partner) {
            Some(partner) => t!(cx.texts, "partners-agreements-of", name = cx.register.title(partner)),
            None => match kind {
                Kind::Action => t!(cx.texts, "partners-open-actions"),
                _ => t!(cx.texts, "partners-agreements-with"),
            },
        }
    }

    /// Reference, title, and in the list of all agreements with whom.
    fn draw_agreement(
        &self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        y: u16,
        agreement: &Agreement,
        cx: &Cx<'_>,
        chosen: bool,
    ) {
        let r = Ref::new(Kind::Agreement, agreement.num);
        let next = agreement::next(agreement, cx.now.today);
        let (x, width) = agreement_title(area, self.digits);
        canvas.put(area.x + 1, y, x.saturating_sub(area.x + 2), &r.to_string(), Role::Dim);
        let role = match next {
            _ if chosen => Role::Strong,
            Next::Ended(_) => Role::Dim,
            _ => Role::Text,
        };
        let used = canvas.put(x, y, width, &agreement.title, role);
        if self.of.is_none() {
            let names: Vec<&str> = agreement.parties.iter().map(|r| cx.register.title(*r)).collect();
            let left = width.saturating_sub(used + 2);
            if left > 4 {
                canvas.put(x + used + 2, y, left, &names.join(", "), Role::Dim);
            }
        }
        if next.is_soon(cx.now.today) {
            canvas.put(area.right().saturating_sub(2), y, 1, cx.theme.overdue(), Role::Warn);
        }
    }
}

/// Where the titles of agreements with numbers of so many `digits` stand in a row of `area`: their first cell and their width.
fn agreement_title(area: Rect, digits: u16) -> (u16, u16) {
    let x = area.x + 1 + 2 + digits + 1;
    (x, area.right().saturating_sub(x + 3))
}

fn urgency(agreement: &Agreement, cx: &Cx<'_>) -> ((u8, i64), u32) {
    (agreement::next(agreement, cx.now.today).urgency(cx.now.today), agreement.num)
}

fn by_urgency<'a>(agreements: impl Iterator<Item = &'a Agreement>, cx: &Cx<'_>) -> Vec<u32> {
    let mut keyed: Vec<_> = agreements.map(|agreement| urgency(agreement, cx)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, num)| num).collect()
}

/// Takes out of `kept` what is not there any more, and puts in what `fresh` has besides, where its key belongs.
fn merge<K: Ord>(kept: &mut Vec<u32>, fresh: &[u32], key: impl Fn(u32) -> Option<K>) {
    kept.retain(|num| key(*num).is_some());
    let known: HashSet<u32> = kept.iter().copied().collect();
    for num in fresh.iter().filter(|num| !known.contains(num)) {
        let own = key(*num);
        let slot = kept.iter().position(|other| key(*other) > own).unwrap_or(kept.len());
        kept.insert(slot, *num);
    }
}

/// From when to when an agreement runs, the longest way to say it first: "1-1-2026 – 31-12-2027", "1-1-26 – 31-12-27",
/// "t/m 31-12-27"; nothing when neither is known.
fn terms(agreement: &Agreement, cx: &Cx<'_>) -> Vec<String> {
    let narrow = |day: Day| format!("{}-{}-{:02}", day.0.day(), day.0.month(), day.year() % 100);
    let both = |said: &dyn Fn(Day) -> String| {
        let [from, to] = [agreement.from, agreement.to].map(|day| day.map_or("…".to_owned(), said));
        format!("{from} – {to}")
    };
    let mut terms = Vec::new();
    if agreement.from.or(agreement.to).is_some() {
        terms.extend([both(&words::day_numbers), both(&narrow)]);
        terms.extend(agreement.to.map(|to| format!("{} {}", t!(cx.texts, "detail-to"), narrow(to))));
    }
    terms
}
