//! Which rows of the screen have moved up or down between two frames.
//!
//! Owns the search for the one run of whole rows and the distance by which moving them leaves the fewest cells to be
//! sent again. Pure: two frames in, a move out. `screen` has the terminal make the move, and keeps it only when it saves
//! bytes: what is found here is a good guess, as it counts cells.

use std::hash::{Hash, Hasher};

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;

/// Attributes that show on a blank cell; the others make no difference there.
pub const SHOWS_ON_BLANK: Modifier =
    Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

/// Frames in which fewer rows differ are not looked at: the cursor of a list touches two.
pub const FEWEST_ROWS: usize = 3;

/// One column in so many is looked at. What moved is as plain in a third of a row as in the whole, and the search is part of
/// what a key costs.
const SAMPLE: usize = 3;

/// Moves that save fewer cells than this, of those looked at, are not worth it: the sequences that make the terminal move its
/// lines take some twenty bytes, and finding its place again afterwards costs the writer as much.
const LEAST_SAVED: i32 = 40 / SAMPLE as i32;

/// Rows that move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The first row of the region.
    pub top: u16,
    /// The row after its last one.
    pub bottom: u16,
    /// How far its rows move; fewer rows than the region has.
    pub by: u16,
    /// Whether they move up. What comes into view at the other end is blank.
    pub up: bool,
    /// Whether this moves things that stood where they belong, such as the pane beside a list. They are sent again, but should
    /// not be seen to jump.
    pub spoils: bool,
}

/// Mixes the parts of a cell into a number. Equal looks give equal numbers; unequal ones nearly always unequal numbers,
/// and where not, the guess is worse and nothing else.
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, n: u64) {
        // An odd multiplier with well-spread bits: 2^64 divided by the golden ratio.
        self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_isize(&mut self, n: isize) {
        self.write_u64(n as u64);
    }
}

/// A number for what a cell looks like.
fn look(cell: &Cell) -> u32 {
    let mut mix = Mix(0);
    if cell.symbol() == " " {
        (cell.bg, cell.modifier & SHOWS_ON_BLANK).hash(&mut mix);
    } else {
        (cell.symbol(), cell.fg, cell.bg, cell.modifier).hash(&mut mix);
    }
    mix.finish() as u32
}

/// How many cells differ.
fn differing(a: &[u32], b: &[u32]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(a != b)).sum()
}

