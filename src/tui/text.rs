//! Text from files and people, made safe and aligned for the screen.
//!
//! Owns how wide a character is, cutting with `…`, and wrapping; control, escape and bidi characters become the signs of
//! `io::visible` and are never sent. Everything that draws goes through it.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::io::visible::stand_in;

/// What is shown for a cluster that takes no place.
const REPLACEMENT: char = '\u{FFFD}';

/// The most code points drawn in one cell. Real writing needs a handful; stacks of hundreds of combining marks would
/// spill over the lines around them.
const MAX_CLUSTER: usize = 10;

/// The cells that `text` takes, one by one: what to show, and how wide it is (1 or 2).
pub fn cells(text: &str) -> impl Iterator<Item = (Cow<'_, str>, usize)> {
    text.graphemes(true).map(cell)
}

/// A blank at which no line breaks.
const NO_BREAK: &str = "\u{a0}";

fn cell(cluster: &str) -> (Cow<'_, str>, usize) {
    if let [b' '..=b'~'] = cluster.as_bytes() {
        return (Cow::Borrowed(cluster), 1);
    }
    let mut shown = Cow::Borrowed(cluster);
    if cluster == NO_BREAK {
        shown = Cow::Borrowed(" ");
    } else if cluster == "\r\n" {
        shown = Cow::Borrowed("\u{240a}");
    } else if cluster.chars().any(|c| stand_in(c).is_some()) || cluster.chars().nth(MAX_CLUSTER).is_some() {
        shown = cluster.chars().take(MAX_CLUSTER).map(|c| stand_in(c).unwrap_or(c)).collect();
    }
    match shown.width() {
        0 => (Cow::Owned(REPLACEMENT.to_string()), 1),
        width @ 1..=2 => (shown, width),
        // A cluster that no terminal draws in two cells: its first character stands for it.
        _ => {
            let first: String = shown.chars().take(1).collect();
            let width = first.width().clamp(1, 2);
            (Cow::Owned(first), width)
        }
    }
}

/// How many cells `text` takes when it is not cut.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return text.len();
    }
    cells(text).map(|(_, width)| width).sum()
}

/// Whether `text` fits in `room` cells; looks no further than it needs to.
pub fn fits(text: &str, room: usize) -> bool {
    let mut used = 0;
    cells(text).all(|(_, width)| {
        used += width;
        used <= room
    })
}

/// How many cells the figures of `number` take.
pub fn digits(number: u64) -> u16 {
    number.max(1).ilog10() as u16 + 1
}

/// The longest start of `text` that fits in `room` cells, ending in `…` when something was left out.
pub fn cut(text: &str, room: usize) -> String {
    let mut shown = String::new();
    if fits(text, room) {
        shown.extend(cells(text).map(|(cell, _)| cell));
        return shown;
    }
    let mut used = 0;
    for (cell, width) in cells(text) {
        if used + width + 1 > room {
            break;
        }
        used += width;
        shown.push_str(&cell);
    }
    if room > 0 {
        shown.push('…');
    }
    shown
}

