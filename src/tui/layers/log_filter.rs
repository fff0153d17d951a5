//! Filtering the log: words that take effect while they are typed. Esc brings the filter back that was there before.

use ratatui::layout::{Position, Rect};

use super::{Ask, below, say, sheet};
use crate::command::{Command, Scope};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply, Request};
use crate::tui::theme::Role;

/// The layer.
pub struct LogFilter {
    ask: Ask,
    before: String,
}

impl LogFilter {
    /// Goes on from `filter`, a blank behind it.
    pub fn new(filter: &str) -> LogFilter {
        let start = if filter.is_empty() { String::new() } else { format!("{filter} ") };
        LogFilter { ask: Ask::new(&start), before: filter.to_owned() }
    }

    fn filter(&self, done: bool) -> Reply {
        Reply::View(Request::Filter(self.ask.line.text().trim().to_owned()), done)
    }
}

impl Layer for LogFilter {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(4)
    }

    fn command(&mut self, command: Command, _: &Cx<'_>) -> Reply {
        match command {
            Command::AcceptLine | Command::BreakLine => self.filter(true),
            Command::DropLine => Reply::View(Request::Filter(self.before.clone()), true),
            other if self.ask.edited(other) => self.filter(false),
            _ => Reply::Ignored,
        }
    }

    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        self.ask.typed(text, cx);
        self.filter(false)
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let inside = sheet(canvas, area, &t!(cx.texts, "log-filter-title"));
        let cursor = self.ask.draw(canvas, inside);
        let hint = Message { text: t!(cx.texts, "log-filter-hint"), role: Role::Dim };
        say(canvas, below(inside, 1), self.ask.problem.as_ref().unwrap_or(&hint));
        Some(cursor)
    }
}
