//! What surrounds the panes: the top line, the message line, the keys at the bottom, the pop-up after a prefix.
//!
//! Owns which keys the bottom line of a view shows first, and what gives way where there is little room. The app draws them around
//! whatever view and layer are shown.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::component::{Cx, Hint, Message};
use super::layers::palette;
use super::text;
use super::theme::Role;
use super::view::{Spot, ViewId};
use crate::command::chord::{Chord, Key, Named, sequence};
use crate::command::{Command, Reason, Scope};
use crate::model::id::Ref;
use crate::model::record::Kind;
use crate::t;

/// How many municipalities the top line names where it is about all of them.
const MOST_NAMES: usize = 4;

/// The cells that a sign on the top line takes at most.
pub const SIGN: u16 = 20;

/// The cells that a view takes at most.
const VIEW: u16 = 14;

/// The cells of the program's name.
const PROGRAM: u16 = 5;

/// Below this width the top line names only the view that is shown.
const ROOM_FOR_NAMES: u16 = 60;

/// How many lines a message takes at most.
const MOST_LINES: usize = 4;

/// The top line: program, municipality and plan of the chosen place, the views, and `signs`: what hinders writing, who else is here.
pub fn header(canvas: &mut Canvas<'_>, cx: &Cx<'_>, spot: Spot, shown: ViewId, signs: &[(String, Role)]) {
    let width = canvas.area().width;
    let plan = spot.and_then(|r| if r.kind == Kind::Plan { Some(r) } else { cx.register.plan_of(r) });
    let plan = plan.and_then(|r| cx.register.tables().plans.get(r.num));
    let names: Vec<&str> = match plan {
        Some(plan) => plan.municipalities.iter().map(|m: &Ref| cx.register.title(*m)).collect(),
        None => {
            cx.register.tables().municipalities.iter().map(|m| m.title.as_str()).take(MOST_NAMES).collect()
        }
    };
    let names = names.join(", ");
    // Where there is little room the other views are numbers only.
    let view = |id: ViewId, named: bool| {
        let key = cx.keymap.key_of(id.command());
        if id == shown || named { format!("{key} {}", cx.texts.get(id.name(), &[])) } else { key }
    };
    let wide = |text: &str, most: u16| (text::width(text) as u16).min(most);
    let sign_room = |all: bool| -> u16 {
        let shown = signs.iter().filter(|(_, role)| all || *role != Role::Dim);
        shown.map(|(sign, _)| wide(sign, SIGN) + 2).sum()
    };
    let view_room = |named| ViewId::ALL.iter().map(|id| wide(&view(*id, named), VIEW) + 2).sum::<u16>();
    // Whose register it is stays: the names of the other views give way to it first, then the program's, then who else is here.
    let wanted = wide(&names, width / 3);
    let fits = |(named, program, all): &(bool, bool, bool)| {
        let taken = 1 + if *program { PROGRAM + 2 } else { 0 } + view_room(*named) + sign_room(*all) + 1;
        taken + wanted <= width
    };
    let named = width >= ROOM_FOR_NAMES;
    let ways = [(named, true, true), (false, true, true), (false, false, true), (false, false, false)];
    let (named, program, all) = ways.into_iter().find(fits).unwrap_or((false, false, false));
    let mut right = width - 1;
    for (sign, role) in signs.iter().filter(|(_, role)| all || *role != Role::Dim) {
        right = canvas.put_right(right, 0, SIGN, sign, *role).saturating_sub(2);
    }
    for id in ViewId::ALL.iter().rev() {
        let role = if *id == shown { Role::Strong } else { Role::Dim };
        right = canvas.put_right(right, 0, VIEW, &view(*id, named), role).saturating_sub(2);
    }
    let mut x = 1;
    if program {
        x += canvas.put(x, 0, PROGRAM, "regie", Role::Title) + 2;
    }
    if !names.is_empty() {
        x += canvas.put(x, 0, right.saturating_sub(x).min(width / 3), &names, Role::Strong) + 2;
    }
    canvas.put(x, 0, right.saturating_sub(x), plan.map_or("", |plan| &plan.title), Role::Text);
}

/// The keys of the bottom line, in the order in which they are shown while there is room.
pub struct Hints {
    keys: Vec<Hint>,
    /// How to leave the program: it keeps its place at the end.
    leave: Option<Hint>,
}

