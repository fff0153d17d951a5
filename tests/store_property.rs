//! Properties that hold for any entries: what the journal and a snapshot give back is what was put in, taking an entry back
//! leaves nothing behind, the derived look-ups are always those that a rebuild would give, and how entries are grouped makes
//! no difference.

#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests, helpers included")]

mod support;

use std::path::Path;

use proptest::prelude::*;
use regie::model::apply::apply;
use regie::model::change::{Change, Draft, Verb, inverse};
use regie::model::erasure::Erasing;
use regie::model::id::{Actor, Ref, Stamp};
use regie::model::kinds::{Health, NodeKind};
use regie::model::ledger::Ledger;
use regie::model::operation::{
    Circumstances, add_item, add_node, complete_action, move_due, move_node, record_progress, remove_item,
    set_fields,
};
use regie::model::record::{Field, Item, Kind};
use regie::model::register::Register;
use regie::model::value::{Shape, Value};
use regie::store::{Snapshot, Submission};
use support::*;

/// A step that someone might take: a choice of operation, and numbers and a text to fill it in with.
#[derive(Clone, Debug)]
struct Step {
    choice: u8,
    a: u32,
    b: u32,
    text: String,
}

fn step() -> impl Strategy<Value = Step> {
    // Any text at all: quotes, control characters, escapes, every script.
    (0_u8..12, any::<u32>(), any::<u32>(), "\\PC{0,12}|[\\x00-\\x7f]{0,8}")
        .prop_map(|(choice, a, b, text)| Step { choice, a, b, text })
}

fn now() -> Circumstances {
    Circumstances { at: AT, today: AT.day(&jiff::tz::TimeZone::UTC), actor: actor() }
}

/// One of the items of `kind`; any number when there is none.
fn pick(register: &Register, kind: Kind, n: u32) -> Ref {
    let mut refs = Vec::new();
    register.tables().visit(kind, &mut |record| refs.push(record.reference()));
    if refs.is_empty() { Ref::new(kind, n % 9 + 1) } else { refs[n as usize % refs.len()] }
}

/// A value that field of this shape might be given.
fn value(register: &Register, field: Field, shape: Shape, step: &Step) -> Value {
    let n = i64::from(step.b);
    let target = || {
        let fitting = Kind::ALL.iter().filter(|kind| regie::model::apply::fits(field, **kind));
        let refs: Vec<Ref> = fitting.map(|kind| pick(register, *kind, step.b)).collect();
        refs[step.a as usize % refs.len()].to_string()
    };
    match shape {
        _ if step.b.is_multiple_of(5) => Value::Null,
        Shape::Text => Value::Text(step.text.clone()),
        Shape::Texts => Value::Texts(vec![step.text.clone(), "twee".into()]),
        Shape::Flag => Value::Bool(n % 2 == 0),
        Shape::Whole(low, high) => Value::Int(low + n % (high - low + 1).min(1000)),
        Shape::Number => Value::Num(f64::from(step.a) / 3.0 * 10_f64.powi((step.b % 40) as i32 - 20)),
        Shape::Day => Value::Text("2026-11-27".into()),
        Shape::Moment => Value::Text(Stamp(n * 977).to_string()),
        Shape::Word(words) => Value::Text(words[step.b as usize % words.len()].to_owned()),
        Shape::Ref => Value::Text(target()),
        Shape::Refs => Value::Texts(vec![target()]),
        // Few, so that some are taken.
        Shape::Account => Value::Text(format!("k.smit{}", step.b % 3)),
        Shape::Place => Value::Null,
    }
}

/// The entry that a step proposes on this register; `None` when it is refused.
fn propose(register: &Register, step: &Step) -> Option<Draft> {
    let now = now();
    let kind = Kind::ALL[step.a as usize % Kind::ALL.len()];
    let action = pick(register, Kind::Action, step.a);
    let title = format!("t{}", step.text);
    let named = [(Field::title, Value::Text(title.clone()))];
    match step.choice {
        0 | 1 => add_item(register, &now, Kind::Action, &named),
        2 | 3 => add_item(register, &now, kind, &named),
        4 => {
            let parent = if step.b.is_multiple_of(2) { Kind::Plan } else { Kind::Node };
            add_node(register, pick(register, parent, step.b), NodeKind::Topic, &title)
        }
        5 => complete_action(register, &now, action, Some(&step.text)),
        6 => {
            let health = [None, Some(Health::Green), Some(Health::Red)][step.b as usize % 3];
            record_progress(register, &now, action, i64::from(step.b % 101), health, &step.text)
        }
        7 => move_due(register, action, Some(now.today.plus(i64::from(step.b % 400)))),
        8 => {
            let node = pick(register, Kind::Node, step.a);
            let parent =
                pick(register, if step.b.is_multiple_of(3) { Kind::Plan } else { Kind::Node }, step.b);
            move_node(register, node, parent, step.b as usize % 4)
        }
        9 => remove_item(register, pick(register, kind, step.b)),
        _ => {
            let fields = kind.fields();
            let spec = fields[step.b as usize % fields.len()];
            let values = [(spec.field, value(register, spec.field, spec.shape, step))];
            set_fields(register, &now, pick(register, kind, step.a), &values)
        }
    }
    .ok()
}

