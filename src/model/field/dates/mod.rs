//! Dates as people type them, Dutch and English at once.
//!
//! Owns days (`vr`, `27-11`, `+2w`, `eind november`, `volgende week maandag`, `vrijdag over een week`), periods
//! (`2026-12`, `q4`), durations (`7d`), and which words look like more of a date. Pure: today is an argument. Used by
//! the one-line add, `regie set`, the query language and every date prompt.

#[cfg(test)]
mod tests;

use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::model::fold::fold;
use crate::model::id::Day;

/// The years that a plan can mean; the same as the year fields accept.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2200;

/// The longest duration that is read, in its own unit: enough for any plan, and safe to calculate with.
const MAX_COUNT: i64 = 9999;

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// The calendar has no such day: 31-02.
    NoSuchDay {
        /// Day of the month as typed.
        day: i64,
        /// Month as typed, from 1.
        month: i64,
        /// The year meant, when the day exists in other years (29-02).
        year: Option<i16>,
    },
    /// That year has no such ISO week: week 53 of 2027.
    NoSuchWeek {
        /// The week as typed.
        week: i64,
        /// The year meant.
        year: i16,
    },
    /// The year is outside 1900 to 2200.
    YearOutOfRange(i64),
    /// A weekday was typed with a date that falls on another one: the date's own day.
    OtherWeekday(Day),
    /// It cannot be read as a date at all: the text.
    NotADate(String),
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks of seven days.
    Week,
    /// Calendar months.
    Month,
    /// Three months.
    Quarter,
    /// Calendar years.
    Year,
}

/// A length of time in calendar units; negative is back in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// How many.
    pub count: i64,
    /// Of what.
    pub unit: Unit,
}

impl Duration {
    /// The day this long after `day`; at the end of a shorter month its last day.
    pub fn after(self, day: Day) -> Day {
        let span = match self.unit {
            Unit::Day => jiff::Span::new().try_days(self.count),
            Unit::Week => jiff::Span::new().try_weeks(self.count),
            Unit::Month => jiff::Span::new().try_months(self.count),
            Unit::Quarter => jiff::Span::new().try_months(self.count.saturating_mul(3)),
            Unit::Year => jiff::Span::new().try_years(self.count),
        };
        span.map_or(day, |span| Day(day.0.saturating_add(span)))
    }

    /// The same length in the other direction.
    #[must_use]
    pub fn back(self) -> Duration {
        Duration { count: -self.count, ..self }
    }
}

/// A run of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
    /// What sort of period; `Unit::Day` for a single day.
    pub unit: Unit,
}

impl Period {
    fn day(day: Day) -> Period {
        Period { first: day, last: day, unit: Unit::Day }
    }

    /// The day on which something for this period is due: the Friday of a week, else the last day.
    fn due(&self) -> Day {
        if self.unit == Unit::Week { self.first.plus(4) } else { self.last }
    }

    fn start(&self) -> Day {
        self.first
    }

    /// Wednesday, the 15th, the 15th of the middle month, 1 July.
    fn middle(&self) -> Day {
        match self.unit {
            Unit::Day => self.first,
            Unit::Week => self.first.plus(2),
            Unit::Month => self.first.plus(14),
            Unit::Quarter => Duration { count: 1, unit: Unit::Month }.after(self.first).plus(14),
            Unit::Year => Duration { count: 6, unit: Unit::Month }.after(self.first),
        }
    }
}

/// The day that `text` means, seen from `today`. A period means its last day, a week its Friday; a day or month without
/// a year is the next one, today included; a bare weekday is the next one after today.
pub fn parse_day(text: &str, today: Day) -> Result<Day, DateProblem> {
    read(text, today, Period::due).map(|period| period.due())
}

/// Whether `text` names a day without its year that this year is past, and so means the next one.
pub fn falls_in_next_year(text: &str, today: Day) -> bool {
    let Some(new_year) = Day::new(today.year(), 1, 1) else { return false };
    let (Ok(meant), Ok(this_year)) = (parse_day(text, today), parse_day(text, new_year)) else {
        return false;
    };
    let same_day = (meant.0.month(), meant.0.day()) == (this_year.0.month(), this_year.0.day());
    same_day && this_year.year() == today.year() && meant.year() == today.year() + 1
}

/// The days that `text` means, seen from `today`: a single day, or a week, month, quarter or year.
pub fn parse_period(text: &str, today: Day) -> Result<Period, DateProblem> {
    read(text, today, |period| period.last)
}

/// The length that `text` means: `7d`, `2w`, `-1m`, `2 weken`, `drie dagen`; `None` when it is not a length.
pub fn parse_duration(text: &str) -> Option<Duration> {
    let folded = fold(text);
    duration(&folded.split_whitespace().collect::<Vec<_>>())
}

