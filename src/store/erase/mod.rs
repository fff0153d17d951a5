//! Erasing: a register in which the data of a contact stands nowhere any more, with a journal that still verifies.
//!
//! Owns the names that lie about while it is done, finishing it after a crash, finding every file in the register's folder in
//! which the person may stand, and what a keeper does to carry it out: only who holds the register can.
//!
//! A new journal is written beside the old one, with the erased payloads and, at its end, the entry that attests them; it is carried
//! out and compared with the register in memory; then the two folders exchange their names: in one step of the file system, or in
//! two where it knows no such step. There is no moment at which a part is erased, and a crash leaves the old journal or the new
//! one; between the two steps there is none under its name, and the next opening brings the old one back. Before the exchange
//! nothing has happened; from it on everything has, and nothing that fails takes it back. Who reads beside while it happens may
//! look for an entry in one journal where the other has it, and looks again. What lies under the other name is removed last, and by
//! the next opening if need be: until then it says what is to be cleaned.

use std::collections::HashSet;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::folder::{Folder, Names, OnDisk, sync_dir};
use super::journal::{self, Flaw, JournalError, Line, NewEntry, Payload};
use super::keeper::{Loaded, failed, load_journal, why_read_only};
use super::state::Unfit;
use super::{Keeper, Notice, StoreError, io_error};
use crate::model::apply::Conflict;
use crate::model::change::{Change, Entry, Label, Verb};
use crate::model::erasure::{Erased, Erasing, Traces, blank, blank_item, blank_label, contact_in, strike};
use crate::model::id::{Actor, Ref, Stamp};
use crate::model::ledger::{Ledger, Unwritten};
use crate::model::record::{Item, Kind};
use crate::model::register::Register;

/// Where the new journal is made, and where the old one stands once they have exchanged names.
const ERASING: &str = "journal.erasing";

/// Where the old one stands on a file system that cannot exchange two names, while it takes two steps.
const MOVED: &str = "journal.moved";

/// What is to be erased.
#[derive(Clone, Copy, Debug)]
pub(super) struct What<'a> {
    /// The contact.
    pub contact: Ref,
    /// What the person is known by.
    pub traces: &'a Traces,
    /// In the texts of other items too.
    pub mentions: bool,
}

/// What the record has of a contact.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// What the person was known by.
    pub traces: Traces,
    /// The record has had such a contact.
    pub ever: bool,
    /// Something of it still stands there.
    pub stands: bool,
}

/// How far an erasure has come: what a test looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The new journal is there, whole.
    Written,
    /// It is the register's journal.
    InPlace,
    /// Other files are cleaned.
    Cleaned,
    /// The old journal is gone.
    Removed,
}

/// Of a payload only the label.
#[derive(serde::Deserialize)]
struct Labelled {
    #[serde(default)]
    label: Option<Label>,
}

/// Whether `bytes` name `contact` as journals do, as a text of its own.
fn names(bytes: &[u8], contact: Ref) -> bool {
    memchr::memmem::find(bytes, format!("\"{contact}\"").as_bytes()).is_some()
}

/// The payload of `line` without what is to be erased; `None` when there is nothing of it.
pub(super) fn blanked(line: &Line<'_>, what: What<'_>) -> Result<Option<Vec<u8>>, Flaw> {
    if !what.mentions && !names(line.payload, what.contact) {
        // A label may speak of the person all the same; the changes need not be read for that.
        let Labelled { label } =
            serde_json::from_slice(line.payload).map_err(|why| Flaw::unreadable(&why))?;
        let Some(mut left) = label.clone() else { return Ok(None) };
        blank_label(&mut left, what.contact, what.traces);
        if label.as_ref() == Some(&left) {
            return Ok(None);
        }
    }
    let mut payload = line.content()?;
    if !blank_payload(&mut payload, what) {
        return Ok(None);
    }
    serde_json::to_vec(&payload).map(Some).map_err(|why| Flaw::unreadable(&why))
}

