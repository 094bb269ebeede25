//! `claim:`, words of a claim about the same pair in the same article.

use rustc_hash::FxHashSet;

use super::{Condition, QueryKey};
use crate::model::{ArticleId, ClaimRecord, CountryId, Pair, Store, Topic};
use crate::query::QueryError;
use crate::query::matcher::Matcher;
use crate::query::offers::Offers;
use crate::query::predicate::{ClaimTest, EventTest, country_of};
use crate::query::value::{Value, texts};

pub(super) struct ClaimKey;

impl QueryKey for ClaimKey {
    const NAME: &'static str = "claim";
    const ABOUT: &'static str = "words of a claim about the same pair";
    const EXAMPLE: &'static str = "claim:trust";

    fn parse(values: Vec<Value>) -> Result<Vec<String>, QueryError> {
        Ok(texts(values))
    }

    fn complete(_offers: &mut Offers<'_>) {}
}

impl Condition for ClaimKey {
    type Values = Vec<String>;

    fn events(words: &Vec<String>, store: &Store) -> EventTest {
        let words = Matcher::new(words);
        let claims = ClaimIndex::new(store, |claim| words.is_in(&claim.text));
        Box::new(move |rows| {
            let c = rows.columns();
            rows.keep(|r| claims.has(c.article[r], c.pair(r)));
        })
    }

    fn claims(words: &Vec<String>, _store: &Store) -> Option<ClaimTest> {
        let words = Matcher::new(words);
        Some(Box::new(move |claim| words.is_in(&claim.record.text)))
    }

    #[cfg(test)]
    fn holds(words: &Vec<String>, store: &Store, event: &crate::model::EventView<'_>) -> bool {
        let says = |claim: &ClaimRecord| words.iter().any(|word| super::tests::holds(&claim.text, word));
        store.claims().any(|(_, claim)| says(claim) && goes_with(store, claim, event))
    }
}

/// Whether a claim stands in an event's article and is about its pair, or about
/// one of the two countries or somebody of theirs.
#[cfg(test)]
pub(super) fn goes_with(store: &Store, claim: &ClaimRecord, event: &crate::model::EventView<'_>) -> bool {
    let is_side = |country: CountryId| country.is_known() && event.pair().has(country);
    claim.article == event.article()
        && claim.about.iter().any(|topic| match topic {
            Topic::Pair(pair) => *pair == event.pair(),
            Topic::Country(country) => is_side(*country),
            Topic::Actor(actor) => is_side(country_of(store, *actor)),
        })
}

/// Which articles hold claims about which pairs.
#[derive(Default)]
pub(super) struct ClaimIndex {
    /// Article and pair of a claim.
    about: FxHashSet<(ArticleId, u32)>,
    /// Article and country, where a claim is about one country or actor only.
    touching: FxHashSet<(ArticleId, CountryId)>,
}

impl ClaimIndex {
    /// The claims that pass a test.
    pub(super) fn new(store: &Store, test: impl Fn(&ClaimRecord) -> bool) -> ClaimIndex {
        let mut index = ClaimIndex::default();
        for (_, claim) in store.claims().filter(|(_, c)| test(c)) {
            for topic in &claim.about {
                match topic {
                    Topic::Pair(pair) => drop(index.about.insert((claim.article, pair.key()))),
                    Topic::Country(country) => drop(index.touching.insert((claim.article, *country))),
                    Topic::Actor(actor) => {
                        let country = country_of(store, *actor);
                        index.touching.insert((claim.article, country));
                    }
                }
            }
        }
        index
    }

    /// Whether there is one in an article about a pair.
    pub(super) fn has(&self, article: ArticleId, pair: Pair) -> bool {
        self.about.contains(&(article, pair.key()))
            || [pair.first(), pair.second()]
                .iter()
                .any(|&c| c.is_known() && self.touching.contains(&(article, c)))
    }
}
