//! Events by day, and days gathered into bins for the balance chart.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::{CodeId, CountryId, Day, Flags, NO_DAY, Pair, Segment, Store};

pub use super::unit::Unit;
use super::{Count, quad_slots};
use crate::query::selection::{Part, Selection};

/// Which way an event goes in a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// From the first country of the pair to the second; all events where no pair is in view.
    Forth = 0,
    /// From the second to the first.
    Back = 1,
    /// Both sides alike.
    Both = 2,
}

/// Counts of one day or bin, by direction and quad class (0 for unknown codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// `by[direction][quad]`.
    pub by: [[Count; 5]; 3],
}

impl Tally {
    /// Adds another tally.
    pub(crate) fn merge(&mut self, other: &Tally) {
        for (mine, theirs) in self.by.iter_mut().flatten().zip(other.by.iter().flatten()) {
            mine.merge(*theirs);
        }
    }

    /// All events.
    pub fn total(&self) -> Count {
        self.sum(|_, _| true)
    }

    /// Cooperation: quad classes 1 and 2.
    pub fn cooperation(&self) -> Count {
        self.sum(|_, quad| quad == 1 || quad == 2)
    }

    /// Conflict: quad classes 3 and 4.
    pub fn conflict(&self) -> Count {
        self.sum(|_, quad| quad == 3 || quad == 4)
    }

    /// The counts for which `pick(direction, quad)` holds, added up.
    pub fn sum(&self, pick: impl Fn(usize, usize) -> bool) -> Count {
        let mut sum = Count::default();
        for (d, quads) in self.by.iter().enumerate() {
            for (q, count) in quads.iter().enumerate() {
                if pick(d, q) {
                    sum.merge(*count);
                }
            }
        }
        sum
    }
}

/// The tally of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayTally {
    /// Which day.
    pub day: Day,
    /// What happened on it.
    pub tally: Tally,
}

/// The days of a selection that have events, in order; rows without a date are
/// counted apart in `undated`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayTallies {
    /// Days with events, ascending.
    pub days: Vec<DayTally>,
    /// Events without any date.
    pub undated: Tally,
}

/// Adds up a selection by day. Directions are told where a pair is given.
pub(crate) fn by_day(store: &Store, selection: &Selection, pair: Option<Pair>) -> DayTallies {
    by_unit(store, selection, pair, Unit::Day)
}

/// Adds up a selection by bins of a unit, each under its first day; bins without
/// events are left out. Directions are told where a pair is given.
pub fn by_unit(store: &Store, selection: &Selection, pair: Option<Pair>, unit: Unit) -> DayTallies {
    let parts = || store.segments().iter().zip(&selection.parts);
    let all = || -> Vec<_> { parts().collect() };
    let own =
        |pair, (segment, part): (&Arc<Segment>, &Part)| Runs::new(pair, unit).with(segment, part).finish();
    // The rows of a pair stand in the order of days in each segment.
    let partials: Vec<Vec<DayTally>> = match pair {
        // Bins wider than a day come again in every segment.
        Some(pair) if selection.len() < WORTH_ALL_CORES && unit != Unit::Day => {
            let runs = parts().fold(Runs::new(pair, unit), |runs, (segment, part)| runs.with(segment, part));
            vec![runs.finish()]
        }
        Some(pair) if selection.len() < WORTH_ALL_CORES => parts().map(|part| own(pair, part)).collect(),
        Some(pair) => all().into_par_iter().map(|part| own(pair, part)).collect(),
        None => all().into_par_iter().map(|(segment, part)| scattered_days(segment, part, unit)).collect(),
    };
    merge(partials)
}

/// Fewer events are added up sooner than other cores are woken.
const WORTH_ALL_CORES: usize = 1 << 17;

/// Three directions of five quad classes, filled up to a power of two.
const CELLS: usize = 16;
const QUADS: usize = 5;

/// What the rows of one bin come to, laid out so that a row's cell is found
/// without asking whether there is one.
struct Cells([Count; CELLS]);

impl Cells {
    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (quads, cells) in tally.by.iter_mut().zip(self.0.chunks_exact(QUADS)) {
            quads.copy_from_slice(cells);
        }
        tally
    }
}

