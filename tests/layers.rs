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

/// `text` without comments and without what stands in strings.
fn code(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let starts = |at: usize, word: &str| word.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c));
    let mut code = String::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let after_name = code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
        if starts(at, "//") {
            while chars.get(at).is_some_and(|c| *c != '\n') {
                at += 1;
            }
        } else if starts(at, "/*") {
            while at < chars.len() && !starts(at, "*/") {
                at += 1;
            }
            at += 2;
        } else if c == 'r' && !after_name && chars.get(at + 1 + hashes) == Some(&'"') {
            let end = format!("\"{}", "#".repeat(hashes));
            at += 2 + hashes;
            while at < chars.len() && !starts(at, &end) {
                at += 1;
            }
            at += 1 + hashes;
        } else if c == '"' {
            at += 1;
            while chars.get(at).is_some_and(|c| *c != '"') {
                at += if chars[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else if c == '\'' && (chars.get(at + 1) == Some(&'\\') || chars.get(at + 2) == Some(&'\'')) {
            // A character, not a lifetime: it may be a quotation mark or a brace.
            at += 3;
            while chars.get(at - 1).is_some_and(|c| *c != '\'') {
                at += 1;
            }
        } else {
            code.push(c);
            at += 1;
        }
    }
    code
}

/// `code` without the items that are for tests only.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some((before, after)) = rest.split_once("#[cfg(test)]") {
        kept.push_str(before);
        // The item ends with its first `;`, or with the brace that closes its first one.
        let mut depth = 0;
        let end = after.char_indices().find(|(_, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth == 0 && matches!(c, ';' | '}')
        });
        rest = end.map_or("", |(at, _)| &after[at + 1..]);
    }
    kept + rest
}

/// The first names of a path or of each path in a group: `a::{b, c}` is `a`; `{a, b::{c, d}, e}` is `a`, `b`, `e`.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let mut names = vec![name(group)];
    let mut depth = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&group[at + 1..])),
            _ => {}
        }
    }
    names
}

/// Every layer that a file names outside comments and tests: as `crate::layer`, within a group, or up through `super`.
/// `module` is the path of the file's module.
fn imports(module: &[String], text: &str) -> BTreeSet<String> {
    let compact: String = without_tests(&code(text)).split_whitespace().collect();
    let mut found = BTreeSet::new();
    for after in compact.split("crate::").skip(1) {
        found.extend(first_names(after));
    }
    let mut rest = compact.as_str();
    while let Some((_, mut after)) = rest.split_once("super::") {
        let mut ups = 1;
        while let Some(further) = after.strip_prefix("super::") {
            (ups, after) = (ups + 1, further);
        }
        if ups >= module.len() {
            found.extend(first_names(after));
        }
        rest = after;
    }
    found.remove("");
    found
}

/// The path of a file's module, from its path inside `src`.
fn module_of(inside: &Path) -> Vec<String> {
    let mut path: Vec<String> =
        inside.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if path.last().is_some_and(|last| last == "mod") {
        path.pop();
    }
    path
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
        for import in imports(&module_of(inside), &std::fs::read_to_string(&file).unwrap()) {
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
    let seen = |inside: &str, code: &str| -> Vec<String> {
        imports(&module_of(Path::new(inside)), code).into_iter().collect()
    };
    let plain =
        "use crate::store::Keeper;\nuse crate::{tui, io::csv};\nlet x = crate::cli::run();\n// crate::net\n";
    assert_eq!(seen("model/id.rs", plain), ["cli", "io", "store", "tui"]);
    let nested = "use crate::{\n    io::{csv, json::{self, View}},\n    store,\n    model::id,\n};";
    assert_eq!(seen("tui/app.rs", nested), ["io", "model", "store"]);
    let after_tests = "#[cfg(test)]\nmod testing;\n#[cfg(test)]\nmod tests { fn a() { crate::net::b(); } }\nuse crate::store;";
    assert_eq!(seen("tui/mod.rs", after_tests), ["store"], "what follows the tests counts, they do not");
    let up = "use super::super::store::Keeper;\nuse super::plan::x;\nuse super::super::{cli, io::{a, b}};";
    assert_eq!(seen("tui/app.rs", up), ["cli", "io", "store"]);
    assert_eq!(seen("tui/mod.rs", "use super::{store, model::id};"), ["model", "store"]);
    assert_eq!(
        seen("tui/layers/due.rs", "use super::super::text;\nuse super::super::super::store::Keeper;"),
        ["store"]
    );
    let apart = "use crate :: store;\nuse crate\n    ::io;";
    assert_eq!(seen("tui/app.rs", apart), ["io", "store"]);
    let quoted = "let a = '\"'; let b = \"crate::net \\\" crate::cli\"; let c = r#\"crate::tui \"\"#; fn d<'a>(e: &'a str) {} \
                  /* crate::lib */ use crate::io;";
    assert_eq!(seen("model/id.rs", quoted), ["io"]);
}
