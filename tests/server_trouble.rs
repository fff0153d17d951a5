//! What the machine of a server does to it: a disk that is full, and a clock that is set back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and talks by printing"
)]

mod pty;
mod support;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::thread::JoinHandle;

use pty::{Terminal, environment, regie};
use regie::model::id::{Actor, Stamp};
use regie::model::ledger::{self, Followed, Ledger, ReadOnly, Unwritten};
use regie::model::record::Kind;
use regie::model::register::Register;
use regie::net::access::Gate;
use regie::net::client::Client;
use regie::net::server::{Options, Server, Stopper};
use regie::net::socket;
use regie::net::talk::{Errand, Ran};
use regie::store::{Disk, Drafts, Keeper, Medium, Use};
use support::{AT, add, new_action, operator, options};

/// A disk that is full for as long as it is told to be.
#[derive(Clone, Default)]
struct SmallDisk(Arc<AtomicBool>);

impl Medium for SmallDisk {
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        if self.0.load(Ordering::SeqCst) {
            Disk.write(file, &bytes[..bytes.len() / 2], offset)?;
            return Err(io::ErrorKind::StorageFull.into());
        }
        Disk.write(file, bytes, offset)
    }

    fn sync(&mut self, file: &File) -> io::Result<()> {
        Disk.sync(file)
    }
}

/// A server in this process, by a disk and a clock that the test has in hand.
struct Served {
    dir: tempfile::TempDir,
    path: PathBuf,
    stopper: Stopper,
    thread: JoinHandle<Keeper>,
}

impl Served {
    fn new(medium: Box<dyn Medium>, clock: fn() -> Stamp) -> Served {
        let dir = tempfile::tempdir().unwrap();
        let register = dir.path().join("register");
        let mut options = options(Use::Stay);
        options.medium = medium;
        let own = Actor("eigenaar".to_owned());
        let keeper = Keeper::open(&register, own.clone(), options, &mut |_| ()).unwrap().keeper;
        let path = socket::place(&register, None);
        let listener = socket::listen(&path, None).unwrap();
        let gate = Gate::new(&register, rustix::process::geteuid().as_raw(), own, Box::new(|_| Ok(None)));
        // An errand adds an action for each of its words.
        let errands = Box::new(move |errand: Errand, mut ledger: Box<dyn Ledger + '_>| {
            let mut add = |title| {
                let draft = new_action(ledger.register(), title);
                ledger.append(draft, None, Stamp(0)).is_ok()
            };
            let out = errand.args.iter().map(|title| format!("{} ", add(title))).collect();
            Ran { out, err: String::new(), code: 0 }
        });
        let server = Server::new(keeper, Options { idle: None, clock, gate, errands });
        let stopper = server.stopper();
        Served { dir, path, stopper, thread: std::thread::spawn(move || server.run(listener).unwrap()) }
    }

    fn client(&self) -> Client {
        self.client_of(None)
    }

    fn client_of(&self, name: Option<&str>) -> Client {
        Client::attach(&self.path, true, name, Drafts::new(self.dir.path().join("drafts"))).unwrap()
    }

    /// Ends the server and lets go of the register; its folder, whose chain holds.
    fn end(self) -> tempfile::TempDir {
        self.stopper.stop();
        drop(self.thread.join().unwrap());
        regie::store::verify(&self.dir.path().join("register"), &operator(), &mut |_| ()).unwrap();
        self.dir
    }
}

/// Brings a copy up to date; the numbers of the entries that are new to it.
fn follow(client: &mut Client) -> Vec<u64> {
    // The answer comes after every entry before it.
    client.status().unwrap();
    match client.follow().unwrap() {
        Followed::Entries(entries) => entries.iter().map(|entry| entry.seq).collect(),
        other => panic!("the copy was replaced: {other:?}"),
    }
}

/// The titles of the actions, by number.
fn titles(register: &Register) -> Vec<String> {
    let mut titles = Vec::new();
    register.tables().visit(Kind::Action, &mut |record| titles.push(record.title().to_owned()));
    titles
}

fn try_add(client: &mut Client, title: &str) -> Result<u64, Unwritten> {
    let draft = new_action(client.register(), title);
    client.append(draft, None, Stamp(0)).map(|entry| entry.unwrap().seq)
}

