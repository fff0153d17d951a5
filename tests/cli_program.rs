//! The command line as a contract: what each command prints, what it refuses, and with which exit code.
#![allow(clippy::unwrap_used, reason = "helpers of tests: a failure here is a failed test")]

#[path = "support/program.rs"]
mod program;

use std::process::Stdio;

use program::{Desk, account, has_keys, keys, run, timeless};
use serde_json::{Value, json};

#[test]
fn one_action_lives_its_life() {
    let desk = Desk::new();
    assert_eq!(
        desk.ok(&["add", "Schouw haven due:27-11-2098 #hic !"]),
        "toegevoegd: A-1 Schouw haven (wijziging 1; regie undo maakt het ongedaan)\n  \
         einddatum do 27-11-2098 · #hic · aandacht\n"
    );
    assert_eq!(
        desk.ok(&["list"]),
        "nr   titel         einddatum      toestand  voortgang\n\
         A-1  Schouw haven  do 27-11-2098  gepland   0%         !\n"
    );
    assert_eq!(
        desk.ok(&["progress", "A-1", "60", "-m", "boot geregeld", "--health", "groen"]),
        "voortgang 60%: A-1 Schouw haven (wijziging 2; regie undo maakt het ongedaan)\n"
    );
    assert_eq!(
        desk.ok(&["done", "a1"]),
        "gereed: A-1 Schouw haven (wijziging 3; regie undo maakt het ongedaan)\n"
    );
    assert!(desk.fails(&["done", "A-1"]).starts_with("regie: A-1 Schouw haven is al gereed."));
    assert_eq!(desk.ok(&["undo"]), "Ongedaan gemaakt: gereed: A-1 Schouw haven\n");
    assert_eq!(desk.json(&["show", "A-1"])["progress"], 60);
    assert_eq!(desk.ok(&["redo"]), "Opnieuw gedaan: gereed: A-1 Schouw haven\n");
    assert_eq!(desk.json(&["show", "A-1"])["state"], "done");
    assert_eq!(desk.ok(&["undo", "--entry", "3"]).lines().count(), 1);
    let me = account();
    let log = timeless(&desk.ok(&["log"]));
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 6, "{log}");
    assert!(lines[5].starts_with("1  toegevoegd: A-1 Schouw haven"), "{log}");
    assert!(lines[5].contains(&me), "{log}");
    assert!(lines[2].contains("neemt 3 terug"), "{log}");
}

#[test]
fn showing_an_action_shows_everything_about_it() {
    let desk = Desk::new();
    let contacts = desk.file(
        "c.csv",
        "naam;organisatie;functie;telefoon;e-mail\nM. Bakker;Gemeente;adviseur;0228-111111;m@g.example\n\
         S. Wit;Politie;wijkagent;0228-222222;s@p.example\n",
    );
    desk.json(&["import", "contacts", &contacts, "--accept"]);
    desk.ok(&["add", "Schouw haven @bakker +politie due:27-11-2098"]);
    desk.ok(&["progress", "A-1", "40", "-m", "boot geregeld"]);
    desk.ok(&["set", "A-1", "kleur=oranje", "reden=geen schipper"]);
    assert_eq!(
        timeless(&desk.ok(&["show", "A-1"])),
        "A-1  Schouw haven\n\
         toestand            loopt\n\
         voortgang           40%\n\
         kleur               oranje\n\
         reden van de kleur  geen schipper\n\
         einddatum           do 27-11-2098\n\
         trekker             C-1 M. Bakker\n\
         partners            P-2 Politie\n\
         jaar                2098\n\
         ingevoerd op        <moment>\n\
         gewijzigd           <moment>\n\
         \n\
         contactpersonen\n\
         C-1  M. Bakker  adviseur   P-1 Gemeente  0228-111111  m@g.example\n\
         C-2  S. Wit     wijkagent  P-2 Politie   0228-222222  s@p.example\n\
         \n\
         voortgangsnotities\n\
         <moment>  ACCOUNT  40%  boot geregeld\n"
            .replace("ACCOUNT", &account())
    );
}

#[test]
fn writing_commands_print_the_entry_and_its_references() {
    let desk = Desk::new();
    assert_eq!(desk.json(&["add", "Een"]), json!({"entry": 1, "refs": ["A-1"]}));
    assert_eq!(desk.json(&["progress", "A-1", "10"]), json!({"entry": 2, "refs": ["A-1"]}));
    assert_eq!(desk.json(&["set", "A-1", "title=Een"]), json!({"entry": null, "refs": []}));
    assert_eq!(desk.json(&["done", "A-1", "-m", "klaar"]), json!({"entry": 3, "refs": ["A-1"]}));
    assert_eq!(desk.json(&["undo"]), json!({"entry": 4, "refs": ["A-1"]}));
    assert_eq!(desk.json(&["redo"]), json!({"entry": 5, "refs": ["A-1"]}));
    assert_eq!(desk.json(&["remove", "A-1"]), json!({"entry": 6, "refs": ["A-1"]}));
    assert_eq!(desk.json(&["list"]), json!([]));
}

