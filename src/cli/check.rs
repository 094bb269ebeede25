//! `detente check`: what would be loaded of files, and what is wrong in them.

use std::io::{self, Write};

use color_eyre::eyre::Result;

use super::context::CliContext;
use super::failure::Ending;
use super::load::{ending, read_into, reopen};
use super::out::stdout;
use crate::model::Builder;
use crate::read::LoadReport;
use crate::ui::text::clean;

/// Tell what is wrong in files, without opening them
///
/// One line a file goes to standard output: its format, and how many records
/// were read, kept, rejected and repaired. One line a problem goes to standard
/// error, as file:line:column: what was found, what was expected. Of large files
/// that were loaded before and have not changed since, it tells what the cache
/// kept of that; --no-cache reads them anew.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files, folders, patterns such as reports/*.toml, or - for standard input
    #[arg(value_name = "FILES", required = true)]
    pub(crate) files: Vec<String>,
}

/// Reads all files and reports.
pub(crate) fn run(args: Args, context: &CliContext) -> Result<Ending> {
    let plan = context.cache().and_then(|cache| cache.plan(&args.files, &context.shaping()));
    let (reports, nothing) = match plan.as_ref().and_then(reopen) {
        Some(cached) => (cached.reports, cached.store.is_empty()),
        None => {
            let mut builder = Builder::new();
            let reports = read_into(&args.files, &mut builder, &context.control());
            (reports, builder.is_empty() && builder.article_count() == 0)
        }
    };
    let mut errors = io::stderr().lock();
    for line in reports.iter().flat_map(LoadReport::lines) {
        // Where nobody reads the problems, they still count.
        if writeln!(errors, "{}", clean(&line)).is_err() {
            break;
        }
    }
    drop(errors);
    stdout(|out| {
        for report in &reports {
            writeln!(out, "{}", clean(&report.to_string()))?;
            if report.sides.all > 0 {
                writeln!(out, "  {}", report.sides)?;
            }
            for (code, count) in &report.unknown_codes {
                writeln!(out, "  unknown code {}: {count}", clean(code))?;
            }
        }
        Ok(())
    })?;
    Ok(ending(&reports, nothing))
}
