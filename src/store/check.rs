//! Verifying and repairing a register.
//!
//! Owns what `regie verify` looks at and what `regie repair` keeps. A repair writes a new journal beside the
//! damaged one and sets the damaged one aside: nothing is deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::folder::{Folder, sync_dir};
use super::journal::{
    self, Acknowledged, Attestations, Attested, Damage, Flaw, Journal, JournalError, Mark, NewEntry, Place,
    PutBackLine, Unsynced, Walked,
};
use super::keeper::{Counted, Loaded, catch_up, journal_bytes, load_beside, load_from_state};
use super::lock::{Asked, Holder, Lock};
use super::replay::{read_entry, read_outline, rows_in};
use super::state::{Row, State, Unfit};
use super::{Phase, StoreError, Watcher, io_error};
use crate::model::apply::apply;
use crate::model::change::{Change, Entry, Label, Verb};
use crate::model::id::{Actor, Ref, Stamp};
use crate::model::ledger::Outline;
use crate::model::operation::differences;
use crate::model::record::{Item, Kind, Record};
use crate::model::register::Register;

/// On whose behalf the register as a whole is handled.
#[derive(Clone, Debug)]
pub struct Operator {
    /// Who acts.
    pub actor: Actor,
    /// Account, machine and moment for the lock's text.
    pub holder: Holder,
    /// The moment.
    pub at: Stamp,
    /// How long to wait for a brief holder.
    pub patience: Duration,
}

/// Takes the register for `operator`, or says who has it.
pub(super) fn hold(folder: &Folder, operator: &Operator) -> Result<Lock, StoreError> {
    let path = folder.lock();
    let holder = Holder { pid: std::process::id(), brief: true, ..operator.holder.clone() };
    match super::lock::take(&path, &holder, operator.patience) {
        Ok(Asked::Held(lock)) => Ok(lock),
        Ok(Asked::Taken(other)) => Err(StoreError::Held(other)),
        Err(why) => Err(io_error(&path, &why)),
    }
}

/// How the state compares with the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateCheck {
    /// It adds up to the same items.
    Agrees,
    /// There is none yet: it comes with the first checkpoint.
    None,
    /// It holds something else; `repair` sets it aside.
    Differs,
    /// It cannot be used; the next opening makes it anew.
    Unfit(Unfit),
    /// Somebody else holds the register, and with it the state.
    Busy,
    /// This, in the place of the register's lock, is no file: nobody can hold the register.
    NoLock(PathBuf),
}

/// What there is to say of `journal/acknowledged`, which tells when a journal has lost its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteCheck {
    /// Nothing: it is as it should be, or not there yet.
    Fine,
    /// It cannot be read or cannot be true; the next recording makes it anew.
    Unread,
    /// A folder stands in its place, and stays there.
    Folder,
}

impl NoteCheck {
    fn of(journal: &Path) -> (NoteCheck, Option<Acknowledged>) {
        match Acknowledged::look(journal) {
            Ok(said) => (NoteCheck::Fine, said),
            Err(_) if Acknowledged::is_folder(journal) => (NoteCheck::Folder, None),
            Err(_) => (NoteCheck::Unread, None),
        }
    }
}

/// A register whose journal is sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Entries in the journal.
    pub entries: u64,
    /// Bytes of journal that were verified.
    pub bytes: u64,
    /// Items that the entries add up to.
    pub items: u64,
    /// Bytes after the last whole entry: a write that was cut short, or one that is going on.
    pub torn_bytes: u64,
    /// The state.
    pub state: StateCheck,
    /// What says up to where the journal was synced.
    pub note: NoteCheck,
    /// Plans whose source text is missing or is not the one that was imported, with its file name.
    pub sources: Vec<(Ref, String)>,
    /// Lines in which the data of somebody stands again that were erased from them.
    pub put_back: Vec<PutBack>,
}

