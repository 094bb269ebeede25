//! Pickers over everything that is loaded: its pairs, its articles.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::{Choice, Item, Picker};
use crate::model::{ArticleView, CountryId, Pair, Store};
use crate::ui::format;
use crate::ui::text::{self, Notation};

/// What is picked out of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickerOf {
    /// A country pair.
    Pairs,
    Articles,
}

impl PickerOf {
    fn title(self) -> &'static str {
        match self {
            PickerOf::Pairs => "Country pair",
            PickerOf::Articles => "Article",
        }
    }

    /// Offers all of them. Takes longer than a frame where there are very many.
    pub(crate) fn picker(self, store: &Store, notation: Notation) -> Picker {
        let items = match self {
            PickerOf::Pairs => pairs(store, notation),
            PickerOf::Articles => articles(store, notation),
        };
        Picker::new(self.title(), items).or_says(self.nothing())
    }

    fn nothing(self) -> &'static str {
        match self {
            PickerOf::Pairs => "No country pair is loaded.",
            PickerOf::Articles => "This data set has no article text.",
        }
    }

    /// Offers nothing until [`Picker::fill`] brings what there is.
    pub(crate) fn waiting(self) -> Picker {
        Picker::waiting(self.title())
    }
}

/// All pairs of a store, those with most events first.
fn pairs(store: &Store, notation: Notation) -> Vec<Item> {
    let mut counts: FxHashMap<u32, u64> = FxHashMap::default();
    for segment in store.segments() {
        for run in segment.runs() {
            *counts.entry(run.pair.key()).or_default() += segment.live_of(run.pair) as u64;
        }
    }
    counts.retain(|_, count| *count > 0);
    let mut pairs: Vec<(Pair, u64)> = counts
        .into_iter()
        .map(|(key, count)| (Pair::from_key(key), count))
        .filter(|(pair, _)| pair.is_dyad())
        .collect();
    pairs.sort_by_cached_key(|(pair, count)| (Reverse(*count), pair.to_string()));
    let mut sides: FxHashMap<CountryId, String> = FxHashMap::default();
    let mut side = |c: CountryId| {
        sides.entry(c).or_insert_with(|| c.get().map(|c| c.haystack()).unwrap_or_default()).clone()
    };
    let mut hay = |pair: Pair| format!("{}\n{}", side(pair.first()), side(pair.second()));
    let item = |(pair, count): (Pair, u64)| Item {
        haystack: hay(pair),
        label: format::pair(pair),
        note: format!("{} · {}", pair.first().name(), pair.second().name()),
        right: notation.count(count),
        choice: Choice::Pair(pair),
    };
    pairs.into_iter().map(item).collect()
}

/// All articles that have more than an address, the latest first.
fn articles(store: &Store, notation: Notation) -> Vec<Item> {
    const MOST: usize = 100_000;
    let cells = notation.date_cells();
    let recorded = store.article_table().recorded().filter_map(|id| store.article(id));
    let mut articles: Vec<_> = recorded
        .map(|article| {
            let date = article.published();
            (Reverse(date.is_known().then(|| date.anchor())), article)
        })
        .collect();
    articles.sort_by_key(|(date, _)| *date);
    articles.truncate(MOST);
    let item = |(_, a): (_, ArticleView<'_>)| {
        let title = if a.title().is_empty() { a.id() } else { a.title() };
        let date = a.published();
        Item {
            haystack: format!("{title}\t{}\t{}\t{date}", a.publisher(), a.id()),
            label: title.to_owned(),
            note: String::new(),
            right: format!("{} {:>cells$}", text::cut(a.publisher(), 20), notation.short_date(date)),
            choice: Choice::Article(a.id().to_owned()),
        }
    };
    articles.into_iter().map(item).collect()
}
