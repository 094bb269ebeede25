//! `detente config`: the settings in force.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use color_eyre::eyre::Result;

use super::context::CliContext;
use super::failure::Ending;
use super::out::stdout;
use crate::config::DEFAULT_TEXT;
use crate::model::escape;
use crate::ui::text::clean;

/// Write the configuration in force to standard output
#[derive(Debug, clap::Args)]
#[command(after_help = "Example, to begin a configuration of your own:\n  \
    detente config --default > \"$(detente config --path)\"")]
pub(crate) struct Args {
    /// The documented default instead of what is in force
    #[arg(long)]
    pub(crate) default: bool,

    /// Only where the configuration file lies, or would lie
    #[arg(long, conflicts_with = "default")]
    pub(crate) path: bool,
}

/// Writes the configuration. Mistakes in the file have been said on standard
/// error and make this fail, so that a script can check a configuration.
pub(crate) fn run(args: Args, context: &CliContext) -> Result<Ending> {
    let text = if args.default {
        DEFAULT_TEXT.to_owned()
    } else if args.path {
        let usual = context.places.as_ref().map(crate::config::Places::config_file);
        let path = context.loaded.path.clone().or(usual);
        let path = path.map(|p| p.display().to_string()).unwrap_or_default();
        // A script gets the name as it is; a terminal does not obey it.
        let shown = if io::stdout().is_terminal() { clean(&path) } else { Cow::Borrowed(&*path) };
        if path.is_empty() { String::new() } else { format!("{shown}\n") }
    } else {
        // What steers a terminal stands in quotation marks, where TOML escapes as JSON does.
        escape::json(context.config().to_toml())
    };
    stdout(|out| Ok(out.write_all(text.as_bytes())?))?;
    let asked = !args.default && !args.path;
    Ok(if asked && !context.complaints.is_empty() { Ending::Failed } else { Ending::Fine })
}
