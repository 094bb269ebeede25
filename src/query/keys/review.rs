//! `review:`, what an analyst decided.

use super::{Condition, QueryKey};
use crate::model::{Decision, Place, Store};
use crate::query::QueryError;
use crate::query::offers::Offers;
use crate::query::predicate::{ClaimTest, EventTest};
use crate::query::value::{Value, one_of};

pub(super) struct ReviewKey;

impl QueryKey for ReviewKey {
    const NAME: &'static str = "review";
    const ABOUT: &'static str = "an analyst's decision";
    const EXAMPLE: &'static str = "review:open";

    fn parse(values: Vec<Value>) -> Result<Vec<Decision>, QueryError> {
        one_of(&values, "decision", Decision::ALL.iter().map(|&d| (d.name(), d)))
    }

    fn complete(offers: &mut Offers<'_>) {
        offers.put_words(Decision::ALL.iter().map(|d| d.name()));
    }
}

impl Condition for ReviewKey {
    type Values = Vec<Decision>;

    fn events(values: &Vec<Decision>, _store: &Store) -> EventTest {
        let decisions = values.clone();
        Box::new(move |rows| {
            let (store, segment, decision) = (rows.store, rows.number, rows.decision);
            rows.keep(|r| {
                let event = store.event(Place { segment, row: r as u32 });
                decisions.contains(&event.map_or(Decision::Open, decision))
            });
        })
    }

    fn claims(values: &Vec<Decision>, _store: &Store) -> Option<ClaimTest> {
        let decisions = values.clone();
        Some(Box::new(move |claim| decisions.contains(&(claim.decision)(claim.id))))
    }

    #[cfg(test)]
    fn holds(values: &Vec<Decision>, _store: &Store, event: &crate::model::EventView<'_>) -> bool {
        values.contains(&event.decision())
    }
}
