//! What is new in a pair since it was last looked at.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::JournalWorker;
use crate::journal::{EntryKind, fingerprint, pair_key};
use crate::model::{EventId, Pair, Place, Store};
use crate::query::Views;
use crate::ui::review_snapshot::Fresh;
use crate::ui::screen::Notice;

impl JournalWorker {
    /// The pair that came in view: what is new in it since it was last looked at.
    pub(super) fn look(&mut self, views: &Views) -> Option<Notice> {
        let pair = views.pair?;
        // As it was loaded: what the coder made of it is nothing new to the coder.
        let store = &self.store;
        let marks: Vec<(i64, EventId)> = loaded_of(store, pair)
            .filter_map(|place| store.event(place))
            .map(|event| (fingerprint(store, &event), event.id()))
            .collect();
        let numbers: Vec<i64> = marks.iter().map(|(mark, _)| *mark).collect();
        let before = self.session.review().look(self.session.coder(), &pair_key(pair));
        let new = self.session.look(pair, &numbers).unwrap_or_default();
        let events: FxHashSet<EventId> = match before {
            Some(_) => marks.into_iter().filter(|(mark, _)| new.contains(mark)).map(|(_, id)| id).collect(),
            None => FxHashSet::default(),
        };
        let since = before.map(|look| look.time.format("%Y-%m-%d").to_string());
        let count = events.len();
        self.snapshot.fresh = Fresh { pair: Some(pair), since: since.clone(), events: Arc::new(events) };
        self.refresh(Some(&FxHashSet::default()));
        match since {
            Some(day) if count > 0 => Some(Notice::of(format!("◆ {count} new since you looked on {day}"))),
            _ => None,
        }
    }

    /// How many events pairs have gained since they were looked at: by counts
    /// alone, for all pairs that ever were.
    pub(super) fn gained(&self, coder: &str) -> FxHashMap<u32, u64> {
        let review = self.session.review();
        let looked = review.all_of(EntryKind::Looked).filter(|(_, by, _)| *by == coder);
        looked
            .filter_map(|(key, _, _)| {
                let pair: Pair = key.strip_prefix("pair:")?.parse().ok()?;
                let look = review.look(coder, key)?;
                let rows = self.store.segments().iter().map(|s| s.pair_rows(pair).len() as u64);
                let gained = rows.sum::<u64>().saturating_sub(look.events);
                (gained > 0).then_some((pair.key(), gained))
            })
            .collect()
    }
}

/// Where the events of a pair stand.
fn loaded_of(store: &Store, pair: Pair) -> impl Iterator<Item = Place> + '_ {
    store.segments().iter().enumerate().flat_map(move |(number, segment)| {
        segment.pair_rows(pair).map(move |row| Place { segment: number as u32, row: row as u32 })
    })
}
