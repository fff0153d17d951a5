//! Three panes of a view: a tree, the list of what the chosen place has, and the details of one item.
//!
//! Owns which of them has the keys, how they share the room (side by side from 100 columns, the detail at the bottom
//! from 80, one at a time with a breadcrumb below that) and their headings; and what panes of all views have in common: what an
//! empty one says, which node an action stands under. The views Plan and Partners are made of three, Acties and Logboek of two.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::component::{Cx, Reply};
use super::detail::{Detail, MORE};
use super::text;
use super::theme::Role;
use crate::command::Command;
use crate::model::id::Ref;
use crate::model::register::Register;

/// From this width panes stand side by side (product section "Screens").
pub const WIDE: u16 = 100;

/// From this width tree and list stand side by side with the detail below them.
const STACKED: u16 = 80;

/// Fewer rows than this are not divided between panes above each other.
const STACKED_ROWS: u16 = 14;

/// A list that keeps its rows in place follows an entry of at most so many changes one by one; after a larger one (an import, a
/// demo) making it again is quicker.
pub const FOLLOWED_CHANGES: usize = 500;

/// One of the panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The tree.
    Tree,
    /// What the chosen place has.
    List,
    /// The detail.
    Detail,
}

const PANES: [Pane; 3] = [Pane::Tree, Pane::List, Pane::Detail];

/// How the room is shared.
#[derive(Clone, Copy, Debug)]
pub enum Shared {
    /// Each of the panes has a place of its own.
    All([Rect; 3]),
    /// The one with the keys has it all.
    One(Rect),
}

/// The panes of a view.
#[derive(Clone, Copy, Debug)]
pub struct Panes {
    focus: Pane,
    /// What had the keys before the detail got them.
    came_from: Pane,
    /// The detail has just got the keys.
    entered: bool,
    /// The row before which the panes end, while being drawn.
    bottom: u16,
    /// Where the rows of each pane were drawn last; empty for one that was not.
    bodies: [Rect; 3],
}

impl Panes {
    /// The panes, of which `focus` has the keys.
    pub fn new(focus: Pane) -> Panes {
        Panes { focus, came_from: focus, entered: false, bottom: 0, bodies: [Rect::ZERO; 3] }
    }

    /// The one with the keys.
    pub fn focus(&self) -> Pane {
        self.focus
    }

    /// The pane whose cursor counts: the one with the keys, or the one that the detail was entered from.
    pub fn chosen(&self) -> Pane {
        if self.focus == Pane::Detail { self.came_from } else { self.focus }
    }

    /// Gives the keys to `pane`.
    pub fn go(&mut self, pane: Pane) {
        if pane == Pane::Detail && self.focus != Pane::Detail {
            self.came_from = self.focus;
            self.entered = true;
        }
        self.focus = pane;
    }

    /// Whether the detail has got the keys since this was asked last.
    pub fn has_entered(&mut self) -> bool {
        std::mem::take(&mut self.entered)
    }

    /// The rows of the pane that `cell` stands in.
    pub fn around(&self, cell: Rect) -> Option<Rect> {
        self.bodies.into_iter().find(|body| body.contains((cell.x, cell.y).into()))
    }

    /// The pane at (`x`, `y`) of the screen, its heading included, and which of its lines that is.
    pub fn at(&self, x: u16, y: u16) -> Option<(Pane, Option<usize>)> {
        PANES.into_iter().zip(self.bodies).find_map(|(pane, body)| {
            let whole = Rect { y: body.y.saturating_sub(1), height: body.height + 1, ..body };
            let line = y.checked_sub(body.y).map(usize::from);
            (!body.is_empty() && whole.contains((x, y).into())).then_some((pane, line))
        })
    }

    /// Carries out a command that gives the keys to another pane, or opens what is under the cursor; `None` for other
    /// commands.
    pub fn command(&mut self, command: Command) -> Option<Reply> {
        let index = self.index();
        match command {
            Command::FocusNext => self.go(PANES[(index + 1) % PANES.len()]),
            Command::FocusPrevious => self.go(PANES[(index + PANES.len() - 1) % PANES.len()]),
            Command::FocusTree => self.go(Pane::Tree),
            Command::FocusActions => self.go(Pane::List),
            Command::FocusDetail => self.go(Pane::Detail),
            Command::GoBack if self.focus == Pane::Detail => self.go(self.came_from),
            // On a field of the details: that is what is opened.
            Command::OpenItem if self.focus == Pane::Detail => return Some(Reply::Run(Command::EditField)),
            Command::OpenItem => self.go(PANES[(index + 1).min(PANES.len() - 1)]),
            _ => return None,
        }
        Some(Reply::Handled)
    }

    /// What comes of a command that the pane with the keys answered with `reply`: left and right lead out of it.
    pub fn led_out(&mut self, command: Command, reply: Reply) -> Reply {
        let index = self.index();
        match (&reply, command) {
            (Reply::Ignored, Command::GoLeft) => self.go(PANES[index.saturating_sub(1)]),
            (Reply::Ignored, Command::GoRight) => self.go(PANES[(index + 1).min(PANES.len() - 1)]),
            _ => return reply,
        }
        Reply::Handled
    }

    fn index(&self) -> usize {
        PANES.iter().position(|pane| *pane == self.focus).unwrap_or(0)
    }

