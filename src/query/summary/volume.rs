//! How much a store holds of each day, whoever acts: the measure of the media's
//! attention, by which a pair's counts can be divided.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Count;
use crate::model::{Day, NO_DAY, Store};

/// All events and reports of each day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Volume {
    first: i32,
    days: Vec<Count>,
    /// Days beyond the span that fits a plain list.
    sparse: BTreeMap<i32, Count>,
}

/// The longest span that is kept as a plain list, in days.
const SPAN: i64 = 1 << 20;

impl Volume {
    /// Adds up a store.
    pub fn of(store: &Store) -> Volume {
        let known = |d: &i32| *d != NO_DAY;
        let spans = store.segments().par_iter().filter_map(|s| {
            let days = || s.columns().day.iter().copied().filter(known);
            Some((days().min()?, days().max()?))
        });
        let Some((low, high)) = spans.reduce_with(|a, b| (a.0.min(b.0), a.1.max(b.1))) else {
            return Volume::default();
        };
        let width = i64::from(high) - i64::from(low) + 1;
        if width > SPAN {
            let mut sparse: BTreeMap<i32, Count> = BTreeMap::new();
            for segment in store.segments() {
                let c = segment.columns();
                for (day, reports) in c.day.iter().zip(c.reports.iter()).filter(|(d, _)| known(d)) {
                    sparse.entry(*day).or_default().add(*reports);
                }
            }
            return Volume { sparse, ..Volume::default() };
        }
        let empty = || vec![Count::default(); width as usize];
        let days = store.segments().par_iter().fold(empty, |mut days, segment| {
            let c = segment.columns();
            for (day, reports) in c.day.iter().zip(c.reports.iter()).filter(|(d, _)| known(d)) {
                days[(i64::from(*day) - i64::from(low)) as usize].add(*reports);
            }
            days
        });
        let days = days.reduce(empty, |mut a, b| {
            a.iter_mut().zip(b).for_each(|(a, b)| a.merge(b));
            a
        });
        Volume { first: low, days, sparse: BTreeMap::new() }
    }

    /// What the store holds of a day.
    pub fn day(&self, day: Day) -> Count {
        let at = i64::from(day.0) - i64::from(self.first);
        let plain = usize::try_from(at).ok().and_then(|at| self.days.get(at));
        plain.or_else(|| self.sparse.get(&day.0)).copied().unwrap_or_default()
    }

    /// What it holds from one day to another, both included.
    pub fn between(&self, from: Day, to: Day) -> Count {
        let mut sum = Count::default();
        for (i, count) in self.days.iter().enumerate() {
            let day = i64::from(self.first) + i as i64;
            if i64::from(from.0) <= day && day <= i64::from(to.0) {
                sum.merge(*count);
            }
        }
        if from <= to {
            self.sparse.range(from.0..=to.0).for_each(|(_, count)| sum.merge(*count));
        }
        sum
    }
}
