//! Small tools for Dutch prose: words, sentences, enumerations, brackets.
//!
//! Owns nothing of a plan's structure. Used by every module of the parser.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds white space (non-breaking spaces too) to single spaces and trims.
pub(super) fn squash(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(char::is_whitespace).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Lower-case words without accents and punctuation, between single spaces, with a space at both
/// ends: so that `contains(" politie ")` means the whole word.
pub(super) fn key(text: &str) -> String {
    fold(text, true)
}

/// As `key`, but with capitals: "OM" is the prosecutor, "om" a preposition.
pub(super) fn cased_key(text: &str) -> String {
    fold(text, false)
}

fn fold(text: &str, lower: bool) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    let mut push = |c: char| {
        if c.is_ascii_alphanumeric() {
            out.push(if lower { c.to_ascii_lowercase() } else { c });
        } else if c.is_alphanumeric() {
            if lower { out.extend(c.to_lowercase()) } else { out.push(c) }
        } else if !is_apostrophe(c) && !is_combining_mark(c) && !out.ends_with(' ') {
            out.push(' ');
        }
    };
    for c in text.chars() {
        if c.is_ascii() { push(c) } else { c.nfd().for_each(&mut push) }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´')
}

/// A text in which patterns are looked for: a key, or a `Key` that knows how its words begin.
pub(super) trait Words {
    /// The key itself.
    fn words(&self) -> &str;

    /// False when certainly no word begins with these two letters.
    fn may_begin(&self, _first: u8, _second: u8) -> bool {
        true
    }
}

impl Words for str {
    fn words(&self) -> &str {
        self
    }
}

impl Words for String {
    fn words(&self) -> &str {
        self
    }
}

impl<W: Words + ?Sized> Words for &W {
    fn words(&self) -> &str {
        (**self).words()
    }

    fn may_begin(&self, first: u8, second: u8) -> bool {
        (**self).may_begin(first, second)
    }
}

/// The key of a statement. Some hundreds of patterns are tried on each statement and few occur, so it
/// remembers the first two letters of its words and most patterns are refused at once.
#[derive(Clone, Debug)]
pub(super) struct Key {
    text: String,
    begins: u128,
}

impl Key {
    pub(super) fn new(text: String) -> Key {
        let mut begins = 0;
        for pair in text.as_bytes().windows(3).filter(|pair| pair[0] == b' ') {
            begins |= begin_bit(pair[1], pair[2]);
        }
        Key { text, begins }
    }
}

/// The words with which some pattern of a group must begin: looked up once per group, so that most
/// groups are refused without a look at their patterns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begins(u128);

impl Begins {
    /// Of patterns as `has` takes them, in small letters or not.
    pub(super) fn of<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Begins {
        let bit = |pattern: &str| match pattern.as_bytes() {
            [first, second, ..] if *first != b'*' && *second != b'*' => {
                begin_bit(first.to_ascii_lowercase(), second.to_ascii_lowercase())
            }
            _ => u128::MAX,
        };
        Begins(patterns.into_iter().map(bit).fold(0, |all, bit| all | bit))
    }

    /// False when certainly none of the patterns occurs in this key (in small letters).
    pub(super) fn may_occur(self, key: &Key) -> bool {
        key.begins & self.0 != 0
    }
}

fn begin_bit(first: u8, second: u8) -> u128 {
    1 << (first.wrapping_mul(31).wrapping_add(second.wrapping_mul(7)) & 127)
}

impl Words for Key {
    fn words(&self) -> &str {
        &self.text
    }

    fn may_begin(&self, first: u8, second: u8) -> bool {
        self.begins & begin_bit(first, second) != 0
    }
}

impl std::ops::Deref for Key {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// True when `pattern` occurs in a key as whole words; a final `*` allows the last word to go on, an
/// initial `*` the first word to have begun.
pub(super) fn has(key: &(impl Words + ?Sized), pattern: &str) -> bool {
    find(key, pattern).is_some()
}

/// Offset in the key of the first occurrence of `pattern` (see `has`).
pub(super) fn find(key: &(impl Words + ?Sized), pattern: &str) -> Option<usize> {
    if let [first, second, ..] = pattern.as_bytes()
        && *first != b'*'
        && *second != b'*'
        && !key.may_begin(*first, *second)
    {
        return None;
    }
    let (open_start, rest) = match pattern.strip_prefix('*') {
        Some(rest) => (true, rest),
        None => (false, pattern),
    };
    let (open_end, core) = match rest.strip_suffix('*') {
        Some(core) => (true, core),
        None => (false, rest),
    };
    let bytes = key.words().as_bytes();
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&bytes[from..], core.as_bytes()) {
        let start = from + at;
        let end = start + core.len();
        let starts = open_start || start == 0 || bytes[start - 1] == b' ';
        let ends = open_end || bytes.get(end).is_none_or(|&byte| byte == b' ');
        if starts && ends {
            return Some(start);
        }
        from = start + 1;
    }
    None
}

/// True when any of the patterns occurs (see `has`).
pub(super) fn has_any(key: &(impl Words + ?Sized), patterns: &[&str]) -> bool {
    patterns.iter().any(|pattern| has(key, pattern))
}

/// Abbreviations after which a capital does not start a sentence.
const ABBREVIATIONS: &[&str] = &[
    "o.a", "bijv", "bv", "etc", "enz", "m.b.t", "i.s.m", "d.w.z", "art", "nr", "dhr", "mevr", "mw", "ca",
    "evt", "resp", "zgn", "incl", "excl", "t.a.v", "n.a.v", "i.v.m", "t.b.v", "drs", "mr", "ir", "dr", "st",
    "vgl", "blz", "pag", "par", "hfst", "min", "max", "jl", "a.d", "v",
];

/// Splits prose into sentences, and at " ~ ", which some plans put between items.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for part in split_tilde(text) {
        sentences_of(part, &mut out);
    }
    out
}

