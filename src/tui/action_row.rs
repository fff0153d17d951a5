//! An action on one row of a list: reference, title, lead, due date, percentage, and how it stands.
//!
//! Owns where these stand for one width of a pane, the sign of how an action stands, and the order of such lists. The lists of the
//! views Plan and Partners draw by it; the table of view Acties has columns of its own, and the same sign.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::component::Cx;
use super::text;
use super::theme::{Role, Theme};
use crate::i18n::words;
use crate::model::action::Action;
use crate::model::kinds::{ActionState, Health};
use crate::model::record::Field;
use crate::model::rollup;

/// The key by which the actions of a list are sorted: open first, then by due date, those without one last, then by number.
pub fn key(action: &Action) -> (bool, i64, u32) {
    let due = action.due.map_or(i64::MAX, |day| {
        i64::from(day.year()) << 9 | i64::from(day.0.month()) << 5 | i64::from(day.0.day())
    });
    (!action.is_open(), due, action.num)
}

/// Where the columns of a row stand, for one width of the pane.
#[derive(Clone, Copy, Debug)]
pub struct ActionRow {
    reference: u16,
    title: (u16, u16),
    lead: Option<(u16, u16)>,
    due: u16,
    percent_end: u16,
    mark: u16,
}

impl ActionRow {
    /// The columns in `area`.
    pub fn of(area: Rect, cx: &Cx<'_>) -> ActionRow {
        let right = area.right();
        let mark = right.saturating_sub(SIGN_CELLS);
        let percent_end = mark.saturating_sub(1);
        // "vr 27-11" or "27-11-27", after the mark of an overdue one.
        let due = percent_end.saturating_sub(4 + 1 + 9);
        let digits = text::digits(cx.register.tables().actions.highest().max(10).into());
        let reference = area.x + 1;
        let title = reference + 2 + digits + 1;
        let room = due.saturating_sub(title + 1);
        // A name column once titles keep at least 24 cells beside it; it grows with the pane.
        let name = (room / 4).clamp(10, 20);
        let lead = (room > 24 + name).then(|| (due - 1 - name, name));
        let end = lead.map_or(due, |(x, _)| x);
        ActionRow { reference, title: (title, end.saturating_sub(title + 1)), lead, due, percent_end, mark }
    }

    /// The first cell and the width of what shows `field`.
    pub fn cell(&self, field: Field) -> Option<(u16, u16)> {
        match field {
            Field::title => Some(self.title),
            Field::lead => self.lead,
            Field::due => Some((self.due, 9)),
            Field::progress => Some((self.percent_end.saturating_sub(4), 4)),
            _ => None,
        }
    }

    /// Draws `action` on row `y`.
    pub fn draw(&self, canvas: &mut Canvas<'_>, y: u16, action: &Action, cx: &Cx<'_>, chosen: bool) {
        let open = action.is_open();
        let quiet = if open { Role::Text } else { Role::Dim };
        // What is finished asks for nothing any more.
        let marks = if open { Role::Warn } else { Role::Dim };
        let (x, room) = self.title;
        canvas.put(self.reference, y, x - self.reference - 1, &format!("A-{}", action.num), Role::Dim);
        let mut at = x;
        if action.flagged {
            at += canvas.put(x, y, 2, cx.theme.flag(), marks) + 1;
        }
        if action.confidential {
            at += canvas.put(at, y, 2, cx.theme.confidential(), Role::Warn) + 1;
        }
        canvas.put(
            at,
            y,
            room - (at - x).min(room),
            &action.title,
            if chosen { Role::Strong } else { quiet },
        );
        if let Some((x, room)) = self.lead
            && let Some(lead) = action.lead
        {
            canvas.put(x, y, room, &text::short_name(cx.register.title(lead), room), quiet);
        }
        if let Some(due) = action.due {
            let overdue = rollup::is_overdue(action, cx.now.today);
            let role = if overdue { Role::Bad } else { quiet };
            let day = words::day_narrow(cx.texts, due, cx.now.today);
            let at = canvas.put_right(self.due + 9, y, 8, &day, role);
            if overdue {
                canvas.put(at - 1, y, 1, cx.theme.overdue(), role);
            }
        }
        canvas.put_right(self.percent_end, y, 4, &format!("{}%", action.progress.get()), quiet);
        draw_sign(canvas, self.mark, y, action, cx);
    }
}

/// The cells of the signs of how an action stands.
const SIGN_CELLS: u16 = 2;

/// Draws how an action stands.
pub fn draw_sign(canvas: &mut Canvas<'_>, x: u16, y: u16, action: &Action, cx: &Cx<'_>) {
    let (said, role) = signs(cx.theme, action.state, action.health);
    canvas.put(x, y, SIGN_CELLS, &said, role);
}

/// The colour, with the sign that it waits behind it; of a finished action its state. In one style, as two cost bytes.
fn signs(theme: Theme, state: ActionState, health: Option<Health>) -> (String, Role) {
    let sign = theme.state(state);
    let (colour, role) = theme.health(health);
    match state {
        ActionState::Planned | ActionState::InProgress => (colour.to_owned(), role),
        ActionState::Done => (sign.to_owned(), Role::Good),
        ActionState::Dropped => (sign.to_owned(), Role::Dim),
        // In its own colour: that somebody waits says nothing about how it goes.
        ActionState::Waiting if health.is_some() => (format!("{colour}{sign}"), role),
        ActionState::Waiting => (format!("{colour}{sign}"), Role::Warn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Palette;

    #[test]
    fn the_colour_of_a_waiting_action_is_seen_beside_that_it_waits() {
        for ascii in [false, true] {
            let theme = Theme { palette: Palette::Mono, ascii };
            for health in Health::ALL {
                let (said, role) = signs(theme, ActionState::Waiting, Some(*health));
                let (colour, of_colour) = theme.health(Some(*health));
                assert!(said.starts_with(colour) && said.ends_with(theme.state(ActionState::Waiting)));
                assert_eq!(role, of_colour);
                assert_eq!(text::width(&said), usize::from(SIGN_CELLS), "{said}");
            }
            let (said, _) = signs(theme, ActionState::Waiting, None);
            assert!(said.starts_with(' '), "the sign that it waits keeps its place: {said}");
        }
    }
}
