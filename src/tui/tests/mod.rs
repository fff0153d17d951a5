//! The workbench driven by keys, without a terminal: (register, keys, what the screen shows).

mod editing;
mod looks;
mod pictures;
mod places;
mod review;
mod table;

use std::path::Path;

use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::command::chord::{Chord, Key, Named};
use crate::command::{Command, Keymap, Reason, Scope};
use crate::error::{Error, Kind as ErrorKind};
use crate::i18n::{Lang, Texts};
use crate::model::change::{Change, Draft, Label, Verb};
use crate::model::id::Ref;
use crate::model::kinds::{ActionState, Health};
use crate::model::ledger::{Ledger, ReadOnly};
use crate::model::operation::{Circumstances, set_fields};
use crate::model::plan::Node;
use crate::model::record::{Field, Item, Kind};
use crate::model::register::Register;
use crate::model::remark::{Remark, remarks};
use crate::model::value::{Place, Value};
use crate::tui::app::{App, Env};
use crate::tui::component::Message;
use crate::tui::desk::Desk;
use crate::tui::screen::Screen;
use crate::tui::settings::ScrollBy;
use crate::tui::testing::{MemoryLedger, NOW, register};
use crate::tui::theme::{Palette, Theme};
use crate::tui::{Finding, KeymapFile, Outcome, PlanImport, Proposal, Source, keymap_problem, overlay};

/// Finds a plan in one file only (and in one where a topic is called otherwise), both in the folder `/werk`, and notes which sources were kept.
struct OnePlan(Register, std::rc::Rc<std::cell::RefCell<Vec<String>>>);

impl PlanImport for OnePlan {
    fn propose(&mut self, known: &Register, path: &Path) -> Result<Proposal, Error> {
        let path = path.strip_prefix("/werk").unwrap_or(path);
        if path == "verbeterd.txt" {
            return Ok(corrected(known));
        }
        if path != "plan.txt" && path != "hernoemd.txt" {
            let text = format!("{} is er niet.", path.display());
            return Err(Error::new(ErrorKind::Input, text).hint("Kijk het pad na."));
        }
        let mut changes = Vec::new();
        for kind in [Kind::Municipality, Kind::Plan, Kind::Partner, Kind::Contact, Kind::Node] {
            let mut refs = Vec::new();
            self.0.tables().visit(kind, &mut |record| refs.push(record.reference()));
            let items = refs.into_iter().filter_map(|r| self.0.tables().item(r));
            changes.extend(items.map(|mut item| {
                if let Item::Plan(plan) = &mut item {
                    plan.source_file = "plan.txt".into();
                }
                // Another topic on the same line.
                if let Item::Node(node) = &mut item
                    && (node.num, path) == (6, Path::new("hernoemd.txt"))
                {
                    node.title = "Dierenwelzijn".into();
                }
                Change::Insert(item)
            }));
        }
        let label = Label {
            verb: Verb::ImportPlan,
            subject: Some(Ref::new(Kind::Plan, 1)),
            title: "plan.txt".into(),
            detail: String::new(),
        };
        let source = Source { file: "plan.txt".into(), text: plan_text() };
        let findings = self.findings(&source.text);
        let path = Path::new("/werk").join(path);
        let draft = Draft { label, changes };
        Ok(Proposal { path, draft, source: Some(source), findings, gone: Vec::new() })
    }

    fn keep(&mut self, _: &mut dyn Ledger, source: &Source) -> Result<(), Error> {
        self.1.borrow_mut().push(source.file.clone());
        Ok(())
    }

    fn findings(&self, _: &str) -> Vec<Finding> {
        let text = "De titel noemt 2025-2028, de inleiding 2024-2027 (regels 1 en 12).".to_owned();
        vec![Finding { text, lines: vec![1, 12], words: vec!["2025-2028".into(), "2024-2027".into()] }]
    }

    fn complete(&self, typed: &str) -> Vec<String> {
        let there = ["plan.txt", "verbeterd.txt", "plannen/", "plannen/oud.txt", "lijst.csv"].iter();
        let here = there.filter(|path| path.starts_with(typed));
        let level =
            |path: &&&str| path.trim_end_matches('/').matches('/').count() == typed.matches('/').count();
        here.filter(level).map(|path| (*path).to_owned()).collect()
    }
}

/// What a corrected text of the fictional plan says anew: a description and a partner's telephone number, a new subject, and
/// one subject less.
fn corrected(known: &Register) -> Proposal {
    let set = |target: Ref, field: Field, after: Value| Change::Set {
        target,
        field,
        before: known.get(target).unwrap().get(field).unwrap(),
        after,
    };
    let overlast = Ref::new(Kind::Node, 2);
    let text = |text: &str| Value::Text(text.into());
    let changes = vec![
        Change::Insert(
            Node {
                num: 12,
                title: "Digitale oplichting".into(),
                place: Some(Place { parent: overlast, rank: 1 }),
                source_line: 3,
                source_quote: "van het plan".into(),
                ..Node::default()
            }
            .into(),
        ),
        set(overlast, Field::source_line, Value::Int(5)),
        set(overlast, Field::description, text("Samen met de buurt.")),
        set(Ref::new(Kind::Partner, 1), Field::phone, text("088-1234567")),
    ];
    let subject = Some(Ref::new(Kind::Plan, 1));
    let label = Label { verb: Verb::ImportPlan, subject, title: "Plan".into(), detail: "3".into() };
    let source = Some(Source { file: "nieuw.txt".into(), text: plan_text() });
    let gone = vec![Ref::new(Kind::Node, 11)];
    let path = Path::new("/werk/verbeterd.txt").to_owned();
    Proposal { path, draft: Draft { label, changes }, source, findings: Vec::new(), gone }
}

