//! Text from outside made safe to show: what steers a terminal or hides itself becomes a visible sign.
//!
//! Owns the choice of signs. Used by everything that prints titles, notes, file names or error
//! details; JSON escapes the same characters instead, so that scripts get the exact text.

use std::borrow::Cow;

/// Whether `c` would steer a terminal, reorder the text around it, or take up no place at all. The zero-width joiner
/// stays: emoji and several scripts need it.
pub fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}'
        // Marks, embeddings, overrides and isolates of the bidirectional algorithm (Unicode TR 9).
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        // Line and paragraph separator, zero-width space, word joiner, byte order mark, noncharacters.
        | '\u{2028}' | '\u{2029}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}')
}

/// The sign that stands for hidden character `c`: control pictures for C0, else the replacement character.
fn sign(c: char) -> char {
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        _ => '\u{fffd}',
    }
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
    path.display().to_string().chars().map(|c| if is_hidden(c) { sign(c) } else { c }).collect()
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
