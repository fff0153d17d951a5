//! The README's generated parts are what the program prints now. `REGIE_UPDATE=1 cargo test --test readme` writes them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and talks by printing"
)]

use std::path::Path;
use std::process::Command;

fn printed(args: &[&str]) -> String {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_regie"))
        .args(args)
        .env_clear()
        .env("HOME", home.path())
        .env("LANG", "en_GB.UTF-8")
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// `readme` with what stands between the two marks of `name` replaced by `text`.
fn with_section(readme: &str, name: &str, text: &str) -> String {
    let begin = readme.find(&format!("<!-- {name}: begin")).expect("the section's begin");
    let start = begin + readme[begin..].find("-->").expect("the end of the mark") + 3;
    let end = start + readme[start..].find(&format!("<!-- {name}: end")).expect("the section's end");
    format!("{}\n\n{}\n\n{}", &readme[..start], text.trim(), &readme[end..])
}

#[test]
fn the_keys_and_the_commands_in_the_readme_are_those_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let keys = printed(&["keys", "--format", "md"]);
    let help = format!("```\n{}\n```", printed(&["--help"]).trim());
    let fresh = with_section(&with_section(&readme, "keys", &keys), "help", &help);
    if std::env::var_os("REGIE_UPDATE").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    } else {
        assert!(fresh == readme, "README.md is stale: run REGIE_UPDATE=1 cargo test --test readme");
    }
}
