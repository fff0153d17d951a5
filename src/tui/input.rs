//! What reaches the workbench from outside: keys, pastes, signals, all through one channel.
//!
//! Owns the two threads that wait for the terminal and for signals; both sleep until something happens. Reading
//! the terminal can be stopped, so that a stopped program or an editor leaves the keys to others.

use std::io::{self, PipeWriter, Write};
use std::sync::mpsc::Sender;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use rustix::event::{PollFd, PollFlags};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};

use crate::command::chord::{Chord, Key, Named};

/// Something that happened outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key.
    Key(Chord),
    /// Text pasted as a whole.
    Paste(String),
    /// The terminal has another size.
    Resized,
    /// We are asked to end (SIGTERM, SIGINT).
    Terminated,
    /// The terminal has gone (SIGHUP, or end of input).
    HungUp,
    /// We are asked to stop (SIGTSTP from outside).
    Stop,
    /// We were stopped and go on.
    Continued,
}

/// Reads the terminal until dropped.
#[derive(Debug)]
pub struct Keys {
    wake: PipeWriter,
    thread: Option<JoinHandle<()>>,
}

impl Keys {
    /// Starts reading; events go to `to`.
    ///
    /// # Errors
    /// The operating system's, when no pipe or thread can be made.
    pub fn start(to: Sender<Event>) -> io::Result<Keys> {
        let (stop, wake) = io::pipe()?;
        let read = move || {
            let stdin = io::stdin();
            loop {
                let mut fds =
                    [PollFd::new(&stdin, PollFlags::IN), PollFd::new(&stop, PollFlags::IN | PollFlags::HUP)];
                match rustix::event::poll(&mut fds, None) {
                    Ok(_) => {}
                    Err(rustix::io::Errno::INTR) => continue,
                    Err(_) => break,
                }
                if !fds[1].revents().is_empty() {
                    return;
                }
                // Asked first: crossterm reads a terminal that has gone for ever, without a pause.
                if fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                    break;
                }
                match forward(&to) {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(_) => break,
                }
            }
            // The loop may have ended already; then nobody needs to know.
            let _ = to.send(Event::HungUp);
        };
        let thread = Builder::new().name("keys".to_owned()).spawn(read)?;
        Ok(Keys { wake, thread: Some(thread) })
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        let _ = self.wake.write_all(b".");
        // Not waited for when the terminal went while it was being read (see above): it ends with the process.
        let gone = !io::IsTerminal::is_terminal(&io::stdin());
        if let Some(thread) = self.thread.take().filter(|_| !gone) {
            let _ = thread.join();
        }
    }
}

/// Passes on all that has come in. `false` when nobody listens any more.
fn forward(to: &Sender<Event>) -> io::Result<bool> {
    while event::poll(Duration::ZERO)? {
        let event = match event::read()? {
            event::Event::Key(key) if key.kind != KeyEventKind::Release => chord(key).map(Event::Key),
            event::Event::Paste(text) => Some(Event::Paste(text)),
            _ => None,
        };
        if let Some(event) = event
            && to.send(event).is_err()
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The key as keymaps name it; `None` for keys that have no name there.
fn chord(event: KeyEvent) -> Option<Chord> {
    let mut chord = Chord {
        key: Key::Char(' '),
        ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
        alt: event.modifiers.contains(KeyModifiers::ALT),
        shift: event.modifiers.contains(KeyModifiers::SHIFT),
    };
    let named = match event.code {
        KeyCode::Char(c) => {
            chord.key = Key::Char(if chord.ctrl { c.to_ascii_lowercase() } else { c });
            chord.shift = false;
            return Some(chord);
        }
        KeyCode::F(n) => {
            chord.key = Key::F(n);
            return Some(chord);
        }
        KeyCode::BackTab => {
            chord.shift = true;
            Named::Tab
        }
        KeyCode::Enter => Named::Enter,
        KeyCode::Esc => Named::Esc,
        KeyCode::Tab => Named::Tab,
        KeyCode::Backspace => Named::Backspace,
        KeyCode::Delete => Named::Delete,
        KeyCode::Insert => Named::Insert,
        KeyCode::Up => Named::Up,
        KeyCode::Down => Named::Down,
        KeyCode::Left => Named::Left,
        KeyCode::Right => Named::Right,
        KeyCode::Home => Named::Home,
        KeyCode::End => Named::End,
        KeyCode::PageUp => Named::PageUp,
        KeyCode::PageDown => Named::PageDown,
        _ => return None,
    };
    chord.key = Key::Named(named);
    Some(chord)
}

/// Waits for signals until dropped.
#[derive(Debug)]
pub struct Caught {
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

impl Caught {
    /// Starts waiting; events go to `to`.
    ///
    /// # Errors
    /// The operating system's.
    pub fn start(to: Sender<Event>) -> io::Result<Caught> {
        let mut signals = Signals::new([SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT])?;
        let handle = signals.handle();
        let wait = move || {
            for signal in signals.forever() {
                let event = match signal {
                    SIGWINCH => Event::Resized,
                    SIGHUP => Event::HungUp,
                    SIGTSTP => Event::Stop,
                    SIGCONT => Event::Continued,
                    _ => Event::Terminated,
                };
                if to.send(event).is_err() {
                    return;
                }
            }
        };
        let thread = Builder::new().name("signals".to_owned()).spawn(wait)?;
        Ok(Caught { handle, thread: Some(thread) })
    }
}

impl Drop for Caught {
    fn drop(&mut self) {
        self.handle.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminals_keys_become_the_keymaps_chords() {
        let cases = [
            (KeyCode::Char('G'), KeyModifiers::SHIFT, "G"),
            (KeyCode::Char('D'), KeyModifiers::CONTROL, "ctrl-d"),
            (KeyCode::BackTab, KeyModifiers::SHIFT, "shift-tab"),
            (KeyCode::PageDown, KeyModifiers::NONE, "pgdn"),
            (KeyCode::Char(' '), KeyModifiers::NONE, "space"),
            (KeyCode::Char('x'), KeyModifiers::ALT, "alt-x"),
            (KeyCode::F(1), KeyModifiers::NONE, "f1"),
        ];
        for (code, modifiers, text) in cases {
            assert_eq!(chord(KeyEvent::new(code, modifiers)), Some(text.parse().unwrap()), "{text}");
        }
    }
}
