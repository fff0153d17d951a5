//! The drawing surface of one frame: cells, and the few ways in which panes put things there.
//!
//! Owns putting text safely (through `text`), columns, bars and lines. Every pane and layer draws on one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::links::Links;
use super::text;
use super::theme::{Role, Theme};

/// A frame being drawn, with the theme it is drawn in.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    /// The theme.
    pub theme: Theme,
    /// What leads somewhere, of what has been drawn so far.
    pub links: Links,
}

impl<'a> Canvas<'a> {
    /// Draws on `buffer`.
    pub fn new(buffer: &'a mut Buffer, theme: Theme) -> Canvas<'a> {
        Canvas { buffer, theme, links: Links::default() }
    }

    /// The whole frame.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Puts `text` at (`x`, `y`) in at most `room` cells, cut with `…` when longer. Returns the cells used.
    pub fn put(&mut self, x: u16, y: u16, room: u16, text: &str, role: Role) -> u16 {
        self.put_styled(x, y, room, text, self.theme.style(role))
    }

    /// As `put`, for a text that leads to `target` (of `links::telephone` or `links::mail`).
    pub fn put_link(&mut self, x: u16, y: u16, room: u16, text: &str, role: Role, target: &str) -> u16 {
        let used = self.put(x, y, room, text, role);
        self.links.add(x, y, used.min(text::width(text.trim_end()) as u16), target);
        used
    }

    /// As `put`, in a style of its own.
    pub fn put_styled(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if y >= area.bottom() || x >= area.right() {
            return 0;
        }
        let room = usize::from(room.min(area.right() - x));
        let whole = text::fits(text, room);
        let mut used = 0;
        for (cell, width) in text::cells(text) {
            if used + width + usize::from(!whole) > room {
                break;
            }
            self.set(x + used as u16, y, &cell, width, style);
            used += width;
        }
        if !whole && room > 0 {
            self.set(x + used as u16, y, "…", 1, style);
            used += 1;
        }
        self.links.cover(Rect::new(x, y, used as u16, 1));
        used as u16
    }

    /// Puts `text` so that it ends before column `right`; returns the column where it starts.
    pub fn put_right(&mut self, right: u16, y: u16, room: u16, text: &str, role: Role) -> u16 {
        let wide = (text::width(text) as u16).min(room);
        let x = right.saturating_sub(wide);
        self.put(x, y, wide, text, role);
        x
    }

    fn set(&mut self, x: u16, y: u16, cell: &str, width: usize, style: Style) {
        let safe;
        let cell = if self.theme.ascii && !cell.is_ascii() {
            safe = text::ascii(cell).to_string();
            safe.as_str()
        } else {
            cell
        };
        for extra in 0..width as u16 {
            if let Some(slot) = self.buffer.cell_mut((x + extra, y)) {
                // The cells that a wide character covers, or an ASCII stand-in leaves over, are blank.
                slot.set_symbol(if extra == 0 { cell } else { " " }).set_style(style);
            }
        }
    }

    /// Blanks `area`.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                self.buffer[(x, y)].reset();
            }
        }
        self.links.cover(area);
    }

    /// A progress bar of `cells` cells for 0 to 100 percent.
    pub fn bar(&mut self, x: u16, y: u16, cells: u16, percent: u8, role: Role) {
        let (full, empty) = self.theme.bar();
        // Something done shows at least one cell, something left leaves one: 1 % is not nothing, 99 % not all.
        let share = u16::from(percent) * cells;
        let filled = match percent {
            0 => 0,
            100 => cells,
            _ => ((share + 50) / 100).clamp(1, cells.saturating_sub(1).max(1)),
        };
        for i in 0..cells {
            let (glyph, role) = if i < filled { (full, role) } else { (empty, Role::Dim) };
            self.put(x + i, y, 1, glyph, role);
        }
    }

    /// A vertical line between panes.
    pub fn divider(&mut self, x: u16, area: Rect) {
        let (vertical, _) = self.theme.lines();
        for y in area.top()..area.bottom() {
            self.put(x, y, 1, vertical, Role::Dim);
        }
    }

    /// A horizontal line with an optional title in it.
    pub fn rule(&mut self, x: u16, y: u16, room: u16, title: &str, role: Role) {
        let (_, horizontal) = self.theme.lines();
        let mut at = 0;
        if !title.is_empty() {
            self.put(x, y, 2.min(room), &horizontal.repeat(2), Role::Dim);
            at = 3 + self.put(x + 3, y, room.saturating_sub(4), title, role) + 1;
        }
        if at < room {
            self.put(x + at, y, room - at, &horizontal.repeat(usize::from(room - at)), Role::Dim);
        }
    }

    /// A box with a title over what is there; returns its inside.
    pub fn frame(&mut self, area: Rect, title: &str) -> Rect {
        let area = area.intersection(self.buffer.area);
        self.clear(area);
        if area.width < 4 || area.height < 3 {
            return area;
        }
        let (vertical, horizontal) = self.theme.lines();
        let corners = if self.theme.ascii { ["+"; 4] } else { ["╭", "╮", "╰", "╯"] };
        let (left, right) = (area.left(), area.right() - 1);
        for y in area.top() + 1..area.bottom() - 1 {
            self.put(left, y, 1, vertical, Role::Accent);
            self.put(right, y, 1, vertical, Role::Accent);
        }
        let line = horizontal.repeat(usize::from(area.width - 2));
        for (y, corners) in [(area.top(), &corners[..2]), (area.bottom() - 1, &corners[2..])] {
            self.put(left, y, 1, corners[0], Role::Accent);
            self.put(left + 1, y, area.width - 2, &line, Role::Accent);
            self.put(right, y, 1, corners[1], Role::Accent);
        }
        if !title.is_empty() {
            let title = format!(" {title} ");
            self.put(left + 2, area.top(), area.width - 4, &title, Role::Title);
        }
        Rect { x: left + 2, y: area.top() + 1, width: area.width - 4, height: area.height - 2 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(buffer: &Buffer, y: u16) -> String {
        (0..buffer.area.width).map(|x| buffer[(x, y)].symbol().to_owned()).collect()
    }

    #[test]
    fn text_is_cut_at_its_room_and_the_next_column_stays_where_it_is() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 2));
        let mut canvas = Canvas::new(&mut buffer, Theme::default());
        for (y, title) in ["Buurtpreventie", "漢字漢字漢字"].into_iter().enumerate() {
            canvas.put(0, y as u16, 8, title, Role::Text);
            canvas.put(9, y as u16, 3, "60%", Role::Text);
        }
        assert_eq!(row(&buffer, 0), "Buurtpr… 60%");
        assert_eq!(buffer[(9, 1)].symbol(), "6");
        assert_eq!(buffer[(6, 1)].symbol(), "…");
    }

    #[test]
    fn only_ascii_is_put_when_the_terminal_takes_nothing_else() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 3));
        let mut canvas = Canvas::new(&mut buffer, Theme { ascii: true, ..Theme::default() });
        canvas.frame(Rect::new(0, 0, 20, 3), "Één café…");
        canvas.bar(2, 1, 4, 1, Role::Good);
        assert_eq!(row(&buffer, 0), "+- Een cafe~ ------+");
        assert_eq!(row(&buffer, 1), "| #...             |");
    }

    #[test]
    fn a_bar_is_full_only_at_a_hundred_and_empty_only_at_nought() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 5, 4));
        let mut canvas = Canvas::new(&mut buffer, Theme { ascii: true, ..Theme::default() });
        for (y, percent) in [0, 1, 99, 100].into_iter().enumerate() {
            canvas.bar(0, y as u16, 5, percent, Role::Good);
        }
        assert_eq!([0, 1, 2, 3].map(|y| row(&buffer, y)), [".....", "#....", "####.", "#####"]);
    }
}
