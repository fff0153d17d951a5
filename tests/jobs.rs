//! The jobs of the workbench, done as a user does them: in a real terminal, with the keys counted.
//!
//! J1 to J8, J11 and J12 as in the product's table; a key is one press, typed text does not count.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and talks by printing"
)]

mod pty;

use std::process::Command;

use pty::{Terminal, environment, regie};

/// A home with a register: a plan with one priority and two topics, two partners with a contact each, three actions.
struct Office {
    home: tempfile::TempDir,
}

const CONTACTS: &str = "\
BEGIN:VCARD\r\nVERSION:3.0\r\nFN:M. Bakker\r\nN:Bakker;M.;;;\r\nORG:Politie\r\nTITLE:wijkagent\r\nTEL:06-00001234\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:3.0\r\nFN:J. de Vries\r\nN:de Vries;J.;;;\r\nORG:Woonstede\r\nTITLE:adviseur\r\nTEL:06-00005678\r\nEND:VCARD\r\n";

const PLAN: &str = "Integraal veiligheidsplan Waterdam 2025-2028\n\n\
    De komende vier jaar gaat de aandacht uit naar de volgende prioriteiten, thema's en onderwerpen: \
    Veilige wijken: overlast, woninginbraken; Weerbare stad: ondermijning, cybercrime.\n";

impl Office {
    fn new() -> Office {
        let office = Office { home: tempfile::tempdir().unwrap() };
        let path = |name: &str| office.home.path().join(name).to_str().unwrap().to_owned();
        std::fs::write(path("plan.txt"), PLAN).unwrap();
        std::fs::write(path("contacts.vcf"), CONTACTS).unwrap();
        office.cli(&["import", "plan", &path("plan.txt"), "--accept"]);
        office.cli(&["import", "contacts", &path("contacts.vcf"), "--accept"]);
        for (line, under) in [
            ("Buurtavond Vijzeltuin @bakker +politie due:27-11-2031", "T-2"),
            ("Hotspots in kaart brengen @vries due:01-12-2031", "T-2"),
            ("Preventieadvies geven due:02-12-2031", "T-3"),
        ] {
            office.cli(&["add", line, "--under", under]);
        }
        office
    }

