//! Carrying out changes: the only code that alters a register.
//!
//! `apply` takes a list of changes whole or not at all. Each change is checked against the register as
//! it stands at that point (free number, unchanged field, existing references, no ring in the tree),
//! so that entries by different people can never leave it inconsistent.

use serde::{Deserialize, Serialize};

use super::change::{Change, inverse};
use super::id::{Ref, Stamp};
use super::record::{Field, Item, Kind, Record, SetError};
use super::register::Register;
use super::value::Value;

/// Why a change cannot be carried out on the register as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Conflict {
    /// The number is taken, or is not a number from 1.
    Taken(Ref),
    /// There is no such item.
    Missing(Ref),
    /// A field no longer has the value that the change starts from.
    Changed {
        /// The item.
        target: Ref,
        /// The field.
        field: Field,
        /// The value the change expected.
        expected: Value,
        /// The value it has.
        found: Value,
    },
    /// The field does not take that value, or the item has no such field.
    BadValue {
        /// The item.
        target: Ref,
        /// The field.
        field: Field,
        /// The value.
        value: Value,
    },
    /// A field would refer to something that is not there, or is of a kind that does not fit.
    Dangling {
        /// The item that refers.
        from: Ref,
        /// The field.
        field: Field,
        /// What is not there.
        to: Ref,
    },
    /// Other items still refer to it, so it cannot be removed.
    Referenced {
        /// The item to be removed.
        target: Ref,
        /// Some of those that refer to it.
        by: Vec<Ref>,
        /// How many references there are.
        count: u32,
    },
    /// A node would come to stand under itself.
    Cycle {
        /// The node.
        node: Ref,
        /// The place it should go to.
        under: Ref,
    },
    /// It cannot be done by somebody who is not cleared, as something confidential goes with it (see `veil`).
    Withheld(Ref),
    /// Somebody else logs in as that already.
    SameAccount {
        /// The contact.
        target: Ref,
        /// Who has the account.
        holder: Ref,
        /// The account.
        account: String,
    },
    /// Only an administrator changes that field.
    Reserved {
        /// The item.
        target: Ref,
        /// The field.
        field: Field,
    },
}

/// Carries out `changes` in order at moment `at`. On a conflict the register is as it was before, and the conflict
/// of the first change that could not be carried out comes back.
pub fn apply(register: &mut Register, changes: &[Change], at: Stamp) -> Result<(), Conflict> {
    apply_revocably(register, changes, at).map(|_| ())
}

/// When each item was last touched before changes were carried out: what `revoke` needs.
#[derive(Clone, Debug)]
pub struct Touched(Vec<(Ref, Stamp)>);

/// As `apply`; what comes back lets `revoke` restore the register exactly, moments of last touch included.
pub fn apply_revocably(register: &mut Register, changes: &[Change], at: Stamp) -> Result<Touched, Conflict> {
    let mut touched: Vec<(Ref, Stamp)> = Vec::with_capacity(changes.len());
    for (done, change) in changes.iter().enumerate() {
        let target = change.target();
        let before = register.get(target).map_or(Stamp::default(), Record::updated);
        if let Err(conflict) = apply_one(register, change, at) {
            take_back(register, &changes[..done], &touched);
            return Err(conflict);
        }
        touched.push((target, before));
    }
    Ok(Touched(touched))
}

/// Takes back `changes`, which were the last to be carried out: for an entry that could not be made durable.
pub fn revoke(register: &mut Register, changes: &[Change], touched: &Touched) {
    take_back(register, changes, &touched.0);
}

/// Undoes the changes that were carried out before one failed; they cannot conflict, nothing came between.
fn take_back(register: &mut Register, done: &[Change], touched: &[(Ref, Stamp)]) {
    for (change, (target, stamp)) in inverse(done).iter().zip(touched.iter().rev()) {
        let restored = apply_one(register, change, *stamp);
        debug_assert!(restored.is_ok(), "taking back {change:?}: {restored:?}");
        if let Some(record) = register.tables.get_mut(*target) {
            record.touch(*stamp);
        }
    }
}

fn apply_one(register: &mut Register, change: &Change, at: Stamp) -> Result<(), Conflict> {
    match change {
        Change::Insert(item) => insert(register, item, at),
        Change::Remove(item) => remove(register, item),
        Change::Set { target, field, before, after } => {
            expect(register, *target, *field, before)?;
            if *field == Field::place {
                // A place is altered by moving only, which guards against rings.
                return Err(Conflict::BadValue { target: *target, field: *field, value: after.clone() });
            }
            assign(register, *target, *field, after, at)
        }
        Change::Move { target, before, after } => {
            expect(register, *target, Field::place, &Value::Text(before.to_string()))?;
            if register.get(after.parent).is_none() {
                return Err(Conflict::Dangling { from: *target, field: Field::place, to: after.parent });
            }
            if after.parent == *target || register.ancestors(after.parent).contains(target) {
                return Err(Conflict::Cycle { node: *target, under: after.parent });
            }
            assign(register, *target, Field::place, &Value::Text(after.to_string()), at)
        }
    }
}

