//! How far coders agree: in percent, and by Krippendorff's alpha for nominal data.
//!
//! Source: Klaus Krippendorff, *Computing Krippendorff's Alpha-Reliability*,
//! University of Pennsylvania, Annenberg School for Communication, 2011.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{CodeId, Decision};

use super::anchor::{Anchor, Thing};
use super::entry::EntryKind;
use super::review::Review;
use super::value::{Correction, SideRef};

/// The fields on which agreement is told, in this order.
pub(crate) const FIELDS: [&str; 9] =
    ["verdict", "code", "root", "quad", "date", "source", "target", "modality", "speaker"];

/// Agreement on one field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// The field.
    pub field: &'static str,
    /// Events and claims with a value by two coders or more.
    pub units: usize,
    /// Values by coders on these.
    pub(crate) values: usize,
    /// Pairs of coders who gave the same value, in percent of all pairs;
    /// `None` without any pair.
    pub percent: Option<f64>,
    /// Krippendorff's alpha: 1 for perfect agreement, 0 for chance, below for
    /// worse than chance; `None` where nothing varies or nothing can be compared.
    pub alpha: Option<f64>,
}

/// Agreement on the values that coders gave to units; units with fewer than
/// two values do not count.
pub(crate) fn agreement(field: &'static str, units: &[Vec<String>]) -> Agreement {
    let pairable: Vec<&Vec<String>> = units.iter().filter(|values| values.len() > 1).collect();
    let count = |values: &[String]| {
        let mut counts: BTreeMap<String, f64> = BTreeMap::new();
        values.iter().for_each(|v| *counts.entry(v.clone()).or_default() += 1.0);
        counts
    };
    let n: f64 = pairable.iter().map(|values| values.len() as f64).sum();
    let (mut same_pairs, mut pairs, mut observed) = (0.0, 0.0, 0.0);
    for values in &pairable {
        let m = values.len() as f64;
        let counts = count(values);
        let disagreeing: f64 = counts.values().map(|c| c * (m - c)).sum();
        observed += disagreeing / (m - 1.0);
        pairs += m * (m - 1.0) / 2.0;
        same_pairs += (m * (m - 1.0) - disagreeing) / 2.0;
    }
    let all: Vec<String> = pairable.iter().flat_map(|values| values.iter().cloned()).collect();
    let expected: f64 = count(&all).values().map(|c| c * (n - c)).sum::<f64>() / (n - 1.0);
    Agreement {
        field,
        units: pairable.len(),
        values: all.len(),
        percent: (pairs > 0.0).then(|| 100.0 * same_pairs / pairs),
        alpha: (n > 1.0 && expected > 0.0).then(|| 1.0 - observed / expected),
    }
}

/// Agreement between all coders of a review, field by field; fields of which
/// nothing can be compared are left out. On fields other than the decision,
/// those count who kept the event or claim, with their corrections.
pub fn agreements(review: &Review) -> Vec<Agreement> {
    let units = coded(review);
    FIELDS
        .into_iter()
        .map(|field| {
            let values: Vec<Vec<String>> = units
                .iter()
                .map(|unit| unit.by.iter().filter_map(|coding| coding.value(field, &unit.anchor)).collect())
                .collect();
            agreement(field, &values)
        })
        .filter(|agreement| agreement.units > 0)
        .collect()
}

/// One coder's view of an event or claim.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coding {
    /// Who.
    pub(crate) coder: String,
    #[serde(with = "super::value::word")]
    pub(crate) decision: Decision,
    /// The changed fields.
    #[serde(skip_serializing_if = "Correction::is_empty")]
    pub(crate) correction: Correction,
}

/// An event or claim that two coders or more decided on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unit {
    /// Its key.
    pub key: String,
    /// What it is.
    pub anchor: Anchor,
    /// The coders' views, by name.
    pub by: Vec<Coding>,
}

