//! Benchmarks of what a user waits for: opening a register, recording a change, attaching to a server, and what a key draws.
//!
//! `cargo bench --bench whole` runs all; `cargo bench --bench whole -- open` a part, `-- snapshot` and `-- served` others. Registers are made in a temporary
//! folder with the demo at 1,000, 10,000 and 100,000 actions. What stands between a key and the eye besides (the terminal,
//! the line) is measured by `benches/figures`.

#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a benchmark that cannot run stops and says why"
)]

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::tz::TimeZone;
use regie::i18n::{Lang, Texts};
use regie::io::demo::Demo;
use regie::model::change::Change;
use regie::model::id::{Actor, Day, Ref, Stamp};
use regie::model::ledger::Ledger;
use regie::model::operation::{Circumstances, record_progress, shift_due};
use regie::model::record::{Item, Kind};
use regie::net::access::Gate;
use regie::net::client::Client;
use regie::net::server::{Options as ServerOptions, Server, Stopper};
use regie::net::socket;
use regie::net::talk::Ran;
use regie::store::{
    Disk, Drafts, Holder, Keeper, Medium, OpenOptions, Snapshot, SnapshotCache, Submission, Use,
};
use regie::tui::{Nowhere, Offscreen, Options, Settings};

const SIZES: [u32; 3] = [1_000, 10_000, 100_000];
const AT: Stamp = Stamp(1_795_338_000_000);

fn today() -> Day {
    Day::new(2026, 11, 22).expect("a day of the calendar")
}

fn actor() -> Actor {
    Actor("bench".to_owned())
}

/// Writes and never waits for the disk: a long history is made in seconds.
struct Unsynced;

impl Medium for Unsynced {
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        file.write_all_at(bytes, offset)
    }

    fn sync(&mut self, _: &File) -> io::Result<()> {
        Ok(())
    }
}

fn open(dir: &Path, usage: Use) -> Keeper {
    open_through(dir, usage, Box::new(Disk))
}

fn open_through(dir: &Path, usage: Use, medium: Box<dyn Medium>) -> Keeper {
    let mut options = OpenOptions::new(usage, Holder::default()).creating();
    options.medium = medium;
    Keeper::open(dir, actor(), options, &mut |_| ()).expect("the register opens").keeper
}

fn fill(dir: &Path, actions: u32) {
    let mut keeper = open(dir, Use::Stay);
    for draft in Demo::new(1, actions, today(), AT).drafts() {
        keeper.append(draft, None, AT).expect("the demo can be recorded");
    }
    keeper.settle();
    keeper.leave();
}

fn workbench<'a>(
    keeper: &'a mut Keeper,
    texts: &'a Texts,
    (import, desk): &'a mut (Nowhere, Nowhere),
) -> Offscreen<'a> {
    let options = Options {
        texts,
        settings: Settings::default(),
        keymap: None,
        clock: &|| AT,
        zone: TimeZone::UTC,
        term: None,
        import,
        desk,
        hyperlinks: false,
        mouse: false,
        notices: Vec::new(),
        tour: false,
    };
    Offscreen::new(keeper, options, 120, 40)
}

/// The log of `ENTRIES` entries: starting the workbench and showing it, going down in it, and the first piece of a search.
fn bench_log(c: &mut Criterion) {
    const ENTRIES: u64 = 100_000;
    let texts = Texts::new(Lang::Nl);
    let now = Circumstances { at: AT, today: today(), actor: actor() };
    let dir = tempfile::tempdir().expect("a temporary folder");
    fill(dir.path(), 1_000);
    let mut keeper = open_through(dir.path(), Use::Stay, Box::new(Unsynced));
    while keeper.head() < ENTRIES {
        let action = Ref::new(Kind::Action, 1 + (keeper.head() % 1_000) as u32);
        let days = if keeper.head() % 2_000 < 1_000 { 7 } else { -7 };
        let draft = shift_due(keeper.register(), &now, action, days)
            .or_else(|_| record_progress(keeper.register(), &now, action, 60, None, "zaal geregeld"));
        keeper.append(draft.expect("it is there"), None, AT).expect("it is recorded");
    }
    let mut nowhere = (Nowhere, Nowhere);
    c.bench_function("log/show", |b| {
        b.iter(|| {
            let mut workbench = workbench(&mut keeper, &texts, &mut nowhere);
            workbench.press("8");
            workbench.frame().len()
        });
    });
    let mut workbench = workbench(&mut keeper, &texts, &mut nowhere);
    workbench.press("8");
    c.bench_function("log/move and draw", |b| {
        b.iter(|| {
            workbench.press("j");
            workbench.frame().len()
        });
    });
    c.bench_function("log/type a letter of a filter", |b| {
        b.iter(|| {
            workbench.press("f z");
            let drawn = workbench.frame().len();
            workbench.press("esc");
            drawn
        });
    });
}