/// A line of the journal in which what was erased stands again: it was put back from an older copy. It hangs in the chain as it always
/// did, so it shows only by the entry that says what must stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutBack {
    /// Number of the segment file.
    pub segment: u32,
    /// Line in it, from 1.
    pub line: u64,
    /// The entry that the line is of.
    pub seq: u64,
    /// The entry that erased it.
    pub by: u64,
    /// Whose data that entry erased.
    pub contact: Option<Ref>,
    /// Who erased them.
    pub actor: Actor,
    /// When.
    pub at: Stamp,
}

/// Verifies every line of the journal in `dir` and that its entries can be carried out, and compares state and source
/// texts with them. Alters nothing, and works while somebody else holds the register. Damage is `StoreError::Damaged`
/// or `StoreError::PutBack`.
pub fn verify(dir: &Path, operator: &Operator, watch: Watcher<'_>) -> Result<Verified, StoreError> {
    let folder = Folder::new(dir);
    if !folder.look()? {
        return Err(StoreError::NoRegister(dir.to_path_buf()));
    }
    // The long work without the lock, so that it keeps nobody from writing.
    // Before the journal: whoever writes meanwhile makes it say more.
    let (mut note, said) = NoteCheck::of(&folder.journal());
    let mut loaded = match load_beside(&folder, watch) {
        Err(JournalError::Damaged(damage @ Damage { why: Flaw::DoesNotApply { .. }, .. })) => {
            // What was erased may stand again where an entry behind it counts on its being erased.
            let journal = folder.journal();
            let walked = journal::walk(&journal, Mark::START, &mut |_| ())?;
            let lines = put_back(&journal, &walked, &rows_in(&journal, &walked.whole_chunks())?)?;
            return Err(match lines.is_empty() {
                true => StoreError::Damaged(damage),
                false => StoreError::PutBack { damage, lines },
            });
        }
        loaded => loaded?,
    };
    if said.is_some_and(|said| said.seq > loaded.walked.end.seq) {
        note = NoteCheck::Unread;
    }
    let state = match state_beside(&folder, operator, &mut loaded)? {
        Err(not_looked) => not_looked,
        Ok(Ok(from_state)) if from_state.register.same_content(&loaded.register) => StateCheck::Agrees,
        Ok(Ok(_)) => StateCheck::Differs,
        Ok(Err(Unfit::Missing)) => StateCheck::None,
        Ok(Err(unfit)) => StateCheck::Unfit(unfit),
    };
    let sources = loaded.register.tables().plans.iter().filter_map(|plan| {
        let sound = plan.source_file.is_empty()
            || std::fs::read(folder.plans().join(&plan.source_file)).is_ok_and(|text| {
                plan.source_hash.is_empty() || *blake3::hash(&text).to_hex() == *plan.source_hash
            });
        (!sound).then(|| (plan.reference(), plan.source_file.clone()))
    });
    let put_back = put_back(&folder.journal(), &loaded.walked, &loaded.rows)?;
    let total = journal_bytes(&folder.journal())?;
    let bytes = loaded.walked.whole_chunks().iter().map(|chunk| chunk.len).sum();
    Ok(Verified {
        entries: loaded.walked.end.seq,
        bytes,
        items: Kind::ALL.iter().map(|kind| loaded.register.tables().count(*kind) as u64).sum(),
        torn_bytes: if loaded.walked.torn.is_some() { total.saturating_sub(bytes) } else { 0 },
        state,
        note,
        sources: sources.collect(),
        put_back,
    })
}

/// The lines of the journal in `dir` in which what was erased stands again, as `walked` has them; `rows` are those of its entries.
fn put_back(dir: &Path, walked: &Walked, rows: &BTreeMap<u64, Row>) -> Result<Vec<PutBack>, StoreError> {
    let mut found = Vec::new();
    for PutBackLine { seq, part, by } in &walked.put_back {
        // Both are there, or the walk would not have found them.
        let (Some(row), Some(erasing)) = (rows.get(seq), rows.get(by)) else { continue };
        let Outline { actor, at, label, .. } = read_outline(dir, *by, &erasing.place())?;
        let first = journal::line_number(dir, row.segment, row.offset);
        let (segment, line) = (row.segment, first + u64::from(*part) - 1);
        found.push(PutBack { segment, line, seq: *seq, by: *by, contact: label.subject, actor, at });
    }
    Ok(found)
}

