//! `regie erase`, as it is used: by the owner without a server, and through one with others at work.

#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests, helpers included")]

#[path = "support/program.rs"]
mod program;

use std::path::{Path, PathBuf};

use program::*;

const VCARD: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Karin de Wit\r\nEMAIL:k.dewit@politie.example\r\nTEL:06-12345678\r\nEND:VCARD\r\n\
                     BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jan Bos\r\nEMAIL:j.bos@politie.example\r\nEND:VCARD\r\n";

/// Files under `dir` in which something of her stands.
fn found(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            found.extend(self::found(&entry.path()));
        } else if kind.is_file() {
            let text = String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned();
            if ["Karin de Wit", "k.dewit@", "06-12345678"].iter().any(|named| text.contains(named)) {
                found.push(entry.path());
            }
        }
    }
    found
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.file("contacten.vcf", VCARD);
    desk.json(&["import", "contacts", "contacten.vcf", "--accept"]);
    std::fs::remove_file(desk.path("contacten.vcf")).unwrap();
    desk.ok(&["set", "C-1", "function=wijkagent"]);
    desk
}

#[test]
fn the_owner_erases_a_contact_and_is_told_where_she_is_still_named() {
    let desk = desk();
    desk.ok(&["add", "Bel Karin de Wit (06 1234 5678)", "--as-title"]);
    assert_eq!(desk.run(&["erase", "C-1"]).code, 2, "there is nobody to ask");
    assert!(desk.fails(&["erase", "A-1", "--yes"]).contains("A-1"));
    let said = desk.ok(&["erase", "C-1", "--yes"]);
    assert!(
        said.starts_with(
            "C-1 is gewist, uit het register en uit 2 regels van het logboek (vastgelegd als regel 4).\n"
        ),
        "{said}"
    );
    assert!(said.contains("\n  A-1  titel\n"), "{said}");
    // The title is the admin's to mend, and then to erase from the journal by nothing but `--mentions`.
    desk.ok(&["verify"]);
    assert!(desk.ok(&["log"]).contains("gegevens gewist door 4"));
    assert!(desk.fails(&["undo"]).contains("kan niet worden teruggedraaid"));
    assert!(desk.fails(&["undo", "--entry", "2"]).contains("regel 4"));
    assert!(desk.ok(&["erase", "C-1", "--yes"]).starts_with("Van C-1 stond niets meer"));
}

#[test]
fn nothing_of_her_is_left_on_the_disk() {
    let desk = desk();
    assert!(!found(desk.home.path()).is_empty());
    let body = desk.json(&["erase", "C-1", "--yes"]);
    assert_eq!(
        (&body["entry"], &body["lines"], &body["mentions"]),
        (&3.into(), &2.into(), &serde_json::json!([]))
    );
    assert_eq!(found(desk.home.path()), Vec::<PathBuf>::new());
    desk.ok(&["verify"]);
    assert!(desk.ok(&["show", "C-2"]).contains("Jan Bos"));
}
