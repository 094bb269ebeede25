//! Properties that hold for all inputs: text forms are inverse to reading, and
//! the index gives what a naive loop gives.

#[path = "properties/query.rs"]
mod query;
#[path = "properties/store.rs"]
mod store;
