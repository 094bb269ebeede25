//! How far the extraction has come: a bar on standard error, if that is a terminal.

use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use crate::model::printable::plural;
use crate::ui::text::grouped;

/// After which time the work is worth a bar.
const PATIENCE: Duration = Duration::from_millis(400);
/// Time between two drawings.
const PAUSE: Duration = Duration::from_millis(100);
/// Cells of the bar.
const WIDTH: usize = 24;

/// What has been read and written so far, and how it is shown.
pub(super) struct Progress {
    /// Bytes of the files read so far.
    read: Arc<AtomicU64>,
    /// Bytes of all files, if they are known.
    whole: Option<u64>,
    started: Instant,
    drawn: Option<Instant>,
    shows: bool,
}

impl Progress {
    /// The progress through these files. Standard input has no size that is known.
    pub(super) fn of(files: &[PathBuf]) -> Progress {
        let size = |path: &PathBuf| std::fs::metadata(path).ok().filter(|m| m.is_file()).map(|m| m.len());
        Progress {
            read: Arc::default(),
            whole: files.iter().map(size).sum(),
            started: Instant::now(),
            drawn: None,
            shows: io::stderr().is_terminal(),
        }
    }

    /// A reader that counts what is read through it.
    pub(super) fn count<R: BufRead>(&self, inner: R) -> Counted<R> {
        Counted { inner, read: self.read.clone() }
    }

    /// Draws the bar if it is time to.
    pub(super) fn draw(&mut self, articles: u64) {
        let due = self.drawn.map_or(self.started + PATIENCE, |last| last + PAUSE);
        if self.shows && Instant::now() >= due {
            let line = line(self.read.load(Relaxed), self.whole, articles, self.started.elapsed());
            // Where progress cannot be shown, the work still goes on.
            let _ = write!(io::stderr(), "\r\x1b[K{line}");
            let _ = io::stderr().flush();
            self.drawn = Some(Instant::now());
        }
    }

    /// Takes the bar away, so that something else can be said on the line.
    pub(super) fn clear(&mut self) {
        if self.drawn.is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// The line: bar and share if the whole is known, articles, articles a second.
fn line(read: u64, whole: Option<u64>, articles: u64, took: Duration) -> String {
    let rate = (articles as f64 / took.as_secs_f64().max(0.001)) as u64;
    let noun = plural(articles, "article");
    let counted = format!("{} {noun}, {} a second", grouped(articles), grouped(rate));
    match whole.filter(|w| *w > 0) {
        Some(whole) => {
            let share = (read as f64 / whole as f64).min(1.0);
            let full = (share * WIDTH as f64).round() as usize;
            let bar: String = (0..WIDTH).map(|i| if i < full { '█' } else { '░' }).collect();
            format!("{bar} {:>3.0} %  {counted}", share * 100.0)
        }
        None => counted,
    }
}

/// Counts the bytes that are read through it.
pub(super) struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.fetch_add(count as u64, Relaxed);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.read.fetch_add(amount as u64, Relaxed);
        self.inner.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_as_long_as_what_is_done() {
        let took = Duration::from_secs(2);
        let half = line(50, Some(100), 3000, took);
        assert!(half.starts_with(&"█".repeat(WIDTH / 2)) && half.contains(" 50 %"), "{half}");
        assert!(half.ends_with(&format!("{} articles, {} a second", grouped(3000), grouped(1500))), "{half}");
        let done = line(200, Some(100), 1, took);
        assert!(done.contains("100 %") && !done.contains('░'), "{done}");
        assert!(!line(50, None, 7, took).contains('%'));
    }

    #[test]
    fn what_is_read_is_counted() {
        let progress = Progress::of(&[]);
        let mut lines = progress.count(&b"one\ntwo\n"[..]).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "one");
        assert_eq!(lines.count(), 1);
        assert_eq!(progress.read.load(Relaxed), 8);
    }
}
