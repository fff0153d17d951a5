//! Carrying out a query over a register.
//!
//! A query is prepared once: names become sets of numbers, dates become bounds, and the cheapest
//! conditions go first. After that an action costs a few comparisons, and text only where it is asked for.

use std::cell::RefCell;
use std::sync::Arc;
use std::thread::Builder;

use memchr::memmem;

use super::*;
use crate::model::action::Action;
use crate::model::field::dates::{Duration, parse_duration};
use crate::model::field::parse_period;
use crate::model::find::Finder;
use crate::model::fold::{fold, fold_onto};
use crate::model::id::{Day, Ref, Stamp};
use crate::model::record::{Field, Record};
use crate::model::register::Register;
use crate::model::rollup::{is_overdue, is_stale};
use crate::model::value::Value;

/// The circumstances under which a query is carried out.
#[derive(Clone, Debug)]
pub struct QueryContext {
    /// The day in the user's time zone.
    pub today: Day,
    /// The moment.
    pub now: Stamp,
    /// The user's time zone, in which a day begins and ends.
    pub zone: jiff::tz::TimeZone,
}

impl QueryContext {
    /// The circumstances at moment `now` in `zone`.
    pub fn at(now: Stamp, zone: jiff::tz::TimeZone) -> QueryContext {
        QueryContext { today: now.day(&zone), now, zone }
    }

    /// The first moment of `day`.
    fn start_of(&self, day: Day) -> i64 {
        self.zone
            .to_zoned(day.0.at(0, 0, 0, 0))
            .map_or(self.now.0, |zoned| zoned.timestamp().as_millisecond())
    }
}

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// How many there are.
    pub total: usize,
    /// How many more there would be with the finished ones, where only unfinished ones were chosen.
    pub finished: usize,
    /// The first of them, in the order asked for.
    pub refs: Vec<Ref>,
}

/// What is selected, in which order, how much of it.
#[derive(Clone, Copy)]
pub struct Choice<'a> {
    /// The kind of item.
    pub kind: Kind,
    /// Of actions only the unfinished ones.
    pub unfinished: bool,
    /// The order.
    pub sort: Sort,
    /// At most so many; `None`: all.
    pub limit: Option<usize>,
    /// The haystack of this register, when there is one that is up to date: texts are found several times as fast.
    pub finder: Option<&'a Finder>,
}

impl Default for Choice<'_> {
    fn default() -> Self {
        Choice { kind: Kind::Action, unfinished: false, sort: Sort::default(), limit: None, finder: None }
    }
}

/// The items that `query` finds, as chosen.
pub fn select(register: &Register, query: &Query, context: &QueryContext, choice: Choice<'_>) -> Selection {
    let prepared = query.prepare(register, context, choice.finder);
    let Found { refs, finished } = match choice.kind {
        Kind::Action => prepared.actions(choice.unfinished, MANY),
        kind => {
            let mut refs = Vec::new();
            register.tables().visit(kind, &mut |record| {
                if prepared.matches_record(record) {
                    refs.push(record.reference());
                }
            });
            Found { refs, finished: 0 }
        }
    };
    let total = refs.len();
    let refs = sort::order(register, refs, choice.sort, choice.limit.unwrap_or(usize::MAX));
    Selection { total, finished, refs }
}

impl Query {
    /// Makes the query ready for many items of `register` as it is now; `finder` as in `Choice`.
    pub fn prepare<'a>(
        &self,
        register: &'a Register,
        context: &'a QueryContext,
        finder: Option<&Finder>,
    ) -> Prepared<'a> {
        let root = Arc::new(compile(self, &Look { register, context, finder }));
        Prepared { register, context, root, scratch: RefCell::default() }
    }

    /// Whether one action is found. For many, prepare once.
    pub fn matches(&self, register: &Register, action: &Action, context: &QueryContext) -> bool {
        self.prepare(register, context, None).matches(action)
    }
}

/// A query made ready for many items of one register. A copy is for another thread.
#[derive(Clone)]
pub struct Prepared<'a> {
    register: &'a Register,
    context: &'a QueryContext,
    root: Arc<Step>,
    scratch: RefCell<String>,
}

/// What is found, lowest number first, and how many were left out as they are finished.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    refs: Vec<Ref>,
    finished: usize,
}

/// Of more actions than these the texts are looked through by two threads: starting one costs as much as some hundred of them.
const MANY: usize = 20_000;

/// A set of numbers of one kind.
#[derive(Default)]
struct Set(Vec<bool>);

impl Set {
    fn has(&self, num: u32) -> bool {
        self.0.get(num as usize).copied().unwrap_or(false)
    }

    fn put(&mut self, num: u32) {
        let index = num as usize;
        if self.0.len() <= index {
            self.0.resize(index + 1, false);
        }
        self.0[index] = true;
    }
}

