//! A fictional municipality, Waterdam, to look around in and to measure with.
//!
//! Owns the generator: plan in force and predecessor with their trees, partners, contacts, agreements, figures,
//! actions over several years with their notes, signals, meetings, decisions. The same seed, number and day
//! give the same register. Changes come one by one and nothing is kept but the references that later ones
//! need, so a million actions take no more memory than a thousand. Used by `regie demo` and the benchmarks.

mod texts;

use std::collections::VecDeque;

use crate::model::action::{Action, ProgressNote};
use crate::model::change::{Change, Draft, Label, Verb};
use crate::model::fold::fold;
use crate::model::id::{Day, Ref, Stamp};
use crate::model::indicator::{Indicator, Measurement};
use crate::model::kinds::*;
use crate::model::meeting::{Decision, Meeting, MeetingSeries};
use crate::model::partner::{Agreement, Contact, Partner};
use crate::model::plan::*;
use crate::model::record::{Item, Kind, Record};
use crate::model::signal::{Hotspot, Signal};
use crate::model::value::{AccountName, Percent, Place, Weight};
use texts::*;

/// The most actions that are made in one go.
pub const MAX_ACTIONS: u32 = 1_000_000;

/// How many changes one entry of `Demo::drafts` holds at least: a journal line of about half a megabyte.
const PER_ENTRY: usize = 2000;

/// A plan is for four years; the one in force began two calendar years before today's.
const PLAN_YEARS: i16 = 4;
const YEARS_SINCE_START: i16 = 2;

/// Deterministic random numbers: splitmix64 (Steele, Lea and Flood 2014). Good enough for texts, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 up to but not including `end` (at least 1).
    fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end.max(1) as u128) >> 64) as usize
    }

    /// From `low` up to and including `high`.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(usize::try_from(high - low + 1).unwrap_or(1)) as i64
    }

    /// True in `percent` of a hundred cases.
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// A topic that actions can stand under.
struct Topic {
    node: u32,
    text: &'static TopicText,
}

/// A contact that can lead actions, with the account name that signs notes.
struct Person {
    contact: u32,
    account: String,
}

/// The generator: an iterator over the changes, in an order in which they can be carried out on an empty register.
pub struct Demo {
    dice: Dice,
    actions: u32,
    today: Day,
    at: Stamp,
    ready: VecDeque<Change>,
    made: u32,
    notes: u32,
    finished: bool,
    former: Vec<Topic>,
    current: Vec<Topic>,
    safety: Vec<Person>,
    others: Vec<Vec<Person>>,
    /// Programme numbers by year, from the first programme year on.
    first_year: i16,
    /// A few open actions, for the agenda of meetings, the decisions and the signals at the end.
    remembered: Vec<(u32, u32)>,
}

impl Demo {
    /// A municipality with `actions` actions (at most `MAX_ACTIONS`), seen from `today`; `at` is the same moment.
    pub fn new(seed: u64, actions: u32, today: Day, at: Stamp) -> Demo {
        let first_year = today.year() - YEARS_SINCE_START - PLAN_YEARS;
        let mut demo = Demo {
            dice: Dice(seed),
            actions: actions.min(MAX_ACTIONS),
            today,
            at,
            ready: VecDeque::new(),
            made: 0,
            notes: 0,
            finished: false,
            former: Vec::new(),
            current: Vec::new(),
            safety: Vec::new(),
            others: Vec::new(),
            first_year,
            remembered: Vec::new(),
        };
        demo.framework();
        demo
    }

    /// How many actions have been made so far, for a progress bar.
    pub fn made(&self) -> u32 {
        self.made
    }

    /// How many actions there will be.
    pub fn actions(&self) -> u32 {
        self.actions
    }

    /// The changes in entries of a few thousand each: what to commit one after another.
    pub fn drafts(mut self) -> impl Iterator<Item = Draft> {
        std::iter::from_fn(move || {
            let mut changes = Vec::with_capacity(PER_ENTRY);
            changes.extend(self.by_ref().take(PER_ENTRY));
            let label = Label {
                verb: Verb::CreateDemo,
                subject: Some(Ref::new(Kind::Municipality, 1)),
                title: MUNICIPALITY.to_owned(),
                detail: String::new(),
            };
            (!changes.is_empty()).then_some(Draft { label, changes })
        })
    }

    fn put(&mut self, item: impl Into<Item>) {
        self.ready.push_back(Change::Insert(item.into()));
    }
}

impl Iterator for Demo {
    type Item = Change;

    fn next(&mut self) -> Option<Change> {
        while self.ready.is_empty() {
            if self.made < self.actions {
                self.made += 1;
                self.action(self.made);
            } else if !self.finished {
                self.finished = true;
                self.closing();
            } else {
                return None;
            }
        }
        self.ready.pop_front()
    }
}

fn r(kind: Kind, num: u32) -> Option<Ref> {
    Some(Ref::new(kind, num))
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

fn without_article(subject: &str) -> &str {
    subject.strip_prefix("de ").or_else(|| subject.strip_prefix("het ")).unwrap_or(subject)
}

/// A number counted from 0 as an item's number.
fn num(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX - 1) + 1
}

/// The framework of the register: everything before the actions.
impl Demo {
    fn framework(&mut self) {
        let item = Municipality {
            num: 1,
            title: MUNICIPALITY.to_owned(),
            code: "GM9999".to_owned(),
            ..Default::default()
        };
        self.put(item);
        self.partners();
        self.plans();
        self.agreements();
        self.figures();
        self.series();
    }

