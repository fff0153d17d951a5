//! The list of keys as a page: `regie keys`, and the section of the README.
//!
//! Owns the layout only; commands come from the table, keys from the keymap, words from the caller.

use std::fmt::Write as _;

use super::keymap::Keymap;
use super::table::{Command, Scope};

/// How the page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain columns for a terminal.
    Text,
    /// A Markdown table per section.
    Md,
}

/// Every command with its keys, title and help sentence, by scope. `word` looks a message up by name.
pub fn keys_reference(keymap: &Keymap, format: Format, word: &dyn Fn(&str) -> String) -> String {
    let mut page = String::new();
    for scope in Scope::ALL {
        let title = word(&format!("scope-{}", scope.word()));
        let rows = Command::ALL.iter().filter(|c| c.scope() == *scope).map(|c| row(keymap, *c, format, word));
        let rows: Vec<[String; 4]> = rows.collect();
        if !page.is_empty() {
            page.push('\n');
        }
        match format {
            Format::Text => {
                let _ = writeln!(page, "{title}");
                let wide = |i: usize| rows.iter().map(|r| r[i].chars().count()).max().unwrap_or(0);
                let (keys, titles) = (wide(0), wide(1));
                for [key, title, help, _] in &rows {
                    let _ = writeln!(page, "  {key:keys$}  {title:titles$}  {help}");
                }
            }
            Format::Md => {
                let heads =
                    ["keys-column-keys", "keys-column-command", "keys-column-help", "keys-column-name"];
                let heads = heads.map(word).join(" | ");
                let _ = writeln!(page, "### {title}\n\n| {heads} |\n|---|---|---|---|");
                for [key, title, help, name] in &rows {
                    let _ = writeln!(page, "| {key} | {title} | {help} | `{name}` |");
                }
            }
        }
    }
    page
}

fn row(keymap: &Keymap, command: Command, format: Format, word: &dyn Fn(&str) -> String) -> [String; 4] {
    let name = command.name();
    let keys = keymap.keys_of(command).into_iter().map(|keys| match format {
        Format::Text => keys,
        Format::Md => format!("`{}`", keys.replace('|', "\\|")),
    });
    [
        keys.collect::<Vec<_>>().join(", "),
        word(&format!("cmd-{name}")),
        word(&format!("cmd-{name}-help")),
        name.to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_every_command_with_its_keys() {
        let keymap = Keymap::built_in();
        let page = keys_reference(&keymap, Format::Md, &|id| id.to_owned());
        for command in Command::ALL {
            assert!(
                page.contains(&format!("| cmd-{0} | cmd-{0}-help | `{0}` |", command.name())),
                "{command:?}"
            );
        }
        assert!(page.contains("`g g`"));
        let text = keys_reference(&keymap, Format::Text, &|id| id.to_owned());
        assert!(
            text.lines().any(|line| line.starts_with("  d ") && line.contains("cmd-complete_action")),
            "{text}"
        );
    }
}
