//! Identity and time as plain values: references, days, moments, entry ids and actors.
//!
//! A reference is a kind's letter and a number that is never given out twice; people type it and
//! read it aloud. Everything here is `Copy` or a thin string, and compares by value.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::record::Kind;

/// A typed reference: the kind and the number within it, printed as `A-17`. Numbers start at 1.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ref {
    /// What it refers to.
    pub kind: Kind,
    /// 1 or more; unique within the kind for as long as the register exists.
    pub num: u32,
}

impl Ref {
    /// The reference to number `num` (1 or more) of `kind`.
    pub const fn new(kind: Kind, num: u32) -> Ref {
        Ref { kind, num }
    }
}

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.letter(), self.num)
    }
}

impl fmt::Debug for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not a reference: a kind's letter, an optional dash and a number from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotARef;

impl FromStr for Ref {
    type Err = NotARef;

    /// Reads `A-17`, `a-17`, `A17` and `a17`.
    fn from_str(text: &str) -> Result<Ref, NotARef> {
        let mut chars = text.trim().chars();
        let kind = chars.next().and_then(|c| Kind::from_letter(c.to_ascii_uppercase())).ok_or(NotARef)?;
        let rest = chars.as_str();
        let digits = rest.strip_prefix('-').unwrap_or(rest);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotARef);
        }
        match digits.parse() {
            Ok(num) if num > 0 => Ok(Ref { kind, num }),
            _ => Err(NotARef),
        }
    }
}

impl Serialize for Ref {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if s.is_human_readable() { s.collect_str(self) } else { (self.kind as u8, self.num).serialize(s) }
    }
}

impl<'de> Deserialize<'de> for Ref {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Ref, D::Error> {
        if d.is_human_readable() {
            let text = std::borrow::Cow::<str>::deserialize(d)?;
            text.parse().map_err(|NotARef| D::Error::custom(format!("{text:?} is not a reference")))
        } else {
            let (kind, num) = <(u8, u32)>::deserialize(d)?;
            let kind = *Kind::ALL.get(usize::from(kind)).ok_or_else(|| D::Error::custom("unknown kind"))?;
            Ok(Ref { kind, num })
        }
    }
}

/// A calendar day. Text form `YYYY-MM-DD`; compact in binary form, as a register holds many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub jiff::civil::Date);

