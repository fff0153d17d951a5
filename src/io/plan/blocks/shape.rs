//! What a line looks like on its own: a bullet, a number, a heading that says so, something like a title.
//!
//! Owns the signs and words by which lists and headings begin, and which numbers in a row are a list. Used by `blocks`, which decides
//! by what stands around a line.

use std::collections::HashSet;

use super::contents::toc_title;
use super::{HeadingForm, Piece};
use crate::io::plan::dates;
use crate::io::plan::outline::label_of;
use crate::io::plan::source::Mark;
use crate::io::plan::text::{is_closed, key, starts_upper};

/// What a piece looks like on its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Bullet {
        marker: char,
        text: String,
    },
    /// "3. Titel": a heading or an item of a numbered list.
    Number {
        number: u16,
        title: String,
    },
    Hard {
        form: HeadingForm,
        title: String,
    },
    TitleLike,
    Text,
    Row,
}

pub(super) fn number_only(text: &str) -> Option<Vec<u16>> {
    match leading_number(text) {
        Some((numbers, "")) => Some(numbers),
        _ => None,
    }
}

/// "Hoofdstuk 3" or "Prioriteit 2" with nothing after it.
pub(super) fn named_only(text: &str) -> bool {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let word = word.to_lowercase();
    let named = word == "hoofdstuk" || NAMED.contains(&word.as_str());
    named && !rest.is_empty() && rest.trim_end_matches([':', '.']).bytes().all(|byte| byte.is_ascii_digit())
}

/// "3.1. Titel" gives [3, 1] and "Titel". Nothing above 40 is a chapter.
pub(super) fn leading_number(text: &str) -> Option<(Vec<u16>, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (head, rest) = text.split_at(end);
    let spaced = rest.is_empty() || rest.starts_with([' ', ':', '\u{A0}']) || head.ends_with('.');
    let mut numbers = Vec::new();
    for part in head.trim_end_matches('.').split('.') {
        let number: u16 = part.parse().ok().filter(|&number| number <= 40 && part.len() <= 2)?;
        numbers.push(number);
    }
    let rest = rest.trim_start_matches([' ', ':', '-', '–']).trim();
    (spaced && !numbers.is_empty() && numbers.len() <= 4).then_some((numbers, rest))
}

/// Words before a number that make a heading of a line.
pub(super) const NAMED: &[&str] = &[
    "prioriteit",
    "thema",
    "speerpunt",
    "pijler",
    "ambitie",
    "programmalijn",
    "veiligheidsveld",
    "veiligheidsthema",
    "beleidsthema",
    "hoofdthema",
    "veld",
    "opgave",
    "programma",
    "spoor",
    "lijn",
    "doelstelling",
    "kernthema",
    "actielijn",
];

/// True for a line that could be a title: short, with a capital, and not the end of a sentence.
pub(super) fn title_shape(text: &str) -> bool {
    /// Longer headings exist, but then a number or markup says so.
    const LONGEST: usize = 90;
    const MOST_WORDS: usize = 13;
    let count = text.chars().count();
    if !(3..=LONGEST).contains(&count) || text.split(' ').count() > MOST_WORDS {
        return false;
    }
    let ends_open = !text.ends_with(['.', ';', ',', ':', '-']) || text.ends_with("etc.");
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    ends_open
        && starts_upper(text)
        && letters * 2 > count
        && !text.contains('~')
        && !text.contains(". ")
        && !text.contains("@")
        && !text.contains("www.")
        && dates::find_dates(text).is_empty()
}

pub(super) fn is_caps(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() >= 4 && letters.iter().all(|c| c.is_uppercase())
}

pub(super) const BULLETS: &[char] = &[
    '•', '·', '▪', '◦', '●', '○', '■', '□', '‣', '⁃', '➢', '►', '▶', '✓', '✔', '➔', '→', '❖', '◆', '♦', '*',
    '°', '˚', '\u{F0B7}', '\u{F0A7}', '\u{F0D8}', '\u{F02D}', '\u{F0FC}', '∙', '‐', '»', '>',
];

