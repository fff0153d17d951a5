//! Who may do what with a register that a server holds: `access.toml` in the register's folder.
//!
//! Owns the file's form, reading and checking it, and the grant that an account has by it. The server asks the `Gate` for every
//! connection, and again when the file has changed; `regie status --check` tells what is wrong with it.
//!
//! ```toml
//! [user."k.smit"]
//! role = "editor"       # viewer, editor or admin
//! cleared = true        # sees what is confidential; no when left out
//!
//! [group.veiligheid]    # a Unix group
//! role = "viewer"
//! ```
//!
//! Without the file the owner of the register is its administrator and nobody else may use it. The owner always is.

use std::collections::{BTreeMap, HashMap};
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::fs::OFlags;
use toml::de::{DeTable, DeValue};

use crate::model::id::Actor;

/// The file's name.
pub const FILE: &str = "access.toml";

/// The longest file that is read, in bytes: some 20,000 accounts.
pub const MOST: u64 = 1 << 20;

/// What somebody may do: each also what the one before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Read.
    Viewer,
    /// Record.
    Editor,
    /// End the server, repair, erase.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 3] = [Role::Viewer, Role::Editor, Role::Admin];

    /// The word for it in the file.
    pub fn word(self) -> &'static str {
        match self {
            Role::Viewer => "viewer",
            Role::Editor => "editor",
            Role::Admin => "admin",
        }
    }

    fn named(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// What an account may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its role.
    pub role: Role,
    /// It sees what is confidential.
    pub cleared: bool,
}

impl Grant {
    /// What the owner of the register may.
    pub const OWNER: Grant = Grant { role: Role::Admin, cleared: true };

    /// The more of both.
    fn or(self, other: Grant) -> Grant {
        Grant { role: self.role.max(other.role), cleared: self.cleared || other.cleared }
    }
}

/// An account, as the system knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// The groups that it is in.
    pub groups: Vec<String>,
}

/// What is wrong with the file. It grants nothing then, but to the owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It belongs to another account than the register: the number of that account.
    Owner(u32),
    /// Others may write it: its mode.
    Mode(u32),
    /// It is a folder, a pipe or a device.
    NoFile,
    /// It is a link that points nowhere.
    Dangling,
    /// It is longer than `MOST` bytes.
    TooLarge,
    /// It cannot be read: the sort of failure, and the operating system's words.
    Unread(ErrorKind, String),
    /// Something in it is not of the form above: in which line, from 1, and what.
    Form(usize, Flaw),
}

impl Problem {
    /// The line that it is in; 0 when it is about the whole file.
    pub fn line(&self) -> usize {
        if let Problem::Form(line, _) = self { *line } else { 0 }
    }
}

/// What in the file is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is no TOML: what its reader says of it.
    Toml(String),
    /// There is no such section: only `user` and `group`.
    Section(String),
    /// A heading has nothing for a name.
    NoName,
    /// What stands in a section under this name is no heading of its own.
    NoHeading(String),
    /// A name with a dot that is not within quotes, which TOML takes for two.
    Unquoted(String),
    /// There is no such key: under which name, and the key.
    Key(String, String),
    /// No role is given, or not as a text: to whom.
    NoRole(String),
    /// There is no such role: for whom, and the word.
    Role(String, String),
    /// Whether somebody is cleared is neither `true` nor `false`: of whom.
    Cleared(String),
}

/// The file as it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    access: Access,
    /// There is no file.
    pub missing: bool,
    /// Everything by which it is void.
    pub problems: Vec<Problem>,
    /// The accounts that it names, and in which line.
    pub users: BTreeMap<String, usize>,
    /// The groups that it names, and in which line.
    pub groups: BTreeMap<String, usize>,
}

/// The grants of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    users: BTreeMap<String, Grant>,
    groups: BTreeMap<String, Grant>,
}

