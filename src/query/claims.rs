//! The claims that a query picks.

use crate::model::{ActorId, ClaimId, ClaimRecord, CountryId, Day, NO_DAY, Pair, Store, Topic};

use super::eval::{Bits, ClaimDecisionOf, actors_like, articles_named, articles_published};
use super::matcher::Matcher;
use super::{Filter, Query, Term};

/// The country of an actor.
pub(super) fn country_of(store: &Store, actor: ActorId) -> CountryId {
    store.actor(actor).map_or(CountryId::UNKNOWN, |a| a.country)
}

/// The claims that a query picks, by number. Conditions that only events can
/// fulfil (type, quad class, tone, modality) leave claims alone.
pub fn select_claims(store: &Store, query: &Query) -> Vec<ClaimId> {
    select_claims_with(store, query, &|id| store.claim_decision(id))
}

/// The same, asking `decision` for `review:`.
pub fn select_claims_with(store: &Store, query: &Query, decision: &ClaimDecisionOf<'_>) -> Vec<ClaimId> {
    let tests: Vec<ClaimTest<'_>> = query.terms.iter().map(|t| ClaimTest::compile(store, t)).collect();
    store
        .claims()
        .filter(|(id, c)| tests.iter().all(|t| t.passes(store, *id, c, decision)))
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

    fn passes(
        &self,
        store: &Store,
        id: ClaimId,
        claim: &ClaimRecord,
        decision: &ClaimDecisionOf<'_>,
    ) -> bool {
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
            Filter::Review(decisions) => decisions.contains(&decision(id)),
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
