//! The command line: what can be asked of `detente` without a screen, and how
//! the dashboard is started.
//!
//! To add a command: one file with `Args` (a clap parser) and `run`, and one
//! line in `commands!` below. Its help, its page of the manual, its
//! completions and its section of `docs/cli.md` follow from `Args`.

pub(crate) mod brief;
pub(crate) mod cache;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod context;
pub(crate) mod convert;
pub(crate) mod extract;
mod failure;
pub(crate) mod journal;
pub(crate) mod keys;
mod last;
pub(crate) mod launch;
mod load;
mod log;
pub(crate) mod man;
mod out;
mod own_actors;
pub(crate) mod picture;
pub(crate) mod query;
pub mod reference;
mod sgr;
pub(crate) mod start;
mod table;
mod workspace;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use color_eyre::eyre::Result;

use context::CliContext;
use failure::Usage;

use crate::ui::text::{clean, clean_lines};

pub(crate) use failure::Ending;

/// The subcommands: the variant, and the module that has its `Args` and `run`.
macro_rules! commands {
    ($($variant:ident = $module:ident),+ $(,)?) => {
        /// What to do other than to open the dashboard.
        #[derive(Debug, Subcommand)]
        pub(crate) enum Command {
            $(
                #[allow(missing_docs, reason = "the help text stands with the command's own `Args`")]
                $variant($module::Args),
            )+
        }

        impl Command {
            fn run(self, context: &CliContext) -> Result<Ending> {
                match self {
                    $(Command::$variant(args) => $module::run(args, context),)+
                }
            }
        }
    };
}

commands! {
    Query = query,
    Brief = brief,
    Journal = journal,
    Check = check,
    Convert = convert,
    Extract = extract,
    Cache = cache,
    Picture = picture,
    Keys = keys,
    Config = config,
    Completions = completions,
    Man = man,
}

/// Track relations between countries in the terminal: who did what to whom,
/// who said what, and the sentence that it rests on.
#[derive(Debug, Parser)]
#[command(
    name = "detente",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 fine, 1 failed, 2 wrong usage, 3 loaded, but some records were rejected.\n\
                  A file that is named like a command is opened as ./NAME."
)]
pub(crate) struct Cli {
    /// What the dashboard starts with.
    #[command(flatten)]
    pub(crate) launch: launch::Args,
    /// What all commands take.
    #[command(flatten)]
    pub(crate) common: context::Common,
    /// What else to do.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// The whole command line as clap knows it, for documents and completions.
pub(crate) fn command() -> clap::Command {
    Cli::command()
}

/// Runs the command of this process and tells how it ended.
pub fn main() -> ExitCode {
    failure::install_hooks();
    ExitCode::from(run(std::env::args_os()).code())
}

/// Runs the command that the arguments (the program's name first) ask for.
/// Whatever goes wrong has been said on standard error when this returns.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>) -> Ending {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => {
            print(&error, &arguments);
            return if error.use_stderr() { Ending::Usage } else { Ending::Fine };
        }
    };
    failure::settle(dispatch(cli))
}

/// Prints what the parser says: help, version, or what is wrong. It repeats the
/// arguments as they are; if one of them could steer the terminal, all is cleaned.
fn print(error: &clap::Error, arguments: &[OsString]) {
    let is_harmless = |argument: &OsString| argument.to_str().is_some_and(|text| clean(text) == text);
    // Nobody is left to tell if printing fails.
    if arguments.iter().all(is_harmless) {
        let _ = error.print();
        return;
    }
    let text = error.render().to_string();
    let text = clean_lines(&text);
    let _ = if error.use_stderr() { write!(io::stderr(), "{text}") } else { write!(io::stdout(), "{text}") };
}

fn dispatch(cli: Cli) -> Result<Ending> {
    #[cfg(unix)]
    if cli.command.is_none()
        && cli.launch.is_interactive()
        && let Some(code) = crate::app::parent_process::run()
    {
        return Ok(Ending::Child(code));
    }
    let context = CliContext::new(cli.common)?;
    let Some(command) = cli.command else {
        return launch::run(cli.launch, &context);
    };
    if !cli.launch.is_empty() {
        return Err(Usage::new("options and files for the command go after its name").into());
    }
    command.run(&context)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_definitions_hold_together() {
        super::command().debug_assert();
    }
}
