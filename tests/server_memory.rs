//! Clients that send more than can be worked on: the server reads them no faster, and serves the others meanwhile.

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

use std::io::Write;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Barrier};

use daemon::Daemon;
use regie::model::change::{Change, Draft, Label, Verb};
use regie::model::id::{Actor, Day, Ref, Stamp};
use regie::model::ledger::Ledger;
use regie::model::operation::{Circumstances, add_item};
use regie::model::record::{Field, Kind};
use regie::model::value::Value;
use regie::net::client::Client;
use regie::net::talk::{Question, Say, Tell};
use regie::net::wire::{Frame, Greeting, MOST_FRAME};
use regie::store::Drafts;

/// So many send at the same time, each so many messages of so many fields of half a megabyte: 640 MB in all.
const SENDERS: usize = 8;
const MESSAGES: u64 = 4;
const FIELDS: usize = 40;

/// What a server may take: itself, and one large message as it is read and taken apart.
const MOST_MB: u64 = 300;

/// The most memory that process `pid` ever had, in MB.
fn most_memory(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let kb: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kb / 1024
}

/// A draft of 20 MB that starts from what is not so.
fn large() -> Draft {
    let target = Ref::new(Kind::Action, 1);
    let text = "x".repeat(512 << 10);
    let label = Label { verb: Verb::SetField, subject: None, title: String::new(), detail: String::new() };
    let change = Change::Set {
        target,
        field: Field::description,
        before: Value::Text("y".into()),
        after: Value::Text(text),
    };
    Draft { label, changes: vec![change; FIELDS] }
}

#[test]
fn who_sends_more_than_can_be_worked_on_waits_and_others_do_not() {
    let dir = tempfile::tempdir().unwrap();
    let register = dir.path().join("register");
    let server = Daemon::serve(&register, &mut |_| ());
    let socket = register.join("socket");
    let mut other = Client::attach(&socket, true, None, Drafts::new(dir.path().join("drafts"))).unwrap();
    let by = Circumstances { at: Stamp(0), today: Day::new(2030, 3, 17).unwrap(), actor: Actor("x".into()) };
    let mut add = |title: &str| {
        let values = [(Field::title, Value::Text(title.into()))];
        let draft = add_item(other.register(), &by, Kind::Action, &values).unwrap();
        other.append(draft, None, Stamp(0)).unwrap().unwrap()
    };
    add("Schouw");
    let draft = large();
    let frames: Arc<Vec<Vec<u8>>> = Arc::new(
        (0..MESSAGES)
            .map(|id| {
                let what = Question::Append { id: None, draft: draft.clone(), undoes: None };
                Frame::of(&Say::Ask { id, what }).unwrap().bytes().unwrap()
            })
            .collect(),
    );
    let start = Arc::new(Barrier::new(SENDERS + 1));
    let senders: Vec<_> = (0..SENDERS)
        .map(|_| {
            let stream = UnixStream::connect(&socket).unwrap();
            Greeting::own().write(&mut &stream).unwrap();
            Greeting::read(&mut &stream).unwrap();
            let attach = Say::Attach { follows: false, name: None };
            (&stream).write_all(&Frame::of(&attach).unwrap().bytes().unwrap()).unwrap();
            let welcome: Tell = Frame::read(&mut &stream, MOST_FRAME).unwrap().message().unwrap();
            assert!(matches!(welcome, Tell::Welcome { .. }));
            let (frames, start) = (Arc::clone(&frames), Arc::clone(&start));
            std::thread::spawn(move || {
                start.wait();
                for frame in frames.iter() {
                    (&stream).write_all(frame).unwrap();
                }
                // Every one of them is answered.
                for id in 0..MESSAGES {
                    match Frame::read(&mut &stream, MOST_FRAME).unwrap().message().unwrap() {
                        Tell::Answer { id: answered, what: Err(_) } => assert_eq!(answered, id),
                        other => panic!("{other:?}"),
                    }
                }
            })
        })
        .collect();
    start.wait();
    for n in 0..20 {
        add(&format!("Actie {n}"));
    }
    let busy = senders.iter().filter(|sender| !sender.is_finished()).count();
    for sender in senders {
        sender.join().unwrap();
    }
    let most = most_memory(server.pid());
    drop(server);
    assert!(busy > 0, "others were served only when all was over");
    assert!(most < MOST_MB, "the server took {most} MB");
    eprintln!("{most} MB, {busy} of {SENDERS} still sending");
}
