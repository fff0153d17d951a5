//! A server in this process, for tests that speak with it.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "these are tests, though not in a test function")]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use regie::model::id::{Actor, Stamp};
use regie::model::ledger::Ledger;
use regie::net::access::Gate;
use regie::net::client::Client;
use regie::net::server::{Options, Server, Stopper};
use regie::net::socket;
use regie::net::talk::Ran;
use regie::store::{Drafts, Holder, Keeper, OpenOptions, Use};

/// Two who see what is confidential and two who do not, all of whom may record; and one who may read.
const ACCESS: &str = "[user.a]\nrole = \"editor\"\ncleared = true\n[user.b]\nrole = \"editor\"\ncleared = true\n\
                      [user.c]\nrole = \"editor\"\n[user.d]\nrole = \"editor\"\n[user.kijker]\nrole = \"viewer\"\n";

/// The moment of everything.
pub fn now() -> Stamp {
    Stamp(1_900_000_000_000)
}

/// A server in a thread of its own.
pub struct Served {
    pub dir: tempfile::TempDir,
    pub path: PathBuf,
    stopper: Stopper,
    thread: Option<JoinHandle<Keeper>>,
}

fn open(register: &Path) -> Keeper {
    let options = OpenOptions::new(Use::Stay, Holder::default()).creating();
    Keeper::open(register, Actor("eigenaar".into()), options, &mut |_| ()).unwrap().keeper
}

/// The gate for whoever comes by the account of the tests, which serves the register.
fn gate(register: &Path) -> Gate {
    let own = rustix::process::geteuid().as_raw();
    Gate::new(register, own, Actor("eigenaar".into()), Box::new(|_| Ok(None)))
}

fn start(register: &Path, keeper: Keeper, gate: Gate) -> (PathBuf, Stopper, JoinHandle<Keeper>) {
    let path = socket::place(register, None);
    let listener = socket::listen(&path, None).unwrap();
    let nothing = || Ran { out: String::new(), err: String::new(), code: 0 };
    let errands = Box::new(move |_, _: Box<dyn Ledger + '_>| nothing());
    let server = Server::new(keeper, Options { idle: None, clock: now, gate, errands });
    let stopper = server.stopper();
    (path, stopper, std::thread::spawn(move || server.run(listener).unwrap()))
}

impl Served {
    pub fn new() -> Served {
        Served::behind(gate)
    }

    /// One whose gate is made by `gate` for the folder of the register.
    pub fn behind(gate: impl FnOnce(&Path) -> Gate) -> Served {
        let dir = tempfile::tempdir().unwrap();
        let register = dir.path().join("register");
        let keeper = open(&register);
        let file = register.join("access.toml");
        std::fs::write(&file, ACCESS).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        let (path, stopper, thread) = start(&register, keeper, gate(&register));
        Served { dir, path, stopper, thread: Some(thread) }
    }

    /// Ends the server and starts another on what it has recorded.
    pub fn restart(&mut self) {
        drop(self.end());
        self.resume();
    }

    /// Starts a server on what one that has ended recorded.
    pub fn resume(&mut self) {
        let register = self.dir.path().join("register");
        let (_, stopper, thread) = start(&register, open(&register), gate(&register));
        (self.stopper, self.thread) = (stopper, Some(thread));
    }
    pub fn client(&self, name: &str) -> Client {
        let drafts = Drafts::new(self.dir.path().join("drafts").join(name));
        Client::attach(&self.path, true, Some(name), drafts).unwrap()
    }

    /// Ends the server; the register as it holds it.
    pub fn end(&mut self) -> Keeper {
        self.stopper.stop();
        self.thread.take().unwrap().join().unwrap()
    }
}
