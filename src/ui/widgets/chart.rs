//! A diverging chart: bars up and down from a zero line in eighths of a cell,
//! a mark for the net, dots where nothing is known.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::ui::format;
use crate::ui::pen::Pen;
use crate::ui::text::{self, Align};
use crate::ui::theme::{Role, Theme};

/// Cells left of the bars, for the scale.
pub const LEFT: usize = 7;
/// Cells right of the bars, for the sums.
pub const RIGHT: usize = 9;

const EIGHTHS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// How many columns of bars fit a width.
pub fn columns(width: u16) -> usize {
    let sums = if width >= 40 { RIGHT } else { 0 };
    usize::from(width).saturating_sub(LEFT + sums).max(1)
}

/// One bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// How far up.
    pub up: u64,
    /// How far down.
    pub down: u64,
    /// Whether anything is known of it.
    pub covered: bool,
    /// Whether the cursor is on it.
    pub cursor: bool,
}

/// What the heights of bars stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// Counts, which can be added up.
    #[default]
    Counts,
    /// Shares in parts of a billion; `up` and `down` are those of the whole time,
    /// which no sum of bars gives.
    Shares {
        /// The share of what goes up.
        up: u64,
        /// The share of what goes down.
        down: u64,
    },
}

impl Scale {
    /// A height in words.
    fn text(self, value: u64) -> String {
        match self {
            Scale::Counts => text::count(value),
            Scale::Shares { .. } => format::share(value),
        }
    }
}

/// What is drawn.
#[derive(Debug, Clone)]
pub struct Chart {
    /// The bars from left to right.
    pub bars: Vec<Bar>,
    /// Columns a bar.
    pub width: usize,
    /// Column and text of the labels below.
    pub labels: Vec<(usize, String)>,
    /// A word at the top left.
    pub caption: String,
    /// What the heights stand for.
    pub scale: Scale,
}

/// Where things stand.
struct Frame {
    bars: Rect,
    zero: u16,
    above: u16,
    below: u16,
    most_up: u64,
    most_down: u64,
}

