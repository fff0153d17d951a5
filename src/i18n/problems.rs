//! Why something that was typed or read cannot be used, in whole sentences.
//!
//! Owns the wording of the typed problems of `model::field` (values, names, dates, the one-line add) and
//! `model::query`. Command line, imports and workbench all use it, so that they say the same thing.

use super::{Lang, Texts, words};
use crate::model::field::words::{dutch, dutch_in_query};
use crate::model::field::{ChipProblem, DateProblem, NameProblem, ValueProblem};
use crate::model::id::{Day, Ref};
use crate::model::query::Trouble;
use crate::model::record::{Field, Kind};
use crate::model::register::Register;
use crate::t;

/// At most so many suggestions or candidates are named in a sentence.
const NAMED: usize = 5;

/// Names as a list with "or": `C-3 J. de Vries, C-9 K. Smit`.
fn named(register: &Register, refs: &[Ref]) -> String {
    let one = |r: &Ref| format!("{r} {}", register.title(*r));
    refs.iter().take(NAMED).map(one).collect::<Vec<_>>().join(", ")
}

/// A suggestion as a sentence of its own after a sentence; nothing without one.
fn meant(texts: &Texts, near: &str) -> String {
    if near.is_empty() { String::new() } else { format!(" {}", t!(texts, "problem-meant", what = near)) }
}

/// Why a text is not a date.
pub fn date(texts: &Texts, problem: &DateProblem, today: Day) -> String {
    match problem {
        DateProblem::NoSuchDay { month, .. } if !(1..=12).contains(month) => {
            t!(texts, "problem-no-such-month", month = month.to_string())
        }
        DateProblem::NoSuchDay { day, month, year: Some(year) } => t!(
            texts,
            "problem-no-such-day-year",
            day = day.to_string(),
            month = month.to_string(),
            year = year.to_string()
        ),
        DateProblem::NoSuchDay { day, month, year: None } => {
            t!(texts, "problem-no-such-day", day = day.to_string(), month = month.to_string())
        }
        DateProblem::NoSuchWeek { week, year } => {
            t!(texts, "problem-no-such-week", week = week.to_string(), year = year.to_string())
        }
        DateProblem::YearOutOfRange(year) => t!(texts, "problem-year-range", year = year.to_string()),
        DateProblem::OtherWeekday(day) => {
            t!(texts, "problem-other-weekday", day = words::day(texts, *day, today))
        }
        DateProblem::NotADate(text) => t!(texts, "problem-not-a-date", given = text.as_str()),
    }
}

/// Why a name does not lead to one item.
pub fn name(texts: &Texts, register: &Register, problem: &NameProblem) -> String {
    match problem {
        NameProblem::Unknown { given, near } => {
            let sentence = t!(texts, "problem-nobody", given = given.as_str());
            format!("{sentence}{}", meant(texts, &named(register, near)))
        }
        NameProblem::Ambiguous { given, candidates, count } => t!(
            texts,
            "problem-several",
            given = given.as_str(),
            count = *count,
            names = named(register, candidates)
        ),
        NameProblem::Missing(r) => t!(texts, "refusal-not-found", ref = r.to_string()),
        NameProblem::WrongKind(r) => {
            t!(texts, "problem-wrong-kind", ref = r.to_string(), kind = words::a_kind(texts, r.kind))
        }
    }
}

/// Why a text is not a value for `field`.
pub fn value(texts: &Texts, register: &Register, field: Field, problem: &ValueProblem, today: Day) -> String {
    value_called(texts, register, &words::field(texts, field), problem, today, dutch)
}

