//! What was loaded, what was wrong with it, and what the events in view are worth:
//! the lines of the report.

use super::data_mark;
use super::overlay::PageLine;
use super::review_snapshot::ReviewSnapshot;
use super::text;
use super::theme::Role;
use crate::model::Store;
use crate::query::Views;
use crate::query::summary::lags::{lags, unresolved};
use crate::read::LoadReport;

/// The title of the report.
pub(crate) const TITLE: &str = "What was loaded";

/// The report: what cannot be saved, what was wrong with the configuration, what the
/// events in view are `worth`, and what became of each file, those first with which
/// something was wrong.
pub(crate) fn lines(
    snapshot: &ReviewSnapshot,
    complaints: &[String],
    worth: &[String],
    reports: &[LoadReport],
    store: &Store,
) -> Vec<PageLine> {
    let mut lines = Vec::new();
    let mut line = |text: String, role: Role| lines.push(PageLine { key: String::new(), text, role });
    if let Some(trouble) = &snapshot.trouble {
        let held = snapshot.unsaved as u64;
        let held = format!("{held} {} not saved", text::plural(held, "decision"));
        line(format!("{held}: {trouble}"), Role::Warning);
    }
    for unreadable in &snapshot.unreadable {
        line(format!("{unreadable}; it is left out"), Role::Warning);
    }
    for complaint in complaints {
        line(complaint.clone(), Role::Warning);
    }
    for words in worth {
        line(words.clone(), Role::Text);
    }
    // What was wrong is what one looks for.
    let (clean, wrong): (Vec<_>, Vec<_>) = reports.iter().partition(|report| report.is_clean());
    for report in wrong.into_iter().chain(clean) {
        let format = if report.format.is_empty() { "?" } else { report.format };
        let cached = if report.from_cache { ", from the cache" } else { "" };
        let letter = data_mark::letter_of(store, &report.path);
        let letter = letter.map_or(String::new(), |letter| format!("{letter}  "));
        line(format!("{letter}{} ({format}): {}{cached}", report.path, fate(report)), Role::Heading);
        if report.sides.all > 0 {
            line(format!("  {}", report.sides), Role::Text);
        }
        for words in report.lines() {
            // The file's name stands above.
            let rest = words.strip_prefix(&report.path).and_then(|rest| rest.strip_prefix(':'));
            line(format!("  {}", rest.unwrap_or(&words).trim_start()), Role::Text);
        }
    }
    if lines.is_empty() {
        lines.push(PageLine {
            key: String::new(),
            text: "Nothing was read yet.".to_owned(),
            role: Role::Muted,
        });
    }
    lines
}

/// What became of a file's records: only what there is to tell.
fn fate(report: &LoadReport) -> String {
    let number = text::grouped;
    let mut words = match report.failure.is_none() && report.rejected() == 0 {
        true => format!("{} {}, all kept", number(report.read()), text::plural(report.read(), "record")),
        false => format!("{} read, {} kept", number(report.read()), number(report.kept())),
    };
    for (count, what) in [(report.rejected(), "rejected"), (report.repaired(), "repaired")] {
        if count > 0 {
            words.push_str(&format!(", {} {what}", number(count)));
        }
    }
    words
}

/// What the events in view are worth: how many have both sides, how late they
/// were taken up, how many say the same again.
pub(crate) fn worth(views: &Views) -> Vec<String> {
    if views.events.is_empty() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let open = unresolved(&views.store, &views.selection);
    lines.push(format!(
        "in view: {} {}, {:.0}% without two known countries; sides that name nobody: {}, an actor without a country: {}",
        text::grouped(open.events.into()),
        text::plural(open.events.into(), "event"),
        open.share() * 100.0,
        text::grouped(open.nobody.into()),
        text::grouped(open.actors_without_country.into()),
    ));
    let lags = lags(&views.store, &views.selection);
    if let Some(median) = lags.median() {
        let days = text::plural(median.unsigned_abs().into(), "day");
        lines.push(format!(
            "lag from event to publication, told of {}: {median} {days} in the middle case; {} taken up \
             before they happen; {} exactly 7, 30 or 365 days after, which is how GDELT dates \
             \"last week\" and the like, whenever it was",
            text::grouped(lags.known().into()),
            text::grouped(lags.early().into()),
            text::grouped(lags.artefacts.into()),
        ));
    }
    let (first, last) = views.query.limits();
    let volume = views.volume.between(first, last);
    let days = views.volume.days().iter().filter(|d| (first..=last).contains(*d)).count() as u64;
    let counted = |n: u64, noun| format!("{} {}", text::grouped(n), text::plural(n, noun));
    lines.push(format!(
        "the data hold {} of this time, {}, on {}",
        counted(volume.events, "event"),
        counted(volume.reports, "report"),
        counted(days, "day"),
    ));
    if views.folds.is_some() {
        lines.push(format!(
            "say the same again: {} by day, actors and code, {} of them in the same article; {} mirrored",
            text::grouped(views.folded.repeats as u64),
            text::grouped(views.folded.same_article as u64),
            text::grouped(views.folded.mirrored as u64),
        ));
    }
    lines
}
