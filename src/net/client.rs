//! A register that a server holds, with a copy of it here: what the workbench and the commands work with when one is attached.
//!
//! Owns the copy, the thread that listens to the server, and coming back after the line was lost. Reading the register
//! never waits for the server; recording does, until the entry is durable there. `cli` attaches one and hands it on as a
//! `Ledger`.

use std::cell::Cell;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::talk::{Answer, Ending, Errand, Person, Question, Ran, Say, Status, Tell};
use super::wire::{Frame, Greeting, MOST_FRAME, PROTOCOL, WireError};
use crate::model::apply::apply;
use crate::model::change::{Change, Draft, Entry, Verb};
use crate::model::erasure::{Erasing, Mentions};
use crate::model::id::{Actor, EntryId, Ref, Stamp};
use crate::model::ledger::{
    Beginning, EntryHead, Followed, Ledger, Other, Outline, ReadOnly, Unwritten, Wake, was_erased,
};
use crate::model::record::Field;
use crate::model::register::Register;
use crate::model::renumber::repeats;
use crate::store::{Drafts, Snapshot, Unfit};

/// How long an answer is waited for. An entry waits for the disk of the server, and for those that came before it.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long the greeting of a server is waited for: one that is busy opening a large register listens only afterwards.
const GREETING: Duration = Duration::from_secs(10);

/// How long the line may stay away under somebody who waits for an answer: nothing can be done in a workbench meanwhile. A server
/// that is started again has opened a large register by then.
const RETURN: Duration = Duration::from_secs(8);

/// So many wishes without an answer are remembered: each took its user the whole patience.
const MOST_DOUBTS: usize = 16;

/// The first pause before the line is tried again, and the longest: each is twice the one before.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// How long a wish without an answer is taken for the same when it is made again: who makes it later means it anew.
const DOUBTFUL: Duration = Duration::from_secs(600);

/// So many entries may wait to be taken in: nobody does while the terminal is lent to an editor. Beyond it the register comes afresh.
const MOST_NEWS: usize = 4_096;

/// So many times in a row a server is started that does not come to answer.
const MOST_STARTS: u32 = 5;

/// Sees to it that there is a server again where nobody holds the register any more; whether one was started.
pub type Start = Box<dyn Fn() -> bool + Send>;

/// Why a server could not be attached to.
#[derive(Debug)]
pub enum NotAttached {
    /// Nobody listens there.
    Nobody(PathBuf),
    /// What listens there is of another version: its name.
    OtherVersion(String),
    /// It ended the connection, and said why.
    Ended(Ending),
    /// It says what this protocol does not know.
    Garbled,
    /// The operating system's error.
    Io(io::Error),
}

impl From<WireError> for NotAttached {
    fn from(error: WireError) -> NotAttached {
        match error {
            WireError::Closed => NotAttached::Io(io::ErrorKind::ConnectionReset.into()),
            WireError::TooLong(_) | WireError::Garbled | WireError::OtherFormat => NotAttached::Garbled,
            WireError::Io(why) => NotAttached::Io(why),
        }
    }
}

impl From<io::Error> for NotAttached {
    fn from(error: io::Error) -> NotAttached {
        NotAttached::Io(error)
    }
}

/// What has become of the record.
enum News {
    Entry(Entry),
    /// It goes on to this entry, in which there is nothing to be seen.
    Passed(u64),
}

/// What the listening thread has heard and nobody has taken yet.
#[derive(Default)]
struct Heard {
    /// The line to speak on; `None` while the server is away.
    line: Option<UnixStream>,
    /// How many lines there have been: who waits for an answer on an earlier one waits in vain.
    lines: u64,
    /// Entries that come after the copy, in order.
    news: VecDeque<News>,
    /// The register afresh, to take the place of the copy; the entries come after it.
    afresh: Option<(u64, Register)>,
    /// The question whose answer is waited for; one that comes too late is let go of.
    asked: Option<u64>,
    answer: Option<Result<Answer, Unwritten>>,
    people: Vec<Person>,
    /// Why the server ended the connection, when it said so.
    ending: Option<Ending>,
    /// The version of a server that does not understand this program, when that is what listens now.
    other_version: Option<String>,
    /// This account may record.
    may_write: bool,
    /// The number of the connection.
    id: u64,
    /// What the user looks at, and whether they edit it: told again to a server that has come back.
    at: (Option<Ref>, bool),
    /// The client has gone: the thread ends.
    over: bool,
    wake: Option<Wake>,
    start: Option<Start>,
}

