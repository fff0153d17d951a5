//! What people type for a field's value, as a value.
//!
//! Owns `parse_value`, one reading per shape of field, on top of dates, vocabulary words and names. Pure:
//! today and the register are arguments. Used by `regie set REF FIELD=VALUE`, the editors, the one-line
//! add and the importers of tables.

pub mod add;
pub mod bsn;
pub mod dates;
pub mod lists;
mod names;
pub mod people;
pub mod words;

use super::apply::fits;
use super::id::{Day, Stamp};
use super::record::{Field, FieldSpec, Kind};
use super::register::Register;
use super::value::{AccountName, Shape, Value};

pub use add::{Chip, ChipKind, ChipProblem, QuickAdd, parse_add};
pub use bsn::looks_like_bsn;
pub use dates::{DateProblem, falls_in_next_year, parse_day, parse_duration, parse_period};
pub use lists::ListEdit;
pub use names::{NameProblem, candidates, look_up};
pub use people::{parse_agreement, parse_contact};
pub use words::{field_named, flag_named, kind_named, synonyms, word_exactly, word_named};

/// Why a text is not a value for a field.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueProblem {
    /// It is not a day.
    Date(DateProblem),
    /// It is not a moment (RFC 3339): the text.
    NotAMoment(String),
    /// It is not a number: the text.
    NotANumber(String),
    /// `1.234` is one thing in Dutch and another in English: the text.
    UnclearNumber(String),
    /// The field takes whole numbers only: the text.
    NotWhole(String),
    /// The number is outside the field's range.
    OutOfRange {
        /// The number.
        given: i64,
        /// The lowest that the field takes.
        low: i64,
        /// The highest.
        high: i64,
    },
    /// It is none of the field's words.
    NotAWord {
        /// The text.
        given: String,
        /// The words that the field takes.
        words: &'static [&'static str],
        /// The ones it was probably meant to be, best first.
        near: Vec<&'static str>,
    },
    /// It is neither yes nor no: the text.
    NotAFlag(String),
    /// It does not lead to one item.
    Name(NameProblem),
    /// It is no name that somebody logs in with: the text.
    NotAnAccount(String),
    /// A place in the tree is changed by moving, not by typing.
    MovedOnly,
}

impl From<DateProblem> for ValueProblem {
    fn from(problem: DateProblem) -> ValueProblem {
        ValueProblem::Date(problem)
    }
}

impl From<NameProblem> for ValueProblem {
    fn from(problem: NameProblem) -> ValueProblem {
        ValueProblem::Name(problem)
    }
}

/// The kinds of item that `field` may refer to.
pub fn kinds_for(field: Field) -> Vec<Kind> {
    Kind::ALL.iter().copied().filter(|kind| fits(field, *kind)).collect()
}

/// The value that `text` means for the field `spec`. Empty (and `-`, `geen`, `none` where that cannot be a value) takes
/// the value away. Days are seen from `today`; references may be names, lists are separated by commas.
pub fn parse_value(
    register: &Register,
    spec: FieldSpec,
    text: &str,
    today: Day,
) -> Result<Value, ValueProblem> {
    let trimmed = text.trim();
    let none = trimmed.is_empty()
        || (!matches!(spec.shape, Shape::Text | Shape::Texts)
            && matches!(words::plain(trimmed).as_str(), "" | "geen" | "none" | "leeg" | "niemand"));
    match spec.shape {
        Shape::Text => Ok(if none { Value::Null } else { Value::Text(trimmed.to_owned()) }),
        Shape::Texts => {
            let hash = if spec.field == Field::tags { "#" } else { "" };
            let texts: Vec<String> =
                items(trimmed).map(|item| item.strip_prefix(hash).unwrap_or(item).to_owned()).collect();
            Ok(if texts.is_empty() { Value::Null } else { Value::Texts(texts) })
        }
        Shape::Flag => {
            flag_named(trimmed).map(Value::Bool).ok_or_else(|| ValueProblem::NotAFlag(trimmed.to_owned()))
        }
        Shape::Place => Err(ValueProblem::MovedOnly),
        _ if none => Ok(Value::Null),
        Shape::Whole(low, high) => parse_whole(trimmed, low, high).map(Value::Int),
        Shape::Account => match AccountName::new(trimmed) {
            Some(_) => Ok(Value::Text(trimmed.to_owned())),
            None => Err(ValueProblem::NotAnAccount(trimmed.to_owned())),
        },
        Shape::Number => parse_number(trimmed).map(Value::Num),
        Shape::Day => Ok(Value::Text(parse_day(trimmed, today)?.to_string())),
        Shape::Moment => match trimmed.parse::<Stamp>() {
            Ok(moment) => Ok(Value::Text(moment.to_string())),
            Err(_) => Err(ValueProblem::NotAMoment(trimmed.to_owned())),
        },
        Shape::Ref => Ok(Value::Text(look_up(register, &kinds_for(spec.field), trimmed)?.to_string())),
        Shape::Refs => {
            let kinds = kinds_for(spec.field);
            let mut refs: Vec<String> = Vec::new();
            for item in items(trimmed) {
                let r = look_up(register, &kinds, item)?.to_string();
                if !refs.contains(&r) {
                    refs.push(r);
                }
            }
            Ok(Value::Texts(refs))
        }
        Shape::Word(words) => match word_named(words, trimmed) {
            Ok(word) => Ok(Value::Text(word.to_owned())),
            Err(near) => Err(ValueProblem::NotAWord { given: trimmed.to_owned(), words, near }),
        },
    }
}

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

