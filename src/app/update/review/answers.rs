//! What the journal answers, and what it is told without being asked.

use crate::app::message::{Effect, JournalAct, Reply};
use crate::app::state::State;
use crate::app::update::{ask, notes_and_flags, viewing};
use crate::query::{Filter, Query};
use crate::ui::overlay::{PageLine, Pages};
use crate::ui::pane::Subject;
use crate::ui::theme::Role;

/// What the journal answered.
pub(crate) fn reply(state: &mut State, reply: &Reply, effects: &mut Vec<Effect>) {
    let changed = state.snapshot.decisions != reply.snapshot.decisions;
    state.snapshot = reply.snapshot.clone();
    if reply.number >= state.awaited.asked {
        state.awaited.things.clear();
        state.awaited.records.clear();
    }
    if let Some(notice) = reply.notice.clone() {
        state.tell(notice);
    }
    let asked = notes_and_flags::adopt(state, reply, effects);
    if !asked && changed && state.view.query.terms.iter().any(|t| matches!(t.filter, Filter::Review(_))) {
        ask(state, state.view.query.clone(), effects);
    }
    if asked {
        // They are where they belong once the answer is there.
        state.awaited.touched.clone_from(&reply.touched);
    }
    touch(state, &reply.touched);
    if let Some(page) = &reply.page {
        show_page(state, page);
    }
    // What is written below the text may take more lines or fewer.
    state.arrange();
}

/// Goes to the first of some things that is in view.
pub(crate) fn touch(state: &mut State, things: &[Subject]) {
    if let Some(&thing) = things.iter().find(|&&t| viewing::in_view(state, t)) {
        viewing::view(state, thing);
    }
}

fn show_page(state: &mut State, page: &[(String, String)]) {
    let line = |key: &str, text: &str, role| PageLine { key: key.to_owned(), text: text.to_owned(), role };
    let mut lines: Vec<PageLine> = page.iter().map(|(k, t)| line(k, t, Role::Text)).collect();
    if lines.is_empty() {
        lines.push(line("", "Nothing was decided yet.", Role::Muted));
    }
    state.open(Pages::new("Journal, latest first", lines));
}

/// Lets the journal know that a pair is in view as a whole.
pub(crate) fn look(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(pair) = state.views.pair else {
        state.awaited.looked = None;
        return;
    };
    let whole = state.views.query == Query::of_pair(pair) && !state.loading.active && !state.is_stale();
    if whole && state.awaited.looked != Some(pair) {
        state.awaited.looked = Some(pair);
        state.request(JournalAct::LastSeen(state.views.clone()), effects);
    }
}
