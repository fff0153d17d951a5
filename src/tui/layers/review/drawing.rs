//! The review on the screen: the list, and beside it or below it the passage that the row with the cursor comes from.
//!
//! Owns the division of the room, the signs before the rows, and which passage is shown. The help page explains the signs.

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::Review;
use super::rows::{Row, What};
use crate::model::proposal::Standing;
use crate::tui::Finding;
use crate::tui::canvas::Canvas;
use crate::tui::component::Cx;
use crate::tui::layers::sheet::{below, sheet};
use crate::tui::panes::WIDE;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};

/// How much further in a level of the tree stands.
const STEP: u16 = 2;

/// The deepest that a row stands in; deeper ones stand there too, so that their titles keep room.
const DEEPEST: u16 = 8;

/// From this height the room is divided when the passage stands below the list.
const DIVIDED: u16 = 12;

/// The most rows that a proposal's own words take above its passage.
const MOST_ABOUT: usize = 8;

/// The most rows that a finding takes.
const MOST_FINDING: usize = 6;

/// The sign before a proposal, by its shape too.
pub fn sign(standing: Standing, theme: Theme) -> (&'static str, Role) {
    match (standing, theme.ascii) {
        (Standing::Taken, false) => ("✓", Role::Good),
        (Standing::Taken, true) => ("+", Role::Good),
        (Standing::Refused, false) => ("✗", Role::Bad),
        (Standing::Refused, true) => ("-", Role::Bad),
        (Standing::Lost, false) => ("–", Role::Warn),
        (Standing::Lost, true) => (".", Role::Warn),
    }
}

/// The sign before an item of the register that the text says something else about.
pub fn changed(theme: Theme) -> (&'static str, Role) {
    (if theme.ascii { "*" } else { "±" }, Role::Accent)
}

impl Review {
    pub(super) fn draw_all(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let id = if self.title.is_some() { "review-title-read" } else { "review-title" };
        let inside = sheet(canvas, area, &cx.texts.get(id, &[]));
        let (summary, role) = self.summary(cx);
        let mut top = 0;
        let said = self.problem.iter().map(|problem| (problem.text.as_str(), problem.role));
        for (said, role) in said.chain([(summary.as_str(), role)]) {
            for line in text::wrap(said, inside.width.into()) {
                canvas.put(inside.x, inside.y + top, inside.width, &line, role);
                top = (top + 1).min(inside.height.saturating_sub(1));
            }
        }
        let body = below(inside, top);
        if body.width >= WIDE - 2 {
            let list = Rect { width: body.width * 9 / 20, ..body };
            canvas.divider(list.right() + 1, body);
            let x = list.right() + 3;
            let beside = Rect { x, width: body.right().saturating_sub(x), ..body };
            let cursor = self.draw_list(canvas, list, cx);
            self.draw_passage(canvas, beside, cx);
            return cursor;
        }
        if body.height < DIVIDED {
            return self.draw_list(canvas, body, cx);
        }
        let list = Rect { height: body.height * 11 / 20, ..body };
        let rest = below(body, list.height);
        canvas.rule(rest.x, rest.y, rest.width, "", Role::Dim);
        let cursor = self.draw_list(canvas, list, cx);
        self.draw_passage(canvas, below(rest, 1), cx);
        cursor
    }

    fn draw_list(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let mut cursor = None;
        let top = self.scroll.follow(self.at, self.rows.len(), area.height, cx.scroll);
        for (index, y) in (top..self.rows.len()).zip(area.top()..area.bottom()) {
            let row = self.rows[index];
            let chosen = index == self.at;
            let (said, end) = self.said(index, cx);
            if chosen {
                let bar = canvas.theme.cursor(true);
                canvas.put(area.x, y, 1, bar, Role::Accent);
            }
            let mut x = area.x + 2 + STEP * row.depth.min(DEEPEST).saturating_sub(1);
            let standing = match row.what {
                What::New(at) | What::Difference(at) => Some(self.proposals.standing(at)),
                _ => None,
            };
            let known = matches!(row.what, What::Known(_)).then(|| changed(canvas.theme));
            if let Some((sign, role)) = standing.map(|at| sign(at, canvas.theme)).or(known) {
                canvas.put(x, y, 1, sign, role);
                x += 2;
            }
            let room = (text::width(&end) as u16).min(area.width / 2);
            canvas.put_right(area.right(), y, room, &end, Role::Dim);
            let room = (area.right() - room).saturating_sub(x + u16::from(room > 0));
            if let (true, Some(ask)) = (chosen, &self.editing) {
                canvas.clear(Rect { x, y, width: room, height: 1 });
                cursor = Some(ask.line.draw(canvas, x, y, room));
                continue;
            }
            let out = standing.is_some_and(|standing| standing != Standing::Taken);
            let heading = matches!(row.what, What::Findings | What::Kind(_) | What::Gone);
            let role = match row.what {
                _ if out => Role::Dim,
                _ if heading => Role::Title,
                _ if chosen => Role::Strong,
                _ => Role::Text,
            };
            let mut style: Style = canvas.theme.style(role);
            if out {
                style = style.add_modifier(Modifier::CROSSED_OUT);
            }
            canvas.put_styled(x, y, room, &said, style);
        }
        cursor
    }

    /// Has the passage show `row`, the one with the cursor.
    pub(super) fn aim(&mut self, row: Row, cx: &Cx<'_>) {
        if self.aimed == Some(self.at) {
            return;
        }
        self.aimed = Some(self.at);
        match row.what {
            What::Finding(n) => {
                let Finding { lines, words, .. } = &self.findings[n];
                self.passage.mark_lines(lines, words);
            }
            _ => {
                let (line, quote) = self.place(row, cx.register);
                self.passage.mark(line, &quote);
                let is_item = matches!(row.what, What::New(_) | What::Known(_) | What::Difference(_));
                if line == 0 && is_item {
                    // It is of the text as a whole: beside it stands the beginning, and not what another comes from.
                    self.passage.show_beginning();
                }
            }
        }
    }

    fn draw_passage(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let Some(row) = self.row() else {
            self.passage.draw(canvas, area);
            return;
        };
        self.aim(row, cx);
        // The two sides of a difference are what it is about; of the rest the passage is.
        let most = match row.what {
            // A finding is read whole, with the lines that it names; it is cut in the list.
            What::Finding(_) => MOST_FINDING.min(usize::from(area.height).saturating_sub(2)),
            What::Difference(_) => usize::from(area.height * 2 / 3).min(MOST_ABOUT),
            _ => usize::from(area.height / 3).min(MOST_ABOUT),
        };
        let most = most.max(1);
        let mut about = self.about(row, cx, area.width.into());
        if about.len() > most {
            about.truncate(most);
            if let Some((last, _)) = about.last_mut() {
                last.push('…');
            }
        }
        for ((line, role), y) in about.iter().zip(area.top()..) {
            canvas.put(area.x, y, area.width, line, *role);
        }
        let mut rest = below(area, about.len() as u16);
        if !about.is_empty() && rest.height > 1 {
            canvas.rule(rest.x, rest.y, rest.width, "", Role::Dim);
            rest = below(rest, 1);
        }
        self.passage.draw(canvas, rest);
    }
}
