//! One line for an agreement: `Convenant woonoverlast 1-1-2026..31-12-2027 opzeg 3m +politie`.
//!
//! Owns how its parts are recognised: its kind by what the title begins with, parties by their mark, periods and notice by their
//! words. What cannot be read stays in the title. Used beside the line for a contact.

use std::ops::Range;

use super::super::add::{Chip, ChipKind, ChipProblem, Mark, QuickAdd, Reader, mark, tokens, unescaped};
use super::super::dates::{DateProblem, Period, Unit, parse_duration, parse_period};
use super::super::words::{field_named, field_words, plain, synonyms, word_exactly};
use super::super::{ValueProblem, parse_whole};
use super::bare;
use crate::model::fold::nearest;
use crate::model::id::{Day, Ref};
use crate::model::kinds::AgreementKind;
use crate::model::record::{Field, FieldSpec, Kind};
use crate::model::register::Register;
use crate::model::value::Value;

/// The longest notice that a field takes, in months: a hundred years is a slip of the finger.
const MOST_MONTHS: i64 = 1200;

/// The fields of an agreement that `key:value` may set.
const KEYED: [Field; 6] =
    [Field::from, Field::to, Field::notice_months, Field::parties, Field::agreement_kind, Field::nodes];

/// What people write before the colon beside the names of the fields and those of an action's dates.
const KEYS: [(&str, Field); 17] = [
    ("eindigt", Field::to),
    ("einde", Field::to),
    ("eind", Field::to),
    ("ends", Field::to),
    ("end", Field::to),
    ("end date", Field::to),
    ("until", Field::to),
    ("t/m", Field::to),
    ("begint", Field::from),
    ("ingangsdatum", Field::from),
    ("starts", Field::from),
    ("opzeg", Field::notice_months),
    ("opzegging", Field::notice_months),
    ("notice", Field::notice_months),
    ("notice period", Field::notice_months),
    // As on the screen.
    ("opzegtermijn (maanden)", Field::notice_months),
    ("notice period (months)", Field::notice_months),
];

/// Words of a key at most: `tot en met`.
const KEY_WORDS: usize = 3;

/// Words of a kind of agreement at most: `gemeenschappelijke regeling`.
const KIND_WORDS: usize = 2;

/// Shorter words are no part of a compound: `…gr` is an ending like any other.
const COMPOUND: usize = 9;

/// Words of a date at most: `1 januari 2026`.
const DATE_WORDS: usize = 3;

/// Reads an agreement from a line, with `partner` as one of its parties. Dates are seen from `today`; a year or a month
/// in a period stands for its first or its last day.
pub fn parse_agreement(register: &Register, text: &str, today: Day, partner: Option<Ref>) -> QuickAdd {
    let words = tokens(text);
    let mut reader = Reader::new(register, text, today);
    reader.fields.extend(partner.map(|r| (Field::parties, Value::Texts(vec![r.to_string()]))));
    let mut kept: Vec<Range<usize>> = Vec::new();
    let mut next = 0;
    while let Some(word) = words.get(next) {
        let rest = &words[next..];
        let used = party(&mut reader, text, rest)
            .or_else(|| keyed(&mut reader, text, rest))
            .or_else(|| notice(&mut reader, text, rest))
            .or_else(|| period(&mut reader, text, rest, today))
            .unwrap_or(0);
        if used == 0 {
            kept.push(word.clone());
        }
        next += used.max(1);
    }
    if let Some(last) = kept.last_mut() {
        // What divided it from the fields behind it.
        last.end = last.start + text[last.clone()].trim_end_matches([',', ';']).len();
    }
    kept.retain(|word| !word.is_empty());
    let said = reader.fields.iter().any(|(field, _)| *field == Field::agreement_kind);
    if let Some((span, kind)) = kind(text, &kept).filter(|_| !said) {
        reader.put(span, Field::agreement_kind, Ok(Value::Text(kind.to_owned())), 0);
        reader.chips.sort_by_key(|chip| chip.span.start);
    }
    let title: Vec<&str> = kept.into_iter().map(|word| unescaped(&text[word])).collect();
    QuickAdd { chips: reader.chips, title: title.join(" "), fields: reader.fields, unsure: false }
}

