//! Decisions as other threads and queries take them.

use rustc_hash::FxHashMap;

use crate::model::{ClaimId, Decision, EventId, EventView, Place, Store};

/// Decisions by event and claim, apart from journal and state: cheap to hand to
/// another thread. Only what is decided is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    pub(super) events: FxHashMap<EventId, Decision>,
    pub(super) claims: FxHashMap<ClaimId, Decision>,
}

impl Decisions {
    /// The decision on an event: the journal's, else the one that came with its file.
    pub fn of(&self, event: &EventView<'_>) -> Decision {
        let told = || event.detail().and_then(|d| d.decision).unwrap_or(Decision::Open);
        self.events.get(&event.id()).copied().unwrap_or_else(told)
    }

    /// The decision on a claim: the journal's, else the one that came with its file.
    pub fn of_claim(&self, store: &Store, claim: ClaimId) -> Decision {
        let told = || store.claim(claim).map_or(Decision::Open, |c| c.decision);
        self.claims.get(&claim).copied().unwrap_or_else(told)
    }

    /// The position of the next event that nobody has decided on, after `from`
    /// (before it, if not `forward`), around the end.
    pub fn next_open(
        &self,
        store: &Store,
        events: &[Place],
        from: Option<usize>,
        forward: bool,
    ) -> Option<usize> {
        let count = events.len();
        let start = from.unwrap_or(if forward { count.saturating_sub(1) } else { 0 });
        (1..=count)
            .map(|step| if forward { (start + step) % count } else { (start + count - step % count) % count })
            .find(|&at| store.event(events[at]).is_some_and(|e| self.of(&e) == Decision::Open))
    }

    /// How many events and claims are decided.
    pub fn len(&self) -> usize {
        self.events.len() + self.claims.len()
    }

    /// Whether nothing is decided.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
