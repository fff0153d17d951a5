//! The terminal's state: taken over at the start, given back however the program ends.
//!
//! Owns raw mode, the alternate screen, bracketed paste, the mouse and the text cursor's visibility, and the way out: what
//! is sent never waits for a terminal that has stalled (a hung line, a terminal that was stopped). The guard gives everything
//! back when it is dropped; a panic hook does so before the message is printed. The loop owns the guard.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::sync::{Arc, Mutex, Once, PoisonError};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::process::Signal;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetsid, tcsetattr, ttyname};

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

/// Ends a sequence that was cut short, before `LEAVE`.
const CANCEL: &[u8] = b"\x18";

/// A terminal that takes nothing for this long is not given back its screen: the program is to end, and a hung line would
/// keep it for ever.
const LAST_WAIT: Timespec = Timespec { tv_sec: 1, tv_nsec: 0 };

/// Not at all.
const NO_WAIT: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };

/// What is written at a time where a write may wait: a terminal that has room at all has room for this (Linux hands
/// its buffers out in pieces of 256 bytes).
const PIECE: usize = 256;

/// The largest window that is drawn on, in cells. Walls of screens have some hundreds; a wrong size of 65,535 each way would
/// ask for gigabytes.
const MOST: (u16, u16) = (1_000, 500);

/// The terminal while it is ours; `None` while it is not. The panic hook has no other way to know.
static OURS: Mutex<Option<Ours>> = Mutex::new(None);

static HOOK: Once = Once::new();

/// What it takes to give the terminal back.
struct Ours {
    /// How it was set before.
    before: Termios,
    out: Arc<Out>,
}

/// The way out to the terminal.
#[derive(Debug)]
pub struct Out {
    file: File,
    /// Whether a write to it may wait, as it is the descriptor that we share with the shell.
    waits: bool,
}

/// The terminal while it is ours.
#[derive(Debug)]
pub struct Terminal {
    out: Arc<Out>,
    mouse: bool,
    /// What it has not taken yet.
    rest: Vec<u8>,
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

/// The terminal of standard output, opened once more, so that it can be written to without waiting: that setting
/// goes with the opening, and the shell shares the one that we were started with. `None` when it cannot be opened, as
/// after `su`.
fn opened_anew() -> Option<File> {
    let open = |path: &[u8]| {
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits();
        let flags = i32::try_from(flags).ok()?;
        let file =
            OpenOptions::new().read(true).write(true).custom_flags(flags).open(OsStr::from_bytes(path));
        file.ok().filter(IsTerminal::is_terminal)
    };
    let named = ttyname(io::stdout(), Vec::new()).ok().and_then(|path| open(path.as_bytes()));
    // Only the terminal that controls us has this name, and a session to tell.
    named.or_else(|| tcgetsid(io::stdout()).ok().and_then(|_| open(b"/dev/tty")))
}

impl Out {
    fn new() -> io::Result<Out> {
        match opened_anew() {
            Some(file) => Ok(Out { file, waits: false }),
            // A descriptor of our own: the standard one splits what is written at line ends.
            None => Ok(Out { file: File::from(rustix::io::dup(io::stdout())?), waits: true }),
        }
    }

