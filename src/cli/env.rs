//! What the program takes from its surroundings: variables, terminal, clock, time zone, account.
//!
//! Everything that is read from the operating system is read here, once; the rest of `cli` gets it as
//! an argument. Used by `main` (the real surroundings) and by tests (made-up ones).

use std::collections::HashSet;
use std::ffi::OsString;
use std::io::{ErrorKind, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use crate::error::{Error, Kind};
use crate::i18n::{Lang, Texts};
use crate::io::visible;
use crate::model::id::{Actor, Stamp};
use crate::model::operation::Circumstances;
use crate::net::access::{self, Late};
use crate::t;

/// The surroundings of one call.
#[derive(Clone, Debug, Default)]
pub struct Env {
    /// The environment variables.
    pub vars: std::collections::HashMap<OsString, OsString>,
    /// Whether standard input is a terminal.
    pub stdin_terminal: bool,
    /// Whether standard output is a terminal.
    pub stdout_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_terminal: bool,
}

impl Env {
    /// The real surroundings of this process.
    pub fn of_process() -> Env {
        Env {
            vars: std::env::vars_os().collect(),
            stdin_terminal: std::io::stdin().is_terminal(),
            stdout_terminal: std::io::stdout().is_terminal(),
            stderr_terminal: std::io::stderr().is_terminal(),
        }
    }

    /// The variable `name`, when it is set to something that is text.
    pub fn var(&self, name: &str) -> Option<&str> {
        self.vars.get(std::ffi::OsStr::new(name)).and_then(|value| value.to_str()).filter(|v| !v.is_empty())
    }

    /// An absolute folder from variable `name`. A relative one is ignored, as the XDG specification asks.
    fn dir(&self, name: &str) -> Option<PathBuf> {
        self.vars.get(std::ffi::OsStr::new(name)).map(PathBuf::from).filter(|dir| dir.is_absolute())
    }

    fn home_or(&self, xdg: &str, below: &str) -> Option<PathBuf> {
        self.dir(xdg).or_else(|| self.dir("HOME").map(|home| home.join(below))).map(|dir| dir.join("regie"))
    }

    /// The folder with the user's own settings (`config.toml`, keymaps); `None` without a home folder.
    pub fn config_dir(&self) -> Option<PathBuf> {
        self.home_or("XDG_CONFIG_HOME", ".config")
    }

    /// `config_dir` as people read it: from the home folder on, when it stands there. Empty when there is none.
    pub fn shown_config_dir(&self) -> String {
        let Some(dir) = self.config_dir() else { return String::new() };
        let home = self.dir("HOME");
        match home.and_then(|home| dir.strip_prefix(home).ok().map(Path::to_owned)) {
            Some(below) => visible::path(&Path::new("~").join(below)),
            None => visible::path(&dir),
        }
    }

    /// The folder for what belongs to this machine and user beside the register: the arrangement of the workbench, crash reports;
    /// `None` without a home folder.
    pub fn state_dir(&self) -> Option<PathBuf> {
        self.home_or("XDG_STATE_HOME", ".local/state")
    }

    /// The folder of this session, gone when the user has logged out; `None` where there is none.
    pub fn runtime_dir(&self) -> Option<PathBuf> {
        self.dir("XDG_RUNTIME_DIR")
    }

    /// The register's folder: as given, else `REGIE_REGISTER`, else `$XDG_DATA_HOME/regie`, else
    /// `$HOME/.local/share/regie`.
    ///
    /// # Errors
    /// None of these is set.
    pub fn register_dir(&self, given: Option<&Path>, texts: &Texts) -> Result<PathBuf, Error> {
        given
            .map(Path::to_owned)
            .or_else(|| self.var("REGIE_REGISTER").map(PathBuf::from))
            .or_else(|| self.home_or("XDG_DATA_HOME", ".local/share"))
            .ok_or_else(|| {
                Error::new(Kind::System, t!(texts, "cli-no-home")).hint(t!(texts, "cli-no-home-hint"))
            })
    }

    /// The socket of the server: as given, else `REGIE_SOCKET`; `None` when the register's folder tells it.
    pub fn socket(&self, given: Option<&Path>) -> Option<PathBuf> {
        given.map(Path::to_owned).or_else(|| self.var("REGIE_SOCKET").map(PathBuf::from))
    }

    /// The keys with which people come in over SSH to this account.
    pub fn authorized_keys(&self) -> Option<PathBuf> {
        self.dir("HOME").map(|home| home.join(".ssh/authorized_keys"))
    }

    /// The language: as given, else `REGIE_LANG`, else `setting` (of the settings file), else the locale, else Dutch.
    pub fn lang(&self, given: Option<Lang>, setting: Option<Lang>) -> Lang {
        let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| self.var(name));
        given
            .or_else(|| self.var("REGIE_LANG").and_then(Lang::from_tag))
            .or(setting)
            .or_else(|| locale().and_then(Lang::from_tag))
            .unwrap_or_default()
    }

    /// Whether the workbench can be drawn: both ends are a terminal that knows more than lines.
    pub fn can_draw(&self) -> bool {
        self.stdin_terminal && self.stdout_terminal && self.var("TERM").is_some_and(|term| term != "dumb")
    }

    /// Whether the terminal is known to make links of OSC 8 sequences. One that is not known gets none: it would show nothing
    /// of them, but they cost bytes. What tells it:
    ///
    /// - `FORCE_HYPERLINK`, as in other programs: 0 for no, anything else for yes;
    /// - in tmux, which takes `TERM` and `TERM_PROGRAM` over: tmux itself, from 3.4, hands links on to terminals that have
    ///   them. What is said of the terminal around it was true when tmux was started, perhaps from elsewhere. screen knows none;
    /// - `TERM`, which also reaches us over SSH, for terminals with an entry of their own: kitty, Alacritty, foot, Ghostty,
    ///   WezTerm, Contour, Rio;
    /// - `VTE_VERSION` from 0.50.1 (0.50.0 ended at the first link): GNOME Terminal, Tilix, Terminator and others;
    /// - `KONSOLE_VERSION` from 20.12; `WT_SESSION` of Windows Terminal;
    /// - `TERM_PROGRAM`, or `LC_TERMINAL` (which SSH hands on) of iTerm2.
    pub fn knows_hyperlinks(&self) -> bool {
        if let Some(forced) = self.var("FORCE_HYPERLINK") {
            return forced != "0";
        }
        let term = self.var("TERM").unwrap_or_default();
        let program = self.var("TERM_PROGRAM").unwrap_or_default();
        let inside = ["tmux", "screen"].iter().any(|name| term.starts_with(name));
        if inside || program == "tmux" || self.var("TMUX").is_some() {
            let version = self.var("TERM_PROGRAM_VERSION").filter(|_| program == "tmux").unwrap_or_default();
            let mut parts =
                version.split(|c: char| !c.is_ascii_digit()).map(|part| part.parse().unwrap_or(0));
            return (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) >= (3, 4);
        }
        let from = |name: &str, least: u32| {
            self.var(name)
                .and_then(|version| version.parse::<u32>().ok())
                .is_some_and(|version| version >= least)
        };
        let terms = ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour", "rio"];
        let programs = ["iTerm.app", "WezTerm", "vscode", "ghostty", "rio"];
        terms
            .iter()
            .any(|name| term == *name || term.strip_prefix(name).is_some_and(|rest| rest.starts_with('-')))
            || from("VTE_VERSION", 5001)
            || from("KONSOLE_VERSION", 201_200)
            || self.var("WT_SESSION").is_some()
            || programs.contains(&program)
            || self.var("LC_TERMINAL") == Some("iTerm2")
    }

    /// The time zone of `TZ` or of the machine; UTC when neither is usable. The file of the zone is read directly where it
    /// can be told which: the general way lists the whole zone database first, which a short command would notice.
    pub fn zone(&self) -> jiff::tz::TimeZone {
        let name = self.var("TZ").map(|name| name.strip_prefix(':').unwrap_or(name));
        let file = match name {
            None => Some(PathBuf::from("/etc/localtime")),
            Some(name) if is_zone_name(name) => Some(Path::new("/usr/share/zoneinfo").join(name)),
            Some(_) => None,
        };
        file.and_then(|file| std::fs::read(file).ok())
            .and_then(|bytes| jiff::tz::TimeZone::tzif(name.unwrap_or("local"), &bytes).ok())
            .unwrap_or_else(jiff::tz::TimeZone::system)
    }

    /// The moment, day and account of an operation that starts now.
    pub fn now(&self, zone: &jiff::tz::TimeZone) -> Circumstances {
        let at = clock();
        Circumstances { at, today: at.day(zone), actor: Actor(account()) }
    }
}

