//! The actions of the chosen place: its own first, then the open ones of every place under it, each under its name.
//!
//! Owns their order, the cursor (by action) and the scroll position. Orders are made per node when they are
//! first needed and kept; while a place stays chosen its rows never change places, so that an action that
//! is marked done stays under the cursor. Choosing a place again sorts what has changed. The view Plan shows it as its list.

use std::collections::{HashMap, HashSet};

use ratatui::layout::Rect;

use super::tree::title;
use crate::command::Command;
use crate::model::action::Action;
use crate::model::change::Change;
use crate::model::id::Ref;
use crate::model::record::{Field, Item, Kind};
use crate::model::register::Register;
use crate::model::value::Value;
use crate::t;
use crate::tui::action_row::{ActionRow, key};
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Reply};
use crate::tui::panes::{self, FOLLOWED_CHANGES};
use crate::tui::scroll::{Scroll, nearest};
use crate::tui::text;
use crate::tui::theme::Role;
use crate::tui::view::Spot;

/// A titled group of rows: the actions directly under one node.
#[derive(Clone, Copy, Debug)]
struct Segment {
    node: Spot,
    /// The row of its heading, or of its first action when it has none.
    start: usize,
    heading: bool,
    count: usize,
}

impl Segment {
    fn first(&self) -> usize {
        self.start + usize::from(self.heading)
    }

    fn end(&self) -> usize {
        self.first() + self.count
    }
}

/// The actions of one node in order.
#[derive(Debug, Default)]
struct Order {
    nums: Vec<u32>,
    /// How many of them were open when they were put in order (or came in since): what is listed from above the node.
    open: usize,
}

/// The pane.
#[derive(Debug, Default)]
pub struct Actions {
    of: Spot,
    segments: Vec<Segment>,
    orders: HashMap<u32, Order>,
    /// Nodes whose order no longer is what sorting would give.
    stale: HashSet<u32>,
    /// The action that was last under the cursor, by place.
    remembered: HashMap<Spot, Ref>,
    at: Option<Ref>,
    row: usize,
    scroll: Scroll,
    /// Where rows and columns were drawn last.
    drawn: Option<(Rect, ActionRow)>,
}

fn number(node: Spot) -> u32 {
    node.map_or(0, |r| r.num)
}

impl Actions {
    /// The action under the cursor.
    pub fn chosen(&self) -> Option<Ref> {
        self.at
    }

    /// Whether there is any action in the list.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// Shows the actions of `spot`, the cursor where it last was there.
    pub fn show(&mut self, spot: Spot, cx: &Cx<'_>) {
        if let Some(at) = self.at {
            self.remembered.insert(self.of, at);
        }
        for node in self.stale.drain() {
            self.orders.remove(&node);
        }
        self.of = spot;
        self.list(cx);
        self.scroll = Scroll::default();
        let remembered = self.remembered.get(&spot).copied();
        let row = remembered.and_then(|r| self.row_of(r, cx.register)).unwrap_or(0);
        self.place(row, cx);
    }

    /// Puts the cursor on action `r` of the shown place. `false` when it is not among its actions.
    pub fn go(&mut self, r: Ref, cx: &Cx<'_>) -> bool {
        let row = self.row_of(r, cx.register);
        if let Some(row) = row {
            self.place(row, cx);
        }
        row.is_some()
    }

    /// Follows what an entry changed. The rows that were there stay where they are.
    pub fn absorb(&mut self, changes: &[Change], cx: &Cx<'_>) {
        if changes.len() > FOLLOWED_CHANGES {
            self.orders.clear();
            self.stale.clear();
        } else {
            // Each node once, however many of its actions changed.
            let nodes: HashSet<Spot> =
                changes.iter().flat_map(|change| self.follow(change, cx.register)).flatten().collect();
            for node in nodes {
                self.merge(node, cx.register);
            }
        }
        self.list(cx);
        let row = self.at.and_then(|r| self.row_of(r, cx.register)).unwrap_or(self.row);
        self.place(row, cx);
    }

    /// The nodes among whose actions one has come or gone. A node in which one only changed is marked for sorting afresh.
    fn follow(&mut self, change: &Change, register: &Register) -> [Option<Spot>; 2] {
        let target = change.target();
        if target.kind != Kind::Action {
            return [None; 2];
        }
        match change {
            Change::Insert(Item::Action(action)) | Change::Remove(Item::Action(action)) => {
                [Some(action.under), None]
            }
            Change::Set { field: Field::under, before, after, .. } => [before, after].map(|value| {
                Some(match value {
                    Value::Text(text) => text.parse().ok(),
                    _ => None,
                })
            }),
            _ => {
                let node = register.action(target).and_then(|action| action.under);
                self.stale.insert(number(node));
                [None; 2]
            }
        }
    }

