//! détente: a terminal dashboard for tracking diplomatic relations.
//!
//! Five floors, each using only the floors below it; `docs/architecture.md`
//! walks through them.

pub mod app;
pub mod cli;
pub mod config;
pub mod extract;
pub mod journal;
pub mod model;
pub mod query;
pub mod read;
pub mod ui;
pub mod write;
