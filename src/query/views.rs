//! Everything that the panes show of one query, computed at once, away from
//! the screen.

use std::sync::Arc;

use crate::model::{ActorId, ClaimId, Day, EventId, Pair, Place, Store};

use super::eval::{select_claims_with, select_with, told_by_files};
use super::fold::{Fold, FoldCounts, Folds};
use super::order::{in_time, rank};
use super::predicate::{ClaimDecisionOf, DecisionOf};
use super::summary::actors::{ActorRow, actors};
use super::summary::pairs::{PairRow, pairs};
use super::summary::timeline::{DayTallies, by_day};
use super::summary::volume::Volume;
use super::{Filter, Query, Selection};

/// The answer to a query.
#[derive(Debug, Clone, Default)]
pub struct Views {
    /// The store that was asked.
    pub store: Arc<Store>,
    /// The query that was asked.
    pub query: Query,
    /// The pair in view, if the query narrows to one.
    pub(crate) pair: Option<Pair>,
    /// The events picked that count: neither folded away nor rejected.
    pub selection: Arc<Selection>,
    /// The same with those that are rejected, which are listed but not counted.
    pub listed: Arc<Selection>,
    /// The same before folding.
    pub(crate) whole: Arc<Selection>,
    /// The events listed, in the order of time; those without a date last.
    pub events: Vec<Place>,
    /// Events by day.
    pub days: DayTallies,
    /// How much the data sets asked for hold of each day, whoever acts. Days of
    /// which they hold nothing are gaps: nothing is known of them.
    pub(crate) volume: Arc<Volume>,
    /// The pairs of the query without its own pair.
    pub pairs: Arc<Vec<PairRow>>,
    /// The actors of the events and claims picked.
    pub actors: Vec<ActorRow>,
    /// The claims picked, in the order of time.
    pub claims: Vec<ClaimId>,
    /// How many reports the picked events have.
    pub reports: u64,
    /// What is folded away.
    pub(crate) fold: Fold,
    /// How many of the picked events each fold takes away, once folds were worked out.
    pub folded: FoldCounts,
    /// Which events of the store say the same again, once somebody asked.
    pub(crate) folds: Option<Arc<Folds>>,
}

/// A question, with what may help to answer it.
pub(crate) struct Asked<'a> {
    /// What to ask.
    pub(crate) store: Arc<Store>,
    /// What is asked.
    pub(crate) query: Query,
    /// What is folded away.
    pub(crate) fold: Fold,
    /// The decision on events, for `review:`.
    pub(crate) decision: &'a DecisionOf<'a>,
    pub(crate) claim_decision: &'a ClaimDecisionOf<'a>,
    /// Earlier answers: what they have in common with this one is taken over.
    pub(crate) earlier: &'a [&'a Views],
}

impl Views {
    /// Answers a query with the decisions that came with the files.
    pub fn of(store: Arc<Store>, query: Query) -> Views {
        Views::with(store, query, &told_by_files)
    }

    /// Answers a query, asking `decision` for `review:`.
    pub fn with(store: Arc<Store>, query: Query, decision: &DecisionOf<'_>) -> Views {
        Views::after(&Views::default(), store, query, decision)
    }

    /// Answers a query, taking over what an earlier answer has in common with it.
    pub(crate) fn after(before: &Views, store: Arc<Store>, query: Query, decision: &DecisionOf<'_>) -> Views {
        let told = |id| store.claim_decision(id);
        Views::judged(before, store.clone(), query, Fold::default(), decision, &told)
    }

    /// The same, asking for the decisions on claims too.
    pub fn judged(
        before: &Views,
        store: Arc<Store>,
        query: Query,
        fold: Fold,
        decision: &DecisionOf<'_>,
        claim_decision: &ClaimDecisionOf<'_>,
    ) -> Views {
        let asked = Asked { store, query, fold, decision, claim_decision, earlier: &[before] };
        Views::unless(&|| false, asked).unwrap_or_default()
    }

