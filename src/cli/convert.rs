//! `detente convert`: files of any format into dossiers of another.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use clap::builder::PossibleValuesParser;
use color_eyre::eyre::{Result, WrapErr};

use super::failure::{Ending, Usage};
use super::load::{complain, ending, read_into};
use super::out::stdout;
use super::session::Session;
use crate::model::{Builder, Dossier};
use crate::read::{Control, Sink};
use crate::write::rows::dossiers;
use crate::write::{WRITERS, Writer};

/// Write files of any format as dossiers in another
///
/// What goes in is told by its content, what comes out by the name's ending or
/// --to.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    detente convert pact.toml pact.jsonl\n  \
    detente convert dossiers/ - --to jsonl | jq 'select(.type == \"claim\")'")]
pub struct Args {
    /// A file, folder or pattern, or - for standard input
    #[arg(value_name = "IN")]
    pub from: String,

    /// A file to write, or - for standard output
    #[arg(value_name = "OUT")]
    pub into: String,

    /// The format; told by the ending of OUT if left out
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(WRITERS.iter().map(|w| w.spec().name)))]
    pub to: Option<String>,

    /// Write over a file that is there
    #[arg(long)]
    pub force: bool,
}

/// Converts.
pub fn run(args: Args, session: &Session) -> Result<Ending> {
    let writer = format(&args)?;
    if args.into == "-" {
        return stdout(|out| convert(&args.from, writer, out, &session.control()));
    }
    let path = Path::new(&args.into);
    if path.exists() && !args.force {
        return Err(Usage::new(format!("{} is there already; --force writes over it", args.into)).into());
    }
    // Beside the goal first: a failure half way leaves nothing half written,
    // and a file may be converted into itself.
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let told = || format!("cannot write {}", args.into);
    let mut file = tempfile::NamedTempFile::new_in(folder).wrap_err_with(told)?;
    let mut out = BufWriter::new(file.as_file_mut());
    let ending = convert(&args.from, writer, &mut out, &session.control())?;
    out.flush().wrap_err_with(told)?;
    drop(out);
    if ending == Ending::Failed {
        return Ok(ending);
    }
    allow_usual_access(file.as_file()).wrap_err_with(told)?;
    file.persist(path).wrap_err_with(told)?;
    Ok(ending)
}

/// Temporary files are for their owner alone; a result is as any new file.
#[cfg(unix)]
fn allow_usual_access(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn allow_usual_access(_file: &File) -> io::Result<()> {
    Ok(())
}

fn format(args: &Args) -> Result<&'static dyn Writer> {
    let ending = Path::new(&args.into).extension().and_then(|e| e.to_str()).unwrap_or_default();
    let found = WRITERS.iter().copied().find(|w| match &args.to {
        Some(name) => w.spec().name == name,
        None => w.spec().extension.eq_ignore_ascii_case(ending),
    });
    found.ok_or_else(|| {
        let all: Vec<&str> = WRITERS.iter().map(|w| w.spec().name).collect();
        let message =
            format!("the format of {:?} is not told by its ending; add --to {}", args.into, all.join("|"));
        Usage::new(message).into()
    })
}

fn convert(
    from: &str,
    writer: &'static dyn Writer,
    out: &mut dyn Write,
    control: &Control,
) -> Result<Ending> {
    let mut stream = Stream { writer, out, count: 0, failure: None, rows: Builder::new() };
    writer.begin(stream.out)?;
    let reports = read_into(&[from.to_owned()], &mut stream, control);
    let store = stream.rows.snapshot();
    for dossier in dossiers(&store) {
        stream.dossier(dossier);
    }
    let Stream { count, failure, .. } = stream;
    if let Some(error) = failure {
        return Err(error);
    }
    writer.end(out)?;
    complain(&reports);
    Ok(ending(&reports, count == 0))
}

/// Writes each dossier as soon as it is read; the rows of data sets wait until
/// all are there, because those of one article may lie far apart.
struct Stream<'o> {
    writer: &'static dyn Writer,
    out: &'o mut dyn Write,
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
    fn dossier(&mut self, dossier: Dossier) {
        if self.failure.is_none()
            && let Err(error) = self.put(&dossier)
        {
            self.failure = Some(error);
        }
    }

    fn rows(&mut self) -> Option<&mut Builder> {
        Some(&mut self.rows)
    }
}
