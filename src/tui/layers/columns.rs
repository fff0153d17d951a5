//! Choosing the columns of the table of actions: a list in which each is put on or off, at once to be seen.
//!
//! Owns which are on; the table shows them, and the app keeps them. `ChooseColumns` opens it.

use ratatui::layout::{Position, Rect};

use super::list_cursor::{ListCursor, mark};
use super::sheet::sheet;
use crate::command::{Command, Scope};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Reply, Request};
use crate::tui::looks::Column;
use crate::tui::table;
use crate::tui::theme::Role;

/// The layer.
pub struct ColumnsLayer {
    chosen: Vec<Column>,
    /// Details are open, which may leave the table less room.
    details: bool,
    list: ListCursor,
}

impl ColumnsLayer {
    /// Starts from the columns `chosen` of a table with or without `details`.
    pub fn new(chosen: Vec<Column>, details: bool) -> ColumnsLayer {
        ColumnsLayer { chosen, details, list: ListCursor::default() }
    }
}

/// Those that can be put on or off: the title is always there.
fn listed() -> impl Iterator<Item = Column> {
    Column::ALL.iter().copied().filter(|column| *column != Column::Title)
}

/// How many stand below each other: they stand in two columns.
fn rows() -> usize {
    listed().count().div_ceil(2).max(1)
}

impl Layer for ColumnsLayer {
    fn scope(&self) -> Scope {
        Scope::Panes
    }

    fn hints(&self) -> &'static [Command] {
        &[
            Command::OpenItem,
            Command::GoBack,
            Command::MoveDown,
            Command::MoveUp,
            Command::GoLeft,
            Command::GoRight,
        ]
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(2 + rows() as u16)
    }

    fn command(&mut self, command: Command, _: &Cx<'_>) -> Reply {
        match command {
            Command::OpenItem => {
                if let Some(column) = listed().nth(self.list.at) {
                    if self.chosen.contains(&column) {
                        self.chosen.retain(|other| *other != column);
                    } else {
                        self.chosen.push(column);
                    }
                }
                Reply::View(Request::Columns(self.chosen.clone()), false)
            }
            Command::GoLeft => {
                self.list.at = self.list.at.checked_sub(rows()).unwrap_or(self.list.at);
                Reply::Handled
            }
            Command::GoRight if self.list.at < rows() => {
                self.list.at = (self.list.at + rows()).min(listed().count().saturating_sub(1));
                Reply::Handled
            }
            Command::GoRight => Reply::Handled,
            Command::GoBack | Command::QuitProgram => Reply::Close,
            other if self.list.command(other, listed().count()) => Reply::Handled,
            _ => Reply::Ignored,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let key = cx.keymap.key_of(Command::OpenItem);
        let inside = sheet(canvas, area, &t!(cx.texts, "columns-title", key = key));
        let rows = rows() as u16;
        // The table has the whole width of the window.
        let fitting = table::fitting(&self.chosen, Rect { height: 1, ..area }, self.details, cx);
        for (index, column) in listed().enumerate() {
            let n = index as u16;
            let (x, y) = (inside.x + (n / rows) * (inside.width / 2), inside.y + n % rows);
            if y >= inside.bottom() {
                continue;
            }
            let role = mark(canvas, x, y, index == self.list.at);
            let on = self.chosen.contains(&column);
            let (sign, sign_role) = if on { (cx.theme.marked(), Role::Good) } else { (" ", Role::Dim) };
            canvas.put(x + 2, y, 1, sign, sign_role);
            let mut name = column.name(cx.texts);
            if on && !fitting.contains(&column) {
                name = t!(cx.texts, "columns-no-room", name = name);
            }
            canvas.put(x + 4, y, (inside.width / 2).saturating_sub(5), &name, role);
        }
        None
    }
}
