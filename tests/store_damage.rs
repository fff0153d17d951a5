//! Damage of every kind that a disk, a crash or a person can do to a register: never accepted silently, and nothing
//! that was acknowledged is lost as long as either journal or state still has it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests, helpers included")]

mod support;

use std::path::Path;

use regie::model::id::Ref;
use regie::model::ledger::{self, Ledger, NotUndone, Unwritten};
use regie::model::record::Kind;
use regie::model::register::Register;
use regie::store::{
    CHECKPOINT_ENTRIES, Damage, Flaw, Notice, Opened, StateCheck, StoreError, Unfit, Witness, backup, repair,
    verify,
};
use support::*;

/// A register of four entries, of which the third spans several lines when `large`.
fn small_register(dir: &Path, large: bool) -> Register {
    let mut keeper = open(dir);
    add(&mut keeper, "Buurtpreventie-avond Vijzeltuin");
    add(&mut keeper, "Hotspots in kaart brengen");
    if large {
        let draft = many(keeper.register(), 1200, 400);
        keeper.append(draft, None, AT).unwrap();
        // The state has seen this; tests that want the journal alone remove it.
    } else {
        rename(&mut keeper, 1, "Avond");
    }
    rename(&mut keeper, 2, "Hotspots");
    keeper.register().clone()
}

/// Past the checkpoint, with a few entries after it.
fn register_with_state(dir: &Path) -> Register {
    let mut keeper = open(dir);
    for n in 0..CHECKPOINT_ENTRIES + 5 {
        add(&mut keeper, &format!("Actie {n}"));
    }
    let register = keeper.register().clone();
    drop(keeper);
    assert!(dir.join("state/db").is_file());
    register
}

#[test]
fn a_flipped_byte_anywhere_in_the_journal_is_noticed() {
    let dir = quick_dir();
    let before = small_register(dir.path(), false);
    let path = segment(dir.path());
    let sound = std::fs::read(&path).unwrap();
    let mut torn = 0;
    for at in 0..sound.len() {
        for mask in [0x01, 0x20, 0x80] {
            let mut damaged = sound.clone();
            damaged[at] ^= mask;
            std::fs::write(&path, &damaged).unwrap();
            match try_open(dir.path()) {
                Err(StoreError::Damaged(Damage { segment: 1, line, .. })) => {
                    let expected = sound[..at].iter().filter(|b| **b == b'\n').count() as u64 + 1;
                    assert_eq!(line, expected, "byte {at} ^ {mask}");
                }
                Err(StoreError::Future { .. }) => {}
                Err(other) => panic!("byte {at} ^ {mask}: {other}"),
                Ok(Opened { keeper, notices }) => {
                    // Only the last newline may go unremarked: it is put back.
                    assert_eq!((at, mask, &notices[..]), (sound.len() - 1, mask, &[][..]));
                    assert!(keeper.register().same_content(&before));
                    torn += 1;
                    assert_eq!(std::fs::read(&path).unwrap(), sound);
                }
            }
        }
    }
    assert_eq!(torn, 3);
}

#[test]
fn a_flipped_byte_before_the_checkpoint_is_noticed_by_whoever_looks_there() {
    let dir = quick_dir();
    let origin = dir.path().join("origin");
    let before = register_with_state(&origin);
    let sound = std::fs::read(segment(&origin)).unwrap();
    let (mut late, mut at_once) = (0, 0);
    for at in (0..sound.len()).step_by(151) {
        let seq = sound[..at].iter().filter(|b| **b == b'\n').count() as u64 + 1;
        let copy = dir.path().join("copy");
        copy_folder(&origin, &copy);
        let mut damaged = sound.clone();
        damaged[at] ^= 0x01;
        std::fs::write(segment(&copy), &damaged).unwrap();
        let found = |why: Option<StoreError>| match why {
            Some(StoreError::Damaged(Damage { segment: 1, line, .. })) => line == seq,
            Some(StoreError::Future { line, .. }) => line == seq,
            _ => false,
        };
        match try_open(&copy) {
            // From the last entry that the state has seen, everything is looked at.
            Err(why) => {
                assert!(seq >= CHECKPOINT_ENTRIES, "byte {at}: {why}");
                assert!(found(Some(why)), "byte {at}");
                at_once += 1;
            }
            // Before that the state speaks for the journal, until somebody asks for the entry.
            Ok(Opened { mut keeper, notices }) => {
                assert!(seq < CHECKPOINT_ENTRIES && notices.is_empty(), "byte {at}: {notices:?}");
                assert!(keeper.register().same_content(&before), "byte {at}");
                let place = format!("journal/000001.jsonl:{seq}");
                let refused = Unwritten::Damaged { seq, place };
                assert_eq!(keeper.entry(seq), Err(refused.clone()), "byte {at}");
                let undone = ledger::undo_entry(&mut keeper, seq, AT);
                assert_eq!(undone, Err(NotUndone::Unwritten(refused)), "byte {at}");
                assert!(keeper.register().same_content(&before), "byte {at}");
                assert!(keeper.entry(seq + 1).is_ok(), "byte {at}");
                assert_eq!(std::fs::read(segment(&copy)).unwrap(), damaged);
                late += 1;
            }
        }
        let verified = verify(&copy, &operator(), &mut |_| ());
        assert!(found(verified.err()), "byte {at}");
        std::fs::remove_dir_all(&copy).unwrap();
    }
    assert!(late > 100 && at_once > 10, "{late}, {at_once}");
}

