//! The rules of the domain, seen from outside: every operation on a register, and what its entry does to it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and talks by printing"
)]

use proptest::prelude::*;
use regie::model::apply::{Conflict, apply};
use regie::model::bulk::bulk;
use regie::model::change::{Change, Draft, inverse};
use regie::model::id::{Actor, Day, Ref, Stamp};
use regie::model::kinds::*;
use regie::model::meeting::Meeting;
use regie::model::operation::*;
use regie::model::partner::Contact;
use regie::model::plan::{Node, Plan};
use regie::model::record::{Field, Item, Kind, Record};
use regie::model::register::Register;
use regie::model::rollup::{Rollups, is_overdue, is_stale, past_programme_year};
use regie::model::value::{Percent, Value};

const DAY_MS: i64 = 86_400_000;

fn now() -> Circumstances {
    Circumstances {
        at: Stamp(1_795_000_000_000),
        today: Day::new(2026, 11, 22).unwrap(),
        actor: Actor("j.devries".into()),
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn r(text: &str) -> Ref {
    text.parse().unwrap()
}

fn commit(register: &mut Register, draft: Result<Draft, Refusal>) -> Draft {
    let draft = draft.unwrap();
    apply(register, &draft.changes, now().at).unwrap();
    draft
}

/// A plan with two priorities, three topics, and four actions under them; a partner with a contact.
fn register() -> Register {
    let mut register = Register::new();
    let plan = Plan { num: 1, title: "LIVP Waterdam 2023-2026".into(), ..Plan::default() };
    apply(&mut register, &[Change::Insert(plan.into())], now().at).unwrap();
    let register = &mut register;
    for (parent, kind, title) in [
        ("L-1", NodeKind::Priority, "Veilige wijken"),
        ("L-1", NodeKind::Priority, "Bestuurlijke aanpak"),
        ("T-1", NodeKind::Topic, "Overlast"),
        ("T-1", NodeKind::Topic, "Woninginbraken"),
        ("T-2", NodeKind::Topic, "Ondermijning"),
    ] {
        let draft = add_node(register, r(parent), kind, title);
        commit(register, draft);
    }
    let draft = add_item(register, &now(), Kind::Partner, &[(Field::title, text("Politie Waterdam"))]);
    commit(register, draft);
    let draft = add_item(
        register,
        &now(),
        Kind::Contact,
        &[
            (Field::title, text("M. Bakker")),
            (Field::partner, text("P-1")),
            (Field::phone, text("06-00000001")),
        ],
    );
    commit(register, draft);
    for (node, title, due) in [
        ("T-3", "Buurtavond", "2026-11-27"),
        ("T-3", "Hotspots in kaart", "2026-11-20"),
        ("T-4", "Preventieadvies", "2027-02-01"),
        ("T-5", "Bibob-toets", "2026-12-31"),
    ] {
        let values = [
            (Field::title, text(title)),
            (Field::under, text(node)),
            (Field::due, text(due)),
            (Field::lead, text("C-1")),
            (Field::year, Value::Int(2026)),
        ];
        let draft = add_item(register, &now(), Kind::Action, &values);
        commit(register, draft);
    }
    register.clone()
}

#[test]
fn done_is_a_hundred_percent_today_and_moves_every_ancestor() {
    let mut register = register();
    assert_eq!(Rollups::of(&register).get(r("T-1")).tally.progress(), Some(0));
    let draft = complete_action(&register, &now(), r("A-1"), Some("zaal was vol"));
    commit(&mut register, draft);
    let action = register.action(r("A-1")).unwrap();
    assert_eq!(
        (action.state, action.progress, action.done_on),
        (ActionState::Done, Percent::DONE, Some(now().today))
    );
    assert_eq!(register.notes_of(r("A-1")).next_back().unwrap().title, "zaal was vol");
    let rollups = Rollups::of(&register);
    assert_eq!(rollups.get(r("T-3")).tally.progress(), Some(50));
    assert_eq!(rollups.get(r("T-1")).tally.progress(), Some(33));
    assert_eq!(complete_action(&register, &now(), r("A-1"), None), Err(Refusal::AlreadyDone(r("A-1"))));
}

#[test]
fn progress_starts_finishes_and_reopens_an_action() {
    let mut register = register();
    for (percent, state) in [(0, "planned"), (60, "in_progress"), (100, "done"), (80, "in_progress")] {
        let draft = record_progress(&register, &now(), r("A-1"), percent, None, "stand");
        commit(&mut register, draft);
        let action = register.action(r("A-1")).unwrap();
        assert_eq!((i64::from(action.progress.get()), action.state.word()), (percent, state));
    }
    assert_eq!(register.notes_of(r("A-1")).count(), 4);
    assert_eq!(register.action(r("A-1")).unwrap().done_on, None);
    for percent in [-1, 101, 130] {
        let refused = record_progress(&register, &now(), r("A-1"), percent, None, "");
        assert!(matches!(refused, Err(Refusal::WrongValue { field: Field::progress, .. })), "{percent}");
    }
}

#[test]
fn orange_and_red_need_a_reason_green_clears_it() {
    let mut register = register();
    let refused = record_progress(&register, &now(), r("A-1"), 10, Some(Health::Red), "  ");
    assert_eq!(refused, Err(Refusal::NeedsReason(Field::health)));
    let draft = record_progress(&register, &now(), r("A-1"), 10, Some(Health::Red), "geen zaal");
    commit(&mut register, draft);
    assert_eq!(register.action(r("A-1")).unwrap().health_reason, "geen zaal");
    let rollup = Rollups::of(&register).get(r("T-1"));
    assert_eq!((rollup.health, rollup.by_hand), (Some(Health::Red), false));
    let refused = set_fields(&register, &now(), r("A-2"), &[(Field::health, text("orange"))]);
    assert_eq!(refused, Err(Refusal::NeedsReason(Field::health)));
    let draft = set_fields(&register, &now(), r("A-1"), &[(Field::health, text("green"))]);
    commit(&mut register, draft);
    assert_eq!(register.action(r("A-1")).unwrap().health_reason, "");
    let by_hand = [(Field::health, text("orange")), (Field::health_reason, text("wacht op de raad"))];
    let draft = set_fields(&register, &now(), r("T-1"), &by_hand);
    commit(&mut register, draft);
    let rollup = Rollups::of(&register).get(r("T-1"));
    assert_eq!((rollup.health, rollup.by_hand), (Some(Health::Orange), true));
}

#[test]
fn dropped_actions_do_not_count_and_weights_do() {
    let mut register = register();
    let draft = complete_action(&register, &now(), r("A-1"), None);
    commit(&mut register, draft);
    let draft = set_fields(&register, &now(), r("A-1"), &[(Field::weight, Value::Int(3))]);
    commit(&mut register, draft);
    assert_eq!(Rollups::of(&register).get(r("T-3")).tally.progress(), Some(75));
    assert_eq!(drop_action(&register, &now(), r("A-2"), " "), Err(Refusal::NeedsReason(Field::state)));
    let draft = drop_action(&register, &now(), r("A-2"), "doet de politie al");
    commit(&mut register, draft);
    let tally = Rollups::of(&register).get(r("T-3")).tally;
    assert_eq!((tally.progress(), tally.open, tally.done, tally.dropped), (Some(100), 0, 1, 1));
}

#[test]
fn setting_state_and_progress_keeps_them_in_step() {
    let mut register = register();
    let set = |register: &mut Register, values: &[(Field, Value)]| {
        let draft = set_fields(register, &now(), r("A-1"), values);
        commit(register, draft);
        let a = register.action(r("A-1")).unwrap();
        (a.state.word(), a.progress.get())
    };
    assert_eq!(set(&mut register, &[(Field::progress, Value::Int(40))]), ("in_progress", 40));
    assert_eq!(set(&mut register, &[(Field::state, text("done"))]), ("done", 100));
    assert_eq!(set(&mut register, &[(Field::state, text("planned"))]), ("planned", 0));
    assert_eq!(set(&mut register, &[(Field::progress, Value::Int(100))]), ("done", 100));
    assert_eq!(set(&mut register, &[(Field::progress, Value::Int(70))]), ("in_progress", 70));
    let waiting = [(Field::state, text("waiting")), (Field::waiting_on, text("OM"))];
    assert_eq!(set(&mut register, &waiting), ("waiting", 70));
    assert_eq!(set(&mut register, &[(Field::state, text("in_progress"))]), ("in_progress", 70));
    assert_eq!(register.action(r("A-1")).unwrap().waiting_on, "");
}

#[test]
fn what_one_verb_leaves_the_next_clears() {
    let mut register = register();
    let mut go = |draft: &dyn Fn(&Register) -> Result<Draft, Refusal>| {
        let draft = draft(&register);
        commit(&mut register, draft);
        let a = register.action(r("A-1")).unwrap();
        let reasons = format!("{}{}", a.waiting_on, a.drop_reason);
        (a.state.word(), a.progress.get(), a.done_on.is_some(), reasons)
    };
    let target = r("A-1");
    let wait = [(Field::waiting_on, text("OM"))];
    assert_eq!(
        go(&|register| set_fields(register, &now(), target, &wait)),
        ("waiting", 0, false, "OM".into())
    );
    assert_eq!(
        go(&|register| record_progress(register, &now(), target, 100, None, "")),
        ("done", 100, true, String::new())
    );
    assert_eq!(
        go(&|register| drop_action(register, &now(), target, "dubbel")),
        ("dropped", 0, false, "dubbel".into())
    );
    assert_eq!(
        go(&|register| record_progress(register, &now(), target, 0, None, "gebeld")),
        ("dropped", 0, false, "dubbel".into()),
        "a note alone takes nothing up again"
    );
    assert_eq!(
        go(&|register| complete_action(register, &now(), target, None)),
        ("done", 100, true, String::new())
    );
    assert_eq!(go(&|register| reopen_action(register, &now(), target)), ("planned", 0, false, String::new()));
    let open = reopen_action(&register, &now(), target);
    assert_eq!(open, Err(Refusal::StillOpen(target)));
}

#[test]
fn values_that_contradict_each_other_are_refused() {
    let mut register = register();
    let refused =
        |register: &Register, values: &[(Field, Value)]| match set_fields(register, &now(), r("A-1"), values)
        {
            Err(Refusal::Contradiction { field, given, state }) => {
                format!("{} {given} {}", field.word(), state.word())
            }
            other => format!("{other:?}"),
        };
    let state = |word: &str| (Field::state, text(word));
    let progress = |percent: i64| (Field::progress, Value::Int(percent));
    let day = (Field::done_on, text("2026-11-01"));
    let why = (Field::drop_reason, text("dubbel"));
    let whom = (Field::waiting_on, text("OM"));
    for (values, said) in [
        (vec![state("in_progress"), progress(100)], "progress 100 in_progress"),
        (vec![state("planned"), progress(100)], "progress 100 planned"),
        (vec![progress(40), state("done")], "progress 40 done"),
        (vec![day.clone()], "done_on 2026-11-01 planned"),
        (vec![why.clone()], "drop_reason dubbel planned"),
        (vec![state("planned"), whom.clone()], "waiting_on OM planned"),
        (vec![state("done"), whom], "waiting_on OM done"),
    ] {
        assert_eq!(refused(&register, &values), said);
    }
    let draft = set_fields(&register, &now(), r("A-1"), &[state("done"), progress(100), day]);
    commit(&mut register, draft);
    assert_eq!(register.action(r("A-1")).unwrap().done_on, Day::new(2026, 11, 1));
    let draft = set_fields(&register, &now(), r("A-1"), &[state("dropped"), why, progress(30)]);
    commit(&mut register, draft);
    assert_eq!(register.action(r("A-1")).unwrap().progress, Percent::new(30).unwrap());
}

#[test]
fn a_node_is_added_at_a_place_only() {
    let refused = add_item(&register(), &now(), Kind::Node, &[(Field::title, text("Zwevend"))]);
    assert_eq!(refused, Err(Refusal::NeedsPlace));
}

#[test]
fn overdue_stale_and_past_the_year() {
    let mut register = register();
    let late = |register: &Register, r: Ref| is_overdue(register.action(r).unwrap(), now().today);
    assert!(late(&register, r("A-2")) && !late(&register, r("A-1")));
    let in_weeks = |weeks: i64| Stamp(now().at.0 + weeks * 7 * DAY_MS);
    let stale = |register: &Register, at: Stamp| is_stale(register, register.action(r("A-1")).unwrap(), at);
    assert!(!stale(&register, in_weeks(3)) && stale(&register, in_weeks(4)));
    let later = Circumstances { at: in_weeks(3), ..now() };
    let draft = record_progress(&register, &later, r("A-1"), 5, None, "gebeld");
    commit(&mut register, draft);
    assert!(!stale(&register, in_weeks(6)) && stale(&register, in_weeks(7)));
    let action = register.action(r("A-3")).unwrap();
    assert_eq!(past_programme_year(&register, action, action.due.unwrap()), Some(2026));
    let draft = shift_due(&register, &now(), r("A-1"), 7);
    commit(&mut register, draft);
    assert_eq!(register.action(r("A-1")).unwrap().due, Day::new(2026, 12, 4));
}

#[test]
fn a_node_never_comes_under_itself_and_keeps_its_order() {
    let mut register = register();
    assert_eq!(
        move_node(&register, r("T-1"), r("T-3"), 0),
        Err(Refusal::Cycle { node: r("T-1"), under: r("T-3") })
    );
    assert_eq!(
        move_node(&register, r("T-1"), r("T-1"), 0),
        Err(Refusal::Cycle { node: r("T-1"), under: r("T-1") })
    );
    let order = |register: &Register, parent: &str| -> Vec<u32> {
        register.children(r(parent)).map(|node| node.num).collect()
    };
    let draft = move_node(&register, r("T-5"), r("T-1"), 1);
    commit(&mut register, draft);
    assert_eq!(order(&register, "T-1"), [3, 5, 4]);
    // Forty moves into the same gap: the siblings are numbered afresh on the way, the order stays as asked.
    for turn in 0..40 {
        let moved = if turn % 2 == 0 { "T-4" } else { "T-5" };
        let draft = move_node(&register, r(moved), r("T-1"), 1);
        commit(&mut register, draft);
        assert_eq!(order(&register, "T-1")[1], r(moved).num, "turn {turn}");
    }
    let place = |num: u32| register.node(Ref::new(Kind::Node, num)).unwrap().place.unwrap();
    let forged = Change::Move { target: r("T-1"), before: place(1), after: place(3) };
    let mut copy = register.clone();
    let refused = apply(&mut copy, &[forged], now().at);
    assert_eq!(refused, Err(Conflict::Cycle { node: r("T-1"), under: r("T-1") }));
}

#[test]
fn what_is_in_use_is_not_removed_and_says_by_whom() {
    let mut register = register();
    assert_eq!(
        remove_item(&register, r("T-5")),
        Err(Refusal::InUse { target: r("T-5"), by: vec![r("A-4")], count: 1 })
    );
    assert!(matches!(remove_item(&register, r("C-1")), Err(Refusal::InUse { count: 4, .. })));
    assert_eq!(remove_item(&register, r("A-99")), Err(Refusal::NotFound(r("A-99"))));
    let draft = record_progress(&register, &now(), r("A-4"), 20, None, "loopt");
    commit(&mut register, draft);
    let before = register.clone();
    let draft = remove_item(&register, r("A-4"));
    let draft = commit(&mut register, draft);
    assert_eq!(register.tables().count(Kind::ProgressNote), 0);
    assert_eq!(register.next_ref(Kind::Action), r("A-5"), "a number is never given out twice");
    apply(&mut register, &inverse(&draft.changes), now().at).unwrap();
    assert!(register.same_content(&before));
}

#[test]
fn bad_values_are_refused_with_what_the_field_accepts() {
    let register = register();
    let set = |field: Field, value: Value| set_fields(&register, &now(), r("A-1"), &[(field, value)]);
    assert!(matches!(set(Field::progress, Value::Int(130)), Err(Refusal::WrongValue { .. })));
    assert!(matches!(set(Field::due, text("2026-02-31")), Err(Refusal::WrongValue { .. })));
    assert_eq!(set(Field::title, text("  \n ")), Err(Refusal::EmptyTitle));
    assert_eq!(
        set(Field::title, text(&"x".repeat(MAX_TITLE_CHARS + 1))),
        Err(Refusal::TooLong { field: Field::title, limit: MAX_TITLE_CHARS })
    );
    assert_eq!(
        set(Field::lead, text("C-9")),
        Err(Refusal::WrongReference { field: Field::lead, to: r("C-9"), exists: false })
    );
    assert_eq!(
        set(Field::lead, text("P-1")),
        Err(Refusal::WrongReference { field: Field::lead, to: r("P-1"), exists: true })
    );
    assert!(matches!(set(Field::phone, text("1")), Err(Refusal::NoSuchField { .. })));
    assert_eq!(
        add_item(&register, &now(), Kind::Action, &[(Field::title, text(""))]),
        Err(Refusal::EmptyTitle)
    );
}

#[test]
fn an_entry_that_conflicts_leaves_the_register_as_it_was() {
    let register = register();
    let mut copy = register.clone();
    let good = Change::Set {
        target: r("A-1"),
        field: Field::title,
        before: text("Buurtavond"),
        after: text("Buurtpreventie-avond"),
    };
    let bad = Change::Set {
        target: r("A-2"),
        field: Field::title,
        before: text("Iets anders"),
        after: text("Nog iets"),
    };
    let refused = apply(&mut copy, &[good, bad], Stamp(now().at.0 + DAY_MS));
    assert_eq!(
        refused,
        Err(Conflict::Changed {
            target: r("A-2"),
            field: Field::title,
            expected: text("Iets anders"),
            found: text("Hotspots in kaart"),
        })
    );
    assert!(copy.same_content(&register));
    assert_eq!(copy.get(r("A-1")).unwrap().updated(), register.get(r("A-1")).unwrap().updated());
}

#[test]
fn an_item_is_read_back_from_its_journal_form() {
    let register = register();
    for kind in Kind::ALL {
        register.tables().visit(*kind, &mut |record| {
            let item = register.tables().item(record.reference()).unwrap();
            let line = serde_json::to_string(&item).unwrap();
            let mut back: Item = serde_json::from_str(&line).unwrap();
            back.record_mut().touch(record.updated());
            assert_eq!(back, item, "{line}");
        });
    }
}

/// One operation chosen at random, on items that may or may not exist.
fn any_operation(register: &Register, seed: (u8, u8, u8, i64)) -> Result<Draft, Refusal> {
    let (verb, a, b, n) = seed;
    let action = Ref::new(Kind::Action, u32::from(a) % 6 + 1);
    let node = Ref::new(Kind::Node, u32::from(a) % 7 + 1);
    let parent =
        if b % 4 == 0 { Ref::new(Kind::Plan, 1) } else { Ref::new(Kind::Node, u32::from(b) % 7 + 1) };
    let now = now();
    match verb % 12 {
        0 => complete_action(register, &now, action, (b % 2 == 0).then_some("klaar")),
        1 => reopen_action(register, &now, action),
        2 => drop_action(register, &now, action, "vervalt"),
        3 => record_progress(
            register,
            &now,
            action,
            n % 101,
            Health::ALL.get(usize::from(b % 4)).copied(),
            "stand",
        ),
        4 => shift_due(register, &now, action, n % 400),
        5 => move_due(register, action, None),
        6 => add_node(register, parent, NodeKind::Topic, "Nieuw onderwerp"),
        7 => move_node(register, node, parent, usize::from(b % 5)),
        8 => remove_item(register, if b % 2 == 0 { action } else { node }),
        9 => set_fields(register, &now, action, &[(Field::under, text(&node.to_string()))]),
        10 => set_fields(
            register,
            &now,
            action,
            &[(Field::lead, Value::Null), (Field::flagged, Value::Bool(true))],
        ),
        _ => add_item(
            register,
            &now,
            Kind::Action,
            &[(Field::title, text("Actie")), (Field::under, text(&node.to_string()))],
        ),
    }
}

/// A verb chosen at random that has to do with the state of one action.
fn any_state_verb(register: &Register, seed: (u8, u8, u8)) -> Result<Draft, Refusal> {
    let (verb, a, b) = seed;
    let (now, target) = (now(), r("A-1"));
    let percent = [0, 40, 75, 100][usize::from(a % 4)];
    match verb % 6 {
        0 => complete_action(register, &now, target, None),
        1 => reopen_action(register, &now, target),
        2 => drop_action(register, &now, target, if a % 4 == 0 { "" } else { "vervalt" }),
        3 => {
            let health = Health::ALL.get(usize::from(b % 5)).copied();
            record_progress(register, &now, target, percent, health, if b % 3 == 0 { "" } else { "stand" })
        }
        _ => {
            let words = ActionState::ALL;
            let all = [
                (Field::state, text(words[usize::from(a) % words.len()].word())),
                (Field::progress, Value::Int(percent)),
                (Field::waiting_on, if a % 2 == 0 { text("OM") } else { Value::Null }),
                (Field::drop_reason, if a % 3 == 0 { text("dubbel") } else { Value::Null }),
                (Field::done_on, if a % 5 == 0 { text("2026-11-01") } else { Value::Null }),
                (Field::health, text(["green", "orange", "red"][usize::from(a % 3)])),
                (Field::health_reason, if a % 2 == 0 { text("krap") } else { Value::Null }),
            ];
            let some: Vec<_> = all
                .into_iter()
                .enumerate()
                .filter(|(i, _)| b >> i & 1 == 1)
                .map(|(_, value)| value)
                .collect();
            set_fields(register, &now, target, &some)
        }
    }
}

proptest! {
    #[test]
    fn no_sequence_of_verbs_leaves_state_progress_and_reasons_out_of_step(
        seeds in proptest::collection::vec(any::<(u8, u8, u8)>(), 1..40)
    ) {
        let mut register = register();
        for seed in seeds {
            let Ok(draft) = any_state_verb(&register, seed) else { continue };
            apply(&mut register, &draft.changes, now().at).unwrap();
            let a = register.action(r("A-1")).unwrap();
            let coloured = matches!(a.health, Some(Health::Orange | Health::Red));
            prop_assert_eq!(a.state == ActionState::Done, a.progress == Percent::DONE, "{:?}", a);
            prop_assert!(a.done_on.is_none() || a.state == ActionState::Done, "{:?}", a);
            prop_assert!(a.waiting_on.is_empty() || a.state == ActionState::Waiting, "{:?}", a);
            prop_assert_eq!(!a.drop_reason.is_empty(), a.state == ActionState::Dropped, "{:?}", a);
            prop_assert!(!coloured || !a.health_reason.is_empty(), "{:?}", a);
        }
    }

    #[test]
    fn taking_back_any_operation_restores_the_register(
        seeds in proptest::collection::vec(any::<(u8, u8, u8, i64)>(), 1..60)
    ) {
        let mut register = register();
        let start = register.clone();
        let mut done: Vec<Vec<Change>> = Vec::new();
        for seed in seeds {
            let Ok(draft) = any_operation(&register, seed) else { continue };
            let before = register.clone();
            apply(&mut register, &draft.changes, now().at).unwrap();
            let mut back = register.clone();
            apply(&mut back, &inverse(&draft.changes), now().at).unwrap();
            prop_assert!(back.same_content(&before), "{:?}", draft);
            done.push(draft.changes);
        }
        prop_assert!(register.same_content(&register.rebuilt()));
        prop_assert_eq!(Rollups::of(&register), Rollups::of(&register.rebuilt()));
        for node in register.tables().nodes.iter() {
            let children = |register: &Register| -> Vec<u32> {
                register.children(node.reference()).map(|child: &Node| child.num).collect()
            };
            prop_assert_eq!(children(&register), children(&register.rebuilt()));
        }
        for changes in done.iter().rev() {
            apply(&mut register, &inverse(changes), now().at).unwrap();
        }
        prop_assert!(register.same_content(&start));
    }
}

#[test]
fn no_two_contacts_log_in_as_the_same_however_it_comes_about() {
    let mut register = register();
    let second = add_item(&register, &now(), Kind::Contact, &[(Field::title, text("Karin Smit"))]);
    commit(&mut register, second);
    let contacts: Vec<Ref> = register.tables().contacts.iter().map(Record::reference).collect();
    let [first, second] = contacts[..] else { panic!("{contacts:?}") };
    let give = |register: &Register, who: Ref, account: &str| {
        set_fields(register, &now(), who, &[(Field::account, text(account))])
    };
    assert_eq!(register.person("k.smit"), None);
    // Proposed at the same moment by two people: who comes second is refused.
    let late = give(&register, first, "k.smit").unwrap();
    let given = give(&register, second, "k.smit");
    let given = commit(&mut register, given);
    assert_eq!(register.person("k.smit").map(Record::reference), Some(second));
    let taken = Conflict::SameAccount { target: first, holder: second, account: "k.smit".into() };
    assert_eq!(apply(&mut register, &late.changes, now().at), Err(taken));
    let same = [(Field::title, text("K. Smit")), (Field::account, text("k.smit"))];
    let refusal = Refusal::SameAccount { account: "k.smit".into(), holder: second };
    assert_eq!(give(&register, first, "k.smit"), Err(refusal.clone()));
    assert_eq!(add_item(&register, &now(), Kind::Contact, &same), Err(refusal));
    // The same once more, another, none: each is followed.
    assert!(give(&register, second, "k.smit").unwrap().changes.is_empty());
    let other = give(&register, second, "karin");
    commit(&mut register, other);
    assert_eq!(
        (register.person("k.smit"), register.person("karin").map(|p| p.num)),
        (None, Some(second.num))
    );
    apply(&mut register, &late.changes, now().at).unwrap();
    let undone = apply(&mut register, &inverse(&given.changes), now().at);
    assert!(matches!(undone, Err(Conflict::Changed { .. })), "{undone:?}");
    let gone = remove_item(&register, second);
    let gone = commit(&mut register, gone);
    assert_eq!(register.person("karin"), None);
    commit(&mut register, Ok(Draft { changes: inverse(&gone.changes), ..gone }));
    assert_eq!(register.person("karin").map(|p| p.num), Some(second.num));
    assert!(register.rebuilt().person("k.smit").is_some_and(|p| p.reference() == first));
}

#[test]
fn whoever_takes_over_stands_in_every_place_once_and_never_in_their_own() {
    let mut register = Register::new();
    let meeting = |num, chair: &str, attendees: &[&str]| Meeting {
        num,
        title: format!("Overleg {num}"),
        chair: Some(r(chair)),
        attendees: attendees.iter().map(|text| r(text)).collect(),
        ..Meeting::default()
    };
    for num in [1, 2] {
        let contact = Contact { num, title: format!("Contact {num}"), ..Contact::default() };
        apply(&mut register, &[Change::Insert(contact.into())], now().at).unwrap();
    }
    let deputy = set_fields(&register, &now(), r("C-2"), &[(Field::deputy, text("C-1"))]);
    commit(&mut register, deputy);
    for one in [
        meeting(1, "C-1", &["C-1"]),
        meeting(2, "C-2", &["C-2", "C-1"]),
        meeting(3, "C-2", &["C-2"]),
        meeting(4, "C-1", &[]),
    ] {
        apply(&mut register, &[Change::Insert(one.into())], now().at).unwrap();
    }
    let before = register.clone();
    let (from, to) = (r("C-1"), r("C-2"));
    let targets = register.referrers(from, usize::MAX);
    let all = bulk(&targets, |item| hand_over(&register, item, from, to)).unwrap().unwrap();
    let draft = commit(&mut register, Ok(all.draft));
    assert_eq!((register.inbound(from), all.changed), (0, 4));
    let attendees = |num| register.get(Ref::new(Kind::Meeting, num)).unwrap().get(Field::attendees).unwrap();
    let second = Value::Texts(vec!["C-2".into()]);
    assert_eq!([1, 2, 3].map(attendees), [&second; 3].map(Clone::clone));
    assert_eq!(register.contact(to).unwrap().deputy, None);
    apply(&mut register, &inverse(&draft.changes), now().at).unwrap();
    assert!(register.same_content(&before));
    // Nobody else than a contact, and one that is there.
    let other = hand_over(&register, r("C-2"), from, Ref::new(Kind::Meeting, 1));
    assert!(matches!(other, Err(Refusal::WrongKind { .. })), "{other:?}");
    assert_eq!(hand_over(&register, r("C-2"), from, r("C-3")), Err(Refusal::NotFound(r("C-3"))));
}
