//! Review: deciding, walking the undecided, marking, and what the journal answers.

mod amending;
mod answers;
mod deciding;
mod forms;
mod making;
mod resolving;
mod selecting;
mod walking;

pub use amending::{merge_all, name_view, words};
pub use answers::{look, reply, touch};
pub use deciding::{confirm, decide_all};
pub use forms::{correct, edit_again, edited};
pub use making::{make, offer};
pub use resolving::{confirm as confirm_name, pick, resolve};

use super::act;
use crate::app::message::{Effect, JournalAct, Request};
use crate::app::state::State;
use crate::journal::Thing;
use crate::model::{Decision, EventView};
use crate::ui::action::Action;
use crate::ui::pane::{PaneId, Subject};
use crate::ui::review_snapshot::SelectedRows;

/// How many can be decided on at once: as many as are written in a moment.
const MOST: usize = 5_000;

/// Asks the journal for something; without a journal nothing happens.
pub fn request(state: &mut State, act: JournalAct, effects: &mut Vec<Effect>) {
    if state.snapshot.coder.is_some() {
        state.awaited.asked += 1;
        effects.push(Effect::Journal(Request { number: state.awaited.asked, act }));
    }
}

/// Does an action of review.
pub fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::PreviousUndecided => return walking::walk(state, false),
        Action::NextUndecided => return walking::walk(state, true),
        Action::Select => return selecting::mark(state, effects),
        Action::Range => return selecting::range(state),
        Action::Unselect => {
            state.marks = SelectedRows::default();
            return state.say("nothing is marked any more");
        }
        _ => {}
    }
    if state.snapshot.coder.is_none() {
        return state.fail("no journal is kept here: nothing can be decided");
    }
    match action {
        Action::Accept => deciding::decide(state, Decision::Accepted, effects),
        Action::Reject => deciding::decide(state, Decision::Rejected, effects),
        Action::Skip => deciding::decide(state, Decision::Skipped, effects),
        Action::Reopen => deciding::decide(state, Decision::Open, effects),
        Action::Comment => amending::comment(state),
        Action::Correct => forms::open_form(state),
        Action::Edit => forms::in_editor(state, effects),
        Action::NewEvent => making::begin(state, Thing::Event),
        Action::NewClaim => making::begin(state, Thing::Claim),
        Action::Resolve => resolving::begin(state),
        Action::Undo => request(state, JournalAct::Undo, effects),
        Action::Redo => request(state, JournalAct::Redo, effects),
        Action::ActOnSelected => selecting::choose_act(state),
        Action::Merge => amending::merge(state, effects),
        Action::Unmerge => amending::unmerge(state, effects),
        Action::History => request(state, JournalAct::History, effects),
        _ => {}
    }
}

/// The event or claim that an action of review is about.
pub fn here(state: &State) -> Option<Subject> {
    let cx = state.cx(false);
    let subject = match state.view.focus {
        PaneId::Timeline => state.panes.timeline.chosen(&cx).map(Subject::Event),
        PaneId::Claims => state.panes.claims.chosen(&cx).map(Subject::Claim),
        _ => Some(state.view.subject),
    };
    subject.filter(|s| matches!(s, Subject::Event(_) | Subject::Claim(_)))
}

/// What the rows of one event have in common.
fn record(state: &State, thing: Subject) -> Option<usize> {
    let Subject::Event(id) = thing else { return None };
    address(&state.store.event_by_id(id)?)
}

fn address(event: &EventView<'_>) -> Option<usize> {
    event.detail().map(|d| std::ptr::from_ref(d) as usize)
}