#[test]
fn a_journal_cut_at_any_byte_of_its_last_line_opens_without_that_entry() {
    let dir = quick_dir();
    small_register(dir.path(), false);
    unacknowledged(dir.path());
    let path = segment(dir.path());
    let sound = std::fs::read(&path).unwrap();
    let last = sound[..sound.len() - 1].iter().rposition(|b| *b == b'\n').unwrap() + 1;
    for cut in last..sound.len() - 1 {
        std::fs::write(&path, &sound[..cut]).unwrap();
        let opened = try_open(dir.path()).unwrap();
        assert_eq!(opened.keeper.head(), 3, "cut at {cut}");
        match &opened.notices[..] {
            [] => assert_eq!(cut, last),
            [Notice::TornTail { seq: 4, bytes, kept }] => {
                assert_eq!(*bytes, (cut - last) as u64);
                assert_eq!(std::fs::read(kept).unwrap(), &sound[last..cut]);
                std::fs::remove_file(kept).unwrap();
            }
            other => panic!("cut at {cut}: {other:?}"),
        }
        assert_eq!(std::fs::read(&path).unwrap(), &sound[..last]);
    }
    // Without its newline the line is whole: it is kept.
    std::fs::write(&path, &sound[..sound.len() - 1]).unwrap();
    let mut keeper = open(dir.path());
    assert_eq!(keeper.head(), 4);
    add(&mut keeper, "erna");
    drop(keeper);
    assert_eq!(open(dir.path()).head(), 5);
}

#[test]
fn a_last_line_of_zeros_is_a_write_that_never_reached_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    small_register(dir.path(), false);
    let path = segment(dir.path());
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend([0; 300]);
    std::fs::write(&path, &bytes).unwrap();
    let opened = try_open(dir.path()).unwrap();
    assert!(
        matches!(opened.notices[..], [Notice::TornTail { seq: 5, bytes: 300, .. }]),
        "{:?}",
        opened.notices
    );
    assert_eq!(opened.keeper.head(), 4);
}

#[test]
fn an_empty_file_behind_a_torn_tail_is_no_damage() {
    let dir = tempfile::tempdir().unwrap();
    small_register(dir.path(), false);
    unacknowledged(dir.path());
    let path = segment(dir.path());
    let sound = std::fs::read(&path).unwrap();
    std::fs::write(&path, &sound[..sound.len() - 100]).unwrap();
    // Begun for an entry that found no room.
    std::fs::write(path.with_file_name("000002.jsonl"), "").unwrap();
    let opened = try_open(dir.path()).unwrap();
    assert!(matches!(opened.notices[..], [Notice::TornTail { seq: 4, .. }]), "{:?}", opened.notices);
    let mut keeper = opened.keeper;
    assert_eq!(add(&mut keeper, "erna"), 4);
    drop(keeper);
    let mut keeper = try_open_in_segments(dir.path(), 100).unwrap().keeper;
    assert_eq!(add(&mut keeper, "in het nieuwe bestand"), 5);
    drop(keeper);
    assert_eq!(open(dir.path()).register().tables().actions.len(), 4);
}