/// A query with everything looked up that does not depend on the item.
enum Step {
    Always,
    Never,
    All(Vec<Step>),
    Any(Vec<Step>),
    Not(Box<Step>),
    /// With the actions that have it elsewhere than in the description, when a haystack could tell.
    Text(Needle, Option<Set>),
    Title(Needle),
    Description(Needle),
    Notes(Needle),
    Lead(Set),
    NoLead,
    Partner(Set),
    NoPartner,
    Under {
        nodes: Set,
        plans: Set,
    },
    UnderNothing,
    Field(Option<SafetyField>, Vec<Option<SafetyField>>),
    State(StateTest),
    Health(Option<Health>),
    /// Bounds in days, both included.
    Day(DateKey, Option<(Day, Day)>),
    /// Bounds in milliseconds, the last excluded.
    Moment(DateKey, Option<(i64, i64)>),
    HasDate(DateKey),
    Number(NumberKey, NumberTest),
    Is(Mark),
    /// With the actions that have such a text at all, when a haystack could tell.
    Tag(String, Option<Set>),
    NoTag,
    Kind(Kind),
}

/// The least that a step costs which goes through texts.
const TEXTS: u8 = 4;

/// A text to look for.
struct Needle {
    finder: memmem::Finder<'static>,
    /// The item with this very reference is found too.
    reference: Option<Ref>,
    /// The contacts with the text in their names: their actions are found too.
    contacts: Set,
}

impl Needle {
    fn new(text: &str) -> Needle {
        Needle {
            finder: memmem::Finder::new(text.as_bytes()).into_owned(),
            reference: None,
            contacts: Set::default(),
        }
    }

    /// Whether the text occurs in one of `texts`, whatever its case and diacritics. `scratch` saves an allocation. They are folded and
    /// looked through together: setting out anew for each costs as much as a short text itself.
    fn is_in<'t>(&self, texts: impl IntoIterator<Item = &'t str>, scratch: &mut String) -> bool {
        scratch.clear();
        for text in texts {
            fold_onto(scratch, text);
            // Folding leaves no control characters, so that no match reaches from one into the next.
            scratch.push(BETWEEN);
        }
        self.finder.find(scratch.as_bytes()).is_some()
    }
}

/// Stands between texts that are looked through together.
const BETWEEN: char = '\u{1f}';

/// Where a query is made ready.
struct Look<'a> {
    register: &'a Register,
    context: &'a QueryContext,
    finder: Option<&'a Finder>,
}

fn compile(query: &Query, look: &Look<'_>) -> Step {
    let many = |parts: &[Query]| {
        let mut steps: Vec<Step> = parts.iter().map(|part| compile(part, look)).collect();
        steps.sort_by_key(Step::cost);
        steps
    };
    match query {
        Query::All(parts) if parts.is_empty() => Step::Always,
        Query::All(parts) => Step::All(many(parts)),
        Query::Any(parts) => Step::Any(many(parts)),
        Query::Not(part) => Step::Not(Box::new(compile(part, look))),
        Query::Test(test) => compile_test(test, look),
    }
}

fn compile_test(test: &Test, look: &Look<'_>) -> Step {
    let Look { register, context, .. } = *look;
    let contained = |text: &str| {
        let finder = look.finder?;
        let mut set = Set::default();
        finder.containing(Kind::Action, text).into_iter().for_each(|num| set.put(num));
        Some(set)
    };
    match test {
        Test::Text(scope, text) => {
            let mut needle = Needle::new(text);
            match scope {
                Scope::Anywhere => {
                    needle.reference = text.parse().ok();
                    needle.contacts = named(register, Kind::Contact, text);
                    Step::Text(needle, contained(text))
                }
                Scope::Title => Step::Title(needle),
                Scope::Description => Step::Description(needle),
                Scope::Notes => Step::Notes(needle),
            }
        }
        Test::Who(Role::Lead, Who::None) => Step::NoLead,
        Test::Who(Role::Partner, Who::None) => Step::NoPartner,
        Test::Who(Role::Lead, who) => Step::Lead(who.set(register, Kind::Contact)),
        Test::Who(Role::Partner, who) => Step::Partner(who.set(register, Kind::Partner)),
        Test::Under(Who::None) => Step::UnderNothing,
        Test::Under(who) => {
            let plans = who.set(register, Kind::Plan);
            let nodes = subtree(register, who.set(register, Kind::Node), &plans);
            Step::Under { nodes, plans }
        }
        Test::Field(field) => Step::Field(*field, node_fields(register)),
        Test::State(state) => Step::State(*state),
        Test::Health(health) => Step::Health(*health),
        Test::When(key, when) => compile_when(*key, when, context),
        Test::Number(key, number) => Step::Number(*key, *number),
        Test::Is(mark) => Step::Is(*mark),
        Test::Tag(None) => Step::NoTag,
        Test::Tag(Some(tag)) => Step::Tag(tag.clone(), contained(tag)),
        Test::Kind(kind) => Step::Kind(*kind),
    }
}