#[test]
fn every_key_of_the_contract_is_there_also_when_nothing_is_known() {
    let desk = Desk::new();
    desk.plan();
    desk.json(&["add", "Kaal"]);
    let item = "ref kind title updated";
    let action = &desk.json(&["list"])[0];
    has_keys(action, item);
    has_keys(
        action,
        "state progress health health_reason due start year field under lead lead_name partners tags flagged \
         confidential stale overdue",
    );
    for name in ["health", "health_reason", "due", "start", "field", "under", "lead", "lead_name"] {
        assert_eq!(action[name], Value::Null, "{name}");
    }
    assert_eq!((&action["partners"], &action["tags"]), (&json!([]), &json!([])));
    let keys_of_list = keys(action).into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert!(!keys_of_list.contains(&"notes".to_owned()) && !keys_of_list.contains(&"description".to_owned()));
    desk.json(&["progress", "A-1", "10", "-m", "begin"]);
    let whole = desk.json(&["show", "A-1"]);
    has_keys(&whole, "description notes");
    has_keys(&whole["notes"][0], "at by progress health text");
    assert_eq!(whole["notes"][0]["by"], account().as_str());

    let node = &desk.json(&["list", "--kind", "node"])[0];
    has_keys(node, item);
    has_keys(node, "node_kind level field under progress health open done source");
    has_keys(&node["source"], "line quote");
    let plan = &desk.json(&["list", "--kind", "plan"])[0];
    has_keys(plan, item);
    has_keys(plan, "municipalities from to valid_from valid_to stage adopted");
    has_keys(&plan["adopted"], "body date");
    assert_eq!(plan["municipalities"], json!(["Waterdam"]));

    let file = desk.file("c.csv", "naam;organisatie\nM. Bakker;Gemeente\n");
    desk.json(&["import", "contacts", &file, "--accept"]);
    let partners = desk.json(&["list", "--kind", "partner"]);
    let partner = partners.as_array().unwrap().last().unwrap();
    has_keys(partner, item);
    has_keys(partner, "partner_kind contacts");
    assert_eq!(partner["contacts"], json!(["C-1"]));
    let contact = &desk.json(&["list", "--kind", "contact"])[0];
    has_keys(contact, item);
    has_keys(contact, "partner function phone email deputy account");

    let entry = &desk.json(&["log"])[0];
    has_keys(entry, "seq at actor person person_name label undoes refs");
    assert_eq!(entry["label"], "import_contacts");

    let export = desk.json(&["export", "json"]);
    assert_eq!(export["head"], 4);
    assert!(
        export["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|item| item["ref"] == "A-1" && item["notes"][0]["text"] == "begin")
    );
}

#[test]
fn a_list_is_sorted_by_due_date_and_holds_what_the_query_asks() {
    let desk = Desk::new();
    for text in ["Later due:27-11-2098", "Eerder due:1-3-2098", "Ooit", "Voorbij due:1-1-2020"] {
        desk.ok(&["add", text]);
    }
    desk.ok(&["done", "A-3"]);
    let titles = |args: &[&str]| -> Vec<String> {
        let list = desk.json(args);
        list.as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles(&["list"]), ["Voorbij", "Eerder", "Later"]);
    assert_eq!(titles(&["list", "--sort", "-due"]), ["Later", "Eerder", "Voorbij"]);
    assert_eq!(titles(&["list", "--limit", "1"]), ["Voorbij"]);
    assert_eq!(titles(&["list", "overdue"]), ["Voorbij"]);
    assert_eq!(titles(&["list", "state:done"]), ["Ooit"]);
    assert_eq!(titles(&["list", "state:open", "-later", "--limit", "0"]), ["Voorbij", "Eerder"]);
    let wrong = desk.run(&["list", "state:klaarr"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (1, ""));
    assert!(wrong.err.starts_with("regie: De vraag is niet begrepen bij “state:klaarr”."), "{}", wrong.err);
}

#[test]
fn wrong_usage_is_a_sentence_and_exit_code_2() {
    let desk = Desk::new();
    for (args, first) in [
        (&["lsit"][..], "regie: De opdracht \"lsit\" bestaat niet."),
        (&["list", "--alles"], "regie: De optie \"--alles\" bestaat hier niet."),
        (&["show"], "regie: Er ontbreekt iets: <REF>."),
        (
            &["show", "17"],
            "regie: \"17\" is geen verwijzing. Een verwijzing is een letter en een nummer, zoals A-17 of T-5.",
        ),
        (
            &["progress", "A-1", "half"],
            "regie: \"half\" is geen percentage. Geef een getal van 0 tot en met 100.",
        ),
        (&["set", "A-1", "due"], "regie: \"due\" is geen VELD=WAARDE, zoals due=27-11-2026."),
        (&["import"], "regie: Zeg ook wat u wilt importeren: plan, actions of contacts."),
        (&["list", "--limit", "veel"], "regie: \"veel\" past niet bij --limit <AANTAL>."),
        (&["list", "--csv", "--json"], "regie: --csv kan niet samen met --json."),
        (&["list", "--sort", "kleurtje"], "regie: Sorteren op “kleurtje” kan niet."),
        (&["export", "pdf"], "regie: \"pdf\" kan niet bij <json|csv|vcf>; wel: json, csv, vcf."),
        (&["report"], "regie: De opdracht \"report\" bestaat niet."),
    ] {
        let ran = desk.run(args);
        let ran_first = ran.err.lines().next().unwrap_or_default();
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
        if args.contains(&"--json") {
            let error: Value = serde_json::from_str(&ran.err).unwrap();
            assert_eq!(error["error"]["kind"], "usage");
            assert_eq!(format!("regie: {}", error["error"]["message"].as_str().unwrap()), first);
        } else {
            assert_eq!(ran_first, first, "{args:?}");
            assert!(ran.err.lines().count() > 1, "{args:?} comes without a hint: {}", ran.err);
        }
    }
}

#[test]
fn errors_in_json_have_a_kind_a_message_and_hints() {
    let desk = Desk::new();
    desk.ok(&["add", "Een"]);
    for (args, code, kind) in [
        (&["show", "A-9"][..], 1, "not_found"),
        (&["progress", "A-1", "130"], 1, "input"),
        (&["set", "A-1", "kleur=rood"], 1, "refused"),
        (&["export", "xml"], 2, "usage"),
        (&["import", "actions", "er-is-niets.csv"], 1, "not_found"),
    ] {
        let ran = desk.run(&[args, &["--json"]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{args:?}");
        let error: Value = serde_json::from_str(&ran.err).unwrap();
        assert_eq!(keys(&error), ["error"]);
        assert_eq!(keys(&error["error"]), ["hints", "kind", "message"]);
        assert_eq!(error["error"]["kind"], kind, "{args:?}");
    }
}

#[test]
fn bad_values_are_refused_with_the_reason_and_nothing_changes() {
    let desk = Desk::new();
    desk.plan();
    desk.ok(&["add", "Schouw", "--under", "T-1"]);
    let before = desk.ok(&["export", "json"]);
    for (args, said) in [
        (&["set", "A-1", "due=31-02"][..], "31-2 bestaat niet: die maand heeft zoveel dagen niet."),
        (
            &["progress", "A-1", "130"],
            "“130” past niet bij voortgang: verwacht wordt een heel getal van 0 tot en met 100.",
        ),
        (
            &["progress", "A-1", "-5"],
            "“-5” past niet bij voortgang: verwacht wordt een heel getal van 0 tot en met 100.",
        ),
        (&["progress", "A-1", "50", "--health", "red"], "Oranje en rood hebben een reden nodig."),
        (&["set", "A-1", "kleurtje=rood"], "Een actie heeft geen veld “kleurtje”."),
        (&["set", "A-1", "lead=bakker"], "Niets in het register heet “bakker”."),
        (&["done", "A-99"], "A-99 staat niet in het register."),
        (&["done", "T-1"], "T-1 is een onderwerp; dit werkt op een actie."),
        (&["add", "Schouw", "--under", "T-99"], "T-99 staat niet in het register."),
        (&["move", "T-1", "--under", "T-1"], "T-1 kan niet onder zichzelf komen."),
        (&["remove", "T-1"], "T-1 Jeugd en overlast is in gebruik"),
        (&["remove", "L-1"], "is in gebruik"),
        (&["undo", "--entry", "99"], "Regel 99 staat niet in het logboek."),
        (&["log", "--since", "31-02"], "31-2 bestaat niet"),
    ] {
        let err = desk.fails(args);
        assert!(err.starts_with("regie: ") && err.contains(said), "{args:?}: {err}");
    }
    assert_eq!(desk.ok(&["export", "json"]), before);
    let two = desk.json(&["list", "--kind", "node"]);
    let (first, second) = (two[0]["ref"].as_str().unwrap(), two[1]["ref"].as_str().unwrap());
    desk.ok(&["move", second, "--under", first]);
    assert!(desk.fails(&["move", first, "--under", second]).contains("dat staat er zelf onder"));
}

#[test]
fn a_contact_that_others_refer_to_stays() {
    let desk = Desk::new();
    let file = desk.file("c.csv", "naam\nM. Bakker\n");
    desk.json(&["import", "contacts", &file, "--accept"]);
    desk.ok(&["add", "Schouw @bakker"]);
    let err = desk.fails(&["remove", "C-1"]);
    assert!(err.starts_with("regie: C-1 M. Bakker is in gebruik") && err.contains("A-1"), "{err}");
    desk.ok(&["set", "A-1", "trekker="]);
    desk.ok(&["remove", "C-1"]);
}

#[test]
fn without_a_terminal_the_program_says_how_to_work() {
    let desk = Desk::new();
    for term in ["xterm", "dumb"] {
        let ran = run(desk.program().env("TERM", term));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.starts_with("regie: De werkbank heeft een terminal nodig"), "{}", ran.err);
        assert!(ran.err.contains("regie list overdue"), "{}", ran.err);
    }
    let demo = desk.run(&["demo"]);
    assert_eq!(demo.code, 2);
    assert!(demo.err.contains("regie demo --into MAP"), "{}", demo.err);
    assert!(!desk.register().exists());
}

#[test]
fn without_a_home_the_program_says_what_it_needs() {
    let desk = Desk::new();
    let ran = run(desk.program().env_remove("HOME").arg("list"));
    assert_eq!(
        (ran.code, ran.out.as_str(), ran.err.as_str()),
        (
            1,
            "",
            "regie: Het is niet bekend waar het register staat: HOME en XDG_DATA_HOME zijn niet gezet.\n  \
             Geef de map met --register MAP of in REGIE_REGISTER.\n"
        )
    );
    let ran = run(desk.program().env_remove("HOME").args(["add", "Een", "--register", "hier"]));
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn the_language_follows_flag_variable_settings_and_locale() {
    let desk = Desk::new();
    let first = |command: &mut std::process::Command| {
        run(command.arg("--help")).out.lines().next().unwrap().to_owned()
    };
    assert!(first(&mut desk.program()).contains("veiligheidsplan"));
    assert!(first(desk.program().arg("--lang=en")).contains("safety plan"));
    assert!(first(desk.program().env("REGIE_LANG", "en")).contains("safety plan"));
    assert!(first(desk.program().env("LANG", "en_US.UTF-8")).contains("safety plan"));
    assert!(first(desk.program().env("LANG", "fr_FR.UTF-8")).contains("veiligheidsplan"));
    std::fs::create_dir_all(desk.path(".config/regie")).unwrap();
    desk.file(".config/regie/config.toml", "lang = \"en\"\n");
    assert!(first(&mut desk.program()).contains("safety plan"));
    desk.file(".config/regie/config.toml", "lang = \n");
    let ran = desk.run(&["list"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("config.toml, regel 1, is geen geldige TOML"), "{}", ran.err);
}

#[test]
fn text_that_steers_a_terminal_never_reaches_one() {
    let desk = Desk::new();
    let nasty = "Rood \u{1b}[31malarm\u{7} \u{202e}dlrow \u{9b}2J";
    desk.ok(&["add", nasty]);
    desk.ok(&["progress", "A-1", "10", "-m", "regel een\nregel \u{1b}]0;x\u{7}twee"]);
    let hidden = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
    for args in [
        &["list"][..],
        &["show", "A-1"],
        &["log"],
        &["list", "--json"],
        &["show", "A-1", "--json"],
        &["list", "--csv"],
        &["export", "json"],
        &["export", "csv"],
        &["undo"],
    ] {
        let out = desk.ok(args);
        assert!(!out.chars().any(hidden), "{args:?}: {out:?}");
    }
    let title = desk.json(&["show", "A-1"])["title"].as_str().unwrap().to_owned();
    assert!(title.contains('\u{1b}') && title.contains('\u{202e}'), "scripts get the exact text: {title:?}");
    let err = desk.fails(&["import", "actions", "\u{1b}[31m.csv"]);
    assert!(!err.chars().any(hidden), "{err:?}");
}

#[test]
fn long_names_emoji_and_combining_marks_stay_in_their_columns() {
    let desk = Desk::new();
    let long = "Ж".repeat(500);
    for title in [long.as_str(), "Brandweer 👩\u{200d}🚒 oefent", "e\u{301}e\u{301}n", "漢字 overleg"] {
        desk.ok(&["add", title]);
    }
    let out = desk.ok(&["list"]);
    assert!(out.contains(&long), "what is piped is never cut");
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let starts: Vec<usize> =
        out.lines().skip(1).map(|line| width(line.split("gepland").next().unwrap())).collect();
    assert!(starts.iter().all(|start| *start == starts[0]), "{starts:?}");
    let err = desk.fails(&["add", &"x".repeat(1001)]);
    assert!(err.contains("langer dan 1000 tekens"), "{err}");
}

#[test]
fn colours_are_for_terminals_and_those_who_ask() {
    let desk = Desk::new();
    desk.ok(&["add", "Een"]);
    assert!(!desk.ok(&["list"]).contains('\u{1b}'));
    assert!(desk.ok(&["list", "--color", "always"]).contains("\u{1b}[36mA-1\u{1b}[0m"));
    assert!(!desk.ok(&["list", "--color", "never"]).contains('\u{1b}'));
}

#[test]
fn a_reader_that_goes_away_ends_the_program_in_silence() {
    let desk = Desk::new();
    let rows: String =
        (0..4000).map(|n| format!("Actie nummer {n} met een lange naam om de pijp te vullen\n")).collect();
    let file = desk.file("a.csv", format!("actie\n{rows}"));
    desk.json(&["import", "actions", &file, "--accept"]);
    for args in [&["list"][..], &["list", "--json"], &["export", "csv"], &["export", "json"]] {
        let mut child =
            desk.program().args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        assert_eq!(
            (ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()),
            (Some(0), ""),
            "{args:?}"
        );
    }
}

#[test]
fn a_full_disk_behind_the_output_is_said() {
    let desk = Desk::new();
    desk.ok(&["add", "Een"]);
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let ran = run(desk.program().arg("list").stdout(full));
    assert_eq!(ran.code, 1);
    assert!(ran.err.starts_with("regie: De uitvoer kon niet worden geschreven: "), "{}", ran.err);
}

#[test]
fn many_at_once_all_get_their_turn() {
    let desk = Desk::new();
    desk.ok(&["add", "Nul"]);
    let children: Vec<_> = (0..6)
        .map(|n| {
            desk.program()
                .args(["add", &format!("Nummer {n}"), "--json"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut entries: Vec<u64> = children
        .into_iter()
        .map(|child| {
            let ended = child.wait_with_output().unwrap();
            assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
            serde_json::from_slice::<Value>(&ended.stdout).unwrap()["entry"].as_u64().unwrap()
        })
        .collect();
    entries.sort_unstable();
    assert_eq!(entries, [2, 3, 4, 5, 6, 7]);
    assert_eq!(desk.json(&["list"]).as_array().unwrap().len(), 7);
}

#[test]
fn who_comes_second_may_read_and_is_told_who_writes() {
    let desk = Desk::new();
    desk.ok(&["add", "Een"]);
    let lock = std::fs::File::options().write(true).open(desk.register().join("lock")).unwrap();
    lock.set_len(0).unwrap();
    std::io::Write::write_all(
        &mut &lock,
        br#"{"pid":4242,"user":"k.smit","host":"balie","since":"2026-11-22T09:00:00Z","brief":false}"#,
    )
    .unwrap();
    lock.lock().unwrap();
    assert_eq!(desk.json(&["list"]).as_array().unwrap().len(), 1);
    let err = desk.fails(&["add", "Twee"]);
    assert!(err.contains("k.smit") && err.contains("4242"), "{err}");
    assert!(err.contains("Lezen kan wel."), "{err}");
    // Said, not left to the closing: a child that another test is just starting may share the file for a moment.
    lock.unlock().unwrap();
    desk.ok(&["add", "Twee"]);
}

#[test]
fn a_folder_that_cannot_be_used_is_left_alone() {
    let desk = Desk::new();
    desk.file("brief.txt", "lief dagboek");
    let err = desk.fails(&["add", "Een", "--register", "."]);
    assert!(err.starts_with("regie: . is geen register en ook niet leeg; er is niets aangeraakt."), "{err}");
    let err = desk.fails(&["add", "Een", "--register", "/proc/regie"]);
    assert!(err.starts_with("regie: /proc/regie"), "{err}");
    let err = desk.fails(&["undo", "--register", "nergens"]);
    assert!(err.starts_with("regie: In nergens staat geen register."), "{err}");
    let ran = desk.run(&["list", "--register", "nergens"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.starts_with("In nergens staat nog geen register."), "{}", ran.err);
    assert!(!desk.path("nergens").exists());
}

#[test]
fn a_backup_brings_everything_back() {
    let desk = Desk::new();
    desk.plan();
    desk.ok(&["add", "Schouw", "--under", "T-1"]);
    let before = desk.ok(&["export", "json"]);
    desk.ok(&["backup", "kopie"]);
    desk.ok(&["done", "A-1"]);
    let err = desk.fails(&["restore", "kopie"]);
    assert!(err.contains("bevat al een register met 3 regels logboek; het is niet vervangen."), "{err}");
    desk.ok(&["restore", "kopie", "--force"]);
    assert_eq!(desk.ok(&["export", "json"]), before);
    desk.ok(&["restore", "kopie", "--register", "elders"]);
    assert_eq!(desk.ok(&["export", "json", "--register", "elders"]), before);
    assert!(desk.ok(&["verify", "--register", "elders"]).starts_with("Het logboek klopt: 2 regels, "));
    assert!(
        desk.fails(&["restore", "plan.txt", "--register", "leeg"]).contains("geen bruikbare reservekopie")
    );
    assert!(desk.fails(&["backup", "plan.txt"]).contains("plan.txt"));
    assert_eq!(program::read(&desk.path("plan.txt")).lines().count(), 12);
}

#[test]
fn a_damaged_journal_is_refused_and_repaired() {
    let desk = Desk::new();
    for n in 0..3 {
        desk.ok(&["add", &format!("Nummer {n}")]);
    }
    desk.ok(&["progress", "A-2", "10"]);
    desk.ok(&["backup", "kopie"]);
    desk.ok(&["restore", "kopie", "--register", "elders"]);
    let journal = desk.register().join("journal/000001.jsonl");
    let text = program::read(&journal).replacen("Nummer 1", "Nummer 9", 1);
    std::fs::write(&journal, text).unwrap();
    let ran = desk.run(&["list"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("is beschadigd: 000001.jsonl, regel 2 (wijziging 2)"), "{}", ran.err);
    assert!(ran.err.contains("“regie repair” behoudt"), "{}", ran.err);
    assert!(desk.fails(&["verify"]).contains("regel 2"));
    desk.ok(&["verify", "--register", "elders"]);
    let ran = desk.run(&["repair"]);
    assert_eq!(ran.code, 1);
    let out = ran.out;
    assert!(out.contains("Verloren: regel 2."), "{out}");
    assert!(out.contains("Bewaard: "), "{out}");
    assert!(out.contains("Items: 4 voor de schade, nu 2, voor zover dat is na te gaan."), "{out}");
    assert!(out.contains("Niet meer in het register: A-2, N-1."), "{out}");
    assert!(ran.err.contains("niet alles is terug") && ran.err.contains("regie restore"), "{}", ran.err);
    assert_eq!(desk.json(&["list"]).as_array().unwrap().len(), 2);
}

#[test]
fn the_pages_about_the_program_are_whole() {
    let desk = Desk::new();
    let man = desk.ok(&["man"]);
    let help = desk.ok(&["--help"]);
    let commands = "demo import add list show set done progress move remove erase undo redo log export backup restore verify \
                    repair keys completions man";
    for command in commands.split_whitespace() {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is not in the help");
        assert!(man.contains(&format!("REGIE {}", command.to_uppercase())), "{command} is not in the manual");
        let ran = desk.run(&[command, "--help"]);
        assert_eq!(ran.code, 0, "{command}");
        assert_eq!(ran.out, desk.ok(&["help", command]));
    }
    assert!(!help.contains("OPTIONS"), "{help}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(desk.ok(&["completions", shell]).contains("progress"), "{shell}");
    }
    assert!(desk.ok(&["keys"]).lines().count() > 20);
    assert!(desk.ok(&["keys", "--format", "md"]).contains("| "));
}

#[test]
fn an_export_to_a_file_replaces_it_whole() {
    let desk = Desk::new();
    desk.ok(&["add", "=1+1 sommen"]);
    let ran = desk.run(&["export", "csv", "-o", "acties.csv"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", "Geschreven naar acties.csv.\n"));
    let text = program::read(&desk.path("acties.csv"));
    assert!(text.contains("\nA-1,'=1+1 sommen,planned,0,"), "{text}");
    let again = desk.json(&["import", "actions", "acties.csv"]);
    assert_eq!(again["counts"], json!({"new": 0, "changed": 0, "same": 1, "problems": 0}));
    let err = desk.fails(&["export", "csv", "-o", "/proc/acties.csv"]);
    assert!(err.starts_with("regie: /proc/acties.csv: "), "{err}");
}

#[test]
fn a_demo_is_the_same_for_the_same_seed() {
    let desk = Desk::new();
    for dir in ["een", "twee"] {
        let made = desk.json(&["demo", "--actions", "30", "--seed", "7", "--into", dir]);
        assert_eq!(made["actions"], 30);
    }
    let items = |dir: &str| {
        let list = desk.json(&["list", "state:open OR state:done OR state:dropped", "--register", dir]);
        let titles: Vec<String> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|item| format!("{} {}", item["ref"], item["title"]))
            .collect();
        titles
    };
    assert_eq!(items("een").len(), 30);
    assert_eq!(items("een"), items("twee"));
    let err = desk.fails(&["demo", "--into", "een"]);
    assert!(err.contains("bevat al een register") && err.contains("lege map"), "{err}");
}

/// The register's folder made unreadable for who runs the program, and the program as that account.
fn locked_out(desk: &Desk) -> std::process::Command {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let shut = |mode: u32| {
        std::fs::set_permissions(desk.register(), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let mut command = desk.program();
    if account() == "root" {
        // Nothing is shut for root: somebody else looks instead, for whom only the register is.
        std::fs::set_permissions(desk.home.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        shut(0o700);
        // The build folder may be out of reach for others. Copied by another process: a file that this one has open for
        // writing while a test beside it starts a program cannot be run.
        let reachable = desk.path("regie");
        if !reachable.exists() {
            let built = assert_cmd::cargo::cargo_bin("regie");
            assert!(std::process::Command::new("cp").arg(built).arg(&reachable).status().unwrap().success());
        }
        command = std::process::Command::new(reachable);
        command.env_clear().env("HOME", desk.home.path()).env("LANG", "nl_NL.UTF-8").uid(65534);
    } else {
        shut(0o000);
    }
    command
}

#[test]
fn a_register_that_may_not_be_read_is_not_taken_for_none() {
    let desk = Desk::new();
    desk.ok(&["add", "Een"]);
    let before = program::read(&desk.register().join("journal/000001.jsonl"));
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["log"],
        &["show", "A-1"],
        &["export", "json"],
        &["verify"],
        &["repair"],
        &["backup", "/tmp/regie-nergens/kopie"],
        &["add", "Twee"],
        &["undo"],
    ] {
        let ran = run(locked_out(&desk).args(args));
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains("u mag er niet in kijken"), "{args:?}: {}", ran.err);
    }
    let mode = <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o700);
    std::fs::set_permissions(desk.register(), mode).unwrap();
    assert_eq!(program::read(&desk.register().join("journal/000001.jsonl")), before);
    for args in [&["list"][..], &["export", "json"], &["verify"], &["add", "Twee"]] {
        let ran = run(desk.program().env("REGIE_REGISTER", "/etc/passwd").args(args));
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}: {}", ran.err);
        assert!(ran.err.starts_with("regie: /etc/passwd is geen map"), "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_register_without_its_journal_is_damaged_and_not_empty() {
    let desk = Desk::new();
    for n in 0..70 {
        desk.ok(&["add", &format!("Nummer {n}")]);
    }
    desk.ok(&["backup", "kopie"]);
    assert!(desk.register().join("state").exists());
    std::fs::remove_dir_all(desk.register().join("journal")).unwrap();
    for args in [&["list"][..], &["export", "json"], &["verify"], &["backup", "meer"], &["add", "Erbij"]] {
        let err = desk.fails(args);
        assert!(
            err.contains("is beschadigd: 000001.jsonl, regel 1 (wijziging 1): het bestand ontbreekt"),
            "{err}"
        );
        assert!(err.contains("“regie repair”") && err.contains("“regie restore BESTAND”"), "{err}");
    }
    let again = desk.path("tweede");
    let copied =
        std::process::Command::new("cp").arg("-r").arg(desk.register()).arg(&again).status().unwrap();
    assert!(copied.success());
    // What the state had is found again; it may be an entry or more behind.
    let repaired = desk.run(&["repair"]);
    assert!(repaired.out.contains("kwamen uit de stand terug"), "{repaired:?}");
    assert!(repaired.code == 1 && repaired.out.contains("Het hele logboek was weg"), "{repaired:?}");
    assert!(desk.json(&["list"]).as_array().unwrap().len() >= 64);
    desk.ok(&["restore", "kopie", "--register", "tweede"]);
    assert_eq!(desk.json(&["list", "--register", "tweede"]).as_array().unwrap().len(), 70);
}

#[test]
fn what_says_that_a_journal_lost_its_end_is_named_and_what_is_lost_told_in_one_go() {
    let desk = Desk::new();
    for n in 0..6 {
        desk.ok(&["add", &format!("Nummer {n}")]);
    }
    let _ = std::fs::remove_dir_all(desk.register().join("state"));
    let path = desk.register().join("journal/000001.jsonl");
    let text = program::read(&path);
    std::fs::write(&path, text.split_inclusive('\n').take(2).collect::<String>()).unwrap();
    let err = desk.fails(&["list"]);
    assert!(
        err.contains("volgens het bestand journal/acknowledged zijn er wijzigingen vastgelegd tot en met 6")
    );
    assert!(err.contains("“regie backup”") && err.contains("“regie repair”"), "{err}");
    let repaired = desk.run(&["repair"]);
    assert!(repaired.out.contains("Verloren: de regels 3–6."), "{repaired:?}");
}

#[test]
fn what_guards_the_end_of_a_journal_is_made_right_with_the_next_change() {
    let desk = Desk::new();
    desk.ok(&["add", "Een"]);
    let path = desk.register().join("journal/acknowledged");
    desk.file("elders", "Van iemand anders.\n");
    let elsewhere = desk.path("elders");
    let sound = program::read(&path);
    assert!(!desk.ok(&["verify"]).contains("journal/acknowledged"));
    let write = |text: &str| std::fs::write(&path, text).unwrap();
    let remove = || drop(std::fs::remove_file(&path));
    let put: [&dyn Fn(); 7] = [
        &|| write(&format!("{sound}{sound}")),
        &|| write(&"x".repeat(1 << 20)),
        &|| write(""),
        &|| write(r#"{"segment":9,"offset":999999999,"seq":3000000}"#),
        &|| {
            remove();
            std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
        },
        &|| {
            remove();
            let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
            rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
        },
        &|| {
            drop(
                std::os::unix::net::UnixListener::bind({
                    remove();
                    &path
                })
                .unwrap(),
            )
        },
    ];
    for (n, put) in (2..).zip(put) {
        put();
        let said = desk.ok(&["verify"]);
        assert!(said.contains("journal/acknowledged") && said.contains("opnieuw gemaakt"), "{n}: {said}");
        desk.ok(&["add", "Nog een"]);
        assert!(!desk.ok(&["verify"]).contains("journal/acknowledged"), "{n}");
        let said = program::read(&path);
        assert_eq!(
            (said.len(), said.contains(&format!("\"seq\":{n}}}"))),
            (sound.len(), true),
            "{n}: {said}"
        );
    }
    assert_eq!(program::read(&elsewhere), "Van iemand anders.\n");
    remove();
    std::fs::create_dir(&path).unwrap();
    desk.ok(&["add", "En nog een"]);
    assert!(desk.ok(&["verify"]).contains("staat een map"));
}

#[test]
fn verifying_tells_a_lock_that_is_no_file_from_a_register_that_is_in_use() {
    let desk = Desk::new();
    desk.ok(&["add", "Een"]);
    let lock = desk.register().join("lock");
    desk.file("elders", "Van iemand anders.\n");
    let elsewhere = desk.path("elders");
    let put: [&dyn Fn(); 4] = [
        &|| std::os::unix::fs::symlink(&elsewhere, &lock).unwrap(),
        &|| {
            let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
            rustix::fs::mknodat(rustix::fs::CWD, &lock, rustix::fs::FileType::Fifo, mode, 0).unwrap();
        },
        &|| drop(std::os::unix::net::UnixListener::bind(&lock).unwrap()),
        &|| std::fs::create_dir(&lock).unwrap(),
    ];
    for put in put {
        std::fs::remove_file(&lock).unwrap();
        put();
        let said = desk.ok(&["verify"]);
        assert!(
            said.contains("De stand is niet bekeken: ") && said.contains("/lock is geen gewoon"),
            "{said}"
        );
        assert!(!said.contains("in gebruik"), "{said}");
        assert_eq!(desk.json(&["verify"])["state"], "no_lock");
    }
}

#[test]
fn a_change_that_was_recorded_is_said_to_be_when_its_output_is_lost() {
    let desk = Desk::new();
    for (args, seq) in [
        (&["add", "Een"][..], 1),
        (&["progress", "A-1", "10"], 2),
        (&["undo"], 3),
        (&["add", "Twee", "--json"], 4),
    ] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let ran = run(desk.program().args(args).stdout(full));
        assert_eq!(ran.code, 1);
        assert!(ran.err.contains("De uitvoer kon niet worden geschreven: de schijf is vol."), "{}", ran.err);
        assert!(
            ran.err.contains(&format!("De wijziging is wel vastgelegd, als nummer {seq}")),
            "{}",
            ran.err
        );
    }
    assert_eq!(desk.json(&["list"]).as_array().unwrap().len(), 2);
}

#[test]
fn a_queue_of_commands_is_waited_for_and_a_window_is_not() {
    let desk = Desk::new();
    desk.ok(&["add", "Een"]);
    let path = desk.register().join("lock");
    let hold = |brief: bool| {
        let mut lock = std::fs::File::options().write(true).open(&path).unwrap();
        let text = format!(
            "{{\"pid\":4242,\"user\":\"k.smit\",\"host\":\"balie\",\"since\":\"2026-11-22T09:00:00Z\",\"brief\":{brief}}}"
        );
        lock.set_len(0).unwrap();
        std::io::Write::write_all(&mut lock, text.as_bytes()).unwrap();
        lock.lock().unwrap();
        lock
    };
    let lock = hold(true);
    let mut child = desk
        .program()
        .args(["add", "Anderhalf"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It has come to the lock, and stays there until that is free.
    let fds = format!("/proc/{}/fd", child.id());
    let at_lock = || {
        let fds = std::fs::read_dir(&fds).into_iter().flatten().flatten();
        fds.filter_map(|fd| std::fs::read_link(fd.path()).ok()).any(|to| to == path)
    };
    while !at_lock() {
        assert!(child.try_wait().unwrap().is_none(), "it did not wait");
        std::thread::yield_now();
    }
    // Said, not left to the closing: a child that another test is just starting may share the file for a moment.
    lock.unlock().unwrap();
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let lock = hold(false);
    // A damaged journal shows that it is not read before the refusal.
    let journal = desk.register().join("journal/000001.jsonl");
    let text = program::read(&journal);
    std::fs::write(&journal, text.replace("Een", "Één")).unwrap();
    let err = desk.fails(&["add", "Twee"]);
    assert!(err.contains("k.smit") && err.contains("Lezen kan wel."), "{err}");
    std::fs::write(&journal, text).unwrap();
    lock.unlock().unwrap();
    desk.ok(&["add", "Twee"]);
}

#[test]
fn every_refusal_says_what_to_do_next() {
    let desk = Desk::new();
    desk.plan();
    desk.ok(&["add", "Schouw", "--under", "T-1"]);
    desk.ok(&["move", "T-2", "--under", "T-1"]);
    desk.ok(&["done", "A-1"]);
    desk.ok(&["add", "Open"]);
    let contacts = desk.file("c.csv", "naam\nM. Bakker\n");
    desk.json(&["import", "contacts", &contacts, "--accept"]);
    desk.file("leeg.csv", "");
    desk.file("kop.csv", "actie;trekker\n");
    std::fs::create_dir(desk.path("map")).unwrap();
    for (args, said, hint) in [
        (&["import", "actions", "leeg.csv"][..], "In leeg.csv staat niets.", "opgeslagen"),
        (&["import", "actions", "kop.csv"], "In kop.csv staan geen rijen onder de kop", "opgeslagen"),
        (&["import", "plan", "leeg.csv"], "In leeg.csv staat niets.", "opgeslagen"),
        (&["import", "contacts", "weg.csv"], "Het bestand weg.csv bestaat niet.", "Controleer de naam"),
        (&["import", "plan", "map"], "map is een map", "Noem een bestand"),
        (&["set", "A-2", "due=31-02"], "31-2 bestaat niet", "27-11-2026"),
        (&["set", "A-2", "due=1-13"], "Er is geen maand 13.", "27-11-2026"),
        (&["progress", "A-2", "130"], "“130” past niet bij voortgang", "van 0 tot en met 100"),
        (&["set", "A-2", "voortgang=130"], "130 valt buiten voortgang", "van 0 tot en met 100"),
        (&["move", "T-1", "--under", "T-2"], "dat staat er zelf onder", "Kies een ander plan"),
        (&["move", "T-1", "--under", "T-1"], "T-1 kan niet onder zichzelf komen.", "Kies een ander plan"),
        (&["done", "T-1"], "T-1 is een onderwerp; dit werkt op een actie.", "--kind action"),
        (&["done", "A-1"], "is al gereed", "state=in_progress"),
        (&["restore", "nosuch"], "nosuch: bestaat niet.", "Controleer de naam"),
        (&["backup", "/nonexist/x"], "/nonexist/x: bestaat niet.", "Controleer de naam"),
        (&["export", "csv", "-o", "nergens/x.csv"], "nergens/x.csv: bestaat niet.", "Controleer de naam"),
        (&["export", "csv", "-o", "/dev/full"], "/dev/full: de schijf is vol.", "Maak ruimte"),
        (&["add", "Een", "--register", "/proc/regie"], "/proc/regie: ", "Controleer"),
        (&["set", "C-1", "deputy=C-1"], "C-1 kan bij vervanger niet naar zichzelf verwijzen.", "deputy="),
        (
            &["set", "A-2", "start=2-3-2098", "due=1-3-2098"],
            "Dit eindigt voordat het begint",
            "Geef een latere",
        ),
        (&["set", "L-1", "to=1-3-2001"], "Dit eindigt voordat het begint", "Geef een latere"),
        (&["set", "A-2", "state=waiting"], "Zeg erbij waarop gewacht wordt.", "waiting_on="),
        (&["set", "A-2", "kleur=oranje"], "Oranje en rood hebben een reden nodig.", "health_reason="),
        (&["set", "A-2", "state=dropped"], "alleen met een reden", "drop_reason="),
        (&["set", "A-2", "lead=C-99"], "C-99 staat niet in het register", "--kind contact"),
        (
            &["set", "A-2", "lead=bakkerr"],
            "Niets in het register heet “bakkerr”.",
            "Bedoelde u C-1 M. Bakker?",
        ),
        (&["remove", "T-1"], "is in gebruik", "regie set"),
    ] {
        let ran = desk.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(said) && ran.err.contains(hint), "{args:?}: {}", ran.err);
        assert!(!ran.err.contains("os error"), "{args:?}: {}", ran.err);
    }
    // What is not new may stay wrong while something else is mended, and both ends may be given at once.
    desk.json(&["set", "A-2", "start=2-3-2098", "due=3-3-2098"]);
    desk.ok(&["set", "A-2", "state=waiting", "waiting_on=advies"]);
    let english = run(desk.program().args(["done", "C-1", "--lang", "en"]));
    assert!(english.err.contains("C-1 is a contact; this works on an action."), "{}", english.err);
    for args in [
        &["set", "A-99", "due=vr"][..],
        &["show", "A-99"],
        &["set", "A-99", "zus=zo"],
        &["set", "A-2", "lead=C-99"],
    ] {
        let ran = desk.run(&[args, &["--json"]].concat());
        let error: Value = serde_json::from_str(&ran.err).unwrap();
        assert_eq!(error["error"]["kind"], "not_found", "{args:?}");
    }
}

#[test]
fn what_was_understood_is_said_and_what_was_not_is_refused() {
    let desk = Desk::new();
    let contacts = desk.file("c.csv", "naam;organisatie\nM. Bakker;Brandweer\n");
    desk.json(&["import", "contacts", &contacts, "--accept"]);
    let err = desk.fails(&["add", "Schouw @bakkerr"]);
    assert!(err.contains("Bedoelde u C-1 M. Bakker?"), "{err}");
    let nowhere = desk.fails(&["add", "Schouw @bakker", "--register", "nergens"]);
    assert!(nowhere.contains("“@bakker” is niet begrepen.") && !desk.path("nergens").exists(), "{nowhere}");
    let second = |out: String| out.lines().nth(1).unwrap_or_default().trim().to_owned();
    assert_eq!(
        second(desk.ok(&["add", "Schouw @bakker +brandweer due:1-11-2098 #licht"])),
        "trekker M. Bakker · partners Brandweer · einddatum za 1-11-2098 · #licht"
    );
    assert_eq!(second(desk.ok(&["set", "A-1", "trekker=", "titel=Ronde"])), "trekker niets · titel Ronde");
    // Yesterday without a year is next year's.
    let date = std::process::Command::new("date").args(["-d", "2 days ago", "+%-d-%-m"]).output().unwrap();
    let date = String::from_utf8(date.stdout).unwrap();
    let said = second(desk.ok(&["set", "A-1", &format!("due={}", date.trim())]));
    let in_january = ["1-1", "2-1"].contains(&date.trim()) || date.trim().ends_with("-12") && said.is_empty();
    assert!(said.ends_with("(volgend jaar: dit jaar is die dag al geweest)") || in_january, "{said}");
    for (line, said) in [
        ("Schouw @piet", "“@piet” is niet begrepen. Niets in het register heet “piet”."),
        ("Schouw +brandwer", "“+brandwer” is niet begrepen."),
        ("Schouw due:blabla", "“due:blabla” is niet begrepen."),
        ("Schouw deu:vr", "“deu:vr” is niet begrepen."),
    ] {
        let err = desk.fails(&["add", line]);
        assert!(err.contains(said) && err.contains("--as-title"), "{line}: {err}");
        desk.ok(&["add", line, "--as-title"]);
    }
    let titles = desk.json(&["list", "schouw", "--sort", "ref"]);
    assert_eq!(titles[0]["title"], "Schouw @piet");
    assert_eq!(titles.as_array().unwrap().len(), 4);
    desk.ok(&["add", "Groen + wit: 10:30 in de #1"]);
    desk.ok(&["progress", "A-1", "10"]);
    desk.ok(&["progress", "A-1", "20"]);
    assert_eq!(second(desk.ok(&["remove", "A-1"])), "met 2 notities");
}

#[test]
fn a_list_holds_what_is_unfinished_unless_asked_otherwise() {
    let desk = Desk::new();
    for text in ["Oude schouw due:1-1-2020 #hic", "Nieuwe schouw due:1-1-2098 #hic"] {
        desk.ok(&["add", text]);
    }
    desk.ok(&["done", "A-1"]);
    for (query, refs) in [
        (&["schouw"][..], &["A-2"][..]),
        (&["due:<2099-01-01"], &["A-2"]),
        (&["#hic", "--all"], &["A-1", "A-2"]),
        (&["--all"], &["A-1", "A-2"]),
        (&["#hic", "state:done"], &["A-1"]),
        (&["state:open OR state:done"], &["A-1", "A-2"]),
        (&["progress:100"], &["A-1"]),
        (&["-state:open"], &["A-1"]),
    ] {
        let list = desk.json(&[&["list"], query].concat());
        let found: Vec<&str> =
            list.as_array().unwrap().iter().map(|item| item["ref"].as_str().unwrap()).collect();
        assert_eq!(found, refs, "{query:?}");
    }
    let ran = desk.run(&["list", "schouw"]);
    assert_eq!(ran.err, "Ook 1 afgeronde actie past hierbij; --all toont alles.\n");
    let ran = desk.run(&["list", "--all", "--limit", "1"]);
    assert_eq!((ran.out.lines().count(), ran.err.as_str()), (2, "1 van 2; --limit 0 toont alles\n"));
}

#[test]
fn the_log_says_from_what_to_what() {
    let desk = Desk::new();
    desk.ok(&["add", "Schouw due:1-12-2098"]);
    desk.ok(&["set", "A-1", "due=4-12-2098"]);
    let log = desk.ok(&["log"]);
    assert!(log.contains("einddatum ma 1-12-2098 → do 4-12-2098"), "{log}");
    let long = "Extra surveillance bij de oude veiling tegen laad- en losoverlast";
    desk.ok(&["set", "A-1", &format!("title={long}")]);
    desk.ok(&["set", "A-1", &format!("title={long} BBB")]);
    let log = desk.ok(&["log"]);
    assert!(log.contains("titel …en losoverlast → …en losoverlast BBB"), "around the difference: {log}");
}

#[test]
fn options_languages_kinds_and_forms_are_understood_or_said() {
    let desk = Desk::new();
    desk.ok(&["add", "Eén"]);
    let ran = desk.run(&["list", "--lang", "en", "--lang", "nl"]);
    assert!(ran.out.starts_with("nr "), "{ran:?}");
    assert_eq!(desk.json(&["list", "--kind", "onderwerp"]), json!([]));
    let ran = desk.run(&["list", "--kind", "foo"]);
    assert!(ran.code == 2 && ran.err.contains("wel: gemeente, plan, onderwerp, actie"), "{}", ran.err);
    let ran = run(desk.program().env("REGIE_LANG", "frysk").arg("list"));
    assert_eq!(ran.err, "De taal “frysk” in REGIE_LANG is niet bekend; kies nl of en.\n");
    std::fs::create_dir_all(desk.path(".config/regie")).unwrap();
    desk.file(".config/regie/config.toml", "lang = \"frysk\"\n");
    assert!(desk.run(&["list"]).err.contains("De taal “frysk” in "));
    desk.file(".config/regie/config.toml", "mouse = 3\n");
    assert!(desk.run(&["list"]).err.contains("kan niet bij mouse; kies uit true, false"));
    std::fs::remove_file(desk.path(".config/regie/config.toml")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", desk.path(".config/regie/config.toml")).unwrap();
    assert!(desk.run(&["list"]).err.contains("config.toml is niet gelezen: deze naam kan niet"));
    std::fs::remove_file(desk.path(".config/regie/config.toml")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", desk.path(".config/regie/keymap.toml")).unwrap();
    let ran = desk.run(&["keys"]);
    assert!(ran.code == 0 && ran.err.contains("keymap.toml"), "{}", ran.err);
    std::fs::remove_file(desk.path(".config/regie/keymap.toml")).unwrap();
    let keys = desk.json(&["keys"]);
    has_keys(&keys[0], "name scope keys title help");
    for args in [&["man", "--json"][..], &["completions", "bash", "--json"]] {
        let ran = desk.run(args);
        let error: Value = serde_json::from_str(&ran.err).unwrap();
        assert_eq!((ran.code, &error["error"]["kind"]), (2, &json!("usage")), "{args:?}");
    }
    let ran = desk.run(&["export", "csv", "uit.csv"]);
    assert!(ran.code == 2 && ran.err.contains("regie export csv -o uit.csv"), "{}", ran.err);
    assert_eq!(desk.run(&["export", "json", "--excel"]).code, 2);
    let excel = desk.ok(&["export", "csv", "--excel"]);
    assert!(excel.starts_with("\u{feff}ref;title;") && excel.contains("\nA-1;Eén;"), "{excel}");
    let file = desk.file("excel.csv", &excel);
    assert_eq!(desk.json(&["import", "actions", &file])["counts"]["same"], 1);
    assert!(desk.ok(&["verify"]).contains(": 1 regel, 1 item, "));
    let err = desk.fails(&["import", "actions", "a\nregie: alles goed"]);
    assert!(err.starts_with("regie: Het bestand a␊regie: alles goed bestaat niet."), "{err}");
}

#[test]
fn names_stand_beside_references_and_words_instead_of_codes() {
    let desk = Desk::new();
    let contacts = desk.file("c.csv", "naam;organisatie\nM. Bakker;Brandweer\n");
    desk.json(&["import", "contacts", &contacts, "--accept"]);
    desk.ok(&["add", "Schouw +brandweer"]);
    let csv = desk.ok(&["export", "csv"]);
    assert!(csv.lines().next().unwrap().contains(",partners,partner_names,"), "{csv}");
    assert!(csv.contains(",P-1,Brandweer,"), "{csv}");
    desk.plan();
    desk.ok(&["set", "L-1", "safety_fields=youth, living"]);
    let shown = desk.ok(&["show", "L-1"]);
    assert!(shown.contains("Jeugd en veiligheid, Veilige woon- en leefomgeving"), "{shown}");
}

#[test]
fn rows_with_errors_are_named_in_json_too() {
    let desk = Desk::new();
    let file = desk.file("a.csv", "actie;einddatum\nEen;31-02-2027\nTwee;1-3-2027\n");
    let ran = desk.run(&["import", "actions", &file, "--accept", "--json"]);
    let error: Value = serde_json::from_str(&ran.err).unwrap();
    let hint = error["error"]["hints"][0].as_str().unwrap();
    assert!(hint.starts_with("rij 2: einddatum: 31-2"), "{hint}");
}

#[test]
fn a_keymap_that_cannot_be_read_is_told() {
    let desk = Desk::new();
    let dir = desk.path(".config/regie");
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("keymap.toml"), b"[items]\nd = \"\xff\"\n").unwrap();
    let ran = desk.run(&["keys"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("keymap.toml kan niet worden gelezen"), "{}", ran.err);
    std::fs::write(dir.join("keymap.toml"), "[items]\nd = \"complete_acton\"\n").unwrap();
    let ran = desk.run(&["keys"]);
    assert!(ran.err.contains("regel 2") && ran.err.contains("complete_action"), "{}", ran.err);
}

#[test]
fn the_log_since_a_day_looks_past_entries_out_of_order() {
    use regie::model::id::{Actor, Stamp};
    use regie::model::ledger::Ledger;
    use regie::model::operation::{Circumstances, add_item};
    use regie::model::record::{Field, Kind};
    use regie::model::value::Value;
    use regie::store::{Holder, Keeper, OpenOptions, Use};
    let desk = Desk::new();
    let options = OpenOptions::new(Use::Brief, Holder::default()).creating();
    std::fs::create_dir_all(desk.path(".local/share")).unwrap();
    let actor = Actor(account());
    let mut keeper = Keeper::open(&desk.register(), actor.clone(), options, &mut |_| ()).unwrap().keeper;
    // The clock was set back between the second entry and the third.
    for (title, at) in
        [("Eerste", 1_795_424_400_000), ("Tweede", 1_795_510_800_000), ("Derde", 1_700_000_000_000)]
    {
        let at = Stamp(at);
        let now = Circumstances { at, today: at.day(&jiff::tz::TimeZone::UTC), actor: actor.clone() };
        let titled = [(Field::title, Value::Text(title.into()))];
        let draft = add_item(keeper.register(), &now, Kind::Action, &titled).unwrap();
        keeper.append(draft, None, at).unwrap();
    }
    drop(keeper);
    let log = desk.json(&["log", "--since", "2026-11-24"]);
    let seqs: Vec<_> = log.as_array().unwrap().iter().map(|entry| entry["seq"].clone()).collect();
    assert_eq!(seqs, [2]);
}

#[test]
fn a_colour_goes_by_what_people_say() {
    let desk = Desk::new();
    desk.ok(&["add", "Buurtavond"]);
    desk.ok(&["progress", "A-1", "20", "--health", "rood", "-m", "geen zaal"]);
    assert_eq!(desk.json(&["show", "A-1"])["health"], "red");
    let ran = desk.run(&["progress", "A-1", "20", "--health", "paars"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("green") && !ran.err.contains("amber"), "{}", ran.err);
}

#[test]
fn confidential_says_from_whom_it_shields() {
    let desk = Desk::new();
    desk.ok(&["add", "Buurtavond"]);
    let ran = desk.run(&["set", "A-1", "vertrouwelijk=ja"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("Let op: verborgen voor wie via een server werkt"), "{}", ran.err);
    let contacts = desk.file("c.csv", "naam\nM. Bakker\n");
    desk.json(&["import", "contacts", &contacts, "--accept"]);
    let ran = desk.run(&["set", "C-1", "vertrouwelijk=ja"]);
    assert!(
        ran.err.contains("van een contactpersoon zijn alleen de opmerking en de inlognaam"),
        "{}",
        ran.err
    );
    let refused = desk.fails(&["set", "A-1", "status=loopt", "voortgang=100"]);
    assert!(refused.contains("gaat niet samen"), "{refused}");
}
