//! A long text being typed: lines, wrapped to the room there is.
//!
//! Owns the text area and how it is drawn; commands come from the keymap as for a line. What the area lays out is put
//! on the screen cell by cell, as every other text, so that nothing in it reaches the terminal raw. `edit` uses it for fields of many lines.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget as _;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use crate::command::Command;
use crate::model::operation::MAX_TEXT_BYTES;
use crate::tui::canvas::Canvas;
use crate::tui::text;
use crate::tui::theme::Role;

/// The text and its cursor.
pub struct LongText {
    area: TextArea<'static>,
    bytes: usize,
}

impl LongText {
    /// A text that starts with `text`, the cursor behind it.
    pub fn new(text: &str) -> LongText {
        let mut area = TextArea::new(text.lines().map(clean).collect());
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_cursor_line_style(Style::default());
        // The terminal's own cursor is put there.
        area.set_cursor_style(Style::default());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        LongText { area, bytes: text.len() }
    }

    /// What it says.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Puts `text` at the cursor; `false` when there is no room for it, and nothing is put.
    #[must_use]
    pub fn insert(&mut self, text: &str) -> bool {
        // Counted afresh only when it might not fit: erasing is not followed.
        if self.bytes + text.len() > MAX_TEXT_BYTES {
            self.bytes = self.text().len();
        }
        if self.bytes + text.len() > MAX_TEXT_BYTES {
            return false;
        }
        self.bytes += text.len();
        let lines: Vec<String> =
            text.replace("\r\n", "\n").replace('\r', "\n").split('\n').map(clean).collect();
        self.area.insert_str(lines.join("\n"));
        true
    }

    /// Carries out an editing command; others do nothing.
    pub fn command(&mut self, command: Command) {
        let to = match command {
            Command::CursorLeft => CursorMove::Back,
            Command::CursorRight => CursorMove::Forward,
            Command::CursorStart => CursorMove::Head,
            Command::CursorEnd => CursorMove::End,
            Command::ChooseNext => CursorMove::Down,
            Command::ChoosePrevious => CursorMove::Up,
            Command::EraseBack => {
                self.area.delete_char();
                return;
            }
            Command::EraseForward => {
                self.area.delete_next_char();
                return;
            }
            Command::EraseWord => {
                self.area.delete_word();
                return;
            }
            Command::EraseLine => {
                self.area.delete_line_by_head();
                return;
            }
            Command::BreakLine => {
                self.area.insert_newline();
                return;
            }
            _ => return,
        };
        self.area.move_cursor(to);
    }

    /// Draws the part around the cursor in `place`; returns where the cursor is.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>, place: Rect) -> Position {
        let mut laid = Buffer::empty(Rect { x: 0, y: 0, ..place });
        (&self.area).render(laid.area, &mut laid);
        for y in 0..place.height {
            let mut x = 0;
            while x < place.width {
                let cell = laid[(x, y)].symbol();
                if cell != " " && !cell.is_empty() {
                    canvas.put(place.x + x, place.y + y, place.width - x, cell, Role::Text);
                }
                x += text::width(cell).max(1) as u16;
            }
        }
        let (row, column) = self.area.scroll_offset();
        let at = self.area.screen_cursor();
        let clamp =
            |at: usize, from: u16, room: u16| (at as u16).saturating_sub(from).min(room.saturating_sub(1));
        Position {
            x: place.x + clamp(at.col, column, place.width),
            y: place.y + clamp(at.row, row, place.height),
        }
    }
}

/// A line without what no line of text holds: tabs become blanks, other control characters what stands for them.
fn clean(line: &str) -> String {
    line.chars()
        .map(|c| match c {
            '\t' => ' ',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Theme;

    fn screen(text: &mut LongText, width: u16, height: u16) -> (Vec<String>, Position) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor =
            text.draw(&mut Canvas::new(&mut buffer, Theme::default()), Rect::new(0, 0, width, height));
        let row = |y| (0..width).map(|x| buffer[(x, y)].symbol().to_owned()).collect::<String>();
        ((0..height).map(|y| row(y).trim_end().to_owned()).collect(), cursor)
    }

    #[test]
    fn a_text_wraps_at_words_and_the_cursor_stands_behind_it() {
        let mut text = LongText::new("De zaal is geregeld.\nNu de brief.");
        let (rows, cursor) = screen(&mut text, 12, 5);
        assert_eq!(rows[..3], ["De zaal is", "geregeld.", "Nu de brief."]);
        assert_eq!((cursor.x, cursor.y), (11, 2), "a full line: on its last cell");
        text.command(Command::BreakLine);
        assert!(text.insert("Klaar"));
        text.command(Command::EraseWord);
        assert!(text.insert("Af"));
        assert_eq!(text.text(), "De zaal is geregeld.\nNu de brief.\nAf");
    }

    #[test]
    fn what_is_pasted_reaches_neither_screen_nor_text_raw() {
        let mut text = LongText::new("");
        assert!(text.insert("a\u{1b}[31mb\r\nc\td\u{202e}e"));
        assert_eq!(text.text(), "a\u{FFFD}[31mb\nc d\u{202e}e");
        let (rows, _) = screen(&mut text, 20, 3);
        assert!(!rows.concat().contains(['\u{1b}', '\u{202e}']), "{rows:?}");
    }

    #[test]
    fn more_than_a_field_takes_is_not_taken() {
        let mut text = LongText::new("kort");
        assert!(!text.insert(&"x".repeat(MAX_TEXT_BYTES)));
        assert_eq!(text.text(), "kort");
        assert!(text.insert("er"));
    }
}