#[test]
fn an_entry_counts_only_once_its_last_line_is_there() {
    let dir = tempfile::tempdir().unwrap();
    small_register(dir.path(), true);
    unacknowledged(dir.path());
    std::fs::remove_dir_all(dir.path().join("state")).unwrap();
    let path = segment(dir.path());
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    assert!(lines.len() > 5, "{}", lines.len());
    // Lines 3 to the one before the last are the parts of entry 3.
    for keep in 3..lines.len() - 2 {
        std::fs::write(&path, lines[..keep].concat()).unwrap();
        let opened = try_open(dir.path()).unwrap();
        assert_eq!(opened.keeper.head(), 2, "{keep} lines");
        assert_eq!(opened.keeper.register().tables().actions.len(), 2);
        assert!(matches!(opened.notices[..], [Notice::TornTail { seq: 3, .. }]), "{:?}", opened.notices);
    }
    std::fs::write(&path, lines[..lines.len() - 1].concat()).unwrap();
    assert_eq!(try_open(dir.path()).unwrap().keeper.head(), 3);
    // A part that is missing in the middle is damage, not a torn tail.
    std::fs::remove_dir_all(dir.path().join("state")).unwrap();
    std::fs::write(&path, [lines[..3].concat(), lines[4..].concat()].concat()).unwrap();
    let damaged = try_open(dir.path()).err();
    assert_eq!(damaged, Some(StoreError::Damaged(Damage { segment: 1, line: 4, seq: 3, why: Flaw::Order })));
}

#[test]
fn an_entry_that_begins_a_segment_counts_only_once_its_last_line_is_there() {
    // Every entry goes into a file of its own.
    const SMALL: u64 = 100;
    let dir = quick_dir();
    let mut keeper = try_open_in_segments(dir.path(), SMALL).unwrap().keeper;
    add(&mut keeper, "een");
    add(&mut keeper, "twee");
    let before = keeper.register().clone();
    let draft = many(keeper.register(), 1500, 1000);
    keeper.append(draft, None, AT).unwrap();
    let after = keeper.register().clone();
    drop(keeper);
    std::fs::remove_dir_all(dir.path().join("state")).unwrap();
    let files = segment_files(dir.path());
    assert_eq!(files.len(), 3);
    let sound = std::fs::read(&files[2]).unwrap();
    let ends: Vec<usize> = memchr::memchr_iter(b'\n', &sound).map(|at| at + 1).collect();
    assert!(ends.len() > 3, "{}", ends.len());
    for end in &ends[..ends.len() - 1] {
        // Between two lines, and within one.
        for cut in [end - 1, *end, end + 1, end + 5000] {
            std::fs::write(&files[2], &sound[..cut]).unwrap();
            unacknowledged(dir.path());
            let opened = try_open_in_segments(dir.path(), SMALL).unwrap();
            let bytes = cut as u64;
            assert!(
                matches!(opened.notices[..], [Notice::TornTail { seq: 3, bytes: b, .. }] if b == bytes),
                "cut at {cut}: {:?}",
                opened.notices
            );
            let mut keeper = opened.keeper;
            assert_eq!(keeper.head(), 2, "cut at {cut}");
            assert!(keeper.register().same_content(&before), "cut at {cut}");
            assert_eq!(add(&mut keeper, "erna"), 3);
            drop(keeper);
            assert_eq!(try_open(dir.path()).unwrap().keeper.register().tables().actions.len(), 3);
        }
    }
    std::fs::write(&files[2], &sound).unwrap();
    assert!(try_open(dir.path()).unwrap().keeper.register().same_content(&after));
}