/// The text that the fictional plan was read from: its subjects from line 41 on.
fn plan_text() -> String {
    let subjects = register(0);
    let mut lines: Vec<String> = (1..=60).map(|n| format!("Alinea {n} van het plan.")).collect();
    for node in subjects.tables().nodes.iter() {
        lines[node.source_line as usize - 1] = node.source_quote.clone();
    }
    lines[0] = "Integraal veiligheidsplan 2025-2028".into();
    lines[11] = "In de jaren 2024-2027 werken wij aan veiligheid.".into();
    lines.join("\n") + "\n"
}

/// Keeps the arrangement in memory; its editor puts a text in upper case, or fails.
#[derive(Default)]
struct OneDesk {
    text: Option<String>,
    broken: bool,
}

impl Desk for OneDesk {
    fn arranged(&self) -> Option<String> {
        self.text.clone()
    }

    fn arrange(&mut self, text: &str) -> Result<(), Error> {
        self.text = Some(text.to_owned());
        Ok(())
    }

    fn edit(&mut self, text: &str) -> Result<String, Error> {
        if self.broken {
            return Err(Error::new(ErrorKind::System, "De editor hield op."));
        }
        Ok(text.to_uppercase())
    }
}

/// A run of the workbench.
pub(super) struct Bench {
    pub(super) ledger: MemoryLedger,
    pub(super) lang: Lang,
    pub(super) size: (u16, u16),
    pub(super) theme: Theme,
    notices: Vec<Message>,
    desk: OneDesk,
    /// The sources that were kept.
    kept: std::rc::Rc<std::cell::RefCell<Vec<String>>>,
}

impl Bench {
    pub(super) fn new(register: Register) -> Bench {
        let theme = Theme::default();
        let ledger = MemoryLedger::new(register);
        Bench {
            ledger,
            lang: Lang::Nl,
            size: (120, 36),
            theme,
            notices: Vec::new(),
            desk: OneDesk::default(),
            kept: Default::default(),
        }
    }

    pub(super) fn with<T>(&mut self, what: impl FnOnce(&mut App<'_>) -> T) -> T {
        let texts = Texts::new(self.lang);
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        let env = Env {
            texts: &texts,
            theme: self.theme,
            scroll: ScrollBy::Page,
            folder: "~/instellingen/regie".into(),
            keymap: Keymap::built_in(),
            clock: &|| NOW,
            zone,
        };
        let mut import = OnePlan(register(0), self.kept.clone());
        let mut app = App::new(&mut self.ledger, &mut import, &mut self.desk, env, self.notices.clone());
        what(&mut app)
    }

    /// The screen after `keys`.
    pub(super) fn screen(&mut self, keys: &str) -> String {
        let size = self.size;
        self.with(|app| {
            press(app, keys);
            shown(app, size)
        })
    }

    pub(super) fn action(&self, num: u32) -> &crate::model::action::Action {
        self.ledger.register().action(Ref::new(Kind::Action, num)).unwrap()
    }
}

/// Presses keys: characters, and names in angle brackets.
pub(super) fn press(app: &mut App<'_>, keys: &str) {
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|after| after.split_once('>'));
        let named = named.and_then(|(name, after)| Some((name.parse::<Chord>().ok()?, after)));
        let chord = match named {
            Some((chord, after)) => {
                rest = after;
                chord
            }
            None => {
                rest = &rest[c.len_utf8()..];
                Chord::plain(Key::Char(c))
            }
        };
        app.key(chord);
    }
}

fn drawn(app: &mut App<'_>, (width, height): (u16, u16)) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    app.draw(&mut buffer);
    buffer
}

pub(super) fn shown(app: &mut App<'_>, size: (u16, u16)) -> String {
    let buffer = drawn(app, size);
    let rows = (0..size.1).map(|y| {
        let mut row = String::new();
        let mut x = 0;
        while x < size.0 {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            x += crate::tui::text::width(symbol).max(1) as u16;
        }
        row.trim_end().to_owned()
    });
    rows.collect::<Vec<_>>().join("\n")
}

pub(super) fn line<'a>(screen: &'a str, part: &str) -> &'a str {
    screen.lines().find(|line| line.contains(part)).unwrap_or_else(|| panic!("no {part:?} in\n{screen}"))
}

#[test]
fn screens_in_both_languages_at_three_sizes() {
    let cases = [
        ("plan", 40, ""),
        ("find", 40, "/bakker"),
        ("add", 40, "aWijkschouw Havenpad @bakker +politie due:vr #hic ! @zz"),
        ("help", 40, "?"),
        ("first", 0, ""),
        ("path", 0, "<enter>pl"),
        ("review", 0, "<enter>plan.txt<enter>jjjjjj<space>j"),
        ("again", 40, "Iverbeterd.txt<enter>jjjj"),
    ];
    for lang in [Lang::Nl, Lang::En] {
        for size in [(80, 24), (120, 36), (200, 60)] {
            for (name, count, keys) in cases {
                let mut bench = Bench::new(if count == 0 { Register::new() } else { register(count) });
                (bench.lang, bench.size) = (lang, size);
                let name = format!("{name}_{}x{}_{}", size.0, size.1, lang.tag());
                insta::assert_snapshot!(name, bench.screen(keys));
            }
        }
    }
}

#[test]
fn small_and_plain_terminals() {
    let mut bench = Bench::new(register(40));
    bench.size = (40, 10);
    insta::assert_snapshot!("small_actions", bench.screen(""));
    insta::assert_snapshot!("small_tree", bench.screen("h"));
    insta::assert_snapshot!("small_detail", bench.screen("<enter>"));
    insta::assert_snapshot!("small_progress", bench.screen("p60"));
    bench.size = (20, 5);
    insta::assert_snapshot!("tiny", bench.screen(""));
    bench.size = (80, 24);
    bench.theme = Theme { palette: Palette::Mono, ascii: true };
    let plain = bench.screen("");
    assert!(plain.is_ascii(), "{plain}");
    insta::assert_snapshot!("ascii", plain);
}

