//! Reading a query as typed, Dutch and English at once.
//!
//! Never fails: what cannot be read is told as a problem with its place, and the rest is carried out. An
//! unknown key (`NVT:`) stays a text to search for; a value that cannot be read drops its condition.

use std::ops::Range;

use super::*;
use crate::model::field::dates::parse_duration;
use crate::model::field::words::{field_words, plain};
use crate::model::field::{ValueProblem, field_named, kind_named, parse_period, parse_whole, word_named};
use crate::model::fold::{fold, nearest};
use crate::model::id::Day;
use crate::model::record::Field;

/// A query and what was wrong with its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// What could be read.
    pub query: Query,
    /// What could not, in the order of the text.
    pub problems: Vec<QueryProblem>,
}

/// Something in a query that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryProblem {
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// What is wrong.
    pub what: Trouble,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// No such key; these were probably meant. It is searched for as text.
    UnknownKey {
        /// The key as typed.
        key: String,
        /// Known keys like it, best first.
        near: Vec<&'static str>,
    },
    /// Nothing follows the key (yet), which is as typed.
    Empty(String),
    /// The value does not fit the key.
    Value {
        /// The key as typed.
        key: String,
        /// The field of actions that the key asks about, when it is one.
        field: Option<Field>,
        /// Why.
        problem: ValueProblem,
    },
    /// A parenthesis without its partner.
    Unbalanced,
    /// Groups inside groups beyond `MAX_DEPTH`.
    TooDeep,
}

/// How deep groups may nest: far more than anybody types, and safe for the stack.
const MAX_DEPTH: usize = 24;

/// What stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Text(Scope),
    Who(Role),
    Under,
    Field,
    State,
    Health,
    When(DateKey),
    Number(NumberKey),
    Is,
    Tag,
    Kind,
}

/// The keys. What else people type for the field behind a key is in `field::words`; here stands what only a query knows.
const KEYS: &[(&str, Key)] = &[
    ("lead", Key::Who(Role::Lead)),
    ("wie", Key::Who(Role::Lead)),
    ("partner", Key::Who(Role::Partner)),
    ("met", Key::Who(Role::Partner)),
    ("field", Key::Field),
    ("under", Key::Under),
    ("plan", Key::Under),
    ("state", Key::State),
    ("health", Key::Health),
    ("due", Key::When(DateKey::Due)),
    ("start", Key::When(DateKey::Start)),
    ("done", Key::When(DateKey::Finished)),
    ("gereed", Key::When(DateKey::Finished)),
    ("afgerond", Key::When(DateKey::Finished)),
    ("updated", Key::When(DateKey::Updated)),
    ("gewijzigd", Key::When(DateKey::Updated)),
    ("changed", Key::When(DateKey::Updated)),
    ("bijgewerkt", Key::When(DateKey::Updated)),
    ("created", Key::When(DateKey::Created)),
    ("year", Key::Number(NumberKey::Year)),
    ("progress", Key::Number(NumberKey::Progress)),
    ("weight", Key::Number(NumberKey::Weight)),
    ("is", Key::Is),
    ("tag", Key::Tag),
    ("kind", Key::Kind),
    ("soort", Key::Kind),
    ("type", Key::Kind),
    ("title", Key::Text(Scope::Title)),
    ("titel", Key::Text(Scope::Title)),
    ("naam", Key::Text(Scope::Title)),
    ("description", Key::Text(Scope::Description)),
    ("omschrijving", Key::Text(Scope::Description)),
    ("toelichting", Key::Text(Scope::Description)),
    ("note", Key::Text(Scope::Notes)),
    ("notes", Key::Text(Scope::Notes)),
    ("notitie", Key::Text(Scope::Notes)),
    ("notities", Key::Text(Scope::Notes)),
];

/// The key for a field of actions. Not for texts: what people write before a colon there ("actie:") is text more often.
fn key_of(field: Field) -> Option<Key> {
    Some(match field {
        Field::lead => Key::Who(Role::Lead),
        Field::partners => Key::Who(Role::Partner),
        Field::safety_field => Key::Field,
        Field::under => Key::Under,
        Field::state => Key::State,
        Field::health => Key::Health,
        Field::due => Key::When(DateKey::Due),
        Field::start => Key::When(DateKey::Start),
        Field::done_on => Key::When(DateKey::Finished),
        Field::created => Key::When(DateKey::Created),
        Field::year => Key::Number(NumberKey::Year),
        Field::progress => Key::Number(NumberKey::Progress),
        Field::weight => Key::Number(NumberKey::Weight),
        Field::tags => Key::Tag,
        _ => return None,
    })
}

