//! The workbench without a terminal: keys in, the bytes a terminal would get out.
//!
//! Owns an app and a screen of a given size. For benchmarks, which want to know what a key costs without the noise of
//! a terminal, and for whoever wants to drive the workbench from a program.

use super::app::App;
use super::screen::Screen;
use super::{Options, app_of};
use crate::command::Chord;
use crate::model::ledger::Ledger;

/// A workbench that draws into memory.
pub struct Offscreen<'a> {
    app: App<'a>,
    screen: Screen,
}

impl<'a> Offscreen<'a> {
    /// The workbench on `ledger` in a window of `width` by `height` cells (1 to 65,535 each). Nothing is drawn yet.
    pub fn new(ledger: &'a mut dyn Ledger, options: Options<'a>, width: u16, height: u16) -> Offscreen<'a> {
        Offscreen { app: app_of(ledger, options), screen: Screen::new(width, height) }
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

    /// Draws, and returns what a terminal would be sent since the frame before; empty when nothing changed.
    pub fn frame(&mut self) -> &[u8] {
        let cursor = self.app.draw(self.screen.frame());
        self.screen.finish(cursor)
    }
}
