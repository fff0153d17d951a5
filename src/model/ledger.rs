//! What the workbench and the command line see of the record, wherever it lives; and undo over it.
//!
//! Owns the `Ledger` trait (register, commit, entries), which the embedded store and the client of a server implement, and
//! undo/redo, which are rules of the register, not of a storage.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::apply::Conflict;
use super::change::{Change, Draft, Entry, Label, Verb, inverse};
use super::erasure::{Erased, Erasing, Mentions, Traces, is_blank};
use super::id::{Actor, Ref, Stamp};
use super::record::{Field, Kind};
use super::register::Register;
use super::value::Value;

/// Why nothing can be written just now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadOnly {
    /// Another process holds the register.
    Held {
        /// Its process id; 0 when unknown.
        pid: u32,
        /// The account it runs under; empty when unknown.
        user: String,
        /// Since when, RFC 3339; empty when unknown.
        since: String,
    },
    /// The folder or disk does not allow it: the operating system's own words.
    Folder(String),
    /// The disk is full.
    DiskFull,
    /// Somebody else has written to the record since it was opened here, though it was ours to write.
    Overtaken,
    /// The server that holds the register does not answer.
    Away,
    /// The server that held the register was told to stop.
    Stopped,
    /// The server was replaced by one of another version, which does not understand this program: its name.
    OtherVersion(String),
    /// Whoever asks may only read.
    Viewer,
    /// The account, of this name, may not use the register any more.
    NotAllowed(String),
}

/// Why an entry was not written. The register and the journal are as they were, unless it is `Doubtful`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Unwritten {
    /// Somebody changed what the entry starts from, or it breaks a rule of the register.
    Conflict(Conflict),
    /// The register is open for reading only.
    ReadOnly(ReadOnly),
    /// An entry that is asked for can no longer be read as it was written.
    Damaged {
        /// The entry.
        seq: u64,
        /// The file and line where it stands.
        place: String,
    },
    /// No answer came: the entry may have been written and may not.
    Doubtful,
    /// Only administrators may do it.
    NotAdmin,
    /// Only administrators who see what is confidential may do it.
    NotCleared,
    /// An entry cannot be taken back, as that would bring back what was erased.
    Erased {
        /// The entry.
        seq: u64,
        /// The entry that erased something from it; itself when it is the one that erased.
        by: u64,
    },
    /// Writing or reading failed: what, where, and the operating system's words.
    Failed(String),
}

impl From<Conflict> for Unwritten {
    fn from(conflict: Conflict) -> Unwritten {
        Unwritten::Conflict(conflict)
    }
}

/// The outline of an entry: enough to find out what can be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryHead {
    /// Its place.
    pub seq: u64,
    /// Who did it.
    pub actor: Actor,
    /// The entry it takes back.
    pub undoes: Option<u64>,
}

/// Whether what `ledger` had of `contact` has been erased.
pub fn was_erased(ledger: &dyn Ledger, contact: Ref) -> bool {
    if ledger.register().contact(contact).is_some() {
        return false;
    }
    let last = ledger.latest_concerning(contact, 1, ledger.head()).ok().flatten();
    let changes = last.and_then(|seq| ledger.beginning(seq, Some(contact), 1).ok().flatten());
    changes.is_some_and(|beginning| beginning.changes.iter().any(is_blank))
}

/// An entry without its changes: what a list of entries shows of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// Its place.
    pub seq: u64,
    /// When it was committed.
    pub at: Stamp,
    /// Who did it.
    pub actor: Actor,
    /// What it was.
    pub label: Label,
    /// The entry it takes back.
    pub undoes: Option<u64>,
    /// How many bytes it takes in the record; 0 when that is not known. What reading it whole costs follows from it.
    pub bytes: u64,
}

/// The first changes of an entry (or of those that concern one item), and how many there are in all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Beginning {
    /// The first changes, in order.
    pub changes: Vec<Change>,
    /// How many there are.
    pub total: usize,
    /// The latest entry that erased something from it, as `erased_by` says.
    #[serde(default)]
    pub erased: Option<u64>,
}

/// What came of following the record.
#[derive(Clone, Debug, PartialEq)]
pub enum Followed {
    /// These entries have come, in order.
    Entries(Vec<Entry>),
    /// The last entry known was taken out of the record again, and the register loaded afresh: everything derived from it
    /// is to be made anew.
    Anew,
    /// Somebody's data was erased from the record, and the register loaded afresh: as for `Anew`, but nothing was taken back.
    Erased,
    /// The copy of the register was made afresh, as the way to the record had been lost: as for `Anew`, but nothing was taken
    /// back.
    Again,
}

