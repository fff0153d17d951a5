//! A writer that is killed at any moment: what was acknowledged is there.
//!
//! In a program of its own: a lock that another test lets go of stays taken for as long as a child that is being started
//! still has it, which no user would ever see.

#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests, helpers included")]

mod support;

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use regie::model::apply::apply;
use regie::model::ledger::Ledger;
use regie::store::{StateCheck, Submission, verify};
use support::*;

const FOLDER: &str = "REGIE_TEST_FOLDER";
const SEGMENT: &str = "REGIE_TEST_SEGMENT";
const GROUP: &str = "REGIE_TEST_GROUP";

/// Every so many entries, one of several lines with so many actions.
const LARGE_EVERY: u64 = 20;
const LARGE: u32 = 120;

/// Not a test of its own: the process that the next one kills. Says each number once it is acknowledged.
#[test]
#[ignore = "run by the test that kills it"]
fn the_writer_that_gets_killed() {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (Some(dir), Some(segment_bytes), Some(group)) =
        (std::env::var_os(FOLDER), number(SEGMENT), number(GROUP))
    else {
        return;
    };
    let mut keeper = try_open_in_segments(Path::new(&dir), segment_bytes).unwrap().keeper;
    let mut out = io::stdout();
    loop {
        let mut ahead = keeper.register().clone();
        let submissions = (keeper.head() + 1..).take(group as usize).map(|n| {
            let draft = if n.is_multiple_of(LARGE_EVERY) {
                many(&ahead, LARGE, 8000)
            } else {
                new_action(&ahead, &format!("Actie {n}"))
            };
            apply(&mut ahead, &draft.changes, AT).unwrap();
            Submission { actor: actor(), draft, undoes: None, id: None, at: AT }
        });
        for answer in keeper.append_all(submissions.collect()) {
            writeln!(out, "acknowledged {}", answer.unwrap().unwrap().seq).unwrap();
        }
        out.flush().unwrap();
    }
}

fn writer(dir: &Path, segment_bytes: u64, group: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "the_writer_that_gets_killed", "--nocapture"])
        .env(FOLDER, dir)
        .env(SEGMENT, segment_bytes.to_string())
        .env(GROUP, group.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn journal_bytes(dir: &Path) -> u64 {
    segment_files(dir).iter().map(|file| file.metadata().unwrap().len()).sum()
}

#[test]
fn nothing_acknowledged_is_lost_when_the_writer_is_killed_at_any_moment() {
    // Another one each time, unless one that failed is to be tried again.
    let seed: u64 = match std::env::var("REGIE_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => u64::from(std::process::id()),
    };
    println!("try this again with REGIE_SEED={seed}");
    // A simple generator is random enough.
    let mut random = seed | 1;
    let mut next = |below: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % below
    };
    // One file, and one for every entry; alone, and as many together as a server may have to write.
    for (segment_bytes, group, enough) in
        [(64 << 20, 1, 300), (100, 1, 200), (64 << 20, 32, 1000), (5000, 7, 300)]
    {
        let dir = tempfile::tempdir().unwrap();
        let mut acknowledged: u64 = 0;
        while acknowledged < enough {
            let mut child = writer(dir.path(), segment_bytes, group);
            let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
            // Now at any moment, now while an entry of several lines is being written.
            let within_large = next(2) == 0;
            let mut count = next(40);
            for line in lines.by_ref().map_while(Result::ok) {
                if let Some(seq) = line.rsplit_once("acknowledged ").and_then(|(_, seq)| seq.parse().ok()) {
                    acknowledged = seq;
                    let large_next = (acknowledged + 1).is_multiple_of(LARGE_EVERY);
                    let now = if within_large { large_next } else { count == 0 };
                    if now {
                        break;
                    }
                    count = count.saturating_sub(1);
                }
            }
            let before = journal_bytes(dir.path());
            while within_large && journal_bytes(dir.path()) == before {
                assert!(child.try_wait().unwrap().is_none(), "seed {seed}: the writer ended by itself");
            }
            for _ in 0..next(200_000) {
                std::hint::spin_loop();
            }
            child.kill().unwrap();
            child.wait().unwrap();
            for line in lines.map_while(Result::ok) {
                if let Some(seq) = line.rsplit_once("acknowledged ").and_then(|(_, seq)| seq.parse().ok()) {
                    acknowledged = seq;
                }
            }
            let what = format!("seed {seed}, files of {segment_bytes}, groups of {group}");
            let opened = try_open_in_segments(dir.path(), segment_bytes);
            let keeper = opened.unwrap_or_else(|error| panic!("{what}: {error}")).keeper;
            assert!(keeper.head() >= acknowledged, "{what}: {} < {acknowledged}", keeper.head());
            let entry = keeper.entry(acknowledged).unwrap().unwrap();
            assert_eq!(entry.seq, acknowledged, "{what}");
            // Each entry is there whole or not at all.
            let large = keeper.head() / LARGE_EVERY;
            let actions = keeper.register().tables().actions.len() as u64;
            assert_eq!(actions, keeper.head() - large + large * u64::from(LARGE), "{what}");
            drop(keeper);
            let verified = verify(dir.path(), &operator(), &mut |_| ()).unwrap();
            assert!(matches!(verified.state, StateCheck::Agrees | StateCheck::None), "{what}: {verified:?}");
        }
    }
}
