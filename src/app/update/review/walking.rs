//! Which events and claims are undecided, and the way from one to the next.

use super::record;
use crate::app::state::State;
use crate::app::update::viewing;
use crate::model::Decision;
use crate::ui::pane::{PaneId, Subject};

/// Whether nobody has decided on a thing, nor is about to.
pub(super) fn is_open(state: &State, thing: Subject) -> bool {
    let waits = &state.awaited;
    if waits.things.contains(&thing) || record(state, thing).is_some_and(|r| waits.records.contains(&r)) {
        return false;
    }
    state.snapshot.of_subject(&state.store, thing) == Decision::Open
}

/// Moves on to the next undecided after a decision; stays if there is none. In a list
/// that is one further down: a decision on the last row does not lead to the first,
/// where the next key would decide on what nobody has looked at.
pub(super) fn go_on(state: &mut State, from: Subject) {
    match next_open(state, from, true, state.view.focus == PaneId::Source) {
        Some(next) => viewing::view(state, next),
        None => viewing::view(state, from),
    }
}

/// Goes to the next or previous thing that nobody decided on.
pub(crate) fn walk(state: &mut State, forward: bool) {
    let from = state.here().unwrap_or(state.view.subject);
    match next_open(state, from, forward, true) {
        Some(next) => viewing::view(state, next),
        None => state.say("all that is in view is decided on"),
    }
}

/// The next undecided thing: in the Source pane in the order of the text, else
/// in the order of the list of its kind; round and round, or only to the end of the list.
fn next_open(state: &State, from: Subject, forward: bool, round: bool) -> Option<Subject> {
    if state.view.focus == PaneId::Source {
        let items = state.panes.source.subjects();
        let count = items.len();
        let step =
            |at: usize, i: usize| if forward { (at + i) % count } else { (at + count - i % count) % count };
        let at = items.iter().position(|s| *s == from);
        let mut along = at.into_iter().flat_map(|at| (1..count).map(move |i| step(at, i)));
        // What the query leaves out is not under review.
        if let Some(next) = along.find(|&i| is_open(state, items[i]) && viewing::in_view(state, items[i])) {
            return Some(items[next]);
        }
    }
    let claims = state.view.focus == PaneId::Claims
        || (state.view.focus != PaneId::Timeline && matches!(from, Subject::Claim(_)));
    let count = if claims { state.views.claims.len() } else { state.views.events.len() };
    let subject = |at: usize| match claims {
        true => state.views.claims.get(at).map(|&id| Subject::Claim(id)),
        false => state.views.event(at).map(|e| Subject::Event(e.id())),
    };
    let start = match from {
        Subject::Claim(id) if claims => state.views.claims.iter().position(|&c| c == id),
        Subject::Event(id) if !claims => state.views.position(id),
        _ => None,
    };
    let later = if claims { forward } else { forward != state.panes.timeline.is_latest_first() };
    let most = match start {
        Some(start) if !round && later => count.saturating_sub(start + 1),
        Some(start) if !round => start,
        _ => count,
    };
    let start = start.unwrap_or(if later { count.saturating_sub(1) } else { 0 });
    let step = |i: usize| if later { (start + i) % count } else { (start + count - i % count) % count };
    (1..=most).filter_map(|i| subject(step(i))).find(|&s| is_open(state, s))
}