/// The kind of agreement that a title begins with, and where that stands: `Convenant woonoverlast`, `Horecaconvenant`,
/// `Gemeenschappelijke regeling …`. The words stay in the title.
fn kind(text: &str, title: &[Range<usize>]) -> Option<(Range<usize>, &'static str)> {
    let known = (1..=title.len().min(KIND_WORDS)).rev().find_map(|words| {
        let span = title[0].start..title[words - 1].end;
        let kind = word_exactly(AgreementKind::WORDS, bare(&text[span.clone()]))?;
        Some((span, kind))
    });
    let compound = || {
        let span = title.first()?.clone();
        let word = plain(bare(&text[span.clone()]));
        let mut all = synonyms(AgreementKind::WORDS);
        let (_, kind) = all.find(|(part, _)| part.len() >= COMPOUND && word.ends_with(part))?;
        Some((span, kind))
    };
    known.or_else(compound).filter(|(_, kind)| *kind != AgreementKind::Other.word())
}

/// `+politie`: one more party. How many words it took; `None` when it is none.
fn party(reader: &mut Reader<'_>, text: &str, words: &[Range<usize>]) -> Option<usize> {
    let name = text[words[0].clone()].strip_prefix('+')?;
    let name = name.trim_matches('"');
    if name.is_empty() {
        return Some(reader.put(words[0].clone(), Field::parties, Err(ChipProblem::Empty), 0));
    }
    let (found, used) = reader.name(words, Field::parties, name);
    let span = words[0].start..words[used.max(1) - 1].end;
    let value = found
        .map(|r| Value::Texts(vec![r.to_string()]))
        .map_err(|problem| ChipProblem::Value(ValueProblem::Name(problem)));
    Some(reader.put(span, Field::parties, value, used))
}

/// The field of an agreement that a key names, in Dutch or English; what an action calls its dates too.
fn field_keyed(key: &str) -> Option<FieldSpec> {
    let plain = plain(key);
    let known = KEYS.iter().find(|(word, _)| *word == plain).map(|(_, field)| *field);
    let own = || field_named(Kind::Agreement, key).ok().map(|spec| spec.field);
    let of_action = || match field_named(Kind::Action, key).ok()?.field {
        Field::due => Some(Field::to),
        Field::start => Some(Field::from),
        _ => None,
    };
    let field = known.or_else(own).or_else(of_action).filter(|field| KEYED.contains(field))?;
    Kind::Agreement.fields().iter().find(|spec| spec.field == field).copied()
}

/// `einddatum:15-1-2027`, `tot en met: eind 2027`, `partijen:politie`. How many words it took; `None` when it is no mark.
fn keyed(reader: &mut Reader<'_>, text: &str, words: &[Range<usize>]) -> Option<usize> {
    let first = words[0].clone();
    let found = (1..=words.len().min(KEY_WORDS)).rev().find_map(|count| {
        let (before, value) = text[words[count - 1].clone()].split_once(':')?;
        let spec = field_keyed(&text[first.start..words[count - 1].start + before.len()])?;
        Some((count, spec, value))
    });
    let Some((count, spec, value)) = found else { return unknown_key(reader, text, first) };
    let chips = reader.chips.len();
    let rest = &words[count - 1..];
    let used = match spec.field {
        Field::notice_months => months(reader, text, rest, value).unwrap_or(0),
        _ => reader.marked(rest, &Mark::new(spec, value)),
    };
    if let Some(chip) = reader.chips.get_mut(chips) {
        chip.span.start = first.start;
    }
    Some(if used == 0 { 0 } else { count - 1 + used })
}

