//! `regie erase`, as it is used: by the owner without a server, and through one with others at work.

#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests, helpers included")]

#[path = "support/program.rs"]
mod program;

use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use program::*;
use regie::model::erasure::{Erasing, Mentions};
use regie::model::id::Ref;
use regie::model::ledger::{Followed, Ledger};
use regie::model::record::{Field, FieldSpec, Kind};
use regie::net::client::Client;
use regie::store::Drafts;

const VCARD: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Karin de Wit\r\nEMAIL:k.dewit@politie.example\r\nTEL:06-12345678\r\nEND:VCARD\r\n\
                     BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jan Bos\r\nEMAIL:j.bos@politie.example\r\nEND:VCARD\r\n";

const NAMED: [&str; 4] = ["Karin de Wit", "k.dewit@", "06-12345678", "wijkagent"];

/// All that who works on a register can read there: its items, and the entries of its journal.
fn readable(ledger: &dyn Ledger) -> String {
    let mut text = String::new();
    for kind in Kind::ALL {
        ledger.register().tables().visit(*kind, &mut |record| {
            let value = |spec: &FieldSpec| format!("{:?}\n", record.get(spec.field));
            text.extend(record.fields().iter().map(value));
        });
    }
    for seq in 1..=ledger.head() {
        text.push_str(&format!("{:?}\n", ledger.entry(seq).unwrap()));
        text.push_str(&format!("{:?}\n", ledger.outline(seq).unwrap()));
    }
    text
}

/// Files under `dir` in which something of her stands.
fn found(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            found.extend(self::found(&entry.path()));
        } else if kind.is_file() {
            let text = String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned();
            if NAMED.iter().any(|named| text.contains(named)) {
                found.push(entry.path());
            }
        }
    }
    found
}

