//! Which keys give which command: the built-in keymap, with a user's own on top.
//!
//! Owns reading keymap files (TOML, a section per scope, `"keys" = "command"`) and looking keys up. A line
//! that cannot be used is reported with its number and the nearest name; all others still work.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::chord::Chord;
use super::table::{Command, Scope};

/// The keymap that is part of the program.
pub const DEFAULT: &str = include_str!("../../keymaps/default.toml");

/// What stands in a keymap file to take a key away from its command.
const NOTHING: &str = "none";

/// Something in a keymap file that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line in the file, from 1.
    pub line: usize,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What is wrong with a line of a keymap file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Not TOML: the parser's own words.
    Syntax(String),
    /// There is no such section.
    UnknownScope {
        /// What was written.
        name: String,
        /// The nearest name that exists.
        near: Option<&'static str>,
    },
    /// There is no such command.
    UnknownCommand {
        /// What was written.
        name: String,
        /// The nearest name that exists.
        near: Option<&'static str>,
    },
    /// The command belongs to another section.
    WrongScope {
        /// The command.
        command: Command,
    },
    /// The key cannot be read.
    BadKey(String),
    /// After the `=` stands something other than a command's name in quotes.
    NotAName(String),
    /// The same file gives a command to the start of a longer sequence, which so can never be reached.
    Unreachable {
        /// The longer sequence.
        keys: String,
        /// Its start, which is a command of its own.
        start: String,
    },
}

/// What a sequence of keys gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A command.
    Command(Command),
    /// The start of longer sequences.
    Prefix,
    /// Nothing.
    Nothing,
}

/// Keys to commands, per scope.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    keys: BTreeMap<(Scope, Vec<Chord>), Command>,
}

impl Keymap {
    /// The built-in keymap. A test proves that it has no problems.
    pub fn built_in() -> Keymap {
        let mut keymap = Keymap::default();
        keymap.overlay(DEFAULT);
        keymap
    }

    /// Reads a keymap file over this one: its keys win, `"none"` takes a key away. Returns what could not be used,
    /// in the order of the file.
    pub fn overlay(&mut self, text: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        // What is missing at the end of the file belongs to its last line.
        let last = text.lines().count().max(1);
        let line_at = |offset: usize| {
            let before = text.as_bytes().iter().take(offset).filter(|b| **b == b'\n').count();
            (before + 1).min(last)
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let line = line_at(error.span().map_or(0, |span| span.start));
            problems.push(Problem { line, kind: ProblemKind::Syntax(error.message().to_owned()) });
        }
        let mut fresh: BTreeMap<(Scope, Vec<Chord>), usize> = BTreeMap::new();
        for (section, bindings) in table.get_ref() {
            let line = line_at(section.span().start);
            let Some(scope) = Scope::from_word(section.get_ref()) else {
                let name = section.get_ref().to_string();
                let near = nearest(&name, Scope::ALL.iter().map(|s| s.word()));
                problems.push(Problem { line, kind: ProblemKind::UnknownScope { name, near } });
                continue;
            };
            let DeValue::Table(bindings) = bindings.get_ref() else {
                problems.push(Problem { line, kind: ProblemKind::NotAName(section.get_ref().to_string()) });
                continue;
            };
            for (keys, command) in bindings {
                let line = line_at(keys.span().start);
                match binding(scope, keys.get_ref(), command.get_ref()) {
                    Ok((chords, command)) => {
                        fresh.insert((scope, chords.clone()), line);
                        self.bind(scope, chords, command);
                    }
                    Err(kind) => problems.push(Problem { line, kind }),
                }
            }
        }
        for ((scope, chords), line) in &fresh {
            let start = (1..chords.len())
                .find(|n| fresh.contains_key(&(*scope, chords[..*n].to_vec())))
                .map(|n| super::chord::sequence(&chords[..n]));
            if let Some(start) = start {
                let keys = super::chord::sequence(chords);
                problems.push(Problem { line: *line, kind: ProblemKind::Unreachable { keys, start } });
            }
        }
        problems.sort_by_key(|problem| problem.line);
        problems
    }

