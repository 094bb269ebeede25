//! How a command ends, and how it says what went wrong: one line with cause
//! and way out.

use std::io::{self, IsTerminal, Write};

use color_eyre::config::{HookBuilder, Theme};
use color_eyre::eyre::{Report, Result};

use crate::read::guard;
use crate::ui::text::{clean, clean_lines};

/// How a command ended; the numbers are the exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All well.
    Fine,
    /// It could not be done.
    Failed,
    /// The command line or the query asks for what there is not.
    Usage,
    /// Done, but some records of the input were rejected.
    Losses,
    /// As the process ended that showed the dashboard.
    Child(u8),
}

impl Ending {
    /// The exit code.
    pub(crate) fn code(self) -> u8 {
        match self {
            Ending::Fine => 0,
            Ending::Failed => 1,
            Ending::Usage => 2,
            Ending::Losses => 3,
            Ending::Child(code) => code,
        }
    }
}

/// A mistake of the one who typed the command.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Usage {
    message: String,
    /// Further lines as they are, such as the query with a mark under the mistake.
    pub(super) details: String,
}

/// Something that could not be done, said in full.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Failed(pub(super) String);

/// Whoever read standard output has gone (`detente query … | head`), which is no
/// failure of ours.
#[derive(Debug, thiserror::Error)]
#[error("standard output is not read any more")]
pub(super) struct ReaderGone;

impl Usage {
    pub(super) fn new(message: impl Into<String>) -> Usage {
        Usage { message: message.into(), details: String::new() }
    }

    pub(super) fn with_details(mut self, details: String) -> Usage {
        self.details = details;
        self
    }
}

/// Panics are told in a few lines, with where to look; errors are printed by
/// [`settle`], which needs no hook.
pub(super) fn install_hooks() {
    let plain = std::env::var_os("NO_COLOR").is_some() || !io::stderr().is_terminal();
    let theme = if plain { Theme::new() } else { Theme::dark() };
    let hook = HookBuilder::default()
        .theme(theme)
        .display_env_section(false)
        .panic_section("This is a mistake in détente. Please report it with the lines above.");
    // A second installation, as in tests, is refused and changes nothing.
    let _ = hook.install();
    guard::hush_panics();
}

/// Says on standard error what went wrong, if something did.
pub(super) fn settle(result: Result<Ending>) -> Ending {
    let error = match result {
        Ok(ending) => return ending,
        Err(error) if error.is::<ReaderGone>() => return Ending::Fine,
        Err(error) => error,
    };
    let line = in_one_line(&error);
    tracing::error!("{line}");
    say(&format!("error: {line}"));
    let Some(usage) = error.downcast_ref::<Usage>() else { return Ending::Failed };
    if !usage.details.is_empty() {
        // As in `say`: there is nowhere left to complain.
        let _ = writeln!(io::stderr(), "{}", clean_lines(&usage.details));
    }
    Ending::Usage
}

/// An error and its causes. Some errors tell their cause themselves.
fn in_one_line(error: &Report) -> String {
    let mut line = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !line.contains(&cause) {
            line = format!("{line}: {cause}");
        }
    }
    line
}

/// One line on standard error, with the program's name.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stderr(), "detente: {}", clean(line));
}
