//! Any bytes as what a client sends: a greeting, frames behind it, a message in each; and what it would have recorded, by somebody
//! who sees everything and by somebody who does not, on a register where something is confidential.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use regie::io::demo::Demo;
use regie::model::apply::{apply, apply_revocably, revoke};
use regie::model::change::Draft;
use regie::model::id::{Day, Stamp};
use regie::model::register::Register;
use regie::model::renumber::Numbers;
use regie::model::veil::Veil;
use regie::net::talk::{Question, Say, Tell};
use regie::net::wire::{Frame, Greeting, MOST_FRAME};
use regie::store::Snapshot;

const AT: Stamp = Stamp(1_795_000_000_000);

fn register() -> Register {
    let mut register = Register::new();
    for draft in Demo::new(42, 60, Day::new(2026, 11, 22).unwrap(), AT).drafts() {
        apply(&mut register, &draft.changes, AT).unwrap();
    }
    register
}

thread_local! {
    static SERVED: RefCell<Register> = RefCell::new(register());
}

/// Has `draft` recorded, if it can be, and taken back.
fn record(whole: &mut Register, draft: Draft) {
    if let Ok(touched) = apply_revocably(whole, &draft.changes, AT) {
        revoke(whole, &draft.changes, &touched);
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut rest = bytes;
    let greeting = Greeting::read(&mut rest);
    let mut frames = if greeting.is_ok() { rest } else { bytes };
    let mut blocks = Vec::new();
    while let Ok(frame) = Frame::read(&mut frames, MOST_FRAME) {
        assert_eq!(Frame::read(&mut &frame.bytes().unwrap()[..], MOST_FRAME).unwrap(), frame);
        let _ = frame.message::<Tell>();
        match frame.message::<Say>() {
            Ok(say) => {
                // What was understood can be said again, and is understood alike.
                let again = Frame::of(&say).unwrap();
                assert_eq!(format!("{:?}", again.message::<Say>().unwrap()), format!("{say:?}"));
                if let Say::Ask { what: Question::Append { draft, .. }, .. } = say {
                    SERVED.with_borrow_mut(|whole| {
                        let mut veil = Veil::new(whole);
                        let numbers = Numbers::of_all_seen(whole, &draft);
                        record(whole, numbers.renumber(draft.clone()));
                        if let Ok(lifted) = veil.lift(whole, draft) {
                            record(whole, lifted);
                        }
                        let same = Veil::new(whole).register().same_content(veil.register());
                        assert!(same, "what was taken back is to be seen");
                    });
                }
            }
            Err(_) => {
                if let Frame::Block(block) = frame {
                    blocks.push(block);
                }
            }
        }
    }
    let _ = Snapshot::load(blocks);
});
