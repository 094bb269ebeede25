//! `data:`, the data set or file that an event came from.

use rustc_hash::FxHashSet;

use super::{Condition, QueryKey};
use crate::model::{Origin, Store};
use crate::query::QueryError;
use crate::query::matcher::Matcher;
use crate::query::offers::Offers;
use crate::query::predicate::{ClaimTest, EventTest};
use crate::query::value::{Value, texts};

pub(super) struct DataKey;

impl QueryKey for DataKey {
    const NAME: &'static str = "data";
    const ABOUT: &'static str = "part of the name of the data set or file that it came from";
    const EXAMPLE: &'static str = "data:icews";

    fn parse(values: Vec<Value>) -> Result<Vec<String>, QueryError> {
        Ok(texts(values))
    }

    fn complete(offers: &mut Offers<'_>) {
        let store = offers.store;
        let mut seen = FxHashSet::default();
        for origin in store.origins() {
            let (format, file) = (origin.format, store.str(origin.name));
            if offers.holds(format) && seen.insert(format) {
                offers.put(format, "data set");
            }
            if offers.holds(file) && seen.insert(file) {
                offers.put(file, format);
            }
        }
    }
}

impl Condition for DataKey {
    type Values = Vec<String>;

    fn events(words: &Vec<String>, store: &Store) -> EventTest {
        let spans = loaded_from(store, words);
        Box::new(move |rows| {
            let c = rows.columns();
            rows.keep(|r| spans.iter().any(|&(from, to)| from <= c.seq[r] && c.seq[r] < to));
        })
    }

    fn claims(_words: &Vec<String>, _store: &Store) -> Option<ClaimTest> {
        None
    }

    #[cfg(test)]
    fn holds(words: &Vec<String>, store: &Store, event: &crate::model::EventView<'_>) -> bool {
        let is = |origin: &Origin| Wanted::new(words).is(store, origin);
        event.origin().is_some_and(is)
    }
}

/// Which data sets and files are meant. A word with a slash is looked for in the
/// whole path, any other in the file's name only: folders are no data sets.
struct Wanted {
    paths: Matcher,
    names: Matcher,
}

impl Wanted {
    fn new(words: &[String]) -> Wanted {
        let (paths, names): (Vec<String>, Vec<String>) = words.iter().cloned().partition(|w| w.contains('/'));
        Wanted { paths: Matcher::new(&paths), names: Matcher::new(&names) }
    }

    fn is(&self, store: &Store, origin: &Origin) -> bool {
        let path = store.str(origin.name);
        let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
        self.names.is_in(origin.format) || self.names.is_in(file) || self.paths.is_in(path)
    }
}

/// The stretches of events that came from what the words mean, as numbers in the
/// order of loading, from the first up to but without the second; neighbours are
/// one stretch.
fn loaded_from(store: &Store, words: &[String]) -> Vec<(u32, u32)> {
    let wanted = Wanted::new(words);
    let origins = store.origins();
    let ends = origins.iter().skip(1).map(|o| o.first).chain([u32::MAX]);
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for (origin, end) in origins.iter().zip(ends) {
        if wanted.is(store, origin) {
            match spans.last_mut().filter(|(_, last)| *last == origin.first) {
                Some((_, last)) => *last = end,
                None => spans.push((origin.first, end)),
            }
        }
    }
    spans
}