/// Somebody else who works with the same register just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// Who.
    pub actor: Actor,
    /// What they look at; `None` when nothing in particular.
    pub item: Option<Ref>,
    /// Whether they edit a field of it.
    pub editing: bool,
}

/// Called when something has come that `follow` would tell of; from any thread.
pub type Wake = Box<dyn Fn() + Send>;

/// The record of a register: its state, and the entries that it adds up from.
pub trait Ledger {
    /// The state after the last entry.
    fn register(&self) -> &Register;

    /// The last entry's number; 0 before the first.
    fn head(&self) -> u64;

    /// Who acts through this ledger.
    fn actor(&self) -> &Actor;

    /// Why writing is refused just now; `None` when it is not.
    fn read_only(&self) -> Option<ReadOnly>;

    /// What is wrong beside the record, in words for the user: nothing is lost by it, but it should be known. `None` when
    /// all is well.
    fn trouble(&self) -> Option<String> {
        None
    }

    /// Checks `draft` against the register, makes it durable and applies it. On an error nothing has changed, unless that is
    /// `Doubtful`: whoever hands in the same once more then gets the entry of the first time, if it was written. A draft without
    /// changes is not written: `Ok(None)`.
    fn append(&mut self, draft: Draft, undoes: Option<u64>, at: Stamp) -> Result<Option<Entry>, Unwritten>;

    /// Hands in once more what was left in doubt and takes an entry back by `verb` (undo or redo), unless something else was
    /// recorded since; `None` when there is no such thing. Else the next one would be taken back as well.
    fn resume(&mut self, verb: Verb) -> Option<Result<Option<Entry>, Unwritten>> {
        let _ = verb;
        None
    }

    /// Where the person who is `wanted` erased is named in what was written of other items, now and in the past.
    ///
    /// # Errors
    /// As those of `erase`.
    fn mentions(&self, wanted: &Erasing) -> Result<Mentions, Unwritten> {
        let _ = wanted;
        Err(Unwritten::NotAdmin)
    }

    /// Takes everything that the record has of the `wanted` contact out of it: see `erasure`. Nothing brings it back.
    ///
    /// # Errors
    /// Why not: among others that this ledger cannot, or that whoever asks may not. Everything is as it was.
    fn erase(&mut self, wanted: &Erasing, at: Stamp) -> Result<Erased, Unwritten> {
        let _ = (wanted, at);
        Err(Unwritten::NotAdmin)
    }

    /// Carries out what others have appended to the record since, for a ledger that only reads; the new entries, in order. A
    /// ledger that writes has none: nobody else does. Cheap when there is nothing new.
    ///
    /// An entry may be seen a moment before it is durable. When its writer fails to make it so, it is taken out again and
    /// nobody was promised it: that is `Anew`, at the look that finds it gone or another in its place.
    ///
    /// # Errors
    /// Why they cannot be read, at each look again; the register is as it was.
    fn follow(&mut self) -> Result<Followed, Unwritten> {
        Ok(Followed::Entries(Vec::new()))
    }

    /// What those are known by of whose erasure `follow` told last, as far as they stood here until then. Whoever asks has it, and
    /// nothing of it stays.
    fn take_erased(&mut self) -> Traces {
        Traces::default()
    }

    /// Has `wake` called whenever `follow` would have something to tell, for a ledger that hears of it. Others are asked now
    /// and then.
    fn on_news(&mut self, wake: Wake) {
        drop(wake);
    }

    /// Who else works with the register just now; `None` for a ledger that nobody shares.
    fn others(&self) -> Option<Vec<Other>> {
        None
    }

    /// Tells the others what this user looks at, and whether they edit a field of it. Nothing is lost when nobody hears.
    fn look_at(&self, item: Option<Ref>, editing: bool) {
        let _ = (item, editing);
    }

    /// The outline of entry `seq`.
    fn entry_head(&self, seq: u64) -> Result<Option<EntryHead>, Unwritten>;

    /// Entry `seq`, whole.
    fn entry(&self, seq: u64) -> Result<Option<Entry>, Unwritten>;

    /// Entry `seq` without its changes; at a cost that does not grow with them, where the ledger can.
    fn outline(&self, seq: u64) -> Result<Option<Outline>, Unwritten> {
        Ok(self.entry(seq)?.map(|entry| {
            let Entry { seq, at, actor, label, undoes, .. } = entry;
            Outline { seq, at, actor, label, undoes, bytes: 0 }
        }))
    }

