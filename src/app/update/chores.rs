//! What is worked out away from the screen: begun, given up, and its results
//! put where they are waited for.

use super::super::chore::{self, Chore, Done, Hunt};
use super::super::message::Effect;
use super::super::state::State;
use super::{act, overlays, wishes};
use crate::ui::overlay::{Overlay, Picker};
use crate::ui::screen::Notice;

/// Begins to work something out; what is under way is given up.
pub fn begin(state: &mut State, chore: Chore, effects: &mut Vec<Effect>) {
    state.chore += 1;
    state.chore_open = Some(chore.is_hunt());
    effects.push(Effect::Chore { number: state.chore, chore: Some(chore) });
}

/// Gives up a search, because the user does something else.
pub fn stop_hunt(state: &mut State, effects: &mut Vec<Effect>) {
    if state.chore_open == Some(true) {
        state.chore += 1;
        state.chore_open = None;
        effects.push(Effect::Chore { number: state.chore, chore: None });
    }
}

/// Something is worked out.
pub fn done(state: &mut State, number: u64, done: Done, effects: &mut Vec<Effect>) {
    if number < state.chore {
        return;
    }
    state.chore_open = None;
    match done {
        Done::Picker(store, picker) => fill(state, store, *picker, effects),
        Done::Lines(lines) => overlays::tell_worth(state, &lines),
        Done::Completions(text, cursor, list) => {
            if let Some(Overlay::Filter(editor)) = &mut state.overlay {
                editor.offer(&text, cursor, list);
            }
        }
        Done::Found(panes, outcome) => {
            state.panes = *panes;
            found(state, outcome, effects);
        }
    }
}

/// Puts what is to be picked from into the picker that waits for it.
fn fill(
    state: &mut State,
    store: std::sync::Arc<crate::model::Store>,
    picker: Picker,
    effects: &mut Vec<Effect>,
) {
    let at = state.query.pair();
    match &mut state.overlay {
        Some(Overlay::Picker(waiting)) if waiting.waits_for(&picker) && picker.is_empty() => {
            state.overlay = None;
            act::say(state, "nothing like it is loaded: articles here are addresses only");
        }
        Some(Overlay::Picker(waiting)) if waiting.waits_for(&picker) => {
            let answer = waiting.fill(picker, at);
            overlays::answer(state, answer, effects);
        }
        // It was closed meanwhile; the pairs are worth keeping.
        _ if picker.picks_pairs() => state.pair_picker = Some((store, picker)),
        _ => {}
    }
}

/// Looks for a text in the focused pane.
pub fn find(state: &mut State, forward: bool, effects: &mut Vec<Effect>) {
    let words = state.find.clone();
    if !state.is_large() {
        let outcome = state.with_pane(state.focus, |pane, cx| pane.find(&words, forward, cx));
        return found(state, outcome, effects);
    }
    act::say(state, &format!("looking for {words:?} in {}… any key stops it", state.focus.name()));
    let hunt = Hunt {
        views: state.views.clone(),
        panes: state.panes.clone(),
        focus: state.focus,
        words,
        forward,
        theme: state.theme.clone(),
        measure: state.measure,
        subject: state.subject,
        time: state.time,
        mirror: state.mirror,
        mentions: state.mentions,
        total: state.store.len(),
        desk: state.desk.clone(),
        marks: state.marks.clone(),
        keymap: state.keymap.clone(),
    };
    begin(state, Chore::Find(Box::new(hunt)), effects);
}

fn found(state: &mut State, outcome: Option<crate::ui::pane::Outcome>, effects: &mut Vec<Effect>) {
    match outcome {
        Some(outcome) => {
            state.notice = None;
            wishes::carry_out(state, outcome, effects);
            state.arrange();
        }
        None => {
            let text = format!("{:?} is not in {}", state.find, state.focus.name());
            state.notice = Some(Notice { text, failed: true });
        }
    }
}

/// The picker of pairs or articles: at once, or as soon as it is made.
pub fn pick(state: &mut State, title: &str, effects: &mut Vec<Effect>) {
    let store = state.store.clone();
    let pairs = title == chore::PAIRS;
    let made = match state.pair_picker.take() {
        // Thousands of pairs are worth keeping while the store is the same.
        Some((of, picker)) if pairs && std::sync::Arc::ptr_eq(&of, &store) => Some(picker),
        kept => {
            state.pair_picker = kept;
            let make = || if pairs { chore::pairs(&store) } else { chore::articles(&store) };
            (!state.is_large()).then(make)
        }
    };
    match made {
        Some(picker) if picker.is_empty() && !pairs => {
            act::say(state, "no article with a text or title is loaded");
        }
        Some(mut picker) => {
            picker.reset();
            if let Some(pair) = state.query.pair().filter(|_| pairs) {
                picker = picker.at(&crate::ui::overlay::Choice::Pair(pair));
            }
            overlays::open(state, Overlay::Picker(picker));
        }
        None => {
            overlays::open(state, Overlay::Picker(Picker::waiting(title)));
            let chore = if pairs { Chore::Pairs(store) } else { Chore::Articles(store) };
            begin(state, chore, effects);
        }
    }
}
