//! How much a store holds of each day, whoever acts: the measure of the media's
//! attention, by which a pair's counts can be divided.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Count;
use crate::model::{Day, NO_DAY, Segment, Store};
use crate::query::selection::{Part, Selection};

/// All events and reports of each day that has any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Volume {
    /// The days with any event, ascending.
    days: Vec<Day>,
    /// For each of them, what there is up to and including it.
    sums: Vec<Count>,
}

/// Segments whose days span no more than this are counted in a plain table.
const MOST_DENSE: i64 = 1 << 20;

impl Volume {
    /// Adds up a selection: all of the store, or all that some data sets hold.
    /// Events without a date count for no day.
    pub fn of(store: &Store, selection: &Selection) -> Volume {
        let segments = store.segments().par_iter().zip(&selection.parts);
        let partials: Vec<FxHashMap<i32, Count>> =
            segments.map(|(segment, part)| segment_days(segment, part)).collect();
        let mut partials = partials.into_iter();
        let mut all = partials.next().unwrap_or_default();
        for (day, count) in partials.flatten() {
            all.entry(day).or_default().merge(count);
        }
        let mut days: Vec<(Day, Count)> = all.into_iter().map(|(day, count)| (Day(day), count)).collect();
        days.sort_unstable_by_key(|(day, _)| *day);
        let mut sum = Count::default();
        let sums = days.iter().map(|(_, count)| {
            sum.merge(*count);
            sum
        });
        let sums = sums.collect();
        Volume { days: days.into_iter().map(|(day, _)| day).collect(), sums }
    }

    /// The days with any event, ascending.
    pub(crate) fn days(&self) -> &[Day] {
        &self.days
    }

    /// What the store holds of a day.
    pub fn day(&self, day: Day) -> Count {
        self.between(day, day)
    }

    /// What it holds from one day to another, both included.
    pub fn between(&self, from: Day, to: Day) -> Count {
        let before =
            |end: usize| end.checked_sub(1).and_then(|i| self.sums.get(i)).copied().unwrap_or_default();
        let low = before(self.days.partition_point(|&d| d < from));
        let high = before(self.days.partition_point(|&d| d <= to));
        Count {
            events: high.events.saturating_sub(low.events),
            reports: high.reports.saturating_sub(low.reports),
        }
    }
}

/// The days of what is picked of one segment, each with its count.
fn segment_days(segment: &Segment, part: &Part) -> FxHashMap<i32, Count> {
    let c = segment.columns();
    let (mut low, mut high) = (i32::MAX, i32::MIN);
    part.each(|row| {
        if c.day[row] != NO_DAY {
            low = low.min(c.day[row]);
            high = high.max(c.day[row]);
        }
    });
    let width = i64::from(high) - i64::from(low) + 1;
    let mut dense =
        vec![Count::default(); if (1..=MOST_DENSE).contains(&width) { width as usize } else { 0 }];
    let mut sparse: FxHashMap<i32, Count> = FxHashMap::default();
    part.each(|row| {
        let day = c.day[row];
        match dense.get_mut((i64::from(day) - i64::from(low)) as usize) {
            Some(count) => count.add(c.reports[row]),
            None if day != NO_DAY => sparse.entry(day).or_default().add(c.reports[row]),
            None => {}
        }
    });
    let days = dense.into_iter().enumerate().filter(|(_, count)| count.events > 0);
    sparse.extend(days.map(|(i, count)| (low + i as i32, count)));
    sparse
}
