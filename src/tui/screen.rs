//! What the terminal shows, and the fewest bytes that make it show the next frame.
//!
//! Owns the two frames (shown and next), the pen and cursor as the terminal has them, and the writer that turns
//! their difference into bytes: rows that moved are moved by the terminal itself, then runs of changed cells, the shortest
//! of several cursor moves, only the parts of a style that change. It knows nothing of panes. The loop sends what it returns.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use super::links::{Links, RowLinks};
use super::shift::{self, SHOWS_ON_BLANK, Shift};

/// Frames longer than this are marked so that the terminal shows them at once. Shorter ones are one or two packets and
/// arrive whole anyway; and on a line of 9,600 baud their first bytes should show while the rest is still coming.
const SYNCHRONIZE_FROM: usize = 2048;

/// Moving lines that spoils what stands beside them must bring the bytes down to this share to be done: it makes the
/// terminal draw more than has changed.
const SPOILING_SHARE: (usize, usize) = (3, 4);

/// Bytes that erasing a stretch of cells takes, and about what a cursor move takes.
const ERASURE: usize = 5;

const SYNC_BEGIN: &[u8] = b"\x1b[?2026h";
const SYNC_END: &[u8] = b"\x1b[?2026l";

/// The style the terminal draws in at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: Pen = Pen { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

impl Pen {
    fn of(cell: &Cell) -> Pen {
        Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }
}

/// The terminal's screen as we know it, and the frame to come.
#[derive(Debug)]
pub struct Screen {
    shown: Buffer,
    next: Buffer,
    /// What leads somewhere, in either; empty for terminals that are not known to make links.
    shown_links: Links,
    next_links: Links,
    hyperlinks: bool,
    /// Nothing is known of what the terminal shows.
    unknown: bool,
    pen: Pen,
    at: Option<(u16, u16)>,
    cursor: Option<Position>,
    out: Vec<u8>,
}

/// A row of a frame.
struct Row<'a> {
    cells: &'a [Cell],
    links: RowLinks<'a>,
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && cell.bg == Color::Reset && !cell.modifier.intersects(SHOWS_ON_BLANK)
}

/// Whether the two look the same on the screen.
fn same(a: &Cell, b: &Cell) -> bool {
    if a.symbol() == " " && b.symbol() == " " {
        return a.bg == b.bg && (a.modifier & SHOWS_ON_BLANK) == (b.modifier & SHOWS_ON_BLANK);
    }
    a.symbol() == b.symbol() && Pen::of(a) == Pen::of(b)
}

fn cells_wide(cell: &Cell) -> u16 {
    if cell.symbol().len() == 1 { 1 } else { cell.symbol().width().clamp(1, 2) as u16 }
}

/// Terminals disagree about the width of some clusters; after one of these the cursor's place is not trusted.
fn is_risky(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    symbol.len() > 3 || (symbol.len() > 1 && (symbol.chars().nth(1).is_some() || cells_wide(cell) > 1))
}

impl Screen {
    /// A screen of `width` by `height` cells of which nothing is known.
    pub fn new(width: u16, height: u16) -> Screen {
        let area = Rect::new(0, 0, width, height);
        Screen {
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            shown_links: Links::default(),
            next_links: Links::default(),
            hyperlinks: false,
            unknown: true,
            pen: PLAIN,
            at: None,
            cursor: None,
            out: Vec::new(),
        }
    }

    /// The same screen on a terminal that makes links of OSC 8 sequences, or not.
    pub fn linking(self, hyperlinks: bool) -> Screen {
        Screen { hyperlinks, ..self }
    }

    /// Says what leads somewhere on the frame that has been drawn; asked for every frame that has such.
    pub fn link(&mut self, links: Links) {
        if self.hyperlinks {
            self.next_links = links;
        }
    }

    /// The size in cells.
    pub fn area(&self) -> Rect {
        self.next.area
    }

    /// Takes another size; what is shown is unknown from then on.
    pub fn resize(&mut self, width: u16, height: u16) {
        let (out, hyperlinks) = (std::mem::take(&mut self.out), self.hyperlinks);
        *self = Screen { out, hyperlinks, ..Screen::new(width, height) };
    }

    /// Forgets what the terminal shows: the next frame is sent whole.
    pub fn forget(&mut self) {
        self.unknown = true;
    }

    /// The next frame, blank.
    pub fn frame(&mut self) -> &mut Buffer {
        self.next.reset();
        self.next_links.clear();
        &mut self.next
    }

