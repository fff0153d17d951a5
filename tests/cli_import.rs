//! Taking over actions and contacts from files: what is understood, what is refused, and that nothing doubles.
#![allow(clippy::unwrap_used, reason = "helpers of tests: a failure here is a failed test")]

#[path = "support/program.rs"]
mod program;

use program::{Desk, ods, workbook, xlsx};
use serde_json::{Value, json};

const LIST: &str = "Actielijst driehoek\n\
    Nr;Actie;Onderwerp;Trekker;Partner(s);Einddatum;Status;Voortgang;Kleur;Opmerkingen;Kosten\n\
    1;Avond Vijzeltuin;Jeugd en overlast;M. Bakker;Politie, Halt;27-11-2098;loopt;40%;groen;zaal is geregeld;100\n\
    2;Camera's;;Bakker, M.;;2098-12-01;gepland;;oranje;;200\n\
    3;Oude schouw;Jeugd en overlast;K. Smit;Politie;1-2-2098;gereed;80;;;\n";

fn counts(import: &Value) -> [u64; 4] {
    ["new", "changed", "same", "problems"].map(|name| import["counts"][name].as_u64().unwrap())
}

fn texts(value: &Value, name: &str) -> Vec<String> {
    value.as_array().unwrap().iter().map(|item| item[name].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_action_list_is_shown_before_it_is_written() {
    let desk = Desk::new();
    desk.plan();
    let file = desk.file("acties.csv", LIST);
    assert_eq!(
        desk.ok(&["import", "actions", &file]),
        "acties.csv: 3 rijen (CSV, scheidingsteken ;, UTF-8)\n\
         \n\
         Welke kolom welk veld wordt\n\
         kolom        veld                voorbeeld\n\
         Nr           (niet overgenomen)  1\n\
         Actie        title               Avond Vijzeltuin\n\
         Onderwerp    under               Jeugd en overlast\n\
         Trekker      lead                M. Bakker\n\
         Partner(s)   partners            Politie, Halt\n\
         Einddatum    due                 27-11-2098\n\
         Status       state               loopt\n\
         Voortgang    progress            40%\n\
         Kleur        health              groen\n\
         Opmerkingen  remarks             zaal is geregeld\n\
         Kosten       (niet overgenomen)  100\n\
         Anders nodig? --map \"KOLOM=VELD\", zo vaak als nodig.\n\
         \n\
         3 nieuw, 0 gewijzigd, 0 hetzelfde, 0 met een fout\n\
         rij 3  nieuw  A-1  Avond Vijzeltuin\n\
         rij 4  nieuw  A-2  Camera's\n\
         rij 5  nieuw  A-3  Oude schouw\n\
         \n\
         Nieuwe contactpersonen (2)\n\
         M. Bakker, K. Smit\n\
         \n\
         Nieuwe partners (2)\n\
         Politie, Halt\n\
         \n\
         Er is nog niets geschreven. Met --accept wel, als één wijziging die “regie undo” terugneemt.\n"
    );
    assert_eq!(desk.json(&["list", "--limit", "0"]), json!([]));
}

#[test]
fn an_accepted_list_follows_the_rules_of_the_register_and_goes_with_one_undo() {
    let desk = Desk::new();
    desk.plan();
    let file = desk.file("acties.csv", LIST);
    let import = desk.json(&["import", "actions", &file, "--accept"]);
    assert_eq!(counts(&import), [3, 0, 0, 0]);
    assert_eq!((&import["written"], &import["entry"]), (&json!(true), &json!(2)));
    let first = desk.json(&["show", "A-1"]);
    assert_eq!(first["state"], "in_progress");
    assert_eq!(first["under"], "T-1");
    assert_eq!(first["lead_name"], "M. Bakker");
    assert_eq!(first["partners"], json!(["P-2", "P-3"]));
    assert_eq!(first["notes"][0]["text"], "zaal is geregeld");
    let second = desk.json(&["show", "A-2"]);
    assert_eq!((&second["lead"], &second["due"]), (&first["lead"], &json!("2098-12-01")));
    assert_eq!(
        (&second["health"], &second["health_reason"]),
        (&json!("orange"), &json!("overgenomen uit acties.csv"))
    );
    let third = desk.json(&["show", "A-3"]);
    assert_eq!((&third["state"], &third["progress"]), (&json!("done"), &json!(100)));
    desk.ok(&["undo"]);
    assert_eq!(desk.json(&["list", "state:open"]), json!([]));
    assert_eq!(desk.json(&["list", "--kind", "contact"]), json!([]));
}

#[test]
fn what_does_not_fit_the_state_of_a_row_is_left_and_the_rules_hold() {
    let desk = Desk::new();
    let file = desk.file(
        "acties.csv",
        "Actie;Status;Voortgang;Wacht op;Gereed op;Reden vervallen\n\
         Een;loopt;100;;;\nTwee;loopt;40;OM;1-11-2026;\nDrie;;;;1-11-2026;\nVier;vervallen;100;;;dubbel\n\
         Vijf;;20;de vergunning;;\nZes;gereed;80;OM;;te duur\n",
    );
    let done = desk.json(&["import", "actions", &file, "--accept"]);
    assert_eq!(counts(&done), [6, 0, 0, 0], "{done}");
    for (r, state, progress, day, whom, why) in [
        ("A-1", "done", 100, true, "", ""),
        ("A-2", "in_progress", 40, false, "", ""),
        ("A-3", "done", 100, true, "", ""),
        ("A-4", "dropped", 0, false, "", "dubbel"),
        ("A-5", "waiting", 20, false, "de vergunning", ""),
        ("A-6", "done", 100, true, "", ""),
    ] {
        let action = desk.json(&["show", r]);
        let text = |name: &str| action[name].as_str().unwrap_or("").to_owned();
        assert_eq!((text("state").as_str(), action["progress"].as_u64()), (state, Some(progress)), "{r}");
        assert_eq!(action["done_on"].is_string(), day, "{r}");
        assert_eq!((text("waiting_on").as_str(), text("drop_reason").as_str()), (whom, why), "{r}");
    }
    assert_eq!(desk.json(&["show", "A-3"])["done_on"], "2026-11-01");
}

#[test]
fn importing_again_shows_differences_and_never_doubles() {
    let desk = Desk::new();
    desk.plan();
    let file = desk.file("acties.csv", LIST);
    desk.json(&["import", "actions", &file, "--accept"]);
    let again = desk.json(&["import", "actions", &file, "--accept"]);
    assert_eq!(counts(&again), [0, 0, 3, 0]);
    assert_eq!((&again["written"], &again["entry"]), (&json!(false), &Value::Null));
    let file = desk.file("acties.csv", LIST.replace("27-11-2098;loopt;40%", "4-12-2098;loopt;60%"));
    let changed = desk.json(&["import", "actions", &file]);
    assert_eq!(counts(&changed), [0, 1, 2, 0]);
    assert_eq!(changed["rows"][0]["changed"], json!(["progress", "due"]));
    let shown = desk.ok(&["import", "actions", &file]);
    assert!(
        shown.contains("voortgang: 40% wordt 60%; einddatum: do 27-11-2098 wordt do 4-12-2098"),
        "{shown}"
    );
}

#[test]
fn the_same_title_twice_with_other_dates_is_two_actions() {
    let desk = Desk::new();
    let file = desk.file("a.csv", "actie,deadline\nOverleg,1-3-2098\nOverleg,1-6-2098\nOverleg,1-3-2098\n");
    let import = desk.json(&["import", "actions", &file, "--accept", "--skip-bad"]);
    assert_eq!(counts(&import), [2, 0, 0, 1]);
    assert_eq!(
        import["problems"][0],
        json!({"row": 4, "column": "", "message": "Dezelfde actie als in rij 2."})
    );
    let again = desk.json(&["import", "actions", &file, "--skip-bad"]);
    assert_eq!(counts(&again), [0, 0, 2, 1]);
}

#[test]
fn everything_that_is_wrong_is_said_by_row_and_column_and_nothing_is_written() {
    let desk = Desk::new();
    desk.plan();
    let file = desk.file(
        "fout.csv",
        "actie;thema;deadline;voortgang;status\nGoed;;1-3-2098;10;loopt\nMis;Bestaat niet;31-02;130;halverwege\n;;1-3-2098;;\n",
    );
    let refused = desk.run(&["import", "actions", &file, "--accept"]);
    assert_eq!(refused.code, 1);
    assert_eq!(
        refused.err,
        "regie: fout.csv is niet overgenomen: 2 rijen hebben een fout. Het register is zoals het was.\n  \
         Verbeter die rijen in het bestand, of laat ze weg met --skip-bad.\n"
    );
    assert_eq!(desk.json(&["list"]), json!([]));
    let import = desk.json(&["import", "actions", &file]);
    let found: Vec<(u64, &str)> = import["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["row"].as_u64().unwrap(), p["column"].as_str().unwrap()))
        .collect();
    assert_eq!(found, [(3, "thema"), (3, "voortgang"), (3, "deadline"), (3, "status"), (4, "actie")]);
    let messages = texts(&import["problems"], "message");
    assert!(
        messages.contains(&"31-2 bestaat niet: die maand heeft zoveel dagen niet.".to_owned()),
        "{messages:?}"
    );
    assert!(messages.contains(&"130 valt buiten voortgang: het moet van 0 tot en met 100 zijn.".to_owned()));
    let part = desk.json(&["import", "actions", &file, "--accept", "--skip-bad"]);
    assert_eq!((counts(&part), &part["written"]), ([1, 0, 0, 2], &json!(true)));
}

#[test]
fn workbooks_are_read_with_their_dates_and_percentages() {
    let rows: &[&[&str]] = &[
        &["Uitvoeringsprogramma"],
        &["Actie", "Actiehouder", "Deadline", "Voortgang"],
        &["Avond", "M. Bakker", "@72651", "=0.4"],
        &["Schouw", "K. Smit", "@72652", "=1"],
    ];
    let desk = Desk::new();
    let file = desk.file("lijst.xlsx", xlsx("Acties 2026", rows));
    let shown = desk.ok(&["import", "actions", &file]);
    assert!(shown.starts_with("lijst.xlsx: 2 rijen (werkblad Acties 2026)\n"), "{shown}");
    assert!(shown.contains("als breuk (0,6) en is gelezen als percentage"), "{shown}");
    desk.json(&["import", "actions", &file, "--accept"]);
    let first = desk.json(&["show", "A-1"]);
    assert_eq!((&first["due"], &first["progress"]), (&json!("2098-11-27"), &json!(40)));
    assert_eq!(desk.json(&["show", "A-2"])["state"], "done");

    let rows: &[&[&str]] = &[&["Actie", "Deadline"], &["Avond", "27-11-2098"]];
    let file = desk.file("lijst.ods", ods("Blad1", rows));
    let again = desk.json(&["import", "actions", &file]);
    assert_eq!(counts(&again), [0, 0, 1, 0], "{again}");
    let err = desk.fails(&["import", "actions", &file, "--sheet", "Blad9"]);
    assert_eq!(err, "regie: lijst.ods heeft geen werkblad “Blad9”; wel: Blad1.\n");
}

#[test]
fn a_workbook_with_other_columns_is_refused_with_the_columns_it_has() {
    let desk = Desk::new();
    let file = desk.file("kosten.xlsx", xlsx("Begroting", &[&["Post", "Bedrag"], &["Zaalhuur", "=100"]]));
    assert_eq!(
        desk.fails(&["import", "actions", &file, "--accept"]),
        "regie: Geen kolom van kosten.xlsx is herkend als naam. De kolommen: Post, Bedrag.\n  \
         Wijs hem aan: --map \"KOLOM=title\".\n"
    );
    let import = desk.json(&["import", "actions", &file, "--map", "Post=titel", "--map", "2=-"]);
    assert_eq!(counts(&import), [1, 0, 0, 0]);
    let err = desk.fails(&["import", "actions", &file, "--map", "Kosten=titel"]);
    assert!(err.starts_with("regie: kosten.xlsx heeft geen kolom “Kosten”; wel: Post, Bedrag."), "{err}");
    let wrong = desk.run(&["import", "actions", &file, "--map", "Post=kosten"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("“kosten” is geen veld"), "{}", wrong.err);
}

#[test]
fn a_stray_cell_in_the_last_corner_does_not_fill_the_memory() {
    let desk = Desk::new();
    let text = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |n: u32, cell: String| format!("<row r=\"{n}\">{cell}</row>");
    let data =
        [row(1, text("A1", "Actie")), row(2, text("A2", "Avond")), row(1_048_576, text("XFD1048576", "x"))];
    let file = desk.file("ver.xlsx", workbook("Blad1", &data.concat()));
    assert_eq!(counts(&desk.json(&["import", "actions", &file])), [1, 0, 0, 0]);
}

#[test]
fn files_that_cannot_be_read_are_refused_by_name_and_the_register_is_not_made() {
    let desk = Desk::new();
    desk.file("leeg", "");
    desk.file("wit", "\n \n;;\n");
    desk.file("binair", b"\x7fELF\x02\x01\x01\x00\x00\x00\xff\xfe");
    desk.file("stuk.pdf", "%PDF-1.7\n");
    desk.file("oud.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    desk.file("kapot.xlsx", b"PK\x03\x04 afgebroken");
    desk.file("brief.docx", program::zip(&[("word/document.xml", "<x/>")]));
    std::fs::create_dir(desk.path("map")).unwrap();
    std::fs::File::create(desk.path("groot")).unwrap().set_len(200 << 20).unwrap();
    for (file, said) in [
        ("leeg", "In leeg staat niets."),
        ("wit", "In wit staat niets."),
        ("binair", "binair is geen tabel: het is geen tekst maar binaire gegevens."),
        ("stuk.pdf", "stuk.pdf is geen tabel: het is een PDF."),
        ("oud.xls", "oud.xls is geen tabel: het is een oud Word- of Excelbestand."),
        ("kapot.xlsx", "kapot.xlsx kan niet als werkmap worden gelezen"),
        ("brief.docx", "brief.docx is geen tabel: het is een zipbestand of een tekstdocument."),
        ("map", "map is een map, geen bestand."),
        ("groot", "groot is te groot: 200 MiB, en hoogstens 64 MiB wordt gelezen."),
        ("weg", "Het bestand weg bestaat niet."),
    ] {
        for what in ["actions", "contacts"] {
            let err = desk.fails(&["import", what, file, "--accept"]);
            assert!(err.starts_with(&format!("regie: {said}")), "{what} {file}: {err}");
        }
    }
    for (file, said) in [
        ("leeg", "In leeg staat niets."),
        ("binair", "binair is geen tekst: het is geen tekst maar binaire gegevens."),
        ("stuk.pdf", "stuk.pdf is geen tekst: het is een PDF."),
        ("groot", "groot is te groot: 200 MiB, en hoogstens 32 MiB wordt gelezen."),
        ("weg", "Het bestand weg bestaat niet."),
    ] {
        let err = desk.fails(&["import", "plan", file, "--accept"]);
        assert!(err.starts_with(&format!("regie: {said}")), "plan {file}: {err}");
    }
    assert!(!desk.register().exists());
}

#[test]
fn other_encodings_are_converted_and_that_is_said() {
    let text = "actie;trekker\nCafébezoek na twaalven;Renée Çelik\nÉén loket;Zoë\n";
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, name) in [(latin, "windows-1252"), (utf16, "UTF-16LE")] {
        let desk = Desk::new();
        let file = desk.file("a.csv", bytes);
        let shown = desk.ok(&["import", "actions", &file, "--accept"]);
        assert!(
            shown.contains(&format!("Het bestand is geen UTF-8; gelezen als {name} en omgezet.")),
            "{shown}"
        );
        assert_eq!(desk.json(&["show", "A-1"])["lead_name"], "Renée Çelik");
    }
}

#[test]
fn three_thousand_cards_with_doubles_become_each_person_once() {
    let card = |n: usize, extra: &str| {
        format!(
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Persoon {n}\r\nN:{n};Persoon;;;\r\nORG:Organisatie {}\r\n\
             EMAIL:p{n}@o.example\r\n{extra}END:VCARD\r\n",
            n % 40
        )
    };
    let mut cards: Vec<String> = (0..2000).map(|n| card(n, "TEL;TYPE=WORK:0228-100000\r\n")).collect();
    cards.extend((0..1000).map(|n| card(n, "TEL;TYPE=CELL:06-12345678\r\nTITLE:adviseur\r\n")));
    let desk = Desk::new();
    let file = desk.file("adressen.vcf", cards.concat());
    let import = desk.json(&["import", "contacts", &file, "--accept"]);
    assert_eq!(import["counts"]["entries"], 3000);
    assert_eq!(counts(&import), [2000, 0, 0, 0]);
    let twice = &import["people"][0];
    assert_eq!(twice["rows"], json!([1, 2001]));
    assert_eq!(
        twice["differences"],
        json!([{"field": "phone", "kept": "0228-100000", "other": "06-12345678", "row": 2001}])
    );
    assert_eq!(desk.json(&["list", "--kind", "partner"]).as_array().unwrap().len(), 40);
    let first = desk.json(&["show", "C-1"]);
    assert_eq!((&first["phone"], &first["function"]), (&json!("0228-100000"), &json!("adviseur")));
    let again = desk.json(&["import", "contacts", &file, "--accept"]);
    assert_eq!((counts(&again), &again["written"]), ([0, 0, 2000, 0], &json!(false)));
}

#[test]
fn people_are_told_apart_by_more_than_a_shared_address() {
    let desk = Desk::new();
    let file = desk.file(
        "c.csv",
        "Voornaam;Tussenvoegsel;Achternaam;Organisatie;Telefoon;E-mail;Vervanger\n\
         Jan;de;Vries;Politie;;info@p.example;S. Wit\n\
         Sanne;;Wit;Politie;;info@p.example;Jan de Vries\n\
         S.;;Wit;Politie;06 1;info@p.example;\n\
         Jan;de;Vries;Halt;;jan@h.example;\n",
    );
    let import = desk.json(&["import", "contacts", &file, "--accept", "--skip-bad"]);
    assert_eq!(texts(&import["people"], "title"), ["Jan de Vries", "Sanne Wit", "Jan de Vries"]);
    assert_eq!(import["people"][1]["rows"], json!([3, 4]));
    assert_eq!(desk.json(&["show", "C-2"])["phone"], "06 1");
}

#[test]
fn contacts_go_out_as_cards_and_come_back_the_same() {
    let desk = Desk::new();
    let file = desk.file(
        "c.csv",
        "naam;organisatie;functie;telefoon;e-mail;opmerking\n\
         Özge Çelik;Gemeente; \"adviseur; integraal\";+31 6 12 34 56 78;o@g.example;\"regel een\nregel twee\"\n\
         M. Bakker;Politie;;;;\n",
    );
    desk.json(&["import", "contacts", &file, "--accept"]);
    desk.run(&["export", "vcf", "-o", "uit.vcf"]);
    assert_eq!(counts(&desk.json(&["import", "contacts", "uit.vcf"])), [0, 0, 2, 0]);
    desk.json(&["import", "contacts", "uit.vcf", "--accept", "--register", "nieuw"]);
    let list = |dir: &str| {
        let mut list = desk.json(&["list", "--kind", "contact", "--register", dir]);
        for item in list.as_array_mut().unwrap() {
            item["updated"] = Value::Null;
        }
        list
    };
    assert_eq!(list("nieuw"), list(".local/share/regie"));
}

#[test]
fn a_changed_card_fills_in_and_never_erases() {
    let desk = Desk::new();
    let file =
        desk.file("c.csv", "naam;organisatie;telefoon;e-mail\nM. Bakker;Gemeente;0228-1;m@g.example\n");
    desk.json(&["import", "contacts", &file, "--accept"]);
    let file =
        desk.file("c.csv", "naam;organisatie;telefoon;e-mail;functie\nMaria Bakker;;;m@g.example;adviseur\n");
    let shown = desk.ok(&["import", "contacts", &file]);
    assert!(shown.contains("gewijzigd  C-1  M. Bakker  functie: niets wordt adviseur"), "{shown}");
    desk.json(&["import", "contacts", &file, "--accept"]);
    let contact = desk.json(&["show", "C-1"]);
    assert_eq!((&contact["title"], &contact["phone"]), (&json!("M. Bakker"), &json!("0228-1")));
    assert_eq!(contact["function"], "adviseur");
}

#[test]
fn a_plan_without_a_title_goes_by_the_name_of_its_file() {
    let desk = Desk::new();
    let file =
        desk.file("Koersdocument wijken.txt", "Wij gaan aan het werk.\nEr is veel te doen in de wijken.\n");
    let import = desk.json(&["import", "plan", &file, "--accept"]);
    assert_eq!(import["plan"]["title"], "Koersdocument wijken");
    assert_eq!(desk.json(&["import", "plan", &file])["plan"]["status"], "same");
}

#[test]
fn a_card_without_an_end_keeps_the_next_one_and_is_reported() {
    let desk = Desk::new();
    let file = desk.file(
        "a.vcf",
        "BEGIN:VCARD\nVERSION:3.0\nFN:M. Bakker\nTEL:0228-111111\n\nBEGIN:VCARD\nVERSION:3.0\nFN:K. Smit\nEND:VCARD\n\
         BEGIN:VCARD\nVERSION:2.1\nFN:S. Wit\nAGENT:\nBEGIN:VCARD\nVERSION:2.1\nFN:A. Hulp\nEND:VCARD\nEND:VCARD\n\
         BEGIN:VCARD\nVERSION:3.0\nFN:J. Laatste\n",
    );
    let import = desk.json(&["import", "contacts", &file]);
    let names = texts(&import["people"], "title");
    for name in ["M. Bakker", "K. Smit", "S. Wit", "J. Laatste"] {
        assert!(names.contains(&name.to_owned()), "{name}: {names:?}");
    }
    let lines: Vec<u64> =
        import["remarks"].as_array().unwrap().iter().map(|r| r["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [1, 19]);
    let out = desk.ok(&["import", "contacts", &file]);
    assert!(out.contains("het kaartje dat op regel 1 begint, heeft geen einde"), "{out}");
}

#[test]
fn identical_cards_are_one_person_and_counted_as_doubles() {
    let desk = Desk::new();
    let card = "BEGIN:VCARD\nVERSION:3.0\nFN:M. Bakker\nTEL:112\nNOTE:x\nEND:VCARD\n";
    let file = desk.file("a.vcf", card.repeat(3));
    let import = desk.json(&["import", "contacts", &file]);
    assert_eq!((&import["counts"]["entries"], &import["counts"]["doubles"]), (&json!(3), &json!(2)));
    assert_eq!(counts(&import), [1, 0, 0, 0]);
    assert!(desk.ok(&["import", "contacts", &file]).contains("M. Bakker (rij 1, 2, 3)"));
}

#[test]
fn a_quote_that_is_not_closed_is_reported_with_its_line() {
    let desk = Desk::new();
    for (text, line) in [
        ("actie;trekker\nEen;Bakker\n\"Twee;Smit\nDrie;Wit\n", Some(3)),
        ("actie;trekker\n\"Een;Bakker\nTwee;Smit\n\"Drie\";Wit\n", Some(2)),
        ("sep=;\nactie;trekker\n\"Een;Bakker\nTwee;Smit\n", Some(3)),
        ("actie;trekker\n\"Een, \"\"twee\"\"\nen drie\";Bakker\nDuim 5\" breed;Smit\n", None),
    ] {
        let file = desk.file("a.csv", text);
        let ran = desk.run(&["import", "actions", &file]);
        match line {
            Some(line) => {
                assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{text:?}");
                assert!(
                    ran.err.contains(&format!("opent op regel {line} een aanhalingsteken")),
                    "{}",
                    ran.err
                );
            }
            None => assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{text:?}"),
        }
    }
}

#[test]
fn a_lead_is_found_by_surname_alone_as_in_the_one_line_add() {
    let desk = Desk::new();
    let people = desk.file("c.csv", "naam\nM. Bakker\nJ. de Vries\nP. de Wit\nA. de Wit\n");
    desk.json(&["import", "contacts", &people, "--accept"]);
    for (lead, found) in [("Bakker", Some("M. Bakker")), ("de Vries", Some("J. de Vries")), ("Wit", None)] {
        let file = desk.file("a.csv", format!("actie;trekker\nSchouw;{lead}\n"));
        let import = desk.json(&["import", "actions", &file]);
        assert_eq!(import["contacts"], json!([]), "{lead}");
        match found {
            Some(name) => {
                desk.json(&["import", "actions", &file, "--accept"]);
                assert_eq!(desk.json(&["show", "A-1"])["lead_name"], name);
            }
            None => assert!(texts(&import["problems"], "message")[0].contains("past op meer dan één")),
        }
    }
}

#[test]
fn a_citizen_service_number_is_pointed_out_with_its_place() {
    let desk = Desk::new();
    // Made up; only the check digits are right.
    let list = "Actie;Trekker;Telefoon;Opmerkingen\n\
                Avond;M. Bakker;;gaat over 123456782\n\
                Schouw;K. Smit;;zaak 2026-14\n";
    let people = "Naam,Organisatie,Telefoon,Notitie\n\
                  M. Bakker,Politie,0612345678,\n\
                  K. Smit,Politie,123456782,\n\
                  J. Vos,Halt,,1234.56.782\n";
    let plan = "Integraal veiligheidsplan Veldendam 2024-2027\n\nDe melder, 123456782, woont er nog.\n";
    for (what, file, place) in [
        ("actions", desk.file("lijst.csv", list), "lijst.csv staat in rij 2 iets"),
        ("contacts", desk.file("mensen.csv", people), "mensen.csv staat in rij 4 iets"),
        ("plan", desk.file("plan.txt", plan), "plan.txt staat op regel 3 iets"),
    ] {
        let ran = desk.run(&["import", what, &file]);
        assert!(ran.err.starts_with(&format!("Let op: in {place} dat op een burger")), "{what}: {}", ran.err);
        assert_eq!((ran.code, ran.err.lines().count()), (0, 1), "{what}: {}", ran.err);
    }
    let clean = desk.file("schoon.csv", "Actie\nAvond\n");
    assert_eq!(desk.run(&["import", "actions", &clean]).err, "");
}

#[test]
fn the_listing_of_a_plan_keeps_together_what_belongs_together() {
    let desk = Desk::new();
    let plan = "Integraal veiligheidsplan Veldendam 2024-2027\n\n\
                1. Inleiding\n\nGeldend voor de gemeente Veldendam (zie verder.\n\n\
                2. Regionaal beeld\n\nHet meerjarenplan noemt drie probleemgebieden:\n\n\
                • Jeugd;\n• Ondermijning;\n• Geweld.\n\n\
                De driehoek koos daaruit deze thema’s:\n\n\
                • Jeugd ~ Wapens op school;\n• Geweld ~ Uitgaan;\n• Jeugd ~ Vuurwerk.\n";
    let shown = desk.ok(&["import", "plan", &desk.file("plan.txt", plan)]);
    let places: Vec<usize> =
        ["Jeugd", "  Wapens op school", "  Vuurwerk", "Ondermijning", "Geweld", "  Uitgaan"]
            .iter()
            .map(|title| shown.find(&format!("\n{title} ")).unwrap_or_else(|| panic!("{title}: {shown}")))
            .collect();
    assert!(places.is_sorted(), "{shown}");
    let finding = shown.lines().find(|line| line.contains("haakje")).unwrap();
    assert_eq!(finding.matches("regel 5").count(), 1, "{finding}");
}

#[test]
fn an_import_that_is_refused_leaves_no_register_behind() {
    let desk = Desk::new();
    let table = desk.file("acties.csv", "titel;voortgang\nSchouw haven;130\n");
    assert_ne!(desk.run(&["import", "actions", &table, "--accept"]).code, 0);
    assert!(!desk.register().exists());
    let good = desk.file("goed.csv", "titel;voortgang\nSchouw haven;30\n");
    desk.ok(&["import", "actions", &good, "--accept"]);
    assert!(desk.register().exists());
}
