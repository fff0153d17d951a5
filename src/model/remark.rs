//! What deserves a second look after an entry: nothing that is refused, but nothing to pass over in silence either.
//!
//! Owns the one list of such remarks; the workbench and the command line word them alike.

use super::change::{Change, Entry};
use super::field::looks_like_bsn;
use super::id::{Day, Ref};
use super::record::{Field, Kind};
use super::register::Register;
use super::rollup::past_programme_year;
use super::value::Value;

/// One remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The due date that an action was given falls after its programme year.
    PastYear {
        /// The date.
        due: Day,
        /// The year.
        year: i16,
    },
    /// A text contains what looks like a citizen service number.
    CitizenNumber,
    /// Something was marked confidential, which keeps those from it who come through a server and are not cleared.
    Confidential,
    /// A contact was: of that only some fields are kept from them.
    ConfidentialContact,
}

/// The remarks on `entry`, each kind at most once; `register` is as the entry left it.
pub fn remarks(register: &Register, entry: &Entry) -> Vec<Remark> {
    let mut found = Vec::new();
    found.extend(entry.label.subject.and_then(|r| past_year(register, entry, r)));
    if entry.changes.iter().any(|change| texts(change, |text| looks_like_bsn(text).is_some())) {
        found.push(Remark::CitizenNumber);
    }
    let is_contact = |change: &&Change| change.target().kind == Kind::Contact;
    let (contacts, others): (Vec<_>, Vec<_>) =
        entry.changes.iter().filter(|change| makes_confidential(change)).partition(is_contact);
    found.extend((!others.is_empty()).then_some(Remark::Confidential));
    found.extend((!contacts.is_empty()).then_some(Remark::ConfidentialContact));
    found
}

fn past_year(register: &Register, entry: &Entry, r: Ref) -> Option<Remark> {
    let given = entry.changes.iter().any(|change| match change {
        Change::Set { target, field: Field::due | Field::year | Field::programme, .. } => *target == r,
        Change::Insert(item) => item.record().reference() == r,
        _ => false,
    });
    let action = register.action(r).filter(|_| given)?;
    let due = action.due?;
    past_programme_year(register, action, due).map(|year| Remark::PastYear { due, year })
}

/// Whether `test` holds for a text that the change puts into the register.
fn texts(change: &Change, test: impl Fn(&str) -> bool) -> bool {
    let holds = |value: &Value| match value {
        Value::Text(text) => test(text),
        Value::Texts(texts) => texts.iter().any(|text| test(text)),
        _ => false,
    };
    match change {
        Change::Set { after, .. } => holds(after),
        Change::Insert(item) => {
            let record = item.record();
            record.fields().iter().any(|spec| record.get(spec.field).as_ref().is_some_and(holds))
        }
        Change::Remove(_) | Change::Move { .. } => false,
    }
}

fn makes_confidential(change: &Change) -> bool {
    match change {
        Change::Set { field: Field::confidential, after, .. } => *after == Value::Bool(true),
        Change::Insert(item) => item.record().get(Field::confidential) == Some(Value::Bool(true)),
        _ => false,
    }
}
