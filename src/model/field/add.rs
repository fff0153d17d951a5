//! The one-line add: `Buurtpreventie-avond Vijzeltuin @bakker +politie due:vr #hic !`.
//!
//! Owns the marks (`@` lead, `+` partner, `#` tag, `!` flag, `key:value`), what they turn into, and what is
//! left as the title. Pure and quick enough to run on every key. What cannot be read stays in the title and
//! comes back as a chip that says why. Used by `regie add` and the workbench.

use std::ops::Range;

use super::dates::{Unit, date_words, ends_open, goes_on, is_clock, parse_period};
use super::names::{NameProblem, Names};
use super::words::{field_words, plain};
use super::{DateProblem, ValueProblem, field_named, kinds_for, parse_day, parse_value};
use crate::model::fold::{fold, nearest, words};
use crate::model::id::{Day, Ref};
use crate::model::record::{Field, FieldSpec, Kind};
use crate::model::register::Register;
use crate::model::value::{Shape, Value};

/// The fields that `key:value` may set. State and health are left to the workbench, as they need reasons.
const FIELDS: [Field; 11] = [
    Field::lead,
    Field::partners,
    Field::due,
    Field::start,
    Field::under,
    Field::safety_field,
    Field::year,
    Field::programme,
    Field::weight,
    Field::progress,
    Field::tags,
];

/// Words after a name that fits several that may still belong to it.
const MOST_WORDS: usize = 5;

/// Words of a date at most, its key apart: "op de eerste maandag van de volgende maand".
const DATE_WORDS: usize = 8;

/// What a mark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipKind {
    /// It sets this field.
    Sets(Field),
    /// It looks like `key:value` with a misspelled key.
    UnknownKey,
}

/// Why a mark sets nothing; its text stays in the title.
#[derive(Clone, Debug, PartialEq)]
pub enum ChipProblem {
    /// Nothing follows the mark (yet).
    Empty,
    /// The field was set by an earlier mark.
    Twice,
    /// The value cannot be read.
    Value(ValueProblem),
    /// The key is not known; these were probably meant.
    UnknownKey(Vec<Field>),
    /// Words right behind a date that look like more of it and do not go with it: the day that was read without them.
    DateWords(Day),
    /// It is a day, of which nothing says that it is the due date.
    BareDay(Day),
    /// An organisation that is no partner in the register; the contact person goes with this one.
    Organisation(Option<Ref>),
}

/// One mark in the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// What it is about.
    pub kind: ChipKind,
    /// The value it sets (for `partners` and `tags` the one that it adds), or why it sets none.
    pub value: Result<Value, ChipProblem>,
}

/// A line, read.
#[derive(Clone, Debug, PartialEq)]
pub struct QuickAdd {
    /// The marks, in the order of the line.
    pub chips: Vec<Chip>,
    /// What is left, on one line.
    pub title: String,
    /// The fields of the new item, without the title; each at most once.
    pub fields: Vec<(Field, Value)>,
    /// Which text is the title could not be told, and the first one was taken.
    pub unsure: bool,
}

impl QuickAdd {
    /// All fields with the title first: what `operation::add_item` takes.
    pub fn values(&self) -> Vec<(Field, Value)> {
        let title = (Field::title, Value::Text(self.title.clone()));
        std::iter::once(title).chain(self.fields.iter().cloned()).collect()
    }

    /// Whether every mark was read.
    pub fn is_clean(&self) -> bool {
        self.chips.iter().all(|chip| chip.value.is_ok())
    }
}

/// Reads a line. `under` is where the action goes unless the line says otherwise; dates are seen from `today`.
pub fn parse_add(register: &Register, text: &str, today: Day, under: Option<Ref>) -> QuickAdd {
    let tokens = tokens(text);
    let mut reader = Reader::new(register, text, today);
    let mut kept: Vec<&str> = Vec::new();
    let mut next = 0;
    while let Some(token) = tokens.get(next) {
        let used = reader.read(&tokens[next..]);
        if used == 0 {
            kept.push(unescaped(&text[token.clone()]));
        }
        next += used.max(1);
    }
    let (mut fields, mut chips) = (reader.fields, reader.chips);
    if fields.iter().any(|(field, _)| *field == Field::due) {
        // The line says which day is the due date; another one in the title means something else.
        chips.retain(|chip| !matches!(chip.value, Err(ChipProblem::BareDay(_))));
    }
    if let Some(under) = under.filter(|_| !fields.iter().any(|(field, _)| *field == Field::under)) {
        fields.push((Field::under, Value::Text(under.to_string())));
    }
    QuickAdd { chips, title: kept.join(" "), fields, unsure: false }
}

/// `\@bakker` is the text `@bakker`.
pub(super) fn unescaped(word: &str) -> &str {
    match word.strip_prefix('\\') {
        Some(rest) if rest.starts_with(['@', '+', '#', '!', '\\']) || rest.contains(':') => rest,
        _ => word,
    }
}

