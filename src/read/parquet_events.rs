//! Parquet that the program wrote itself: its columns go straight into the
//! builder, so that events come back as they were.
//!
//! Any other table of the same form is as good; one whose columns differ is read
//! as other tables are.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use parquet::basic::Type;
use parquet::column::reader::{ColumnReader, get_typed_column_reader};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, FloatType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use rustc_hash::FxHashSet;

use super::control::Control;
use super::error::ReadError;
use super::report::LoadReport;
use super::{Sink, guard, lasting};
use crate::model::column::{NO_LAG, NO_OUTER, tone_of};
use crate::model::{
    ActorId, ActorKind, Article, ArticleId, Builder, CodeId, CountryId, Counts, DataRow, Day, EventDate,
    EventRow, Minute, Modality, Precision,
};

/// The name of the format in reports.
const NAME: &str = "détente events";
/// How many rows are taken up at a time.
const BATCH: usize = 16 * 1024;
/// How many batches may wait.
const WAITING: usize = 2;
/// How often the source may change from row to row: far more often than in any
/// table in the order of loading. Of one in another order, it is the table itself.
const CHANGES: usize = 4096;

/// Declares a batch of rows: a column each, its type in the file and here.
macro_rules! batch {
    ($($name:ident: $type:ident,)+) => {
        #[derive(Default)]
        struct Batch { rows: usize, $($name: Vec<Option<<$type as DataType>::T>>,)+ }

        /// What the file must have: column and physical type.
        fn wanted() -> Vec<(&'static str, Type)> {
            vec![$((stringify!($name), <$type as DataType>::get_physical_type()),)+]
        }

        /// The columns of a row group while they are read.
        struct Group { $($name: Lane<$type>,)+ }

        impl Group {
            fn open(group: &dyn RowGroupReader, at: &dyn Fn(&str) -> usize) -> Result<Group, ParquetError> {
                Ok(Group { $($name: Lane::open(group.get_column_reader(at(stringify!($name)))?)?,)+ })
            }

            fn next(&mut self) -> Result<Batch, ParquetError> {
                let mut batch = Batch { $($name: self.$name.next()?,)+ rows: 0 };
                batch.rows = batch.date.len();
                let even = true $(&& batch.$name.len() == batch.rows)+;
                if even { Ok(batch) } else { Err(ParquetError::General("columns of different length".into())) }
            }
        }
    };
}

batch! {
    id: Int64Type,
    date: Int32Type,
    date_end: Int32Type,
    precision: ByteArrayType,
    source: ByteArrayType,
    source_code: ByteArrayType,
    source_kind: ByteArrayType,
    source_role: ByteArrayType,
    source_country: ByteArrayType,
    target: ByteArrayType,
    target_code: ByteArrayType,
    target_kind: ByteArrayType,
    target_role: ByteArrayType,
    target_country: ByteArrayType,
    code: ByteArrayType,
    modality: ByteArrayType,
    reciprocal: BoolType,
    main: BoolType,
    reports: Int64Type,
    mentions: Int64Type,
    sources: Int64Type,
    tone: FloatType,
    lag: Int32Type,
    place: ByteArrayType,
    place_country: ByteArrayType,
    latitude: FloatType,
    longitude: FloatType,
    article: ByteArrayType,
    url: ByteArrayType,
    title: ByteArrayType,
    publisher: ByteArrayType,
    published: Int32Type,
    taken_up: Int64Type,
    sentence: Int32Type,
    data_set: ByteArrayType,
    file: ByteArrayType,
}

/// One column of a row group.
struct Lane<T: DataType> {
    reader: parquet::column::reader::ColumnReaderImpl<T>,
    there: Vec<i16>,
    values: Vec<T::T>,
}

impl<T: DataType> Lane<T> {
    fn open(reader: ColumnReader) -> Result<Lane<T>, ParquetError> {
        Ok(Lane { reader: get_typed_column_reader(reader), there: Vec::new(), values: Vec::new() })
    }

