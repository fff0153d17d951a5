//! Several workbenches and commands of one account on one register, of which nobody has started a server: real processes in
//! terminals.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: a failure here is a failed test")]

mod pty;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use pty::{PATIENCE, Terminal, environment, install, regie};

/// A home with a register that holds one plan and two actions.
fn office() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let plan = "Integraal veiligheidsplan Waterdam 2025-2028\n\nDe komende vier jaar gaat de aandacht uit naar de \
                volgende prioriteiten, thema's en onderwerpen: Veilige wijken: overlast, woninginbraken.\n";
    std::fs::write(home.path().join("plan.txt"), plan).unwrap();
    done(home.path(), &["import", "plan", "plan.txt", "--accept"]);
    for title in ["Buurtavond Vijzeltuin", "Hotspots in kaart brengen"] {
        done(home.path(), &["add", &format!("{title} due:01-12-2031"), "--under", "T-2"]);
    }
    home
}

fn cli(home: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(regie());
    command.args(args).env_clear().envs(environment(home)).current_dir(home);
    command.output().unwrap()
}

/// What `regie` prints with `args`, which succeeds.
fn done(home: &Path, args: &[&str]) -> String {
    let ran = cli(home, args);
    assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

/// What it says that `regie` refuses with `args`.
fn refused(home: &Path, args: &[&str]) -> String {
    let ran = cli(home, args);
    assert!(!ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stdout));
    String::from_utf8(ran.stderr).unwrap()
}

/// A workbench that shows the table of actions.
fn workbench(home: &Path) -> Terminal {
    let mut terminal = Terminal::start(&[], home, 120, 36);
    terminal.shows("Buurtavond Vijzeltuin");
    terminal.press("2");
    terminal.wait("the table", |screen| screen.contains("▌ A-1"));
    terminal
}

/// The process that holds the register, as far as it serves it.
fn server(home: &Path) -> Option<i32> {
    let holder = regie::store::holder(&home.join("data/regie"))?;
    holder.serves().then_some(holder.pid as i32)
}

fn signal(pid: i32, signal: rustix::process::Signal) {
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    rustix::process::kill_process(pid, signal).unwrap();
}

/// How many workbenches are attached.
fn people(home: &Path) -> usize {
    let ran = cli(home, &["status"]);
    String::from_utf8(ran.stdout).unwrap().lines().skip(1).count()
}

/// Waits until `holds`.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < end, "{what}: not so");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

/// How many actions the register has that finds `words`.
fn found(home: &Path, words: &str) -> usize {
    done(home, &["list", words]).lines().filter(|line| line.contains("A-")).count()
}

#[test]
fn two_workbenches_of_one_account_share_a_register_without_anybody_starting_a_server() {
    let home = office();
    let mut first = workbench(home.path());
    assert_eq!(server(home.path()), None, "nobody has knocked");
    let mut second = workbench(home.path());
    let holder = server(home.path()).unwrap();
    assert!(![first.pid(), second.pid()].contains(&(holder as u32)), "a process of its own holds it");
    let screen = first.screen();
    assert!(!screen.contains("verbinding"), "nothing is said of it:\n{screen}");

    first.press("d");
    first.shows("Gereed: A-1");
    second.wait("what the first did", |screen| !screen.contains("○ Buurtavond") && screen.contains("gereed"));
    second.press("a").type_text("Wijkwandeling Noordeinde").press("<enter>");
    first.shows("Wijkwandeling Noordeinde");
    first.press("q");
    assert!(first.ends().success());
    second.press("a").type_text("Gesprekstafel op school").press("<enter>");
    second.shows("Gesprekstafel op school");
    assert_eq!(server(home.path()), Some(holder), "as long as somebody is there");
    second.press("q");
    assert!(second.ends().success());
    until("the server to end by itself", || regie::store::holder(&home.path().join("data/regie")).is_none());
    assert!(!home.path().join("data/regie/socket").exists());
    assert_eq!((found(home.path(), "wijkwandeling"), found(home.path(), "gesprekstafel")), (1, 1));
}

