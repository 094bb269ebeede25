//! All of the behaviour: a message changes the state and asks for effects.
//! No I/O, no clock.

mod act;
mod arrivals;
mod background_tasks;
mod copy;
mod export;
mod intents;
mod leaving;
mod notes_and_flags;
mod opening;
mod overlays;
mod review;
mod viewing;
mod weeks;

use std::sync::Arc;

use super::message::{Click, Effect, JournalAct, Loaded, Mouse, Msg};
use super::question::Question;
use super::state::State;
use crate::query::{Query, Views};
use crate::ui::action::Action;
use crate::ui::key::Key;
use crate::ui::keymap::Meaning;
use crate::ui::layout::inside;
use crate::ui::pane::{Cx, PaneId};

/// Changes the state by a message and tells what is to be done outside.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let mut effects = Vec::new();
    match msg {
        Msg::Key(key) => press(state, key, &mut effects),
        Msg::Paste(text) => paste(state, &text, &mut effects),
        Msg::Mouse(mouse) => point(state, mouse, &mut effects),
        Msg::Resize(area) => {
            state.area = area;
            state.arrange();
            // Terminals lose what was outside while they were smaller, also when
            // they are as large as before again by the time that we hear of it.
            effects.push(Effect::Redraw);
        }
        Msg::Loaded(loaded) => load(state, loaded, &mut effects),
        Msg::Answer { generation, views } => answer(state, generation, views, &mut effects),
        Msg::Done { number, done } => arrivals::done(state, number, *done, &mut effects),
        Msg::Notice(notice) => state.tell(notice),
        Msg::Edited(edited) => review::edited(state, edited, &mut effects),
        Msg::Journal(reply) => review::reply(state, &reply, &mut effects),
        Msg::Weeks { of, weeks } => weeks::arrived(state, of, weeks),
        Msg::Suspend => leaving::suspend(&mut effects),
        Msg::Continue => effects.push(Effect::TakeAgain),
        Msg::Terminate => effects.push(Effect::Quit),
    }
    weeks::request(state, &mut effects);
    effects
}

fn press(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    state.notice = None;
    background_tasks::stop_search(state, effects);
    if state.overlay.is_some() {
        overlays::key(state, key, effects);
        return;
    }
    state.pressed.push(key);
    if let Some((_, query)) = state.view_keys.iter().find(|(keys, _)| *keys == state.pressed) {
        let query = query.clone();
        state.pressed.clear();
        viewing::go(state, query, effects);
        return;
    }
    let scope = state.panes.get(state.view.focus).scope();
    match state.display.keymap.meaning(&state.pressed, scope) {
        Meaning::Action(action) => {
            state.pressed.clear();
            act::act(state, action, effects);
        }
        Meaning::Prefix => {}
        Meaning::Nothing => {
            // A sequence that leads nowhere is dropped; its last key may begin another.
            let alone = state.pressed.len() == 1;
            state.pressed.clear();
            if !alone {
                press(state, key, effects);
            }
        }
    }
}

fn paste(state: &mut State, text: &str, effects: &mut Vec<Effect>) {
    if let Some(overlay) = &mut state.overlay {
        let answer = overlay.paste(text, &state.store);
        overlays::answer(state, answer, effects);
        overlays::complete(state, effects);
    }
}