    /// Brings the kept order of `node` up to date: those gone out, new ones where sorting would put them.
    fn merge(&mut self, node: Spot, register: &Register) {
        self.stale.insert(number(node));
        let Some(order) = self.orders.get_mut(&number(node)) else { return };
        let current: Vec<&Action> = register.actions_of(node).collect();
        let known: HashSet<u32> = order.nums.iter().copied().collect();
        let there: HashSet<u32> = current.iter().map(|action| action.num).collect();
        order.open -= order.nums[..order.open].iter().filter(|num| !there.contains(*num)).count();
        order.nums.retain(|num| there.contains(num));
        for action in current.into_iter().filter(|action| !known.contains(&action.num)) {
            let fresh = key(action);
            let after =
                |num: &u32| register.tables().actions.get(*num).is_some_and(|other| key(other) > fresh);
            let (from, upto) =
                if action.is_open() { (0, order.open) } else { (order.open, order.nums.len()) };
            let slot = order.nums[from..upto].iter().position(after).map_or(upto, |slot| from + slot);
            order.nums.insert(slot, action.num);
            order.open += usize::from(action.is_open());
        }
    }

    /// Lists the groups under the shown place. Work: a step per node under it.
    fn list(&mut self, cx: &Cx<'_>) {
        let register = cx.register;
        self.segments.clear();
        let mut start = 0;
        let orders = &self.orders;
        let mut add = |node: Spot, heading: bool, segments: &mut Vec<Segment>| {
            let own = register.own_tally(node);
            let count = match orders.get(&number(node)) {
                Some(order) if heading => order.open,
                None if heading => own.open as usize,
                _ => (own.open + own.done + own.dropped) as usize,
            };
            if count > 0 {
                let segment = Segment { node, start, heading, count };
                start = segment.end();
                segments.push(segment);
            }
        };
        let Some(top) = self.of else {
            add(None, false, &mut self.segments);
            return;
        };
        let mut todo = vec![top];
        while let Some(at) = todo.pop() {
            if at.kind == Kind::Node {
                add(Some(at), at != top, &mut self.segments);
            }
            todo.extend(register.children(at).rev().map(|node| Ref::new(Kind::Node, node.num)));
        }
    }

    fn rows(&self) -> usize {
        self.segments.last().map_or(0, Segment::end)
    }

    fn segment_at(&self, row: usize) -> Option<Segment> {
        let index = self.segments.partition_point(|segment| segment.end() <= row);
        self.segments.get(index).copied()
    }

    /// The actions of `node` in order; sorted when first asked for.
    fn order(&mut self, node: Spot, register: &Register) -> &[u32] {
        self.orders.entry(number(node)).or_insert_with(|| {
            let mut keyed: Vec<_> = register.actions_of(node).map(key).collect();
            keyed.sort_unstable();
            let open = keyed.partition_point(|(closed, ..)| !closed);
            Order { nums: keyed.into_iter().map(|(.., num)| num).collect(), open }
        });
        self.orders.get(&number(node)).map_or(&[], |order| &order.nums)
    }

    /// The first group shown whose order has not been made yet.
    pub fn unsorted(&self) -> Option<Spot> {
        let unsorted = |segment: &&Segment| !self.orders.contains_key(&number(segment.node));
        self.segments.iter().find(unsorted).map(|segment| segment.node)
    }

    /// Makes that order.
    pub fn sort_one(&mut self, register: &Register) {
        if let Some(node) = self.unsorted() {
            self.order(node, register);
        }
    }

    fn action_at(&mut self, row: usize, register: &Register) -> Option<Ref> {
        let segment = self.segment_at(row)?;
        let index = row.checked_sub(segment.first())?;
        self.order(segment.node, register).get(index).map(|num| Ref::new(Kind::Action, *num))
    }

    fn row_of(&mut self, r: Ref, register: &Register) -> Option<usize> {
        let node = register.action(r)?.under;
        let segment = self.segments.iter().copied().find(|segment| segment.node == node)?;
        let index = self.order(node, register).iter().take(segment.count).position(|num| *num == r.num)?;
        Some(segment.first() + index)
    }

    /// Whether an action stands on `row`, and not the name of a group.
    fn is_action(&self, row: usize) -> bool {
        self.segment_at(row).is_some_and(|segment| row >= segment.first())
    }

