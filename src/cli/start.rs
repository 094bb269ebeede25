//! What the dashboard starts with: options over the configuration.

use std::time::Duration;

use color_eyre::eyre::Result;

use super::context::{CliContext, both};
use super::failure::Usage;
use super::load;
use super::query::parse;
use crate::app::Start;
use crate::config::ColourDepth;
use crate::model::spelling::nearest;
use crate::model::{EventDate, Pair};
use crate::query::summary::timeline::Unit;
use crate::query::{Filter, Query};
use crate::ui::key::sequence;
use crate::ui::pane::PaneId;
use crate::ui::text::Notation;
use crate::ui::theme::{Background, Theme, ask_background, background_from, depth_from};
use crate::ui::time::TimeView;

/// Options that say what is in view at first.
#[derive(Debug, Default, clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// Files, folders, patterns such as reports/*.toml, or - for standard input
    ///
    /// Without any, the `sources` of the configuration, else the bundled sample.
    #[arg(value_name = "FILES")]
    pub(crate) files: Vec<String>,

    /// Start with this country pair: IRN-RUS, Iran-Russia
    #[arg(long, value_name = "PAIR", value_parser = pair)]
    pub(crate) pair: Option<Pair>,

    /// Start with this query
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub(crate) query: Option<String>,

    /// Only from this date on: 2021, 2021-06, 2021-06-30
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) since: Option<EventDate>,

    /// Only up to the end of this date
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) until: Option<EventDate>,

    /// Start with this saved view of the configuration, or in this pane: pairs, balance, timeline, actors, claims, source
    #[arg(long, value_name = "NAME")]
    pub(crate) view: Option<String>,

    /// Use this theme: auto, a built-in one, or one of your own
    #[arg(long, value_name = "NAME")]
    pub(crate) theme: Option<String>,
}

fn pair(text: &str) -> Result<Pair, String> {
    text.parse().map_err(|error: crate::model::pair::PairError| error.to_string())
}

fn date(text: &str) -> Result<EventDate, String> {
    text.parse().map_err(|error: crate::model::date::DateError| error.to_string())
}

/// How to learn whether the background is dark or light.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// Ask the terminal, once.
    Ask,
    /// From what the environment tells, else dark.
    Environment,
    /// Dark, so that the same command gives the same picture everywhere.
    Dark,
}

/// How long a terminal may take to tell its colours. Those that answer do so at once.
const ANSWER: Duration = Duration::from_millis(80);

impl Args {
    /// Whether nothing was asked for.
    pub(super) fn is_empty(&self) -> bool {
        let Args { files, pair, query, since, until, view, theme } = self;
        files.is_empty()
            && (pair.is_none() && query.is_none() && since.is_none())
            && (until.is_none() && view.is_none() && theme.is_none())
    }

    /// Whether no option says what is in view.
    pub(super) fn asks_nothing(&self) -> bool {
        let Args { pair, query, since, until, view, .. } = self;
        pair.is_none() && query.is_none() && since.is_none() && until.is_none() && view.is_none()
    }

    /// What the dashboard starts with.
    pub(super) fn start(&self, context: &CliContext, ground: Ground) -> Result<Start> {
        let config = context.config();
        let env = |name: &str| std::env::var(name).ok();
        let unit = Unit::ALL.into_iter().find(|unit| unit.name() == config.first_bin.name());
        Ok(Start {
            query: self.query(context)?,
            pane: self
                .pane(context)
                .or_else(|| PaneId::named(config.pane.name()))
                .unwrap_or(PaneId::Timeline),
            theme: self.theme(context, ground)?,
            depth: match ground {
                Ground::Dark => ColourDepth::TrueColor,
                _ => config.colours.unwrap_or_else(|| depth_from(&env)),
            },
            notation: Notation { dates: config.date_style, numbers: config.number_style },
            themes: context.themes.clone(),
            keymap: context.keymap.clone(),
            time: TimeView { unit, ..TimeView::default() },
            view_keys: config
                .views
                .iter()
                .filter_map(|v| Some((sequence(v.key.as_deref()?).ok()?, v.query.clone())))
                .collect(),
            views: config.views.iter().map(|v| (v.name.clone(), v.query.clone())).collect(),
            source: source(&load::sources(&self.files, context)),
            complaints: context.complaints.clone(),
            coder: None,
            share: config.shares,
            last: None,
        })
    }

