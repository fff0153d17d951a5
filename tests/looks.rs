//! Themes, keymaps and settings from outside: options, variables and files in, screen and messages out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: a failure here is a failed test")]

mod pty;

use std::path::Path;
use std::process::{Command, Output};

use pty::{Terminal, environment, regie};

/// A home with a register that holds one action.
fn office() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    assert!(cli(home.path(), &["add", "Buurtavond Vijzeltuin"], &[]).status.success());
    home
}

fn cli(home: &Path, args: &[&str], vars: &[(&str, &str)]) -> Output {
    let mut command = Command::new(regie());
    command.args(args).env_clear().envs(environment(home)).envs(vars.iter().copied()).current_dir(home);
    command.output().unwrap()
}

fn configure(home: &Path, file: &str, text: &str) {
    let dir = home.join("config/regie");
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join(file), text).unwrap();
}

fn said(output: &Output) -> (String, String) {
    (String::from_utf8(output.stdout.clone()).unwrap(), String::from_utf8(output.stderr.clone()).unwrap())
}

/// Whether a sequence that sets a colour of text begins in `bytes`: one of the sixteen, or of the 256.
fn colours(bytes: &[u8]) -> (bool, bool) {
    let text = String::from_utf8_lossy(bytes);
    let sets = text.split("\x1b[").skip(1).filter_map(|part| {
        let (numbers, _) = part.split_once('m')?;
        numbers.chars().all(|c| c.is_ascii_digit() || c == ';').then_some(numbers)
    });
    let (mut own, mut indexed) = (false, false);
    for set in sets {
        if set.contains("38;5;") {
            indexed = true;
        } else {
            own |= set.split(';').any(|n| n.len() == 2 && n.starts_with('3') && n != "39");
        }
    }
    (own, indexed)
}

#[test]
fn the_theme_comes_from_the_option_the_settings_or_the_default() {
    let home = office();
    let look = |args: &[&str]| {
        let mut terminal = Terminal::start(args, home.path(), 100, 30);
        terminal.shows("Buurtavond");
        terminal.press("q");
        assert!(terminal.ends().success());
        colours(&terminal.raw())
    };
    assert_eq!(look(&[]), (true, false));
    assert_eq!(look(&["--theme", "mono"]), (false, false));
    assert_eq!(look(&["--color", "never", "--theme", "dark"]), (false, false));
    configure(home.path(), "config.toml", "theme = \"light\"\nscroll = \"line\"\n");
    assert_eq!(look(&[]), (false, true));
    assert_eq!(look(&["--theme=default"]), (true, false), "the option goes first");
}

#[test]
fn a_theme_or_setting_that_does_not_exist_is_told_with_the_nearest() {
    let home = office();
    let (_, err) = said(&cli(home.path(), &["--theme", "drak", "list"], &[]));
    assert!(err.contains("“drak”") || err.contains("\"drak\""), "{err}");
    assert!(err.contains("Bedoelde u dark?"), "{err}");
    assert_eq!(cli(home.path(), &["--theme", "drak", "list"], &[]).status.code(), Some(2));
    let listed = cli(home.path(), &["list"], &[("REGIE_THEME", "drak")]);
    let (out, err) = said(&listed);
    assert!(listed.status.success() && out.contains("Buurtavond"), "{out}");
    assert!(err.contains("“drak” in REGIE_THEME") && err.contains("Bedoelde u dark?"), "{err}");
    configure(home.path(), "config.toml", "thema = \"dark\"\nkeymap = \"vin\"\n");
    let (_, err) = said(&cli(home.path(), &["list"], &[]));
    assert!(err.contains("De instelling “thema” bestaat niet") && err.contains("Bedoelde u theme?"), "{err}");
    assert!(err.contains("“vin” in ") && err.contains("Bedoelde u vim?"), "{err}");
}

#[test]
fn the_keymap_of_the_settings_is_in_force_with_the_users_own_over_it() {
    let home = office();
    configure(home.path(), "config.toml", "keymap = \"emacs\"\n");
    configure(home.path(), "keymap.toml", "[everywhere]\n\"alt-q\" = \"quit_program\"\n");
    let (out, err) = said(&cli(home.path(), &["keys"], &[]));
    let quit = out.lines().find(|line| line.contains("Stoppen")).unwrap();
    assert!(quit.contains("q, alt-q, ctrl-x ctrl-c"), "{quit}");
    assert_eq!(err, "");
    let (vim, _) = said(&cli(home.path(), &["keys", "--keymap", "vim"], &[]));
    let quit = vim.lines().find(|line| line.contains("Stoppen")).unwrap();
    assert!(quit.contains("Z Z") && !quit.contains("alt-q"), "{quit}");
    let mut terminal = Terminal::start(&[], home.path(), 100, 30);
    terminal.shows("Buurtavond");
    terminal.send(b"\x1bx");
    terminal.shows("Opdracht");
    terminal.send(b"\x07\x18\x03");
    assert!(terminal.ends().success(), "ctrl-g closes the palette, ctrl-x ctrl-c leaves");
}

#[test]
fn a_keymap_without_a_way_out_says_so_and_still_lets_one_leave() {
    let home = office();
    let keys = "[everywhere]\nq = \"none\"\nctrl-c = \"redraw_screen\"\n[items]\nx = \"toggle_flag\"\n";
    configure(home.path(), "keymap.toml", keys);
    let (_, err) = said(&cli(home.path(), &["keys"], &[]));
    assert!(err.contains("regel 3") && err.contains("blijft ctrl-c gewoon werken"), "{err}");
    assert!(err.contains("regel 5") && err.contains("drop_action"), "every line is named: {err}");
    let mut terminal = Terminal::start(&[], home.path(), 160, 30);
    terminal.shows("geen toets meer");
    terminal.press("q");
    terminal.shows("q doet hier niets");
    terminal.send(b"\x03");
    assert!(terminal.ends().success());
}

#[test]
fn the_demo_begins_with_the_tour() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(&["demo", "--actions", "20"], home.path(), 100, 30);
    terminal.shows("Rondleiding, stap 1 van 5");
    terminal.press("<enter>");
    terminal.shows("stap 2 van 5");
    terminal.press("<esc>");
    terminal.wait("the tour to be gone", |screen| !screen.contains("Rondleiding"));
    terminal.press("q");
    assert!(terminal.ends().success());
}
