//! What happens to the state, and what it wants done.

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::model::Store;
use crate::query::{Query, Views};
use crate::read::LoadReport;
use crate::ui::key::Key;
use crate::ui::screen::Loading;

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has another size.
    Resize(Rect),
    /// More was loaded.
    Loaded(Loaded),
    /// A query was answered.
    Answer {
        /// The question's number.
        generation: u64,
        /// The answer.
        views: Arc<Views>,
    },
    /// Something was done or failed, to be told to the user.
    Told {
        /// The words.
        text: String,
        /// Whether it failed.
        failed: bool,
    },
    /// The program was asked to end from outside.
    Terminate,
}

/// How far loading has come.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Everything loaded so far; `None` if only the progress is new.
    pub store: Option<Arc<Store>>,
    /// The progress.
    pub progress: Loading,
    /// The reports of the files that are done, once all are.
    pub reports: Option<Vec<LoadReport>>,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// Column.
    pub x: u16,
    /// Row.
    pub y: u16,
    /// What it did there.
    pub what: Click,
}

/// Press or wheel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Click {
    /// The left button was pressed.
    Press,
    /// The wheel was turned down.
    Down,
    /// The wheel was turned up.
    Up,
}

/// Something to be done outside the state.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Answer a query.
    Query {
        /// The question's number; answers to older ones are stale.
        generation: u64,
        /// What to ask.
        store: Arc<Store>,
        /// The question.
        query: Query,
    },
    /// Copy a text to the clipboard.
    Copy(String),
    /// Open an address.
    Open(String),
    /// Stop loading.
    CancelLoading,
    /// Draw everything anew.
    Redraw,
    /// Go to the shell.
    Suspend,
    /// End.
    Quit,
}
