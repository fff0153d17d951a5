//! What can be asked for by name beside commands: the fields of the item under the cursor, and what is set in a file.
//!
//! Owns which those are, the words that find them, and what is said of them. The palette and the help page list them.

use crate::command::Command;
use crate::i18n::words;
use crate::model::field::words::field_words;
use crate::model::fold::fold;
use crate::model::record::Field;
use crate::model::value::Shape;
use crate::t;
use crate::tui::component::Cx;
use crate::tui::detail::is_editable;
use crate::tui::settings::Setting;

/// What is set in a file of the user's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// In `config.toml`.
    Setting(Setting),
    /// Single keys, in `keymap.toml`.
    Keys,
}

impl Choice {
    /// All that there are.
    pub fn all() -> impl Iterator<Item = Choice> {
        Setting::ALL.iter().copied().map(Choice::Setting).chain([Choice::Keys])
    }

    const fn name(self) -> &'static str {
        match self {
            Choice::Setting(setting) => setting.name(),
            Choice::Keys => "keys",
        }
    }

    /// What it is called.
    pub fn title(self, cx: &Cx<'_>) -> String {
        cx.texts.get(&format!("setting-{}", self.name()), &[])
    }

    fn values(self) -> Vec<&'static str> {
        match self {
            Choice::Setting(setting) => setting.choices(),
            Choice::Keys => Vec::new(),
        }
    }

    /// What to put where.
    pub fn explanation(self, cx: &Cx<'_>) -> String {
        let file = if self == Choice::Keys { "keymap.toml" } else { "config.toml" };
        let file = if cx.folder.is_empty() { file.to_owned() } else { format!("{}/{file}", cx.folder) };
        let args = [("file", file.into()), ("choices", self.values().join(", ").into())];
        cx.texts.get(&format!("setting-{}-help", self.name()), &args)
    }

    /// Whether every one of the folded words `wanted` is in what it is called, here or in the file, or begins something that
    /// it takes.
    pub fn fits(self, wanted: &[&str], cx: &Cx<'_>) -> bool {
        let said = fold(&format!("{} {}", self.title(cx), self.name()));
        let values = self.values();
        let takes = |word: &str| values.iter().any(|value| value.starts_with(word));
        wanted.iter().all(|word| said.contains(word) || takes(word))
    }
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

/// Whether `typed`, folded, is the whole name of `field` in the user's language.
pub fn is_named(field: Field, typed: &str, cx: &Cx<'_>) -> bool {
    fold(&words::field(cx.texts, field)) == typed
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
