//! One call of the program: its surroundings, language, output, and the register it works on.
//!
//! Owns the opening of registers (to read, to write), the printing of what an entry did, and of notices and errors.
//! Every command gets one.

use std::cell::{Cell, RefCell};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::Global;
use super::door::{self, Door};
use super::env::Env;
use super::meter::Meter;
use super::out::{Out, Outcome, Stop};
use super::sentences;
use super::serve::COMING_UP;
use super::settings::Settings;
use crate::error::Error;
use crate::i18n::{Texts, words};
use crate::io::{json, visible};
use crate::model::change::{Draft, Entry};
use crate::model::id::Ref;
use crate::model::ledger::{Followed, Ledger, Unwritten};
use crate::model::operation::{Circumstances, Proposed};
use crate::model::record::Kind;
use crate::model::register::Register;
use crate::model::remark::remarks;
use crate::net::client::{AT_SCREEN, Client};
use crate::store::{Holder, Keeper, Listens, Notice, OpenOptions, Opened, StoreError, Unfit, Use};
use crate::t;

/// One call.
pub struct Call<'a> {
    /// The surroundings.
    pub env: &'a Env,
    /// The words.
    pub texts: &'a Texts,
    /// The options of every command.
    pub global: Global,
    /// Moment, day and account.
    pub now: Circumstances,
    /// The time zone.
    pub zone: jiff::tz::TimeZone,
    /// Whether colours are used.
    pub color: bool,
    /// Standard output.
    pub out: Out,
    /// The last entry that this call has recorded.
    pub recorded: Cell<Option<u64>>,
    /// The settings file.
    pub settings: &'a Settings,
    /// What was found out before the command began and the workbench, if it opens, is to say.
    pub startup: Vec<String>,
    /// Standard error.
    pub err: RefCell<Box<dyn Write + 'a>>,
    /// The register, when it is lent for this call.
    pub lent: Cell<Option<Box<dyn Ledger + 'a>>>,
}

/// A register that is open for this one call: held by this process, or by a server that it is attached to.
pub enum Held<'a> {
    /// Lent by the server in which this call is carried out.
    Lent(Box<dyn Ledger + 'a>),
    /// Held here. It is left, not taken apart, when the call is over: see `Keeper::leave`.
    Kept(Box<Keeper>),
    /// Held here by a workbench that works alone, with a door at which others of its account may knock.
    Alone(Box<Keeper>, Box<Door>),
    /// Held by a server.
    Attached(Box<Client>),
}

impl Held<'_> {
    /// Why the state is not kept, when its engine has failed since the opening.
    pub fn state_trouble(&self) -> Option<&Unfit> {
        match self {
            Held::Kept(keeper) | Held::Alone(keeper, _) => keeper.state_trouble(),
            Held::Attached(_) | Held::Lent(_) => None,
        }
    }

    /// Whether nobody holds any more what somebody else held at the opening.
    pub fn is_free(&self) -> bool {
        matches!(self, Held::Kept(keeper) if keeper.is_free())
    }

    /// Writes what makes the next opening quick.
    pub fn settle(&mut self) {
        if let Held::Kept(keeper) | Held::Alone(keeper, _) = self {
            keeper.settle();
        }
    }

    /// Hands the register over to a server when somebody has knocked; what others may have recorded since, for whoever follows it.
    /// Register and record stay as they are, so that there is nothing else to tell. `None` when nobody has.
    ///
    /// # Errors
    /// It was not handed over, and could not be taken up again.
    pub fn let_in(&mut self) -> Result<Option<Followed>, Unwritten> {
        let Held::Alone(keeper, door) = self else { return Ok(None) };
        if !door.opens() {
            return Ok(None);
        }
        let head = keeper.head();
        if let Some(client) = door.hand_over(keeper)? {
            let followed = door::since(&client, head);
            *self = Held::Attached(Box::new(client));
            return Ok(Some(followed));
        }
        // A server may have recorded something before it failed; the register was taken up again from the record.
        Ok(Some(door::since(&**keeper, head)))
    }
}

impl<'a> std::ops::Deref for Held<'a> {
    type Target = dyn Ledger + 'a;

    fn deref(&self) -> &(dyn Ledger + 'a) {
        match self {
            Held::Lent(ledger) => &**ledger,
            Held::Kept(keeper) | Held::Alone(keeper, _) => &**keeper,
            Held::Attached(client) => &**client,
        }
    }
}

impl<'a> std::ops::DerefMut for Held<'a> {
    fn deref_mut(&mut self) -> &mut (dyn Ledger + 'a) {
        match self {
            Held::Lent(ledger) => &mut **ledger,
            Held::Kept(keeper) | Held::Alone(keeper, _) => &mut **keeper,
            Held::Attached(client) => &mut **client,
        }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        match self {
            Held::Kept(keeper) => keeper.leave(),
            Held::Alone(keeper, door) => {
                door.leave();
                keeper.leave();
            }
            Held::Attached(_) | Held::Lent(_) => {}
        }
    }
}

/// What opening came to.
pub struct Opening<'a> {
    /// The register.
    pub keeper: Held<'a>,
    /// What the user should know.
    pub notices: Vec<Notice>,
}