impl Found {
    /// Looks at the file of the register in `dir`, which the account `owner` serves; nothing is in it when there is none.
    pub fn look(dir: &Path, owner: u32) -> Found {
        let path = dir.join(FILE);
        let mut problems = Vec::new();
        let unread = |why: io::Error| Problem::Unread(why.kind(), why.to_string());
        match std::fs::metadata(&path) {
            Err(missing) if missing.kind() == ErrorKind::NotFound => {
                if path.symlink_metadata().is_err() {
                    return Found { missing: true, ..Found::default() };
                }
                problems.push(Problem::Dangling);
            }
            Err(why) => problems.push(unread(why)),
            Ok(facts) => {
                if facts.uid() != owner {
                    problems.push(Problem::Owner(facts.uid()));
                }
                if facts.mode() & 0o022 != 0 {
                    problems.push(Problem::Mode(facts.mode() & 0o7777));
                }
                match text_of(&path) {
                    Ok(Ok(text)) => return Found { problems, ..Found::default() }.with(&text),
                    Ok(Err(problem)) => problems.push(problem),
                    // What is wrong with it already says why.
                    Err(_) if !problems.is_empty() => {}
                    Err(why) => problems.push(unread(why)),
                }
            }
        }
        Found { problems, ..Found::default() }
    }

    fn with(mut self, text: &str) -> Found {
        let starts: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
        // What is missing at the end of the file is told of its last line.
        let last = text.lines().count().max(1);
        let line = |at: usize| (starts.partition_point(|start| *start <= at) + 1).min(last);
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut broken = None;
        let mut told: Option<(usize, String)> = None;
        for error in errors {
            let start = error.span().map_or(0, |span| span.start);
            let at = line(start);
            let before =
                text.get(..start).and_then(|text| text.rfind("\n[")).map(|heading| line(heading + 1));
            // What is under a heading that stands there twice stands there twice too.
            let again = told
                .as_ref()
                .is_some_and(|(told, said)| Some(*told) == before && *told < at && said == error.message());
            if again {
                continue;
            }
            // One thing amiss may trouble the reader several times.
            if broken.replace(at) != Some(at) {
                told = Some((at, error.message().to_owned()));
                self.problems.push(Problem::Form(at, Flaw::Toml(error.message().to_owned())));
            }
        }
        // The reader has told what it did not find.
        let whole = broken.is_none();
        let mut flaws = Vec::new();
        let mut flaw = |at: usize, what| flaws.push(Problem::Form(line(at), what));
        for (section, rows) in table.get_ref() {
            let (grants, named) = match section.get_ref().as_ref() {
                "user" => (&mut self.access.users, &mut self.users),
                "group" => (&mut self.access.groups, &mut self.groups),
                other => {
                    flaw(section.span().start, Flaw::Section(other.to_owned()));
                    continue;
                }
            };
            let Some(rows) = rows.get_ref().as_table() else {
                flaw(section.span().start, Flaw::NoHeading(section.get_ref().clone().into_owned()));
                continue;
            };
            for (key, row) in rows {
                let (name, at) = (key.get_ref().clone().into_owned(), key.span().start);
                if name.is_empty() {
                    flaw(at, Flaw::NoName);
                    continue;
                }
                let Some(row) = row.get_ref().as_table() else {
                    flaw(at, Flaw::NoHeading(name));
                    continue;
                };
                if let Some((rest, _)) = row.iter().find(|(_, value)| value.get_ref().is_table()) {
                    flaw(at, Flaw::Unquoted(format!("{name}.{}", rest.get_ref())));
                    continue;
                }
                named.insert(name.clone(), line(at));
                let (mut role, mut cleared) = (None, false);
                for (key, value) in row {
                    let at = key.span().start;
                    match (key.get_ref().as_ref(), value.get_ref()) {
                        ("role", DeValue::String(word)) => role = Some((at, word.as_ref())),
                        ("role", _) => {}
                        ("cleared", DeValue::Boolean(yes)) => cleared = *yes,
                        ("cleared", _) => flaw(at, Flaw::Cleared(name.clone())),
                        (other, _) => flaw(at, Flaw::Key(name.clone(), other.to_owned())),
                    }
                }
                match (role, role.and_then(|(_, word)| Role::named(word))) {
                    (_, Some(role)) => drop(grants.insert(name, Grant { role, cleared })),
                    (None | Some((_, "")), _) if !whole => {}
                    (None, _) => flaw(at, Flaw::NoRole(name)),
                    (Some((at, word)), _) => flaw(at, Flaw::Role(name, word.to_owned())),
                }
            }
        }
        self.problems.extend(flaws);
        self.problems.sort_by_key(Problem::line);
        self
    }

    /// What it grants.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn access(self) -> Result<Access, Vec<Problem>> {
        if self.problems.is_empty() { Ok(self.access) } else { Err(self.problems) }
    }
}

