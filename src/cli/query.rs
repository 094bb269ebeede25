//! `detente query`: the headless twin of every pane.

use std::io::Write;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use color_eyre::eyre::Result;

use super::context::{CliContext, both};
use super::failure::{Ending, Usage, say};
use super::load;
use super::out::{stdout, terminal_width};
use super::sgr::Paint;
use super::table;
use super::workspace::Workspace;
use crate::query::summary::timeline::Unit;
use crate::query::{Query, Views};
use crate::ui::text;
use crate::write::rows::{FORMATS, Rows, Sort, What};

/// Answer a query on standard output
///
/// The query is written as in the dashboard's filter bar; docs/queries.md tells
/// all of it. An empty one ("") asks for everything. Problems of the files go to
/// standard error.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    detente query \"pair:IRN-RUS since:2021 conflict\"\n  \
    detente query \"claim:trust\" --what claims --format md dossiers/\n  \
    detente query \"\" --what pairs --sort conflict:desc --limit 10 --format csv\n  \
    detente query \"pair:IRN-RUS since:2021\" --what balance --every quarter --format csv")]
pub(crate) struct Args {
    /// What is asked, such as "pair:IRN-RUS type:057"
    #[arg(allow_hyphen_values = true)]
    pub(crate) query: String,

    /// Files, folders, patterns such as reports/*.toml, or - for standard input
    #[arg(value_name = "FILES")]
    pub(crate) files: Vec<String>,

    /// What the rows are
    #[arg(long, value_name = "ROWS", default_value = "events", value_parser = what_parser())]
    pub(crate) what: String,

    /// How long a bin of the balance is
    #[arg(long, value_name = "UNIT", value_parser = unit_parser(), default_value = "month")]
    pub(crate) every: String,

    /// How they are written
    #[arg(long, short, value_name = "FORMAT", default_value = "table", value_parser = format_parser())]
    pub(crate) format: String,

    /// Only the terms of this saved view as well
    #[arg(long, value_name = "NAME")]
    pub(crate) view: Option<String>,

    /// Only so many rows, the first ones
    #[arg(long, short = 'n', value_name = "COUNT")]
    pub(crate) limit: Option<usize>,

    /// The order, by columns: reports:desc,date
    #[arg(long, value_name = "COLUMNS")]
    pub(crate) sort: Option<String>,

    /// Count everything as it was coded; else as it stands after review
    #[arg(long)]
    pub(crate) as_coded: bool,

    /// The decisions of this coder only, and adjudications; else what stands between all
    #[arg(long, value_name = "NAME", visible_alias = "coder", conflicts_with = "as_coded")]
    pub(crate) by: Option<String>,

    /// Read decisions from this folder instead of the user's own
    #[arg(long, value_name = "DIR")]
    pub(crate) workspace: Option<PathBuf>,

    /// The width of the table in cells; the terminal's, or endless where there is none
    #[arg(long, value_name = "CELLS")]
    pub(crate) width: Option<usize>,
}

/// The name of the format that is made for people.
const TABLE: &str = "table";

fn what_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(What::ALL.map(What::name))
}

fn unit_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(Unit::ALL.map(Unit::name))
}

fn format_parser() -> PossibleValuesParser {
    let table = PossibleValue::new(TABLE).help("columns for people, cut to the terminal's width");
    let others = FORMATS.iter().map(|f| PossibleValue::new(f.name).help(f.about));
    PossibleValuesParser::new(std::iter::once(table).chain(others))
}

