//! The terminal's state: taken over at the start, given back however the program ends.
//!
//! Owns raw mode, the alternate screen, bracketed paste, the mouse and the text cursor's visibility. The guard gives them
//! back when it is dropped; a panic hook does so before the message is printed. The loop owns the guard.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, Once, PoisonError};

use rustix::process::Signal;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

/// Why there is no workbench on this terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTerminal {
    /// Standard input or output is not a terminal.
    NotATerminal,
    /// The terminal cannot place a cursor (`TERM=dumb`).
    Dumb,
}

/// Alternate screen, then bracketed paste. The screen clears itself and hides the cursor with its first frame.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[?25l";

/// Presses and the wheel of the mouse are reported (1000), with columns and rows of any size (1006). While they are,
/// most terminals select text only with Shift held, so it is for who asks for it.
const MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1006h";

/// Ends a synchronized update that may be open, then everything that `ENTER` and `MOUSE` began.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l";

/// The largest window that is drawn on, in cells. Walls of screens have some hundreds; a wrong size of 65,535 each way would
/// ask for gigabytes.
const MOST: (u16, u16) = (1_000, 500);

/// How the terminal was set before it became ours; `None` while it is not. The panic hook has no other way to know.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);

static HOOK: Once = Once::new();

/// The terminal while it is ours.
#[derive(Debug)]
pub struct Terminal {
    out: File,
    mouse: bool,
}

/// Whether the workbench can run: on a terminal that can place a cursor. `term` is the value of `TERM`.
pub fn usable(term: Option<&str>) -> Result<(), NoTerminal> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(NoTerminal::NotATerminal);
    }
    match term {
        Some("dumb") => Err(NoTerminal::Dumb),
        _ => Ok(()),
    }
}

impl Terminal {
    /// Takes the terminal over, with the mouse or without.
    ///
    /// # Errors
    /// The operating system's, when the terminal cannot be put into raw mode or written to.
    pub fn take(mouse: bool) -> io::Result<Terminal> {
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                give_back();
                before(info);
            }));
        });
        // A descriptor of our own: the standard one splits what is written at line ends.
        let out = File::from(rustix::io::dup(io::stdout())?);
        let mut terminal = Terminal { out, mouse };
        terminal.enter()?;
        Ok(terminal)
    }

    /// Width and height in cells; 80 by 24 when the terminal does not say.
    pub fn size(&self) -> (u16, u16) {
        match rustix::termios::tcgetwinsize(&self.out) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => {
                (size.ws_col.min(MOST.0), size.ws_row.min(MOST.1))
            }
            _ => (80, 24),
        }
    }

    /// Takes the terminal over (again), after a stop.
    ///
    /// # Errors
    /// The operating system's.
    pub fn enter(&mut self) -> io::Result<()> {
        let before = tcgetattr(io::stdin())?;
        let mut raw = before.clone();
        raw.make_raw();
        // What was set first stays the one to go back to: after a stop from outside we never gave it back.
        BEFORE.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(before);
        tcsetattr(io::stdin(), OptionalActions::Now, &raw)?;
        self.send(ENTER)?;
        self.send(if self.mouse { MOUSE } else { b"" })
    }

    /// Sends `bytes` in one write where the system allows it.
    ///
    /// # Errors
    /// The operating system's, such as a terminal that has gone.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.out.write_all(bytes)
    }

    /// Gives the terminal back while `work` is done by another program, and takes it over again.
    ///
    /// # Errors
    /// The operating system's.
    pub fn lend(&mut self, work: impl FnOnce()) -> io::Result<()> {
        let before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).clone();
        give_back();
        work();
        if let Some(before) = before {
            // Whatever the other program left: what was set before us is what we give back in the end.
            tcsetattr(io::stdin(), OptionalActions::Now, &before)?;
        }
        self.enter()
    }

    /// Gives the terminal back, stops the whole job as the shell's Ctrl-Z does, and takes it over when continued.
    ///
    /// # Errors
    /// The operating system's.
    pub fn suspend(&mut self) -> io::Result<()> {
        give_back();
        rustix::process::kill_current_process_group(Signal::STOP)?;
        self.enter()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back if it is ours. Errors are left: the terminal may be gone, and nothing more can be done.
fn give_back() {
    let before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(before) = before {
        let mut out = io::stdout().lock();
        let _ = out.write_all(LEAVE);
        let _ = out.flush();
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &before);
    }
}
