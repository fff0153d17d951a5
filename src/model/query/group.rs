//! What a query finds, divided into groups: by field, theme, lead, partner, due date, colour or state.
//!
//! Owns the groups and their order. Within a group the order of the list is kept; an action is in one group.

use std::collections::HashMap;

use super::sort::{ranked, tree_ranks};
use crate::model::action::Action;
use crate::model::fold::fold;
use crate::model::id::{Day, Ref};
use crate::model::kinds::{ActionState, Health, SafetyField};
use crate::model::record::{Kind, Record};
use crate::model::register::Register;
use crate::model::rollup;

/// What to group by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// Kernbeleid field, that of the node where the action has none.
    Field,
    /// Theme: the node that the action stands under.
    Node,
    /// Lead.
    Lead,
    /// First partner.
    Partner,
    /// Due date: overdue, this week, next week, then by month.
    Due,
    /// Colour, red first.
    Health,
    /// State.
    State,
}

impl Grouping {
    /// Every grouping, in the order in which they are offered.
    pub const ALL: &'static [Grouping] = &[
        Grouping::Field,
        Grouping::Node,
        Grouping::Lead,
        Grouping::Partner,
        Grouping::Due,
        Grouping::Health,
        Grouping::State,
    ];

    /// The stable word, as in saved filters.
    pub const fn word(self) -> &'static str {
        match self {
            Grouping::Field => "field",
            Grouping::Node => "node",
            Grouping::Lead => "lead",
            Grouping::Partner => "partner",
            Grouping::Due => "due",
            Grouping::Health => "health",
            Grouping::State => "state",
        }
    }

    /// The grouping whose word is `word`.
    pub fn from_word(word: &str) -> Option<Grouping> {
        Grouping::ALL.iter().copied().find(|grouping| grouping.word() == word)
    }

    /// The group that `action` belongs to.
    pub fn of(self, register: &Register, action: &Action, today: Day) -> Group {
        match self {
            Grouping::Field => Group::Field(register.field_of(action)),
            Grouping::Node => Group::Node(action.under),
            Grouping::Lead => Group::Lead(action.lead),
            Grouping::Partner => Group::Partner(action.partners.first().copied()),
            Grouping::Due => Group::Due(Span::of(action, today)),
            Grouping::Health => Group::Health(action.health),
            Grouping::State => Group::State(action.state),
        }
    }
}

/// A group: what its actions have in common; `None`: that they have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the variants are those of Grouping")]
pub enum Group {
    Field(Option<SafetyField>),
    Node(Option<Ref>),
    Lead(Option<Ref>),
    Partner(Option<Ref>),
    Due(Span),
    Health(Option<Health>),
    State(ActionState),
}

/// A span of due dates. Weeks begin on Monday (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Span {
    /// Open and due before today.
    Overdue,
    /// From today to Sunday.
    ThisWeek,
    /// The week after.
    NextWeek,
    /// The rest of a month: year, and month from 1.
    Month(i16, i8),
    /// Without a due date.
    Never,
}

impl Span {
    fn of(action: &Action, today: Day) -> Span {
        let Some(due) = action.due else { return Span::Never };
        if rollup::is_overdue(action, today) {
            return Span::Overdue;
        }
        let monday = today.plus(-i64::from(today.0.weekday().to_monday_zero_offset()));
        match due.since(monday) {
            0..7 => Span::ThisWeek,
            7..14 => Span::NextWeek,
            _ => Span::Month(due.year(), due.0.month()),
        }
    }
}

/// Divides `found` (actions) into groups in their order: fields and states as in their vocabularies, red before green,
/// themes as in the tree, people and partners by name, dates ascending; those that have none last.
pub fn group(register: &Register, found: &[Ref], by: Grouping, today: Day) -> Vec<(Group, Vec<Ref>)> {
    let mut at: HashMap<Group, usize> = HashMap::new();
    let mut groups: Vec<(Group, Vec<Ref>)> = Vec::new();
    for r in found {
        let Some(action) = register.action(*r) else { continue };
        let key = by.of(register, action, today);
        let index = *at.entry(key).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        groups[index].1.push(*r);
    }
    let rank = ranks(register, by);
    let of_ref =
        |r: Option<Ref>| r.and_then(|r| rank.get(r.num as usize)).map_or(u64::MAX, |rank| u64::from(*rank));
    groups.sort_by_key(|(group, _)| match group {
        Group::Field(field) => field.map_or(u64::MAX, |field| field as u64),
        Group::Node(r) | Group::Lead(r) | Group::Partner(r) => of_ref(*r),
        Group::Due(Span::Overdue) => 0,
        Group::Due(Span::ThisWeek) => 1,
        Group::Due(Span::NextWeek) => 2,
        Group::Due(Span::Month(year, month)) => {
            3 + (u64::from(year.unsigned_abs()) << 4) + u64::from(month.unsigned_abs())
        }
        Group::Due(Span::Never) => u64::MAX,
        Group::Health(health) => match health {
            Some(Health::Red) => 0,
            Some(Health::Orange) => 1,
            Some(Health::Green) => 2,
            None => 3,
        },
        Group::State(state) => *state as u64,
    });
    groups
}

