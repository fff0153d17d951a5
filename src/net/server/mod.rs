//! The server: one process that holds a register, and any number of clients that work on it at the same time.
//!
//! Owns the order of things: one thread works on the register and takes what came in from all clients together, so that what
//! they record shares one `fdatasync`; an entry is durable before anybody hears of it, and everybody hears of the entries in the
//! same order. Each connection has a thread that reads and one that writes: `arrivals` are what the one thread hears of, `answers` what it
//! says to who only asks. `cli` starts it.

mod answers;
mod arrivals;

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::io;
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

use self::answers::{MOST_SEARCHES, Search};
use self::arrivals::{Attach, Event, identify, read_on, welcome};
use super::access::{Account, Gate, Grant, Role};
use super::known::{AT_START, Known};
use super::lent::Lent;
use super::outbox::{Bytes, Outbox};
use super::recording::{self, Outcome, Wish};
use super::room::{Place, Room, SMALL};
use super::socket::Peer;
use super::talk::{Answer, Ending, Errand, Person, Question, Ran, Say, Tell};
use super::veiled::Veiled;
use super::wire::{Frame, Greeting, MOST_FRAME};
use crate::model::change::Entry;
use crate::model::id::{Actor, Ref, Stamp};
use crate::model::ledger::{Ledger, ReadOnly, Unwritten};
use crate::model::record::Record;
use crate::model::register::Register;
use crate::store::Keeper;

/// So many connections are taken; more than an office has.
pub const MOST_CLIENTS: usize = 128;

/// So many connections one account may have, other than the one that serves the register and may speak for many.
const MOST_EACH: usize = 32;

/// So many more of the account that serves the register: whoever ends the server gets in when it is full.
const MOST_OWN: usize = 4;

/// How long whoever connects may take to say what it came for.
const GREETING: Duration = Duration::from_secs(5);

/// How long a server that ends waits until the clients have what it told them last.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// So many messages may wait to be worked on; those who say more wait. How long they may be, says `room`.
const MOST_SAID: usize = 1_024;

/// So many are worked on together: their entries share one `fdatasync`, and the first of them waits for the last.
const MOST_AT_ONCE: usize = 256;

