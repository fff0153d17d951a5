//! The register as plain data, and the one mechanism that alters it.
//!
//! Owns every entity of the field, the changes and their `apply`, the operations, roll-up, the query
//! language and the one-line add. No I/O, clock, environment, randomness or terminal: those are
//! arguments. Everything else in the program uses it; it uses nothing.

pub mod action;
pub mod agreement;
pub mod apply;
pub mod bulk;
pub mod carried;
pub mod change;
pub mod erasure;
pub mod field;
pub mod find;
pub mod fold;
pub mod id;
pub mod indicator;
pub mod kinds;
pub mod ledger;
pub mod meeting;
pub mod operation;
pub mod partner;
pub mod plan;
pub mod proposal;
pub mod query;
pub mod record;
mod redirect;
pub mod register;
pub mod remark;
pub mod renumber;
pub mod rollup;
pub mod signal;
pub mod start;
pub mod value;
pub mod veil;
