//! Find as you type, over everything: title, reference, person, telephone number.
//!
//! Owns the haystack (folded titles, names of leads, tags, numbers and addresses, in one piece of memory) and the ranking. Built
//! once from a register and kept up to date with the references that an entry touched. A text that extends
//! the previous one is looked for only among the previous hits. Used by the find layer and by pickers.
//!
//! Progress notes and measurements are left out: there are too many, and a query finds them (`note:zaal`).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use memchr::memmem;

use super::fold::{fold, fold_onto, letters, letters_left_out, starts_a_word};
use super::id::Ref;
use super::partner::{Contact, Partner};
use super::record::{Kind, Record};
use super::register::Register;

/// How a hit fits what was typed, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is the reference, or the number of one.
    Reference,
    /// It is the whole title.
    Exact,
    /// The title starts with it.
    Start,
    /// A word of the title starts with it.
    Word,
    /// Each of its words starts a word: of the title, of the lead's name or of a tag.
    Words,
    /// Each of its words occurs.
    Inside,
    /// Each of its words occurs, or starts a word with a few letters left out; looked for only when little else fits.
    Resembling,
}

/// One hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The item.
    pub item: Ref,
    /// How it fits.
    pub fit: Fit,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// How many items contain what was typed. Those that only resemble it are not counted.
    pub total: usize,
    /// The best of them, best first, then those that resemble it.
    pub best: Vec<Hit>,
}

/// Below this many hits, what only resembles the text is looked for too.
const FEW: usize = 8;

/// Texts shorter than this resemble everything.
const SHORTEST_TO_RESEMBLE: usize = 4;

/// Bytes that an item takes in the haystack, as a rule: what to reserve before building.
const USUAL_LENGTH: usize = 80;

/// So many bytes of a haystack of `len` may be in disuse, a quarter: building it anew costs less than dragging along more.
const fn most_dead(len: usize) -> usize {
    len / 4 + (1 << 16)
}

/// How many letters may be left out: `vijzltuin`, `jeugdovrlst`.
const MOST_LEFT_OUT: usize = 3;

/// Stands between the title and the other parts of an item's text; folding leaves no control characters.
const BETWEEN: char = '\u{1f}';

/// Ends an item's text.
const AFTER_ITEM: char = '\n';

/// One item's place in the haystack.
#[derive(Clone, Copy, Debug)]
struct Slot {
    /// 0 when the item has gone or its text stands elsewhere now.
    num: u32,
    from: u32,
    /// Length of the title, and of everything.
    title: u16,
    len: u16,
    /// Which letters occur; see `letters`.
    letters: u32,
    kind: Kind,
    /// Done or dropped, or of what is only watched: after the others.
    back: bool,
}

impl Slot {
    fn end(&self) -> usize {
        self.from as usize + usize::from(self.len)
    }
}

/// The haystack.
pub struct Finder {
    hay: String,
    slots: Vec<Slot>,
    /// Kind, number -> slot, from 1.
    places: Vec<Vec<u32>>,
    /// Bytes of the haystack that no slot uses any more.
    dead: usize,
    previous: Option<(String, Vec<u32>)>,
}

/// The kinds that are found, in the order in which equal hits are shown: what one looks for by name goes first.
pub const FOUND: [Kind; 19] = [
    Kind::Contact,
    Kind::Partner,
    Kind::Node,
    Kind::Plan,
    Kind::Action,
    Kind::Agreement,
    Kind::Hotspot,
    Kind::Signal,
    Kind::Meeting,
    Kind::MeetingSeries,
    Kind::Decision,
    Kind::Indicator,
    Kind::Goal,
    Kind::Programme,
    Kind::Candidate,
    Kind::Instrument,
    Kind::Evaluation,
    Kind::Principle,
    Kind::Municipality,
];

/// Where `kind` stands among equal hits.
fn place_of(kind: Kind) -> u64 {
    FOUND.iter().position(|known| *known == kind).unwrap_or(FOUND.len()) as u64
}

impl Finder {
    /// Builds the haystack.
    pub fn new(register: &Register) -> Finder {
        let mut finder = Finder {
            hay: String::new(),
            slots: Vec::new(),
            places: vec![Vec::new(); Kind::ALL.len()],
            dead: 0,
            previous: None,
        };
        finder.build(register);
        finder
    }

