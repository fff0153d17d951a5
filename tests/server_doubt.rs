//! An answer that never comes: what was asked is recorded once all the same, and nobody is told what is not known.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and talks by printing"
)]

mod served;

use std::io::Write;
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use regie::model::change::Draft;
use regie::model::id::{Actor, Day, EntryId};
use regie::model::ledger::{Followed, Ledger, ReadOnly, Unwritten, undo};
use regie::model::operation::{Circumstances, add_item, record_progress, set_fields};
use regie::model::record::{Field, Kind};
use regie::model::value::Value;
use regie::net::client::Client;
use regie::net::talk::{Answer, Errand, Question, Say, Tell};
use regie::net::wire::{Frame, Greeting, MOST_FRAME, PROTOCOL};
use regie::store::Drafts;
use served::{Served, now};

/// No machine is this slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a proxy does with the lines through it.
#[derive(Clone, Copy, PartialEq)]
enum Mood {
    /// Hands everything on.
    Passes,
    /// Hands on all that the client says, and ends the line at the answer to a wish or a command.
    EatsAnswers,
    /// The same once; then hands everything on.
    EatsOne,
    /// Keeps such answers to itself, and hands on everything else.
    Withholds,
    /// Takes no line.
    Away,
}

/// Stands between a client and a server.
struct Proxy {
    path: PathBuf,
    mood: Arc<Mutex<Mood>>,
    eaten: Receiver<()>,
    line: Arc<Mutex<Option<UnixStream>>>,
}

impl Proxy {
    fn new(server: &Path, path: PathBuf) -> Proxy {
        let listener = UnixListener::bind(&path).unwrap();
        let (mood, line) = (Arc::new(Mutex::new(Mood::Passes)), Arc::default());
        let (ate, eaten) = channel();
        let proxy = Proxy { path, mood: Arc::clone(&mood), eaten, line: Arc::clone(&line) };
        let server = server.to_owned();
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let client: UnixStream = client.unwrap();
                if *mood.lock().unwrap() == Mood::Away {
                    continue;
                }
                // The server may have gone.
                let Ok(to_server) = UnixStream::connect(&server) else { continue };
                *line.lock().unwrap() = Some(client.try_clone().unwrap());
                let (mut from, mut to) = (client.try_clone().unwrap(), to_server.try_clone().unwrap());
                std::thread::spawn(move || {
                    let _ = std::io::copy(&mut from, &mut to);
                    let _ = to.shutdown(Shutdown::Both);
                });
                let (mood, ate) = (Arc::clone(&mood), ate.clone());
                std::thread::spawn(move || {
                    hand_on(&to_server, &client, &mood, &ate);
                    let _ = client.shutdown(Shutdown::Both);
                });
            }
        });
        proxy
    }

    fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// Ends the line there is.
    fn cut(&self) {
        let line = self.line.lock().unwrap().take().unwrap();
        let _ = line.shutdown(Shutdown::Both);
    }

    fn client(&self, name: &str) -> Client {
        Client::attach(&self.path, true, Some(name), Drafts::new(self.path.with_extension(name))).unwrap()
    }

    /// One that does not wait for the line to come back.
    fn impatient(&self, name: &str) -> Client {
        let mut client = self.client(name);
        client.wait_for_line(Duration::ZERO);
        client
    }
}

/// Hands on what the server says, as far as the mood is.
fn hand_on(mut server: &UnixStream, mut client: &UnixStream, mood: &Mutex<Mood>, ate: &Sender<()>) {
    let Ok(greeting) = Greeting::read(&mut server) else { return };
    let _ = greeting.write(&mut client);
    while let Ok(frame) = Frame::read(&mut server, MOST_FRAME) {
        let answer = frame.message::<Tell>().is_ok_and(|tell| {
            matches!(tell, Tell::Answer { what: Ok(Answer::Written(_) | Answer::Ran(_)), .. })
        });
        {
            let mut mood = mood.lock().unwrap();
            if answer && *mood == Mood::Withholds {
                continue;
            }
            if answer && matches!(*mood, Mood::EatsAnswers | Mood::EatsOne) {
                *mood = if *mood == Mood::EatsOne { Mood::Passes } else { Mood::Away };
                // The test may be over.
                let _ = ate.send(());
                return;
            }
        }
        if client.write_all(&frame.bytes().unwrap()).is_err() {
            return;
        }
    }
}

fn by(at: i64) -> Circumstances {
    let today = Day::new(2030, 3, 17).unwrap();
    Circumstances { at: regie::model::id::Stamp(at), today, actor: Actor("a".into()) }
}

