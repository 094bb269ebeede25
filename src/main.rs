//! The command `detente`.

use std::process::ExitCode;

fn main() -> ExitCode {
    detente::cli::main()
}