/// The items of `kind` with `text` in their title.
fn named(register: &Register, kind: Kind, text: &str) -> Set {
    let needle = Needle::new(text);
    let mut scratch = String::new();
    let mut set = Set::default();
    register.tables().visit(kind, &mut |record| {
        if needle.is_in([record.title()], &mut scratch) {
            set.put(record.reference().num);
        }
    });
    set
}

impl Who {
    fn set(&self, register: &Register, kind: Kind) -> Set {
        match self {
            Who::Named(text) => named(register, kind, text),
            Who::Is(r) if r.kind == kind => {
                let mut set = Set::default();
                set.put(r.num);
                set
            }
            _ => Set::default(),
        }
    }
}

/// The nodes of `nodes` and of `plans`, with all that stand under them.
fn subtree(register: &Register, nodes: Set, plans: &Set) -> Set {
    let mut all = Set::default();
    let tops = |set: &Set, kind: Kind| -> Vec<Ref> {
        (0_u32..).zip(&set.0).filter(|(_, has)| **has).map(|(num, _)| Ref::new(kind, num)).collect()
    };
    let mut todo = tops(&nodes, Kind::Node);
    todo.extend(tops(plans, Kind::Plan));
    while let Some(at) = todo.pop() {
        if at.kind == Kind::Node {
            if all.has(at.num) {
                continue;
            }
            all.put(at.num);
        }
        todo.extend(register.children(at).map(Record::reference));
    }
    all
}

/// The safety field of each node by number: its own, else that of the nearest node above it.
fn node_fields(register: &Register) -> Vec<Option<SafetyField>> {
    let nodes = &register.tables().nodes;
    let mut fields = vec![None; nodes.highest() as usize + 1];
    for node in nodes.iter() {
        if let Some(slot) = fields.get_mut(node.num as usize) {
            *slot = register.field_of_node(node.reference());
        }
    }
    fields
}

fn compile_when(key: DateKey, when: &WhenTest, context: &QueryContext) -> Step {
    let first = Day::new(-9999, 1, 1).unwrap_or(context.today);
    let last = Day::new(9999, 12, 31).unwrap_or(context.today);
    let bounds = match when {
        WhenTest::Ever => return Step::HasDate(key),
        WhenTest::Never => return Step::Not(Box::new(Step::HasDate(key))),
        WhenTest::In(text) => match length(key, text) {
            Some(length) => {
                let other = length.after(context.today);
                Some((other.min(context.today), other.max(context.today)))
            }
            None => parse_period(text, context.today).ok().map(|p| (p.first, p.last)),
        },
        WhenTest::Compared(compare, text) => {
            // "updated:<7d" is less than seven days ago, which is after that day.
            let (from, to, compare) = match length(key, text) {
                Some(length) => {
                    let day = length.after(context.today);
                    (day, day, if key.looks_back() { compare.mirrored() } else { *compare })
                }
                None => match parse_period(text, context.today) {
                    Ok(period) => (period.first, period.last, *compare),
                    Err(_) => return Step::Never,
                },
            };
            Some(match compare {
                Compare::Less => (first, from.plus(-1)),
                Compare::AtMost => (first, to),
                Compare::More => (to.plus(1), last),
                Compare::AtLeast => (from, last),
            })
        }
        WhenTest::Between(from, to) => {
            let end = |text: &str| match length(key, text) {
                Some(length) => Some((length.after(context.today), length.after(context.today))),
                None => parse_period(text, context.today).ok().map(|p| (p.first, p.last)),
            };
            end(from).zip(end(to)).map(|((from, end), (start, to))| (from.min(start), end.max(to)))
        }
    };
    match (key, bounds) {
        // Checked when the query was read; a filter kept since last year may name a 29-02 that this year lacks.
        (_, None) => Step::Never,
        (DateKey::Updated | DateKey::Created, Some((from, to))) => {
            let millis =
                |day: Day, edge: i64| if day == first || day == last { edge } else { context.start_of(day) };
            Step::Moment(key, Some((millis(from, i64::MIN), millis(to.plus(1), i64::MAX))))
        }
        (_, bounds) => Step::Day(key, bounds),
    }
}

/// `text` as a length of time from today, in the direction that the key looks.
fn length(key: DateKey, text: &str) -> Option<Duration> {
    let length = parse_duration(text)?;
    let signed = text.starts_with(['+', '-']) || text.ends_with("geleden") || text.ends_with("ago");
    Some(if key.looks_back() && !signed { length.back() } else { length })
}

impl Compare {
    fn mirrored(self) -> Compare {
        match self {
            Compare::Less => Compare::More,
            Compare::AtMost => Compare::AtLeast,
            Compare::More => Compare::Less,
            Compare::AtLeast => Compare::AtMost,
        }
    }

    fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Compare::Less => left < right,
            Compare::AtMost => left <= right,
            Compare::More => left > right,
            Compare::AtLeast => left >= right,
        }
    }
}

impl NumberTest {
    fn holds(self, number: Option<i64>) -> bool {
        match (self, number) {
            (NumberTest::Missing, number) => number.is_none(),
            (_, None) => false,
            (NumberTest::Between(a, b), Some(number)) => (a.min(b)..=a.max(b)).contains(&number),
            (NumberTest::Compared(compare, limit), Some(number)) => compare.holds(number, limit),
        }
    }
}

impl Step {
    /// What it costs per item, roughly: conditions on the item itself, then other tables, then text.
    fn cost(&self) -> u8 {
        match self {
            Step::All(steps) | Step::Any(steps) => steps.iter().map(Step::cost).max().unwrap_or(0),
            Step::Not(step) => step.cost(),
            Step::Is(Mark::Stale) => 3,
            Step::Tag(..) | Step::Partner(_) => 2,
            Step::Title(_) => TEXTS,
            Step::Text(..) => TEXTS + 1,
            Step::Description(_) => TEXTS + 2,
            Step::Notes(_) => TEXTS + 3,
            _ => 1,
        }
    }
}

impl Prepared<'_> {
    /// Whether `action` is found.
    pub fn matches(&self, action: &Action) -> bool {
        self.action(&self.root, action)
    }

    /// The actions that are found; texts of more than `many` by two threads.
    fn actions(&self, unfinished: bool, many: usize) -> Found {
        let actions = &self.register.tables().actions;
        let (first, second) = actions.halves();
        if actions.len() <= many || self.root.cost() < TEXTS {
            return self.found_among(actions.len(), first.chain(second), unfinished);
        }
        let other = self.clone();
        std::thread::scope(|scope| {
            let ahead = move || other.found_among(actions.len(), actions.halves().1, unfinished);
            let ahead = Builder::new().name("regie-query".to_owned()).spawn_scoped(scope, ahead);
            let mut found = self.found_among(actions.len(), first, unfinished);
            let rest = match ahead {
                Ok(ahead) => ahead.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                // No thread is to be had.
                Err(_) => self.found_among(actions.len(), second, unfinished),
            };
            found.refs.extend(rest.refs);
            found.finished += rest.finished;
            found
        })
    }

    /// Those of at most `most` `actions` that are found.
    fn found_among<'t>(
        &self,
        most: usize,
        actions: impl Iterator<Item = &'t Action>,
        unfinished: bool,
    ) -> Found {
        // Without a jump on the outcome: the processor fetches the next actions while it waits for this one's memory.
        let mut refs = vec![Ref::new(Kind::Action, 0); most + 1];
        let (mut count, mut finished) = (0, 0);
        for action in actions {
            refs[count] = action.reference();
            let is_found = self.matches(action);
            let is_left_out = unfinished & !action.is_open();
            count += usize::from(is_found & !is_left_out);
            finished += usize::from(is_found & is_left_out);
        }
        refs.truncate(count);
        Found { refs, finished }
    }

    /// Whether one of `texts` has the text.
    fn contains<'t>(&self, needle: &Needle, texts: impl IntoIterator<Item = &'t str>) -> bool {
        needle.is_in(texts, &mut self.scratch.borrow_mut())
    }

    fn action(&self, step: &Step, action: &Action) -> bool {
        match step {
            Step::Always => true,
            Step::Never => false,
            Step::All(steps) => steps.iter().all(|step| self.action(step, action)),
            Step::Any(steps) => steps.iter().any(|step| self.action(step, action)),
            Step::Not(step) => !self.action(step, action),
            Step::Text(needle, Some(known)) => {
                known.has(action.num)
                    || needle.reference == Some(action.reference())
                    || self.contains(needle, [&*action.description])
            }
            Step::Text(needle, None) => {
                needle.reference == Some(action.reference())
                    || action.lead.is_some_and(|lead| needle.contacts.has(lead.num))
                    || self.contains(needle, action.texts())
            }
            Step::Title(needle) => self.contains(needle, [&*action.title]),
            Step::Description(needle) => self.contains(needle, [&*action.description]),
            Step::Notes(needle) => {
                self.contains(needle, self.register.notes_of(action.reference()).map(|note| &*note.title))
            }
            Step::Lead(set) => action.lead.is_some_and(|lead| set.has(lead.num)),
            Step::NoLead => action.lead.is_none(),
            Step::Partner(set) => {
                action.partners.iter().fold(false, |hit, partner| hit | set.has(partner.num))
            }
            Step::NoPartner => action.partners.is_empty(),
            Step::Under { nodes, .. } => action.under.is_some_and(|node| nodes.has(node.num)),
            Step::UnderNothing => action.under.is_none(),
            Step::Field(field, of_nodes) => {
                let inherited = || action.under.and_then(|node| *of_nodes.get(node.num as usize)?);
                action.safety_field.or_else(inherited) == *field
            }
            Step::State(StateTest::Open) => action.is_open(),
            Step::State(StateTest::Closed) => !action.is_open(),
            Step::State(StateTest::Is(state)) => action.state == *state,
            Step::Health(health) => action.health == *health,
            Step::Day(key, bounds) => within(key.day_of(action), *bounds),
            Step::Moment(key, bounds) => key.moment_of(action).is_some_and(|at| at_within(at, *bounds)),
            Step::HasDate(key) => key.day_of(action).is_some() || key.moment_of(action).is_some(),
            Step::Number(key, test) => test.holds(match key {
                NumberKey::Year => action.year.map(i64::from),
                NumberKey::Progress => Some(i64::from(action.progress.get())),
                NumberKey::Weight => Some(i64::from(action.weight.get())),
            }),
            Step::Is(Mark::Overdue) => is_overdue(action, self.context.today),
            Step::Is(Mark::Stale) => is_stale(self.register, action, self.context.now),
            Step::Is(Mark::Flagged) => action.flagged,
            Step::Is(Mark::Confidential) => action.confidential,
            Step::Tag(tag, known) => {
                known.as_ref().is_none_or(|known| known.has(action.num))
                    && action.tags.iter().any(|own| same_tag(own, tag))
            }
            Step::NoTag => action.tags.is_empty(),
            Step::Kind(kind) => *kind == Kind::Action,
        }
    }

    /// Whether an item of any kind is found. Conditions on what the kind does not have do not hold.
    pub fn matches_record(&self, record: &dyn Record) -> bool {
        match self.register.action(record.reference()) {
            Some(action) => self.matches(action),
            None => self.record(&self.root, record),
        }
    }

    fn record(&self, step: &Step, record: &dyn Record) -> bool {
        let contains = |needle: &Needle, field: Field| match record.get(field) {
            Some(Value::Text(text)) => self.contains(needle, [&*text]),
            Some(Value::Texts(texts)) => self.contains(needle, texts.iter().map(|text| &**text)),
            _ => false,
        };
        let points_into = |fields: &[Field], set: &Set| {
            let mut hit = false;
            record.visit_refs(&mut |field, r| hit |= fields.contains(&field) && set.has(r.num));
            hit
        };
        let points = |fields: &[Field]| {
            let mut hit = false;
            record.visit_refs(&mut |field, _| hit |= fields.contains(&field));
            hit
        };
        let word = |fields: &[Field]| fields.iter().find_map(|field| text_of(record, *field));
        match step {
            Step::Always => true,
            Step::Never => false,
            Step::All(steps) => steps.iter().all(|step| self.record(step, record)),
            Step::Any(steps) => steps.iter().any(|step| self.record(step, record)),
            Step::Not(step) => !self.record(step, record),
            Step::Text(needle, _) => {
                needle.reference == Some(record.reference())
                    || points_into(&LEAD_FIELDS, &needle.contacts)
                    || self.contains(needle, [record.title()])
                    || record.fields().iter().any(|spec| {
                        use crate::model::value::Shape;
                        spec.field != Field::title
                            && matches!(spec.shape, Shape::Text | Shape::Texts | Shape::Account)
                            && contains(needle, spec.field)
                    })
            }
            Step::Title(needle) => self.contains(needle, [record.title()]),
            Step::Description(needle) => contains(needle, Field::description),
            Step::Notes(needle) => contains(needle, Field::note),
            Step::Lead(set) => points_into(&LEAD_FIELDS, set),
            Step::NoLead => !points(&LEAD_FIELDS),
            Step::Partner(set) => points_into(&PARTNER_FIELDS, set),
            Step::NoPartner => !points(&PARTNER_FIELDS),
            Step::Under { nodes, plans } => {
                let own = record.reference();
                (own.kind == Kind::Node && nodes.has(own.num))
                    || points_into(&NODE_FIELDS, nodes)
                    || points_into(&[Field::plan], plans)
            }
            Step::UnderNothing => !points(&NODE_FIELDS),
            Step::Field(field, of_nodes) => {
                let own = record.reference();
                let at_node = match own.kind {
                    Kind::Node => Some(own),
                    _ => text_of(record, Field::node).and_then(|text| text.parse().ok()),
                };
                let inherited = || at_node.and_then(|node| *of_nodes.get(node.num as usize)?);
                let given =
                    text_of(record, Field::safety_field).and_then(|text| SafetyField::from_word(&text));
                given.or_else(inherited) == *field
            }
            Step::State(test) => match (word(&[Field::state, Field::stage]), test) {
                (Some(state), StateTest::Open) => !CLOSED_WORDS.contains(&state.as_str()),
                (Some(state), StateTest::Closed) => CLOSED_WORDS.contains(&state.as_str()),
                (Some(state), StateTest::Is(wanted)) => state == wanted.word(),
                (None, _) => false,
            },
            Step::Health(health) => {
                word(&[Field::health]).and_then(|text| Health::from_word(&text)) == *health
            }
            Step::Day(key, bounds) => within(key.day_in(record), *bounds),
            Step::Moment(key, bounds) => key.moment_in(record).is_some_and(|at| at_within(at, *bounds)),
            Step::HasDate(key) => key.day_in(record).is_some() || key.moment_in(record).is_some(),
            Step::Number(key, test) => {
                let field = match key {
                    NumberKey::Year => Field::year,
                    NumberKey::Progress => Field::progress,
                    NumberKey::Weight => Field::weight,
                };
                test.holds(match record.get(field) {
                    Some(Value::Int(number)) => Some(number),
                    _ => None,
                })
            }
            Step::Is(Mark::Confidential) => record.get(Field::confidential) == Some(Value::Bool(true)),
            Step::Is(_) => false,
            Step::Tag(tag, _) => match record.get(Field::tags) {
                Some(Value::Texts(own)) => own.iter().any(|own| same_tag(own, tag)),
                _ => false,
            },
            Step::NoTag => !matches!(record.get(Field::tags), Some(Value::Texts(_))),
            Step::Kind(kind) => *kind == record.reference().kind,
        }
    }
}

