//! Bytes from the terminal as keys and pastes.
//!
//! Owns the reading of what terminals send (ECMA-48 control sequences as xterm, the Linux console and their
//! many descendants use them), also when a sequence arrives in pieces. Pure: bytes in, events out. Used by the
//! thread that reads the terminal.

use super::input::{Event, Mouse, MouseAct};
use crate::command::chord::{Chord, Key, Named};

const ESC: u8 = 0x1b;

const PASTE_END: &[u8] = b"\x1b[201~";

/// Ctrl-C.
const INTERRUPT: &[u8] = b"\x03";

/// The longest control sequence that is waited for; what is longer is noise.
const LONGEST: usize = 64;

/// The most that one paste may bring: far above a plan's text, and small enough that a runaway paste ends.
const LARGEST_PASTE: usize = 1 << 20;

/// Collects bytes until they make a key.
#[derive(Debug, Default)]
pub struct Decoder {
    bytes: Vec<u8>,
    paste: Option<Vec<u8>>,
    /// More was pasted than is taken.
    cut: bool,
}

/// What the start of the bytes is.
enum Piece {
    /// An event (or nothing of interest) of so many bytes.
    Whole(usize, Option<Event>),
    /// The start of a paste, of so many bytes.
    Paste(usize),
    /// Not all there yet.
    Partial,
}

fn key(key: Key) -> Option<Event> {
    Some(Event::Key(Chord::plain(key)))
}

impl Decoder {
    /// Takes in `bytes`; the events that they complete go to `events`.
    pub fn feed(&mut self, bytes: &[u8], events: &mut Vec<Event>) {
        if self.paste.is_some() && bytes == INTERRUPT {
            // A paste whose end was lost on the way would swallow every key: Ctrl-C by itself ends it.
            self.bytes.clear();
            self.paste = None;
        }
        self.bytes.extend_from_slice(bytes);
        loop {
            if self.paste.is_some() {
                if !self.take_paste(events) {
                    return;
                }
                continue;
            }
            match piece(&self.bytes) {
                Some(Piece::Whole(len, event)) => {
                    self.bytes.drain(..len);
                    events.extend(event);
                }
                Some(Piece::Paste(len)) => {
                    self.bytes.drain(..len);
                    self.paste = Some(Vec::new());
                }
                Some(Piece::Partial) | None => return,
            }
        }
    }

    /// Whether the last bytes may be the start of something longer, such as a lone Escape.
    pub fn waiting(&self) -> bool {
        !self.bytes.is_empty() && self.paste.is_none()
    }

    /// Nothing more came: what is there is taken as it is, so Escape is the Escape key.
    pub fn settle(&mut self, events: &mut Vec<Event>) {
        while self.waiting() {
            let first = self.bytes.remove(0);
            match first {
                ESC => events.extend(key(Key::Named(Named::Esc))),
                // The rest of a character that never came whole.
                _ => events.extend(key(Key::Char(char::REPLACEMENT_CHARACTER))),
            }
            let rest = std::mem::take(&mut self.bytes);
            // What followed the Escape was typed after it.
            self.feed(&rest, events);
        }
    }

    /// Moves pasted bytes over; `true` when the paste has ended.
    fn take_paste(&mut self, events: &mut Vec<Event>) -> bool {
        let Some(paste) = &mut self.paste else { return true };
        let end = self.bytes.windows(PASTE_END.len()).position(|part| part == PASTE_END);
        // The last bytes may be the start of the end.
        let upto = end.unwrap_or(self.bytes.len().saturating_sub(PASTE_END.len() - 1));
        let room = LARGEST_PASTE.saturating_sub(paste.len());
        self.cut |= upto > room;
        paste.extend_from_slice(&self.bytes[..upto.min(room)]);
        self.bytes.drain(..upto);
        if end.is_none() {
            return false;
        }
        self.bytes.drain(..PASTE_END.len());
        if let Some(paste) = self.paste.take() {
            events.push(Event::Paste(String::from_utf8_lossy(&paste).into_owned()));
        }
        if std::mem::take(&mut self.cut) {
            events.push(Event::PasteCut);
        }
        true
    }
}

