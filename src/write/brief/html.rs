//! A brief as one self-contained page: the template `assets/templates/brief.html`,
//! what it asks for beyond the brief itself, and how text becomes harmless in it.

use askama::Template;
use askama::filters::Safe;

use super::chart::{self, Shape};
use super::markdown::gap_words;
use super::{Brief, Quads, SourceLine, short, words};

/// The page of a brief.
#[derive(Template)]
#[template(path = "brief.html")]
pub(super) struct Page<'a> {
    pub(super) brief: &'a Brief,
}

impl Page<'_> {
    /// The balance for wide and for narrow screens: the only text that goes into
    /// the page as it is. The chart escapes what stands in it.
    fn charts(&self) -> [Safe<String>; 2] {
        [Shape::Wide, Shape::Narrow].map(|shape| Safe(chart::svg(self.brief, shape)))
    }

    fn description(&self) -> String {
        chart::description(self.brief)
    }

    fn in_short(&self) -> String {
        short::in_short(self.brief).join(" ")
    }

    fn mean_goldstein(&self) -> Option<String> {
        self.brief.summary.goldstein_mean().map(words::signed_decimal)
    }

    /// What colours the figure of the balance.
    fn balance_class(&self) -> &'static str {
        if self.brief.summary.balance < 0 { "conf" } else { "coop" }
    }

    /// The first and the last day of all events.
    fn days(&self) -> (Option<&str>, Option<&str>) {
        (self.brief.summary.first_day.as_deref(), self.brief.summary.last_day.as_deref())
    }

    fn directions(&self) -> [(String, &Quads); 3] {
        let (a, b, s) = (&self.brief.first.name, &self.brief.second.name, &self.brief.summary);
        [(format!("{a} → {b}"), &s.forth), (format!("{b} → {a}"), &s.back), (format!("{a} ⇄ {b}"), &s.both)]
    }

    /// The citation of a source by its number, counted from 1.
    fn source_text(&self, number: &usize) -> &str {
        number.checked_sub(1).and_then(|i| self.brief.sources.get(i)).map_or("", |s| s.text.as_str())
    }

    /// The citation without its address, and that, if it is one of the web; else
    /// the whole citation.
    fn split_citation<'s>(&self, source: &'s SourceLine) -> (&'s str, Option<&'s str>) {
        let text = source.text.as_str();
        match words::web(&source.url) {
            Some(url) => (text.strip_suffix(url).unwrap_or(text), Some(url)),
            None => (text, None),
        }
    }

    /// What a source tells of: `3 events, 1 claim`.
    fn held(&self, source: &SourceLine) -> String {
        let counts = [(source.events, "event"), (source.claims, "claim")];
        let told = counts.iter().filter(|(number, _)| *number > 0);
        told.map(|(number, what)| words::count(*number as u64, what)).collect::<Vec<_>>().join(", ")
    }

    /// The rows of the table of decisions, in the order of its columns.
    fn reviewed(&self) -> [(&'static str, [usize; 7]); 2] {
        [("events", &self.brief.reviewed_events), ("claims", &self.brief.reviewed_claims)].map(|(name, c)| {
            (name, [c.accepted, c.corrected, c.rejected, c.skipped, c.disputed, c.open, c.merged])
        })
    }

    fn who_reviewed(&self) -> Option<String> {
        let disputed = self.brief.reviewed_events.disputed + self.brief.reviewed_claims.disputed;
        self.brief.decisions.words(disputed)
    }

    /// The spans of which nothing is loaded, in words.
    fn gaps(&self) -> String {
        let gaps = self.brief.gaps.iter().map(|gap| gap_words(&gap.from, &gap.to));
        gaps.collect::<Vec<_>>().join(", ")
    }
}