impl Heard {
    /// What it means that nobody answers: the server said that this account is let in no longer, or that it ends; or it is away.
    fn cut_off(&self) -> ReadOnly {
        match (&self.line, &self.ending, &self.other_version) {
            (None, Some(Ending::NotAllowed { account }), _) => ReadOnly::NotAllowed(account.clone()),
            (None, _, Some(theirs)) => ReadOnly::OtherVersion(theirs.clone()),
            (None, Some(Ending::Stopping), _) => ReadOnly::Stopped,
            _ => ReadOnly::Away,
        }
    }

    /// Has `news` wait to be taken in. When there is too much of it what waited is let go of: the gap is noticed, and the register asked
    /// for afresh.
    fn take_in(&mut self, news: News) {
        if self.news.len() >= MOST_NEWS {
            self.news.clear();
        }
        self.news.push_back(news);
    }

    /// What has become of a question to a server that is `away`; of one that lets this account in no longer, that it refused.
    fn lost(&self, away: Lost) -> Lost {
        match self.cut_off() {
            ReadOnly::Away | ReadOnly::Stopped | ReadOnly::OtherVersion(_) => away,
            refused => Lost::Refused(Unwritten::ReadOnly(refused)),
        }
    }
}

struct Shared {
    heard: Mutex<Heard>,
    bell: Condvar,
    path: PathBuf,
    /// Who this client says to be.
    name: Option<String>,
}

impl Shared {
    fn heard(&self) -> MutexGuard<'_, Heard> {
        // What a thread that panicked left is whole: nothing is changed in several steps.
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says what needs no answer. A server that does not listen holds up whoever speaks, and nobody who listens.
    fn say(&self, say: &Say) {
        let line = self.heard().line.as_ref().and_then(|line| line.try_clone().ok());
        // A line that fails is found out by who listens.
        if let Some(line) = line {
            let _ = send(&line, say);
        }
    }

    /// Has the others look at what was heard.
    fn ring(&self, heard: &Heard) {
        self.bell.notify_all();
        if let Some(wake) = &heard.wake {
            wake();
        }
    }
}

/// Something that this client wants recorded.
struct Wish {
    id: EntryId,
    draft: Draft,
    undoes: Option<u64>,
    made: Instant,
}

/// Why a question was not answered.
enum Lost {
    /// It was not sent.
    Unsent,
    /// The answer did not come; `lines` is how many lines there had been, the one it was asked on included.
    Unanswered { lines: u64 },
    /// The server refuses.
    Refused(Unwritten),
}

impl From<Lost> for Unwritten {
    fn from(lost: Lost) -> Unwritten {
        match lost {
            Lost::Unsent | Lost::Unanswered { .. } => Unwritten::ReadOnly(ReadOnly::Away),
            Lost::Refused(why) => why,
        }
    }
}

/// An id unlike any that this client, another one or an earlier one has made; those after it are this client's too.
fn first_id() -> io::Result<EntryId> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    // The lower half counts.
    Ok(EntryId(u128::from_le_bytes(bytes) >> 48 << 48))
}

