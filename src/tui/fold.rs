//! A tree in rows, of which branches fold.
//!
//! Owns the rows, which branches are open, the cursor (by place), the scroll position, and where the fields of the row under the
//! cursor were drawn last. The trees of the views Plan and Partners say which rows there are, and draw what stands in one.

use std::collections::HashSet;

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::component::Cx;
use super::scroll::Scroll;
use super::theme::Role;
use crate::command::Command;
use crate::model::id::Ref;
use crate::model::record::Field;

/// A row.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The item that it stands for; `None` for the one row that stands for none.
    pub place: Option<Ref>,
    /// How many rows it stands under.
    pub depth: u16,
    /// Whether anything stands under it.
    pub children: bool,
}

/// A row as it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// The row.
    pub row: Row,
    /// It is under the cursor.
    pub chosen: bool,
    /// What stands under it is shown.
    pub open: bool,
}

impl Shown {
    /// Draws the sign of a branch where a row begins that stands `indent` cells in. Returns where its name begins.
    pub fn draw_fold(&self, canvas: &mut Canvas<'_>, area: Rect, indent: u16, cx: &Cx<'_>) -> u16 {
        let x = area.x + 1 + indent;
        canvas.put(x, area.y, 1, cx.theme.fold(self.row.children, self.open), Role::Accent);
        x + 2
    }
}

/// What came of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It means nothing in a tree, or leads out of it.
    Ignored,
    /// The cursor was moved, as far as it goes.
    Moved,
    /// Other branches are open now: the rows are to be listed afresh.
    Folded,
}

/// The tree.
#[derive(Debug, Default)]
pub struct FoldedTree {
    open: HashSet<Ref>,
    rows: Vec<Row>,
    at: usize,
    scroll: Scroll,
    drawn: Vec<(Field, Rect)>,
}

impl FoldedTree {
    /// The place under the cursor; `None` also when there is no row.
    pub fn place(&self) -> Option<Ref> {
        self.rows.get(self.at).and_then(|row| row.place)
    }

    /// The place of the first row that stands for one.
    pub fn first(&self) -> Option<Ref> {
        self.rows.iter().find_map(|row| row.place)
    }

    /// Whether there is any row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether what stands under `place` is shown.
    pub fn is_open(&self, place: Ref) -> bool {
        self.open.contains(&place)
    }

    /// Has what stands under `places` shown once the rows are listed.
    pub fn unfold(&mut self, places: impl IntoIterator<Item = Ref>) {
        self.open.extend(places);
    }

    /// The row under which the one under the cursor stands.
    fn parent(&self) -> Option<usize> {
        let depth = self.rows.get(self.at)?.depth;
        self.rows[..self.at].iter().rposition(|row| row.depth < depth)
    }

    /// Takes the rows as they are now. The cursor stays on its place, at its height on the screen; when that is not among them
    /// it goes to the first one that is of those `instead` of it, else to the one beside it that took its place, else to what
    /// it stood under, else it stays on its row.
    pub fn list(&mut self, rows: Vec<Row>, instead: impl FnOnce(Ref) -> Vec<Ref>) {
        let chosen = self.rows.get(self.at).map(|row| row.place);
        let depth = self.rows.get(self.at).map(|row| row.depth);
        let above = self.parent().and_then(|parent| self.rows[parent].place);
        let before = self.at;
        self.rows = rows;
        let Some(chosen) = chosen else { return };
        let index = |place: Option<Ref>| self.rows.iter().position(|row| row.place == place);
        let near = || {
            let instead = chosen.map(instead).unwrap_or_default();
            let beside = self.rows.get(before).filter(|row| Some(row.depth) == depth).map(|_| before);
            let above = || above.and_then(|r| index(Some(r)));
            instead.into_iter().find_map(|r| index(Some(r))).or(beside).or_else(above)
        };
        let found = index(chosen).or_else(near).unwrap_or(before);
        self.at = found.min(self.rows.len().saturating_sub(1));
        self.scroll.hold(before, self.at);
    }

    /// Puts the cursor on the row of `place`. `false` when there is none.
    pub fn go(&mut self, place: Option<Ref>) -> bool {
        let row = self.rows.iter().position(|row| row.place == place);
        self.at = row.unwrap_or(self.at);
        row.is_some()
    }

    /// Puts the cursor on the row that is drawn `line` rows below the first, if there is one.
    pub fn choose(&mut self, line: usize) {
        let at = self.scroll.top() + line;
        if at < self.rows.len() {
            self.at = at;
        }
    }