#[test]
fn on_a_full_disk_nothing_is_recorded_nothing_is_lost_and_it_goes_on_when_there_is_room() {
    let disk = SmallDisk::default();
    let served = Served::new(Box::new(disk.clone()), || AT);
    let (mut first, mut second) = (served.client(), served.client());
    assert_eq!(try_add(&mut first, "een"), Ok(1));
    disk.0.store(true, Ordering::SeqCst);
    for client in [&mut first, &mut second] {
        assert_eq!(try_add(client, "twee"), Err(Unwritten::ReadOnly(ReadOnly::DiskFull)));
        assert_eq!(client.read_only(), None, "it may be tried again");
    }
    // The others hear of nothing that is not recorded, and go on reading.
    assert_eq!((follow(&mut first), follow(&mut second)), (vec![], vec![1]));
    assert_eq!(second.entry(1).unwrap().unwrap().seq, 1);
    assert!(first.register().same_content(second.register()));
    assert_eq!(served.client().head(), 1, "and others still come");
    disk.0.store(false, Ordering::SeqCst);
    assert_eq!((try_add(&mut second, "twee"), try_add(&mut first, "drie")), (Ok(2), Ok(3)));
    assert_eq!((follow(&mut first), follow(&mut second)), (vec![2], vec![3]));
    assert!(first.register().same_content(second.register()));
    assert_eq!(titles(first.register()), ["een", "twee", "drie"]);
    served.end();
}

#[test]
fn who_is_not_cleared_misses_nothing_that_is_recorded_after_the_disk_was_full() {
    let disk = SmallDisk::default();
    let served = Served::new(Box::new(disk.clone()), || AT);
    let access = served.dir.path().join("register/access.toml");
    std::fs::write(&access, "[user.a]\nrole = \"editor\"\ncleared = true\n[user.c]\nrole = \"editor\"\n")
        .unwrap();
    std::fs::set_permissions(&access, std::fs::Permissions::from_mode(0o600)).unwrap();
    let (mut cleared, mut other) = (served.client_of(Some("a")), served.client_of(Some("c")));
    let errand = |title: &str| Errand {
        args: vec![title.to_owned()],
        lang: "nl".to_owned(),
        color: false,
        width: None,
        zone: None,
    };
    let mut expected = Vec::new();
    for (title, by_errand) in [("een", false), ("twee", true)] {
        disk.0.store(true, Ordering::SeqCst);
        assert_eq!(try_add(&mut cleared, title), Err(Unwritten::ReadOnly(ReadOnly::DiskFull)));
        disk.0.store(false, Ordering::SeqCst);
        if by_errand {
            assert_eq!(cleared.run(errand(title)).unwrap().out, "true ");
        } else {
            try_add(&mut cleared, title).unwrap();
        }
        expected.push(title);
        for client in [&mut cleared, &mut other] {
            client.status().unwrap();
            client.follow().unwrap();
            assert_eq!(titles(client.register()), expected);
        }
    }
    served.end();
}

#[test]
fn a_clock_that_is_set_back_alters_no_order() {
    const YEAR: i64 = 365 * 24 * 3_600_000;
    static NOW: AtomicI64 = AtomicI64::new(0);
    NOW.store(AT.0, Ordering::SeqCst);
    let served = Served::new(Box::new(Disk), || Stamp(NOW.load(Ordering::SeqCst)));
    let (mut first, mut second) = (served.client(), served.client());
    assert_eq!(try_add(&mut first, "een"), Ok(1));
    NOW.fetch_sub(YEAR, Ordering::SeqCst);
    assert_eq!((try_add(&mut second, "twee"), try_add(&mut first, "drie")), (Ok(2), Ok(3)));
    // Who follows gets them in the order in which they were recorded, each with the moment that the clock showed.
    assert_eq!((follow(&mut first), follow(&mut second)), (vec![2], vec![1, 3]));
    let late = served.client();
    for client in [&first, &second, &late] {
        let moments = [1, 2, 3].map(|seq| client.entry(seq).unwrap().unwrap().at.0);
        assert_eq!(moments, [AT.0, AT.0 - YEAR, AT.0 - YEAR]);
        assert!(client.register().same_content(late.register()));
    }
    // The last is the one that was recorded last, not the one that bears the latest moment.
    assert!(ledger::undo(&mut second, Stamp(0)).is_ok());
    follow(&mut first);
    assert_eq!(second.entry(4).unwrap().unwrap().undoes, Some(3));
    assert_eq!(titles(first.register()), ["een", "twee"]);
    // As without a server: the same moments, in the same order, from the disk.
    let dir = served.end();
    let mut keeper = support::open(&dir.path().join("register"));
    assert!(keeper.register().same_content(first.register()));
    let moments = [1, 2, 3].map(|seq| keeper.entry(seq).unwrap().unwrap().at.0);
    assert_eq!(moments, [AT.0, AT.0 - YEAR, AT.0 - YEAR]);
    assert_eq!(add(&mut keeper, "vier"), 5);
}

