//! What happens to the state, and what it wants done.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use ratatui::layout::Rect;

use super::background_task::{BackgroundTask, Done};
use super::editor::Edited;
use super::export::Export;
use super::question::{Question, WeeksQuestion};
use crate::journal::{Adjudication, Correction, Draft, SideRef};
use crate::model::{Decision, Store};
use crate::query::change::WeeksOf;
use crate::query::summary::weeks::Weeks;
use crate::query::{Query, Views};
use crate::read::LoadReport;
use crate::ui::key::Key;
use crate::ui::overlay::{ReviewList, ReviewListKind};
use crate::ui::pane::Subject;
use crate::ui::review_snapshot::ReviewSnapshot;
use crate::ui::screen::{Loading, Notice};

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
    /// Something that was to be worked out is.
    Done {
        /// The number under which it was asked for.
        number: u64,
        /// What came of it.
        done: Box<Done>,
    },
    /// The weeks of the pairs were counted.
    Weeks {
        /// What they are of.
        of: WeeksOf,
        /// The counts.
        weeks: Arc<Weeks>,
    },
    /// Something was done or failed elsewhere, to be told to the user.
    Notice(Notice),
    /// The journal: what was done, and what holds now.
    Journal(Arc<Reply>),
    /// The user's editor has ended.
    Edited(Edited),
    /// The program was asked to stop for a while from outside.
    Suspend,
    /// It goes on after it was stopped, by whomever.
    Continue,
    /// The program was asked to end from outside.
    Terminate,
}

/// Passes a notice on from another thread.
pub(super) fn notices(messages: Sender<Msg>) -> impl FnOnce(Notice) + Send + 'static {
    move |notice| {
        // Nobody listens any more once the program ends.
        let _ = messages.send(Msg::Notice(notice));
    }
}

/// How far loading has come.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Everything loaded so far; `None` if only the progress is new.
    pub(crate) store: Option<Arc<Store>>,
    pub(crate) progress: Loading,
    /// The reports of the files that are done, once all are.
    pub(crate) reports: Option<Vec<LoadReport>>,
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
    /// The mouse was moved while it was held.
    Drag,
    /// The wheel was turned down.
    Down,
    /// The wheel was turned up.
    Up,
}

/// Something that the journal is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Counts up; a reply tells how far it has come.
    pub number: u64,
    /// What to do.
    pub act: JournalAct,
}

/// What can be done with the journal.
#[derive(Debug, Clone)]
pub enum JournalAct {
    /// Look for decisions in this store from now on.
    Take(Arc<Store>),
    /// Set the same decision on all of these.
    Decide {
        /// Events and claims.
        things: Vec<Subject>,
        /// The decision; open takes one back.
        decision: Decision,
    },
    /// Write about an event or claim.
    Comment {
        /// The event or claim.
        thing: Subject,
        /// The words; none take the comment back.
        words: String,
    },
    /// Change fields of an event or claim.
    Correct {
        /// The event or claim.
        thing: Subject,
        /// The fields; none take the correction back.
        correction: Box<Correction>,
    },
    /// These are other reports of one event.
    Merge {
        /// The other reports.
        things: Vec<Subject>,
        /// The event.
        into: Subject,
    },
    /// What was merged into this event, or this event if it was, is of its own again.
    Unmerge(Subject),
    /// Say who an unresolved name is.
    Resolve {
        /// The name as it stands.
        name: String,
        /// Who it is; `None` takes that back.
        side: Option<SideRef>,
    },
    /// Add an event or claim that nobody coded.
    Create(Box<Draft>),
    /// Save a query under a name.
    SaveView {
        /// The name.
        name: String,
        /// The query; `None` forgets it.
        query: Option<Query>,
    },
    /// Write about a pair or article, by its key; no words take it back.
    Note {
        /// The key.
        key: String,
        /// The words.
        words: String,
    },
    /// Mark an event, claim, pair or article, or unmark it.
    Flag(Flagged),
    /// Rule where coders differ; `None` takes the adjudication back.
    Rule {
        /// The key.
        key: String,
        /// What holds.
        adjudication: Option<Adjudication>,
    },
    /// Give what a key holds to an event or claim.
    Attach {
        /// The key.
        key: String,
        /// The event or claim.
        to: Subject,
    },
    /// Empty what a key holds.
    Drop(String),
    /// List something out of the journal.
    List(ReviewListKind),
    /// Show what held after an entry; `None` comes back to the present.
    Replay(Option<u64>),
    /// Try again to save what is held.
    Retry,
    /// Write what is held to a file, and end.
    Rescue,
    /// Undo the last act.
    Undo,
    /// Redo the last act that was undone.
    Redo,
    /// A pair came in view as a whole: what is new in it?
    LastSeen(Arc<Views>),
    /// Show what was done, line by line.
    History,
}

