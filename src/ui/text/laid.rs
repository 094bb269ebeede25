//! A text laid out in lines, every cell of which knows where it comes from.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::bidi::{drawn, has_rtl, is_rtl, order};
use super::clean::Cleaned;
use super::{grapheme_width, wrap};

/// A text cleaned and wrapped to a width.
///
/// All byte offsets that go in or come out are those of the text as it was
/// given, so that spans of evidence can be used as they are.
#[derive(Debug, Clone)]
pub(crate) struct Laid<'a> {
    clean: Cleaned<'a>,
    lines: Vec<Range<usize>>,
    rtl: bool,
}

/// One character as it stands on the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece<'t> {
    /// What is drawn.
    pub(crate) text: Cow<'t, str>,
    /// The bytes of the given text that it stands for.
    pub(crate) source: Range<usize>,
    /// Its first cell, counted from the left end of the line's text.
    pub(crate) cell: usize,
    /// How many cells it takes.
    pub(crate) width: usize,
}

impl<'a> Laid<'a> {
    /// Lays out a text in lines of at most `cells` cells.
    pub(crate) fn new(text: &'a str, cells: usize) -> Laid<'a> {
        let clean = Cleaned::lines(text);
        let lines = wrap(&clean.text, cells);
        let rtl = has_rtl(&clean.text);
        Laid { clean, lines, rtl }
    }

    /// How many lines there are, one at least.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The bytes of the given text that a line shows; empty past the last line.
    pub(crate) fn source(&self, line: usize) -> Range<usize> {
        let Some(range) = self.lines.get(line) else {
            let end = self.clean.to_source(self.clean.text.len());
            return end..end;
        };
        let start = self.clean.to_source(range.start);
        start..self.clean.to_source(range.end).max(start)
    }

    /// The line on which a byte of the given text stands; for blanks at the end
    /// of a line, that line.
    pub(crate) fn line_of(&self, source: usize) -> usize {
        let at = self.clean.to_clean(source);
        self.lines.partition_point(|line| line.start <= at).saturating_sub(1)
    }

    /// The lines that a span touches, end exclusive.
    pub(crate) fn lines_of(&self, span: Range<usize>) -> Range<usize> {
        let first = self.line_of(span.start);
        first..self.line_of(span.end.max(span.start + 1) - 1).max(first) + 1
    }

    /// The paragraph around a line, as bytes of the cleaned text.
    fn paragraph(&self, line: &Range<usize>) -> Range<usize> {
        let text = &self.clean.text;
        let start = text[..line.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[line.end..].find('\n').map_or(text.len(), |at| line.end + at);
        start..end
    }

    /// Whether a line belongs to a paragraph that runs from right to left, and
    /// so starts at the right edge.
    pub(crate) fn is_rtl(&self, line: usize) -> bool {
        let Some(range) = self.lines.get(line).filter(|_| self.rtl) else { return false };
        is_rtl(&self.clean.text[self.paragraph(range)])
    }

    /// The characters of a line from left to right; none past the last line.
    pub(crate) fn pieces(&self, line: usize) -> Vec<Piece<'_>> {
        let Some(range) = self.lines.get(line) else { return Vec::new() };
        let text: &str = &self.clean.text;
        let clusters: Vec<(Range<usize>, bool)> = if self.rtl {
            let whole = self.paragraph(range);
            let within = range.start - whole.start..range.end - whole.start;
            let shift = |r: Range<usize>| r.start + whole.start..r.end + whole.start;
            order(&text[whole.clone()], within).into_iter().map(|(r, m)| (shift(r), m)).collect()
        } else {
            let at = range.start;
            text[range.clone()]
                .grapheme_indices(true)
                .map(|(n, c)| (at + n..at + n + c.len(), false))
                .collect()
        };
        let mut cell = 0;
        let mut pieces = Vec::with_capacity(clusters.len());
        for (bytes, from_right) in clusters {
            let text =
                if from_right { drawn(text, bytes.clone()) } else { Cow::Borrowed(&text[bytes.clone()]) };
            let width = grapheme_width(&text);
            let source = self.clean.to_source(bytes.start)..self.clean.to_source(bytes.end);
            pieces.push(Piece { text, source, cell, width });
            cell += width;
        }
        pieces
    }

    /// The cells of a line that a span takes up, as few ranges as possible from
    /// left to right. More than one where the span crosses directions.
    pub(crate) fn cells(&self, line: usize, span: Range<usize>) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        for piece in self.pieces(line) {
            if piece.source.start >= span.end || piece.source.end <= span.start || piece.width == 0 {
                continue;
            }
            match out.last_mut() {
                Some(last) if last.end == piece.cell => last.end += piece.width,
                _ => out.push(piece.cell..piece.cell + piece.width),
            }
        }
        out
    }

    /// The byte of the given text under a cell of a line, if there is any.
    pub(crate) fn source_at(&self, line: usize, cell: usize) -> Option<usize> {
        let pieces = self.pieces(line);
        pieces.iter().find(|p| (p.cell..p.cell + p.width).contains(&cell)).map(|p| p.source.start)
    }