#[test]
fn a_command_beside_an_open_workbench_records_and_reads() {
    let home = office();
    let mut terminal = workbench(home.path());
    assert!(refused(home.path(), &["status"]).contains("geen server"), "it is not made one to be asked");
    assert!(refused(home.path(), &["stop"]).contains("geen server"));
    assert_eq!(server(home.path()), None);
    done(home.path(), &["add", "Lichtschouw Havenpad", "--under", "T-2"]);
    terminal.shows("Lichtschouw Havenpad");
    assert_eq!(found(home.path(), "lichtschouw"), 1);
    assert!(done(home.path(), &["status"]).contains("Verbonden"));
    done(home.path(), &["verify"]);
    terminal.press("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_text_in_an_open_editor_stays_while_the_register_is_handed_over() {
    let home = office();
    let mut first = workbench(home.path());
    first.press("d");
    first.shows("Gereed: A-1");
    first.press("a").type_text("Zomerschool voor de jeu");
    let before = first.shows("Zomerschool voor de jeu");
    let line = before.lines().find(|line| line.contains("Zomerschool")).unwrap().to_owned();
    done(home.path(), &["add", "Lichtschouw Havenpad", "--under", "T-2"]);
    first.wait("what was added beside it", |screen| screen.contains("Lichtschouw"));
    let screen = first.screen();
    assert!(screen.lines().any(|shown| shown == line), "{screen}");
    first.type_text("gd").press("<enter>");
    first.shows("Toegevoegd: A-4");
    assert_eq!(found(home.path(), "zomerschool"), 1);
    // By an account's own hand, what it added beside it too; and last what was done before.
    for taken_back in ["toegevoegd: A-4", "toegevoegd: A-3", "gereed: A-1"] {
        first.press("u");
        first.shows(&format!("Ongedaan gemaakt — {taken_back}"));
    }
    first.press("q");
    assert!(first.ends().success());
    // Nothing of it is offered again.
    let kept = std::fs::read_dir(home.path().join("data/regie/drafts")).unwrap().count();
    assert_eq!(kept, 0);
}

#[test]
fn when_the_server_is_killed_its_clients_start_another_and_lose_nothing() {
    let home = office();
    let (mut first, mut second) = (workbench(home.path()), workbench(home.path()));
    for round in 0..2 {
        let killed = server(home.path()).unwrap();
        let text = format!("Ronde {round} van de tweede");
        second.press("a").type_text(&text);
        let screen = second.shows(&text);
        let line = screen.lines().find(|line| line.contains(&text)).unwrap().to_owned();
        signal(killed, rustix::process::Signal::KILL);
        until("another server", || server(home.path()).is_some_and(|pid| pid != killed));
        until("both to be back", || people(home.path()) == 2);
        second.wait("the line, and the text as it was", |screen| {
            // Both may be at the same item; which of the two is said first depends on who is back first.
            let is_back = screen.contains("1 online") || screen.contains("ook hier");
            is_back && screen.lines().any(|shown| shown == line)
        });
        second.press("<enter>");
        second.shows(&format!("Toegevoegd: A-{}", round + 3));
        first.shows(&text);
    }
    assert_eq!(found(home.path(), "ronde"), 2);
}

#[test]
fn a_server_that_was_told_to_stop_is_not_started_again_until_somebody_starts_anew() {
    let home = office();
    let (mut first, mut second) = (workbench(home.path()), workbench(home.path()));
    assert!(done(home.path(), &["stop"]).contains("stopt"));
    for terminal in [&mut first, &mut second] {
        terminal.shows("gestopt");
        terminal.shows("geen verbinding");
        assert!(terminal.screen().contains("Buurtavond"));
    }
    until("the server to end", || regie::store::holder(&home.path().join("data/regie")).is_none());
    second.press("q");
    assert!(second.ends().success());
    // The next one works, and the first is back by it.
    let mut third = workbench(home.path());
    first.wait("the line again, and that it is", |screen| {
        screen.contains("online") && screen.contains("is er weer") && !screen.contains("gestopt")
    });
    third.press("d");
    third.shows("Gereed: A-1");
    first.wait("what the third did", |screen| screen.contains("gereed"));
}

#[test]
fn what_is_open_on_a_contact_who_is_erased_closes_and_is_kept_nowhere() {
    let home = office();
    std::fs::write(
        home.path().join("c.vcf"),
        "BEGIN:VCARD\nVERSION:3.0\nFN:Karin Noordhoek\nORG:Politie\nEND:VCARD\n",
    )
    .unwrap();
    done(home.path(), &["import", "contacts", home.path().join("c.vcf").to_str().unwrap(), "--accept"]);
    let (mut first, mut second) = (workbench(home.path()), workbench(home.path()));
    first.press("/").type_text("noordhoek").press("<enter>");
    first.wait("the contact", |screen| screen.contains("C-1") && screen.contains("Karin Noordhoek"));
    first.press("e").type_text("zee");
    first.shows("Noordhoekzee");
    done(home.path(), &["erase", "C-1", "--yes"]);
    first.wait("the text to go", |screen| screen.contains("gewist") && !screen.contains("Noordhoek"));
    second.wait("the same", |screen| screen.contains("gewist"));
    for terminal in [&mut first, &mut second] {
        terminal.press("q");
        assert!(terminal.ends().success());
    }
    until("the server to end", || regie::store::holder(&home.path().join("data/regie")).is_none());
    let named = Command::new("grep").args(["-rl", "Noordhoek", "--exclude=c.vcf"]).arg(home.path()).output();
    assert_eq!(String::from_utf8(named.unwrap().stdout).unwrap(), "");
}

#[test]
fn a_workbench_that_was_killed_leaves_nothing_in_the_way() {
    let home = office();
    let mut first = workbench(home.path());
    assert!(home.path().join("data/regie/socket").exists());
    first.kill();
    first.ends();
    let mut second = workbench(home.path());
    second.press("d");
    second.shows("Gereed: A-1");
    done(home.path(), &["add", "Lichtschouw Havenpad", "--under", "T-2"]);
    second.shows("Lichtschouw Havenpad");
}

#[test]
fn a_workbench_that_does_not_answer_is_read_beside_and_named() {
    let home = office();
    let terminal = workbench(home.path());
    signal(terminal.pid() as i32, rustix::process::Signal::STOP);
    assert_eq!(found(home.path(), "buurtavond"), 1);
    let said = refused(home.path(), &["add", "Lichtschouw Havenpad", "--under", "T-2"]);
    assert!(said.contains(&terminal.pid().to_string()) && said.contains("fg"), "{said}");
    let mut second = Terminal::start(&[], home.path(), 120, 36);
    second.shows("alleen lezen");
    signal(terminal.pid() as i32, rustix::process::Signal::CONT);
    done(home.path(), &["add", "Lichtschouw Havenpad", "--under", "T-2"]);
    second.shows("Lichtschouw Havenpad");
}

#[test]
fn a_register_that_somebody_serves_to_others_gets_no_server_by_itself() {
    let home = office();
    std::fs::write(home.path().join("data/regie/access.toml"), "").unwrap();
    let mut first = workbench(home.path());
    let mut second = Terminal::start(&[], home.path(), 120, 36);
    second.shows("alleen lezen");
    refused(home.path(), &["add", "Lichtschouw Havenpad", "--under", "T-2"]);
    assert_eq!(server(home.path()), None);
    first.press("d");
    first.shows("Gereed: A-1");
}

#[test]
fn a_text_that_is_typed_in_one_workbench_is_not_offered_in_another() {
    let home = office();
    let mut first = workbench(home.path());
    first.press("a").type_text("Zomerschool");
    let kept = || std::fs::read_dir(home.path().join("data/regie/drafts")).unwrap().count();
    first.until("the text to be kept", || kept() == 1);
    let mut second = workbench(home.path());
    assert!(!second.screen().contains("Zomerschool"), "{}", second.screen());
    second.press("a").type_text("Winterschool");
    second.until("the other text to be kept beside it", || kept() == 2);
    // After all is lost, each is offered, one at a time.
    for terminal in [&mut first, &mut second] {
        terminal.kill();
        terminal.ends();
    }
    for _ in 0..2 {
        let mut next = Terminal::start(&[], home.path(), 120, 36);
        next.wait("one of them", |screen| screen.contains("school") && screen.contains("hersteld"));
        next.press("<enter>");
        next.shows("Toegevoegd");
        next.press("q");
        assert!(next.ends().success());
    }
    assert_eq!((found(home.path(), "zomerschool"), found(home.path(), "winterschool"), kept()), (1, 1, 0));
}

#[test]
fn a_workbench_that_can_start_no_server_goes_on_alone_and_says_who_holds_the_register() {
    let home = office();
    let program = home.path().join("regie");
    install(&program);
    let mut first = Terminal::start_program(program.to_str().unwrap(), &[], &[], home.path(), (120, 36));
    first.shows("Buurtavond Vijzeltuin");
    first.press("2");
    first.wait("the table", |screen| screen.contains("▌ A-1"));
    // What the system calls the program of a process whose file is gone; here something else stands there.
    std::fs::remove_file(&program).unwrap();
    let other = home.path().join("regie (deleted)");
    std::fs::write(&other, "#!/bin/sh\nexit 1\n").unwrap();
    std::fs::set_permissions(&other, std::fs::Permissions::from_mode(0o700)).unwrap();
    let said = refused(home.path(), &["add", "Lichtschouw Havenpad", "--under", "T-2"]);
    assert!(said.contains(&first.pid().to_string()), "{said}");
    first.press("a").type_text("Wijkwandeling Noordeinde").press("<enter>");
    first.shows("Toegevoegd: A-3");
    assert_eq!(found(home.path(), "wijkwandeling"), 1, "it can be read beside");
    assert!(!first.screen().contains("is er weer"), "it never had a server: {}", first.screen());
    // Whoever knocks when it can has more luck.
    std::fs::remove_file(&other).unwrap();
    std::os::unix::fs::symlink(regie(), &other).unwrap();
    done(home.path(), &["add", "Schouw Havenpad", "--under", "T-2"]);
    first.shows("Schouw Havenpad");
    std::fs::remove_file(&other).unwrap();
    first.press("q");
    assert!(first.ends().success());
    done(home.path(), &["add", "Lichtschouw Havenpad", "--under", "T-2"]);
}

#[test]
fn a_workbench_whose_terminal_an_editor_has_sends_away_who_knocks_and_hands_over_afterwards() {
    let home = office();
    std::fs::write(home.path().join("editor.sh"), "echo bezig\nread x\n").unwrap();
    let editor = format!("sh {}/editor.sh", home.path().display());
    let mut first = Terminal::start_with(&[("EDITOR", &editor)], &[], home.path(), 120, 36);
    first.shows("Buurtavond Vijzeltuin");
    first.press("2e");
    first.wait("the title to be edited", |screen| screen.contains("esc annuleer"));
    first.press("<c-o>");
    first.shows("bezig");
    let said = refused(home.path(), &["add", "Lichtschouw Havenpad", "--under", "T-2"]);
    assert!(said.contains("eigen editor"), "{said}");
    first.press("<enter>");
    first.shows("esc annuleer");
    done(home.path(), &["add", "Lichtschouw Havenpad", "--under", "T-2"]);
    first.shows("esc annuleer");
    assert_eq!(found(home.path(), "lichtschouw"), 1);
}
