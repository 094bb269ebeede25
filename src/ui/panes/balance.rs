//! Pane 2: cooperation up, conflict down, and the net between them, by bins of time.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::{Day, Pair};
use crate::query::summary::Measure;
use crate::query::summary::timeline::{Bin, Tally, Unit, bins};
use crate::ui::action::{Action, Scope};
use crate::ui::format;
use crate::ui::pane::{Cx, Intent, Outcome, Pane, PaneId, Subject, Title};
use crate::ui::text;
use crate::ui::time::Window;
use crate::ui::widgets::calendar::{self, Calendar};
use crate::ui::widgets::chart::{Bar, Chart, Margins, Scale};

/// The chart.
#[derive(Debug, Clone)]
pub struct BalancePane {
    width: u16,
    /// Whether the user has not yet chosen to tell directions apart or not.
    pub(crate) mirror_untouched: bool,
}

impl Default for BalancePane {
    fn default() -> Self {
        BalancePane { width: 1, mirror_untouched: true }
    }
}

impl BalancePane {
    fn window(&self, cx: &Cx<'_>) -> Option<Window> {
        let span = cx.views.span()?;
        Some(cx.view.time.window(span, self.margins(cx, span).columns(self.width)))
    }

    /// The cells beside the bars, as many as the numbers in view need. The sums give
    /// way in a narrow pane, and where without them years fit instead of decades.
    fn margins(&self, cx: &Cx<'_>, span: (Day, Day)) -> Margins {
        let cells = number_cells(cx);
        let margins = |sums| match directions(cx) {
            Some(_) => Margins::of(cells, sums).with_caption(CAPTION),
            None => Margins::of(cells, sums),
        };
        let unit = |sums| Unit::fitting(span.0, span.1, margins(sums).columns(self.width));
        let spoils = cx.view.time.unit.is_none() && unit(true) == Unit::Decade && unit(false) < Unit::Decade;
        margins(self.width >= 40 && !spoils)
    }

    /// The window on screen, for the app's pan and zoom.
    pub(crate) fn shown(&self, cx: &Cx<'_>) -> Option<Window> {
        self.window(cx)
    }

    fn bins(&self, cx: &Cx<'_>, window: Window) -> Vec<Bin> {
        bins(&cx.views.days.days, cx.views.volume.days(), window.unit, window.from, window.to)
    }

    /// Moves the time cursor by bins, within the span.
    fn step(&self, cx: &Cx<'_>, by: i32) -> Outcome {
        let (Some(span), Some(window)) = (cx.views.span(), self.window(cx)) else {
            return Outcome::done();
        };
        let at = cx.view.time.cursor.map_or(window.unit.floor(span.1), |c| window.unit.floor(c));
        let to = window.unit.step(at, by).clamp(window.unit.floor(span.0), window.unit.floor(span.1));
        self.go(cx, to)
    }

    /// Moves the time cursor to a bin and, if something happened in it, to its first event.
    fn go(&self, cx: &Cx<'_>, start: Day) -> Outcome {
        let Some(window) = self.window(cx) else { return Outcome::done() };
        let mut intents = Vec::new();
        let next = window.unit.next(start);
        let first = first_event(cx, start).filter(|(_, day)| *day < next);
        if let Some((id, _)) = first {
            intents.push(Intent::Show(Subject::Event(id)));
        }
        intents.push(Intent::MoveTime(start));
        Outcome::Consumed(intents)
    }

    /// Where there is room to spare, the latest years as a calendar at the
    /// bottom; gives what is left above.
    fn calendar(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) -> Rect {
        let Some((first, last)) = cx.views.span().filter(|_| area.height >= 20 && area.width >= 60) else {
            return area;
        };
        let years = last.year().zip(first.year()).map_or(1, |(last, first)| last.abs_diff(first) + 1);
        let rows = (area.height / 4).clamp(4, 9).min(u16::try_from(years + 1).unwrap_or(u16::MAX));
        let lower = Rect { y: area.bottom() - rows, height: rows, ..area };
        let days = &cx.views.days.days;
        let calendar = Calendar {
            days,
            coverage: cx.views.volume.days(),
            last,
            cursor: cx.view.time.cursor,
            measure: cx.display.measure,
            volume: cx.display.share.then_some(&*cx.views.volume),
        };
        calendar::render(&calendar, lower, buf, &cx.display.theme);
        Rect { height: area.height - rows, ..area }
    }

