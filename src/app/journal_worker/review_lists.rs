//! Lists out of the journal: what coders differ on, what fits nothing any more,
//! and the moments to which one can go back.

use chrono::Local;

use super::{JournalWorker, words};
use crate::journal::agreement::{FIELDS, disagreements};
use crate::journal::{Adjudication, EntryKind, Review};
use crate::ui::overlay::{ReviewList, ReviewListKind, ReviewListRow};

/// The most moments that are listed; earlier ones are in `detente journal history`.
const MOST: usize = 20_000;

impl JournalWorker {
    /// The list of a kind as it is now.
    pub(super) fn review_list(&self, kind: ReviewListKind) -> ReviewList {
        let rows = match kind {
            ReviewListKind::Disputes => self.disputes(),
            ReviewListKind::Lost => self.lost(),
            ReviewListKind::Moments => moments(self.session.review()),
        };
        ReviewList::new(kind, rows)
    }

    /// What coders differ on: each field with the values of all, those first on
    /// which they differ.
    fn disputes(&self) -> Vec<ReviewListRow> {
        let review = self.session.review();
        let units = disagreements(review).into_iter();
        units
            .map(|unit| {
                let mut details = Vec::new();
                for differ in [true, false] {
                    for field in FIELDS.iter().filter(|f| !matches!(**f, "root" | "quad")) {
                        let values: Vec<(usize, String)> = unit
                            .by
                            .iter()
                            .enumerate()
                            .map(|(at, coding)| {
                                let value =
                                    coding.value(field, &unit.anchor).unwrap_or_else(|| "–".to_owned());
                                (at, value)
                            })
                            .collect();
                        // Who rejected it tells nothing of its fields.
                        let told: Vec<&(usize, String)> = values.iter().filter(|(_, v)| v != "–").collect();
                        let Some((_, first)) = told.first() else { continue };
                        let others = told.iter().any(|(_, value)| value != first);
                        if others != differ {
                            continue;
                        }
                        let by = |(at, value): &&(usize, String)| {
                            format!("{} {}: {value}", at + 1, unit.by[*at].coder)
                        };
                        let told = match differ {
                            true => told.iter().map(by).collect::<Vec<_>>().join("  │  "),
                            false => first.clone(),
                        };
                        details.push(((*field).to_owned(), told));
                    }
                }
                details.extend(
                    review
                        .notes(&unit.key)
                        .map(|(by, words)| ("comment".to_owned(), format!("{by}: {words}"))),
                );
                let right: Vec<String> =
                    unit.by.iter().map(|c| format!("{} {}", c.coder, c.decision)).collect();
                let adjudications = unit.by.iter();
                let adjudications = adjudications
                    .map(|c| Adjudication { decision: c.decision, correction: c.correction.clone() });
                ReviewListRow {
                    subject: self.things.get(&unit.key).and_then(|things| things.first().copied()),
                    line: unit.anchor.line(),
                    right: right.join(", "),
                    details,
                    adjudications: adjudications.collect(),
                    key: unit.key,
                }
            })
            .collect()
    }

    /// Decisions on articles that are loaded, of which nothing is found any more.
    fn lost(&self) -> Vec<ReviewListRow> {
        let review = self.session.review();
        let keys = self.index.lost().iter();
        keys.map(|key| {
            let anchor = review.anchors(key).last();
            let mut details: Vec<(String, String)> = EntryKind::ALL
                .into_iter()
                .flat_map(|kind| review.of_kind(kind, key).map(move |(by, slot)| (kind, by, slot)))
                .map(|(kind, by, slot)| {
                    let day = slot.time.with_timezone(&Local).format("%Y-%m-%d");
                    (
                        kind.to_string(),
                        format!("{by}, {day}: {}", words::value(review, kind, Some(&slot.value))),
                    )
                })
                .collect();
            if let Some(anchor) = anchor {
                let article = &anchor.article;
                let named = if article.id.is_empty() { &article.url } else { &article.id };
                details.push(("article".to_owned(), named.clone()));
                details.push(("words".to_owned(), anchor.quote.clone()));
            }
            let right = review.decisions(key).map(|(by, decision)| format!("{by} {decision}"));
            ReviewListRow {
                key: key.clone(),
                line: anchor.map_or_else(|| key.clone(), |a| a.line()),
                right: right.collect::<Vec<_>>().join(", "),
                details,
                ..ReviewListRow::default()
            }
        })
        .collect()
    }
}

/// What was done, batch by batch, the latest first; each row is the moment after it.
fn moments(review: &Review) -> Vec<ReviewListRow> {
    let mut rows: Vec<ReviewListRow> = Vec::new();
    let mut batch = "";
    let mut more = 0;
    for entry in review.history().iter().rev().filter(|e| !e.kind.is_passive()) {
        if entry.batch == batch {
            more += 1;
            if let Some(row) = rows.last_mut() {
                row.right = format!("{} and {more} more", entry.coder);
            }
            continue;
        }
        if rows.len() == MOST {
            break;
        }
        (batch, more) = (&entry.batch, 0);
        let time = entry.time.with_timezone(&Local).format("%Y-%m-%d %H:%M:%S");
        rows.push(ReviewListRow {
            key: entry.id.to_string(),
            line: format!("{time}  {}", words::turned(review, entry)),
            right: entry.coder.clone(),
            ..ReviewListRow::default()
        });
    }
    rows
}
