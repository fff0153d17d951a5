//! The plan parser from outside: the real plan with its 101 rows, sixteen fictional plans of every
//! layout that occurs, and arbitrary bytes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use regie::io::plan::{
    FindingCode, PlanDraft, Proposal, ProposalKind, SourceFormat, SourceText, parse, read_source,
};
use regie::model::kinds::{Body, NodeKind, PartnerKind, Stage};
use serde_json::Value;

fn load(path: &Path) -> (SourceText, PlanDraft) {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let source = read_source(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let draft = parse(&source);
    (source, draft)
}

fn titles(draft: &PlanDraft, keep: impl Fn(&Proposal) -> bool) -> Vec<String> {
    draft.proposals.iter().filter(|p| keep(p)).map(|p| p.title.clone()).collect()
}

fn of_kind(draft: &PlanDraft, kind: ProposalKind) -> Vec<String> {
    titles(draft, |p| p.kind == kind)
}

fn of_node(draft: &PlanDraft, kind: NodeKind) -> Vec<String> {
    titles(draft, |p| p.node_kind == Some(kind))
}

/// The council's own tree, one line per node, indented by depth.
fn own_tree(draft: &PlanDraft) -> Vec<String> {
    let own =
        |p: &Proposal| matches!(p.node_kind, Some(NodeKind::Priority | NodeKind::Theme | NodeKind::Topic));
    let depth = |mut under: Option<usize>| {
        let mut depth = 0;
        while let Some(at) = under {
            depth += 1;
            under = draft.proposals[at].under;
        }
        depth
    };
    draft
        .proposals
        .iter()
        .filter(|p| own(p))
        .map(|p| format!("{}{} {}", "  ".repeat(depth(p.under)), p.node_kind.unwrap(), p.title))
        .collect()
}

/// What holds for every draft of every text.
fn assert_sound(source: &SourceText, draft: &PlanDraft) {
    let last = source.line_count;
    for (index, proposal) in draft.proposals.iter().enumerate() {
        assert!(proposal.under.is_none_or(|under| under < index), "parents come first: {proposal:?}");
        assert!((1..=last).contains(&proposal.line), "line of {proposal:?}, of {last}");
        assert!(!proposal.title.trim().is_empty(), "{proposal:?}");
    }
    for finding in &draft.findings {
        assert!(finding.lines.iter().all(|line| (1..=last).contains(line)), "{finding:?}");
        assert!(finding.message(true).len() > 10 && finding.message(false).len() > 10);
    }
}

// --- fixtures -----------------------------------------------------------------------------------

/// Compares what the expected file lists, and nothing else; returns the differences.
fn differences(expected: &Value, source: &SourceText, draft: &PlanDraft) -> Vec<String> {
    let plan = serde_json::to_value(&draft.plan).unwrap();
    let mut out = Vec::new();
    let mut same = |what: &str, want: &Value, got: Value| {
        if *want != got {
            out.push(format!("{what}: want {want}, got {got}"));
        }
    };
    let strings = |list: Vec<String>| Value::from(list);
    for (key, want) in expected.as_object().unwrap() {
        match key.as_str() {
            "encoding" => same(key, want, source.encoding.into()),
            "converted" => same(key, want, source.converted.into()),
            "format" => {
                let format = match source.format {
                    SourceFormat::Text => "text",
                    SourceFormat::Html => "html",
                    SourceFormat::CvdrXml => "cvdr_xml",
                };
                same(key, want, format.into());
            }
            "title" | "subtitle" | "plan_kind" | "municipalities" | "from" | "to" | "valid_from"
            | "valid_to" | "withdrawn_from" | "superseded_by" | "stage" => same(key, want, plan[key].clone()),
            "adopted" => {
                for (part, want) in want.as_object().unwrap() {
                    same(&format!("adopted.{part}"), want, plan["adopted"][part].clone());
                }
            }
            "predecessor" | "successor" => {
                let period = &plan[key];
                same(key, want, Value::from(vec![period["from"].clone(), period["to"].clone()]));
            }
            "tree" => same(key, want, strings(own_tree(draft))),
            "nodes" => {
                for (kind, want) in want.as_object().unwrap() {
                    same(kind, want, strings(of_node(draft, NodeKind::from_word(kind).unwrap())));
                }
            }
            "fields" => {
                let fields = draft.proposals.iter().filter(|p| p.kind == ProposalKind::Field);
                same(key, want, strings(fields.map(|p| p.field.unwrap().to_string()).collect()));
            }
            "node_fields" => {
                for (name, want) in want.as_object().unwrap() {
                    let node = draft.proposals.iter().find(|p| p.title == *name);
                    same(name, want, node.and_then(|p| p.field).map(|field| field.word()).into());
                }
            }
            "principles" => same(key, want, strings(of_kind(draft, ProposalKind::Principle))),
            "evaluations" => same(key, want, strings(of_kind(draft, ProposalKind::Evaluation))),
            "meetings" => same(key, want, strings(of_kind(draft, ProposalKind::MeetingSeries))),
            "agreements" => {
                let agreements = draft.proposals.iter().filter(|p| p.kind == ProposalKind::Agreement);
                same(
                    key,
                    want,
                    strings(
                        agreements.map(|p| format!("{} {}", p.agreement_kind.unwrap(), p.title)).collect(),
                    ),
                );
            }
            "partners" | "partners_listed" => {
                let listed = key == "partners_listed";
                let mut got = titles(draft, |p| p.kind == ProposalKind::Partner && (!listed || !p.mentioned));
                let mut wanted: Vec<String> = serde_json::from_value(want.clone()).unwrap();
                got.sort();
                wanted.sort();
                same(key, &strings(wanted), strings(got));
            }
            "partners_include" | "indicators_include" | "instruments_include" => {
                let kind = match key.as_str() {
                    "partners_include" => ProposalKind::Partner,
                    "indicators_include" => ProposalKind::Indicator,
                    _ => ProposalKind::Instrument,
                };
                let got = of_kind(draft, kind);
                for name in want.as_array().unwrap() {
                    if !got.iter().any(|title| title == name.as_str().unwrap()) {
                        same(key, name, strings(got.clone()));
                    }
                }
            }
            "counts" => {
                for (kind, want) in want.as_object().unwrap() {
                    let count = draft.proposals.iter().filter(|p| p.kind.word() == kind).count();
                    same(&format!("count of {kind}"), want, count.into());
                }
            }
            "under" => {
                for triple in want.as_array().unwrap() {
                    let [kind, title, parent] = [0, 1, 2].map(|at| triple[at].as_str().unwrap());
                    let found = draft.proposals.iter().find(|p| p.kind.word() == kind && p.title == title);
                    let above = found.map(|p| p.under.map(|at| draft.proposals[at].title.clone()));
                    same(title, &parent.into(), above.flatten().map_or(Value::Null, Value::from));
                }
            }
            "findings" => {
                let mut got: Vec<String> = draft.findings.iter().map(|f| f.code.word().to_string()).collect();
                let mut wanted: Vec<String> = serde_json::from_value(want.clone()).unwrap();
                got.sort();
                wanted.sort();
                same(key, &strings(wanted), strings(got));
            }
            other => panic!("unknown key {other} in the expected file"),
        }
    }
    out
}

#[test]
fn every_layout_gives_what_its_expected_file_lists() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/fixtures");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension != "json"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 14, "one fixture per layout");
    let mut failures = Vec::new();
    for path in paths {
        let (source, draft) = load(&path);
        assert_sound(&source, &draft);
        let expected = std::fs::read_to_string(path.with_extension("expected.json")).unwrap();
        let expected: Value = serde_json::from_str(&expected).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for difference in differences(&expected, &source, &draft) {
            failures.push(format!("{name}: {difference}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