fn adds(client: &Client, title: &str, at: i64) -> Draft {
    let values = [(Field::title, Value::Text(title.into()))];
    add_item(client.register(), &by(at), Kind::Action, &values).unwrap()
}

/// Waits until the client has a line again, and takes in what it brings.
fn come_back(client: &mut Client) {
    let (wake, news) = channel();
    client.on_news(Box::new(move || {
        // Nobody listens any more once the client is back.
        let _ = wake.send(());
    }));
    while client.read_only().is_some() {
        news.recv_timeout(PATIENCE).expect("the line comes back");
    }
    assert_eq!(client.follow().unwrap(), Followed::Again);
}

fn served() -> (Served, Proxy) {
    let served = Served::new();
    let proxy = Proxy::new(&served.path, served.dir.path().join("proxy"));
    (served, proxy)
}

#[test]
fn what_was_recorded_before_something_very_large_is_known_after_a_restart() {
    let mut served = Served::new();
    let mut client = served.client("a");
    let by = Circumstances { at: now(), today: Day::new(2030, 3, 17).unwrap(), actor: Actor("a".into()) };
    for n in 0..8 {
        let values = [(Field::title, Value::Text(format!("Schouw {n}")))];
        let draft = add_item(client.register(), &by, Kind::Action, &values).unwrap();
        client.append(draft, None, now()).unwrap().unwrap();
    }
    let text = Value::Text("x".repeat(700_000));
    let mut large: Option<Draft> = None;
    for n in 1..=8 {
        let r = regie::model::id::Ref::new(Kind::Action, n);
        let more = set_fields(client.register(), &by, r, &[(Field::description, text.clone())]).unwrap();
        match &mut large {
            None => large = Some(more),
            Some(large) => large.changes.extend(more.changes),
        }
    }
    client.append(large.unwrap(), None, now()).unwrap().unwrap();
    drop(client);
    let keeper = served.end();
    let seqs: Vec<u64> = keeper.latest_ids(4_096).unwrap().into_iter().map(|(.., seq)| seq).collect();
    assert_eq!(seqs, (1..=9).rev().collect::<Vec<u64>>());
}

#[test]
fn an_answer_that_is_lost_is_asked_for_again_and_nothing_is_recorded_twice() {
    let (mut served, proxy) = served();
    let mut client = proxy.client("a");
    proxy.set(Mood::EatsOne);
    let draft = adds(&client, "Schouw", 0);
    let entry = client.append(draft, None, now()).unwrap().unwrap();
    proxy.eaten.recv_timeout(PATIENCE).expect("the answer was lost");
    assert_eq!((entry.seq, entry.label.title.as_str()), (1, "Schouw"));
    // What is wished anew afterwards is something else, however alike.
    let draft = adds(&client, "Schouw", 0);
    assert_eq!(client.append(draft, None, now()).unwrap().unwrap().seq, 2);
    // The same for taking back.
    proxy.set(Mood::EatsOne);
    let undone = undo(&mut client, now()).unwrap();
    proxy.eaten.recv_timeout(PATIENCE).expect("the answer was lost");
    assert_eq!((undone.entry.seq, undone.entry.undoes), (3, Some(2)));
    client.status().unwrap();
    client.follow().unwrap();
    let keeper = served.end();
    assert_eq!(keeper.head(), 3);
    assert!(client.register().same_content(keeper.register()));
}

#[test]
fn what_is_in_doubt_is_recorded_once_however_often_it_is_asked_for() {
    let (served, proxy) = served();
    let mut client = proxy.impatient("a");
    let draft = adds(&client, "Eerste", 0);
    let first = client.append(draft, None, now()).unwrap().unwrap().changes[0].target();
    let progress = |client: &Client, at| {
        record_progress(client.register(), &by(at), first, 40, None, "begonnen").unwrap()
    };
    for (n, make) in
        [&(|client: &Client, at| adds(client, "Schouw", at)) as &dyn Fn(&Client, i64) -> Draft, &progress]
            .into_iter()
            .enumerate()
    {
        let expected = 2 + n as u64;
        proxy.set(Mood::EatsAnswers);
        let draft = make(&client, 1);
        assert_eq!(client.append(draft.clone(), None, now()), Err(Unwritten::Doubtful));
        // Nobody is there to ask.
        assert_eq!(client.append(draft, None, now()), Err(Unwritten::Doubtful));
        proxy.set(Mood::Passes);
        come_back(&mut client);
        // By now it has another number and another moment, and what is set is set.
        let draft = make(&client, 2);
        let entry = client.append(draft, None, now()).unwrap().unwrap();
        assert_eq!((entry.seq, client.head()), (expected, expected));
    }
    let draft = adds(&client, "Schouw", 3);
    assert_eq!(client.append(draft, None, now()).unwrap().unwrap().seq, 4, "no longer in doubt");
    // An undo in doubt, done again, does not take back the one before as well.
    proxy.set(Mood::EatsAnswers);
    assert!(undo(&mut client, now()).is_err());
    proxy.set(Mood::Passes);
    come_back(&mut client);
    let undone = undo(&mut client, now()).unwrap();
    assert_eq!((undone.entry.seq, undone.entry.undoes, undone.what.title.as_str()), (5, Some(4), "Schouw"));
    assert_eq!(undo(&mut client, now()).unwrap().entry.undoes, Some(3));
    drop(served);
}

