//! What client and server say to each other, once they have greeted.
//!
//! Owns the messages; `wire` says how they travel. Those of a newer program may have more in them; a change that an older one
//! would get wrong raises `wire::PROTOCOL`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::change::{Draft, Entry};
use crate::model::erasure::{Erasing, Mentions};
use crate::model::id::{Actor, EntryId, Ref, Stamp};
use crate::model::ledger::{Beginning, EntryHead, Outline, Unwritten};
use crate::model::record::Field;

/// What a client says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Say {
    /// The first message: what it came for.
    Attach {
        /// It wants the register, and every entry from then on. One that only asks a thing or two does without.
        follows: bool,
        /// Who it says to be, where the account that serves the register speaks for several people; not believed of others.
        #[serde(default)]
        name: Option<String>,
    },
    /// A question; the answer has its number.
    Ask {
        /// Its number, of the client's own counting.
        id: u64,
        /// What it asks.
        what: Question,
    },
    /// It has lost the thread: it wants the register afresh.
    Afresh,
    /// What its user looks at.
    At {
        /// The item; `None` when nothing in particular.
        item: Option<Ref>,
        /// Whether a field of it is being edited.
        editing: bool,
    },
}

/// What can be asked. Each stands for the method of `Ledger` of its name.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// To record a draft. The moment is the server's.
    Append {
        /// What the client knows it by. One that has been recorded already, for the same person, is answered and not recorded again.
        #[serde(default)]
        id: Option<EntryId>,
        /// What.
        draft: Draft,
        /// The entry that it takes back.
        undoes: Option<u64>,
    },
    /// An entry, whole.
    Entry(u64),
    /// An entry without its changes.
    Outline(u64),
    /// Who made an entry, and what it takes back.
    Head(u64),
    /// The entry that erased something from an entry.
    ErasedBy(u64),
    /// Where somebody who is to be erased is named. Only for those who may erase.
    Mentions(Erasing),
    /// The first changes of an entry.
    Beginning {
        /// The entry.
        seq: u64,
        /// Only those about this item.
        about: Option<Ref>,
        /// How many at least.
        most: usize,
    },
    /// The latest entry that concerns an item. So much of the record is searched at a time as others can wait for.
    LatestConcerning {
        /// The item.
        target: Ref,
        /// From this entry on.
        first: u64,
        /// To this one.
        last: u64,
    },
    /// The latest entry that touched an item, or a field of it.
    LatestTouching {
        /// The item.
        target: Ref,
        /// The field.
        field: Option<Field>,
        /// After this entry.
        since: u64,
    },
    /// The source text of a plan.
    Source(String),
    /// To keep the source text of a plan: name and text.
    KeepSource(String, String),
    /// To carry out a command there.
    Run(Errand),
    /// How the server is.
    Status,
    /// To end. Only for those who may.
    Stop,
}

/// What is answered.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is recorded under this number, or there was nothing to record. The entry itself has been sent before.
    Written(Option<u64>),
    /// An entry.
    Entry(Option<Entry>),
    /// An entry without its changes.
    Outline(Option<Outline>),
    /// Who made it.
    Head(Option<EntryHead>),
    /// Its first changes.
    Beginning(Option<Beginning>),
    /// The number of an entry.
    Seq(Option<u64>),
    /// Where somebody is named.
    Mentions(Mentions),
    /// None down to this entry; those before it are to be asked for.
    Before(u64),
    /// Number, actor and moment of an entry.
    Touched(Option<(u64, Actor, Stamp)>),
    /// A text.
    Text(Option<String>),
    /// The name that it is kept under.
    Name(String),
    /// What a command printed.
    Ran(Ran),
    /// How the server is.
    Status(Status),
    /// It is done.
    Done,
}

/// A command that is carried out where the register is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Errand {
    /// Its words, the program's name first.
    pub args: Vec<String>,
    /// The language: `nl` or `en`.
    pub lang: String,
    /// Whether it may use colours.
    pub color: bool,
    /// Columns of the terminal; `None` without one.
    pub width: Option<usize>,
    /// The variable `TZ`.
    pub zone: Option<String>,
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ran {
    /// What it printed.
    pub out: String,
    /// What it printed on standard error.
    pub err: String,
    /// How it ended.
    pub code: u8,
}

/// How a server is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Its process.
    pub pid: u32,
    /// Since when.
    pub since: Stamp,
    /// The last entry.
    pub head: u64,
    /// Who is attached.
    pub people: Vec<Person>,
    /// Those of them who are persons in the register, by account: reference and name.
    #[serde(default)]
    pub known: BTreeMap<String, (Ref, String)>,
}

/// Somebody who is attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The connection: one person may have several.
    pub id: u64,
    /// Who.
    pub actor: Actor,
    /// What they look at.
    pub item: Option<Ref>,
    /// Whether they edit a field of it.
    pub editing: bool,
}

/// What the server says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tell {
    /// To a client that attaches: who it is taken for.
    Welcome {
        /// The number of the connection.
        id: u64,
        /// Who.
        actor: Actor,
        /// The last entry.
        head: u64,
        /// Whether it may record.
        may_write: bool,
    },
    /// The register follows, in so many blocks.
    Snapshot {
        /// The entry after which it was so.
        head: u64,
        /// How many frames with blocks follow.
        blocks: u64,
    },
    /// An entry was recorded.
    Entry(Entry),
    /// The record goes on to this entry, in which there is nothing for this client.
    Passed(u64),
    /// The answer to a question.
    Answer {
        /// Its number.
        id: u64,
        /// The answer, or why there is none.
        what: Result<Answer, Unwritten>,
    },
    /// Who is attached now.
    People(Vec<Person>),
    /// The connection ends.
    Ends(Ending),
}

/// Why a server ends a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// It was told to stop.
    Stopping,
    /// This account may not use the register.
    NotAllowed {
        /// The account.
        account: String,
    },
    /// The system did not say in time who this account is: its number.
    Unidentified {
        /// The account.
        uid: u32,
    },
    /// What this account may do has changed: it attaches afresh.
    Regranted,
    /// There are as many connections as it takes.
    Full {
        /// How many that is.
        most: usize,
    },
    /// What was said is no sentence of this protocol.
    Garbled,
}
