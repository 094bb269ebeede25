//! What a condition has left to ask once its names, codes and articles are decided:
//! a test of the rows of a segment, and one of a claim.

use std::ops::Range;

use crate::model::column::Columns;
use crate::model::{
    ActorId, ClaimId, ClaimRecord, CountryId, Decision, EventView, NO_DAY, Pair, Segment, Store, Topic,
};

/// A set of small numbers.
pub(crate) struct Bits(Vec<u64>);

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

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }
}

/// The decision on an event, where somebody keeps decisions: asked by `review:`.
pub(crate) type DecisionOf<'a> = dyn Fn(EventView<'_>) -> Decision + Sync + 'a;

/// The same for claims.
pub(crate) type ClaimDecisionOf<'a> = dyn Fn(ClaimId) -> Decision + 'a;

/// What a condition has left to do once its names are decided: it is called once for
/// each segment and keeps the rows that fulfil it. See [`Rows::keep`].
pub(super) type EventTest = Box<dyn Fn(Rows<'_>) + Send + Sync>;

/// The rows of one segment of which a condition keeps some.
pub(super) struct Rows<'a> {
    /// The store that is asked.
    pub(super) store: &'a Store,
    pub(super) segment: &'a Segment,
    /// Its number in the store.
    pub(super) number: u32,
    /// The decision on an event.
    pub(super) decision: &'a DecisionOf<'a>,
    /// Whether those stay that do not fulfil the condition.
    pub(super) negated: bool,
    /// For the first condition, the run of which rows are picked; later ones drop
    /// some of those that were kept.
    pub(super) run: Option<Range<u32>>,
    pub(super) kept: &'a mut Vec<u32>,
}

impl<'a> Rows<'a> {
    /// The columns of the segment.
    pub(super) fn columns(&self) -> &'a Columns {
        self.segment.columns()
    }

    /// Keeps the rows that pass, or the others if the condition is turned round. It
    /// is compiled anew for each test, so that rows cost no call.
    #[inline]
    pub(super) fn keep(self, passes: impl Fn(usize) -> bool) {
        let no = self.negated;
        match self.run {
            Some(run) => pick(run, self.kept, |row| passes(row) != no),
            None => self.kept.retain(|&row| passes(row as usize) != no),
        }
    }
}

/// Takes up the rows of a run that pass.
#[inline]
fn pick(run: Range<u32>, kept: &mut Vec<u32>, passes: impl Fn(usize) -> bool) {
    let mut start = run.start;
    while start < run.end {
        // The answers of 64 rows as bits: what passes comes at random, and a
        // branch for each row would be guessed wrong.
        let end = run.end.min(start + 64);
        let mut mask =
            (start..end).fold(0u64, |mask, row| mask | u64::from(passes(row as usize)) << (row - start));
        kept.reserve(mask.count_ones() as usize);
        while mask != 0 {
            kept.push(start + mask.trailing_zeros());
            mask &= mask - 1;
        }
        start = end;
    }
}

/// The same, asking `decision` for `review:`.
/// What a condition has left to ask of each claim.
pub(super) type ClaimTest = Box<dyn Fn(&ClaimView<'_>) -> bool>;

/// A claim that may be picked.
pub(super) struct ClaimView<'a> {
    pub(super) store: &'a Store,
    /// Its number.
    pub(super) id: ClaimId,
    /// All that is known of it.
    pub(super) record: &'a ClaimRecord,
    /// The decision on a claim.
    pub(super) decision: &'a ClaimDecisionOf<'a>,
}

impl ClaimView<'_> {
    /// The speaker's country.
    pub(super) fn speaker(&self) -> CountryId {
        country_of(self.store, self.record.speaker)
    }

    /// Whether it is about a country, one of its actors, or a pair with it.
    pub(super) fn is_about(&self, country: CountryId) -> bool {
        self.record.about.iter().any(|topic| match topic {
            Topic::Pair(pair) => pair.has(country),
            Topic::Country(c) => *c == country,
            Topic::Actor(actor) => country_of(self.store, *actor) == country,
        })
    }

    /// Whether it concerns a pair: it is about the pair, or one side speaks about
    /// the other.
    pub(super) fn concerns(&self, pair: Pair) -> bool {
        let speaker = self.speaker();
        let other = |country: CountryId| country != speaker && pair.has(speaker) && pair.has(country);
        self.record.about.iter().any(|topic| match topic {
            Topic::Pair(p) => *p == pair,
            Topic::Country(country) => other(*country),
            Topic::Actor(actor) => other(country_of(self.store, *actor)),
        })
    }

    /// The day on which it was said, else on which its article was published;
    /// [`NO_DAY`] if neither is known.
    pub(super) fn day(&self) -> i32 {
        let published = || self.store.article(self.record.article).map(|a| a.published());
        let date = Some(self.record.date).filter(|date| date.is_known()).or_else(published);
        date.filter(|date| date.is_known()).map_or(NO_DAY, |date| date.anchor().0)
    }
}

/// The country of an actor.
pub(super) fn country_of(store: &Store, actor: ActorId) -> CountryId {
    store.actor(actor).map_or(CountryId::UNKNOWN, |a| a.country)
}
