//! What comes on top of the panes: prompts for one line, lists to choose from, pages to read.
//!
//! One module per layer; this one owns what they share: the sheet they are drawn on, the line with its
//! message, and reopening a layer with a text that was kept when the terminal went away.

pub mod columns;
pub mod drop_reason;
pub mod edit;
pub mod filter;
pub mod find;
pub mod first_run;
pub mod help;
pub mod key;
pub mod log_filter;
pub mod long_text;
pub mod lost;
pub mod palette;
pub mod passage;
pub mod path;
pub mod place;
pub mod progress;
pub mod quick_add;
pub mod remove;
pub mod review;
pub mod saved;
pub mod tour;

use ratatui::layout::{Position, Rect};

use super::canvas::Canvas;
use super::component::{Cx, Layer, Message, Reply, scrolled};
use super::line_edit::{self, LineEdit};
use super::text;
use super::theme::Role;
use crate::command::Command;
use crate::i18n::words;
use crate::model::bulk::{Bulk, Refused};
use crate::model::id::Ref;
use crate::model::operation::{MAX_TEXT_BYTES, Proposed, Refusal};
use crate::model::record::{Field, Kind};
use crate::t;

/// A line being typed, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// The line.
    pub line: LineEdit,
    /// Why Enter did not help.
    pub problem: Option<Message>,
}

impl Ask {
    /// A short line that starts with `text`.
    pub fn new(text: &str) -> Ask {
        Ask { line: LineEdit::new(text, line_edit::SHORT), problem: None }
    }

    /// A line for a field's text, as long as a field may be, that starts with `text`.
    pub fn long(text: &str) -> Ask {
        Ask { line: LineEdit::new(text, MAX_TEXT_BYTES), problem: None }
    }

    /// Whether an editing command changed the line.
    pub fn edited(&mut self, command: Command) -> bool {
        let edited = self.line.command(command);
        if edited {
            self.problem = None;
        }
        edited
    }

    /// Takes typed text up.
    pub fn typed(&mut self, text: &str, cx: &Cx<'_>) {
        let whole = self.line.insert(text);
        let limit = self.line.limit().to_string();
        self.problem = (!whole).then(|| Message::warn(t!(cx.texts, "line-full", limit = limit)));
    }

    /// What to do with a proposal: write it, or show why not.
    pub fn commit(&mut self, proposed: Proposed, cx: &Cx<'_>) -> Reply {
        match proposed {
            Ok(draft) => Reply::Commit(draft),
            Err(refusal) => self.refuse(&refusal, cx),
        }
    }

    /// As `commit`, for one verb over several items.
    pub fn commit_all(&mut self, targets: &[Ref], done: Result<Option<Bulk>, Refused>, cx: &Cx<'_>) -> Reply {
        match done {
            Ok(Some(bulk)) => Reply::Commit(bulk.draft),
            Ok(None) => Reply::Close,
            Err(refused) => {
                self.problem = Some(Message::bad(refused_words(targets, &refused, cx)));
                Reply::Handled
            }
        }
    }

    /// Shows why not.
    pub fn refuse(&mut self, refusal: &Refusal, cx: &Cx<'_>) -> Reply {
        self.problem = Some(Message::bad(words::refusal(cx.texts, cx.register, refusal)));
        Reply::Handled
    }

    /// Draws the line with its mark; returns where the text cursor is.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) -> Position {
        let mark = canvas.theme.prompt();
        canvas.put(area.x, area.y, 1, mark, Role::Accent);
        self.line.draw(canvas, area.x + 2, area.y, area.width.saturating_sub(2))
    }
}

/// Why one verb over `targets` was refused; which of them it is about when there are several.
pub fn refused_words(targets: &[Ref], refused: &Refused, cx: &Cx<'_>) -> String {
    let why = words::refusal(cx.texts, cx.register, &refused.refusal);
    if targets.len() > 1 { format!("{}: {why}", refused.target) } else { why }
}

/// What a prompt is about: one item by reference and title, several by their number.
pub fn about(targets: &[Ref], cx: &Cx<'_>) -> String {
    match targets {
        [one] => format!("{one} {}", cx.register.title(*one)),
        many => cx.texts.get("edit-marked", &[("count", many.len().into())]),
    }
}

/// A sheet: a rule with a title, and the room below it.
pub fn sheet(canvas: &mut Canvas<'_>, area: Rect, title: &str) -> Rect {
    canvas.clear(area);
    canvas.rule(area.x, area.y, area.width, title, Role::Title);
    Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    }
}

/// A line of a page that is read: column, text, role.
pub type Line = Vec<(u16, String, Role)>;

/// Reading a page of lines: how far it is scrolled, and what is below its edge.
#[derive(Debug, Default)]
pub struct Reading {
    top: usize,
    lines: usize,
    height: usize,
}

