//! Several people over SSH: a real sshd with a configuration and keys of its own, and people who come in by one account with a
//! key each.
//!
//! Without OpenSSH on the machine there is nothing to test; `REGIE_REQUIRE_SSHD=1` makes that a failure.

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

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use daemon::{Daemon, LISTENS};
use pty::{Terminal, environment, regie};
use ssh::SSHD;

const ACCESS: &str = "[user.\"m.bakker\"]\nrole = \"editor\"\ncleared = true\n[user.\"k.smit\"]\nrole = \"editor\"\n\
                      [user.\"j.vos\"]\nrole = \"viewer\"\n";

/// An account with a register that is served, an sshd, and a key for each of three people.
struct Host {
    home: tempfile::TempDir,
    account: String,
    _server: Daemon,
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

impl Host {
    /// `None` where there is no sshd.
    fn new() -> Option<Host> {
        if !ssh::is_there(SSHD) {
            return None;
        }
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
        let account = Command::new("id").arg("-un").output().unwrap();
        let account = String::from_utf8(account.stdout).unwrap().trim().to_owned();
        ssh::keygen(&home.path().join("host"));
        let variables: Vec<String> =
            environment(home.path()).iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut keys = String::new();
        for name in ["m.bakker", "k.smit", "j.vos"] {
            let public = ssh::keygen(&home.path().join(name));
            let command = format!("env {} {} --as {name}", variables.join(" "), regie());
            keys += &format!("restrict,pty,command=\"{command}\" {public}");
        }
        write(&home.path().join("authorized_keys"), &keys);
        let config = format!(
            "HostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nPermitRootLogin yes\n{}",
            at("host"),
            at("authorized_keys"),
            ssh::CONFIG
        );
        write(&home.path().join("sshd_config"), &config);
        ssh::make_room();

        let cli = |args: &[&str]| {
            let ran =
                Command::new(regie()).args(args).env_clear().envs(environment(home.path())).output().unwrap();
            assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
        };
        let plan = home.path().join("plan.txt");
        write(&plan, ssh::PLAN);
        ssh::fill(&plan, cli);
        write(&home.path().join("data/regie/access.toml"), ACCESS);
        let mut command = Command::new(regie());
        command.arg("serve").env_clear().envs(environment(home.path()));
        let server = Daemon::start(&mut command, LISTENS).expect("a server");
        Some(Host { home, account, _server: server })
    }

    /// Logs in with the key of `name`.
    fn login(&self, name: &str) -> Terminal {
        let at = |name: &str| self.home.path().join(name).to_str().unwrap().to_owned();
        let proxy = format!("ProxyCommand={SSHD} -i -f {} -E {}", at("sshd_config"), at("sshd.log"));
        let account = format!("{}@regie.invalid", self.account);
        let options = [
            "-tt",
            "-F",
            "none",
            "-o",
            &proxy,
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "LogLevel=ERROR",
            "-i",
            &at(name),
            &account,
        ];
        Terminal::start_program("/usr/bin/ssh", &[], &options, self.home.path(), (120, 36))
    }
}

#[test]
fn people_with_a_key_each_work_on_one_register_as_they_may() {
    let Some(host) = Host::new() else { return };
    let mut cleared = host.login("m.bakker");
    cleared.shows("Ondermijning Havenpand");
    let mut editor = host.login("k.smit");
    let screen = editor.shows("Buurtavond Vijzeltuin");
    assert!(!screen.contains("Havenpand") && !screen.contains("A-3"), "{screen}");
    let mut viewer = host.login("j.vos");
    viewer.shows("alleen lezen");
    cleared.shows("3 online");
    // Each sees what the other does, without a key.
    editor.press("/").type_text("buurtavond").press("<enter>");
    editor.wait("found", |s| s.contains("▌A-1"));
    editor.press("d");
    editor.shows("Gereed: A-1");
    for terminal in [&mut cleared, &mut viewer] {
        terminal.wait("what another did", |s| s.contains("1 gereed"));
    }
    cleared.press("/").type_text("hotspots").press("<enter>");
    cleared.wait("found", |s| s.contains("▌A-2"));
    cleared.press("d");
    editor.wait("what another did", |s| s.contains("2 gereed"));
    // Who may only read changes nothing.
    viewer.press("/").type_text("hotspots").press("<enter>");
    viewer.wait("found", |s| s.contains("▌A-2"));
    viewer.press("a");
    viewer.wait("refused", |s| s.contains("lezen"));
    // The log says who it was.
    editor.press("8");
    editor.wait("who did it", |s| s.contains("m.bakker") && s.contains("k.smit"));
    assert!(!editor.screen().contains("Havenpand"), "{}", editor.screen());
}

#[test]
fn what_was_being_typed_when_the_line_was_cut_is_offered_at_the_next_login() {
    let Some(host) = Host::new() else { return };
    let mut terminal = host.login("k.smit");
    terminal.shows("Buurtavond Vijzeltuin");
    terminal.press("a").type_text("Lichtschouw Havenpad");
    terminal.shows("Lichtschouw Havenpad");
    terminal.kill();
    // The one who comes next by the same account, with another key, is offered nothing of it.
    let mut other = host.login("m.bakker");
    let screen = other.shows("Buurtavond Vijzeltuin");
    assert!(!screen.contains("Lichtschouw"), "{screen}");
    let kept = host.home.path().join("state/regie/drafts");
    let is_kept = || {
        let folders = std::fs::read_dir(&kept).into_iter().flatten().flatten();
        let files =
            folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten().flatten());
        files
            .into_iter()
            .any(|file| std::fs::read_to_string(file.path()).is_ok_and(|text| text.contains("Lichtschouw")))
    };
    other.until("the text is kept", is_kept);
    let mut again = host.login("k.smit");
    again.shows("Lichtschouw Havenpad");
    again.press("<enter>");
    again.shows("Toegevoegd: A-4");
    other.shows("Lichtschouw Havenpad");
}