    /// The latest entry that erased something from entry `seq`; `None` when none has, or this ledger cannot tell.
    fn erased_by(&self, seq: u64) -> Result<Option<u64>, Unwritten> {
        let _ = seq;
        Ok(None)
    }

    /// At least the first `most` changes of entry `seq`, or all of them; of those that concern `about` when it is given.
    fn beginning(&self, seq: u64, about: Option<Ref>, most: usize) -> Result<Option<Beginning>, Unwritten> {
        let _ = most;
        let Some(mut entry) = self.entry(seq)? else { return Ok(None) };
        entry.changes.retain(|change| about.is_none_or(|item| concerns(change, item)));
        let erased = self.erased_by(seq)?;
        Ok(Some(Beginning { total: entry.changes.len(), changes: entry.changes, erased }))
    }

    /// The latest entry from `first` to `last` (both included) that concerns `target`.
    ///
    /// # Errors
    /// Among others `Damaged` with the number of an entry that cannot be read; those below it may still concern the item.
    fn latest_concerning(&self, target: Ref, first: u64, last: u64) -> Result<Option<u64>, Unwritten> {
        for seq in (first.max(1)..=last.min(self.head())).rev() {
            if self
                .entry(seq)?
                .is_some_and(|entry| entry.changes.iter().any(|change| concerns(change, target)))
            {
                return Ok(Some(seq));
            }
        }
        Ok(None)
    }

    /// The latest entry after `since` that touched `target`, and there `field` when one is given: number, actor, moment.
    fn latest_touching(
        &self,
        target: Ref,
        field: Option<Field>,
        since: u64,
    ) -> Result<Option<(u64, Actor, Stamp)>, Unwritten> {
        self.touched_within(target, field, since.saturating_add(1), self.head())
    }

    /// As `latest_touching`, of the entries from `first` to `last`.
    ///
    /// # Errors
    /// As for `latest_concerning`.
    fn touched_within(
        &self,
        target: Ref,
        field: Option<Field>,
        first: u64,
        mut last: u64,
    ) -> Result<Option<(u64, Actor, Stamp)>, Unwritten> {
        // What touches an item concerns it.
        while let Some(seq) = self.latest_concerning(target, first, last)? {
            if let Some(entry) = self.entry(seq)?
                && entry.changes.iter().any(|change| touches(change, target, field))
            {
                return Ok(Some((entry.seq, entry.actor, entry.at)));
            }
            last = seq - 1;
        }
        Ok(None)
    }

    /// Keeps `text` as the unsaved draft called `name` (letters, digits, dashes), outside the journal; `None` drops it.
    fn keep_draft(&mut self, name: &str, text: Option<&str>) -> Result<(), Unwritten>;

    /// The unsaved drafts that were kept, as (name, text), oldest first.
    fn drafts(&self) -> Vec<(String, String)>;

    /// Keeps `text` as the source of a plan, durable before the entry that names it. Yields the name it is kept under: `wanted`
    /// made fit for a file name, with a number when that name has another text.
    ///
    /// # Errors
    /// Why it is not kept; then the entry should not be written.
    fn keep_source(&mut self, wanted: &str, text: &str) -> Result<String, Unwritten>;

    /// The stored source text of a plan by its file name; `None` when it is not there.
    ///
    /// # Errors
    /// It cannot be read, or who keeps it does not answer.
    fn source_text(&self, file: &str) -> Result<Option<String>, Unwritten>;
}

/// Why undo or redo did nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum NotUndone {
    /// There is nothing of this actor's to undo (or redo).
    Nothing,
    /// There is no such entry.
    NoSuchEntry(u64),
    /// Somebody else's entry; only own ones can be undone.
    NotYours {
        /// The entry.
        seq: u64,
        /// Whose it is.
        actor: Actor,
    },
    /// It has been undone already.
    AlreadyUndone(u64),
    /// What it left has been changed since.
    Changed {
        /// The entry that was to be taken back.
        label: Label,
        /// What stands in the way.
        conflict: Box<Conflict>,
        /// The entry that changed it: number, actor, moment; `None` when it was not found.
        by: Option<(u64, Actor, Stamp)>,
    },
    /// Writing failed.
    Unwritten(Unwritten),
}

