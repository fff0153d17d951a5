//! Keys as people write them: `ctrl-d`, `G`, `shift-tab`, `pgdn`.
//!
//! Owns `Chord` with its text form both ways. Keymaps and the help page write chords; the terminal's own key
//! events are turned into chords at the edge.

use std::fmt;
use std::str::FromStr;

/// A key without modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A character as it is typed, upper case included; the space bar is `Char(' ')`.
    Char(char),
    /// A named key.
    Named(Named),
    /// F1 to F12.
    F(u8),
}

/// Keys that have a name rather than a character.
#[allow(missing_docs, reason = "the names say it")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Named {
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

const NAMES: &[(&str, Named)] = &[
    ("enter", Named::Enter),
    ("esc", Named::Esc),
    ("tab", Named::Tab),
    ("backspace", Named::Backspace),
    ("delete", Named::Delete),
    ("insert", Named::Insert),
    ("up", Named::Up),
    ("down", Named::Down),
    ("left", Named::Left),
    ("right", Named::Right),
    ("home", Named::Home),
    ("end", Named::End),
    ("pgup", Named::PageUp),
    ("pgdn", Named::PageDown),
];

/// A key with its modifiers. Shift is kept for named keys only; a shifted letter is another character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// With Ctrl.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift, for named keys.
    pub shift: bool,
}

impl Chord {
    /// `key` alone.
    pub const fn plain(key: Key) -> Chord {
        Chord { key, ctrl: false, alt: false, shift: false }
    }

    /// Whether its key is the character `c`, whatever is held with it.
    pub fn is(self, c: char) -> bool {
        self.key == Key::Char(c)
    }

    /// The character that this chord types into a line; `None` for anything else.
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.key {
            Key::Char(' ') => f.write_str("space"),
            Key::Char(c) => write!(f, "{c}"),
            Key::F(n) => write!(f, "f{n}"),
            Key::Named(named) => {
                f.write_str(NAMES.iter().find(|(_, n)| *n == named).map_or("", |(name, _)| name))
            }
        }
    }
}

/// The text is not a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAKey;

impl FromStr for Chord {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Chord, NotAKey> {
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = text;
        // A lone or final dash is the key itself: `-`, `ctrl--`.
        while let Some((held, after)) = rest.split_once('-').filter(|(_, after)| !after.is_empty()) {
            match held.to_ascii_lowercase().as_str() {
                "ctrl" | "c" => ctrl = true,
                "alt" | "a" | "m" => alt = true,
                "shift" | "s" => shift = true,
                _ => return Err(NotAKey),
            }
            rest = after;
        }
        let lower = rest.to_ascii_lowercase();
        let named = NAMES.iter().find(|(name, _)| *name == lower).map(|(_, named)| *named);
        let function = lower.strip_prefix('f').and_then(|n| n.parse().ok()).filter(|n| (1..=12).contains(n));
        let mut chars = rest.chars();
        let key = match (chars.next(), chars.next(), named, function) {
            (_, _, Some(named), _) => Key::Named(named),
            (_, Some(_), _, Some(n)) => Key::F(n),
            (Some(c), None, ..) if !c.is_control() && !c.is_whitespace() => Key::Char(c),
            _ if lower == "space" => Key::Char(' '),
            _ => return Err(NotAKey),
        };
        let key = match key {
            // Terminals send one and the same for these two.
            Key::Char('_') if ctrl => Key::Char('/'),
            // Terminals report Ctrl with a letter in one case only.
            Key::Char(c) if ctrl => Key::Char(c.to_ascii_lowercase()),
            Key::Char(c) if shift => Key::Char(c.to_ascii_uppercase()),
            other => other,
        };
        let shift = shift && !matches!(key, Key::Char(_));
        Ok(Chord { key, ctrl, alt, shift })
    }
}

/// A sequence of chords as text: `g g`.
pub fn sequence(chords: &[Chord]) -> String {
    chords.iter().map(Chord::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_prints_as_it_is_written() {
        for text in ["j", "G", "ctrl-d", "shift-tab", "alt-x", "space", "f1", "pgdn", "-", "ctrl--", "?", "é"]
        {
            assert_eq!(text.parse::<Chord>().unwrap().to_string(), text);
        }
        assert_eq!("ctrl-_".parse::<Chord>().unwrap().to_string(), "ctrl-/");
        assert_eq!("C-D".parse::<Chord>().unwrap().to_string(), "ctrl-d");
        assert_eq!("shift-g".parse::<Chord>().unwrap().to_string(), "G");
        assert_eq!("f".parse::<Chord>().unwrap().key, Key::Char('f'));
    }

    #[test]
    fn what_is_not_a_key_is_refused() {
        for text in ["", "ctrl", "hyper-x", "f13", "f0", "jj", "ctrl-", "\u{1b}", "\t"] {
            assert_eq!(text.parse::<Chord>(), Err(NotAKey), "{text:?}");
        }
    }
}
