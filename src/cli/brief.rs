//! `detente brief`: what is known of a pair, to print, cite and hand on.

use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::builder::{PossibleValue, PossibleValuesParser};
use color_eyre::eyre::Result;

use super::context::CliContext;
use super::failure::{Ending, Usage, say};
use super::load;
use super::out::{self, existing, not_written, stdout};
use super::query::parse;
use super::workspace::Workspace;
use crate::app::export::fingerprints;
use crate::journal::DecisionIndex;
use crate::model::{EventDate, Pair};
use crate::query::{Filter, Query};
use crate::write::brief::{Brief, Format, Request, Scope};
use crate::write::output;

/// Write a brief of a country pair
///
/// Figures with their arithmetic, the balance over time, the chronology with
/// its sources, the claims, how all of it was reviewed, and what is needed to
/// make the same again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    detente brief IRN-RUS --format html -o iran-russia.html\n  \
    detente brief IRN-RUS dossiers/ --since 2021 --accepted --format md\n  \
    detente brief IRN-RUS --format bibtex > sources.bib")]
pub(crate) struct Args {
    /// The country pair: IRN-RUS, Iran-Russia
    #[arg(value_name = "PAIR")]
    pub(crate) pair: String,

    /// Files, folders, patterns such as reports/*.toml, or - for standard input
    #[arg(value_name = "FILES")]
    pub(crate) files: Vec<String>,

    /// Only from this date on: 2021, 2021-06, 2021-06-30
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,

    /// Only what this query picks as well, such as "type:057"
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub(crate) query: Option<String>,

    /// Only what was accepted or corrected; else everything, with marks
    #[arg(long)]
    pub(crate) accepted: bool,

    /// How it is written; told by the ending of --output if left out
    #[arg(long, short, value_name = "FORMAT", value_parser = formats())]
    pub(crate) format: Option<String>,

    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Write over a file that is there; never over a journal or what is read
    #[arg(long, requires = "output")]
    pub(crate) force: bool,

    /// List at most so many events and so many claims; all are counted
    #[arg(long, value_name = "COUNT", default_value_t = 1000)]
    pub(crate) most: usize,

    /// The decisions of this coder only, and adjudications; else what stands between all
    #[arg(long, value_name = "NAME", visible_alias = "coder")]
    pub(crate) by: Option<String>,

    /// Read decisions from this folder instead of the user's own
    #[arg(long, value_name = "DIR")]
    pub(crate) workspace: Option<PathBuf>,
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(Format::ALL.map(|f| PossibleValue::new(f.name()).help(f.about())))
}

/// Writes the brief.
pub(crate) fn run(args: Args, context: &CliContext) -> Result<Ending> {
    let query = query(&args)?;
    let format = format(&args);
    let (existing, inputs) = (existing(args.force), load::inputs(&args.files, context));
    let output = args.output.as_deref().filter(|path| *path != Path::new("-"));
    if let Some(path) = output {
        // Said before anything is read, for that may take long.
        output::check(path, existing, &inputs).map_err(not_written)?;
    }
    let loaded = load::load(&args.files, context);
    let workspace = Workspace { workspace: args.workspace.clone(), coder: args.by.clone() };
    let review = workspace.review(context)?;
    let index = DecisionIndex::build(&review, &loaded.store);
    workspace.tell_whose(&review);
    for key in index.lost() {
        let line = review.anchors(key).last().map_or_else(|| key.clone(), |a| a.line());
        say(&format!("a decision fits nothing any more: {line}"));
    }
    let files = fingerprints(loaded.reports.iter().map(|report| report.path.as_str()));
    let request = Request {
        store: &loaded.store,
        query: &query,
        review: Some((&review, &index)),
        scope: if args.accepted { Scope::Accepted } else { Scope::Everything },
        decision_scope: workspace.decision_scope(),
        most: args.most,
        made: Utc::now(),
        files: &files,
    };
    let brief = Brief::make(&request)?;
    match output {
        Some(path) => out::file(path, existing, &inputs, |out| brief.write(format, out))?,
        None => stdout(|out| Ok(brief.write(format, out)?))?,
    }
    Ok(loaded.ending())
}

fn query(args: &Args) -> Result<Query> {
    let pair: Pair =
        args.pair.parse().map_err(|e: crate::model::pair::PairError| Usage::new(e.to_string()))?;
    let mut query = Query::of_pair(pair);
    if let Some(since) = &args.since {
        let date: EventDate =
            since.parse().map_err(|e: crate::model::date::DateError| Usage::new(e.to_string()))?;
        query = query.with(Filter::Since(date));
    }
    if let Some(text) = &args.query {
        query.terms.extend(parse(text)?.terms);
    }
    Ok(query)
}

fn format(args: &Args) -> Format {
    let ending = args.output.as_deref().and_then(Path::extension).and_then(|e| e.to_str());
    let named = |name: &str| Format::ALL.into_iter().find(|f| f.name() == name);
    let ended = |ending: &str| Format::ALL.into_iter().find(|f| f.extension() == ending);
    let asked = args.format.as_deref().and_then(named);
    asked.or_else(|| ending.and_then(ended)).unwrap_or(Format::Markdown)
}