/// The order of the items that the groups of `by` are about, by number.
fn ranks(register: &Register, by: Grouping) -> Vec<u32> {
    let named = |kind: Kind| {
        let mut names: Vec<(String, u32)> = Vec::new();
        register.tables().visit(kind, &mut |record: &dyn Record| {
            names.push((fold(record.title()), record.reference().num))
        });
        names.sort_unstable();
        ranked(register.tables().highest(kind), names.into_iter().map(|(_, num)| num))
    };
    match by {
        Grouping::Node => tree_ranks(register),
        Grouping::Lead => named(Kind::Contact),
        Grouping::Partner => named(Kind::Partner),
        Grouping::Field | Grouping::Due | Grouping::Health | Grouping::State => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::partner::Contact;
    use crate::model::record::Item;

    fn today() -> Day {
        "2026-11-25".parse().unwrap()
    }

    fn register() -> Register {
        let mut register = Register::new();
        for (num, title) in [(1, "Zeger Aalders"), (2, "Anna de Wit")] {
            register.load(Item::Contact(Contact { num, title: title.into(), ..Contact::default() }));
        }
        type Row = (Option<&'static str>, Option<Health>, Option<u32>, ActionState);
        let rows: [Row; 7] = [
            (Some("2026-11-24"), Some(Health::Green), Some(1), ActionState::InProgress),
            (Some("2026-11-24"), None, None, ActionState::Done),
            (Some("2026-11-29"), Some(Health::Red), Some(2), ActionState::Planned),
            (Some("2026-11-30"), Some(Health::Orange), Some(1), ActionState::Planned),
            (Some("2026-12-07"), None, None, ActionState::Planned),
            (None, None, None, ActionState::Planned),
            (Some("2027-01-02"), None, Some(2), ActionState::Waiting),
        ];
        for (num, (due, health, lead, state)) in (1..).zip(rows) {
            let due = due.map(|day| day.parse().unwrap());
            let lead = lead.map(|num| Ref::new(Kind::Contact, num));
            register.load(Item::Action(Action { num, due, health, lead, state, ..Action::default() }));
        }
        register
    }

    fn grouped(by: Grouping) -> Vec<(Group, Vec<u32>)> {
        let register = register();
        let all: Vec<Ref> = register.tables().actions.iter().map(Record::reference).collect();
        let groups = group(&register, &all, by, today());
        groups.into_iter().map(|(key, refs)| (key, refs.into_iter().map(|r| r.num).collect())).collect()
    }

    #[test]
    fn dates_fall_into_weeks_from_monday_and_then_into_months() {
        let month = |year, month| Group::Due(Span::Month(year, month));
        let expected = [
            (Group::Due(Span::Overdue), vec![1]),
            (Group::Due(Span::ThisWeek), vec![2, 3]),
            (Group::Due(Span::NextWeek), vec![4]),
            (month(2026, 12), vec![5]),
            (month(2027, 1), vec![7]),
            (Group::Due(Span::Never), vec![6]),
        ];
        assert_eq!(grouped(Grouping::Due), expected);
    }

    #[test]
    fn people_come_by_name_red_comes_first_and_nothing_comes_last() {
        let lead = |num| Group::Lead(Some(Ref::new(Kind::Contact, num)));
        let expected = [(lead(2), vec![3, 7]), (lead(1), vec![1, 4]), (Group::Lead(None), vec![2, 5, 6])];
        assert_eq!(grouped(Grouping::Lead), expected);
        let colours: Vec<Group> = grouped(Grouping::Health).into_iter().map(|(key, _)| key).collect();
        let expected = [Some(Health::Red), Some(Health::Orange), Some(Health::Green), None];
        assert_eq!(colours, expected.map(Group::Health));
    }

    #[test]
    fn every_action_is_in_exactly_one_group_whatever_it_is_grouped_by() {
        for by in Grouping::ALL {
            let mut all: Vec<u32> = grouped(*by).into_iter().flat_map(|(_, nums)| nums).collect();
            all.sort_unstable();
            assert_eq!(all, [1, 2, 3, 4, 5, 6, 7], "{by:?}");
            assert_eq!(Grouping::from_word(by.word()), Some(*by));
        }
    }
}
