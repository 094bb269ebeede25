//! Texts of TOML, in the form that reads best.

use std::io::{self, Write};

use crate::model::printable::is_unsafe;

/// A text on one line.
pub(super) fn string<W: Write>(out: &mut W, text: &str) -> io::Result<()> {
    if text.contains(['"', '\\']) && is_literal(text) && !text.contains(['\n', '\'']) {
        return write!(out, "'{text}'");
    }
    out.write_all(b"\"")?;
    escaped(out, text, false)?;
    out.write_all(b"\"")
}

/// A text that may run over several lines, with its lines as they are.
pub(super) fn text<W: Write>(out: &mut W, text: &str) -> io::Result<()> {
    if !text.contains('\n') {
        return string(out, text);
    }
    // The first line break behind the opening marks does not count.
    if is_literal(text) && !text.contains("''") && !text.ends_with('\'') {
        return write!(out, "'''\n{text}'''");
    }
    out.write_all(b"\"\"\"\n")?;
    escaped(out, text, true)?;
    out.write_all(b"\"\"\"")
}

/// Whether a text may stand without any escape.
fn is_literal(text: &str) -> bool {
    !text.chars().any(|c| c != '\n' && c != '\t' && is_unsafe(c))
}

fn escaped<W: Write>(out: &mut W, text: &str, lines: bool) -> io::Result<()> {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let plain = match c {
            '\n' => lines,
            '"' | '\\' => false,
            c => !is_unsafe(c),
        };
        if plain {
            continue;
        }
        out.write_all(text.get(from..at).unwrap_or("").as_bytes())?;
        from = at + c.len_utf8();
        match c {
            '"' => out.write_all(b"\\\"")?,
            '\\' => out.write_all(b"\\\\")?,
            '\n' => out.write_all(b"\\n")?,
            '\t' => out.write_all(b"\\t")?,
            '\r' => out.write_all(b"\\r")?,
            c => write!(out, "\\U{:08X}", u32::from(c))?,
        }
    }
    out.write_all(text.get(from..).unwrap_or("").as_bytes())
}
