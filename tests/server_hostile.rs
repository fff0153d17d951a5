//! Clients that mean no good, or are broken: each is answered or dropped, and nobody else notices.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and talks by printing"
)]

mod served;

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

use regie::model::change::{Change, Draft, Label, Verb};
use regie::model::id::{Actor, Day, Ref};
use regie::model::ledger::{self, Ledger, ReadOnly, Unwritten};
use regie::model::operation::{Circumstances, add_item, set_fields};
use regie::model::record::{Field, Kind};
use regie::model::value::Value;
use regie::net::access::{Account, Gate, Late};
use regie::net::client::Client;
use regie::net::server::MOST_CLIENTS;
use regie::net::talk::{Answer, Ending, Question, Say, Tell};
use regie::net::wire::{Frame, Greeting, MOST_FRAME, PROTOCOL};
use served::{Served, now};

/// Adds an action called `title`; its number.
fn add(client: &mut Client, title: &str) -> Ref {
    let by = Circumstances { at: now(), today: Day::new(2030, 3, 17).unwrap(), actor: Actor("x".into()) };
    let values = [(Field::title, Value::Text(title.into()))];
    let draft = add_item(client.register(), &by, Kind::Action, &values).unwrap();
    client.append(draft, None, now()).unwrap().unwrap().changes[0].target()
}

fn set(client: &Client, r: Ref, field: Field, value: &str) -> Draft {
    let by = Circumstances { at: now(), today: Day::new(2030, 3, 17).unwrap(), actor: Actor("x".into()) };
    set_fields(client.register(), &by, r, &[(field, Value::Text(value.into()))]).unwrap()
}

/// A line on which the greetings have been exchanged.
fn greeted(served: &Served) -> UnixStream {
    let stream = UnixStream::connect(&served.path).unwrap();
    // A server that takes nobody more has said so and gone, perhaps, before it is greeted: what it said is still there to be heard.
    let _ = Greeting::own().write(&mut &stream);
    Greeting::read(&mut &stream).unwrap();
    stream
}

fn say(mut stream: &UnixStream, say: &Say) {
    stream.write_all(&Frame::of(say).unwrap().bytes().unwrap()).unwrap();
}

/// What the server says next; `None` when it has ended the line.
fn hear(mut stream: &UnixStream) -> Option<Tell> {
    Frame::read(&mut stream, MOST_FRAME).ok().map(|frame| frame.message().unwrap())
}

fn attached(served: &Served, name: &str, follows: bool) -> UnixStream {
    let stream = greeted(served);
    say(&stream, &Say::Attach { follows, name: Some(name.into()) });
    assert!(matches!(hear(&stream), Some(Tell::Welcome { .. })));
    stream
}

/// Whether the other end has closed the line, after whatever it said.
fn is_over(mut stream: &UnixStream) -> bool {
    stream.read_to_end(&mut Vec::new()).is_ok()
}

#[test]
fn programs_of_other_versions_hear_which_one_this_is() {
    let served = Served::new();
    let stream = UnixStream::connect(&served.path).unwrap();
    Greeting { protocol: PROTOCOL + 1, build: "9.0".into() }.write(&mut &stream).unwrap();
    let theirs = Greeting::read(&mut &stream).unwrap();
    assert_eq!((theirs.protocol, theirs.build.as_str()), (PROTOCOL, env!("CARGO_PKG_VERSION")));
    assert!(is_over(&stream));
    add(&mut served.client("a"), "Schouw");
}

