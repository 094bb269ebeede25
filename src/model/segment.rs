//! An immutable block of events, about a million, in pair-then-day order.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::col::Col;
use super::column::{Columns, Rows};
use super::date::{Day, EventDate, Precision};
use super::dossier::{DateFrom, Decision, Span};
use super::ids::ActorId;
use super::index::{Run, pair_day_order};
use super::pair::Pair;
use super::rowset::RowSet;
use super::symbols::Sym;

/// What only events out of dossiers have. Rows of one event share one detail.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct EventDetail {
    /// The event's id within its dossier.
    pub(crate) id: Sym,
    /// The words that tell of it.
    pub(crate) evidence: Box<[Span]>,
    /// The words that decided the code.
    pub trigger: Option<Span>,
    /// Where source and target are mentioned.
    pub(crate) mentions: Box<[Span]>,
    /// Whose mentions these are, in the same order: whether the one who acts, and the actor.
    pub(crate) mentioned: Box<[(bool, ActorId)]>,
    /// The rule that made it.
    pub(crate) rule: Sym,
    /// How the coder came to it.
    pub(crate) steps: Box<[Sym]>,
    /// A remark.
    pub(crate) note: Sym,
    /// 0 to 1.
    pub(crate) confidence: Option<f32>,
    /// The decision that came with the file.
    pub(crate) decision: Option<Decision>,
    /// Where the date comes from, if told.
    pub(crate) date_from: Option<DateFrom>,
}

impl EventDetail {
    /// Where an actor is mentioned as source (`acts`) or as target.
    pub(crate) fn mention(&self, acts: bool, actor: ActorId) -> Option<Span> {
        let at = self.mentioned.iter().position(|&m| m == (acts, actor))?;
        self.mentions.get(at).copied()
    }
}

/// An immutable block of events. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Segment {
    columns: Columns,
    rest: Arc<Rest>,
    /// The rows in whose place others stand: see [`super::revise`].
    aside: Option<Arc<RowSet>>,
}

/// What a segment has beyond its columns.
#[derive(Debug, Default)]
struct Rest {
    runs: Col<Run>,
    /// The detail of each row, `u32::MAX` for none; empty where no row has one.
    detail: Col<u32>,
    details: Vec<EventDetail>,
    /// The dates of the rows whose precision is a range.
    ranges: FxHashMap<u32, EventDate>,
    /// Rows that were sought by number lately: a screen asks for the few events in
    /// view again and again. What stands here is compared before it is believed.
    found: [AtomicU32; FOUND],
}

/// How many rows are kept at hand.
const FOUND: usize = 16;

/// Rows that wait to become a segment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pending {
    pub(crate) columns: Rows,
    pub(crate) detail: Vec<u32>,
    pub(crate) details: Vec<EventDetail>,
}

impl Pending {
    /// Forgets all rows and keeps the room for the next ones.
    pub(crate) fn clear(&mut self) {
        self.columns.clear();
        self.detail.clear();
        self.details.clear();
    }
}

impl Segment {
    /// Puts waiting rows into order.
    pub(crate) fn seal(pending: &Pending) -> Segment {
        let (order, runs) = pair_day_order(&pending.columns);
        let columns = pending.columns.ordered(&order);
        let detail = if pending.details.is_empty() {
            Vec::new()
        } else {
            super::column::gather(&pending.detail, &order)
        };
        let ranges = if pending.columns.ranges.is_empty() {
            FxHashMap::default()
        } else {
            let date =
                |(now, was): (usize, &u32)| pending.columns.ranges.get(was).map(|date| (now as u32, *date));
            order.iter().enumerate().filter_map(date).collect()
        };
        let details = pending.details.clone();
        let rest = Rest { runs: runs.into(), detail: detail.into(), details, ranges, ..Rest::default() };
        Segment { columns, rest: Arc::new(rest), aside: None }
    }

    /// A segment of columns that are in order already, without details.
    pub(crate) fn of(columns: Columns, runs: Col<Run>, ranges: FxHashMap<u32, EventDate>) -> Segment {
        let rest = Rest { runs, ranges, ..Rest::default() };
        Segment { columns, rest: Arc::new(rest), aside: None }
    }

    /// The detail of each row, as a place among all details, and these.
    pub(crate) fn details(&self) -> (&[u32], &[EventDetail]) {
        (&self.rest.detail, &self.rest.details)
    }

    /// A segment that nobody shares yet, with details.
    pub(crate) fn with_details(mut self, detail: Col<u32>, details: Vec<EventDetail>) -> Segment {
        if let Some(rest) = Arc::get_mut(&mut self.rest) {
            (rest.detail, rest.details) = (detail, details);
        }
        self
    }

