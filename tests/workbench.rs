//! The workbench in a real terminal: how it begins, how it ends, and what stays of a text being typed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: a failure here is a failed test")]

mod pty;

use std::path::{Path, PathBuf};
use std::process::Command;

use pty::{Terminal, environment, regie};

/// A home with a register that holds one plan and one action.
fn office() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let plan = "Integraal veiligheidsplan Waterdam 2025-2028\n\nDe komende vier jaar gaat de aandacht uit naar de \
                volgende prioriteiten, thema's en onderwerpen: Veilige wijken: overlast, woninginbraken.\n";
    std::fs::write(home.path().join("plan.txt"), plan).unwrap();
    assert!(cli(home.path(), &["import", "plan", "plan.txt", "--accept"]));
    assert!(cli(home.path(), &["add", "Buurtavond Vijzeltuin", "--under", "T-2"]));
    home
}

fn cli(home: &Path, args: &[&str]) -> bool {
    let mut command = Command::new(regie());
    command.args(args).env_clear().envs(environment(home)).current_dir(home);
    command.output().unwrap().status.success()
}

fn drafts(home: &Path) -> Vec<PathBuf> {
    let listing = std::fs::read_dir(home.join("data/regie/drafts")).unwrap();
    listing.map(|entry| entry.unwrap().path()).collect()
}

fn signal(terminal: &Terminal, name: &str) {
    let told = Command::new("kill").args([name, &terminal.pid().to_string()]).status().unwrap();
    assert!(told.success());
}

#[test]
fn a_text_being_typed_survives_every_way_to_be_told_to_end() {
    let home = office();
    for name in ["-TERM", "-HUP"] {
        let mut terminal = Terminal::start(&[], home.path(), 100, 30);
        terminal.shows("Buurtavond");
        terminal.press("p").type_text("40 zaal is ge");
        terminal.shows("[40%]");
        signal(&terminal, name);
        terminal.ends();
        assert_eq!(drafts(home.path()).len(), 1, "{name}");

        let mut terminal = Terminal::start(&[], home.path(), 100, 30);
        let screen = terminal.shows("niet verzonden invoer van eerder hersteld");
        assert!(screen.contains("40 zaal is ge"), "{screen}");
        assert_eq!(drafts(home.path()).len(), 1, "still there while it is on the screen");
        terminal.press("<esc>");
        terminal.wait("the prompt to be gone", |screen| !screen.contains("hersteld"));
        assert_eq!(drafts(home.path()), [] as [PathBuf; 0], "{name}");
        terminal.press("q");
        assert!(terminal.ends().success());
    }
}

/// The length of the record: grows by every entry.
fn journal(home: &Path) -> u64 {
    std::fs::metadata(home.join("data/regie/journal/000001.jsonl")).unwrap().len()
}

#[test]
fn a_terminal_that_has_stalled_does_not_keep_the_program_from_ending() {
    let home = office();
    for name in ["-TERM", "-HUP", "-INT", "-QUIT", "-USR1", "-USR2", "-ALRM"] {
        let mut terminal = Terminal::start(&[], home.path(), 100, 30);
        terminal.shows("Buurtavond");
        terminal.press("p").type_text("40 zaal is ge");
        terminal.shows("[40%]");
        terminal.stop();
        terminal.type_text("boekt");
        signal(&terminal, name);
        assert!(terminal.ends().success(), "{name}");
        let kept = drafts(home.path());
        assert_eq!(kept.len(), 1, "{name}");
        assert!(std::fs::read_to_string(&kept[0]).unwrap().starts_with("40 zaal is ge"), "{name}");
        std::fs::remove_file(&kept[0]).unwrap();
        assert!(cli(home.path(), &["progress", "A-1", "20"]), "the register is free");
    }
}

