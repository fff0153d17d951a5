//! An address book as proposed changes: people merged where a file has them twice, and set beside the register.
//!
//! Owns the rule for "the same person", the merging of doubles with what differed, and the partners that
//! are named for the first time. Nothing is written: the result is one draft entry. Used by
//! `regie import contacts`, for vCards and for tables.
//!
//! Two entries are one person when their names fit (equal, or the same surname with a fitting initial) and they share an
//! e-mail address, a telephone number or an organisation, or one of them has none of these. A shared address alone is not
//! enough: many people answer `info@`. What a file leaves empty never erases what the register holds, and a name in the
//! register is kept as it is.

use std::collections::HashMap;

use super::actions::name_key;
use super::mapping::{Mapping, Target};
use super::sheet::Sheet;
use crate::model::apply::apply;
use crate::model::change::{Change, Draft, Label, Verb};
use crate::model::id::Ref;
use crate::model::operation::{Circumstances, Refusal, add_item, set_fields};
use crate::model::partner::{Contact, Partner};
use crate::model::record::{Field, Item, Kind, Record};
use crate::model::register::Register;
use crate::model::value::Value;

/// One entry of an address book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Row of the table, or place of the card in the file, from 1.
    pub row: u32,
    /// Name.
    pub name: String,
    /// Organisation.
    pub organisation: String,
    /// Function.
    pub function: String,
    /// Telephone numbers, the one to use first.
    pub phones: Vec<String>,
    /// E-mail addresses, the one to use first.
    pub emails: Vec<String>,
    /// Remarks.
    pub note: String,
    /// The name of who replaces them.
    pub deputy: String,
    /// The contact of the register that a reference column names.
    pub named: Option<String>,
}

/// What differed between two entries that are one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The field.
    pub field: Field,
    /// What is kept.
    pub kept: String,
    /// What the other entry says.
    pub other: String,
    /// The other entry.
    pub row: u32,
}

/// What happens to a person.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// New in the register.
    New,
    /// In the register, with the fields that change: before, after.
    Changed(Vec<(Field, Value, Value)>),
    /// In the register, and staying as it is.
    Same,
}

/// One person of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The entries that are this person, ascending.
    pub rows: Vec<u32>,
    /// The contact.
    pub contact: Ref,
    /// The name.
    pub title: String,
    /// The organisation, as the file has it.
    pub organisation: String,
    /// What happens.
    pub status: Status,
    /// What differed between the entries.
    pub differences: Vec<Difference>,
}

/// Why an entry was not understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// It has no name.
    NoName,
    /// The reference is not a contact of this register.
    NoSuchContact(String),
    /// Nobody is called like the deputy.
    NoSuchDeputy(String),
    /// A rule of the register refuses it.
    Refused(Refusal),
}

/// A proposal for a whole file.
#[derive(Clone, Debug, Default)]
pub struct Proposed {
    /// How many entries the file has.
    pub entries: usize,
    /// The people in it.
    pub people: Vec<Person>,
    /// The entries that were not understood.
    pub problems: Vec<(u32, Problem)>,
    /// Organisations that are not in the register yet.
    pub partners: Vec<Partner>,
    /// The changes for those that were understood.
    pub changes: Vec<Change>,
}

impl Proposed {
    /// How many people are new, changed, the same.
    pub fn counts(&self) -> (usize, usize, usize) {
        self.people.iter().fold((0, 0, 0), |(new, changed, same), person| match person.status {
            Status::New => (new + 1, changed, same),
            Status::Changed(_) => (new, changed + 1, same),
            Status::Same => (new, changed, same + 1),
        })
    }

    /// The entry that carries it out.
    pub fn draft(&self, file: &str) -> Draft {
        let (new, changed, _) = self.counts();
        Draft {
            label: Label {
                verb: Verb::ImportContacts,
                subject: None,
                title: file.to_owned(),
                detail: (new + changed).to_string(),
            },
            changes: self.changes.clone(),
        }
    }
}