/// The text of the file at `path`. That may be a link: some keep what they administer in a folder of its own.
fn text_of(path: &Path) -> io::Result<Result<String, Problem>> {
    // A pipe would be waited for.
    let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    if !file.metadata()?.is_file() {
        return Ok(Err(Problem::NoFile));
    }
    let mut bytes = Vec::new();
    if file.take(MOST + 1).read_to_end(&mut bytes)? as u64 > MOST {
        return Ok(Err(Problem::TooLarge));
    }
    String::from_utf8(bytes).map(Ok).map_err(|_| ErrorKind::InvalidData.into())
}

impl Access {
    /// What `account` may: what is said of it, and of every group that it is in, taken together; `None` when nothing is.
    pub fn grant(&self, account: &Account) -> Option<Grant> {
        let own = self.users.get(&account.name);
        let of_groups = account.groups.iter().filter_map(|group| self.groups.get(group));
        own.into_iter().chain(of_groups).copied().reduce(Grant::or)
    }
}

/// What tells one state of the file from another: when its content and its facts were last changed, and which file it is.
type Mark = (i64, i64, i64, i64, u64);

fn mark(dir: &Path) -> Option<Mark> {
    let facts = std::fs::metadata(dir.join(FILE)).ok()?;
    Some((facts.mtime(), facts.mtime_nsec(), facts.ctime(), facts.ctime_nsec(), facts.ino()))
}

/// How long what the system says of an account is taken for granted: asking it may mean starting a program.
const KNOWN_FOR: Duration = Duration::from_secs(10);

/// The system did not say in time who an account is, or cannot be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late;

/// Finds an account by its number, as the system knows it; `None` when it knows none.
pub type FindAccount = Box<dyn Fn(u32) -> Result<Option<Account>, Late> + Send + Sync>;

/// The accounts of the system. Asking for one may take long: each connection does so on a thread of its own.
pub struct Accounts {
    find: FindAccount,
    known: Mutex<HashMap<u32, (Instant, Account)>>,
}

impl Accounts {
    fn known(&self) -> MutexGuard<'_, HashMap<u32, (Instant, Account)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for the account `uid`.
    ///
    /// # Errors
    /// `Late`: nothing is known of it now.
    pub fn ask(&self, uid: u32) -> Result<Option<Account>, Late> {
        let known = self.known().get(&uid).filter(|(since, _)| since.elapsed() < KNOWN_FOR).cloned();
        if let Some((_, account)) = known {
            return Ok(Some(account));
        }
        // Others are not kept waiting meanwhile.
        let found = (self.find)(uid)?;
        if let Some(account) = &found {
            self.known().insert(uid, (Instant::now(), account.clone()));
        }
        Ok(found)
    }
}

/// Who comes to a server, and what each of them may do.
pub struct Gate {
    dir: PathBuf,
    /// The account that serves the register, and who that is.
    owner: u32,
    own: Actor,
    accounts: Arc<Accounts>,
    access: Access,
    read: Option<Mark>,
}

impl Gate {
    /// The gate of the register in `dir`, which the account `owner` serves that goes by the name `own`.
    pub fn new(dir: &Path, owner: u32, own: Actor, find: FindAccount) -> Gate {
        let accounts = Arc::new(Accounts { find, known: Mutex::default() });
        let mut gate =
            Gate { dir: dir.to_owned(), owner, own, accounts, access: Access::default(), read: None };
        gate.read();
        gate
    }

    fn read(&mut self) {
        // Before the content: what changes in between is noticed the next time.
        self.read = mark(&self.dir);
        // A file that is void grants nobody anything; `regie status --check` says what is wrong with it.
        self.access = Found::look(&self.dir, self.owner).access().unwrap_or_default();
        self.accounts.known().clear();
    }

    /// Looks whether the file has changed since it was read, and reads it again when it has: then everybody is to be asked in
    /// anew.
    pub fn has_changed(&mut self) -> bool {
        let changed = mark(&self.dir) != self.read;
        if changed {
            self.read();
        }
        changed
    }

    /// The accounts to ask for whoever comes by `uid`; `None` for the account that serves the register, which is known.
    pub fn accounts_of(&self, uid: u32) -> Option<Arc<Accounts>> {
        (uid != self.owner).then(|| Arc::clone(&self.accounts))
    }

