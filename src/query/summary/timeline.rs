//! Events by day, and days gathered into bins for the balance chart.

use chrono::{Datelike, Days, Months, NaiveDate};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::{Day, NO_DAY, Pair, Segment, Store};

use super::{Count, quad_slots};
use crate::query::selection::{Part, Selection};

/// Which way an event goes in a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
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
    pub fn merge(&mut self, other: &Tally) {
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
pub fn by_day(store: &Store, selection: &Selection, pair: Option<Pair>) -> DayTallies {
    let partials: Vec<FxHashMap<i32, Tally>> = store
        .segments()
        .par_iter()
        .zip(selection.parts.par_iter())
        .map(|(segment, part)| segment_days(segment, part, pair))
        .collect();
    merge(partials)
}

/// Days that are few and close together are counted in a plain table.
const MOST_DENSE: i64 = 40_000;

fn segment_days(segment: &Segment, part: &Part, pair: Option<Pair>) -> FxHashMap<i32, Tally> {
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
    let mut sparse: FxHashMap<i32, Tally> = FxHashMap::default();
    let quads = quad_slots();
    part.each(|row| {
        let direction = if c.flags[row].reciprocal() {
            Direction::Both
        } else if pair.is_some_and(|p| c.source[row] == p.second()) {
            Direction::Back
        } else {
            Direction::Forth
        };
        let quad = usize::from(quads[usize::from(c.code[row].0)]);
        let day = c.day[row];
        let tally = match dense.get_mut((i64::from(day) - i64::from(low)) as usize) {
            Some(tally) => tally,
            None => sparse.entry(day).or_default(),
        };
        tally.by[direction as usize][quad].add(c.reports[row]);
    });
    let nonempty = dense.into_iter().enumerate().filter(|(_, t)| *t != Tally::default());
    sparse.extend(nonempty.map(|(i, tally)| (low + i as i32, tally)));
    sparse
}

fn merge(partials: Vec<FxHashMap<i32, Tally>>) -> DayTallies {
    let mut partials = partials.into_iter();
    let mut all = partials.next().unwrap_or_default();
    for partial in partials {
        for (day, tally) in partial {
            all.entry(day).or_default().merge(&tally);
        }
    }
    let undated = all.remove(&NO_DAY).unwrap_or_default();
    let mut days: Vec<DayTally> =
        all.into_iter().map(|(day, tally)| DayTally { day: Day(day), tally }).collect();
    days.sort_unstable_by_key(|d| d.day);
    DayTallies { days, undated }
}

/// The width of a bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// One day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Three calendar months.
    Quarter,
    /// A calendar year.
    Year,
    /// Ten calendar years.
    Decade,
}

impl Unit {
    /// All, from the narrowest.
    pub const ALL: [Unit; 6] = [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year, Unit::Decade];

    /// The word on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Quarter => "quarter",
            Unit::Year => "year",
            Unit::Decade => "decade",
        }
    }

    /// The first day of the bin that holds a day.
    pub fn floor(self, day: Day) -> Day {
        let Some(date) = day.date() else {
            return day;
        };
        let first = match self {
            Unit::Day => Some(date),
            Unit::Week => date.checked_sub_days(Days::new(date.weekday().num_days_from_monday().into())),
            Unit::Month => date.with_day(1),
            Unit::Quarter => NaiveDate::from_ymd_opt(date.year(), date.month0() / 3 * 3 + 1, 1),
            Unit::Year => NaiveDate::from_ymd_opt(date.year(), 1, 1),
            Unit::Decade => NaiveDate::from_ymd_opt(date.year().div_euclid(10) * 10, 1, 1),
        };
        first.map_or(day, Day::from)
    }

    /// The first day of the bin after the one that begins on `start`.
    pub fn next(self, start: Day) -> Day {
        self.step(start, 1)
    }

    /// The first day of the bin `count` bins later (earlier if negative).
    pub fn step(self, start: Day, count: i32) -> Day {
        let Some(date) = start.date() else {
            return start;
        };
        let months = |n: u32| {
            let months = Months::new(n * count.unsigned_abs());
            if count < 0 { date.checked_sub_months(months) } else { date.checked_add_months(months) }
        };
        let moved = match self {
            Unit::Day => return start.plus(count),
            Unit::Week => return start.plus(count.saturating_mul(7)),
            Unit::Month => months(1),
            Unit::Quarter => months(3),
            Unit::Year => months(12),
            Unit::Decade => months(120),
        };
        moved.map_or(start, Day::from)
    }

    /// How many bins it takes from one day to another, both included.
    pub fn bins(self, from: Day, to: Day) -> usize {
        let (from, to) = (self.floor(from), self.floor(to));
        let (Some(a), Some(b)) = (from.date(), to.date()) else {
            return 0;
        };
        let months = i64::from(b.year() - a.year()) * 12 + i64::from(b.month()) - i64::from(a.month());
        let bins = match self {
            Unit::Day => i64::from(to.0 - from.0),
            Unit::Week => i64::from(to.0 - from.0) / 7,
            Unit::Month => months,
            Unit::Quarter => months / 3,
            Unit::Year => months / 12,
            Unit::Decade => months / 120,
        };
        (bins + 1).max(0) as usize
    }

    /// The narrowest unit under which a span fits into so many bins.
    pub fn fitting(from: Day, to: Day, most: usize) -> Unit {
        Unit::ALL.into_iter().find(|u| u.bins(from, to) <= most.max(1)).unwrap_or(Unit::Decade)
    }

    /// The bin that begins on `start`, as a date with its precision.
    pub fn label(self, start: Day) -> String {
        let Some(date) = start.date() else {
            return String::new();
        };
        match self {
            Unit::Day | Unit::Week => start.to_string(),
            Unit::Month => date.format("%Y-%m").to_string(),
            Unit::Quarter => format!("{}-Q{}", date.year(), date.month0() / 3 + 1),
            Unit::Year => date.year().to_string(),
            Unit::Decade => format!("{}s", date.year()),
        }
    }
}

/// One bar of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bin {
    /// Its first day.
    pub start: Day,
    /// What happened in it.
    pub tally: Tally,
    /// Whether the store has any event at all in it, of whatever pair: if not,
    /// nothing is known, which is unlike nothing having happened.
    pub covered: bool,
}

/// Gathers days into bins from the one that holds `from` to the one that holds `to`.
/// `coverage` are the days on which the store has anything, ascending.
pub fn bins(days: &[DayTally], coverage: &[Day], unit: Unit, from: Day, to: Day) -> Vec<Bin> {
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