impl Hints {
    /// These, none of which leaves the program.
    pub fn of(keys: Vec<Hint>) -> Hints {
        Hints { keys, leave: None }
    }
}

/// The bottom: the message (over the keys when there is one line only), and the keys that can be used now.
pub fn footer(canvas: &mut Canvas<'_>, rows: u16, message: Option<&Message>, hints: Hints) {
    let area = canvas.area();
    let last = area.bottom() - 1;
    if let Some(message) = message {
        let y = if rows > 1 { last - 1 } else { last };
        let room = area.width - 2;
        let tail = if message.tail.is_empty() { 0 } else { text::width(&message.tail) as u16 + 1 };
        let fits = text::width(&message.text) + usize::from(tail) <= usize::from(room);
        if fits || message.role == Role::Good {
            // What went well stands on the screen, too: here it gives way to the key that takes it back.
            let used = canvas.put(1, y, room.saturating_sub(tail), &message.text, message.role);
            canvas.put(used + 2, y, tail.saturating_sub(1), &message.tail, message.role);
        } else {
            // What to do, or why not, stands at its end as often as not: it is shown whole, over the panes until the next key.
            let whole = format!("{} {}", message.text, message.tail);
            let lines = text::wrap(whole.trim_end(), room.into());
            let above = lines.len().clamp(1, MOST_LINES) - 1;
            let first = y.saturating_sub(above as u16);
            canvas.clear(Rect { x: 0, y: first, width: area.width, height: y - first });
            for (line, y) in lines.iter().take(above).zip(first..y) {
                canvas.put(1, y, room, line, message.role);
            }
            canvas.put(1, y, room, &lines[above.min(lines.len())..].join(" "), message.role);
        }
        if rows == 1 {
            return;
        }
    }
    let Hints { keys, leave } = hints;
    let wide = |hint: &Hint| (text::width(&hint.key) + 1 + text::width(&hint.word)) as u16;
    // How to leave is always there; what is less useful gives way to it.
    let kept = leave.as_ref().map_or(0, |hint| wide(hint) + 2);
    let room = area.width.saturating_sub(1 + kept);
    let mut x = 1;
    let mut end = x;
    let fitting = keys.into_iter().filter(|hint| {
        let to = end + wide(hint);
        let fits = to <= room;
        end = if fits { to + 2 } else { end };
        fits
    });
    for Hint { key, word } in fitting.chain(leave) {
        x += canvas.put(x, last, area.width, &key, Role::Key) + 1;
        // Plain: a change of weight at every word would cost more bytes than the words.
        x += canvas.put(x, last, area.width, &word, Role::Text) + 2;
    }
}

/// What the bottom line says of `commands`.
pub fn worded(cx: &Cx<'_>, commands: &[Command]) -> Hints {
    let (leave, keys): (Vec<_>, Vec<_>) =
        commands.iter().copied().partition(|command| *command == Command::QuitProgram);
    Hints {
        keys: keys.into_iter().filter_map(|command| hint(cx, command)).collect(),
        leave: leave.into_iter().find_map(|command| hint(cx, command)),
    }
}

/// The one key that is sure to hold after others were pressed: it takes them back.
pub fn cancel(cx: &Cx<'_>) -> Hint {
    let key = sequence(&[Chord::plain(Key::Named(Named::Esc))]);
    Hint::new(key, t!(cx.texts, "cmd-drop_line-hint"))
}

/// The key and the word of a command on the bottom line; `None` when it has no key or makes no sense here.
fn hint(cx: &Cx<'_>, command: Command) -> Option<Hint> {
    let missing = command.unavailable(&cx.situation);
    let foreign = matches!(
        missing,
        Some(
            Reason::NeedsAction
                | Reason::NeedsItem
                | Reason::NeedsEntry
                | Reason::NeedsPlace
                | Reason::NeedsNode
                | Reason::OtherTree
                | Reason::NoPassage
                | Reason::ReadOnly
        )
    );
    let key = Some(cx.keymap.key_of(command)).filter(|key| !key.is_empty() && !foreign)?;
    let word = cx.texts.get(&format!("cmd-{}-hint", command.name()), &[]);
    Some(Hint::new(key, word))
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
            Command::MoveDueWeek,
            Command::ShowPassage,
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
    (
        Scope::Log,
        &[
            Command::TakeBackEntry,
            Command::GoToSubject,
            Command::SetFilter,
            Command::FilterSubject,
            Command::FilterPerson,
            Command::FilterOwn,
        ],
    ),
];

