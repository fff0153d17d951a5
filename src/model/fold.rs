//! Text as searches compare it: lower case, without diacritics, without what cannot be seen.
//!
//! Owns folding, the splitting of folded text into words, and the distance behind every "did you mean".
//! Used by the query language, find-as-you-type, the parsing of what people type, and the importers.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `text` folded: `Çelik–Özdemir` becomes `celik-ozdemir`. Folding twice changes nothing more.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_onto(&mut folded, text);
    folded
}

/// Appends `text`, folded, to `out`: control characters become spaces, invisible ones are left out.
pub fn fold_onto(out: &mut String, text: &str) {
    // Without stopping at the first that is not plain, so that it is done many bytes at a time.
    if text.bytes().fold(true, |plain, b| plain & matches!(b, b' '..=b'~')) {
        let from = out.len();
        out.push_str(text);
        out[from..].make_ascii_lowercase();
        return;
    }
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, after) = rest.split_at(plain_length(rest));
        push_ascii(out, plain);
        let mut chars = after.chars();
        if let Some(c) = chars.next() {
            match LATIN.get((c as usize).wrapping_sub(LATIN_FIRST)) {
                Some(folded) => out.push_str(folded),
                None => fold_char(out, c),
            }
        }
        rest = chars.as_str();
    }
}

/// How many bytes `text` begins with that are ASCII: sought many at a time.
fn plain_length(text: &str) -> usize {
    const AT_ONCE: usize = 32;
    let bytes = text.as_bytes();
    let whole = bytes.chunks(AT_ONCE).take_while(|chunk| chunk.is_ascii()).count() * AT_ONCE;
    bytes.iter().skip(whole).position(|b| !b.is_ascii()).map_or(bytes.len(), |more| whole + more)
}

fn push_ascii(out: &mut String, text: &str) {
    // Without stopping at the first, so that it is done many bytes at a time.
    let controls = text.bytes().fold(false, |found, b| found | b.is_ascii_control());
    let from = out.len();
    if controls {
        out.extend(text.chars().map(|c| if c.is_ascii_control() { ' ' } else { c }));
    } else {
        out.push_str(text);
    }
    out[from..].make_ascii_lowercase();
}

const LATIN_FIRST: usize = 0x80;

/// The folded forms of U+0080 to U+024F: the letters of European names, which need no decomposition each time.
static LATIN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folded = |c: char| {
        let mut out = String::new();
        fold_char(&mut out, c);
        out
    };
    ('\u{80}'..='\u{24F}').map(folded).collect()
});

/// One character at a time is as good as the whole text: only the order of marks depends on neighbours, and marks go.
fn fold_char(out: &mut String, c: char) {
    // The plain marks once more after decomposition: wide and vertical forms come apart into them.
    for c in std::iter::once(plain_mark(c)).nfkd().map(plain_mark).filter(|c| !is_combining_mark(*c)) {
        for c in c.to_lowercase().filter(|c| !is_combining_mark(*c)) {
            push_plain(out, c);
        }
    }
}

