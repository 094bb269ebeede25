//! Cooperation and conflict by bins of time, and their columns.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Cell, Column, Rows, count, real};
use crate::model::{CodeId, Day, EventDate, NO_DAY, Pair, Segment};
use crate::query::Views;
use crate::query::selection::Part;
use crate::query::summary::Count;
use crate::query::summary::timeline::{Bin, Direction, Unit, bins};

/// What happened in a bin.
pub(super) struct BinRow {
    bin: Bin,
    label: String,
    /// First and last day, as far as the query's limits of time reach.
    first: Day,
    last: Day,
    /// Days of which the data hold anything.
    covered: usize,
    /// All events of the data in it, whoever acts.
    all: Count,
    goldstein: Goldstein,
    pair: Option<Pair>,
}

/// Goldstein values of some events: their sum in tenths, which is exact, and how
/// many events have one.
#[derive(Clone, Copy, Default)]
struct Goldstein {
    tenths: i64,
    events: u64,
}

impl Goldstein {
    fn merge(&mut self, other: Goldstein) {
        self.tenths += other.tenths;
        self.events += other.events;
    }

    fn mean(self) -> Option<f64> {
        (self.events > 0).then(|| self.tenths as f64 / 10.0 / self.events as f64)
    }
}

/// How many bins are made, those in which nothing happened among them: 270 years of days.
const MOST_BINS: usize = 100_000;

/// More bins than are made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "from {from} to {to} there are {bins} bins of a {unit}, and at most {MOST_BINS} are made; take --every {wider}, \
     or a shorter time with since: and until:"
)]
pub(crate) struct TooManyBins {
    from: Day,
    to: Day,
    bins: usize,
    unit: &'static str,
    wider: &'static str,
}

/// The days that the bins of an answer reach over: from the first event to the last, and
/// as far as the query's limits of time.
fn reach(views: &Views) -> Option<(Day, Day)> {
    let limits = views.query.limits();
    let span = views.span();
    // An event of several days may begin before the limits, or end behind them.
    let from = [(limits.0 != Day::MIN).then_some(limits.0), span.map(|s| s.0)].into_iter().flatten().min();
    let to = [(limits.1 != Day::MAX).then_some(limits.1), span.map(|s| s.1)].into_iter().flatten().max();
    from.zip(to).filter(|(from, to)| from <= to)
}

/// The bins of an answer.
pub(super) fn rows(views: &Views, unit: Unit) -> Result<Vec<BinRow>, TooManyBins> {
    let limits = views.query.limits();
    let Some((from, to)) = reach(views) else { return Ok(Vec::new()) };
    let bins_needed = unit.bins(from, to);
    if bins_needed > MOST_BINS {
        let wider = Unit::fitting(from, to, MOST_BINS).name();
        return Err(TooManyBins { from, to, bins: bins_needed, unit: unit.name(), wider });
    }
    let volume = &views.volume;
    let goldstein = by_day(views);
    let mut at = 0;
    let row = |bin: Bin| {
        let next = unit.next(bin.start);
        let within = |day: Day| (bin.start..next).contains(&day);
        let first = if within(limits.0) { limits.0 } else { bin.start };
        let last = if within(limits.1) { limits.1 } else { next.plus(-1) };
        let mut sum = Goldstein::default();
        while let Some((day, of_day)) = goldstein.get(at).filter(|(day, _)| *day < next) {
            if *day >= bin.start {
                sum.merge(*of_day);
            }
            at += 1;
        }
        let place = |day: Day| volume.days().partition_point(|d| *d < day);
        let covered = place(last.plus(1)) - place(first);
        let all = volume.between(first, last);
        BinRow {
            label: unit.label(bin.start),
            first,
            last,
            covered,
            all,
            goldstein: sum,
            pair: views.pair,
            bin,
        }
    };
    Ok(bins(&views.days.days, volume.days(), unit, from, to).into_iter().map(row).collect())
}

/// The Goldstein values of each day that has any, ascending.
fn by_day(views: &Views) -> Vec<(Day, Goldstein)> {
    let tenths: Vec<Option<i64>> = (0..=u16::MAX)
        .map(|code| CodeId(code).goldstein().map(|g| (f64::from(g) * 10.0).round() as i64))
        .collect();
    let segments = views.store.segments().par_iter().zip(&views.selection.parts);
    let partials: Vec<_> = segments.map(|(segment, part)| of_segment(segment, part, &tenths)).collect();
    let mut all: FxHashMap<i32, Goldstein> = FxHashMap::default();
    for (day, sum) in partials.into_iter().flatten() {
        all.entry(day).or_default().merge(sum);
    }
    let mut all: Vec<_> = all.into_iter().map(|(day, sum)| (Day(day), sum)).collect();
    all.sort_unstable_by_key(|(day, _)| *day);
    all
}

