//! Everything about one item: fields, the people behind it with their telephone numbers, its history.
//!
//! Owns the page of lines made from the item (made afresh only when item, width or register changed), which line is
//! under the cursor while the pane has the keys, and how far it is scrolled. Knows actions, places in the tree,
//! partners, contacts and agreements; other kinds are shown by their field table. With the keys it lists every field, so that each
//! can be edited where it stands. The views Plan, Acties and Partners show it beside or over their lists.

use ratatui::layout::Rect;

use crate::command::Command;
use crate::i18n::words;
use crate::model::action::Action;
use crate::model::agreement;
use crate::model::id::{Day, Ref};
use crate::model::kinds::Health;
use crate::model::plan::Candidate;
use crate::model::record::{Field, Kind, Record};
use crate::model::rollup;
use crate::model::value::Value;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Reply};
use crate::tui::layers::passage;
use crate::tui::links;
use crate::tui::standing::standing;
use crate::tui::text;
use crate::tui::theme::Role;
use crate::tui::view::Spot;

/// The most notes that are listed; the log has the rest. More than anybody reads in a side pane.
const MOST_NOTES: usize = 200;

/// The most notes beside the lists, where a glance is what is wanted.
const MOST_NOTES_FOLDED: usize = 3;

/// The most contacts that are listed per partner of an item; the partner's own page has them all.
const MOST_CONTACTS: usize = 2;

/// The cells that labels have at least: the longest one of an action in either language, so that values stand at the same
/// column for every action.
const LABELS: usize = 9;

/// The lines that an action's title takes at least in a narrow pane; in a wide one titles fit on one line.
const TITLE_LINES: usize = 3;

/// The most lines that a title takes over two columns; a longer one is in the list and on the item's own page.
const MOST_HEAD: usize = 2;

/// What a narrow pane is.
const NARROW: usize = 44;

/// How far texts stand in that go with the line above them.
const INDENT: usize = 2;

/// Telephone numbers stand below each other, with the names behind them; a Dutch number takes 11 cells.
const PHONES: usize = 11;

/// From this width (the pane below the lists) the page runs over two columns, so that less has to be scrolled.
const TWO_COLUMNS: u16 = 70;

/// The most rows that stay free at the end of a column, so that the next one begins with a field.
const MOST_FREE: usize = 3;

/// The width that a page is made for before it was ever drawn: keys may come ahead of the first frame.
const UNDRAWN: u16 = 40;

/// The cells at the right of its heading that the pane takes for saying how much there is below its edge.
pub const MORE: u16 = 12;

/// A piece of a line: column, text, role.
type Span = (u16, String, Role);

#[derive(Clone, Debug)]
enum Line {
    Spans(Vec<Span>),
    Rule(String),
}

/// Where the value of a field stands: line of the page, and column in it.
#[derive(Clone, Copy, Debug)]
struct Slot {
    field: Field,
    line: usize,
    x: u16,
}

/// A span that leads somewhere: its line, its column, and where to.
type PageLink = (usize, u16, String);

/// What a page was made from; while this is the same, so is the page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Origin {
    item: Spot,
    unfolded: bool,
    width: u16,
    head: u64,
    today: Day,
}

/// The pane.
#[derive(Debug, Default)]
pub struct Detail {
    made: Option<Origin>,
    /// Stands over both columns.
    head: Vec<String>,
    lines: Vec<Line>,
    slots: Vec<Slot>,
    /// The line under the cursor.
    at: usize,
    links: Vec<PageLink>,
    top: usize,
    height: usize,
    /// Where lines were drawn last: the first cell of each row, and how wide its column is.
    drawn: Vec<(u16, u16)>,
    column: u16,
    area: Rect,
}

impl Detail {
    /// The view is drawn anew: until the pane is too, none of its fields is on the screen.
    pub fn put_away(&mut self) {
        self.drawn.clear();
        self.area = Rect::default();
    }

    /// The pane gets the keys, with `item` in it: from here on every field is there to be moved to.
    pub fn enter(&mut self, cx: &Cx<'_>, item: Spot) {
        let width = self.made.as_ref().map_or(UNDRAWN, |made| made.width);
        self.make(cx, item, true, width);
    }

    /// Carries out a command for panes: moving from field to field, and over what is between them when that is long.
    pub fn command(&mut self, command: Command) -> Reply {
        let last = self.lines.len().saturating_sub(1);
        let page = self.height.max(2);
        let near = page - 1;
        let to = match command {
            Command::MoveDown => {
                let next = self.slots.iter().map(|slot| slot.line).filter(|line| *line > self.at).min();
                next.filter(|line| line - self.at <= near).unwrap_or(self.at + 1)
            }
            Command::MoveUp => {
                let next = self.slots.iter().map(|slot| slot.line).filter(|line| *line < self.at).max();
                next.filter(|line| self.at - line <= near).unwrap_or(self.at.saturating_sub(1))
            }
            Command::MoveHalfDown => self.at + page / 2,
            Command::MoveHalfUp => self.at.saturating_sub(page / 2),
            Command::MovePageDown => self.at + page,
            Command::MovePageUp => self.at.saturating_sub(page),
            Command::MoveFirst => 0,
            Command::MoveLast => last,
            _ => return Reply::Ignored,
        };
        self.at = to.min(last);
        Reply::Handled
    }

    /// The field under the cursor, on whichever of its lines that is.
    pub fn field(&self) -> Option<Field> {
        self.slot().map(|slot| slot.field)
    }

