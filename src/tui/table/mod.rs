//! View 2, Acties: every action that a filter finds as a table; sorted, grouped, marked, edited in its cells.
//!
//! Owns filter, order, groups, columns, marks, the cursor (by action, and the column under it) and the scroll position.
//! While nothing is asked for anew the rows keep their places: an action that no longer fits the filter stays where it
//! is until the table is made again, and one that has come to fit it is counted and gets no row; a table without rows makes
//! itself again for it. Details come beside or over the table on request; without them every row spans the
//! width, so that the terminal itself can scroll. The app shows it, and keeps how it looks for the next time.

mod columns;

use std::collections::BTreeSet;

use ratatui::layout::Rect;

use self::columns::{Placed, draw_heads, draw_row, place};
use super::canvas::Canvas;
use super::component::{Cx, Message, Reply, Request};
use super::detail::Detail;
use super::layers::columns::ColumnsLayer;
use super::layers::filter::FilterPrompt;
use super::looks::{Column, Looks};
use super::panes::{self, FOLLOWED_CHANGES};
use super::scroll::{Scroll, nearest};
use super::text;
use super::theme::Role;
use super::view::{Spot, View};
use crate::command::Command;
use crate::i18n::words;
use crate::model::change::Change;
use crate::model::id::Ref;
use crate::model::query::{self, Choice, Group, Query, QueryContext, Sort};
use crate::model::record::{Field, Item, Kind};
use crate::t;

/// From this width the details stand beside the table; below it they take its place.
const BESIDE: u16 = 110;

/// The first cell of a row behind its margins: the cursor, the mark.
const FIRST_CELL: u16 = 2;

#[derive(Clone, Copy, Debug)]
enum Line {
    /// The name of a group: its place in the list of groups.
    Head(u32),
    /// An action, by number.
    Action(u32),
}

/// What was drawn where, for finding cells again.
#[derive(Debug, Default)]
struct Drawn {
    placed: Vec<Placed>,
    area: Rect,
}

/// The view.
#[derive(Debug)]
pub struct Table {
    looks: Looks,
    lines: Vec<Line>,
    groups: Vec<(Group, usize)>,
    /// Rows that no longer fit the filter, and actions that do since the table was made and have no row; by number.
    stale: BTreeSet<u32>,
    missing: BTreeSet<u32>,
    /// The actions that commands work on, by number.
    marked: BTreeSet<u32>,
    /// Those that were marked until the marks were taken away or something was done with all.
    unmarked: BTreeSet<u32>,
    at: Option<Ref>,
    row: usize,
    /// The action that the cursor was on before a filter began to be typed.
    home: Option<Ref>,
    column: Column,
    scroll: Scroll,
    detail: Option<Detail>,
    in_detail: bool,
    drawn: Drawn,
}

impl Table {
    /// The table as `looks` says, the cursor on its first action.
    pub fn new(looks: Looks, cx: &Cx<'_>) -> Table {
        let mut table = Table {
            looks,
            lines: Vec::new(),
            groups: Vec::new(),
            stale: BTreeSet::new(),
            missing: BTreeSet::new(),
            marked: BTreeSet::new(),
            unmarked: BTreeSet::new(),
            at: None,
            row: 0,
            home: None,
            column: Column::Title,
            scroll: Scroll::default(),
            detail: None,
            in_detail: false,
            drawn: Drawn::default(),
        };
        table.make(cx);
        table.place(0);
        table
    }

    /// Finds, sorts and groups afresh. Work: a pass over all actions.
    fn make(&mut self, cx: &Cx<'_>) {
        let (query, _) = read(&self.looks.filter, cx);
        let context = QueryContext::at(cx.now.at, cx.zone.clone());
        let choice = Choice { sort: self.looks.sort, ..Choice::default() };
        let found = query::select(cx.register, &query, &context, choice).refs;
        self.stale.clear();
        self.missing.clear();
        self.groups.clear();
        self.lines.clear();
        let action = |r: &Ref| Line::Action(r.num);
        match self.looks.grouping {
            None => self.lines.extend(found.iter().map(action)),
            Some(by) => {
                for (group, refs) in query::group(cx.register, &found, by, cx.now.today) {
                    self.lines.push(Line::Head(self.groups.len() as u32));
                    self.groups.push((group, refs.len()));
                    self.lines.extend(refs.iter().map(action));
                }
            }
        }
    }

