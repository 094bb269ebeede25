//! Everything that the screen depends on.

use std::sync::Arc;

use ratatui::layout::Rect;
use rustc_hash::FxHashSet;

use super::kept_subject::KeptSubject;
use super::message::{Effect, JournalAct, Request};
use crate::config::ColourDepth;
use crate::model::{Pair, Store};
use crate::query::change::WeeksOf;
use crate::query::fold::Fold;
use crate::query::summary::weeks::Weeks;
use crate::query::{Query, Views};
use crate::read::LoadReport;
use crate::ui::key::{Key, sequence_text};
use crate::ui::layout::{Arrangement, LayoutRequest, Size, inside};
use crate::ui::overlay::{AnyOverlay, Form, Picker};
use crate::ui::pane::{Cx, Display, Pane, PaneId, Subject, ViewState};
use crate::ui::panes::Panes;
use crate::ui::review_snapshot::{ReviewSnapshot, SelectedRows};
use crate::ui::screen::{Loading, Notice, Scene};
use crate::ui::theme::Theme;
use crate::ui::time::Window;

/// What the journal was asked and has not answered yet: counts as decided
/// meanwhile, so that a fast hand never meets the same thing twice.
#[derive(Debug, Default)]
pub(super) struct Awaited {
    /// The number of the last request.
    pub(super) asked: u64,
    /// Events and claims under decision, and the events that these share their
    /// record with, by its address.
    pub(super) things: FxHashSet<Subject>,
    pub(super) records: FxHashSet<usize>,
    /// What undo or redo touched, or what was added: the cursor goes there with
    /// the next answer.
    pub(super) touched: Vec<Subject>,
    /// The pair that the journal knows to be in view.
    pub(super) looked: Option<Pair>,
}

/// What was in view at some moment: what going back restores.
#[derive(Debug, Clone)]
pub(super) struct HistoryEntry {
    pub(super) view: ViewState,
    pub(super) panes: Panes,
    /// The answer; not kept of moments that lie far back, if it is large.
    pub(super) views: Option<Arc<Views>>,
}

/// The ways back and forward.
#[derive(Debug, Default)]
pub(super) struct History {
    /// What lies behind what is in view, step by step: backing out leads there.
    pub(super) trail: Vec<HistoryEntry>,
    /// What was in view before, whatever led away from it.
    pub(super) past: Vec<HistoryEntry>,
    /// What was in view before going back.
    pub(super) future: Vec<HistoryEntry>,
}

impl History {
    /// How many steps back are kept; what lies further is not worth its memory.
    const STEPS: usize = 100;

    /// Another query is asked: both ways back lead to `entry`, and none forward.
    pub(super) fn leave(&mut self, entry: HistoryEntry) {
        self.past.push(entry.clone());
        self.trail.push(entry);
        self.future.clear();
        for list in [&mut self.past, &mut self.trail] {
            let extra = list.len().saturating_sub(History::STEPS);
            list.drain(..extra);
        }
    }

    /// Lets go of the answers of the moments furthest back, once all of them with
    /// the one in view hold more events than are worth their memory: eight bytes each.
    pub(super) fn lighten(&mut self, in_view: &Arc<Views>) {
        const MOST: usize = 1 << 25;
        let mut counted: FxHashSet<*const Views> = FxHashSet::default();
        counted.insert(Arc::as_ptr(in_view));
        let mut sum = 0;
        let later = self.future.iter_mut().rev().chain(self.trail.iter_mut().rev());
        for entry in later.chain(self.past.iter_mut().rev()) {
            let Some(views) = &entry.views else { continue };
            if counted.insert(Arc::as_ptr(views)) {
                sum += views.events.len();
            }
            if sum > MOST && !Arc::ptr_eq(views, in_view) {
                entry.views = None;
            }
        }
    }
}

/// Weeks as they were counted, are awaited and are wanted.
#[derive(Debug, Default)]
pub(super) struct Counting {
    /// The newest count, and what it is of.
    pub(super) counted: Option<(WeeksOf, Arc<Weeks>)>,
    /// What is being counted.
    pub(super) asked: Option<WeeksOf>,
    /// The pair whose sums are to be shown once the weeks are there.
    pub(super) sums: Option<Pair>,
    /// Whether weeks are wanted whatever the order of the pairs is.
    pub(super) always: bool,
}

/// An event or claim that is, or was, in the user's editor as text.
#[derive(Debug, Clone)]
pub(super) struct EditedText {
    pub(super) thing: Subject,
    pub(super) form: Form,
    /// What went to the editor, or came back from it and could not be read.
    pub(super) text: String,
}

