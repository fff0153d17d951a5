//! The workbench without a terminal: keys in, the bytes a terminal would get out.
//!
//! Owns an app and a screen of a given size. For benchmarks, which want to know what a key costs without the noise of
//! a terminal, and for whoever wants to drive the workbench from a program.

use std::path::Path;

use super::app::App;
use super::screen::Screen;
use super::{Desk, Finding, Options, Outcome, PlanImport, Proposal, Source, app_of};
use crate::command::Chord;
use crate::error::{Error, Kind};
use crate::model::ledger::Ledger;
use crate::model::register::Register;

/// A workbench that draws into memory.
pub struct Offscreen<'a> {
    app: App<'a>,
    screen: Screen,
    sent: Vec<u8>,
}

impl<'a> Offscreen<'a> {
    /// The workbench on `ledger` in a window of `width` by `height` cells (1 to 65,535 each). Nothing is drawn yet.
    pub fn new(ledger: &'a mut dyn Ledger, options: Options<'a>, width: u16, height: u16) -> Offscreen<'a> {
        let screen = Screen::new(width, height).linking(options.hyperlinks);
        Offscreen { app: app_of(ledger, options), screen, sent: Vec::new() }
    }

    /// Presses the keys of `keys`, written as in a keymap (`g t`, `ctrl-d`). `false` when they are not keys; then
    /// none was pressed.
    pub fn press(&mut self, keys: &str) -> bool {
        let chords: Option<Vec<Chord>> = keys.split_whitespace().map(|key| key.parse().ok()).collect();
        for chord in chords.iter().flatten() {
            self.app.key(*chord);
        }
        chords.is_some()
    }

    /// Presses one key.
    pub fn key(&mut self, key: Chord) {
        self.app.key(key);
    }

    /// Pastes `text`, as a terminal does in one piece.
    pub fn paste(&mut self, text: &str) {
        self.app.paste(text);
    }

    /// Gives the window another size, 1 to 65,535 cells each way.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.screen.resize(width, height);
    }

    /// Looks at the clock, as the workbench does before each event, and does what is due.
    pub fn look_at_clock(&mut self) {
        self.app.look_at_clock();
        while self.app.has_spare_work() {
            self.app.do_spare_work();
        }
        if self.app.is_editing() {
            self.app.run_editor();
        }
    }

    /// How the workbench has ended, once it has; told once.
    pub fn ended(&mut self) -> Option<Outcome> {
        self.app.ending()
    }

    /// Draws, and returns what a terminal would be sent since the frame before; empty when nothing changed.
    pub fn frame(&mut self) -> &[u8] {
        self.sent.clear();
        self.sent.extend(self.app.copying().into_iter().flatten());
        let cursor = self.app.draw(self.screen.frame());
        self.screen.link(self.app.links());
        self.sent.extend_from_slice(self.screen.finish(cursor));
        &self.sent
    }
}

/// Surroundings in which there is nothing: no plan files, no arrangement, no editor.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nowhere;

fn nothing_here<T>() -> Result<T, Error> {
    Err(Error::new(Kind::Refused, "There are no files here."))
}

impl PlanImport for Nowhere {
    fn propose(&mut self, _: &Register, _: &Path) -> Result<Proposal, Error> {
        nothing_here()
    }

    fn keep(&mut self, _: &mut dyn Ledger, _: &Source) -> Result<(), Error> {
        nothing_here()
    }

    fn findings(&self, _: &str) -> Vec<Finding> {
        Vec::new()
    }

    fn complete(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}

impl Desk for Nowhere {
    fn arranged(&self) -> Option<String> {
        None
    }

    fn arrange(&mut self, _: &str) -> Result<(), Error> {
        Ok(())
    }

    fn edit(&mut self, _: &str) -> Result<String, Error> {
        nothing_here()
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::{TimeZone, offset};

    use super::*;
    use crate::i18n::{Lang, Texts};
    use crate::model::id::Stamp;
    use crate::tui::Settings;
    use crate::tui::testing::{MemoryLedger, register};

    #[test]
    fn the_workbench_works_by_any_clock() {
        let texts = Texts::new(Lang::Nl);
        let days = 86_400_000;
        let at = [i64::MIN, -900 * 365 * days, -1, 0, 2_932_895 * days, 2_932_896 * days, i64::MAX];
        for (clock, hours) in at.into_iter().flat_map(|at| [(at, 14), (at, -12)]) {
            let clock = move || Stamp(clock);
            let mut ledger = MemoryLedger::new(register(20));
            let (mut import, mut desk) = (Nowhere, Nowhere);
            let options = Options {
                texts: &texts,
                settings: Settings::default(),
                keymap: None,
                clock: &clock,
                zone: TimeZone::fixed(offset(hours)),
                term: None,
                import: &mut import,
                desk: &mut desk,
                hyperlinks: false,
                mouse: false,
                notices: Vec::new(),
                tour: false,
            };
            let mut workbench = Offscreen::new(&mut ledger, options, 120, 36);
            for keys in ["1", "j j tab j", "p", "6 0 enter", "2", "t", "+ 2 w enter", "d", "8", "3", "u", "q"]
            {
                workbench.look_at_clock();
                assert!(workbench.press(keys), "{keys}");
                workbench.look_at_clock();
                workbench.frame();
                let soonest = workbench.app.deadline();
                assert!(soonest.is_none_or(|at| at > clock().within_calendar()), "a wait that never ends");
            }
        }
    }
}
