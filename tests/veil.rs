//! The veil, held against its promises for any register and any entries: the veiled register is always the one that a
//! fresh look at the whole would give, nothing that is given out speaks of what is hidden, and to propose something does
//! not tell a hidden item from one that never was.

#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests, helpers included")]

use std::collections::HashSet;

use proptest::prelude::*;
use regie::model::apply::{Conflict, apply, fits};
use regie::model::change::{Change, Draft, Entry, Label, Verb, inverse};
use regie::model::id::{Actor, Day, Ref, Stamp};
use regie::model::kinds::NodeKind;
use regie::model::operation::{
    Circumstances, add_item, add_node, complete_action, differences, move_node, record_progress, remove_item,
    set_fields,
};
use regie::model::record::{Field, Item, Kind};
use regie::model::register::Register;
use regie::model::value::{Shape, Value};
use regie::model::veil::Veil;

const AT: Stamp = Stamp(1_795_424_400_000);

/// The kinds that steps deal with, those most often that can be hidden or have something hidden.
const KINDS: [Kind; 20] = [
    Kind::Node,
    Kind::Node,
    Kind::Action,
    Kind::Action,
    Kind::ProgressNote,
    Kind::Signal,
    Kind::Hotspot,
    Kind::Goal,
    Kind::Candidate,
    Kind::Indicator,
    Kind::Measurement,
    Kind::Decision,
    Kind::Decision,
    Kind::Meeting,
    Kind::Contact,
    Kind::Partner,
    Kind::Agreement,
    Kind::Plan,
    Kind::Programme,
    Kind::Evaluation,
];

/// A step that somebody might take: a choice of operation, and numbers to fill it in with.
#[derive(Clone, Debug)]
struct Step {
    choice: u8,
    a: u32,
    b: u32,
    c: u32,
    /// Whether the entry ends with this step.
    last: bool,
}

fn step() -> impl Strategy<Value = Step> {
    (0_u8..20, any::<u32>(), any::<u32>(), any::<u32>(), prop::bool::weighted(0.6))
        .prop_map(|(choice, a, b, c, last)| Step { choice, a, b, c, last })
}

fn now() -> Circumstances {
    Circumstances { at: AT, today: Day::new(2026, 11, 23).unwrap(), actor: Actor("m.bakker".into()) }
}

