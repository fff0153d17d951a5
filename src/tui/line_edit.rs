//! One line of text being typed.
//!
//! Owns text, cursor and the editing commands; prompts wrap it. Moves and erases by what people see as one
//! character.

use ratatui::layout::Position;
use unicode_segmentation::UnicodeSegmentation;

use super::canvas::Canvas;
use super::text;
use super::theme::Role;
use crate::command::Command;

/// A line with a cursor in it.
#[derive(Clone, Debug, Default)]
pub struct LineEdit {
    text: String,
    /// Byte offset, always at the edge of a character.
    cursor: usize,
}

impl LineEdit {
    /// A line that starts with `text`, the cursor behind it.
    pub fn new(text: impl Into<String>) -> LineEdit {
        let text = text.into();
        LineEdit { cursor: text.len(), text }
    }

    /// What has been typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Puts `text` at the cursor. Line breaks and tabs in a pasted text become blanks.
    pub fn insert(&mut self, text: &str) {
        for c in text.chars() {
            let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
            self.text.insert(self.cursor, c);
            self.cursor += c.len_utf8();
        }
    }

    fn before(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.cursor + self.text[self.cursor..].graphemes(true).next().map_or(0, str::len)
    }

    /// Carries out an editing command; `false` when it is not one.
    pub fn command(&mut self, command: Command) -> bool {
        match command {
            Command::CursorLeft => self.cursor = self.before(),
            Command::CursorRight => self.cursor = self.after(),
            Command::CursorStart => self.cursor = 0,
            Command::CursorEnd => self.cursor = self.text.len(),
            Command::EraseBack => {
                let from = self.before();
                self.text.replace_range(from..self.cursor, "");
                self.cursor = from;
            }
            Command::EraseForward => {
                let to = self.after();
                self.text.replace_range(self.cursor..to, "");
            }
            Command::EraseWord => {
                let head = self.text[..self.cursor].trim_end();
                let from = head
                    .rfind(char::is_whitespace)
                    .map_or(0, |at| at + head[at..].chars().next().map_or(0, char::len_utf8));
                self.text.replace_range(from..self.cursor, "");
                self.cursor = from;
            }
            Command::EraseLine => {
                self.text.replace_range(..self.cursor, "");
                self.cursor = 0;
            }
            _ => return false,
        }
        true
    }

    /// Draws the line in `room` cells, the part around the cursor when it is longer. Returns where the cursor is.
    pub fn draw(&self, canvas: &mut Canvas<'_>, x: u16, y: u16, room: u16) -> Position {
        let inside = usize::from(room.saturating_sub(1));
        let mut from = 0;
        let mut ahead = text::width(&self.text[..self.cursor]);
        if ahead > inside {
            for (at, cluster) in self.text[..self.cursor].grapheme_indices(true) {
                if ahead <= inside {
                    break;
                }
                ahead -= text::width(cluster);
                from = at + cluster.len();
            }
        }
        canvas.put(x, y, room, &self.text[from..], Role::Text);
        Position { x: x + ahead as u16, y }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editing_moves_over_whole_characters_and_words() {
        let mut line = LineEdit::new("zaal e\u{301}n 👍");
        line.command(Command::EraseBack);
        assert_eq!(line.text(), "zaal e\u{301}n ");
        line.command(Command::EraseWord);
        assert_eq!(line.text(), "zaal ");
        line.command(Command::CursorStart);
        line.command(Command::EraseForward);
        line.insert("Z");
        line.command(Command::CursorRight);
        line.command(Command::EraseLine);
        assert_eq!(line.text(), "al ");
        line.insert("een\ntwee");
        assert_eq!(line.text(), "een tweeal ");
        assert!(!line.command(Command::AcceptLine));
    }
}
