//! Dossiers in TOML, as people write them.

use std::borrow::Cow;
use std::path::Path;

use super::control::Control;
use super::document::{dossier, headers};
use super::error::{Outcome, Position, Problem, ProblemKind, ReadError};
use super::fields::Notes;
use super::input::Input;
use super::node::Place;
use super::report::LoadReport;
use super::toml_tree::Document;
use super::{Confidence, Reader, Sink, Spec, has_extension, toml_tree};

/// Reads dossiers in TOML.
pub(super) struct DossierToml;

static SPEC: Spec = Spec {
    name: "dossier TOML",
    description: "one article with its actors, events and claims, pleasant to write by hand",
    extensions: &["toml"],
};

/// What a broken rule does to the table in which it stands: articles and actors
/// are kept as far as they could be read, since others depend on them.
fn consequence(document: &Document<'_>, at: usize) -> (Outcome, &'static str) {
    if document.is_whole {
        return (Outcome::Noted, "each table was read by itself");
    }
    let after = document.entries.partition_point(|(key, _)| key.start <= at);
    let table = after.checked_sub(1).and_then(|i| document.entries.get(i));
    match table.map(|(key, _)| key.name.as_ref()) {
        Some("article" | "actor") => (Outcome::Repaired, "what could be read of this table was kept"),
        _ => (Outcome::Rejected, "the table in which it stands was left out, the others were read"),
    }
}

impl Reader for DossierToml {
    fn spec(&self) -> &Spec {
        &SPEC
    }

    fn sniff(&self, head: &[u8], path: Option<&Path>) -> Confidence {
        let head = String::from_utf8_lossy(head);
        let header = |line: &str| {
            let line = line.trim_start_matches('\u{feff}').trim();
            let name = line.trim_start_matches('[').split(']').next().unwrap_or("").trim();
            line.starts_with('[') && headers().contains(&name)
        };
        if head.lines().any(header) {
            return Confidence::Certain;
        }
        let named = has_extension(path, SPEC.extensions);
        if named { Confidence::Named } else { Confidence::No }
    }

    fn read(
        &self,
        input: &mut Input,
        sink: &mut dyn Sink,
        control: &Control,
        report: &mut LoadReport,
    ) -> Result<(), ReadError> {
        let text = input.text(control, report)?;
        // Line ends depend on the machine, spans must not: a text has LF.
        let text = if text.contains("\r\n") {
            Cow::Owned(text.replace("\r\n", "\n"))
        } else {
            Cow::Borrowed(text.as_str())
        };
        let document = toml_tree::parse(&text, &headers());
        let mut notes = Notes::new(report, Place::new(&text, 1));
        for error in &document.errors {
            let (found, expected) = error.message.split_once(", expected ").unwrap_or((&error.message, ""));
            let kind = if error.cut { ProblemKind::CutOff } else { ProblemKind::Syntax };
            // A file that is cut off lost what nobody can tell.
            let (outcome, advice) = match error.cut {
                true => (Outcome::Rejected, "what stands whole before it was read"),
                false => consequence(&document, error.at),
            };
            let (found, expected) = match text.get(error.at..).and_then(|t| t.chars().next()) {
                Some(c) if c.is_control() && c != '\n' => {
                    (format!("the control character {c:?}"), "text without such, or an escape")
                }
                _ => (found.to_owned(), expected),
            };
            let problem = Problem::new(Position::default(), kind, outcome, &found, expected);
            notes.fault(error.at, error.cut, problem.advise(advice));
        }
        if let Some(dossier) = dossier(&document.entries, input.stem(), &mut notes) {
            sink.dossier(&dossier);
        } else if document.errors.is_empty() {
            notes.tell(
                0,
                ProblemKind::Empty,
                Outcome::Noted,
                "no table",
                "[article]",
                "nothing was loaded from it",
            );
        }
        notes.finish();
        control.add_records(report.read());
        Ok(())
    }
}