/// The look-ups that are kept up to date with every change, as text.
fn lookups(register: &Register) -> String {
    let mut text = String::new();
    let mut note = |what: String| text.push_str(&what);
    note(format!("{:?}", register.actions_of(None).map(|a| a.num).collect::<Vec<_>>()));
    for kind in Kind::ALL {
        register.tables().visit(*kind, &mut |record| {
            let r = record.reference();
            let nodes: Vec<u32> = register.children(r).map(|node| node.num).collect();
            let actions: Vec<u32> = register.actions_of(Some(r)).map(|a| a.num).collect();
            let notes: Vec<u32> = register.notes_of(r).map(|n| n.num).collect();
            let contacts: Vec<u32> = register.contacts_of(r).map(|c| c.num).collect();
            let of_node = (kind == &Kind::Node).then(|| (actions, register.own_tally(Some(r))));
            let of_action = (kind == &Kind::Action).then_some(notes);
            let of_partner = (kind == &Kind::Partner).then_some(contacts);
            let inbound = register.inbound(r);
            note(format!("{r}: {nodes:?} {of_node:?} {of_action:?} {of_partner:?} {inbound}\n"));
        });
    }
    text
}

/// Whether two registers are the same in everything that anybody can see of them.
fn same(one: &Register, other: &Register) -> Result<(), TestCaseError> {
    prop_assert!(one.same_content(other));
    prop_assert_eq!(lookups(one), lookups(other));
    for kind in Kind::ALL {
        prop_assert_eq!(one.next_ref(*kind), other.next_ref(*kind));
        let touched = |register: &Register| {
            let mut touched = Vec::new();
            register
                .tables()
                .visit(*kind, &mut |record| touched.push((record.reference(), record.updated())));
            touched
        };
        prop_assert_eq!(touched(one), touched(other));
    }
    Ok(())
}

