//! What surrounds the panes: the top line, the message line, the keys at the bottom, the pop-up after a prefix.
//!
//! Owns which keys the bottom line of a view shows first, and what gives way where there is little room. The app draws them around
//! whatever view and layer are shown.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::component::{Cx, Message};
use super::layers::palette;
use super::text;
use super::theme::Role;
use super::view::{Spot, ViewId};
use crate::command::chord::{Chord, sequence};
use crate::command::{Command, Reason, Scope};
use crate::model::id::Ref;
use crate::model::record::Kind;
use crate::t;

/// How many municipalities the top line names where it is about all of them.
const MOST_NAMES: usize = 4;

/// Below this width the top line names only the view that is shown.
const ROOM_FOR_NAMES: u16 = 60;

/// How many lines a refusal takes at most.
const MOST_LINES: usize = 4;

/// The top line: program, municipality and plan of the chosen place, what hinders writing, the views.
pub fn header(canvas: &mut Canvas<'_>, cx: &Cx<'_>, spot: Spot, shown: ViewId, hindered: Option<&str>) {
    let width = canvas.area().width;
    let mut right = width - 1;
    if let Some(hindered) = hindered {
        right = canvas.put_right(right, 0, 20, hindered, Role::Warn) - 2;
    }
    for id in ViewId::ALL.iter().rev() {
        let role = if *id == shown { Role::Strong } else { Role::Dim };
        let mut name = cx.keymap.key_of(id.command());
        // Where there is little room the others are numbers only.
        if *id == shown || width >= ROOM_FOR_NAMES {
            name = format!("{name} {}", cx.texts.get(id.name(), &[]));
        }
        right = canvas.put_right(right, 0, 14, &name, role).saturating_sub(2);
    }
    let mut x = 1 + canvas.put(1, 0, 5, "regie", Role::Title) + 2;
    let plan = spot.and_then(|r| if r.kind == Kind::Plan { Some(r) } else { cx.register.plan_of(r) });
    let plan = plan.and_then(|r| cx.register.tables().plans.get(r.num));
    let names: Vec<&str> = match plan {
        Some(plan) => plan.municipalities.iter().map(|m: &Ref| cx.register.title(*m)).collect(),
        None => {
            cx.register.tables().municipalities.iter().map(|m| m.title.as_str()).take(MOST_NAMES).collect()
        }
    };
    if !names.is_empty() {
        x += canvas.put(x, 0, right.saturating_sub(x).min(width / 3), &names.join(", "), Role::Strong) + 2;
    }
    canvas.put(x, 0, right.saturating_sub(x), plan.map_or("", |plan| &plan.title), Role::Text);
}

/// The bottom: the message (over the keys when there is one line only), and the keys that can be used now.
pub fn footer(
    canvas: &mut Canvas<'_>,
    cx: &Cx<'_>,
    rows: u16,
    message: Option<&Message>,
    hints: Vec<Command>,
) {
    let area = canvas.area();
    let last = area.bottom() - 1;
    if let Some(message) = message {
        let y = if rows > 1 { last - 1 } else { last };
        // Why something was refused stands at its end as often as not: it is shown whole, over the panes until the next key.
        let most = if message.role == Role::Bad { MOST_LINES } else { 1 };
        let lines = if most > 1 { text::wrap(&message.text, (area.width - 2).into()) } else { Vec::new() };
        let above = lines.len().clamp(1, most) as u16 - 1;
        canvas.clear(Rect { x: 0, y: y - above, width: area.width, height: above });
        for (line, y) in lines.iter().take(usize::from(above)).zip(y - above..) {
            canvas.put(1, y, area.width - 2, line, message.role);
        }
        let rest = if above == 0 { message.text.clone() } else { lines[usize::from(above)..].join(" ") };
        let tail = if message.tail.is_empty() { 0 } else { text::width(&message.tail) as u16 + 1 };
        let used = canvas.put(1, y, (area.width - 2).saturating_sub(tail), &rest, message.role);
        canvas.put(used + 2, y, tail.saturating_sub(1), &message.tail, message.role);
        if rows == 1 {
            return;
        }
    }
    let words = hints.into_iter().filter_map(|command| hint(cx, command));
    let (leave, others): (Vec<_>, Vec<_>) = words.partition(|(command, ..)| *command == Command::QuitProgram);
    let wide = |key: &str, word: &str| (text::width(key) + 1 + text::width(word)) as u16;
    // How to leave is always there; what is less useful gives way to it.
    let kept: u16 = leave.iter().map(|(_, key, word)| wide(key, word) + 2).sum();
    let room = area.width.saturating_sub(1 + kept);
    let mut x = 1;
    let mut end = x;
    let fitting = others.into_iter().filter_map(|(_, key, word)| {
        let to = end + wide(&key, &word);
        let fits = to <= room;
        end = if fits { to + 2 } else { end };
        fits.then_some((key, word))
    });
    for (key, word) in fitting.chain(leave.iter().map(|(_, key, word)| (key.clone(), word.clone()))) {
        x += canvas.put(x, last, area.width, &key, Role::Key) + 1;
        // Plain: a change of weight at every word would cost more bytes than the words.
        x += canvas.put(x, last, area.width, &word, Role::Text) + 2;
    }
}

