//! A calendar as a heat map: a row a year, a cell a week.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::Day;
use crate::query::summary::Measure;
use crate::query::summary::timeline::{Bin, DayTally, Unit, bins};
use crate::query::summary::volume::Volume;
use crate::ui::pen::Pen;
use crate::ui::text::Align;
use crate::ui::theme::{Role, Theme};

const SHADES: [&str; 4] = ["░", "▒", "▓", "█"];
/// Cells of the year's number.
const LEFT: usize = 6;

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calendar<'a> {
    /// What happened, by day.
    pub(crate) days: &'a [DayTally],
    /// The days of which anything is known.
    pub(crate) coverage: &'a [Day],
    /// The last day of interest.
    pub(crate) last: Day,
    /// The time cursor.
    pub(crate) cursor: Option<Day>,
    /// Events or reports.
    pub(crate) measure: Measure,
    /// What the data hold of each day: then shades tell shares of it.
    pub(crate) volume: Option<&'a Volume>,
}

/// Draws the latest years that fit, up to `last`. The shade tells how much
/// happened in a week, the colour whether it was cooperation or conflict.
pub(crate) fn render(calendar: &Calendar<'_>, area: Rect, buf: &mut Buffer, theme: &Theme) {
    let Calendar { days, coverage, last, cursor, .. } = *calendar;
    let Some(last_year) = last.year() else { return };
    let rows = i32::from(area.height.saturating_sub(1));
    let cells = usize::from(area.width).saturating_sub(LEFT).min(53);
    months(area, cells, buf, theme);
    let most = weeks_of(days, coverage, last_year - rows + 1, last_year)
        .map(|(_, _, week)| calendar.amount(&week))
        .max()
        .unwrap_or(0)
        .max(1);
    for row in 0..rows {
        let year = last_year - rows + 1 + row;
        Pen::new(buf, area, row as u16 + 1).cell(
            &year.to_string(),
            LEFT - 1,
            Align::Right,
            theme.style(Role::Muted),
        );
    }
    for (year, week, bin) in weeks_of(days, coverage, last_year - rows + 1, last_year) {
        if week >= cells {
            continue;
        }
        let total = calendar.amount(&bin);
        let measure = calendar.measure;
        let net = bin.tally.cooperation().get(measure) as i64 - bin.tally.conflict().get(measure) as i64;
        let (glyph, role) = match total {
            0 if bin.covered => ("·", Role::Border),
            0 => (" ", Role::Gap),
            n => {
                let shade = SHADES[((n * 4).div_ceil(most) as usize - 1).min(3)];
                (
                    shade,
                    if net > 0 {
                        Role::Cooperation
                    } else if net < 0 {
                        Role::Conflict
                    } else {
                        Role::Neutral
                    },
                )
            }
        };
        let line = (year - (last_year - rows + 1)) as u16 + 1;
        let here = cursor.is_some_and(|c| Unit::Week.floor(c) == bin.start);
        let style = if here { theme.style(Role::Cursor) } else { theme.style(role) };
        let glyph = if here && total == 0 { "┃" } else { glyph };
        Pen::new(buf, area, line).skip(LEFT + week).put(glyph, style);
    }
}

impl Calendar<'_> {
    /// How much happened in a week, or what part that is of all that the data hold of it.
    fn amount(&self, week: &Bin) -> u64 {
        let count = week.tally.total().get(self.measure);
        let Some(volume) = self.volume else { return count };
        let all = volume.between(week.start, week.start.plus(6)).get(self.measure);
        // Whatever happened is seen, however small a part it was.
        (count * 1_000_000).checked_div(all).unwrap_or(0).max(count.min(1))
    }
}

/// The weeks of some years: year, number of the week in it, the bin.
fn weeks_of<'a>(
    days: &'a [DayTally],
    coverage: &'a [Day],
    from: i32,
    to: i32,
) -> impl Iterator<Item = (i32, usize, Bin)> + 'a {
    (from..=to).flat_map(move |year| {
        let first = Day::ymd(year, 1, 1).unwrap_or(Day(0));
        let last = Day::ymd(year, 12, 31).unwrap_or(Day(0));
        bins(days, coverage, Unit::Week, first, last)
            .into_iter()
            .enumerate()
            .map(move |(i, bin)| (year, i, bin))
    })
}

fn months(area: Rect, cells: usize, buf: &mut Buffer, theme: &Theme) {
    const NAMES: [&str; 12] = ["J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"];
    for (i, name) in NAMES.iter().enumerate() {
        let at = i * 53 / 12;
        if at < cells {
            Pen::new(buf, area, 0).skip(LEFT + at).put(name, theme.style(Role::Muted));
        }
    }
}
