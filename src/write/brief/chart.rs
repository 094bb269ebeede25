//! The balance over time as SVG: cooperation up, conflict down, the net as a
//! line; where nothing is loaded, a hatched band instead of a bar of no height.

use std::fmt::Write as _;

use super::markup::escape;
use super::words::{arithmetic, signed};
use super::{BinLine, Brief};

const LEFT: f64 = 46.0;
const RIGHT: f64 = 14.0;
const BOTTOM: f64 = 34.0;

/// The picture's measures: one for desks and paper, one for phones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// For a page of its own.
    Alone,
    /// Within a wide page.
    Wide,
    /// Within a narrow page.
    Narrow,
}

impl Shape {
    fn name(self) -> &'static str {
        match self {
            Shape::Alone => "alone",
            Shape::Wide => "wide",
            Shape::Narrow => "narrow",
        }
    }

    fn width(self) -> f64 {
        if self == Shape::Narrow { 400.0 } else { 960.0 }
    }

    fn height(self) -> f64 {
        if self == Shape::Narrow { 370.0 } else { 340.0 }
    }

    /// Where the plot begins, under the legend.
    fn top(self) -> f64 {
        if self == Shape::Narrow { 78.0 } else { 34.0 }
    }

    fn plot_height(self) -> f64 {
        self.height() - self.top() - BOTTOM
    }
}

/// Colours that serve the colour-blind (Okabe and Ito), for light and dark.
const STYLE: &str = "\
.chart{--coop:#0072b2;--coop2:#7db8dc;--conf:#b84a00;--conf2:#e8a273;--ink:#1f2328;--quiet:#6b7280;\
--line:#d0d4da;font:13px system-ui,sans-serif}\
@media (prefers-color-scheme:dark){.chart{--coop:#56b4e9;--coop2:#2b6a94;--conf:#e8732a;--conf2:#8f4717;\
--ink:#e6e6e6;--quiet:#9ca3af;--line:#3a3f47}}\
@media print{.chart{--coop:#0072b2;--coop2:#7db8dc;--conf:#b84a00;--conf2:#e8a273;--ink:#000;--quiet:#444;--line:#bbb}}\
.chart text{fill:var(--ink)}.chart .quiet{fill:var(--quiet)}.chart .grid{stroke:var(--line);stroke-width:1}\
.chart .zero{stroke:var(--ink);stroke-width:1.2}.chart .c1{fill:var(--coop2)}.chart .c2{fill:var(--coop)}\
.chart .c3{fill:var(--conf2)}.chart .c4{fill:var(--conf)}\
.chart .hatch{stroke:var(--quiet);stroke-width:1.6;opacity:.6}\
.chart .net{fill:none;stroke:var(--ink);stroke-width:2;stroke-linejoin:round}\
.chart .dot{fill:var(--ink)}";

/// The chart as a document of its own.
pub(super) fn document(brief: &Brief) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", svg(brief, Shape::Alone))
}

/// What the chart says, in a sentence or two.
pub(super) fn description(brief: &Brief) -> String {
    let s = &brief.summary;
    let mut words = match (&s.first_day, &s.last_day) {
        (Some(first), Some(last)) => {
            format!("By {}, {first} to {last}: {}.", brief.bin, arithmetic(&s.quads))
        }
        _ => "No dated events.".to_owned(),
    };
    let best = brief.bins.iter().filter(|b| b.covered).max_by_key(|b| b.net);
    let worst = brief.bins.iter().filter(|b| b.covered).min_by_key(|b| b.net);
    if let (Some(best), Some(worst)) = (best, worst)
        && best.net != worst.net
    {
        let _ = write!(
            words,
            " Highest balance {} in {}, lowest {} in {}.",
            signed(best.net),
            best.label,
            signed(worst.net),
            worst.label
        );
    }
    if !brief.gaps.is_empty() {
        words.push_str(" Hatched: nothing loaded of that time.");
    }
    words
}

