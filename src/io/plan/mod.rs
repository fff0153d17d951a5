//! Plan import.
