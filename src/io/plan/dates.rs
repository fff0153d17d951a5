//! Dates and periods as Dutch plans write them.
//!
//! Owns the forms: "21 november 2017", "21 november", "01-01-2018", "2018-01-01", and periods
//! "2018-2021", "2021 - 2024", "2023 2026", "2019 t/m 2022", "2019-'22". Used by `facts` and `checks`.

use jiff::civil::Date;

/// A date in a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FoundDate {
    /// Byte offsets in the text.
    pub start: usize,
    pub end: usize,
    /// The date; `None` when the year is missing or the day does not exist.
    pub date: Option<Date>,
    /// False for "21 november".
    pub has_year: bool,
}

/// A period of years in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FoundPeriod {
    /// Byte offsets in the text.
    pub start: usize,
    pub end: usize,
    pub from: i16,
    pub to: i16,
}

/// The longest period that is taken for a plan's: plans run one to eight years.
const LONGEST_PERIOD: i16 = 12;

const MONTHS: &[(&str, i8)] = &[
    ("januari", 1),
    ("jan", 1),
    ("februari", 2),
    ("feb", 2),
    ("maart", 3),
    ("mrt", 3),
    ("april", 4),
    ("apr", 4),
    ("mei", 5),
    ("juni", 6),
    ("jun", 6),
    ("juli", 7),
    ("jul", 7),
    ("augustus", 8),
    ("aug", 8),
    ("september", 9),
    ("sept", 9),
    ("sep", 9),
    ("oktober", 10),
    ("okt", 10),
    ("november", 11),
    ("nov", 11),
    ("december", 12),
    ("dec", 12),
];

/// True for the name of a month.
pub(super) fn is_month(word: &str) -> bool {
    let word = word.to_lowercase();
    MONTHS.iter().any(|(name, _)| *name == word)
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn digits(&mut self) -> Option<&'t str> {
        let rest = &self.text[self.at..];
        let len = rest.bytes().take_while(u8::is_ascii_digit).count();
        (len > 0).then(|| {
            self.at += len;
            &rest[..len]
        })
    }

    fn spaces(&mut self) -> usize {
        let rest = &self.text[self.at..];
        let len = rest.len() - rest.trim_start_matches([' ', '\u{A0}']).len();
        self.at += len;
        len
    }

    fn take(&mut self, options: &[&str]) -> bool {
        let rest = &self.text[self.at..];
        match options.iter().find(|option| rest.starts_with(**option)) {
            Some(option) => {
                self.at += option.len();
                true
            }
            None => false,
        }
    }
}

/// Offsets where a run of digits starts that is not the tail of a number.
fn digit_runs(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    (0..bytes.len())
        .filter(move |&at| bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_digit()))
}

/// Every date in the text, in order.
pub(super) fn find_dates(text: &str) -> Vec<FoundDate> {
    let mut out: Vec<FoundDate> = Vec::new();
    for start in digit_runs(text) {
        if out.last().is_some_and(|last| start < last.end) {
            continue;
        }
        out.extend(numeric_date(text, start).or_else(|| written_date(text, start)));
    }
    out
}

fn make_date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

fn numeric_date(text: &str, start: usize) -> Option<FoundDate> {
    let mut cursor = Cursor { text, at: start };
    let first = cursor.digits()?;
    let separator = text[cursor.at..].chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    cursor.at += 1;
    let second = cursor.digits()?;
    if !text[cursor.at..].starts_with(separator) {
        return None;
    }
    cursor.at += 1;
    let third = cursor.digits()?;
    let (year, month, day) = match (first.len(), second.len(), third.len()) {
        (4, 1..=2, 1..=2) => (first, second, third),
        (1..=2, 1..=2, 4) => (third, second, first),
        _ => return None,
    };
    let date = make_date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    Some(FoundDate { start, end: cursor.at, date: Some(date), has_year: true })
}

