//! What reaches the workbench from outside: keys, pastes, signals, room on a stalled terminal, all through one channel.
//!
//! Owns the threads that wait for these; all sleep until something happens. Reading the terminal can be stopped, so that a
//! stopped program or an editor leaves the keys to others. The loop starts them.

use std::io::{self, PipeReader, PipeWriter, Write};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::{Builder, JoinHandle};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;
use signal_hook::consts::{
    SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH,
};
use signal_hook::iterator::{Handle, Signals};

use super::decode::Decoder;
use super::terminal::Out;
use crate::command::chord::Chord;

/// How long a lone Escape waits for the rest of a sequence. Over a slow line the bytes of one key may come apart by a few
/// tens of milliseconds; a person does not notice this much.
const ESCAPE_WAIT: Timespec = Timespec { tv_sec: 0, tv_nsec: 40_000_000 };

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseAct {
    /// The left button was pressed.
    Press,
    /// The wheel was turned away from the user.
    WheelUp,
    /// The wheel was turned towards the user.
    WheelDown,
}

/// Something that the mouse did, and in which cell; the first is (0, 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub act: MouseAct,
    /// The column.
    pub x: u16,
    /// The row.
    pub y: u16,
}

/// Something that happened outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key.
    Key(Chord),
    /// Text pasted as a whole.
    Paste(String),
    /// What was pasted was longer than is taken.
    PasteCut,
    /// The mouse, when it is asked for.
    Mouse(Mouse),
    /// The terminal has another size.
    Resized,
    /// We are asked to end: SIGTERM, or another signal that would end us without the terminal being given back.
    Terminated,
    /// We are interrupted (SIGINT): from outside, or by Ctrl-C while the terminal belongs to an editor.
    Interrupted,
    /// The terminal has gone (SIGHUP, or end of input).
    HungUp,
    /// We are asked to stop (SIGTSTP from outside).
    Stop,
    /// We were stopped and go on.
    Continued,
    /// The terminal takes something again, or has gone.
    Room,
    /// Others have recorded something.
    News,
}

/// Waits for the terminal until dropped.
#[derive(Debug)]
pub struct Waiting {
    wake: PipeWriter,
    thread: Option<JoinHandle<()>>,
}

impl Waiting {
    /// Starts reading what is typed; events go to `to`.
    ///
    /// # Errors
    /// The operating system's, when no pipe or thread can be made.
    pub fn for_keys(to: Sender<Event>) -> io::Result<Waiting> {
        Waiting::start("keys", move |stop| {
            if read(stop, &to).is_err() {
                // The loop may have ended already; then nobody needs to know.
                let _ = to.send(Event::HungUp);
            }
        })
    }

    /// Starts waiting until `out` takes something; that is told to `to`, once.
    ///
    /// # Errors
    /// The operating system's, when no pipe or thread can be made.
    pub fn for_room(out: Arc<Out>, to: Sender<Event>) -> io::Result<Waiting> {
        Waiting::start("room", move |stop| {
            let mut fds = [PollFd::new(&*out, PollFlags::OUT), PollFd::new(stop, PollFlags::IN)];
            while rustix::event::poll(&mut fds, None) == Err(Errno::INTR) {}
            // As above. An error, too, is the loop's: it gets it when it writes.
            let _ = to.send(Event::Room);
        })
    }

    fn start(name: &str, wait: impl FnOnce(&PipeReader) + Send + 'static) -> io::Result<Waiting> {
        let (stop, wake) = io::pipe()?;
        let thread = Builder::new().name(name.to_owned()).spawn(move || wait(&stop))?;
        Ok(Waiting { wake, thread: Some(thread) })
    }
}

/// Reads the terminal until told to stop (`Ok`), or until there is no more terminal (`Err`).
fn read(stop: &PipeReader, to: &Sender<Event>) -> io::Result<()> {
    let stdin = io::stdin();
    let mut decoder = Decoder::default();
    let mut buffer = [0; 4096];
    let mut events = Vec::new();
    loop {
        let mut fds = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(stop, PollFlags::IN)];
        let limit = decoder.waiting().then_some(&ESCAPE_WAIT);
        match rustix::event::poll(&mut fds, limit) {
            Ok(0) => decoder.settle(&mut events),
            Ok(_) if !fds[1].revents().is_empty() => return Ok(()),
            Ok(_) => match rustix::io::read(&stdin, &mut buffer) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(len) => decoder.feed(&buffer[..len], &mut events),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(error) => return Err(error.into()),
            },
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        for event in events.drain(..) {
            if to.send(event).is_err() {
                return Ok(());
            }
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let _ = self.wake.write_all(b".");
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
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
        let ends = [SIGTERM, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2];
        let others = [SIGWINCH, SIGINT, SIGHUP, SIGTSTP, SIGCONT];
        let mut signals = Signals::new(ends.iter().chain(&others))?;
        let handle = signals.handle();
        let wait = move || {
            for signal in signals.forever() {
                let event = match signal {
                    SIGWINCH => Event::Resized,
                    SIGHUP => Event::HungUp,
                    SIGINT => Event::Interrupted,
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
