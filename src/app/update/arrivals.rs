//! What was worked out away from the screen, put where it is waited for.

use std::sync::Arc;

use super::{background_tasks, opening, overlays};
use crate::app::background_task::Done;
use crate::app::message::Effect;
use crate::app::state::State;
use crate::model::Store;
use crate::ui::overlay::{AnyOverlay, Picker};

/// Something is worked out.
pub(crate) fn done(state: &mut State, number: u64, done: Done, effects: &mut Vec<Effect>) {
    if number < state.newest_task {
        return;
    }
    state.open_task = None;
    match done {
        Done::Picker(store, picker) => fill(state, store, *picker, effects),
        Done::Lines(lines) => opening::tell_worth(state, &lines),
        Done::Completions(text, cursor, list) => {
            if let Some(AnyOverlay::FilterEditor(editor)) = &mut state.overlay {
                editor.offer(&text, cursor, list);
            }
        }
        Done::Found(panes, outcome) => {
            state.panes = *panes;
            background_tasks::found(state, outcome, effects);
        }
    }
}

/// Puts what is to be picked from into the picker that waits for it.
fn fill(state: &mut State, store: Arc<Store>, picker: Picker, effects: &mut Vec<Effect>) {
    let at = state.view.query.pair();
    match &mut state.overlay {
        Some(AnyOverlay::Picker(waiting)) if waiting.waits_for(&picker) => {
            let answer = waiting.fill(picker, at);
            overlays::answer(state, answer, effects);
        }
        // It was closed meanwhile; the pairs are worth keeping.
        _ if picker.picks_pairs() => state.pair_picker = Some((store, picker)),
        _ => {}
    }
}
