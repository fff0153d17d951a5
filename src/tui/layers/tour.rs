//! The tour: five steps that show how the workbench is used, on the register itself.
//!
//! Owns which step it is and what of it has been done. The panes above its sheet keep their keys: what is pressed is
//! really carried out, and the tour goes on when it was what the step asks for. The app opens it in the demo and at
//! `ShowTour`, and offers it to whoever has just begun.

use ratatui::layout::{Position, Rect};

use super::sheet::sheet;
use crate::command::{Command, Scope};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Reply};
use crate::tui::text;
use crate::tui::theme::Role;

/// Rows of the sheet: its rule and the text, which has to fit also where the window is narrow.
const ROWS: u16 = 5;

/// Stand around a key in a text, so that it can be told from the words when it is drawn; and for a blank in it, so that
/// it is not broken. Characters for private use, which no key is.
const KEY: [char; 3] = ['\u{E000}', '\u{E001}', '\u{E002}'];

/// So many moves show that the actions follow the tree.
const MOVES: usize = 3;

/// The steps, and the farewell after them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Step {
    #[default]
    Tree,
    Detail,
    Change,
    Add,
    Find,
    End,
}

impl Step {
    const ALL: [Step; 5] = [Step::Tree, Step::Detail, Step::Change, Step::Add, Step::Find];

    /// The message with its words; `-half` behind it when the first of two parts is done.
    const fn message(self) -> &'static str {
        match self {
            Step::Tree => "tour-tree",
            Step::Detail => "tour-detail",
            Step::Change => "tour-change",
            Step::Add => "tour-add",
            Step::Find => "tour-find",
            Step::End => "tour-end",
        }
    }
}

/// The layer.
#[derive(Debug)]
pub struct Tour {
    step: Step,
    /// The last entry when the step began.
    head: u64,
    moves: usize,
    /// The last entry when something was asked for that is finished by a later one.
    asked: Option<u64>,
    /// The parts of the last step that were tried.
    tried: [bool; 2],
}

impl Tour {
    /// The tour from its first step, on a register whose last entry is `head`.
    pub fn new(head: u64) -> Tour {
        Tour { step: Step::Tree, head, moves: 0, asked: None, tried: [false; 2] }
    }

    fn go_on(&mut self, head: u64) {
        let at = Step::ALL.iter().position(|step| *step == self.step);
        let step = at.and_then(|at| Step::ALL.get(at + 1)).copied().unwrap_or(Step::End);
        *self = Tour { step, ..Tour::new(head) };
    }

    /// Whether the first of two parts of the step is done.
    fn half(&self, cx: &Cx<'_>) -> bool {
        match self.step {
            Step::Detail => self.moves > 0,
            Step::Change => cx.head > self.head,
            Step::Find => self.tried.contains(&true),
            _ => false,
        }
    }

    /// Takes in what is about to be carried out in the panes.
    fn note(&mut self, command: Command, cx: &Cx<'_>) {
        let in_tree = cx.situation.action.is_none();
        match (self.step, command) {
            (Step::Tree, command) if in_tree && is_move(command) => {
                self.moves += 1;
                if self.moves == MOVES {
                    self.go_on(cx.head);
                }
            }
            // Going into the details, by whichever key; the next pane after the actions is theirs.
            (
                Step::Detail,
                Command::OpenItem | Command::FocusDetail | Command::FocusNext | Command::GoRight,
            ) if !in_tree => self.go_on(cx.head),
            (Step::Detail, command) if !in_tree && is_move(command) => self.moves += 1,
            (Step::Change, Command::UndoChange) if self.half(cx) => self.asked = Some(cx.head),
            (Step::Add, Command::AddAction) => self.asked = Some(cx.head),
            (Step::Find, Command::FindItem) => self.tried[0] = true,
            (Step::Find, Command::ShowHelp) => self.tried[1] = true,
            _ => {}
        }
    }
}

/// Whether it goes through the tree, opens or closes it.
fn is_move(command: Command) -> bool {
    matches!(
        command,
        Command::MoveDown
            | Command::MoveUp
            | Command::MoveHalfDown
            | Command::MoveHalfUp
            | Command::MovePageDown
            | Command::MovePageUp
            | Command::MoveFirst
            | Command::MoveLast
            | Command::GoLeft
            | Command::GoRight
            | Command::ToggleFold
            | Command::FoldAll
            | Command::UnfoldAll
    )
}

