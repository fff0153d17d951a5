//! Four people on one register, in any order: what each has on the screen in the end is what the record adds up to.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and talks by printing"
)]

mod served;
mod support;

use std::path::Path;

use proptest::prelude::*;
use regie::model::apply::Conflict;
use regie::model::id::{Actor, Day, Ref};
use regie::model::ledger::{self, Ledger, NotUndone, Unwritten};
use regie::model::operation::{Circumstances, Proposed, add_item, complete_action, remove_item, set_fields};
use regie::model::record::{Field, Kind};
use regie::model::register::Register;
use regie::model::value::Value;
use regie::model::veil::Veil;
use regie::net::client::Client;

use served::{Served, now};

fn circumstances(name: &str) -> Circumstances {
    Circumstances { at: now(), today: Day::new(2030, 3, 17).unwrap(), actor: Actor(name.into()) }
}

fn set_field(register: &Register, r: Ref, field: Field, value: Value) -> Proposed {
    set_fields(register, &circumstances("x"), r, &[(field, value)])
}

/// What somebody does, on the nth item that they see.
#[derive(Clone, Debug)]
enum Act {
    Add,
    Title(usize, u8),
    Done(usize),
    Remove(usize),
    Confidential(usize, bool),
    Undo,
    Redo,
    Follow,
}

fn act() -> impl Strategy<Value = Act> {
    let nth = 0_usize..6;
    prop_oneof![
        3 => Just(Act::Add),
        3 => (nth.clone(), 0_u8..4).prop_map(|(n, title)| Act::Title(n, title)),
        1 => nth.clone().prop_map(Act::Done),
        1 => nth.clone().prop_map(Act::Remove),
        2 => (nth, any::<bool>()).prop_map(|(n, hide)| Act::Confidential(n, hide)),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
        2 => Just(Act::Follow),
    ]
}

fn nth(client: &Client, n: usize) -> Option<Ref> {
    let mut refs = Vec::new();
    client.register().tables().visit(Kind::Action, &mut |record| refs.push(record.reference()));
    refs.get(n % refs.len().max(1)).copied()
}

/// Does it; a refusal must be one of those that people are told in words.
fn carry_out(client: &mut Client, name: &str, act: &Act) {
    let by = circumstances(name);
    let register = client.register();
    let text = |text: String| Value::Text(text);
    let proposed = match act {
        Act::Add => add_item(register, &by, Kind::Action, &[(Field::title, text(format!("Van {name}")))]),
        Act::Title(n, title) => match nth(client, *n) {
            Some(r) => set_field(register, r, Field::title, text(format!("Titel {title}"))),
            None => return,
        },
        Act::Confidential(n, hide) => match nth(client, *n) {
            Some(r) => set_field(register, r, Field::confidential, Value::Bool(*hide)),
            None => return,
        },
        Act::Done(n) => match nth(client, *n) {
            Some(r) => complete_action(register, &by, r, None),
            None => return,
        },
        Act::Remove(n) => match nth(client, *n) {
            Some(r) => remove_item(register, r),
            None => return,
        },
        Act::Undo | Act::Redo => {
            let done = if matches!(act, Act::Undo) { ledger::undo } else { ledger::redo };
            match done(client, now()) {
                Ok(_) | Err(NotUndone::Nothing | NotUndone::Changed { .. }) => {}
                Err(NotUndone::Unwritten(Unwritten::Conflict(Conflict::Withheld(_)))) => {}
                Err(other) => panic!("{name} {act:?}: {other:?}"),
            }
            return;
        }
        Act::Follow => {
            client.follow().unwrap();
            return;
        }
    };
    let Ok(draft) = proposed else { return };
    match client.append(draft, None, now()) {
        Ok(_) | Err(Unwritten::Conflict(_)) => {}
        Err(other) => panic!("{name} {act:?}: {other:?}"),
    }
}

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_interleaving_of_four_people_converges(acts in proptest::collection::vec((0_usize..4, act()), 1..60)) {
        let mut served = Served::new();
        let mut clients = NAMES.map(|name| served.client(name));
        for (who, act) in &acts {
            carry_out(&mut clients[*who], NAMES[*who], act);
        }
        for client in &mut clients {
            // The answer comes behind every entry.
            let head = client.status().unwrap().head;
            client.follow().unwrap();
            prop_assert_eq!(client.head(), head);
        }
        let keeper = served.end();
        let veil = Veil::new(keeper.register());
        for (client, name) in clients.iter().zip(NAMES) {
            let cleared = matches!(name, "a" | "b");
            let there = if cleared { keeper.register() } else { veil.register() };
            prop_assert!(client.register().same_content(there), "{} differs after {:?}", name, acts);
        }
        drop(keeper);
        verify(&served.dir.path().join("register"));
    }
}

