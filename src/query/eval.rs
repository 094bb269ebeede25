//! Evaluation: a query becomes tests on columns; names, codes and articles are
//! decided once in their dictionaries, rows only look the answer up.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::keys::Filter;
use super::selection::{Part, Selection, live};
use super::{Query, Term};
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

/// The decision that came with an event's file, or with the revision of the store.
pub fn told_by_files(event: EventView<'_>) -> Decision {
    event.decision()
}

/// The events that a query picks. Decisions are those that came with the files.
pub fn select(store: &Store, query: &Query) -> Selection {
    select_with(store, query, &told_by_files)
}

/// The events that a query picks, with decisions from elsewhere.
pub(crate) fn select_with(store: &Store, query: &Query, decision: &DecisionOf<'_>) -> Selection {
    let pair = query.pair();
    let is_pair =
        |t: &Term| matches!(&t.filter, Filter::Pair(p) if !t.negated && pair.is_some() && p.len() == 1);
    let terms = query.terms.iter().filter(|t| !is_pair(t));
    let tests: Vec<(bool, EventTest)> = terms.map(|t| (t.negated, t.filter.events(store))).collect();
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
        for (i, (negated, test)) in tests.iter().enumerate() {
            let run = (i == 0).then(|| run.clone());
            let (number, negated) = (number as u32, *negated);
            test(Rows { store, segment, number, decision, negated, run, kept: &mut kept });
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
    negated: bool,
    /// For the first condition, the run of which rows are picked; later ones drop
    /// some of those that were kept.
    run: Option<Range<u32>>,
    kept: &'a mut Vec<u32>,
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
/// The claims that a query picks, by number; `decision` answers `review:`.
/// Conditions that only events can fulfil (type, quad class, tone, place, data
/// set, modality, what events have) leave claims alone.
pub(crate) fn select_claims_with(
    store: &Store,
    query: &Query,
    decision: &ClaimDecisionOf<'_>,
) -> Vec<ClaimId> {
    let test = |t: &Term| Some((t.negated, t.filter.claims(store)?));
    let tests: Vec<(bool, ClaimTest)> = query.terms.iter().filter_map(test).collect();
    let passes = |(id, record): (ClaimId, &ClaimRecord)| {
        let claim = ClaimView { store, id, record, decision };
        tests.iter().all(|(negated, test)| test(&claim) != *negated).then_some(id)
    };
    store.claims().filter_map(passes).collect()
}

/// What a condition has left to ask of each claim.
pub(super) type ClaimTest = Box<dyn Fn(&ClaimView<'_>) -> bool>;

/// A claim that may be picked.
pub(super) struct ClaimView<'a> {
    store: &'a Store,
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
