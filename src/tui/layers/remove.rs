//! Asking once before items are removed: what goes, and what goes with it; or what stands in the way, by name.
//!
//! Owns the question and the draft that answers it. `RemoveItem` opens it for the item under the cursor or all that are marked.

use ratatui::layout::{Position, Rect};

use super::reading::{Line, Reading, wrapped};
use super::sheet::{say, sheet};
use super::targets::refused_words;
use crate::command::{Command, Scope};
use crate::i18n::words;
use crate::model::bulk::{Refused, bulk};
use crate::model::change::{Change, Draft};
use crate::model::id::Ref;
use crate::model::operation::{self, Refusal};
use crate::model::record::Kind;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Hint, Layer, Message, Reply};
use crate::tui::theme::Role;

/// How many of the items are named; the others are counted.
const NAMED: usize = 5;

/// The layer.
pub struct RemoveLayer {
    targets: Vec<Ref>,
    /// What is written when it is said yes to; or the item that is in use, some of those that refer to it, and how many
    /// there are.
    found: Result<Draft, (Ref, Vec<Ref>, usize)>,
    problem: Option<Message>,
    reading: Reading,
}

impl RemoveLayer {
    /// Asks about removing `targets`.
    ///
    /// # Errors
    /// Why that cannot be, in words.
    pub fn new(targets: Vec<Ref>, cx: &Cx<'_>) -> Result<RemoveLayer, String> {
        let found = match bulk(&targets, |r| operation::remove_item(cx.register, r)) {
            Ok(Some(bulk)) => Ok(bulk.draft),
            Ok(None) => return Err(t!(cx.texts, "nothing-changed")),
            Err(Refused { refusal: Refusal::InUse { target, by, count }, .. }) => {
                Err((target, by, count as usize))
            }
            Err(refused) => return Err(refused_words(&targets, &refused, cx)),
        };
        Ok(RemoveLayer { targets, found, problem: None, reading: Reading::default() })
    }

    fn lines(&self, cx: &Cx<'_>, width: usize) -> Vec<Line> {
        let named = |r: Ref, at: u16, role: Role| {
            let said = format!("{r} {} ({})", cx.register.title(r), words::kind(cx.texts, r.kind));
            wrapped(&said, at, 2, width, role)
        };
        let mut lines = Vec::new();
        let mut more = Vec::new();
        let mut unnamed = |count: usize, shown: usize| {
            let count = count.saturating_sub(shown);
            more.extend((count > 0).then(|| cx.texts.get("remove-more", &[("count", count.into())])));
        };
        let draft = match &self.found {
            Ok(draft) => draft,
            Err((target, by, count)) => {
                let said = format!("{target} {}", cx.register.title(*target));
                let said = t!(cx.texts, "remove-in-use", what = said);
                lines.extend(wrapped(&said, 0, 0, width, Role::Warn));
                lines.extend(by.iter().flat_map(|r| named(*r, 2, Role::Text)));
                unnamed(*count, by.len());
                lines.extend(more.iter().flat_map(|said| wrapped(said, 2, 0, width, Role::Text)));
                return lines;
            }
        };
        lines.extend(self.targets.iter().take(NAMED).flat_map(|r| named(*r, 0, Role::Strong)));
        unnamed(self.targets.len(), NAMED);
        let is_note = |change: &&Change| change.target().kind == Kind::ProgressNote;
        let notes = draft.changes.iter().filter(is_note).count();
        if notes > 0 {
            more.push(cx.texts.get("remove-notes", &[("count", notes.into())]));
        }
        lines.extend(more.iter().flat_map(|said| wrapped(said, 0, 0, width, Role::Text)));
        lines
    }
}

impl Layer for RemoveLayer {
    fn scope(&self) -> Scope {
        Scope::Panes
    }

    fn own_hints(&self, cx: &Cx<'_>) -> Vec<Hint> {
        let leave = |id| Hint::new(cx.keymap.key_of(Command::GoBack), cx.texts.get(id, &[]));
        let remove = || Hint::new(cx.keymap.key_of(Command::OpenItem), t!(cx.texts, "remove-yes"));
        match self.found {
            Ok(_) => vec![remove(), leave("remove-no")],
            Err(_) => vec![leave("remove-close")],
        }
    }

    fn extent(&self, cx: &Cx<'_>) -> Extent {
        // The rule above, and what becomes of it below.
        Extent::Sheet(2 + self.lines(cx, 76).len() as u16)
    }

    fn command(&mut self, command: Command, _: &Cx<'_>) -> Reply {
        match command {
            Command::OpenItem => {
                self.found.as_ref().map_or(Reply::Close, |draft| Reply::Commit(draft.clone()))
            }
            Command::GoBack | Command::QuitProgram => Reply::Close,
            other if self.reading.command(other) => Reply::Handled,
            _ => Reply::Ignored,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let inside = sheet(canvas, area, &t!(cx.texts, "remove-title"));
        let body = Rect { height: inside.height.saturating_sub(1), ..inside };
        let lines = self.lines(cx, body.width.into());
        self.reading.draw(canvas, body, area.y, cx, &lines);
        let text = match self.found {
            Ok(_) => t!(cx.texts, "remove-hint"),
            Err(_) => t!(cx.texts, "remove-in-use-hint"),
        };
        let hint = Message::new(text, Role::Key);
        let last = Rect { y: inside.bottom().saturating_sub(1), height: 1.min(inside.height), ..inside };
        say(canvas, last, self.problem.as_ref().unwrap_or(&hint));
        None
    }

    fn refusal(&mut self) -> Option<&mut Option<Message>> {
        Some(&mut self.problem)
    }
}
