//! How it runs.

pub mod clipboard;
pub mod open;
