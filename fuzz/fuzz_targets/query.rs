//! Any text as a query: parsed, printed, parsed again to the same, and evaluated.
#![no_main]

use libfuzzer_sys::fuzz_target;
use regie::model::id::Day;
use regie::model::query::parse;

fuzz_target!(|text: &str| {
    let today = Day::new(2026, 11, 22).unwrap();
    let parsed = parse(text, today);
    let printed = parsed.query.to_string();
    let again = parse(&printed, today);
    assert_eq!(again.query, parsed.query, "{text:?} prints as {printed:?}");
});
