//! A brief of the pair in view: in which format, and of what.

use super::super::export::Export;
use super::super::message::Effect;
use super::super::state::State;
use super::overlays;
use crate::ui;
use crate::ui::action::Action;
use crate::ui::overlay::{Choice, Item, Overlay, Picker};
use crate::ui::screen::Notice;
use crate::write::brief::Format;

/// Offers the formats, or says what is missing for a brief.
pub fn pick_format(state: &mut State) {
    let Some(pair) = state.query.pair() else {
        let key = state.keymap.keys(Action::PickPair).next();
        let with = key.map(|key| format!(" with {key}")).unwrap_or_default();
        return refuse(state, format!("a brief is of one pair: pick one{with}"));
    };
    if state.loading.active {
        // Nobody could tell later from the file that a part was missing.
        return refuse(state, "a brief has to wait until everything is loaded".to_owned());
    }
    let item = |format: Format| Item {
        haystack: format!("{}\t{}", format.name(), format.about()),
        label: format.name().to_owned(),
        note: format.about().to_owned(),
        right: String::new(),
        choice: Choice::Brief(format),
    };
    // What is read by people is wanted most.
    let mut formats = Format::ALL;
    formats.sort_by_key(|&format| format != Format::Html);
    let title = format!("Brief of {}", ui::format::pair(pair));
    overlays::open(state, Overlay::Picker(Picker::new(&title, formats.map(item).into())));
}

fn refuse(state: &mut State, text: String) {
    state.notice = Some(Notice { text, failed: true });
}

/// Asks for a brief of all that the query in force picks.
pub fn export(state: &mut State, format: Format, effects: &mut Vec<Effect>) {
    effects.push(Effect::Brief(Export {
        store: state.store.clone(),
        query: state.query.clone(),
        format,
        files: state.reports.iter().map(|report| report.path.clone()).collect(),
    }));
}
