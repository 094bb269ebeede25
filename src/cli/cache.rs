//! `detente cache`: what was loaded before and is kept, to see and to clear.

use std::io::Write;
use std::path::Path;
use std::time::SystemTime;

use chrono::{DateTime, Local};
use clap::Subcommand;
use color_eyre::eyre::{Result, WrapErr};

use super::context::CliContext;
use super::failure::{Ending, Failed, Usage, say};
use super::out::stdout;
use crate::config::Size;
use crate::read::cache::{Cache, Entry, State};
use crate::ui::text::{clean, grouped};

/// List or clear what was loaded before
///
/// Large data sets are kept as they were read, so that they open at once while
/// they have not changed. Nothing is lost when it is cleared: the sources are
/// read again. `cache`, `cache-from` and `cache-limit` in the configuration say
/// whether, from which size on, and how much is kept.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    detente cache list\n  \
    detente cache clear --stale\n  \
    detente cache clear events.tsv")]
pub(crate) struct Args {
    /// What to do; list if left out
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What can be done with the cache.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List what is kept: name, size, events, when it was read and last used, whether it still holds, sources
    List,
    /// Remove what is kept: all, or what is named
    Clear {
        /// Names as listed, or sources: a path or the end of one
        #[arg(value_name = "NAME")]
        names: Vec<String>,
        /// Only what cannot be used any more
        #[arg(long)]
        stale: bool,
    },
}

/// Does it.
pub(crate) fn run(args: Args, context: &CliContext) -> Result<Ending> {
    let no_home = || Failed("the system tells no home folder, so nothing is kept".to_owned());
    let cache = context.kept().ok_or_else(no_home)?;
    let settings = context.shaping();
    match args.command.unwrap_or(Command::List) {
        Command::List => list(&cache, &settings, context),
        Command::Clear { names, stale } => clear(&cache, &settings, &names, stale),
    }
}

fn list(cache: &Cache, settings: &str, context: &CliContext) -> Result<Ending> {
    let entries = cache.list();
    let sum = entries.iter().map(|e| e.bytes).sum();
    let config = context.config();
    stdout(|out| {
        for entry in &entries {
            writeln!(out, "{}", line(entry, entry.state(settings)))?;
        }
        let folder = cache.folder().display().to_string();
        let (count, limit) = (entries.len(), config.cache_limit);
        Ok(writeln!(out, "{count} kept, {} of {limit}, in {}", about(sum), clean(&folder))?)
    })?;
    if !config.cache {
        say("nothing is kept or used: `cache` is off in the configuration");
    }
    Ok(Ending::Fine)
}

/// One line on an entry.
fn line(entry: &Entry, state: State) -> String {
    let Entry { id, bytes, made, used, events, .. } = entry;
    // As wide as the plural, so that columns stay under each other.
    let noun = if *events == 1 { "event " } else { "events" };
    let (size, events) = (about(*bytes), grouped(*events));
    let (made, used) = (time(*made), time(*used));
    let sources = sources(entry);
    format!(
        "{}  {size:>9}  {events:>11} {noun}  read {made}  used {used}  {:<14}  {}",
        clean(id),
        state.name(),
        clean(&sources)
    )
}

/// What an entry was made of: what was asked for, and how many files that is.
fn sources(entry: &Entry) -> String {
    let Some(key) = &entry.cache_key else { return "?".to_owned() };
    let files = key.files();
    let asked = key.request().join(" ");
    if files > key.request().len() { format!("{asked} ({files} files)") } else { asked }
}

/// A size in three digits or so.
fn about(bytes: u64) -> String {
    let unit = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    match unit.into_iter().find(|(size, _)| bytes >= *size) {
        // Down to a tenth, never more than there is.
        Some((size, name)) if bytes < 10 * size => {
            format!("{}.{} {name}", bytes / size, bytes % size * 10 / size)
        }
        Some((size, name)) => format!("{} {name}", bytes / size),
        None => Size(bytes).to_string(),
    }
}

fn time(at: Option<SystemTime>) -> String {
    let text = |at: SystemTime| DateTime::<Local>::from(at).format("%Y-%m-%d %H:%M").to_string();
    at.map_or_else(|| "?".to_owned(), text)
}

fn clear(cache: &Cache, settings: &str, names: &[String], stale: bool) -> Result<Ending> {
    let mut entries = cache.list();
    if let Some(none) = names.iter().find(|name| !entries.iter().any(|entry| is_named(entry, name))) {
        let message = format!("nothing of the name {none:?} is kept; detente cache list tells what is");
        return Err(Usage::new(message).into());
    }
    entries.retain(|entry| names.is_empty() || names.iter().any(|name| is_named(entry, name)));
    entries.retain(|entry| !stale || entry.state(settings) != State::Valid);
    for entry in &entries {
        cache.remove(entry).wrap_err_with(|| format!("cannot remove {}", entry.path.display()))?;
    }
    cache.tidy();
    let bytes = entries.iter().map(|e| e.bytes).sum();
    stdout(|out| Ok(writeln!(out, "{} removed, {}", entries.len(), about(bytes))?))?;
    Ok(Ending::Fine)
}

/// Whether an entry is meant: by its own name, or by a source that was asked for.
fn is_named(entry: &Entry, name: &str) -> bool {
    let asked = || entry.cache_key.iter().flat_map(|key| key.request());
    let full = std::path::absolute(name).ok();
    entry.id == name
        || asked()
            .any(|source| Path::new(source).ends_with(name) || full.as_deref() == Some(Path::new(source)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        assert_eq!(about(17), "17 B");
        assert_eq!(about(1536), "1.5 KiB");
        assert_eq!(about(799 << 20), "799 MiB");
        assert_eq!(about(8 << 30), "8.0 GiB");
    }
}
