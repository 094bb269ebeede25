//! `detente journal`: decisions out, in, and to the test.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::Subcommand;
use color_eyre::eyre::{Result, WrapErr, eyre};
use serde::Serialize;

use super::context::CliContext;
use super::failure::{Ending, Usage, say};
use super::out::{self, existing, stdout, stdout_for};
use super::workspace::Workspace;
use crate::journal::agreement::{Agreement, agreements, disagreements};
use crate::journal::entry::time_text;
use crate::journal::quality::{Precision, report};
use crate::journal::{Entry, Journal, Review, Turn, exchange};
use crate::model::escape::{Escaping, Notation};
use crate::ui::text::clean;
use crate::write::output::Existing;

/// Take review decisions out, in, or to the test
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The journal in this folder instead of the user's own
    // Named otherwise than the dashboard's: what is global is known above, too.
    #[arg(id = "journal-folder", long = "workspace", value_name = "DIR", global = true)]
    pub(crate) workspace: Option<PathBuf>,

    /// The name of whoever imports; the user's own if left out
    #[arg(id = "journal-coder", long = "coder", value_name = "NAME", global = true)]
    pub(crate) coder: Option<String>,

    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What can be done with a journal.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write all entries as JSON Lines
    ///
    /// Entries that cannot be read are left out and named, and the exit code is 3.
    Export {
        /// To this file instead of standard output
        #[arg(value_name = "FILE")]
        into: Option<PathBuf>,
        /// Write over a file that is there; never over a journal
        #[arg(long, requires = "into")]
        force: bool,
        /// Out of a damaged or changed journal: all that can be read, as an export
        /// that import takes
        #[arg(long)]
        salvage: bool,
    },
    /// Append the entries of an export that are not here yet
    ///
    /// What this program could not have written is refused, with its line and the
    /// reason, and the exit code is 3; the rest is taken.
    Import {
        /// The export
        #[arg(value_name = "FILE")]
        from: PathBuf,
        /// Take what is left of an export that was cut off or changed
        #[arg(long)]
        salvage: bool,
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
pub(crate) fn run(args: Args, context: &CliContext) -> Result<Ending> {
    let workspace = Workspace { workspace: args.workspace.clone(), coder: args.coder.clone() };
    let open = || -> Result<Journal> {
        let folder = workspace.folder(context)?;
        workspace.read(context)?.ok_or_else(|| eyre!("there is no journal in {}", folder.display()))
    };
    let review = || -> Result<Review> { Ok(open()?.review()?) };
    match &args.command {
        Command::Export { into, force, salvage } => export(
            &open()?,
            into.as_deref().filter(|path| *path != Path::new("-")),
            existing(*force),
            *salvage,
        ),
        Command::Import { from, salvage } => import(from, *salvage, &workspace, context),
        Command::Verify => verify(&open()?),
        Command::Report { by, json } => {
            let review = review()?;
            stdout(|out| tell(&review, by.as_deref(), *json, out))?;
            Ok(tell_unreadable(&review))
        }
        Command::Agreement { json } => {
            let review = review()?;
            let agreement = agreements(&review);
            stdout(|out| {
                if *json {
                    return write_json(&agreement, out);
                }
                if agreement.is_empty() {
                    return Ok(writeln!(out, "no two coders decided on the same event or claim")?);
                }
                agreed(&agreement, out)
            })?;
            Ok(tell_unreadable(&review))
        }
        Command::History { last } => {
            let review = review()?;
            let entries = review.history();
            let from = entries.len().saturating_sub(last.unwrap_or(usize::MAX));
            stdout(|out| {
                entries[from..].iter().try_for_each(|e| writeln!(out, "{}", line(e, &review)))?;
                Ok(())
            })?;
            Ok(tell_unreadable(&review))
        }
    }
}

/// How many things of one kind are told one by one.
const MOST_TOLD: usize = 20;

/// Says these lines, but not without end.
fn say_each(lines: impl ExactSizeIterator<Item = String>) {
    let more = lines.len().saturating_sub(MOST_TOLD);
    lines.take(MOST_TOLD).for_each(|line| say(&line));
    if more > 0 {
        say(&format!("and {more} more"));
    }
}

/// Names the entries that cannot be read: what is told comes without them.
fn tell_unreadable(review: &Review) -> Ending {
    let unreadable = review.unreadable();
    say_each(unreadable.iter().map(|u| format!("{}; it is left out", u.line())));
    if unreadable.is_empty() { Ending::Fine } else { Ending::Losses }
}

fn export(journal: &Journal, into: Option<&Path>, existing: Existing, salvage: bool) -> Result<Ending> {
    let exported = match into {
        Some(path) => {
            if journal.is_of(path) {
                return Err(Usage::new(format!("{} is the journal itself", path.display())).into());
            }
            let mut text = Vec::new();
            let exported = exchange::export(journal, &mut text, salvage)?;
            out::file(path, existing, &[], |out| out.write_all(&text))?;
            say(&format!("{} written to {}", entries(exported.entries), path.display()));
            exported
        }
        None => stdout_for(|out| Ok(exchange::export(journal, out, salvage)?))?,
    };
    if exported.faults.is_empty() {
        return Ok(Ending::Fine);
    }
    say_each(exported.faults.into_iter());
    if !exported.holds {
        say("it does not hold together, and import refuses it: --salvage writes one that import takes");
    }
    Ok(Ending::Losses)
}

fn import(from: &Path, salvage: bool, workspace: &Workspace, context: &CliContext) -> Result<Ending> {
    let told = || format!("cannot read {}", from.display());
    let mut input = BufReader::new(File::open(from).wrap_err_with(told)?);
    let mut session = workspace.open(context)?;
    let Some((journal, review)) = session.journal_mut() else {
        return Ok(Ending::Failed);
    };
    let imported = exchange::import(journal, review, &mut input, salvage, Utc::now()).wrap_err_with(told)?;
    let mut words = format!("{} taken over", entries(imported.taken as u64));
    if imported.here > 0 {
        words.push_str(&format!(", {} already here", imported.here));
    }
    if imported.refused.is_empty() {
        say(&words);
        return Ok(Ending::Fine);
    }
    say(&format!("{words}, {} refused", imported.refused.len()));
    say_each(
        imported
            .refused
            .iter()
            .map(|refused| format!("{}:{}: {}", from.display(), refused.line, refused.reason)),
    );
    Ok(Ending::Losses)
}

fn verify(journal: &Journal) -> Result<Ending> {
    let examination = exchange::examine(journal)?;
    let (verified, faults) = (&examination.verified, &examination.faults);
    stdout(|out| {
        match faults.len() {
            0 => writeln!(out, "{}, all as they were written", entries(verified.entries))?,
            _ => writeln!(out, "{} can be read; not all is as it was written", entries(verified.entries))?,
        }
        for (coder, count) in &verified.coders {
            writeln!(out, "  {}: {count}", clean(coder))?;
        }
        Ok(writeln!(out, "last hash {}", verified.last_hash)?)
    })?;
    say_each(faults.iter().cloned());
    Ok(if faults.is_empty() { Ending::Fine } else { Ending::Failed })
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

/// A value as JSON, for programs.
fn write_json(value: &impl Serialize, out: &mut dyn Write) -> Result<()> {
    let mut out = BufWriter::new(Escaping::new(out, Notation::Json));
    serde_json::to_writer_pretty(&mut out, value).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(out.flush()?)
}

fn tell(review: &Review, by: Option<&str>, json: bool, out: &mut dyn Write) -> Result<()> {
    let report = report(review, by);
    if json {
        return write_json(&report, out);
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