impl Layer for Tour {
    /// The panes keep their keys.
    fn scope(&self) -> Scope {
        Scope::Items
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(ROWS)
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        match command {
            Command::GoBack => return Reply::Close,
            Command::OpenItem if self.step == Step::End => return Reply::Close,
            // In the step that is about opening, that is what Enter does.
            Command::OpenItem if self.step != Step::Detail => self.go_on(cx.head),
            Command::ShowTour => *self = Tour::new(cx.head),
            other => {
                self.note(other, cx);
                return Reply::Pass;
            }
        }
        Reply::Handled
    }

    fn look(&mut self, cx: &Cx<'_>) {
        if self.asked.is_some_and(|head| cx.head > head) || self.tried == [true; 2] {
            self.go_on(cx.head);
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let key = |command| cx.keymap.key_of(command);
        let number = Step::ALL.iter().position(|step| *step == self.step);
        let (open, back) = (key(Command::OpenItem), key(Command::GoBack));
        let step = |id| {
            let step = number.map_or(0, |at| at + 1);
            cx.texts.get(id, &[("step", step.into()), ("steps", Step::ALL.len().into())])
        };
        let leave = |id| cx.texts.get(id, &[("open", open.clone().into()), ("back", back.clone().into())]);
        // From the most that is said to the least; the way out stays also where there is little room.
        let headings = match self.step {
            Step::End => vec![(t!(cx.texts, "cmd-show_tour"), leave("tour-close"))],
            now => {
                let most = if now == Step::Detail { "tour-leave-detail" } else { "tour-leave" };
                let all = [("tour-title", most), ("tour-title", "tour-skip"), ("tour-step", "tour-skip")];
                all.map(|(title, way_out)| (step(title), leave(way_out))).to_vec()
            }
        };
        let room = usize::from(area.width);
        let fits = |(title, leave): &&(String, String)| text::width(title) + text::width(leave) + 8 <= room;
        let (title, leave) = headings.iter().find(fits).or(headings.last()).cloned().unwrap_or_default();
        let inside = sheet(canvas, area, &title);
        canvas.put_right(inside.right(), area.y, area.width, &format!(" {leave} "), Role::Dim);
        let args = [
            ("tree", Command::FocusTree),
            ("down", Command::MoveDown),
            ("up", Command::MoveUp),
            ("left", Command::GoLeft),
            ("right", Command::GoRight),
            ("next", Command::FocusNext),
            ("open", Command::OpenItem),
            ("done", Command::CompleteAction),
            ("progress", Command::RecordProgress),
            ("undo", Command::UndoChange),
            ("add", Command::AddAction),
            ("accept", Command::AcceptLine),
            ("find", Command::FindItem),
            ("help", Command::ShowHelp),
            ("palette", Command::OpenPalette),
            ("quit", Command::QuitProgram),
        ];
        let [begin, end, blank] = KEY;
        let marked = |command| format!("{begin}{}{end}", key(command).replace(' ', &blank.to_string()));
        let args = args.map(|(name, command)| (name, marked(command).into()));
        let half = self.half(cx);
        let id = if half { format!("{}-half", self.step.message()) } else { self.step.message().to_owned() };
        let role = if half { Role::Good } else { Role::Text };
        let lines = text::wrap(&cx.texts.get(&id, &args), inside.width.into());
        for (line, y) in lines.iter().zip(inside.top()..inside.bottom()) {
            draw_line(canvas, Rect { y, height: 1, ..inside }, line, role);
        }
        None
    }
}

/// Draws a line of a text, its keys in their own role.
fn draw_line(canvas: &mut Canvas<'_>, area: Rect, line: &str, role: Role) {
    let [begin, end, blank] = KEY;
    let mut x = area.x;
    for piece in line.split_inclusive([begin, end]) {
        let role = if piece.ends_with(end) { Role::Key } else { role };
        let said = piece.trim_end_matches([begin, end]).replace(blank, " ");
        x += canvas.put(x, area.y, area.right().saturating_sub(x), &said, role);
    }
}