    /// Makes the table again; the cursor stays on its action, at its height, or where it was when that is gone.
    fn make_again(&mut self, cx: &Cx<'_>) {
        let before = self.row;
        self.make(cx);
        let row = self.home.or(self.at).and_then(|r| self.row_of(r));
        if let Some(row) = row {
            self.scroll.hold(before, row);
        }
        self.place(row.unwrap_or(before));
        // What is not shown is not worked on.
        if !self.marked.is_empty() {
            let shown: BTreeSet<u32> = self.numbers().collect();
            self.marked.retain(|num| shown.contains(num));
        }
    }

    /// Counts what fits the filter after `changes`; makes the table again when it has no rows and could have. Work: a pass over
    /// the rows; over all actions when what actions are filtered by changed elsewhere.
    fn recount(&mut self, changes: &[Change], cx: &Cx<'_>) {
        let mut changed = BTreeSet::new();
        let mut all = false;
        for change in changes {
            let target = change.target();
            match change {
                Change::Insert(Item::ProgressNote(note)) | Change::Remove(Item::ProgressNote(note)) => {
                    changed.extend(note.action.map(|action| action.num));
                }
                _ if target.kind == Kind::Action => {
                    changed.insert(target.num);
                }
                // Nothing points at it yet, or any more.
                Change::Insert(_) | Change::Remove(_) => {}
                // A name, a field of safety, a place: any action may be found by it.
                Change::Set { .. } | Change::Move { .. } => all = true,
            }
        }
        let actions = &cx.register.tables().actions;
        if all {
            changed = actions.iter().map(|action| action.num).collect();
        }
        let in_rows: BTreeSet<u32> = self.numbers().filter(|num| changed.contains(num)).collect();
        let (query, _) = read(&self.looks.filter, cx);
        let context = QueryContext::at(cx.now.at, cx.zone.clone());
        let query = query.prepare(cx.register, &context, None);
        for num in changed {
            let fits = actions.get(num).is_some_and(|action| query.matches(action));
            let has_row = in_rows.contains(&num);
            keep(&mut self.stale, num, has_row && !fits);
            keep(&mut self.missing, num, fits && !has_row);
        }
        if self.lines.is_empty() && !self.missing.is_empty() {
            self.make_again(cx);
        }
    }

    /// How many actions fit the filter.
    fn found(&self) -> usize {
        (self.lines.len() + self.missing.len()).saturating_sub(self.groups.len() + self.stale.len())
    }

    fn row_of(&self, r: Ref) -> Option<usize> {
        self.lines.iter().position(|line| matches!(line, Line::Action(num) if *num == r.num))
    }

    /// Whether an action stands on `row`, and not the name of a group.
    fn is_action(&self, row: usize) -> bool {
        matches!(self.lines.get(row), Some(Line::Action(_)))
    }

    /// Puts the cursor on `row`, or on the action below a group's name.
    fn place(&mut self, row: usize) {
        let row = row.min(self.lines.len().saturating_sub(1));
        self.row = nearest(0, row, self.lines.len(), |row| self.is_action(row)).unwrap_or(0);
        self.at = match self.lines.get(self.row) {
            Some(Line::Action(num)) => Some(Ref::new(Kind::Action, *num)),
            _ => None,
        };
    }

    fn move_rows(&mut self, command: Command) -> Reply {
        if command == Command::CenterRow {
            self.scroll.center(self.row);
            return Reply::Handled;
        }
        let Some(to) = self.scroll.moved(command, self.row, self.lines.len()) else { return Reply::Ignored };
        let item = nearest(self.row, to, self.lines.len(), |row| self.is_action(row));
        self.place(item.unwrap_or(to));
        Reply::Handled
    }

