//! Full and failing disks: what was acknowledged is there, what was refused is not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests, helpers included")]

mod support;

use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use regie::model::ledger::{Ledger, ReadOnly, Unwritten};
use regie::store::{Disk, Keeper, Medium, Notice, Use};
use rustix::thread::{CapabilitySet, capabilities, set_capabilities};
use support::*;

/// A disk with room for so many bytes more, that may also fail to make them durable.
struct SmallDisk {
    room: Arc<AtomicU64>,
    broken: Arc<AtomicBool>,
}

impl Medium for SmallDisk {
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        let room = self.room.load(Ordering::Relaxed);
        let fits = bytes.len().min(usize::try_from(room).unwrap());
        Disk.write(file, &bytes[..fits], offset)?;
        self.room.store(room - fits as u64, Ordering::Relaxed);
        if fits < bytes.len() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn sync(&mut self, file: &File) -> io::Result<()> {
        if self.broken.swap(false, Ordering::Relaxed) {
            Err(io::Error::other("I/O error"))
        } else {
            Disk.sync(file)
        }
    }
}

fn open_small(dir: &Path, bytes: u64) -> (Keeper, Arc<AtomicU64>, Arc<AtomicBool>) {
    let (room, broken) = (Arc::new(AtomicU64::new(bytes)), Arc::new(AtomicBool::new(false)));
    let mut options = options(Use::Stay);
    options.medium = Box::new(SmallDisk { room: Arc::clone(&room), broken: Arc::clone(&broken) });
    (Keeper::open(dir, actor(), options, &mut |_| ()).unwrap().keeper, room, broken)
}

#[test]
fn on_a_full_disk_the_entry_is_refused_and_everything_is_as_it_was_until_there_is_room() {
    for bytes in [0, 1, 200, 600] {
        let dir = tempfile::tempdir().unwrap();
        let (mut keeper, room, _) = open_small(dir.path(), 100_000);
        add(&mut keeper, "een");
        let (before, journal) = (keeper.register().clone(), std::fs::read(segment(dir.path())).unwrap());
        room.store(bytes, Ordering::Relaxed);
        let mut draft = many(keeper.register(), 3, 400);
        let action = regie::model::id::Ref::new(regie::model::record::Kind::Action, 1);
        draft.changes.push(regie::model::change::Change::Set {
            target: action,
            field: regie::model::record::Field::title,
            before: regie::model::value::Value::Text("een".into()),
            after: regie::model::value::Value::Text("twee".into()),
        });
        let later = regie::model::id::Stamp(AT.0 + 60_000);
        let refused = keeper.append(draft.clone(), None, later);
        assert_eq!(refused, Err(Unwritten::ReadOnly(ReadOnly::DiskFull)));
        assert_eq!(keeper.read_only(), Some(ReadOnly::DiskFull));
        assert!(keeper.register().same_content(&before));
        assert_eq!(keeper.register().get(action).unwrap().updated(), AT);
        assert_eq!(keeper.head(), 1);
        assert_eq!(std::fs::read(segment(dir.path())).unwrap(), journal);

        room.store(100_000, Ordering::Relaxed);
        assert_eq!(keeper.append(draft, None, later).unwrap().unwrap().seq, 2);
        assert_eq!(keeper.read_only(), None);
        let after = keeper.register().clone();
        drop(keeper);
        assert!(open(dir.path()).register().same_content(&after));
    }
}