fn bench_whole(c: &mut Criterion) {
    let texts = Texts::new(Lang::Nl);
    let now = Circumstances { at: AT, today: today(), actor: actor() };
    for size in SIZES {
        let dir = tempfile::tempdir().expect("a temporary folder");
        fill(dir.path(), size);
        c.bench_with_input(BenchmarkId::new("open", size), &size, |b, _| {
            b.iter(|| open(dir.path(), Use::Read));
        });
        let mut keeper = open(dir.path(), Use::Stay);
        let action = Ref::new(Kind::Action, size);
        c.bench_with_input(BenchmarkId::new("record progress", size), &size, |b, _| {
            b.iter(|| {
                let draft = record_progress(keeper.register(), &now, action, 60, None, "zaal geregeld");
                keeper.append(draft.expect("it is there"), None, AT).expect("it is recorded")
            });
        });
        let mut nowhere = (Nowhere, Nowhere);
        let mut workbench = workbench(&mut keeper, &texts, &mut nowhere);
        assert!(workbench.frame().len() > 1_000, "the first screen is drawn");
        let mut down = false;
        c.bench_with_input(BenchmarkId::new("move and draw", size), &size, |b, _| {
            b.iter(|| {
                down = !down;
                workbench.press(if down { "j" } else { "k" });
                workbench.frame().len()
            });
        });
    }
}

/// What a server does for those who attach to it: the first snapshot, the next one when one action was altered meanwhile, and
/// what the other side makes of it; and recording a change of each of 32 people.
fn bench_shared(c: &mut Criterion) {
    let now = Circumstances { at: AT, today: today(), actor: actor() };
    for size in SIZES {
        let dir = tempfile::tempdir().expect("a temporary folder");
        fill(dir.path(), size);
        let mut keeper = open(dir.path(), Use::Stay);
        let mut group = c.benchmark_group("snapshot");
        let snapshot = keeper.snapshot().expect("it can be encoded");
        group.throughput(Throughput::Bytes(snapshot.bytes() as u64));
        let register = keeper.register();
        group.bench_with_input(BenchmarkId::new("first", size), &size, |b, _| {
            b.iter_with_large_drop(|| Snapshot::of(register, 1));
        });
        group.bench_with_input(BenchmarkId::new("load", size), &size, |b, _| {
            b.iter_with_large_drop(|| Snapshot::load(&snapshot.blocks).expect("it is whole"));
        });
        let draft = record_progress(register, &now, Ref::new(Kind::Action, size), 60, None, "zaal geregeld");
        let changes = draft.expect("it is there").changes;
        let mut cache = SnapshotCache::default();
        cache.take(register, 1).expect("it can be encoded");
        group.bench_with_input(BenchmarkId::new("after a change", size), &size, |b, _| {
            b.iter(|| {
                cache.changed(&changes);
                cache.take(register, 2)
            });
        });
        group.finish();
        c.bench_with_input(BenchmarkId::new("record progress of 32", size), &size, |b, _| {
            b.iter(|| {
                let group = (1..=32).map(|n| {
                    let action = Ref::new(Kind::Action, n * (size / 32));
                    let draft = record_progress(keeper.register(), &now, action, 60, None, "zaal geregeld");
                    let mut draft = draft.expect("it is there");
                    renumber_notes(&mut draft.changes, n - 1);
                    Submission { actor: actor(), draft, undoes: None, id: None, at: AT }
                });
                let group = group.collect();
                keeper.append_all(group).into_iter().for_each(|answer| drop(answer.expect("it is recorded")));
            });
        });
    }
}

/// So many people work on one register through a server.
const PEOPLE: u32 = 32;

/// So many changes each of them records, one after the other, in one measurement.
const EACH: u32 = 20;

/// A register that a server in this process holds, with people attached who all follow it.
struct Served {
    dir: tempfile::TempDir,
    people: Vec<Client>,
    stopper: Stopper,
    server: Option<JoinHandle<()>>,
}

