//! Text as searches compare it: lower case, without diacritics, without what cannot be seen.
//!
//! Owns folding, the splitting of folded text into words, and the distance behind every "did you mean".
//! Used by the query language, find-as-you-type, the parsing of what people type, and the importers.

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
    if text.is_ascii() {
        let from = out.len();
        out.push_str(text);
        out[from..].make_ascii_lowercase();
        if text.bytes().any(|b| b.is_ascii_control()) {
            let clean: String =
                out[from..].chars().map(|c| if c.is_ascii_control() { ' ' } else { c }).collect();
            out.truncate(from);
            out.push_str(&clean);
        }
        return;
    }
    // Once more after decomposition: wide and vertical forms come apart into the same marks.
    for c in text.chars().map(plain_mark).nfkd().map(plain_mark).filter(|c| !is_combining_mark(*c)) {
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

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