pub(super) fn shape(piece: &Piece) -> Shape {
    let text = piece.text.as_str();
    match piece.mark {
        Mark::TableRow => return Shape::Row,
        Mark::Bullet(_) => {
            let (marker, rest) = bullet(text).unwrap_or(('•', text));
            return Shape::Bullet { marker, text: rest.to_string() };
        }
        Mark::Heading(level) => {
            let (form, title) = hard_heading(text).unwrap_or((HeadingForm::Marked(level), text.to_string()));
            // The number may be glued to a markup level; the markup is the surer of the two.
            let form = match form {
                HeadingForm::Named(..) | HeadingForm::Appendix => form,
                _ => HeadingForm::Marked(level),
            };
            let title = leading_number(&title).map_or(title.clone(), |(_, rest)| rest.to_string());
            return Shape::Hard { form, title: if title.is_empty() { text.to_string() } else { title } };
        }
        _ => {}
    }
    if piece.mark == Mark::Plain
        && let Some((number, title)) = bracketed(text)
    {
        return Shape::Hard { form: HeadingForm::Named(BRACKETED, number), title: title.to_string() };
    }
    if let Some((marker, rest)) = bullet(text) {
        return Shape::Bullet { marker, text: rest.to_string() };
    }
    // "Onderwerpen: a, b" is a line of text, however short.
    if inline_label(text) {
        return Shape::Text;
    }
    if let Some((form, title)) = hard_heading(text) {
        return match form {
            HeadingForm::Numbered(numbers) if numbers.len() == 1 => {
                Shape::Number { number: numbers[0], title }
            }
            form => Shape::Hard { form, title },
        };
    }
    if let Some((numbers, rest)) = leading_number(text)
        && numbers.len() == 1
        && text.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('.')
        && rest.chars().any(char::is_alphabetic)
    {
        return Shape::Bullet { marker: '1', text: rest.to_string() };
    }
    if title_shape(text) || (text.ends_with(':') && label_of(&piece.key).is_some()) {
        return Shape::TitleLike;
    }
    Shape::Text
}

/// "Doel: minder inbraken", "Samen met: a, b en c": a label with its text on one line.
pub(super) fn inline_label(text: &str) -> bool {
    text.split_once(": ")
        .is_some_and(|(head, rest)| label_of(&key(head)).is_some() || rest.matches(", ").count() >= 2)
}

fn bullet(text: &str) -> Option<(char, &str)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    if BULLETS.contains(&first) {
        let spaced = rest.starts_with(' ') || first != '*' && first != '>' && first != '»';
        return (spaced && !rest.trim().is_empty()).then(|| (first, rest.trim()));
    }
    if matches!(first, '-' | '–' | '—') && rest.starts_with(' ') {
        return Some(('-', rest.trim()));
    }
    if first == 'o' && rest.starts_with(' ') && starts_upper(rest) {
        return Some(('o', rest.trim()));
    }
    // "a)", "a.", "1)", "(1)", "i."
    let open = text.strip_prefix('(').unwrap_or(text);
    let end = open.find([')', '.'])?;
    let (label, after) = open.split_at(end);
    let after = &after[1..];
    let closed = open[end..].starts_with(')');
    let letter = label.len() == 1 && label.bytes().all(|byte| byte.is_ascii_lowercase());
    let roman =
        (1..=4).contains(&label.len()) && label.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    let digits = closed && (1..=2).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_digit());
    let item = (letter || roman || digits) && after.starts_with(' ') && !after.trim().is_empty();
    item.then(|| (if digits { '1' } else { 'a' }, after.trim()))
}