    fn next(&mut self) -> Result<Vec<Option<T::T>>, ParquetError> {
        self.there.clear();
        self.values.clear();
        self.reader.read_records(BATCH, Some(&mut self.there), None, &mut self.values)?;
        let mut values = self.values.drain(..);
        Ok(self.there.iter().map(|&there| if there > 0 { values.next() } else { None }).collect())
    }
}

/// Whether a file has the columns that the program writes, each of its type.
pub(super) fn is_ours(path: &Path) -> bool {
    let reader = File::open(path).ok().and_then(|file| SerializedFileReader::new(file).ok());
    reader.is_some_and(|reader| {
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        let fits = |name: &str, kind: Type| {
            schema.columns().iter().any(|column| {
                column.path().string() == name
                    && column.physical_type() == kind
                    && (column.max_def_level(), column.max_rep_level()) == (1, 0)
            })
        };
        wanted().into_iter().all(|(name, kind)| fits(name, kind))
    })
}

/// Reads such a file; `name` is what it is called.
pub(super) fn read(
    path: &Path,
    name: &str,
    sink: &mut dyn Sink,
    control: &Control,
    report: &mut LoadReport,
) -> Result<(), ReadError> {
    report.format = NAME;
    report.bytes = std::fs::metadata(path).map_or(0, |data| data.len());
    if let Some(builder) = sink.rows() {
        builder.origin(name, NAME);
    }
    let (give, batches) = sync_channel(WAITING);
    // A thread of its own: the library may give up on a damaged file by a panic.
    let outcome = std::thread::scope(|scope| {
        let decoder = guard::spawn_scoped(scope, move || decode(path, &give))?;
        take(&batches, sink, control, report);
        drop(batches);
        decoder.join().unwrap_or_else(|_| Err(ParquetError::General("a panic".into())))
    });
    outcome.map_err(|error| ReadError::io(name, told(&error)))
}

/// What the library says, in words for people; its own go into the log.
pub(super) fn told(error: &ParquetError) -> io::Error {
    let words = error.to_string();
    tracing::debug!("Parquet: {words}");
    let (kind, why) = if words.contains(ABSURD) {
        let why = "it says to hold more rows than so few bytes can, and was left there; write it anew";
        (io::ErrorKind::InvalidData, why)
    } else if matches!(error, ParquetError::NYI(_)) || words.contains("Disabled feature") {
        let why = "it is packed or written in a way that is not read here; write it anew with gzip or snappy";
        (io::ErrorKind::Unsupported, why)
    } else {
        let why =
            "the Parquet file is damaged or cut off; what came before that was read; copy or write it anew";
        (io::ErrorKind::InvalidData, why)
    };
    io::Error::new(kind, why)
}

/// The word by which a file that is far too large for its bytes is told.
const ABSURD: &str = "absurd";

/// Up to this many rows a file may have, however small it is.
const FREE: u64 = 1 << 20;
/// Beyond, so many a byte: real tables take some tens of bytes a row.
const RATIO: u64 = 16;

/// Refuses a file that says to hold absurdly many rows: a few bytes can stand for
/// billions in which all is missing.
pub(super) fn bounded(path: &Path, reader: &SerializedFileReader<File>) -> Result<(), ParquetError> {
    let groups = reader.metadata().row_groups().iter();
    let rows =
        groups.map(|group| u64::try_from(group.num_rows()).unwrap_or(u64::MAX)).fold(0, u64::saturating_add);
    let bytes = std::fs::metadata(path)?.len();
    if rows > FREE && rows / RATIO > bytes {
        let why = format!("{rows} rows in {bytes} bytes: {ABSURD}");
        return Err(ParquetError::General(why));
    }
    Ok(())
}

