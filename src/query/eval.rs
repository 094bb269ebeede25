//! Evaluation: a query becomes tests on columns; names, codes and articles are
//! decided once in their dictionaries, rows only look the answer up.

use std::sync::Arc;

use rayon::prelude::*;

use super::keys::Filter;
use super::predicate::{ClaimDecisionOf, ClaimTest, ClaimView, DecisionOf, EventTest, Rows};
use super::selection::{Part, Selection, live};
use super::{Query, Term};
use crate::model::{ClaimId, ClaimRecord, Decision, EventView, Segment, Store};

/// The decision that came with an event's file, or with the revision of the store.
pub fn told_by_files(event: EventView<'_>) -> Decision {
    event.decision()
}

/// The events that a query picks. Decisions are those that came with the files.
pub fn select(store: &Store, query: &Query) -> Selection {
    select_with(store, query, &told_by_files)
}

/// The events that a query picks, with decisions from elsewhere.
pub(crate) fn select_with(store: &Store, query: &Query, decision: &DecisionOf<'_>) -> Selection {
    let pair = query.pair();
    let is_pair =
        |t: &Term| matches!(&t.filter, Filter::Pair(p) if !t.negated && pair.is_some() && p.len() == 1);
    let terms = query.terms.iter().filter(|t| !is_pair(t));
    let tests: Vec<(bool, EventTest)> = terms.map(|t| (t.negated, t.filter.events(store))).collect();
    let part = |(number, segment): (usize, &Arc<Segment>)| {
        let rows = match pair {
            Some(pair) => segment.pair_rows(pair),
            None => 0..segment.len(),
        };
        let run = rows.start as u32..rows.end as u32;
        if tests.is_empty() || run.is_empty() {
            return live(segment, run);
        }
        let mut kept: Vec<u32> = Vec::new();
        for (i, (negated, test)) in tests.iter().enumerate() {
            let run = (i == 0).then(|| run.clone());
            let (number, negated) = (number as u32, *negated);
            test(Rows { store, segment, number, decision, negated, run, kept: &mut kept });
        }
        if let Some(aside) = segment.aside() {
            kept.retain(|&row| !aside.has(row as usize));
        }
        if kept.len() == run.len() { Part::Run(run) } else { Part::Rows(kept) }
    };
    // Runs alone are found sooner than other cores are woken.
    let parts = match tests.is_empty() {
        true => store.segments().iter().enumerate().map(part).collect(),
        false => store.segments().par_iter().enumerate().map(part).collect(),
    };
    Selection { parts }
}

/// The claims that a query picks, by number; `decision` answers `review:`.
/// Conditions that only events can fulfil (type, quad class, tone, place, data
/// set, modality, what events have) leave claims alone.
pub(crate) fn select_claims_with(
    store: &Store,
    query: &Query,
    decision: &ClaimDecisionOf<'_>,
) -> Vec<ClaimId> {
    let test = |t: &Term| Some((t.negated, t.filter.claims(store)?));
    let tests: Vec<(bool, ClaimTest)> = query.terms.iter().filter_map(test).collect();
    let passes = |(id, record): (ClaimId, &ClaimRecord)| {
        let claim = ClaimView { store, id, record, decision };
        tests.iter().all(|(negated, test)| test(&claim) != *negated).then_some(id)
    };
    store.claims().filter_map(passes).collect()
}