    fn partners(&mut self) {
        for (index, text) in PARTNERS.iter().enumerate() {
            let number = num(index);
            let item = Partner {
                num: number,
                title: text.title.to_owned(),
                partner_kind: text.kind,
                phone: format!("0900-00{:04}", 100 + index),
                email: format!("info@partner{number}.example.nl"),
                website: format!("https://partner{number}.example.nl"),
                address: format!("{} {}, {MUNICIPALITY}", self.street(), self.dice.between(1, 180)),
                ..Partner::default()
            };
            self.put(item);
            self.others.push(Vec::new());
        }
        // Everybody's functions once, then more people as the register grows: 70 in a small one, some 400 in a large one.
        let functions: usize = PARTNERS.iter().map(|partner| partner.functions.len()).sum();
        let people = functions + (self.actions as usize / 250).min(330);
        let mut number = 0;
        for index in 0..people {
            number += 1;
            let (partner, function) = if index < functions {
                let mut left = index;
                PARTNERS
                    .iter()
                    .enumerate()
                    .find_map(|(at, partner)| {
                        let here = partner.functions.get(left).map(|function| (at, *function));
                        left = left.saturating_sub(partner.functions.len());
                        here
                    })
                    .unwrap_or((SAFETY_TEAM, "Adviseur"))
            } else {
                let at = self.dice.below(PARTNERS.len());
                (at, self.dice.pick(PARTNERS[at].functions))
            };
            self.person(number, partner, function);
        }
    }

    fn person(&mut self, number: u32, partner: usize, function: &str) {
        let first = self.dice.pick(FIRST_NAMES);
        let last = self.dice.pick(LAST_NAMES);
        let title = match self.dice.below(20) {
            0..=7 => format!("{}. {last}", first.chars().next().unwrap_or('M')),
            8 => {
                let other = self.dice.pick(LAST_NAMES);
                format!("{first} {last}-{}", other.trim_start_matches(|c: char| c.is_lowercase() || c == ' '))
            }
            // Now and then a name that no column is wide enough for.
            9 if number.is_multiple_of(3) => {
                let other = self.dice.pick(LAST_NAMES);
                format!("{first} {last} tot {} van Oudewaard en Sint-Maartensluis", upper_first(other))
            }
            _ => format!("{first} {last}"),
        };
        let plain: String = fold(last).chars().filter(char::is_ascii_alphanumeric).collect();
        let account = format!("{}.{plain}", fold(first).chars().next().unwrap_or('x'));
        // Two of those who sign notes are known by their account, so that both ways are seen: with a name and without.
        let logs_in = partner == SAFETY_TEAM
            && self.safety.len() < 2
            && self.safety.iter().all(|person| person.account != account);
        let deputy = self.others[partner].last().map(|person| person.contact);
        let item = Contact {
            num: number,
            title,
            partner: r(Kind::Partner, num(partner)),
            function: function.to_owned(),
            phone: format!("06-0000{:04}", number % 10_000),
            email: format!(
                "{account}@{}.example.nl",
                if partner == SAFETY_TEAM { "waterdam" } else { "partner" }
            ),
            deputy: deputy.filter(|_| number.is_multiple_of(2)).and_then(|contact| r(Kind::Contact, contact)),
            note: if self.dice.chance(12) {
                "Bereikbaar op dinsdag en donderdag.".to_owned()
            } else {
                String::new()
            },
            account: AccountName::new(&account).filter(|_| logs_in).unwrap_or_default(),
            ..Contact::default()
        };
        self.put(item);
        let person = Person { contact: number, account };
        if partner == SAFETY_TEAM {
            self.safety.push(person);
        } else {
            self.others[partner].push(person);
        }
    }

