//! View 8, Logboek: what happened, newest first; who did it, what it changed, and taking it back.
//!
//! Owns the list of entries (all, or those that a filter finds), the cursor (by entry number), the scroll position, and
//! the page about the entry under the cursor: beside the list where there is room, else in its place. Entries are read
//! from the ledger for the rows on the screen only. The app shows it.

mod entries;
mod page;
mod row;
mod search;
#[cfg(test)]
mod tests;

use ratatui::layout::{Position, Rect};

use self::entries::Entries;
use self::page::{Page, Shown};
use self::row::{Places, Row};
use self::search::{COST_AT_ONCE, Filter, Search, is_person, item_of};
use super::canvas::Canvas;
use super::component::{Cx, Message, Reply, Request};
use super::layers::log_filter::LogFilter;
use super::panes::{self, WIDE};
use super::scroll::Scroll;
use super::text;
use super::theme::Role;
use super::view::{Spot, View};
use crate::command::Command;
use crate::i18n::words;
use crate::model::change::Change;
use crate::model::id::Ref;
use crate::model::ledger::Outline;
use crate::t;

/// The view.
#[derive(Debug)]
pub struct Log {
    entries: Entries,
    /// What a filter found; `None` when every entry is shown.
    search: Option<Search>,
    /// The last entry that has been taken in.
    head: u64,
    /// The entry under the cursor.
    at: Option<u64>,
    /// The entry that the cursor was last put on by hand: it returns there when a filter shows that entry again.
    home: u64,
    scroll: Scroll,
    /// The last entry when the first row was last on the screen; what came after it is still to be seen.
    noticed: u64,
    page: Page,
    in_page: bool,
    /// Where the rows of the list and the page were drawn last.
    listed: Rect,
    paged: Rect,
}

impl Log {
    /// Every entry, the cursor on the newest.
    pub fn new(cx: &Cx<'_>) -> Log {
        let mut log = Log {
            entries: Entries::new(cx),
            search: None,
            head: cx.head,
            at: None,
            home: cx.head,
            scroll: Scroll::default(),
            noticed: cx.head,
            page: Page::default(),
            in_page: false,
            listed: Rect::ZERO,
            paged: Rect::ZERO,
        };
        log.settle();
        log
    }

    fn len(&self) -> usize {
        match &self.search {
            Some(search) => search.found().len(),
            None => self.head as usize,
        }
    }

    /// The entry on `row`.
    fn seq(&self, row: usize) -> Option<u64> {
        match &self.search {
            Some(search) => search.found().get(row).copied(),
            None => self.head.checked_sub(row as u64).filter(|seq| *seq > 0),
        }
    }

    /// The row of entry `seq`.
    fn row_of(&self, seq: u64) -> Option<usize> {
        match &self.search {
            Some(search) => search.found().binary_search_by(|other| seq.cmp(other)).ok(),
            None if seq == 0 => None,
            None => self.head.checked_sub(seq).map(|row| row as usize),
        }
    }

    fn row(&self) -> usize {
        self.at.and_then(|seq| self.row_of(seq)).unwrap_or(0)
    }

    /// Puts the cursor where it was last put by hand when that entry is shown, else on the first row.
    fn settle(&mut self) {
        self.at = self.row_of(self.home).map(|_| self.home).or_else(|| self.seq(0));
        self.in_page &= self.at.is_some();
    }

    /// Puts the cursor on `row`.
    fn place(&mut self, row: usize) {
        self.at = self.seq(row);
        self.home = self.at.unwrap_or(self.home);
    }

    fn filter_by(&mut self, text: &str, cx: &Cx<'_>) {
        let filter = Filter::read(text);
        self.search = match self.search.take() {
            _ if filter.is_empty() => None,
            Some(search) => Some(search.altered(filter, self.head)),
            None => Some(Search::new(filter, self.head)),
        };
        self.search_on(cx);
        self.settle();
    }

    fn search_on(&mut self, cx: &Cx<'_>) {
        if let Some(search) = &mut self.search {
            search.go_on(&mut self.entries, cx);
        }
        if self.at.is_none() {
            self.settle();
        }
    }

    /// The filter with `word` put in or taken out.
    fn toggle(&mut self, word: &str, alike: impl Fn(&str) -> bool, cx: &Cx<'_>) {
        let none = Filter::default();
        let filter = self.search.as_ref().map_or(&none, Search::filter);
        let text = filter.toggled(word, alike);
        self.filter_by(&text, cx);
    }

