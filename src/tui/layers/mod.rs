//! What comes on top of the panes: prompts for one line, lists to choose from, pages to read.
//!
//! One module per layer. What they share stands in `ask` (a line being typed), `prompt` (a question answered on one line),
//! `list_cursor` (a list to choose from), `reading` (a page), `names` (what is asked for by name), `sheet` (what they are
//! drawn on), `targets` (what they work on) and `kept` (what is kept of them). Owns only how a layer is found again whose
//! text was kept when the terminal went away. The app opens the layers.

pub mod ask;
pub mod columns;
pub mod drop_reason;
pub mod edit;
pub mod filter;
pub mod find;
pub mod first_run;
pub mod help;
pub mod kept;
pub mod key;
pub mod list_cursor;
pub mod log_filter;
pub mod long_text;
pub mod lost;
pub mod names;
pub mod palette;
pub mod passage;
pub mod path;
pub mod place;
pub mod progress;
pub mod prompt;
pub mod quick_add;
pub mod reading;
pub mod remove;
pub mod review;
pub mod saved;
pub mod sheet;
pub mod targets;
pub mod tour;

use self::kept::Kept;
use super::component::{Cx, Layer};
use crate::model::id::Ref;
use crate::model::record::Kind;

/// The items that a text kept under `name` is about.
pub fn items_of(name: &str, text: &str) -> Vec<Ref> {
    match name.strip_prefix("new-") {
        Some(rest) => rest.split_once('-').and_then(|(_, with)| with.parse().ok()).into_iter().collect(),
        None => kept::read(name, text).map_or(Vec::new(), |kept| kept.items),
    }
}

/// The layer whose unsaved text was kept under `name`, with that text; `None` when its item is no longer there.
pub fn reopen(name: &str, text: &str, cx: &Cx<'_>) -> Option<Box<dyn Layer>> {
    if let Some(rest) = name.strip_prefix("new-") {
        let (kind, with) = rest.split_once('-').map_or((rest, None), |(kind, with)| (kind, Some(with)));
        let with: Option<Ref> = with.map(str::parse).transpose().ok()?;
        if with.is_some_and(|with| cx.register.get(with).is_none()) {
            return None;
        }
        return Some(Box::new(quick_add::QuickAddPrompt::new(Kind::from_word(kind)?, with, text, cx)));
    }
    if name == review::DRAFT {
        return Some(Box::new(path::ImportPrompt::again(text)));
    }
    let Kept { what, mut items, field, text } = kept::read(name, text)?;
    // Of several those that are still there.
    items.retain(|r| cx.register.get(*r).is_some());
    let first = *items.first()?;
    Some(match what {
        "add" => Box::new(quick_add::QuickAddPrompt::new(Kind::Action, Some(first), text, cx)),
        "progress" => Box::new(progress::ProgressPrompt::new(items, text)),
        "node" => Box::new(place::NewNode::new(first, text)),
        "drop" => Box::new(drop_reason::DropPrompt::new(items, text)),
        "edit" => Box::new(edit::FieldEdit::new(items, field?, Some(text), cx)?),
        "why" => {
            let (waiting, text) = kept::read_reason(text)?;
            Box::new(edit::FieldEdit::reason(items, field?, waiting, text, cx)?)
        }
        _ => return None,
    })
}
