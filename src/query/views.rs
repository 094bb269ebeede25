//! Everything that the panes show of one query, computed at once, away from
//! the screen.

use std::sync::Arc;

use crate::model::index::day_order;
use crate::model::{ActorId, ClaimId, Day, EventId, NO_DAY, Pair, Place, Store};

use super::eval::{ClaimVerdict, Verdict, select_claims_with, select_with, told_by_files};
use super::fold::{Fold, FoldCounts, Folds};
use super::summary::actors::{ActorRow, actors};
use super::summary::pairs::{PairRow, pairs};
use super::summary::timeline::{DayTallies, by_day, coverage};
use super::{Filter, Query, Selection};

/// The answer to a query.
#[derive(Debug, Clone, Default)]
pub struct Views {
    /// The store that was asked.
    pub store: Arc<Store>,
    /// The query that was asked.
    pub query: Query,
    /// The pair in view, if the query narrows to one.
    pub pair: Option<Pair>,
    /// The events picked.
    pub selection: Selection,
    /// The events picked, in the order of time; those without a date last.
    pub events: Vec<Place>,
    /// Events by day.
    pub days: DayTallies,
    /// The days on which the store has anything.
    pub coverage: Arc<Vec<Day>>,
    /// The pairs of the query without its own pair.
    pub pairs: Arc<Vec<PairRow>>,
    /// The actors of the events and claims picked.
    pub actors: Vec<ActorRow>,
    /// The claims picked, in the order of time.
    pub claims: Vec<ClaimId>,
    /// How many reports the picked events have.
    pub reports: u64,
    /// What is folded away.
    pub fold: Fold,
    /// How many of the picked events each fold takes away, once folds were worked out.
    pub folded: FoldCounts,
    /// Which events of the store say the same again, once somebody asked.
    pub folds: Option<Arc<Folds>>,
}

impl Views {
    /// Answers a query with the verdicts that came with the files.
    pub fn of(store: Arc<Store>, query: Query) -> Views {
        Views::with(store, query, &told_by_files)
    }

    /// Answers a query, asking `verdict` for `review:`.
    pub fn with(store: Arc<Store>, query: Query, verdict: &Verdict<'_>) -> Views {
        Views::after(&Views::default(), store, query, verdict)
    }

    /// Answers a query, taking over what an earlier answer has in common with it.
    pub fn after(before: &Views, store: Arc<Store>, query: Query, verdict: &Verdict<'_>) -> Views {
        let told = |id| store.claim(id).map_or(crate::model::Decision::Open, |c| c.decision);
        Views::judged(before, store.clone(), query, Fold::default(), verdict, &told)
    }

    /// The same, asking for the verdicts on claims too.
    pub fn judged(
        before: &Views,
        store: Arc<Store>,
        query: Query,
        fold: Fold,
        verdict: &Verdict<'_>,
        claim_verdict: &ClaimVerdict<'_>,
    ) -> Views {
        let same_store = Arc::ptr_eq(&before.store, &store);
        let folds = match &before.folds {
            Some(folds) if same_store => Some(folds.clone()),
            _ if fold.is_none() => None,
            _ => Some(Arc::new(Folds::of(&store))),
        };
        let whole = select_with(&store, &query, verdict);
        let folded = folds.as_ref().map(|f| f.counts(&whole)).unwrap_or_default();
        let left = |all: Selection| folds.as_ref().map_or(all.clone(), |f| f.apply(&all, fold));
        let selection = if fold.is_none() { whole } else { left(whole) };
        let wide = query.without_pair();
        // A verdict may have changed since, so `review:` is always asked anew.
        let asks_review = query.terms.iter().any(|t| matches!(t.filter, Filter::Review(_)));
        let pairs =
            if same_store && !asks_review && before.fold == fold && before.query.without_pair() == wide {
                before.pairs.clone()
            } else if wide == query {
                Arc::new(pairs(&store, &selection))
            } else {
                let all = select_with(&store, &wide, verdict);
                Arc::new(pairs(&store, &if fold.is_none() { all } else { left(all) }))
            };
        let coverage = if same_store { before.coverage.clone() } else { Arc::new(coverage(&store)) };
        let pair = query.pair();
        let claims = sorted_claims(&store, &query, claim_verdict);
        let days = by_day(&store, &selection, pair);
        let reports =
            days.days.iter().map(|d| d.tally.total().reports).sum::<u64>() + days.undated.total().reports;
        Views {
            pair,
            events: in_time(&store, &selection),
            days,
            coverage,
            pairs,
            actors: actors(&store, &selection, &claims),
            claims,
            reports,
            selection,
            fold,
            folded,
            folds,
            query,
            store,
        }
    }

