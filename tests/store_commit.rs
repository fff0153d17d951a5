//! Committing and opening again: what was acknowledged is there, entry by entry and as state.

#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests, helpers included")]

mod support;

use std::process::Command;

use regie::model::change::Change;
use regie::model::id::{Ref, Stamp};
use regie::model::ledger::{self, Ledger, NotUndone, Unwritten, concerns};
use regie::model::record::{Field, Item, Kind};
use regie::store::{CHECKPOINT_ENTRIES, StoreError, Use};
use support::*;

#[test]
fn a_new_register_is_made_only_when_asked_for_and_only_in_a_free_folder() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("r");
    let mut plain = options(Use::Brief);
    plain.create = false;
    let missing = regie::store::Keeper::open(&path, actor(), plain, &mut |_| ());
    assert_eq!(missing.err(), Some(StoreError::NoRegister(path.clone())));
    assert!(!path.exists());

    std::fs::create_dir(&path).unwrap();
    std::fs::write(path.join("thesis.doc"), "x").unwrap();
    assert_eq!(try_open(&path).err(), Some(StoreError::NotEmpty(path.clone())));
    std::fs::remove_file(path.join("thesis.doc")).unwrap();
    assert_eq!(open(&path).head(), 0);
}

#[test]
fn folder_and_files_are_for_the_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("r");
    add(&mut open(&path), "Buurtpreventie-avond");
    let mode = |p: &std::path::Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o777;
    for folder in [path.clone(), path.join("journal"), path.join("plans"), path.join("drafts")] {
        assert_eq!(mode(&folder), 0o700, "{folder:?}");
    }
    for file in [segment(&path), path.join("lock")] {
        assert_eq!(mode(&file), 0o600, "{file:?}");
    }
}

#[test]
fn what_was_committed_is_there_after_every_opening() {
    let dir = tempfile::tempdir().unwrap();
    // Three rounds past the checkpoint: journal alone, state alone, state with a tail.
    let mut expected = None;
    for round in 0..3 {
        let mut keeper = open(dir.path());
        if let Some((head, before)) = &expected {
            assert_eq!(keeper.head(), *head);
            assert!(keeper.register().same_content(before), "round {round}");
        }
        for n in 0..CHECKPOINT_ENTRIES / 2 + 7 {
            let seq = add(&mut keeper, &format!("Actie {round} {n}"));
            assert_eq!(seq, keeper.head());
        }
        rename(&mut keeper, 3, &format!("Hotspots in kaart, {round}"));
        expected = Some((keeper.head(), keeper.register().clone()));
        if round == 1 {
            keeper.settle();
        }
    }
    let (head, before) = expected.unwrap();
    let keeper = open(dir.path());
    assert!(keeper.register().same_content(&before));
    let touched = keeper.register().get(Ref::new(Kind::Action, 3)).map(|record| record.updated());
    assert_eq!(touched, Some(AT));
    for seq in 1..=head {
        let entry = keeper.entry(seq).unwrap().unwrap();
        let outline = keeper.entry_head(seq).unwrap().unwrap();
        assert_eq!((entry.seq, &entry.actor, entry.at), (seq, &actor(), AT));
        assert_eq!((outline.seq, outline.actor, outline.undoes), (seq, actor(), None));
    }
    assert_eq!(keeper.entry(0).unwrap(), None);
    assert_eq!(keeper.entry(head + 1).unwrap(), None);
    let last: Vec<u64> = keeper.entries(1..=u64::MAX).rev().take(2).map(|e| e.unwrap().seq).collect();
    assert_eq!(last, [head, head - 1]);
}