    /// Puts the cursor on `row`, or on the action nearest to it.
    fn place(&mut self, row: usize, cx: &Cx<'_>) {
        let rows = self.rows();
        let row = row.min(rows.saturating_sub(1));
        self.row = nearest(0, row, rows, |row| self.is_action(row)).unwrap_or(0);
        self.at = self.action_at(self.row, cx.register);
    }

    /// Makes everything again, as the register may have changed in any way.
    pub fn forget(&mut self, cx: &Cx<'_>) {
        self.orders.clear();
        self.stale.clear();
        self.list(cx);
        let row = self.at.and_then(|r| self.row_of(r, cx.register)).unwrap_or(self.row);
        self.place(row, cx);
    }

    /// Where `field` of the action under the cursor was drawn last.
    pub fn cell(&self, r: Ref, field: Field) -> Option<Rect> {
        let (area, columns) = self.drawn?;
        let row = u16::try_from(self.row.checked_sub(self.scroll.top())?).ok()?;
        let (x, width) = columns.cell(field)?;
        (self.at == Some(r) && row < area.height).then_some(Rect { x, y: area.y + row, width, height: 1 })
    }

    /// Carries out a command for panes.
    pub fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        if command == Command::CenterRow {
            self.scroll.center(self.row);
            return Reply::Handled;
        }
        let Some(to) = self.scroll.moved(command, self.row, self.rows()) else { return Reply::Ignored };
        let item = nearest(self.row, to, self.rows(), |row| self.is_action(row));
        self.place(item.unwrap_or(to), cx);
        Reply::Handled
    }

    /// Puts the cursor on the row that is drawn `line` rows below the first, if there is one; of a heading on its first action.
    pub fn choose(&mut self, line: usize, cx: &Cx<'_>) {
        let row = self.top() + line;
        if row < self.rows() {
            self.place(row, cx);
        }
    }

    /// The first row that is shown. The heading above the first action comes into view with it.
    fn top(&self) -> usize {
        self.scroll.top()
    }

    /// The line above the rows: what they are the actions of, and how many; with less said in less `room`.
    pub fn heading(&self, cx: &Cx<'_>, room: u16) -> (String, String) {
        let tally = cx.sums.get(self.of).tally;
        let below = self.segments.iter().any(|segment| segment.heading);
        let count = match room {
            70.. if below => "actions-count-below",
            40.. => "actions-count",
            _ => "actions-heading",
        };
        (title(cx, self.of), cx.texts.get(count, &[("open", tally.open.into()), ("done", tally.done.into())]))
    }

    /// Draws the rows in `area`.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>, focused: bool) {
        let rows = self.rows();
        self.scroll.follow(self.row, rows, area.height, cx.scroll);
        let top = self.top();
        if rows == 0 {
            let key = |command| cx.keymap.key_of(command);
            let done = cx.sums.get(self.of).tally.done;
            let bare = |plan: &Ref| plan.kind == Kind::Plan && cx.register.children(*plan).next().is_none();
            let said = if done > 0 {
                cx.texts.get("actions-all-done", &[("done", done.into())])
            } else if self.of.as_ref().is_some_and(bare) {
                t!(cx.texts, "actions-no-topic", key = key(Command::AddNode))
            } else {
                t!(cx.texts, "actions-empty", key = key(Command::AddAction))
            };
            panes::draw_empty(canvas, area, &said);
            return;
        }
        let columns = ActionRow::of(area, cx);
        self.drawn = Some((area, columns));
        for (row, y) in (top..rows).zip(area.top()..area.bottom()) {
            let Some(segment) = self.segment_at(row) else { break };
            if segment.heading && row == segment.start {
                let tally = cx.register.own_tally(segment.node);
                let count = cx
                    .texts
                    .get("actions-count", &[("open", tally.open.into()), ("done", tally.done.into())]);
                let wide = text::width(&count) as u16;
                let room = area.width.saturating_sub(2);
                let used = canvas.put(
                    area.x + 1,
                    y,
                    room.saturating_sub(wide + 2),
                    &title(cx, segment.node),
                    Role::Accent,
                );
                canvas.put(area.x + 1 + used + 2, y, room - used.min(room), &count, Role::Dim);
                continue;
            }
            let Some(r) = self.action_at(row, cx.register) else { continue };
            let Some(action) = cx.register.action(r) else { continue };
            let chosen = self.at == Some(r);
            if chosen {
                let role = if focused { Role::Accent } else { Role::Dim };
                canvas.put(area.x, y, 1, cx.theme.cursor(focused), role);
            }
            columns.draw(canvas, y, action, cx, chosen);
        }
    }
}