fn written_date(text: &str, start: usize) -> Option<FoundDate> {
    let mut cursor = Cursor { text, at: start };
    let day: i8 = cursor.digits().filter(|digits| digits.len() <= 2)?.parse().ok()?;
    if cursor.spaces() == 0 {
        return None;
    }
    let rest = &text[cursor.at..];
    let len = rest.bytes().take(10).take_while(u8::is_ascii_alphabetic).count();
    let name = rest[..len].to_ascii_lowercase();
    let &(_, month) = MONTHS.iter().find(|(known, _)| *known == name)?;
    cursor.at += len;
    let end_without_year = cursor.at;
    cursor.take(&["."]);
    let spaced = cursor.spaces() > 0;
    let year =
        cursor.digits().filter(|digits| spaced && digits.len() == 4).and_then(|digits| digits.parse().ok());
    (1..=31).contains(&day).then(|| match year {
        Some(year) => FoundDate { start, end: cursor.at, date: make_date(year, month, day), has_year: true },
        None => FoundDate { start, end: end_without_year, date: None, has_year: false },
    })
}

/// Every period of at least two years in the text, in order. Years inside dates do not count.
pub(super) fn find_periods(text: &str) -> Vec<FoundPeriod> {
    let dates = find_dates(text);
    let mut out: Vec<FoundPeriod> = Vec::new();
    let mut next_date = 0;
    for start in digit_runs(text) {
        while next_date < dates.len() && dates[next_date].end <= start {
            next_date += 1;
        }
        let in_date = dates.get(next_date).is_some_and(|date| date.start <= start);
        if in_date || out.last().is_some_and(|last| start < last.end) {
            continue;
        }
        out.extend(period_at(text, start));
    }
    out
}

/// A plausible year of a plan.
fn year(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    (1990..=2060).contains(&year).then_some(year)
}

fn period_at(text: &str, start: usize) -> Option<FoundPeriod> {
    let mut cursor = Cursor { text, at: start };
    let from = year(cursor.digits()?)?;
    let after_from = cursor.at;
    let before = cursor.spaces();
    let mark =
        cursor.take(&["-", "–", "—", "‑", "−", "/", "t/m", "tot en met", "tot", "to", "en verder", "~"]);
    let after = cursor.spaces();
    if !mark && before + after == 0 {
        return None;
    }
    let quoted = cursor.take(&["'", "’", "‘"]);
    let to_start = cursor.at;
    let digits = cursor.digits()?;
    let to = match digits.len() {
        4 => year(digits)?,
        // "2019-'22" and "2019-22", but never "2019-12".
        2 if mark && (quoted || (before == 0 && after == 0 && text.as_bytes()[after_from] != b'/')) => {
            let century = from / 100 * 100;
            century + digits.parse::<i16>().ok()?
        }
        _ => return None,
    };
    let tail = &text[cursor.at..];
    let more = tail.starts_with(['-', '/']) && tail[1..].starts_with(|c: char| c.is_ascii_digit());
    let glued = tail.starts_with(|c: char| c.is_ascii_digit());
    let sane = from < to && to - from <= LONGEST_PERIOD && !more && !glued && to_start > after_from;
    sane.then_some(FoundPeriod { start, end: cursor.at, from, to })
}

/// The first single year in the text, for a plan of one year.
pub(super) fn find_year(text: &str) -> Option<i16> {
    digit_runs(text).find_map(|start| {
        let mut cursor = Cursor { text, at: start };
        cursor.digits().and_then(year)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn periods(text: &str) -> Vec<(i16, i16)> {
        find_periods(text).iter().map(|p| (p.from, p.to)).collect()
    }

    #[test]
    fn periods_in_every_spelling() {
        for text in [
            "Plan 2021-2024",
            "Plan 2021 - 2024",
            "Plan 2021 2024",
            "2021–2024",
            "2021 t/m 2024",
            "2021/2024",
            "2021 tot en met 2024",
            "2021-'24",
            "2021\u{A0}–\u{A0}2024",
            "plan2021-2024Samen",
        ] {
            assert_eq!(periods(text), [(2021, 2024)], "{text}");
        }
        for text in ["01-01-2018 t/m 31-12-2017", "2018-01-01", "2019-12", "in 2015", "020-2024", "2024-2021"]
        {
            assert_eq!(periods(text), [], "{text}");
        }
    }

    #[test]
    fn dates_with_and_without_year() {
        let found = find_dates("op 21 november, op 3 mei 2022 en 01-02-2018 of 2017-12-31");
        let dates: Vec<String> =
            found.iter().map(|d| d.date.map_or_else(|| "-".into(), |date| date.to_string())).collect();
        assert_eq!(dates, ["-", "2022-05-03", "2018-02-01", "2017-12-31"]);
        assert!(!found[0].has_year);
    }
}
