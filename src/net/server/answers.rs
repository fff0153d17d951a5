//! What the server answers to questions.
//!
//! Owns who may ask what (what is to be recorded, and commands, the server takes up itself), and how much of the record is searched at a time: whoever asks on gets the next piece, and a search for who touched
//! an item goes on here between what others ask.

use super::Server;
use crate::model::id::{Actor, Ref, Stamp};
use crate::model::ledger::{Ledger, ReadOnly, Unwritten};
use crate::model::record::Field;
use crate::net::access::{Grant, Role};
use crate::net::talk::{Answer, Question, Status};
use crate::net::veiled::Seen;

/// About so much of the journal is searched for an item at a time, some 20 ms: everybody else waits meanwhile.
const SEARCHED: u64 = 2 << 20;

/// So many searches of one client may wait: ours asks one thing at a time.
pub const MOST_SEARCHES: usize = 64;

/// A search of the record for who touched an item last, which goes on piece by piece between what others ask.
pub struct Search {
    pub guest: u64,
    /// The number of the question.
    pub number: u64,
    pub target: Ref,
    pub field: Option<Field>,
    pub first: u64,
    /// The entries after this one have been searched.
    pub last: u64,
}

impl Server {
    /// Searches a piece of the record for the first who waits, and has the next one go first after that.
    pub(super) fn search_on(&mut self) {
        let Some(mut search) = self.searches.pop_front() else { return };
        let standing = self.guests.get(&search.guest).and_then(|guest| guest.standing.as_ref());
        let Some(grant) = standing.map(|standing| standing.grant) else { return };
        match self.search_piece(&mut search, grant) {
            Ok(None) if search.first <= search.last => self.searches.push_back(search),
            found => self.tell_answer(search.guest, search.number, found.map(Answer::Touched)),
        }
    }

    /// Searches the last piece of what is left of a search.
    fn search_piece(
        &mut self,
        search: &mut Search,
        grant: Grant,
    ) -> Result<Option<(u64, Actor, Stamp)>, Unwritten> {
        let Search { target, field, first, last, .. } = *search;
        if first > last {
            return Ok(None);
        }
        let from = self.keeper.stretch(last, SEARCHED)?.max(first);
        search.last = from - 1;
        if grant.cleared {
            return self.keeper.touched_within(target, field, from, last);
        }
        self.veiled()?;
        let veiled = self.veiled.as_ref().ok_or(Unwritten::ReadOnly(ReadOnly::Viewer))?;
        Seen { keeper: &self.keeper, veiled }.touched_within(target, field, from, last)
    }

    pub(super) fn answer(&mut self, what: Question, grant: Grant) -> Result<Answer, Unwritten> {
        let needed = match what {
            Question::Append { .. } | Question::KeepSource(..) => Role::Editor,
            Question::Stop => Role::Admin,
            _ => Role::Viewer,
        };
        if grant.role < needed {
            let refused = if needed == Role::Admin {
                Unwritten::NotAdmin
            } else {
                Unwritten::ReadOnly(ReadOnly::Viewer)
            };
            return Err(refused);
        }
        match what {
            // Taken up elsewhere, with who asks for them.
            Question::Append { .. } | Question::Run(_) => Err(Unwritten::ReadOnly(ReadOnly::Viewer)),
            Question::KeepSource(wanted, text) => self.keeper.keep_source(&wanted, &text).map(Answer::Name),
            Question::Mentions(_) if grant.role < Role::Admin => Err(Unwritten::NotAdmin),
            Question::Status => {
                let people = self.people(grant.cleared);
                Ok(Answer::Status(Status {
                    pid: std::process::id(),
                    since: self.since,
                    head: self.keeper.head(),
                    known: self.known(&people, grant.cleared),
                    people,
                }))
            }
            Question::Stop => {
                self.stopping = true;
                Ok(Answer::Done)
            }
            Question::LatestConcerning { target, first, last } => {
                let last = last.min(self.keeper.head());
                let from = self.keeper.stretch(last, SEARCHED)?.max(first);
                let part = Question::LatestConcerning { target, first: from, last };
                match self.read(part, grant)? {
                    Answer::Seq(None) if from > first.max(1) => Ok(Answer::Before(from)),
                    found => Ok(found),
                }
            }
            what => self.read(what, grant),
        }
    }

    /// What the record says to a question that alters nothing, as far as one with this `grant` may see it.
    fn read(&mut self, what: Question, grant: Grant) -> Result<Answer, Unwritten> {
        match what {
            what if grant.cleared => read(&self.keeper, what),
            what => {
                self.veiled()?;
                let veiled = self.veiled.as_ref().ok_or(Unwritten::ReadOnly(ReadOnly::Viewer))?;
                read(&Seen { keeper: &self.keeper, veiled }, what)
            }
        }
    }
}

/// What `record` has to say to a question that alters nothing.
fn read(record: &dyn Ledger, what: Question) -> Result<Answer, Unwritten> {
    Ok(match what {
        Question::Entry(seq) => Answer::Entry(record.entry(seq)?),
        Question::Outline(seq) => Answer::Outline(record.outline(seq)?),
        Question::Head(seq) => Answer::Head(record.entry_head(seq)?),
        Question::ErasedBy(seq) => Answer::Seq(record.erased_by(seq)?),
        Question::Mentions(wanted) => Answer::Mentions(record.mentions(&wanted)?),
        Question::Beginning { seq, about, most } => Answer::Beginning(record.beginning(seq, about, most)?),
        Question::LatestConcerning { target, first, last } => {
            Answer::Seq(record.latest_concerning(target, first, last)?)
        }
        Question::Source(file) => Answer::Text(record.source_text(&file)?),
        Question::Append { .. }
        | Question::LatestTouching { .. }
        | Question::KeepSource(..)
        | Question::Run(_)
        | Question::Status
        | Question::Stop => Answer::Done,
    })
}
