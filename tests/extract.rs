//! Articles of our own, labelled by hand, through the whole extractor.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]
#[path = "extract/claims.rs"]
mod claims;
