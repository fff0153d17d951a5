//! Every command by name: a few letters, and the commands that they may mean, with their keys.
//!
//! Owns which commands fit, and their order: those chosen before come first; one that cannot be used now is shown with the
//! reason, and choosing it says so and stays. `OpenPalette` opens it.

use ratatui::layout::Rect;

use super::ask::Ask;
use super::list_cursor::mark;
use super::prompt::{Prompt, Question};
use super::sheet::say;
use crate::command::{Command, Scope};
use crate::model::fold::fold;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Reply};
use crate::tui::theme::Role;

/// Rows of commands that the sheet shows at once.
const COMMANDS: u16 = 10;

/// Columns for a key: the longest of the built-in keymaps, `ctrl-x ctrl-c`.
const KEY: u16 = 13;

/// Columns between title, explanation and key.
const GAP: u16 = 2;

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

    /// The commands whose name, title or other words hold every word typed; first those that start with it, then those
    /// chosen before.
    fn fitting(&self, typed: &str, cx: &Cx<'_>) -> Vec<Command> {
        let typed = fold(typed);
        let wanted: Vec<&str> = typed.split_whitespace().collect();
        let age = |command: &Command| self.recent.iter().position(|c| c == command).unwrap_or(usize::MAX);
        let mut fitting: Vec<(bool, usize, Command)> = Command::ALL
            .iter()
            .filter(|command| command.scope() != Scope::Prompt && **command != Command::OpenPalette)
            .filter_map(|command| {
                let title = fold(&title(cx, *command));
                let fits = wanted.iter().all(|word| title.contains(word) || command.name().contains(word));
                fits.then(|| (!title.starts_with(&typed), age(command), *command))
            })
            .collect();
        fitting.sort_by_key(|(later, age, _)| (*later, *age));
        fitting.into_iter().map(|(.., command)| command).collect()
    }
}

/// A command's title.
pub fn title(cx: &Cx<'_>, command: Command) -> String {
    cx.texts.get(&format!("cmd-{}", command.name()), &[])
}

impl Question for Palette {
    const ROWS: u16 = COMMANDS + 2;

    fn title(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "palette-title")
    }

    fn hint(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "palette-nothing")
    }

    fn accept(&mut self, ask: &mut Ask, cx: &Cx<'_>) -> Reply {
        match self.fitting(ask.text(), cx).get(ask.list.at) {
            Some(command) => match command.unavailable(&cx.situation) {
                Some(reason) => Reply::Say(cx.why_not(reason)),
                None => Reply::Run(*command),
            },
            None => Reply::Handled,
        }
    }

    fn offered(&self, ask: &Ask, cx: &Cx<'_>) -> usize {
        self.fitting(ask.text(), cx).len()
    }

    fn draw(&self, ask: &mut Ask, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let fitting = self.fitting(ask.text(), cx);
        if fitting.is_empty() {
            say(canvas, area, &ask.problem_or(self.hint(cx)));
        }
        for (index, y) in ask.list.seen(fitting.len(), area) {
            let command = fitting[index];
            let reason = command.unavailable(&cx.situation);
            let role = mark(canvas, area.x, y, index == ask.list.at);
            let role = if reason.is_some() { Role::Dim } else { role };
            let key = cx.keymap.key_of(command);
            let key_at = canvas.put_right(area.right(), y, KEY, &key, Role::Key).min(area.right() - KEY);
            let titles = (area.width / 3).max(20);
            canvas.put(area.x + 2, y, titles, &title(cx, command), role);
            let about = match reason {
                Some(reason) => cx.why_not(reason),
                None => cx.texts.get(&format!("cmd-{}-help", command.name()), &[]),
            };
            let x = area.x + 2 + titles + GAP;
            canvas.put(x, y, key_at.saturating_sub(x + GAP), &about, Role::Dim);
        }
    }
}
