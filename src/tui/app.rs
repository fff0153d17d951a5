//! The workbench as a whole: which component gets a key, and what comes of it.
//!
//! Owns the ledger, the views with the trail over them, the layers above, the keys pressed so far, the texts being typed
//! as drafts, and the message line. It alone writes to the ledger. The loop feeds it events and has it drawn; it does no input or output itself.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;

use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::canvas::Canvas;
use super::chrome;
use super::clipboard::{self, NotCopied};
use super::component::{Cx, Extent, Layer, Message, Reply};
use super::desk::{Arranged, Desk};
use super::input::{Mouse, MouseAct};
use super::layers::{
    self, columns, drop_reason, edit, filter, find, first_run, help, key, log_filter, lost, palette, passage,
    path, place, progress, quick_add, remove, review, saved, tour,
};
use super::links::Links;
use super::log::Log;
use super::partners::PartnersView;
use super::plan::PlanView;
use super::settings::ScrollBy;
use super::sums::Sums;
use super::table::{Looks, Table};
use super::theme::{Role, Theme};
use super::view::{Request, View, ViewId};
use super::{Outcome, PlanImport, Source};
use crate::command::chord::{Chord, sequence};
use crate::command::{Command, Found, Keymap, Scope, Situation};
use crate::error::Error;
use crate::i18n::{Texts, words};
use crate::model::bulk::bulk;
use crate::model::change::{Change, Draft, Entry, Verb};
use crate::model::find::Finder;
use crate::model::id::{Ref, Stamp};
use crate::model::kinds::ActionState;
use crate::model::ledger::{self, Ledger, NotUndone, ReadOnly, Undone};
use crate::model::operation::{self, Circumstances};
use crate::model::record::{Field, Kind};
use crate::model::remark::remarks;
use crate::model::value::Value;
use crate::t;

/// Below this size there is no room for a pane and its keys.
const LEAST: (u16, u16) = (40, 10);

/// Below this width there is room for short words only.
const ROOMY: u16 = 90;

/// From this height messages have a line of their own above the keys.
const MESSAGE_LINE_FROM: u16 = 20;

/// After an entry of more changes than this what is searched is made afresh rather than brought up to date.
const FOLLOWED_CHANGES: usize = 2_000;

/// A text being typed is kept as a draft so long after it changed, in milliseconds: soon enough for a power
/// cut to cost a few words at most, and seldom enough for a disk that others wait for.
const KEEP_AFTER: i64 = 2_000;

/// How far a turn of the wheel moves; what most programs do.
const WHEEL_ROWS: usize = 3;

/// How many hits a search lists.
const MOST_HITS: usize = 200;

/// What stays the same, or is set once per event.
pub struct Env<'a> {
    /// The words.
    pub texts: &'a Texts,
    /// The theme.
    pub theme: Theme,
    /// How lists scroll.
    pub scroll: ScrollBy,
    /// The keys.
    pub keymap: Keymap,
    /// The clock.
    pub clock: &'a dyn Fn() -> Stamp,
    /// The user's time zone.
    pub zone: TimeZone,
}

/// The workbench.
pub struct App<'a> {
    ledger: &'a mut dyn Ledger,
    import: &'a mut dyn PlanImport,
    desk: &'a mut dyn Desk,
    arranged: Arranged,
    env: Env<'a>,
    now: Circumstances,
    sums: Sums,
    views: Views,
    layers: Vec<Box<dyn Layer>>,
    pressed: Vec<Chord>,
    /// The commands chosen by name, the latest first.
    recent: Vec<Command>,
    message: Option<Message>,
    trail: Trail,
    /// Items kept under a letter, for this run.
    marks: BTreeMap<char, Ref>,
    /// What is still to be said, when nothing else is.
    notices: VecDeque<Message>,
    /// What the ledger last said of trouble beside the record, so that it is told once.
    trouble: Option<String>,
    /// Unsaved texts of an earlier time that are still to be offered: name and text. Empty when they are not offered.
    kept: Vec<(String, String)>,
    /// Which of them the layer at a certain depth shows.
    offered: Option<Offered>,
    /// The texts being typed as they were kept last, and when they are to be kept again.
    drafts: Vec<(String, String)>,
    keep_at: Option<Stamp>,
    /// A text that is to be edited in the user's own editor.
    editing: Option<String>,
    /// What is searched; made when nothing else is to be done, as the first screen should not wait for it.
    finder: Option<Finder>,
    ending: Option<Outcome>,
    suspending: bool,
    redrawing: bool,
    /// What makes the terminal copy a text, to be sent once.
    copying: Option<Vec<u8>>,
    /// What leads somewhere on the frame drawn last.
    links: Links,
}

/// Texts of an earlier time that a layer shows. They are let go of when that layer closes, and only then.
struct Offered {
    names: Vec<String>,
    /// How many layers are below the one that shows them.
    below: usize,
}

/// The items that were jumped from and to, as a browser's back and forward.
#[derive(Default)]
struct Trail {
    back: Vec<(ViewId, Ref)>,
    forward: Vec<(ViewId, Ref)>,
}

/// How far back one can go.
const LONGEST_TRAIL: usize = 100;

/// The views that have been looked at, and which one is shown.
struct Views {
    made: Vec<Made>,
    at: usize,
}

struct Made {
    id: ViewId,
    view: Box<dyn View>,
    /// The entry up to which it has followed the register.
    head: u64,
}

impl Views {
    fn now(&self) -> &dyn View {
        &*self.made[self.at].view
    }

    fn now_mut(&mut self) -> &mut dyn View {
        &mut *self.made[self.at].view
    }

    fn id(&self) -> ViewId {
        self.made[self.at].id
    }
}

