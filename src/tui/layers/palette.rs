//! Everything by name: a few letters, and the commands that they may mean, with their keys; then fields and settings.
//!
//! Owns which rows fit, and their order: what is called by the words first, then what is explained with them; commands
//! chosen before come first among their own; one that cannot be used now is shown with the
//! reason, and choosing it says so and stays. What is set in a file is said, not done. `OpenPalette` opens it.

use ratatui::layout::Rect;

use super::ask::Ask;
use super::list_cursor::mark;
use super::names::{self, Choice};
use super::prompt::{Prompt, Question};
use super::sheet::say;
use crate::command::{Command, Reason, Scope};
use crate::model::fold::fold;
use crate::model::record::Field;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Message, Reply};
use crate::tui::text;
use crate::tui::theme::Role;

/// Rows of commands that the sheet shows at once.
const SHOWN: u16 = 10;

/// The most columns for a key: the longest of the built-in keymaps, `ctrl-x ctrl-c`.
const KEY: u16 = 13;

/// Columns between title, explanation and key.
const GAP: u16 = 2;

/// Shorter words are in too many explanations to say anything, in bytes.
const LEAST_WORD: usize = 3;

/// The narrowest column of titles.
const TITLES: u16 = 20;

/// A row.
#[derive(Clone, Copy)]
enum Row {
    Command(Command),
    /// Editing this field of the item under the cursor.
    Field(Field),
    Choice(Choice),
}

impl Row {
    fn title(self, cx: &Cx<'_>) -> String {
        match self {
            Row::Command(command) => title(cx, command),
            Row::Field(field) => names::field_title(field, cx),
            Row::Choice(choice) => choice.title(cx),
        }
    }

    /// Why it cannot be chosen now.
    fn unavailable(self, cx: &Cx<'_>) -> Option<Reason> {
        match self {
            Row::Command(command) => command.unavailable(&cx.situation),
            Row::Field(_) => Command::EditField.unavailable(&cx.situation),
            Row::Choice(_) => None,
        }
    }

    fn explanation(self, cx: &Cx<'_>) -> String {
        match (self, self.unavailable(cx)) {
            (_, Some(reason)) => cx.why_not(reason),
            (Row::Command(command), None) => help(cx, command),
            (Row::Field(_), None) => names::field_explanation(cx),
            (Row::Choice(choice), None) => choice.explanation(cx),
        }
    }
}

/// The question.
pub struct Palette {
    /// The commands chosen before, the latest first.
    recent: Vec<Command>,
}

impl Palette {
    /// The palette after `recent` were chosen from it, the latest first.
    pub fn new(recent: &[Command]) -> Prompt<Palette> {
        Prompt::new(Palette { recent: recent.to_vec() }, Ask::default())
    }

    /// The rows that fit what was typed.
    fn fitting(&self, typed: &str, cx: &Cx<'_>) -> Vec<Row> {
        let typed = fold(typed);
        let wanted: Vec<&str> = typed.split_whitespace().collect();
        let called = self.commands(&typed, &wanted, cx);
        let fields = if wanted.is_empty() { Vec::new() } else { names::fields(&wanted, cx) };
        // The name of a field alone asks for that field and not for a command that alters it at once.
        let (named, others): (Vec<_>, Vec<_>) =
            fields.into_iter().partition(|field| names::is_named(*field, typed.trim(), cx));
        let mut rows: Vec<Row> = named.into_iter().map(Row::Field).collect();
        rows.extend(called.iter().copied().map(Row::Command));
        // Nobody looks through all of these: they come when they are called by name.
        if !wanted.is_empty() {
            rows.extend(others.into_iter().map(Row::Field));
            rows.extend(Choice::all().filter(|choice| choice.fits(&wanted, cx)).map(Row::Choice));
            rows.extend(explained(&wanted, &called, cx).map(Row::Command));
            // What cannot be done now is there to be read, after what can.
            rows.sort_by_key(|row| row.unavailable(cx).is_some());
        }
        rows
    }

