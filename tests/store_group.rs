//! Drafts of several people that are made durable together: one sync, an answer each, and all or nothing when it fails.

#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests, helpers included")]

mod support;

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use regie::model::apply::Conflict;
use regie::model::change::{Change, Draft, Verb};
use regie::model::id::{Actor, Ref};
use regie::model::ledger::{Followed, Ledger, ReadOnly, Unwritten};
use regie::model::record::{Field, Item, Kind};
use regie::model::register::Register;
use regie::model::value::Value;
use regie::store::{Answer, Disk, Keeper, Medium, Notice, StoreError, Submission, Use};
use support::*;

/// What a disk was asked for, and which call it is to refuse.
#[derive(Default)]
struct Calls {
    /// Of every call, whether it was a sync and for which file.
    log: Vec<(bool, u64)>,
    /// So many calls from now one fails, after half of what it was to do.
    fails_in: Option<usize>,
    /// All further ones fail as well.
    for_good: bool,
    failed: bool,
}

impl Calls {
    fn fails(&mut self, sync: bool, file: &File) -> bool {
        self.log.push((sync, file.metadata().unwrap().ino()));
        let fails = self.fails_in == Some(0) || (self.failed && self.for_good);
        self.fails_in = self.fails_in.and_then(|calls| calls.checked_sub(1));
        self.failed |= fails;
        fails
    }
}

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Calls>>);

impl Recorder {
    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.0.lock().unwrap()
    }
}

impl Medium for Recorder {
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        if self.calls().fails(false, file) {
            Disk.write(file, &bytes[..bytes.len() / 2], offset)?;
            return Err(io::Error::other("I/O error"));
        }
        Disk.write(file, bytes, offset)
    }

    fn sync(&mut self, file: &File) -> io::Result<()> {
        if self.calls().fails(true, file) { Err(io::Error::other("I/O error")) } else { Disk.sync(file) }
    }
}

fn open_recorded(dir: &Path, segment_bytes: u64) -> (Keeper, Recorder) {
    let recorder = Recorder::default();
    let mut options = options(Use::Stay);
    options.segment_bytes = segment_bytes;
    options.medium = Box::new(recorder.clone());
    (Keeper::open(dir, actor(), options, &mut |_| ()).unwrap().keeper, recorder)
}

fn by(name: &str, draft: Draft) -> Submission {
    Submission { actor: Actor(name.to_owned()), draft, undoes: None, id: None, at: AT }
}

fn action(num: u32) -> Ref {
    Ref::new(Kind::Action, num)
}

fn named(num: u32, title: &str) -> Draft {
    let mut draft = new_action(&Register::new(), title);
    let Change::Insert(item) = &mut draft.changes[0] else { unreachable!() };
    item.renumber(num);
    draft
}

fn retitled(num: u32, before: &str, after: &str) -> Draft {
    let text = |text: &str| Value::Text(text.to_owned());
    let (before, after) = (text(before), text(after));
    let change = Change::Set { target: action(num), field: Field::title, before, after };
    Draft { label: label(Verb::SetField), changes: vec![change] }
}

fn nothing() -> Draft {
    Draft { label: label(Verb::SetField), changes: vec![] }
}

/// The numbers of the entries that were written.
fn seqs(answers: &[Answer]) -> Vec<u64> {
    answers.iter().flatten().flatten().map(|entry| entry.seq).collect()
}

/// What stands in the journal, empty files left out.
fn journal(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let read = |path: PathBuf| (path.clone(), std::fs::read(path).unwrap());
    segment_files(dir).into_iter().map(read).filter(|(_, bytes)| !bytes.is_empty()).collect()
}