/// As `value`, for what is called `field` in the sentence; `dutch` has the Dutch words that can be typed for a vocabulary.
fn value_called(
    texts: &Texts,
    register: &Register,
    field: &str,
    problem: &ValueProblem,
    today: Day,
    dutch: fn(&'static [&'static str], &'static str) -> &'static str,
) -> String {
    match problem {
        ValueProblem::Date(problem) => date(texts, problem, today),
        ValueProblem::NotAMoment(given) => t!(texts, "problem-not-a-moment", given = given.as_str()),
        ValueProblem::NotANumber(given) => {
            t!(texts, "problem-not-a-number", given = given.as_str(), field = field)
        }
        ValueProblem::UnclearNumber(given) => t!(texts, "problem-unclear-number", given = given.as_str()),
        ValueProblem::NotWhole(given) => {
            t!(texts, "problem-not-whole", given = given.as_str(), field = field)
        }
        ValueProblem::OutOfRange { given, low, high } => t!(
            texts,
            "problem-range",
            given = given.to_string(),
            field = field,
            low = low.to_string(),
            high = high.to_string()
        ),
        ValueProblem::NotAWord { given, words, near } => {
            let named = |of: &[&'static str]| {
                let one = |word: &&'static str| match texts.lang() {
                    Lang::Nl => dutch(words, word),
                    Lang::En => word,
                };
                of.iter().map(one).collect::<Vec<_>>().join(", ")
            };
            let sentence =
                t!(texts, "problem-not-a-word", given = given.as_str(), field = field, known = named(words));
            format!("{sentence}{}", meant(texts, &named(near)))
        }
        ValueProblem::NotAFlag(given) => {
            t!(texts, "problem-not-a-flag", given = given.as_str(), field = field)
        }
        ValueProblem::Name(problem) => name(texts, register, problem),
        ValueProblem::NotAnAccount(given) => t!(texts, "problem-not-an-account", given = given.as_str()),
        ValueProblem::MovedOnly => t!(texts, "problem-moved-only"),
    }
}

/// Why a mark of the one-line add sets nothing. `field` is what it would have set, when that is known.
pub fn chip(
    texts: &Texts,
    register: &Register,
    field: Option<Field>,
    problem: &ChipProblem,
    today: Day,
) -> String {
    match problem {
        ChipProblem::Empty => t!(texts, "problem-chip-empty"),
        ChipProblem::Twice => t!(texts, "problem-chip-twice"),
        ChipProblem::Value(problem) => value(texts, register, field.unwrap_or(Field::title), problem, today),
        ChipProblem::DateWords(day) => {
            t!(texts, "problem-chip-date-words", day = words::day(texts, *day, today))
        }
        ChipProblem::BareDay(day) => {
            t!(texts, "problem-chip-bare-day", day = words::day(texts, *day, today))
        }
        ChipProblem::Organisation(Some(partner)) => {
            t!(texts, "problem-chip-organisation", partner = register.title(*partner))
        }
        ChipProblem::Organisation(None) => t!(texts, "problem-chip-organisation-alone"),
        ChipProblem::UnknownKey(near) => {
            // By the name on the screen, which is read as a key as well.
            let near: Vec<String> = near.iter().map(|field| words::field(texts, *field)).collect();
            format!("{}{}", t!(texts, "problem-chip-key"), meant(texts, &near.join(", ")))
        }
    }
}

/// What is wrong in a query.
pub fn query(texts: &Texts, register: &Register, trouble: &Trouble, today: Day) -> String {
    match trouble {
        Trouble::UnknownKey { key, near } => {
            let sentence = t!(texts, "problem-query-key", key = key.as_str());
            format!("{sentence}{}", meant(texts, &near.join(", ")))
        }
        Trouble::Empty(key) => t!(texts, "problem-query-empty", key = key.as_str()),
        Trouble::Value { key, field, problem } => {
            let called = field.map_or(key.clone(), |field| words::field(texts, field));
            let why = value_called(texts, register, &called, problem, today, |_, word| dutch_in_query(word));
            t!(texts, "problem-query-value", key = key.as_str(), problem = why)
        }
        Trouble::Unbalanced => t!(texts, "problem-query-unbalanced"),
        Trouble::TooDeep => t!(texts, "problem-query-deep"),
    }
}