fn verify(register: &Path) {
    regie::store::verify(register, &support::operator(), &mut |_| ()).unwrap();
}

#[test]
fn two_who_add_at_the_same_moment_both_get_a_number() {
    let served = Served::new();
    let (mut first, mut second) = (served.client("a"), served.client("b"));
    let title = |title: &str| [(Field::title, Value::Text(title.into()))];
    let proposed = |client: &Client, name: &str, text: &str| {
        add_item(client.register(), &circumstances(name), Kind::Action, &title(text)).unwrap()
    };
    // Both look at an empty register.
    let (one, other) = (proposed(&first, "a", "Schouw"), proposed(&second, "b", "Wijkavond"));
    let one = first.append(one, None, now()).unwrap().unwrap();
    let other = second.append(other, None, now()).unwrap().unwrap();
    let subject = |entry: &regie::model::change::Entry| entry.label.subject.map(|r| r.to_string());
    assert_eq!((subject(&one).as_deref(), subject(&other).as_deref()), (Some("A-1"), Some("A-2")));
    assert_eq!(second.register().get("A-2".parse().unwrap()).unwrap().title(), "Wijkavond");
    // And each takes back their own.
    ledger::undo(&mut first, now()).unwrap();
    second.status().unwrap();
    second.follow().unwrap();
    assert!(second.register().get("A-1".parse().unwrap()).is_none());
}

#[test]
fn the_same_field_is_refused_to_the_second_and_different_fields_both_win() {
    let served = Served::new();
    let (mut first, mut second) = (served.client("a"), served.client("b"));
    let added = [(Field::title, Value::Text("Schouw".into()))];
    let added = add_item(first.register(), &circumstances("a"), Kind::Action, &added).unwrap();
    first.append(added, None, now()).unwrap();
    second.status().unwrap();
    second.follow().unwrap();
    let r: Ref = "A-1".parse().unwrap();
    let set = |client: &Client, field, value: &str| {
        set_field(client.register(), r, field, Value::Text(value.into())).unwrap()
    };
    let (mine, theirs) =
        (set(&first, Field::title, "Schouw haven"), set(&second, Field::title, "Schouw markt"));
    let aside = set(&second, Field::description, "met de politie");
    first.append(mine, None, now()).unwrap();
    let refused = second.append(theirs, None, now()).unwrap_err();
    let Unwritten::Conflict(Conflict::Changed { field: Field::title, found, .. }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(found, Value::Text("Schouw haven".into()));
    second.append(aside, None, now()).unwrap().unwrap();
}

#[test]
fn nobody_uses_up_the_numbers_or_takes_back_more_than_they_see() {
    let served = Served::new();
    let (mut cleared, mut other) = (served.client("a"), served.client("c"));
    let add = |client: &mut Client, name: &str| {
        let added = [(Field::title, Value::Text("Schouw".into()))];
        let mut draft = add_item(client.register(), &circumstances(name), Kind::Action, &added).unwrap();
        if name == "c"
            && let [regie::model::change::Change::Insert(item)] = &mut draft.changes[..]
        {
            item.renumber(u32::MAX);
        }
        client.append(draft, None, now()).unwrap().unwrap()
    };
    let given = add(&mut other, "c");
    assert_eq!(given.changes[0].target().to_string(), "A-1", "and not A-4294967295");
    assert_eq!(add(&mut cleared, "a").changes[0].target().to_string(), "A-2");
    // Two items in one step; one of them is made confidential by another: the step is no longer wholly the first one's to see.
    other.status().unwrap();
    other.follow().unwrap();
    let both = regie::model::bulk::bulk(&["A-1".parse().unwrap(), "A-2".parse().unwrap()], |r| {
        set_field(other.register(), r, Field::title, Value::Text("Samen".into()))
    });
    let both = both.unwrap().unwrap();
    other.append(both.draft, None, now()).unwrap().unwrap();
    cleared.status().unwrap();
    cleared.follow().unwrap();
    let hide = set_field(cleared.register(), "A-2".parse().unwrap(), Field::confidential, Value::Bool(true));
    cleared.append(hide.unwrap(), None, now()).unwrap().unwrap();
    other.status().unwrap();
    other.follow().unwrap();
    assert!(other.register().get("A-2".parse().unwrap()).is_none());
    let refused = ledger::undo(&mut other, now()).unwrap_err();
    let NotUndone::Changed { conflict, .. } = &refused else { panic!("{refused:?}") };
    assert!(matches!(**conflict, Conflict::Withheld(r) if r.to_string() == "A-1"), "{conflict:?}");
}
