//! What every command starts from: configuration, log, places.

use std::path::PathBuf;

use color_eyre::eyre::Result;

use super::failure::{Usage, say};
use super::log;
use crate::config::{self, Config, Places, SavedView, Vocabulary, nearest};
use crate::query::Query;
use crate::ui::action::ACTIONS;
use crate::ui::key::sequence;
use crate::ui::keymap::Keymap;

/// Options that all commands take.
#[derive(Debug, Clone, clap::Args)]
pub struct Common {
    /// Read the configuration from this file instead of the user's own
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,

    /// Write the log to this file (how much: `log-level` in the configuration)
    #[arg(long, value_name = "FILE", global = true)]
    pub log: Option<PathBuf>,
}

/// What every command starts from.
#[derive(Debug)]
pub struct Session {
    /// What all commands take.
    pub common: Common,
    /// The folders of this user, if the system tells a home.
    pub places: Option<Places>,
    /// The configuration with its problems.
    pub loaded: config::Loaded,
    /// The keys in force.
    pub keymap: Keymap,
    /// All that is wrong with the configuration, a line each.
    pub complaints: Vec<String>,
}

impl Session {
    /// Reads the configuration and opens the log. Mistakes in the configuration
    /// are said on standard error; the default stands in their place.
    pub(super) fn new(common: Common) -> Result<Session> {
        let places = Places::find();
        let key = |text: &str| sequence(text).err().map(|error| error.to_string());
        let words = Vocabulary {
            actions: ACTIONS.iter().map(|row| row.name).collect(),
            themes: Vec::new(),
            key: Some(&key),
        };
        let loaded = config::load(common.config.as_deref(), places.as_ref(), &words)?;
        let file = loaded.path.as_ref().map(|p| p.display().to_string()).unwrap_or_default();
        let mut complaints: Vec<String> =
            loaded.problems.iter().map(|problem| format!("{file}:{problem}")).collect();
        let (keymap, errors) = Keymap::new(&loaded.config.keys);
        complaints.extend(errors.iter().map(|error| format!("{file}: {error}")));
        for line in &complaints {
            say(line);
        }
        log::install(&loaded.config, common.log.as_deref(), places.as_ref())?;
        Ok(Session { common, places, loaded, keymap, complaints })
    }

    /// The configuration in force.
    pub fn config(&self) -> &Config {
        &self.loaded.config
    }

    /// A saved view by name, upper and lower case alike.
    pub(super) fn view(&self, name: &str) -> Result<&SavedView> {
        let views = &self.config().views;
        if let Some(view) = views.iter().find(|v| v.name.to_lowercase() == name.to_lowercase()) {
            return Ok(view);
        }
        let names = || views.iter().map(|v| v.name.as_str());
        let hint = match (nearest(name, names()), views.is_empty()) {
            (Some(near), _) => format!("do you mean {near:?}?"),
            (None, true) => "the configuration has none; [[view]] adds one".to_owned(),
            (None, false) => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
        };
        Err(Usage::new(format!("there is no saved view {name:?}; {hint}")).into())
    }
}

/// All terms of both queries.
pub(super) fn both(mut first: Query, second: Query) -> Query {
    first.terms.extend(second.terms);
    first
}
