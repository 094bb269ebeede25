//! What decisions do to what is counted and shown: the store as it stands after
//! review. Rows are never changed; those that a correction, a resolved name or a
//! merger concerns are set aside, and others stand in their place in a small
//! segment of their own, together with what coders made ([`Reviser`](crate::model::revise::Reviser)). What is
//! rejected stays listed, but counts for nothing.

mod apply;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{ActorId, ClaimId, Decision, EventId, Place, Store};

use super::decision_index::DecisionIndex;
use super::entry::EntryKind;
use super::review::Review;
use super::value::{Correction, Draft, SideRef};

/// Whose decisions take effect. An adjudication holds for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DecisionScope {
    /// One coder's.
    Of(String),
    /// All coders' taken together: what they agree on.
    #[default]
    All,
}

impl DecisionScope {
    /// The decision on a key, and the fields that are changed if it is `corrected`.
    pub(crate) fn judge(&self, review: &Review, key: &str) -> (Decision, Correction) {
        match self {
            DecisionScope::All => {
                let standing = review.standing(key);
                (standing.decision, standing.correction)
            }
            DecisionScope::Of(coder) => match review.adjudication(key) {
                Some((_, adjudication)) => (adjudication.decision, adjudication.correction),
                None => match review.decision(coder, key) {
                    Decision::Corrected => (Decision::Corrected, review.correction(coder, key)),
                    other => (other, Correction::default()),
                },
            },
        }
    }

    /// Whether what this coder writes takes effect.
    pub(crate) fn sees(&self, by: &str) -> bool {
        match self {
            DecisionScope::Of(coder) => coder == by,
            DecisionScope::All => true,
        }
    }

    /// The event of which a key is another report, as said last.
    pub(crate) fn merged(&self, review: &Review, key: &str) -> Option<String> {
        let slots = review.of_kind(EntryKind::Merge, key).filter(|(by, _)| self.sees(by));
        let (_, slot) = slots.max_by_key(|(_, slot)| slot.entry)?;
        slot.value.as_str().map(str::to_owned)
    }
}

/// What is different from what was loaded, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// Events with changed fields.
    pub corrected: usize,
    /// Events that count as reports of another.
    pub(crate) merged: usize,
    /// Rows of which a side was resolved by its name.
    pub resolved: usize,
    /// Events that coders made.
    pub made: usize,
    /// Events that are rejected.
    pub(crate) rejected: usize,
    /// Claims with changed fields, and claims that coders made.
    pub claims: usize,
}

impl Changes {
    /// Whether all is as it was loaded.
    pub(crate) fn is_nothing(&self) -> bool {
        *self == Changes::default()
    }

    /// In words: `3 corrected, 1 merged`; empty for nothing.
    pub fn words(&self) -> String {
        let told = [
            (self.corrected, "corrected"),
            (self.merged, "merged"),
            (self.resolved, "resolved"),
            (self.made, "added"),
            (self.rejected, "rejected"),
            (self.claims, "claims changed"),
        ];
        let told = told.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
        told.collect::<Vec<_>>().join(", ")
    }
}

/// What is to be done to one event or claim.
#[derive(Debug, Clone, PartialEq, Default)]
struct Edit {
    correction: Correction,
    into: Option<String>,
}

/// Everything in a review that changes rows.
#[derive(Debug, Clone, PartialEq, Default)]
struct Plan {
    edits: Vec<(String, Edit)>,
    names: Vec<(String, SideRef)>,
    made: Vec<(String, Draft)>,
}

/// Where the actors without a country stand whose names were resolved.
#[derive(Default)]
struct Named {
    names: Vec<(String, SideRef)>,
    actors: FxHashMap<ActorId, SideRef>,
    places: Vec<Place>,
}

/// Makes the store as it stands after review, and makes it anew after each
/// decision that changes something. Keeps what it needs from one to the next.
pub struct Reviewer {
    decision_scope: DecisionScope,
    base: Arc<Store>,
    plan: Plan,
    /// With other rows, but without decisions.
    edited: Arc<Store>,
    rejected: FxHashSet<EventId>,
    rejected_claims: FxHashSet<ClaimId>,
    store: Arc<Store>,
    changes: Changes,
    /// Events whose files tell that they were rejected.
    rejected_in_files: Vec<EventId>,
    places: FxHashMap<EventId, Place>,
    named: Named,
    /// The numbers of rows that nobody loaded, so that they keep them.
    numbers: FxHashMap<(String, u32), u32>,
    /// The rows and claims that nobody loaded, with their keys.
    added: Vec<(EventId, String)>,
    added_claims: Vec<(ClaimId, String)>,
    /// The keys that count as further reports of a key.
    reports: BTreeMap<String, Vec<String>>,
}

impl Reviewer {
    /// Begins with an empty store.
    pub fn new(decision_scope: DecisionScope) -> Reviewer {
        Reviewer {
            decision_scope,
            base: Arc::default(),
            plan: Plan::default(),
            edited: Arc::default(),
            rejected: FxHashSet::default(),
            rejected_claims: FxHashSet::default(),
            store: Arc::default(),
            changes: Changes::default(),
            rejected_in_files: Vec::new(),
            places: FxHashMap::default(),
            named: Named::default(),
            numbers: FxHashMap::default(),
            added: Vec::new(),
            added_claims: Vec::new(),
            reports: BTreeMap::new(),
        }
    }