#[test]
fn a_write_of_several_lines_of_which_a_block_never_reached_the_disk_is_torn() {
    let dir = quick_dir();
    let mut keeper = open(dir.path());
    add(&mut keeper, "een");
    add(&mut keeper, "twee");
    let draft = many(keeper.register(), 1500, 1000);
    keeper.append(draft, None, AT).unwrap();
    add(&mut keeper, "drie");
    drop(keeper);
    unacknowledged(dir.path());
    std::fs::remove_dir_all(dir.path().join("state")).unwrap();
    let path = segment(dir.path());
    let sound = std::fs::read(&path).unwrap();
    let ends: Vec<usize> = memchr::memchr_iter(b'\n', &sound).map(|at| at + 1).collect();
    // Lines 3 to the one before the last are the parts of entry 3, at least four.
    let (start, first, second) = (ends[1], ends[2], ends[3]);
    let whole = ends[ends.len() - 2];
    let unlast = ends[ends.len() - 3];
    assert!(ends.len() > 6, "{}", ends.len());
    let zeroed = |from: usize, to: usize| {
        let mut bytes = sound[..to].to_vec();
        bytes[from..from + 4096].fill(0);
        bytes
    };
    for (name, bytes) in [
        ("within part 1", zeroed(start + 9000, whole)),
        ("from the start", zeroed(start, whole)),
        ("within part 2", zeroed(first + 9000, whole)),
        ("over the end of part 1", zeroed(first - 1000, whole)),
        ("the last part missing", zeroed(first + 9000, unlast)),
        ("the last part cut short", zeroed(first + 9000, unlast + 5000)),
        ("two blocks", {
            let mut bytes = zeroed(first + 9000, whole);
            bytes[second + 9000..second + 9000 + 4096].fill(0);
            bytes
        }),
    ] {
        std::fs::write(&path, &bytes).unwrap();
        let opened = try_open(dir.path()).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(opened.keeper.head(), 2, "{name}");
        let [Notice::TornTail { seq: 3, kept, .. }] = &opened.notices[..] else {
            panic!("{name}: {:?}", opened.notices)
        };
        assert_eq!(std::fs::read(kept).unwrap(), &bytes[start..], "{name}");
        assert_eq!(std::fs::read(&path).unwrap(), &sound[..start], "{name}");
    }
    // With a later entry behind it, the entry had been acknowledged; without zeros, its bytes had been written.
    let mut flipped = sound[..whole].to_vec();
    flipped[first + 9000] ^= 1;
    for (name, bytes) in [("acknowledged", zeroed(first + 9000, sound.len())), ("flipped", flipped)] {
        std::fs::write(&path, &bytes).unwrap();
        let refused = try_open(dir.path()).err();
        let damage = Damage { segment: 1, line: 4, seq: 3, why: Flaw::Payload };
        assert_eq!(refused, Some(StoreError::Damaged(damage)), "{name}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn lines_that_are_missing_swapped_or_doubled_are_noticed() {
    let dir = tempfile::tempdir().unwrap();
    small_register(dir.path(), false);
    let path = segment(dir.path());
    let text = std::fs::read_to_string(&path).unwrap();
    let l: Vec<&str> = text.split_inclusive('\n').collect();
    for (name, lines, line) in [
        ("missing", vec![l[0], l[2], l[3]], 2),
        ("first missing", vec![l[1], l[2], l[3]], 1),
        ("swapped", vec![l[0], l[2], l[1], l[3]], 2),
        ("doubled", vec![l[0], l[1], l[1], l[2], l[3]], 3),
        ("garbage between", vec![l[0], "tekst\n", l[1], l[2], l[3]], 2),
        ("empty line", vec![l[0], "\n", l[1], l[2], l[3]], 2),
    ] {
        std::fs::write(&path, lines.concat()).unwrap();
        match try_open(dir.path()).err() {
            Some(StoreError::Damaged(damage)) => assert_eq!(damage.line, line, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn a_line_of_a_newer_version_is_refused_and_nothing_is_touched() {
    let dir = tempfile::tempdir().unwrap();
    small_register(dir.path(), false);
    let path = segment(dir.path());
    let mut text = std::fs::read_to_string(&path).unwrap();
    text.push_str("{\"v\":3,\"seq\":5,\"something\":\"new\"}\n");
    std::fs::write(&path, &text).unwrap();
    let refused = StoreError::Future { segment: 1, line: 5, version: 3 };
    assert_eq!(try_open(dir.path()).err(), Some(refused.clone()));
    assert_eq!(repair(dir.path(), &operator(), &mut |_| ()).err(), Some(refused.clone()));
    assert_eq!(verify(dir.path(), &operator(), &mut |_| ()).err(), Some(refused));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_state_that_is_gone_is_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let before = register_with_state(dir.path());
    std::fs::remove_dir_all(dir.path().join("state")).unwrap();
    let opened = try_open(dir.path()).unwrap();
    let entries = CHECKPOINT_ENTRIES + 5;
    assert_eq!(opened.notices, [Notice::Rebuilt { why: Unfit::Missing, aside: None, entries }]);
    assert!(opened.keeper.register().same_content(&before));
    drop(opened);
    assert!(open(dir.path()).register().same_content(&before));
    assert_eq!(verify(dir.path(), &operator(), &mut |_| ()).unwrap().state, StateCheck::Agrees);
}

/// Opens the register after its state was damaged: the same content whatever happened, once more after that.
fn survives(dir: &Path, before: &Register, what: &str) -> bool {
    let opened = try_open(dir).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert!(opened.keeper.register().same_content(before), "{what}");
    assert_eq!(opened.keeper.head(), CHECKPOINT_ENTRIES + 5, "{what}");
    let rebuilt = match &opened.notices[..] {
        [] => false,
        [Notice::Rebuilt { aside: Some(aside), .. }] => {
            assert!(aside.is_dir(), "{what}");
            true
        }
        other => panic!("{what}: {other:?}"),
    };
    drop(opened);
    assert!(open(dir).register().same_content(before), "{what}, the second time");
    rebuilt
}

#[test]
fn flipped_bytes_and_cuts_in_the_state_lose_nothing() {
    let dir = quick_dir();
    let origin = dir.path().join("origin");
    let before = register_with_state(&origin);
    let mut rebuilt = 0;
    for name in std::fs::read_dir(origin.join("state")).unwrap().map(|entry| entry.unwrap().file_name()) {
        let Ok(sound) = std::fs::read(origin.join("state").join(&name)) else { continue };
        // sled fills its file up to half a megabyte; what it has written is at the front.
        let used = sound.iter().rposition(|b| *b != 0).map_or(0, |last| last + 1);
        let steps = 12;
        for step in 0..steps {
            let at = used * step / steps;
            for (what, damaged) in [
                ("flip", {
                    let mut bytes = sound.clone();
                    (at..(at + 5).min(bytes.len())).for_each(|at| bytes[at] ^= 0x55);
                    bytes
                }),
                ("cut", sound[..at].to_vec()),
            ] {
                let copy = dir.path().join("copy");
                copy_folder(&origin, &copy);
                std::fs::write(copy.join("state").join(&name), damaged).unwrap();
                rebuilt += u32::from(survives(&copy, &before, &format!("{what} {name:?} at {at}")));
                std::fs::remove_dir_all(&copy).unwrap();
            }
        }
    }
    assert!(rebuilt > 10, "{rebuilt}");
}

#[test]
fn a_state_of_another_register_is_not_believed() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (dir.path().join("one"), dir.path().join("two"));
    register_with_state(&one);
    let mut keeper = open(&two);
    for n in 0..2 * CHECKPOINT_ENTRIES {
        add(&mut keeper, &format!("Andere actie {n}"));
    }
    let before = keeper.register().clone();
    drop(keeper);
    std::fs::remove_dir_all(two.join("state")).unwrap();
    copy_folder(&one.join("state"), &two.join("state"));
    let opened = try_open(&two).unwrap();
    assert!(matches!(opened.notices[..], [Notice::Rebuilt { why: Unfit::NotOfThisJournal, .. }]));
    assert!(opened.keeper.register().same_content(&before));
}

#[test]
fn a_journal_that_lost_its_end_is_refused_and_repair_saves_what_the_state_knows() {
    let dir = tempfile::tempdir().unwrap();
    let before = {
        let mut keeper = open(dir.path());
        for n in 0..CHECKPOINT_ENTRIES - 2 {
            add(&mut keeper, &format!("Actie {n}"));
        }
        rename(&mut keeper, 3, "Beter");
        rename(&mut keeper, 4, "Ook beter");
        keeper.register().clone()
    };
    let path = segment(dir.path());
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let kept = lines[..lines.len() - 5].concat();
    std::fs::write(&path, &kept).unwrap();
    let head = CHECKPOINT_ENTRIES;
    assert_eq!(
        try_open(dir.path()).err(),
        Some(StoreError::Damaged(Damage {
            segment: 1,
            line: head - 4,
            seq: head - 4,
            why: Flaw::EndsEarly { known: head, by: Witness::State }
        }))
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), kept);

    let repaired = repair(dir.path(), &operator(), &mut |_| ()).unwrap();
    assert_eq!((repaired.kept, repaired.adapted), (head - 5, 0));
    assert_eq!(repaired.lost, (head - 4..=head).collect::<Vec<_>>());
    assert_eq!(repaired.recovered, 5);
    let aside = repaired.journal_aside.unwrap();
    assert_eq!(std::fs::read_to_string(aside.join("000001.jsonl")).unwrap(), kept);
    assert!(std::fs::read_to_string(&path).unwrap().starts_with(&kept));

    let opened = try_open(dir.path()).unwrap();
    assert!(opened.keeper.register().same_content(&before));
    assert_eq!(opened.keeper.head(), head + 1);
    assert_eq!(opened.keeper.entry(head).unwrap().unwrap().changes, []);
    assert_eq!(opened.keeper.entry(head + 1).unwrap().unwrap().actor, actor());
}

#[test]
fn a_journal_that_lost_its_end_is_refused_without_a_state_too() {
    // In one file; with every entry in a file of its own; and with all of them gone.
    for (segment_bytes, left) in [(1 << 20, 2), (100, 2), (1 << 20, 0)] {
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = try_open_in_segments(dir.path(), segment_bytes).unwrap().keeper;
        for title in ["een", "twee", "drie", "vier"] {
            add(&mut keeper, title);
        }
        drop(keeper);
        assert!(!dir.path().join("state").exists());
        let files = segment_files(dir.path());
        if files.len() == 1 && left > 0 {
            let text = std::fs::read_to_string(&files[0]).unwrap();
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            // One byte of the line that is lost makes no difference.
            std::fs::write(&files[0], lines[..left].concat() + &lines[left][..1]).unwrap();
        } else {
            files[left..].iter().for_each(|file| std::fs::remove_file(file).unwrap());
        }
        let before: Vec<_> =
            segment_files(dir.path()).iter().map(|file| std::fs::read(file).unwrap()).collect();
        let is_it = |why: Option<StoreError>| match why {
            Some(StoreError::Damaged(Damage {
                seq,
                why: Flaw::EndsEarly { known: 4, by: Witness::Acknowledged },
                ..
            })) => seq == left as u64 + 1,
            _ => false,
        };
        assert!(is_it(try_open_in_segments(dir.path(), segment_bytes).err()), "{left}");
        assert!(is_it(verify(dir.path(), &operator(), &mut |_| ()).err()), "{left}");
        assert!(is_it(backup(dir.path(), &dir.path().join("backup"), &mut |_| ()).err()), "{left}");
        let after: Vec<_> =
            segment_files(dir.path()).iter().map(|file| std::fs::read(file).unwrap()).collect();
        assert_eq!(before, after);

        let repaired = repair(dir.path(), &operator(), &mut |_| ()).unwrap();
        let lost: Vec<u64> = (left as u64 + 1..=4).collect();
        assert_eq!((repaired.kept, repaired.unknown), (left as u64, lost.len() as u64));
        assert_eq!(repaired.lost, lost);
        let mut keeper = open(dir.path());
        assert_eq!((keeper.head(), keeper.register().tables().actions.len()), (4, left));
        assert_eq!(add(&mut keeper, "erna"), 5);
        drop(keeper);
        verify(dir.path(), &operator(), &mut |_| ()).unwrap();
    }
}

#[test]
fn what_is_said_of_the_end_of_a_journal_is_not_believed_when_only_part_of_it_can_be_so() {
    let dir = tempfile::tempdir().unwrap();
    let before = small_register(dir.path(), false);
    let path = dir.path().join("journal/acknowledged");
    let said = std::fs::read_to_string(&path).unwrap();
    let end = std::fs::metadata(segment(dir.path())).unwrap().len().to_string();
    let more = format!("9{end}");
    for altered in [
        said.replace("\"seq\":4", "\"seq\":9"),
        said.replace(&end, &more),
        said.replace("\"segment\":1", "\"segment\":2"),
        said.replace("seq", "sec"),
        String::new(),
        // More entries than there is room for, fewer than there would be files, and a place that no file has.
        r#"{"segment":9,"offset":999999999,"seq":3000000}"#.to_owned(),
        r#"{"segment":1,"offset":999999999,"seq":1000}"#.to_owned(),
        r#"{"segment":1,"offset":500000000,"seq":1000000}"#.to_owned(),
        r#"{"segment":2,"offset":400,"seq":3000000}"#.to_owned(),
        r#"{"segment":90,"offset":400,"seq":70}"#.to_owned(),
        format!("{{\"segment\":1,\"offset\":{},\"seq\":70}}", 65 * 300),
        format!("{{\"segment\":1,\"offset\":9{end},\"seq\":{}}}", u64::MAX),
        format!("{{\"segment\":{},\"offset\":{},\"seq\":{}}}", u32::MAX, u64::MAX, u64::MAX),
    ] {
        assert_ne!(altered, said);
        std::fs::write(&path, &altered).unwrap();
        assert!(try_open(dir.path()).unwrap().keeper.register().same_content(&before), "{altered}");
    }
}

#[test]
fn repair_keeps_every_entry_that_verifies_and_what_still_fits_of_those_that_hung_on_a_lost_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = open(dir.path());
    add(&mut keeper, "een");
    add(&mut keeper, "twee");
    rename(&mut keeper, 1, "een b");
    rename(&mut keeper, 1, "een c");
    rename(&mut keeper, 2, "twee b");
    drop(keeper);
    let path = segment(dir.path());
    let text = std::fs::read_to_string(&path).unwrap();
    // Line 2 (adding action 2) and line 3 (the first renaming) become unreadable.
    std::fs::write(&path, text.replacen("twee\"", "zwee\"", 1).replacen("een b", "xxn b", 1)).unwrap();
    assert!(matches!(try_open(dir.path()).err(), Some(StoreError::Damaged(Damage { line: 2, seq: 2, .. }))));
    assert!(matches!(verify(dir.path(), &operator(), &mut |_| ()).err(), Some(StoreError::Damaged(_))));

    let repaired = repair(dir.path(), &operator(), &mut |_| ()).unwrap();
    assert_eq!((repaired.kept, repaired.adapted, repaired.recovered), (1, 2, 0));
    assert_eq!(repaired.lost, [2, 3]);
    let keeper = open(dir.path());
    // One entry more, which keeps the number of the action that was lost.
    assert_eq!((keeper.head(), keeper.register().next_ref(Kind::Action).num), (6, 3));
    let title = |num| keeper.register().title(Ref::new(Kind::Action, num)).to_owned();
    assert_eq!((title(1).as_str(), title(2).as_str()), ("een c", ""));
    drop(keeper);
    let verified = verify(dir.path(), &operator(), &mut |_| ()).unwrap();
    assert_eq!((verified.entries, verified.items, verified.torn_bytes), (6, 1, 0));
    // A second repair finds nothing to do.
    let again = repair(dir.path(), &operator(), &mut |_| ()).unwrap();
    assert_eq!((again.kept, again.journal_aside), (6, None));
}

#[test]
fn a_number_that_was_given_out_is_not_given_out_again_after_a_repair() {
    let removed = |keeper: &mut regie::store::Keeper, num: u32| {
        let item = keeper.register().tables().item(Ref::new(Kind::Action, num)).unwrap();
        let changes = vec![regie::model::change::Change::Remove(item)];
        let label = label(regie::model::change::Verb::RemoveItem);
        keeper.append(regie::model::change::Draft { label, changes }, None, AT).unwrap();
    };
    // Only the state knows of action 50: both entries about it are lost.
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = open(dir.path());
    for n in 0..50 {
        add(&mut keeper, &format!("Actie {n}"));
    }
    removed(&mut keeper, 50);
    keeper.settle();
    drop(keeper);
    let path = segment(dir.path());
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    std::fs::write(&path, lines[..49].concat()).unwrap();
    let repaired = repair(dir.path(), &operator(), &mut |_| ()).unwrap();
    assert_eq!((repaired.lost, repaired.recovered), (vec![50, 51], 0));
    let keeper = open(dir.path());
    assert_eq!(keeper.register().tables().actions.len(), 49);
    assert_eq!(keeper.register().next_ref(Kind::Action).num, 51);
    drop(keeper);

    // Without a state, what is left of the journal still speaks of action 2.
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = open(dir.path());
    add(&mut keeper, "een");
    add(&mut keeper, "twee");
    removed(&mut keeper, 2);
    drop(keeper);
    let path = segment(dir.path());
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("twee\"", "zwee\"", 1)).unwrap();
    let repaired = repair(dir.path(), &operator(), &mut |_| ()).unwrap();
    assert_eq!((repaired.kept, repaired.adapted, repaired.lost), (1, 1, vec![2]));
    let mut keeper = open(dir.path());
    assert_eq!(keeper.register().tables().actions.len(), 1);
    assert_eq!(keeper.register().next_ref(Kind::Action).num, 3);
    // The entry that holds the number is nobody's, and so is what is left of the removal: nothing.
    let undone = ledger::undo(&mut keeper, AT).unwrap();
    assert_eq!(undone.entry.undoes, Some(1));
}

#[test]
fn a_register_after_repair_can_still_be_undone_by_its_people() {
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = open(dir.path());
    add(&mut keeper, "een");
    add(&mut keeper, "twee");
    add(&mut keeper, "drie");
    drop(keeper);
    let path = segment(dir.path());
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("drie", "drje")).unwrap();
    assert_eq!(repair(dir.path(), &operator(), &mut |_| ()).unwrap().lost, [3]);
    let undone = ledger::undo(&mut open(dir.path()), AT).unwrap();
    assert_eq!(undone.entry.undoes, Some(2));
}

#[test]
fn a_segment_that_is_missing_is_noticed_and_the_rest_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    for n in 0..9 {
        let mut options = options(regie::store::Use::Brief);
        options.segment_bytes = 1200;
        let mut keeper =
            regie::store::Keeper::open(dir.path(), actor(), options, &mut |_| ()).unwrap().keeper;
        add(&mut keeper, &format!("Actie {n}"));
    }
    let files = segment_files(dir.path());
    assert!(files.len() >= 3);
    std::fs::remove_file(&files[1]).unwrap();
    assert!(matches!(
        try_open(dir.path()).err(),
        Some(StoreError::Damaged(Damage { segment: 2, line: 1, why: Flaw::SegmentMissing, .. }))
    ));
    let repaired = repair(dir.path(), &operator(), &mut |_| ()).unwrap();
    assert_eq!(repaired.kept + repaired.lost.len() as u64, 9);
    assert!(repaired.kept >= 4 && !repaired.lost.is_empty());
    assert_eq!(open(dir.path()).register().tables().actions.len() as u64, repaired.kept);
}

