//! What the screen knows of the journal: decisions, notes, what is unsaved.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::journal::{Changes, Correction, Decisions, SavedView};
use crate::model::{ClaimId, Decision, EventId, EventView, Pair, Store};

use super::format;
use super::pane_id::PaneId;
use super::subject::Subject;
use super::theme::Role;

/// What is written down about an event or claim besides the decision.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct About {
    /// The fields that the coder changed.
    pub correction: Correction,
    /// What was written about it: who, and the words.
    pub notes: Vec<(String, String)>,
    /// The decisions of others: who, and which.
    pub(crate) others: Vec<(String, Decision)>,
    /// The adjudication, where coders differed: whose, and which.
    pub(crate) adjudication: Option<(String, Decision)>,
    /// Who made it by hand, if nobody found it in the data.
    pub(crate) made: Option<String>,
    /// The event of which it is another report, in a few words.
    pub(crate) merged: Option<String>,
    /// The events that are further reports of it, in a few words each.
    pub gained: Vec<String>,
    /// Whether the coder marked it.
    pub flagged: bool,
    /// The fields that were changed, as they were coded: name and value.
    pub(crate) coded: Vec<(&'static str, String)>,
    /// Whether something about it is held and not saved.
    pub(crate) unsaved: bool,
}

/// One of the last decisions.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Recent {
    /// What holds since.
    pub(crate) decision: Option<Decision>,
    /// It all in a line.
    pub(crate) text: String,
    /// Whether it is held and not saved.
    pub(crate) unsaved: bool,
}

/// What was new in a pair when it came in view.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fresh {
    pub(crate) pair: Option<Pair>,
    /// The day on which it was last looked at; `None` the first time.
    pub(crate) since: Option<String>,
    /// The events that were not there then; empty the first time.
    pub events: Arc<FxHashSet<EventId>>,
}

/// What the screen knows of the journal.
#[derive(Debug, Clone, Default)]
pub struct ReviewSnapshot {
    /// Who decides; `None` where there is no journal.
    pub(crate) coder: Option<String>,
    /// The coder's decisions.
    pub decisions: Arc<Decisions>,
    /// What else is written down.
    pub(crate) about: Arc<FxHashMap<Subject, Arc<About>>>,
    /// The last ten decisions, the latest first.
    pub(crate) recent: Vec<Recent>,
    /// How many acts are held and not saved.
    pub unsaved: usize,
    /// What keeps decisions from being saved.
    pub trouble: Option<String>,
    /// How many acts can be undone, and redone.
    pub(crate) turns: (usize, usize),
    /// What is new in the pair in view.
    pub fresh: Fresh,
    /// Events that pairs have gained since they were last looked at.
    pub(crate) gained: Arc<FxHashMap<u32, u64>>,
    /// The coder's saved queries by name.
    pub(crate) views: Vec<(String, SavedView)>,
    /// What is written down about pairs, by their key's number.
    pub(crate) pairs: Arc<FxHashMap<u32, About>>,
    /// The others who have decided anything in this workspace.
    pub(crate) others: Vec<String>,
    /// How many events and claims coders differ on without an adjudication.
    pub(crate) disputed: usize,
    /// The moment that is shown in place of the present, in words.
    pub past: Option<String>,
    /// How the store after review differs from what was loaded.
    pub(crate) changes: Changes,
    /// Decisions about articles that are loaded, but fit nothing in them any more.
    pub(crate) lost: usize,
    /// Entries of the journal that cannot be read and are left out, a line each.
    pub(crate) unreadable: Vec<String>,
}

impl ReviewSnapshot {
    /// The decision on an event.
    pub fn of(&self, event: &EventView<'_>) -> Decision {
        self.decisions.of(event)
    }

    /// The decision on a claim.
    pub fn of_claim(&self, store: &Store, claim: ClaimId) -> Decision {
        self.decisions.of_claim(store, claim)
    }

    /// The decision on a thing, open for what takes none.
    pub fn of_subject(&self, store: &Store, subject: Subject) -> Decision {
        match subject {
            Subject::Event(id) => {
                let event = store.event_by_id(id);
                event.map_or(Decision::Open, |e| self.of(&e))
            }
            Subject::Claim(id) => self.of_claim(store, id),
            _ => Decision::Open,
        }
    }

    /// What else is written down about a thing.
    pub fn about(&self, subject: Subject) -> Option<&About> {
        self.about.get(&subject).map(|a| &**a)
    }

    /// What is written down about a pair.
    pub fn about_pair(&self, pair: Pair) -> Option<&About> {
        self.pairs.get(&pair.key())
    }

    /// The sign of the decision on a thing, and its colour: what was made by
    /// hand and is not decided on otherwise has its own.
    pub(crate) fn mark(&self, thing: Subject, decision: Decision) -> (&'static str, Role) {
        let made = decision == Decision::Accepted && self.about(thing).is_some_and(|a| a.made.is_some());
        if made { ("✚", Role::Fine) } else { format::decision(decision) }
    }

    /// Whether something about a thing is held and not saved.
    pub(crate) fn is_unsaved(&self, subject: Subject) -> bool {
        self.unsaved > 0 && self.about(subject).is_some_and(|a| a.unsaved)
    }

    /// How many events a pair has gained since it was last looked at.
    pub(crate) fn gained(&self, pair: Pair) -> u64 {
        self.gained.get(&pair.key()).copied().unwrap_or(0)
    }
}

/// What the user picked out to act upon.
#[derive(Debug, Clone, Default)]
pub(crate) struct SelectedRows {
    /// The things picked one by one.
    pub(crate) picked: FxHashSet<Subject>,
    /// Where a range began: the pane, and the row on its screen.
    pub(crate) range: Option<(PaneId, usize)>,
}

impl SelectedRows {
    /// Whether nothing is picked.
    pub(crate) fn is_empty(&self) -> bool {
        self.picked.is_empty() && self.range.is_none()
    }

    /// Whether a thing in a row is picked, the cursor being in another.
    pub(crate) fn has(&self, subject: Subject, pane: PaneId, position: usize, cursor: usize) -> bool {
        self.picked.contains(&subject)
            || self.range.is_some_and(|(p, from)| {
                p == pane && (from.min(cursor)..=from.max(cursor)).contains(&position)
            })
    }
}