fn r(text: &str) -> Ref {
    text.parse().unwrap()
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn all_refs(register: &Register) -> Vec<Ref> {
    let mut refs = Vec::new();
    for kind in Kind::ALL {
        register.tables().visit(*kind, &mut |record| refs.push(record.reference()));
    }
    refs
}

fn refs_of(register: &Register, kind: Kind) -> Vec<Ref> {
    let mut refs = Vec::new();
    register.tables().visit(kind, &mut |record| refs.push(record.reference()));
    refs
}

/// One of the items of `kind`; any number when there is none.
fn pick(register: &Register, kind: Kind, n: u32) -> Ref {
    let refs = refs_of(register, kind);
    if refs.is_empty() { Ref::new(kind, n % 5 + 1) } else { refs[n as usize % refs.len()] }
}

/// A text that no other step gives.
fn word(serial: &mut u32) -> String {
    *serial += 1;
    format!("woord{serial}.")
}

/// Something that the field may hold; references are to items of `known`.
fn value(known: &Register, field: Field, shape: Shape, step: &Step, serial: &mut u32) -> Value {
    let fitting: Vec<Ref> = all_refs(known).into_iter().filter(|target| fits(field, target.kind)).collect();
    let target = |n: u32| fitting.get(n as usize % fitting.len().max(1)).map(Ref::to_string);
    match shape {
        _ if step.c.is_multiple_of(7) && shape != Shape::Flag => Value::Null,
        Shape::Text => Value::Text(word(serial)),
        Shape::Texts => Value::Texts(vec![word(serial), word(serial)]),
        Shape::Flag => Value::Bool(!step.c.is_multiple_of(3)),
        Shape::Ref => target(step.b).map_or(Value::Null, Value::Text),
        Shape::Refs => {
            let list: HashSet<String> = [step.b, step.c, step.a].into_iter().filter_map(target).collect();
            Value::Texts(list.into_iter().collect())
        }
        Shape::Day => text("2026-11-27"),
        Shape::Whole(low, _) => Value::Int(low.max(1)),
        Shape::Number => Value::Num(2.5),
        // Few, so that some are taken.
        Shape::Account => Value::Text(format!("k.smit{}", step.b % 3)),
        Shape::Moment | Shape::Word(_) | Shape::Place => Value::Null,
    }
}

/// What a step proposes on `register`; `None` when it is refused. References may be to anything in `known`.
fn propose(register: &Register, known: &Register, step: &Step, serial: &mut u32) -> Option<Draft> {
    let now = now();
    let kind = KINDS[step.a as usize % KINDS.len()];
    let target = pick(known, kind, step.b);
    match step.choice {
        0..=4 if kind != Kind::Node => {
            let mut values = vec![(Field::title, Value::Text(word(serial)))];
            // What says where it belongs, mostly.
            for spec in kind.fields() {
                if matches!(spec.shape, Shape::Ref | Shape::Refs) && !step.c.is_multiple_of(5) {
                    values.push((spec.field, value(known, spec.field, spec.shape, step, serial)));
                }
                if spec.field == Field::confidential && step.c.is_multiple_of(4) {
                    values.push((Field::confidential, Value::Bool(true)));
                }
            }
            add_item(register, &now, kind, &values)
        }
        0..=5 => {
            let parent = if step.b.is_multiple_of(4) { Kind::Plan } else { Kind::Node };
            add_node(register, pick(register, parent, step.b), NodeKind::Topic, &word(serial))
        }
        6..=8 => {
            let marked =
                Kind::ALL.iter().filter(|kind| kind.fields().iter().any(|s| s.field == Field::confidential));
            let marked: Vec<&Kind> = marked.collect();
            let target = pick(known, *marked[step.a as usize % marked.len()], step.b);
            let flag = Value::Bool(!step.c.is_multiple_of(3));
            set_fields(register, &now, target, &[(Field::confidential, flag)])
        }
        9 => complete_action(register, &now, pick(known, Kind::Action, step.b), Some(&word(serial))),
        10 => {
            let action = pick(known, Kind::Action, step.b);
            record_progress(register, &now, action, i64::from(step.c % 101), None, &word(serial))
        }
        11..=13 => {
            let parent = if step.c.is_multiple_of(4) { Kind::Plan } else { Kind::Node };
            let (node, parent) = (pick(known, Kind::Node, step.b), pick(known, parent, step.c));
            move_node(register, node, parent, step.a as usize % 4)
        }
        14 | 15 => remove_item(register, target),
        _ => {
            let fields = kind.fields();
            let spec = fields[step.c as usize % fields.len()];
            let values = [(spec.field, value(known, spec.field, spec.shape, step, serial))];
            set_fields(register, &now, target, &values)
        }
    }
    .ok()
}

/// The entries that steps lead to, each of one or more operations, now and then the inverse of an earlier one. `commit` is
/// told of each after it was applied.
fn run(steps: &[Step], mut commit: impl FnMut(&Register, &[Change])) -> Register {
    let (mut whole, mut serial) = (Register::new(), 0);
    let mut past: Vec<Vec<Change>> = Vec::new();
    let mut scratch = whole.clone();
    let mut entry: Vec<Change> = Vec::new();
    let title = |word: &str| [(Field::title, text(word))];
    for (kind, name) in [(Kind::Plan, "plan"), (Kind::Partner, "partner"), (Kind::Contact, "contact")] {
        let draft = add_item(&scratch, &now(), kind, &title(name)).unwrap();
        apply(&mut scratch, &draft.changes, AT).unwrap();
        entry.extend(draft.changes);
    }
    for step in steps {
        if step.choice == 19 {
            let Some(earlier) = past.get(step.a as usize % past.len().max(1)) else { continue };
            let back = inverse(earlier);
            if apply(&mut scratch, &back, AT).is_ok() {
                entry.extend(back);
            }
        } else if let Some(draft) = propose(&scratch, &scratch.clone(), step, &mut serial)
            && apply(&mut scratch, &draft.changes, AT).is_ok()
        {
            entry.extend(draft.changes);
        }
        if step.last && !entry.is_empty() {
            apply(&mut whole, &entry, AT).unwrap();
            commit(&whole, &entry);
            past.push(std::mem::take(&mut entry));
        }
    }
    whole
}

/// The look-ups of a register, as text.
fn lookups(register: &Register) -> String {
    let mut lines = vec![format!("{:?}", register.actions_of(None).map(|a| a.num).collect::<Vec<_>>())];
    for r in all_refs(register) {
        let nodes: Vec<u32> = register.children(r).map(|node| node.num).collect();
        let of_node = (r.kind == Kind::Node).then(|| {
            (register.actions_of(Some(r)).map(|a| a.num).collect::<Vec<_>>(), register.own_tally(Some(r)))
        });
        lines.push(format!("{r}: {nodes:?} {of_node:?} {}", register.inbound(r)));
    }
    lines.join("\n")
}

/// The texts and references that `text` holds: `woord12.` and `A-17`.
fn tokens(text: &str) -> HashSet<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '-')
        .flat_map(|part| part.split_inclusive('.'))
        .filter(|part| part.starts_with("woord") || part.parse::<Ref>().is_ok())
        .map(str::to_owned)
        .collect()
}

fn json(changes: &[Change]) -> String {
    serde_json::to_string(changes).unwrap()
}

/// Every token in the items of a register.
fn content(register: &Register) -> HashSet<String> {
    all_refs(register)
        .into_iter()
        .flat_map(|r| tokens(&serde_json::to_string(&register.tables().item(r).unwrap()).unwrap()))
        .collect()
}

fn hidden(whole: &Register, veil: &Veil) -> Vec<Ref> {
    all_refs(whole).into_iter().filter(|r| veil.register().get(*r).is_none()).collect()
}

