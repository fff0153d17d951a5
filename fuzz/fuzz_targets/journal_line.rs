//! Any text as a journal line, as an item, and as an entry's changes: read or refused, never a crash; what is read
//! writes back to the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use regie::model::apply::apply;
use regie::model::change::Change;
use regie::model::id::Stamp;
use regie::model::register::Register;
use regie::store::read_lines;

fuzz_target!(|text: &str| {
    let _ = read_lines(text.as_bytes());
    if let Ok(changes) = serde_json::from_str::<Vec<Change>>(text) {
        let written = serde_json::to_string(&changes).unwrap();
        let again: Vec<Change> = serde_json::from_str(&written).unwrap();
        assert_eq!(again, changes);
        let mut register = Register::new();
        let empty = register.clone();
        if apply(&mut register, &changes, Stamp(0)).is_ok() {
            assert!(register.same_content(&register.rebuilt()));
        } else {
            assert!(register.same_content(&empty));
        }
    }
});
