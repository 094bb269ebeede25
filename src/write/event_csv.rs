//! Events as comma-separated values with the columns of tables, made harmless for
//! spreadsheets as answers to queries are.

use std::borrow::Cow;
use std::io::{self, Write};

use super::event_columns::{Values, closed, in_tables, known, time};
use super::rows::csv::{io_error, text_field};
use crate::model::{Decision, EventView, Place, Store};

/// Writes a header and one line an event, in the order of the places.
///
/// # Errors
/// What the system says if they cannot be written.
pub(crate) fn write(store: &Store, places: &[Place], out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::WriterBuilder::new().from_writer(out);
    csv.write_record(in_tables().map(|c| c.name)).map_err(io_error)?;
    for event in places.iter().filter_map(|&place| store.event(place)) {
        for column in in_tables() {
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
        Values::Long(f) => text(f(store, event)),
        Values::Real(f) => text(f(store, event)),
        Values::Flag(f) => text(f(store, event)),
        Values::Day(f) => text(f(store, event)),
        Values::Minute(f) => text(f(store, event).map(time)),
        Values::Date(f) => text(known(f(store, event).start())),
        Values::Quad(f) => text(f(store, event).map(|quad| quad as i32)),
        Values::Decision(f) => closed(f(store, event)).map_or("", Decision::name).into(),
    }
}
