//! A program that a test starts and that stays, such as a server: it is up when it says so, and ends with the test.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "these are tests, though not in a test function")]

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What a server says when it listens, in Dutch and in English.
pub const LISTENS: &str = "is open voor meer mensen";
const LISTENS_EN: &str = "open for several people";

/// Ends with this.
pub struct Daemon(pub Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Daemon {
    /// Starts it and waits until it says `up`; `None` when it ends without.
    pub fn start(command: &mut Command, up: &str) -> Option<Daemon> {
        Daemon::start_heard(command, up, &mut |_| ())
    }

    /// As `start`; `heard` is told every line before.
    pub fn start_heard(command: &mut Command, up: &str, heard: &mut dyn FnMut(&str)) -> Option<Daemon> {
        let mut child = Daemon(command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap());
        let mut said = BufReader::new(child.0.stderr.take().unwrap());
        let mut line = String::new();
        loop {
            line.clear();
            if said.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            if line.contains(up) {
                break;
            }
            heard(&line);
        }
        // What else it says must not fill the pipe.
        std::thread::spawn(move || said.read_to_string(&mut String::new()));
        Some(child)
    }

    /// A server for `register`, which lies in its home; `heard` is told every line that it says before it listens.
    pub fn serve(register: &Path, heard: &mut dyn FnMut(&str)) -> Daemon {
        let mut command = Command::new(env!("CARGO_BIN_EXE_regie"));
        command
            .args(["--register".as_ref(), register.as_os_str(), "serve".as_ref()])
            .env_clear()
            .env("HOME", register.parent().unwrap())
            .env("LANG", "en_US.UTF-8");
        Daemon::start_heard(&mut command, LISTENS_EN, heard).unwrap()
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.0.id()
    }
}
