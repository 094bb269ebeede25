//! Load reports as they stand in the cache.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::error::{Outcome, Position, Problem, ProblemKind};
use super::super::report::{LoadReport, Sides};
use super::lasting;

/// A report as it stands in the cache.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptReport {
    path: String,
    format: String,
    bytes: u64,
    read: u64,
    kept: u64,
    rejected: u64,
    repaired: u64,
    unknown_codes: BTreeMap<String, u64>,
    actors_without_country: u64,
    sides: Sides,
    problems: Vec<(u64, u32, String, String, String, String, String)>,
    counts: BTreeMap<String, u64>,
}

impl KeptReport {
    pub(super) fn of(report: &LoadReport) -> KeptReport {
        let problem = |p: &Problem| {
            let (kind, outcome) = (p.kind.name().to_owned(), p.outcome.name().to_owned());
            (p.at.line, p.at.column, kind, outcome, p.found.clone(), p.expected.clone(), p.advice.clone())
        };
        KeptReport {
            path: report.path.clone(),
            format: report.format.to_owned(),
            bytes: report.bytes,
            read: report.read,
            kept: report.kept,
            rejected: report.rejected,
            repaired: report.repaired,
            unknown_codes: report.unknown_codes.clone(),
            actors_without_country: report.actors_without_country,
            sides: report.sides,
            problems: report.problems.iter().map(problem).collect(),
            counts: report.counts.iter().map(|(kind, n)| (kind.name().to_owned(), *n)).collect(),
        }
    }

    pub(super) fn report(self) -> LoadReport {
        let kind = |name: &str| ProblemKind::ALL.iter().copied().find(|k| k.name() == name);
        let outcomes = [Outcome::Rejected, Outcome::Repaired, Outcome::Noted];
        let outcome = |name: &str| outcomes.into_iter().find(|o| o.name() == name);
        let problems =
            self.problems.into_iter().filter_map(|(line, column, k, o, found, expected, advice)| {
                let at = Position::new(line, column);
                Some(Problem { at, kind: kind(&k)?, outcome: outcome(&o)?, found, expected, advice })
            });
        LoadReport {
            path: self.path,
            format: lasting(&self.format),
            bytes: self.bytes,
            read: self.read,
            kept: self.kept,
            rejected: self.rejected,
            repaired: self.repaired,
            unknown_codes: self.unknown_codes,
            actors_without_country: self.actors_without_country,
            sides: self.sides,
            problems: problems.collect(),
            counts: self.counts.iter().filter_map(|(name, n)| Some((kind(name)?, *n))).collect(),
            failure: None,
            from_cache: true,
        }
    }
}