/// Hands on all rows, batch by batch, until nobody wants more.
fn decode(path: &Path, give: &SyncSender<Batch>) -> Result<(), ParquetError> {
    let reader = SerializedFileReader::new(File::open(path)?)?;
    bounded(path, &reader)?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let at = |name: &str| schema.columns().iter().position(|c| c.path().string() == name).unwrap_or(0);
    for number in 0..reader.num_row_groups() {
        let group = reader.get_row_group(number)?;
        let mut lanes = Group::open(&*group, &at)?;
        let mut left = group.metadata().num_rows();
        while left > 0 {
            let batch = lanes.next()?;
            if batch.rows == 0 {
                return Err(ParquetError::General("a row group ends early".into()));
            }
            left -= batch.rows as i64;
            if give.send(batch).is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn take(batches: &Receiver<Batch>, sink: &mut dyn Sink, control: &Control, report: &mut LoadReport) {
    let mut homeless = FxHashSet::default();
    let mut origins = Origins::default();
    for batch in batches {
        if control.is_cancelled() {
            break;
        }
        let rows = batch.rows as u64;
        report.keep(rows);
        if let Some(builder) = sink.rows() {
            for row in 0..batch.rows {
                origins.tell(&batch, row, builder);
                event(&batch, row, builder, report, &mut homeless);
            }
        }
        control.add_records(rows);
        sink.breathe();
    }
    report.actors_without_country += homeless.len() as u64;
}

/// Where the rows were from before they came into the table.
#[derive(Default)]
struct Origins {
    /// Data set and file of the last row.
    last: (String, String),
    changes: usize,
}

impl Origins {
    /// Tells the builder where a row is from, if that is not where the last was from.
    fn tell(&mut self, batch: &Batch, row: usize, builder: &mut Builder) {
        let (set, file) = (text(&batch.data_set, row), text(&batch.file, row));
        if (set, file) == (self.last.0.as_str(), self.last.1.as_str()) || self.changes == CHANGES {
            return;
        }
        self.changes += 1;
        self.last = (set.to_owned(), file.to_owned());
        if !set.is_empty() && !file.is_empty() {
            builder.origin(file, lasting(set));
        }
    }
}

fn text(values: &[Option<ByteArray>], row: usize) -> &str {
    let bytes = values.get(row).and_then(Option::as_ref).map_or(&[][..], ByteArray::data);
    // Ours are; what another program made of them may not be.
    std::str::from_utf8(bytes).unwrap_or("")
}

fn value<T: Copy>(values: &[Option<T>], row: usize) -> Option<T> {
    values.get(row).copied().flatten()
}

fn event(
    batch: &Batch,
    row: usize,
    builder: &mut Builder,
    report: &mut LoadReport,
    homeless: &mut FxHashSet<ActorId>,
) {
    let code = builder.code(text(&batch.code, row));
    if code != CodeId::NONE && code.get().is_none() {
        report.unknown_code(text(&batch.code, row));
    }
    let side =
        [&batch.source, &batch.source_code, &batch.source_kind, &batch.source_role, &batch.source_country];
    let (source_actor, source) = actor(side, row, builder);
    let side =
        [&batch.target, &batch.target_code, &batch.target_kind, &batch.target_role, &batch.target_country];
    let (target_actor, target) = actor(side, row, builder);
    for (id, country) in [(source_actor, source), (target_actor, target)] {
        if id != ActorId::NONE && !country.is_known() {
            homeless.insert(id);
        }
    }
    let number = |value: Option<i64>| value.and_then(|n| u32::try_from(n).ok());
    let count = |values: &[Option<i64>]| number(value(values, row)).unwrap_or(0);
    let counts = builder.counts(Counts { mentions: count(&batch.mentions), sources: count(&batch.sources) });
    let small = |value: Option<i32>| value.and_then(|n| i16::try_from(n).ok());
    let data = DataRow {
        outer: value(&batch.id, row).and_then(|n| u64::try_from(n).ok()).unwrap_or(NO_OUTER),
        counts,
        tone: tone_of(value(&batch.tone, row).unwrap_or(f32::NAN)),
        place: place(batch, row, builder),
        lag: small(value(&batch.lag, row)).unwrap_or(NO_LAG),
        sentence: value(&batch.sentence, row).and_then(|n| u16::try_from(n).ok()).unwrap_or(0),
        root: value(&batch.main, row).unwrap_or(false),
    };
    let event = EventRow {
        date: date(batch, row),
        source,
        target,
        source_actor,
        target_actor,
        code,
        modality: text(&batch.modality, row).parse().unwrap_or(Modality::Actual),
        reciprocal: value(&batch.reciprocal, row).unwrap_or(false),
        reports: number(value(&batch.reports, row)).unwrap_or(1),
        article: article(batch, row, builder),
    };
    builder.push_data(&event, &data);
}

/// Name, code, kind, role and country of a side.
fn actor(side: [&Vec<Option<ByteArray>>; 5], row: usize, builder: &mut Builder) -> (ActorId, CountryId) {
    let [name, code, kind, role, country] = side.map(|column| text(column, row));
    let country = CountryId::from_iso3(country).unwrap_or(CountryId::UNKNOWN);
    // Every actor has a kind.
    match kind.parse::<ActorKind>() {
        Ok(kind) => (builder.actor(name, country, code, role, kind), country),
        Err(()) => (ActorId::NONE, country),
    }
}

fn place(batch: &Batch, row: usize, builder: &mut Builder) -> crate::model::PlaceId {
    let (name, country) = (text(&batch.place, row), text(&batch.place_country, row));
    let (latitude, longitude) = (value(&batch.latitude, row), value(&batch.longitude, row));
    if name.is_empty() && country.is_empty() && latitude.is_none() && longitude.is_none() {
        return crate::model::PlaceId::default();
    }
    let country = CountryId::from_iso3(country).unwrap_or(CountryId::UNKNOWN);
    builder.place(name, country, latitude.unwrap_or(f32::NAN), longitude.unwrap_or(f32::NAN))
}

fn date(batch: &Batch, row: usize) -> EventDate {
    let day = |values: &[Option<i32>]| value(values, row).map(Day);
    let (start, end) = (day(&batch.date), day(&batch.date_end));
    let precision = text(&batch.precision, row);
    let ymd = start.and_then(Day::date);
    let date = match (0..4).map(Precision::from_u8).find(|p| p.name() == precision) {
        Some(Precision::Day) => start.map(EventDate::day),
        Some(Precision::Month) => {
            use chrono::Datelike;
            ymd.and_then(|date| EventDate::month(date.year(), date.month()))
        }
        Some(Precision::Year) => start.and_then(Day::year).and_then(EventDate::year),
        Some(Precision::Range) => Some(EventDate::range(start.unwrap_or(Day::MIN), end.unwrap_or(Day::MAX))),
        _ => None,
    };
    date.unwrap_or(EventDate::UNKNOWN)
}

/// The article: an address as data sets have it, or one with a headline.
fn article(batch: &Batch, row: usize, builder: &mut Builder) -> ArticleId {
    let (id, url) = (text(&batch.article, row), text(&batch.url, row));
    let (title, publisher) = (text(&batch.title, row), text(&batch.publisher, row));
    let taken_up = value(&batch.taken_up, row).and_then(|ms| i32::try_from(ms.div_euclid(60_000)).ok());
    let published = value(&batch.published, row).map_or(EventDate::UNKNOWN, |day| EventDate::day(Day(day)));
    let recorded =
        !title.is_empty() || (!url.is_empty() && url != id) || (taken_up.is_none() && published.is_known());
    if !recorded {
        // What follows from the address is not said twice.
        let publisher = if crate::model::articles::host(url) == publisher { "" } else { publisher };
        return builder.address(id, taken_up.map_or(Minute::UNKNOWN, Minute), publisher);
    }
    builder.article(&Article {
        id: id.to_owned(),
        title: title.to_owned(),
        publisher: publisher.to_owned(),
        published,
        url: url.to_owned(),
        language: String::new(),
        text: None,
    })
}
