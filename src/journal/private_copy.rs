//! A private copy of a journal that cannot be read where it stands: in a folder
//! that may not be written SQLite cannot keep the index of a log, and without
//! its log a journal would be read in part.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::error::JournalError;
use super::identity::{Stamp, beside};
use super::private_file::private;

/// How often copying begins anew while somebody writes.
const TRIES: usize = 5;

/// Database, log and, in old form, the journal of a transaction that was broken off.
const ENDINGS: [&str; 3] = ["", "-wal", "-journal"];

/// The copy, in a folder of its own that nobody else may enter.
#[derive(Debug)]
pub(super) struct PrivateCopy {
    folder: Option<TempDir>,
    file: PathBuf,
    original: PathBuf,
    stamps: [Option<Stamp>; 3],
}

impl PrivateCopy {
    /// Copies a journal and its log as they stood at one moment.
    ///
    /// # Errors
    /// [`JournalError::Io`] where one of them cannot be read or the copy not be
    /// written, [`JournalError::Locked`] where somebody keeps writing to it.
    pub(super) fn of(path: &Path) -> Result<PrivateCopy, JournalError> {
        let io = |source| JournalError::Io { path: path.to_owned(), source };
        for attempt in 0..TRIES {
            let stamps = stamps(path);
            let folder = folder().map_err(io)?;
            let file = folder.path().join("journal.db");
            for ending in ENDINGS {
                copy(&beside(path, ending), &beside(&file, ending)).map_err(io)?;
            }
            let copied = PrivateCopy { folder: Some(folder), file, original: path.to_owned(), stamps };
            if !copied.is_outdated() {
                return Ok(copied);
            }
            std::thread::sleep(Duration::from_millis(10 << attempt));
        }
        Err(JournalError::Locked(path.to_owned()))
    }

    /// The copied database.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Whether the original was written to since.
    pub(super) fn is_outdated(&self) -> bool {
        stamps(&self.original) != self.stamps
    }

    /// Takes the names of the copies away once they are open, so that nothing
    /// is left behind however the program ends; where that cannot be done, they
    /// go when it is closed.
    pub(super) fn hide(&mut self) {
        if cfg!(unix) {
            self.folder = None;
        }
    }
}

fn stamps(path: &Path) -> [Option<Stamp>; 3] {
    ENDINGS.map(|ending| Stamp::at(&beside(path, ending)))
}

fn folder() -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("detente-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir()
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut input = match File::open(from) {
        Ok(input) => input,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    io::copy(&mut input, &mut private().open(to)?).map(|_| ())
}
