//! Events as Parquet, one row an event, for DuckDB, Polars, pandas and the like.
//!
//! Written column by column through the plain interface of the `parquet` crate:
//! the interface over Arrow would double the time that the program takes to build.

use std::borrow::Cow;
use std::io::Write;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, FloatType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::event_columns::{EventColumn, Values, closed, in_tables, known};
use crate::model::{EventView, Place, Store};

/// How many events a row group holds.
const GROUP: usize = 128 * 1024;

fn schema() -> String {
    let column = |EventColumn { name, values, .. }: &EventColumn| match values {
        Values::Text(_) | Values::Decision(_) => format!("optional binary {name} (STRING);"),
        Values::Int(_) | Values::Quad(_) => format!("optional int32 {name};"),
        Values::Day(_) | Values::Date(_) => format!("optional int32 {name} (DATE);"),
        Values::Minute(_) => format!("optional int64 {name} (TIMESTAMP(MILLIS,true));"),
        Values::Long(_) => format!("optional int64 {name};"),
        Values::Real(_) => format!("optional float {name};"),
        Values::Flag(_) => format!("optional boolean {name};"),
    };
    format!("message events {{ {} }}", in_tables().map(column).collect::<Vec<_>>().join(" "))
}

/// Writes events in the order of the places.
///
/// # Errors
/// What the system says if they cannot be written.
pub fn write(store: &Store, places: &[Place], out: impl Write + Send) -> Result<(), ParquetError> {
    let schema = Arc::new(parse_message_type(&schema())?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("detente ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let mut writer = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
    for places in places.chunks(GROUP) {
        let mut group = writer.next_row_group()?;
        for column in in_tables() {
            write_column(store, places, column.values, &mut group)?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

fn write_column<W: Write + Send>(
    store: &Store,
    places: &[Place],
    values: Values,
    group: &mut SerializedRowGroupWriter<'_, W>,
) -> Result<(), ParquetError> {
    let text = |text: Cow<'_, str>| ByteArray::from(text.into_owned().into_bytes());
    match values {
        Values::Text(f) => put::<ByteArrayType, W>(store, places, group, |s, e| f(s, e).map(text)),
        Values::Int(f) => put::<Int32Type, W>(store, places, group, f),
        Values::Long(f) => put::<Int64Type, W>(store, places, group, f),
        Values::Real(f) => put::<FloatType, W>(store, places, group, f),
        Values::Flag(f) => put::<BoolType, W>(store, places, group, f),
        Values::Day(f) => put::<Int32Type, W>(store, places, group, |s, e| f(s, e).map(|day| day.0)),
        Values::Minute(f) => put::<Int64Type, W>(store, places, group, |s, e| {
            f(s, e).map(|minute| i64::from(minute.0) * 60_000)
        }),
        Values::Date(f) => {
            put::<Int32Type, W>(store, places, group, |s, e| known(f(s, e).start()).map(|day| day.0))
        }
        Values::Quad(f) => put::<Int32Type, W>(store, places, group, |s, e| f(s, e).map(|quad| quad as i32)),
        Values::Decision(f) => put::<ByteArrayType, W>(store, places, group, |s, e| {
            closed(f(s, e)).map(|decision| text(decision.name().into()))
        }),
    }
}

/// Writes one column of a row group: the values that are there, and where.
fn put<T: DataType, W: Write + Send>(
    store: &Store,
    places: &[Place],
    group: &mut SerializedRowGroupWriter<'_, W>,
    value: impl Fn(&Store, &EventView<'_>) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    let (mut values, mut there) = (Vec::with_capacity(places.len()), Vec::with_capacity(places.len()));
    for &place in places {
        let found = store.event(place).and_then(|event| value(store, &event));
        there.push(i16::from(found.is_some()));
        values.extend(found);
    }
    column.typed::<T>().write_batch(&values, Some(&there), None)?;
    column.close()
}
