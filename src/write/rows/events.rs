//! The columns of events in answers, made from the table of columns that all
//! outputs share.

use std::sync::LazyLock;

use super::{Cell, Column, Get, Rows};
use crate::model::EventDate;
use crate::write::event_columns::{Values, in_answers, time};

/// In the order of reading: when, who to whom, what, who exactly, where from.
pub(super) static COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(|| {
    let columns = in_answers().into_iter().map(|(column, answer)| Column {
        name: answer.name,
        about: column.about,
        shown: answer.shown,
        get: Get::Event(column.values),
    });
    columns.collect()
});

/// The value of an event in an answer.
pub(super) fn cell<'a>(values: Values, rows: &Rows<'a>, row: usize) -> Cell<'a> {
    let Some(event) = rows.event(row) else { return Cell::Nothing };
    let store = &*rows.views.store;
    match values {
        Values::Text(f) => f(store, &event).filter(|text| !text.is_empty()).map_or(Cell::Nothing, Cell::Text),
        Values::Int(f) => f(store, &event).map_or(Cell::Nothing, Cell::number),
        Values::Long(f) => f(store, &event).map_or(Cell::Nothing, Cell::Number),
        Values::Real(f) => Cell::real(f(store, &event)),
        Values::Flag(f) => f(store, &event).map_or(Cell::Nothing, Cell::Flag),
        Values::Day(f) => f(store, &event).map_or(Cell::Nothing, |day| Cell::Date(EventDate::day(day))),
        Values::Minute(f) => f(store, &event).map_or(Cell::Nothing, |minute| Cell::own(time(minute))),
        Values::Date(f) => Cell::date(f(store, &event)),
        Values::Quad(f) => f(store, &event).map_or(Cell::Nothing, |quad| Cell::text(quad.name())),
        Values::Decision(f) => Cell::text(f(store, &event).name()),
    }
}