#[test]
fn nothing_is_drawn_outside_any_size_of_window() {
    for (width, height) in
        [(1, 1), (2, 1), (20, 5), (39, 10), (40, 9), (40, 10), (79, 12), (80, 13), (99, 14), (300, 100)]
    {
        for keys in [
            "", "a", "p", "o", "/a", "?", ":", "g", "t", "l", "h", "x", "3", "3l", "3X", "3nc", "8", "8l",
            "8f", "gh",
        ] {
            let mut bench = Bench::new(register(20));
            bench.size = (width, height);
            bench.screen(keys);
            let mut empty = Bench::new(Register::new());
            empty.size = (width, height);
            empty.screen(keys);
        }
    }
}

#[test]
fn d_marks_the_action_done_in_one_key_and_everything_shows_it() {
    let mut bench = Bench::new(register(40));
    let before = bench.screen("");
    assert!(line(&before, "A-1 ").contains("60%"));
    let after = bench.screen("d");
    assert_eq!(bench.action(1).state, ActionState::Done);
    let row = line(&after, "▌");
    assert!(row.contains("A-1 ") && row.contains("100%"), "the cursor stays on the action: {row}");
    assert_ne!(line(&before, "Overlast  "), line(&after, "Overlast  "), "the bar of the topic follows");
    assert_ne!(line(&before, "Een veilige stad"), line(&after, "Een veilige stad"), "and of the priority");
    assert!(after.contains("Gereed: A-1 Buurtpreventie-avond Vijzeltuin organiseren · u = ongedaan"));
}

#[test]
fn w_moves_the_due_date_a_week_and_t_to_a_date() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("w");
    assert_eq!(bench.action(1).due.unwrap().to_string(), "2026-09-28");
    assert!(screen.contains("Einddatum ma 21-9 → ma 28-9: A-1"), "{screen}");
    let screen = bench.screen("t");
    assert!(screen.contains("of +2w") && screen.contains("(vanaf vandaag)"), "{screen}");
    let screen = bench.screen("t+2w");
    assert!(screen.contains("vrijdag 4 december 2026 (vanaf vandaag)"), "{screen}");
    let screen = bench.screen("tvr");
    assert!(!screen.contains("vanaf vandaag"), "a day is that day: {screen}");
    assert!(screen.contains("vrijdag 27 november 2026"), "the day is shown while typing: {screen}");
    let screen = bench.screen("t15-1-2027<enter>");
    assert_eq!(bench.action(1).due.unwrap().to_string(), "2027-01-15");
    assert!(screen.contains("Let op: vr 15-1-2027 valt na het programmajaar 2026."), "{screen}");
    let screen = bench.screen("t31-02<enter>");
    assert!(screen.contains("31-2 bestaat niet"), "{screen}");
    assert_eq!(bench.action(1).due.unwrap().to_string(), "2027-01-15", "nothing was written");
}

#[test]
fn what_deserves_a_second_look_is_said_after_the_entry() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("pgebeld over 111222333<enter>");
    assert!(screen.contains("op een burgerservicenummer lijkt"), "{screen}");
    let confidential = [(Field::confidential, Value::Bool(true))];
    let target = Ref::new(Kind::Action, 1);
    let now = Circumstances { at: NOW, today: NOW.day(&TimeZone::UTC), actor: bench.ledger.actor().clone() };
    let draft = set_fields(bench.ledger.register(), &now, target, &confidential).unwrap();
    let entry = bench.ledger.append(draft, None, NOW).unwrap().unwrap();
    assert_eq!(remarks(bench.ledger.register(), &entry), [Remark::Confidential]);
    let screen = bench.screen("");
    assert!(screen.contains("vertrouwelijk"), "the details say so: {screen}");
}

#[test]
fn the_field_of_an_action_is_that_of_the_nearest_node_above_that_has_one() {
    let mut bench = Bench::new(register(40));
    for (node, field) in [("T-2", Value::Null), ("T-1", Value::Text("integrity".into()))] {
        let now =
            Circumstances { at: NOW, today: NOW.day(&TimeZone::UTC), actor: bench.ledger.actor().clone() };
        let set =
            set_fields(bench.ledger.register(), &now, node.parse().unwrap(), &[(Field::safety_field, field)]);
        bench.ledger.append(set.unwrap(), None, NOW).unwrap();
    }
    let screen = bench.screen("");
    assert!(screen.contains("Integriteit"), "{screen}");
}

#[test]
fn p_records_percentage_colour_and_note_in_one_line() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("p75 zaal en sprekers geregeld<enter>");
    assert_eq!(bench.action(1).progress.get(), 75);
    let history = screen.split("stand van zaken").nth(1).unwrap();
    assert!(
        history.find("sprekers geregeld").unwrap() < history.find("Zaal geregeld").unwrap(),
        "newest first"
    );
    let screen = bench.screen("p75 o<enter>");
    assert!(screen.contains("hebben een reden nodig"), "{screen}");
    bench.screen("p75 o te weinig vrijwilligers<enter>");
    assert_eq!(bench.action(1).health, Some(Health::Orange));
    assert_eq!(bench.action(1).health_reason, "te weinig vrijwilligers");
    let screen = bench.screen("p130<enter>");
    assert!(screen.contains("0 tot en met 100"), "{screen}");
    assert_eq!(bench.action(1).progress.get(), 75);
}

#[test]
fn o_gives_the_action_to_whoever_a_few_letters_mean() {
    let mut bench = Bench::new(register(40));
    bench.screen("osmit<enter>");
    assert_eq!(bench.action(1).lead, Some(Ref::new(Kind::Contact, 3)));
}

