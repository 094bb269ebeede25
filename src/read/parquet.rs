//! Parquet files: their rows are written out as a table with a header, and that
//! table is read by whatever reader knows its columns. What the program wrote
//! itself needs no such way round.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::record::reader::RowIter;

use super::control::Control;
use super::error::{ReadError, printable};
use super::guard;
use super::input::Input;
use super::report::LoadReport;
use super::{Confidence, Reader, Sink, Spec, parquet_events, recognise};

/// Reads Parquet.
pub(super) struct Parquet;

static SPEC: Spec = Spec {
    name: "Parquet",
    description: "tables of any known columns in Apache Parquet",
    extensions: &["parquet", "pq"],
};

impl Reader for Parquet {
    fn spec(&self) -> &Spec {
        &SPEC
    }

    fn sniff(&self, head: &[u8], _path: Option<&Path>) -> Confidence {
        if head.starts_with(b"PAR1") { Confidence::Certain } else { Confidence::No }
    }

    fn read(
        &self,
        input: &mut Input,
        sink: &mut dyn Sink,
        control: &Control,
        report: &mut LoadReport,
    ) -> Result<(), ReadError> {
        let name = input.name().to_owned();
        let fail = |e: io::Error| ReadError::io(&name, e);
        // The format is read from its end, so a stream becomes a file first.
        let (path, temporary) = match input.file() {
            Some(path) => (path.to_owned(), None),
            None => {
                let mut file = tempfile::NamedTempFile::new().map_err(fail)?;
                io::copy(input, &mut file).map_err(fail)?;
                (file.path().to_owned(), Some(file))
            }
        };
        if parquet_events::is_ours(&path) {
            return parquet_events::read(&path, &name, sink, control, report);
        }
        let (from, to) = io::pipe().map_err(fail)?;
        // The crate panics over some damaged files.
        let writer = guard::spawn(move || write_table(&path, to)).map_err(fail)?;
        let mut table = Input::new(&name, None, Box::new(from))?;
        let read = match recognise(table.head(), None) {
            Some(reader) if !table.head().is_empty() && !table.head().starts_with(b"PAR1") => {
                reader.read(&mut table, sink, control, report)
            }
            _ => Err(unknown(&name, table.head())),
        };
        // Closes our end of the pipe, so that the other one cannot wait forever.
        drop(table);
        let written = writer.join().unwrap_or_else(|_| Err(invalid(ParquetError::General("a panic".into()))));
        drop(temporary);
        let broken = written.err().filter(|e| e.kind() != io::ErrorKind::BrokenPipe);
        // A damaged file is why its table is of no known format.
        broken.map_or(read, |error| Err(ReadError::io(&name, error)))
    }
}

fn unknown(name: &str, head: &[u8]) -> ReadError {
    let line = head.split(|&b| b == b'\n').next().unwrap_or(&[]);
    let columns = String::from_utf8_lossy(line.get(..200).unwrap_or(line)).replace('\t', ", ");
    ReadError::Unknown {
        path: printable(name),
        found: format!("Parquet with the columns {}", printable(&columns)),
        formats: "the columns of a data set that is known, or of a mapping".to_owned(),
    }
}

fn invalid(error: ParquetError) -> io::Error {
    parquet_events::told(&error)
}

/// Writes a file's rows with tabs between, behind a line with the names.
fn write_table(path: &PathBuf, to: impl Write) -> io::Result<()> {
    let reader = SerializedFileReader::new(File::open(path)?).map_err(invalid)?;
    parquet_events::bounded(path, &reader).map_err(invalid)?;
    let mut out = BufWriter::with_capacity(1 << 16, to);
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let names: Vec<String> = schema.root_schema().get_fields().iter().map(|f| f.name().to_owned()).collect();
    out.write_all(names.iter().map(|n| plain(n)).collect::<Vec<_>>().join("\t").as_bytes())?;
    out.write_all(b"\n")?;
    for row in RowIter::from_file_into(Box::new(reader)) {
        let row = row.map_err(invalid)?;
        for (i, (_, field)) in row.get_column_iter().enumerate() {
            if i > 0 {
                out.write_all(b"\t")?;
            }
            write_field(field, &mut out)?;
        }
        out.write_all(b"\n")?;
    }
    out.flush()
}

fn plain(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

fn write_field(field: &Field, out: &mut impl Write) -> io::Result<()> {
    match field {
        Field::Null => Ok(()),
        Field::Str(text) => out.write_all(plain(text).as_bytes()),
        Field::Bytes(bytes) => out.write_all(plain(&String::from_utf8_lossy(bytes.data())).as_bytes()),
        Field::Date(days) => write!(out, "{}", crate::model::Day(*days)),
        Field::TimestampMillis(ms) => write!(out, "{}", day_of(ms.div_euclid(86_400_000))),
        Field::TimestampMicros(us) => write!(out, "{}", day_of(us.div_euclid(86_400_000_000))),
        Field::Bool(value) => write!(out, "{}", u8::from(*value)),
        Field::Byte(n) => write!(out, "{n}"),
        Field::Short(n) => write!(out, "{n}"),
        Field::Int(n) => write!(out, "{n}"),
        Field::Long(n) => write!(out, "{n}"),
        Field::UByte(n) => write!(out, "{n}"),
        Field::UShort(n) => write!(out, "{n}"),
        Field::UInt(n) => write!(out, "{n}"),
        Field::ULong(n) => write!(out, "{n}"),
        Field::Float(n) => write!(out, "{n}"),
        Field::Double(n) => write!(out, "{n}"),
        other => out.write_all(plain(&other.to_string()).as_bytes()),
    }
}

fn day_of(days: i64) -> crate::model::Day {
    crate::model::Day(i32::try_from(days).unwrap_or(i32::MAX))
}