/// Takes what is to be erased out of `payload`; whether there was any.
fn blank_payload(payload: &mut Payload, what: What<'_>) -> bool {
    let What { contact, traces, mentions } = what;
    let mut found = false;
    if let Some(label) = &mut payload.label {
        let was = label.clone();
        blank_label(label, contact, traces);
        found |= was != *label;
    }
    for change in payload.changes.iter_mut().filter(|change| mentions || change.target() == contact) {
        let was = change.clone();
        blank(change, contact);
        if mentions {
            strike(change, traces);
        }
        found |= was != *change;
    }
    found
}

/// Shows every line of the journal in `dir` that can be read.
fn each_line(dir: &Path, look: &mut dyn FnMut(&Line<'_>)) -> Result<(), JournalError> {
    for segment in journal::segments(dir)? {
        let path = journal::segment_path(dir, segment);
        let bytes = std::fs::read(&path).map_err(|why| JournalError::Io(path, why))?;
        journal::lines(&bytes).filter_map(Result::ok).for_each(|line| look(&line));
    }
    Ok(())
}

/// In how many lines of the journal in `dir` the person is named in what was written of other items than `contact`.
pub(super) fn mentioned(dir: &Path, contact: Ref, traces: &Traces) -> Result<u64, JournalError> {
    let mut count = 0;
    if !traces.is_empty() {
        let names = |mut change: Change| {
            let was = change.clone();
            strike(&mut change, traces);
            was != change
        };
        each_line(dir, &mut |line| {
            let changes = line.content().map_or(Vec::new(), |payload| payload.changes);
            let mut of_others = changes.into_iter().filter(|change| change.target() != contact);
            count += u64::from(of_others.any(names));
        })?;
    }
    Ok(count)
}

/// Whether the journal in `dir` has anything that is to be erased.
pub(super) fn has_any(dir: &Path, what: What<'_>) -> Result<bool, JournalError> {
    let mut any = false;
    each_line(dir, &mut |line| any = any || matches!(blanked(line, what), Ok(Some(_))))?;
    Ok(any)
}

/// What the journal in `dir` has of `contact`.
pub(super) fn known(dir: &Path, contact: Ref) -> Result<Known, JournalError> {
    let mut known = Known::default();
    each_line(dir, &mut |line| {
        if !names(line.payload, contact) {
            return;
        }
        let Ok(mut payload) = line.content() else { return };
        let about = |change: &Change| change.target() == contact;
        known.ever |= payload.changes.iter().any(about);
        payload.changes.iter().for_each(|change| known.traces.note(change, contact));
        let traces = &Traces::default();
        known.stands |= blank_payload(&mut payload, What { contact, traces, mentions: false });
    })?;
    Ok(known)
}

/// A new folder for a journal, empty; what an earlier attempt left there is gone.
pub(super) fn fresh(folder: &Folder) -> io::Result<PathBuf> {
    let fresh = folder.root().join(ERASING);
    remove(&fresh)?;
    if folder.exists() {
        // Only then is this not the journal itself.
        remove(&folder.root().join(MOVED))?;
    }
    super::folder::create_private(&fresh)?;
    Ok(fresh)
}

/// Puts the journal that has been made into the place of the old one. An error means that the old one is still the register's, if
/// need be under the name from which the next opening brings it back.
pub(super) fn put_in_place(folder: &Folder) -> io::Result<()> {
    put_in_place_by(folder, &OnDisk)
}

fn put_in_place_by(folder: &Folder, names: &dyn Names) -> io::Result<()> {
    let (fresh, journal) = (folder.root().join(ERASING), folder.journal());
    names.sync(folder.root())?;
    if names.exchange(&fresh, &journal).is_err() {
        let moved = folder.root().join(MOVED);
        names.rename(&journal, &moved)?;
        if let Err(why) = names.rename(&fresh, &journal) {
            names.rename(&moved, &journal)?;
            return Err(why);
        }
        // It is done; the old journal is found under either name.
        let _ = names.rename(&moved, &fresh);
    }
    // That this could not be made durable shows again before the old journal is removed.
    let _ = names.sync(folder.root());
    Ok(())
}

/// Removes the journal that was made, before it has come into the place of the old one. The old one may lie under the other name.
pub(super) fn forsake(folder: &Folder) -> io::Result<()> {
    remove(&folder.root().join(ERASING))?;
    sync_dir(folder.root())
}

/// Removes the journal under the other name, once the exchange and what was cleaned after it are durable.
pub(super) fn remove_other(folder: &Folder) -> io::Result<()> {
    remove_other_by(folder, &OnDisk)
}

fn remove_other_by(folder: &Folder, names: &dyn Names) -> io::Result<()> {
    match names.sync(&folder.drafts()) {
        Err(why) if why.kind() != ErrorKind::NotFound => return Err(why),
        _ => names.sync(folder.root())?,
    }
    remove(&folder.root().join(ERASING))?;
    remove(&folder.root().join(MOVED))?;
    names.sync(folder.root())
}

/// Removes a folder, or a file, that may not be there.
fn remove(path: &Path) -> io::Result<()> {
    let done = match path.symlink_metadata() {
        Ok(facts) if facts.is_dir() => std::fs::remove_dir_all(path),
        Ok(_) => std::fs::remove_file(path),
        Err(why) => Err(why),
    };
    match done {
        Err(why) if why.kind() != ErrorKind::NotFound => Err(why),
        _ => Ok(()),
    }
}

/// Whether a crash came between the two steps that some file systems take: the register has no journal, and here it is.
pub(super) fn is_between(folder: &Folder) -> bool {
    !folder.exists() && folder.root().join(MOVED).is_dir()
}

/// Gives the journal its name back when a crash came between the two steps. The register is held.
pub(super) fn bring_back(folder: &Folder) -> Result<(), StoreError> {
    if !is_between(folder) {
        return Ok(());
    }
    let moved = folder.root().join(MOVED);
    std::fs::rename(&moved, folder.journal()).map_err(|why| io_error(&moved, &why))
}

/// Finishes what a crash interrupted, or forgets it when nothing had been erased yet. The register is held, and its files are not
/// open.
pub(super) fn finish(folder: &Folder) -> Result<Vec<Notice>, StoreError> {
    finish_by(folder, &OnDisk)
}

fn finish_by(folder: &Folder, names: &dyn Names) -> Result<Vec<Notice>, StoreError> {
    bring_back(folder)?;
    let other = folder.root().join(ERASING);
    let moved = folder.root().join(MOVED);
    let mut notices = Vec::new();
    let lies = |path: &Path| path.symlink_metadata().is_ok();
    if !lies(&other) && !lies(&moved) {
        return Ok(notices);
    }
    if let Some((contact, by)) = erased_last(&folder.journal())? {
        // What lies there may also be what a later attempt had made of a new one. That one has nothing to say of this contact.
        for old in [&moved, &other] {
            if precedes(old, &folder.journal(), by)? {
                let known = known(old, contact).unwrap_or_default();
                let Cleaned { gone, left } = clean(folder, contact, &known.traces);
                notices.push(Notice::Erased { contact, gone, left });
            }
        }
    }
    // In the way of nothing: the next erasure removes it, or the next opening.
    if let Err(why) = remove_other_by(folder, names) {
        let path = if lies(&other) { other } else { moved };
        notices.push(Notice::Leftover { path, why: why.to_string() });
    }
    Ok(notices)
}

/// Whether what lies in `old` is the journal in `journal` before its entry `by` erased something: some of it stands there yet. When
/// part of it has been removed, everything else is clean.
fn precedes(old: &Path, journal: &Path, by: u64) -> Result<bool, StoreError> {
    if !old.is_dir() {
        return Ok(false);
    }
    let mut erased = HashSet::new();
    look_through(journal, &mut |line| {
        if line.erased.is_some_and(|erased| erased.by == by) {
            erased.insert((line.seq, line.part));
        }
    })?;
    let mut precedes = false;
    look_through(old, &mut |line| {
        let stands = line.erased.is_none_or(|erased| erased.by < by);
        precedes |= stands && erased.contains(&(line.seq, line.part));
    })?;
    Ok(precedes)
}

/// Shows `see` the lines of the journal in `dir` that can be read.
fn look_through(dir: &Path, see: &mut dyn FnMut(&Line<'_>)) -> Result<(), StoreError> {
    for segment in journal::segments(dir)? {
        let path = journal::segment_path(dir, segment);
        let bytes = std::fs::read(&path).map_err(|why| io_error(&path, &why))?;
        journal::lines(&bytes).filter_map(Result::ok).for_each(|line| see(&line));
    }
    Ok(())
}

/// The contact that the last entry of the journal in `dir` erased, if it did, and that entry.
fn erased_last(dir: &Path) -> Result<Option<(Ref, u64)>, StoreError> {
    for segment in journal::segments(dir)?.into_iter().rev() {
        let path = journal::segment_path(dir, segment);
        let bytes = std::fs::read(&path).map_err(|why| io_error(&path, &why))?;
        if let Some(Ok(line)) = journal::lines(&bytes).last() {
            let label = line.content().ok().and_then(|payload| payload.label);
            let contact = label.filter(|label| label.verb == Verb::Erase).and_then(|label| label.subject);
            return Ok(contact.map(|contact| (contact, line.seq)));
        }
    }
    Ok(None)
}

/// What was done to other files than the journal, by their names in the register's folder.
#[derive(Debug, Default)]
pub(super) struct Cleaned {
    /// Those that are gone.
    pub gone: Vec<String>,
    /// Those in which the person is or may be named, and which stay.
    pub left: Vec<String>,
}

/// Removes everything in the register's folder that holds the data of `contact` and can be done without: the state, which is made
/// anew, what was set aside, the unsaved texts.
pub(super) fn clean(folder: &Folder, contact: Ref, traces: &Traces) -> Cleaned {
    let mut cleaned = Cleaned::default();
    if remove(&folder.state()).is_err() {
        cleaned.left.push("state".to_owned());
    }
    let listing = std::fs::read_dir(folder.root()).into_iter().flatten().flatten();
    for entry in listing {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let kept_aside = ["state.aside", "journal.aside", "journal.new", "restore.new"];
        let goes = kept_aside.iter().any(|stem| name.starts_with(stem));
        if goes && (name.starts_with("state") || holds(&entry.path(), contact, traces)) {
            let to = if remove(&entry.path()).is_ok() { &mut cleaned.gone } else { &mut cleaned.left };
            to.push(name);
        } else if name.starts_with("plans") && holds(&entry.path(), contact, traces) {
            files_that_hold(&entry.path(), &name, contact, traces, &mut cleaned.left);
        }
    }
    for entry in std::fs::read_dir(folder.drafts()).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let shown = format!("drafts/{name}");
        if contact_in(&name) == Some(contact) {
            let to = if remove(&entry.path()).is_ok() { &mut cleaned.gone } else { &mut cleaned.left };
            to.push(shown);
        } else if holds(&entry.path(), contact, traces) {
            cleaned.left.push(shown);
        }
    }
    cleaned.gone.sort();
    cleaned.left.sort();
    cleaned
}

/// Whether the person is named in the file at `path`, or in one under it. What cannot be read may do so.
fn holds(path: &Path, contact: Ref, traces: &Traces) -> bool {
    let Ok(facts) = path.symlink_metadata() else { return false };
    if facts.is_dir() {
        let Ok(listing) = std::fs::read_dir(path) else { return true };
        return listing.flatten().any(|entry| holds(&entry.path(), contact, traces));
    }
    if !facts.is_file() {
        return false;
    }
    let Ok(bytes) = std::fs::read(path) else { return true };
    names(&bytes, contact) || traces.name(&String::from_utf8_lossy(&bytes))
}

/// Adds the files under `path`, which is called `name`, in which the person is named.
fn files_that_hold(path: &Path, name: &str, contact: Ref, traces: &Traces, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        if holds(&entry.path(), contact, traces) {
            found.push(format!("{name}/{}", entry.file_name().to_string_lossy()));
        }
    }
}

