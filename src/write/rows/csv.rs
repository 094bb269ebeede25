//! Rows as comma-separated values (RFC 4180 with line feeds).
//!
//! Spreadsheets run what begins like a formula. A text that does gets an
//! apostrophe before it, which they take for "this is text"; numbers are left
//! alone. Control characters are written out as `\u{…}`.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Cell, Rows};
use crate::model::escape::harmless;

pub(super) fn write(rows: &Rows<'_>, out: &mut dyn Write) -> io::Result<()> {
    let columns = rows.what().columns();
    let mut csv = csv::WriterBuilder::new().from_writer(out);
    csv.write_record(columns.iter().map(|c| c.name)).map_err(io_error)?;
    for &number in rows.numbers() {
        for column in columns {
            let cell = column.cell(rows, number);
            csv.write_field(field(&cell).as_bytes()).map_err(io_error)?;
        }
        csv.write_record(None::<&[u8]>).map_err(io_error)?;
    }
    csv.flush()
}

fn field<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    let text = cell.to_text();
    if cell.is_number() { text } else { text_field(text) }
}

/// A text that runs in no spreadsheet and steers no terminal.
pub(in crate::write) fn text_field(text: Cow<'_, str>) -> Cow<'_, str> {
    let text = match harmless(&text, true) {
        Cow::Borrowed(_) => text,
        Cow::Owned(text) => Cow::Owned(text),
    };
    if text.starts_with(['=', '+', '-', '@', '\t', '\n', '＝', '＋', '－', '＠']) {
        return Cow::Owned(format!("'{text}"));
    }
    text
}

pub(in crate::write) fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_runs_in_a_spreadsheet() {
        let text = |text: &'static str| field(&Cell::text(text)).into_owned();
        assert_eq!(text("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(text("+1"), "'+1");
        assert_eq!(text("-2"), "'-2");
        assert_eq!(text("@x"), "'@x");
        assert_eq!(text("\n=1+1"), "'\n=1+1");
        assert_eq!(text("a=b"), "a=b");
        assert_eq!(field(&Cell::Number(-2)), "-2");
        assert_eq!(field(&Cell::Real(-2.5)), "-2.5");
    }

    #[test]
    fn what_a_terminal_could_obey_is_written_out() {
        assert_eq!(field(&Cell::text("a\u{1b}[2Jb\nc")), "a\\u{1b}[2Jb\nc");
    }
}
