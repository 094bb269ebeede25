//! Comments, other reports of one event, names of views.

use super::super::super::message::{Effect, JournalAct};
use super::super::super::state::State;
use super::super::{keeping, overlays};
use super::marks::picked;
use super::{fail, here, request};
use crate::ui::desk::Marks;
use crate::ui::overlay::{Ask, Overlay, Purpose};
use crate::ui::pane::{PaneId, Subject};

pub(super) fn comment(state: &mut State) {
    // In the list of pairs, the words are about the pair.
    let Some(thing) = here(state).filter(|_| state.focus != PaneId::Pairs) else {
        return keeping::note(state);
    };
    let own = state.desk.about(thing).and_then(|a| {
        let coder = state.desk.coder.as_deref()?;
        a.notes.iter().find(|(by, _)| by == coder).map(|(_, words)| words.clone())
    });
    let ask = Ask::about(Purpose::Comment(thing), "comment", &own.unwrap_or_default());
    overlays::open(state, Overlay::Find(ask));
}

pub(super) fn merge(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(into) = here(state).filter(|s| matches!(s, Subject::Event(_))) else {
        return fail(state, "put the cursor on the event that the marked ones report");
    };
    let mut things = picked(state);
    things.retain(|t| *t != into && matches!(t, Subject::Event(_)));
    if things.is_empty() {
        return fail(state, "mark the other reports with space first");
    }
    state.marks = Marks::default();
    request(state, JournalAct::Merge { things, into }, effects);
}

/// Words that were asked for.
pub fn words(state: &mut State, purpose: Purpose, words: String, effects: &mut Vec<Effect>) {
    match purpose {
        Purpose::Comment(thing) => request(state, JournalAct::Comment { thing, words }, effects),
        Purpose::Note(key) => request(state, JournalAct::Note { key, words }, effects),
        Purpose::SaveView if words.is_empty() => {}
        Purpose::SaveView => {
            let query = Some(state.query.clone());
            request(state, JournalAct::SaveView { name: words, query }, effects);
        }
        Purpose::Find => {}
    }
}

/// Asks for the name of a view of the query in force.
pub fn name_view(state: &mut State) {
    overlays::open(state, Overlay::Find(Ask::about(Purpose::SaveView, "save view as", "")));
}