    fn slot(&self) -> Option<&Slot> {
        let slot = self.slots.iter().filter(|slot| slot.line <= self.at).max_by_key(|slot| slot.line)?;
        let goes_on =
            |line: &Line| matches!(line, Line::Spans(spans) if matches!(spans[..], [(x, ..)] if x == slot.x));
        self.lines.get(slot.line + 1..=self.at)?.iter().all(goes_on).then_some(slot)
    }

    /// Where the value of `field` of `r` was drawn last; for a long text all the room of the pane.
    pub fn cell(&self, r: Ref, field: Field) -> Option<Rect> {
        if self.made.as_ref().is_none_or(|made| made.item != Some(r)) {
            return None;
        }
        if is_long(field) {
            return Some(self.area).filter(|area| area.height > 3);
        }
        let slot = self.slots.iter().find(|slot| slot.field == field)?;
        let (x, y) = *self.drawn.get(slot.line.checked_sub(self.top)?)?;
        let from = x + 1 + slot.x;
        Some(Rect { x: from, y, width: (x + self.column).saturating_sub(from), height: 1 })
    }

    /// Makes the page of `item` for a pane of `width` cells, unless it is there already. The cursor stays on its field.
    fn make(&mut self, cx: &Cx<'_>, item: Spot, unfolded: bool, width: u16) {
        let origin = Origin { item, unfolded, width, head: cx.head, today: cx.now.today };
        if self.made.as_ref() == Some(&origin) {
            return;
        }
        let same = self.made.as_ref().is_some_and(|made| made.item == item);
        let within = self.slot().filter(|_| same).map(|slot| (slot.field, self.at - slot.line));
        // Another item, or the keys have gone elsewhere: from the beginning.
        if self.made.as_ref().is_none_or(|made| made.item != item || made.unfolded && !unfolded) {
            (self.top, self.at) = (0, 0);
        }
        let (columns, column) = columns(width);
        // The last column stays free: where the cursor is after writing there differs between terminals, and finding it
        // again costs bytes.
        let room = usize::from(column.saturating_sub(2));
        self.head.clear();
        let mut page = Page::new(cx, room, unfolded, LABELS);
        if let Some(record) = item.and_then(|r| cx.register.get(r)) {
            let titled = columns == 1 || unfolded;
            if !titled {
                self.head = text::wrap(record.title(), usize::from(width.saturating_sub(2)));
                self.head.truncate(MOST_HEAD);
            }
            page.fill(record, titled);
            if page.labels > LABELS {
                // Only now is known how wide the column of labels is to be.
                page = Page::new(cx, room, unfolded, page.labels);
                page.fill(record, titled);
            }
        }
        self.lines = page.lines;
        self.slots = page.slots;
        self.links = page.links;
        self.made = Some(origin);
        if let Some((field, below)) = within
            && let Some(slot) = self.slots.iter().find(|slot| slot.field == field)
        {
            let line = slot.line;
            self.at = line + below;
            if self.field() != Some(field) {
                // Its text has become shorter.
                self.at = line;
            }
        }
    }

    /// Draws what is known of `item` in `area`, and on the row above it how many lines are below its edge. Beside the lists, older
    /// notes take a line each; `unfolded`, as when the pane has the keys, all is shown whole.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>, item: Spot, unfolded: bool) {
        let (columns, width) = columns(area.width);
        let column = Rect { width, ..area };
        self.make(cx, item, unfolded, area.width);
        for (line, y) in self.head.iter().zip(area.top()..area.bottom()) {
            canvas.put(area.x + 1, y, area.width.saturating_sub(1), line, Role::Strong);
        }
        let head = area.height.min(self.head.len() as u16);
        let heading = area.y.saturating_sub(1);
        let area = Rect { y: area.y + head, height: area.height - head, ..area };
        self.height = usize::from(area.height) * usize::from(columns);
        self.at = self.at.min(self.lines.len().saturating_sub(1));
        if unfolded && self.height > 0 {
            self.top = self.top.clamp((self.at + 1).saturating_sub(self.height), self.at);
        }
        self.top = self.top.min(self.lines.len().saturating_sub(self.height));
        loop {
            self.drawn = self.places(area, columns, column.width);
            let hidden = !self.drawn.is_empty() && self.at >= self.top + self.drawn.len();
            if !unfolded || !hidden {
                break;
            }
            self.top += 1;
        }
        (self.column, self.area) = (column.width, area);
        if unfolded && let Some((x, y)) = self.drawn.get(self.at.saturating_sub(self.top)) {
            canvas.put(*x, *y, 1, cx.theme.cursor(true), Role::Accent);
        }
        for ((index, line), (x, y)) in
            self.lines.iter().enumerate().skip(self.top).zip(self.drawn.iter().copied())
        {
            match line {
                // Not drawn through to the edge: it moves with what stands above it, and every dash is three bytes.
                Line::Rule(title) => {
                    let (_, dash) = canvas.theme.lines();
                    canvas.put(x, y, column.width, &format!("{dash}{dash} {title}"), Role::Dim);
                }
                Line::Spans(spans) => {
                    for (at, text, role) in spans {
                        let room = column.width.saturating_sub(at + 1);
                        let link = self.links.iter().find(|(line, from, _)| *line == index && from == at);
                        match link {
                            Some((.., target)) => canvas.put_link(x + 1 + at, y, room, text, *role, target),
                            None => canvas.put(x + 1 + at, y, room, text, *role),
                        };
                    }
                }
            }
        }
        // What is below the edge is announced on the row of the heading, where no text is covered by it.
        let more = self.lines.len().saturating_sub(self.top + self.drawn.len());
        if more > 0 {
            let said = cx.texts.get("detail-more", &[("lines", more.into())]);
            canvas.put_right(area.right(), heading, MORE, &format!(" {said} "), Role::Dim);
        }
    }
}

