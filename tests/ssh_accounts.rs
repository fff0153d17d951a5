//! Several people over SSH with an account each: a real sshd on loopback, Unix accounts made for the test, and a service account
//! that serves the register on a socket of its group. What the README tells an administrator to do is done here in the same steps.
//!
//! Only root can make accounts; without root, or without OpenSSH, the tests say so and prove nothing. `REGIE_REQUIRE_SSHD=1` makes
//! that a failure, but for root.

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
#[path = "support/ssh.rs"]
mod ssh;

use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use daemon::{Daemon, LISTENS};
use pty::{Terminal, environment, install};
use rustix::process::{Pid, Signal, kill_process};
use ssh::SSHD;

/// Every account made here is called so, with the number of the process that made it behind it.
const PREFIX: &str = "rgt";

/// The programs that change the accounts of the machine lock out one another, and give up after a while.
static ACCOUNTS: Mutex<()> = Mutex::new(());

/// Why the accounts cannot be made; told so that a run that shows only failures shows it too.
fn hindered() -> bool {
    let mut programs = [SSHD, "/usr/sbin/useradd", "/usr/sbin/userdel"].into_iter();
    let why = if rustix::process::geteuid().is_root() {
        let Some(path) = programs.find(|path| !ssh::is_there(path)) else { return false };
        format!("{path} is not there")
    } else {
        "only root can make accounts".to_owned()
    };
    // Past what a test prints, which is shown only of one that fails.
    let _ = writeln!(std::io::stderr(), "\nNOT TESTED, people with accounts of their own over SSH: {why}\n");
    true
}

/// A Unix account that lives as long as this.
struct Account {
    name: String,
    uid: u32,
    gid: u32,
    home: PathBuf,
}

/// The processes of an account: number and name.
fn processes(uid: u32) -> Vec<(i32, String)> {
    let folders = std::fs::read_dir("/proc").unwrap().flatten();
    let numbers = folders.filter_map(|folder| folder.file_name().to_str()?.parse().ok());
    let own = |pid: i32| {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let after = |key: &str| status.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
        let its = after("Uid:")?.split_whitespace().next()?;
        let waited_for = after("State:")?.starts_with('Z');
        (its.parse() == Ok(uid) && !waited_for).then(|| (pid, after("Name:").unwrap_or_default().to_owned()))
    };
    numbers.filter_map(own).collect()
}

fn kill(pid: i32) {
    // It may have ended by itself.
    let _ = kill_process(Pid::from_raw(pid).unwrap(), Signal::KILL);
}

fn delete_account(name: &str, uid: u32) {
    processes(uid).into_iter().for_each(|(pid, _)| kill(pid));
    let _held = ACCOUNTS.lock();
    for _ in 0..20 {
        let done = Command::new("/usr/sbin/userdel").args(["-f", name]).output();
        if done.is_ok_and(|done| done.status.success()) {
            return;
        }
    }
    let _ = writeln!(std::io::stderr(), "the account {name} was made for a test and could not be removed");
}

impl Account {
    /// An account with a group of its own, a home that others cannot look into, and no password to log in with.
    fn new(host: &str, name: &str, shell: &str, homes: &Path, group: Option<&str>) -> Account {
        let name = format!("{host}-{name}");
        let home = homes.join(&name);
        let mut command = Command::new("/usr/sbin/useradd");
        command
            .args(["-U", "-m", "-k", "/nonexistent", "-K", "HOME_MODE=0700", "-p", "*", "-s", shell, "-d"])
            .arg(&home);
        if let Some(group) = group {
            command.args(["-G", group]);
        }
        let made = {
            let _held = ACCOUNTS.lock();
            command.arg(&name).output().unwrap()
        };
        assert!(made.status.success(), "{name}: {}", String::from_utf8_lossy(&made.stderr));
        let facts = std::fs::metadata(&home).unwrap();
        Account { uid: facts.uid(), gid: facts.gid(), name, home }
    }

    /// The program as this account starts it in a shell of its own.
    fn command(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(args)
            .env_clear()
            .env("HOME", &self.home)
            .env("LANG", "nl_NL.UTF-8")
            .current_dir(&self.home);
        command.uid(self.uid).gid(self.gid);
        command
    }

    fn give(&self, path: &Path, text: &str) {
        std::fs::write(path, text).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
        chown(path, Some(self.uid), Some(self.gid)).unwrap();
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        delete_account(&self.name, self.uid);
    }
}

