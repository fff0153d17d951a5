//! Finding anything by word, reference or person: what is typed, and what it finds, best first.
//!
//! Owns the line, the hits and the chosen one; the app owns the index that is searched.

use ratatui::layout::{Position, Rect};

use super::{Ask, Choice, below, mark, say, sheet};
use crate::command::{Command, Scope};
use crate::i18n::words;
use crate::model::id::Ref;
use crate::model::record::Kind;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::text;
use crate::tui::theme::Role;

/// The layer.
#[derive(Default)]
pub struct FindLayer {
    ask: Ask,
    hits: Vec<Ref>,
    total: usize,
    choice: Choice,
    /// The line changed since it was last searched for.
    changed: bool,
}

impl FindLayer {
    fn empty(&self) -> bool {
        self.ask.line.text().trim().is_empty()
    }
}

/// Hits that are shown at once. The best come first; every row more is sent again with each letter.
const ROWS: u16 = 14;

/// Between the pieces of what is said of a hit.
const GAP: &str = "  ";

/// What stands at the end of a hit's row: where it belongs, or how to reach it. The most telling comes last.
fn about(r: Ref, cx: &Cx<'_>) -> Vec<String> {
    let register = cx.register;
    let mut parts = match r.kind {
        Kind::Action => register.action(r).map_or(Vec::new(), |action| {
            let lead = action.lead.map_or(String::new(), |lead| register.title(lead).to_owned());
            let due = action.due.map_or(String::new(), |day| words::day(cx.texts, day, cx.now.today));
            vec![lead, due, format!("{}%", action.progress.get())]
        }),
        Kind::Contact => register.contact(r).map_or(Vec::new(), |contact| {
            let partner = contact.partner.map_or(String::new(), |p| register.title(p).to_owned());
            vec![partner, contact.phone.clone()]
        }),
        Kind::Partner => register
            .tables()
            .partners
            .get(r.num)
            .map_or(Vec::new(), |p| vec![words::partner_kind(cx.texts, p.partner_kind), p.phone.clone()]),
        Kind::Node => register.node(r).map_or(Vec::new(), |n| vec![words::node_kind(cx.texts, n.node_kind)]),
        other => vec![words::kind(cx.texts, other)],
    };
    parts.retain(|part| !part.is_empty());
    parts
}

impl Layer for FindLayer {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(ROWS + 2)
    }

    fn command(&mut self, command: Command, _: &Cx<'_>) -> Reply {
        match command {
            Command::AcceptLine => match self.hits.get(self.choice.at) {
                Some(r) => Reply::Go(*r),
                None if self.empty() => Reply::Close,
                None => Reply::Handled,
            },
            Command::DropLine => Reply::Close,
            other if self.choice.command(other, self.hits.len()) => Reply::Handled,
            other if self.ask.edited(other) => {
                self.changed = true;
                Reply::Handled
            }
            _ => Reply::Ignored,
        }
    }

    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        self.ask.typed(text, cx);
        self.changed = true;
        Reply::Handled
    }

    fn search(&mut self) -> Option<String> {
        std::mem::take(&mut self.changed).then(|| self.ask.line.text().to_owned())
    }

    fn found(&mut self, hits: Vec<Ref>, total: usize) {
        self.hits = hits;
        self.total = total;
        self.choice = Choice::default();
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let inside = sheet(canvas, area, &t!(cx.texts, "find-title"));
        let cursor = self.ask.draw(canvas, inside);
        if !self.empty() {
            let count = cx.texts.get("find-count", &[("count", self.total.into())]);
            canvas.put_right(inside.right(), inside.y, 20, &count, Role::Dim);
        }
        let rows = below(inside, 1);
        if self.hits.is_empty() {
            let id = if self.empty() { "find-hint" } else { "find-nothing" };
            let said = Message { text: cx.texts.get(id, &[]), role: Role::Dim };
            say(canvas, rows, self.ask.problem.as_ref().unwrap_or(&said));
        }
        let top = self.choice.top(self.hits.len(), rows.height);
        let shown = self.hits.iter().enumerate().skip(top).zip(rows.top()..rows.bottom());
        for ((index, r), y) in shown {
            let role = mark(canvas, rows.x, y, index == self.choice.at);
            let reference = r.to_string();
            canvas.put(rows.x + 2, y, 9, &reference, Role::Dim);
            let mut about = about(*r, cx);
            // What comes first goes first when there is no room: a date and a percentage cut off say nothing.
            while about.len() > 1 && text::width(&about.join(GAP)) > usize::from(rows.width / 2) {
                about.remove(0);
            }
            let about = about.join(GAP);
            let room = (rows.width / 2).min(text::width(&about) as u16);
            canvas.put_right(rows.right(), y, room, &about, Role::Dim);
            let x = rows.x + 3 + (text::width(&reference) as u16).max(6);
            let end = rows.right().saturating_sub(room + 2);
            canvas.put(x, y, end.saturating_sub(x), cx.register.title(*r), role);
        }
        Some(cursor)
    }
}
