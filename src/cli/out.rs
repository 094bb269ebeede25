//! Standard output: buffered, and never a panic when the reader has gone.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use color_eyre::eyre::Result;

/// Standard output for a command's result. What is written is handed on when
/// `f` returns; an error of writing comes back as one.
pub(super) fn stdout<T>(f: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> Result<T>) -> Result<T> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let value = f(&mut out)?;
    out.flush()?;
    Ok(value)
}

/// The width of the terminal on standard output in cells; `None` where that is
/// none, so that files and pipes get everything uncut.
pub(super) fn terminal_width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    crossterm::terminal::size().ok().map(|(width, _)| usize::from(width)).filter(|&w| w > 0)
}
