//! The dashboard from outside: keys and what they lead to, screens with their
//! styles, and the real program in a pseudo-terminal.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "dashboard/amending.rs"]
mod amending;
#[path = "dashboard/common.rs"]
mod common;
#[path = "dashboard/effects.rs"]
mod effects;
#[cfg(unix)]
#[path = "dashboard/endings.rs"]
mod endings;
#[path = "dashboard/extracted.rs"]
mod extracted;
#[path = "dashboard/hostile.rs"]
mod hostile;
#[path = "dashboard/keys.rs"]
mod keys;
#[path = "dashboard/making.rs"]
mod making;
#[path = "dashboard/monkey.rs"]
mod monkey;
#[path = "dashboard/notes_and_flags.rs"]
mod notes_and_flags;
#[path = "dashboard/numbers.rs"]
mod numbers;
#[path = "dashboard/overlays.rs"]
mod overlays;
#[path = "dashboard/pictures.rs"]
mod pictures;
#[cfg(unix)]
#[path = "dashboard/pty.rs"]
mod pty;
#[path = "dashboard/review.rs"]
mod review;
#[path = "dashboard/review_mode.rs"]
mod review_mode;
#[path = "dashboard/room.rs"]
mod room;
#[cfg(unix)]
#[path = "dashboard/safety.rs"]
mod safety;
#[path = "dashboard/screens.rs"]
mod screens;
#[path = "dashboard/settings.rs"]
mod settings;
#[cfg(unix)]
#[path = "dashboard/size.rs"]
mod size;