    /// Carries out a command for panes; `branches` are all that can be open.
    pub fn command(&mut self, command: Command, branches: impl FnOnce() -> Vec<Ref>) -> Turn {
        let branch = self.rows.get(self.at).filter(|row| row.children).and_then(|row| row.place);
        let is_open = branch.is_some_and(|r| self.is_open(r));
        match (command, branch) {
            (Command::GoLeft | Command::ToggleFold, Some(r)) if is_open => {
                self.open.remove(&r);
            }
            (Command::GoRight | Command::ToggleFold, Some(r)) if !is_open => {
                self.open.insert(r);
            }
            (Command::FoldAll, _) => self.open.clear(),
            (Command::UnfoldAll, _) => self.open.extend(branches()),
            (Command::GoLeft, _) => {
                self.at = self.parent().unwrap_or(self.at);
                return Turn::Moved;
            }
            (Command::ToggleFold, _) => return Turn::Moved,
            (Command::CenterRow, _) => {
                self.scroll.center(self.at);
                return Turn::Moved;
            }
            (other, _) => {
                let Some(at) = self.scroll.moved(other, self.at, self.rows.len()) else {
                    return Turn::Ignored;
                };
                self.at = at;
                return Turn::Moved;
            }
        }
        Turn::Folded
    }

    /// Where `field` of the place under the cursor was drawn last.
    pub fn cell(&self, r: Ref, field: Field) -> Option<Rect> {
        let mut drawn = self.drawn.iter().filter(|_| self.place() == Some(r));
        drawn.find(|(known, _)| *known == field).map(|(_, cell)| *cell)
    }

    /// Draws the rows in `area` with the cursor before its own; `draw_row` draws one and says where its fields stand.
    pub fn draw(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        cx: &Cx<'_>,
        focused: bool,
        draw_row: impl Fn(&mut Canvas<'_>, Rect, Shown) -> Vec<(Field, Rect)>,
    ) {
        self.drawn.clear();
        let top = self.scroll.follow(self.at, self.rows.len(), area.height, cx.scroll);
        let rows = self.rows.iter().enumerate().skip(top).zip(area.top()..area.bottom());
        for ((index, row), y) in rows {
            let area = Rect { y, height: 1, ..area };
            let chosen = index == self.at;
            let open = row.place.is_some_and(|r| self.open.contains(&r));
            if chosen {
                let role = if focused { Role::Accent } else { Role::Dim };
                canvas.put(area.x, y, 1, cx.theme.cursor(focused), role);
            }
            let cells = draw_row(canvas, area, Shown { row: *row, chosen, open });
            if chosen {
                self.drawn = cells;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::record::Kind;

    fn place(num: u32) -> Ref {
        Ref::new(Kind::Node, num)
    }

    /// Two branches, 1 and 4, of which the first has 2 and 3 under it and the second 5.
    fn rows(tree: &FoldedTree) -> Vec<Row> {
        let row = |num, depth, children| Row { place: Some(place(num)), depth, children };
        let mut rows = Vec::new();
        for (branch, below) in [(1, &[2, 3][..]), (4, &[5])] {
            rows.push(row(branch, 0, true));
            if tree.is_open(place(branch)) {
                rows.extend(below.iter().map(|num| row(*num, 1, false)));
            }
        }
        rows
    }

    /// The tree after `commands`, and what the last of them led to.
    fn after(commands: &[Command]) -> (FoldedTree, Turn) {
        let mut tree = FoldedTree::default();
        let mut turn = Turn::Ignored;
        tree.list(rows(&tree), |_| Vec::new());
        for command in commands {
            turn = tree.command(*command, || vec![place(1), place(4)]);
            if turn == Turn::Folded {
                tree.list(rows(&tree), |_| Vec::new());
            }
        }
        (tree, turn)
    }

    #[test]
    fn left_folds_then_leads_up_and_right_unfolds_then_leads_out() {
        use Command::*;
        let (tree, turn) = after(&[GoRight, MoveDown]);
        assert_eq!((tree.place(), turn), (Some(place(2)), Turn::Moved));
        assert_eq!(after(&[GoRight, GoRight]).1, Turn::Ignored);
        let (tree, turn) = after(&[GoRight, MoveDown, MoveDown, GoLeft]);
        assert_eq!((tree.place(), turn), (Some(place(1)), Turn::Moved));
        let (tree, turn) = after(&[GoRight, GoLeft]);
        assert_eq!((tree.rows.len(), turn), (2, Turn::Folded));
    }

    #[test]
    fn the_cursor_goes_to_the_branch_that_is_folded_over_it() {
        use Command::*;
        let (tree, _) = after(&[UnfoldAll, MoveLast, FoldAll]);
        assert_eq!((tree.rows.len(), tree.place()), (2, Some(place(4))));
    }

    #[test]
    fn a_place_that_has_gone_gives_way_to_what_stands_instead_of_it() {
        let (mut tree, _) = after(&[Command::UnfoldAll, Command::MoveDown]);
        let left: Vec<Row> = rows(&tree).into_iter().filter(|row| row.place != Some(place(2))).collect();
        tree.list(left, |gone| if gone == place(2) { vec![place(5)] } else { Vec::new() });
        assert_eq!(tree.place(), Some(place(5)));
    }
}
