//! Texts that were typed, never sent, and whose item is gone: shown once, so that nothing is deleted unseen.

use ratatui::layout::{Position, Rect};

use super::sheet;
use crate::command::{Command, Scope};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Reply};
use crate::tui::text;
use crate::tui::theme::Role;

/// The layer.
pub struct LostTexts {
    /// Name and text of each.
    texts: Vec<(String, String)>,
    top: usize,
}

impl LostTexts {
    /// Shows `texts`, each with the name that it was kept under.
    pub fn new(texts: Vec<(String, String)>) -> LostTexts {
        LostTexts { texts, top: 0 }
    }

    fn lines(&self, cx: &Cx<'_>, width: usize) -> Vec<(String, Role)> {
        let mut lines = Vec::new();
        let mut add = |text: &str, role: Role| {
            lines.extend(text::wrap(text, width).into_iter().map(|line| (line, role)));
        };
        add(&t!(cx.texts, "lost-intro"), Role::Text);
        for (name, text) in &self.texts {
            add("", Role::Text);
            add(&about(name, cx), Role::Dim);
            add(text, Role::Strong);
        }
        lines
    }
}

/// What a text was about, from the name that it was kept under.
fn about(name: &str, cx: &Cx<'_>) -> String {
    let (what, item) = name.split_once('-').unwrap_or((name, ""));
    let id = match what {
        "due" => "lost-due",
        "progress" => "lost-progress",
        "drop" => "lost-drop",
        "add" => "lost-add",
        _ => return t!(cx.texts, "lost-other", name = name),
    };
    cx.texts.get(id, &[("ref", item.into())])
}

impl Layer for LostTexts {
    fn scope(&self) -> Scope {
        Scope::Panes
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Whole
    }

    fn command(&mut self, command: Command, _: &Cx<'_>) -> Reply {
        match command {
            Command::MoveDown => self.top += 1,
            Command::MoveUp => self.top = self.top.saturating_sub(1),
            Command::MoveHalfDown | Command::MovePageDown => self.top += 10,
            Command::MoveHalfUp | Command::MovePageUp => self.top = self.top.saturating_sub(10),
            Command::GoBack | Command::QuitProgram | Command::OpenItem => return Reply::Close,
            _ => return Reply::Ignored,
        }
        Reply::Handled
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let inside = sheet(canvas, area, &t!(cx.texts, "lost-title"));
        let lines = self.lines(cx, inside.width.into());
        self.top = self.top.min(lines.len().saturating_sub(inside.height.into()));
        for ((line, role), y) in lines.iter().skip(self.top).zip(inside.top()..inside.bottom()) {
            canvas.put(inside.x, y, inside.width, line, *role);
        }
        None
    }
}
