//! Which keys give which command: the built-in keymaps, with a user's own on top.
//!
//! Owns reading keymap files (TOML, a section per scope, `"keys" = "command"`), looking keys up, and finding out what a
//! user's lines do to each other and to the rest: lines that can never be reached, commands that lost their last key,
//! ways out that are gone. A line that cannot be used is reported with its number and the nearest name; all others
//! still work. Used by the workbench and `regie keys`.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::{DeTable, DeValue};

use super::chord::{Chord, sequence};
use super::table::{Command, Scope};
use crate::model::fold;

/// The keymap that is part of the program.
pub const DEFAULT: &str = include_str!("../../keymaps/default.toml");

/// What stands in a keymap file to take a key away from its command.
const NOTHING: &str = "none";

/// What always has a key, whatever a keymap file says, and which: without these there is no way out of a line, a page or
/// the program.
const WAYS_OUT: &[(Command, &str)] =
    &[(Command::QuitProgram, "ctrl-c"), (Command::GoBack, "esc"), (Command::DropLine, "esc")];

/// Keys that terminals send as another key, so that no program can tell them apart.
const SAME: &[(char, &str)] = &[('i', "tab"), ('m', "enter"), ('[', "esc")];

/// A keymap that is part of the program; the user's own keys lie over it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Base {
    /// Letters for verbs, moving as in vim and with the arrows.
    #[default]
    Default,
    /// The same verbs, with more of what hands know from vim.
    Vim,
    /// The same verbs, moving and leaving as in Emacs.
    Emacs,
}

impl Base {
    /// Every keymap, the usual one first.
    pub const ALL: &'static [Base] = &[Base::Default, Base::Vim, Base::Emacs];

    /// What options and settings call it.
    pub const fn name(self) -> &'static str {
        match self {
            Base::Default => "default",
            Base::Vim => "vim",
            Base::Emacs => "emacs",
        }
    }

    /// The keymap called `name`.
    pub fn from_name(name: &str) -> Option<Base> {
        Base::ALL.iter().copied().find(|base| base.name() == name)
    }

    /// What it changes of the default keymap.
    const fn lines(self) -> &'static str {
        match self {
            Base::Default => "",
            Base::Vim => include_str!("../../keymaps/vim.toml"),
            Base::Emacs => include_str!("../../keymaps/emacs.toml"),
        }
    }
}

