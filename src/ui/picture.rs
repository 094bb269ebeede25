//! A screen as a picture: a `ratatui` buffer turned into SVG.
//!
//! The same buffer that a terminal gets, on the same grid. Letters are text
//! with a fixed length, so that any font keeps the grid; lines, blocks, braille
//! and the common signs are drawn as shapes, so that no font is needed for
//! them. The same buffer always gives the same text.

mod glyph;
mod ink;

use std::collections::BTreeMap;
use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::text;
use super::theme::Background;
use glyph::{Shape, shape};
use ink::{Ink, Rgb};

/// Width of a cell in pixels: the advance of common monospace fonts at
/// [`FONT`].
const WIDTH: i32 = 9;
/// Height of a cell in pixels; odd, as the width is, so that thin lines run
/// through its middle.
const HEIGHT: i32 = 19;
/// Size of the letters in pixels.
const FONT: i32 = 15;
/// Where letters stand, from the top of the cell.
const BASELINE: i32 = 14;
/// Room around the grid.
const MARGIN: i32 = 12;

/// What a picture says beside the screen itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Caption<'a> {
    /// What the picture is, for readers and screen readers.
    pub(crate) title: &'a str,
    /// What can be seen in it.
    pub(crate) description: &'a str,
    /// The background of the terminal that it pretends to be.
    pub(crate) background: Background,
}

/// The picture of a buffer.
pub(crate) fn svg(buffer: &Buffer, caption: &Caption<'_>) -> String {
    let mut canvas = Canvas::new(Ink::of(caption.background));
    let area = buffer.area;
    for (row, y) in (area.top()..area.bottom()).enumerate() {
        let mut x = area.left();
        while x < area.right() {
            let cell = &buffer[(x, y)];
            let symbol = text::clean(cell.symbol());
            let wide = u16::try_from(text::width(&symbol)).unwrap_or(1).clamp(1, area.right() - x);
            let at = Place { column: i32::from(x - area.left()), row: row as i32, cells: i32::from(wide) };
            canvas.cell(cell, &symbol, at);
            x += wide;
        }
        canvas.end_run();
    }
    canvas.finish(i32::from(area.width), i32::from(area.height), caption)
}

/// Where a symbol stands, in cells.
#[derive(Clone, Copy)]
struct Place {
    column: i32,
    row: i32,
    cells: i32,
}

/// A stretch of letters of one look.
struct Run {
    look: (Rgb, bool, bool),
    text: String,
    place: Place,
}

/// Rectangles of one colour, as the data of a path.
#[derive(Default)]
struct Area {
    data: String,
    last: Option<[i32; 4]>,
}

impl Area {
    /// Adds a rectangle; one that goes on where the last one ended lengthens it.
    fn add(&mut self, [x, y, w, h]: [i32; 4]) {
        if let Some(last) = &mut self.last
            && (last[1], last[3]) == (y, h)
            && last[0] + last[2] == x
        {
            last[2] += w;
            return;
        }
        self.flush();
        self.last = Some([x, y, w, h]);
    }

    fn flush(&mut self) {
        if let Some([x, y, w, h]) = self.last.take() {
            // Writing to a string does not fail.
            let _ = write!(self.data, "M{x} {y}h{w}v{h}h-{w}z");
        }
    }
}

struct Canvas {
    ink: Ink,
    fields: BTreeMap<Rgb, Area>,
    blocks: BTreeMap<Rgb, Area>,
    curves: BTreeMap<Rgb, String>,
    strokes: BTreeMap<Rgb, String>,
    letters: String,
    run: Option<Run>,
}

impl Canvas {
    fn new(ink: Ink) -> Canvas {
        Canvas {
            ink,
            fields: BTreeMap::new(),
            blocks: BTreeMap::new(),
            curves: BTreeMap::new(),
            strokes: BTreeMap::new(),
            letters: String::new(),
            run: None,
        }
    }

    fn cell(&mut self, cell: &Cell, symbol: &str, at: Place) {
        let has = |modifier| cell.modifier.contains(modifier);
        let mut fg = self.ink.rgb(cell.fg, self.ink.text);
        let mut bg = self.ink.rgb(cell.bg, self.ink.paper);
        if has(Modifier::REVERSED) {
            std::mem::swap(&mut fg, &mut bg);
        }
        if has(Modifier::DIM) {
            fg = fg.mix(bg, 0.6);
        }
        let (x, y, w) = (at.column * WIDTH, at.row * HEIGHT, at.cells * WIDTH);
        if bg != self.ink.paper {
            self.fields.entry(bg).or_default().add([x, y, w, HEIGHT]);
        }
        if has(Modifier::UNDERLINED) {
            let colour = match cell.underline_color {
                Color::Reset => fg,
                other => self.ink.rgb(other, fg),
            };
            self.blocks.entry(colour).or_default().add([x, y + BASELINE + 2, w, 1]);
        }
        if has(Modifier::CROSSED_OUT) {
            self.blocks.entry(fg).or_default().add([x, y + 9, w, 1]);
        }
        if has(Modifier::HIDDEN) {
            return self.end_run();
        }
        match shape(symbol) {
            Some(shape) => {
                self.end_run();
                self.shape(shape, fg, bg, x, y);
            }
            None => self.letter(symbol, (fg, has(Modifier::BOLD), has(Modifier::ITALIC)), at),
        }
    }

