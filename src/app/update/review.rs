//! Review: deciding, walking the undecided, marking, and what the journal answers.

use super::super::message::{Effect, JournalAct, Reply, Request};
use super::super::state::State;
use super::{act, ask, overlays, wishes};
use crate::journal::{Correction, key_of, key_of_claim};
use crate::model::{Decision, EventView};
use crate::query::{Filter, Query};
use crate::ui::action::Action;
use crate::ui::desk::Marks;
use crate::ui::overlay::{Ask, Choice, Confirm, Form, Item, Overlay, PageLine, Pages, Picker, Purpose};
use crate::ui::pane::{PaneId, Subject};
use crate::ui::screen::Notice;
use crate::ui::theme::Role;

/// How many can be decided on at once: as many as are written in a moment.
const MOST: usize = 5_000;

/// Asks the journal for something; without a journal nothing happens.
pub fn request(state: &mut State, act: JournalAct, effects: &mut Vec<Effect>) {
    if state.desk.coder.is_some() {
        state.awaited.asked += 1;
        effects.push(Effect::Journal(Request { number: state.awaited.asked, act }));
    }
}

/// Does an action of review.
pub fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::PreviousUndecided => return walk(state, false),
        Action::NextUndecided => return walk(state, true),
        Action::Mark => return mark(state, effects),
        Action::Range => return range(state),
        Action::Unmark => {
            state.marks = Marks::default();
            return act::say(state, "nothing is marked any more");
        }
        _ => {}
    }
    if state.desk.coder.is_none() {
        return fail(state, "no journal is kept here: nothing can be decided");
    }
    match action {
        Action::Accept => decide(state, Decision::Accepted, effects),
        Action::Reject => decide(state, Decision::Rejected, effects),
        Action::Skip => decide(state, Decision::Skipped, effects),
        Action::Reopen => decide(state, Decision::Open, effects),
        Action::Comment => comment(state),
        Action::Correct => open_form(state),
        Action::Undo => request(state, JournalAct::Undo, effects),
        Action::Redo => request(state, JournalAct::Redo, effects),
        Action::ActOnMarked => choose_act(state),
        Action::Merge => merge(state, effects),
        Action::History => request(state, JournalAct::History, effects),
        _ => {}
    }
}

fn fail(state: &mut State, words: &str) {
    state.notice = Some(Notice { text: words.to_owned(), failed: true });
}

/// The event or claim that an action of review is about.
pub fn here(state: &State) -> Option<Subject> {
    let cx = state.cx(false);
    let subject = match state.focus {
        PaneId::Timeline => state.panes.timeline.chosen(&cx).map(Subject::Event),
        PaneId::Claims => state.panes.claims.chosen(&cx).map(Subject::Claim),
        _ => Some(state.subject),
    };
    subject.filter(|s| matches!(s, Subject::Event(_) | Subject::Claim(_)))
}

fn decide(state: &mut State, decision: Decision, effects: &mut Vec<Effect>) {
    if !state.marks.is_empty() {
        let things = picked(state);
        return confirm(state, things, decision);
    }
    let Some(thing) = here(state) else {
        return fail(state, "no event or claim is in view to decide on");
    };
    await_answer(state, &[thing]);
    request(state, JournalAct::Decide { things: vec![thing], decision }, effects);
    if decision != Decision::Open {
        go_on(state, thing);
    }
}

/// Asks before many are decided on.
fn confirm(state: &mut State, things: Vec<Subject>, decision: Decision) {
    if things.len() > MOST {
        let words = format!("{} are too many at once: narrow the filter to {MOST} or fewer", things.len());
        return fail(state, &words);
    }
    let verb = match decision {
        Decision::Accepted => "Accept",
        Decision::Rejected => "Reject",
        Decision::Skipped => "Skip",
        _ => "Reopen",
    };
    let decided = things.iter().filter(|&&t| state.desk.of_subject(&state.store, t) != Decision::Open);
    let decided = decided.count();
    let mut lines = vec![format!("{verb} {} events and claims?", things.len())];
    if things.len() == 1 {
        lines = vec![format!("{verb} the one that is marked?")];
    }
    if decided > 0 {
        lines.push(format!("{decided} of them are decided on already; undo brings that back."));
    }
    let choice = Choice::Decide(things, decision);
    overlays::open(state, Overlay::Confirm(Confirm::new(verb, lines, choice)));
}

