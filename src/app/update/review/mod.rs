//! Review: deciding, walking the undecided, marking, and what the journal answers.

mod amending;
mod answers;
mod deciding;
mod forms;
mod making;
mod resolving;
mod selecting;
mod walking;

pub(crate) use amending::{merge_all, name_view, words};
pub(crate) use answers::{look, reply, touch};
pub(crate) use deciding::{confirm, decide_all};
pub(crate) use forms::{correct, edit_again, edited};
pub(crate) use making::{make, offer};
pub(crate) use resolving::{confirm as confirm_name, pick, resolve};
pub(crate) use selecting::{mark, range};
pub(crate) use walking::walk;

use crate::app::message::{Effect, JournalAct};
use crate::app::state::State;
use crate::journal::Thing;
use crate::model::{Decision, EventView};
use crate::ui::action::{Action, Scope};
use crate::ui::pane::{ReviewMode, Subject};

/// How many can be decided on at once: as many as are written in a moment.
const MOST: usize = 5_000;

/// What can only be done where a journal is kept.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ReviewAct {
    /// Decide on the thing in view, or on all that is marked.
    Decide(Decision),
    /// Write a comment.
    Comment,
    /// Correct fields in a form.
    Correct,
    /// Correct them in the user's own editor.
    Edit,
    /// Make something new of the words that are selected.
    Make(Thing),
    /// Say who an unresolved name is.
    Resolve,
    /// Undo the last act.
    Undo,
    /// Redo what was undone.
    Redo,
    /// Offer what can be done to all that is marked, or in view.
    ActOnSelected,
    /// The marked events are other reports of the one at the cursor.
    Merge,
    /// What was merged is of its own again.
    Unmerge,
    /// Show what was decided.
    History,
}

/// Why nothing can be decided where there is no journal.
const NO_JOURNAL: &str = "no journal is kept here: nothing can be decided";

/// Begins review, or ends it.
pub(crate) fn toggle(state: &mut State) {
    if state.snapshot.coder.is_none() {
        return state.fail(NO_JOURNAL);
    }
    state.view.review = if state.view.review.is_on() { ReviewMode::Off } else { ReviewMode::On };
}

/// Says what a key needs that writes to the journal, in place of doing it.
pub(crate) fn tell_how(state: &mut State) {
    let key = state.cx(false).key(Action::ReviewMode);
    state.say(format!("press {key} to review"));
}

/// Begins review for an action that was picked by its name: nobody does so by accident.
pub(crate) fn begin_for(state: &mut State, action: Action) {
    let decides = action.row().scope == Scope::Review && state.snapshot.coder.is_some();
    if decides && !state.view.review.is_on() {
        state.view.review = ReviewMode::On;
    }
}

/// Does something that the journal keeps or tells.
pub(crate) fn act(state: &mut State, act: ReviewAct, effects: &mut Vec<Effect>) {
    if state.snapshot.coder.is_none() {
        return state.fail(NO_JOURNAL);
    }
    match act {
        ReviewAct::Decide(decision) => deciding::decide(state, decision, effects),
        ReviewAct::Comment => amending::comment(state),
        ReviewAct::Correct => forms::open_form(state),
        ReviewAct::Edit => forms::in_editor(state, effects),
        ReviewAct::Make(thing) => making::begin(state, thing),
        ReviewAct::Resolve => resolving::begin(state),
        ReviewAct::Undo => state.request(JournalAct::Undo, effects),
        ReviewAct::Redo => state.request(JournalAct::Redo, effects),
        ReviewAct::ActOnSelected => selecting::choose_act(state),
        ReviewAct::Merge => amending::merge(state, effects),
        ReviewAct::Unmerge => amending::unmerge(state, effects),
        ReviewAct::History => state.request(JournalAct::History, effects),
    }
}

/// What the rows of one event have in common.
fn record(state: &State, thing: Subject) -> Option<usize> {
    let Subject::Event(id) = thing else { return None };
    address(&state.store.event_by_id(id)?)
}

fn address(event: &EventView<'_>) -> Option<usize> {
    event.detail().map(|d| std::ptr::from_ref(d) as usize)
}
