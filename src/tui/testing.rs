//! A ledger in memory and a small fictional register, for tests of the workbench.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::model::action::{Action, ProgressNote};
use crate::model::apply::apply;
use crate::model::change::{Change, Draft, Entry, Verb};
use crate::model::erasure::Traces;
use crate::model::id::{Actor, Day, Ref, Stamp};
use crate::model::kinds::*;
use crate::model::ledger::{EntryHead, Followed, Ledger, Other, Outline, ReadOnly, Unwritten};
use crate::model::partner::{Contact, Partner};
use crate::model::plan::{Municipality, Node, Plan};
use crate::model::record::{Item, Kind};
use crate::model::register::Register;
use crate::model::value::{Percent, Place};

/// Friday 20 November 2026, 10:00 in Amsterdam.
pub const NOW: Stamp = Stamp(1_795_165_200_000);

/// Keeps everything in memory.
pub struct MemoryLedger {
    register: Register,
    entries: Vec<Entry>,
    actor: Actor,
    drafts: Vec<(String, String)>,
    pub read_only: Option<ReadOnly>,
    /// The text of every plan, or why it cannot be read.
    pub source: Result<Option<String>, Unwritten>,
    /// After how many entries the state is in trouble.
    pub trouble_from: Option<usize>,
    /// Drafts cannot be kept.
    pub no_drafts: bool,
    /// An entry that cannot be read any more.
    pub damaged: Option<u64>,
    /// How many outlines were asked for.
    pub looked_at: Rc<Cell<usize>>,
    /// What every entry is said to take in the record, in bytes.
    pub entry_bytes: u64,
    /// The register without its last entry, which is taken out at the next `follow`.
    pub taken_out: Option<Register>,
    /// What others have done, taken in at the next `follow`; and who.
    pub by_others: Vec<Draft>,
    pub other: Actor,
    /// Who else is there; `None` when nobody shares it.
    pub others: Option<Vec<Other>>,
    gone: Traces,
    /// Why nothing can be followed.
    pub unfollowed: Option<Unwritten>,
    /// What has become of the line to where the record is; once there is nothing the matter with it any more, all is told afresh.
    pub line: Rc<RefCell<Option<ReadOnly>>>,
    was_cut: bool,
    /// Entries before the first one in memory, as when a register was opened with a history.
    base: u64,
}

impl MemoryLedger {
    pub fn new(register: Register) -> MemoryLedger {
        let base = u64::from(!register.is_empty());
        MemoryLedger {
            register,
            entries: Vec::new(),
            actor: Actor("m.bakker".into()),
            drafts: Vec::new(),
            read_only: None,
            source: Ok(None),
            trouble_from: None,
            no_drafts: false,
            damaged: None,
            looked_at: Rc::default(),
            entry_bytes: 0,
            taken_out: None,
            by_others: Vec::new(),
            other: Actor("k.smit".into()),
            others: None,
            gone: Traces::default(),
            unfollowed: None,
            line: Rc::default(),
            was_cut: false,
            base,
        }
    }

    /// From now on it is `name` who acts.
    pub fn act_as(&mut self, name: &str) {
        self.actor = Actor(name.to_owned());
    }
}

impl Ledger for MemoryLedger {
    fn register(&self) -> &Register {
        &self.register
    }

    fn head(&self) -> u64 {
        self.base + self.entries.len() as u64
    }

    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn read_only(&self) -> Option<ReadOnly> {
        self.read_only.clone().or_else(|| self.line.borrow().clone())
    }

    fn trouble(&self) -> Option<String> {
        self.trouble_from.filter(|from| self.entries.len() >= *from).map(|_| "De stand rust.".to_owned())
    }

    fn append(&mut self, draft: Draft, undoes: Option<u64>, at: Stamp) -> Result<Option<Entry>, Unwritten> {
        if draft.changes.is_empty() {
            return Ok(None);
        }
        if let Some(why) = self.line.borrow().clone() {
            return Err(Unwritten::ReadOnly(why));
        }
        apply(&mut self.register, &draft.changes, at)?;
        let seq = self.head() + 1;
        let Draft { label, changes } = draft;
        let entry = Entry { seq, id: None, at, actor: self.actor.clone(), label, undoes, changes };
        self.entries.push(entry.clone());
        Ok(Some(entry))
    }