/// The key that `typed` (as `plain` gives it) is; otherwise the ones it was probably meant to be.
fn key_named(typed: &str) -> Result<Key, Vec<&'static str>> {
    let own = KEYS.iter().find(|(word, _)| *word == typed).map(|(_, key)| *key);
    let of_field = || field_named(Kind::Action, typed).ok().and_then(|spec| key_of(spec.field));
    own.or_else(of_field).ok_or_else(|| {
        let fields = field_words(Kind::Action).filter(|(_, field)| key_of(*field).is_some());
        nearest(
            typed,
            KEYS.iter().map(|(word, _)| (*word, *word)).chain(fields.map(|(word, _)| (word, word))),
        )
    })
}

/// Whether `typed` is a key that asks about `field`.
pub(super) fn asks_about(typed: &str, field: Field) -> bool {
    key_of(field).is_some_and(|key| key_named(&plain(typed)) == Ok(key))
}

/// Conditions that are a word of their own.
const MARKS: &[(&str, Mark)] = &[
    ("overdue", Mark::Overdue),
    ("achterstallig", Mark::Overdue),
    ("te laat", Mark::Overdue),
    ("stale", Mark::Stale),
    ("verouderd", Mark::Stale),
    ("flagged", Mark::Flagged),
    ("gemarkeerd", Mark::Flagged),
    ("gevlagd", Mark::Flagged),
];

/// Further words after `is:`.
const MORE_MARKS: &[(&str, Mark)] = &[
    ("late", Mark::Overdue),
    ("laat", Mark::Overdue),
    ("stil", Mark::Stale),
    ("!", Mark::Flagged),
    ("aandacht", Mark::Flagged),
    ("attention", Mark::Flagged),
    ("confidential", Mark::Confidential),
    ("vertrouwelijk", Mark::Confidential),
];

const STATE_WORDS: &[&str] = &["open", "closed", "planned", "in_progress", "waiting", "done", "dropped"];
const MARK_WORDS: &[&str] =
    &["overdue", "stale", "flagged", "confidential", "open", "closed", "done", "dropped"];
const FIELD_WORDS: &[&str] = &["living", "business", "youth", "physical", "integrity", "none"];
const HEALTH_WORDS: &[&str] = &["green", "orange", "red", "none"];

/// The field of actions that `key` asks about.
fn field_of(key: Key) -> Option<Field> {
    Kind::Action.fields().iter().map(|spec| spec.field).find(|field| key_of(*field) == Some(key))
}

/// Whether `text` (folded) can stand in a query as a word of its own and mean just this text.
pub(super) fn is_bare_word(text: &str) -> bool {
    let safe = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '\'' | '&' | '%' | '+');
    text.chars().next().is_some_and(char::is_alphanumeric)
        && text.chars().all(safe)
        && text != "te"
        && !MARKS.iter().any(|(word, _)| *word == text)
}

/// Whether `text` (folded) can stand after a key and mean just this text.
pub(super) fn is_bare_value(text: &str) -> bool {
    let safe = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '\'' | '&' | '%' | '+' | '.');
    text.chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '+' | '-'))
        && text.chars().all(safe)
        && !text.contains("..")
        && !is_none(text)
        && !is_any(text)
        && text.parse::<Ref>().is_err()
}

fn is_none(text: &str) -> bool {
    matches!(text, "none" | "geen" | "niemand" | "leeg" | "zonder")
}

fn is_any(text: &str) -> bool {
    matches!(text, "any" | "wel" | "some" | "*")
}

/// Reads `text`. Dates are checked as seen from `today`; the query keeps them as typed.
pub fn parse(text: &str, today: Day) -> Parsed {
    let tokens = tokens(text);
    let mut reader = Reader { tokens: &tokens, next: 0, today, problems: Vec::new() };
    let mut parts = Vec::new();
    loop {
        parts.push(reader.either(0));
        // Only a closing parenthesis without its partner stops the reading before the end.
        let Some(token) = reader.tokens.get(reader.next) else { break };
        reader.problem(token.span.clone(), Trouble::Unbalanced);
        reader.next += 1;
    }
    let query = if parts.len() == 1 { parts.pop().unwrap_or_default() } else { Query::all(parts) };
    reader.problems.sort_by_key(|problem| problem.span.start);
    Parsed { query, problems: reader.problems }
}

