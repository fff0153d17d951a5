//! Importers and exporters.
pub mod actions;
pub mod contacts;
pub mod csv;
pub mod file;
pub mod json;
pub mod mapping;
pub mod demo;
pub mod plan;
pub mod sheet;
pub mod vcard;
pub mod visible;
