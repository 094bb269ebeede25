//! What is in view: going to another query or thing, and staying with one.

use super::ask;
use crate::app::message::Effect;
use crate::app::state::State;
use crate::query::Query;
use crate::ui::pane::{PaneId, Subject};

/// Asks another query and remembers the way back.
pub(crate) fn go(state: &mut State, query: Query, effects: &mut Vec<Effect>) {
    if query == state.view.query {
        return;
    }
    let entry = state.history_entry();
    state.history.leave(entry);
    state.history.lighten(&state.views);
    state.view.time.from = None;
    state.view.time.picked = None;
    ask(state, query, effects);
}

/// Makes something the thing in view: panes that mind go there.
pub(crate) fn view(state: &mut State, subject: Subject) {
    if subject == state.view.subject {
        return;
    }
    state.view.subject = subject;
    move_time_cursor(state);
    follow(state);
}

/// Moves the time cursor to the day of the event in view.
fn move_time_cursor(state: &mut State) {
    if let Subject::Event(id) = state.view.subject
        && let Some(event) = state.store.event_by_id(id)
        && event.date().is_known()
    {
        state.view.time.cursor = Some(event.date().anchor());
    }
}

/// Lets the panes that show the thing in view go there.
pub(crate) fn follow(state: &mut State) {
    for id in [PaneId::Timeline, PaneId::Claims, PaneId::Source] {
        state.with_pane(id, |pane, cx| pane.follow(cx));
    }
    state.arrange();
}

/// After a new answer: the thing in view stays if it is still there, else the
/// event at the timeline's cursor takes its place.
pub(crate) fn keep_subject(state: &mut State) {
    if let Some(left) = take_left(state) {
        state.view.subject = left;
        return follow(state);
    }
    let there = match state.view.subject {
        Subject::Nothing => false,
        // Until the user goes somewhere, the latest event is in view, also while more come.
        Subject::Event(_) if state.panes.timeline.is_untouched() => false,
        Subject::Article(_) => true,
        thing => in_view(state, thing),
    };
    if !there {
        state.view.subject = match state.panes.timeline.chosen(&state.cx(false)) {
            Some(id) => Subject::Event(id),
            None => match state.views.claims.first() {
                Some(&claim) => Subject::Claim(claim),
                None => Subject::Nothing,
            },
        };
        move_time_cursor(state);
    }
    follow(state);
}

/// What was in view when the last session was left, once it is there; nothing
/// any more if the user has gone elsewhere meanwhile, or it is not there at all.
fn take_left(state: &mut State) -> Option<Subject> {
    let left = state.returns_to.as_ref()?;
    if state.panes.timeline.is_untouched()
        && let Some(thing) = left.find(&state.store).filter(|&thing| in_view(state, thing))
    {
        state.returns_to = None;
        return Some(thing);
    }
    if !state.loading.active || !state.panes.timeline.is_untouched() {
        state.returns_to = None;
    }
    None
}

/// Whether the answer holds a thing.
pub(crate) fn in_view(state: &State, thing: Subject) -> bool {
    match thing {
        Subject::Event(id) => state.views.position(id).is_some(),
        Subject::Claim(id) => state.views.claims.contains(&id),
        _ => false,
    }
}

/// An article comes under review: begin with its first event, text beside it.
pub(crate) fn begin_review(state: &mut State, id: &str) {
    // From the details of an event or claim that very one stays in view.
    if state.view.focus == PaneId::Source && in_view(state, state.view.subject) {
        return;
    }
    let first = state.views.event(0).map(|e| e.id());
    let article = state.store.articles().find(|(_, a)| a.id() == id).map(|(article, _)| article);
    state.view.subject = match (first, article) {
        (Some(event), _) => Subject::Event(event),
        (None, Some(article)) => Subject::Article(article),
        (None, None) => Subject::Nothing,
    };
    // The user came to read from the beginning, not from the latest on.
    state.with_pane(PaneId::Timeline, |pane, cx| pane.follow(cx));
}
