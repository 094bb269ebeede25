//! The columns of events as a table for other programs: one row an event between
//! one source and one target, with all that a data set tells.

use std::borrow::Cow;

use crate::model::{
    ActorId, ActorRecord, ArticleId, ArticleView, CountryId, Day, EventView, Minute, Place, Store,
};

/// One column: its name and its values. Every value may be missing.
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its values.
    pub values: Values,
}

/// How a column's values are made, and what they are.
#[derive(Clone, Copy)]
pub enum Values {
    /// Text, as it came.
    Text(for<'a> fn(&'a Store, &EventView<'a>) -> Option<Cow<'a, str>>),
    /// A small whole number.
    Int(fn(&Store, &EventView<'_>) -> Option<i32>),
    /// Days from the beginning of 1970.
    Day(fn(&Store, &EventView<'_>) -> Option<i32>),
    /// Minutes from the beginning of 1970, UTC.
    Minute(fn(&Store, &EventView<'_>) -> Option<i32>),
    /// A whole number.
    Long(fn(&Store, &EventView<'_>) -> Option<i64>),
    /// A number with a fraction.
    Real(fn(&Store, &EventView<'_>) -> Option<f32>),
    /// Yes or no.
    Flag(fn(&Store, &EventView<'_>) -> Option<bool>),
}

use Values::{Flag, Int, Long, Real, Text};

const fn column(name: &'static str, values: Values) -> Column {
    Column { name, values }
}

/// All columns, in the order in which they are written.
pub static COLUMNS: &[Column] = &[
    column("id", Long(|_, e| e.outer().and_then(|n| i64::try_from(n).ok()))),
    column("date", Values::Day(|_, e| day(e.date().start()))),
    column("date_end", Values::Day(|_, e| day(e.date().end()))),
    column("precision", Text(|_, e| Some(e.date().precision().name().into()))),
    column("source", Text(|s, e| some(s.actor_name(e.source_actor())))),
    column("source_code", Text(|s, e| of_actor(s, e.source_actor(), |a| s.str(a.code)))),
    column("source_kind", Text(|s, e| of_actor(s, e.source_actor(), |a| a.kind.name()))),
    column("source_role", Text(|s, e| of_actor(s, e.source_actor(), |a| s.str(a.role)))),
    column("source_country", Text(|_, e| iso3(e.source()))),
    column("target", Text(|s, e| some(s.actor_name(e.target_actor())))),
    column("target_code", Text(|s, e| of_actor(s, e.target_actor(), |a| s.str(a.code)))),
    column("target_kind", Text(|s, e| of_actor(s, e.target_actor(), |a| a.kind.name()))),
    column("target_role", Text(|s, e| of_actor(s, e.target_actor(), |a| s.str(a.role)))),
    column("target_country", Text(|_, e| iso3(e.target()))),
    column("code", Text(|s, e| some(s.code_text(e.code())))),
    column("code_name", Text(|_, e| e.ontology().map(|c| c.name.into()))),
    column("root", Text(|_, e| e.ontology().and_then(|c| some(c.root)))),
    column("quad", Int(|_, e| e.quad().map(|q| q as i32))),
    column("goldstein", Real(|_, e| e.code().goldstein())),
    column("modality", Text(|_, e| Some(e.modality().name().into()))),
    column("reciprocal", Flag(|_, e| Some(e.reciprocal()))),
    column("main", Flag(|_, e| Some(e.data().root))),
    column("reports", Long(|_, e| Some(e.reports().into()))),
    column("mentions", Long(|_, e| Some(e.counts().mentions.into()).filter(|n| *n > 0))),
    column("sources", Long(|_, e| Some(e.counts().sources.into()).filter(|n| *n > 0))),
    column("tone", Real(|_, e| e.tone())),
    column("lag", Int(|_, e| e.lag().map(i32::from))),
    column("place", Text(|s, e| e.place().and_then(|p| some(s.str(p.name))))),
    column("place_country", Text(|_, e| e.place().and_then(|p| iso3(p.country)))),
    column("latitude", Real(|_, e| e.place().map(|p| p.latitude).filter(|v| !v.is_nan()))),
    column("longitude", Real(|_, e| e.place().map(|p| p.longitude).filter(|v| !v.is_nan()))),
    column("article", Text(|s, e| of_article(s, e.article(), ArticleView::id))),
    column("url", Text(|s, e| of_article(s, e.article(), ArticleView::url))),
    column("title", Text(|s, e| of_article(s, e.article(), ArticleView::title))),
    column("publisher", Text(|s, e| of_article(s, e.article(), ArticleView::publisher))),
    column("published", Values::Day(|s, e| s.article(e.article()).and_then(|a| day(a.published().start())))),
    column("taken_up", Values::Minute(|s, e| s.article(e.article()).and_then(|a| minute(a.taken_up())))),
    column("sentence", Int(|_, e| e.sentence().map(i32::from))),
    column("evidence", Text(|_, e| e.detail().map(|_| e.evidence().into()))),
    column("rule", Text(|s, e| e.detail().and_then(|d| some(s.str(d.rule))))),
    column("confidence", Real(|_, e| e.detail().and_then(|d| d.confidence))),
    column("decision", Text(|_, e| e.detail().and_then(|d| d.decision).map(|d| d.name().into()))),
    column("note", Text(|s, e| e.detail().and_then(|d| some(s.str(d.note))))),
    column("data_set", Text(|_, e| e.origin().map(|o| o.format.into()))),
    column("file", Text(|s, e| e.origin().map(|o| s.str(o.name).into()))),
];

fn some(text: &str) -> Option<Cow<'_, str>> {
    (!text.is_empty()).then_some(Cow::Borrowed(text))
}

fn day(day: Day) -> Option<i32> {
    day.date().map(|_| day.0)
}

fn minute(minute: Minute) -> Option<i32> {
    minute.day().map(|_| minute.0)
}

fn of_actor<'a>(
    store: &'a Store,
    actor: ActorId,
    of: impl FnOnce(&'a ActorRecord) -> &'a str,
) -> Option<Cow<'a, str>> {
    store.actor(actor).and_then(|actor| some(of(actor)))
}

fn of_article<'a>(
    store: &'a Store,
    article: ArticleId,
    of: impl FnOnce(&ArticleView<'a>) -> &'a str,
) -> Option<Cow<'a, str>> {
    store.article(article).and_then(|article| some(of(&article)))
}

fn iso3<'a>(country: CountryId) -> Option<Cow<'a, str>> {
    country.get().map(|c| Cow::Borrowed(c.iso3))
}

/// All events in the order in which they were loaded.
pub fn in_loading_order(store: &Store) -> Vec<Place> {
    let mut places = Vec::with_capacity(store.len());
    for (number, segment) in store.segments().iter().enumerate() {
        let numbers = &segment.columns().seq;
        let mut rows: Vec<u32> = (0..segment.len() as u32).collect();
        rows.sort_unstable_by_key(|&row| numbers.get(row as usize));
        places.extend(rows.into_iter().map(|row| Place { segment: number as u32, row }));
    }
    places
}
