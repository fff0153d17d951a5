//! Where a list is scrolled to, and what the moving commands do to a position in it.
//!
//! Owns the first visible row. A list scrolls by half a page when the cursor leaves it: one repaint is then
//! shared by many moves, which is what counts on a slow line.

use crate::command::Command;

/// The scroll position of a list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scroll {
    top: usize,
    height: usize,
}

impl Scroll {
    /// The first row to show so that row `at` of `len` is visible in `height` rows.
    pub fn follow(&mut self, at: usize, len: usize, height: u16) -> usize {
        self.height = usize::from(height);
        if self.height == 0 {
            return self.top;
        }
        if at < self.top || at >= self.top + self.height {
            let near = at + 1 == self.top || at == self.top + self.height;
            self.top = if near && at < self.top {
                // One row above: what was the first row comes to the middle.
                (self.top).saturating_sub(self.height.div_ceil(2)).min(at)
            } else if near {
                (self.top + self.height / 2).max((at + 1).saturating_sub(self.height))
            } else {
                at.saturating_sub(self.height / 2)
            };
        }
        self.top = self.top.min(len.saturating_sub(self.height));
        self.top
    }

    /// The list changed so that row `from` is now row `to`: it stays at its height on the screen.
    pub fn hold(&mut self, from: usize, to: usize) {
        self.top = (self.top + to).saturating_sub(from);
    }

    /// The first row shown.
    pub fn top(&self) -> usize {
        self.top
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_scrolls_by_half_a_page_at_its_edges() {
        let mut scroll = Scroll::default();
        assert_eq!(scroll.follow(0, 100, 10), 0);
        assert_eq!(scroll.follow(9, 100, 10), 0);
        assert_eq!(scroll.follow(10, 100, 10), 5);
        assert_eq!(scroll.follow(5, 100, 10), 5);
        assert_eq!(scroll.follow(4, 100, 10), 0);
        assert_eq!(scroll.follow(99, 100, 10), 90);
        assert_eq!(scroll.follow(3, 4, 10), 0, "a short list is never scrolled");
    }

    #[test]
    fn moves_stay_inside_the_list() {
        let mut scroll = Scroll::default();
        scroll.follow(0, 30, 10);
        assert_eq!(scroll.moved(Command::MovePageDown, 25, 30), Some(29));
        assert_eq!(scroll.moved(Command::MoveHalfUp, 3, 30), Some(0));
        assert_eq!(scroll.moved(Command::MoveDown, 0, 0), Some(0));
        assert_eq!(scroll.moved(Command::GoLeft, 3, 30), None);
    }
}