    /// Draws a line into the first row of `area`, right-to-left paragraphs at
    /// its right edge, in the style that `style` gives for each byte of the
    /// given text. What does not fit is left out.
    pub(crate) fn draw(&self, line: usize, area: Rect, buffer: &mut Buffer, style: impl Fn(usize) -> Style) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        let pieces = self.pieces(line);
        let room = usize::from(area.width);
        let taken = pieces.last().map_or(0, |last| last.cell + last.width);
        let shift = if self.is_rtl(line) { room.saturating_sub(taken) } else { 0 };
        for piece in pieces {
            let cell = piece.cell + shift;
            if cell + piece.width > room {
                break;
            }
            // Within `room`, which is a u16.
            let x = area.x + u16::try_from(cell).unwrap_or(u16::MAX);
            buffer.set_stringn(x, area.y, &piece.text, piece.width, style(piece.source.start));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier};
    use unicode_normalization::UnicodeNormalization;

    use super::super::tests::nasty;
    use super::super::width;
    use super::*;

    fn lit(text: &str, words: &str, cells: u16) -> Vec<String> {
        let at = text.find(words).unwrap();
        let span = at..at + words.len();
        let laid = Laid::new(text, usize::from(cells));
        let rows = u16::try_from(laid.len()).unwrap();
        let mut buffer = Buffer::empty(Rect::new(0, 0, cells, rows));
        for row in 0..rows {
            laid.draw(usize::from(row), Rect::new(0, row, cells, 1), &mut buffer, |byte| {
                if span.contains(&byte) { Style::new().fg(Color::Red) } else { Style::new() }
            });
        }
        buffer
            .content()
            .iter()
            .filter(|cell| cell.fg == Color::Red)
            .map(|cell| cell.symbol().to_owned())
            .collect()
    }

    #[test]
    fn a_span_is_lit_whatever_was_cleaned_away_before_it() {
        let text = "\u{feff}In 2021\u{200b} the minister \u{1b}[1mof the day\r\naccused Russia.";
        assert_eq!(lit(text, "accused Russia", 12).concat(), "accusedRussia");
        assert_eq!(lit(text, "the minister", 80).concat(), "the minister");
    }

    #[test]
    fn a_span_is_lit_across_directions() {
        let text = "دیدار در تهران با Putin در سال 2025";
        let mut cells = lit(text, "تهران", 60);
        cells.reverse();
        assert_eq!(cells.concat().nfkc().collect::<String>(), "تهران");
        assert_eq!(lit(text, "Putin", 12).concat(), "Putin");
        assert_eq!(lit(text, "2025", 12).concat(), "2025");
    }

    #[test]
    fn right_to_left_starts_at_the_right_edge() {
        let laid = Laid::new("שלום\nhello", 8);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
        for row in 0..2 {
            laid.draw(usize::from(row), Rect::new(0, row, 8, 1), &mut buffer, |_| Style::new());
        }
        let rows: Vec<String> =
            buffer.content().chunks(8).map(|row| row.iter().map(|c| c.symbol()).collect()).collect();
        assert_eq!(rows, ["    םולש", "hello   "]);
        assert_eq!(laid.source_at(0, 3), Some(0));
    }

    #[test]
    fn lines_are_found_by_byte() {
        let text = "one two three four";
        let laid = Laid::new(text, 8);
        assert_eq!(laid.len(), 3);
        assert_eq!(laid.line_of(text.find("three").unwrap()), 1);
        assert_eq!(laid.lines_of(4..10), 0..2);
        assert_eq!(&text[laid.source(2)], "four");
        assert_eq!(laid.cells(1, 8..11), vec![0..3]);
        let mut row = Buffer::empty(Rect::new(0, 0, 8, 1));
        laid.draw(0, row.area, &mut row, |b| if b < 3 { Modifier::BOLD.into() } else { Style::new() });
        assert_eq!((0..8).filter(|&x| row[(x, 0)].modifier == Modifier::BOLD).count(), 3);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn every_line_is_drawn_whole_and_where_it_says(text in nasty(), cells in 3u16..40) {
            let laid = Laid::new(&text, usize::from(cells));
            for n in 0..laid.len() {
                let pieces = laid.pieces(n);
                let sum: usize = pieces.iter().map(|p| p.width).sum();
                let source = laid.source(n);
                prop_assert!(sum <= usize::from(cells) || pieces.len() == 1);
                for p in &pieces {
                    prop_assert!(source.start <= p.source.start && p.source.end <= source.end);
                    prop_assert_eq!(width(&p.text), p.width);
                }
                let mut sorted: Vec<usize> = pieces.iter().map(|p| p.source.start).collect();
                sorted.sort_unstable();
                sorted.windows(2).for_each(|w| assert!(w[0] <= w[1]));
                let mut buffer = Buffer::empty(Rect::new(0, 0, cells, 1));
                laid.draw(n, buffer.area, &mut buffer, |_| Style::new());
                for cell in buffer.content() {
                    prop_assert!(!cell.symbol().contains(char::is_control));
                }
            }
        }
    }
}
