//! What is kept besides decisions: notes and marks on pairs and articles,
//! lists out of the journal, and the past.

use super::{ask, viewing};
use crate::app::message::{Effect, Flagged, JournalAct, Reply};
use crate::app::state::State;
use crate::journal::{Adjudication, article_key, pair_key};
use crate::model::Decision;
use crate::query::Query;
use crate::ui::action::Action;
use crate::ui::overlay::{Answer, AnyOverlay, Ask, Purpose, ReviewListKind, RowAct};
use crate::ui::pane::{PaneId, Subject};
use crate::ui::review_snapshot::About;

/// What can only be done where a journal is kept, besides review.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NotesAct {
    /// Mark what is at the cursor, or unmark it.
    Flag,
    /// Write a note.
    Note,
    /// Show a list out of the journal.
    List(ReviewListKind),
}

/// Writes a note, sets a mark or opens a list.
pub(crate) fn act(state: &mut State, act: NotesAct, effects: &mut Vec<Effect>) {
    if state.snapshot.coder.is_none() {
        return state.fail("no journal is kept here");
    }
    match act {
        NotesAct::Flag => flag(state, effects),
        NotesAct::Note => note(state),
        NotesAct::List(kind) => state.request(JournalAct::List(kind), effects),
    }
}

/// Shows everything as it was coded, or as it stands after review.
pub(crate) fn as_coded(state: &mut State, effects: &mut Vec<Effect>) {
    let words = match (&state.revised, state.as_coded) {
        (None, _) => return state.say("nothing is decided: all is as it was coded"),
        (_, true) => "as it stands after review",
        (_, false) => "as coded: nothing that was decided is counted",
    };
    state.as_coded = !state.as_coded;
    state.say(words);
    stand(state, effects);
}

/// Asks the store that is to be shown.
fn stand(state: &mut State, effects: &mut Vec<Effect>) {
    let revised = state.revised.clone().filter(|_| !state.as_coded);
    let store = revised.unwrap_or_else(|| state.loaded.clone());
    state.store = store;
    ask(state, state.view.query.clone(), effects);
}

/// Takes over what a reply of the journal brings besides decisions. Whether all
/// is asked anew by that.
pub(crate) fn adopt(state: &mut State, reply: &Reply, effects: &mut Vec<Effect>) -> bool {
    if let Some(review_list) = &reply.review_list {
        let review_list = match &state.overlay {
            Some(AnyOverlay::ReviewList(before)) if before.kind == review_list.kind => {
                review_list.clone().like(before)
            }
            _ => review_list.clone(),
        };
        let first = review_list.kind == ReviewListKind::Moments
            && !matches!(state.overlay, Some(AnyOverlay::ReviewList(_)));
        state.open(review_list);
        if first {
            moved(state, effects);
        }
    }
    if reply.rescued {
        effects.push(Effect::Quit);
    }
    let Some(store) = reply.store.as_ref().filter(|store| store.revises(&state.loaded)) else {
        return false;
    };
    state.revised = Some(store.clone());
    if !state.as_coded {
        stand(state, effects);
    }
    !state.as_coded
}

/// The pair or article that a note or mark is about, where no event or claim is:
/// its key, a word for it, and what is written about it.
fn place(state: &State) -> Option<(String, String, Option<&About>)> {
    let pair = match state.view.focus {
        PaneId::Pairs => state.panes.pairs.chosen(&state.cx(false)),
        PaneId::Source => None,
        _ => state.views.pair,
    };
    if let Some(pair) = pair {
        return Some((pair_key(pair), pair.to_string(), state.snapshot.about_pair(pair)));
    }
    let article = match state.view.subject {
        Subject::Article(id) => id,
        Subject::Event(id) if state.view.focus == PaneId::Source => state.store.event_by_id(id)?.article(),
        Subject::Claim(id) if state.view.focus == PaneId::Source => state.store.claim(id)?.article,
        _ => return None,
    };
    let record = state.store.article(article)?;
    let id = if record.id().is_empty() { record.url() } else { record.id() };
    let about = state.snapshot.about(Subject::Article(article));
    (!id.is_empty()).then(|| (article_key(id), id.to_owned(), about))
}