/// Splits at " ~ " (also when the spaces are non-breaking or missing on one side).
pub(super) fn split_tilde(text: &str) -> Vec<&str> {
    text.split('~').map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn sentences_of<'t>(text: &'t str, out: &mut Vec<&'t str>) {
    let mut start = 0;
    let mut word = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            word = at + c.len_utf8();
            continue;
        }
        if !matches!(c, '.' | '!' | '?') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(next, c)) = chars.peek() {
            if !matches!(c, '.' | '!' | '?' | '”' | '’' | '"' | '\'' | ')' | '»') {
                break;
            }
            end = next + c.len_utf8();
            chars.next();
        }
        let rest = &text[end..];
        let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
        let opens = rest.trim_start().chars().next().is_none_or(|c| !c.is_lowercase());
        if !spaced || !opens || (c == '.' && is_abbreviation(&text[word..at])) {
            continue;
        }
        let sentence = text[start..end].trim();
        if !sentence.is_empty() {
            out.push(sentence);
        }
        start = end;
        word = end;
    }
    let rest = text[start..].trim();
    if !rest.is_empty() {
        out.push(rest);
    }
}

fn is_abbreviation(word: &str) -> bool {
    /// No abbreviation is longer; a long word need not be compared.
    const LONGEST: usize = 12;
    if word.len() > LONGEST {
        return false;
    }
    let word = word.trim_start_matches(['(', '[', '‘', '“', '"', '\'']);
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// True when the text ends a sentence or clause.
pub(super) fn is_closed(text: &str) -> bool {
    let end = text.trim_end_matches(['”', '’', '"', '\'', ')', '»', ' ']);
    end.ends_with(['.', '!', '?', ':', ';'])
}

/// The parts of an enumeration: "a, b (c, d) en e" gives "a", "b (c, d)" and "e".
///
/// Semicolons separate when there are any, else commas; neither inside brackets. The last part is
/// split at "en" unless that joins a fixed pair ("zorg en veiligheid") or the parts are capitalised
/// and the word after "en" is not.
pub(super) fn enumeration(text: &str) -> Vec<String> {
    /// The longest enumerations of real plans are a third of this; a longer text is prose.
    const LONGEST: usize = 3000;
    let text = text.trim().trim_end_matches(['.', ';', ',', ' ']);
    if text.len() > LONGEST {
        return Vec::new();
    }
    let separator = if split_outside(text, ';').len() > 1 { ';' } else { ',' };
    let mut parts: Vec<String> = split_outside(text, separator)
        .into_iter()
        .map(|part| strip_conjunction(part.trim()).to_string())
        .filter(|part| !part.is_empty())
        .collect();
    if let Some(last) = parts.pop() {
        let capitalised = !parts.is_empty() && parts.iter().all(|part| starts_upper(part));
        match split_last_and(&last, capitalised) {
            Some((left, right)) => {
                // "a en b en c": without commas every "en" separates.
                if parts.is_empty()
                    && let Some((first, second)) = split_last_and(&left, false)
                {
                    parts.push(first);
                    parts.push(second);
                } else {
                    parts.push(left);
                }
                parts.push(right);
            }
            None => parts.push(last),
        }
    }
    parts
        .into_iter()
        .map(|part| strip_count(&part).to_string())
        .map(|part| {
            part.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.')).to_string()
        })
        .filter(|part| part.chars().any(char::is_alphanumeric) && !is_etcetera(part))
        .map(|part| strip_etcetera(&part))
        .collect()
}

/// "(1) veilig wonen" in a sentence: the name without its number.
fn strip_count(part: &str) -> &str {
    let inner = part.strip_prefix('(').unwrap_or(part);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    match inner[digits..].strip_prefix(") ") {
        Some(rest) if (1..=2).contains(&digits) => rest.trim_start(),
        _ => part,
    }
}

fn is_etcetera(part: &str) -> bool {
    matches!(
        key(part).trim(),
        "etc" | "etcetera" | "enz" | "enzovoort" | "e d" | "dergelijke" | "andere" | "overige"
    )
}

fn strip_etcetera(part: &str) -> String {
    for tail in [" etc", " enz", " e.d", " enzovoort", " etcetera", " en dergelijke"] {
        if let Some(rest) = part.strip_suffix(tail) {
            return rest.trim_end_matches([',', ' ']).to_string();
        }
    }
    part.to_string()
}

fn strip_conjunction(part: &str) -> &str {
    for word in ["en ", "of ", "alsmede ", "evenals ", "en/of ", "&"] {
        if let Some(rest) = part.strip_prefix(word) {
            return rest.trim_start();
        }
    }
    part
}

/// Pairs that are one subject in this field.
const FIXED_PAIRS: &[(&str, &str)] = &[
    ("zorg", "veiligheid"),
    ("alcohol", "drugs"),
    ("drank", "drugs"),
    ("orde", "veiligheid"),
    ("rust", "orde"),
    ("jeugd", "veiligheid"),
    ("polarisatie", "radicalisering"),
    ("radicalisering", "polarisatie"),
    ("radicalisering", "extremisme"),
    ("extremisme", "radicalisering"),
    ("extremisme", "terrorisme"),
    ("wonen", "leven"),
    ("wonen", "werken"),
    ("leefbaarheid", "veiligheid"),
    ("veiligheid", "leefbaarheid"),
    ("integriteit", "veiligheid"),
    ("bedrijvigheid", "veiligheid"),
    ("toezicht", "handhaving"),
    ("vergunningen", "handhaving"),
    ("horeca", "evenementen"),
    ("rampenbestrijding", "crisisbeheersing"),
    ("crisisbeheersing", "rampenbestrijding"),
    ("bijstand", "advies"),
    ("burgemeester", "wethouders"),
    ("land", "tuinbouw"),
    ("verslaving", "overlast"),
    ("mensenhandel", "mensensmokkel"),
    ("wapens", "explosieven"),
    ("verwarde", "onbegrepen"),
    ("ondermijning", "criminaliteit"),
    ("sport", "recreatie"),
    ("drugs", "alcohol"),
];

fn split_last_and(text: &str, capitalised: bool) -> Option<(String, String)> {
    let mut depth = 0i32;
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ' ' if depth <= 0 && text[at..].starts_with(" en ") => found.push(at),
            _ => {}
        }
    }
    // "mensenhandel en zorg en veiligheid": when the last one joins a pair, the one before may separate.
    for at in found.into_iter().rev().take(2) {
        if let Ok(parts) = split_and(text, at, capitalised) {
            return parts;
        }
    }
    None
}

