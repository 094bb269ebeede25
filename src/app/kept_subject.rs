//! The thing in view, told so that a later session finds it again.

use serde::{Deserialize, Serialize};

use crate::journal::fingerprint;
use crate::model::{ClaimId, EventId, Store};
use crate::ui::pane::Subject;

/// An event or claim, told so that another one is not taken for it if other
/// things are loaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum KeptSubject {
    /// An event: its number, and the mark of what it tells.
    Event { number: u32, mark: i64 },
    /// A claim: its number, and its words.
    Claim { number: u32, words: String },
}

impl KeptSubject {
    /// An event or claim of a store; nothing else is kept.
    pub(super) fn of(store: &Store, subject: Subject) -> Option<KeptSubject> {
        match subject {
            Subject::Event(id) => {
                let event = store.event_by_id(id)?;
                Some(KeptSubject::Event { number: id.0, mark: fingerprint(store, &event) })
            }
            Subject::Claim(id) => {
                let words = store.claim(id)?.text.chars().take(200).collect();
                Some(KeptSubject::Claim { number: id.0, words })
            }
            _ => None,
        }
    }

    /// The thing in a store, if what has its number there is the same.
    pub(super) fn find(&self, store: &Store) -> Option<Subject> {
        let subject = match self {
            KeptSubject::Event { number, .. } => Subject::Event(EventId(*number)),
            KeptSubject::Claim { number, .. } => Subject::Claim(ClaimId(*number)),
        };
        (KeptSubject::of(store, subject).as_ref() == Some(self)).then_some(subject)
    }
}
