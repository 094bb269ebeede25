//! How files get in: formats recognised by their content, read into dossiers
//! (and later rows), with a report that names every mistake.
//!
//! To add a format: one file with a [`Reader`], one line in [`READERS`].

mod archive;
pub(crate) mod article;
pub mod cache;
pub(crate) mod control;
mod document;
mod dossier_json;
mod dossier_lines;
mod dossier_toml;
mod draft;
pub(crate) mod error;
mod fields;
mod findings;
pub mod guard;
pub mod input;
mod json_tree;
pub mod keys;
mod node;
pub(crate) mod open;
mod packed;
mod parquet;
mod parquet_events;
mod read_ahead;
pub mod report;
pub mod sample;
mod sides;
mod spans;
mod stated;
mod table;
mod toml_tree;
mod values;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

pub use control::Control;
pub use error::{Outcome, Position, Problem, ProblemKind, ReadError};
pub use input::Input;
pub use open::load;
pub use report::{LoadReport, Sides};
pub use sample::load_sample;
pub(crate) use table::mapping::install as install_mappings;

use crate::model::{Builder, Dossier};

/// What a format is called and how its files are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Its name in reports and options.
    pub name: &'static str,
    /// One sentence on it.
    pub(crate) description: &'static str,
    /// Usual endings of file names, without the dot.
    pub extensions: &'static [&'static str],
}

/// How sure a reader is that a file is of its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// It is not.
    No,
    /// Only the file's name says so.
    Named,
    /// The content looks like it.
    Likely,
    /// The content says so.
    Certain,
}

/// What readers lower into.
pub trait Sink {
    /// Takes a dossier. An article with very many findings may come in parts:
    /// dossiers with the same article and actors, and further events and claims.
    fn dossier(&mut self, dossier: &Dossier);

    /// Where rows of data sets go. Without it they are only counted and checked.
    fn rows(&mut self) -> Option<&mut Builder> {
        None
    }

    /// Called after each block of rows: the time to show what is there.
    fn breathe(&mut self) {}
}

impl Sink for Vec<Dossier> {
    fn dossier(&mut self, dossier: &Dossier) {
        self.push(dossier.clone());
    }
}

impl Sink for Builder {
    fn dossier(&mut self, dossier: &Dossier) {
        Builder::dossier(self, dossier);
    }

    fn rows(&mut self) -> Option<&mut Builder> {
        Some(self)
    }
}

/// A format that can be read.
pub trait Reader: Sync {
    /// Its name and description.
    fn spec(&self) -> &Spec;

    /// How sure it is, from the first bytes and, only where these leave it
    /// open, the file's name.
    fn sniff(&self, head: &[u8], path: Option<&Path>) -> Confidence;

    /// Reads all of a file and puts down in the report what becomes of it, while
    /// it goes on. A mistake in a record is never an error.
    ///
    /// # Errors
    /// Where the file cannot be read, or not to its end; what stands in the report
    /// by then stays. A stream that breaks is none: it ends there.
    fn read(
        &self,
        input: &mut Input,
        sink: &mut dyn Sink,
        control: &Control,
        report: &mut LoadReport,
    ) -> Result<(), ReadError>;
}

/// All formats; of two that are equally sure of a file, the first reads it.
pub static READERS: &[&dyn Reader] = &[
    &dossier_toml::DossierToml,
    &dossier_lines::DossierLines,
    &dossier_json::DossierJson,
    table::GDELT,
    table::MENTIONS,
    table::GKG,
    table::MAPPED,
    &parquet::Parquet,
    &article::Articles,
];

/// The reader that is surest of a file.
pub fn recognise(head: &[u8], path: Option<&Path>) -> Option<&'static dyn Reader> {
    let mut best = (Confidence::No, None);
    for &reader in READERS {
        let confidence = reader.sniff(head, path);
        if confidence > best.0 {
            best = (confidence, Some(reader));
        }
    }
    best.1
}

/// Reads one source by whatever reader knows it. What goes wrong stands in the report.
pub fn read(input: &mut Input, sink: &mut dyn Sink, control: &Control) -> LoadReport {
    let mut report = LoadReport::new(input.name(), "");
    if control.is_cancelled() {
        report.failure = Some(ReadError::Cancelled(input.name().to_owned()).to_string());
        return report;
    }
    let blank = input.head().iter().all(u8::is_ascii_whitespace) && input.head().len() < input::HEAD;
    if blank && !input.is_broken() {
        report.add(
            Problem::new(
                Position::default(),
                ProblemKind::Empty,
                Outcome::Noted,
                "an empty file",
                "a dossier",
            )
            .advise("nothing was loaded from it"),
        );
        return report;
    }
    let Some(reader) = recognise(input.head(), input.path()) else {
        // What broke the stream is why nobody knows what came before.
        let error = input.take_fault().unwrap_or_else(|| unknown(input.name(), beginning(input.head())));
        report.failure = Some(error.to_string());
        return report;
    };
    if let Some(builder) = sink.rows() {
        // Readers of data sets that know their edition better say so themselves.
        builder.origin(input.name(), reader.spec().name);
    }
    read_as(reader, input, sink, control)
}

/// Reads one source by this reader, whatever it holds.
pub fn read_as(reader: &dyn Reader, input: &mut Input, sink: &mut dyn Sink, control: &Control) -> LoadReport {
    let mut report = LoadReport::new(input.name(), reader.spec().name);
    let read = reader.read(input, sink, control, &mut report);
    // A stream that breaks is why its end cannot be understood.
    let fault = input.take_fault().or(read.err());
    if let Some(error) = fault {
        report.failure = Some(error.to_string());
    }
    if control.is_cancelled() {
        // Whatever else went wrong, such as a stream that ends early, comes of that.
        report.failure = Some(ReadError::Cancelled(input.name().to_owned()).to_string());
    }
    report.sort();
    report
}

/// What the beginning of a file looks like that no reader knows.
fn beginning(head: &[u8]) -> String {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"\x1f\x8b") {
        "a compressed file".to_owned()
    } else if head.iter().take(1024).any(|&b| b == 0) {
        "binary data".to_owned()
    } else {
        let text = String::from_utf8_lossy(head.get(..256).unwrap_or(head)).into_owned();
        let line = text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or("").to_owned();
        format!("\"{}\"", error::printable(&line.chars().take(60).collect::<String>()))
    }
}

fn unknown(name: &str, found: String) -> ReadError {
    let formats: Vec<_> = READERS.iter().map(|r| r.spec().name).collect();
    ReadError::Unknown { path: error::printable(name), found, formats: formats.join(", ") }
}

/// Whether a path ends in one of the extensions, without regard to case.
pub(crate) fn has_extension(path: Option<&Path>, extensions: &[&str]) -> bool {
    let Some(ending) = path.and_then(|p| p.extension()).and_then(|e| e.to_str()) else { return false };
    extensions.iter().any(|e| e.eq_ignore_ascii_case(ending))
}

/// Names of formats live as long as the program; one that a mapping named is
/// kept once.
pub(crate) fn lasting(name: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return known;
    }
    let kept: &'static str = Box::leak(name.into());
    names.insert(kept);
    kept
}
