//! What every command starts from: configuration, log, places.

use std::path::PathBuf;

use color_eyre::eyre::Result;

use super::failure::{Usage, say};
use super::{log, own_actors};
use crate::config::{self, Config, Places, SavedView, Vocabulary};
use crate::model::EventDate;
use crate::model::spelling::nearest;
use crate::query::Query;
use crate::read::Control;
use crate::read::cache::Cache;
use crate::ui::action::ACTIONS;
use crate::ui::key::sequence;
use crate::ui::keymap::Keymap;
use crate::ui::pane::PaneId;
use crate::ui::theme::Theme;

/// Options that all commands take.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Common {
    /// Read the configuration from this file instead of the user's own
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,

    /// Write the log to this file (how much: `log-level` in the configuration)
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) log: Option<PathBuf>,

    /// Find the actors of this file in articles, beside the built-in ones
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) actors: Option<PathBuf>,

    /// When articles were published that do not tell it themselves
    #[arg(long, value_name = "DATE", global = true)]
    pub(crate) published: Option<EventDate>,

    /// Read all sources anew, and keep nothing of them in the cache
    #[arg(long, global = true)]
    pub(crate) no_cache: bool,
}

/// What every command starts from.
#[derive(Debug)]
pub(crate) struct CliContext {
    /// What all commands take.
    pub(crate) common: Common,
    /// The folders of this user, if the system tells a home.
    pub(crate) places: Option<Places>,
    /// The configuration with its problems.
    pub(crate) loaded: config::Loaded,
    /// The keys in force.
    pub(crate) keymap: Keymap,
    /// The user's own themes.
    pub(crate) themes: Vec<Theme>,
    /// All that is wrong with the configuration, a line each.
    pub(crate) complaints: Vec<String>,
}

impl CliContext {
    /// Reads the configuration and opens the log. Mistakes in the configuration
    /// are said on standard error; the default stands in their place.
    pub(super) fn new(common: Common) -> Result<CliContext> {
        let places = Places::find();
        let mut complaints = Vec::new();
        let themes = places.as_ref().map(|p| own_themes(p, &mut complaints)).unwrap_or_default();
        let key = |text: &str| sequence(text).err().map(|error| error.to_string());
        let words = Vocabulary {
            actions: ACTIONS.iter().map(|row| row.name).collect(),
            themes: themes.iter().chain(Theme::built_in()).map(|theme| theme.name.as_str()).collect(),
            key: Some(&key),
        };
        let loaded = config::load(common.config.as_deref(), places.as_ref(), &words)?;
        let file = loaded.path.as_ref().map(|p| p.display().to_string()).unwrap_or_default();
        complaints.extend(loaded.unread.clone());
        complaints.extend(loaded.problems.iter().map(|problem| format!("{file}:{problem}")));
        let (keymap, errors) = Keymap::new(&loaded.config.keys);
        complaints.extend(errors.iter().map(|error| format!("{file}: {error}")));
        let unusable = crate::read::install_mappings(&loaded.config.mappings);
        complaints.extend(unusable.iter().map(|error| format!("{file}: {error}")));
        complaints.extend(own_actors::install(common.actors.as_deref(), &loaded)?);
        for line in &complaints {
            say(line);
        }
        log::install(&loaded.config, common.log.as_deref(), places.as_ref())?;
        Ok(CliContext { common, places, loaded, keymap, themes, complaints })
    }

    /// What readers are told and may be asked.
    pub(super) fn control(&self) -> Control {
        Control::with_published(self.common.published.unwrap_or_default())
    }

    /// What was loaded before, if it is to be used.
    pub(super) fn cache(&self) -> Option<Cache> {
        self.kept().filter(|_| self.config().cache && !self.common.no_cache)
    }

    /// What was loaded before, used or not; none where the system tells no home.
    pub(super) fn kept(&self) -> Option<Cache> {
        let folder = self.places.as_ref()?.cache.join("loaded");
        let config = self.config();
        Some(Cache::at(folder).from_size(config.cache_from.0).with_limit(config.cache_limit.0))
    }

    /// All settings that shape what readers make of a source, as one text.
    pub(super) fn shaping(&self) -> String {
        let published = self.common.published.map(|date| date.to_string()).unwrap_or_default();
        format!("published {published}\n{:?}\n{:?}", self.config().mappings, crate::extract::installed())
    }

    /// The configuration in force.
    pub(crate) fn config(&self) -> &Config {
        &self.loaded.config
    }

    /// A saved view by name, upper and lower case alike. Where a pane could have
    /// been meant too, the error says so.
    pub(super) fn view(&self, name: &str, or_pane: bool) -> Result<&SavedView> {
        let views = &self.config().views;
        if let Some(view) = views.iter().find(|v| v.name.to_lowercase() == name.to_lowercase()) {
            return Ok(view);
        }
        let names = || views.iter().map(|v| v.name.as_str());
        let panes = PaneId::ALL.map(PaneId::name);
        let near = nearest(name, names().chain(panes.into_iter().filter(|_| or_pane)));
        let hint = match (near, views.is_empty()) {
            (Some(near), _) => format!("do you mean {near:?}?"),
            (None, true) => "the configuration has none; [[view]] adds one".to_owned(),
            (None, false) => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
        };
        let what = if or_pane { "saved view or pane" } else { "saved view" };
        Err(Usage::new(format!("there is no {what} {name:?}; {hint}")).into())
    }
}

/// The themes in the user's folder, each named as its file. What is wrong in
/// them is told and keeps the style of the theme that they build on.
fn own_themes(places: &Places, complaints: &mut Vec<String>) -> Vec<Theme> {
    let Ok(entries) = std::fs::read_dir(places.themes()) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    let mut themes = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let (mut theme, problems) = Theme::read(&text);
                complaints.extend(problems.iter().map(|problem| format!("{}:{problem}", path.display())));
                theme.name = name;
                themes.push(theme);
            }
            Err(error) => complaints.push(format!("cannot read the theme {}: {error}", path.display())),
        }
    }
    themes
}

/// All terms of both queries.
pub(super) fn both(mut first: Query, second: Query) -> Query {
    first.terms.extend(second.terms);
    first
}
