//! Recording progress in one go: `60 zaal geregeld`, `40 o wacht op vergunning`.
//!
//! Owns the reading of that line: digits are the percentage, a letter or word for a colour may follow, the
//! rest is the note. Without digits the percentage stays what it is. `RecordProgress` opens it for the action under the
//! cursor or all that are marked.

use ratatui::layout::Rect;

use super::ask::Ask;
use super::kept::keep;
use super::prompt::{Prompt, Question};
use super::sheet::{below, say};
use super::targets::about;
use crate::i18n::words;
use crate::model::bulk::bulk;
use crate::model::field::{looks_like_bsn, word_exactly};
use crate::model::id::Ref;
use crate::model::kinds::Health;
use crate::model::operation;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Message, Reply};
use crate::tui::theme::Role;

/// The question.
pub struct ProgressPrompt {
    actions: Vec<Ref>,
}

/// The line, read.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    percent: Option<i64>,
    health: Option<Health>,
    note: String,
}

fn colour(word: &str) -> Option<Health> {
    word_exactly(Health::WORDS, word).and_then(Health::from_word)
}

fn read(line: &str) -> Said {
    let mut rest = line.trim();
    let mut said = Said { percent: None, health: None, note: String::new() };
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // "60%" and "60 %".
    let after = rest[digits..].trim_start().strip_prefix('%').unwrap_or(&rest[digits..]);
    // "3 wijken bezocht" is 3 %, as the preview shows; "3e" and "12-11" are words.
    if digits > 0 && after.chars().next().is_none_or(|c| c.is_whitespace() || colour(after).is_some()) {
        said.percent = Some(rest[..digits].parse().unwrap_or(i64::MAX));
        rest = after.trim_start();
    }
    let word = rest.split_whitespace().next().unwrap_or_default();
    // A single letter counts as a colour only behind a number: a note may well start with "o".
    if let Some(health) = colour(word).filter(|_| said.percent.is_some() || word.len() > 1) {
        said.health = Some(health);
        rest = rest[word.len()..].trim_start();
    }
    said.note = rest.to_owned();
    said
}

impl ProgressPrompt {
    /// Asks about `actions`; starts with `text`.
    pub fn new(actions: Vec<Ref>, text: &str) -> Prompt<ProgressPrompt> {
        Prompt::new(ProgressPrompt { actions }, Ask::long(text))
    }

    /// How far the action is; `None` when they are several.
    fn current(&self, cx: &Cx<'_>) -> Option<u8> {
        let [action] = self.actions[..] else { return None };
        cx.register.action(action).map(|a| a.progress.get())
    }
}

impl Question for ProgressPrompt {
    const ROWS: u16 = 5;

    fn title(&self, cx: &Cx<'_>) -> String {
        let about = about(&self.actions, cx);
        match self.current(cx) {
            Some(percent) => t!(cx.texts, "progress-title", what = about, percent = u32::from(percent)),
            None => t!(cx.texts, "progress-title-all", what = about),
        }
    }

    fn hint(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "progress-hint")
    }

    fn accept(&mut self, ask: &mut Ask, cx: &Cx<'_>) -> Reply {
        let said = read(ask.text());
        if said.percent.is_none() && said.health.is_none() && said.note.is_empty() {
            ask.problem = Some(Message::warn(t!(cx.texts, "progress-nothing")));
            return Reply::Handled;
        }
        let done = bulk(&self.actions, |r| {
            let current = cx.register.action(r).map_or(0, |a| i64::from(a.progress.get()));
            let percent = said.percent.unwrap_or(current);
            operation::record_progress(cx.register, cx.now, r, percent, said.health, &said.note)
        });
        ask.commit_all(&self.actions, done, cx)
    }

    fn draw(&self, ask: &mut Ask, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let said = read(ask.text());
        let (mut x, y) = (area.x, area.y);
        let percent = said.percent.or(self.current(cx).map(i64::from));
        let too_much = percent.is_some_and(|percent| percent > 100);
        if let Some(percent) = percent {
            let role = match said.percent {
                _ if too_much => Role::Bad,
                Some(_) => Role::Good,
                None => Role::Dim,
            };
            x += canvas.put(x, y, area.width, &format!("[{percent}%]"), role) + 1;
        }
        if let Some(health) = said.health {
            let (glyph, role) = cx.theme.health(Some(health));
            let chip = format!("[{glyph} {}]", words::health(cx.texts, health));
            x += canvas.put(x, y, area.right().saturating_sub(x), &chip, role) + 1;
        }
        canvas.put(x, y, area.right().saturating_sub(x), &said.note, Role::Text);
        let message = match ask.problem {
            None if too_much => Message::bad(t!(cx.texts, "progress-too-much")),
            None if looks_like_bsn(&said.note).is_some() => Message::warn(t!(cx.texts, "warn-bsn")),
            _ => ask.problem_or(self.hint(cx)),
        };
        say(canvas, below(area, 1), &message);
    }

    fn unsaved(&self, text: &str) -> Option<(String, String)> {
        Some(keep("progress", &self.actions, None, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_colour_and_note_are_told_apart() {
        let cases = [
            ("60 zaal geregeld", Some(60), None, "zaal geregeld"),
            ("60 % vergadering", Some(60), None, "vergadering"),
            ("60% o te weinig mensen", Some(60), Some(Health::Orange), "te weinig mensen"),
            ("60o te weinig", None, None, "60o te weinig"),
            ("100", Some(100), None, ""),
            ("zaal geregeld", None, None, "zaal geregeld"),
            ("rood wacht op besluit", None, Some(Health::Red), "wacht op besluit"),
            ("o ja", None, None, "o ja"),
            ("12-11 overleg", None, None, "12-11 overleg"),
            ("", None, None, ""),
            ("99999999999999999999 x", Some(i64::MAX), None, "x"),
        ];
        for (line, percent, health, note) in cases {
            assert_eq!(read(line), Said { percent, health, note: note.to_owned() }, "{line}");
        }
        assert_eq!(
            read("60o"),
            Said { percent: Some(60), health: Some(Health::Orange), note: String::new() }
        );
    }
}
