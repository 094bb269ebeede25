//! The contract of a pane, and what panes share: context, intents, lists.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::{ActorId, Day, Pair};
use crate::query::summary::Measure;
use crate::query::summary::weeks::Weeks;
use crate::query::{Query, Views};

use super::action::{Action, Scope};
use super::keymap::Keymap;
use super::review_snapshot::{ReviewSnapshot, SelectedRows};
use super::text::Notation;
use super::theme::{Background, Role, Theme};
use super::time::TimeView;

pub use super::pane_id::PaneId;
pub use super::subject::Subject;

/// What is in view and where in it one is: all that going back and forward
/// restores, besides the cursors of the panes and the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewState {
    /// The question in force; the answer in view may still be of an older one.
    pub query: Query,
    /// The pane with the focus.
    pub focus: PaneId,
    /// Whether it stands alone.
    pub zoomed: bool,
    /// The pane at the bottom of a small screen.
    pub lower: PaneId,
    /// The thing in view.
    pub subject: Subject,
    /// The chart's window and the time cursor.
    pub time: TimeView,
    /// Whether keys decide.
    pub review: ReviewMode,
}

/// Whether the keys that write to the journal do so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReviewMode {
    /// They do nothing, so that a stray letter changes no data.
    #[default]
    Off,
    /// They do: the user began review.
    On,
    /// They do as long as the article is in view with which review began.
    WithArticle,
}

impl ReviewMode {
    /// Whether they do.
    pub(crate) fn is_on(self) -> bool {
        self != ReviewMode::Off
    }

    /// In the view of an article keys decide from the start; with the article ends
    /// what began with it.
    #[must_use]
    pub(crate) fn going_to(self, article: bool) -> ReviewMode {
        match (self, article) {
            (ReviewMode::Off, true) => ReviewMode::WithArticle,
            (ReviewMode::WithArticle, false) => ReviewMode::Off,
            (mode, _) => mode,
        }
    }
}

impl Default for ViewState {
    fn default() -> Self {
        ViewState {
            query: Query::all(),
            focus: PaneId::Timeline,
            zoomed: false,
            lower: PaneId::Source,
            subject: Subject::Nothing,
            time: TimeView::default(),
            review: ReviewMode::default(),
        }
    }
}

/// How everything is shown, whatever is in view: going back leaves it as it is.
#[derive(Debug, Clone)]
pub struct Display {
    /// The colours in force, at the terminal's depth.
    pub theme: Theme,
    /// How dates and counts are written.
    pub notation: Notation,
    /// The keys, for hints in empty panes.
    pub(crate) keymap: Keymap,
    /// Events or reports.
    pub measure: Measure,
    /// Whether both directions of a pair are told apart.
    pub mirror: bool,
    /// Whether counts are shown as shares of all events of the data.
    pub share: bool,
    /// Whether actors and quotes are tinted in the text.
    pub mentions: bool,
    /// What was searched for last, marked where it stands in the focused pane;
    /// empty before the first search.
    pub(crate) find: String,
}

impl Default for Display {
    fn default() -> Self {
        Display {
            theme: Theme::for_background(Background::Dark),
            notation: Notation::default(),
            keymap: Keymap::default(),
            measure: Measure::Events,
            mirror: false,
            share: false,
            mentions: true,
            find: String::new(),
        }
    }
}

/// Whether what is being worked out is wanted no more.
pub(crate) type Stop<'a> = &'a (dyn Fn() -> bool + Sync);

/// What a pane may know when it acts and draws.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    /// The answer to the query in view.
    pub(crate) views: &'a Views,
    /// What is in view, and where in it one is.
    pub(crate) view: &'a ViewState,
    /// How it is shown.
    pub(crate) display: &'a Display,
    /// Whether the pane has the focus.
    pub(crate) focused: bool,
    /// The pairs of the answer in the latest complete week and those before, once
    /// somebody asked.
    pub(crate) weeks: Option<&'a Weeks>,
    /// Whether a newer answer is being worked out.
    pub(crate) stale: bool,
    /// How many events the store holds.
    pub(crate) total: usize,
    /// What is decided and written down.
    pub(crate) snapshot: &'a ReviewSnapshot,
    /// What the user picked out to act upon.
    pub(crate) marks: &'a SelectedRows,
    /// Whether a long search is to be given up.
    pub(crate) stop: Stop<'a>,
}