/// Breaks `text` into lines of at most `room` cells, at white space where possible. Line breaks in the text are kept;
/// other white space counts as one blank, but for the one that keeps words together. Always at least one line.
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(1);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut used = 0;
        let breaks = |c: char| c.is_whitespace() && !NO_BREAK.contains(c);
        for word in paragraph.split(breaks).filter(|word| !word.is_empty()) {
            let wide = width(word);
            if used > 0 && used + 1 + wide > room {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            if wide <= room {
                line.push_str(word);
                used += wide;
                continue;
            }
            for cluster in word.graphemes(true) {
                let wide = cell(cluster).1;
                if used + wide > room {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                line.push_str(cluster);
                used += wide;
            }
        }
        lines.push(line);
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// The nearest ASCII character, for terminals that show nothing else: letters lose their marks, signs get the one that is
/// used for them on a typewriter; only what has no plain form becomes `?`. One character for each cell, so that columns
/// stay where they are: `ß` is an `s`, `æ` an `a`.
pub fn ascii(cell: &str) -> char {
    let first = cell.chars().next().unwrap_or('?');
    stand_in_ascii(first)
        .or_else(|| cell.nfd().find(char::is_ascii))
        .or_else(|| alone(first.nfkd()))
        .filter(|c| !c.is_control())
        .unwrap_or('?')
}

/// The ASCII character that is all that `spelled` consists of, marks aside: of `²` that is 2, of `½` there is none.
fn alone(spelled: impl Iterator<Item = char>) -> Option<char> {
    let mut plain = spelled.filter(|c| c.width() != Some(0));
    plain.next().filter(|c| c.is_ascii() && plain.next().is_none())
}

/// What Unicode does not take apart.
const fn stand_in_ascii(c: char) -> Option<char> {
    Some(match c {
        'Ø' | 'Œ' => 'O',
        'ø' | 'œ' => 'o',
        'Æ' => 'A',
        'æ' => 'a',
        'ẞ' => 'S',
        'ß' => 's',
        'Đ' | 'Ð' => 'D',
        'đ' | 'ð' => 'd',
        'Ħ' => 'H',
        'ħ' => 'h',
        'Ł' => 'L',
        'ł' => 'l',
        'Ŋ' => 'N',
        'ŋ' => 'n',
        'Þ' | 'Ŧ' => 'T',
        'þ' | 'ŧ' => 't',
        // The Dutch letter, not the pair of letters that is written far more often.
        'Ĳ' => 'Y',
        'ĳ' => 'y',
        'ı' => 'i',
        'ĸ' => 'k',
        'ﬀ' | 'ﬁ' | 'ﬂ' | 'ﬃ' | 'ﬄ' => 'f',
        '…' => '~',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
        '‘' | '’' | '‚' | '‛' | '′' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' => '-',
        '│' | '¦' => '|',
        // Not a dash: it stands between words of a filter, which may begin with one.
        '·' | '∙' | '⋅' => '.',
        '•' | '●' | '○' | '◦' | '◉' | '◆' | '◇' | '▪' | '▫' | '■' | '□' => '*',
        '✓' | '✔' => '+',
        '✗' | '✘' | '×' => 'x',
        '→' | '›' | '▸' | '▶' | '►' | '⇒' => '>',
        '←' | '‹' | '◂' | '◀' | '◄' | '⇐' | '↶' => '<',
        '↑' | '▲' | '△' => '^',
        '↓' | '▼' | '▽' | '▾' => 'v',
        '÷' | '⁄' => '/',
        '°' => 'o',
        '§' => 'S',
        '©' => 'c',
        '®' => 'r',
        '€' => 'E',
        '£' => 'L',
        '¡' => '!',
        // Taken apart these would say the contrary.
        '≠' | '≮' | '≯' => '?',
        _ => return None,
    })
}

/// A name that fits: whole, else with initials for all but the last words ("M. van den Bakker", "M. Bakker").
pub fn short_name(name: &str, room: u16) -> String {
    if fits(name, room.into()) {
        return name.to_owned();
    }
    let mut words = name.split_whitespace();
    let Some(first) = words.next() else { return String::new() };
    let initial: String = first.chars().take(1).collect();
    let rest: Vec<&str> = words.collect();
    let short = format!("{initial}. {}", rest.join(" "));
    match rest.last() {
        Some(last) if !fits(&short, room.into()) => format!("{initial}. {last}"),
        Some(_) => short,
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_escape_and_bidi_characters_become_visible_and_are_never_sent() {
        let nasty = "a\u{1b}[31mb\r\nc\u{202e}d\u{9b}e\u{200b}f\u{7}g\u{7f}\u{2066}";
        let shown = cut(nasty, 80);
        assert_eq!(shown, "a␛[31mb␊c\u{FFFD}d\u{FFFD}e\u{FFFD}f␇g␡\u{FFFD}");
        assert!(!shown.chars().any(|c| c.is_control() || stand_in(c).is_some()));
    }

    #[test]
    fn wide_and_combined_characters_are_counted_as_the_terminal_counts_them() {
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("漢字"), 4);
        assert_eq!(width("👍"), 2);
        assert_eq!(width("\u{301}"), 1, "a mark on nothing is shown by itself");
        let stack = format!("a{}", "\u{301}".repeat(500));
        assert_eq!(cells(&stack).count(), 1);
        assert!(cut(&stack, 5).chars().count() <= MAX_CLUSTER);
    }

    #[test]
    fn cutting_never_exceeds_the_room_and_says_that_it_cut() {
        assert_eq!(cut("Buurtpreventie", 20), "Buurtpreventie");
        assert_eq!(cut("Buurtpreventie", 8), "Buurtpr…");
        assert_eq!(cut("漢字漢字", 4), "漢…");
        assert_eq!(cut("ab", 1), "…");
        assert_eq!(cut("ab", 0), "");
        for room in 0..12 {
            assert!(width(&cut("a漢👍e\u{301}bc漢d", room)) <= room);
        }
    }

    #[test]
    fn wrapping_breaks_at_blanks_and_splits_only_words_that_do_not_fit() {
        assert_eq!(wrap("een twee drie", 8), ["een twee", "drie"]);
        assert_eq!(wrap("een\n\ntwee", 8), ["een", "", "twee"]);
        assert_eq!(wrap("aansprakelijkheid nu", 10), ["aansprakel", "ijkheid nu"]);
        assert_eq!(wrap("", 8), [""]);
        let kept = wrap("voeg toe met n\u{a0}c.", 14);
        assert_eq!(kept, ["voeg toe met", "n\u{a0}c."], "keys that belong together");
        assert_eq!(cut(&kept[1], 8), "n c.", "and the blank is one like others");
    }

    #[test]
    fn ascii_keeps_the_letter_under_its_marks_and_the_plain_form_of_signs() {
        let plain = |text: &str| cells(text).map(|(cell, _)| ascii(&cell)).collect::<String>();
        assert_eq!(plain("é e\u{301} ü ç Ñ å"), "e e u c N a");
        assert_eq!(plain("Sørensen, Łódź, Straße, æ œ ĳ þ đ"), "Sorensen, Lodz, Strase, a o y t d");
        assert_eq!(plain("woorden · “zo” – ‘en’… 3 × 4 m² § 2"), "woorden . \"zo\" - 'en'~ 3 x 4 m2 S 2");
        assert_eq!(plain("a\u{a0}b e\u{2011}mail ﬁets"), "a b e-mail fets");
        assert_eq!(plain("漢 ½ ≠ Ж \u{7}"), "? ? ? ? ?", "nothing plain says these");
    }

    #[test]
    fn ascii_keeps_every_cell_in_its_place() {
        for cell in (' '..='\u{2fff}').map(String::from).flat_map(|c| [c.clone(), format!("{c}\u{301}")]) {
            assert_eq!(width(&ascii(&cell).to_string()), 1, "{cell:?}");
        }
    }
}
