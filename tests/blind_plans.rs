//! Twelve plans that were written without a look at the parser, from which it has learned since: how much of each it
//! finds, and how much it makes up.
//!
//! Prints recall and precision per kind and holds them to a floor, so that tuning for one plan cannot quietly cost
//! another. What is expected, and how to compare, is in `tests/plans/blind/README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and talks by printing"
)]

use std::collections::BTreeMap;
use std::path::Path;

use regie::io::plan::{FindingCode, PlanDraft, ProposalKind, parse, read_source};
use regie::model::fold::fold;
use serde_json::Value;

/// Expected, found among those, and proposed.
#[derive(Clone, Copy, Default)]
struct Score {
    expected: usize,
    found: usize,
    proposed: usize,
    right: usize,
}

impl Score {
    fn recall(self) -> f64 {
        if self.expected == 0 { 1.0 } else { self.found as f64 / self.expected as f64 }
    }

    fn precision(self) -> f64 {
        if self.proposed == 0 { 1.0 } else { self.right as f64 / self.proposed as f64 }
    }
}

/// A title without case, accents, brackets, quotes and articles.
fn plain(text: &str) -> String {
    let mut depth = 0;
    let outside: String = text
        .chars()
        .filter(|c| {
            depth += i32::from(*c == '(');
            let keep = depth == 0;
            depth -= i32::from(*c == ')');
            keep
        })
        .collect();
    let folded = fold(&outside);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !matches!(*word, "de" | "het" | "een" | "onze"))
        .collect();
    words.join(" ")
}

/// Whether a person would call the two the same: equal, or one begins the other and is at least half of it.
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (plain(a), plain(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    !short.is_empty() && (a == b || (long.starts_with(short.as_str()) && short.len() * 2 >= long.len()))
}

/// A longer text that starts with the words that are expected.
fn starts(found: &str, expected: &str) -> bool {
    let (found, expected) = (plain(found.trim_end_matches('…')), plain(expected));
    let cut = |text: &str| text.chars().take(25).collect::<String>();
    found.contains(&cut(&expected)) || expected.contains(&cut(&found))
}

fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .map_or(Vec::new(), |list| list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect())
}

fn score(expected: &[String], proposed: &[String], alike: &dyn Fn(&str, &str) -> bool) -> Score {
    Score {
        expected: expected.len(),
        found: expected.iter().filter(|e| proposed.iter().any(|p| alike(p, e))).count(),
        proposed: proposed.len(),
        right: proposed.iter().filter(|p| expected.iter().any(|e| alike(p, e))).count(),
    }
}

fn titles(draft: &PlanDraft, kind: ProposalKind) -> Vec<String> {
    let of_kind = draft.proposals.iter().filter(|p| p.kind == kind);
    // Indicators and agreements that are only named in passing count as well: a reader may list them or not.
    of_kind.map(|p| p.title.clone()).collect()
}

/// The codes that answer to an expected finding.
fn codes(hint: &str) -> &'static [FindingCode] {
    match hint {
        "validity_reversed" => &[FindingCode::ValidityReversed],
        "no_year" => &[FindingCode::AdoptionWithoutYear, FindingCode::NoPeriod],
        "period_conflict" => &[FindingCode::PeriodConflict],
        "overlap" => &[FindingCode::PeriodOverlap],
        "gap" => &[FindingCode::PeriodGap],
        "other_municipality" => &[FindingCode::OtherMunicipality],
        "names_differ" => {
            &[FindingCode::NamesDiffer, FindingCode::ThirdListDiffers, FindingCode::ThemesDiffer]
        }
        "duplicate" => {
            &[FindingCode::RepeatedParagraph, FindingCode::ThirdListDiffers, FindingCode::ThemesDiffer]
        }
        "unbalanced_bracket" => &[FindingCode::UnbalancedBracket],
        other => panic!("no code for {other}"),
    }
}

const ALARMS: &[FindingCode] = &[
    FindingCode::PeriodConflict,
    FindingCode::PeriodOverlap,
    FindingCode::PeriodGap,
    FindingCode::OtherMunicipality,
    FindingCode::NamesDiffer,
    FindingCode::ValidityReversed,
    FindingCode::UnbalancedBracket,
];

