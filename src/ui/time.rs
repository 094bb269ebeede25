//! The stretch of time that the chart shows, and the time cursor that all
//! panes share.

use crate::model::Day;
use crate::query::summary::timeline::Unit;

/// What part of time is in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeView {
    /// The bin's width, if the user chose one; else the narrowest that fits.
    pub unit: Option<Unit>,
    /// The first day in view, if the user moved there; else what keeps the cursor in view.
    pub from: Option<Day>,
    /// The time cursor.
    pub cursor: Option<Day>,
    /// The last day of the bin that was picked in the chart, if one was.
    pub picked: Option<Day>,
}

/// The bins that fit the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    /// Their width in time.
    pub(crate) unit: Unit,
    /// First day of the first one.
    pub(crate) from: Day,
    /// First day of the last one.
    pub(crate) to: Day,
    /// How many columns each takes.
    pub(crate) columns: usize,
}

/// Bars wider than this look like a wall.
const WIDEST: usize = 4;

impl TimeView {
    /// The window over a span of days in so many columns.
    pub(crate) fn window(&self, span: (Day, Day), columns: usize) -> Window {
        let columns = columns.max(1);
        let unit = self.unit.unwrap_or_else(|| Unit::fitting(span.0, span.1, columns));
        let (first, last) = (unit.floor(span.0), unit.floor(span.1));
        let bins = unit.bins(first, last);
        if bins <= columns {
            return Window { unit, from: first, to: last, columns: (columns / bins.max(1)).clamp(1, WIDEST) };
        }
        let latest = unit.step(last, 1 - columns as i32);
        let mut from = self.from.map_or(latest, |d| unit.floor(d)).clamp(first, latest.max(first));
        if let Some(cursor) = self.cursor.map(|c| unit.floor(c)).filter(|c| (first..=last).contains(c)) {
            let to = unit.step(from, columns as i32 - 1);
            if cursor < from {
                from = cursor;
            } else if cursor > to {
                from = unit.step(cursor, 1 - columns as i32);
            }
        }
        Window { unit, from, to: unit.step(from, columns as i32 - 1).min(last), columns: 1 }
    }

    /// One unit narrower (`finer`) or wider than the window's.
    pub(crate) fn zoom(&mut self, finer: bool, now: Unit) {
        let at = Unit::ALL.iter().position(|u| *u == now).unwrap_or(0);
        let to = if finer { at.checked_sub(1) } else { Some(at + 1) };
        if let Some(&unit) = to.and_then(|i| Unit::ALL.get(i)) {
            self.unit = Some(unit);
            self.from = None;
        }
    }

    /// Moves the window by half its width, and the cursor with it if it would fall out.
    pub(crate) fn pan(&mut self, later: bool, window: Window, span: (Day, Day)) {
        let bins = window.unit.bins(window.from, window.to) as i32;
        let by = (bins / 2).max(1) * if later { 1 } else { -1 };
        let first = window.unit.floor(span.0);
        let last = window.unit.floor(span.1);
        let from = window.unit.step(window.from, by).clamp(first, last);
        self.from = Some(from);
        if let Some(cursor) = self.cursor {
            let to = window.unit.step(from, bins - 1);
            self.cursor = Some(window.unit.floor(cursor).clamp(from, to.max(from)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse::<crate::model::EventDate>().unwrap().start()
    }

    #[test]
    fn the_first_window_shows_everything() {
        let span = (day("1991-12-25"), day("2025-10-02"));
        let window = TimeView::default().window(span, 60);
        assert_eq!((window.unit, window.from, window.to), (Unit::Year, day("1991"), day("2025")));
    }

    #[test]
    fn a_narrower_unit_shows_the_latest_and_follows_the_cursor() {
        let span = (day("1991-12-25"), day("2025-10-02"));
        let mut view = TimeView { unit: Some(Unit::Month), ..TimeView::default() };
        assert_eq!(view.window(span, 12).to, day("2025-10"));
        view.cursor = Some(day("2001-03-12"));
        let window = view.window(span, 12);
        assert!(window.from <= day("2001-03") && day("2001-03") <= window.to);
    }

    #[test]
    fn panning_stops_at_the_ends() {
        let span = (day("2000-01-01"), day("2003-12-31"));
        let mut view = TimeView { unit: Some(Unit::Month), ..TimeView::default() };
        for _ in 0..20 {
            let window = view.window(span, 10);
            view.pan(false, window, span);
        }
        assert_eq!(view.window(span, 10).from, day("2000-01"));
    }
}