/// The files of the journal.
fn journal(dir: &Path) -> Vec<Vec<u8>> {
    segment_files(dir).into_iter().map(|file| std::fs::read(file).unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn taking_an_entry_back_leaves_nothing_behind(steps in prop::collection::vec(step(), 1..60)) {
        let mut register = Register::new();
        for step in &steps {
            let Some(draft) = propose(&register, step) else { continue };
            let before = register.clone();
            if apply(&mut register, &draft.changes, AT).is_err() {
                prop_assert!(register.same_content(&before));
                continue;
            }
            let mut back = register.clone();
            let undone = apply(&mut back, &inverse(&draft.changes), AT);
            prop_assert!(undone.is_ok(), "{:?}: {undone:?}", draft.changes);
            prop_assert!(back.same_content(&before), "{:?}", draft.changes);
            prop_assert_eq!(lookups(&back), lookups(&before));
            prop_assert_eq!(lookups(&register), lookups(&register.rebuilt()));
        }
    }

    #[test]
    fn what_the_journal_gives_back_is_what_was_put_in(
        steps in prop::collection::vec(step(), 1..40),
        reopen in prop::collection::vec(any::<bool>(), 40),
        drop_state in any::<bool>(),
        segment_bytes in prop::sample::select(&[200, 1500, 64 << 20][..]),
    ) {
        let dir = quick_dir();
        let open = |dir| {
            let opened = try_open_in_segments(dir, segment_bytes).unwrap();
            assert_eq!(opened.notices, []);
            opened.keeper
        };
        let mut keeper = open(dir.path());
        let mut written = Vec::new();
        for (step, reopen) in steps.iter().zip(reopen) {
            let Some(draft) = propose(keeper.register(), step) else { continue };
            let at = Stamp(AT.0 + i64::from(step.a % 100_000));
            if let Ok(Some(entry)) = keeper.append(draft, None, at) {
                written.push(entry);
            }
            if reopen && step.b % 4 == 0 {
                keeper.settle();
                drop(keeper);
                keeper = open(dir.path());
            }
        }
        let before = keeper.register().clone();
        drop(keeper);
        if drop_state {
            let _ = std::fs::remove_dir_all(dir.path().join("state"));
        }
        let keeper = open(dir.path());
        same(keeper.register(), &before)?;
        prop_assert_eq!(keeper.head() as usize, written.len());
        for mut entry in written {
            // The moment of last touch is the entry's own; it does not stand in the item.
            for change in &mut entry.changes {
                if let Change::Insert(item) | Change::Remove(item) = change {
                    item.record_mut().touch(Stamp::default());
                }
            }
            prop_assert_eq!(keeper.entry(entry.seq).unwrap(), Some(entry));
        }
    }

    #[test]
    fn a_contact_that_is_erased_after_any_steps_stands_nowhere_and_everything_else_is_as_it_was(
        steps in prop::collection::vec(step(), 1..40),
        which in any::<u32>(),
        mentions in any::<bool>(),
        segment_bytes in prop::sample::select(&[200, 1500, 64 << 20][..]),
    ) {
        const NAME: &str = "Sjoukje van der Zwaag";
        const MAIL: &str = "s.zwaag@veiligheid.example";
        let dir = quick_dir();
        let open = |dir: &Path| try_open_in_segments(dir, segment_bytes).unwrap().keeper;
        let mut keeper = open(dir.path());
        let named = [(Field::title, Value::Text(NAME.into())), (Field::email, Value::Text(MAIL.into()))];
        let mut ours = Ref::new(Kind::Contact, 1);
        for (n, step) in steps.iter().enumerate() {
            if n == which as usize % steps.len() {
                let draft = add_item(keeper.register(), &now(), Kind::Contact, &named).unwrap();
                ours = draft.changes[0].target();
                keeper.append(draft, None, AT).unwrap();
            }
            if let Some(draft) = propose(keeper.register(), step) {
                let _ = keeper.append(draft, None, AT);
            }
            if step.b % 16 == 0 {
                keeper.settle();
            }
        }
        // She may have been removed by one of the steps.
        let mut contacts = vec![ours];
        keeper.register().tables().visit(Kind::Contact, &mut |record| contacts.push(record.reference()));
        contacts.retain(|contact| keeper.register().inbound(*contact) == 0);
        contacts.sort_by_key(|contact| contact.num);
        contacts.dedup();
        let gone = contacts.contains(&ours);
        for contact in contacts {
            let before = keeper.register().clone();
            let head = keeper.head();
            let wanted = Erasing { mentions, ..Erasing::of(contact) };
            let erased = keeper.erase(&wanted, AT).unwrap();
            prop_assert_eq!(keeper.head(), head + 1);
            if !mentions {
                // As if it had been removed, but for who it was.
                let mut removed = before.clone();
                let item = before.tables().item(contact).map(Change::Remove);
                apply(&mut removed, item.as_slice(), AT).unwrap();
                same(keeper.register(), &removed)?;
            }
            prop_assert_eq!(lookups(keeper.register()), lookups(&keeper.register().rebuilt()));
            prop_assert!(erased.lines > 0 && erased.entry.is_some());
            let register = keeper.register().clone();
            drop(keeper);
            let verified = regie::store::verify(dir.path(), &operator(), &mut |_| ()).unwrap();
            prop_assert_eq!((verified.entries, verified.torn_bytes), (head + 1, 0));
            same(open(dir.path()).register(), &register)?;
            let _ = std::fs::remove_dir_all(dir.path().join("state"));
            keeper = open(dir.path());
            same(keeper.register(), &register)?;
            for seq in 1..=keeper.head() {
                keeper.entry(seq).unwrap().unwrap();
            }
            prop_assert_eq!(keeper.erase(&wanted, AT).map(|again| again.entry), Ok(None));
        }
        let text = String::from_utf8(journal(dir.path()).concat()).unwrap();
        prop_assert!(!gone || !text.contains(NAME) && !text.contains(MAIL), "{}", text);
    }

    #[test]
    fn how_submissions_are_grouped_makes_no_difference(
        steps in prop::collection::vec(step(), 1..40),
        ends in prop::collection::vec(any::<bool>(), 40),
        segment_bytes in prop::sample::select(&[200, 1500, 64 << 20][..]),
    ) {
        let dir = quick_dir();
        let (alone, grouped) = (dir.path().join("alone"), dir.path().join("grouped"));
        let open = |dir: &Path| try_open_in_segments(dir, segment_bytes).unwrap().keeper;
        let mut keeper = open(&alone);
        let (mut groups, mut expected) = (vec![vec![]], Vec::new());
        // What is proposed starts from what its author saw, which may have changed meanwhile.
        let mut seen = Register::new();
        for (step, end) in steps.iter().zip(ends) {
            if !step.b.is_multiple_of(3) {
                seen = keeper.register().clone();
            }
            let Some(draft) = propose(&seen, step) else { continue };
            let actor = Actor(["a.jansen", "b.smit", "c.bos"][step.a as usize % 3].to_owned());
            let undoes = step.b.is_multiple_of(7).then_some(keeper.head());
            let submission =
                Submission { actor, draft, undoes, id: None, at: Stamp(AT.0 + i64::from(step.a % 100_000)) };
            groups.last_mut().unwrap().push(submission.clone());
            expected.extend(keeper.append_all(vec![submission]));
            if end {
                groups.push(vec![]);
            }
        }
        let before = keeper.register().clone();
        drop(keeper);
        let mut keeper = open(&grouped);
        let answers: Vec<_> = groups.into_iter().flat_map(|group| keeper.append_all(group)).collect();
        prop_assert_eq!(answers, expected);
        same(keeper.register(), &before)?;
        prop_assert_eq!(journal(&grouped), journal(&alone));
        drop(keeper);
        let _ = std::fs::remove_dir_all(grouped.join("state"));
        same(open(&grouped).register(), &before)?;
    }

    #[test]
    fn a_snapshot_gives_the_register_back_and_the_cache_makes_no_difference(
        steps in prop::collection::vec(step(), 1..80),
    ) {
        let dir = quick_dir();
        let mut keeper = try_open(dir.path()).unwrap().keeper;
        for step in &steps {
            if let Some(draft) = propose(keeper.register(), step) {
                let _ = keeper.append(draft, None, Stamp(AT.0 + i64::from(step.a % 100_000)));
            }
            if step.b % 6 == 0 {
                let snapshot = keeper.snapshot().unwrap();
                prop_assert_eq!(&snapshot, &Snapshot::of(keeper.register(), keeper.head()).unwrap());
                let (head, register) = Snapshot::load(&snapshot.blocks).unwrap();
                prop_assert_eq!(head, keeper.head());
                same(&register, keeper.register())?;
            }
        }
    }

    #[test]
    fn bytes_that_are_no_snapshot_are_refused(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..6)) {
        prop_assert!(Snapshot::load(&pieces).is_err());
        // Behind a head that is one.
        let first = Snapshot::of(&Register::new(), 3).unwrap().blocks[0].to_vec();
        let loaded = Snapshot::load(std::iter::once(&first).chain(&pieces));
        prop_assert_eq!(loaded.is_ok(), pieces.is_empty());
    }
}