/// The chart; with its own ground where it stands alone.
pub(super) fn svg(brief: &Brief, shape: Shape) -> String {
    let (name, width, height) = (shape.name(), shape.width(), shape.height());
    let alone = match shape {
        Shape::Alone => ".ground{fill:#fff}@media (prefers-color-scheme:dark){.ground{fill:#16181c}}",
        _ => "",
    };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart {name}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-labelledby=\"{name}-title {name}-desc\">\
         <title id=\"{name}-title\">Balance of {}</title><desc id=\"{name}-desc\">{}</desc>\
         <style>{STYLE}.chart.{name} .none{{fill:url(#{name}-hatch)}}{alone}</style>\
         <defs><pattern id=\"{name}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\"/></pattern></defs>",
        escape(&brief.title()),
        escape(&description(brief)),
    );
    if shape == Shape::Alone {
        let _ = write!(out, "<rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>");
    }
    legend(&mut out, brief, shape);
    if brief.bins.is_empty() {
        let _ = write!(
            out,
            "<text class=\"quiet\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">no dated events</text>",
            width / 2.0,
            height / 2.0
        );
    } else {
        Plot::new(brief, shape).draw(&mut out);
    }
    out.push_str("</svg>");
    out
}

fn legend(out: &mut String, brief: &Brief, shape: Shape) {
    let mut entries = vec![
        ("c2", "▲ cooperation: deeds"),
        ("c1", "▲ words"),
        ("c4", "▼ conflict: deeds"),
        ("c3", "▼ words"),
        ("net", "balance"),
    ];
    if !brief.gaps.is_empty() {
        entries.push(("none", "nothing loaded"));
    }
    let (mut x, mut y) = (LEFT, 8.0);
    for (class, words) in entries {
        let length = 7.0 * words.chars().count() as f64 + 33.0;
        if x + length > shape.width() + 16.0 && x > LEFT {
            (x, y) = (LEFT, y + 20.0);
        }
        let _ = match class {
            "net" => write!(
                out,
                "<line class=\"net\" x1=\"{x}\" y1=\"{0}\" x2=\"{1}\" y2=\"{0}\"/>",
                y + 6.0,
                x + 14.0
            ),
            _ => write!(out, "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"12\" height=\"12\"/>"),
        };
        let _ = write!(out, "<text x=\"{}\" y=\"{}\">{words}</text>", x + 18.0, y + 10.5);
        x += length;
    }
}

struct Plot<'a> {
    bins: &'a [BinLine],
    /// Events at the upper and the lower edge.
    high: f64,
    low: f64,
    step: f64,
    shape: Shape,
}

