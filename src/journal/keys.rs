//! The keys of events and claims as they were loaded, and the marks under which
//! they are remembered as seen.

use sha2::{Digest, Sha256};

use crate::model::{ClaimId, EventView, Place, Store};

use super::anchor::Anchor;
use super::coder_session::Target;

/// The key of the event at a place, and what it means. Looks through one
/// segment if it came from a dossier: for many events, use [`DecisionIndex::target`](super::DecisionIndex::target).
///
/// In a revised store, the key of what was loaded; none for what was not.
pub fn key_of(store: &Store, place: Place) -> Option<Target> {
    let id = store.event(place)?.id();
    let (store, place) = match store.is_revised(place) {
        true => (store.as_loaded(), store.as_loaded().find(id)?),
        false => (store.as_loaded(), place),
    };
    let segment = store.segments().get(place.segment as usize)?;
    let rows: Vec<EventView<'_>> = match segment.detail(place.row as usize) {
        Some(detail) => (0..segment.len())
            .filter(|&row| segment.detail(row).is_some_and(|d| std::ptr::eq(d, detail)))
            .filter_map(|row| store.event(Place { segment: place.segment, row: row as u32 }))
            .collect(),
        None => store.event(place).into_iter().collect(),
    };
    let anchor = Anchor::of_event(store, &rows);
    (!rows.is_empty()).then(|| Target { key: anchor.key(), anchor })
}

/// The key of a claim, and what it means.
pub fn key_of_claim(store: &Store, claim: ClaimId) -> Option<Target> {
    let store = store.as_loaded();
    let anchor = Anchor::of_claim(store, store.claim(claim)?);
    Some(Target { key: anchor.key(), anchor })
}

/// The mark under which an event is remembered as seen: from its number in its
/// data set, else from article, day, countries and code.
pub fn fingerprint(store: &Store, event: &EventView<'_>) -> i64 {
    let mut hasher = Sha256::new();
    match (event.outer(), event.origin()) {
        (Some(number), Some(origin)) => {
            hasher.update(origin.format.as_bytes());
            hasher.update(number.to_be_bytes());
        }
        _ => {
            if let Some(article) = store.article(event.article()) {
                hasher.update(article.url().as_bytes());
                hasher.update([0]);
                hasher.update(article.id().as_bytes());
            }
            hasher.update(event.evidence().as_bytes());
        }
    }
    let text = format!(
        "{} {} {} {} {}",
        event.date(),
        event.source(),
        event.target(),
        event.code_text(),
        event.modality()
    );
    hasher.update(text.as_bytes());
    let digest = hasher.finalize();
    digest.iter().take(8).fold(0i64, |sum, &byte| (sum << 8) | i64::from(byte))
}