#[test]
fn a_adds_an_action_under_the_place_of_the_cursor_and_goes_to_it() {
    let mut bench = Bench::new(register(40));
    let typing = bench.screen("aWijkschouw @bakker +politie due:vr #hic !");
    for chip in ["[onder Overlast]", "[trekker Marieke Bakker]", "[einddatum vr 27-11]", "[#hic]"] {
        assert!(typing.contains(chip), "{chip} in {typing}");
    }
    let screen = bench.screen("aWijkschouw @bakker +politie due:vr #hic !<enter>");
    let action = bench.action(41);
    assert_eq!(action.title, "Wijkschouw");
    assert_eq!(action.under, Some(Ref::new(Kind::Node, 2)));
    assert!(action.flagged);
    assert!(line(&screen, "▌").contains("Wijkschouw"), "{screen}");
    let empty = bench.screen("a<enter>");
    assert!(empty.contains("Er ontbreekt een titel"), "{empty}");
}

#[test]
fn the_line_of_an_action_shows_its_date_and_the_words_that_do_not_go_with_it() {
    let mut bench = Bench::new(register(40));
    bench.size = (80, 24);
    let read = bench.screen("aWijkschouw due:volgende week maandag haven");
    assert!(read.contains("[einddatum ma 23-11]") && !read.contains("blijft tekst"), "{read}");
    let asks = bench.screen("aWijkschouw due:vrijdag over een paar weken haven");
    assert!(asks.contains("[einddatum vr 27-11] [over een paar weken?]"), "{asks}");
    assert!(asks.contains("“over een paar weken” blijft tekst. Zonder ze is het vr 27-11."), "{asks}");
    assert!(asks.contains("komma achter de datum."), "the whole sentence has room: {asks}");
    bench.lang = Lang::En;
    let asks = bench.screen("aInspect due:friday in a few weeks harbour");
    assert!(asks.contains("“in a few weeks” stays text. Without them it is Fr 27-11."), "{asks}");
    assert!(asks.contains("a comma after the date."), "{asks}");
}

#[test]
fn fields_that_find_no_room_below_a_line_are_not_left_out_without_a_sign() {
    let mut bench = Bench::new(register(40));
    bench.size = (40, 10);
    let line = "aWijkschouw Havenpad @bakker +politie due:vr #hic";
    let narrow = bench.screen(line);
    let chips: Vec<&str> = narrow.lines().filter(|line| line.contains('[')).collect();
    assert!(!narrow.contains("#hic]") && chips.last().unwrap().ends_with(" …"), "{narrow}");
    bench.size = (120, 36);
    let wide = bench.screen(line);
    assert!(wide.contains("[#hic]") && !wide.contains("] …"), "{wide}");
    bench.size = (40, 10);
    let hint = bench.screen("p").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(hint.contains("kleur g, o of r: 60 o wacht op vergunning"), "{hint}");
}

#[test]
fn a_pasted_megabyte_is_taken_up_to_the_limit_and_shown_at_its_end() {
    for (key, said) in
        [("a", true), ("p", false), ("x", false), ("t", true), ("o", true), ("/", true), (":", true)]
    {
        let mut bench = Bench::new(register(40));
        let screen = bench.with(|app| {
            press(app, key);
            app.paste(&format!("{}slot", "漢 @zz ".repeat(120_000)));
            shown(app, (80, 24))
        });
        assert_eq!(screen.contains("te lang voor deze regel"), said, "{key}: {screen}");
    }
}

#[test]
fn find_goes_to_what_was_typed_and_esc_returns() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("/polarisatie op<enter>");
    assert!(line(&screen, "▌").contains("Gesprekstafel polarisatie"), "{screen}");
    let screen = bench.screen("/a-17<enter>");
    assert!(line(&screen, "▌").contains("A-17"), "{screen}");
    let screen = bench.screen("/postma<enter>");
    assert!(screen.contains("06-55500105"), "a contact's number is shown: {screen}");
    let before = bench.screen("jj");
    assert_eq!(bench.screen("jj/polarisatie<esc>"), before);
}

#[test]
fn undo_and_redo_name_what_they_take_back() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("dpu<esc>u");
    assert!(screen.contains("Ongedaan gemaakt — gereed: A-1 Buurtpreventie"), "{screen}");
    assert_eq!(bench.action(1).state, ActionState::InProgress);
    let screen = bench.screen("U");
    assert!(screen.contains("Opnieuw gedaan: gereed: A-1"), "{screen}");
    assert_eq!(bench.action(1).state, ActionState::Done);
    let screen = bench.screen("uu");
    assert!(screen.contains("Er is niets van u om ongedaan te maken."), "{screen}");
}

#[test]
fn the_telephone_number_behind_an_action_is_on_the_screen_without_a_key() {
    for size in [(80, 24), (120, 36)] {
        let mut bench = Bench::new(register(40));
        bench.size = size;
        let screen = bench.screen("");
        assert!(screen.contains("06-55500102"), "{size:?}: {screen}");
    }
}

#[test]
fn telephone_numbers_and_mail_addresses_lead_where_they_say() {
    let mut bench = Bench::new(register(40));
    // Where the screen shows `text`, and where that leads.
    let at = |app: &mut App<'_>, text: &str| {
        let screen = shown(app, (120, 36));
        let (y, row) = screen.lines().enumerate().find(|(_, row)| row.contains(text)).unwrap();
        let x = super::text::width(row.split(text).next().unwrap());
        let links = app.links();
        let target = |x: usize| links.row(y as u16).target(x).map(str::to_owned);
        assert_eq!([x.checked_sub(1).and_then(target), target(x + text.len())], [None, None], "{text}");
        target(x)
    };
    bench.with(|app| {
        assert_eq!(at(app, "0900-8844").as_deref(), Some("tel:0900-8844"));
        assert_eq!(at(app, "toestand"), None);
        press(app, "/karin smit<enter>");
        assert_eq!(at(app, "karin@voorbeeld.nl").as_deref(), Some("mailto:karin@voorbeeld.nl"));
        assert_eq!(at(app, "0299-555003").as_deref(), Some("tel:0299-555003"));
        press(app, "?");
        shown(app, (120, 36));
        assert_eq!(app.links(), super::links::Links::default(), "the page covers them");
    });
}

