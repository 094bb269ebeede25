//! Events as comma-separated values with the columns of [`super::event_table`],
//! made harmless for spreadsheets as answers to queries are.

use std::borrow::Cow;
use std::io::{self, Write};

use super::event_table::{COLUMNS, Values};
use super::rows::csv::{io_error, text_field};
use crate::model::{Day, EventView, Minute, Place, Store};

/// Writes a header and one line an event, in the order of the places.
///
/// # Errors
/// What the system says if they cannot be written.
pub fn write(store: &Store, places: &[Place], out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::WriterBuilder::new().from_writer(out);
    csv.write_record(COLUMNS.iter().map(|c| c.name)).map_err(io_error)?;
    for event in places.iter().filter_map(|&place| store.event(place)) {
        for column in COLUMNS {
            csv.write_field(field(store, &event, column.values).as_bytes()).map_err(io_error)?;
        }
        csv.write_record(None::<&[u8]>).map_err(io_error)?;
    }
    csv.flush()
}

fn field<'a>(store: &'a Store, event: &EventView<'a>, values: Values) -> Cow<'a, str> {
    fn text(value: Option<impl ToString>) -> Cow<'static, str> {
        value.map_or(Cow::Borrowed(""), |value| Cow::Owned(value.to_string()))
    }
    match values {
        Values::Text(f) => f(store, event).map_or(Cow::Borrowed(""), text_field),
        Values::Int(f) => text(f(store, event)),
        Values::Day(f) => text(f(store, event).map(Day)),
        Values::Minute(f) => text(f(store, event).map(|minute| time(Minute(minute)))),
        Values::Long(f) => text(f(store, event)),
        Values::Real(f) => text(f(store, event)),
        Values::Flag(f) => text(f(store, event)),
    }
}

/// `2025-01-17T12:15Z`.
fn time(minute: Minute) -> String {
    match (minute.day(), minute.time()) {
        (Some(day), Some((hour, minute))) => format!("{day}T{hour:02}:{minute:02}Z"),
        _ => String::new(),
    }
}
