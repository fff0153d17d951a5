//! When something must be done about an agreement: notice to be given, or an end to be met.
//!
//! Owns the one rule for that and how soon is soon. Pure: today is an argument. Used by the view Partners and the
//! details of an agreement.

use super::field::dates::{Duration, Unit};
use super::id::Day;
use super::partner::Agreement;

/// Days before its next date in which an agreement asks for attention: a decision to go on or to end one goes past the
/// college and sometimes the council, whose yearly cycle meets that about once a quarter.
pub const SOON_DAYS: i64 = 90;

/// What is next for an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Notice can be given until this day, today included.
    Notice(Day),
    /// It ends on this day, today included; there is no notice to be given any more.
    End(Day),
    /// Nothing: it lasts until somebody ends it.
    Lasting,
    /// Nothing: it ended on this day.
    Ended(Day),
}

impl Next {
    /// The day on which something must be done at the latest.
    pub fn day(self) -> Option<Day> {
        match self {
            Next::Notice(day) | Next::End(day) => Some(day),
            Next::Lasting | Next::Ended(_) => None,
        }
    }

    /// Days that are left until then, 0 on the day itself.
    pub fn days_left(self, today: Day) -> Option<i64> {
        self.day().map(|day| day.since(today))
    }

    /// Whether that is within `SOON_DAYS`.
    pub fn is_soon(self, today: Day) -> bool {
        self.days_left(today).is_some_and(|days| days <= SOON_DAYS)
    }

    /// What sorts those first about which something must be done first; then those that last, then the ended ones, the
    /// latest first.
    pub fn urgency(self, today: Day) -> (u8, i64) {
        match self {
            Next::Notice(day) | Next::End(day) => (0, day.since(today)),
            Next::Lasting => (1, 0),
            Next::Ended(day) => (2, today.since(day)),
        }
    }
}

/// The last day on which notice can be given: the notice period before the last day, at the end of a shorter month its
/// last day. `None` without a last day or a notice period.
pub fn notice_until(agreement: &Agreement) -> Option<Day> {
    let months = Duration { count: -i64::from(agreement.notice_months), unit: Unit::Month };
    agreement.to.filter(|_| agreement.notice_months > 0).map(|to| months.after(to))
}

/// What is next for `agreement`, seen from `today`.
pub fn next(agreement: &Agreement, today: Day) -> Next {
    match (agreement.to, notice_until(agreement)) {
        (None, _) => Next::Lasting,
        (Some(to), _) if to < today => Next::Ended(to),
        (Some(_), Some(until)) if until >= today => Next::Notice(until),
        (Some(to), _) => Next::End(to),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn agreement(to: Option<&str>, notice_months: u32) -> Agreement {
        Agreement { to: to.map(day), notice_months, ..Agreement::default() }
    }

    #[test]
    fn what_is_next_changes_on_the_day_after_each_date() {
        use Next::*;
        let notice = day("2027-03-01");
        let end = day("2027-06-01");
        for (today, expected) in [
            ("2026-11-30", Notice(notice)),
            ("2027-03-01", Notice(notice)),
            ("2027-03-02", End(end)),
            ("2027-06-01", End(end)),
            ("2027-06-02", Ended(end)),
        ] {
            assert_eq!(next(&agreement(Some("2027-06-01"), 3), day(today)), expected, "on {today}");
        }
        assert_eq!(next(&agreement(Some("2027-06-01"), 0), day("2026-11-30")), End(end));
        assert_eq!(next(&agreement(None, 12), day("2026-11-30")), Lasting);
    }

    #[test]
    fn ninety_days_before_is_soon_and_ninety_one_is_not() {
        let of = agreement(Some("2027-06-01"), 0);
        for (days, soon) in [(91, false), (90, true), (1, true), (0, true), (-1, false)] {
            let today = day("2027-06-01").plus(-days);
            assert_eq!(next(&of, today).is_soon(today), soon, "{days} days before");
        }
        let with_notice = agreement(Some("2027-06-01"), 3);
        let today = day("2027-03-01").plus(-90);
        assert!(next(&with_notice, today).is_soon(today), "the notice counts, not the end");
        assert!(!next(&with_notice, today.plus(-1)).is_soon(today.plus(-1)));
    }

    #[test]
    fn notice_before_the_end_of_a_shorter_month_is_its_last_day() {
        assert_eq!(notice_until(&agreement(Some("2027-12-31"), 3)), Some(day("2027-09-30")));
        assert_eq!(notice_until(&agreement(Some("2028-05-31"), 3)), Some(day("2028-02-29")));
        assert_eq!(notice_until(&agreement(Some("2027-12-31"), 0)), None);
    }

    proptest! {
        #[test]
        fn what_must_be_done_is_never_in_the_past_and_what_is_past_is_never_soon(
            to in prop::option::of(-2_000_i64..4_000),
            notice_months in 0_u32..40,
            passed in -1_000_i64..3_000,
        ) {
            let base = day("2026-01-01");
            let today = base.plus(passed);
            let of = Agreement { to: to.map(|n| base.plus(n)), notice_months, ..Agreement::default() };
            let next = next(&of, today);
            match next.days_left(today) {
                Some(days) => {
                    prop_assert!(days >= 0);
                    prop_assert_eq!(next.is_soon(today), days <= SOON_DAYS);
                    prop_assert!(next.day() <= of.to);
                }
                None => {
                    prop_assert!(!next.is_soon(today));
                    prop_assert_eq!(of.to.is_some(), matches!(next, Next::Ended(_)));
                }
            }
        }
    }
}
