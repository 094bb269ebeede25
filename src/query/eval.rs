//! Evaluation: a query becomes tests on columns; names, codes and articles are
//! decided once in their dictionaries, rows only look the answer up.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::model::{
    ActorId, ArticleId, ClaimId, ClaimRecord, CodeId, CountryId, Day, Decision, EventDate, Flags, NO_DAY,
    Pair, Segment, Store, Topic,
};

use super::matcher::Matcher;
use super::selection::{Part, Selection};
use super::{Filter, Query, Term, Tone, Trait};

/// A set of small numbers.
pub struct Bits(Vec<u64>);

impl Bits {
    fn new(size: usize) -> Bits {
        Bits(vec![0; size.div_ceil(64) + 1])
    }

    fn add(&mut self, index: u32) {
        if let Some(word) = self.0.get_mut(index as usize / 64) {
            *word |= 1 << (index % 64);
        }
    }

    fn has(&self, index: u32) -> bool {
        self.0.get(index as usize / 64).is_some_and(|w| w >> (index % 64) & 1 == 1)
    }
}

/// The verdict on an event, where somebody keeps verdicts: asked by `review:`.
pub type Verdict<'a> = dyn Fn(crate::model::EventView<'_>) -> Decision + Sync + 'a;

/// The same for claims.
pub type ClaimVerdict<'a> = dyn Fn(ClaimId) -> Decision + 'a;

/// The verdict that came with an event's file.
pub fn told_by_files(event: crate::model::EventView<'_>) -> Decision {
    event.detail().and_then(|d| d.decision).unwrap_or(Decision::Open)
}

/// The events that a query picks. Verdicts are those that came with the files.
pub fn select(store: &Store, query: &Query) -> Selection {
    select_with(store, query, &told_by_files)
}

/// The events that a query picks, with verdicts from elsewhere.
pub fn select_with(store: &Store, query: &Query, verdict: &Verdict<'_>) -> Selection {
    let pair = query.pair();
    let tests: Vec<Test> = query
        .terms
        .iter()
        .filter(|t| !matches!(&t.filter, Filter::Pair(p) if !t.negated && pair.is_some() && p.len() == 1))
        .map(|term| Test::compile(store, term))
        .collect();
    let parts = store
        .segments()
        .par_iter()
        .enumerate()
        .map(|(number, segment)| {
            let rows = match pair {
                Some(pair) => segment.pair_rows(pair),
                None => 0..segment.len(),
            };
            let run = rows.start as u32..rows.end as u32;
            if tests.is_empty() || run.is_empty() {
                return Part::Run(run);
            }
            let mut kept: Vec<u32> = Vec::new();
            for (i, test) in tests.iter().enumerate() {
                let cx = Cx { store, segment, number: number as u32, verdict };
                if i == 0 {
                    test.pick(&cx, run.clone(), &mut kept);
                } else {
                    test.narrow(&cx, &mut kept);
                }
            }
            if kept.len() == run.len() { Part::Run(run) } else { Part::Rows(kept) }
        })
        .collect();
    Selection { parts }
}

struct Cx<'a> {
    store: &'a Store,
    segment: &'a Segment,
    number: u32,
    verdict: &'a Verdict<'a>,
}

struct Test {
    negated: bool,
    kind: Kind,
}

enum Kind {
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
    Word {
        actors: Bits,
        countries: Bits,
        codes: Bits,
        articles: Bits,
        words: Matcher,
    },
}

impl Test {
    fn compile(store: &Store, term: &Term) -> Test {
        let kind = match &term.filter {
            Filter::Pair(pairs) => Kind::Pairs(pairs.iter().map(|p| p.key()).collect()),
            Filter::From(c) => Kind::From(country_bits(c)),
            Filter::To(c) => Kind::To(country_bits(c)),
            Filter::Country(c) => Kind::Country(country_bits(c)),
            Filter::Actor(words) => Kind::Actor(actors_like(store, words)),
            Filter::Type(types) => Kind::Code(codes(store, |code, text, root| {
                types.iter().any(|t| text.starts_with(t.as_str()) || (code.get().is_some() && root == t))
            })),
            Filter::Quad(quads) => {
                Kind::Code(codes(store, |code, _, _| code.quad().is_some_and(|q| quads.contains(&q))))
            }
            Filter::Tone(tone) => Kind::Code(codes(store, |code, _, _| {
                code.quad().is_some_and(|q| q.is_cooperation() == (*tone == Tone::Cooperation))
            })),
            Filter::Since(date) => Kind::Days(vec![(date.start().0, Day::MAX.0)]),
            Filter::Until(date) => Kind::Days(vec![(Day::MIN.0, date.end().0)]),
            Filter::Date(dates) => {
                Kind::Days(dates.iter().map(|d: &EventDate| (d.start().0, d.end().0)).collect())
            }
            Filter::Article(ids) => Kind::Article(articles_named(store, ids)),
            Filter::Publisher(words) => Kind::Article(articles_published(store, words)),
            Filter::Data(words) => Kind::Loaded(loaded_from(store, words)),
            Filter::Modality(m) => Kind::Modality(m.iter().fold(0, |mask, &m| mask | 1 << m as u8)),
            Filter::Has(traits) => {
                let claims = if traits.contains(&Trait::Claim) {
                    ClaimIndex::new(store, |_| true)
                } else {
                    ClaimIndex::default()
                };
                Kind::Has(traits.clone(), claims)
            }
            Filter::Claim(words) => {
                let words = Matcher::new(words);
                Kind::Claim(ClaimIndex::new(store, |claim| words.is_in(&claim.text)))
            }
            Filter::Review(decisions) => Kind::Review(decisions.clone()),
            Filter::Word(words) => word(store, words),
        };
        Test { negated: term.negated, kind }
    }