impl Served {
    fn new(size: u32) -> Served {
        let dir = tempfile::tempdir().expect("a temporary folder");
        fill(dir.path(), size);
        let keeper = open(dir.path(), Use::Stay);
        let path = socket::place(dir.path(), None);
        let listener = socket::listen(&path, None).expect("a socket");
        let gate =
            Gate::new(dir.path(), rustix::process::geteuid().as_raw(), actor(), Box::new(|_| Ok(None)));
        let nothing = || Ran { out: String::new(), err: String::new(), code: 0 };
        let errands = Box::new(move |_, _: Box<dyn Ledger + '_>| nothing());
        let server = Server::new(keeper, ServerOptions { idle: None, clock: || AT, gate, errands });
        let stopper = server.stopper();
        let server = std::thread::spawn(move || drop(server.run(listener)));
        let drafts = || Drafts::new(dir.path().join("drafts"));
        let attach = |_| Client::attach(&path, true, None, drafts()).expect("it is served");
        let people = (0..PEOPLE).map(attach).collect();
        Served { dir, people, stopper, server: Some(server) }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stopper.stop();
        self.server.take().into_iter().for_each(|server| drop(server.join()));
    }
}

/// What 32 people see of a server: attaching, all recording as fast as they can, and how long a change of one takes until it has been
/// carried out on the copies of all others.
fn bench_served(c: &mut Criterion) {
    let now = Circumstances { at: AT, today: today(), actor: actor() };
    let progress = |client: &Client, action: u32| {
        let action = Ref::new(Kind::Action, action);
        record_progress(client.register(), &now, action, 60, None, "zaal geregeld").expect("it is there")
    };
    for size in SIZES {
        let mut served = Served::new(size);
        let mut group = c.benchmark_group("served");
        group.bench_with_input(BenchmarkId::new("attach", size), &size, |b, _| {
            let path = socket::place(served.dir.path(), None);
            let drafts = || Drafts::new(served.dir.path().join("drafts"));
            b.iter_with_large_drop(|| Client::attach(&path, true, None, drafts()).expect("it is served"));
        });
        group.throughput(Throughput::Elements((PEOPLE * EACH).into()));
        group.bench_with_input(BenchmarkId::new("all record", size), &size, |b, _| {
            b.iter(|| {
                std::thread::scope(|scope| {
                    for (n, person) in (1..).zip(&mut served.people) {
                        let progress = &progress;
                        scope.spawn(move || {
                            for _ in 0..EACH {
                                let draft = progress(person, n * (size / PEOPLE));
                                person.append(draft, None, AT).expect("it is recorded");
                            }
                        });
                    }
                });
            });
        });
        group.throughput(Throughput::Elements(1));
        let (wake, woken) = channel();
        for person in &mut served.people {
            person.status().expect("it answers");
            person.follow().expect("it follows");
            let wake = wake.clone();
            person.on_news(Box::new(move || {
                // Nobody listens any more at the end.
                let _ = wake.send(());
            }));
        }
        let mut seen = Vec::new();
        group.bench_with_input(BenchmarkId::new("seen by 31", size), &size, |b, _| {
            b.iter(|| {
                let began = Instant::now();
                let (first, others) = served.people.split_first_mut().expect("there are some");
                let draft = progress(first, 1);
                let entry = first.append(draft, None, AT).expect("it is recorded");
                let seq = entry.expect("it changes something").seq;
                for person in others {
                    while person.head() < seq {
                        person.follow().expect("it follows");
                        if person.head() < seq {
                            woken.recv().expect("there is news");
                        }
                    }
                }
                seen.push(began.elapsed());
            });
        });
        seen.sort_unstable();
        if let Some(slow) = seen.get(seen.len() * 99 / 100) {
            let median = seen[seen.len() / 2];
            eprintln!("seen by 31 of {size}: p50 {median:?}, p99 {slow:?} of {}", seen.len());
        }
        group.finish();
    }
}

/// Raises the number of every new note by `by`: what people propose at the same moment starts from the same free number.
fn renumber_notes(changes: &mut [Change], by: u32) {
    for change in changes {
        if let Change::Insert(Item::ProgressNote(note)) = change {
            note.num += by;
        }
    }
}

fn quick() -> Criterion {
    Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
}

criterion_group! {
    name = benches;
    config = quick();
    targets = bench_whole, bench_log, bench_shared, bench_served
}
criterion_main!(benches);
