//! Giving an action to someone else: a few letters, and the contacts that they may mean, best first.

use ratatui::layout::{Position, Rect};

use super::{Ask, Choice, below, mark, say, sheet};
use crate::command::{Command, Scope};
use crate::model::field::candidates;
use crate::model::id::Ref;
use crate::model::operation;
use crate::model::record::{Field, Kind};
use crate::model::value::Value;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::theme::Role;

/// How many people are offered; more letters find the others.
const OFFERED: usize = 50;

/// Rows of people that the sheet shows at once.
const ROWS: u16 = 7;

/// The layer.
pub struct LeadPrompt {
    action: Ref,
    ask: Ask,
    people: Vec<Ref>,
    choice: Choice,
}

impl LeadPrompt {
    /// Asks who is to answer for `action`.
    pub fn new(action: Ref, cx: &Cx<'_>) -> LeadPrompt {
        let mut prompt =
            LeadPrompt { action, ask: Ask::default(), people: Vec::new(), choice: Choice::default() };
        prompt.look(cx);
        prompt
    }

    fn look(&mut self, cx: &Cx<'_>) {
        self.people = candidates(cx.register, &[Kind::Contact], self.ask.line.text(), OFFERED);
        self.choice = Choice::default();
    }
}

impl Layer for LeadPrompt {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(ROWS + 2)
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        match command {
            Command::AcceptLine => {
                let Some(person) = self.people.get(self.choice.at) else { return Reply::Handled };
                let lead = Value::Text(person.to_string());
                let proposed =
                    operation::set_fields(cx.register, cx.now, self.action, &[(Field::lead, lead)]);
                self.ask.commit(proposed, cx)
            }
            Command::DropLine => Reply::Close,
            other if self.choice.command(other, self.people.len()) => Reply::Handled,
            other if self.ask.edited(other) => {
                self.look(cx);
                Reply::Handled
            }
            _ => Reply::Ignored,
        }
    }

    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        self.ask.typed(text, cx);
        self.look(cx);
        Reply::Handled
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let name = self.action.to_string();
        let title = t!(cx.texts, "lead-title", ref = name, title = cx.register.title(self.action));
        let inside = sheet(canvas, area, &title);
        let cursor = self.ask.draw(canvas, inside);
        let rows = below(inside, 1);
        if let Some(problem) = &self.ask.problem {
            say(canvas, rows, problem);
            return Some(cursor);
        }
        if self.people.is_empty() {
            let id =
                if cx.register.tables().contacts.is_empty() { "lead-no-contacts" } else { "lead-nobody" };
            say(canvas, rows, &Message::warn(cx.texts.get(id, &[])));
        }
        let top = self.choice.top(self.people.len(), rows.height);
        let shown = self.people.iter().enumerate().skip(top).zip(rows.top()..rows.bottom());
        for ((index, r), y) in shown {
            let role = mark(canvas, rows.x, y, index == self.choice.at);
            let Some(contact) = cx.register.contact(*r) else { continue };
            let half = rows.width / 2;
            canvas.put(rows.x + 2, y, half.saturating_sub(3), &contact.title, role);
            let partner = contact.partner.map_or("", |p| cx.register.title(p));
            let about: Vec<&str> =
                [contact.function.as_str(), partner].into_iter().filter(|s| !s.is_empty()).collect();
            canvas.put(rows.x + half, y, rows.width - half, &about.join(", "), Role::Dim);
        }
        Some(cursor)
    }

    fn refused(&mut self, why: Message) -> Option<Message> {
        self.ask.problem = Some(why);
        None
    }
}
