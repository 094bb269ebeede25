//! Making what panes want come true.

use super::viewing::{self, follow, view};
use super::{focus, review, weeks};
use crate::app::message::Effect;
use crate::app::state::State;
use crate::model::{ActorId, Day};
use crate::query::{ActorName, Filter};
use crate::ui::pane::{Intent, Outcome, PaneId, Subject};

/// Carries out what a pane wants.
pub(crate) fn carry_out(state: &mut State, outcome: Outcome, effects: &mut Vec<Effect>) {
    let Outcome::Consumed(intents) = outcome else { return };
    for intent in intents {
        match intent {
            Intent::Ask(query) => viewing::go(state, query, effects),
            Intent::ViewPair(pair) => {
                let query = state.view.query.with_pair(pair);
                viewing::go(state, query, effects);
                focus(state, PaneId::Timeline);
            }
            Intent::Show(subject) => view(state, subject),
            Intent::Drill(pane, subject) => {
                state.history.trail.push(state.history_entry());
                view(state, subject);
                focus(state, pane);
            }
            Intent::MoveTime(day) => move_time(state, day),
            Intent::FilterActor(actor) => filter_actor(state, actor, effects),
            Intent::Sums(pair) => weeks::show_sums(state, pair),
            Intent::OpenUrl(url) => effects.push(Effect::Open(url)),
            Intent::UseSelection => review::offer(state),
            Intent::Say(text) => state.say(text),
        }
    }
}

fn move_time(state: &mut State, day: Day) {
    // Only in the chart a bin is picked; elsewhere the cursor follows what is in view.
    let window = state.window().filter(|_| state.view.focus == PaneId::Balance);
    state.view.time.picked = window.map(|w| w.unit.next(w.unit.floor(day)).plus(-1));
    if state.view.time.cursor == Some(day) {
        return;
    }
    state.view.time.cursor = Some(day);
    // In the chart the bin itself is the place: an event in it was shown already.
    if state.view.focus == PaneId::Balance && !matches!(state.view.subject, Subject::Event(_)) {
        follow(state);
    }
}

fn filter_actor(state: &mut State, actor: ActorId, effects: &mut Vec<Effect>) {
    let filter = Filter::Actor(vec![ActorName::of(&state.store, actor)]);
    if state.view.query.terms.iter().any(|t| !t.negated && t.filter == filter) {
        return;
    }
    // Its row counts what goes with all that is asked already.
    let query = state.view.query.clone().with(filter);
    viewing::go(state, query, effects);
}