/// Everything that the screen depends on.
#[derive(Debug)]
pub struct State {
    /// What is asked: everything loaded, as it stands after review or as it was coded.
    pub store: Arc<Store>,
    /// Everything as it was loaded.
    pub(crate) loaded: Arc<Store>,
    /// The same after review, once the journal has told.
    pub(super) revised: Option<Arc<Store>>,
    /// Whether everything is shown as it was coded.
    pub(crate) as_coded: bool,
    /// What is in view, and where in it one is.
    pub view: ViewState,
    /// The newest answer; of another question while that is being worked out.
    pub views: Arc<Views>,
    /// The panes with their cursors.
    pub panes: Panes,
    /// How everything is shown.
    pub display: Display,
    /// What is folded away.
    pub fold: Fold,
    /// What lies over the panes.
    pub overlay: Option<AnyOverlay>,
    /// What the user is told.
    pub notice: Option<Notice>,
    /// How far loading has come.
    pub(crate) loading: Loading,
    /// What the files gave.
    pub(crate) reports: Vec<LoadReport>,
    /// What was wrong with the configuration.
    pub complaints: Vec<String>,
    /// What is decided and written down.
    pub snapshot: Arc<ReviewSnapshot>,
    /// What the user picked out to act upon.
    pub(crate) marks: SelectedRows,
    /// The weeks of the pairs in view.
    pub(super) weeks: Counting,
    /// What the journal has not answered yet.
    pub(super) awaited: Awaited,
    /// What is in the user's editor, or could not be read when it came back.
    pub(super) edited_text: Option<Box<EditedText>>,
    /// The same of other events and claims, which wait until one is back there.
    pub(super) kept_texts: Vec<EditedText>,
    /// What was in view when the last session was left, until it is found.
    pub(super) returns_to: Option<KeptSubject>,
    /// Whether the user picked the theme while the program ran.
    pub(super) theme_picked: bool,
    /// How many colours the terminal shows.
    pub(super) depth: ColourDepth,
    /// All themes, at full depth.
    pub(super) themes: Vec<Theme>,
    /// The saved queries of the configuration by name.
    pub(super) saved: Vec<(String, Query)>,
    /// Keys that open a saved query at once.
    pub(super) view_keys: Vec<(Vec<Key>, Query)>,
    /// What is loaded, in a word.
    pub(super) source: String,
    /// The screen's size.
    pub(super) area: Rect,
    /// Where the panes stand on it.
    pub(super) arrangement: Arrangement,
    /// The beginning of a key sequence.
    pub(super) pressed: Vec<Key>,
    /// The ways back and forward.
    pub(super) history: History,
    /// The number of the question in force.
    pub(super) generation: u64,
    /// The number of the newest question that was answered.
    pub(super) answered: u64,
    /// Whether a query that is still being typed is in view.
    pub(super) preview: bool,
    /// The number of the newest background task.
    pub(super) newest_task: u64,
    /// Whether it is still under way; `true` if only until the user does something else.
    pub(super) open_task: Option<bool>,
    /// The picker of pairs from its last use, with the store that it is of.
    pub(super) pair_picker: Option<(Arc<Store>, Picker)>,
}

impl State {
    /// The state before anything is loaded.
    pub(super) fn new(view: ViewState, display: Display, area: Rect) -> State {
        let request = LayoutRequest {
            focus: view.focus,
            zoomed: view.zoomed,
            lower: view.lower,
            article: false,
            claims: true,
        };
        State {
            store: Arc::default(),
            loaded: Arc::default(),
            revised: None,
            as_coded: false,
            view,
            views: Arc::default(),
            panes: Panes::default(),
            display,
            fold: Fold::default(),
            overlay: None,
            notice: None,
            loading: Loading::default(),
            reports: Vec::new(),
            complaints: Vec::new(),
            snapshot: Arc::default(),
            marks: SelectedRows::default(),
            weeks: Counting::default(),
            awaited: Awaited::default(),
            edited_text: None,
            kept_texts: Vec::new(),
            returns_to: None,
            theme_picked: false,
            depth: ColourDepth::TrueColor,
            themes: Vec::new(),
            saved: Vec::new(),
            view_keys: Vec::new(),
            source: String::new(),
            area,
            arrangement: Arrangement::of(area, request),
            pressed: Vec::new(),
            history: History::default(),
            generation: 0,
            answered: 0,
            preview: false,
            newest_task: 0,
            open_task: None,
            pair_picker: None,
        }
    }

    /// Whether the answer on the screen belongs to an older question.
    pub(crate) fn is_stale(&self) -> bool {
        self.answered < self.generation
    }

    /// Whether something that was asked for is still on its way.
    pub(crate) fn is_waiting(&self) -> bool {
        self.is_stale() || self.open_task.is_some()
    }

    /// Whether so much is loaded that looking through it takes longer than a
    /// frame may.
    pub(super) fn is_large(&self) -> bool {
        const EVENTS: usize = 50_000;
        const ARTICLES: usize = 10_000;
        self.store.len() > EVENTS || self.store.article_count() > ARTICLES
    }

    /// Tells the user something, in place of what was told before.
    pub(super) fn tell(&mut self, notice: Notice) {
        self.notice = Some(notice);
    }