/// The parts before and after the "en" at `at`; nothing when it does not separate, an error when the
/// one before it may.
fn split_and(text: &str, at: usize, capitalised: bool) -> Result<Option<(String, String)>, ()> {
    let (left, right) = (text[..at].trim_end(), text[at + 4..].trim_start());
    let open_compound = left.ends_with('-') || right.starts_with('-');
    let (left_key, right_key) = (key(left), key(right));
    let fixed = FIXED_PAIRS.iter().any(|(a, b)| {
        left_key.trim_end().ends_with(&format!(" {a}"))
            && right_key.trim_start().starts_with(&format!("{b} "))
    });
    let (has_left, has_right) = (left_key.trim().len() > 1, right_key.trim().len() > 1);
    // "RIEC en de havenmeesters" are two; "Wonen en welzijn" is one.
    let article = strip_article(right).len() < right.len();
    let continues = capitalised && starts_upper(left) && !starts_upper(right) && !article;
    if fixed || open_compound {
        return Err(());
    }
    Ok((!continues && has_left && has_right).then(|| (left.to_string(), right.to_string())))
}

/// Splits at `separator` where no bracket is open. A bracket that never closes does not count.
pub(super) fn split_outside(text: &str, separator: char) -> Vec<&str> {
    let balanced = text.matches('(').count() == text.matches(')').count();
    let mut depth = 0i32;
    let mut start = 0;
    let mut out = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' if balanced => depth += 1,
            ')' if balanced => depth -= 1,
            _ if c == separator && depth <= 0 => {
                out.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push(&text[start..]);
    out
}

/// Takes the first bracketed explanation off: "Naam (uitleg)" gives "Naam" and "uitleg". A second
/// one is left out of the name.
pub(super) fn split_bracket(text: &str) -> (String, Option<String>) {
    let trimmed = text.trim().trim_end_matches(['.', ';', ',', ' ']);
    if let Some(open) = trimmed.find(" (")
        && let Some(length) = matching_close(&trimmed[open + 2..])
    {
        let inner = trimmed[open + 2..open + 2 + length].trim();
        let tail = trimmed[open + 2 + length..].trim_start_matches(')').trim();
        let name = trimmed[..open].trim();
        let name = if tail.is_empty() || tail.starts_with('(') {
            name.to_string()
        } else {
            format!("{name} {tail}")
        };
        return (name, Some(inner.to_string()));
    }
    (trimmed.to_string(), None)
}

/// Offset of the bracket that closes one opened just before `text`.
fn matching_close(text: &str) -> Option<usize> {
    let mut depth = 1i32;
    for (at, c) in text.char_indices() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// True when the first letter is a capital (or a digit).
pub(super) fn starts_upper(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

/// With a capital first letter.
pub(super) fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(chars).collect(),
        _ => text.to_string(),
    }
}

/// Without a leading article.
pub(super) fn strip_article(text: &str) -> &str {
    for article in ["de ", "het ", "een ", "De ", "Het ", "Een ", "onze ", "Onze "] {
        if let Some(rest) = text.strip_prefix(article) {
            return rest.trim_start();
        }
    }
    text
}

/// Removes footnote marks that were glued to words when a page was saved: "veiligheid1", "plan²".
pub(super) fn strip_footnotes(text: &str) -> String {
    let mut words = Vec::new();
    for word in text.split(' ') {
        let bare = word.trim_end_matches(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰']);
        let tail: String =
            bare.chars().rev().take_while(|c| matches!(c, ',' | '.' | ';' | ':' | ')')).collect();
        let core = &bare[..bare.len() - tail.len()];
        let letters = core.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = core.len() - letters.len();
        let glued = (1..=2).contains(&digits)
            && letters.chars().count() >= 4
            && letters.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''))
            && letters.chars().last().is_some_and(char::is_lowercase);
        if glued {
            words.push(format!("{letters}{}", tail.chars().rev().collect::<String>()));
        } else {
            words.push(bare.to_string());
        }
    }
    words.join(" ")
}

