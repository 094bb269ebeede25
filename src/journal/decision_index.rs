//! Where decisions lie in a store: found once a store, by data set numbers and
//! by articles, so that a million events cost one look through two columns.

use std::cmp::Reverse;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{
    ArticleId, ClaimId, Decision, EventId, EventView, Place, Segment, Store, segment::EventDetail,
};

use super::anchor::Anchor;
use super::article_ref::ArticleRef;
use super::articles::Articles;
use super::coder_session::Target;
use super::decisions::Decisions;
use super::matching::{ENOUGH, ENOUGH_WITH_ID, likeness};
use super::review::Review;

/// A thing of a store: an event with all its rows, or a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
enum LocatedRecord {
    Event(Vec<EventId>),
    Claim(ClaimId),
}

/// Which events and claims of a store have decisions, and under which keys.
#[derive(Debug, Clone, Default)]
pub struct DecisionIndex {
    keys: Vec<String>,
    slots: FxHashMap<String, u32>,
    events: FxHashMap<EventId, u32>,
    claims: FxHashMap<ClaimId, u32>,
    /// The rows and claims of each key, as they were loaded.
    rows: Vec<(Vec<EventId>, Vec<ClaimId>)>,
    siblings: Siblings,
    lost: Vec<String>,
    elsewhere: usize,
}

impl DecisionIndex {
    /// Finds everything that a review knows in a store. One pass over two
    /// columns of each segment, and a comparison of all events of the articles
    /// concerned.
    ///
    /// A revised store is looked through as it was loaded: decisions are about
    /// what was found, not about what they made of it.
    pub fn build(review: &Review, store: &Store) -> DecisionIndex {
        let store = store.as_loaded();
        let mut index = DecisionIndex { siblings: Siblings::of(store), ..DecisionIndex::default() };
        let mut wanted: Vec<(&str, &[Anchor])> = review.anchored().filter(|(key, _)| !is_made(key)).collect();
        wanted.sort_unstable_by_key(|(key, _)| *key);
        let mut made: Vec<(&str, ArticleRef)> =
            review.created().into_iter().map(|(key, _, draft)| (key, draft.article)).collect();
        made.sort_unstable_by_key(|(key, _)| *key);
        made.dedup_by_key(|(key, _)| *key);
        let (missing, articles) = index.find(store, &wanted, made.iter().map(|(_, article)| article));
        index.elsewhere += made.iter().filter(|(_, article)| articles.find(article).is_none()).count();
        for (key, article_is_here) in missing {
            if !review.holds(&key) {
                continue;
            }
            if article_is_here {
                index.lost.push(key);
            } else {
                index.elsewhere += 1;
            }
        }
        index
    }

    /// Takes in what was just decided on the event at a place, at once. Other
    /// rows that are alike in everything are found with the next
    /// [`DecisionIndex::build`].
    pub fn add(&mut self, store: &Store, place: Place, target: &Target) {
        let rows = self.siblings.rows(store, place).iter().map(EventView::id).collect();
        self.take_in(&target.key, vec![LocatedRecord::Event(rows)]);
    }

    /// Takes in what was just decided on a claim.
    pub(crate) fn add_claim(&mut self, claim: ClaimId, target: &Target) {
        self.take_in(&target.key, vec![LocatedRecord::Claim(claim)]);
    }

    /// All rows of the event at a place: several where it has several sources or targets.
    pub(crate) fn rows(&self, store: &Store, place: Place) -> Vec<EventId> {
        self.siblings.rows(store, place).iter().map(EventView::id).collect()
    }

    /// Takes in a row that nobody loaded, under the key that it belongs to.
    pub(super) fn add_made(&mut self, row: EventId, key: &str) {
        let slot = self.slot(key);
        self.events.insert(row, slot);
    }

    /// The same for a claim.
    pub(super) fn add_made_claim(&mut self, claim: ClaimId, key: &str) {
        let slot = self.slot(key);
        self.claims.insert(claim, slot);
    }

    /// All keys that are found in the store.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// The rows of a key, as they were loaded.
    pub fn rows_of(&self, key: &str) -> &[EventId] {
        self.slots.get(key).map_or(&[], |&slot| &self.rows[slot as usize].0)
    }

    /// The claims of a key, as they were loaded.
    pub(crate) fn claims_of(&self, key: &str) -> &[ClaimId] {
        self.slots.get(key).map_or(&[], |&slot| &self.rows[slot as usize].1)
    }

