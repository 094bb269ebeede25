//! The columns of country pairs.

use super::{Cell, Column, Rows, count, real};
use crate::query::summary::Measure;
use crate::query::summary::pairs::{PairRow, Trend};
use crate::query::summary::weeks::{Change, SPANS};

fn of<'a>(rows: &Rows<'a>, row: usize, f: impl FnOnce(&PairRow) -> Cell<'a>) -> Cell<'a> {
    rows.pair(row).map_or(Cell::Nothing, f)
}

/// Something of the pair's latest complete week against so many before.
fn change<'a>(rows: &Rows<'a>, row: usize, before: usize, f: impl FnOnce(Change) -> Cell<'a>) -> Cell<'a> {
    let pair = rows.pair(row).map(|p| p.pair);
    let change =
        pair.zip(rows.weeks.as_ref()).and_then(|(p, weeks)| weeks.change(p, before, Measure::Events));
    change.map_or(Cell::Nothing, f)
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
    Column::full("share", "events in per cent of all events of the data in the same time", |r, n| {
        of(r, n, |p| {
            let (first, last) = r.views.query.limits();
            let all = r.views.volume.between(first, last).events;
            let share = (all > 0).then(|| p.total.events as f64 / all as f64);
            share.map_or(Cell::Nothing, |share| real(100.0 * share))
        })
    }),
    Column::shown("week", "events in the latest complete week", |r, n| {
        change(r, n, SPANS[1], |c| count(c.now))
    }),
    Column::full("mean4", "events a week in the 4 weeks before", |r, n| {
        change(r, n, SPANS[0], |c| real(c.mean()))
    }),
    Column::shown("change4", "the week minus that mean", |r, n| change(r, n, SPANS[0], |c| real(c.change()))),
    Column::full("score4", "that change in units of the mean's square root", |r, n| {
        change(r, n, SPANS[0], |c| real(c.score()))
    }),
    Column::full("mean52", "events a week in the 52 weeks before", |r, n| {
        change(r, n, SPANS[1], |c| real(c.mean()))
    }),
    Column::shown("change52", "the week minus that mean", |r, n| {
        change(r, n, SPANS[1], |c| real(c.change()))
    }),
    Column::full("score52", "that change in units of the mean's square root", |r, n| {
        change(r, n, SPANS[1], |c| real(c.score()))
    }),
];
