//! Threads that work things out while somebody may press a key: they stand back
//! behind the one that draws, which needs a core for a moment only, but at once.

use std::thread::{self, JoinHandle};

/// How far they stand back. Among themselves and on cores that nobody else wants
/// they are as fast as ever.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// Makes the threads on which summaries and blocks of files are worked out stand
/// back. To be called before there are any.
pub(crate) fn make_threads() {
    let threads = rayon::ThreadPoolBuilder::new().start_handler(|_| stand_back());
    if let Err(error) = threads.build_global() {
        tracing::debug!(%error, "the threads are there already");
    }
}

/// Starts a thread that stands back.
pub(crate) fn spawn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
    thread::spawn(|| {
        stand_back();
        work()
    })
}

/// Linux gives each thread a priority of its own; elsewhere it would be the
/// whole program's.
#[cfg(target_os = "linux")]
fn stand_back() {
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::debug!(%error, "a thread keeps its priority");
    }
}

#[cfg(not(target_os = "linux"))]
fn stand_back() {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn only_the_thread_itself_stands_back() {
        let nice = || rustix::process::getpriority_process(None).unwrap();
        let before = nice();
        let there = spawn(nice).join().unwrap();
        assert_eq!((there, nice()), (NICE.max(before), before));
    }
}
