//! What can be asked for by name beside commands: the fields of the item under the cursor, and what is set in a file.
//!
//! Owns which those are, the words that find them, and what is said of them. The palette and the help page list them.

use crate::command::{Base, Command};
use crate::i18n::words;
use crate::model::field::words::field_words;
use crate::model::fold::fold;
use crate::model::record::Field;
use crate::model::value::Shape;
use crate::t;
use crate::tui::component::Cx;
use crate::tui::detail::is_editable;
use crate::tui::settings::ScrollBy;
use crate::tui::theme::Palette;

/// Where the settings stand; as the README says it.
const SETTINGS: &str = "~/.config/regie/config.toml";

/// Where the user's own keys stand.
const KEYS: &str = "~/.config/regie/keymap.toml";

/// Something that is set in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The language.
    Lang,
    /// The colours.
    Theme,
    /// Nothing but ASCII.
    Ascii,
    /// One of the built-in keymaps.
    Keymap,
    /// Single keys.
    Keys,
    /// How lists scroll.
    Scroll,
    /// The mouse.
    Mouse,
    /// Links in the terminal.
    Links,
}

impl Setting {
    /// All of them.
    pub const ALL: &'static [Setting] = &[
        Setting::Theme,
        Setting::Lang,
        Setting::Keymap,
        Setting::Keys,
        Setting::Scroll,
        Setting::Mouse,
        Setting::Ascii,
        Setting::Links,
    ];

    const fn message(self) -> &'static str {
        match self {
            Setting::Lang => "setting-lang",
            Setting::Theme => "setting-theme",
            Setting::Ascii => "setting-ascii",
            Setting::Keymap => "setting-keymap",
            Setting::Keys => "setting-keys",
            Setting::Scroll => "setting-scroll",
            Setting::Mouse => "setting-mouse",
            Setting::Links => "setting-links",
        }
    }

    /// What it is called.
    pub fn title(self, cx: &Cx<'_>) -> String {
        cx.texts.get(self.message(), &[])
    }

    /// The words it takes, when they are a few.
    fn choices(self) -> String {
        match self {
            Setting::Theme => named(Palette::ALL, |theme| theme.name()),
            Setting::Keymap => named(Base::ALL, |base| base.name()),
            Setting::Scroll => named(ScrollBy::ALL, |by| by.name()),
            _ => String::new(),
        }
    }

    /// What to put where.
    pub fn explanation(self, cx: &Cx<'_>) -> String {
        let choices = self.choices();
        let file = if self == Setting::Keys { KEYS } else { SETTINGS };
        let args = [("file", file.into()), ("choices", choices.into())];
        cx.texts.get(&format!("{}-help", self.message()), &args)
    }

    /// Whether every one of the folded words `wanted` is in what it is called, here or in the file, or in what it takes.
    pub fn fits(self, wanted: &[&str], cx: &Cx<'_>) -> bool {
        has_all(&format!("{} {} {}", self.title(cx), self.message(), self.choices()), wanted)
    }
}

fn named<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|one| name(*one)).collect::<Vec<_>>().join(", ")
}

fn has_all(said: &str, wanted: &[&str]) -> bool {
    let said = fold(said);
    wanted.iter().all(|word| said.contains(word))
}

/// The fields of the item under the cursor that can be filled in and are called by every one of the folded words `wanted`,
/// in either language; first those whose name on the screen has the words. None while a plan is looked through.
pub fn fields(wanted: &[&str], cx: &Cx<'_>) -> Vec<Field> {
    let Some(kind) = cx.situation.item.filter(|_| !cx.situation.reviewing) else { return Vec::new() };
    let editable = kind.fields().iter().filter(|spec| spec.shape != Shape::Place && is_editable(spec.field));
    let mut fitting: Vec<(bool, Field)> = editable
        .filter_map(|spec| {
            let field = spec.field;
            let called = field_words(kind).filter(|(_, of)| *of == field).map(|(word, _)| word);
            let name = field_title(field, cx);
            let words = std::iter::once(&*name).chain(called).collect::<Vec<_>>().join(" ");
            has_all(&words, wanted).then(|| (!has_all(&name, wanted), field))
        })
        .collect();
    fitting.sort_by_key(|(by_other_name, _)| *by_other_name);
    fitting.into_iter().map(|(_, field)| field).collect()
}

/// What editing `field` is called.
pub fn field_title(field: Field, cx: &Cx<'_>) -> String {
    t!(cx.texts, "palette-field", field = words::field(cx.texts, field))
}

/// What is said of editing a field: that it can be done, or why not.
pub fn field_explanation(cx: &Cx<'_>) -> String {
    match Command::EditField.unavailable(&cx.situation) {
        Some(reason) => cx.why_not(reason),
        None => t!(cx.texts, "palette-field-help"),
    }
}