#[test]
fn who_does_not_wait_for_a_server_that_is_silent_has_it_recorded_once_all_the_same() {
    let (mut served, proxy) = served();
    let mut client = proxy.client("a");
    proxy.set(Mood::Withholds);
    client.wait_for_answer(Duration::ZERO);
    let draft = adds(&client, "Schouw", 0);
    for _ in 0..3 {
        assert_eq!(client.append(draft.clone(), None, now()), Err(Unwritten::Doubtful));
        // What is only asked has nothing to be in doubt about.
        assert_eq!(client.entry_head(1), Err(Unwritten::ReadOnly(ReadOnly::Away)));
        assert_eq!(client.read_only(), None, "the line is still there");
    }
    proxy.set(Mood::Passes);
    client.wait_for_answer(PATIENCE);
    // Everything that was asked has been answered by then, and what was withheld is not handed on any more.
    client.status().unwrap();
    client.follow().unwrap();
    let draft = adds(&client, "Schouw", 1);
    assert_eq!(client.append(draft, None, now()).unwrap().unwrap().seq, 1);
    let draft = adds(&client, "Schouw", 2);
    assert_eq!(client.append(draft, None, now()).unwrap().unwrap().seq, 2, "no longer in doubt");
    assert_eq!(served.end().head(), 2);
}

#[test]
fn what_was_in_doubt_and_altered_back_since_is_recorded_when_it_is_wished_anew() {
    let (served, proxy) = served();
    let mut client = proxy.impatient("a");
    let draft = adds(&client, "Oud", 0);
    let action = client.append(draft, None, now()).unwrap().unwrap().changes[0].target();
    let called = |client: &Client, title: &str| {
        set_fields(client.register(), &by(1), action, &[(Field::title, Value::Text(title.into()))]).unwrap()
    };
    proxy.set(Mood::EatsAnswers);
    let draft = called(&client, "Nieuw");
    assert_eq!(client.append(draft.clone(), None, now()), Err(Unwritten::Doubtful));
    proxy.set(Mood::Passes);
    come_back(&mut client);
    assert_eq!(client.register().title(action), "Nieuw");
    let back = called(&client, "Oud");
    assert_eq!(client.append(back, None, now()).unwrap().unwrap().seq, 3);
    // To the letter what was in doubt; but it is not so any more.
    assert_eq!(called(&client, "Nieuw"), draft);
    assert_eq!(client.append(draft, None, now()).unwrap().unwrap().seq, 4);
    assert_eq!(client.register().title(action), "Nieuw");
    drop(served);
}

#[test]
fn what_came_before_anybody_listened_wakes_whoever_listens_then() {
    let served = Served::new();
    let (mut one, mut other) = (served.client("a"), served.client("b"));
    let draft = adds(&one, "Schouw", 0);
    one.append(draft, None, now()).unwrap();
    // Its answer comes after every entry before it.
    other.status().unwrap();
    let (wake, news) = channel();
    other.on_news(Box::new(move || {
        let _ = wake.send(());
    }));
    assert_eq!(news.try_recv(), Ok(()));
    assert!(matches!(other.follow().unwrap(), Followed::Entries(entries) if entries.len() == 1));
}

