//! The saved filters: choose one, save the present one under a name, take one away.
//!
//! Owns the list as it is looked through; the app keeps the filters, and opens it at `PickFilter`.

use ratatui::layout::Rect;

use super::ask::Ask;
use super::list_cursor::mark;
use super::prompt::{Prompt, Question};
use super::sheet::say;
use crate::command::Command;
use crate::model::fold::fold;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Reply, Request};
use crate::tui::desk::Saved;
use crate::tui::looks::Looks;
use crate::tui::theme::Role;

/// The question.
pub struct SavedFilters {
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
    pub fn new(filters: Vec<Saved>, now: Looks) -> Prompt<SavedFilters> {
        Prompt::new(SavedFilters { filters, now }, Ask::default())
    }

    fn rows<'a>(&'a self, typed: &'a str) -> Vec<Row<'a>> {
        let name = typed.trim();
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

impl Question for SavedFilters {
    const ROWS: u16 = 10;

    fn title(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "saved-title")
    }

    fn hint(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "saved-hint")
    }

    fn accept(&mut self, ask: &mut Ask, _: &Cx<'_>) -> Reply {
        match self.rows(ask.text()).get(ask.list.at) {
            Some(Row::Filter(saved)) => Reply::View(Request::Looks(saved.applied(&self.now)), true),
            Some(Row::SaveAs(name)) => Reply::SaveFilter((*name).to_owned(), self.now.clone()),
            None => Reply::Handled,
        }
    }

    fn own_command(&mut self, command: Command, ask: &mut Ask, _: &Cx<'_>) -> Option<Reply> {
        if command != Command::RemoveChosen {
            return None;
        }
        let name = match self.rows(ask.text()).get(ask.list.at) {
            Some(Row::Filter(saved)) => saved.name.clone(),
            _ => return Some(Reply::Handled),
        };
        self.filters.retain(|other| other.name != name);
        Some(Reply::DropFilter(name))
    }

    fn offered(&self, ask: &Ask, _: &Cx<'_>) -> usize {
        self.rows(ask.text()).len()
    }

    fn draw(&self, ask: &mut Ask, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let typed = ask.text().to_owned();
        let rows = self.rows(&typed);
        if rows.is_empty() {
            say(canvas, area, &ask.problem_or(self.hint(cx)));
        }
        for (index, y) in ask.list.seen(rows.len(), area) {
            let role = mark(canvas, area.x, y, index == ask.list.at);
            match rows[index] {
                Row::Filter(saved) => {
                    let used = canvas.put(area.x + 2, y, area.width / 2, &saved.name, role);
                    let x = area.x + 2 + used.max(16) + 2;
                    canvas.put(x, y, area.right().saturating_sub(x), &saved.filter, Role::Dim);
                }
                Row::SaveAs(name) => {
                    let said = t!(cx.texts, "saved-save-as", name = name, filter = self.now.filter.as_str());
                    canvas.put(area.x + 2, y, area.width.saturating_sub(2), &said, role);
                }
            }
        }
    }
}