#[test]
fn verify_tells_sources_that_are_missing_or_altered() {
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = open(dir.path());
    let name = keeper.keep_source("plan.txt", "tekst").unwrap();
    let plan = regie::model::plan::Plan {
        num: 1,
        title: "LIVP".into(),
        source_file: name,
        source_hash: blake3::hash(b"tekst").to_hex().to_string(),
        ..Default::default()
    };
    let label = label(regie::model::change::Verb::ImportPlan);
    let changes = vec![regie::model::change::Change::Insert(plan.into())];
    keeper.append(regie::model::change::Draft { label, changes }, None, AT).unwrap();
    drop(keeper);
    assert_eq!(verify(dir.path(), &operator(), &mut |_| ()).unwrap().sources, []);
    std::fs::write(dir.path().join("plans/plan.txt"), "andere").unwrap();
    let told = vec![(Ref::new(Kind::Plan, 1), "plan.txt".to_owned())];
    assert_eq!(verify(dir.path(), &operator(), &mut |_| ()).unwrap().sources, told);
}

/// Works on the state's own keys, as another version or a fault of the engine might.
fn in_state(dir: &Path, work: impl FnOnce(&sled::Db)) {
    let db = loop {
        // The engine's threads let go of its files a little after the keeper is dropped.
        match sled::Config::new().path(dir.join("state")).flush_every_ms(None).open() {
            Ok(db) => break db,
            Err(why) => assert!(why.to_string().contains("could not acquire lock"), "{why}"),
        }
        std::thread::yield_now();
    };
    work(&db);
    db.flush().unwrap();
}

