//! Texts that were typed, never sent, and whose item is gone: shown once, so that nothing is deleted unseen.
//!
//! Owns the page; the app shows it when the workbench opens.

use ratatui::layout::{Position, Rect};

use super::kept;
use super::reading::{Line, Reading, wrapped};
use super::sheet::sheet;
use crate::command::{Command, Scope};
use crate::model::id::Ref;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Reply};
use crate::tui::theme::Role;

/// How many items of a text are named.
const NAMED: usize = 8;

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
            let (about, typed) = read(name, text, cx);
            lines.push(Vec::new());
            lines.extend(wrapped(&about, 0, 0, width, Role::Dim));
            lines.extend(wrapped(typed, 0, 0, width, Role::Strong));
        }
        lines
    }
}

/// What a text was about, and what had been typed of it.
fn read<'a>(name: &'a str, text: &'a str, cx: &Cx<'_>) -> (String, &'a str) {
    if let Some(new) = name.strip_prefix("new-") {
        // The kind, then with which item.
        let with = new.split_once('-').map_or("", |(_, with)| with);
        return (cx.texts.get("lost-new", &[("ref", with.into())]), text);
    }
    if name.starts_with("editor-") {
        return (t!(cx.texts, "lost-editor"), text);
    }
    let other = || (t!(cx.texts, "lost-other", name = name), text);
    let Some(kept) = kept::read(name, text) else { return other() };
    let typed = match kept.what {
        "why" => kept::read_reason(kept.text).map_or(kept.text, |(_, reason)| reason),
        _ => kept.text,
    };
    let id = match kept.what {
        "edit" | "why" => "lost-edit",
        "progress" => "lost-progress",
        "drop" => "lost-drop",
        "add" => "lost-add",
        "node" => "lost-node",
        _ => return other(),
    };
    let named: Vec<String> = kept.items.iter().take(NAMED).map(Ref::to_string).collect();
    let more = if kept.items.len() > NAMED { " …" } else { "" };
    (cx.texts.get(id, &[("ref", (named.join(" ") + more).into())]), typed)
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
        self.reading.draw(canvas, inside, area.y, cx, &lines);
        None
    }
}