#[test]
fn a_terminal_that_nobody_reads_gets_only_the_newest_frame_when_it_goes_on() {
    let home = tempfile::tempdir().unwrap();
    assert!(cli(home.path(), &["demo", "--actions", "5000", "--into", "data/regie"]));
    let mut terminal = Terminal::start(&[], home.path(), 100, 30);
    terminal.shows("Prioriteiten");
    terminal.press("2");
    terminal.shows("van 5.000");
    // More than a terminal takes that is not read (64 kB), so that the first frame breaks off in the middle.
    terminal.leave_unread(true);
    let before = terminal.bytes();
    terminal.resize(300, 500);
    for keys in ["Gd", "ggd", "Gu", "ggu"].iter().cycle().take(20) {
        // Each is carried out by itself, or frames would not have been due in between.
        let length = journal(home.path());
        terminal.press(keys);
        terminal.until("the change to be recorded", || journal(home.path()) > length);
    }
    terminal.leave_unread(false);
    terminal.press("?");
    terminal.shows("Hulp");
    terminal.press("q");
    let whole = |screen: &str| screen.contains("van 5.000") && screen.lines().count() > 490;
    terminal.wait("the table again, to its last row", whole);
    // The frame that had begun, the newest, the help page and the table again; not the twenty in between.
    let sent = terminal.bytes() - before;
    assert!(sent < 300_000, "{sent} bytes");
    terminal.press("q");
    assert!(terminal.ends().success());
    assert!(!terminal.modes().1, "the terminal is given back");
}

#[test]
fn a_workbench_that_only_reads_shows_what_is_written_elsewhere_and_leaves_its_prompt_alone() {
    let home = office();
    // Somebody sees to a server for such a register, or does not: none starts by itself.
    std::fs::write(home.path().join("data/regie/access.toml"), "").unwrap();
    let mut writer = Terminal::start(&["--register", "data/regie"], home.path(), 120, 30);
    writer.shows("Buurtavond");
    let mut reader = Terminal::start(&[], home.path(), 120, 30);
    reader.shows("alleen lezen");
    reader.press("2");
    reader.shows("Buurtavond");
    reader.press("/").type_text("vijzel");
    let prompt = reader.shows("vijzel");
    let line = prompt.lines().find(|line| line.contains("vijzel")).unwrap().to_owned();

    writer.press("2a").type_text("Wijkwandeling Noordeinde").press("<enter>");
    let screen = reader.shows("Wijkwandeling Noordeinde");
    assert!(screen.lines().any(|shown| shown == line), "{line}\n{screen}");
    assert!(screen.contains("alleen lezen"), "{screen}");
    reader.press("<esc>");
    reader.wait("the prompt to be gone", |screen| !screen.contains(&line));

    // Once the writer has gone, the command line writes, and the reader hears that it may start again.
    writer.press("q");
    assert!(writer.ends().success());
    reader.press("j");
    reader.shows("Het register is vrijgekomen");
    assert!(cli(home.path(), &["add", "Gesprekstafel op school", "--under", "T-2"]));
    reader.shows("Gesprekstafel op school");
    reader.press("q");
    assert!(reader.ends().success());
}

#[test]
fn what_was_in_an_editor_when_the_program_was_killed_is_offered() {
    let home = office();
    std::fs::write(home.path().join("editor.sh"), "echo 'uit de editor' > \"$1\"\necho klaar\nread x\n")
        .unwrap();
    let editor = format!("sh {}/editor.sh", home.path().display());
    for (typed, offered) in [(" en meer", "hersteld"), ("", "eigen editor")] {
        let mut terminal = Terminal::start_with(&[("EDITOR", &editor)], &[], home.path(), 100, 30);
        terminal.shows("Buurtavond");
        terminal.press("2e").type_text(typed);
        terminal.wait("the title to be edited", |screen| {
            screen.contains(&format!("Buurtavond Vijzeltuin{typed}"))
        });
        terminal.press("<c-o>");
        terminal.shows("klaar");
        signal(&terminal, "-KILL");
        terminal.ends();

        let mut terminal = Terminal::start(&[], home.path(), 100, 30);
        let screen = terminal.shows(offered);
        assert!(screen.contains("uit de editor"), "{screen}");
        terminal.press("<esc>");
        terminal.wait("it to be gone", |screen| !screen.contains("uit de editor"));
        assert_eq!(drafts(home.path()), [] as [PathBuf; 0]);
        let left = std::fs::read_dir(home.path().join("state/regie")).unwrap().flatten();
        let left: Vec<_> =
            left.filter(|file| file.file_name().to_string_lossy().starts_with("edit-")).collect();
        assert!(left.is_empty(), "{left:?}");
        terminal.press("q");
        assert!(terminal.ends().success());
    }
}

