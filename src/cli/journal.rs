//! `detente journal`: decisions out, in, and to the test.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::PathBuf;

use clap::Subcommand;
use color_eyre::eyre::{Result, WrapErr, eyre};

use super::context::CliContext;
use super::failure::{Ending, say};
use super::out::stdout;
use super::workspace::Workspace;
use crate::journal::agreement::{Agreement, agreements, disagreements};
use crate::journal::entry::time_text;
use crate::journal::quality::{Precision, report};
use crate::journal::{Entry, Journal, Review, Turn, exchange};
use crate::ui::text::clean;

/// Take review decisions out, in, or to the test
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The journal in this folder instead of the user's own
    // Named otherwise than the dashboard's: what is global is known above, too.
    #[arg(id = "journal-folder", long = "workspace", value_name = "DIR", global = true)]
    pub workspace: Option<PathBuf>,

    /// The name of whoever imports; the user's own if left out
    #[arg(id = "journal-coder", long = "coder", value_name = "NAME", global = true)]
    pub coder: Option<String>,

    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done with a journal.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write all entries as JSON Lines
    Export {
        /// To this file instead of standard output
        #[arg(value_name = "FILE")]
        into: Option<PathBuf>,
    },
    /// Append the entries of an export that are not here yet
    Import {
        /// The export
        #[arg(value_name = "FILE")]
        from: PathBuf,
    },
    /// Check that nothing was changed, lost or left out
    Verify,
    /// Tell precision by rule and code, agreement, and what coders differ on
    Report {
        /// Only this coder's decisions; else what stands between all
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Tell how far coders agree, field by field: percent and Krippendorff's alpha
    Agreement {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// List what was done: who, when, before, after
    History {
        /// Only the last so many entries
        #[arg(long, short = 'n', value_name = "COUNT")]
        last: Option<usize>,
    },
}

/// Does it.
pub fn run(args: Args, context: &CliContext) -> Result<Ending> {
    let workspace = Workspace { workspace: args.workspace.clone(), coder: args.coder.clone() };
    let open = || -> Result<Journal> {
        let folder = workspace.folder(context)?;
        workspace.read(context)?.ok_or_else(|| eyre!("there is no journal in {}", folder.display()))
    };
    match &args.command {
        Command::Export { into: Some(path) } => {
            let journal = open()?;
            let told = || format!("cannot write {}", path.display());
            let mut out = BufWriter::new(File::create(path).wrap_err_with(told)?);
            let count = exchange::export(&journal, &mut out).wrap_err_with(told)?;
            say(&format!("{} written to {}", entries(count), path.display()));
        }
        Command::Export { into: None } => {
            stdout(|out| Ok(exchange::export(&open()?, out)?))?;
        }
        Command::Import { from } => return import(from, &workspace, context),
        Command::Verify => {
            let verified = exchange::verify(&open()?)?;
            stdout(|out| {
                writeln!(out, "{}, all as they were written", entries(verified.entries))?;
                for (coder, count) in &verified.coders {
                    writeln!(out, "  {}: {count}", clean(coder))?;
                }
                Ok(writeln!(out, "last hash {}", verified.last_hash)?)
            })?;
        }
        Command::Report { by, json } => {
            let review = Review::replay(open()?.after(0)?);
            stdout(|out| tell(&review, by.as_deref(), *json, out))?;
        }
        Command::Agreement { json } => {
            let review = Review::replay(open()?.after(0)?);
            let agreement = agreements(&review);
            stdout(|out| {
                if *json {
                    serde_json::to_writer_pretty(&mut *out, &agreement)?;
                    return Ok(writeln!(out)?);
                }
                if agreement.is_empty() {
                    return Ok(writeln!(out, "no two coders decided on the same event or claim")?);
                }
                agreed(&agreement, out)
            })?;
        }
        Command::History { last } => {
            let entries = open()?.after(0)?;
            let from = entries.len().saturating_sub(last.unwrap_or(usize::MAX));
            let review = Review::replay(entries.iter().cloned());
            stdout(|out| {
                entries[from..].iter().try_for_each(|e| writeln!(out, "{}", line(e, &review)))?;
                Ok(())
            })?;
        }
    }
    Ok(Ending::Fine)
}

fn import(from: &PathBuf, workspace: &Workspace, context: &CliContext) -> Result<Ending> {
    let told = || format!("cannot read {}", from.display());
    let mut input = BufReader::new(File::open(from).wrap_err_with(told)?);
    let mut session = workspace.open(context)?;
    let Some((journal, review)) = session.journal_mut() else {
        return Ok(Ending::Failed);
    };
    let count = exchange::import(journal, review, &mut input).wrap_err_with(told)?;
    say(&format!("{} taken over", entries(count as u64)));
    Ok(Ending::Fine)
}

/// `1 entry`, `2 entries`.
fn entries(count: u64) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

/// One entry in one line.
fn line(entry: &Entry, review: &Review) -> String {
    let value = |v: &Option<serde_json::Value>| match v {
        None => "–".to_owned(),
        Some(serde_json::Value::String(word)) => word.clone(),
        Some(other) => other.to_string(),
    };
    let what = review.anchors(&entry.key).last().map_or_else(|| entry.key.clone(), |a| a.line());
    let turn = match &entry.turn {
        Turn::Do => "",
        Turn::Undo(_) => "undo ",
        Turn::Redo(_) => "redo ",
    };
    let mut line = format!(
        "{:>5} {} {} {turn}{}: {} → {}  {what}",
        entry.id,
        time_text(entry.time),
        entry.coder,
        entry.kind,
        value(&entry.before),
        value(&entry.after),
    );
    if !entry.comment.is_empty() {
        line.push_str(&format!("  ({})", entry.comment));
    }
    clean(&line).into_owned()
}

fn tell(review: &Review, by: Option<&str>, json: bool, out: &mut dyn Write) -> Result<()> {
    let report = report(review, by);
    if json {
        serde_json::to_writer_pretty(&mut *out, &report)?;
        return Ok(writeln!(out)?);
    }
    writeln!(
        out,
        "{:<28} {:>7} {:>8} {:>9} {:>8}  precision (95%)       with corrected",
        "", "decided", "accepted", "corrected", "rejected"
    )?;
    let groups = [
        ("", vec![report.events.clone(), report.claims.clone()]),
        ("by rule", report.rules.clone()),
        ("by code", report.codes.clone()),
    ];
    for (title, rows) in groups {
        if !title.is_empty() && !rows.is_empty() {
            writeln!(out, "\n{title}")?;
        }
        rows.iter().filter(|p| p.decided > 0).try_for_each(|p| precision(p, out))?;
    }
    if !report.agreement.is_empty() {
        writeln!(out)?;
    }
    agreed(&report.agreement, out)?;
    let queue = disagreements(review);
    if !queue.is_empty() {
        writeln!(out, "\n{} disagreements wait for a ruling", queue.len())?;
        for unit in queue {
            let views: Vec<String> = unit.by.iter().map(|c| format!("{} {}", c.coder, c.decision)).collect();
            writeln!(out, "  {}: {}", clean(&unit.anchor.line()), clean(&views.join(", ")))?;
        }
    }
    Ok(())
}

fn precision(p: &Precision, out: &mut dyn Write) -> Result<()> {
    let changed: Vec<String> = p.changed.iter().map(|(field, n)| format!("{field} {n}")).collect();
    let name = clean(&p.name);
    Ok(writeln!(
        out,
        "{name:<28} {:>7} {:>8} {:>9} {:>8}  {:>5.1}% ({:.1}–{:.1})  {:>5.1}%  {}",
        p.decided,
        p.accepted,
        p.corrected,
        p.rejected,
        p.precision,
        p.interval.0,
        p.interval.1,
        p.lenient,
        changed.join(", ")
    )?)
}

fn agreed(agreement: &[Agreement], out: &mut dyn Write) -> Result<()> {
    if agreement.is_empty() {
        return Ok(());
    }
    writeln!(out, "agreement      units  values  percent  Krippendorff's alpha (nominal)")?;
    for a in agreement {
        let percent = a.percent.map_or_else(|| "–".to_owned(), |p| format!("{p:.1}"));
        let alpha = a.alpha.map_or_else(|| "– (nothing varies)".to_owned(), |x| format!("{x:.3}"));
        writeln!(out, "{:<14} {:>5} {:>7} {percent:>8}  {alpha}", a.field, a.units, a.values)?;
    }
    Ok(())
}
