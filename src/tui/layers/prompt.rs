//! A question that is answered on one line, perhaps by choosing from what fits what was typed.
//!
//! Owns the line and what all such prompts do alike: their keys, their sheet, and showing why an answer was refused. What is
//! particular to one is its `Question`: `drop_reason`, `filter`, `find`, `log_filter`, `palette`, `place`, `progress`,
//! `quick_add` and `saved`. The app sees layers only.

use ratatui::layout::{Position, Rect};

use super::ask::Ask;
use super::sheet::{below, say, say_more, sheet};
use crate::command::{Command, Scope};
use crate::model::id::Ref;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};

/// What a prompt asks, and what becomes of the answer.
pub trait Question {
    /// Rows of its sheet, with the title and the line.
    const ROWS: u16;

    /// What stands above the line.
    fn title(&self, cx: &Cx<'_>) -> String;

    /// What is said below the line while nothing is wrong with it.
    fn hint(&self, cx: &Cx<'_>) -> String;

    /// Enter.
    fn accept(&mut self, ask: &mut Ask, cx: &Cx<'_>) -> Reply;

    /// Esc.
    fn leave(&self) -> Reply {
        Reply::Close
    }

    /// The line is another one than before.
    fn changed(&mut self, ask: &Ask, cx: &Cx<'_>) -> Reply {
        let _ = (ask, cx);
        Reply::Handled
    }

    /// A command that means something of its own here; `None` for the others.
    fn own_command(&mut self, command: Command, ask: &mut Ask, cx: &Cx<'_>) -> Option<Reply> {
        let _ = (command, ask, cx);
        None
    }

    /// How many rows can be chosen from.
    fn offered(&self, ask: &Ask, cx: &Cx<'_>) -> usize {
        let _ = (ask, cx);
        0
    }

    /// How many there are of those, when not all that were found are offered.
    fn in_all(&self, ask: &Ask, cx: &Cx<'_>) -> usize {
        self.offered(ask, cx)
    }

    /// Draws what stands below the line, in `area`.
    fn draw(&self, ask: &mut Ask, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        say(canvas, area, &ask.problem_or(self.hint(cx)));
    }

    /// What is lost when the program ends now, as `Layer::unsaved`; `text` is what was typed, not only blanks.
    fn unsaved(&self, text: &str) -> Option<(String, String)> {
        let _ = text;
        None
    }

    /// Whether what is typed is searched for.
    fn searches(&self) -> bool {
        false
    }

    /// What was found, as `Layer::found`.
    fn found(&mut self, hits: Vec<Ref>, total: usize) {
        let _ = (hits, total);
    }
}

/// A question with the line for its answer.
pub struct Prompt<Q> {
    question: Q,
    ask: Ask,
    /// The line is still to be searched for.
    search: bool,
}

impl<Q: Question> Prompt<Q> {
    /// Asks `question`; the line is `ask`.
    pub fn new(question: Q, ask: Ask) -> Prompt<Q> {
        Prompt { question, ask, search: false }
    }

    fn changed(&mut self, cx: &Cx<'_>) -> Reply {
        self.search = self.question.searches();
        self.question.changed(&self.ask, cx)
    }
}

impl<Q: Question> Layer for Prompt<Q> {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(Q::ROWS)
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        if let Some(reply) = self.question.own_command(command, &mut self.ask, cx) {
            return reply;
        }
        match command {
            Command::AcceptLine | Command::BreakLine => self.question.accept(&mut self.ask, cx),
            Command::DropLine => self.question.leave(),
            Command::ChooseNext | Command::ChoosePrevious => {
                let offered = self.question.offered(&self.ask, cx);
                if offered == 0 {
                    return Reply::Ignored;
                }
                self.ask.problem = None;
                self.ask.list.command(command, offered);
                Reply::Handled
            }
            other if self.ask.edited(other) => self.changed(cx),
            _ => Reply::Ignored,
        }
    }

    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        self.ask.typed(text, cx);
        self.changed(cx)
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let inside = sheet(canvas, area, &self.question.title(cx));
        let cursor = self.ask.draw(canvas, inside);
        self.question.draw(&mut self.ask, canvas, below(inside, 1), cx);
        let seen_below = self.ask.list.take_below();
        if seen_below > 0 {
            let kept_back = self.question.in_all(&self.ask, cx) - self.question.offered(&self.ask, cx);
            say_more(canvas, inside.right(), area.y, seen_below + kept_back, cx);
        }
        Some(cursor)
    }

    fn unsaved(&self) -> Option<(String, String)> {
        if self.ask.is_blank() { None } else { self.question.unsaved(self.ask.text()) }
    }

    fn search(&mut self) -> Option<String> {
        std::mem::take(&mut self.search).then(|| self.ask.text().to_owned())
    }

    fn found(&mut self, hits: Vec<Ref>, total: usize) {
        self.question.found(hits, total);
    }

    fn refusal(&mut self) -> Option<&mut Option<Message>> {
        Some(&mut self.ask.problem)
    }
}