/// Brings letters that were spaced out back together: "B E S L U I T :" gives "BESLUIT:", and so for
/// a line of nothing but small letters.
pub(super) fn join_spaced_capitals(text: &str) -> String {
    let tokens: Vec<&str> = text.split(' ').collect();
    let letter = |token: &&str| {
        let mut chars = token.chars();
        matches!((chars.next(), chars.next()), (Some(c), None) if c.is_alphabetic())
    };
    let whole = tokens.iter().all(|token| letter(token) || matches!(*token, ":" | "."));
    let single = |token: &&str| letter(token) && (whole || token.starts_with(char::is_uppercase));
    if tokens.iter().filter(|token| single(token)).count() < 4 {
        return text.to_string();
    }
    let mut out = String::new();
    let mut previous = false;
    for token in &tokens {
        let this = single(token);
        let joined = previous && (this || token.chars().all(|c| c == ':' || c == '.'));
        if !out.is_empty() && !joined {
            out.push(' ');
        }
        out.push_str(token);
        previous = this;
    }
    out
}

/// The number a Dutch number word or numeral stands for, from 2 to 20.
pub(super) fn number_word(word: &str) -> Option<usize> {
    const WORDS: &[&str] = &[
        "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
        "veertien", "vijftien",
    ];
    if let Ok(number) = word.parse::<usize>() {
        return (2..=20).contains(&number).then_some(number);
    }
    let word = word.strip_suffix("tal").unwrap_or(word);
    WORDS.iter().position(|known| *known == word).map(|index| index + 2)
}

