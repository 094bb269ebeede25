//! The columns of actors.

use super::{Cell, Column, Rows};
use crate::model::{ActorRecord, Day, EventDate};
use crate::query::summary::actors::ActorRow;

fn of<'a>(rows: &Rows<'a>, row: usize, f: impl FnOnce(&'a ActorRow) -> Cell<'a>) -> Cell<'a> {
    rows.actor(row).map_or(Cell::Nothing, f)
}

fn record<'a>(rows: &Rows<'a>, row: usize, f: impl FnOnce(&'a ActorRecord) -> Cell<'a>) -> Cell<'a> {
    rows.actor(row).and_then(|a| rows.views.store.actor(a.actor)).map_or(Cell::Nothing, f)
}

fn day<'a>(day: Option<Day>) -> Cell<'a> {
    day.map_or(Cell::Nothing, |day| Cell::Date(EventDate::day(day)))
}

/// In the order of reading: who, how often, since when.
pub(super) const COLUMNS: &[Column] = &[
    Column::shown("actor", "the actor's name", |r, n| of(r, n, |a| r.actor_name(a.actor))),
    Column::shown("country", "its country", |r, n| {
        record(r, n, |a| if a.country.is_known() { Cell::text(a.country.iso3()) } else { Cell::Nothing })
    }),
    Column::full("code", "its CAMEO code", |r, n| record(r, n, |a| Cell::text(r.views.store.str(a.code)))),
    Column::full("kind", "what kind of thing it is", |r, n| record(r, n, |a| Cell::text(a.kind.name()))),
    Column::shown("role", "office or description", |r, n| {
        record(r, n, |a| Cell::text(r.views.store.str(a.role)))
    }),
    Column::shown("as_source", "events in which it acts", |r, n| {
        of(r, n, |a| Cell::number(i64::from(a.as_source)))
    }),
    Column::shown("as_target", "events in which it is acted upon", |r, n| {
        of(r, n, |a| Cell::number(i64::from(a.as_target)))
    }),
    Column::shown("claims", "claims that it makes", |r, n| of(r, n, |a| Cell::number(i64::from(a.claims)))),
    Column::shown("balance", "cooperation minus conflict where it acts", |r, n| {
        of(r, n, |a| Cell::number(i64::from(a.balance)))
    }),
    Column::shown("first", "the first day on which it is seen", |r, n| of(r, n, |a| day(a.first))),
    Column::shown("last", "the last", |r, n| of(r, n, |a| day(a.last))),
];