    fn line(&self, cx: &Cx<'_>, bin: &Bin, window: Window) -> String {
        let label = cx.display.notation.bin(window.unit, bin.start);
        if !bin.covered {
            return format!("{label}: no coverage");
        }
        let (up, down) = parts(&bin.tally, cx, |_| true);
        let all = volume_of(cx, window.unit, bin.start);
        let measure = text::plural(all, cx.display.measure.noun());
        let share = share_of(up + down, all).map_or(String::new(), |share| {
            format!(", together {} of the {} {measure} of the data", format::share(share), text::grouped(all))
        });
        let net = cx.display.notation.signed(up as i64 - down as i64);
        let [up, down] = [up, down].map(|n| cx.display.notation.count(n));
        format!("{label}: cooperation {up}, conflict {down}, net {net}{share}")
    }

    /// A chart of the directions that are picked, in counts or shares.
    fn chart(&self, cx: &Cx<'_>, bins: &[Bin], window: Window, pick: &dyn Fn(usize) -> bool) -> Chart {
        let cursor = cx.view.time.cursor.map(|c| window.unit.floor(c));
        let (mut ups, mut downs, mut alls) = (0, 0, 0);
        let bars = bins.iter().map(|bin| {
            let (mut up, mut down) = parts(&bin.tally, cx, pick);
            if cx.display.share {
                let all = volume_of(cx, window.unit, bin.start);
                (ups, downs, alls) = (ups + up, downs + down, alls + all);
                (up, down) = (share_of(up, all).unwrap_or(0), share_of(down, all).unwrap_or(0));
            }
            Bar { up, down, covered: bin.covered, cursor: Some(bin.start) == cursor }
        });
        let bars = bars.collect();
        let scale = match cx.display.share {
            true => Scale::Shares {
                up: share_of(ups, alls).unwrap_or(0),
                down: share_of(downs, alls).unwrap_or(0),
            },
            false => Scale::Counts,
        };
        let label = |b: &Bin| cx.display.notation.bin(window.unit, b.start);
        let labels = bins.iter().enumerate().map(|(i, b)| (i * window.columns, label(b)));
        Chart {
            bars,
            width: window.columns,
            labels: labels.collect(),
            caption: String::new(),
            scale,
            margins: self.margins(cx, cx.views.span().unwrap_or((window.from, window.to))),
            notation: cx.display.notation,
        }
    }

    /// The numbers of the bin at the time cursor: `▲12 ▼3`.
    fn reading(&self, cx: &Cx<'_>, window: Window, start: Day) -> Option<String> {
        let bin = bins(&cx.views.days.days, cx.views.volume.days(), window.unit, start, start).pop()?;
        let (up, down) = parts(&bin.tally, cx, |_| true);
        let all = volume_of(cx, window.unit, start);
        let write = |n: u64| match cx.display.share {
            true => share_of(n, all).map(format::share),
            false => Some(cx.display.notation.count(n)),
        };
        if !bin.covered {
            return Some("no coverage".to_owned());
        }
        Some(format!("▲{} ▼{}", write(up)?, write(down)?))
    }
}

/// The cells of a caption such as `IRN→RUS`.
const CAPTION: usize = 7;

/// The cells of the longest number that the chart can show: no bar and no sum is
/// more than all that is in view.
fn number_cells(cx: &Cx<'_>) -> usize {
    if cx.display.share {
        return 5;
    }
    let all = match cx.display.measure {
        Measure::Events => cx.views.events.len() as u64,
        Measure::Reports => cx.views.reports,
    };
    // Short numbers below a short one may be longer: 99.9k below 100k.
    let below = match all {
        0..1_000 => 1,
        1_000..10_000 => 4,
        _ => 5,
    };
    cx.display.notation.count(all).len().max(below)
}

