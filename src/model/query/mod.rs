//! One query language for panes, command line and reports: `lead:bakker health:red due:<7d -haven`.
//!
//! Owns the query as data and its printing; `parse` reads it, `eval` carries it out, `sort` orders and `group`
//! divides what is found. Words that follow each other must all hold; `OR` (or `OF`, `|`) and parentheses group; `-` excludes.
//! Dates and durations are kept as typed, so that a saved filter `due:<7d` means the same tomorrow.

mod eval;
mod group;
mod parse;
mod sort;
pub mod suggest;

use std::fmt::{self, Write as _};

pub use eval::{Choice, Prepared, QueryContext, Selection, select};
pub use group::{Group, Grouping, Span, group};
pub use parse::{Parsed, QueryProblem, Trouble, in_force, parse};
pub use sort::{Sort, SortKey};
pub use suggest::unknown_tag;

use super::id::Ref;
use super::kinds::{ActionState, Health, SafetyField};
use super::record::Kind;

/// A query. Built by `parse` in a normal form (no nesting that means nothing), so that printing and parsing again gives
/// an equal query.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    /// All of these hold; none at all: everything is found.
    All(Vec<Query>),
    /// One of these holds.
    Any(Vec<Query>),
    /// This does not hold.
    Not(Box<Query>),
    /// A single condition.
    Test(Test),
}

impl Default for Query {
    fn default() -> Query {
        Query::All(Vec::new())
    }
}

/// A single condition. Texts are folded.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// The text occurs.
    Text(Scope, String),
    /// The lead, or with `Role::Partner` one of the partners.
    Who(Role, Who),
    /// Under this node or plan, at any depth.
    Under(Who),
    /// The safety field, its node's when it has none of its own; `None`: without one.
    Field(Option<SafetyField>),
    /// The state.
    State(StateTest),
    /// The colour; `None`: without one.
    Health(Option<Health>),
    /// A date.
    When(DateKey, WhenTest),
    /// A number.
    Number(NumberKey, NumberTest),
    /// A mark or a derived condition.
    Is(Mark),
    /// Bears this tag; `None`: bears none.
    Tag(Option<String>),
    /// Is of this kind.
    Kind(Kind),
}

/// Where a text is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In title, description, tags, reference and lead.
    Anywhere,
    /// In the title.
    Title,
    /// In the description.
    Description,
    /// In the progress notes.
    Notes,
}

/// In which role somebody is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Trekker.
    Lead,
    /// Partner.
    Partner,
}

/// Whom or what a reference field should point at.
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// Nobody, nothing.
    None,
    /// This item.
    Is(Ref),
    /// Anything with this text in its name.
    Named(String),
}

/// A condition on the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateTest {
    /// Still to be finished.
    Open,
    /// Done or dropped.
    Closed,
    /// Exactly this one.
    Is(ActionState),
}

/// The dates that can be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateKey {
    /// Due date (for agreements their last day).
    Due,
    /// Start date.
    Start,
    /// The day on which it was done.
    Finished,
    /// When it was last touched.
    Updated,
    /// When it was entered.
    Created,
}

impl DateKey {
    /// Whether it lies in the past by nature, so that `7d` means seven days back.
    pub fn looks_back(self) -> bool {
        matches!(self, DateKey::Finished | DateKey::Updated | DateKey::Created)
    }
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Compare {
    const fn sign(self) -> &'static str {
        match self {
            Compare::Less => "<",
            Compare::AtMost => "<=",
            Compare::More => ">",
            Compare::AtLeast => ">=",
        }
    }
}

/// A condition on a date. The texts are dates, periods or durations as typed, folded; they are read when the query is
/// carried out.
#[derive(Clone, Debug, PartialEq)]
pub enum WhenTest {
    /// There is none.
    Never,
    /// There is one.
    Ever,
    /// Within this day or period; a duration: within this long from today.
    In(String),
    /// Before or after.
    Compared(Compare, String),
    /// From the one up to and including the other.
    Between(String, String),
}

/// The numbers that can be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKey {
    /// Programme year.
    Year,
    /// Progress in percent.
    Progress,
    /// Weight in the roll-up.
    Weight,
}

/// A condition on a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberTest {
    /// There is none.
    Missing,
    /// From the one up to and including the other; the same twice: exactly this.
    Between(i64, i64),
    /// Compared with.
    Compared(Compare, i64),
}

/// Marks and derived conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Open and due before today.
    Overdue,
    /// Open and without a word for four weeks.
    Stale,
    /// Marked for attention.
    Flagged,
    /// Seen only by those cleared.
    Confidential,
}

impl Query {
    /// Whether it finds everything.
    pub fn is_empty(&self) -> bool {
        matches!(self, Query::All(parts) if parts.is_empty())
    }