    fn cli(&self, args: &[&str]) -> String {
        let output = Command::new(regie())
            .args(args)
            .env_clear()
            .envs(environment(self.home.path()))
            .output()
            .unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn action(&self, r: &str) -> serde_json::Value {
        serde_json::from_str(&self.cli(&["show", r, "--json"])).unwrap()
    }

    /// The workbench at 120 by 36, found to the action "Buurtavond" through find; keys are counted from there.
    fn workbench(&self) -> Terminal {
        let mut terminal = Terminal::start(&[], self.home.path(), 120, 36);
        terminal.shows("Prioriteiten");
        terminal.press("/").type_text("buurtavond");
        terminal
            .wait("the find list", |screen| screen.contains("› buurtavond") && screen.contains("1 gevonden"));
        terminal.press("<enter>");
        terminal.wait("A-1 in the detail pane", |screen| {
            screen.contains("06-00001234") && !screen.contains("Zoeken") && screen.contains("d gereed")
        });
        terminal.keys = 0;
        terminal
    }

    fn leave(&self, mut terminal: Terminal) {
        terminal.press("q");
        assert!(terminal.ends().success());
        assert_eq!(terminal.modes(), (false, false), "cursor and screen are given back");
    }
}

#[test]
fn j1_marking_an_action_done_takes_one_key_and_moves_every_bar_above() {
    let office = Office::new();
    let mut terminal = office.workbench();
    terminal.press("d");
    let screen =
        terminal.wait("done with an undo hint", |s| s.contains("Gereed: A-1") && s.contains("u = ongedaan"));
    assert_eq!(terminal.keys, 1);
    assert!(screen.contains("100%"), "{screen}");
    // Two actions under Overlast, three under Veilige wijken: 50 and 33 percent.
    assert!(screen.contains("50%") && screen.contains("33%"), "{screen}");
    office.leave(terminal);
    assert_eq!(office.action("A-1")["state"], "done");
}

#[test]
fn j2_a_due_date_moves_a_week_with_one_key_and_to_a_date_with_two() {
    let office = Office::new();
    let mut terminal = office.workbench();
    terminal.press("w");
    // 27 November 2031 is a Thursday.
    terminal.shows("do 4-12");
    assert!(terminal.keys <= 2, "{}", terminal.keys);
    terminal.keys = 0;
    terminal.press("t").type_text("15-01-2032").press("<enter>");
    // 15 January 2032 is a Thursday after the programme year 2031.
    let screen = terminal.wait("the date", |s| s.contains("15-1-2032") || s.contains("15-01-2032"));
    assert!(screen.contains("2031"), "the programme year is named: {screen}");
    assert!(terminal.keys <= 2, "{}", terminal.keys);
    office.leave(terminal);
    assert_eq!(office.action("A-1")["due"], "2032-01-15");
}

#[test]
fn j3_progress_with_a_note_takes_two_keys_and_the_text() {
    let office = Office::new();
    let mut terminal = office.workbench();
    terminal.press("p").type_text("60 zaal geregeld").press("<enter>");
    terminal.wait("the note", |s| s.contains("60%") && s.contains("zaal geregeld"));
    assert!(terminal.keys <= 2, "{}", terminal.keys);
    terminal.press("p").type_text("70 flyers rond").press("<enter>");
    let screen = terminal.shows("flyers rond");
    let detail: Vec<&str> = screen.lines().collect();
    let row = |text: &str| detail.iter().rposition(|line| line.contains(text)).unwrap();
    assert!(row("flyers rond") < row("zaal geregeld"), "the newest note is on top:\n{screen}");
    office.leave(terminal);
    let action = office.action("A-1");
    assert_eq!((&action["progress"], &action["state"]), (&70.into(), &"in_progress".into()));
    assert_eq!(action["notes"].as_array().unwrap().len(), 2);
}

#[test]
fn j4_giving_an_action_to_someone_takes_one_key_a_few_letters_and_enter() {
    let office = Office::new();
    let mut terminal = office.workbench();
    terminal.press("o").type_text("vri");
    terminal.wait("the person", |s| s.contains("J. de Vries"));
    terminal.press("<enter>");
    terminal.shows("06-00005678");
    assert_eq!(terminal.keys, 2);
    office.leave(terminal);
    assert_eq!(office.action("A-1")["lead_name"], "J. de Vries");
}

#[test]
fn j5_an_action_is_added_in_one_line_with_its_parts_shown_while_typing() {
    let office = Office::new();
    let mut terminal = office.workbench();
    terminal.press("a").type_text("Schouw donkere steegjes @vries +politie due:05-12-2031 #licht !");
    // What was understood shows before anything is written.
    terminal.wait("the parts", |s| s.contains("J. de Vries") && s.contains("5-12") && s.contains("#licht"));
    terminal.press("<enter>");
    terminal.shows("A-4");
    assert_eq!(terminal.keys, 2);
    office.leave(terminal);
    let action = office.action("A-4");
    assert_eq!(action["title"], "Schouw donkere steegjes");
    assert_eq!((&action["due"], &action["under"]), (&"2031-12-05".into(), &"T-2".into()));
    assert_eq!((&action["tags"][0], &action["flagged"]), (&"licht".into(), &true.into()));
    assert_eq!(action["partners"].as_array().unwrap().len(), 1);
}

#[test]
fn j6_anything_is_found_by_word_reference_or_person_best_first() {
    let office = Office::new();
    let mut terminal = Terminal::start(&[], office.home.path(), 120, 36);
    terminal.shows("Prioriteiten");
    for (typed, shown) in
        [("prevent", "Preventieadvies"), ("a-2", "Hotspots in kaart"), ("bakk", "M. Bakker")]
    {
        terminal.keys = 0;
        terminal.press("/").type_text(typed);
        terminal.wait(shown, |s| s.contains("Zoeken") && s.contains(typed) && s.contains(shown));
        assert_eq!(terminal.keys, 1);
        terminal.press("<esc>");
        terminal.wait("the tree again", |s| !s.contains("Zoeken") && s.contains("Prioriteiten"));
    }
    office.leave(terminal);
}

#[test]
fn j7_undo_and_redo_take_one_key_by_name_also_after_a_restart() {
    let office = Office::new();
    let mut terminal = office.workbench();
    terminal.press("d");
    terminal.shows("Gereed: A-1");
    office.leave(terminal);
    let mut terminal = office.workbench();
    terminal.press("u");
    terminal.wait("what was undone", |s| s.contains("ngedaan") && s.contains("A-1 Buurtavond"));
    assert_eq!(terminal.keys, 1);
    office.leave(terminal);
    assert_eq!(office.action("A-1")["state"], "planned");
    let mut terminal = office.workbench();
    terminal.press("U");
    terminal.wait("what was redone", |s| s.contains("pnieuw") && s.contains("A-1 Buurtavond"));
    assert_eq!(terminal.keys, 1);
    office.leave(terminal);
    assert_eq!(office.action("A-1")["state"], "done");
}

#[test]
fn j8_the_phone_number_behind_an_action_is_in_the_detail_pane() {
    let office = Office::new();
    let terminal = office.workbench();
    assert_eq!(terminal.keys, 0);
    let screen = terminal.screen();
    assert!(screen.contains("Politie") && screen.contains("06-00001234"), "{screen}");
    office.leave(terminal);
}

#[test]
fn j11_a_filter_takes_one_key_and_letters_and_counts_what_it_finds() {
    let office = Office::new();
    let mut terminal = office.workbench();
    terminal.press("f").type_text("trekker:vries");
    let screen = terminal.wait("one of three", |s| s.contains("1 van 3") && s.contains("Hotspots"));
    assert!(!screen.contains("Buurtavond"), "{screen}");
    assert_eq!(terminal.keys, 1);
    terminal.press("<enter>");
    terminal.wait("the filter is kept", |s| {
        s.contains("f: status:open trekker:vries") && !s.contains("Tab vult aan")
    });
    office.leave(terminal);
}

#[test]
fn j12_a_field_is_edited_in_place_with_one_key_to_open_and_enter_to_keep() {
    let office = Office::new();
    let mut terminal = office.workbench();
    let before = terminal.screen();
    terminal.press("e");
    let open = terminal.wait("the field is open", |s| s.contains("akkoord"));
    let rows = before.lines().zip(open.lines()).filter(|(a, b)| a != b);
    let moved: Vec<(&str, &str)> = rows.collect();
    assert!(moved.len() <= 3, "only the row and the keys below it change: {moved:#?}");
    terminal.type_text(" en Kadewijk").press("<enter>");
    terminal.shows("Titel gewijzigd: A-1");
    assert_eq!(terminal.keys, 2);
    // Any other field where it stands in the details: the key count starts with the cursor on it.
    terminal.press("<enter>jjj");
    terminal.wait("the cursor in the details", |s| s.contains("alle velden"));
    terminal.keys = 0;
    terminal.press("e");
    terminal.wait("a list to pick from", |s| s.contains("typ een paar letters"));
    terminal.type_text("vri").press("<enter>");
    terminal.shows("Trekker gewijzigd: A-1");
    assert_eq!(terminal.keys, 2);
    terminal.keys = 0;
    terminal.press("e").type_text("bak");
    terminal.wait("what is typed", |s| s.contains("›bak") && s.contains("annuleer"));
    terminal.press("<esc>");
    terminal.wait("left as it was", |s| s.contains("e bewerk") && !s.contains("›bak"));
    assert_eq!(terminal.keys, 2);
    office.leave(terminal);
    let action = office.action("A-1");
    assert_eq!(action["title"], "Buurtavond Vijzeltuin en Kadewijk");
    assert_eq!(action["lead_name"], "J. de Vries");
}
