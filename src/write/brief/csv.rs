//! The chronology as a table.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Brief, SourceLine};
use crate::write::rows::csv::text_field;

pub(super) fn write(brief: &Brief, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = ::csv::Writer::from_writer(out);
    csv.write_record([
        "date",
        "from",
        "to",
        "reciprocal",
        "source",
        "target",
        "code",
        "meaning",
        "quad",
        "goldstein",
        "modality",
        "reports",
        "evidence",
        "review",
        "by",
        "counted",
        "citation",
        "url",
        "comments",
    ])?;
    for event in &brief.chronology {
        let source = event.cited.and_then(|n| brief.sources.get(n - 1));
        let goldstein = event.goldstein.map(|g| g.to_string()).unwrap_or_default();
        let comments: Vec<String> =
            event.review.notes.iter().map(|(by, words)| format!("{by}: {words}")).collect();
        let review = if event.review.disputed { "disputed" } else { event.review.decision.name() };
        let text = |text: &str| text_field(Cow::Borrowed(text)).into_owned();
        let source = |of: fn(&SourceLine) -> &str| source.map_or_else(String::new, |s| text(of(s)));
        csv.write_record([
            text(&event.date),
            text(&event.from),
            text(&event.to),
            yes(event.reciprocal),
            text(&event.source),
            text(&event.target),
            text(&event.code),
            text(&event.meaning),
            text(event.quad.unwrap_or_default()),
            goldstein,
            text(event.modality),
            event.reports.to_string(),
            text(&event.evidence),
            text(review),
            text(&event.review.by.join(" ")),
            yes(event.counted),
            source(|s| &s.text),
            source(|s| &s.url),
            text(&comments.join(" | ")),
        ])?;
    }
    csv.flush()
}

fn yes(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}
