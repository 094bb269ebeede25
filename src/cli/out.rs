//! What leaves a command: standard output, buffered, and never a panic when the
//! reader has gone; and files that the user named.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::path::{Path, PathBuf};

use color_eyre::eyre::{Report, Result};

use super::failure::{ReaderGone, Usage};
use crate::write::output::{Existing, OutputError, OutputFile};

/// Standard output for a command's result. What is written is handed on when
/// `f` returns; an error of writing comes back as one. That the reader has gone is
/// none: the command goes on, and ends as it would have.
pub(super) fn stdout(f: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> Result<()>) -> Result<()> {
    match stdout_for(f) {
        Err(error) if error.is::<ReaderGone>() => Ok(()),
        other => other,
    }
}

/// The same for what comes to a value.
///
/// # Errors
/// [`ReaderGone`], too: then there is no value.
pub(super) fn stdout_for<T>(f: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> Result<T>) -> Result<T> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let done = f(&mut out).and_then(|value| {
        out.flush()?;
        Ok(value)
    });
    reader_gone(done)
}

/// Makes [`ReaderGone`] of what a pipe says that nobody reads any more. Only for what
/// writes to standard output: standard error or a named pipe may be broken as well.
pub(super) fn reader_gone<T>(done: Result<T>) -> Result<T> {
    done.map_err(|error| {
        let is_broken = error.chain().any(|cause| {
            let io = cause.downcast_ref::<io::Error>();
            io.is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
        });
        if is_broken { ReaderGone.into() } else { error }
    })
}

/// What `--force` asks for.
pub(super) fn existing(force: bool) -> Existing {
    if force { Existing::Replace } else { Existing::Keep }
}

/// Writes a file that the user named: whole, or not at all. `inputs` are the files
/// that the command reads.
pub(super) fn file(
    path: &Path,
    existing: Existing,
    inputs: &[PathBuf],
    write: impl FnOnce(&mut OutputFile) -> io::Result<()>,
) -> Result<()> {
    let mut out = OutputFile::create(path, existing, inputs).map_err(not_written)?;
    write(&mut out).map_err(|source| OutputError::Io { path: path.to_owned(), source })?;
    out.finish().map_err(not_written)
}

/// Why a file was not written, as a mistake of the one who named it if it is one.
pub(super) fn not_written(error: OutputError) -> Report {
    if error.is_about_the_name() { Usage::new(error.to_string()).into() } else { error.into() }
}

/// The width of the terminal on standard output in cells; `None` where that is
/// none, so that files and pipes get everything uncut.
pub(super) fn terminal_width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    crossterm::terminal::size().ok().map(|(width, _)| usize::from(width)).filter(|&w| w > 0)
}