    fn build(&mut self, register: &Register) {
        self.hay.clear();
        self.slots.clear();
        self.places.iter_mut().for_each(Vec::clear);
        self.dead = 0;
        self.previous = None;
        let leads = Names::of(register);
        let items: usize = FOUND.iter().map(|kind| register.tables().count(*kind)).sum();
        // Room for what changes bring before it is built anew, too. Nothing is in memory of that until it is used; without it the first
        // change anybody makes copies everything, in every window at once.
        let (text, changes) = (items * USUAL_LENGTH, most_dead(items * USUAL_LENGTH));
        self.slots.reserve_exact(items + changes / USUAL_LENGTH);
        self.hay.reserve(text + changes);
        for kind in FOUND {
            self.places[kind as usize].resize(register.tables().highest(kind) as usize + 1, 0);
            if kind == Kind::Action {
                for action in register.tables().actions.iter() {
                    self.put(register, action, Some(&leads));
                }
            } else {
                register.tables().visit(kind, &mut |record| self.put(register, record, Some(&leads)));
            }
        }
        // Where texts are longer than usual.
        self.hay.reserve(most_dead(self.hay.len()));
    }

    /// Takes up what changed: `refs` are the items that an entry touched, in `register` as it is now.
    pub fn update(&mut self, register: &Register, refs: impl IntoIterator<Item = Ref>) {
        self.previous = None;
        for r in refs {
            if !FOUND.contains(&r.kind) {
                continue;
            }
            self.refresh(register, r);
            // Others carry this name in their text.
            match r.kind {
                Kind::Contact => {
                    let led: Vec<Ref> = register
                        .tables()
                        .actions
                        .iter()
                        .filter(|action| action.lead == Some(r))
                        .map(Record::reference)
                        .collect();
                    led.into_iter().for_each(|action| self.refresh(register, action));
                }
                Kind::Partner => {
                    let people: Vec<Ref> = register.contacts_of(r).map(Record::reference).collect();
                    people.into_iter().for_each(|contact| self.refresh(register, contact));
                }
                _ => {}
            }
        }
        if self.dead > most_dead(self.hay.len()) {
            self.build(register);
        }
    }

    /// Replaces the text of one item; one that is unchanged keeps its place.
    fn refresh(&mut self, register: &Register, r: Ref) {
        let place = self.places.get(r.kind as usize).and_then(|list| list.get(r.num as usize)).copied();
        let old = place.filter(|place| *place > 0).map(|place| place as usize - 1);
        let from = self.hay.len();
        let record = register.get(r);
        if let Some(record) = record {
            self.put(register, record, None);
        }
        let Some(old) = old else { return };
        let same = record.is_some()
            && self.slots.last().is_some_and(|new| {
                new.title == self.slots[old].title
                    && self.hay.as_bytes()[from..new.end()]
                        == self.hay.as_bytes()[self.slots[old].from as usize..self.slots[old].end()]
            });
        if same {
            let back = self.slots.pop().is_some_and(|slot| slot.back);
            self.slots[old].back = back;
            self.hay.truncate(from);
            self.remember(r, old);
            return;
        }
        self.slots[old].num = 0;
        self.dead += usize::from(self.slots[old].len);
        if record.is_none() {
            self.places[r.kind as usize][r.num as usize] = 0;
        }
    }

    fn remember(&mut self, r: Ref, slot: usize) {
        let list = &mut self.places[r.kind as usize];
        if list.len() <= r.num as usize {
            list.resize(r.num as usize + 1, 0);
        }
        list[r.num as usize] = u32::try_from(slot + 1).unwrap_or(0);
    }