    /// The query to start with: that of the saved view (named here or in the
    /// configuration), with the query and the pair given, between the dates.
    /// What is given here takes the place of the configuration's.
    fn query(&self, context: &CliContext) -> Result<Query> {
        let config = context.config();
        let asked = self.query.is_some() || self.pair.is_some() || self.view.is_some();
        let view = self.view.as_ref().filter(|_| self.pane(context).is_none());
        let view = view.or(config.start_view.as_ref().filter(|_| !asked));
        let mut query = match view {
            Some(name) => context.view(name, true)?.query.clone(),
            None => Query::all(),
        };
        query = match &self.query {
            Some(text) => both(query, parse(text)?),
            None if asked => query,
            None => both(query, config.query.clone()),
        };
        if let Some(pair) = self.pair.or(config.pair.filter(|_| !asked)) {
            query = query.with_pair(pair);
        }
        if let Some(date) = self.since {
            query = query.with(Filter::Since(date));
        }
        if let Some(date) = self.until {
            query = query.with(Filter::Until(date));
        }
        Ok(query)
    }

    /// The pane that `--view` names, unless a saved view has that name.
    fn pane(&self, context: &CliContext) -> Option<PaneId> {
        let name = self.view.as_ref()?.to_lowercase();
        let saved = context.config().views.iter().any(|v| v.name.to_lowercase() == name);
        PaneId::named(&name).filter(|_| !saved)
    }

    fn theme(&self, context: &CliContext, ground: Ground) -> Result<Theme> {
        let name = self.theme.as_deref().unwrap_or(&context.config().theme);
        if name != "auto" {
            return theme(name, context);
        }
        let told = || background_from(&|name: &str| std::env::var(name).ok());
        let background = match ground {
            Ground::Dark => None,
            Ground::Environment => told(),
            Ground::Ask => told().or_else(|| ask_background(ANSWER)),
        };
        Ok(Theme::for_background(background.unwrap_or(Background::Dark)))
    }
}

/// A theme by name, the user's own before the built-in ones.
fn theme(name: &str, context: &CliContext) -> Result<Theme> {
    let all = || context.themes.iter().chain(Theme::built_in());
    if let Some(theme) = all().find(|theme| theme.name == name) {
        return Ok(theme.clone());
    }
    let names: Vec<&str> = all().map(|theme| theme.name.as_str()).collect();
    let hint = match nearest(name, names.iter().copied()) {
        Some(near) => format!("do you mean {near}?"),
        None => format!("there are auto, {}", names.join(", ")),
    };
    Err(Usage::new(format!("there is no theme {name:?}; {hint}")).into())
}

/// What is loaded, in a word.
fn source(names: &[String]) -> String {
    match names {
        [] => "sample".to_owned(),
        [one] if one == "-" => "standard input".to_owned(),
        [one] => {
            let path = std::path::Path::new(one);
            path.file_name().map_or_else(|| one.clone(), |name| name.to_string_lossy().into_owned())
        }
        several => format!("{} sources", several.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_and_dates_are_read_as_in_queries() {
        assert_eq!(pair("Iran-Russia"), pair("RUS-IRN"));
        assert!(pair("IRN").unwrap_err().contains("IRN-RUS"));
        assert!(date("2021-02-30").is_err());
    }

    #[test]
    fn an_option_makes_the_start_no_longer_empty() {
        assert!(Args::default().is_empty());
        assert!(!Args { theme: Some("dark".to_owned()), ..Args::default() }.is_empty());
    }

    #[test]
    fn sources_have_a_short_name() {
        let names = |names: &[&str]| source(&names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
        assert_eq!(names(&[]), "sample");
        assert_eq!(names(&["reports/pact.toml"]), "pact.toml");
        assert_eq!(names(&["a", "b"]), "2 sources");
    }
}
