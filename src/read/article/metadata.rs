//! What the head of an article says of it.

use crate::model::EventDate;

/// The day at the head of a text of metadata: `2025-01-17T08:00:00Z`.
pub(super) fn day(text: &str) -> EventDate {
    let text = text.trim();
    text.get(..10).unwrap_or(text).parse().unwrap_or_default()
}
