//! Where a list is scrolled to, and what the moving commands do to a position in it.
//!
//! Owns the first visible row, and which row a move ends on. A list scrolls by half a page when the cursor leaves it, or by a line
//! if the user has chosen so. Used by every list and tree of the views.

use super::settings::ScrollBy;
use crate::command::Command;

/// The scroll position of a list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scroll {
    top: usize,
    height: usize,
}

impl Scroll {
    /// The first row to show so that row `at` of `len` is visible in `height` rows. A cursor that is more than a page
    /// away comes to the middle.
    pub fn follow(&mut self, at: usize, len: usize, height: u16, by: ScrollBy) -> usize {
        self.height = usize::from(height);
        if self.height == 0 {
            return self.top;
        }
        if at < self.top || at >= self.top + self.height {
            let near = at + 1 == self.top || at == self.top + self.height;
            let within = at + self.height >= self.top && at < self.top + 2 * self.height;
            self.top = if by == ScrollBy::Line && within {
                if at < self.top { at } else { at + 1 - self.height }
            } else if near && at < self.top {
                // One row above: what was the first row comes to the middle.
                (self.top).saturating_sub(self.height.div_ceil(2)).min(at)
            } else if near {
                (self.top + self.height / 2).max((at + 1).saturating_sub(self.height))
            } else {
                at.saturating_sub(self.height / 2)
            };
        }
        self.top = self.top.min(len.saturating_sub(self.height));
        // The name of a group comes into view with the first row under it.
        if at <= 1 {
            self.top = 0;
        }
        self.top
    }

    /// The list changed so that row `from` is now row `to`: it stays at its height on the screen.
    pub fn hold(&mut self, from: usize, to: usize) {
        self.top = (self.top + to).saturating_sub(from);
    }

    /// Shows the first row, when row `at` stays on the screen then; whether it does.
    pub fn show_top(&mut self, at: usize) -> bool {
        // A list that has not been drawn goes where its cursor is, whatever is its top.
        let fits = self.height == 0 || at < self.height;
        if fits {
            self.top = 0;
        }
        fits
    }

    /// The first row shown.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Brings row `at` to the middle, as far as the list goes.
    pub fn center(&mut self, at: usize) {
        self.top = at.saturating_sub(self.height / 2);
    }

    /// The position to which a moving command leads from `at` in a list of `len`; `None` for other commands.
    pub fn moved(&self, command: Command, at: usize, len: usize) -> Option<usize> {
        let page = self.height.max(2);
        let last = len.saturating_sub(1);
        Some(
            match command {
                Command::MoveDown => at + 1,
                Command::MoveUp => at.saturating_sub(1),
                Command::MoveHalfDown => at + page / 2,
                Command::MoveHalfUp => at.saturating_sub(page / 2),
                Command::MovePageDown => at + page,
                Command::MovePageUp => at.saturating_sub(page),
                Command::MoveFirst => 0,
                Command::MoveLast => last,
                _ => return None,
            }
            .min(last),
        )
    }
}

/// Row `to` of `len`, or when it is no item (but a heading) the item next to it: on in the direction in which one came from row
/// `from`, back where there is nothing more. `None` in a list without items.
pub fn nearest(from: usize, to: usize, len: usize, is_item: impl Fn(usize) -> bool) -> Option<usize> {
    let below = || (to..len).find(|row| is_item(*row));
    let above = || (0..len.min(to + 1)).rev().find(|row| is_item(*row));
    if to < from { above().or_else(below) } else { below().or_else(above) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_gone_over_in_the_direction_of_the_move() {
        let is_item = |row: usize| row != 0 && row != 3;
        assert_eq!(nearest(2, 3, 6, is_item), Some(4), "down over a heading");
        assert_eq!(nearest(4, 3, 6, is_item), Some(2), "up over it");
        assert_eq!(nearest(1, 0, 6, is_item), Some(1), "above the first item there is none");
        assert_eq!(nearest(2, 3, 4, is_item), Some(2), "nor below the last");
        assert_eq!(nearest(0, 0, 1, is_item), None);
    }

    #[test]
    fn a_list_scrolls_by_half_a_page_at_its_edges() {
        let mut scroll = Scroll::default();
        assert_eq!(scroll.follow(0, 100, 10, ScrollBy::Page), 0);
        assert_eq!(scroll.follow(9, 100, 10, ScrollBy::Page), 0);
        assert_eq!(scroll.follow(10, 100, 10, ScrollBy::Page), 5);
        assert_eq!(scroll.follow(5, 100, 10, ScrollBy::Page), 5);
        assert_eq!(scroll.follow(4, 100, 10, ScrollBy::Page), 0);
        assert_eq!(scroll.follow(99, 100, 10, ScrollBy::Page), 90);
        assert_eq!(scroll.follow(3, 4, 10, ScrollBy::Page), 0, "a short list is never scrolled");
    }

    #[test]
    fn a_list_scrolls_line_by_line_where_that_is_chosen() {
        let mut scroll = Scroll::default();
        let mut follow = |at| scroll.follow(at, 100, 10, ScrollBy::Line);
        assert_eq!([9, 10, 11, 3, 2].map(&mut follow), [0, 1, 2, 2, 2], "a row at a time at both edges");
        assert_eq!(follow(1), 0, "the name above the first row comes with it");
        assert_eq!(follow(11), 2, "and back");
        assert_eq!(follow(15), 6, "half a page further: as little as shows it");
        assert_eq!(follow(60), 55, "far away: in the middle");
        assert_eq!(follow(99), 90);
    }

    #[test]
    fn a_row_comes_to_the_middle_as_far_as_the_list_goes() {
        let mut scroll = Scroll::default();
        for (at, top) in [(20, 15), (2, 0), (98, 90)] {
            scroll.follow(at, 100, 10, ScrollBy::Page);
            scroll.center(at);
            assert_eq!(scroll.follow(at, 100, 10, ScrollBy::Page), top);
        }
    }

    #[test]
    fn moves_stay_inside_the_list() {
        let mut scroll = Scroll::default();
        scroll.follow(0, 30, 10, ScrollBy::Page);
        assert_eq!(scroll.moved(Command::MovePageDown, 25, 30), Some(29));
        assert_eq!(scroll.moved(Command::MoveHalfUp, 3, 30), Some(0));
        assert_eq!(scroll.moved(Command::MoveDown, 0, 0), Some(0));
        assert_eq!(scroll.moved(Command::GoLeft, 3, 30), None);
    }
}
