//! The columns of the table of actions: where each stands, and what it shows of an action.
//!
//! Owns the placing of columns in a row, which of them give way when there is no room, and the drawing.

use crate::i18n::words;
use crate::model::action::Action;
use crate::model::id::Ref;
use crate::model::query::SortKey;
use crate::model::record::Record;
use crate::model::rollup;
use crate::tui::action_row::draw_sign;
use crate::tui::canvas::Canvas;
use crate::tui::component::Cx;
use crate::tui::looks::Column;
use crate::tui::text;
use crate::tui::theme::Role;

/// The least room for a title; columns give way before it gets less.
const LEAST_TITLE: u16 = 28;

/// The width in which the name of the colour fits, in either language. Its signs need two cells: with less room to spare
/// the name is cut short.
const NAMED_COLOUR: u16 = 6;

/// A column where it stands: its first cell and its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which.
    pub column: Column,
    /// Its first cell.
    pub x: u16,
    /// Its width in cells.
    pub width: u16,
}

/// Places `chosen` between the cells `from` and `to` (the last excluded), a blank between them. Those for which there is
/// no room are left out, the least telling first.
pub fn place(chosen: &[Column], from: u16, to: u16) -> Vec<Placed> {
    let mut shown: Vec<Column> =
        Column::ALL.iter().copied().filter(|c| *c == Column::Title || chosen.contains(c)).collect();
    let taken = |shown: &[Column]| -> u16 {
        shown.iter().filter(|c| **c != Column::Title).map(|c| c.width() + 1).sum()
    };
    let room = to.saturating_sub(from);
    while taken(&shown) + LEAST_TITLE > room && shown.len() > 1 {
        let Some(index) = (0..shown.len()).min_by_key(|i| shown[*i].staying()) else { break };
        shown.remove(index);
    }
    let title = room.saturating_sub(taken(&shown));
    let wider = NAMED_COLOUR - Column::Health.width();
    let is_named = shown.contains(&Column::Health) && title >= LEAST_TITLE + wider;
    let title = if is_named { title - wider } else { title };
    let mut x = from;
    shown
        .into_iter()
        .map(|column| {
            let width = match column {
                Column::Title => title,
                Column::Health if is_named => NAMED_COLOUR,
                other => other.width(),
            };
            let placed = Placed { column, x, width };
            x += width + 1;
            placed
        })
        .collect()
}

/// Draws the names above the columns; the one under the column cursor stands out, the one sorted by bears an arrow.
pub fn draw_heads(
    canvas: &mut Canvas<'_>,
    y: u16,
    placed: &[Placed],
    current: Column,
    sorted: (SortKey, bool),
    cx: &Cx<'_>,
) {
    for Placed { column, x, width } in placed.iter().copied() {
        let role = if column == current { Role::Title } else { Role::Dim };
        let mut name = column.name(cx.texts);
        if !text::fits(&name, width.into()) {
            name = column.title(cx.texts);
        }
        if column.sort() == Some(sorted.0) {
            let arrow = cx.theme.arrow(sorted.1);
            name = format!("{}{arrow}", text::cut(&name, usize::from(width.saturating_sub(1)).max(1)));
        }
        if column.to_the_right() {
            canvas.put_right(x + width, y, width, &name, role);
        } else {
            canvas.put(x, y, width, &name, role);
        }
    }
}

