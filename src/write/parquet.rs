//! Events as Parquet, one row an event, for DuckDB, Polars, pandas and the like.
//!
//! Written column by column through the plain interface of the `parquet` crate:
//! the interface over Arrow would double the time that the program takes to build.

use std::borrow::Cow;
use std::io::Write;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, FloatType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use crate::model::{ActorId, CountryId, Day, EventView, Place, Store};
use crate::query::Selection;

/// How many events a row group holds.
const GROUP: usize = 128 * 1024;

/// How a column's values are made.
enum Make {
    Text(for<'a> fn(&'a Store, &EventView<'a>) -> Option<Cow<'a, str>>),
    Int(fn(&Store, &EventView<'_>) -> Option<i32>),
    /// Days from the beginning of 1970.
    Day(fn(&Store, &EventView<'_>) -> Option<i32>),
    Long(fn(&Store, &EventView<'_>) -> Option<i64>),
    Real(fn(&Store, &EventView<'_>) -> Option<f32>),
}

/// All columns: name and value. Every value may be missing.
const COLUMNS: &[(&str, Make)] = &[
    ("id", Make::Long(|_, e| e.outer().and_then(|n| i64::try_from(n).ok()))),
    ("date", Make::Day(|_, e| day(e.date().start()))),
    ("date_end", Make::Day(|_, e| day(e.date().end()))),
    ("precision", Make::Text(|_, e| Some(e.date().precision().name().into()))),
    ("source", Make::Text(|s, e| name(s, e.source_actor()))),
    ("source_code", Make::Text(|s, e| code(s, e.source_actor()))),
    ("source_country", Make::Text(|_, e| iso3(e.source()))),
    ("target", Make::Text(|s, e| name(s, e.target_actor()))),
    ("target_code", Make::Text(|s, e| code(s, e.target_actor()))),
    ("target_country", Make::Text(|_, e| iso3(e.target()))),
    ("code", Make::Text(|s, e| some(s.code_text(e.code())))),
    ("code_name", Make::Text(|_, e| e.ontology().map(|c| c.name.into()))),
    ("root", Make::Text(|_, e| e.ontology().and_then(|c| some(c.root)))),
    ("quad", Make::Int(|_, e| e.quad().map(|q| q as i32))),
    ("goldstein", Make::Real(|_, e| e.code().goldstein())),
    ("modality", Make::Text(|_, e| Some(e.modality().name().into()))),
    ("reports", Make::Long(|_, e| Some(e.reports().into()))),
    ("mentions", Make::Long(|_, e| Some(e.counts().mentions.into()).filter(|n| *n > 0))),
    ("sources", Make::Long(|_, e| Some(e.counts().sources.into()).filter(|n| *n > 0))),
    ("tone", Make::Real(|_, e| e.tone())),
    ("lag", Make::Int(|_, e| e.lag().map(i32::from))),
    ("place", Make::Text(|s, e| e.place().and_then(|p| some(s.str(p.name))))),
    ("place_country", Make::Text(|_, e| e.place().and_then(|p| iso3(p.country)))),
    ("latitude", Make::Real(|_, e| e.place().map(|p| p.latitude).filter(|v| !v.is_nan()))),
    ("longitude", Make::Real(|_, e| e.place().map(|p| p.longitude).filter(|v| !v.is_nan()))),
    ("article", Make::Text(|s, e| s.article(e.article()).and_then(|a| some(a.id())))),
    ("url", Make::Text(|s, e| s.article(e.article()).and_then(|a| some(a.url())))),
    ("publisher", Make::Text(|s, e| s.article(e.article()).and_then(|a| some(a.publisher())))),
    ("published", Make::Day(|s, e| s.article(e.article()).and_then(|a| day(a.published().start())))),
    ("sentence", Make::Int(|_, e| e.sentence().map(i32::from))),
    ("data_set", Make::Text(|_, e| e.origin().map(|o| o.format.into()))),
    ("file", Make::Text(|s, e| e.origin().map(|o| s.str(o.name).into()))),
];

fn some(text: &str) -> Option<Cow<'_, str>> {
    (!text.is_empty()).then_some(Cow::Borrowed(text))
}

fn day(day: Day) -> Option<i32> {
    day.date().map(|_| day.0)
}

fn name(store: &Store, actor: ActorId) -> Option<Cow<'_, str>> {
    some(store.actor_name(actor))
}

fn code(store: &Store, actor: ActorId) -> Option<Cow<'_, str>> {
    store.actor(actor).and_then(|a| some(store.str(a.code)))
}

fn iso3<'a>(country: CountryId) -> Option<Cow<'a, str>> {
    country.get().map(|c| Cow::Borrowed(c.iso3))
}

fn schema() -> String {
    let column = |(name, make): &(&str, Make)| match make {
        Make::Text(_) => format!("optional binary {name} (STRING);"),
        Make::Int(_) => format!("optional int32 {name};"),
        Make::Day(_) => format!("optional int32 {name} (DATE);"),
        Make::Long(_) => format!("optional int64 {name};"),
        Make::Real(_) => format!("optional float {name};"),
    };
    format!("message events {{ {} }}", COLUMNS.iter().map(column).collect::<Vec<_>>().join(" "))
}

/// Writes the events of a selection.
///
/// # Errors
/// What the system says if it cannot be written.
pub fn write(store: &Store, selection: &Selection, out: impl Write + Send) -> Result<(), ParquetError> {
    let schema = Arc::new(parse_message_type(&schema())?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("detente ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let mut writer = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
    for places in selection.places().chunks(GROUP) {
        let mut group = writer.next_row_group()?;
        for (_, make) in COLUMNS {
            column(store, places, make, &mut group)?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

fn column<W: Write + Send>(
    store: &Store,
    places: &[Place],
    make: &Make,
    group: &mut SerializedRowGroupWriter<'_, W>,
) -> Result<(), ParquetError> {
    match *make {
        Make::Text(f) => put::<ByteArrayType, W>(store, places, group, |s, e| {
            f(s, e).map(|text| ByteArray::from(text.into_owned().into_bytes()))
        }),
        Make::Int(f) | Make::Day(f) => put::<Int32Type, W>(store, places, group, f),
        Make::Long(f) => put::<Int64Type, W>(store, places, group, f),
        Make::Real(f) => put::<FloatType, W>(store, places, group, f),
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
