//! What the log knows of the entries: those that were looked at last, and which have been taken back.
//!
//! Owns bounded stores of outlines read from the ledger and of what their lines say to a filter, as a record may have
//! 100,000 of them and a screen shows sixty; and how far back is known what was taken back. The list of the log, its page
//! and the search read them here.

use std::collections::HashMap;

use crate::i18n::{Texts, words};
use crate::model::change::Verb;
use crate::model::fold::fold;
use crate::model::id::{Actor, Day};
use crate::model::ledger::{Outline, TakenBack, Unwritten};
use crate::t;
use crate::tui::component::Cx;
use crate::tui::text;
use crate::tui::theme::Role;

/// So many outlines are kept; when there would be more, all are let go of and those on the screen read again.
const MOST: usize = 1_000;

/// Of so many entries the words are kept: some megabytes.
const MOST_SAID: usize = 30_000;

/// Finding an entry and saying its line takes about as long as reading so many bytes of one.
const COST_OF_READING: u64 = 8 << 10;

/// So many entries are looked at at once in search of what they take back.
const LOOKED_AT: u64 = 400;

/// An outline, or why there is none.
pub type Seen = Result<Option<Outline>, Unwritten>;

/// The entries as far as they are known.
#[derive(Debug)]
pub struct Entries {
    seen: HashMap<u64, Seen>,
    /// What the lines of entries say, folded, on the day of `said_on`.
    said: HashMap<u64, Box<str>>,
    said_on: Day,
    /// What reading entries for `said` has cost so far, as bytes.
    cost: u64,
    /// From this entry backwards lines are still to be read ahead of being asked for; 0 when none are.
    ahead: u64,
    /// The cells of the widest name of those who did something, as far as that was looked at.
    names: usize,
    taken: TakenBack,
    /// From which entry on it should be known what was taken back.
    wanted: u64,
}

impl Entries {
    /// Nothing is known yet.
    pub fn new(cx: &Cx<'_>) -> Entries {
        Entries {
            seen: HashMap::new(),
            said: HashMap::new(),
            said_on: cx.now.today,
            cost: 0,
            ahead: 0,
            names: 0,
            taken: TakenBack::new(cx.ledger),
            wanted: cx.head + 1,
        }
    }

    /// Whether the outline of entry `seq` has been looked at.
    pub fn knows(&self, seq: u64) -> bool {
        self.seen.contains_key(&seq)
    }

    /// The outline of entry `seq`.
    pub fn outline(&mut self, seq: u64, cx: &Cx<'_>) -> &Seen {
        if self.seen.len() >= MOST && !self.seen.contains_key(&seq) {
            self.seen.clear();
        }
        let seen = self.seen.entry(seq).or_insert_with(|| cx.ledger.outline(seq));
        if let Ok(Some(outline)) = seen {
            self.names = self.names.max(text::width(words::who(cx.register, &outline.actor.0)));
        }
        seen
    }

    /// Who made entry `seq`, when that has been looked at.
    pub fn actor(&self, seq: u64) -> Option<&Actor> {
        let outline = self.seen.get(&seq)?.as_ref().ok()?.as_ref();
        outline.map(|outline| &outline.actor)
    }

    /// Whether there is nothing of entry `seq` for this user to see, when that has been looked at.
    pub fn is_hidden(&self, seq: u64) -> bool {
        matches!(self.seen.get(&seq), Some(Ok(None)))
    }

    /// Whether the line of entry `seq` satisfies `fits`, which gets it folded; `false` when there is no such entry.
    ///
    /// # Errors
    /// The ledger's, when the entry cannot be read.
    pub fn says(&mut self, seq: u64, cx: &Cx<'_>, fits: impl Fn(&str) -> bool) -> Result<bool, Unwritten> {
        // Lines tell dates as seen from today.
        if self.said_on != cx.now.today {
            (self.said_on, self.said) = (cx.now.today, HashMap::new());
        }
        if let Some(said) = self.said.get(&seq) {
            return Ok(fits(said));
        }
        self.cost += COST_OF_READING;
        let Some(outline) = cx.ledger.outline(seq)? else { return Ok(false) };
        self.cost += outline.bytes;
        let said = fold(&words::entry(cx.texts, cx.ledger, &outline, cx.now.today));
        let fitting = fits(&said);
        if self.said.len() < MOST_SAID {
            self.said.insert(seq, said.into());
        }
        Ok(fitting)
    }