/// Decides on several that were confirmed.
pub fn decide_all(state: &mut State, things: Vec<Subject>, decision: Decision, effects: &mut Vec<Effect>) {
    state.marks = Marks::default();
    await_answer(state, &things);
    request(state, JournalAct::Decide { things, decision }, effects);
    if let Some(thing) = here(state)
        && !is_open(state, thing)
    {
        go_on(state, thing);
    }
}

/// Counts things as decided until the journal answers.
fn await_answer(state: &mut State, things: &[Subject]) {
    for &thing in things {
        state.awaited.things.insert(thing);
        if let Some(record) = record(state, thing) {
            state.awaited.records.insert(record);
        }
    }
}

/// What the rows of one event have in common.
fn record(state: &State, thing: Subject) -> Option<usize> {
    let Subject::Event(id) = thing else { return None };
    address(&state.store.event(state.store.find(id)?)?)
}

fn address(event: &EventView<'_>) -> Option<usize> {
    event.detail().map(|d| std::ptr::from_ref(d) as usize)
}

/// Whether nobody has decided on a thing, nor is about to.
fn is_open(state: &State, thing: Subject) -> bool {
    let waits = &state.awaited;
    if waits.things.contains(&thing) || record(state, thing).is_some_and(|r| waits.records.contains(&r)) {
        return false;
    }
    state.desk.of_subject(&state.store, thing) == Decision::Open
}

/// Moves on to the next undecided after a decision; stays if there is none.
fn go_on(state: &mut State, from: Subject) {
    match next_open(state, from, true) {
        Some(next) => wishes::view(state, next),
        None => wishes::view(state, from),
    }
}

fn walk(state: &mut State, forward: bool) {
    let from = here(state).unwrap_or(state.subject);
    match next_open(state, from, forward) {
        Some(next) => wishes::view(state, next),
        None => act::say(state, "all that is in view is decided on"),
    }
}

/// The next undecided thing: in the Source pane in the order of the text, else
/// in the order of the list of its kind, round and round.
fn next_open(state: &State, from: Subject, forward: bool) -> Option<Subject> {
    if state.focus == PaneId::Source {
        let items = state.panes.source.subjects();
        let count = items.len();
        let step =
            |at: usize, i: usize| if forward { (at + i) % count } else { (at + count - i % count) % count };
        let at = items.iter().position(|s| *s == from);
        let mut along = at.into_iter().flat_map(|at| (1..count).map(move |i| step(at, i)));
        // What the query leaves out is not under review.
        if let Some(next) = along.find(|&i| is_open(state, items[i]) && in_view(state, items[i])) {
            return Some(items[next]);
        }
    }
    let claims = state.focus == PaneId::Claims
        || (state.focus != PaneId::Timeline && matches!(from, Subject::Claim(_)));
    let count = if claims { state.views.claims.len() } else { state.views.events.len() };
    let subject = |at: usize| match claims {
        true => state.views.claims.get(at).map(|&id| Subject::Claim(id)),
        false => state.views.event(at).map(|e| Subject::Event(e.id())),
    };
    let start = match from {
        Subject::Claim(id) if claims => state.views.claims.iter().position(|&c| c == id),
        Subject::Event(id) if !claims => state.views.position(id),
        _ => None,
    };
    let later = if claims { forward } else { forward != state.panes.timeline.is_latest_first() };
    let start = start.unwrap_or(if later { count.saturating_sub(1) } else { 0 });
    let step = |i: usize| if later { (start + i) % count } else { (start + count - i % count) % count };
    (1..=count).filter_map(|i| subject(step(i))).find(|&s| is_open(state, s))
}

