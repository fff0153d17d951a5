//! How far long work is: a bar on a terminal, plain lines elsewhere.
//!
//! Owns when something is shown (short work stays silent) and how. Writes to standard error only, so that output can be
//! piped. Used for opening, rebuilding, verifying, copying, importing and the demo.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::i18n::Texts;
use crate::store::{Phase, Progress};
use crate::t;

/// Work that is done sooner needs no report: people notice a wait from about a fifth of a second.
const SILENT_FOR: Duration = Duration::from_millis(200);

/// Between two drawings of the bar: ten a second look smooth and cost nothing over a slow line.
const REDRAW: Duration = Duration::from_millis(100);

/// Without a terminal a line is printed only for work that takes this long, and then for every step of ten percent.
const SILENT_WITHOUT_TERMINAL: Duration = Duration::from_secs(2);

/// Cells of the bar itself.
const BAR: u64 = 30;

/// Reports on one long piece of work after another.
pub struct Meter<'a> {
    texts: &'a Texts,
    terminal: bool,
    quiet: bool,
    started: Instant,
    drawn: Option<Instant>,
    what: Option<Phase>,
    tenth: u64,
}

impl<'a> Meter<'a> {
    /// A meter for standard error; `quiet` when nothing is to be shown (`--json`).
    pub fn new(texts: &'a Texts, terminal: bool, quiet: bool) -> Meter<'a> {
        Meter { texts, terminal, quiet, started: Instant::now(), drawn: None, what: None, tenth: 0 }
    }

    /// Takes a report of the store.
    pub fn store(&mut self, progress: Progress) {
        if self.what != Some(progress.phase) {
            self.what = Some(progress.phase);
            self.tenth = 0;
        }
        let name = match progress.phase {
            Phase::Load => t!(self.texts, "cli-phase-load"),
            Phase::Verify => t!(self.texts, "cli-phase-verify"),
            Phase::Replay => t!(self.texts, "cli-phase-replay"),
            Phase::WriteState => t!(self.texts, "cli-phase-state"),
            Phase::Copy => t!(self.texts, "cli-phase-copy"),
        };
        self.show(&name, progress.done, progress.total);
    }

    /// Shows that `done` of `total` of the work called `name` is done.
    pub fn show(&mut self, name: &str, done: u64, total: u64) {
        if self.quiet || total == 0 {
            return;
        }
        let now = Instant::now();
        let done = done.min(total);
        let percent = done * 100 / total;
        if self.terminal {
            let due = self.drawn.is_none_or(|at| now - at >= REDRAW || done == total);
            if now - self.started < SILENT_FOR || !due {
                return;
            }
            let full = usize::try_from(done * BAR / total).unwrap_or_default();
            let rest = usize::try_from(BAR).unwrap_or_default() - full;
            // A report that cannot be written is not worth a failure.
            let _ = write!(
                std::io::stderr(),
                "\r\x1b[K{name} [{}{}] {percent} %",
                "#".repeat(full),
                "-".repeat(rest)
            );
            self.drawn = Some(now);
        } else if now - self.started >= SILENT_WITHOUT_TERMINAL && percent / 10 > self.tenth {
            self.tenth = percent / 10;
            let _ = writeln!(std::io::stderr(), "{name}: {percent} %");
        }
    }
}

impl Drop for Meter<'_> {
    /// The bar goes away; what was done is said by the command.
    fn drop(&mut self) {
        if self.drawn.is_some() {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
