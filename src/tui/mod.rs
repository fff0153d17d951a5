//! The workbench: the screen on which people work, driven by keys.
//!
//! Owns everything between the terminal and the ledger: event loop, terminal guard, the writer of the fewest
//! bytes, view, panes, layers, theme. It sees the register through `Ledger` and never knows where that is
//! kept. `cli` opens the ledger and calls `run`.

mod action_row;
mod app;
mod canvas;
mod chrome;
mod clipboard;
mod component;
mod decode;
mod desk;
mod detail;
mod event_loop;
mod fold;
mod input;
mod layers;
mod line_edit;
mod links;
mod log;
mod looks;
mod offscreen;
mod panes;
mod partners;
mod plan;
mod screen;
mod scroll;
mod settings;
mod shift;
mod standing;
mod sums;
mod table;
mod terminal;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
pub mod text;
mod theme;
mod view;

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

pub use self::desk::{Desk, is_arrangement};
pub use self::offscreen::{Nowhere, Offscreen};
pub use self::settings::{ScrollBy, Setting, Settings};
pub use self::terminal::{NoTerminal, usable};
pub use self::theme::{Palette, Theme};
use crate::command::keymap::{Keymap, Problem, ProblemKind};
use crate::error::{Error, Kind};
use crate::i18n::Texts;
use crate::model::change::Draft;
use crate::model::id::{Ref, Stamp};
use crate::model::ledger::Ledger;
use crate::model::register::Register;
use crate::t;

/// A user's own keymap file.
#[derive(Clone, Debug)]
pub struct KeymapFile {
    /// Where it stands, for messages.
    pub path: String,
    /// What it says; or why it could not be read, in words.
    pub text: Result<String, String>,
}

/// What was found in a plan file.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The file, by a path that leads there from any folder.
    pub path: PathBuf,
    /// The entry that takes everything over; without changes when all of it is in the register already.
    pub draft: Draft,
    /// The plan's source text, to be kept when the entry is written.
    pub source: Option<Source>,
    /// What contradicts itself in the file.
    pub findings: Vec<Finding>,
    /// Items that came from an earlier text of the plan and are not in this one. They stay.
    pub gone: Vec<Ref>,
}

/// Something in a plan that a person should look at.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What is the matter, in the user's language.
    pub text: String,
    /// The lines of the source text that show it, from 1, ascending.
    pub lines: Vec<u32>,
    /// The names, dates and periods that it is about, as they stand there.
    pub words: Vec<String>,
}

/// A plan's source text as it is kept beside the register.
#[derive(Clone, Debug)]
pub struct Source {
    /// Under which name.
    pub file: String,
    /// What it says.
    pub text: String,
}

/// How the workbench has plan files read: by the layer that starts it.
pub trait PlanImport {
    /// Reads the plan at `path` and proposes what to take over into `register`. Nothing is written.
    ///
    /// # Errors
    /// What is wrong with the file, in the user's language, with what to do.
    fn propose(&mut self, register: &Register, path: &Path) -> Result<Proposal, Error>;

    /// Keeps the source text of a proposal that has been accepted in `ledger`, just before its entry is written.
    ///
    /// # Errors
    /// Why it cannot be kept, in the user's language, with what to do.
    fn keep(&mut self, ledger: &mut dyn Ledger, source: &Source) -> Result<(), Error>;

    /// What contradicts itself in a source text that was kept.
    fn findings(&self, text: &str) -> Vec<Finding>;

    /// The paths that go on from `typed`, which they all start with: files, and folders with a slash behind them. A `~` at
    /// the start is the user's home folder.
    fn complete(&self, typed: &str) -> Vec<String>;
}

/// How the workbench is run.
pub struct Options<'a> {
    /// The words, and with them the language.
    pub texts: &'a Texts,
    /// Looks and keys.
    pub settings: Settings,
    /// The user's own keys.
    pub keymap: Option<KeymapFile>,
    /// The clock.
    pub clock: &'a dyn Fn() -> Stamp,
    /// The time zone in which days begin.
    pub zone: TimeZone,
    /// The value of `TERM`.
    pub term: Option<String>,
    /// Reads plan files.
    pub import: &'a mut dyn PlanImport,
    /// Keeps what the user arranges, and runs their editor.
    pub desk: &'a mut dyn Desk,
    /// The terminal is known to make links of OSC 8 sequences. Others show nothing of them, but they cost bytes.
    pub hyperlinks: bool,
    /// The mouse is used: a click chooses, the wheel moves.
    pub mouse: bool,
    /// What the user should know from the start, a sentence each.
    pub notices: Vec<String>,
    /// Whether to begin with the tour.
    pub tour: bool,
}

/// What of the terminal is used beyond what all terminals have.
#[derive(Clone, Copy, Debug)]
struct Abilities {
    hyperlinks: bool,
    mouse: bool,
}

/// How the workbench ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The user left.
    Quit,
    /// The user wants to look around in the demo.
    Demo,
    /// The terminal has gone; texts being typed were kept.
    HungUp,
    /// The program was told to end (SIGTERM, SIGINT); texts being typed were kept.
    Terminated,
}

