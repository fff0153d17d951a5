//! How an agreement stands: what is next for it, in words as long as there is room for, and how pressing it is.
//!
//! Owns the wording; the list of agreements and the details show it.

use super::component::Cx;
use super::text;
use super::theme::Role;
use crate::i18n::words;
use crate::model::agreement::{self, Next};
use crate::model::partner::Agreement;
use crate::t;

/// What is next for an agreement, in words; in fewer of them when they do not fit in `room` cells.
pub fn standing(cx: &Cx<'_>, agreement: &Agreement, room: usize) -> (String, Role) {
    let (texts, today) = (cx.texts, cx.now.today);
    let next = agreement::next(agreement, today);
    let days = next.days_left(today).unwrap_or(0);
    let said = match next {
        Next::Notice(day) => {
            let day = words::day_short(day, today);
            if next.is_soon(today) {
                let args = [("day", day.into()), ("days", days.into())];
                let said = texts.get("agreement-notice-soon", &args);
                if text::fits(&said, room) { said } else { texts.get("agreement-notice-brief", &args) }
            } else {
                t!(texts, "agreement-notice", day = day)
            }
        }
        Next::End(day) if !next.is_soon(today) => {
            t!(texts, "agreement-end", day = words::day_short(day, today))
        }
        Next::End(_) => texts.get("agreement-end-soon", &[("days", days.into())]),
        Next::Lasting => t!(texts, "agreement-lasting"),
        Next::Ended(day) => t!(texts, "agreement-ended", day = words::day_short(day, today)),
    };
    let role = match next {
        _ if next.is_soon(today) => Role::Warn,
        Next::Ended(_) => Role::Dim,
        _ => Role::Text,
    };
    (said, role)
}
