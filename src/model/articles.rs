//! The articles of a store. Most are no more than an address under which events
//! were found, so each takes its address and eight bytes; those with a headline
//! or a text have a record beside.

use std::sync::Arc;

use bytemuck::{Pod, Zeroable};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer, Serialize};

use super::chunked_vec::{ChunkedVec, ChunkedVecBuilder};
use super::date::{Day, EventDate};
use super::dossier::Article;
use super::id_table::{IdTable, hash_bytes};
use super::ids::ArticleId;
use super::string_arena::{StringArena, StringArenaBuilder};
use super::symbols::{Interner, Sym};

/// Minutes from the beginning of 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Pod, Zeroable, Serialize, Deserialize)]
#[repr(transparent)]
pub struct Minute(pub i32);

impl Minute {
    /// Not known.
    pub const UNKNOWN: Minute = Minute(i32::MIN);

    /// A time of a day; the minute of the day counts from 0.
    pub fn new(day: Day, minute: u32) -> Minute {
        day.0.checked_mul(24 * 60).and_then(|m| m.checked_add(minute as i32)).map_or(Minute::UNKNOWN, Minute)
    }

    /// The day, if known.
    pub(crate) fn day(self) -> Option<Day> {
        (self != Minute::UNKNOWN).then(|| Day(self.0.div_euclid(24 * 60)))
    }

    /// Hour and minute of the day, if known.
    pub fn time(self) -> Option<(u32, u32)> {
        let of_day = self.0.rem_euclid(24 * 60) as u32;
        (self != Minute::UNKNOWN).then_some((of_day / 60, of_day % 60))
    }
}

/// What only articles with more than an address have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArticleRecord {
    /// Its id, unique in the store.
    pub(crate) id: Sym,
    /// Headline.
    pub(crate) title: Sym,
    pub(crate) publisher: Sym,
    /// When it was published.
    pub(crate) published: EventDate,
    /// Where it can be read.
    pub(crate) url: Sym,
    /// Language tag.
    pub(crate) language: Sym,
    #[serde(deserialize_with = "shared_text")]
    pub(crate) text: Option<Arc<str>>,
    /// What it is about, in the words of the data set that lists it.
    pub(crate) themes: Box<[Sym]>,
}

/// Copies a text once; serde's own way would do it twice.
fn shared_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Arc<str>>, D::Error> {
    Ok(<Option<&str>>::deserialize(from)?.map(Arc::from))
}

/// The articles of a store.
#[derive(Debug, Clone, Default)]
pub struct Articles {
    pub(crate) keys: StringArena,
    pub(crate) stamps: ChunkedVec<Minute>,
    pub(crate) publishers: ChunkedVec<Sym>,
    pub(crate) records: ChunkedVec<ArticleRecord>,
    /// From an article's index to its record's.
    pub(crate) record_of: Arc<FxHashMap<u32, u32>>,
}

impl Articles {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The addresses, one an article and by its index; of those that have none,
    /// the number that a data set gives them, or nothing.
    pub(crate) fn keys(&self) -> &StringArena {
        &self.keys
    }

    /// Those that have a record (headline, text, …), without the mere addresses.
    pub(crate) fn recorded(&self) -> impl Iterator<Item = ArticleId> {
        let mut ids: Vec<u32> = self.record_of.keys().copied().collect();
        ids.sort_unstable();
        ids.into_iter().map(|i| ArticleId::at(i as usize))
    }

    pub(crate) fn record(&self, index: usize) -> Option<&ArticleRecord> {
        self.records.get(*self.record_of.get(&(index as u32))? as usize)
    }
}

/// Whether a source is an address rather than a name such as "BBC Monitoring".
pub(crate) fn is_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, rest)| {
        !rest.is_empty() && !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// The host of an address, without a leading `www.`.
pub(crate) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or("");
    host.get(..4).filter(|w| w.eq_ignore_ascii_case("www.")).map_or(host, |_| &host[4..])
}

/// The host of an address; of what is none, such as "BBC Monitoring", what stands
/// before the first slash.
pub(crate) fn host_or_name(source: &str) -> &str {
    match host(source) {
        "" => source.split(['/', '?', '#']).next().unwrap_or(source),
        host => host,
    }
}

/// The growing side of [`Articles`].
#[derive(Debug, Default)]
pub(crate) struct ArticlesBuilder {
    keys: StringArenaBuilder,
    by_key: IdTable,
    stamps: ChunkedVecBuilder<Minute>,
    publishers: ChunkedVecBuilder<Sym>,
    records: ChunkedVecBuilder<ArticleRecord>,
    record_of: Arc<FxHashMap<u32, u32>>,
    by_id: FxHashMap<Sym, ArticleId>,
}

impl ArticlesBuilder {
    fn find_key(&self, hash: u32, key: &str) -> Option<u32> {
        self.by_key.find(hash, |id| self.keys.bytes_of(id as usize) == Some(key.as_bytes()))
    }

