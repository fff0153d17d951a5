//! A page of lines that is read: wrapped, scrolled, and how much of it is below the edge.
//!
//! Owns how far it is scrolled (`Reading`) and what a line is. Help, the question before removing, texts whose item is gone
//! and the log's page of an entry are such pages.

use ratatui::layout::Rect;

use super::sheet::say_more;
use crate::command::Command;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, scrolled};
use crate::tui::text;
use crate::tui::theme::Role;

/// A line of a page that is read: column, text, role.
pub type Line = Vec<(u16, String, Role)>;

/// Reading a page of lines: how far it is scrolled, and what is below its edge.
#[derive(Debug, Default)]
pub struct Reading {
    top: usize,
    lines: usize,
    height: usize,
}

impl Reading {
    /// Carries out a command for panes: scrolling. `false` for other commands.
    pub fn command(&mut self, command: Command) -> bool {
        let Some(top) = scrolled(command, self.top, self.lines, self.height) else { return false };
        self.top = top;
        true
    }

    /// Goes back to the first line.
    pub fn restart(&mut self) {
        self.top = 0;
    }

    /// Draws `lines` in `area`, and on row `rule` of the screen, where no text may stand, how many are below its edge.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, rule: u16, cx: &Cx<'_>, lines: &[Line]) {
        self.lines = lines.len();
        self.height = area.height.into();
        self.top = self.top.min(self.lines.saturating_sub(self.height));
        for (line, y) in lines.iter().skip(self.top).zip(area.top()..area.bottom()) {
            for (x, text, role) in line {
                let x = area.x + x;
                canvas.put(x, y, area.right().saturating_sub(x), text, *role);
            }
        }
        let more = self.lines.saturating_sub(self.top + self.height);
        say_more(canvas, area.right(), rule, more, cx);
    }
}

/// `text` wrapped to `width` cells from column `at`; lines after the first stand `hang` further in.
pub fn wrapped(text: &str, at: u16, hang: u16, width: usize, role: Role) -> Vec<Line> {
    let room = width.saturating_sub(usize::from(at + hang)).max(10);
    let lines = text::wrap(text, room).into_iter().enumerate();
    lines.map(|(n, line)| vec![(if n == 0 { at } else { at + hang }, line, role)]).collect()
}