/// The pair whose directions are told apart, if any are: within a country, and
/// where nobody is known, there is only one.
fn directions(cx: &Cx<'_>) -> Option<Pair> {
    cx.views.pair.filter(|pair| cx.display.mirror && pair.first() != pair.second())
}

/// The first event in view on or after a day, with its day.
fn first_event(cx: &Cx<'_>, day: Day) -> Option<(crate::model::EventId, Day)> {
    let views = cx.views;
    let at = views.events.partition_point(|&p| {
        views.store.event(p).is_some_and(|e| e.date().is_known() && e.date().anchor() < day)
    });
    let event = views.event(at).filter(|e| e.date().is_known())?;
    Some((event.id(), event.date().anchor()))
}

/// What the data hold of a bin, whoever acts, as far as the query's limits of time
/// reach: a bin that is cut is compared with what is left of it.
fn volume_of(cx: &Cx<'_>, unit: Unit, start: Day) -> u64 {
    let (first, last) = cx.views.query.limits();
    let volume = cx.views.volume.between(start.max(first), unit.next(start).plus(-1).min(last));
    volume.get(cx.display.measure)
}

/// A count as a share in parts of a billion; nothing of nothing is unknown.
fn share_of(count: u64, all: u64) -> Option<u64> {
    let share = (u128::from(count) * 1_000_000_000).checked_div(u128::from(all))?;
    u64::try_from(share).ok()
}

/// Cooperation and conflict of the directions that are picked.
fn parts(tally: &Tally, cx: &Cx<'_>, pick: impl Fn(usize) -> bool) -> (u64, u64) {
    let up = tally.sum(|d, q| pick(d) && (q == 1 || q == 2)).get(cx.display.measure);
    let down = tally.sum(|d, q| pick(d) && (q == 3 || q == 4)).get(cx.display.measure);
    (up, down)
}

impl Pane for BalancePane {
    fn scope(&self) -> Scope {
        Scope::Balance
    }

    fn title(&self, cx: &Cx<'_>) -> Title {
        let Some(window) = self.window(cx) else { return Title::default() };
        let by = window.unit.name();
        let (legend, short) = match cx.display.share {
            false => (format!("▲coop ▼conflict by {by}"), format!("▲▼ by {by}")),
            true => {
                let of = cx.display.measure.name();
                (format!("▲coop ▼conflict, % of all {of} by {by}"), format!("▲▼ % of all {of} by {by}"))
            }
        };
        let fits = |left: &str, right: &str| {
            let name = text::width(PaneId::Balance.title()) + 3;
            name + text::width(left) + text::width(right) + 3 <= usize::from(self.width)
        };
        let start = cx.view.time.cursor.map(|cursor| window.unit.floor(cursor));
        let at = start.map_or(String::new(), |start| cx.display.notation.bin(window.unit, start));
        let reading = start.and_then(|start| self.reading(cx, window, start));
        let full = reading.map_or(at.clone(), |reading| format!("{at} {reading}"));
        // Who walks through the bars wants their numbers more than the legend in full.
        let left = if !fits(&legend, if cx.focused { &full } else { &at }) { short } else { legend };
        let right = if fits(&left, &full) { full } else { at };
        Title { left, right }
    }

    fn layout(&mut self, area: Rect, _cx: &Cx<'_>) {
        self.width = area.width;
    }

