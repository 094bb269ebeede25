//! The columns of country pairs.

use super::{Cell, Column, Rows};
use crate::query::summary::Measure;
use crate::query::summary::pairs::{PairRow, Trend};

fn of<'a>(rows: &Rows<'a>, row: usize, f: impl FnOnce(&PairRow) -> Cell<'a>) -> Cell<'a> {
    rows.pair(row).map_or(Cell::Nothing, f)
}

fn count<'a>(number: u64) -> Cell<'a> {
    Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

/// In the order of reading: who, how much, how well.
pub(super) const COLUMNS: &[Column] = &[
    Column::shown("pair", "the two countries", |r, n| of(r, n, |p| Cell::own(p.pair.to_string()))),
    Column::shown("first", "the name of the first", |r, n| of(r, n, |p| Cell::text(p.pair.first().name()))),
    Column::shown("second", "the name of the second", |r, n| {
        of(r, n, |p| Cell::text(p.pair.second().name()))
    }),
    Column::shown("events", "events between them", |r, n| of(r, n, |p| count(p.total.events))),
    Column::shown("reports", "reports of these", |r, n| of(r, n, |p| count(p.total.reports))),
    Column::shown("cooperation", "events of cooperation", |r, n| of(r, n, |p| count(p.cooperation.events))),
    Column::shown("conflict", "events of conflict", |r, n| of(r, n, |p| count(p.conflict.events))),
    Column::shown("balance", "cooperation minus conflict", |r, n| {
        of(r, n, |p| Cell::Number(p.balance(Measure::Events)))
    }),
    Column::shown("trend", "▲ better, ▼ worse, = about as before", |r, n| {
        of(r, n, |p| {
            Cell::text(match p.trend() {
                Trend::Up => "▲",
                Trend::Down => "▼",
                Trend::Level => "=",
            })
        })
    }),
];
