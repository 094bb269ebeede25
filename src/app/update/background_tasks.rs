//! What is worked out away from the screen: begun and given up.

use std::sync::Arc;

use super::intents;
use crate::app::background_task::{BackgroundTask, RowSearch};
use crate::app::message::Effect;
use crate::app::state::State;
use crate::ui::overlay::{Choice, PickerOf};
use crate::ui::pane::Outcome;

/// Begins to work something out; what is under way is given up.
pub(crate) fn begin(state: &mut State, task: BackgroundTask, effects: &mut Vec<Effect>) {
    state.newest_task += 1;
    state.open_task = Some(task.is_row_search());
    effects.push(Effect::BackgroundTask { number: state.newest_task, task: Some(task) });
}

/// Gives up a search, because the user does something else.
pub(crate) fn stop_search(state: &mut State, effects: &mut Vec<Effect>) {
    if state.open_task == Some(true) {
        state.newest_task += 1;
        state.open_task = None;
        effects.push(Effect::BackgroundTask { number: state.newest_task, task: None });
    }
}

/// Looks for a text in the focused pane.
pub(crate) fn find(state: &mut State, forward: bool, effects: &mut Vec<Effect>) {
    let words = state.display.find.clone();
    if !state.is_large() {
        let outcome = state.with_pane(state.view.focus, |pane, cx| pane.find(&words, forward, cx));
        return found(state, outcome, effects);
    }
    state.say(format!("looking for {words:?} in {}… any key stops it", state.view.focus.name()));
    let search = RowSearch {
        views: state.views.clone(),
        panes: state.panes.clone(),
        view: state.view.clone(),
        display: state.display.clone(),
        forward,
        total: state.store.len(),
        snapshot: state.snapshot.clone(),
        marks: state.marks.clone(),
    };
    begin(state, BackgroundTask::Find(Box::new(search)), effects);
}

/// Goes where the search leads, or says that it leads nowhere.
pub(crate) fn found(state: &mut State, outcome: Option<Outcome>, effects: &mut Vec<Effect>) {
    match outcome {
        Some(outcome) => {
            state.notice = None;
            intents::carry_out(state, outcome, effects);
            state.arrange();
        }
        None => {
            state.fail(format!("{:?} is not in the {} pane", state.display.find, state.view.focus.title()));
        }
    }
}

