//! The first screen on an empty register: import a plan, start from the Kernbeleid fields, or see the demo.
//!
//! Owns the choice and the few lines that the choices ask for. What they lead to is written by the app, as one entry each,
//! so that it can be undone. The app opens it when the register is empty.

use ratatui::layout::{Position, Rect};

use super::ask::Ask;
use super::list_cursor::{ListCursor, mark};
use super::path::PathAsk;
use super::sheet::{below, say};
use crate::command::{Command, Scope};
use crate::i18n::words;
use crate::model::kinds::SafetyField;
use crate::model::start::{NewPlan, start_plan};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::text;
use crate::tui::theme::Role;

/// The place of importing among the choices.
const IMPORT: usize = 0;

const CHOICES: [&str; 3] = ["first-import", "first-kernbeleid", "first-demo"];

enum Stage {
    Menu,
    Path(PathAsk),
    Municipality(Ask),
    Period { municipality: String, ask: Ask },
}

/// The layer.
pub struct FirstRun {
    list: ListCursor,
    stage: Stage,
}

impl Default for FirstRun {
    fn default() -> FirstRun {
        FirstRun { list: ListCursor::default(), stage: Stage::Menu }
    }
}

/// The two years of a period such as `2027-2030` or `2027 t/m 2030`; a single year is a period of one.
fn period(text: &str) -> Option<(i16, i16)> {
    let years: Vec<i16> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| part.len() == 4)
        .filter_map(|part| part.parse().ok())
        .filter(|year| (1900..=2200).contains(year))
        .collect();
    match years[..] {
        [year] => Some((year, year)),
        [from, to] if from <= to => Some((from, to)),
        _ => None,
    }
}

impl FirstRun {
    fn ask(&mut self) -> Option<&mut Ask> {
        match &mut self.stage {
            Stage::Menu | Stage::Path(_) => None,
            Stage::Municipality(ask) | Stage::Period { ask, .. } => Some(ask),
        }
    }

    fn choose(&mut self) -> Reply {
        self.stage = match self.list.at {
            IMPORT => Stage::Path(PathAsk::default()),
            1 => Stage::Municipality(Ask::default()),
            _ => return Reply::Demo,
        };
        Reply::Handled
    }

    fn accept(&mut self, cx: &Cx<'_>) -> Reply {
        match &mut self.stage {
            Stage::Menu => self.choose(),
            Stage::Path(path) => path.accept(cx),
            Stage::Municipality(ask) => {
                let name = ask.text().trim().to_owned();
                if name.is_empty() {
                    ask.problem = Some(Message::warn(t!(cx.texts, "first-name-empty")));
                } else {
                    // A plan runs for four years; one that is still to be made begins next year.
                    let from = cx.now.today.year() + 1;
                    let ask = Ask::new(&format!("{from}-{}", from + 3));
                    self.stage = Stage::Period { municipality: name, ask };
                }
                Reply::Handled
            }
            Stage::Period { municipality, ask } => {
                let Some((from, to)) = period(ask.text()) else {
                    ask.problem = Some(Message::bad(t!(cx.texts, "first-period-wrong")));
                    return Reply::Handled;
                };
                let years = format!("{from}-{to}");
                let plan = NewPlan {
                    municipality: municipality.clone(),
                    title: t!(cx.texts, "first-plan-title", years = years),
                    from,
                    to,
                    themes: SafetyField::ALL
                        .iter()
                        .map(|field| (*field, words::safety_field(cx.texts, *field)))
                        .collect(),
                };
                let proposed = start_plan(cx.register, &plan);
                ask.commit(proposed, cx)
            }
        }
    }

    fn back(&mut self) -> Reply {
        if matches!(self.stage, Stage::Menu) {
            return Reply::Close;
        }
        self.stage = Stage::Menu;
        Reply::Handled
    }
}

impl Layer for FirstRun {
    fn scope(&self) -> Scope {
        if matches!(self.stage, Stage::Menu) { Scope::Panes } else { Scope::Prompt }
    }