    /// Shares `area` out and draws the lines between the panes; its last `covered` rows are about to be covered. Side by
    /// side the tree takes `percent` of the width, from the first to the second of `cells`.
    pub fn share(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        covered: u16,
        percent: u16,
        cells: (u16, u16),
    ) -> Shared {
        self.bottom = area.bottom() - covered;
        self.bodies = [Rect::ZERO; 3];
        if area.width >= WIDE {
            let tree = (area.width * percent / 100).clamp(cells.0, cells.1);
            let detail = (area.width * 27 / 100).clamp(28, 64);
            Shared::All(columns(canvas, area, [tree, area.width - tree - detail - 2, detail]))
        } else if area.width >= STACKED && area.height >= STACKED_ROWS {
            // The lists need their rows more than the detail, which scrolls.
            let below = (area.height * 2 / 5).max(6);
            let above = Rect { height: area.height - below, ..area };
            let tree = area.width * 2 / 5;
            let [tree, list, _] = columns(canvas, above, [tree, area.width - tree - 1, 0]);
            Shared::All([tree, list, Rect { y: above.bottom(), height: below, ..area }])
        } else {
            Shared::One(area)
        }
    }

    /// Draws the name of `pane` above it. Returns how many cells it took, and the room below it.
    pub fn heading(&mut self, canvas: &mut Canvas<'_>, area: Rect, pane: Pane, name: &str) -> (u16, Rect) {
        let role = if self.focus == pane { Role::Title } else { Role::Dim };
        let used = canvas.put(area.x + 1, area.y, area.width.saturating_sub(1), name, role);
        (used + 1, self.body(area, pane))
    }

    /// Draws the list's name, what it is a list `of`, and how many there are at the right. Returns the room below.
    pub fn list_heading(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        name: &str,
        of: &str,
        count: &str,
    ) -> Rect {
        let (used, body) = self.heading(canvas, area, Pane::List, name);
        let room = area.width.saturating_sub(used + 2);
        let at = canvas.put_right(area.right() - 1, area.y, room, count, Role::Dim);
        let room = at.saturating_sub(area.x + used + 3);
        canvas.put(area.x + used + 2, area.y, room, of, Role::Text);
        body
    }

    /// Draws the path to the one pane that is seen: the chosen place, the list's name, the item. Returns the room below.
    pub fn path(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        place: &str,
        list: &str,
        item: Option<Ref>,
    ) -> Rect {
        let crumb = canvas.theme.crumb();
        let (mut end, mut room) = (String::new(), area.width.saturating_sub(2));
        if self.focus != Pane::Tree {
            end = format!("{crumb}{list}");
        }
        if let (Pane::Detail, Some(r)) = (self.focus, item) {
            end = format!("{end}{crumb}{r}");
            room = room.saturating_sub(MORE);
        }
        // The end says where one is; the name of the place gives way.
        let room = usize::from(room).saturating_sub(text::width(&end));
        let path = match text::cut(place, room) {
            none if none.is_empty() => end.trim_start_matches(crumb).to_owned(),
            place => format!("{place}{end}"),
        };
        canvas.put(area.x + 1, area.y, area.width.saturating_sub(1), &path, Role::Title);
        self.body(area, self.focus)
    }

    /// Draws the details of `item` beside the lists, or below them with a rule above.
    pub fn detail(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        detail: &mut Detail,
        item: Option<Ref>,
        cx: &Cx<'_>,
    ) {
        let focused = self.focus == Pane::Detail;
        let name = item.map_or(String::new(), |r| r.to_string());
        let body = if area.x == 0 {
            let role = if focused { Role::Title } else { Role::Dim };
            canvas.rule(area.x, area.y, area.width, &name, role);
            self.body(area, Pane::Detail)
        } else {
            self.heading(canvas, area, Pane::Detail, &name).1
        };
        detail.draw(canvas, body, cx, item, focused);
    }

    /// The rows below a pane's heading, as far as they stay visible.
    fn body(&mut self, area: Rect, pane: Pane) -> Rect {
        let bottom = area.bottom().min(self.bottom);
        let body = Rect { y: area.y + 1, height: bottom.saturating_sub(area.y + 1), ..area };
        self.bodies[pane as usize] = body;
        body
    }
}

/// Says in an empty pane what there could be, and how it gets there.
pub fn draw_empty(canvas: &mut Canvas<'_>, area: Rect, said: &str) {
    let lines = text::wrap(said, area.width.saturating_sub(2).into());
    for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
        canvas.put(area.x + 1, y, area.width.saturating_sub(1), line, Role::Dim);
    }
}

/// The node that `item` stands under, when it is an action.
pub fn node_of(register: &Register, item: Option<Ref>) -> Option<Ref> {
    item.and_then(|r| register.action(r)).and_then(|action| action.under)
}

/// Divides `area` into columns of these widths with a line between them.
fn columns(canvas: &mut Canvas<'_>, area: Rect, widths: [u16; 3]) -> [Rect; 3] {
    let mut x = area.x;
    widths.map(|width| {
        let column = Rect { x, width, ..area };
        x += width;
        if x < area.right() {
            canvas.divider(x, area);
            x += 1;
        }
        column
    })
}
