//! Commands on the item under the cursor, or on all that are marked.
//!
//! Owns what each of them proposes or opens. They look at the view and the register and answer with what the app is to do;
//! nothing is altered here.

use super::navigation::Navigation;
use crate::command::{Command, Reason};
use crate::i18n::words;
use crate::model::bulk::bulk;
use crate::model::id::Ref;
use crate::model::operation::{self, Step};
use crate::model::record::{Field, Kind};
use crate::model::value::Value;
use crate::t;
use crate::tui::clipboard::{self, NotCopied};
use crate::tui::component::{Cx, Layer, Message, Reply};
use crate::tui::layers::{drop_reason, edit, passage, place, progress, quick_add, remove, targets};
use crate::tui::view::View;

/// Opens a layer.
fn open(layer: impl Layer + 'static) -> Reply {
    Reply::Open(Box::new(layer))
}

/// What commands on items work on: all that are marked, else the one under the cursor.
fn worked_on(view: &dyn View) -> Vec<Ref> {
    let marked = view.marked();
    if marked.is_empty() { view.item().into_iter().collect() } else { marked }
}

/// What a command on items leads to.
pub fn command(command: Command, nav: &Navigation, cx: &Cx<'_>) -> Reply {
    let view = nav.view();
    match command {
        Command::AddAction => match nav.under(cx) {
            Some((under, seen)) => {
                open(quick_add::QuickAddPrompt::action(under, seen, view.involved(cx), cx))
            }
            None => Reply::Handled,
        },
        Command::CopyItem | Command::CopyReference | Command::CopyPhone => {
            view.item().map_or(Reply::Handled, |r| copy(command, r, cx))
        }
        Command::ShowPassage | Command::ShowFindings => {
            let source = view.item().and_then(|item| source(command, item, cx));
            source.unwrap_or(Reply::Handled)
        }
        Command::ShowHistory => view.item().map_or(Reply::Handled, Reply::History),
        Command::EditField => match view.field() {
            Some(field) => edit(field, view, cx),
            None => Reply::Tell(Message::warn(t!(cx.texts, "edit-no-field"))),
        },
        Command::SetDue => edit(Field::due, view, cx),
        Command::AssignLead => edit(Field::lead, view, cx),
        other => on_all(other, worked_on(view), cx),
    }
}

/// Commands that do the same to each of `items`.
fn on_all(command: Command, items: Vec<Ref>, cx: &Cx<'_>) -> Reply {
    let Some(first) = items.first().copied() else { return Reply::Handled };
    let (register, now) = (cx.register, cx.now);
    // All get what the first one has not: marking is not swapping.
    let flagged = Value::Bool(!register.action(first).is_some_and(|action| action.flagged));
    let done = match command {
        Command::RecordProgress => return open(progress::ProgressPrompt::new(items, "")),
        Command::DropAction => return open(drop_reason::DropPrompt::new(items, "")),
        Command::RemoveItem => {
            return match remove::RemoveLayer::new(items, cx) {
                Ok(layer) => open(layer),
                Err(why) => Reply::Tell(Message::bad(why)),
            };
        }
        Command::CompleteAction => bulk(&items, |r| operation::complete_action(register, now, r, None)),
        Command::ReopenAction => bulk(&items, |r| operation::reopen_action(register, now, r)),
        Command::MoveDueWeek => bulk(&items, |r| operation::shift_due(register, now, r, 7)),
        Command::MoveDueWeekBack => bulk(&items, |r| operation::shift_due(register, now, r, -7)),
        Command::ToggleFlag => {
            bulk(&items, |r| operation::set_fields(register, now, r, &[(Field::flagged, flagged.clone())]))
        }
        _ => return Reply::Ignored,
    };
    match done {
        Ok(Some(bulk)) => Reply::Commit(bulk.draft),
        Ok(None) => Reply::Handled,
        Err(refused) => Reply::Tell(Message::bad(targets::refused_words(&items, &refused, cx))),
    }
}

