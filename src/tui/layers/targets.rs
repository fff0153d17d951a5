//! The items that a layer works on: what they are called together, and why a verb over them was refused.
//!
//! Owns those words. Layers that change one item or all that are marked use it, and the app for verbs without a layer.

use crate::i18n::words;
use crate::model::bulk::Refused;
use crate::model::id::Ref;
use crate::tui::component::Cx;

/// One item by reference and title, several by their number.
pub fn about(targets: &[Ref], cx: &Cx<'_>) -> String {
    match targets {
        [one] => format!("{one} {}", cx.register.title(*one)),
        many => cx.texts.get("edit-marked", &[("count", many.len().into())]),
    }
}

/// Why one verb over `targets` was refused; which of them it is about when there are several.
pub fn refused_words(targets: &[Ref], refused: &Refused, cx: &Cx<'_>) -> String {
    let why = words::refusal(cx.texts, cx.register, &refused.refusal);
    if targets.len() > 1 { format!("{}: {why}", refused.target) } else { why }
}
