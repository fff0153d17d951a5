//! Finding anything by word, reference or person: what is typed, and what it finds, best first.
//!
//! Owns the hits; the app owns the index that is searched, and opens it at `FindItem`.

use ratatui::layout::Rect;

use super::ask::Ask;
use super::list_cursor::mark;
use super::prompt::{Prompt, Question};
use super::sheet::say;
use crate::i18n::words;
use crate::model::find::FOUND;
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

/// The cells of a reference at least.
const REFERENCE: u16 = 5;

/// The cells of the first of the columns behind the title, at least.
const LEAST_FIRST: u16 = 8;

/// The most cells of all columns behind the title: it needs them more.
const MOST_ABOUT: u16 = 42;

/// Between the columns of a hit.
const GAP: u16 = 2;

/// The cells of a date or a telephone number, and of a percentage: the last columns of a hit.
const LAST: [u16; 2] = [11, 4];

/// What stands in the columns behind a hit's title: whose it is, where it belongs or what it is; when it is due or how to call;
/// how far it is.
fn about(r: Ref, cx: &Cx<'_>) -> Vec<String> {
    let register = cx.register;
    match r.kind {
        Kind::Action => register.action(r).map_or(Vec::new(), |action| {
            let lead = action.lead.map_or(String::new(), |lead| register.title(lead).to_owned());
            let due = action.due.map_or(String::new(), |day| words::day_narrow(cx.texts, day, cx.now.today));
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
    }
}

/// The cells of what stands behind titles in a window of `width`: the first column gives way where it would say nothing.
fn about_width(width: u16) -> u16 {
    let last = LAST[0] + GAP + LAST[1];
    let all = (width * 2 / 5).min(MOST_ABOUT);
    if all < LEAST_FIRST + GAP + last { last } else { all }
}

/// Draws what stands behind the title of `r` from `x` to `right`; what is last of it may take the room to the edge.
fn draw_about(canvas: &mut Canvas<'_>, (x, right, y): (u16, u16, u16), r: Ref, cx: &Cx<'_>) {
    let mut about = about(r, cx);
    while about.last().is_some_and(String::is_empty) {
        about.pop();
    }
    let last: u16 = LAST.iter().map(|cells| cells + GAP).sum();
    let first = (right - x).saturating_sub(last);
    let mut at = x;
    for (n, (said, wide)) in about.iter().zip([first, LAST[0], LAST[1]]).enumerate() {
        let is_last = n + 1 == about.len();
        if n == 0 && wide == 0 && !is_last {
            continue;
        }
        match n {
            0 if !is_last && r.kind == Kind::Action => {
                canvas.put(at, y, wide, &text::short_name(said, wide), Role::Dim);
            }
            2 => {
                canvas.put_right(right, y, wide, said, Role::Dim);
            }
            _ => {
                canvas.put(at, y, if is_last { right.saturating_sub(at) } else { wide }, said, Role::Dim);
            }
        }
        at += wide + GAP;
    }
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
        // The same for all that is found, so that nothing shifts from letter to letter.
        let highest = FOUND.iter().map(|kind| cx.register.tables().highest(*kind)).max();
        let reference = REFERENCE.max(2 + text::digits(highest.unwrap_or_default().into()));
        let title = area.x + 2 + reference + 1;
        let about = area.right().saturating_sub(about_width(area.width));
        for (index, y) in ask.list.seen(self.hits.len(), area) {
            let r = self.hits[index];
            let role = mark(canvas, area.x, y, index == ask.list.at);
            canvas.put(area.x + 2, y, reference, &r.to_string(), Role::Dim);
            canvas.put(title, y, about.saturating_sub(title + GAP), cx.register.title(r), role);
            draw_about(canvas, (about, area.right(), y), r, cx);
        }
    }
}