/// What a view does not name though its key works there: it would lead to another view, and its word says otherwise.
const ELSEWHERE: &[(Scope, &[Command])] = &[(Scope::Partners, &[Command::AddAction, Command::SetFilter])];

/// The commands that the bottom line shows for `scopes`, help first and the most useful of the view next.
pub fn hints(scopes: &[Scope]) -> Vec<Command> {
    let of_view = |of: &'static [(Scope, &'static [Command])]| {
        of.iter().find(|(scope, _)| scopes.first() == Some(scope)).map_or(&[][..], |(_, commands)| commands)
    };
    let (first, elsewhere) = (of_view(FIRST), of_view(ELSEWHERE));
    let shown = |c: &Command| c.hinted() && scopes.contains(&c.scope()) && !elsewhere.contains(c);
    let mut hints: Vec<Command> = Command::ALL.iter().copied().filter(shown).collect();
    hints.sort_by_key(|command| {
        let place = first.iter().position(|other| other == command).unwrap_or(first.len());
        (*command != Command::ShowHelp, place)
    });
    hints
}

/// What works on a list, and not on the page about one of its rows.
fn is_of_list(command: Command) -> bool {
    match command.scope() {
        Scope::Table => true,
        Scope::Log => !matches!(command, Command::TakeBackEntry | Command::GoToSubject),
        _ => command == Command::SetFilter,
    }
}

/// The same while the page about one item or entry has the keys: the way back comes first, what works on the list is left out.
pub fn page_hints(scopes: &[Scope]) -> Vec<Command> {
    let mut hints: Vec<Command> = hints(scopes).into_iter().filter(|command| !is_of_list(*command)).collect();
    hints.insert(1.min(hints.len()), Command::GoBack);
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
            assert_eq!(page_hints(id.scopes())[..2], [Command::ShowHelp, Command::GoBack], "{id:?}");
        }
    }
    #[test]
    fn a_long_message_is_whole_over_the_panes_and_what_went_well_keeps_its_line_and_its_key() {
        use ratatui::buffer::{Buffer, Cell};

        use crate::tui::theme::Theme;
        let drawn = |message: &Message, rows: u16| {
            let mut buffer = Buffer::filled(Rect::new(0, 0, 40, 8), Cell::new("."));
            let mut canvas = Canvas::new(&mut buffer, Theme::default());
            canvas.clear(Rect { x: 0, y: 8 - rows, width: 40, height: rows });
            footer(&mut canvas, rows, Some(message), Hints::of(Vec::new()));
            let line = |y| (0..40).map(|x| buffer[(x, y)].symbol()).collect::<String>();
            (0..8).map(line).map(|line| line.trim().to_owned()).collect::<Vec<_>>()
        };
        let text =
            "De server is vervangen door een andere versie en er wordt niets meer vastgelegd: sluit af";
        let wrapped = [
            "De server is vervangen door een andere",
            "versie en er wordt niets meer",
            "vastgelegd: sluit af",
        ];
        for message in [Message::note(text), Message::warn(text), Message::bad(text)] {
            let lines = drawn(&message, 2);
            assert_eq!(lines[4..7], wrapped, "{message:?}");
            assert!(lines[..4].iter().all(|line| *line == ".".repeat(40)), "{lines:?}");
            // Where there is one line only it stands over the keys.
            assert_eq!(drawn(&message, 1)[5..], wrapped);
        }
        let lines = drawn(&Message::warn(text).ending("u: ongedaan"), 2);
        assert_eq!(lines[6], format!("{} u: ongedaan", wrapped[2]));
        let lines = drawn(&Message::good(text).ending("u: ongedaan"), 2);
        assert_eq!(lines[6], "De server is vervangen do… u: ongedaan");
        assert_eq!(lines[5], ".".repeat(40));
        // What is longer than that is cut at its end.
        let lines = drawn(&Message::bad([text; 3].join(" ")), 2);
        assert!(
            lines[2].starts_with('.') && lines[3].starts_with("De server") && lines[6].ends_with('…'),
            "{lines:?}"
        );
    }
}
