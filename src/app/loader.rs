//! The thread that reads files, and shows what is there while it goes on; or
//! reopens what was read before.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::message::{Loaded, Msg};
use super::thread_priority;
use crate::model::{Builder, Dossier, Store};
use crate::read::cache::{Cache, Cached, DAMAGED, Losses, Plan, Reopened};
use crate::read::{self, Control, LoadReport, Sink};
use crate::ui::screen::{Loading, Notice};

/// After which time the first rows are shown.
const FIRST: Duration = Duration::from_millis(50);
/// How often the progress is told.
const TICK: Duration = Duration::from_millis(100);
/// How long the comparing of a reopened file waits for the first answers.
const CALM: Duration = Duration::from_millis(1_500);
/// How long the program's end waits for a write to the cache that was told to stop.
const PARTING: Duration = Duration::from_millis(200);

/// What is to be read.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// The bundled sample.
    Sample,
    /// These files, folders and globs.
    Names(Vec<String>),
}

/// Where loads are kept, and what shapes them besides their sources.
#[derive(Debug, Clone)]
pub struct Memory {
    /// The folder.
    pub(crate) cache: Cache,
    /// The settings that shape a load, as text.
    pub(crate) settings: String,
}

/// The thread that reads, and keeps what it has read.
pub(crate) struct Loader {
    thread: JoinHandle<()>,
    writing_cache: Arc<AtomicBool>,
}

impl Loader {
    /// Gives a write to the cache a moment to clear up behind itself, after its
    /// control has told it to stop.
    pub(crate) fn leave(self) {
        let begun = Instant::now();
        while self.writing_cache.load(Relaxed) && !self.thread.is_finished() && begun.elapsed() < PARTING {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Starts the thread. Without a memory, all is read and nothing kept.
pub(crate) fn spawn(
    source: Source,
    memory: Option<Memory>,
    control: Arc<Control>,
    messages: Sender<Msg>,
) -> Loader {
    let writing_cache = Arc::new(AtomicBool::new(false));
    let writes = writing_cache.clone();
    let thread = thread_priority::spawn(move || {
        let names = match source {
            Source::Sample => {
                read(
                    &|sink| read::sample::load_sample(&mut sink.builder, &sink.control.clone()),
                    &control,
                    &messages,
                );
                return;
            }
            Source::Names(names) => names,
        };
        let plan = memory.and_then(|m| m.cache.plan(&names, &m.settings));
        if plan.as_ref().is_some_and(|plan| reopen(plan, &messages)) {
            return;
        }
        let load = |sink: &mut Publisher| {
            let control = sink.control.clone();
            read::load(&names, sink, &control)
        };
        let (store, reports) = read(&load, &control, &messages);
        if let Some(plan) = plan.filter(|_| !control.is_cancelled()) {
            writes.store(true, Relaxed);
            keep(&plan, &store, &reports, &control, &messages);
            writes.store(false, Relaxed);
        }
    });
    Loader { thread, writing_cache }
}

/// Reads all, shows what is there meanwhile and at the end.
fn read(
    load: &dyn Fn(&mut Publisher) -> Vec<LoadReport>,
    control: &Arc<Control>,
    messages: &Sender<Msg>,
) -> (Arc<Store>, Vec<LoadReport>) {
    let mut sink = Publisher::new(control.clone(), messages.clone());
    let reports = load(&mut sink);
    let progress = Loading { active: false, ..sink.progress() };
    let store = Arc::new(sink.builder.snapshot());
    let loaded = Loaded { store: Some(store.clone()), progress, reports: Some(reports.clone()) };
    // Nobody listens any more if the program is ending: no harm.
    let _ = messages.send(Msg::Loaded(loaded));
    (store, reports)
}

/// Shows what was kept of a load, and watches over its file until the program ends;
/// false if there is nothing, or it is or becomes damaged. Nothing but a slow failure of
/// the disk can damage a file that looks untouched, so it is shown before all of it was
/// compared.
fn reopen(plan: &Plan, messages: &Sender<Msg>) -> bool {
    let begun = Instant::now();
    // Before the file is opened: from then on another program may cut it.
    let losses = Losses::begin();
    let Cached { store, reports, check } = match plan.look_up() {
        Reopened::Whole(cached) => *cached,
        Reopened::Nothing => return false,
        Reopened::Damaged => {
            let _ = messages.send(Msg::Notice(Notice::failure(DAMAGED)));
            return false;
        }
    };
    let records = reports.iter().map(|report| report.read()).sum();
    let bytes = plan.bytes();
    let seconds = begun.elapsed().as_secs_f64();
    let progress = Loading { active: false, bytes, total: bytes, records, seconds };
    let loaded = Loaded { store: Some(Arc::new(store)), progress, reports: Some(reports) };
    let _ = messages.send(Msg::Loaded(loaded));
    // The first answers come first.
    thread::sleep(CALM);
    let whole = check.verify_beside().and_then(|()| check.watch(&losses));
    let Err(error) = whole else { return true };
    tracing::warn!(%error, "what was kept is damaged");
    let progress = Loading { active: true, ..Loading::default() };
    let nothing = Loaded { store: Some(Arc::default()), progress, reports: Some(Vec::new()) };
    let _ = messages.send(Msg::Loaded(nothing));
    let _ = messages.send(Msg::Notice(Notice::failure(DAMAGED)));
    false
}

fn keep(plan: &Plan, store: &Store, reports: &[LoadReport], control: &Control, messages: &Sender<Msg>) {
    if let Err(error) = plan.keep(store, reports, true, &|| control.is_cancelled()) {
        tracing::warn!(%error, "not kept");
        let _ = messages.send(Msg::Notice(Notice::failure(error.to_string())));
    }
}

/// A builder that shows what it has: soon at first, then ever less often,
/// because each look costs more the more there is.
struct Publisher {
    builder: Builder,
    control: Arc<Control>,
    messages: Sender<Msg>,
    begun: Instant,
    told: Instant,
    next: Duration,
}

impl Publisher {
    fn new(control: Arc<Control>, messages: Sender<Msg>) -> Publisher {
        let now = Instant::now();
        Publisher { builder: Builder::new(), control, messages, begun: now, told: now, next: FIRST }
    }

    fn progress(&self) -> Loading {
        Loading {
            active: true,
            bytes: self.control.bytes(),
            total: self.control.total_bytes(),
            records: self.control.records(),
            seconds: self.begun.elapsed().as_secs_f64(),
        }
    }

    fn show(&mut self) {
        let elapsed = self.begun.elapsed();
        if elapsed >= self.next {
            self.next = elapsed * 2;
            let store = Some(Arc::new(self.builder.snapshot()));
            self.send(store);
        } else if self.told.elapsed() >= TICK {
            self.send(None);
        }
    }

    fn send(&mut self, store: Option<Arc<Store>>) {
        self.told = Instant::now();
        let loaded = Loaded { store, progress: self.progress(), reports: None };
        let _ = self.messages.send(Msg::Loaded(loaded));
    }
}

impl Sink for Publisher {
    fn dossier(&mut self, dossier: &Dossier) {
        self.builder.dossier(dossier);
        self.show();
    }

    fn rows(&mut self) -> Option<&mut Builder> {
        Some(&mut self.builder)
    }

    fn breathe(&mut self) {
        self.show();
    }
}
