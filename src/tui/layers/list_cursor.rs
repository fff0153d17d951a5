//! Which row of a short list is chosen, which rows are seen, and how many are below them.
//!
//! Owns these; the rows themselves are drawn by whoever has the list: prompts below their line, field edits below their
//! field, the choice of columns, the first screen.

use std::iter::Zip;
use std::ops::Range;

use ratatui::layout::Rect;

use crate::command::Command;
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;

/// The chosen row.
#[derive(Clone, Copy, Debug, Default)]
pub struct ListCursor {
    /// Its number from 0.
    pub at: usize,
    top: usize,
    /// How many rows stood below the edge when it was drawn last.
    below: usize,
}

impl ListCursor {
    /// Carries out a choosing command in a list of `len`; `false` for other commands.
    pub fn command(&mut self, command: Command, len: usize) -> bool {
        let last = len.saturating_sub(1);
        self.at = match command {
            Command::ChooseNext | Command::MoveDown if self.at < last => self.at + 1,
            Command::ChooseNext | Command::MoveDown => 0,
            Command::ChoosePrevious | Command::MoveUp => self.at.checked_sub(1).unwrap_or(last),
            Command::MoveFirst => 0,
            Command::MoveLast => last,
            _ => return false,
        };
        true
    }

    /// The rows of a list of `len` that are seen in `area`, each with the line of the screen that it stands on.
    pub fn seen(&mut self, len: usize, area: Rect) -> Zip<Range<usize>, Range<u16>> {
        let height = usize::from(area.height).max(1);
        self.at = self.at.min(len.saturating_sub(1));
        if self.at < self.top || self.at >= self.top + height {
            self.top = self.at.saturating_sub(height / 2);
        }
        self.top = self.top.min(len.saturating_sub(height));
        self.below = len.saturating_sub(self.top + height);
        (self.top..len).zip(area.top()..area.bottom())
    }

    /// How many rows stood below the edge of the area in which they were seen since this was asked last.
    pub fn take_below(&mut self) -> usize {
        std::mem::take(&mut self.below)
    }
}

/// Marks a chosen row.
pub fn mark(canvas: &mut Canvas<'_>, x: u16, y: u16, chosen: bool) -> Role {
    if chosen {
        let bar = canvas.theme.cursor(true);
        canvas.put(x, y, 1, bar, Role::Accent);
        Role::Strong
    } else {
        Role::Text
    }
}