/// A register to read: one that is kept, or the empty one that stands for a register that is not there yet.
pub enum Desk<'a> {
    /// From disk.
    Kept(Box<Held<'a>>),
    /// Nothing there yet.
    Empty(Box<Register>),
}

impl Desk<'_> {
    /// The register.
    pub fn register(&self) -> &Register {
        match self {
            Desk::Kept(keeper) => keeper.register(),
            Desk::Empty(register) => register,
        }
    }

    /// The last entry's number.
    pub fn head(&self) -> u64 {
        match self {
            Desk::Kept(keeper) => keeper.head(),
            Desk::Empty(_) => 0,
        }
    }
}

impl<'a> Call<'a> {
    /// A call in these surroundings that has printed nothing yet; standard error is the process's own.
    pub fn new(
        env: &'a Env,
        texts: &'a Texts,
        global: Global,
        settings: &'a Settings,
        now: Circumstances,
        zone: jiff::tz::TimeZone,
        out: Out,
    ) -> Call<'a> {
        Call {
            env,
            texts,
            global,
            now,
            zone,
            color: false,
            out,
            recorded: Cell::new(None),
            settings,
            startup: Vec::new(),
            err: RefCell::new(Box::new(std::io::stderr())),
            lent: Cell::new(None),
        }
    }

    /// The register's folder.
    pub fn dir(&self) -> Result<PathBuf, Error> {
        self.env.register_dir(self.global.register.as_deref(), self.texts)
    }

    /// A meter for long work.
    pub fn meter(&self) -> Meter<'_> {
        let terminal = self.env.stderr_terminal && self.env.var("TERM") != Some("dumb");
        Meter::new(self.texts, terminal, self.global.json)
    }

    /// Who this process is, for the lock.
    pub fn holder(&self) -> Holder {
        let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
        Holder { user: self.now.actor.0.clone(), host, since: self.now.at.to_string(), ..Holder::default() }
    }

    /// Opens the register in `dir` for `usage`, making it when `create` and there is none; where a server holds it, attaches.
    pub fn open(&self, dir: &Path, usage: Use, create: bool) -> Result<Opening<'a>, Error> {
        if let Some(lent) = self.lent.take() {
            return Ok(Opening { keeper: Held::Lent(lent), notices: Vec::new() });
        }
        let attached = |mut client: Client| {
            if usage == Use::Stay {
                client.wait_for_answer(AT_SCREEN);
            }
            Opening { keeper: Held::Attached(Box::new(client)), notices: Vec::new() }
        };
        if let Some(client) = self.attach(dir, true)? {
            return Ok(attached(client));
        }
        let has_door = usage == Use::Stay && self.may_start_server(dir);
        let holder = if has_door {
            let socket = self.door_place(dir).unwrap_or_default();
            Holder { socket, listens: Listens::Door, ..self.holder() }
        } else {
            self.holder()
        };
        let mut meter = self.meter();
        let watch = &mut |progress| meter.store(progress);
        let until = Instant::now() + COMING_UP;
        let opened = loop {
            let options = OpenOptions::new(usage, holder.clone());
            let options = if create { options.creating() } else { options };
            let opened = Keeper::open(dir, self.now.actor.clone(), options, watch);
            let Err(StoreError::Held(other)) = &opened else { break opened };
            if !other.serves() {
                break opened;
            }
            // A server may have come up since nobody was found to attach to.
            if let Some(client) = self.attach(dir, true)? {
                return Ok(attached(client));
            }
            // It may have gone again meanwhile; one that is there and not for us stays.
            if crate::store::holder(dir).as_ref() == Some(other) || Instant::now() >= until {
                break opened;
            }
        };
        let Opened { keeper, notices } = opened.map_err(|why| {
            let error = sentences::store(self.texts, &why, dir);
            // It would have handed the register over.
            let silent = |holder: &Holder| holder.listens == Listens::Door && !holder.socket.is_empty();
            match why {
                StoreError::Held(holder) if silent(&holder) => {
                    error.hint(t!(self.texts, "cli-held-door-hint"))
                }
                _ => error,
            }
        })?;
        let keeper = Box::new(keeper);
        let keeper = if has_door { self.open_door(keeper) } else { Held::Kept(keeper) };
        Ok(Opening { keeper, notices })
    }

    /// Tells what happened at opening.
    pub fn tell(&self, notices: &[Notice]) {
        for notice in notices {
            self.note(&sentences::notice(self.texts, notice));
        }
    }

    /// The register to read; an empty one, with a word about it, when there is none yet.
    pub fn read(&self) -> Result<Desk<'a>, Stop> {
        let desk = self.read_if_any()?;
        if let Desk::Empty(_) = desk {
            let dir = visible::path(&self.dir()?);
            self.note(&t!(self.texts, "cli-no-register-yet", dir = dir));
        }
        Ok(desk)
    }

    /// The register to read; an empty one when there is none yet.
    pub fn read_if_any(&self) -> Result<Desk<'a>, Stop> {
        let dir = self.dir()?;
        let names_socket = self.env.socket(self.global.socket.as_deref()).is_some();
        match self.open(&dir, Use::Read, false) {
            Ok(mut opened) => {
                // Reading beside a writer is what a reader came for; nothing to tell.
                opened.notices.retain(|notice| !matches!(notice, Notice::ReadOnly(_)));
                self.tell(&opened.notices);
                Ok(Desk::Kept(Box::new(opened.keeper)))
            }
            // What stands in the own folder says nothing of the register behind a socket that was named.
            Err(_) if !Keeper::is_there(&dir) && !names_socket => Ok(Desk::Empty(Box::default())),
            Err(error) => Err(error.into()),
        }
    }

    /// The register to write to, made when `create` and there is none. Refused at once when only reading is possible.
    pub fn write(&self, create: bool) -> Result<Held<'a>, Stop> {
        self.write_in(&self.dir()?, create)
    }

    /// As `write`, for the register in `dir`.
    pub fn write_in(&self, dir: &Path, create: bool) -> Result<Held<'a>, Stop> {
        let opened = self.open(dir, Use::Brief, create)?;
        if let Some(why) = opened.keeper.read_only() {
            return Err(sentences::read_only(self.texts, &why).into());
        }
        self.tell(&opened.notices);
        Ok(opened.keeper)
    }

    /// A remark beside the output, on standard error. Not in JSON mode: there standard error is for errors.
    pub fn note(&self, text: &str) {
        if !self.global.json {
            // Without a standard error there is nobody to tell.
            let _ = writeln!(self.err.borrow_mut(), "{}", visible::lines(text));
        }
    }

    /// Appends what an operation proposes and prints what it did.
    pub fn carry_out(&mut self, keeper: &mut Held<'_>, proposed: Proposed) -> Outcome {
        let draft =
            proposed.map_err(|refusal| sentences::refusal(self.texts, keeper.register(), &refusal))?;
        let entry = self.append(keeper, draft)?;
        self.print_entry(keeper.register(), entry.as_ref())
    }

    /// Appends `draft`; `None` when it changes nothing.
    pub fn append(&self, keeper: &mut Held<'_>, draft: Draft) -> Result<Option<Entry>, Stop> {
        let today = self.now.today;
        let well = keeper.state_trouble().is_none();
        let written = keeper.append(draft, None, self.now.at);
        if let Ok(Some(entry)) = &written {
            self.recorded.set(Some(entry.seq));
        }
        if let Some(why) = keeper.state_trouble().filter(|_| well) {
            self.tell(&[Notice::NoState(why.clone())]);
        }
        written.map_err(|why| sentences::unwritten(self.texts, &why, today).into())
    }

    /// Prints what was written: `{"entry", "refs"}`, or a sentence with the way back.
    pub fn print_entry(&mut self, register: &Register, entry: Option<&Entry>) -> Outcome {
        if self.global.json {
            return self.print_entry_json(entry);
        }
        match entry {
            None => self.out.line(&t!(self.texts, "cli-nothing-changed")),
            Some(entry) => {
                let label = words::label(self.texts, &entry.label, self.now.today);
                self.out.line(&t!(self.texts, "cli-written", label = label, seq = entry.seq.to_string()))?;
                for remark in remarks(register, entry) {
                    self.note(&words::remark(self.texts, &remark, self.now.today));
                }
                Ok(())
            }
        }
    }

    fn print_entry_json(&mut self, entry: Option<&Entry>) -> Outcome {
        let seq = entry.map(|entry| entry.seq);
        let refs = entry.map(refs_of).unwrap_or_default();
        json::write(self.out.raw(), &serde_json::json!({"entry": seq, "refs": refs}))?;
        self.out.raw().write_all(b"\n")?;
        Ok(())
    }
}