/// Runs the workbench on the terminal until it ends. The terminal is given back in every case.
///
/// # Errors
/// `Usage` when there is no terminal to run on, `System` when it cannot be taken over or written to, or when what was being
/// typed at the end could not be kept: the texts are its hints.
pub fn run<'a>(ledger: &'a mut dyn Ledger, options: Options<'a>) -> Result<Outcome, Error> {
    let texts = options.texts;
    usable(options.term.as_deref()).map_err(|why| match why {
        NoTerminal::NotATerminal => {
            Error::new(Kind::Usage, t!(texts, "no-terminal")).hint(t!(texts, "no-terminal-hint"))
        }
        NoTerminal::Dumb => {
            Error::new(Kind::Usage, t!(texts, "terminal-dumb")).hint(t!(texts, "no-terminal-hint"))
        }
    })?;
    let clock = options.clock;
    let abilities = Abilities { hyperlinks: options.hyperlinks, mouse: options.mouse };
    let mut app = app_of(ledger, options);
    let ended = event_loop::run(&mut app, clock, abilities);
    if let Some(error) = app.unkept() {
        return Err(error);
    }
    ended.map_err(|error| {
        Error::new(Kind::System, t!(texts, "terminal-failed", reason = error.to_string())).because(error)
    })
}

fn app_of<'a>(ledger: &'a mut dyn Ledger, options: Options<'a>) -> app::App<'a> {
    let texts = options.texts;
    let Settings { theme, scroll, keymap: base, folder } = options.settings;
    let mut keymap = Keymap::of(base);
    let mut notices: Vec<_> = options.notices.into_iter().map(component::Message::warn).collect();
    if let Some(file) = &options.keymap {
        notices.extend(first_of(texts, overlay(texts, &mut keymap, file)).map(component::Message::warn));
    }
    let clock = options.clock;
    let env = app::Env { texts, theme, scroll, keymap, folder, clock, zone: options.zone };
    let mut app = app::App::new(ledger, options.import, options.desk, env, notices);
    if options.tour {
        app.start_tour();
    }
    app
}

/// Lays the user's own keys over `keymap`; what is wrong with them, a sentence each. The rest of the keys work.
pub fn overlay(texts: &Texts, keymap: &mut Keymap, file: &KeymapFile) -> Vec<String> {
    match &file.text {
        Ok(text) => {
            let problems = keymap.overlay(text);
            problems.iter().map(|problem| keymap_problem(texts, &file.path, problem)).collect()
        }
        Err(why) => {
            vec![t!(texts, "keymap-unread", path = file.path.as_str(), reason = why.as_str())]
        }
    }
}

/// The first of `problems`, and how many more there are: what the message line has room for.
fn first_of(texts: &Texts, problems: Vec<String>) -> Option<String> {
    let more = problems.len().saturating_sub(1);
    let first = problems.into_iter().next()?;
    Some(match more {
        0 => first,
        more => format!("{first} {}", texts.get("keymap-more", &[("count", more.into())])),
    })
}

/// What is wrong with a line of a keymap file, as a sentence with file and line.
pub fn keymap_problem(texts: &Texts, path: &str, problem: &Problem) -> String {
    let near = |near: &Option<&str>| {
        near.map_or(String::new(), |near| format!(" {}", t!(texts, "keymap-did-you-mean", name = near)))
    };
    let what = match &problem.kind {
        ProblemKind::Syntax(words) => t!(texts, "keymap-syntax", reason = words.as_str()),
        ProblemKind::UnknownScope { name, near: n } => {
            format!("{}{}", t!(texts, "keymap-unknown-scope", name = name.as_str()), near(n))
        }
        ProblemKind::UnknownCommand { name, near: n } => {
            format!("{}{}", t!(texts, "keymap-unknown-command", name = name.as_str()), near(n))
        }
        ProblemKind::WrongScope { command } => {
            t!(texts, "keymap-wrong-scope", name = command.name(), scope = command.scope().word())
        }
        ProblemKind::BadKey(key) => t!(texts, "keymap-bad-key", key = key.as_str()),
        ProblemKind::NotAName(key) => t!(texts, "keymap-not-a-name", key = key.as_str()),
        ProblemKind::SameKey { keys, same } => {
            t!(texts, "keymap-same-key", keys = keys.as_str(), same = *same)
        }
        ProblemKind::Unreachable { keys, start, start_line } => t!(
            texts,
            "keymap-unreachable",
            keys = keys.as_str(),
            start = start.as_str(),
            line = start_line.to_string()
        ),
        ProblemKind::Behind { keys, start, command } => t!(
            texts,
            "keymap-behind",
            keys = keys.as_str(),
            start = start.as_str(),
            name = command.name(),
            scope = command.scope().word()
        ),
        ProblemKind::LastKey { keys, commands } => {
            let names = commands.iter().map(|command| command.name()).collect::<Vec<_>>().join(", ");
            t!(texts, "keymap-last-key", keys = keys.as_str(), names = names)
        }
        ProblemKind::NoWayOut { command, key } => {
            t!(texts, "keymap-no-way-out", name = command.name(), key = *key)
        }
    };
    t!(texts, "keymap-problem", path = path, line = problem.line.to_string(), what = what)
}