impl Cx<'_> {
    /// The style of a role.
    pub(crate) fn style(&self, role: Role) -> ratatui::style::Style {
        self.display.theme.style(role)
    }

    /// Whether keys decide: a journal is kept, and review has begun.
    pub(crate) fn reviews(&self) -> bool {
        self.snapshot.coder.is_some() && self.view.review.is_on()
    }

    /// What is searched for, if anything is.
    pub(crate) fn find(&self) -> Option<&str> {
        Some(self.display.find.as_str()).filter(|words| !words.is_empty())
    }

    /// The first key of an action, or its name in the palette.
    pub(crate) fn key(&self, action: Action) -> String {
        self.display.keymap.key(action).unwrap_or_else(|| format!(":{}", action.row().name))
    }
}

/// What a pane wants; the app makes it so.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Ask another query, and remember the way back.
    Ask(Query),
    /// Make this pair the one in view.
    ViewPair(Pair),
    /// Make this the thing in view, without moving the focus.
    Show(Subject),
    /// Make this the thing in view and go to another pane, remembering the way back.
    Drill(PaneId, Subject),
    /// Move the time cursor.
    MoveTime(Day),
    /// Only this actor.
    FilterActor(ActorId),
    /// Show how the numbers of a pair come about.
    Sums(Pair),
    /// Open an address.
    OpenUrl(String),
    /// Offer what can be made of the words selected in the text.
    UseSelection,
    /// Tell the user something.
    Say(String),
}

/// Whether a pane had a use for an action.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It had, and wants these.
    Consumed(Vec<Intent>),
    /// It had not.
    Ignored,
}

impl Outcome {
    /// Consumed, with nothing further to be done.
    pub(crate) fn done() -> Outcome {
        Outcome::Consumed(Vec::new())
    }

    /// Consumed, with one intent.
    pub(crate) fn intent(intent: Intent) -> Outcome {
        Outcome::Consumed(vec![intent])
    }
}

/// The two ends of a pane's border.
#[derive(Debug, Clone, Default)]
pub(crate) struct Title {
    /// Behind the name, left.
    pub(crate) left: String,
    /// At the right end.
    pub(crate) right: String,
}

/// One of the six panes. Areas are inside the border.
pub(crate) trait Pane {
    /// The scope of its own actions.
    fn scope(&self) -> Scope {
        Scope::Everywhere
    }

    /// What its border says.
    fn title(&self, cx: &Cx<'_>) -> Title;

    /// The order that its rows are sorted in, in words; `None` if it is its first
    /// one, or the only one.
    fn sorted(&self) -> Option<&'static str> {
        None
    }

    /// Sorts in an order by its words; others are passed over.
    fn sort_by(&mut self, _order: &str) {}

    /// Takes note of its size and keeps cursor and scroll inside it.
    fn layout(&mut self, area: Rect, cx: &Cx<'_>);

    /// Finds its place again after the answer changed.
    fn refresh(&mut self, cx: &Cx<'_>);

    /// Moves to where the thing in view or the time cursor is.
    fn follow(&mut self, cx: &Cx<'_>);

    /// Does an action.
    fn act(&mut self, action: Action, cx: &Cx<'_>) -> Outcome;

    /// Whether an action would do something now: feeds footer and palette.
    fn enabled(&self, action: Action, cx: &Cx<'_>) -> bool;

    /// A click at a place inside its area. A second one on the same place opens.
    fn click(&mut self, x: u16, y: u16, cx: &Cx<'_>) -> Outcome;

    /// The mouse was moved there while it was held down.
    fn drag(&mut self, _x: u16, _y: u16, _cx: &Cx<'_>) -> Outcome {
        Outcome::done()
    }

    /// Scrolls by rows, as a mouse wheel does.
    fn scroll(&mut self, rows: isize, cx: &Cx<'_>) -> Outcome;

    /// Goes to the next or previous row that holds a text; whether there is one.
    fn find(&mut self, text: &str, forward: bool, cx: &Cx<'_>) -> Option<Outcome>;

    /// The row at the cursor as plain text, for the clipboard.
    fn row_text(&self, cx: &Cx<'_>) -> String;

    /// All rows as plain text, for screen readers and pipes.
    fn plain(&self, cx: &Cx<'_>) -> Vec<String>;

    /// Draws; changes nothing.
    fn render(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>);
}