/// What components see; takes the parts of the app that it needs, so that the others can be altered meanwhile.
fn context<'a>(
    ledger: &'a dyn Ledger,
    env: &'a Env<'a>,
    now: &'a Circumstances,
    sums: &'a Sums,
    situation: Situation,
) -> Cx<'a> {
    Cx {
        ledger,
        register: ledger.register(),
        head: ledger.head(),
        sums,
        texts: env.texts,
        keymap: &env.keymap,
        theme: env.theme,
        scroll: env.scroll,
        now,
        zone: &env.zone,
        situation,
    }
}

macro_rules! cx {
    ($app:expr) => {
        context(&*$app.ledger, &$app.env, &$app.now, &$app.sums, $app.situation())
    };
}

impl<'a> App<'a> {
    /// The workbench on `ledger` as it is; `notices` are said on the message line one after another.
    pub fn new(
        ledger: &'a mut dyn Ledger,
        import: &'a mut dyn PlanImport,
        desk: &'a mut dyn Desk,
        env: Env<'a>,
        notices: Vec<Message>,
    ) -> App<'a> {
        let now = circumstances(&*ledger, &env);
        let sums = Sums::of(ledger.register());
        let view = PlanView::new(&context(&*ledger, &env, &now, &sums, Situation::default()));
        let plan = Made { id: ViewId::Plan, view: Box::new(view), head: ledger.head() };
        let kept = desk.arranged();
        let arranged = kept.as_deref().map(Arranged::read);
        let unread = matches!(arranged, Some(None));
        let arranged = arranged.flatten().unwrap_or_default();
        let trouble = ledger.trouble();
        let mut app = App {
            ledger,
            import,
            desk,
            arranged,
            env,
            now,
            sums,
            views: Views { made: vec![plan], at: 0 },
            layers: Vec::new(),
            pressed: Vec::new(),
            recent: Vec::new(),
            message: None,
            trail: Trail::default(),
            marks: BTreeMap::new(),
            notices: notices.into(),
            trouble,
            kept: Vec::new(),
            offered: None,
            drafts: Vec::new(),
            keep_at: None,
            editing: None,
            finder: None,
            ending: None,
            suspending: false,
            redrawing: false,
            copying: None,
            links: Links::default(),
        };
        if unread {
            app.notices.push_back(Message::warn(t!(app.env.texts, "arrangement-unread")));
        }
        if let Some(why) = app.ledger.read_only() {
            app.notices.push_front(Message::warn(words::read_only(app.env.texts, &why)));
        }
        if app.situation().writable {
            if app.ledger.register().is_empty() {
                app.layers.push(Box::new(first_run::FirstRun::default()));
            }
            app.kept = app.ledger.drafts();
            app.offer_kept();
        }
        if app.message.is_none() {
            app.message = app.notices.pop_front();
        }
        app
    }

    /// The field that `edit_field` would edit.
    #[cfg(test)]
    pub fn field_under_cursor(&self) -> Option<Field> {
        self.views.now().field()
    }

    /// The drafts that the ledger keeps.
    #[cfg(test)]
    pub fn drafts_kept(&self) -> Vec<(String, String)> {
        self.ledger.drafts()
    }

    /// How the workbench ends, once it does.
    pub fn ending(&mut self) -> Option<Outcome> {
        self.ending.take()
    }

    /// Whether the program is to be stopped now (Ctrl-Z).
    pub fn suspending(&mut self) -> bool {
        std::mem::take(&mut self.suspending)
    }

    /// Whether the screen is to be sent afresh.
    pub fn redrawing(&mut self) -> bool {
        std::mem::take(&mut self.redrawing)
    }

    /// What is to be sent before the next frame for a text to be copied.
    pub fn copying(&mut self) -> Option<Vec<u8>> {
        self.copying.take()
    }

    /// What leads somewhere on the frame drawn last.
    pub fn links(&mut self) -> Links {
        std::mem::take(&mut self.links)
    }

    /// The moment at which something is to be done by itself: at midnight dates on the screen change; before that, texts
    /// being typed are kept.
    pub fn deadline(&self) -> Option<Stamp> {
        let midnight = self.now.today.plus(1).0.to_zoned(self.env.zone.clone()).ok();
        let midnight = midnight.map(|day| Stamp(day.timestamp().as_millisecond()));
        midnight.into_iter().chain(self.keep_at).min_by_key(|at| at.0)
    }

    /// Whether there is work to be done while nobody presses a key.
    pub fn has_spare_work(&self) -> bool {
        self.finder.is_none() || self.views.now().has_spare_work()
    }

    /// Does a piece of that work.
    pub fn do_spare_work(&mut self) {
        if self.views.now().has_spare_work() {
            let cx = cx!(self);
            self.views.now_mut().do_spare_work(&cx);
        } else {
            self.finder.get_or_insert_with(|| Finder::new(self.ledger.register()));
        }
    }

    /// Looks at the clock; what an event leads to happens at that moment.
    pub fn look_at_clock(&mut self) {
        self.now = circumstances(&*self.ledger, &self.env);
        if self.keep_at.is_some_and(|at| at.0 <= self.now.at.0) {
            self.keep_unsaved();
        }
    }

    /// The texts being typed have changed, or not: plans to keep them, and lets go of those that are typed no more.
    fn look_at_drafts(&mut self) {
        let unsaved: Vec<(String, String)> = self.layers.iter().filter_map(|layer| layer.unsaved()).collect();
        let (kept, gone): (Vec<_>, Vec<_>) = std::mem::take(&mut self.drafts)
            .into_iter()
            .partition(|(name, _)| unsaved.iter().any(|(other, _)| other == name));
        for (name, _) in gone {
            // What cannot be let go of is offered at the next start.
            let _ = self.ledger.keep_draft(&name, None);
        }
        self.drafts = kept;
        self.keep_at = if unsaved == self.drafts {
            None
        } else {
            // A clock that was set back does not put it off for long.
            let latest = Stamp(self.now.at.0 + KEEP_AFTER);
            Some(self.keep_at.filter(|at| at.0 <= latest.0).unwrap_or(latest))
        };
    }

    /// Whether a text is to be edited in the user's own editor, which needs the terminal.
    pub fn is_editing(&self) -> bool {
        self.editing.is_some()
    }

    /// Runs the user's editor on that text and hands the outcome to the layer that asked.
    pub fn run_editor(&mut self) {
        let Some(text) = self.editing.take() else { return };
        self.keep_unsaved();
        match self.desk.edit(&text) {
            Ok(text) => {
                let cx = cx!(self);
                if let Some(layer) = self.layers.last_mut() {
                    layer.edited(&text, &cx);
                }
            }
            Err(error) => self.failed(&error),
        }
        self.redrawing = true;
        self.after_event();
    }

    /// Keeps the texts being typed, as the terminal has gone or the program is told to end.
    pub fn keep_unsaved(&mut self) {
        self.keep_at = None;
        let unsaved: Vec<(String, String)> = self.layers.iter().filter_map(|layer| layer.unsaved()).collect();
        for (name, text) in &unsaved {
            // There may be nobody left to tell when that fails.
            let _ = self.ledger.keep_draft(name, Some(text));
        }
        self.drafts = unsaved;
    }

    /// Offers texts that were kept: first, on a page, those whose item is gone; then one by one those that can be gone on
    /// with.
    fn offer_kept(&mut self) {
        let cx = cx!(self);
        let gone = |(name, text): &(String, String)| layers::reopen(name, text, &cx).is_none();
        let (lost, known): (Vec<_>, Vec<_>) = std::mem::take(&mut self.kept).into_iter().partition(gone);
        self.kept = known;
        let (names, layer): (_, Box<dyn Layer>) = if !lost.is_empty() {
            let names = lost.iter().map(|(name, _)| name.clone()).collect();
            (names, Box::new(lost::LostTexts::new(lost)))
        } else if let Some((name, text)) = self.kept.first().cloned() {
            self.kept.remove(0);
            let Some(layer) = layers::reopen(&name, &text, &cx) else { return };
            self.message = Some(Message::warn(t!(self.env.texts, "kept-text")));
            (vec![name], layer)
        } else {
            return;
        };
        self.offered = Some(Offered { names, below: self.layers.len() });
        self.layers.push(layer);
    }

    /// Takes the top layer away, and with it the texts that were kept for it.
    fn close(&mut self) {
        self.layers.pop();
        self.let_go();
    }

    /// Lets go of the texts of an earlier time whose layer has closed, and offers the next.
    fn let_go(&mut self) {
        if let Some(offered) = self.offered.take_if(|offered| self.layers.len() <= offered.below) {
            for name in &offered.names {
                // What cannot be let go of is offered once more at the next start.
                let _ = self.ledger.keep_draft(name, None);
            }
            self.offer_kept();
        }
    }

    /// Whether the top layer shows a text of an earlier time that can be gone on with.
    fn restored(&self) -> bool {
        let top = self.layers.last().filter(|layer| layer.scope() == Scope::Prompt);
        top.is_some() && self.offered.as_ref().is_some_and(|offered| offered.below + 1 == self.layers.len())
    }

    fn situation(&self) -> Situation {
        let view = self.views.now();
        let register = self.ledger.register();
        let action = view.item().and_then(|r| register.action(r));
        let marked = view.has_marks();
        let behind = |r| passage::origin(register, r).is_some();
        Situation {
            // The store tries again when there may be room on the disk.
            writable: matches!(self.ledger.read_only(), None | Some(ReadOnly::DiskFull)),
            item: view.item().map(|r| r.kind),
            action: if marked { Some(ActionState::Planned) } else { action.map(|action| action.state) },
            marked,
            has_node: !register.tables().nodes.is_empty(),
            has_passage: view.item().is_some_and(behind),
            has_plan_text: view.item().is_some_and(|r| passage::source_of(register, r).is_some()),
            reviewing: self.layers.iter().any(|layer| layer.scope() == Scope::Review),
            judging: self.layers.iter().any(|layer| layer.judging()),
        }
    }

    fn scopes(&self) -> &'static [Scope] {
        match self.layers.last().map(|layer| layer.scope()) {
            Some(Scope::Prompt) => &[Scope::Prompt],
            Some(Scope::Review) => Scope::REVIEWING,
            Some(Scope::Items) => self.views.id().scopes(),
            Some(_) => &[Scope::Panes, Scope::Everywhere],
            None => self.views.id().scopes(),
        }
    }

    /// A key was pressed.
    pub fn key(&mut self, chord: Chord) {
        self.message = None;
        let scopes = self.scopes();
        self.pressed.push(chord);
        match self.env.keymap.find(scopes, &self.pressed) {
            Found::Prefix => {}
            Found::Command(command) => {
                self.pressed.clear();
                self.command(command);
            }
            Found::Nothing => {
                let pressed = std::mem::take(&mut self.pressed);
                let typing = scopes == [Scope::Prompt];
                match chord.typed().filter(|_| typing && pressed.len() == 1) {
                    Some(c) => self.typed(c.encode_utf8(&mut [0; 4])),
                    None if !typing => self.unknown_key(&pressed),
                    None => {}
                }
            }
        }
        self.after_event();
    }

    /// What follows every event: what is searched for, the texts being typed, and what is still to be said.
    fn after_event(&mut self) {
        self.search();
        self.look_at_drafts();
        self.look();
        self.say_next();
    }

    /// Says what is still to be said, when nothing else is; not to somebody who is typing.
    fn say_next(&mut self) {
        if self.message.is_none() && self.scopes() != [Scope::Prompt] {
            self.message = self.notices.pop_front();
        }
    }

    /// Text was pasted.
    pub fn paste(&mut self, text: &str) {
        self.message = None;
        self.pressed.clear();
        self.typed(text);
        self.after_event();
    }

    /// What was pasted was longer than is taken.
    pub fn paste_cut(&mut self) {
        self.message = Some(Message::warn(t!(self.env.texts, "paste-cut")));
    }

    /// The mouse did something: a click chooses, the wheel moves what is below it. Above a line being typed it only chooses
    /// among what is offered, so that nothing moves under it.
    pub fn mouse(&mut self, mouse: Mouse) {
        self.message = None;
        self.pressed.clear();
        let (down, up) = (mouse.act == MouseAct::WheelDown, mouse.act == MouseAct::WheelUp);
        let cx = cx!(self);
        match self.layers.last().map(|layer| layer.scope()) {
            None if mouse.act == MouseAct::Press => self.views.now_mut().click(mouse.x, mouse.y, &cx),
            None => {
                let command = if down { Command::MoveDown } else { Command::MoveUp };
                (0..WHEEL_ROWS).for_each(|_| self.views.now_mut().wheel(mouse.x, mouse.y, command, &cx));
            }
            Some(Scope::Prompt) if down => self.command(Command::ChooseNext),
            Some(Scope::Prompt) if up => self.command(Command::ChoosePrevious),
            Some(_) if down => (0..WHEEL_ROWS).for_each(|_| self.command(Command::MoveDown)),
            Some(_) if up => (0..WHEEL_ROWS).for_each(|_| self.command(Command::MoveUp)),
            Some(_) => {}
        }
        self.after_event();
    }

    /// Has every layer see what has come of a key.
    fn look(&mut self) {
        let cx = cx!(self);
        for layer in &mut self.layers {
            layer.look(&cx);
        }
    }

    fn unknown_key(&mut self, pressed: &[Chord]) {
        let help = self.env.keymap.key_of(Command::ShowHelp);
        let text = t!(self.env.texts, "key-unknown", keys = sequence(pressed), help = help);
        self.message = Some(Message::note(text));
    }

    fn typed(&mut self, text: &str) {
        let cx = cx!(self);
        if let Some(layer) = self.layers.last_mut() {
            let reply = layer.typed(text, &cx);
            self.reply(reply, true);
        }
    }

    fn search(&mut self) {
        let Some(layer) = self.layers.last_mut() else { return };
        if let Some(text) = layer.search() {
            let finder = self.finder.get_or_insert_with(|| Finder::new(self.ledger.register()));
            let hits = finder.find(&text, MOST_HITS);
            layer.found(hits.best.into_iter().map(|hit| hit.item).collect(), hits.total);
        }
        if let Some(typed) = layer.completing() {
            layer.completed(self.import.complete(&typed));
        }
    }

    fn command(&mut self, command: Command) {
        if let Some(reason) = command.unavailable(&self.situation()) {
            self.message = Some(Message::warn(cx!(self).why_not(reason)));
            return;
        }
        let cx = cx!(self);
        let reply = self.layers.last_mut().map(|layer| layer.command(command, &cx));
        if let Some(reply) = reply.filter(|reply| !matches!(reply, Reply::Pass)) {
            if matches!(reply, Reply::Ignored) && command.scope() == Scope::Everywhere {
                self.everywhere_under_layer(command);
            } else {
                self.reply(reply, true);
            }
            return;
        }
        let has_items = self.views.id() != ViewId::Log;
        if command == Command::OpenItem && has_items && cx.register.is_empty() && self.situation().writable {
            self.layers.push(Box::new(first_run::FirstRun::default()));
            return;
        }
        match command.scope() {
            Scope::Items => self.item_command(command),
            Scope::Everywhere => self.everywhere(command),
            Scope::Tree if command == Command::AddNode => {
                let under = cx.situation.item.and_then(|_| self.views.now().item());
                let under = under.filter(|r| matches!(r.kind, Kind::Node | Kind::Plan));
                match under.or_else(|| self.views.now().spot(&cx)) {
                    Some(under) => self.layers.push(Box::new(place::NewNode::new(under, ""))),
                    None => self.message = Some(Message::note(t!(self.env.texts, "reason-needs-place"))),
                }
            }
            Scope::Tree
                if matches!(
                    command,
                    Command::MoveNodeUp
                        | Command::MoveNodeDown
                        | Command::IndentNode
                        | Command::OutdentNode
                        | Command::MoveNode
                ) =>
            {
                self.move_node(command);
            }
            Scope::Table if command == Command::ChooseColumns => {
                if let Some(looks) = self.views.now().looks() {
                    self.layers.push(Box::new(columns::ColumnsLayer::new(looks.columns.clone())));
                }
            }
            Scope::Partners => {
                let layer = self.views.now().layer(command, &cx);
                self.layers.extend(layer);
            }
            Scope::Panes | Scope::Review | Scope::Prompt | Scope::Tree | Scope::Table | Scope::Log => {
                let reply = self.views.now_mut().command(command, &cx);
                self.reply(reply, false);
            }
        }
    }

    /// Commands that make sense while a page is read or the first screen is shown.
    fn everywhere_under_layer(&mut self, command: Command) {
        let reviewing = self.layers.last().is_some_and(|layer| layer.scope() == Scope::Review);
        if matches!(
            command,
            Command::QuitProgram | Command::SuspendProgram | Command::RedrawScreen | Command::ShowHelp
        ) || (reviewing && command == Command::OpenPalette)
        {
            self.everywhere(command);
        } else if matches!(command, Command::UndoChange | Command::RedoChange) && self.is_first_screen() {
            self.everywhere(command);
            if !self.ledger.register().is_empty() {
                self.layers.clear();
            }
        }
    }

    /// Whether nothing but the first screen is shown: the only page in an empty register from which a change can be taken
    /// back, as what was taken back there may be all there was.
    fn is_first_screen(&self) -> bool {
        let first = self.layers.first().is_some_and(|layer| layer.is_first_screen());
        first && self.layers.len() == 1
    }

    fn everywhere(&mut self, command: Command) {
        match command {
            Command::FindItem => self.layers.push(Box::new(find::Find::prompt())),
            Command::UndoChange => self.take_back("undo-nothing", ledger::undo),
            Command::RedoChange => self.take_back("redo-nothing", ledger::redo),
            Command::ShowHelp => self.layers.push(Box::new(help::HelpPage::new(self.scopes()))),
            Command::OpenPalette => self.layers.push(Box::new(palette::Palette::new(&self.recent))),
            Command::ImportPlan => self.layers.push(Box::new(path::ImportPrompt::default())),
            Command::ShowTour => self.start_tour(),
            Command::QuitProgram => self.ending = Some(Outcome::Quit),
            Command::SuspendProgram => self.suspending = true,
            Command::RedrawScreen => self.redrawing = true,
            Command::KeepMark | Command::GoToMark => {
                let what = if command == Command::KeepMark { key::For::Keeping } else { key::For::Going };
                let kept = self.marks.iter().map(|(letter, r)| (*letter, *r)).collect();
                self.layers.push(Box::new(key::KeyPrompt::new(what, kept)));
            }
            Command::GoBackward => self.step(true),
            Command::GoForward => self.step(false),
            Command::ShowPlan => self.show(ViewId::Plan),
            Command::ShowActions => self.show(ViewId::Actions),
            Command::ShowPartners => self.show(ViewId::Partners),
            Command::ShowLog => self.show(ViewId::Log),
            Command::SetFilter if self.views.id() == ViewId::Log => {
                let layer = log_filter::LogFilter::new(self.views.now().filter().unwrap_or_default());
                self.layers.push(Box::new(layer));
            }
            Command::SetFilter => {
                self.show(ViewId::Actions);
                let cx = cx!(self);
                let layer = filter::FilterPrompt::new(self.views.now().filter().unwrap_or_default(), &cx);
                self.layers.push(Box::new(layer));
            }
            Command::PickFilter => {
                self.show(ViewId::Actions);
                if let Some(looks) = self.views.now().looks() {
                    let filters = self.arranged.filters.clone();
                    self.layers.push(Box::new(saved::SavedFilters::new(filters, looks.clone())));
                }
            }
            _ => {}
        }
    }

    /// Shows a view; makes it when it is looked at for the first time.
    fn show(&mut self, id: ViewId) {
        let cx = cx!(self);
        let head = cx.head;
        let known = self.views.made.iter().position(|made| made.id == id);
        let at = known.unwrap_or_else(|| {
            let view: Box<dyn View> = match id {
                ViewId::Plan => Box::new(PlanView::new(&cx)),
                ViewId::Actions => {
                    let first = Looks::first(t!(self.env.texts, "table-first-filter"));
                    Box::new(Table::new(self.arranged.looks(first), &cx))
                }
                ViewId::Partners => Box::new(PartnersView::new(&cx)),
                ViewId::Log => Box::new(Log::new(&cx)),
            };
            self.views.made.push(Made { id, view, head });
            self.views.made.len() - 1
        });
        let made = &mut self.views.made[at];
        if made.head != head {
            made.view.refresh(&cx);
            made.head = head;
        }
        self.views.at = at;
    }

    /// Goes to an item, and remembers where from.
    fn jump(&mut self, r: Ref) {
        if let Some(from) = self.views.now().item().filter(|from| *from != r) {
            self.leave_trail(from);
        }
        self.go(r);
    }

    /// Remembers that the user was at `from`, in this view.
    fn leave_trail(&mut self, from: Ref) {
        let trail = &mut self.trail;
        trail.forward.clear();
        trail.back.push((self.views.id(), from));
        let excess = trail.back.len().saturating_sub(LONGEST_TRAIL);
        trail.back.drain(..excess);
    }

    /// Goes back to where the last jump came from, or forward again.
    fn step(&mut self, backward: bool) {
        let gone = |(_, r): &(ViewId, Ref)| self.ledger.register().get(*r).is_none();
        let trail = &mut self.trail;
        let (from, onto) = if backward {
            (&mut trail.back, &mut trail.forward)
        } else {
            (&mut trail.forward, &mut trail.back)
        };
        while from.last().is_some_and(gone) {
            from.pop();
        }
        let Some((view, r)) = from.pop() else {
            let id = if backward { "trail-start" } else { "trail-end" };
            self.message = Some(Message::note(self.env.texts.get(id, &[])));
            return;
        };
        onto.extend(self.views.now().item().map(|item| (self.views.id(), item)));
        self.show(view);
        self.go(r);
    }

    /// Moves the chosen place in the tree one step, or asks where it goes.
    fn move_node(&mut self, command: Command) {
        let cx = cx!(self);
        let Some(node) = self.views.now().item().filter(|r| r.kind == Kind::Node) else { return };
        if command == Command::MoveNode {
            let layer = place::MoveNode::new(node, &cx);
            self.layers.push(Box::new(layer));
            return;
        }
        let Some(to) = operation::neighbour(
            cx.register,
            node,
            match command {
                Command::MoveNodeUp => operation::Step::Up,
                Command::MoveNodeDown => operation::Step::Down,
                Command::IndentNode => operation::Step::In,
                _ => operation::Step::Out,
            },
        ) else {
            self.message = Some(Message::note(t!(self.env.texts, "node-no-further")));
            return;
        };
        match operation::move_node(cx.register, node, to.0, to.1) {
            Ok(draft) => {
                self.commit(draft, false);
                self.go(node);
            }
            Err(refusal) => {
                let why = words::refusal(self.env.texts, self.ledger.register(), &refusal);
                self.message = Some(Message::bad(why));
            }
        }
    }

    /// Goes to an item: partners, contacts and agreements in their own view; others in this view when it shows such items,
    /// else in the one that shows all.
    fn go(&mut self, r: Ref) {
        if self.ledger.register().get(r).is_none() {
            self.message = Some(Message::bad(t!(self.env.texts, "go-gone", ref = r.to_string())));
            return;
        }
        if matches!(r.kind, Kind::Partner | Kind::Contact | Kind::Agreement) {
            self.show(ViewId::Partners);
        }
        let cx = cx!(self);
        if !self.views.now_mut().go(r, &cx) {
            self.show(ViewId::Plan);
            let cx = cx!(self);
            self.views.now_mut().go(r, &cx);
        }
    }

    /// What commands on items work on: all that are marked, else the one under the cursor.
    fn targets(&self) -> Vec<Ref> {
        let marked = self.views.now().marked();
        if marked.is_empty() { self.views.now().item().into_iter().collect() } else { marked }
    }

    fn edit(&mut self, field: Field) {
        let cx = cx!(self);
        // A title is each item's own.
        let targets = if field == Field::title {
            self.views.now().item().into_iter().collect()
        } else {
            self.targets()
        };
        match edit::FieldEdit::new(targets, field, None, &cx) {
            Some(layer) => self.layers.push(Box::new(layer)),
            None => self.message = Some(Message::warn(t!(self.env.texts, "edit-no-field"))),
        }
    }

    /// Copies what `command` says of item `r`; what is to be said of it.
    fn copy(&mut self, command: Command, r: Ref) -> Message {
        let (texts, register) = (self.env.texts, self.ledger.register());
        let (text, said) = match command {
            Command::CopyReference => (r.to_string(), None),
            Command::CopyPhone => {
                let Some((number, whose)) = clipboard::phone(register, r) else {
                    let what = clipboard::named(register, r);
                    return Message::warn(t!(texts, "copied-no-phone", what = what));
                };
                let who = register.title(whose);
                let said = t!(texts, "copied-phone", text = number.as_str(), who = who);
                (number, Some(said))
            }
            _ => (clipboard::named(register, r), None),
        };
        match clipboard::copy(&text) {
            Ok(bytes) => {
                self.copying = Some(bytes);
                Message::good(said.unwrap_or_else(|| t!(texts, "copied", text = text)))
            }
            Err(NotCopied::TooLong(bytes)) => {
                let args = [("bytes", bytes.into()), ("limit", clipboard::MOST_BYTES.into())];
                Message::bad(texts.get("copied-too-long", &args))
            }
        }
    }

    /// Says how to see the tour, to whoever has just begun.
    fn offer_tour(&mut self) {
        let key = self.env.keymap.key_of(Command::ShowTour);
        self.notices.push_back(Message::note(t!(self.env.texts, "tour-offer", key = key)));
    }

    /// Shows the tour, in the view that it is about.
    pub fn start_tour(&mut self) {
        self.show(ViewId::Plan);
        self.layers.push(Box::new(tour::Tour::new(self.ledger.head())));
    }

    fn item_command(&mut self, command: Command) {
        let cx = cx!(self);
        if command == Command::AddAction {
            if let Some(under) = self.views.now().node(&cx) {
                let layer = quick_add::QuickAddPrompt::new(Kind::Action, Some(under), "", &cx);
                self.layers.push(Box::new(layer));
            } else {
                self.message = Some(Message::warn(t!(self.env.texts, "reason-needs-node")));
            }
            return;
        }
        if let (Command::CopyItem | Command::CopyReference | Command::CopyPhone, Some(r)) =
            (command, self.views.now().item())
        {
            let said = self.copy(command, r);
            self.message = Some(said);
            return;
        }
        if matches!(command, Command::ShowPassage | Command::ShowFindings) {
            self.show_source(command == Command::ShowPassage);
            return;
        }
        let targets = self.targets();
        let Some(first) = targets.first().copied() else { return };
        let (register, now) = (cx.register, cx.now);
        match command {
            Command::ShowHistory => {
                let of = self.views.now().item().unwrap_or(first);
                self.leave_trail(of);
                self.show(ViewId::Log);
                let cx = cx!(self);
                self.views.now_mut().ask(Request::Filter(of.to_string()), &cx);
                return;
            }
            Command::RecordProgress => {
                self.layers.push(Box::new(progress::ProgressPrompt::new(targets, "")));
                return;
            }
            Command::DropAction => {
                self.layers.push(Box::new(drop_reason::DropPrompt::new(targets, "")));
                return;
            }
            Command::RemoveItem => {
                match remove::RemoveLayer::new(targets, &cx) {
                    Ok(layer) => self.layers.push(Box::new(layer)),
                    Err(why) => self.message = Some(Message::bad(why)),
                }
                return;
            }
            Command::SetDue => return self.edit(Field::due),
            Command::AssignLead => return self.edit(Field::lead),
            Command::EditField => {
                match self.views.now().field() {
                    Some(field) => self.edit(field),
                    None => self.message = Some(Message::warn(t!(self.env.texts, "edit-no-field"))),
                }
                return;
            }
            _ => {}
        }
        // All get what the first one has not: marking is not swapping.
        let flagged = Value::Bool(!register.action(first).is_some_and(|action| action.flagged));
        let done = bulk(&targets, |r| match command {
            Command::CompleteAction => operation::complete_action(register, now, r, None),
            Command::ReopenAction => operation::reopen_action(register, now, r),
            Command::MoveDueWeek => operation::shift_due(register, now, r, 7),
            Command::MoveDueWeekBack => operation::shift_due(register, now, r, -7),
            _ => operation::set_fields(register, now, r, &[(Field::flagged, flagged.clone())]),
        });
        match done {
            Ok(Some(bulk)) => self.commit(bulk.draft, false),
            Ok(None) => {}
            Err(refused) => {
                self.message = Some(Message::bad(layers::targets::refused_words(&targets, &refused, &cx)));
            }
        }
    }

    /// Shows the text that the item under the cursor was read from: its passage, or what contradicts itself in it.
    fn show_source(&mut self, passage: bool) {
        let cx = cx!(self);
        let Some(item) = self.views.now().item() else { return };
        let Some(file) = passage::source_of(cx.register, item) else { return };
        let Some(text) = self.ledger.source_text(&file) else {
            self.message = Some(Message::warn(t!(self.env.texts, "passage-no-text", file = file)));
            return;
        };
        let layer: Box<dyn Layer> = if passage {
            let Some(origin) = passage::origin(cx.register, item) else { return };
            Box::new(passage::PassagePage::new(&origin, text, &cx))
        } else {
            let plan = passage::plan_of(cx.register, item);
            let title = plan.map_or(String::new(), |plan| cx.register.title(plan).to_owned());
            let findings = self.import.findings(&text);
            Box::new(review::Review::read_only(title, text, findings))
        };
        self.layers.push(layer);
    }

    fn reply(&mut self, reply: Reply, layer: bool) {
        match reply {
            Reply::Ignored | Reply::Handled | Reply::Pass => {}
            Reply::Close => self.close(),
            Reply::Commit(draft) => self.commit(draft, layer),
            Reply::Go(r) => {
                if layer {
                    self.close();
                }
                self.jump(r);
            }
            Reply::Keep(letter) => {
                self.close();
                if let Some(r) = self.views.now().item() {
                    self.marks.insert(letter, r);
                    let (letter, key) = (letter.to_string(), self.env.keymap.key_of(Command::GoToMark));
                    let said =
                        t!(self.env.texts, "marks-kept", ref = r.to_string(), letter = letter, key = key);
                    self.message = Some(Message::good(said));
                }
            }
            Reply::Run(command) => {
                if layer {
                    self.close();
                    self.recent.retain(|known| *known != command);
                    self.recent.insert(0, command);
                    // What belongs to a view is carried out in that view.
                    let own = |view: &&ViewId| view.scopes().first() == Some(&command.scope());
                    let here = !self.layers.is_empty() || self.views.id().scopes().contains(&command.scope());
                    if let Some(view) = ViewId::ALL.iter().find(own).filter(|_| !here) {
                        self.show(*view);
                    }
                }
                self.command(command);
            }
            Reply::Edit(field) => {
                self.close();
                self.edit(field);
            }
            Reply::Say(text) => self.message = Some(Message::note(text)),
            Reply::TakeBack(seq) => {
                self.take_back("undo-nothing", |ledger, at| ledger::undo_entry(ledger, seq, at));
            }
            Reply::View(request, done) => {
                if done {
                    self.close();
                }
                let cx = cx!(self);
                let settings = matches!(request, Request::Columns(_) | Request::Looks(_));
                self.views.now_mut().ask(request, &cx);
                if settings {
                    self.remember();
                }
            }
            Reply::Settings => self.remember(),
            Reply::SaveFilter(name) => {
                if let Some(looks) = self.views.now().looks() {
                    let looks = looks.clone();
                    self.read_filters();
                    self.arranged.save(&name, &looks);
                    self.message = Some(Message::good(t!(self.env.texts, "saved-done", name = name)));
                    self.close();
                    self.remember();
                }
            }
            Reply::DropFilter(name) => {
                self.read_filters();
                self.arranged.filters.retain(|saved| saved.name != name);
                self.remember();
            }
            Reply::Editor(text) => self.editing = Some(text),
            Reply::Import(path, marks) => self.read_plan(path, &marks),
            Reply::TakeOver(draft, source) => self.take_over(draft, source.as_ref()),
            Reply::Demo => self.ending = Some(Outcome::Demo),
            Reply::Tell(message) => self.message = Some(message),
        }
    }

    /// Keeps how the user has arranged the view.
    fn remember(&mut self) {
        if let Some(looks) = self.views.now().looks() {
            self.arranged.remember(looks);
        }
        self.arrange();
    }

    /// What was saved meanwhile in another window: filters are added to and taken from those.
    fn read_filters(&mut self) {
        if let Some(kept) = self.desk.arranged().and_then(|text| Arranged::read(&text)) {
            self.arranged.filters = kept.filters;
        }
    }

    fn arrange(&mut self) {
        if let Err(error) = self.desk.arrange(&self.arranged.written()) {
            self.failed(&error);
        }
    }

    fn read_plan(&mut self, path: PathBuf, marks: &str) {
        match self.import.propose(self.ledger.register(), &path) {
            Ok(proposal) => {
                let review = review::Review::new(proposal).of_file(path, marks, &cx!(self));
                self.layers.push(Box::new(review));
            }
            Err(error) => self.failed(&error),
        }
    }

    /// Keeps the source text of an accepted plan and writes its entry; without the text nothing is written.
    fn take_over(&mut self, draft: Draft, source: Option<&Source>) {
        match source.map_or(Ok(()), |source| self.import.keep(source)) {
            Ok(()) => self.commit(draft, true),
            Err(error) => self.failed(&error),
        }
    }

    fn failed(&mut self, error: &Error) {
        let hints = error.hints.iter().map(|hint| format!(" {hint}")).collect::<String>();
        self.refused(Message::bad(format!("{}{hints}", error.message)));
    }

    /// Has the top layer show what went wrong, or shows it on the message line.
    fn refused(&mut self, why: Message) {
        self.message = match self.layers.last_mut() {
            Some(layer) => layer.refused(why),
            None => Some(why),
        };
    }

    fn commit(&mut self, draft: Draft, layer: bool) {
        let was_empty = self.ledger.register().is_empty();
        let bulk_of_marked = draft.label.subject.is_none() && self.views.now().has_marks();
        match self.ledger.append(draft, None, self.now.at) {
            Ok(Some(entry)) => {
                if layer && (was_empty || entry.label.verb == Verb::ImportPlan) {
                    // Everything below, the first screen or the question for the file, has led to this.
                    self.layers.clear();
                    self.let_go();
                    self.offer_tour();
                } else if layer {
                    self.close();
                }
                self.absorb(&entry, was_empty);
                let done = self.done(&entry);
                self.message = Some(done);
                if let [Change::Insert(item)] = &entry.changes[..]
                    && matches!(
                        item.record().reference().kind,
                        Kind::Action | Kind::Node | Kind::Partner | Kind::Contact | Kind::Agreement
                    )
                {
                    self.go(item.record().reference());
                } else if let Some(moved) = entry.label.subject.filter(|_| entry.label.verb == Verb::MoveNode)
                {
                    self.go(moved);
                } else if bulk_of_marked {
                    let cx = cx!(self);
                    self.views.now_mut().ask(Request::Unmark, &cx);
                }
            }
            Ok(None) => {
                if layer {
                    self.close();
                }
                self.message = Some(Message::note(t!(self.env.texts, "nothing-changed")));
            }
            Err(why) => {
                let why = words::unwritten(self.env.texts, &why, self.now.today);
                self.refused(Message::bad(why));
            }
        }
    }

    /// Brings everything derived from the register up to date with an entry.
    fn absorb(&mut self, entry: &Entry, was_empty: bool) {
        let trouble = self.ledger.trouble();
        if trouble != self.trouble {
            self.notices.extend(trouble.clone().map(Message::warn));
            self.trouble = trouble;
        }
        self.sums = Sums::of(self.ledger.register());
        if entry.changes.len() > FOLLOWED_CHANGES {
            self.finder = None;
        } else if let Some(finder) = &mut self.finder {
            finder.update(self.ledger.register(), entry.changes.iter().map(Change::target));
        }
        let cx = cx!(self);
        let shown = self.views.id();
        if was_empty {
            // What was made of an empty register is made anew; the log, whose entries are there all the same, stays.
            let plan = Made { id: ViewId::Plan, view: Box::new(PlanView::new(&cx)), head: cx.head };
            self.views.made.retain(|made| made.id == ViewId::Log);
            self.views.made.push(plan);
            self.views.at = self
                .views
                .made
                .iter()
                .position(|made| made.id == shown)
                .unwrap_or_else(|| self.views.made.len() - 1);
        }
        let made = &mut self.views.made[self.views.at];
        if made.head != cx.head {
            made.view.absorb(&entry.changes, &cx);
            made.head = cx.head;
        }
    }

    /// What an entry was and how to take it back; before that, what to mind about it. Further remarks come one by one.
    fn done(&mut self, entry: &Entry) -> Message {
        let texts = self.env.texts;
        let what = capital(&words::label(texts, &entry.label, self.now.today));
        let key = self.env.keymap.key_of(Command::UndoChange);
        let text = t!(texts, "done-undo", what = what, key = key);
        let remarks = remarks(self.ledger.register(), entry);
        let mut said = remarks.iter().map(|remark| words::remark(texts, remark, self.now.today));
        let Some(first) = said.next() else { return Message::good(text) };
        self.notices.extend(said.map(Message::warn));
        Message::warn(format!("{first} {text}"))
    }

    /// Has something taken back and says what; `nothing` is the message for when there was nothing.
    fn take_back(
        &mut self,
        nothing: &str,
        how: impl FnOnce(&mut dyn Ledger, Stamp) -> Result<Undone, NotUndone>,
    ) {
        let texts = self.env.texts;
        let was_empty = self.ledger.register().is_empty();
        match how(self.ledger, self.now.at) {
            Ok(undone) => {
                self.absorb(&undone.entry, was_empty);
                let what = words::label(texts, &undone.what, self.now.today);
                let undo = self.env.keymap.key_of(Command::UndoChange);
                let redo = self.env.keymap.key_of(Command::RedoChange);
                let args = [("what", what.into()), ("undo", undo.into()), ("redo", redo.into())];
                let id = if undone.entry.label.verb == Verb::Redo { "redo-done" } else { "undo-done" };
                self.message = Some(Message::good(texts.get(id, &args)));
            }
            Err(NotUndone::Nothing) => self.message = Some(Message::note(texts.get(nothing, &[]))),
            Err(why) => {
                let why = words::not_undone(texts, &why, &self.env.zone, self.now.today);
                self.message = Some(Message::bad(why));
            }
        }
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
            ReadOnly::Held { .. } | ReadOnly::Folder(_) | ReadOnly::Overtaken => {
                t!(self.env.texts, "header-read-only")
            }
        });
        let view = self.views.now().spot(&cx);
        chrome::header(&mut canvas, &cx, view, self.views.id(), hindered.as_deref());
        let sheet = |rows: u16| Rect {
            y: body.bottom() - rows.min(body.height),
            height: rows.min(body.height),
            ..body
        };
        let extent = self.layers.last().map(|layer| layer.extent(&cx));
        let place = match extent {
            Some(Extent::Whole) => body,
            Some(Extent::Sheet(rows)) => {
                self.views.now_mut().draw(&mut canvas, body, rows.min(body.height), &cx);
                sheet(rows)
            }
            Some(Extent::Cell { of, field, sheet: rows }) => {
                self.views.now_mut().draw(&mut canvas, body, 0, &cx);
                match self.views.now().cell(of, field) {
                    Some(cell) => cell,
                    None => {
                        // Drawn again, as the list keeps its cursor above the sheet.
                        canvas.clear(body);
                        self.views.now_mut().draw(&mut canvas, body, rows.min(body.height), &cx);
                        sheet(rows)
                    }
                }
            }
            None => {
                self.views.now_mut().draw(&mut canvas, body, 0, &cx);
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
        let page = self.layers.last().filter(|layer| matches!(layer.scope(), Scope::Panes | Scope::Review));
        let hints = match page {
            Some(page) => page.hints().to_vec(),
            None => chrome::hints(scopes),
        };
        chrome::footer(&mut canvas, &cx, foot, self.message.as_ref(), hints);
        self.links = canvas.links;
        cursor
    }
}

impl Drop for App<'_> {
    /// A panic, too, leaves the texts being typed behind as drafts.
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.keep_unsaved();
        }
    }
}

fn circumstances(ledger: &dyn Ledger, env: &Env<'_>) -> Circumstances {
    let at = (env.clock)();
    Circumstances { at, today: at.day(&env.zone), actor: ledger.actor().clone() }
}

/// The text with its first letter in upper case.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