    fn move_column(&mut self, by: isize) {
        let drawn = self.drawn.placed.iter().map(|placed| placed.column);
        let mut shown: Vec<Column> = drawn.collect();
        if shown.is_empty() {
            // Typed ahead of the first frame.
            let chosen = |column: &Column| *column == Column::Title || self.looks.columns.contains(column);
            shown = Column::ALL.iter().copied().filter(chosen).collect();
        }
        let at = shown.iter().position(|column| *column == self.column).unwrap_or(0);
        let to = at.saturating_add_signed(by).min(shown.len().saturating_sub(1));
        self.column = shown.get(to).copied().unwrap_or(Column::Title);
    }

    fn toggle_mark(&mut self) {
        if let Some(r) = self.at {
            if !self.marked.remove(&r.num) {
                self.marked.insert(r.num);
            }
            self.move_rows(Command::MoveDown);
        }
    }

    /// The numbers of the actions in the table.
    fn numbers(&self) -> impl Iterator<Item = u32> {
        self.lines.iter().filter_map(|line| match line {
            Line::Action(num) => Some(*num),
            Line::Head(_) => None,
        })
    }

    /// Marks every action of the table; none when all were marked.
    fn mark_all(&mut self) {
        let all: BTreeSet<u32> = self.numbers().collect();
        if self.marked == all {
            self.unmarked = std::mem::take(&mut self.marked);
        } else {
            self.marked = all;
        }
    }

    /// Marks again what was marked last, as far as it is shown.
    fn mark_again(&mut self, cx: &Cx<'_>) -> Reply {
        let again: BTreeSet<u32> = self.numbers().filter(|num| self.unmarked.contains(num)).collect();
        if again.is_empty() {
            return Reply::Tell(Message::note(t!(cx.texts, "table-not-marked")));
        }
        self.marked.extend(again);
        Reply::Handled
    }

    fn sort(&mut self, cx: &Cx<'_>) -> Reply {
        let Some(key) = self.column.sort() else {
            let said = t!(cx.texts, "table-no-sort", column = self.column.name(cx.texts));
            return Reply::Tell(Message::note(said));
        };
        let Sort { key: before, descending } = self.looks.sort;
        self.looks.sort = Sort { key, descending: before == key && !descending };
        self.make_again(cx);
        Reply::Arranged(self.looks.clone())
    }

    fn group(&mut self, cx: &Cx<'_>) -> Reply {
        let Some(by) = self.column.grouping() else {
            if self.looks.grouping.take().is_some() {
                self.make_again(cx);
                return Reply::Arranged(self.looks.clone());
            }
            let (left, right) = (cx.keymap.key_of(Command::GoLeft), cx.keymap.key_of(Command::GoRight));
            let column = self.column.name(cx.texts);
            let said = t!(cx.texts, "table-no-group", column = column, left = left, right = right);
            return Reply::Tell(Message::note(said));
        };
        self.looks.grouping = if self.looks.grouping == Some(by) { None } else { Some(by) };
        self.make_again(cx);
        Reply::Arranged(self.looks.clone())
    }

    /// The line above the table: what it shows, how many, marks, order and filter.
    fn draw_heading(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let role = if self.in_detail { Role::Dim } else { Role::Title };
        let mut x = area.x + 1;
        x += canvas.put(x, area.y, area.width, &t!(cx.texts, "view-actions"), role) + 2;
        let total = cx.register.tables().actions.len();
        let count = t!(
            cx.texts,
            "table-count",
            found = words::grouped(cx.texts, self.found()),
            total = words::grouped(cx.texts, total)
        );
        x += canvas.put(x, area.y, area.right().saturating_sub(x), &count, Role::Text) + 2;
        if !self.missing.is_empty() {
            let more = words::grouped(cx.texts, self.missing.len());
            let key = cx.keymap.key_of(Command::ShowActions);
            let said = t!(cx.texts, "table-more", more = more, key = key);
            x += canvas.put(x, area.y, area.right().saturating_sub(x), &said, Role::Warn) + 2;
        }
        if !self.marked.is_empty() {
            let said = cx.texts.get("table-marked", &[("count", self.marked.len().into())]);
            x += canvas.put(x, area.y, area.right().saturating_sub(x), &said, Role::Warn) + 2;
        }
        let filter = query::in_force(&self.looks.filter, cx.now.today);
        let right = area.right().saturating_sub(1);
        if !filter.is_empty() {
            let key = cx.keymap.key_of(Command::SetFilter);
            let said = format!("{key}: {filter}");
            canvas.put_right(right, area.y, right.saturating_sub(x), &said, Role::Accent);
        }
    }