fn in_view(state: &State, thing: Subject) -> bool {
    match thing {
        Subject::Event(id) => state.views.position(id).is_some(),
        Subject::Claim(id) => state.views.claims.contains(&id),
        _ => false,
    }
}

/// The row of the cursor in the focused list.
fn position(state: &State) -> Option<usize> {
    let cx = state.cx(false);
    match state.focus {
        PaneId::Timeline => state.panes.timeline.cursor(&cx),
        PaneId::Claims => state.panes.claims.cursor(&cx),
        _ => None,
    }
}

fn mark(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(thing) = here(state) else {
        return fail(state, "no event or claim is here to mark");
    };
    if state.marks.range.is_some() {
        return range(state);
    }
    if !state.marks.picked.remove(&thing) {
        state.marks.picked.insert(thing);
    }
    if matches!(state.focus, PaneId::Timeline | PaneId::Claims) {
        super::act::act(state, Action::Down, effects);
    }
    tell_marks(state);
}

fn range(state: &mut State) {
    let Some(at) = position(state) else {
        return fail(state, "ranges are marked in the timeline and among the claims");
    };
    match state.marks.range {
        Some((pane, _)) if pane == state.focus => {
            state.marks.picked.extend(ranged(state));
            state.marks.range = None;
            tell_marks(state);
        }
        _ => {
            state.marks.range = Some((state.focus, at));
            act::say(state, "move to the other end of the range; a x s decide on it, v marks it");
        }
    }
}

fn tell_marks(state: &mut State) {
    let count = state.marks.picked.len();
    let words = match count {
        0 => "nothing is marked".to_owned(),
        _ => format!("{count} marked; a x s decide on all of them, A offers more"),
    };
    act::say(state, &words);
}

