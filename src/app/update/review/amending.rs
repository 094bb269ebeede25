//! Comments, other reports of one event, names of views.

use super::selecting::picked;
use crate::app::message::{Effect, JournalAct};
use crate::app::state::State;
use crate::app::update::notes_and_flags;
use crate::ui::format;
use crate::ui::overlay::{Ask, Choice, Confirm, Purpose};
use crate::ui::pane::{PaneId, Subject};
use crate::ui::review_snapshot::SelectedRows;
use crate::ui::text::Notation;

pub(super) fn comment(state: &mut State) {
    // In the list of pairs, the words are about the pair.
    let Some(thing) = state.here().filter(|_| state.view.focus != PaneId::Pairs) else {
        return notes_and_flags::note(state);
    };
    let own = state.snapshot.about(thing).and_then(|a| {
        let coder = state.snapshot.coder.as_deref()?;
        a.notes.iter().find(|(by, _)| by == coder).map(|(_, words)| words.clone())
    });
    let ask = Ask::about(Purpose::Comment(thing), "comment", &own.unwrap_or_default());
    state.open(ask);
}

pub(super) fn merge(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(into @ Subject::Event(id)) = state.here() else {
        return state.fail("put the cursor on the event that the marked ones report");
    };
    let mut things = picked(state);
    things.retain(|t| *t != into && matches!(t, Subject::Event(_)));
    if things.is_empty() {
        return state.fail("mark the other reports with space first");
    }
    if things.len() == 1 {
        return merge_all(state, things, into, effects);
    }
    let about = state.store.event_by_id(id).map(|event| {
        let sides = format::direction(event.source(), event.target(), event.reciprocal());
        format!("{} {} {}", Notation::default().short_date(event.date()), sides.trim(), event.code_text())
    });
    let lines = vec![
        format!("Count {} events as further reports of", things.len()),
        format!("{}?", about.unwrap_or_default()),
    ];
    let choice = Choice::Merge(things, into);
    state.open(Confirm::new("Merge", lines, choice));
}

/// Merges events into one, as was confirmed.
pub(crate) fn merge_all(state: &mut State, things: Vec<Subject>, into: Subject, effects: &mut Vec<Effect>) {
    state.marks = SelectedRows::default();
    state.request(JournalAct::Merge { things, into }, effects);
}

/// Makes events of their own again of what was merged into the one at the cursor.
pub(super) fn unmerge(state: &mut State, effects: &mut Vec<Effect>) {
    match state.here().filter(|s| matches!(s, Subject::Event(_))) {
        Some(thing) => state.request(JournalAct::Unmerge(thing), effects),
        None => state.fail("put the cursor on the event that others were merged into"),
    }
}

/// Words that were asked for.
pub(crate) fn words(state: &mut State, purpose: Purpose, words: String, effects: &mut Vec<Effect>) {
    match purpose {
        Purpose::Comment(thing) => state.request(JournalAct::Comment { thing, words }, effects),
        Purpose::Note(key) => state.request(JournalAct::Note { key, words }, effects),
        Purpose::SaveView if words.is_empty() => {}
        Purpose::SaveView => {
            let query = Some(state.view.query.clone());
            state.request(JournalAct::SaveView { name: words, query }, effects);
        }
        Purpose::Find => {}
    }
}

/// Asks for the name of a view of the query in force.
pub(crate) fn name_view(state: &mut State) {
    state.open(Ask::about(Purpose::SaveView, "save view as", ""));
}
