//! What keys do to what lies over the panes, and what its answers do.

use super::{act, ask, background_tasks, export, focus, notes_and_flags, opening, review, viewing};
use crate::app::background_task::BackgroundTask;
use crate::app::message::{Effect, JournalAct};
use crate::app::state::State;
use crate::query::{Filter, Query};
use crate::ui::key::Key;
use crate::ui::keymap::Meaning;
use crate::ui::overlay::{ActContext, Answer, AnyOverlay, Choice};
use crate::ui::pane::PaneId;

/// A key while an overlay is open.
pub(crate) fn key(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    let Some(overlay) = &mut state.overlay else { return };
    state.pressed.push(key);
    let answer = match state.display.keymap.overlay_meaning(&state.pressed, overlay.scope()) {
        Meaning::Action((action, nth)) => {
            let cx = ActContext { store: &state.store, nth };
            overlay.act(action, cx).unwrap_or(Answer::Stay)
        }
        Meaning::Prefix => return,
        Meaning::Nothing if state.pressed.len() > 1 => {
            // A sequence that leads nowhere is dropped; its last key may begin another.
            state.pressed.clear();
            return self::key(state, key, effects);
        }
        Meaning::Nothing => overlay.other_key(key, &state.store),
    };
    state.pressed.clear();
    self::answer(state, answer, effects);
    complete(state, effects);
}

/// Looks for completions elsewhere where there are very many names.
pub(crate) fn complete(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(AnyOverlay::FilterEditor(editor)) = &mut state.overlay
        && let Some((text, cursor)) = editor.wants()
    {
        let store = state.store.clone();
        background_tasks::begin(state, BackgroundTask::Complete { text, cursor, store }, effects);
    }
}

/// What an overlay answered.
pub(crate) fn answer(state: &mut State, answer: Answer, effects: &mut Vec<Effect>) {
    notes_and_flags::closed(state, &answer, effects);
    match answer {
        Answer::Stay => {}
        Answer::Row(act) => notes_and_flags::row_act(state, act, effects),
        Answer::ReviewListMoved => notes_and_flags::moved(state, effects),
        Answer::Close => close(state),
        Answer::Chosen(choice) => {
            close(state);
            choose(state, choice, effects);
        }
        Answer::Preview(query) => preview(state, query, effects),
        Answer::Ask(query) => settle(state, query, effects),
        Answer::Events(query) => {
            close(state);
            viewing::go(state, query, effects);
            focus(state, PaneId::Timeline);
        }
        Answer::Find(words) => {
            state.overlay = None;
            state.display.find = words;
            act::find(state, true, effects);
        }
        Answer::Correct(thing, correction) => {
            state.overlay = None;
            review::correct(state, thing, correction, effects);
        }
        Answer::Make(draft) => {
            state.overlay = None;
            review::make(state, draft, effects);
        }
        Answer::Words(purpose, words) => {
            state.overlay = None;
            review::words(state, purpose, words, effects);
        }
    }
    if let Some(overlay) = &mut state.overlay {
        overlay.layout(state.area);
    }
}

/// Shows what a query would give while it is typed.
fn preview(state: &mut State, query: Query, effects: &mut Vec<Effect>) {
    if query != state.view.query {
        if !state.preview {
            state.history.trail.push(state.history_entry());
            state.preview = true;
        }
        ask(state, query, effects);
    }
}

/// The filter editor is done: go to its query, with one step back to before it.
fn settle(state: &mut State, query: Query, effects: &mut Vec<Effect>) {
    let before = match &state.overlay {
        Some(AnyOverlay::FilterEditor(editor)) => editor.before().clone(),
        _ => state.view.query.clone(),
    };
    state.overlay = None;
    let was_previewing = std::mem::take(&mut state.preview);
    if query == before {
        if was_previewing {
            let entry = state.history.trail.pop();
            ask(state, query, effects);
            // An article that was in view while it was typed may have begun review, or ended it.
            state.view.review = entry.map_or(state.view.review, |entry| entry.view.review);
        }
        return;
    }
    if was_previewing {
        // The moment before the first preview is where back leads.
        if let Some(entry) = state.history.trail.last().cloned() {
            state.history.past.push(entry);
            state.history.future.clear();
        }
        if query != state.view.query {
            ask(state, query, effects);
        }
    } else {
        viewing::go(state, query, effects);
    }
}

fn choose(state: &mut State, choice: Choice, effects: &mut Vec<Effect>) {
    match choice {
        Choice::Pair(pair) => {
            let query = state.view.query.with_pair(pair);
            viewing::go(state, query, effects);
        }
        Choice::Article(id) => viewing::go(state, Query::all().with(Filter::Article(vec![id])), effects),
        Choice::Action(action) => {
            review::begin_for(state, action);
            act::act(state, action, effects);
        }
        Choice::KeysOf(action) => opening::tell_keys(state, action),
        Choice::Confirm(things, decision) => review::confirm(state, things, decision),
        Choice::Decide(things, decision) => review::decide_all(state, things, decision, effects),
        Choice::Merge(things, into) => review::merge_all(state, things, into, effects),
        Choice::SaveView => review::name_view(state),
        Choice::Name(name) => review::pick(state, name),
        Choice::Resolve(name, side) => review::confirm_name(state, name, side),
        Choice::ResolveNow(name, side) => review::resolve(state, name, side, effects),
        Choice::EditAgain => review::edit_again(state, effects),
        Choice::Brief(format, scope) => export::pick_decision_scope(state, format, scope, effects),
        Choice::BriefOf(format, scope, decision_scope) => {
            export::export(state, format, scope, decision_scope, effects)
        }
        Choice::Retry => state.request(JournalAct::Retry, effects),
        Choice::Rescue => state.request(JournalAct::Rescue, effects),
        Choice::LetGo => effects.push(Effect::LetGo),
        Choice::View(query) => viewing::go(state, query, effects),
        Choice::Theme(name) => {
            if let Some(theme) = state.themes.iter().find(|t| t.name == name) {
                state.display.theme = theme.at(state.depth);
                state.theme_picked = true;
                state.say(format!("theme {name}"));
            }
        }
    }
}

/// Takes the overlay away; a picker of pairs is kept for the next time.
fn close(state: &mut State) {
    if let Some(AnyOverlay::Picker(picker)) = state.overlay.take()
        && picker.picks_pairs()
    {
        state.pair_picker = Some((state.store.clone(), *picker));
    }
}