#[test]
fn y_copies_the_item_its_reference_or_the_number_to_call() {
    let mut bench = Bench::new(register(40));
    let copied = |app: &mut App<'_>, keys: &str| {
        press(app, keys);
        let screen = shown(app, (120, 36));
        (app.copying().map(|bytes| String::from_utf8(bytes).unwrap()), screen)
    };
    let sent = |text: &str| String::from_utf8(super::clipboard::copy(text).unwrap()).unwrap();
    bench.with(|app| {
        press(app, "/a-2 <enter>");
        let (bytes, screen) = copied(app, "yy");
        assert_eq!(bytes, Some(sent("A-2 Hotspots in kaart brengen")));
        assert!(screen.contains("Gekopieerd: A-2 Hotspots in kaart brengen"), "{screen}");
        assert_eq!(copied(app, "yr").0, Some(sent("A-2")));
        let (bytes, screen) = copied(app, "yp");
        assert_eq!(bytes, Some(sent("06-55500102")));
        assert!(screen.contains("Gekopieerd: 06-55500102 (Jan de Vries)"), "{screen}");
        assert_eq!(copied(app, "").0, None, "it is sent once");
        press(app, "/a-9 <enter>");
        let (bytes, screen) = copied(app, "yp");
        assert_eq!(bytes, None);
        assert!(screen.contains("Bij A-9 Wijkwandeling Noordeinde staat geen telefoonnummer."), "{screen}");
        // A place in the tree, and a person who was gone to.
        assert_eq!(copied(app, "gtyr").0, Some(sent("T-2")));
        press(app, "/karin smit<enter>");
        assert_eq!(copied(app, "yp").0, Some(sent("0299-555003")));
    });
    let mut empty = Bench::new(Register::new());
    empty.ledger.read_only = Some(ReadOnly::DiskFull);
    assert!(empty.screen("<esc>yy").contains("Kies eerst een regel"), "{}", empty.screen("<esc>yy"));
}

#[test]
fn a_click_chooses_and_the_wheel_moves_what_is_below_it() {
    use super::input::{Mouse, MouseAct};
    for size in [(120, 36), (90, 30), (60, 24)] {
        let mut bench = Bench::new(register(200));
        bench.with(|app| {
            let screen = shown(app, size);
            // Where a text stands on the screen.
            let find = |screen: &str, text: &str| -> (u16, u16) {
                let (y, row) = screen.lines().enumerate().find(|(_, row)| row.contains(text)).unwrap();
                (super::text::width(row.split(text).next().unwrap()) as u16, y as u16)
            };
            let mouse = |app: &mut App<'_>, act: MouseAct, (x, y): (u16, u16)| {
                app.mouse(Mouse { act, x, y });
                shown(app, size)
            };
            let at = |screen: &str| {
                let row = screen.lines().find(|row| row.contains("▌") && row.contains("A-")).unwrap();
                row.split("A-").nth(1).unwrap().split(' ').next().unwrap().to_owned()
            };
            let third = screen.lines().filter(|row| row.contains("A-")).nth(3).unwrap();
            let third = third.split("A-").nth(1).unwrap().split(' ').next().unwrap().to_owned();
            let place = find(&screen, &format!("A-{third} "));
            let clicked = mouse(app, MouseAct::Press, place);
            assert_eq!(at(&clicked), third, "{size:?}\n{clicked}");
            let down = mouse(app, MouseAct::WheelDown, place);
            assert_ne!(at(&down), third, "{size:?}\n{down}");
            assert_eq!(at(&mouse(app, MouseAct::WheelUp, place)), third);
            if size.0 < 80 {
                return;
            }
            // Over the tree the wheel moves there, the keys stay with the actions.
            let tree = find(&clicked, "Jeugdoverlast");
            let over = mouse(app, MouseAct::WheelDown, tree);
            press(app, "d");
            assert!(shown(app, size).contains("Gereed"), "{over}");
            press(app, "u");
            let chosen = mouse(app, MouseAct::Press, tree);
            let on_it = |row: &str| row.contains("▌") && row.contains("Jeugdoverlast");
            assert!(chosen.lines().any(on_it), "{chosen}");
            press(app, "d");
            assert!(shown(app, size).contains("Dit werkt op een actie"), "the tree has the keys");
            // Under a line being typed nothing moves, on a page the wheel turns.
            press(app, "/zaal");
            let typing = shown(app, size);
            assert_eq!(mouse(app, MouseAct::Press, place), typing);
            press(app, "<esc>?");
            let help = shown(app, size);
            assert_ne!(mouse(app, MouseAct::WheelDown, place), help);
            assert_eq!(mouse(app, MouseAct::WheelUp, place), help);
        });
    }
}

#[test]
fn moving_the_cursor_costs_far_less_than_the_budget_of_900_bytes() {
    let mut bench = Bench::new(register(400));
    bench.with(|app| {
        let mut screen = Screen::new(120, 40);
        let mut step = |app: &mut App<'_>, keys: &str| {
            press(app, keys);
            let cursor = app.draw(screen.frame());
            screen.finish(cursor).len()
        };
        step(app, "");
        let mut costs: Vec<usize> = (0..30).map(|_| step(app, "j")).collect();
        costs.sort_unstable();
        assert!(costs[15] <= 750, "the median of {costs:?}");
        assert!(costs[26] <= 900, "all but those that scroll: {costs:?}");
        assert_eq!(step(app, ""), 0, "nothing happened, nothing is sent");
    });
}

