//! Finding an item by what people call it: a reference, a surname, initials, a beginning.
//!
//! Owns the grading of names against a typed text, the unambiguous look-up behind `lead=bakker` and
//! `@bakker`, and the ranked candidates behind pickers. Used by the one-line add, `regie set`, prompts.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::model::fold::{fold, fold_onto, letters, words};
use crate::model::id::Ref;
use crate::model::record::{Kind, Record};
use crate::model::register::Register;

/// Why a name does not lead to one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameProblem {
    /// Nothing is called so: the text, and what is spelled somewhat like it, best first.
    Unknown {
        /// What was typed.
        given: String,
        /// The likeliest ones.
        near: Vec<Ref>,
    },
    /// Several fit equally well.
    Ambiguous {
        /// What was typed.
        given: String,
        /// Some of them, by name.
        candidates: Vec<Ref>,
        /// How many there are.
        count: usize,
    },
    /// It is a reference to nothing.
    Missing(Ref),
    /// It is a reference to another kind of item.
    WrongKind(Ref),
}

/// How many candidates a problem names: what fits in one line of a message.
const NAMED: usize = 5;

/// How well a name fits; smaller is better.
type Grade = u8;
const EXACT: Grade = 0;
/// Up to here a fit is what was typed, from here on it only contains or resembles it.
const LOOSE: Grade = 7;

/// A typed name, ready to be compared with many.
struct Typed {
    folded: String,
    words: Vec<String>,
    joined: String,
    letters: u32,
}

impl Typed {
    fn new(text: &str) -> Typed {
        let folded = fold(text.trim());
        let words: Vec<String> = words(&folded).map(str::to_owned).collect();
        let joined = words.concat();
        let letters = letters(&joined);
        Typed { folded, words, joined, letters }
    }

    /// How well the folded `name` fits; `None` when it does not.
    fn grade(&self, name: &str) -> Option<Grade> {
        if self.joined.is_empty() {
            return None;
        }
        if name == self.folded {
            return Some(EXACT);
        }
        let all_words = |fits: fn(&str, &str) -> bool| {
            self.words.iter().all(|typed| words(name).any(|word| fits(word, typed)))
        };
        let joined = || name.chars().filter(|c| c.is_alphanumeric());
        if all_words(|word, typed| word == typed) {
            return Some(if joined().eq(self.joined.chars()) { 1 } else { 2 });
        }
        if self.words.len() == 1 && self.joined.len() >= 2 && self.is_initials_of(name) {
            return Some(3);
        }
        if name.starts_with(&self.folded) {
            return Some(4);
        }
        if all_words(|word, typed| word.starts_with(typed)) {
            return Some(5);
        }
        let mut chars = joined();
        if self.joined.chars().all(|c| chars.next() == Some(c)) {
            return Some(6);
        }
        let inside = || name.contains(&self.folded) || joined().collect::<String>().contains(&self.joined);
        (self.joined.len() >= 3 && inside()).then_some(LOOSE)
    }

    /// `om` of Openbaar Ministerie; small words such as "van de" may be left out.
    fn is_initials_of(&self, name: &str) -> bool {
        let small =
            |word: &str| matches!(word, "van" | "de" | "den" | "der" | "het" | "en" | "voor" | "of" | "the");
        let initials = |skip: bool| {
            words(name).filter(move |word| !(skip && small(word))).filter_map(|word| word.chars().next())
        };
        initials(false).eq(self.joined.chars()) || initials(true).eq(self.joined.chars())
    }
}

/// The folded titles of the items of some kinds, for several look-ups in a row.
pub struct Names {
    text: String,
    /// Each item with where its title ends in `text` (it starts where the one before ends) and its letters.
    items: Vec<(Ref, usize, u32)>,
    kinds: Vec<Kind>,
}