/// A mark of an action that agreements do not have (`trekker:bakker`, `#hic`), or a misspelled key; both stay in the title.
fn unknown_key(reader: &mut Reader<'_>, text: &str, word: Range<usize>) -> Option<usize> {
    let said = &text[word.clone()];
    let value = said.split_once(':').map(|(key, value)| (Some(key), value));
    let (key, value) = value.unwrap_or((None, said.get(1..).unwrap_or_default()));
    if value.is_empty() {
        return None;
    }
    let letters = key.filter(|key| !key.is_empty() && key.chars().all(char::is_alphabetic));
    let near = letters.map_or(Vec::new(), |key| {
        let own = field_words(Kind::Agreement).filter(|(_, field)| KEYED.contains(field));
        nearest(&plain(key), own.chain(KEYS))
    });
    if near.is_empty() && mark(said).is_none() {
        return None;
    }
    let value = Err(ChipProblem::UnknownKey(near));
    reader.chips.push(Chip { span: word, kind: ChipKind::UnknownKey, value });
    Some(0)
}

/// `opzeg 3m`, `opzegtermijn 3 maanden`, `notice 1 year`.
fn notice(reader: &mut Reader<'_>, text: &str, words: &[Range<usize>]) -> Option<usize> {
    let key = plain(&text[words[0].clone()]);
    let known = matches!(&*key, "opzeg" | "opzegtermijn" | "opzegging" | "notice");
    known.then(|| months(reader, text, words, "")).flatten()
}

/// The months behind the key of the notice in the first of `words`, of which `value` stands in that word already.
fn months(reader: &mut Reader<'_>, text: &str, words: &[Range<usize>], value: &str) -> Option<usize> {
    // With the key's own value, or the next word and the one behind that.
    let own = usize::from(!value.is_empty());
    for used in (1..=words.len().min(3 - own)).rev() {
        let start = if own == 1 { words[0].end - value.len() } else { words.get(1).map_or(0, |w| w.start) };
        let said = text.get(start..words[used - 1].end).filter(|said| !said.is_empty());
        let months = said.and_then(|said| {
            let length = parse_duration(said).map(|length| match length.unit {
                Unit::Month => Some(length.count),
                Unit::Quarter => length.count.checked_mul(3),
                Unit::Year => length.count.checked_mul(12),
                Unit::Day | Unit::Week => None,
            });
            length.unwrap_or_else(|| parse_whole(said, 0, MOST_MONTHS).ok())
        });
        if let Some(months) = months.filter(|months| (0..=MOST_MONTHS).contains(months)) {
            let span = words[0].start..words[used - 1].end;
            return Some(reader.put(span, Field::notice_months, Ok(Value::Int(months)), used));
        }
    }
    let shown = words.get(1).filter(|_| own == 0).map_or(value, |word| &text[word.clone()]);
    if shown.is_empty() {
        return Some(reader.put(words[0].clone(), Field::notice_months, Err(ChipProblem::Empty), 0));
    }
    // A word of the title: "Opzegging huurcontracten".
    shown.starts_with(|c: char| c.is_ascii_digit()).then(|| {
        let problem = ChipProblem::Value(ValueProblem::NotANumber(shown.to_owned()));
        reader.put(words[0].clone(), Field::notice_months, Err(problem), 0)
    })
}

/// What leads to the end of a term, longer before shorter.
const UNTIL: [&str; 19] = [
    "tot en met",
    "loopt tot",
    "eindigt op",
    "eindigend op",
    "up to",
    "ends on",
    "ending on",
    "t/m",
    "tm",
    "tot",
    "..",
    "einde",
    "eindigt",
    "eindigend",
    "until",
    "till",
    "to",
    "ends",
    "through",
];

