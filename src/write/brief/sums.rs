//! The figures of a brief, each with what it is added up from.

use serde::Serialize;

use crate::model::{Day, Pair, QuadClass};
use crate::query::summary::timeline::{Bin, DayTally, Tally, Unit, bins};

/// How many bins a chart may have.
const MOST_BINS: usize = 48;

/// Events by quad class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Quads {
    /// Talk that brings together.
    pub(crate) verbal_cooperation: u64,
    /// Deeds that bring together.
    pub(crate) material_cooperation: u64,
    /// Talk that drives apart.
    pub(crate) verbal_conflict: u64,
    /// Deeds that drive apart.
    pub(crate) material_conflict: u64,
    /// Events whose code has no quad class.
    pub(crate) unknown: u64,
}

impl Quads {
    fn of(tally: &Tally, direction: impl Fn(usize) -> bool) -> Quads {
        let events = |quad: usize| tally.sum(|d, q| direction(d) && q == quad).events;
        Quads {
            verbal_cooperation: events(QuadClass::VerbalCooperation as usize),
            material_cooperation: events(QuadClass::MaterialCooperation as usize),
            verbal_conflict: events(QuadClass::VerbalConflict as usize),
            material_conflict: events(QuadClass::MaterialConflict as usize),
            unknown: events(0),
        }
    }

    /// Verbal and material.
    pub fn cooperation(&self) -> u64 {
        self.verbal_cooperation + self.material_cooperation
    }

    /// Verbal and material.
    pub fn conflict(&self) -> u64 {
        self.verbal_conflict + self.material_conflict
    }

    /// All events.
    pub fn total(&self) -> u64 {
        self.cooperation() + self.conflict() + self.unknown
    }

    /// Cooperation minus conflict.
    pub fn balance(&self) -> i64 {
        self.cooperation() as i64 - self.conflict() as i64
    }
}

/// The figures of a brief.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Summary {
    /// Events counted.
    pub events: u64,
    /// Reports of them.
    pub(crate) reports: u64,
    /// All directions.
    pub quads: Quads,
    /// Cooperation minus conflict.
    pub balance: i64,
    /// From the first country to the second.
    pub forth: Quads,
    /// From the second to the first.
    pub back: Quads,
    /// Both alike.
    pub both: Quads,
    /// Sum of the Goldstein values, and how many events have one.
    pub(crate) goldstein_sum: f64,
    /// How many events have a Goldstein value.
    pub(crate) goldstein_events: u64,
    /// Events without any date: counted, but in no bin.
    pub undated: u64,
    /// First day of the dated events.
    pub(crate) first_day: Option<String>,
    /// Last day of the dated events.
    pub(crate) last_day: Option<String>,
}

impl Summary {
    /// The mean Goldstein value, −10 to +10.
    pub(crate) fn goldstein_mean(&self) -> Option<f64> {
        (self.goldstein_events > 0).then(|| self.goldstein_sum / self.goldstein_events as f64)
    }
}

/// One bin of the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BinLine {
    /// What the bin is called: `2021`, `2025-01`.
    pub(crate) label: String,
    /// Its first day.
    pub from: String,
    /// Events by quad class.
    pub(crate) quads: Quads,
    pub(crate) reports: u64,
    /// Cooperation minus conflict.
    pub net: i64,
    /// Whether anything at all is loaded of this time.
    pub covered: bool,
}

/// A span of which nothing is loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The first bin.
    pub from: String,
    /// The last bin.
    pub to: String,
}

/// One event as it is added up.
pub(super) struct Counted {
    pub(crate) day: Option<Day>,
    /// 0 forth, 1 back, 2 both.
    pub(crate) direction: usize,
    pub(crate) quad: Option<QuadClass>,
    pub(crate) goldstein: Option<f32>,
    pub(crate) reports: u32,
}

/// The direction of an event in a pair.
pub(super) fn direction(pair: Pair, source: crate::model::CountryId, reciprocal: bool) -> usize {
    match () {
        () if reciprocal => 2,
        () if source == pair.second() => 1,
        () => 0,
    }
}

/// Figures and bins of events in the order of their days.
pub(super) fn add_up(counted: &[Counted], coverage: &[Day]) -> (Summary, Unit, Vec<BinLine>, Vec<Gap>) {
    let mut all = Tally::default();
    let mut days: Vec<DayTally> = Vec::new();
    let mut summary = Summary::default();
    for event in counted {
        let quad = event.quad.map_or(0, |q| q as usize);
        all.by[event.direction][quad].add(event.reports);
        if let Some(goldstein) = event.goldstein {
            summary.goldstein_sum += f64::from(goldstein);
            summary.goldstein_events += 1;
        }
        match event.day {
            Some(day) => {
                if days.last().is_none_or(|last| last.day != day) {
                    days.push(DayTally { day, tally: Tally::default() });
                }
                if let Some(last) = days.last_mut() {
                    last.tally.by[event.direction][quad].add(event.reports);
                }
            }
            None => summary.undated += 1,
        }
    }
    summary.events = all.total().events;
    summary.reports = all.total().reports;
    summary.quads = Quads::of(&all, |_| true);
    summary.balance = summary.quads.balance();
    summary.forth = Quads::of(&all, |d| d == 0);
    summary.back = Quads::of(&all, |d| d == 1);
    summary.both = Quads::of(&all, |d| d == 2);
    let (Some(first), Some(last)) = (days.first().map(|d| d.day), days.last().map(|d| d.day)) else {
        return (summary, Unit::Year, Vec::new(), Vec::new());
    };
    summary.first_day = Some(first.to_string());
    summary.last_day = Some(last.to_string());
    let unit = Unit::fitting(first, last, MOST_BINS);
    let bins: Vec<BinLine> =
        bins(&days, coverage, unit, first, last).iter().map(|bin| bin_line(bin, unit)).collect();
    let gaps = gaps(&bins);
    (summary, unit, bins, gaps)
}

fn bin_line(bin: &Bin, unit: Unit) -> BinLine {
    let quads = Quads::of(&bin.tally, |_| true);
    BinLine {
        label: unit.label(bin.start),
        from: bin.start.to_string(),
        net: quads.balance(),
        quads,
        reports: bin.tally.total().reports,
        covered: bin.covered,
    }
}

fn gaps(bins: &[BinLine]) -> Vec<Gap> {
    bins.chunk_by(|a, b| a.covered == b.covered)
        .filter(|run| !run[0].covered)
        .map(|run| Gap { from: run[0].label.clone(), to: run[run.len() - 1].label.clone() })
        .collect()
}
