//! Dossiers in JSON: one, or a list of them.

use std::path::Path;

use super::control::Control;
use super::document::{dossier, headers, top};
use super::error::{Outcome, Position, Problem, ProblemKind, ReadError};
use super::fields::Notes;
use super::input::Input;
use super::node::{Node, Place, Value};
use super::report::LoadReport;
use super::{Confidence, Reader, Sink, Spec, has_extension, json_tree};

/// Reads dossiers in JSON.
pub(super) struct DossierJson;

static SPEC: Spec = Spec {
    name: "dossier JSON",
    description: "the same keys as dossier TOML; one dossier or a list of them",
    extensions: &["json"],
};

impl Reader for DossierJson {
    fn spec(&self) -> &Spec {
        &SPEC
    }

    fn sniff(&self, head: &[u8], path: Option<&Path>) -> Confidence {
        let text = String::from_utf8_lossy(head);
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let key = |name: &&str| start.contains(&format!("\"{name}\""));
        // A header of TOML begins with a bracket too, but no word follows one in JSON.
        if start.starts_with('{') || start.strip_prefix('[').is_some_and(|s| s.trim_start().starts_with('{'))
        {
            return if headers().iter().any(key) { Confidence::Likely } else { named(path) };
        }
        named(path)
    }

    fn read(
        &self,
        input: &mut Input,
        sink: &mut dyn Sink,
        control: &Control,
        report: &mut LoadReport,
    ) -> Result<(), ReadError> {
        let text = input.text(control, report)?;
        let (node, errors) = json_tree::parse_document(&text);
        let mut notes = Notes::new(report, Place::new(&text, 1));
        for error in errors {
            let kind = if error.cut { ProblemKind::CutOff } else { ProblemKind::Syntax };
            let advice = match error.rest_lost {
                true => "what stands whole before it was read",
                false => "the record in which it stands broke, the others were read",
            };
            let outcome = Outcome::Rejected;
            let problem = Problem::new(Position::default(), kind, outcome, &error.found, error.expected);
            notes.fault(error.at, error.rest_lost, problem.advise(advice));
        }
        match node {
            Some(Node { value: Value::List(items), .. }) => {
                for (n, item) in items.iter().enumerate() {
                    one(item, &format!("{}-{}", input.stem(), n + 1), &mut notes, sink);
                }
            }
            Some(node) => one(&node, input.stem(), &mut notes, sink),
            None => {}
        }
        notes.finish();
        control.add_records(report.read());
        Ok(())
    }
}

fn named(path: Option<&Path>) -> Confidence {
    if has_extension(path, SPEC.extensions) { Confidence::Named } else { Confidence::No }
}

fn one(node: &Node<'_>, id: &str, notes: &mut Notes<'_, '_>, sink: &mut dyn Sink) {
    notes.on_mistake = Outcome::Rejected;
    let Some(entries) = top(node, notes) else { return };
    match dossier(entries, id, notes) {
        Some(dossier) => sink.dossier(&dossier),
        None if node.cut.is_none() => {
            let advice = "nothing was loaded from it";
            notes.tell(node.start, ProblemKind::Empty, Outcome::Noted, "no record", "article", advice);
        }
        None => {}
    }
}
