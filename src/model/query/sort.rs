//! The order of what a query finds.
//!
//! Owns the sort keys with their Dutch and English names and the ordering of actions and other items.
//! Absent values come last in either direction; equals stand by number.

use std::cmp::Ordering;
use std::fmt;

use crate::model::action::Action;
use crate::model::field::words::{field_words, plain};
use crate::model::fold::{fold, fold_onto, nearest};
use crate::model::id::Ref;
use crate::model::kinds::Health;
use crate::model::record::{Field, Kind, Record};
use crate::model::register::Register;
use crate::model::value::Value;

/// What to sort by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// Due date.
    Due,
    /// Title.
    Title,
    /// State, from planned to dropped.
    State,
    /// Name of the lead.
    Lead,
    /// Progress.
    Progress,
    /// Colour, from green to red.
    Health,
    /// Last touched.
    Updated,
    /// Reference.
    Ref,
    /// Place in the tree.
    Node,
    /// Weight.
    Weight,
}

/// A sort key and its direction. Text form `due`, descending `-due`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// What by.
    pub key: SortKey,
    /// Highest first.
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Sort {
        Sort { key: SortKey::Ref, descending: false }
    }
}

/// The first of each key is the name it is printed with. What else people type for a field is in `field::words`.
const KEYS: &[(&str, SortKey)] = &[
    ("due", SortKey::Due),
    ("title", SortKey::Title),
    ("state", SortKey::State),
    ("lead", SortKey::Lead),
    ("progress", SortKey::Progress),
    ("health", SortKey::Health),
    ("updated", SortKey::Updated),
    ("gewijzigd", SortKey::Updated),
    ("ref", SortKey::Ref),
    ("nummer", SortKey::Ref),
    ("node", SortKey::Node),
    ("weight", SortKey::Weight),
];

/// Every word for a key.
fn key_words() -> impl Iterator<Item = (&'static str, SortKey)> {
    let of_fields = field_words(Kind::Action).filter_map(|(word, field)| {
        let key = match field {
            Field::due => SortKey::Due,
            Field::title => SortKey::Title,
            Field::state => SortKey::State,
            Field::lead => SortKey::Lead,
            Field::progress => SortKey::Progress,
            Field::health => SortKey::Health,
            Field::under => SortKey::Node,
            Field::weight => SortKey::Weight,
            _ => return None,
        };
        Some((word, key))
    });
    KEYS.iter().copied().chain(of_fields)
}

impl Sort {
    /// Reads `due`, `-due`, `einddatum`; otherwise the keys that were probably meant.
    pub fn parse(text: &str) -> Result<Sort, Vec<&'static str>> {
        let trimmed = text.trim();
        let (descending, name) = match trimmed.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, trimmed),
        };
        let name = plain(name);
        match key_words().find(|(known, _)| *known == name) {
            Some((_, key)) => Ok(Sort { key, descending }),
            None => Err(nearest(&name, key_words().map(|(known, _)| (known, known)))),
        }
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = KEYS.iter().find(|(_, key)| *key == self.key).map_or("", |(name, _)| name);
        write!(f, "{}{name}", if self.descending { "-" } else { "" })
    }
}

/// Sorts `found` (all of one kind) and keeps the first `limit`.
pub(super) fn order(register: &Register, found: Vec<Ref>, sort: Sort, limit: usize) -> Vec<Ref> {
    if sort.key == SortKey::Title {
        return by_title(register, found, sort.descending, limit);
    }
    let rank = Ranks::of(register, sort.key);
    let keyed = found.into_iter().map(|r| {
        let key = rank.key(register, sort.key, r).map_or(u64::MAX, |key| match sort.descending {
            // Absent ones stay last.
            true => u64::MAX - 1 - key.min(u64::MAX - 1),
            false => key.min(u64::MAX - 1),
        });
        (key, r)
    });
    let descending_refs = sort.key == SortKey::Ref && sort.descending;
    let mut keyed: Vec<(u64, Ref)> = keyed.collect();
    first(&mut keyed, limit, |a, b| match descending_refs {
        true => b.1.cmp(&a.1),
        false => a.cmp(b),
    });
    keyed.into_iter().map(|(_, r)| r).collect()
}

/// Sorts the first `limit` of `items` and drops the rest: work for the whole list is only one pass.
fn first<T>(items: &mut Vec<T>, limit: usize, compare: impl Fn(&T, &T) -> Ordering) {
    if limit == 0 {
        items.clear();
    } else if limit < items.len() {
        items.select_nth_unstable_by(limit - 1, &compare);
        items.truncate(limit);
    }
    items.sort_unstable_by(compare);
}