/// Something in a keymap file that could not be used, or that does more than it says.
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
    /// Terminals send the same for this key as for another one.
    SameKey {
        /// What was written.
        keys: String,
        /// What arrives instead.
        same: &'static str,
    },
    /// After the `=` stands something other than a command's name in quotes.
    NotAName(String),
    /// Another line of the same file takes the keys, or their start; so these never come to their command.
    Unreachable {
        /// The keys of this line.
        keys: String,
        /// The keys of the other line.
        start: String,
        /// Where the other line stands.
        start_line: usize,
    },
    /// A command of a section that goes first has the keys, or their start; so these never come to their command.
    Behind {
        /// The keys of this line.
        keys: String,
        /// The keys that go first.
        start: String,
        /// What they give.
        command: Command,
    },
    /// The line takes the last key away from other commands.
    LastKey {
        /// The keys.
        keys: String,
        /// The commands that now have none.
        commands: Vec<Command>,
    },
    /// The line takes the last key away from a way out, which therefore gets one back.
    NoWayOut {
        /// The way out.
        command: Command,
        /// The key that it has after all.
        key: &'static str,
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

/// A line of a keymap file that was understood.
struct Line {
    line: usize,
    scope: Scope,
    chords: Vec<Chord>,
    /// `None` takes the keys away.
    command: Option<Command>,
}

impl Line {
    /// Whether `chords` are the keys of the line, or one is the start of the other.
    fn touches(&self, chords: &[Chord]) -> bool {
        self.chords.starts_with(chords) || chords.starts_with(&self.chords)
    }
}

impl Keymap {
    /// The default keymap. A test proves that it has no problems.
    pub fn built_in() -> Keymap {
        Keymap::of(Base::Default)
    }

    /// The keymap `base`.
    pub fn of(base: Base) -> Keymap {
        let mut keymap = Keymap::default();
        keymap.overlay(DEFAULT);
        keymap.overlay(base.lines());
        keymap
    }

    /// Reads a keymap file over this one: its keys win, `"none"` takes a key away. Returns what could not be used or does
    /// more than it says, in the order of the file.
    pub fn overlay(&mut self, text: &str) -> Vec<Problem> {
        let (mut lines, mut problems) = read(text);
        let report = |line: &Line, kind| Problem { line: line.line, kind };
        let had = self.reached();
        let before = self.clone();

        // What one line of a section takes from another line of the same section; the line that loses is left out.
        let lost: Vec<Option<Problem>> = lines
            .iter()
            .map(|line| {
                let wins = |other: &&Line| {
                    let earlier = line.chords.len() > other.chords.len() || line.line < other.line;
                    other.scope == line.scope && earlier && line.chords.starts_with(&other.chords)
                };
                let other = lines.iter().filter(|other| other.command.is_some()).find(wins)?;
                line.command.is_some().then(|| report(line, unreachable(line, other)))
            })
            .collect();
        let mut keep = lost.iter().map(Option::is_none);
        lines.retain(|_| keep.next().unwrap_or(true));
        problems.extend(lost.into_iter().flatten());

        // First room is made, then it is used.
        for line in lines.iter().filter(|line| line.command.is_none()) {
            self.bind(line.scope, &line.chords, None);
        }
        for line in lines.iter().filter(|line| line.command.is_some()) {
            self.bind(line.scope, &line.chords, line.command);
        }

        for line in &lines {
            let Some(command) = line.command else { continue };
            let mut places = line.scope.places();
            let hidden = places.find(|scopes| !self.gives(scopes, &line.chords, command));
            problems.extend(hidden.and_then(|scopes| self.in_front_of(scopes, line, &lines)));
        }
        let has = self.reached();
        let mut bereft: BTreeMap<usize, Vec<Command>> = BTreeMap::new();
        for command in had.difference(&has) {
            let keys = before.sequences_of(*command);
            let culprit = |line: &&Line| {
                looked_up_with(line.scope, command.scope()) && keys.iter().any(|keys| line.touches(keys))
            };
            // Who takes a key away with “none” means to; who uses it for something else may not know what it was.
            let culprit = lines.iter().position(|line| line.command.is_some() && culprit(&line));
            let own = lines.iter().any(|line| line.command == Some(*command));
            if let Some(index) = culprit.filter(|_| !own && !is_way_out(*command)) {
                bereft.entry(index).or_default().push(*command);
            }
        }
        for (index, commands) in bereft {
            let keys = sequence(&lines[index].chords);
            problems.push(report(&lines[index], ProblemKind::LastKey { keys, commands }));
        }
        for (command, key) in WAYS_OUT {
            if !had.contains(command) || has.contains(command) {
                continue;
            }
            let keys = before.sequences_of(*command);
            let culprit = |line: &&Line| {
                looked_up_with(line.scope, command.scope()) && keys.iter().any(|keys| line.touches(keys))
            };
            let line = lines.iter().rev().find(culprit).map_or(1, |line| line.line);
            self.force(*command, key);
            problems.push(Problem { line, kind: ProblemKind::NoWayOut { command: *command, key } });
        }
        problems.sort_by_key(|problem| problem.line);
        problems
    }

    fn bind(&mut self, scope: Scope, chords: &[Chord], command: Option<Command>) {
        // A new command on the start of older, longer sequences takes their place, and the reverse.
        self.keys.retain(|(s, old), _| {
            *s != scope || !(old.starts_with(chords) || (command.is_some() && chords.starts_with(old)))
        });
        if let Some(command) = command {
            self.keys.insert((scope, chords.to_vec()), command);
        }
    }

    /// Gives `command` the key `key`, whatever it was before.
    fn force(&mut self, command: Command, key: &str) {
        let Ok(chord) = key.parse::<Chord>() else { return };
        self.keys.retain(|(scope, keys), _| {
            !looked_up_with(*scope, command.scope()) || keys.first() != Some(&chord)
        });
        self.keys.insert((command.scope(), vec![chord]), command);
    }

    /// The commands that some keys lead to.
    fn reached(&self) -> BTreeSet<Command> {
        self.keys
            .iter()
            .filter(|((_, keys), command)| self.leads_to(keys, **command))
            .map(|(_, command)| *command)
            .collect()
    }

    /// Whether somebody who presses `chords` in a place where `command` works gets it.
    fn leads_to(&self, chords: &[Chord], command: Command) -> bool {
        let mut places = command.scope().places();
        places.any(|scopes| self.gives(scopes, chords, command))
    }

    /// Whether `chords`, pressed one after another, give `command` where the keys of `scopes` are looked up.
    fn gives(&self, scopes: &[Scope], chords: &[Chord], command: Command) -> bool {
        let whole = self.find(scopes, chords) == Found::Command(command);
        whole && (1..chords.len()).all(|n| self.find(scopes, &chords[..n]) == Found::Prefix)
    }

    /// What of a section that goes first in `scopes` stands in the way of `line`.
    fn in_front_of(&self, scopes: &[Scope], line: &Line, lines: &[Line]) -> Option<Problem> {
        let first = scopes.iter().take_while(|scope| **scope != line.scope);
        let mut in_front =
            first.flat_map(|scope| self.keys.iter().filter(move |((s, _), _)| s == scope)).filter(
                |((_, keys), _)| keys.starts_with(&line.chords) || line.chords.starts_with(keys.as_slice()),
            );
        let ((scope, keys), command) = in_front.next()?;
        let own = lines.iter().find(|own| own.scope == *scope && own.chords == *keys);
        let kind = match own {
            Some(own) => unreachable(line, own),
            None => {
                ProblemKind::Behind { keys: sequence(&line.chords), start: sequence(keys), command: *command }
            }
        };
        Some(Problem { line: line.line, kind })
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

    /// Every sequence that stands for `command`, shortest first, letters before named keys.
    fn sequences_of(&self, command: Command) -> Vec<&Vec<Chord>> {
        let mut found: Vec<&Vec<Chord>> =
            self.keys.iter().filter(|(_, c)| **c == command).map(|((_, keys), _)| keys).collect();
        found.sort_by_key(|keys| (keys.len(), keys.iter().any(|c| c.ctrl || c.alt)));
        found
    }

    /// Every sequence that gives `command`, shortest first, letters before named keys.
    pub fn keys_of(&self, command: Command) -> Vec<String> {
        self.sequences_of(command).into_iter().map(|keys| sequence(keys)).collect()
    }

    /// The first of `keys_of`, empty when no key gives the command. For sentences: the keys of a sequence stay on one line.
    pub fn key_of(&self, command: Command) -> String {
        self.keys_of(command).into_iter().next().unwrap_or_default().replace(' ', "\u{a0}")
    }
}

/// Whether keys of both sections are looked up in one place.
fn looked_up_with(one: Scope, other: Scope) -> bool {
    one.places().any(|scopes| scopes.contains(&other))
}

fn is_way_out(command: Command) -> bool {
    WAYS_OUT.iter().any(|(way, _)| *way == command)
}

fn unreachable(line: &Line, other: &Line) -> ProblemKind {
    ProblemKind::Unreachable {
        keys: sequence(&line.chords),
        start: sequence(&other.chords),
        start_line: other.line,
    }
}

/// The lines of a keymap file in their order, and what could not be read of it.
fn read(text: &str) -> (Vec<Line>, Vec<Problem>) {
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
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
                Ok((chords, command)) => lines.push(Line { line, scope, chords, command }),
                Err(kind) => problems.push(Problem { line, kind }),
            }
        }
    }
    lines.sort_by_key(|line| line.line);
    (lines, problems)
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
    let same = |chord: &Chord| SAME.iter().find(|(c, _)| chord.ctrl && chord.is(*c)).map(|(_, same)| *same);
    if let Some(same) = chords.iter().find_map(same) {
        return Err(ProblemKind::SameKey { keys: keys.to_owned(), same });
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
    fold::nearest(word, names.map(|name| (name, name))).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chords(text: &str) -> Vec<Chord> {
        text.split(' ').map(|c| c.parse().unwrap()).collect()
    }

    #[test]
    fn every_built_in_keymap_has_no_problems_and_reaches_every_command() {
        for base in Base::ALL {
            let mut keymap = Keymap::default();
            assert_eq!(keymap.overlay(DEFAULT), []);
            assert_eq!(keymap.overlay(base.lines()), [], "{base:?}");
            let unreached: Vec<_> = Command::ALL.iter().filter(|c| !keymap.reached().contains(c)).collect();
            assert!(unreached.is_empty(), "{base:?}: {unreached:?}");
            // No line of it is dead: each sequence that it holds gives its command somewhere.
            for ((scope, keys), command) in &keymap.keys {
                assert!(keymap.leads_to(keys, *command), "{base:?} {scope:?} {}", sequence(keys));
            }
            assert_eq!(Base::from_name(base.name()), Some(*base));
        }
    }

    #[test]
    fn hands_from_vim_and_emacs_find_what_they_know() {
        let lists = [Scope::Tree, Scope::Items, Scope::Panes, Scope::Everywhere];
        let cases: &[(Base, &[Scope], &str, Command)] = &[
            (Base::Vim, &lists, "g g", Command::MoveFirst),
            (Base::Vim, &lists, "G", Command::MoveLast),
            (Base::Vim, &lists, "ctrl-d", Command::MoveHalfDown),
            (Base::Vim, &lists, "ctrl-b", Command::MovePageUp),
            (Base::Vim, &lists, "/", Command::FindItem),
            (Base::Vim, &lists, "u", Command::UndoChange),
            (Base::Vim, &lists, "ctrl-r", Command::RedoChange),
            (Base::Vim, &lists, ":", Command::OpenPalette),
            (Base::Vim, &lists, "Z Z", Command::QuitProgram),
            (Base::Vim, &lists, "z M", Command::FoldAll),
            (Base::Vim, &lists, "z z", Command::CenterRow),
            (Base::Vim, &lists, "ctrl-w w", Command::FocusNext),
            (Base::Vim, &lists, "d", Command::CompleteAction),
            (Base::Emacs, &lists, "ctrl-n", Command::MoveDown),
            (Base::Emacs, &lists, "ctrl-p", Command::MoveUp),
            (Base::Emacs, &lists, "ctrl-v", Command::MovePageDown),
            (Base::Emacs, &lists, "alt-v", Command::MovePageUp),
            (Base::Emacs, &lists, "alt-<", Command::MoveFirst),
            (Base::Emacs, &lists, "alt->", Command::MoveLast),
            (Base::Emacs, &lists, "ctrl-s", Command::FindItem),
            (Base::Emacs, &lists, "ctrl-g", Command::GoBack),
            (Base::Emacs, &lists, "ctrl-x ctrl-c", Command::QuitProgram),
            (Base::Emacs, &lists, "ctrl-x u", Command::UndoChange),
            (Base::Emacs, &lists, "ctrl-/", Command::UndoChange),
            (Base::Emacs, &lists, "alt-x", Command::OpenPalette),
            (Base::Emacs, &lists, "d", Command::CompleteAction),
            (Base::Emacs, &[Scope::Prompt], "ctrl-g", Command::DropLine),
            (Base::Emacs, &[Scope::Prompt], "ctrl-c ctrl-c", Command::AcceptLine),
        ];
        for (base, scopes, keys, command) in cases {
            let found = Keymap::of(*base).find(scopes, &chords(keys));
            assert_eq!(found, Found::Command(*command), "{base:?} {keys}");
        }
    }

    #[test]
    fn a_file_that_takes_the_ways_out_away_is_told_and_they_get_a_key_back() {
        let mut keymap = Keymap::built_in();
        let problems = keymap.overlay(
            "[everywhere]\nq = \"none\"\nctrl-c = \"redraw_screen\"\n[panes]\nesc = \"none\"\n\
             [prompt]\nesc = \"none\"\nctrl-c = \"none\"\n",
        );
        let out = |line, command, key| Problem { line, kind: ProblemKind::NoWayOut { command, key } };
        assert_eq!(
            problems,
            [
                out(3, Command::QuitProgram, "ctrl-c"),
                out(5, Command::GoBack, "esc"),
                out(8, Command::DropLine, "esc"),
            ]
        );
        let lists = [Scope::Tree, Scope::Items, Scope::Panes, Scope::Everywhere];
        assert_eq!(keymap.find(&lists, &chords("ctrl-c")), Found::Command(Command::QuitProgram));
        assert_eq!(keymap.find(&lists, &chords("esc")), Found::Command(Command::GoBack));
        assert_eq!(keymap.find(&[Scope::Prompt], &chords("esc")), Found::Command(Command::DropLine));
        // With one way left nothing is said.
        assert_eq!(Keymap::built_in().overlay("[everywhere]\nq = \"none\"\n"), []);
        // Nor is a way out shadowed by a list's own key.
        let mut keymap = Keymap::built_in();
        let problems = keymap.overlay("[items]\nq = \"add_action\"\nctrl-c = \"drop_action\"\n");
        assert_eq!(problems, [out(3, Command::QuitProgram, "ctrl-c")]);
        assert_eq!(keymap.find(&lists, &chords("ctrl-c")), Found::Command(Command::QuitProgram));
    }

    #[test]
    fn a_line_that_takes_the_last_key_of_another_command_names_it() {
        let mut keymap = Keymap::built_in();
        let problems = keymap.overlay("[items]\nx = \"toggle_flag\"\nd = \"none\"\nu = \"add_action\"\n");
        let last = |line, keys: &str, command| Problem {
            line,
            kind: ProblemKind::LastKey { keys: keys.into(), commands: vec![command] },
        };
        assert_eq!(
            problems,
            [last(2, "x", Command::DropAction), last(4, "u", Command::UndoChange)],
            "a key that is taken away with none is taken away on purpose"
        );
        // A key that is not the last one goes without a word, and so does one whose command gets another.
        let text = "[panes]\ndown = \"move_last\"\n[items]\nx = \"add_action\"\nZ = \"drop_action\"\n";
        assert_eq!(Keymap::built_in().overlay(text), []);
    }

    #[test]
    fn lines_that_shadow_each_other_are_reported_with_both_lines() {
        let mut keymap = Keymap::built_in();
        let unreachable = |line, keys: &str, start: &str, start_line| Problem {
            line,
            kind: ProblemKind::Unreachable { keys: keys.into(), start: start.into(), start_line },
        };
        // In one section, over two sections, and twice the same key in two spellings.
        let text = "[items]\n\"v a\" = \"add_action\"\nv = \"set_due\"\nS-f5 = \"add_action\"\n\
                    shift-f5 = \"set_due\"\n[panes]\n\"v b\" = \"move_last\"\n";
        assert_eq!(
            keymap.overlay(text),
            [
                unreachable(2, "v a", "v", 3),
                unreachable(4, "shift-f5", "shift-f5", 5),
                unreachable(7, "v b", "v", 3),
            ]
        );
        assert_eq!(keymap.find(&[Scope::Items], &chords("v")), Found::Command(Command::SetDue));
        // Behind a built-in key of a section that goes first.
        let problems = Keymap::built_in().overlay("[panes]\nd = \"move_last\"\n");
        let kind =
            ProblemKind::Behind { keys: "d".into(), start: "d".into(), command: Command::CompleteAction };
        assert_eq!(problems, [Problem { line: 2, kind }]);
    }

    #[test]
    fn a_key_that_no_terminal_sends_is_told() {
        let problems = Keymap::built_in().overlay("[items]\nctrl-i = \"add_action\"\n");
        let kind = ProblemKind::SameKey { keys: "ctrl-i".into(), same: "tab" };
        assert_eq!(problems, [Problem { line: 2, kind }]);
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
                    \"v\" = \"record_progress\"\n[pane]\n\"x\" = 3\n[everywhere]\n\"i\" = 4\n";
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
        let v = keymap.find(&[Scope::Items], &chords("v"));
        assert_eq!(v, Found::Command(Command::RecordProgress));
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
        let problems = keymap.overlay("[items]\nd = \"none\"\n[panes]\ng = \"move_first\"\n");
        let (keys, start) = ("g".into(), "g a".into());
        let behind = ProblemKind::Behind { keys, start, command: Command::FocusActions };
        let told = [Problem { line: 4, kind: behind }];
        assert_eq!(problems, told, "in the view Plan more keys begin with g, and go first");
        assert_eq!(keymap.find(&[Scope::Items], &chords("d")), Found::Nothing);
        assert_eq!(keymap.find(&[Scope::Panes], &chords("g")), Found::Command(Command::MoveFirst));
    }

    #[test]
    fn a_sequence_behind_a_command_of_the_same_file_is_reported() {
        let problems = Keymap::default().overlay("[panes]\nz = \"move_down\"\n\"z z\" = \"center_row\"\n");
        let kind = ProblemKind::Unreachable { keys: "z z".into(), start: "z".into(), start_line: 2 };
        assert_eq!(problems, [Problem { line: 3, kind }]);
    }
}