/// The fields that were probably meant by a name that `kind` has no field for.
pub fn no_such_field(texts: &Texts, kind: Kind, given: &str, near: &[Field]) -> String {
    let sentence = t!(texts, "refusal-no-such-field", kind = words::kind(texts, kind), name = given);
    let near: Vec<&str> = near.iter().map(|field| field.word()).collect();
    format!("{sentence}{}", meant(texts, &near.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::super::Lang;
    use super::*;
    use crate::model::field::{field_named, parse_value};

    #[test]
    fn what_the_screen_calls_a_field_of_actions_is_read_as_that_field() {
        let today = Day::new(2026, 11, 22).unwrap();
        for texts in [Texts::new(Lang::Nl), Texts::new(Lang::En)] {
            for spec in Kind::Action.fields() {
                let name = words::field(&texts, spec.field);
                let read = field_named(Kind::Action, &name).map(|spec| spec.field);
                assert_eq!(read, Ok(spec.field), "{name}");
            }
            for field in "lead partners under safety_field state health due start year progress weight tags"
                .split(' ')
                .map(|word| Field::from_word(word).unwrap())
            {
                let (name, own) = (words::field(&texts, field), field.word());
                let value = if field == Field::state { "done" } else { "none" };
                let asked = |key: &str| {
                    let parsed = crate::model::query::parse(&format!("{key}:{value}"), today);
                    assert_eq!(parsed.problems, [], "{key}");
                    parsed.query
                };
                assert_eq!(asked(&name), asked(own), "{name}");
            }
        }
    }

    #[test]
    fn the_dutch_words_that_are_offered_are_read_as_what_they_stand_for() {
        let today = Day::new(2026, 11, 22).unwrap();
        for key in ["status", "kleur", "veld", "is"] {
            let what = crate::model::query::parse(&format!("{key}:zz"), today).problems.remove(0).what;
            let Trouble::Value { problem: ValueProblem::NotAWord { words, .. }, .. } = what else {
                panic!("{key}: {what:?}")
            };
            for word in words {
                let asked = |word: &str| crate::model::query::parse(&format!("{key}:{word}"), today);
                assert_eq!(asked(dutch_in_query(word)), asked(word), "{key}:{word}");
                assert_eq!(asked(word).problems, [], "{key}:{word}");
            }
        }
        for kind in Kind::ALL {
            for spec in kind.fields() {
                let Err(ValueProblem::NotAWord { words, .. }) =
                    parse_value(&Register::new(), *spec, "geen woord", today)
                else {
                    continue;
                };
                for word in words {
                    let read = crate::model::field::words::word_exactly(words, dutch(words, word));
                    assert_eq!(read, Some(*word), "{kind:?} {:?}", spec.field);
                }
            }
        }
    }

    #[test]
    fn what_was_typed_wrong_is_said_in_a_sentence_with_a_way_out() {
        let today = Day::new(2026, 11, 22).unwrap();
        let register = Register::new();
        let say = |lang: Lang, name: &str, text: &str| {
            let spec = field_named(Kind::Action, name).unwrap();
            let problem = parse_value(&register, spec, text, today).unwrap_err();
            value(&Texts::new(lang), &register, spec.field, &problem, today)
        };
        assert_eq!(say(Lang::Nl, "due", "31-02"), "31-2 bestaat niet: die maand heeft zoveel dagen niet.");
        assert_eq!(say(Lang::En, "due", "31-02"), "There is no 31-2: that month has fewer days.");
        assert_eq!(
            say(Lang::Nl, "progress", "130%"),
            "130 valt buiten voortgang: het moet van 0 tot en met 100 zijn."
        );
        assert_eq!(
            say(Lang::Nl, "kleur", "oranhe"),
            "“oranhe” is geen waarde voor kleur; wel: groen, oranje, rood. Bedoelde u oranje?"
        );
        let asked = |text: &str| {
            let what = crate::model::query::parse(text, today).problems.remove(0).what;
            query(&Texts::new(Lang::Nl), &register, &what, today)
        };
        assert_eq!(
            asked("Einddatum:zz"),
            "Bij “Einddatum:” “zz” is geen datum. Zo kan het: 27-11-2026, vr, +2w of eind november."
        );
        assert_eq!(asked("einddatum:"), "Achter “einddatum:” staat niets.");
        assert!(asked("veld:zz").starts_with("Bij “veld:” “zz” is geen waarde voor veld; wel: wonen,"));
        assert!(asked("is:zz").starts_with("Bij “is:” “zz” is geen waarde voor is; wel: achterstallig,"));
        assert!(
            asked("status:zz").contains("wel: open, gesloten, gepland, loopt, wacht, gereed, vervallen.")
        );
        assert_eq!(say(Lang::En, "lead", "bakker"), "Nothing in the register is called “bakker”.");
    }
}
