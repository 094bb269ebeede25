//! How it runs: the state, the messages that change it, the effects that
//! follow, and the threads that carry them out.
//!
//! [`update::update`] is all of the behaviour and does no I/O; [`runtime::run`]
//! owns the terminal and the threads.

pub mod background_task;
pub mod clipboard;
mod deferred_drop;
pub mod editor;
pub mod export;
pub mod journal_worker;
mod kept_subject;
mod keys;
pub mod last;
pub mod loader;
pub mod message;
pub mod open;
pub mod plain;
mod question;
pub mod runtime;
pub mod start;
pub mod state;
pub mod terminal;
mod thread_priority;
pub mod update;
pub mod worker;

pub use last::Last;
pub use message::{Effect, Loaded, Msg};
pub use start::Start;
pub use state::State;
pub use update::update;