    /// Appends an item. `names` saves folding the same lead for each of their actions.
    fn put(&mut self, register: &Register, record: &dyn Record, names: Option<&Names>) {
        let r = record.reference();
        let from = self.hay.len();
        fold_onto(&mut self.hay, record.title());
        // Offsets are 32 bits and lengths 16: titles are far shorter, whatever is beyond is not searched.
        cut(&mut self.hay, from + usize::from(u16::MAX) / 2);
        let title = self.hay.len() - from;
        self.hay.push(BETWEEN);
        let mut back = false;
        match r.kind {
            Kind::Action => {
                if let Some(action) = register.action(r) {
                    back = !action.is_open();
                    if let Some(lead) = action.lead {
                        match names {
                            Some(names) => self.hay.push_str(names.get(lead.num)),
                            None => fold_onto(&mut self.hay, register.title(lead)),
                        }
                    }
                    for tag in &action.tags {
                        self.hay.push(BETWEEN);
                        fold_onto(&mut self.hay, tag);
                    }
                }
            }
            Kind::Contact => {
                if let Some(Contact { function, partner, phone, email, account, .. }) = register.contact(r) {
                    fold_onto(&mut self.hay, function);
                    self.hay.push(BETWEEN);
                    fold_onto(&mut self.hay, partner.map_or("", |partner| register.title(partner)));
                    self.put_reach(phone, email);
                    if !account.as_str().is_empty() {
                        self.hay.push(BETWEEN);
                        fold_onto(&mut self.hay, account.as_str());
                    }
                }
            }
            Kind::Partner => {
                if let Some(Partner { phone, email, .. }) = register.tables().partners.get(r.num) {
                    self.put_reach(phone, email);
                }
            }
            Kind::Node => back = register.node(r).is_some_and(|node| node.node_kind.is_context()),
            _ => {}
        }
        cut(&mut self.hay, from + usize::from(u16::MAX) - 1);
        let len = self.hay.len() - from;
        let (Ok(from32), Ok(title), Ok(len)) =
            (u32::try_from(from), u16::try_from(title), u16::try_from(len))
        else {
            // Beyond four gigabytes of titles; no register comes near.
            self.hay.truncate(from);
            return;
        };
        let letters = letters(&self.hay[from..]);
        self.hay.push(AFTER_ITEM);
        self.slots.push(Slot { num: r.num, from: from32, title, len, letters, kind: r.kind, back });
        self.remember(r, self.slots.len() - 1);
    }

    /// Appends how somebody is reached: who rang is looked up by the number, however it was written.
    fn put_reach(&mut self, phone: &str, email: &str) {
        for part in [phone, email] {
            self.hay.push(BETWEEN);
            fold_onto(&mut self.hay, part);
        }
        self.hay.push(BETWEEN);
        self.hay.extend(phone.chars().filter(char::is_ascii_digit));
    }

    /// How many bytes the haystack takes, for the memory budget.
    pub fn bytes(&self) -> usize {
        self.hay.capacity()
            + self.slots.capacity() * size_of::<Slot>()
            + self.places.iter().map(|list| list.capacity() * 4).sum::<usize>()
            + self.previous.as_ref().map_or(0, |(_, hits)| hits.capacity() * 4)
    }

    /// What fits `text`, the best `limit` of it. Nothing fits an empty text.
    pub fn find(&mut self, text: &str, limit: usize) -> Hits {
        let folded = fold(text);
        let typed = Typed::new(folded.trim());
        if typed.tokens.is_empty() {
            self.previous = None;
            return Hits::default();
        }
        let inside = match self.previous.take() {
            Some((before, hits)) if folded.trim().starts_with(&before) => self.narrow(&typed, hits),
            _ => self.scan(&typed),
        };
        let mut best: Vec<Hit> =
            self.referred(typed.text).into_iter().map(|item| Hit { item, fit: Fit::Reference }).collect();
        let referred = best.len();
        best.truncate(limit);
        let room = limit - best.len();
        // The best so far, the worst of them on top: most hits are turned away by one comparison.
        let mut kept: BinaryHeap<(u64, u32)> = BinaryHeap::with_capacity(room.min(inside.len()) + 1);
        let mut total = referred;
        for index in &inside {
            let slot = &self.slots[*index as usize];
            if referred > 0 && best.iter().any(|hit| hit.item == Ref::new(slot.kind, slot.num)) {
                continue;
            }
            total += 1;
            let worst = if kept.len() < room { u64::MAX } else { kept.peek().map_or(0, |(key, _)| *key) };
            if let Some(key) = self.grade(&typed, slot, worst) {
                kept.push((key, *index));
                if kept.len() > room {
                    kept.pop();
                }
            }
        }
        best.extend(kept.into_sorted_vec().into_iter().map(|(key, index)| {
            let slot = &self.slots[index as usize];
            Hit { item: Ref::new(slot.kind, slot.num), fit: fit_of(key) }
        }));
        if total < FEW && typed.text.chars().count() >= SHORTEST_TO_RESEMBLE {
            for item in self.resembling(&typed, &inside) {
                if best.len() < limit && best.iter().all(|hit| hit.item != item) {
                    best.push(Hit { item, fit: Fit::Resembling });
                }
            }
        }
        self.previous = Some((typed.text.to_owned(), inside));
        Hits { total, best }
    }