/// What the state adds up to, at the entry that `loaded` is brought up to meanwhile; the inner `Err` says why it
/// could not be looked at: `Busy` or `NoLock`.
fn state_beside(
    folder: &Folder,
    operator: &Operator,
    loaded: &mut Loaded,
) -> Result<Result<Result<Loaded, Unfit>, StateCheck>, StoreError> {
    let _lock = match hold(folder, operator) {
        Ok(lock) => lock,
        Err(StoreError::NoFile(path)) => return Ok(Err(StateCheck::NoLock(path))),
        // On a folder that cannot be written there is nobody to wait for either.
        Err(_) => return Ok(Err(StateCheck::Busy)),
    };
    catch_up(folder, loaded)?;
    let mut from_state = load_from_state(folder, &mut |_| ())?;
    if let Ok(from_state) = &mut from_state {
        from_state.close_state();
    }
    Ok(Ok(from_state))
}

/// What a repair did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Entries kept as they were.
    pub kept: u64,
    /// Entries of which only what still fits was kept, as entries before them are lost.
    pub adapted: u64,
    /// Numbers of the entries that are lost; an empty entry stands in their place, so that no other number changes.
    pub lost: Vec<u64>,
    /// How many of the lost entries no state had seen either.
    pub unknown: u64,
    /// The journal was gone as a whole: what came after the last entry that the state had seen cannot be known.
    pub end_lost: bool,
    /// How many items there were, as far as what was left of journal and state says.
    pub items_before: u64,
    /// How many there are now.
    pub items: u64,
    /// Those that are not there any more.
    pub missing: Vec<Ref>,
    /// Changes that the state still had and the journal did not: saved as one more entry.
    pub recovered: u64,
    /// Where the damaged journal is kept; `None` when nothing was wrong with it.
    pub journal_aside: Option<PathBuf>,
    /// Where a state that did not agree is kept.
    pub state_aside: Option<PathBuf>,
}

/// The author of the entries that stand in for lost ones. No account can be called this, so nobody's undo stops there.
const STAND_IN: &str = "(repair)";

/// Mends the register in `dir`: keeps each entry that verifies, under its number; where the state has seen later entries
/// than the journal still has, saves what it knows as one entry more. The damaged journal is set aside whole. Errors:
/// somebody else holds the register, a line is of a newer version, or the operating system refuses; then nothing has
/// changed.
pub fn repair(dir: &Path, operator: &Operator, watch: Watcher<'_>) -> Result<Repaired, StoreError> {
    let folder = Folder::new(dir);
    let journal_gone = match folder.look() {
        Ok(true) => false,
        Ok(false) => return Err(StoreError::NoRegister(dir.to_path_buf())),
        Err(StoreError::Damaged(_)) => true,
        Err(other) => return Err(other),
    };
    let _lock = hold(&folder, operator)?;
    super::erase::finish(&folder)?;
    let journal = folder.journal();
    if journal_gone {
        // What the state still knows goes into a new one.
        folder.create().map_err(|why| io_error(&journal, &why))?;
    }
    let damage = match load_from_state(&folder, &mut |_| ()) {
        Err(StoreError::Damaged(damage)) => damage,
        Err(other) => return Err(other),
        Ok(from_state) => match load_beside(&folder, watch) {
            Err(JournalError::Damaged(damage)) => damage,
            Err(other) => return Err(other.into()),
            Ok(loaded) => {
                return Ok(mend_state(&folder, &loaded.register, loaded.walked.entries, from_state.ok()));
            }
        },
    };
    let mut counted = Counted { phase: Phase::Verify, done: 0, total: journal_bytes(&journal)?, watch };
    let places = journal::survivors(&journal, &mut |bytes| counted.add(bytes))?;
    // A state whose last entry is in the journal, but another one, says nothing about this journal.
    let state = late_state(&folder)
        .filter(|(_, mark)| !places.contains_key(&mark.seq) || journal::holds(&journal, mark));
    let fresh = folder.root().join("journal.new");
    match std::fs::remove_dir_all(&fresh) {
        Err(why) if why.kind() != std::io::ErrorKind::NotFound => return Err(io_error(&fresh, &why)),
        _ => {}
    }
    std::fs::create_dir(&fresh).map_err(|why| io_error(&fresh, &why))?;
    let mut rewrite = Rewrite::new(&journal, &fresh, operator);
    rewrite.attested = journal::attested(&journal, &places)?;
    (counted.phase, counted.done) = (Phase::Replay, 0);
    let last = places.last_key_value().map_or(0, |(seq, _)| *seq);
    // Whoever has heard of an entry must not find another one under its number.
    let known = if let Flaw::EndsEarly { known, .. } = damage.why { known } else { damage.seq };
    let last = last.max(known).max(state.as_ref().map_or(0, |(_, mark)| mark.seq));
    for seq in 1..=last {
        rewrite.entry(seq, places.get(&seq))?;
        counted.add(places.get(&seq).map_or(0, |place| place.len));
    }
    rewrite.done.unknown = rewrite.done.lost.len() as u64;
    if let Some((state, mark)) = state {
        rewrite.recover(state, mark, &places)?;
    }
    rewrite.reserve()?;
    let mut repaired = rewrite.finish()?;
    repaired.end_lost = journal_gone;
    repaired.journal_aside = Some(swap(&folder, &fresh, &journal, "journal.aside")?);
    // Whatever the state holds, it hangs on lines that are no longer the same.
    repaired.state_aside = put_aside(&folder, &folder.state(), "state.aside")?;
    Ok(repaired)
}

