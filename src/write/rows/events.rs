//! The columns of events.

use super::{Cell, Column, Rows};
use crate::model::{CountryId, EventView};

fn of<'a>(rows: &Rows<'a>, row: usize, f: impl FnOnce(EventView<'a>) -> Cell<'a>) -> Cell<'a> {
    rows.event(row).map_or(Cell::Nothing, f)
}

fn country<'a>(country: CountryId) -> Cell<'a> {
    if country.is_known() { Cell::text(country.iso3()) } else { Cell::Nothing }
}

/// In the order of reading: when, who to whom, what, who exactly, where from.
pub(super) const COLUMNS: &[Column] = &[
    Column::shown("date", "when, as precisely as known", |r, n| of(r, n, |e| Cell::date(e.date()))),
    Column::shown("source", "the source's country", |r, n| of(r, n, |e| country(e.source()))),
    Column::shown("way", "→, or ⇄ where both sides act alike", |r, n| {
        of(r, n, |e| Cell::text(if e.reciprocal() { "⇄" } else { "→" }))
    }),
    Column::shown("target", "the target's country", |r, n| of(r, n, |e| country(e.target()))),
    Column::shown("tone", "▲ cooperation, ▼ conflict", |r, n| {
        of(r, n, |e| Cell::text(e.quad().map_or("", |q| if q.is_cooperation() { "▲" } else { "▼" })))
    }),
    Column::shown("code", "CAMEO code", |r, n| of(r, n, |e| Cell::text(e.code_text()))),
    Column::shown("event", "the code's name", |r, n| {
        of(r, n, |e| Cell::text(e.ontology().map_or("", |code| code.name)))
    }),
    Column::full("root", "PLOVER type", |r, n| {
        of(r, n, |e| Cell::text(e.ontology().map_or("", |code| code.root)))
    }),
    Column::full("quad", "quad class", |r, n| of(r, n, |e| Cell::text(e.quad().map_or("", |q| q.name())))),
    Column::full("goldstein", "Goldstein's value, −10 to +10", |r, n| {
        of(r, n, |e| Cell::real(e.code().goldstein()))
    }),
    Column::shown("source_actor", "who acts", |r, n| of(r, n, |e| r.actor_name(e.source_actor()))),
    Column::full("source_code", "the source's CAMEO code", |r, n| {
        of(r, n, |e| r.actor_code(e.source_actor()))
    }),
    Column::shown("target_actor", "who is acted upon", |r, n| of(r, n, |e| r.actor_name(e.target_actor()))),
    Column::full("target_code", "the target's CAMEO code", |r, n| {
        of(r, n, |e| r.actor_code(e.target_actor()))
    }),
    Column::shown("reports", "how many articles report it", |r, n| {
        of(r, n, |e| Cell::number(i64::from(e.reports())))
    }),
    Column::shown("modality", "actual, planned, denied or possible", |r, n| {
        of(r, n, |e| Cell::text(e.modality().name()))
    }),
    Column::full("decision", "an analyst's verdict", |r, n| of(r, n, |e| Cell::text(e.decision().name()))),
    Column::full("rule", "the rule that made it", |r, n| {
        of(r, n, |e| Cell::text(e.detail().map_or("", |d| r.views.store.str(d.rule))))
    }),
    Column::full("confidence", "how sure the coder is, 0 to 1", |r, n| {
        of(r, n, |e| Cell::real(e.detail().and_then(|d| d.confidence)))
    }),
    Column::shown("article", "the article's id", |r, n| {
        of(r, n, |e| r.article(e.article(), |a| Cell::text(a.id())))
    }),
    Column::full("title", "its headline", |r, n| {
        of(r, n, |e| r.article(e.article(), |a| Cell::text(a.title())))
    }),
    Column::full("publisher", "who published it", |r, n| {
        of(r, n, |e| r.article(e.article(), |a| Cell::text(a.publisher())))
    }),
    Column::full("published", "when", |r, n| {
        of(r, n, |e| r.article(e.article(), |a| Cell::date(a.published())))
    }),
    Column::full("url", "where it can be read", |r, n| {
        of(r, n, |e| r.article(e.article(), |a| Cell::text(a.url())))
    }),
    Column::full("evidence", "the words that tell of it", |r, n| of(r, n, |e| Cell::own(e.evidence()))),
    Column::full("note", "a remark", |r, n| {
        of(r, n, |e| Cell::text(e.detail().map_or("", |d| r.views.store.str(d.note))))
    }),
    Column::full("place", "where it happened, as the data set tells", |r, n| {
        of(r, n, |e| e.place().map_or(Cell::Nothing, |p| Cell::text(r.views.store.str(p.name))))
    }),
    Column::full("place_country", "the country of that place", |r, n| {
        of(r, n, |e| e.place().map_or(Cell::Nothing, |p| country(p.country)))
    }),
    Column::full("lag", "days from the event to its being taken up by the data set", |r, n| {
        of(r, n, |e| e.lag().map_or(Cell::Nothing, Cell::number))
    }),
    Column::full("data", "the data set or format that it came from", |r, n| {
        of(r, n, |e| e.origin().map_or(Cell::Nothing, |o| Cell::text(o.format)))
    }),
    Column::full("file", "the file that it came from", |r, n| {
        of(r, n, |e| e.origin().map_or(Cell::Nothing, |o| Cell::text(r.views.store.str(o.name))))
    }),
    Column::full("id", "the event's id in its article or data set", |r, n| of(r, n, |e| id(r, e))),
];

fn id<'a>(rows: &Rows<'a>, event: EventView<'a>) -> Cell<'a> {
    match (event.detail(), event.outer()) {
        (Some(detail), _) => Cell::text(rows.views.store.str(detail.id)),
        (None, Some(number)) => Cell::own(number.to_string()),
        (None, None) => Cell::Nothing,
    }
}