    /// The kind that it asks for; `None` when it names none, or several.
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Query::Test(Test::Kind(kind)) => Some(*kind),
            Query::All(parts) => parts.iter().find_map(Query::kind),
            _ => None,
        }
    }

    /// Whether it says itself how finished things should be: by state, progress or finishing date.
    pub fn names_state(&self) -> bool {
        match self {
            Query::All(parts) | Query::Any(parts) => parts.iter().any(Query::names_state),
            Query::Not(inner) => inner.names_state(),
            Query::Test(test) => matches!(
                test,
                Test::State(_)
                    | Test::Number(NumberKey::Progress, _)
                    | Test::When(DateKey::Finished, _)
                    | Test::Is(Mark::Overdue | Mark::Stale)
            ),
        }
    }

    /// All of `parts`, in normal form.
    pub fn all(parts: Vec<Query>) -> Query {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Query::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match <[Query; 1]>::try_from(flat) {
            Ok([one]) => one,
            Err(flat) => Query::All(flat),
        }
    }

    /// One of `parts`, in normal form. Empty parts (a branch still being typed) do not count.
    pub fn any(parts: Vec<Query>) -> Query {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Query::Any(inner) => flat.extend(inner),
                other if other.is_empty() => {}
                other => flat.push(other),
            }
        }
        match <[Query; 1]>::try_from(flat) {
            Ok([one]) => one,
            Err(flat) if flat.is_empty() => Query::default(),
            Err(flat) => Query::Any(flat),
        }
    }

    /// The opposite, in normal form. The opposite of an empty query (still being typed) is an empty query.
    #[must_use]
    pub fn negated(self) -> Query {
        match self {
            Query::Not(inner) => *inner,
            other if other.is_empty() => other,
            other => Query::Not(Box::new(other)),
        }
    }

    fn print(&self, f: &mut fmt::Formatter<'_>, inside: bool) -> fmt::Result {
        let (parts, between) = match self {
            Query::Test(test) => return write!(f, "{test}"),
            Query::Not(inner) => {
                f.write_char('-')?;
                return match **inner {
                    Query::All(_) => {
                        f.write_char('(')?;
                        inner.print(f, false)?;
                        f.write_char(')')
                    }
                    _ => inner.print(f, true),
                };
            }
            Query::All(parts) => (parts, " "),
            Query::Any(parts) => (parts, " OR "),
        };
        let grouped = inside && matches!(self, Query::Any(_));
        if grouped {
            f.write_char('(')?;
        }
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                f.write_str(between)?;
            }
            part.print(f, matches!(self, Query::All(_)))?;
        }
        if grouped { f.write_char(')') } else { Ok(()) }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.print(f, false)
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Test::Text(Scope::Anywhere, text) if parse::is_bare_word(text) => f.write_str(text),
            Test::Text(Scope::Anywhere, text) => quoted(f, text),
            Test::Text(Scope::Title, text) => keyed(f, "title", text),
            Test::Text(Scope::Description, text) => keyed(f, "description", text),
            Test::Text(Scope::Notes, text) => keyed(f, "note", text),
            Test::Who(Role::Lead, who) => who.print(f, "lead"),
            Test::Who(Role::Partner, who) => who.print(f, "partner"),
            Test::Under(who) => who.print(f, "under"),
            Test::Field(field) => write!(f, "field:{}", field.map_or("none", SafetyField::word)),
            Test::State(StateTest::Open) => f.write_str("state:open"),
            Test::State(StateTest::Closed) => f.write_str("state:closed"),
            Test::State(StateTest::Is(state)) => write!(f, "state:{state}"),
            Test::Health(health) => write!(f, "health:{}", health.map_or("none", Health::word)),
            Test::When(key, test) => {
                f.write_str(match key {
                    DateKey::Due => "due:",
                    DateKey::Start => "start:",
                    DateKey::Finished => "done:",
                    DateKey::Updated => "updated:",
                    DateKey::Created => "created:",
                })?;
                match test {
                    WhenTest::Never => f.write_str("none"),
                    WhenTest::Ever => f.write_str("any"),
                    WhenTest::In(text) => value(f, text),
                    WhenTest::Compared(compare, text) => {
                        f.write_str(compare.sign())?;
                        value(f, text)
                    }
                    WhenTest::Between(from, to) => {
                        value(f, from)?;
                        f.write_str("..")?;
                        value(f, to)
                    }
                }
            }
            Test::Number(key, test) => {
                f.write_str(match key {
                    NumberKey::Year => "year:",
                    NumberKey::Progress => "progress:",
                    NumberKey::Weight => "weight:",
                })?;
                match test {
                    NumberTest::Missing => f.write_str("none"),
                    NumberTest::Between(from, to) if from == to => write!(f, "{from}"),
                    NumberTest::Between(from, to) => write!(f, "{from}..{to}"),
                    NumberTest::Compared(compare, number) => write!(f, "{}{number}", compare.sign()),
                }
            }
            Test::Is(Mark::Overdue) => f.write_str("overdue"),
            Test::Is(Mark::Stale) => f.write_str("stale"),
            Test::Is(Mark::Flagged) => f.write_str("flagged"),
            Test::Is(Mark::Confidential) => f.write_str("is:confidential"),
            Test::Tag(None) => f.write_str("tag:none"),
            Test::Tag(Some(tag)) => {
                f.write_char('#')?;
                value(f, tag)
            }
            Test::Kind(kind) => write!(f, "kind:{}", kind.word()),
        }
    }
}

impl Who {
    fn print(&self, f: &mut fmt::Formatter<'_>, key: &str) -> fmt::Result {
        match self {
            Who::None => write!(f, "{key}:none"),
            Who::Is(r) => write!(f, "{key}:{r}"),
            Who::Named(text) => keyed(f, key, text),
        }
    }
}

fn keyed(f: &mut fmt::Formatter<'_>, key: &str, text: &str) -> fmt::Result {
    write!(f, "{key}:")?;
    value(f, text)
}

/// A value after a key: in quotes when it could be read as anything but this text.
fn value(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if parse::is_bare_value(text) { f.write_str(text) } else { quoted(f, text) }
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}