    /// The key of an event that has decisions.
    pub(crate) fn key(&self, event: EventId) -> Option<&str> {
        self.events.get(&event).map(|&slot| self.keys[slot as usize].as_str())
    }

    /// The key of a claim that has decisions.
    pub(crate) fn claim_key(&self, claim: ClaimId) -> Option<&str> {
        self.claims.get(&claim).map(|&slot| self.keys[slot as usize].as_str())
    }

    /// The events with their keys, in no order; events of several rows once a row.
    pub(crate) fn events(&self) -> impl Iterator<Item = (EventId, &str)> {
        self.events.iter().map(|(&id, &slot)| (id, self.keys[slot as usize].as_str()))
    }

    /// The claims with their keys, in no order.
    pub(crate) fn claims(&self) -> impl Iterator<Item = (ClaimId, &str)> {
        self.claims.iter().map(|(&id, &slot)| (id, self.keys[slot as usize].as_str()))
    }

    /// What a decision on the event at a place is about: under the key that it
    /// has already, else under a new one.
    pub fn target(&self, store: &Store, place: Place) -> Option<Target> {
        let event = store.event(place)?;
        let anchor = Anchor::of_event(store, &self.siblings.rows(store, place));
        let key = self.key(event.id()).map_or_else(|| anchor.key(), str::to_owned);
        Some(Target { key, anchor })
    }

    /// The same for a claim.
    pub fn claim_target(&self, store: &Store, claim: ClaimId) -> Option<Target> {
        let anchor = Anchor::of_claim(store, store.claim(claim)?);
        let key = self.claim_key(claim).map_or_else(|| anchor.key(), str::to_owned);
        Some(Target { key, anchor })
    }

    /// The keys that hold decisions on an article of the store in which
    /// nothing fits them any more: to be listed, never dropped.
    pub fn lost(&self) -> &[String] {
        &self.lost
    }

    /// How many keys hold decisions on what is not loaded, or what a coder made in
    /// an article that is not.
    pub fn elsewhere(&self) -> usize {
        self.elsewhere
    }

    /// A coder's decisions on the events and claims of the store.
    pub fn decisions(&self, review: &Review, coder: &str) -> Decisions {
        self.decisions_by(|key| review.decision(coder, key))
    }

    /// The decisions that `decide` gives by key.
    pub(super) fn judged(&self, decide: impl Fn(&str) -> Decision) -> Decisions {
        self.decisions_by(decide)
    }

    fn decisions_by(&self, decide: impl Fn(&str) -> Decision) -> Decisions {
        let by_slot: Vec<Decision> = self.keys.iter().map(|key| decide(key)).collect();
        let told = |slot: u32| Some(by_slot[slot as usize]).filter(|&d| d != Decision::Open);
        Decisions {
            events: self.events.iter().filter_map(|(&id, &slot)| Some((id, told(slot)?))).collect(),
            claims: self.claims.iter().filter_map(|(&id, &slot)| Some((id, told(slot)?))).collect(),
        }
    }

