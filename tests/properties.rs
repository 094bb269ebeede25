//! Properties that hold for all inputs: text forms are inverse to reading, and
//! the index gives what a naive loop gives.

#![allow(clippy::unwrap_used, clippy::panic)]
#[path = "properties/folds.rs"]
mod folds;
#[path = "properties/query.rs"]
mod query;
#[path = "properties/store.rs"]
mod store;
#[path = "properties/weeks.rs"]
mod weeks;