    fn refresh(&mut self, _cx: &Cx<'_>) {}

    fn follow(&mut self, _cx: &Cx<'_>) {}

    fn act(&mut self, action: Action, cx: &Cx<'_>) -> Outcome {
        let bins = self.window(cx).map_or(1, |w| w.unit.bins(w.from, w.to) as i32);
        match action {
            Action::Left | Action::Up => self.step(cx, -1),
            Action::Right | Action::Down => self.step(cx, 1),
            Action::HalfUp => self.step(cx, -(bins / 2).max(1)),
            Action::HalfDown => self.step(cx, (bins / 2).max(1)),
            Action::PageUp => self.step(cx, -bins),
            Action::PageDown => self.step(cx, bins),
            Action::First => cx.views.span().map_or(Outcome::done(), |s| self.go(cx, s.0)),
            Action::Last => match (cx.views.span(), self.window(cx)) {
                (Some(span), Some(window)) => self.go(cx, window.unit.floor(span.1)),
                _ => Outcome::done(),
            },
            Action::Enter => {
                let day = cx.view.time.cursor.or(cx.views.span().map(|s| s.1));
                match day.and_then(|d| first_event(cx, d)) {
                    Some((id, _)) => Outcome::intent(Intent::Drill(PaneId::Timeline, Subject::Event(id))),
                    None => Outcome::intent(Intent::Drill(PaneId::Timeline, cx.view.subject)),
                }
            }
            _ => Outcome::Ignored,
        }
    }

    fn enabled(&self, action: Action, cx: &Cx<'_>) -> bool {
        matches!(
            action,
            Action::Left | Action::Right | Action::First | Action::Last | Action::Enter | Action::Share
        ) && cx.views.span().is_some()
    }

    fn click(&mut self, x: u16, _y: u16, cx: &Cx<'_>) -> Outcome {
        let Some(window) = self.window(cx) else { return Outcome::done() };
        let left = cx.views.span().map_or(0, |span| self.margins(cx, span).left);
        let Some(column) = usize::from(x).checked_sub(left) else { return Outcome::done() };
        let day = window.unit.step(window.from, (column / window.columns) as i32);
        if cx.focused && cx.view.time.cursor.map(|c| window.unit.floor(c)) == Some(day) {
            return self.act(Action::Enter, cx);
        }
        self.go(cx, day.min(window.to))
    }

    fn scroll(&mut self, rows: isize, cx: &Cx<'_>) -> Outcome {
        self.step(cx, rows.signum() as i32)
    }

    fn find(&mut self, needle: &str, forward: bool, cx: &Cx<'_>) -> Option<Outcome> {
        let window = self.window(cx)?;
        let needle = needle.to_lowercase();
        let bins = self.bins(cx, window);
        let cursor = cx.view.time.cursor.map(|c| window.unit.floor(c));
        let at = bins.iter().position(|b| Some(b.start) == cursor).unwrap_or(0);
        let list = crate::ui::list::List { cursor: at, ..Default::default() };
        let found = list.search(bins.len(), 1..bins.len() + 1, forward, cx.stop, |i| {
            self.line(cx, &bins[i], window).to_lowercase().contains(&needle)
        })?;
        Some(self.go(cx, bins[found].start))
    }

    fn row_text(&self, cx: &Cx<'_>) -> String {
        let Some(window) = self.window(cx) else { return String::new() };
        let cursor = cx.view.time.cursor.map(|c| window.unit.floor(c));
        let bins = self.bins(cx, window);
        bins.iter().find(|b| Some(b.start) == cursor).map_or(String::new(), |b| self.line(cx, b, window))
    }

    fn plain(&self, cx: &Cx<'_>) -> Vec<String> {
        let Some(window) = self.window(cx) else { return Vec::new() };
        self.bins(cx, window).iter().map(|b| self.line(cx, b, window)).collect()
    }

    fn render(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let Some(window) = self.window(cx) else { return };
        let bins = self.bins(cx, window);
        let area = self.calendar(area, buf, cx);
        let draw = |pick: &dyn Fn(usize) -> bool, caption: String, area: Rect, buf: &mut Buffer| {
            Chart { caption, ..self.chart(cx, &bins, window, pick) }.render(area, buf, &cx.display.theme);
        };
        match directions(cx).filter(|_| area.height >= 8) {
            Some(pair) => {
                let upper = Rect { height: area.height / 2, ..area };
                let lower = Rect { y: area.y + upper.height, height: area.height - upper.height, ..area };
                let (a, b) = (pair.first(), pair.second());
                draw(&|d| d != 1, format!("{a}→{b}"), upper, buf);
                draw(&|d| d != 0, format!("{b}→{a}"), lower, buf);
            }
            None => draw(&|_| true, String::new(), area, buf),
        }
    }
}
