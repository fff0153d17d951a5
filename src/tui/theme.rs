//! What things look like: a role per piece of the screen, a style per role and theme, and the glyphs.
//!
//! Owns the table of roles and themes, and the glyphs with their ASCII stand-ins. A status is always a glyph or a
//! word too, never colour alone. Backgrounds are left alone: they cost bytes and clash with people's own colours.
//! Panes and layers name roles; the user names the theme.

use ratatui::style::{Color, Modifier, Style};

use crate::model::fold;
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

impl Role {
    /// Every role, in the order of the columns of `TABLE`.
    pub const ALL: &'static [Role] = &[
        Role::Text,
        Role::Dim,
        Role::Strong,
        Role::Title,
        Role::Accent,
        Role::Key,
        Role::Good,
        Role::Warn,
        Role::Bad,
    ];
}

/// A set of colours and weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Palette {
    /// The terminal's own sixteen colours.
    #[default]
    Default,
    /// No colour, weight only; what `NO_COLOR` gives.
    Mono,
    /// Of the 256 colours, for a dark background.
    Dark,
    /// Of the 256 colours, for a light background.
    Light,
    /// High contrast on a dark background: bold instead of dim.
    Contrast,
    /// High contrast on a light background.
    ContrastLight,
}

impl Palette {
    /// Every palette, in the order of the rows of `TABLE`.
    pub const ALL: &'static [Palette] = &[
        Palette::Default,
        Palette::Mono,
        Palette::Dark,
        Palette::Light,
        Palette::Contrast,
        Palette::ContrastLight,
    ];

    /// What `--theme` and the settings call it.
    pub const fn name(self) -> &'static str {
        match self {
            Palette::Default => "default",
            Palette::Mono => "mono",
            Palette::Dark => "dark",
            Palette::Light => "light",
            Palette::Contrast => "contrast",
            Palette::ContrastLight => "contrast-light",
        }
    }

    /// The palette called `name`.
    pub fn from_name(name: &str) -> Option<Palette> {
        Palette::ALL.iter().copied().find(|palette| palette.name() == name)
    }

    /// The name that `word` was probably meant to be.
    pub fn nearest(word: &str) -> Option<&'static str> {
        let names = Palette::ALL.iter().map(|palette| (palette.name(), palette.name()));
        fold::nearest(&fold::fold(word), names).into_iter().next()
    }
}

/// Colour and weight of one role in one palette.
type Ink = (Color, Modifier);

const fn plain(colour: Color) -> Ink {
    (colour, Modifier::empty())
}

const fn bold(colour: Color) -> Ink {
    (colour, Modifier::BOLD)
}

const fn index(number: u8) -> Color {
    Color::Indexed(number)
}

/// The terminal's own text colour.
const OWN: Color = Color::Reset;

/// The attribute, not bright black: some people's colours make that the background.
const FAINT: Ink = (OWN, Modifier::DIM);

/// A row per palette, a column per role: text, dim, strong, title, accent, key, good, warn, bad. The numbers are xterm's;
/// a test computes their contrast.
const TABLE: [[Ink; 9]; 6] = {
    use Color::{Cyan, Green, Red, Yellow};
    [
        // default
        [
            plain(OWN),
            FAINT,
            bold(OWN),
            bold(Cyan),
            plain(Cyan),
            plain(Cyan),
            plain(Green),
            plain(Yellow),
            plain(Red),
        ],
        // mono
        [plain(OWN), FAINT, bold(OWN), bold(OWN), plain(OWN), plain(OWN), plain(OWN), plain(OWN), bold(OWN)],
        // dark
        [
            plain(OWN),
            plain(index(247)),
            bold(OWN),
            bold(index(80)),
            plain(index(80)),
            plain(index(80)),
            plain(index(114)),
            plain(index(221)),
            plain(index(210)),
        ],
        // light
        [
            plain(OWN),
            plain(index(240)),
            bold(OWN),
            bold(index(24)),
            plain(index(24)),
            plain(index(24)),
            plain(index(22)),
            plain(index(94)),
            plain(index(124)),
        ],
        // contrast
        [
            plain(index(231)),
            plain(index(231)),
            bold(index(231)),
            bold(index(123)),
            bold(index(123)),
            bold(index(123)),
            bold(index(120)),
            bold(index(228)),
            bold(index(217)),
        ],
        // contrast-light
        [
            plain(index(16)),
            plain(index(16)),
            bold(index(16)),
            bold(index(18)),
            bold(index(18)),
            bold(index(18)),
            bold(index(22)),
            bold(index(52)),
            bold(index(88)),
        ],
    ]
};

/// The marks of undoing in the log.
#[derive(Clone, Copy, Debug)]
pub struct Undoing {
    /// An entry that takes another one back.
    pub undoes: &'static str,
    /// One that does again what had been taken back.
    pub redoes: &'static str,
    /// One that has been taken back itself.
    pub undone: &'static str,
}

/// How the screen is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// Colours and weights.
    pub palette: Palette,
    /// Only ASCII may be sent.
    pub ascii: bool,
}

impl Theme {
    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let (colour, weight) = TABLE[self.palette as usize][role as usize];
        let style = Style::new().add_modifier(weight);
        if colour == OWN { style } else { style.fg(colour) }
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

