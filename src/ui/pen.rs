//! Writing a line cell by cell: everything that comes from outside is cleaned,
//! cut to its column and never runs over.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text::{self, Align};

/// Writes along one line of a buffer.
pub struct Pen<'b> {
    buf: &'b mut Buffer,
    x: u16,
    y: u16,
    end: u16,
}

impl<'b> Pen<'b> {
    /// Begins at the left end of a line of an area.
    pub fn new(buf: &'b mut Buffer, area: Rect, line: u16) -> Pen<'b> {
        let area = area.intersection(buf.area);
        let y = area.y.saturating_add(line);
        let end = if line < area.height { area.right() } else { area.x };
        Pen { buf, x: area.x, y, end }
    }

    /// How many cells are left.
    pub fn room(&self) -> usize {
        usize::from(self.end.saturating_sub(self.x))
    }

    /// Writes as much of a text as fits.
    pub fn put(&mut self, words: &str, style: Style) -> &mut Self {
        let room = self.room();
        if room == 0 {
            return self;
        }
        let cut = text::shown(words, room);
        let (x, _) = self.buf.set_stringn(self.x, self.y, &cut, room, style);
        self.x = x.min(self.end);
        self
    }

    /// Writes a text into a column of a width, cut with `…` or filled with spaces.
    pub fn cell(&mut self, words: &str, width: usize, align: Align, style: Style) -> &mut Self {
        let width = width.min(self.room());
        if width == 0 {
            return self;
        }
        let start = self.x;
        let cut = text::shown(words, width);
        if align == Align::Right {
            self.x += (width - text::width(&cut).min(width)) as u16;
        }
        self.buf.set_stringn(self.x, self.y, &cut, width, style);
        self.x = start + width as u16;
        self
    }

    /// Leaves cells as they are.
    pub fn skip(&mut self, cells: usize) -> &mut Self {
        self.x = self.x.saturating_add(cells.min(self.room()) as u16);
        self
    }

    /// Goes to where only `cells` are left before the end.
    pub fn right(&mut self, cells: usize) -> &mut Self {
        let to = self.end.saturating_sub(cells.min(usize::from(u16::MAX)) as u16);
        self.x = self.x.max(to);
        self
    }
}

/// Lays a style over a line of an area, keeping what is written there.
pub fn tint(buf: &mut Buffer, area: Rect, line: u16, style: Style) {
    if line < area.height {
        let row = Rect { y: area.y + line, height: 1, ..area };
        buf.set_style(row.intersection(buf.area), style);
    }
}
