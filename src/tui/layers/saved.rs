//! The saved filters: choose one, save the present one under a name, take one away.
//!
//! Owns the list as it is looked through, and what Enter means when a name was typed that is only part of another; the app keeps the filters, and opens it at `PickFilter`.

use ratatui::layout::Rect;

use super::ask::Ask;
use super::list_cursor::mark;
use super::prompt::{Prompt, Question};
use super::sheet::{below, say};
use crate::command::Command;
use crate::model::fold::fold;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Message, Reply, Request};
use crate::tui::desk::Saved;
use crate::tui::looks::Looks;
use crate::tui::text;
use crate::tui::theme::Role;

/// The question.
pub struct SavedFilters {
    filters: Vec<Saved>,
    now: Looks,
    /// The name for which it was asked what is meant.
    asked: Option<String>,
}

/// A row: a saved filter, or saving the present one under the name that was typed.
enum Row<'a> {
    Filter(&'a Saved),
    SaveAs(&'a str),
}

impl SavedFilters {
    /// Offers `filters`; `now` is what the table shows.
    pub fn new(filters: Vec<Saved>, now: Looks) -> Prompt<SavedFilters> {
        Prompt::new(SavedFilters { filters, now, asked: None }, Ask::default())
    }

    /// What is called so comes first, then what has it in its name, then what it finds by; saving stands last.
    fn rows<'a>(&'a self, typed: &'a str) -> Vec<Row<'a>> {
        let name = typed.trim();
        let wanted = fold(name);
        let fits =
            |saved: &&Saved| fold(&saved.name).contains(&wanted) || fold(&saved.filter).contains(&wanted);
        let mut fitting: Vec<&Saved> = self.filters.iter().filter(fits).collect();
        fitting.sort_by_cached_key(|saved| {
            let called = fold(&saved.name);
            (saved.name != name, called != wanted, !called.contains(&wanted))
        });
        let mut rows: Vec<Row<'_>> = fitting.into_iter().map(Row::Filter).collect();
        if !name.is_empty() {
            rows.push(Row::SaveAs(name));
        }
        rows
    }

    /// Whether the table shows a filter of the user's own that is gone when another takes its place.
    fn is_unsaved(&self, cx: &Cx<'_>) -> bool {
        let now = self.now.filter.trim();
        let first = t!(cx.texts, "table-first-filter");
        !now.is_empty() && now != first && self.filters.iter().all(|saved| saved.filter.trim() != now)
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

    fn accept(&mut self, ask: &mut Ask, cx: &Cx<'_>) -> Reply {
        let name = ask.text().trim();
        match self.rows(name).get(ask.list.at) {
            // A few letters find a filter, but here they may as well be the whole name to save under.
            Some(Row::Filter(saved))
                if ask.list.at == 0
                    && !name.is_empty()
                    && fold(&saved.name) != fold(name)
                    && self.is_unsaved(cx)
                    && self.asked.as_deref() != Some(name) =>
            {
                let key = cx.keymap.key_of(Command::ChoosePrevious);
                let said = t!(cx.texts, "saved-which", name = name, other = saved.name.as_str(), key = key);
                self.asked = Some(name.to_owned());
                ask.problem = Some(Message::warn(said));
                Reply::Handled
            }
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
        let mut area = area;
        if rows.is_empty() {
            say(canvas, area, &ask.problem_or(self.hint(cx)));
        } else if let Some(problem) = &ask.problem {
            say(canvas, area, problem);
            area = below(area, text::wrap(&problem.text, area.width.into()).len() as u16);
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
