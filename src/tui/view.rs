//! What the numbered views have in common: panes over one list or tree, and an item under the cursor.
//!
//! Owns the list of views and the `View` trait. The app holds one of each that has been looked at, gives the keys to
//! the one that is shown, and writes what comes of it.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::component::{Cx, Reply, Request};
use crate::command::{Command, Scope};
use crate::model::change::Change;
use crate::model::id::Ref;
use crate::model::record::Field;

/// The views, in the order of the top line. The numbers of the others are kept free for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewId {
    /// The priority tree beside actions and details.
    Plan,
    /// Every action as a table.
    Actions,
    /// Partners, their contact persons, and what they carry.
    Partners,
    /// The journal.
    Log,
}

impl ViewId {
    /// Every view.
    pub const ALL: &'static [ViewId] = &[ViewId::Plan, ViewId::Actions, ViewId::Partners, ViewId::Log];

    /// The command that shows it.
    pub const fn command(self) -> Command {
        match self {
            ViewId::Plan => Command::ShowPlan,
            ViewId::Actions => Command::ShowActions,
            ViewId::Partners => Command::ShowPartners,
            ViewId::Log => Command::ShowLog,
        }
    }

    /// The message with its name.
    pub const fn name(self) -> &'static str {
        match self {
            ViewId::Plan => "view-plan",
            ViewId::Actions => "view-actions",
            ViewId::Partners => "view-partners",
            ViewId::Log => "view-log",
        }
    }

    /// The sections of the keymap that hold in it, its own before all others.
    pub const fn scopes(self) -> &'static [Scope] {
        match self {
            ViewId::Plan => &[Scope::Tree, Scope::Items, Scope::Panes, Scope::Everywhere],
            ViewId::Actions => &[Scope::Table, Scope::Items, Scope::Panes, Scope::Everywhere],
            // Its tree folds as that of the plan does.
            ViewId::Partners => {
                &[Scope::Partners, Scope::Tree, Scope::Items, Scope::Panes, Scope::Everywhere]
            }
            // Without `Items`: what is under the cursor is something that happened, not the item it happened to.
            ViewId::Log => Scope::LOGGING,
        }
    }
}

/// A place in the tree whose actions are listed; none for those that stand nowhere.
pub type Spot = Option<Ref>;

/// A view.
pub trait View {
    /// The item under the cursor, or the one whose details have the keys.
    fn item(&self) -> Option<Ref>;

    /// The items marked for doing something with all of them; none when none is marked.
    fn marked(&self) -> Vec<Ref> {
        Vec::new()
    }

    /// Whether any item is marked.
    fn has_marks(&self) -> bool {
        false
    }

    /// Whether a line of the log is under the cursor.
    fn has_entry(&self) -> bool {
        false
    }

    /// Whether the page about one item or entry has the keys.
    fn in_page(&self) -> bool {
        false
    }

    /// Whether the user can take the entry under the cursor back, as far as that is known without reading more.
    fn can_take_back(&self, cx: &Cx<'_>) -> bool {
        let _ = cx;
        self.has_entry()
    }

    /// Whether entry `seq` is among those that a list of entries shows; `true` where none is listed.
    fn lists_entry(&self, seq: u64) -> bool {
        let _ = seq;
        true
    }

    /// The node under which something is added; none where the cursor says nothing of it.
    fn node(&self, cx: &Cx<'_>) -> Option<Ref>;

    /// The partner that takes part in an action that is added.
    fn involved(&self, cx: &Cx<'_>) -> Option<Ref> {
        let _ = cx;
        None
    }

    /// The place whose plan the top line names.
    fn spot(&self, cx: &Cx<'_>) -> Spot;

    /// The field under the cursor: the title where fields are not chosen; none where there is nothing to edit.
    fn field(&self) -> Option<Field> {
        Some(Field::title)
    }

    /// Where on the screen `field` of item `r` was drawn last, for editing it in place.
    fn cell(&self, r: Ref, field: Field) -> Option<Rect> {
        let _ = (r, field);
        None
    }

    /// The rows of the pane that `cell` stands in, when there are others beside it.
    fn pane_around(&self, cell: Rect) -> Option<Rect> {
        let _ = cell;
        None
    }

    /// Whether there is work to be done while nobody presses a key.
    fn has_spare_work(&self) -> bool {
        false
    }

    /// Does a piece of that work.
    fn do_spare_work(&mut self, cx: &Cx<'_>) {
        let _ = cx;
    }

    /// Goes to an item. `false` when it is not one that this view shows.
    fn go(&mut self, r: Ref, cx: &Cx<'_>) -> bool;

    /// Follows what an entry changed. The cursor stays on its item, at its height on the screen.
    fn absorb(&mut self, changes: &[Change], cx: &Cx<'_>);

    /// Follows what the user has just done or taken back, which they want to see: what it brings may move the rest.
    fn absorb_own(&mut self, changes: &[Change], cx: &Cx<'_>) {
        self.absorb(changes, cx);
    }

    /// Goes to what happened last, where that is listed.
    fn show_newest(&mut self) {}

    /// Takes in whatever has happened while the view was not shown.
    fn refresh(&mut self, cx: &Cx<'_>);

    /// Does what a layer asks.
    fn ask(&mut self, request: Request, cx: &Cx<'_>) -> Reply {
        let _ = (request, cx);
        Reply::Ignored
    }

    /// Carries out a command for panes or of the view's own scope.
    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply;

    /// A click at (`x`, `y`) of the screen: the pane there gets the keys, and the row its cursor.
    fn click(&mut self, x: u16, y: u16, cx: &Cx<'_>) {
        let _ = (x, y, cx);
    }

    /// The wheel at (`x`, `y`): a moving command for the pane there, or the one with the keys when there is none. The keys
    /// stay where they are.
    fn wheel(&mut self, x: u16, y: u16, command: Command, cx: &Cx<'_>) {
        let _ = (x, y);
        self.command(command, cx);
    }

    /// Draws the panes in `area`, of which the last `covered` rows are about to be covered: lists keep their cursor above
    /// those, and nothing else moves.
    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, covered: u16, cx: &Cx<'_>);
}