/// Edits `field` of what commands work on.
pub fn edit(field: Field, view: &dyn View, cx: &Cx<'_>) -> Reply {
    if field == Field::title && view.has_marks() {
        let right = cx.keymap.key_of(Command::GoRight);
        let palette = cx.keymap.key_of(Command::OpenPalette);
        return Reply::Tell(Message::warn(t!(
            cx.texts,
            "edit-title-of-one",
            right = right,
            palette = palette
        )));
    }
    // A title is each item's own.
    let items = if field == Field::title { view.item().into_iter().collect() } else { worked_on(view) };
    match edit::FieldEdit::new(items, field, None, cx) {
        Some(layer) => open(layer),
        None => Reply::Tell(Message::warn(t!(cx.texts, "edit-no-field"))),
    }
}

/// Copies what `command` says of item `r`.
fn copy(command: Command, r: Ref, cx: &Cx<'_>) -> Reply {
    let (texts, register) = (cx.texts, cx.register);
    let (text, said) = match command {
        Command::CopyReference => (r.to_string(), None),
        Command::CopyPhone => {
            let Some((number, whose)) = clipboard::phone(register, r) else {
                let what = clipboard::named(register, r);
                return Reply::Tell(Message::warn(t!(texts, "copied-no-phone", what = what)));
            };
            let who = register.title(whose);
            let said = t!(texts, "copied-phone", text = number.as_str(), who = who);
            (number, Some(said))
        }
        _ => (clipboard::named(register, r), None),
    };
    match clipboard::copy(&text) {
        Ok(bytes) => {
            let said = said.unwrap_or_else(|| t!(texts, "copied", text = text));
            Reply::Copied(bytes, Message::good(said))
        }
        Err(NotCopied::TooLong(bytes)) => {
            let args = [("bytes", bytes.into()), ("limit", clipboard::MOST_BYTES.into())];
            Reply::Tell(Message::bad(texts.get("copied-too-long", &args)))
        }
    }
}

/// Shows the text that `item` was read from: its passage, or what contradicts itself in it. `None` when there is none.
fn source(command: Command, item: Ref, cx: &Cx<'_>) -> Option<Reply> {
    let file = passage::source_of(cx.register, item)?;
    let text = match cx.ledger.source_text(&file) {
        Ok(Some(text)) => text,
        Ok(None) => return Some(Reply::Tell(Message::warn(t!(cx.texts, "passage-no-text", file = file)))),
        Err(why) => {
            let reason = words::unread(cx.texts, &why, cx.now.today);
            return Some(Reply::Tell(Message::bad(t!(cx.texts, "passage-not-read", reason = reason))));
        }
    };
    if command == Command::ShowPassage {
        let origin = passage::origin(cx.register, item)?;
        return Some(open(passage::PassagePage::new(&origin, text, cx)));
    }
    let plan = passage::plan_of(cx.register, item);
    let title = plan.map_or(String::new(), |plan| cx.register.title(plan).to_owned());
    Some(Reply::Findings { title, text })
}

/// What a command on the place under the cursor leads to: adding one below it, or moving it. `None` for commands that are
/// the tree's own.
pub fn place_command(command: Command, view: &dyn View, cx: &Cx<'_>) -> Option<Reply> {
    let step = match command {
        Command::AddNode => {
            let under = view.item().filter(|r| matches!(r.kind, Kind::Node | Kind::Plan));
            return Some(match under.or_else(|| view.spot(cx)) {
                Some(under) => open(place::NewNode::new(under, "")),
                None => Reply::Tell(Message::note(cx.why_not(Reason::NeedsPlace))),
            });
        }
        Command::MoveNode => None,
        Command::MoveNodeUp => Some(Step::Up),
        Command::MoveNodeDown => Some(Step::Down),
        Command::IndentNode => Some(Step::In),
        Command::OutdentNode => Some(Step::Out),
        _ => return None,
    };
    let Some(node) = view.item().filter(|r| r.kind == Kind::Node) else { return Some(Reply::Handled) };
    let Some(step) = step else { return Some(open(place::MoveNode::new(node, cx))) };
    let Some((parent, at)) = operation::neighbour(cx.register, node, step) else {
        return Some(Reply::Tell(Message::note(t!(cx.texts, "node-no-further"))));
    };
    Some(match operation::move_node(cx.register, node, parent, at) {
        Ok(draft) => Reply::Commit(draft),
        Err(refusal) => Reply::Tell(Message::bad(words::refusal(cx.texts, cx.register, &refusal))),
    })
}