    /// Takes in the entries that have come; the cursor stays on its entry, at its height.
    fn follow(&mut self, cx: &Cx<'_>) {
        let before = self.row();
        for seq in self.head + 1..=cx.head {
            self.entries.add(seq, cx);
            if let Some(search) = &mut self.search {
                search.add(seq, &mut self.entries, cx);
            }
        }
        self.head = cx.head;
        match self.at {
            Some(_) => self.scroll.hold(before, self.row()),
            None => self.settle(),
        }
    }

    /// Takes in the entries that have come. When the first row is on the screen it stays there, so that they are seen, unless that
    /// would push the cursor's entry off the screen: `false` then.
    fn follow_at_top(&mut self, cx: &Cx<'_>) -> bool {
        let at_top = self.scroll.top() == 0;
        self.follow(cx);
        !at_top || self.scroll.show_top(self.row())
    }

    /// How many entries above the screen have come since its first row was last seen.
    fn unnoticed(&self) -> usize {
        match &self.search {
            Some(search) => search.found().iter().take_while(|seq| **seq > self.noticed).count(),
            None => (self.head - self.noticed) as usize,
        }
    }

    /// An entry that comes on the screen when the list moves by half of it, and has not been looked at.
    fn unseen_beside(&self) -> Option<u64> {
        let (top, height) = (self.scroll.top(), usize::from(self.listed.height));
        let half = height.div_ceil(2);
        let below = top + height..top + height + half;
        let above = top.saturating_sub(half)..top;
        below.chain(above.rev()).filter_map(|row| self.seq(row)).find(|seq| !self.entries.knows(*seq))
    }

    /// The outline of the entry under the cursor.
    fn outline(&mut self, cx: &Cx<'_>) -> Option<&Outline> {
        self.entries.outline(self.at?, cx).as_ref().ok()?.as_ref()
    }

    /// The item that the entry under the cursor is about.
    fn subject(&mut self, cx: &Cx<'_>) -> Option<Ref> {
        self.outline(cx)?.label.subject
    }

    fn with_subject(&mut self, cx: &Cx<'_>, what: impl FnOnce(&mut Log, Ref) -> Reply) -> Reply {
        match self.subject(cx) {
            Some(subject) => what(self, subject),
            None => Reply::Tell(Message::note(t!(cx.texts, "log-no-item"))),
        }
    }

    fn filter_subject(&mut self, cx: &Cx<'_>) -> Reply {
        self.with_subject(cx, |log, subject| {
            log.toggle(&subject.to_string(), |word| item_of(word).is_some(), cx);
            Reply::Handled
        })
    }

    fn filter_person(&mut self, cx: &Cx<'_>) {
        let name = self.outline(cx).map(|outline| outline.actor.0.clone());
        // A filter is words: of a name of several the first one has to do.
        if let Some(name) = name.as_deref().and_then(|name| name.split_whitespace().next()) {
            self.toggle(&format!("@{name}"), is_person, cx);
        }
    }

    fn move_rows(&mut self, command: Command) -> Reply {
        let Some(to) = self.scroll.moved(command, self.row(), self.len()) else { return Reply::Ignored };
        self.place(to);
        Reply::Handled
    }

