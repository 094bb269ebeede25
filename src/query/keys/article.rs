//! `article:` and `publisher:`, which ask for the article that tells of it.

use rustc_hash::FxHashSet;

use super::{Condition, QueryKey};
use crate::model::articles::host_or_name;
use crate::model::{ArticleId, Store};
use crate::query::QueryError;
use crate::query::matcher::Matcher;
use crate::query::offers::Offers;
use crate::query::predicate::{Bits, ClaimTest, EventTest};
use crate::query::value::{Value, texts};

/// An article's id, or part of its id or title.
pub(super) struct ArticleKey;

impl QueryKey for ArticleKey {
    const NAME: &'static str = "article";
    const ABOUT: &'static str = "an article's id, or part of its id or title";
    const EXAMPLE: &'static str = "article:the-pact";

    fn parse(values: Vec<Value>) -> Result<Vec<String>, QueryError> {
        Ok(texts(values))
    }

    fn complete(offers: &mut Offers<'_>) {
        let store = offers.store;
        for article in store.article_table().recorded().filter_map(|id| store.article(id)) {
            if !offers.goes_on() {
                break;
            }
            let (id, title) = (article.id(), article.title());
            if offers.holds(id) || offers.holds(title) {
                offers.put(id, title);
            }
        }
    }

    fn names(store: &Store) -> usize {
        store.article_count()
    }
}

impl Condition for ArticleKey {
    type Values = Vec<String>;

    fn events(ids: &Vec<String>, store: &Store) -> EventTest {
        events_in(named(store, ids))
    }

    fn claims(ids: &Vec<String>, store: &Store) -> Option<ClaimTest> {
        claims_in(named(store, ids))
    }

    #[cfg(test)]
    fn holds(ids: &Vec<String>, store: &Store, event: &crate::model::EventView<'_>) -> bool {
        let Some(article) = store.article(event.article()) else { return false };
        ids.iter().any(|id| match store.articles().any(|(_, other)| other.id() == id) {
            true => article.id() == id,
            false => [article.id(), article.title()].iter().any(|t| super::tests::holds(t, id)),
        })
    }
}

/// The articles with one of these ids, or, where no id fits wholly, with these
/// words in their id or title.
fn named(store: &Store, ids: &[String]) -> Bits {
    let mut bits = Bits::new(store.article_count() + 1);
    for id in ids {
        let one = Matcher::new(std::slice::from_ref(id));
        let exact: Vec<ArticleId> = store.articles().filter(|(_, a)| a.id() == id).map(|(i, _)| i).collect();
        if exact.is_empty() {
            let like = store.articles().filter(|(_, a)| one.is_in(a.id()) || one.is_in(a.title()));
            like.for_each(|(i, _)| bits.add(i.0));
        } else {
            exact.iter().for_each(|i| bits.add(i.0));
        }
    }
    bits
}

/// Part of the publisher's name or address.
pub(super) struct PublisherKey;

impl QueryKey for PublisherKey {
    const NAME: &'static str = "publisher";
    const ABOUT: &'static str = "part of the publisher's name or address";
    const EXAMPLE: &'static str = "publisher:rferl";

    fn parse(values: Vec<Value>) -> Result<Vec<String>, QueryError> {
        Ok(texts(values))
    }

    fn complete(offers: &mut Offers<'_>) {
        let store = offers.store;
        let mut seen = FxHashSet::default();
        let mut told = Bits::new(store.symbol_texts().len() + 1);
        for (_, article) in store.articles() {
            if !offers.goes_on() {
                break;
            }
            // The same few again and again: their numbers are compared sooner
            // than their letters.
            if let Some(named) = article.told_publisher() {
                if told.has(named.0) {
                    continue;
                }
                told.add(named.0);
            }
            let publisher = article.publisher();
            if !publisher.is_empty() && seen.insert(publisher) && offers.holds(publisher) {
                offers.put(publisher, "");
            }
        }
    }

    fn names(store: &Store) -> usize {
        store.article_count()
    }
}

impl Condition for PublisherKey {
    type Values = Vec<String>;

    fn events(words: &Vec<String>, store: &Store) -> EventTest {
        events_in(published(store, words))
    }

    fn claims(words: &Vec<String>, store: &Store) -> Option<ClaimTest> {
        claims_in(published(store, words))
    }

    #[cfg(test)]
    fn holds(words: &Vec<String>, store: &Store, event: &crate::model::EventView<'_>) -> bool {
        let Some(article) = store.article(event.article()) else { return false };
        let told = [article.publisher(), host_or_name(article.url())];
        words.iter().any(|word| told.iter().any(|t| super::tests::holds(t, word)))
    }
}

fn published(store: &Store, words: &[String]) -> Bits {
    let matcher = Matcher::new(words);
    let mut bits = Bits::new(store.article_count() + 1);
    for (id, article) in store.articles() {
        if matcher.is_in(article.publisher()) || matcher.is_in(host_or_name(article.url())) {
            bits.add(id.0);
        }
    }
    bits
}

/// The events that one of these articles tells of.
fn events_in(articles: Bits) -> EventTest {
    Box::new(move |rows| {
        let c = rows.columns();
        rows.keep(|r| articles.has(c.article[r].0));
    })
}

/// The claims in one of these articles.
fn claims_in(articles: Bits) -> Option<ClaimTest> {
    Some(Box::new(move |claim| articles.has(claim.record.article.0)))
}