/// Which day of a period is meant; it also decides which year a period without one belongs to.
type Pick = fn(&Period) -> Day;

/// Words that add nothing: "op vrijdag", "eind van de maand", "uiterlijk 27-11".
const FILLERS: [&str; 16] = [
    "op",
    "de",
    "het",
    "van",
    "den",
    "the",
    "on",
    "of",
    "uiterlijk",
    "voor",
    "by",
    "before",
    "over",
    "in",
    "binnen",
    "within",
];

/// The words of a folded text.
fn said(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| !word.is_empty())
}

/// Whether the last word of `text` adds nothing to a date and so belongs to what comes next: "vrijdag in de haven". With
/// `more` behind it that goes for a weekday's abbreviation that is a word as well: "volgende week zo snel mogelijk".
pub(super) fn ends_open(text: &str, more: bool) -> bool {
    let folded = fold(text);
    let last = said(&folded).last().unwrap_or_default();
    FILLERS.contains(&last) || (more && matches!(last, "zo" | "we"))
}

/// How many of `words`, which stand right behind a date, look as if they were meant to be part of it: "week 60", "over een
/// paar weken", "27 november". Words that only sometimes belong to a date count with one that always does: "in" with
/// "in november", not with "in de haven".
pub(super) fn date_words(words: &[&str]) -> usize {
    let folded: Vec<String> = words.iter().map(|word| bare(word)).collect();
    let words: Vec<&str> = folded.iter().map(String::as_str).collect();
    let mut taken = 0;
    loop {
        match date_phrase(&words[taken..]) {
            0 => return taken,
            more => taken += more,
        }
    }
}

/// A word folded, without the punctuation of the sentence around it.
fn bare(word: &str) -> String {
    fold(word.trim_end_matches(['.', ',', ';', '!', '?', ')']))
}

/// Whether a date may go on behind a comma: `part`, the words behind it, has a day and a month of its own ("do, 27
/// november", "vr, 27-11") or is the year of the day `before` it ("November 27, 2026").
pub(super) fn goes_on(before: &[&str], part: &[&str]) -> bool {
    let part: Vec<String> = part.iter().map(|word| bare(word)).collect();
    // "27, Jan bellen": a name of a month alone may be another name.
    let numbered = part.iter().any(|word| is_number(word, 2) || ordinal(word).is_some());
    let dated = |word: &String| {
        in_figures(word)
            || glued(word).is_some_and(|(_, name)| month(name).is_some())
            || (numbered && month(word).is_some())
    };
    let year = || match (before, &part[..]) {
        ([.., name, day], [year]) => {
            let day = bare(day);
            let day = is_number(&day, 2) || ordinal(&day).is_some();
            day && month(&bare(name)).is_some() && year.len() == 4 && is_number(year, 4)
        }
        _ => false,
    };
    part.iter().any(dated) || year()
}

/// Whether `word`, which stands behind a day, is a time on that day and not more of its date: `10.30`, `14:00`, and with
/// `next` a word for hours `10.11 uur`, `10 uur`, `9-12 uur`.
pub(super) fn is_clock(word: &str, next: Option<&str>) -> bool {
    let word = bare(word);
    let hours = next.is_some_and(|next| {
        matches!(bare(next).as_str(), "uur" | "u" | "h" | "am" | "pm" | "a.m" | "p.m" | "hours")
    });
    let minutes = |piece: &str| {
        let (hour, minute) = piece.split_once(['.', ':'])?;
        (is_number(hour, 2) && minute.len() == 2 && is_number(minute, 2)).then(|| minute.parse().ok())?
    };
    let hour = |piece: &str| is_number(piece, 2) && piece.parse::<i64>().is_ok_and(|hour| hour <= 24);
    let no_month = |piece: &str| minutes(piece).is_some_and(|minute: i64| !(1..=12).contains(&minute));
    let pieces = || word.split(['-', '–']);
    pieces().all(|piece| minutes(piece).is_some() || hour(piece)) && (hours || pieces().any(no_month))
}

/// How many words before the one that makes them a date: "over de eerste twee weken".
const MOST_LEADING: usize = 4;

/// How many words the date phrase has that `words` start with.
fn date_phrase(words: &[&str]) -> usize {
    let leading = words.iter().take(MOST_LEADING).take_while(|word| leads(word)).count();
    let numbered = leading > 0 && words[..leading].iter().any(|word| !FILLERS.contains(word));
    // A number may itself be the day: "op 27-11".
    let found = (0..=leading).rev().find(|at| {
        words.get(*at).is_some_and(|word| {
            let tells = tells(word) && !is_clock(word, words.get(*at + 1).copied());
            tells || (numbered && *at == leading && tells_behind(word))
        })
    });
    match found {
        // "week 60", "volgend jaar".
        Some(at) => {
            let pair = match words[at] {
                "week" => words.get(at + 1).is_some_and(|next| is_number(next, 4)),
                word => step(word).is_some() && words.get(at + 1).is_some_and(|next| tells_behind(next)),
            };
            at + 1 + usize::from(pair)
        }
        // Nobody ends a sentence so; there may be more to come.
        None if leading == words.len() && words.first() == Some(&"over") => leading,
        None => 0,
    }
}