/// Headings that show themselves by a word or number in front.
fn hard_heading(text: &str) -> Option<(HeadingForm, String)> {
    /// A numbered heading may be longer than an unnumbered one.
    const LONGEST: usize = 130;
    if text.chars().count() > LONGEST {
        return None;
    }
    if let Some(rest) = text.strip_prefix('#') {
        let level = 1 + rest.chars().take_while(|&c| c == '#').count();
        let title = rest.trim_start_matches('#').trim();
        let level = u8::try_from(level).ok().filter(|level| *level <= 6)?;
        return (!title.is_empty()).then(|| (HeadingForm::Marked(level), title.to_string()));
    }
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let lower = word.to_lowercase();
    let capital = starts_upper(word);
    let ends_open = !text.ends_with(['.', ';', ',']);
    if capital && (lower == "hoofdstuk" || lower == "deel" || lower == "artikel") && ends_open {
        let (numbers, title) = leading_number(rest).or_else(|| roman(rest))?;
        let title = if title.is_empty() { text } else { title };
        return Some((HeadingForm::Chapter(numbers.first().copied().unwrap_or(0)), title.to_string()));
    }
    if capital && lower == "paragraaf" && ends_open {
        let (numbers, title) = leading_number(rest)?;
        return Some((HeadingForm::Numbered(numbers), title.to_string()));
    }
    if capital && lower.trim_end_matches([':', '.']) == "bijlage" && ends_open {
        return Some((HeadingForm::Appendix, text.to_string()));
    }
    if capital
        && ends_open
        && let Some(named) = NAMED.iter().find(|named| **named == lower)
        && let Some((numbers, title)) =
            leading_number(rest).or_else(|| roman(rest)).or_else(|| capital_letter(rest))
        && let [number] = numbers.as_slice()
        && !title.is_empty()
        && starts_upper(title)
    {
        return Some((HeadingForm::Named(named, *number), title.to_string()));
    }
    // "II. Titel": a single I is the numeral and not the letter.
    if let Some((numbers, title)) = roman(text).filter(|_| ends_open)
        && text.split(' ').next().is_some_and(|numeral| numeral.ends_with(['.', ':', ')']))
        && let [number] = numbers.as_slice()
        && starts_upper(title)
        && title_shape(title)
    {
        return Some((HeadingForm::Named("roman", *number), title.to_string()));
    }
    if let Some(lettered) = lettered(text).filter(|_| ends_open) {
        return Some(lettered);
    }
    let (numbers, title) = leading_number(text)?;
    let shape = ends_open && !title.is_empty() && !text.ends_with(':');
    let first = title.split(' ').next().unwrap_or_default();
    let deep = numbers.len() > 1;
    let starts = starts_upper(title) || (deep && title.chars().next().is_some_and(char::is_alphabetic));
    let fits = shape
        && starts
        && !dates::is_month(first)
        && title.chars().any(char::is_alphabetic)
        && !title.contains('~');
    let numeric = first.bytes().all(|byte| byte.is_ascii_digit());
    (fits && !numeric).then(|| (HeadingForm::Numbered(numbers), title.to_string()))
}

/// "A: Titel" after the word "Prioriteit".
fn capital_letter(rest: &str) -> Option<(Vec<u16>, &str)> {
    let (letter, title) = rest.split_once([':', '.', ' '])?;
    let [byte @ b'A'..=b'H'] = letter.as_bytes() else { return None };
    Some((vec![u16::from(byte - b'A') + 1], title.trim_start_matches([' ', ':', '-', '–', '.']).trim()))
}

/// "1) Titel": a heading when a text of its own follows it, see `settle_numbers`.
fn bracketed(text: &str) -> Option<(u16, &str)> {
    let (number, title) = text.split_once(") ")?;
    let number: u16 = number.parse().ok().filter(|number| (1..=20).contains(number))?;
    let title = title.trim();
    (starts_upper(title) && title_shape(title)).then_some((number, title))
}

/// "A. Titel".
fn lettered(text: &str) -> Option<(HeadingForm, String)> {
    let (letter, title) = text.split_once(['.', ')'])?;
    let [byte @ b'A'..=b'J'] = letter.as_bytes() else { return None };
    let title = title.strip_prefix(' ')?.trim();
    let fits = starts_upper(title) && title_shape(title);
    fits.then(|| (HeadingForm::Named("letter", u16::from(byte - b'A') + 1), title.to_string()))
}

