//! regie
pub mod command;
pub mod error;
pub mod i18n;
pub mod io;
pub mod model;
pub mod store;