/// The moment by the clock of this machine, however wrong it is set.
pub fn clock() -> Stamp {
    moment(SystemTime::now())
}

/// The moment that a clock shows; outside the calendar its end.
fn moment(clock: SystemTime) -> Stamp {
    let whole = |span: Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    let millis = match clock.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => whole(since),
        Err(before) => -whole(before.duration()),
    };
    Stamp(millis).within_calendar()
}

/// Refuses to work by a clock that shows `at`, when that is a moment before 1970 (the storage engine counts from there) or at
/// the end of the calendar, in 9999: dates would come into the register that cannot be right.
///
/// # Errors
/// What the clock shows, and how it is set right.
pub fn refuse_wrong_clock(at: Stamp, texts: &Texts) -> Result<(), Error> {
    let last = Stamp(i64::MAX).within_calendar();
    if at.0 >= 0 && at < last {
        return Ok(());
    }
    let shown = if at < last { at.to_string() } else { format!("> {last}") };
    Err(Error::new(Kind::System, t!(texts, "cli-clock", at = shown)).hint(t!(texts, "cli-clock-hint")))
}

/// Whether `name` is one of the zone database, such as `Europe/Amsterdam`, and no rule or path.
fn is_zone_name(name: &str) -> bool {
    !name.starts_with('/')
        && name.split('/').all(|part| {
            !part.is_empty()
                && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
        })
}

