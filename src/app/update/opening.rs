//! Opening what lies over the panes: the palette, saved views, themes, the filter,
//! help, the report.

use super::background_tasks;
use crate::app::background_task::{self, BackgroundTask};
use crate::app::message::Effect;
use crate::app::state::State;
use crate::query::Query;
use crate::read::LoadReport;
use crate::ui::action::{ACTIONS, Row};
use crate::ui::data_mark;
use crate::ui::overlay::{Ask, Choice, FilterEditor, Item, Overlay, PageLine, Pages, Picker, help_lines};
use crate::ui::text;
use crate::ui::theme::{Role, Theme};

/// Everything that can be done, by name, with its key.
pub fn palette(state: &mut State) {
    // Who looks for a command knows how to move: that comes last.
    let (moves, others): (Vec<&Row>, Vec<&Row>) = ACTIONS.iter().partition(|row| row.group == "Move");
    let items = others
        .into_iter()
        .chain(moves)
        .filter(|row| row.action != crate::ui::action::Action::Palette)
        .map(|row| Item {
            haystack: format!("{}\t{}\t{}", row.name, row.about, row.group),
            label: row.name.to_owned(),
            note: row.about.to_owned(),
            right: state.display.keymap.keys(row.action).collect::<Vec<_>>().join(" "),
            choice: Choice::Action(row.action),
        })
        .collect();
    state.open(Overlay::Picker(Picker::new("Commands", items)));
}

/// The saved views: those of the journal and of the configuration.
pub fn pick_view(state: &mut State) {
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
    if items.is_empty() {
        state.say("no saved views; [[view]] in config.toml adds one");
        return;
    }
    state.open(Overlay::Picker(Picker::new("Saved views", items)));
}

/// The themes.
pub fn pick_theme(state: &mut State) {
    let item = |theme: &Theme| Item {
        haystack: format!("{}\t{}", theme.name, theme.about),
        label: theme.name.clone(),
        note: theme.about.clone(),
        right: String::new(),
        choice: Choice::Theme(theme.name.clone()),
    };
    let items = state.themes.iter().map(item).collect();
    let picker = Picker::new("Theme", items).at(&Choice::Theme(state.display.theme.name.clone()));
    state.open(Overlay::Picker(picker));
}

/// The filter editor.
pub fn edit_filter(state: &mut State) {
    let editor = FilterEditor::new(&state.view.query, &state.store);
    state.preview = false;
    state.open(Overlay::Filter(editor));
}

/// Asks what to find.
pub fn ask_find(state: &mut State) {
    let ask = Ask::new(&state.display.find);
    state.open(Overlay::Find(ask));
}

/// All keys.
pub fn help(state: &mut State) {
    let lines = help_lines(&state.display.keymap);
    state.open(Overlay::Pages(Pages::new("Keys", lines).in_columns()));
}

/// What was loaded, and everything that was wrong with it.
pub fn report(state: &mut State, effects: &mut Vec<Effect>) {
    if state.is_large() {
        show_report(state, &["counting what the events in view are worth…".to_owned()]);
        background_tasks::begin(state, BackgroundTask::Worth(state.views.clone()), effects);
    } else {
        show_report(state, &background_task::worth(&state.views));
    }
}

/// What the events in view are worth has been counted: it stands above the
/// report, if that is still open.
pub fn tell_worth(state: &mut State, worth: &[String]) {
    let top = match &state.overlay {
        Some(Overlay::Pages(pages)) if pages.is_called(REPORT) => pages.top(),
        _ => return,
    };
    show_report(state, worth);
    if let Some(overlay) = &mut state.overlay {
        overlay.scroll(top as isize);
    }
}

const REPORT: &str = "What was loaded";

/// What became of a file's records: only what there is to tell.
fn fate(report: &LoadReport) -> String {
    let number = text::grouped;
    let mut words = match report.kept == report.read && report.rejected == 0 {
        true => format!("{} {}, all kept", number(report.read), text::plural(report.read, "record")),
        false => format!("{} read, {} kept", number(report.read), number(report.kept)),
    };
    for (count, what) in [(report.rejected, "rejected"), (report.repaired, "repaired")] {
        if count > 0 {
            words.push_str(&format!(", {} {what}", number(count)));
        }
    }
    words
}

fn show_report(state: &mut State, worth: &[String]) {
    let mut lines = Vec::new();
    let mut line = |text: String, role: Role| lines.push(PageLine { key: String::new(), text, role });
    if let Some(trouble) = &state.snapshot.trouble {
        let held = state.snapshot.unsaved as u64;
        let held = format!("{held} {} not saved", text::plural(held, "decision"));
        line(format!("{held}: {trouble}"), Role::Warning);
    }
    for complaint in &state.complaints {
        line(complaint.clone(), Role::Warning);
    }
    for words in worth {
        line(words.clone(), Role::Text);
    }
    // What was wrong is what one looks for.
    let (clean, wrong): (Vec<_>, Vec<_>) = state.reports.iter().partition(|report| report.is_clean());
    for report in wrong.into_iter().chain(clean) {
        let format = if report.format.is_empty() { "?" } else { report.format };
        let cached = if report.from_cache { ", from the cache" } else { "" };
        let letter = data_mark::letter_of(&state.store, &report.path);
        let letter = letter.map_or(String::new(), |letter| format!("{letter}  "));
        line(format!("{letter}{} ({format}): {}{cached}", report.path, fate(report)), Role::Heading);
        if report.sides.all > 0 {
            line(format!("  {}", report.sides), Role::Text);
        }
        for words in report.lines() {
            // The file's name stands above.
            let rest = words.strip_prefix(&report.path).and_then(|rest| rest.strip_prefix(':'));
            line(format!("  {}", rest.unwrap_or(&words).trim_start()), Role::Text);
        }
    }
    if lines.is_empty() {
        lines.push(PageLine {
            key: String::new(),
            text: "Nothing was read yet.".to_owned(),
            role: Role::Muted,
        });
    }
    state.open(Overlay::Pages(Pages::new(REPORT, lines)));
}