    fn bind(&mut self, scope: Scope, chords: Vec<Chord>, command: Option<Command>) {
        // A new command on the start of older, longer sequences takes their place, and the reverse.
        self.keys.retain(|(s, old), _| {
            *s != scope || !(old.starts_with(&chords) || (command.is_some() && chords.starts_with(old)))
        });
        if let Some(command) = command {
            self.keys.insert((scope, chords), command);
        }
    }

    /// What `chords` give in the first of `scopes` that knows them.
    pub fn find(&self, scopes: &[Scope], chords: &[Chord]) -> Found {
        for scope in scopes {
            let start = (*scope, chords.to_vec());
            let mut from =
                self.keys.range(start..).take_while(|((s, keys), _)| s == scope && keys.starts_with(chords));
            match from.next() {
                Some(((_, keys), command)) if keys.len() == chords.len() => return Found::Command(*command),
                Some(_) => return Found::Prefix,
                None => {}
            }
        }
        Found::Nothing
    }

    /// The sequences that go on after `chords`: what is still to be pressed, and what it gives.
    pub fn continuations(&self, scopes: &[Scope], chords: &[Chord]) -> Vec<(Vec<Chord>, Command)> {
        scopes
            .iter()
            .flat_map(|scope| {
                self.keys
                    .iter()
                    .filter(move |((s, keys), _)| {
                        s == scope && keys.len() > chords.len() && keys.starts_with(chords)
                    })
                    .map(|((_, keys), command)| (keys[chords.len()..].to_vec(), *command))
            })
            .collect()
    }

    /// Every sequence that gives `command`, shortest first, letters before named keys.
    pub fn keys_of(&self, command: Command) -> Vec<String> {
        let mut found: Vec<&Vec<Chord>> =
            self.keys.iter().filter(|(_, c)| **c == command).map(|((_, keys), _)| keys).collect();
        found.sort_by_key(|keys| (keys.len(), keys.iter().any(|c| c.ctrl || c.alt)));
        found.into_iter().map(|keys| super::chord::sequence(keys)).collect()
    }

    /// The first of `keys_of`, empty when no key gives the command.
    pub fn key_of(&self, command: Command) -> String {
        self.keys_of(command).into_iter().next().unwrap_or_default()
    }
}

type Binding = (Vec<Chord>, Option<Command>);

fn binding(scope: Scope, keys: &str, command: &DeValue<'_>) -> Result<Binding, ProblemKind> {
    let chords: Vec<Chord> = keys
        .split(' ')
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().map_err(|_| ProblemKind::BadKey(keys.to_owned())))
        .collect::<Result<_, _>>()?;
    if chords.is_empty() {
        return Err(ProblemKind::BadKey(keys.to_owned()));
    }
    let DeValue::String(name) = command else { return Err(ProblemKind::NotAName(keys.to_owned())) };
    if name == NOTHING {
        return Ok((chords, None));
    }
    let Some(command) = Command::from_name(name) else {
        let near = nearest(name, Command::ALL.iter().map(|c| c.name()));
        return Err(ProblemKind::UnknownCommand { name: name.to_string(), near });
    };
    if command.scope() != scope {
        return Err(ProblemKind::WrongScope { command });
    }
    Ok((chords, Some(command)))
}