    fn plans(&mut self) {
        let (old, new) = (self.first_year, self.first_year + PLAN_YEARS);
        let mut plan = |number: u32, from: i16, stage: Stage| Plan {
            num: number,
            title: format!(
                "{} {MUNICIPALITY} {from}-{}",
                if number == 1 { "Integraal Veiligheidsplan" } else { "Lokaal Integraal Veiligheidsplan" },
                from + PLAN_YEARS - 1
            ),
            plan_kind: if number == 1 { "IVP" } else { "LIVP" }.to_owned(),
            municipalities: vec![Ref::new(Kind::Municipality, 1)],
            from: Day::new(from, 1, 1),
            to: Day::new(from + PLAN_YEARS - 1, 12, 31),
            valid_from: Day::new(from, 1, 1),
            valid_to: Day::new(from + PLAN_YEARS - 1, 12, 31),
            stage,
            adopted_by: Some(Body::Council),
            adopted_on: Day::new(from - 1, 11, i8::try_from(self.dice.between(4, 26)).unwrap_or(14)),
            ..Plan::default()
        };
        let mut former = plan(1, old, Stage::Expired);
        let mut current = plan(2, new, Stage::InForce);
        current.predecessor = r(Kind::Plan, 1);
        current.description = format!(
            "{MUNICIPALITY} kiest voor vier prioriteiten. Acties staan niet in dit plan maar in het jaarlijkse \
             uitvoeringsprogramma."
        );
        former.successor = None;
        self.put(former);
        self.put(current);

        let mut node = 0;
        for (rank, (title, topics)) in FORMER_PRIORITIES.iter().enumerate() {
            node += 1;
            let priority = node;
            self.node(node, title, NodeKind::Priority, Ref::new(Kind::Plan, 1), rank, None, Level::Local, "");
            for (rank, (p, t)) in topics.iter().enumerate() {
                node += 1;
                let text = &PRIORITIES[*p].topics[*t];
                self.topic(node, text, Ref::new(Kind::Node, priority), rank);
                self.former.push(Topic { node, text });
            }
        }
        for (rank, text) in PRIORITIES.iter().enumerate() {
            node += 1;
            let priority = node;
            let plan = Ref::new(Kind::Plan, 2);
            self.node(node, text.title, NodeKind::Priority, plan, rank, None, Level::Local, text.description);
            for (rank, text) in text.topics.iter().enumerate() {
                node += 1;
                self.topic(node, text, Ref::new(Kind::Node, priority), rank);
                self.current.push(Topic { node, text });
            }
        }
        let plan = Ref::new(Kind::Plan, 2);
        let mut rank = PRIORITIES.len();
        for (title, themes) in PROBLEM_AREAS {
            node += 1;
            let area = node;
            self.node(node, title, NodeKind::ProblemArea, plan, rank, None, Level::Regional, "");
            rank += 1;
            for (below, theme) in themes.iter().enumerate() {
                node += 1;
                let under = Ref::new(Kind::Node, area);
                self.node(node, theme, NodeKind::DriehoekTheme, under, below, None, Level::Driehoek, "");
            }
        }
        for (titles, kind, level) in [
            (NATIONAL_GOALS, NodeKind::NationalGoal, Level::National),
            (WATCH, NodeKind::Watch, Level::Local),
        ] {
            for title in titles {
                node += 1;
                self.node(node, title, kind, plan, rank, None, level, "");
                rank += 1;
            }
        }

        for (index, title) in PRINCIPLES.iter().enumerate() {
            let plan = r(Kind::Plan, 2);
            let item =
                Principle { num: num(index), title: (*title).to_owned(), plan, ..Principle::default() };
            self.put(item);
        }
        for (index, year) in (old..=self.today.year() + 1).enumerate() {
            let adopted = year <= self.today.year();
            let item = Programme {
                num: num(index),
                title: format!("Uitvoeringsprogramma integrale veiligheid {year}"),
                plan: r(Kind::Plan, if year < new { 1 } else { 2 }),
                year: Some(year),
                stage: match year.cmp(&self.today.year()) {
                    std::cmp::Ordering::Less => Stage::Expired,
                    std::cmp::Ordering::Equal => Stage::InForce,
                    std::cmp::Ordering::Greater => Stage::Draft,
                },
                adopted_by: adopted.then_some(Body::Executive),
                adopted_on: if adopted { Day::new(year - 1, 12, 9) } else { None },
                ..Programme::default()
            };
            self.put(item);
        }
        for index in 0..self.former.len() {
            let Topic { node, text } = &self.former[index];
            let result = match index % 3 {
                0 => format!("Het is gelukt om {}. Meldingen daalden met een kwart.", text.aim),
                1 => {
                    "Deels bereikt: de samenwerking staat, de cijfers laten nog geen daling zien.".to_owned()
                }
                _ => "Niet bereikt; het onderwerp komt in het nieuwe plan terug met een andere aanpak."
                    .to_owned(),
            };
            let item = Evaluation {
                num: num(index),
                title: text.title.to_owned(),
                plan: r(Kind::Plan, 2),
                node: r(Kind::Node, *node),
                from: Day::new(old, 1, 1),
                to: Day::new(new - 1, 6, 30),
                result,
                ..Evaluation::default()
            };
            self.put(item);
        }
    }

    fn topic(&mut self, number: u32, text: &'static TopicText, under: Ref, rank: usize) {
        let description = format!("De gemeente wil hiermee bereiken: {}.", text.aim);
        self.node(
            number,
            text.title,
            NodeKind::Topic,
            under,
            rank,
            Some(text.field),
            Level::Local,
            &description,
        );
        let lead = self.administration();
        let runs = self.safety.get(number as usize % self.safety.len().max(1)).map(|person| person.contact);
        if let Some(Change::Insert(Item::Node(node))) = self.ready.back_mut() {
            node.partners = text.partners.iter().map(|index| Ref::new(Kind::Partner, num(*index))).collect();
            node.parts =
                text.subjects.iter().take(4).map(|subject| without_article(subject).to_owned()).collect();
            node.administrative_lead = lead.and_then(|contact| r(Kind::Contact, contact));
            node.project_lead = runs.and_then(|contact| r(Kind::Contact, contact));
        }
    }

    fn administration(&mut self) -> Option<u32> {
        let people = &self.others[ADMINISTRATION];
        let index = self.dice.below(people.len());
        people.get(index).map(|person| person.contact)
    }

    #[allow(clippy::too_many_arguments, reason = "the fields of a node, all different")]
    fn node(
        &mut self,
        number: u32,
        title: &str,
        node_kind: NodeKind,
        parent: Ref,
        rank: usize,
        safety_field: Option<SafetyField>,
        level: Level,
        description: &str,
    ) {
        let item = Node {
            num: number,
            title: title.to_owned(),
            node_kind,
            place: Some(Place { parent, rank: (rank as u64 + 1) << 20 }),
            level: Some(level),
            safety_field,
            description: description.to_owned(),
            ..Node::default()
        };
        self.put(item);
    }

