//! `serve`, `status` and `stop`: the server of a register, and finding the one that runs.
//!
//! Owns how a server is started and ended, and attaching to the one whose place the lock tells. Every command that opens
//! a register asks here first.

use std::os::unix::net::UnixListener;
use std::path::Path;
use std::time::{Duration, Instant};

use super::call::{Call, Held};
use super::door::{self, Door, Handed, House};
use super::env;
use super::errand::Errands;
use super::out::{Outcome, Stop};
use super::sentences;
use crate::error::{Error, Kind};
use crate::i18n::{Texts, words};
use crate::io::{json, visible};
use crate::model::ledger::Ledger;
use crate::net::access::Gate;
use crate::net::client::{Client, NotAttached};
use crate::net::server::{Options, Server};
use crate::net::socket::{self, Unfit};
use crate::net::talk::{Ending, Status};
use crate::store::{Drafts, Holder, Keeper, Listens, OpenOptions, Opened, StoreError, Use};
use crate::t;

/// How long a server that has the lock and does not listen yet is waited for: it opens a large register first.
pub const COMING_UP: Duration = Duration::from_secs(10);

/// How often it is looked at meanwhile.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// Whether what kept us from attaching to `holder` passes: nobody listens there yet or any more, or it ends just now.
fn passes(why: &NotAttached, holder: &Holder) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
    match why {
        NotAttached::Nobody(_) => true,
        NotAttached::Io(why) => matches!(why.kind(), BrokenPipe | ConnectionReset | UnexpectedEof),
        // A workbench says so that it does not see to anybody just now.
        NotAttached::Ended(Ending::Stopping) => holder.listens != Listens::Door,
        NotAttached::Ended(_) | NotAttached::OtherVersion(_) | NotAttached::Garbled | NotAttached::Silent => {
            false
        }
    }
}

/// The server does not answer, and is the process `pid` here; 0 where that is not known.
fn silent(texts: &Texts, pid: u32) -> Error {
    let (said, hint) = match pid {
        0 => (t!(texts, "serve-silent-unknown"), t!(texts, "serve-silent-unknown-hint")),
        pid => {
            let id = pid.to_string();
            let hint = if env::is_stopped(pid) {
                // It takes no notice of anything milder.
                t!(texts, "serve-silent-stopped-hint", pid = id.as_str())
            } else {
                t!(texts, "serve-silent-hint", pid = id.as_str())
            };
            (t!(texts, "serve-silent", pid = id), hint)
        }
    };
    Error::new(Kind::System, said).hint(hint)
}

