//! Writes a brief of the pair in view to a file, away from the screen.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use chrono::Utc;

use crate::journal::{DecisionIndex, DecisionScope, Review};
use crate::model::{Pair, Store};
use crate::query::Query;
use crate::read::sample;
use crate::ui::screen::Notice;
use crate::write::brief::{Brief, BriefError, Fingerprint, Format, Request, Scope};
use crate::write::cite::Style;
use crate::write::output::{OutputFile, Readers};

/// The most events, and the most claims, that are listed; as on the command line.
const MOST: usize = 1_000;
/// How many names are tried before giving up.
const NAMES: u32 = 10_000;

/// A brief that is to be written.
#[derive(Debug, Clone)]
pub struct Export {
    /// Everything loaded.
    pub(crate) store: Arc<Store>,
    /// The query in view; it narrows to one pair.
    pub query: Query,
    /// How it is written.
    pub format: Format,
    /// Everything, or only what was accepted.
    pub(crate) scope: Scope,
    /// Whose decisions.
    pub decision_scope: DecisionScope,
    /// The files that were loaded, by the names that their reports tell.
    pub(crate) files: Vec<String>,
}

/// Why no brief was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// No brief can be made.
    #[error(transparent)]
    Brief(#[from] BriefError),
    /// The file cannot be written.
    #[error("cannot write {name}: {why}")]
    Write {
        /// The name of the file.
        name: String,
        /// What the system says.
        why: io::Error,
    },
}

impl Export {
    /// Writes the brief into a folder, never over a file that is there, and
    /// tells its name. What cannot be written whole leaves nothing.
    ///
    /// # Errors
    /// The query does not narrow to one pair, or the folder cannot be written to.
    pub fn write(&self, review: &Review, folder: &Path) -> Result<PathBuf, ExportError> {
        let pair = self.query.pair().ok_or(BriefError::NoPair)?;
        let index = DecisionIndex::build(review, &self.store);
        let files = fingerprints(self.files.iter().map(String::as_str));
        let brief = Brief::make(&Request {
            store: &self.store,
            query: &self.query,
            review: Some((review, &index)),
            scope: self.scope,
            decision_scope: self.decision_scope.clone(),
            most: MOST,
            made: Utc::now(),
            files: &files,
        })?;
        let failed = |why| ExportError::Write { name: name(pair, self.format, 1), why };
        let mut out =
            OutputFile::create_in(folder, Readers::Owner).map_err(|error| failed(error.into_io()))?;
        brief.write(self.format, &mut out).map_err(failed)?;
        // What was decided and noted is nobody else's unless its author hands it on.
        let names = (1..=NAMES).map(|number| folder.join(name(pair, self.format, number)));
        out.finish_as(names).map_err(|error| failed(error.into_io()))
    }
}

/// The fingerprints of what was loaded, by the names that reports tell: of files
/// that are there still, and of the bundled sample.
pub(crate) fn fingerprints<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Fingerprint> {
    let bundled = |name: &str| sample::FILES.iter().find(|(known, _)| *known == name);
    names
        .filter_map(|name| match (Path::new(name), bundled(name)) {
            (path, _) if path.is_file() => Fingerprint::of(path).ok(),
            (_, Some((name, text))) => {
                Some(Fingerprint::of_bytes(&format!("{name}, bundled"), text.as_bytes()))
            }
            _ => None,
        })
        .collect()
}

/// The name of the file: `brief-IRN-RUS.html`, then `brief-IRN-RUS-2.html`.
fn name(pair: Pair, format: Format, number: u32) -> String {
    // Two formats end in json; their files are to be told apart.
    let ending = match format {
        Format::Sources(Style::Csl) => "csl.json",
        other => other.extension(),
    };
    match number {
        1 => format!("brief-{pair}.{ending}"),
        more => format!("brief-{pair}-{more}.{ending}"),
    }
}

/// Writes into the current directory in a thread of its own, for large stores
/// take their time, and tells what came of it.
pub(crate) fn spawn(export: Export, review: Review, tell: impl FnOnce(Notice) + Send + 'static) {
    thread::spawn(move || {
        let notice = match export.write(&review, Path::new("")) {
            Ok(path) => Notice::of(format!("wrote {}", path.display())),
            Err(error) => Notice::failure(error.to_string()),
        };
        tell(notice);
    });
}
