//! Country pairs: how much, how well, and which way it goes.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::{NO_DAY, Pair, Segment, Store};
use crate::query::selection::{Part, Selection};

use super::{Count, Measure, quad_slots};

/// How many bars a pair's sparkline has.
pub(crate) const SPARKS: usize = 8;

/// What there is to say of one pair.
#[derive(Debug, Clone, PartialEq)]
pub struct PairRow {
    /// The pair. One side is unknown where data name only the other.
    pub pair: Pair,
    /// All events.
    pub total: Count,
    /// Quad classes 1 and 2.
    pub(crate) cooperation: Count,
    /// Quad classes 3 and 4.
    pub(crate) conflict: Count,
    /// Events in each eighth of the time that the selection spans.
    pub(crate) sparks: [u32; SPARKS],
    /// Cooperation minus conflict, in events, in each eighth.
    pub(crate) nets: [i32; SPARKS],
}

/// Whether a pair's balance is rising, falling or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trend {
    /// Better than it used to be.
    Up,
    /// Worse than it used to be.
    Down,
    /// About the same.
    Level,
}

impl PairRow {
    fn new(pair: Pair) -> PairRow {
        PairRow {
            pair,
            total: Count::default(),
            cooperation: Count::default(),
            conflict: Count::default(),
            sparks: [0; SPARKS],
            nets: [0; SPARKS],
        }
    }

    /// Cooperation minus conflict.
    pub fn balance(&self, measure: Measure) -> i64 {
        self.cooperation.get(measure) as i64 - self.conflict.get(measure) as i64
    }

    /// The mean balance of the last two eighths against the six before. Half
    /// an event an eighth, or a tenth of what is usual if that is more, is "about the same".
    pub(crate) fn trend(&self) -> Trend {
        let (before, now) = self.nets.split_at(SPARKS - 2);
        let mean = |nets: &[i32]| f64::from(nets.iter().sum::<i32>()) / nets.len() as f64;
        let change = mean(now) - mean(before);
        let usual = f64::from(self.sparks.iter().sum::<u32>()) / SPARKS as f64;
        match change {
            c if c.abs() <= (usual / 10.0).max(0.5) => Trend::Level,
            c if c > 0.0 => Trend::Up,
            _ => Trend::Down,
        }
    }
}

/// All pairs of a selection, the ones with most events first.
pub fn pairs(store: &Store, selection: &Selection) -> Vec<PairRow> {
    let span = selection.day_span(store);
    let partials: Vec<FxHashMap<u32, PairRow>> = store
        .segments()
        .par_iter()
        .zip(selection.parts.par_iter())
        .map(|(segment, part)| segment_pairs(segment, part, span))
        .collect();
    let mut all: FxHashMap<u32, PairRow> = FxHashMap::default();
    for row in partials.into_iter().flat_map(FxHashMap::into_values) {
        let sum = all.entry(row.pair.key()).or_insert_with(|| PairRow::new(row.pair));
        sum.total.merge(row.total);
        sum.cooperation.merge(row.cooperation);
        sum.conflict.merge(row.conflict);
        for i in 0..SPARKS {
            sum.sparks[i] += row.sparks[i];
            sum.nets[i] += row.nets[i];
        }
    }
    let mut rows: Vec<PairRow> = all.into_values().collect();
    // True dyads first: a pair with an unknown side is a remainder, not a relation.
    rows.sort_by_key(|r| (!r.pair.is_dyad(), std::cmp::Reverse(r.total.events), r.pair.to_string()));
    rows
}

fn segment_pairs(segment: &Segment, part: &Part, (low, high): (i32, i32)) -> FxHashMap<u32, PairRow> {
    let c = segment.columns();
    let quads = quad_slots();
    let width = (i64::from(high) - i64::from(low) + 1).max(1);
    let mut rows: FxHashMap<u32, PairRow> = FxHashMap::default();
    // Rows come pair by pair: the current one is kept at hand.
    let mut current: Option<PairRow> = None;
    part.each(|row| {
        let pair = c.pair(row);
        if current.as_ref().is_none_or(|r| r.pair != pair)
            && let Some(done) = current.replace(PairRow::new(pair))
        {
            rows.insert(done.pair.key(), done);
        }
        let Some(sum) = &mut current else { return };
        let (day, reports) = (c.day[row], c.reports[row]);
        sum.total.add(reports);
        let net = match quads[usize::from(c.code[row].0)] {
            1 | 2 => {
                sum.cooperation.add(reports);
                1
            }
            3 | 4 => {
                sum.conflict.add(reports);
                -1
            }
            _ => 0,
        };
        if day != NO_DAY {
            let slot = ((i64::from(day) - i64::from(low)) * SPARKS as i64 / width) as usize;
            sum.sparks[slot.min(SPARKS - 1)] += 1;
            sum.nets[slot.min(SPARKS - 1)] += net;
        }
    });
    if let Some(done) = current {
        rows.insert(done.pair.key(), done);
    }
    rows
}
