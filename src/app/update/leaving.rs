//! Leaving the program: for good, or for a while.

use crate::app::message::Effect;
use crate::app::state::State;
use crate::ui::overlay::{Choice, Confirm, Item, Picker};

/// Goes to the shell, which wakes the program again.
pub(crate) fn suspend(effects: &mut Vec<Effect>) {
    effects.push(Effect::Suspend);
}

/// Ends, unless decisions would be lost: then it asks.
pub(crate) fn quit(state: &mut State, effects: &mut Vec<Effect>) {
    if state.snapshot.unsaved == 0 {
        if state.edited_text.is_none() && state.kept_texts.is_empty() {
            effects.push(Effect::Quit);
        } else {
            let lines = vec!["E on the event goes on with it. Quit without it?".to_owned()];
            let title = "What you wrote in the editor is not taken over";
            state.open(Confirm::new(title, lines, Choice::LetGo));
        }
        return;
    }
    let items = vec![
        Item::way("try again", "to save them where they belong", Choice::Retry),
        Item::way("save to a file", "which detente journal import takes later, and quit", Choice::Rescue),
        Item::way("quit without them", "they are lost", Choice::LetGo),
    ];
    let title = match state.snapshot.unsaved {
        1 => "1 decision is not saved".to_owned(),
        n => format!("{n} decisions are not saved"),
    };
    state.open(Picker::new(&title, items));
    if let Some(trouble) = state.snapshot.trouble.clone() {
        state.fail(trouble);
    }
}