#[test]
fn what_is_done_keeps_its_place_until_the_list_is_opened_again() {
    let mut bench = Bench::new(register(40));
    bench.with(|app| {
        press(app, "d");
        let order = |screen: &str| -> Vec<String> {
            let pane = screen.lines().filter_map(|l| l.split('│').nth(1));
            let rows = pane.filter_map(|l| l.trim_start_matches(['▌', '▏', ' ']).strip_prefix("A-"));
            rows.filter_map(|l| l.split_whitespace().next()).map(str::to_owned).take(4).collect()
        };
        let size = (120, 36);
        let before = order(&shown(app, size));
        assert_eq!(before[0], "1");
        press(app, "hjkl");
        let after = order(&shown(app, size));
        assert_ne!(after[0], "1", "done ones go after the open ones: {after:?}");
    });
}

#[test]
fn folding_and_moving_in_the_tree_changes_the_actions_shown() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("hjjj");
    assert!(line(&screen, "▌").contains("Jeugdoverlast"), "{screen}");
    assert!(line(&screen, "Prioriteiten").contains("Jeugdoverlast"), "{screen}");
    let folded = bench.screen("hjh");
    assert!(!folded.contains("  Jeugdoverlast"), "{folded}");
    assert!(line(&folded, "▌").contains("Een veilige stad"));
    let back = bench.screen("hjjjhh");
    assert!(line(&back, "▌").contains("Een veilige stad"), "left goes to the one above, then folds: {back}");
}

#[test]
fn a_command_that_cannot_be_used_says_why() {
    let mut bench = Bench::new(register(40));
    assert!(bench.screen("hd").contains("Dit werkt op een actie"));
    assert!(bench.screen("dd").contains("al gereed"));
    bench.ledger.read_only = Some(ReadOnly::Folder("geen schrijfrecht".into()));
    let screen = bench.screen("");
    assert!(screen.contains("geen schrijfrecht") && screen.contains("alleen lezen"), "{screen}");
    assert!(bench.screen("w").contains("alleen te lezen"));
    assert!(bench.screen("5").contains("5 doet hier niets"));
}

#[test]
fn a_text_being_typed_survives_the_terminal_and_is_offered_again() {
    let mut bench = Bench::new(register(40));
    bench.with(|app| {
        press(app, "pzaal is ge");
        app.keep_unsaved();
    });
    let screen = bench.screen("");
    assert!(screen.contains("zaal is ge") && screen.contains("Enter legt hem vast"), "{screen}");
    let prompt = line(&screen, "Voortgang, nu ");
    assert!(
        prompt.contains("niet verzonden invoer van eerder hersteld"),
        "the prompt says so itself: {screen}"
    );
    let typing = bench.screen("r");
    assert!(line(&typing, "Voortgang, nu ").contains("hersteld"), "and goes on saying so: {typing}");
    bench.size = (40, 10);
    let narrow = bench.screen("");
    let prompt = line(&narrow, "hersteld");
    assert!(prompt.contains("Voortgang, nu "), "also where there is little room: {narrow}");
    bench.size = (120, 36);
    bench.screen("regeld<enter>");
    assert_eq!(bench.ledger.drafts(), []);
    let note = bench.ledger.register().notes_of(Ref::new(Kind::Action, 1)).last().unwrap().title.clone();
    assert_eq!(note, "zaal is geregeld");
    bench.ledger.keep_draft("edit-A-1-due", Some("vr")).unwrap();
    bench.screen("<esc>");
    assert_eq!(bench.ledger.drafts(), [], "dropped with Esc");
}

#[test]
fn a_kept_text_is_let_go_only_when_its_own_layer_closes() {
    let mut bench = Bench::new(register(40));
    let kept = [("edit-A-1-due".to_owned(), "vr".to_owned()), ("progress-A-2".to_owned(), "zaal".to_owned())];
    for (name, text) in &kept {
        bench.ledger.keep_draft(name, Some(text)).unwrap();
    }
    bench.ledger.read_only = Some(ReadOnly::Folder("alleen lezen".into()));
    bench.screen("?q/a<esc>:<esc>");
    assert_eq!(bench.ledger.drafts(), kept, "what was not offered stays");
    bench.ledger.read_only = None;
    bench.screen("");
    assert_eq!(bench.ledger.drafts(), kept, "what is on the screen stays until it is dealt with");
    let screen = bench.screen("<esc>");
    assert_eq!(bench.ledger.drafts(), kept[1..], "one at a time");
    assert!(line(&screen, "Voortgang, nu ").contains("hersteld"), "{screen}");
    let screen = bench.screen("<esc>p");
    assert_eq!(bench.ledger.drafts(), []);
    assert!(!screen.contains("hersteld"), "a prompt opened by hand is not a restored one: {screen}");
}

#[test]
fn kept_texts_whose_item_is_gone_are_shown_on_a_page_until_it_is_closed() {
    let mut bench = Bench::new(register(40));
    for (name, text) in
        [("edit-A-999-due", "vr"), ("progress-A-998", "zaal is geregeld"), ("edit-A-1-due", "do")]
    {
        bench.ledger.keep_draft(name, Some(text)).unwrap();
    }
    let page = bench.screen("");
    assert!(page.contains("zaal is geregeld") && page.contains("A-998") && page.contains("A-999"), "{page}");
    assert_eq!(bench.ledger.drafts().len(), 3, "nothing goes before the page is closed");
    let screen = bench.screen("q");
    assert_eq!(bench.ledger.drafts(), [("edit-A-1-due".to_owned(), "do".to_owned())]);
    assert!(
        screen.contains("hersteld") && line(&screen, "›do").contains("A-1 "),
        "then what can be restored: {screen}"
    );
}

#[test]
fn a_panic_leaves_the_text_being_typed_as_a_draft() {
    let mut bench = Bench::new(register(40));
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        bench.with(|app| {
            press(app, "pzaal is ge");
            panic!("as a mistake in the program would");
        });
    }));
    assert!(ended.is_err());
    assert_eq!(bench.ledger.drafts(), [("progress-A-1".to_owned(), "zaal is ge".to_owned())]);
}