/// What `bytes` start with; `None` when there are none.
fn piece(bytes: &[u8]) -> Option<Piece> {
    let first = *bytes.first()?;
    if first != ESC {
        return Some(character(bytes));
    }
    Some(match bytes.get(1) {
        None => Piece::Partial,
        // A mouse report in the oldest form, of a terminal that knows no other: three bytes follow that are no keys.
        Some(b'[') if bytes.get(2) == Some(&b'M') => {
            if bytes.len() < 6 {
                Piece::Partial
            } else {
                Piece::Whole(6, None)
            }
        }
        Some(b'[') => control_sequence(bytes),
        Some(b'O') => match bytes.get(2) {
            None => Piece::Partial,
            Some(last) => Piece::Whole(3, letter(*last, 1)),
        },
        Some(&ESC) => Piece::Whole(1, key(Key::Named(Named::Esc))),
        Some(_) => match character(&bytes[1..]) {
            Piece::Whole(len, Some(Event::Key(chord))) => {
                Piece::Whole(len + 1, Some(Event::Key(Chord { alt: true, ..chord })))
            }
            Piece::Whole(len, event) => Piece::Whole(len + 1, event),
            other => other,
        },
    })
}

/// A character or control character.
fn character(bytes: &[u8]) -> Piece {
    let first = bytes[0];
    let ctrl = |c: char| Some(Event::Key(Chord { ctrl: true, ..Chord::plain(Key::Char(c)) }));
    let event = match first {
        b'\r' => key(Key::Named(Named::Enter)),
        b'\t' => key(Key::Named(Named::Tab)),
        0x7f => key(Key::Named(Named::Backspace)),
        0 => ctrl(' '),
        0x01..=0x1a => ctrl(char::from(first - 1 + b'a')),
        // Ctrl with `/` and with `_`; chords know it by the first.
        0x1f => ctrl('/'),
        0x1b..=0x1e => ctrl(char::from(first + 0x40)),
        b' '..=b'~' => key(Key::Char(char::from(first))),
        _ => return multibyte(bytes),
    };
    Piece::Whole(1, event)
}

/// A character of several bytes.
fn multibyte(bytes: &[u8]) -> Piece {
    let len = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        // Not UTF-8; perhaps a terminal set to Latin-1.
        _ => return Piece::Whole(1, key(Key::Char(char::REPLACEMENT_CHARACTER))),
    };
    let there = &bytes[..len.min(bytes.len())];
    match std::str::from_utf8(there) {
        Ok(text) => Piece::Whole(len, text.chars().next().and_then(|c| key(Key::Char(c)))),
        Err(error) if error.error_len().is_none() && bytes.len() < len => Piece::Partial,
        Err(error) => {
            let bad = error.error_len().unwrap_or(1);
            Piece::Whole(bad, key(Key::Char(char::REPLACEMENT_CHARACTER)))
        }
    }
}

/// `ESC [`, parameters, a final byte.
fn control_sequence(bytes: &[u8]) -> Piece {
    // The Linux console sends F1 to F5 as `ESC [ [ A`.
    if bytes.get(2) == Some(&b'[') {
        return match bytes.get(3) {
            None => Piece::Partial,
            Some(c @ b'A'..=b'E') => Piece::Whole(4, key(Key::F(c - b'A' + 1))),
            Some(_) => Piece::Whole(4, None),
        };
    }
    let body = &bytes[2..];
    let Some(end) = body.iter().position(|b| !(0x20..=0x3f).contains(b)) else {
        return if bytes.len() > LONGEST { Piece::Whole(bytes.len(), None) } else { Piece::Partial };
    };
    let last = body[end];
    if last == ESC {
        // Cut short by another sequence.
        return Piece::Whole(2 + end, None);
    }
    let len = 2 + end + 1;
    let mut numbers = body[..end].split(|b| *b == b';').map(|part| {
        // A number may have sub-parameters behind a colon; only the number itself matters here.
        let digits: &[u8] = part.split(|b| *b == b':').next().unwrap_or_default();
        std::str::from_utf8(digits).ok().and_then(|text| text.parse::<u32>().ok())
    });
    // Mouse reports and answers start with a private mark; of answers we ask for none.
    if body.first() == Some(&b'<') {
        return Piece::Whole(len, mouse(&body[1..end], last));
    }
    if body.first().is_some_and(|b| (b'<'..=b'?').contains(b)) {
        return Piece::Whole(len, None);
    }
    let (number, modifiers) = (numbers.next().flatten(), numbers.next().flatten().unwrap_or(1));
    match (last, number) {
        (b'~', Some(200)) => Piece::Paste(len),
        (b'~', Some(n)) => Piece::Whole(len, tilde(n, modifiers)),
        (b'u', Some(n)) => Piece::Whole(len, char::from_u32(n).and_then(|c| unicode(c, modifiers))),
        (b'Z', _) => Piece::Whole(len, named(Named::Tab, (modifiers.saturating_sub(1) | 1) + 1)),
        _ => Piece::Whole(len, letter(last, modifiers)),
    }
}

