//! A million random keys: whatever is pressed, pasted or resized, nothing panics and the register stays in order.
//!
//! `cargo test` presses a few thousand. The whole million takes minutes in a release build:
//! `REGIE_MONKEY_KEYS=1000000 cargo test --release --test monkey -- --nocapture`. `REGIE_MONKEY_SEED` gives another run.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking and talks by printing"
)]

mod pty;
mod support;

use jiff::tz::TimeZone;
use pty::Terminal;
use regie::command::Base;
use regie::command::Keymap;
use regie::i18n::{Lang, Texts};
use regie::io::demo::Demo;
use regie::model::id::{Day, Stamp};
use regie::model::ledger::Ledger;
use regie::model::record::Kind;
use regie::store::{StateCheck, verify};
use regie::tui::{Nowhere, Offscreen, Options, Palette, ScrollBy, Settings, Theme};
use support::{AT, open, operator, quick_dir};

/// Texts that have broken programs before: escapes, controls, wide and combining characters, bidi overrides, quotes.
const NASTY: [&str; 8] = [
    "\u{1b}[2J\u{1b}]0;x\u{7}",
    "漢字仮名 e\u{301}\u{302} 👩‍👩‍👧",
    "\u{202e}omgekeerd\u{2066}",
    "\"((--lead:\"x OR #",
    "31-02-2026 130% A-999999999 T-0",
    "\0\r\n\t\u{9b}",
    "999999999999999999999",
    "@ + # ! due: status:open,,",
];

/// A generator of which every run with the same seed is the same (xorshift64*, Marsaglia 2003 and Vigna 2016).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Every key of the keymap, and what people type.
fn keys() -> Vec<String> {
    let mut keys: Vec<String> = regie::command::Command::ALL
        .iter()
        .flat_map(|command| Keymap::built_in().keys_of(*command))
        .flat_map(|keys| keys.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    keys.extend("abcdefghijklmnopqrstuvwxyz0123456789@#+!:/-\"<>".chars().map(String::from));
    // Moving and leaving are what hands do most; stopping would end most runs at once.
    keys.extend(["j", "k", "down", "up", "esc", "enter", "tab"].repeat(6).into_iter().map(String::from));
    keys.retain(|key| key != "q" && key != "ctrl-c" && key != "ctrl-z");
    keys
}

#[test]
fn random_keys_pastes_and_windows_leave_a_register_that_verifies() {
    let (count, seed) = (number("REGIE_MONKEY_KEYS", 6_000), number("REGIE_MONKEY_SEED", 1));
    let dir = quick_dir();
    let mut keeper = open(dir.path());
    for draft in Demo::new(1, 1_000, Day::new(2026, 11, 23).unwrap(), AT).drafts() {
        keeper.append(draft, None, AT).unwrap();
    }
    let texts = [Texts::new(Lang::Nl), Texts::new(Lang::En)];
    let (keys, mut dice) = (keys(), Dice(seed.max(1)));
    let now = std::cell::Cell::new(AT);
    let clock = || now.get();
    let (mut pressed, mut bytes, mut runs) = (0, 0, 0);
    while pressed < count {
        let (mut import, mut desk) = (Nowhere, Nowhere);
        let options = Options {
            texts: &texts[dice.roll(2)],
            settings: Settings {
                theme: Theme {
                    palette: Palette::ALL[dice.roll(Palette::ALL.len())],
                    ascii: dice.roll(4) == 0,
                },
                scroll: ScrollBy::ALL[dice.roll(2)],
                keymap: Base::ALL[dice.roll(Base::ALL.len())],
                folder: String::new(),
            },
            keymap: None,
            clock: &clock,
            zone: TimeZone::UTC,
            term: None,
            import: &mut import,
            desk: &mut desk,
            hyperlinks: false,
            mouse: false,
            notices: Vec::new(),
            tour: dice.roll(4) == 0,
        };
        let mut workbench = Offscreen::new(&mut keeper, options, 80, 24);
        runs += 1;
        // Long enough for deep layers, short enough for many beginnings.
        let until = (pressed + 20_000).min(count);
        while pressed < until {
            match dice.roll(400) {
                0 => workbench.resize(1 + dice.roll(200) as u16, 1 + dice.roll(60) as u16),
                1 => workbench.paste(NASTY[dice.roll(NASTY.len())]),
                2 => workbench.paste(&NASTY[dice.roll(NASTY.len())].repeat(1 + dice.roll(500))),
                // The clock jumps, backwards too.
                3 => now.set(Stamp(AT.0 + dice.roll(400) as i64 * 86_400_000 - 86_400_000 * 100)),
                _ => {
                    assert!(workbench.press(&keys[dice.roll(keys.len())]));
                    pressed += 1;
                }
            }
            if dice.roll(3) == 0 {
                workbench.look_at_clock();
            }
            bytes += workbench.frame().len();
            if workbench.ended().is_some() {
                break;
            }
        }
    }
    let register = keeper.register();
    assert!(register.same_content(&register.rebuilt()), "what is derived agrees with what is there");
    let (actions, head) = (register.tables().count(Kind::Action), keeper.head());
    keeper.settle();
    drop(keeper);
    let verified = verify(dir.path(), &operator(), &mut |_| ()).unwrap();
    assert_eq!(verified.state, StateCheck::Agrees);
    println!(
        "{pressed} keys in {runs} runs, seed {seed}: {head} entries, {actions} actions, {bytes} bytes drawn"
    );
}

#[test]
fn after_random_keys_the_terminal_is_given_back() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(&["demo", "--actions", "200"], home.path(), 100, 30);
    terminal.shows("Plan");
    let keys: Vec<u8> = b"jkhlgGdwptoe!xfFcsSm'HL123/?:uU \r\x1b\t\x0e\x10".to_vec();
    let mut dice = Dice(number("REGIE_MONKEY_SEED", 1).max(1));
    for _ in 0..400 {
        terminal.send(&[keys[dice.roll(keys.len())]]);
    }
    // Out of whatever is open, and away: Ctrl-C leaves a prompt first.
    for _ in 0..12 {
        terminal.send(b"\x1b\x03");
        std::thread::yield_now();
    }
    terminal.send(b"\x1b\x1b\x03\x03\x03");
    assert!(terminal.ends().success());
    assert_eq!(terminal.modes(), (false, false), "neither the other screen nor pasting in brackets");
    let raw = terminal.raw();
    assert!(raw.windows(8).any(|bytes| bytes == b"\x1b[?1049l"));
}
