//! A word alone, looked for wherever words are.

use std::fmt;

use super::actor::actors_like;
use super::event_code::codes;
use super::{Condition, Tone};
use crate::model::column::Columns;
use crate::model::{Segment, Store, country};
use crate::query::matcher::Matcher;
use crate::query::predicate::{Bits, ClaimTest, EventTest};
use crate::query::value::write_value;

pub(super) struct AnyWord;

impl Condition for AnyWord {
    type Values = Vec<String>;

    fn write(words: &Vec<String>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, word) in words.iter().enumerate() {
            if i > 0 {
                f.write_str(",")?;
            }
            let reserved = Tone::ALL.iter().any(|tone| word == tone.name());
            write_value(f, word, reserved || word.contains(':') || word.starts_with('-'))?;
        }
        Ok(())
    }

    fn events(words: &Vec<String>, store: &Store) -> EventTest {
        let sets = WordSets::new(store, words);
        Box::new(move |rows| {
            let (store, segment, c) = (rows.store, rows.segment, rows.columns());
            if segment.has_details() {
                let in_detail = |r| detail_has(store, segment, r, &sets.words);
                return rows.keep(|r| sets.has::<true, true>(c, r) || in_detail(r));
            }
            match (sets.codes.is_empty(), sets.countries.is_empty()) {
                (true, true) => rows.keep(|r| sets.has::<false, false>(c, r)),
                (false, true) => rows.keep(|r| sets.has::<true, false>(c, r)),
                (true, false) => rows.keep(|r| sets.has::<false, true>(c, r)),
                (false, false) => rows.keep(|r| sets.has::<true, true>(c, r)),
            }
        })
    }

    fn claims(words: &Vec<String>, store: &Store) -> Option<ClaimTest> {
        let (actors, words) = (actors_like(store, words), Matcher::new(words));
        Some(Box::new(move |claim| words.is_in(&claim.record.text) || actors.has(claim.record.speaker.0)))
    }

    #[cfg(test)]
    fn holds(words: &Vec<String>, store: &Store, event: &crate::model::EventView<'_>) -> bool {
        use super::tests::{holds, is_called};
        let article = store.article(event.article());
        let actors = [event.source_actor(), event.target_actor()];
        let countries = [event.source(), event.target()];
        words.iter().any(|word| {
            let named = actors.iter().filter_map(|&id| store.actor(id)).any(|a| is_called(store, a, word));
            let country = countries.iter().filter_map(|c| c.get());
            let mut country = country.filter(|c| holds(c.name, word) || c.iso3.eq_ignore_ascii_case(word));
            let code = event.ontology().is_some_and(|code| holds(code.name, word));
            let key = event.article().index().map_or("", |at| store.article_table().keys().get(at));
            let told = article.is_some_and(|a| {
                holds(key, word) || (a.has_record() && (holds(a.title(), word) || holds(a.url(), word)))
            });
            let text = article.and_then(|a| a.text());
            let detail = event.detail().is_some_and(|d| {
                holds(store.str(d.note), word)
                    || text.is_some_and(|text| d.evidence.iter().any(|span| holds(span.of(text), word)))
            });
            named || country.next().is_some() || code || told || detail
        })
    }
}

struct WordSets {
    actors: Bits,
    countries: Bits,
    codes: Bits,
    articles: Bits,
    words: Matcher,
}

impl WordSets {
    fn new(store: &Store, words: &[String]) -> WordSets {
        let matcher = Matcher::new(words);
        let mut countries = Bits::new(1 << 16);
        for (id, country) in country::countries() {
            if matcher.is_in(country.name) || matcher.is(country.iso3) {
                countries.add(id.0.into());
            }
        }
        let mut articles = Bits::new(store.article_count() + 1);
        // What a data set calls an article without an address counts as one too.
        matcher.among(store.article_table().keys()).into_iter().for_each(|i| articles.add(i + 1));
        for article in store.article_table().recorded().filter_map(|id| store.article(id)) {
            if matcher.is_in(article.title()) || matcher.is_in(article.url()) {
                articles.add(article.article().0);
            }
        }
        WordSets {
            actors: actors_like(store, words),
            countries,
            codes: codes(store, |code, _, _| code.get().is_some_and(|c| matcher.is_in(c.name))),
            articles,
            words: matcher,
        }
    }

    /// Whether a row has to do with any of them, countries and codes only where
    /// these are to be asked. All is looked up without a branch in between, so
    /// that the processor works on several rows at once.
    #[inline(always)]
    fn has<const CODES: bool, const COUNTRIES: bool>(&self, c: &Columns, r: usize) -> bool {
        let names = self.actors.has(c.source_actor[r].0)
            | self.actors.has(c.target_actor[r].0)
            | self.articles.has(c.article[r].0);
        let codes = CODES && self.codes.has(c.code[r].0.into());
        let countries = COUNTRIES
            && (self.countries.has(c.source[r].0.into()) | self.countries.has(c.target[r].0.into()));
        names | codes | countries
    }
}

fn detail_has(store: &Store, segment: &Segment, row: usize, words: &Matcher) -> bool {
    let Some(detail) = segment.detail(row) else {
        return false;
    };
    if words.is_in(store.str(detail.note)) {
        return true;
    }
    let article = store.article(segment.columns().article[row]);
    article
        .and_then(|a| a.text())
        .is_some_and(|text| detail.evidence.iter().any(|span| words.is_in(span.of(text))))
}
