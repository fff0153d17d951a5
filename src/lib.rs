//! # How regie is built
//!
//! `regie` is a terminal workbench for carrying out a municipal safety plan. One crate (this library and the `regie`
//! program), one folder per layer, one mechanism for every change.
//!
//! ## Layers
//!
//! Each layer may use those in its row, and everything may use `error`. `tests/layers.rs` reads this table and fails on any other
//! import.
//!
//! | layer | may import | what it is |
//! |---|---|---|
//! | `error` | - | a failure in whole sentences, and its exit code |
//! | `model` | - | the register as plain data: items, changes, operations, roll-up, queries. No I/O, clock, environment, randomness |
//! | `store` | `model` | where entries and state live: journal, sled, check, lock |
//! | `io` | `model` | importers that propose, exporters that read |
//! | `command` | `model` | the command table, key chords, the keymap |
//! | `i18n` | `model` | the words of the screen in Dutch and English |
//! | `tui` | `model`, `command`, `io`, `i18n` | the workbench; it never sees the store |
//! | `cli` | `all` | arguments, dispatch, printing; the only place where everything meets |

pub mod cli;
pub mod command;
pub mod error;
pub mod i18n;
pub mod io;
pub mod model;
pub mod store;
pub mod tui;
