//! The command `detente`.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Articles are taken apart by one thread and let go by another, which the system's
/// allocator is slow at: see docs/performance.md.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    detente::cli::main()
}
