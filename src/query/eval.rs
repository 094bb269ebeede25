//! Evaluation: a query becomes tests on columns; names, codes and articles are
//! decided once in their dictionaries, rows only look the answer up.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::model::articles::host_or_name;
use crate::model::column::Columns;
use crate::model::{
    ArticleId, ClaimId, ClaimRecord, CodeId, CountryId, Day, Decision, EventDate, Flags, NO_DAY, Pair,
    Segment, Store, Topic,
};

use super::matcher::Matcher;
use super::selection::{Part, Selection, live};
use super::{Filter, Query, Term, Tone, Trait};

use super::claims::country_of;
pub use super::claims::{claim_concerns, select_claims, select_claims_with};

/// A set of small numbers.
pub struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn new(size: usize) -> Bits {
        Bits(vec![0; size.div_ceil(64) + 1])
    }

    pub(super) fn add(&mut self, index: u32) {
        if let Some(word) = self.0.get_mut(index as usize / 64) {
            *word |= 1 << (index % 64);
        }
    }

    #[inline]
    pub(super) fn has(&self, index: u32) -> bool {
        self.0.get(index as usize / 64).is_some_and(|w| w >> (index % 64) & 1 == 1)
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }
}

/// The decision on an event, where somebody keeps decisions: asked by `review:`.
pub type DecisionOf<'a> = dyn Fn(crate::model::EventView<'_>) -> Decision + Sync + 'a;

/// The same for claims.
pub type ClaimDecisionOf<'a> = dyn Fn(ClaimId) -> Decision + 'a;

/// The decision that came with an event's file, or with the revision of the store.
pub fn told_by_files(event: crate::model::EventView<'_>) -> Decision {
    event.decision()
}

/// The events that a query picks. Decisions are those that came with the files.
pub fn select(store: &Store, query: &Query) -> Selection {
    select_with(store, query, &told_by_files)
}

/// The events that a query picks, with decisions from elsewhere.
pub fn select_with(store: &Store, query: &Query, decision: &DecisionOf<'_>) -> Selection {
    let pair = query.pair();
    let tests: Vec<Test> = query
        .terms
        .iter()
        .filter(|t| !matches!(&t.filter, Filter::Pair(p) if !t.negated && pair.is_some() && p.len() == 1))
        .map(|term| Test::compile(store, term))
        .collect();
    let part = |(number, segment): (usize, &Arc<Segment>)| {
        let rows = match pair {
            Some(pair) => segment.pair_rows(pair),
            None => 0..segment.len(),
        };
        let run = rows.start as u32..rows.end as u32;
        if tests.is_empty() || run.is_empty() {
            return live(segment, run);
        }
        let mut kept: Vec<u32> = Vec::new();
        for (i, test) in tests.iter().enumerate() {
            let cx = Cx { store, segment, number: number as u32, decision };
            if i == 0 {
                test.pick(&cx, run.clone(), &mut kept);
            } else {
                test.narrow(&cx, &mut kept);
            }
        }
        if let Some(aside) = segment.aside() {
            kept.retain(|&row| !aside.has(row as usize));
        }
        if kept.len() == run.len() { Part::Run(run) } else { Part::Rows(kept) }
    };
    // Runs alone are found sooner than other cores are woken.
    let parts = match tests.is_empty() {
        true => store.segments().iter().enumerate().map(part).collect(),
        false => store.segments().par_iter().enumerate().map(part).collect(),
    };
    Selection { parts }
}

struct Cx<'a> {
    store: &'a Store,
    segment: &'a Segment,
    number: u32,
    decision: &'a DecisionOf<'a>,
}

struct Test {
    negated: bool,
    kind: TestKind,
}

enum TestKind {
    Pairs(Vec<u32>),
    From(Bits),
    To(Bits),
    Country(Bits),
    Actor(Bits),
    Code(Bits),
    Days(Vec<(i32, i32)>),
    Article(Bits),
    /// Numbers in the order of loading, from the first up to but without the second.
    Loaded(Vec<(u32, u32)>),
    Modality(u8),
    Has(Vec<Trait>, ClaimIndex),
    Claim(ClaimIndex),
    Review(Vec<Decision>),
    Word(Box<WordSets>),
}

