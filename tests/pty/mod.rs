//! A real pseudo-terminal with the program in it: types keys, counts them, and waits for what the screen shows.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::termios::Action;

/// How long a condition may take before the test fails. Generous: the machine may be busy; no test waits this long when
/// the program works.
pub const PATIENCE: Duration = Duration::from_secs(30);

struct Seen {
    parser: vt100::Parser,
    bytes: usize,
    raw: Vec<u8>,
    ended: bool,
    /// Nobody reads what the program writes.
    unread: bool,
}

/// A program in a terminal.
pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    /// Keys pressed so far, typed text not counted.
    pub keys: usize,
}

/// The program under test: the one of this build, or the one that `REGIE_BIN` names.
pub fn regie() -> String {
    std::env::var("REGIE_BIN").unwrap_or_else(|_| env!("CARGO_BIN_EXE_regie").to_owned())
}

/// Puts a copy of the program under test at `to`. By a process of its own: one that another test starts meanwhile would hold open what
/// this one writes, and nothing that somebody writes to can be run.
pub fn install(to: &Path) {
    let done = std::process::Command::new("cp").arg(regie()).arg(to).status().unwrap();
    assert!(done.success(), "{}", to.display());
}

/// An environment of its own for `home`: nothing of the account that runs the tests shines through.
pub fn environment(home: &Path) -> Vec<(String, String)> {
    let home = home.to_str().unwrap();
    [
        ("HOME", home),
        ("XDG_DATA_HOME", &format!("{home}/data")),
        ("XDG_CONFIG_HOME", &format!("{home}/config")),
        ("XDG_STATE_HOME", &format!("{home}/state")),
        ("XDG_RUNTIME_DIR", &format!("{home}/run")),
        ("TERM", "xterm-256color"),
        ("LANG", "nl_NL.UTF-8"),
        ("TZ", "Europe/Amsterdam"),
        ("PATH", "/usr/bin:/bin"),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .to_vec()
}

impl Terminal {
    /// Starts `regie` with `args` in a terminal of `columns` by `rows`, with `home` as its home.
    pub fn start(args: &[&str], home: &Path, columns: u16, rows: u16) -> Terminal {
        Terminal::start_with(&[], args, home, columns, rows)
    }

    /// As `start`, with these variables in its environment.
    pub fn start_with(
        variables: &[(&str, &str)],
        args: &[&str],
        home: &Path,
        columns: u16,
        rows: u16,
    ) -> Terminal {
        Terminal::start_program(&regie(), variables, args, home, (columns, rows))
    }

    /// As `start_with`, for another program.
    pub fn start_program(
        program: &str,
        variables: &[(&str, &str)],
        args: &[&str],
        home: &Path,
        (columns, rows): (u16, u16),
    ) -> Terminal {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.cwd(home);
        command.env_clear();
        for (key, value) in environment(home) {
            command.env(key, value);
        }
        for (key, value) in variables {
            command.env(key, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let parser = vt100::Parser::new(rows, columns, 0);
        let seen = Arc::new((
            Mutex::new(Seen { parser, bytes: 0, raw: Vec::new(), ended: false, unread: false }),
            Condvar::new(),
        ));
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut chunk = [0; 65536];
            loop {
                let (seen, changed) = &*shared;
                drop(changed.wait_while(seen.lock().unwrap(), |seen| seen.unread).unwrap());
                let count = reader.read(&mut chunk).unwrap_or(0);
                let mut seen = seen.lock().unwrap();
                seen.parser.process(&chunk[..count]);
                seen.raw.extend_from_slice(&chunk[..count]);
                seen.bytes += count;
                seen.ended = count == 0;
                changed.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        Terminal { master: pair.master, writer, child, seen, keys: 0 }
    }

    /// Presses keys and counts each: plain characters and `<enter>`, `<esc>`, `<tab>`, `<up>`, `<down>`, `<c-x>`, …
    pub fn press(&mut self, keys: &str) -> &mut Terminal {
        let mut rest = keys;
        while !rest.is_empty() {
            let (bytes, used): (Vec<u8>, usize) = match rest.strip_prefix('<').and_then(|r| r.split_once('>'))
            {
                Some((name, _)) => (named(name), name.len() + 2),
                None => {
                    let length = rest.chars().next().map_or(1, char::len_utf8);
                    (rest.as_bytes()[..length].to_vec(), length)
                }
            };
            self.send(&bytes);
            self.keys += 1;
            rest = &rest[used..];
        }
        self
    }

    /// Types text that a job does not count as keys.
    pub fn type_text(&mut self, text: &str) -> &mut Terminal {
        self.send(text.as_bytes());
        self
    }

    /// Sends raw bytes to the program.
    pub fn send(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until `holds` is true of the screen; fails with the screen and `what` when it never is.
    pub fn wait(&mut self, what: &str, holds: impl Fn(&str) -> bool) -> String {
        let (seen, changed) = &*self.seen;
        let mut seen = seen.lock().unwrap();
        let end = Instant::now() + PATIENCE;
        loop {
            let text = seen.parser.screen().contents();
            if holds(&text) {
                return text;
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !seen.ended, "{what}: not on the screen:\n{text}");
            seen = changed.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits until `holds`, of something that is not on the screen: looks whenever the program writes, and now and then when
    /// what it writes is not read. Fails with `what` when it never does.
    pub fn until(&mut self, what: &str, holds: impl Fn() -> bool) {
        const NOW_AND_THEN: Duration = Duration::from_millis(5);
        let (seen, changed) = &*self.seen;
        let end = Instant::now() + PATIENCE;
        let mut seen = seen.lock().unwrap();
        while !holds() {
            assert!(Instant::now() < end && !seen.ended, "{what}: not so");
            seen = changed.wait_timeout(seen, NOW_AND_THEN).unwrap().0;
        }
    }

    /// Waits until the screen shows `text`.
    pub fn shows(&mut self, text: &str) -> String {
        self.wait(&format!("{text:?}"), |screen| screen.contains(text))
    }

    /// The screen as it is now.
    pub fn screen(&self) -> String {
        self.seen.0.lock().unwrap().parser.screen().contents()
    }

    /// Where the cursor is (row, column) and whether it is hidden; whether the alternate screen is on.
    pub fn modes(&self) -> (bool, bool) {
        let seen = self.seen.0.lock().unwrap();
        (seen.parser.screen().hide_cursor(), seen.parser.screen().alternate_screen())
    }

    /// Whether the terminal reports what the mouse does.
    pub fn reports_mouse(&self) -> bool {
        let seen = self.seen.0.lock().unwrap();
        seen.parser.screen().mouse_protocol_mode() != vt100::MouseProtocolMode::None
    }

    /// How many bytes the program has written so far.
    pub fn bytes(&self) -> usize {
        self.seen.0.lock().unwrap().bytes
    }

    /// Everything the program has written so far.
    pub fn raw(&self) -> Vec<u8> {
        self.seen.0.lock().unwrap().raw.clone()
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.seen.0.lock().unwrap().parser.screen_mut().set_size(rows, columns);
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).unwrap();
    }

    /// Has nobody read what the program writes, as when the line hangs; or somebody again. What is being read just now still
    /// arrives.
    pub fn leave_unread(&mut self, unread: bool) {
        self.seen.0.lock().unwrap().unread = unread;
        self.seen.1.notify_all();
    }

    /// Stops the terminal as Ctrl-S does: it takes nothing from now on.
    pub fn stop(&mut self) {
        let path = self.master.tty_name().unwrap();
        let terminal = rustix::fs::open(path, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
        rustix::termios::tcflow(terminal, Action::OOff).unwrap();
    }

    /// The process id of the program.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Kills the program at once.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
    }

    /// Waits for the program to end.
    pub fn ends(&mut self) -> ExitStatus {
        let (seen, changed) = &*self.seen;
        let mut seen = seen.lock().unwrap();
        let end = Instant::now() + PATIENCE;
        while !seen.ended {
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "the program goes on:\n{}", seen.parser.screen().contents());
            seen = changed.wait_timeout(seen, left).unwrap().0;
        }
        drop(seen);
        self.child.wait().unwrap()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn named(name: &str) -> Vec<u8> {
    match name {
        "enter" => b"\r".to_vec(),
        "f3" => b"\x1bOR".to_vec(),
        "esc" => b"\x1b".to_vec(),
        "tab" => b"\t".to_vec(),
        "bs" => b"\x7f".to_vec(),
        "space" => b" ".to_vec(),
        "up" => b"\x1b[A".to_vec(),
        "down" => b"\x1b[B".to_vec(),
        "right" => b"\x1b[C".to_vec(),
        "left" => b"\x1b[D".to_vec(),
        "pgdn" => b"\x1b[6~".to_vec(),
        "pgup" => b"\x1b[5~".to_vec(),
        other => match other.strip_prefix("c-").and_then(|c| c.bytes().next()) {
            Some(letter) => vec![letter.to_ascii_uppercase() & 31],
            None => panic!("no key is called <{other}>"),
        },
    }
}
