//! A diverging chart: bars up and down from a zero line in eighths of a cell,
//! a mark for the net, dots where nothing is known.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::ui::format;
use crate::ui::pen::Pen;
use crate::ui::text::{self, Align, Notation};
use crate::ui::theme::{Role, Theme};

const EIGHTHS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// The cells beside the bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Margins {
    /// On the left, for the scale.
    pub(crate) left: usize,
    /// On the right, for the sums; none where they are left out.
    pub(crate) right: usize,
}

impl Margins {
    /// What numbers of up to so many cells need; those on the right are left out
    /// where `sums` is not set.
    pub(crate) fn of(cells: usize, sums: bool) -> Margins {
        // A sign and a blank; on the right a mark and a blank more.
        Margins { left: cells + 2, right: if sums { cells + 4 } else { 0 } }
    }

    /// With room for a caption in the line of the labels.
    pub(crate) fn with_caption(self, cells: usize) -> Margins {
        match self.right {
            0 => Margins { left: self.left.max(cells + 1), ..self },
            right => Margins { right: right.max(cells + 1), ..self },
        }
    }

    /// How many columns of bars fit a width.
    pub(crate) fn columns(self, width: u16) -> usize {
        usize::from(width).saturating_sub(self.left + self.right).max(1)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bar {
    /// How far up.
    pub(crate) up: u64,
    /// How far down.
    pub(crate) down: u64,
    /// Whether anything is known of it.
    pub(crate) covered: bool,
    /// Whether the cursor is on it.
    pub(crate) cursor: bool,
}

/// What the heights of bars stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Scale {
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

/// What is drawn.
#[derive(Debug, Clone)]
pub(crate) struct Chart {
    /// The bars from left to right.
    pub(crate) bars: Vec<Bar>,
    /// Columns a bar.
    pub(crate) width: usize,
    /// Column and text of the labels below.
    pub(crate) labels: Vec<(usize, String)>,
    /// What it is of, for the line of the labels; empty if that is plain.
    pub(crate) caption: String,
    /// What the heights stand for.
    pub(crate) scale: Scale,
    /// The cells beside the bars.
    pub(crate) margins: Margins,
    /// How counts are written.
    pub(crate) notation: Notation,
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
    pub(crate) fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let area = area.intersection(buf.area);
        if area.height < 3 || usize::from(area.width) <= self.margins.left {
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
        self.caption(area, buf, theme);
    }

    /// A height in words.
    fn words(&self, value: u64) -> String {
        match self.scale {
            Scale::Counts => self.notation.count(value),
            Scale::Shares { .. } => format::share(value),
        }
    }

    /// In the line of the labels, under the sums or else under the scale: where
    /// it hides no bar.
    fn caption(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let cells = text::width(&self.caption);
        let mut pen = Pen::new(buf, area, area.height - 1);
        if self.margins.right > 0 {
            pen.right(cells);
        }
        pen.put(&self.caption, theme.style(Role::Heading));
    }

    fn frame(&self, area: Rect) -> Frame {
        let left = self.margins.left as u16;
        let bars = Rect {
            x: area.x + left,
            width: (self.margins.columns(area.width) as u16).min(area.width - left),
            height: area.height - 1,
            ..area
        };
        let most_up = self.bars.iter().map(|b| b.up).max().unwrap_or(0);
        let most_down = self.bars.iter().map(|b| b.down).max().unwrap_or(0);
        // One row is the zero line; the rest is shared by need, so that one unit
        // is as high above as below.
        let rest = bars.height - 1;
        let whole = most_up + most_down;
        let mut above = match whole {
            0 => rest / 2,
            whole => ((u64::from(rest) * most_up + whole / 2) / whole) as u16,
        };
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
        let Margins { left: cells, right: room } = self.margins;
        let mut left = |y: u16, words: String, style: Style| {
            Pen::new(buf, area, line(y)).cell(&words, cells - 1, Align::Right, style);
        };
        left(frame.zero, "0".to_owned(), muted);
        if frame.above > 0 && frame.most_up > 0 {
            left(frame.bars.y, format!("+{}", self.words(frame.most_up)), good);
        }
        if frame.below > 0 && frame.most_down > 0 {
            left(frame.bars.bottom() - 1, format!("-{}", self.words(frame.most_down)), bad);
        }
        if usize::from(area.width) < self.margins.columns(area.width) + cells + room {
            return;
        }
        let (up, down) = match self.scale {
            Scale::Counts => (self.bars.iter().map(|b| b.up).sum(), self.bars.iter().map(|b| b.down).sum()),
            Scale::Shares { up, down } => (up, down),
        };
        let signed = |sign: char, value: u64| match value {
            0 if self.scale == Scale::Counts => "0".to_owned(),
            value => format!("{sign}{}", self.words(value)),
        };
        let net = signed(if up > down { '+' } else { '-' }, up.abs_diff(down));
        let mut right = |y: u16, words: String, style: Style| {
            let room = room.saturating_sub(1);
            Pen::new(buf, area, line(y)).right(room).cell(&words, room, Align::Right, style);
        };
        if frame.above > 0 {
            right(frame.bars.y, format!("▲ {}", signed('+', up)), good);
        }
        right(frame.zero, format!("= {net}"), theme.style(Role::Neutral));
        if frame.below > 0 {
            right(frame.bars.bottom() - 1, format!("▼ {}", signed('-', down)), bad);
        }
    }

    /// As many labels as fit without touching.
    fn axis(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let y = area.height - 1;
        let left = self.margins.left;
        let end = left + self.margins.columns(area.width);
        let mut free = 0;
        for (column, label) in &self.labels {
            let at = left + column;
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
    use crate::config::NumberStyle;

    fn drawn(bars: &[(u64, u64, bool)], margins: Margins, caption: &str) -> Vec<String> {
        let area = Rect::new(0, 0, (margins.left + bars.len() + margins.right) as u16, 6);
        let mut buf = Buffer::empty(area);
        let bars = bars.iter().map(|&(up, down, covered)| Bar { up, down, covered, cursor: false }).collect();
        let chart = Chart {
            bars,
            width: 1,
            labels: Vec::new(),
            caption: caption.to_owned(),
            scale: Scale::Counts,
            margins,
            notation: Notation { numbers: NumberStyle::Full, ..Notation::default() },
        };
        chart.render(area, &mut buf, &Theme::plain());
        (0..area.height)
            .map(|y| (0..area.width).map(|x| buf[(x, y)].symbol()).collect::<String>().trim_end().to_owned())
            .collect()
    }

    fn chart(bars: &[(u64, u64, bool)]) -> Vec<String> {
        drawn(bars, Margins::of(5, false), "")
    }

    #[test]
    fn numbers_are_written_as_the_user_likes_and_a_caption_hides_no_bar() {
        let bars = [(1234, 0, true), (0, 1200, true), (3, 0, true)];
        let margins = Margins::of(5, true).with_caption(7);
        assert_eq!(
            drawn(&bars, margins, "IRN→RUS"),
            [
                "+1,234 █   ▲ +1,237",
                "       █ ▁",
                "     0 ───    = +37",
                "        █",
                "-1,200  █  ▼ -1,200",
                "            IRN→RUS",
            ]
            .map(str::to_owned)
        );
        let narrow = Margins::of(1, false).with_caption(7);
        assert_eq!(drawn(&[(1, 0, true)], narrow, "IRN→RUS")[5], "IRN→RUS");
    }

    #[test]
    fn nothing_at_all_has_no_sign() {
        let lines = drawn(&[(0, 0, true)], Margins::of(1, true), "");
        assert_eq!(lines, ["      ▲ 0", "", " 0 ─  = 0", "", "      ▼ 0", ""].map(str::to_owned));
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