/// Whether a line goes on with what the line before it says: a value without a label of its own, a number below a name.
fn goes_on(line: &Line) -> bool {
    match line {
        Line::Rule(_) => false,
        Line::Spans(spans) => {
            spans.iter().find(|(_, text, _)| !text.is_empty()).is_some_and(|(at, ..)| *at > 0)
        }
    }
}

impl Detail {
    /// Where the lines from the first shown one on stand in `area`, column after column of `width` cells. A column ends between
    /// two fields where that leaves most of it filled and hides nothing that could be shown.
    fn places(&self, area: Rect, columns: u16, width: u16) -> Vec<(u16, u16)> {
        let rows = usize::from(area.height);
        let mut first = rows;
        if columns > 1 {
            let left = self.lines.len().saturating_sub(self.top);
            let whole = |from: usize| self.lines.get(self.top + from).is_none_or(|line| !goes_on(line));
            let under_rule =
                |from: usize| from > 0 && matches!(self.lines.get(self.top + from - 1), Some(Line::Rule(_)));
            let least = (rows / 2).max(rows.saturating_sub(MOST_FREE)).max(1);
            let cut = (least..=rows).rev().find(|from| whole(*from) && !under_rule(*from));
            first = cut.filter(|cut| left > rows && (left > 2 * rows || left <= cut + rows)).unwrap_or(rows);
        }
        let column = |n: u16, rows: usize| {
            (area.top()..area.bottom()).take(rows).map(move |y| (area.x + n * (width + 1), y))
        };
        let beside = (1..columns).flat_map(|n| column(n, rows));
        column(0, first).chain(beside).collect()
    }
}

struct Page<'a> {
    cx: &'a Cx<'a>,
    width: usize,
    unfolded: bool,
    /// Cells for labels; and how many those need that were met so far.
    column: usize,
    labels: usize,
    lines: Vec<Line>,
    slots: Vec<Slot>,
    links: Vec<PageLink>,
}

/// How many columns a page has in a pane of `width` cells, and how wide each is.
fn columns(width: u16) -> (u16, u16) {
    if width >= TWO_COLUMNS { (2, width.div_ceil(2) - 1) } else { (1, width) }
}

/// Whether a field takes a text of more than a line.
pub fn is_long(field: Field) -> bool {
    matches!(field, Field::description | Field::note | Field::text | Field::minutes | Field::result)
}

/// Whether a field is what somebody fills in: not what the program notes by itself, nor where an item comes from.
pub fn is_editable(field: Field) -> bool {
    !matches!(
        field,
        Field::place
            | Field::created
            | Field::source_file
            | Field::source_hash
            | Field::source_line
            | Field::source_quote
            | Field::at
            | Field::by
            | Field::triaged
            | Field::mentioned
    )
}