    /// The glyph of a finished or waiting action; a blank for others. A finished one has it instead of its health, a
    /// waiting one behind it.
    pub fn state(self, state: ActionState) -> &'static str {
        match state {
            ActionState::Done => self.glyph("✓", "x"),
            ActionState::Dropped => self.glyph("✗", "-"),
            // It is with somebody else. Not `…`, which stands where text is cut; one cell in every font, and unlike the line
            // between panes, which it may touch.
            ActionState::Waiting => self.glyph("»", "w"),
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

    /// The marks of entries that take others back or have been taken back.
    pub fn undoing(self) -> Undoing {
        if self.ascii {
            Undoing { undoes: "u", redoes: "r", undone: "x" }
        } else {
            Undoing { undoes: "↶", redoes: "↷", undone: "×" }
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Red, green and blue of one of the numbers of xterm's 256 colours; the first sixteen are everybody's own.
    fn xterm(number: u8) -> [u8; 3] {
        const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
        let step = |n: u8| STEPS[usize::from(n % 6)];
        match number {
            0..16 => panic!("{number} is one of people's own colours"),
            16..232 => [step((number - 16) / 36), step((number - 16) / 6), step(number - 16)],
            232.. => [8 + 10 * (number - 232); 3],
        }
    }

    /// Relative luminance, as WCAG 2.2 defines it.
    fn luminance(colour: [u8; 3]) -> f64 {
        let linear = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn contrast_is_computed_as_wcag_does() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        // The known border case: this grey on white is the lightest that passes.
        assert!((contrast([0x76; 3], [255; 3]) - 4.54).abs() < 0.01);
        assert_eq!((xterm(16), xterm(231), xterm(80)), ([0; 3], [255; 3], [95, 215, 215]));
        assert_eq!((xterm(232), xterm(255)), ([8; 3], [238; 3]));
    }

    #[test]
    fn every_colour_of_a_theme_stands_out_enough_from_the_backgrounds_it_is_made_for() {
        // From black to the dark grey of many editors; from white to the paper colours that people like.
        let dark: &[[u8; 3]] = &[[0; 3], [0x1e; 3], [0x00, 0x2b, 0x36], [0x28, 0x2a, 0x36], [0x30; 3]];
        let light: &[[u8; 3]] = &[[255; 3], [0xfd, 0xf6, 0xe3], [0xf5; 3]];
        let paper: &[[u8; 3]] = &[[255; 3], [0xfd, 0xf6, 0xe3], [0xee; 3]];
        for (palette, backgrounds, least) in [
            (Palette::Dark, dark, 4.5),
            (Palette::Light, paper, 4.5),
            (Palette::Contrast, dark, 7.0),
            (Palette::ContrastLight, light, 7.0),
        ] {
            for role in Role::ALL {
                let style = Theme { palette, ascii: false }.style(*role);
                assert_eq!(style.bg, None, "backgrounds are left alone");
                let own = matches!(palette, Palette::Dark | Palette::Light);
                match style.fg {
                    Some(Color::Indexed(number)) => {
                        for background in backgrounds {
                            let ratio = contrast(xterm(number), *background);
                            assert!(ratio >= least, "{palette:?} {role:?} on {background:?}: {ratio:.2}");
                        }
                    }
                    // Ordinary text is as the user has it.
                    None => assert!(own && matches!(role, Role::Text | Role::Strong), "{palette:?} {role:?}"),
                    other => panic!("{palette:?} {role:?}: {other:?}"),
                }
            }
        }
    }

    #[test]
    fn mono_has_no_colour_and_contrast_nothing_dim() {
        for role in Role::ALL {
            let style = |palette| Theme { palette, ascii: false }.style(*role);
            assert_eq!(style(Palette::Mono).fg, None, "{role:?}");
            for palette in [Palette::Contrast, Palette::ContrastLight] {
                assert!(!style(palette).add_modifier.contains(Modifier::DIM), "{palette:?} {role:?}");
            }
            let own = style(Palette::Default).fg;
            assert!(!matches!(own, Some(Color::Indexed(_) | Color::Rgb(..))), "{role:?}: {own:?}");
        }
    }

    #[test]
    fn table_and_names_are_in_the_order_of_their_enumerations() {
        for (n, role) in Role::ALL.iter().enumerate() {
            assert_eq!(*role as usize, n);
        }
        for (n, palette) in Palette::ALL.iter().enumerate() {
            assert_eq!(*palette as usize, n);
            assert_eq!(Palette::from_name(palette.name()), Some(*palette));
        }
        assert_eq!(Palette::from_name("drak"), None);
        assert_eq!(Palette::nearest("drak"), Some("dark"));
        assert_eq!(Palette::nearest("kanarie"), None);
    }

    #[test]
    fn a_status_is_told_apart_without_its_colour() {
        for ascii in [false, true] {
            let theme = Theme { palette: Palette::Mono, ascii };
            let healths = [None, Some(Health::Green), Some(Health::Orange), Some(Health::Red)];
            let states = [ActionState::Done, ActionState::Dropped, ActionState::Waiting];
            let mut glyphs: Vec<&str> = healths.map(|health| theme.health(health).0).to_vec();
            glyphs.extend(states.map(|state| theme.state(state)));
            let count = glyphs.len();
            glyphs.sort_unstable();
            glyphs.dedup();
            assert_eq!(glyphs.len(), count, "{glyphs:?}");
        }
    }
}
