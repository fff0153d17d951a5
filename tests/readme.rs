//! The README's generated parts are what the program prints now. `REGIE_UPDATE=1 cargo test --test readme` writes them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and talks by printing"
)]

use std::path::Path;
use std::process::Command;

use jiff::tz::TimeZone;
use regie::i18n::{Lang, Texts};
use regie::io::demo::Demo;
use regie::io::{contacts, plan, vcard};
use regie::model::id::{Actor, Day, Stamp};
use regie::model::ledger::Ledger;
use regie::model::operation::Circumstances;
use regie::store::{Holder, Keeper, OpenOptions, Use};
use regie::tui::{Nowhere, Offscreen, Options, Settings};

fn printed(args: &[&str]) -> String {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_regie"))
        .args(args)
        .env_clear()
        .env("HOME", home.path())
        .env("LANG", "en_GB.UTF-8")
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// `readme` with what stands between the two marks of `name` replaced by `text`.
fn with_section(readme: &str, name: &str, text: &str) -> String {
    let begin = readme.find(&format!("<!-- {name}: begin")).expect("the section's begin");
    let start = begin + readme[begin..].find("-->").expect("the end of the mark") + 3;
    let end = start + readme[start..].find(&format!("<!-- {name}: end")).expect("the section's end");
    format!("{}\n\n{}\n\n{}", &readme[..start], text.trim(), &readme[end..])
}

/// The moment at which every picture is taken: 23 November 2026, nine o'clock UTC.
const AT: Stamp = Stamp(1_795_424_400_000);

/// A register in a temporary folder, to take pictures of.
struct Filled {
    keeper: Keeper,
    _dir: tempfile::TempDir,
}

impl Filled {
    fn empty() -> Filled {
        let dir = tempfile::tempdir().unwrap();
        let options = OpenOptions::new(Use::Stay, Holder::default()).creating();
        let keeper = Keeper::open(dir.path(), Actor("m.bakker".into()), options, &mut |_| ()).unwrap().keeper;
        Filled { keeper, _dir: dir }
    }

    /// The demo of three hundred actions.
    fn demo() -> Filled {
        let mut filled = Filled::empty();
        for draft in Demo::new(7, 300, Day::new(2026, 11, 23).unwrap(), AT).drafts() {
            filled.keeper.append(draft, None, AT).unwrap();
        }
        filled
    }

    /// A plan and an address book as the first five minutes import them.
    fn imported() -> Filled {
        let mut filled = Filled::empty();
        let now =
            Circumstances { at: AT, today: Day::new(2026, 11, 23).unwrap(), actor: Actor("m.bakker".into()) };
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/fixtures/34-ambitions.txt");
        let source = plan::read_source(&std::fs::read(file).unwrap()).unwrap();
        let read = plan::parse(&source);
        let kept = plan::kept_source(&source);
        let plan = plan::compare(filled.keeper.register(), &read, &kept, &now, &|_| true).draft;
        filled.keeper.append(plan, None, AT).unwrap();
        let cards = vcard::read(ADDRESS_BOOK.as_bytes()).unwrap().cards;
        let people = contacts::propose(filled.keeper.register(), &now, cards).draft("contacten.vcf");
        filled.keeper.append(people, None, AT).unwrap();
        filled
    }

    /// What the workbench shows after `steps`, in a window of 100 by 24.
    fn screen(&mut self, steps: &[Step]) -> Vec<String> {
        let texts = Texts::new(Lang::Nl);
        let options = Options {
            texts: &texts,
            settings: Settings::default(),
            keymap: None,
            clock: &|| AT,
            zone: TimeZone::UTC,
            term: None,
            import: &mut Nowhere,
            desk: &mut Nowhere,
            hyperlinks: false,
            mouse: false,
            notices: Vec::new(),
            tour: false,
        };
        let mut workbench = Offscreen::new(&mut self.keeper, options, 100, 24);
        let mut terminal = vt100::Parser::new(24, 100, 0);
        terminal.process(workbench.frame());
        for step in steps {
            match step {
                Keys(keys) => keys.split(' ').for_each(|key| {
                    assert!(workbench.press(key), "{key}");
                    terminal.process(workbench.frame());
                }),
                Text(text) => workbench.paste(text),
            }
            terminal.process(workbench.frame());
        }
        terminal.screen().contents().lines().map(|line| line.trim_end().to_owned()).collect()
    }
}

/// What a picture's reader does to come to it.
enum Step {
    /// Presses these keys, written as in a keymap.
    Keys(&'static str),
    /// Types a text.
    Text(&'static str),
}
use Step::{Keys, Text};

const ADDRESS_BOOK: &str = "BEGIN:VCARD
VERSION:3.0
FN:M. Bakker
N:Bakker;M.;;;
ORG:Politie
TITLE:wijkagent
TEL;TYPE=cell:06-00001234
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:J. de Vries
N:Vries;J.;de;;
ORG:Gemeente Waardmeer
TITLE:adviseur integrale veiligheid
TEL:06-00005678
END:VCARD
";

/// Four actions and some progress, as the first five minutes enter them.
const FIRST_ACTIONS: &[Step] = &[
    Keys("j j a"),
    Text("Buurtpreventie-avond Vijzeltuin @bakker +politie due:vr #hic !"),
    Keys("enter a"),
    Text("Hotspots in kaart brengen @vries due:+2w"),
    Keys("enter tab tab j a"),
    Text("Lichtschouw met bewoners +politie due:+3w"),
    Keys("enter tab tab j j j a"),
    Text("Afspraken met de horeca @bakker due:20-11-2027 #horeca"),
    Keys("enter tab tab g g tab g g p"),
    Text("40 groen zaal geregeld, uitnodiging loopt"),
    Keys("enter j p"),
    Text("60 oranje wacht op cijfers"),
    Keys("enter k"),
];

/// Typing one more action.
const ONE_MORE: &[Step] = &[Keys("a"), Text("Schouw steegjes @vries +politie due:vr #licht")];

/// The pictures on the demo: the name of the section, and the keys that lead to the screen.
const PICTURES: &[(&str, &str)] = &[
    ("view 1", "j j"),
    ("view 2", "2 f k l e u r : r o o d"),
    ("view 2 grouped", "2 l l S j j"),
    ("view 3", "3 g g enter"),
    ("view 8", "d w u 8 j"),
    ("edit", "2 j l l e b a"),
];

fn fenced(lines: &[String]) -> String {
    format!("```\n{}\n```", lines.join("\n").trim_end())
}

/// Every picture of the page: the name of its section, and what it shows.
fn pictures() -> Vec<(&'static str, String)> {
    let mut few = Filled::imported();
    let week = few.screen(FIRST_ACTIONS);
    let prompt = few.screen(ONE_MORE);
    let top = prompt.iter().rposition(|line| line.starts_with("──")).expect("the prompt's top edge");
    let first = vec![
        ("first screen", fenced(&Filled::empty().screen(&[]))),
        ("first actions", fenced(&week)),
        ("quick add", fenced(&prompt[top..])),
    ];
    let views = PICTURES.iter().map(|(name, keys)| (*name, fenced(&Filled::demo().screen(&[Keys(keys)]))));
    first.into_iter().chain(views).collect()
}

#[test]
fn keys_commands_and_pictures_in_the_readme_are_those_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let keys = printed(&["keys", "--format", "md"]);
    let help = format!("```\n{}\n```", printed(&["--help"]).trim());
    let fresh = with_section(&with_section(&readme, "keys", &keys), "help", &help);
    let fresh = pictures().iter().fold(fresh, |page, (name, shown)| with_section(&page, name, shown));
    if std::env::var_os("REGIE_UPDATE").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    } else {
        assert!(fresh == readme, "README.md is stale: run REGIE_UPDATE=1 cargo test --test readme");
    }
}