impl From<Unwritten> for NotUndone {
    fn from(reason: Unwritten) -> NotUndone {
        NotUndone::Unwritten(reason)
    }
}

/// What was taken back, and the entry that did it.
#[derive(Clone, Debug, PartialEq)]
pub struct Undone {
    /// The label of the entry that was taken back (for redo: of the entry that is in force again).
    pub what: Label,
    /// The new entry.
    pub entry: Entry,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Undo,
    Redo,
}

impl Way {
    fn verb(self) -> Verb {
        match self {
            Way::Undo => Verb::Undo,
            Way::Redo => Verb::Redo,
        }
    }
}

/// Takes back this actor's latest entry that is still in force.
pub fn undo(ledger: &mut dyn Ledger, at: Stamp) -> Result<Undone, NotUndone> {
    take_back_latest(ledger, Way::Undo, at)
}

/// Takes back this actor's latest undo, as long as they have done nothing else since.
pub fn redo(ledger: &mut dyn Ledger, at: Stamp) -> Result<Undone, NotUndone> {
    take_back_latest(ledger, Way::Redo, at)
}

fn take_back_latest(ledger: &mut dyn Ledger, way: Way, at: Stamp) -> Result<Undone, NotUndone> {
    if let Some(resumed) = ledger.resume(way.verb()) {
        let entry = resumed?.ok_or(NotUndone::Nothing)?;
        return Ok(Undone { what: known_by(ledger, &entry.label, entry.undoes)?, entry });
    }
    let target = latest(ledger, way)?.ok_or(NotUndone::Nothing)?;
    take_back(ledger, target, way, at)
}

/// Takes back entry `seq`, which must be this actor's and still in force. An undo is redone by the same call.
pub fn undo_entry(ledger: &mut dyn Ledger, seq: u64, at: Stamp) -> Result<Undone, NotUndone> {
    let head = ledger.entry_head(seq)?.ok_or(NotUndone::NoSuchEntry(seq))?;
    if head.actor != *ledger.actor() {
        return Err(NotUndone::NotYours { seq, actor: head.actor });
    }
    let mut taken = TakenBack::new(ledger);
    while taken.reached() > seq {
        taken.look_back(ledger)?;
    }
    if taken.by(seq).is_some() {
        return Err(NotUndone::AlreadyUndone(seq));
    }
    // What takes back an undo does the work again; what takes back that undoes it once more, and so on.
    let (mut way, mut below) = (Way::Undo, head.undoes);
    while let Some(undone) = below {
        way = if way == Way::Undo { Way::Redo } else { Way::Undo };
        below = ledger.entry_head(undone)?.and_then(|head| head.undoes);
    }
    take_back(ledger, seq, way, at)
}

/// Which entries have been taken back, and by which: as far as the record has been looked through from its end. An entry
/// is in force unless a later one in force undoes it.
#[derive(Clone, Debug)]
pub struct TakenBack {
    by: HashMap<u64, u64>,
    reached: u64,
}

impl TakenBack {
    /// Nothing has been looked at yet.
    pub fn new(ledger: &dyn Ledger) -> TakenBack {
        TakenBack { by: HashMap::new(), reached: ledger.head() + 1 }
    }

    /// The entries from this number on are known.
    pub fn reached(&self) -> u64 {
        self.reached
    }

    /// The entry that took `seq` back and is in force; `None` too when `seq` has not been reached.
    pub fn by(&self, seq: u64) -> Option<u64> {
        self.by.get(&seq).copied()
    }

    /// Goes on to the entry before. One that cannot be read counts as one that takes nothing back.
    ///
    /// # Errors
    /// Why it could not be read.
    pub fn look_back(&mut self, ledger: &dyn Ledger) -> Result<(), Unwritten> {
        self.reached = self.reached.saturating_sub(1);
        let head = ledger.entry_head(self.reached)?;
        if let Some(undone) = head.and_then(|head| head.undoes)
            && self.by(self.reached).is_none()
        {
            self.by.insert(undone, self.reached);
        }
        Ok(())
    }

    /// Takes in the new entry `seq`: what it takes back is out of force, what that one had taken back is in force again,
    /// and so on.
    ///
    /// # Errors
    /// Why one of these entries could not be read.
    pub fn add(&mut self, ledger: &dyn Ledger, seq: u64) -> Result<(), Unwritten> {
        let (mut at, mut in_force) = (seq, true);
        while let Some(undone) = ledger.entry_head(at)?.and_then(|head| head.undoes) {
            if in_force {
                self.by.insert(undone, at);
            } else {
                self.by.remove(&undone);
            }
            (at, in_force) = (undone, !in_force);
        }
        Ok(())
    }
}

