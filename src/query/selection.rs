//! The events that a query picks, segment by segment.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::{NO_DAY, Place, RowSet, Segment, Store};

/// What is picked of one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// One contiguous run of rows, often a pair's, or all.
    Run(Range<u32>),
    /// These rows, ascending.
    Rows(Vec<u32>),
}

impl Part {
    /// How many rows are picked.
    pub(crate) fn len(&self) -> usize {
        match self {
            Part::Run(range) => range.len(),
            Part::Rows(rows) => rows.len(),
        }
    }

    /// Whether none is picked.
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Calls back for each row, ascending.
    pub fn each(&self, mut f: impl FnMut(usize)) {
        match self {
            Part::Run(range) => range.clone().for_each(|r| f(r as usize)),
            Part::Rows(rows) => rows.iter().for_each(|&r| f(r as usize)),
        }
    }

    /// What is left without some rows.
    pub(crate) fn without(&self, rows: &RowSet) -> Part {
        let stays = |row: &u32| !rows.has(*row as usize);
        let left: Vec<u32> = match self {
            Part::Run(range) => range.clone().filter(stays).collect(),
            Part::Rows(picked) => picked.iter().copied().filter(stays).collect(),
        };
        if left.len() == self.len() { self.clone() } else { Part::Rows(left) }
    }

    /// Whether a row is picked.
    pub(crate) fn has(&self, row: u32) -> bool {
        match self {
            Part::Run(range) => range.contains(&row),
            Part::Rows(rows) => rows.binary_search(&row).is_ok(),
        }
    }
}

/// A run of rows without those in whose place others stand.
pub(super) fn live(segment: &Segment, run: Range<u32>) -> Part {
    match segment.aside() {
        Some(aside) => Part::Run(run).without(aside),
        None => Part::Run(run),
    }
}

/// The events that a query picks of a store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// One part a segment.
    pub parts: Vec<Part>,
}

impl Selection {
    /// Everything.
    pub fn all(store: &Store) -> Selection {
        Selection { parts: store.segments().iter().map(|s| live(s, 0..s.len() as u32)).collect() }
    }

    /// Those that count: what is rejected in a revised store is listed, but
    /// stands in no sum. `None` if all of them do.
    pub fn counted(&self, store: &Store) -> Option<Selection> {
        let sets: Vec<_> = (0..self.parts.len()).map(|segment| store.uncounted(segment)).collect();
        if sets.iter().all(Option::is_none) {
            return None;
        }
        let part = |(part, set): (&Part, Option<&RowSet>)| set.map_or(part.clone(), |set| part.without(set));
        let counted = Selection { parts: self.parts.iter().zip(sets).map(part).collect() };
        (counted.len() < self.len()).then_some(counted)
    }

    /// How many of them are not as they were loaded.
    pub fn revised(&self, store: &Store) -> usize {
        self.parts.iter().skip(store.first_revised()).map(Part::len).sum()
    }

    /// The first and the last day of those that have one; the first behind the
    /// last if none has.
    pub(super) fn day_span(&self, store: &Store) -> (i32, i32) {
        const NONE: (i32, i32) = (i32::MAX, i32::MIN);
        let span = |(segment, part): (&Arc<Segment>, &Part)| {
            let (mut low, mut high) = NONE;
            let days = &segment.columns().day;
            part.each(|row| {
                if days[row] != NO_DAY {
                    low = low.min(days[row]);
                    high = high.max(days[row]);
                }
            });
            (low, high)
        };
        let spans = store.segments().par_iter().zip(self.parts.par_iter()).map(span);
        spans.reduce(|| NONE, |a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    /// How many events are picked.
    pub fn len(&self) -> usize {
        self.parts.iter().map(Part::len).sum()
    }

    /// Whether none is picked.
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(Part::is_empty)
    }

    /// Whether this place is picked.
    pub(crate) fn has(&self, place: Place) -> bool {
        self.parts.get(place.segment as usize).is_some_and(|p| p.has(place.row))
    }

    /// All picked places, segment by segment.
    pub fn places(&self) -> Vec<Place> {
        let mut out = Vec::with_capacity(self.len());
        for (segment, part) in self.parts.iter().enumerate() {
            part.each(|row| out.push(Place { segment: segment as u32, row: row as u32 }));
        }
        out
    }
}