    /// Fetches what a search for these keys looks at.
    pub(crate) fn expect(&self, hashes: impl Iterator<Item = u32> + Clone) {
        let slots = hashes.clone().filter(|&hash| self.by_key.first(hash).is_some()).count();
        let ends = |hash| {
            let key = self.by_key.first(hash).and_then(|id| self.keys.bytes_of(id as usize))?;
            Some(u32::from(*key.first()?) + u32::from(*key.last()?))
        };
        // The sum is not used; it keeps the compiler from leaving the reading out.
        std::hint::black_box((slots, hashes.filter_map(ends).fold(0u32, u32::wrapping_add)));
    }

    fn new_key(&mut self, key: &str, hash: u32, stamp: Minute, publisher: Sym) -> u32 {
        let index = self.keys.push(key);
        if !key.is_empty() {
            self.by_key.insert(hash, index);
        }
        self.stamps.push(stamp);
        self.publishers.push(publisher);
        index
    }

    /// The article at an address (or with the number that a data set gives it),
    /// new or known; `hash` is [`hash_bytes`] of the key.
    pub(crate) fn address(&mut self, key: &str, hash: u32, stamp: Minute, publisher: Sym) -> ArticleId {
        if key.is_empty() {
            return ArticleId::NONE;
        }
        let index = match self.find_key(hash, key) {
            Some(index) => index,
            None => self.new_key(key, hash, stamp, publisher),
        };
        ArticleId::at(index as usize)
    }

    /// An article with a record. One with an id that is known already is the
    /// same if it has the same text; else its id gets a number behind it. One
    /// whose address alone is known gets the record.
    pub(crate) fn record(
        &mut self,
        article: &Article,
        themes: Box<[Sym]>,
        symbols: &mut Interner,
    ) -> ArticleId {
        let mut id = symbols.intern(&article.id);
        let mut number = 2;
        while let Some(&known) = self.by_id.get(&id) {
            if self.is_same(known, article, symbols) {
                return known;
            }
            id = symbols.intern(&format!("{}#{number}", article.id));
            number += 1;
        }
        let record = ArticleRecord {
            id,
            title: symbols.intern(&article.title),
            publisher: symbols.intern(&article.publisher),
            published: article.published,
            url: symbols.intern(&article.url),
            language: symbols.intern(&article.language),
            text: article.text.clone(),
            themes,
        };
        let index = self.index_for(&article.url, record.publisher);
        let at = self.records.push(record);
        Arc::make_mut(&mut self.record_of).insert(index, at);
        let article = ArticleId::at(index as usize);
        self.by_id.insert(id, article);
        article
    }

    /// The index that a new record takes: that of its address if this is known and has none yet.
    fn index_for(&mut self, url: &str, publisher: Sym) -> u32 {
        let hash = hash_bytes(url.as_bytes());
        match self.find_key(hash, url).filter(|_| !url.is_empty()) {
            Some(known) if !self.record_of.contains_key(&known) => known,
            Some(_) => self.new_key("", 0, Minute::UNKNOWN, publisher),
            None => self.new_key(url, hash, Minute::UNKNOWN, publisher),
        }
    }

    fn is_same(&self, known: ArticleId, article: &Article, symbols: &Interner) -> bool {
        let record = known
            .index()
            .and_then(|i| self.record_of.get(&(i as u32)))
            .and_then(|&at| self.records.get(at as usize));
        record.is_some_and(|record| {
            record.text == article.text
                && Some(record.title) == symbols.find(&article.title)
                && Some(record.url) == symbols.find(&article.url)
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn snapshot(&self) -> Articles {
        Articles {
            keys: self.keys.snapshot(),
            stamps: self.stamps.snapshot(),
            publishers: self.publishers.snapshot(),
            records: self.records.snapshot(),
            record_of: self.record_of.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_addresses_are_told_from_names() {
        assert_eq!(host("https://www.example.org/a?b"), "example.org");
        assert_eq!(host("http://example.org:80"), "example.org");
        assert_eq!(host("BBC Monitoring"), "");
        assert_eq!(host_or_name("https://www.example.org/a?b"), "example.org");
        assert_eq!(host_or_name("BBC Monitoring: Asia/x"), "BBC Monitoring: Asia");
        assert!(is_url("http://x") && !is_url("BBC Monitoring") && !is_url("://x") && !is_url("http://"));
    }

    #[test]
    fn minutes_know_their_day_before_1970_too() {
        let day = Day::ymd(1969, 12, 31).unwrap();
        let stamp = Minute::new(day, 23 * 60 + 45);
        assert_eq!((stamp.day(), stamp.time()), (Some(day), Some((23, 45))));
        assert_eq!((Minute::UNKNOWN.day(), Minute::UNKNOWN.time()), (None, None));
        assert_eq!(Minute::new(Day::MAX, 0), Minute::UNKNOWN);
    }
}
