//! Several processes and several copies: the lock, reading beside a writer, backup and restore.

#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests, helpers included")]

mod support;

use std::path::{Path, PathBuf};
use std::time::Duration;

use regie::model::change::Entry;
use regie::model::ledger::{Followed, Ledger, ReadOnly, Unwritten};
use regie::store::{
    BadBackup, Keeper, Notice, OpenOptions, Phase, StateCheck, StoreError, Use, backup, repair, restore,
    verify,
};
use support::*;

fn open_for(dir: &Path, usage: Use) -> Keeper {
    Keeper::open(dir, actor(), options(usage), &mut |_| ()).unwrap().keeper
}

/// The entries that have come.
fn follow(reader: &mut Keeper) -> Vec<Entry> {
    match reader.follow().unwrap() {
        Followed::Entries(entries) => entries,
        Followed::Anew | Followed::Again | Followed::Erased => panic!("loaded afresh"),
    }
}

#[test]
fn the_second_may_read_and_is_told_who_holds_the_register() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = open(dir.path());
    for n in 0..100 {
        add(&mut first, &format!("Actie {n}"));
    }
    let opened = try_open(dir.path()).unwrap();
    let held = ReadOnly::Held { pid: std::process::id(), user: "m.bakker".into(), since: AT.to_string() };
    assert_eq!(opened.notices, [Notice::ReadOnly(held.clone())]);
    let mut second = opened.keeper;
    assert_eq!(second.read_only(), Some(held.clone()));
    assert!(second.register().same_content(first.register()));
    assert_eq!(second.entry(40).unwrap(), first.entry(40).unwrap());
    let draft = new_action(second.register(), "x");
    assert_eq!(second.append(draft, None, AT), Err(Unwritten::ReadOnly(held)));
    // The first goes on undisturbed, and verification works beside it.
    assert_eq!(add(&mut first, "verder"), 101);
    assert_eq!(second.head(), 100);
    let verified = verify(dir.path(), &operator(), &mut |_| ()).unwrap();
    assert_eq!((verified.entries, verified.state), (101, StateCheck::Busy));
    assert!(matches!(repair(dir.path(), &operator(), &mut |_| ()), Err(StoreError::Held(_))));
    drop(first);
    assert_eq!(open(dir.path()).head(), 101);
}

#[test]
fn who_finds_that_somebody_else_has_written_writes_nothing() {
    // Somebody removed the lock of a register that was in use, or the file system does not do locks.
    let dir = tempfile::tempdir().unwrap();
    let unlock = || std::fs::remove_file(dir.path().join("lock")).unwrap();
    for segment_bytes in [1 << 20, 100] {
        let open = || try_open_in_segments(dir.path(), segment_bytes).unwrap().keeper;
        let mut first = open();
        add(&mut first, "van de eerste");
        unlock();
        let mut second = open();
        assert_eq!(second.read_only(), None);
        let seq = add(&mut second, "van de tweede");
        let files =
            || segment_files(dir.path()).iter().map(|f| std::fs::read(f).unwrap()).collect::<Vec<_>>();
        let (journal, before) = (files(), first.register().clone());
        for _ in 0..2 {
            let draft = new_action(first.register(), "weer van de eerste");
            assert_eq!(first.append(draft, None, AT), Err(Unwritten::ReadOnly(ReadOnly::Overtaken)));
        }
        assert_eq!(first.read_only(), Some(ReadOnly::Overtaken));
        assert!(first.register().same_content(&before));
        assert_eq!(files(), journal);
        drop(first);
        assert_eq!(add(&mut second, "verder"), seq + 1);
        drop(second);
        assert_eq!(open().head(), seq + 1);
    }
}