    /// Tells what was done, or what holds now.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.tell(Notice::of(text));
    }

    /// Tells that something failed, or why it cannot be done.
    pub(super) fn fail(&mut self, text: impl Into<String>) {
        self.tell(Notice::failure(text));
    }

    /// Whether keys decide: a journal is kept, and review has begun.
    pub fn reviews(&self) -> bool {
        self.cx(false).reviews()
    }

    /// The screen's size.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// What the panes may know: all that they do not change.
    pub(super) fn cx(&self, focused: bool) -> Cx<'_> {
        Cx {
            views: &self.views,
            view: &self.view,
            display: &self.display,
            focused,
            weeks: self.weeks.counted.as_ref().map(|(_, weeks)| &**weeks),
            stale: self.is_stale(),
            total: self.store.len(),
            snapshot: &self.snapshot,
            marks: &self.marks,
            stop: &|| false,
        }
    }

    /// The stretch of time that the chart shows.
    pub(super) fn window(&self) -> Option<Window> {
        self.panes.balance.shown(&self.cx(false))
    }

    /// The event or claim that an act of review is about.
    pub(super) fn here(&self) -> Option<Subject> {
        let cx = self.cx(false);
        let subject = match self.view.focus {
            PaneId::Timeline => self.panes.timeline.chosen(&cx).map(Subject::Event),
            PaneId::Claims => self.panes.claims.chosen(&cx).map(Subject::Claim),
            _ => Some(self.view.subject),
        };
        subject.filter(|s| matches!(s, Subject::Event(_) | Subject::Claim(_)))
    }

    /// Asks the journal for something; without a journal nothing happens.
    pub(super) fn request(&mut self, act: JournalAct, effects: &mut Vec<Effect>) {
        if self.snapshot.coder.is_some() {
            self.awaited.asked += 1;
            effects.push(Effect::Journal(Request { number: self.awaited.asked, act }));
        }
    }

    /// Lays an overlay over the panes; one that lies there is gone, and so is a sequence
    /// of keys that was begun.
    pub(super) fn open(&mut self, overlay: impl Into<AnyOverlay>) {
        self.pressed.clear();
        let mut overlay = overlay.into();
        overlay.layout(self.area);
        self.overlay = Some(overlay);
    }

    /// The whole screen, ready to be drawn.
    pub fn scene(&self) -> Scene<'_> {
        let pending = (!self.pressed.is_empty()).then(|| {
            let of_pane = || self.panes.get(self.view.focus).scope();
            let scope = self.overlay.as_ref().map_or_else(of_pane, |overlay| overlay.scope());
            let ways = self.display.keymap.continuations(&self.pressed, scope);
            let ways: Vec<String> = ways.iter().map(|(k, a)| format!("{k} {}", a.row().about)).collect();
            format!("{}  {}", sequence_text(&self.pressed), ways.join(" · "))
        });
        Scene {
            cx: self.cx(false),
            panes: &self.panes,
            arrangement: &self.arrangement,
            overlay: self.overlay.as_ref(),
            notice: self.notice.as_ref(),
            pending,
            loading: self.loading,
            rejected: self.reports.iter().map(|r| r.rejected()).sum(),
            failed: self.reports.iter().filter(|r| r.failure.is_some()).count(),
            source: &self.source,
        }
    }

    /// Puts everything in its place for the screen's size and what is in view.
    pub(super) fn arrange(&mut self) {
        let request = LayoutRequest {
            focus: self.view.focus,
            zoomed: self.view.zoomed,
            lower: self.view.lower,
            article: self.views.query.article().is_some(),
            claims: self.store.claim_count() > 0,
        };
        self.arrangement = Arrangement::of(self.area, request);
        self.mirror_by_size();
        let places = self.arrangement.panes.clone();
        for (id, rect) in places {
            self.with_pane(id, |pane, cx| pane.layout(inside(rect), cx));
        }
        if let Some(overlay) = &mut self.overlay {
            overlay.layout(self.area);
        }
    }

    /// Large screens have room for both directions apart; a choice of the user's stays.
    fn mirror_by_size(&mut self) {
        if self.panes.balance.mirror_untouched {
            self.display.mirror = self.arrangement.size == Size::Large;
        }
    }

    /// Hands a pane and its context to a function: the pane may change, what it
    /// sees may not.
    pub(super) fn with_pane<T>(&mut self, id: PaneId, f: impl FnOnce(&mut dyn Pane, &Cx<'_>) -> T) -> T {
        let mut panes = std::mem::take(&mut self.panes);
        let result = f(panes.get_mut(id), &self.cx(id == self.view.focus));
        self.panes = panes;
        result
    }

    /// What is in view now, to come back to.
    pub(super) fn history_entry(&self) -> HistoryEntry {
        HistoryEntry { view: self.view.clone(), panes: self.panes.clone(), views: Some(self.views.clone()) }
    }
}
