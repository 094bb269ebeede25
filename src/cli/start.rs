//! What the dashboard starts with: the command line over the configuration,
//! fitted to the terminal.

use std::path::Path;
use std::time::Duration;

use super::session::Session;
use crate::app::Start;
use crate::config::{ColourDepth, FirstBin};
use crate::query::Query;
use crate::query::summary::timeline::Unit;
use crate::ui::pane::PaneId;
use crate::ui::theme::{Background, Theme, ask_background, background_from, depth_from};
use crate::ui::time::TimeView;

/// How long a terminal may take to tell its colours. Those that answer do so at once.
const PATIENCE: Duration = Duration::from_millis(80);

fn env(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// For a terminal: its colours are asked for where nothing else tells them.
pub(super) fn of_terminal(theme: Option<&str>, query: Query, names: &[String], session: &Session) -> Start {
    let background = || background_from(&env).or_else(|| ask_background(PATIENCE)).unwrap_or_default();
    let depth = session.config().colours.unwrap_or_else(|| depth_from(&env));
    start(theme, &background, depth, query, names, session)
}

/// For text and pictures: dark, in full colour, unless told otherwise.
pub(super) fn without_terminal(
    theme: Option<&str>,
    query: Query,
    names: &[String],
    session: &Session,
) -> Start {
    let depth = session.config().colours.unwrap_or(ColourDepth::TrueColor);
    start(theme, &|| Background::Dark, depth, query, names, session)
}

fn start(
    theme: Option<&str>,
    background: &dyn Fn() -> Background,
    depth: ColourDepth,
    query: Query,
    names: &[String],
    session: &Session,
) -> Start {
    let config = session.config();
    let mut complaints = session.complaints.clone();
    let themes = own_themes(session, &mut complaints);
    let wanted = theme.unwrap_or(&config.theme);
    let found = Theme::named(wanted).cloned().or_else(|| themes.iter().find(|t| t.name == wanted).cloned());
    if found.is_none() && wanted != "auto" {
        complaints.push(format!("there is no theme {wanted:?}; \"auto\" is used"));
    }
    Start {
        query,
        pane: PaneId::named(config.pane.name()).unwrap_or(PaneId::Timeline),
        theme: found.unwrap_or_else(|| Theme::for_background(background())),
        depth,
        themes,
        keymap: session.keymap.clone(),
        time: TimeView { unit: unit(config.first_bin), ..TimeView::default() },
        views: config.views.iter().map(|v| (v.name.clone(), v.query.clone())).collect(),
        source: source_name(names),
        complaints,
    }
}

fn unit(bin: FirstBin) -> Option<Unit> {
    Unit::ALL.into_iter().find(|u| u.name() == bin.name())
}

/// The user's own themes, `themes/NAME.toml` beside the configuration.
fn own_themes(session: &Session, complaints: &mut Vec<String>) -> Vec<Theme> {
    let Some(folder) = session.places.as_ref().map(|p| p.themes()) else { return Vec::new() };
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    let mut themes = Vec::new();
    for path in paths {
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let (mut theme, problems) = Theme::read(&text);
                theme.name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                complaints.extend(problems.iter().map(|p| format!("{}:{p}", path.display())));
                themes.push(theme);
            }
            Err(error) => complaints.push(format!("{}: {error}", path.display())),
        }
    }
    themes
}

/// What is loaded, in a word: the sample, a file's name, a number of files.
fn source_name(names: &[String]) -> String {
    match names {
        [] => "sample".to_owned(),
        [one] if one == "-" => "standard input".to_owned(),
        [one] => Path::new(one).file_name().map_or(one.clone(), |n| n.to_string_lossy().into_owned()),
        more => format!("{} sources", more.len()),
    }
}