/// A report of the mouse as xterm sends it in mode 1006: button, column, row, then `M` for a press. Releases, motion and
/// other buttons mean nothing to us; whether Shift, Alt or Ctrl is held does not matter.
fn mouse(parameters: &[u8], last: u8) -> Option<Event> {
    const HELD: u32 = 4 | 8 | 16;
    let mut numbers = parameters
        .split(|b| *b == b';')
        .map(|part| std::str::from_utf8(part).ok().and_then(|text| text.parse::<u32>().ok()));
    let mut number = || numbers.next().flatten();
    let (button, x, y) = (number()?, number()?, number()?);
    let act = match button & !HELD {
        _ if last != b'M' => return None,
        0 => MouseAct::Press,
        64 => MouseAct::WheelUp,
        65 => MouseAct::WheelDown,
        _ => return None,
    };
    // Columns and rows are counted from 1.
    let cell = |n: u32| u16::try_from(n.checked_sub(1)?).ok();
    Some(Event::Mouse(Mouse { act, x: cell(x)?, y: cell(y)? }))
}

/// A key with xterm's modifier number: 1 plus 1 for Shift, 2 for Alt, 4 for Ctrl.
fn with(key: Key, modifiers: u32) -> Option<Event> {
    let held = modifiers.saturating_sub(1);
    Some(Event::Key(Chord { key, shift: held & 1 != 0, alt: held & 2 != 0, ctrl: held & 4 != 0 }))
}

fn named(name: Named, modifiers: u32) -> Option<Event> {
    with(Key::Named(name), modifiers)
}

fn letter(last: u8, modifiers: u32) -> Option<Event> {
    let name = match last {
        b'A' => Named::Up,
        b'B' => Named::Down,
        b'C' => Named::Right,
        b'D' => Named::Left,
        b'H' => Named::Home,
        b'F' => Named::End,
        b'M' => Named::Enter,
        b'P'..=b'S' => return with(Key::F(last - b'P' + 1), modifiers),
        _ => return None,
    };
    named(name, modifiers)
}

fn tilde(number: u32, modifiers: u32) -> Option<Event> {
    let name = match number {
        1 | 7 => Named::Home,
        2 => Named::Insert,
        3 => Named::Delete,
        4 | 8 => Named::End,
        5 => Named::PageUp,
        6 => Named::PageDown,
        // xterm leaves gaps between the blocks of function keys.
        11..=15 => return with(Key::F(number as u8 - 10), modifiers),
        17..=21 => return with(Key::F(number as u8 - 11), modifiers),
        23 | 24 => return with(Key::F(number as u8 - 12), modifiers),
        _ => return None,
    };
    named(name, modifiers)
}