#[test]
fn a_large_entry_spans_lines_and_counts_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = open(dir.path());
    let draft = many(keeper.register(), 3000, 400);
    let entry = keeper.append(draft.clone(), None, AT).unwrap().unwrap();
    assert_eq!(entry.seq, 1);
    add(&mut keeper, "erna");
    let before = keeper.register().clone();
    drop(keeper);
    let text = std::fs::read_to_string(segment(dir.path())).unwrap();
    assert!(text.lines().count() > 5);
    assert!(text.lines().all(|line| line.len() < 256 << 10));

    for state in [true, false] {
        if !state {
            std::fs::remove_dir_all(dir.path().join("state")).unwrap();
        }
        let keeper = try_open(dir.path()).unwrap().keeper;
        assert_eq!(keeper.head(), 2);
        assert!(keeper.register().same_content(&before));
        assert_eq!(keeper.entry(1).unwrap().unwrap().changes, draft.changes);
        let beginning = keeper.beginning(1, None, 300).unwrap().unwrap();
        assert_eq!(beginning.total, 6000);
        assert!((300..6000).contains(&beginning.changes.len()), "{}", beginning.changes.len());
        assert!(draft.changes.starts_with(&beginning.changes));
        assert_eq!(keeper.beginning(1, None, 6000).unwrap().unwrap().changes, draft.changes);
        let one = keeper.beginning(1, Some(Ref::new(Kind::Action, 2900)), 300).unwrap().unwrap();
        assert_eq!((one.total, &one.changes[..]), (2, &draft.changes[5798..5800]), "the action and its note");
        let outline = keeper.outline(1).unwrap().unwrap();
        assert_eq!((outline.label, outline.at, outline.actor), (draft.label.clone(), AT, actor()));
        assert!(outline.bytes > 1_000_000);
    }
}

#[test]
fn the_history_of_an_item_is_found_among_many_entries() {
    let dir = quick_dir();
    let mut keeper = try_open_in_segments(dir.path(), 200_000).unwrap().keeper;
    for n in 0..12 {
        add(&mut keeper, &format!("Actie {n}"));
    }
    for n in 0..2 * CHECKPOINT_ENTRIES {
        match n % 40 {
            // With each of these actions comes a note about it.
            39 => drop(keeper.append(many(keeper.register(), 100, 1500), None, AT).unwrap()),
            _ => drop(rename(&mut keeper, 1 + (n as u32 * n as u32) % 11, &format!("naam {n}"))),
        }
    }
    let entries: Vec<_> = keeper.entries(1..=u64::MAX).map(Result::unwrap).collect();
    for num in [1, 4, 12, 13, 60, 5000] {
        let target = Ref::new(Kind::Action, num);
        let about = |entry: &regie::model::change::Entry| entry.changes.iter().any(|c| concerns(c, target));
        let expected: Vec<u64> = entries.iter().rev().filter(|e| about(e)).map(|e| e.seq).collect();
        let mut found = Vec::new();
        let mut last = keeper.head();
        while let Some(seq) = keeper.latest_concerning(target, 1, last).unwrap() {
            found.push(seq);
            last = seq - 1;
        }
        assert_eq!(found, expected, "{target}");
        for seq in [1, 13, 40, 60] {
            let one = keeper.latest_concerning(target, seq, seq).unwrap();
            assert_eq!(one, expected.contains(&seq).then_some(seq), "{target} in {seq}");
        }
    }
}

#[test]
fn the_journal_goes_on_in_a_new_file_and_an_entry_stays_in_one() {
    let dir = tempfile::tempdir().unwrap();
    let small = || {
        let mut options = options(Use::Stay);
        options.segment_bytes = 2000;
        regie::store::Keeper::open(dir.path(), actor(), options, &mut |_| ()).unwrap().keeper
    };
    for n in 0..12 {
        add(&mut small(), &format!("Actie {n}"));
    }
    assert!(segment_files(dir.path()).len() > 2);
    let keeper = small();
    assert_eq!(keeper.head(), 12);
    let titles: Vec<_> = keeper.register().tables().actions.iter().map(|a| a.title.clone()).collect();
    assert_eq!(titles, (0..12).map(|n| format!("Actie {n}")).collect::<Vec<_>>());
    assert!((1..=12).all(|seq| keeper.entry(seq).unwrap().is_some()));
}