    /// The same rows, of which some count for nothing any more because others
    /// stand in their place.
    pub(crate) fn without(&self, aside: RowSet) -> Segment {
        Segment { aside: (!aside.is_empty()).then(|| Arc::new(aside)), ..self.clone() }
    }

    /// The rows in whose place others stand, if there are any. Whoever goes
    /// through the rows of a segment without a selection passes them by.
    pub(crate) fn aside(&self) -> Option<&RowSet> {
        self.aside.as_deref()
    }

    /// Whether no other row stands in the place of this one.
    pub(crate) fn is_live(&self, row: usize) -> bool {
        self.aside.as_ref().is_none_or(|aside| !aside.has(row))
    }

    /// How many rows of a pair there are in whose place no other stands.
    pub(crate) fn live_of(&self, pair: Pair) -> usize {
        let rows = self.pair_rows(pair);
        rows.len() - self.aside.as_ref().map_or(0, |aside| aside.count_in(rows))
    }

    /// How many rows there are in whose place no other stands.
    pub(crate) fn live(&self) -> usize {
        self.len() - self.aside.as_ref().map_or(0, |aside| aside.len())
    }

    /// The dates of the rows whose precision is a range.
    pub(crate) fn ranges(&self) -> &FxHashMap<u32, EventDate> {
        &self.rest.ranges
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// The columns, in pair-then-day order.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The bytes that columns and details take.
    pub(crate) fn column_bytes(&self) -> usize {
        let details = self.rest.details.iter().map(|d| {
            size_of_val(d)
                + size_of_val(&*d.evidence)
                + size_of_val(&*d.mentions)
                + size_of_val(&*d.mentioned)
                + size_of_val(&*d.steps)
        });
        let ranges = self.rest.ranges.capacity() * size_of::<(u32, EventDate)>() * 8 / 7;
        self.columns.bytes() + size_of_val(&*self.rest.detail) + details.sum::<usize>() + ranges
    }

    /// The runs of all pairs, sorted by [`Pair::key`].
    pub fn runs(&self) -> &[Run] {
        &self.rest.runs
    }

    /// The rows of one pair, sorted by day.
    pub fn pair_rows(&self, pair: Pair) -> Range<usize> {
        match self.rest.runs.binary_search_by_key(&pair.key(), |r| r.pair.key()) {
            Ok(i) => self.rest.runs[i].start as usize..self.rest.runs[i].end as usize,
            Err(_) => 0..0,
        }
    }

    /// What a dossier told beyond the columns.
    pub(crate) fn detail(&self, row: usize) -> Option<&EventDetail> {
        self.rest.details.get(*self.rest.detail.get(row)? as usize)
    }

    /// Whether any row has a detail.
    pub(crate) fn has_details(&self) -> bool {
        !self.rest.details.is_empty()
    }

    /// The date of a row.
    pub fn date(&self, row: usize) -> EventDate {
        match self.columns.flags[row].precision() {
            Precision::Range => self.rest.ranges.get(&(row as u32)).copied().unwrap_or_else(|| {
                EventDate::from_parts(
                    Day(self.columns.day[row]),
                    Day(self.columns.day[row]),
                    Precision::Range,
                )
            }),
            _ => self.columns.simple_date(row),
        }
    }

    /// The row of the event with this number in the order of loading: found by
    /// looking through all, unless it was found a moment ago.
    pub(crate) fn row_of(&self, seq: u32) -> Option<usize> {
        let all = &*self.columns.seq;
        let known = &self.rest.found[seq as usize % FOUND];
        let row = known.load(Relaxed) as usize;
        if all.get(row) == Some(&seq) {
            return Some(row);
        }
        let row = position(all, seq)?;
        known.store(row as u32, Relaxed);
        Some(row)
    }
}

/// Where a number stands; without an answer after each, whole blocks are compared
/// by the processor's wide instructions.
fn position(numbers: &[u32], number: u32) -> Option<usize> {
    const BLOCK: usize = 256;
    let has = |block: &[u32]| block.iter().fold(false, |any, &n| any | (n == number));
    let (at, block) = numbers.chunks(BLOCK).enumerate().find(|(_, block)| has(block))?;
    Some(at * BLOCK + block.iter().position(|&n| n == number)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_again_where_it_stands() {
        let numbers: Vec<u32> = (0..1000).map(|n| n * 7 % 1000).collect();
        let mut columns = Columns::default();
        columns.seq = numbers.clone().into();
        let segment = Segment::of(columns, Col::default(), FxHashMap::default());
        for seq in (0..1000).chain((0..1000).rev()).chain([3, 3, 19, 3]) {
            assert_eq!(segment.row_of(seq), numbers.iter().position(|&n| n == seq), "{seq}");
        }
        assert_eq!(segment.row_of(1000), None);
    }
}
