//! Filtering the table of actions: a query that takes effect while it is typed, with completion of its words.
//!
//! Owns the line and what can be put there next; the table owns what is found. Esc brings the filter back that was
//! there before.

use ratatui::layout::{Position, Rect};

use super::{Ask, below, say, sheet};
use crate::command::{Command, Scope};
use crate::i18n::{Lang, problems};
use crate::model::query;
use crate::model::query::suggest::{Suggestion, suggestions};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply, Request};
use crate::tui::text;
use crate::tui::theme::Role;

/// How many words are offered at once: what fits on a line of a wide window.
const OFFERED: usize = 12;

/// The layer.
pub struct FilterLayer {
    ask: Ask,
    before: String,
    offers: Vec<Suggestion>,
    /// Which of the offers stands in the line, and what stood there before it was put in.
    chosen: Option<(usize, String)>,
}

impl FilterLayer {
    /// Goes on from `filter`, a blank behind it.
    pub fn new(filter: &str, cx: &Cx<'_>) -> FilterLayer {
        let start = if filter.is_empty() { String::new() } else { format!("{} ", filter.trim_end()) };
        let mut layer = FilterLayer {
            ask: Ask::new(&start),
            before: filter.to_owned(),
            offers: Vec::new(),
            chosen: None,
        };
        layer.offer(cx);
        layer
    }

    fn offer(&mut self, cx: &Cx<'_>) {
        self.chosen = None;
        let dutch = cx.texts.lang() == Lang::Nl;
        self.offers = suggestions(cx.register, self.ask.line.text(), dutch, OFFERED);
    }

    fn filter(&self) -> Request {
        Request::Filter(self.ask.line.text().trim().to_owned())
    }

    /// Puts the next (or previous) offer in the place of the word being typed.
    fn complete(&mut self, forward: bool) {
        let len = self.offers.len();
        if len == 0 {
            return;
        }
        let (next, base) = match self.chosen.take() {
            Some((at, base)) => ((at + if forward { 1 } else { len - 1 }) % len, base),
            None => (if forward { 0 } else { len - 1 }, self.ask.line.text().to_owned()),
        };
        let offer = &self.offers[next];
        let line = format!("{}{}", base.get(..offer.from).unwrap_or_default(), offer.text);
        self.ask = Ask::new(&line);
        self.chosen = Some((next, base));
    }
}

impl Layer for FilterLayer {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(4)
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        match command {
            Command::AcceptLine | Command::BreakLine => Reply::View(self.filter(), true),
            Command::DropLine => Reply::View(Request::Filter(self.before.clone()), true),
            Command::ChooseNext | Command::ChoosePrevious => {
                self.complete(command == Command::ChooseNext);
                Reply::View(self.filter(), false)
            }
            other if self.ask.edited(other) => {
                self.offer(cx);
                Reply::View(self.filter(), false)
            }
            _ => Reply::Ignored,
        }
    }

    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        self.ask.typed(text, cx);
        self.offer(cx);
        Reply::View(self.filter(), false)
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let inside = sheet(canvas, area, &t!(cx.texts, "filter-title"));
        let cursor = self.ask.draw(canvas, inside);
        let rows = below(inside, 1);
        let mut x = rows.x + 2;
        for (index, offer) in self.offers.iter().enumerate() {
            let wide = text::width(&offer.shown) as u16;
            if x + wide > rows.right() {
                break;
            }
            let chosen = self.chosen.as_ref().is_some_and(|(at, _)| *at == index);
            let role = if chosen { Role::Title } else { Role::Text };
            x += canvas.put(x, rows.y, wide, &offer.shown, role) + 2;
        }
        let parsed = query::parse(self.ask.line.text(), cx.now.today);
        // What is still being typed at the end is not wrong yet.
        let end = self.ask.line.text().len();
        let problem = parsed.problems.iter().find(|problem| problem.span.end < end);
        let problem = problem.map(|problem| {
            Message::warn(problems::query(cx.texts, cx.register, &problem.what, cx.now.today))
        });
        let unknown = || {
            let tag = query::unknown_tag(cx.register, &parsed.query)?;
            Some(Message::warn(t!(cx.texts, "filter-no-tag", tag = tag)))
        };
        let hint = || Message { text: t!(cx.texts, "filter-hint"), role: Role::Dim };
        let said = self.ask.problem.clone().or(problem).or_else(unknown).unwrap_or_else(hint);
        say(canvas, below(rows, 1), &said);
        Some(cursor)
    }
}
