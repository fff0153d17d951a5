//! The workbench as a whole: which component gets a key, and what comes of it.
//!
//! Owns the ledger, the layers over the shown view, the keys pressed so far, and the message line; `navigation` has the views,
//! `drafts` the texts being typed, `items` says what commands on items lead to, `record` writes entries (nobody else does)
//! and `frame` draws. The loop feeds it events and has it drawn; it does no input or output itself.

mod drafts;
mod frame;
mod items;
mod navigation;
mod presence;
mod record;

use std::collections::VecDeque;
use std::path::Path;

use jiff::tz::TimeZone;

use self::drafts::{Drafts, Unkept};
use self::navigation::Navigation;
use self::presence::Presence;
use super::component::{Cx, Layer, Message, Reply, Request};
use super::desk::{Arranged, Desk};
use super::input::{Mouse, MouseAct};
use super::layers::passage;
use super::layers::{self, find, first_run, help, key, palette, path, review, saved, tour};
use super::links::Links;
use super::settings::ScrollBy;
use super::sums::Sums;
use super::theme::Theme;
use super::view::ViewId;
use super::{Outcome, PlanImport};
use crate::command::chord::{Chord, Key, Named, sequence};
use crate::command::{Command, Found, Keymap, Scope, Situation};
use crate::error::{Error, Kind};
use crate::i18n::{Texts, words};
use crate::model::find::Finder;
use crate::model::id::{Ref, Stamp};
use crate::model::kinds::ActionState;
use crate::model::ledger::{self, Ledger, ReadOnly, Wake};
use crate::model::operation::Circumstances;
#[cfg(test)]
use crate::model::record::Field;
use crate::t;

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
    /// The folder with the user's own settings, as people read it.
    pub folder: String,
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
    nav: Navigation,
    drafts: Drafts,
    /// What of the texts being typed could not be kept when that was last tried.
    unkept: Option<Unkept>,
    layers: Vec<Box<dyn Layer>>,
    pressed: Vec<Chord>,
    /// The commands chosen by name, the latest first.
    recent: Vec<Command>,
    message: Option<Message>,
    /// The log shows the history of one item.
    history: bool,
    /// What is still to be said, when nothing else is.
    notices: VecDeque<Message>,
    /// What the ledger last said of trouble beside the record, so that it is told once.
    trouble: Option<String>,
    /// Why nothing could be recorded at the last look, so that it is told once.
    hindrance: Option<ReadOnly>,
    presence: Presence,
    /// Why others could not be followed at the last look, so that it is told once.
    unfollowed: Option<String>,
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
        folder: &env.folder,
        now,
        zone: &env.zone,
        situation,
    }
}