impl Day {
    /// The day with these numbers; `None` when there is no such day (31-02).
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        jiff::civil::Date::new(year, month, day).ok().map(Day)
    }

    /// This day moved by `days`, which may be negative; stays put at the ends of the calendar.
    pub fn plus(self, days: i64) -> Day {
        use jiff::ToSpan;
        Day(self.0.saturating_add(days.clamp(-4_000_000, 4_000_000).days()))
    }

    /// Days from `earlier` to this day; negative when this day comes first.
    pub fn since(self, earlier: Day) -> i64 {
        i64::from((self.0 - earlier.0).get_days())
    }

    /// The year, such as 2026.
    pub fn year(self) -> i16 {
        self.0.year()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for Day {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Day, jiff::Error> {
        text.parse().map(Day)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if s.is_human_readable() {
            s.collect_str(self)
        } else {
            let d = self.0;
            (i32::from(d.year()) << 9 | i32::from(d.month()) << 5 | i32::from(d.day())).serialize(s)
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Day, D::Error> {
        if d.is_human_readable() {
            std::borrow::Cow::<str>::deserialize(d)?.parse().map_err(D::Error::custom)
        } else {
            let packed = i32::deserialize(d)?;
            let (year, month, day) = (packed >> 9, packed >> 5 & 15, packed & 31);
            Day::new(year as i16, month as i8, day as i8).ok_or_else(|| D::Error::custom("no such day"))
        }
    }
}

/// A moment, in milliseconds since 1970-01-01 UTC. Text form RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stamp(pub i64);

impl Stamp {
    /// The calendar day of this moment in time zone `zone`.
    pub fn day(self, zone: &jiff::tz::TimeZone) -> Day {
        Day(self.timestamp().to_zoned(zone.clone()).date())
    }

    /// The same moment for calendar arithmetic; what lies outside the calendar (years -9999 to 9999) becomes its end.
    pub fn timestamp(self) -> jiff::Timestamp {
        let end = if self.0 < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(end)
    }

    /// The same moment, or the end of the calendar when it lies outside: as it is written down and counted with.
    pub fn within_calendar(self) -> Stamp {
        Stamp(self.timestamp().as_millisecond())
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.timestamp(), f)
    }
}

impl FromStr for Stamp {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Stamp, jiff::Error> {
        text.parse::<jiff::Timestamp>().map(|t| Stamp(t.as_millisecond()))
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if s.is_human_readable() { s.collect_str(self) } else { self.0.serialize(s) }
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Stamp, D::Error> {
        if d.is_human_readable() {
            std::borrow::Cow::<str>::deserialize(d)?.parse().map_err(D::Error::custom)
        } else {
            i64::deserialize(d).map(Stamp)
        }
    }
}

/// What an entry is known by before it has a place in the journal: made by whoever wants it recorded, unlike any other, so that
/// asking again records nothing twice. Text form 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub u128);

impl EntryId {
    /// The one after this one, of the same maker.
    pub const fn next(self) -> EntryId {
        EntryId(self.0.wrapping_add(1))
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl Serialize for EntryId {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EntryId {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<EntryId, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(d)?;
        let digits = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let id = u128::from_str_radix(&text, 16).ok().filter(|_| digits);
        id.map(EntryId).ok_or_else(|| D::Error::custom(format!("{text:?} is not the id of an entry")))
    }
}

/// Who acts: the name of the operating system's account, as the socket peer or the process has it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Actor(pub String);

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_outside_the_calendar_is_taken_for_its_end() {
        use jiff::tz::{TimeZone, offset};

        let [first, last] = [jiff::Timestamp::MIN, jiff::Timestamp::MAX].map(|t| Stamp(t.as_millisecond()));
        for (wrong, end, year) in [(i64::MIN, first, -9999), (i64::MAX, last, 9999)] {
            assert_eq!(Stamp(wrong).within_calendar(), end);
            for zone in [TimeZone::UTC, TimeZone::fixed(offset(14)), TimeZone::fixed(offset(-12))] {
                assert_eq!(Stamp(wrong).day(&zone).year(), year);
            }
            assert_eq!(Stamp(wrong).to_string().parse::<Stamp>().unwrap(), end);
        }
        assert_eq!(Stamp(-1).within_calendar(), Stamp(-1));
        assert_eq!(Stamp(-1).day(&TimeZone::UTC), Day::new(1969, 12, 31).unwrap());
    }

    #[test]
    fn the_id_of_an_entry_reads_back_and_nothing_else_does() {
        for id in [EntryId(0), EntryId(0xab), EntryId(u128::MAX)] {
            let text = serde_json::to_string(&id).unwrap();
            assert_eq!(text.len(), 34, "{text}");
            assert_eq!(serde_json::from_str::<EntryId>(&text).unwrap(), id);
        }
        for text in ["\"\"", "\"ab\"", "7", "\"+0000000000000000000000000000007\"", "\"é\""] {
            assert!(serde_json::from_str::<EntryId>(text).is_err(), "{text}");
        }
        assert_eq!(EntryId(u128::MAX).next(), EntryId(0));
    }

    #[test]
    fn a_reference_is_read_as_people_type_it() {
        let a17 = Ref::new(Kind::Action, 17);
        for text in ["A-17", "a-17", "A17", " a17 "] {
            assert_eq!(text.parse(), Ok(a17), "{text}");
        }
        for text in ["", "A", "A-", "A-0", "X-1", "A-+1", "A--1", "17", "A-99999999999"] {
            assert_eq!(text.parse::<Ref>(), Err(NotARef), "{text}");
        }
        assert_eq!(a17.to_string(), "A-17");
    }
}
