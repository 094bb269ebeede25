//! The balance over time as SVG: cooperation up, conflict down, the net as a
//! line; where nothing is loaded, a hatched band instead of a bar of no height.

use std::fmt::Write as _;

use super::html_parts::{arithmetic, escape, signed};
use super::{BinLine, Brief};

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 340.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 34.0;

/// Colours that serve the colour-blind (Okabe and Ito), for light and dark.
const STYLE: &str = "\
.chart{--coop:#0072b2;--coop2:#7db8dc;--conf:#b84a00;--conf2:#e8a273;--ink:#1f2328;--quiet:#6b7280;\
--line:#d0d4da;font:13px system-ui,sans-serif}\
@media (prefers-color-scheme:dark){.chart{--coop:#56b4e9;--coop2:#2b6a94;--conf:#e8732a;--conf2:#8f4717;\
--ink:#e6e6e6;--quiet:#9ca3af;--line:#3a3f47}}\
@media print{.chart{--coop:#0072b2;--coop2:#7db8dc;--conf:#b84a00;--conf2:#e8a273;--ink:#000;--quiet:#444;--line:#bbb}}\
.chart text{fill:var(--ink)}.chart .quiet{fill:var(--quiet)}.chart .grid{stroke:var(--line);stroke-width:1}\
.chart .zero{stroke:var(--ink);stroke-width:1.2}.chart .c1{fill:var(--coop2)}.chart .c2{fill:var(--coop)}\
.chart .c3{fill:var(--conf2)}.chart .c4{fill:var(--conf)}.chart .none{fill:url(#hatch)}\
.chart .hatch{stroke:var(--quiet);stroke-width:1;opacity:.55}\
.chart .net{fill:none;stroke:var(--ink);stroke-width:2;stroke-linejoin:round}\
.chart .dot{fill:var(--ink)}";

/// The chart as a document of its own.
pub(super) fn document(brief: &Brief) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", svg(brief, true))
}

/// What the chart says, in a sentence or two.
pub(super) fn description(brief: &Brief) -> String {
    let s = &brief.summary;
    let mut words = match (&s.first_day, &s.last_day) {
        (Some(first), Some(last)) => {
            format!("By {}, {first} to {last}. {}.", brief.bin, arithmetic(&s.quads))
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
pub(super) fn svg(brief: &Brief, alone: bool) -> String {
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         role=\"img\" aria-labelledby=\"chart-title chart-desc\">\
         <title id=\"chart-title\">Balance of {}</title><desc id=\"chart-desc\">{}</desc><style>{STYLE}{}</style>\
         <defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\"/></pattern></defs>",
        escape(&brief.title()),
        escape(&description(brief)),
        if alone {
            ".ground{fill:#fff}@media (prefers-color-scheme:dark){.ground{fill:#16181c}}"
        } else {
            ""
        },
    );
    if alone {
        let _ = write!(out, "<rect class=\"ground\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>");
    }
    legend(&mut out, brief);
    if brief.bins.is_empty() {
        let _ = write!(
            out,
            "<text class=\"quiet\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">no dated events</text>",
            WIDTH / 2.0,
            HEIGHT / 2.0
        );
    } else {
        Plot::new(brief).draw(&mut out);
    }
    out.push_str("</svg>");
    out
}

fn legend(out: &mut String, brief: &Brief) {
    let mut x = LEFT;
    let mut entry = |class: &str, words: &str| {
        let _ = write!(out, "<rect class=\"{class}\" x=\"{x}\" y=\"8\" width=\"12\" height=\"12\"/>");
        x += 17.0;
        let _ = write!(out, "<text x=\"{x}\" y=\"18\">{words}</text>");
        x += 7.1 * words.chars().count() as f64 + 16.0;
    };
    entry("c2", "▲ cooperation: deeds");
    entry("c1", "words");
    entry("c4", "▼ conflict: deeds");
    entry("c3", "words");
    if !brief.gaps.is_empty() {
        entry("none", "nothing loaded");
    }
    let _ = write!(
        out,
        "<line class=\"net\" x1=\"{x}\" y1=\"14\" x2=\"{}\" y2=\"14\"/><text x=\"{}\" y=\"18\">balance</text>",
        x + 22.0,
        x + 28.0
    );
}

struct Plot<'a> {
    bins: &'a [BinLine],
    /// Events at the upper and the lower edge.
    high: f64,
    low: f64,
    step: f64,
}

impl<'a> Plot<'a> {
    fn new(brief: &'a Brief) -> Plot<'a> {
        let most = |of: fn(&BinLine) -> u64| brief.bins.iter().map(of).max().unwrap_or(0) as f64;
        let (up, down) = (most(|b| b.quads.cooperation()), most(|b| b.quads.conflict()));
        let step = nice((up + down).max(1.0) / 5.0);
        let ceiling = |value: f64| (value / step).ceil() * step;
        let (high, low) = (ceiling(up), ceiling(down));
        Plot { bins: &brief.bins, high: if high + low > 0.0 { high } else { step }, low, step }
    }

    fn y(&self, events: f64) -> f64 {
        TOP + (self.high - events) / (self.high + self.low) * (HEIGHT - TOP - BOTTOM)
    }

    fn slot(&self) -> f64 {
        (WIDTH - LEFT - RIGHT) / self.bins.len() as f64
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
            WIDTH - RIGHT
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
                WIDTH - RIGHT,
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
                "<rect class=\"none\" x=\"{x:.1}\" y=\"{TOP}\" width=\"{slot:.1}\" height=\"{:.1}\"/></g>",
                HEIGHT - TOP - BOTTOM
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
            "<rect x=\"{x:.1}\" y=\"{TOP}\" width=\"{slot:.1}\" height=\"{:.1}\" fill=\"transparent\"/></g>",
            HEIGHT - TOP - BOTTOM
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
            let x = x.clamp(LEFT + widest / 2.0 - 14.0, WIDTH - widest / 2.0);
            let _ = write!(
                out,
                "<text class=\"quiet\" x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                HEIGHT - 12.0,
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