    /// Ends the frame with the text cursor at `cursor`, or hidden. Returns the bytes that bring the terminal from the
    /// frame before to this one; none when nothing changed.
    pub fn finish(&mut self, cursor: Option<Position>) -> &[u8] {
        self.out.clear();
        self.out.extend_from_slice(SYNC_BEGIN);
        let mut jumps = false;
        if self.unknown {
            // Margins, too, may have been left by others.
            self.out.extend_from_slice(b"\x1b[?25l\x1b[0m\x1b[r\x1b[2J");
            self.shown.reset();
            self.shown_links.clear();
            (self.unknown, self.pen, self.at, self.cursor) = (false, PLAIN, None, None);
            self.write_rows(&self.differing());
        } else {
            jumps = self.write_difference();
        }
        std::mem::swap(&mut self.shown, &mut self.next);
        std::mem::swap(&mut self.shown_links, &mut self.next_links);
        self.place_cursor(cursor);
        let body = SYNC_BEGIN.len();
        if jumps || self.out.len() - body > SYNCHRONIZE_FROM {
            self.out.extend_from_slice(SYNC_END);
            &self.out
        } else {
            &self.out[body..]
        }
    }

    fn place_cursor(&mut self, cursor: Option<Position>) {
        if let Some(Position { x, y }) = cursor {
            self.go(x, y);
            if self.cursor.is_none() {
                self.out.extend_from_slice(b"\x1b[?25h");
            }
        } else if self.cursor.is_some() {
            self.out.extend_from_slice(b"\x1b[?25l");
        }
        self.cursor = cursor;
    }

    /// The rows that differ.
    fn differing(&self) -> Vec<u16> {
        let width = usize::from(self.next.area.width).max(1);
        let same_links = self.next_links == self.shown_links;
        let rows = self.next.content.chunks(width).zip(self.shown.content.chunks(width));
        let differs = |(y, (next, shown)): (u16, (&[Cell], &[Cell]))| {
            let same = next == shown && (same_links || self.next_links.row(y) == self.shown_links.row(y));
            (!same).then_some(y)
        };
        (0..).zip(rows).filter_map(differs).collect()
    }

    fn write_rows(&mut self, rows: &[u16]) {
        for y in rows {
            self.write_row(*y);
        }
    }

    /// Writes what differs, after having the terminal move its lines where that is shorter. Whether things that stay where
    /// they are would be seen to jump by that.
    fn write_difference(&mut self) -> bool {
        let rows = self.differing();
        let may_move = rows.len() >= shift::FEWEST_ROWS;
        let shift = may_move.then(|| shift::find(&self.shown, &self.next)).flatten();
        let (start, pen, at) = (self.out.len(), self.pen, self.at);
        self.write_rows(&rows);
        let Some(shift) = shift else { return false };
        // Both ways are tried; what stays of either is its bytes and where they leave pen and cursor.
        let plain = (self.out.split_off(start), self.pen, self.at);
        (self.pen, self.at) = (pen, at);
        self.scroll(shift);
        self.write_rows(&self.differing());
        let bytes = self.out.len() - start;
        let most =
            if shift.spoils { plain.0.len() * SPOILING_SHARE.0 / SPOILING_SHARE.1 } else { plain.0.len() };
        if bytes < most {
            return shift.spoils;
        }
        self.out.truncate(start);
        self.out.extend_from_slice(&plain.0);
        (self.pen, self.at) = (plain.1, plain.2);
        false
    }

    /// Has the terminal move rows, by inserting or deleting lines between margins: what every terminal since the VT102
    /// knows. The frame that is shown follows.
    fn scroll(&mut self, shift: Shift) {
        let Shift { top, bottom, by, up, .. } = shift;
        // Some terminals fill the new lines with the background that is set.
        self.set_pen(PLAIN, true);
        self.out.extend_from_slice(format!("\x1b[{};{bottom}r", top + 1).as_bytes());
        // Setting margins moves the cursor, but not in all terminals to the same place.
        self.at = None;
        self.go(0, top);
        let count = if by == 1 { String::new() } else { by.to_string() };
        self.out.extend_from_slice(format!("\x1b[{count}{}\x1b[r", if up { 'M' } else { 'L' }).as_bytes());
        self.at = None;
        let (first, after) = (self.shown.index_of(0, top), self.shown.index_of(0, bottom - 1));
        let width = usize::from(self.shown.area.width);
        let region = &mut self.shown.content[first..after + width];
        let cells = usize::from(by) * width;
        let fresh = if up {
            region.rotate_left(cells);
            region.len() - cells..region.len()
        } else {
            region.rotate_right(cells);
            0..cells
        };
        region[fresh].fill(Cell::default());
        self.shown_links.shift(top, bottom, by, up);
    }