/// The name of the account that this process runs under. Variables such as `USER` are not looked at: anybody can set
/// them, and the journal must say who it was.
pub fn account() -> String {
    let uid = rustix::process::getuid().as_raw();
    std::fs::read_to_string("/etc/passwd")
        .ok()
        .and_then(|passwd| name_in(&passwd, uid))
        .or_else(asked_of_id)
        .unwrap_or_else(|| format!("uid-{uid}"))
}

/// How long the system may take to say who an account is. A directory service on the network answers in milliseconds, or is away; whoever
/// waits to be let in waits ten seconds for the server's greeting.
const ASKED_FOR: Duration = Duration::from_secs(5);

/// The account `uid` with the groups that it is in, as the system's name service knows them; `None` when it knows none.
///
/// # Errors
/// It does not say in time.
pub fn find_account(uid: u32) -> Result<Option<access::Account>, Late> {
    let until = Instant::now() + ASKED_FOR;
    let asked = |what: &str| {
        let mut id = Command::new("/usr/bin/id");
        id.arg(what).arg("--").arg(uid.to_string()).env_clear();
        let (said, code) = said_until(id, until)?;
        Ok((code == 0).then(|| said.trim().to_owned()))
    };
    let Some(name) = asked("-un")? else { return Ok(None) };
    let groups = asked("-Gn")?;
    let groups = groups.map(|groups| groups.split_whitespace().map(str::to_owned).collect());
    Ok(groups.map(|groups| access::Account { name, groups }))
}

/// What a `program` says, and the code that it ends with. One that has not ended `until` then is killed.
///
/// # Errors
/// It has not, or cannot be started, or says no text.
fn said_until(mut program: Command, until: Instant) -> Result<(String, i32), Late> {
    let program = program.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = program.spawn().map_err(|_| Late)?;
    let said = child.stdout.take().and_then(|said| read_until(said, until));
    if said.is_none() {
        // One that has ended meanwhile needs no killing.
        let _ = child.kill();
    }
    let code = child.wait().ok().and_then(|status| status.code());
    let text = said.and_then(|said| String::from_utf8(said).ok());
    text.zip(code).ok_or(Late)
}