impl Call<'_> {
    /// The server that holds the register in `dir`, attached to; `None` when none does.
    ///
    /// # Errors
    /// One does, and does not let us in.
    pub fn attach(&self, dir: &Path, follows: bool) -> Result<Option<Client>, Error> {
        // Of another register than the one that is asked for (a demonstration's) the socket says nothing.
        let asked_for = self.dir().is_ok_and(|own| own == dir);
        if let Some(socket) = self.env.socket(self.global.socket.as_deref()).filter(|_| asked_for) {
            let drafts = self.own_drafts(dir);
            let attached = self.attach_at(&socket, drafts, follows).map(Some);
            return attached.map_err(|why| {
                let holder = crate::store::holder(dir);
                self.not_attached(&why, holder.filter(|holder| Path::new(&holder.socket) == socket).as_ref())
            });
        }
        let until = Instant::now() + COMING_UP;
        loop {
            let holder = crate::store::holder(dir).filter(|holder| !holder.socket.is_empty());
            let Some(holder) = holder.filter(|holder| self.reaches(holder, dir)) else { return self.alone() };
            let by_itself = holder.listens != Listens::Server;
            let drafts = if by_itself && self.global.name.is_none() {
                door::drafts(dir)
            } else {
                self.own_drafts(dir)
            };
            let attached = self.attach_at(Path::new(&holder.socket), drafts, follows);
            match attached {
                Ok(client) => {
                    if by_itself
                        && follows
                        && let Ok(whole) = dir.canonicalize()
                    {
                        client.start_with(Box::new(move || door::see_to_server(&whole)));
                    }
                    return Ok(Some(client));
                }
                // It ends, and the next one may be on its way; or it opens a large register first.
                Err(why) if passes(&why, &holder) && Instant::now() < until => std::thread::sleep(LOOK_AGAIN),
                // A workbench that does not see to us just now: what can be done beside it can be done.
                Err(_) if holder.listens == Listens::Door => return self.alone(),
                Err(why) => return Err(self.not_attached(&why, Some(&holder))),
            }
        }
    }

    /// Whether this account, here, may come in by `holder`, as far as that can be told: a server is asked, but the workbench of
    /// another account or machine only works for its own.
    fn reaches(&self, holder: &Holder, dir: &Path) -> bool {
        holder.listens == Listens::Server
            || (holder.host == self.holder().host
                && door::is_own_folder(dir)
                && !(holder.listens == Listens::Door && env::is_stopped(holder.pid)))
    }

    /// Whether a server for the register in `dir` may be started by whoever works on it: it is the account's own, and it was not said
    /// where the server listens.
    pub fn may_start_server(&self, dir: &Path) -> bool {
        self.env.socket(self.global.socket.as_deref()).is_none()
            && self.global.name.is_none()
            && door::is_own(dir)
    }

    /// Where the register in `dir` listens that is there already.
    pub fn door_place(&self, dir: &Path) -> Option<String> {
        let place = socket::place(dir, self.env.runtime_dir().as_deref());
        // The lock's text is one; and before there is a folder the path is not its own yet.
        place.to_str().filter(|_| dir.is_dir()).map(str::to_owned)
    }

    /// A register with a door, when there can be one.
    pub fn open_door(&self, mut keeper: Box<Keeper>) -> Held<'static> {
        let dir = keeper.store_path().canonicalize().ok().filter(|_| keeper.read_only().is_none());
        let door = dir.and_then(|dir| {
            let place = self.door_place(&dir)?;
            let (actor, holder) = (self.now.actor.clone(), self.holder());
            keeper.listens_at(&place);
            Door::open(House { dir, actor, holder }, place.into())
        });
        match door {
            Some(door) => Held::Alone(keeper, Box::new(door)),
            None => {
                keeper.listens_at("");
                Held::Kept(keeper)
            }
        }
    }

    fn attach_at(&self, socket: &Path, drafts: Drafts, follows: bool) -> Result<Client, NotAttached> {
        Client::attach(socket, follows, self.global.name.as_deref(), drafts)
    }

    /// Nothing to attach to: only a server can see to it that somebody named does what they may.
    fn alone(&self) -> Result<Option<Client>, Error> {
        match &self.global.name {
            None => Ok(None),
            Some(name) => {
                Err(Error::new(Kind::Refused, t!(self.texts, "serve-as-alone", name = visible::line(name)))
                    .hint(t!(self.texts, "serve-none-hint")))
            }
        }
    }

    /// The unsaved texts of this user for the register in `dir` while a server holds it: in the user's own folder, as the register's
    /// belongs to whoever runs the server.
    fn own_drafts(&self, dir: &Path) -> Drafts {
        let whole = dir.canonicalize().unwrap_or_else(|_| dir.to_path_buf());
        let mut whose = whole.into_os_string();
        // Several people may come in by one account.
        if let Some(name) = &self.global.name {
            whose.push("\0");
            whose.push(name);
        }
        let name = blake3::hash(whose.as_encoded_bytes()).to_hex();
        let own = self.env.state_dir().unwrap_or_else(|| dir.to_path_buf());
        Drafts::new(own.join("drafts").join(&name[..16]))
    }

    /// Why the server of the `holder`, where that is known, could not be attached to, and what to do.
    fn not_attached(&self, why: &NotAttached, holder: Option<&Holder>) -> Error {
        let texts = self.texts;
        match why {
            NotAttached::Nobody(path) => {
                Error::new(Kind::System, t!(texts, "serve-nobody", path = visible::path(path)))
                    .hint(t!(texts, "serve-nobody-hint"))
            }
            NotAttached::Silent => {
                let here = holder.filter(|holder| holder.host == self.holder().host);
                silent(texts, here.map_or(0, |holder| holder.pid))
            }
            NotAttached::OtherVersion(build) => {
                let own = env!("CARGO_PKG_VERSION");
                let said = t!(texts, "serve-other-version", theirs = build.as_str(), own = own);
                Error::new(Kind::Conflict, said).hint(t!(texts, "serve-other-version-hint"))
            }
            NotAttached::Ended(ending) => self.ended(ending),
            NotAttached::Garbled => Error::new(Kind::System, t!(texts, "serve-garbled")),
            NotAttached::Io(why) => {
                let reason = words::io_reason(texts, why.kind(), &why.to_string());
                let hint = match why.kind() {
                    std::io::ErrorKind::PermissionDenied => t!(texts, "serve-no-entry-hint"),
                    _ => t!(texts, "serve-nobody-hint"),
                };
                Error::new(Kind::System, t!(texts, "serve-io", reason = reason)).hint(hint)
            }
        }
    }

    fn ended(&self, ending: &Ending) -> Error {
        let texts = self.texts;
        match ending {
            Ending::Stopping | Ending::Regranted => Error::new(Kind::System, t!(texts, "serve-stopping")),
            Ending::Unidentified { uid } => {
                let uid = uid.to_string();
                Error::new(Kind::System, t!(texts, "serve-unidentified", uid = uid.as_str())).hint(t!(
                    texts,
                    "serve-unidentified-hint",
                    uid = uid
                ))
            }
            Ending::NotAllowed { account } => {
                Error::new(Kind::Conflict, t!(texts, "serve-not-allowed", account = account.as_str()))
                    .hint(t!(texts, "serve-not-allowed-hint"))
            }
            Ending::Full { most } => {
                Error::new(Kind::Conflict, t!(texts, "serve-full", most = most.to_string()))
                    .hint(t!(texts, "serve-full-hint"))
            }
            Ending::Garbled => Error::new(Kind::System, t!(texts, "serve-garbled")),
        }
    }

    /// `regie serve`: holds the register and serves it until it is told to stop, or nobody has been attached for `idle`.
    /// Members of the Unix `group` may knock too.
    pub fn serve(&mut self, idle: Option<Duration>, group: Option<&str>) -> Outcome {
        let dir = self.dir()?;
        let number = |name: &str| {
            env::find_group(name).ok_or_else(|| {
                Error::new(Kind::Input, t!(self.texts, "serve-no-group", name = visible::line(name)))
            })
        };
        let group = group.map(number).transpose()?;
        let place = self.env.socket(self.global.socket.as_deref());
        let place = place.unwrap_or_else(|| socket::place(&dir, self.env.runtime_dir().as_deref()));
        // Whoever started this may listen already, and goes on to do so afterwards.
        let (inherited, place) = socket::inherited().map_or((None, place), |(it, path)| (Some(it), path));
        let stays = inherited.is_some();
        let served = || {
            let other = crate::store::holder(&dir).filter(Holder::serves);
            other.map(|other| sentences::store(self.texts, &StoreError::Held(other), &dir))
        };
        if let Some(refused) = served() {
            return Err(refused.into());
        }
        let options = self.to_serve(&place, Listens::Server);
        let mut meter = self.meter();
        let watch = &mut |progress| meter.store(progress);
        let opened = Keeper::open(&dir, self.now.actor.clone(), options, watch);
        // Another server may have been quicker.
        let keeper = self.served(opened, &dir).map_err(|why| served().map_or(why, Stop::from))?;
        let listener = match inherited {
            Some(listener) => listener,
            None => socket::listen(&place, group).map_err(|why| self.unfit(&why))?,
        };
        let server = self.server_of(keeper, &dir, idle)?;
        let (shown, at) = (visible::path(&dir), visible::path(&place));
        self.note(&t!(self.texts, "serve-listening", dir = shown, socket = at));
        // It is open for fewer than were meant.
        self.void_access(&dir).iter().for_each(|said| self.note(said));
        self.run(server, listener, (!stays).then_some(&*place))
    }

    /// `regie serve --background`: as a workbench starts it. That gives it socket and lock when it has them; one whose server has gone
    /// gives nothing, and of several that are started then one gets the lock.
    pub fn serve_in_background(&mut self) -> Outcome {
        door::step_back();
        let dir = self.dir()?;
        let handed = Handed::receive();
        let place = handed.as_ref().map(|handed| handed.place.clone());
        let place = place.unwrap_or_else(|| socket::place(&dir, self.env.runtime_dir().as_deref()));
        let (options, actor) = (self.to_serve(&place, Listens::Background), self.now.actor.clone());
        let (opened, listener, starter) = match handed {
            Some(Handed { listener, lock, to, .. }) => {
                let opened = Keeper::take_over(&dir, actor, options, lock, &mut |_| ());
                (opened, Some(listener), Some(to))
            }
            None => (Keeper::open(&dir, actor, options, &mut |_| ()), None, None),
        };
        let keeper = self.served(opened, &dir)?;
        let listener = match listener {
            Some(listener) => listener,
            None => socket::listen(&place, None).map_err(|why| self.unfit(&why))?,
        };
        let server = self.server_of(keeper, &dir, Some(door::LINGERS))?;
        if let Some(starter) = starter {
            door::is_ready(&starter);
        }
        self.run(server, listener, Some(&place))
    }

    fn to_serve(&self, place: &Path, listens: Listens) -> OpenOptions {
        let holder = Holder { socket: place.display().to_string(), listens, ..self.holder() };
        OpenOptions::new(Use::Stay, holder).creating()
    }

    /// What was `opened` in `dir` to be served, if it can be written.
    fn served(&self, opened: Result<Opened, StoreError>, dir: &Path) -> Result<Keeper, Stop> {
        let Opened { keeper, notices } = opened.map_err(|why| sentences::store(self.texts, &why, dir))?;
        if let Some(why) = keeper.read_only() {
            return Err(sentences::read_only(self.texts, &why).into());
        }
        self.tell(&notices);
        Ok(keeper)
    }

    /// A server for the register in `dir` that `keeper` holds; it ends when this process is told to.
    fn server_of(&self, keeper: Keeper, dir: &Path, idle: Option<Duration>) -> Result<Server, Stop> {
        let own = rustix::process::geteuid().as_raw();
        let gate = Gate::new(dir, own, self.now.actor.clone(), Box::new(env::find_account));
        let mut errands = Errands::new(dir);
        let errands = Box::new(move |errand, ledger: Box<dyn Ledger + '_>| errands.run(errand, ledger));
        let server = Server::new(keeper, Options { idle, clock: env::clock, gate, errands });
        let stopper = server.stopper();
        // A closed terminal ends it as it is told to, and not in the midst.
        let ends = signal_hook::consts::TERM_SIGNALS.iter().chain(&[signal_hook::consts::SIGHUP]);
        let mut signals = signal_hook::iterator::Signals::new(ends)?;
        std::thread::spawn(move || signals.forever().for_each(|_| stopper.stop()));
        Ok(server)
    }

    /// Runs `server` until it ends, and then removes the socket at `place`.
    fn run(&self, server: Server, listener: UnixListener, place: Option<&Path>) -> Outcome {
        let ended = server.run(listener);
        if let Some(place) = place {
            // A next server replaces one that is left.
            let _ = std::fs::remove_file(place);
        }
        ended?.leave();
        Ok(())
    }

    fn unfit(&self, why: &Unfit) -> Error {
        let texts = self.texts;
        match why {
            Unfit::Open(path) => Error::new(
                Kind::System,
                t!(texts, "serve-open-folder", path = visible::path(path)),
            )
            .hint(t!(texts, "serve-open-folder-hint", path = visible::path(path))),
            Unfit::Occupied(path) => {
                Error::new(Kind::System, t!(texts, "serve-occupied", path = visible::path(path)))
            }
            Unfit::Taken(path) => {
                Error::new(Kind::Conflict, t!(texts, "serve-taken", path = visible::path(path)))
                    .hint(t!(texts, "serve-taken-hint"))
            }
            Unfit::TooLong(path) => {
                let most = socket::LONGEST_PATH.to_string();
                Error::new(Kind::System, t!(texts, "serve-too-long", path = visible::path(path), most = most))
                    .hint(t!(texts, "serve-too-long-hint"))
            }
            Unfit::Io(path, why) => {
                let reason = words::io_reason(texts, why.kind(), &why.to_string());
                Error::new(
                    Kind::System,
                    t!(texts, "serve-no-socket", path = visible::path(path), reason = reason),
                )
            }
        }
    }

    /// The server of the register, to ask something of it.
    fn server(&self) -> Result<Client, Error> {
        let dir = self.dir()?;
        // A workbench is no server, and is not made one to be asked about it.
        let alone = crate::store::holder(&dir).is_some_and(|holder| holder.listens == Listens::Door);
        let client = if alone { None } else { self.attach(&dir, false)? };
        client.ok_or_else(|| {
            Error::new(Kind::Conflict, t!(self.texts, "serve-none", dir = visible::path(&dir)))
                .hint(t!(self.texts, "serve-none-hint"))
        })
    }

    /// `regie status`: the server of the register, and who is attached.
    pub fn status(&mut self) -> Outcome {
        let status = self.server()?.status();
        let Status { pid, since, head, people, known } =
            status.map_err(|why| sentences::unwritten(self.texts, &why, self.now.today))?;
        if self.global.json {
            let people: Vec<_> = people
                .iter()
                .map(|person| {
                    let (r, name) = known.get(&person.actor.0).cloned().unzip();
                    serde_json::json!({
                        "actor": person.actor,
                        "person": r,
                        "person_name": name,
                        "item": person.item,
                        "editing": person.editing,
                    })
                })
                .collect();
            let body = serde_json::json!({"pid": pid, "since": since, "entries": head, "people": people});
            json::write(self.out.raw(), &body)?;
            return Ok(std::io::Write::write_all(self.out.raw(), b"\n")?);
        }
        let since = words::moment(self.texts, since, &self.zone, self.now.today);
        let said =
            t!(self.texts, "serve-status", pid = pid.to_string(), since = since, head = head.to_string());
        self.out.line(&said)?;
        for person in people {
            let item = person.item.map_or(String::new(), |item| item.to_string());
            let account = person.actor.0.as_str();
            let who = match known.get(account) {
                Some((_, name)) => t!(self.texts, "who-exactly", name = name.as_str(), account = account),
                None => account.to_owned(),
            };
            self.out.line(&format!("  {}  {item}", visible::line(&who)))?;
        }
        Ok(())
    }

    /// `regie stop`: ends the server of the register; its clients are told.
    pub fn stop(&mut self) -> Outcome {
        self.server()?.stop().map_err(|why| sentences::unwritten(self.texts, &why, self.now.today))?;
        self.out.line(&t!(self.texts, "serve-stopped"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn a_server_that_is_silent_is_named_with_what_ends_it() {
        let own = std::process::id();
        for lang in [Lang::Nl, Lang::En] {
            let said = |pid| {
                let error = silent(&Texts::new(lang), pid);
                (error.message, error.hints.join(" "))
            };
            let (message, hint) = said(own);
            assert!(message.contains(&own.to_string()) && hint.contains(&format!("kill {own}")), "{hint}");
            let (message, hint) = said(0);
            assert!(!message.contains('0') && !hint.contains("kill"), "{message} {hint}");
        }
        // One that was stopped gets no milder signal.
        let mut stopped = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let pid = stopped.id();
        let id = rustix::process::Pid::from_child(&stopped);
        rustix::process::kill_process(id, rustix::process::Signal::STOP).unwrap();
        while !env::is_stopped(pid) {
            std::thread::yield_now();
        }
        let hint = silent(&Texts::new(Lang::Nl), pid).hints.join(" ");
        stopped.kill().unwrap();
        stopped.wait().unwrap();
        assert!(hint.contains(&format!("kill -KILL {pid}")), "{hint}");
    }
}
