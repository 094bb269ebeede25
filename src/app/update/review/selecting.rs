//! Marking rows and ranges, and what to do to all that is marked.

use super::MOST;
use crate::app::state::State;
use crate::model::Decision;
use crate::ui::action::Action;
use crate::ui::overlay::{Choice, Item, Picker};
use crate::ui::pane::{PaneId, Subject};

/// The row of the cursor in the focused list.
pub(super) fn position(state: &State) -> Option<usize> {
    let cx = state.cx(false);
    match state.view.focus {
        PaneId::Timeline => state.panes.timeline.cursor(&cx),
        PaneId::Claims => state.panes.claims.cursor(&cx),
        _ => None,
    }
}

/// Marks the thing at the cursor, or unmarks it; whether the cursor is to go on to
/// the next row.
pub(crate) fn mark(state: &mut State) -> bool {
    let Some(thing) = state.here() else {
        state.fail("no event or claim is here to mark");
        return false;
    };
    if state.marks.range.is_some() {
        range(state);
        return false;
    }
    if !state.marks.picked.remove(&thing) {
        state.marks.picked.insert(thing);
    }
    tell_marks(state);
    matches!(state.view.focus, PaneId::Timeline | PaneId::Claims)
}

/// Begins a range at the cursor, or marks what lies between there and the cursor.
pub(crate) fn range(state: &mut State) {
    let Some(at) = position(state) else {
        return state.fail("ranges are marked in the timeline and among the claims");
    };
    match state.marks.range {
        Some((pane, _)) if pane == state.view.focus => {
            state.marks.picked.extend(ranged(state));
            state.marks.range = None;
            tell_marks(state);
        }
        _ => {
            state.marks.range = Some((state.view.focus, at));
            state.say(match state.reviews() {
                true => "move to the other end of the range; a x s decide on it, v marks it",
                false => "move to the other end of the range; v marks it",
            });
        }
    }
}

pub(super) fn tell_marks(state: &mut State) {
    let count = state.marks.picked.len();
    let words = match count {
        0 => "nothing is marked".to_owned(),
        _ if state.reviews() => format!("{count} marked; a x s decide on all of them, A offers more"),
        _ => format!("{count} marked"),
    };
    state.say(words);
}

/// The things from where the range began to the cursor.
/// Begins a range at the cursor, or marks what lies between there and the cursor.
pub(crate) fn ranged(state: &State) -> Vec<Subject> {
    let Some((pane, from)) = state.marks.range else { return Vec::new() };
    let cx = state.cx(false);
    let to = match pane {
        PaneId::Claims => state.panes.claims.cursor(&cx),
        _ => state.panes.timeline.cursor(&cx),
    };
    let to = to.unwrap_or(from);
    let rows = from.min(to)..=from.max(to);
    rows.filter_map(|at| match pane {
        PaneId::Claims => state.panes.claims.id_at(&cx, at).map(Subject::Claim),
        _ => state.panes.timeline.id_at(&cx, at).map(Subject::Event),
    })
    .collect()
}

/// All that is marked, in the order of their numbers.
pub(super) fn picked(state: &State) -> Vec<Subject> {
    let mut things: Vec<Subject> = state.marks.picked.iter().copied().collect();
    things.extend(ranged(state));
    things.sort_unstable();
    things.dedup();
    things
}

/// What to do to all that is marked, or to all that is in view.
pub(super) fn choose_act(state: &mut State) {
    let marked = !state.marks.is_empty();
    let things = if marked {
        picked(state)
    } else if state.view.focus == PaneId::Claims {
        state.views.claims.iter().map(|&id| Subject::Claim(id)).collect()
    } else {
        let events = (0..state.views.events.len().min(MOST + 1)).filter_map(|at| state.views.event(at));
        events.map(|e| Subject::Event(e.id())).collect()
    };
    if things.is_empty() {
        return state.fail("nothing is in view");
    }
    let whole = if state.view.focus == PaneId::Claims { things.len() } else { state.views.events.len() };
    let count = if marked { things.len() } else { whole };
    let title = if marked { format!("To {count} marked") } else { format!("To all {count} in view") };
    let mut items = vec![
        Item::way("accept", "right as coded", Choice::Confirm(things.clone(), Decision::Accepted)),
        Item::way("reject", "no such events or claims", Choice::Confirm(things.clone(), Decision::Rejected)),
        Item::way("skip", "looked at and left open", Choice::Confirm(things.clone(), Decision::Skipped)),
        Item::way("reopen", "take verdicts back", Choice::Confirm(things, Decision::Open)),
    ];
    if marked {
        items.push(Item::way(
            "merge",
            "as reports of the event at the cursor",
            Choice::Action(Action::Merge),
        ));
        items.push(Item::way("unmark", "forget the marks", Choice::Action(Action::Unselect)));
    }
    state.open(Picker::new(&title, items));
}