/// Answers the query.
pub(crate) fn run(args: Args, context: &CliContext) -> Result<Ending> {
    let what = What::ALL.into_iter().find(|w| w.name() == args.what).unwrap_or(What::Events);
    let mut query = parse(&args.query)?;
    if let Some(name) = &args.view {
        query = both(context.view(name, false)?.query.clone(), query);
    }
    let sort = match &args.sort {
        Some(text) => Sort::read(text, what).map_err(|error| Usage::new(error.to_string()))?,
        None => Sort::default(),
    };
    let loaded = load::load(&args.files, context);
    tracing::info!(%query, rows = what.name(), events = loaded.store.len(), "asked");
    let store = match args.as_coded {
        true => loaded.store.clone(),
        false => {
            let workspace = Workspace { workspace: args.workspace.clone(), coder: args.by.clone() };
            workspace.reviewed(context, &loaded.store, "; --as-coded leaves decisions out")
        }
    };
    let views = Views::of(store, query);
    let unit = Unit::ALL.into_iter().find(|u| u.name() == args.every).unwrap_or(Unit::Month);
    let mut rows = Rows::new(&views, what, unit).map_err(|error| Usage::new(error.to_string()))?;
    rows.sort(&sort);
    let all = rows.numbers().len();
    rows.limit(args.limit.unwrap_or(usize::MAX));
    stdout(|out| write(&rows, &args, context, out))?;
    if all == 0 && args.format == TABLE {
        say(&nothing(what, &views));
    }
    let undated = views.days.undated.total().events;
    if what == What::Balance && undated > 0 {
        say(&format!(
            "{undated} {} without a date in no bin",
            if undated == 1 { "event stands" } else { "events stand" }
        ));
    }
    Ok(loaded.ending())
}

fn write(rows: &Rows<'_>, args: &Args, context: &CliContext, out: &mut dyn Write) -> Result<()> {
    match FORMATS.iter().find(|f| f.name == args.format) {
        Some(format) => format.write(rows, out)?,
        None => {
            let width = args.width.or_else(terminal_width);
            let paint = Paint::for_stdout(context.config());
            table::write(rows, width, &paint, out)?;
        }
    }
    Ok(())
}

/// Why there is nothing, and the way out.
fn nothing(what: What, views: &Views) -> String {
    let store = &views.store;
    if store.is_empty() {
        return "nothing is loaded; name a file, or set `sources` in the configuration".to_owned();
    }
    let count = |n: usize, noun: &str| format!("{n} {}", text::plural(n as u64, noun));
    let (events, claims) = (count(store.len(), "event"), count(store.claim_count(), "claim"));
    let query = views.query.to_string();
    let rows = if what == What::Balance { What::Events } else { what };
    format!("no {} match {query:?} among {events} and {claims}; leave out a term", rows.name())
}

/// The longest query under which a mistake is marked, in bytes.
const MARKED: usize = 1_000;

/// Reads a query; a mistake is shown under the query as written.
pub(super) fn parse(text: &str) -> Result<Query> {
    text.parse().map_err(|error: crate::query::QueryError| {
        let usage = Usage::new(error.message);
        // In a query of many lines nobody finds the mark.
        if text.len() > MARKED {
            return usage.into();
        }
        usage.with_details(marked(text, error.at.start, error.at.end)).into()
    })
}

/// The query, and under it a mark from the byte `start` to `end`.
fn marked(query: &str, start: usize, end: usize) -> String {
    let part = |from: usize, to: usize| text::clean(query.get(from..to).unwrap_or_default()).into_owned();
    let (before, at, after) = (part(0, start), part(start, end), part(end, query.len()));
    let marks = "^".repeat(text::width(&at).max(1));
    format!("  {before}{at}{after}\n  {}{marks}", " ".repeat(text::width(&before)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_stands_under_the_mistake() {
        let error = parse("pair:IRN-RUS tpye:057").unwrap_err();
        let usage = error.downcast_ref::<Usage>().unwrap();
        assert_eq!(usage.details, "  pair:IRN-RUS tpye:057\n               ^^^^");
    }

    #[test]
    fn the_mark_counts_cells_and_the_query_is_harmless() {
        assert_eq!(marked("伊朗 x", 7, 8), "  伊朗 x\n       ^");
        assert!(!marked("a\u{1b}[2J b:", 6, 7).contains('\u{1b}'));
    }
}
