//! The thread that reads files, and shows what is there while it goes on.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use super::message::{Loaded, Msg};
use crate::model::{Builder, Dossier};
use crate::read::{self, Control, Sink};
use crate::ui::screen::Loading;

/// After which time the first rows are shown.
const FIRST: Duration = Duration::from_millis(120);
/// How often the progress is told.
const TICK: Duration = Duration::from_millis(100);

/// What is to be read.
#[derive(Debug, Clone)]
pub enum Source {
    /// The bundled sample.
    Sample,
    /// These files, folders and globs.
    Names(Vec<String>),
}

/// Starts the thread.
pub fn spawn(source: Source, control: Arc<Control>, messages: Sender<Msg>) {
    thread::spawn(move || {
        let mut sink = Publisher::new(control.clone(), messages.clone());
        let reports = match &source {
            Source::Sample => read::sample::load_sample(&mut sink.builder, &control),
            Source::Names(names) => read::load(names, &mut sink, &control),
        };
        let progress = Loading { active: false, ..sink.progress() };
        let store = Some(Arc::new(sink.builder.snapshot()));
        // Nobody listens any more if the program is ending: no harm.
        let _ = messages.send(Msg::Loaded(Loaded { store, progress, reports: Some(reports) }));
    });
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

    fn send(&mut self, store: Option<Arc<crate::model::Store>>) {
        self.told = Instant::now();
        let loaded = Loaded { store, progress: self.progress(), reports: None };
        let _ = self.messages.send(Msg::Loaded(loaded));
    }
}

impl Sink for Publisher {
    fn dossier(&mut self, dossier: Dossier) {
        self.builder.dossier(&dossier);
        self.show();
    }

    fn rows(&mut self) -> Option<&mut Builder> {
        Some(&mut self.builder)
    }

    fn breathe(&mut self) {
        self.show();
    }
}
