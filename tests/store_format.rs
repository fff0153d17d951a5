//! The formats that are read for ever. The fixtures were written once and are never regenerated: when one of these tests
//! fails, the program has lost the ability to read what people have.

#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests, helpers included")]

mod support;

use std::fmt::Write;
use std::path::Path;

use regie::model::change::{Change, Verb};
use regie::model::id::{Ref, Stamp};
use regie::model::ledger::Ledger;
use regie::model::record::Kind;
use regie::model::register::Register;
use regie::store::{restore, verify};
use support::*;

const JOURNAL_V1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/journal-v1");

/// Every field that holds something, a line each.
fn dump(register: &Register) -> String {
    let mut text = String::new();
    for kind in Kind::ALL {
        register.tables().visit(*kind, &mut |record| {
            for spec in record.fields().iter().filter(|spec| !record.is_absent(spec.field)) {
                let value = serde_json::to_string(&record.get(spec.field)).unwrap();
                writeln!(text, "{} {} {value}", record.reference(), spec.field).unwrap();
            }
        });
    }
    text
}

#[test]
fn a_journal_of_version_1_is_read_with_every_kind_field_and_change() {
    let dir = tempfile::tempdir().unwrap();
    copy_folder(&Path::new(JOURNAL_V1).join("journal"), &dir.path().join("journal"));
    let keeper = open(dir.path());
    let expected = std::fs::read_to_string(Path::new(JOURNAL_V1).join("expected.txt")).unwrap();
    pretty(&dump(keeper.register()), &expected);

    assert_eq!(keeper.head(), 8);
    let entry = |seq| keeper.entry(seq).unwrap().unwrap();
    let outline =
        |seq| (entry(seq).actor.0, entry(seq).label.verb, entry(seq).undoes, entry(seq).changes.len());
    let kinds = Kind::ALL.len();
    assert_eq!(outline(1), ("a.jansen".to_owned(), Verb::StartPlan, None, kinds));
    assert_eq!(outline(4), ("m.bakker".to_owned(), Verb::MoveNode, None, 5));
    assert_eq!(outline(5), ("m.bakker".to_owned(), Verb::Undo, Some(4), 5));
    assert_eq!(outline(7), ("a.jansen".to_owned(), Verb::RemoveItem, None, 1));
    assert_eq!(outline(8), ("(repair)".to_owned(), Verb::Repair, None, 0));
    assert_eq!(entry(1).at, Stamp(AT.0 + 61_001));
    assert_eq!(entry(1).label.title, "LIVP");
    assert!(matches!(entry(4).changes[0], Change::Move { .. }));
    assert_eq!(keeper.register().next_ref(Kind::Contact).num, 4);
}

/// Compares line by line, so that a failure names the field.
fn pretty(found: &str, expected: &str) {
    for (found, expected) in found.lines().zip(expected.lines()) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.lines().count(), expected.lines().count());
}

#[test]
fn a_journal_of_version_1_can_be_continued_and_verified() {
    let dir = tempfile::tempdir().unwrap();
    copy_folder(&Path::new(JOURNAL_V1).join("journal"), &dir.path().join("journal"));
    assert_eq!(add(&mut open(dir.path()), "nieuw"), 9);
    assert_eq!(verify(dir.path(), &operator(), &mut |_| ()).unwrap().entries, 9);
    let old = std::fs::read(Path::new(JOURNAL_V1).join("journal/000002.jsonl")).unwrap();
    assert!(std::fs::read(dir.path().join("journal/000002.jsonl")).unwrap().starts_with(&old));
}

#[test]
fn a_journal_with_erased_lines_is_read_continued_and_verified() {
    let dir = tempfile::tempdir().unwrap();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/journal-v2/journal");
    copy_folder(&golden, &dir.path().join("journal"));
    let mut keeper = open(dir.path());
    let contact = |num| keeper.register().contact(Ref::new(Kind::Contact, num));
    assert!(contact(1).is_none());
    assert_eq!(contact(2).map(|contact| contact.phone.as_str()), Some("06-87654321"));
    let action = keeper.register().action(Ref::new(Kind::Action, 1)).unwrap();
    assert_eq!(action.description, "met ███");
    let erased: Vec<_> = (1..=6).map(|seq| keeper.erased_by(seq).unwrap()).collect();
    assert_eq!(erased, [Some(5), Some(5), None, Some(5), Some(5), None]);
    let entry = keeper.entry(5).unwrap().unwrap();
    assert_eq!((entry.label.verb, entry.label.subject), (Verb::Erase, Some(Ref::new(Kind::Contact, 1))));
    assert_eq!(add(&mut keeper, "nieuw"), 7);
    drop(keeper);
    assert_eq!(verify(dir.path(), &operator(), &mut |_| ()).unwrap().entries, 7);
    let old = std::fs::read(golden.join("000001.jsonl")).unwrap();
    assert!(std::fs::read(segment(dir.path())).unwrap().starts_with(&old));
}

#[test]
fn a_backup_of_version_1_is_restored() {
    let dir = tempfile::tempdir().unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/backup-v1.regie");
    let archived = restore(&file, &dir.path().join("r"), false, &operator(), &mut |_| ()).unwrap();
    assert_eq!((archived.entries, archived.files), (8, 3));
    let keeper = open(&dir.path().join("r"));
    let expected = std::fs::read_to_string(Path::new(JOURNAL_V1).join("expected.txt")).unwrap();
    pretty(&dump(keeper.register()), &expected);
    assert_eq!(keeper.source_text("plan.txt"), Ok(Some("1. Overlast\n2. Jeugd\n".to_owned())));
}
