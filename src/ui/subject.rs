//! The thing in view.

use crate::model::{ArticleId, ClaimId, EventId};

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