    /// Who comes by `uid`, as the kernel says, and what they may do; `account` is what the system says of it. The account that serves the
    /// register may speak for others, by `name`: the command of a key in its `authorized_keys` says whose key it is.
    ///
    /// # Errors
    /// The name of who may not use the register.
    pub fn admit(
        &self,
        uid: u32,
        name: Option<&str>,
        account: Option<&Account>,
    ) -> Result<(Actor, Grant), String> {
        let account = match name {
            None if uid == self.owner => return Ok((self.own.clone(), Grant::OWNER)),
            Some(name) if uid == self.owner => Account { name: name.to_owned(), groups: Vec::new() },
            _ => account.cloned().ok_or_else(|| format!("uid-{uid}"))?,
        };
        match self.access.grant(&account) {
            Some(grant) => Ok((Actor(account.name), grant)),
            None => Err(account.name),
        }
    }

    /// Whether `account` has this `grant` by its name alone. What it has by its groups is to be asked for again: it may be in others now.
    pub fn grants_by_name(&self, account: &Account, grant: Grant) -> bool {
        self.access.users.get(&account.name) == Some(&grant)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn account(name: &str, groups: &[&str]) -> Account {
        Account { name: name.into(), groups: groups.iter().map(|group| (*group).to_owned()).collect() }
    }

    fn of_text(text: &str) -> Found {
        Found::default().with(text)
    }

    const TEXT: &str = "[user.\"k.smit\"]\nrole = \"editor\"\n[user.chef]\nrole = \"admin\"\ncleared = true\n\
                        [group.veiligheid]\nrole = \"viewer\"\n[group.zorg]\nrole = \"viewer\"\ncleared = true\n";

    #[test]
    fn an_account_has_what_it_and_its_groups_are_granted() {
        let access = of_text(TEXT).access().unwrap();
        let grant = |name, groups: &[&str]| access.grant(&account(name, groups));
        assert_eq!(grant("k.smit", &[]), Some(Grant { role: Role::Editor, cleared: false }));
        assert_eq!(grant("k.smit", &["zorg"]), Some(Grant { role: Role::Editor, cleared: true }));
        assert_eq!(grant("chef", &["veiligheid"]), Some(Grant::OWNER));
        assert_eq!(grant("m.bakker", &["veiligheid"]), Some(Grant { role: Role::Viewer, cleared: false }));
        assert_eq!(grant("m.bakker", &["users"]), None);
        assert_eq!(Access::default().grant(&account("k.smit", &["zorg"])), None);
    }

    #[test]
    fn everything_that_is_wrong_with_the_file_is_told_with_its_line_and_who_it_names_all_the_same() {
        let text = "person = 1\n[user.a]\nrole = \"chef\"\nclear = true\n[user]\nb = \"viewer\"\n\
                    [user.k.smit]\nrole = \"viewer\"\n[group.zorg]\ncleared = \"ja\"\n[user.c]\nrole = \"viewer\"\n";
        let found = of_text(text);
        let form = |line, what| Problem::Form(line, what);
        let name = |name: &str| name.to_owned();
        assert_eq!(
            found.problems,
            [
                form(1, Flaw::Section(name("person"))),
                form(3, Flaw::Role(name("a"), name("chef"))),
                form(4, Flaw::Key(name("a"), name("clear"))),
                form(6, Flaw::NoHeading(name("b"))),
                form(7, Flaw::Unquoted(name("k.smit"))),
                form(9, Flaw::NoRole(name("zorg"))),
                form(10, Flaw::Cleared(name("zorg"))),
            ]
        );
        assert_eq!(found.users, [(name("a"), 2), (name("c"), 11)].into());
        assert_eq!(found.groups, [(name("zorg"), 9)].into());
        assert!(found.access().is_err());
    }

    #[test]
    fn a_line_that_is_no_toml_is_told_once_and_what_stands_elsewhere_too() {
        let found = of_text("[user.a]\nrole =\n[user.b]\nrole = \"chef\"\n");
        let [Problem::Form(2, Flaw::Toml(_)), Problem::Form(4, Flaw::Role(who, _))] = &found.problems[..]
        else {
            panic!("{:?}", found.problems)
        };
        assert_eq!(who, "b");
        let open = of_text("[user.a]\nrole = \"viewer\n").problems;
        assert!(matches!(open[..], [Problem::Form(2, Flaw::Toml(_))]), "{open:?}");
        let twice = of_text("[user.a]\nrole = \"viewer\"\n[user.a]\nrole = \"admin\"\n").problems;
        assert!(matches!(twice[..], [Problem::Form(3, Flaw::Toml(_))]), "{twice:?}");
        let key = of_text("[user.a]\nrole = \"viewer\"\nrole = \"admin\"\n[user.b]\nrole =\n").problems;
        assert!(matches!(key[..], [Problem::Form(3, _), Problem::Form(5, _)]), "{key:?}");
        let nobody = of_text("[user.\"\"]\nrole = \"viewer\"\n");
        assert_eq!((nobody.problems, nobody.users), (vec![Problem::Form(1, Flaw::NoName)], BTreeMap::new()));
    }

    #[test]
    fn a_file_that_others_own_or_can_write_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let own = rustix::process::geteuid().as_raw();
        let read = |owner| Found::look(dir.path(), owner).access();
        assert_eq!(read(own), Ok(Access::default()));
        let path = dir.path().join(FILE);
        std::fs::write(&path, TEXT).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(read(own).unwrap(), of_text(TEXT).access().unwrap());
        assert_eq!(read(own + 1), Err(vec![Problem::Owner(own)]));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o662)).unwrap();
        assert_eq!(read(own), Err(vec![Problem::Mode(0o662)]));
        std::fs::write(&path, "[user.a]\nrole = \"chef\"\n").unwrap();
        let role = Problem::Form(2, Flaw::Role("a".into(), "chef".into()));
        assert_eq!(read(own + 1), Err(vec![Problem::Owner(own), Problem::Mode(0o662), role]));
    }

    #[test]
    fn what_is_no_text_or_no_file_is_refused_and_not_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let own = rustix::process::geteuid().as_raw();
        let path = dir.path().join(FILE);
        let look = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
            Found::look(dir.path(), own).problems
        };
        assert!(Found::look(dir.path(), own).missing);
        std::os::unix::fs::symlink(dir.path().join("nergens"), &path).unwrap();
        assert_eq!(Found::look(dir.path(), own).problems, [Problem::Dangling]);
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(look(b"[user.\xff]")[..], [Problem::Unread(ErrorKind::InvalidData, _)]));
        assert_eq!(look(&vec![b'#'; MOST as usize]), []);
        assert_eq!(look(&vec![b'#'; (MOST + 1) as usize]), [Problem::TooLarge]);
        std::fs::remove_file(&path).unwrap();
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
        assert_eq!(Found::look(dir.path(), own).problems, [Problem::NoFile]);
    }

    #[test]
    fn the_gate_knows_people_by_account_and_by_name_and_notices_a_changed_file() {
        let dir = tempfile::tempdir().unwrap();
        let own = rustix::process::geteuid().as_raw();
        let smit = account("k.smit", &["zorg"]);
        let found = smit.clone();
        let find = move |uid| Ok((uid == own + 1).then(|| found.clone()));
        let mut gate = Gate::new(dir.path(), own, Actor("regie".into()), Box::new(find));
        assert_eq!(gate.admit(own, None, None), Ok((Actor("regie".into()), Grant::OWNER)));
        assert_eq!(gate.admit(own + 1, None, Some(&smit)), Err("k.smit".into()), "no file");
        let ask = |gate: &Gate, uid| gate.accounts_of(uid).map(|accounts| accounts.ask(uid));
        assert_eq!((ask(&gate, own), ask(&gate, own + 1)), (None, Some(Ok(Some(smit.clone())))));
        assert_eq!(ask(&gate, own + 2), Some(Ok(None)));
        assert!(!gate.has_changed());
        let path = dir.path().join(FILE);
        std::fs::write(&path, TEXT).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert!(gate.has_changed() && !gate.has_changed());
        // What it has by a group may have changed with that.
        let named = Grant { role: Role::Editor, cleared: false };
        assert!(
            gate.grants_by_name(&smit, named)
                && !gate.grants_by_name(&smit, Grant { cleared: true, ..named })
        );
        let editor = Grant { role: Role::Editor, cleared: true };
        assert_eq!(gate.admit(own + 1, None, Some(&smit)), Ok((Actor("k.smit".into()), editor)));
        assert_eq!(gate.admit(own + 2, None, None), Err(format!("uid-{}", own + 2)));
        // The service account speaks for those whose keys it has; another account speaks for itself only.
        assert_eq!(gate.admit(own, Some("chef"), None), Ok((Actor("chef".into()), Grant::OWNER)));
        assert_eq!(gate.admit(own, Some("j.vos"), None), Err("j.vos".into()));
        assert_eq!(gate.admit(own + 1, Some("chef"), Some(&smit)), Ok((Actor("k.smit".into()), editor)));
        std::fs::remove_file(&path).unwrap();
        assert!(gate.has_changed());
        assert_eq!(gate.admit(own + 1, None, Some(&smit)), Err("k.smit".into()), "revoked");
    }
}