    fn write_row(&mut self, y: u16) {
        let width = self.next.area.width;
        let row = self.next.index_of(0, y);
        let range = row..row + usize::from(width);
        // The frames are moved out so that the pen and the output can be written while they are read.
        let (next, shown) = (std::mem::take(&mut self.next.content), std::mem::take(&mut self.shown.content));
        let links = (std::mem::take(&mut self.next_links), std::mem::take(&mut self.shown_links));
        let next_row = Row { cells: &next[range.clone()], links: links.0.row(y) };
        self.write_cells(y, &next_row, &Row { cells: &shown[range], links: links.1.row(y) });
        (self.next.content, self.shown.content) = (next, shown);
        (self.next_links, self.shown_links) = links;
    }

    fn write_cells(&mut self, y: u16, next_row: &Row<'_>, shown_row: &Row<'_>) {
        let (next, shown) = (next_row.cells, shown_row.cells);
        let width = next.len();
        let last = next.iter().rposition(|cell| !is_blank(cell));
        let end = last.map_or(0, |i| (i + usize::from(cells_wide(&next[i]))).min(width));
        let same =
            |i: usize| same(&next[i], &shown[i]) && next_row.links.target(i) == shown_row.links.target(i);
        // A character of doubtful width may have shifted what stands after it: from there on all is sent.
        let doubt = (0..width).position(|i| !same(i) && (is_risky(&next[i]) || is_risky(&shown[i])));
        let changed = |i: usize| doubt.is_some_and(|d| i >= d && i < end) || !same(i);
        let linked = |i: usize| next_row.links.target(i).is_some();
        let mut x = 0;
        while x < end {
            if !changed(x) {
                x += usize::from(cells_wide(&next[x]));
                continue;
            }
            self.reach(x, y, next, &|i| changed(i) || linked(i));
            let mut open = None;
            while x < end && changed(x) {
                self.go(x as u16, y);
                // The stretch that is to be blank, up to the last cell that is not so yet.
                let blank = (x..end).take_while(|i| is_blank(&next[*i]) && !linked(*i)).count();
                let blanks = (x..x + blank).rposition(changed).map_or(0, |last| last + 1);
                // After an erasure the cursor has to be moved, which takes as much again, unless nothing follows at once.
                let follows = x + blanks < end && changed(x + blanks);
                let erased = blanks > ERASURE * (1 + usize::from(follows));
                let target = next_row.links.target(x).filter(|_| !erased);
                if target != open {
                    self.lead_to(target);
                    open = target;
                }
                if erased {
                    self.set_pen(PLAIN, true);
                    self.out.extend_from_slice(format!("\x1b[{blanks}X").as_bytes());
                    x += blanks;
                    continue;
                }
                let wide = self.write_cell(&next[x], width - x);
                x += usize::from(wide);
            }
            if open.is_some() {
                self.lead_to(None);
            }
        }
        let left = |i: &usize| !is_blank(&shown[*i]) || shown_row.links.target(*i).is_some();
        let left: Vec<usize> = (end..width).filter(left).collect();
        if end < width && (left.len() > 3 || doubt.is_some()) {
            self.go(end as u16, y);
            self.set_pen(PLAIN, true);
            self.out.extend_from_slice(b"\x1b[K");
        } else {
            for x in left {
                self.go(x as u16, y);
                self.write_cell(&next[x], width - x);
            }
        }
    }

    /// What is written from here on leads to `target`, or nowhere. Targets hold no control characters (see `links`).
    fn lead_to(&mut self, target: Option<&str>) {
        self.out.extend_from_slice(format!("\x1b]8;;{}\x1b\\", target.unwrap_or("")).as_bytes());
    }

    /// Gets to column `x` of row `y`, by writing the unchanged cells in between again when that is shorter.
    fn reach(&mut self, x: usize, y: u16, next: &[Cell], changed: &dyn Fn(usize) -> bool) {
        if let Some((at_x, at_y)) = self.at
            && at_y == y
            && usize::from(at_x) < x
            && x - usize::from(at_x) <= 4
        {
            let gap = &next[usize::from(at_x)..x];
            let plain = gap.iter().all(|cell| {
                cell.symbol().len() == 1
                    && (Pen::of(cell) == self.pen || is_blank(cell) && self.pen_suits_blank())
            });
            if plain && !(usize::from(at_x)..x).any(changed) {
                for cell in gap {
                    self.out.extend_from_slice(cell.symbol().as_bytes());
                }
                self.at = Some((x as u16, y));
                return;
            }
        }
        self.go(x as u16, y);
    }

