//! The command table, keys, and the keymap that joins the two.
//!
//! Owns which commands there are (`table`), how a key is written (`chord`), and which keys give which
//! command (`keymap`). The workbench's hints, pop-ups, help page and palette, `regie keys` and the README
//! section are all derived from table and keymap; words are looked up at the edges by a command's name.

pub mod chord;
pub mod keymap;
pub mod reference;
pub mod table;

pub use chord::{Chord, Key};
pub use keymap::{Base, Found, Keymap, Problem, ProblemKind};
pub use reference::{Format, keys_reference};
pub use table::{Command, Reason, Scope, Situation};