impl Reading {
    /// Carries out a command for panes: scrolling. `false` for other commands.
    pub fn command(&mut self, command: Command) -> bool {
        let Some(top) = scrolled(command, self.top, self.lines, self.height) else { return false };
        self.top = top;
        true
    }

    /// Goes back to the first line.
    pub fn restart(&mut self) {
        self.top = 0;
    }

    /// Draws `lines` in `area`, and on the row above it how many are below its edge.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>, lines: &[Line]) {
        self.lines = lines.len();
        self.height = area.height.into();
        self.top = self.top.min(self.lines.saturating_sub(self.height));
        for (line, y) in lines.iter().skip(self.top).zip(area.top()..area.bottom()) {
            for (x, text, role) in line {
                let x = area.x + x;
                canvas.put(x, y, area.right().saturating_sub(x), text, *role);
            }
        }
        let more = self.lines.saturating_sub(self.top + self.height);
        if more > 0 && area.y > 0 {
            let said = cx.texts.get("detail-more", &[("lines", more.into())]);
            canvas.put_right(area.right(), area.y - 1, 20, &format!(" {said} "), Role::Dim);
        }
    }
}

/// `text` wrapped to `width` cells from column `at`; lines after the first stand `hang` further in.
pub fn wrapped(text: &str, at: u16, hang: u16, width: usize, role: Role) -> Vec<Line> {
    let room = width.saturating_sub(usize::from(at + hang)).max(10);
    let lines = text::wrap(text, room).into_iter().enumerate();
    lines.map(|(n, line)| vec![(if n == 0 { at } else { at + hang }, line, role)]).collect()
}

/// Draws `message` over as many rows of `area` as it needs.
pub fn say(canvas: &mut Canvas<'_>, area: Rect, message: &Message) {
    let lines = text::wrap(&message.text, area.width.into());
    for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
        canvas.put(area.x, y, area.width, line, message.role);
    }
}

/// The part of `area` from row `rows` on.
pub fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// A list in which one row is chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice {
    /// The chosen row.
    pub at: usize,
    top: usize,
}

impl Choice {
    /// Carries out a choosing command in a list of `len`; `false` for other commands.
    pub fn command(&mut self, command: Command, len: usize) -> bool {
        let last = len.saturating_sub(1);
        self.at = match command {
            Command::ChooseNext | Command::MoveDown if self.at < last => self.at + 1,
            Command::ChooseNext | Command::MoveDown => 0,
            Command::ChoosePrevious | Command::MoveUp => self.at.checked_sub(1).unwrap_or(last),
            Command::MoveFirst => 0,
            Command::MoveLast => last,
            _ => return false,
        };
        true
    }

    /// The first row to show of `len` in `height` rows.
    pub fn top(&mut self, len: usize, height: u16) -> usize {
        let height = usize::from(height).max(1);
        self.at = self.at.min(len.saturating_sub(1));
        if self.at < self.top || self.at >= self.top + height {
            self.top = self.at.saturating_sub(height / 2);
        }
        self.top = self.top.min(len.saturating_sub(height));
        self.top
    }
}

/// Marks a chosen row.
pub fn mark(canvas: &mut Canvas<'_>, x: u16, y: u16, chosen: bool) -> Role {
    if chosen {
        let bar = canvas.theme.cursor(true);
        canvas.put(x, y, 1, bar, Role::Accent);
        Role::Strong
    } else {
        Role::Text
    }
}

/// The layer whose unsaved text was kept under `name`, with that text; `None` when its item is no longer there.
pub fn reopen(name: &str, text: &str, cx: &Cx<'_>) -> Option<Box<dyn Layer>> {
    if let Some(rest) = name.strip_prefix("new-") {
        let (kind, with) = rest.split_once('-').map_or((rest, None), |(kind, with)| (kind, Some(with)));
        let with: Option<Ref> = with.map(str::parse).transpose().ok()?;
        if with.is_some_and(|with| cx.register.get(with).is_none()) {
            return None;
        }
        return Some(Box::new(quick_add::QuickAddLayer::new(Kind::from_word(kind)?, with, text, cx)));
    }
    let mut parts = name.splitn(4, '-');
    let what = parts.next()?;
    let r: Ref = format!("{}-{}", parts.next()?, parts.next()?).parse().ok()?;
    cx.register.get(r)?;
    let field = parts.next().map(|word| Field::from_word(&word.replace('-', "_")));
    Some(match what {
        "add" => Box::new(quick_add::QuickAddLayer::new(Kind::Action, Some(r), text, cx)),
        "progress" => Box::new(progress::ProgressPrompt::new(vec![r], text)),
        "node" => Box::new(place::NewNode::new(r, text)),
        "drop" => Box::new(drop_reason::DropPrompt::new(vec![r], text)),
        "edit" => Box::new(edit::FieldEdit::new(vec![r], field??, Some(text), cx)?),
        _ => return None,
    })
}
