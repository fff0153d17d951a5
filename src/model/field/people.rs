//! One line for a contact person or an agreement: `Jan de Vries, wijkagent, 06-00001234, jan@politie.example` and
//! `Convenant woonoverlast 1-1-2026..31-12-2027 opzeg 3m +politie`.
//!
//! Owns how their parts are recognised: telephone numbers and addresses by their shape, periods and notice by their
//! words. As the one-line add of actions, of which it uses chips and names: what cannot be read stays in the title.

use std::ops::Range;

use super::add::{Chip, ChipKind, ChipProblem, QuickAdd, Reader, tokens};
use super::dates::{DateProblem, Period, Unit, parse_duration, parse_period};
use super::words::{plain, synonyms, word_exactly};
use super::{ValueProblem, parse_whole};
use crate::model::id::{Day, Ref};
use crate::model::kinds::AgreementKind;
use crate::model::record::Field;
use crate::model::register::Register;
use crate::model::value::Value;

/// The digits of a telephone number among other words: a Dutch one has eight (0900-8844) to ten, the longest in the
/// world fifteen (ITU-T E.164).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// The digits of a short number, when nothing else stands between two commas: 112, 14 0228.
const SHORT_DIGITS: std::ops::RangeInclusive<usize> = 3..=6;

/// What people write before a number or an address.
const LABELS: [&str; 11] =
    ["t", "tel", "telefoon", "phone", "m", "mob", "mobiel", "mobile", "mail", "email", "e mail"];

/// The longest notice that a field takes, in months: a hundred years is a slip of the finger.
const MOST_MONTHS: i64 = 1200;

/// Words of a kind of agreement at most: `gemeenschappelijke regeling`.
const KIND_WORDS: usize = 2;

/// Shorter words are no part of a compound: `…gr` is an ending like any other.
const COMPOUND: usize = 9;

/// Words of a date at most: `1 januari 2026`.
const DATE_WORDS: usize = 3;

/// Reads a contact person from a line: what stands between commas, in any order. The first text is the name, the next
/// the function. `partner` is where they work.
pub fn parse_contact(text: &str, partner: Option<Ref>) -> QuickAdd {
    let mut chips: Vec<Chip> = Vec::new();
    let mut fields: Vec<(Field, Value)> = Vec::new();
    let mut texts: Vec<(Range<usize>, String)> = Vec::new();
    let mut from = 0;
    for part in text.split([',', ';']) {
        let words: Vec<Range<usize>> =
            tokens(part).into_iter().map(|word| from + word.start..from + word.end).collect();
        from += part.len() + 1;
        let mut kept = vec![true; words.len()];
        let mut take = |field: Field, words: &[Range<usize>], run: Range<usize>, kept: &mut Vec<bool>| {
            let span = words[run.start].start..words[run.end - 1].end;
            let said = words[run.clone()].iter().map(|word| bare(&text[word.clone()]));
            let said = Value::Text(said.collect::<Vec<_>>().join(" "));
            let value = if fields.iter().any(|(known, _)| *known == field) {
                Err(ChipProblem::Twice)
            } else {
                fields.push((field, said.clone()));
                kept[run.clone()].fill(false);
                // "tel. 06-…": the word before it has said what it is.
                if run.start > 0 && LABELS.contains(&&*plain(bare(&text[words[run.start - 1].clone()]))) {
                    kept[run.start - 1] = false;
                }
                Ok(said)
            };
            chips.push(Chip { span, kind: ChipKind::Sets(field), value });
        };
        for (index, word) in words.iter().enumerate() {
            if is_address(bare(&text[word.clone()])) {
                take(Field::email, &words, index..index + 1, &mut kept);
            }
        }
        if let Some(run) = number(text, &words) {
            take(Field::phone, &words, run, &mut kept);
        }
        let left: Vec<usize> = (0..words.len()).filter(|index| kept[*index]).collect();
        if let (Some(first), Some(last)) = (left.first(), left.last()) {
            let said: Vec<&str> = left.iter().map(|index| &text[words[*index].clone()]).collect();
            texts.push((words[*first].start..words[*last].end, said.join(" ")));
        }
    }
    let mut texts = texts.into_iter();
    let title = texts.next().map_or(String::new(), |(_, said)| said);
    let functions: Vec<(Range<usize>, String)> = texts.collect();
    if let (Some((first, _)), Some((last, _))) = (functions.first(), functions.last()) {
        let span = first.start..last.end;
        let said: Vec<&str> = functions.iter().map(|(_, said)| said.as_str()).collect();
        let value = Value::Text(said.join(", "));
        fields.push((Field::function, value.clone()));
        chips.push(Chip { span, kind: ChipKind::Sets(Field::function), value: Ok(value) });
    }
    chips.sort_by_key(|chip| chip.span.start);
    fields.extend(partner.map(|r| (Field::partner, Value::Text(r.to_string()))));
    QuickAdd { chips, title, fields }
}

