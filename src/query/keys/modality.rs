//! `modality:`, whether it happened.

use super::{Condition, QueryKey};
use crate::model::{Modality, Store};
use crate::query::QueryError;
use crate::query::offers::Offers;
use crate::query::predicate::{ClaimTest, EventTest};
use crate::query::value::{Value, one_of};

pub(super) struct ModalityKey;

impl QueryKey for ModalityKey {
    const NAME: &'static str = "modality";
    const ABOUT: &'static str = "actual, planned, denied or possible";
    const EXAMPLE: &'static str = "modality:planned";

    fn parse(values: Vec<Value>) -> Result<Vec<Modality>, QueryError> {
        one_of(&values, "modality", Modality::ALL.iter().map(|&m| (m.name(), m)))
    }

    fn complete(offers: &mut Offers<'_>) {
        offers.put_words(Modality::ALL.iter().map(|m| m.name()));
    }
}

impl Condition for ModalityKey {
    type Values = Vec<Modality>;

    fn events(values: &Vec<Modality>, _store: &Store) -> EventTest {
        let mask = values.iter().fold(0u8, |mask, &m| mask | 1 << m as u8);
        Box::new(move |rows| {
            let c = rows.columns();
            rows.keep(|r| mask >> (c.flags[r].modality() as u8) & 1 == 1);
        })
    }

    fn claims(_values: &Vec<Modality>, _store: &Store) -> Option<ClaimTest> {
        None
    }

    #[cfg(test)]
    fn holds(values: &Vec<Modality>, _store: &Store, event: &crate::model::EventView<'_>) -> bool {
        values.contains(&event.modality())
    }
}
