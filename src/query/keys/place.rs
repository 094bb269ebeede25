//! `place:`, where it happened.

use super::{Condition, QueryKey};
use crate::model::Store;
use crate::query::QueryError;
use crate::query::matcher::Matcher;
use crate::query::offers::Offers;
use crate::query::predicate::{Bits, ClaimTest, EventTest};
use crate::query::value::{Value, texts};

pub(super) struct PlaceKey;

impl QueryKey for PlaceKey {
    const NAME: &'static str = "place";
    const ABOUT: &'static str = "part of the name of the place where it happened";
    const EXAMPLE: &'static str = "place:tehran";

    fn parse(values: Vec<Value>) -> Result<Vec<String>, QueryError> {
        Ok(texts(values))
    }

    fn complete(offers: &mut Offers<'_>) {
        let store = offers.store;
        // Places of one name lie at several spots: their numbers are compared
        // sooner than their letters.
        let mut told = Bits::new(store.symbol_texts().len() + 1);
        for place in store.places().iter() {
            if !offers.goes_on() {
                break;
            }
            let name = store.str(place.name);
            if !name.is_empty() && !told.has(place.name.0) && offers.holds(name) {
                offers.put(name, place.country.get().map_or("", |country| country.name));
            }
            told.add(place.name.0);
        }
    }

    fn names(store: &Store) -> usize {
        store.places().len()
    }
}

impl Condition for PlaceKey {
    type Values = Vec<String>;

    fn events(words: &Vec<String>, store: &Store) -> EventTest {
        let set = places_like(store, words);
        Box::new(move |rows| {
            // Empty in a segment of which no row tells a place.
            let places = &*rows.columns().place;
            match places.is_empty() {
                true => rows.keep(|_| false),
                false => rows.keep(|r| set.has(places[r].0)),
            }
        })
    }

    fn claims(_words: &Vec<String>, _store: &Store) -> Option<ClaimTest> {
        None
    }

    #[cfg(test)]
    fn holds(words: &Vec<String>, store: &Store, event: &crate::model::EventView<'_>) -> bool {
        let is = |name: &str| !name.is_empty() && words.iter().any(|word| super::tests::holds(name, word));
        event.place().is_some_and(|place| is(store.str(place.name)))
    }
}

/// The places in whose name one of the words is.
fn places_like(store: &Store, words: &[String]) -> Bits {
    let names = Matcher::new(words).among_symbols(store);
    let mut set = Bits::new(store.places().len() + 1);
    for (place, id) in store.places().iter().zip(1..) {
        // A place without a name is one of which only country or spot is told.
        if place.name != Default::default() && names.has(place.name.0) {
            set.add(id);
        }
    }
    set
}
