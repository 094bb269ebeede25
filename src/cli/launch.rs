//! `detente` without a command: the dashboard, or its view as plain text.

use std::io::{self, IsTerminal, Write};

use color_eyre::eyre::Result;

use super::context::CliContext;
use super::failure::{Ending, Failed, Usage, say};
use super::last::{self, Kept};
use super::load::{self, load};
use super::out::stdout;
use super::start;
use crate::app::Start;
use crate::app::journal_worker::Workspace;
use crate::app::loader::{Memory, Source};
use crate::app::plain::Stage;
use crate::app::runtime::{self, Left, Options};
use crate::read::open::expand;

/// Options of the dashboard.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) start: start::Args,

    /// Print the view as text instead of opening the dashboard
    ///
    /// Section by section with numbered rows, for screen readers and pipes. This
    /// also happens by itself where standard output is no terminal.
    #[arg(long)]
    pub(crate) plain: bool,

    /// Whose decisions, and where they are kept.
    #[command(flatten)]
    pub(crate) workspace: super::workspace::Workspace,
}

impl Args {
    /// Whether nothing was asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.start.is_empty()
            && !self.plain
            && self.workspace.workspace.is_none()
            && self.workspace.coder.is_none()
    }

    /// Whether the dashboard is shown, instead of the view as text.
    pub(super) fn is_interactive(&self) -> bool {
        !self.plain && io::stdout().is_terminal()
    }
}

/// Opens the dashboard; without a terminal, or if asked to, prints the view.
pub(crate) fn run(args: Args, context: &CliContext) -> Result<Ending> {
    let interactive = args.is_interactive();
    let names = if interactive { sources(&args, context)? } else { Vec::new() };
    let background = if interactive { start::Ground::Ask } else { start::Ground::Environment };
    let start = args.start.start(context, background)?;
    if interactive {
        return open(&args, names, start, context);
    }
    if !args.plain {
        say(
            "standard output is no terminal: this is the view as text (detente query gives tables, CSV and JSON)",
        );
    }
    plain(&args, start, context)
}

/// What is to be opened, looked at before the terminal is asked for anything.
fn sources(args: &Args, context: &CliContext) -> Result<Vec<String>> {
    let names = load::sources(&args.start.files, context);
    if names.iter().any(|name| name == "-") && io::stdin().is_terminal() {
        // Reading it would take the keys that are meant for the dashboard.
        let words = "- is standard input, and that is the terminal: pipe something in \
                     (detente - < events.jsonl), or name a file";
        return Err(Usage::new(words).into());
    }
    // A dashboard over nothing would help nobody who has mistyped a name.
    let wrong: Vec<String> = names.iter().filter_map(|n| expand(n).err()).map(|e| e.to_string()).collect();
    if !names.is_empty() && wrong.len() == names.len() {
        return Err(Failed(wrong.join("; ")).into());
    }
    Ok(names)
}

fn open(args: &Args, names: Vec<String>, start: Start, context: &CliContext) -> Result<Ending> {
    let sources = last::places(&names);
    let source = if names.is_empty() { Source::Sample } else { Source::Names(names) };
    let config = context.config();
    // Without a home there is nowhere to keep decisions: the rest still works.
    let folder = args.workspace.folder(context).ok();
    let workspace = folder.map(|folder| Workspace { folder, coder: args.workspace.coder() });
    let start = Start { coder: workspace.as_ref().map(|w| w.coder.clone()), ..start };
    let published = context.common.published.unwrap_or_default();
    let memory = context.cache().map(|cache| Memory { cache, settings: context.shaping() });
    let (mouse, clipboard) = (config.mouse, config.clipboard);
    let options = Options { source, memory, published, mouse, clipboard, workspace };
    let place = context.places.as_ref().map(|p| p.session_file()).filter(|_| config.restore_session);
    let theme = args.start.theme.as_ref().unwrap_or(&config.theme);
    // What the command line asks for goes before what was left.
    let start = match place.as_deref().and_then(Kept::read) {
        Some(kept) => kept.restore(start, &sources, theme, !args.start.asks_nothing()),
        None => start,
    };
    let Left { view, parting } = runtime::run(start, &options)?;
    if let Some(path) = &place {
        Kept { sources, theme: theme.clone(), view }.keep(path);
    }
    parting.lines().iter().for_each(|line| say(line));
    Ok(match parting.unsaved {
        Ok(None) => Ending::Fine,
        Ok(Some(_)) => Ending::Losses,
        Err(_) => Ending::Failed,
    })
}

/// The size for which the view is laid out before it is written as text.
const PLAIN: (u16, u16) = (120, 36);

fn plain(args: &Args, start: Start, context: &CliContext) -> Result<Ending> {
    let loaded = load(&args.start.files, context);
    let (store, reports) = (loaded.store.clone(), loaded.reports.clone());
    if store.is_empty() && !matches!(loaded.ending(), Ending::Fine) {
        // What was wrong is said; empty headings would say nothing more.
        return Ok(loaded.ending());
    }
    let store = args.workspace.reviewed(context, &store, "");
    let mut stage = Stage::new(start, store, reports, PLAIN.0, PLAIN.1);
    let lines = stage.plain();
    stdout(|out| {
        for line in lines {
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    })?;
    Ok(loaded.ending())
}
