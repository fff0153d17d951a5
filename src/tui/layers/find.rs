//! Finding anything by word, reference or person: what is typed, and what it finds, best first.
//!
//! Owns the hits; the app owns the index that is searched, and opens it at `FindItem`.

use ratatui::layout::Rect;

use super::ask::Ask;
use super::list_cursor::mark;
use super::prompt::{Prompt, Question};
use super::sheet::say;
use crate::i18n::words;
use crate::model::id::Ref;
use crate::model::record::Kind;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Reply};
use crate::tui::text;
use crate::tui::theme::Role;

/// The question.
#[derive(Default)]
pub struct Find {
    hits: Vec<Ref>,
    total: usize,
}

impl Find {
    /// Asks what to find.
    pub fn prompt() -> Prompt<Find> {
        Prompt::new(Find::default(), Ask::default())
    }
}

/// Hits that are shown at once. The best come first; every row more is sent again with each letter.
const HITS: u16 = 14;

/// Between the pieces of what is said of a hit.
const GAP: &str = "  ";

/// What stands at the end of a hit's row: where it belongs, or how to reach it. The most telling comes last.
fn about(r: Ref, cx: &Cx<'_>) -> Vec<String> {
    let register = cx.register;
    let mut parts = match r.kind {
        Kind::Action => register.action(r).map_or(Vec::new(), |action| {
            let lead = action.lead.map_or(String::new(), |lead| register.title(lead).to_owned());
            let due = action.due.map_or(String::new(), |day| words::day(cx.texts, day, cx.now.today));
            vec![lead, due, format!("{}%", action.progress.get())]
        }),
        Kind::Contact => register.contact(r).map_or(Vec::new(), |contact| {
            let partner = contact.partner.map_or(String::new(), |p| register.title(p).to_owned());
            vec![partner, contact.phone.clone()]
        }),
        Kind::Partner => register
            .tables()
            .partners
            .get(r.num)
            .map_or(Vec::new(), |p| vec![words::partner_kind(cx.texts, p.partner_kind), p.phone.clone()]),
        Kind::Node => register.node(r).map_or(Vec::new(), |n| vec![words::node_kind(cx.texts, n.node_kind)]),
        other => vec![words::kind(cx.texts, other)],
    };
    parts.retain(|part| !part.is_empty());
    parts
}

impl Question for Find {
    const ROWS: u16 = HITS + 2;

    fn title(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "find-title")
    }

    fn hint(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "find-hint")
    }

    fn accept(&mut self, ask: &mut Ask, _: &Cx<'_>) -> Reply {
        match self.hits.get(ask.list.at) {
            Some(r) => Reply::Go(*r),
            None if ask.is_blank() => Reply::Close,
            None => Reply::Handled,
        }
    }

    fn offered(&self, _: &Ask, _: &Cx<'_>) -> usize {
        self.hits.len()
    }

    fn in_all(&self, _: &Ask, _: &Cx<'_>) -> usize {
        self.total.max(self.hits.len())
    }

    fn searches(&self) -> bool {
        true
    }

    fn found(&mut self, hits: Vec<Ref>, total: usize) {
        self.hits = hits;
        self.total = total;
    }

    fn draw(&self, ask: &mut Ask, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        if !ask.is_blank() {
            // At the end of the line that is typed.
            let count = cx.texts.get("find-count", &[("count", self.total.into())]);
            canvas.put_right(area.right(), area.y.saturating_sub(1), 20, &count, Role::Dim);
        }
        if self.hits.is_empty() {
            let hint = if ask.is_blank() { self.hint(cx) } else { t!(cx.texts, "find-nothing") };
            say(canvas, area, &ask.problem_or(hint));
        }
        for (index, y) in ask.list.seen(self.hits.len(), area) {
            let r = self.hits[index];
            let role = mark(canvas, area.x, y, index == ask.list.at);
            let reference = r.to_string();
            canvas.put(area.x + 2, y, 9, &reference, Role::Dim);
            let mut about = about(r, cx);
            // What comes first goes first when there is no room: a date and a percentage cut off say nothing.
            while about.len() > 1 && text::width(&about.join(GAP)) > usize::from(area.width / 2) {
                about.remove(0);
            }
            let about = about.join(GAP);
            let room = (area.width / 2).min(text::width(&about) as u16);
            canvas.put_right(area.right(), y, room, &about, Role::Dim);
            let x = area.x + 3 + (text::width(&reference) as u16).max(6);
            let end = area.right().saturating_sub(room + 2);
            canvas.put(x, y, end.saturating_sub(x), cx.register.title(r), role);
        }
    }
}
