//! The path of a plan file being typed: how it can go on, whether it is there, and what is chosen below it.
//!
//! Owns the line with its candidates (`PathAsk`), which the first screen uses too, and the prompt that imports a plan at any
//! time, which `ImportPlan` opens. The app has the candidates looked up: the workbench itself sees no files.

use std::path::PathBuf;

use ratatui::layout::{Position, Rect};

use super::ask::Ask;
use super::list_cursor::{ListCursor, mark};
use super::sheet::{below, say, sheet};
use crate::command::{Command, Scope};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::theme::Role;

/// Rows of candidates that the prompt shows at once.
const ROWS: u16 = 9;

/// A path being typed.
#[derive(Default)]
pub struct PathAsk {
    ask: Ask,
    /// What the candidates go on from.
    known: Option<String>,
    candidates: Vec<String>,
    /// A row of the candidates has been gone to.
    choosing: bool,
}

/// What a typed path is: without blanks and quotes around it, as people paste one from a shell.
fn path_of(typed: &str) -> &str {
    typed.trim().trim_matches(['"', '\''])
}

/// The longest start that all have in common.
fn common(candidates: &[String]) -> &str {
    let Some((first, rest)) = candidates.split_first() else { return "" };
    let shared = |other: &String| {
        let same = first.char_indices().zip(other.chars()).take_while(|((_, a), b)| a == b);
        same.last().map_or(0, |((at, c), _)| at + c.len_utf8())
    };
    &first[..rest.iter().map(shared).min().unwrap_or(first.len())]
}

impl PathAsk {
    fn set(&mut self, path: &str) {
        self.ask = Ask::new(path);
        self.choosing = false;
    }

    /// Whether an editing or choosing command changed the path or the choice.
    pub fn edited(&mut self, command: Command) -> bool {
        if matches!(command, Command::ChooseNext | Command::ChoosePrevious) {
            self.ask.problem = None;
            let further = common(&self.candidates).to_owned();
            if !self.choosing
                && command == Command::ChooseNext
                && further.len() > path_of(self.ask.text()).len()
            {
                self.set(&further);
            } else if !self.choosing && !self.candidates.is_empty() {
                self.choosing = true;
                self.ask.list.at = if command == Command::ChooseNext { 0 } else { self.candidates.len() - 1 };
            } else {
                self.ask.list.command(command, self.candidates.len());
            }
            return true;
        }
        let edited = self.ask.edited(command);
        self.choosing &= !edited;
        edited
    }

    /// Takes typed text up.
    pub fn typed(&mut self, text: &str, cx: &Cx<'_>) {
        self.choosing = false;
        self.ask.typed(text, cx);
    }

    /// What Enter does: a file is read, a folder opened.
    pub fn accept(&mut self, cx: &Cx<'_>) -> Reply {
        let chosen = self.candidates.get(self.ask.list.at).filter(|_| self.choosing).cloned();
        let path = match chosen {
            Some(chosen) => {
                self.set(&chosen);
                chosen
            }
            None => path_of(self.ask.text()).to_owned(),
        };
        if path.is_empty() {
            self.ask.problem = Some(Message::warn(t!(cx.texts, "first-path-empty")));
            return Reply::Handled;
        }
        let folder = format!("{}/", path.trim_end_matches('/'));
        if self.candidates.contains(&folder) {
            self.set(&folder);
            return Reply::Handled;
        }
        Reply::Import(PathBuf::from(path), String::new())
    }

    /// What the candidates should go on from, when that has changed.
    pub fn completing(&mut self) -> Option<String> {
        let typed = path_of(self.ask.text());
        if self.known.as_deref() == Some(typed) {
            return None;
        }
        self.known = Some(typed.to_owned());
        self.known.clone()
    }

    /// How the path can go on.
    pub fn completed(&mut self, candidates: Vec<String>) {
        self.candidates = candidates;
        self.ask.list = ListCursor::default();
        self.choosing = false;
    }

    /// Where it shows what went wrong with the path.
    pub fn problem(&mut self) -> &mut Option<Message> {
        &mut self.ask.problem
    }