/// The fields of other kinds that stand for the lead, a partner, the node and the due date of an action.
pub(super) const LEAD_FIELDS: [Field; 4] =
    [Field::lead, Field::administrative_lead, Field::project_lead, Field::chair];
const PARTNER_FIELDS: [Field; 4] = [Field::partner, Field::partners, Field::parties, Field::participants];
const NODE_FIELDS: [Field; 3] = [Field::under, Field::node, Field::nodes];
pub(super) const DUE_FIELDS: [Field; 4] = [Field::due, Field::to, Field::date, Field::reported_on];

/// States and stages of other kinds in which nothing more is to be done.
const CLOSED_WORDS: [&str; 4] = ["closed", "promoted", "expired", "withdrawn"];

fn text_of(record: &dyn Record, field: Field) -> Option<String> {
    match record.get(field) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

fn within(day: Option<Day>, bounds: Option<(Day, Day)>) -> bool {
    matches!((day, bounds), (Some(day), Some((from, to))) if from <= day && day <= to)
}

fn at_within(at: Stamp, bounds: Option<(i64, i64)>) -> bool {
    bounds.is_some_and(|(from, to)| from <= at.0 && at.0 < to)
}

fn same_tag(own: &str, folded: &str) -> bool {
    if own.is_ascii() { own.eq_ignore_ascii_case(folded) } else { fold(own) == folded }
}

impl DateKey {
    fn day_of(self, action: &Action) -> Option<Day> {
        match self {
            DateKey::Due => action.due,
            DateKey::Start => action.start,
            DateKey::Finished => action.done_on,
            DateKey::Updated | DateKey::Created => None,
        }
    }

    fn moment_of(self, action: &Action) -> Option<Stamp> {
        match self {
            DateKey::Updated => Some(action.updated),
            DateKey::Created => action.created,
            _ => None,
        }
    }

    fn day_in(self, record: &dyn Record) -> Option<Day> {
        let fields: &[Field] = match self {
            DateKey::Due => &DUE_FIELDS,
            DateKey::Start => &[Field::start, Field::from],
            DateKey::Finished => &[Field::done_on],
            DateKey::Updated | DateKey::Created => &[],
        };
        fields.iter().find_map(|field| text_of(record, *field)?.parse().ok())
    }

    fn moment_in(self, record: &dyn Record) -> Option<Stamp> {
        match self {
            DateKey::Updated => Some(record.updated()),
            DateKey::Created => {
                text_of(record, Field::created).or_else(|| text_of(record, Field::at))?.parse().ok()
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::action::ProgressNote;
    use crate::model::id::Stamp;
    use crate::model::partner::{Contact, Partner};
    use crate::model::plan::{Node, Plan};
    use crate::model::record::Item;
    use crate::model::value::{Percent, Place};

    fn context() -> QueryContext {
        // Sunday 2026-11-22, 10:00 in Amsterdam.
        QueryContext::at(
            "2026-11-22T09:00:00Z".parse().unwrap(),
            jiff::tz::TimeZone::get("Europe/Amsterdam").unwrap(),
        )
    }

    fn r(text: &str) -> Ref {
        text.parse().unwrap()
    }

    fn register() -> Register {
        let mut register = Register::new();
        let mut put = |item: Item| register.load(item);
        put(Plan { num: 1, title: "LIVP Waterdam".into(), ..Plan::default() }.into());
        let node = |num, title: &str, parent: &str, safety_field| Node {
            num,
            title: title.into(),
            safety_field,
            place: Some(Place { parent: parent.parse().unwrap(), rank: u64::from(num) }),
            ..Node::default()
        };
        put(node(1, "Veilige wijken", "L-1", Some(SafetyField::Living)).into());
        put(node(2, "Jeugdoverlast", "T-1", None).into());
        put(node(3, "Ondermijning", "L-1", Some(SafetyField::Integrity)).into());
        for (num, title) in [(1, "M. Bakker"), (2, "Renée de Vries")] {
            put(Contact { num, title: title.into(), partner: Some(r("P-1")), ..Contact::default() }.into());
        }
        for (num, title) in [(1, "Politie"), (2, "Halt")] {
            put(Partner { num, title: title.into(), ..Partner::default() }.into());
        }
        let day = |text: &str| Some(text.parse().unwrap());
        let at = |text: &str| -> Stamp { text.parse().unwrap() };
        put(Action {
            num: 1,
            updated: at("2026-11-20T12:00:00Z"),
            title: "Buurtpreventie-avond Vijzeltuin".into(),
            under: Some(r("T-2")),
            state: ActionState::InProgress,
            progress: Percent::new(60).unwrap(),
            health: Some(Health::Orange),
            due: day("2026-11-27"),
            lead: Some(r("C-1")),
            partners: vec![r("P-1")],
            tags: vec!["hic".into()],
            year: Some(2026),
            created: Some(at("2026-03-01T12:00:00Z")),
            ..Action::default()
        }
        .into());
        put(Action {
            num: 2,
            updated: at("2026-10-01T12:00:00Z"),
            title: "Café-controles haven".into(),
            description: "Samen met de BOA's; NVT: geen alcoholcontrole".into(),
            under: Some(r("T-3")),
            due: day("2026-11-10"),
            lead: Some(r("C-2")),
            year: Some(2026),
            created: Some(at("2026-11-21T12:00:00Z")),
            flagged: true,
            ..Action::default()
        }
        .into());
        put(Action {
            num: 3,
            updated: at("2025-10-01T12:00:00Z"),
            title: "Evaluatie cameratoezicht".into(),
            state: ActionState::Done,
            progress: Percent::DONE,
            done_on: day("2025-10-01"),
            safety_field: Some(SafetyField::Physical),
            year: Some(2025),
            ..Action::default()
        }
        .into());
        put(ProgressNote {
            num: 1,
            title: "Zaal geregeld".into(),
            action: Some(r("A-1")),
            at: Some(at("2026-10-01T12:00:00Z")),
            ..ProgressNote::default()
        }
        .into());
        register
    }

    fn found(kind: Kind, text: &str) -> Vec<u32> {
        let parsed = parse(text, context().today);
        let register = register();
        let slow = Choice { kind, ..Choice::default() };
        let finder = Finder::new(&register);
        let selection = select(&register, &parsed.query, &context(), slow);
        let fast = select(&register, &parsed.query, &context(), Choice { finder: Some(&finder), ..slow });
        assert_eq!(selection, fast, "with a haystack: {text}");
        assert_eq!(selection.total, selection.refs.len());
        selection.refs.into_iter().map(|r| r.num).collect()
    }

    #[test]
    fn conditions_find_what_they_say() {
        for (text, expected) in [
            ("", &[1, 2, 3][..]),
            ("CAFE haven", &[2]),
            ("café", &[2]),
            ("haven vijzeltuin", &[]),
            ("haven OR vijzeltuin", &[1, 2]),
            ("-haven", &[1, 3]),
            ("bakker", &[1]),
            ("renee", &[2]),
            ("hic", &[1]),
            ("nvt:", &[2]),
            ("a-3", &[3]),
            ("\"met de boa\"", &[2]),
            ("lead:bakker", &[1]),
            ("lead:C-2", &[2]),
            ("lead:none", &[3]),
            ("partner:politie", &[1]),
            ("partner:geen", &[2, 3]),
            ("field:living", &[1]),
            ("veld:fysiek", &[3]),
            ("field:integrity,physical", &[2, 3]),
            ("under:T-1", &[1]),
            ("under:L-1", &[1, 2]),
            ("onder:ondermijning", &[2]),
            ("under:none", &[3]),
            ("state:open", &[1, 2]),
            ("status:gereed", &[3]),
            ("kleur:oranje", &[1]),
            ("health:none", &[2, 3]),
            ("due:<7d", &[1, 2]),
            ("due:7d", &[1]),
            ("due:>2026-11-20", &[1]),
            ("due:2026-11", &[1, 2]),
            ("due:1-11-2026..15-11-2026", &[2]),
            ("due:none", &[3]),
            ("due:any", &[1, 2]),
            ("overdue", &[2]),
            ("stale", &[1]),
            ("#HIC", &[1]),
            ("tag:none", &[2, 3]),
            ("year:2025", &[3]),
            ("year:>=2026", &[1, 2]),
            ("progress:>50", &[1, 3]),
            ("updated:<7d", &[1]),
            ("updated:>30d", &[2, 3]),
            ("created:vandaag", &[]),
            ("created:gisteren", &[2]),
            ("done:2025", &[3]),
            ("flagged", &[2]),
            ("note:zaal", &[1]),
            ("title:haven", &[2]),
            ("description:boa", &[2]),
            ("kind:action state:open", &[1, 2]),
            ("kind:partner", &[]),
            ("-(haven OR vijzeltuin)", &[3]),
        ] {
            assert_eq!(found(Kind::Action, text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_text_is_found_exactly_where_its_folded_form_is(
            hay in "[a-cA-Céß\u{301}\u{200b}ﬁ \n-]{0,40}",
            text in "[a-céß -]{1,5}",
        ) {
            let needle = fold(&text);
            let found = Needle::new(&needle).is_in([&*hay], &mut String::new());
            proptest::prop_assert_eq!(found, fold(&hay).contains(&needle), "{:?} in {:?}", needle, hay);
        }
    }

    #[test]
    fn two_threads_find_what_one_does_and_leave_out_the_same() {
        let mut register = Register::new();
        // Not a whole number of pieces, with gaps.
        for num in (1..=2_000).filter(|num| num % 7 != 0) {
            let title = if num % 3 == 0 { format!("Schouw {num}") } else { format!("Avond {num}") };
            let state = if num % 5 == 0 { ActionState::Done } else { ActionState::Planned };
            register.load(Action { num, title, state, ..Action::default() }.into());
        }
        let context = context();
        let query = parse("schouw", context.today).query;
        let prepared = query.prepare(&register, &context, None);
        for unfinished in [false, true] {
            let expected =
                |of: fn(u32) -> bool| (1..=2_000).filter(|n| n % 7 != 0 && n % 3 == 0 && of(*n)).count();
            let (open, done) = (expected(|n| n % 5 != 0), expected(|n| n % 5 == 0));
            let one = prepared.actions(unfinished, usize::MAX);
            assert_eq!(one, prepared.actions(unfinished, 0));
            let both = if unfinished { (open, done) } else { (open + done, 0) };
            assert_eq!((one.refs.len(), one.finished), both);
            assert!(one.refs.is_sorted());
            let choice = Choice { unfinished, limit: Some(3), ..Choice::default() };
            let selection = select(&register, &query, &context, choice);
            assert_eq!((selection.total, selection.finished, selection.refs.len()), (both.0, both.1, 3));
        }
    }

    #[test]
    fn other_kinds_are_found_by_what_they_have() {
        assert_eq!(found(Kind::Contact, "renee"), [2]);
        assert_eq!(found(Kind::Contact, "partner:politie"), [1, 2]);
        assert_eq!(found(Kind::Node, "under:T-1"), [1, 2]);
        assert_eq!(found(Kind::Node, "field:living"), [1, 2]);
        assert_eq!(found(Kind::Partner, "overdue"), [] as [u32; 0]);
    }

    #[test]
    fn a_day_begins_at_midnight_where_the_user_is() {
        let mut register = register();
        // 00:30 on the 22nd in Amsterdam, still the 21st in UTC.
        let late = "2026-11-21T23:30:00Z".parse().unwrap();
        let action = Action { num: 9, title: "x".into(), created: Some(late), ..Action::default() };
        register.load(action.clone().into());
        let today = parse("created:vandaag", context().today).query;
        assert!(today.matches(&register, &action, &context()));
    }

    #[test]
    fn what_is_found_comes_in_the_order_asked_for() {
        for (sort, expected) in [
            ("due", [2, 1, 3]),
            ("-due", [1, 2, 3]),
            ("title", [1, 2, 3]),
            ("-titel", [3, 2, 1]),
            ("trekker", [1, 2, 3]),
            ("-trekker", [2, 1, 3]),
            ("status", [2, 1, 3]),
            ("-progress", [3, 1, 2]),
            ("kleur", [1, 2, 3]),
            ("-updated", [1, 2, 3]),
            ("onderwerp", [1, 2, 3]),
            ("-ref", [3, 2, 1]),
            ("weight", [1, 2, 3]),
        ] {
            let by = Sort::parse(sort).unwrap();
            for limit in [0, 1, 2, 3, 9] {
                let choice = Choice { sort: by, limit: Some(limit), ..Choice::default() };
                let all = select(&register(), &Query::default(), &context(), choice);
                let nums: Vec<u32> = all.refs.iter().map(|r| r.num).collect();
                assert_eq!(nums, &expected[..limit.min(3)], "{sort}");
                assert_eq!(all.total, 3);
            }
            assert_eq!(Sort::parse(&by.to_string()), Ok(by));
        }
        assert_eq!(Sort::parse("vortgang"), Err(vec!["voortgang"]));
    }
}