/// Draws one action's values. Only the title of the `chosen` one stands out: weight costs bytes.
pub fn draw_row(canvas: &mut Canvas<'_>, y: u16, placed: &[Placed], action: &Action, cx: &Cx<'_>) {
    // What is finished asks for nothing any more.
    let (quiet, marks) = if action.is_open() { (Role::Text, Role::Warn) } else { (Role::Dim, Role::Dim) };
    for Placed { column, x, width } in placed.iter().copied() {
        match column {
            Column::Title => {
                let mut at = x;
                if action.flagged {
                    at += canvas.put(x, y, 2, cx.theme.flag(), marks) + 1;
                }
                if action.confidential {
                    at += canvas.put(at, y, 2, cx.theme.confidential(), Role::Warn) + 1;
                }
                canvas.put(at, y, (x + width).saturating_sub(at), &action.title, quiet);
            }
            Column::Due => {
                let Some(due) = action.due else { continue };
                let overdue = rollup::is_overdue(action, cx.now.today);
                let role = if overdue { Role::Bad } else { quiet };
                let day = words::day_narrow(cx.texts, due, cx.now.today);
                let at = canvas.put_right(x + width, y, width, &day, role);
                if overdue && at > x {
                    canvas.put(at - 1, y, 1, cx.theme.overdue(), role);
                }
            }
            Column::Health => draw_sign(canvas, x, y, action, cx),
            Column::Progress => {
                canvas.put_right(x + width, y, width, &format!("{}%", action.progress.get()), quiet);
            }
            other => {
                let said = said(other, action, cx);
                // The field of the node stands back: it is not the action's own.
                let inherited = other == Column::SafetyField && action.safety_field.is_none();
                let role = if inherited { Role::Dim } else { quiet };
                if other.to_the_right() {
                    canvas.put_right(x + width, y, width, &said, role);
                } else {
                    canvas.put(x, y, width, &said, role);
                }
            }
        }
    }
}

fn said(column: Column, action: &Action, cx: &Cx<'_>) -> String {
    let today = cx.now.today;
    let title = |r: Option<Ref>| r.map_or(String::new(), |r| cx.register.title(r).to_owned());
    match column {
        Column::Under => title(action.under),
        Column::Lead => {
            text::short_name(action.lead.map_or("", |lead| cx.register.title(lead)), Column::Lead.width())
        }
        Column::Partners => {
            let first = title(action.partners.first().copied());
            match action.partners.len() {
                0 | 1 => first,
                more => {
                    let more = format!(" +{}", more - 1);
                    let room = usize::from(Column::Partners.width()).saturating_sub(more.len());
                    format!("{}{more}", text::cut(&first, room))
                }
            }
        }
        Column::SafetyField => {
            cx.register.field_of(action).map_or(String::new(), |field| words::safety_field(cx.texts, field))
        }
        Column::Tags => action.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" "),
        Column::Year => action.year.map_or(String::new(), |year| year.to_string()),
        Column::Start => action.start.map_or(String::new(), |day| words::day_narrow(cx.texts, day, today)),
        Column::Weight => action.weight.get().to_string(),
        Column::Updated => words::day_narrow(cx.texts, action.updated().day(cx.zone), today),
        Column::State => words::state(cx.texts, action.state),
        Column::Title | Column::Due | Column::Progress | Column::Health => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(chosen: &[Column], to: u16) -> Vec<Column> {
        place(chosen, 8, to).into_iter().map(|placed| placed.column).collect()
    }

    #[test]
    fn columns_give_way_to_the_title_the_least_telling_first() {
        use Column::*;
        assert_eq!(shown(Column::FIRST, 120), Column::FIRST);
        assert_eq!(shown(Column::FIRST, 78), [Title, Lead, Due, Progress, Health]);
        assert_eq!(shown(Column::FIRST, 60), [Title, Due, Progress, Health]);
        assert_eq!(shown(Column::FIRST, 39), [Title, Health]);
        assert_eq!(shown(&[], 120), [Title], "the title is always there");
    }

    #[test]
    fn the_colour_has_room_for_its_name_only_where_the_title_keeps_enough() {
        let widths = |to| place(&[Column::Health], 8, to).iter().map(|at| at.width).collect::<Vec<_>>();
        assert_eq!(widths(8 + LEAST_TITLE + 1 + NAMED_COLOUR), [LEAST_TITLE, NAMED_COLOUR]);
        assert_eq!(widths(8 + LEAST_TITLE + NAMED_COLOUR), [LEAST_TITLE + 3, 2]);
    }

    #[test]
    fn a_row_is_filled_to_its_last_cell_and_nothing_overlaps() {
        for to in 40..200 {
            let placed = place(Column::ALL, 8, to);
            for pair in placed.windows(2) {
                assert_eq!(pair[0].x + pair[0].width + 1, pair[1].x);
            }
            let last = placed.last().unwrap();
            assert_eq!(last.x + last.width, to, "at {to}");
        }
    }
}