/// `1-1-2026..31-12-2027`, `2026..2027`, `1 januari 2026 t/m 31-12-2027`, `..31-12-2027`, `tot 31-12-2027`, `vanaf 2026`.
fn period(reader: &mut Reader<'_>, text: &str, words: &[Range<usize>], today: Day) -> Option<usize> {
    let word = &text[words[0].clone()];
    if let Some((first, last)) = word.split_once("..").filter(|_| word.contains(|c: char| c.is_ascii_digit()))
    {
        let ends = [(Field::from, first), (Field::to, last)].map(|(field, said)| {
            (!said.is_empty()).then(|| (field, parse_period(said, today).map(|period| end(field, period))))
        });
        return Some(set(reader, words[0].clone(), ends, 1));
    }
    // The end that `words` name, and how many of them it takes.
    let until = |words: &[Range<usize>]| {
        let lead = until_words(text, words)?;
        let (last, used) = date(text, &words[lead..], today)?;
        Some((last, lead + used))
    };
    if matches!(word, "vanaf" | "van" | "from")
        && let Some((first, used)) = date(text, &words[1..], today)
    {
        let last = until(&words[1 + used..]);
        let all = 1 + used + last.map_or(0, |(_, used)| used);
        let ends = [
            Some((Field::from, Ok(end(Field::from, first)))),
            last.map(|(last, _)| (Field::to, Ok(end(Field::to, last)))),
        ];
        return Some(set(reader, words[0].start..words[all - 1].end, ends, all));
    }
    if let Some((last, used)) = until(words) {
        let ends = [None, Some((Field::to, Ok(end(Field::to, last))))];
        return Some(set(reader, words[0].start..words[used - 1].end, ends, used));
    }
    let (first, used) = date(text, words, today)?;
    let (last, more) = until(&words[used..])?;
    let all = used + more;
    let ends =
        [Some((Field::from, Ok(end(Field::from, first)))), Some((Field::to, Ok(end(Field::to, last))))];
    Some(set(reader, words[0].start..words[all - 1].end, ends, all))
}

/// How many of `words` lead to the end of a term: `t/m`, `tot en met`, `eindigt op`.
fn until_words(text: &str, words: &[Range<usize>]) -> Option<usize> {
    UNTIL.iter().find_map(|lead| {
        let mut said = words.iter().map(|word| plain(&text[word.clone()]));
        lead.split(' ')
            .all(|word| said.next().is_some_and(|said| said == word))
            .then(|| lead.split(' ').count())
    })
}

/// The day of a period that `field` means.
fn end(field: Field, period: Period) -> Day {
    if field == Field::from { period.first } else { period.last }
}

/// The date that `words` start with, and how many of them it takes; the longest run that is one. One without a figure in
/// it (`mei`) is a word of the title.
fn date(text: &str, words: &[Range<usize>], today: Day) -> Option<(Period, usize)> {
    (1..=words.len().min(DATE_WORDS)).rev().find_map(|used| {
        let said = &text[words[0].start..words[used - 1].end];
        let figure = said.starts_with(|c: char| c.is_ascii_digit()) || said.contains(char::is_numeric);
        parse_period(said, today).ok().filter(|_| figure).map(|period| (period, used))
    })
}

type End = Option<(Field, Result<Day, DateProblem>)>;

/// Sets the ends of a period; all words stay in the title when one of them cannot be read.
fn set(reader: &mut Reader<'_>, span: Range<usize>, ends: [End; 2], used: usize) -> usize {
    let wrong = ends.iter().flatten().any(|(_, day)| day.is_err());
    let mut taken = used;
    for (field, day) in ends.into_iter().flatten() {
        match day {
            Ok(_) if wrong => {}
            Ok(day) => {
                let value = Ok(Value::Text(day.to_string()));
                taken = taken.min(reader.put(span.clone(), field, value, used));
            }
            Err(problem) => {
                let problem = ChipProblem::Value(ValueProblem::Date(problem));
                taken = reader.put(span.clone(), field, Err(problem), 0);
            }
        }
    }
    taken
}