/// The key and the word of a command on the bottom line; `None` when it has no key or makes no sense here.
fn hint(cx: &Cx<'_>, command: Command) -> Option<(Command, String, String)> {
    let missing = command.unavailable(&cx.situation);
    let foreign = matches!(
        missing,
        Some(
            Reason::NeedsAction
                | Reason::NeedsPlace
                | Reason::NeedsNode
                | Reason::OtherTree
                | Reason::ReadOnly
        )
    );
    let key = Some(cx.keymap.key_of(command)).filter(|key| !key.is_empty() && !foreign)?;
    let word = cx.texts.get(&format!("cmd-{}-hint", command.name()), &[]);
    Some((command, key, word))
}

/// What a view is used for most, by the section of the keymap that is its own: the bottom line begins with that.
const FIRST: &[(Scope, &[Command])] = &[
    (
        Scope::Tree,
        &[
            Command::AddAction,
            Command::RecordProgress,
            Command::CompleteAction,
            Command::EditField,
            Command::UndoChange,
            Command::MoveNode,
            Command::AddNode,
            Command::FindItem,
        ],
    ),
    (
        Scope::Table,
        &[
            Command::SetFilter,
            Command::SortColumn,
            Command::ChooseColumns,
            Command::ToggleMark,
            Command::CompleteAction,
            Command::EditField,
            Command::AddAction,
            Command::UndoChange,
        ],
    ),
    (
        Scope::Partners,
        &[
            Command::AddContact,
            Command::AddAgreement,
            Command::AddPartner,
            Command::EditField,
            Command::FindItem,
            Command::UndoChange,
        ],
    ),
];

/// The commands that the bottom line shows for `scopes`, help first and the most useful of the view next.
pub fn hints(scopes: &[Scope]) -> Vec<Command> {
    let mut hints: Vec<Command> =
        Command::ALL.iter().copied().filter(|c| c.hinted() && scopes.contains(&c.scope())).collect();
    let first =
        FIRST.iter().find(|(scope, _)| scopes.first() == Some(scope)).map_or(&[][..], |(_, first)| first);
    hints.sort_by_key(|command| {
        let place = first.iter().position(|other| other == command).unwrap_or(first.len());
        (*command != Command::ShowHelp, place)
    });
    hints
}

/// Which keys can follow those pressed, and what they give.
pub fn which_key(
    canvas: &mut Canvas<'_>,
    cx: &Cx<'_>,
    body: Rect,
    next: &[(Vec<Chord>, Command)],
    pressed: &[Chord],
) {
    let keys = next.iter().map(|(keys, command)| (sequence(keys), palette::title(cx, *command)));
    let keys: Vec<(String, String)> = keys.collect();
    let wide = keys.iter().map(|(key, title)| text::width(key) + 2 + text::width(title)).max().unwrap_or(0);
    let width = (wide as u16 + 6).min(body.width);
    let height = (keys.len() as u16 + 2).min(body.height);
    let area = Rect { x: body.right() - width, y: body.bottom() - height, width, height };
    let inside = canvas.frame(area, &sequence(pressed));
    for ((key, title), y) in keys.iter().zip(inside.top()..inside.bottom()) {
        let used = canvas.put(inside.x, y, inside.width, key, Role::Key);
        canvas.put(inside.x + used + 2, y, inside.width.saturating_sub(used + 2), title, Role::Text);
    }
}

/// The one line shown when the window is too small for anything else.
pub fn too_small(canvas: &mut Canvas<'_>, cx: &Cx<'_>, least: (u16, u16)) {
    let area = canvas.area();
    let said = t!(cx.texts, "too-small", columns = u32::from(least.0), rows = u32::from(least.1));
    let lines = text::wrap(&said, area.width.into());
    let first = area.height.saturating_sub(lines.len() as u16) / 2;
    for (line, y) in lines.iter().zip(first..area.height) {
        canvas.put(0, y, area.width, line, Role::Text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_first_in_a_view_is_hinted_and_has_its_key_there() {
        for id in ViewId::ALL {
            let hints = hints(id.scopes());
            assert_eq!(hints.first(), Some(&Command::ShowHelp), "{id:?}");
            let own = FIRST.iter().find(|(scope, _)| id.scopes().first() == Some(scope));
            for (n, command) in own.iter().flat_map(|(_, first)| first.iter()).enumerate() {
                assert_eq!(hints.get(n + 1), Some(command), "{id:?}");
            }
        }
    }
}
