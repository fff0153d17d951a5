//! The saved filters: choose one, save the present one under a name, take one away.

use ratatui::layout::{Position, Rect};

use super::{Ask, Choice, below, mark, say, sheet};
use crate::command::{Command, Scope};
use crate::model::fold::fold;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply, Request};
use crate::tui::desk::Saved;
use crate::tui::looks::Looks;
use crate::tui::theme::Role;

/// Rows of filters that the sheet shows at once.
const ROWS: u16 = 8;

/// The layer.
pub struct SavedFilters {
    ask: Ask,
    choice: Choice,
    filters: Vec<Saved>,
    now: Looks,
}

/// A row: a saved filter, or saving the present one under the name that was typed.
enum Row<'a> {
    Filter(&'a Saved),
    SaveAs(&'a str),
}

impl SavedFilters {
    /// Offers `filters`; `now` is what the table shows.
    pub fn new(filters: Vec<Saved>, now: Looks) -> SavedFilters {
        SavedFilters { ask: Ask::default(), choice: Choice::default(), filters, now }
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let name = self.ask.line.text().trim();
        let wanted = fold(name);
        let fits =
            |saved: &&Saved| fold(&saved.name).contains(&wanted) || fold(&saved.filter).contains(&wanted);
        let mut rows: Vec<Row<'_>> = self.filters.iter().filter(fits).map(Row::Filter).collect();
        if !name.is_empty() {
            rows.push(Row::SaveAs(name));
        }
        rows
    }
}

impl Layer for SavedFilters {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(ROWS + 2)
    }

    fn command(&mut self, command: Command, _: &Cx<'_>) -> Reply {
        let len = self.rows().len();
        match command {
            Command::AcceptLine | Command::BreakLine => match self.rows().get(self.choice.at) {
                Some(Row::Filter(saved)) => Reply::View(Request::Looks(saved.applied(&self.now)), true),
                Some(Row::SaveAs(name)) => Reply::SaveFilter((*name).to_owned(), self.now.clone()),
                None => Reply::Handled,
            },
            Command::RemoveChosen => match self.rows().get(self.choice.at) {
                Some(Row::Filter(saved)) => {
                    let name = saved.name.clone();
                    self.filters.retain(|other| other.name != name);
                    Reply::DropFilter(name)
                }
                _ => Reply::Handled,
            },
            Command::DropLine => Reply::Close,
            other if self.choice.command(other, len) => Reply::Handled,
            other if self.ask.edited(other) => {
                self.choice = Choice::default();
                Reply::Handled
            }
            _ => Reply::Ignored,
        }
    }

    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        self.ask.typed(text, cx);
        self.choice = Choice::default();
        Reply::Handled
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let inside = sheet(canvas, area, &t!(cx.texts, "saved-title"));
        let cursor = self.ask.draw(canvas, inside);
        let place = below(inside, 1);
        let len = self.rows().len();
        let top = self.choice.top(len, place.height);
        let at = self.choice.at;
        if len == 0 {
            let hint = Message { text: t!(cx.texts, "saved-hint"), role: Role::Dim };
            say(canvas, place, self.ask.problem.as_ref().unwrap_or(&hint));
        }
        for ((index, row), y) in self.rows().iter().enumerate().skip(top).zip(place.top()..place.bottom()) {
            let role = mark(canvas, place.x, y, index == at);
            match row {
                Row::Filter(saved) => {
                    let used = canvas.put(place.x + 2, y, place.width / 2, &saved.name, role);
                    let x = place.x + 2 + used.max(16) + 2;
                    canvas.put(x, y, place.right().saturating_sub(x), &saved.filter, Role::Dim);
                }
                Row::SaveAs(name) => {
                    let said = t!(cx.texts, "saved-save-as", name = *name, filter = self.now.filter.as_str());
                    canvas.put(place.x + 2, y, place.width.saturating_sub(2), &said, role);
                }
            }
        }
        Some(cursor)
    }
}
