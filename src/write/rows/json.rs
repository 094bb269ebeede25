//! Rows as a JSON list of objects, one a line.

use std::io::{self, Write};

use super::{Cell, Rows};
use crate::write::json::{Object, list, string};

pub(super) fn write(rows: &Rows<'_>, mut out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (n, &number) in rows.numbers().iter().enumerate() {
        out.write_all(if n == 0 { b"\n" } else { b",\n" })?;
        object(&mut out, rows, number)?;
    }
    out.write_all(b"\n]\n")
}

/// One row with all its columns; null for what is not known.
pub(super) fn object<W: Write>(out: &mut W, rows: &Rows<'_>, number: usize) -> io::Result<()> {
    let mut object = Object::open(out)?;
    for column in rows.what().columns() {
        let name = column.name;
        match column.cell(rows, number) {
            Cell::Nothing => object.null(name)?,
            Cell::Text(text) => object.text(name, &text)?,
            Cell::Texts(texts) => list(object.key(name)?, &texts, |out, text| string(out, text))?,
            Cell::Date(date) => object.text(name, &date.to_string())?,
            Cell::Number(number) => object.plain(name, number)?,
            Cell::Real(number) => object.plain(name, number)?,
            Cell::Flag(flag) => object.plain(name, flag)?,
        }
    }
    object.close()
}
