//! Pairs against their own weeks before, and how a pair's numbers come about.
//! The weeks are counted away from the screen, and only where somebody asks.

use std::sync::Arc;

use crate::app::message::Effect;
use crate::app::question::WeeksQuestion;
use crate::app::state::State;
use crate::model::Pair;
use crate::query::Filter;
use crate::query::change::WeeksOf;
use crate::query::summary::weeks::Weeks;
use crate::ui::overlay::Sums;
use crate::ui::pane::PaneId;
use crate::ui::panes::weeks_of;
use crate::ui::{format, sum_lines};

/// Asks for the weeks that the screen needs and has not.
pub(super) fn request(state: &mut State, effects: &mut Vec<Effect>) {
    let counting = &state.weeks;
    let is_wanted =
        counting.always || counting.sums.is_some() || weeks_of(state.panes.pairs.order()).is_some();
    if !is_wanted {
        return;
    }
    let Some(wanted) = WeeksOf::latest(&state.views, state.view.time.picked) else { return };
    let is_there = counting.counted.as_ref().is_some_and(|(of, _)| *of == wanted);
    if is_there || counting.asked.as_ref() == Some(&wanted) {
        return;
    }
    state.weeks.asked = Some(wanted.clone());
    effects.push(Effect::Weeks(WeeksQuestion {
        of: wanted,
        views: state.views.clone(),
        decisions: state.snapshot.decisions.clone(),
    }));
}

/// The weeks are counted.
pub(super) fn arrived(state: &mut State, of: WeeksOf, weeks: Arc<Weeks>) {
    if state.weeks.asked.as_ref() != Some(&of) {
        return;
    }
    state.weeks.asked = None;
    state.weeks.counted = Some((of, weeks));
    state.with_pane(PaneId::Pairs, |pane, cx| pane.refresh(cx));
    if let Some(pair) = state.weeks.sums.take() {
        open(state, pair);
    }
}

/// Drops what was counted for another question. Decisions may have changed since,
/// so whatever asks for them is counted anew.
pub(super) fn renew(state: &mut State) {
    let now = WeeksOf::latest(&state.views, None);
    let asks_review = state.views.query.terms.iter().any(|t| matches!(t.filter, Filter::Review(_)));
    let fits =
        |of: &WeeksOf| now.as_ref().is_some_and(|now| WeeksOf { monday: of.monday, ..now.clone() } == *of);
    if asks_review || !state.weeks.counted.as_ref().is_some_and(|(of, _)| fits(of)) {
        state.weeks.counted = None;
        state.weeks.asked = None;
    }
}

/// Shows how a pair's numbers come about, once its weeks are counted.
pub(super) fn show_sums(state: &mut State, pair: Pair) {
    let wanted = WeeksOf::latest(&state.views, state.view.time.picked);
    let is_there = state.weeks.counted.as_ref().is_some_and(|(of, _)| Some(of) == wanted.as_ref());
    // Without any dated event there is no week to wait for.
    if is_there || wanted.is_none() {
        open(state, pair);
    } else {
        state.weeks.sums = Some(pair);
    }
}

fn open(state: &mut State, pair: Pair) {
    let counted = state.weeks.counted.as_ref().map(|(of, weeks)| (of, &**weeks));
    let lines = sum_lines::lines(&state.views, counted, state.display.measure, pair);
    if !lines.is_empty() {
        let title = format!("{} How the numbers come about", format::pair(pair).trim());
        state.open(Sums::new(&title, lines));
    }
}
