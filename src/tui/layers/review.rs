//! What was found in a plan file, before anything is written: how much of what, and what contradicts itself.

use std::collections::BTreeMap;

use ratatui::layout::{Position, Rect};

use super::{Choice, sheet};
use crate::command::{Command, Scope};
use crate::i18n::words;
use crate::model::change::Change;
use crate::model::record::Kind;
use crate::t;
use crate::tui::Proposal;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::text;
use crate::tui::theme::Role;

/// The layer.
pub struct Review {
    proposal: Proposal,
    problem: Option<Message>,
    at: Choice,
}

impl Review {
    /// Shows `proposal`.
    pub fn new(proposal: Proposal) -> Review {
        Review { proposal, problem: None, at: Choice::default() }
    }

    fn lines(&self, cx: &Cx<'_>, width: usize) -> Vec<(String, Role)> {
        let mut lines = Vec::new();
        let mut add = |text: &str, role: Role| {
            lines.extend(text::wrap(text, width).into_iter().map(|line| (line, role)));
        };
        if let Some(problem) = &self.problem {
            add(&problem.text, problem.role);
            add("", Role::Text);
        }
        let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
        for change in &self.proposal.draft.changes {
            if let Change::Insert(item) = change {
                *counts.entry(item.record().reference().kind).or_default() += 1;
            }
            if let Change::Insert(crate::model::record::Item::Plan(plan)) = change {
                add(&plan.title, Role::Strong);
            }
        }
        if self.proposal.draft.changes.is_empty() {
            add(&t!(cx.texts, "review-nothing-new"), Role::Text);
        }
        for (kind, count) in counts {
            let name = if count == 1 { words::kind(cx.texts, kind) } else { words::kinds(cx.texts, kind) };
            add(&format!("{count} {name}"), Role::Text);
        }
        add("", Role::Text);
        let found = cx.texts.get("review-findings", &[("count", self.proposal.findings.len().into())]);
        add(&found, if self.proposal.findings.is_empty() { Role::Good } else { Role::Warn });
        for (index, finding) in self.proposal.findings.iter().enumerate() {
            add(&format!("{}. {finding}", index + 1), Role::Text);
        }
        lines
    }
}

impl Layer for Review {
    fn scope(&self) -> Scope {
        Scope::Panes
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Whole
    }

    fn command(&mut self, command: Command, _: &Cx<'_>) -> Reply {
        match command {
            Command::OpenItem if self.proposal.draft.changes.is_empty() => Reply::Close,
            Command::OpenItem => Reply::TakeOver(self.proposal.draft.clone(), self.proposal.source.clone()),
            Command::GoBack | Command::QuitProgram => Reply::Close,
            Command::MoveDown | Command::MoveHalfDown | Command::MovePageDown => {
                self.at.at += if command == Command::MoveDown { 1 } else { 10 };
                Reply::Handled
            }
            Command::MoveUp | Command::MoveHalfUp | Command::MovePageUp => {
                self.at.at = self.at.at.saturating_sub(if command == Command::MoveUp { 1 } else { 10 });
                Reply::Handled
            }
            _ => Reply::Ignored,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let inside = sheet(canvas, area, &t!(cx.texts, "review-title"));
        let hint_rows = 2.min(inside.height);
        let body = Rect { height: inside.height - hint_rows, ..inside };
        let lines = self.lines(cx, body.width.into());
        self.at.at = self.at.at.min(lines.len().saturating_sub(usize::from(body.height)));
        for ((line, role), y) in lines.iter().skip(self.at.at).zip(body.top()..body.bottom()) {
            canvas.put(body.x, y, body.width, line, *role);
        }
        let (yes, no) = (cx.keymap.key_of(Command::OpenItem), cx.keymap.key_of(Command::GoBack));
        let hint = t!(cx.texts, "review-hint", yes = yes, no = no);
        canvas.put(body.x, inside.bottom().saturating_sub(1), body.width, &hint, Role::Key);
        None
    }

    fn refused(&mut self, why: Message) -> Option<Message> {
        self.problem = Some(why);
        self.at = Choice::default();
        None
    }
}