/// Typographic quotes and dashes to the ones on a keyboard. Before decomposition, which would split the acute accent.
fn plain_mark(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{2032}' | '\u{00B4}' | '`' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{00AB}' | '\u{00BB}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}

/// Letters that Unicode does not decompose, to the ones people type for them.
fn push_plain(out: &mut String, c: char) {
    match c {
        'a'..='z' => out.push(c),
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'ø' => out.push('o'),
        'ł' => out.push('l'),
        'đ' | 'ð' => out.push('d'),
        'þ' => out.push_str("th"),
        'ı' => out.push('i'),
        // Zero-width and directional characters, soft hyphen, byte-order mark.
        '\u{00AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' => {}
        c if c.is_control() || c.is_whitespace() => out.push(' '),
        c => out.push(c),
    }
}

/// The words of a folded text: runs of letters and digits.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// How many letters are left out where `typed` is read in `folded`: its first letter starts a word, the others follow in
/// order, with at most `most` letters between them in all. `None` when it cannot be read so; the fewest otherwise.
pub fn letters_left_out(typed: &str, folded: &str, most: usize) -> Option<usize> {
    let (first, rest) = typed.as_bytes().split_first()?;
    let hay = folded.as_bytes();
    let mut best = None;
    for at in memchr::memchr_iter(*first, hay) {
        if at > 0 && is_letter(hay[at - 1]) {
            continue;
        }
        let mut allowed = best.unwrap_or(most + 1);
        let mut left_out = 0;
        let mut next = at + 1;
        for wanted in rest {
            while allowed > left_out && hay.get(next).is_some_and(|byte| byte != wanted) {
                left_out += 1;
                next += 1;
            }
            if hay.get(next) != Some(wanted) {
                left_out = usize::MAX;
                allowed = 0;
                break;
            }
            next += 1;
        }
        if left_out < allowed {
            best = Some(left_out);
        }
    }
    best
}

/// Which of a to z and 0 to 5 occur in a folded text, one bit each; other characters do not count. A text can only occur
/// in one that has all its letters, which is told without searching.
pub fn letters(folded: &str) -> u32 {
    folded.bytes().fold(0, |bits, byte| match byte {
        b'a'..=b'z' => bits | 1 << (byte - b'a'),
        b'0'..=b'5' => bits | 1 << (26 + byte - b'0'),
        _ => bits,
    })
}

/// Bytes above ASCII are letters here.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Whether `needle` (with its searcher) occurs at the start of a word of `text`.
pub fn starts_a_word(needle: &memchr::memmem::Finder<'_>, text: &[u8]) -> bool {
    let starts = |at: usize| at == 0 || !is_letter(text[at - 1]);
    if let [one] = *needle.needle() {
        return text.iter().enumerate().any(|(at, byte)| *byte == one && starts(at));
    }
    let mut from = 0;
    while let Some(hit) = needle.find(&text[from..]) {
        if starts(from + hit) {
            return true;
        }
        from += hit + 1;
    }
    false
}

/// How many letters differ: insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
/// Stops counting above `limit` and returns `limit + 1`.
pub fn distance(a: &str, b: &str, limit: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit {
        return limit + 1;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        if row.iter().min().is_none_or(|best| *best > limit) {
            return limit + 1;
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()].min(limit + 1)
}

/// How many wrong letters a suggestion forgives: none in one or two letters, one in three to five, else two.
pub fn tolerance(text: &str) -> usize {
    match text.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

/// The known words that `text` (folded) was probably meant to be, nearest first, at most three. A known word that starts
/// with the text counts as near, whatever its length.
pub fn nearest<'a, T: Copy + PartialEq + 'a>(
    text: &str,
    known: impl Iterator<Item = (&'a str, T)>,
) -> Vec<T> {
    let limit = tolerance(text);
    let mut near: Vec<(usize, T)> = known
        .filter_map(|(word, meaning)| {
            let off = distance(text, word, limit);
            if off <= limit {
                Some((off, meaning))
            } else if text.len() >= 2 && word.starts_with(text) {
                Some((limit + 1, meaning))
            } else {
                None
            }
        })
        .collect();
    near.sort_by_key(|(off, _)| *off);
    let mut best: Vec<T> = Vec::new();
    for (_, meaning) in near {
        if !best.contains(&meaning) && best.len() < 3 {
            best.push(meaning);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_found_however_they_are_typed() {
        for (text, folded) in [
            ("Çelik", "celik"),
            ("Wijkaanpak ’t Zand", "wijkaanpak 't zand"),
            ("Łukasz Søndergård", "lukasz sondergard"),
            ("Ĳsselmeer", "ijsselmeer"),
            ("STRASSE straße", "strasse strasse"),
            ("İstanbul ırmak", "istanbul irmak"),
            ("regel\u{a0}een\ttwee\u{1b}[31m", "regel een twee [31m"),
            ("ge\u{200b}heim\u{202e}", "geheim"),
            ("cafe\u{301}", "cafe"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn a_swap_of_neighbours_is_one_mistake() {
        assert_eq!(distance("health", "heatlh", 2), 1);
        assert_eq!(distance("due", "deu", 2), 1);
        assert_eq!(distance("lead", "lead", 2), 0);
        assert_eq!(distance("lead", "partner", 2), 3);
        assert_eq!(nearest("heatlh", [("lead", 1), ("health", 2)].into_iter()), [2]);
    }

    #[test]
    fn letters_may_be_left_out_within_a_word() {
        for (typed, text, left_out) in [
            ("vijzltuin", "schouw vijzeltuin", Some(1)),
            ("bkker", "m. bakker", Some(1)),
            ("bakker", "m. bakker", Some(0)),
            ("akker", "m. bakker", None),
            ("wanings", "wandeling naar ingang station", None),
            ("a", "b a", Some(0)),
            ("ab", "axxxxb", None),
            ("ab", "axxb axb", Some(1)),
            ("ab", "a", None),
            ("", "a", None),
        ] {
            assert_eq!(letters_left_out(typed, text, 3), left_out, "{typed} in {text}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
