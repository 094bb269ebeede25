//! Everything that the screen depends on.

use std::sync::Arc;

use ratatui::layout::Rect;
use rustc_hash::FxHashSet;

use super::last::{Last, Thing};
use super::update::weeks::Counting;
use crate::config::ColourDepth;
use crate::model::Store;
use crate::query::fold::Fold;
use crate::query::summary::Measure;
use crate::query::{Query, Views};
use crate::read::LoadReport;
use crate::ui::key::{Key, sequence_text};
use crate::ui::keymap::Keymap;
use crate::ui::layout::{Arrangement, LayoutRequest, inside};
use crate::ui::overlay::Overlay;
use crate::ui::pane::{Cx, PaneId, Subject};
use crate::ui::panes::Panes;
use crate::ui::review_snapshot::{ReviewSnapshot, SelectedRows};
use crate::ui::screen::{Loading, Notice, Scene};
use crate::ui::text::Notation;
use crate::ui::theme::Theme;
use crate::ui::time::TimeView;

/// What the program starts with.
#[derive(Debug, Clone)]
pub struct Start {
    /// The first question.
    pub query: Query,
    /// The pane with the focus.
    pub pane: PaneId,
    /// Colours, at full depth.
    pub theme: Theme,
    /// How many colours the terminal shows.
    pub depth: ColourDepth,
    /// How dates and counts are written.
    pub notation: Notation,
    /// The user's own themes besides the built-in ones.
    pub themes: Vec<Theme>,
    /// The keys.
    pub keymap: Keymap,
    /// The chart's first bin width.
    pub time: TimeView,
    /// Saved queries by name.
    pub views: Vec<(String, Query)>,
    /// Keys that open a saved query at once.
    pub view_keys: Vec<(Vec<Key>, Query)>,
    /// What is loaded, in a word.
    pub source: String,
    /// What was wrong with the configuration.
    pub complaints: Vec<String>,
    /// Who decides, where a journal is kept.
    pub coder: Option<String>,
    /// Whether counts are shown as shares at first.
    pub share: bool,
    /// The last session, to be taken up again.
    pub last: Option<Last>,
}

impl Default for Start {
    fn default() -> Self {
        Start {
            query: Query::all(),
            pane: PaneId::Timeline,
            theme: Theme::for_background(crate::ui::theme::Background::Dark),
            depth: ColourDepth::TrueColor,
            notation: Notation::default(),
            themes: Vec::new(),
            keymap: Keymap::default(),
            time: TimeView::default(),
            views: Vec::new(),
            view_keys: Vec::new(),
            source: "loaded".to_owned(),
            complaints: Vec::new(),
            coder: None,
            share: false,
            last: None,
        }
    }
}

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
    pub(super) looked: Option<crate::model::Pair>,
}

/// What was in view at some moment: what going back restores.
#[derive(Debug, Clone)]
pub struct HistoryEntry {
    pub(super) query: Query,
    /// The answer; not kept of moments that lie far back, if it is large.
    pub(super) views: Option<Arc<Views>>,
    pub(super) panes: Panes,
    pub(super) focus: PaneId,
    pub(super) zoomed: bool,
    pub(super) lower: PaneId,
    pub(super) subject: Subject,
    pub(super) time: TimeView,
}