/// Whether a word belongs to a date wherever it stands.
fn tells(word: &str) -> bool {
    let named = word.len() > 5 && (month(word).is_some() || weekday(word).is_some());
    let short = matches!(
        word,
        "ma" | "di"
            | "wo"
            | "vr"
            | "za"
            | "mon"
            | "tue"
            | "thu"
            | "fri"
            | "maart"
            | "april"
            | "mei"
            | "juni"
            | "june"
            | "juli"
            | "july"
    );
    let length =
        matches!(word, "week" | "weken" | "weeks" | "maand" | "maanden" | "month" | "months" | "kwartaal");
    // "deze" and "last" have other uses.
    let step =
        matches!(word, "geleden" | "ago") || (word != "last" && step(word).is_some_and(|step| step != 0));
    let day =
        matches!(word, "vandaag" | "today" | "morgen" | "tomorrow" | "overmorgen" | "gisteren" | "yesterday");
    let year = is_number(word, 4) && matches!(word.get(..2), Some("19" | "20")) && word.len() == 4;
    named || short || length || step || day || year || figures(word)
}

/// Whether a word belongs to a date behind a number or a word such as "eind" or "deze".
fn tells_behind(word: &str) -> bool {
    unit(word).is_some() || month(word).is_some() || weekday(word).is_some_and(|_| word.len() > 2)
}

/// `27-11`, `27-11-2026`, `2026-12`, `27nov`, `2w`, `w48`, `q4`.
fn figures(word: &str) -> bool {
    let with_month = glued(word).is_some_and(|(_, name)| month(name).is_some());
    let length = word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'))
        && duration(&[word]).is_some();
    let bare = word.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let week = matches!(&word[..word.len() - bare.len()], "week" | "wk" | "w" | "q") && is_number(bare, 2);
    in_figures(word) || with_month || length || week
}

/// `27-11`, `27-11-2026`, `2026-12`.
fn in_figures(word: &str) -> bool {
    let parts = || word.split(['-', '/', '.']);
    parts().count() > 1 && parts().all(|part| is_number(part, 4))
}

/// Whether a word may stand before the one that makes a date: "over een paar", "eind", "deze", "1e".
fn leads(word: &str) -> bool {
    let vague = matches!(
        word,
        "paar"
            | "enkele"
            | "few"
            | "couple"
            | "anderhalve"
            | "halve"
            | "eind"
            | "einde"
            | "end"
            | "begin"
            | "half"
            | "medio"
            | "mid"
            | "deze"
            | "dit"
            | "this"
            | "last"
            | "laatste"
            | "na"
            | "after"
            | "from"
            | "vanaf"
            | "tot"
            | "until"
    );
    vague
        || FILLERS.contains(&word)
        || is_number(word, 4)
        || cardinal(word).is_some()
        || ordinal(word).is_some()
        || ordinal_word(word).is_some()
}

fn read(text: &str, today: Day, pick: Pick) -> Result<Period, DateProblem> {
    let folded = fold(text);
    let all: Vec<&str> = said(&folded).collect();
    let words: Vec<&str> = all.iter().copied().filter(|word| !FILLERS.contains(word)).collect();
    let meaning = match weeks_from(&all, today) {
        Some(day) => Ok(Some(Period::day(day))),
        None => meaning(&words, today, pick),
    };
    match meaning {
        Ok(Some(period)) => {
            let year = i64::from(period.last.year());
            if YEARS.contains(&year) { Ok(period) } else { Err(DateProblem::YearOutOfRange(year)) }
        }
        Ok(None) => Err(DateProblem::NotADate(text.trim().to_owned())),
        Err(problem) => Err(problem),
    }
}

/// `Ok(None)`: these words are not a date. An error: they are, but not one of the calendar's.
type Meaning = Result<Option<Period>, DateProblem>;