/// A key by its character, as terminals with the newer keyboard protocol send it.
fn unicode(c: char, modifiers: u32) -> Option<Event> {
    match c {
        '\r' => named(Named::Enter, modifiers),
        '\t' => named(Named::Tab, modifiers),
        '\u{1b}' => named(Named::Esc, modifiers),
        '\u{7f}' | '\u{8}' => named(Named::Backspace, modifiers),
        c if c.is_control() => None,
        c => match with(Key::Char(c), modifiers) {
            Some(Event::Key(chord)) => Some(Event::Key(Chord { shift: false, ..chord })),
            other => other,
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decode(parts: &[&[u8]]) -> Vec<String> {
        let (mut decoder, mut events) = (Decoder::default(), Vec::new());
        for part in parts {
            decoder.feed(part, &mut events);
        }
        decoder.settle(&mut events);
        let said = events.into_iter().map(|event| match event {
            Event::Key(chord) => chord.to_string(),
            Event::Mouse(Mouse { act, x, y }) => format!("{act:?} {x},{y}"),
            other => format!("{other:?}"),
        });
        said.collect()
    }

    #[test]
    fn a_mouse_report_of_old_is_no_keys_and_a_paste_without_end_is_ended_by_ctrl_c() {
        assert_eq!(decode(&[b"\x1b[M d!x"]), ["x"]);
        assert_eq!(decode(&[b"\x1b[M", b" d", b"!x"]), ["x"]);
        assert_eq!(decode(&[b"\x1b[200~weg", b"\x03", b"j"]), ["ctrl-c", "j"]);
        let mut decoder = Decoder::default();
        let mut events = Vec::new();
        decoder.feed(b"\x1b[200~", &mut events);
        decoder.feed(&vec![b'x'; LARGEST_PASTE + 9], &mut events);
        decoder.feed(PASTE_END, &mut events);
        assert_eq!(events.last(), Some(&Event::PasteCut), "and more than is taken is told");
    }

    #[test]
    fn what_terminals_send_becomes_keys() {
        let cases: &[(&[u8], &[&str])] = &[
            (b"jG ", &["j", "G", "space"]),
            ("é漢".as_bytes(), &["é", "漢"]),
            (b"\r\t\x7f\x08", &["enter", "tab", "backspace", "ctrl-h"]),
            (b"\x03\x1a\x00", &["ctrl-c", "ctrl-z", "ctrl-space"]),
            (b"\x1f\x1b<", &["ctrl-/", "alt-<"]),
            (b"\x1b[A\x1b[B\x1bOC\x1b[1;5D", &["up", "down", "right", "ctrl-left"]),
            (b"\x1b[5~\x1b[6~\x1b[3~\x1b[H\x1b[4~", &["pgup", "pgdn", "delete", "home", "end"]),
            (b"\x1b[Z\x1bx\x1b\x7f", &["shift-tab", "alt-x", "alt-backspace"]),
            (b"\x1bOP\x1b[[A\x1b[15~\x1b[24~", &["f1", "f1", "f5", "f12"]),
            (b"\x1b[97;5u\x1b[27u", &["ctrl-a", "esc"]),
            (b"\x1b", &["esc"]),
            (b"\x1b\x1b[A", &["esc", "up"]),
            (b"\xe9t", &["\u{fffd}", "t"]),
            (b"\x1b[?1;2cx", &["x"]),
        ];
        for (bytes, expected) in cases {
            assert_eq!(decode(&[bytes]), *expected, "{bytes:?}");
        }
    }

    #[test]
    fn the_mouse_is_read_and_what_it_does_besides_is_left() {
        let cases: &[(&[u8], &[&str])] = &[
            (b"\x1b[<0;3;4M\x1b[<0;3;4m", &["Press 2,3"]),
            (b"\x1b[<64;1;1M\x1b[<65;200;60Mx", &["WheelUp 0,0", "WheelDown 199,59", "x"]),
            (b"\x1b[<16;3;4M", &["Press 2,3"]),
            (b"\x1b[<2;3;4M\x1b[<32;3;4M\x1b[<35;3;4M\x1b[<66;3;4Mx", &["x"]),
            (b"\x1b[<0;0;4M\x1b[<0;4M\x1b[<M\x1b[<0;70000;1M\x1b[<9;99999999999;1Mx", &["x"]),
        ];
        for (bytes, expected) in cases {
            assert_eq!(decode(&[bytes]), *expected, "{bytes:?}");
            let (head, tail) = bytes.split_at(5);
            assert_eq!(decode(&[head, tail]), *expected, "in two pieces: {bytes:?}");
        }
    }

    #[test]
    fn a_paste_is_one_event_whatever_it_holds() {
        let got = decode(&[b"\x1b[200~q\x1b[Ad\nx\x1b[20", b"1~j"]);
        assert_eq!(got, ["Paste(\"q\\u{1b}[Ad\\nx\")", "j"]);
    }

    proptest! {
        #[test]
        fn the_same_bytes_give_the_same_events_however_they_are_cut(
            bytes in prop::collection::vec(
                prop_oneof![Just(ESC), Just(b'['), Just(b'O'), Just(b'~'), 0x30u8..0x3a, any::<u8>()], 0..40),
            cut in 0usize..40,
        ) {
            let cut = cut.min(bytes.len());
            prop_assert_eq!(decode(&[&bytes]), decode(&[&bytes[..cut], &bytes[cut..]]));
        }
    }
}
