//! What a client hears of its server, and the thread that listens.
//!
//! Owns what waits until the client takes it in, and its bounds; why nobody answers; and coming back after the line was lost. Client and
//! thread share it.

use std::collections::VecDeque;
use std::io::BufReader;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::line::{Line, NotAttached, connect, read_snapshot, send};
use crate::model::change::Entry;
use crate::model::id::Ref;
use crate::model::ledger::{ReadOnly, Unwritten, Wake};
use crate::model::register::Register;
use crate::net::talk::{Answer, Ending, Person, Say, Tell};
use crate::net::wire::{Frame, MOST_FRAME};

/// The first pause before the line is tried again, and the longest: each is twice the one before.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// So many entries may wait to be taken in: nobody does while the terminal is lent to an editor. Beyond it the register comes afresh.
const MOST_NEWS: usize = 4_096;

/// So many times in a row a server is started that does not come to answer.
const MOST_STARTS: u32 = 5;

/// Sees to it that there is a server again where nobody holds the register any more; whether one was started.
pub type Start = Box<dyn Fn() -> bool + Send>;

/// What has become of the record.
pub enum News {
    Entry(Entry),
    /// It goes on to this entry, in which there is nothing to be seen.
    Passed(u64),
}

/// What the listening thread has heard and nobody has taken yet.
#[derive(Default)]
pub struct Heard {
    /// The line to speak on; `None` while the server is away.
    pub line: Option<UnixStream>,
    /// How many lines there have been: who waits for an answer on an earlier one waits in vain.
    pub lines: u64,
    /// Entries that come after the copy, in order.
    pub news: VecDeque<News>,
    /// The register afresh, to take the place of the copy; the entries come after it.
    pub afresh: Option<(u64, Register)>,
    /// The question whose answer is waited for; one that comes too late is let go of.
    pub asked: Option<u64>,
    pub answer: Option<Result<Answer, Unwritten>>,
    pub people: Vec<Person>,
    /// Why the server ended the connection, when it said so.
    pub ending: Option<Ending>,
    /// The version of a server that does not understand this program, when that is what listens now.
    pub other_version: Option<String>,
    /// This account may record.
    pub may_write: bool,
    /// The number of the connection.
    pub id: u64,
    /// What the user looks at, and whether they edit it: told again to a server that has come back.
    pub at: (Option<Ref>, bool),
    /// The client has gone: the thread ends.
    pub over: bool,
    pub wake: Option<Wake>,
    pub start: Option<Start>,
}

impl Heard {
    /// What it means that nobody answers: the server said that this account is let in no longer, or that it ends; or it is away.
    pub fn cut_off(&self) -> ReadOnly {
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
    pub fn lost(&self, away: Lost) -> Lost {
        match self.cut_off() {
            ReadOnly::Away | ReadOnly::Stopped | ReadOnly::OtherVersion(_) => away,
            refused => Lost::Refused(Unwritten::ReadOnly(refused)),
        }
    }
}

pub struct Shared {
    pub heard: Mutex<Heard>,
    pub bell: Condvar,
    pub path: PathBuf,
    /// Who this client says to be.
    pub name: Option<String>,
}

impl Shared {
    pub fn heard(&self) -> MutexGuard<'_, Heard> {
        // What a thread that panicked left is whole: nothing is changed in several steps.
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says what needs no answer. A server that does not listen holds up whoever speaks, and nobody who listens.
    pub fn say(&self, say: &Say) {
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

/// Why a question was not answered.
pub enum Lost {
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

/// Listens until the client has gone, and takes the line up again when it is lost.
pub fn listen(shared: &Shared, mut from: BufReader<UnixStream>, follows: bool) {
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