fn meaning(words: &[&str], today: Day, pick: Pick) -> Meaning {
    let Some((first, rest)) = words.split_first() else { return Ok(None) };
    if rest.is_empty() {
        if let Some(day) = day_word(first, today) {
            return Ok(Some(Period::day(day)));
        }
        match *first {
            "maandeinde" => return edge("eind", &["deze", "maand"], today),
            "jaareinde" => return edge("eind", &["dit", "jaar"], today),
            _ => {}
        }
    }
    if let Some(found) = edge(first, rest, today)? {
        return Ok(Some(found));
    }
    if let Some(length) = duration(words) {
        return Ok(Some(Period::day(length.after(today))));
    }
    if let Some(found) = relative(first, rest, today) {
        return Ok(Some(found));
    }
    if let Some(found) = weekday_of_month(words, today) {
        return Ok(Some(Period::day(found)));
    }
    if let Some(found) = day_of_that_month(words, today)? {
        return Ok(Some(Period::day(found)));
    }
    if let Some((last, head)) = words.split_last().filter(|(_, head)| !head.is_empty())
        && let Some(weekday) = weekday_behind(last, head)
        && let Some(found) = with_weekday(weekday, head, today, pick)?
    {
        return Ok(Some(found));
    }
    if let Some(weekday) = weekday(first) {
        return with_weekday(weekday, rest, today, pick);
    }
    if let Some(found) = calendar_day(words, today)? {
        return Ok(Some(Period::day(found)));
    }
    period(words, today, pick)
}

fn day_word(word: &str, today: Day) -> Option<Day> {
    let days = match word {
        "vandaag" | "today" | "nu" | "now" => 0,
        "morgen" | "tomorrow" => 1,
        "overmorgen" => 2,
        "gisteren" | "yesterday" => -1,
        "eergisteren" => -2,
        _ => return None,
    };
    Some(today.plus(days))
}

/// `vrijdag over een week`, `over twee weken maandag`, `friday in two weeks`, `a week from friday`, `morgen over 3 weken`:
/// so much later than the day alone would be, which for a weekday is the first one after today.
fn weeks_from(all: &[&str], today: Day) -> Option<Day> {
    let leads = |word: &&str| matches!(*word, "over" | "in");
    let counts = |word: &&str| matches!(*word, "from" | "na" | "after" | "vanaf");
    let words: Vec<&str> =
        all.iter().copied().filter(|word| leads(word) || !FILLERS.contains(word)).collect();
    let later = |day: &[&str], length: &[&str]| {
        let length = duration(length).filter(|length| length.count >= 0)?;
        let (from, is_weekday) = match *day {
            [word] => match day_word(word, today) {
                Some(day) => (day, false),
                None => (next_weekday(weekday(word)?, today), true),
            },
            [word, name] if COMING.contains(&word) => (next_weekday(weekday(name)?, today), true),
            _ => return None,
        };
        // A weekday stays that weekday; ten days or a month later it would be another.
        let whole = match length.unit {
            Unit::Week => true,
            Unit::Day => length.count % 7 == 0,
            _ => false,
        };
        (whole || !is_weekday).then(|| length.after(from))
    };
    if let Some(at) = words.iter().position(&counts) {
        let length = words[..at].strip_prefix(&["over"]).or(words[..at].strip_prefix(&["in"]));
        return later(&words[at + 1..], length.unwrap_or(&words[..at]));
    }
    match words.iter().position(&leads)? {
        0 => (2..=3.min(words.len() - 1)).rev().find_map(|end| {
            let (length, day) = (&words[1..end], &words[end..]);
            match *day {
                [last]
                    if day_word(last, today).is_none() && weekday_behind(last, &words[..end]).is_none() =>
                {
                    None
                }
                _ => later(day, length),
            }
        }),
        at => later(&words[..at], &words[at + 1..]),
    }
}

/// The weekday that `word` names behind the rest of a date. Two letters only behind a week, and in the language of `head`:
/// "volgende week do" is a Thursday, "next week do" is not.
fn weekday_behind(word: &str, head: &[&str]) -> Option<Weekday> {
    let found = weekday(word)?;
    let full = WEEKDAYS.iter().any(|(nl, en, _)| *nl == word || *en == word);
    let week = head.iter().any(|word| word.contains('w') && figures(word))
        || head.iter().any(|word| unit(word) == Some(Unit::Week));
    let english = head.iter().any(|word| {
        matches!(
            *word,
            "next" | "this" | "last" | "previous" | "coming" | "in" | "weeks" | "two" | "three" | "four"
        )
    });
    let own = WEEKDAYS.iter().any(|(nl, en, _)| (if english { en } else { nl }).starts_with(word));
    (full || (week && (own || word.len() > 2))).then_some(found)
}

/// `eerste maandag van december`, `laatste vrijdag van de maand`, `2nd tuesday next month`.
fn weekday_of_month(words: &[&str], today: Day) -> Option<Day> {
    let [which, name, of @ ..] = words else { return None };
    let wanted = weekday(name)?;
    // With how many months on it comes again, when it may be one that has not passed.
    let (month, again) = match *of {
        ["maand" | "month"] => (relative("deze", &["maand"], today)?, Some(1)),
        [word, unit] if relative(word, &[unit], today).is_some() => (relative(word, &[unit], today)?, None),
        [_] => (period(of, today, Period::due).ok()??, Some(12)),
        [_, _] => (period(of, today, Period::due).ok()??, None),
        _ => return None,
    };
    let nth = ordinal_word(which).or_else(|| ordinal(which)).filter(|nth| (1..=5).contains(nth));
    let in_month = |month: Period| match (*which, nth) {
        ("laatste" | "last", _) => Some(next_weekday(wanted, month.last.plus(-7))),
        (_, Some(nth)) => {
            let day = next_weekday(wanted, month.first.plus(-1)).plus((nth - 1) * 7);
            (day <= month.last).then_some(day)
        }
        _ => None,
    };
    if month.unit != Unit::Month {
        return None;
    }
    let found = in_month(month)?;
    match again {
        Some(on) if found < today => {
            in_month(months(i64::from(month.first.year()), i64::from(month.first.0.month()) + on, 1)?)
        }
        _ => Some(found),
    }
}

