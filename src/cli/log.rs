//! The log: a file, never the screen.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use color_eyre::eyre::{Result, WrapErr};
use tracing_subscriber::EnvFilter;

use super::failure::Usage;
use crate::config::{Config, LogLevel, Places};
use crate::journal::is_journal;
use crate::model::escape::{Escaping, Notation};

/// From which size on a log is begun anew, in bytes; the old one is kept as `.old`.
const LARGEST: u64 = 4 << 20;

/// Opens the log if one is wanted: at `file`, else at the user's usual place.
/// The usual place failing is no reason not to run; a file asked for is.
pub(super) fn install(config: &Config, file: Option<&Path>, places: Option<&Places>) -> Result<()> {
    let level = match config.log_level {
        LogLevel::Off => return Ok(()),
        level => level.name(),
    };
    // The user's file is only made once there is something to tell of.
    let (path, wanted) = match (file, places) {
        (Some(path), _) => (path.to_owned(), true),
        (None, Some(places)) => (places.log_file(), false),
        (None, None) => return Ok(()),
    };
    let writer = Lazy { path: path.clone(), file: None, failed: false };
    if wanted {
        if is_journal(&path) {
            let name = path.display();
            return Err(Usage::new(format!("{name} is a journal of détente: no log is written to it")).into());
        }
        if !may_be_log(&path) {
            let name = path.display();
            let words =
                format!("{name} is something else than a log of détente: name another file for the log");
            return Err(Usage::new(words).into());
        }
        open(&path).wrap_err_with(|| format!("cannot write the log {}", path.display()))?;
    }
    // A second subscriber, as in tests, is refused and changes nothing.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(format!("off,detente={level}")))
        .with_ansi(false)
        .with_writer(Mutex::new(writer))
        .try_init();
    Ok(())
}

/// Whether nothing is there yet, or what begins as a log does: with a date.
fn may_be_log(path: &Path) -> bool {
    use std::io::Read;

    if fs::metadata(path).map_or(true, |found| !found.is_file() || found.len() == 0) {
        return true;
    }
    let mut head = [0; 5];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head[4] == b'-' && head[..4].iter().all(u8::is_ascii_digit)
}

fn open(path: &Path) -> std::io::Result<fs::File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    if fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() > LARGEST) {
        fs::rename(path, path.with_extension("log.old"))?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

/// A file that is opened when the first line is written. What cannot be opened or
/// written is passed over: a command does what it is for without its log.
struct Lazy {
    path: PathBuf,
    file: Option<Escaping<fs::File>>,
    failed: bool,
}

impl std::io::Write for Lazy {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.file.is_none() && !self.failed {
            self.file = open(&self.path).ok().map(|file| Escaping::new(file, Notation::Text));
        }
        let written = self.file.as_mut().map(|file| file.write_all(bytes));
        self.failed |= !matches!(written, Some(Ok(())));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.as_mut().map_or(Ok(()), std::io::Write::flush)
    }
}
