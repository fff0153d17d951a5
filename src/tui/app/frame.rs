//! One frame: header, the shown view, the layer on top of it, keys that may follow, footer.
//!
//! Owns how they share the screen; each draws itself.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{App, cx, presence};
use crate::command::{Command, Scope};
use crate::model::ledger::ReadOnly;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::chrome::{self, Hints};
use crate::tui::component::Extent;
use crate::tui::theme::Role;

/// Below this size there is no room for a pane and its keys.
const LEAST: (u16, u16) = (40, 10);

/// Below this width there is room for short words only.
const ROOMY: u16 = 90;

/// From this height messages have a line of their own above the keys.
const MESSAGE_LINE_FROM: u16 = 20;

impl App<'_> {
    /// Whether the top layer shows a text of an earlier time that can be gone on with.
    fn restored(&self) -> bool {
        let top = self.layers.last().filter(|layer| layer.scope() == Scope::Prompt);
        top.is_some() && self.drafts.shown_on(self.layers.len() - 1)
    }

    /// Draws everything; returns where the text cursor is.
    pub fn draw(&mut self, buffer: &mut Buffer) -> Option<Position> {
        let cx = cx!(self);
        let mut canvas = Canvas::new(buffer, self.env.theme);
        let area = canvas.area();
        if area.width < LEAST.0 || area.height < LEAST.1 {
            chrome::too_small(&mut canvas, &cx, LEAST);
            return None;
        }
        let foot = if area.height >= MESSAGE_LINE_FROM { 2 } else { 1 };
        let body = Rect { y: 1, height: area.height - 1 - foot, ..area };
        let hindered = self.ledger.read_only().map(|why| match why {
            ReadOnly::DiskFull => t!(self.env.texts, "header-disk-full"),
            ReadOnly::Away | ReadOnly::Stopped => t!(self.env.texts, "header-away"),
            ReadOnly::OtherVersion(_) => t!(self.env.texts, "header-other-version"),
            ReadOnly::NotAllowed(_) => t!(self.env.texts, "header-not-allowed"),
            ReadOnly::Held { .. } | ReadOnly::Folder(_) | ReadOnly::Overtaken | ReadOnly::Viewer => {
                t!(self.env.texts, "header-read-only")
            }
        });
        let present = presence::sign(self.env.texts, &*self.ledger, self.nav.view().item());
        // Who cannot be reached is not there either.
        let present = present.filter(|_| !self.ledger.read_only().as_ref().is_some_and(presence::is_cut_off));
        let signs = [hindered.map(|said| (said, Role::Warn)), present.map(|said| (said, Role::Dim))];
        let view = self.nav.view().spot(&cx);
        chrome::header(
            &mut canvas,
            &cx,
            view,
            self.nav.id(),
            &signs.into_iter().flatten().collect::<Vec<_>>(),
        );
        let sheet = |rows: u16| Rect {
            y: body.bottom() - rows.min(body.height),
            height: rows.min(body.height),
            ..body
        };
        let extent = self.layers.last().map(|layer| layer.extent(&cx));
        let place = match extent {
            Some(Extent::Whole) => body,
            Some(Extent::Sheet(rows)) => {
                self.nav.view_mut().draw(&mut canvas, body, rows.min(body.height), &cx);
                sheet(rows)
            }
            Some(Extent::Cell { of, field, sheet: rows }) => {
                self.nav.view_mut().draw(&mut canvas, body, 0, &cx);
                match self.nav.view().cell(of, field) {
                    Some(cell) => {
                        let pane = self.nav.view().pane_around(cell);
                        self.layers.iter_mut().for_each(|layer| layer.keep_within(pane));
                        cell
                    }
                    None => {
                        // Drawn again, as the list keeps its cursor above the sheet.
                        canvas.clear(body);
                        self.nav.view_mut().draw(&mut canvas, body, rows.min(body.height), &cx);
                        sheet(rows)
                    }
                }
            }
            None => {
                self.nav.view_mut().draw(&mut canvas, body, 0, &cx);
                body
            }
        };
        let mut cursor = None;
        let restored = self.restored();
        if let Some(layer) = self.layers.last_mut() {
            cursor = layer.draw(&mut canvas, place, &cx);
            if restored {
                // On the line with the prompt's title, which keeps at least half of it.
                let id = if place.width < ROOMY { "kept-mark-short" } else { "kept-mark" };
                let said = format!(" {} ", self.env.texts.get(id, &[]));
                let above = if place.height > 1 { place } else { Rect { y: 1, ..body } };
                canvas.put_right(above.right(), above.y, above.width / 2, &said, Role::Warn);
            }
        }
        let scopes = self.scopes();
        if !self.pressed.is_empty() {
            let next = self.env.keymap.continuations(scopes, &self.pressed);
            chrome::which_key(&mut canvas, &cx, body, &next, &self.pressed);
        }
        let own = self.layers.last().map_or(Vec::new(), |layer| layer.own_hints(&cx));
        let page = self.layers.last().filter(|layer| matches!(layer.scope(), Scope::Panes | Scope::Review));
        let hints = match page {
            // Every other key may mean something else now; the pop-up names those.
            _ if !self.pressed.is_empty() => Hints::of(vec![chrome::cancel(&cx)]),
            _ if !own.is_empty() => Hints::of(own),
            Some(page) => chrome::worded(&cx, page.hints()),
            None if self.nav.view().in_page() && scopes == self.nav.id().scopes() => {
                let mut hints = chrome::page_hints(scopes);
                hints.retain(|command| {
                    *command != Command::TakeBackEntry || self.nav.view().can_take_back(&cx)
                });
                chrome::worded(&cx, &hints)
            }
            None => chrome::worded(&cx, &chrome::hints(scopes)),
        };
        chrome::footer(&mut canvas, foot, self.message.as_ref(), hints);
        self.links = canvas.links;
        cursor
    }
}
