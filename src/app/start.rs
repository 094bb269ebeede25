//! What the program starts with, and the state that it starts in.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::last::Last;
use super::state::State;
use crate::config::ColourDepth;
use crate::query::Query;
use crate::ui::key::Key;
use crate::ui::keymap::Keymap;
use crate::ui::pane::{Display, PaneId, ReviewMode, ViewState};
use crate::ui::review_snapshot::ReviewSnapshot;
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

impl Start {
    /// The state before anything is loaded, with the last session taken up again.
    pub(crate) fn state(self, area: Rect) -> State {
        let review = ReviewMode::default().going_to(self.query.article().is_some());
        let (query, focus, time) = (self.query, self.pane, self.time);
        let view = ViewState { query, focus, time, review, ..ViewState::default() };
        let display = Display {
            theme: self.theme.at(self.depth),
            notation: self.notation,
            keymap: self.keymap,
            share: self.share,
            ..Display::default()
        };
        let mut state = State {
            complaints: self.complaints,
            snapshot: Arc::new(ReviewSnapshot { coder: self.coder, ..ReviewSnapshot::default() }),
            depth: self.depth,
            themes: Theme::built_in().iter().cloned().chain(self.themes).collect(),
            saved: self.views,
            view_keys: self.view_keys,
            source: self.source,
            ..State::new(view, display, area)
        };
        if let Some(last) = self.last {
            last.resume(&mut state);
        }
        state
    }
}
