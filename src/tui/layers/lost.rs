//! Texts that were typed, never sent, and whose item is gone: shown once, so that nothing is deleted unseen.
//!
//! Owns the page; the app shows it when the workbench opens.

use ratatui::layout::{Position, Rect};

use super::reading::{Line, Reading, wrapped};
use super::sheet::sheet;
use crate::command::{Command, Scope};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Reply};
use crate::tui::theme::Role;

/// The layer.
pub struct LostTexts {
    /// Name and text of each.
    texts: Vec<(String, String)>,
    reading: Reading,
}

impl LostTexts {
    /// Shows `texts`, each with the name that it was kept under.
    pub fn new(texts: Vec<(String, String)>) -> LostTexts {
        LostTexts { texts, reading: Reading::default() }
    }

    fn lines(&self, cx: &Cx<'_>, width: usize) -> Vec<Line> {
        let mut lines = wrapped(&t!(cx.texts, "lost-intro"), 0, 0, width, Role::Text);
        for (name, text) in &self.texts {
            lines.push(Vec::new());
            lines.extend(wrapped(&about(name, cx), 0, 0, width, Role::Dim));
            lines.extend(wrapped(text, 0, 0, width, Role::Strong));
        }
        lines
    }
}

/// What a text was about, from the name that it was kept under.
fn about(name: &str, cx: &Cx<'_>) -> String {
    let (what, item) = name.split_once('-').unwrap_or((name, ""));
    let id = match what {
        "edit" => "lost-edit",
        "progress" => "lost-progress",
        "drop" => "lost-drop",
        "add" => "lost-add",
        "node" => "lost-node",
        "new" => "lost-new",
        _ => return t!(cx.texts, "lost-other", name = name),
    };
    if what == "new" {
        // The kind, then with which item.
        let with = item.split_once('-').map_or("", |(_, with)| with);
        return cx.texts.get(id, &[("ref", with.into())]);
    }
    // Behind the reference of an edit stands its field.
    let item = item.match_indices('-').nth(1).map_or(item, |(end, _)| &item[..end]);
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
            Command::GoBack | Command::QuitProgram | Command::OpenItem => Reply::Close,
            other if self.reading.command(other) => Reply::Handled,
            _ => Reply::Ignored,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let inside = sheet(canvas, area, &t!(cx.texts, "lost-title"));
        let lines = self.lines(cx, inside.width.into());
        self.reading.draw(canvas, inside, cx, &lines);
        None
    }
}
