//! A row of the log: what stands where, and what gives way when there is no room.
//!
//! Owns the columns for one width of the list and how an entry is drawn in them. The list of the log draws by it.

use ratatui::layout::Rect;

use super::entries::{Seen, unread};
use crate::i18n::words;
use crate::model::change::Verb;
use crate::tui::canvas::Canvas;
use crate::tui::component::Cx;
use crate::tui::theme::Role;

/// The least room for what happened; other columns give way before it gets less.
const LEAST_WHAT: u16 = 20;

/// Cells for a day and for a time.
const DAY: u16 = 8;
const TIME: u16 = 5;

/// The cells for the name of who did it, and the most that it gets where there is room; most are shorter, and leave theirs to what
/// happened.
const WHO: u16 = 16;
const MOST_WHO: u16 = 24;

/// What happened has at least this before a name gets more than `WHO`.
const GOOD_WHAT: u16 = 36;

/// Where the columns stand: each its first cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    number: u16,
    digits: u16,
    day: u16,
    time: Option<u16>,
    who: Option<u16>,
    names: u16,
    what: u16,
}

impl Places {
    /// The columns in `width` cells from `x` on, for numbers of so many digits and names of at most so many cells. Who gives
    /// way first, then the time.
    pub fn new(x: u16, width: u16, digits: u16, names: u16) -> Places {
        // The cursor, the two marks, a blank.
        let number = x + 4;
        let day = number + digits + 1;
        let end = x + width;
        let fits = |from: u16| from + LEAST_WHAT <= end;
        let mut what = day + DAY + 1;
        let time = fits(what + TIME + 1).then_some(what);
        what += if time.is_some() { TIME + 1 } else { 0 };
        let spare = end.saturating_sub(what + 1 + GOOD_WHAT);
        let names = names.min(spare.clamp(WHO, MOST_WHO));
        let who = fits(what + names + 1).then_some(what);
        what += if who.is_some() { names + 1 } else { 0 };
        Places { number, digits, day, time, who, names, what }
    }
}

/// An entry as a row shows it.
pub struct Row<'a> {
    /// Its number.
    pub seq: u64,
    /// Its outline.
    pub seen: &'a Seen,
    /// It has been taken back.
    pub taken_back: bool,
    /// It is under the cursor.
    pub chosen: bool,
}

impl Row<'_> {
    /// Draws it on row `y`; the cursor is left to the list.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, y: u16, places: Places, cx: &Cx<'_>) {
        let signs = cx.theme.undoing();
        if self.taken_back {
            canvas.put(area.x + 2, y, 1, signs.undone, Role::Warn);
        }
        // Weight on the number only: on the words it would cost two lines of text per move.
        let role = if self.chosen { Role::Strong } else { Role::Dim };
        canvas.put_right(places.number + places.digits, y, places.digits, &self.seq.to_string(), role);
        let Ok(Some(outline)) = self.seen else {
            if let Some((said, role)) = unread(cx.texts, self.seq, self.seen) {
                canvas.put(places.day, y, area.right().saturating_sub(places.day), &said, role);
            }
            return;
        };
        if outline.undoes.is_some() {
            let sign = if outline.label.verb == Verb::Redo { signs.redoes } else { signs.undoes };
            canvas.put(area.x + 1, y, 1, sign, Role::Accent);
        }
        let day = words::day_narrow(cx.texts, outline.at.day(cx.zone), cx.now.today);
        canvas.put(places.day, y, DAY, &day, Role::Dim);
        if let Some(x) = places.time {
            canvas.put(x, y, TIME, &words::clock(outline.at, cx.zone), Role::Dim);
        }
        if let Some(x) = places.who {
            canvas.put(x, y, places.names, words::who(cx.register, &outline.actor.0), Role::Text);
        }
        let role = if self.taken_back { Role::Dim } else { Role::Text };
        let label = words::entry(cx.texts, cx.ledger, outline, cx.now.today);
        canvas.put(places.what, y, area.right().saturating_sub(places.what + 1), &label, role);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_gives_way_before_the_time_and_the_time_before_what_happened() {
        let wide = Places::new(0, 80, 4, 20);
        assert!(wide.who.is_some() && wide.time.is_some());
        let middle = Places::new(0, 46, 4, 20);
        assert!(middle.who.is_none() && middle.time.is_some());
        let narrow = Places::new(0, 40, 4, 20);
        assert!(narrow.who.is_none() && narrow.time.is_none());
        assert_eq!(narrow.what, 18);
        assert!(Places::new(0, 46, 4, 1).who.is_some(), "a short name has room where a long one has none");
    }

    #[test]
    fn a_long_name_gets_more_where_what_happened_has_enough() {
        let names = |width, longest| Places::new(0, width, 4, longest).names;
        assert_eq!((names(70, 30), names(80, 30), names(120, 30)), (WHO, 19, MOST_WHO));
        assert_eq!((names(80, 7), names(120, 18)), (7, 18), "a shorter one leaves its room");
    }
}