/// What comes `from` a program until it says nothing more; `None` when that is not so `until` then.
fn read_until(mut from: ChildStdout, until: Instant) -> Option<Vec<u8>> {
    let mut said = Vec::new();
    let mut bytes = [0; 4 << 10];
    loop {
        let left = Timespec::try_from(until.saturating_duration_since(Instant::now())).ok()?;
        match poll(&mut [PollFd::new(&from, PollFlags::IN)], Some(&left)) {
            Ok(0) => return None,
            Ok(_) => {}
            Err(Errno::INTR) => continue,
            Err(_) => return None,
        }
        match from.read(&mut bytes) {
            Ok(0) => return Some(said),
            Ok(len) => said.extend_from_slice(&bytes[..len]),
            Err(why) if why.kind() == ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

/// What the system knows by names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Accounts.
    Users,
    /// Groups.
    Groups,
}

impl Names {
    /// The file in which those of this machine stand, and what `getent` calls them all.
    fn places(self) -> (&'static str, &'static str) {
        match self {
            Names::Users => ("/etc/passwd", "passwd"),
            Names::Groups => ("/etc/group", "group"),
        }
    }
}

/// How long the system's name service may take over all names: one that asks a directory may have to wait for that.
const ANSWERS_WITHIN: Duration = Duration::from_secs(20);

/// No name of an account is longer (LOGIN_NAME_MAX of Linux, without the zero at its end).
const LONGEST_NAME: usize = 255;

/// So many names are asked for at once: with the longest of them a quarter of a megabyte, where Linux takes two as arguments.
const ASKED_AT_ONCE: usize = 1000;

/// Those of `names` that the system does not know exactly so, and those of which it did not say so in time.
pub fn unknown<'a>(what: Names, names: impl Iterator<Item = &'a str>) -> (Vec<&'a str>, Vec<&'a str>) {
    let (file, database) = what.places();
    let here = std::fs::read_to_string(file).unwrap_or_default();
    let here = first_fields(&here);
    let until = Instant::now() + ANSWERS_WITHIN;
    let can_be =
        |name: &str| !name.is_empty() && name.len() <= LONGEST_NAME && !name.contains([':', '\n', '\0']);
    let (asked, mut unknown): (Vec<&str>, Vec<&str>) =
        names.filter(|name| !here.contains(name)).partition(|name| can_be(name));
    let mut unsaid = Vec::new();
    for names in asked.chunks(ASKED_AT_ONCE) {
        let mut getent = Command::new("/usr/bin/getent");
        getent.arg(database).arg("--").args(names).env_clear();
        match said_until(getent, until) {
            // 2: not all of them are known.
            Ok((said, 0 | 2)) => {
                let known = first_fields(&said);
                unknown.extend(names.iter().filter(|name| !known.contains(*name)));
            }
            _ => unsaid.extend(names),
        }
    }
    (unknown, unsaid)
}

/// What stands before the first colon of each line.
fn first_fields(text: &str) -> HashSet<&str> {
    text.lines().filter_map(|line| line.split(':').next()).collect()
}

/// Whether the process of this number is another one that runs this program; no where that cannot be told.
pub fn is_another_of_us(pid: u32) -> bool {
    let name = |pid: &str| std::fs::read(format!("/proc/{pid}/comm")).ok();
    let found = name(&pid.to_string()).filter(|_| pid != std::process::id());
    found.is_some() && found == name("self")
}

/// Whether the process of this number was stopped, as Ctrl-Z does; no where that cannot be told.
pub fn is_stopped(pid: u32) -> bool {
    let facts = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The name before it may hold anything.
    facts
        .rsplit_once(')')
        .is_some_and(|(_, rest)| matches!(rest.trim_start().as_bytes().first(), Some(b'T' | b't')))
}

/// The number of the group called `name`, as the system's name service knows it.
pub fn find_group(name: &str) -> Option<u32> {
    let local = std::fs::read_to_string("/etc/group").ok();
    let number = |text: &str| {
        text.lines().find_map(|line| {
            let mut parts = line.split(':');
            let (found, _, number) = (parts.next()?, parts.next()?, parts.next()?);
            number.parse().ok().filter(|_| found == name)
        })
    };
    local.and_then(|text| number(&text)).or_else(|| {
        let mut getent = Command::new("/usr/bin/getent");
        let asked = getent.arg("group").arg("--").arg(name).env_clear().output().ok()?;
        number(&String::from_utf8(asked.stdout).ok()?)
    })
}

/// The name of `uid` in the text of a passwd file (passwd(5): `name:password:uid:…`).
fn name_in(passwd: &str, uid: u32) -> Option<String> {
    passwd.lines().find_map(|line| {
        let mut parts = line.split(':');
        let (name, _, number) = (parts.next()?, parts.next()?, parts.next()?);
        (number.parse() == Ok(uid) && !name.is_empty()).then(|| name.to_owned())
    })
}

/// Accounts of a directory service (LDAP, SSSD) are not in `/etc/passwd`; `id` asks the system's own name service, which
/// a program without C code cannot.
fn asked_of_id() -> Option<String> {
    let asked = Command::new("/usr/bin/id").arg("-un").env_clear().output().ok()?;
    let name = String::from_utf8(asked.stdout).ok()?.trim().to_owned();
    (asked.status.success() && !name.is_empty() && !name.chars().any(char::is_whitespace)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(vars: &[(&str, &str)]) -> Env {
        Env { vars: vars.iter().map(|(k, v)| (k.into(), v.into())).collect(), ..Env::default() }
    }

    #[test]
    fn the_folder_of_the_settings_is_shown_as_it_is_set() {
        let shown = |vars: &[(&str, &str)]| env(vars).shown_config_dir();
        assert_eq!(shown(&[("HOME", "/home/bakker")]), "~/.config/regie");
        assert_eq!(
            shown(&[("HOME", "/home/bakker"), ("XDG_CONFIG_HOME", "/home/bakker/cfg")]),
            "~/cfg/regie"
        );
        assert_eq!(shown(&[("HOME", "/home/bakker"), ("XDG_CONFIG_HOME", "/etc/eigen")]), "/etc/eigen/regie");
        assert_eq!(shown(&[("HOME", "/"), ("XDG_CONFIG_HOME", "zo")]), "~/.config/regie");
        assert_eq!(shown(&[]), "");
    }

    #[test]
    fn the_register_is_where_the_first_of_these_says() {
        let texts = Texts::new(Lang::En);
        let at = |vars: &[(&str, &str)], given: Option<&str>| {
            env(vars).register_dir(given.map(Path::new), &texts).map_err(|error| error.message)
        };
        let all = [("HOME", "/h"), ("XDG_DATA_HOME", "/d"), ("REGIE_REGISTER", "/r")];
        assert_eq!(at(&all, Some("x")), Ok("x".into()));
        assert_eq!(at(&all, None), Ok("/r".into()));
        assert_eq!(at(&all[..2], None), Ok("/d/regie".into()));
        assert_eq!(at(&all[..1], None), Ok("/h/.local/share/regie".into()));
        assert_eq!(at(&[("HOME", "/h"), ("XDG_DATA_HOME", "d")], None), Ok("/h/.local/share/regie".into()));
        assert!(at(&[], None).is_err());
    }

    #[test]
    fn the_language_is_what_the_first_of_these_says() {
        let all = [("LANG", "en_GB.UTF-8"), ("LC_ALL", "nl_NL.UTF-8"), ("REGIE_LANG", "en")];
        assert_eq!(env(&all).lang(Some(Lang::Nl), Some(Lang::En)), Lang::Nl);
        assert_eq!(env(&all).lang(None, Some(Lang::Nl)), Lang::En);
        assert_eq!(env(&all[..2]).lang(None, Some(Lang::En)), Lang::En);
        assert_eq!(env(&all[..2]).lang(None, None), Lang::Nl);
        assert_eq!(env(&all[..1]).lang(None, None), Lang::En);
        assert_eq!(env(&[("LANG", "C.UTF-8")]).lang(None, None), Lang::Nl);
    }

    #[test]
    fn a_clock_that_cannot_be_right_is_refused_with_what_it_shows() {
        let texts = Texts::new(Lang::Nl);
        let (start, day) = (SystemTime::UNIX_EPOCH, Duration::from_secs(86_400));
        for (clock, said) in [
            (start - day, "1969-12-31T00:00:00Z"),
            (start - day * 10_000_000, "-009999-01-02"),
            (start + day * 2_932_897, "> 9999-12-30"),
            (start + day * 10_000_000, "> 9999-12-30"),
        ] {
            let refused = refuse_wrong_clock(moment(clock), &texts).unwrap_err();
            assert!(refused.message.contains(said), "{}", refused.message);
            assert!(refused.hints[0].contains("timedatectl"), "{:?}", refused.hints);
        }
        for right in [start, start + day * 20_000, start + day * 2_932_000] {
            assert!(refuse_wrong_clock(moment(right), &texts).is_ok());
        }
        assert_eq!(moment(start - Duration::from_millis(5)), Stamp(-5));
    }

    #[test]
    fn the_time_zone_is_that_of_the_variable() {
        let at = Stamp(1_795_424_400_000);
        let hour = |zone: &str| at.timestamp().to_zoned(env(&[("TZ", zone)]).zone()).hour();
        assert_eq!(hour("Europe/Amsterdam"), 10);
        assert_eq!(hour(":America/New_York"), 4);
        for name in ["../etc/passwd", "/etc/localtime", "CET-1CEST,M3.5.0,M10.5.0/3", ""] {
            assert!(!is_zone_name(name), "{name}");
        }
    }

    #[test]
    fn links_are_sent_only_to_terminals_that_are_known_to_make_them() {
        let known: &[&[(&str, &str)]] = &[
            &[("TERM", "xterm-kitty")],
            &[("TERM", "foot-extra")],
            &[("TERM", "xterm-256color"), ("VTE_VERSION", "6003")],
            &[("TERM", "xterm-256color"), ("TERM_PROGRAM", "iTerm.app")],
            &[("TERM", "xterm-256color"), ("LC_TERMINAL", "iTerm2")],
            &[("TERM", "tmux-256color"), ("TERM_PROGRAM", "tmux"), ("TERM_PROGRAM_VERSION", "3.4")],
            &[("TERM", "screen-256color"), ("TERM_PROGRAM", "tmux"), ("TERM_PROGRAM_VERSION", "3.5a")],
            &[("TERM", "xterm-256color"), ("KONSOLE_VERSION", "230802")],
            &[("TERM", "linux"), ("FORCE_HYPERLINK", "1")],
        ];
        let unknown: &[&[(&str, &str)]] = &[
            &[],
            &[("TERM", "xterm-256color")],
            &[("TERM", "linux")],
            &[("TERM", "footer")],
            &[("TERM", "xterm-256color"), ("VTE_VERSION", "5000")],
            &[("TERM", "tmux-256color"), ("TERM_PROGRAM", "tmux"), ("TERM_PROGRAM_VERSION", "3.3a")],
            &[("TERM", "screen-256color"), ("VTE_VERSION", "6003"), ("TMUX", "/tmp/tmux-1000/default,1,0")],
            &[("TERM", "screen"), ("VTE_VERSION", "6003")],
            &[("TERM", "xterm-kitty"), ("FORCE_HYPERLINK", "0")],
        ];
        for vars in known {
            assert!(env(vars).knows_hyperlinks(), "{vars:?}");
        }
        for vars in unknown {
            assert!(!env(vars).knows_hyperlinks(), "{vars:?}");
        }
    }

    #[test]
    fn names_are_known_exactly_as_the_system_writes_them_however_many_are_asked_for() {
        // More than one program is asked about, and what no name can be.
        let many: Vec<String> = (0..2 * ASKED_AT_ONCE).map(|n| format!("wie-{n}")).collect();
        let odd = ["0", "Root", "", "a:b", "-x", "root\n", &"w".repeat(LONGEST_NAME + 1)];
        for what in [Names::Users, Names::Groups] {
            let names = many.iter().map(String::as_str).chain(["root", "daemon"]).chain(odd);
            let (mut unknown, unsaid) = unknown(what, names);
            assert_eq!(unsaid, [""; 0], "{what:?}");
            let mut expected: Vec<&str> = many.iter().map(String::as_str).chain(odd).collect();
            unknown.sort_unstable();
            expected.sort_unstable();
            assert!(unknown == expected, "{what:?}");
        }
    }

    #[test]
    fn a_program_that_says_nothing_in_time_is_killed_and_one_that_does_is_heard() {
        let shell = |script: &str| {
            let mut shell = Command::new("/bin/sh");
            shell.arg("-c").arg(script);
            shell
        };
        let later = Instant::now() + Duration::from_secs(600);
        assert_eq!(said_until(shell("echo k.smit"), later), Ok(("k.smit\n".to_owned(), 0)));
        assert_eq!(said_until(shell("echo k.smit; exit 2"), later), Ok(("k.smit\n".to_owned(), 2)));
        assert_eq!(said_until(Command::new("/nergens/id"), later), Err(Late));
        // It comes to its end here only because it is killed.
        assert_eq!(said_until(shell("exec sleep 100000"), Instant::now()), Err(Late));
        let own = rustix::process::getuid().as_raw();
        assert_eq!(find_account(own).unwrap().unwrap().name, account());
    }

    #[test]
    fn the_account_comes_from_the_passwd_file_by_number() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\nm.bakker:x:1000:1000::/home/m:/bin/sh\n:x:7::\n";
        assert_eq!(name_in(passwd, 1000).as_deref(), Some("m.bakker"));
        assert_eq!(name_in(passwd, 7), None);
        assert_eq!(name_in(passwd, 8), None);
    }
}
