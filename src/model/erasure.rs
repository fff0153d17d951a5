//! Taking the data of a person out of what was recorded: out of changes, labels and texts.
//!
//! Owns what stands in the place of what was erased, and by which texts a person is known. The replacement of a value depends on
//! nothing but its field, and that of a text on nothing but the text, so that what one change leaves is still what the next one
//! starts from. `store::erase` rewrites the journal with it; the command line looks for what still names the person.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::change::{Change, Entry, Label};
use super::id::Ref;
use super::record::{Field, FieldSpec, Item, Kind, Record};
use super::register::Register;
use super::value::{Shape, Value};

/// What stands where something was erased. Of no language, and in no name.
pub const MARK: &str = "███";

/// A telephone number has at least so many digits; fewer are found in any text.
const FEWEST_DIGITS: usize = 8;

/// What is to be erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasing {
    /// The contact.
    pub contact: Ref,
    /// Their name, addresses and numbers also out of what was written of other items.
    pub mentions: bool,
    /// What else the person is known by: names, addresses, numbers that the record no longer knows, or never did.
    pub names: Vec<String>,
}

impl Erasing {
    /// The data of `contact` alone.
    pub fn of(contact: Ref) -> Erasing {
        Erasing { contact, mentions: false, names: Vec::new() }
    }
}

/// Where a person is named in what was written of other items.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mentions {
    /// In the register as it is.
    pub places: Vec<(Ref, Field)>,
    /// In so many lines of the journal, those included that wrote what stands in the register.
    pub lines: u64,
}

impl Mentions {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty() && self.lines == 0
    }
}

/// What came of erasing a contact.
#[derive(Clone, Debug)]
pub struct Erased {
    /// The entry that says so; `None` when nothing was left to erase.
    pub entry: Option<Entry>,
    /// How many lines of the journal were rewritten.
    pub lines: u64,
    /// What the person was known by.
    pub traces: Traces,
    /// Files beside the journal that are gone.
    pub gone: Vec<String>,
    /// Files in which the person is or may still be named.
    pub left: Vec<String>,
}

/// The value of `field` of a contact that has been erased. Whether it was confidential says nothing of the person.
fn erased(field: Field, was: &Value) -> Value {
    match field {
        Field::title => Value::Text(MARK.to_owned()),
        Field::confidential => was.clone(),
        _ => Value::Null,
    }
}

/// Takes everything out of `item` but its number.
pub fn blank_item(item: &mut Item) {
    let record = item.record_mut();
    for spec in record.fields() {
        let was = record.get(spec.field).unwrap_or(Value::Null);
        // A field takes nothing, and a text any text.
        let _ = record.set(spec.field, &erased(spec.field, &was));
    }
}

/// Whether `change` adds or removes an item from which everything has been erased.
pub fn is_blank(change: &Change) -> bool {
    matches!(change, Change::Insert(item) | Change::Remove(item) if item.record().title() == MARK)
}

/// The contact that a draft of this name is about: the reference is a part of the name.
pub fn contact_in(name: &str) -> Option<Ref> {
    let parts: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let contact = |pair: &[&str]| format!("{}-{}", pair[0], pair[1]).parse::<Ref>().ok();
    parts.windows(2).filter_map(contact).find(|item| item.kind == Kind::Contact)
}

/// Takes the data of `contact` out of `change`.
pub fn blank(change: &mut Change, contact: Ref) {
    match change {
        Change::Insert(item) | Change::Remove(item) if item.record().reference() == contact => {
            blank_item(item);
        }
        Change::Set { target, field, before, after } if *target == contact => {
            *before = erased(*field, before);
            *after = erased(*field, after);
        }
        _ => {}
    }
}

/// Takes the data of `contact` out of the label of an entry, wherever it was about: `traces` are what it is known by.
pub fn blank_label(label: &mut Label, contact: Ref, traces: &Traces) {
    if label.subject == Some(contact) && !label.title.is_empty() {
        MARK.clone_into(&mut label.title);
    }
    for text in [&mut label.title, &mut label.detail] {
        if let Some(struck) = traces.strike(text) {
            *text = struck;
        }
    }
}

