//! How a load is watched and stopped from another thread.

use crate::model::EventDate;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// Progress out, cancellation in. Cheap to ask and to tell: one relaxed atomic
/// each; readers do it once for a block of records.
#[derive(Debug, Default)]
pub struct Control {
    bytes: AtomicU64,
    total: AtomicU64,
    records: AtomicU64,
    cancelled: AtomicBool,
    published: EventDate,
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
    pub fn published(&self) -> EventDate {
        self.published
    }

    /// Asks the reader to stop soon.
    pub fn cancel(&self) {
        self.cancelled.store(true, Relaxed);
    }

    /// Whether somebody asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Relaxed)
    }

    /// Adds bytes that were read.
    pub fn add_bytes(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Relaxed);
    }

    /// Adds records that were read.
    pub fn add_records(&self, records: u64) {
        self.records.fetch_add(records, Relaxed);
    }

    /// Adds bytes that are still to be read, where the size of a source is known.
    pub fn expect_bytes(&self, bytes: u64) {
        self.total.fetch_add(bytes, Relaxed);
    }

    /// Bytes read so far, over all files.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Relaxed)
    }

    /// Bytes of all files whose size is known; 0 if none is.
    pub fn total_bytes(&self) -> u64 {
        self.total.load(Relaxed)
    }

    /// Records read so far, over all files.
    pub fn records(&self) -> u64 {
        self.records.load(Relaxed)
    }
}
