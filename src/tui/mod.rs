//! The workbench: the screen on which people work, driven by keys.
//!
//! Owns everything between the terminal and the ledger: event loop, terminal guard, the writer of the fewest
//! bytes, view, panes, layers, theme. It sees the register through `Ledger` and never knows where that is
//! kept. `cli` opens the ledger and calls `run`.

mod app;
mod canvas;
mod chrome;
mod component;
mod event_loop;
mod input;
mod layers;
mod line_edit;
mod plan;
mod screen;
mod sums;
mod terminal;
#[cfg(test)]
mod testing;
pub mod text;
mod theme;

use std::path::Path;

use jiff::tz::TimeZone;

pub use self::terminal::{NoTerminal, usable};
pub use self::theme::Theme;
use crate::command::keymap::{Keymap, Problem, ProblemKind};
use crate::error::{Error, Kind};
use crate::i18n::Texts;
use crate::model::change::Draft;
use crate::model::id::Stamp;
use crate::model::ledger::Ledger;
use crate::model::register::Register;
use crate::t;

/// A user's own keymap file.
#[derive(Clone, Debug)]
pub struct KeymapFile {
    /// Where it stands, for messages.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// What was found in a plan file.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The entry that takes everything over; without changes when all of it is in the register already.
    pub draft: Draft,
    /// What contradicts itself in the file, a sentence each.
    pub findings: Vec<String>,
}

/// How the workbench has plan files read: by the layer that starts it.
pub trait PlanImport {
    /// Reads the plan at `path` and proposes what to take over into `register`. Nothing is written to the register; the
    /// source text may be kept beside it.
    ///
    /// # Errors
    /// What is wrong with the file, in the user's language, with what to do.
    fn propose(&mut self, register: &Register, path: &Path) -> Result<Proposal, Error>;
}

/// How the workbench is run.
pub struct Options<'a> {
    /// The words, and with them the language.
    pub texts: &'a Texts,
    /// Colours and glyphs.
    pub theme: Theme,
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
/// `Usage` when there is no terminal to run on, `System` when it cannot be taken over or written to.
pub fn run(ledger: &mut dyn Ledger, options: Options<'_>) -> Result<Outcome, Error> {
    let texts = options.texts;
    usable(options.term.as_deref()).map_err(|why| match why {
        NoTerminal::NotATerminal => {
            Error::new(Kind::Usage, t!(texts, "no-terminal")).hint(t!(texts, "no-terminal-hint"))
        }
        NoTerminal::Dumb => {
            Error::new(Kind::Usage, t!(texts, "terminal-dumb")).hint(t!(texts, "no-terminal-hint"))
        }
    })?;
    let mut keymap = Keymap::built_in();
    let mut notices = Vec::new();
    if let Some(file) = &options.keymap {
        let problems = keymap.overlay(&file.text);
        if let Some(first) = problems.first() {
            let said = keymap_problem(texts, &file.path, first);
            let more = problems.len() - 1;
            let said = if more > 0 {
                format!("{said} {}", texts.get("keymap-more", &[("count", more.into())]))
            } else {
                said
            };
            notices.push(component::Message::warn(said));
        }
    }
    let clock = options.clock;
    let env = app::Env { texts, theme: options.theme, keymap, clock, zone: options.zone };
    let mut app = app::App::new(ledger, options.import, env, notices);
    event_loop::run(&mut app, clock).map_err(|error| {
        Error::new(Kind::System, t!(texts, "terminal-failed", reason = error.to_string())).because(error)
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
        ProblemKind::Unreachable { keys, start } => {
            t!(texts, "keymap-unreachable", keys = keys.as_str(), start = start.as_str())
        }
    };
    t!(texts, "keymap-problem", path = path, line = problem.line.to_string(), what = what)
}