/// Whether `field` of `kind` holds words of people's own, in which a name can be replaced. Numbers and addresses of others are
/// theirs, though somebody may have shared them; a file's name leads to the file.
fn is_prose(kind: Kind, field: Field) -> bool {
    let shape = kind.fields().iter().find(|spec| spec.field == field).map(|spec| spec.shape);
    matches!(shape, Some(Shape::Text | Shape::Texts))
        && !matches!(field, Field::phone | Field::email | Field::source_file | Field::source_hash)
}

/// Puts the mark in the place of the person wherever `change` names them.
pub fn strike(change: &mut Change, traces: &Traces) {
    match change {
        Change::Insert(item) | Change::Remove(item) => {
            let record = item.record_mut();
            for spec in record.fields() {
                let struck = record
                    .get(spec.field)
                    .and_then(|value| traces.struck(record.reference().kind, spec.field, &value));
                if let Some(struck) = struck {
                    // A text takes any text.
                    let _ = record.set(spec.field, &struck);
                }
            }
        }
        Change::Set { target, field, before, after } => {
            for value in [before, after] {
                if let Some(struck) = traces.struck(target.kind, *field, value) {
                    *value = struck;
                }
            }
        }
        Change::Move { .. } => {}
    }
}

/// What one trace is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trace {
    /// A name or an address, in small letters, each blank a single one.
    Words(Vec<char>),
    /// A telephone number: its digits.
    Digits(Vec<char>),
}

/// What a person was ever known by: full names, e-mail addresses, telephone numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traces(Vec<Trace>);

/// A character of a text as it is compared, and where it stands in it.
type Seen = (char, Range<usize>);

/// The characters of `text`, in small letters, blanks together as one.
fn letters(text: &str) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if c.is_whitespace() {
            match seen.last_mut() {
                Some((' ', range)) => range.end = end,
                _ => seen.push((' ', at..end)),
            }
        } else {
            seen.extend(c.to_lowercase().map(|small| (small, at..end)));
        }
    }
    seen
}

/// The digits of `text`; whatever else than what stands in telephone numbers is kept, as it ends one.
fn digits(text: &str) -> Vec<Seen> {
    let between =
        |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}');
    let seen = text.char_indices().filter(|(_, c)| !between(*c));
    seen.map(|(at, c)| (c, at..at + c.len_utf8())).collect()
}

/// Adds where `trace` stands in `text`, as a whole, to `found`: not where a character that `joins` touches it.
fn find(text: &[Seen], trace: &[char], joins: &dyn Fn(char) -> bool, found: &mut Vec<Range<usize>>) {
    let Some(first) = trace.first() else { return };
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.iter().position(|(c, _)| c == first)) {
        let from = at + next;
        at = from + 1;
        let here = text.get(from..from + trace.len());
        let Some(here) = here.filter(|here| here.iter().map(|(c, _)| c).eq(trace)) else { continue };
        let (Some((_, first)), Some((_, last))) = (here.first(), here.last()) else { continue };
        let before = from.checked_sub(1).and_then(|before| text.get(before));
        let after = text.get(from + trace.len());
        if before.is_some_and(|(c, range)| joins(*c) && range.end == first.start)
            || after.is_some_and(|(c, range)| joins(*c) && range.start == last.end)
        {
            continue;
        }
        found.push(first.start..last.end);
        at = from + trace.len();
    }
}

/// The ways to write the digits of a telephone number: one of the Netherlands with and without the number of the country.
fn spellings(digits: &str) -> Vec<String> {
    let own = ["00310", "0031", "310", "31", "0"].iter().find_map(|front| digits.strip_prefix(front));
    match own.filter(|own| own.len() == 9) {
        Some(own) => {
            ["0", "31", "310", "0031", "00310"].iter().map(|front| format!("{front}{own}")).collect()
        }
        None => vec![digits.to_owned()],
    }
}

