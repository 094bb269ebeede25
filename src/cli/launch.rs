//! `detente` without a command: the dashboard, or its view as plain text.

use std::io::{self, IsTerminal, Write};

use clap::builder::PossibleValuesParser;
use color_eyre::eyre::Result;

use super::failure::{Ending, say};
use super::load::{load, sources};
use super::out::stdout;
use super::query::parse;
use super::session::{Session, both};
use super::start;
use crate::app;
use crate::app::loader::Source;
use crate::app::plain::Stage;
use crate::app::runtime::Options;
use crate::model::{EventDate, Pair};
use crate::query::{Filter, Query};
use crate::ui::theme::Theme;

/// Options of the dashboard.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Files, folders, patterns such as reports/*.toml, or - for standard input
    ///
    /// Without any, the `sources` of the configuration, else the bundled sample.
    #[arg(value_name = "FILES")]
    pub files: Vec<String>,

    /// Start with this country pair: IRN-RUS, Iran-Russia
    #[arg(long, value_name = "PAIR", value_parser = pair)]
    pub pair: Option<Pair>,

    /// Start with this query
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub query: Option<String>,

    /// Only from this date on: 2021, 2021-06, 2021-06-30
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<EventDate>,

    /// Only up to the end of this date
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: Option<EventDate>,

    /// Start with this saved view of the configuration
    #[arg(long, value_name = "NAME")]
    pub view: Option<String>,

    /// Use this theme
    #[arg(long, value_name = "NAME", value_parser = theme_parser())]
    pub theme: Option<String>,

    /// Print the view as text instead of opening the dashboard
    #[arg(long)]
    pub plain: bool,
}

fn theme_parser() -> PossibleValuesParser {
    let names = Theme::built_in().iter().map(|theme| theme.name.as_str());
    PossibleValuesParser::new(std::iter::once("auto").chain(names))
}

fn pair(text: &str) -> Result<Pair, String> {
    text.parse().map_err(|error: crate::model::pair::PairError| error.to_string())
}

fn date(text: &str) -> Result<EventDate, String> {
    text.parse().map_err(|error: crate::model::date::DateError| error.to_string())
}

impl Args {
    /// Whether nothing was asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
            && self.pair.is_none()
            && self.query.is_none()
            && self.since.is_none()
            && self.until.is_none()
            && self.view.is_none()
            && self.theme.is_none()
            && !self.plain
    }

    /// The query to start with: that of the saved view (named here or in the
    /// configuration), with the query and the pair given, between the dates.
    /// What is given here takes the place of the configuration's.
    pub(super) fn start_query(&self, session: &Session) -> Result<Query> {
        let config = session.config();
        let asked = self.query.is_some() || self.pair.is_some() || self.view.is_some();
        let view = self.view.as_ref().or(config.start_view.as_ref().filter(|_| !asked));
        let mut query = match view {
            Some(name) => session.view(name)?.query.clone(),
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
}

/// Opens the dashboard; without a terminal, or if asked to, prints the view.
pub fn run(args: Args, session: &Session) -> Result<Ending> {
    let query = args.start_query(session)?;
    if !args.plain && !io::stdout().is_terminal() {
        say(
            "standard output is no terminal: this is the view as text (detente query gives tables, CSV and JSON)",
        );
    } else if !args.plain {
        return dashboard(&args, query, session);
    }
    plain(&args, query, session)
}

/// Opens the dashboard and stays until the user quits.
fn dashboard(args: &Args, query: Query, session: &Session) -> Result<Ending> {
    let names = sources(&args.files, session);
    let start = start::of_terminal(args.theme.as_deref(), query, &names, session);
    let config = session.config();
    let source = if names.is_empty() { Source::Sample } else { Source::Names(names) };
    let options = Options { source, mouse: config.mouse, clipboard: config.clipboard };
    app::runtime::run(start, &options)?;
    Ok(Ending::Fine)
}

/// Prints the whole view as numbered text.
fn plain(args: &Args, query: Query, session: &Session) -> Result<Ending> {
    let loaded = load(&args.files, session);
    let names = sources(&args.files, session);
    let start = start::without_terminal(args.theme.as_deref(), query, &names, session);
    let mut stage = Stage::new(start, loaded.store.clone(), Vec::new(), 120, 36);
    stdout(|out| {
        for line in stage.plain() {
            writeln!(out, "{line}")?;
        }
        Ok(())
    })?;
    Ok(loaded.ending())
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
        assert!(!Args { plain: true, ..Args::default() }.is_empty());
    }
}