/// The move that leaves the fewest cells of `next` to be sent to a terminal that shows `shown`; `None` when none is worth
/// it. Both have the same size. Work: a step per cell looked at and distance.
pub fn find(shown: &Buffer, next: &Buffer) -> Option<Shift> {
    let (cells, height) = (usize::from(next.area.width).max(1), usize::from(next.area.height));
    let looks = |frame: &Buffer| -> Vec<u32> {
        frame.content.chunks(cells).flat_map(|row| row.iter().step_by(SAMPLE).map(look)).collect()
    };
    let (before, after) = (looks(shown), looks(next));
    let width = cells.div_ceil(SAMPLE);
    let blanks = vec![look(&Cell::default()); width];
    let was = |y: usize| &before[y * width..(y + 1) * width];
    let is = |y: usize| &after[y * width..(y + 1) * width];
    // What each row costs as it is, and what is gained (mostly lost) by its being blank.
    let cost: Vec<i32> = (0..height).map(|y| differing(was(y), is(y))).collect();
    if cost.iter().sum::<i32>() < LEAST_SAVED {
        return None;
    }
    let mut emptied = vec![0; height + 1];
    for y in 0..height {
        emptied[y + 1] = emptied[y] + cost[y] - differing(&blanks, is(y));
    }
    let mut best: Option<(i32, Shift)> = None;
    for by in 1..height {
        for up in [true, false] {
            // Rows that have one to come from; the run of them with the greatest gain, blank rows counted.
            let rows = if up { 0..height - by } else { by..height };
            let (mut gain, mut first) = (i32::MIN / 2, rows.start);
            for y in rows {
                let fresh = if up { 0 } else { emptied[y] - emptied[y - by] };
                if fresh >= gain {
                    (gain, first) = (fresh, y);
                }
                gain += cost[y] - differing(was(if up { y + by } else { y - by }), is(y));
                let whole = gain + if up { emptied[y + 1 + by] - emptied[y + 1] } else { 0 };
                if whole >= LEAST_SAVED && best.is_none_or(|(most, _)| whole > most) {
                    let (top, bottom) = if up { (first, y + 1 + by) } else { (first - by, y + 1) };
                    let (top, bottom, by) = (top as u16, bottom as u16, by as u16);
                    best = Some((whole, Shift { top, bottom, by, up, spoils: false }));
                }
            }
        }
    }
    let (_, shift) = best?;
    let (top, bottom, by) = (usize::from(shift.top), usize::from(shift.bottom), usize::from(shift.by));
    let moved = bottom - top - by;
    let spoiled = (0..moved).flat_map(|n| {
        let (from, to) = if shift.up { (top + n + by, top + n) } else { (top + n, top + n + by) };
        let stood = was(to).iter().zip(is(to)).map(|(a, b)| a == b);
        stood.zip(was(from).iter().zip(is(to))).filter(|(stood, (a, b))| *stood && a != b)
    });
    // A cell here and there is right by chance, such as a digit that two rows share.
    Some(Shift { spoils: spoiled.count() * SAMPLE > moved, ..shift })
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Style};

    use super::*;

    fn buffer(rows: &[String]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 40, rows.len() as u16));
        for (y, row) in rows.iter().enumerate() {
            buffer.set_string(0, y as u16, row, Style::new());
        }
        buffer
    }

    /// A header, ten rows of a table from row `top` of it on, a footer.
    fn table(top: usize) -> Vec<String> {
        let row = |n: usize| char::from(b'a' + n as u8).to_string().repeat(30);
        let rows = (top..top + 10).map(row);
        ["kop".to_owned()].into_iter().chain(rows).chain(["voet".to_owned()]).collect()
    }

    #[test]
    fn a_table_that_scrolls_is_found_with_its_distance_and_without_what_stands_around_it() {
        for (from, to, by, up) in [(0, 3, 3, true), (3, 0, 3, false), (4, 5, 1, true), (9, 2, 7, false)] {
            let found = find(&buffer(&table(from)), &buffer(&table(to)));
            let expected = Shift { top: 1, bottom: 11, by, up, spoils: false };
            assert_eq!(found, Some(expected), "{from} to {to}");
        }
    }

    #[test]
    fn an_inserted_row_moves_only_what_is_below_it() {
        let mut rows = table(0);
        let before = buffer(&rows);
        rows.insert(4, "nieuw".to_owned());
        rows.remove(11);
        let found = find(&before, &buffer(&rows));
        assert_eq!(found, Some(Shift { top: 4, bottom: 11, by: 1, up: false, spoils: false }));
    }

    #[test]
    fn a_list_beside_a_pane_that_stays_is_moved_with_it_and_says_so() {
        let beside = |rows: Vec<String>| -> Vec<String> {
            rows.iter().enumerate().map(|(y, row)| format!("{row:34}{}", &"VWXYZ"[y % 5..])).collect()
        };
        let found = find(&buffer(&beside(table(0))), &buffer(&beside(table(2)))).unwrap();
        assert_eq!((found.by, found.up, found.spoils), (2, true, true));
    }

    #[test]
    fn nothing_is_moved_for_a_cursor_a_style_or_rows_of_other_text() {
        let before = buffer(&table(0));
        let mut cursor = table(0);
        cursor[2].replace_range(0..1, ">");
        cursor[3].replace_range(0..1, " ");
        assert_eq!(find(&before, &buffer(&cursor)), None);
        assert_eq!(find(&before, &before), None);
        let mut styled = before.clone();
        styled.set_style(Rect::new(0, 0, 40, 12), Style::new().fg(Color::Red));
        assert_eq!(find(&before, &styled), None);
        let other: Vec<String> = table(0).iter().map(|row| row.to_uppercase()).collect();
        assert_eq!(find(&before, &buffer(&other)), None);
        let empty = Buffer::empty(Rect::ZERO);
        assert_eq!(find(&empty, &empty), None);
    }
}
