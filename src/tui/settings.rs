//! What the user has chosen about looks and keys, as the workbench is told when it starts, and which settings there are.
//!
//! Owns plain choices, and the table of the settings in `config.toml` (`Setting`): `cli` reads the file by it, palette and
//! help page tell of it.

use super::theme::{Palette, Theme};
use crate::command::keymap::Base;
use crate::i18n::Lang;

/// How a list moves on when its cursor leaves it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScrollBy {
    /// By half a page: one repaint is shared by many moves, which is what counts on a slow line.
    #[default]
    Page,
    /// By a line: the rows follow the cursor.
    Line,
}

impl ScrollBy {
    /// Both, the usual one first.
    pub const ALL: &'static [ScrollBy] = &[ScrollBy::Page, ScrollBy::Line];

    /// What the settings call it.
    pub const fn name(self) -> &'static str {
        match self {
            ScrollBy::Page => "page",
            ScrollBy::Line => "line",
        }
    }
}

/// A setting of `config.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The colours.
    Theme,
    /// The language.
    Lang,
    /// One of the built-in keymaps.
    Keymap,
    /// How lists scroll.
    Scroll,
    /// The mouse.
    Mouse,
    /// Nothing but ASCII.
    Ascii,
    /// Links in the terminal.
    Links,
}

impl Setting {
    /// All of them.
    pub const ALL: &'static [Setting] = &[
        Setting::Theme,
        Setting::Lang,
        Setting::Keymap,
        Setting::Scroll,
        Setting::Mouse,
        Setting::Ascii,
        Setting::Links,
    ];

    /// What the file calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Setting::Theme => "theme",
            Setting::Lang => "lang",
            Setting::Keymap => "keymap",
            Setting::Scroll => "scroll",
            Setting::Mouse => "mouse",
            Setting::Ascii => "ascii",
            Setting::Links => "links",
        }
    }

    /// The setting that the file calls `name`.
    pub fn from_name(name: &str) -> Option<Setting> {
        Setting::ALL.iter().copied().find(|setting| setting.name() == name)
    }

    /// What it takes.
    pub fn choices(self) -> Vec<&'static str> {
        match self {
            Setting::Theme => Palette::ALL.iter().map(|palette| palette.name()).collect(),
            Setting::Lang => vec![Lang::Nl.tag(), Lang::En.tag()],
            Setting::Keymap => Base::ALL.iter().map(|base| base.name()).collect(),
            Setting::Scroll => ScrollBy::ALL.iter().map(|by| by.name()).collect(),
            Setting::Mouse => vec!["true", "false"],
            Setting::Ascii | Setting::Links => vec!["true", "false", "auto"],
        }
    }
}

/// The choices.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Colours and glyphs.
    pub theme: Theme,
    /// How lists scroll.
    pub scroll: ScrollBy,
    /// The keys that the user's own lie over.
    pub keymap: Base,
    /// The folder with the user's own settings, as people read it; empty without a home folder.
    pub folder: String,
}
