//! The register's own vocabulary in the user's language: kinds, fields, states, dates, labels, refusals.
//!
//! Owns the one place where typed outcomes of the model become words; workbench and command line both use
//! it, so that they say the same thing. Texts that come from people are passed through as they are: whoever
//! prints makes them safe.

use std::fmt::Display;
use std::io::ErrorKind;

use jiff::tz::TimeZone;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Lang, Texts};
use crate::model::apply::Conflict;
use crate::model::bulk::VARIOUS;
use crate::model::change::{Change, Label, Verb};
use crate::model::fold::fold;
use crate::model::id::{Actor, Day, Ref, Stamp};
use crate::model::kinds::*;
use crate::model::ledger::{Ledger, NotUndone, Outline, ReadOnly, Unwritten, known_by};
use crate::model::operation::Refusal;
use crate::model::query::{Group, Span};
use crate::model::record::{Field, Kind};
use crate::model::register::Register;
use crate::model::remark::Remark;
use crate::model::value::{Shape, Value};
use crate::t;

/// The name of a kind, such as "actie".
pub fn kind(texts: &Texts, kind: Kind) -> String {
    texts.get(&format!("kind-{}", kind.word()), &[])
}

/// A kind with its article, such as "an action".
pub fn a_kind(texts: &Texts, of: Kind) -> String {
    let name = kind(texts, of);
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    t!(texts, "a-kind", article = article, kind = name)
}

/// The name of several of a kind, such as "acties".
pub fn kinds(texts: &Texts, kind: Kind) -> String {
    texts.get(&format!("kinds-{}", kind.word()), &[])
}

/// The name of a field, such as "einddatum".
pub fn field(texts: &Texts, field: Field) -> String {
    texts.get(&format!("field-{}", field.word()), &[])
}