impl Coding {
    /// The value that the coder holds to be right; `None` where the field is
    /// none of the thing's, or the thing was rejected.
    pub fn value(&self, field: &str, coded: &Anchor) -> Option<String> {
        if field == "verdict" {
            return Some(self.decision.to_string());
        }
        if self.decision == Decision::Rejected {
            return None;
        }
        let changed = &self.correction;
        let code = || changed.code.clone().unwrap_or_else(|| coded.code.clone());
        let sides = |changed: &Option<Vec<SideRef>>, coded: &[SideRef]| {
            let mut countries: Vec<String> =
                changed.as_deref().unwrap_or(coded).iter().map(side_value).collect();
            countries.sort();
            countries.join(" ")
        };
        match (coded.thing, field) {
            (Thing::Event, "code") => Some(code()),
            (Thing::Event, "root") => Some(code().get(..2).unwrap_or_default().to_owned()),
            (Thing::Event, "quad") => Some(CodeId::from_code(&code())?.quad()?.name().to_owned()),
            (Thing::Event, "source") => Some(sides(&changed.sources, &coded.sources)),
            (Thing::Event, "target") => Some(sides(&changed.targets, &coded.targets)),
            (Thing::Event, "modality") => {
                Some(changed.modality.map_or_else(|| coded.modality.clone(), |m| m.to_string()))
            }
            (Thing::Event, "date") => {
                Some(changed.date.map_or_else(|| coded.date.clone(), |d| d.to_string()))
            }
            (Thing::Claim, "speaker") => {
                changed.speaker.as_ref().or(coded.sources.first()).map(SideRef::to_string)
            }
            _ => None,
        }
    }
}

fn side_value(side: &SideRef) -> String {
    if side.country.is_empty() { side.name.clone() } else { side.country.clone() }
}

/// Everything that two coders or more decided on, by key. Skipping is no decision.
pub(crate) fn coded(review: &Review) -> Vec<Unit> {
    let mut keys: Vec<&str> = review.all_of(EntryKind::Decision).map(|(key, _, _)| key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .filter_map(|key| {
            let by: Vec<Coding> = review
                .decisions(key)
                .filter(|(_, d)| !matches!(d, Decision::Open | Decision::Skipped))
                .map(|(coder, decision)| Coding {
                    coder: coder.to_owned(),
                    decision,
                    correction: match decision {
                        Decision::Corrected => review.correction(coder, key),
                        _ => Correction::default(),
                    },
                })
                .collect();
            let anchor = review.anchors(key).first()?.clone();
            (by.len() > 1).then(|| Unit { key: key.to_owned(), anchor, by })
        })
        .collect()
}

/// How many events and claims coders differ on without an adjudication.
pub(crate) fn disputed(review: &Review) -> usize {
    let mut keys: Vec<&str> = review.all_of(EntryKind::Decision).map(|(key, _, _)| key).collect();
    keys.sort_unstable();
    let both = keys.chunk_by(|a, b| a == b).filter(|same| same.len() > 1);
    both.filter(|same| review.standing(same[0]).disputed).count()
}

/// The queue of disagreements: what coders differ on and nobody has ruled on,
/// in the order of articles and dates.
pub fn disagreements(review: &Review) -> Vec<Unit> {
    let mut units: Vec<Unit> =
        coded(review).into_iter().filter(|unit| review.standing(&unit.key).disputed).collect();
    units.sort_by(|a, b| {
        let order = |u: &Unit| (u.anchor.article.id.clone(), u.anchor.date.clone(), u.anchor.at);
        order(a).cmp(&order(b)).then_with(|| a.key.cmp(&b.key))
    });
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(rows: &[&str]) -> Vec<Vec<String>> {
        let length = rows[0].split(' ').count();
        (0..length)
            .map(|at| {
                let values = rows.iter().filter_map(|row| row.split(' ').nth(at));
                values.filter(|v| *v != ".").map(str::to_owned).collect()
            })
            .collect()
    }

    /// The examples A (two observers, binary), B (two observers, nominal) and C
    /// (four observers, nominal, values missing) of Krippendorff 2011, with the
    /// coefficients printed there: .095, .692, .743.
    #[test]
    fn alpha_is_as_published() {
        for (rows, alpha) in [
            (&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"][..], 0.095),
            (&["a a b b d c c c e d d a", "b a b b b c c c e d d d"][..], 0.692),
            (
                &[
                    "1 2 3 3 2 1 4 1 2 . . .",
                    "1 2 3 3 2 2 4 1 2 5 . 3",
                    ". 3 3 3 2 3 4 2 2 5 1 .",
                    "1 2 3 3 2 4 4 1 2 5 1 .",
                ][..],
                0.743,
            ),
        ] {
            let found = agreement("code", &units(rows));
            assert!((found.alpha.unwrap() - alpha).abs() < 0.0005, "{found:?}");
        }
        let missing = agreement("code", &units(&["1 2 .", "1 . 3"]));
        assert_eq!((missing.units, missing.values, missing.percent), (1, 2, Some(100.0)));
        assert_eq!(missing.alpha, None, "one value only: nothing varies");
    }

    #[test]
    fn percent_counts_pairs_of_coders() {
        let found = agreement("code", &units(&["a a", "a b", "b b"]));
        assert!((found.percent.unwrap() - 100.0 / 3.0).abs() < 1e-9);
        assert_eq!(agreement("code", &[]).percent, None);
    }
}
