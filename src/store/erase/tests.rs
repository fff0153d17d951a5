//! Erasing a contact: what is left, and what a crash leaves at any step.

use std::fs::File;

use super::super::{Disk, Keeper, Medium, Operator, PutBack, StateCheck, StoreError, Use, repair, verify};
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

fn append(keeper: &mut Keeper, verb: Verb, subject: Option<Ref>, title: &str, changes: Vec<Change>) -> u64 {
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
    assert_eq!(verified.put_back, []);
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
    assert!(matches!(never, Err(Unwritten::Conflict(Conflict::Missing(_)))));
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
    assert!(matches!(refused, Unwritten::Conflict(Conflict::Referenced { .. })));
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
                std::fs::remove_file(journal::segment_path(&image.path().join(ERASING), segment)).unwrap();
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
        let followed = reader.follow().unwrap();
        assert!(matches!(followed, Followed::Anew | Followed::Erased));
        let erased = reader.take_erased();
        assert_eq!(erased.name("vraag Karin de Wit"), followed == Followed::Erased, "{settled}");
        assert!(reader.take_erased().is_empty());
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

/// The lines of all files of the journal.
fn lines_of(dir: &Path) -> Vec<Vec<u8>> {
    let read = |segment| std::fs::read(journal::segment_path(&dir.join("journal"), segment)).unwrap();
    let all =
        journal::segments(&dir.join("journal")).unwrap().into_iter().flat_map(read).collect::<Vec<u8>>();
    all.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect()
}

#[test]
fn what_somebody_puts_back_from_an_older_copy_is_noticed_and_erased_again() {
    for with_state in [true, false] {
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = fill_in(dir.path(), 64 << 20);
        let item = keeper.register().tables().item(contact(1)).unwrap();
        append(&mut keeper, Verb::RemoveItem, Some(contact(1)), NAMED[0], vec![Change::Remove(item)]);
        let older = lines_of(dir.path());
        keeper.erase(&Erasing::of(contact(1)), AT).unwrap();
        keeper.settle();
        drop(keeper);
        // All that is needed for the entries to fit one another, and nothing that was not there before.
        let path = journal::segment_path(&dir.path().join("journal"), 1);
        let newer = lines_of(dir.path());
        std::fs::write(&path, [&older[..], &newer[5..]].concat().concat()).unwrap();
        if !with_state {
            std::fs::remove_dir_all(dir.path().join("state")).unwrap();
        }
        let found = verify(dir.path(), &operator(), &mut |_| ()).unwrap().put_back;
        let back = |line| PutBack {
            segment: 1,
            line,
            seq: line,
            by: 6,
            contact: Some(contact(1)),
            actor: admin(),
            at: AT,
        };
        assert_eq!(found, [back(1), back(2), back(3), back(5)], "and not line 4, which was of another");
        // Nobody is kept from working, nor from mending it.
        let mut keeper = open(dir.path());
        assert_eq!(keeper.head(), 6);
        assert_eq!(keeper.erase(&Erasing::of(contact(1)), AT).unwrap().lines, 4);
        drop(keeper);
        sound(dir.path());
        assert_eq!(self::found(dir.path()), Vec::<PathBuf>::new());
    }
}

#[test]
fn a_line_that_two_erasures_passed_over_is_to_be_as_the_last_one_left_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = fill_in(dir.path(), 64 << 20);
    for n in [1, 2] {
        let item = keeper.register().tables().item(contact(n)).unwrap();
        append(&mut keeper, Verb::RemoveItem, Some(contact(n)), "", vec![Change::Remove(item)]);
    }
    keeper.erase(&Erasing::of(contact(1)), AT).unwrap();
    let older = lines_of(dir.path());
    keeper.erase(&Erasing::of(contact(2)), AT).unwrap();
    drop(keeper);
    sound(dir.path());
    let path = journal::segment_path(&dir.path().join("journal"), 1);
    std::fs::write(&path, [&older[..], &lines_of(dir.path())[7..]].concat().concat()).unwrap();
    let found = verify(dir.path(), &operator(), &mut |_| ()).unwrap().put_back;
    let found: Vec<(u64, u64)> = found.iter().map(|back| (back.seq, back.by)).collect();
    assert_eq!(found, [(1, 8), (4, 8), (6, 8)]);
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
                text.replace(&format!("\"seq\":{lost},\"part\":1,\"parts"), "\"seq\":9,\"part\":1,\"parts"),
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