    /// The numbers of the items of `kind` in whose title, lead's name or tags the folded `text` occurs in one piece. For
    /// actions this is what a query looks through besides the description.
    pub fn containing(&self, kind: Kind, text: &str) -> Vec<u32> {
        let typed = Typed {
            text,
            whole: memmem::Finder::new(text),
            tokens: Vec::new(),
            by_length: vec![memmem::Finder::new(text)],
        };
        let slots = self.scan(&typed).into_iter().map(|index| &self.slots[index as usize]);
        slots.filter(|slot| slot.kind == kind).map(|slot| slot.num).collect()
    }

    /// All slots that contain every token: one search over the whole haystack for the longest, then the others.
    fn scan(&self, typed: &Typed<'_>) -> Vec<u32> {
        let Some((rarest, others)) = typed.by_length.split_first() else { return Vec::new() };
        if typed.text.len() == 1 && letters(typed.text) != 0 {
            let wanted = letters(typed.text);
            let has =
                |(index, slot): (u32, &Slot)| (slot.num > 0 && slot.letters & wanted != 0).then_some(index);
            return (0_u32..).zip(&self.slots).filter_map(has).collect();
        }
        let hay = self.hay.as_bytes();
        let mut found = Vec::new();
        let mut at = 0;
        let mut slot = 0;
        while let Some(hit) = rarest.find(&hay[at..]) {
            let hit = at + hit;
            while self.slots.get(slot).is_some_and(|s| s.end() <= hit) {
                slot += 1;
            }
            let Some(place) = self.slots.get(slot) else { break };
            let text = &hay[place.from as usize..place.end()];
            if place.num > 0 && others.iter().all(|other| other.find(text).is_some()) {
                found.push(u32::try_from(slot).unwrap_or(u32::MAX));
            }
            at = place.end().max(hit + 1);
        }
        found
    }

    fn narrow(&self, typed: &Typed<'_>, mut hits: Vec<u32>) -> Vec<u32> {
        let hay = self.hay.as_bytes();
        hits.retain(|index| {
            let slot = &self.slots[*index as usize];
            let text = &hay[slot.from as usize..slot.end()];
            typed.by_length.iter().all(|token| token.find(text).is_some())
        });
        hits
    }

    /// How a hit ranks: fit, the council's own and open before the rest, kind, shorter titles, newer items; smaller is better. `None` when it
    /// would not come before `worst`, found out with as little searching as possible.
    fn grade(&self, typed: &Typed<'_>, slot: &Slot, worst: u64) -> Option<u64> {
        let same = u64::from(slot.back) << 45
            | place_of(slot.kind) << 40
            | u64::from(slot.title.min(255)) << 32
            | u64::from(u32::MAX - slot.num);
        let key = |fit: Fit| Some((fit as u64) << 46 | same).filter(|key| *key < worst);
        let text = &self.hay.as_bytes()[slot.from as usize..slot.end()];
        let title = &text[..usize::from(slot.title)];
        let whole = typed.text.as_bytes();
        if title.starts_with(whole) {
            return key(if title.len() == whole.len() { Fit::Exact } else { Fit::Start });
        }
        key(Fit::Word)?;
        if starts_a_word(&typed.whole, title) {
            return key(Fit::Word);
        }
        key(Fit::Words)?;
        if typed.by_length.iter().all(|token| starts_a_word(token, text)) {
            return key(Fit::Words);
        }
        key(Fit::Inside)
    }

    /// The items whose reference, or whose number, was typed.
    fn referred(&self, text: &str) -> Vec<Ref> {
        let is_there = |r: &Ref| {
            let place = self.places.get(r.kind as usize).and_then(|list| list.get(r.num as usize));
            place.is_some_and(|place| *place > 0)
        };
        if let Ok(num) = text.parse::<u32>() {
            return FOUND.iter().map(|kind| Ref::new(*kind, num)).filter(is_there).collect();
        }
        text.parse().ok().filter(is_there).into_iter().collect()
    }

    /// Items in which each word of the text occurs or, with a few letters left out, starts a word; best first.
    fn resembling(&self, typed: &Typed<'_>, but: &[u32]) -> Vec<Ref> {
        let wanted = letters(typed.text);
        let mut refs: Vec<(usize, bool, u64, Reverse<u32>, Ref)> = Vec::new();
        for (index, slot) in (0_u32..).zip(&self.slots) {
            if slot.num == 0 || slot.letters & wanted != wanted || but.binary_search(&index).is_ok() {
                continue;
            }
            let text = &self.hay[slot.from as usize..slot.end()];
            let left_out = typed.tokens.iter().try_fold(0, |sum, token| {
                letters_left_out(token, text, MOST_LEFT_OUT)
                    .or_else(|| text.contains(token).then_some(0))
                    .map(|left_out| sum + left_out)
            });
            if let Some(left_out) = left_out {
                let item = Ref::new(slot.kind, slot.num);
                refs.push((left_out, slot.back, place_of(slot.kind), Reverse(slot.num), item));
            }
        }
        refs.sort_unstable();
        refs.into_iter().map(|(.., item)| item).collect()
    }
}

