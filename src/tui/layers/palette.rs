//! Every command by name: a few letters, and the commands that they may mean, with their keys.
//!
//! Owns the line and the choice. Those chosen before come first; one that cannot be used now is shown with the reason,
//! and choosing it says so and stays.

use ratatui::layout::{Position, Rect};

use super::{Ask, Choice, below, mark, say, sheet};
use crate::command::{Command, Scope};
use crate::model::fold::fold;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::theme::Role;

/// Rows of commands that the sheet shows at once.
const ROWS: u16 = 10;

/// Columns for a key: the longest of the built-in keymaps, `ctrl-x ctrl-c`.
const KEY: u16 = 13;

/// Columns between title, explanation and key.
const GAP: u16 = 2;

/// The layer.
#[derive(Default)]
pub struct Palette {
    ask: Ask,
    choice: Choice,
    /// The commands chosen before, the latest first.
    recent: Vec<Command>,
}

impl Palette {
    /// The palette after `recent` were chosen from it, the latest first.
    pub fn new(recent: &[Command]) -> Palette {
        Palette { recent: recent.to_vec(), ..Palette::default() }
    }

    /// The commands whose name, title or other words hold every word typed; first those that start with it, then those
    /// chosen before.
    fn fitting(&self, cx: &Cx<'_>) -> Vec<Command> {
        let typed = fold(self.ask.line.text());
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

impl Layer for Palette {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(ROWS + 2)
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        match command {
            Command::AcceptLine => match self.fitting(cx).get(self.choice.at) {
                Some(command) => match command.unavailable(&cx.situation) {
                    Some(reason) => Reply::Tell(Message::note(cx.why_not(reason))),
                    None => Reply::Run(*command),
                },
                None => Reply::Handled,
            },
            Command::DropLine => Reply::Close,
            other if self.choice.command(other, self.fitting(cx).len()) => Reply::Handled,
            other if self.ask.edited(other) => {
                self.choice = Choice::default();
                Reply::Handled
            }
            _ => Reply::Ignored,
        }
    }

    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        self.ask.typed(text, cx);
        self.choice = Choice::default();
        Reply::Handled
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let inside = sheet(canvas, area, &t!(cx.texts, "palette-title"));
        let cursor = self.ask.draw(canvas, inside);
        let rows = below(inside, 1);
        let fitting = self.fitting(cx);
        if fitting.is_empty() {
            let said = Message { text: t!(cx.texts, "palette-nothing"), role: Role::Dim };
            say(canvas, rows, self.ask.problem.as_ref().unwrap_or(&said));
        }
        let top = self.choice.top(fitting.len(), rows.height);
        let shown = fitting.iter().enumerate().skip(top).zip(rows.top()..rows.bottom());
        for ((index, command), y) in shown {
            let reason = command.unavailable(&cx.situation);
            let role = mark(canvas, rows.x, y, index == self.choice.at);
            let role = if reason.is_some() { Role::Dim } else { role };
            let key = cx.keymap.key_of(*command);
            let key_at = canvas.put_right(rows.right(), y, KEY, &key, Role::Key).min(rows.right() - KEY);
            let titles = (rows.width / 3).max(20);
            canvas.put(rows.x + 2, y, titles, &title(cx, *command), role);
            let about = match reason {
                Some(reason) => cx.why_not(reason),
                None => cx.texts.get(&format!("cmd-{}-help", command.name()), &[]),
            };
            let x = rows.x + 2 + titles + GAP;
            canvas.put(x, y, key_at.saturating_sub(x + GAP), &about, Role::Dim);
        }
        Some(cursor)
    }
}
