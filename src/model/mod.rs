//! The register as plain data.
pub mod kinds;