/// The journal is sound: only the state may need to go.
fn mend_state(folder: &Folder, register: &Register, entries: u64, from_state: Option<Loaded>) -> Repaired {
    let agrees = from_state.is_some_and(|from_state| from_state.register.same_content(register));
    let state_aside =
        if agrees { None } else { put_aside(folder, &folder.state(), "state.aside").ok().flatten() };
    let items = refs(register).len() as u64;
    Repaired { kept: entries, state_aside, items_before: items, items, ..Repaired::default() }
}

/// The register as the state has it and the last entry it has seen, when the state can still be read.
fn late_state(folder: &Folder) -> Option<(Register, Mark)> {
    let mut state = State::open(&folder.state(), false).ok()?;
    let read = state.mark().and_then(|mark| Ok((state.load(&mut |_, _| ())?, mark)));
    state.close();
    read.ok()
}

/// Moves `path`, when it exists, to a free name that starts with `stem`.
pub(super) fn put_aside(folder: &Folder, path: &Path, stem: &str) -> Result<Option<PathBuf>, StoreError> {
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    let aside = folder.aside(stem);
    std::fs::rename(path, &aside).map_err(|why| io_error(path, &why))?;
    Ok(Some(aside))
}

/// Puts `fresh` in the place of `old`, at once, and `old` under a free name that starts with `stem`.
pub(super) fn swap(folder: &Folder, fresh: &Path, old: &Path, stem: &str) -> Result<PathBuf, StoreError> {
    swap_by(folder, fresh, old, stem, &super::folder::exchange)
}

fn swap_by(
    folder: &Folder,
    fresh: &Path,
    old: &Path,
    stem: &str,
    exchange: &dyn Fn(&Path, &Path) -> std::io::Result<()>,
) -> Result<PathBuf, StoreError> {
    let failed = |why| io_error(old, &why);
    // `fresh` first goes to the name that `old` is to get: at no moment does `old` stand where leftovers are cleared away.
    let mut aside = folder.aside(stem);
    std::fs::rename(fresh, &aside).and_then(|()| sync_dir(folder.root())).map_err(failed)?;
    if exchange(&aside, old).is_err() {
        // A file system that cannot exchange two names: two steps, of which the first alone leaves both folders whole.
        let fresh = std::mem::replace(&mut aside, folder.aside(stem));
        std::fs::rename(old, &aside).and_then(|()| std::fs::rename(&fresh, old)).map_err(failed)?;
    }
    sync_dir(folder.root()).map_err(failed)?;
    Ok(aside)
}