/// Bins that are being added up from rows in the order of days, segment by segment.
struct Runs {
    unit: Unit,
    /// The country whose events go back.
    back: CountryId,
    quads: &'static [u8; 1 << 16],
    /// First and last day of each bin, ascending, and the number of its cells.
    bins: Vec<(i32, i32, usize)>,
    cells: Vec<Cells>,
    /// The bin of the last row; before the first row no day is within.
    now: usize,
    first: i32,
    last: i32,
    cell: usize,
}

impl Runs {
    fn new(pair: Pair, unit: Unit) -> Runs {
        let (bins, cells) = (Vec::new(), Vec::new());
        let (back, quads) = (pair.second(), quad_slots());
        Runs { unit, back, quads, bins, cells, now: 0, first: 0, last: -1, cell: 0 }
    }

    #[inline(always)]
    fn add(&mut self, day: i32, flags: Flags, source: CountryId, code: CodeId, reports: u32) {
        if day < self.first || day > self.last {
            self.turn(day);
        }
        // Either way is as likely as the other, so nothing may depend on a guess.
        let way = usize::from(source == self.back);
        let direction = if flags.reciprocal() { Direction::Both as usize } else { way };
        let quad = usize::from(self.quads[usize::from(code.0)]);
        self.cells[self.cell].0[(direction * QUADS + quad) % CELLS].add(reports);
    }

    /// Goes to the bin of a day: the next, one that is there, or a new one.
    fn turn(&mut self, day: i32) {
        let holds = |&(first, last, _): &(i32, i32, usize)| first <= day && day <= last;
        if !self.bins.get(self.now + 1).is_some_and(holds) {
            let after = self.bins.partition_point(|bin| bin.0 <= day);
            self.now = after.saturating_sub(1);
            if !self.bins.get(self.now).is_some_and(holds) {
                let (first, last) = self.unit.around(day);
                self.bins.insert(after, (first, last, self.cells.len()));
                self.cells.push(Cells([Count::default(); CELLS]));
                self.now = after;
            }
        } else {
            self.now += 1;
        }
        (self.first, self.last, self.cell) = self.bins[self.now];
    }

    /// Adds the rows of a part.
    fn with(mut self, segment: &Segment, part: &Part) -> Runs {
        let c = segment.columns();
        let (days, flags, sources, codes, reports) = (&*c.day, &*c.flags, &*c.source, &*c.code, &*c.reports);
        match part {
            Part::Run(run) => {
                let run = run.start as usize..run.end as usize;
                let days = days[run.clone()].iter().zip(&flags[run.clone()]);
                let codes = codes[run.clone()].iter().zip(&reports[run.clone()]);
                for (((day, flags), source), (code, reports)) in days.zip(&sources[run]).zip(codes) {
                    self.add(*day, *flags, *source, *code, *reports);
                }
            }
            Part::Rows(rows) => {
                for row in rows.iter().map(|&row| row as usize) {
                    self.add(days[row], flags[row], sources[row], codes[row], reports[row]);
                }
            }
        }
        self
    }

    /// The bins, ascending.
    fn finish(self) -> Vec<DayTally> {
        let tally = |(first, _, cell): (i32, i32, usize)| DayTally {
            day: Day(first),
            tally: self.cells[cell].tally(),
        };
        self.bins.into_iter().map(tally).collect()
    }
}

/// Days that are few and close together are counted in a plain table.
const MOST_DENSE: i64 = 40_000;

/// The bins of a part whose rows come in the order of pairs, ascending.
fn scattered_days(segment: &Segment, part: &Part, unit: Unit) -> Vec<DayTally> {
    let c = segment.columns();
    let (mut low, mut high) = (i32::MAX, i32::MIN);
    part.each(|row| {
        let day = c.day[row];
        if day != NO_DAY {
            low = low.min(day);
            high = high.max(day);
        }
    });
    let width = i64::from(high) - i64::from(low) + 1;
    let mut dense =
        vec![Tally::default(); if (1..=MOST_DENSE).contains(&width) { width as usize } else { 0 }];
    let mut sparse: BTreeMap<i32, Tally> = BTreeMap::new();
    let quads = quad_slots();
    part.each(|row| {
        let direction = if c.flags[row].reciprocal() { Direction::Both } else { Direction::Forth };
        let quad = usize::from(quads[usize::from(c.code[row].0)]);
        let day = c.day[row];
        let tally = match dense.get_mut((i64::from(day) - i64::from(low)) as usize) {
            Some(tally) => tally,
            None => sparse.entry(day).or_default(),
        };
        tally.by[direction as usize][quad].add(c.reports[row]);
    });
    // Beside a dense table only rows without a day are left.
    let sparse = sparse.into_iter().map(|(day, tally)| DayTally { day: Day(day), tally });
    let dense = dense.into_iter().enumerate().filter(|(_, t)| *t != Tally::default());
    let days = sparse.chain(dense.map(|(i, tally)| DayTally { day: Day(low + i as i32), tally }));
    let first_of = |mut bin: DayTally| {
        bin.day = Day(unit.around(bin.day.0).0);
        bin
    };
    if unit == Unit::Day { days.collect() } else { days.map(first_of).collect() }
}