impl Chart {
    /// Draws it.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let area = area.intersection(buf.area);
        if area.height < 3 || usize::from(area.width) <= LEFT {
            return;
        }
        let frame = self.frame(area);
        self.zero_line(&frame, buf, theme);
        for (i, bar) in self.bars.iter().enumerate() {
            let x = frame.bars.x + (i * self.width) as u16;
            if x >= frame.bars.right() {
                break;
            }
            let width = (self.width as u16).min(frame.bars.right() - x);
            self.bar(bar, x, width, &frame, buf, theme);
        }
        self.scale(area, &frame, buf, theme);
        self.axis(area, buf, theme);
        if !self.caption.is_empty() {
            Pen::new(buf, frame.bars, 0).put(&self.caption, theme.style(Role::Heading));
        }
    }

    fn frame(&self, area: Rect) -> Frame {
        let bars = Rect {
            x: area.x + LEFT as u16,
            width: (columns(area.width) as u16).min(area.width - LEFT as u16),
            height: area.height - 1,
            ..area
        };
        let most_up = self.bars.iter().map(|b| b.up).max().unwrap_or(0);
        let most_down = self.bars.iter().map(|b| b.down).max().unwrap_or(0);
        // One row is the zero line; the rest is shared by need, so that one unit
        // is as high above as below.
        let rest = bars.height - 1;
        let whole = (most_up + most_down).max(1);
        let mut above = ((u64::from(rest) * most_up + whole / 2) / whole) as u16;
        if rest >= 2 {
            above = above.clamp(u16::from(most_up > 0), rest - u16::from(most_down > 0));
        }
        Frame { bars, zero: bars.y + above, above, below: rest - above, most_up, most_down }
    }

    fn zero_line(&self, frame: &Frame, buf: &mut Buffer, theme: &Theme) {
        for (i, bar) in self.bars.iter().enumerate() {
            let (glyph, role) = if bar.covered { ("─", Role::Border) } else { ("·", Role::Gap) };
            for c in 0..self.width {
                let x = frame.bars.x + (i * self.width + c) as u16;
                if x < frame.bars.right() {
                    buf[(x, frame.zero)].set_symbol(glyph).set_style(theme.style(role));
                }
            }
        }
    }

    fn bar(&self, bar: &Bar, x: u16, width: u16, frame: &Frame, buf: &mut Buffer, theme: &Theme) {
        let unit = frame.unit();
        let up = eighths(bar.up, unit, frame.above);
        let down = eighths(bar.down, unit, frame.below);
        let good = theme.style(Role::Cooperation);
        let bad = theme.style(Role::Conflict);
        // A gap between wide bars; bars of one column touch.
        let drawn = if width > 2 { width - 1 } else { width };
        for c in 0..drawn {
            for row in 0..frame.above {
                let part = up.saturating_sub(u32::from(row) * 8).min(8) as usize;
                if part > 0 {
                    buf[(x + c, frame.zero - 1 - row)].set_symbol(EIGHTHS[part]).set_style(good);
                }
            }
            for row in 0..frame.below {
                let part = down.saturating_sub(u32::from(row) * 8).min(8) as usize;
                let cell = &mut buf[(x + c, frame.zero + 1 + row)];
                match part {
                    0 => {}
                    8 => {
                        cell.set_symbol(EIGHTHS[8]).set_style(bad);
                    }
                    // The lower blocks reversed: what they leave out is painted.
                    part => {
                        let style = bad.add_modifier(Modifier::REVERSED);
                        cell.set_symbol(EIGHTHS[8 - part]).set_style(style);
                    }
                }
            }
        }
        if bar.cursor {
            self.cursor(x, width, frame, buf, theme);
        }
        self.net(bar, x, drawn, frame, buf, theme);
    }

    /// The time cursor: a line through the bin where no bar is.
    fn cursor(&self, x: u16, width: u16, frame: &Frame, buf: &mut Buffer, theme: &Theme) {
        let style = theme.style(Role::Cursor);
        let middle = x + (width.saturating_sub(1)) / 2;
        for y in frame.bars.y..frame.bars.bottom() {
            let cell = &mut buf[(middle, y)];
            match cell.symbol() {
                " " => {
                    cell.set_symbol("┃").set_style(style);
                }
                "─" | "·" => {
                    cell.set_symbol("╂").set_style(style);
                }
                _ => {}
            }
        }
    }

    /// The net as a dot at its height, on the bar where there is one.
    fn net(&self, bar: &Bar, x: u16, width: u16, frame: &Frame, buf: &mut Buffer, theme: &Theme) {
        if bar.up == 0 || bar.down == 0 {
            return;
        }
        let net = bar.up as i64 - bar.down as i64;
        let unit = frame.unit();
        let y = match net {
            0 => frame.zero,
            n if n > 0 => {
                let rows = eighths(n.unsigned_abs(), unit, frame.above).div_ceil(8) as u16;
                frame.zero - rows.clamp(1, frame.above.max(1)).min(frame.zero - frame.bars.y)
            }
            n => {
                let rows = eighths(n.unsigned_abs(), unit, frame.below).div_ceil(8) as u16;
                (frame.zero + rows.clamp(1, frame.below.max(1))).min(frame.bars.bottom() - 1)
            }
        };
        let cell = &mut buf[(x + width.saturating_sub(1) / 2, y)];
        let neutral = theme.style(Role::Neutral);
        // On a full bar the dot keeps the bar's colour behind it.
        let style = match cell.symbol() {
            "█" => cell.style().add_modifier(Modifier::REVERSED),
            _ => neutral,
        };
        cell.set_symbol("•").set_style(style);
    }

    fn scale(&self, area: Rect, frame: &Frame, buf: &mut Buffer, theme: &Theme) {
        let muted = theme.style(Role::Muted);
        let line = |y: u16| y - area.y;
        let (good, bad) = (theme.style(Role::Cooperation), theme.style(Role::Conflict));
        let mut left = |y: u16, words: String, style: Style| {
            Pen::new(buf, area, line(y)).cell(&words, LEFT - 1, Align::Right, style);
        };
        left(frame.zero, "0".to_owned(), muted);
        if frame.above > 0 && frame.most_up > 0 {
            left(frame.bars.y, format!("+{}", self.scale.text(frame.most_up)), good);
        }
        if frame.below > 0 && frame.most_down > 0 {
            left(frame.bars.bottom() - 1, format!("-{}", self.scale.text(frame.most_down)), bad);
        }
        if usize::from(area.width) < columns(area.width) + LEFT + RIGHT {
            return;
        }
        let (up, down) = match self.scale {
            Scale::Counts => (self.bars.iter().map(|b| b.up).sum(), self.bars.iter().map(|b| b.down).sum()),
            Scale::Shares { up, down } => (up, down),
        };
        let net = match (self.scale, up.abs_diff(down)) {
            (_, 0) => "0".to_owned(),
            (scale, by) => format!("{}{}", if up > down { "+" } else { "-" }, scale.text(by)),
        };
        let mut right = |y: u16, words: String, style: Style| {
            Pen::new(buf, area, line(y)).right(RIGHT - 1).cell(&words, RIGHT - 1, Align::Right, style);
        };
        if frame.above > 0 {
            right(frame.bars.y, format!("▲ +{}", self.scale.text(up)), good);
        }
        right(frame.zero, format!("= {net}"), theme.style(Role::Neutral));
        if frame.below > 0 {
            right(frame.bars.bottom() - 1, format!("▼ -{}", self.scale.text(down)), bad);
        }
    }

    /// As many labels as fit without touching.
    fn axis(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let y = area.height - 1;
        let end = LEFT + columns(area.width);
        let mut free = 0;
        for (column, label) in &self.labels {
            let at = LEFT + column;
            if at >= free && at + label.len() <= end {
                Pen::new(buf, area, y).skip(at).put(label, theme.style(Role::Muted));
                free = at + label.len() + 2;
            }
        }
    }
}