impl Names {
    /// The names of all items of `kinds`.
    pub fn of(register: &Register, kinds: &[Kind]) -> Names {
        let mut names = Names { text: String::new(), items: Vec::new(), kinds: kinds.to_vec() };
        for kind in kinds {
            register.tables().visit(*kind, &mut |record: &dyn Record| {
                let from = names.text.len();
                fold_onto(&mut names.text, record.title());
                names.items.push((record.reference(), names.text.len(), letters(&names.text[from..])));
            });
        }
        names
    }

    /// The names that have all the letters of `wanted`: all others neither contain nor resemble it.
    fn with(&self, wanted: u32) -> impl Iterator<Item = (Ref, &str)> {
        let mut from = 0;
        self.items.iter().filter_map(move |(r, end, has)| {
            let start = std::mem::replace(&mut from, *end);
            (has & wanted == wanted).then(|| (*r, &self.text[start..*end]))
        })
    }

    /// The item that `text` means: its reference, or a name that fits one item better than all others.
    pub fn look_up(&self, register: &Register, text: &str) -> Result<Ref, NameProblem> {
        let given = || text.trim().to_owned();
        let typed = Typed::new(text);
        if let Ok(r) = text.parse::<Ref>() {
            // "C9" may also be somebody's name; a reference that is there goes first.
            match (register.get(r).is_some(), self.kinds.contains(&r.kind)) {
                (true, true) => return Ok(r),
                (true, false) if text.contains('-') => return Err(NameProblem::WrongKind(r)),
                (false, _) if text.contains('-') => return Err(NameProblem::Missing(r)),
                _ => {}
            }
        }
        let mut best: Option<Grade> = None;
        let mut found: Vec<Ref> = Vec::new();
        let mut count = 0;
        for (r, name) in self.with(typed.letters) {
            let Some(grade) = typed.grade(name) else { continue };
            if best.is_none_or(|best| grade < best) {
                best = Some(grade);
                found.clear();
                count = 0;
            }
            if best == Some(grade) {
                count += 1;
                if found.len() < NAMED {
                    found.push(r);
                }
            }
        }
        match found[..] {
            [r] => Ok(r),
            [] => match text.parse() {
                Ok(r) => Err(NameProblem::Missing(r)),
                Err(_) => Err(NameProblem::Unknown { given: given(), near: self.resembling(text, NAMED) }),
            },
            _ => {
                found.sort_by_key(|r| fold(register.title(*r)));
                Err(NameProblem::Ambiguous { given: given(), candidates: found, count })
            }
        }
    }

    /// Those whose letters contain those of `text` in order, best first.
    fn resembling(&self, text: &str, limit: usize) -> Vec<Ref> {
        let folded = fold(text);
        let pattern = Pattern::new(&folded, CaseMatching::Respect, Normalization::Never, AtomKind::Fuzzy);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut chars = Vec::new();
        let mut scored: Vec<(u32, Ref)> = Vec::new();
        for (r, name) in self.with(letters(&folded)) {
            if let Some(score) = pattern.score(Utf32Str::new(name, &mut chars), &mut matcher) {
                scored.push((score, r));
            }
        }
        scored.sort_by_key(|(score, r)| (std::cmp::Reverse(*score), *r));
        scored.into_iter().map(|(_, r)| r).take(limit).collect()
    }
}

/// The item of one of `kinds` that `text` means: its reference, or a name that fits one item better than all others.
pub fn look_up(register: &Register, kinds: &[Kind], text: &str) -> Result<Ref, NameProblem> {
    Names::of(register, kinds).look_up(register, text)
}