    /// Answers a question, or gives up between two steps once it is superseded.
    pub(crate) fn unless(superseded: &dyn Fn() -> bool, asked: Asked<'_>) -> Option<Views> {
        let Asked { store, query, fold, decision, claim_decision, earlier } = asked;
        let go_on = || (!superseded()).then_some(());
        let of_store = || earlier.iter().filter(|v| Arc::ptr_eq(&v.store, &store));
        // A decision may have changed since, so `review:` is always asked anew.
        let asks_review = query.terms.iter().any(|t| matches!(t.filter, Filter::Review(_)));
        // Where only decisions are others, the same rows fulfil the same conditions.
        let of_rows = || earlier.iter().filter(|v| v.store.same_rows(&store));
        let same = of_rows().find(|v| v.query == query && !asks_review);
        let whole = match same {
            Some(v) => v.whole.clone(),
            None => Arc::new(select_with(&store, &query, decision)),
        };
        go_on()?;
        let folds = match of_rows().find_map(|v| Some((v.folds.as_ref()?, v))) {
            // What is rejected folds nothing: other decisions, other folds.
            Some((folds, v)) => Some(folds.after(&v.store, &store)),
            None if fold.is_none() => None,
            None => Some(Arc::new(Folds::of(&store))),
        };
        go_on()?;
        let is_same = |v: &&&Views| match (&v.folds, &folds) {
            (Some(before), Some(now)) => Arc::ptr_eq(before, now),
            _ => false,
        };
        let folded = match (same.filter(is_same), &folds) {
            (Some(v), _) => v.folded,
            (None, Some(folds)) => folds.counts(&whole),
            (None, None) => FoldCounts::default(),
        };
        let left = |all: &Arc<Selection>| match &folds {
            Some(folds) if !fold.is_none() => Arc::new(folds.apply(all, fold)),
            _ => all.clone(),
        };
        let listed = left(&whole);
        // Whoever asks for decisions wants to see what they come to.
        let counted = |listed: &Arc<Selection>| match listed.counted(&store) {
            Some(fewer) if !asks_review => Arc::new(fewer),
            _ => listed.clone(),
        };
        let selection = counted(&listed);
        go_on()?;
        let volume = match of_store().find(|v| v.query.of_data() == query.of_data()) {
            Some(v) => v.volume.clone(),
            None => Arc::new(Volume::asked(&store, &query)),
        };
        go_on()?;
        let pair = query.pair();
        let claims = match same {
            Some(v) => v.claims.clone(),
            None => sorted_claims(&store, &query, claim_decision),
        };
        let days = by_day(&store, &selection, pair);
        go_on()?;
        let events = in_time(&store, &listed);
        go_on()?;
        let wide = query.without_pair();
        let known = of_store().find(|v| !asks_review && v.fold == fold && v.query.without_pair() == wide);
        let pairs = match known {
            Some(v) => v.pairs.clone(),
            None if wide == query => Arc::new(pairs(&store, &selection)),
            None => {
                let wide = Arc::new(select_with(&store, &wide, decision));
                Arc::new(pairs(&store, &counted(&left(&wide))))
            }
        };
        go_on()?;
        let reports =
            days.days.iter().map(|d| d.tally.total().reports).sum::<u64>() + days.undated.total().reports;
        Some(Views {
            pair,
            events,
            days,
            volume,
            pairs,
            actors: match claims.iter().all(|&id| asks_review || store.counts_claim(id)) {
                true => actors(&store, &selection, &claims),
                false => {
                    let counted: Vec<ClaimId> =
                        claims.iter().copied().filter(|&id| store.counts_claim(id)).collect();
                    actors(&store, &selection, &counted)
                }
            },
            claims,
            reports,
            selection,
            listed,
            whole,
            fold,
            folded,
            folds,
            query,
            store,
        })
    }

    /// Where an event stands in the order of time.
    pub fn position(&self, event: EventId) -> Option<usize> {
        self.position_of(self.store.find(event)?)
    }

    /// Where the event at a place stands in the order of time.
    pub(crate) fn position_of(&self, place: Place) -> Option<usize> {
        if !self.listed.has(place) {
            return None;
        }
        let rank = |place: Place| rank(&self.store, place, self.events.len());
        let sought = rank(place);
        self.events.binary_search_by_key(&sought, |&p| rank(p)).ok()
    }

    /// The event at a position in the order of time.
    pub fn event(&self, position: usize) -> Option<crate::model::EventView<'_>> {
        self.store.event(*self.events.get(position)?)
    }

    /// First and last day of the picked events.
    pub(crate) fn span(&self) -> Option<(Day, Day)> {
        Some((self.days.days.first()?.day, self.days.days.last()?.day))
    }

    /// The row of an actor.
    pub fn actor(&self, actor: ActorId) -> Option<usize> {
        self.actors.iter().position(|r| r.actor == actor)
    }
}

fn sorted_claims(store: &Store, query: &Query, decision: &ClaimDecisionOf<'_>) -> Vec<ClaimId> {
    let mut claims: Vec<(Day, ClaimId)> = select_claims_with(store, query, decision)
        .into_iter()
        .map(|id| {
            let day = store.claim(id).map_or(Day::MAX, |c| match c.date.is_known() {
                true => c.date.anchor(),
                false => store.article(c.article).map_or(Day::MAX, |a| a.published().anchor()),
            });
            (day, id)
        })
        .collect();
    claims.sort_unstable();
    claims.into_iter().map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::made::of_days;

    #[test]
    fn a_superseded_question_is_given_up_and_another_taken_over_from() {
        let store = Arc::new(of_days(&[Some(3), None, Some(1), Some(2), Some(1)]));
        let told = |_: ClaimId| crate::model::Decision::Open;
        let asked = |fold, earlier| Asked {
            store: store.clone(),
            query: Query::all(),
            fold,
            decision: &told_by_files,
            claim_decision: &told,
            earlier,
        };
        assert!(Views::unless(&|| true, asked(Fold::default(), &[])).is_none());
        let fold = Fold { repeats: true, ..Fold::default() };
        let folded = Views::unless(&|| false, asked(fold, &[])).unwrap();
        let open = Views::unless(&|| false, asked(Fold::default(), &[&folded])).unwrap();
        assert!(Arc::ptr_eq(&open.whole, &folded.whole) && Arc::ptr_eq(&open.selection, &open.whole));
        assert_eq!((open.events.len(), open.folded), (5, folded.folded));
        for at in 0..5 {
            let id = open.event(at).unwrap().id();
            assert_eq!(open.position(id), Some(at));
        }
    }
}
