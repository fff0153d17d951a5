//! The real plan of `../shared/plans`, imported by the program as its users do.
//!
//! Looks for the folder in `REGIE_SHARED`, else beside the checkout. Where it is missing the tests say so and end, unless
//! `REGIE_REQUIRE_REAL_PLAN` is set (as `.ci/run` does).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and talks by printing"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn plan_file() -> Option<PathBuf> {
    let shared = std::env::var_os("REGIE_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let file = shared.join("plans/enkhuizen-2018-2021.txt");
    if file.is_file() {
        return Some(file);
    }
    assert!(
        std::env::var_os("REGIE_REQUIRE_REAL_PLAN").is_none(),
        "{} is not there, and REGIE_REQUIRE_REAL_PLAN asks for it",
        file.display()
    );
    eprintln!("skipped: {} is not there", file.display());
    None
}

struct Desk {
    home: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk { home: tempfile::tempdir().unwrap() }
    }

    fn run(&self, args: &[&str]) -> Output {
        let program = std::env::var("REGIE_BIN").unwrap_or_else(|_| env!("CARGO_BIN_EXE_regie").to_owned());
        Command::new(program)
            .args(["--register", self.home.path().join("register").to_str().unwrap()])
            .args(args)
            .env_clear()
            .env("HOME", self.home.path())
            .env("LANG", "en_GB.UTF-8")
            .env("TZ", "Europe/Amsterdam")
            .output()
            .unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn count(&self, kind: &str) -> usize {
        self.json(&["list", "--kind", kind, "--limit", "0", "--json"]).as_array().unwrap().len()
    }
}

/// The proposals of `kind` (and, for nodes, `node_kind`).
fn proposals<'a>(import: &'a Value, kind: &str, node_kind: Option<&str>) -> Vec<&'a Value> {
    import["proposals"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|p| p["kind"] == kind && node_kind.is_none_or(|node_kind| p["node_kind"] == node_kind))
        .collect()
}

fn titles(found: &[&Value]) -> Vec<String> {
    found.iter().map(|p| p["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_real_plan_comes_in_whole_once_and_goes_out_with_one_undo() {
    let Some(file) = plan_file() else { return };
    let file = file.to_str().unwrap();
    let desk = Desk::new();
    let import = desk.json(&["import", "plan", file, "--accept", "--json"]);

    let plan = &import["plan"];
    assert_eq!(plan["title"], "Lokaal Integraal Veiligheidsplan Enkhuizen 2018-2021");
    assert_eq!(plan["municipalities"].as_array().unwrap().len(), 1);
    assert_eq!((&plan["from"], &plan["to"]), (&"2018-01-01".into(), &"2021-12-31".into()));
    assert_eq!((&plan["valid_from"], &plan["valid_to"]), (&"2018-01-01".into(), &"2017-12-31".into()));
    assert_eq!(plan["stage"], "withdrawn");
    assert_eq!(plan["adopted"]["body"], "raad");
    assert_eq!(plan["adopted"]["date"], Value::Null);

    let nodes = |kind| proposals(&import, "node", Some(kind));
    assert_eq!(
        titles(&nodes("priority")),
        ["Een veilige stad", "Enkhuizen boeit veilig", "Bestuurlijke aanpak"]
    );
    let topics = nodes("topic").len() + nodes("theme").len();
    assert!((13..=14).contains(&topics), "{topics} topics");
    assert_eq!(proposals(&import, "field", None).len(), 5);
    assert_eq!(nodes("problem_area").len(), 5);
    assert_eq!(nodes("national_goal").len(), 2);
    assert_eq!(nodes("watch").len(), 4);
    let themes = nodes("driehoek_theme");
    assert_eq!(themes.len(), 5);
    let areas = titles(&nodes("problem_area"));
    let area_refs: Vec<&Value> = nodes("problem_area").iter().map(|p| &p["ref"]).collect();
    assert!(areas.iter().any(|area| area.contains("HIC")), "{areas:?}");
    assert!(themes.iter().all(|theme| area_refs.contains(&&theme["under"])), "{themes:#?}");
    let listed =
        proposals(&import, "agreement", None).iter().filter(|p| p["mentioned"] == Value::Bool(false)).count();
    assert_eq!(listed, 7);
    assert_eq!(nodes("project").iter().filter(|p| p["mentioned"] == Value::Bool(false)).count(), 4);
    assert!(proposals(&import, "partner", None).len() >= 12);
    assert_eq!(proposals(&import, "principle", None).len(), 10);
    assert_eq!(proposals(&import, "evaluation", None).len(), 5);
    assert!(!proposals(&import, "candidate_action", None).is_empty());

    let codes: Vec<&str> =
        import["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    for code in [
        "validity_reversed",
        "withdrawn",
        "adoption_without_year",
        "period_conflict",
        "period_overlap",
        "period_gap",
        "other_municipality",
        "names_differ",
        "third_list_differs",
        "themes_differ",
        "sources_differ",
        "separator_ambiguous",
        "repeated_paragraph",
        "unbalanced_bracket",
        "no_actions",
    ] {
        assert!(codes.contains(&code), "{code} is not among {codes:?}");
    }
    assert_eq!(import["written"], Value::Bool(true));
    assert_eq!(import["entry"], 1);

    assert_eq!(desk.count("action"), 0, "a plan holds no actions");
    assert_eq!(desk.count("evaluation"), 5);
    assert_eq!(desk.count("principle"), 10);
    let evaluations = desk.json(&["list", "--kind", "evaluation", "--limit", "0", "--json"]);
    for evaluation in evaluations.as_array().unwrap() {
        let whole = desk.json(&["show", evaluation["ref"].as_str().unwrap(), "--json"]);
        assert!(whole["result"].as_str().unwrap().len() > 200, "{whole}");
    }

    let again = desk.json(&["import", "plan", file, "--accept", "--json"]);
    let statuses: Vec<&Value> = again["proposals"].as_array().unwrap().iter().map(|p| &p["status"]).collect();
    assert!(statuses.iter().all(|status| **status == "same"), "{statuses:?}");
    assert_eq!((&again["written"], &again["entry"]), (&Value::Bool(false), &Value::Null));

    desk.json(&["undo", "--json"]);
    for kind in ["plan", "node", "partner", "agreement", "principle", "candidate", "municipality"] {
        assert_eq!(desk.count(kind), 0, "{kind} left after one undo");
    }
    desk.json(&["redo", "--json"]);
    assert_eq!(desk.count("principle"), 10);
    assert!(desk.run(&["verify"]).status.success());
}

#[test]
fn a_dry_run_of_the_real_plan_writes_nothing() {
    let Some(file) = plan_file() else { return };
    let desk = Desk::new();
    let import = desk.json(&["import", "plan", file.to_str().unwrap(), "--dry-run", "--json"]);
    assert_eq!((&import["written"], &import["entry"]), (&Value::Bool(false), &Value::Null));
    assert!(import["proposals"].as_array().unwrap().iter().all(|p| p["status"] == "new"));
    assert_eq!(desk.count("node"), 0);
}
