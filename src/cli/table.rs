//! Rows as a table for people: columns as wide as they need, cut to the
//! terminal, numbers to the right.

use std::io::{self, Write};

use super::sgr::Paint;
use crate::ui::text::{Align, ELLIPSIS, clean, cut, fit, width};
use crate::ui::theme::Role;
use crate::write::rows::{Column, Rows};

/// Columns up to this width are never cut: a date without its day misleads.
const WHOLE: usize = 12;
/// Wider ones are not cut below this.
const LEAST: usize = 8;
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
            shape.widest = shape.widest.max(width(&clean(&cell.to_text()))).min(MOST);
        }
    }
    columns.iter_mut().for_each(|shape| shape.width = shape.width.max(shape.widest));
    let gap = " ".repeat(cells.map_or(2, |cells| shrink(&mut columns, cells)));
    let heading = columns.iter().map(|s| s.fit(s.column.name)).collect::<Vec<_>>().join(&gap);
    writeln!(out, "{}", paint.paint(Role::Muted, heading.trim_end()))?;
    for &number in rows.numbers() {
        let mut line = String::new();
        for (n, shape) in columns.iter().enumerate() {
            if n > 0 {
                line.push_str(&gap);
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
    /// The widest value.
    widest: usize,
    /// The width that it gets.
    width: usize,
    right: bool,
}

impl<'c> Shape<'c> {
    fn new(column: &'c Column) -> Shape<'c> {
        Shape { column, widest: 0, width: width(column.name), right: false }
    }

    /// The width below which it is not cut.
    fn least(&self) -> usize {
        if self.right || self.widest <= WHOLE {
            self.widest.max(width(self.column.name).min(LEAST))
        } else {
            LEAST
        }
    }

    fn fit(&self, text: &str) -> String {
        let align = if self.right { Align::Right } else { Align::Left };
        fit(&cut(&clean(text), self.width), self.width, align)
    }
}

/// Makes all fit, and tells the room between two columns: first this gives way,
/// then columns from the right as long as too many are there, then the widest.
fn shrink(columns: &mut Vec<Shape<'_>>, cells: usize) -> usize {
    let with_gaps = |widths: usize, count: usize, gap: usize| widths + gap * count.saturating_sub(1);
    let total =
        |columns: &[Shape<'_>], gap| with_gaps(columns.iter().map(|s| s.width).sum(), columns.len(), gap);
    if total(columns, 2) <= cells {
        return 2;
    }
    let least = |columns: &[Shape<'_>]| with_gaps(columns.iter().map(Shape::least).sum(), columns.len(), 1);
    while columns.len() > 1 && least(columns) > cells {
        columns.pop();
    }
    if let [only] = columns.as_mut_slice() {
        only.width = only.width.min(cells.max(width(ELLIPSIS)));
    }
    while total(columns, 1) > cells
        && let Some(widest) = columns.iter_mut().filter(|s| s.width > s.least()).max_by_key(|s| s.width)
    {
        widest.width -= 1;
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::rows::What;

    #[test]
    fn the_widest_gives_way_first_and_then_the_last() {
        let all = What::Pairs.columns();
        let mut columns: Vec<Shape<'_>> = all.iter().take(3).map(Shape::new).collect();
        for (shape, widest) in columns.iter_mut().zip([7, 40, 20]) {
            (shape.width, shape.widest) = (widest, widest);
        }
        let widths = |columns: &[Shape<'_>]| columns.iter().map(|s| s.width).collect::<Vec<_>>();
        assert_eq!(shrink(&mut columns, 71), 2);
        assert_eq!(widths(&columns), [7, 40, 20]);
        assert_eq!(shrink(&mut columns, 49), 1);
        assert_eq!(widths(&columns), [7, 20, 20]);
        shrink(&mut columns, 17);
        assert_eq!(widths(&columns), [7, 9]);
        shrink(&mut columns, 5);
        assert_eq!(widths(&columns), [5]);
    }
}
