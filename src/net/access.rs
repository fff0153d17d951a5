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
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::model::id::Actor;

/// The file's name.
pub const FILE: &str = "access.toml";

/// The longest file that is read, in bytes.
const MOST: u64 = 1 << 20;

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
    /// It is no TOML, or not of the form above: what about it.
    Form(String),
    /// There is no such role: for whom, and the word.
    Role(String, String),
    /// The system knows no such account.
    NoUser(String),
    /// The system knows no such group.
    NoGroup(String),
    /// It cannot be read: the operating system's words.
    Unread(String),
}

impl Problem {
    /// Whether the file is void by it. A name that the system does not know grants nobody anything.
    pub fn voids(&self) -> bool {
        !matches!(self, Problem::NoUser(_) | Problem::NoGroup(_))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    user: BTreeMap<String, Row>,
    #[serde(default)]
    group: BTreeMap<String, Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    role: String,
    #[serde(default)]
    cleared: bool,
}

/// The grants of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    users: BTreeMap<String, Grant>,
    groups: BTreeMap<String, Grant>,
}

impl Access {
    /// Reads the grants for the register in `dir`, which the account `owner` serves; none when there is no file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(dir: &Path, owner: u32) -> Result<Access, Vec<Problem>> {
        let path = dir.join(FILE);
        let unread = |why: io::Error| vec![Problem::Unread(why.to_string())];
        let facts = match std::fs::metadata(&path) {
            Err(missing) if missing.kind() == ErrorKind::NotFound => return Ok(Access::default()),
            facts => facts.map_err(unread)?,
        };
        let mut problems = Vec::new();
        if facts.uid() != owner {
            problems.push(Problem::Owner(facts.uid()));
        }
        if facts.mode() & 0o022 != 0 {
            problems.push(Problem::Mode(facts.mode() & 0o7777));
        }
        if !facts.is_file() || facts.len() > MOST {
            problems.push(Problem::Form(format!("{} bytes", facts.len())));
            return Err(problems);
        }
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            // What is wrong with it already says why.
            Err(_) if !problems.is_empty() => return Err(problems),
            Err(why) => return Err(unread(why)),
        };
        match Access::of_text(&text) {
            Ok(access) if problems.is_empty() => Ok(access),
            Ok(_) => Err(problems),
            Err(more) => Err(problems.into_iter().chain(more).collect()),
        }
    }

    fn of_text(text: &str) -> Result<Access, Vec<Problem>> {
        let file: File = toml::from_str(text).map_err(|why| vec![Problem::Form(why.to_string())])?;
        let mut problems = Vec::new();
        let mut grants = |rows: BTreeMap<String, Row>| {
            let mut grants = BTreeMap::new();
            for (name, Row { role, cleared }) in rows {
                match Role::named(&role) {
                    Some(role) => drop(grants.insert(name, Grant { role, cleared })),
                    None => problems.push(Problem::Role(name, role)),
                }
            }
            grants
        };
        let (users, groups) = (grants(file.user), grants(file.group));
        if problems.is_empty() { Ok(Access { users, groups }) } else { Err(problems) }
    }

    /// What `account` may: what is said of it, and of every group that it is in, taken together; `None` when nothing is.
    pub fn grant(&self, account: &Account) -> Option<Grant> {
        let own = self.users.get(&account.name);
        let of_groups = account.groups.iter().filter_map(|group| self.groups.get(group));
        own.into_iter().chain(of_groups).copied().reduce(Grant::or)
    }

    /// The names in the file that the system does not know, by `known_user` and `known_group`.
    pub fn unknown(
        &self,
        known_user: impl Fn(&str) -> bool,
        known_group: impl Fn(&str) -> bool,
    ) -> Vec<Problem> {
        let users = self.users.keys().filter(|name| !known_user(name)).cloned().map(Problem::NoUser);
        let groups = self.groups.keys().filter(|name| !known_group(name)).cloned().map(Problem::NoGroup);
        users.chain(groups).collect()
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

/// Finds an account by its number, as the system knows it.
pub type FindAccount = Box<dyn FnMut(u32) -> Option<Account> + Send>;

/// Who comes to a server, and what each of them may do.
pub struct Gate {
    dir: PathBuf,
    /// The account that serves the register, and who that is.
    owner: u32,
    own: Actor,
    find: FindAccount,
    known: HashMap<u32, (Instant, Account)>,
    access: Access,
    read: Option<Mark>,
}

impl Gate {
    /// The gate of the register in `dir`, which the account `owner` serves that goes by the name `own`.
    pub fn new(dir: &Path, owner: u32, own: Actor, find: FindAccount) -> Gate {
        let mut gate = Gate {
            dir: dir.to_owned(),
            owner,
            own,
            find,
            known: HashMap::new(),
            access: Access::default(),
            read: None,
        };
        gate.read();
        gate
    }

    fn read(&mut self) {
        // Before the content: what changes in between is noticed the next time.
        self.read = mark(&self.dir);
        // A file that is void grants nobody anything; `regie status --check` says what is wrong with it.
        self.access = Access::read(&self.dir, self.owner).unwrap_or_default();
        self.known.clear();
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

    /// Who the account `uid` is, as the kernel says, and what it may do. The account that serves the register may speak for others,
    /// by `name`: the command of a key in its `authorized_keys` says whose key it is.
    ///
    /// # Errors
    /// The name of who may not use the register.
    pub fn admit(&mut self, uid: u32, name: Option<&str>) -> Result<(Actor, Grant), String> {
        let account = match name {
            None if uid == self.owner => return Ok((self.own.clone(), Grant::OWNER)),
            Some(name) if uid == self.owner => Account { name: name.to_owned(), groups: Vec::new() },
            _ => self.account(uid).ok_or_else(|| format!("uid-{uid}"))?,
        };
        match self.access.grant(&account) {
            Some(grant) => Ok((Actor(account.name), grant)),
            None => Err(account.name),
        }
    }

    fn account(&mut self, uid: u32) -> Option<Account> {
        if let Some((since, account)) = self.known.get(&uid)
            && since.elapsed() < KNOWN_FOR
        {
            return Some(account.clone());
        }
        let account = (self.find)(uid)?;
        self.known.insert(uid, (Instant::now(), account.clone()));
        Some(account)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn account(name: &str, groups: &[&str]) -> Account {
        Account { name: name.into(), groups: groups.iter().map(|group| (*group).to_owned()).collect() }
    }

    const TEXT: &str = "[user.\"k.smit\"]\nrole = \"editor\"\n[user.chef]\nrole = \"admin\"\ncleared = true\n\
                        [group.veiligheid]\nrole = \"viewer\"\n[group.zorg]\nrole = \"viewer\"\ncleared = true\n";

    #[test]
    fn an_account_has_what_it_and_its_groups_are_granted() {
        let access = Access::of_text(TEXT).unwrap();
        let grant = |name, groups: &[&str]| access.grant(&account(name, groups));
        assert_eq!(grant("k.smit", &[]), Some(Grant { role: Role::Editor, cleared: false }));
        assert_eq!(grant("k.smit", &["zorg"]), Some(Grant { role: Role::Editor, cleared: true }));
        assert_eq!(grant("chef", &["veiligheid"]), Some(Grant::OWNER));
        assert_eq!(grant("m.bakker", &["veiligheid"]), Some(Grant { role: Role::Viewer, cleared: false }));
        assert_eq!(grant("m.bakker", &["users"]), None);
        assert_eq!(Access::default().grant(&account("k.smit", &["zorg"])), None);
    }

    #[test]
    fn what_is_wrong_with_the_file_is_told_and_grants_nothing() {
        let wrong = |text: &str| Access::of_text(text).unwrap_err();
        assert_eq!(wrong("[user.a]\nrole = \"chef\"\n"), [Problem::Role("a".into(), "chef".into())]);
        for text in [
            "[user.a]\n",
            "[user.a]\nrole = \"viewer\"\nclear = true\n",
            "[person.a]\nrole = \"viewer\"\n",
            "role =",
        ] {
            assert!(matches!(wrong(text)[..], [Problem::Form(_)]), "{text}");
        }
        let access = Access::of_text(TEXT).unwrap();
        let unknown = access.unknown(|user| user == "chef", |group| group == "zorg");
        assert_eq!(unknown, [Problem::NoUser("k.smit".into()), Problem::NoGroup("veiligheid".into())]);
        assert!(unknown.iter().all(|problem| !problem.voids()));
    }

    #[test]
    fn a_file_that_others_own_or_can_write_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let own = rustix::process::geteuid().as_raw();
        assert_eq!(Access::read(dir.path(), own), Ok(Access::default()));
        let path = dir.path().join(FILE);
        std::fs::write(&path, TEXT).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(Access::read(dir.path(), own).unwrap(), Access::of_text(TEXT).unwrap());
        assert_eq!(Access::read(dir.path(), own + 1), Err(vec![Problem::Owner(own)]));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o662)).unwrap();
        assert_eq!(Access::read(dir.path(), own), Err(vec![Problem::Mode(0o662)]));
    }

    #[test]
    fn the_gate_knows_people_by_account_and_by_name_and_notices_a_changed_file() {
        let dir = tempfile::tempdir().unwrap();
        let own = rustix::process::geteuid().as_raw();
        let find = move |uid| (uid == own + 1).then(|| account("k.smit", &["zorg"]));
        let mut gate = Gate::new(dir.path(), own, Actor("regie".into()), Box::new(find));
        assert_eq!(gate.admit(own, None), Ok((Actor("regie".into()), Grant::OWNER)));
        assert_eq!(gate.admit(own + 1, None), Err("k.smit".into()), "no file");
        assert!(!gate.has_changed());
        let path = dir.path().join(FILE);
        std::fs::write(&path, TEXT).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert!(gate.has_changed() && !gate.has_changed());
        let editor = Grant { role: Role::Editor, cleared: true };
        assert_eq!(gate.admit(own + 1, None), Ok((Actor("k.smit".into()), editor)));
        assert_eq!(gate.admit(own + 2, None), Err(format!("uid-{}", own + 2)));
        // The service account speaks for those whose keys it has; another account speaks for itself only.
        assert_eq!(gate.admit(own, Some("chef")), Ok((Actor("chef".into()), Grant::OWNER)));
        assert_eq!(gate.admit(own, Some("j.vos")), Err("j.vos".into()));
        assert_eq!(gate.admit(own + 1, Some("chef")), Ok((Actor("k.smit".into()), editor)));
        std::fs::remove_file(&path).unwrap();
        assert!(gate.has_changed());
        assert_eq!(gate.admit(own + 1, None), Err("k.smit".into()), "revoked");
    }
}
