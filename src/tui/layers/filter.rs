//! Filtering the table of actions: a query that takes effect while it is typed, with completion of its words.
//!
//! Owns what can be put in the line next; the table owns what is found. Esc brings the filter back that was there before.
//! `SetFilter` opens it.

use ratatui::layout::Rect;

use super::ask::Ask;
use super::prompt::{Prompt, Question};
use super::sheet::{below, say};
use crate::command::Command;
use crate::i18n::{Lang, problems, words};
use crate::model::query::suggest::{Suggestion, Wording, suggestions};
use crate::model::query::{self, QueryProblem, Trouble};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Message, Reply, Request};
use crate::tui::text;
use crate::tui::theme::Role;

/// How many words are offered at once: what fits on a line of a wide window.
const OFFERED: usize = 16;

/// The question.
pub struct FilterPrompt {
    before: String,
    offers: Vec<Suggestion>,
    /// Which of the offers stands in the line, and what stood there before it was put in.
    chosen: Option<(usize, String)>,
}

impl FilterPrompt {
    /// Goes on from `filter`, a blank behind it.
    pub fn new(filter: &str, cx: &Cx<'_>) -> Prompt<FilterPrompt> {
        let start = if filter.is_empty() { String::new() } else { format!("{} ", filter.trim_end()) };
        let ask = Ask::new(&start);
        let mut question = FilterPrompt { before: filter.to_owned(), offers: Vec::new(), chosen: None };
        question.offer(&ask, cx);
        Prompt::new(question, ask)
    }

    fn offer(&mut self, ask: &Ask, cx: &Cx<'_>) {
        self.chosen = None;
        let field = |field| words::field(cx.texts, field);
        let wording = Wording { dutch: cx.texts.lang() == Lang::Nl, field: &field };
        self.offers = suggestions(cx.register, ask.text(), wording, OFFERED);
    }

    /// What is wrong with the line, in words. While it is being typed (`whole` is false) the word at its end is not wrong
    /// yet as long as an offer completes it.
    fn problem(&self, ask: &Ask, whole: bool, cx: &Cx<'_>) -> Option<String> {
        let end = ask.text().len();
        let parsed = query::parse(ask.text(), cx.now.today);
        let counts = |problem: &&QueryProblem| match problem.what {
            // Searched for as text: worth a word, not a refusal.
            Trouble::UnknownKey { .. } if whole => false,
            _ => whole || problem.span.end < end || self.offers.is_empty(),
        };
        let problem = parsed.problems.iter().find(counts)?;
        Some(problems::query(cx.texts, cx.register, &problem.what, cx.now.today))
    }

    /// Puts the next (or previous) offer in the place of the word being typed.
    fn complete(&mut self, ask: &mut Ask, forward: bool, cx: &Cx<'_>) {
        let len = self.offers.len();
        if len == 0 {
            return;
        }
        let (next, base) = match self.chosen.take() {
            Some((at, base)) => ((at + if forward { 1 } else { len - 1 }) % len, base),
            None => (if forward { 0 } else { len - 1 }, ask.text().to_owned()),
        };
        let offer = &self.offers[next];
        let line = format!("{}{}", base.get(..offer.from).unwrap_or_default(), offer.text);
        *ask = Ask::new(&line);
        if len == 1 && line.ends_with(':') {
            // The only word that could be meant: what it takes comes next.
            self.offer(ask, cx);
        } else {
            self.chosen = Some((next, base));
        }
    }
}

fn filter(ask: &Ask, done: bool) -> Reply {
    Reply::View(Request::Filter(ask.text().trim().to_owned()), done)
}

impl Question for FilterPrompt {
    /// One for the offers, and two for a sentence.
    const ROWS: u16 = 5;

    fn title(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "filter-title")
    }

    fn hint(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "filter-hint")
    }

    fn accept(&mut self, ask: &mut Ask, cx: &Cx<'_>) -> Reply {
        // A condition that cannot be read would stand in the line and not be in force.
        ask.problem = self.problem(ask, true, cx).map(Message::bad);
        if ask.problem.is_some() { Reply::Handled } else { filter(ask, true) }
    }

    fn leave(&self) -> Reply {
        Reply::View(Request::Filter(self.before.clone()), true)
    }

    fn changed(&mut self, ask: &Ask, cx: &Cx<'_>) -> Reply {
        self.offer(ask, cx);
        filter(ask, false)
    }

    fn own_command(&mut self, command: Command, ask: &mut Ask, cx: &Cx<'_>) -> Option<Reply> {
        if !matches!(command, Command::ChooseNext | Command::ChoosePrevious) {
            return None;
        }
        self.complete(ask, command == Command::ChooseNext, cx);
        Some(filter(ask, false))
    }

    fn draw(&self, ask: &mut Ask, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let mut x = area.x + 2;
        for (index, offer) in self.offers.iter().enumerate() {
            let wide = text::width(&offer.shown) as u16;
            if x + wide > area.right() {
                break;
            }
            let chosen = self.chosen.as_ref().is_some_and(|(at, _)| *at == index);
            let role = if chosen { Role::Title } else { Role::Text };
            x += canvas.put(x, area.y, wide, &offer.shown, role) + 2;
        }
        let unknown = || {
            let query = query::parse(ask.text(), cx.now.today).query;
            let tag = query::unknown_tag(cx.register, &query)?;
            Some(Message::warn(t!(cx.texts, "filter-no-tag", tag = tag)))
        };
        let problem = self.problem(ask, false, cx).map(Message::warn);
        let said = match ask.problem {
            None => problem.or_else(unknown).unwrap_or_else(|| ask.problem_or(self.hint(cx))),
            Some(_) => ask.problem_or(String::new()),
        };
        say(canvas, below(area, 1), &said);
    }
}