#[test]
fn who_finds_that_the_journal_was_replaced_writes_to_neither() {
    let dir = tempfile::tempdir().unwrap();
    let (register, file) = backed_up(dir.path());
    let mut keeper = open(&register);
    add(&mut keeper, "in gebruik");
    backup(&register, &file, &mut |_| ()).unwrap();
    std::fs::remove_file(register.join("lock")).unwrap();
    let archived = restore(&file, &register, true, &operator(), &mut |_| ()).unwrap();
    let aside = archived.aside.iter().find(|path| path.join("000001.jsonl").is_file()).unwrap();
    let files = || [aside.join("000001.jsonl"), segment(&register)].map(|path| std::fs::read(path).unwrap());
    let before = files();
    let draft = new_action(keeper.register(), "x");
    // The file under that name has the same length: it is another one all the same.
    assert_eq!(keeper.append(draft.clone(), None, AT), Err(Unwritten::ReadOnly(ReadOnly::Overtaken)));
    std::fs::remove_file(segment(&register)).unwrap();
    assert_eq!(keeper.append(draft, None, AT), Err(Unwritten::ReadOnly(ReadOnly::Overtaken)));
    assert!(segment_files(&register).is_empty());
    std::fs::write(register.join("journal/000001.jsonl"), &before[1]).unwrap();
    assert_eq!(files(), before);
}

#[test]
fn a_reader_lets_go_at_once_and_still_finds_every_entry() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    for n in 0..300 {
        add(&mut writer, &format!("Actie {n}"));
    }
    drop(writer);
    let reader = open_for(dir.path(), Use::Read);
    let mut writer = open(dir.path());
    add(&mut writer, "nieuw");
    for seq in [300, 250, 60, 1] {
        assert_eq!(reader.entry(seq).unwrap().map(|entry| entry.seq), Some(seq));
        assert_eq!(reader.entry_head(seq).unwrap().map(|head| head.actor), Some(actor()));
    }
    assert_eq!(reader.entry(301).unwrap(), None);
}

#[test]
fn a_command_that_closes_fast_loses_nothing_and_lets_the_next_one_in() {
    let dir = tempfile::tempdir().unwrap();
    // Short of a checkpoint, and past one.
    for round in 1..=2 {
        let mut keeper = open_for(dir.path(), Use::Brief);
        for n in 0..40 {
            add(&mut keeper, &format!("Actie {round} {n}"));
        }
        let before = keeper.register().clone();
        keeper.leave();
        let next = open(dir.path());
        assert_eq!((next.read_only(), next.head()), (None, round * 40));
        assert!(next.register().same_content(&before));
    }
}

#[test]
fn many_brief_writers_at_once_all_get_their_turn() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    let commands = 24;
    std::thread::scope(|scope| {
        for n in 0..commands {
            let path = dir.path();
            scope.spawn(move || {
                let mut patient = options(Use::Brief);
                patient.patience = Duration::from_secs(60);
                let mut keeper = Keeper::open(path, actor(), patient, &mut |_| ()).unwrap().keeper;
                add(&mut keeper, &format!("Actie {n}"));
            });
        }
    });
    let keeper = open(dir.path());
    assert_eq!((keeper.head(), keeper.register().tables().actions.len()), (commands, 24));
}

#[test]
fn a_reader_beside_a_busy_writer_always_sees_whole_entries() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = open(dir.path());
    std::thread::scope(|scope| {
        let writer = scope.spawn(move || {
            for _ in 0..60 {
                let draft = many(first.register(), 3, 2000);
                first.append(draft, None, AT).unwrap();
            }
            first
        });
        let mut seen = 0;
        // Once more after the writer has ended, in whatever way.
        loop {
            let last = writer.is_finished();
            let keeper = try_open(dir.path()).unwrap().keeper;
            assert!(keeper.head() >= seen);
            seen = keeper.head();
            assert_eq!(keeper.register().tables().actions.len() as u64, seen * 3);
            if last {
                break;
            }
        }
        assert_eq!((writer.join().unwrap().head(), seen), (60, 60));
    });
}

