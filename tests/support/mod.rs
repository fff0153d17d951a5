//! What the tests of the store share: opening a register in a temporary folder and entries to put in it.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "these are tests, though not in a test function")]

use std::path::Path;

use regie::model::action::{Action, ProgressNote};
use regie::model::change::{Change, Draft, Label, Verb};
use regie::model::id::{Actor, Ref, Stamp};
use regie::model::ledger::Ledger;
use regie::model::record::{Field, Item, Kind};
use regie::model::register::Register;
use regie::model::value::Value;
use regie::store::{Holder, Keeper, OpenOptions, Opened, Operator, StoreError, Use};

/// A fixed moment: 23 November 2026, nine o'clock UTC.
pub const AT: Stamp = Stamp(1_795_424_400_000);

/// A folder for tests that open a register thousands of times: in memory where there is such a place, as they are about
/// content and not about the disk.
pub fn quick_dir() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

pub fn actor() -> Actor {
    Actor("m.bakker".to_owned())
}

pub fn options(usage: Use) -> OpenOptions {
    let holder =
        Holder { user: "m.bakker".into(), host: "balie".into(), since: AT.to_string(), ..Holder::default() };
    OpenOptions::new(usage, holder).creating()
}

pub fn try_open(dir: &Path) -> Result<Opened, StoreError> {
    Keeper::open(dir, actor(), options(Use::Stay), &mut |_| ())
}

/// As `try_open`, with a journal that goes on in a new file after so many bytes.
pub fn try_open_in_segments(dir: &Path, segment_bytes: u64) -> Result<Opened, StoreError> {
    let mut options = options(Use::Stay);
    options.segment_bytes = segment_bytes;
    Keeper::open(dir, actor(), options, &mut |_| ())
}

/// Opens (or makes) the register in `dir`; what it has to tell must be nothing.
pub fn open(dir: &Path) -> Keeper {
    let opened = try_open(dir).unwrap();
    assert_eq!(opened.notices, []);
    opened.keeper
}

pub fn label(verb: Verb) -> Label {
    Label { verb, subject: None, title: String::new(), detail: String::new() }
}

pub fn new_action(register: &Register, title: &str) -> Draft {
    let num = register.next_ref(Kind::Action).num;
    let action = Action { num, title: title.to_owned(), created: Some(AT), ..Action::default() };
    Draft { label: label(Verb::AddAction), changes: vec![Change::Insert(action.into())] }
}

/// Adds an action; yields the entry's number.
pub fn add(keeper: &mut Keeper, title: &str) -> u64 {
    let draft = new_action(keeper.register(), title);
    keeper.append(draft, None, AT).unwrap().unwrap().seq
}

/// Renames action `num`.
pub fn rename(keeper: &mut Keeper, num: u32, title: &str) -> u64 {
    let target = Ref::new(Kind::Action, num);
    let before = keeper.register().get(target).unwrap().get(Field::title).unwrap();
    let change = Change::Set { target, field: Field::title, before, after: Value::Text(title.to_owned()) };
    keeper
        .append(Draft { label: label(Verb::SetField), changes: vec![change] }, None, AT)
        .unwrap()
        .unwrap()
        .seq
}

/// An entry with `count` actions that carry about `bytes` of text each, and a note with each.
pub fn many(register: &Register, count: u32, bytes: usize) -> Draft {
    let first = register.next_ref(Kind::Action).num;
    let note = register.next_ref(Kind::ProgressNote).num;
    let changes = (0..count).flat_map(|n| {
        let action = Action {
            num: first + n,
            title: format!("Actie {n}"),
            description: "buurt en straat ".repeat(bytes / 16),
            ..Action::default()
        };
        let under = Some(Ref::new(Kind::Action, first + n));
        let note =
            ProgressNote { num: note + n, title: "loopt".into(), action: under, ..ProgressNote::default() };
        [Change::Insert(Item::from(action)), Change::Insert(Item::from(note))]
    });
    Draft { label: label(Verb::ImportActions), changes: changes.collect() }
}

/// The files of the journal, in order.
pub fn segment_files(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(dir.join("journal"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "jsonl"))
        .collect();
    files.sort();
    files
}

/// The only segment.
pub fn segment(dir: &Path) -> std::path::PathBuf {
    let files = segment_files(dir);
    assert_eq!(files.len(), 1);
    files[0].clone()
}

/// Makes what was written last into what nobody was promised: as when the program ended before it said so.
pub fn unacknowledged(dir: &Path) {
    std::fs::remove_file(dir.join("journal/acknowledged")).unwrap();
}

/// Copies a register's folder, lock left out.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else if entry.file_name() != "lock" {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

pub fn operator() -> Operator {
    let Holder { user, host, since, .. } = options(Use::Brief).holder;
    Operator {
        actor: actor(),
        holder: Holder { user, host, since, ..Holder::default() },
        at: AT,
        patience: std::time::Duration::ZERO,
    }
}
