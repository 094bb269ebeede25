//! How long after the event a data set took it up, and how much of the data
//! nobody could resolve: what a reader must know before trusting the counts.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::column::NO_LAG;
use crate::model::{ActorId, NO_DAY, Store};
use crate::query::selection::Selection;

/// Lags at which GDELT puts events by the words "last week", "last month" and
/// "last year", whenever they really happened.
pub(crate) const ARTEFACTS: [i16; 3] = [7, 30, 365];

/// How long after the event it was taken up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lags {
    /// Days of lag, with how many events have them.
    pub(crate) days: BTreeMap<i16, u32>,
    /// Events of which it is not told.
    pub unknown: u32,
    /// How many lie exactly at one of [`ARTEFACTS`]; those of data sets other than
    /// GDELT are not among them.
    pub artefacts: u32,
}

impl Lags {
    /// How many events have a lag that is told.
    pub(crate) fn known(&self) -> u32 {
        self.days.values().sum()
    }

    /// How many are taken up before they happen.
    pub fn early(&self) -> u32 {
        self.days.range(..0).map(|(_, n)| n).sum()
    }

    /// The lag up to which half of the events lie.
    pub fn median(&self) -> Option<i16> {
        let half = self.known().div_ceil(2);
        let mut sum = 0;
        self.days.iter().find_map(|(lag, n)| {
            sum += n;
            (sum >= half).then_some(*lag)
        })
    }
}

/// The lags of a selection's events.
pub fn lags(store: &Store, selection: &Selection) -> Lags {
    let others = other_sets(store);
    let segments = store.segments().par_iter().zip(&selection.parts);
    let partial = segments.map(|(segment, part)| {
        let mut lags = Lags::default();
        let (column, seq) = (&segment.columns().lag, &segment.columns().seq);
        part.each(|row| match column.get(row).copied().unwrap_or(NO_LAG) {
            NO_LAG => lags.unknown += 1,
            lag => {
                *lags.days.entry(lag).or_default() += 1;
                let is_other = || others.iter().any(|&(from, to)| (from..to).contains(&seq[row]));
                lags.artefacts += u32::from(ARTEFACTS.contains(&lag) && !is_other());
            }
        });
        lags
    });
    partial.reduce(Lags::default, |mut a, b| {
        a.unknown += b.unknown;
        a.artefacts += b.artefacts;
        for (lag, n) in b.days {
            *a.days.entry(lag).or_default() += n;
        }
        a
    })
}

/// The stretches, in the order of loading, that came from data sets other than GDELT.
fn other_sets(store: &Store) -> Vec<(u32, u32)> {
    let origins = store.origins();
    let ends = origins.iter().skip(1).map(|o| o.first).chain([u32::MAX]);
    let others = origins.iter().zip(ends).filter(|(o, _)| !o.format.starts_with("GDELT"));
    others.map(|(o, end)| (o.first, end)).collect()
}

/// How much of a selection is not resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unresolved {
    /// All events.
    pub events: u32,
    /// Events whose source or target, or both, has no country.
    pub without_pair: u32,
    /// Sides that name an actor without a country.
    pub actors_without_country: u32,
    /// Sides that name nobody.
    pub nobody: u32,
    /// Events whose code is in no list.
    pub(crate) unknown_codes: u32,
    /// Events without a date.
    pub(crate) without_date: u32,
}

impl Unresolved {
    /// The share of events without two known countries, 0 to 1.
    pub(crate) fn share(&self) -> f64 {
        if self.events == 0 { 0.0 } else { f64::from(self.without_pair) / f64::from(self.events) }
    }
}

/// How much of a selection is not resolved.
pub fn unresolved(store: &Store, selection: &Selection) -> Unresolved {
    let segments = store.segments().par_iter().zip(&selection.parts);
    let partial = segments.map(|(segment, part)| {
        let c = segment.columns();
        let mut u = Unresolved::default();
        part.each(|row| {
            let sides = [(c.source[row], c.source_actor[row]), (c.target[row], c.target_actor[row])];
            u.events += 1;
            u.without_pair += u32::from(sides.iter().any(|(country, _)| country.0 == 0));
            for (_, actor) in sides.iter().filter(|(country, _)| country.0 == 0) {
                u.nobody += u32::from(*actor == ActorId::NONE);
                u.actors_without_country += u32::from(*actor != ActorId::NONE);
            }
            u.unknown_codes += u32::from(c.code[row].get().is_none());
            u.without_date += u32::from(c.day[row] == NO_DAY);
        });
        u
    });
    partial.reduce(Unresolved::default, |a, b| Unresolved {
        events: a.events + b.events,
        without_pair: a.without_pair + b.without_pair,
        actors_without_country: a.actors_without_country + b.actors_without_country,
        nobody: a.nobody + b.nobody,
        unknown_codes: a.unknown_codes + b.unknown_codes,
        without_date: a.without_date + b.without_date,
    })
}