impl Frame {
    /// How much an eighth of a cell stands for: the larger of what both halves need.
    fn unit(&self) -> f64 {
        let need = |most: u64, rows: u16| match rows {
            0 => 0.0,
            rows => most as f64 / (f64::from(rows) * 8.0),
        };
        need(self.most_up, self.above).max(need(self.most_down, self.below)).max(f64::MIN_POSITIVE)
    }
}

/// A value in eighths of a cell: at least one if it is anything at all.
fn eighths(value: u64, unit: f64, rows: u16) -> u32 {
    if value == 0 || rows == 0 {
        return 0;
    }
    ((value as f64 / unit).round() as u32).clamp(1, u32::from(rows) * 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(bars: &[(u64, u64, bool)]) -> Vec<String> {
        let area = Rect::new(0, 0, (LEFT + bars.len()) as u16, 6);
        let mut buf = Buffer::empty(area);
        let bars = bars.iter().map(|&(up, down, covered)| Bar { up, down, covered, cursor: false }).collect();
        let chart =
            Chart { bars, width: 1, labels: Vec::new(), caption: String::new(), scale: Scale::Counts };
        chart.render(area, &mut buf, &Theme::plain());
        (0..area.height)
            .map(|y| (0..area.width).map(|x| buf[(x, y)].symbol()).collect::<String>().trim_end().to_owned())
            .collect()
    }

    #[test]
    fn bars_go_up_and_down_from_the_zero_line() {
        assert_eq!(
            chart(&[(2, 0, true), (0, 2, true), (0, 0, true), (0, 0, false)]),
            ["    +2 █", "       █", "     0 ───·", "        █", "    -2  █", ""].map(str::to_owned)
        );
    }

    #[test]
    fn whatever_happened_is_seen_and_nothing_is_not() {
        let lines = chart(&[(1000, 0, true), (1, 0, true), (0, 0, true)]);
        assert_eq!(lines[3], "       █▁");
        assert_eq!(lines[4], "     0 ───");
    }
}