    fn status(&self, cx: &Cx<'_>) -> Message {
        if self.known.is_none() {
            // Nothing has been looked up yet: it is as it was kept.
            return Message::new(t!(cx.texts, "path-again-hint"), Role::Dim);
        }
        let typed = path_of(self.ask.text());
        let known = self.known.as_deref() == Some(typed);
        match self.candidates.len() {
            _ if known && self.candidates.iter().any(|path| path == typed) => {
                Message::good(t!(cx.texts, "path-there"))
            }
            0 if typed.is_empty() || typed.ends_with('/') => {
                Message::new(t!(cx.texts, "path-nothing-here"), Role::Dim)
            }
            0 => Message::warn(t!(cx.texts, "path-nothing")),
            count => {
                let key = cx.keymap.key_of(Command::ChooseNext);
                let args = [("count", count.into()), ("key", key.into())];
                Message::new(cx.texts.get("path-candidates", &args), Role::Dim)
            }
        }
    }

    /// Draws the line, whether the file is there, and the candidates; returns where the text cursor is.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Position {
        let cursor = self.ask.draw(canvas, area);
        if let Some(problem) = &self.ask.problem {
            say(canvas, below(area, 1), problem);
            return cursor;
        }
        let status = self.status(cx);
        canvas.put(area.x + 2, area.y + 1, area.width.saturating_sub(2), &status.text, status.role);
        let rows = below(area, 2);
        for (index, y) in self.ask.list.seen(self.candidates.len(), rows) {
            let path = &self.candidates[index];
            let role = mark(canvas, rows.x, y, self.choosing && index == self.ask.list.at);
            // The folder stands in the line above already.
            let name =
                path.trim_end_matches('/').rfind('/').map_or(path.as_str(), |slash| &path[slash + 1..]);
            canvas.put(rows.x + 2, y, rows.width.saturating_sub(2), name, role);
        }
        cursor
    }
}

/// The prompt that imports a plan.
#[derive(Default)]
pub struct ImportPrompt {
    path: PathAsk,
    /// The path of a review that was not finished, and its marks.
    kept: Option<(PathBuf, String)>,
}

impl ImportPrompt {
    /// Goes on with a review of which `kept` was kept, as `review` keeps it: the path of the plan on the first line, then
    /// its marks. The file is read again, as soon as somebody says so.
    pub fn again(kept: &str) -> ImportPrompt {
        let (path, marks) = kept.split_once('\n').unwrap_or((kept, ""));
        let kept = Some((PathBuf::from(path), marks.to_owned()));
        let mut prompt = ImportPrompt { kept, ..ImportPrompt::default() };
        prompt.path.set(path);
        prompt
    }
}

impl Layer for ImportPrompt {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(ROWS + 3)
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        match command {
            Command::AcceptLine => match self.path.accept(cx) {
                Reply::Import(path, _) => {
                    // What was decided about one plan says nothing about another.
                    let kept = self.kept.as_ref().filter(|(of, _)| *of == path);
                    Reply::Import(path, kept.map_or(String::new(), |(_, marks)| marks.clone()))
                }
                other => other,
            },
            Command::DropLine => Reply::Close,
            other if self.path.edited(other) => Reply::Handled,
            _ => Reply::Ignored,
        }
    }

    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        self.path.typed(text, cx);
        Reply::Handled
    }

    fn completing(&mut self) -> Option<String> {
        self.path.completing()
    }

    fn completed(&mut self, candidates: Vec<String>) {
        self.path.completed(candidates);
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let id = if self.kept.is_none() { "first-path" } else { "path-again" };
        let inside = sheet(canvas, area, &cx.texts.get(id, &[]));
        Some(self.path.draw(canvas, inside, cx))
    }

    fn refusal(&mut self) -> Option<&mut Option<Message>> {
        Some(self.path.problem())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_share_their_start_by_whole_characters() {
        let all = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        assert_eq!(common(&all(&["plan-2018.txt", "plan-2022.html"])), "plan-20");
        assert_eq!(common(&all(&["é1", "è1"])), "");
        assert_eq!(common(&all(&["alleen.txt"])), "alleen.txt");
        assert_eq!(common(&[]), "");
    }
}