    fn follow(&mut self) -> Result<Followed, Unwritten> {
        if let Some(before) = self.taken_out.take() {
            self.register = before;
            self.entries.pop();
            return Ok(Followed::Anew);
        }
        if let Some(why) = self.unfollowed.clone() {
            return Err(why);
        }
        let is_cut = self.line.borrow().is_some();
        if std::mem::replace(&mut self.was_cut, is_cut) && !is_cut {
            return Ok(Followed::Again);
        }
        let me = std::mem::replace(&mut self.actor, self.other.clone());
        let theirs = std::mem::take(&mut self.by_others);
        let erases = !theirs.is_empty();
        let before = erases.then(|| self.register.clone());
        let entries: Result<Vec<_>, _> =
            theirs.into_iter().map(|draft| self.append(draft, None, NOW)).collect();
        self.actor = me;
        if self.entries.last().is_some_and(|entry| erases && entry.label.verb == Verb::Erase) {
            before.iter().for_each(|before| self.gone.note_gone(before, &self.register));
            return Ok(Followed::Erased);
        }
        Ok(Followed::Entries(entries?.into_iter().flatten().collect()))
    }

    fn others(&self) -> Option<Vec<Other>> {
        self.others.clone()
    }

    fn take_erased(&mut self) -> Traces {
        std::mem::take(&mut self.gone)
    }

    fn entry_head(&self, seq: u64) -> Result<Option<EntryHead>, Unwritten> {
        let entry = self.entry(seq)?;
        Ok(entry.map(|e| EntryHead { seq: e.seq, actor: e.actor, undoes: e.undoes }))
    }

    fn entry(&self, seq: u64) -> Result<Option<Entry>, Unwritten> {
        if self.damaged == Some(seq) {
            return Err(Unwritten::Damaged { seq, place: "journal/000001.jsonl:7".to_owned() });
        }
        let index = seq.checked_sub(self.base + 1);
        Ok(index.and_then(|i| self.entries.get(i as usize)).cloned())
    }

    /// As if an entry that erases somebody did so from all that were about them.
    fn erased_by(&self, seq: u64) -> Result<Option<u64>, Unwritten> {
        let about = self.entry(seq)?.and_then(|entry| entry.label.subject);
        let erases = |e: &&Entry| e.label.verb == Verb::Erase && e.label.subject == about;
        Ok(self.entries.iter().rfind(erases).map(|entry| entry.seq))
    }

    fn outline(&self, seq: u64) -> Result<Option<Outline>, Unwritten> {
        let bytes = self.entry_bytes;
        self.looked_at.set(self.looked_at.get() + 1);
        Ok(self.entry(seq)?.map(|entry| {
            let Entry { seq, at, actor, label, undoes, .. } = entry;
            Outline { seq, at, actor, label, undoes, bytes }
        }))
    }

    fn keep_draft(&mut self, name: &str, text: Option<&str>) -> Result<(), Unwritten> {
        if self.no_drafts {
            return Err(Unwritten::Failed("concepten: vol".to_owned()));
        }
        self.drafts.retain(|(known, _)| known != name);
        self.drafts.extend(text.map(|text| (name.to_owned(), text.to_owned())));
        Ok(())
    }

    fn drafts(&self) -> Vec<(String, String)> {
        self.drafts.clone()
    }

    fn keep_source(&mut self, wanted: &str, text: &str) -> Result<String, Unwritten> {
        self.source = Ok(Some(text.to_owned()));
        Ok(wanted.to_owned())
    }

    fn source_text(&self, _: &str) -> Result<Option<String>, Unwritten> {
        self.source.clone()
    }
}

fn day(month: i8, day: i8) -> Option<Day> {
    Day::new(2026, month, day)
}