    /// Waits until the terminal takes something, at most for `limit`; whether it does, or has gone.
    fn has_room(&self, limit: &Timespec) -> io::Result<bool> {
        let mut fds = [PollFd::new(&self.file, PollFlags::OUT)];
        loop {
            match poll(&mut fds, Some(limit)) {
                Ok(ready) => return Ok(ready > 0),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Sends as much of `bytes` as the terminal takes at once, in one write where the system allows it; yields how much.
    fn send(&self, bytes: &[u8]) -> io::Result<usize> {
        let most = if self.waits { PIECE } else { usize::MAX };
        let mut sent = 0;
        while sent < bytes.len() {
            if self.waits && !self.has_room(&NO_WAIT)? {
                break;
            }
            let piece = &bytes[sent..];
            match (&self.file).write(&piece[..piece.len().min(most)]) {
                Ok(0) => break,
                Ok(count) => sent += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(sent)
    }

    /// Sends `bytes` to a terminal that is about to be left; given up when it takes nothing for a while.
    fn send_last(&self, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        loop {
            rest = &rest[self.send(rest)?..];
            if rest.is_empty() || !self.has_room(&LAST_WAIT)? {
                return Ok(());
            }
        }
    }
}

impl AsFd for Out {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }
}

impl Terminal {
    /// Takes the terminal over, with the mouse or without.
    ///
    /// # Errors
    /// The operating system's, when the terminal cannot be put into raw mode or written to.
    pub fn take(mouse: bool) -> io::Result<Terminal> {
        install_hook();
        let mut terminal = Terminal { out: Arc::new(Out::new()?), mouse, rest: Vec::new() };
        terminal.enter()?;
        Ok(terminal)
    }

    /// Width and height in cells; 80 by 24 when the terminal does not say.
    pub fn size(&self) -> (u16, u16) {
        match rustix::termios::tcgetwinsize(&*self.out) {
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
        let ours = Ours { before, out: Arc::clone(&self.out) };
        OURS.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(ours);
        tcsetattr(io::stdin(), OptionalActions::Now, &raw)?;
        self.send(ENTER)?;
        self.send(if self.mouse { MOUSE } else { b"" })
    }

    /// Sends `bytes`. What the terminal does not take at once is kept for `send_rest`; nothing waits.
    ///
    /// # Errors
    /// The operating system's, such as a terminal that has gone.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.is_behind() {
            self.rest.extend_from_slice(bytes);
            return self.send_rest();
        }
        let sent = self.out.send(bytes)?;
        self.rest.extend_from_slice(&bytes[sent..]);
        Ok(())
    }

    /// Whether the terminal has not taken everything yet: a slow line, or one that is stalled.
    pub fn is_behind(&self) -> bool {
        !self.rest.is_empty()
    }

    /// Sends as much as the terminal takes of what it has not taken yet.
    ///
    /// # Errors
    /// The operating system's, such as a terminal that has gone.
    pub fn send_rest(&mut self) -> io::Result<()> {
        let sent = self.out.send(&self.rest)?;
        self.rest.drain(..sent);
        Ok(())
    }

    /// The way out, for who waits for room on it.
    pub fn out(&self) -> Arc<Out> {
        Arc::clone(&self.out)
    }

    /// Gives the terminal back. What it has not taken by now it need not show any more.
    fn leave(&mut self) {
        if self.is_behind() {
            self.rest.clear();
            give_back(&[CANCEL, LEAVE].concat());
        } else {
            give_back(LEAVE);
        }
    }

    /// Gives the terminal back while `work` is done by another program, and takes it over again.
    ///
    /// # Errors
    /// The operating system's.
    pub fn lend(&mut self, work: impl FnOnce()) -> io::Result<()> {
        let before =
            OURS.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|ours| ours.before.clone());
        self.leave();
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
        self.leave();
        rustix::process::kill_current_process_group(Signal::STOP)?;
        self.enter()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Has every panic give the terminal back before its message is printed.
fn install_hook() {
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            // What the terminal has not taken yet only the guard knows: a sequence may have been cut short. Where none was,
            // cancelling does nothing.
            give_back(&[CANCEL, LEAVE].concat());
            before(info);
        }));
    });
}

/// Gives the terminal back if it is ours, with `last` as the last that it is sent. Errors are left: the terminal may be
/// gone, and nothing more can be done.
fn give_back(last: &[u8]) {
    let ours = OURS.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(Ours { before, out }) = ours {
        let _ = out.send_last(last);
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_the_middle_of_a_sequence_still_gives_the_terminal_back() {
        let pair = portable_pty::native_pty_system().openpty(portable_pty::PtySize::default()).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let name = pair.master.tty_name().unwrap();
        let file = OpenOptions::new().read(true).write(true).open(name).unwrap();
        // The settings that are put back are those of standard input, where that is a terminal.
        let before = tcgetattr(io::stdin()).or_else(|_| tcgetattr(&file)).unwrap();
        let out = Arc::new(Out { file, waits: true });
        out.send(b"text\x1b[38;5").unwrap();
        *OURS.lock().unwrap() = Some(Ours { before, out: Arc::clone(&out) });
        install_hook();
        let ended = std::thread::spawn(|| panic!("as it should, for this test")).join();
        assert!(ended.is_err());
        drop(out);
        let mut sent = Vec::new();
        while !sent.ends_with(b"\x1b[?1049l") {
            let mut piece = [0; 256];
            let count = reader.read(&mut piece).unwrap();
            sent.extend_from_slice(&piece[..count]);
        }
        let mut terminal = vt100::Parser::new(24, 80, 0);
        terminal.process(b"\x1b[?1049h\x1b[?2004h\x1b[?25l");
        terminal.process(&sent);
        let screen = terminal.screen();
        assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
        assert!(sent.starts_with(b"text\x1b[38;5\x18\x1b[?2026l"), "{sent:?}");
    }
}
