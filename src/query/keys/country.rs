//! `from:`, `to:` and `country:`, which ask for the countries of the two sides.

use super::{Condition, QueryKey};
use crate::model::{CountryId, Store, country};
use crate::query::QueryError;
use crate::query::offers::Offers;
use crate::query::predicate::{Bits, ClaimTest, EventTest};
use crate::query::value::{Value, each};

/// The source's country.
pub(super) struct FromKey;

/// The target's country.
pub(super) struct ToKey;

/// The country of either side.
pub(super) struct CountryKey;

impl QueryKey for FromKey {
    const NAME: &'static str = "from";
    const ABOUT: &'static str = "the source's country";
    const EXAMPLE: &'static str = "from:IRN";

    fn parse(values: Vec<Value>) -> Result<Vec<CountryId>, QueryError> {
        each(&values)
    }

    fn complete(offers: &mut Offers<'_>) {
        offer_countries(offers);
    }
}

impl Condition for FromKey {
    type Values = Vec<CountryId>;

    fn events(values: &Vec<CountryId>, _store: &Store) -> EventTest {
        let set = set_of(values);
        Box::new(move |rows| {
            let c = rows.columns();
            rows.keep(|r| set.has(c.source[r].0.into()));
        })
    }

    fn claims(values: &Vec<CountryId>, _store: &Store) -> Option<ClaimTest> {
        let countries = values.clone();
        Some(Box::new(move |claim| countries.contains(&claim.speaker())))
    }

    #[cfg(test)]
    fn holds(values: &Vec<CountryId>, _store: &Store, event: &crate::model::EventView<'_>) -> bool {
        values.contains(&event.source())
    }
}

impl QueryKey for ToKey {
    const NAME: &'static str = "to";
    const ABOUT: &'static str = "the target's country";
    const EXAMPLE: &'static str = "to:RUS";

    fn parse(values: Vec<Value>) -> Result<Vec<CountryId>, QueryError> {
        each(&values)
    }

    fn complete(offers: &mut Offers<'_>) {
        offer_countries(offers);
    }
}

impl Condition for ToKey {
    type Values = Vec<CountryId>;

    fn events(values: &Vec<CountryId>, _store: &Store) -> EventTest {
        let set = set_of(values);
        Box::new(move |rows| {
            let c = rows.columns();
            rows.keep(|r| set.has(c.target[r].0.into()));
        })
    }

    fn claims(values: &Vec<CountryId>, _store: &Store) -> Option<ClaimTest> {
        let countries = values.clone();
        Some(Box::new(move |claim| {
            let speaker = claim.speaker();
            countries.iter().any(|&c| c != speaker && claim.is_about(c))
        }))
    }

    #[cfg(test)]
    fn holds(values: &Vec<CountryId>, _store: &Store, event: &crate::model::EventView<'_>) -> bool {
        values.contains(&event.target())
    }
}

impl QueryKey for CountryKey {
    const NAME: &'static str = "country";
    const ABOUT: &'static str = "the country of either side";
    const EXAMPLE: &'static str = "country:IRN,SYR";

    fn parse(values: Vec<Value>) -> Result<Vec<CountryId>, QueryError> {
        each(&values)
    }

    fn complete(offers: &mut Offers<'_>) {
        offer_countries(offers);
    }
}

impl Condition for CountryKey {
    type Values = Vec<CountryId>;

    fn events(values: &Vec<CountryId>, _store: &Store) -> EventTest {
        let set = set_of(values);
        Box::new(move |rows| {
            let c = rows.columns();
            rows.keep(|r| set.has(c.source[r].0.into()) || set.has(c.target[r].0.into()));
        })
    }

    fn claims(values: &Vec<CountryId>, _store: &Store) -> Option<ClaimTest> {
        let countries = values.clone();
        Some(Box::new(move |claim| {
            countries.contains(&claim.speaker()) || countries.iter().any(|&c| claim.is_about(c))
        }))
    }

    #[cfg(test)]
    fn holds(values: &Vec<CountryId>, _store: &Store, event: &crate::model::EventView<'_>) -> bool {
        values.contains(&event.source()) || values.contains(&event.target())
    }
}

fn set_of(countries: &[CountryId]) -> Bits {
    let mut set = Bits::new(1 << 16);
    countries.iter().for_each(|c| set.add(c.0.into()));
    set
}

fn offer_countries(offers: &mut Offers<'_>) {
    for (_, c) in country::countries() {
        if offers.begins(c.iso3) || offers.begins(c.name) {
            offers.put(c.iso3, c.name);
        }
    }
}
