//! Which entries the log shows: what was typed as a filter, and the search for what fits it.
//!
//! Owns the reading of the filter and the numbers found so far. Entries are looked at from the newest backwards, a piece
//! at a time, so that typing never waits for a long record; the view Logboek has the next piece done when nobody presses a
//! key. A filter that says more than the one before is looked for among what that one found.

use std::collections::VecDeque;

use super::entries::Entries;
use crate::i18n::words;
use crate::model::fold::fold;
use crate::model::id::Ref;
use crate::model::ledger::Unwritten;
use crate::tui::component::Cx;

/// The entries of a piece: their outlines in memory tell, or the ledger searches by itself.
const AT_ONCE: u64 = 1_500;

/// A piece ends when reading has cost so many bytes: some milliseconds. Entries of an import are hundreds of kilobytes each.
pub const COST_AT_ONCE: u64 = 1 << 20;

/// What a filter says of who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Person {
    /// Whoever asks.
    Me,
    /// Whose account or name has these letters, folded.
    Named(String),
}

/// A filter: everything in it must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// As typed.
    pub text: String,
    items: Vec<Ref>,
    persons: Vec<Person>,
    /// Folded, as they occur in the label.
    words: Vec<String>,
}

/// The item that a word of a filter means. Only with the dash: `p2` may be part of a title.
pub fn item_of(word: &str) -> Option<Ref> {
    word.contains('-').then(|| word.parse().ok()).flatten()
}

/// Whether a word of a filter says who.
pub fn is_person(word: &str) -> bool {
    word.starts_with('@')
}

impl Filter {
    /// Reads what was typed: `@name` is who did it, by name or account, `@ik` or `@me` whoever asks, `A-17` an item; other words stand in the
    /// line of the log.
    pub fn read(text: &str) -> Filter {
        let mut filter = Filter { text: text.trim().to_owned(), ..Filter::default() };
        for word in text.split_whitespace() {
            match (word.strip_prefix('@').map(fold), item_of(word)) {
                (Some(name), _) if matches!(name.as_str(), "ik" | "me") => filter.persons.push(Person::Me),
                (Some(name), _) => filter.persons.push(Person::Named(name)),
                (None, Some(r)) => filter.items.push(r),
                (None, None) => filter.words.push(fold(word)),
            }
        }
        filter
    }

    /// Whether every entry fits.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The item whose history is asked for.
    pub fn item(&self) -> Option<Ref> {
        self.items.first().copied()
    }

    /// The filter's text with `word` in it instead of other words that are `alike`; without it when it was there.
    pub fn toggled(&self, word: &str, alike: impl Fn(&str) -> bool) -> String {
        let all = self.text.split_whitespace();
        let mut kept: Vec<&str> = all.clone().filter(|other| !alike(other)).collect();
        if !all.clone().any(|other| other == word) {
            kept.push(word);
        }
        kept.join(" ")
    }

    /// Whether everything that fits this filter fits `other` as well, judged by the words of both.
    fn narrows(&self, other: &Filter) -> bool {
        let person = |wanted: &Person| match wanted {
            Person::Me => self.persons.contains(wanted),
            Person::Named(part) => {
                self.persons.iter().any(|person| matches!(person, Person::Named(name) if name.contains(part)))
            }
        };
        self.item() == other.item()
            && other.items.iter().all(|item| self.items.contains(item))
            && other.persons.iter().all(person)
            && other.words.iter().all(|part| self.words.iter().any(|word| word.contains(part)))
    }

    /// Whether entry `seq` fits; the first of the items is left to whoever looked the entry up by it.
    fn fits(&self, seq: u64, entries: &mut Entries, cx: &Cx<'_>) -> Result<bool, Unwritten> {
        for item in self.items.iter().skip(1) {
            if cx.ledger.latest_concerning(*item, seq, seq)?.is_none() {
                return Ok(false);
            }
        }
        if !self.persons.is_empty() {
            let Some(head) = cx.ledger.entry_head(seq)? else { return Ok(false) };
            let is = |person: &Person| match person {
                Person::Me => head.actor == cx.now.actor,
                Person::Named(part) => words::is_called(cx.register, &head.actor.0, part),
            };
            if !self.persons.iter().all(is) {
                return Ok(false);
            }
        }
        if self.words.is_empty() {
            return Ok(true);
        }
        entries.says(seq, cx, |said| self.words.iter().all(|word| said.contains(word)))
    }
}

/// A search for what fits a filter.
#[derive(Debug)]
pub struct Search {
    filter: Filter,
    /// The numbers found so far, newest first.
    found: Vec<u64>,
    /// What a wider filter found and is still to be judged by this one, newest first; all come after `next`.
    among: VecDeque<u64>,
    /// The entry to be looked at next, after those; 0 when all have been.
    next: u64,
    /// Entries that could not be read, and so not be judged.
    unread: usize,
}

impl Search {
    /// Looks for what fits `filter` from entry `head` backwards; nothing has been looked at yet.
    pub fn new(filter: Filter, head: u64) -> Search {
        Search { filter, found: Vec::new(), among: VecDeque::new(), next: head, unread: 0 }
    }