/// `de 15e van volgende maand`, `15 volgende maand`, `volgende maand de 15e`. A bare number behind the month may count
/// something else: "volgende maand 15 bomen".
fn day_of_that_month(words: &[&str], today: Day) -> Result<Option<Day>, DateProblem> {
    let (day, word, name) = match *words {
        [day, word, name] if unit(name) == Some(Unit::Month) => {
            (if is_number(day, 2) { day.parse().ok() } else { ordinal(day) }, word, name)
        }
        [word, name, day] if unit(name) == Some(Unit::Month) => (ordinal(day), word, name),
        _ => return Ok(None),
    };
    match (day, relative(word, &[name], today)) {
        (Some(day), Some(month)) => {
            on(day, i64::from(month.first.0.month()), Some(i64::from(month.first.year())), today).map(Some)
        }
        _ => Ok(None),
    }
}

/// Words for the first weekday after today, and for the unit after this one.
const COMING: [&str; 7] =
    ["komende", "komend", "aanstaande", "aankomende", "aankomend", "eerstvolgende", "coming"];

/// `eind november`, `begin volgende week`, `half december`, `end of year`.
fn edge(word: &str, rest: &[&str], today: Day) -> Meaning {
    let pick: Pick = match word {
        "begin" | "start" | "beginning" | "early" => Period::start,
        "half" | "midden" | "medio" | "mid" | "middle" => Period::middle,
        "eind" | "einde" | "end" | "ultimo" | "late" => Period::due,
        _ => return Ok(None),
    };
    // "eind maand" is the end of this one.
    let found = match rest {
        [one] if unit(one).is_some_and(|u| u != Unit::Day) => relative("deze", rest, today),
        [word, one] => match relative(word, &[one], today) {
            Some(found) => Some(found),
            None => period(rest, today, pick)?,
        },
        _ => period(rest, today, pick)?,
    };
    Ok(found.filter(|p| p.unit != Unit::Day).map(|p| Period::day(pick(&p))))
}

/// Which unit a word means, counted from this one.
fn step(word: &str) -> Option<i64> {
    Some(match word {
        "deze" | "dit" | "this" | "huidige" => 0,
        "volgende" | "volgend" | "next" => 1,
        _ if COMING.contains(&word) => 1,
        "vorige" | "vorig" | "afgelopen" | "last" | "previous" => -1,
        _ => return None,
    })
}

/// `volgende week`, `deze maand`, `next quarter`, `komende vrijdag`, `volgende vrijdag` (in the week after this one).
fn relative(word: &str, rest: &[&str], today: Day) -> Option<Period> {
    let &[name] = rest else { return None };
    let step = step(word)?;
    let monday = today.plus(-i64::from(today.0.weekday().to_monday_zero_offset()));
    if let Some(weekday) = weekday(name) {
        let offset = i64::from(weekday.to_monday_zero_offset());
        let day = match word {
            _ if COMING.contains(&word) => next_weekday(weekday, today),
            "vorige" | "vorig" | "afgelopen" | "last" | "previous" => {
                next_weekday(weekday, today.plus(-8)).min(today.plus(-1))
            }
            _ => monday.plus(step * 7 + offset),
        };
        return Some(Period::day(day));
    }
    let (year, month) = (i64::from(today.year()), i64::from(today.0.month()));
    match unit(name)? {
        Unit::Day => None,
        Unit::Week => Some(week_from(monday.plus(step * 7))),
        Unit::Month => months(year, month + step, 1),
        Unit::Quarter => months(year, ((month - 1) / 3 + step) * 3 + 1, 3),
        Unit::Year => months(year + step, 1, 12),
    }
}

/// A weekday alone, with a date (which must fall on it), or with a week.
fn with_weekday(weekday: Weekday, rest: &[&str], today: Day, pick: Pick) -> Meaning {
    if rest.is_empty() {
        return Ok(Some(Period::day(next_weekday(weekday, today))));
    }
    if let Some(day) = calendar_day(rest, today)? {
        return if day.0.weekday() == weekday {
            Ok(Some(Period::day(day)))
        } else {
            Err(DateProblem::OtherWeekday(day))
        };
    }
    let week = match rest {
        [word, name] => match relative(word, &[name], today) {
            Some(found) => Some(found),
            None => period(rest, today, pick)?,
        },
        _ => period(rest, today, pick)?,
    };
    Ok(week
        .filter(|p| p.unit == Unit::Week)
        .map(|p| Period::day(p.first.plus(i64::from(weekday.to_monday_zero_offset())))))
}

