//! Segments that are put into order beside the thread that fills them.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::segment::{Pending, Segment};

/// Fewer rows than this are sealed at once: to start a thread would take longer.
const WORTH_A_THREAD: usize = 1 << 16;

/// A segment that is there or on its way.
pub(crate) struct Sealing {
    rows: Mutex<Pending>,
    segment: OnceLock<Arc<Segment>>,
    room: Arc<Room>,
}

/// Rows that were sealed and left their room to the next ones: memory that is
/// used again need not be asked of the system.
#[derive(Debug, Default)]
pub(crate) struct Room(Mutex<Option<Pending>>);

impl Room {
    /// Room for rows, used before if there is any.
    pub(crate) fn take(&self) -> Pending {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default()
    }

    fn give(&self, mut rows: Pending) {
        rows.clear();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(rows);
    }
}

impl Sealing {
    /// Begins to put rows into order, beside the caller if they are many.
    pub(crate) fn begin(rows: Pending, room: &Arc<Room>) -> Arc<Sealing> {
        let many = rows.columns.len() >= WORTH_A_THREAD;
        let sealing =
            Arc::new(Sealing { rows: Mutex::new(rows), segment: OnceLock::new(), room: room.clone() });
        if many {
            let its = sealing.clone();
            // Where the system gives no thread, whoever asks first does the work.
            let _ = std::thread::Builder::new().name("seal".into()).spawn(move || drop(its.segment()));
        } else {
            sealing.segment();
        }
        sealing
    }

    /// The segment; waits for it if it is still on its way.
    pub(crate) fn segment(&self) -> Arc<Segment> {
        let seal = || {
            let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
            let segment = Arc::new(Segment::seal(&rows));
            self.room.give(std::mem::take(&mut rows));
            segment
        };
        self.segment.get_or_init(seal).clone()
    }
}
