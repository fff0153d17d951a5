//! One register and several people: a real server, and workbenches and commands that are attached to it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and talks by printing"
)]

mod pty;

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Output, Stdio};

use pty::{Terminal, environment, regie};

/// A home with a register of three actions, and a server that holds it.
struct Office {
    home: tempfile::TempDir,
    server: Option<Child>,
}

impl Drop for Office {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

impl Office {
    fn new() -> Office {
        let office = Office { home: tempfile::tempdir().unwrap(), server: None };
        std::fs::write(
            office.home.path().join("plan.txt"),
            "Integraal veiligheidsplan Waterdam 2025-2028\n\nDe komende vier jaar gaat de aandacht uit naar de volgende \
             prioriteiten, thema's en onderwerpen: Veilige wijken: overlast, woninginbraken.\n",
        )
        .unwrap();
        let plan = office.home.path().join("plan.txt");
        office.cli(&["import", "plan", plan.to_str().unwrap(), "--accept"]);
        for title in ["Buurtavond Vijzeltuin", "Hotspots in kaart brengen", "Preventieadvies geven"] {
            office.cli(&["add", &format!("{title} due:01-12-2031"), "--under", "T-2"]);
        }
        office
    }

    fn served() -> Office {
        let mut office = Office::new();
        office.serve();
        office
    }

    fn serve(&mut self) {
        let mut server = self.command(&["serve"]).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut said = BufReader::new(server.stderr.take().unwrap());
        said.read_line(&mut line).unwrap();
        assert!(line.contains("is open voor meer mensen"), "{line}");
        // What else it says must not fill the pipe.
        std::thread::spawn(move || said.read_to_string(&mut String::new()));
        self.server = Some(server);
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(regie());
        command.args(args).env_clear().envs(environment(self.home.path()));
        command
    }

    fn try_cli(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn cli(&self, args: &[&str]) -> String {
        let output = self.try_cli(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn workbench(&self) -> Terminal {
        let mut terminal = Terminal::start(&[], self.home.path(), 120, 36);
        terminal.shows("Buurtavond Vijzeltuin");
        terminal
    }
}

#[test]
fn what_one_does_the_others_see_without_a_key() {
    let office = Office::served();
    let mut first = office.workbench();
    let mut second = office.workbench();
    first.press("/").type_text("buurtavond").press("<enter>");
    first.wait("found", |s| !s.contains("Zoeken") && s.contains("d gereed"));
    first.press("d");
    first.shows("Gereed: A-1");
    second.wait("the roll-up of the others", |s| s.contains("33%"));
    // And a command that is attached too.
    office.cli(&["add", "Lichtschouw Havenpad due:02-12-2031", "--under", "T-2"]);
    for terminal in [&mut first, &mut second] {
        terminal.shows("Lichtschouw Havenpad");
    }
    second.press("u");
    second.wait("taken back what this account did last", |s| !s.contains("│ A-4"));
    assert_eq!(office.cli(&["list", "--all", "--csv"]).lines().count(), 4, "a heading and three");
}

#[test]
fn commands_work_attached_as_they_do_without_a_server() {
    let commands: [&[&str]; 6] = [
        &["list"],
        &["show", "A-1"],
        &["set", "A-2", "kleur=groen"],
        &["progress", "A-2", "40", "-m", "begonnen"],
        &["log", "--limit", "3"],
        &["undo"],
    ];
    let said = |office: &Office| -> Vec<String> { commands.iter().map(|args| office.cli(args)).collect() };
    let (alone, attached) = (said(&Office::new()), said(&Office::served()));
    for ((args, alone), attached) in commands.iter().zip(alone).zip(attached) {
        // Moments differ.
        let plain = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "#");
        assert_eq!(plain(&alone), plain(&attached), "{args:?}");
    }
}

#[test]
fn a_server_tells_how_it_is_and_ends_when_told_to() {
    let office = Office::served();
    let mut terminal = office.workbench();
    let status = office.cli(&["status"]);
    assert!(status.contains("Server ") && status.lines().count() == 2, "{status}");
    office.cli(&["stop"]);
    terminal.wait("told that the server has gone", |s| {
        s.contains("alleen lezen") || s.contains("antwoordt niet")
    });
    let mut office = office;
    assert!(office.server.take().unwrap().wait().unwrap().success());
    let none = office.try_cli(&["status"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&none.stderr).contains("Er draait geen server"), "{none:?}");
    // Back again, and the workbench with it.
    office.serve();
    terminal.wait("attached again", |s| !s.contains("alleen lezen"));
    terminal.press("a").type_text("Na de pauze due:03-12-2031");
    terminal.press("<enter>");
    terminal.shows("Na de pauze");
}

#[test]
fn a_server_that_is_killed_loses_nothing_that_it_acknowledged() {
    let mut office = Office::served();
    for n in 0..20 {
        office.cli(&["add", &format!("Actie {n} due:04-12-2031"), "--under", "T-2"]);
    }
    let mut server = office.server.take().unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(office.cli(&["list", "--all", "--csv"]).lines().count(), 24);
    office.cli(&["verify"]);
    // A stale socket is no obstacle.
    office.serve();
    assert_eq!(office.cli(&["list", "--all", "--csv"]).lines().count(), 24);
}