    /// The store as it stands after review, once: for programs that end then.
    pub fn once(
        decision_scope: DecisionScope,
        base: &Arc<Store>,
        index: &mut DecisionIndex,
        review: &Review,
    ) -> (Arc<Store>, Changes) {
        let mut reviewer = Reviewer::new(decision_scope);
        reviewer.update(base, index, review);
        (reviewer.store, reviewer.changes)
    }

    /// The store as it stood after the last update.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// How it differs from what was loaded.
    pub(crate) fn changes(&self) -> Changes {
        self.changes
    }

    /// The rows that nobody loaded, with the keys that they belong to.
    pub(crate) fn added(&self) -> &[(EventId, String)] {
        &self.added
    }

    /// The claims that nobody loaded, with their keys.
    pub(crate) fn added_claims(&self) -> &[(ClaimId, String)] {
        &self.added_claims
    }

    /// The keys that were merged into others, by the key as whose reports they count.
    pub(crate) fn reports(&self) -> &BTreeMap<String, Vec<String>> {
        &self.reports
    }

    /// Brings the store up to what a review says. The overlay is of the store as
    /// loaded; rows that nobody loaded are added to it. Whether anything that
    /// is counted or shown has changed.
    ///
    /// Costs little where the decision changes no row: to accept is one look
    /// through the keys. Else as much as there are changed rows.
    pub fn update(&mut self, base: &Arc<Store>, index: &mut DecisionIndex, review: &Review) -> bool {
        let other_store = !Arc::ptr_eq(&self.base, base);
        if other_store {
            self.base = base.clone();
            self.places.clear();
            self.named = Named::default();
            self.rejected_in_files = rejected_in_files(base);
        }
        let plan = self.plan(index, review);
        let other_rows = other_store || plan != self.plan;
        if other_rows {
            self.plan = plan;
            self.apply(index);
        }
        for (id, key) in &self.added {
            index.add_made(*id, key);
        }
        for (id, key) in &self.added_claims {
            index.add_made_claim(*id, key);
        }
        let decisions = index.judged(|key| self.decision_scope.judge(review, key).0);
        let is_rejected = |d: &Decision| *d == Decision::Rejected;
        let events = decisions.events.iter().filter(|(_, d)| is_rejected(d)).map(|(&id, _)| id);
        let told = self.rejected_in_files.iter().copied().filter(|id| !decisions.events.contains_key(id));
        let rejected: FxHashSet<EventId> = events.chain(told).collect();
        let claims = decisions.claims.iter().filter(|(_, d)| is_rejected(d)).map(|(&id, _)| id);
        let rejected_claims: FxHashSet<ClaimId> = claims.collect();
        if !other_rows && rejected == self.rejected && rejected_claims == self.rejected_claims {
            return false;
        }
        let mut events = decisions.events;
        events.extend(rejected.iter().map(|&id| (id, Decision::Rejected)));
        self.store = Arc::new(self.edited.judged(events, decisions.claims));
        self.changes.rejected = rejected.len();
        (self.rejected, self.rejected_claims) = (rejected, rejected_claims);
        true
    }

    fn plan(&self, index: &DecisionIndex, review: &Review) -> Plan {
        let edits = index.keys().filter_map(|key| {
            let edit = Edit {
                correction: self.decision_scope.judge(review, key).1,
                into: self.decision_scope.merged(review, key).filter(|into| into != key),
            };
            (edit != Edit::default()).then(|| (key.to_owned(), edit))
        });
        let mut names: FxHashMap<&str, (u64, SideRef)> = FxHashMap::default();
        for (key, by, slot) in
            review.all_of(EntryKind::Actor).filter(|(_, by, _)| self.decision_scope.sees(by))
        {
            let Some(side) = review.resolution(by, key) else { continue };
            let known = names.entry(key).or_insert((0, SideRef::default()));
            if slot.entry > known.0 {
                *known = (slot.entry, side);
            }
        }
        let mut names: Vec<_> = names.into_iter().map(|(key, (_, side))| (key.to_owned(), side)).collect();
        names.sort();
        let made = review.created().into_iter().filter(|(_, by, _)| self.decision_scope.sees(by));
        let made = made.map(|(key, _, draft)| {
            let correction = self.decision_scope.judge(review, key).1;
            (key.to_owned(), Draft { fields: draft.fields.clone().with(&correction), ..draft })
        });
        Plan { edits: edits.collect(), names, made: made.collect() }
    }

    /// The number of a row that nobody loaded: the same for as long as this lives.
    fn number(&mut self, key: &str, at: u32) -> EventId {
        let next = self.numbers.len() as u32;
        EventId::made(*self.numbers.entry((key.to_owned(), at)).or_insert(next))
    }
}

/// The events whose files tell that they were rejected.
fn rejected_in_files(store: &Store) -> Vec<EventId> {
    let mut told = Vec::new();
    for segment in store.segments().iter().filter(|s| s.has_details()) {
        for row in 0..segment.len() {
            if segment.detail(row).and_then(|d| d.decision) == Some(Decision::Rejected) {
                told.push(EventId(segment.columns().seq[row]));
            }
        }
    }
    told
}