#[test]
fn what_never_reached_the_server_is_recorded_when_it_is_asked_for_again() {
    let (mut served, proxy) = served();
    let mut client = proxy.impatient("a");
    proxy.set(Mood::EatsAnswers);
    let draft = adds(&client, "Schouw", 0);
    assert_eq!(client.append(draft, None, now()), Err(Unwritten::Doubtful));
    // A server that knows nothing of it, as if it had been killed before it wrote.
    served.end();
    let fresh = Served::new();
    std::fs::rename(&fresh.path, &served.path).unwrap();
    proxy.set(Mood::Passes);
    come_back(&mut client);
    assert_eq!(client.head(), 0);
    let draft = adds(&client, "Schouw", 1);
    assert_eq!(client.append(draft, None, now()).unwrap().unwrap().seq, 1);
    proxy.cut();
}

#[test]
fn a_server_that_is_started_again_knows_what_the_one_before_has_recorded() {
    let (mut served, proxy) = served();
    let mut client = proxy.impatient("a");
    proxy.set(Mood::EatsAnswers);
    let draft = adds(&client, "Schouw", 0);
    assert_eq!(client.append(draft, None, now()), Err(Unwritten::Doubtful));
    served.restart();
    proxy.set(Mood::Passes);
    come_back(&mut client);
    let draft = adds(&client, "Schouw", 1);
    assert_eq!(client.append(draft, None, now()).unwrap().unwrap().seq, 1);
    assert_eq!(served.end().head(), 1);
}

#[test]
fn a_server_of_another_version_is_told_from_one_that_is_away() {
    let (mut served, proxy) = served();
    let mut client = proxy.impatient("a");
    let (wake, news) = channel();
    client.on_news(Box::new(move || {
        // Nobody listens any more at the end of the test.
        let _ = wake.send(());
    }));
    let until = |why: Option<ReadOnly>| {
        while client.read_only() != why {
            news.recv_timeout(PATIENCE).expect("news of the line");
        }
    };
    proxy.set(Mood::Away);
    proxy.cut();
    until(Some(ReadOnly::Away));
    // Its place is taken by one that speaks otherwise.
    served.end();
    std::fs::remove_file(&served.path).unwrap();
    let newer = UnixListener::bind(&served.path).unwrap();
    let (stop, stopped) = channel::<()>();
    let speaks = std::thread::spawn(move || {
        for line in newer.incoming() {
            let mut line = line.unwrap();
            let _ = Greeting { protocol: PROTOCOL + 1, build: "9.0".into() }.write(&mut line);
            if stopped.try_recv().is_ok() {
                return;
            }
        }
    });
    proxy.set(Mood::Passes);
    until(Some(ReadOnly::OtherVersion("9.0".into())));
    // And the old one comes back after all.
    stop.send(()).unwrap();
    drop(UnixStream::connect(&served.path).unwrap());
    speaks.join().unwrap();
    served.resume();
    until(None);
}

#[test]
fn nobody_claims_what_somebody_else_recorded() {
    let (served, _proxy) = served();
    let client = served.client("a");
    let id = Some(EntryId(7));
    let append = |name: &str| {
        let stream = UnixStream::connect(&served.path).unwrap();
        Greeting::own().write(&mut &stream).unwrap();
        Greeting::read(&mut &stream).unwrap();
        let say = |say: &Say| (&stream).write_all(&Frame::of(say).unwrap().bytes().unwrap()).unwrap();
        say(&Say::Attach { follows: false, name: Some(name.into()) });
        let draft = adds(&client, "Schouw", 0);
        // Twice at once: the second asks while the first may still wait.
        for number in [1, 2] {
            let draft = draft.clone();
            say(&Say::Ask { id: number, what: Question::Append { id, draft, undoes: None } });
        }
        let mut written = Vec::new();
        while written.len() < 2 {
            let frame = Frame::read(&mut &stream, MOST_FRAME).expect("two answers");
            if let Tell::Answer { what, .. } = frame.message().unwrap() {
                written.push(what);
            }
        }
        written
    };
    let twice = |seq| vec![Ok(Answer::Written(Some(seq))), Ok(Answer::Written(Some(seq)))];
    let said = |answers: Vec<_>| format!("{answers:?}");
    assert_eq!(said(append("a")), said(twice(1)));
    assert_eq!(said(append("b")), said(twice(2)));
    assert_eq!(said(append("a")), said(twice(1)));
    assert!(matches!(append("kijker")[0], Err(Unwritten::ReadOnly(_))));
}

#[test]
fn a_command_without_an_answer_is_in_doubt_and_not_tried_again() {
    let (_served, proxy) = served();
    let client = proxy.client("a");
    proxy.set(Mood::EatsOne);
    let errand =
        Errand { args: vec!["regie".into()], lang: "nl".into(), color: false, width: None, zone: None };
    assert_eq!(client.run(errand), Err(Unwritten::Doubtful));
}
