//! Changes and entries: the only way in which a register is ever altered, as data.
//!
//! Owns `Change`, `Entry`, their inverse, and `Label`, which says what an entry was in terms that the
//! screen can put into either language. `apply` carries them out; `store` keeps them.

use serde::{Deserialize, Serialize};

use super::id::{Actor, EntryId, Ref, Stamp};
use super::record::{Field, Item};
use super::value::{Place, Value};

/// One alteration of a register. Each carries what it needs to be checked and to be taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A new item, under a number that is free.
    Insert(Item),
    /// An item taken out, as it was.
    Remove(Item),
    /// One field, from the value it must still have to the new one.
    Set {
        /// The item.
        target: Ref,
        /// The field.
        field: Field,
        /// The value it must have now.
        before: Value,
        /// The value it gets.
        after: Value,
    },
    /// A node to another place in the tree.
    Move {
        /// The node.
        target: Ref,
        /// Where it must stand now.
        before: Place,
        /// Where it goes.
        after: Place,
    },
}

impl Change {
    /// The change that takes this one back.
    pub fn inverse(&self) -> Change {
        match self.clone() {
            Change::Insert(item) => Change::Remove(item),
            Change::Remove(item) => Change::Insert(item),
            Change::Set { target, field, before, after } => {
                Change::Set { target, field, before: after, after: before }
            }
            Change::Move { target, before, after } => Change::Move { target, before: after, after: before },
        }
    }

    /// The item that is altered.
    pub fn target(&self) -> Ref {
        match self {
            Change::Insert(item) | Change::Remove(item) => item.record().reference(),
            Change::Set { target, .. } | Change::Move { target, .. } => *target,
        }
    }
}

/// The changes that take `changes` back: their inverses, last first.
pub fn inverse(changes: &[Change]) -> Vec<Change> {
    changes.iter().rev().map(Change::inverse).collect()
}

/// What an entry was, as data: the screen words it in its own language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The operation.
    pub verb: Verb,
    /// The item it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Ref>,
    /// That item's title at the time, or the name of what was read (a file).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The new value or the count, where that says more.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// The operations by name. Stable: they stand in journals.
#[allow(missing_docs, reason = "the variants are the operations of the same name")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    AddAction,
    AddItem,
    RemoveItem,
    SetField,
    CompleteAction,
    ReopenAction,
    DropAction,
    RecordProgress,
    MoveDue,
    MoveNode,
    ImportPlan,
    ImportActions,
    ImportContacts,
    StartPlan,
    CreateDemo,
    Undo,
    Redo,
    Repair,
    Erase,
}

impl Verb {
    /// The name as it stands in journals and in `regie log --json`.
    pub const fn word(self) -> &'static str {
        match self {
            Verb::AddAction => "add_action",
            Verb::AddItem => "add_item",
            Verb::RemoveItem => "remove_item",
            Verb::SetField => "set_field",
            Verb::CompleteAction => "complete_action",
            Verb::ReopenAction => "reopen_action",
            Verb::DropAction => "drop_action",
            Verb::RecordProgress => "record_progress",
            Verb::MoveDue => "move_due",
            Verb::MoveNode => "move_node",
            Verb::ImportPlan => "import_plan",
            Verb::ImportActions => "import_actions",
            Verb::ImportContacts => "import_contacts",
            Verb::StartPlan => "start_plan",
            Verb::CreateDemo => "create_demo",
            Verb::Undo => "undo",
            Verb::Redo => "redo",
            Verb::Repair => "repair",
            Verb::Erase => "erase",
        }
    }
}

/// Everything that happened at once, by one actor: applied whole or not at all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Place in the journal, from 1 without gaps.
    pub seq: u64,
    /// What its maker knows it by; `None` when it was recorded where it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<EntryId>,
    /// When it was committed.
    pub at: Stamp,
    /// Who did it.
    pub actor: Actor,
    /// What it was.
    pub label: Label,
    /// The entry that this one takes back.
    pub undoes: Option<u64>,
    /// The alterations, in order.
    pub changes: Vec<Change>,
}

/// An entry that has not been committed: what an operation proposes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What it is.
    pub label: Label,
    /// The alterations, in order; empty when nothing would change.
    pub changes: Vec<Change>,
}