/// `text` with only what is in force: what could not be read is left out, and of alternatives of which some could be read
/// those stay.
pub fn in_force(text: &str, today: Day) -> String {
    let mut spans: Vec<Range<usize>> = parse(text, today)
        .problems
        .into_iter()
        .filter(|problem| matches!(problem.what, Trouble::Empty(_) | Trouble::Value { .. }))
        .map(|problem| problem.span)
        .collect();
    spans.dedup();
    if spans.is_empty() {
        return text.trim().to_owned();
    }
    let mut left = String::new();
    let mut from = 0;
    for span in spans {
        left.push_str(text.get(from..span.start).unwrap_or_default());
        match parse(text.get(span.clone()).unwrap_or_default(), today).query {
            query @ Query::Any(_) => left.push_str(&format!("({query})")),
            query => left.push_str(&query.to_string()),
        }
        from = span.end;
    }
    left.push_str(text.get(from..).unwrap_or_default());
    left.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Clone, Debug, PartialEq)]
struct Token {
    span: Range<usize>,
    negated: bool,
    what: What,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    Open,
    Close,
    Or,
    Flag,
    /// Folded.
    Word(String),
    Quoted(String),
    /// Key as typed, and the parts of its value.
    Keyed(String, Value),
}

/// What follows a key: a comparison, alternatives, and in each the ends of a range.
#[derive(Clone, Debug, PartialEq)]
struct Value {
    raw: String,
    alternatives: Vec<Vec<Part>>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Part {
    compare: String,
    text: String,
    quoted: bool,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let rest = &text[start..];
        let negated = c == '-' && rest[1..].starts_with(|c: char| !c.is_whitespace());
        let at = start + usize::from(negated);
        let body = &text[at..];
        let (what, length) = token(body);
        let end = at + length;
        found.push(Token { span: start..end, negated, what });
        while chars.peek().is_some_and(|(at, _)| *at < end) {
            chars.next();
        }
    }
    found
}

/// The token that `body` (not empty, no blank in front) starts with, and its length.
fn token(body: &str) -> (What, usize) {
    match body.as_bytes()[0] {
        b'(' => return (What::Open, 1),
        b')' => return (What::Close, 1),
        b'"' => {
            let (text, length) = quoted(body);
            return (What::Quoted(fold(text.trim())), length);
        }
        b'#' if body.len() > 1 => {
            let length = word_length(&body[1..]) + 1;
            if length > 1 {
                return (What::Keyed("tag".to_owned(), value(&body[1..length], false)), length);
            }
        }
        _ => {}
    }
    let length = word_length(body).max(body.chars().next().map_or(1, char::len_utf8));
    let word = &body[..length];
    match word {
        "OR" | "OF" | "|" => return (What::Or, length),
        "!" => return (What::Flag, length),
        _ => {}
    }
    if let Some((key, raw)) = word.split_once(':')
        && !key.is_empty()
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    {
        return (What::Keyed(key.to_owned(), value(raw, true)), length);
    }
    (What::Word(fold(word)), length)
}

/// Up to the next blank or parenthesis outside quotes. A quote counts only after a mark, not in the middle of a word.
fn word_length(body: &str) -> usize {
    let mut before = ' ';
    let mut inside = false;
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        if inside {
            inside = escaped || c != '"';
            escaped = c == '\\' && !escaped;
        } else if c.is_whitespace() || matches!(c, '(' | ')') {
            return at;
        } else if c == '"' {
            if !matches!(before, ':' | '<' | '>' | '=' | ',' | '.' | ' ') {
                return at;
            }
            inside = true;
        }
        before = c;
    }
    body.len()
}

/// The text between quotes that `body` starts with, and the length of all; without a second quote it runs to the end.
fn quoted(body: &str) -> (String, usize) {
    let mut text = String::new();
    let mut escaped = false;
    for (at, c) in body.char_indices().skip(1) {
        match c {
            _ if escaped => {
                text.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return (text, at + 1),
            c => text.push(c),
        }
    }
    (text, body.len())
}

/// Takes `raw` apart at commas and, with `ranges`, at `..`, both outside quotes.
fn value(raw: &str, ranges: bool) -> Value {
    let mut alternatives = vec![vec![Part::default()]];
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let Some(part) = alternatives.last_mut().and_then(|ends: &mut Vec<Part>| ends.last_mut()) else {
            break;
        };
        let mut length = c.len_utf8();
        match c {
            '"' => {
                let (text, used) = quoted(rest);
                part.text.push_str(&text);
                part.quoted = true;
                length = used;
            }
            ',' => alternatives.push(vec![Part::default()]),
            '.' if ranges && rest.starts_with("..") => {
                length = 2;
                if let Some(ends) = alternatives.last_mut() {
                    ends.push(Part::default());
                }
            }
            '<' | '>' | '=' if part.text.is_empty() && !part.quoted => part.compare.push(c),
            c => part.text.push(c),
        }
        rest = &rest[length..];
    }
    for part in alternatives.iter_mut().flatten() {
        part.text = fold(part.text.trim()).trim().to_owned();
    }
    Value { raw: raw.to_owned(), alternatives }
}

