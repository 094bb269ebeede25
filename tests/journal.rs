//! The journal: what is decided stays, whatever happens.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#[path = "journal/brief.rs"]
mod brief;
#[path = "journal/coder_sessions.rs"]
mod coder_sessions;
#[path = "journal/coders.rs"]
mod coders;
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
#[path = "journal/review_snapshot.rs"]
mod review_snapshot;
#[path = "journal/revision.rs"]
mod revision;
