//! Importers and exporters.
pub mod plan;
