//! `detente completions`: what the shell needs to complete commands.

use std::io::Write;

use clap_complete::Shell;
use color_eyre::eyre::Result;

use super::context::CliContext;
use super::failure::Ending;
use super::out::stdout;

/// Write completions for a shell to standard output
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    detente completions bash > ~/.local/share/bash-completion/completions/detente")]
pub(crate) struct Args {
    /// The shell
    pub(crate) shell: Shell,
}

/// Writes the completions.
pub(crate) fn run(args: Args, _session: &CliContext) -> Result<Ending> {
    // Made in memory first: the generator cannot report that a pipe was closed.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "detente", &mut script);
    stdout(|out| Ok(out.write_all(&script)?))?;
    Ok(Ending::Fine)
}
