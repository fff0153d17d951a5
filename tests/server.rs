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
use std::os::unix::fs::PermissionsExt;
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
    let commands: [&[&str]; 8] = [
        &["list"],
        &["list", "--limit", "2"],
        &["list", "kleur:paars"],
        &["show", "A-1"],
        &["set", "A-2", "kleur=groen"],
        &["progress", "A-2", "40", "-m", "begonnen"],
        &["log", "--limit", "3"],
        &["undo"],
    ];
    let said = |office: &Office| -> Vec<String> {
        let one = |args: &&[&str]| {
            let ran = office.try_cli(args);
            let said = [ran.stdout, ran.stderr].concat();
            format!("{:?} {}", ran.status.code(), String::from_utf8(said).unwrap())
        };
        commands.iter().map(one).collect()
    };
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
    for args in [&["repair"][..], &["serve"]] {
        let refused = office.try_cli(args);
        assert_eq!(refused.status.code(), Some(1), "{args:?}");
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(said.contains("Een server houdt dit register open") && said.contains("regie stop"), "{said}");
    }
    let status = office.cli(&["status"]);
    assert!(status.contains("Server ") && status.lines().count() == 2, "{status}");
    office.cli(&["stop"]);
    terminal.wait("told that the server was stopped", |s| s.contains("De server is gestopt"));
    let mut office = office;
    assert!(office.server.take().unwrap().wait().unwrap().success());
    let none = office.try_cli(&["status"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&none.stderr).contains("Er draait geen server"), "{none:?}");
    // Back again, and the workbench with it.
    office.serve();
    terminal.shows("1 online");
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

/// Who may do what, as one account that serves people with a key each.
const ACCESS: &str = "[user.\"k.smit\"]\nrole = \"editor\"\n[user.\"j.vos\"]\nrole = \"viewer\"\n[user.\"m.bakker\"]\n\
                      role = \"editor\"\ncleared = true\n";

impl Office {
    fn register(&self) -> std::path::PathBuf {
        self.home.path().join("data/regie")
    }

    /// Writes who may do what.
    fn allow(&self, text: &str) {
        let path = self.register().join("access.toml");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }

    fn as_person(&self, name: &str, args: &[&str]) -> Output {
        self.try_cli(&[&["--as", name], args].concat())
    }

    fn refused(&self, name: &str, args: &[&str]) -> String {
        let output = self.as_person(name, args);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }

