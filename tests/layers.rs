//! The layer table of `src/lib.rs`, held against the `use crate::` lines of the source.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and talks by printing"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// The rows of the table in the crate's documentation: layer -> layers it may import.
fn table() -> Vec<(String, BTreeSet<String>)> {
    let page = std::fs::read_to_string(format!("{SOURCE}/lib.rs")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("//! | `"));
    let mut table = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let (layer, imports) = (cells[0].trim_end_matches('`'), cells[1]);
        let imports = imports.split(',').map(|i| i.trim().trim_matches('`').to_owned()).filter(|i| i != "-");
        table.push((layer.to_owned(), imports.collect()));
    }
    table
}

fn rust_files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every `crate::layer` that a file names outside comments and test modules, also within `use crate::{...}`.
fn imports(text: &str) -> BTreeSet<String> {
    let code: String = text
        .split("#[cfg(test)]")
        .next()
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut found = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        let names: Vec<&str> = match after.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or_default().split(',').collect(),
            None => vec![after],
        };
        for name in names {
            let name: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.insert(name);
        }
    }
    found
}

#[test]
fn every_import_between_layers_is_in_the_table() {
    let table = table();
    let layers: BTreeSet<&str> = table.iter().map(|(layer, _)| layer.as_str()).collect();
    assert!(layers.len() >= 7, "the table in src/lib.rs was not found: {layers:?}");
    let mut files = Vec::new();
    rust_files(Path::new(SOURCE), &mut files);
    let mut wrong = Vec::new();
    let mut edges = 0;
    for file in files {
        let inside = file.strip_prefix(SOURCE).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let layer = first.trim_end_matches(".rs");
        if layer == "main" || layer == "lib" {
            continue;
        }
        let Some((_, allowed)) = table.iter().find(|(name, _)| name == layer) else {
            wrong.push(format!("{}: layer {layer} is not in the table", inside.display()));
            continue;
        };
        for import in imports(&std::fs::read_to_string(&file).unwrap()) {
            if import == layer || import == "error" || !layers.contains(import.as_str()) {
                continue;
            }
            edges += 1;
            if !allowed.contains(&import) && !allowed.contains("all") {
                wrong.push(format!("{}: {layer} imports {import}", inside.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(edges > 10, "only {edges} imports were seen: the test no longer reads the source");
}

#[test]
fn an_import_is_seen_in_every_spelling() {
    let code =
        "use crate::store::Keeper;\nuse crate::{tui, io::csv};\nlet x = crate::cli::run();\n// crate::net\n";
    let seen: Vec<String> = imports(code).into_iter().collect();
    assert_eq!(seen, ["cli", "io", "store", "tui"]);
}