#[test]
fn a_full_disk_does_not_stop_the_work_for_good() {
    let mut bench = Bench::new(register(40));
    bench.ledger.read_only = Some(ReadOnly::DiskFull);
    let screen = bench.screen("");
    assert!(screen.contains("De schijf is vol") && screen.contains("schijf vol"), "{screen}");
    // The store tries again: with room on the disk the entry is written.
    let screen = bench.screen("d");
    assert_eq!(bench.action(1).state, ActionState::Done, "{screen}");
}

#[test]
fn a_register_that_became_empty_starts_again_with_its_first_screen() {
    let mut bench = Bench::new(Register::new());
    bench.screen("j<enter>Waterland<enter><enter>u");
    assert!(bench.ledger.register().is_empty(), "undone");
    let screen = bench.screen("<enter>plan.txt<enter><enter><enter>");
    assert!(bench.ledger.head() > 1);
    assert!(line(&screen, "Overlast").contains("Overlast") && !screen.contains("Welkom"), "{screen}");
}

#[test]
fn the_first_screen_starts_a_plan_from_the_kernbeleid_fields() {
    let mut bench = Bench::new(Register::new());
    let screen = bench.screen("j<enter>Waterland<enter><enter>");
    assert!(screen.contains("   Veilige woon- en leefomgeving"), "{screen}");
    assert!(screen.contains("Integraal veiligheidsplan 2027-2030"), "{screen}");
    assert_eq!(bench.ledger.register().tables().nodes.len(), 5);
    assert_eq!(bench.ledger.head(), 1, "one entry, so one undo");
}

#[test]
fn the_first_screen_imports_a_plan_after_showing_what_was_found() {
    let mut bench = Bench::new(Register::new());
    let screen = bench.screen("<enter>nee.txt<enter>");
    assert!(screen.contains("nee.txt is er niet. Kijk het pad na."), "{screen}");
    let screen = bench.screen("<enter>plan.txt<enter>");
    assert!(line(&screen, "voorstellen").contains("23 voorstellen, één ding om na te kijken"), "{screen}");
    assert!(bench.ledger.register().is_empty(), "nothing is written before it is accepted");
    bench.screen("<enter>plan.txt<enter><esc>");
    assert!(bench.kept.borrow().is_empty(), "nor is the source kept");
    let screen = bench.screen("<enter>plan.txt<enter><enter><enter>");
    assert!(line(&screen, "Overlast").contains("Overlast"), "{screen}");
    assert_eq!(bench.ledger.head(), 1);
    assert_eq!(*bench.kept.borrow(), ["plan.txt"]);
}

#[test]
fn notices_are_said_one_after_another_and_do_not_hide_what_a_key_did() {
    let mut bench = Bench::new(register(40));
    bench.notices = ["Eerste.", "Tweede.", "Derde."].map(Message::warn).to_vec();
    assert!(bench.screen("").contains("Eerste."));
    assert!(bench.screen("j").contains("Tweede."));
    let screen = bench.screen("d");
    assert!(screen.contains("Gereed: A-1") && !screen.contains("Tweede."), "{screen}");
    bench.screen("u");
    assert!(!bench.screen("p60").contains("Tweede."), "not to somebody who is typing");
    assert!(bench.screen("p60<esc>").contains("Tweede."));
    assert!(bench.screen("jjj").lines().all(|line| !line.contains("de.")), "each once");
}

#[test]
fn trouble_beside_the_record_is_told_once_after_the_entry_that_met_it() {
    let mut bench = Bench::new(register(40));
    bench.ledger.trouble_from = Some(1);
    bench.with(|app| {
        press(app, "w");
        assert!(shown(app, (120, 36)).contains("Einddatum"), "what the key did comes first");
        press(app, "j");
        assert!(shown(app, (120, 36)).contains("De stand rust."));
        press(app, "wj");
        assert!(!shown(app, (120, 36)).contains("De stand rust."));
    });
}

#[test]
fn a_keymap_that_cannot_be_read_is_told() {
    let texts = Texts::new(Lang::En);
    let file = KeymapFile { path: "keymap.toml".into(), text: Err("not UTF-8".into()) };
    let said = overlay(&texts, &mut Keymap::built_in(), &file);
    assert_eq!(said, ["keymap.toml cannot be read (not UTF-8), so the built-in keys are in force."]);
    let fine = KeymapFile { path: "keymap.toml".into(), text: Ok(String::new()) };
    assert_eq!(overlay(&texts, &mut Keymap::built_in(), &fine), Vec::<String>::new());
}

#[test]
fn the_demo_and_quit_end_the_workbench() {
    let ended = |register: Register, keys: &str| {
        Bench::new(register).with(|app| {
            press(app, keys);
            app.ending()
        })
    };
    assert_eq!(ended(Register::new(), "jj<enter>"), Some(Outcome::Demo));
    assert_eq!(ended(register(3), "q"), Some(Outcome::Quit));
    assert_eq!(ended(register(3), "?q"), None, "q closes a page first");
    assert_eq!(ended(register(3), "aq"), None, "q is a letter while typing");
    assert_eq!(ended(register(3), "a<ctrl-c>"), None);
}