/// Takes what was cut off the old journal along to the new one at `to`, but where the person is named.
pub(super) fn copy_cut_off(from: &Path, to: &Path, contact: Ref, traces: &Traces) -> io::Result<()> {
    for entry in std::fs::read_dir(from)?.flatten() {
        let name = entry.file_name();
        let cut_off = name.to_str().is_some_and(|name| name.starts_with("torn-"));
        if cut_off && !holds(&entry.path(), contact, traces) {
            std::fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}

/// Whether `left` has the same items as `before` but for what was to be erased.
fn same_without(before: &Register, left: &Register, what: What<'_>) -> bool {
    let numbers = |register: &Register| {
        Kind::ALL.iter().map(|kind| register.tables().highest(*kind)).collect::<Vec<u32>>()
    };
    let mut same = left.contact(what.contact).is_none() && numbers(before) == numbers(left);
    for kind in Kind::ALL {
        let mut count = 0;
        before.tables().visit(*kind, &mut |record| {
            let target = record.reference();
            if target == what.contact {
                return;
            }
            count += 1;
            let Some(now) = left.get(target) else { return same = false };
            for spec in record.fields() {
                let was = record.get(spec.field);
                let struck = was.as_ref().filter(|_| what.mentions);
                let struck = struck.and_then(|value| what.traces.struck(*kind, spec.field, value));
                same &= now.get(spec.field) == struck.or(was);
            }
        });
        same &= left.tables().count(*kind) == count;
    }
    same
}

impl Keeper {
    /// Takes everything that the record has of the `wanted` contact out of it, in the name of `by`. Work: some passes
    /// over the record.
    ///
    /// # Errors
    /// There has never been such a contact, something still refers to it, or nothing can be written; then everything is as it was.
    pub fn erase_contact(&mut self, by: &Actor, wanted: &Erasing, at: Stamp) -> Result<Erased, Unwritten> {
        self.erase_watched(by, wanted, at, &mut |_| ())
    }

    /// What the record has of the `wanted` contact.
    pub(super) fn known(&self, wanted: &Erasing) -> Result<Known, Unwritten> {
        let mut known = known(&self.folder.journal(), wanted.contact).map_err(failed)?;
        if !known.ever {
            return Err(Conflict::Missing(wanted.contact).into());
        }
        for said in &wanted.names {
            known.traces.note_said(said);
        }
        Ok(known)
    }

    /// As `erase_contact`; `reached` hears how far it is.
    pub(super) fn erase_watched(
        &mut self,
        by: &Actor,
        wanted: &Erasing,
        at: Stamp,
        reached: &mut dyn FnMut(Step),
    ) -> Result<Erased, Unwritten> {
        if let Some(why) = self.why_unwritable() {
            return Err(why);
        }
        let Erasing { contact, mentions, .. } = *wanted;
        let there = self.register.contact(contact).cloned();
        let dir = self.folder.journal();
        let Known { traces, stands, .. } = self.known(wanted)?;
        let count = self.register.inbound(contact);
        if count > 0 {
            let by = self.register.referrers(contact, 5);
            return Err(Conflict::Referenced { target: contact, by, count }.into());
        }
        let what = What { contact, traces: &traces, mentions };
        if there.is_none() && !stands && !(mentions && has_any(&dir, what).map_err(failed)?) {
            return Ok(Erased { entry: None, lines: 0, traces, gone: Vec::new(), left: Vec::new() });
        }
        let label =
            Label { verb: Verb::Erase, subject: Some(contact), title: String::new(), detail: String::new() };
        let removed = there.map(|contact| {
            let mut item = Item::from(contact);
            blank_item(&mut item);
            Change::Remove(item)
        });
        let entry = Entry {
            seq: self.head() + 1,
            at: at.within_calendar(),
            actor: by.clone(),
            label,
            undoes: None,
            id: None,
            changes: removed.into_iter().collect(),
        };
        let (loaded, lines) = match self.write_erased(&entry, what) {
            Ok(done) => done,
            Err(error) => {
                // Room for those who go on; what cannot be removed now is by the next opening.
                let _ = forsake(&self.folder);
                return Err(self.not_erased(error));
            }
        };
        reached(Step::Written);
        if let Err(why) = put_in_place(&self.folder) {
            let _ = forsake(&self.folder);
            return Err(self.not_erased(JournalError::Io(dir, why)));
        }
        reached(Step::InPlace);
        // From here on it is done: what fails now is left for the next opening, and takes nothing back.
        self.read_only = None;
        self.journal.begin_at(&loaded.walked);
        self.journal.acknowledge();
        if let Some(state) = self.state.take() {
            state.close();
        }
        let Cleaned { gone, mut left } = clean(&self.folder, contact, &traces);
        reached(Step::Cleaned);
        if remove_other(&self.folder).is_err() {
            left.push("journal.erasing".to_owned());
        }
        reached(Step::Removed);
        if self.folder.state().symlink_metadata().is_ok() {
            // What is in it must not be taken up again.
            self.stateless = Some(Unfit::NotOfThisJournal);
        }
        self.unsaved_bytes = loaded.walked.whole_chunks().iter().map(|chunk| chunk.len).sum();
        (self.register, self.rows) = (loaded.register, loaded.rows);
        self.forget();
        self.checkpoint(&mut |_| ());
        Ok(Erased { entry: Some(entry), lines, traces, gone, left })
    }

    /// Writes the journal without the data of `contact` beside the one that is there, and makes sure that it adds up to the same
    /// register but for that.
    fn write_erased(&mut self, entry: &Entry, what: What<'_>) -> Result<(Loaded, u64), JournalError> {
        let dir = self.folder.journal();
        let in_way = |why| JournalError::Io(dir.clone(), why);
        // What this cuts off is kept in the folder that is left behind, so it comes before what is there is taken along.
        self.journal.mend().map_err(|(path, why)| JournalError::Io(path, why))?;
        let fresh = fresh(&self.folder).map_err(in_way)?;
        copy_cut_off(&dir, &fresh, what.contact, what.traces).map_err(in_way)?;
        let Entry { at, ref actor, ref label, undoes, id, ref changes, .. } = *entry;
        let new = NewEntry { at, actor, label, undoes, id, erased: &[], changes };
        let mut blank = |line: &Line<'_>| blanked(line, what);
        let lines = self.journal.write_erased(&fresh, new, &mut blank)?;
        let loaded = load_journal(&fresh, &mut |_| ())?;
        if loaded.walked.end.seq != entry.seq || !same_without(&self.register, &loaded.register, what) {
            let why = io::Error::other("the journal without it adds up to something else");
            return Err(JournalError::Io(fresh, why));
        }
        Ok((loaded, lines))
    }

    /// Why nothing was erased, for who asked for it.
    fn not_erased(&mut self, error: JournalError) -> Unwritten {
        match error {
            JournalError::Io(path, why) => match why_read_only(&why) {
                Some(reason) => Unwritten::ReadOnly(reason),
                None => Unwritten::Failed(format!("{}: {why}", path.display())),
            },
            other => failed(other),
        }
    }
}

#[cfg(test)]
mod tests;
