//! Pairs by week: the latest complete week of each against its own mean of the
//! weeks before.
//!
//! The measure is ours and kept as simple as it can be: `change = n − m`, where
//! `n` is the pair's events (or reports) in the week and `m` the mean of those of
//! its 4 or 52 weeks before, the week itself not among them. Weeks of which the
//! data tell nothing at all, of no pair, are left out of the mean: they are gaps,
//! not zeros. `score = (n − m) / √max(m, 1)` weighs the change against the scatter
//! that counts of independent events have (a Poisson variable's variance is its
//! mean), so that pairs of any size can be compared.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Measure;
use super::timeline::Unit;
use super::volume::Volume;
use crate::model::{Day, Pair, Segment, Store};
use crate::query::selection::{Part, Selection};

/// How many weeks before are kept.
pub const BEFORE: usize = 52;
/// The two spans, in weeks, whose means a week is compared with.
pub(crate) const SPANS: [usize; 2] = [4, BEFORE];

/// A pair's events and reports in the week (first) and in each of the 52 before.
pub type Counts = [[u32; 2]; BEFORE + 1];

/// All pairs in one week and the 52 before.
#[derive(Debug, Clone, PartialEq)]
pub struct Weeks {
    /// The Monday of the week.
    monday: Day,
    /// Whether the data tell anything of the week, and of each of those before.
    covered: Vec<bool>,
    /// From a pair's key to its place in `counts`; pairs without any event are not there.
    places: FxHashMap<u32, u32>,
    counts: Vec<Counts>,
}

/// A week against the weeks before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// What there is in the week.
    pub now: u64,
    /// What there is in the weeks before, together.
    pub sum: u64,
    /// How many weeks before the data tell anything of; at least 1.
    pub weeks: usize,
}

impl Change {
    /// The mean of the weeks before.
    pub(crate) fn mean(self) -> f64 {
        self.sum as f64 / self.weeks as f64
    }

    /// The week minus the mean.
    pub fn change(self) -> f64 {
        self.now as f64 - self.mean()
    }

    /// The change in units of the scatter that independent events have.
    pub(crate) fn score(self) -> f64 {
        self.change() / self.mean().max(1.0).sqrt()
    }
}

/// The Monday of the latest week that is over by the end of a day.
pub fn latest_complete(until: Day) -> Day {
    Unit::Week.floor(until.plus(1)).plus(-7)
}

impl Weeks {
    /// Counts a selection in the week that begins on a Monday and in the 52 before.
    /// `volume` tells of which weeks there are any data.
    pub(crate) fn of(store: &Store, selection: &Selection, volume: &Volume, monday: Day) -> Weeks {
        let span = (monday.plus(-7 * BEFORE as i32).0, monday.plus(6).0);
        let segments = store.segments().par_iter().zip(&selection.parts);
        let partials: Vec<Vec<(u32, Counts)>> =
            segments.map(|(segment, part)| segment_weeks(segment, part, span)).collect();
        let mut places: FxHashMap<u32, u32> = FxHashMap::default();
        let mut counts: Vec<Counts> = Vec::new();
        for (key, theirs) in partials.into_iter().flatten() {
            let at = *places.entry(key).or_insert_with(|| {
                counts.push([[0; 2]; BEFORE + 1]);
                counts.len() as u32 - 1
            });
            for (mine, theirs) in counts[at as usize].iter_mut().flatten().zip(theirs.iter().flatten()) {
                *mine = u32::saturating_add(*mine, *theirs);
            }
        }
        let start = |back: usize| monday.plus(-7 * back as i32);
        let covered = (0..=BEFORE).map(|back| volume.between(start(back), start(back).plus(6)).events > 0);
        Weeks { monday, covered: covered.collect(), places, counts }
    }

    /// The Monday of the week, and with a number that of as many weeks before.
    pub(crate) fn monday(&self, back: usize) -> Day {
        self.monday.plus(-7 * back as i32)
    }