impl<'a> Plot<'a> {
    fn new(brief: &'a Brief, shape: Shape) -> Plot<'a> {
        let most = |of: fn(&BinLine) -> u64| brief.bins.iter().map(of).max().unwrap_or(0) as f64;
        let (up, down) = (most(|b| b.quads.cooperation()), most(|b| b.quads.conflict()));
        let step = nice((up + down).max(1.0) / 5.0);
        let ceiling = |value: f64| (value / step).ceil() * step;
        let (high, low) = (ceiling(up), ceiling(down));
        Plot { bins: &brief.bins, high: if high + low > 0.0 { high } else { step }, low, step, shape }
    }

    fn y(&self, events: f64) -> f64 {
        self.shape.top() + (self.high - events) / (self.high + self.low) * self.shape.plot_height()
    }

    fn slot(&self) -> f64 {
        (self.shape.width() - LEFT - RIGHT) / self.bins.len() as f64
    }

    fn draw(&self, out: &mut String) {
        self.grid(out);
        for (i, bin) in self.bins.iter().enumerate() {
            self.bar(out, i, bin);
        }
        self.net(out);
        let zero = self.y(0.0);
        let _ = write!(
            out,
            "<line class=\"zero\" x1=\"{LEFT}\" y1=\"{zero:.1}\" x2=\"{:.1}\" y2=\"{zero:.1}\"/>",
            self.shape.width() - RIGHT
        );
        self.labels(out);
    }

    fn grid(&self, out: &mut String) {
        let mut value = -self.low;
        while value <= self.high + self.step / 2.0 {
            let y = self.y(value);
            let _ = write!(
                out,
                "<line class=\"grid\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\"/>\
                 <text class=\"quiet\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                self.shape.width() - RIGHT,
                LEFT - 6.0,
                y + 4.0,
                signed(value as i64)
            );
            value += self.step;
        }
    }

    /// One bin: words nearest to the zero line, deeds beyond.
    fn bar(&self, out: &mut String, i: usize, bin: &BinLine) {
        let slot = self.slot();
        let x = LEFT + i as f64 * slot;
        let (inner, width) = (x + slot * 0.14, slot * 0.72);
        let _ = write!(out, "<g><title>{}</title>", escape(&told(bin)));
        if !bin.covered {
            let _ = write!(
                out,
                "<rect class=\"none\" x=\"{x:.1}\" y=\"{}\" width=\"{slot:.1}\" height=\"{:.1}\"/></g>",
                self.shape.top(),
                self.shape.plot_height()
            );
            return;
        }
        let q = &bin.quads;
        let (up, down) = (q.cooperation() as f64, q.conflict() as f64);
        for (class, from, to) in [
            ("c1", 0.0, q.verbal_cooperation as f64),
            ("c2", q.verbal_cooperation as f64, up),
            ("c3", 0.0, -(q.verbal_conflict as f64)),
            ("c4", -(q.verbal_conflict as f64), -down),
        ] {
            if from == to {
                continue;
            }
            let (top, foot) = (self.y(from.max(to)), self.y(from.min(to)));
            let _ = write!(
                out,
                "<rect class=\"{class}\" x=\"{inner:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{:.1}\"/>",
                foot - top
            );
        }
        // The whole height answers to the pointer, also where nothing happened.
        let _ = write!(
            out,
            "<rect x=\"{x:.1}\" y=\"{}\" width=\"{slot:.1}\" height=\"{:.1}\" fill=\"transparent\"/></g>",
            self.shape.top(),
            self.shape.plot_height()
        );
    }

    /// The net line, broken where nothing is loaded.
    fn net(&self, out: &mut String) {
        let slot = self.slot();
        let mut at = 0;
        for run in self.bins.chunk_by(|a, b| a.covered == b.covered) {
            if run[0].covered {
                let point = |(i, bin): (usize, &BinLine)| {
                    (LEFT + ((at + i) as f64 + 0.5) * slot, self.y(bin.net as f64))
                };
                let points: Vec<(f64, f64)> = run.iter().enumerate().map(point).collect();
                let line: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
                let _ = write!(out, "<polyline class=\"net\" points=\"{}\"/>", line.join(" "));
                if self.bins.len() <= 40 {
                    for (x, y) in points {
                        let _ = write!(out, "<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.6\"/>");
                    }
                }
            }
            at += run.len();
        }
    }

    fn labels(&self, out: &mut String) {
        let slot = self.slot();
        let widest = self.bins.iter().map(|b| b.label.len()).max().unwrap_or(1) as f64 * 7.6 + 14.0;
        let every = (widest / slot).ceil().max(1.0) as usize;
        for (i, bin) in self.bins.iter().enumerate().step_by(every) {
            let x = LEFT + (i as f64 + 0.5) * slot;
            // The last label must not run out of the picture.
            let x = x.clamp(LEFT + widest / 2.0 - 14.0, self.shape.width() - widest / 2.0);
            let _ = write!(
                out,
                "<text class=\"quiet\" x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                self.shape.height() - 12.0,
                escape(&bin.label)
            );
        }
    }
}

fn told(bin: &BinLine) -> String {
    if bin.covered {
        format!("{}: {}", bin.label, arithmetic(&bin.quads))
    } else {
        format!("{}: nothing loaded", bin.label)
    }
}

/// 1, 2 or 5 times a power of ten, at least 1, not below the value.
fn nice(value: f64) -> f64 {
    let power = 10f64.powf(value.max(1.0).log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|&n| n >= value).unwrap_or(power).max(1.0)
}