/// A function per vocabulary: `state(texts, ActionState::Done)` is "gereed".
macro_rules! vocabulary_words {
    ($($(#[$meta:meta])* $name:ident: $ty:ty = $prefix:literal;)+) => {$(
        $(#[$meta])*
        pub fn $name(texts: &Texts, value: $ty) -> String {
            texts.get(&format!(concat!($prefix, "-{}"), value.word()), &[])
        }
    )+};
}

vocabulary_words! {
    /// What sort of node.
    node_kind: NodeKind = "node-kind";
    /// Kernbeleid field.
    safety_field: SafetyField = "safety-field";
    /// Where it is steered.
    level: Level = "level";
    /// The colour as a word.
    health: Health = "health";
    /// Where an action stands.
    state: ActionState = "state";
    /// Where a plan stands.
    stage: Stage = "stage";
    /// What sort of partner.
    partner_kind: PartnerKind = "partner-kind";
    /// What sort of agreement.
    agreement_kind: AgreementKind = "agreement-kind";
    /// What sort of instrument.
    instrument_kind: InstrumentKind = "instrument-kind";
    /// Where a signal stands.
    signal_state: SignalState = "signal-state";
    /// Who decided.
    body: Body = "body";
    /// What was done, without its subject.
    verb: Verb = "verb";
}

/// A field's value as people read it: vocabulary words and days in their language, the rest as it is.
pub fn value(texts: &Texts, of: Kind, name: Field, value: &Value, today: Day) -> String {
    let one = |text: &str| -> String {
        match of.fields().iter().find(|spec| spec.field == name).map(|spec| spec.shape) {
            Some(Shape::Word(_)) => {
                let prefix = match name {
                    Field::state if of == Kind::Signal => "signal-state".to_owned(),
                    Field::adopted_by => "body".to_owned(),
                    other => other.word().replace('_', "-"),
                };
                texts.get(&format!("{prefix}-{text}"), &[])
            }
            // A list of vocabulary words, which no shape says.
            _ if name == Field::safety_fields && texts.has(&format!("safety-field-{text}")) => {
                texts.get(&format!("safety-field-{text}"), &[])
            }
            Some(Shape::Day) => text.parse().map_or(text.to_owned(), |day| self::day(texts, day, today)),
            _ => text.to_owned(),
        }
    };
    match value {
        Value::Null => t!(texts, "value-none"),
        Value::Bool(true) => t!(texts, "value-yes"),
        Value::Bool(false) => t!(texts, "value-no"),
        Value::Int(n) if name == Field::progress => format!("{n}%"),
        Value::Int(n) => n.to_string(),
        Value::Num(n) => n.to_string(),
        Value::Text(text) => one(text),
        Value::Texts(list) => list.iter().map(|text| one(text)).collect::<Vec<_>>().join(", "),
    }
}

/// As `value`, with the names behind references: "C-1" is "M. Bakker".
pub fn value_named(
    texts: &Texts,
    register: &Register,
    of: Kind,
    name: Field,
    given: &Value,
    today: Day,
) -> String {
    let shape = of.fields().iter().find(|spec| spec.field == name).map(|spec| spec.shape);
    let title = |text: &String| match text.parse::<Ref>().map(|r| register.title(r)) {
        Ok(title) if !title.is_empty() => title.to_owned(),
        _ => text.clone(),
    };
    match (given, shape) {
        (Value::Text(text), Some(Shape::Ref)) => title(text),
        (Value::Texts(all), Some(Shape::Refs)) => all.iter().map(title).collect::<Vec<_>>().join(", "),
        _ => value(texts, of, name, given, today),
    }
}

/// `old` and `new` without the long pieces at their start and end that they have in common: about `kept` cells of those stay, from
/// a whole word on where there is one. Equal texts stay as they are.
pub fn differing(old: &str, new: &str, kept: usize) -> (String, String) {
    let [a, b] = [old, new].map(|text| text.graphemes(true).collect::<Vec<_>>());
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    if start == a.len() && start == b.len() {
        return (old.to_owned(), new.to_owned());
    }
    let ends = a[start..].iter().rev().zip(b[start..].iter().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    let is_blank = |cluster: &str| cluster.chars().all(char::is_whitespace);
    // Where one of them ends there, a word from before it is needed to say where that is.
    let go_on = start < a.len().min(b.len());
    let from = match start - fitting(a[..start].iter().rev().copied(), kept) {
        0 => 0,
        least => (least..=start).find(|at| is_blank(a[at - 1]) && (*at < start || go_on)).unwrap_or(least),
    };
    let tail = &a[a.len() - end..];
    let left_out = match fitting(tail.iter().copied(), kept) {
        all if all == end => 0,
        least => end - (least..end.min(2 * least)).find(|at| is_blank(tail[*at])).unwrap_or(least),
    };
    let cut = |all: &[&str]| {
        let [before, after] = [from, left_out].map(|count| if count > 0 { "…" } else { "" });
        format!("{before}{}{after}", all[from..all.len() - left_out].concat())
    };
    (cut(&a), cut(&b))
}

/// `old` and `new` for whoever cuts each to `room` cells: whole when both fit, else as `differing` has them, so that the difference
/// is not what is cut off.
pub fn differing_within(old: &str, new: &str, room: usize) -> (String, String) {
    let fits = |text: &str| fitting(text.graphemes(true), room) == text.graphemes(true).count();
    if fits(old) && fits(new) {
        return (old.to_owned(), new.to_owned());
    }
    differing(old, new, room / 2)
}

/// How many of these clusters fit in `room` cells.
fn fitting<'a>(clusters: impl Iterator<Item = &'a str>, room: usize) -> usize {
    let left = |left: &mut usize, cluster: &str| {
        *left = left.checked_sub(cluster.width().clamp(1, 2))?;
        Some(())
    };
    clusters.scan(room, left).count()
}

/// The weekday in short, such as "vr".
pub fn weekday(texts: &Texts, day: Day) -> String {
    texts.get(&format!("weekday-{}", day.0.weekday().to_monday_one_offset()), &[])
}

/// The weekday in full, such as "vrijdag".
pub fn weekday_long(texts: &Texts, day: Day) -> String {
    texts.get(&format!("weekday-long-{}", day.0.weekday().to_monday_one_offset()), &[])
}

/// The month in full, such as "november".
pub fn month(texts: &Texts, day: Day) -> String {
    texts.get(&format!("month-{}", day.0.month()), &[])
}

/// A count as it is written: "2.340", in English "2,340".
pub fn grouped(texts: &Texts, count: usize) -> String {
    let mark = if texts.lang() == Lang::Nl { '.' } else { ',' };
    let digits = count.to_string();
    let mut said = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(mark);
        }
        said.push(digit);
    }
    said
}

/// The name of a group of actions.
pub fn group(texts: &Texts, register: &Register, group: Group) -> String {
    let item = |id: &str, r: Option<Ref>| match r {
        Some(r) if r.kind == Kind::Node => format!("{r} {}", register.title(r)),
        Some(r) => register.title(r).to_owned(),
        None => texts.get(id, &[]),
    };
    match group {
        Group::Field(field) => field.map_or(t!(texts, "group-no-field"), |field| safety_field(texts, field)),
        Group::Node(node) => item("group-no-node", node),
        Group::Lead(lead) => item("group-no-lead", lead),
        Group::Partner(partner) => item("group-no-partner", partner),
        Group::Due(Span::Overdue) => t!(texts, "group-overdue"),
        Group::Due(Span::ThisWeek) => t!(texts, "group-this-week"),
        Group::Due(Span::NextWeek) => t!(texts, "group-next-week"),
        Group::Due(Span::Month(year, month)) => {
            let name = texts.get(&format!("month-{month}"), &[]);
            format!("{name} {year}")
        }
        Group::Due(Span::Never) => t!(texts, "group-no-due"),
        Group::Health(colour) => colour.map_or(t!(texts, "group-no-health"), |colour| health(texts, colour)),
        Group::State(of) => state(texts, of),
    }
}