    /// Finds keys and takes them in. What is not found is given back, with
    /// whether its article is loaded; and where these and other articles are.
    fn find<'a>(
        &mut self,
        store: &Store,
        wanted: &[(&str, &'a [Anchor])],
        others: impl Iterator<Item = &'a ArticleRef>,
    ) -> (Vec<(String, bool)>, Articles) {
        let mut found: Vec<Option<Vec<LocatedRecord>>> = vec![None; wanted.len()];
        self.find_numbered(store, wanted, &mut found);
        let named = wanted.iter().flat_map(|(_, anchors)| anchors.iter()).map(|anchor| &anchor.article);
        let articles = Articles::named(store, named.chain(others));
        self.find_in_articles(store, wanted, &articles, &mut found);
        let mut missing = Vec::new();
        for (i, (key, anchors)) in wanted.iter().enumerate() {
            match found[i].take() {
                Some(things) => self.take_in(key, things),
                None => {
                    let here = anchors
                        .iter()
                        .any(|a| a.article != ArticleRef::default() && articles.find(&a.article).is_some());
                    missing.push(((*key).to_owned(), here));
                }
            }
        }
        (missing, articles)
    }

    fn take_in(&mut self, key: &str, things: Vec<LocatedRecord>) {
        let slot = self.slot(key);
        for thing in things {
            let (rows, claims) = &mut self.rows[slot as usize];
            match thing {
                LocatedRecord::Event(found) => {
                    rows.extend(found.iter().filter(|row| self.events.get(row) != Some(&slot)));
                    self.events.extend(found.into_iter().map(|row| (row, slot)));
                }
                LocatedRecord::Claim(claim) => {
                    if self.claims.insert(claim, slot) != Some(slot) {
                        claims.push(claim);
                    }
                }
            }
        }
    }

    /// The number of a key, new or known.
    fn slot(&mut self, key: &str) -> u32 {
        if let Some(&slot) = self.slots.get(key) {
            return slot;
        }
        let slot = self.keys.len() as u32;
        self.keys.push(key.to_owned());
        self.rows.push(Default::default());
        self.slots.insert(key.to_owned(), slot);
        slot
    }

    /// By the numbers of data sets.
    fn find_numbered(
        &self,
        store: &Store,
        wanted: &[(&str, &[Anchor])],
        found: &mut [Option<Vec<LocatedRecord>>],
    ) {
        let mut keys: FxHashMap<&str, usize> = FxHashMap::default();
        let mut numbers: FxHashSet<u64> = FxHashSet::default();
        for (i, (key, anchors)) in wanted.iter().enumerate() {
            let own = anchors.iter().filter(|a| a.is_numbered()).filter_map(|a| a.id.parse::<u64>().ok());
            let before = numbers.len();
            numbers.extend(own);
            if numbers.len() > before || anchors.iter().any(Anchor::is_numbered) {
                keys.insert(key, i);
            }
        }
        if numbers.is_empty() {
            return;
        }
        let rows = scan(store, |segment, row| {
            segment.columns().outer(row).is_some_and(|number| numbers.contains(&number))
        });
        for event in rows.into_iter().filter_map(|place| store.event(place)) {
            let (Some(origin), Some(number)) = (event.origin(), event.outer()) else { continue };
            let key = format!("event:{}:{number}@{}", origin.format, event.date());
            if let Some(&i) = keys.get(key.as_str()) {
                found[i].get_or_insert_with(Vec::new).push(LocatedRecord::Event(vec![event.id()]));
            }
        }
    }

    /// By articles: all events and claims of the articles concerned are compared.
    fn find_in_articles(
        &self,
        store: &Store,
        wanted: &[(&str, &[Anchor])],
        articles: &Articles,
        found: &mut [Option<Vec<LocatedRecord>>],
    ) {
        let mut by_article: FxHashMap<ArticleId, Vec<usize>> = FxHashMap::default();
        for (i, (_, anchors)) in wanted.iter().enumerate() {
            if found[i].is_some() {
                continue;
            }
            let mut ids: Vec<ArticleId> = anchors
                .iter()
                .filter(|a| !a.is_numbered())
                .filter_map(|a| articles.find(&a.article))
                .collect();
            ids.sort_unstable();
            ids.dedup();
            ids.into_iter().for_each(|id| by_article.entry(id).or_default().push(i));
        }
        if by_article.is_empty() {
            return;
        }
        let mut things = self.things_of(store, &by_article);
        let mut groups: Vec<(ArticleId, Vec<usize>)> = by_article.into_iter().collect();
        groups.sort_unstable();
        for (article, keys) in groups {
            let here = things.remove(&article).unwrap_or_default();
            assign(wanted, &keys, here, found);
        }
    }

    /// The events and claims of some articles, with their anchors, that no key has yet.
    fn things_of(
        &self,
        store: &Store,
        articles: &FxHashMap<ArticleId, Vec<usize>>,
    ) -> FxHashMap<ArticleId, Vec<(LocatedRecord, Anchor)>> {
        let mut things: FxHashMap<ArticleId, Vec<(LocatedRecord, Anchor)>> = FxHashMap::default();
        let mut seen: FxHashSet<EventId> = FxHashSet::default();
        for place in scan(store, |segment, row| articles.contains_key(&segment.columns().article[row])) {
            let Some(event) = store.event(place) else { continue };
            if seen.contains(&event.id()) || self.events.contains_key(&event.id()) {
                continue;
            }
            let rows = self.siblings.rows(store, place);
            let ids: Vec<EventId> = rows.iter().map(EventView::id).collect();
            seen.extend(&ids);
            let anchor = Anchor::of_event(store, &rows);
            if !anchor.is_numbered() {
                things.entry(event.article()).or_default().push((LocatedRecord::Event(ids), anchor));
            }
        }
        for (id, claim) in store.claims() {
            if articles.contains_key(&claim.article) && !self.claims.contains_key(&id) {
                let anchor = Anchor::of_claim(store, claim);
                things.entry(claim.article).or_default().push((LocatedRecord::Claim(id), anchor));
            }
        }
        things
    }
}

/// Gives each key of an article its thing: first those whose keys are equal,
/// then the most alike ones first, each thing once.
fn assign(
    wanted: &[(&str, &[Anchor])],
    keys: &[usize],
    here: Vec<(LocatedRecord, Anchor)>,
    found: &mut [Option<Vec<LocatedRecord>>],
) {
    let own: Vec<String> = here.iter().map(|(_, anchor)| anchor.key()).collect();
    let mut free: Vec<Option<(LocatedRecord, Anchor)>> = here.into_iter().map(Some).collect();
    let best = |i: usize, anchor: &Anchor| {
        wanted[i].1.iter().map(|known| likeness(known, anchor)).fold(0.0f32, f32::max)
    };
    for &i in keys {
        for (slot, key) in free.iter_mut().zip(&own) {
            let Some((_, anchor)) = slot else { continue };
            // An id given by hand may have been given to something else since.
            let same = key == wanted[i].0 && (!anchor.is_by_hand() || best(i, anchor) >= ENOUGH_WITH_ID);
            if same && let Some((thing, _)) = slot.take() {
                found[i].get_or_insert_with(Vec::new).push(thing);
            }
        }
    }
    let mut likely: Vec<(u32, u32, usize, usize)> = Vec::new();
    for &i in keys.iter().filter(|&&i| found[i].is_none()) {
        for (j, slot) in free.iter().enumerate() {
            let Some((_, anchor)) = slot else { continue };
            let like = best(i, anchor);
            if like >= ENOUGH {
                let far = wanted[i].1.iter().filter_map(|k| Some(k.at?.abs_diff(anchor.at?))).min();
                likely.push(((like * 1e4) as u32, far.unwrap_or(u32::MAX), i, j));
            }
        }
    }
    likely.sort_unstable_by_key(|&(like, far, i, j)| (Reverse(like), far, i, j));
    for (_, _, i, j) in likely {
        if found[i].is_none()
            && let Some((thing, _)) = free[j].take()
        {
            found[i] = Some(vec![thing]);
        }
    }
}

/// The places at which something holds, segment by segment, side by side.
fn scan(store: &Store, holds: impl Fn(&Segment, usize) -> bool + Sync) -> Vec<Place> {
    let parts: Vec<Vec<Place>> = store
        .segments()
        .par_iter()
        .enumerate()
        .map(|(number, segment)| {
            (0..segment.len())
                .filter(|&row| holds(segment, row))
                .map(|row| Place { segment: number as u32, row: row as u32 })
                .collect()
        })
        .collect();
    parts.concat()
}

/// Whether a key is of something that a coder made, which no store holds.
fn is_made(key: &str) -> bool {
    key.starts_with("event:new:") || key.starts_with("claim:new:")
}

/// The rows of the events that have several: one a source and target.
#[derive(Debug, Clone, Default)]
struct Siblings {
    rows: FxHashMap<Place, std::sync::Arc<[Place]>>,
}

impl Siblings {
    fn of(store: &Store) -> Siblings {
        let mut rows = FxHashMap::default();
        for (number, segment) in store.segments().iter().enumerate() {
            if !segment.has_details() {
                continue;
            }
            let mut by_detail: Vec<(usize, u32)> = (0..segment.len())
                .filter_map(|row| Some((address(segment.detail(row)?), row as u32)))
                .collect();
            by_detail.sort_unstable();
            for group in by_detail.chunk_by(|a, b| a.0 == b.0).filter(|g| g.len() > 1) {
                let places: std::sync::Arc<[Place]> =
                    group.iter().map(|&(_, row)| Place { segment: number as u32, row }).collect();
                rows.extend(places.iter().map(|&place| (place, places.clone())));
            }
        }
        Siblings { rows }
    }

    /// All rows of the event at a place.
    fn rows<'a>(&self, store: &'a Store, place: Place) -> Vec<EventView<'a>> {
        match self.rows.get(&place) {
            Some(places) => places.iter().filter_map(|&p| store.event(p)).collect(),
            None => store.event(place).into_iter().collect(),
        }
    }
}

fn address(detail: &EventDetail) -> usize {
    std::ptr::from_ref(detail) as usize
}
