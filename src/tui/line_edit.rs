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

/// How many bytes a line takes when nothing else is said: more than any name, path or query, and little enough to be
/// looked at whole after every key.
pub const SHORT: usize = 4_000;

/// A line with a cursor in it.
#[derive(Clone, Debug)]
pub struct LineEdit {
    text: String,
    /// Byte offset, always at the edge of a character.
    cursor: usize,
    /// How many bytes it takes at most; a text it started with may be longer.
    limit: usize,
}

impl Default for LineEdit {
    fn default() -> LineEdit {
        LineEdit::new("", SHORT)
    }
}

impl LineEdit {
    /// A line that starts with `text`, the cursor behind it, and takes `limit` bytes.
    pub fn new(text: impl Into<String>, limit: usize) -> LineEdit {
        let text = text.into();
        LineEdit { cursor: text.len(), text, limit }
    }

    /// How many bytes it takes.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// What has been typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Puts `text` at the cursor, as much of it as there is room for; whether that was all. Line breaks and tabs in a
    /// pasted text become blanks.
    #[must_use]
    pub fn insert(&mut self, text: &str) -> bool {
        let mut room = self.limit.saturating_sub(self.text.len());
        while !text.is_char_boundary(room.min(text.len())) {
            room -= 1;
        }
        let fitting = &text[..room.min(text.len())];
        let clean = fitting.replace(['\n', '\r', '\t'], " ");
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
        fitting.len() == text.len()
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
        // Back from the cursor, so that what lies far before it costs nothing.
        let (mut from, mut ahead) = (self.cursor, 0);
        for (at, cluster) in self.text[..self.cursor].grapheme_indices(true).rev() {
            let wide = text::width(cluster);
            if ahead + wide > inside {
                break;
            }
            ahead += wide;
            from = at;
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
        let mut line = LineEdit::new("zaal e\u{301}n 👍", SHORT);
        line.command(Command::EraseBack);
        assert_eq!(line.text(), "zaal e\u{301}n ");
        line.command(Command::EraseWord);
        assert_eq!(line.text(), "zaal ");
        line.command(Command::CursorStart);
        line.command(Command::EraseForward);
        assert!(line.insert("Z"));
        line.command(Command::CursorRight);
        line.command(Command::EraseLine);
        assert_eq!(line.text(), "al ");
        assert!(line.insert("een\ntwee"));
        assert_eq!(line.text(), "een tweeal ");
        assert!(!line.command(Command::AcceptLine));
    }

    #[test]
    fn a_line_takes_no_more_than_its_limit_and_says_so() {
        let mut line = LineEdit::new("é", 6);
        assert!(line.insert("ab"));
        assert!(!line.insert("€€"), "three bytes each: none fits whole");
        assert_eq!(line.text(), "éab");
        assert!(!line.insert("cdef"));
        assert_eq!(line.text(), "éabcd");
        assert!(line.insert(""));
        let mut restored = LineEdit::new("een lange tekst", 6);
        assert!(!restored.insert("x"));
        assert_eq!(restored.text(), "een lange tekst", "what it started with stays whole");
    }

    #[test]
    fn a_pasted_megabyte_goes_in_at_the_cursor_in_order() {
        let pasted = "regel\n".repeat(200_000);
        let mut line = LineEdit::new("<>", 2 << 20);
        line.command(Command::CursorLeft);
        assert!(line.insert(&pasted));
        assert_eq!(line.text(), format!("<{}>", pasted.replace('\n', " ")));
    }
}