    /// The line above the list: how many, how far the search is, what came above, and the filter.
    fn draw_heading(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let role = if self.in_page { Role::Dim } else { Role::Title };
        let right = area.right().saturating_sub(1);
        let mut x = area.x + 1;
        let mut put = |canvas: &mut Canvas<'_>, said: &str, role| {
            x += canvas.put(x, area.y, right.saturating_sub(x), said, role) + 2;
        };
        put(canvas, &t!(cx.texts, "view-log"), role);
        for said in self.counted(cx) {
            put(canvas, &said, Role::Text);
        }
        let unnoticed = self.unnoticed();
        if unnoticed > 0 {
            put(canvas, &cx.texts.get("log-unnoticed", &[("count", unnoticed.into())]), Role::Accent);
        }
        if let Some(search) = &self.search {
            let key = cx.keymap.key_of(Command::SetFilter);
            let said = format!("{key}: {}", search.filter().text);
            canvas.put_right(right, area.y, right.saturating_sub(x), &said, Role::Accent);
        }
    }

    /// How many entries are shown, how far the search for them is, and how many could not be judged.
    fn counted(&self, cx: &Cx<'_>) -> Vec<String> {
        let count = self.len();
        let number = words::grouped(cx.texts, count);
        let id = if self.search.is_some() { "log-found" } else { "log-count" };
        let mut said = vec![cx.texts.get(id, &[("count", count.into()), ("said", number.into())])];
        let Some(search) = &self.search else { return said };
        if let Some(next) = search.next() {
            said.push(t!(cx.texts, "log-searching", seq = words::grouped(cx.texts, next as usize)));
        }
        if search.unread() > 0 {
            said.push(cx.texts.get("log-unjudged", &[("count", search.unread().into())]));
        }
        said
    }

    fn draw_list(&mut self, canvas: &mut Canvas<'_>, area: Rect, bottom: u16, cx: &Cx<'_>) {
        let body = Rect { y: area.y + 1, height: bottom.saturating_sub(area.y + 1), ..area };
        self.listed = body;
        let from = self.scroll.follow(self.row(), self.len(), body.height, cx.scroll);
        if from == 0 {
            self.noticed = self.head;
        }
        self.draw_heading(canvas, Rect { height: 1, ..area }, cx);
        if self.len() == 0 {
            self.draw_empty(canvas, body, cx);
            return;
        }
        let last = (from + usize::from(body.height)).min(self.len()).saturating_sub(1);
        self.entries.look_back_to(self.seq(last).unwrap_or(1), cx);
        let shown: Vec<u64> = (from..=last).filter_map(|row| self.seq(row)).collect();
        for seq in &shown {
            self.entries.outline(*seq, cx);
        }
        let digits = text::digits(self.head.max(10));
        let places = Places::new(area.x, area.width, digits, self.entries.names());
        for (seq, y) in shown.into_iter().zip(body.top()..body.bottom()) {
            let chosen = self.at == Some(seq);
            if chosen {
                let role = if self.in_page { Role::Dim } else { Role::Accent };
                canvas.put(area.x, y, 1, cx.theme.cursor(!self.in_page), role);
            }
            let taken_back = self.entries.no_longer_by(seq, cx).is_some();
            let seen = self.entries.outline(seq, cx);
            Row { seq, seen, taken_back, chosen }.draw(canvas, area, y, places, cx);
        }
    }

    fn draw_empty(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let key = |command| cx.keymap.key_of(command);
        let said = match &self.search {
            None => t!(cx.texts, "log-empty", key = key(Command::ShowPlan)),
            Some(search) if search.next().is_some() => t!(cx.texts, "log-nothing-yet"),
            // The keys that would help are letters of the filter while it is typed.
            Some(_) if cx.situation.typing => t!(cx.texts, "log-nothing-fits"),
            Some(_) => {
                t!(cx.texts, "log-nothing", filter = key(Command::SetFilter), all = key(Command::GoBack))
            }
        };
        panes::draw_empty(canvas, area, &said);
    }

    fn draw_page(&mut self, canvas: &mut Canvas<'_>, area: Rect, bottom: u16, cx: &Cx<'_>) {
        let Some(seq) = self.at else {
            self.page.put_away();
            return;
        };
        let role = if self.in_page { Role::Title } else { Role::Dim };
        let name = t!(cx.texts, "log-entry", seq = words::grouped(cx.texts, seq as usize));
        canvas.put(area.x + 1, area.y, area.width.saturating_sub(1), &name, role);
        let body = Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width.saturating_sub(1),
            height: bottom.saturating_sub(area.y + 1),
        };
        self.paged = body;
        let about = self.search.as_ref().and_then(|search| search.filter().item());
        let row = self.row();
        let beside = [Some(row + 1), row.checked_sub(1)].map(|row| row.and_then(|row| self.seq(row)));
        self.page.expect(beside.into_iter().flatten().map(|seq| Shown { seq, about }));
        self.page.draw(canvas, body, Shown { seq, about }, &mut self.entries, cx);
    }
}

impl View for Log {
    /// None: commands on items would work on something that is not in sight.
    fn item(&self) -> Option<Ref> {
        None
    }

    fn has_entry(&self) -> bool {
        self.at.is_some()
    }

    fn in_page(&self) -> bool {
        self.in_page
    }

    fn can_take_back(&self, cx: &Cx<'_>) -> bool {
        let own = |seq| self.entries.actor(seq).is_none_or(|actor| actor == cx.ledger.actor());
        let may = |seq| own(seq) && !self.entries.is_hidden(seq) && !self.page.no_longer_holds();
        self.at.is_some_and(may)
    }

    fn lists_entry(&self, seq: u64) -> bool {
        self.row_of(seq).is_some()
    }

    fn node(&self, _: &Cx<'_>) -> Option<Ref> {
        None
    }

    fn spot(&self, _: &Cx<'_>) -> Spot {
        // The record runs over all plans.
        None
    }

    fn has_spare_work(&self) -> bool {
        self.page.has_spare_work()
            || self.entries.has_spare_work()
            || self.search.as_ref().is_some_and(|search| search.next().is_some())
            || self.entries.reads_ahead()
            || self.unseen_beside().is_some()
    }

