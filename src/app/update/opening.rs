//! Opening what lies over the panes: the palette, saved views, themes, the filter,
//! help, the report.

use super::background_tasks;
use crate::app::background_task::BackgroundTask;
use crate::app::message::Effect;
use crate::app::state::State;
use crate::query::Query;
use crate::ui::action::{ACTIONS, Action, Command, OverlayAction, Row, Scope};
use crate::ui::overlay::{AnyOverlay, Ask, Choice, FilterEditor, Item, Pages, Picker, help_lines};
use crate::ui::report_lines;
use crate::ui::theme::Theme;

/// Everything that can be done, by name, with its key.
pub(crate) fn palette(state: &mut State) {
    // Who looks for a command knows how to move: that comes last, but for what is
    // done elsewhere.
    let rank = |row: &&Row| (matches!(row.command, Command::Overlay(_)), row.group == "Move");
    let mut rows: Vec<&Row> = ACTIONS.iter().filter(|row| row.command != Action::Palette.into()).collect();
    rows.sort_by_key(rank);
    // What is picked by its name begins review where it needs that.
    let needs = |row: &Row| match row.scope {
        Scope::Review if state.snapshot.coder.is_none() => "needs a journal  ".to_owned(),
        Scope::Review if !state.reviews() => "begins review  ".to_owned(),
        _ => String::new(),
    };
    let items = rows
        .into_iter()
        .map(|row| Item {
            haystack: format!("{}\t{}\t{}", row.name, row.about, row.group),
            label: row.name.to_owned(),
            note: row.about.to_owned(),
            right: needs(row) + &state.display.keymap.keys_in_short(row.command).join(" "),
            choice: match row.command {
                Command::Pane(action) => Choice::Action(action),
                Command::Overlay(action) => Choice::KeysOf(action),
            },
        })
        .collect();
    state.open(Picker::new("Commands", items));
}

/// Says where something is done that cannot be done from the panes, and by which keys.
pub(crate) fn tell_keys(state: &mut State, action: OverlayAction) {
    let keys = state.display.keymap.keys_in_short(action);
    let keys = if keys.is_empty() { "no key does it".to_owned() } else { keys.join(", ") };
    let row = action.row();
    state.say(format!("{} is for {}: {keys}", row.name, row.scope.name().to_lowercase()));
}

/// The saved views: those of the journal and of the configuration.
pub(crate) fn pick_view(state: &mut State) {
    let item = |name: &str, query: &Query, right: &str| Item {
        haystack: format!("{name}\t{query}"),
        label: name.to_owned(),
        note: query.to_string(),
        right: right.to_owned(),
        choice: Choice::View(query.clone()),
    };
    // A view that no longer can be read is passed over; the journal keeps it.
    let own = state.snapshot.views.iter().filter_map(|(n, v)| Some((n, v.query.parse::<Query>().ok()?)));
    let mut items: Vec<Item> = own.map(|(name, query)| item(name, &query, "")).collect();
    items.extend(state.saved.iter().map(|(name, query)| item(name, query, "config")));
    if state.snapshot.coder.is_some() {
        items.push(Item {
            haystack: "save this view".to_owned(),
            label: "+ save this view".to_owned(),
            note: state.view.query.to_string(),
            right: String::new(),
            choice: Choice::SaveView,
        });
    }
    let nothing = "No saved views; [[view]] in config.toml adds one.";
    state.open(Picker::new("Saved views", items).or_says(nothing));
}

pub(crate) fn pick_theme(state: &mut State) {
    let item = |theme: &Theme| Item {
        haystack: format!("{}\t{}", theme.name, theme.about),
        label: theme.name.clone(),
        note: theme.about.clone(),
        right: String::new(),
        choice: Choice::Theme(theme.name.clone()),
    };
    let items = state.themes.iter().map(item).collect();
    let picker = Picker::new("Theme", items).at(&Choice::Theme(state.display.theme.name.clone()));
    state.open(picker);
}

/// The filter editor.
pub(crate) fn edit_filter(state: &mut State) {
    let editor = FilterEditor::new(&state.view.query, &state.store);
    state.preview = false;
    state.open(editor);
}

pub(crate) fn ask_find(state: &mut State) {
    let ask = Ask::new(&state.display.find);
    state.open(ask);
}

/// All keys.
pub(crate) fn help(state: &mut State) {
    let lines = help_lines(&state.display.keymap);
    state.open(Pages::new("Keys", lines).in_columns());
}

/// What was loaded, and everything that was wrong with it.
pub(crate) fn report(state: &mut State, effects: &mut Vec<Effect>) {
    if state.is_large() {
        show_report(state, &["counting what the events in view are worth…".to_owned()]);
        background_tasks::begin(state, BackgroundTask::Worth(state.views.clone()), effects);
    } else {
        show_report(state, &report_lines::worth(&state.views));
    }
}

/// What the events in view are worth has been counted: it stands above the
/// report, if that is still open.
pub(crate) fn tell_worth(state: &mut State, worth: &[String]) {
    let before = match &state.overlay {
        Some(AnyOverlay::Pages(pages)) if pages.is_called(report_lines::TITLE) => (**pages).clone(),
        _ => return,
    };
    state.open(load_report(state, worth).like(before));
}

fn show_report(state: &mut State, worth: &[String]) {
    state.open(load_report(state, worth));
}

fn load_report(state: &State, worth: &[String]) -> Pages {
    let lines = report_lines::lines(&state.snapshot, &state.complaints, worth, &state.reports, &state.store);
    Pages::new(report_lines::TITLE, lines)
}