    /// Looks for what fits `filter` instead, from entry `head` backwards; among what has been found when it only says more.
    pub fn altered(self, filter: Filter, head: u64) -> Search {
        if !filter.narrows(&self.filter) {
            return Search::new(filter, head);
        }
        let among = self.found.into_iter().chain(self.among).collect();
        Search { filter, found: Vec::new(), among, ..self }
    }

    /// The filter.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// What was found so far, newest first.
    pub fn found(&self) -> &[u64] {
        &self.found
    }

    /// The entry to be looked at next; `None` when all have been.
    pub fn next(&self) -> Option<u64> {
        self.among.front().copied().or(Some(self.next)).filter(|next| *next > 0)
    }

    /// How many entries could not be read, and so may or may not fit.
    pub fn unread(&self) -> usize {
        self.unread
    }

    /// Looks at the next piece.
    pub fn go_on(&mut self, entries: &mut Entries, cx: &Cx<'_>) {
        let enough = entries.cost() + COST_AT_ONCE;
        let first = self.next.saturating_sub(AT_ONCE - 1).max(1);
        for _ in 0..AT_ONCE {
            if entries.cost() >= enough {
                return;
            }
            let Some(seq) = self.among.pop_front() else { break };
            self.judge(seq, entries, cx);
        }
        while self.among.is_empty() && self.next >= first && entries.cost() < enough {
            match self.candidate(first, cx) {
                Ok(Some(seq)) => {
                    self.next = seq - 1;
                    self.judge(seq, entries, cx);
                }
                Ok(None) => self.next = first - 1,
                Err(why) => {
                    self.unread += 1;
                    // Behind the damaged entry the search goes on; what failed otherwise fails for the whole piece.
                    let at = if let Unwritten::Damaged { seq, .. } = why { seq } else { first };
                    self.next = at.clamp(first, self.next) - 1;
                }
            }
        }
    }

    /// Puts entry `seq` behind what was found, when it fits.
    fn judge(&mut self, seq: u64, entries: &mut Entries, cx: &Cx<'_>) {
        match self.filter.fits(seq, entries, cx) {
            Ok(true) => self.found.push(seq),
            Ok(false) => {}
            Err(_) => self.unread += 1,
        }
    }

    /// The latest entry from `first` to the next one that may fit.
    fn candidate(&self, first: u64, cx: &Cx<'_>) -> Result<Option<u64>, Unwritten> {
        match self.filter.item() {
            Some(item) => cx.ledger.latest_concerning(item, first, self.next),
            None => Ok(Some(self.next)),
        }
    }

    /// Looks at the new entry `seq`, which comes before all others.
    pub fn add(&mut self, seq: u64, entries: &mut Entries, cx: &Cx<'_>) {
        let concerns = match self.filter.item() {
            Some(item) => cx.ledger.latest_concerning(item, seq, seq).map(|found| found.is_some()),
            None => Ok(true),
        };
        match concerns.and_then(|concerns| Ok(concerns && self.filter.fits(seq, entries, cx)?)) {
            Ok(true) => self.found.insert(0, seq),
            Ok(false) => {}
            Err(_) => self.unread += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_read_word_by_word() {
        let filter = Filter::read(" A-17 @Bakker @ik Géreed p2 ");
        assert_eq!(filter.text, "A-17 @Bakker @ik Géreed p2");
        assert_eq!(filter.items, ["A-17".parse().unwrap()]);
        assert_eq!(filter.persons, [Person::Named("bakker".into()), Person::Me]);
        assert_eq!(filter.words, ["gereed", "p2"]);
        assert!(Filter::read("  ").is_empty());
    }

    #[test]
    fn a_filter_narrows_what_it_says_all_of() {
        let narrows = |more: &str, less: &str| Filter::read(more).narrows(&Filter::read(less));
        for (more, less) in [
            ("vijzel", "vij"),
            ("vij gereed", "vij"),
            ("vijzel", ""),
            ("@bakker", "@bak"),
            ("A-1 @ik vijzel", "A-1 @ik"),
            ("A-1 T-2", "A-1"),
        ] {
            assert!(narrows(more, less), "{more} {less}");
        }
        for (more, less) in [
            ("vij", "vijzel"),
            ("A-17", "A-1"),
            ("A-1", ""),
            ("", "A-1"),
            ("@ik", "@i"),
            ("@bakker", "@ik"),
            ("x", "@x"),
        ] {
            assert!(!narrows(more, less), "{more} {less}");
        }
    }

    #[test]
    fn one_key_puts_a_word_in_the_place_of_its_like_and_takes_it_out_again() {
        let filter = Filter::read("@bakker gereed");
        let other = filter.toggled("@smit", is_person);
        assert_eq!(other, "gereed @smit");
        assert_eq!(Filter::read(&other).toggled("@smit", is_person), "gereed");
        let item = |word: &str| item_of(word).is_some();
        assert_eq!(Filter::read("A-1 x").toggled("T-2", item), "x T-2");
    }
}
