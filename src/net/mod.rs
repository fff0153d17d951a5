//! One register, many people: a server that holds it, and clients that each have a copy.
//!
//! Owns what travels between them (`wire`, `talk`), the place where they meet (`socket`), the two ends (`server`, `client`)
//! and who may do what (`access`). A client is a `Ledger` like the store itself: whoever works with one does not know where the
//! record is. `cli` starts servers and attaches clients.

pub mod access;
pub mod client;
mod known;
mod lent;
mod outbox;
mod recording;
mod room;
pub mod server;
pub mod socket;
pub mod talk;
mod veiled;
pub mod wire;