/// Folded names of contacts by number.
struct Names(Vec<String>);

impl Names {
    fn of(register: &Register) -> Names {
        let contacts = &register.tables().contacts;
        let mut names = vec![String::new(); contacts.highest() as usize + 1];
        for contact in contacts.iter() {
            if let Some(slot) = names.get_mut(contact.num as usize) {
                fold_onto(slot, &contact.title);
            }
        }
        Names(names)
    }

    fn get(&self, num: u32) -> &str {
        self.0.get(num as usize).map_or("", String::as_str)
    }
}

/// What was typed, folded, with a searcher for the whole and for each word, longest first.
struct Typed<'a> {
    text: &'a str,
    whole: memmem::Finder<'a>,
    tokens: Vec<&'a str>,
    by_length: Vec<memmem::Finder<'a>>,
}

impl<'a> Typed<'a> {
    fn new(text: &'a str) -> Typed<'a> {
        let tokens: Vec<&str> = text.split_whitespace().collect();
        let mut longest = tokens.clone();
        longest.sort_by_key(|token| Reverse(token.len()));
        Typed {
            text,
            whole: memmem::Finder::new(text),
            by_length: longest.into_iter().map(memmem::Finder::new).collect(),
            tokens,
        }
    }
}

/// Shortens `text` to `end` bytes or a little less, on a character boundary.
fn cut(text: &mut String, end: usize) {
    if text.len() > end {
        let end = (0..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(end);
    }
}

fn fit_of(key: u64) -> Fit {
    match key >> 46 {
        1 => Fit::Exact,
        2 => Fit::Start,
        3 => Fit::Word,
        4 => Fit::Words,
        _ => Fit::Inside,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::action::Action;
    use crate::model::kinds::{ActionState, NodeKind};
    use crate::model::plan::Node;
    use crate::model::record::Item;

    fn r(text: &str) -> Ref {
        text.parse().unwrap()
    }

    fn action(num: u32, title: &str, lead: Option<u32>) -> Item {
        let lead = lead.map(|num| Ref::new(Kind::Contact, num));
        Action { num, title: title.into(), lead, ..Action::default() }.into()
    }

    fn contact(num: u32, title: &str) -> Item {
        Contact { num, title: title.into(), partner: Some(r("P-1")), ..Contact::default() }.into()
    }

    fn register() -> Register {
        let mut register = Register::new();
        register.load(Partner { num: 1, title: "Politie".into(), ..Partner::default() }.into());
        register.load(Node { num: 5, title: "Overlast".into(), ..Node::default() }.into());
        register.load(contact(1, "M. Bakker"));
        register.load(contact(2, "Renée de Vries"));
        register.load(action(1, "Overlast haven in kaart brengen", Some(2)));
        register.load(action(2, "Café-controles", Some(1)));
        register.load(action(17, "Aanpak jeugdoverlast Vijzeltuin", None));
        register.load(
            Action {
                num: 18,
                title: "Overlast station".into(),
                state: ActionState::Done,
                ..Action::default()
            }
            .into(),
        );
        register
    }

    fn found(text: &str) -> Vec<String> {
        Finder::new(&register()).find(text, 9).best.into_iter().map(|hit| hit.item.to_string()).collect()
    }

    #[test]
    fn what_the_council_chose_comes_before_what_is_only_watched() {
        let mut register = Register::new();
        for (num, node_kind) in [(1, NodeKind::DriehoekTheme), (2, NodeKind::Watch), (3, NodeKind::Topic)] {
            register.load(Node { num, node_kind, title: "Ondermijning".into(), ..Node::default() }.into());
        }
        let found = Finder::new(&register).find("ondermijning", 9).best;
        let first = found.first().map(|hit| hit.item);
        assert_eq!(first, Some(r("T-3")));
    }

    #[test]
    fn people_and_partners_are_found_by_number_and_address() {
        let mut register = register();
        let (phone, email) = ("06-1234 5678".to_owned(), "bakker@waterdam.example.nl".to_owned());
        let bakker = Contact { num: 1, title: "M. Bakker".into(), phone, email, ..Contact::default() };
        register.load(bakker.into());
        let police =
            Partner { num: 1, title: "Politie".into(), phone: "0900-8844".into(), ..Partner::default() };
        register.load(police.into());
        let mut finder = Finder::new(&register);
        for (text, expected) in [
            ("06-1234", &["C-1"][..]),
            ("0612345678", &["C-1"]),
            ("06 1234 5678", &["C-1"]),
            ("5678", &["C-1"]),
            ("bakker@waterdam", &["C-1"]),
            ("09008844", &["P-1"]),
            ("0900", &["P-1"]),
        ] {
            let found: Vec<String> =
                finder.find(text, 9).best.iter().map(|hit| hit.item.to_string()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn the_best_fit_comes_first() {
        for (text, expected) in [
            ("a-17", &["A-17"][..]),
            ("a17", &["A-17"]),
            ("17", &["A-17"]),
            ("1", &["C-1", "P-1", "A-1"]),
            ("overlast", &["T-5", "A-1", "A-18", "A-17"]),
            ("OVERLAST haven", &["A-1"]),
            ("haven overl", &["A-1"]),
            ("cafe", &["A-2"]),
            ("bakker", &["C-1", "A-2"]),
            ("renee", &["C-2", "A-1"]),
            ("politie", &["P-1", "C-1", "C-2"]),
            ("vries haven", &["A-1"]),
            ("vijzltuin", &["A-17"]),
            ("bkker", &["C-1", "A-2"]),
            ("xyzzy", &[]),
            ("", &[]),
            ("  ", &[]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn the_total_counts_beyond_the_limit() {
        let hits = Finder::new(&register()).find("overlast", 2);
        assert_eq!((hits.total, hits.best.len()), (4, 2));
        let hits = Finder::new(&register()).find("overlast", 0);
        assert_eq!((hits.total, hits.best.len()), (4, 0));
    }

    #[test]
    fn a_new_name_of_a_person_is_found_at_their_actions() {
        let mut register = register();
        let mut finder = Finder::new(&register);
        register.load(contact(1, "M. Zandstra"));
        finder.update(&register, [r("C-1")]);
        let items: Vec<Ref> = finder.find("zandstra", 9).best.into_iter().map(|hit| hit.item).collect();
        assert_eq!(items, [r("C-1"), r("A-2")]);
        assert_eq!(finder.find("bakker", 9).total, 0);
    }

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(
            prop::sample::select(vec![
                "ab", "abc", "b", "é", "ab c", "17", "Ç", " ", "-", "zand", "\u{1f}", "\n",
            ]),
            0..5,
        )
        .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn typing_on_and_updating_find_what_a_fresh_search_finds(
            titles in prop::collection::vec((1_u32..9, text(), prop::option::of(1_u32..4)), 1..12),
            people in prop::collection::vec((1_u32..4, text()), 0..6),
            typed in text(),
        ) {
            let mut register = Register::new();
            let mut finder = Finder::new(&register);
            for (num, name) in people {
                register.load(contact(num, &name));
                finder.update(&register, [Ref::new(Kind::Contact, num)]);
            }
            for (num, title, lead) in titles {
                register.load(action(num, &title, lead));
                finder.update(&register, [Ref::new(Kind::Action, num)]);
            }
            let mut so_far = String::new();
            for c in typed.chars() {
                so_far.push(c);
                let narrowed = finder.find(&so_far, 5);
                prop_assert_eq!(&narrowed, &Finder::new(&register).find(&so_far, 5), "{}", so_far);
                let simple = register.tables().actions.iter().filter(|action| {
                    let lead = action.lead.map_or("", |lead| register.title(lead));
                    let hay = format!("{}\n{}", fold(&action.title), fold(lead));
                    let folded = fold(&so_far);
                    folded.split_whitespace().all(|token| hay.contains(token)) && !folded.trim().is_empty()
                }).count();
                let found = finder.find(&so_far, 99).best;
                let inside = found.iter().filter(|hit| hit.item.kind == Kind::Action)
                    .filter(|hit| !matches!(hit.fit, Fit::Resembling | Fit::Reference)).count();
                let referred = found.iter().filter(|hit| hit.fit == Fit::Reference && hit.item.kind == Kind::Action);
                prop_assert!(inside <= simple && simple <= inside + referred.count());
            }
        }
    }
}
