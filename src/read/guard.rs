//! Other people's code that may panic over a damaged file, kept from taking
//! the program with it.

use std::io;
use std::panic;
use std::thread::{self, Builder, JoinHandle, Scope, ScopedJoinHandle};

/// Tells the threads in which a panic is an answer and not a mistake of ours.
const NAME: &str = "guarded reader";

/// Runs a function in a thread of its own; that it panicked is for whoever joins it.
pub(super) fn spawn<T: Send + 'static>(
    read: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<T>> {
    Builder::new().name(NAME.to_owned()).spawn(read)
}

/// The same for a function that borrows what outlives the scope.
pub(super) fn spawn_scoped<'s, T: Send + 's>(
    scope: &'s Scope<'s, '_>,
    read: impl FnOnce() -> T + Send + 's,
) -> io::Result<ScopedJoinHandle<'s, T>> {
    Builder::new().name(NAME.to_owned()).spawn_scoped(scope, read)
}

/// Lets panics in guarded threads pass to the log alone: they neither give the
/// terminal back nor report anything. To be called after all other panic hooks.
pub fn hush_panics() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().name() == Some(NAME) {
            tracing::warn!("a damaged file: {info}");
        } else {
            report(info);
        }
    }));
}