    fn agreements(&mut self) {
        for (index, text) in AGREEMENTS.iter().enumerate() {
            let to = text.ends_in.map(|months| end_of_month(self.today, months));
            let from = to.map_or_else(
                || Day::new(self.first_year - 6, 1, 1),
                |to| Some(end_of_month(to, -text.months).plus(1)),
            );
            let node = self.current[index % self.current.len()].node;
            let item = Agreement {
                num: num(index),
                title: text.title.to_owned(),
                agreement_kind: AgreementKind::from_word(text.kind).unwrap_or_default(),
                parties: text.parties.iter().map(|index| Ref::new(Kind::Partner, num(*index))).collect(),
                from,
                to,
                notice_months: text.notice,
                nodes: vec![Ref::new(Kind::Node, node)],
                ..Agreement::default()
            };
            self.put(item);
        }
    }

    fn figures(&mut self) {
        let mut measured = 0;
        for (index, text) in INDICATORS.iter().enumerate() {
            let (priority, topic) = text.topic;
            let before: usize = PRIORITIES[..priority].iter().map(|p| p.topics.len()).sum();
            let node = self.current[before + topic].node;
            let until = self.first_year + 2 * PLAN_YEARS - 1;
            let item = Indicator {
                num: num(index),
                title: text.title.to_owned(),
                unit: text.unit.to_owned(),
                source: text.source.to_owned(),
                node: r(Kind::Node, node),
                baseline: Some(text.baseline),
                target: Some(text.target),
                year: Some(until),
                ..Indicator::default()
            };
            self.put(item);
            let item = Goal {
                num: num(index),
                title: text.goal.to_owned(),
                node: r(Kind::Node, node),
                indicator: r(Kind::Indicator, num(index)),
                baseline: Some(text.baseline),
                target: Some(text.target),
                year: Some(until),
                plan: r(Kind::Plan, 2),
                ..Goal::default()
            };
            self.put(item);
            // Half-way to the target by now, with ups and downs; the first figure is the baseline.
            let years = self.today.year() - self.first_year;
            for (step, year) in (self.first_year..self.today.year()).enumerate() {
                for area in
                    std::iter::once("").chain(AREAS.iter().copied().take(if index < 5 { 6 } else { 0 }))
                {
                    measured += 1;
                    let way = step as f64 / f64::from(years.max(1)) * 0.6;
                    let noise = if step == 0 { 0.0 } else { self.dice.between(-80, 80) as f64 / 1000.0 };
                    let local =
                        if area.is_empty() { 0.0 } else { self.dice.between(-250, 250) as f64 / 1000.0 };
                    let value = (text.baseline + (text.target - text.baseline) * way) * (1.0 + noise + local);
                    let item = Measurement {
                        num: measured,
                        indicator: r(Kind::Indicator, num(index)),
                        date: Day::new(year, 12, 31),
                        value: Some((value * 10.0).round() / 10.0),
                        area: area.to_owned(),
                        source: text.source.to_owned(),
                        ..Measurement::default()
                    };
                    self.put(item);
                }
            }
        }
        for (index, area) in AREAS.iter().enumerate().take(8) {
            let spot = SPOTS[index * 2 % SPOTS.len()];
            let node = self.current[index * 2 % self.current.len()].node;
            let item = Hotspot {
                num: num(index),
                title: upper_first(&format!(
                    "{} {spot}",
                    if index % 2 == 0 { "overlast" } else { "onveilig gevoel" }
                )),
                area: (*area).to_owned(),
                safety_field: Some(self.current[index * 2 % self.current.len()].text.field),
                node: r(Kind::Node, node),
                ..Hotspot::default()
            };
            self.put(item);
        }
    }

    fn series(&mut self) {
        let chair = self.others[ADMINISTRATION].first().map(|person| person.contact);
        let team: Vec<Ref> = self.safety.iter().take(3).map(|p| Ref::new(Kind::Contact, p.contact)).collect();
        for (index, (title, rhythm, level, partners)) in [
            (
                "Weekoverleg openbare orde en veiligheid",
                "wekelijks op dinsdag",
                Level::Local,
                &[0, 2, 19, 7][..],
            ),
            ("Lokale driehoek", "maandelijks", Level::Driehoek, &[0, 1]),
            ("Regionaal veiligheidsoverleg Zuidwater", "elk kwartaal", Level::Regional, &[0, 1, 3, 20]),
        ]
        .into_iter()
        .enumerate()
        {
            let mut participants = team.clone();
            participants.extend(partners.iter().map(|index| Ref::new(Kind::Partner, num(*index))));
            let item = MeetingSeries {
                num: num(index),
                title: title.to_owned(),
                rhythm: rhythm.to_owned(),
                chair: chair.and_then(|contact| r(Kind::Contact, contact)),
                participants,
                level: Some(level),
                plan: r(Kind::Plan, 2),
                ..MeetingSeries::default()
            };
            self.put(item);
        }
    }
}

/// The last day of the month `months` from `day`.
fn end_of_month(day: Day, months: i64) -> Day {
    use jiff::ToSpan;
    Day(day.0.last_of_month().saturating_add(months.months()).last_of_month())
}

/// What the slots of a template are filled with.
struct Words {
    subject: &'static str,
    aim: &'static str,
    partner: &'static str,
    other: &'static str,
    group: &'static str,
    district: usize,
    spot: &'static str,
    street: String,
    month: &'static str,
    year: i16,
    number: i64,
}

