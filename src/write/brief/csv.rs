//! The chronology as a table.

use std::io::{self, Write};

use super::Brief;

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
        csv.write_record([
            &event.date,
            &event.from,
            &event.to,
            yes(event.reciprocal),
            &text(&event.source),
            &text(&event.target),
            &text(&event.code),
            &event.meaning,
            event.quad.unwrap_or_default(),
            &goldstein,
            event.modality,
            &event.reports.to_string(),
            &text(&event.evidence),
            review,
            &text(&event.review.by.join(" ")),
            yes(event.counted),
            &source.map_or_else(String::new, |s| text(&s.text)),
            &source.map_or_else(String::new, |s| text(&s.url)),
            &text(&comments.join(" | ")),
        ])?;
    }
    csv.flush()
}

/// Spreadsheets run what begins like a formula; an apostrophe before it tells
/// them that it is text.
fn text(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if runs { format!("'{text}") } else { text.to_owned() }
}

fn yes(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}