/// Removes the accounts of earlier runs that were killed.
fn remove_leftovers() {
    let left: Vec<(String, u32)> = std::fs::read_to_string("/etc/passwd")
        .unwrap()
        .lines()
        .filter_map(|line| {
            let mut parts = line.split(':');
            let (name, uid) = (parts.next()?, parts.nth(1)?.parse().ok()?);
            let pid: u32 =
                name.strip_prefix(PREFIX)?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
            (!Path::new(&format!("/proc/{pid}")).exists()).then(|| (name.to_owned(), uid))
        })
        .collect();
    left.into_iter().for_each(|(name, uid)| delete_account(&name, uid));
}

/// A machine with a register of three actions that is served, one of which is confidential, an sshd, and five who come in: two editors
/// (one cleared), a viewer, one whom nothing is granted and one who is not even of the group.
struct Host {
    /// Ended before the accounts go.
    _sshd: Daemon,
    server: Option<Daemon>,
    port: u16,
    register: PathBuf,
    socket: String,
    program: String,
    service: Account,
    people: Vec<Account>,
    place: tempfile::TempDir,
}

impl Host {
    /// `None` where it cannot be.
    fn new() -> Option<Host> {
        static HOSTS: AtomicU32 = AtomicU32::new(0);
        if hindered() {
            return None;
        }
        let number = HOSTS.fetch_add(1, Ordering::Relaxed);
        if number == 0 {
            remove_leftovers();
        }
        let host = format!("{PREFIX}{}{}", std::process::id(), char::from(b'a' + number as u8));
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        std::fs::set_permissions(place.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        // Where it was built the accounts need not be able to come.
        let program = at("regie");
        install(&program);
        let program = program.to_str().unwrap().to_owned();

        let service = Account::new(&host, "regie", "/usr/sbin/nologin", place.path(), None);
        let group = service.name.clone();
        let person = |name: &str| {
            let group = (name != "buiten").then_some(group.as_str());
            Account::new(&host, name, "/bin/sh", place.path(), group)
        };
        let people: Vec<Account> = ["bakker", "smit", "vos", "wie", "buiten"].map(person).into();

        // The register, and who may do what with it.
        let register = service.home.join("register");
        let cli = |args: &[&str]| {
            let ran = service
                .command(&program, &["--register", register.to_str().unwrap()])
                .args(args)
                .output()
                .unwrap();
            assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
        };
        let plan = at("plan.txt");
        service.give(&plan, ssh::PLAN);
        ssh::fill(&plan, cli);

        // The folder of the socket: anybody may go in, only the service may put something there.
        let run = at("run");
        std::fs::create_dir(&run).unwrap();
        chown(&run, Some(service.uid), Some(service.gid)).unwrap();
        let socket = run.join("register.socket").to_str().unwrap().to_owned();

        for (number, account) in people.iter().enumerate() {
            let key = at(&format!("key{number}"));
            let public = ssh::keygen(&key);
            let folder = account.home.join(".ssh");
            std::fs::create_dir(&folder).unwrap();
            chown(&folder, Some(account.uid), Some(account.gid)).unwrap();
            account.give(&folder.join("authorized_keys"), &public);
        }
        ssh::keygen(&at("host"));
        let rules = format!(
            "Match User {}\n    ForceCommand {program}\n    DisableForwarding yes\n\
             Match Group {group}\n    SetEnv REGIE_SOCKET={socket}\n",
            people[2].name
        );
        let (sshd, port) = Host::listen(place.path(), &rules);
        let mut host =
            Host { _sshd: sshd, server: None, port, register, socket, program, service, people, place };
        host.allow(&["bakker editor true", "smit editor false", "vos viewer false"]);
        host.serve();
        Some(host)
    }

    /// An sshd on loopback, as Debian sets one up, with the lines of the README.
    fn listen(place: &Path, rules: &str) -> (Daemon, u16) {
        ssh::make_room();
        let at = |name: &str| place.join(name).to_str().unwrap().to_owned();
        // Somebody else may take the port before sshd does.
        for _ in 0..10 {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let config = format!(
                "ListenAddress 127.0.0.1:{port}\nHostKey {}\n{}AcceptEnv LANG LC_*\n{rules}",
                at("host"),
                ssh::CONFIG
            );
            std::fs::write(at("sshd_config"), config).unwrap();
            let mut command = Command::new(SSHD);
            command.args(["-D", "-e", "-f", &at("sshd_config")]);
            if let Some(sshd) = Daemon::start(&mut command, "Server listening on") {
                let public = std::fs::read_to_string(at("host.pub")).unwrap();
                std::fs::write(at("known_hosts"), format!("[127.0.0.1]:{port} {public}")).unwrap();
                return (sshd, port);
            }
        }
        panic!("sshd does not listen");
    }

    fn serve(&mut self) {
        let register = self.register.to_str().unwrap();
        let args = ["--register", register, "--socket", &self.socket, "serve", "--group", &self.service.name];
        let server = Daemon::start(&mut self.service.command(&self.program, &args), LISTENS);
        self.server = Some(server.expect("a server"));
    }

    /// Writes who may do what: `name role cleared` each.
    fn allow(&self, rows: &[&str]) {
        let row = |row: &&str| {
            let [name, role, cleared] = row.split(' ').collect::<Vec<_>>()[..] else { panic!("{row}") };
            format!("[user.\"{}\"]\nrole = \"{role}\"\ncleared = {cleared}\n", self.person(name).name)
        };
        self.service.give(&self.register.join("access.toml"), &rows.iter().map(row).collect::<String>());
    }

    fn person(&self, name: &str) -> &Account {
        self.people.iter().find(|account| account.name.ends_with(&format!("-{name}"))).unwrap()
    }

    fn ssh(&self, name: &str) -> Vec<String> {
        let at = |name: &str| self.place.path().join(name).to_str().unwrap().to_owned();
        let number = self.people.iter().position(|account| account.name == self.person(name).name).unwrap();
        let known = format!("UserKnownHostsFile={}", at("known_hosts"));
        let key = at(&format!("key{number}"));
        let (port, account) = (self.port.to_string(), format!("{}@127.0.0.1", self.person(name).name));
        let options =
            ["-F", "none", "-o", "StrictHostKeyChecking=yes", "-o", &known, "-o", "IdentitiesOnly=yes"];
        let more = ["-o", "LogLevel=ERROR", "-o", "SendEnv=LANG", "-i", &key, "-p", &port, &account];
        options.into_iter().chain(more).map(str::to_owned).collect()
    }

    /// Logs in and opens the workbench.
    fn login(&self, name: &str) -> Terminal {
        let mut args = vec!["-tt".to_owned()];
        args.extend(self.ssh(name));
        args.push(self.program.clone());
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        Terminal::start_program("/usr/bin/ssh", &[], &args, self.place.path(), (120, 36))
    }

    /// Runs a command over SSH; its exit code, and all that it says.
    fn run(&self, name: &str, args: &str) -> (Option<i32>, String) {
        let mut command = Command::new("/usr/bin/ssh");
        command.args(self.ssh(name)).arg(format!("{} {args}", self.program));
        command.env_clear().envs(environment(self.place.path())).stdin(Stdio::null());
        let Output { status, stdout, stderr } = command.output().unwrap();
        (status.code(), String::from_utf8([stdout, stderr].concat()).unwrap())
    }

    /// What must be refused.
    fn refused(&self, name: &str, args: &str) -> String {
        let (code, said) = self.run(name, args);
        assert_eq!(code, Some(1), "{name}: {args}: {said}");
        said
    }

    fn done(&self, name: &str, args: &str) -> String {
        let (code, said) = self.run(name, args);
        assert_eq!(code, Some(0), "{name}: {args}: {said}");
        said
    }
}

/// Puts the cursor on an item by its title.
fn go_to(terminal: &mut Terminal, title: &str, item: &str) {
    terminal.press("/").type_text(title).press("<enter>");
    terminal.wait(item, |s| s.contains(&format!("▌{item}")));
}

#[test]
fn two_accounts_edit_one_register_over_ssh_and_each_does_what_they_may() {
    let Some(host) = Host::new() else { return };
    let mut cleared = host.login("bakker");
    cleared.shows("Ondermijning Havenpand");
    let mut editor = host.login("smit");
    let screen = editor.shows("Buurtavond Vijzeltuin");
    assert!(!screen.contains("Havenpand") && !screen.contains("A-3"), "{screen}");
    let mut viewer = host.login("vos");
    viewer.shows("alleen lezen");
    cleared.shows("3 online");
    // Each sees what the other does, without a key.
    go_to(&mut editor, "buurtavond", "A-1");
    editor.press("d");
    editor.shows("Gereed: A-1");
    for terminal in [&mut cleared, &mut viewer] {
        terminal.wait("what another did", |s| s.contains("1 gereed"));
    }
    go_to(&mut cleared, "hotspots", "A-2");
    cleared.press("d");
    for terminal in [&mut editor, &mut viewer] {
        terminal.wait("what another did", |s| s.contains("2 gereed"));
    }
    // Who may only read changes nothing.
    go_to(&mut viewer, "hotspots", "A-2");
    viewer.press("a");
    viewer.shows("Het register is nu alleen te lezen; wijzigen kan niet.");
    // Whatever command they ask for, they get the one that is set for them: the workbench, which wants a terminal.
    let (code, said) = host.run("vos", "list --all");
    assert!(code == Some(2) && said.contains("De werkbank heeft een terminal nodig"), "{said}");
    // What is confidential does not exist for who is not cleared.
    for args in ["list --all", "list havenpand --all --json", "export json", "log --json"] {
        let said = host.done("smit", args);
        assert!(!said.contains("Havenpand") && !said.contains("A-3"), "{args}: {said}");
        assert!(host.done("bakker", args).contains("Havenpand"), "{args}");
    }
    let hidden = host.refused("smit", "show A-3");
    assert_eq!(hidden.replace("A-3", "A-9"), host.refused("smit", "show A-9"));
    // Who did what, by the account that the kernel knows; whatever somebody says of themselves.
    host.done("smit", &format!("--as {} set A-2 kleur=groen", host.person("bakker").name));
    let log = host.done("bakker", "log --limit 3");
    let by = |line: usize, name: &str| log.lines().nth(line).unwrap().contains(&host.person(name).name);
    assert!(by(0, "smit") && by(1, "bakker") && by(2, "smit"), "{log}");
    editor.press("8");
    editor.shows("kleur gewijzigd: A-2");
    assert!(!editor.screen().contains("Havenpand"), "{}", editor.screen());
    // Who is granted nothing hears so; and so does who may not even knock.
    let none = format!("Het account {} mag dit register niet gebruiken", host.person("wie").name);
    assert!(host.refused("wie", "list").contains(&none));
    let mut without = host.login("wie");
    without.ends();
    assert!(without.screen().contains(&none), "{}", without.screen());
    let outside = host.refused("buiten", &format!("--socket {} list", host.socket));
    assert!(outside.contains("om uw account in de groep van de server op te nemen"), "{outside}");
    // Past the server there is no way.
    let past = host.refused("bakker", &format!("--register {} verify", host.register.display()));
    assert!(!past.contains("Havenpand"), "{past}");
}

#[test]
fn who_loses_their_role_is_cut_off_at_their_next_request_and_keeps_what_they_typed() {
    let Some(host) = Host::new() else { return };
    let mut editor = host.login("smit");
    editor.shows("Buurtavond Vijzeltuin");
    let mut other = host.login("bakker");
    other.shows("Ondermijning Havenpand");
    editor.press("a").type_text("Lichtschouw Havenpad");
    editor.shows("Lichtschouw Havenpad");
    host.allow(&["bakker editor true"]);
    editor.press("<enter>");
    let account = &host.person("smit").name;
    editor.shows("geen toegang");
    editor.shows(&format!("Het account {account} mag dit register niet meer gebruiken"));
    editor.shows("Lichtschouw Havenpad");
    let said = host.refused("smit", "list");
    assert!(said.contains(&format!("Het account {account} mag dit register niet gebruiken")), "{said}");
    assert!(!host.done("bakker", "list").contains("Lichtschouw"));
    // Nothing of it troubles the others.
    go_to(&mut other, "hotspots", "A-2");
    other.press("d");
    other.shows("Gereed: A-2");
    // And back again, without a new login.
    host.allow(&["bakker editor true", "smit editor false"]);
    editor.shows("2 online");
    editor.press("<enter>");
    editor.shows("Toegevoegd: A-4");
    other.shows("Lichtschouw Havenpad");
}

#[test]
fn what_was_being_typed_when_the_connection_was_killed_is_offered_to_that_account_alone() {
    let Some(host) = Host::new() else { return };
    let mut other = host.login("bakker");
    other.shows("Ondermijning Havenpand");
    for (round, text) in ["Lichtschouw Havenpad", "Schouw Molenkade"].into_iter().enumerate() {
        let account = host.person("smit");
        let mut editor = host.login("smit");
        editor.shows("Buurtavond Vijzeltuin");
        editor.press("a").type_text(text);
        editor.shows(text);
        if round == 0 {
            // The computer at which somebody sits goes away.
            kill(i32::try_from(editor.pid()).unwrap());
        } else {
            // Or the session at the other end does.
            let sessions = processes(account.uid).into_iter().filter(|(_, name)| name.starts_with("sshd"));
            let sessions: Vec<i32> = sessions.map(|(pid, _)| pid).collect();
            assert_eq!(sessions.len(), 1, "{:?}", processes(account.uid));
            sessions.into_iter().for_each(kill);
        }
        other.until("the session is over", || processes(account.uid).is_empty());
        // Nobody else is offered it, nor could read it.
        for (name, shown) in [("bakker", "Ondermijning Havenpand"), ("vos", "alleen lezen")] {
            let screen = host.login(name).shows(shown);
            assert!(!screen.contains(text), "{name}: {screen}");
        }
        let mut again = host.login("smit");
        again.shows(text);
        again.press("<enter>");
        again.shows(&format!("Toegevoegd: A-{}", 4 + round));
        other.shows(text);
    }
}
