//! Loading for commands without a screen: progress and what went wrong on
//! standard error.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::context::CliContext;
use super::failure::{Ending, say};
use crate::config::at_home;
use crate::model::printable::plural;
use crate::model::{Builder, Store};
use crate::read::cache::{Cached, DAMAGED, Plan, Reopened};
use crate::read::open::{Source, expand};
use crate::read::{self, Control, LoadReport, Sink};
use crate::ui::text::{clean, grouped};

/// After which time a load is worth a line of progress.
const PATIENCE: Duration = Duration::from_millis(400);
/// How many lines of problems a file may have where they are not what was asked for.
const LINES: usize = 12;

/// What was loaded, and how that went. At its end it waits for what is being
/// written to the cache, so a command lets go of it last.
pub(super) struct Load {
    pub(super) store: Arc<Store>,
    pub(super) reports: Vec<LoadReport>,
    _keeping: Option<Keeping>,
}

impl Load {
    /// How a command ends that did all it could with what was loaded.
    pub(super) fn ending(&self) -> Ending {
        ending(&self.reports, self.store.is_empty())
    }
}

/// Nothing loaded because files failed is a failure; some of it is a loss.
pub(super) fn ending(reports: &[LoadReport], nothing: bool) -> Ending {
    if nothing && reports.iter().any(|r| r.failure.is_some()) {
        return Ending::Failed;
    }
    if reports.iter().any(LoadReport::has_losses) { Ending::Losses } else { Ending::Fine }
}

/// Loads what the names stand for, or reopens it as it was loaded before; without
/// names, the configuration's sources, else the bundled sample. Problems are said
/// on standard error.
pub(super) fn load(names: &[String], context: &CliContext) -> Load {
    let names = sources(names, context);
    let plan = context.cache().and_then(|cache| cache.plan(&names, &context.shaping()));
    if let Some(Cached { store, reports, .. }) = plan.as_ref().and_then(reopen) {
        complain(&reports);
        return Load { store: Arc::new(store), reports, _keeping: None };
    }
    let mut builder = Builder::new();
    let reports = match names.is_empty() {
        true => read::load_sample(&mut builder, &Control::new()),
        false => read_into(&names, &mut builder, &context.control()),
    };
    complain(&reports);
    let store = Arc::new(builder.snapshot());
    let _keeping = plan.map(|plan| Keeping::begin(plan, store.clone(), reports.clone()));
    Load { store, reports, _keeping }
}

/// What was kept of a load. All of it is compared first: an answer on standard
/// output cannot be taken back.
pub(super) fn reopen(plan: &Plan) -> Option<Cached> {
    let damaged = match plan.look_up() {
        Reopened::Whole(cached) => match cached.check.verify() {
            Ok(()) => return Some(*cached),
            Err(error) => {
                tracing::warn!(%error, "what was kept is damaged");
                true
            }
        },
        Reopened::Nothing => false,
        Reopened::Damaged => true,
    };
    if damaged {
        say(DAMAGED);
    }
    None
}

/// Writes to the cache beside the command's own work, and has it done when it is
/// dropped.
struct Keeping(Option<JoinHandle<()>>);

impl Keeping {
    fn begin(plan: Plan, store: Arc<Store>, reports: Vec<LoadReport>) -> Keeping {
        Keeping(Some(std::thread::spawn(move || {
            // Nobody who waits for a prompt waits for another process, too.
            if let Err(error) = plan.keep(&store, &reports, false, &|| false) {
                say(&error.to_string());
            }
        })))
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        // A panic in there has been told; the command's own work is done.
        let _ = self.0.take().map(JoinHandle::join);
    }
}

/// The names to read: those given, else the configuration's, where a leading
/// `~/` is the user's home. None means the bundled sample.
pub(super) fn sources(names: &[String], context: &CliContext) -> Vec<String> {
    if !names.is_empty() {
        return names.to_vec();
    }
    context.config().sources.iter().map(|name| at_home(name)).collect()
}

/// The files that a command reads, as far as they are known before: what the names
/// stand for, and what it is set up from.
pub(super) fn inputs(names: &[String], context: &CliContext) -> Vec<PathBuf> {
    let names = sources(names, context);
    let found = names.iter().filter_map(|name| expand(name).ok()).flatten();
    let files = found.filter_map(|source| match source {
        Source::File(path) | Source::Found(path) => Some(path),
        Source::Stdin => None,
    });
    let setup = [&context.loaded.path, &context.common.actors];
    files.chain(setup.into_iter().flatten().cloned()).collect()
}

/// Reads all that the names stand for, with progress if it takes long.
pub(super) fn read_into(names: &[String], sink: &mut dyn Sink, control: &Control) -> Vec<LoadReport> {
    if !io::stderr().is_terminal() {
        return read::load(names, sink, control);
    }
    let (done, waiting) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || show_progress(control, &waiting));
        let reports = read::load(names, sink, control);
        drop(done);
        reports
    })
}

/// Rewrites one line until the load is done, then takes it away.
fn show_progress(control: &Control, done: &mpsc::Receiver<()>) {
    let mut pause = PATIENCE;
    let mut shown = false;
    while done.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
        pause = PATIENCE / 4;
        shown = true;
        // Where progress cannot be written, loading still goes on.
        let _ = write!(io::stderr(), "\r\x1b[K{}", progress(control));
        let _ = io::stderr().flush();
    }
    if shown {
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
}

fn progress(control: &Control) -> String {
    const MIB: u64 = 1 << 20;
    let (bytes, total) = (control.bytes() / MIB, control.total_bytes() / MIB);
    let of = if total > 0 { format!(" of {}", grouped(total)) } else { String::new() };
    let records = control.records();
    format!("reading: {}{of} MiB, {} {}", grouped(bytes), grouped(records), plural(records, "record"))
}

/// Says what went wrong, as far as it can be read at a glance.
pub(super) fn complain(reports: &[LoadReport]) {
    for report in reports.iter().filter(|r| !r.is_clean()) {
        let lines: Vec<String> = report.lines().collect();
        for line in lines.iter().take(LINES) {
            say(line);
        }
        if lines.len() > LINES {
            let more = lines.len() - LINES;
            let lines = plural(more as u64, "line");
            say(&format!("{}: {more} more {lines}; detente check tells all", clean(&report.path)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Outcome, Position, Problem, ProblemKind};

    #[test]
    fn progress_tells_the_whole_only_if_it_is_known() {
        let control = Control::new();
        control.add_bytes(3 << 20);
        control.add_records(12_345);
        assert_eq!(progress(&control), format!("reading: 3 MiB, {} records", grouped(12_345)));
        control.expect_bytes(1 << 30);
        assert!(progress(&control).contains(" of "), "{}", progress(&control));
    }

    #[test]
    fn losses_are_no_failure_while_something_was_loaded() {
        let mut failed = LoadReport::default();
        failed.failure = Some("gone".to_owned());
        let mut rejected = LoadReport::default();
        rejected.add(Problem::new(Position::default(), ProblemKind::Syntax, Outcome::Rejected, "a", "b"));
        assert_eq!(ending(std::slice::from_ref(&failed), true), Ending::Failed);
        assert_eq!(ending(&[failed], false), Ending::Losses);
        assert_eq!(ending(&[rejected], true), Ending::Losses);
        assert_eq!(ending(&[LoadReport::default()], true), Ending::Fine);
    }
}