/// Everything that the screen depends on.
#[derive(Debug)]
pub struct State {
    /// What is asked: everything loaded, as it stands after review or as it was coded.
    pub store: Arc<Store>,
    /// Everything as it was loaded.
    pub loaded: Arc<Store>,
    /// The same after review, once the journal has told.
    pub(super) revised: Option<Arc<Store>>,
    /// Whether everything is shown as it was coded.
    pub as_coded: bool,
    /// The question in force.
    pub query: Query,
    /// The newest answer; of another question while that is being worked out.
    pub views: Arc<Views>,
    /// The panes with their cursors.
    pub panes: Panes,
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
    /// Whether directions are told apart.
    pub mirror: bool,
    /// Whether actors and quotes are tinted.
    pub mentions: bool,
    /// Events or reports.
    pub measure: Measure,
    /// What is folded away.
    pub fold: Fold,
    /// Whether counts are shown as shares of all events of the data.
    pub share: bool,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// What the user is told.
    pub notice: Option<Notice>,
    /// How far loading has come.
    pub loading: Loading,
    /// What the files gave.
    pub reports: Vec<LoadReport>,
    /// The keys.
    pub keymap: Keymap,
    /// The colours in force, at the terminal's depth.
    pub theme: Theme,
    /// How dates and counts are written.
    pub notation: Notation,
    /// What was searched for last.
    pub find: String,
    /// What was wrong with the configuration.
    pub complaints: Vec<String>,
    /// What is decided and written down.
    pub snapshot: Arc<ReviewSnapshot>,
    /// What the user picked out to act upon.
    pub marks: SelectedRows,
    pub(super) weeks: Counting,
    pub(super) awaited: Awaited,
    /// What is, or was, in the user's editor.
    pub(super) draft: Option<Box<super::update::Draft>>,
    /// What was in view when the last session was left, until it is found.
    pub(super) returns_to: Option<Thing>,
    /// Whether the user picked the theme while the program ran.
    pub(super) theme_picked: bool,
    pub(super) depth: ColourDepth,
    pub(super) themes: Vec<Theme>,
    pub(super) saved: Vec<(String, Query)>,
    pub(super) view_keys: Vec<(Vec<Key>, Query)>,
    pub(super) source: String,
    pub(super) area: Rect,
    pub(super) arrangement: Arrangement,
    pub(super) pressed: Vec<Key>,
    pub(super) trail: Vec<HistoryEntry>,
    pub(super) past: Vec<HistoryEntry>,
    pub(super) future: Vec<HistoryEntry>,
    pub(super) generation: u64,
    pub(super) answered: u64,
    pub(super) preview: bool,
    /// The number of the last thing that was to be worked out, and whether it
    /// is still under way; `true` if only until the user does something else.
    pub(super) background_task: u64,
    pub(super) background_task_open: Option<bool>,
    /// The picker of pairs from its last use, with the store that it is of.
    pub(super) pair_picker: Option<(Arc<Store>, crate::ui::overlay::Picker)>,
}

impl State {
    /// The state before anything is loaded.
    pub fn new(start: Start, area: Rect) -> State {
        let mut themes: Vec<Theme> = Theme::built_in().to_vec();
        themes.extend(start.themes);
        let focus = start.pane;
        let request =
            LayoutRequest { focus, zoomed: false, lower: PaneId::Source, article: false, claims: true };
        let mut state = State {
            store: Arc::default(),
            loaded: Arc::default(),
            revised: None,
            as_coded: false,
            query: start.query,
            views: Arc::default(),
            panes: Panes::default(),
            focus,
            zoomed: false,
            lower: PaneId::Source,
            subject: Subject::Nothing,
            time: start.time,
            mirror: false,
            mentions: true,
            measure: Measure::Events,
            fold: Fold::default(),
            share: start.share,
            weeks: Counting::default(),
            overlay: None,
            notice: None,
            loading: Loading::default(),
            reports: Vec::new(),
            keymap: start.keymap,
            theme: start.theme.at(start.depth),
            notation: start.notation,
            find: String::new(),
            complaints: start.complaints,
            snapshot: Arc::new(ReviewSnapshot { coder: start.coder, ..ReviewSnapshot::default() }),
            marks: SelectedRows::default(),
            awaited: Awaited::default(),
            draft: None,
            returns_to: None,
            theme_picked: false,
            depth: start.depth,
            themes,
            saved: start.views,
            view_keys: start.view_keys,
            source: start.source,
            area,
            arrangement: Arrangement::of(area, request),
            pressed: Vec::new(),
            trail: Vec::new(),
            past: Vec::new(),
            future: Vec::new(),
            generation: 0,
            answered: 0,
            preview: false,
            background_task: 0,
            background_task_open: None,
            pair_picker: None,
        };
        if let Some(last) = start.last {
            last.resume(&mut state);
        }
        state
    }

    /// Whether the answer on the screen belongs to an older question.
    pub fn is_stale(&self) -> bool {
        self.answered < self.generation
    }