    /// Where an event stands in the order of time.
    pub fn position(&self, event: EventId) -> Option<usize> {
        let place = self.store.find(event)?;
        if !self.selection.has(place) {
            return None;
        }
        let day = day_of(&self.store, place);
        let first = self.events.partition_point(|&p| day_of(&self.store, p) < day);
        let same_day = self.events[first..].iter().take_while(|&&p| day_of(&self.store, p) == day);
        same_day.into_iter().position(|&p| p == place).map(|i| first + i)
    }

    /// The event at a position in the order of time.
    pub fn event(&self, position: usize) -> Option<crate::model::EventView<'_>> {
        self.store.event(*self.events.get(position)?)
    }

    /// First and last day of the picked events.
    pub fn span(&self) -> Option<(Day, Day)> {
        Some((self.days.days.first()?.day, self.days.days.last()?.day))
    }

    /// The row of an actor.
    pub fn actor(&self, actor: ActorId) -> Option<usize> {
        self.actors.iter().position(|r| r.actor == actor)
    }
}

/// The day by which a place is put in order: undated ones come last.
fn day_of(store: &Store, place: Place) -> i64 {
    let segment = store.segments().get(place.segment as usize);
    match segment.and_then(|s| s.columns().day.get(place.row as usize)) {
        Some(&NO_DAY) | None => i64::MAX,
        Some(&day) => i64::from(day),
    }
}

/// Beyond this many events, those of one day are kept by pair rather than in
/// the order of loading: nobody reads them in that order, and it costs a sort.
const MOST_SORTED: usize = 200_000;

/// Picked places in the order of day, then of loading; undated ones last.
fn in_time(store: &Store, selection: &Selection) -> Vec<Place> {
    let places = selection.places();
    if places.len() > MOST_SORTED {
        let days: Vec<i32> = places
            .iter()
            .map(|p| match store.segments()[p.segment as usize].columns().day[p.row as usize] {
                NO_DAY => i32::MAX,
                day => day,
            })
            .collect();
        // Two passes over the places instead of a sort; undated ones have a day of their own.
        return by_counting(&places, &days);
    }
    let mut keyed: Vec<(i64, u32, Place)> = places
        .into_iter()
        .map(|p| (day_of(store, p), store.segments()[p.segment as usize].columns().seq[p.row as usize], p))
        .collect();
    keyed.sort_unstable_by_key(|&(day, seq, _)| (day, seq));
    keyed.into_iter().map(|(_, _, place)| place).collect()
}

fn by_counting(places: &[Place], days: &[i32]) -> Vec<Place> {
    let undated = days.iter().filter(|&&d| d == i32::MAX).count();
    let mut dated: Vec<i32> = days.to_vec();
    dated.iter_mut().filter(|d| **d == i32::MAX).for_each(|d| *d = NO_DAY);
    let order = day_order(&dated);
    // `day_order` puts what has no day first.
    let (without, with) = order.split_at(undated);
    with.iter().chain(without).map(|&i| places[i as usize]).collect()
}

fn sorted_claims(store: &Store, query: &Query, verdict: &ClaimVerdict<'_>) -> Vec<ClaimId> {
    let mut claims: Vec<(Day, ClaimId)> = select_claims_with(store, query, verdict)
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

    #[test]
    fn counting_gives_the_order_of_days_with_the_undated_last() {
        let places: Vec<Place> = (0..6).map(|row| Place { segment: 0, row }).collect();
        let days = [5, i32::MAX, -3, 5, i32::MAX, 0];
        let rows: Vec<u32> = by_counting(&places, &days).into_iter().map(|p| p.row).collect();
        assert_eq!(rows, [2, 5, 0, 3, 1, 4]);
    }
}