/// What a word is in.
struct WordSets {
    actors: Bits,
    countries: Bits,
    codes: Bits,
    articles: Bits,
    words: Matcher,
}

impl WordSets {
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

/// What to do with the rows that pass a test.
trait Loop {
    fn over(self, passes: impl Fn(usize) -> bool);
}

/// Takes up those of a run.
struct Pick<'a> {
    run: std::ops::Range<u32>,
    kept: &'a mut Vec<u32>,
}

impl Loop for Pick<'_> {
    #[inline]
    fn over(self, passes: impl Fn(usize) -> bool) {
        let mut start = self.run.start;
        while start < self.run.end {
            // The answers of 64 rows as bits: what passes comes at random, and a
            // branch for each row would be guessed wrong.
            let end = self.run.end.min(start + 64);
            let mut mask =
                (start..end).fold(0u64, |mask, row| mask | u64::from(passes(row as usize)) << (row - start));
            self.kept.reserve(mask.count_ones() as usize);
            while mask != 0 {
                self.kept.push(start + mask.trailing_zeros());
                mask &= mask - 1;
            }
            start = end;
        }
    }
}

/// Drops the others.
struct Narrow<'a> {
    kept: &'a mut Vec<u32>,
}

impl Loop for Narrow<'_> {
    #[inline]
    fn over(self, passes: impl Fn(usize) -> bool) {
        self.kept.retain(|&row| passes(row as usize));
    }
}

impl Test {
    fn compile(store: &Store, term: &Term) -> Test {
        let kind = match &term.filter {
            Filter::Pair(pairs) => TestKind::Pairs(pairs.iter().map(|p| p.key()).collect()),
            Filter::From(c) => TestKind::From(country_bits(c)),
            Filter::To(c) => TestKind::To(country_bits(c)),
            Filter::Country(c) => TestKind::Country(country_bits(c)),
            Filter::Actor(words) => TestKind::Actor(actors_like(store, words)),
            Filter::Type(types) => TestKind::Code(codes(store, |code, text, root| {
                types.iter().any(|t| text.starts_with(t.as_str()) || (code.get().is_some() && root == t))
            })),
            Filter::Quad(quads) => {
                TestKind::Code(codes(store, |code, _, _| code.quad().is_some_and(|q| quads.contains(&q))))
            }
            Filter::Tone(tone) => TestKind::Code(codes(store, |code, _, _| {
                code.quad().is_some_and(|q| q.is_cooperation() == (*tone == Tone::Cooperation))
            })),
            Filter::Since(date) => TestKind::Days(vec![(date.start().0, Day::MAX.0)]),
            Filter::Until(date) => TestKind::Days(vec![(Day::MIN.0, date.end().0)]),
            Filter::Date(dates) => {
                TestKind::Days(dates.iter().map(|d: &EventDate| (d.start().0, d.end().0)).collect())
            }
            Filter::Article(ids) => TestKind::Article(articles_named(store, ids)),
            Filter::Publisher(words) => TestKind::Article(articles_published(store, words)),
            Filter::Data(words) => TestKind::Loaded(loaded_from(store, words)),
            Filter::Modality(m) => TestKind::Modality(m.iter().fold(0, |mask, &m| mask | 1 << m as u8)),
            Filter::Has(traits) => {
                let claims = if traits.contains(&Trait::Claim) {
                    ClaimIndex::new(store, |_| true)
                } else {
                    ClaimIndex::default()
                };
                TestKind::Has(traits.clone(), claims)
            }
            Filter::Claim(words) => {
                let words = Matcher::new(words);
                TestKind::Claim(ClaimIndex::new(store, |claim| words.is_in(&claim.text)))
            }
            Filter::Review(decisions) => TestKind::Review(decisions.clone()),
            Filter::Word(words) => word(store, words),
        };
        Test { negated: term.negated, kind }
    }

    /// The rows of a run that pass.
    fn pick(&self, cx: &Cx<'_>, run: std::ops::Range<u32>, kept: &mut Vec<u32>) {
        self.with(cx, Pick { run, kept });
    }

    /// Drops the rows that do not pass.
    fn narrow(&self, cx: &Cx<'_>, kept: &mut Vec<u32>) {
        self.with(cx, Narrow { kept });
    }