/// Walks back over this actor's entries. An entry is in force unless a later one in force undoes it. Undo looks for the
/// latest ordinary entry in force; redo for the latest undo in force with no ordinary entry in force after it.
fn latest(ledger: &dyn Ledger, way: Way) -> Result<Option<u64>, Unwritten> {
    let mut dead = HashSet::new();
    // Redo entries stand for the ordinary entry that they revived.
    for seq in (1..=ledger.head()).rev() {
        let Some(head) = ledger.entry_head(seq)? else { continue };
        if head.actor != *ledger.actor() || dead.contains(&seq) {
            continue;
        }
        match head.undoes {
            None if way == Way::Undo => return Ok(Some(seq)),
            None => return Ok(None),
            Some(undone) => {
                dead.insert(undone);
                let undid_an_undo =
                    || ledger.entry_head(undone).map(|h| h.is_some_and(|h| h.undoes.is_some()));
                if way == Way::Redo && !undid_an_undo()? {
                    return Ok(Some(seq));
                }
            }
        }
    }
    Ok(None)
}

/// What people know an entry by that is labelled `label` and takes back `undoes`: the label of the ordinary entry at the root
/// of a chain of undo and redo.
///
/// # Errors
/// Why an entry of the chain could not be read.
pub fn known_by(ledger: &dyn Ledger, label: &Label, undoes: Option<u64>) -> Result<Label, Unwritten> {
    let (mut what, mut root) = (label.clone(), undoes);
    while let Some(below) = root {
        let Some(lower) = ledger.outline(below)? else { break };
        (what, root) = (lower.label, lower.undoes);
    }
    Ok(what)
}

fn take_back(ledger: &mut dyn Ledger, seq: u64, way: Way, at: Stamp) -> Result<Undone, NotUndone> {
    let entry = ledger.entry(seq)?.ok_or(NotUndone::NoSuchEntry(seq))?;
    let what = known_by(ledger, &entry.label, entry.undoes)?;
    let label = Label { verb: way.verb(), ..what.clone() };
    let draft = Draft { label, changes: inverse(&entry.changes) };
    match ledger.append(draft, Some(seq), at) {
        Ok(Some(entry)) => Ok(Undone { what, entry }),
        Ok(None) => Err(NotUndone::Nothing),
        Err(Unwritten::Conflict(conflict)) => {
            let by = who_changed(ledger, &conflict, seq)?;
            Err(NotUndone::Changed { label: what, conflict: Box::new(conflict), by })
        }
        Err(other) => Err(other.into()),
    }
}

/// The latest entry after `since` that touched what `conflict` is about.
pub fn who_changed(
    ledger: &dyn Ledger,
    conflict: &Conflict,
    since: u64,
) -> Result<Option<(u64, Actor, Stamp)>, Unwritten> {
    let (target, field) = match conflict {
        Conflict::Changed { target, field, .. } => (*target, Some(*field)),
        Conflict::Taken(r) | Conflict::Missing(r) => (*r, None),
        // Which of all changes to those that refer to it made them do so is not known.
        Conflict::Referenced { .. } => return Ok(None),
        Conflict::Dangling { to, .. } => (*to, None),
        Conflict::Cycle { under, .. } => (*under, None),
        Conflict::SameAccount { holder, .. } => (*holder, Some(Field::account)),
        Conflict::BadValue { .. } | Conflict::Withheld(_) | Conflict::Reserved { .. } => return Ok(None),
    };
    ledger.latest_touching(target, field, since)
}

/// Whether `change` is about `target`, and about `field` of it when one is given.
pub fn touches(change: &Change, target: Ref, field: Option<Field>) -> bool {
    change.target() == target
        && match (change, field) {
            (Change::Set { field: touched, .. }, Some(field)) => *touched == field,
            _ => true,
        }
}

/// Whether `change` belongs to the history of `target`: alters it, adds or removes it, or a note about it.
pub fn concerns(change: &Change, target: Ref) -> bool {
    change.target() == target
        || match change {
            Change::Insert(item) | Change::Remove(item) => {
                let record = item.record();
                record.reference().kind == Kind::ProgressNote
                    && record.get(Field::action) == Some(Value::Text(target.to_string()))
            }
            Change::Set { .. } | Change::Move { .. } => false,
        }
}