/// A file system in memory, of its own and small.
struct Mount(PathBuf);

impl Drop for Mount {
    fn drop(&mut self) {
        // What still has a file open there keeps it until it ends.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

impl Mount {
    /// `None` where it cannot be: only root mounts, and not in every container.
    fn new(at: &Path, size: &str) -> Option<Mount> {
        std::fs::create_dir(at).unwrap();
        let option = format!("size={size},mode=0700");
        let mut mount = Command::new("mount");
        let done = mount.args(["-t", "tmpfs", "-o", &option, "tmpfs"]).arg(at).stderr(Stdio::null()).status();
        if done.is_ok_and(|done| done.success()) {
            return Some(Mount(at.to_owned()));
        }
        // Past what a test prints, which is shown only of one that fails.
        let _ =
            writeln!(io::stderr(), "\nNOT TESTED, a server on a full disk: no file system can be mounted\n");
        None
    }

    /// Leaves no room at all.
    fn fill(&self) -> PathBuf {
        let path = self.0.join("ballast");
        let mut file = File::create(&path).unwrap();
        for size in [64 << 10, 4 << 10, 1] {
            while file.write_all(&vec![b'x'; size]).is_ok() {}
        }
        path
    }
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn who_works_on_a_full_disk_is_told_so_and_keeps_what_they_typed_and_the_others_go_on() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("data")).unwrap();
    let Some(disk) = Mount::new(&home.path().join("data/regie"), "16m") else { return };
    let command = |args: &[&str]| {
        let mut command = Command::new(regie());
        command.args(args).env_clear().envs(environment(home.path())).stdin(Stdio::null());
        command
    };
    let run = |args: &[&str]| {
        let Output { status, stdout, stderr } = command(args).output().unwrap();
        (status.code(), String::from_utf8([stdout, stderr].concat()).unwrap())
    };
    let plan = home.path().join("plan.txt");
    std::fs::write(
        &plan,
        "Integraal veiligheidsplan Waterdam 2025-2028\n\nDe komende vier jaar gaat de aandacht uit naar de volgende \
         prioriteiten, thema's en onderwerpen: Veilige wijken: overlast, woninginbraken.\n",
    )
    .unwrap();
    assert_eq!(run(&["import", "plan", plan.to_str().unwrap(), "--accept"]).0, Some(0));
    assert_eq!(run(&["add", "Buurtavond Vijzeltuin due:01-12-2031", "--under", "T-2"]).0, Some(0));
    let mut server = Running(command(&["serve"]).stderr(Stdio::piped()).spawn().unwrap());
    let mut said = BufReader::new(server.0.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert!(line.contains("is open voor meer mensen"), "{line}");
    std::thread::spawn(move || said.read_to_string(&mut String::new()));
    let workbench = || {
        let mut terminal = Terminal::start(&[], home.path(), 120, 36);
        terminal.shows("Buurtavond Vijzeltuin");
        terminal
    };
    let (mut first, mut second) = (workbench(), workbench());
    let ballast = disk.fill();
    // The last block of the journal may have room for some more.
    let full = (0..64).map(|_| run(&["add", "Vulling"])).find(|(code, _)| *code != Some(0));
    let (code, said) = full.expect("a full disk");
    assert!(code == Some(1) && said.contains("De schijf is vol"), "{code:?} {said}");
    let recorded = run(&["list", "--all", "--csv"]).1.lines().count();
    first.press("a").type_text("Lichtschouw Havenpad").press("<enter>");
    first.shows("De schijf is vol");
    first.shows("› Lichtschouw Havenpad");
    // Reading goes on, for who is there and for who comes.
    second.press("8");
    second.shows("Logboek  ");
    workbench().shows("Buurtavond Vijzeltuin");
    std::fs::remove_file(ballast).unwrap();
    // No restart, whoever comes first: a command or who waited.
    let (code, said) = run(&["add", "Schouw due:02-12-2031"]);
    assert_eq!(code, Some(0), "{said}");
    first.press("<enter>");
    first.shows("Toegevoegd: ");
    second.shows("Lichtschouw Havenpad");
    assert_eq!(run(&["list", "--all", "--csv"]).1.lines().count(), recorded + 2);
    assert_eq!(run(&["stop"]).0, Some(0));
    assert!(server.0.wait().unwrap().success());
    assert_eq!(run(&["verify"]).0, Some(0));
}
