//! What partners and contact persons carry: the open actions that rest on them, and the agreements with them.
//!
//! Owns an index of the whole register, made in one pass and kept up to date by what entries change. A contact carries
//! the actions of which they are the lead; a partner those in which it is involved and those of its contacts. Used by
//! the view Partners.

use super::change::Change;
use super::id::Ref;
use super::record::{Field, Kind};
use super::register::Register;

/// An entry with more changes than this is not followed one by one: making the index afresh takes a few milliseconds,
/// following a change some dozens of microseconds.
const FOLLOWED_CHANGES: usize = 64;

/// What one of them carries, by number, lowest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Open actions.
    pub actions: Vec<u32>,
    /// Agreements, ended ones too.
    pub agreements: Vec<u32>,
}

/// The index.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    /// By partner number; at 0 what belongs to no partner: the actions of contacts without one, agreements without parties.
    partners: Vec<Load>,
    contacts: Vec<Load>,
}

static NOTHING: Load = Load { actions: Vec::new(), agreements: Vec::new() };

fn at(loads: &mut Vec<Load>, num: u32) -> &mut Load {
    let index = num as usize;
    if loads.len() <= index {
        loads.resize(index + 1, Load::default());
    }
    &mut loads[index]
}

fn put(list: &mut Vec<u32>, num: u32) {
    if list.last().is_none_or(|last| *last < num) {
        list.push(num);
    } else if let Err(slot) = list.binary_search(&num) {
        list.insert(slot, num);
    }
}

fn take(list: &mut Vec<u32>, num: u32) {
    if let Ok(slot) = list.binary_search(&num) {
        list.remove(slot);
    }
}

impl Carried {
    /// The index of `register`. Work: a pass over its actions and agreements.
    pub fn of(register: &Register) -> Carried {
        let tables = register.tables();
        let mut carried = Carried {
            partners: vec![Load::default(); tables.partners.highest() as usize + 1],
            contacts: vec![Load::default(); tables.contacts.highest() as usize + 1],
        };
        tables.actions.iter().for_each(|action| carried.add_action(action.num, register));
        tables.agreements.iter().for_each(|agreement| carried.add_agreement(agreement.num, register));
        carried
    }

    /// What a partner or contact carries; nothing for others. Contacts have no agreements of their own.
    pub fn load(&self, r: Ref) -> &Load {
        let loads = match r.kind {
            Kind::Partner => &self.partners,
            Kind::Contact => &self.contacts,
            _ => return &NOTHING,
        };
        loads.get(r.num as usize).unwrap_or(&NOTHING)
    }

    /// Follows what an entry changed; `register` is as it is after it.
    pub fn follow(&mut self, changes: &[Change], register: &Register) {
        let moved = |change: &Change| {
            change.target().kind == Kind::Contact
                && matches!(change, Change::Set { field: Field::partner, .. })
        };
        if changes.len() > FOLLOWED_CHANGES || changes.iter().any(moved) {
            *self = Carried::of(register);
            return;
        }
        for change in changes {
            let num = change.target().num;
            match change.target().kind {
                Kind::Action => {
                    let loads = self.partners.iter_mut().chain(&mut self.contacts);
                    loads.for_each(|load| take(&mut load.actions, num));
                    self.add_action(num, register);
                }
                Kind::Agreement => {
                    self.partners.iter_mut().for_each(|load| take(&mut load.agreements, num));
                    self.add_agreement(num, register);
                }
                _ => {}
            }
        }
    }

    fn add_action(&mut self, num: u32, register: &Register) {
        let action = register.tables().actions.get(num).filter(|action| action.is_open());
        let Some(action) = action else { return };
        for partner in &action.partners {
            put(&mut at(&mut self.partners, partner.num).actions, num);
        }
        if let Some(lead) = action.lead {
            put(&mut at(&mut self.contacts, lead.num).actions, num);
            let partner = register.contact(lead).and_then(|contact| contact.partner);
            put(&mut at(&mut self.partners, partner.map_or(0, |r| r.num)).actions, num);
        }
    }