    fn draw_table(&mut self, canvas: &mut Canvas<'_>, area: Rect, bottom: u16, cx: &Cx<'_>) {
        self.draw_heading(canvas, Rect { height: 1, ..area }, cx);
        let digits = digits(cx);
        let first = area.x + FIRST_CELL;
        let placed = placed(&self.looks.columns, area, cx);
        if placed.iter().all(|placed| placed.column != self.column) {
            self.column = Column::Title;
        }
        let sorted = (self.looks.sort.key, self.looks.sort.descending);
        draw_heads(canvas, area.y + 1, &placed, self.column, sorted, cx);
        let top = area.y + 2;
        let body = Rect { y: top, height: bottom.saturating_sub(top), ..area };
        let from = self.scroll.follow(self.row, self.lines.len(), body.height, cx.scroll);
        if self.lines.is_empty() {
            self.draw_empty(canvas, body, cx);
        }
        for (line, y) in self.lines.iter().skip(from).zip(body.top()..body.bottom()) {
            match line {
                Line::Head(index) => {
                    let Some((group, count)) = self.groups.get(*index as usize) else { continue };
                    let name = words::group(cx.texts, cx.register, *group);
                    let used = canvas.put(area.x + 1, y, area.width - 2, &name, Role::Accent);
                    let count = words::grouped(cx.texts, *count);
                    canvas.put(
                        area.x + 1 + used + 2,
                        y,
                        area.width.saturating_sub(used + 4),
                        &count,
                        Role::Dim,
                    );
                }
                Line::Action(num) => {
                    let Some(action) = cx.register.tables().actions.get(*num) else { continue };
                    let chosen = self.at.is_some_and(|at| at.num == *num);
                    if chosen {
                        let role = if self.in_detail { Role::Dim } else { Role::Accent };
                        canvas.put(area.x, y, 1, cx.theme.cursor(!self.in_detail), role);
                    }
                    if self.marked.contains(num) {
                        canvas.put(area.x + 1, y, 1, cx.theme.marked(), Role::Warn);
                    }
                    // Weight on the reference only: on the title it would cost two titles per move.
                    let role = if chosen { Role::Strong } else { Role::Dim };
                    canvas.put(first, y, digits + 2, &format!("A-{num}"), role);
                    draw_row(canvas, y, &placed, action, cx);
                }
            }
        }
        self.drawn = Drawn { placed, area: body };
    }

    fn draw_empty(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let said = if cx.register.tables().actions.is_empty() {
            t!(cx.texts, "table-no-actions", key = cx.keymap.key_of(Command::AddAction))
        } else if cx.situation.typing {
            // The keys that would help are letters of the filter while it is typed.
            t!(cx.texts, "table-nothing-fits")
        } else {
            let key = |command| cx.keymap.key_of(command);
            t!(cx.texts, "table-nothing", key = key(Command::SetFilter), all = key(Command::GoBack))
        };
        panes::draw_empty(canvas, area, &said);
    }
}

/// Has `num` in `set`, or not.
fn keep(set: &mut BTreeSet<u32>, num: u32, is_in: bool) {
    if is_in {
        set.insert(num);
    } else {
        set.remove(&num);
    }
}

/// What the details leave to the table of `area` when they stand beside it; all of it where they take its place.
fn beside_details(area: Rect) -> Rect {
    if area.width < BESIDE {
        return area;
    }
    Rect { width: area.width - (area.width * 30 / 100).clamp(36, 64) - 1, ..area }
}

/// The digits of the highest number of an action.
fn digits(cx: &Cx<'_>) -> u16 {
    text::digits(cx.register.tables().actions.highest().max(10).into())
}

/// Where `chosen` columns stand in a table in `area`.
fn placed(chosen: &[Column], area: Rect, cx: &Cx<'_>) -> Vec<Placed> {
    place(chosen, area.x + FIRST_CELL + digits(cx) + 3, area.right().saturating_sub(1))
}

