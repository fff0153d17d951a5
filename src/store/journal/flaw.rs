//! What can be wrong with a journal, and where.

use std::io;
use std::path::PathBuf;

use crate::model::apply::Conflict;
use crate::model::id::Ref;
use crate::model::record::Field;

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It does not have the form of a line.
    NotALine,
    /// Its payload is not the one it was written with.
    Payload,
    /// Its own numbers, moment or chain are not those it was written with.
    Header,
    /// It does not follow the line before it.
    Order,
    /// The entry's further lines are missing though others follow.
    Incomplete,
    /// The segment file is missing.
    SegmentMissing,
    /// The line is whole, but its entry cannot be carried out on the register before it. Only where: the values are somebody's.
    DoesNotApply {
        /// The item.
        item: Ref,
        /// Which of its fields, if it is about one.
        field: Option<Field>,
    },
    /// The line is whole, but holds what this version cannot read.
    Unreadable(String),
    /// Its payload has been replaced, and no entry says that it was erased.
    NotErased,
    /// The journal ends here, though entries up to this number were recorded.
    EndsEarly {
        /// The last of them.
        known: u64,
        /// What says so.
        by: Witness,
    },
}

/// What says up to which entry a journal goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// The state, or who has read the journal before.
    State,
    /// `journal/acknowledged`.
    Acknowledged,
}

impl Flaw {
    /// That an entry cannot be carried out, as `conflict` says.
    pub(in crate::store) fn does_not_apply(conflict: &Conflict) -> Flaw {
        let (item, field) = match conflict {
            Conflict::Taken(item) | Conflict::Missing(item) | Conflict::Withheld(item) => (*item, None),
            Conflict::Changed { target, field, .. }
            | Conflict::BadValue { target, field, .. }
            | Conflict::Dangling { from: target, field, .. }
            | Conflict::Reserved { target, field } => (*target, Some(*field)),
            Conflict::Referenced { target, .. } => (*target, None),
            Conflict::Cycle { node, .. } => (*node, None),
            Conflict::SameAccount { target, .. } => (*target, Some(Field::account)),
        };
        Flaw::DoesNotApply { item, field }
    }

    /// That a payload cannot be read. Only where: the words of `why` quote what stands there.
    pub(in crate::store) fn unreadable(why: &serde_json::Error) -> Flaw {
        Flaw::Unreadable(format!("payload:{}", why.column()))
    }
}

/// Where a journal is damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Number of the segment file.
    pub segment: u32,
    /// Line in it, from 1.
    pub line: u64,
    /// The entry that stands or should stand there.
    pub seq: u64,
    /// What is wrong.
    pub why: Flaw,
}

/// Why a journal could not be read.
#[derive(Debug)]
pub(in crate::store) enum JournalError {
    Io(PathBuf, io::Error),
    Damaged(Damage),
    Future { segment: u32, line: u64, version: u32 },
}