    fn done(&self, name: &str, args: &[&str]) -> String {
        let output = self.as_person(name, args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

#[test]
fn each_does_what_their_role_allows_under_their_own_name() {
    let office = Office::served();
    assert!(office.refused("k.smit", &["list"]).contains("k.smit"), "no access.toml: only the owner");
    office.allow(ACCESS);
    office.done("k.smit", &["done", "A-1"]);
    assert!(office.cli(&["log", "--limit", "1"]).contains("k.smit"));
    assert!(office.done("j.vos", &["list"]).contains("Hotspots in kaart brengen"));
    assert!(office.refused("j.vos", &["done", "A-2"]).contains("lezen, niet wijzigen"));
    for name in ["j.vos", "k.smit"] {
        assert!(office.refused(name, &["stop"]).contains("alleen een beheerder"), "{name}");
    }
    // What looks back through the record does so on a copy: own work only, under their own name.
    office.cli(&["add", "Schouw due:04-12-2031", "--under", "T-2"]);
    let open = || office.done("j.vos", &["list"]).contains("Buurtavond Vijzeltuin");
    for (command, is_open) in [("undo", true), ("redo", false)] {
        assert_eq!(open(), !is_open);
        office.done("k.smit", &[command]);
        assert_eq!(open(), is_open, "{command}");
        assert!(office.cli(&["log", "--limit", "1"]).contains("k.smit"));
        assert!(office.refused("j.vos", &[command]).contains("lezen, niet wijzigen"));
    }
    // Nobody takes back what another did.
    assert!(office.refused("m.bakker", &["undo"]).contains("niets"), "nothing of their own");
    assert!(office.refused("w.wie", &["list"]).contains("w.wie"));
}

#[test]
fn who_did_something_is_called_by_name_and_only_an_administrator_says_whose_account_it_is() {
    let office = Office::served();
    office.allow(ACCESS);
    let file = office.home.path().join("c.csv");
    std::fs::write(&file, "naam\nKarin Smit\nMarijn Bakker\n").unwrap();
    office.cli(&["import", "contacts", file.to_str().unwrap(), "--accept"]);
    office.done("k.smit", &["progress", "A-1", "40", "-m", "zaal geregeld"]);
    for wish in [&["set", "C-2", "inlognaam=k.smit"][..], &["set", "C-1", "account=k.smit"]] {
        let refused = office.refused("k.smit", wish);
        assert!(refused.contains("Alleen een beheerder wijzigt inlognaam"), "{refused}");
    }
    // The owner is an administrator.
    office.cli(&["set", "C-1", "inlognaam=k.smit"]);
    let refused = office.refused("k.smit", &["set", "C-1", "inlognaam="]);
    assert!(refused.contains("Alleen een beheerder wijzigt inlognaam (bij C-1)"), "{refused}");
    let refused = office.refused("m.bakker", &["set", "N-1", "by=m.bakker"]);
    assert!(refused.contains("Alleen een beheerder wijzigt door (bij N-1)"), "{refused}");
    let log = office.cli(&["log"]);
    assert!(log.contains("Karin Smit (k.smit)"), "{log}");
    assert!(office.done("j.vos", &["show", "A-1"]).contains("Karin Smit (k.smit)  40%"));
    let log: serde_json::Value =
        serde_json::from_str(&office.cli(&["log", "A-1", "--json", "--limit", "1"])).unwrap();
    let entry = &log[0];
    assert_eq!(
        (&entry["actor"], &entry["person"], &entry["person_name"]),
        (&"k.smit".into(), &"C-1".into(), &"Karin Smit".into())
    );
    for who in ["SMIT", "karin", "k.smit"] {
        let log = office.cli(&["log", "--who", who]);
        assert!(log.lines().count() == 1 && log.contains("Buurtavond Vijzeltuin"), "{who}: {log}");
    }
    assert_eq!(office.done("k.smit", &["log", "--who", "ik"]).lines().count(), 1);
    assert_eq!(office.cli(&["log", "--who", "j.vos"]), "");
    let refused = office.refused("m.bakker", &["undo", "--entry", &entry["seq"].to_string()]);
    assert!(refused.contains("is van Karin Smit"), "{refused}");
    // Whose account it is goes with the remarks that only some see.
    office.cli(&["set", "C-1", "vertrouwelijk=ja"]);
    assert!(!office.done("j.vos", &["log"]).contains("Karin Smit ("));
    assert!(office.done("m.bakker", &["log"]).contains("Karin Smit (k.smit)"));
}

#[test]
fn what_is_confidential_reaches_nobody_who_is_not_cleared() {
    let office = Office::served();
    office.allow(ACCESS);
    office.done("m.bakker", &["add", "Ondermijning Havenpand due:05-12-2031", "--under", "T-2"]);
    office.done("m.bakker", &["set", "A-4", "vertrouwelijk=ja"]);
    for args in [
        &["list", "--all"][..],
        &["list", "havenpand", "--all", "--json"],
        &["log", "--json"],
        &["log"],
        &["export", "json"],
        &["export", "csv"],
    ] {
        let said = office.done("k.smit", args);
        assert!(!said.contains("Havenpand") && !said.contains("A-4"), "{args:?}: {said}");
        if args[0] != "log" {
            let said = office.done("m.bakker", args);
            assert!(said.contains("Havenpand"), "{args:?}: {said}");
        }
    }
    let hidden = office.refused("k.smit", &["show", "A-4"]);
    assert_eq!(hidden.replace("A-4", "A-9"), office.refused("k.smit", &["show", "A-9"]));
    // The next number is nobody's but the new item's.
    office.done("k.smit", &["add", "Openbaar due:06-12-2031", "--under", "T-2"]);
    assert!(office.done("k.smit", &["list"]).contains("A-5"));
    assert!(office.done("m.bakker", &["show", "A-4"]).contains("Havenpand"));
}

#[test]
fn the_text_of_a_plan_is_for_those_who_may_know_all_of_it() {
    let office = Office::served();
    office.allow(ACCESS);
    let reads = |name: &str| {
        let mut terminal = Terminal::start(&["--as", name], office.home.path(), 120, 36);
        terminal.shows("Buurtavond Vijzeltuin");
        terminal.press("ggb");
        terminal
    };
    reads("k.smit").shows("De komende vier jaar gaat de aandacht uit");
    office.done("m.bakker", &["set", "T-2", "vertrouwelijk=ja"]);
    reads("m.bakker").shows("De komende vier jaar gaat de aandacht uit");
    let mut terminal = Terminal::start(&["--as", "k.smit"], office.home.path(), 120, 36);
    terminal.shows("Veilige wijken");
    terminal.press("ggb");
    terminal.shows("tekst");
    assert!(!terminal.screen().contains("De komende vier jaar"), "{}", terminal.screen());
}

#[test]
fn who_loses_their_access_is_cut_off_and_told() {
    let office = Office::served();
    office.allow(ACCESS);
    let mut terminal = Terminal::start(&["--as", "k.smit"], office.home.path(), 120, 36);
    terminal.shows("Buurtavond Vijzeltuin");
    office.allow("");
    // The next request of anybody is when the server looks.
    office.cli(&["list"]);
    terminal.shows("geen toegang");
    terminal.shows("Het account k.smit mag dit register niet meer gebruiken");
    office.allow(ACCESS);
    terminal.shows("1 online");
}

#[test]
fn what_is_wrong_with_the_file_of_roles_is_told() {
    let office = Office::new();
    let check = || {
        let output = office.try_cli(&["status", "--check"]);
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(said).unwrap())
    };
    assert_eq!(check().0, Some(0), "{}", check().1);
    let expect = |text: &str, part: &str| {
        office.allow(text);
        let (code, said) = check();
        assert!(code == Some(1) && said.contains(part), "{part}: {said}");
    };
    expect("[user.\"w.wie\"]\nrole = \"viewer\"\n", "het account w.wie is er niet");
    expect("[group.\"geen-groep\"]\nrole = \"viewer\"\n", "de groep geen-groep");
    expect("[user.root]\nrole = \"chef\"\n", "de rol chef");
    expect("[user.root\n", "geen geldig TOML");
    office.allow("[user.root]\nrole = \"viewer\"\n");
    assert_eq!(check().0, Some(0), "{}", check().1);
    let file = office.register().join("access.toml");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o664)).unwrap();
    let (code, said) = check();
    assert!(code == Some(1) && said.contains("kan door anderen worden gewijzigd (rechten 664)"), "{said}");
    // A key of the service account is as good as an account.
    std::fs::create_dir_all(office.home.path().join(".ssh")).unwrap();
    let key = "restrict,pty,command=\"regie --as w.wie\" ssh-ed25519 AAAA w.wie\n";
    std::fs::write(office.home.path().join(".ssh/authorized_keys"), key).unwrap();
    office.allow("[user.\"w.wie\"]\nrole = \"viewer\"\n");
    assert_eq!(check().0, Some(0), "{}", check().1);
}

