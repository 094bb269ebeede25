//! How a load is watched and stopped from another thread.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

use crate::model::EventDate;

/// Progress out, cancellation in. Cheap to ask and to tell: one relaxed atomic
/// each; readers do it once for a block of records.
#[derive(Default)]
pub struct Control {
    bytes: AtomicU64,
    total: AtomicU64,
    records: AtomicU64,
    cancelled: AtomicBool,
    published: EventDate,
    /// Whom to wake when somebody asks to stop.
    waiting: Mutex<Vec<Wake>>,
}

type Wake = Box<dyn Fn() + Send>;

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bytes, records, cancelled) = (self.bytes(), self.records(), self.is_cancelled());
        f.debug_struct("Control")
            .field("bytes", &bytes)
            .field("records", &records)
            .field("cancelled", &cancelled)
            .finish_non_exhaustive()
    }
}

impl Control {
    /// Nothing read, nothing stopped.
    pub fn new() -> Control {
        Control::default()
    }

    /// For articles that do not tell when they were published.
    pub fn with_published(published: EventDate) -> Control {
        Control { published, ..Control::default() }
    }

    /// When articles were published that do not tell; unknown unless the user said.
    pub(crate) fn published(&self) -> EventDate {
        self.published
    }

    /// Asks the reader to stop soon, and wakes it where it waits for bytes.
    pub fn cancel(&self) {
        self.cancelled.store(true, Relaxed);
        for wake in self.waiting.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            wake();
        }
    }

    /// Has this called when somebody asks to stop; it must not wait for anything.
    pub(super) fn when_cancelled(&self, wake: impl Fn() + Send + 'static) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(wake));
    }

    /// Whether somebody asked to stop.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Relaxed)
    }

    /// Adds bytes that were read.
    pub(crate) fn add_bytes(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Relaxed);
    }

    /// Adds records that were read.
    pub(crate) fn add_records(&self, records: u64) {
        self.records.fetch_add(records, Relaxed);
    }

    /// Adds bytes that are still to be read, where the size of a source is known.
    pub(crate) fn expect_bytes(&self, bytes: u64) {
        self.total.fetch_add(bytes, Relaxed);
    }

    /// Bytes read so far, over all files.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Relaxed)
    }

    /// Bytes of all files whose size is known; 0 if none is.
    pub(crate) fn total_bytes(&self) -> u64 {
        self.total.load(Relaxed)
    }

    /// Records read so far, over all files.
    pub(crate) fn records(&self) -> u64 {
        self.records.load(Relaxed)
    }
}