/// Carries out a command on the register as it is lent to somebody.
pub type RunErrand = Box<dyn FnMut(Errand, Box<dyn Ledger + '_>) -> Ran + Send>;

/// How a server is run.
pub struct Options {
    /// It ends when nobody has been attached for so long; `None` when it stays.
    pub idle: Option<Duration>,
    /// The clock.
    pub clock: fn() -> Stamp,
    /// Who comes, and what each of them may do.
    pub gate: Gate,
    /// Carries out commands for those who ask for one.
    pub errands: RunErrand,
}

/// Ends a server from elsewhere.
#[derive(Clone)]
pub struct Stopper(SyncSender<Event>);

impl Stopper {
    /// Has the server tell its clients, write its state and end.
    pub fn stop(&self) {
        // One that has ended needs no telling.
        let _ = self.0.send(Event::Stop);
    }
}

/// A client.
struct Guest {
    peer: Peer,
    outbox: Arc<Outbox>,
    stream: UnixStream,
    /// What the system says of its account, unless that is the one that serves the register.
    account: Option<Account>,
    /// Who it is; `None` until it has said what it came for.
    standing: Option<Standing>,
    follows: bool,
    item: Option<Ref>,
    editing: bool,
    /// How long a message it may send: who may not record has nothing large to say.
    most: Arc<AtomicUsize>,
}

/// Who a client is, and what it may do.
struct Standing {
    /// The name that it gave.
    name: Option<String>,
    actor: Actor,
    grant: Grant,
}

impl Guest {
    fn tell(&self, tell: &Tell) {
        if let Some(bytes) = bytes_of(tell) {
            self.outbox.other(bytes);
        }
    }

    /// It gets every entry, and sees what is confidential or does not.
    fn follows_as(&self, cleared: bool) -> bool {
        self.follows && self.standing.as_ref().is_some_and(|standing| standing.grant.cleared == cleared)
    }
}

/// A server that is about to run.
pub struct Server {
    keeper: Keeper,
    /// Made when somebody comes who is not cleared.
    veiled: Option<Veiled>,
    /// What has been recorded lately, for those who ask again.
    known: Known,
    options: Options,
    events: Receiver<Event>,
    to: SyncSender<Event>,
    guests: BTreeMap<u64, Guest>,
    room: Arc<Room>,
    /// Bytes of answers that wait for all clients together.
    untold: Arc<AtomicUsize>,
    /// What the messages take that are being worked on.
    places: Vec<Place>,
    searches: VecDeque<Search>,
    came: u64,
    since: Stamp,
    stopping: bool,
    /// Who is there, or what they look at, has changed since everybody was told.
    moved: bool,
    /// Held by every thread that sends: when all are done, `sent` has nobody left to hear of.
    sends: Sender<()>,
    sent: Receiver<()>,
}

fn bytes_of(tell: &Tell) -> Option<Bytes> {
    // Of what is longer than a frame nothing can be told; an entry of that size was never taken in.
    Frame::of(tell).and_then(|frame| frame.bytes()).ok().map(Bytes::from)
}

impl Server {
    /// A server for the register that `keeper` holds.
    pub fn new(keeper: Keeper, options: Options) -> Server {
        let (to, events) = sync_channel(MOST_SAID);
        let (sends, sent) = channel();
        let since = (options.clock)();
        let guests = BTreeMap::new();
        // What cannot be read is not known: who asks again by such an id, is recorded again.
        let known = Known::of(keeper.latest_ids(AT_START).unwrap_or_default());
        Server {
            keeper,
            veiled: None,
            known,
            options,
            events,
            to,
            guests,
            room: Arc::default(),
            untold: Arc::default(),
            places: Vec::new(),
            searches: VecDeque::new(),
            came: 0,
            since,
            stopping: false,
            moved: false,
            sends,
            sent,
        }
    }

    /// What ends it from elsewhere.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.to.clone())
    }

    /// Serves whoever connects to `listener` until it is stopped, or nobody has been there for long. Gives the register back, its
    /// state written.
    ///
    /// # Errors
    /// The operating system's, when not even a thread can be started.
    pub fn run(mut self, listener: UnixListener) -> io::Result<Keeper> {
        let to = self.to.clone();
        let (over, hears) = UnixStream::pair()?;
        let door = std::thread::Builder::new().name("regie-door".into());
        let door = door.spawn(move || welcome(&listener, &hears, &to))?;
        let mut empty_since = Instant::now();
        loop {
            if !self.guests.is_empty() {
                empty_since = Instant::now();
            }
            let first = match self.options.idle.filter(|_| self.guests.is_empty()) {
                // While something is searched for nobody is waited for.
                _ if !self.searches.is_empty() => Ok(self.events.try_recv().ok()),
                None => self.events.recv().map(Some).map_err(RecvTimeoutError::from),
                Some(idle) => self.events.recv_timeout(idle.saturating_sub(empty_since.elapsed())).map(Some),
            };
            let Ok(first) = first else { break };
            if self.options.gate.has_changed() {
                self.ask_in_anew();
            }
            let mut wishes = Vec::new();
            let mut next = first;
            for _ in 0..MOST_AT_ONCE {
                let Some(event) = next.take() else { break };
                self.take_in(event, &mut wishes);
                next = self.events.try_recv().ok();
            }
            if let Some(event) = next {
                self.take_in(event, &mut wishes);
            }
            self.record(wishes);
            self.places.clear();
            if std::mem::take(&mut self.moved) {
                self.tell_people();
            }
            self.search_on();
            if self.stopping {
                break;
            }
        }
        if let Some(ends) = bytes_of(&Tell::Ends(Ending::Stopping)) {
            self.guests.values().for_each(|guest| guest.outbox.other(Arc::clone(&ends)));
        }
        self.guests.values().for_each(|guest| guest.outbox.close());
        self.guests.values().for_each(|guest| drop(guest.stream.shutdown(Shutdown::Read)));
        self.places.clear();
        self.room.close();
        self.keeper.settle();
        drop(self.sends);
        // Nobody says anything there; it ends when the last of them is done, or takes too long.
        let _ = self.sent.recv_timeout(LAST_WORDS);
        // Whoever knocks from now on is not let in by a server that has ended: a next one listens there.
        drop((over, self.events));
        let _ = door.join();
        Ok(self.keeper)
    }

    fn take_in(&mut self, event: Event, wishes: &mut Vec<(u64, u64, Wish)>) {
        match event {
            Event::Came(stream, peer) => self.admit(stream, peer),
            Event::Identified(id, account) => self.recognize(id, account),
            Event::Attached(id, attach) => self.attach(id, attach),
            Event::Said(id, say, place) => {
                self.places.push(place);
                self.hear(id, say, wishes);
            }
            Event::CaughtUp(id) => self.send_snapshot(id),
            Event::Gone(id, ending) => self.let_go(id, ending),
            Event::Stop => self.stopping = true,
        }
    }

    /// Why a connection is not taken, before it has said a word.
    fn hindrance(&self, peer: Peer) -> Option<Ending> {
        let is_own = peer.uid == rustix::process::geteuid().as_raw();
        let of_account = self.guests.values().filter(|guest| guest.peer.uid == peer.uid).count();
        if self.guests.len() >= MOST_CLIENTS + if is_own { MOST_OWN } else { 0 } {
            Some(Ending::Full { most: MOST_CLIENTS })
        } else {
            (!is_own && of_account >= MOST_EACH).then_some(Ending::Full { most: MOST_EACH })
        }
    }

    /// Takes a connection, or says why not.
    fn admit(&mut self, stream: UnixStream, peer: Peer) {
        let hindrance = self.hindrance(peer);
        self.came += 1;
        let id = self.came;
        let outbox = Arc::new(Outbox::beside(&self.untold));
        let (Ok(reads), Ok(writes)) = (stream.try_clone(), stream.try_clone()) else { return };
        let (to, sends, done) = (self.to.clone(), Arc::clone(&outbox), self.sends.clone());
        let writer = std::thread::Builder::new().name(format!("regie-to-{id}")).spawn(move || {
            let caught_up = || drop(to.send(Event::CaughtUp(id)));
            sends.send_to(&writes, &caught_up);
            // Ends the reading too.
            let _ = writes.shutdown(Shutdown::Both);
            drop(done);
        });
        let most = Arc::new(AtomicUsize::new(SMALL));
        let (to, room, may_say) = (self.to.clone(), Arc::clone(&self.room), Arc::clone(&most));
        // Whoever is not let in anyhow is not asked for.
        let accounts = self.options.gate.accounts_of(peer.uid).filter(|_| hindrance.is_none());
        let reader = std::thread::Builder::new().name(format!("regie-from-{id}")).spawn(move || {
            let known = accounts.map_or(Ok(()), |accounts| identify(&accounts, peer.uid, id, &to));
            let ending = match known {
                Ok(()) => read_on(&reads, id, Instant::now() + GREETING, &to, &room, &may_say),
                Err(why) => Some(why),
            };
            let _ = to.send(Event::Gone(id, ending));
        });
        if writer.is_err() || reader.is_err() {
            outbox.close();
            // One that was started ends, and the client knows.
            let _ = stream.shutdown(Shutdown::Both);
            return;
        }
        // Ahead of anything else; a greeting of its own that fails to be made does not exist.
        let mut greeting = Vec::new();
        let _ = Greeting::own().write(&mut greeting);
        outbox.other(greeting.into());
        match hindrance {
            None => {
                let guest = Guest {
                    peer,
                    outbox,
                    stream,
                    account: None,
                    standing: None,
                    follows: false,
                    item: None,
                    editing: false,
                    most,
                };
                self.guests.insert(id, guest);
            }
            Some(ending) => {
                if let Some(ends) = bytes_of(&Tell::Ends(ending)) {
                    outbox.other(ends);
                }
                outbox.close();
            }
        }
    }

    /// The system has said who a client is: one that may not use the register need not say what it came for.
    fn recognize(&mut self, id: u64, account: Option<Account>) {
        let Some(guest) = self.guests.get_mut(&id) else { return };
        match self.options.gate.admit(guest.peer.uid, None, account.as_ref()) {
            Ok(_) => guest.account = account,
            Err(account) => self.let_go(id, Some(Ending::NotAllowed { account })),
        }
    }

    /// A client has said what it came for.
    fn attach(&mut self, id: u64, attach: Attach) {
        let Some(guest) = self.guests.get_mut(&id).filter(|guest| guest.standing.is_none()) else { return };
        let Attach { follows, name } = attach;
        match self.options.gate.admit(guest.peer.uid, name.as_deref(), guest.account.as_ref()) {
            Ok((actor, grant)) => {
                let may_write = grant.role >= Role::Editor;
                // Before it hears that it may.
                guest.most.store(if may_write { MOST_FRAME } else { SMALL }, Ordering::Release);
                guest.tell(&Tell::Welcome { id, actor: actor.clone(), head: self.keeper.head(), may_write });
                guest.follows = follows;
                guest.standing = Some(Standing { name, actor, grant });
            }
            Err(account) => return self.let_go(id, Some(Ending::NotAllowed { account })),
        }
        if follows {
            self.send_snapshot(id);
            self.moved = true;
        }
    }

    /// Sends away those whose grant is no longer what it was, or may not be: who has it by a group attaches afresh, as asking the system
    /// for their groups may take long.
    fn ask_in_anew(&mut self) {
        let gate = &self.options.gate;
        let mut gone = Vec::new();
        for (id, guest) in &self.guests {
            let Some(Standing { name, grant, .. }) = &guest.standing else { continue };
            let account = guest.account.as_ref();
            let by_name = account.is_none_or(|account| gate.grants_by_name(account, *grant));
            match gate.admit(guest.peer.uid, name.as_deref(), account) {
                Ok((_, now)) if now == *grant && by_name => {}
                Ok(_) => gone.push((*id, Ending::Regranted)),
                Err(account) => gone.push((*id, Ending::NotAllowed { account })),
            }
        }
        gone.into_iter().for_each(|(id, ending)| self.let_go(id, Some(ending)));
    }

    /// The veil, made when there is none yet.
    fn veiled(&mut self) -> Result<&mut Veiled, Unwritten> {
        if self.veiled.is_none() {
            self.veiled = Some(Veiled::new(&self.keeper)?);
        }
        self.veiled.as_mut().ok_or(Unwritten::ReadOnly(ReadOnly::Viewer))
    }

    fn send_snapshot(&mut self, id: u64) {
        let Some(cleared) = self.guests.get(&id).filter(|guest| guest.follows).and_then(cleared) else {
            return;
        };
        let head = self.keeper.head();
        let snapshot = match cleared {
            true => self.keeper.snapshot().ok(),
            false => self.veiled().ok().and_then(|veiled| veiled.snapshot(head).ok()),
        };
        let Some(guest) = self.guests.get(&id) else { return };
        // What cannot be encoded can be served to nobody.
        let Some(snapshot) = snapshot else { return guest.outbox.close() };
        let tell = Tell::Snapshot { head: snapshot.head, blocks: snapshot.blocks.len() as u64 };
        if let Some(head) = bytes_of(&tell) {
            guest.outbox.snapshot(head, snapshot.blocks);
        }
    }

    /// Who is attached, as those see it who are `cleared` or not.
    fn people(&self, cleared: bool) -> Vec<Person> {
        let seen = |item: &Ref| cleared || self.veiled.as_ref().is_some_and(|veiled| veiled.sees(*item));
        let person = |(id, guest): (&u64, &Guest)| {
            let actor = guest.standing.as_ref().filter(|_| guest.follows)?.actor.clone();
            let item = guest.item.filter(seen);
            Some(Person { id: *id, actor, item, editing: guest.editing && item.is_some() })
        };
        self.guests.iter().filter_map(person).collect()
    }

    /// Which of `people` are persons in the register. Whose account that of a confidential contact is, others are not told.
    fn known(&self, people: &[Person], cleared: bool) -> BTreeMap<String, (Ref, String)> {
        let known = |Person { actor: Actor(account), .. }: &Person| {
            let person = self.keeper.register().person(account).filter(|who| cleared || !who.confidential)?;
            Some((account.clone(), (person.reference(), person.title.clone())))
        };
        people.iter().filter_map(known).collect()
    }

    fn tell_people(&self) {
        for cleared in [true, false] {
            let following = || self.guests.values().filter(|guest| guest.follows_as(cleared));
            if following().next().is_some()
                && let Some(people) = bytes_of(&Tell::People(self.people(cleared)))
            {
                following().for_each(|guest| guest.outbox.people(Arc::clone(&people)));
            }
        }
    }

    fn let_go(&mut self, id: u64, ending: Option<Ending>) {
        let Some(guest) = self.guests.remove(&id) else { return };
        if let Some(ending) = ending {
            guest.tell(&Tell::Ends(ending));
        }
        guest.outbox.close();
        // It may be that only its reading has ended.
        let _ = guest.stream.shutdown(Shutdown::Read);
        if guest.follows {
            self.moved = true;
        }
    }

    fn hear(&mut self, id: u64, say: Say, wishes: &mut Vec<(u64, u64, Wish)>) {
        let Some(guest) = self.guests.get_mut(&id) else { return };
        let Some(standing) = &guest.standing else { return };
        match say {
            Say::Attach { .. } => {}
            Say::Afresh => self.send_snapshot(id),
            Say::At { item, editing } => {
                (guest.item, guest.editing) = (item, editing);
                self.moved = true;
            }
            Say::Ask { id: number, what: Question::Append { id: wish, draft, undoes } } => {
                let Grant { role, cleared } = standing.grant;
                let actor = standing.actor.clone();
                // Whatever they may do by now: this was recorded when they might.
                if let Some(seq) = wish.and_then(|wish| self.known.get(wish, &actor)) {
                    self.tell_answer(id, number, Ok(Answer::Written(Some(seq))));
                } else if role >= Role::Editor {
                    let admin = role >= Role::Admin;
                    wishes.push((id, number, Wish { actor, cleared, admin, draft, undoes, id: wish }));
                } else {
                    self.tell_answer(id, number, Err(Unwritten::ReadOnly(ReadOnly::Viewer)));
                }
            }
            Say::Ask { id: number, what: Question::Run(errand) } => {
                let (actor, grant) = (standing.actor.clone(), standing.grant);
                let what = self.run_errand(errand, actor, grant).map(Answer::Ran);
                self.tell_answer(id, number, what);
            }
            Say::Ask { id: number, what: Question::LatestTouching { target, field, since } } => {
                if self.searches.iter().filter(|search| search.guest == id).count() < MOST_SEARCHES {
                    let (first, last) = (since.saturating_add(1), self.keeper.head());
                    self.searches.push_back(Search { guest: id, number, target, field, first, last });
                } else {
                    self.tell_answer(id, number, Err(Unwritten::Failed("server: searches".to_owned())));
                }
            }
            Say::Ask { id: number, what } => {
                let grant = standing.grant;
                let what = self.answer(what, grant);
                self.tell_answer(id, number, what);
            }
        }
    }

    fn tell_answer(&self, guest: u64, id: u64, what: Result<Answer, Unwritten>) {
        let Some(guest) = self.guests.get(&guest) else { return };
        // What is longer than a frame is told to be so: somebody waits for it.
        let long = || Tell::Answer { id, what: Err(Unwritten::Failed("server: answer".to_owned())) };
        if let Some(bytes) = bytes_of(&Tell::Answer { id, what }).or_else(|| bytes_of(&long())) {
            guest.outbox.other(bytes);
        }
    }

    /// Carries out a command for `actor`, and tells everybody what was recorded by it.
    fn run_errand(&mut self, errand: Errand, actor: Actor, grant: Grant) -> Result<Ran, Unwritten> {
        if !grant.cleared {
            self.veiled()?;
        }
        let (mut outcomes, mut erased) = (Vec::new(), false);
        let lent = Lent {
            keeper: &mut self.keeper,
            veiled: &mut self.veiled,
            actor,
            grant,
            at: (self.options.clock)(),
            outcomes: &mut outcomes,
            erased: &mut erased,
            nothing: Register::new(),
        };
        let ran = (self.options.errands)(errand, Box::new(lent));
        let mut anew = false;
        for outcome in outcomes {
            anew |= self.tell_outcome(outcome).1;
        }
        self.make_up(anew && !erased);
        if erased {
            // What they hold has more in it than the register has.
            let all: Vec<u64> = self.guests.keys().copied().collect();
            all.into_iter().for_each(|id| self.send_snapshot(id));
        }
        Ok(ran)
    }

    /// Records what was wished for, together; tells everybody, and then those who wished.
    fn record(&mut self, wishes: Vec<(u64, u64, Wish)>) {
        // Who asks again while the first time still waits here, hears what became of that.
        let mut ids = HashSet::new();
        let is_first =
            |(.., wish): &(u64, u64, Wish)| wish.id.is_none_or(|id| ids.insert((id, wish.actor.clone())));
        let (wishes, again): (Vec<_>, Vec<_>) = wishes.into_iter().partition(is_first);
        self.record_each(wishes);
        let mut left = Vec::new();
        for (guest, number, wish) in again {
            match wish.id.and_then(|id| self.known.get(id, &wish.actor)) {
                Some(seq) => self.tell_answer(guest, number, Ok(Answer::Written(Some(seq)))),
                None => left.push((guest, number, wish)),
            }
        }
        if !left.is_empty() {
            self.record(left);
        }
    }

    /// Records wishes of which no two have the same id.
    fn record_each(&mut self, wishes: Vec<(u64, u64, Wish)>) {
        if wishes.is_empty() {
            return;
        }
        let at = (self.options.clock)();
        let (asked, wishes): (Vec<_>, Vec<_>) =
            wishes.into_iter().map(|(guest, id, wish)| ((guest, id), wish)).unzip();
        if wishes.iter().any(|wish| !wish.cleared) {
            // Without one they are refused for what they are.
            let _ = self.veiled();
        }
        let outcomes = recording::record(&mut self.keeper, &mut self.veiled, wishes, at);
        let mut anew = false;
        for ((guest, id), outcome) in asked.into_iter().zip(outcomes) {
            if let Ok(Some(Entry { seq, id: Some(wish), actor, .. })) = &outcome.answer {
                self.known.add(*wish, actor.clone(), *seq);
            }
            let (answer, lost) = self.tell_outcome(outcome);
            anew |= lost;
            self.tell_answer(guest, id, answer);
        }
        self.make_up(anew);
    }

    /// Tells everybody of the entry of a wish, if it has one; the answer to it, and whether those who are not cleared have lost
    /// the thread by it.
    fn tell_outcome(&self, Outcome { answer, seen }: Outcome) -> (Result<Answer, Unwritten>, bool) {
        let seen = seen.and_then(Result::ok).zip(self.veiled.as_ref());
        // No veil followed it, where one was let go of; or it could not.
        let lost = seen.is_none() && matches!(answer, Ok(Some(_)));
        let answer = answer.map(|entry| {
            let seq = entry.as_ref().map(|entry| entry.seq);
            if let Some(entry) = entry {
                let told = seen.and_then(|(seen, veiled)| recording::told(veiled, &entry, seen));
                self.tell_entry(false, &told.map_or(Tell::Passed(entry.seq), Tell::Entry));
                self.tell_entry(true, &Tell::Entry(entry));
            }
            Answer::Written(seq)
        });
        (answer, lost)
    }

    /// Gives those who are not cleared the register afresh when they have `lost` the thread.
    fn make_up(&mut self, lost: bool) {
        if lost {
            let not_cleared = self.guests.iter().filter(|(_, guest)| guest.follows_as(false));
            let not_cleared: Vec<u64> = not_cleared.map(|(id, _)| *id).collect();
            not_cleared.into_iter().for_each(|id| self.send_snapshot(id));
        }
    }

    /// Tells those who follow and are `cleared`, or not, of an entry.
    fn tell_entry(&self, cleared: bool, tell: &Tell) {
        let following = || self.guests.values().filter(|guest| guest.follows_as(cleared));
        if following().next().is_some()
            && let Some(bytes) = bytes_of(tell)
        {
            following().for_each(|guest| guest.outbox.entry(&bytes));
        }
    }
}

fn cleared(guest: &Guest) -> Option<bool> {
    guest.standing.as_ref().map(|standing| standing.grant.cleared)
}