/// Those of the `chosen` columns for which there is room in a table in `area`, the details open or not.
pub fn fitting(chosen: &[Column], area: Rect, details: bool, cx: &Cx<'_>) -> Vec<Column> {
    let area = if details { beside_details(area) } else { area };
    placed(chosen, area, cx).into_iter().map(|placed| placed.column).collect()
}

/// The filter as a query, and what of it could not be understood.
pub fn read(filter: &str, cx: &Cx<'_>) -> (Query, Option<String>) {
    let parsed = query::parse(filter, cx.now.today);
    let problem = parsed
        .problems
        .first()
        .map(|problem| crate::i18n::problems::query(cx.texts, cx.register, &problem.what, cx.now.today));
    (parsed.query, problem)
}

impl View for Table {
    fn item(&self) -> Option<Ref> {
        self.at
    }

    fn marked(&self) -> Vec<Ref> {
        // In the details it is the shown one that is worked on.
        if self.in_detail {
            return Vec::new();
        }
        self.marked.iter().map(|num| Ref::new(Kind::Action, *num)).collect()
    }

    fn has_marks(&self) -> bool {
        !self.in_detail && !self.marked.is_empty()
    }

    fn in_page(&self) -> bool {
        self.in_detail
    }

    fn node(&self, cx: &Cx<'_>) -> Option<Ref> {
        panes::node_of(cx.register, self.at)
    }

    fn spot(&self, _: &Cx<'_>) -> Spot {
        // The table runs over all plans.
        None
    }

    fn field(&self) -> Option<Field> {
        match &self.detail {
            Some(detail) if self.in_detail => detail.field(),
            _ => self.column.field(),
        }
    }

    fn cell(&self, r: Ref, field: Field) -> Option<Rect> {
        let in_detail = || self.detail.as_ref().and_then(|detail| detail.cell(r, field));
        if self.in_detail {
            return in_detail();
        }
        let placed = self.drawn.placed.iter().find(|placed| placed.column.field() == Some(field));
        let in_row = || {
            let row = u16::try_from(self.row_of(r)?.checked_sub(self.scroll.top())?).ok()?;
            let (area, placed) = (self.drawn.area, placed?);
            (row < area.height).then_some(Rect {
                x: placed.x,
                y: area.y + row,
                width: placed.width,
                height: 1,
            })
        };
        in_row().or_else(in_detail)
    }

    fn pane_around(&self, cell: Rect) -> Option<Rect> {
        Some(self.drawn.area).filter(|area| !self.in_detail && area.contains((cell.x, cell.y).into()))
    }

    fn go(&mut self, r: Ref, _: &Cx<'_>) -> bool {
        let row = self.row_of(r).filter(|_| r.kind == Kind::Action);
        if let Some(row) = row {
            self.place(row);
            self.in_detail = false;
        }
        row.is_some()
    }

    fn absorb(&mut self, changes: &[Change], cx: &Cx<'_>) {
        let was = self.at;
        let comes = |change: &Change| matches!(change, Change::Insert(Item::Action(_)));
        let goes = |change: &Change| matches!(change, Change::Remove(Item::Action(_)));
        if changes.len() > FOLLOWED_CHANGES || changes.iter().any(|change| comes(change) || goes(change)) {
            let before = self.row;
            self.make_again(cx);
            if changes.iter().any(|change| goes(change) && Some(change.target()) == was) {
                // What was under the cursor has gone: on the one that took its place.
                self.place(before);
            }
        } else {
            self.recount(changes, cx);
        }
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        self.make_again(cx);
    }

    fn ask(&mut self, request: Request, cx: &Cx<'_>) -> Reply {
        let arranged = matches!(request, Request::Columns(_) | Request::Looks(_));
        match request {
            Request::Filter(filter) => {
                // Where it was before the first letter: back there when the letters are taken back.
                self.home = self.home.or(self.at);
                self.looks.filter = filter;
                self.row = 0;
            }
            Request::Columns(columns) => self.looks.columns = columns,
            Request::Looks(looks) => {
                self.looks = looks;
                self.row = 0;
            }
            Request::Unmark => self.unmarked = std::mem::take(&mut self.marked),
        }
        self.make_again(cx);
        if arranged { Reply::Arranged(self.looks.clone()) } else { Reply::Handled }
    }

