//! What panes and layers have in common: what they see, and what they answer.
//!
//! Owns `Cx` (everything a component may look at), `Reply` (what it asks the app to do, as data) and the
//! `Layer` trait. Components alter only themselves; the app alone writes to the ledger.

use std::path::PathBuf;

use jiff::tz::TimeZone;
use ratatui::layout::{Position, Rect};

use super::Source;
use super::canvas::Canvas;
use super::looks::{Column, Looks};
use super::settings::ScrollBy;
use super::sums::Sums;
use super::theme::{Role, Theme};
use crate::command::{Command, Keymap, Reason, Scope, Situation};
use crate::i18n::Texts;
use crate::model::change::Draft;
use crate::model::id::Ref;
use crate::model::ledger::Ledger;
use crate::model::operation::Circumstances;
use crate::model::record::Field;
use crate::model::register::Register;

/// Everything that a component may look at.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    /// The record, for those who show what happened: entries are too many to be kept in memory, so they are read from it
    /// when they are looked at. Writing takes it mutably, which only the app can.
    pub ledger: &'a dyn Ledger,
    /// The register as it stands.
    pub register: &'a Register,
    /// The number of its last entry: what was derived from the register is good for as long as this stays.
    pub head: u64,
    /// The roll-ups.
    pub sums: &'a Sums,
    /// The words.
    pub texts: &'a Texts,
    /// The keys.
    pub keymap: &'a Keymap,
    /// The theme.
    pub theme: Theme,
    /// How lists scroll.
    pub scroll: ScrollBy,
    /// The folder with the user's own settings, as people read it; empty when there is none.
    pub folder: &'a str,
    /// When it is, and who acts.
    pub now: &'a Circumstances,
    /// The time zone of dates on the screen.
    pub zone: &'a TimeZone,
    /// What the availability of commands depends on.
    pub situation: Situation,
}

impl Cx<'_> {
    /// Why a command is unavailable, with the keys that help.
    pub fn why_not(&self, reason: Reason) -> String {
        let actions = self.keymap.key_of(Command::FocusActions);
        let reopen = self.keymap.key_of(Command::ReopenAction);
        let tree = self.keymap.key_of(Command::FocusTree);
        let plan = self.keymap.key_of(Command::ShowPlan);
        let node = self.keymap.key_of(Command::AddNode);
        let import = self.keymap.key_of(Command::ImportPlan);
        let log = self.keymap.key_of(Command::ShowLog);
        let keys = [
            ("actions", actions.into()),
            ("tree", tree.into()),
            ("reopen", reopen.into()),
            ("plan", plan.into()),
            ("node", node.into()),
            ("import", import.into()),
            ("log", log.into()),
        ];
        self.texts.get(reason.message(), &keys)
    }
}

/// Something to say on the message line until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What.
    pub text: String,
    /// What stands behind it and stays whole when there is no room for both: the key that takes it back.
    pub tail: String,
    /// In which role.
    pub role: Role,
}

impl Message {
    /// A message in a role.
    pub fn new(text: impl Into<String>, role: Role) -> Message {
        Message { text: text.into(), tail: String::new(), role }
    }

    /// With something behind it that stays whole.
    pub fn ending(self, tail: impl Into<String>) -> Message {
        Message { tail: tail.into(), ..self }
    }

    /// Something went well.
    pub fn good(text: impl Into<String>) -> Message {
        Message::new(text, Role::Good)
    }

    /// Something to know.
    pub fn note(text: impl Into<String>) -> Message {
        Message::new(text, Role::Text)
    }

    /// Something needs attention.
    pub fn warn(text: impl Into<String>) -> Message {
        Message::new(text, Role::Warn)
    }

    /// Something failed or was refused.
    pub fn bad(text: impl Into<String>) -> Message {
        Message::new(text, Role::Bad)
    }
}

/// What the bottom line says of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The key.
    pub key: String,
    /// What it does, in a word or two.
    pub word: String,
}

impl Hint {
    /// That `key` does `word`.
    pub fn new(key: impl Into<String>, word: impl Into<String>) -> Hint {
        Hint { key: key.into(), word: word.into() }
    }
}

/// What is asked of a view by a layer on top of it. A view does what it can of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Show what this filter finds.
    Filter(String),
    /// Show these columns.
    Columns(Vec<Column>),
    /// Show what this finds, as it says.
    Looks(Looks),
    /// Mark nothing any more.
    Unmark,
}

