//! Rows as a table for people: columns as wide as they need, cut to the
//! terminal, numbers to the right.

use std::io::{self, Write};

use super::sgr::Paint;
use crate::ui::text::{Align, ELLIPSIS, clean, cut, fit, width};
use crate::ui::theme::Role;
use crate::write::rows::{Column, Rows};

/// What stands between two columns.
const GAP: &str = "  ";
/// A column is not cut below this.
const LEAST: usize = 6;
/// No column of an uncut table is wider than this.
const MOST: usize = 200;

/// Writes a heading and a line a row. With `cells`, no line is wider.
pub(super) fn write(
    rows: &Rows<'_>,
    cells: Option<usize>,
    paint: &Paint,
    out: &mut dyn Write,
) -> io::Result<()> {
    if rows.numbers().is_empty() {
        return Ok(());
    }
    let mut columns: Vec<Shape<'_>> =
        rows.what().columns().iter().filter(|c| c.shown).map(Shape::new).collect();
    for &number in rows.numbers() {
        for shape in &mut columns {
            let cell = shape.column.cell(rows, number);
            shape.right |= cell.is_number();
            shape.width = shape.width.max(width(&clean(&cell.to_text()))).min(MOST);
        }
    }
    if let Some(cells) = cells {
        shrink(&mut columns, cells);
    }
    let heading = columns.iter().map(|s| s.fit(s.column.name)).collect::<Vec<_>>().join(GAP);
    writeln!(out, "{}", paint.paint(Role::Muted, heading.trim_end()))?;
    for &number in rows.numbers() {
        let mut line = String::new();
        for (n, shape) in columns.iter().enumerate() {
            if n > 0 {
                line.push_str(GAP);
            }
            let text = shape.column.cell(rows, number).to_text().into_owned();
            line.push_str(&paint_tone(paint, &text, shape.fit(&text)));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Signs of cooperation and conflict in their colours; they speak without, too.
fn paint_tone(paint: &Paint, text: &str, fitted: String) -> String {
    match text {
        "▲" => paint.paint(Role::Cooperation, &fitted),
        "▼" => paint.paint(Role::Conflict, &fitted),
        _ => fitted,
    }
}

/// A column as it is laid out.
struct Shape<'c> {
    column: &'c Column,
    width: usize,
    right: bool,
}

impl<'c> Shape<'c> {
    fn new(column: &'c Column) -> Shape<'c> {
        Shape { column, width: width(column.name), right: false }
    }

    fn fit(&self, text: &str) -> String {
        let align = if self.right { Align::Right } else { Align::Left };
        fit(&cut(&clean(text), self.width), self.width, align)
    }
}

/// Takes cells from the widest column until all fit, and then columns from the
/// right if they still do not.
fn shrink(columns: &mut Vec<Shape<'_>>, cells: usize) {
    let total = |columns: &[Shape<'_>]| {
        columns.iter().map(|s| s.width).sum::<usize>() + GAP.len() * columns.len().saturating_sub(1)
    };
    while total(columns) > cells {
        let widest = columns.iter_mut().filter(|s| s.width > LEAST && !s.right).max_by_key(|s| s.width);
        if let Some(widest) = widest {
            widest.width -= 1;
        } else if columns.len() > 1 {
            columns.pop();
        } else {
            columns.iter_mut().for_each(|s| s.width = cells.max(width(ELLIPSIS)));
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::rows::What;

    #[test]
    fn the_widest_gives_way_first_and_then_the_last() {
        let all = What::Pairs.columns();
        let mut columns: Vec<Shape<'_>> = all.iter().take(3).map(Shape::new).collect();
        (columns[0].width, columns[1].width, columns[2].width) = (7, 40, 20);
        shrink(&mut columns, 51);
        assert_eq!(columns.iter().map(|s| s.width).collect::<Vec<_>>(), [7, 20, 20]);
        shrink(&mut columns, 14);
        assert_eq!(columns.iter().map(|s| s.width).collect::<Vec<_>>(), [6, 6]);
        shrink(&mut columns, 3);
        assert_eq!(columns.iter().map(|s| s.width).collect::<Vec<_>>(), [3]);
    }
}
