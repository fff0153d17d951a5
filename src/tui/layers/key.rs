//! Waiting for one letter: the name of a place that is kept, or gone back to.
//!
//! Owns the question; the app owns what is kept under each letter. `KeepMark` and `GoToMark` open it.

use ratatui::layout::{Position, Rect};

use super::reading::{Line, wrapped};
use super::sheet::sheet;
use crate::command::{Command, Scope};
use crate::model::id::Ref;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Hint, Layer, Reply};
use crate::tui::theme::Role;

/// What the letter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Keeping the item under the cursor under it.
    Keeping,
    /// Going to what was kept under it.
    Going,
}

/// The layer.
pub struct KeyPrompt {
    what: For,
    kept: Vec<(char, Ref)>,
}

impl KeyPrompt {
    /// Waits for a letter; shows those in use.
    pub fn new(what: For, kept: Vec<(char, Ref)>) -> KeyPrompt {
        KeyPrompt { what, kept }
    }

    fn lines(&self, cx: &Cx<'_>, width: usize) -> Vec<Line> {
        let named = self.kept.iter().map(|(letter, r)| {
            let title = format!("{r} {}", cx.register.title(*r));
            vec![(0, letter.to_string(), Role::Key), (2, title, Role::Text)]
        });
        let mut lines: Vec<Line> = named.collect();
        if lines.is_empty() {
            let key = cx.keymap.key_of(Command::KeepMark);
            let said = match self.what {
                For::Keeping => t!(cx.texts, "marks-none-set"),
                For::Going => t!(cx.texts, "marks-none", key = key),
            };
            lines = wrapped(&said, 0, 0, width, Role::Dim);
        }
        lines
    }
}

impl Layer for KeyPrompt {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn own_hints(&self, cx: &Cx<'_>) -> Vec<Hint> {
        let id = if self.what == For::Keeping { "marks-set-hint" } else { "marks-go-hint" };
        let letter = Hint::new(t!(cx.texts, "marks-letter"), cx.texts.get(id, &[]));
        let cancel = Hint::new(cx.keymap.key_of(Command::DropLine), t!(cx.texts, "cmd-drop_line-hint"));
        // With nothing kept no letter leads anywhere.
        let useless = self.what == For::Going && self.kept.is_empty();
        if useless { vec![cancel] } else { vec![letter, cancel] }
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(2 + self.kept.len().clamp(1, 8) as u16)
    }

    fn command(&mut self, command: Command, _: &Cx<'_>) -> Reply {
        match command {
            Command::DropLine => Reply::Close,
            // Names no letter: closing would look as if something had been kept.
            Command::AcceptLine => Reply::Handled,
            _ => Reply::Ignored,
        }
    }

    fn typed(&mut self, text: &str, _: &Cx<'_>) -> Reply {
        let Some(letter) = text.chars().next().filter(|c| c.is_alphanumeric()) else { return Reply::Handled };
        match self.what {
            For::Keeping => Reply::Keep(letter),
            For::Going => match self.kept.iter().find(|(kept, _)| *kept == letter) {
                Some((_, r)) => Reply::Go(*r),
                None => Reply::Close,
            },
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let id = if self.what == For::Keeping { "marks-set" } else { "marks-go" };
        let inside = sheet(canvas, area, &cx.texts.get(id, &[]));
        for (line, y) in self.lines(cx, inside.width.into()).iter().zip(inside.top()..inside.bottom()) {
            for (x, text, role) in line {
                canvas.put(inside.x + x, y, inside.width.saturating_sub(*x), text, *role);
            }
        }
        None
    }
}