/// The words of a line. A quote right after a mark or a key runs to the next quote, or to the end while typing.
pub(super) fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    let mut quoted = false;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if quoted {
            quoted = c != '"';
        } else if c.is_whitespace() {
            if let Some(from) = start.take() {
                found.push(from..at);
            }
        } else {
            let from = *start.get_or_insert(at);
            let after_mark = before == ':' || (at > from && text[from..at].len() == 1);
            quoted = c == '"' && at > from && after_mark && matches!(before, '@' | '+' | '#' | ':');
        }
        before = c;
    }
    found.extend(start.map(|from| from..text.len()));
    found
}

/// Reading a line: what was read so far.
pub(super) struct Reader<'a> {
    register: &'a Register,
    today: Day,
    text: &'a str,
    /// The names that a field may mean, gathered when the first mark for it is read.
    names: Vec<(Field, Names)>,
    pub(super) chips: Vec<Chip>,
    pub(super) fields: Vec<(Field, Value)>,
}

/// A mark taken apart: the field, where its value starts, and the value without quotes.
pub(super) struct Mark<'a> {
    spec: FieldSpec,
    value: &'a str,
    quoted: bool,
}

impl<'a> Mark<'a> {
    pub(super) fn new(spec: FieldSpec, value: &'a str) -> Mark<'a> {
        let unquoted = value.strip_prefix('"').map(|rest| rest.strip_suffix('"').unwrap_or(rest));
        Mark { spec, value: unquoted.unwrap_or(value), quoted: unquoted.is_some() }
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(register: &'a Register, text: &'a str, today: Day) -> Reader<'a> {
        Reader { register, today, text, names: Vec::new(), chips: Vec::new(), fields: Vec::new() }
    }

    /// Reads the mark that `tokens` starts with; how many tokens it took, 0 when they stay in the title.
    fn read(&mut self, tokens: &[Range<usize>]) -> usize {
        let Some(token) = tokens.first().cloned() else { return 0 };
        let text = self.text;
        let word = &text[token.clone()];
        if word == "!" {
            return self.put(token, Field::flagged, Ok(Value::Bool(true)), 1);
        }
        let Some(mark) = mark(word) else {
            if let Some(near) = misspelled(word) {
                let value = Err(ChipProblem::UnknownKey(near));
                self.chips.push(Chip { span: token, kind: ChipKind::UnknownKey, value });
            } else if let Some(day) = bare_day(word, self.is_last(&tokens[1..]), self.today) {
                let value = Err(ChipProblem::BareDay(day));
                self.chips.push(Chip { span: token, kind: ChipKind::Sets(Field::due), value });
            }
            return 0;
        };
        let used = self.marked(tokens, &mark);
        // "due:eind januari!": no part of the value, and not lost either.
        if let Some(end) = used.checked_sub(1).map(|last| tokens[last].end)
            && text[..end].ends_with('!')
        {
            for chip in self.chips.iter_mut().filter(|chip| chip.span.end == end) {
                chip.span.end = (end - 1).max(chip.span.start);
            }
            self.put(end - 1..end, Field::flagged, Ok(Value::Bool(true)), 0);
            // Words behind a date that are told of may stand behind it.
            self.chips.sort_by_key(|chip| chip.span.start);
        }
        used
    }

    /// Whether nothing but marks stands in `behind`, so that the word before it ends the title.
    fn is_last(&self, behind: &[Range<usize>]) -> bool {
        behind.first().is_none_or(|token| !is_plain(&self.text[token.clone()]))
    }

    /// Reads the value of the `mark` that `tokens` start with; how many tokens it took.
    pub(super) fn marked(&mut self, tokens: &[Range<usize>], mark: &Mark<'_>) -> usize {
        let Some(token) = tokens.first().cloned() else { return 0 };
        let field = mark.spec.field;
        if mark.spec.shape == Shape::Day
            && !mark.quoted
            && let Some(used) = self.date(tokens, mark)
        {
            return used;
        }
        let value = if mark.quoted { mark.value } else { trimmed(mark.value) };
        if value.trim().is_empty() {
            return self.put(token, field, Err(ChipProblem::Empty), 0);
        }
        if matches!(mark.spec.shape, Shape::Ref | Shape::Refs) && !mark.quoted && !value.contains(',') {
            let (found, used) = self.name(tokens, field, value);
            let span = token.start..tokens[used.max(1) - 1].end;
            let as_value = |r: Ref| match mark.spec.shape {
                Shape::Refs => Value::Texts(vec![r.to_string()]),
                _ => Value::Text(r.to_string()),
            };
            let value = found.map(as_value).map_err(|problem| ChipProblem::Value(problem.into()));
            return self.put(span, field, value, used);
        }
        let value = parse_value(self.register, mark.spec, value, self.today).map_err(ChipProblem::Value);
        self.put(token, field, value, 1)
    }

    /// Reads the longest run of words that is a date ("due:eind november"); how many tokens it took, `None` when there is
    /// none. A comma ends it, and so does a time behind a day. Words behind it that look like more of a date become a chip
    /// of their own: they stay in the title, but not without a word.
    fn date(&mut self, tokens: &[Range<usize>], mark: &Mark<'_>) -> Option<usize> {
        let text = self.text;
        let plain =
            1 + tokens[1..].iter().take(DATE_WORDS).take_while(|t| is_plain(&text[(*t).clone()])).count();
        let from = tokens[0].end - mark.value.len();
        let mut run = vec![mark.value];
        run.extend(tokens[1..].iter().take(plain).map(|t| &text[t.clone()]));
        // "vr 10.30 uur": a time on that day, not the tenth of a month.
        let behind_day = |at: usize| {
            parse_period(trimmed(&text[from..tokens[at - 1].end]), self.today)
                .is_ok_and(|period| period.unit == Unit::Day)
        };
        let most = (1..plain)
            .find(|at| is_clock(run[*at], run.get(at + 1).copied()) && behind_day(*at))
            .unwrap_or(plain);
        let mut wrong = None;
        for used in (1..=most).rev() {
            if ended(&run[..used]) {
                continue;
            }
            let span = tokens[0].start..tokens[used - 1].end;
            let value = &text[from..span.end];
            let more = used < plain && !separates(&text[tokens[used - 1].clone()]);
            if value.trim().is_empty() || (used > 1 && ends_open(value, more)) {
                continue;
            }
            // A year or a month in which something begins stands for its first day.
            let read = match mark.spec.field {
                Field::from => parse_period(trimmed(value), self.today)
                    .map(|period| Value::Text(period.first.to_string()))
                    .map_err(ValueProblem::Date),
                _ => parse_value(self.register, mark.spec, trimmed(value), self.today),
            };
            let read = match read {
                Ok(read) => read,
                Err(ValueProblem::Date(DateProblem::NotADate(_))) => continue,
                Err(problem) => {
                    wrong = wrong.or(Some((used, problem)));
                    continue;
                }
            };
            let behind: Vec<&str> = tokens[used..plain].iter().map(|t| &text[t.clone()]).collect();
            let left = date_words(&behind);
            let day = match (&read, &wrong) {
                // "do 27 november", which is a Friday: not the Thursday before it.
                (_, Some((longer, problem))) if left > 0 && used + left <= *longer => {
                    let span = tokens[0].start..tokens[longer - 1].end;
                    let problem = ChipProblem::Value(problem.clone());
                    return Some(self.put(span, mark.spec.field, Err(problem), 0));
                }
                (Value::Text(day), _) => day.parse().ok(),
                _ => None,
            };
            let taken = self.put(span, mark.spec.field, Ok(read), used);
            // "do 27", when that is a Friday: is the figure the day, or a number of things?
            let left = match wrong {
                _ if !more => 0,
                Some((longer, _)) => left.max(longer - used),
                None => left,
            };
            if let Some(day) = day.filter(|_| taken > 0 && left > 0) {
                let span = tokens[used].start..tokens[used + left - 1].end;
                let value = Err(ChipProblem::DateWords(day));
                self.chips.push(Chip { span, kind: ChipKind::Sets(mark.spec.field), value });
            }
            return Some(taken);
        }
        let (used, problem) = wrong?;
        let span = tokens[0].start..tokens[used - 1].end;
        Some(self.put(span, mark.spec.field, Err(ChipProblem::Value(problem)), 0))
    }

    /// Looks a name up; the words after it are part of it as long as they stand so in the name that is found.
    pub(super) fn name(
        &mut self,
        tokens: &[Range<usize>],
        field: Field,
        value: &str,
    ) -> (Result<Ref, NameProblem>, usize) {
        let known = self.names_for(field);
        let names = &self.names[known].1;
        let mut found = names.look_up(self.register, value);
        let mut used = 1;
        let mut phrase = value.to_owned();
        // A reference is whole as it is; a name that fits nobody does not fit better with more behind it.
        let whole = matches!(found, Ok(r) if r.to_string() == value.to_uppercase())
            || matches!(
                found,
                Err(NameProblem::Unknown { .. } | NameProblem::WrongKind(_) | NameProblem::Missing(_))
            );
        let most = if whole { 1 } else { MOST_WORDS.min(tokens.len()) };
        for more in 2..=most {
            let word = &self.text[tokens[more - 1].clone()];
            if !is_plain(word) {
                break;
            }
            phrase = format!("{phrase} {}", trimmed(word));
            let longer = match found {
                Ok(r) => Ok(r),
                Err(_) => names.look_up(self.register, &phrase),
            };
            match longer {
                Ok(r) if has_phrase(self.register.title(r), &phrase) => {
                    found = Ok(r);
                    used = more;
                }
                // "@van den berg" still fits several as far as "@van den".
                Err(NameProblem::Ambiguous { .. }) => {}
                _ => break,
            }
        }
        let other = match (field, &found) {
            (Field::lead, Err(NameProblem::Unknown { .. })) => Field::partners,
            (Field::partners, Err(NameProblem::Unknown { .. })) => Field::lead,
            _ => return (found, used),
        };
        let other = self.names_for(other);
        if let Ok(r) = self.names[other].1.look_up(self.register, value) {
            // "@politie": known, and not somebody who can lead; nor does a person take part as a partner.
            found = Err(NameProblem::WrongKind(r));
        }
        (found, used)
    }

    /// Where among `names` those stand that `field` can have.
    fn names_for(&mut self, field: Field) -> usize {
        self.names.iter().position(|(known, _)| *known == field).unwrap_or_else(|| {
            self.names.push((field, Names::of(self.register, &kinds_for(field))));
            self.names.len() - 1
        })
    }

    /// Notes the mark and sets its field; a mark that sets nothing takes no token out of the title.
    pub(super) fn put(
        &mut self,
        span: Range<usize>,
        field: Field,
        value: Result<Value, ChipProblem>,
        used: usize,
    ) -> usize {
        let value = value.and_then(|value| {
            let old = self.fields.iter_mut().find(|(known, _)| *known == field);
            match (old, &value) {
                (None, _) => self.fields.push((field, value.clone())),
                (Some((_, Value::Texts(all))), Value::Texts(more)) => {
                    for text in more {
                        if !all.contains(text) {
                            all.push(text.clone());
                        }
                    }
                }
                (Some((_, Value::Bool(_))), _) => {}
                _ => return Err(ChipProblem::Twice),
            }
            Ok(value)
        });
        let used = if value.is_ok() { used } else { 0 };
        self.chips.push(Chip { span, kind: ChipKind::Sets(field), value });
        used
    }
}

/// The day that `word` is without saying what it is for: figures with a year, or day and month `last` in the title, as in the middle
/// they may be anything ("13-14 jaar", "24-7 bereikbaar").
fn bare_day(word: &str, last: bool, today: Day) -> Option<Day> {
    let word = trimmed(word);
    let parts: Vec<&str> = word.split(['-', '/']).collect();
    let figures = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let year = |part: &&str| part.len() == 4;
    let fits = match parts.len() {
        2 => last && !parts.iter().any(year),
        3 => parts.iter().filter(|part| year(part)).count() == 1,
        _ => false,
    };
    if figures && fits { parse_day(word, today).ok() } else { None }
}

/// Whether the words of `phrase` stand in `name` next to each other.
fn has_phrase(name: &str, phrase: &str) -> bool {
    let (name, phrase) = (fold(name), fold(phrase));
    let (name, phrase): (Vec<&str>, Vec<&str>) = (words(&name).collect(), words(&phrase).collect());
    !phrase.is_empty() && name.windows(phrase.len()).any(|run| run == phrase)
}

/// A word without a meaning of its own.
fn is_plain(word: &str) -> bool {
    mark(word).is_none() && word != "!" && !word.starts_with('\\')
}

/// Whether a word ends what it stands in: "due:vrijdag, week van de veiligheid".
fn separates(word: &str) -> bool {
    word.ends_with([',', ';'])
}

/// Whether a comma or semicolon ends the date before the last of `words`: in "vr, 27 stuks", not in "vr, 27 november".
fn ended(words: &[&str]) -> bool {
    let mut said = false;
    (1..words.len()).any(|at| {
        let (before, part) = words.split_at(at);
        said |= before[at - 1].contains(char::is_alphanumeric);
        let end = part.iter().position(|word| separates(word)).map_or(part.len(), |end| end + 1);
        said && separates(before[at - 1]) && !goes_on(before, &part[..end])
    })
}

/// Without the punctuation of the sentence around it.
fn trimmed(value: &str) -> &str {
    value.trim_end_matches([',', ';', '.', '!', '?', ')'])
}

/// The word as a mark; `None` when it is text.
pub(super) fn mark(word: &str) -> Option<Mark<'_>> {
    let action = |field: Field| Kind::Action.fields().iter().find(|spec| spec.field == field).copied();
    let (field, value) = match word.chars().next()? {
        '@' => (Field::lead, &word[1..]),
        // "+31 6 …" is a telephone number.
        '+' if !word[1..].starts_with(|c: char| c.is_ascii_digit()) => (Field::partners, &word[1..]),
        // "#3" is a number in a list.
        '#' if word.len() == 1 || word.chars().any(char::is_alphabetic) => (Field::tags, &word[1..]),
        _ => {
            let (key, value) = word.split_once(':')?;
            if !key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
                return None;
            }
            (field_named(Kind::Action, key).ok()?.field, value)
        }
    };
    let spec = action(field).filter(|spec| FIELDS.contains(&spec.field))?;
    Some(Mark::new(spec, value))
}

