//! What was done by hand in a review, as it is kept until the review is finished.
//!
//! Owns the text of it and by what a proposal is known again when the file is read anew: a choice never lands on something
//! else. The app keeps the text among the drafts.

use super::Review;
use crate::model::change::Change;
use crate::model::proposal::Standing;
use crate::model::record::Field;
use crate::model::value::Value;
use crate::tui::component::{Cx, Message};
use crate::tui::layers::passage::place_in_text;

/// The fields of a proposal that are corrected here.
const CORRECTED: [Field; 3] = [Field::title, Field::node_kind, Field::level];

/// By what a change is known again when the file has been read anew: its number, what it is about, and a check of what it
/// says. In a corrected plan something else may have the same number, kind and line.
pub(super) fn key(at: usize, change: &Change) -> String {
    let (about, said) = match change {
        Change::Insert(item) => {
            let record = item.record();
            let (line, quote) = place_in_text(record);
            (format!("{} {line}", record.reference().kind.word()), format!("{}\n{quote}", record.title()))
        }
        Change::Set { target, field, after, .. } => {
            (format!("{target} {}", field.word()), format!("{after:?}"))
        }
        Change::Move { target, after, .. } => (target.to_string(), after.parent.to_string()),
        Change::Remove(_) => (change.target().to_string(), String::new()),
    };
    format!("{at} {about} {:08x}", crc32fast::hash(said.as_bytes()))
}

impl Review {
    /// With the `marks` of a review of the same file that was not finished. Those that fit nothing any more are counted on
    /// the screen.
    pub fn going_on(mut self, marks: &str, cx: &Cx<'_>) -> Review {
        let lost = marks.lines().filter(|line| !self.restore(line)).count();
        if lost > 0 {
            self.problem = Some(Message::warn(cx.texts.get("review-marks-lost", &[("count", lost.into())])));
        }
        self
    }

    /// What was done by hand, a line each: what it was done to, and which field has which value; without those it was
    /// refused.
    pub(super) fn marks(&self) -> String {
        let mut lines = Vec::new();
        for at in 0..self.proposals.changes().len() {
            if self.proposals.standing(at) == Standing::Refused {
                lines.push(self.keys[at].clone());
            }
            let Some(record) = self.record(at).filter(|_| self.proposals.is_edited(at)) else { continue };
            for field in CORRECTED {
                let value = match record.get(field) {
                    Some(Value::Text(word)) => word,
                    Some(Value::Null) => String::new(),
                    _ => continue,
                };
                lines.push(format!("{}\t{}\t{value}", self.keys[at], field.word()));
            }
        }
        lines.join("\n")
    }

    /// Does again what a line of marks says; `false` when what it was done to is not there.
    fn restore(&mut self, mark: &str) -> bool {
        let mut parts = mark.splitn(3, '\t');
        let key = parts.next().unwrap_or_default();
        let at = key.split(' ').next().and_then(|at| at.parse::<usize>().ok());
        let at = at.filter(|at| self.keys.get(*at).is_some_and(|known| known == key));
        match (at, parts.next().map(Field::from_word), parts.next()) {
            (Some(at), None, _) => {
                self.proposals.mark(at, true);
                true
            }
            (Some(at), Some(Some(field)), Some(value)) => {
                let value = if value.is_empty() { Value::Null } else { Value::Text(value.to_owned()) };
                self.proposals.edit(at, field, &value).is_ok()
            }
            _ => false,
        }
    }
}
