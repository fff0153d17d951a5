//! What things look like: roles over the terminal's own sixteen colours, and the glyphs.
//!
//! Owns the choice of colour, weight and glyph per role, with a variant without colours (`NO_COLOR`) and one
//! in ASCII. A status is always a glyph or a word too, never colour alone. Backgrounds are left alone: they
//! cost bytes and clash with people's own colours.

use ratatui::style::{Color, Modifier, Style};

use crate::model::kinds::{ActionState, Health};

/// What a piece of the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Text that stands back: labels, separators, finished work.
    Dim,
    /// The item under the cursor.
    Strong,
    /// The name of the program and of the pane that has the keys.
    Title,
    /// Bar in the margin, prompts, what can be acted on.
    Accent,
    /// A key in a hint.
    Key,
    /// Good: green health, confirmation.
    Good,
    /// Attention: orange health, warnings.
    Warn,
    /// Bad: red health, overdue, errors.
    Bad,
}

/// How the screen is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Colours may be used.
    pub colour: bool,
    /// Only ASCII may be sent.
    pub ascii: bool,
}

impl Default for Theme {
    fn default() -> Theme {
        Theme { colour: true, ascii: false }
    }
}

impl Theme {
    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        let colour = |c: Color| if self.colour { plain.fg(c) } else { plain };
        match role {
            Role::Text => plain,
            // The attribute, not bright black: some palettes make that the background.
            Role::Dim => plain.add_modifier(Modifier::DIM),
            Role::Strong => plain.add_modifier(Modifier::BOLD),
            Role::Title => colour(Color::Cyan).add_modifier(Modifier::BOLD),
            Role::Accent => colour(Color::Cyan),
            Role::Key => colour(Color::Cyan),
            Role::Good => colour(Color::Green),
            Role::Warn => colour(Color::Yellow),
            Role::Bad if self.colour => colour(Color::Red),
            Role::Bad => plain.add_modifier(Modifier::BOLD),
        }
    }

    fn glyph(self, rich: &'static str, ascii: &'static str) -> &'static str {
        if self.ascii { ascii } else { rich }
    }

    /// The bar beside the item under the cursor; thinner in a pane that does not have the keys.
    pub fn cursor(self, focused: bool) -> &'static str {
        if focused { self.glyph("▌", ">") } else { self.glyph("▏", ":") }
    }

    /// The mark before a tree row: open, closed, or without anything under it.
    pub fn fold(self, children: bool, open: bool) -> &'static str {
        match (children, open) {
            (false, _) => " ",
            (true, true) => self.glyph("▾", "v"),
            (true, false) => self.glyph("▸", ">"),
        }
    }

    /// The glyph of a health, each of another shape, and its role.
    pub fn health(self, health: Option<Health>) -> (&'static str, Role) {
        match health {
            Some(Health::Green) => (self.glyph("●", "o"), Role::Good),
            Some(Health::Orange) => (self.glyph("▲", "^"), Role::Warn),
            Some(Health::Red) => (self.glyph("■", "#"), Role::Bad),
            None => (" ", Role::Dim),
        }
    }

    /// The glyph of a finished or waiting action; a blank for others, which show their health instead.
    pub fn state(self, state: ActionState) -> &'static str {
        match state {
            ActionState::Done => self.glyph("✓", "x"),
            ActionState::Dropped => self.glyph("✗", "-"),
            ActionState::Waiting => self.glyph("…", "w"),
            ActionState::Planned | ActionState::InProgress => " ",
        }
    }

    /// The mark of an overdue date.
    pub fn overdue(self) -> &'static str {
        "!"
    }

    /// The arrow of a sorted column.
    pub fn arrow(self, descending: bool) -> &'static str {
        if descending { self.glyph("▼", "v") } else { self.glyph("▲", "^") }
    }

    /// The mark of a confidential item.
    pub fn confidential(self) -> &'static str {
        self.glyph("◆", "%")
    }

    /// The mark of an item chosen together with others.
    pub fn marked(self) -> &'static str {
        self.glyph("◉", "*")
    }

    /// The mark of an entry that takes another one back, and of one that has been taken back.
    pub fn undoing(self) -> (&'static str, &'static str) {
        if self.ascii { ("u", "x") } else { ("↶", "×") }
    }

    /// The mark of a flagged action.
    pub fn flag(self) -> &'static str {
        self.glyph("⚑", "!")
    }

    /// Full and empty cell of a progress bar.
    pub fn bar(self) -> (&'static str, &'static str) {
        if self.ascii { ("#", ".") } else { ("▓", "░") }
    }

    /// Vertical and horizontal line between panes.
    pub fn lines(self) -> (&'static str, &'static str) {
        if self.ascii { ("|", "-") } else { ("│", "─") }
    }

    /// The separator of a breadcrumb.
    pub fn crumb(self) -> &'static str {
        self.glyph(" › ", " > ")
    }

    /// The mark of a line that is being typed.
    pub fn prompt(self) -> &'static str {
        self.glyph("›", ">")
    }
}