    /// Whether something that was asked for is still on its way.
    pub fn is_waiting(&self) -> bool {
        self.is_stale() || self.background_task_open.is_some()
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

    /// The screen's size.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// What the panes may know. Borrows only what panes do not change.
    pub(super) fn cx<'a>(&'a self, focused: bool) -> Cx<'a> {
        context(self, &self.views, focused)
    }

    /// The whole screen, ready to be drawn.
    pub fn scene(&self) -> Scene<'_> {
        let pending = (!self.pressed.is_empty()).then(|| {
            let scope = self.panes.get(self.focus).scope();
            let ways = self.keymap.continuations(&self.pressed, scope);
            let ways: Vec<String> = ways.iter().map(|(k, a)| format!("{k} {}", a.row().about)).collect();
            format!("{}  {}", sequence_text(&self.pressed), ways.join(" · "))
        });
        Scene {
            cx: self.cx(false),
            panes: &self.panes,
            arrangement: &self.arrangement,
            focus: self.focus,
            zoomed: self.zoomed,
            overlay: self.overlay.as_ref(),
            notice: self.notice.as_ref(),
            pending,
            loading: self.loading,
            rejected: self.reports.iter().map(|r| r.rejected).sum::<u64>()
                + self.reports.iter().filter(|r| r.failure.is_some()).count() as u64,
            source: &self.source,
        }
    }

    pub(super) fn arrange(&mut self) {
        let request = LayoutRequest {
            focus: self.focus,
            zoomed: self.zoomed,
            lower: self.lower,
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
        use crate::ui::layout::Size;
        if self.panes.balance.mirror_untouched {
            self.mirror = self.arrangement.size == Size::Large;
        }
    }

    /// Hands a pane and its context to a function: the pane may change, what it
    /// sees may not.
    pub(super) fn with_pane<T>(
        &mut self,
        id: PaneId,
        f: impl FnOnce(&mut dyn crate::ui::pane::Pane, &Cx<'_>) -> T,
    ) -> T {
        let mut panes = std::mem::take(&mut self.panes);
        let result = f(panes.get_mut(id), &context(self, &self.views, id == self.focus));
        self.panes = panes;
        result
    }

    pub(super) fn history_entry(&self) -> HistoryEntry {
        HistoryEntry {
            query: self.query.clone(),
            views: Some(self.views.clone()),
            panes: self.panes.clone(),
            focus: self.focus,
            zoomed: self.zoomed,
            lower: self.lower,
            subject: self.subject,
            time: self.time,
        }
    }
}

impl State {
    /// Lets go of the answers of the moments furthest back, once all of them
    /// hold more events than are worth their memory: eight bytes each.
    pub(super) fn lighten(&mut self) {
        const MOST: usize = 1 << 25;
        let mut counted: FxHashSet<*const Views> = FxHashSet::default();
        counted.insert(Arc::as_ptr(&self.views));
        let mut sum = 0;
        let later = self.future.iter_mut().rev().chain(self.trail.iter_mut().rev());
        for history_entry in later.chain(self.past.iter_mut().rev()) {
            let Some(views) = &history_entry.views else { continue };
            if counted.insert(Arc::as_ptr(views)) {
                sum += views.events.len();
            }
            if sum > MOST && !Arc::ptr_eq(views, &self.views) {
                history_entry.views = None;
            }
        }
    }
}

fn context<'a>(state: &'a State, views: &'a Views, focused: bool) -> Cx<'a> {
    Cx {
        views,
        theme: &state.theme,
        notation: state.notation,
        focused,
        measure: state.measure,
        subject: state.subject,
        time: &state.time,
        mirror: state.mirror,
        share: state.share,
        weeks: state.weeks.counted.as_ref().map(|(_, weeks)| &**weeks),
        mentions: state.mentions,
        find: (!state.find.is_empty()).then_some(state.find.as_str()),
        stale: state.is_stale(),
        loading: state.loading.active,
        total: state.store.len(),
        snapshot: &state.snapshot,
        marks: &state.marks,
        keymap: &state.keymap,
        stop: &|| false,
    }
}