/// The context of an app, borrowing only what it needs.
macro_rules! cx {
    ($app:expr) => {
        $crate::tui::app::context(&*$app.ledger, &$app.env, &$app.now, &$app.sums, $app.situation())
    };
}
use cx;

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
        let kept = desk.arranged();
        let arranged = kept.as_deref().map(Arranged::read);
        let unread = matches!(arranged, Some(None));
        let arranged = arranged.flatten().unwrap_or_default();
        let nav = Navigation::new(&arranged, &context(&*ledger, &env, &now, &sums, Situation::default()));
        let trouble = ledger.trouble();
        let mut app = App {
            ledger,
            import,
            desk,
            arranged,
            env,
            now,
            sums,
            nav,
            drafts: Drafts::default(),
            unkept: None,
            layers: Vec::new(),
            pressed: Vec::new(),
            recent: Vec::new(),
            message: None,
            history: false,
            notices: notices.into(),
            trouble,
            hindrance: None,
            presence: Presence::default(),
            unfollowed: None,
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
        app.hindrance = app.ledger.read_only();
        if let Some(why) = app.ledger.read_only() {
            app.notices.push_front(Message::warn(words::read_only(app.env.texts, &why)));
        }
        if app.situation().writable {
            if app.ledger.register().is_empty() {
                app.layers.push(Box::new(first_run::FirstRun::default()));
            }
            app.drafts = Drafts::of_earlier(app.drafts_to_offer());
            app.offer_draft();
        }
        if app.message.is_none() {
            app.message = app.notices.pop_front();
        }
        app
    }

    /// The field that `edit_field` would edit.
    #[cfg(test)]
    pub fn field_under_cursor(&self) -> Option<Field> {
        self.nav.view().field()
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
        // After the last day of the calendar comes none.
        let midnight = midnight.filter(|midnight| *midnight > self.now.at);
        midnight
            .into_iter()
            .chain(self.drafts.deadline())
            .chain(self.presence.deadline())
            .min_by_key(|at| at.0)
    }

    /// Has `wake` called when others have recorded something that `follow` takes in, as far as the ledger hears of it.
    pub fn on_news(&mut self, wake: Wake) {
        self.ledger.on_news(wake);
    }

    /// Whether there is work to be done while nobody presses a key.
    pub fn has_spare_work(&self) -> bool {
        self.finder.is_none() || self.nav.view().has_spare_work()
    }

    /// Does a piece of that work.
    pub fn do_spare_work(&mut self) {
        if self.nav.view().has_spare_work() {
            let cx = cx!(self);
            self.nav.view_mut().do_spare_work(&cx);
        } else {
            self.finder.get_or_insert_with(|| Finder::new(self.ledger.register()));
        }
    }

    /// Looks at the clock; what an event leads to happens at that moment.
    pub fn look_at_clock(&mut self) {
        self.now = circumstances(&*self.ledger, &self.env);
        if self.drafts.deadline().is_some_and(|at| at.0 <= self.now.at.0) {
            self.keep_unsaved();
        }
        self.presence.tell(self.ledger, self.now.at);
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

    /// Keeps the texts being typed, as they have changed, or the terminal has gone, or the program is told to end. That it
    /// failed is said each time: until then the words are nowhere else.
    pub fn keep_unsaved(&mut self) {
        self.unkept = self.drafts.keep(&self.layers, self.ledger).err();
        if let Some(Unkept { why, .. }) = &self.unkept {
            let why = words::unwritten(self.env.texts, why, self.now.today);
            self.message = Some(Message::bad(t!(self.env.texts, "draft-not-kept", why = why)));
        }
    }

    /// The texts that were being typed at the end and could not be kept: for whoever is there when the terminal is given back.
    pub fn unkept(&self) -> Option<Error> {
        let Unkept { why, texts } = self.unkept.as_ref()?;
        let why = words::unwritten(self.env.texts, why, self.now.today);
        let error = Error::new(Kind::System, t!(self.env.texts, "draft-lost", why = why));
        Some(texts.iter().fold(error, |error, text| error.hint(text.as_str())))
    }

    /// The texts of an earlier time that can be offered: in an empty register only those that can be gone on with, as the items
    /// of the others may come back with what was taken back.
    fn drafts_to_offer(&self) -> Vec<(String, String)> {
        let mut kept = self.ledger.drafts();
        if self.ledger.register().is_empty() {
            let cx = cx!(self);
            kept.retain(|(name, text)| layers::reopen(name, text, &cx).is_some());
        }
        kept
    }

    /// Offers texts that were kept at an earlier time, when there are any.
    fn offer_draft(&mut self) {
        let cx = cx!(self);
        if let Some((layer, said)) = self.drafts.offer(self.layers.len(), &cx) {
            // What has just been done is said first.
            match self.message {
                None => self.message = said,
                Some(_) => said.into_iter().for_each(|said| self.notices.push_front(said)),
            }
            self.layers.push(layer);
        }
    }

    /// Takes the top layer away, and with it the texts that were kept for it.
    fn close(&mut self) {
        self.layers.pop();
        self.let_go();
    }

    /// Lets go of the texts of an earlier time whose layer has closed, and offers the next.
    fn let_go(&mut self) {
        if self.drafts.closed(self.layers.len(), self.ledger) {
            self.offer_draft();
        }
    }

    fn situation(&self) -> Situation {
        let view = self.nav.view();
        let register = self.ledger.register();
        let action = view.item().and_then(|r| register.action(r));
        let marked = view.has_marks();
        let behind = |r| passage::origin(register, r).is_some();
        let plain = context(&*self.ledger, &self.env, &self.now, &self.sums, Situation::default());
        Situation {
            // The store tries again when there may be room on the disk.
            writable: matches!(self.ledger.read_only(), None | Some(ReadOnly::DiskFull)),
            item: view.item().map(|r| r.kind),
            action: if marked { Some(ActionState::Planned) } else { action.map(|action| action.state) },
            marked,
            has_node: self.nav.under(&plain).is_some(),
            other_tree: self.nav.id() == ViewId::Partners,
            in_log: self.nav.id() == ViewId::Log,
            on_entry: view.has_entry(),
            typing: self.layers.last().is_some_and(|layer| layer.scope() == Scope::Prompt),
            has_passage: view.item().is_some_and(behind),
            has_plan_text: view.item().is_some_and(|r| passage::source_of(register, r).is_some()),
            reviewing: self.layers.iter().any(|layer| layer.scope() == Scope::Review),
            judging: self.layers.iter().any(|layer| layer.judging()),
        }
    }

    /// Takes note of what the user looks at, for the others.
    fn look_around(&mut self) {
        if self.ledger.others().is_some() {
            let editing = self.layers.last().is_some_and(|layer| layer.scope() == Scope::Prompt);
            let item = self.nav.view().item();
            self.presence.look(item, editing && item.is_some(), self.now.at);
            self.presence.tell(self.ledger, self.now.at);
        }
    }

    fn scopes(&self) -> &'static [Scope] {
        match self.layers.last().map(|layer| layer.scope()) {
            Some(Scope::Prompt) => &[Scope::Prompt],
            Some(Scope::Review) => Scope::REVIEWING,
            Some(Scope::Items) => self.nav.id().scopes(),
            Some(_) => &[Scope::Panes, Scope::Everywhere],
            None => self.nav.id().scopes(),
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
                    // Esc after a prefix takes the prefix back.
                    None if pressed.len() > 1 && chord == Chord::plain(Key::Named(Named::Esc)) => {}
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
        self.drafts.look(&self.layers, self.ledger, self.now.at);
        self.look_around();
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
            None if mouse.act == MouseAct::Press => self.nav.view_mut().click(mouse.x, mouse.y, &cx),
            None => {
                let command = if down { Command::MoveDown } else { Command::MoveUp };
                (0..WHEEL_ROWS).for_each(|_| self.nav.view_mut().wheel(mouse.x, mouse.y, command, &cx));
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
        let has_items = self.nav.id() != ViewId::Log;
        if command == Command::OpenItem && has_items && cx.register.is_empty() && self.situation().writable {
            self.layers.push(Box::new(first_run::FirstRun::default()));
            return;
        }
        let reply = match command.scope() {
            Scope::Everywhere => return self.everywhere(command),
            Scope::Items => items::command(command, &self.nav, &cx),
            Scope::Tree => items::place_command(command, self.nav.view(), &cx)
                .unwrap_or_else(|| self.nav.view_mut().command(command, &cx)),
            Scope::Panes | Scope::Review | Scope::Prompt | Scope::Table | Scope::Partners | Scope::Log => {
                self.nav.view_mut().command(command, &cx)
            }
        };
        self.reply(reply, false);
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
        } else {
            let key = self.env.keymap.key_of(Command::GoBack);
            self.message = Some(Message::note(t!(self.env.texts, "not-over-page", key = key)));
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
            Command::ShowPeople => self.message = Some(presence::people(self.env.texts, &*self.ledger)),
            Command::QuitProgram => self.ending = Some(Outcome::Quit),
            Command::SuspendProgram => self.suspending = true,
            Command::RedrawScreen => self.redrawing = true,
            Command::KeepMark | Command::GoToMark => {
                let what = if command == Command::KeepMark { key::For::Keeping } else { key::For::Going };
                self.layers.push(Box::new(key::KeyPrompt::new(what, self.nav.marks())));
            }
            Command::GoBackward => self.step(true),
            Command::GoForward => self.step(false),
            Command::ShowPlan => self.show(ViewId::Plan),
            Command::ShowActions if self.nav.id() == ViewId::Actions => {
                let cx = cx!(self);
                self.nav.view_mut().refresh(&cx);
            }
            Command::ShowActions => self.show(ViewId::Actions),
            Command::ShowPartners => self.show(ViewId::Partners),
            Command::ShowLog => self.show_log(),
            Command::SetFilter | Command::PickFilter => {
                if command == Command::PickFilter || self.nav.id() != ViewId::Log {
                    self.show(ViewId::Actions);
                }
                let cx = cx!(self);
                let reply = self.nav.view_mut().command(command, &cx);
                self.reply(reply, false);
            }
            _ => {}
        }
    }

    /// Shows a view.
    fn show(&mut self, id: ViewId) {
        let cx = cx!(self);
        self.nav.show(id, &self.arranged, &cx);
    }

    /// Goes to an item; with `remembering`, one can go back from there.
    fn go(&mut self, r: Ref, remembering: bool) {
        let cx = cx!(self);
        let there = if remembering {
            self.nav.jump(r, &self.arranged, &cx)
        } else {
            self.nav.go(r, &self.arranged, &cx)
        };
        if !there {
            self.message = Some(Message::bad(t!(self.env.texts, "go-gone", ref = r.to_string())));
        }
    }

    /// Goes back to where the last jump came from, or forward again.
    fn step(&mut self, backward: bool) {
        let cx = cx!(self);
        if !self.nav.step(backward, &self.arranged, &cx) {
            let id = if backward { "trail-start" } else { "trail-end" };
            self.message = Some(Message::note(self.env.texts.get(id, &[])));
        }
    }

    /// Shows the log; whole again after the history of one item, which nobody remembers having asked for by then. In the log it
    /// goes to the newest entry.
    fn show_log(&mut self) {
        let left = self.nav.id() != ViewId::Log;
        self.show(ViewId::Log);
        if std::mem::take(&mut self.history) && left {
            let cx = cx!(self);
            self.nav.view_mut().ask(Request::Filter(String::new()), &cx);
        }
        if !left {
            self.nav.view_mut().show_newest();
        }
    }

    /// Shows what has happened to an item.
    fn show_history(&mut self, of: Ref) {
        self.history = true;
        self.nav.leave(of);
        self.show(ViewId::Log);
        let cx = cx!(self);
        self.nav.view_mut().ask(Request::Filter(of.to_string()), &cx);
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

    fn reply(&mut self, reply: Reply, layer: bool) {
        match reply {
            Reply::Ignored | Reply::Handled | Reply::Pass => {}
            Reply::Close => self.close(),
            Reply::Commit(draft) => self.commit(draft, layer),
            Reply::Go(r) => {
                if layer {
                    self.close();
                }
                self.go(r, true);
            }
            Reply::Keep(letter) => {
                self.close();
                if let Some(r) = self.nav.mark(letter) {
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
                    let here = !self.layers.is_empty() || self.nav.id().scopes().contains(&command.scope());
                    if let Some(view) = ViewId::ALL.iter().find(own).filter(|_| !here) {
                        self.show(*view);
                    }
                }
                self.command(command);
            }
            Reply::Edit(field) => {
                self.close();
                let cx = cx!(self);
                let reply = items::edit(field, self.nav.view(), &cx);
                self.reply(reply, false);
            }
            Reply::Open(layer) => self.layers.push(layer),
            Reply::History(of) => self.show_history(of),
            Reply::Findings { title, text } => {
                let findings = self.import.findings(&text);
                self.layers.push(Box::new(review::Review::read_only(title, text, findings)));
            }
            Reply::Copied(bytes, said) => {
                self.copying = Some(bytes);
                self.message = Some(said);
            }
            Reply::TakeBack(seq) => {
                self.take_back("undo-nothing", |ledger, at| ledger::undo_entry(ledger, seq, at));
            }
            Reply::View(request, done) => {
                if done {
                    self.close();
                }
                let cx = cx!(self);
                let reply = self.nav.view_mut().ask(request, &cx);
                self.reply(reply, false);
            }
            Reply::Arranged(looks) => {
                self.arranged.remember(&looks);
                self.arrange();
            }
            Reply::PickFilter(looks) => {
                let filters = self.arranged.filters.clone();
                self.layers.push(Box::new(saved::SavedFilters::new(filters, looks)));
            }
            Reply::SaveFilter(name, looks) => {
                self.read_filters();
                self.arranged.save(&name, &looks);
                self.message = Some(Message::good(t!(self.env.texts, "saved-done", name = name)));
                self.close();
                self.arrange();
            }
            Reply::DropFilter(name) => {
                self.read_filters();
                self.arranged.filters.retain(|saved| saved.name != name);
                self.arrange();
            }
            Reply::Editor(text) => self.editing = Some(text),
            Reply::Import(path, marks) => self.read_plan(&path, &marks),
            Reply::TakeOver(draft, source) => self.take_over(draft, source.as_ref()),
            Reply::Demo => self.ending = Some(Outcome::Demo),
            Reply::Tell(message) => self.message = Some(message),
        }
    }

    /// What was saved meanwhile in another window: filters are added to and taken from those.
    fn read_filters(&mut self) {
        if let Some(kept) = self.desk.arranged().and_then(|text| Arranged::read(&text)) {
            self.arranged.filters = kept.filters;
        }
    }

    /// Keeps how the user has arranged the workbench.
    fn arrange(&mut self) {
        if let Err(error) = self.desk.arrange(&self.arranged.written()) {
            self.failed(&error);
        }
    }

    fn read_plan(&mut self, path: &Path, marks: &str) {
        match self.import.propose(self.ledger.register(), path) {
            Ok(proposal) => {
                let review = review::Review::new(proposal).going_on(marks, &cx!(self));
                self.layers.push(Box::new(review));
            }
            Err(error) => self.failed(&error),
        }
    }

    fn failed(&mut self, error: &Error) {
        let hints = error.hints.iter().map(|hint| format!(" {hint}")).collect::<String>();
        self.refused(Message::bad(format!("{}{hints}", error.message)));
    }

    /// Has the top layer show what went wrong, or shows it on the message line.
    fn refused(&mut self, why: Message) {
        match self.layers.last_mut().and_then(|layer| layer.refusal()) {
            Some(shown) => (self.message, *shown) = (None, Some(why)),
            None => self.message = Some(why),
        }
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
    let at = (env.clock)().within_calendar();
    Circumstances { at, today: at.day(&env.zone), actor: ledger.actor().clone() }
}