fn entry(seq: u64, changes: &[Change]) -> Entry {
    // The title of what it is about and of where it went, as the operations label their entries.
    let title_of = |change: &Change| match change {
        Change::Insert(item) | Change::Remove(item) => item.record().title().to_owned(),
        Change::Set { target, .. } | Change::Move { target, .. } => target.to_string(),
    };
    let label = Label {
        verb: Verb::SetField,
        subject: changes.first().map(Change::target),
        title: changes.first().map(title_of).unwrap_or_default(),
        detail: String::new(),
    };
    Entry {
        seq,
        id: None,
        at: AT,
        actor: Actor("m.bakker".into()),
        label,
        undoes: None,
        changes: changes.to_vec(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_veiled_register_is_always_what_a_fresh_look_would_give(
        steps in prop::collection::vec(step(), 1..120)
    ) {
        let mut veil = Veil::new(&Register::new());
        let mut replica = Register::new();
        let mut failed = None;
        run(&steps, |whole, changes| {
            if failed.is_some() {
                return;
            }
            let before = replica.clone();
            let seen = match veil.absorb(whole, changes, AT) {
                Ok(seen) => seen,
                Err(anew) => {
                    failed = Some(format!("{anew:?} after {changes:?}"));
                    return;
                }
            };
            let fresh = Veil::new(whole);
            if let Err(conflict) = apply(&mut replica, &seen, AT) {
                failed = Some(format!("{conflict:?} in {seen:?}, from {changes:?}"));
            } else if !replica.same_content(fresh.register()) {
                failed = Some(format!("another register after {seen:?}, from {changes:?}"));
            } else if lookups(&replica) != lookups(fresh.register())
                || lookups(veil.register()) != lookups(&replica)
            {
                failed = Some(format!("other look-ups after {seen:?}, from {changes:?}"));
            } else if seen.is_empty() != before.same_content(&replica) && seen != changes {
                failed = Some(format!("not the least that leads there: {seen:?}"));
            } else {
                let mut may: HashSet<String> = content(&before);
                may.extend(content(&replica));
                // An entry that is seen whole may undo itself on its way.
                let found = tokens(&json(&seen));
                let secret: HashSet<String> = hidden(whole, &veil)
                    .into_iter()
                    .flat_map(|r| tokens(&serde_json::to_string(&whole.tables().item(r).unwrap()).unwrap()))
                    .filter(|token| !may.contains(token))
                    .collect();
                if let Some(leak) = found.intersection(&secret).next() {
                    failed = Some(format!("{leak} of a hidden item in {seen:?}"));
                }
                if seen != changes
                    && let Some(leak) = found.difference(&may).next()
                {
                    failed = Some(format!("{leak}, which is seen nowhere, in {seen:?}"));
                }
            }
        });
        prop_assert_eq!(failed, None);
    }

    #[test]
    fn no_entry_of_the_past_speaks_of_what_is_hidden(steps in prop::collection::vec(step(), 1..100)) {
        let mut veil = Veil::new(&Register::new());
        let mut entries: Vec<Entry> = Vec::new();
        let mut unseen_when_removed: HashSet<Ref> = HashSet::new();
        let whole = run(&steps, |whole, changes| {
            let before: HashSet<Ref> = all_refs(veil.register()).into_iter().collect();
            let seen = veil.absorb(whole, changes, AT).unwrap();
            for target in changes.iter().map(Change::target) {
                // One that came and went in an entry that was told whole was seen, whatever became of it in another entry before.
                if whole.get(target).is_some() || seen == changes {
                    unseen_when_removed.remove(&target);
                } else if !before.contains(&target) {
                    unseen_when_removed.insert(target);
                }
            }
            entries.push(entry(entries.len() as u64 + 1, changes));
        });
        let mut late = Veil::new(&whole);
        let strict = late.clone();
        entries.iter().rev().for_each(|entry| late.look_back(entry));
        let concealed: HashSet<Ref> = hidden(&whole, &veil).into_iter().collect();
        for (veil, removed) in [(&veil, Some(&unseen_when_removed)), (&late, None), (&strict, None)] {
            // Every text that a change has ever put into something hidden, and into nothing else.
            let is_secret = |target: &Ref| {
                concealed.contains(target) || removed.is_some_and(|removed| removed.contains(target))
            };
            let texts = |secret: bool| -> HashSet<String> {
                let changes = entries.iter().flat_map(|entry| &entry.changes);
                changes
                    .filter(|change| is_secret(&change.target()) == secret)
                    .flat_map(|change| tokens(&json(std::slice::from_ref(change))))
                    .filter(|token| token.starts_with("woord"))
                    .collect()
            };
            let secret: HashSet<String> = texts(true).difference(&texts(false)).cloned().collect();
            for whole_entry in &entries {
                let Some(seen) = veil.entry(whole_entry.clone()) else { continue };
                prop_assert!(!seen.changes.is_empty());
                let shown = format!("{} {}", json(&seen.changes), serde_json::to_string(&seen.label).unwrap());
                for token in tokens(&shown) {
                    let names_hidden = token.parse().is_ok_and(|r: Ref| is_secret(&r));
                    prop_assert!(!names_hidden && !secret.contains(&token), "{token} in {shown}");
                }
                let live = veil.label(&whole_entry.label, &whole_entry.changes);
                prop_assert_eq!(live, seen.label);
            }
        }
        // What never met anything confidential is seen as it was written.
        if entries.iter().all(|entry| !json(&entry.changes).contains("confidential")) {
            for entry in &entries {
                prop_assert_eq!(veil.entry(entry.clone()), Some(entry.clone()));
                prop_assert_eq!(late.entry(entry.clone()), Some(entry.clone()));
            }
        }
    }

    #[test]
    fn a_draft_tells_nothing_and_does_on_the_whole_what_it_did_on_the_veiled(
        steps in prop::collection::vec(step(), 1..80),
        drafts in prop::collection::vec(step(), 1..40),
        hostile in any::<bool>(),
    ) {
        let mut whole = run(&steps, |_, _| ());
        let mut veil = Veil::new(&whole);
        let mut serial = 1_000_000;
        for step in drafts {
            // An honest client knows the veiled register; a hostile one names whatever it likes.
            let veiled = veil.register().clone();
            let known = if hostile { &whole } else { &veiled };
            let Some(draft) = propose(known, known, &step, &mut serial) else { continue };
            let before = hidden(&whole, &veil);
            // The same draft where nothing hidden exists.
            let mut bare = Veil::new(&veiled);
            let there = bare.lift(&veiled, draft.clone());
            let here = veil.lift(&whole, draft.clone());
            prop_assert!(veil.register().same_content(&veiled));
            for kind in Kind::ALL {
                prop_assert_eq!(veil.register().next_ref(*kind), veiled.next_ref(*kind));
            }
            let lifted = match (here, there) {
                (Err(Conflict::Withheld(target)), _) => {
                    prop_assert!(veiled.get(target).is_some(), "only about what is seen");
                    continue;
                }
                (Err(here), there) => {
                    prop_assert_eq!(Err(here), there);
                    continue;
                }
                (Ok(here), there) => {
                    prop_assert!(there.is_ok(), "{there:?}");
                    here
                }
            };
            let was = whole.clone();
            let applied = apply(&mut whole, &lifted.changes, AT);
            prop_assert!(applied.is_ok(), "{applied:?} of {lifted:?} for {draft:?}");
            let mut expected = veiled.clone();
            let own = apply(&mut expected, &draft.changes, AT);
            let seen = veil.absorb(&whole, &lifted.changes, AT).unwrap();
            let same_numbers = draft.changes.iter().map(Change::target).eq(lifted.changes.iter().map(Change::target));
            // A decision may be left with nothing but what is hidden, and is hidden then.
            let hides = json(&draft.changes).contains("confidential") || json(&draft.changes).contains("items");
            if same_numbers && !hides && own.is_ok() {
                prop_assert!(veil.register().same_content(&expected), "{draft:?} became {seen:?}");
            }
            for r in before {
                let (was, is) = (was.tables().item(r).unwrap(), whole.tables().item(r));
                prop_assert!(is.is_some_and(|is| differences(was.record(), is.record()).is_empty()), "{r}");
            }
        }
    }
}

/// A plan L-1 with the visible node T-1 and under it the hidden T-2, and more as the tests name it.
struct Desk {
    whole: Register,
    veil: Veil,
}

impl Desk {
    fn new() -> Desk {
        let mut desk = Desk { whole: Register::new(), veil: Veil::new(&Register::new()) };
        desk.add(Kind::Plan, "LIVP", &[]);
        desk.add(Kind::Partner, "Politie", &[]);
        desk.add(Kind::Contact, "M. Bakker", &[("partner", "P-1"), ("note", "belt liever niet")]);
        desk.node("L-1", "Overlast");
        desk.node("T-1", "Ondermijning");
        desk.set("T-2", "confidential", Value::Bool(true));
        desk
    }

    /// Commits changes to the whole register; what is seen of them.
    fn commit(&mut self, changes: &[Change]) -> Vec<Change> {
        apply(&mut self.whole, changes, AT).unwrap();
        self.veil.absorb(&self.whole, changes, AT).unwrap()
    }

    fn node(&mut self, parent: &str, title: &str) -> Ref {
        let draft = add_node(&self.whole, r(parent), NodeKind::Topic, title).unwrap();
        self.commit(&draft.changes);
        draft.changes[0].target()
    }

    fn add(&mut self, kind: Kind, title: &str, values: &[(&str, &str)]) -> Ref {
        let draft = added(&self.whole, kind, title, values);
        self.commit(&draft.changes);
        draft.changes[0].target()
    }

    fn set(&mut self, target: &str, field: &str, value: Value) -> Vec<Change> {
        let draft = set(&self.whole, target, field, value);
        self.commit(&draft.changes)
    }

    fn sees(&self, r: Ref) -> bool {
        self.veil.register().get(r).is_some()
    }

    /// What somebody without clearance proposes, committed; or why not.
    fn propose(&mut self, draft: Draft) -> Result<Draft, Conflict> {
        let lifted = self.veil.lift(&self.whole, draft)?;
        self.commit(&lifted.changes);
        Ok(lifted)
    }

    fn refs(&self, target: &str, field: Field) -> Value {
        self.whole.get(r(target)).unwrap().get(field).unwrap()
    }
}

fn added(register: &Register, kind: Kind, title: &str, values: &[(&str, &str)]) -> Draft {
    let mut all = vec![(Field::title, text(title))];
    for (field, value) in values {
        let value = match *value {
            "yes" => Value::Bool(true),
            list if list.contains(' ') && *field != "note" => {
                Value::Texts(list.split(' ').map(str::to_owned).collect())
            }
            other => text(other),
        };
        all.push((Field::from_word(field).unwrap(), value));
    }
    add_item(register, &now(), kind, &all).unwrap()
}

fn set(register: &Register, target: &str, field: &str, value: Value) -> Draft {
    set_fields(register, &now(), r(target), &[(Field::from_word(field).unwrap(), value)]).unwrap()
}

fn list(refs: &[&str]) -> Value {
    Value::Texts(refs.iter().map(|r| (*r).to_owned()).collect())
}

fn draft(changes: Vec<Change>) -> Draft {
    let label = Label { verb: Verb::SetField, subject: None, title: String::new(), detail: String::new() };
    Draft { label, changes }
}

#[test]
fn whatever_stands_beneath_something_hidden_is_hidden_with_it() {
    let mut desk = Desk::new();
    let node = ("node", "T-2");
    let beneath = [
        desk.node("T-2", "Witwassen"),
        desk.add(Kind::Action, "Bibob-toets", &[("under", "T-2")]),
        desk.add(Kind::ProgressNote, "gebeld", &[("action", "A-1")]),
        desk.add(Kind::Goal, "Minder", &[node]),
        desk.add(Kind::Evaluation, "Terugblik", &[node]),
        desk.add(Kind::Candidate, "Misschien", &[node]),
        desk.add(Kind::Instrument, "Werkwijze", &[node]),
        desk.add(Kind::Indicator, "Aantal panden", &[node]),
        desk.add(Kind::Measurement, "2026", &[("indicator", "I-1")]),
        desk.add(Kind::Hotspot, "Havenkade", &[node]),
        desk.add(Kind::Signal, "Veel aanloop", &[("hotspot", "H-1")]),
        desk.add(Kind::Decision, "Pand sluiten", &[("items", "A-1 T-2")]),
    ];
    let beside = [
        desk.add(Kind::Agreement, "Convenant", &[("nodes", "T-1 T-2")]),
        desk.add(Kind::Decision, "Twee zaken", &[("items", "T-1 A-1")]),
        desk.add(Kind::Signal, "Eigen melding", &[("action", "A-1")]),
        desk.add(Kind::Meeting, "Driehoek", &[("triaged", "A-1 A-1")]),
    ];
    assert!(beneath.iter().all(|r| !desk.sees(*r)));
    assert!(beside.iter().all(|r| desk.sees(*r)));
    let seen = content(desk.veil.register());
    assert!(!seen.contains("T-2") && !seen.contains("A-1"), "{seen:?}");
    let shown = desk.set("T-2", "confidential", Value::Bool(false));
    assert!(beneath.iter().all(|r| desk.sees(*r)));
    assert_eq!(shown.len(), 1 + beneath.len() + beside.len(), "each comes or changes once: {shown:?}");
    desk.set("T-2", "confidential", Value::Bool(true));
    assert!(beneath.iter().all(|r| !desk.sees(*r)));
    assert!(desk.veil.register().same_content(Veil::new(&desk.whole).register()));
}

#[test]
fn a_contact_stays_without_its_confidential_remarks() {
    let mut desk = Desk::new();
    let hiding = desk.set("C-1", "confidential", Value::Bool(true));
    let contact = desk.veil.register().contact(r("C-1")).unwrap();
    assert_eq!((contact.title.as_str(), contact.note.as_str()), ("M. Bakker", ""));
    assert_eq!(hiding.len(), 2, "the mark comes and the text goes: {hiding:?}");
    assert_eq!(desk.set("C-1", "note", text("is ziek")), []);
    let seen = desk.set("C-1", "phone", text("06-00000001"));
    assert_eq!(seen.len(), 1);
    let veiled = desk.veil.register().clone();
    for own in [
        set(&veiled, "C-1", "note", text("mijn notitie")),
        set(&veiled, "C-1", "confidential", Value::Bool(false)),
        remove_item(&veiled, r("C-1")).unwrap(),
    ] {
        assert_eq!(desk.propose(own), Err(Conflict::Withheld(r("C-1"))));
    }
    assert!(desk.propose(set(&veiled, "C-1", "phone", text("06-00000002"))).is_ok());
    assert_eq!(desk.whole.contact(r("C-1")).unwrap().note, "is ziek");
}

#[test]
fn whose_the_account_of_a_confidential_contact_is_the_others_do_not_see() {
    let mut desk = Desk::new();
    desk.set("C-1", "account", text("m.bakker"));
    assert_eq!(desk.veil.register().person("m.bakker").map(|person| person.num), Some(1));
    let hiding = desk.set("C-1", "confidential", Value::Bool(true));
    assert_eq!(desk.veil.register().person("m.bakker"), None, "{hiding:?}");
    assert!(
        !json(&[Change::Insert(desk.veil.register().tables().item(r("C-1")).unwrap())]).contains("m.bakker")
    );
    desk.add(Kind::Contact, "J. de Vries", &[]);
    let veiled = desk.veil.register().clone();
    assert_eq!(
        desk.propose(set(&veiled, "C-1", "account", text("k.smit"))),
        Err(Conflict::Withheld(r("C-1")))
    );
    // That it is taken is found by the whole register; whoever records does not say whose it is.
    let own = desk.veil.lift(&desk.whole, set(&veiled, "C-2", "account", text("m.bakker"))).unwrap();
    let taken = Conflict::SameAccount { target: r("C-2"), holder: r("C-1"), account: "m.bakker".into() };
    assert_eq!(apply(&mut desk.whole, &own.changes, AT), Err(taken));
    // It goes to another while both come to be seen in another way.
    let mut changes = set(&desk.whole, "C-1", "account", Value::Null).changes;
    let mut after = desk.whole.clone();
    apply(&mut after, &changes, AT).unwrap();
    changes.extend(set(&after, "C-2", "account", text("m.bakker")).changes);
    changes.extend(set(&after, "C-1", "confidential", Value::Bool(false)).changes);
    desk.commit(&changes);
    assert_eq!(desk.veil.register().person("m.bakker").map(|person| person.num), Some(2));
    assert!(desk.veil.register().same_content(Veil::new(&desk.whole).register()));
}

#[test]
fn a_list_keeps_the_hidden_references_in_it_at_their_place() {
    let mut desk = Desk::new();
    for title in ["een", "twee", "drie", "vier"] {
        desk.add(Kind::Action, title, &[]);
    }
    desk.set("A-2", "confidential", Value::Bool(true));
    desk.add(Kind::Meeting, "Driehoek", &[("triaged", "A-1 A-2 A-3")]);
    let triaged = |desk: &Desk| desk.refs("O-1", Field::triaged);
    for (given, left) in [
        (list(&["A-1", "A-3", "A-4"]), list(&["A-1", "A-2", "A-3", "A-4"])),
        (list(&["A-4", "A-1"]), list(&["A-4", "A-1", "A-2"])),
        (list(&["A-3"]), list(&["A-2", "A-3"])),
        (Value::Null, list(&["A-2"])),
        (list(&["A-4"]), list(&["A-2", "A-4"])),
    ] {
        let own = set(desk.veil.register(), "O-1", "triaged", given);
        desk.propose(own).unwrap();
        assert_eq!(triaged(&desk), left);
    }
    // Two changes of one list in one draft.
    let veiled = desk.veil.register().clone();
    let first = set(&veiled, "O-1", "triaged", Value::Null);
    let mut between = veiled.clone();
    apply(&mut between, &first.changes, AT).unwrap();
    let second = set(&between, "O-1", "triaged", list(&["A-3"]));
    desk.propose(draft([first.changes, second.changes].concat())).unwrap();
    assert_eq!(triaged(&desk), list(&["A-2", "A-3"]));
}

#[test]
fn a_single_reference_that_seems_empty_is_replaced_when_it_is_set() {
    let mut desk = Desk::new();
    desk.add(Kind::Action, "geheim", &[("confidential", "yes")]);
    desk.add(Kind::Action, "open", &[]);
    desk.add(Kind::Signal, "melding", &[("action", "A-1")]);
    assert_eq!(desk.veil.register().get(r("S-1")).unwrap().get(Field::action), Some(Value::Null));
    let own = set(desk.veil.register(), "S-1", "action", text("A-2"));
    desk.propose(own).unwrap();
    assert_eq!(desk.refs("S-1", Field::action), text("A-2"));
}

#[test]
fn to_name_something_hidden_is_answered_as_to_name_nothing() {
    let mut desk = Desk::new();
    desk.add(Kind::Action, "open", &[("under", "T-1")]);
    desk.add(Kind::Action, "geheim", &[("confidential", "yes")]);
    let action = |r: &str| -> Change {
        let rename =
            |target| Change::Set { target, field: Field::title, before: text("geheim"), after: text("x") };
        rename(r.parse().unwrap())
    };
    let refer = |to: &str| Change::Set {
        target: r("A-1"),
        field: Field::under,
        before: text("T-1"),
        after: text(to),
    };
    let removal = |target: &str| {
        let mut item = Item::empty(r(target));
        item.record_mut().set(Field::title, &text("geheim")).unwrap();
        Change::Remove(item)
    };
    let place = |parent: &str| regie::model::value::Place { parent: r(parent), rank: 1 };
    let node = |target: &str| Change::Move { target: r(target), before: place("T-1"), after: place("L-1") };
    let under = |parent: &str| {
        let before = desk.whole.node(r("T-1")).unwrap().place.unwrap();
        Change::Move { target: r("T-1"), before, after: place(parent) }
    };
    let insert = |under: &str| {
        let mut item = Item::empty(r("A-3"));
        item.record_mut().set(Field::under, &text(under)).unwrap();
        Change::Insert(item)
    };
    let pairs = [
        (action("A-2"), action("A-9")),
        (removal("A-2"), removal("A-9")),
        (refer("T-2"), refer("T-9")),
        (node("T-2"), node("T-9")),
        (under("T-2"), under("T-9")),
        (insert("T-2"), insert("T-9")),
    ];
    for (hidden, nothing) in pairs {
        let answer = |veil: &mut Veil, change: &Change| {
            let refused = veil.lift(&desk.whole, draft(vec![change.clone()])).unwrap_err();
            format!("{refused:?}").replace("T-2", "T-9").replace("A-2", "A-9")
        };
        let [hidden, nothing] = [hidden, nothing].map(|change| answer(&mut desk.veil, &change));
        assert_eq!(hidden, nothing);
    }
}

#[test]
fn new_items_get_numbers_that_nothing_hidden_has() {
    let mut desk = Desk::new();
    desk.add(Kind::Action, "geheim", &[("confidential", "yes")]);
    let veiled = desk.veil.register().clone();
    assert_eq!(veiled.next_ref(Kind::Action), r("A-1"));
    let mut own = added(&veiled, Kind::Action, "nieuw", &[]);
    let mut with_own = veiled.clone();
    apply(&mut with_own, &own.changes, AT).unwrap();
    own.changes.extend(added(&with_own, Kind::ProgressNote, "loopt", &[("action", "A-1")]).changes);
    own.changes.extend(added(&with_own, Kind::Meeting, "Driehoek", &[("triaged", "A-1")]).changes);
    own.changes.extend(set(&with_own, "A-1", "tags", list(&["buurt"])).changes);
    let lifted = desk.propose(own).unwrap();
    assert_eq!(lifted.label.subject, Some(r("A-2")));
    let refs: Vec<Ref> = lifted.changes.iter().map(Change::target).collect();
    assert_eq!(refs, [r("A-2"), r("N-1"), r("O-1"), r("A-2")]);
    assert_eq!(desk.refs("N-1", Field::action), text("A-2"));
    assert_eq!(desk.refs("O-1", Field::triaged), list(&["A-2"]));
    // The number that the new item gets cannot be named beforehand.
    let mut forged = added(desk.veil.register(), Kind::Action, "nieuw", &[]).changes;
    let mut item = Item::empty(r("N-2"));
    item.record_mut().set(Field::action, &text("A-3")).unwrap();
    if let Change::Insert(action) = &mut forged[0] {
        action.renumber(7);
    }
    forged.push(Change::Insert(item));
    let refused = desk.propose(draft(forged));
    assert_eq!(refused, Err(Conflict::Dangling { from: r("N-2"), field: Field::action, to: r("A-3") }));
}

#[test]
fn an_undone_removal_brings_an_item_back_under_its_number_and_nothing_hidden_back() {
    let mut desk = Desk::new();
    for title in ["een", "twee", "drie"] {
        desk.add(Kind::Action, title, &[]);
    }
    let removed = remove_item(desk.veil.register(), r("A-1")).unwrap();
    desk.propose(removed.clone()).unwrap();
    desk.set("A-2", "confidential", Value::Bool(true));
    let gone = remove_item(&desk.whole, r("A-2")).unwrap();
    assert_eq!(desk.commit(&gone.changes), []);
    let undo = |changes: &[Change]| {
        let mut draft = draft(inverse(changes));
        draft.label.verb = Verb::Undo;
        draft
    };
    let back = desk.propose(undo(&removed.changes)).unwrap();
    assert_eq!(back.changes[0].target(), r("A-1"));
    let forged = desk.propose(undo(&gone.changes)).unwrap();
    assert_eq!(forged.changes[0].target(), r("A-4"), "its past would be seen with it");
    let anew = desk.propose(draft(inverse(&remove_item(desk.veil.register(), r("A-3")).unwrap().changes)));
    assert_eq!(anew.unwrap().changes[0].target(), r("A-5"), "only an undo gives a number out again");
}

#[test]
fn what_something_hidden_hangs_on_is_not_removed() {
    let mut desk = Desk::new();
    let node = remove_item(desk.veil.register(), r("T-1")).unwrap();
    assert_eq!(desk.propose(node), Err(Conflict::Withheld(r("T-1"))));
    desk.add(Kind::Action, "open", &[("lead", "C-1")]);
    desk.add(Kind::ProgressNote, "gezien", &[("action", "A-1")]);
    desk.add(Kind::ProgressNote, "geheim", &[("action", "A-1"), ("confidential", "yes")]);
    let with_note = remove_item(desk.veil.register(), r("A-1")).unwrap();
    assert_eq!(with_note.changes.len(), 2);
    assert_eq!(desk.propose(with_note), Err(Conflict::Withheld(r("A-1"))));
    assert!(desk.whole.get(r("N-1")).is_some(), "not even its visible notes");
    // What only refers to something hidden goes, and takes its whole self out of the register.
    desk.add(Kind::Meeting, "Driehoek", &[("chair", "C-1")]);
    desk.add(Kind::Decision, "Twee zaken", &[("items", "A-1 T-2")]);
    let decision = remove_item(desk.veil.register(), r("B-1")).unwrap();
    assert!(desk.propose(decision).is_ok());
    assert!(desk.whole.get(r("B-1")).is_none());
}

#[test]
fn a_label_says_nothing_of_what_is_hidden() {
    let mut desk = Desk::new();
    for num in 1..=8 {
        desk.add(Kind::Action, &format!("actie {num}"), &[("under", "T-1")]);
    }
    let label = |verb: Verb, subject: Option<&str>, title: &str, detail: &str| Label {
        verb,
        subject: subject.map(r),
        title: title.into(),
        detail: detail.into(),
    };
    let titled = |num: u32| Change::Set {
        target: Ref::new(Kind::Action, num),
        field: Field::due,
        before: Value::Null,
        after: text("2026-12-01"),
    };
    let seven: Vec<Change> = (1..=7).map(titled).collect();
    let bulk = label(Verb::MoveDue, None, "A-1, A-2, A-3, A-4, A-5, +2", "2026-12-01");
    assert_eq!(desk.veil.label(&bulk, &seven), bulk);
    for hidden in ["A-2", "A-7"] {
        desk.set(hidden, "confidential", Value::Bool(true));
    }
    let rest = label(Verb::MoveDue, None, "A-1, A-3, A-4, A-5, A-6", "2026-12-01");
    assert_eq!(desk.veil.label(&bulk, &seven), rest);
    let one = label(Verb::SetField, Some("A-2"), "actie 2", "due");
    assert_eq!(desk.veil.label(&one, &seven[..2]), label(Verb::SetField, None, "", ""));
    let import = label(Verb::ImportActions, None, "acties.csv", "7");
    assert_eq!(desk.veil.label(&import, &seven), label(Verb::ImportActions, None, "acties.csv", "5"));
    // Out from under something hidden: where from is not told, nor what that was called.
    desk.node("L-1", "Wijken");
    let (inward, outward) = {
        let inward = move_node(&desk.whole, r("T-3"), r("T-2"), 0).unwrap();
        desk.commit(&inward.changes);
        let outward = move_node(&desk.whole, r("T-3"), r("T-1"), 0).unwrap();
        desk.commit(&outward.changes);
        (inward, outward)
    };
    assert_eq!(inward.label.detail, "Ondermijning");
    assert_eq!(desk.veil.label(&inward.label, &inward.changes).detail, "");
    assert_eq!(desk.veil.entry(entry(1, &outward.changes)), None);
    // The remarks of a contact are not even named.
    desk.set("C-1", "confidential", Value::Bool(true));
    let values = [(Field::note, text("geheim")), (Field::phone, text("06-00000001"))];
    let both = set_fields(&desk.whole, &now(), r("C-1"), &values).unwrap();
    assert_eq!(desk.veil.label(&both.label, &both.changes).detail, "phone");
}

#[test]
fn of_items_that_are_gone_only_what_was_seen_last_is_shown() {
    let mut desk = Desk::new();
    let mut entries = Vec::new();
    let mut go = |desk: &mut Desk, draft: Draft| {
        desk.commit(&draft.changes);
        entries.push(Entry { label: draft.label, ..entry(entries.len() as u64 + 1, &draft.changes) });
    };
    for title in ["open", "geheim", "onder iets geheims"] {
        let draft = added(&desk.whole, Kind::Action, title, &[]);
        go(&mut desk, draft);
    }
    let draft = set(&desk.whole, "A-2", "confidential", Value::Bool(true));
    go(&mut desk, draft);
    let draft = set(&desk.whole, "A-3", "under", text("T-2"));
    go(&mut desk, draft);
    for target in ["A-1", "A-2", "A-3"] {
        let draft = remove_item(&desk.whole, r(target)).unwrap();
        go(&mut desk, draft);
    }
    let shown = |veil: &Veil| -> Vec<u64> {
        entries.iter().filter_map(|entry| veil.entry(entry.clone())).map(|entry| entry.seq).collect()
    };
    assert_eq!(shown(&desk.veil), [1, 6]);
    let mut late = Veil::new(&desk.whole);
    assert_eq!(shown(&late), [0; 0], "not known yet, so not shown");
    entries.iter().rev().for_each(|entry| late.look_back(entry));
    assert_eq!(shown(&late), [1, 6]);
    assert!(late.sees(r("A-1")) && !late.sees(r("A-2")) && !late.sees(r("A-9")));
}

#[test]
fn an_entry_that_was_passed_over_is_noticed_and_made_good() {
    let mut desk = Desk::new();
    let missed = added(&desk.whole, Kind::Partner, "Brandweer", &[]);
    apply(&mut desk.whole, &missed.changes, AT).unwrap();
    let next = added(&desk.whole, Kind::Contact, "K. Smit", &[("partner", "P-2")]);
    apply(&mut desk.whole, &next.changes, AT).unwrap();
    assert!(desk.veil.absorb(&desk.whole, &next.changes, AT).is_err());
    assert!(desk.veil.register().same_content(Veil::new(&desk.whole).register()));
}