fn point(state: &mut State, mouse: Mouse, effects: &mut Vec<Effect>) {
    background_tasks::stop_search(state, effects);
    let rows = match mouse.what {
        Click::Press | Click::Drag => 0,
        Click::Down => 3,
        Click::Up => -3,
    };
    if mouse.what == Click::Drag {
        return drag(state, mouse, effects);
    }
    if let Some(overlay) = &mut state.overlay {
        if rows != 0 {
            overlay.scroll(rows);
        } else {
            let answer = overlay.click(mouse.x, mouse.y, state.area);
            overlays::answer(state, answer, effects);
        }
        return;
    }
    if state.arrangement.footer.contains((mouse.x, mouse.y).into()) && rows == 0 {
        if let Some(action) = state.scene().hint_at(mouse.x) {
            act::act(state, action, effects);
        }
        return;
    }
    let Some((id, rect)) = state.arrangement.at(mouse.x, mouse.y) else { return };
    if rows != 0 {
        let outcome = state.with_pane(id, |pane, cx| pane.scroll(rows, cx));
        intents::carry_out(state, outcome, effects);
        return;
    }
    let was_focused = state.view.focus == id;
    focus(state, id);
    let inside = inside(rect);
    if inside.contains((mouse.x, mouse.y).into()) {
        let (x, y) = (mouse.x - inside.x, mouse.y - inside.y);
        // A first click only goes there; one on the row at the cursor opens it.
        let outcome = state.with_pane(id, |pane, cx| {
            let cx = Cx { focused: was_focused, ..*cx };
            pane.click(x, y, &cx)
        });
        intents::carry_out(state, outcome, effects);
    } else if mouse.y == rect.y && was_focused {
        act::act(state, Action::Sort, effects);
    }
}

/// The mouse moves while it is held: the pane in which it was pressed goes
/// along, also where the mouse leaves it.
fn drag(state: &mut State, mouse: Mouse, effects: &mut Vec<Effect>) {
    let id = state.view.focus;
    let Some(rect) = state.arrangement.place(id).filter(|_| state.overlay.is_none()) else { return };
    let inside =
        |at: u16, from: u16, to: u16| at.clamp(from + 1, to.saturating_sub(2).max(from + 1)) - from - 1;
    let (x, y) = (inside(mouse.x, rect.x, rect.right()), inside(mouse.y, rect.y, rect.bottom()));
    let outcome = state.with_pane(id, |pane, cx| pane.drag(x, y, cx));
    intents::carry_out(state, outcome, effects);
}

/// Moves the focus to a pane.
pub(super) fn focus(state: &mut State, id: PaneId) {
    state.view.focus = id;
    if id.is_lower() {
        state.view.lower = id;
    }
    state.arrange();
}

fn load(state: &mut State, loaded: Loaded, effects: &mut Vec<Effect>) {
    state.loading = loaded.progress;
    if let Some(reports) = loaded.reports {
        state.reports = reports;
    }
    if let Some(store) = loaded.store {
        state.loaded = store.clone();
        state.revised = None;
        state.store = store;
        state.request(JournalAct::Take(state.loaded.clone()), effects);
        ask(state, state.view.query.clone(), effects);
    }
}

/// Puts a question; the answer comes as a message.
pub(super) fn ask(state: &mut State, query: Query, effects: &mut Vec<Effect>) {
    if state.view.query.article() != query.article() {
        state.view.review = state.view.review.going_to(query.article().is_some());
    }
    state.view.query = query;
    state.generation += 1;
    effects.push(Effect::Query(Question {
        generation: state.generation,
        store: state.store.clone(),
        query: state.view.query.clone(),
        fold: state.fold,
        decisions: state.snapshot.decisions.clone(),
    }));
}

fn answer(state: &mut State, generation: u64, views: Arc<Views>, effects: &mut Vec<Effect>) {
    if generation < state.generation && !state.loading.active {
        return;
    }
    state.answered = state.answered.max(generation);
    if state.open_task == Some(true) {
        background_tasks::stop_search(state, effects);
        state.say("the rows changed while they were searched; n searches them again");
    }
    show(state, views);
    let touched = std::mem::take(&mut state.awaited.touched);
    review::touch(state, &touched);
    review::look(state, effects);
}

/// Brings an answer on the screen: every pane finds its place again.
pub(super) fn show(state: &mut State, views: Arc<Views>) {
    let other_article = state.views.query.article() != views.query.article();
    state.views = views;
    weeks::renew(state);
    let views = state.views.clone();
    if let Some(id) = views.query.article().filter(|_| other_article) {
        viewing::begin_review(state, id);
    }
    state.arrange();
    for id in PaneId::ALL {
        state.with_pane(id, |pane, cx| pane.refresh(cx));
    }
    viewing::keep_subject(state);
    state.arrange();
}
