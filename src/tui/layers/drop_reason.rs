//! Asking why an action is dropped; it cannot be without a reason.

use ratatui::layout::{Position, Rect};

use super::{Ask, about, below, say, sheet};
use crate::command::{Command, Scope};
use crate::model::bulk::bulk;
use crate::model::id::Ref;
use crate::model::operation;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::theme::Role;

/// The layer.
pub struct DropPrompt {
    actions: Vec<Ref>,
    ask: Ask,
}

impl DropPrompt {
    /// Asks why `actions` are dropped; starts with `text`.
    pub fn new(actions: Vec<Ref>, text: &str) -> DropPrompt {
        DropPrompt { actions, ask: Ask::long(text) }
    }
}

impl Layer for DropPrompt {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(4)
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        match command {
            Command::AcceptLine => {
                let reason = self.ask.line.text();
                let done = bulk(&self.actions, |r| operation::drop_action(cx.register, cx.now, r, reason));
                self.ask.commit_all(&self.actions, done, cx)
            }
            Command::DropLine => Reply::Close,
            other if self.ask.edited(other) => Reply::Handled,
            _ => Reply::Ignored,
        }
    }

    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        self.ask.typed(text, cx);
        Reply::Handled
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let title = t!(cx.texts, "drop-title", what = about(&self.actions, cx));
        let inside = sheet(canvas, area, &title);
        let cursor = self.ask.draw(canvas, inside);
        let hint = Message { text: t!(cx.texts, "drop-hint"), role: Role::Dim };
        say(canvas, below(inside, 1), self.ask.problem.as_ref().unwrap_or(&hint));
        Some(cursor)
    }

    fn unsaved(&self) -> Option<(String, String)> {
        let text = self.ask.line.text();
        let [action] = self.actions[..] else { return None };
        (!text.trim().is_empty()).then(|| (format!("drop-{action}"), text.to_owned()))
    }

    fn refused(&mut self, why: Message) -> Option<Message> {
        self.ask.problem = Some(why);
        None
    }
}
