//! A server that is killed over and over while thirty-two clients record: what was acknowledged is there, and all see the same.
//!
//! `REGIE_KILL_ROUNDS` says how often it is killed (3 when not set).

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
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use daemon::Daemon;
use regie::model::id::{Actor, Day, Stamp};
use regie::model::ledger::{Ledger, ReadOnly, Unwritten};
use regie::model::operation::{Circumstances, add_item};
use regie::model::record::{Field, Kind};
use regie::model::value::Value;
use regie::net::client::Client;
use regie::store::{Drafts, Keeper, Opened, Use};

const CLIENTS: u32 = 32;

/// No disk is this slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts a server, and adds to `notices` what it says before it is open: nothing of it may ask for somebody's help.
fn serve(register: &Path, notices: &mut BTreeMap<String, u32>) -> Daemon {
    Daemon::serve(register, &mut |line| {
        assert!(!line.contains("repair"), "{line}");
        *notices.entry(line.replace(|c: char| c.is_ascii_digit(), "#")).or_default() += 1;
    })
}

/// Waits until the line is back.
fn come_back(client: &mut Client, news: &Receiver<()>) {
    while client.read_only().is_some() {
        match news.recv_timeout(PATIENCE) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => panic!("the line did not come back"),
            Err(RecvTimeoutError::Disconnected) => unreachable!("the client holds the other end"),
        }
    }
    client.follow().unwrap();
}

/// Records one thing after the other until told to stop; what was acknowledged is told with its entry. What is in doubt, or was not
/// sent, is asked for again until it is known, by each second one without waiting for the line.
fn work(mut client: Client, who: u32, stop: &AtomicBool, acknowledged: &Sender<(u64, String)>) -> Client {
    let (wake, news) = channel();
    client.on_news(Box::new(move || {
        // Nobody listens any more once the client has gone.
        let _ = wake.send(());
    }));
    let now = Circumstances { at: Stamp(0), today: Day::new(2030, 3, 17).unwrap(), actor: Actor("x".into()) };
    if who.is_multiple_of(2) {
        client.wait_for_line(Duration::ZERO);
    }
    for n in 0_u32.. {
        if stop.load(Ordering::Acquire) {
            break;
        }
        let title = format!("Actie {n} van {who}");
        let values = [(Field::title, Value::Text(title.clone()))];
        let seq = loop {
            let draft = add_item(client.register(), &now, Kind::Action, &values).unwrap();
            match client.append(draft, None, Stamp(0)) {
                Ok(entry) => break entry.unwrap().seq,
                Err(Unwritten::ReadOnly(ReadOnly::Away) | Unwritten::Doubtful) => {
                    // What was being typed stays here, server or not.
                    client.keep_draft("add", Some(&title)).unwrap();
                    come_back(&mut client, &news);
                    assert_eq!(client.drafts(), [("add".to_owned(), title.clone())]);
                    client.keep_draft("add", None).unwrap();
                }
                Err(other) => panic!("{other:?}"),
            }
        };
        acknowledged.send((seq, title)).unwrap();
    }
    come_back(&mut client, &news);
    client
}

/// A hash of everything that stands in the register: every field of every item.
fn state_hash(ledger: &dyn Ledger) -> String {
    let mut all = String::new();
    for kind in Kind::ALL {
        ledger.register().tables().visit(*kind, &mut |record| {
            all += &record.reference().to_string();
            record.fields().iter().for_each(|spec| all += &format!("\0{:?}", record.get(spec.field)));
        });
    }
    blake3::hash(all.as_bytes()).to_hex().to_string()
}

/// The titles of all actions by number.
fn titles(ledger: &dyn Ledger) -> BTreeMap<u32, String> {
    let mut titles = BTreeMap::new();
    ledger.register().tables().visit(Kind::Action, &mut |record| {
        titles.insert(record.reference().num, record.title().to_owned());
    });
    titles
}

#[test]
fn what_was_acknowledged_survives_a_killed_server_under_thirty_two_clients() {
    let rounds: u64 = std::env::var("REGIE_KILL_ROUNDS").map_or(3, |text| text.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let register = dir.path().join("register");
    let mut told_at_opening = BTreeMap::new();
    let mut server = serve(&register, &mut told_at_opening);
    let socket = register.join("socket");
    let stop = Arc::new(AtomicBool::new(false));
    let (acknowledged, told) = channel();
    let start = Arc::new(Barrier::new(CLIENTS as usize));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|who| {
            let drafts = Drafts::new(dir.path().join("drafts").join(who.to_string()));
            let client = Client::attach(&socket, true, None, drafts).unwrap();
            let (stop, acknowledged, start) = (Arc::clone(&stop), acknowledged.clone(), Arc::clone(&start));
            std::thread::spawn(move || {
                start.wait();
                work(client, who, &stop, &acknowledged)
            })
        })
        .collect();
    let mut known: BTreeMap<u64, String> = BTreeMap::new();
    let hear = |told: &Receiver<(u64, String)>, known: &mut BTreeMap<u64, String>| {
        let (seq, title) = told.recv_timeout(PATIENCE).expect("clients that record");
        assert_eq!(known.insert(seq, title), None, "entry {seq} was acknowledged twice");
    };
    for round in 0..rounds {
        // A moment that differs from round to round, in the midst of the work.
        for _ in 0..=(round * 37 + 11) % 97 {
            hear(&told, &mut known);
        }
        drop(server);
        server = serve(&register, &mut told_at_opening);
    }
    // All have come back when each has recorded something since.
    for _ in 0..4 * CLIENTS {
        hear(&told, &mut known);
    }
    stop.store(true, Ordering::Release);
    let mut clients: Vec<Client> = clients.into_iter().map(|thread| thread.join().unwrap()).collect();
    drop(acknowledged);
    for (seq, title) in told {
        assert_eq!(known.insert(seq, title), None, "entry {seq} was acknowledged twice");
    }
    let head = clients[0].status().unwrap().head;
    for client in &mut clients {
        client.status().unwrap();
        client.follow().unwrap();
        assert_eq!(client.head(), head);
    }
    drop(server);

    let Opened { mut keeper, notices } =
        Keeper::open(&register, support::actor(), support::options(Use::Stay), &mut |_| ()).unwrap();
    assert_eq!(keeper.head(), head, "{notices:?}");
    let (there, hash) = (titles(&keeper), state_hash(&keeper));
    for client in &clients {
        assert_eq!(state_hash(client), hash);
        assert!(client.drafts().is_empty(), "what was recorded is no draft");
        assert!(client.register().same_content(keeper.register()));
        assert_eq!(titles(client), there);
    }
    // What was in doubt is known by now: nothing is there that nobody knows of, and nothing twice.
    let missing: Vec<u64> = (1..=head).filter(|seq| !known.contains_key(seq)).collect();
    assert!(missing.is_empty(), "nobody was told of entries {missing:?}");
    let once: BTreeSet<&String> = known.values().collect();
    assert_eq!(once.len(), known.len(), "something was recorded twice");
    for (seq, title) in &known {
        let entry = keeper.entry(*seq).unwrap().expect("an acknowledged entry");
        assert_eq!(&entry.label.title, title, "entry {seq}");
    }
    keeper.leave();
    drop(keeper);
    regie::store::verify(&register, &support::operator(), &mut |_| ()).unwrap();
    eprintln!("{rounds} rounds, {} acknowledged, {head} entries", known.len());
    told_at_opening.iter().for_each(|(notice, times)| eprintln!("{times} times: {notice}"));
}
