//! What to trust: precision by rule and by code, out of one's own decisions.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::Decision;

use super::agreement::{Agreement, agreements, disagreements};
use super::anchor::Thing;
use super::entry::EntryKind;
use super::review::Review;

/// How what a rule (or code) made was decided on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Precision {
    /// The rule's name, or the code.
    pub name: String,
    /// How many were decided on.
    pub decided: u64,
    /// Right as coded.
    pub accepted: u64,
    /// Right after a change.
    pub(crate) corrected: u64,
    /// Wrong.
    pub rejected: u64,
    /// Accepted in percent of decided.
    pub precision: f64,
    /// The 95% interval of the precision, in percent (Wilson's score interval).
    pub interval: (f64, f64),
    /// Accepted or corrected in percent of decided.
    pub lenient: f64,
    /// Which fields were changed, and how often, most often first.
    pub changed: Vec<(String, u64)>,
}

#[derive(Default)]
struct Sum {
    accepted: u64,
    corrected: u64,
    rejected: u64,
    changed: BTreeMap<String, u64>,
}

impl Sum {
    fn finish(self, name: String) -> Precision {
        let decided = self.accepted + self.corrected + self.rejected;
        let mut changed: Vec<_> = self.changed.into_iter().collect();
        changed.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Precision {
            name,
            decided,
            accepted: self.accepted,
            corrected: self.corrected,
            rejected: self.rejected,
            precision: 100.0 * self.accepted as f64 / decided.max(1) as f64,
            interval: wilson(self.accepted, decided),
            lenient: 100.0 * (self.accepted + self.corrected) as f64 / decided.max(1) as f64,
            changed,
        }
    }
}

/// Wilson's score interval for a share, at 95%, in percent.
///
/// Source: E. B. Wilson, *Probable Inference, the Law of Succession, and
/// Statistical Inference*, Journal of the American Statistical Association 22, 1927.
pub(crate) fn wilson(hits: u64, of: u64) -> (f64, f64) {
    if of == 0 {
        return (0.0, 100.0);
    }
    let (n, z) = (of as f64, 1.959_963_985);
    let share = hits as f64 / n;
    let middle = share + z * z / (2.0 * n);
    let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 100.0 / (1.0 + z * z / n);
    (((middle - half) * scale).max(0.0), ((middle + half) * scale).min(100.0))
}

/// What a journal tells of quality.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// All events that were decided on.
    pub events: Precision,
    pub(crate) claims: Precision,
    /// By rule, the most decided first; what was coded by hand or comes from a
    /// data set stands under `by hand` or the set's name.
    pub rules: Vec<Precision>,
    /// Events by code, likewise.
    pub codes: Vec<Precision>,
    /// Agreement between coders.
    pub(crate) agreement: Vec<Agreement>,
    /// How many disagreements wait for an adjudication.
    pub(crate) disputed: usize,
}

/// Adds up the decisions: a coder's, or what stands between all.
pub fn report(review: &Review, coder: Option<&str>) -> Report {
    let (mut events, mut claims) = (Sum::default(), Sum::default());
    let (mut rules, mut codes) = (BTreeMap::<String, Sum>::new(), BTreeMap::<String, Sum>::new());
    let mut keys: Vec<&str> = [EntryKind::Decision, EntryKind::Adjudication]
        .into_iter()
        .flat_map(|kind| review.all_of(kind).map(|(key, _, _)| key))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let Some(anchor) = review.anchors(key).first() else { continue };
        let (decision, correction) = match coder {
            Some(coder) => (review.decision(coder, key), review.correction(coder, key)),
            None => {
                let standing = review.standing(key);
                (standing.decision, standing.correction)
            }
        };
        let rule = match (anchor.rule.as_str(), anchor.set.as_str()) {
            ("", "") => "by hand".to_owned(),
            ("", set) => set.to_owned(),
            (rule, _) => rule.to_owned(),
        };
        let mut sums = vec![rules.entry(rule).or_default()];
        match anchor.thing {
            Thing::Event => {
                sums.push(&mut events);
                sums.push(codes.entry(anchor.code.clone()).or_default());
            }
            Thing::Claim => sums.push(&mut claims),
        }
        for sum in sums {
            match decision {
                Decision::Accepted => sum.accepted += 1,
                Decision::Rejected => sum.rejected += 1,
                Decision::Corrected => {
                    sum.corrected += 1;
                    for (field, _) in correction.fields() {
                        *sum.changed.entry(field.to_owned()).or_default() += 1;
                    }
                }
                Decision::Open | Decision::Skipped => {}
            }
        }
    }
    Report {
        events: events.finish("events".into()),
        claims: claims.finish("claims".into()),
        rules: ranked(rules),
        codes: ranked(codes),
        agreement: agreements(review),
        disputed: disagreements(review).len(),
    }
}

fn ranked(sums: BTreeMap<String, Sum>) -> Vec<Precision> {
    let mut all: Vec<Precision> =
        sums.into_iter().map(|(name, sum)| sum.finish(name)).filter(|p| p.decided > 0).collect();
    all.sort_by(|a, b| b.decided.cmp(&a.decided).then_with(|| a.name.cmp(&b.name)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilsons_interval_is_what_others_compute() {
        // R: prop.test(81, 263, correct = FALSE)$conf.int gives 0.2553 to 0.3662
        // (the example of Newcombe, Statistics in Medicine 17, 1998).
        let (low, high) = wilson(81, 263);
        assert!((low - 25.53).abs() < 0.01 && (high - 36.62).abs() < 0.01, "{low} {high}");
        let (low, high) = wilson(0, 20);
        assert!(low.abs() < 1e-9 && (high - 16.11).abs() < 0.01, "{low} {high}");
    }
}