#[test]
fn noise_is_dropped_and_others_do_not_notice() {
    let served = Served::new();
    let mut good = served.client("a");
    // Noise instead of a greeting; noise and frames of 4 GB behind one; blocks, which only a server sends.
    let noise: Vec<u8> = (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let endless = [0xff, 0xff, 0xff, 0xff, 0, b'{'];
    let block = Frame::Block(vec![1, 2, 3]).bytes().unwrap();
    let stream = UnixStream::connect(&served.path).unwrap();
    // The line may be over before all of it is sent.
    let _ = (&stream).write_all(&noise);
    assert!(is_over(&stream));
    for bytes in [&noise[..], &endless, &block] {
        let stream = greeted(&served);
        let _ = (&stream).write_all(bytes);
        // Noise may look like the beginning of a long frame, of which the rest is waited for.
        let _ = stream.shutdown(std::net::Shutdown::Write);
        assert!(is_over(&stream));
        let stream = attached(&served, "c", true);
        let _ = (&stream).write_all(bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        assert!(is_over(&stream));
        add(&mut good, "Schouw");
    }
}

#[test]
fn an_account_that_the_system_is_slow_to_name_holds_up_nobody_else() {
    let own = rustix::process::geteuid().as_raw();
    let ((asked, asks), (release, waits)) = (channel(), channel::<()>());
    let slow = Mutex::new(Some((asked, waits)));
    // Whoever runs the tests is not the one that serves: the system is asked who that is.
    let served = Served::behind(move |register| {
        let find = move |uid| {
            let first = slow.lock().unwrap().take();
            let Some((asked, waits)) = first else {
                return Ok(Some(Account { name: format!("vlug-{uid}"), groups: Vec::new() }));
            };
            asked.send(()).unwrap();
            waits.recv().unwrap();
            Err(Late)
        };
        Gate::new(register, own + 1, Actor("eigenaar".into()), Box::new(find))
    });
    let slow = greeted(&served);
    asks.recv().unwrap();
    let quick = greeted(&served);
    let name = format!("vlug-{own}");
    assert!(matches!(hear(&quick), Some(Tell::Ends(Ending::NotAllowed { account })) if account == name));
    release.send(()).unwrap();
    assert!(matches!(hear(&slow), Some(Tell::Ends(Ending::Unidentified { uid })) if uid == own));
}

#[test]
fn who_has_a_role_by_a_group_is_asked_for_again_when_the_file_changes() {
    let own = rustix::process::geteuid();
    // Only root can give the file to another account, which serves here as far as the gate knows.
    if !own.is_root() {
        return;
    }
    let owner = own.as_raw() + 1;
    let allow = |register: &Path| {
        let file = register.join("access.toml");
        std::fs::write(&file, "[group.zorg]\nrole = \"viewer\"\n").unwrap();
        std::os::unix::fs::chown(&file, Some(owner), None).unwrap();
    };
    let groups = Arc::new(Mutex::new(vec!["zorg".to_owned()]));
    let known = Arc::clone(&groups);
    let served = Served::behind(|register| {
        allow(register);
        let find = move |_| Ok(Some(Account { name: "lid".into(), groups: known.lock().unwrap().clone() }));
        Gate::new(register, owner, Actor("eigenaar".into()), Box::new(find))
    });
    let member = attached(&served, "lid", false);
    groups.lock().unwrap().clear();
    allow(&served.dir.path().join("register"));
    say(&member, &Say::Ask { id: 1, what: Question::Status });
    assert!(matches!(hear(&member), Some(Tell::Ends(Ending::Regranted))));
    let again = greeted(&served);
    assert!(matches!(hear(&again), Some(Tell::Ends(Ending::NotAllowed { account })) if account == "lid"));
}

#[test]
fn what_is_no_sentence_is_said_to_be_none() {
    let served = Served::new();
    let stream = attached(&served, "c", false);
    (&stream).write_all(&Frame::Message(b"{\"dance\":1}".to_vec()).bytes().unwrap()).unwrap();
    assert!(matches!(hear(&stream), Some(Tell::Ends(Ending::Garbled))));
    // Before it has said what it came for, nobody is answered.
    let stream = greeted(&served);
    say(&stream, &Say::Ask { id: 1, what: Question::Status });
    assert!(matches!(hear(&stream), Some(Tell::Ends(Ending::Garbled))));
}

#[test]
fn who_says_to_be_somebody_is_held_to_what_they_may() {
    let served = Served::new();
    add(&mut served.client("a"), "Schouw");
    let ask = |stream: &UnixStream, what: Question| {
        say(stream, &Say::Ask { id: 7, what });
        loop {
            match hear(stream).unwrap() {
                Tell::Answer { id: 7, what } => return what,
                Tell::Answer { .. } => panic!("another answer"),
                _ => {}
            }
        }
    };
    // Whatever a client of its own making sends: the server knows what a viewer may.
    let label = Label { verb: Verb::RemoveItem, subject: None, title: String::new(), detail: String::new() };
    let gone = served.client("a").register().tables().item("A-1".parse().unwrap()).unwrap();
    let draft = Draft { label, changes: vec![Change::Remove(gone)] };
    let viewer = attached(&served, "kijker", false);
    let viewers = Unwritten::ReadOnly(ReadOnly::Viewer);
    for (what, refused) in [
        (Question::Append { id: None, draft: draft.clone(), undoes: None }, &viewers),
        (Question::KeepSource("plan.txt".into(), "x".into()), &viewers),
        (Question::Stop, &Unwritten::NotAdmin),
    ] {
        assert_eq!(ask(&viewer, what).unwrap_err(), *refused);
    }
    assert!(matches!(ask(&viewer, Question::Entry(1)), Ok(Answer::Entry(Some(_)))));
    // Who may not record has nothing large to say.
    let long = [&(1_u32 << 20).to_le_bytes()[..], &[0]].concat();
    let wordy = attached(&served, "kijker", false);
    (&wordy).write_all(&long).unwrap();
    assert!(matches!(hear(&wordy), Some(Tell::Ends(Ending::Garbled))));
    // An undo of what somebody else did, or of something else than it says.
    let editor = attached(&served, "b", false);
    for undoes in [1, 99] {
        let mut draft = draft.clone();
        draft.label.verb = Verb::Undo;
        let answer = ask(&editor, Question::Append { id: None, draft, undoes: Some(undoes) });
        assert!(matches!(answer, Err(Unwritten::Failed(_))), "{answer:?}");
    }
    // What only the program itself records.
    for verb in [Verb::Erase, Verb::Repair] {
        let mut draft = draft.clone();
        (draft.label.verb, draft.label.subject) = (verb, Some("C-1".parse().unwrap()));
        let answer = ask(&editor, Question::Append { id: None, draft, undoes: None });
        assert!(matches!(answer, Err(Unwritten::Failed(_))), "{answer:?}");
    }
    let stranger = greeted(&served);
    say(&stranger, &Say::Attach { follows: true, name: Some("w.wie".into()) });
    assert!(
        matches!(hear(&stranger), Some(Tell::Ends(Ending::NotAllowed { account })) if account == "w.wie")
    );
}

#[test]
fn who_serves_the_register_gets_in_when_it_is_full() {
    let served = Served::new();
    let crowd: Vec<UnixStream> = (0..MOST_CLIENTS).map(|_| attached(&served, "kijker", false)).collect();
    let own: Vec<UnixStream> = (0..4).map(|_| attached(&served, "a", false)).collect();
    let stream = greeted(&served);
    assert!(matches!(hear(&stream), Some(Tell::Ends(Ending::Full { most: MOST_CLIENTS }))));
    drop((crowd, own));
}

#[test]
fn one_who_stops_reading_gets_the_register_afresh_and_holds_nobody_up() {
    let served = Served::new();
    let lazy = attached(&served, "b", true);
    let mut busy = served.client("a");
    let r = add(&mut busy, "Schouw");
    // More than waits for anybody.
    for n in 0..24 {
        let text = format!("{n} ").repeat(400_000 / 2);
        let draft = set(&busy, r, Field::description, &text[..400_000]);
        busy.append(draft, None, now()).unwrap();
    }
    let last = add(&mut busy, "Na de stilte");
    let head = busy.head();
    let (mut reached, mut snapshots) = (0, 0);
    while reached < head {
        match hear(&lazy).expect("the line stays") {
            Tell::Snapshot { head, blocks } => {
                for _ in 0..blocks {
                    assert!(matches!(Frame::read(&mut &lazy, MOST_FRAME), Ok(Frame::Block(_))));
                }
                (reached, snapshots) = (head, snapshots + 1);
            }
            Tell::Entry(entry) => {
                assert_eq!(entry.seq, reached + 1, "never a gap");
                reached = entry.seq;
            }
            _ => {}
        }
    }
    assert_eq!((snapshots, last.num), (2, 2));
}

#[test]
fn an_item_is_looked_for_piece_by_piece_and_found_however_far_back() {
    let served = Served::new();
    let mut busy = served.client("a");
    let (old, other) = (add(&mut busy, "Schouw"), add(&mut busy, "Buurtavond"));
    // More than is searched at a time.
    for n in 0..8 {
        let text = format!("{n} ").repeat(400_000);
        let draft = set(&busy, other, Field::description, &text[..700_000]);
        busy.append(draft, None, now()).unwrap();
    }
    let head = busy.head();
    for name in ["a", "c"] {
        let client = served.client(name);
        assert_eq!(client.latest_concerning(old, 1, head).unwrap(), Some(1), "{name}");
        assert_eq!(client.latest_concerning(old, 2, head).unwrap(), None, "{name}");
    }
    let stream = attached(&served, "a", false);
    let what = Question::LatestConcerning { target: old, first: 1, last: head };
    say(&stream, &Say::Ask { id: 1, what });
    let Some(Tell::Answer { what: Ok(Answer::Before(searched)), .. }) = hear(&stream) else {
        panic!("all of it at once")
    };
    assert!(searched > 2 && searched < head, "{searched}");
    // Who touched it last is searched for by the server itself, which sees to others in between.
    let touched = |client: &Client, since| client.latest_touching(old, Some(Field::title), since).unwrap();
    for name in ["a", "c"] {
        let client = served.client(name);
        assert_eq!(touched(&client, 0).map(|(seq, ..)| seq), Some(1), "{name}");
        assert_eq!((touched(&client, 1), touched(&client, u64::MAX)), (None, None), "{name}");
        assert!(client.latest_touching(other, Some(Field::description), 9).unwrap().is_some(), "{name}");
    }
    let searches = (1..=80)
        .map(|id| Say::Ask { id, what: Question::LatestTouching { target: old, field: None, since: 0 } });
    let said = searches.chain([Say::Ask { id: 81, what: Question::Status }]);
    let said: Vec<u8> = said.flat_map(|say| Frame::of(&say).unwrap().bytes().unwrap()).collect();
    (&stream).write_all(&said).unwrap();
    let mut order = Vec::new();
    while order.len() < 81 {
        match hear(&stream).expect("the line stays") {
            Tell::Answer { id: 81, what } => drop((order.push(81), what.unwrap())),
            // More than anybody asks at the same time.
            Tell::Answer { id, what: Err(Unwritten::Failed(_)) } if id > 64 => order.push(id),
            Tell::Answer { id, what: Ok(Answer::Touched(Some((1, ..)))) } => order.push(id),
            other => panic!("{other:?}"),
        }
    }
    let at = |id| order.iter().position(|answered| *answered == id).unwrap();
    assert!(at(81) < at(64), "{order:?}");
}

#[test]
fn who_follows_by_a_client_of_ours_gets_over_a_snapshot_too() {
    let served = Served::new();
    let (mut first, mut second) = (served.client("a"), served.client("b"));
    let r = add(&mut first, "Schouw");
    second.status().unwrap();
    second.follow().unwrap();
    let title = set(&second, r, Field::title, "Wijkschouw");
    second.append(title, None, now()).unwrap().unwrap();
    assert!(ledger::undo(&mut first, now()).is_err(), "the second has changed it since");
    first.status().unwrap();
    first.follow().unwrap();
    assert_eq!(first.register().title(r), "Wijkschouw");
}
