//! GDELT mentions: which article carried which event, 16 columns as the 2.0
//! codebook lists them. They join the events of an export as its reports.

use crate::model::Report;
use crate::model::column::tone_of;
use crate::read::error::ProblemKind;
use crate::read::{Reader, Spec};

use super::chunk::{Emit, Reject};
use super::header::first_line;
use super::pipeline::{Format, Layout, TableReader};
use super::scan::Row;
use super::values::{decimal, minute14, number};

const NAME: &str = "GDELT mentions";

/// Reads GDELT mentions.
pub(in crate::read) const MENTIONS: &dyn Reader = &TableReader {
    spec: Spec {
        name: NAME,
        description: "which article carried which GDELT event",
        extensions: &["mentions.csv", "csv"],
    },
    recognise,
};

/// The one form that mentions have.
struct Mentions;

/// A number and two times at the beginning of sixteen fields.
fn recognise(head: &[u8]) -> Option<(Mentions, Layout)> {
    let fields: Vec<&[u8]> = first_line(head).split(|&b| b == b'\t').collect();
    let time = |i: usize| fields.get(i).copied().filter(|f| f.len() == 14).and_then(minute14).is_some();
    let fits = fields.len() == 16 && number(fields[0]).is_some() && time(1) && time(2);
    fits.then_some((Mentions, Layout::TABS))
}

impl Format for Mentions {
    fn name(&self) -> &'static str {
        NAME
    }

    fn row(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> Result<(), Reject> {
        let reject = |kind, field, expected| Err(Reject { kind, field, expected });
        if row.len() != 16 {
            return reject(ProblemKind::BadRow, 0, "16 fields");
        }
        let Some(outer) = number(row.get(0)) else {
            return reject(ProblemKind::BadValue, 0, "the event's number");
        };
        let Some(seen) = minute14(row.get(2)) else {
            return reject(ProblemKind::BadDate, 2, "a time such as 20180131143000");
        };
        // Type 1 is the web; others are named by their citation.
        let key = if row.get(5).is_empty() { row.get(4) } else { row.get(5) };
        let publisher = emit.publisher(row.get(4));
        let article = emit.article(key, seen, publisher);
        let offset = |field: usize| match row.get(field) {
            b"-1" | b"" => -1,
            digits => number(digits).and_then(|n| i32::try_from(n).ok()).unwrap_or(-1),
        };
        let report = Report {
            outer,
            article,
            seen,
            sentence: number(row.get(6)).and_then(|n| u16::try_from(n).ok()).unwrap_or(0),
            confidence: number(row.get(11)).map_or(0, |n| n.min(100) as u8),
            in_raw_text: row.get(10) == b"1",
            offsets: [offset(7), offset(8), offset(9)],
            tone: tone_of(decimal(row.get(13)).unwrap_or(f32::NAN)),
        };
        emit.chunk.reports.push(report);
        Ok(())
    }
}