/// The entries of a table.
pub fn cards_of(sheet: &Sheet, mapping: &Mapping) -> Vec<Card> {
    let rows = sheet.rows.get(mapping.heading_row + 1..).unwrap_or(&[]);
    rows.iter()
        .map(|row| {
            let text = |target: Target| {
                mapping.column_of(target).map_or(String::new(), |index| row.cell(index).text().into_owned())
            };
            let mut name = text(Target::Field(Field::title));
            if name.is_empty() {
                name = [Target::FirstName, Target::Infix, Target::Surname].map(text).join(" ");
            }
            let some = |texts: &[Target]| -> Vec<String> {
                texts.iter().map(|target| text(*target)).filter(|t| !t.is_empty()).collect()
            };
            Card {
                row: row.number,
                name: name.split_whitespace().collect::<Vec<_>>().join(" "),
                organisation: text(Target::Field(Field::partner)),
                function: text(Target::Field(Field::function)),
                phones: some(&[Target::Field(Field::phone), Target::Mobile]),
                emails: some(&[Target::Field(Field::email)]),
                note: text(Target::Field(Field::note)),
                deputy: text(Target::Field(Field::deputy)),
                named: Some(text(Target::Ref)).filter(|r| !r.is_empty()),
            }
        })
        .collect()
}

/// A telephone number as it is compared: digits, with the Dutch country code as a zero.
fn phone_key(phone: &str) -> String {
    let digits: String =
        phone.replace("(0)", "").chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let national = digits.strip_prefix("+31").or_else(|| digits.strip_prefix("0031"));
    national.map_or(digits.clone(), |rest| format!("0{rest}"))
}

/// What people are recognised by.
#[derive(Clone, Debug, Default)]
struct Marks {
    name: String,
    organisation: String,
    phones: Vec<String>,
    emails: Vec<String>,
}

impl Marks {
    fn of_card(card: &Card) -> Marks {
        Marks {
            name: name_key(&card.name),
            organisation: name_key(&card.organisation),
            phones: card.phones.iter().map(|phone| phone_key(phone)).filter(|p| p.len() >= 6).collect(),
            emails: card.emails.iter().map(|email| email.to_lowercase()).collect(),
        }
    }

    fn of_contact(register: &Register, contact: &Contact) -> Marks {
        let some = |text: String| if text.is_empty() { Vec::new() } else { vec![text] };
        Marks {
            name: name_key(&contact.title),
            organisation: contact.partner.map_or(String::new(), |r| name_key(register.title(r))),
            phones: some(phone_key(&contact.phone)),
            emails: some(contact.email.to_lowercase()),
        }
    }

    fn surname(&self) -> &str {
        self.name.rsplit(' ').next().unwrap_or("")
    }

    fn bare(&self) -> bool {
        self.organisation.is_empty() && self.phones.is_empty() && self.emails.is_empty()
    }

    fn names_fit(&self, other: &Marks) -> bool {
        let initial = |name: &str| name.split(' ').next().and_then(|word| word.chars().next());
        self.name == other.name
            || (self.surname() == other.surname()
                && self.name.contains(' ')
                && other.name.contains(' ')
                && initial(&self.name) == initial(&other.name)
                && (short_first(&self.name) || short_first(&other.name)))
    }

    fn same_person(&self, other: &Marks) -> bool {
        let share = |a: &[String], b: &[String]| a.iter().any(|one| b.contains(one));
        let reachable = share(&self.emails, &other.emails) || share(&self.phones, &other.phones);
        let same_place = !self.organisation.is_empty() && self.organisation == other.organisation;
        self.names_fit(other)
            && (reachable || (self.name == other.name && (same_place || self.bare() || other.bare())))
    }
}

fn short_first(name: &str) -> bool {
    name.split(' ').next().is_some_and(|word| word.chars().count() == 1)
}

/// Several entries that are one person.
struct Group {
    card: Card,
    marks: Marks,
    rows: Vec<u32>,
    differences: Vec<Difference>,
}

impl Group {
    fn new(card: Card, marks: Marks) -> Group {
        Group { rows: vec![card.row], card, marks, differences: Vec::new() }
    }