#[test]
fn a_reader_follows_what_the_writer_appends() {
    // In one file, and with every entry in a new one; with a history and from the first entry on.
    for (segment_bytes, history) in [(1 << 20, 3), (100, 3), (1 << 20, 0), (100, 0)] {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = try_open_in_segments(dir.path(), segment_bytes).unwrap().keeper;
        for n in 0..history {
            add(&mut writer, &format!("Actie {n}"));
        }
        let mut reader = try_open(dir.path()).unwrap().keeper;
        assert_eq!(follow(&mut reader), []);
        let mut expected = Vec::new();
        for n in 0..3 {
            add(&mut writer, &format!("Nieuw {n}"));
            let large = many(writer.register(), 300, 2000);
            writer.append(large, None, AT).unwrap();
            expected.extend([writer.head() - 1, writer.head()]);
            if n != 1 {
                let followed = follow(&mut reader);
                assert_eq!(followed.iter().map(|entry| entry.seq).collect::<Vec<_>>(), expected);
                for entry in &followed {
                    assert_eq!(Some(entry), writer.entry(entry.seq).unwrap().as_ref());
                }
                expected.clear();
            }
        }
        assert_eq!(follow(&mut reader), []);
        assert_eq!(reader.head(), writer.head());
        assert!(reader.register().same_content(writer.register()));
        for seq in 1..=writer.head() {
            assert_eq!(reader.entry(seq), writer.entry(seq));
            assert_eq!(reader.entry_head(seq), writer.entry_head(seq));
        }
        assert_eq!(follow(&mut writer), [], "who writes has nobody to follow");

        assert!(!reader.is_free());
        let head = add(&mut writer, "het laatste");
        drop(writer);
        assert_eq!(follow(&mut reader).len(), 1);
        assert!(reader.is_free());
        // It stays a reader, and follows whoever writes next.
        let mut next = open_for(dir.path(), Use::Brief);
        add(&mut next, "van de volgende");
        assert_eq!(follow(&mut reader).len(), 1);
        assert!(!reader.is_free(), "the next one has it");
        drop(next);
        assert_eq!(follow(&mut reader), []);
        assert!(reader.is_free());
        assert_eq!(reader.head(), head + 1);
        let draft = new_action(reader.register(), "x");
        assert!(matches!(reader.append(draft, None, AT), Err(Unwritten::ReadOnly(ReadOnly::Held { .. }))));
    }
}

#[test]
fn a_reader_takes_in_whole_entries_only_and_nothing_that_was_altered() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    add(&mut writer, "eerste");
    let mut reader = try_open(dir.path()).unwrap().keeper;
    let before = reader.register().clone();
    let (file, start) = (segment(dir.path()), std::fs::metadata(segment(dir.path())).unwrap().len() as usize);
    add(&mut writer, "tweede");
    let large = many(writer.register(), 300, 2000);
    writer.append(large, None, AT).unwrap();
    unacknowledged(dir.path());
    let whole = std::fs::read(&file).unwrap();
    let second = start + whole[start..].iter().position(|b| *b == b'\n').unwrap() + 1;

    // Written as far as the middle of a line, of the last line, and without the last newline of a line of several.
    for (end, seen) in [(start + 40, 0), (second + 40, 1), (whole.len() - 300, 0)] {
        std::fs::write(&file, &whole[..end]).unwrap();
        assert_eq!(follow(&mut reader).len(), seen, "{end}");
    }
    // One byte altered, in the middle.
    let mut altered = whole.clone();
    altered[second + 300] ^= 1;
    std::fs::write(&file, [&altered[..], b"{}\n"].concat()).unwrap();
    let head = reader.head();
    assert!(matches!(reader.follow(), Err(Unwritten::Damaged { seq: 3, .. })));
    assert_eq!(reader.head(), head);
    assert!(matches!(reader.follow(), Err(Unwritten::Damaged { seq: 3, .. })), "as long as it is so");
    // Another journal in its place.
    std::fs::write(&file, &whole[..start - 10]).unwrap();
    assert!(matches!(reader.follow(), Err(Unwritten::Damaged { .. })));
    assert_eq!(reader.register().tables().actions.len(), before.tables().actions.len() + 1);

    std::fs::write(&file, &whole).unwrap();
    assert_eq!(follow(&mut reader).len(), 1);
    assert!(reader.register().same_content(writer.register()));
}