#[test]
fn undo_and_redo_survive_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    add(&mut open(dir.path()), "Actie");
    rename(&mut open(dir.path()), 1, "Beter");
    let undone = ledger::undo(&mut open(dir.path()), AT).unwrap();
    assert_eq!(undone.entry.undoes, Some(2));
    assert_eq!(open(dir.path()).register().title(Ref::new(Kind::Action, 1)), "Actie");
    ledger::redo(&mut open(dir.path()), AT).unwrap();
    assert_eq!(open(dir.path()).register().title(Ref::new(Kind::Action, 1)), "Beter");
    ledger::undo(&mut open(dir.path()), AT).unwrap();
    ledger::undo(&mut open(dir.path()), AT).unwrap();
    assert!(open(dir.path()).register().is_empty());
    assert_eq!(ledger::undo(&mut open(dir.path()), AT).err(), Some(NotUndone::Nothing));
    // The number of the removed action is not given out again.
    assert_eq!(open(dir.path()).register().next_ref(Kind::Action).num, 2);
}

#[test]
fn an_entry_without_changes_is_not_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = open(dir.path());
    let mut draft = new_action(keeper.register(), "x");
    draft.changes.clear();
    assert_eq!(keeper.append(draft, None, AT), Ok(None));
    assert_eq!(keeper.head(), 0);
}

#[test]
fn a_value_that_would_not_read_back_is_refused_before_it_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = open(dir.path());
    let mut draft = new_action(keeper.register(), "x");
    let Change::Insert(Item::Action(action)) = &mut draft.changes[0] else { unreachable!() };
    action.year = Some(1);
    let refused = keeper.append(draft, None, AT);
    assert!(
        matches!(
            refused,
            Err(Unwritten::Conflict(regie::model::apply::Conflict::BadValue { field: Field::year, .. }))
        ),
        "{refused:?}"
    );
    assert_eq!((keeper.head(), keeper.register().is_empty()), (0, true));
}

#[test]
fn a_moment_beyond_the_calendar_is_kept_alike_in_memory_and_on_disk() {
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = open(dir.path());
    let draft = new_action(keeper.register(), "x");
    let entry = keeper.append(draft, None, Stamp(i64::MAX)).unwrap().unwrap();
    drop(keeper);
    assert_eq!(open(dir.path()).entry(1).unwrap(), Some(entry));
}

#[test]
fn drafts_and_sources_are_kept_beside_the_journal() {
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = open(dir.path());
    keeper.keep_draft("note-A-17", Some("half a sentence")).unwrap();
    keeper.keep_draft("add", Some("Buurt")).unwrap();
    keeper.keep_draft("add", None).unwrap();
    keeper.keep_draft("add", None).unwrap();
    assert!(matches!(keeper.keep_draft("../lock", Some("x")), Err(Unwritten::Failed(_))));

    assert_eq!(keeper.keep_source("plan 2018.txt", "tekst"), Ok("plan-2018.txt".to_owned()));
    assert_eq!(keeper.keep_source("plan 2018.txt", "tekst"), Ok("plan-2018.txt".to_owned()));
    assert_eq!(keeper.keep_source("plan 2018.txt", "andere tekst"), Ok("plan-2018-2.txt".to_owned()));
    assert_eq!(keeper.keep_source("../../etc/x", "t"), Ok("-..-etc-x".to_owned()));
    drop(keeper);
    let mut keeper = open(dir.path());
    // What nobody kept as a draft is none: reading a pipe would never end.
    std::fs::write(dir.path().join("drafts/a b.txt"), "x").unwrap();
    assert!(Command::new("mkfifo").arg(dir.path().join("drafts/pipe.txt")).status().unwrap().success());
    assert_eq!(keeper.drafts(), [("note-A-17".to_owned(), "half a sentence".to_owned())]);
    // A draft that a failing disk or another program has made something else of.
    let draft = dir.path().join("drafts/note-A-17.txt");
    std::fs::write(&draft, b"half \xff\xfea sentence").unwrap();
    assert_eq!(keeper.drafts(), [("note-A-17".to_owned(), "half \u{fffd}\u{fffd}a sentence".to_owned())]);
    assert_eq!(std::fs::read(&draft).unwrap(), b"half \xff\xfea sentence");
    keeper.keep_draft("note-A-17", Some("half a sentence")).unwrap();
    assert_eq!(std::fs::read_to_string(&draft).unwrap(), "half a sentence");
    std::fs::write(&draft, b"once more \xff").unwrap();
    keeper.keep_draft("note-A-17", None).unwrap();
    assert_eq!(keeper.drafts(), []);
    for (aside, bytes) in [("damaged", &b"half \xff\xfea sentence"[..]), ("damaged-2", b"once more \xff")] {
        assert_eq!(std::fs::read(draft.with_extension(aside)).unwrap(), bytes);
    }
    // Something else stands where the drafts are to go.
    std::fs::remove_dir_all(dir.path().join("drafts")).unwrap();
    std::fs::write(dir.path().join("drafts"), "").unwrap();
    let Err(Unwritten::Failed(why)) = keeper.keep_draft("add", Some("x")) else { panic!("it was kept") };
    assert!(why.contains("drafts/add.txt"), "{why}");
    assert_eq!(keeper.source_text("plan-2018-2.txt"), Ok(Some("andere tekst".to_owned())));
    assert_eq!(keeper.source_text("../lock"), Ok(None));
    assert_eq!(keeper.source_text("geen.txt"), Ok(None));
    std::fs::write(dir.path().join("plans/kapot.txt"), [0xff, 0xfe]).unwrap();
    assert!(
        matches!(keeper.source_text("kapot.txt"), Err(Unwritten::Failed(why)) if why.contains("kapot.txt"))
    );
}