/// A day with its weekday: "vr 27-11", and with the year when that is not the year of `today`.
pub fn day(texts: &Texts, day: Day, today: Day) -> String {
    let id = if day.year() == today.year() { "day-same-year" } else { "day-other-year" };
    let (weekday, year) = (weekday(texts, day), day.year().to_string());
    texts.get(
        id,
        &[
            ("weekday", weekday.into()),
            ("day", day.0.day().to_string().into()),
            ("month", day.0.month().to_string().into()),
            ("year", year.into()),
        ],
    )
}

/// A day in full: "vrijdag 27 november 2026".
pub fn day_full(texts: &Texts, day: Day) -> String {
    t!(
        texts,
        "day-full",
        weekday = weekday_long(texts, day),
        day = day.0.day().to_string(),
        month = month(texts, day),
        year = day.year().to_string()
    )
}

/// A day in at most eight cells, for a column: "vr 27-11", or "27-11-27" in another year than `today`'s.
pub fn day_narrow(texts: &Texts, day: Day, today: Day) -> String {
    if day.year() == today.year() {
        format!("{} {}-{}", weekday(texts, day), day.0.day(), day.0.month())
    } else {
        format!("{}-{}-{:02}", day.0.day(), day.0.month(), day.year() % 100)
    }
}

/// A day in figures: "27-11-2026".
pub fn day_numbers(day: Day) -> String {
    format!("{}-{}-{}", day.0.day(), day.0.month(), day.year())
}

/// A day in figures, with the year when that is not the year of `today`: "27-11", "27-11-2027".
pub fn day_short(day: Day, today: Day) -> String {
    if day.year() == today.year() { format!("{}-{}", day.0.day(), day.0.month()) } else { day_numbers(day) }
}