/// An attached register.
pub struct Client {
    register: Register,
    head: u64,
    actor: Actor,
    shared: Arc<Shared>,
    /// Kept here: what is being typed must not need the line.
    drafts: Drafts,
    asked: Cell<u64>,
    /// The id of the next wish.
    next: EntryId,
    /// How long the line may stay away under somebody who waits for an answer.
    patience: Duration,
    /// What may have been recorded and may not, as the answer never came: the latest last.
    doubts: Vec<Wish>,
    /// Entries that were carried out on the copy while an answer was waited for, and not yet told of.
    untold: Vec<Entry>,
    /// The copy was replaced, and that was not yet told.
    anew: Option<u64>,
}

impl Drop for Client {
    fn drop(&mut self) {
        let mut heard = self.shared.heard();
        heard.over = true;
        if let Some(line) = heard.line.take() {
            // Wakes the listening thread; a line that has gone already needs no waking.
            let _ = line.shutdown(Shutdown::Both);
        }
        self.shared.bell.notify_all();
    }
}

/// A line on which everything has been said that comes before the entries.
struct Line {
    stream: UnixStream,
    from: BufReader<UnixStream>,
    id: u64,
    actor: Actor,
    may_write: bool,
    register: Register,
    head: u64,
}

fn send(mut to: &UnixStream, say: &Say) -> io::Result<()> {
    to.write_all(&Frame::of(say)?.bytes()?)
}

/// Connects, greets, and takes in the register when it `follows`.
fn connect(path: &Path, follows: bool, name: Option<&str>) -> Result<Line, NotAttached> {
    let stream = UnixStream::connect(path).map_err(|why| match why.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => NotAttached::Nobody(path.to_owned()),
        _ => NotAttached::Io(why),
    })?;
    stream.set_read_timeout(Some(GREETING))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // One that refuses may have said so and gone before it is greeted: what it said is read first.
    let greeted = Greeting::own().write(&mut &stream);
    let mut from = BufReader::with_capacity(64 << 10, stream.try_clone()?);
    let theirs = Greeting::read(&mut from)?;
    if theirs.protocol != PROTOCOL {
        return Err(NotAttached::OtherVersion(theirs.build));
    }
    // One that refuses has said why, and listens no longer.
    let said = send(&stream, &Say::Attach { follows, name: name.map(str::to_owned) });
    let (id, actor, mut head, may_write) = match Frame::read(&mut from, MOST_FRAME)?.message()? {
        Tell::Welcome { id, actor, head, may_write } => (id, actor, head, may_write),
        Tell::Ends(why) => return Err(NotAttached::Ended(why)),
        _ => return Err(NotAttached::Garbled),
    };
    greeted.and(said)?;
    let mut register = Register::new();
    if follows {
        match Frame::read(&mut from, MOST_FRAME)?.message()? {
            Tell::Snapshot { blocks, .. } => match read_snapshot(&mut from, blocks) {
                Ok((at, loaded)) => (head, register) = (at, loaded),
                Err(WireError::OtherFormat) => return Err(NotAttached::OtherVersion(theirs.build)),
                Err(why) => return Err(why.into()),
            },
            Tell::Ends(why) => return Err(NotAttached::Ended(why)),
            _ => return Err(NotAttached::Garbled),
        }
    }
    stream.set_read_timeout(None)?;
    Ok(Line { stream, from, id, actor, may_write, register, head })
}

/// Takes in the `blocks` pieces of a register, of which each is decoded while the next one is on its way.
fn read_snapshot(from: &mut BufReader<UnixStream>, blocks: u64) -> Result<(u64, Register), WireError> {
    let mut broken = None;
    let pieces = (0..blocks).map_while(|_| match Frame::read(from, MOST_FRAME) {
        Ok(Frame::Block(bytes)) => Some(bytes),
        Ok(Frame::Message(_)) => {
            broken = Some(WireError::Garbled);
            None
        }
        Err(why) => {
            broken = Some(why);
            None
        }
    });
    let loaded = Snapshot::load(pieces);
    match (broken, loaded) {
        (Some(why), _) => Err(why),
        (None, Err(Unfit::OtherFormat)) => Err(WireError::OtherFormat),
        (None, loaded) => loaded.map_err(|_| WireError::Garbled),
    }
}