fn next_weekday(weekday: Weekday, after: Day) -> Day {
    let ahead =
        i64::from(weekday.to_monday_zero_offset()) - i64::from(after.0.weekday().to_monday_zero_offset());
    after.plus(if ahead <= 0 { ahead + 7 } else { ahead })
}

/// `27-11`, `27/11/2026`, `2026-11-27`, `27 nov`, `27nov 2026`, `november 27`, `27e`.
fn calendar_day(words: &[&str], today: Day) -> Result<Option<Day>, DateProblem> {
    if let &[word] = words {
        let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
        if parts.iter().all(|part| is_number(part, 4)) {
            let n = |i: usize| parts.get(i).and_then(|p| p.parse::<i64>().ok()).unwrap_or(0);
            match parts.len() {
                2 if parts[0].len() <= 2 && parts[1].len() <= 2 => {
                    return on(n(0), n(1), None, today).map(Some);
                }
                3 if parts[0].len() == 4 => return on(n(2), n(1), Some(n(0)), today).map(Some),
                3 => return on(n(0), n(1), Some(full_year(parts[2])), today).map(Some),
                1 if word.len() <= 2 => return day_of_month(n(0), today),
                _ => return Ok(None),
            }
        }
        if let Some(day) = ordinal(word) {
            return day_of_month(day, today);
        }
        if let Some((day, name)) = glued(word)
            && let Some(month) = month(name)
        {
            return on(day, month, None, today).map(Some);
        }
        return Ok(None);
    }
    let year_of = |word: &str| is_number(word, 4).then(|| full_year(word));
    let day_in = |word: &str| {
        if is_number(word, 2) { word.parse().ok() } else { ordinal(word) }
    };
    let (day, name, year) = match *words {
        [first, second] => match glued(first).filter(|_| year_of(second).is_some()) {
            Some((day, name)) => (Some(day), name, Some(second)),
            None if month(second).is_some() => (day_in(first), second, None),
            None => (day_in(second), first, None),
        },
        [first, second, third] if month(second).is_some() => (day_in(first), second, Some(third)),
        [first, second, third] => (day_in(second), first, Some(third)),
        _ => return Ok(None),
    };
    let (Some(day), Some(month)) = (day, month(name)) else { return Ok(None) };
    match year {
        None => on(day, month, None, today).map(Some),
        Some(word) => match year_of(word) {
            Some(year) => on(day, month, Some(year), today).map(Some),
            None => Ok(None),
        },
    }
}