/// A title as it is compared: sixteen bytes of it as a number, which the whole list is sorted by, and where all of it is.
/// Only those that are equal so far are looked at again, sixteen bytes further on.
struct Titled {
    head: u128,
    from: u32,
    to: u32,
    item: Ref,
}

const HEAD: usize = 16;

fn by_title(register: &Register, found: Vec<Ref>, descending: bool, limit: usize) -> Vec<Ref> {
    let mut text = String::new();
    let mut titled: Vec<Titled> = Vec::with_capacity(found.len());
    for item in found {
        let from = text.len();
        fold_onto(&mut text, register.title(item));
        let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        titled.push(Titled { head: 0, from: at(from), to: at(text.len()), item });
    }
    let whole = |t: &Titled| text.as_bytes().get(t.from as usize..t.to as usize).unwrap_or(&[]);
    let mut todo = vec![(0..titled.len(), 0)];
    while let Some((range, depth)) = todo.pop() {
        let run = &mut titled[range.clone()];
        for title in run.iter_mut() {
            let mut head = [0; HEAD];
            let rest = whole(title).get(depth..).unwrap_or(&[]);
            for (slot, byte) in head.iter_mut().zip(rest) {
                *slot = *byte;
            }
            title.head = u128::from_be_bytes(head);
            // An empty title is an absent one, and last in either direction.
            if depth == 0 && rest.is_empty() {
                title.head = u128::MAX;
            } else if descending {
                title.head = u128::MAX - 1 - title.head.min(u128::MAX - 1);
            }
        }
        run.sort_unstable_by_key(|title| (title.head, title.item));
        let mut start = range.start;
        for same in run.chunk_by(|a, b| a.head == b.head) {
            let end = start + same.len();
            // Beyond the limit the order does not matter; a title that has ended is equal to its neighbours.
            if same.len() > 1 && start < limit && same.iter().any(|title| whole(title).len() > depth + HEAD) {
                todo.push((start..end, depth + HEAD));
            }
            start = end;
        }
    }
    titled.into_iter().map(|t| t.item).take(limit).collect()
}

/// What is computed once for a whole list: the order of contacts by name, or of nodes in the tree.
struct Ranks {
    by_num: Vec<u32>,
}

impl Ranks {
    fn of(register: &Register, key: SortKey) -> Ranks {
        let by_num = match key {
            SortKey::Lead => {
                let contacts = &register.tables().contacts;
                let mut names: Vec<(String, u32)> =
                    contacts.iter().map(|c| (fold(&c.title), c.num)).collect();
                names.sort_unstable();
                ranked(contacts.highest(), names.into_iter().map(|(_, num)| num))
            }
            SortKey::Node => tree_ranks(register),
            _ => Vec::new(),
        };
        Ranks { by_num }
    }

    fn of_num(&self, num: u32) -> Option<u64> {
        self.by_num.get(num as usize).filter(|rank| **rank != u32::MAX).map(|rank| u64::from(*rank))
    }

    /// The number to sort `r` by; `None` when it has none.
    fn key(&self, register: &Register, key: SortKey, r: Ref) -> Option<u64> {
        match register.action(r) {
            Some(action) => self.of_action(action, key),
            None => self.of_record(register.get(r)?, key),
        }
    }

    fn of_action(&self, action: &Action, key: SortKey) -> Option<u64> {
        match key {
            SortKey::Due => action.due.map(day_number),
            SortKey::State => Some(action.state as u64),
            SortKey::Lead => self.of_num(action.lead?.num),
            SortKey::Progress => Some(u64::from(action.progress.get())),
            SortKey::Health => action.health.map(|health| health as u64),
            SortKey::Updated => Some(moment(action.updated.0)),
            SortKey::Ref | SortKey::Title => Some(u64::from(action.num)),
            SortKey::Node => self.of_num(action.under?.num),
            SortKey::Weight => Some(u64::from(action.weight.get())),
        }
    }