#[test]
fn a_group_is_made_durable_at_once_and_each_gets_an_answer() {
    let dir = tempfile::tempdir().unwrap();
    let (mut keeper, recorder) = open_recorded(dir.path(), 1 << 20);
    add(&mut keeper, "een");
    recorder.calls().log.clear();
    let mut unreadable = named(9, "x");
    let Change::Insert(Item::Action(odd)) = &mut unreadable.changes[0] else { unreachable!() };
    odd.year = Some(1);
    let mut answers = keeper.append_all(vec![
        by("a.jansen", retitled(1, "een", "eerste")),
        by("b.smit", retitled(1, "een", "anders")),
        by("b.smit", nothing()),
        by("b.smit", unreadable),
        by("b.smit", named(2, "twee")),
        Submission { undoes: Some(2), ..by("a.jansen", retitled(1, "eerste", "een")) },
    ]);
    let syncs: Vec<bool> = recorder.calls().log.iter().map(|(sync, _)| *sync).collect();
    assert_eq!(syncs, [false, true], "one write and one sync");
    assert_eq!(seqs(&answers), [2, 3, 4]);
    for answer in answers.iter().flatten().flatten() {
        assert_eq!(keeper.entry(answer.seq).unwrap().as_ref(), Some(answer));
    }
    let last = answers.pop().unwrap().unwrap().unwrap();
    assert_eq!((last.actor.0.as_str(), last.undoes, last.at), ("a.jansen", Some(2), AT));
    // As the first of the group left it.
    let Err(Unwritten::Conflict(Conflict::Changed { found, .. })) = &answers[1] else {
        panic!("{answers:?}")
    };
    assert_eq!(*found, Value::Text("eerste".into()));
    assert_eq!(answers[2], Ok(None));
    assert!(matches!(answers[3], Err(Unwritten::Conflict(Conflict::BadValue { .. }))), "{:?}", answers[3]);

    let before = keeper.register().clone();
    assert_eq!((before.title(action(1)), before.title(action(2))), ("een", "twee"));
    drop(keeper);
    assert!(open(dir.path()).register().same_content(&before));
}

#[test]
fn a_group_of_which_nothing_applies_is_not_written() {
    let dir = tempfile::tempdir().unwrap();
    let (mut keeper, recorder) = open_recorded(dir.path(), 1 << 20);
    add(&mut keeper, "een");
    recorder.calls().log.clear();
    let group = vec![by("a.jansen", retitled(1, "x", "y")), by("a.jansen", nothing())];
    let answers = keeper.append_all(group);
    assert!(matches!(answers[..], [Err(Unwritten::Conflict(_)), Ok(None)]), "{answers:?}");
    assert_eq!(keeper.append_all(vec![]), []);
    assert_eq!((recorder.calls().log.len(), keeper.head()), (0, 1));
}

#[test]
fn a_group_that_goes_on_in_new_files_is_synced_file_by_file() {
    let dir = tempfile::tempdir().unwrap();
    let (mut keeper, recorder) = open_recorded(dir.path(), 1000);
    add(&mut keeper, "een");
    recorder.calls().log.clear();
    let group = (2..=12).map(|num| by("a.jansen", named(num, "Buurtpreventie-avond"))).collect();
    let answers = keeper.append_all(group);
    assert_eq!(seqs(&answers), (2..=12).collect::<Vec<_>>());
    // Each is whole before the next one is begun.
    let inodes = segment_files(dir.path()).into_iter().map(|file| file.metadata().unwrap().ino());
    let expected: Vec<_> = inodes.flat_map(|inode| [(false, inode), (true, inode)]).collect();
    assert!(expected.len() >= 8, "{expected:?}");
    assert_eq!(recorder.calls().log, expected);
    for entry in answers.into_iter().flatten().flatten() {
        assert_eq!(keeper.entry(entry.seq).unwrap(), Some(entry));
    }
    let before = keeper.register().clone();
    drop(keeper);
    assert!(open(dir.path()).register().same_content(&before));
}

