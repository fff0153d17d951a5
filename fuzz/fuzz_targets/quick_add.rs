//! Any text as a one-line add, against a register with people and partners in it.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use regie::model::apply::apply;
use regie::model::field::parse_add;
use regie::model::id::{Actor, Day, Stamp};
use regie::model::operation::{Circumstances, add_item};
use regie::model::record::{Field, Kind};
use regie::model::register::Register;
use regie::model::value::Value;

static NOW: LazyLock<Circumstances> = LazyLock::new(|| Circumstances {
    at: Stamp(1_795_000_000_000),
    today: Day::new(2026, 11, 22).unwrap(),
    actor: Actor("fuzz".into()),
});

static REGISTER: LazyLock<Register> = LazyLock::new(|| {
    let mut register = Register::new();
    for (kind, title) in [
        (Kind::Partner, "Politie"),
        (Kind::Partner, "Woningcorporatie De Brug"),
        (Kind::Contact, "M. Bakker"),
        (Kind::Contact, "Y. Özdemir-de Wit"),
    ] {
        let draft = add_item(&register, &NOW, kind, &[(Field::title, Value::Text(title.into()))]).unwrap();
        apply(&mut register, &draft.changes, NOW.at).unwrap();
    }
    register
});

fuzz_target!(|text: &str| {
    let add = parse_add(&REGISTER, text, NOW.today, None);
    for chip in &add.chips {
        assert!(text.get(chip.span.clone()).is_some(), "{:?} is no part of {text:?}", chip.span);
    }
    // What was parsed is either refused in words or can be carried out.
    if let Ok(draft) = add_item(&REGISTER, &NOW, Kind::Action, &add.values()) {
        apply(&mut REGISTER.clone(), &draft.changes, NOW.at).unwrap();
    }
});
