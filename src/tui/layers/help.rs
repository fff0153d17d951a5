//! The help page: what every key does, made from command table and keymap.

use ratatui::layout::{Position, Rect};

use super::sheet;
use crate::command::{Command, Scope};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Reply};
use crate::tui::text;
use crate::tui::theme::Role;

/// The layer.
#[derive(Default)]
pub struct HelpPage {
    top: usize,
    lines: usize,
    height: usize,
}

/// The page as lines of (column, text, role).
fn page(cx: &Cx<'_>, width: usize) -> Vec<Vec<(usize, String, Role)>> {
    let mut lines = Vec::new();
    let paragraph = |id: &str| {
        let lines = text::wrap(&cx.texts.get(id, &[]), width);
        lines.into_iter().map(|line| vec![(0, line, Role::Text)]).collect::<Vec<_>>()
    };
    lines.extend(paragraph("help-intro"));
    for scope in Scope::ALL {
        lines.push(Vec::new());
        lines.push(vec![(0, cx.texts.get(&format!("scope-{}", scope.word()), &[]), Role::Title)]);
        for command in Command::ALL.iter().filter(|c| c.scope() == *scope) {
            let keys = cx.keymap.keys_of(*command).join(", ");
            let help = cx.texts.get(&format!("cmd-{}-help", command.name()), &[]);
            let column = if width >= 60 { 20 } else { 10 };
            let mut first = Some(text::cut(&keys, column - 2));
            for line in text::wrap(&help, width.saturating_sub(column).max(10)) {
                let mut spans = Vec::new();
                if let Some(keys) = first.take() {
                    spans.push((0, keys, Role::Key));
                }
                spans.push((column, line, Role::Text));
                lines.push(spans);
            }
        }
    }
    lines.push(Vec::new());
    lines.extend(paragraph("help-privacy"));
    lines
}

impl Layer for HelpPage {
    fn scope(&self) -> Scope {
        Scope::Panes
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Whole
    }

    fn command(&mut self, command: Command, _: &Cx<'_>) -> Reply {
        let page = self.height.max(2);
        let last = self.lines.saturating_sub(self.height);
        self.top = match command {
            Command::MoveDown => self.top + 1,
            Command::MoveUp => self.top.saturating_sub(1),
            Command::MoveHalfDown => self.top + page / 2,
            Command::MoveHalfUp => self.top.saturating_sub(page / 2),
            Command::MovePageDown => self.top + page,
            Command::MovePageUp => self.top.saturating_sub(page),
            Command::MoveFirst => 0,
            Command::MoveLast => last,
            Command::GoBack | Command::QuitProgram | Command::ShowHelp | Command::OpenItem => {
                return Reply::Close;
            }
            _ => return Reply::Ignored,
        }
        .min(last);
        Reply::Handled
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let inside = sheet(canvas, area, &t!(cx.texts, "help-title"));
        let lines = page(cx, inside.width.into());
        self.lines = lines.len();
        self.height = inside.height.into();
        self.top = self.top.min(self.lines.saturating_sub(self.height));
        for (line, y) in lines.iter().skip(self.top).zip(inside.top()..inside.bottom()) {
            for (x, text, role) in line {
                let x = inside.x + *x as u16;
                canvas.put(x, y, inside.right().saturating_sub(x), text, *role);
            }
        }
        let more = self.lines.saturating_sub(self.top + self.height);
        if more > 0 {
            let said = cx.texts.get("detail-more", &[("lines", more.into())]);
            canvas.put_right(area.right() - 1, area.y, 20, &format!(" {said} "), Role::Dim);
        }
        None
    }
}