/// All items of `register`.
fn refs(register: &Register) -> BTreeSet<Ref> {
    let mut found = BTreeSet::new();
    for kind in Kind::ALL {
        register.tables().visit(*kind, &mut |record| {
            found.insert(record.reference());
        });
    }
    found
}

/// A new journal in the making, from what is left of an old one.
struct Rewrite<'a> {
    from: &'a Path,
    to: &'a Path,
    operator: &'a Operator,
    journal: Journal,
    register: Register,
    /// What the entries that are left attest as erased.
    attested: Attestations,
    /// The entries of which the lines are not those that were there: what was erased from them is not to be looked for any more.
    anew: BTreeSet<u64>,
    /// The items that there should be, by the entries that can be read.
    expected: BTreeSet<Ref>,
    /// The highest number of each kind that anything left speaks of.
    highest: BTreeMap<Kind, u32>,
    done: Repaired,
}

impl<'a> Rewrite<'a> {
    fn new(from: &'a Path, to: &'a Path, operator: &'a Operator) -> Rewrite<'a> {
        let journal = Journal::open(to, Walked::empty(), journal::SEGMENT_BYTES, Box::new(Unsynced));
        Rewrite {
            from,
            to,
            operator,
            journal,
            register: Register::new(),
            attested: Attestations::default(),
            anew: BTreeSet::new(),
            expected: BTreeSet::new(),
            highest: BTreeMap::new(),
            done: Repaired::default(),
        }
    }

    /// Writes entry `seq`, as it was if it can be, with what still fits of it, or as an empty one.
    fn entry(&mut self, seq: u64, place: Option<&Place>) -> Result<(), StoreError> {
        let entry =
            place.and_then(|place| read_entry(self.from, seq, place).ok().map(|entry| (entry, place)));
        let Some((entry, place)) = entry else {
            self.done.lost.push(seq);
            self.anew.insert(seq);
            let label =
                Label { verb: Verb::Repair, subject: None, title: String::new(), detail: seq.to_string() };
            return self.write(&Actor(STAND_IN.to_owned()), &label, &[], self.operator.at);
        };
        for change in &entry.changes {
            let target = change.target();
            self.given_out(target.kind, target.num);
            match change {
                Change::Remove(_) => self.expected.remove(&target),
                _ => self.expected.insert(target),
            };
        }
        let bytes = journal::read_bytes(self.from, place.segment, place.offset, place.len)?;
        // Every one of them has just been read; none can fail.
        let lines: Vec<_> = journal::lines(&bytes).filter_map(Result::ok).collect();
        // What it attests stands as it did, but for what does not stand any more.
        let said: Vec<Attested> = lines.iter().flat_map(|line| line.attests().unwrap_or_default()).collect();
        let erased: Vec<Attested> =
            said.iter().filter(|attested| !self.anew.contains(&attested.seq)).cloned().collect();
        let Entry { at, actor, label, undoes, id, .. } = &entry;
        let as_it_is = NewEntry {
            at: *at,
            actor,
            label,
            undoes: *undoes,
            id: *id,
            erased: &erased,
            changes: &entry.changes,
        };
        // What is said to have been erased, and by an entry that is not there, stays as what it is: nobody knows who erased it.
        let attested = lines.iter().all(|line| self.attested.cover(line));
        if attested && apply(&mut self.register, &entry.changes, entry.at).is_ok() {
            self.done.kept += 1;
            if erased.len() < said.len() {
                return self.write_entry(&as_it_is);
            }
            return self.journal.copy(&lines).map_err(|why| io_error(self.to, &why));
        }
        self.done.adapted += 1;
        self.anew.insert(seq);
        let changes = adapt(&mut self.register, &entry.changes, entry.at);
        if changes.is_empty() && erased.is_empty() {
            // Its author's undo would stop at it and find nothing to take back.
            return self.write(&Actor(STAND_IN.to_owned()), label, &changes, *at);
        }
        self.write_entry(&NewEntry { changes: &changes, ..as_it_is })
    }

    fn write(
        &mut self,
        actor: &Actor,
        label: &Label,
        changes: &[Change],
        at: Stamp,
    ) -> Result<(), StoreError> {
        self.write_entry(&NewEntry { at, actor, label, undoes: None, id: None, erased: &[], changes })
    }

    fn write_entry(&mut self, entry: &NewEntry<'_>) -> Result<(), StoreError> {
        self.journal
            .append_all(std::slice::from_ref(entry))
            .map(drop)
            .map_err(|error| io_error(&error.path, &error.why))
    }

    /// Adds what `state`, which has seen everything up to `mark`, has beyond what the entries left add up to.
    fn recover(
        &mut self,
        mut state: Register,
        mark: Mark,
        places: &BTreeMap<u64, Place>,
    ) -> Result<(), StoreError> {
        self.done.unknown = self.done.lost.iter().filter(|lost| **lost > mark.seq).count() as u64;
        for kind in Kind::ALL {
            self.given_out(*kind, state.tables().highest(*kind));
        }
        if self.done.lost.iter().all(|lost| *lost > mark.seq) && self.done.adapted == 0 {
            return Ok(());
        }
        for (seq, place) in places.range(mark.seq + 1..) {
            if let Ok(entry) = read_entry(self.from, *seq, place) {
                adapt(&mut state, &entry.changes, entry.at);
            }
        }
        self.expected.extend(refs(&state));
        let wanted = towards(&self.register, &state);
        let changes = adapt(&mut self.register, &wanted, self.operator.at);
        self.done.recovered = changes.len() as u64;
        if changes.is_empty() {
            return Ok(());
        }
        let label = Label { verb: Verb::Repair, subject: None, title: String::new(), detail: String::new() };
        let actor = self.operator.actor.clone();
        self.write(&actor, &label, &changes, self.operator.at)
    }

    fn given_out(&mut self, kind: Kind, num: u32) {
        let highest = self.highest.entry(kind).or_default();
        *highest = (*highest).max(num);
    }

    /// Takes up, in an entry of nobody's, the highest number of each kind that is known to have been given out, where no
    /// entry that is left does: an empty item that comes and goes. Else somebody's A-50 would come to mean another one.
    fn reserve(&mut self) -> Result<(), StoreError> {
        let mut changes = Vec::new();
        for (kind, num) in std::mem::take(&mut self.highest) {
            if self.register.tables().highest(kind) < num {
                let item = Item::empty(Ref::new(kind, num));
                let pair = [Change::Insert(item.clone()), Change::Remove(item)];
                if apply(&mut self.register, &pair, self.operator.at).is_ok() {
                    changes.extend(pair);
                }
            }
        }
        if changes.is_empty() {
            return Ok(());
        }
        let label = Label { verb: Verb::Repair, subject: None, title: String::new(), detail: String::new() };
        self.write(&Actor(STAND_IN.to_owned()), &label, &changes, self.operator.at)
    }

    /// Makes the new journal durable, after walking it.
    fn finish(mut self) -> Result<Repaired, StoreError> {
        let left = refs(&self.register);
        self.done.items = left.len() as u64;
        self.done.items_before = self.expected.union(&left).count() as u64;
        self.done.missing = self.expected.difference(&left).copied().collect();
        let walked = journal::walk(self.to, Mark::START, &mut |_| ())?;
        debug_assert_eq!(walked.end, *self.journal.end());
        for segment in journal::segments(self.to)? {
            let path = journal::segment_path(self.to, segment);
            File::open(&path).and_then(|file| file.sync_all()).map_err(|why| io_error(&path, &why))?;
        }
        sync_dir(self.to).map_err(|why| io_error(self.to, &why))?;
        Ok(self.done)
    }
}

/// Carries out of `changes` what can be carried out, starting from the values that are there; yields what was done. Tries
/// again as long as something succeeds, as items may refer to each other in any order.
fn adapt(register: &mut Register, changes: &[Change], at: Stamp) -> Vec<Change> {
    let mut done = Vec::new();
    let mut rest: Vec<&Change> = changes.iter().collect();
    loop {
        let before = rest.len();
        rest.retain(|change| {
            let Some(change) = fitted(register, change) else { return true };
            let failed = apply(register, std::slice::from_ref(&change), at).is_err();
            if !failed {
                done.push(change);
            }
            failed
        });
        if rest.is_empty() || rest.len() == before {
            return done;
        }
    }
}

/// `change` with the values it starts from replaced by those that are there; `None` when its item is not there (any more).
fn fitted(register: &Register, change: &Change) -> Option<Change> {
    match change {
        Change::Insert(_) => Some(change.clone()),
        Change::Remove(item) => register.tables().item(item.record().reference()).map(Change::Remove),
        Change::Set { target, field, after, .. } => {
            let before = register.get(*target)?.get(*field)?;
            (before != *after).then(|| Change::Set {
                target: *target,
                field: *field,
                before,
                after: after.clone(),
            })
        }
        Change::Move { target, after, .. } => {
            let before = register.node(*target)?.place?;
            (before != *after).then_some(Change::Move { target: *target, before, after: *after })
        }
    }
}

/// The changes that turn `from` into `to`, in no particular order as far as references go.
fn towards(from: &Register, to: &Register) -> Vec<Change> {
    let mut changes = Vec::new();
    for kind in Kind::ALL {
        let refs = |register: &Register| {
            let mut refs = BTreeSet::new();
            register.tables().visit(*kind, &mut |record| refs.extend([record.reference()]));
            refs
        };
        let (old, new) = (refs(from), refs(to));
        for r in old.union(&new) {
            match (from.tables().item(*r), to.tables().item(*r)) {
                (Some(old), Some(new)) => {
                    changes.extend(differences(old.record(), new.record()));
                    if let (Item::Node(old), Item::Node(new)) = (&old, &new)
                        && let (Some(before), Some(after)) = (old.place, new.place)
                        && before != after
                    {
                        changes.push(Change::Move { target: *r, before, after });
                    }
                }
                (None, Some(new)) => changes.push(Change::Insert(new)),
                (Some(old), None) => changes.push(Change::Remove(old)),
                (None, None) => {}
            }
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A register's folder with a journal to replace and one to replace it with; who asks gets what stands where.
    fn two_journals(dir: &Path) -> (Folder, PathBuf) {
        let folder = Folder::new(dir);
        folder.create().unwrap();
        std::fs::write(folder.journal().join("000001.jsonl"), "old").unwrap();
        let fresh = dir.join("journal.new");
        std::fs::create_dir(&fresh).unwrap();
        std::fs::write(fresh.join("000001.jsonl"), "new").unwrap();
        (folder, fresh)
    }

    fn text(dir: &Path) -> String {
        std::fs::read_to_string(dir.join("000001.jsonl")).unwrap_or_default()
    }

    #[test]
    fn the_old_journal_never_stands_where_the_next_repair_clears_away() {
        let dir = tempfile::tempdir().unwrap();
        let (folder, fresh) = two_journals(dir.path());
        let crash = |one: &Path, other: &Path| {
            super::super::folder::exchange(one, other)?;
            // Were this the last thing that happened, a leftover of this name would be removed.
            assert!(!fresh.exists());
            assert_eq!((text(one).as_str(), text(other).as_str()), ("old", "new"));
            Ok(())
        };
        let aside = swap_by(&folder, &fresh, &folder.journal(), "journal.aside", &crash).unwrap();
        assert_eq!((text(&aside).as_str(), text(&folder.journal()).as_str()), ("old", "new"));
    }

    #[test]
    fn where_names_cannot_be_exchanged_the_journal_is_replaced_in_two_steps() {
        let dir = tempfile::tempdir().unwrap();
        let (folder, fresh) = two_journals(dir.path());
        let cannot = |_: &Path, _: &Path| Err(std::io::ErrorKind::Unsupported.into());
        let aside = swap_by(&folder, &fresh, &folder.journal(), "journal.aside", &cannot).unwrap();
        assert_eq!((text(&aside).as_str(), text(&folder.journal()).as_str()), ("old", "new"));
        let names = std::fs::read_dir(dir.path()).unwrap().count();
        assert_eq!(names, 4, "journal, plans, drafts and what was set aside");
    }
}