/// The first `count` words, for a finding.
pub(super) fn first_words(text: &str, count: usize) -> String {
    text.split(' ').take(count).collect::<Vec<_>>().join(" ")
}

/// A name short enough for a list: cut at a clause, then at a word.
pub(super) fn shorten(text: &str) -> String {
    /// What fits beside other columns in a pane of a 120-column terminal.
    const LONGEST: usize = 90;
    let text = text.trim().trim_end_matches(['.', ';', ',', ':', ' ']);
    if text.chars().count() <= LONGEST {
        return text.to_string();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let end = cut.rfind(", ").filter(|&at| at > LONGEST / 2).or_else(|| cut.rfind(' ')).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ' ', ';']))
}

/// True when two names mean the same subject: equal words, one inside the other, or an abbreviation
/// in brackets that the other uses.
pub(super) fn same_subject(a: &str, b: &str) -> bool {
    let bare = |text: &str| {
        let (name, note) = split_bracket(text);
        (key(strip_article(&name)).trim().to_string(), note.map(|n| key(&n).trim().to_string()))
    };
    let ((a, a_note), (b, b_note)) = (bare(a), bare(b));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    a == b || a_note.as_deref() == Some(b.as_str()) || b_note.as_deref() == Some(a.as_str())
}

/// The share of the meaningful words of the shorter name that the other also has, 0.0 to 1.0.
pub(super) fn overlap(a: &str, b: &str) -> f32 {
    let words = |text: &str| -> Vec<String> {
        key(text)
            .split(' ')
            .filter(|word| word.chars().count() > 2 && !STOP_WORDS.contains(word))
            .map(stem)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return 0.0;
    }
    let shared = short.iter().filter(|word| long.contains(word)).count();
    shared as f32 / short.len() as f32
}

const STOP_WORDS: &[&str] = &[
    "van",
    "voor",
    "een",
    "het",
    "met",
    "door",
    "als",
    "die",
    "dat",
    "aan",
    "bij",
    "onze",
    "over",
    "uit",
    "aanpak",
    "gevolg",
    "tegen",
    "rond",
    "rondom",
    "naar",
    "inclusief",
    "der",
    "den",
    "tot",
];

/// Rough Dutch stem: enough to see a plural as its singular.
pub(super) fn stem(word: &str) -> String {
    let word = word.strip_suffix("en").or_else(|| word.strip_suffix('s')).unwrap_or(word);
    word.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enumerations_keep_brackets_and_fixed_pairs_together() {
        assert_eq!(
            enumeration("overlast, inbraak (huis, auto), geweld en zorg."),
            ["overlast", "inbraak (huis, auto)", "geweld", "zorg"]
        );
        assert_eq!(enumeration("jeugd, zorg en veiligheid"), ["jeugd", "zorg en veiligheid"]);
        assert_eq!(enumeration("Jeugd, Horeca, Wonen en welzijn"), ["Jeugd", "Horeca", "Wonen en welzijn"]);
        assert_eq!(
            enumeration("drugs, wapens en zorg en veiligheid"),
            ["drugs", "wapens", "zorg en veiligheid"]
        );
        assert_eq!(enumeration("(1) wonen, (2) jeugd en (3) zorg"), ["wonen", "jeugd", "zorg"]);
        assert_eq!(enumeration("woon- en leefomgeving"), ["woon- en leefomgeving"]);
        assert_eq!(enumeration("a1; b1, c1; en d1 etc."), ["a1", "b1, c1", "d1"]);
    }

    #[test]
    fn sentences_respect_abbreviations() {
        assert_eq!(
            sentences("Dit is o.a. Hoorn. Dat ook! ~ En dit."),
            ["Dit is o.a. Hoorn.", "Dat ook!", "En dit."]
        );
    }

    #[test]
    fn footnotes_and_spaced_capitals() {
        assert_eq!(
            strip_footnotes("Samen veiligheid1 langs de A7 en N302²"),
            "Samen veiligheid langs de A7 en N302"
        );
        assert_eq!(join_spaced_capitals("B E S L U I T :"), "BESLUIT:");
        assert_eq!(join_spaced_capitals("b e s l u i t :"), "besluit:");
        assert_eq!(join_spaced_capitals("Plan A B"), "Plan A B");
    }

    #[test]
    fn patterns_match_whole_words_unless_starred() {
        let text = key("Het OM, de wijkagenten en Beëdigd");
        assert!(
            has(&text, "wijkagent*")
                && !has(&text, "wijkagent")
                && has(&text, "*agenten")
                && has(&text, "beedigd")
        );
    }
}
