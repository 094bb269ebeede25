//! `detente picture`: a screen of the dashboard as SVG.

use std::io::Write;
use std::path::Path;

use color_eyre::eyre::Result;

use super::context::CliContext;
use super::failure::{Ending, Usage};
use super::load::{inputs, load};
use super::out::{self, existing, not_written, stdout};
use super::start::{self, Ground};
use crate::app::plain::Stage;
use crate::ui::key::sequence;
use crate::ui::picture::{Caption, svg};
use crate::write::output;

/// Draw a screen of the dashboard as an SVG picture
///
/// It comes from the same cells that a terminal gets, with all colours. The same
/// command gives the same picture everywhere.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    detente picture --size 120x36 --pair IRN-RUS --keys \"3 enter\" -o pair.svg")]
pub(crate) struct Args {
    /// What is in view.
    #[command(flatten)]
    pub(crate) start: start::Args,

    /// Columns and rows of the terminal
    #[arg(long, value_name = "COLUMNSxROWS", default_value = "120x36", value_parser = size)]
    pub(crate) size: (u16, u16),

    /// Keys to press before the picture is taken, with spaces between: "p i r a n enter"
    #[arg(long, value_name = "KEYS", value_parser = keys, default_value = "")]
    pub(crate) keys: String,

    /// The file to write; standard output without it
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<String>,

    /// Write over a file that is there; never over a journal or what is read
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

/// The largest side of a picture, in cells.
const LARGEST: u16 = 1_000;

fn size(text: &str) -> Result<(u16, u16), String> {
    let sides = text.split_once(['x', '×']).and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    match sides {
        Some((w, h)) if (1..=LARGEST).contains(&w) && (1..=LARGEST).contains(&h) => Ok((w, h)),
        _ => Err(format!("write columns and rows, such as 120x36, each from 1 to {LARGEST}")),
    }
}

fn keys(text: &str) -> Result<String, String> {
    for key in text.split_whitespace() {
        sequence(key).map_err(|error| error.to_string())?;
    }
    Ok(text.to_owned())
}

/// Draws the picture.
pub(crate) fn run(args: Args, context: &CliContext) -> Result<Ending> {
    let start = args.start.start(context, Ground::Dark)?;
    let background = start.theme.background;
    let query = start.query.to_string();
    let output = args.output.as_deref().filter(|path| *path != "-").map(Path::new);
    let (existing, inputs) = (existing(args.force), inputs(&args.start.files, context));
    if let Some(path) = output {
        output::check(path, existing, &inputs).map_err(not_written)?;
    }
    let loaded = load(&args.start.files, context);
    let (width, height) = args.size;
    let mut stage = Stage::new(start, loaded.store.clone(), loaded.reports.clone(), width, height);
    stage.keys(&args.keys);
    if stage.ended {
        return Err(Usage::new("these keys quit the dashboard; there is nothing left to draw").into());
    }
    let about = if query.is_empty() { "everything".to_owned() } else { query };
    let caption = Caption { title: "détente", description: &about, background };
    let picture = svg(&stage.buffer(), &caption);
    match output {
        Some(path) => out::file(path, existing, &inputs, |out| out.write_all(picture.as_bytes()))?,
        None => stdout(|out| Ok(out.write_all(picture.as_bytes())?))?,
    }
    Ok(loaded.ending())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_two_numbers_within_reason() {
        assert_eq!(size("80x24"), Ok((80, 24)));
        for wrong in ["80", "80x", "0x24", "80x2400", "axb", "-1x5"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
        assert!(keys("p enter ctrl-d").is_ok() && keys("hyper-x").is_err());
    }
}
