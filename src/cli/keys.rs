//! `detente keys`: all actions with their keys.

use std::io::Write;

use color_eyre::eyre::Result;

use super::context::CliContext;
use super::failure::Ending;
use super::out::{stdout, terminal_width};
use super::sgr::Paint;
use crate::ui::action::{ACTIONS, Row};
use crate::ui::keymap::Keymap;
use crate::ui::text::{Align, cut, fit, width};
use crate::ui::theme::Role;

/// List all actions of the dashboard with their keys
///
/// The names are those of `[keys]` in the configuration, whose keys are shown.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// As a page in Markdown
    #[arg(long)]
    pub(crate) markdown: bool,
}

/// Lists the actions, group by group.
pub(crate) fn run(args: Args, context: &CliContext) -> Result<Ending> {
    let text = if args.markdown {
        super::reference::keys(&context.keymap)
    } else {
        list(&context.keymap, terminal_width(), &Paint::for_stdout(context.config()))
    };
    stdout(|out| Ok(out.write_all(text.as_bytes())?))?;
    Ok(Ending::Fine)
}

/// The widest that the column of keys gets; a few rows with more reach over it.
const PRESSES: usize = 14;

fn list(keymap: &Keymap, cells: Option<usize>, paint: &Paint) -> String {
    let keys = |row: &Row| keymap.keys_in_short(row.command).join(", ");
    let widest = |of: &dyn Fn(&Row) -> usize| ACTIONS.iter().map(of).max().unwrap_or(0);
    let (names, presses) = (widest(&|r| width(r.name)), widest(&|r| width(&keys(r))).min(PRESSES));
    let mut out = String::new();
    let mut group = "";
    for row in ACTIONS {
        if row.group != group {
            let gap = if group.is_empty() { "" } else { "\n" };
            group = row.group;
            out.push_str(&format!("{gap}{}\n", paint.paint(Role::Heading, group)));
        }
        let pressed = keys(row);
        let pressed = fit(&pressed, presses.max(width(&pressed)), Align::Left);
        let line = format!("  {pressed}  {}  {}", fit(row.name, names, Align::Left), row.about);
        let line = cells.map_or(line.clone(), |cells| cut(&line, cells).into_owned());
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