/// Without what stands around an address in a sentence or a mail header.
fn bare(word: &str) -> &str {
    word.trim_start_matches(['<', '"']).trim_end_matches(['>', '"', '.', ':'])
}

/// Whether a word is shaped as an e-mail address: a name, an `@`, and a domain with a dot in it.
fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, domain)| {
        let dot = domain.rfind('.').unwrap_or(0);
        !name.is_empty() && !domain.contains('@') && dot > 0 && dot + 1 < domain.len()
    })
}

/// Which of `words` are a telephone number: those of digits and their signs that follow each other, from the first that
/// starts as numbers do. Short numbers only when nothing else stands there.
fn number(text: &str, words: &[Range<usize>]) -> Option<Range<usize>> {
    let signs = |word: &&Range<usize>| {
        text[(*word).clone()].chars().all(|c| matches!(c, '0'..='9' | '+' | '(' | ')' | '-' | '.' | '/'))
    };
    let digits = |run: Range<usize>| -> usize {
        let words = words[run].iter();
        words.map(|word| text[word.clone()].bytes().filter(u8::is_ascii_digit).count()).sum()
    };
    if words.iter().all(|word| signs(&word)) && SHORT_DIGITS.contains(&digits(0..words.len())) {
        return Some(0..words.len());
    }
    (0..words.len()).find_map(|start| {
        let starts = text[words[start].clone()].starts_with(['0', '+', '(']);
        let run = start..start + words[start..].iter().take_while(signs).count();
        (starts && PHONE_DIGITS.contains(&digits(run.clone()))).then_some(run)
    })
}

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
            .or_else(|| notice(&mut reader, text, rest))
            .or_else(|| period(&mut reader, text, rest, today))
            .unwrap_or(0);
        if used == 0 {
            kept.push(word.clone());
        }
        next += used.max(1);
    }
    if let Some((span, kind)) = kind(text, &kept) {
        reader.put(span, Field::agreement_kind, Ok(Value::Text(kind.to_owned())), 0);
        reader.chips.sort_by_key(|chip| chip.span.start);
    }
    let title: Vec<&str> = kept.into_iter().map(|word| &text[word]).collect();
    QuickAdd { chips: reader.chips, title: title.join(" "), fields: reader.fields }
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