/// The items of `kinds` that `text` may mean, best first, at most `limit`: for pickers. An empty text gives the first by
/// name.
pub fn candidates(register: &Register, kinds: &[Kind], text: &str, limit: usize) -> Vec<Ref> {
    let typed = Typed::new(text);
    let names = Names::of(register, kinds);
    let exact = text.parse::<Ref>().ok().filter(|r| kinds.contains(&r.kind) && register.get(*r).is_some());
    let mut graded: Vec<(Grade, &str, Ref)> = Vec::new();
    for (r, name) in names.with(typed.letters) {
        let grade = if typed.joined.is_empty() { Some(EXACT) } else { typed.grade(name) };
        if let Some(grade) = grade.filter(|_| exact != Some(r)) {
            graded.push((grade, name, r));
        }
    }
    graded.sort_unstable();
    let mut best: Vec<Ref> =
        exact.into_iter().chain(graded.into_iter().map(|(.., r)| r)).take(limit).collect();
    if best.len() < limit && !typed.joined.is_empty() {
        for r in names.resembling(text, limit) {
            if best.len() < limit && !best.contains(&r) {
                best.push(r);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::partner::{Contact, Partner};
    use crate::model::record::Item;

    fn register() -> Register {
        let mut register = Register::new();
        for (num, title) in [(1, "M. Bakker"), (2, "Renée de Vries"), (3, "Jan Bakkerink"), (4, "K. Bakker")]
        {
            register.load(Item::Contact(Contact { num, title: title.into(), ..Contact::default() }));
        }
        for (num, title) in
            [(1, "Politie basisteam Waterdam"), (2, "Openbaar Ministerie"), (3, "Omgevingsdienst")]
        {
            register.load(Item::Partner(Partner { num, title: title.into(), ..Partner::default() }));
        }
        register
    }

    fn contact(text: &str) -> Result<Ref, NameProblem> {
        look_up(&register(), &[Kind::Contact], text)
    }

    #[test]
    fn a_person_is_found_by_any_unambiguous_part_of_the_name() {
        let c = |num| Ok(Ref::new(Kind::Contact, num));
        for (text, expected) in [
            ("C-2", c(2)),
            ("c2", c(2)),
            ("renee", c(2)),
            ("vries", c(2)),
            ("renee-de-vries", c(2)),
            ("m.bakker", c(1)),
            ("mbakker", c(1)),
            ("bakkeri", c(3)),
            ("jan", c(3)),
            ("kb", c(4)),
        ] {
            assert_eq!(contact(text), expected, "{text}");
        }
    }

    #[test]
    fn two_of_the_same_name_are_both_named() {
        let both = vec![Ref::new(Kind::Contact, 4), Ref::new(Kind::Contact, 1)];
        assert_eq!(
            contact("bakker"),
            Err(NameProblem::Ambiguous { given: "bakker".into(), candidates: both, count: 2 })
        );
    }

    #[test]
    fn what_is_not_there_is_said_with_what_resembles_it() {
        let near = vec![Ref::new(Kind::Contact, 2)];
        assert_eq!(contact("rnee"), Err(NameProblem::Unknown { given: "rnee".into(), near }));
        assert_eq!(contact("C-99"), Err(NameProblem::Missing(Ref::new(Kind::Contact, 99))));
        assert_eq!(contact("P-1"), Err(NameProblem::WrongKind(Ref::new(Kind::Partner, 1))));
    }

    #[test]
    fn an_organisation_is_found_by_its_initials() {
        let om = Ref::new(Kind::Partner, 2);
        assert_eq!(look_up(&register(), &[Kind::Partner], "om"), Ok(om));
        assert_eq!(look_up(&register(), &[Kind::Partner], "OM"), Ok(om));
        assert_eq!(candidates(&register(), &[Kind::Partner], "om", 2), [om, Ref::new(Kind::Partner, 3)]);
    }

    #[test]
    fn an_empty_text_offers_everybody_by_name() {
        let all = candidates(&register(), &[Kind::Contact], "", 9);
        let titles: Vec<String> = all.iter().map(|r| register().title(*r).to_owned()).collect();
        assert_eq!(titles, ["Jan Bakkerink", "K. Bakker", "M. Bakker", "Renée de Vries"]);
    }
}