#[test]
fn a_reader_loads_afresh_what_a_writer_could_not_make_durable() {
    // In one file, and with every entry in a new one.
    for segment_bytes in [1 << 20, 100] {
        let dir = tempfile::tempdir().unwrap();
        let writer = || try_open_in_segments(dir.path(), segment_bytes).unwrap().keeper;
        let mut first = writer();
        add(&mut first, "eerste");
        let mut reader = try_open(dir.path()).unwrap().keeper;
        add(&mut first, "tweede");
        let before = sizes(dir.path());
        // It stands there and is read; then the disk refuses it and its writer cuts it off.
        add(&mut first, "nooit beloofd");
        assert_eq!(follow(&mut reader).len(), 2);
        drop(first);
        std::fs::remove_dir_all(dir.path().join("state")).ok();
        unacknowledged(dir.path());
        cut_to(dir.path(), &before);
        assert_eq!(reader.follow(), Ok(Followed::Anew));
        assert_eq!(follow(&mut reader), []);
        let mut second = writer();
        assert_eq!(reader.head(), 2);
        assert!(reader.register().same_content(second.register()));

        // The same, and another entry in its place before the reader looks.
        add(&mut second, "weer niet beloofd");
        assert_eq!(follow(&mut reader).len(), 1);
        drop(second);
        unacknowledged(dir.path());
        cut_to(dir.path(), &before);
        let mut third = writer();
        add(&mut third, "met een langere titel in de plaats ervan");
        add(&mut third, "en nog een");
        assert_eq!(reader.follow(), Ok(Followed::Anew));
        assert!(reader.register().same_content(third.register()));
        assert_eq!(reader.entry(3), third.entry(3));
        drop(third);

        // What was promised does not go this way: two entries fewer is damage.
        cut_to(dir.path(), &before);
        for _ in 0..2 {
            assert!(matches!(reader.follow(), Err(Unwritten::Damaged { .. })));
        }
        assert_eq!(reader.head(), 4);
    }
}

/// The files of the journal with their lengths.
fn sizes(dir: &Path) -> Vec<(PathBuf, u64)> {
    let size = |path: PathBuf| (path.clone(), std::fs::metadata(path).unwrap().len());
    segment_files(dir).into_iter().map(size).collect()
}

/// Cuts the journal off to the lengths it had; a file that is new becomes empty, as after a write that failed.
fn cut_to(dir: &Path, before: &[(PathBuf, u64)]) {
    for path in segment_files(dir) {
        let length = before.iter().find(|(known, _)| *known == path).map_or(0, |(_, length)| *length);
        std::fs::File::options().write(true).open(&path).unwrap().set_len(length).unwrap();
    }
}

#[test]
fn a_reader_looks_again_after_what_kept_it_from_reading() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = try_open_in_segments(dir.path(), 100).unwrap().keeper;
    add(&mut writer, "eerste");
    let mut reader = try_open(dir.path()).unwrap().keeper;
    add(&mut writer, "tweede");
    // What stands in the way is not in the files whose lengths are looked at.
    let (journal, away) = (dir.path().join("journal"), dir.path().join("journal.weg"));
    let last = segment_files(dir.path()).pop().unwrap();
    let bytes = std::fs::read(&last).unwrap();
    let mut altered = bytes.clone();
    altered[200] ^= 1;
    altered.extend_from_slice(b"{}\n");
    std::fs::write(&last, &altered).unwrap();
    assert!(matches!(reader.follow(), Err(Unwritten::Damaged { seq: 2, .. })));
    std::fs::write(&last, &bytes).unwrap();
    assert_eq!(follow(&mut reader).len(), 1, "the lengths of the files that are looked at are the same");
    std::fs::rename(&journal, &away).unwrap();
    assert!(reader.follow().is_err());
    std::fs::rename(&away, &journal).unwrap();
    add(&mut writer, "derde");
    assert_eq!(follow(&mut reader).len(), 1);
}