/// A fictional municipality: one plan, three priorities, eight topics, `count` actions, partners and contacts.
pub fn register(count: u32) -> Register {
    let mut changes: Vec<Change> = Vec::new();
    let mut add = |item: Item| changes.push(Change::Insert(item));
    let municipality = Ref::new(Kind::Municipality, 1);
    add(Municipality { num: 1, title: "Waterland".into(), code: "GM0852".into(), ..Default::default() }
        .into());
    let plan = Ref::new(Kind::Plan, 1);
    add(Plan {
        num: 1,
        title: "Integraal veiligheidsplan 2025-2028".into(),
        plan_kind: "IVP".into(),
        municipalities: vec![municipality],
        from: Day::new(2025, 1, 1),
        to: Day::new(2028, 12, 31),
        stage: Stage::InForce,
        adopted_by: Some(Body::Council),
        adopted_on: Day::new(2024, 11, 21),
        ..Default::default()
    }
    .into());
    let partners = [
        ("Politie", PartnerKind::Police, "0900-8844"),
        ("Openbaar Ministerie", PartnerKind::Prosecutor, ""),
        ("Stichting Welzijn Waterland", PartnerKind::Care, "0299-555010"),
        ("Woningcorporatie De Dijk", PartnerKind::Housing, "0299-555020"),
    ];
    for (num, (title, partner_kind, phone)) in (1..).zip(partners) {
        add(Partner { num, title: title.into(), partner_kind, phone: phone.into(), ..Default::default() }
            .into());
    }
    let contacts = [
        ("Marieke Bakker", None, "adviseur integrale veiligheid", "0299-555001"),
        ("Jan de Vries", Some(1), "wijkagent", "06-55500102"),
        ("Karin Smit", None, "projectleider jeugd", "0299-555003"),
        ("Ahmed van den Berg-Hoogendoorn", Some(3), "jongerenwerker", "06-55500104"),
        ("Lies Postma", Some(4), "wijkbeheerder", "06-55500105"),
        ("Sanne Groen", Some(2), "gebiedsofficier", "06-55500106"),
    ];
    for (num, (title, partner, function, phone)) in (1..).zip(contacts) {
        let partner = partner.map(|n| Ref::new(Kind::Partner, n));
        let email = format!("{}@voorbeeld.nl", title.split(' ').next().unwrap_or("").to_lowercase());
        let (title, function, phone) = (title.into(), function.into(), phone.into());
        add(Contact { num, title, partner, function, phone, email, ..Default::default() }.into());
    }
    let nodes = [
        ("Een veilige stad", None, NodeKind::Priority, SafetyField::Living),
        ("Overlast", Some(1), NodeKind::Topic, SafetyField::Living),
        ("Jeugdoverlast", Some(1), NodeKind::Topic, SafetyField::Youth),
        ("Buurtparticipatie", Some(1), NodeKind::Topic, SafetyField::Living),
        ("Waterland boeit veilig", None, NodeKind::Priority, SafetyField::Business),
        ("Veilig uitgaan", Some(5), NodeKind::Topic, SafetyField::Business),
        ("Evenementen", Some(5), NodeKind::Topic, SafetyField::Physical),
        ("Veilig ondernemen", Some(5), NodeKind::Topic, SafetyField::Business),
        ("Bestuurlijke aanpak", None, NodeKind::Priority, SafetyField::Integrity),
        ("Ondermijning en georganiseerde criminaliteit", Some(9), NodeKind::Topic, SafetyField::Integrity),
        ("Polarisatie", Some(9), NodeKind::Topic, SafetyField::Integrity),
    ];
    for (num, (title, parent, node_kind, safety_field)) in (1_u32..).zip(nodes) {
        let parent = parent.map_or(plan, |n| Ref::new(Kind::Node, n));
        let hand = num == 10;
        add(Node {
            num,
            title: title.into(),
            node_kind,
            place: Some(Place { parent, rank: u64::from(num) << 20 }),
            level: Some(if num > 9 { Level::Regional } else { Level::Local }),
            safety_field: Some(safety_field),
            administrative_lead: (num == 1).then(|| Ref::new(Kind::Contact, 1)),
            partners: if num == 1 { vec![Ref::new(Kind::Partner, 1)] } else { Vec::new() },
            health: hand.then_some(Health::Orange),
            health_reason: if hand { "capaciteit bij het RIEC is onzeker".into() } else { String::new() },
            source_line: 40 + num,
            source_quote: format!("{title}: daar werken gemeente en partners de komende jaren samen aan."),
            ..Default::default()
        }
        .into());
    }
    let titles = [
        "Buurtpreventie-avond Vijzeltuin organiseren",
        "Hotspots in kaart brengen",
        "Afspraken horecaoverleg herzien",
        "Jongerenwerk in de avonduren uitbreiden",
        "Verlichting Havenpad verbeteren",
        "Draaiboek kermis actualiseren",
        "Keurmerk Veilig Ondernemen bedrijventerrein",
        "Signalenkaart ondermijning voor baliemedewerkers",
        "Wijkwandeling Noordeinde",
        "Gesprekstafel polarisatie op school",
    ];
    let topics = [2, 3, 4, 6, 7, 8, 10, 11, 2, 3];
    let mut note = 0;
    for num in 1..=count {
        let i = (num - 1) as usize;
        let round = i / titles.len();
        let title = titles[i % titles.len()];
        let title = if round == 0 { title.to_owned() } else { format!("{title} ({})", round + 1) };
        let state = [
            ActionState::InProgress,
            ActionState::Planned,
            ActionState::Waiting,
            ActionState::Done,
            ActionState::InProgress,
        ][i % 5];
        let health =
            [Some(Health::Green), None, Some(Health::Orange), None, Some(Health::Red), Some(Health::Green)]
                [i % 6];
        let progress = if state == ActionState::Done { 100 } else { [60, 0, 20, 40, 85, 10, 30][i % 7] };
        let progress = Percent::new(progress).unwrap_or_default();
        let days = (i as i64 * 37) % 400 - 60;
        let reason = if matches!(health, Some(Health::Orange | Health::Red)) {
            "wacht op besluit van het college"
        } else {
            ""
        };
        add(Action {
            num,
            title,
            under: Some(Ref::new(Kind::Node, topics[i % topics.len()])),
            state,
            progress,
            health,
            health_reason: reason.into(),
            due: (i % 11 != 7).then(|| Day::new(2026, 11, 20).map(|d| d.plus(days))).flatten(),
            lead: (i % 9 != 8).then(|| Ref::new(Kind::Contact, i as u32 % 6 + 1)),
            partners: if i % 3 == 2 { Vec::new() } else { vec![Ref::new(Kind::Partner, i as u32 % 4 + 1)] },
            year: Some(2026),
            tags: if i.is_multiple_of(4) { vec!["hic".into()] } else { Vec::new() },
            flagged: i % 8 == 3,
            waiting_on: if state == ActionState::Waiting { "de vergunning".into() } else { String::new() },
            created: Some(Stamp(NOW.0 - 90 * 86_400_000)),
            done_on: (state == ActionState::Done).then(|| day(10, 30)).flatten(),
            ..Default::default()
        }
        .into());
        for (weeks, text, percent) in [
            (9, "Eerste overleg met partners gehouden", 20),
            (1, "Zaal geregeld, uitnodigingen gaan maandag de deur uit", 60),
        ] {
            if i.is_multiple_of(2) && progress >= Percent::new(percent).unwrap_or_default() {
                note += 1;
                add(ProgressNote {
                    num: note,
                    title: text.into(),
                    action: Some(Ref::new(Kind::Action, num)),
                    at: Some(Stamp(NOW.0 - weeks * 7 * 86_400_000)),
                    by: "m.bakker".into(),
                    progress: Percent::new(percent).unwrap_or_default(),
                    health: Some(Health::Green),
                    ..Default::default()
                }
                .into());
            }
        }
    }
    let mut register = Register::new();
    let applied = apply(&mut register, &changes, NOW);
    assert!(applied.is_ok(), "{applied:?}");
    register
}
