//! Decisions: on one thing, and on many after a question.

use super::walking::{go_on, is_open};
use super::{MOST, record, selecting::picked};
use crate::app::message::{Effect, JournalAct};
use crate::app::state::State;
use crate::model::Decision;
use crate::ui::overlay::{Choice, Confirm};
use crate::ui::pane::Subject;
use crate::ui::review_snapshot::SelectedRows;
use crate::ui::text;

pub(super) fn decide(state: &mut State, decision: Decision, effects: &mut Vec<Effect>) {
    if !state.marks.is_empty() {
        let things = picked(state);
        return confirm(state, things, decision);
    }
    let Some(thing) = state.here() else {
        return state.fail("no event or claim is in view to decide on");
    };
    await_answer(state, &[thing]);
    state.request(JournalAct::Decide { things: vec![thing], decision }, effects);
    if decision != Decision::Open {
        go_on(state, thing);
    }
}

/// Asks before many are decided on.
pub(crate) fn confirm(state: &mut State, things: Vec<Subject>, decision: Decision) {
    if things.len() > MOST {
        let words = format!("{} are too many at once: narrow the filter to {MOST} or fewer", things.len());
        return state.fail(words);
    }
    let verb = match decision {
        Decision::Accepted => "Accept",
        Decision::Rejected => "Reject",
        Decision::Skipped => "Skip",
        _ => "Reopen",
    };
    let decided = things.iter().filter(|&&t| state.snapshot.of_subject(&state.store, t) != Decision::Open);
    let decided = decided.count();
    let claims = things.iter().filter(|t| matches!(t, Subject::Claim(_))).count();
    let events = things.len() - claims;
    let count =
        |n: usize, what: &str| format!("{} {}", text::grouped(n as u64), text::plural(n as u64, what));
    let what = match (events, claims) {
        (1, 0) | (0, 1) => "the one that is marked".to_owned(),
        (_, 0) => count(events, "event"),
        (0, _) => count(claims, "claim"),
        _ => format!("{} and {}", count(events, "event"), count(claims, "claim")),
    };
    let mut lines = vec![format!("{verb} {what}?")];
    if decided > 0 {
        lines.push(format!("{decided} of them are decided on already; undo brings that back."));
    }
    let choice = Choice::Decide(things, decision);
    state.open(Confirm::new(verb, lines, choice));
}

/// Decides on several that were confirmed.
pub(crate) fn decide_all(
    state: &mut State,
    things: Vec<Subject>,
    decision: Decision,
    effects: &mut Vec<Effect>,
) {
    state.marks = SelectedRows::default();
    await_answer(state, &things);
    state.request(JournalAct::Decide { things, decision }, effects);
    if let Some(thing) = state.here()
        && !is_open(state, thing)
    {
        go_on(state, thing);
    }
}

/// Counts things as decided until the journal answers.
pub(super) fn await_answer(state: &mut State, things: &[Subject]) {
    for &thing in things {
        state.awaited.things.insert(thing);
        if let Some(record) = record(state, thing) {
            state.awaited.records.insert(record);
        }
    }
}
