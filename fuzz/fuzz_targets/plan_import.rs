//! Any bytes as a plan file: read, parsed, compared with an empty register, and accepted.
#![no_main]

use libfuzzer_sys::fuzz_target;
use regie::io::plan::{compare, kept_source, parse, read_source};
use regie::model::apply::apply;
use regie::model::id::{Actor, Day, Stamp};
use regie::model::operation::Circumstances;
use regie::model::register::Register;

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = read_source(bytes) else { return };
    let draft = parse(&source);
    for (index, proposal) in draft.proposals.iter().enumerate() {
        assert!(proposal.under.is_none_or(|under| under < index));
    }
    let now = Circumstances {
        at: Stamp(1_795_000_000_000),
        today: Day::new(2026, 11, 22).unwrap(),
        actor: Actor("fuzz".into()),
    };
    let kept = kept_source(&source);
    let mut register = Register::new();
    let first = compare(&register, &draft, &kept, &now, &|_| true);
    apply(&mut register, &first.draft.changes, now.at).unwrap();
    let again = compare(&register, &draft, &kept, &now, &|_| true);
    assert!(again.draft.changes.is_empty(), "the second import changes {:?}", again.draft.changes);
});