    /// Somebody is about to type what lines should say: they are read before they are asked for, from entry `head` backwards.
    pub fn expect_words(&mut self, head: u64) {
        self.ahead = head;
    }

    /// Whether lines are to be read ahead.
    pub fn reads_ahead(&self) -> bool {
        self.ahead > 0 && self.said.len() < MOST_SAID
    }

    /// Reads lines ahead until that has cost about `most` bytes.
    pub fn read_ahead(&mut self, most: u64, cx: &Cx<'_>) {
        let enough = self.cost + most;
        while self.reads_ahead() && self.cost < enough {
            // One that cannot be read is told of when it is asked for.
            let _ = self.says(self.ahead, cx, |_| true);
            self.ahead -= 1;
        }
    }

    /// What reading entries for `says` has cost so far, in the time that reading so many bytes takes.
    pub fn cost(&self) -> u64 {
        self.cost
    }

    /// The cells of the widest name among the entries that were looked at so far: columns never become narrower again.
    pub fn names(&self) -> u16 {
        u16::try_from(self.names).unwrap_or(u16::MAX)
    }

    /// The entry that took `seq` back, as far as that is known.
    pub fn taken_back_by(&self, seq: u64) -> Option<u64> {
        self.taken.by(seq)
    }

    /// The entry by which `seq` no longer holds, as far as that is known: for one that did something again also the one that took
    /// that back since.
    pub fn no_longer_by(&mut self, seq: u64, cx: &Cx<'_>) -> Option<u64> {
        if let Some(by) = self.taken_back_by(seq) {
            return Some(by);
        }
        let again = matches!(self.outline(seq, cx), Ok(Some(outline)) if outline.label.verb == Verb::Redo);
        let root = again.then(|| self.root(seq, cx))?;
        self.taken_back_by(root)
    }

    /// The ordinary entry at the end of the chain of undo and redo that `seq` belongs to, as far as it can be read.
    pub fn root(&mut self, seq: u64, cx: &Cx<'_>) -> u64 {
        let mut at = seq;
        while let Ok(Some(Outline { undoes: Some(below), .. })) = self.outline(at, cx) {
            // A damaged record may lead anywhere.
            if *below >= at {
                break;
            }
            at = *below;
        }
        at
    }

    /// From `seq` on it should be known what was taken back; what does not take long is found out at once.
    pub fn look_back_to(&mut self, seq: u64, cx: &Cx<'_>) {
        self.wanted = seq;
        self.look_back(cx);
    }

    /// Whether more is to be found out.
    pub fn has_spare_work(&self) -> bool {
        self.taken.reached() > self.wanted
    }

    /// Finds out a piece of what was taken back.
    pub fn look_back(&mut self, cx: &Cx<'_>) {
        for _ in 0..LOOKED_AT.min(self.taken.reached().saturating_sub(self.wanted)) {
            // An entry that cannot be read says nothing of others; its own row says why.
            let _ = self.taken.look_back(cx.ledger);
        }
    }

    /// Takes in the new entry `seq`.
    pub fn add(&mut self, seq: u64, cx: &Cx<'_>) {
        // As above: what cannot be read is shown as such where it stands.
        let _ = self.taken.add(cx.ledger, seq);
    }
}

/// Why entry `seq` cannot be shown, and how that is drawn; `None` when it can. That there is nothing of it for this user is as it
/// should be.
pub fn unread(texts: &Texts, seq: u64, seen: &Seen) -> Option<(String, Role)> {
    Some(match seen {
        Ok(Some(_)) => return None,
        Ok(None) => (t!(texts, "log-missing"), Role::Dim),
        Err(why) => (unread_because(texts, seq, why), Role::Bad),
    })
}

/// Why entry `seq`, or a part of it, cannot be read.
pub fn unread_because(texts: &Texts, seq: u64, why: &Unwritten) -> String {
    match why {
        Unwritten::Damaged { place, .. } => {
            t!(texts, "log-damaged", seq = seq.to_string(), place = place.as_str())
        }
        Unwritten::Failed(reason) => t!(texts, "log-unread", reason = words::io_text(texts, reason)),
        Unwritten::ReadOnly(why) => words::read_only(texts, why),
        // None of these is an answer to who reads.
        Unwritten::Conflict(_)
        | Unwritten::Doubtful
        | Unwritten::NotAdmin
        | Unwritten::NotCleared
        | Unwritten::Erased { .. } => {
            t!(texts, "log-missing")
        }
    }
}