    /// Whether the data tell anything of a week, counted back from the latest.
    pub fn is_covered(&self, back: usize) -> bool {
        self.covered.get(back).copied().unwrap_or(false)
    }

    /// What a pair has in a week, counted back from the latest.
    pub fn count(&self, pair: Pair, back: usize, measure: Measure) -> u64 {
        let counts = self.places.get(&pair.key()).and_then(|&at| self.counts.get(at as usize));
        counts.and_then(|c| c.get(back)).map_or(0, |c| u64::from(c[measure as usize]))
    }

    /// A pair's week against so many weeks before; `None` if the data tell
    /// nothing of the week itself, or of none of those before.
    pub fn change(&self, pair: Pair, before: usize, measure: Measure) -> Option<Change> {
        let backs = (1..=before.min(BEFORE)).filter(|&back| self.is_covered(back));
        let weeks = backs.clone().count();
        if weeks == 0 || !self.is_covered(0) {
            return None;
        }
        let sum = backs.map(|back| self.count(pair, back, measure)).sum();
        Some(Change { now: self.count(pair, 0, measure), sum, weeks })
    }
}

/// The weeks of the pairs of one segment that have any event in them. Where whole
/// pairs are picked, only the rows of these weeks are looked at: a pair's rows
/// stand in the order of days.
fn segment_weeks(segment: &Segment, part: &Part, (low, high): (i32, i32)) -> Vec<(u32, Counts)> {
    let days = &segment.columns().day;
    let mut all = Vec::new();
    for run in segment.runs() {
        let counts = match part {
            Part::Run(range) => {
                let (start, end) = (run.start.max(range.start) as usize, run.end.min(range.end) as usize);
                let days = days.get(start..end).unwrap_or(&[]);
                let (from, to) = (days.partition_point(|&d| d < low), days.partition_point(|&d| d <= high));
                count(segment, high, start + from..start + to)
            }
            Part::Rows(rows) => {
                let (from, to) =
                    (rows.partition_point(|&r| r < run.start), rows.partition_point(|&r| r < run.end));
                let picked = rows.get(from..to).unwrap_or(&[]).iter().map(|&r| r as usize);
                count(segment, high, picked.filter(|&r| (low..=high).contains(&days[r])))
            }
        };
        all.extend(counts.map(|counts| (run.pair.key(), counts)));
    }
    all
}

/// Rows counted by how many weeks before the last day they are; `None` without any.
fn count(segment: &Segment, high: i32, rows: impl Iterator<Item = usize>) -> Option<Counts> {
    let c = segment.columns();
    let mut counts = [[0; 2]; BEFORE + 1];
    let mut any = false;
    for row in rows {
        let [events, reports] = &mut counts[((high - c.day[row]) / 7) as usize];
        *events += 1;
        *reports = u32::saturating_add(*reports, c.reports[row]);
        any = true;
    }
    any.then_some(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse::<crate::model::EventDate>().unwrap().start()
    }

    #[test]
    fn a_week_is_complete_once_its_sunday_is_over() {
        // 2018-12-30 is a Sunday.
        for (until, monday) in
            [("2018-12-30", "2018-12-24"), ("2018-12-29", "2018-12-17"), ("2018-12-31", "2018-12-24")]
        {
            assert_eq!(latest_complete(day(until)), day(monday), "{until}");
        }
    }

    #[test]
    fn the_change_is_the_week_minus_the_mean() {
        let change = Change { now: 12, sum: 17, weeks: 4 };
        assert_eq!((change.mean(), change.change()), (4.25, 7.75));
        assert!((change.score() - 7.75 / 4.25f64.sqrt()).abs() < 1e-12);
        // Rare events: below one a week the scatter is taken as one.
        assert_eq!(Change { now: 1, sum: 0, weeks: 52 }.score(), 1.0);
    }
}
