//! The last session: what was in view when the dashboard was left, to be taken
//! up again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::kept_subject::KeptSubject;
use super::state::State;
use crate::model::EventDate;
use crate::query::Query;
use crate::query::fold::Fold;
use crate::query::summary::Measure;
use crate::query::summary::timeline::Unit;
use crate::ui::pane::PaneId;

/// What is kept of a session. Written by hand or damaged it may hold anything:
/// what makes no sense is passed over.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Last {
    /// The question.
    pub(crate) query: Query,
    /// The pane with the focus.
    pane: String,
    /// The pane at the bottom of a small screen.
    lower: String,
    zoomed: bool,
    /// The theme, if it was picked while the dashboard ran.
    pub(crate) theme: Option<String>,
    /// `events` or `reports`.
    counting: String,
    /// Whether shares are shown instead of counts; a session of before tells nothing.
    shares: Option<bool>,
    fold_repeats: bool,
    fold_mirrored: bool,
    /// Whether actors and quotes are not tinted in the text.
    untinted: bool,
    /// Whether directions are apart, if the user said so.
    mirror: Option<bool>,
    /// The width of the chart's bins, if the user chose one.
    bins: Option<String>,
    /// The first day in the chart, if the user moved there.
    chart_from: Option<String>,
    time_cursor: Option<String>,
    /// The order of each list that is not in its first one.
    sort: BTreeMap<String, String>,
    /// The thing in view.
    thing: Option<KeptSubject>,
}

impl Last {
    /// What is in view now.
    pub fn of(state: &State) -> Last {
        let order = |id: PaneId| Some((id.name().to_owned(), state.panes.get(id).sorted()?.to_owned()));
        let balance = &state.panes.balance;
        Last {
            query: state.view.query.clone(),
            pane: state.view.focus.name().to_owned(),
            lower: state.view.lower.name().to_owned(),
            zoomed: state.view.zoomed,
            theme: state.theme_picked.then(|| state.display.theme.name.clone()),
            counting: state.display.measure.name().to_owned(),
            shares: Some(state.display.share),
            fold_repeats: state.fold.repeats,
            fold_mirrored: state.fold.mirrored,
            untinted: !state.display.mentions,
            mirror: (!balance.mirror_untouched).then_some(state.display.mirror),
            bins: state.view.time.unit.map(|unit| unit.name().to_owned()),
            chart_from: state.view.time.from.map(|day| day.to_string()),
            time_cursor: state.view.time.cursor.map(|day| day.to_string()),
            sort: PaneId::ALL.into_iter().filter_map(order).collect(),
            thing: KeptSubject::of(&state.store, state.view.subject),
        }
    }

    /// Takes it up in a state that is new.
    pub(super) fn resume(self, state: &mut State) {
        state.view.focus = PaneId::named(&self.pane).unwrap_or(state.view.focus);
        state.view.lower = PaneId::named(&self.lower).filter(|id| id.is_lower()).unwrap_or(state.view.lower);
        state.view.zoomed = self.zoomed;
        let picked = self.theme.and_then(|name| state.themes.iter().find(|theme| theme.name == name));
        if let Some(theme) = picked.map(|theme| theme.at(state.depth)) {
            state.display.theme = theme;
            state.theme_picked = true;
        }
        if self.counting == Measure::Reports.name() {
            state.display.measure = Measure::Reports;
        }
        state.display.share = self.shares.unwrap_or(state.display.share);
        state.fold = Fold { repeats: self.fold_repeats, mirrored: self.fold_mirrored, ..state.fold };
        state.display.mentions = !self.untinted;
        if let Some(mirror) = self.mirror {
            state.display.mirror = mirror;
            state.panes.balance.mirror_untouched = false;
        }
        let unit = self.bins.and_then(|name| Unit::ALL.into_iter().find(|unit| unit.name() == name));
        state.view.time.unit = unit.or(state.view.time.unit);
        let day = |text: Option<String>| Some(text?.parse::<EventDate>().ok()?.anchor());
        state.view.time.from = day(self.chart_from);
        state.view.time.cursor = day(self.time_cursor);
        for (pane, order) in &self.sort {
            if let Some(id) = PaneId::named(pane) {
                state.panes.get_mut(id).sort_by(order);
            }
        }
        state.returns_to = self.thing;
        state.view.query = self.query;
        state.arrange();
    }

    /// The same without what was in view: only how things are shown.
    pub(crate) fn look(self, query: Query) -> Last {
        Last {
            query,
            pane: String::new(),
            zoomed: false,
            chart_from: None,
            time_cursor: None,
            thing: None,
            ..self
        }
    }
}
