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
#[path = "journal/importing.rs"]
mod importing;
#[path = "journal/kill.rs"]
mod kill;
#[path = "journal/read_only.rs"]
mod read_only;
#[path = "journal/replay.rs"]
mod replay;
#[path = "journal/rescue.rs"]
mod rescue;
#[path = "journal/review_snapshot.rs"]
mod review_snapshot;
#[path = "journal/revision.rs"]
mod revision;
#[cfg(unix)]
#[path = "journal/taken_away.rs"]
mod taken_away;
#[cfg(unix)]
#[path = "journal/two_processes.rs"]
mod two_processes;
#[path = "journal/unreadable.rs"]
mod unreadable;