fn backed_up(dir: &Path) -> (PathBuf, PathBuf) {
    let (register, file) = (dir.join("register"), dir.join("backup.regie"));
    let mut keeper = open(&register);
    for n in 0..70 {
        add(&mut keeper, &format!("Actie {n}"));
    }
    keeper.keep_source("plan.txt", "tekst van het plan\nmet regels").unwrap();
    keeper.keep_draft("add", Some("half")).unwrap();
    let archived = backup(&register, &file, &mut |_| ()).unwrap();
    assert_eq!((archived.entries, archived.files), (70, 2));
    (register, file)
}

#[test]
fn a_backup_made_while_the_register_is_in_use_restores_whole() {
    let dir = tempfile::tempdir().unwrap();
    let (register, file) = (dir.path().join("register"), dir.path().join("backup.regie"));
    let mut writer = open(&register);
    let (entries, restored) = std::thread::scope(|scope| {
        let copy = scope.spawn(|| {
            while !file.exists() {
                let done = backup(&register, &file, &mut |_| ()).unwrap();
                if done.entries < 10 {
                    std::fs::remove_file(&file).unwrap();
                }
            }
            let to = dir.path().join("restored");
            (restore(&file, &to, false, &operator(), &mut |_| ()).unwrap().entries, to)
        });
        while !copy.is_finished() {
            let draft = many(writer.register(), 2, 4000);
            writer.append(draft, None, AT).unwrap();
        }
        copy.join().unwrap()
    });
    // When much was written, the state has to be made first and says so.
    let keeper = try_open(&restored).unwrap().keeper;
    assert_eq!(keeper.head(), entries);
    assert_eq!(keeper.register().tables().actions.len() as u64, entries * 2);
}

#[test]
fn restoring_gives_the_register_back_with_its_sources() {
    let dir = tempfile::tempdir().unwrap();
    let (register, file) = backed_up(dir.path());
    let to = dir.path().join("elders");
    let archived = restore(&file, &to, false, &operator(), &mut |_| ()).unwrap();
    assert_eq!((archived.entries, archived.files, archived.aside), (70, 2, vec![]));
    let keeper = try_open(&to).unwrap().keeper;
    assert!(keeper.register().same_content(open(&register).register()));
    assert_eq!(keeper.source_text("plan.txt"), Ok(Some("tekst van het plan\nmet regels".to_owned())));
    assert_eq!(keeper.drafts(), []);
    let names: Vec<_> = std::fs::read_dir(&to).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name == "restore.new"), "{names:?}");
}

#[test]
fn a_register_with_entries_is_replaced_only_when_forced_and_is_kept_aside() {
    let dir = tempfile::tempdir().unwrap();
    let (register, file) = backed_up(dir.path());
    let mut keeper = open(&register);
    add(&mut keeper, "na de backup");
    let after = keeper.register().clone();
    let held = restore(&file, &register, true, &operator(), &mut |_| ());
    assert!(matches!(held, Err(StoreError::Held(_))), "{held:?}");
    drop(keeper);

    let refused = restore(&file, &register, false, &operator(), &mut |_| ());
    assert_eq!(refused, Err(StoreError::NotFree { path: register.clone(), entries: 71 }));
    assert!(open(&register).register().same_content(&after));

    let archived = restore(&file, &register, true, &operator(), &mut |_| ()).unwrap();
    let keeper = try_open(&register).unwrap().keeper;
    assert_eq!(keeper.head(), 70);
    assert_eq!(keeper.drafts().len(), 1);
    drop(keeper);
    // What was there can be put back by hand.
    let journal = archived.aside.iter().find(|path| path.join("000001.jsonl").is_file()).unwrap();
    let back = dir.path().join("terug");
    std::fs::create_dir(&back).unwrap();
    copy_folder(journal, &back.join("journal"));
    assert!(try_open(&back).unwrap().keeper.register().same_content(&after));
}

