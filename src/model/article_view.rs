//! One article of a store, whether it has a record or only an address.

use std::sync::Arc;

use super::articles::{ArticleRecord, Minute, host, is_url};
use super::date::EventDate;
use super::ids::ArticleId;
use super::store::Store;
use super::symbols::Sym;

/// An article of a store, whether it has a record or only an address.
#[derive(Debug, Clone, Copy)]
pub struct ArticleView<'a> {
    store: &'a Store,
    index: usize,
    record: Option<&'a ArticleRecord>,
}

impl Store {
    /// All articles, also those that are no more than an address.
    pub fn articles(&self) -> impl Iterator<Item = (ArticleId, ArticleView<'_>)> {
        (0..self.articles.len())
            .map(ArticleId::at)
            .filter_map(|id| self.article(id).map(|article| (id, article)))
    }

    /// An article.
    pub fn article(&self, id: ArticleId) -> Option<ArticleView<'_>> {
        ArticleView::new(self, id)
    }
}

impl<'a> ArticleView<'a> {
    pub(crate) fn new(store: &'a Store, id: ArticleId) -> Option<ArticleView<'a>> {
        let index = id.index().filter(|&i| i < store.articles.len())?;
        Some(ArticleView { store, index, record: store.articles.record(index) })
    }

    fn key(&self) -> &'a str {
        self.store.articles.keys.get(self.index)
    }

    /// Its number in the store.
    pub(crate) fn article(&self) -> ArticleId {
        ArticleId::at(self.index)
    }

    /// The name by which it is called, unique in the store: its id, or its address.
    pub fn id(&self) -> &'a str {
        self.record.map_or(self.key(), |r| self.store.str(r.id))
    }

    /// Its headline, empty if there is none.
    pub fn title(&self) -> &'a str {
        self.record.map_or("", |r| self.store.str(r.title))
    }

    /// Who published it; the host of its address if nobody says.
    pub fn publisher(&self) -> &'a str {
        self.told_publisher().map_or_else(|| host(self.url()), |named| self.store.str(named))
    }

    /// Who published it, if anybody says.
    pub(crate) fn told_publisher(&self) -> Option<Sym> {
        let named = match self.record {
            Some(record) => record.publisher,
            None => self.store.articles.publishers.get(self.index).copied().unwrap_or_default(),
        };
        Some(named).filter(|&named| named != Sym::default())
    }

    /// Where it can be read, empty if nowhere.
    pub fn url(&self) -> &'a str {
        match self.record {
            Some(record) => self.store.str(record.url),
            None if is_url(self.key()) => self.key(),
            None => "",
        }
    }

    /// When it was published; for a mere address, when the data set took it up.
    pub fn published(&self) -> EventDate {
        match self.record {
            Some(record) if record.published.is_known() => record.published,
            _ => self.taken_up().day().map_or(EventDate::UNKNOWN, EventDate::day),
        }
    }

    /// When the data set took it up.
    pub fn taken_up(&self) -> Minute {
        self.store.articles.stamps.get(self.index).copied().unwrap_or(Minute::UNKNOWN)
    }

    /// Language tag, empty if not known.
    pub fn language(&self) -> &'a str {
        self.record.map_or("", |r| self.store.str(r.language))
    }

    /// Its text, if the source has it.
    pub fn text(&self) -> Option<&'a str> {
        self.record.and_then(|r| r.text.as_deref())
    }

    pub(crate) fn shared_text(&self) -> Option<&'a Arc<str>> {
        self.record.and_then(|r| r.text.as_ref())
    }

    /// What it is about, in the words of the data set that lists it.
    pub fn themes(&self) -> impl Iterator<Item = &'a str> {
        let store = self.store;
        self.record.into_iter().flat_map(move |r| r.themes.iter().map(move |&t| store.str(t)))
    }

    /// Whether there is more than an address: a headline, a text, a record of its own.
    pub fn has_record(&self) -> bool {
        self.record.is_some()
    }
}