struct Reader<'a> {
    tokens: &'a [Token],
    next: usize,
    today: Day,
    problems: Vec<QueryProblem>,
}

impl Reader<'_> {
    fn problem(&mut self, span: Range<usize>, what: Trouble) {
        self.problems.push(QueryProblem { span, what });
    }

    /// Alternatives up to a closing parenthesis or the end.
    fn either(&mut self, depth: usize) -> Query {
        let mut branches = vec![self.together(depth)];
        while self.tokens.get(self.next).is_some_and(|token| token.what == What::Or) {
            self.next += 1;
            branches.push(self.together(depth));
        }
        Query::any(branches)
    }

    /// Conditions up to an `OR`, a closing parenthesis or the end.
    fn together(&mut self, depth: usize) -> Query {
        let mut parts = Vec::new();
        while let Some(token) = self.tokens.get(self.next) {
            if matches!(token.what, What::Or | What::Close) {
                break;
            }
            self.next += 1;
            let part = self.single(token, depth);
            parts.push(if token.negated { part.negated() } else { part });
        }
        Query::all(parts)
    }

    fn single(&mut self, token: &Token, depth: usize) -> Query {
        let text = |text: &str| match text.trim() {
            "" => Query::default(),
            text => Query::Test(Test::Text(Scope::Anywhere, text.to_owned())),
        };
        match &token.what {
            What::Open if depth >= MAX_DEPTH => {
                self.problem(token.span.clone(), Trouble::TooDeep);
                Query::default()
            }
            What::Open => {
                let group = self.either(depth + 1);
                if self.tokens.get(self.next).is_some_and(|token| token.what == What::Close) {
                    self.next += 1;
                } else {
                    self.problem(token.span.clone(), Trouble::Unbalanced);
                }
                group
            }
            What::Close | What::Or => Query::default(),
            What::Flag => Query::Test(Test::Is(Mark::Flagged)),
            What::Quoted(quoted) => text(quoted),
            What::Word(word) => {
                let after = self.tokens.get(self.next).map(|token| (&token.what, token.negated));
                if word == "te" && after == Some((&What::Word("laat".to_owned()), false)) {
                    self.next += 1;
                    return Query::Test(Test::Is(Mark::Overdue));
                }
                match MARKS.iter().find(|(known, _)| known == word) {
                    Some((_, mark)) => Query::Test(Test::Is(*mark)),
                    None => text(word),
                }
            }
            What::Keyed(typed, value) => {
                let known = plain(typed);
                match key_named(&known) {
                    Ok(key) => self.keyed(token.span.clone(), typed, key, value),
                    Err(near) => {
                        self.problem(token.span.clone(), Trouble::UnknownKey { key: typed.clone(), near });
                        let unquoted = value.raw.replace(['"', '\\'], "");
                        text(&fold(&format!("{typed}:{unquoted}")))
                    }
                }
            }
        }
    }

    fn keyed(&mut self, span: Range<usize>, typed: &str, key: Key, value: &Value) -> Query {
        let mut branches = Vec::new();
        for ends in &value.alternatives {
            let empty = ends.iter().all(|part| part.text.is_empty());
            if empty {
                if value.alternatives.len() == 1 {
                    self.problem(span.clone(), Trouble::Empty(typed.to_owned()));
                }
                continue;
            }
            match self.condition(key, ends) {
                Ok(query) => branches.push(query),
                Err(problem) => {
                    let what = Trouble::Value { key: typed.to_owned(), field: field_of(key), problem };
                    self.problem(span.clone(), what);
                }
            }
        }
        Query::any(branches)
    }

    /// One alternative of a key's value. `ends` has one part, or two and more for a range.
    fn condition(&self, key: Key, ends: &[Part]) -> Result<Query, ValueProblem> {
        let Some(first) = ends.first() else { return Ok(Query::default()) };
        let joined =
            || ends.iter().map(|p| format!("{}{}", p.compare, p.text)).collect::<Vec<_>>().join("..");
        let refuse =
            |words: &'static [&'static str], near| ValueProblem::NotAWord { given: joined(), words, near };
        let one_word = |words| {
            let single = ends.len() == 1 && first.compare.is_empty();
            if single { Ok(first.text.as_str()) } else { Err(refuse(words, Vec::new())) }
        };
        let test = match key {
            Key::Text(scope) => Test::Text(scope, joined()),
            Key::Tag if is_none(&first.text) && !first.quoted => Test::Tag(None),
            Key::Tag => {
                let tag = joined();
                match tag.trim_start_matches(['#', ' ']) {
                    "" => return Ok(Query::default()),
                    tag => Test::Tag(Some(tag.to_owned())),
                }
            }
            Key::Who(role) => Test::Who(role, self.who(first, joined())),
            Key::Under => Test::Under(self.who(first, joined())),
            Key::Field => match one_word(FIELD_WORDS)? {
                text if is_none(text) => Test::Field(None),
                text => {
                    let word =
                        word_named(SafetyField::WORDS, text).map_err(|near| refuse(FIELD_WORDS, near))?;
                    Test::Field(SafetyField::from_word(word))
                }
            },
            Key::Health => match one_word(HEALTH_WORDS)? {
                text if is_none(text) => Test::Health(None),
                text => {
                    let word = word_named(Health::WORDS, text).map_err(|near| refuse(HEALTH_WORDS, near))?;
                    Test::Health(Health::from_word(word))
                }
            },
            Key::State => {
                Test::State(state(one_word(STATE_WORDS)?).map_err(|near| refuse(STATE_WORDS, near))?)
            }
            Key::Is => {
                let text = one_word(MARK_WORDS)?;
                match MARKS.iter().chain(MORE_MARKS).find(|(word, _)| *word == text) {
                    Some((_, mark)) => Test::Is(*mark),
                    None => Test::State(state(text).map_err(|_| {
                        refuse(MARK_WORDS, nearest(text, MARK_WORDS.iter().map(|word| (*word, *word))))
                    })?),
                }
            }
            Key::Kind => Test::Kind(
                kind_named(one_word(&[])?)
                    .map_err(|near| refuse(&[], near.into_iter().map(Kind::word).collect()))?,
            ),
            Key::When(date) => Test::When(date, self.when(ends)?),
            Key::Number(number) => Test::Number(number, self.number(number, ends)?),
        };
        Ok(Query::Test(test))
    }

    fn who(&self, first: &Part, name: String) -> Who {
        if first.quoted {
            return Who::Named(name);
        }
        match name.parse::<Ref>() {
            Ok(r) => Who::Is(r),
            Err(_) if is_none(&name) => Who::None,
            Err(_) => Who::Named(name),
        }
    }

    fn when(&self, ends: &[Part]) -> Result<WhenTest, ValueProblem> {
        let read = |part: &Part| -> Result<String, ValueProblem> {
            let text = part.text.split_whitespace().collect::<Vec<_>>().join(" ");
            // "7." is the seventh; printed beside ".." its dot would be read as part of that.
            let text = text.trim_matches(|c: char| c == '.' || c.is_whitespace()).to_owned();
            if parse_duration(&text).is_none() {
                parse_period(&text, self.today)?;
            }
            Ok(text)
        };
        Ok(match ends {
            [one] => match compare(&one.compare) {
                Some(compare) => WhenTest::Compared(compare, read(one)?),
                None if is_none(&one.text) => WhenTest::Never,
                None if is_any(&one.text) => WhenTest::Ever,
                None => WhenTest::In(read(one)?),
            },
            // "2026-11-01.." is open at one end.
            [from, to] if to.text.is_empty() => WhenTest::Compared(Compare::AtLeast, read(from)?),
            [from, to] if from.text.is_empty() => WhenTest::Compared(Compare::AtMost, read(to)?),
            [from, to, ..] => WhenTest::Between(read(from)?, read(to)?),
            [] => WhenTest::Ever,
        })
    }

    fn number(&self, key: NumberKey, ends: &[Part]) -> Result<NumberTest, ValueProblem> {
        let read = |part: &Part| match key {
            NumberKey::Year => parse_whole(&part.text, 1900, 2200),
            NumberKey::Progress => parse_whole(&part.text, 0, 100),
            NumberKey::Weight => parse_whole(&part.text, 1, 100),
        };
        Ok(match ends {
            [one] => match compare(&one.compare) {
                Some(compare) => NumberTest::Compared(compare, read(one)?),
                None if is_none(&one.text) => NumberTest::Missing,
                None => {
                    let number = read(one)?;
                    NumberTest::Between(number, number)
                }
            },
            [from, to] if to.text.is_empty() => NumberTest::Compared(Compare::AtLeast, read(from)?),
            [from, to] if from.text.is_empty() => NumberTest::Compared(Compare::AtMost, read(to)?),
            [from, to, ..] => NumberTest::Between(read(from)?, read(to)?),
            [] => NumberTest::Missing,
        })
    }
}

