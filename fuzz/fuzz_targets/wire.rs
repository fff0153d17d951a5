//! Any bytes as what a client sends: a greeting, frames behind it, and a message in each.
#![no_main]

use libfuzzer_sys::fuzz_target;
use regie::net::talk::{Say, Tell};
use regie::net::wire::{Frame, Greeting, MOST_FRAME};

fuzz_target!(|bytes: &[u8]| {
    let mut rest = bytes;
    let greeting = Greeting::read(&mut rest);
    let mut frames = if greeting.is_ok() { rest } else { bytes };
    while let Ok(frame) = Frame::read(&mut frames, MOST_FRAME) {
        assert_eq!(Frame::read(&mut &frame.bytes().unwrap()[..], MOST_FRAME).unwrap(), frame);
        if let Ok(say) = frame.message::<Say>() {
            // What was understood can be said again, and is understood alike.
            let again = Frame::of(&say).unwrap();
            assert_eq!(format!("{:?}", again.message::<Say>().unwrap()), format!("{say:?}"));
        }
        let _ = frame.message::<Tell>();
    }
});
