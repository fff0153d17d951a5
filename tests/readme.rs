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
use regie::model::id::{Actor, Day, Stamp};
use regie::model::ledger::Ledger;
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

/// What the workbench shows on a demo register of three hundred actions after `keys`, in a window of 100 by 24.
fn screen(keys: &str) -> String {
    let at = Stamp(1_795_424_400_000);
    let dir = tempfile::tempdir().unwrap();
    let options = OpenOptions::new(Use::Stay, Holder::default()).creating();
    let mut keeper = Keeper::open(dir.path(), Actor("m.bakker".into()), options, &mut |_| ()).unwrap().keeper;
    for draft in Demo::new(7, 300, Day::new(2026, 11, 23).unwrap(), at).drafts() {
        keeper.append(draft, None, at).unwrap();
    }
    let texts = Texts::new(Lang::Nl);
    let options = Options {
        texts: &texts,
        settings: Settings::default(),
        keymap: None,
        clock: &|| at,
        zone: TimeZone::UTC,
        term: None,
        import: &mut Nowhere,
        desk: &mut Nowhere,
        hyperlinks: false,
        mouse: false,
        notices: Vec::new(),
        tour: false,
    };
    let mut workbench = Offscreen::new(&mut keeper, options, 100, 24);
    let mut terminal = vt100::Parser::new(24, 100, 0);
    terminal.process(workbench.frame());
    for key in keys.split(' ').filter(|key| !key.is_empty()) {
        assert!(workbench.press(key), "{key}");
        terminal.process(workbench.frame());
    }
    let shown = terminal.screen().contents();
    let lines: Vec<&str> = shown.lines().map(str::trim_end).collect();
    format!("```\n{}\n```", lines.join("\n").trim_end())
}

/// The pictures of the README: the name of the section, and the keys that lead to the screen.
const PICTURES: &[(&str, &str)] = &[
    ("view 1", "j j"),
    ("view 2", "2 f k l e u r : r o o d"),
    ("view 2 grouped", "2 l l S j j"),
    ("view 3", "3 g g enter"),
    ("view 8", "d w u 8 j"),
    ("edit", "2 j l l e b a"),
];

#[test]
fn keys_commands_and_pictures_in_the_readme_are_those_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let keys = printed(&["keys", "--format", "md"]);
    let help = format!("```\n{}\n```", printed(&["--help"]).trim());
    let fresh = with_section(&with_section(&readme, "keys", &keys), "help", &help);
    let fresh = PICTURES.iter().fold(fresh, |page, (name, keys)| with_section(&page, name, &screen(keys)));
    if std::env::var_os("REGIE_UPDATE").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    } else {
        assert!(fresh == readme, "README.md is stale: run REGIE_UPDATE=1 cargo test --test readme");
    }
}