    fn pen_suits_blank(&self) -> bool {
        self.pen.bg == Color::Reset && !self.pen.modifier.intersects(SHOWS_ON_BLANK)
    }

    /// Writes one cell at the cursor; `room` is what is left of the row. Returns the columns it took.
    fn write_cell(&mut self, cell: &Cell, room: usize) -> u16 {
        self.set_pen(Pen::of(cell), cell.symbol() == " ");
        let wide = cells_wide(cell);
        self.out.extend_from_slice(cell.symbol().as_bytes());
        self.at = match self.at {
            // At the right edge terminals differ in where the cursor is, and after a character of doubtful width.
            Some((x, y)) if usize::from(wide) < room && !is_risky(cell) => Some((x + wide, y)),
            _ => None,
        };
        wide
    }

    fn go(&mut self, x: u16, y: u16) {
        if self.at == Some((x, y)) {
            return;
        }
        let mut best = format!("\x1b[{};{}H", y + 1, x + 1);
        if (x, y) == (0, 0) {
            best = "\x1b[H".to_owned();
        } else if x == 0 {
            best = format!("\x1b[{}H", y + 1);
        }
        if let Some((at_x, at_y)) = self.at {
            let rows = y.abs_diff(at_y);
            let steps = |count: u16, letter: char| match count {
                0 => String::new(),
                1 => format!("\x1b[{letter}"),
                _ => format!("\x1b[{count}{letter}"),
            };
            let upright = match rows {
                _ if y < at_y => steps(rows, 'A'),
                0..=3 => "\n".repeat(rows.into()),
                _ => steps(rows, 'B'),
            };
            let sideways = |from: u16| match x.checked_sub(from) {
                Some(right) => steps(right, 'C'),
                None if from - x <= 3 => "\x08".repeat(usize::from(from - x)),
                None => steps(from - x, 'D'),
            };
            let column = format!("\x1b[{}G", x + 1);
            for across in [sideways(at_x), format!("\r{}", sideways(0)), column] {
                if across.len() + upright.len() < best.len() {
                    best = format!("{across}{upright}");
                }
            }
        }
        self.out.extend_from_slice(best.as_bytes());
        self.at = Some((x, y));
    }

    /// Changes the terminal's style to `want`; on a blank only what shows there matters.
    fn set_pen(&mut self, want: Pen, blank: bool) {
        let mut want = want;
        if blank {
            want.fg = self.pen.fg;
            want.modifier = (want.modifier & SHOWS_ON_BLANK) | (self.pen.modifier - SHOWS_ON_BLANK);
        }
        if want == self.pen {
            return;
        }
        let step = sgr(self.pen, want);
        let afresh = sgr(PLAIN, want);
        let afresh = if afresh.is_empty() { "0".to_owned() } else { format!("0;{afresh}") };
        let best = if afresh.len() < step.len() { afresh } else { step };
        let best = if best == "0" { String::new() } else { best };
        self.out.extend_from_slice(b"\x1b[");
        self.out.extend_from_slice(best.as_bytes());
        self.out.push(b'm');
        self.pen = want;
    }
}

/// Parameters that change style `from` into `to`.
fn sgr(from: Pen, to: Pen) -> String {
    let mut parts: Vec<String> = Vec::new();
    let (mut gone, mut fresh) = (from.modifier - to.modifier, to.modifier - from.modifier);
    let weight = Modifier::BOLD | Modifier::DIM;
    if gone.intersects(weight) {
        // One code ends both; whichever stays is set again.
        parts.push("22".to_owned());
        fresh |= to.modifier & weight;
        gone -= weight;
    }
    let table = [
        (Modifier::BOLD, "1", ""),
        (Modifier::DIM, "2", ""),
        (Modifier::ITALIC, "3", "23"),
        (Modifier::UNDERLINED, "4", "24"),
        (Modifier::REVERSED, "7", "27"),
        (Modifier::CROSSED_OUT, "9", "29"),
    ];
    for (modifier, on, off) in table {
        if gone.contains(modifier) {
            parts.push(off.to_owned());
        }
        if fresh.contains(modifier) {
            parts.push(on.to_owned());
        }
    }
    if from.fg != to.fg {
        parts.push(colour(to.fg, 30));
    }
    if from.bg != to.bg {
        parts.push(colour(to.bg, 40));
    }
    parts.join(";")
}