#[test]
fn each_sees_who_else_is_there_and_on_what() {
    let office = Office::served();
    std::fs::write(office.home.path().join("c.csv"), "naam\nMarijn Bakker\n").unwrap();
    office.allow(ACCESS);
    let person = |name| {
        let mut terminal = Terminal::start(&["--as", name], office.home.path(), 120, 36);
        terminal.shows("Buurtavond Vijzeltuin");
        terminal
    };
    let mut first = person("m.bakker");
    first.shows("1 online");
    let mut second = person("k.smit");
    for terminal in [&mut first, &mut second] {
        terminal.shows("2 online");
    }
    for terminal in [&mut first, &mut second] {
        terminal.press("/").type_text("hotspots").press("<enter>");
    }
    first.shows("k.smit ook hier");
    second.press("e");
    first.shows("k.smit bewerkt");
    first.press("<f3>");
    first.shows("Hier zijn ook: k.smit (bewerkt A-2).");
    second.press("<esc>");
    first.shows("k.smit ook hier");
    drop(second);
    first.shows("1 online");
    // Who is known in the register is called by name; whose account that is, is told beside it.
    office.cli(&["import", "contacts", office.home.path().join("c.csv").to_str().unwrap(), "--accept"]);
    office.cli(&["set", "C-1", "inlognaam=m.bakker"]);
    let status = office.cli(&["status"]);
    assert!(status.contains("Marijn Bakker (m.bakker)"), "{status}");
    // What somebody looks at who is cleared, the others do not hear of when it is hidden from them.
    let mut second = person("k.smit");
    office.done("m.bakker", &["set", "A-3", "vertrouwelijk=ja"]);
    first.press("/").type_text("preventie").press("<enter>");
    first.wait("at the hidden item", |s| s.contains("▌A-3"));
    second.wait("it to go from the other screen", |s| !s.contains("A-3"));
    second.press("<f3>");
    second.shows("Hier zijn ook: Marijn Bakker");
    assert!(!second.screen().contains("A-3"), "{}", second.screen());
    // Nor does the log tell more of it than that there is a line.
    second.press("8");
    second.shows("Hier is voor u niets te zien.");
    assert!(!second.screen().contains("A-3"), "{}", second.screen());
}