impl Traces {
    /// Whether nothing is known of the person.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn add(&mut self, trace: Trace) {
        if !self.0.contains(&trace) {
            self.0.push(trace);
        }
    }

    /// Takes in a value that `field` of the contact had.
    fn note_value(&mut self, field: Field, value: &Value) {
        let Value::Text(text) = value else { return };
        let words = |text: &str| letters(text.trim()).into_iter().map(|(c, _)| c).collect::<Vec<char>>();
        match field {
            // One word is too little: many people have the same first name, and it may be a word.
            Field::title if text.split_whitespace().count() > 1 => self.add(Trace::Words(words(text))),
            Field::email if text.contains('@') => self.add(Trace::Words(words(text))),
            Field::phone => {
                let digits: String = text.chars().filter(char::is_ascii_digit).collect();
                if digits.len() >= FEWEST_DIGITS {
                    spellings(&digits).iter().for_each(|one| self.add(Trace::Digits(one.chars().collect())));
                }
            }
            _ => {}
        }
    }

    /// Takes in what somebody says that the person is known by; whether it is enough to know them by.
    pub fn note_said(&mut self, text: &str) -> bool {
        let field = if text.contains('@') {
            Field::email
        } else if text.chars().any(char::is_alphabetic) {
            Field::title
        } else {
            Field::phone
        };
        let mut said = Traces::default();
        said.note_value(field, &Value::Text(text.to_owned()));
        let enough = !said.is_empty();
        said.0.into_iter().for_each(|trace| self.add(trace));
        enough
    }

    /// Takes in what an item says of the contact, which it is.
    pub fn note_item(&mut self, record: &dyn Record) {
        for spec in record.fields() {
            self.note_value(spec.field, &record.get(spec.field).unwrap_or(Value::Null));
        }
    }

    /// Takes in what those are known by who are in `before` and no longer in `after`.
    pub fn note_gone(&mut self, before: &Register, after: &Register) {
        let gone = before.tables().contacts.iter().filter(|one| after.contact(one.reference()).is_none());
        gone.for_each(|contact| self.note_item(contact));
    }

    /// Takes in what `change` says of `contact`.
    pub fn note(&mut self, change: &Change, contact: Ref) {
        match change {
            Change::Insert(item) | Change::Remove(item) if item.record().reference() == contact => {
                self.note_item(item.record());
            }
            Change::Set { target, field, before, after } if *target == contact => {
                self.note_value(*field, before);
                self.note_value(*field, after);
            }
            _ => {}
        }
    }

    /// Where the person is named in `text`, in order and apart from each other.
    fn found(&self, text: &str) -> Vec<Range<usize>> {
        if self.0.is_empty() || text.is_empty() {
            return Vec::new();
        }
        let (letters, digits) = (letters(text), digits(text));
        let mut found = Vec::new();
        for trace in &self.0 {
            match trace {
                Trace::Words(words) => find(&letters, words, &char::is_alphanumeric, &mut found),
                Trace::Digits(number) => find(&digits, number, &|c| c.is_ascii_digit(), &mut found),
            }
        }
        found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        found.retain(|range| {
            let apart = range.start >= end;
            end = end.max(range.end);
            apart
        });
        found
    }

    /// Whether `text` names the person.
    pub fn name(&self, text: &str) -> bool {
        !self.found(text).is_empty()
    }

    /// `text` with the mark where the person is named; `None` when they are not.
    pub fn strike(&self, text: &str) -> Option<String> {
        let found = self.found(text);
        if found.is_empty() {
            return None;
        }
        let (mut struck, mut from) = (String::with_capacity(text.len()), 0);
        for range in found {
            struck.push_str(text.get(from..range.start).unwrap_or_default());
            struck.push_str(MARK);
            from = range.end;
        }
        struck.push_str(text.get(from..).unwrap_or_default());
        Some(struck)
    }

    /// The value of `field` of an item of `kind` with the mark where the person is named; `None` when they are not, or it stays.
    pub fn struck(&self, kind: Kind, field: Field, value: &Value) -> Option<Value> {
        match value {
            Value::Text(text) if is_prose(kind, field) => self.strike(text).map(Value::Text),
            Value::Texts(texts) if is_prose(kind, field) && texts.iter().any(|text| self.name(text)) => {
                let struck = texts.iter().map(|text| self.strike(text).unwrap_or_else(|| text.clone()));
                Some(Value::Texts(struck.collect()))
            }
            _ => None,
        }
    }

    /// The texts in `register` of other items than `contact` from which the mark would take the person.
    pub fn to_strike(&self, register: &Register, contact: Ref) -> Vec<(Ref, Field)> {
        let mut found = self.mentions(register);
        found.retain(|(item, field)| *item != contact && is_prose(item.kind, *field));
        found
    }

    /// The fields of the items in `register` that name the person.
    pub fn mentions(&self, register: &Register) -> Vec<(Ref, Field)> {
        let mut found = Vec::new();
        for kind in Kind::ALL {
            register.tables().visit(*kind, &mut |record| {
                let can_name = |spec: &&FieldSpec| matches!(spec.shape, Shape::Text | Shape::Texts);
                for spec in record.fields().iter().filter(can_name) {
                    let named = match record.get(spec.field) {
                        Some(Value::Text(text)) => self.name(&text),
                        Some(Value::Texts(texts)) => texts.iter().any(|text| self.name(text)),
                        _ => false,
                    };
                    if named {
                        found.push((record.reference(), spec.field));
                    }
                }
            });
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::partner::Contact;

    fn traces() -> Traces {
        let contact = Contact {
            num: 9,
            title: "Karin  de Wit".into(),
            email: "K.deWit@politie.example".into(),
            phone: "06-1234 5678".into(),
            ..Contact::default()
        };
        let mut traces = Traces::default();
        traces.note_item(&contact);
        traces
    }

    #[test]
    fn a_person_is_found_however_the_text_is_set() {
        let traces = traces();
        for (text, struck) in [
            ("bel Karin de Wit.", "bel ███."),
            ("KARIN\nDE WIT belt", "███ belt"),
            ("(k.dewit@politie.example)", "(███)"),
            ("tel. 0612345678, ook 06 12 34 56 78", "tel. ███, ook ███"),
            ("é Karin de Wit é", "é ███ é"),
            ("1 06-12345678 of +31 (0)6 12345678, 0031612345678", "1 ███ of +███, ███"),
        ] {
            assert_eq!(traces.strike(text).as_deref(), Some(struck), "{text}");
        }
    }

    #[test]
    fn others_are_left_alone() {
        let traces = traces();
        for text in [
            "Karin",
            "Karin de Witte",
            "Akarin de Wit",
            "10612345678",
            "06123456789",
            "sk.dewit@politie.example",
            "",
        ] {
            assert_eq!(traces.strike(text), None, "{text}");
        }
    }

    #[test]
    fn in_what_others_wrote_the_name_is_struck_and_their_numbers_stay() {
        use crate::model::partner::Partner;
        let partner = Partner {
            num: 1,
            title: "Politie, Karin de Wit".into(),
            phone: "06-12345678".into(),
            ..Partner::default()
        };
        let mut change = Change::Insert(partner.into());
        strike(&mut change, &traces());
        let Change::Insert(item) = change else { panic!() };
        assert_eq!(item.record().title(), "Politie, ███");
        assert_eq!(item.record().get(Field::phone), Some(Value::Text("06-12345678".into())));
    }

    #[test]
    fn what_one_change_leaves_is_what_the_next_starts_from() {
        let contact = Ref::new(Kind::Contact, 9);
        let text = |text: &str| Value::Text(text.to_owned());
        let set = |field, before: Value, after: Value| Change::Set { target: contact, field, before, after };
        let item = Contact { num: 9, title: "Karin de Wit".into(), ..Contact::default() };
        let mut changes = [
            Change::Insert(item.into()),
            set(Field::phone, Value::Null, text("06-12345678")),
            set(Field::title, text("Karin de Wit"), text("K. de Wit")),
            set(Field::confidential, Value::Null, Value::Bool(true)),
        ];
        // A flag is yes or no, never nothing.
        if let Change::Set { before, .. } = &mut changes[3] {
            *before = Value::Bool(false);
        }
        changes.iter_mut().for_each(|change| blank(change, contact));
        let mut register = Register::new();
        crate::model::apply::apply(&mut register, &changes, crate::model::id::Stamp(0)).unwrap();
        let left = register.contact(contact).unwrap();
        assert_eq!((left.title.as_str(), left.phone.as_str(), left.confidential), (MARK, "", true));
    }
}