/// Asks for words about the pair or article in view.
pub(crate) fn note(state: &mut State) {
    let Some((key, _, about)) = place(state) else {
        return state.fail("notes are about the pair in view or at the cursor (1), or the article (6); c comments on an event or claim",
        );
    };
    let coder = state.snapshot.coder.as_deref();
    let own = about.and_then(|a| a.notes.iter().find(|(by, _)| Some(by.as_str()) == coder));
    let words = own.map(|(_, words)| words.clone()).unwrap_or_default();
    state.open(Ask::about(Purpose::Note(key), "note", &words));
}

/// Marks what is at the cursor, or unmarks it.
fn flag(state: &mut State, effects: &mut Vec<Effect>) {
    let place = place(state).map(|(key, ..)| Flagged::Key(key));
    let place = place.filter(|_| matches!(state.view.focus, PaneId::Pairs | PaneId::Balance));
    let Some(flagged) = place.or_else(|| state.here().map(Flagged::Thing)) else {
        return state.fail("there is nothing here to mark");
    };
    state.request(JournalAct::Flag(flagged), effects);
}

/// Does something with the row at the cursor of a list out of the journal.
pub(crate) fn row_act(state: &mut State, act: RowAct, effects: &mut Vec<Effect>) {
    let Some(AnyOverlay::ReviewList(review_list)) = &state.overlay else { return };
    let Some(row) = review_list.row().cloned() else { return };
    let kind = review_list.kind;
    let rule = |key, adjudication| JournalAct::Rule { key, adjudication: Some(adjudication) };
    let act = match act {
        RowAct::Open => {
            state.overlay = None;
            return match kind {
                ReviewListKind::Moments => {
                    let escape = state.cx(false).key(Action::Escape);
                    state.say(format!("this is the past; {escape} comes back to the present"));
                }
                ReviewListKind::Disputes | ReviewListKind::Lost => look_at(state, row.subject, effects),
            };
        }
        RowAct::Adjudicate(at) => match row.adjudications.get(at) {
            Some(adjudication) => rule(row.key, adjudication.clone()),
            None => return,
        },
        RowAct::Reject => {
            rule(row.key, Adjudication { decision: Decision::Rejected, correction: Default::default() })
        }
        RowAct::Drop => JournalAct::Drop(row.key),
        RowAct::Attach => match state.here() {
            Some(to) => JournalAct::Attach { key: row.key, to },
            None => return state.fail("put the cursor on the event or claim first, then come back here"),
        },
        RowAct::Undo => {
            state.request(JournalAct::Undo, effects);
            JournalAct::List(kind)
        }
    };
    state.request(act, effects);
}

fn look_at(state: &mut State, subject: Option<Subject>, effects: &mut Vec<Effect>) {
    let Some(subject) = subject else {
        return state.fail("it is not among what is loaded");
    };
    let query = match subject {
        Subject::Event(id) => state.store.event_by_id(id).map(|e| Query::of_pair(e.pair())),
        _ => None,
    };
    let seen = match subject {
        Subject::Event(id) => state.views.position(id).is_some(),
        Subject::Claim(id) => state.views.claims.contains(&id),
        _ => true,
    };
    if !seen {
        viewing::go(state, query.unwrap_or_default(), effects);
    }
    viewing::view(state, subject);
}

/// Another moment is at the cursor: it is shown.
pub(crate) fn moved(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(AnyOverlay::ReviewList(review_list)) = &state.overlay else { return };
    let entry = review_list.row().and_then(|row| row.key.parse().ok());
    if let Some(entry) = entry.filter(|_| review_list.kind == ReviewListKind::Moments) {
        state.request(JournalAct::Replay(Some(entry)), effects);
    }
}

/// An overlay is closed: the past is left with its list.
pub(crate) fn closed(state: &mut State, closed: &Answer, effects: &mut Vec<Effect>) {
    let Some(AnyOverlay::ReviewList(list)) = &state.overlay else { return };
    if list.kind == ReviewListKind::Moments && *closed == Answer::Close {
        present(state, effects);
    }
}

/// Comes back to the present; whether it was the past.
pub(crate) fn present(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let past = state.snapshot.past.is_some();
    if past {
        state.request(JournalAct::Replay(None), effects);
        state.say("the present");
    }
    past
}