    fn do_spare_work(&mut self, cx: &Cx<'_>) {
        if self.page.has_spare_work() {
            self.page.read(cx);
        } else if self.entries.has_spare_work() {
            self.entries.look_back(cx);
        } else if self.search.as_ref().is_some_and(|search| search.next().is_some()) {
            self.search_on(cx);
        } else if self.entries.reads_ahead() {
            self.entries.read_ahead(COST_AT_ONCE, cx);
        } else if let Some(seq) = self.unseen_beside() {
            self.entries.outline(seq, cx);
        }
    }

    fn go(&mut self, _: Ref, _: &Cx<'_>) -> bool {
        false
    }

    fn absorb(&mut self, _: &[Change], cx: &Cx<'_>) {
        self.follow(cx);
    }

    fn absorb_own(&mut self, _: &[Change], cx: &Cx<'_>) {
        self.follow_at_top(cx);
    }

    fn show_newest(&mut self) {
        self.in_page = false;
        self.place(0);
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        let newest = self.row() == 0;
        let seen = self.follow_at_top(cx);
        // Whoever left the newest entry, or had it on the screen, and comes back wants to see what has happened since.
        if newest || !seen {
            self.place(0);
        }
    }

    fn ask(&mut self, request: Request, cx: &Cx<'_>) -> Reply {
        if let Request::Filter(text) = request {
            self.filter_by(&text, cx);
        }
        Reply::Handled
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        let of_entry = match command {
            Command::TakeBackEntry
            | Command::GoToSubject
            | Command::FilterSubject
            | Command::FilterPerson => true,
            Command::OpenItem => self.in_page,
            _ => false,
        };
        if of_entry && self.at.is_some_and(|seq| matches!(self.entries.outline(seq, cx), Ok(None))) {
            return Reply::Tell(Message::note(t!(cx.texts, "log-missing")));
        }
        match command {
            Command::SetFilter => {
                self.entries.expect_words(self.head);
                let filter = self.search.as_ref().map_or("", |search| &search.filter().text);
                return Reply::Open(Box::new(LogFilter::new(filter)));
            }
            Command::TakeBackEntry => return self.at.map_or(Reply::Ignored, Reply::TakeBack),
            Command::GoToSubject => return self.with_subject(cx, |_, subject| Reply::Go(subject)),
            Command::OpenItem if self.in_page => {
                return self.with_subject(cx, |_, subject| Reply::Go(subject));
            }
            Command::FilterSubject => return self.filter_subject(cx),
            Command::FilterPerson => self.filter_person(cx),
            Command::FilterOwn => self.toggle(&t!(cx.texts, "log-me"), is_person, cx),
            Command::OpenItem | Command::FocusDetail | Command::GoRight if self.at.is_some() => {
                self.in_page = true;
            }
            Command::FocusNext | Command::FocusPrevious if self.at.is_some() => self.in_page = !self.in_page,
            Command::GoBack | Command::GoLeft if self.in_page => self.in_page = false,
            Command::GoBack => self.filter_by("", cx),
            other if self.in_page => {
                return if self.page.command(other) { Reply::Handled } else { Reply::Ignored };
            }
            other => return self.move_rows(other),
        }
        Reply::Handled
    }

    fn click(&mut self, x: u16, y: u16, _: &Cx<'_>) {
        let at = Position { x, y };
        if self.paged.contains(at) {
            self.in_page = true;
        } else if self.listed.contains(at) {
            self.in_page = false;
            let row = self.scroll.top() + usize::from(y - self.listed.y);
            self.place(row.min(self.len().saturating_sub(1)));
        }
    }

    fn wheel(&mut self, x: u16, y: u16, command: Command, _: &Cx<'_>) {
        if self.paged.contains(Position { x, y }) {
            self.page.command(command);
        } else {
            self.move_rows(command);
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, covered: u16, cx: &Cx<'_>) {
        let bottom = area.bottom() - covered;
        (self.listed, self.paged) = (Rect::ZERO, Rect::ZERO);
        if area.width >= WIDE {
            let wide = (area.width * 38 / 100).clamp(38, 80);
            let left = Rect { width: area.width - wide - 1, ..area };
            self.draw_list(canvas, left, bottom, cx);
            canvas.divider(left.right(), area);
            let right = Rect { x: left.right() + 1, width: wide, ..area };
            self.draw_page(canvas, right, bottom, cx);
        } else if self.in_page {
            if let Some(seq) = self.at {
                self.entries.look_back_to(seq, cx);
            }
            self.draw_page(canvas, area, bottom, cx);
        } else {
            self.draw_list(canvas, area, bottom, cx);
            self.page.put_away();
        }
    }
}
