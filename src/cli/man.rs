//! `detente man`: the manual page.

use std::io::Write;

use clap_mangen::Man;
use color_eyre::eyre::Result;

use super::context::CliContext;
use super::failure::Ending;
use super::out::stdout;

/// Write the manual page to standard output
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  detente man > ~/.local/share/man/man1/detente.1\n  detente man query | man -l -"
)]
pub(crate) struct Args {
    /// The page of this command instead of the whole program's
    pub(crate) command: Option<String>,
}

/// Writes the page in the manual's own markup.
pub(crate) fn run(args: Args, _session: &CliContext) -> Result<Ending> {
    let mut whole = super::command().disable_help_subcommand(true);
    whole.build();
    let page = match &args.command {
        None => whole,
        Some(name) => match whole.find_subcommand(name) {
            // The full name is two words; a page's name is one.
            Some(found) => found.clone().display_name(format!("detente-{name}")),
            None => {
                let names: Vec<&str> = whole.get_subcommands().map(clap::Command::get_name).collect();
                let message = format!("there is no command {name:?}; there are {}", names.join(", "));
                return Err(super::failure::Usage::new(message).into());
            }
        },
    };
    let mut text = Vec::new();
    let source = format!("detente {}", env!("CARGO_PKG_VERSION"));
    Man::new(page).source(source).manual("détente").render(&mut text)?;
    stdout(|out| Ok(out.write_all(&text)?))?;
    Ok(Ending::Fine)
}