fn compare(signs: &str) -> Option<Compare> {
    match signs {
        "<" => Some(Compare::Less),
        "<=" | "=<" => Some(Compare::AtMost),
        ">" => Some(Compare::More),
        ">=" | "=>" => Some(Compare::AtLeast),
        _ => None,
    }
}

fn state(text: &str) -> Result<StateTest, Vec<&'static str>> {
    match text {
        "open" | "openstaand" => Ok(StateTest::Open),
        "closed" | "gesloten" | "afgesloten" | "dicht" => Ok(StateTest::Closed),
        _ => word_named(ActionState::WORDS, text)
            .map(|word| ActionState::from_word(word).map_or(StateTest::Open, StateTest::Is)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::field::DateProblem;

    fn today() -> Day {
        "2026-11-22".parse().unwrap()
    }

    fn printed(text: &str) -> String {
        let parsed = parse(text, today());
        assert_eq!(parsed.problems, [], "{text}");
        parsed.query.to_string()
    }

    #[test]
    fn dutch_and_english_mean_the_same() {
        for (text, canonical) in [
            ("Çelik haven", "celik haven"),
            ("\"twee woorden\" drie", "\"twee woorden\" drie"),
            ("trekker:Bakker", "lead:bakker"),
            ("lead:c9", "lead:C-9"),
            ("lead:geen", "lead:none"),
            ("partner:politie", "partner:politie"),
            ("veld:jeugd", "field:youth"),
            ("field:living,youth", "field:living OR field:youth"),
            ("onder:t-5", "under:T-5"),
            ("under:\"Jeugd en veiligheid\"", "under:\"jeugd en veiligheid\""),
            ("status:gereed", "state:done"),
            ("state:open kleur:rood", "state:open health:red"),
            ("gezondheid:geen", "health:none"),
            ("due:<7d", "due:<7d"),
            ("einddatum:>2026-12-01", "due:>2026-12-01"),
            ("due:2026-12", "due:2026-12"),
            ("due:none", "due:none"),
            ("due:\"eind november\"", "due:\"eind november\""),
            ("due:<=\"eind november\"", "due:<=\"eind november\""),
            ("due:1-11..30-11", "due:1-11..30-11"),
            ("due:2026-11-01..", "due:>=2026-11-01"),
            ("gewijzigd:<7d", "updated:<7d"),
            ("te laat", "overdue"),
            ("-te laat", "-overdue"),
            ("te hard \"te laat\"", "\"te\" hard \"te laat\""),
            ("overdue verouderd !", "overdue stale flagged"),
            ("gemarkeerd", "flagged"),
            ("is:vertrouwelijk is:open", "is:confidential state:open"),
            ("#hic -#Overlast", "#hic -#overlast"),
            ("tag:geen", "tag:none"),
            ("jaar:2026", "year:2026"),
            ("year:2024..2026 voortgang:>=50%", "year:2024..2026 progress:>=50"),
            ("soort:actie", "kind:action"),
            ("-haven -state:done", "-haven -state:done"),
            ("(a OR b) c", "(a OR b) c"),
            ("a b OF c | d", "a b OR c OR d"),
            ("-(a b) -(c OR d)", "-(a b) -(c OR d)"),
            ("-(-a)", "a"),
            ("", ""),
            ("()", ""),
            ("a OR", "a"),
            ("notitie:zaal titel:\"b, c\"", "note:zaal title:\"b, c\""),
        ] {
            assert_eq!(printed(text), canonical, "{text}");
        }
    }

    #[test]
    fn a_key_goes_by_every_name_of_its_field() {
        for (words, key) in [
            ("lead trekker eigenaar owner wie verantwoordelijke", Key::Who(Role::Lead)),
            ("partner partners met", Key::Who(Role::Partner)),
            ("field veld veiligheidsveld safety_field", Key::Field),
            ("under onder onderwerp thema plan", Key::Under),
            ("state status staat toestand", Key::State),
            ("health gezondheid kleur stoplicht", Key::Health),
            ("due einddatum vervaldatum deadline uiterlijk", Key::When(DateKey::Due)),
            ("start begin startdatum", Key::When(DateKey::Start)),
            ("done gereed afgerond", Key::When(DateKey::Finished)),
            ("created ingevoerd ingevoerd-op", Key::When(DateKey::Created)),
            ("year jaar programmajaar", Key::Number(NumberKey::Year)),
            ("progress voortgang procent", Key::Number(NumberKey::Progress)),
            ("weight gewicht zwaarte", Key::Number(NumberKey::Weight)),
            ("tag tags label labels", Key::Tag),
            ("kind soort type", Key::Kind),
            ("title titel naam", Key::Text(Scope::Title)),
            ("note notitie", Key::Text(Scope::Notes)),
        ] {
            for word in words.split(' ') {
                assert_eq!(key_named(&plain(word)), Ok(key), "{word}");
            }
        }
        assert_eq!(key_named("actie"), Err(vec![]), "a text with a colon stays text");
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place() {
        let trouble = |text: &str| {
            let parsed = parse(text, today());
            let problems: Vec<_> = parsed.problems.into_iter().map(|p| (p.span, p.what)).collect();
            (parsed.query.to_string(), problems)
        };
        let not_a_word = |key: &str, field, given: &str, words, near| Trouble::Value {
            key: key.into(),
            field: Some(field),
            problem: ValueProblem::NotAWord { given: given.into(), words, near },
        };
        for (text, query, span, what) in [
            ("haven NVT:", "haven \"nvt:\"", 6..10, Trouble::UnknownKey { key: "NVT".into(), near: vec![] }),
            (
                "heatlh:red",
                "\"heatlh:red\"",
                0..10,
                Trouble::UnknownKey { key: "heatlh".into(), near: vec!["health"] },
            ),
            ("a lead:", "a", 2..7, Trouble::Empty("lead".into())),
            ("kleur:paars b", "b", 0..11, not_a_word("kleur", Field::health, "paars", HEALTH_WORDS, vec![])),
            (
                "-status:gereedd",
                "",
                0..15,
                not_a_word("status", Field::state, "gereedd", STATE_WORDS, vec!["done"]),
            ),
            (
                "due:31-02",
                "",
                0..9,
                Trouble::Value {
                    key: "due".into(),
                    field: Some(Field::due),
                    problem: DateProblem::NoSuchDay { day: 31, month: 2, year: None }.into(),
                },
            ),
            (
                "voortgang:130",
                "",
                0..13,
                Trouble::Value {
                    key: "voortgang".into(),
                    field: Some(Field::progress),
                    problem: ValueProblem::OutOfRange { given: 130, low: 0, high: 100 },
                },
            ),
            ("(a b", "a b", 0..1, Trouble::Unbalanced),
            ("a) b", "a b", 1..2, Trouble::Unbalanced),
        ] {
            assert_eq!(trouble(text), (query.to_owned(), vec![(span, what)]), "{text}");
        }
    }

    #[test]
    fn what_is_in_force_leaves_out_what_cannot_be_read() {
        for (text, left) in [
            ("status:open einddatum:zz", "status:open"),
            ("status:", ""),
            ("haven -status:rod #hic", "haven #hic"),
            ("kleur:rood,zz haven", "health:red haven"),
            ("a kleur:rood,zz,groen,yy", "a (health:red OR health:green)"),
            ("heatlh:red NVT:", "heatlh:red NVT:"),
            ("status:open kleur:rood", "status:open kleur:rood"),
        ] {
            let shown = in_force(text, today());
            assert_eq!(shown, left, "{text}");
            assert_eq!(parse(&shown, today()).query, parse(text, today()).query, "{text}");
        }
    }

    #[test]
    fn groups_beyond_reason_do_not_exhaust_the_stack() {
        let text = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
        let parsed = parse(&text, today());
        assert!(parsed.problems.iter().any(|problem| problem.what == Trouble::TooDeep));
        let text = "-(".repeat(100_000);
        assert!(parse(&text, today()).query.is_empty());
    }

    fn word() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-z0-9]{1,8}",
            "[a-z :,#!()|<>=.'\"\\\\-]{1,10}",
            any::<String>(),
            prop::sample::select(vec![
                "none", "geen", "a-17", "te", "laat", "overdue", "OR", "any", "te laat", "*"
            ])
            .prop_map(str::to_owned),
        ]
        .prop_map(|text| fold(text.trim()).trim().to_owned())
        .prop_filter("not empty", |text| !text.is_empty())
    }

    fn test() -> impl Strategy<Value = Test> {
        let who = || {
            prop_oneof![
                Just(Who::None),
                (1_u32..99).prop_map(|n| Who::Is(Ref::new(Kind::Contact, n))),
                word().prop_map(Who::Named),
            ]
        };
        let date = || {
            prop::sample::select(vec!["7d", "2026-12", "eind november", "vr", "+2w", "27-11", "q4", "-3d"])
                .prop_map(str::to_owned)
        };
        let compare =
            || prop::sample::select(vec![Compare::Less, Compare::AtMost, Compare::More, Compare::AtLeast]);
        let when = prop_oneof![
            Just(WhenTest::Never),
            Just(WhenTest::Ever),
            date().prop_map(WhenTest::In),
            (compare(), date()).prop_map(|(c, d)| WhenTest::Compared(c, d)),
            (date(), date()).prop_map(|(a, b)| WhenTest::Between(a, b)),
        ];
        let number = prop_oneof![
            Just(NumberTest::Missing),
            (1_i64..100, 1_i64..100).prop_map(|(a, b)| NumberTest::Between(a, b)),
            (compare(), 1_i64..100).prop_map(|(c, n)| NumberTest::Compared(c, n)),
        ];
        prop_oneof![
            (
                prop::sample::select(vec![Scope::Anywhere, Scope::Title, Scope::Description, Scope::Notes]),
                word()
            )
                .prop_map(|(scope, text)| Test::Text(scope, text)),
            (prop::sample::select(vec![Role::Lead, Role::Partner]), who()).prop_map(|(r, w)| Test::Who(r, w)),
            who().prop_map(Test::Under),
            prop::option::of(prop::sample::select(SafetyField::ALL)).prop_map(Test::Field),
            prop::option::of(prop::sample::select(Health::ALL)).prop_map(Test::Health),
            prop::sample::select(ActionState::ALL).prop_map(|s| Test::State(StateTest::Is(s))),
            prop::sample::select(vec![StateTest::Open, StateTest::Closed]).prop_map(Test::State),
            (
                prop::sample::select(vec![
                    DateKey::Due,
                    DateKey::Start,
                    DateKey::Finished,
                    DateKey::Updated,
                    DateKey::Created
                ]),
                when
            )
                .prop_map(|(key, when)| Test::When(key, when)),
            (prop::sample::select(vec![NumberKey::Progress, NumberKey::Weight]), number)
                .prop_map(|(key, number)| Test::Number(key, number)),
            prop::sample::select(vec![Mark::Overdue, Mark::Stale, Mark::Flagged, Mark::Confidential])
                .prop_map(Test::Is),
            prop::option::of(word().prop_map(|tag| tag.trim_start_matches(['#', ' ']).to_owned()))
                .prop_filter("not empty", |tag| tag.as_ref().is_none_or(|tag| !tag.is_empty()))
                .prop_map(Test::Tag),
            prop::sample::select(Kind::ALL).prop_map(Test::Kind),
        ]
    }

    fn query() -> impl Strategy<Value = Query> {
        test().prop_map(Query::Test).prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Query::all),
                prop::collection::vec(inner.clone(), 0..4).prop_map(Query::any),
                inner.prop_map(Query::negated),
            ]
        })
    }

    #[test]
    fn a_dot_beside_a_range_reads_back_the_same() {
        for text in [
            "due:7...8.",
            "due:<=\"7 d .\"",
            "due:\u{0}\u{0}..\u{0}7\u{4}D\u{2}.\u{0}.,\u{0}.\u{0}0z",
            "due:7....,8.",
        ] {
            let query = parse(text, today()).query;
            assert_eq!(parse(&query.to_string(), today()).query, query, "{text:?} prints as {query}");
        }
    }

    proptest! {
        #[test]
        fn a_printed_query_is_read_back_the_same(query in query()) {
            let text = query.to_string();
            let parsed = parse(&text, today());
            prop_assert_eq!(&parsed.problems, &vec![], "{}", text);
            prop_assert_eq!(parsed.query, query, "{}", text);
        }

        #[test]
        fn any_text_is_read_and_what_was_read_prints_and_reads_the_same(
            parts in prop::collection::vec(prop_oneof![
                any::<String>(),
                word(),
                prop::sample::select(vec![
                    "lead:", "due:<", "\"", "(", ")", "-", " OR ", "state:open", "#", "veld:jeugd,", "..", "te laat",
                    "is:", "due:\"", "<>=7d", "jaar:", "2026",
                ]).prop_map(str::to_owned),
            ], 0..7),
            glue in prop::sample::select(vec![" ", ""]),
        ) {
            let text = parts.join(glue);
            let parsed = parse(&text, today());
            for problem in &parsed.problems {
                prop_assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
            }
            let printed = parsed.query.to_string();
            let again = parse(&printed, today());
            prop_assert_eq!(&again.problems, &vec![], "{}", printed);
            prop_assert_eq!(again.query, parsed.query, "{}", printed);
        }
    }
}