    fn shape(&mut self, shape: Shape, fg: Rgb, bg: Rgb, x: i32, y: i32) {
        match shape {
            Shape::Blocks(blocks) => {
                for [bx, by, w, h] in blocks {
                    self.blocks.entry(fg).or_default().add([x + bx, y + by, w, h]);
                }
            }
            Shape::Shade(part) => {
                self.blocks.entry(fg.mix(bg, part)).or_default().add([x, y, WIDTH, HEIGHT]);
            }
            Shape::Fill(data) => self.curves.entry(fg).or_default().push_str(&glyph::moved(&data, x, y)),
            Shape::Line(data) => self.strokes.entry(fg).or_default().push_str(&glyph::moved(&data, x, y)),
        }
    }

    fn letter(&mut self, symbol: &str, look: (Rgb, bool, bool), at: Place) {
        // Fonts keep the grid for these alphabets; anything else is set one by
        // one, in case another font with other widths steps in.
        let plain = at.cells == 1 && symbol.chars().all(|c| matches!(c, ' '..='\u{52f}'));
        if let Some(run) = &mut self.run
            && plain
            && run.look == look
            && run.place.row == at.row
            && run.place.column + run.place.cells == at.column
        {
            run.text.push_str(symbol);
            run.place.cells += 1;
            return;
        }
        self.end_run();
        if plain || symbol != " " {
            self.run = Some(Run { look, text: symbol.to_owned(), place: at });
        }
        if !plain {
            self.end_run();
        }
    }

    fn end_run(&mut self) {
        let Some(Run { look: (colour, bold, italic), text, place }) = self.run.take() else { return };
        let kept = text.trim_end_matches(' ');
        let blanks = kept.len() - kept.trim_start_matches(' ').len();
        if kept.trim_start_matches(' ').is_empty() {
            return;
        }
        let cells = place.cells - (text.len() - kept.len() + blanks) as i32;
        let (x, y) = ((place.column + blanks as i32) * WIDTH, place.row * HEIGHT + BASELINE);
        let length = cells * WIDTH;
        // One strange letter may be squeezed; among many only the gaps may.
        let adjust = if text.chars().count() == 1 && !text.is_ascii() {
            " lengthAdjust=\"spacingAndGlyphs\""
        } else {
            ""
        };
        let weight = if bold { " font-weight=\"700\"" } else { "" };
        let slant = if italic { " font-style=\"italic\"" } else { "" };
        let fill = if colour == self.ink.text { String::new() } else { format!(" fill=\"{colour}\"") };
        let _ = writeln!(
            self.letters,
            "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\"{adjust}{fill}{weight}{slant}>{}</text>",
            escape(kept.trim_start_matches(' '))
        );
    }

    fn finish(mut self, columns: i32, rows: i32, caption: &Caption<'_>) -> String {
        let (width, height) = (columns * WIDTH + 2 * MARGIN, rows * HEIGHT + 2 * MARGIN);
        let mut out = String::new();
        let _ = writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title description\">\n\
             <title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n\
             <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{}\"/>\n\
             <g transform=\"translate({MARGIN} {MARGIN})\">",
            escape(&text::clean(caption.title)),
            escape(&text::clean(caption.description)),
            self.ink.paper
        );
        for areas in [&mut self.fields, &mut self.blocks] {
            out.push_str("<g shape-rendering=\"crispEdges\">\n");
            for (colour, area) in areas {
                area.flush();
                let _ = writeln!(out, "<path fill=\"{colour}\" d=\"{}\"/>", area.data);
            }
            out.push_str("</g>\n");
        }
        for (colour, data) in &self.curves {
            let _ = writeln!(out, "<path fill=\"{colour}\" d=\"{data}\"/>");
        }
        for (colour, data) in &self.strokes {
            let _ = writeln!(out, "<path fill=\"none\" stroke=\"{colour}\" d=\"{data}\"/>");
        }
        let _ = writeln!(
            out,
            "<g xml:space=\"preserve\" style=\"white-space:pre\" font-size=\"{FONT}\" fill=\"{}\" font-family=\"ui-monospace, \
             'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', \
             monospace\">",
            self.ink.text
        );
        out.push_str(&self.letters);
        out.push_str("</g>\n</g>\n</svg>\n");
        out
    }
}

/// A text as XML may hold it. Control characters are gone by then.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
