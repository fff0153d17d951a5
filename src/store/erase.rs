//! Erasing: a register in which the data of a contact stands nowhere any more, with a journal that still verifies.
//!
//! Owns the names that lie about while it is done, finishing it after a crash, and finding every file in the register's folder in
//! which the person may stand. The keeper carries it out, as only who holds the register can.
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
use super::journal::{self, Flaw, JournalError, Line, Payload};
use super::{Notice, StoreError, io_error};
use crate::model::change::{Change, Label, Verb};
use crate::model::erasure::{Traces, blank, blank_label, contact_in, strike};
use crate::model::id::Ref;

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

fn unreadable(why: &serde_json::Error) -> Flaw {
    Flaw::Unreadable(why.to_string())
}

/// Whether `bytes` name `contact` as journals do, as a text of its own.
fn names(bytes: &[u8], contact: Ref) -> bool {
    memchr::memmem::find(bytes, format!("\"{contact}\"").as_bytes()).is_some()
}

/// The payload of `line` without what is to be erased; `None` when there is nothing of it.
pub(super) fn blanked(line: &Line<'_>, what: What<'_>) -> Result<Option<Vec<u8>>, Flaw> {
    if !what.mentions && !names(line.payload, what.contact) {
        // A label may speak of the person all the same; the changes need not be read for that.
        let Labelled { label } = serde_json::from_slice(line.payload).map_err(|why| unreadable(&why))?;
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
    serde_json::to_vec(&payload).map(Some).map_err(|why| unreadable(&why))
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

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::super::{Disk, Keeper, Medium, Operator, StateCheck, StoreError, Use, repair, verify};
    use super::super::{Holder, OpenOptions};
    use super::*;
    use crate::model::change::Draft;
    use crate::model::erasure::Erasing;
    use crate::model::id::{Actor, Stamp};
    use crate::model::ledger::{self, Followed, Ledger, NotUndone, ReadOnly, Unwritten};
    use crate::model::partner::Contact;
    use crate::model::record::{Field, Item, Kind};
    use crate::model::value::Value;

    const AT: Stamp = Stamp(1_795_424_400_000);
    const NAMED: [&str; 4] = ["Karin de Wit", "k.dewit@politie.example", "06-12345678", "belt liever niet"];

    fn admin() -> Actor {
        Actor("beheer".to_owned())
    }

    fn contact(num: u32) -> Ref {
        Ref::new(Kind::Contact, num)
    }

    fn options(segment_bytes: u64) -> OpenOptions {
        let mut options = OpenOptions::new(Use::Stay, Holder::default()).creating();
        options.segment_bytes = segment_bytes;
        options
    }

    fn open(dir: &Path) -> Keeper {
        Keeper::open(dir, admin(), options(600), &mut |_| ()).unwrap().keeper
    }

    fn operator() -> Operator {
        let patience = std::time::Duration::ZERO;
        Operator { actor: admin(), holder: Holder::default(), at: AT, patience }
    }

    fn append(
        keeper: &mut Keeper,
        verb: Verb,
        subject: Option<Ref>,
        title: &str,
        changes: Vec<Change>,
    ) -> u64 {
        let label = Label { verb, subject, title: title.to_owned(), detail: String::new() };
        keeper.append(Draft { label, changes }, None, AT).unwrap().unwrap().seq
    }

    fn set(keeper: &Keeper, target: Ref, field: Field, after: &str) -> Change {
        let before = keeper.register().get(target).unwrap().get(field).unwrap();
        Change::Set { target, field, before, after: Value::Text(after.to_owned()) }
    }

    /// Two contacts come in by one entry, the first is changed and called; an unsaved text is about her, and one is not.
    fn fill(dir: &Path) -> Keeper {
        fill_in(dir, 600)
    }

    /// As `fill`, in files of so many bytes.
    fn fill_in(dir: &Path, segment_bytes: u64) -> Keeper {
        let mut keeper = Keeper::open(dir, admin(), options(segment_bytes), &mut |_| ()).unwrap().keeper;
        let karin = Contact { num: 1, title: NAMED[0].into(), email: NAMED[1].into(), ..Contact::default() };
        let other = Contact { num: 2, title: "Jan Bos".into(), ..Contact::default() };
        let both = [karin, other].map(|contact| Change::Insert(Item::from(contact))).to_vec();
        append(&mut keeper, Verb::ImportContacts, None, "contacten.csv", both);
        let phone = set(&keeper, contact(1), Field::phone, NAMED[2]);
        append(&mut keeper, Verb::SetField, Some(contact(1)), NAMED[0], vec![phone]);
        let note = set(&keeper, contact(1), Field::note, NAMED[3]);
        append(&mut keeper, Verb::SetField, Some(contact(1)), NAMED[0], vec![note]);
        let other = set(&keeper, contact(2), Field::function, "wijkagent");
        append(&mut keeper, Verb::SetField, Some(contact(2)), "Jan Bos", vec![other]);
        keeper.keep_draft("edit-C-1-note", Some(NAMED[3])).unwrap();
        keeper.keep_draft("edit-C-2-note", Some("over Jan")).unwrap();
        keeper
    }

    /// Files under `dir` in which something of her stands.
    fn found(dir: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(dir).unwrap().flatten() {
            if entry.file_type().unwrap().is_dir() {
                found.extend(self::found(&entry.path()));
            } else {
                let bytes = std::fs::read(entry.path()).unwrap();
                if NAMED.iter().any(|text| memchr::memmem::find(&bytes, text.as_bytes()).is_some()) {
                    found.push(entry.path());
                }
            }
        }
        found
    }

    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().flatten() {
            let to = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                copy(&entry.path(), &to);
            } else if entry.file_name() != "lock" {
                std::fs::copy(entry.path(), to).unwrap();
            }
        }
    }

    fn sound(dir: &Path) {
        let verified = verify(dir, &operator(), &mut |_| ()).unwrap();
        assert!(matches!(verified.state, StateCheck::Agrees | StateCheck::None), "{verified:?}");
    }

    #[test]
    fn what_was_erased_stands_nowhere_and_the_journal_says_so_and_verifies() {
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = fill(dir.path());
        keeper.settle();
        assert!(!found(dir.path()).is_empty());
        let erased = keeper.erase(&Erasing::of(contact(1)), AT).unwrap();
        assert_eq!(erased.entry.as_ref().map(|entry| entry.seq), Some(5));
        assert_eq!(
            (erased.lines, erased.gone, erased.left.len()),
            (3, vec!["drafts/edit-C-1-note.txt".into()], 0)
        );
        assert_eq!(found(dir.path()), Vec::<PathBuf>::new());
        assert_eq!(keeper.drafts(), [("edit-C-2-note".to_owned(), "over Jan".to_owned())]);
        // The register goes on as it is, and so does the journal.
        assert!(keeper.register().contact(contact(1)).is_none());
        let other = set(&keeper, contact(2), Field::phone, "06-87654321");
        assert_eq!(append(&mut keeper, Verb::SetField, Some(contact(2)), "Jan Bos", vec![other]), 6);
        let register = keeper.register().clone();
        let entry = keeper.entry(1).unwrap().unwrap();
        assert_eq!((entry.changes.len(), entry.label.title.as_str()), (2, "contacten.csv"));
        assert_eq!(keeper.erased_by(1), Ok(Some(5)));
        assert_eq!(keeper.erased_by(4), Ok(None));
        drop(keeper);
        sound(dir.path());
        let mut keeper = open(dir.path());
        assert!(keeper.register().same_content(&register));
        assert_eq!(
            keeper.erase(&Erasing::of(contact(1)), AT).unwrap().entry.map(|entry| entry.seq),
            None,
            "nothing is left"
        );
        let never = keeper.erase(&Erasing::of(contact(7)), AT);
        assert!(matches!(never, Err(Unwritten::Conflict(crate::model::apply::Conflict::Missing(_)))));
        drop(keeper);
        // Without the state, which is a matter of speed alone.
        std::fs::remove_dir_all(dir.path().join("state")).unwrap();
        assert!(open(dir.path()).register().same_content(&register));
    }

    #[test]
    fn one_who_was_removed_earlier_is_erased_and_a_second_one_after_the_first() {
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = fill(dir.path());
        let item = keeper.register().tables().item(contact(1)).unwrap();
        append(&mut keeper, Verb::RemoveItem, Some(contact(1)), NAMED[0], vec![Change::Remove(item)]);
        let entry = keeper.erase(&Erasing::of(contact(1)), AT).unwrap().entry.unwrap();
        assert_eq!((entry.seq, entry.changes.len()), (6, 0));
        assert_eq!(found(dir.path()), Vec::<PathBuf>::new());
        // A line that both stood in is attested by the second entry from then on.
        assert_eq!(keeper.erase(&Erasing::of(contact(2)), AT).unwrap().entry.unwrap().seq, 7);
        assert_eq!((keeper.erased_by(1), keeper.erased_by(2)), (Ok(Some(7)), Ok(Some(6))));
        drop(keeper);
        sound(dir.path());
    }

    #[test]
    fn what_others_wrote_of_her_is_struck_when_that_is_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = fill(dir.path());
        for text in ["bel Karin de Wit, 06 12345678", "bel niemand", "mail K.deWit@politie.example"] {
            let note = set(&keeper, contact(2), Field::note, text);
            append(&mut keeper, Verb::SetField, Some(contact(2)), "Jan Bos", vec![note]);
        }
        let erased = keeper.erase(&Erasing { mentions: true, ..Erasing::of(contact(1)) }, AT).unwrap();
        assert_eq!(erased.lines, 6);
        assert_eq!(keeper.register().contact(contact(2)).unwrap().note, "mail ███");
        let entry = keeper.entry(5).unwrap().unwrap();
        assert!(
            matches!(&entry.changes[0], Change::Set { after: Value::Text(text), .. } if text == "bel ███, ███")
        );
        assert_eq!(erased.traces.mentions(keeper.register()), []);
        assert_eq!(found(dir.path()), Vec::<PathBuf>::new());
        drop(keeper);
        sound(dir.path());
    }

    #[test]
    fn nothing_that_would_bring_it_back_is_taken_back() {
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = fill(dir.path());
        keeper.erase(&Erasing::of(contact(1)), AT).unwrap();
        let refused = |seq, by| NotUndone::Unwritten(Unwritten::Erased { seq, by });
        assert_eq!(ledger::undo(&mut keeper, AT).unwrap_err(), refused(5, 5));
        assert_eq!(ledger::undo_entry(&mut keeper, 2, AT).unwrap_err(), refused(2, 5));
        ledger::undo_entry(&mut keeper, 4, AT).unwrap();
    }

    #[test]
    fn one_that_something_refers_to_stays() {
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = fill(dir.path());
        let deputy = set(&keeper, contact(2), Field::deputy, "C-1");
        append(&mut keeper, Verb::SetField, Some(contact(2)), "Jan Bos", vec![deputy]);
        let before = keeper.register().clone();
        let refused = keeper.erase(&Erasing::of(contact(1)), AT).unwrap_err();
        assert!(matches!(refused, Unwritten::Conflict(crate::model::apply::Conflict::Referenced { .. })));
        assert!(keeper.register().same_content(&before));
        assert_eq!(keeper.head(), 5);
    }

    #[test]
    fn a_crash_at_any_step_leaves_all_of_it_or_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let images = tempfile::tempdir().unwrap();
        let mut keeper = fill(dir.path());
        keeper.settle();
        let mut steps = Vec::new();
        let mut take = |step| {
            copy(dir.path(), &images.path().join(format!("{step:?}")));
            steps.push(step);
        };
        keeper.erase_watched(&admin(), &Erasing::of(contact(1)), AT, &mut take).unwrap();
        assert_eq!(steps, [Step::Written, Step::InPlace, Step::Cleaned, Step::Removed]);
        for step in steps {
            let image = images.path().join(format!("{step:?}"));
            let opened = Keeper::open(&image, admin(), options(600), &mut |_| ()).unwrap();
            let mut keeper = opened.keeper;
            if step == Step::Written {
                assert_eq!(opened.notices, []);
                assert_eq!(keeper.register().contact(contact(1)).unwrap().note, NAMED[3]);
                assert_eq!(keeper.head(), 4);
                keeper.erase(&Erasing::of(contact(1)), AT).unwrap();
            } else {
                let gone =
                    if step == Step::InPlace { vec!["drafts/edit-C-1-note.txt".to_owned()] } else { vec![] };
                let finished = Notice::Erased { contact: contact(1), gone, left: Vec::new() };
                let expected = if step == Step::Removed { vec![] } else { vec![finished] };
                assert_eq!(opened.notices, expected, "{step:?}");
            }
            assert_eq!((keeper.head(), found(&image)), (5, Vec::new()), "{step:?}");
            drop(keeper);
            sound(&image);
        }
    }

    #[test]
    fn a_crash_between_two_names_leaves_the_old_journal() {
        let dir = tempfile::tempdir().unwrap();
        let images = tempfile::tempdir().unwrap();
        let mut keeper = fill(dir.path());
        let image = images.path().join("r");
        let mut take = |step| {
            if step == Step::Written {
                copy(dir.path(), &image)
            }
        };
        keeper.erase_watched(&admin(), &Erasing::of(contact(1)), AT, &mut take).unwrap();
        std::fs::rename(image.join("journal"), image.join(MOVED)).unwrap();
        let keeper = open(&image);
        assert_eq!((keeper.head(), keeper.register().tables().contacts.len()), (4, 2));
        assert!(!image.join(ERASING).exists() && !image.join(MOVED).exists());
    }

    /// A register in the midst of an erasure: both journals are whole, and have their first names.
    fn written(dir: &Path) -> Folder {
        let from = tempfile::tempdir().unwrap();
        let mut keeper = fill(from.path());
        keeper.settle();
        let mut take = |step| {
            if step == Step::Written {
                copy(from.path(), dir)
            }
        };
        keeper.erase_watched(&admin(), &Erasing::of(contact(1)), AT, &mut take).unwrap();
        Folder::new(dir)
    }

    /// Of these steps on names, counted from 0, some fail; exchanging is one that this file system does not know, if so wished.
    struct Failing {
        cannot_exchange: bool,
        fails: &'static [u32],
        step: std::cell::Cell<u32>,
    }

    impl Failing {
        fn new(cannot_exchange: bool, fails: &'static [u32]) -> Failing {
            Failing { cannot_exchange, fails, step: Default::default() }
        }

        fn next(&self) -> io::Result<()> {
            let step = self.step.get();
            self.step.set(step + 1);
            if self.fails.contains(&step) { Err(io::Error::other("cannot")) } else { Ok(()) }
        }
    }

    impl Names for Failing {
        fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
            if self.cannot_exchange {
                return Err(ErrorKind::Unsupported.into());
            }
            self.next().and_then(|()| OnDisk.exchange(one, other))
        }

        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.next().and_then(|()| OnDisk.rename(from, to))
        }

        fn sync(&self, dir: &Path) -> io::Result<()> {
            self.next().and_then(|()| OnDisk.sync(dir))
        }
    }

    #[test]
    fn whichever_step_of_the_exchange_fails_one_whole_journal_is_left_and_the_answer_says_which() {
        // Sync, exchange, sync; and sync, three renames (or two and one back), sync.
        let cases: [(bool, &'static [u32], bool); 9] = [
            (false, &[], true),
            (false, &[0], false),
            (false, &[2], true),
            (false, &[1, 2], false),
            (true, &[1], false),
            (true, &[2], false),
            (true, &[2, 3], false),
            (true, &[3], true),
            (true, &[4], true),
        ];
        for (cannot_exchange, fails, done) in cases {
            let told = format!("{cannot_exchange} {fails:?}");
            let dir = tempfile::tempdir().unwrap();
            let folder = written(dir.path());
            let outcome = put_in_place_by(&folder, &Failing::new(cannot_exchange, fails));
            assert_eq!(outcome.is_ok(), done, "{told}");
            if !done {
                forsake(&folder).unwrap();
            }
            let keeper = open(dir.path());
            assert_eq!(keeper.head(), if done { 5 } else { 4 }, "{told}");
            assert_eq!(keeper.register().contact(contact(1)).is_none(), done, "{told}");
            drop(keeper);
            assert_eq!(found(dir.path()).is_empty(), done, "{told}");
            assert!(!dir.path().join(ERASING).exists() && !dir.path().join(MOVED).exists(), "{told}");
            sound(dir.path());
        }
    }

    #[test]
    fn an_attempt_that_comes_to_nothing_leaves_the_journal_under_its_other_name_alone() {
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = fill(dir.path());
        // As after two steps of which the second failed, and the way back.
        let mut meddle = |step| {
            assert_eq!(step, Step::Written);
            std::fs::rename(dir.path().join("journal"), dir.path().join(MOVED)).unwrap();
        };
        keeper.erase_watched(&admin(), &Erasing::of(contact(1)), AT, &mut meddle).unwrap_err();
        assert!(!dir.path().join(ERASING).exists());
        drop(keeper);
        assert_eq!(open(dir.path()).head(), 4);
    }

    #[test]
    fn the_old_journal_stays_until_what_was_cleaned_is_durable() {
        let dir = tempfile::tempdir().unwrap();
        let folder = written(dir.path());
        put_in_place(&folder).unwrap();
        for fails in [&[0][..], &[1]] {
            remove_other_by(&folder, &Failing::new(false, fails)).unwrap_err();
            assert!(dir.path().join(ERASING).join("000001.jsonl").exists(), "{fails:?}");
        }
        remove_other_by(&folder, &Failing::new(false, &[])).unwrap();
        assert!(!dir.path().join(ERASING).exists());
    }

    #[test]
    fn a_backup_beside_an_erasure_is_one_of_what_is_there_after_it_or_none() {
        use super::super::{Archived, Phase, backup, restore};
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = fill(dir.path());
        let to = tempfile::tempdir().unwrap();
        let file = to.path().join("r.backup");
        let mut erased = false;
        let Archived { entries, .. } = backup(dir.path(), &file, &mut |progress| {
            if progress.phase == Phase::Copy && !erased {
                erased = true;
                keeper.erase(&Erasing::of(contact(1)), AT).unwrap();
            }
        })
        .unwrap();
        assert_eq!((entries, found(to.path())), (5, Vec::new()));
        let restored = to.path().join("r");
        restore(&file, &restored, false, &operator(), &mut |_| ()).unwrap();
        sound(&restored);
        // One whose turn never comes leaves the earlier one alone.
        let before = std::fs::read(&file).unwrap();
        let refused = backup(dir.path(), &file, &mut |progress| {
            if progress.phase == Phase::Copy && progress.done == progress.total {
                let next = contact(keeper.register().tables().highest(Kind::Contact) + 1);
                let item = Item::from(Contact { num: next.num, title: "Piet".into(), ..Contact::default() });
                append(&mut keeper, Verb::AddItem, Some(next), "Piet", vec![Change::Insert(item)]);
                keeper.erase(&Erasing::of(next), AT).unwrap();
            }
        });
        assert_eq!(refused, Err(StoreError::Replaced(dir.path().to_path_buf())));
        assert!(std::fs::read(&file).unwrap() == before);
        assert_eq!(std::fs::read_dir(to.path()).unwrap().count(), 2);
    }

    #[test]
    fn an_attempt_that_a_crash_cut_short_does_not_touch_what_names_one_who_was_erased_earlier() {
        for parts in [1, 2] {
            let dir = tempfile::tempdir().unwrap();
            let mut keeper = fill(dir.path());
            keeper.erase(&Erasing::of(contact(1)), AT).unwrap();
            let image = tempfile::tempdir().unwrap();
            let mut take = |step| {
                if step == Step::Written {
                    copy(dir.path(), image.path())
                }
            };
            keeper.erase_watched(&admin(), &Erasing::of(contact(2)), AT, &mut take).unwrap();
            if parts == 1 {
                for segment in journal::segments(&image.path().join(ERASING)).unwrap().into_iter().skip(1) {
                    std::fs::remove_file(journal::segment_path(&image.path().join(ERASING), segment))
                        .unwrap();
                }
            }
            let aside = image.path().join("journal.aside-1");
            std::fs::create_dir(&aside).unwrap();
            std::fs::write(aside.join("000001.jsonl"), "over \"C-1\"").unwrap();
            let opened = Keeper::open(image.path(), admin(), options(600), &mut |_| ()).unwrap();
            assert_eq!((opened.notices, opened.keeper.head()), (vec![], 5));
            assert!(aside.join("000001.jsonl").exists() && !image.path().join(ERASING).exists());
        }
    }

    #[test]
    fn what_a_crash_left_to_clean_is_cleaned_and_told() {
        let dir = tempfile::tempdir().unwrap();
        let folder = written(dir.path());
        std::fs::write(dir.path().join("drafts/edit-C-2-function.txt"), NAMED[0]).unwrap();
        std::fs::create_dir(dir.path().join("journal.aside-1")).unwrap();
        std::fs::write(dir.path().join("journal.aside-1/000001.jsonl"), "over \"C-1\"").unwrap();
        put_in_place(&folder).unwrap();
        let told = finish(&folder).unwrap();
        let gone = vec!["drafts/edit-C-1-note.txt".to_owned(), "journal.aside-1".to_owned()];
        let left = vec!["drafts/edit-C-2-function.txt".to_owned()];
        assert_eq!(told, [Notice::Erased { contact: contact(1), gone, left }]);
        assert_eq!(finish(&folder).unwrap(), []);
    }

    #[test]
    fn what_cannot_be_removed_keeps_nobody_from_opening() {
        let dir = tempfile::tempdir().unwrap();
        let folder = written(dir.path());
        let told = finish_by(&folder, &Failing::new(false, &[0])).unwrap();
        let path = dir.path().join(ERASING);
        assert_eq!(told, [Notice::Leftover { path: path.clone(), why: "cannot".to_owned() }]);
        assert_eq!(finish(&folder).unwrap(), []);
        assert!(!path.exists());
    }

    /// A disk with room for so many bytes more.
    struct SmallDisk(std::sync::Arc<std::sync::atomic::AtomicU64>);

    impl Medium for SmallDisk {
        fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
            use std::sync::atomic::Ordering::Relaxed;
            let room = self.0.load(Relaxed);
            self.0.store(room.saturating_sub(bytes.len() as u64), Relaxed);
            if room < bytes.len() as u64 {
                Err(ErrorKind::StorageFull.into())
            } else {
                Disk.write(file, bytes, offset)
            }
        }

        fn sync(&mut self, file: &File) -> io::Result<()> {
            Disk.sync(file)
        }
    }

    #[test]
    fn on_a_full_disk_nothing_is_lost_and_it_is_done_later() {
        use std::sync::atomic::Ordering::Relaxed;
        let dir = tempfile::tempdir().unwrap();
        drop(fill(dir.path()));
        let room = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
        let mut options = options(600);
        options.medium = Box::new(SmallDisk(std::sync::Arc::clone(&room)));
        let mut keeper = Keeper::open(dir.path(), admin(), options, &mut |_| ()).unwrap().keeper;
        for bytes in [0, 700, 1_500] {
            room.store(bytes, Relaxed);
            let full = keeper.erase(&Erasing::of(contact(1)), AT).unwrap_err();
            assert_eq!(full, Unwritten::ReadOnly(ReadOnly::DiskFull), "{bytes}");
            assert_eq!(keeper.register().contact(contact(1)).unwrap().note, NAMED[3]);
            assert!(!dir.path().join(ERASING).exists());
        }
        room.store(1 << 20, Relaxed);
        keeper.erase(&Erasing::of(contact(1)), AT).unwrap();
        assert_eq!(found(dir.path()), Vec::<PathBuf>::new());
    }

    #[test]
    fn what_an_erasure_cuts_off_is_kept_and_writing_goes_on_after_a_full_disk() {
        use std::io::Write as _;
        use std::sync::atomic::Ordering::Relaxed;
        let dir = tempfile::tempdir().unwrap();
        drop(fill(dir.path()));
        let last = *journal::segments(&dir.path().join("journal")).unwrap().last().unwrap();
        let path = journal::segment_path(&dir.path().join("journal"), last);
        File::options().append(true).open(path).unwrap().write_all(b"{\"v\":1,\"seq\":5,\"pa").unwrap();
        let room = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
        let mut options = options(600);
        options.medium = Box::new(SmallDisk(std::sync::Arc::clone(&room)));
        let mut keeper = Keeper::open(dir.path(), admin(), options, &mut |_| ()).unwrap().keeper;
        assert_eq!(keeper.read_only(), Some(ReadOnly::DiskFull));
        room.store(1 << 20, Relaxed);
        keeper.erase(&Erasing::of(contact(1)), AT).unwrap();
        assert_eq!(keeper.read_only(), None);
        let kept = std::fs::read_to_string(dir.path().join("journal/torn-5-1.txt")).unwrap();
        assert_eq!(kept, "{\"v\":1,\"seq\":5,\"pa");
        drop(keeper);
        sound(dir.path());
    }

    #[test]
    fn who_reads_beside_ends_up_without_it() {
        for settled in [false, true] {
            let dir = tempfile::tempdir().unwrap();
            let mut keeper = fill(dir.path());
            let mut reader = open(dir.path());
            assert!(reader.register().contact(contact(1)).is_some());
            keeper.erase(&Erasing::of(contact(1)), AT).unwrap();
            if settled {
                let other = set(&keeper, contact(2), Field::phone, "06-87654321");
                append(&mut keeper, Verb::SetField, Some(contact(2)), "Jan Bos", vec![other]);
            }
            assert!(matches!(reader.follow().unwrap(), Followed::Anew | Followed::Erased));
            assert!(reader.register().same_content(keeper.register()));
            assert_eq!(reader.entry(1), keeper.entry(1));
            assert_eq!(reader.follow(), Ok(Followed::Entries(Vec::new())));
        }
    }

    #[test]
    fn who_reads_without_the_lock_finds_the_entries_where_they_stand_now_and_damage_where_it_is() {
        // In one file, in which the end moves; and in many, of which the last is as it was.
        for segment_bytes in [600, 64 << 20] {
            let dir = tempfile::tempdir().unwrap();
            drop(fill_in(dir.path(), segment_bytes));
            let mut read_only = options(segment_bytes);
            read_only.usage = Use::Read;
            let reader = Keeper::open(dir.path(), admin(), read_only, &mut |_| ()).unwrap().keeper;
            let mut keeper =
                Keeper::open(dir.path(), admin(), options(segment_bytes), &mut |_| ()).unwrap().keeper;
            let first = reader.entry(4).unwrap();
            keeper.erase(&Erasing::of(contact(1)), AT).unwrap();
            for seq in [1, 2, 3, 4] {
                assert_eq!(reader.entry(seq), keeper.entry(seq), "{seq}");
                assert_eq!(reader.outline(seq), keeper.outline(seq), "{seq}");
                assert_eq!(reader.erased_by(seq), keeper.erased_by(seq), "{seq}");
            }
            assert_eq!(reader.entry(4).unwrap(), first);
            assert_eq!(reader.latest_concerning(contact(2), 1, 4), Ok(Some(4)));
            // Once more, of the other.
            keeper.erase(&Erasing::of(contact(2)), AT).unwrap();
            assert_eq!(reader.latest_concerning(contact(1), 1, 4), Ok(Some(3)));
            assert_eq!(reader.entry(1), keeper.entry(1));
            let path = journal::segment_path(&dir.path().join("journal"), 1);
            let mut bytes = std::fs::read(&path).unwrap();
            let at = memchr::memmem::find(&bytes, b"\"payload\":").unwrap() + 12;
            bytes[at] ^= 1;
            std::fs::write(&path, bytes).unwrap();
            assert!(matches!(reader.entry(1), Err(Unwritten::Damaged { seq: 1, .. })));
        }
    }

    #[test]
    fn nobody_erases_or_brings_back_by_hand() {
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = fill(dir.path());
        keeper.erase(&Erasing::of(contact(1)), AT).unwrap();
        drop(keeper);
        let path = journal::segment_path(&dir.path().join("journal"), 1);
        let sound = std::fs::read(&path).unwrap();
        let payload = memchr::memmem::find(&sound, b"\"payload\":").unwrap() + 10;
        let end = memchr::memchr(b'\n', &sound).unwrap();
        for at in (0..end).filter(|at| at % 7 == 0 || *at < 40) {
            let mut damaged = sound.clone();
            damaged[at] ^= 1;
            std::fs::write(&path, &damaged).unwrap();
            let found = verify(dir.path(), &operator(), &mut |_| ());
            assert!(matches!(found, Err(StoreError::Damaged(_) | StoreError::Future { .. })), "byte {at}");
        }
        // Another payload, with the hash that goes with it: no entry says that.
        let text = String::from_utf8(sound[..end].to_vec()).unwrap();
        let other = text[payload..text.len() - 1].replace("contacten.csv", "contacten.txt");
        let (hash, fresh) = (blake3::hash(&sound[payload..end - 1]), blake3::hash(other.as_bytes()));
        let forged = format!("{}{other}}}", &text[..payload]).replace(&*hash.to_hex(), &fresh.to_hex());
        assert_eq!(journal::read_lines(forged.as_bytes()), Ok(1), "the line by itself is whole");
        std::fs::write(&path, [forged.as_bytes(), &sound[end..]].concat()).unwrap();
        match verify(dir.path(), &operator(), &mut |_| ()) {
            Err(StoreError::Damaged(damage)) => {
                assert_eq!((damage.line, damage.seq, damage.why), (1, 1, Flaw::NotErased))
            }
            other => panic!("{other:?}"),
        }
        // A repair keeps what stands there, for what it is.
        let mended = repair(dir.path(), &operator(), &mut |_| ()).unwrap();
        assert_eq!((mended.kept, mended.adapted), (4, 1));
        self::sound(dir.path());
        assert_eq!(open(dir.path()).erased_by(1), Ok(None));
        assert_eq!(open(dir.path()).erased_by(2), Ok(Some(5)), "and what was erased as that");
    }

    #[test]
    fn a_repair_keeps_what_was_erased_when_other_lines_are_lost() {
        for lost in [1, 5] {
            let dir = tempfile::tempdir().unwrap();
            let mut keeper = fill(dir.path());
            keeper.erase(&Erasing::of(contact(1)), AT).unwrap();
            drop(keeper);
            for segment in journal::segments(&dir.path().join("journal")).unwrap() {
                let path = journal::segment_path(&dir.path().join("journal"), segment);
                let text = std::fs::read_to_string(&path).unwrap();
                std::fs::write(
                    &path,
                    text.replace(
                        &format!("\"seq\":{lost},\"part\":1,\"parts"),
                        "\"seq\":9,\"part\":1,\"parts",
                    ),
                )
                .unwrap();
            }
            let mended = repair(dir.path(), &operator(), &mut |_| ()).unwrap();
            assert_eq!(mended.lost, [lost]);
            sound(dir.path());
            let keeper = open(dir.path());
            assert_eq!(keeper.erased_by(5), Ok((lost != 5).then_some(5)));
            let entry = keeper.entry(2).unwrap().unwrap();
            assert!(!format!("{entry:?}").contains(NAMED[2]));
        }
    }
}