/// A group on a register with the action `een`: what is refused, what applies, and of how many lines.
fn mixed(register: &Register) -> Vec<Submission> {
    let mut large = many(&Register::new(), 20, 16_000);
    for (change, num) in large.changes.iter_mut().zip((10..).flat_map(|num| [num, num])) {
        match change {
            Change::Insert(Item::ProgressNote(note)) => {
                (note.num, note.action) = (num, Some(action(num)));
            }
            Change::Insert(item) => item.renumber(num),
            _ => unreachable!(),
        }
    }
    assert!(register.action(action(1)).is_some());
    let taken_out = Change::Remove(register.tables().item(action(1)).unwrap());
    vec![
        by("a.jansen", retitled(1, "nooit", "x")),
        by("a.jansen", named(2, "twee")),
        by("b.smit", named(2, "ook twee")),
        by("b.smit", nothing()),
        by("b.smit", large),
        by("c.bos", Draft { label: label(Verb::RemoveItem), changes: vec![taken_out] }),
        by("c.bos", named(3, "drie")),
    ]
}

#[test]
fn when_a_group_cannot_be_made_durable_everything_is_as_it_was() {
    // In one file, and in a new one for every entry.
    for segment_bytes in [1 << 20, 100] {
        let mut refused = 0;
        for fails_in in 0.. {
            let dir = quick_dir();
            let (mut keeper, recorder) = open_recorded(dir.path(), segment_bytes);
            add(&mut keeper, "een");
            let (before, written) = (keeper.register().clone(), journal(dir.path()));
            recorder.calls().fails_in = Some(fails_in);
            let group = mixed(&before);
            let answers = keeper.append_all(group.clone());
            if !recorder.calls().failed {
                assert_eq!(seqs(&answers), [2, 3, 4, 5]);
                break;
            }
            refused += 1;
            let failed =
                |answer: &Answer| matches!(answer, Err(Unwritten::Failed(why)) if why.contains("I/O"));
            let said: Vec<bool> = answers.iter().map(failed).collect();
            // The third was refused on account of the second, which has never been.
            assert_eq!(said, [false, true, true, false, true, true, true], "{answers:?}");
            assert!(matches!(answers[0], Err(Unwritten::Conflict(_))), "{answers:?}");
            assert_eq!(answers[3], Ok(None));
            assert!(keeper.register().same_content(&before), "call {fails_in}");
            assert_eq!(keeper.register().action(action(1)).unwrap().updated, AT);
            assert_eq!((keeper.head(), keeper.read_only()), (1, None));
            assert_eq!(journal(dir.path()), written, "call {fails_in}");

            assert_eq!(seqs(&keeper.append_all(group)), [2, 3, 4, 5]);
            let after = keeper.register().clone();
            assert_eq!(after.action(action(1)), None);
            drop(keeper);
            assert!(try_open(dir.path()).unwrap().keeper.register().same_content(&after));
        }
        assert!(refused >= if segment_bytes == 100 { 8 } else { 3 }, "{refused}");
    }
}

#[test]
fn a_group_that_cannot_be_cut_off_again_lets_nothing_follow() {
    for segment_bytes in [1 << 20, 100] {
        for fails_in in 0..4 {
            let dir = quick_dir();
            let (mut keeper, recorder) = open_recorded(dir.path(), segment_bytes);
            add(&mut keeper, "een");
            let before = keeper.register().clone();
            {
                let mut calls = recorder.calls();
                (calls.fails_in, calls.for_good) = (Some(fails_in), true);
            }
            let answers = keeper.append_all(mixed(&before));
            if !recorder.calls().failed {
                continue;
            }
            assert!(seqs(&answers).is_empty(), "{answers:?}");
            let Some(ReadOnly::Folder(why)) = keeper.read_only() else { panic!("{:?}", keeper.read_only()) };
            recorder.calls().for_good = false;
            let again = keeper.append_all(vec![by("a.jansen", named(7, "x")), by("a.jansen", nothing())]);
            assert_eq!(again, [Err(Unwritten::ReadOnly(ReadOnly::Folder(why))), Ok(None)]);
            assert!(keeper.register().same_content(&before));
            drop(keeper);
            // Whatever is left of it is whole.
            let mut keeper = try_open(dir.path()).unwrap().keeper;
            let head = keeper.head();
            assert!((1..=5).contains(&head), "{head}");
            assert_eq!(
                keeper.append_all(vec![by("a.jansen", named(7, "x"))])[0]
                    .as_ref()
                    .unwrap()
                    .as_ref()
                    .unwrap()
                    .seq,
                head + 1
            );
        }
    }
}

