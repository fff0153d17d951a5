//! Importers and exporters.
pub mod plan;
pub mod json;
pub mod visible;