fn of_segment(segment: &Segment, part: &Part, tenths: &[Option<i64>]) -> FxHashMap<i32, Goldstein> {
    let columns = segment.columns();
    let mut days: FxHashMap<i32, Goldstein> = FxHashMap::default();
    part.each(|row| {
        let day = columns.day[row];
        if let Some(Some(tenths)) = tenths.get(usize::from(columns.code[row].0)).filter(|_| day != NO_DAY) {
            days.entry(day).or_default().merge(Goldstein { tenths: *tenths, events: 1 });
        }
    });
    days
}

/// Something of a bin that is known only where the data hold anything of it.
fn known<'a>(rows: &Rows<'a>, row: usize, f: impl FnOnce(&BinRow) -> Cell<'a>) -> Cell<'a> {
    rows.bins.get(row).filter(|r| r.covered > 0).map_or(Cell::Nothing, f)
}

/// Events of some quad classes, 0 for codes without one.
fn quads<'a>(rows: &Rows<'a>, row: usize, pick: &[usize]) -> Cell<'a> {
    known(rows, row, |r| count(r.bin.tally.sum(|_, quad| pick.contains(&quad)).events))
}

/// Events that go one way, where a pair is in view.
fn way<'a>(rows: &Rows<'a>, row: usize, way: Direction) -> Cell<'a> {
    known(rows, row, |r| match r.pair {
        Some(_) => count(r.bin.tally.sum(|direction, _| direction == way as usize).events),
        None => Cell::Nothing,
    })
}

fn day<'a>(day: Day) -> Cell<'a> {
    Cell::date(EventDate::day(day))
}

/// In the order of reading: when, how much is known, what happened.
pub(super) const COLUMNS: &[Column] = &[
    Column::shown("bin", "the day, week (its Monday), month, quarter, year or decade", |r, n| {
        r.bins.get(n).map_or(Cell::Nothing, |b| Cell::own(b.label.clone()))
    }),
    Column::full("first", "its first day, within the query's limits", |r, n| {
        r.bins.get(n).map_or(Cell::Nothing, |b| day(b.first))
    }),
    Column::full("last", "its last day", |r, n| r.bins.get(n).map_or(Cell::Nothing, |b| day(b.last))),
    Column::shown(
        "days",
        "days of it of which the data hold any event, whoever acts; of a bin with 0 nothing is known, and its counts stay empty",
        |r, n| r.bins.get(n).map_or(Cell::Nothing, |b| count(b.covered as u64)),
    ),
    Column::shown("events", "events in it", |r, n| known(r, n, |b| count(b.bin.tally.total().events))),
    Column::shown("reports", "reports of these", |r, n| known(r, n, |b| count(b.bin.tally.total().reports))),
    Column::shown("verbal_cooperation", "events of quad class 1", |r, n| quads(r, n, &[1])),
    Column::shown("material_cooperation", "events of quad class 2", |r, n| quads(r, n, &[2])),
    Column::shown("verbal_conflict", "events of quad class 3", |r, n| quads(r, n, &[3])),
    Column::shown("material_conflict", "events of quad class 4", |r, n| quads(r, n, &[4])),
    Column::full("no_quad", "events whose code has no quad class", |r, n| quads(r, n, &[0])),
    Column::full("cooperation", "events of cooperation", |r, n| quads(r, n, &[1, 2])),
    Column::full("conflict", "events of conflict", |r, n| quads(r, n, &[3, 4])),
    Column::shown("balance", "cooperation minus conflict", |r, n| {
        known(r, n, |b| {
            let [up, down] = [b.bin.tally.cooperation(), b.bin.tally.conflict()].map(|c| c.events as i64);
            Cell::Number(up - down)
        })
    }),
    Column::shown("goldstein", "mean of the events' Goldstein values, −10 to +10", |r, n| {
        known(r, n, |b| b.goldstein.mean().map_or(Cell::Nothing, real))
    }),
    Column::full("with_goldstein", "events that have a Goldstein value", |r, n| {
        known(r, n, |b| count(b.goldstein.events))
    }),
    Column::full("forth", "with a pair in view, events from its first country to its second", |r, n| {
        way(r, n, Direction::Forth)
    }),
    Column::full("back", "events from the second to the first", |r, n| way(r, n, Direction::Back)),
    Column::full("both", "events in which both sides act alike", |r, n| way(r, n, Direction::Both)),
    Column::full("all", "events of the data in the same time, whoever acts", |r, n| {
        known(r, n, |b| count(b.all.events))
    }),
    Column::full("share", "events in per cent of these", |r, n| {
        known(r, n, |b| match b.all.events {
            0 => Cell::Nothing,
            all => real(100.0 * b.bin.tally.total().events as f64 / all as f64),
        })
    }),
];
