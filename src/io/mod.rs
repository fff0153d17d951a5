//! Importers and exporters.
pub mod actions;
pub mod contacts;
pub mod csv;
pub mod demo;
pub mod file;
pub mod json;
pub mod mapping;
pub mod plan;
pub mod sheet;
pub mod vcard;
pub mod visible;
