//! The real binary, command by command, and the documents made from it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "cli/actors.rs"]
mod actors;
#[path = "cli/answers.rs"]
mod answers;
#[path = "cli/bounds.rs"]
mod bounds;
#[path = "cli/cache.rs"]
mod cache;
#[path = "cli/commands.rs"]
mod commands;
#[path = "cli/documents.rs"]
mod documents;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/journal.rs"]
mod journal;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/run.rs"]
mod run;
#[path = "cli/settings.rs"]
mod settings;
#[path = "cli/surroundings.rs"]
mod surroundings;
#[path = "cli/terminal.rs"]
mod terminal;
#[path = "cli/threads.rs"]
mod threads;
