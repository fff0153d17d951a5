//! What the user has chosen about looks and keys, as the workbench is told when it starts.
//!
//! Owns plain choices only; `cli` reads them from options, variables and `config.toml`.

use super::theme::Theme;
use crate::command::keymap::Base;

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

/// The choices.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings {
    /// Colours and glyphs.
    pub theme: Theme,
    /// How lists scroll.
    pub scroll: ScrollBy,
    /// The keys that the user's own lie over.
    pub keymap: Base,
}
