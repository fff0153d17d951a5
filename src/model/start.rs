//! Beginning without a plan file: a municipality, its plan, and the Kernbeleid fields as themes.

use super::change::{Change, Draft, Label, Verb};
use super::id::{Day, Ref};
use super::kinds::{Level, NodeKind, SafetyField};
use super::operation::{Proposed, Refusal, checked_text};
use super::plan::{Municipality, Node, Plan};
use super::record::{Field, Kind};
use super::register::Register;
use super::value::Place;

/// What a new plan starts with. Titles are the caller's, as they are words of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlan {
    /// Name of the municipality.
    pub municipality: String,
    /// Title of the plan.
    pub title: String,
    /// First year of its period.
    pub from: i16,
    /// Last year of its period.
    pub to: i16,
    /// The themes, each with its field.
    pub themes: Vec<(SafetyField, String)>,
}

/// Proposes the municipality (the one of that name when there is one), the plan as a draft, and a theme per field.
///
/// # Errors
/// `EmptyTitle` when a name is blank, `TooLong` when one is too long, `PeriodReversed` when the plan would end before it
/// begins.
pub fn start_plan(register: &Register, new: &NewPlan) -> Proposed {
    let named = |text: &str| match checked_text(Field::title, text)? {
        empty if empty.is_empty() => Err(Refusal::EmptyTitle),
        title => Ok(title),
    };
    let (name, title) = (named(&new.municipality)?, named(&new.title)?);
    if new.from > new.to {
        return Err(Refusal::PeriodReversed(new.from, new.to));
    }
    let mut changes = Vec::new();
    let known = register.tables().municipalities.iter().find(|m| m.title == name).map(|m| m.num);
    let municipality =
        Ref::new(Kind::Municipality, known.unwrap_or(register.next_ref(Kind::Municipality).num));
    if known.is_none() {
        let item = Municipality { num: municipality.num, title: name, ..Municipality::default() };
        changes.push(Change::Insert(item.into()));
    }
    let plan = register.next_ref(Kind::Plan);
    let item = Plan {
        num: plan.num,
        title: title.clone(),
        municipalities: vec![municipality],
        from: Day::new(new.from, 1, 1),
        to: Day::new(new.to, 12, 31),
        ..Plan::default()
    };
    changes.push(Change::Insert(item.into()));
    let first = register.next_ref(Kind::Node).num;
    for (index, (field, theme)) in (0_u32..).zip(&new.themes) {
        let node = Node {
            num: first + index,
            title: named(theme)?,
            node_kind: NodeKind::Theme,
            // The same distance between siblings as nodes get that are added one by one.
            place: Some(Place { parent: plan, rank: u64::from(index + 1) << 20 }),
            level: Some(Level::Local),
            safety_field: Some(*field),
            ..Node::default()
        };
        changes.push(Change::Insert(node.into()));
    }
    let label = Label { verb: Verb::StartPlan, subject: Some(plan), title, detail: String::new() };
    Ok(Draft { label, changes })
}

#[cfg(test)]
mod tests {
    use super::super::apply::apply;
    use super::super::id::Stamp;
    use super::*;

    #[test]
    fn a_plan_begins_with_its_municipality_and_a_theme_per_field() {
        let mut register = Register::new();
        let themes = SafetyField::ALL.iter().map(|field| (*field, field.word().to_owned())).collect();
        let new = NewPlan {
            municipality: " Waterland ".into(),
            title: "Veiligheidsplan".into(),
            from: 2027,
            to: 2030,
            themes,
        };
        let reversed = NewPlan { from: 2030, to: 2027, ..new.clone() };
        assert_eq!(start_plan(&register, &reversed), Err(Refusal::PeriodReversed(2030, 2027)));
        let long = NewPlan { municipality: "x".repeat(1001), ..new.clone() };
        assert_eq!(start_plan(&register, &long), Err(Refusal::TooLong { field: Field::title, limit: 1000 }));
        let draft = start_plan(&register, &new).unwrap();
        apply(&mut register, &draft.changes, Stamp(1)).unwrap();
        let plan = Ref::new(Kind::Plan, 1);
        let fields: Vec<_> = register.children(plan).map(|node| node.safety_field).collect();
        assert_eq!(fields, SafetyField::ALL.iter().copied().map(Some).collect::<Vec<_>>());
        let again = start_plan(&register, &NewPlan { municipality: "Waterland".into(), ..new }).unwrap();
        assert!(apply(&mut register, &again.changes, Stamp(2)).is_ok());
        assert_eq!(register.tables().municipalities.len(), 1, "the same municipality is not entered twice");
    }
}