impl<'a> Page<'a> {
    /// An empty page with `column` cells for labels, as far as the values leave them.
    fn new(cx: &'a Cx<'a>, width: usize, unfolded: bool, column: usize) -> Page<'a> {
        let column = column.min(Page::most_labels(width));
        Page {
            cx,
            width,
            unfolded,
            column,
            labels: column,
            lines: Vec::new(),
            slots: Vec::new(),
            links: Vec::new(),
        }
    }

    /// The most cells that labels take of so many: a longer one stands on a line of its own.
    fn most_labels(width: usize) -> usize {
        width / 2
    }

    fn fill(&mut self, record: &dyn Record, titled: bool) {
        if titled {
            self.title(record);
        }
        self.item(record);
        if self.unfolded && !matches!(record.reference().kind, Kind::Action) {
            self.rest(record);
        }
    }

    fn text(&mut self, indent: usize, text: &str, role: Role) {
        for line in text::wrap(text, self.width.saturating_sub(indent)) {
            self.lines.push(Line::Spans(vec![(indent as u16, line, role)]));
        }
    }

    fn blank(&mut self) {
        self.lines.push(Line::Spans(Vec::new()));
    }

    fn rule(&mut self, id: &str) {
        self.lines.push(Line::Rule(self.cx.texts.get(id, &[])));
    }

    /// Where values start beside their labels.
    fn column(&self) -> usize {
        self.column + 1
    }

    /// Cells for a value beside its label.
    fn room(&self) -> usize {
        self.width.saturating_sub(self.column())
    }

    /// A label and its value, wrapped beside it.
    fn field(&mut self, label: &str, value: &str, role: Role) {
        if value.trim().is_empty() {
            return;
        }
        let column = self.column();
        let wide = text::width(label);
        if wide <= Page::most_labels(self.width) {
            self.labels = self.labels.max(wide);
        } else {
            // Its value stands below it.
            let line = self.lines.len();
            self.lines.push(Line::Spans(vec![(0, text::cut(label, self.width.max(1)), Role::Dim)]));
            self.slots.iter_mut().filter(|slot| slot.line == line).for_each(|slot| slot.line += 1);
        }
        let mut label = (wide < column).then(|| label.to_owned());
        for line in text::wrap(value, self.room()) {
            let mut spans = Vec::new();
            if let Some(label) = label.take() {
                spans.push((0, label, Role::Dim));
            }
            spans.push((column as u16, line, role));
            self.lines.push(Line::Spans(spans));
        }
    }

    /// A label and its value on exactly one line, so that it stands at the same place for every item.
    fn fixed(&mut self, label: &str, value: &str, role: Role) {
        self.fixed_at(self.column(), label, value, role);
    }

    /// As `fixed`, with the value from column `column` on.
    fn fixed_at(&mut self, column: usize, label: &str, value: &str, role: Role) {
        let value =
            text::cut(if value.is_empty() { "–" } else { value }, self.width.saturating_sub(column).max(1));
        let label = text::cut(label, column - 1);
        self.lines.push(Line::Spans(vec![(0, label, Role::Dim), (column as u16, value, role)]));
    }

    /// A value under the label `id`.
    fn labelled(&mut self, id: &str, value: &str) {
        let label = self.cx.texts.get(id, &[]);
        self.field(&label, value, Role::Text);
        let target = match id {
            "field-phone" => links::telephone(value),
            "field-email" => links::mail(value),
            _ => None,
        };
        // What is wrapped over lines does not lead to itself.
        self.link(target.filter(|_| text::width(value) <= self.room()));
    }

    /// The value of one of the item's own fields.
    fn own(&mut self, field: Field, value: &str) {
        self.own_as(field, &format!("field-{}", field.word()), value);
    }

    /// As `own`, under a label that is shorter than the field's name.
    fn own_as(&mut self, field: Field, label: &str, value: &str) {
        self.slot(field, self.column());
        self.labelled(label, value);
        // Nothing was put when there is no value.
        let put = self.lines.len();
        self.slots.retain(|slot| slot.line < put);
    }

    /// As `own`, on exactly one line.
    fn own_fixed(&mut self, field: Field, value: &str, role: Role) {
        self.slot(field, self.column());
        let label = self.cx.texts.get(&format!("field-{}", field.word()), &[]);
        self.fixed(&label, value, role);
    }

    /// The next line is where `field` stands, from column `x` on.
    fn slot(&mut self, field: Field, x: usize) {
        self.slots.push(Slot { field, line: self.lines.len(), x: x as u16 });
    }

    /// The fields that the page has not shown so far, empty ones too.
    fn rest(&mut self, record: &dyn Record) {
        let (texts, today) = (self.cx.texts, self.cx.now.today);
        let kind = record.reference().kind;
        if kind == Kind::ProgressNote {
            return;
        }
        let shown: Vec<Field> = self.slots.iter().map(|slot| slot.field).collect();
        let left = record.fields().iter().map(|spec| spec.field);
        let left: Vec<Field> = left
            .filter(|field| is_editable(*field) && !shown.contains(field) && *field != Field::title)
            .collect();
        if left.is_empty() {
            return;
        }
        self.blank();
        self.rule("detail-fields");
        let longest = left.iter().map(|field| text::width(&words::field(texts, *field))).max().unwrap_or(0);
        let column = longest.min(self.width * 3 / 5).max(1) + 1;
        for field in left {
            let value = record.get(field).filter(|value| *value != Value::Null);
            let said = value.map_or(String::new(), |value| {
                words::value_named(texts, self.cx.register, kind, field, &value, today)
            });
            self.slot(field, column);
            let label = words::field(texts, field);
            let role = if record.is_absent(field) { Role::Dim } else { Role::Text };
            let lines =
                text::wrap(said.lines().next().unwrap_or_default(), self.width.saturating_sub(column));
            self.fixed_at(column, &label, lines.first().map_or("", String::as_str), role);
            for line in lines.into_iter().skip(1) {
                self.lines.push(Line::Spans(vec![(column as u16, line, role)]));
            }
        }
    }

    /// Makes the last span lead to `target`.
    fn link(&mut self, target: Option<String>) {
        let line = self.lines.len().saturating_sub(1);
        if let (Some(Line::Spans(spans)), Some(target)) = (self.lines.last(), target)
            && let Some((at, ..)) = spans.last()
        {
            self.links.push((line, *at, target));
        }
    }

    fn title(&mut self, record: &dyn Record) {
        self.slot(Field::title, 0);
        self.text(0, record.title(), Role::Strong);
        if record.reference().kind == Kind::Action {
            // What follows stands at the same height for short titles and for long ones.
            while !self.unfolded && self.width < NARROW && self.lines.len() < TITLE_LINES {
                self.blank();
            }
        }
    }

    fn item(&mut self, record: &dyn Record) {
        let r = record.reference();
        match r.kind {
            Kind::Action => self.action(r),
            Kind::Node => self.node(r),
            Kind::Plan => self.plan(r),
            Kind::Partner => self.partner_page(r),
            Kind::Contact => self.contact_page(r),
            Kind::Agreement => self.agreement_page(r),
            _ => self.any(record),
        }
    }

    fn health(&mut self, health: Option<Health>, by_hand: bool, reason: &str) {
        let label = t!(self.cx.texts, "field-health");
        if let Some((said, role)) = self.health_words(health, by_hand) {
            self.slot(Field::health, self.column());
            self.field(&label, &said, role);
            self.remark(reason, role);
        }
    }

    fn health_words(&self, health: Option<Health>, by_hand: bool) -> Option<(String, Role)> {
        let texts = self.cx.texts;
        let (glyph, role) = self.cx.theme.health(Some(health?));
        let mut said = format!("{glyph} {}", words::health(texts, health?));
        if by_hand {
            said = format!("{said}, {}", t!(texts, "detail-by-hand"));
        }
        Some((said, role))
    }

    /// A text that goes with the line above it.
    fn remark(&mut self, text: &str, role: Role) {
        if !text.is_empty() {
            self.text(INDENT, text, role);
        }
    }

    /// Puts one more piece behind the last line; whether there was room.
    fn behind(&mut self, text: &str, role: Role) -> bool {
        let Some(Line::Spans(spans)) = self.lines.last_mut() else { return false };
        let end = spans.iter().map(|(at, text, _)| usize::from(*at) + text::width(text)).max().unwrap_or(0);
        let fits = end + 2 + text::width(text) <= self.width;
        if fits {
            spans.push(((end + 2) as u16, text.to_owned(), role));
        }
        fits
    }

    fn action(&mut self, r: Ref) {
        let cx = self.cx;
        let (texts, register, today) = (cx.texts, cx.register, cx.now.today);
        let Some(action) = register.action(r) else { return };
        let state = format!("{} {}%", words::state(texts, action.state), action.progress.get());
        self.own_fixed(Field::state, &state, Role::Text);
        // What is finished asks for nothing any more.
        let calm = |role: Role| if action.is_open() { role } else { Role::Dim };
        let health = self.health_words(action.health, false).map(|(said, role)| (said, calm(role)));
        if let Some((said, role)) = &health {
            // The word too where it fits on the line; it stands before the reason anyway.
            let glyph = said.split(' ').next().unwrap_or_default();
            let _ = self.behind(said, *role) || self.behind(glyph, *role);
        }
        self.due(action);
        let lead = action.lead.and_then(|lead| register.contact(lead));
        self.own_fixed(Field::lead, lead.map_or("", |lead| &lead.title), Role::Text);
        let phone = lead.map_or("", |lead| &lead.phone);
        self.fixed("", if phone.is_empty() { " " } else { phone }, Role::Accent);
        let under = action.under.map_or(String::new(), |node| format!("{node} {}", register.title(node)));
        self.own_fixed(Field::under, &under, Role::Text);
        let field = register.field_of(action);
        let field = field.map_or(String::new(), |field| words::safety_field(texts, field));
        self.own_fixed(Field::safety_field, &field, Role::Text);
        // The programme's title says little more than its year, in many words; its own page has it.
        let programme = action.programme.and_then(|p| register.tables().programmes.get(p.num));
        let year = programme.and_then(|programme| programme.year).or(action.year);
        self.own_fixed(Field::year, &year.map_or(String::new(), |year| year.to_string()), Role::Text);
        let tags = action.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
        self.own_fixed(Field::tags, &tags, Role::Text);
        if let Some(day) = action.done_on {
            self.own(Field::done_on, &words::day(texts, day, today));
        }
        if action.confidential {
            self.text(0, &t!(texts, "field-confidential"), Role::Warn);
        }
        if action.flagged {
            let flag = format!("{} {}", cx.theme.flag(), t!(texts, "field-flagged"));
            self.text(0, &flag, calm(Role::Warn));
        }
        if let Some((said, role)) = health.filter(|_| !action.health_reason.is_empty()) {
            self.text(0, &format!("{said}: {}", action.health_reason), role);
        }
        if !action.waiting_on.is_empty() {
            self.text(
                0,
                &format!("{} {}", t!(texts, "field-waiting_on"), action.waiting_on),
                calm(Role::Warn),
            );
        }
        if !action.drop_reason.is_empty() {
            self.text(
                0,
                &format!("{}: {}", words::state(texts, action.state), action.drop_reason),
                Role::Text,
            );
        }
        if let Some(year) = action
            .due
            .filter(|_| action.is_open())
            .and_then(|due| rollup::past_programme_year(register, action, due))
        {
            self.text(0, &t!(texts, "detail-past-year", year = year.to_string()), Role::Warn);
        }
        if rollup::is_stale(register, action, cx.now.at) {
            let said = texts.get("detail-stale", &[("days", rollup::STALE_AFTER_DAYS.into())]);
            self.text(0, &said, Role::Warn);
        }
        for partner in &action.partners {
            self.partner(*partner);
        }
        if action.partners.is_empty() && !self.unfolded {
            let key = cx.keymap.key_of(Command::FocusDetail);
            let said = text::cut(&t!(texts, "detail-no-partner", key = key), self.width.max(1));
            self.text(0, &said, Role::Dim);
        }
        if !action.description.is_empty() {
            self.blank();
            self.slot(Field::description, 0);
            self.text(0, &action.description, Role::Text);
        }
        self.notes(r);
        if self.unfolded {
            self.rest(action);
        }
    }

    fn due(&mut self, action: &Action) {
        let (texts, today) = (self.cx.texts, self.cx.now.today);
        let late = rollup::is_overdue(action, today);
        let said = action.due.map_or(String::new(), |due| {
            let day = words::day(texts, due, today);
            let away = match due.since(today) {
                _ if !action.is_open() => return day,
                0 => t!(texts, "detail-today"),
                days @ 1.. => texts.get("detail-in-days", &[("days", days.into())]),
                days => texts.get("detail-days-late", &[("days", (-days).into())]),
            };
            let whole = format!("{day}, {away}");
            if text::width(&whole) <= self.room() { whole } else { day }
        });
        self.own_fixed(Field::due, &said, if late { Role::Bad } else { Role::Text });
    }

    /// Someone and how to call them: behind the name where that fits, else below it.
    fn reachable(&mut self, label: &str, who: &str, phone: &str) {
        self.field(label, who, Role::Text);
        if phone.is_empty() {
            return;
        }
        if !self.behind(phone, Role::Accent) {
            self.field("", phone, Role::Accent);
        }
        self.link(links::telephone(phone).filter(|_| text::width(phone) <= self.room()));
    }

    /// A partner behind the item, with whom to call there: a line each, the numbers below each other. No label: the
    /// numbers say what it is, and names of partners need the width.
    fn partner(&mut self, r: Ref) {
        let (texts, register) = (self.cx.texts, self.cx.register);
        let Some(partner) = register.tables().partners.get(r.num) else { return };
        let more = register.contacts_of(r).count().saturating_sub(MOST_CONTACTS);
        let title = text::cut(&partner.title, self.width.max(1));
        self.lines.push(Line::Spans(vec![(0, title, Role::Text)]));
        if more > 0 {
            self.at_right_edge(&format!(" +{more}"));
        }
        let mut numbers: Vec<(&str, String)> = Vec::new();
        for contact in register.contacts_of(r).take(MOST_CONTACTS) {
            let who = match contact.function.as_str() {
                "" => contact.title.clone(),
                function => format!("{}, {function}", contact.title),
            };
            numbers.push((&contact.phone, who));
        }
        if numbers.len() < MOST_CONTACTS && !partner.phone.is_empty() {
            numbers.push((&partner.phone, t!(texts, "detail-switchboard")));
        }
        for (phone, who) in numbers {
            self.lines.push(self.number(phone, &who));
            self.links.extend(links::telephone(phone).map(|to| (self.lines.len() - 1, INDENT as u16, to)));
        }
    }

    /// Puts a short remark at the right edge of the last line, over what stands there.
    fn at_right_edge(&mut self, said: &str) {
        let at = self.width.saturating_sub(text::width(said));
        if let Some(Line::Spans(spans)) = self.lines.last_mut() {
            if let Some((from, value, _)) = spans.last_mut() {
                *value = text::cut(value, at.saturating_sub(usize::from(*from)).max(1));
            }
            spans.push((at as u16, said.to_owned(), Role::Dim));
        }
    }

    /// A telephone number and whose it is, on one line; the contact's own page has what is cut off.
    fn number(&self, phone: &str, who: &str) -> Line {
        let after = INDENT + PHONES.max(text::width(phone)) + 1;
        let who = text::cut(who, self.width.saturating_sub(after).max(1));
        Line::Spans(vec![(INDENT as u16, phone.to_owned(), Role::Accent), (after as u16, who, Role::Text)])
    }

    fn notes(&mut self, r: Ref) {
        let cx = self.cx;
        self.blank();
        self.rule("detail-notes");
        let total = cx.register.notes_of(r).count();
        if total == 0 {
            let key = cx.keymap.key_of(Command::RecordProgress);
            let said = t!(cx.texts, "detail-no-notes", key = key);
            self.text(0, &said, Role::Dim);
        }
        let most = if self.unfolded { MOST_NOTES } else { MOST_NOTES_FOLDED };
        for (n, note) in cx.register.notes_of(r).rev().take(most).enumerate() {
            let day = note.at.map_or(String::new(), |at| words::day(cx.texts, at.day(cx.zone), cx.now.today));
            let (glyph, role) = cx.theme.health(note.health);
            let head = format!("{day}  {}%", note.progress.get());
            let at = text::width(&head) as u16 + 1;
            let mut spans = vec![(0, head, Role::Accent), (at, glyph.to_owned(), role)];
            // Beside the lists the words go before who wrote them: there is room for few rows.
            let brief = !self.unfolded && !note.title.is_empty();
            let room = self.width.saturating_sub(usize::from(at) + 2).max(1);
            let exactly = words::who_exactly(cx.texts, cx.register, &note.by);
            let who = if text::fits(&exactly, room) { &exactly } else { words::who(cx.register, &note.by) };
            let (said, role) = if brief { (note.title.as_str(), Role::Text) } else { (who, Role::Dim) };
            let begin = match n {
                0 => text::wrap(said, room).into_iter().next().unwrap_or_default(),
                _ => text::cut(said.lines().next().unwrap_or_default(), room),
            };
            let rest = said.strip_prefix(begin.as_str()).filter(|_| brief && n == 0).map(str::trim_start);
            spans.push((at + 2, begin, role));
            self.lines.push(Line::Spans(spans));
            match rest {
                Some(rest) => self.text(INDENT, rest, Role::Text),
                None if !brief && !note.title.is_empty() => self.text(INDENT, &note.title, Role::Text),
                None => {}
            }
        }
        if total > most {
            let said = cx.texts.get("detail-older-notes", &[("count", (total - most).into())]);
            self.text(0, &said, Role::Dim);
        }
    }

    fn rollup(&mut self, r: Ref) {
        let (texts, sum) = (self.cx.texts, self.cx.sums.get(Some(r)));
        let counts = [("open", sum.tally.open.into()), ("done", sum.tally.done.into())];
        let mut said = match sum.tally.progress() {
            Some(percent) => format!("{percent}%, {}", texts.get("actions-count", &counts)),
            None => t!(texts, "detail-no-actions"),
        };
        if sum.tally.dropped > 0 {
            said = format!("{said}, {}", texts.get("detail-dropped", &[("count", sum.tally.dropped.into())]));
        }
        self.labelled("field-progress", &said);
    }

    fn node(&mut self, r: Ref) {
        let cx = self.cx;
        let (texts, register) = (cx.texts, cx.register);
        let Some(node) = register.node(r) else { return };
        self.own(Field::node_kind, &words::node_kind(texts, node.node_kind));
        self.rollup(r);
        let sum = cx.sums.get(Some(r));
        self.health(sum.health, sum.by_hand, &node.health_reason);
        if let Some(level) = node.level {
            self.own(Field::level, &words::level(texts, level));
        }
        if let Some(field) = node.safety_field {
            self.own(Field::safety_field, &words::safety_field(texts, field));
        }
        self.origin(r);
        for (field, lead) in
            [(Field::administrative_lead, node.administrative_lead), (Field::project_lead, node.project_lead)]
        {
            if let Some(contact) = lead.and_then(|lead| register.contact(lead)) {
                let label = words::field(texts, field);
                self.slot(field, self.column());
                self.reachable(&label, &contact.title, &contact.phone);
            }
        }
        for goal in register.tables().goals.iter().filter(|goal| goal.node == Some(r)) {
            let mut said = goal.title.clone();
            if let (Some(from), Some(to)) = (goal.baseline, goal.target) {
                said = format!(
                    "{said} ({from} → {to}{})",
                    goal.year.map_or(String::new(), |y| format!(", {y}"))
                );
            }
            self.labelled("kind-goal", &said);
        }
        for partner in &node.partners {
            self.partner(*partner);
        }
        self.own(Field::parts, &node.parts.join(", "));
        if !node.description.is_empty() {
            self.blank();
            self.slot(Field::description, 0);
            self.text(0, &node.description, Role::Text);
        }
        self.candidates(|candidate| candidate.node == Some(r));
        self.source(node.source_line, &node.source_quote);
    }

    fn source(&mut self, line: u32, quote: &str) {
        if line > 0 {
            self.blank();
            let line = line.to_string();
            self.lines.push(Line::Rule(t!(self.cx.texts, "detail-source", line = line)));
            self.text(0, quote, Role::Dim);
        }
    }

    /// Where `r` was read, with the keys that show it. Among the fields: the passage itself stands below long texts.
    fn origin(&mut self, r: Ref) {
        let Some(origin) = passage::origin(self.cx.register, r) else { return };
        let key = self.cx.keymap.key_of(Command::ShowPassage);
        let said = match origin.line {
            0 => {
                let findings = self.cx.keymap.key_of(Command::ShowFindings);
                t!(self.cx.texts, "detail-origin-plan", key = key, findings = findings)
            }
            line => t!(self.cx.texts, "detail-origin-line", line = line.to_string(), key = key),
        };
        self.labelled("detail-origin", &said);
    }

    fn plan(&mut self, r: Ref) {
        let cx = self.cx;
        let (texts, register) = (cx.texts, cx.register);
        let Some(plan) = register.tables().plans.get(r.num) else { return };
        let names: Vec<&str> = plan.municipalities.iter().map(|m| register.title(*m)).collect();
        self.labelled("kind-municipality", &names.join(", "));
        self.own(Field::stage, &words::stage(texts, plan.stage));
        let span = |from: Option<Day>, to: Option<Day>| {
            let day = |d: Option<Day>| d.map_or("…".to_owned(), words::day_numbers);
            if from.or(to).is_some() { format!("{} – {}", day(from), day(to)) } else { String::new() }
        };
        self.labelled("detail-period", &span(plan.from, plan.to));
        self.labelled("detail-validity", &span(plan.valid_from, plan.valid_to));
        let mut adopted = plan.adopted_on.map_or(plan.adopted_text.clone(), words::day_numbers);
        if let Some(body) = plan.adopted_by {
            adopted = format!("{} {adopted}", words::body(texts, body));
        }
        self.labelled("detail-adopted", &adopted);
        for (id, other) in [
            ("field-predecessor", plan.predecessor),
            ("field-successor", plan.successor),
            ("field-superseded_by", plan.superseded_by),
        ] {
            self.labelled(id, other.map_or("", |other| register.title(other)));
        }
        self.rollup(r);
        let sum = cx.sums.get(Some(r));
        self.health(sum.health, false, "");
        self.origin(r);
        if !plan.description.is_empty() {
            self.blank();
            self.slot(Field::description, 0);
            self.text(0, &plan.description, Role::Text);
        }
        self.candidates(|candidate| candidate.plan == Some(r) && candidate.node.is_none());
    }

    /// What the plan announces here and no action has taken up yet.
    fn candidates(&mut self, belongs: impl Fn(&Candidate) -> bool) {
        let candidates = self.cx.register.tables().candidates.iter();
        let open: Vec<_> = candidates.filter(|c| c.action.is_none() && belongs(c)).collect();
        if open.is_empty() {
            return;
        }
        self.blank();
        self.rule("kinds-candidate");
        for candidate in open {
            self.text(0, &format!("K-{} {}", candidate.num, candidate.title), Role::Text);
        }
    }

    fn partner_page(&mut self, r: Ref) {
        let register = self.cx.register;
        let Some(partner) = register.tables().partners.get(r.num) else { return };
        self.own_as(
            Field::partner_kind,
            "detail-kind",
            &words::partner_kind(self.cx.texts, partner.partner_kind),
        );
        self.own(Field::phone, &partner.phone);
        self.own(Field::email, &partner.email);
        self.own(Field::website, &partner.website);
        self.own(Field::address, &partner.address);
        self.origin(r);
        if !partner.description.is_empty() {
            self.slot(Field::description, 0);
            self.text(0, &partner.description, Role::Text);
        }
        self.rule("kinds-contact");
        if register.contacts_of(r).next().is_none() {
            let key = self.cx.keymap.key_of(Command::AddContact);
            self.text(0, &t!(self.cx.texts, "detail-no-contacts", key = key), Role::Dim);
        }
        for contact in register.contacts_of(r) {
            self.text(0, &contact.title, Role::Strong);
            self.labelled("field-function", &contact.function);
            self.labelled("field-phone", &contact.phone);
            self.labelled("field-email", &contact.email);
        }
        self.source(partner.source_line, &partner.source_quote);
    }

    fn contact_page(&mut self, r: Ref) {
        let register = self.cx.register;
        let Some(contact) = register.contact(r) else { return };
        self.own(Field::partner, contact.partner.map_or("", |p| register.title(p)));
        self.own(Field::function, &contact.function);
        self.own(Field::phone, &contact.phone);
        self.own(Field::email, &contact.email);
        if let Some(deputy) = contact.deputy.and_then(|d| register.contact(d)) {
            let label = t!(self.cx.texts, "field-deputy");
            self.reachable(&label, &deputy.title, &deputy.phone);
        }
        self.own(Field::account, contact.account.as_str());
        self.own(Field::note, &contact.note);
    }

    /// Kind and term, what is next, then the parties with whom to call there.
    fn agreement_page(&mut self, r: Ref) {
        let (texts, register, today) = (self.cx.texts, self.cx.register, self.cx.now.today);
        let Some(agreement) = register.tables().agreements.get(r.num) else { return };
        self.own_as(
            Field::agreement_kind,
            "detail-kind",
            &words::agreement_kind(texts, agreement.agreement_kind),
        );
        let (said, role) = standing(self.cx, agreement, self.room());
        self.field(&t!(texts, "detail-next"), &said, role);
        let day = |day: Option<Day>| day.map_or(String::new(), |day| words::day(texts, day, today));
        self.own(Field::from, &day(agreement.from));
        self.own_as(Field::to, "detail-to", &day(agreement.to));
        if agreement.notice_months > 0 {
            let months = texts.get("detail-months", &[("count", agreement.notice_months.into())]);
            self.own_as(Field::notice_months, "detail-notice", &months);
            if let Some(until) = agreement::notice_until(agreement) {
                let id = if until < today { "detail-until-past" } else { "detail-until" };
                let said = texts.get(id, &[("day", day(Some(until)).into())]);
                self.labelled("detail-notice-until", &said);
            }
        }
        for partner in &agreement.parties {
            self.partner(*partner);
        }
        for node in &agreement.nodes {
            self.labelled("kind-node", &format!("{node} {}", register.title(*node)));
        }
        self.own(Field::parts, &agreement.parts.join(", "));
        self.origin(r);
        if !agreement.description.is_empty() {
            self.blank();
            self.slot(Field::description, 0);
            self.text(0, &agreement.description, Role::Text);
        }
        self.source(agreement.source_line, &agreement.source_quote);
    }

    fn any(&mut self, record: &dyn Record) {
        let (texts, today) = (self.cx.texts, self.cx.now.today);
        let kind = record.reference().kind;
        for spec in record.fields().iter().skip(1).filter(|spec| !record.is_absent(spec.field)) {
            if let Some(value) = record.get(spec.field) {
                let value = words::value(texts, kind, spec.field, &value, today);
                self.slot(spec.field, self.column());
                self.field(&words::field(texts, spec.field), &value, Role::Text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at: u16, text: &str) -> Line {
        Line::Spans(vec![(at, text.to_owned(), Role::Text)])
    }

    /// How many lines stand in the first column of a pane of `rows`.
    fn first(lines: Vec<Line>, rows: u16) -> usize {
        let detail = Detail { lines, ..Detail::default() };
        let places = detail.places(Rect::new(0, 0, 80, rows), 2, 39);
        places.iter().filter(|(x, _)| *x == 0).count()
    }

    #[test]
    fn a_column_ends_between_two_fields() {
        let field = || line(0, "label");
        let more = || line(10, "vervolg");
        let rule = || Line::Rule("kop".to_owned());
        assert_eq!(first(vec![field(), field(), field(), field(), field()], 4), 4);
        assert_eq!(first(vec![field(), field(), field(), field(), more()], 4), 3, "whole in the next");
        assert_eq!(
            first(vec![field(), field(), field(), rule(), field()], 4),
            3,
            "with what stands under it"
        );
        assert_eq!(first(vec![field(), more(), more(), more(), more()], 4), 4, "a long one has to be broken");
        assert_eq!(first(vec![field(), field(), field(), field()], 4), 4, "all of it in one");
        let just = vec![field(), field(), field(), field(), more(), field(), field(), field()];
        assert_eq!(first(just, 4), 4, "nothing is hidden for it");
    }
}
