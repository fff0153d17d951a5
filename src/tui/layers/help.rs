//! The help page: what every key does, made from command table and keymap.

use ratatui::layout::{Position, Rect};

use super::{Line, Reading, review, sheet, wrapped};
use crate::command::{Command, Scope};
use crate::i18n::words;
use crate::model::kinds::{ActionState, Health};
use crate::model::proposal::Standing;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Reply};
use crate::tui::text;
use crate::tui::theme::Role;

/// Where the explanations of keys start, in cells; in a narrow window the second.
const COLUMNS: (u16, u16) = (20, 10);

/// The layer.
#[derive(Default)]
pub struct HelpPage {
    reading: Reading,
}

fn page(cx: &Cx<'_>, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let paragraph = |id: &str| wrapped(&cx.texts.get(id, &[]), 0, 0, width, Role::Text);
    lines.extend(paragraph("help-intro"));
    let column = if width >= 60 { COLUMNS.0 } else { COLUMNS.1 };
    for scope in Scope::ALL {
        lines.push(Vec::new());
        lines.push(vec![(0, cx.texts.get(&format!("scope-{}", scope.word()), &[]), Role::Title)]);
        for command in Command::ALL.iter().filter(|c| c.scope() == *scope) {
            let keys = cx.keymap.keys_of(*command).join(", ");
            let help = cx.texts.get(&format!("cmd-{}-help", command.name()), &[]);
            let mut explained = wrapped(&help, column, 0, width, Role::Text);
            if let Some(first) = explained.first_mut() {
                first.insert(0, (0, text::cut(&keys, usize::from(column) - 2), Role::Key));
            }
            lines.extend(explained);
        }
    }
    lines.push(Vec::new());
    lines.push(vec![(0, t!(cx.texts, "help-signs"), Role::Title)]);
    let health = |health| cx.theme.health(Some(health));
    let words = |health| words::health(cx.texts, health);
    let mut signs: Vec<((&str, Role), String)> =
        Health::ALL.iter().map(|h| (health(*h), words(*h))).collect();
    signs.push(((cx.theme.state(ActionState::Waiting), Role::Warn), t!(cx.texts, "help-sign-waiting")));
    signs.push((("!", Role::Bad), t!(cx.texts, "help-sign-late")));
    signs.push(((cx.theme.flag(), Role::Warn), t!(cx.texts, "help-sign-flag")));
    let (undoes, undone) = cx.theme.undoing();
    signs.push(((undoes, Role::Accent), t!(cx.texts, "help-sign-undoes")));
    signs.push(((undone, Role::Warn), t!(cx.texts, "help-sign-undone")));
    signs.push(((cx.theme.cursor(true), Role::Accent), t!(cx.texts, "help-sign-cursor")));
    signs.push(((cx.theme.cursor(false), Role::Text), t!(cx.texts, "help-sign-cursor-elsewhere")));
    for (standing, id) in [
        (Standing::Taken, "help-sign-taken"),
        (Standing::Refused, "help-sign-refused"),
        (Standing::Lost, "help-sign-lost"),
    ] {
        signs.push((review::sign(standing, cx.theme), cx.texts.get(id, &[])));
    }
    signs.push((review::changed(cx.theme), t!(cx.texts, "help-sign-changed")));
    for ((glyph, role), said) in signs {
        let mut explained = wrapped(&said, column, 0, width, Role::Text);
        if let Some(first) = explained.first_mut() {
            first.insert(0, (0, glyph.to_owned(), role));
        }
        lines.extend(explained);
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
        match command {
            Command::GoBack | Command::QuitProgram | Command::ShowHelp | Command::OpenItem => Reply::Close,
            other if self.reading.command(other) => Reply::Handled,
            _ => Reply::Ignored,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let inside = sheet(canvas, area, &t!(cx.texts, "help-title"));
        self.reading.draw(canvas, inside, cx, &page(cx, inside.width.into()));
        None
    }
}
