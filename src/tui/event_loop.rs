//! The loop: sleep until something happens, take in all that has happened, draw once.
//!
//! Owns the channel, the threads that feed it and the order of things at the end. Idle it sleeps until the next midnight,
//! when dates on the screen change. Sooner it wakes while a text is typed, for keeping it, and once a second while the register
//! can only be read, for following who writes to it.
//! While the terminal takes nothing, keys go on being carried out and no frame is drawn: it gets the newest when it goes on.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::app::App;
use super::input::{Caught, Event, Waiting};
use super::screen::Screen;
use super::terminal::Terminal;
use super::{Abilities, Outcome};
use crate::model::id::Stamp;

/// At most this many events are taken in before the screen is drawn, so that a flood of input still shows progress.
const MOST_AT_ONCE: usize = 256;

/// Silence of this length after the first screen is taken as time for spare work: longer than keys that were typed ahead
/// take to arrive.
const QUIET: Duration = Duration::from_millis(20);

/// Spare work that takes longer than this shows how far it is.
const SHOWN_EVERY: Duration = Duration::from_millis(150);

/// How often a workbench that only reads looks for what others have written: no more than a glance late for who sits side by
/// side. A look at which nothing has come takes the lengths of two files and, when somebody held the register, opens the lock
/// file and tries it.
const FOLLOW_EVERY: Duration = Duration::from_secs(1);

/// Runs `app` on the terminal until it ends. However it ends, the texts being typed are kept. `abilities` says
/// what of the terminal is used.
///
/// # Errors
/// The operating system's, when the terminal cannot be taken over or written to.
pub fn run(app: &mut App<'_>, clock: &dyn Fn() -> Stamp, abilities: Abilities) -> io::Result<Outcome> {
    let (to, events) = channel();
    // Signals first: from here on every way to end goes through the loop, and the guard gives the terminal back.
    let _caught = Caught::start(to.clone())?;
    let news = to.clone();
    app.on_news(Box::new(move || drop(news.send(Event::News))));
    let mut terminal = Terminal::take(abilities.mouse)?;
    let ended = until_the_end(app, clock, &mut terminal, abilities.hyperlinks, &to, &events);
    // Before the terminal is given back: one that is stalled is waited for.
    app.keep_unsaved();
    ended
}

fn until_the_end(
    app: &mut App<'_>,
    clock: &dyn Fn() -> Stamp,
    terminal: &mut Terminal,
    hyperlinks: bool,
    to: &Sender<Event>,
    events: &Receiver<Event>,
) -> io::Result<Outcome> {
    let mut keys = Some(Waiting::for_keys(to.clone())?);
    let mut room = None;
    let (width, height) = terminal.size();
    let mut screen = Screen::new(width, height).linking(hyperlinks);
    let mut early = None;
    let mut followed = Instant::now();
    loop {
        if !terminal.is_behind()
            && let Err(error) = show(app, terminal, &mut screen)
        {
            return gone(error);
        }
        if terminal.is_behind() && room.is_none() {
            room = Some(Waiting::for_room(terminal.out(), to.clone())?);
        }
        if app.has_spare_work() {
            match events.recv_timeout(QUIET) {
                Ok(event) => early = Some(event),
                Err(RecvTimeoutError::Timeout) => {
                    let began = Instant::now();
                    while app.has_spare_work() && early.is_none() && began.elapsed() < SHOWN_EVERY {
                        app.do_spare_work();
                        early = events.try_recv().ok();
                    }
                    if early.is_none() {
                        // What has come of it so far is shown; a frame that is the same sends nothing.
                        continue;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(Outcome::Quit),
            }
        }
        let until = |at: Stamp| at.0.saturating_sub(clock().0);
        let wait = app.deadline().map(|at| Duration::from_millis(until(at).max(0) as u64));
        let wait = if app.only_reads() {
            let look = FOLLOW_EVERY.saturating_sub(followed.elapsed());
            Some(wait.map_or(look, |wait| wait.min(look)))
        } else {
            wait
        };
        let next = match (early.take(), wait) {
            (Some(event), _) => Ok(event),
            (None, Some(wait)) => events.recv_timeout(wait),
            (None, None) => events.recv().map_err(RecvTimeoutError::from),
        };
        let first = match next {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return Ok(Outcome::Quit),
        };
        app.look_at_clock();
        if app.only_reads() && followed.elapsed() >= FOLLOW_EVERY {
            app.follow();
            followed = Instant::now();
        }
        for event in first.into_iter().chain(events.try_iter().take(MOST_AT_ONCE)) {
            match event {
                Event::Key(chord) => app.key(chord),
                Event::Paste(text) => app.paste(&text),
                Event::PasteCut => app.paste_cut(),
                Event::Mouse(mouse) => app.mouse(mouse),
                Event::Resized => fit(terminal, &mut screen),
                Event::Terminated | Event::Interrupted => return Ok(Outcome::Terminated),
                Event::HungUp => return Ok(Outcome::HungUp),
                Event::Stop => suspend(terminal, &mut screen, &mut keys, to)?,
                Event::Continued => {
                    terminal.enter()?;
                    fit(terminal, &mut screen);
                    screen.forget();
                }
                Event::News => app.follow(),
                Event::Room => {
                    room = None;
                    if let Err(error) = terminal.send_rest() {
                        return gone(error);
                    }
                }
            }
            if let Some(outcome) = app.ending() {
                return Ok(outcome);
            }
            if app.suspending() {
                suspend(terminal, &mut screen, &mut keys, to)?;
            }
            if app.is_editing() {
                // Nobody else reads the terminal while the editor has it.
                drop(keys.take());
                // What it may have told is not listened to below.
                room = None;
                terminal.lend(|| app.run_editor())?;
                // Ctrl-C and the like were meant for the editor; to be told to end is not.
                for event in events.try_iter() {
                    match event {
                        Event::Terminated => return Ok(Outcome::Terminated),
                        Event::HungUp => return Ok(Outcome::HungUp),
                        _ => {}
                    }
                }
                keys = Some(Waiting::for_keys(to.clone())?);
                fit(terminal, &mut screen);
            }
            if app.redrawing() {
                screen.forget();
            }
        }
    }
}

/// Draws the next frame and sends what it changes.
fn show(app: &mut App<'_>, terminal: &mut Terminal, screen: &mut Screen) -> io::Result<()> {
    if let Some(copying) = app.copying() {
        terminal.send(&copying)?;
    }
    let cursor = app.draw(screen.frame());
    screen.link(app.links());
    terminal.send(screen.finish(cursor))
}

/// The terminal no longer takes what is sent: it has gone, or is broken.
fn gone(error: io::Error) -> io::Result<Outcome> {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(Outcome::HungUp),
        // EIO is what a terminal gives whose other end has been closed.
        _ if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) => Ok(Outcome::HungUp),
        _ => Err(error),
    }
}

fn fit(terminal: &Terminal, screen: &mut Screen) {
    let (width, height) = terminal.size();
    if (screen.area().width, screen.area().height) != (width, height) {
        screen.resize(width, height);
    }
}

/// Stops the program and goes on when it is continued. Nobody reads the terminal meanwhile.
fn suspend(
    terminal: &mut Terminal,
    screen: &mut Screen,
    keys: &mut Option<Waiting>,
    to: &Sender<Event>,
) -> io::Result<()> {
    drop(keys.take());
    terminal.suspend()?;
    *keys = Some(Waiting::for_keys(to.clone())?);
    fit(terminal, screen);
    screen.forget();
    Ok(())
}