    fn click(&mut self, x: u16, y: u16, _: &Cx<'_>) {
        let area = self.drawn.area;
        self.in_detail = self.detail.is_some() && x >= area.right();
        if x < area.right() && (area.top()..area.bottom()).contains(&y) {
            let row = self.scroll.top() + usize::from(y - area.y);
            if row < self.lines.len() {
                self.place(row);
            }
            let column = self.drawn.placed.iter().find(|placed| x < placed.x + placed.width);
            self.column = column.map_or(self.column, |placed| placed.column);
        }
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        self.home = None;
        match command {
            Command::ToggleMark => self.toggle_mark(),
            Command::MarkAll => self.mark_all(),
            Command::MarkAgain => return self.mark_again(cx),
            Command::SetFilter => return Reply::Open(Box::new(FilterPrompt::new(&self.looks.filter, cx))),
            Command::PickFilter => return Reply::PickFilter(self.looks.clone()),
            Command::ChooseColumns => {
                let chosen = self.looks.columns.clone();
                return Reply::Open(Box::new(ColumnsLayer::new(chosen, self.detail.is_some())));
            }
            Command::SortColumn => return self.sort(cx),
            Command::GroupColumn => return self.group(cx),
            Command::OpenItem if self.in_detail => return Reply::Run(Command::EditField),
            Command::OpenItem | Command::FocusDetail if self.at.is_some() => {
                self.detail.get_or_insert_default().enter(cx, self.at);
                self.in_detail = true;
            }
            Command::FocusNext | Command::FocusPrevious if self.detail.is_some() => {
                self.in_detail = !self.in_detail;
            }
            Command::GoBack if self.detail.take().is_some() => self.in_detail = false,
            // The way back from a filter that nothing fits, as the empty table says.
            Command::GoBack if self.lines.is_empty() => {
                return self.ask(Request::Filter(String::new()), cx);
            }
            Command::GoBack if !self.marked.is_empty() => {
                self.unmarked = std::mem::take(&mut self.marked);
                let key = cx.keymap.key_of(Command::MarkAgain);
                let args = [("count", self.unmarked.len().into()), ("key", key.into())];
                return Reply::Tell(Message::note(cx.texts.get("table-unmarked", &args)));
            }
            Command::GoBack => {}
            Command::GoLeft if self.in_detail => self.in_detail = false,
            other if self.in_detail => {
                return self.detail.as_mut().map_or(Reply::Ignored, |detail| detail.command(other));
            }
            Command::GoLeft => self.move_column(-1),
            Command::GoRight => self.move_column(1),
            other => return self.move_rows(other),
        }
        Reply::Handled
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, covered: u16, cx: &Cx<'_>) {
        let bottom = area.bottom() - covered;
        let Some(mut detail) = self.detail.take() else {
            self.draw_table(canvas, area, bottom, cx);
            return;
        };
        detail.put_away();
        let left = beside_details(area);
        if left.width < area.width {
            self.draw_table(canvas, left, bottom, cx);
            canvas.divider(left.right(), area);
            let x = left.right() + 1;
            let right = Rect { x, width: area.right() - x, ..area };
            self.draw_detail(canvas, &mut detail, right, bottom, cx);
        } else if self.in_detail {
            self.draw_detail(canvas, &mut detail, area, bottom, cx);
        } else {
            self.draw_table(canvas, area, bottom, cx);
        }
        self.detail = Some(detail);
    }
}

impl Table {
    fn draw_detail(
        &self,
        canvas: &mut Canvas<'_>,
        detail: &mut Detail,
        area: Rect,
        bottom: u16,
        cx: &Cx<'_>,
    ) {
        let role = if self.in_detail { Role::Title } else { Role::Dim };
        let name = self.at.map_or(String::new(), |r| r.to_string());
        canvas.put(area.x + 1, area.y, area.width.saturating_sub(1), &name, role);
        let body = Rect { y: area.y + 1, height: bottom.saturating_sub(area.y + 1), ..area };
        detail.draw(canvas, body, cx, self.at, self.in_detail);
    }
}