    fn take_up(&mut self, other: Card, marks: Marks) {
        let row = other.row;
        self.rows.push(row);
        let mut merge = |field: Field, mine: &mut String, theirs: String, same: bool| {
            if mine.is_empty() {
                *mine = theirs;
            } else if !theirs.is_empty() && !same {
                self.differences.push(Difference { field, kept: mine.clone(), other: theirs, row });
            }
        };
        let card = &mut self.card;
        let same_name = marks.name == self.marks.name;
        merge(Field::title, &mut card.name, other.name, same_name);
        let same = name_key(&card.organisation) == name_key(&other.organisation);
        merge(Field::partner, &mut card.organisation, other.organisation, same);
        let same = card.function.to_lowercase() == other.function.to_lowercase();
        merge(Field::function, &mut card.function, other.function, same);
        let same = card.deputy == other.deputy;
        merge(Field::deputy, &mut card.deputy, other.deputy, same);
        for (field, mine, theirs, key) in [
            (Field::phone, &mut card.phones, other.phones, phone_key as fn(&str) -> String),
            (Field::email, &mut card.emails, other.emails, |email: &str| email.to_lowercase()),
        ] {
            for value in theirs {
                if mine.iter().any(|known| key(known) == key(&value)) {
                    continue;
                }
                if let Some(kept) = mine.first() {
                    self.differences.push(Difference {
                        field,
                        kept: kept.clone(),
                        other: value.clone(),
                        row,
                    });
                }
                mine.push(value);
            }
        }
        if !other.note.is_empty() && !card.note.contains(&other.note) {
            let joint = if card.note.is_empty() { "" } else { "\n" };
            card.note = format!("{}{joint}{}", card.note, other.note);
        }
        card.named = card.named.take().or(other.named);
        if self.marks.organisation.is_empty() {
            self.marks.organisation = marks.organisation;
        }
        self.marks.phones.extend(marks.phones);
        self.marks.emails.extend(marks.emails);
    }
}

/// Sets `cards` beside `register`.
pub fn propose(register: &Register, now: &Circumstances, cards: Vec<Card>) -> Proposed {
    let mut proposed = Proposed { entries: cards.len(), ..Proposed::default() };
    let groups = grouped(cards, &mut proposed);

    // Organisations first: people refer to them.
    let mut partners: HashMap<String, Ref> = HashMap::new();
    for partner in register.tables().partners.iter() {
        partners.entry(name_key(&partner.title)).or_insert(partner.reference());
    }
    let mut next = register.next_ref(Kind::Partner).num;
    for organisation in groups.iter().map(|group| &group.card.organisation).filter(|o| !o.is_empty()) {
        partners.entry(name_key(organisation)).or_insert_with(|| {
            let partner = Partner { num: next, title: organisation.clone(), ..Partner::default() };
            next += 1;
            let r = partner.reference();
            proposed.partners.push(partner);
            r
        });
    }
    let mut changes: Vec<Change> =
        proposed.partners.iter().map(|partner| Change::Insert(partner.clone().into())).collect();
    let with_new;
    let scratch = if changes.is_empty() {
        register
    } else {
        let mut copy = register.clone();
        if apply(&mut copy, &changes, now.at).is_err() {
            changes.clear();
        }
        with_new = copy;
        &with_new
    };

    let mut known: HashMap<String, Vec<(Marks, Ref)>> = HashMap::new();
    for contact in register.tables().contacts.iter() {
        let marks = Marks::of_contact(register, contact);
        known.entry(marks.surname().to_owned()).or_default().push((marks, contact.reference()));
    }
    let mut next = register.next_ref(Kind::Contact).num;
    let mut deputies: Vec<(u32, usize, String)> = Vec::new();
    for group in groups {
        let first = group.rows.first().copied().unwrap_or_default();
        let found = match &group.card.named {
            Some(text) => match text.parse::<Ref>().ok().filter(|r| register.contact(*r).is_some()) {
                Some(r) => Some(r),
                None => {
                    proposed.problems.push((first, Problem::NoSuchContact(text.clone())));
                    continue;
                }
            },
            None => known.get(group.marks.surname()).and_then(|candidates| {
                let same = |(marks, r): &&(Marks, Ref)| {
                    marks.same_person(&group.marks)
                        && !proposed.people.iter().rev().take(64).any(|p| p.contact == *r)
                };
                let exact = candidates.iter().filter(same).find(|(marks, _)| marks.name == group.marks.name);
                exact.or_else(|| candidates.iter().find(same)).map(|(_, r)| *r)
            }),
        };
        let old = found.and_then(|r| register.contact(r));
        let values = values_of(&group, &partners, old);
        let result = match found {
            Some(r) => set_fields(scratch, now, r, &values),
            None => add_item(scratch, now, Kind::Contact, &values),
        };
        let draft = match result {
            Ok(draft) => draft,
            Err(refusal) => {
                proposed.problems.push((first, Problem::Refused(refusal)));
                continue;
            }
        };
        let mut set = Vec::new();
        let mut contact = found;
        for change in draft.changes {
            match change {
                Change::Insert(Item::Contact(mut new)) => {
                    new.num = next;
                    next += 1;
                    contact = Some(new.reference());
                    changes.push(Change::Insert(new.into()));
                }
                Change::Set { target, field, before, after } => {
                    set.push((field, before.clone(), after.clone()));
                    changes.push(Change::Set { target, field, before, after });
                }
                other => changes.push(other),
            }
        }
        let Some(contact) = contact else { continue };
        if !group.card.deputy.is_empty() {
            deputies.push((first, proposed.people.len(), group.card.deputy.clone()));
        }
        proposed.people.push(Person {
            rows: group.rows,
            contact,
            title: old.map_or(group.card.name, |old| old.title.clone()),
            organisation: group.card.organisation,
            status: match (found, set.is_empty()) {
                (None, _) => Status::New,
                (_, true) => Status::Same,
                _ => Status::Changed(set),
            },
            differences: group.differences,
        });
    }
    proposed.changes = changes;
    set_deputies(register, deputies, &mut proposed);
    proposed.problems.sort_by_key(|(row, _)| *row);
    proposed
}

