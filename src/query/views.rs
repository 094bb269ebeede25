//! Everything that the panes show of one query, computed at once, away from
//! the screen.

use std::sync::Arc;

use crate::model::{ActorId, ClaimId, Day, EventId, NO_DAY, Pair, Place, Store};

use super::eval::{Verdict, select_claims, select_with};
use super::summary::actors::{ActorRow, actors};
use super::summary::pairs::{PairRow, pairs};
use super::summary::timeline::{DayTallies, by_day, coverage};
use super::{Query, Selection};

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
    pub coverage: Vec<Day>,
    /// The pairs of the query without its own pair.
    pub pairs: Vec<PairRow>,
    /// The actors of the events and claims picked.
    pub actors: Vec<ActorRow>,
    /// The claims picked, in the order of time.
    pub claims: Vec<ClaimId>,
    /// How many reports the picked events have.
    pub reports: u64,
}

impl Views {
    /// Answers a query with the verdicts that came with the files.
    pub fn of(store: Arc<Store>, query: Query) -> Views {
        Views::with(store, query, &|e| {
            e.detail().and_then(|d| d.decision).unwrap_or(crate::model::Decision::Open)
        })
    }

    /// Answers a query, asking `verdict` for `review:`.
    pub fn with(store: Arc<Store>, query: Query, verdict: &Verdict<'_>) -> Views {
        let pair = query.pair();
        let selection = select_with(&store, &query, verdict);
        let wide = query.without_pair();
        let pairs = if wide == query {
            pairs(&store, &selection)
        } else {
            pairs(&store, &select_with(&store, &wide, verdict))
        };
        let claims = sorted_claims(&store, &query);
        let days = by_day(&store, &selection, pair);
        let reports =
            days.days.iter().map(|d| d.tally.total().reports).sum::<u64>() + days.undated.total().reports;
        Views {
            pair,
            events: in_time(&store, &selection),
            days,
            coverage: coverage(&store),
            pairs,
            actors: actors(&store, &selection, &claims),
            claims,
            reports,
            selection,
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
        self.events.iter().position(|&p| p == place)
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

/// Picked places in the order of day, then of loading; undated ones last.
fn in_time(store: &Store, selection: &Selection) -> Vec<Place> {
    let mut keyed: Vec<(i64, u32, Place)> = Vec::with_capacity(selection.len());
    for (number, (segment, part)) in store.segments().iter().zip(&selection.parts).enumerate() {
        let c = segment.columns();
        part.each(|row| {
            let day = if c.day[row] == NO_DAY { i64::MAX } else { i64::from(c.day[row]) };
            keyed.push((day, c.seq[row], Place { segment: number as u32, row: row as u32 }));
        });
    }
    keyed.sort_unstable_by_key(|&(day, seq, _)| (day, seq));
    keyed.into_iter().map(|(_, _, place)| place).collect()
}

fn sorted_claims(store: &Store, query: &Query) -> Vec<ClaimId> {
    let mut claims: Vec<(Day, ClaimId)> = select_claims(store, query)
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
