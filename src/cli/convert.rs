//! `detente convert`: files of any format into dossiers or tables.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use clap::builder::PossibleValuesParser;
use color_eyre::eyre::Result;

use super::context::CliContext;
use super::failure::{Ending, Usage, say};
use super::load::{complain, ending, inputs, load, read_into};
use super::out::{existing, not_written, reader_gone};
use crate::model::escape::Escaping;
use crate::model::{Builder, Dossier};
use crate::read::{Control, Sink};
use crate::write::output::OutputFile;
use crate::write::rows::dossiers;
use crate::write::{Spec, TABLES, Table, WRITERS, Writer, in_loading_order};

/// Write files of any format in another
///
/// What goes in is told by its content, what comes out by the name's ending or
/// --format: dossiers (toml, json, jsonl), or events as a table, one row an event
/// between one source and one target (parquet, csv). docs/formats.md tells the
/// columns.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    detente convert events.tsv.gz events.parquet\n  \
    detente convert pact.toml pact.jsonl\n  \
    detente convert dossiers/ - --format jsonl | jq 'select(.type == \"claim\")'")]
pub(crate) struct Args {
    /// A file, folder or pattern, or - for standard input
    #[arg(value_name = "IN")]
    pub(crate) from: String,

    /// A file to write, or - for standard output
    #[arg(value_name = "OUT")]
    pub(crate) into: String,

    /// The format; told by the ending of OUT if left out
    #[arg(long, visible_alias = "to", short = 'f', value_name = "FORMAT", value_parser = PossibleValuesParser::new(Goal::all().map(|goal| goal.spec().name)))]
    pub(crate) format: Option<String>,

    /// Write over a file that is there; never over a journal or what is read
    #[arg(long)]
    pub(crate) force: bool,
}

/// What comes out.
#[derive(Clone, Copy)]
enum Goal {
    Dossiers(&'static dyn Writer),
    Events(&'static Table),
}

impl Goal {
    fn all() -> impl Iterator<Item = Goal> {
        WRITERS.iter().map(|w| Goal::Dossiers(*w)).chain(TABLES.iter().map(Goal::Events))
    }

    fn spec(self) -> &'static Spec {
        match self {
            Goal::Dossiers(writer) => writer.spec(),
            Goal::Events(table) => &table.spec,
        }
    }
}

/// Converts.
pub(crate) fn run(args: Args, context: &CliContext) -> Result<Ending> {
    let goal = goal(&args)?;
    if args.into == "-" {
        let out = BufWriter::with_capacity(1 << 16, io::stdout());
        return reader_gone(convert(&args.from, goal, out, context));
    }
    let inputs = inputs(std::slice::from_ref(&args.from), context);
    let path = Path::new(&args.into);
    let mut out = OutputFile::create(path, existing(args.force), &inputs).map_err(not_written)?;
    let ending =
        convert(&args.from, goal, &mut out, context).map_err(|error| match error.is::<io::Error>() {
            true => error.wrap_err(format!("cannot write {}", args.into)),
            false => error,
        })?;
    if ending != Ending::Failed {
        out.finish().map_err(not_written)?;
    }
    Ok(ending)
}

fn goal(args: &Args) -> Result<Goal> {
    let ending = Path::new(&args.into).extension().and_then(|e| e.to_str()).unwrap_or_default();
    let found = Goal::all().find(|goal| match &args.format {
        Some(name) => goal.spec().name == name,
        None => goal.spec().extension.eq_ignore_ascii_case(ending),
    });
    found.ok_or_else(|| {
        let all: Vec<&str> = Goal::all().map(|goal| goal.spec().name).collect();
        let all = all.join("|");
        Usage::new(format!("the format of {:?} is not told by its ending; add --format {all}", args.into))
            .into()
    })
}

fn convert(from: &str, goal: Goal, out: impl Write + Send, context: &CliContext) -> Result<Ending> {
    let mut out = Escaping::new(out, goal.spec().notation);
    // Formats write in small pieces, which are looked through together.
    let mut out = BufWriter::with_capacity(1 << 16, &mut out);
    match goal {
        Goal::Dossiers(writer) => as_dossiers(from, writer, &mut out, &context.control()),
        Goal::Events(table) => as_events(from, table, &mut out, context),
    }
}

/// Events need no more than the store, so what was loaded before is used.
fn as_events(
    from: &str,
    table: &Table,
    out: &mut (dyn Write + Send),
    context: &CliContext,
) -> Result<Ending> {
    let loaded = load(&[from.to_owned()], context);
    let store = &loaded.store;
    (table.write)(store, &in_loading_order(store), out)?;
    out.flush()?;
    let left = store.claim_count();
    if left > 0 {
        let name = table.spec.name;
        let are = if left == 1 { "1 claim is".to_owned() } else { format!("{left} claims are") };
        say(&format!("{are} left out: {name} holds events alone; jsonl holds both"));
    }
    Ok(loaded.ending())
}

fn as_dossiers(
    from: &str,
    writer: &'static dyn Writer,
    out: &mut (dyn Write + Send),
    control: &Control,
) -> Result<Ending> {
    let mut stream = Stream { writer, out, count: 0, failure: None, rows: Builder::new() };
    writer.begin(stream.out)?;
    let reports = read_into(&[from.to_owned()], &mut stream, control);
    let store = stream.rows.snapshot();
    for dossier in dossiers(&store) {
        stream.dossier(&dossier);
    }
    let Stream { count, failure, .. } = stream;
    if let Some(error) = failure {
        return Err(error);
    }
    writer.end(out)?;
    out.flush()?;
    complain(&reports);
    Ok(ending(&reports, count == 0))
}

/// Writes each dossier as soon as it is read; the rows of data sets wait until
/// all are there, because those of one article may lie far apart.
struct Stream<'o> {
    writer: &'static dyn Writer,
    out: &'o mut (dyn Write + Send),
    count: usize,
    failure: Option<color_eyre::Report>,
    rows: Builder,
}

impl Stream<'_> {
    fn put(&mut self, dossier: &Dossier) -> Result<()> {
        if self.count == 1 && self.writer.holds_one() {
            let name = self.writer.spec().name;
            let message =
                format!("a {name} file holds one article, and there are several; convert to json or jsonl");
            return Err(Usage::new(message).into());
        }
        if self.count > 0 {
            self.writer.between(self.out)?;
        }
        self.count += 1;
        Ok(self.writer.dossier(self.out, dossier)?)
    }
}

impl Sink for Stream<'_> {
    fn dossier(&mut self, dossier: &Dossier) {
        if self.failure.is_none()
            && let Err(error) = self.put(dossier)
        {
            self.failure = Some(error);
        }
    }

    fn rows(&mut self) -> Option<&mut Builder> {
        Some(&mut self.rows)
    }
}