    fn add_agreement(&mut self, num: u32, register: &Register) {
        let Some(agreement) = register.tables().agreements.get(num) else { return };
        for partner in &agreement.parties {
            put(&mut at(&mut self.partners, partner.num).agreements, num);
        }
        if agreement.parties.is_empty() {
            put(&mut at(&mut self.partners, 0).agreements, num);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::action::Action;
    use crate::model::apply::apply;
    use crate::model::id::Stamp;
    use crate::model::kinds::ActionState;
    use crate::model::partner::{Agreement, Contact, Partner};
    use crate::model::record::Item;

    fn partner(num: u32) -> Ref {
        Ref::new(Kind::Partner, num)
    }

    fn contact(num: u32) -> Ref {
        Ref::new(Kind::Contact, num)
    }

    /// Two partners; contacts 1 at the first, 2 at the second, 3 at none; an agreement with the first and one with nobody.
    fn register() -> Register {
        let mut register = Register::new();
        for num in 1..=2 {
            register.load(Partner { num, title: format!("P{num}"), ..Partner::default() }.into());
        }
        for (num, at) in [(1, Some(1)), (2, Some(2)), (3, None)] {
            let partner = at.map(partner);
            register.load(Contact { num, title: format!("C{num}"), partner, ..Contact::default() }.into());
        }
        for (num, parties) in [(1, vec![partner(1)]), (2, Vec::new())] {
            register
                .load(Agreement { num, title: format!("V{num}"), parties, ..Agreement::default() }.into());
        }
        register
    }

    fn action(num: u32, lead: Option<u32>, partners: &[u32], state: ActionState) -> Item {
        Action {
            num,
            title: format!("A{num}"),
            lead: lead.map(contact),
            partners: partners.iter().map(|n| partner(*n)).collect(),
            state,
            ..Action::default()
        }
        .into()
    }

    #[test]
    fn a_contact_carries_what_they_lead_and_a_partner_what_it_or_its_contacts_are_in() {
        let mut register = register();
        for item in [
            action(1, Some(1), &[], ActionState::Planned),
            action(2, Some(2), &[1, 2], ActionState::Waiting),
            action(3, Some(1), &[1], ActionState::Done),
            action(4, Some(3), &[], ActionState::InProgress),
            action(5, None, &[2], ActionState::Dropped),
        ] {
            register.load(item);
        }
        let carried = Carried::of(&register);
        assert_eq!(carried.load(contact(1)).actions, [1], "a done one is carried no more");
        assert_eq!(carried.load(contact(2)).actions, [2]);
        assert_eq!(carried.load(partner(1)), &Load { actions: vec![1, 2], agreements: vec![1] });
        assert_eq!(carried.load(partner(2)).actions, [2], "once, though by two ways");
        assert_eq!(carried.load(partner(0)), &Load { actions: vec![4], agreements: vec![2] });
    }

    proptest! {
        #[test]
        fn following_changes_gives_what_making_it_afresh_gives(
            steps in prop::collection::vec((1_u32..6, prop::option::of(1_u32..4), 0_u32..4, 0_usize..5, any::<bool>()), 0..30),
        ) {
            let mut register = register();
            let mut carried = Carried::of(&register);
            for (num, lead, mask, state, contact_moves) in steps {
                let r = Ref::new(Kind::Action, num);
                let partners: Vec<u32> = [1, 2].into_iter().filter(|n| mask & n > 0).collect();
                let mut changes: Vec<Change> = register.tables().item(r).map(Change::Remove).into_iter().collect();
                if state < ActionState::ALL.len() {
                    changes.push(Change::Insert(action(num, lead, &partners, ActionState::ALL[state])));
                }
                if contact_moves {
                    let target = contact(1);
                    let of = |n: Option<Ref>| n.map_or(crate::model::value::Value::Null, |r| {
                        crate::model::value::Value::Text(r.to_string())
                    });
                    let before = register.contact(target).and_then(|c| c.partner);
                    let after = if before.is_some() { None } else { Some(partner(2)) };
                    changes.push(Change::Set { target, field: Field::partner, before: of(before), after: of(after) });
                }
                apply(&mut register, &changes, Stamp(0)).unwrap();
                carried.follow(&changes, &register);
            }
            let fresh = Carried::of(&register);
            for r in (0..4).flat_map(|n| [partner(n), contact(n)]) {
                prop_assert_eq!(carried.load(r), fresh.load(r), "{}", r);
            }
        }
    }
}
