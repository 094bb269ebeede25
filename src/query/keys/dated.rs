//! `dated:`, where the date of an event comes from.

use super::{Condition, QueryKey};
use crate::model::{DateFrom, Store};
use crate::query::QueryError;
use crate::query::offers::Offers;
use crate::query::predicate::{ClaimTest, EventTest};
use crate::query::value::{Value, one_of};

pub(super) struct DatedKey;

impl QueryKey for DatedKey {
    const NAME: &'static str = "dated";
    const ABOUT: &'static str = "date told in the text or context, or only the day of publication";
    const EXAMPLE: &'static str = "dated:publication";

    fn parse(values: Vec<Value>) -> Result<Vec<DateFrom>, QueryError> {
        one_of(&values, "origin of a date", DateFrom::ALL.iter().map(|&d| (d.name(), d)))
    }

    fn complete(offers: &mut Offers<'_>) {
        offers.put_words(DateFrom::ALL.iter().map(|d| d.name()));
    }
}

impl Condition for DatedKey {
    type Values = Vec<DateFrom>;

    fn events(values: &Vec<DateFrom>, _store: &Store) -> EventTest {
        let values = values.clone();
        Box::new(move |rows| {
            let segment = rows.segment;
            rows.keep(|r| segment.detail(r).and_then(|d| d.date_from).is_some_and(|d| values.contains(&d)));
        })
    }

    fn claims(_values: &Vec<DateFrom>, _store: &Store) -> Option<ClaimTest> {
        None
    }

    #[cfg(test)]
    fn holds(values: &Vec<DateFrom>, _store: &Store, event: &crate::model::EventView<'_>) -> bool {
        event.date_from().is_some_and(|d| values.contains(&d))
    }
}