    /// Hands the row test to a loop, which is compiled anew for each kind of test.
    fn with(&self, cx: &Cx<'_>, rows: impl Loop) {
        let c = cx.segment.columns();
        let no = self.negated;
        match &self.kind {
            TestKind::Pairs(keys) => rows.over(|r| keys.contains(&c.pair(r).key()) != no),
            TestKind::From(set) => rows.over(|r| set.has(c.source[r].0.into()) != no),
            TestKind::To(set) => rows.over(|r| set.has(c.target[r].0.into()) != no),
            TestKind::Country(set) => {
                rows.over(|r| (set.has(c.source[r].0.into()) || set.has(c.target[r].0.into())) != no);
            }
            TestKind::Actor(set) => {
                rows.over(|r| (set.has(c.source_actor[r].0) || set.has(c.target_actor[r].0)) != no);
            }
            TestKind::Code(set) => rows.over(|r| set.has(c.code[r].0.into()) != no),
            TestKind::Days(spans) => rows.over(|r| {
                let day = c.day[r];
                (day != NO_DAY && spans.iter().any(|&(low, high)| low <= day && day <= high)) != no
            }),
            TestKind::Article(set) => rows.over(|r| set.has(c.article[r].0) != no),
            TestKind::Loaded(spans) => {
                rows.over(|r| spans.iter().any(|&(from, to)| from <= c.seq[r] && c.seq[r] < to) != no);
            }
            TestKind::Modality(mask) => {
                rows.over(|r: usize| (mask >> (Flags::modality(c.flags[r]) as u8) & 1 == 1) != no);
            }
            TestKind::Has(traits, claims) => {
                rows.over(|r| traits.iter().any(|&t| has(cx, r, t, claims)) != no)
            }
            TestKind::Claim(claims) => rows.over(|r| claims.has(c.article[r], c.pair(r)) != no),
            TestKind::Review(decisions) => rows.over(|r| {
                let place = crate::model::Place { segment: cx.number, row: r as u32 };
                let decision = cx.store.event(place).map_or(Decision::Open, |e| (cx.decision)(e));
                decisions.contains(&decision) != no
            }),
            TestKind::Word(sets) if !cx.segment.has_details() => {
                match (sets.codes.is_empty(), sets.countries.is_empty()) {
                    (true, true) => rows.over(|r| sets.has::<false, false>(c, r) != no),
                    (false, true) => rows.over(|r| sets.has::<true, false>(c, r) != no),
                    (true, false) => rows.over(|r| sets.has::<false, true>(c, r) != no),
                    (false, false) => rows.over(|r| sets.has::<true, true>(c, r) != no),
                }
            }
            TestKind::Word(sets) => {
                rows.over(|r| (sets.has::<true, true>(c, r) || detail_has(cx, r, &sets.words)) != no)
            }
        }
    }
}

fn has(cx: &Cx<'_>, row: usize, what: Trait, claims: &ClaimIndex) -> bool {
    let c = cx.segment.columns();
    let article = || cx.store.article(c.article[row]);
    match what {
        Trait::Claim => claims.has(c.article[row], c.pair(row)),
        Trait::Evidence => cx.segment.detail(row).is_some_and(|d| !d.evidence.is_empty()),
        Trait::Text => article().is_some_and(|a| a.text().is_some()),
        Trait::Url => article().is_some_and(|a| !a.url().is_empty()),
        Trait::Note => cx.segment.detail(row).is_some_and(|d| !cx.store.str(d.note).is_empty()),
        Trait::Reports => c.reports[row] > 1,
        Trait::Dyad => c.pair(row).is_dyad(),
        Trait::Code => c.code[row].get().is_some(),
        Trait::Date => c.day[row] != NO_DAY,
    }
}

fn detail_has(cx: &Cx<'_>, row: usize, words: &Matcher) -> bool {
    let Some(detail) = cx.segment.detail(row) else {
        return false;
    };
    if words.is_in(cx.store.str(detail.note)) {
        return true;
    }
    let article = cx.store.article(cx.segment.columns().article[row]);
    article
        .and_then(|a| a.text())
        .is_some_and(|text| detail.evidence.iter().any(|span| words.is_in(span.of(text))))
}

