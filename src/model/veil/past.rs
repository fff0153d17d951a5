//! Entries as they are shown to somebody who sees the veiled register.
//!
//! Owns what is left of an entry and its label, judged by what is hidden now: what is no longer confidential shows its
//! past, what has become so hides it. Of items that are gone it counts how they were last; which of them were seen is known
//! of those that went while the veil followed, and of the others as far as it has looked back. The rest stays hidden.

use super::{Gone, Veil, above, goes_with_mark, is_marked};
use crate::model::bulk;
use crate::model::change::{Change, Entry, Label};
use crate::model::id::Ref;
use crate::model::proposal::lost_items;
use crate::model::record::{Item, Kind, Record};
use crate::model::redirect;
use crate::model::value::{AccountName, Value};

impl Veil {
    /// What may be shown of an entry; `None` when nothing is left of it. Values are without hidden references; a move from
    /// or to under a hidden node is left out whole.
    pub fn entry(&self, entry: Entry) -> Option<Entry> {
        let changes: Vec<Change> = entry.changes.iter().filter_map(|change| self.change(change)).collect();
        if changes.is_empty() && !entry.changes.is_empty() {
            return None;
        }
        let label = self.label_of(&entry.label, &entry.changes, &changes);
        Some(Entry { label, changes, ..entry })
    }

    /// What may be shown of the label of an entry with these `changes` on the whole register. One about a hidden item says
    /// only what sort of operation it was.
    pub fn label(&self, label: &Label, changes: &[Change]) -> Label {
        let left: Vec<Change> = changes.iter().filter_map(|change| self.change(change)).collect();
        self.label_of(label, changes, &left)
    }

    /// Learns from an entry which of the items that are gone now were seen last. Entries from before the veil was made are
    /// told newest first; those it has followed it knows.
    pub fn look_back(&mut self, entry: &Entry) {
        for change in entry.changes.iter().rev() {
            let Change::Remove(item) = change else { continue };
            let record = item.record();
            let r = record.reference();
            let is_there = self.register.get(r).is_some() || self.hidden.contains(&r);
            if is_there || self.gone.contains_key(&r) {
                continue;
            }
            let above = above(record);
            let hidden_above = !above.is_empty() && above.iter().all(|r| !self.sees(*r));
            let gone = match item {
                Item::Contact(contact) if contact.confidential => Gone::WithoutNote,
                _ if is_marked(record) || hidden_above => Gone::Hidden,
                _ => Gone::Seen,
            };
            self.gone.insert(r, gone);
        }
    }

    /// Whether the remarks of a contact may be shown as they once were.
    fn sees_note(&self, contact: Ref) -> bool {
        match self.register.contact(contact) {
            Some(contact) => !contact.confidential,
            None => self.gone.get(&contact) == Some(&Gone::Seen),
        }
    }

    fn change(&self, change: &Change) -> Option<Change> {
        let target = change.target();
        if !self.sees(target) {
            return None;
        }
        let to = |r: Ref| self.sees(r).then_some(r);
        Some(match change {
            Change::Insert(item) => Change::Insert(self.item(item)),
            Change::Remove(item) => Change::Remove(self.item(item)),
            Change::Set { field, .. }
                if goes_with_mark(*field) && target.kind == Kind::Contact && !self.sees_note(target) =>
            {
                return None;
            }
            Change::Set { field, before, after, .. } => {
                let value = |old: &Value| {
                    redirect::value(target.kind, *field, old, &to).unwrap_or_else(|| old.clone())
                };
                let (was, is) = (value(before), value(after));
                // A step from one hidden reference to another; one that was none already has been erased, and is shown as that.
                if was == is && before != after {
                    return None;
                }
                Change::Set { target, field: *field, before: was, after: is }
            }
            Change::Move { before, after, .. } => {
                to(before.parent).and(to(after.parent))?;
                change.clone()
            }
        })
    }

    fn item(&self, item: &Item) -> Item {
        let mut item = redirect::item(item, &|r| self.sees(r).then_some(r)).unwrap_or_else(|| item.clone());
        if let Item::Contact(contact) = &mut item
            && !self.sees_note(contact.reference())
        {
            contact.note.clear();
            contact.account = AccountName::default();
        }
        item
    }

    /// `left` is what is shown of `all`.
    fn label_of(&self, label: &Label, all: &[Change], left: &[Change]) -> Label {
        let mut label = label.clone();
        if label.subject.is_some_and(|r| !self.sees(r)) {
            label.subject = None;
            label.title.clear();
            label.detail.clear();
            return label;
        }
        if left == all {
            return label;
        }
        if label.subject.is_none() && bulk::names_items(&label.title) {
            label.title = bulk::named(&subjects(left));
        }
        let led_to_hidden = |change: &Change| match change {
            Change::Move { before, after, .. } => !self.sees(before.parent) || !self.sees(after.parent),
            _ => false,
        };
        if let Ok(count) = label.detail.parse::<usize>() {
            label.detail = count.saturating_sub(lost_items(all, left)).to_string();
        } else if all.iter().any(led_to_hidden) {
            // The title of where it went.
            label.detail.clear();
        } else {
            label.detail = names_left(&label.detail, all, left);
        }
        label
    }
}

/// What the changes are about, in order: a note is about its action.
fn subjects(changes: &[Change]) -> Vec<Ref> {
    let mut found = Vec::new();
    for change in changes {
        let r = match change {
            Change::Insert(Item::ProgressNote(note)) | Change::Remove(Item::ProgressNote(note)) => {
                note.action
            }
            _ => Some(change.target()),
        };
        found.extend(r.filter(|r| !found.contains(r)));
    }
    found
}

/// A detail that lists the fields that were set, without those of which nothing is left; another detail as it is.
fn names_left(detail: &str, all: &[Change], left: &[Change]) -> String {
    let sets = |changes: &[Change], name: &str| {
        changes.iter().any(|change| matches!(change, Change::Set { field, .. } if field.word() == name))
    };
    let names = detail.split(", ").filter(|name| !sets(all, name) || sets(left, name));
    names.collect::<Vec<&str>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::change::Verb;
    use crate::model::erasure::{MARK, Traces, blank, blank_label};
    use crate::model::id::{Actor, Stamp};
    use crate::model::partner::Contact;
    use crate::model::record::Field;
    use crate::model::register::Register;

    #[test]
    fn what_was_erased_is_seen_as_that() {
        let contact = Ref::new(Kind::Contact, 1);
        let item = Contact { num: 1, title: "Karin de Wit".into(), ..Contact::default() };
        let phone = Change::Set {
            target: contact,
            field: Field::phone,
            before: Value::Null,
            after: Value::Text("06-12345678".into()),
        };
        let entries =
            [Change::Insert(item.clone().into()), phone, Change::Remove(item.into())].map(|mut change| {
                blank(&mut change, contact);
                let title = "Karin de Wit".to_owned();
                let mut label =
                    Label { verb: Verb::SetField, subject: Some(contact), title, detail: "phone".into() };
                blank_label(&mut label, contact, &Traces::default());
                let actor = Actor("k.smit".into());
                Entry { seq: 1, at: Stamp(0), actor, label, undoes: None, id: None, changes: vec![change] }
            });
        let mut veil = Veil::new(&Register::new());
        entries.iter().rev().for_each(|entry| veil.look_back(entry));
        for entry in entries {
            assert_eq!(entry.label.title, MARK);
            assert_eq!(veil.entry(entry.clone()), Some(entry));
        }
    }
}