#[test]
fn control_and_bidi_characters_of_any_text_are_shown_and_never_sent() {
    let nasty = "Avond\u{1b}]0;x\u{7}\u{202e}tfel\u{9b}31m\u{200f} 👍e\u{301} 漢字";
    let mut bench = Bench::new(register(10));
    let draft = |target: Ref, field: Field, old: &str| Draft {
        label: Label {
            verb: Verb::SetField,
            subject: Some(target),
            title: nasty.into(),
            detail: String::new(),
        },
        changes: vec![Change::Set {
            target,
            field,
            before: Value::Text(old.into()),
            after: Value::Text(nasty.into()),
        }],
    };
    for (target, field) in [
        (Ref::new(Kind::Action, 1), Field::title),
        (Ref::new(Kind::Node, 2), Field::title),
        (Ref::new(Kind::Plan, 1), Field::title),
        (Ref::new(Kind::Municipality, 1), Field::title),
        (Ref::new(Kind::Contact, 1), Field::title),
        (Ref::new(Kind::Contact, 1), Field::phone),
        (Ref::new(Kind::Partner, 1), Field::title),
        (Ref::new(Kind::ProgressNote, 1), Field::title),
    ] {
        let old = match bench.ledger.register().get(target).unwrap().get(field) {
            Some(Value::Text(text)) => text,
            other => panic!("{other:?}"),
        };
        bench.ledger.append(draft(target, field, &old), None, NOW).unwrap();
    }
    for keys in ["", "h", "hl", "/avond", "p", "o", "t", "a", "w", "dd", "?", ":", "8", "8G", "gh"] {
        let mut screen = Screen::new(120, 36);
        let (cells, bytes) = bench.with(|app| {
            press(app, keys);
            let cursor = app.draw(screen.frame());
            let bytes = screen.finish(cursor).to_vec();
            (drawn(app, (120, 36)), bytes)
        });
        for cell in &cells.content {
            let bidi = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}');
            assert!(!cell.symbol().chars().any(|c| c.is_control() || bidi(c)), "{cell:?}");
        }
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            !text.contains("\u{1b}]0") && !text.contains('\u{202e}') && !text.contains('\u{9b}'),
            "{keys}"
        );
    }
    let screen = bench.screen("");
    let column = |part: &str| {
        let row = screen.lines().find(|row| row.contains(part) && row.contains('│')).unwrap();
        row.char_indices()
            .filter(|(_, c)| *c == '│')
            .map(|(at, _)| crate::tui::text::width(&row[..at]))
            .collect::<Vec<_>>()
    };
    assert_eq!(column("␛"), column("Jeugdoverlast"), "columns stay aligned");
}

#[test]
fn every_command_scope_and_reason_has_its_words() {
    for lang in [Lang::Nl, Lang::En] {
        let texts = Texts::new(lang);
        let mut ids: Vec<String> = Scope::ALL.iter().map(|scope| format!("scope-{}", scope.word())).collect();
        for command in Command::ALL {
            ids.extend([format!("cmd-{}", command.name()), format!("cmd-{}-help", command.name())]);
            if command.hinted() {
                ids.push(format!("cmd-{}-hint", command.name()));
            }
        }
        for reason in [
            Reason::ReadOnly,
            Reason::NeedsAction,
            Reason::NeedsPlace,
            Reason::NeedsItem,
            Reason::StaysAsWritten,
            Reason::NeedsNode,
            Reason::OtherTree,
            Reason::NotInLog,
            Reason::AlreadyDone,
            Reason::AlreadyOpen,
            Reason::AlreadyDropped,
            Reason::NoPassage,
            Reason::NoPlanText,
            Reason::NotReviewing,
        ] {
            ids.push(reason.message().to_owned());
        }
        let missing: Vec<_> = ids.into_iter().filter(|id| !texts.has(id)).collect();
        assert_eq!(missing, Vec::<String>::new(), "{lang:?}");
    }
}

#[test]
fn a_wrong_line_in_a_keymap_is_told_with_file_line_and_what_was_meant() {
    let problems = Keymap::built_in().overlay("[items]\nd = \"complete_acton\"\n");
    let said = keymap_problem(&Texts::new(Lang::En), "keymap.toml", &problems[0]);
    assert_eq!(
        said,
        "keymap.toml, line 2: there is no command “complete_acton”. Did you mean “complete_action”?"
    );
}

mod any_keys {
    use proptest::prelude::*;

    use super::*;

    pub(super) fn chords() -> impl Strategy<Value = Vec<Chord>> {
        let letters: Vec<char> = "jjjkkhlgGdDwWpoatux!/:?uU 1368zmranncpXif@+#.-esvnNJKbBI".chars().collect();
        let named = [
            Named::Enter,
            Named::Enter,
            Named::Esc,
            Named::Tab,
            Named::Up,
            Named::Down,
            Named::PageDown,
            Named::Backspace,
            Named::Left,
            Named::End,
        ];
        let key = prop_oneof![
            4 => prop::sample::select(letters).prop_map(Key::Char),
            2 => prop::sample::select(named.to_vec()).prop_map(Key::Named),
        ];
        prop::collection::vec(key.prop_map(Chord::plain), 0..80)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_keys_at_any_size_leave_a_consistent_register_and_never_panic(
            keys in chords(),
            width in 1u16..140,
            height in 1u16..50,
        ) {
            let mut bench = Bench::new(register(25));
            bench.with(|app| {
                for chord in keys {
                    app.key(chord);
                    drawn(app, (width, height));
                    if app.ending().is_some() {
                        break;
                    }
                }
            });
            let register = bench.ledger.register();
            prop_assert!(register.same_content(&register.rebuilt()));
        }

        #[test]
        fn any_keys_in_a_review_leave_a_consistent_register_and_never_panic(
            keys in chords(),
            again in any::<bool>(),
            width in 1u16..140,
            height in 1u16..50,
        ) {
            let mut bench = Bench::new(if again { register(5) } else { Register::new() });
            bench.with(|app| {
                press(app, if again { "Iverbeterd.txt<enter>" } else { "<enter>plan.txt<enter>" });
                for chord in keys {
                    app.key(chord);
                    drawn(app, (width, height));
                    if app.ending().is_some() {
                        break;
                    }
                }
                press(app, "<enter><enter>");
            });
            let register = bench.ledger.register();
            prop_assert!(register.same_content(&register.rebuilt()));
        }
    }
}
