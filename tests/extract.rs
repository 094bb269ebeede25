//! The extractor over whole texts: a gold set of our own as a bar against
//! falling back, bad input, and the same bytes on one thread and many.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]
#[path = "extract/claims.rs"]
mod claims;
#[path = "extract/constructions.rs"]
mod constructions;
#[path = "extract/gold.rs"]
mod gold;
#[path = "extract/hostile.rs"]
mod hostile;
#[path = "extract/told.rs"]
mod told;
#[path = "extract/who.rs"]
mod who;