impl JournalAct {
    /// What it is done to, as far as that is on the screen.
    pub(super) fn things(&self) -> Vec<Subject> {
        match self {
            JournalAct::Decide { things, .. } => things.clone(),
            JournalAct::Merge { things, into } => things.iter().copied().chain([*into]).collect(),
            JournalAct::Correct { thing, .. }
            | JournalAct::Comment { thing, .. }
            | JournalAct::Unmerge(thing)
            | JournalAct::Attach { to: thing, .. } => vec![*thing],
            _ => Vec::new(),
        }
    }

    /// Whether it writes to the journal.
    pub(super) fn changes(&self) -> bool {
        !matches!(
            self,
            JournalAct::Take(_)
                | JournalAct::LastSeen(_)
                | JournalAct::History
                | JournalAct::List(_)
                | JournalAct::Replay(_)
                | JournalAct::Retry
                | JournalAct::Rescue
        )
    }
}

/// What can be marked.
#[derive(Debug, Clone, PartialEq)]
pub enum Flagged {
    /// An event or claim.
    Thing(Subject),
    /// A pair or article, by its key.
    Key(String),
}

/// What came of a request.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The number of the last request that is done.
    pub(crate) number: u64,
    /// What holds now.
    pub snapshot: Arc<ReviewSnapshot>,
    /// The store as it stands after review, where that is another than before.
    pub(crate) store: Option<Arc<Store>>,
    /// What the user is told.
    pub notice: Option<Notice>,
    /// The things that undo or redo changed, or that were added: the cursor goes there.
    pub touched: Vec<Subject>,
    /// Lines to show, in two columns.
    pub(crate) page: Option<Vec<(String, String)>>,
    /// A list to show.
    pub(crate) review_list: Option<ReviewList>,
    /// Whether what was held is in a file, and the program can end.
    pub(crate) rescued: bool,
}

impl Reply {
    /// Whether the user waits for it: it tells or shows something, and is drawn
    /// at once. What only keeps the review snapshot up to date may wait for the next frame.
    pub(crate) fn is_answer(&self) -> bool {
        let shows = self.page.is_some() || self.review_list.is_some() || !self.touched.is_empty();
        self.notice.is_some() || shows || self.rescued
    }
}

/// Something to be done outside the state.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Answer a query; answers to older questions are stale.
    Query(Question),
    /// Work something out.
    BackgroundTask {
        /// Counts up; what older ones lead to is stale.
        number: u64,
        /// What to work out; nothing only gives up what is under way.
        task: Option<BackgroundTask>,
    },
    /// Count the weeks of the pairs.
    Weeks(WeeksQuestion),
    /// Do something with the journal.
    Journal(Request),
    /// Copy a text to the clipboard.
    Copy(String),
    /// Open an address.
    Open(String),
    /// Write a brief to a file.
    Brief(Export),
    /// Stop loading.
    CancelLoading,
    /// Draw everything anew.
    Redraw,
    /// Go to the shell.
    Suspend,
    /// Take the terminal again, which somebody else may have had.
    TakeAgain,
    /// Let the user edit a text in an editor of his own.
    Edit(String),
    /// End, and let go of what cannot be saved.
    LetGo,
    /// End.
    Quit,
}