    /// The rows of a run that pass.
    fn pick(&self, cx: &Cx<'_>, run: std::ops::Range<u32>, kept: &mut Vec<u32>) {
        self.with(cx, |passes| kept.extend(run.clone().filter(|&r| passes(r as usize))));
    }

    /// Drops the rows that do not pass.
    fn narrow(&self, cx: &Cx<'_>, kept: &mut Vec<u32>) {
        self.with(cx, |passes| kept.retain(|&r| passes(r as usize)));
    }

    /// Hands the row test to `run`, one closure a kind of test.
    fn with(&self, cx: &Cx<'_>, mut run: impl FnMut(&dyn Fn(usize) -> bool)) {
        let c = cx.segment.columns();
        let no = self.negated;
        match &self.kind {
            Kind::Pairs(keys) => run(&|r| keys.contains(&c.pair(r).key()) != no),
            Kind::From(set) => run(&|r| set.has(c.source[r].0.into()) != no),
            Kind::To(set) => run(&|r| set.has(c.target[r].0.into()) != no),
            Kind::Country(set) => {
                run(&|r| (set.has(c.source[r].0.into()) || set.has(c.target[r].0.into())) != no);
            }
            Kind::Actor(set) => {
                run(&|r| (set.has(c.source_actor[r].0) || set.has(c.target_actor[r].0)) != no);
            }
            Kind::Code(set) => run(&|r| set.has(c.code[r].0.into()) != no),
            Kind::Days(spans) => run(&|r| {
                let day = c.day[r];
                (day != NO_DAY && spans.iter().any(|&(low, high)| low <= day && day <= high)) != no
            }),
            Kind::Article(set) => run(&|r| set.has(c.article[r].0) != no),
            Kind::Loaded(spans) => {
                run(&|r| spans.iter().any(|&(from, to)| from <= c.seq[r] && c.seq[r] < to) != no);
            }
            Kind::Modality(mask) => {
                run(&|r: usize| (mask >> (Flags::modality(c.flags[r]) as u8) & 1 == 1) != no);
            }
            Kind::Has(traits, claims) => run(&|r| traits.iter().any(|&t| has(cx, r, t, claims)) != no),
            Kind::Claim(claims) => run(&|r| claims.has(c.article[r], c.pair(r)) != no),
            Kind::Review(decisions) => run(&|r| {
                let place = crate::model::Place { segment: cx.number, row: r as u32 };
                let verdict = cx.store.event(place).map_or(Decision::Open, |e| (cx.verdict)(e));
                decisions.contains(&verdict) != no
            }),
            Kind::Word { actors, countries, codes, articles, words } => run(&|r| {
                let found = actors.has(c.source_actor[r].0)
                    || actors.has(c.target_actor[r].0)
                    || codes.has(c.code[r].0.into())
                    || articles.has(c.article[r].0)
                    || countries.has(c.source[r].0.into())
                    || countries.has(c.target[r].0.into())
                    || detail_has(cx, r, words);
                found != no
            }),
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
    let mut bits = Bits::new(store.actor_count() + 1);
    for (id, actor) in store.actors() {
        if matcher.is_in(store.str(actor.name))
            || actor.aliases.iter().any(|&a| matcher.is_in(store.str(a)))
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
fn articles_named(store: &Store, ids: &[String]) -> Bits {
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

fn articles_published(store: &Store, words: &[String]) -> Bits {
    let matcher = Matcher::new(words);
    let mut bits = Bits::new(store.article_count() + 1);
    for (id, article) in store.articles() {
        if matcher.is_in(article.publisher()) || matcher.is_in(host(article.url())) {
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

/// The host of an address.
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest).trim_start_matches("www.")
}

fn word(store: &Store, words: &[String]) -> Kind {
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
    Kind::Word {
        actors: actors_like(store, words),
        countries,
        codes: codes(store, |code, _, _| code.get().is_some_and(|c| matcher.is_in(c.name))),
        articles,
        words: matcher,
    }
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

fn country_of(store: &Store, actor: ActorId) -> CountryId {
    store.actor(actor).map_or(CountryId::UNKNOWN, |a| a.country)
}

/// The claims that a query picks, by number. Conditions that only events can
/// fulfil (type, quad class, tone, modality) leave claims alone.
pub fn select_claims(store: &Store, query: &Query) -> Vec<ClaimId> {
    select_claims_with(store, query, &|id| store.claim(id).map_or(Decision::Open, |c| c.decision))
}

/// The same, asking `verdict` for `review:`.
pub fn select_claims_with(store: &Store, query: &Query, verdict: &ClaimVerdict<'_>) -> Vec<ClaimId> {
    let tests: Vec<ClaimTest<'_>> = query.terms.iter().map(|t| ClaimTest::compile(store, t)).collect();
    store
        .claims()
        .filter(|(id, c)| tests.iter().all(|t| t.passes(store, *id, c, verdict)))
        .map(|(id, _)| id)
        .collect()
}

struct ClaimTest<'q> {
    term: &'q Term,
    actors: Bits,
    articles: Bits,
    words: Matcher,
}

impl<'q> ClaimTest<'q> {
    fn compile(store: &Store, term: &'q Term) -> ClaimTest<'q> {
        let empty = || Bits::new(0);
        let (mut actors, mut articles, mut words) = (empty(), empty(), Matcher::new(&[]));
        match &term.filter {
            Filter::Actor(w) => actors = actors_like(store, w),
            Filter::Article(ids) => articles = articles_named(store, ids),
            Filter::Publisher(w) => articles = articles_published(store, w),
            Filter::Claim(w) => words = Matcher::new(w),
            Filter::Word(w) => {
                actors = actors_like(store, w);
                words = Matcher::new(w);
            }
            _ => {}
        }
        ClaimTest { term, actors, articles, words }
    }

    fn passes(&self, store: &Store, id: ClaimId, claim: &ClaimRecord, verdict: &ClaimVerdict<'_>) -> bool {
        let speaker = country_of(store, claim.speaker);
        let about = |country: CountryId| {
            claim.about.iter().any(|t| match t {
                Topic::Pair(pair) => pair.has(country),
                Topic::Country(c) => *c == country,
                Topic::Actor(a) => country_of(store, *a) == country,
            })
        };
        let day = || match claim.date.is_known() {
            true => claim.date.anchor().0,
            false => store.article(claim.article).map_or(NO_DAY, |a| match a.published().is_known() {
                true => a.published().anchor().0,
                false => NO_DAY,
            }),
        };
        let within = |low: i32, high: i32| day() != NO_DAY && low <= day() && day() <= high;
        let holds = match &self.term.filter {
            Filter::Pair(pairs) => pairs.iter().any(|&p| claim_concerns(store, claim, p)),
            Filter::From(c) => c.contains(&speaker),
            Filter::To(c) => c.iter().any(|&c| c != speaker && about(c)),
            Filter::Country(c) => c.contains(&speaker) || c.iter().any(|&c| about(c)),
            Filter::Actor(_) => {
                self.actors.has(claim.speaker.0)
                    || claim.about.iter().any(|t| matches!(t, Topic::Actor(a) if self.actors.has(a.0)))
            }
            Filter::Since(date) => within(date.start().0, Day::MAX.0),
            Filter::Until(date) => within(Day::MIN.0, date.end().0),
            Filter::Date(dates) => dates.iter().any(|d| within(d.start().0, d.end().0)),
            Filter::Article(_) | Filter::Publisher(_) => self.articles.has(claim.article.0),
            Filter::Claim(_) => self.words.is_in(&claim.text),
            Filter::Word(_) => self.words.is_in(&claim.text) || self.actors.has(claim.speaker.0),
            Filter::Review(decisions) => decisions.contains(&verdict(id)),
            Filter::Type(_)
            | Filter::Quad(_)
            | Filter::Tone(_)
            | Filter::Data(_)
            | Filter::Modality(_)
            | Filter::Has(_) => {
                return true;
            }
        };
        holds != self.term.negated
    }
}

/// Whether a claim concerns a pair: it is about the pair, or one side speaks
/// about the other.
pub fn claim_concerns(store: &Store, claim: &ClaimRecord, pair: Pair) -> bool {
    let speaker = country_of(store, claim.speaker);
    claim.about.iter().any(|topic| match topic {
        Topic::Pair(p) => *p == pair,
        Topic::Country(c) => *c != speaker && pair.has(speaker) && pair.has(*c),
        Topic::Actor(a) => {
            let c = country_of(store, *a);
            c != speaker && pair.has(speaker) && pair.has(c)
        }
    })
}
