//! Any text as a user's keymap over the built-in one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use regie::command::{Command, Keymap};

fuzz_target!(|text: &str| {
    let mut keymap = Keymap::built_in();
    let lines = text.lines().count().max(1);
    for problem in keymap.overlay(text) {
        assert!(problem.line <= lines, "a problem on line {} of {lines}", problem.line);
    }
    for command in Command::ALL {
        let _ = keymap.keys_of(*command);
    }
});