impl Client {
    /// Attaches to the server at `path`. One that `follows` gets a copy of the register and every entry from then on; without, only
    /// questions are answered, and the register here is empty. `name` is who it says to be, which only an account that may speak
    /// for others can. Unsaved texts are kept as `drafts`.
    ///
    /// # Errors
    /// Why not.
    pub fn attach(
        path: &Path,
        follows: bool,
        name: Option<&str>,
        drafts: Drafts,
    ) -> Result<Client, NotAttached> {
        let next = first_id()?;
        let Line { stream, from, id, actor, may_write, register, head } = connect(path, follows, name)?;
        let heard = Heard { line: Some(stream), lines: 1, id, may_write, ..Heard::default() };
        let shared = Arc::new(Shared {
            heard: Mutex::new(heard),
            bell: Condvar::new(),
            path: path.to_owned(),
            name: name.map(str::to_owned),
        });
        let listens = Arc::clone(&shared);
        std::thread::Builder::new()
            .name("regie-attached".into())
            .spawn(move || listen(&listens, from, follows))?;
        let (asked, doubts, untold) = (Cell::new(0), Vec::new(), Vec::new());
        let client = Client {
            register,
            head,
            actor,
            shared,
            drafts,
            asked,
            next,
            patience: RETURN,
            doubts,
            untold,
            anew: None,
        };
        if follows {
            client.forget_erased();
        }
        Ok(client)
    }

    /// Lets go of unsaved texts about contacts that have been erased, perhaps while this client was away.
    fn forget_erased(&self) {
        self.drafts.forget(&|contact| was_erased(self, contact));
    }

    /// Sets how long the line may stay away under somebody who waits for an answer before they are told that it is in doubt.
    pub fn wait_for_line(&mut self, at_most: Duration) {
        self.patience = at_most;
    }

    /// Has `start` called when the server has gone without a word. One that was told to stop is left alone.
    pub fn start_with(&self, start: Start) {
        self.shared.heard().start = Some(start);
    }

    /// How the server is.
    ///
    /// # Errors
    /// It does not answer.
    pub fn status(&self) -> Result<Status, Unwritten> {
        match self.ask(Question::Status)? {
            Answer::Status(status) => Ok(status),
            _ => Err(senseless()),
        }
    }

    /// Has the server carry out a command.
    ///
    /// # Errors
    /// It does not answer; `Doubtful` when it may have carried out the command.
    pub fn run(&self, errand: Errand) -> Result<Ran, Unwritten> {
        let (id, bytes) = self.question(Question::Run(errand))?;
        match self.try_ask(id, &bytes, Instant::now() + PATIENCE) {
            Ok(Answer::Ran(ran)) => Ok(ran),
            Ok(_) => Err(senseless()),
            Err(Lost::Unanswered { .. }) => Err(Unwritten::Doubtful),
            Err(lost) => Err(lost.into()),
        }
    }

    /// Has the server end, as far as this account may.
    ///
    /// # Errors
    /// It may not, or the server does not answer.
    pub fn stop(&self) -> Result<(), Unwritten> {
        self.ask(Question::Stop).map(|_| ())
    }

    /// A question: its number, and the bytes of it.
    fn question(&self, what: Question) -> Result<(u64, Vec<u8>), Unwritten> {
        let id = self.asked.get() + 1;
        self.asked.set(id);
        let bytes = Frame::of(&Say::Ask { id, what }).and_then(|frame| frame.bytes());
        // With the system's own words for it, which are worded where the user is told.
        let long = || Unwritten::Failed(io::Error::from(rustix::io::Errno::FBIG).to_string());
        Ok((id, bytes.map_err(|_| long())?))
    }

    /// Asks, and waits for the answer.
    fn ask(&self, what: Question) -> Result<Answer, Unwritten> {
        let (id, bytes) = self.question(what)?;
        Ok(self.try_ask(id, &bytes, Instant::now() + PATIENCE)?)
    }