#[test]
fn on_a_disk_that_is_full_at_opening_nothing_follows_a_tail_before_it_is_mended() {
    for cut in [1, 100] {
        let dir = tempfile::tempdir().unwrap();
        let mut keeper = open(dir.path());
        add(&mut keeper, "een");
        add(&mut keeper, "twee");
        drop(keeper);
        unacknowledged(dir.path());
        let path = segment(dir.path());
        let sound = std::fs::read(&path).unwrap();
        // Without its newline the last line counts; with less it was never acknowledged.
        let entries = if cut == 1 { 2 } else { 1 };
        let torn = &sound[..sound.len() - cut];
        std::fs::write(&path, torn).unwrap();

        let (mut keeper, room, _) = open_small(dir.path(), 0);
        assert_eq!((keeper.head(), keeper.read_only()), (entries, Some(ReadOnly::DiskFull)));
        for _ in 0..2 {
            let draft = new_action(keeper.register(), "erna");
            assert_eq!(keeper.append(draft, None, AT), Err(Unwritten::ReadOnly(ReadOnly::DiskFull)));
            assert_eq!(std::fs::read(&path).unwrap(), torn);
        }
        room.store(100_000, Ordering::Relaxed);
        assert_eq!(add(&mut keeper, "erna"), entries + 1);
        assert_eq!(keeper.read_only(), None);
        let after = keeper.register().clone();
        drop(keeper);
        let opened = try_open(dir.path()).unwrap();
        assert_eq!(opened.notices, []);
        assert!(opened.keeper.register().same_content(&after));
        assert_eq!(opened.keeper.register().tables().actions.len() as u64, entries + 1);
        let kept = dir.path().join("journal/torn-2-1.txt");
        let last = sound.iter().position(|b| *b == b'\n').unwrap() + 1;
        if cut == 1 {
            assert!(!kept.exists());
        } else {
            assert_eq!(std::fs::read(kept).unwrap(), &torn[last..]);
        }
    }
}

#[test]
fn an_entry_that_could_not_be_made_durable_never_comes_to_life() {
    let dir = tempfile::tempdir().unwrap();
    let (mut keeper, _, broken) = open_small(dir.path(), 100_000);
    add(&mut keeper, "een");
    broken.store(true, Ordering::Relaxed);
    let draft = new_action(keeper.register(), "twee");
    assert!(matches!(keeper.append(draft, None, AT), Err(Unwritten::Failed(_))));
    assert_eq!((keeper.head(), keeper.read_only()), (1, None));
    drop(keeper);
    let mut keeper = open(dir.path());
    assert_eq!(keeper.register().tables().actions.len(), 1);
    assert_eq!(add(&mut keeper, "drie"), 2);
}

#[test]
fn a_new_segment_that_finds_no_room_is_tried_again() {
    let dir = tempfile::tempdir().unwrap();
    let (room, broken) = (Arc::new(AtomicU64::new(100_000)), Arc::default());
    let mut options = options(Use::Stay);
    options.segment_bytes = 400;
    options.medium = Box::new(SmallDisk { room: Arc::clone(&room), broken });
    let mut keeper = Keeper::open(dir.path(), actor(), options, &mut |_| ()).unwrap().keeper;
    add(&mut keeper, "een");
    room.store(10, Ordering::Relaxed);
    let draft = new_action(keeper.register(), "twee");
    assert_eq!(keeper.append(draft, None, AT), Err(Unwritten::ReadOnly(ReadOnly::DiskFull)));
    // Opened in this condition, the empty segment is no damage.
    drop(keeper);
    let mut keeper = open(dir.path());
    assert_eq!(add(&mut keeper, "twee"), 2);
    drop(keeper);
    assert_eq!(open(dir.path()).head(), 2);
}

#[test]
fn a_folder_that_cannot_be_written_is_opened_for_reading() {
    let dir = tempfile::tempdir().unwrap();
    add(&mut open(dir.path()), "een");
    std::fs::set_permissions(dir.path(), Permissions::from_mode(0o500)).unwrap();
    std::fs::set_permissions(dir.path().join("lock"), Permissions::from_mode(0o400)).unwrap();
    // Permissions do not bind an administrator, who runs tests too: this thread, and those that it starts, are none.
    let mut powers = capabilities(None).unwrap();
    powers.effective.remove(CapabilitySet::DAC_OVERRIDE);
    set_capabilities(None, powers).unwrap();
    let opened = try_open(dir.path()).unwrap();
    let mut keeper = opened.keeper;
    let Some(ReadOnly::Folder(words)) = keeper.read_only() else { panic!("{:?}", keeper.read_only()) };
    assert_eq!(opened.notices, [Notice::ReadOnly(ReadOnly::Folder(words.clone()))]);
    assert_eq!(keeper.register().tables().actions.len(), 1);
    assert!(keeper.entry(1).unwrap().is_some());
    let draft = new_action(keeper.register(), "twee");
    assert_eq!(keeper.append(draft, None, AT), Err(Unwritten::ReadOnly(ReadOnly::Folder(words))));
    std::fs::set_permissions(dir.path(), Permissions::from_mode(0o700)).unwrap();
}
