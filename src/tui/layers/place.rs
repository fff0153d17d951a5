//! Where a place in the tree goes: a new one under the chosen place, or an existing one under another.

use ratatui::layout::{Position, Rect};

use super::{Ask, Choice, below, mark, say, sheet};
use crate::command::{Command, Scope};
use crate::i18n::words;
use crate::model::field::candidates;
use crate::model::id::Ref;
use crate::model::kinds::NodeKind;
use crate::model::operation;
use crate::model::record::Kind;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::theme::Role;

/// Rows of places that the sheet shows at once.
const ROWS: u16 = 8;

/// How many places are offered; more letters find the others.
const OFFERED: usize = 50;

/// Asking for the name of a new place.
pub struct NewNode {
    under: Ref,
    ask: Ask,
}

impl NewNode {
    /// Asks for one under `under` (a plan or node); starts with `text`.
    pub fn new(under: Ref, text: &str) -> NewNode {
        NewNode { under, ask: Ask::new(text) }
    }

    /// What it becomes: under a plan a priority; elsewhere what stands there already, else what is usual there.
    fn kind(&self, cx: &Cx<'_>) -> NodeKind {
        let Some(above) = cx.register.node(self.under) else { return NodeKind::Priority };
        let first = cx.register.children(self.under).next().map(|node| node.node_kind);
        first.unwrap_or(match above.node_kind {
            NodeKind::ProblemArea => NodeKind::DriehoekTheme,
            _ => NodeKind::Topic,
        })
    }
}

impl Layer for NewNode {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(4)
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        match command {
            Command::AcceptLine | Command::BreakLine => {
                let title = self.ask.line.text();
                let proposed = operation::add_node(cx.register, self.under, self.kind(cx), title);
                self.ask.commit(proposed, cx)
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
        let kind = words::node_kind(cx.texts, self.kind(cx));
        let under = format!("{} {}", self.under, cx.register.title(self.under));
        let inside = sheet(canvas, area, &t!(cx.texts, "node-new-title", kind = kind, under = under));
        let cursor = self.ask.draw(canvas, inside);
        let hint = Message { text: t!(cx.texts, "node-new-hint"), role: Role::Dim };
        say(canvas, below(inside, 1), self.ask.problem.as_ref().unwrap_or(&hint));
        Some(cursor)
    }

    fn unsaved(&self) -> Option<(String, String)> {
        let text = self.ask.line.text();
        (!text.trim().is_empty()).then(|| (format!("node-{}", self.under), text.to_owned()))
    }

    fn refused(&mut self, why: Message) -> Option<Message> {
        self.ask.problem = Some(why);
        None
    }
}

/// Choosing under what a place is to stand.
pub struct MoveNode {
    node: Ref,
    ask: Ask,
    places: Vec<Ref>,
    choice: Choice,
}

impl MoveNode {
    /// Asks where `node` goes.
    pub fn new(node: Ref, cx: &Cx<'_>) -> MoveNode {
        let mut prompt =
            MoveNode { node, ask: Ask::default(), places: Vec::new(), choice: Choice::default() };
        prompt.look(cx);
        prompt
    }

    /// The places that fit what was typed, without the node itself and what stands under it.
    fn look(&mut self, cx: &Cx<'_>) {
        let found = candidates(cx.register, &[Kind::Plan, Kind::Node], self.ask.line.text(), OFFERED);
        let fits = |r: &Ref| *r != self.node && !cx.register.ancestors(*r).contains(&self.node);
        self.places = found.into_iter().filter(fits).collect();
        self.choice = Choice::default();
    }
}

impl Layer for MoveNode {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(ROWS + 2)
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        match command {
            Command::AcceptLine | Command::BreakLine => {
                let Some(place) = self.places.get(self.choice.at).copied() else { return Reply::Handled };
                let last = cx.register.children(place).count();
                let proposed = operation::move_node(cx.register, self.node, place, last);
                self.ask.commit(proposed, cx)
            }
            Command::DropLine => Reply::Close,
            other if self.choice.command(other, self.places.len()) => Reply::Handled,
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
        let what = format!("{} {}", self.node, cx.register.title(self.node));
        let inside = sheet(canvas, area, &t!(cx.texts, "node-move-title", what = what));
        let cursor = self.ask.draw(canvas, inside);
        let rows = below(inside, 1);
        if let Some(problem) = &self.ask.problem {
            say(canvas, rows, problem);
            return Some(cursor);
        }
        if self.places.is_empty() {
            say(canvas, rows, &Message::warn(t!(cx.texts, "edit-nothing-fits")));
        }
        let top = self.choice.top(self.places.len(), rows.height);
        for ((index, r), y) in self.places.iter().enumerate().skip(top).zip(rows.top()..rows.bottom()) {
            let role = mark(canvas, rows.x, y, index == self.choice.at);
            let reference = r.to_string();
            canvas.put(rows.x + 2, y, 7, &reference, Role::Dim);
            let used = canvas.put(rows.x + 9, y, rows.width.saturating_sub(9), cx.register.title(*r), role);
            let above = cx.register.ancestors(*r);
            let above: Vec<&str> = above.iter().map(|r| cx.register.title(*r)).collect();
            let x = rows.x + 9 + used + 2;
            canvas.put(x, y, rows.right().saturating_sub(x), &above.join(cx.theme.crumb()), Role::Dim);
        }
        Some(cursor)
    }

    fn refused(&mut self, why: Message) -> Option<Message> {
        self.ask.problem = Some(why);
        None
    }
}