/// The day with these numbers; without a year the next one, today included.
fn on(day: i64, month: i64, year: Option<i64>, today: Day) -> Result<Day, DateProblem> {
    let make = |year: i64| {
        let (year, month, day) =
            (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        Day::new(year, month, day)
    };
    // 2024 is a leap year: what it lacks, every year lacks.
    if make(2024).is_none() {
        return Err(DateProblem::NoSuchDay { day, month, year: None });
    }
    let this = i64::from(today.year());
    let year = match year {
        Some(year) if !YEARS.contains(&year) => return Err(DateProblem::YearOutOfRange(year)),
        Some(year) => year,
        None if (month, day) >= (i64::from(today.0.month()), i64::from(today.0.day())) => this,
        None => this + 1,
    };
    make(year).ok_or(DateProblem::NoSuchDay { day, month, year: i16::try_from(year).ok() })
}

/// The next day with this number, this month or a later one that has it.
fn day_of_month(day: i64, today: Day) -> Result<Option<Day>, DateProblem> {
    if !(1..=31).contains(&day) {
        return Ok(None);
    }
    let (year, month) = (i64::from(today.year()), i64::from(today.0.month()));
    Ok((0..=2)
        .filter_map(|ahead| months(year, month + ahead, 1))
        .map(|m| (m.first.plus(day - 1), m.last))
        .find(|(found, last)| found <= last && *found >= today)
        .map(|(found, _)| found))
}

/// A week, month, quarter or year, with or without its year.
fn period(words: &[&str], today: Day, pick: Pick) -> Meaning {
    let (head, year) = match words {
        [head @ .., last] if !head.is_empty() && last.len() == 4 && is_number(last, 4) => {
            (head, Some(full_year(last)))
        }
        _ => (words, None),
    };
    if let Some(year) = year.filter(|year| !YEARS.contains(year)) {
        return Err(DateProblem::YearOutOfRange(year));
    }
    let this = i64::from(today.year());
    // Without a year: the first one in which the day that is meant has not passed.
    let next = |make: &dyn Fn(i64) -> Option<Period>| match year {
        Some(year) => make(year),
        None => (this..=this + 1).filter_map(make).find(|p| pick(p) >= today),
    };
    match *head {
        [word] => {
            if let Some(month) = month(word) {
                return Ok(next(&|year| months(year, month, 1)));
            }
            if let Some(quarter) = word.strip_prefix('q').or_else(|| word.strip_prefix('k')).and_then(quarter)
            {
                return Ok(next(&|year| months(year, quarter * 3 - 2, 3)));
            }
            let bare = word.trim_start_matches(|c: char| c.is_ascii_lowercase());
            if matches!(&word[..word.len() - bare.len()], "week" | "wk" | "w") && is_number(bare, 2) {
                return week(bare, year, today, pick);
            }
            whole_period(word)
        }
        ["week" | "wk" | "weeknummer" | "weeknr", number] if is_number(number, 2) => {
            week(number, year, today, pick)
        }
        ["kwartaal" | "quarter", number] | [number, "kwartaal" | "quarter"] => {
            match quarter(number.trim_end_matches(|c: char| c.is_ascii_lowercase())).or(ordinal_word(number))
            {
                Some(quarter) => Ok(next(&|year| months(year, quarter * 3 - 2, 3))),
                None => Ok(None),
            }
        }
        _ => Ok(None),
    }
}

/// `2026`, `2026-12`, `12-2026`, `2026-w48`, `2026-q4`.
fn whole_period(word: &str) -> Meaning {
    let in_years = |year: i64, found: Option<Period>| {
        if YEARS.contains(&year) { Ok(found) } else { Err(DateProblem::YearOutOfRange(year)) }
    };
    if word.len() == 4 && is_number(word, 4) {
        let year = full_year(word);
        return in_years(year, months(year, 1, 12));
    }
    let Some((left, right)) = word.split_once(['-', '/']) else { return Ok(None) };
    let (year, part) = if left.len() == 4 && is_number(left, 4) {
        (full_year(left), right)
    } else if right.len() == 4 && is_number(right, 4) {
        (full_year(right), left)
    } else {
        return Ok(None);
    };
    if let Some(week) = part.strip_prefix('w').filter(|w| is_number(w, 2)) {
        return in_years(year, None).and_then(|_| week_of(week.parse().unwrap_or(0), year).map(Some));
    }
    if let Some(quarter) = part.strip_prefix('q').and_then(quarter) {
        return in_years(year, months(year, quarter * 3 - 2, 3));
    }
    if !is_number(part, 2) {
        return Ok(None);
    }
    let month: i64 = part.parse().unwrap_or(0);
    if !(1..=12).contains(&month) {
        return Err(DateProblem::NoSuchDay { day: 1, month, year: None });
    }
    in_years(year, months(year, month, 1))
}

fn week(number: &str, year: Option<i64>, today: Day, pick: Pick) -> Meaning {
    let number: i64 = number.parse().unwrap_or(0);
    if let Some(year) = year {
        return week_of(number, year).map(Some);
    }
    let this = i64::from(today.0.iso_week_date().year());
    match week_of(number, this) {
        Ok(found) if pick(&found) >= today => Ok(Some(found)),
        _ => week_of(number, this + 1).map(Some),
    }
}

fn week_of(week: i64, year: i64) -> Result<Period, DateProblem> {
    let year = i16::try_from(year).map_err(|_| DateProblem::YearOutOfRange(year))?;
    i8::try_from(week)
        .ok()
        .and_then(|week| ISOWeekDate::new(year, week, Weekday::Monday).ok())
        .map(|monday| week_from(Day(monday.date())))
        .ok_or(DateProblem::NoSuchWeek { week, year })
}

fn week_from(monday: Day) -> Period {
    Period { first: monday, last: monday.plus(6), unit: Unit::Week }
}

/// `count` months (1, 3 or 12) from month `month` of `year`; the month may lie before 1 or after 12.
fn months(year: i64, month: i64, count: i64) -> Option<Period> {
    let index = year * 12 + month - 1;
    let first = |index: i64| {
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok().map(Day)
    };
    let unit = match count {
        1 => Unit::Month,
        3 => Unit::Quarter,
        _ => Unit::Year,
    };
    Some(Period { first: first(index)?, last: first(index + count)?.plus(-1), unit })
}

/// `7d`, `+2w`, `-1m`, `2 weken`, `twee weken`, `3 dagen geleden`.
fn duration(words: &[&str]) -> Option<Duration> {
    let (words, back) = match words {
        [head @ .., "geleden" | "ago" | "terug"] => (head, true),
        _ => (words, false),
    };
    let (number, name) = match *words {
        [one] => {
            let bare = one.trim_start_matches(['+', '-']);
            let split = bare.find(|c: char| !c.is_ascii_digit())?;
            (&one[..one.len() - bare.len() + split], &bare[split..])
        }
        [number, name] => (number, name),
        _ => return None,
    };
    let unit = unit(name)?;
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, number.strip_prefix('+').unwrap_or(number)),
    };
    let count = if is_number(digits, 4) { digits.parse().ok()? } else { cardinal(digits)? };
    let length = Duration { count: sign * i64::min(count, MAX_COUNT), unit };
    Some(if back { length.back() } else { length })
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "d" | "dag" | "dagen" | "day" | "days" => Unit::Day,
        "w" | "wk" | "week" | "weken" | "weeks" => Unit::Week,
        "m" | "mnd" | "maand" | "maanden" | "month" | "months" => Unit::Month,
        "k" | "q" | "kwartaal" | "kwartalen" | "quarter" | "quarters" => Unit::Quarter,
        "j" | "jr" | "jaar" | "jaren" | "y" | "yr" | "year" | "years" => Unit::Year,
        _ => return None,
    })
}