#[test]
fn a_state_of_another_format_is_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let before = register_with_state(dir.path());
    in_state(dir.path(), |db| {
        let mut head = db.get("h").unwrap().unwrap().to_vec();
        head[0] += 1;
        db.insert("h", head).unwrap();
    });
    let opened = try_open(dir.path()).unwrap();
    assert!(matches!(opened.notices[..], [Notice::Rebuilt { why: Unfit::OtherFormat, aside: Some(_), .. }]));
    assert!(opened.keeper.register().same_content(&before));
}

#[test]
fn a_block_that_is_gone_or_went_back_in_time_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let old = {
        register_with_state(dir.path());
        let mut block = None;
        in_state(dir.path(), |db| block = db.scan_prefix("b").next().map(Result::unwrap));
        block.unwrap()
    };
    let mut keeper = open(dir.path());
    rename(&mut keeper, 1, "Nieuwe naam");
    let before = keeper.register().clone();
    keeper.settle();
    drop(keeper);
    for value in [Some(old.1), None] {
        in_state(dir.path(), |db| {
            let done = match &value {
                Some(value) => db.insert(&old.0, value),
                None => db.remove(&old.0),
            };
            done.unwrap();
        });
        let opened = try_open(dir.path()).unwrap();
        assert!(
            matches!(opened.notices[..], [Notice::Rebuilt { why: Unfit::Damaged, .. }]),
            "{:?}",
            opened.notices
        );
        assert!(opened.keeper.register().same_content(&before));
    }
}