fn merge(partials: Vec<Vec<DayTally>>) -> DayTallies {
    // Files come in the order of time, so the parts often are in order too.
    let mut all = partials.concat();
    if !all.is_sorted_by_key(|bin| bin.day) {
        all.sort_by_key(|bin| bin.day);
    }
    let mut days: Vec<DayTally> = Vec::with_capacity(all.len());
    let mut undated = Tally::default();
    for bin in all {
        match days.last_mut() {
            _ if bin.day.0 == NO_DAY => undated.merge(&bin.tally),
            Some(last) if last.day == bin.day => last.tally.merge(&bin.tally),
            _ => days.push(bin),
        }
    }
    DayTallies { days, undated }
}

/// One bar of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bin {
    /// Its first day.
    pub(crate) start: Day,
    /// What happened in it.
    pub(crate) tally: Tally,
    /// Whether the store has any event at all in it, of whatever pair: if not,
    /// nothing is known, which is unlike nothing having happened.
    pub(crate) covered: bool,
}

/// Gathers days into bins from the one that holds `from` to the one that holds `to`.
/// `coverage` are the days on which the store has anything, ascending.
pub(crate) fn bins(days: &[DayTally], coverage: &[Day], unit: Unit, from: Day, to: Day) -> Vec<Bin> {
    let mut out = Vec::with_capacity(unit.bins(from, to));
    let mut start = unit.floor(from);
    let mut at = days.partition_point(|d| d.day < start);
    let mut seen = coverage.partition_point(|&d| d < start);
    while start <= to {
        let next = unit.next(start);
        if next <= start {
            break;
        }
        let mut tally = Tally::default();
        while let Some(day) = days.get(at).filter(|d| d.day < next) {
            tally.merge(&day.tally);
            at += 1;
        }
        let covered = coverage.get(seen).is_some_and(|&d| d < next);
        while coverage.get(seen).is_some_and(|&d| d < next) {
            seen += 1;
        }
        out.push(Bin { start, tally, covered });
        start = next;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse::<crate::model::EventDate>().unwrap().start()
    }

    #[test]
    fn bins_begin_where_the_calendar_says() {
        let d = day("2024-08-15");
        let floors: Vec<String> = Unit::ALL.iter().map(|u| u.floor(d).to_string()).collect();
        assert_eq!(
            floors,
            ["2024-08-15", "2024-08-12", "2024-08-01", "2024-07-01", "2024-01-01", "2020-01-01"]
        );
        for unit in Unit::ALL {
            let start = unit.floor(d);
            assert_eq!(unit.step(unit.next(start), -1), start, "{unit:?}");
        }
    }

    #[test]
    fn a_span_takes_as_many_bins_as_are_made() {
        let (from, to) = (day("1991-12-25"), day("2025-10-02"));
        for unit in Unit::ALL {
            assert_eq!(bins(&[], &[], unit, from, to).len(), unit.bins(from, to), "{unit:?}");
        }
        assert_eq!(Unit::fitting(from, to, 40), Unit::Year);
    }

    #[test]
    fn a_bin_without_any_data_is_not_covered() {
        let tally = DayTally { day: day("2021-03-01"), tally: Tally::default() };
        let coverage = [day("2021-03-01"), day("2023-05-01")];
        let made = bins(&[tally], &coverage, Unit::Year, day("2021"), day("2023"));
        assert_eq!(made.iter().map(|b| b.covered).collect::<Vec<_>>(), [true, false, true]);
    }
}
