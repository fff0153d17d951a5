//! What stands around a server: its files and who can write them, its socket, its lock, and systemd.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and talks by printing"
)]

#[path = "support/daemon.rs"]
mod daemon;
mod pty;

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use daemon::{Daemon, LISTENS};
use pty::{environment, regie};

/// A home with a register of one action.
struct Office(tempfile::TempDir);

/// What a server that was just started said first, and the server.
fn first_line(command: &mut Command) -> (Daemon, String) {
    let mut server = Daemon(command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap());
    let mut said = BufReader::new(server.0.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    // What else it says must not fill the pipe.
    std::thread::spawn(move || said.read_to_string(&mut String::new()));
    (server, line)
}

impl Office {
    fn new() -> Office {
        let office = Office(tempfile::tempdir().unwrap());
        let (code, said) = office.run(&["add", "Buurtavond Vijzeltuin due:01-12-2031"]);
        assert_eq!(code, Some(0), "{said}");
        office
    }

    fn register(&self) -> PathBuf {
        self.0.path().join("data/regie")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(regie());
        command.args(args).env_clear().envs(environment(self.0.path())).stdin(Stdio::null());
        command
    }

    /// The exit code, and all that it says.
    fn run(&self, args: &[&str]) -> (Option<i32>, String) {
        let Output { status, stdout, stderr } = self.command(args).output().unwrap();
        (status.code(), String::from_utf8([stdout, stderr].concat()).unwrap())
    }

    fn serve(&self) -> Daemon {
        let (server, line) = first_line(&mut self.command(&["serve"]));
        assert!(line.contains(LISTENS), "{line}");
        server
    }
}

fn permit(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_check_tells_of_a_wrong_owner_mode_user_and_role() {
    let office = Office::new();
    let file = office.register().join("access.toml");
    let write = |text: &str| {
        std::fs::write(&file, text).unwrap();
        permit(&file, 0o600);
    };
    let (file_shown, dir_shown) = (file.display(), office.register().display().to_string());
    let void =
        "  Tot dat is hersteld, geldt het bestand niet: alleen de eigenaar van het register kan erin.\n";
    let check = || office.run(&["status", "--check"]);
    let missing = format!("{file_shown} is er niet: alleen de eigenaar van het register kan erin.\n");
    assert_eq!(check(), (Some(0), missing));
    std::os::unix::fs::symlink(office.0.path().join("nergens"), &file).unwrap();
    let dangling = format!(
        "regie: {file_shown} is een koppeling die nergens heen wijst. Zet het bestand waar zij heen wijst, of haal haar weg.\n{void}"
    );
    assert_eq!(check(), (Some(1), dangling));
    std::fs::remove_file(&file).unwrap();
    write("[user.root]\nrole = \"viewer\"\n");
    assert_eq!(check(), (Some(0), format!("{file_shown} klopt.\n")));
    let found = |said: String| (Some(1), format!("regie: {said}"));
    permit(&file, 0o620);
    let mode = format!(
        "{file_shown} kan door anderen worden gewijzigd (rechten 620). Sluit het: chmod 600 {file_shown}\n"
    );
    assert_eq!(check(), found(mode + void));
    write("[user.root]\nrole = \"chef\"\n");
    let role = format!(
        "{file_shown}, regel 2: root heeft de rol chef; die bestaat niet. Kies viewer, editor of admin.\n"
    );
    assert_eq!(check(), found(role + void));
    write("[user.\"w.wie\"]\nrole = \"viewer\"\n[user.\"k.smit\"]\nrole = \"viewer\"\n");
    // Who comes in by a key of the account that serves need not be one.
    std::fs::create_dir(office.0.path().join(".ssh")).unwrap();
    let keys = "restrict,pty,command=\"regie --as k.smit\" ssh-ed25519 AAAA k.smit\n";
    std::fs::write(office.0.path().join(".ssh/authorized_keys"), keys).unwrap();
    let user = format!(
        "{file_shown}, regel 1: het account w.wie is er niet, en authorized_keys heeft geen sleutel met --as w.wie.\n"
    );
    assert_eq!(check(), found(user));
    write("");
    permit(&office.register(), 0o750);
    let folder = format!(
        "De map {dir_shown} staat open voor anderen (rechten 750): wie erbij kan, leest het register buiten de server om. \
         Sluit haar: chmod 700 {dir_shown}\n"
    );
    assert_eq!(check(), found(folder));
    permit(&office.register(), 0o700);
    // Only root can give a file away.
    if rustix::process::geteuid().is_root() {
        chown(&file, Some(1), None).unwrap();
        let owner = format!(
            "{file_shown} is van daemon en niet van wie het register heeft. Geef het terug met chown.\n"
        );
        assert_eq!(check(), found(owner + void));
    }
}

#[test]
fn a_check_tells_everything_at_once_in_the_language_of_who_asks() {
    let office = Office::new();
    let file = office.register().join("access.toml");
    std::fs::write(
        &file,
        "[user.\"w.wie\"]\nrole = \"chef\"\n[user.k.smit]\nrole = \"viewer\"\n[groep.zorg]\n[group.nergens]\nrole =\n\
         [user.root]\nrol = \"admin\"\n",
    )
    .unwrap();
    permit(&file, 0o666);
    permit(&office.register(), 0o755);
    let check = |lang: &str| office.run(&["--lang", lang, "status", "--check"]);
    let (code, said) = check("nl");
    let shown = file.display().to_string();
    let parts = [
        "staat open voor anderen (rechten 755)",
        "(rechten 666). Sluit het: chmod 600",
        ", regel 1: het account w.wie is er niet",
        ", regel 2: w.wie heeft de rol chef; die bestaat niet.",
        ", regel 3: een naam met een punt hoort tussen aanhalingstekens. Schrijf \"k.smit\".",
        ", regel 5: “groep” hoort hier niet.",
        ", regel 6: het systeem kent de groep nergens niet.",
        ", regel 7: dit is geen geldig TOML. Schrijf voor elk account [user.\"naam\"]",
        ", regel 9: “rol” zegt niets over root.",
        "Tot dat is hersteld, geldt het bestand niet",
    ];
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!((code, lines.len()), (Some(1), parts.len()), "{said}");
    for (line, part) in lines.iter().zip(parts) {
        assert!(line.contains(part), "{part}: {line}");
    }
    assert!(lines[2..9].iter().all(|line| line.contains(&shown)), "{said}");
    let (_, said) = check("en");
    assert!(
        said.contains(", line 7: this is not valid TOML. Write [user.\"name\"] for each account"),
        "{said}"
    );
    // Of very many names all are looked at, and as many told as somebody reads.
    let many = (0..20_000).map(|n| format!("[user.w{n}]\nrole = \"viewer\"\n")).collect::<String>();
    std::fs::write(&file, many).unwrap();
    permit(&file, 0o600);
    permit(&office.register(), 0o700);
    let (code, said) = check("nl");
    assert_eq!((code, said.lines().count()), (Some(1), 101), "{said}");
    assert!(
        said.lines().all(|line| line.contains("is er niet") || line.contains("nog 19900 zulke")),
        "{said}"
    );
}

#[test]
fn a_server_says_at_its_start_that_the_file_does_not_count() {
    let office = Office::new();
    let file = office.register().join("access.toml");
    std::fs::write(&file, "[user.root]\nrole = \"chef\"\n").unwrap();
    permit(&file, 0o600);
    let mut command = office.command(&["serve"]);
    let mut server = Daemon(command.stderr(Stdio::piped()).spawn().unwrap());
    let said = BufReader::new(server.0.stderr.take().unwrap());
    let lines: Vec<String> = said.lines().take(3).map(Result::unwrap).collect();
    let parts = [LISTENS, ", regel 2: root heeft de rol chef", "geldt het bestand niet: alleen de eigenaar"];
    for (line, part) in lines.iter().zip(parts) {
        assert!(line.contains(part), "{part}: {line}");
    }
    assert_eq!(office.run(&["stop"]).0, Some(0), "the owner gets in");
}

#[test]
fn a_socket_stands_where_nobody_else_can_put_one_and_takes_nobodys_place() {
    let office = Office::new();
    let folder = office.0.path().join("open");
    std::fs::create_dir(&folder).unwrap();
    permit(&folder, 0o770);
    let socket = folder.join("s.socket").display().to_string();
    let (code, said) = office.run(&["--socket", &socket, "serve"]);
    let shown = folder.display();
    let open = format!(
        "regie: In {shown} kunnen anderen schrijven; daar hoort geen socket.\n  Neem anderen het schrijven af: chmod go-w \
         {shown}\n"
    );
    assert_eq!((code, said), (Some(1), open));
    permit(&folder, 0o700);
    let (_server, line) = first_line(&mut office.command(&["--socket", &socket, "serve"]));
    assert!(line.contains(LISTENS), "{line}");
    // Another register's server leaves it alone.
    let other = office.0.path().join("ander").display().to_string();
    let (code, said) = office.run(&["--register", &other, "--socket", &socket, "serve"]);
    let taken = format!(
        "regie: Op {socket} luistert al een server, van een ander register.\n  Geef dit register een eigen socket met \
         --socket.\n"
    );
    assert_eq!((code, said), (Some(1), taken));
    assert_eq!(office.run(&["--socket", &socket, "status"]).0, Some(0));
}

#[test]
fn one_server_holds_a_register_whatever_is_left_of_others() {
    let office = Office::new();
    // A lock's text without the lock, of a process that is there (this one) and of one that cannot be.
    for pid in [std::process::id(), i32::MAX as u32] {
        let text = format!(
            "{{\"pid\":{pid},\"user\":\"k.smit\",\"host\":\"balie\",\"since\":\"2026-11-23T09:00:00Z\",\
             \"socket\":\"/nergens/regie.socket\",\"brief\":false}}\n"
        );
        std::fs::write(office.register().join("lock"), text).unwrap();
        assert_eq!(office.run(&["list", "--limit", "5"]).0, Some(0));
        drop(office.serve());
    }
    // Of several that start at once one serves, and the others say who does.
    let start = |_| Daemon(office.command(&["serve"]).stderr(Stdio::piped()).spawn().unwrap());
    let all: Vec<Daemon> = (0..4).map(start).collect();
    let mut serving = Vec::new();
    let mut refused = 0;
    for mut child in all {
        let mut said = BufReader::new(child.0.stderr.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        if line.contains(LISTENS) {
            serving.push((child, said));
        } else {
            assert!(line.contains("Een server houdt dit register open"), "{line}");
            assert_eq!(child.0.wait().unwrap().code(), Some(1));
            refused += 1;
        }
    }
    assert_eq!((serving.len(), refused), (1, 3));
    assert_eq!(office.run(&["stop"]).0, Some(0));
    let (mut server, _) = serving.pop().unwrap();
    assert!(server.0.wait().unwrap().success());
}

#[test]
fn what_stands_in_the_place_of_the_lock_and_is_no_file_is_named_and_left_alone() {
    let office = Office::new();
    let lock = office.register().join("lock");
    let elsewhere = office.0.path().join("elders");
    std::fs::write(&elsewhere, "Van iemand anders.\n").unwrap();
    let shown = lock.display();
    let refused = format!(
        "regie: {shown} is geen gewoon bestand maar een koppeling, een pijp, een map of iets dergelijks; er is niets mee gedaan.\n  \
         Kijk wat het is (ls -ld {shown}) en zet het ergens anders; regie maakt zelf een nieuw bestand. Was het een koppeling \
         naar het echte bestand, zet dat dan hier terug.\n"
    );
    let pipe = || {
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mknodat(rustix::fs::CWD, &lock, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    };
    let link = || std::os::unix::fs::symlink(&elsewhere, &lock).unwrap();
    for put in [&pipe as &dyn Fn(), &link] {
        std::fs::remove_file(&lock).unwrap();
        put();
        for args in [&["list"][..], &["add", "Schouw"], &["serve"], &["repair"]] {
            assert_eq!(office.run(args), (Some(1), refused.clone()), "{args:?}");
        }
        // The journal can be verified without the lock.
        assert_eq!(office.run(&["verify"]).0, Some(0));
    }
    assert_eq!(std::fs::read_to_string(&elsewhere).unwrap(), "Van iemand anders.\n");
    std::fs::remove_file(&lock).unwrap();
    // What was synced last is a help, and not waited for either.
    let synced = office.register().join("journal/acknowledged");
    std::fs::remove_file(&synced).unwrap();
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mknodat(rustix::fs::CWD, &synced, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    assert_eq!(office.run(&["add", "Schouw"]).0, Some(0));
    assert_eq!(office.run(&["verify"]).0, Some(0));
}

#[test]
fn a_server_that_nobody_needs_ends_by_itself_and_leaves_nothing() {
    let office = Office::new();
    let (mut server, line) = first_line(&mut office.command(&["serve", "--idle", "1"]));
    assert!(line.contains(LISTENS), "{line}");
    assert!(server.0.wait().unwrap().success());
    assert!(!office.register().join("socket").exists());
    assert!(regie::store::holder(&office.register()).is_none(), "nobody holds the lock");
    assert_eq!(office.run(&["list"]).0, Some(0));
}

/// Whether a program is there; told when not, so that a run that shows only failures shows it too.
fn is_there(program: &str, what: &str) -> bool {
    let there = Path::new(program).exists();
    if !there {
        let _ = writeln!(std::io::stderr(), "\nNOT TESTED, {what}: {program} is not there\n");
    }
    there
}

#[test]
fn the_units_are_what_systemd_takes_them_for() {
    if !is_there("/usr/bin/systemd-analyze", "the units of systemd") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    for name in ["regie.socket", "regie.service"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging").join(name);
        // Where it is to be installed it need not be.
        let text = std::fs::read_to_string(from).unwrap().replace("/usr/local/bin/regie", &regie());
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    let mut command = Command::new("/usr/bin/systemd-analyze");
    let units = ["regie.socket", "regie.service"].map(|name| dir.path().join(name));
    let Output { status, stdout, stderr } =
        command.args(["verify", "--man=no"]).args(units).output().unwrap();
    let said = String::from_utf8([stdout, stderr].concat()).unwrap();
    assert!(status.success() && !said.contains("regie"), "{said}");
}

#[test]
fn systemd_hands_the_socket_over_and_the_first_who_comes_is_served() {
    const ACTIVATE: &str = "/usr/bin/systemd-socket-activate";
    if !is_there(ACTIVATE, "the hand-over of a socket by systemd") {
        return;
    }
    let office = Office::new();
    let socket = office.0.path().join("s.socket");
    let mut command = Command::new(ACTIVATE);
    // As `StandardInput=socket` does.
    command.args(["--inetd", "--listen"]).arg(&socket);
    for (name, value) in environment(office.0.path()) {
        command.arg("--setenv").arg(format!("{name}={value}"));
    }
    command.arg(regie()).args(["serve", "--idle", "1"]).env_clear().env("PATH", "/usr/bin:/bin");
    let (mut activated, line) = first_line(&mut command);
    assert!(line.contains("Listening on"), "{line}");
    let (code, said) = office.run(&["--socket", socket.to_str().unwrap(), "add", "Schouw due:02-12-2031"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(activated.0.wait().unwrap().success(), "ends when nobody has been there for a second");
    assert!(office.run(&["list"]).1.contains("Schouw"));
}