#[test]
fn every_kind_of_change_with_every_field_can_be_taken_back_and_read_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = open(dir.path());
    for kind in Kind::ALL {
        for num in 1..=2 {
            let mut item = Item::empty(Ref::new(*kind, num));
            item.record_mut().set(Field::title, &Value::Text(format!("{} {num}", kind.word()))).unwrap();
            let draft = Draft { label: label(Verb::AddItem), changes: vec![Change::Insert(item)] };
            keeper.append(draft, None, AT).unwrap();
        }
    }
    let mut tried = 0;
    for kind in Kind::ALL {
        for spec in kind.fields().iter().filter(|spec| spec.shape != Shape::Place) {
            let target = Ref::new(*kind, 1);
            let step = Step { choice: 0, a: 1, b: 1, text: "tekst".into() };
            let before = keeper.register().get(target).unwrap().get(spec.field).unwrap();
            let after = value(keeper.register(), spec.field, spec.shape, &step);
            if after == before
                || after == Value::Text(target.to_string())
                || after == Value::Texts(vec![target.to_string()])
            {
                continue;
            }
            let change = Change::Set { target, field: spec.field, before, after };
            let untouched = keeper.register().clone();
            let draft = Draft { label: label(Verb::SetField), changes: vec![change.clone()] };
            keeper.append(draft, None, AT).unwrap_or_else(|why| panic!("{change:?}: {why:?}"));
            let draft = Draft { label: label(Verb::Undo), changes: inverse(&[change]) };
            keeper.append(draft, None, AT).unwrap();
            assert!(keeper.register().same_content(&untouched));
            tried += 1;
        }
    }
    assert!(tried > 130, "{tried}");
    let before = keeper.register().clone();
    drop(keeper);
    let _ = std::fs::remove_dir_all(dir.path().join("state"));
    assert!(try_open(dir.path()).unwrap().keeper.register().same_content(&before));
}