#[test]
fn who_touched_what_last_is_found_among_many_entries_wherever_they_stand() {
    let dir = quick_dir();
    // Several files, several checkpoints, and entries of several lines between short ones.
    let mut keeper = try_open_in_segments(dir.path(), 200_000).unwrap().keeper;
    for n in 0..20 {
        add(&mut keeper, &format!("Actie {n}"));
    }
    for n in 0..2 * CHECKPOINT_ENTRIES + 10 {
        match n % 50 {
            49 => {
                let draft = many(keeper.register(), 200, 1500);
                keeper.append(draft, None, AT).unwrap();
            }
            _ => drop(rename(&mut keeper, 2 + (n as u32 * n as u32) % 17, &format!("naam {n}"))),
        }
        // What was looked up before a checkpoint is still right after it.
        assert_eq!(keeper.entry_head(keeper.head()).unwrap().unwrap().seq, keeper.head());
        assert_eq!(keeper.entry_head(21).unwrap().unwrap().seq, 21);
    }
    let head = keeper.head();
    let entries: Vec<_> = keeper.entries(1..=head).map(Result::unwrap).collect();
    assert_eq!(entries.len() as u64, head);
    assert!(segment_files(dir.path()).len() > 2);
    let last_of = |target, field, since: u64| {
        let after = entries.iter().rev().take_while(|entry| entry.seq > since);
        let mut touching =
            after.filter(|entry| entry.changes.iter().any(|c| ledger::touches(c, target, field)));
        touching.next().map(|entry| (entry.seq, entry.actor.clone(), entry.at))
    };
    let check = |keeper: &regie::store::Keeper| {
        let mut found = 0;
        for num in [1, 2, 3, 5, 11, 20, 21, 120, 5000] {
            let target = Ref::new(Kind::Action, num);
            for field in [None, Some(Field::title), Some(Field::due)] {
                for since in [0, u64::from(num), 60, head - 1, head] {
                    let expected = last_of(target, field, since);
                    found += usize::from(expected.is_some());
                    let touched = keeper.latest_touching(target, field, since);
                    assert_eq!(touched, Ok(expected), "{target} {field:?} after {since}");
                }
            }
        }
        assert!(found > 30, "{found}");
    };
    check(&keeper);
    drop(keeper);
    let reader = regie::store::Keeper::open(dir.path(), actor(), options(Use::Read), &mut |_| ());
    check(&reader.unwrap().keeper);
    check(&open(dir.path()));
}
