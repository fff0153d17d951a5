//! What layers are drawn on: a sheet with a title, and sentences on it.
//!
//! Owns how those look; layers and the first screen put their own lines on it.

use ratatui::layout::Rect;

use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Message};
use crate::tui::text;
use crate::tui::theme::Role;

/// A sheet: a rule with a title, and the room below it.
pub fn sheet(canvas: &mut Canvas<'_>, area: Rect, title: &str) -> Rect {
    canvas.clear(area);
    canvas.rule(area.x, area.y, area.width, title, Role::Title);
    Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    }
}

/// Says on row `y`, before column `right`, that `count` rows stand below the edge; nothing when there are none.
pub fn say_more(canvas: &mut Canvas<'_>, right: u16, y: u16, count: usize, cx: &Cx<'_>) {
    if count > 0 {
        let said = cx.texts.get("detail-more", &[("lines", count.into())]);
        canvas.put_right(right, y, 20, &format!(" {said} "), Role::Dim);
    }
}

/// Draws `message` over as many rows of `area` as it needs.
pub fn say(canvas: &mut Canvas<'_>, area: Rect, message: &Message) {
    let lines = text::wrap(&message.text, area.width.into());
    for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
        canvas.put(area.x, y, area.width, line, message.role);
    }
}

/// The part of `area` from row `rows` on.
pub fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}
