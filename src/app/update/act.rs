//! What each action does, wherever the focus is.

use super::notes_and_flags::{self, NotesAct};
use super::review::{self, ReviewAct};
use super::{ask, background_tasks, copy, export, focus, intents, leaving, opening, show, viewing, weeks};
use crate::app::message::Effect;
use crate::app::state::{HistoryEntry, State};
use crate::journal::Thing;
use crate::model::Decision;
use crate::query::Query;
use crate::query::summary::Measure;
use crate::ui::action::{Action, Scope};
use crate::ui::overlay::{PickerOf, ReviewListKind};
use crate::ui::pane::{Outcome, PaneId, ReviewMode};
use crate::ui::review_snapshot::SelectedRows;

/// Does an action: the focused pane has the first word. What writes to the journal is
/// done only in review; without a journal it says itself that there is none.
pub(crate) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    if action.row().scope == Scope::Review && state.snapshot.coder.is_some() && !state.reviews() {
        return review::tell_how(state);
    }
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
        Action::PickPair => background_tasks::pick(state, PickerOf::Pairs, effects),
        Action::PickArticle => background_tasks::pick(state, PickerOf::Articles, effects),
        Action::Filter => opening::edit_filter(state),
        Action::ClearFilter => clear(state, effects),
        Action::ShowAll => viewing::go(state, Query::all(), effects),
        Action::Find => opening::ask_find(state),
        Action::FindNext => find(state, true, effects),
        Action::FindPrevious => find(state, false, effects),
        Action::SavedViews => opening::pick_view(state),
        Action::PanEarlier => pan(state, false),
        Action::PanLater => pan(state, true),
        Action::ZoomIn => zoom_time(state, true),
        Action::ZoomOut => zoom_time(state, false),
        Action::WholeTime => {
            state.view.time.unit = None;
            state.view.time.from = None;
            state.view.time.picked = None;
        }
        Action::Mirror => mirror(state),
        Action::Measure => {
            state.display.measure = match state.display.measure {
                Measure::Events => Measure::Reports,
                Measure::Reports => Measure::Events,
            };
            state.say(format!("counting {}", state.display.measure.name()));
        }
        Action::Share => {
            state.display.share = !state.display.share;
            let counted = state.display.measure.name();
            state.say(match state.display.share {
                true => format!("shares of all {counted} of the data in the same time"),
                false => format!("counts of {counted}"),
            });
        }
        Action::FoldRepeats => {
            state.fold.repeats = !state.fold.repeats;
            folded(state, state.fold.repeats, "repeats", effects);
        }
        Action::FoldMirrored => {
            state.fold.mirrored = !state.fold.mirrored;
            folded(state, state.fold.mirrored, "mirrored events", effects);
        }
        Action::PreviousUndecided => review::walk(state, false),
        Action::NextUndecided => review::walk(state, true),
        Action::Select => {
            if review::mark(state) {
                act(state, Action::Down, effects);
            }
        }
        Action::Range => review::range(state),
        Action::Unselect => unmark(state),
        Action::ReviewMode => review::toggle(state),
        Action::Accept => review::act(state, ReviewAct::Decide(Decision::Accepted), effects),
        Action::Reject => review::act(state, ReviewAct::Decide(Decision::Rejected), effects),
        Action::Skip => review::act(state, ReviewAct::Decide(Decision::Skipped), effects),
        Action::Reopen => review::act(state, ReviewAct::Decide(Decision::Open), effects),
        Action::Comment => review::act(state, ReviewAct::Comment, effects),
        Action::Correct => review::act(state, ReviewAct::Correct, effects),
        Action::Edit => review::act(state, ReviewAct::Edit, effects),
        Action::NewEvent => review::act(state, ReviewAct::Make(Thing::Event), effects),
        Action::NewClaim => review::act(state, ReviewAct::Make(Thing::Claim), effects),
        Action::Resolve => review::act(state, ReviewAct::Resolve, effects),
        Action::Undo => review::act(state, ReviewAct::Undo, effects),
        Action::Redo => review::act(state, ReviewAct::Redo, effects),
        Action::ActOnSelected => review::act(state, ReviewAct::ActOnSelected, effects),
        Action::Merge => review::act(state, ReviewAct::Merge, effects),
        Action::Unmerge => review::act(state, ReviewAct::Unmerge, effects),
        Action::History => review::act(state, ReviewAct::History, effects),
        Action::Flag => notes_and_flags::act(state, NotesAct::Flag, effects),
        Action::Note => notes_and_flags::act(state, NotesAct::Note, effects),
        Action::Disagreements => {
            notes_and_flags::act(state, NotesAct::List(ReviewListKind::Disputes), effects)
        }
        Action::Unmatched => notes_and_flags::act(state, NotesAct::List(ReviewListKind::Lost), effects),
        Action::Replay => notes_and_flags::act(state, NotesAct::List(ReviewListKind::Moments), effects),
        Action::AsCoded => notes_and_flags::as_coded(state, effects),
        Action::CopyQuote => copy::quote(state, effects),
        Action::CopyCitation => copy::citation(state, effects),
        Action::CopyBibtex => copy::bibtex(state, effects),
        Action::CopyUrl => copy::url(state, effects),
        Action::CopyRow => copy::row(state, effects),
        Action::OpenUrl => copy::open(state, effects),
        Action::Export => export::pick_format(state),
        Action::Theme => opening::pick_theme(state),
        Action::Report => opening::report(state, effects),
        Action::Palette => opening::palette(state),
        Action::Help => opening::help(state),
        Action::Redraw => effects.push(Effect::Redraw),
        Action::Suspend => leaving::suspend(effects),
        Action::Quit => leaving::quit(state, effects),
        // Only panes do these; one that has no use for them leaves it at that.
        Action::Down
        | Action::Up
        | Action::Left
        | Action::Right
        | Action::PageDown
        | Action::PageUp
        | Action::HalfDown
        | Action::HalfUp
        | Action::First
        | Action::Last
        | Action::Enter
        | Action::OtherEnd
        | Action::Shrink
        | Action::Grow
        | Action::Sort => {}
    }
}

fn mirror(state: &mut State) {
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

/// What says the same again is folded now, or not: the header tells how many.
fn folded(state: &mut State, on: bool, what: &str, effects: &mut Vec<Effect>) {
    state.say(format!("{what} are {}", if on { "folded" } else { "shown" }));
    ask(state, state.view.query.clone(), effects);
}

fn unmark(state: &mut State) {
    state.marks = SelectedRows::default();
    state.say("nothing is marked any more");
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
        return unmark(state);
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
    } else {
        state.view.review = ReviewMode::Off;
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
        viewing::go(state, query, effects);
    }
}

pub(super) fn find(state: &mut State, forward: bool, effects: &mut Vec<Effect>) {
    if state.display.find.is_empty() {
        opening::ask_find(state);
    } else {
        background_tasks::find(state, forward, effects);
    }
}

fn pan(state: &mut State, later: bool) {
    let Some(span) = state.views.span() else { return };
    if let Some(window) = state.window() {
        state.view.time.pan(later, window, span);
    }
}

fn zoom_time(state: &mut State, finer: bool) {
    if let Some(window) = state.window() {
        state.view.time.zoom(finer, window.unit);
        let words = format!("bars by {}", state.view.time.unit.map_or("day", |u| u.name()));
        state.say(words);
    }
}