    fn hints(&self) -> &'static [Command] {
        &[Command::OpenItem, Command::MoveDown, Command::MoveUp, Command::GoBack, Command::QuitProgram]
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Whole
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        match command {
            Command::AcceptLine | Command::OpenItem | Command::GoRight => self.accept(cx),
            Command::DropLine | Command::GoBack => self.back(),
            Command::ImportPlan if matches!(self.stage, Stage::Menu) => {
                self.list.at = IMPORT;
                self.choose()
            }
            other if matches!(self.stage, Stage::Menu) => {
                if self.list.command(other, CHOICES.len()) {
                    Reply::Handled
                } else {
                    Reply::Ignored
                }
            }
            other => {
                let edited = match &mut self.stage {
                    Stage::Path(path) => path.edited(other),
                    _ => self.ask().is_some_and(|ask| ask.edited(other)),
                };
                if edited { Reply::Handled } else { Reply::Ignored }
            }
        }
    }

    fn is_first_screen(&self) -> bool {
        true
    }

    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        match &mut self.stage {
            Stage::Menu => return Reply::Ignored,
            Stage::Path(path) => path.typed(text, cx),
            Stage::Municipality(ask) | Stage::Period { ask, .. } => ask.typed(text, cx),
        }
        Reply::Handled
    }

    fn completing(&mut self) -> Option<String> {
        match &mut self.stage {
            Stage::Path(path) => path.completing(),
            _ => None,
        }
    }

    fn completed(&mut self, candidates: Vec<String>) {
        if let Stage::Path(path) = &mut self.stage {
            path.completed(candidates);
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        canvas.clear(area);
        let width = area.width.saturating_sub(4).min(76);
        let x = area.x + (area.width - width) / 2;
        let mut y = area.y + (area.height / 8).min(4);
        let bottom = area.bottom();
        let paragraph = |canvas: &mut Canvas<'_>, x: u16, y: &mut u16, id: &str, role: Role| {
            let room = width.saturating_sub(x - (area.x + (area.width - width) / 2));
            for line in text::wrap(&cx.texts.get(id, &[]), room.into()) {
                if *y < bottom {
                    canvas.put(x, *y, room, &line, role);
                }
                *y += 1;
            }
        };
        paragraph(canvas, x, &mut y, "first-title", Role::Title);
        let roomy = area.height >= 16;
        if roomy {
            paragraph(canvas, x, &mut y, "first-intro", Role::Text);
        }
        y += 1;
        let (title, ask) = match &mut self.stage {
            Stage::Menu => {
                for (index, id) in CHOICES.iter().enumerate() {
                    let role = mark(canvas, x, y, index == self.list.at);
                    paragraph(canvas, x + 2, &mut y, id, role);
                    if roomy {
                        paragraph(canvas, x + 2, &mut y, &format!("{id}-help"), Role::Dim);
                        y += 1;
                    }
                }
                return None;
            }
            Stage::Path(path) => {
                paragraph(canvas, x, &mut y, "first-path", Role::Text);
                return Some(path.draw(canvas, Rect { x, y, width, height: bottom.saturating_sub(y) }, cx));
            }
            Stage::Municipality(ask) => ("first-municipality", ask),
            Stage::Period { ask, .. } => ("first-period", ask),
        };
        paragraph(canvas, x, &mut y, title, Role::Text);
        let line = Rect { x, y, width, height: bottom.saturating_sub(y) };
        let cursor = ask.draw(canvas, line);
        if let Some(problem) = &ask.problem {
            say(canvas, below(line, 2), problem);
        }
        Some(cursor)
    }

    fn refusal(&mut self) -> Option<&mut Option<Message>> {
        match &mut self.stage {
            Stage::Menu => None,
            Stage::Path(path) => Some(path.problem()),
            Stage::Municipality(ask) | Stage::Period { ask, .. } => Some(&mut ask.problem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_two_years_in_order() {
        assert_eq!(period("2027-2030"), Some((2027, 2030)));
        assert_eq!(period(" 2027 t/m 2030"), Some((2027, 2030)));
        assert_eq!(period("2027"), Some((2027, 2027)));
        assert_eq!(period("2030-2027"), None);
        assert_eq!(period("volgend jaar"), None);
        assert_eq!(period("20272030"), None);
    }
}