#[test]
fn whose_register_it_is_stands_on_a_narrow_top_line_too() {
    let office = Office::served();
    office.allow(ACCESS);
    let mut viewer = Terminal::start(&["--as", "j.vos"], office.home.path(), 80, 24);
    viewer.shows("Buurtavond Vijzeltuin");
    let mut editor = Terminal::start(&["--as", "k.smit"], office.home.path(), 120, 36);
    editor.shows("Buurtavond Vijzeltuin");
    for terminal in [&mut viewer, &mut editor] {
        terminal.press("/").type_text("hotspots").press("<enter>");
        terminal.wait("at the item", |s| s.contains("▌A-2"));
    }
    editor.press("e");
    viewer.wait("all signs beside the name", |s| {
        let top = s.lines().next().unwrap_or_default();
        ["Waterdam", "k.smit bewerkt", "alleen lezen"].iter().all(|part| top.contains(part))
    });
}

#[test]
fn a_workbench_says_that_the_server_has_gone_and_is_back_and_keeps_what_is_being_typed() {
    let mut office = Office::served();
    let mut terminal = office.workbench();
    terminal.press("a").type_text("Na de pauze");
    terminal.shows("Na de pauze");
    let mut server = office.server.take().unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    terminal.shows("geen verbinding");
    terminal.shows("Na de pauze");
    terminal.press("<enter>");
    terminal.shows("De server antwoordt niet");
    terminal.shows("Na de pauze");
    office.serve();
    terminal.shows("1 online");
    terminal.press("<enter>");
    terminal.shows("Toegevoegd: A-4");
    assert_eq!(office.cli(&["list", "--all", "--csv"]).lines().count(), 5);
}