/// The items that an entry is about, each once; a progress note stands for its action.
pub fn refs_of(entry: &Entry) -> Vec<Ref> {
    let mut refs: Vec<Ref> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let targets = entry.changes.iter().map(|change| change.target());
    for r in entry.label.subject.into_iter().chain(targets) {
        if r.kind != Kind::ProgressNote && seen.insert(r) {
            refs.push(r);
        }
    }
    refs
}

/// Prints an error on standard error: a sentence and what to do next, or JSON.
pub fn print_error(error: &Error, json_mode: bool) {
    // Without a standard error there is nobody to tell; the exit code says it.
    let _ = std::io::stderr().lock().write_all(error_text(error, json_mode).as_bytes());
}

/// What `print_error` prints.
pub fn error_text(error: &Error, json_mode: bool) -> String {
    if json_mode {
        let body = serde_json::json!({"error": {
            "kind": error.kind.word(), "message": error.message, "hints": error.hints,
        }});
        let mut bytes = Vec::new();
        // Memory takes everything.
        let _ = json::write(&mut bytes, &body);
        return format!("{}\n", String::from_utf8_lossy(&bytes));
    }
    let mut text = format!("regie: {}\n", visible::lines(&error.message));
    for hint in &error.hints {
        text.push_str(&format!("  {}\n", visible::lines(hint).replace('\n', "\n  ")));
    }
    text
}