#[test]
fn a_process_killed_before_the_sync_loses_at_most_what_was_not_acknowledged() {
    for segment_bytes in [1 << 20, 100] {
        let dir = quick_dir();
        let (made, killed) = (dir.path().join("made"), dir.path().join("killed"));
        let (mut keeper, _) = open_recorded(&made, segment_bytes);
        add(&mut keeper, "een");
        add(&mut keeper, "twee");
        let acknowledged: usize = journal(&made).values().map(Vec::len).sum();
        let mut registers = vec![keeper.register().clone()];
        let group = [named(3, "drie"), retitled(1, "een", "eerste"), retitled(1, "eerste", "weer een")];
        for draft in &group {
            let mut next = registers.last().unwrap().clone();
            regie::model::apply::apply(&mut next, &draft.changes, AT).unwrap();
            registers.push(next);
        }
        let answers = keeper.append_all(group.map(|draft| by("b.smit", draft)).to_vec());
        assert_eq!(seqs(&answers), [3, 4, 5]);
        drop(keeper);
        let files = journal(&made);
        let all: usize = files.values().map(Vec::len).sum();
        for end in acknowledged..=all {
            // Written as far as `end`, in the order of the files.
            std::fs::create_dir_all(killed.join("journal")).unwrap();
            let (mut left, mut whole) = (end, 0);
            for (path, bytes) in &files {
                let written = &bytes[..left.min(bytes.len())];
                left -= written.len();
                // Of the last line the newline may be missing.
                whole += memchr::memchr_iter(b'\n', bytes).filter(|at| *at <= written.len()).count();
                if !written.is_empty() {
                    std::fs::write(killed.join("journal").join(path.file_name().unwrap()), written).unwrap();
                }
            }
            let opened =
                try_open_in_segments(&killed, segment_bytes).unwrap_or_else(|why| panic!("{end}: {why}"));
            let mut keeper = opened.keeper;
            assert_eq!(keeper.head(), whole as u64, "{end}");
            assert!(keeper.register().same_content(&registers[whole - 2]), "{end}");
            assert_eq!(add(&mut keeper, "erna"), whole as u64 + 1);
            drop(keeper);
            std::fs::remove_dir_all(&killed).unwrap();
        }
    }
}

/// A new action that takes several blocks of a disk.
fn long(num: u32) -> Draft {
    let mut draft = named(num, "Buurtpreventie-avond");
    let Change::Insert(Item::Action(action)) = &mut draft.changes[0] else { unreachable!() };
    action.description = "buurt en straat ".repeat(700);
    draft
}

