//! Reading a [`Review`]: what a coder decided, and what stands between coders.

use serde::de::DeserializeOwned;

use crate::model::Decision;

use super::entry::EntryKind;
use super::review::{Review, Slot};
use super::value::{Adjudication, Correction, Draft, LastSeen, SavedView, SideRef};

/// What holds for an event or claim, all coders taken together.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The decision; open where coders differ and nobody has ruled.
    pub decision: Decision,
    /// The changed fields, where it is corrected.
    pub correction: Correction,
    /// Who decided, by name; the one who ruled where there is an adjudication.
    pub by: Vec<String>,
    /// Whether coders differ and nobody has ruled.
    pub disputed: bool,
    /// Whether it is an adjudication.
    pub ruled: bool,
}

fn read<T: DeserializeOwned>(slot: &Slot) -> Option<T> {
    serde_json::from_value(slot.value.clone()).ok()
}

fn decision(slot: &Slot) -> Option<Decision> {
    slot.value.as_str()?.parse().ok()
}

impl Review {
    /// A coder's decision, open if there is none.
    pub fn decision(&self, coder: &str, key: &str) -> Decision {
        self.slot(coder, EntryKind::Decision, key).and_then(decision).unwrap_or(Decision::Open)
    }

    /// The decisions of all coders on a key, by name.
    pub(crate) fn decisions<'a>(&'a self, key: &str) -> impl Iterator<Item = (&'a str, Decision)> + use<'a> {
        self.of_kind(EntryKind::Decision, key).filter_map(|(coder, slot)| Some((coder, decision(slot)?)))
    }

    /// A coder's changed fields, none if there are none.
    pub fn correction(&self, coder: &str, key: &str) -> Correction {
        self.slot(coder, EntryKind::Correction, key).and_then(read).unwrap_or_default()
    }

    /// What coders wrote about a key: who, and the words.
    pub fn notes<'a>(&'a self, key: &str) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.of_kind(EntryKind::Note, key).filter_map(|(coder, slot)| Some((coder, slot.value.as_str()?)))
    }

    /// Whether a coder marked a key.
    pub fn is_marked(&self, coder: &str, key: &str) -> bool {
        self.slot(coder, EntryKind::Flag, key).is_some()
    }

    /// Who an unresolved name is: a coder's own resolution, else the latest of another.
    pub fn resolution(&self, coder: &str, name_key: &str) -> Option<SideRef> {
        let own = self.slot(coder, EntryKind::Actor, name_key);
        let latest = || {
            self.of_kind(EntryKind::Actor, name_key).max_by_key(|(_, slot)| slot.entry).map(|(_, slot)| slot)
        };
        own.or_else(latest).and_then(read)
    }

    /// The events and claims that coders made: key, coder and what it is, oldest first.
    pub fn created(&self) -> Vec<(&str, &str, Draft)> {
        let mut made: Vec<_> = self.all_of(EntryKind::Created).collect();
        made.sort_by_key(|(_, _, slot)| slot.entry);
        made.into_iter().filter_map(|(key, coder, slot)| Some((key, coder, read(slot)?))).collect()
    }

    /// The event of which this one is another report, for a coder.
    pub fn merged_into(&self, coder: &str, key: &str) -> Option<&str> {
        self.value(coder, EntryKind::Merge, key)?.as_str().filter(|into| *into != key)
    }

    /// A coder's saved queries, by name.
    pub fn views(&self, coder: &str) -> Vec<(String, SavedView)> {
        let mut views: Vec<_> = self
            .all_of(EntryKind::View)
            .filter(|(_, by, _)| *by == coder)
            .filter_map(|(key, _, slot)| Some((key.strip_prefix("view:")?.to_owned(), read(slot)?)))
            .collect();
        views.sort_by(|(a, _): &(String, SavedView), (b, _)| a.cmp(b));
        views
    }

    /// When a coder last looked at a pair (its key is `pair:IRN-RUS`).
    pub fn look(&self, coder: &str, pair_key: &str) -> Option<LastSeen> {
        self.slot(coder, EntryKind::Looked, pair_key).and_then(read)
    }

    /// The latest adjudication on a key, and whose it is.
    pub(crate) fn adjudication(&self, key: &str) -> Option<(&str, Adjudication)> {
        let adjudications = self.of_kind(EntryKind::Adjudication, key);
        let (coder, slot) = adjudications.max_by_key(|(_, slot)| slot.entry)?;
        Some((coder, read(slot)?))
    }

    /// What holds for a key: an adjudication; else what all who decided agree on.
    /// Skipping is no vote.
    pub fn standing(&self, key: &str) -> Standing {
        if let Some((coder, adjudication)) = self.adjudication(key) {
            return Standing {
                decision: adjudication.decision,
                correction: adjudication.correction,
                by: vec![coder.to_owned()],
                disputed: false,
                ruled: true,
            };
        }
        let votes: Vec<(&str, Decision)> =
            self.decisions(key).filter(|(_, d)| !matches!(d, Decision::Open | Decision::Skipped)).collect();
        let Some(&(first, decision)) = votes.first() else {
            return self.nothing(key);
        };
        let corrected = |coder: &str, decision| match decision {
            Decision::Corrected => self.correction(coder, key),
            _ => Correction::default(),
        };
        let correction = corrected(first, decision);
        let agreed = votes.iter().all(|&(by, d)| d == decision && corrected(by, d) == correction);
        Standing {
            decision: if agreed { decision } else { Decision::Open },
            correction: if agreed { correction } else { Correction::default() },
            by: votes.iter().map(|(by, _)| (*by).to_owned()).collect(),
            disputed: !agreed,
            ruled: false,
        }
    }

    /// The standing of a key without votes: skipped if somebody skipped it.
    fn nothing(&self, key: &str) -> Standing {
        let by: Vec<String> = self.decisions(key).map(|(by, _)| by.to_owned()).collect();
        let skipped = self.decisions(key).any(|(_, d)| d == Decision::Skipped);
        Standing {
            decision: if skipped { Decision::Skipped } else { Decision::Open },
            correction: Correction::default(),
            by,
            disputed: false,
            ruled: false,
        }
    }
}