#[test]
fn plans_by_other_hands_are_read() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/plans/blind"));
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".expected.json"))
        .collect();
    names.sort();
    assert_eq!(names.len(), 12);
    let mut total: BTreeMap<&str, Score> = BTreeMap::new();
    let talk = std::env::var_os("REGIE_TALK").is_some();
    for expected in names {
        let text = std::fs::read_to_string(&expected).unwrap();
        let want: Value = serde_json::from_str(&text).unwrap();
        let stem = expected.to_string_lossy().replace(".expected.json", "");
        let file =
            ["txt", "html", "xml"].iter().map(|e| format!("{stem}.{e}")).find(|f| Path::new(f).exists());
        let draft = parse(&read_source(&std::fs::read(file.unwrap()).unwrap()).unwrap());
        let name = Path::new(&stem).file_name().unwrap().to_string_lossy().into_owned();
        let mut add = |kind: &'static str, score: Score, missing: Vec<String>, extra: Vec<String>| {
            let sum = total.entry(kind).or_default();
            sum.expected += score.expected;
            sum.found += score.found;
            sum.proposed += score.proposed;
            sum.right += score.right;
            if talk && !(missing.is_empty() && extra.is_empty()) {
                eprintln!("{name} {kind}\n    missing {missing:?}\n    extra {extra:?}");
            }
        };

        let facts = &draft.plan;
        let date = |value: &Value| value.as_str().map(str::to_owned);
        let found_facts = [
            ("title", same(&facts.title, want["title"].as_str().unwrap())),
            ("municipalities", {
                let mut found = facts.municipalities.clone();
                let mut wanted = strings(&want["municipalities"]);
                found.sort();
                wanted.sort();
                found == wanted
            }),
            ("from", facts.from.map(i64::from) == want["from"].as_i64()),
            ("to", facts.to.map(i64::from) == want["to"].as_i64()),
            ("valid_from", facts.valid_from.map(|d| d.to_string()) == date(&want["valid_from"])),
            ("valid_to", facts.valid_to.map(|d| d.to_string()) == date(&want["valid_to"])),
            ("adopted", {
                let body = facts.adopted.as_ref().map(|a| a.body.word().to_owned());
                let on = facts.adopted.as_ref().and_then(|a| a.date).map(|d| d.to_string());
                body == date(&want["adopted"]["body"]) && on == date(&want["adopted"]["date"])
            }),
        ];
        let right = found_facts.iter().filter(|(_, right)| *right).count();
        let all = found_facts.len();
        let wrong = found_facts.iter().filter(|(_, right)| !right).map(|(n, _)| (*n).to_owned()).collect();
        let shown = vec![format!("{facts:?}")];
        let extra = if right == all { Vec::new() } else { shown };
        add("facts", Score { expected: all, found: right, proposed: all, right }, wrong, extra);

        // Nodes by kind group, title and parent, as one text.
        let group = |kind: &str| if kind == "theme" { "topic".to_owned() } else { kind.to_owned() };
        let wanted: Vec<(String, String, String)> = want["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| {
                let text = |key: &str| n[key].as_str().unwrap_or_default().to_owned();
                (group(&text("kind")), text("title"), text("under"))
            })
            .collect();
        let found: Vec<(String, String, String)> = draft
            .proposals
            .iter()
            .filter(|p| p.kind == ProposalKind::Node && !p.mentioned)
            .map(|p| {
                let under = p.under.map_or(String::new(), |index| draft.proposals[index].title.clone());
                (group(p.node_kind.map_or("", |k| k.word())), p.title.clone(), under)
            })
            .collect();
        let alike = |a: &(String, String, String), b: &(String, String, String)| {
            a.0 == b.0
                && same(&a.1, &b.1)
                && (same(&a.2, &b.2) || a.2.is_empty() == b.2.is_empty() || a.0 != "topic")
        };
        let missing: Vec<String> = wanted
            .iter()
            .filter(|w| !found.iter().any(|f| alike(f, w)))
            .map(|w| format!("{}: {} < {}", w.0, w.1, w.2))
            .collect();
        let extra: Vec<String> = found
            .iter()
            .filter(|f| !wanted.iter().any(|w| alike(f, w)))
            .map(|f| format!("{}: {} < {}", f.0, f.1, f.2))
            .collect();
        let node_score = Score {
            expected: wanted.len(),
            found: wanted.len() - missing.len(),
            proposed: found.len(),
            right: found.len() - extra.len(),
        };
        add("nodes", node_score, missing, extra);

        type Alike<'a> = &'a dyn Fn(&str, &str) -> bool;
        let lists: [(&'static str, ProposalKind, Alike<'_>); 6] = [
            ("partners", ProposalKind::Partner, &same),
            ("agreements", ProposalKind::Agreement, &same),
            ("principles", ProposalKind::Principle, &starts),
            ("evaluations", ProposalKind::Evaluation, &same),
            ("indicators", ProposalKind::Indicator, &starts),
            ("goals", ProposalKind::Goal, &starts),
        ];
        for (key, kind, alike) in lists {
            let (wanted, found) = (strings(&want[key]), titles(&draft, kind));
            let missing = wanted.iter().filter(|w| !found.iter().any(|f| alike(f, w))).cloned().collect();
            let extra = found.iter().filter(|f| !wanted.iter().any(|w| alike(f, w))).cloned().collect();
            add(key, score(&wanted, &found, alike), missing, extra);
        }

        let fields: Vec<String> = titles(&draft, ProposalKind::Field);
        let wanted = strings(&want["fields"]);
        add("fields", score(&wanted, &fields, &same), Vec::new(), Vec::new());

        let raised: Vec<FindingCode> = draft.findings.iter().map(|f| f.code).collect();
        let hints: Vec<(&str, bool)> = want["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| (f["code_hint"].as_str().unwrap(), f["optional"] == Value::Bool(true)))
            .collect();
        let missed: Vec<String> = hints
            .iter()
            .filter(|(hint, optional)| !optional && !codes(hint).iter().any(|c| raised.contains(c)))
            .map(|(hint, _)| (*hint).to_owned())
            .collect();
        let false_alarms: Vec<String> = raised
            .iter()
            .filter(|c| ALARMS.contains(c) && !hints.iter().any(|(hint, _)| codes(hint).contains(c)))
            .map(|c| c.word().to_owned())
            .collect();
        let required = hints.iter().filter(|(_, optional)| !optional).count();
        let alarms = raised.iter().filter(|c| ALARMS.contains(c)).count();
        let finding_score = Score {
            expected: required,
            found: required - missed.len(),
            proposed: alarms,
            right: alarms - false_alarms.len(),
        };
        add("findings", finding_score, missed, false_alarms);
        assert_eq!(draft.proposals.iter().filter(|p| p.title.trim().is_empty()).count(), 0, "{name}");
    }
    println!("{:<12} {:>8} {:>6} {:>8} {:>9}", "kind", "expected", "found", "recall", "precision");
    for (kind, score) in &total {
        println!(
            "{kind:<12} {:>8} {:>6} {:>8.2} {:>9.2}",
            score.expected,
            score.found,
            score.recall(),
            score.precision()
        );
    }
    // What was reached, less what one title more or less weighs. To be raised with the parser, never lowered.
    for (kind, recall, precision) in [
        ("agreements", 0.96, 0.96),
        ("evaluations", 0.94, 0.94),
        ("facts", 0.97, 0.97),
        ("fields", 0.93, 0.93),
        ("findings", 0.88, 0.93),
        ("goals", 0.95, 0.95),
        ("indicators", 0.95, 0.90),
        ("nodes", 0.98, 0.98),
        ("partners", 0.94, 0.73),
        ("principles", 0.96, 0.96),
    ] {
        let score = total[kind];
        assert!(score.recall() >= recall && score.precision() >= precision, "{kind} fell below its floor");
    }
}
