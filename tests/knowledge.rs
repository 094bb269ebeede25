//! The tables of facts: complete, free of contradictions, and agreeing across
//! the code lists of the field.

#![allow(clippy::unwrap_used, clippy::panic)]
#[path = "knowledge/codes.rs"]
mod codes;
#[path = "knowledge/countries.rs"]
mod countries;
#[path = "knowledge/lists.rs"]
mod lists;
#[path = "knowledge/pairs.rs"]
mod pairs;
