//! The journal: what is decided stays, whatever happens.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#[path = "journal/brief.rs"]
mod brief;
#[path = "journal/coders.rs"]
mod coders;
#[path = "journal/desk.rs"]
mod desk;
#[path = "journal/exchange.rs"]
mod exchange;
#[path = "journal/faults.rs"]
mod faults;
#[path = "journal/holding.rs"]
mod holding;
#[path = "journal/kill.rs"]
mod kill;
#[path = "journal/replay.rs"]
mod replay;
#[path = "journal/revision.rs"]
mod revision;
#[path = "journal/sittings.rs"]
mod sittings;