fn cardinal(word: &str) -> Option<i64> {
    Some(match word {
        "een" | "a" | "one" => 1,
        "twee" | "two" => 2,
        "drie" | "three" => 3,
        "vier" | "four" => 4,
        "vijf" | "five" => 5,
        "zes" | "six" => 6,
        "zeven" | "seven" => 7,
        "acht" | "eight" => 8,
        "negen" | "nine" => 9,
        "tien" | "ten" => 10,
        "veertien" | "fourteen" => 14,
        _ => return None,
    })
}

fn ordinal_word(word: &str) -> Option<i64> {
    Some(match word {
        "eerste" | "first" => 1,
        "tweede" | "second" => 2,
        "derde" | "third" => 3,
        "vierde" | "fourth" => 4,
        _ => return None,
    })
}

fn quarter(digits: &str) -> Option<i64> {
    digits.parse().ok().filter(|q| is_number(digits, 1) && (1..=4).contains(q))
}

/// The number of `27e`, `1ste`, `2de`, `27th`.
fn ordinal(word: &str) -> Option<i64> {
    let split = word.find(|c: char| !c.is_ascii_digit())?;
    let (digits, ending) = word.split_at(split);
    (is_number(digits, 2) && matches!(ending, "e" | "ste" | "de" | "st" | "nd" | "rd" | "th"))
        .then(|| digits.parse().ok())
        .flatten()
}

/// `27nov` in its two parts.
fn glued(word: &str) -> Option<(i64, &str)> {
    let split = word.find(|c: char| !c.is_ascii_digit())?;
    let (digits, name) = word.split_at(split);
    is_number(digits, 2).then(|| digits.parse().ok()).flatten().map(|day| (day, name.trim_start_matches('-')))
}

fn is_number(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Two digits are a year of this century; `is_number` has been checked.
fn full_year(digits: &str) -> i64 {
    let year: i64 = digits.parse().unwrap_or(0);
    if digits.len() <= 2 { 2000 + year } else { year }
}

const MONTHS: [(&str, &str); 12] = [
    ("januari", "january"),
    ("februari", "february"),
    ("maart", "march"),
    ("april", "april"),
    ("mei", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("augustus", "august"),
    ("september", "september"),
    ("oktober", "october"),
    ("november", "november"),
    ("december", "december"),
];

/// The month whose Dutch or English name starts with `word`, three letters at least; from 1.
fn month(word: &str) -> Option<i64> {
    if word == "mrt" {
        return Some(3);
    }
    if word.len() < 3 {
        return None;
    }
    MONTHS.iter().position(|(nl, en)| nl.starts_with(word) || en.starts_with(word)).map(|i| i as i64 + 1)
}

const WEEKDAYS: [(&str, &str, Weekday); 7] = [
    ("maandag", "monday", Weekday::Monday),
    ("dinsdag", "tuesday", Weekday::Tuesday),
    ("woensdag", "wednesday", Weekday::Wednesday),
    ("donderdag", "thursday", Weekday::Thursday),
    ("vrijdag", "friday", Weekday::Friday),
    ("zaterdag", "saturday", Weekday::Saturday),
    ("zondag", "sunday", Weekday::Sunday),
];

/// The weekday that `word` abbreviates: two letters or more in either language (`ma` … `zo`, `mo` … `su`; the Dutch and the
/// English ones differ).
fn weekday(word: &str) -> Option<Weekday> {
    // "maa" is March and "maand" a month.
    if month(word).is_some() || unit(word).is_some() {
        return None;
    }
    let fits = |nl: &str, en: &str| word.len() > 1 && (nl.starts_with(word) || en.starts_with(word));
    WEEKDAYS.iter().find(|(nl, en, _)| fits(nl, en)).map(|(.., day)| *day)
}