/// What a component asks of the app.
pub enum Reply {
    /// The key or command means nothing here.
    Ignored,
    /// The layer has seen it; the panes below are to carry it out.
    Pass,
    /// It was dealt with.
    Handled,
    /// The layer is finished.
    Close,
    /// Write this; the layer that asked closes when it has been written, and stays with its text when not.
    Commit(Draft),
    /// As `Commit`, for a plan that was read: its source text is kept first.
    TakeOver(Draft, Option<Source>),
    /// Go to this item; the layer closes.
    Go(Ref),
    /// Keep the item under the cursor under this letter; the layer closes.
    Keep(char),
    /// Carry out this command; the layer closes.
    Run(Command),
    /// Put this layer on top.
    Open(Box<dyn Layer>),
    /// Edit this field of the item under the cursor, or of all that are marked; the layer closes.
    Edit(Field),
    /// Show what has happened to this item.
    History(Ref),
    /// Show what contradicts itself in the text of a plan.
    Findings {
        /// The title of the plan.
        title: String,
        /// Its source text.
        text: String,
    },
    /// Send this to the terminal, which copies a text by it, and say so.
    Copied(Vec<u8>, Message),
    /// Take back this entry.
    TakeBack(u64),
    /// Ask this of the view; whether the layer closes.
    View(Request, bool),
    /// The view has been arranged like this: keep that for the next time.
    Arranged(Looks),
    /// Offer the saved filters to a view that looks like this.
    PickFilter(Looks),
    /// Save what this finds under this name; the layer closes.
    SaveFilter(String, Looks),
    /// Forget the saved filter of this name.
    DropFilter(String),
    /// Have this text edited in the user's own editor; the layer gets it back.
    Editor(String),
    /// Read a plan file and propose what to take over; with the marks of an unfinished review of it, if there are any.
    Import(PathBuf, String),
    /// End the workbench and look around in the demo.
    Demo,
    /// Say this on the message line, in its role; the layer stays.
    Tell(Message),
}

/// What a layer draws over, and therefore how it is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// A sheet of this many rows at the bottom; the panes stay visible above it.
    Sheet(u16),
    /// Where `field` of the item `of` stands on the screen; when it is not there, a sheet of so many rows.
    Cell {
        /// The item.
        of: Ref,
        /// The field.
        field: Field,
        /// Rows of the sheet.
        sheet: u16,
    },
    /// The whole body.
    Whole,
}

/// Something on top of the panes that has the keys while it is there.
pub trait Layer {
    /// Which section of the keymap its keys come from: `Prompt` when a line is typed, `Panes` when it is read, `Items` when the
    /// panes below keep their keys.
    fn scope(&self) -> Scope;

    /// What the bottom line shows for a layer that is read: how to move and leave.
    fn hints(&self) -> &'static [Command] {
        &[Command::GoBack, Command::MoveDown, Command::MoveUp]
    }

    /// What the bottom line shows instead of the words of commands, where keys mean something of their own.
    fn own_hints(&self, cx: &Cx<'_>) -> Vec<Hint> {
        let _ = cx;
        Vec::new()
    }

    /// How much room it wants.
    fn extent(&self, cx: &Cx<'_>) -> Extent;

    /// A command from its scope (and, for `Panes`, from `Everywhere`).
    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply;

    /// Looks at what has come of a key, its own or another layer's.
    fn look(&mut self, cx: &Cx<'_>) {
        let _ = cx;
    }

    /// Text typed or pasted.
    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        let _ = (text, cx);
        Reply::Ignored
    }

    /// What it is about stands in `pane`, which it should not leave; `None` where there is nothing beside that.
    fn keep_within(&mut self, pane: Option<Rect>) {
        let _ = pane;
    }

    /// Draws it in `area`; returns where the text cursor is.
    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position>;

    /// What is lost when the program ends now: a name by which `layers::reopen` finds the layer again, and the text.
    fn unsaved(&self) -> Option<(String, String)> {
        None
    }

    /// The words to search for, when the layer shows what is found; asked after every key.
    fn search(&mut self) -> Option<String> {
        None
    }

    /// What the search found, best first, and how many there are in all.
    fn found(&mut self, hits: Vec<Ref>, total: usize) {
        let _ = (hits, total);
    }

    /// The text that was given to the user's own editor came back.
    fn edited(&mut self, text: &str, cx: &Cx<'_>) {
        let _ = (text, cx);
    }

    /// What has been typed of a path, when the layer wants to know how it can go on; asked after every key.
    fn completing(&mut self) -> Option<String> {
        None
    }

    /// How the path can go on.
    fn completed(&mut self, candidates: Vec<String>) {
        let _ = candidates;
    }

    /// Whether the layer shows proposals that can be taken and refused.
    fn judging(&self) -> bool {
        false
    }

    /// Whether it is the first screen of an empty register.
    fn is_first_screen(&self) -> bool {
        false
    }

    /// Where the layer shows what went wrong with what it asked for, as it stays open; `None` when it is said on the message line.
    fn refusal(&mut self) -> Option<&mut Option<Message>> {
        None
    }
}

/// Where a command for panes scrolls a text of `lines` lines of which `height` are seen from line `top` on; `None` for other
/// commands.
pub fn scrolled(command: Command, top: usize, lines: usize, height: usize) -> Option<usize> {
    let page = height.max(2);
    let last = lines.saturating_sub(height);
    let to = match command {
        Command::MoveDown => top + 1,
        Command::MoveUp => top.saturating_sub(1),
        Command::MoveHalfDown => top + page / 2,
        Command::MoveHalfUp => top.saturating_sub(page / 2),
        Command::MovePageDown => top + page,
        Command::MovePageUp => top.saturating_sub(page),
        Command::MoveFirst => 0,
        Command::MoveLast => last,
        _ => return None,
    };
    Some(to.min(last))
}