/// The name that `word` was probably meant to be.
fn nearest(word: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    crate::model::fold::nearest(word, names.map(|name| (name, name))).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chords(text: &str) -> Vec<Chord> {
        text.split(' ').map(|c| c.parse().unwrap()).collect()
    }

    #[test]
    fn the_built_in_keymap_has_no_problems_and_reaches_every_command() {
        let mut keymap = Keymap::default();
        assert_eq!(keymap.overlay(DEFAULT), []);
        let unreached: Vec<_> = Command::ALL.iter().filter(|c| keymap.key_of(**c).is_empty()).collect();
        assert!(unreached.is_empty(), "{unreached:?}");
    }

    #[test]
    fn a_sequence_is_a_prefix_until_it_is_whole() {
        let keymap = Keymap::built_in();
        let scopes = [Scope::Items, Scope::Panes];
        assert_eq!(keymap.find(&scopes, &chords("g")), Found::Prefix);
        assert_eq!(keymap.find(&scopes, &chords("g g")), Found::Command(Command::MoveFirst));
        assert_eq!(keymap.find(&scopes, &chords("g 9")), Found::Nothing);
        assert!(keymap.continuations(&scopes, &chords("g")).iter().any(|(_, c)| *c == Command::MoveFirst));
    }

    #[test]
    fn what_is_missing_at_the_end_is_on_the_last_line() {
        for text in ["be'=\"\"\"\n", "''\u{1a}\n", "[all\n", "["] {
            let problems = Keymap::built_in().overlay(text);
            assert!(!problems.is_empty() && problems.iter().all(|p| p.line == 1), "{text:?}: {problems:?}");
        }
    }

    #[test]
    fn a_line_with_an_error_is_reported_with_its_number_and_the_rest_works() {
        let mut keymap = Keymap::built_in();
        let text = "[items]\n\"d\" = \"complete_acton\"\n\"ctrl-\" = \"add_action\"\n\"m\" = \"move_down\"\n\
                    \"e\" = \"record_progress\"\n[pane]\n\"x\" = 3\n[everywhere]\n\"i\" = 4\n";
        let problems = keymap.overlay(text);
        let expected = [
            (2, ProblemKind::UnknownCommand { name: "complete_acton".into(), near: Some("complete_action") }),
            (3, ProblemKind::BadKey("ctrl-".into())),
            (4, ProblemKind::WrongScope { command: Command::MoveDown }),
            (6, ProblemKind::UnknownScope { name: "pane".into(), near: Some("panes") }),
            (9, ProblemKind::NotAName("i".into())),
        ];
        let expected: Vec<_> = expected.into_iter().map(|(line, kind)| Problem { line, kind }).collect();
        assert_eq!(problems, expected);
        let e = keymap.find(&[Scope::Items], &chords("e"));
        assert_eq!(e, Found::Command(Command::RecordProgress));
        let d = keymap.find(&[Scope::Items], &chords("d"));
        assert_eq!(
            d,
            Found::Command(Command::CompleteAction),
            "the built-in key stays when the user's line is wrong"
        );
    }

    #[test]
    fn broken_toml_is_reported_and_what_can_be_read_is_used() {
        let mut keymap = Keymap::built_in();
        let problems = keymap.overlay("[items]\n\"e\" = \"record_progress\"\n\"d = \n");
        assert!(
            problems.iter().any(|p| p.line == 3 && matches!(p.kind, ProblemKind::Syntax(_))),
            "{problems:?}"
        );
        assert_eq!(keymap.find(&[Scope::Items], &chords("e")), Found::Command(Command::RecordProgress));
    }

    #[test]
    fn a_key_can_be_taken_away_and_a_prefix_replaced() {
        let mut keymap = Keymap::built_in();
        assert_eq!(keymap.overlay("[items]\nd = \"none\"\n[panes]\ng = \"move_first\"\n"), []);
        assert_eq!(keymap.find(&[Scope::Items], &chords("d")), Found::Nothing);
        assert_eq!(keymap.find(&[Scope::Panes], &chords("g")), Found::Command(Command::MoveFirst));
    }

    #[test]
    fn a_sequence_behind_a_command_of_the_same_file_is_reported() {
        let problems = Keymap::default().overlay("[panes]\nz = \"move_down\"\n\"z a\" = \"move_up\"\n");
        let kind = ProblemKind::Unreachable { keys: "z a".into(), start: "z".into() };
        assert_eq!(problems, [Problem { line: 3, kind }]);
    }
}
