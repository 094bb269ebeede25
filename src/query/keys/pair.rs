//! `pair:`, between two countries.

use super::{Condition, QueryKey};
use crate::model::{Pair, Store};
use crate::query::QueryError;
use crate::query::offers::Offers;
use crate::query::predicate::{ClaimTest, EventTest};
use crate::query::value::{Value, each};

pub(super) struct PairKey;

impl QueryKey for PairKey {
    const NAME: &'static str = "pair";
    const ABOUT: &'static str = "between two countries, either way";
    const EXAMPLE: &'static str = "pair:IRN-RUS";

    fn parse(values: Vec<Value>) -> Result<Vec<Pair>, QueryError> {
        each(&values)
    }

    /// Pairs that the store holds; the part before the dash narrows one side.
    fn complete(offers: &mut Offers<'_>) {
        let runs = offers.store.segments().iter().flat_map(|s| s.runs());
        let mut keys: Vec<u32> = runs.filter(|r| r.pair.is_dyad()).map(|r| r.pair.key()).collect();
        keys.sort_unstable();
        keys.dedup();
        for pair in keys.into_iter().map(Pair::from_key) {
            let (a, b) = (pair.first(), pair.second());
            if offers.begins(&format!("{a}-{b}")) || offers.begins(&format!("{b}-{a}")) {
                offers.put(&pair.to_string(), &format!("{} and {}", a.name(), b.name()));
            }
        }
    }
}

impl Condition for PairKey {
    type Values = Vec<Pair>;

    fn events(values: &Vec<Pair>, _store: &Store) -> EventTest {
        let keys: Vec<u32> = values.iter().map(|p| p.key()).collect();
        Box::new(move |rows| {
            let c = rows.columns();
            rows.keep(|r| keys.contains(&c.pair(r).key()));
        })
    }

    fn claims(values: &Vec<Pair>, _store: &Store) -> Option<ClaimTest> {
        let pairs = values.clone();
        Some(Box::new(move |claim| pairs.iter().any(|&pair| claim.concerns(pair))))
    }

    #[cfg(test)]
    fn holds(values: &Vec<Pair>, _store: &Store, event: &crate::model::EventView<'_>) -> bool {
        values.contains(&Pair::new(event.source(), event.target()))
    }
}