/// The parameter for a colour; `base` is 30 for text, 40 for background.
fn colour(colour: Color, base: u8) -> String {
    let n = match colour {
        Color::Reset => base + 9,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => base + 60,
        Color::LightRed => base + 61,
        Color::LightGreen => base + 62,
        Color::LightYellow => base + 63,
        Color::LightBlue => base + 64,
        Color::LightMagenta => base + 65,
        Color::LightCyan => base + 66,
        Color::White => base + 67,
        Color::Indexed(n) => return format!("{};5;{n}", base + 8),
        Color::Rgb(r, g, b) => return format!("{};2;{r};{g};{b}", base + 8),
    };
    n.to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::Style;

    use super::*;

    /// What a terminal that was sent `bytes` shows, cell by cell, in the terms of a buffer.
    fn assert_shows(terminal: &vt100::Screen, wanted: &Buffer) {
        for y in 0..wanted.area.height {
            let mut x = 0;
            while x < wanted.area.width {
                let want = &wanted[(x, y)];
                let have = terminal.cell(y, x).unwrap();
                let symbol = if have.contents().is_empty() { " " } else { have.contents() };
                assert_eq!(symbol, want.symbol(), "at {x},{y}");
                if symbol != " " {
                    let colour = |c: vt100::Color| match c {
                        vt100::Color::Default => Color::Reset,
                        vt100::Color::Idx(1) => Color::Red,
                        vt100::Color::Idx(6) => Color::Cyan,
                        other => panic!("{other:?}"),
                    };
                    assert_eq!(colour(have.fgcolor()), want.fg, "at {x},{y}");
                    assert_eq!(have.bold(), want.modifier.contains(Modifier::BOLD), "at {x},{y}");
                    assert_eq!(have.dim(), want.modifier.contains(Modifier::DIM), "at {x},{y}");
                }
                assert_eq!(have.inverse(), want.modifier.contains(Modifier::REVERSED), "at {x},{y}");
                assert_eq!(have.underline(), want.modifier.contains(Modifier::UNDERLINED), "at {x},{y}");
                x += cells_wide(want);
            }
        }
    }

    fn style(n: u8) -> Style {
        match n % 6 {
            1 => Style::new().fg(Color::Red),
            2 => Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
            3 => Style::new().add_modifier(Modifier::DIM),
            4 => Style::new().add_modifier(Modifier::REVERSED),
            5 => Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            _ => Style::new(),
        }
    }

    /// Text in a row: column, row, what, style.
    type Piece = (u16, u16, String, u8);

    fn pieces(most: usize) -> impl Strategy<Value = Vec<Piece>> {
        prop::collection::vec((0u16..24, 0u16..ROWS, "[a-c é▓漢👍]{1,12}", 0u8..6), 0..most)
    }

    const ROWS: u16 = 12;

    /// Draws pieces into `frame`; rows that get one lose what they had.
    fn put(frame: &mut Buffer, pieces: &[Piece]) {
        let mut taken = [[false; 24]; ROWS as usize];
        let mut canvas = crate::tui::canvas::Canvas::new(frame, crate::tui::theme::Theme::default());
        for (x, y, text, s) in pieces {
            if taken[usize::from(*y)] == [false; 24] {
                canvas.clear(Rect::new(0, *y, 24, 1));
            }
            let room = (24 - x).min(12);
            // Panes never overlap by half a character; neither do the pieces of the test.
            let row = &mut taken[usize::from(*y)][usize::from(*x)..usize::from(x + room)];
            if !row.contains(&true) {
                row.fill(true);
                canvas.put_styled(*x, *y, room, text, style(*s));
            }
        }
    }

    /// A terminal that is sent every frame and must show it.
    struct Shown {
        screen: Screen,
        terminal: vt100::Parser,
        last: Buffer,
    }

    impl Shown {
        fn new(width: u16, height: u16) -> Shown {
            Shown {
                screen: Screen::new(width, height),
                terminal: vt100::Parser::new(height, width, 0),
                last: Buffer::empty(Rect::new(0, 0, width, height)),
            }
        }

        /// Sends `wanted`; yields the bytes.
        fn send(&mut self, wanted: &Buffer) -> String {
            *self.screen.frame() = wanted.clone();
            let bytes = self.screen.finish(None).to_vec();
            self.terminal.process(&bytes);
            assert_shows(self.terminal.screen(), wanted);
            *self.screen.frame() = wanted.clone();
            assert_eq!(self.screen.finish(None), b"", "a frame that is the same sends nothing");
            self.last = wanted.clone();
            String::from_utf8(bytes).unwrap()
        }
    }

    /// Moves the rows of a region; those that come in are blank.
    fn moved(frame: &Buffer, top: u16, bottom: u16, by: u16, up: bool) -> Buffer {
        let mut next = frame.clone();
        for y in top..bottom {
            let from = if up { y.checked_add(by) } else { y.checked_sub(by) };
            let from = from.filter(|from| (top..bottom).contains(from));
            for x in 0..frame.area.width {
                next[(x, y)] = from.map_or(Cell::default(), |from| frame[(x, from)].clone());
            }
        }
        next
    }

    proptest! {
        #[test]
        fn the_terminal_shows_every_frame_exactly_as_drawn(
            frames in prop::collection::vec(pieces(24), 1..6)
        ) {
            let mut shown = Shown::new(24, ROWS);
            for pieces in frames {
                let mut frame = Buffer::empty(shown.last.area);
                put(&mut frame, &pieces);
                shown.send(&frame);
            }
        }

        #[test]
        fn the_terminal_shows_every_frame_of_a_screen_that_scrolls(
            first in pieces(40),
            steps in prop::collection::vec((0..ROWS, 2..=ROWS, 1u16..6, any::<bool>(), pieces(6)), 1..8),
        ) {
            let mut shown = Shown::new(24, ROWS);
            let mut frame = shown.last.clone();
            put(&mut frame, &first);
            shown.send(&frame);
            for (top, height, by, up, fresh) in steps {
                let mut frame = moved(&shown.last, top, (top + height).min(ROWS), by, up);
                put(&mut frame, &fresh);
                shown.send(&frame);
            }
        }
    }

    /// A table of 34 rows over the whole width from row `top` on, the cursor at row `at` of it, header and footer around it.
    fn table(top: u32, at: u32) -> Buffer {
        let mut frame = Buffer::empty(Rect::new(0, 0, 120, 38));
        let mut put = |x: u16, y: u32, text: &str, s: u8| {
            frame.set_string(x, y as u16, text, style(s));
        };
        put(0, 0, " regie  Waterland", 5);
        put(0, 37, " ? hulp  / zoek", 3);
        for row in top..top + 34 {
            let y = row - top + 2;
            put(0, y, if row == at { "▌" } else { " " }, 2);
            put(1, y, &format!(" A-{row:<5}"), 3);
            // Words of which no two rows share many; as long as titles and names are.
            let word = |seed: u32| -> String {
                let letter = |n: u32| {
                    b'a' + (row + 3).wrapping_mul(seed + n).wrapping_mul(40_503).rotate_left(16) as u8 % 26
                };
                (0..6 + row * seed % 7).map(|n| char::from(letter(n))).collect()
            };
            let text = format!("{} {} {} {}", word(11), word(23), word(37), word(41));
            put(10, y, &text, 0);
            put(70, y, &format!("{} {}", word(53), word(61)), 0);
            put(100, y, &format!("{}-{}", row * 7 % 28 + 1, row % 12 + 1), if row % 5 == 0 { 1 } else { 0 });
        }
        frame
    }

    #[test]
    fn a_table_that_scrolls_half_a_page_costs_its_new_rows_only() {
        let (mut shown, mut whole) = (Shown::new(120, 38), Shown::new(120, 38));
        shown.send(&table(0, 33));
        let bytes = shown.send(&table(17, 34));
        assert!(bytes.contains("\x1b[3;36r\x1b[3H\x1b[17M\x1b[r"), "{bytes:?}");
        // A repaint of the same 17 rows on a blank screen is what they cost at least.
        let mut rows = table(17, 34);
        for y in (0..19).chain(36..38) {
            (0..120).for_each(|x| rows[(x, y)].reset());
        }
        whole.send(&Buffer::empty(rows.area));
        let least = whole.send(&rows).len();
        assert!(bytes.len() < least + 60, "{} of {least}", bytes.len());
        let back = shown.send(&table(0, 16));
        assert!(back.contains("\x1b[3;36r\x1b[3H\x1b[17L\x1b[r"), "{back:?}");
        let line = shown.send(&table(1, 17));
        assert!(line.contains("\x1b[M") && line.len() < 140, "{line:?}");
    }

    #[test]
    fn what_comes_in_is_blank_in_the_terminals_own_colours() {
        let mut shown = Shown::new(120, 38);
        let mut start = table(0, 33);
        // Written last, so that the pen is left in its style.
        start.set_string(0, 37, "x".repeat(119), style(4));
        shown.send(&start);
        let mut next = table(17, 34);
        next.set_string(0, 37, "x".repeat(119), style(4));
        let bytes = shown.send(&next);
        let before = bytes.split("\x1b[3;36r").next().unwrap();
        assert!(before.ends_with("\x1b[m") || before.ends_with("\x1b[27m"), "{before:?}");
    }

    #[test]
    fn a_pane_beside_the_list_makes_it_one_update_or_none_that_moves_lines() {
        // The list scrolls; on its right stands something that does not.
        let frame = |top: u32, beside: u16| {
            let mut frame = table(top, top);
            for y in 2..36 {
                (120 - beside..120).for_each(|x| frame[(x, y)].reset());
                frame.set_string(
                    120 - beside,
                    y,
                    char::from(b'A' + y as u8 % 26).to_string().repeat(usize::from(beside) - 1),
                    style(0),
                );
            }
            frame
        };
        for (beside, moves) in [(10, true), (90, false)] {
            let mut shown = Shown::new(120, 38);
            shown.send(&frame(0, beside));
            let bytes = shown.send(&frame(5, beside));
            assert_eq!(bytes.contains("\x1b[r"), moves, "{bytes:?}");
            assert!(
                !moves || bytes.starts_with("\x1b[?2026h") && bytes.ends_with("\x1b[?2026l"),
                "{bytes:?}"
            );
        }
    }

    fn frame_of(screen: &mut Screen, lines: &[(&str, Style)]) -> usize {
        let frame = screen.frame();
        for (y, (line, style)) in lines.iter().enumerate() {
            frame.set_string(0, y as u16, line, *style);
        }
        screen.finish(None).len()
    }

    #[test]
    fn moving_a_bar_in_the_margin_costs_a_few_bytes() {
        let plain = Style::new();
        let mut screen = Screen::new(40, 3);
        frame_of(&mut screen, &[("> een", plain), ("  twee", plain), ("  drie", plain)]);
        let bytes = frame_of(&mut screen, &[("  een", plain), ("> twee", plain), ("  drie", plain)]);
        assert!(bytes <= 12, "{bytes}");
    }

    #[test]
    fn a_row_that_becomes_shorter_is_erased_rather_than_blanked() {
        let plain = Style::new();
        let mut screen = Screen::new(80, 2);
        let long = "x".repeat(70);
        frame_of(&mut screen, &[(&long, plain)]);
        let bytes = frame_of(&mut screen, &[("y", plain)]);
        assert!(bytes <= 10, "{bytes}");
    }

    #[test]
    fn a_stretch_that_becomes_blank_before_something_that_stays_is_erased() {
        let plain = Style::new();
        let mut screen = Screen::new(80, 2);
        frame_of(&mut screen, &[(&format!("{} | een", "x".repeat(60)), plain)]);
        let bytes = frame_of(&mut screen, &[(&format!("kort{} | een", " ".repeat(56)), plain)]);
        assert!(bytes <= 15, "{bytes}");
        let words = "elk woord met blanco's ertussen gaat in een keer weg";
        frame_of(&mut screen, &[(&format!("{words:60} | een"), plain)]);
        let bytes = frame_of(&mut screen, &[(&format!("{:60} | een", "kort"), plain)]);
        assert!(bytes <= 15, "{bytes}");
    }

    #[test]
    fn the_cursor_takes_the_shortest_way() {
        let mut screen = Screen::new(200, 60);
        screen.frame();
        screen.finish(Some(Position { x: 150, y: 30 }));
        let ways: [(u16, u16, &[u8]); 6] = [
            (150, 40, b"\x1b[10B"),
            (150, 39, b"\x1b[A"),
            (8, 39, b"\x1b[9G"),
            (7, 41, b"\x08\n\n"),
            (0, 41, b"\r"),
            (2, 3, b"\x1b[4;3H"),
        ];
        for (x, y, expected) in ways {
            screen.frame();
            assert_eq!(screen.finish(Some(Position { x, y })), expected, "{x},{y}");
        }
    }

    /// Draws lines that lead somewhere from column `from` on; yields what is sent.
    fn linked(screen: &mut Screen, lines: &[(&str, &str)], from: usize) -> String {
        let mut canvas = crate::tui::canvas::Canvas::new(screen.frame(), crate::tui::theme::Theme::default());
        for (y, (line, target)) in lines.iter().enumerate() {
            let (head, link) = line.split_at(from);
            let used = canvas.put_styled(0, y as u16, 80, head, Style::new());
            if target.is_empty() {
                canvas.put_styled(used, y as u16, 80, link, Style::new());
            } else {
                canvas.put_link(used, y as u16, 80, link, crate::tui::theme::Role::Text, target);
            }
        }
        let links = std::mem::take(&mut canvas.links);
        screen.link(links);
        String::from_utf8(screen.finish(None).to_vec()).unwrap()
    }

    #[test]
    fn a_link_is_sent_around_its_text_and_again_only_when_either_changes() {
        let mut screen = Screen::new(80, 3).linking(true);
        let first = linked(&mut screen, &[("bel 06-1", "tel:06-1")], 4);
        assert!(first.ends_with("bel \x1b]8;;tel:06-1\x1b\\06-1\x1b]8;;\x1b\\"), "{first:?}");
        assert_eq!(linked(&mut screen, &[("bel 06-1", "tel:06-1")], 4), "");
        let moved = linked(&mut screen, &[("beX 06-1x", "tel:06-1x")], 4);
        assert_eq!(moved, "\x1b[6DX \x1b]8;;tel:06-1x\x1b\\06-1x\x1b]8;;\x1b\\");
        let gap = linked(&mut screen, &[("bY 06-1x!", "tel:06-1x")], 3);
        assert_eq!(gap.matches("tel:").count(), 1, "{gap:?}");
        let none = linked(&mut screen, &[("bY 06-1x!", "")], 3);
        assert_eq!(none, "\x1b[6D06-1x!", "the text once more, as it leads nowhere now");
        let unknown = linked(&mut Screen::new(80, 3), &[("bel 06-1", "tel:06-1")], 4);
        assert!(!unknown.contains("]8;"), "{unknown:?}");
    }

    #[test]
    fn a_cell_that_stays_inside_a_link_is_not_written_without_it() {
        let mut screen = Screen::new(80, 1).linking(true);
        linked(&mut screen, &[("a12b", "")], 1);
        let row = |screen: &mut Screen, text: &str| {
            let mut links = Links::default();
            links.add(1, 0, 2, "tel:112");
            screen.frame().set_string(0, 0, text, Style::new());
            screen.link(links);
            String::from_utf8(screen.finish(None).to_vec()).unwrap()
        };
        row(&mut screen, "a12b");
        assert_eq!(row(&mut screen, "X12Y"), "\rX\x1b[2CY");
    }

    #[test]
    fn links_move_with_their_rows_and_go_when_something_covers_them() {
        let numbers: Vec<String> =
            (0..12u8).map(|n| format!("{} {n:08}", char::from(b'a' + n).to_string().repeat(30))).collect();
        let targets: Vec<String> = (0..12).map(|n| format!("tel:{n:08}")).collect();
        let rows = |from: usize| -> Vec<(&str, &str)> {
            (from..from + 10).map(|n| (numbers[n].as_str(), targets[n].as_str())).collect()
        };
        let mut screen = Screen::new(80, 10).linking(true);
        linked(&mut screen, &rows(0), 31);
        let scrolled = linked(&mut screen, &rows(2), 31);
        assert!(scrolled.contains("\x1b[2M"), "{scrolled:?}");
        assert_eq!(scrolled.matches("tel:").count(), 2, "{scrolled:?}");
        assert_eq!(linked(&mut screen, &rows(2), 31), "");
        let mut canvas = crate::tui::canvas::Canvas::new(screen.frame(), crate::tui::theme::Theme::default());
        canvas.put_link(0, 0, 20, "06-1", crate::tui::theme::Role::Text, "tel:06-1");
        canvas.put_link(0, 1, 20, "06-2", crate::tui::theme::Role::Text, "tel:06-2");
        canvas.put(2, 0, 4, "over", crate::tui::theme::Role::Text);
        canvas.clear(Rect::new(0, 1, 9, 1));
        assert_eq!(canvas.links, Links::default());
    }

    #[test]
    fn the_text_cursor_is_shown_and_hidden_only_when_that_changes() {
        let mut screen = Screen::new(20, 2);
        screen.frame();
        screen.finish(None);
        screen.frame();
        assert_eq!(screen.finish(Some(Position { x: 3, y: 0 })), b"\x1b[1;4H\x1b[?25h");
        screen.frame();
        assert_eq!(screen.finish(Some(Position { x: 4, y: 0 })), b"\x1b[C");
        screen.frame();
        assert_eq!(screen.finish(None), b"\x1b[?25l");
    }
}
