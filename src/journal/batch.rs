//! Changes that are written together, and taken back together.

use super::entry::Change;

/// Who writes, and in which session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The coder's name.
    pub(crate) coder: String,
    pub(crate) session: String,
}

/// Changes that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Its name, unique over all journals: session and number.
    pub name: String,
    /// Who writes it.
    pub author: Author,
    /// What it does.
    pub act: Act,
}

/// What a batch does.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Sets slots.
    Do(Vec<Change>),
    /// Undoes the author's batch with this name, if it is not undone.
    Undo(String),
    /// Redoes the author's batch with this name, if it is undone.
    Redo(String),
}