#[test]
fn a_damaged_backup_is_refused_and_nothing_is_replaced() {
    let dir = quick_dir();
    let (register, file) = backed_up(dir.path());
    let sound = std::fs::read(&file).unwrap();
    let before = open(&register).register().clone();
    let to = dir.path().join("elders");
    for at in (0..sound.len()).step_by(sound.len() / 150) {
        let mut flipped = sound.clone();
        flipped[at] ^= 0x01;
        for damaged in [flipped, sound[..at].to_vec()] {
            std::fs::write(&file, damaged).unwrap();
            let refused = restore(&file, &register, true, &operator(), &mut |_| ());
            assert!(matches!(refused, Err(StoreError::BadBackup { .. })), "byte {at}: {refused:?}");
            let refused = restore(&file, &to, false, &operator(), &mut |_| ());
            assert!(matches!(refused, Err(StoreError::BadBackup { .. })), "byte {at}: {refused:?}");
        }
    }
    assert!(open(&register).register().same_content(&before));
    assert!(!to.exists());

    // A folder that was there already stays, as empty as it was.
    std::fs::create_dir(&to).unwrap();
    let refused = restore(&file, &to, false, &operator(), &mut |_| ());
    assert!(matches!(refused, Err(StoreError::BadBackup { .. })), "{refused:?}");
    assert_eq!(std::fs::read_dir(&to).unwrap().count(), 0);
    std::fs::write(&file, &sound).unwrap();
    restore(&file, &to, false, &operator(), &mut |_| ()).unwrap();
    assert!(try_open(&to).unwrap().keeper.register().same_content(&before));
}

#[test]
fn verification_keeps_nobody_from_writing() {
    let dir = tempfile::tempdir().unwrap();
    let (register, _) = backed_up(dir.path());
    let mut written = 70;
    let verified = verify(&register, &operator(), &mut |progress| {
        if matches!(progress.phase, Phase::Verify | Phase::Replay) && written < 75 {
            let mut at_once = options(Use::Brief);
            at_once.patience = Duration::ZERO;
            let mut keeper = Keeper::open(&register, actor(), at_once, &mut |_| ()).unwrap().keeper;
            assert_eq!(keeper.read_only(), None);
            written = add(&mut keeper, "tijdens de controle");
        }
    });
    let verified = verified.unwrap();
    assert_eq!((written, verified.entries, verified.items), (75, 75, 75));
    assert_eq!((verified.state, verified.torn_bytes), (StateCheck::Agrees, 0));
    let bytes = std::fs::metadata(segment(&register)).unwrap().len();
    assert_eq!(verified.bytes, bytes);
}

#[test]
fn two_backups_at_a_time_do_not_write_into_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let (register, file) = backed_up(dir.path());
    let mut keeper = open(&register);
    let copied = std::cell::Cell::new(false);
    // In the middle of the one, the whole of the other, with more in it.
    let archived = backup(&register, &file, &mut |progress| {
        if progress.phase == Phase::Copy && !copied.replace(true) {
            let draft = many(keeper.register(), 3, 2000);
            keeper.append(draft, None, AT).unwrap();
            assert_eq!(backup(&register, &file, &mut |_| ()).unwrap().entries, 71);
        }
    });
    assert_eq!(archived.unwrap().entries, 70);
    assert!(copied.get());
    let to = dir.path().join("elders");
    assert_eq!(restore(&file, &to, false, &operator(), &mut |_| ()).unwrap().entries, 70);
    let mut names: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["backup.regie", "elders", "register"]);
}