/// The things from where the range began to the cursor.
fn ranged(state: &State) -> Vec<Subject> {
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
fn picked(state: &State) -> Vec<Subject> {
    let mut things: Vec<Subject> = state.marks.picked.iter().copied().collect();
    things.extend(ranged(state));
    things.sort_unstable();
    things.dedup();
    things
}

/// What to do to all that is marked, or to all that is in view.
fn choose_act(state: &mut State) {
    let marked = !state.marks.is_empty();
    let things = if marked {
        picked(state)
    } else if state.focus == PaneId::Claims {
        state.views.claims.iter().map(|&id| Subject::Claim(id)).collect()
    } else {
        let events = (0..state.views.events.len().min(MOST + 1)).filter_map(|at| state.views.event(at));
        events.map(|e| Subject::Event(e.id())).collect()
    };
    if things.is_empty() {
        return fail(state, "nothing is in view");
    }
    let whole = if state.focus == PaneId::Claims { things.len() } else { state.views.events.len() };
    let count = if marked { things.len() } else { whole };
    let title = if marked { format!("To {count} marked") } else { format!("To all {count} in view") };
    let item = |label: &str, note: &str, choice: Choice| Item {
        haystack: label.to_owned(),
        label: label.to_owned(),
        note: note.to_owned(),
        right: String::new(),
        choice,
    };
    let mut items = vec![
        item("accept", "right as coded", Choice::Confirm(things.clone(), Decision::Accepted)),
        item("reject", "no such events or claims", Choice::Confirm(things.clone(), Decision::Rejected)),
        item("skip", "looked at and left open", Choice::Confirm(things.clone(), Decision::Skipped)),
        item("reopen", "take verdicts back", Choice::Confirm(things, Decision::Open)),
    ];
    if marked {
        items.push(item("merge", "as reports of the event at the cursor", Choice::Action(Action::Merge)));
        items.push(item("unmark", "forget the marks", Choice::Action(Action::Unmark)));
    }
    overlays::open(state, Overlay::Picker(Picker::new(&title, items)));
}

/// Asks before several are decided on, whatever they are.
pub fn ask_to_decide(state: &mut State, things: Vec<Subject>, decision: Decision) {
    confirm(state, things, decision);
}

fn comment(state: &mut State) {
    let Some(thing) = here(state) else {
        return fail(state, "no event or claim is in view to comment on");
    };
    let own = state.desk.about(thing).and_then(|a| {
        let coder = state.desk.coder.as_deref()?;
        a.notes.iter().find(|(by, _)| by == coder).map(|(_, words)| words.clone())
    });
    let ask = Ask::about(Purpose::Comment(thing), "comment", &own.unwrap_or_default());
    overlays::open(state, Overlay::Find(ask));
}

/// Opens the form with what is coded and what was corrected before.
fn open_form(state: &mut State) {
    let Some(thing) = here(state) else {
        return fail(state, "no event or claim is in view to correct");
    };
    let (target, title) = match thing {
        Subject::Event(id) => (state.store.find(id).and_then(|p| key_of(&state.store, p)), "event"),
        Subject::Claim(id) => (key_of_claim(&state.store, id), "claim"),
        _ => (None, ""),
    };
    let Some(target) = target else { return };
    let before = state.desk.about(thing).map(|a| a.correction.clone()).unwrap_or_default();
    let form = Form::new(thing, title, &target.anchor, &before, &state.store);
    overlays::open(state, Overlay::Form(Box::new(form)));
}

/// The form is done.
pub fn correct(state: &mut State, thing: Subject, correction: Box<Correction>, effects: &mut Vec<Effect>) {
    let before = state.desk.about(thing).map(|a| &a.correction);
    if before.map_or(correction.is_empty(), |b| *b == *correction) {
        return act::say(state, "nothing is changed");
    }
    let back = correction.is_empty();
    request(state, JournalAct::Correct { thing, correction }, effects);
    if !back {
        await_answer(state, &[thing]);
        go_on(state, thing);
    }
}

fn merge(state: &mut State, effects: &mut Vec<Effect>) {
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

/// What the journal answered.
pub fn reply(state: &mut State, reply: &Reply, effects: &mut Vec<Effect>) {
    let changed = state.desk.verdicts != reply.desk.verdicts;
    state.desk = reply.desk.clone();
    if reply.number >= state.awaited.asked {
        state.awaited.things.clear();
        state.awaited.records.clear();
    }
    if let Some((text, failed)) = &reply.told {
        state.notice = Some(Notice { text: text.clone(), failed: *failed });
    }
    if changed && state.query.terms.iter().any(|t| matches!(t.filter, Filter::Review(_))) {
        ask(state, state.query.clone(), effects);
    }
    if let Some(&thing) = reply.touched.iter().find(|&&t| in_view(state, t)) {
        wishes::view(state, thing);
    }
    if let Some(page) = &reply.page {
        show_page(state, page);
    }
    // What is written below the text may take more lines or fewer.
    state.arrange();
}

fn show_page(state: &mut State, page: &[(String, String)]) {
    let line = |key: &str, text: &str, role| PageLine { key: key.to_owned(), text: text.to_owned(), role };
    let mut lines: Vec<PageLine> = page.iter().map(|(k, t)| line(k, t, Role::Text)).collect();
    if lines.is_empty() {
        lines.push(line("", "Nothing was decided yet.", Role::Muted));
    }
    overlays::open(state, Overlay::Pages(Pages::new("Journal, latest first", lines)));
}

/// Lets the journal know that a pair is in view as a whole.
pub fn look(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(pair) = state.views.pair else {
        state.awaited.looked = None;
        return;
    };
    let whole = state.views.query == Query::of_pair(pair) && !state.loading.active && !state.is_stale();
    if whole && state.awaited.looked != Some(pair) {
        state.awaited.looked = Some(pair);
        request(state, JournalAct::Look(state.views.clone()), effects);
    }
}
