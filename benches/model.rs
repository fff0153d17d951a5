//! Benchmarks of the model over the demo municipality at 1,000, 10,000 and 100,000 actions.
//!
//! `cargo bench --bench model` runs all; `cargo bench --bench model -- query/100000` a part. What needs a disk
//! or a screen is in `whole`.

#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot run stops and says why")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use regie::io::demo::Demo;
use regie::io::plan::{parse, read_source};
use regie::model::apply::apply;
use regie::model::change::Change;
use regie::model::field::parse_add;
use regie::model::find::Finder;
use regie::model::id::{Actor, Day, Ref, Stamp};
use regie::model::operation::{Circumstances, complete_action, record_progress};
use regie::model::query::{self, Choice, QueryContext, Sort};
use regie::model::record::Kind;
use regie::model::register::Register;
use regie::model::rollup::Rollups;

const SIZES: [u32; 3] = [1_000, 10_000, 100_000];

fn today() -> (Day, Stamp) {
    let day = Day::new(2026, 11, 22).expect("a day of the calendar");
    (day, Stamp(1_795_338_000_000))
}

fn changes(actions: u32) -> Vec<Change> {
    let (day, at) = today();
    Demo::new(1, actions, day, at).collect()
}

fn register(actions: u32) -> Register {
    let (day, at) = today();
    let mut register = Register::new();
    for draft in Demo::new(1, actions, day, at).drafts() {
        apply(&mut register, &draft.changes, at).expect("the demo can be carried out");
    }
    register
}

fn bench_apply(c: &mut Criterion) {
    let (today, at) = today();
    let mut group = c.benchmark_group("apply");
    for size in SIZES {
        let all = changes(size);
        group.bench_with_input(BenchmarkId::new("whole demo", size), &all, |b, all| {
            b.iter_batched(
                Register::new,
                |mut register| apply(&mut register, all, at),
                BatchSize::PerIteration,
            );
        });
        let mut register = register(size);
        let now = Circumstances { at, today, actor: Actor("bench".to_owned()) };
        let open =
            register.tables().actions.iter().rev().find(|action| action.is_open()).map_or(1, |a| a.num);
        let target = Ref::new(Kind::Action, open);
        group.bench_function(BenchmarkId::new("done and undone", size), |b| {
            b.iter(|| {
                let draft = complete_action(&register, &now, target, None).expect("it is open");
                apply(&mut register, &draft.changes, at).expect("nothing has changed");
                let back = regie::model::change::inverse(&draft.changes);
                apply(&mut register, &back, at).expect("nothing has changed");
            });
        });
        group.bench_function(BenchmarkId::new("propose progress", size), |b| {
            b.iter(|| record_progress(&register, &now, target, 60, None, "zaal geregeld"));
        });
    }
    group.finish();
}

fn bench_demo(c: &mut Criterion) {
    let (day, at) = today();
    let mut group = c.benchmark_group("demo");
    for size in SIZES {
        group.bench_function(BenchmarkId::new("generate", size), |b| {
            b.iter(|| {
                Demo::new(1, size, day, at).map(|change| black_box(change).target().num as u64).sum::<u64>()
            });
        });
    }
    group.finish();
}

fn bench_rollup(c: &mut Criterion) {
    let mut group = c.benchmark_group("rollup");
    for size in SIZES {
        let register = register(size);
        group.bench_function(BenchmarkId::new("all nodes", size), |b| b.iter(|| Rollups::of(&register)));
    }
    group.finish();
}

fn bench_query(c: &mut Criterion) {
    let (day, at) = today();
    let context = QueryContext::at(at, jiff::tz::TimeZone::UTC);
    let mut group = c.benchmark_group("query");
    for size in SIZES {
        let register = register(size);
        let finder = Finder::new(&register);
        for text in [
            "overlast",
            "lead:bakker state:open",
            "partner:politie",
            "field:youth",
            "under:T-17",
            "due:<7d",
            "overdue",
            "stale",
            "#hic",
            "note:zaal",
        ] {
            let query = query::parse(text, day).query;
            let choice = Choice { limit: Some(50), ..Choice::default() };
            group.bench_function(BenchmarkId::new(text, size), |b| {
                b.iter(|| query::select(&register, &query, &context, choice));
            });
            if text == "overlast" || text == "#hic" {
                let choice = Choice { finder: Some(&finder), ..choice };
                group.bench_function(BenchmarkId::new(format!("{text} with haystack"), size), |b| {
                    b.iter(|| query::select(&register, &query, &context, choice));
                });
            }
        }
        for key in ["due", "title"] {
            let choice = Choice { sort: Sort::parse(key).expect("a sort key"), ..Choice::default() };
            group.bench_function(BenchmarkId::new(format!("sort by {key}"), size), |b| {
                b.iter(|| query::select(&register, &query::Query::default(), &context, choice));
            });
        }
        let line = "Buurtpreventie-avond Vijzeltuin @bakker +politie due:vr #hic !";
        group.bench_function(BenchmarkId::new("one-line add", size), |b| {
            b.iter(|| parse_add(&register, line, day, None));
        });
    }
    group.finish();
}

fn bench_find(c: &mut Criterion) {
    let mut group = c.benchmark_group("find");
    for size in SIZES {
        let register = register(size);
        group.bench_function(BenchmarkId::new("build", size), |b| b.iter(|| Finder::new(&register)));
        let mut finder = Finder::new(&register);
        for text in ["e", "vijz", "overlast haven", "vijzltuin"] {
            group.bench_function(BenchmarkId::new(format!("first {text}"), size), |b| {
                b.iter(|| {
                    finder.find("", 50);
                    finder.find(text, 50)
                });
            });
        }
        group.bench_function(BenchmarkId::new("typing vijzeltuin", size), |b| {
            b.iter(|| {
                finder.find("", 50);
                for end in 1..="vijzeltuin".len() {
                    black_box(finder.find(&"vijzeltuin"[..end], 50));
                }
            });
        });
        group.bench_function(BenchmarkId::new("take up one change", size), |b| {
            b.iter(|| finder.update(&register, [Ref::new(Kind::Action, size)]));
        });
    }
    group.finish();
}

fn bench_journal(c: &mut Criterion) {
    let mut group = c.benchmark_group("journal");
    for size in SIZES {
        let all = changes(size);
        let text = serde_json::to_string(&all).expect("changes are JSON");
        group.throughput(criterion::Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::new("write", size), |b| b.iter(|| serde_json::to_string(&all)));
        group.bench_function(BenchmarkId::new("read", size), |b| {
            b.iter(|| serde_json::from_str::<Vec<Change>>(&text));
        });
    }
    group.finish();
}

/// Bytes per second stay the same when a plan grows tenfold, or the reader looks back over what it has read.
fn bench_plan(c: &mut Criterion) {
    let mut group = c.benchmark_group("plan");
    let plan = include_str!("../tests/plans/fixtures/22-wrapped-pdf-text.txt");
    for times in [1, 10, 100] {
        let text = plan.repeat(times);
        group.throughput(criterion::Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::new("read", text.len()), |b| {
            b.iter(|| parse(&read_source(text.as_bytes()).expect("a plan as text")));
        });
    }
    group.finish();
}

fn quick() -> Criterion {
    Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(900))
}

criterion_group! {
    name = benches;
    config = quick();
    targets = bench_demo, bench_apply, bench_rollup, bench_query, bench_find, bench_journal, bench_plan
}
criterion_main!(benches);
