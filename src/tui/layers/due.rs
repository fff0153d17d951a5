//! Asking for a due date: what is typed, and the day it means.

use ratatui::layout::{Position, Rect};

use super::{Ask, below, say, sheet};
use crate::command::{Command, Scope};
use crate::i18n::{problems, words};
use crate::model::field::{ValueProblem, parse_value};
use crate::model::id::{Day, Ref};
use crate::model::operation;
use crate::model::record::{Field, FieldSpec};
use crate::model::rollup;
use crate::model::value::{Shape, Value};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::theme::Role;

/// The layer.
pub struct DuePrompt {
    action: Ref,
    ask: Ask,
}

impl DuePrompt {
    /// Asks when `action` is due; starts with `text`.
    pub fn new(action: Ref, text: &str) -> DuePrompt {
        DuePrompt { action, ask: Ask::new(text) }
    }

    /// The day that the line means; `None` inside when it takes the date away.
    fn day(&self, cx: &Cx<'_>) -> Result<Option<Day>, ValueProblem> {
        let spec = FieldSpec { field: Field::due, shape: Shape::Day };
        match parse_value(cx.register, spec, self.ask.line.text(), cx.now.today)? {
            Value::Text(text) => Ok(text.parse().ok()),
            _ => Ok(None),
        }
    }

    fn preview(&self, cx: &Cx<'_>) -> Message {
        if self.ask.line.text().trim().is_empty() {
            return Message { text: t!(cx.texts, "due-hint"), role: Role::Dim };
        }
        match self.day(cx) {
            Err(problem) => {
                Message::warn(problems::value(cx.texts, cx.register, Field::due, &problem, cx.now.today))
            }
            Ok(None) => Message::note(t!(cx.texts, "due-none")),
            Ok(Some(day)) => {
                let said = words::day_full(cx.texts, day);
                let past = cx
                    .register
                    .action(self.action)
                    .and_then(|a| rollup::past_programme_year(cx.register, a, day));
                match past {
                    Some(year) => {
                        let late = t!(cx.texts, "detail-past-year", year = year.to_string());
                        Message::warn(format!("{said}; {late}"))
                    }
                    None => Message::good(said),
                }
            }
        }
    }
}

impl Layer for DuePrompt {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(4)
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        match command {
            Command::AcceptLine if self.ask.line.text().trim().is_empty() => Reply::Close,
            Command::AcceptLine => match self.day(cx) {
                Ok(day) => self.ask.commit(operation::move_due(cx.register, self.action, day), cx),
                Err(problem) => {
                    let why = problems::value(cx.texts, cx.register, Field::due, &problem, cx.now.today);
                    self.ask.problem = Some(Message::bad(why));
                    Reply::Handled
                }
            },
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
        let due = cx.register.action(self.action).and_then(|a| a.due);
        let due = due.map_or(t!(cx.texts, "value-none"), |day| words::day(cx.texts, day, cx.now.today));
        let name = self.action.to_string();
        let title = t!(cx.texts, "due-title", ref = name, title = cx.register.title(self.action), due = due);
        let inside = sheet(canvas, area, &title);
        let cursor = self.ask.draw(canvas, inside);
        let said = self.ask.problem.clone().unwrap_or_else(|| self.preview(cx));
        say(canvas, below(inside, 1), &said);
        Some(cursor)
    }

    fn unsaved(&self) -> Option<(String, String)> {
        let text = self.ask.line.text();
        (!text.trim().is_empty()).then(|| (format!("due-{}", self.action), text.to_owned()))
    }

    fn refused(&mut self, why: Message) -> Option<Message> {
        self.ask.problem = Some(why);
        None
    }
}
