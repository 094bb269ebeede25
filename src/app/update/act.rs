//! What each action does, wherever the focus is.

use super::{
    ask, background_tasks, copy, export, focus, intents, notes_and_flags, overlays, review, show, weeks,
};
use crate::app::background_task;
use crate::app::message::Effect;
use crate::app::state::{HistoryEntry, State};
use crate::query::Query;
use crate::query::summary::Measure;
use crate::ui::action::Action;
use crate::ui::pane::{Outcome, PaneId};

/// Does an action: the focused pane has the first word.
pub fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let outcome = state.with_pane(state.view.focus, |pane, cx| pane.act(action, cx));
    match outcome {
        Outcome::Consumed(_) => intents::carry_out(state, outcome, effects),
        Outcome::Ignored => general(state, action, effects),
    }
}

fn general(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::NextPane => next_pane(state, 1),
        Action::PreviousPane => next_pane(state, -1),
        Action::FocusPairs => focus(state, PaneId::Pairs),
        Action::FocusBalance => focus(state, PaneId::Balance),
        Action::FocusTimeline => focus(state, PaneId::Timeline),
        Action::FocusActors => focus(state, PaneId::Actors),
        Action::FocusClaims => focus(state, PaneId::Claims),
        Action::FocusSource => focus(state, PaneId::Source),
        Action::Zoom => {
            state.view.zoomed = !state.view.zoomed;
            state.arrange();
        }
        Action::Escape => escape(state, effects),
        Action::Back => travel(state, false, effects),
        Action::Forward => travel(state, true, effects),
        Action::NextSentence | Action::PreviousSentence | Action::Explain => {
            let outcome = state.with_pane(PaneId::Source, |pane, cx| pane.act(action, cx));
            intents::carry_out(state, outcome, effects);
            state.arrange();
        }
        Action::Mentions => state.display.mentions = !state.display.mentions,
        Action::PickPair => background_tasks::pick(state, background_task::PAIRS, effects),
        Action::PickArticle => background_tasks::pick(state, background_task::ARTICLES, effects),
        Action::Filter => overlays::edit_filter(state),
        Action::ClearFilter => clear(state, effects),
        Action::ShowAll => intents::go(state, Query::all(), effects),
        Action::Find => overlays::ask_find(state),
        Action::FindNext => find(state, true, effects),
        Action::FindPrevious => find(state, false, effects),
        Action::SavedViews => overlays::pick_view(state),
        Action::PanEarlier | Action::PanLater => pan(state, action == Action::PanLater),
        Action::ZoomIn | Action::ZoomOut => zoom_time(state, action == Action::ZoomIn),
        Action::WholeTime => {
            state.view.time.unit = None;
            state.view.time.from = None;
            state.view.time.picked = None;
        }
        Action::Mirror => {
            state.display.mirror = !state.display.mirror;
            state.panes.balance.mirror_untouched = false;
            let words = match (state.display.mirror, state.views.pair) {
                (false, _) => "both directions together",
                (true, None) => "directions are told apart once a pair is in view",
                (true, Some(pair)) if pair.first() == pair.second() => {
                    "within one country there is but one direction"
                }
                (true, Some(_)) => "each direction by itself",
            };
            state.say(words);
        }
        Action::Measure => {
            state.display.measure = match state.display.measure {
                Measure::Events => Measure::Reports,
                Measure::Reports => Measure::Events,
            };
            let words = format!("counting {}", state.display.measure.name());
            state.say(words);
        }
        Action::Share => {
            state.display.share = !state.display.share;
            let words = weeks::share_words(state.display.share, state.display.measure);
            state.say(words);
        }
        Action::AsCoded
        | Action::Flag
        | Action::Note
        | Action::Disagreements
        | Action::Unmatched
        | Action::Replay => notes_and_flags::act(state, action, effects),
        Action::FoldRepeats | Action::FoldMirrored => fold(state, action, effects),
        Action::CopyQuote | Action::CopyCitation | Action::CopyBibtex | Action::CopyUrl | Action::CopyRow => {
            copy::copy(state, action, effects)
        }
        Action::Accept
        | Action::Reject
        | Action::Skip
        | Action::Reopen
        | Action::Comment
        | Action::Correct
        | Action::Edit
        | Action::NewEvent
        | Action::NewClaim
        | Action::Resolve
        | Action::Undo
        | Action::Redo
        | Action::PreviousUndecided
        | Action::NextUndecided
        | Action::Select
        | Action::Range
        | Action::ActOnSelected
        | Action::Unselect
        | Action::Merge
        | Action::Unmerge
        | Action::History => review::act(state, action, effects),
        Action::OpenUrl => copy::open(state, effects),
        Action::Export => export::pick_format(state),
        Action::Theme => overlays::pick_theme(state),
        Action::Report => overlays::report(state, effects),
        Action::Palette => overlays::palette(state),
        Action::Help => overlays::help(state),
        Action::Redraw => effects.push(Effect::Redraw),
        Action::Suspend => effects.push(Effect::Suspend),
        Action::Quit => notes_and_flags::quit(state, effects),
        _ => {}
    }
}