fn country_bits(countries: &[CountryId]) -> Bits {
    let mut bits = Bits::new(1 << 16);
    countries.iter().for_each(|c| bits.add(c.0.into()));
    bits
}

/// The actors of whose name, other name or code the words are part or beginning.
pub fn actors_like(store: &Store, words: &[String]) -> Bits {
    let matcher = Matcher::new(words);
    let names = store.symbol_texts();
    let mut found = Bits::new(names.len() + 1);
    matcher.among(names).into_iter().for_each(|i| found.add(i + 1));
    // The symbol of no name is that of the empty text.
    if matcher.is_in("") {
        found.add(0);
    }
    let mut bits = Bits::new(store.actor_count() + 1);
    for (id, actor) in store.actors() {
        if found.has(actor.name.0)
            || actor.aliases.iter().any(|a| found.has(a.0))
            || matcher.begins(store.str(actor.code))
        {
            bits.add(id.0);
        }
    }
    bits
}

fn codes(store: &Store, test: impl Fn(CodeId, &str, &str) -> bool) -> Bits {
    let mut bits = Bits::new(1 << 16);
    for (id, code) in crate::model::ontology::codes() {
        if test(id, code.code, code.root) {
            bits.add(id.0.into());
        }
    }
    for (id, text) in store.foreign_codes() {
        if test(id, text, "") {
            bits.add(id.0.into());
        }
    }
    bits
}

/// The articles with one of these ids, or, where no id fits wholly, with these
/// words in their id or title.
pub(super) fn articles_named(store: &Store, ids: &[String]) -> Bits {
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

pub(super) fn articles_published(store: &Store, words: &[String]) -> Bits {
    let matcher = Matcher::new(words);
    let mut bits = Bits::new(store.article_count() + 1);
    for (id, article) in store.articles() {
        if matcher.is_in(article.publisher()) || matcher.is_in(host_or_name(article.url())) {
            bits.add(id.0);
        }
    }
    bits
}

/// The stretches of events that came from data sets or files with these words in
/// their names; neighbours are one stretch. A word with a slash is looked for in
/// the whole path, any other in the file's name only: folders are no data sets.
fn loaded_from(store: &Store, words: &[String]) -> Vec<(u32, u32)> {
    let (paths, names): (Vec<String>, Vec<String>) = words.iter().cloned().partition(|w| w.contains('/'));
    let (paths, names) = (Matcher::new(&paths), Matcher::new(&names));
    let origins = store.origins();
    let ends = origins.iter().skip(1).map(|o| o.first).chain([u32::MAX]);
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for (origin, end) in origins.iter().zip(ends) {
        let path = store.str(origin.name);
        let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
        if names.is_in(origin.format) || names.is_in(file) || paths.is_in(path) {
            match spans.last_mut().filter(|(_, last)| *last == origin.first) {
                Some((_, last)) => *last = end,
                None => spans.push((origin.first, end)),
            }
        }
    }
    spans
}

fn word(store: &Store, words: &[String]) -> TestKind {
    let matcher = Matcher::new(words);
    let mut countries = Bits::new(1 << 16);
    for (id, country) in crate::model::country::countries() {
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
    TestKind::Word(Box::new(WordSets {
        actors: actors_like(store, words),
        countries,
        codes: codes(store, |code, _, _| code.get().is_some_and(|c| matcher.is_in(c.name))),
        articles,
        words: matcher,
    }))
}

/// Which articles hold claims about which pairs.
#[derive(Default)]
struct ClaimIndex {
    /// Article and pair of a claim.
    about: FxHashSet<(ArticleId, u32)>,
    /// Article and country, where a claim is about one country or actor only.
    touching: FxHashSet<(ArticleId, CountryId)>,
}

impl ClaimIndex {
    fn new(store: &Store, test: impl Fn(&ClaimRecord) -> bool) -> ClaimIndex {
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

    fn has(&self, article: ArticleId, pair: Pair) -> bool {
        self.about.contains(&(article, pair.key()))
            || [pair.first(), pair.second()]
                .iter()
                .any(|&c| c.is_known() && self.touching.contains(&(article, c)))
    }
}