fn without_her(ledger: &dyn Ledger) {
    let text = readable(ledger);
    assert!(text.contains("Jan Bos"), "{text}");
    for named in NAMED {
        assert!(!text.contains(named), "{named}: {text}");
    }
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
    let said = desk.ok(&["erase", "C-1", "--leave-mentions", "--yes"]);
    assert!(
        said.starts_with(
            "C-1 is gewist, uit het register en uit 3 regels van het logboek (vastgelegd als regel 4).\n"
        ),
        "{said}"
    );
    assert!(said.contains("\n  A-1  titel\n"), "{said}");
    desk.ok(&["verify"]);
    assert!(desk.ok(&["log"]).contains("gegevens gewist door 4"));
    for log in [desk.json(&["log"]), desk.json(&["log", "C-1"])] {
        let by = |seq: u64| {
            log.as_array().unwrap().iter().find(|e| e["seq"] == seq).map(|e| e["erased_by"].as_u64())
        };
        assert_eq!((by(4), by(2), by(1)), (Some(None), Some(Some(4)), Some(Some(4))));
    }
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

#[test]
fn what_others_wrote_of_her_goes_too_when_that_is_asked_for() {
    let desk = desk();
    desk.ok(&["add", "Bel Karin de Wit (06-12345678)", "--as-title"]);
    desk.ok(&["set", "A-1", "description=K.deWit@politie.example"]);
    let body = desk.json(&["erase", "C-1", "--mentions", "--yes"]);
    assert_eq!(body["mentions"], serde_json::json!([]));
    assert_eq!(found(desk.home.path()), Vec::<PathBuf>::new());
    assert!(desk.ok(&["show", "A-1"]).contains("Bel ███ (███)"));
    desk.ok(&["verify"]);
}

#[test]
fn nothing_is_erased_while_it_is_not_said_what_becomes_of_mentions() {
    let desk = desk();
    desk.ok(&["add", "Bellen", "--as-title"]);
    desk.ok(&["set", "A-1", "description=Karin de Wit bellen"]);
    desk.ok(&["set", "A-1", "description=iemand bellen"]);
    // She stands in the past alone: in the value from before the last entry, and in the one before that.
    let journal = || {
        let segment = std::fs::read_dir(desk.register().join("journal")).unwrap().flatten().next().unwrap();
        std::fs::read(segment.path()).unwrap()
    };
    let before = journal();
    let refused = desk.fails(&["erase", "C-1", "--yes"]);
    assert!(refused.contains("0 teksten van andere items in het register, en in 2 regels"), "{refused}");
    assert!(refused.contains("--mentions") && refused.contains("--leave-mentions"), "{refused}");
    desk.ok(&["set", "A-1", "description=Karin de Wit bellen"]);
    let refused = desk.fails(&["erase", "C-1", "--yes"]);
    assert!(refused.contains("1 tekst van andere items in het register, en in 3 regels"), "{refused}");
    assert!(refused.contains("\n    A-1  toelichting\n"), "{refused}");
    assert!(journal().starts_with(&before), "nothing was written");
    desk.ok(&["show", "C-1"]);

    let body = desk.json(&["erase", "C-1", "--leave-mentions", "--yes"]);
    assert_eq!(body["mentions"], serde_json::json!([{"ref": "A-1", "field": "description"}]));
    assert_eq!(body["mention_lines"], 3);
    assert!(!found(desk.home.path()).is_empty());
    // The list and the contact are gone; whoever knows the name makes up for it.
    assert!(desk.ok(&["erase", "C-1", "--mentions", "--yes"]).contains("--name"));
    assert_eq!(desk.run(&["erase", "C-1", "--name", "Karin", "--yes"]).code, 2);
    let body = desk.json(&["erase", "C-1", "--name", "karin de wit", "--name", "0612345678", "--yes"]);
    assert_eq!((&body["lines"], &body["mentions"]), (&3.into(), &serde_json::json!([])));
    assert_eq!(found(desk.home.path()), Vec::<PathBuf>::new());
    assert!(desk.ok(&["show", "A-1"]).contains("███ bellen"));
    let again = desk.json(&["erase", "C-1", "--name", "Karin de Wit", "--yes"]);
    assert_eq!(again["entry"], serde_json::Value::Null);
    desk.ok(&["verify"]);
}

/// She leads ten actions, replaces and is replaced, and takes part where the other does or not.
fn leading(desk: &Desk) {
    for n in 1..=10 {
        desk.ok(&["add", &format!("Actie {n}"), "--as-title"]);
        desk.ok(&["set", &format!("A-{n}"), "lead=C-1"]);
    }
    desk.ok(&["set", "C-1", "deputy=C-2"]);
    desk.ok(&["set", "C-2", "deputy=C-1"]);
}

#[test]
fn what_refers_to_her_is_taken_over_by_another_in_one_go() {
    let desk = desk();
    leading(&desk);
    let refused = desk.fails(&["erase", "C-1", "--yes"]);
    assert!(refused.contains("11 andere items verwijzen"), "{refused}");
    let line = "regie erase C-1 --hand-over-to C-2";
    assert!(refused.contains(line), "{refused}");
    for wrong in ["C-1", "C-9", "A-1"] {
        let refused = desk.fails(&["erase", "C-1", "--yes", "--hand-over-to", wrong]);
        assert!(refused.contains(wrong), "{refused}");
    }
    let head = desk.json(&["log", "--limit", "1"])[0]["seq"].as_u64().unwrap();
    let words: Vec<&str> = line.split(' ').skip(1).chain(["--yes"]).collect();
    let said = desk.ok(&words);
    let (handed, erased) = (head + 1, head + 2);
    assert!(
        said.starts_with(&format!(
            "11 items die naar C-1 verwezen, verwijzen nu naar C-2 (vastgelegd als regel {handed}).\nC-1 is gewist"
        )),
        "{said}"
    );
    assert!(said.contains(&format!("(vastgelegd als regel {erased})")), "{said}");
    for n in 1..=10 {
        assert_eq!(desk.json(&["show", &format!("A-{n}")])["lead"], "C-2");
    }
    assert_eq!(desk.json(&["show", "C-2"])["deputy"], serde_json::Value::Null, "nobody replaces themselves");
    let log = desk.json(&["log", "--limit", "2"]);
    assert_eq!((&log[0]["label"], &log[1]["label"]), (&"erase".into(), &"set_field".into()));
    assert!(desk.fails(&["undo", "--entry", &handed.to_string()]).contains("C-1"));
    desk.ok(&["verify"]);
    assert_eq!(found(desk.home.path()), Vec::<PathBuf>::new());
}

#[test]
fn nothing_is_handed_over_by_who_may_not_erase_or_while_it_is_not_said_what_becomes_of_mentions() {
    let desk = desk();
    leading(&desk);
    desk.ok(&["add", "Bel Karin de Wit", "--as-title"]);
    let head = || desk.json(&["log", "--limit", "1"])[0]["seq"].clone();
    let before = head();
    let refused = desk.fails(&["erase", "C-1", "--hand-over-to", "C-2", "--yes"]);
    assert!(refused.contains("--leave-mentions"), "{refused}");
    assert_eq!(head(), before);
    let access = desk.register().join("access.toml");
    std::fs::write(&access, "[user.smit]\nrole = \"editor\"\ncleared = true\n").unwrap();
    std::fs::set_permissions(&access, std::fs::Permissions::from_mode(0o600)).unwrap();
    let server = serve(&desk);
    let erase = ["erase", "C-1", "--hand-over-to", "C-2", "--mentions", "--yes", "--json"];
    let refused = desk.fails(&[&["--as", "smit"], &erase[..]].concat());
    assert!(refused.contains("beheerder"), "{refused}");
    assert_eq!(head(), before);
    // Through the server too it is one step for who may.
    let body = desk.json(&erase[..6]);
    let entry = before.as_u64().unwrap() + 1;
    assert_eq!(body["handed_over"], serde_json::json!({"to": "C-2", "items": 11, "entry": entry}));
    assert_eq!(body["entry"], entry + 1);
    desk.ok(&["stop"]);
    drop(server);
    desk.ok(&["verify"]);
}

#[test]
fn verifying_tells_of_lines_that_were_put_back_from_an_older_copy() {
    let desk = desk();
    desk.ok(&["remove", "C-1"]);
    let path = desk.register().join("journal/000001.jsonl");
    let older = std::fs::read_to_string(&path).unwrap();
    desk.ok(&["erase", "C-1", "--yes"]);
    let newer = std::fs::read_to_string(&path).unwrap();
    let last = newer.lines().last().unwrap();
    std::fs::write(&path, format!("{older}{last}\n")).unwrap();
    let verified = desk.run(&["verify"]);
    assert_eq!(verified.code, 1, "{verified:?}");
    let line = "000001.jsonl, regel 2 (wijziging 2): hier staan weer gegevens van C-1, die ";
    assert!(verified.out.contains(line), "{verified:?}");
    assert!(verified.err.contains("regie erase C-1 --mentions"), "{verified:?}");
    let body: serde_json::Value = serde_json::from_str(&desk.run(&["verify", "--json"]).out).unwrap();
    let lines: Vec<_> =
        body["put_back"].as_array().unwrap().iter().map(|line| line["line"].as_u64()).collect();
    assert_eq!(lines, [Some(1), Some(2), Some(3)]);
    assert_eq!(desk.run(&["show", "C-2"]).code, 0, "work goes on, with a new state");
    desk.ok(&["erase", "C-1", "--mentions", "--yes"]);
    desk.ok(&["verify"]);
    assert_eq!(found(desk.home.path()), Vec::<PathBuf>::new());
}

#[test]
fn lines_that_were_put_back_and_fit_nothing_any_more_are_named_and_nothing_of_hers_is() {
    let desk = desk();
    desk.ok(&["set", "C-1", "title=Karin de Wit-Bos"]);
    let path = desk.register().join("journal/000001.jsonl");
    let older = std::fs::read_to_string(&path).unwrap();
    desk.ok(&["erase", "C-1", "--yes"]);
    desk.ok(&["add", "Schouw", "--as-title"]);
    desk.ok(&["set", "C-2", "function=boa"]);
    let newer = std::fs::read_to_string(&path).unwrap();
    let rest: String = newer.split_inclusive('\n').skip(3).collect();
    std::fs::write(&path, format!("{older}{rest}")).unwrap();
    let _ = std::fs::remove_dir_all(desk.register().join("state"));

    for args in [&["list"][..], &["list", "--json"], &["add", "Een"], &["verify"], &["verify", "--json"]] {
        let ran = desk.run(args);
        assert_eq!(ran.code, 1, "{args:?}: {ran:?}");
        for named in NAMED.iter().chain(&["███", "Text("]) {
            assert!(!ran.out.contains(named) && !ran.err.contains(named), "{args:?}: {ran:?}");
        }
        assert!(ran.err.contains("past niet op wat er volgens de regels ervoor van C-1 is"), "{ran:?}");
        assert!(ran.err.contains("regie repair"), "{args:?}: {ran:?}");
        assert_eq!(ran.err.contains("regie verify"), args[0] != "verify", "{args:?}: {ran:?}");
    }
    let verified = desk.run(&["verify"]);
    for n in 1..=3 {
        let line = format!("000001.jsonl, regel {n} (wijziging {n}): hier staan weer gegevens van C-1, die ");
        assert!(verified.out.contains(&line), "{verified:?}");
    }
    assert!(verified.out.contains("heeft gewist met wijziging 4."), "{verified:?}");
    assert!(verified.err.contains("regie erase C-1 --mentions"), "{verified:?}");
    let body: serde_json::Value = serde_json::from_str(&desk.run(&["verify", "--json"]).out).unwrap();
    let lines: Vec<_> =
        body["put_back"].as_array().unwrap().iter().map(|line| line["line"].as_u64()).collect();
    assert_eq!(lines, [Some(1), Some(2), Some(3)]);

    desk.run(&["repair"]);
    desk.ok(&["erase", "C-1", "--mentions", "--yes"]);
    desk.ok(&["verify"]);
    assert_eq!(found(desk.home.path()), Vec::<PathBuf>::new());
    assert!(desk.ok(&["show", "C-2"]).contains("boa"));
}

#[test]
fn through_a_server_too_it_is_to_be_said_what_becomes_of_mentions() {
    let desk = desk();
    desk.ok(&["add", "Bel Karin de Wit", "--as-title"]);
    let server = serve(&desk);
    let refused = desk.fails(&["erase", "C-1", "--yes"]);
    assert!(refused.contains("1 tekst van andere items in het register, en in 1 regel van"), "{refused}");
    // Whoever has a terminal is asked there: what the question names comes from the server.
    let drafts = Drafts::new(desk.home.path().join("drafts"));
    let client = Client::attach(&desk.register().join("socket"), true, None, drafts).unwrap();
    let erasing = Erasing::of(Ref::new(Kind::Contact, 1));
    let places = vec![(Ref::new(Kind::Action, 1), Field::title)];
    assert_eq!(client.mentions(&erasing), Ok(Mentions { places, lines: 1 }));
    drop(client);
    desk.ok(&["erase", "C-1", "--leave-mentions", "--yes"]);
    desk.ok(&["erase", "C-1", "--name", "Karin de Wit", "--yes"]);
    assert!(desk.ok(&["show", "A-1"]).contains("Bel ███"));
    desk.ok(&["stop"]);
    drop(server);
    assert_eq!(found(desk.home.path()), Vec::<PathBuf>::new());
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}

fn serve(desk: &Desk) -> Server {
    let mut server = desk.program().arg("serve").stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(server.stderr.take().unwrap());
    assert!(said.read_line(&mut String::new()).unwrap() > 0, "the server did not come up");
    std::thread::spawn(move || said.read_to_string(&mut String::new()));
    Server(server)
}

#[test]
fn through_a_server_everybody_ends_up_without_her() {
    let desk = desk();
    let access = desk.register().join("access.toml");
    let roles = "[user.smit]\nrole = \"editor\"\n[user.bakker]\nrole = \"editor\"\ncleared = true\n\
                 [user.visser]\nrole = \"admin\"\n";
    std::fs::write(&access, roles).unwrap();
    std::fs::set_permissions(&access, std::fs::Permissions::from_mode(0o600)).unwrap();
    let server = serve(&desk);
    let socket = desk.register().join("socket");
    let karin = Ref::new(Kind::Contact, 1);
    let attach = |name: &str| {
        let drafts = Drafts::new(desk.home.path().join("drafts").join(name));
        Client::attach(&socket, true, Some(name), drafts).unwrap()
    };
    let (mut smit, mut bakker) = (attach("smit"), attach("bakker"));
    for client in [&mut smit, &mut bakker] {
        client.keep_draft("edit-C-1-note", Some("Karin de Wit belt")).unwrap();
        client.keep_draft("edit-C-2-note", Some("over Jan")).unwrap();
        assert_eq!(client.register().title(karin), "Karin de Wit");
        let text = readable(client);
        assert!(NAMED.iter().all(|named| text.contains(named)), "{text}");
    }
    // One who is away meanwhile, and comes back.
    let mut away = attach("bakker");
    away.keep_draft("edit-C-1-phone", Some("06-12345678")).unwrap();
    drop(away);

    assert!(desk.fails(&["--as", "bakker", "erase", "C-1", "--yes"]).contains("beheerder"));
    // She may lead what is confidential: that would be told, and altered.
    let refused = desk.fails(&["--as", "visser", "erase", "C-1", "--mentions", "--yes"]);
    assert!(refused.contains("vertrouwelijk") && refused.contains("cleared = true"), "{refused}");
    assert_eq!(bakker.register().title(karin), "Karin de Wit");
    let said = desk.ok(&["erase", "C-1", "--yes"]);
    assert!(said.starts_with("C-1 is gewist"), "{said}");
    for client in [&mut smit, &mut bakker] {
        // An answer comes after what was told before it.
        client.status().unwrap();
        assert_eq!(client.follow(), Ok(Followed::Erased));
        // Once, for what they have open about somebody else.
        assert!(client.take_erased().name("bel k.dewit@politie.example"));
        assert!(client.take_erased().is_empty());
        assert!(client.register().contact(karin).is_none());
        assert_eq!(client.register().title(Ref::new(Kind::Contact, 2)), "Jan Bos");
        assert_eq!(client.drafts(), [("edit-C-2-note".to_owned(), "over Jan".to_owned())]);
        let entry = client.entry(1).unwrap().unwrap();
        assert_eq!((entry.label.title.as_str(), entry.changes.len()), ("contacten.vcf", 2));
        without_her(client);
        // Those who are not cleared see what there is to see of it as well.
        assert_eq!(client.entry(2).unwrap().unwrap().label.title, "███");
        assert_eq!((client.erased_by(2), client.erased_by(1)), (Ok(Some(3)), Ok(Some(3))));
    }
    // What one has open is not offered to another.
    drop((smit, bakker));
    let next = attach("bakker");
    // A program that another test starts at this very moment has all that is open here, locks too, until it runs.
    let end = Instant::now() + Duration::from_secs(30);
    while next.drafts().is_empty() && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(next.drafts(), [("edit-C-2-note".to_owned(), "over Jan".to_owned())]);
    drop(next);
    assert_eq!(found(desk.home.path()), Vec::<PathBuf>::new());
    // Nor is she in the memory of who serves: whoever comes now gets nothing of her, cleared or not, and work goes on.
    for name in ["smit", "bakker"] {
        let client = attach(name);
        assert_eq!(client.head(), 3);
        without_her(&client);
    }
    desk.ok(&["set", "C-2", "phone=06-87654321"]);
    assert!(desk.ok(&["log"]).contains("gegevens gewist door 3"));
    assert!(desk.fails(&["undo", "--entry", "2"]).contains("regel 3"));
    desk.ok(&["verify"]);
    desk.ok(&["stop"]);
    drop(server);
    desk.ok(&["verify"]);
    assert_eq!(found(desk.home.path()), Vec::<PathBuf>::new());
}