    fn of_record(&self, record: &dyn Record, key: SortKey) -> Option<u64> {
        let text = |fields: &[Field]| {
            fields.iter().find_map(|field| match record.get(*field)? {
                Value::Text(text) => Some(text),
                _ => None,
            })
        };
        let reference = |fields: &[Field]| text(fields)?.parse::<Ref>().ok();
        match key {
            SortKey::Due => text(&super::eval::DUE_FIELDS)?.parse().ok().map(day_number),
            SortKey::State => {
                let word = text(&[Field::state, Field::stage])?;
                let spec =
                    record.fields().iter().find(|spec| matches!(spec.field, Field::state | Field::stage))?;
                match spec.shape {
                    crate::model::value::Shape::Word(words) => {
                        words.iter().position(|known| *known == word).map(|i| i as u64)
                    }
                    _ => None,
                }
            }
            SortKey::Lead => self.of_num(reference(&super::eval::LEAD_FIELDS)?.num),
            SortKey::Health => Health::from_word(&text(&[Field::health])?).map(|health| health as u64),
            SortKey::Progress | SortKey::Weight => {
                let field = if key == SortKey::Weight { Field::weight } else { Field::progress };
                match record.get(field)? {
                    Value::Int(number) => u64::try_from(number).ok(),
                    _ => None,
                }
            }
            SortKey::Updated => Some(moment(record.updated().0)),
            SortKey::Ref | SortKey::Title => Some(u64::from(record.reference().num)),
            SortKey::Node => {
                let r = record.reference();
                let node =
                    if r.kind == Kind::Node { Some(r) } else { reference(&[Field::under, Field::node]) };
                self.of_num(node?.num)
            }
        }
    }
}

/// The place of every node in the tree, by number.
pub(super) fn tree_ranks(register: &Register) -> Vec<u32> {
    let mut order = Vec::new();
    let mut todo: Vec<Ref> =
        register.tables().plans.iter().rev().map(|p| Ref::new(Kind::Plan, p.num)).collect();
    while let Some(at) = todo.pop() {
        if at.kind == Kind::Node {
            order.push(at.num);
        }
        todo.extend(register.children(at).rev().map(|node| node.reference()));
    }
    ranked(register.tables().nodes.highest(), order.into_iter())
}

/// The place of each number in `order`, by number up to `highest`; `u32::MAX` for those that are not in it.
pub(super) fn ranked(highest: u32, order: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut by_num = vec![u32::MAX; highest as usize + 1];
    for (rank, num) in order.enumerate() {
        if let Some(slot) = by_num.get_mut(num as usize) {
            *slot = u32::try_from(rank).unwrap_or(u32::MAX - 1);
        }
    }
    by_num
}

/// Days and moments as unsigned numbers in the same order.
fn day_number(day: crate::model::id::Day) -> u64 {
    let date = day.0;
    let (month, day) = (u64::from(date.month().unsigned_abs()), u64::from(date.day().unsigned_abs()));
    ((i64::from(date.year()) + 10_000).unsigned_abs() << 9) | month << 5 | day
}

fn moment(millis: i64) -> u64 {
    millis.wrapping_sub(i64::MIN) as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_goes_by_every_name_of_its_field() {
        for (words, key) in [
            ("due einddatum vervaldatum datum deadline", SortKey::Due),
            ("title titel naam name", SortKey::Title),
            ("state status", SortKey::State),
            ("lead trekker", SortKey::Lead),
            ("progress voortgang", SortKey::Progress),
            ("health kleur", SortKey::Health),
            ("node under onderwerp thema", SortKey::Node),
            ("weight gewicht", SortKey::Weight),
        ] {
            for word in words.split(' ') {
                assert_eq!(Sort::parse(word), Ok(Sort { key, descending: false }), "{word}");
            }
        }
        assert_eq!(Sort::parse("einddatm").unwrap_err(), ["einddatum"]);
    }

    proptest! {
        #[test]
        fn titles_come_in_their_folded_order_whatever_their_length(
            titles in prop::collection::vec("(aanpak |Aanpak overlast ){0,3}[abé ]{0,20}", 0..20),
            descending in any::<bool>(),
            limit in 0_usize..25,
        ) {
            let mut register = Register::new();
            for (num, title) in (1..).zip(&titles) {
                register.load(Action { num, title: title.clone(), ..Action::default() }.into());
            }
            let all: Vec<Ref> = register.tables().actions.iter().map(Record::reference).collect();
            let mut expected: Vec<(bool, String, Ref)> =
                all.iter().map(|r| (register.title(*r).is_empty(), fold(register.title(*r)), *r)).collect();
            expected.sort_by(|a, b| {
                let named = if descending { b.1.cmp(&a.1) } else { a.1.cmp(&b.1) };
                a.0.cmp(&b.0).then(named).then(a.2.cmp(&b.2))
            });
            let expected: Vec<Ref> = expected.into_iter().map(|(.., r)| r).take(limit).collect();
            prop_assert_eq!(by_title(&register, all, descending, limit), expected);
        }
    }
}