#[test]
fn what_cannot_be_looked_into_is_not_replaced_by_a_backup() {
    let dir = tempfile::tempdir().unwrap();
    let (register, _) = backed_up(dir.path());
    // A link to itself stands for a file that cannot be opened: permissions do not bind an administrator.
    let ring = dir.path().join("ring");
    std::os::unix::fs::symlink(&ring, &ring).unwrap();
    let refused = backup(&register, &ring, &mut |_| ());
    assert!(matches!(refused, Err(StoreError::Io { .. })), "{refused:?}");
    assert!(ring.symlink_metadata().unwrap().is_symlink());
    let folder = dir.path().join("map");
    std::fs::create_dir(&folder).unwrap();
    let refused = backup(&register, &folder, &mut |_| ());
    assert_eq!(refused, Err(StoreError::BadBackup { path: folder, why: BadBackup::NotABackup }));
}

#[test]
fn a_backup_cannot_write_outside_the_register() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("evil");
    for name in ["../evil2", "plans/../../evil2", "/tmp/evil2", "plans/a/b", "lock", "journal/.x", "state/db"]
    {
        let sum = blake3::hash(b"x").to_hex();
        let head = "{\"regie_backup\":1,\"entries\":0,\"head\":\"\"}";
        let text = format!(
            "{head}\n{{\"file\":\"{name}\",\"bytes\":1}}\nx\n{{\"blake3\":\"{sum}\"}}\n{{\"files\":1}}\n"
        );
        std::fs::write(&file, text).unwrap();
        let refused = restore(&file, &dir.path().join("r"), false, &operator(), &mut |_| ());
        let why = BadBackup::Altered(name.to_owned());
        assert_eq!(refused, Err(StoreError::BadBackup { path: file.clone(), why }));
    }
    assert!(!dir.path().join("evil2").exists());
}

#[test]
fn a_file_that_is_no_backup_is_neither_read_nor_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let (register, file) = backed_up(dir.path());
    // A backup may replace an earlier backup.
    backup(&register, &file, &mut |_| ()).unwrap();
    let other = dir.path().join("brief.txt");
    std::fs::write(&other, "Geachte raad,\n").unwrap();
    let refused = StoreError::BadBackup { path: other.clone(), why: BadBackup::NotABackup };
    assert_eq!(backup(&register, &other, &mut |_| ()), Err(refused.clone()));
    assert_eq!(restore(&other, &dir.path().join("r"), false, &operator(), &mut |_| ()), Err(refused));
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "Geachte raad,\n");

    let newer = dir.path().join("nieuwer");
    std::fs::write(&newer, "{\"regie_backup\":2,\"entries\":0,\"head\":\"\"}\n").unwrap();
    let refused = StoreError::BadBackup { path: newer.clone(), why: BadBackup::Future(2) };
    assert_eq!(restore(&newer, &dir.path().join("r"), false, &operator(), &mut |_| ()), Err(refused));
}

#[test]
fn progress_never_goes_beyond_its_total() {
    let dir = tempfile::tempdir().unwrap();
    let (register, file) = backed_up(dir.path());
    let mut reports = Vec::new();
    let mut watch = |progress| reports.push(progress);
    backup(&register, &file, &mut watch).unwrap();
    restore(&file, &dir.path().join("r"), false, &operator(), &mut watch).unwrap();
    verify(&register, &operator(), &mut watch).unwrap();
    std::fs::remove_dir_all(register.join("state")).unwrap();
    let rebuilt =
        Keeper::open(&register, actor(), OpenOptions::new(Use::Stay, Default::default()), &mut watch);
    assert!(rebuilt.is_ok());
    assert!(reports.len() > 100);
    assert!(reports.iter().all(|report| report.done <= report.total), "{reports:?}");
}
