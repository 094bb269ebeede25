//! How it runs: the state, the messages that change it, the effects that
//! follow, and the threads that carry them out.
//!
//! [`update::update`] is all of the behaviour and does no I/O; [`runtime::run`]
//! owns the terminal and the threads.

pub(crate) mod background_task;
pub(crate) mod clipboard;
mod deferred_drop;
pub mod editor;
pub(crate) mod export;
#[cfg(unix)]
mod input_filter;
pub mod journal_worker;
mod kept_subject;
mod keys;
pub(crate) mod last;
pub(crate) mod loader;
pub mod message;
pub(crate) mod open;
#[cfg(unix)]
pub(crate) mod parent_process;
pub mod plain;
mod question;
pub(crate) mod runtime;
pub(crate) mod start;
pub(crate) mod state;
pub(crate) mod terminal;
mod thread_priority;
pub mod update;
pub(crate) mod worker;

pub use last::Last;
pub use message::{Effect, Loaded, Msg};
pub use start::Start;
pub use state::State;
pub use update::update;