/// Folds, or unfolds, what says the same again; the header tells how many.
fn fold(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let on = if action == Action::FoldRepeats { &mut state.fold.repeats } else { &mut state.fold.mirrored };
    *on = !*on;
    let what = if action == Action::FoldRepeats { "repeats" } else { "mirrored events" };
    let words = if *on { format!("{what} are folded") } else { format!("{what} are shown") };
    state.say(words);
    let query = state.view.query.clone();
    ask(state, query, effects);
}

/// The next pane on the screen; on a small one, the next of all.
fn next_pane(state: &mut State, by: isize) {
    let mut id = state.view.focus;
    for _ in 0..PaneId::ALL.len() {
        id = id.step(by);
        if state.view.zoomed || state.arrangement.place(id).is_some() || state.arrangement.panes.len() < 6 {
            break;
        }
    }
    focus(state, id);
}

/// Back out: of loading, of a drill-down, of a zoom.
fn escape(state: &mut State, effects: &mut Vec<Effect>) {
    if !state.marks.is_empty() {
        state.marks = Default::default();
        return state.say("nothing is marked any more");
    }
    if notes_and_flags::present(state, effects) {
        return;
    }
    if let Some(entry) = state.history.trail.pop() {
        restore(state, entry, effects);
    } else if state.view.zoomed {
        state.view.zoomed = false;
        state.arrange();
    } else if state.loading.active {
        effects.push(Effect::CancelLoading);
        state.say("loading stopped; what was read stays");
    }
}

/// Brings a moment back, with its answer if the store is still the same.
fn restore(state: &mut State, entry: HistoryEntry, effects: &mut Vec<Effect>) {
    state.view = entry.view;
    state.panes = entry.panes;
    // Without its answer, what is in view now stays until it is asked again.
    let views = entry.views.unwrap_or_else(|| state.views.clone());
    let same_store = std::sync::Arc::ptr_eq(&views.store, &state.store);
    if same_store && views.fold == state.fold && views.query == state.view.query {
        state.generation += 1;
        state.answered = state.generation;
        state.views = views;
        weeks::renew(state);
        state.arrange();
    } else {
        show(state, views);
        ask(state, state.view.query.clone(), effects);
    }
}

fn travel(state: &mut State, forward: bool, effects: &mut Vec<Effect>) {
    let popped = if forward { state.history.future.pop() } else { state.history.past.pop() };
    match popped {
        Some(entry) => {
            let now = state.history_entry();
            let other = if forward { &mut state.history.past } else { &mut state.history.future };
            other.push(now);
            state.history.trail.clear();
            restore(state, entry, effects);
        }
        None => state.say(if forward { "nothing further forward" } else { "nothing further back" }),
    }
}

fn clear(state: &mut State, effects: &mut Vec<Effect>) {
    let query = state.view.query.pair().map_or_else(Query::all, Query::of_pair);
    if query == state.view.query {
        let key = state.cx(false).key(Action::ShowAll);
        state.say(format!("no filter besides the pair; {key} shows everything"));
    } else {
        intents::go(state, query, effects);
    }
}

pub(super) fn find(state: &mut State, forward: bool, effects: &mut Vec<Effect>) {
    if state.display.find.is_empty() {
        overlays::ask_find(state);
    } else {
        background_tasks::find(state, forward, effects);
    }
}

fn pan(state: &mut State, later: bool) {
    let Some(span) = state.views.span() else { return };
    if let Some(window) = window(state) {
        state.view.time.pan(later, window, span);
    }
}

fn zoom_time(state: &mut State, finer: bool) {
    if let Some(window) = window(state) {
        state.view.time.zoom(finer, window.unit);
        let words = format!("bars by {}", state.view.time.unit.map_or("day", |u| u.name()));
        state.say(words);
    }
}

/// The stretch of time that the chart shows.
pub(super) fn window(state: &State) -> Option<crate::ui::time::Window> {
    state.panes.balance.shown(&state.cx(false))
}