#[test]
fn a_socket_that_is_handed_over_is_served_and_left_in_place() {
    let office = Office::new();
    let path = office.home.path().join("s.socket");
    let listener = std::os::unix::net::UnixListener::bind(&path).unwrap();
    let start = || {
        let socket = std::os::fd::OwnedFd::from(listener.try_clone().unwrap());
        let mut server = office.command(&["serve", "--idle", "1"]);
        server.stdin(socket).stderr(Stdio::null()).spawn().unwrap()
    };
    let socket = path.to_str().unwrap();
    for n in 0..2 {
        // Whoever comes before the server does waits for it.
        let asks = office
            .command(&["--socket", socket, "add", "Schouw due:01-12-2031"])
            .stdout(Stdio::null())
            .spawn();
        let mut server = start();
        assert!(asks.unwrap().wait().unwrap().success());
        // It ends by itself when nobody has been there for a second.
        assert!(server.wait().unwrap().success());
        assert!(path.exists());
        assert_eq!(office.cli(&["list", "--csv"]).lines().count(), 5 + n);
    }
}

#[test]
fn who_comes_in_by_the_account_of_the_server_gets_nothing_else_of_it() {
    let office = Office::served();
    office.allow(ACCESS);
    let mut terminal = Terminal::start(&["--as", "k.smit"], office.home.path(), 120, 36);
    terminal.shows("Buurtavond Vijzeltuin");
    terminal.press("I").type_text("plan.txt");
    terminal.press("<enter>");
    terminal.shows("Wie als k.smit werkt, leest geen bestanden in");
}

#[test]
fn accounts_are_who_the_kernel_says_they_are() {
    use std::os::unix::process::CommandExt;

    // Only root can work as somebody else.
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let mut office = Office::new();
    let open = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let door = office.home.path().join("door");
    std::fs::create_dir(&door).unwrap();
    open(office.home.path(), 0o755);
    open(&door, 0o755);
    office.allow("[user.daemon]\nrole = \"editor\"\n[group.nogroup]\nrole = \"viewer\"\n");
    let path = door.join("regie.socket");
    let socket = path.to_str().unwrap();
    let mut command = office.command(&["--socket", socket, "serve", "--group", "daemon"]);
    let mut server = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stderr.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains(socket), "{line}");
    office.server = Some(server);
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o660, "others than the group may not even knock");
    let ran = |uid: u32, args: &[&str]| {
        let mut command = office.command(args);
        let ran = command.env("REGIE_SOCKET", socket).uid(uid).gid(uid).output().unwrap();
        let said = String::from_utf8([ran.stdout, ran.stderr].concat()).unwrap();
        (ran.status.code(), said)
    };
    let (daemon, bin, nobody) = (1, 2, 65534);
    let (code, said) = ran(daemon, &["done", "A-1"]);
    assert_eq!(code, Some(0), "{said}");
    // Whatever it says of itself, and whatever folder it names.
    let register = office.register();
    let (code, said) =
        ran(daemon, &["--as", "root", "--register", register.to_str().unwrap(), "done", "A-2"]);
    assert_eq!(code, Some(0), "{said}");
    let log = office.cli(&["log", "--limit", "2"]);
    assert_eq!(log.matches("daemon").count(), 2, "{log}");
    assert_eq!(ran(bin, &["list"]).0, Some(1), "not of the group");
    open(&path, 0o666);
    let (code, said) = ran(bin, &["list"]);
    assert!(code == Some(1) && said.contains("Het account bin mag dit register niet gebruiken"), "{said}");
    assert_eq!(ran(nobody, &["list"]).0, Some(0), "of a group that may read");
    let (code, said) = ran(nobody, &["done", "A-3"]);
    assert!(code == Some(1) && said.contains("lezen, niet wijzigen"), "{said}");
    // Past the server there is no way.
    let mut past = office.command(&["list", "--register", register.to_str().unwrap()]);
    assert_eq!(past.uid(daemon).gid(daemon).output().unwrap().status.code(), Some(1));
}
