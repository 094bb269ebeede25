//! A brief of the pair in view: in which format, and of what.

use crate::app::export::Export;
use crate::app::message::Effect;
use crate::app::state::State;
use crate::journal::DecisionScope;
use crate::ui;
use crate::ui::action::Action;
use crate::ui::overlay::{Choice, Item, Picker};
use crate::write::brief::{Format, Scope};

/// Offers the formats, or says what is missing for a brief.
pub(crate) fn pick_format(state: &mut State) {
    let Some(pair) = state.view.query.pair() else {
        let key = state.display.keymap.keys(Action::PickPair).next();
        let with = key.map(|key| format!(" with {key}")).unwrap_or_default();
        return state.fail(format!("a brief is of one pair: pick one{with}"));
    };
    if state.loading.active {
        // Nobody could tell later from the file that a part was missing.
        return state.fail("a brief has to wait until everything is loaded");
    }
    let item = |scope: Scope, format: Format| {
        let of = if scope == Scope::Accepted { "only what is accepted" } else { "" };
        Item {
            haystack: format!("{}\t{}\t{of}", format.name(), format.about()),
            label: format.name().to_owned(),
            note: format.about().to_owned(),
            right: of.to_owned(),
            choice: Choice::Brief(format, scope),
        }
    };
    // What is read by people is wanted most.
    let mut formats = Format::ALL;
    formats.sort_by_key(|&format| format != Format::Html);
    let title = format!("Brief of {}", ui::format::pair(pair));
    let scopes = if state.snapshot.coder.is_some() {
        &[Scope::Everything, Scope::Accepted][..]
    } else {
        &[Scope::Everything]
    };
    let items = scopes.iter().flat_map(|&scope| formats.map(|format| item(scope, format))).collect();
    state.open(Picker::new(&title, items));
}

/// Asks whose decisions are to count in it, where there are several coders.
pub(crate) fn pick_decision_scope(
    state: &mut State,
    format: Format,
    scope: Scope,
    effects: &mut Vec<Effect>,
) {
    let Some(coder) = state.snapshot.coder.clone().filter(|_| !state.snapshot.others.is_empty()) else {
        return export(state, format, scope, DecisionScope::All, effects);
    };
    let item = |label: &str, note: &str, decision_scope: DecisionScope| {
        Item::way(label, note, Choice::BriefOf(format, scope, decision_scope))
    };
    let items = vec![
        item(
            "what stands",
            "rulings, and what all who decided agree on; the rest as coded",
            DecisionScope::All,
        ),
        item("your own", "as on the screen: your decisions, and rulings", DecisionScope::Of(coder)),
    ];
    state.open(Picker::new("Whose decisions?", items));
}

/// Asks for a brief of all that the query in force picks.
pub(crate) fn export(
    state: &mut State,
    format: Format,
    scope: Scope,
    decision_scope: DecisionScope,
    effects: &mut Vec<Effect>,
) {
    effects.push(Effect::Brief(Export {
        store: state.loaded.clone(),
        query: state.view.query.clone(),
        format,
        scope,
        decision_scope,
        files: state.reports.iter().map(|report| report.path.clone()).collect(),
    }));
}