/// "II. Titel".
fn roman(text: &str) -> Option<(Vec<u16>, &str)> {
    const NUMERALS: &[&str] = &["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
    let end = text.find(|c: char| !matches!(c, 'I' | 'V' | 'X')).unwrap_or(text.len());
    let (head, rest) = text.split_at(end);
    let at = NUMERALS.iter().position(|numeral| *numeral == head)?;
    let rest = rest.strip_prefix(['.', ':', ' ']).or(rest.is_empty().then_some(""))?;
    Some((vec![u16::try_from(at + 1).ok()?], rest.trim_start_matches([' ', ':', '-', '–', '.']).trim()))
}

/// What stands behind the number at the start: "." or " ".
fn number_sign(text: &str) -> Option<char> {
    text.trim_start_matches(|c: char| c.is_ascii_digit()).chars().next()
}

/// The word for headings "1) Titel".
const BRACKETED: &str = "bracketed";

/// Lines "1. …", "2. …" right after one another are a list; with text between them, headings.
pub(super) fn settle_numbers(pieces: &[Piece], shapes: &mut [Shape], toc: &HashSet<String>) {
    let number = |shape: &Shape| match shape {
        Shape::Number { number, .. } => Some(*number),
        _ => None,
    };
    let mut listed = vec![false; shapes.len()];
    // Four in a row without text between them list what the chapters treated.
    const LONG_RUN: usize = 4;
    let mut start = 0;
    for index in 1..=shapes.len() {
        let goes_on = shapes.get(index).and_then(number).zip(number(&shapes[index - 1]));
        if goes_on.is_none_or(|(second, first)| second != first + 1) {
            if index - start >= LONG_RUN {
                listed[start..index].fill(true);
            }
            start = index;
        }
    }
    for index in 1..shapes.len() {
        if let (Some(first), Some(second)) = (number(&shapes[index - 1]), number(&shapes[index]))
            && second == first + 1
        {
            let known = toc.contains(&toc_title(&pieces[index - 1].key));
            listed[index - 1] |= !known;
            listed[index] |= !known;
        }
    }
    // "1. Een zin." is a list item already; its neighbours in the count are items too.
    let count = |index: usize| {
        leading_number(&pieces[index].text)
            .filter(|(numbers, _)| numbers.len() == 1)
            .map(|(numbers, _)| numbers[0])
    };
    for index in 1..shapes.len() {
        let item = |shape: &Shape| matches!(shape, Shape::Bullet { marker: '1', .. });
        // "5. Een zin." and after a blank line "6 Afspraken": the list ended, a chapter begins.
        let apart = (pieces[index].gap && !pieces[index - 1].gap)
            || number_sign(&pieces[index].text) != number_sign(&pieces[index - 1].text);
        let follows =
            !apart && count(index - 1).zip(count(index)).is_some_and(|(first, second)| second == first + 1);
        if follows && item(&shapes[index - 1]) && number(&shapes[index]).is_some() {
            listed[index] = true;
        }
        if follows && item(&shapes[index]) && number(&shapes[index - 1]).is_some() {
            listed[index - 1] = true;
        }
    }
    // "Prioriteit 1: …", "Prioriteit 2: …" and "A. …", "B. …" without text between them.
    let named = |shape: &Shape| match shape {
        Shape::Hard { form: HeadingForm::Named(word, number), .. } => Some((*word, *number)),
        _ => None,
    };
    for index in 1..shapes.len() {
        if let (Some((word, first)), Some((other, second))) =
            (named(&shapes[index - 1]), named(&shapes[index]))
            && word == other
            && second == first + 1
            && pieces[index].mark == Mark::Plain
        {
            listed[index - 1] = true;
            listed[index] = true;
        }
    }
    // "1) Naam" with a text of its own is a heading; else an item of a list.
    for index in 0..shapes.len() {
        if named(&shapes[index]).is_some_and(|(word, _)| word == BRACKETED) {
            let text = pieces.get(index + 1).is_some_and(|next| {
                shapes[index + 1] == Shape::Text && starts_upper(&next.text) && is_closed(&next.text)
            });
            listed[index] |= !text;
        }
    }
    for (shape, listed) in shapes.iter_mut().zip(listed) {
        if listed && let Shape::Number { title, .. } | Shape::Hard { title, .. } = shape {
            *shape = Shape::Bullet { marker: '1', text: std::mem::take(title) };
        }
    }
}
