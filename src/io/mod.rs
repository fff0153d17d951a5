//! Importers and exporters.
pub mod demo;
pub mod plan;
