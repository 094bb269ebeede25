//! Rows as a Markdown table, with the columns that people are shown.

use std::io::{self, Write};

use super::{Cell, Column, Rows};
use crate::model::escape::harmless;

pub(super) fn write(rows: &Rows<'_>, out: &mut dyn Write) -> io::Result<()> {
    let columns: Vec<&Column> = rows.what().columns().iter().filter(|c| c.shown).collect();
    let names: Vec<&str> = columns.iter().map(|c| c.name).collect();
    writeln!(out, "| {} |", names.join(" | "))?;
    let first = rows.numbers().first();
    let rules: Vec<&str> = columns
        .iter()
        .map(|c| if first.is_some_and(|&n| c.cell(rows, n).is_number()) { "--:" } else { "---" })
        .collect();
    writeln!(out, "| {} |", rules.join(" | "))?;
    for &number in rows.numbers() {
        for column in &columns {
            write!(out, "| {} ", escaped(&column.cell(rows, number)))?;
        }
        writeln!(out, "|")?;
    }
    Ok(())
}

/// A text as it is, whatever it holds: no markup, no HTML, no new column.
fn escaped(cell: &Cell<'_>) -> String {
    let text = cell.to_text();
    if cell.is_number() {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in harmless(&text, false).chars() {
        match c {
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '&' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_in_its_cell_and_is_no_markup() {
        let text = escaped(&Cell::text("a|b\nc <b> [x](y) *z* \u{1b}[1m"));
        assert_eq!(text, "a\\|b c \\<b\\> \\[x\\](y) \\*z\\* \\\\u{1b}\\[1m");
    }
}