#[test]
fn a_group_of_which_a_block_never_reached_the_disk_is_torn() {
    let dir = quick_dir();
    let note = dir.path().join("journal/acknowledged");
    let (mut keeper, _) = open_recorded(dir.path(), 1 << 20);
    add(&mut keeper, "een");
    keeper.append_all(vec![by("a.jansen", long(2))]);
    let before = std::fs::read(&note).unwrap();
    let answers = keeper.append_all((3..=6).map(|num| by("b.smit", long(num))).collect());
    assert_eq!(seqs(&answers), [3, 4, 5, 6]);
    drop(keeper);
    let after = std::fs::read(&note).unwrap();
    let path = segment(dir.path());
    let sound = std::fs::read(&path).unwrap();
    let ends: Vec<usize> = memchr::memchr_iter(b'\n', &sound).map(|at| at + 1).collect();
    assert_eq!(ends.len(), 6);
    let damaged = |bytes: &[u8], note_says: Option<&[u8]>| {
        std::fs::write(&path, bytes).unwrap();
        match note_says {
            Some(text) => std::fs::write(&note, text).unwrap(),
            None => std::fs::remove_file(&note).unwrap(),
        }
        matches!(try_open(dir.path()), Err(StoreError::Damaged(_)))
    };
    // Where the zeros begin, and how many entries are whole before them.
    for (from, whole) in [
        (ends[1], 2),
        (ends[1] + 3000, 2),
        (ends[2] - 1000, 2),
        (ends[2], 3),
        (ends[3] + 5000, 4),
        (ends[3] - 2000, 3),
    ] {
        let mut bytes = sound.clone();
        bytes[from..from + 4096].fill(0);
        std::fs::write(&path, &bytes).unwrap();
        std::fs::write(&note, &before).unwrap();
        let opened = try_open(dir.path()).unwrap_or_else(|why| panic!("{from}: {why}"));
        assert_eq!(opened.keeper.head(), whole, "{from}");
        let [Notice::TornTail { seq, kept, .. }] = &opened.notices[..] else {
            panic!("{from}: {:?}", opened.notices)
        };
        let start = ends[whole as usize - 1];
        assert_eq!((*seq, &std::fs::read(kept).unwrap()[..]), (whole + 1, &bytes[start..]), "{from}");
        assert_eq!(std::fs::read(&path).unwrap(), &sound[..start]);
        let mut keeper = opened.keeper;
        assert_eq!(add(&mut keeper, "erna"), whole + 1);
        drop(keeper);
        assert_eq!(open(dir.path()).head(), whole + 1);
        // Once acknowledged, or when nothing is known of it, it is damage; and so is another byte than zero.
        assert!(damaged(&bytes, Some(&after)), "{from}");
        assert!(damaged(&bytes, Some(b"{}")), "{from}");
        assert!(damaged(&bytes, None), "{from}");
        bytes = sound.clone();
        bytes[from] ^= 1;
        assert!(damaged(&bytes, Some(&before)), "{from}");
    }
    let mut bytes = sound.clone();
    bytes[ends[0] + 2000..ends[0] + 6096].fill(0);
    assert!(damaged(&bytes, Some(&before)), "the second entry was acknowledged");
}

#[test]
fn a_reader_loads_afresh_a_group_that_could_not_be_made_durable() {
    for segment_bytes in [1 << 20, 100] {
        let dir = quick_dir();
        let note = dir.path().join("journal/acknowledged");
        let (mut writer, _) = open_recorded(dir.path(), segment_bytes);
        add(&mut writer, "een");
        let [mut reader, mut other] = [(); 2].map(|()| try_open(dir.path()).unwrap().keeper);
        let before = (journal(dir.path()), std::fs::read(&note).unwrap());
        writer.append_all((2..=4).map(|num| by("b.smit", named(num, "x"))).collect());
        let after = std::fs::read(&note).unwrap();
        let Ok(Followed::Entries(entries)) = reader.follow() else { panic!("loaded afresh") };
        assert_eq!(entries.len(), 3);
        assert_eq!(other.follow(), Ok(Followed::Entries(entries)));
        drop(writer);
        for path in segment_files(dir.path()) {
            std::fs::write(&path, before.0.get(&path).map_or(&[][..], Vec::as_slice)).unwrap();
        }
        // What was acknowledged does not go this way.
        assert!(matches!(other.follow(), Err(Unwritten::Damaged { .. })));
        assert_eq!(other.head(), 4);
        std::fs::write(&note, &before.1).unwrap();
        let (mut writer, _) = open_recorded(dir.path(), segment_bytes);
        add(&mut writer, "twee");
        assert_ne!(std::fs::read(&note).unwrap(), after);
        assert_eq!(reader.follow(), Ok(Followed::Anew));
        assert!(reader.register().same_content(writer.register()));
    }
}
