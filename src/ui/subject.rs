//! The thing in view.

use crate::model::{ArticleId, ClaimId, EventId, Store};

/// What the Source pane shows: the thing in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Subject {
    /// Nothing yet.
    #[default]
    Nothing,
    /// An event.
    Event(EventId),
    /// A claim.
    Claim(ClaimId),
    /// A whole article.
    Article(ArticleId),
}

impl Subject {
    /// Whether a coder made it, so that nothing of it was loaded.
    pub(crate) fn is_made(self, store: &Store) -> bool {
        match self {
            Subject::Event(id) => id.is_made(),
            Subject::Claim(id) => id.index().is_some_and(|at| at >= store.as_loaded().claim_count()),
            Subject::Nothing | Subject::Article(_) => false,
        }
    }
}