#[test]
fn what_was_found_at_the_start_is_on_the_screen() {
    let home = office();
    let dir = home.path().join("config/regie");
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("config.toml"), "lang = \n").unwrap();
    std::fs::write(dir.join("keymap.toml"), "[items]\nd = \"complete_acton\"\n").unwrap();
    let mut terminal = Terminal::start(&[], home.path(), 160, 30);
    terminal.shows("config.toml");
    terminal.press("j");
    terminal.shows("complete_acton");
    terminal.press("q");
    assert!(terminal.ends().success());
}

#[test]
fn the_mouse_is_asked_for_only_when_the_settings_say_so_and_given_back() {
    let home = office();
    let mut terminal = Terminal::start(&[], home.path(), 100, 30);
    terminal.shows("Buurtavond");
    assert!(!terminal.reports_mouse());
    terminal.press("q");
    assert!(terminal.ends().success());

    let dir = home.path().join("config/regie");
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("config.toml"), "mouse = true\n").unwrap();
    let mut terminal = Terminal::start(&[], home.path(), 100, 30);
    terminal.shows("Buurtavond");
    assert!(terminal.reports_mouse());
    let screen = terminal.screen();
    let row = screen.lines().position(|row| row.contains("Veilige wijken")).unwrap();
    // A click on the topic, counted from 1.
    terminal.send(format!("\x1b[<0;10;{}M\x1b[<0;10;{0}m", row + 1).as_bytes());
    terminal.wait("the topic to be chosen", |screen| screen.contains("▌") && !screen.contains("Buurtavond"));
    terminal.press("q");
    assert!(terminal.ends().success());
    assert!(!terminal.reports_mouse());
}

#[test]
fn looking_around_in_the_demo_keeps_nobody_from_the_register() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(&[], home.path(), 100, 30);
    terminal.shows("Welkom");
    terminal.press("jj<enter>");
    terminal.shows("Prioriteiten");
    assert!(cli(home.path(), &["add", "Buurtavond"]), "the register is free");
    terminal.press("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_plan_is_looked_through_before_it_is_taken_over_and_its_passages_stay_at_hand() {
    let home = office();
    std::fs::remove_dir_all(home.path().join("data")).unwrap();
    let mut terminal = Terminal::start(&[], home.path(), 110, 30);
    terminal.shows("Welkom");
    terminal.press("<enter>").type_text("~/pl");
    terminal.shows("tab vult het pad aan");
    terminal.press("<tab>");
    terminal.shows("Dit bestand is er");
    terminal.press("<enter>");
    let screen = terminal.shows("voorstellen");
    assert!(screen.contains("✓ Veilige wijken") && screen.contains("✓ Woninginbraken"), "{screen}");
    while !terminal.screen().lines().any(|line| line.contains('▌') && line.contains("✓ Woninginbraken")) {
        let before = terminal.screen();
        terminal.press("j");
        terminal.wait("the cursor to move", |screen| screen != before);
    }
    terminal.press(" ");
    terminal.shows("✗ Woninginbraken");
    terminal.press("<enter>");
    terminal.shows("Alles overnemen");
    terminal.press("<enter>");
    terminal.shows("Prioriteiten");
    terminal.press("j");
    terminal.press("b");
    let screen = terminal.shows("In het plan: T-");
    assert!(screen.contains("▌ 3 De komende vier jaar"), "{screen}");
    terminal.press("qB");
    terminal.shows("Wat er in de tekst van het plan niet klopt");
    terminal.press("qq");
    assert!(terminal.ends().success());
    let listed = Command::new(regie())
        .args(["list", "--kind", "node", "--json"])
        .env_clear()
        .envs(environment(home.path()))
        .output()
        .unwrap();
    let nodes = String::from_utf8(listed.stdout).unwrap();
    assert!(nodes.contains("Veilige wijken") && !nodes.contains("Woninginbraken"), "{nodes}");
}
