//! Summaries of a selection: one file an aggregate. Each adds up one segment
//! at a time and merges, so that segments can be done side by side.

pub mod actors;
pub mod lags;
pub mod pairs;
pub mod timeline;
mod unit;
pub mod volume;
pub mod weeks;

use crate::model::{CodeId, QuadClass};

/// Events and reports, the field's two ways to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Coded events.
    pub events: u64,
    /// Reports of them.
    pub reports: u64,
}

impl Count {
    /// Adds one event with its reports.
    pub fn add(&mut self, reports: u32) {
        self.events += 1;
        self.reports += u64::from(reports);
    }

    /// Adds another count.
    pub(crate) fn merge(&mut self, other: Count) {
        self.events += other.events;
        self.reports += other.reports;
    }

    /// The one that is asked for.
    pub(crate) fn get(self, measure: Measure) -> u64 {
        match measure {
            Measure::Events => self.events,
            Measure::Reports => self.reports,
        }
    }
}

/// Which of the two counts is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Measure {
    /// Events.
    #[default]
    Events,
    /// Reports.
    Reports,
}

impl Measure {
    /// The word on the screen.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Measure::Events => "events",
            Measure::Reports => "reports",
        }
    }

    /// The word for one.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Measure::Events => "event",
            Measure::Reports => "report",
        }
    }
}

/// 0 for no quad class (unknown code), else the field's number 1 to 4.
pub(crate) fn quad_slot(code: CodeId) -> usize {
    code.quad().map_or(0, |q: QuadClass| q as usize)
}

/// [`quad_slot`] for all codes at once, for loops over many rows.
pub(crate) fn quad_slots() -> &'static [u8; 1 << 16] {
    static SLOTS: std::sync::LazyLock<Box<[u8; 1 << 16]>> = std::sync::LazyLock::new(|| {
        let mut slots = Box::new([0; 1 << 16]);
        slots.iter_mut().zip(0..=u16::MAX).for_each(|(slot, code)| *slot = quad_slot(CodeId(code)) as u8);
        slots
    });
    &SLOTS
}