    /// The commands whose name or title hold every word typed; first those that start with it, then those chosen before.
    fn commands(&self, typed: &str, wanted: &[&str], cx: &Cx<'_>) -> Vec<Command> {
        let age = |command: &Command| self.recent.iter().position(|c| c == command).unwrap_or(usize::MAX);
        let mut fitting: Vec<(bool, usize, Command)> = listed()
            .filter_map(|command| {
                let title = fold(&title(cx, command));
                let fits = wanted.iter().all(|word| title.contains(word) || command.name().contains(word));
                fits.then(|| (!title.starts_with(typed), age(&command), command))
            })
            .collect();
        fitting.sort_by_key(|(later, age, _)| (*later, *age));
        fitting.into_iter().map(|(.., command)| command).collect()
    }
}

/// The commands that can be chosen by name.
fn listed() -> impl Iterator<Item = Command> {
    let chosen = |command: &Command| command.scope() != Scope::Prompt && *command != Command::OpenPalette;
    Command::ALL.iter().copied().filter(chosen)
}

/// The commands beside those `called` so whose title and explanation hold every word.
fn explained<'a>(
    wanted: &'a [&str],
    called: &'a [Command],
    cx: &'a Cx<'_>,
) -> impl Iterator<Item = Command> + 'a {
    let telling = wanted.iter().all(|word| word.len() >= LEAST_WORD);
    listed().filter(move |command| telling && !called.contains(command)).filter(|command| {
        let said = fold(&format!("{} {}", title(cx, *command), help(cx, *command)));
        wanted.iter().all(|word| said.contains(word))
    })
}

fn help(cx: &Cx<'_>, command: Command) -> String {
    cx.texts.get(&format!("cmd-{}-help", command.name()), &[])
}

/// A command's title.
pub fn title(cx: &Cx<'_>, command: Command) -> String {
    cx.texts.get(&format!("cmd-{}", command.name()), &[])
}

impl Question for Palette {
    const ROWS: u16 = SHOWN + 2;

    fn title(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "palette-title")
    }

    fn hint(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "palette-nothing")
    }

    fn accept(&mut self, ask: &mut Ask, cx: &Cx<'_>) -> Reply {
        let Some(row) = self.fitting(ask.text(), cx).get(ask.list.at).copied() else {
            return Reply::Handled;
        };
        match (row, row.unavailable(cx)) {
            (_, Some(reason)) => Reply::Tell(Message::note(cx.why_not(reason))),
            (Row::Command(command), None) => Reply::Run(command),
            (Row::Field(field), None) => Reply::Edit(field),
            (Row::Choice(choice), None) => {
                // In the room of the list, as it is longer than a line.
                ask.problem = Some(Message::note(choice.explanation(cx)));
                Reply::Handled
            }
        }
    }

    fn offered(&self, ask: &Ask, cx: &Cx<'_>) -> usize {
        self.fitting(ask.text(), cx).len()
    }

    fn draw(&self, ask: &mut Ask, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let fitting = self.fitting(ask.text(), cx);
        if ask.problem.is_some() || fitting.is_empty() {
            return say(canvas, area, &ask.problem_or(self.hint(cx)));
        }
        // As wide as they all need, so that nothing moves while one goes through them.
        let widest = fitting.iter().map(|row| text::width(&row.title(cx))).max().unwrap_or(0);
        let widest = u16::try_from(widest).unwrap_or(u16::MAX);
        let titles = widest.clamp(TITLES, (area.width / 2).max(TITLES));
        for (index, y) in ask.list.seen(fitting.len(), area) {
            let row = fitting[index];
            let role = mark(canvas, area.x, y, index == ask.list.at);
            let role = if row.unavailable(cx).is_some() { Role::Dim } else { role };
            let key = match row {
                Row::Command(command) => cx.keymap.key_of(command),
                Row::Field(_) | Row::Choice(_) => String::new(),
            };
            let key_at = canvas.put_right(area.right(), y, KEY, &key, Role::Key);
            canvas.put(area.x + 2, y, titles, &row.title(cx), role);
            let x = area.x + 2 + titles + GAP;
            let gap = if key.is_empty() { 0 } else { GAP };
            canvas.put(x, y, key_at.saturating_sub(x + gap), &row.explanation(cx), Role::Dim);
        }
    }
}