/// Puts `words` into `template`. A capital slot gives a capital; in a title a subject loses its article except after a
/// preposition.
fn fill(template: &str, words: &Words, title: bool) -> String {
    let mut text = String::with_capacity(template.len() + 48);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((slot, after)) = after.split_once('}') else { break };
        let after_preposition =
            ["over ", "tegen ", "bij ", "wegens "].iter().any(|preposition| before.ends_with(preposition));
        let subject =
            if title && !after_preposition { without_article(words.subject) } else { words.subject };
        match slot {
            "s" => text.push_str(subject),
            "S" => text.push_str(&upper_first(subject)),
            "aim" => text.push_str(words.aim),
            "p" => text.push_str(words.partner),
            "P" => text.push_str(&upper_first(words.partner)),
            "q" => text.push_str(words.other),
            "g" => text.push_str(words.group),
            "G" => text.push_str(&upper_first(words.group)),
            "w" => text.push_str(DISTRICTS[words.district]),
            "a" => text.push_str(AREAS[words.district]),
            "o" => text.push_str(words.spot),
            "st" => text.push_str(&words.street),
            "m" => text.push_str(words.month),
            "j" => text.push_str(&words.year.to_string()),
            _ => text.push_str(&words.number.to_string()),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The actions and their notes.
impl Demo {
    fn street(&mut self) -> String {
        format!("{}{}", self.dice.pick(STREET_STARTS), self.dice.pick(STREET_ENDS))
    }

    fn words(&mut self, text: &'static TopicText, year: i16) -> Words {
        let partner = self.dice.pick(text.partners);
        let mut other = self.dice.pick(text.partners);
        if other == partner {
            other = (partner + 1) % PARTNER_SHORT.len();
        }
        Words {
            subject: self.dice.pick(text.subjects),
            aim: text.aim,
            partner: PARTNER_SHORT[partner],
            other: PARTNER_SHORT[other],
            group: self.dice.pick(GROUPS),
            district: self.dice.below(DISTRICTS.len()),
            spot: self.dice.pick(SPOTS),
            street: self.street(),
            month: self.dice.pick(MONTHS),
            year,
            number: self.dice.between(2, 9),
        }
    }

    /// A moment in working hours of `day`, not after now.
    fn moment(&mut self, day: Day) -> Stamp {
        const DAY: i64 = 86_400_000;
        let midnight = self.at.0 - self.at.0.rem_euclid(DAY) - self.today.since(day) * DAY;
        Stamp((midnight + self.dice.between(7 * 60, 17 * 60) * 60_000).min(self.at.0))
    }

    /// The day itself, or the Monday after a weekend.
    fn workday(day: Day) -> Day {
        match day.0.weekday() {
            jiff::civil::Weekday::Saturday => day.plus(2),
            jiff::civil::Weekday::Sunday => day.plus(1),
            _ => day,
        }
    }

    /// Action `number`. Numbers follow the days on which the actions were entered: the first at the start of the former
    /// plan, the last today.
    fn action(&mut self, number: u32) {
        let start = Day::new(self.first_year - 1, 11, 15).unwrap_or(self.today);
        let span = self.today.since(start);
        let share = f64::from(number) / f64::from(self.actions.max(1));
        // More and more actions per year.
        let days = (share.powf(0.6) * span as f64) as i64;
        let created = start.plus((days + self.dice.between(-12, 12)).clamp(0, span));
        let late_in_year = created.0.month() >= 10;
        let year = created.year() + i16::from(late_in_year && self.dice.chance(70));
        let in_force = year >= self.first_year + PLAN_YEARS;
        let topics = if in_force { self.current.len() } else { self.former.len() };
        // The first topics of a plan get more attention than the last: the lower of two throws.
        let index = self.dice.below(topics).min(self.dice.below(topics));
        let Topic { node, text } = if in_force { &self.current[index] } else { &self.former[index] };
        let (node, text) = (*node, *text);
        let words = self.words(text, year);

        let start_on = Self::workday(created.plus(self.dice.between(3, 60)));
        let due = Self::workday(start_on.plus(self.dice.between(14, 260)));
        let has_due = self.dice.chance(94);
        let mut title = self.title(text, &words);
        if self.dice.below(300) == 0 {
            let more = self.words(text, year);
            title = format!("{title}; aansluitend: {}", self.title(text, &more));
        }
        let description = if self.dice.chance(30) {
            fill(self.dice.pick(DESCRIPTIONS), &words, false)
        } else {
            String::new()
        };

        let (lead, account) = self.lead(text, number);
        let mut action = Action {
            num: number,
            title,
            under: r(Kind::Node, node),
            due: has_due.then_some(due),
            start: self.dice.chance(60).then_some(start_on),
            lead: lead.and_then(|contact| r(Kind::Contact, contact)),
            partners: self.some_partners(text),
            safety_field: self.dice.chance(15).then_some(text.field),
            year: Some(year),
            programme: r(Kind::Programme, u32::from((year - self.first_year).unsigned_abs()) + 1),
            tags: self.some_tags(text),
            flagged: self.dice.chance(3),
            weight: Weight::new(if self.dice.chance(88) { 1 } else { self.dice.between(2, 5) })
                .unwrap_or_default(),
            description,
            created: Some(self.moment(created)),
            ..Action::default()
        };
        self.settle(&mut action, &words, start_on, due);
        let notes = self.notes_for(&action, &words, &account, created);
        if action.is_open() && self.remembered.len() < 4000 {
            self.remembered.push((number, node));
        } else if action.is_open() {
            let slot = number as usize % self.remembered.len();
            self.remembered[slot] = (number, node);
        }
        self.put(action);
        for note in notes {
            self.put(note);
        }
    }

    fn title(&mut self, text: &TopicText, words: &Words) -> String {
        let titles = self.dice.pick(text.titles);
        fill(self.dice.pick(titles), words, true)
    }

    fn lead(&mut self, text: &TopicText, number: u32) -> (Option<u32>, String) {
        let people =
            if self.dice.chance(55) { &self.safety } else { &self.others[self.dice.pick(text.partners)] };
        let index = self.dice.below(people.len());
        match people.get(index).filter(|_| !number.is_multiple_of(40)) {
            Some(person) => (Some(person.contact), person.account.clone()),
            None => (None, "beheer".to_owned()),
        }
    }

    fn some_partners(&mut self, text: &TopicText) -> Vec<Ref> {
        let mut partners: Vec<Ref> = Vec::new();
        for _ in 0..self.dice.below(4) {
            let partner = Ref::new(Kind::Partner, num(self.dice.pick(text.partners)));
            if !partners.contains(&partner) {
                partners.push(partner);
            }
        }
        partners
    }

    fn some_tags(&mut self, text: &TopicText) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for _ in 0..self.dice.below(3) {
            let tag = self.dice.pick(text.tags);
            if tags.iter().all(|known| known != tag) {
                tags.push(tag.to_owned());
            }
        }
        if self.dice.chance(4) {
            tags.push((self.dice.pick(&["raad", "college", "driehoek", "subsidie", "pilot"])).to_owned());
        }
        tags
    }

    /// State, progress and health, by how long ago the action was due: old ones are finished, a few linger.
    fn settle(&mut self, action: &mut Action, words: &Words, start_on: Day, due: Day) {
        let late = self.today.since(due);
        let dice = self.dice.below(1000);
        // Out of a thousand: dropped, then still open, the rest is done.
        let (dropped, open) = match late {
            i64::MIN..=-1 => (20, 900),
            0..=30 => (30, 450),
            31..=180 => (45, 120),
            181..=540 => (55, 25),
            _ => (60, 2),
        };
        let begun = self.today.since(start_on);
        if dice < dropped {
            action.state = ActionState::Dropped;
            action.drop_reason = fill(self.dice.pick(DROPPED), words, false);
            action.progress = Percent::new(self.dice.between(0, 8) * 5).unwrap_or_default();
        } else if dice >= dropped + open && (late >= 0 || begun > 10) {
            action.state = ActionState::Done;
            action.progress = Percent::DONE;
            let done = due.plus(self.dice.between(-25, 20)).max(start_on).min(self.today);
            action.done_on = Some(done);
        } else if begun <= 0 {
            action.state = ActionState::Planned;
        } else {
            action.state = match self.dice.below(10) {
                0 | 1 => ActionState::Waiting,
                2 if late < 0 => ActionState::Planned,
                _ => ActionState::InProgress,
            };
            if action.state != ActionState::Planned {
                let length = due.since(start_on).max(1);
                let expected = (begun * 100 / length).clamp(5, 95) + self.dice.between(-20, 10);
                action.progress = Percent::new((expected / 5 * 5).clamp(5, 95)).unwrap_or_default();
            }
            if action.state == ActionState::Waiting {
                action.waiting_on = fill(self.dice.pick(WAITING), words, false);
            }
        }
        if action.is_open() {
            let throw = self.dice.below(100);
            action.health = match (late > 0, throw) {
                (true, 0..=39) => Some(Health::Red),
                (true, 40..=84) => Some(Health::Orange),
                (true, _) => Some(Health::Green),
                (false, _) if action.state == ActionState::Planned && throw < 60 => None,
                (false, 0..=5) => Some(Health::Red),
                (false, 6..=21) => Some(Health::Orange),
                (false, 22..=87) => Some(Health::Green),
                (false, _) => None,
            };
            if matches!(action.health, Some(Health::Orange | Health::Red)) {
                action.health_reason = fill(self.dice.pick(HEALTH_REASONS), words, false);
            }
        } else if self.dice.chance(70) {
            action.health = Some(Health::Green);
        }
    }

    /// No notes to four, one and a half on average, between the entry and the end of the work.
    fn notes_for(
        &mut self,
        action: &Action,
        words: &Words,
        account: &str,
        created: Day,
    ) -> Vec<ProgressNote> {
        let count = match self.dice.below(100) {
            0..=24 => 0,
            25..=54 => 1,
            55..=79 => 2,
            80..=92 => 3,
            _ => 4,
        };
        if count == 0 || (action.state == ActionState::Planned && action.progress == Percent::default()) {
            return Vec::new();
        }
        let until =
            action.done_on.or(action.due.filter(|_| !action.is_open())).unwrap_or(self.today).min(self.today);
        let length = until.since(created).max(1);
        let mut notes = Vec::with_capacity(count);
        for step in 1..=count {
            let last = step == count;
            let day = if !last {
                created.plus(length * step as i64 / (count as i64 + 1))
            } else if action.is_open() {
                // Two in three have been heard of in the last four weeks.
                let ago =
                    if self.dice.chance(67) { self.dice.between(0, 27) } else { self.dice.between(28, 120) };
                until.plus(-ago).max(created)
            } else {
                until
            };
            let health = if last { action.health } else { Some(Health::Green) };
            let finished = last && action.state == ActionState::Done;
            let template: &str = match (finished, health) {
                (true, _) => self.dice.pick(NOTES_END),
                (_, Some(Health::Orange | Health::Red)) => self.dice.pick(NOTES_TROUBLE),
                _ if step == 1 && count > 1 => self.dice.pick(NOTES_START),
                _ => self.dice.pick(NOTES_MIDDLE),
            };
            let slots =
                Words { month: self.dice.pick(MONTHS), number: self.dice.between(3, 40), ..words.clone() };
            let progress = i64::from(action.progress.get()) * step as i64 / count as i64;
            self.notes += 1;
            notes.push(ProgressNote {
                num: self.notes,
                title: fill(template, &slots, false),
                action: Some(action.reference()),
                at: Some(self.moment(day)),
                by: account.to_owned(),
                progress: Percent::new(if last {
                    i64::from(action.progress.get())
                } else {
                    progress / 5 * 5
                })
                .unwrap_or_default(),
                health,
                ..ProgressNote::default()
            });
        }
        notes
    }
}

impl Clone for Words {
    fn clone(&self) -> Words {
        Words { street: self.street.clone(), ..*self }
    }
}

/// What refers to actions: signals, meetings and decisions.
impl Demo {
    fn closing(&mut self) {
        let signals = 24 + (self.actions / 40).min(600);
        for number in 1..=signals {
            let text = loop {
                let index = self.dice.below(self.current.len());
                if self.current[index].text.outdoors {
                    break self.current[index].text;
                }
            };
            let words = self.words(text, self.today.year());
            let ago = i64::from(signals - number) * 400 / i64::from(signals);
            let area = AREAS[words.district];
            let hotspot = AREAS.iter().take(8).position(|known| *known == area);
            let throw = self.dice.below(100);
            let action = self.some_action().filter(|_| throw < 20);
            let state = match throw {
                _ if action.is_some() => SignalState::Promoted,
                20..=39 if hotspot.is_some() => SignalState::Bundled,
                40..=74 if ago > 20 => SignalState::Closed,
                _ => SignalState::New,
            };
            let title = fill(self.dice.pick(SIGNALS), &words, true);
            let at = self.dice.pick(text.partners);
            let item = Signal {
                num: number,
                title,
                state,
                area: area.to_owned(),
                reported_on: Some(self.today.plus(-ago)),
                reported_by: upper_first(PARTNER_SHORT[at]),
                hotspot: hotspot
                    .filter(|_| state == SignalState::Bundled)
                    .and_then(|at| r(Kind::Hotspot, num(at))),
                action,
                ..Signal::default()
            };
            self.put(item);
        }
        self.meetings();
    }

    fn some_action(&mut self) -> Option<Ref> {
        let index = self.dice.below(self.remembered.len());
        self.remembered.get(index).and_then(|(action, _)| r(Kind::Action, *action))
    }

    fn meetings(&mut self) {
        let chair = self.others[ADMINISTRATION].first().map(|person| person.contact);
        let team: Vec<Ref> = self.safety.iter().map(|p| Ref::new(Kind::Contact, p.contact)).collect();
        let police: Vec<Ref> = self.others[0].iter().map(|p| Ref::new(Kind::Contact, p.contact)).collect();
        let (mut number, mut decision) = (0, 0);
        // A year of weekly meetings and monthly driehoek, and the ones that are planned.
        for (series, title, every, count, ahead) in [
            (1, "Weekoverleg", 7, 52, 2),
            (2, "Lokale driehoek", 28, 13, 1),
            (3, "Regionaal veiligheidsoverleg", 91, 4, 1),
        ] {
            let tuesday = self.today.plus(1 - i64::from(self.today.0.weekday().to_monday_zero_offset()));
            for index in (-ahead..count).rev() {
                let date = tuesday.plus(-every * index);
                let held = date <= self.today;
                number += 1;
                let mut triaged: Vec<Ref> = Vec::new();
                for _ in 0..(if held { self.dice.between(4, 12) } else { 0 }) {
                    triaged.extend(self.some_action().filter(|action| !triaged.contains(action)));
                }
                let mut attendees: Vec<Ref> = Vec::new();
                if held {
                    attendees.extend(team.iter().take(4).chain(police.iter().take(2)).copied());
                    attendees.retain(|_| self.dice.chance(85));
                }
                let item = Meeting {
                    num: number,
                    title: format!("{title} {}-{}-{}", date.0.day(), date.0.month(), date.year()),
                    series: r(Kind::MeetingSeries, series),
                    date: Some(date),
                    chair: chair.and_then(|contact| r(Kind::Contact, contact)),
                    attendees,
                    agenda: AGENDA.iter().map(|point| (*point).to_owned()).collect(),
                    triaged: triaged.clone(),
                    minutes: if held {
                        "Verslag vorige keer vastgesteld; acties nagelopen.".to_owned()
                    } else {
                        String::new()
                    },
                    ..Meeting::default()
                };
                self.put(item);
                let Some(action) = triaged.first().copied().filter(|_| self.dice.chance(60)) else {
                    continue;
                };
                let index = self.dice.below(self.current.len());
                let words = self.words(self.current[index].text, date.year());
                let template = self.dice.pick(&[
                    "De inzet {o} wordt met {n} weken verlengd",
                    "{P} levert vóór {m} een voorstel over {s}",
                    "De aanpak van {s} {w} gaat door als pilot",
                    "Budget voor {s} wordt verhoogd; dekking uit het uitvoeringsprogramma {j}",
                ]);
                decision += 1;
                let item = Decision {
                    num: decision,
                    title: fill(template, &words, false),
                    body: Some(if series == 2 { Body::Driehoek } else { Body::Meeting }),
                    date: Some(date),
                    meeting: r(Kind::Meeting, number),
                    items: vec![action],
                    ..Decision::default()
                };
                self.put(item);
            }
        }
        decision += 1;
        let item = Decision {
            num: decision,
            title: format!("Vaststelling Lokaal Integraal Veiligheidsplan {MUNICIPALITY}"),
            body: Some(Body::Council),
            date: Day::new(self.first_year + PLAN_YEARS - 1, 11, 14),
            items: vec![Ref::new(Kind::Plan, 2)],
            ..Decision::default()
        };
        self.put(item);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;
    use crate::model::apply::apply;
    use crate::model::register::Register;
    use crate::model::rollup::{is_overdue, is_stale};

    fn today() -> (Day, Stamp) {
        ("2026-11-22".parse().unwrap(), "2026-11-22T09:00:00Z".parse().unwrap())
    }

    fn demo(seed: u64, actions: u32) -> Demo {
        let (day, at) = today();
        Demo::new(seed, actions, day, at)
    }

    fn register(seed: u64, actions: u32) -> Register {
        let mut register = Register::new();
        for draft in demo(seed, actions).drafts() {
            apply(&mut register, &draft.changes, today().1).unwrap();
        }
        register
    }

    #[test]
    fn the_same_seed_gives_the_same_municipality_and_another_seed_another() {
        let all = |seed| demo(seed, 60).collect::<Vec<_>>();
        assert_eq!(all(7), all(7));
        assert_ne!(all(7), all(8));
    }

    #[test]
    fn every_number_of_actions_can_be_carried_out() {
        for actions in [0, 1, 2, 39, 500] {
            let register = register(1, actions);
            assert_eq!(register.tables().actions.len(), actions as usize);
            for kind in Kind::ALL.iter().filter(|kind| !matches!(kind, Kind::Candidate | Kind::Instrument)) {
                let needs_actions = matches!(kind, Kind::Action | Kind::ProgressNote);
                assert!(
                    needs_actions && actions < 39 || register.tables().count(*kind) > 0,
                    "{kind:?} {actions}"
                );
            }
        }
    }

    #[test]
    fn any_day_will_do() {
        for day in ["2024-02-29", "2026-01-01", "2027-12-31", "2100-06-15"] {
            let today: Day = day.parse().unwrap();
            let at: Stamp = format!("{day}T12:00:00Z").parse().unwrap();
            let mut register = Register::new();
            let changes: Vec<Change> = Demo::new(3, 200, today, at).collect();
            apply(&mut register, &changes, at).unwrap();
            assert!(register.tables().actions.iter().all(|a| a.created.unwrap() <= at), "{day}");
            assert!(register.tables().notes.iter().all(|note| note.at.unwrap() <= at), "{day}");
        }
    }

    #[test]
    fn the_register_looks_like_one_in_use() {
        let register = register(1, 5000);
        let (today, now) = today();
        let actions: Vec<&Action> = register.tables().actions.iter().collect();
        let share = |test: &dyn Fn(&Action) -> bool| {
            actions.iter().filter(|action| test(action)).count() * 100 / actions.len()
        };
        assert!((50..85).contains(&share(&|a| a.state == ActionState::Done)));
        assert!((8..40).contains(&share(&Action::is_open)));
        assert!((1..15).contains(&share(&|a| is_overdue(a, today))));
        assert!((2..20).contains(&share(&|a| is_stale(&register, a, now))));
        assert!(actions.iter().any(|a| a.state == ActionState::Dropped && !a.drop_reason.is_empty()));
        for action in &actions {
            let reasoned = matches!(action.health, Some(Health::Orange | Health::Red));
            assert_eq!(reasoned, !action.health_reason.is_empty(), "{action:?}");
            assert_eq!(action.state == ActionState::Done, action.progress == Percent::DONE);
            assert_eq!(action.state == ActionState::Done, action.done_on.is_some());
        }
        let notes = register.tables().notes.len() as f64 / 5000.0;
        assert!((1.1..1.9).contains(&notes), "{notes} notes per action");
        let titles: HashSet<&str> = actions.iter().map(|action| action.title.as_str()).collect();
        assert!(titles.len() > 4800, "{} of 5000 titles differ", titles.len());
        let mut of_year: HashMap<i16, usize> = HashMap::new();
        actions.iter().for_each(|action| *of_year.entry(action.year.unwrap()).or_default() += 1);
        assert!(of_year.len() >= 7, "{of_year:?}");
    }

    #[test]
    fn no_slot_is_left_and_nothing_resembles_a_citizen_service_number() {
        for change in demo(2, 3000) {
            let Change::Insert(item) = change else { panic!("only insertions") };
            let text = serde_json::to_string(&item).unwrap();
            assert!(!text.contains(['{', '}']) || text.matches('{').count() == 1, "{text}");
            assert!(!text.contains("  "), "{text}");
            assert!(crate::model::field::looks_like_bsn(&text).is_none(), "{text}");
        }
    }
}