/// The picker of pairs or articles: at once, or as soon as it is made.
pub(crate) fn pick(state: &mut State, of: PickerOf, effects: &mut Vec<Effect>) {
    let (store, notation) = (state.store.clone(), state.display.notation);
    let made = match state.pair_picker.take() {
        // Thousands of pairs are worth keeping while the store is the same.
        Some((known, picker)) if of == PickerOf::Pairs && Arc::ptr_eq(&known, &store) => Some(picker),
        kept => {
            state.pair_picker = kept;
            (!state.is_large()).then(|| of.picker(&store, notation))
        }
    };
    match made {
        Some(mut picker) => {
            picker.reset();
            if let Some(pair) = state.view.query.pair().filter(|_| of == PickerOf::Pairs) {
                picker = picker.at(&Choice::Pair(pair));
            }
            state.open(picker);
        }
        None => {
            state.open(of.waiting());
            begin(state, BackgroundTask::Picker(of, store, notation), effects);
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::*;
    use crate::app::Start;
    use crate::app::message::{Loaded, Msg};
    use crate::app::update::{update, viewing};
    use crate::model::{
        ActorId, ArticleId, Builder, CodeId, CountryId, DataRow, EventDate, EventRow, Modality, Pair,
    };
    use crate::ui::key::Key;
    use crate::ui::overlay::AnyOverlay;
    use crate::ui::screen::Loading;

    /// More events than are looked through between two frames, of several pairs.
    fn large() -> State {
        let mut builder = Builder::new();
        let pairs = ["IRN-RUS", "FRA-USA", "CHN-IND"].map(|p| p.parse::<Pair>().unwrap());
        for number in 0..60_000usize {
            let pair = pairs[number % 3];
            let row = EventRow {
                date: EventDate::day(crate::model::Day(number as i32 / 100)),
                source: pair.first(),
                target: if number == 59_999 { CountryId::UNKNOWN } else { pair.second() },
                source_actor: ActorId::NONE,
                target_actor: ActorId::NONE,
                code: CodeId::from_code("190").unwrap(),
                modality: Modality::Actual,
                reciprocal: false,
                reports: 1,
                article: ArticleId::NONE,
            };
            builder.push_data(&row, &DataRow::default());
        }
        let mut state = Start::default().state(Rect::new(0, 0, 120, 36));
        let store = Some(Arc::new(builder.snapshot()));
        let loaded = Loaded { store, progress: Loading::default(), reports: Some(Vec::new()) };
        for effect in update(&mut state, Msg::Loaded(loaded)) {
            if let Effect::Query(question) = effect {
                answer(&mut state, question);
            }
        }
        state
    }

    fn answer(state: &mut State, question: crate::app::question::Question) -> Vec<Effect> {
        let generation = question.generation;
        update(state, Msg::Answer { generation, views: Arc::new(question.answer()) })
    }

    /// Presses keys; the background tasks that they begin, undone.
    fn press(state: &mut State, keys: &str) -> Vec<(u64, Option<BackgroundTask>)> {
        let mut tasks = Vec::new();
        for key in keys.split(' ') {
            for effect in update(state, Msg::Key(key.parse::<Key>().unwrap())) {
                if let Effect::BackgroundTask { number, task } = effect {
                    tasks.push((number, task));
                }
            }
        }
        tasks
    }

    fn finish(state: &mut State, (number, task): (u64, Option<BackgroundTask>)) -> Vec<Effect> {
        let done = task.unwrap().work(&|| false).unwrap();
        update(state, Msg::Done { number, done: Box::new(done) })
    }

    #[test]
    fn what_is_typed_while_a_picker_is_filled_counts() {
        let mut state = large();
        let task = press(&mut state, "p").pop().unwrap();
        assert!(state.is_waiting());
        assert!(press(&mut state, "t e h r a n enter").is_empty());
        assert!(state.overlay.is_some(), "nothing can be picked yet");
        finish(&mut state, task);
        assert!(state.overlay.is_none());
        assert_eq!(state.view.query.to_string(), "pair:IRN-RUS");
        // The second time it is there at once.
        assert!(press(&mut state, "p").is_empty() && state.overlay.is_some());
    }

    #[test]
    fn a_picker_that_was_closed_stays_closed() {
        let mut state = large();
        let task = press(&mut state, "p").pop().unwrap();
        press(&mut state, "esc");
        finish(&mut state, task);
        assert!(state.overlay.is_none());
    }

    #[test]
    fn a_search_is_given_up_at_a_key_and_finds_if_it_is_let() {
        let mut state = large();
        let begun = press(&mut state, "3 g g / i n d enter").pop().unwrap();
        assert!(state.notice.as_ref().unwrap().text.contains("any key stops it"));
        let before = state.panes.timeline.cursor(&state.cx(false));
        let stopped = press(&mut state, "j");
        assert!(stopped[0].1.is_none() && stopped[0].0 > begun.0);
        finish(&mut state, begun);
        assert_eq!(state.panes.timeline.cursor(&state.cx(false)), before.map(|row| row + 1), "too late");
        let begun = press(&mut state, "n").pop().unwrap();
        finish(&mut state, begun);
        assert_eq!(state.panes.timeline.cursor(&state.cx(false)), Some(2));
        let begun = press(&mut state, "/ q q q enter").pop().unwrap();
        finish(&mut state, begun);
        assert!(state.notice.as_ref().unwrap().failed);
    }

    #[test]
    fn the_report_is_there_before_what_the_events_are_worth() {
        let mut state = large();
        let task = press(&mut state, "!").pop().unwrap();
        assert!(state.overlay.is_some());
        finish(&mut state, task);
        assert!(!state.is_waiting());
        let Some(AnyOverlay::Pages(pages)) = &state.overlay else { panic!("the report") };
        assert!(format!("{pages:?}").contains("in view: 60,000 events"));
    }

    #[test]
    fn answers_that_lie_far_back_are_let_go_and_asked_again() {
        let mut state = large();
        // As if the answer were so large that only one is kept.
        let mut views = (*state.views).clone();
        views.events = vec![crate::model::Place { segment: 0, row: 0 }; (1 << 25) + 1];
        state.views = Arc::new(views);
        viewing::go(&mut state, "since:1970-02".parse().unwrap(), &mut Vec::new());
        assert!(state.history.past[0].views.is_some(), "what is still on the screen costs nothing");
        let mut small = large();
        std::mem::swap(&mut state.views, &mut small.views);
        viewing::go(&mut state, "since:1970-03".parse().unwrap(), &mut Vec::new());
        assert!(state.history.past[0].views.is_none() && state.history.past[1].views.is_some());
        let effects = update(&mut state, Msg::Key("esc".parse::<Key>().unwrap()));
        assert!(effects.iter().any(|e| matches!(e, Effect::Query(_))) || !state.is_stale());
    }
}
