//! A line being typed in a layer.
//!
//! Owns the line, which row is chosen of what is offered below it, and what is wrong with it; what becomes of a line that
//! is full or refused is decided here. Prompts, field edits, the first screen, the help page and the import review have one.

use ratatui::layout::{Position, Rect};

use super::list_cursor::ListCursor;
use super::targets::refused_words;
use crate::command::Command;
use crate::i18n::words;
use crate::model::bulk::{Bulk, Refused};
use crate::model::id::Ref;
use crate::model::operation::{MAX_TEXT_BYTES, Proposed, Refusal};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Message, Reply};
use crate::tui::line_edit::{self, LineEdit};
use crate::tui::theme::Role;

/// A line being typed, with what belongs to it.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// The line.
    pub line: LineEdit,
    /// The chosen row of the list below it, where there is one; the first again when the line changes.
    pub list: ListCursor,
    /// Why Enter did not help.
    pub problem: Option<Message>,
}

impl Ask {
    /// A short line that starts with `text`.
    pub fn new(text: &str) -> Ask {
        Ask { line: LineEdit::new(text, line_edit::SHORT), ..Ask::default() }
    }

    /// A line for a field's text, as long as a field may be, that starts with `text`.
    pub fn long(text: &str) -> Ask {
        Ask { line: LineEdit::new(text, MAX_TEXT_BYTES), ..Ask::default() }
    }

    /// What has been typed.
    pub fn text(&self) -> &str {
        self.line.text()
    }

    /// Whether nothing has been typed but blanks.
    pub fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// Whether an editing command changed the line.
    pub fn edited(&mut self, command: Command) -> bool {
        let edited = self.line.command(command);
        if edited {
            self.problem = None;
            self.list = ListCursor::default();
        }
        edited
    }

    /// Takes typed text up.
    pub fn typed(&mut self, text: &str, cx: &Cx<'_>) {
        let whole = self.line.insert(text);
        let limit = self.line.limit().to_string();
        self.problem = (!whole).then(|| Message::warn(t!(cx.texts, "line-full", limit = limit)));
        self.list = ListCursor::default();
    }

    /// What to do with a proposal: write it, or show why not.
    pub fn commit(&mut self, proposed: Proposed, cx: &Cx<'_>) -> Reply {
        match proposed {
            Ok(draft) => Reply::Commit(draft),
            Err(refusal) => self.refuse(&refusal, cx),
        }
    }

    /// As `commit`, for one verb over several items.
    pub fn commit_all(&mut self, targets: &[Ref], done: Result<Option<Bulk>, Refused>, cx: &Cx<'_>) -> Reply {
        match done {
            Ok(Some(bulk)) => Reply::Commit(bulk.draft),
            Ok(None) => Reply::Close,
            Err(refused) => {
                self.problem = Some(Message::bad(refused_words(targets, &refused, cx)));
                Reply::Handled
            }
        }
    }

    fn refuse(&mut self, refusal: &Refusal, cx: &Cx<'_>) -> Reply {
        self.problem = Some(Message::bad(words::refusal(cx.texts, cx.register, refusal)));
        Reply::Handled
    }

    /// What is wrong, else `hint`.
    pub fn problem_or(&self, hint: String) -> Message {
        self.problem.clone().unwrap_or(Message::new(hint, Role::Dim))
    }

    /// Draws the line with its mark; returns where the text cursor is.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) -> Position {
        let mark = canvas.theme.prompt();
        canvas.put(area.x, area.y, 1, mark, Role::Accent);
        self.line.draw(canvas, area.x + 2, area.y, area.width.saturating_sub(2))
    }
}