/// For `deu:vr` the keys that were probably meant; `None` for other text with a colon (`NVT:`, `10:30`, an address).
fn misspelled(word: &str) -> Option<Vec<Field>> {
    let (key, value) = word.split_once(':')?;
    if value.is_empty() || !key.chars().all(char::is_alphabetic) {
        return None;
    }
    let near = nearest(&plain(key), field_words(Kind::Action).filter(|(_, field)| FIELDS.contains(field)));
    (!near.is_empty()).then_some(near)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::field::DateProblem;
    use crate::model::partner::{Contact, Partner};
    use crate::model::plan::Node;
    use crate::model::record::Item;

    fn register() -> Register {
        let mut register = Register::new();
        for (num, title) in [
            (1, "M. Bakker"),
            (2, "Jan de Vries"),
            (3, "Piet de Wit"),
            (4, "Ans de Wit"),
            (5, "K. van den Berg"),
            (6, "L. van den Broek"),
        ] {
            register.load(Item::Contact(Contact { num, title: title.into(), ..Contact::default() }));
        }
        for (num, title) in [(1, "Politie"), (2, "Openbaar Ministerie")] {
            register.load(Item::Partner(Partner { num, title: title.into(), ..Partner::default() }));
        }
        register.load(Item::Node(Node { num: 5, title: "Overlast".into(), ..Node::default() }));
        register
    }

    fn read(text: &str) -> QuickAdd {
        parse_add(&register(), text, "2026-11-22".parse().unwrap(), None)
    }

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    fn texts(texts: &[&str]) -> Value {
        Value::Texts(texts.iter().map(|t| (*t).to_owned()).collect())
    }

    #[test]
    fn a_day_without_a_key_stays_in_the_title_and_is_told_of() {
        let today: Day = "2026-11-22".parse().unwrap();
        let told = |line: &str| {
            let add = parse_add(&register(), line, today, None);
            let days: Vec<String> = add
                .chips
                .iter()
                .filter_map(|chip| match &chip.value {
                    Err(ChipProblem::BareDay(day)) => Some(format!("{} {day}", &line[chip.span.clone()])),
                    _ => None,
                })
                .collect();
            assert_eq!(add.fields.iter().any(|(field, _)| *field == Field::due), line.contains("due:"));
            (add.title, days.join("; "))
        };
        for (line, day) in [
            ("Buurtavond 1-12-2031", "1-12-2031 2031-12-01"),
            ("Buurtavond 1/12/2031, in de wijk", "1/12/2031, 2031-12-01"),
            ("Buurtavond 2031-12-01 @bakker", "2031-12-01 2031-12-01"),
            ("Buurtavond 27-11 #hic", "27-11 2026-11-27"),
        ] {
            let (title, told) = told(line);
            assert!(title.starts_with("Buurtavond ") && told == day, "{line}: {title}, {told}");
        }
        for line in [
            "Jeugd 13-14 jaar",
            "Schouw 24-7 bereikbaar",
            "Plan 2025-2028",
            "Bel 0228-100000",
            "Buurtavond 31-2-2031",
            "Verslag 27-11-2026 due:1-12",
            "Paragraaf 2.1",
        ] {
            assert_eq!(told(line).1, "", "{line}");
        }
    }

    #[test]
    fn a_flag_glued_to_a_mark_is_a_flag() {
        let today: Day = "2026-11-22".parse().unwrap();
        for (line, title) in [
            ("Schouw due:eind januari!", "Schouw"),
            ("Schouw @bakker!", "Schouw"),
            ("Schouw #hic! nu", "Schouw nu"),
        ] {
            let add = parse_add(&register(), line, today, None);
            assert!(
                add.is_clean() && add.fields.contains(&(Field::flagged, Value::Bool(true))),
                "{line}: {add:?}"
            );
            assert_eq!(add.title, title);
        }
        let add = parse_add(&register(), "Let op! due:vr", today, None);
        assert_eq!((add.title.as_str(), add.fields.len()), ("Let op!", 1), "in the title it is what it says");
    }

    #[test]
    fn a_line_gives_title_lead_partner_due_tag_and_flag() {
        let add = read("Buurtpreventie-avond Vijzeltuin @bakker +politie due:vr #hic !");
        assert_eq!(add.title, "Buurtpreventie-avond Vijzeltuin");
        assert_eq!(
            add.fields,
            [
                (Field::lead, text("C-1")),
                (Field::partners, texts(&["P-1"])),
                (Field::due, text("2026-11-27")),
                (Field::tags, texts(&["hic"])),
                (Field::flagged, Value::Bool(true)),
            ]
        );
        assert!(add.is_clean());
        assert_eq!(
            add.chips.iter().map(|chip| chip.span.clone()).collect::<Vec<_>>(),
            [32..39, 40..48, 49..55, 56..60, 61..62]
        );
    }

    #[test]
    fn a_partner_cannot_lead_and_a_person_is_no_partner() {
        for (line, r) in [
            ("Overleg @politie", Ref::new(Kind::Partner, 1)),
            ("Overleg +bakker", Ref::new(Kind::Contact, 1)),
        ] {
            let add = read(line);
            let [Chip { value: Err(ChipProblem::Value(ValueProblem::Name(problem))), .. }] =
                add.chips.as_slice()
            else {
                panic!("{:?}", add.chips)
            };
            assert_eq!(*problem, NameProblem::WrongKind(r));
        }
    }

    #[test]
    fn a_date_or_name_may_be_several_words() {
        for (line, title, field, value) in [
            ("Schouw due:eind november haven", "Schouw haven", Field::due, text("2026-11-30")),
            ("Schouw voor:\"eind november\" haven", "Schouw haven", Field::due, text("2026-11-30")),
            ("Schouw due: vr haven", "Schouw haven", Field::due, text("2026-11-27")),
            ("Schouw due:27 november 2027", "Schouw", Field::due, text("2027-11-27")),
            ("Schouw start:+2w", "Schouw", Field::start, text("2026-12-06")),
            ("Schouw @jan de vries haven", "Schouw haven", Field::lead, text("C-2")),
            ("Schouw @piet de wit", "Schouw", Field::lead, text("C-3")),
            ("Schouw @van den berg haven", "Schouw haven", Field::lead, text("C-5")),
            ("Schouw @\"de vries\" haven", "Schouw haven", Field::lead, text("C-2")),
            ("Schouw @bakker, de haven", "Schouw de haven", Field::lead, text("C-1")),
            ("Schouw onder:T-5", "Schouw", Field::under, text("T-5")),
            ("Schouw under:overlast", "Schouw", Field::under, text("T-5")),
            ("Schouw veld:jeugd", "Schouw", Field::safety_field, text("youth")),
            ("Schouw jaar:2027", "Schouw", Field::year, Value::Int(2027)),
            ("Schouw +om +politie", "Schouw", Field::partners, texts(&["P-2", "P-1"])),
            ("Schouw #hic #hic,", "Schouw", Field::tags, texts(&["hic"])),
        ] {
            let add = read(line);
            assert_eq!((add.title.as_str(), add.fields), (title, vec![(field, value)]), "{line}");
            assert!(add.chips.iter().all(|chip| chip.value.is_ok()), "{line}");
        }
    }

    #[test]
    fn a_date_is_the_longest_run_of_words_that_is_one() {
        for (line, title, due) in [
            ("Schouw due:volgende week maandag haven", "Schouw haven", "2026-11-23"),
            ("Schouw due:maandag volgende week haven", "Schouw haven", "2026-11-23"),
            ("Schouw due: maandag over een week haven", "Schouw haven", "2026-11-30"),
            ("Schouw einddatum:vrijdag over twee weken", "Schouw", "2026-12-11"),
            ("Inspect due:next week monday harbour", "Inspect harbour", "2026-11-23"),
            ("Inspect due:friday in two weeks harbour", "Inspect harbour", "2026-12-11"),
            ("due: op de eerste maandag van de volgende maand Schouw", "Schouw", "2026-12-07"),
            ("Schouw due:vrijdag in de haven", "Schouw in de haven", "2026-11-27"),
            ("Praat due:vrijdag over de brug", "Praat over de brug", "2026-11-27"),
            ("Bel due:volgende week zo nodig", "Bel zo nodig", "2026-11-27"),
            ("Bel due:volgende week zo @bakker", "Bel", "2026-11-29"),
            ("Schouw due:vrijdag, week van de veiligheid", "Schouw week van de veiligheid", "2026-11-27"),
            ("Schouw due:do, 27 stuks", "Schouw 27 stuks", "2026-11-26"),
            ("Schouw due:\"vr\" over een maand", "Schouw over een maand", "2026-11-27"),
            ("Plant due:volgende maand 15 bomen", "Plant 15 bomen", "2026-12-31"),
            ("Plant due:deze maand 15 bomen", "Plant 15 bomen", "2026-11-30"),
            ("Plant due:volgende maand de 15e bomen", "Plant bomen", "2026-12-15"),
        ] {
            let add = read(line);
            let said = add.fields.iter().find(|(field, _)| *field == Field::due).map(|(_, value)| value);
            assert_eq!((add.title.as_str(), said), (title, Some(&text(due))), "{line}");
            assert!(add.is_clean(), "{line}: {:?}", add.chips);
        }
    }

    #[test]
    fn a_comma_ends_a_date_unless_a_day_and_month_or_its_year_follow() {
        for (line, title, due) in [
            ("Plant due:volgende maand, 15 bomen", "Plant 15 bomen", "2026-12-31"),
            ("Plan due:maandag, over een week evalueren", "Plan over een week evalueren", "2026-11-23"),
            ("Tel due:vr, 27 stuks", "Tel 27 stuks", "2026-11-27"),
            ("Tel due:vr; 27 stuks", "Tel 27 stuks", "2026-11-27"),
            ("Tel due: vr, 27 stuks", "Tel 27 stuks", "2026-11-27"),
            ("Plan due:27, Jan bellen", "Plan Jan bellen", "2026-11-27"),
            ("Plan due:volgende week, 2027 begroten", "Plan 2027 begroten", "2026-11-27"),
            ("Tel due:vr, 27 november, 15 stuks", "Tel 15 stuks", "2026-11-27"),
            ("Tel due:vr, 27 november stuks", "Tel stuks", "2026-11-27"),
            ("Tel due:vr, 27nov stuks", "Tel stuks", "2026-11-27"),
            ("Tel due:vr, 27-11 stuks", "Tel stuks", "2026-11-27"),
            ("Tel due:Saturday, November 27, 2027 stuks", "Tel stuks", "2027-11-27"),
            ("Tel due:, vr stuks", "Tel stuks", "2026-11-27"),
        ] {
            let add = read(line);
            assert_eq!(
                (add.title.as_str(), &add.fields[..]),
                (title, &[(Field::due, text(due))][..]),
                "{line}"
            );
            assert!(add.is_clean(), "{line}: {:?}", add.chips);
        }
    }

    #[test]
    fn a_time_behind_a_day_stays_in_the_title() {
        for (line, title, due) in [
            ("Overleg due:vr 10.30 uur", "Overleg 10.30 uur", "2026-11-27"),
            ("Overleg due:vr, 14.00 uur", "Overleg 14.00 uur", "2026-11-27"),
            ("Overleg due:vr 10.11 uur", "Overleg 10.11 uur", "2026-11-27"),
            ("Overleg due:vr, 10.11 uur", "Overleg 10.11 uur", "2026-11-27"),
            ("Overleg due:vr 10.30", "Overleg 10.30", "2026-11-27"),
            ("Overleg due: vr 10:30 haven", "Overleg 10:30 haven", "2026-11-27"),
            ("Overleg due:vr van 10.30 tot 12.00 uur", "Overleg van 10.30 tot 12.00 uur", "2026-11-27"),
            ("Overleg due:vr 9-12 uur", "Overleg 9-12 uur", "2026-11-27"),
            // The eleventh of December is a Friday.
            ("Overleg due:vr 11 uur", "Overleg 11 uur", "2026-11-27"),
            ("Overleg due:volgende week vr 10.30 uur", "Overleg 10.30 uur", "2026-11-27"),
            ("Overleg due:vr 27-11 10.30 uur", "Overleg 10.30 uur", "2026-11-27"),
            ("Meeting due:fri 1.30 pm", "Meeting 1.30 pm", "2026-11-27"),
            ("Overleg due:vr 27.11 haven", "Overleg haven", "2026-11-27"),
        ] {
            let add = read(line);
            assert_eq!(
                (add.title.as_str(), &add.fields[..]),
                (title, &[(Field::due, text(due))][..]),
                "{line}"
            );
            assert!(add.is_clean(), "{line}: {:?}", add.chips);
        }
    }

    #[test]
    fn words_that_look_like_more_of_a_date_stay_text_and_say_so() {
        for (line, words, day) in [
            ("Schouw due:vrijdag over een maand", "over een maand", "2026-11-27"),
            ("Schouw due:27-11 volgend jaar haven", "volgend jaar", "2026-11-27"),
            ("Schouw due:vr week van de veiligheid", "week", "2026-11-27"),
            ("Schouw due:vr over een paar weken haven", "over een paar weken", "2026-11-27"),
            ("Schouw due:maandag volgende", "volgende", "2026-11-23"),
            ("Inspect due:friday next", "next", "2026-11-27"),
            ("Inspect due:friday 3 days later", "3 days", "2026-11-27"),
            ("Schouw due:do 27 stuks", "27", "2026-11-26"),
        ] {
            let add = read(line);
            let wrong: Vec<_> = add.chips.iter().filter(|chip| chip.value.is_err()).collect();
            let [chip] = wrong[..] else { panic!("{line}: {:?}", add.chips) };
            assert_eq!(&line[chip.span.clone()], words, "{line}");
            assert_eq!(chip.value, Err(ChipProblem::DateWords(day.parse().unwrap())), "{line}");
            assert_eq!(add.fields, [(Field::due, text(day))], "{line}");
            assert!(add.title.contains(words), "{line}");
            // The way out that the sentence names.
            let (before, behind) = line.split_at(chip.span.start);
            let apart = read(&format!("{}, {behind}", before.trim_end()));
            assert!(apart.is_clean(), "{line}: {:?}", apart.chips);
            assert_eq!((apart.title, apart.fields), (add.title, add.fields), "{line}");
        }
    }

    #[test]
    fn a_date_that_contradicts_itself_sets_nothing() {
        let friday = DateProblem::OtherWeekday("2026-11-27".parse().unwrap());
        let february = DateProblem::NoSuchDay { day: 31, month: 2, year: None };
        for (line, problem) in [
            ("Schouw due:do 27 november haven", friday.clone()),
            ("Schouw due:do, 27 november haven", friday.clone()),
            ("Schouw due:27-11 donderdag haven", friday),
            ("Schouw due:week 60 haven", DateProblem::NoSuchWeek { week: 60, year: 2027 }),
            ("Schouw due:vr week 60 haven", DateProblem::NoSuchWeek { week: 60, year: 2027 }),
            ("Schouw due:31 februari haven", february),
        ] {
            let add = read(line);
            assert_eq!((add.title.as_str(), &add.fields[..]), (line, &[][..]));
            assert_eq!(add.chips[0].value, Err(ChipProblem::Value(problem.into())), "{line}");
        }
    }

    #[test]
    fn what_is_not_a_mark_stays_text_without_a_word() {
        for line in [
            "NVT: afstemmen om 10:30",
            "Mail jan@example.nl over https://example.nl/a:b",
            "Bel +31 6 0000 0000 (zaak #12)",
            "Let op: 60% !!",
            "Zie \"@bakker\" en C++",
        ] {
            let add = read(line);
            assert_eq!((add.title.as_str(), add.chips, add.fields), (line, vec![], vec![]));
        }
        assert_eq!(read("Mail \\@bakker \\due:vr").title, "Mail @bakker due:vr");
    }

    #[test]
    fn what_cannot_be_read_stays_text_and_says_why() {
        for (line, problem) in [
            (
                "Schouw due:31-02",
                ChipProblem::Value(DateProblem::NoSuchDay { day: 31, month: 2, year: None }.into()),
            ),
            (
                "Schouw @wit",
                ChipProblem::Value(
                    NameProblem::Ambiguous {
                        given: "wit".into(),
                        candidates: vec!["C-4".parse().unwrap(), "C-3".parse().unwrap()],
                        count: 2,
                    }
                    .into(),
                ),
            ),
            ("Schouw @", ChipProblem::Empty),
            ("Schouw due:", ChipProblem::Empty),
            ("Schouw deu:vr", ChipProblem::UnknownKey(vec![Field::due])),
        ] {
            let add = read(line);
            assert_eq!((add.title.as_str(), &add.fields[..]), (line, &[][..]), "{line}");
            assert_eq!(
                add.chips.iter().map(|c| c.value.clone()).collect::<Vec<_>>(),
                [Err(problem)],
                "{line}"
            );
        }
        let twice = read("Schouw @bakker @vries");
        assert_eq!(twice.title, "Schouw @vries");
        assert_eq!(twice.chips[1].value, Err(ChipProblem::Twice));
    }

    #[test]
    fn the_place_under_the_cursor_is_taken_unless_the_line_says_otherwise() {
        let today = "2026-11-22".parse().unwrap();
        let under = Some("T-9".parse().unwrap());
        assert_eq!(parse_add(&register(), "Schouw", today, under).fields, [(Field::under, text("T-9"))]);
        let other = parse_add(&register(), "Schouw under:T-5", today, under);
        assert_eq!(other.fields, [(Field::under, text("T-5"))]);
    }

    proptest! {
        #[test]
        fn any_line_is_read_and_chips_lie_on_character_boundaries(
            parts in prop::collection::vec(prop_oneof![
                any::<String>(),
                "[@+#!\\\\\"a-zé: -]{0,12}",
                prop::sample::select(vec![
                    "@bakker", "+politie", "due:", "vr", "eind", "november", "due:\"", "@\"", "#", "!", "deu:x", "@de",
                    "wit", "onder:T-5", "\u{301}", "é", " ", "\u{a0}", "veld:x", "jaar:99999", "over", "een", "week",
                    "maandag", "27", "volgende", "start:", "in", "zo", ",", "10.30", "uur",
                ]).prop_map(str::to_owned),
            ], 0..8),
            glue in prop::sample::select(vec![" ", ""]),
        ) {
            let line = parts.join(glue);
            let add = read(&line);
            let mut end = 0;
            for chip in &add.chips {
                prop_assert!(line.get(chip.span.clone()).is_some_and(|s| !s.is_empty()), "{chip:?}");
                prop_assert!(chip.span.start >= end);
                end = chip.span.end;
            }
            for (i, (field, _)) in add.fields.iter().enumerate() {
                prop_assert!(add.fields[..i].iter().all(|(other, _)| other != field));
            }
        }
    }
}
