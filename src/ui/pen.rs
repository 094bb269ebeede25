//! Writing a line cell by cell: everything that comes from outside is cleaned,
//! cut to its column and never runs over.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text::{self, Align, Laid};

/// Writes along one line of a buffer.
pub(crate) struct Pen<'b> {
    buf: &'b mut Buffer,
    x: u16,
    y: u16,
    end: u16,
}

impl<'b> Pen<'b> {
    /// Begins at the left end of a line of an area.
    pub(crate) fn new(buf: &'b mut Buffer, area: Rect, line: u16) -> Pen<'b> {
        let area = area.intersection(buf.area);
        let y = area.y.saturating_add(line);
        let end = if line < area.height { area.right() } else { area.x };
        Pen { buf, x: area.x, y, end }
    }

    /// How many cells are left.
    pub(crate) fn room(&self) -> usize {
        usize::from(self.end.saturating_sub(self.x))
    }

    /// Writes as much of a text as fits.
    pub(crate) fn put(&mut self, words: &str, style: Style) -> &mut Self {
        let room = self.room();
        if room == 0 {
            return self;
        }
        let clean = text::clean(words);
        let cut = text::cut(&clean, room);
        let (x, _) = self.buf.set_stringn(self.x, self.y, text::visual(&cut), room, style);
        // Nothing comes behind what was cut, also where a last cell is left.
        self.x = if cut == clean { x.min(self.end) } else { self.end };
        self
    }

    /// Writes a text into a column of a width, cut with `…` or filled with spaces.
    pub(crate) fn cell(&mut self, words: &str, width: usize, align: Align, style: Style) -> &mut Self {
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

    /// The same on the left of its column, with the characters at some places of
    /// the cleaned text in another style.
    pub(crate) fn lit(
        &mut self,
        words: &str,
        width: usize,
        places: &[Range<usize>],
        style: Style,
        lit: Style,
    ) -> &mut Self {
        let width = width.min(self.room());
        if places.is_empty() || width == 0 {
            return self.cell(words, width, Align::Left, style);
        }
        let clean = text::clean(words);
        let cut = text::cut(&clean, width);
        for piece in Laid::new(&cut, width).pieces(0) {
            let found = places.iter().any(|place| place.contains(&piece.source.start));
            let style = if found { style.patch(lit) } else { style };
            let x = self.x + piece.cell as u16;
            self.buf.set_stringn(x, self.y, &piece.text, piece.width, style);
        }
        self.x += width as u16;
        self
    }

    /// Leaves cells as they are.
    pub(crate) fn skip(&mut self, cells: usize) -> &mut Self {
        self.x = self.x.saturating_add(cells.min(self.room()) as u16);
        self
    }

    /// Goes to where only `cells` are left before the end.
    pub(crate) fn right(&mut self, cells: usize) -> &mut Self {
        let to = self.end.saturating_sub(cells.min(usize::from(u16::MAX)) as u16);
        self.x = self.x.max(to);
        self
    }
}

/// Lays a style over a line of an area, keeping what is written there.
pub(crate) fn tint(buf: &mut Buffer, area: Rect, line: u16, style: Style) {
    if line < area.height {
        let row = Rect { y: area.y + line, height: 1, ..area };
        buf.set_style(row.intersection(buf.area), style);
    }
}

/// Lays a style over the first place in a line where some words stand, in any case,
/// as far as they are on the screen.
pub(crate) fn light(buf: &mut Buffer, line: Rect, words: &str, style: Style) {
    let line = line.intersection(buf.area);
    let wanted = words.to_lowercase();
    if wanted.is_empty() || line.height == 0 {
        return;
    }
    // The cells as one text, and of each byte the cell that it stands in.
    let (mut written, mut cells) = (String::new(), Vec::new());
    for x in line.left()..line.right() {
        let symbol = buf[(x, line.y)].symbol().to_lowercase();
        cells.extend(std::iter::repeat_n(x, symbol.len()));
        written.push_str(&symbol);
    }
    let Some(at) = written.find(&wanted) else { return };
    for &x in &cells[at..at + wanted.len()] {
        buf[(x, line.y)].set_style(style);
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Modifier};

    use super::*;

    #[test]
    fn nothing_comes_behind_what_was_cut() {
        let area = Rect::new(0, 0, 5, 1);
        let mut buf = Buffer::empty(area);
        Pen::new(&mut buf, area, 0)
            .put("ab ", Style::default())
            .put("cd ef", Style::default())
            .put("│", Style::default());
        assert_eq!(buf.content().iter().map(|c| c.symbol()).collect::<String>(), "ab c…");
        let mut buf = Buffer::empty(area);
        Pen::new(&mut buf, area, 0).put("abc defg", Style::default()).put("│", Style::default());
        assert_eq!(buf.content().iter().map(|c| c.symbol()).collect::<String>(), "abc… ");
    }

    #[test]
    fn found_words_are_lit_in_any_case() {
        let area = Rect::new(0, 0, 12, 1);
        let mut buf = Buffer::empty(area);
        Pen::new(&mut buf, area, 0).put("Élysée: Talks", Style::default());
        light(&mut buf, area, "élysÉE", Style::default().add_modifier(Modifier::BOLD));
        let lit = buf.content().iter().map(|c| c.modifier.contains(Modifier::BOLD));
        assert_eq!(lit.collect::<Vec<_>>(), (0..12).map(|x| x < 6).collect::<Vec<_>>());
        light(&mut buf, area, "", Style::default());
        light(&mut buf, area, "never", Style::default());
    }

    #[test]
    fn places_are_lit_where_they_stand_on_the_grid() {
        let area = Rect::new(0, 0, 12, 1);
        let (base, lit) = (Style::default().fg(Color::Red), Style::default().add_modifier(Modifier::BOLD));
        let lit_cells = |words: &str, place: &str, width: usize| {
            let mut buf = Buffer::empty(area);
            let at = words.find(place).unwrap();
            let places: Vec<Range<usize>> = std::iter::once(at..at + place.len()).collect();
            Pen::new(&mut buf, area, 0).lit(words, width, &places, base, lit).put("|", base);
            let shown: String = buf.content().iter().map(|c| c.symbol()).collect();
            let cells: String = buf
                .content()
                .iter()
                .filter(|c| c.modifier.contains(Modifier::BOLD))
                .map(|c| c.symbol())
                .collect();
            (shown.trim_end().to_owned(), cells)
        };
        assert_eq!(lit_cells("Iran · Russia", "Rus", 11), ("Iran · Rus…|".to_owned(), "Rus".to_owned()));
        assert_eq!(lit_cells("Erdoğan", "ğ", 9), ("Erdoğan  |".to_owned(), "ğ".to_owned()));
        // Right-to-left: the first letter stands last.
        let (shown, cells) = lit_cells("שלום", "ש", 5);
        assert_eq!((shown.as_str(), cells.as_str()), ("םולש |", "ש"));
        assert_eq!(lit_cells("long title", "title", 4), ("lon…|".to_owned(), String::new()));
    }
}