/// The time of day of a moment in time zone `zone`: "14:05".
pub fn clock(at: Stamp, zone: &TimeZone) -> String {
    let local = at.timestamp().to_zoned(zone.clone());
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// A moment in time zone `zone`: "vr 27-11 14:05".
pub fn moment(texts: &Texts, at: Stamp, zone: &TimeZone, today: Day) -> String {
    t!(texts, "moment", day = day(texts, at.day(zone), today), time = clock(at, zone))
}

/// What an entry was, with its subject: "gereed: A-17 Buurtpreventie-avond". Starts in lower case.
pub fn label(texts: &Texts, label: &Label, today: Day) -> String {
    let verb = verb(texts, label.verb);
    let what = match label.verb {
        _ if label.detail == VARIOUS => {
            t!(texts, "label-detail", verb = verb, detail = t!(texts, "label-various"))
        }
        Verb::MoveDue if label.detail.is_empty() => t!(texts, "label-due-none"),
        Verb::MoveDue => {
            let detail = label.detail.parse().map_or(label.detail.clone(), |d| day(texts, d, today));
            t!(texts, "label-detail", verb = verb, detail = detail)
        }
        Verb::MoveNode if !label.detail.is_empty() => {
            t!(texts, "label-moved", detail = label.detail.as_str())
        }
        Verb::SetField if !label.detail.is_empty() => {
            let names = label
                .detail
                .split(", ")
                .map(|name| Field::from_word(name).map_or(name.into(), |f| field(texts, f)));
            t!(texts, "label-set", fields = names.collect::<Vec<String>>().join(", "))
        }
        Verb::RecordProgress | Verb::ImportActions | Verb::ImportContacts if !label.detail.is_empty() => {
            t!(texts, "label-detail", verb = verb, detail = label.detail.as_str())
        }
        _ => verb,
    };
    about(texts, label, what)
}

/// So many kinds are named of what an import has taken over: with their numbers they fit the narrowest screens.
const NAMED_KINDS: usize = 3;

/// What a change of due dates was, in one line, from when to when; `None` for other changes. Of several items it says by how
/// much, when that is the same for all.
pub fn due_moved(texts: &Texts, label: &Label, changes: &[Change], today: Day) -> Option<String> {
    let read = |value: &Value| match value {
        Value::Text(day) => day.parse::<Day>().ok(),
        _ => None,
    };
    let moves = changes.iter().filter_map(|change| match change {
        Change::Set { field: Field::due, before, after, .. } => Some((read(before), read(after))),
        _ => None,
    });
    let moves: Vec<(Option<Day>, Option<Day>)> = moves.collect();
    let what = match moves[..] {
        _ if label.verb != Verb::MoveDue => return None,
        [(Some(from), Some(to))] => {
            t!(texts, "label-due-moved", from = day(texts, from, today), to = day(texts, to, today))
        }
        [(None, Some(to))] => t!(texts, "label-due-first", to = day(texts, to, today)),
        [(Some(from), None)] => t!(texts, "label-due-gone", from = day(texts, from, today)),
        [] | [_] => return None,
        _ => {
            let days = moves.iter().map(|(from, to)| Some(to.as_ref()?.since((*from)?)));
            let days: Option<Vec<i64>> = days.collect();
            let by = days.filter(|days| days.iter().all(|by| *by == days[0]))?[0];
            let id = if by > 0 { "label-due-later" } else { "label-due-earlier" };
            texts.get(id, &[("count", by.abs().into())])
        }
    };
    Some(about(texts, label, what))
}

/// How much an import has taken over, of the commonest kinds by name; `None` when all that changed is where in the text things
/// stand.
pub fn taken_over(texts: &Texts, changes: &[Change]) -> Option<String> {
    let mut kinds: Vec<(Kind, usize)> = Vec::new();
    let mut changed: Vec<Ref> = Vec::new();
    for change in changes {
        let target = change.target();
        match (change, kinds.iter_mut().find(|(kind, _)| *kind == target.kind)) {
            (Change::Insert(_), Some((_, count))) => *count += 1,
            (Change::Insert(_), None) => kinds.push((target.kind, 1)),
            (Change::Set { field: Field::source_line | Field::source_quote, .. }, _) => {}
            _ => changed.push(target),
        }
    }
    changed.sort_unstable();
    changed.dedup();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let counted = |(kind, count): &(Kind, usize)| {
        let id = if *count == 1 { "kind" } else { "kinds" };
        format!("{} {}", grouped(texts, *count), texts.get(&format!("{id}-{}", kind.word()), &[]))
    };
    let mut said: Vec<String> = kinds.iter().take(NAMED_KINDS).map(counted).collect();
    let others: usize = kinds.iter().skip(NAMED_KINDS).map(|(_, count)| count).sum();
    for (id, count) in [("taken-others", others), ("taken-changed", changed.len())] {
        if count > 0 {
            said.push(texts.get(id, &[("count", count.into())]));
        }
    }
    (!said.is_empty()).then(|| t!(texts, "taken-over", what = said.join(", ")))
}

/// What was done and to what, in one line.
fn about(texts: &Texts, label: &Label, what: String) -> String {
    let subject = match label.subject {
        Some(r) if label.title.is_empty() => r.to_string(),
        Some(r) => format!("{r} {}", label.title),
        None => label.title.clone(),
    };
    if subject.is_empty() { what } else { t!(texts, "label", what = what, subject = subject) }
}

/// What an entry was, in one line; of an undo or redo also what that was about, as far as it can be read.
pub fn entry(texts: &Texts, ledger: &dyn Ledger, outline: &Outline, today: Day) -> String {
    let root = outline.undoes.map(|_| known_by(ledger, &outline.label, outline.undoes));
    match root {
        Some(Ok(root)) => {
            let verb = verb(texts, outline.label.verb);
            t!(texts, "label-taken-back", verb = verb, what = label(texts, &root, today))
        }
        _ => label(texts, &outline.label, today),
    }
}

/// Whoever did something as `account`, as lists name them: by the name of the contact who logs in so, else by the account.
pub fn who<'a>(register: &'a Register, account: &'a str) -> &'a str {
    register.person(account).map_or(account, |person| &person.title)
}

/// Whether whoever did something as `account` is meant by `part`, folded: letters of their name or of the account.
pub fn is_called(register: &Register, account: &str, part: &str) -> bool {
    [account, who(register, account)].into_iter().any(|name| fold(name).contains(part))
}

/// As `who`, with the account behind the name: where the record is looked at closely, a name alone could mislead.
pub fn who_exactly(texts: &Texts, register: &Register, account: &str) -> String {
    match register.person(account) {
        Some(person) => t!(texts, "who-exactly", name = person.title.as_str(), account = account),
        None => account.to_owned(),
    }
}

/// What a field accepts, as part of a sentence: "een heel getal van 0 tot en met 100".
pub fn shape(texts: &Texts, shape: Shape) -> String {
    match shape {
        Shape::Text => t!(texts, "shape-text"),
        Shape::Texts => t!(texts, "shape-texts"),
        Shape::Flag => t!(texts, "shape-flag"),
        Shape::Whole(low, high) => {
            t!(texts, "shape-whole", low = low.to_string(), high = high.to_string())
        }
        Shape::Number => t!(texts, "shape-number"),
        Shape::Day => t!(texts, "shape-day"),
        Shape::Moment => t!(texts, "shape-moment"),
        Shape::Ref => t!(texts, "shape-ref"),
        Shape::Refs => t!(texts, "shape-refs"),
        Shape::Word(words) => t!(texts, "shape-word", words = words.join(", ")),
        Shape::Place => t!(texts, "shape-place"),
        Shape::Account => t!(texts, "shape-account"),
    }
}

fn list<T: Display>(items: &[T]) -> String {
    items.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}

/// Why an operation was refused, in whole sentences.
pub fn refusal(texts: &Texts, register: &Register, refusal: &Refusal) -> String {
    let name = |r: &Ref| r.to_string();
    match refusal {
        Refusal::NotFound(r) => t!(texts, "refusal-not-found", ref = name(r)),
        Refusal::WrongKind { found, needed } => t!(
            texts,
            "refusal-wrong-kind",
            ref = name(found),
            found = a_kind(texts, found.kind),
            needed = a_kind(texts, *needed)
        ),
        Refusal::NoSuchField { kind: of, name } => {
            t!(texts, "refusal-no-such-field", kind = kind(texts, *of), name = name.as_str())
        }
        Refusal::WrongValue { field: of, shape: accepts, given } => t!(
            texts,
            "refusal-wrong-value",
            given = given.as_str(),
            field = field(texts, *of),
            shape = shape(texts, *accepts)
        ),
        Refusal::WrongReference { field: of, to, exists: false } => {
            t!(texts, "refusal-reference-missing", ref = name(to), field = field(texts, *of))
        }
        Refusal::WrongReference { field: of, to, exists: true } => t!(
            texts,
            "refusal-reference-kind",
            ref = name(to),
            kind = a_kind(texts, to.kind),
            field = field(texts, *of)
        ),
        Refusal::Reversed { first: (first, from), last: (last, to) } => t!(
            texts,
            "refusal-reversed",
            first = field(texts, *first),
            from = day_full(texts, *from),
            last = field(texts, *last),
            to = day_full(texts, *to)
        ),
        Refusal::EmptyTitle => t!(texts, "refusal-empty-title"),
        Refusal::TooLong { field: Field::title, limit } => {
            t!(texts, "refusal-too-long-title", limit = limit.to_string())
        }
        Refusal::TooLong { field: of, limit } => {
            t!(texts, "refusal-too-long", field = field(texts, *of), limit = limit.to_string())
        }
        Refusal::NeedsReason(Field::health) => t!(texts, "refusal-needs-health-reason"),
        Refusal::NeedsReason(_) => t!(texts, "refusal-needs-drop-reason"),
        Refusal::AlreadyDone(r) => {
            t!(texts, "refusal-already-done", ref = name(r), title = register.title(*r))
        }
        Refusal::Contradiction { field: of, given, state: stands } => t!(
            texts,
            "refusal-contradiction",
            field = field(texts, *of),
            given = given.as_str(),
            state = state(texts, *stands)
        ),
        Refusal::SameAccount { account, holder } => t!(
            texts,
            "same-account",
            account = account.as_str(),
            ref = name(holder),
            title = register.title(*holder)
        ),
        Refusal::StillOpen(r) => {
            t!(texts, "refusal-still-open", ref = name(r), title = register.title(*r))
        }
        Refusal::NeedsPlace => t!(texts, "refusal-needs-place"),
        Refusal::PeriodReversed(from, to) => {
            t!(texts, "refusal-period", from = from.to_string(), to = to.to_string())
        }
        Refusal::Cycle { node, under } if node == under => {
            t!(texts, "refusal-cycle-itself", node = name(node))
        }
        Refusal::Cycle { node, under } => {
            t!(texts, "refusal-cycle", node = name(node), under = name(under))
        }
        Refusal::InUse { target, by, count } => t!(
            texts,
            "refusal-in-use",
            ref = name(target),
            title = register.title(*target),
            count = *count,
            by = list(by)
        ),
    }
}

/// What deserves a second look, as a sentence.
pub fn remark(texts: &Texts, remark: &Remark, today: Day) -> String {
    match remark {
        Remark::PastYear { due, year } => {
            t!(texts, "remark-past-year", due = day(texts, *due, today), year = year.to_string())
        }
        Remark::CitizenNumber => t!(texts, "remark-citizen-number"),
        Remark::Confidential => t!(texts, "remark-confidential"),
        Remark::ConfidentialContact => t!(texts, "remark-confidential-contact"),
    }
}

/// Why a change cannot be carried out any more.
pub fn conflict(texts: &Texts, conflict: &Conflict, today: Day) -> String {
    match conflict {
        Conflict::Taken(r) => t!(texts, "conflict-taken", ref = r.to_string()),
        Conflict::Missing(r) => t!(texts, "conflict-missing", ref = r.to_string()),
        Conflict::Changed { target, field: of, expected, found } => t!(
            texts,
            "conflict-changed",
            ref = target.to_string(),
            field = field(texts, *of),
            found = value(texts, target.kind, *of, found, today),
            expected = value(texts, target.kind, *of, expected, today)
        ),
        Conflict::BadValue { target, field: of, value: given } => t!(
            texts,
            "conflict-bad-value",
            ref = target.to_string(),
            field = field(texts, *of),
            value = value(texts, target.kind, *of, given, today)
        ),
        Conflict::Dangling { from, field: of, to } => t!(
            texts,
            "conflict-dangling",
            ref = from.to_string(),
            field = field(texts, *of),
            to = to.to_string()
        ),
        Conflict::Referenced { target, by, count } => {
            t!(texts, "conflict-referenced", ref = target.to_string(), count = *count, by = list(by))
        }
        Conflict::Cycle { node, under } => {
            t!(texts, "refusal-cycle", node = node.to_string(), under = under.to_string())
        }
        Conflict::Withheld(r) => t!(texts, "conflict-withheld", ref = r.to_string()),
        Conflict::SameAccount { holder, account, .. } => {
            t!(texts, "same-account", account = account.as_str(), ref = holder.to_string(), title = "none")
        }
        Conflict::Reserved { target, field: of } => {
            t!(texts, "conflict-reserved", ref = target.to_string(), field = field(texts, *of))
        }
    }
}

/// Why nothing can be written just now.
pub fn read_only(texts: &Texts, why: &ReadOnly) -> String {
    let or_none = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
    match why {
        ReadOnly::Held { pid, user, since } => {
            t!(texts, "read-only-held", user = or_none(user), pid = pid.to_string(), since = or_none(since))
        }
        ReadOnly::Folder(reason) => t!(texts, "read-only-folder", reason = io_text(texts, reason)),
        ReadOnly::DiskFull => t!(texts, "read-only-disk-full"),
        ReadOnly::Overtaken => t!(texts, "read-only-overtaken"),
        ReadOnly::Away => t!(texts, "read-only-away"),
        ReadOnly::Stopped => t!(texts, "read-only-stopped"),
        ReadOnly::OtherVersion(theirs) => t!(texts, "read-only-other-version", theirs = theirs.as_str()),
        ReadOnly::Viewer => t!(texts, "read-only-viewer"),
        ReadOnly::NotAllowed(account) => t!(texts, "read-only-not-allowed", account = account.as_str()),
    }
}

/// Why the operating system refused, as part of a sentence; `text` is its own wording, for what is rare.
pub fn io_reason(texts: &Texts, kind: ErrorKind, text: &str) -> String {
    match kind {
        ErrorKind::NotFound => t!(texts, "io-not-found"),
        ErrorKind::PermissionDenied => t!(texts, "io-denied"),
        ErrorKind::ReadOnlyFilesystem => t!(texts, "io-read-only"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => t!(texts, "io-full"),
        ErrorKind::IsADirectory => t!(texts, "io-folder"),
        ErrorKind::NotADirectory => t!(texts, "io-not-folder"),
        ErrorKind::AlreadyExists => t!(texts, "io-exists"),
        ErrorKind::InvalidFilename | ErrorKind::InvalidInput => t!(texts, "io-name"),
        ErrorKind::FileTooLarge => t!(texts, "io-too-large"),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => t!(texts, "io-busy"),
        ErrorKind::BrokenPipe => t!(texts, "io-pipe"),
        ErrorKind::TimedOut => t!(texts, "io-time"),
        ErrorKind::InvalidData => t!(texts, "io-text"),
        ErrorKind::UnexpectedEof => t!(texts, "io-short"),
        _ => t!(texts, "io-other", text = text),
    }
}

/// A failure that came up as text, `path: No such file or directory (os error 2)`, with the system's part of it in words.
pub fn io_text(texts: &Texts, text: &str) -> String {
    let number = text
        .rsplit_once("(os error ")
        .and_then(|(_, rest)| rest.strip_suffix(')'))
        .and_then(|number| number.parse().ok());
    let Some(error) = number.map(std::io::Error::from_raw_os_error) else { return text.to_owned() };
    let said = error.to_string();
    let before = text.strip_suffix(&said).unwrap_or_default();
    format!("{before}{}", io_reason(texts, error.kind(), &said))
}

/// Why an entry was not written.
pub fn unwritten(texts: &Texts, why: &Unwritten, today: Day) -> String {
    match why {
        Unwritten::Conflict(why) => conflict(texts, why, today),
        Unwritten::ReadOnly(why) => read_only(texts, why),
        Unwritten::Damaged { seq, place } => {
            t!(texts, "unwritten-damaged", seq = seq.to_string(), place = place.as_str())
        }
        Unwritten::Doubtful => t!(texts, "unwritten-doubtful"),
        Unwritten::Erased { seq, by } if seq == by => t!(texts, "unwritten-erasing"),
        Unwritten::Erased { seq, by } => {
            t!(texts, "unwritten-erased", seq = seq.to_string(), by = by.to_string())
        }
        Unwritten::NotAdmin => t!(texts, "unwritten-not-admin"),
        Unwritten::NotCleared => t!(texts, "unwritten-not-cleared"),
        Unwritten::Failed(reason) => t!(texts, "unwritten-failed", reason = io_text(texts, reason)),
    }
}

/// Why something of the record could not be read, as the end of a sentence about what.
pub fn unread(texts: &Texts, why: &Unwritten, today: Day) -> String {
    match why {
        Unwritten::Doubtful => t!(texts, "unread-no-answer"),
        Unwritten::Failed(reason) => t!(texts, "unread-failed", reason = io_text(texts, reason)),
        why => unwritten(texts, why, today),
    }
}

/// Why undo or redo did nothing of what `own` wanted.
pub fn not_undone(
    texts: &Texts,
    register: &Register,
    own: &Actor,
    why: &NotUndone,
    zone: &TimeZone,
    today: Day,
) -> String {
    match why {
        NotUndone::Nothing => t!(texts, "not-undone-nothing"),
        NotUndone::NoSuchEntry(seq) => t!(texts, "not-undone-no-such-entry", seq = seq.to_string()),
        NotUndone::NotYours { seq, actor } => {
            t!(texts, "not-undone-not-yours", seq = seq.to_string(), actor = who(register, &actor.0))
        }
        NotUndone::AlreadyUndone(seq) => t!(texts, "not-undone-already", seq = seq.to_string()),
        NotUndone::Changed { label: what, conflict: why, by } => {
            let (what, why) = (label(texts, what, today), conflict(texts, why, today));
            match by {
                None => t!(texts, "not-undone-changed", label = what, conflict = why),
                Some((seq, actor, at)) if actor == own => t!(
                    texts,
                    "not-undone-changed-by-own",
                    label = what,
                    conflict = why,
                    at = moment(texts, *at, zone, today),
                    seq = seq.to_string()
                ),
                Some((seq, actor, at)) => t!(
                    texts,
                    "not-undone-changed-by",
                    label = what,
                    conflict = why,
                    actor = who(register, &actor.0),
                    at = moment(texts, *at, zone, today),
                    seq = seq.to_string()
                ),
            }
        }
        NotUndone::Unwritten(why) => unwritten(texts, why, today),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lang;
    use super::*;

    #[test]
    fn every_word_of_the_model_has_a_message_in_both_languages() {
        for lang in [Lang::Nl, Lang::En] {
            let texts = Texts::new(lang);
            let mut ids: Vec<String> = Vec::new();
            for k in Kind::ALL {
                ids.extend([format!("kind-{}", k.word()), format!("kinds-{}", k.word())]);
                for spec in k.fields() {
                    if let Shape::Word(words) = spec.shape {
                        let prefix = match spec.field {
                            Field::state if *k == Kind::Signal => "signal-state".to_owned(),
                            Field::adopted_by => "body".to_owned(),
                            other => other.word().replace('_', "-"),
                        };
                        ids.extend(words.iter().map(|word| format!("{prefix}-{word}")));
                    }
                }
            }
            ids.extend(Field::ALL.iter().map(|f| format!("field-{}", f.word())));
            ids.extend((1..=7).flat_map(|n| [format!("weekday-{n}"), format!("weekday-long-{n}")]));
            ids.extend((1..=12).map(|n| format!("month-{n}")));
            let missing: Vec<_> = ids.into_iter().filter(|id| !texts.has(id)).collect();
            assert_eq!(missing, Vec::<String>::new(), "{lang:?}");
        }
    }

    #[test]
    fn what_two_long_texts_have_in_common_is_left_out() {
        let (a, b) = ("een twee drie vier vijf zes zeven", "een twee drie vier zes zes zeven");
        assert_eq!(differing(a, b, 3), ("…vijf zes…".to_owned(), "…zes zes…".to_owned()));
        assert_eq!(differing(a, b, 90), (a.to_owned(), b.to_owned()));
        assert_eq!(differing("", "nieuw", 2), (String::new(), "nieuw".to_owned()));
        assert_eq!(differing("é", "è", 1), ("é".to_owned(), "è".to_owned()));
    }

    #[test]
    fn equal_texts_stay_whole_and_what_only_one_goes_on_with_is_seen_behind_its_last_words() {
        let text = "een twee drie vier vijf";
        assert_eq!(differing(text, text, 4), (text.to_owned(), text.to_owned()));
        let longer = format!("{text} zes");
        let (short, long) = differing(text, &longer, 10);
        assert_eq!((short.as_str(), long.as_str()), ("…vier vijf", "…vier vijf zes"));
        let turned = differing(&longer, text, 10);
        assert_eq!(turned, (long, short));
        let (short, long) = differing("een twee ", "een twee drie", 2);
        assert_eq!((short.as_str(), long.as_str()), ("…e ", "…e drie"), "never nothing but a sign");
    }

    #[test]
    fn wide_and_combined_characters_are_never_taken_apart() {
        let (a, b) = differing("een twee cafe", "een twee cafe\u{301}", 4);
        assert_eq!((a.as_str(), b.as_str()), ("…cafe", "…cafe\u{301}"), "the letter goes with its mark");
        let (a, b) = differing("漢字漢字漢字A", "漢字漢字漢字B", 5);
        assert_eq!(
            (a.as_str(), b.as_str()),
            ("…漢字A", "…漢字B"),
            "four cells of five, as the next needs two"
        );
        let family = "👩\u{200d}👩\u{200d}👧";
        let (a, b) = differing(&format!("x{family}{family}1"), &format!("x{family}{family}2"), 2);
        assert_eq!((a, b), (format!("…{family}1"), format!("…{family}2")));
    }

    #[test]
    fn texts_that_fit_are_whole_and_of_others_the_difference_is_within_the_room() {
        let whole = ("tot elf uur".to_owned(), "tot één uur".to_owned());
        assert_eq!(differing_within(&whole.0, &whole.1, 11), whole);
        let old = "Extra surveillance bij de oude veiling tegen laad- en losoverlast";
        let new = format!("{old} BBB");
        let (short, long) = differing_within(old, &new, 60);
        assert_eq!(short, "…tegen laad- en losoverlast");
        assert_eq!(long, "…tegen laad- en losoverlast BBB");
        let (_, long) = differing_within(old, &new, 32);
        assert_eq!(long, "…en losoverlast BBB");
    }

    #[test]
    fn days_and_labels_read_as_people_say_them() {
        let texts = Texts::new(Lang::Nl);
        let today = Day::new(2026, 11, 20).unwrap();
        assert_eq!(day(&texts, Day::new(2026, 11, 27).unwrap(), today), "vr 27-11");
        assert_eq!(day(&texts, Day::new(2027, 1, 4).unwrap(), today), "ma 4-1-2027");
        assert_eq!(day_full(&texts, today), "vrijdag 20 november 2026");
        let mut due = Label {
            verb: Verb::MoveDue,
            subject: Some(Ref::new(Kind::Action, 17)),
            title: "Avond".into(),
            detail: "2026-12-04".into(),
        };
        assert_eq!(label(&texts, &due, today), "einddatum vr 4-12: A-17 Avond");
        due.detail.clear();
        assert_eq!(label(&texts, &due, today), "einddatum weg: A-17 Avond");
    }

    #[test]
    fn who_holds_the_register_is_named_with_what_is_known() {
        let texts = Texts::new(Lang::En);
        let known = ReadOnly::Held { pid: 42, user: "m.bakker".into(), since: "2026-11-20T09:00:00Z".into() };
        let said = read_only(&texts, &known);
        assert!(
            said.starts_with("Reading only: m.bakker has the register open (process 42 since 2026"),
            "{said}"
        );
        let unknown = ReadOnly::Held { pid: 42, user: String::new(), since: String::new() };
        let said = read_only(&texts, &unknown);
        assert!(
            said.starts_with("Reading only: another process has the register open (process 42)."),
            "{said}"
        );
    }
}
