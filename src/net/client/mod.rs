//! A register that a server holds, with a copy of it here: what the workbench and the commands work with when one is attached.
//!
//! Owns the copy, what is asked of the server, and what is in doubt as no answer came; `line` connects, and the thread of `hearing`
//! listens and comes back. Reading the register never waits for the server; recording does, until the entry is durable there. `cli`
//! attaches one and hands it on as a `Ledger`.

mod hearing;
mod line;

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use self::hearing::{Heard, Lost, News, Shared, Start, listen};
pub use self::line::NotAttached;
use self::line::{Line, connect};
use super::talk::{Answer, Ending, Errand, Person, Question, Ran, Say, Status};
use super::wire::Frame;
use crate::model::apply::apply;
use crate::model::change::{Change, Draft, Entry, Verb};
use crate::model::erasure::{Erasing, Mentions, Traces};
use crate::model::id::{Actor, EntryId, Ref, Stamp};
use crate::model::ledger::{
    Beginning, EntryHead, Followed, Ledger, Other, Outline, ReadOnly, Unwritten, Wake, was_erased,
};
use crate::model::record::Field;
use crate::model::register::Register;
use crate::model::renumber::repeats;
use crate::store::Drafts;

/// How long an answer is waited for. An entry waits for the disk of the server, and for those that came before it.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long the answer to a small entry or question is waited for under a screen that stands still meanwhile: no key does anything. A
/// server that is well has done with it within a tenth of a second. One that takes longer was stopped, has no room to run or records
/// something very large of somebody else's; then a wish is in doubt, and is recorded once when it is made again.
pub const AT_SCREEN: Duration = Duration::from_secs(5);

/// What is larger as a message, in bytes, is no small entry: an import, or what takes one back. The server may be long about it.
const SMALL: usize = 64 << 10;

/// How long the line may stay away under somebody who waits for an answer: nothing can be done in a workbench meanwhile. A server
/// that is started again has opened a large register by then.
const RETURN: Duration = Duration::from_secs(8);

/// So many wishes without an answer are remembered: each took its user the whole patience.
const MOST_DOUBTS: usize = 16;

/// How long a wish without an answer is taken for the same when it is made again: who makes it later means it anew.
const DOUBTFUL: Duration = Duration::from_secs(600);

/// Something that this client wants recorded.
struct Wish {
    id: EntryId,
    draft: Draft,
    undoes: Option<u64>,
    made: Instant,
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
    /// How long the answer to a small entry is waited for.
    answers: Duration,
    /// What may have been recorded and may not, as the answer never came: the latest last.
    doubts: Vec<Wish>,
    /// Entries that were carried out on the copy while an answer was waited for, and not yet told of.
    untold: Vec<Entry>,
    /// The copy was replaced, and that was not yet told.
    anew: Option<u64>,
    /// What those are known by who were in the copy before, and are not in the one that took its place, until it is told.
    gone: Traces,
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
            answers: PATIENCE,
            doubts,
            untold,
            anew: None,
            gone: Traces::default(),
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

    /// Sets how long the answer to a small entry is waited for before whoever wants it recorded is told that it is in doubt, and that to
    /// a question which is soon answered.
    pub fn wait_for_answer(&mut self, at_most: Duration) {
        self.answers = at_most;
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
        // For these the whole record is gone through, or much is sent: an import is an entry of 40 MB. The rest is soon answered, or
        // nobody is there to do so.
        let at_most = match what {
            Question::LatestTouching { .. } | Question::Mentions(_) => PATIENCE,
            Question::Entry(_) | Question::Source(_) | Question::KeepSource(..) => PATIENCE,
            _ => self.answers,
        };
        let (id, bytes) = self.question(what)?;
        Ok(self.try_ask(id, &bytes, Instant::now() + at_most)?)
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

    /// Whether the last of the first `lines` is still there.
    fn is_on(&self, lines: u64) -> bool {
        let heard = self.shared.heard();
        heard.line.is_some() && heard.lines == lines
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
        let at_most = if bytes.len() > SMALL { PATIENCE } else { self.answers };
        let answer = loop {
            let lost = match self.try_ask(number, &bytes, until.min(Instant::now() + at_most)) {
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
                Lost::Unanswered { lines } if !self.is_on(lines) => {
                    self.comes_back(lines, until.min(Instant::now() + self.patience))
                }
                // A line that is there and silent is not waited for twice.
                Lost::Unanswered { .. } | Lost::Unsent | Lost::Refused(_) => false,
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
            self.gone.note_gone(&self.register, &register);
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
            if !erased {
                self.gone = Traces::default();
            }
            return Ok(if erased { Followed::Erased } else { Followed::Again });
        }
        Ok(Followed::Entries(std::mem::take(&mut self.untold)))
    }

    fn take_erased(&mut self) -> Traces {
        std::mem::take(&mut self.gone)
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

    fn source_text(&self, file: &str) -> Result<Option<String>, Unwritten> {
        match self.ask(Question::Source(file.to_owned()))? {
            Answer::Text(text) => Ok(text),
            _ => Err(senseless()),
        }
    }
}
