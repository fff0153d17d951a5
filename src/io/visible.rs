//! Text from outside made safe to show: what steers a terminal or hides itself becomes a visible sign.
//!
//! Owns the choice of signs. Used by everything that prints titles, notes, file names or error
//! details; JSON escapes the same characters instead, so that scripts get the exact text.

use std::borrow::Cow;

/// What is shown for a character that is invisible or dangerous and has no picture of its own.
const REPLACEMENT: char = '\u{fffd}';

/// The sign that stands for a character which would steer a terminal, reorder the text around it, or take up no place at
/// all; `None` for ordinary ones. The zero-width joiners stay: emoji and several scripts need them.
pub fn stand_in(c: char) -> Option<char> {
    match c {
        // The control pictures follow the order of the controls.
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32),
        '\x7f' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        // Marks, embeddings, overrides and isolates of the bidirectional algorithm (Unicode TR 9).
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        // Soft hyphen, Mongolian vowel separator, zero-width space, line and paragraph separator.
        | '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2028}' | '\u{2029}'
        // Word joiner, invisible operators, deprecated format characters, byte order mark.
        | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}'
        // Interlinear annotation, noncharacters, tags.
        | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' | '\u{e0000}'..='\u{e007f}' => Some(REPLACEMENT),
        _ => None,
    }
}

/// Whether `c` has a stand-in.
pub fn is_hidden(c: char) -> bool {
    stand_in(c).is_some()
}

/// `text` as one line: line breaks and tabs become spaces, other hidden characters visible signs.
pub fn line(text: &str) -> Cow<'_, str> {
    shown(text, |c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { sign(c) }, |_| false)
}

/// `text` with its line breaks; other hidden characters become visible signs, tabs spaces.
pub fn lines(text: &str) -> Cow<'_, str> {
    shown(text, |c| if c == '\t' { ' ' } else { sign(c) }, |c| c == '\n')
}

/// The name of a file as one line: a line break in it shows too, as a sign.
pub fn path(path: &std::path::Path) -> String {
    path.display().to_string().chars().map(sign).collect()
}

fn sign(c: char) -> char {
    stand_in(c).unwrap_or(c)
}

fn shown(text: &str, sign: impl Fn(char) -> char, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    // Nearly every text is clean: look before copying.
    if !text.chars().any(|c| is_hidden(c) && !keep(c)) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    Cow::Owned(text.chars().map(|c| if is_hidden(c) && !keep(c) { sign(c) } else { c }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown_and_never_sent() {
        assert_eq!(line("rood\x1b[31m alarm\x07"), "rood␛[31m alarm␇");
        assert_eq!(line("a\u{202e}cba\u{9b}x"), "a\u{fffd}cba\u{fffd}x");
        for c in
            "\u{ad}\u{180e}\u{200b}\u{2060}\u{2064}\u{206a}\u{2069}\u{feff}\u{fdd0}\u{fff9}\u{e0041}".chars()
        {
            assert_eq!(line(&format!("a{c}b")), "a\u{fffd}b", "{:x}", u32::from(c));
        }
        assert_eq!(line("een\r\ntwee\tdrie"), "een twee drie");
        assert_eq!(path(std::path::Path::new("a\nregie: b\x1b")), "a␊regie: b␛");
        assert_eq!(lines("een\r\ntwee\tdrie\x7f"), "een\ntwee drie␡");
    }

    #[test]
    fn accents_and_joined_emoji_stay_as_they_are() {
        for text in ["café", "e\u{301}", "👩\u{200d}🚒", "漢字", "naïeve"] {
            assert!(matches!(line(text), Cow::Borrowed(same) if same == text));
        }
    }
}
