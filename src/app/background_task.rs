//! What takes too long to be worked out between a key and its frame. A thread
//! does it, while the screen says that it is under way; one at a time, and a
//! newer one supersedes it.

use std::sync::Arc;

use crate::model::Store;
use crate::query::Views;
use crate::query::complete::complete_unless;
use crate::query::offers::Completion;
use crate::ui::overlay::{Picker, PickerOf};
use crate::ui::pane::{Cx, Display, Outcome, Stop, ViewState};
use crate::ui::panes::Panes;
use crate::ui::report_lines;
use crate::ui::review_snapshot::{ReviewSnapshot, SelectedRows};
use crate::ui::text::Notation;

/// Something to be worked out.
#[derive(Debug, Clone)]
pub enum BackgroundTask {
    /// All pairs or articles of a store, to pick one.
    Picker(PickerOf, Arc<Store>, Notation),
    /// What the events in view are worth.
    Worth(Arc<Views>),
    /// The ways to go on from a place in a query.
    Complete {
        /// The query as typed.
        text: String,
        /// The byte at which the cursor stands.
        cursor: usize,
        /// Whose names are offered.
        store: Arc<Store>,
    },
    /// The next row of a pane that holds a text.
    Find(Box<RowSearch>),
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum Done {
    /// Something to pick from.
    Picker(Arc<Store>, Box<Picker>),
    /// Lines to show.
    Lines(Vec<String>),
    /// The ways to go on from this text and cursor.
    Completions(String, usize, Vec<Completion>),
    /// The panes with the cursor on what was found, and what the pane wants;
    /// nothing if it is nowhere.
    Found(Box<Panes>, Option<Outcome>),
}

impl BackgroundTask {
    /// Whether it matters only until the user does something else.
    pub(crate) fn is_row_search(&self) -> bool {
        matches!(self, BackgroundTask::Find(_))
    }

    /// Does it; `None` if it was given up.
    pub(crate) fn work(self, superseded: Stop<'_>) -> Option<Done> {
        let done = match self {
            BackgroundTask::Picker(of, store, notation) => {
                let picker = of.picker(&store, notation);
                Done::Picker(store, Box::new(picker))
            }
            BackgroundTask::Worth(views) => Done::Lines(report_lines::worth(&views)),
            BackgroundTask::Complete { text, cursor, store } => {
                let list = complete_unless(superseded, &text, cursor, &store);
                Done::Completions(text, cursor, list)
            }
            BackgroundTask::Find(search) => search.go(superseded),
        };
        (!superseded()).then_some(done)
    }
}

/// A search through the rows of a pane, with all that its rows are made of.
#[derive(Debug, Clone)]
pub struct RowSearch {
    /// The answer whose rows these are.
    pub(crate) views: Arc<Views>,
    /// The panes with their cursors.
    pub(crate) panes: Panes,
    /// The pane with the focus is searched.
    pub(crate) view: ViewState,
    /// How rows are written, and what is looked for in them.
    pub(crate) display: Display,
    /// Whether downwards.
    pub(crate) forward: bool,
    pub(super) total: usize,
    pub(super) snapshot: Arc<ReviewSnapshot>,
    pub(super) marks: SelectedRows,
}

impl RowSearch {
    fn go(self, stop: Stop<'_>) -> Done {
        let RowSearch { views, mut panes, view, display, forward, total, snapshot, marks } = self;
        // Rows are found by what they say in every order.
        let display = Display { share: false, ..display };
        let cx = Cx {
            views: &views,
            view: &view,
            display: &display,
            focused: true,
            weeks: None,
            stale: false,
            total,
            snapshot: &snapshot,
            marks: &marks,
            stop,
        };
        let outcome = panes.get_mut(view.focus).find(&display.find, forward, &cx);
        Done::Found(Box::new(panes), outcome)
    }
}