/// `opzeg 3m`, `opzegtermijn: 3 maanden`, `notice 1 year`.
fn notice(reader: &mut Reader<'_>, text: &str, words: &[Range<usize>]) -> Option<usize> {
    let word = &text[words[0].clone()];
    let (key, value) = word.split_once(':').unwrap_or((word, ""));
    if !matches!(&*plain(key), "opzeg" | "opzegtermijn" | "opzegging" | "notice") {
        return None;
    }
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
    let until = |word: &Range<usize>| matches!(&text[word.clone()], "t/m" | "tot" | ".." | "until" | "to");
    if matches!(word, "vanaf" | "van" | "from")
        && let Some((first, used)) = date(text, &words[1..], today)
    {
        let after = &words[1 + used..];
        let last = after.first().filter(|word| until(word)).and_then(|_| date(text, &after[1..], today));
        let all = 1 + used + last.map_or(0, |(_, used)| 1 + used);
        let ends = [
            Some((Field::from, Ok(end(Field::from, first)))),
            last.map(|(last, _)| (Field::to, Ok(end(Field::to, last)))),
        ];
        return Some(set(reader, words[0].start..words[all - 1].end, ends, all));
    }
    if (until(&words[0]) || word == "einde")
        && let Some((last, used)) = date(text, &words[1..], today)
    {
        let ends = [None, Some((Field::to, Ok(end(Field::to, last))))];
        return Some(set(reader, words[0].start..words[used].end, ends, 1 + used));
    }
    let (first, used) = date(text, words, today)?;
    words.get(used).filter(|word| until(word))?;
    let (last, more) = date(text, &words[used + 1..], today)?;
    let all = used + 1 + more;
    let ends =
        [Some((Field::from, Ok(end(Field::from, first)))), Some((Field::to, Ok(end(Field::to, last))))];
    Some(set(reader, words[0].start..words[all - 1].end, ends, all))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::partner::Partner;
    use crate::model::record::Kind;

    fn said(read: &QuickAdd) -> Vec<(Field, String)> {
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            Value::Texts(texts) => texts.join(" "),
            Value::Int(n) => n.to_string(),
            other => format!("{other:?}"),
        };
        read.values().iter().map(|(field, value)| (*field, text(value))).collect()
    }

    #[test]
    fn parts_of_a_contact_are_known_by_their_shape_in_any_order() {
        use Field::*;
        let whole = [
            (title, "Jan de Vries"),
            (function, "wijkagent"),
            (phone, "06-00001234"),
            (email, "jan@politie.example"),
        ];
        for line in [
            "Jan de Vries, wijkagent, 06-00001234, jan@politie.example",
            "jan@politie.example, Jan de Vries, 06-00001234, wijkagent",
            "Jan de Vries; wijkagent; tel. 06-00001234; mail: <jan@politie.example>",
            "Jan de Vries 06-00001234 jan@politie.example, wijkagent",
        ] {
            let read = parse_contact(line, None);
            let mut found = said(&read);
            found.sort();
            let mut expected = whole.map(|(field, said)| (field, said.to_owned()));
            expected.sort();
            assert_eq!(found, expected, "{line}");
            assert!(read.is_clean());
        }
    }

    #[test]
    fn telephone_numbers_are_told_from_other_figures() {
        for (line, expected) in [
            ("Jan, 06 12 34 56 78", Some("06 12 34 56 78")),
            ("Jan, +31 (0)6 1234 5678", Some("+31 (0)6 1234 5678")),
            ("Meldkamer, 112", Some("112")),
            ("Gemeente, 14 0228", Some("14 0228")),
            ("Jan 0900-8844", Some("0900-8844")),
            ("Jan, team 3", None),
            ("Jan, wijk 12 en 14", None),
            ("Jan, 2026-2027", None),
            ("Jan 31-12-2026 planning", None),
        ] {
            let read = parse_contact(line, None);
            let phone = read.fields.iter().find(|(field, _)| *field == Field::phone);
            let expected = expected.map(|text| Value::Text(text.to_owned()));
            assert_eq!(phone.map(|(_, value)| value.clone()), expected, "{line}");
        }
    }

    #[test]
    fn a_second_number_is_refused_and_stays_where_it_is_seen() {
        let read = parse_contact(
            "Jan, 06-00001234, 0228-000111, wijkagent, centrum",
            Some(Ref::new(Kind::Partner, 2)),
        );
        assert!(read.chips.iter().any(|chip| chip.value == Err(ChipProblem::Twice)));
        let found = said(&read);
        assert!(found.contains(&(Field::function, "0228-000111, wijkagent, centrum".into())), "{found:?}");
        assert!(found.contains(&(Field::partner, "P-2".into())));
    }

    fn register() -> Register {
        let mut register = Register::new();
        for (num, title) in [(1, "Politie"), (2, "Openbaar Ministerie")] {
            register.load(Partner { num, title: title.into(), ..Partner::default() }.into());
        }
        register
    }

    fn agreement(line: &str) -> QuickAdd {
        let today = "2026-11-22".parse().unwrap();
        parse_agreement(&register(), line, today, Some(Ref::new(Kind::Partner, 1)))
    }

    #[test]
    fn an_agreement_has_its_term_its_notice_and_its_parties_from_one_line() {
        use Field::*;
        let term = [(from, "2026-01-01"), (to, "2027-12-31")];
        for (line, expected) in [
            ("Convenant 1-1-2026..31-12-2027", &term[..]),
            ("Convenant 2026..2027", &term[..]),
            ("Convenant 1 januari 2026 t/m 31-12-2027", &term[..]),
            ("Convenant vanaf 1-1-2026 tot 31-12-2027", &term[..]),
            ("Convenant ..31-12-2027", &term[1..]),
            ("Convenant tot 31-12-2027", &term[1..]),
            ("Convenant 1-1-2026..", &term[..1]),
            ("opzeg 3m Convenant", &[(notice_months, "3")]),
            ("Convenant opzegtermijn: 3 maanden", &[(notice_months, "3")]),
            ("Convenant opzeg:3", &[(notice_months, "3")]),
            ("Convenant opzeg 1 jaar", &[(notice_months, "12")]),
            ("Convenant", &[]),
        ] {
            let read = agreement(line);
            let mut wanted = vec![(title, "Convenant".to_owned()), (parties, "P-1".to_owned())];
            wanted.extend(expected.iter().map(|(field, said)| (*field, (*said).to_owned())));
            wanted.push((agreement_kind, "covenant".to_owned()));
            assert_eq!(said(&read), wanted, "{line}");
        }
        let read = agreement("Convenant +openbaar ministerie 2026..2027");
        assert!(said(&read).contains(&(parties, "P-1 P-2".into())), "{read:?}");
        assert_eq!(read.title, "Convenant");
    }

    #[test]
    fn an_agreement_is_of_the_kind_that_its_title_begins_with() {
        for (line, kind) in [
            ("Convenant woonoverlast 2026..2027", Some("covenant")),
            ("2026..2027 Convenant woonoverlast", Some("covenant")),
            ("Horecaconvenant", Some("covenant")),
            ("Gemeenschappelijke regeling Veiligheidsregio", Some("joint_scheme")),
            ("GR Veiligheidsregio", Some("joint_scheme")),
            ("DVO toezicht", Some("service_contract")),
            ("Platform veilig ondernemen", Some("platform")),
            ("Afspraken over het convenant", None),
            ("Overig overleg", None),
            ("", None),
        ] {
            let read = agreement(line);
            let said = read.fields.iter().find(|(field, _)| *field == Field::agreement_kind);
            let wanted = kind.map(|kind| (Field::agreement_kind, Value::Text(kind.to_owned())));
            assert_eq!(said, wanted.as_ref(), "{line}");
            assert_eq!(read.title, line.replace("2026..2027", "").trim(), "nothing of it is lost");
        }
    }

    #[test]
    fn what_cannot_be_read_stays_in_the_title_and_says_why() {
        for (line, title) in [
            ("Convenant 31-2-2026..31-12-2027", "Convenant 31-2-2026..31-12-2027"),
            ("Convenant opzeg 3d", "Convenant opzeg 3d"),
            ("Convenant +brandweer", "Convenant +brandweer"),
        ] {
            let read = agreement(line);
            assert_eq!(read.title, title);
            assert!(!read.is_clean(), "{line}");
        }
        for title in
            ["Afspraak 2023-2026", "Opzegging huurcontracten", "Van wijk naar wijk", "Regionaal plan 2027"]
        {
            let read = agreement(title);
            assert_eq!((read.title.as_str(), read.chips.len()), (title, 0));
        }
    }

    proptest! {
        #[test]
        fn any_line_is_read_and_its_chips_lie_within_it(line in "[a-zé0-9@+.,;: /()<>-]{0,60}|\\PC{0,40}") {
            for read in [parse_contact(&line, None), agreement(&line)] {
                for chip in &read.chips {
                    prop_assert!(line.get(chip.span.clone()).is_some_and(|said| !said.is_empty()), "{chip:?}");
                }
            }
        }
    }
}