/// A whole number from `low` to `high`; a percentage may carry its sign (`60%`, `60 procent`).
pub fn parse_whole(text: &str, low: i64, high: i64) -> Result<i64, ValueProblem> {
    let mut bare = text.trim();
    if (low, high) == (0, 100) {
        bare = ["%", "procent", "percent"]
            .iter()
            .find_map(|sign| bare.strip_suffix(sign))
            .unwrap_or(bare)
            .trim_end();
    }
    let digits = bare.strip_prefix(['-', '+']).unwrap_or(bare);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        let fraction =
            parse_number(bare).is_ok() || matches!(parse_number(bare), Err(ValueProblem::UnclearNumber(_)));
        let given = text.trim().to_owned();
        return Err(if fraction { ValueProblem::NotWhole(given) } else { ValueProblem::NotANumber(given) });
    }
    // More digits than fit are out of any range.
    let given = bare.parse().unwrap_or(if bare.starts_with('-') { i64::MIN } else { i64::MAX });
    if (low..=high).contains(&given) { Ok(given) } else { Err(ValueProblem::OutOfRange { given, low, high }) }
}

/// A number with a Dutch or English decimal mark. One group of exactly three digits after a single mark is refused as
/// unclear when the mark is a point (thousands in Dutch, a fraction in English).
pub fn parse_number(text: &str) -> Result<f64, ValueProblem> {
    let bare: String =
        text.trim().chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    let refuse = || ValueProblem::NotANumber(text.trim().to_owned());
    let digits = bare.strip_prefix(['-', '+']).unwrap_or(&bare);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) {
        return Err(refuse());
    }
    let (points, commas) = (digits.matches('.').count(), digits.matches(',').count());
    let grouped = |mark: char| {
        let mut groups = digits.split(['.', ',']).collect::<Vec<_>>();
        let fraction = digits.rfind(['.', ',']).is_some_and(|at| !digits[at..].starts_with(mark));
        if fraction {
            groups.pop();
        }
        (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3)
    };
    let plain = match (points, commas) {
        (0, 0) => bare.clone(),
        (1, 0) => {
            let (whole, fraction) = digits.split_once('.').unwrap_or_default();
            if fraction.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0" {
                return Err(ValueProblem::UnclearNumber(text.trim().to_owned()));
            }
            bare.clone()
        }
        (0, 1) => bare.replace(',', "."),
        (2.., 0) if grouped('.') => bare.replace('.', ""),
        (0, 2..) if grouped(',') => bare.replace(',', ""),
        (1.., 1) if digits.rfind(',') > digits.rfind('.') && grouped('.') => {
            bare.replace('.', "").replace(',', ".")
        }
        (1, 1..) if digits.rfind('.') > digits.rfind(',') && grouped(',') => bare.replace(',', ""),
        _ => return Err(refuse()),
    };
    plain.parse().ok().filter(|n: &f64| n.is_finite()).ok_or_else(refuse)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::partner::{Contact, Partner};
    use crate::model::record::Item;
    use crate::model::value::{FieldType, Percent};

    fn register() -> Register {
        let mut register = Register::new();
        for (num, title) in [(1, "M. Bakker"), (2, "J. de Vries")] {
            register.load(Item::Contact(Contact { num, title: title.into(), ..Contact::default() }));
        }
        for (num, title) in [(1, "Politie"), (2, "Halt")] {
            register.load(Item::Partner(Partner { num, title: title.into(), ..Partner::default() }));
        }
        register
    }

    fn parse(kind: Kind, name: &str, text: &str) -> Result<Value, ValueProblem> {
        let today = "2026-11-22".parse().unwrap();
        parse_value(&register(), field_named(kind, name).unwrap(), text, today)
    }

    #[test]
    fn each_shape_of_field_reads_what_people_type() {
        let text = |t: &str| Ok(Value::Text(t.into()));
        let texts = |t: &[&str]| Ok(Value::Texts(t.iter().map(|t| (*t).to_owned()).collect()));
        for (name, typed, expected) in [
            ("title", " Schouw haven ", text("Schouw haven")),
            ("einddatum", "vr", text("2026-11-27")),
            ("due", "", Ok(Value::Null)),
            ("due", "geen", Ok(Value::Null)),
            ("voortgang", "60%", Ok(Value::Int(60))),
            ("progress", "60 procent", Ok(Value::Int(60))),
            ("kleur", "oranje", text("orange")),
            ("status", "wacht", text("waiting")),
            ("veld", "wonen", text("living")),
            ("trekker", "bakker", text("C-1")),
            ("lead", "c-2", text("C-2")),
            ("partners", "politie, halt, P-1", texts(&["P-1", "P-2"])),
            ("tags", "#hic, overlast", texts(&["hic", "overlast"])),
            ("vlag", "ja", Ok(Value::Bool(true))),
            ("gewicht", "3", Ok(Value::Int(3))),
            ("jaar", "2027", Ok(Value::Int(2027))),
        ] {
            assert_eq!(parse(Kind::Action, name, typed), expected, "{name}={typed}");
        }
        assert_eq!(parse(Kind::Indicator, "streefwaarde", "12,5"), Ok(Value::Num(12.5)));
    }

    #[test]
    fn what_does_not_fit_is_a_typed_problem() {
        use ValueProblem::*;
        for (name, typed, expected) in [
            ("due", "31-02", Date(DateProblem::NoSuchDay { day: 31, month: 2, year: None })),
            ("progress", "130", OutOfRange { given: 130, low: 0, high: 100 }),
            ("progress", "-1", OutOfRange { given: -1, low: 0, high: 100 }),
            ("progress", "60,5", NotWhole("60,5".into())),
            ("progress", "half", NotANumber("half".into())),
            ("vlag", "misschien", NotAFlag("misschien".into())),
            ("created", "gisteren", NotAMoment("gisteren".into())),
            ("lead", "P-1", Name(NameProblem::WrongKind("P-1".parse().unwrap()))),
        ] {
            assert_eq!(parse(Kind::Action, name, typed), Err(expected), "{name}={typed}");
        }
        assert_eq!(parse(Kind::Node, "onder", "T-1"), Err(MovedOnly));
        let huge = parse(Kind::Action, "progress", "99999999999999999999");
        assert_eq!(huge, Err(OutOfRange { given: i64::MAX, low: 0, high: 100 }));
    }

    #[test]
    fn numbers_are_read_with_either_decimal_mark() {
        for (text, expected) in [
            ("12", 12.0),
            ("12,5", 12.5),
            ("12.5", 12.5),
            ("-3,25", -3.25),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
        ] {
            assert_eq!(parse_number(text), Ok(expected), "{text}");
        }
        for (text, expected) in
            [("1.234.567", 1_234_567.0), ("1 234", 1234.0), ("0.125", 0.125), ("1,234", 1.234)]
        {
            assert_eq!(parse_number(text), Ok(expected), "{text}");
        }
        assert_eq!(parse_number("1.234"), Err(ValueProblem::UnclearNumber("1.234".into())));
        for text in ["", "-", "1.2.3", "1,2,3.4", "NaN", "inf", "1e5", "twaalf", ".", ","] {
            assert_eq!(parse_number(text), Err(ValueProblem::NotANumber(text.into())), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_the_field_takes(text in any::<String>(), index in any::<prop::sample::Index>()) {
            let register = register();
            let kind = *index.get(Kind::ALL);
            for spec in kind.fields() {
                let today = "2026-11-22".parse().unwrap();
                if let Ok(value) = parse_value(&register, *spec, &text, today) {
                    let mut item = Item::empty(crate::model::id::Ref::new(kind, 1));
                    let required = value == Value::Null;
                    prop_assert!(item.record_mut().set(spec.field, &value).is_ok() || required, "{spec:?} {value:?}");
                }
            }
        }

        #[test]
        fn every_percentage_is_read_back(n in 0_i64..=100) {
            let Shape::Whole(low, high) = Percent::SHAPE else { unreachable!() };
            prop_assert_eq!(parse_whole(&format!("{n} %"), low, high), Ok(n));
        }
    }
}