/// Checks that `field` of `target` still holds `before`.
fn expect(register: &Register, target: Ref, field: Field, before: &Value) -> Result<(), Conflict> {
    let record = register.get(target).ok_or(Conflict::Missing(target))?;
    match record.get(field) {
        Some(found) if found == *before => Ok(()),
        Some(found) => Err(Conflict::Changed { target, field, expected: before.clone(), found }),
        None => Err(Conflict::BadValue { target, field, value: before.clone() }),
    }
}

fn assign(
    register: &mut Register,
    target: Ref,
    field: Field,
    after: &Value,
    at: Stamp,
) -> Result<(), Conflict> {
    let Some(mut item) = register.tables.item(target) else { return Err(Conflict::Missing(target)) };
    let record = item.record_mut();
    record.set(field, after).map_err(|_: SetError| Conflict::BadValue {
        target,
        field,
        value: after.clone(),
    })?;
    if record.get(field).as_ref() != Some(after) {
        // A second spelling of a value (5 for 5.0) could not be taken back: its inverse would not find it.
        return Err(Conflict::BadValue { target, field, value: after.clone() });
    }
    check_refs(register, record)?;
    record.touch(at);
    check_account(register, &item)?;
    if let Some(old) = register.tables.get(target) {
        register.index.drop_item(old, &register.tables);
    }
    put(register, item);
    Ok(())
}

fn insert(register: &mut Register, item: &Item, at: Stamp) -> Result<(), Conflict> {
    let record = item.record();
    let target = record.reference();
    if target.num == 0 || register.get(target).is_some() {
        return Err(Conflict::Taken(target));
    }
    check_refs(register, record)?;
    check_account(register, item)?;
    let mut item = item.clone();
    item.record_mut().touch(at);
    put(register, item);
    Ok(())
}

fn remove(register: &mut Register, item: &Item) -> Result<(), Conflict> {
    let expected = item.record();
    let target = expected.reference();
    let found = register.get(target).ok_or(Conflict::Missing(target))?;
    for spec in found.fields() {
        let (want, have) = (expected.get(spec.field), found.get(spec.field));
        if want != have {
            let or_null = |value: Option<Value>| value.unwrap_or(Value::Null);
            return Err(Conflict::Changed {
                target,
                field: spec.field,
                expected: or_null(want),
                found: or_null(have),
            });
        }
    }
    let count = register.inbound(target);
    if count > 0 {
        return Err(Conflict::Referenced { target, by: register.referrers(target, 5), count });
    }
    if let Some(found) = register.tables.get(target) {
        register.index.drop_item(found, &register.tables);
    }
    register.tables.take(target);
    Ok(())
}

fn put(register: &mut Register, item: Item) {
    let target = item.record().reference();
    register.tables.put(item);
    if let Some(record) = register.tables.get(target) {
        register.index.add(record, &register.tables);
    }
}

/// No two contacts log in as the same.
fn check_account(register: &Register, item: &Item) -> Result<(), Conflict> {
    let Item::Contact(contact) = item else { return Ok(()) };
    let target = contact.reference();
    match register.person(contact.account.as_str()).map(Record::reference).filter(|holder| *holder != target)
    {
        Some(holder) => {
            let account = contact.account.as_str().to_owned();
            Err(Conflict::SameAccount { target, holder, account })
        }
        None => Ok(()),
    }
}

/// Every reference must point at something that is there, of the kind that the field is about.
fn check_refs(register: &Register, record: &dyn Record) -> Result<(), Conflict> {
    let from = record.reference();
    let mut wrong = None;
    record.visit_refs(&mut |field, to| {
        if wrong.is_none() && (!fits(field, to.kind) || to == from || register.get(to).is_none()) {
            wrong = Some(Conflict::Dangling { from, field, to });
        }
    });
    wrong.map_or(Ok(()), Err)
}

/// Which kinds a reference field may point at.
pub fn fits(field: Field, kind: Kind) -> bool {
    match field {
        Field::place => matches!(kind, Kind::Plan | Kind::Node),
        Field::under | Field::node | Field::nodes => kind == Kind::Node,
        Field::lead | Field::deputy | Field::chair | Field::administrative_lead | Field::project_lead => {
            kind == Kind::Contact
        }
        Field::attendees | Field::participants => matches!(kind, Kind::Contact | Kind::Partner),
        Field::partner | Field::partners | Field::parties => kind == Kind::Partner,
        Field::municipalities => kind == Kind::Municipality,
        Field::plan | Field::predecessor | Field::successor | Field::superseded_by => kind == Kind::Plan,
        Field::programme => kind == Kind::Programme,
        Field::indicator => kind == Kind::Indicator,
        Field::action | Field::triaged => kind == Kind::Action,
        Field::series => kind == Kind::MeetingSeries,
        Field::meeting => kind == Kind::Meeting,
        Field::hotspot => kind == Kind::Hotspot,
        Field::items => true,
        _ => false,
    }
}
