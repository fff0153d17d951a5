//! Going through what does not add up in the text of a plan.
//!
//! Owns the way from finding to finding, and from place to place of one in the text beside the list.

use super::Review;
use super::rows::What;
use crate::t;
use crate::tui::component::{Cx, Message, Reply};

impl Review {
    /// Whether the cursor is on a finding or on their heading.
    pub(super) fn is_among_findings(&self) -> bool {
        self.row().is_some_and(|row| matches!(row.what, What::Findings | What::Finding(_)))
    }

    /// Goes to the next finding or the one before, around the end of the list.
    pub(super) fn find(&mut self, forward: bool, cx: &Cx<'_>) -> Reply {
        let is_finding = |at: &usize| matches!(self.rows[*at].what, What::Finding(_));
        let (before, after) = (0..self.at.min(self.rows.len()), self.at + 1..self.rows.len());
        let found = if forward {
            after.chain(before).find(is_finding)
        } else {
            before.rev().chain(after.rev()).find(is_finding)
        };
        match found {
            Some(at) => self.at = at,
            None if self.findings.is_empty() => {
                return Reply::Tell(Message::note(t!(cx.texts, "review-no-findings")));
            }
            None => {}
        }
        Reply::Handled
    }

    /// Goes to the next line that the finding under the cursor names; from elsewhere to the next finding.
    pub(super) fn next_place(&mut self, cx: &Cx<'_>) -> Reply {
        let finding = self.row().filter(|row| matches!(row.what, What::Finding(_)));
        let Some(row) = finding else { return self.find(true, cx) };
        // Keys may come faster than frames.
        self.aim(row, cx);
        let Some((line, place, places)) = self.passage.next_line() else {
            return Reply::Tell(Message::note(t!(cx.texts, "review-no-place")));
        };
        let args = [("line", line.to_string().into()), ("place", place.into()), ("places", places.into())];
        Reply::Tell(Message::note(cx.texts.get("review-place", &args)))
    }
}