    /// Sends the question with number `id`, and waits for the answer `until` then.
    fn try_ask(&self, id: u64, bytes: &[u8], until: Instant) -> Result<Answer, Lost> {
        let (line, lines) = {
            let heard = self.shared.heard();
            let line = heard.line.as_ref().and_then(|line| line.try_clone().ok());
            (line.ok_or_else(|| heard.lost(Lost::Unsent))?, heard.lines)
        };
        {
            let mut heard = self.shared.heard();
            (heard.asked, heard.answer) = (Some(id), None);
        }
        // What breaks off is nothing to the server.
        (&line).write_all(bytes).map_err(|_| Lost::Unsent)?;
        let mut heard = self.shared.heard();
        loop {
            if let Some(answer) = heard.answer.take() {
                return answer.map_err(Lost::Refused);
            }
            let left = until.saturating_duration_since(Instant::now());
            if heard.line.is_none() || heard.lines != lines || left.is_zero() {
                heard.asked = None;
                return Err(heard.lost(Lost::Unanswered { lines }));
            }
            heard = self.shared.bell.wait_timeout(heard, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits for the line that comes after the first `lines`, `until` then at most; whether it is there.
    fn comes_back(&self, lines: u64, until: Instant) -> bool {
        let mut heard = self.shared.heard();
        loop {
            if heard.line.is_some() && heard.lines > lines {
                return true;
            }
            let left = until.saturating_duration_since(Instant::now());
            let refused =
                matches!(heard.ending, Some(Ending::NotAllowed { .. })) || heard.other_version.is_some();
            if (refused && heard.line.is_none()) || left.is_zero() {
                return false;
            }
            heard = self.shared.bell.wait_timeout(heard, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Has `wish` recorded, and asks again when the line is lost meanwhile. `again` when it was asked for before and may have been
    /// recorded then. Without an answer it is kept as a doubt.
    fn record(&mut self, wish: Wish, mut again: bool) -> Result<Option<Entry>, Unwritten> {
        let id = Some(wish.id);
        let what = Question::Append { id, draft: wish.draft.clone(), undoes: wish.undoes };
        let (number, bytes) = self.question(what)?;
        let until = Instant::now() + PATIENCE;
        let answer = loop {
            let lost = match self.try_ask(number, &bytes, until) {
                Ok(answer) => break Ok(answer),
                // That nobody listens to this account any more says nothing of the first time.
                Err(Lost::Refused(why @ Unwritten::ReadOnly(ReadOnly::NotAllowed(_)))) if again => {
                    return self.doubt(wish).or(Err(why));
                }
                Err(Lost::Refused(why)) => break Err(why),
                Err(Lost::Unsent) if !again => break Err(Lost::Unsent.into()),
                Err(lost) => lost,
            };
            again = true;
            let back = match lost {
                Lost::Unanswered { lines } => {
                    self.comes_back(lines, until.min(Instant::now() + self.patience))
                }
                Lost::Unsent | Lost::Refused(_) => false,
            };
            if !back {
                return self.doubt(wish);
            }
        };
        let Answer::Written(seq) = answer? else { return Err(senseless()) };
        let Some(seq) = seq else { return Ok(None) };
        // The entry came before the answer.
        self.catch_up();
        let entry = match self.untold.iter().position(|entry| entry.seq == seq) {
            Some(at) => Some(self.untold.remove(at)),
            None => match self.entry(seq) {
                Err(Unwritten::ReadOnly(_)) => return self.doubt(wish),
                entry => entry?,
            },
        };
        // Something else has been recorded after it: what was to be taken back is no longer what would be next.
        self.doubts.retain(|doubt| doubt.undoes.is_none());
        Ok(entry)
    }

    fn doubt(&mut self, wish: Wish) -> Result<Option<Entry>, Unwritten> {
        if self.doubts.len() >= MOST_DOUBTS {
            self.doubts.remove(0);
        }
        self.doubts.push(wish);
        Err(Unwritten::Doubtful)
    }

    /// Brings the copy up to what was heard. What was carried out stays to be told.
    fn catch_up(&mut self) {
        let (afresh, news) = {
            let mut heard = self.shared.heard();
            (heard.afresh.take(), std::mem::take(&mut heard.news))
        };
        if let Some((head, register)) = afresh {
            self.anew = Some(self.anew.unwrap_or(self.head));
            (self.register, self.head) = (register, head);
            self.untold.clear();
        }
        for news in news {
            let (News::Entry(Entry { seq, .. }) | News::Passed(seq)) = &news;
            // The snapshot that was asked for may have it already.
            if *seq <= self.head {
                continue;
            }
            let fits = *seq == self.head + 1
                && match &news {
                    News::Entry(entry) => apply(&mut self.register, &entry.changes, entry.at).is_ok(),
                    News::Passed(_) => true,
                };
            if !fits {
                // The copy is no longer what the server has: what follows comes with the register afresh.
                self.shared.say(&Say::Afresh);
                return;
            }
            self.head = *seq;
            if let News::Entry(entry) = news {
                self.untold.push(entry);
            }
        }
    }
}

/// The server answered another question than was asked.
fn senseless() -> Unwritten {
    Unwritten::Failed("server: answer".to_owned())
}

/// Listens until the client has gone, and takes the line up again when it is lost.
fn listen(shared: &Shared, mut from: BufReader<UnixStream>, follows: bool) {
    loop {
        let ending = hear(shared, &mut from);
        {
            let mut heard = shared.heard();
            heard.line = None;
            heard.people.clear();
            heard.ending = ending;
            shared.ring(&heard);
        }
        match come_back(shared, follows) {
            Some(again) => from = again,
            None => return,
        }
    }
}

/// Takes in what the server says until it stops; why it did, when it said so.
fn hear(shared: &Shared, from: &mut BufReader<UnixStream>) -> Option<Ending> {
    loop {
        let tell = Frame::read(from, MOST_FRAME).and_then(|frame| frame.message());
        let afresh = match tell {
            Ok(Tell::Snapshot { blocks, .. }) => Some(read_snapshot(from, blocks).ok()?),
            Ok(Tell::Ends(why)) => return Some(why),
            Ok(tell) => {
                let mut heard = shared.heard();
                match tell {
                    Tell::Entry(entry) => heard.take_in(News::Entry(entry)),
                    Tell::Passed(seq) => heard.take_in(News::Passed(seq)),
                    Tell::Answer { id, what } => {
                        if heard.asked == Some(id) {
                            (heard.asked, heard.answer) = (None, Some(what));
                        }
                        // Only whoever asked waits for it.
                        shared.bell.notify_all();
                        continue;
                    }
                    Tell::People(people) => heard.people = people,
                    Tell::Welcome { .. } | Tell::Snapshot { .. } | Tell::Ends(_) => continue,
                }
                shared.ring(&heard);
                None
            }
            Err(_) => return None,
        };
        if let Some(afresh) = afresh {
            let mut heard = shared.heard();
            heard.news.clear();
            heard.afresh = Some(afresh);
            shared.ring(&heard);
        }
    }
}

/// Tries the line again, with longer and longer pauses; `None` when the client has gone.
fn come_back(shared: &Shared, follows: bool) -> Option<BufReader<UnixStream>> {
    let mut pause = PAUSES.0;
    let mut starts = 0;
    loop {
        let heard = shared.heard();
        let until = Instant::now() + pause;
        let mut heard = heard;
        while !heard.over {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            heard = shared.bell.wait_timeout(heard, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        if heard.over {
            return None;
        }
        drop(heard);
        let line = connect(&shared.path, follows, shared.name.as_deref());
        if matches!(line, Err(NotAttached::Nobody(_))) && starts < MOST_STARTS && start(shared) {
            starts += 1;
            pause = PAUSES.0;
            continue;
        }
        let why = match &line {
            // One that ends as it is met says nothing of the one that was attached to.
            Err(NotAttached::Ended(ending)) if *ending != Ending::Stopping => {
                Some((Some(ending.clone()), None))
            }
            Err(NotAttached::OtherVersion(theirs)) => Some((None, Some(theirs.clone()))),
            _ => None,
        };
        if let Some(why) = why {
            let mut heard = shared.heard();
            (heard.ending, heard.other_version) = why;
            shared.ring(&heard);
        }
        if let Ok(Line { stream, from, id, may_write, register, head, .. }) = line {
            let mut heard = shared.heard();
            let (item, editing) = heard.at;
            // A line that fails is found out by who listens.
            let _ = send(&stream, &Say::At { item, editing });
            (heard.id, heard.may_write) = (id, may_write);
            heard.line = Some(stream);
            heard.lines += 1;
            (heard.ending, heard.other_version) = (None, None);
            heard.news.clear();
            heard.afresh = Some((head, register));
            shared.ring(&heard);
            return Some(from);
        }
        pause = (pause * 2).min(PAUSES.1);
    }
}

/// Has a server started, when that may be; whether it was.
fn start(shared: &Shared) -> bool {
    let start = {
        let mut heard = shared.heard();
        let is_meant = matches!(heard.ending, Some(Ending::Stopping | Ending::NotAllowed { .. }));
        if is_meant { None } else { heard.start.take() }
    };
    // Not while others wait for what was heard.
    let Some(start) = start else { return false };
    let started = start();
    shared.heard().start = Some(start);
    started
}

impl Ledger for Client {
    fn register(&self) -> &Register {
        &self.register
    }

    fn head(&self) -> u64 {
        self.head
    }

    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn read_only(&self) -> Option<ReadOnly> {
        let heard = self.shared.heard();
        match heard.line {
            Some(_) => (!heard.may_write).then_some(ReadOnly::Viewer),
            None => Some(heard.cut_off()),
        }
    }

    fn append(&mut self, draft: Draft, undoes: Option<u64>, _: Stamp) -> Result<Option<Entry>, Unwritten> {
        self.doubts.retain(|doubt| doubt.made.elapsed() < DOUBTFUL);
        let same = |doubt: &Wish| doubt.undoes == undoes && repeats(&draft, &doubt.draft);
        let again = self.doubts.iter().rposition(same).map(|at| self.doubts.remove(at).id);
        if let Some(id) = again {
            let (head, wish) = (self.head, Wish { id, draft: draft.clone(), undoes, made: Instant::now() });
            let recorded = self.record(wish, true)?;
            // What was recorded then and seen here before this was wished has been altered back since; what was only added stands there.
            let seen = recorded.as_ref().is_some_and(|entry| entry.seq <= head);
            if !seen
                || undoes.is_some()
                || draft.changes.iter().all(|change| matches!(change, Change::Insert(_)))
            {
                return Ok(recorded);
            }
        }
        let id = self.next;
        self.next = id.next();
        self.record(Wish { id, draft, undoes, made: Instant::now() }, false)
    }

    fn resume(&mut self, verb: Verb) -> Option<Result<Option<Entry>, Unwritten>> {
        let is_one = |doubt: &Wish| doubt.undoes.is_some() && doubt.draft.label.verb == verb;
        let doubt = self.doubts.iter().rposition(is_one)?;
        let doubt = self.doubts.remove(doubt);
        Some(self.record(doubt, true))
    }

    fn follow(&mut self) -> Result<Followed, Unwritten> {
        self.catch_up();
        if let Some(before) = self.anew.take() {
            self.untold.clear();
            self.forget_erased();
            let last = if before < self.head { self.outline(self.head).ok().flatten() } else { None };
            let erased = last.is_some_and(|last| last.label.verb == Verb::Erase);
            return Ok(if erased { Followed::Erased } else { Followed::Again });
        }
        Ok(Followed::Entries(std::mem::take(&mut self.untold)))
    }

    fn on_news(&mut self, wake: Wake) {
        let mut heard = self.shared.heard();
        // What came before anybody was to be woken.
        if heard.afresh.is_some() || !heard.news.is_empty() {
            wake();
        }
        heard.wake = Some(wake);
    }

    fn others(&self) -> Option<Vec<Other>> {
        let heard = self.shared.heard();
        let others = heard.people.iter().filter(|person| person.id != heard.id);
        let other = |Person { actor, item, editing, .. }: &Person| Other {
            actor: actor.clone(),
            item: *item,
            editing: *editing,
        };
        Some(others.map(other).collect())
    }

    fn look_at(&self, item: Option<Ref>, editing: bool) {
        self.shared.heard().at = (item, editing);
        self.shared.say(&Say::At { item, editing });
    }

    fn entry_head(&self, seq: u64) -> Result<Option<EntryHead>, Unwritten> {
        match self.ask(Question::Head(seq))? {
            Answer::Head(head) => Ok(head),
            _ => Err(senseless()),
        }
    }

    fn erased_by(&self, seq: u64) -> Result<Option<u64>, Unwritten> {
        match self.ask(Question::ErasedBy(seq))? {
            Answer::Seq(by) => Ok(by),
            _ => Err(senseless()),
        }
    }

    fn mentions(&self, wanted: &Erasing) -> Result<Mentions, Unwritten> {
        match self.ask(Question::Mentions(wanted.clone()))? {
            Answer::Mentions(found) => Ok(found),
            _ => Err(senseless()),
        }
    }

    fn entry(&self, seq: u64) -> Result<Option<Entry>, Unwritten> {
        match self.ask(Question::Entry(seq))? {
            Answer::Entry(entry) => Ok(entry),
            _ => Err(senseless()),
        }
    }

    fn outline(&self, seq: u64) -> Result<Option<Outline>, Unwritten> {
        match self.ask(Question::Outline(seq))? {
            Answer::Outline(outline) => Ok(outline),
            _ => Err(senseless()),
        }
    }

    fn beginning(&self, seq: u64, about: Option<Ref>, most: usize) -> Result<Option<Beginning>, Unwritten> {
        match self.ask(Question::Beginning { seq, about, most })? {
            Answer::Beginning(beginning) => Ok(beginning),
            _ => Err(senseless()),
        }
    }

    fn latest_concerning(&self, target: Ref, first: u64, last: u64) -> Result<Option<u64>, Unwritten> {
        let mut last = last;
        loop {
            match self.ask(Question::LatestConcerning { target, first, last })? {
                Answer::Seq(seq) => return Ok(seq),
                // The server has others to see to meanwhile.
                Answer::Before(searched) if first < searched && searched <= last => last = searched - 1,
                _ => return Err(senseless()),
            }
        }
    }

    fn latest_touching(
        &self,
        target: Ref,
        field: Option<Field>,
        since: u64,
    ) -> Result<Option<(u64, Actor, Stamp)>, Unwritten> {
        match self.ask(Question::LatestTouching { target, field, since })? {
            Answer::Touched(touched) => Ok(touched),
            _ => Err(senseless()),
        }
    }

    fn keep_draft(&mut self, name: &str, text: Option<&str>) -> Result<(), Unwritten> {
        self.drafts.keep(name, text)
    }

    fn drafts(&self) -> Vec<(String, String)> {
        self.drafts.all()
    }

    fn keep_source(&mut self, wanted: &str, text: &str) -> Result<String, Unwritten> {
        match self.ask(Question::KeepSource(wanted.to_owned(), text.to_owned()))? {
            Answer::Name(name) => Ok(name),
            _ => Err(senseless()),
        }
    }

    fn source_text(&self, file: &str) -> Option<String> {
        match self.ask(Question::Source(file.to_owned())) {
            Ok(Answer::Text(text)) => text,
            _ => None,
        }
    }
}