/// The entries, those of one person together, in the order of the file.
fn grouped(cards: Vec<Card>, proposed: &mut Proposed) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_surname: HashMap<String, Vec<usize>> = HashMap::new();
    for card in cards {
        if card.name.is_empty() {
            proposed.problems.push((card.row, Problem::NoName));
            continue;
        }
        let marks = Marks::of_card(&card);
        let mates = by_surname.entry(marks.surname().to_owned()).or_default();
        let twin = mates.iter().copied().find(|index| {
            let group = &groups[*index];
            match (&card.named, &group.card.named) {
                (Some(one), Some(other)) => one == other,
                _ => group.marks.same_person(&marks),
            }
        });
        match twin {
            Some(index) => groups[index].take_up(card, marks),
            None => {
                mates.push(groups.len());
                groups.push(Group::new(card, marks));
            }
        }
    }
    groups
}

/// The fields that a person's entries give. For somebody in the register: the name stays, and a number or address stays
/// when the file has it among others.
fn values_of(group: &Group, partners: &HashMap<String, Ref>, old: Option<&Contact>) -> Vec<(Field, Value)> {
    let card = &group.card;
    let mut values = Vec::new();
    let mut give = |field: Field, text: &str| {
        if !text.is_empty() {
            values.push((field, Value::Text(text.to_owned())));
        }
    };
    if old.is_none() || card.named.is_some() {
        give(Field::title, &card.name);
    }
    if let Some(partner) =
        partners.get(&name_key(&card.organisation)).filter(|_| !card.organisation.is_empty())
    {
        give(Field::partner, &partner.to_string());
    }
    give(Field::function, &card.function);
    let has = |all: &[String], old: &str, key: fn(&str) -> String| {
        !old.is_empty() && all.iter().any(|one| key(one) == key(old))
    };
    if !old.is_some_and(|old| has(&card.phones, &old.phone, phone_key)) {
        give(Field::phone, card.phones.first().map_or("", String::as_str));
    }
    if !old.is_some_and(|old| has(&card.emails, &old.email, |email| email.to_lowercase())) {
        give(Field::email, card.emails.first().map_or("", String::as_str));
    }
    if !old.is_some_and(|old| old.note.contains(&card.note)) {
        give(Field::note, &card.note);
    }
    values
}

/// Deputies are set after everybody is there, as two people may replace each other.
fn set_deputies(register: &Register, deputies: Vec<(u32, usize, String)>, proposed: &mut Proposed) {
    if deputies.is_empty() {
        return;
    }
    let mut by_name: HashMap<String, Ref> =
        register.tables().contacts.iter().map(|c| (name_key(&c.title), c.reference())).collect();
    by_name.extend(proposed.people.iter().map(|person| (name_key(&person.title), person.contact)));
    for (row, index, name) in deputies {
        let target = proposed.people[index].contact;
        let by_ref = name.parse::<Ref>().ok().filter(|r| register.contact(*r).is_some());
        let Some(deputy) = by_ref.or_else(|| by_name.get(&name_key(&name)).copied()).filter(|r| *r != target)
        else {
            proposed.problems.push((row, Problem::NoSuchDeputy(name)));
            continue;
        };
        let before = register.contact(target).and_then(|c| c.get(Field::deputy)).unwrap_or(Value::Null);
        let after = Value::Text(deputy.to_string());
        if before == after {
            continue;
        }
        match &mut proposed.people[index].status {
            Status::Changed(set) => set.push((Field::deputy, before.clone(), after.clone())),
            status @ Status::Same => {
                *status = Status::Changed(vec![(Field::deputy, before.clone(), after.clone())]);
            }
            Status::New => {}
        }
        proposed.changes.push(Change::Set { target, field: Field::deputy, before, after });
    }
}
