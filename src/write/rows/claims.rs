//! The columns of claims.

use std::borrow::Cow;

use super::{Cell, Column, Rows};
use crate::model::{ActorRecord, ClaimRecord, Topic};

fn of<'a>(rows: &Rows<'a>, row: usize, f: impl FnOnce(&'a ClaimRecord) -> Cell<'a>) -> Cell<'a> {
    rows.claim(row).map_or(Cell::Nothing, f)
}

fn speaker<'a>(rows: &Rows<'a>, row: usize, f: impl FnOnce(&'a ActorRecord) -> Cell<'a>) -> Cell<'a> {
    rows.claim(row).and_then(|c| rows.views.store.actor(c.speaker)).map_or(Cell::Nothing, f)
}

/// In the order of reading: when, who, how, what, about whom, where from.
pub(super) const COLUMNS: &[Column] = &[
    Column::shown("date", "when it was said; when it was published, if that is not told", |r, n| {
        of(r, n, |c| match c.date.is_known() {
            true => Cell::date(c.date),
            false => r.article(c.article, |a| Cell::date(a.published())),
        })
    }),
    Column::shown("speaker", "who says it", |r, n| of(r, n, |c| r.actor_name(c.speaker))),
    Column::shown("country", "the speaker's country", |r, n| {
        speaker(r, n, |a| if a.country.is_known() { Cell::text(a.country.iso3()) } else { Cell::Nothing })
    }),
    Column::full("speaker_code", "the speaker's CAMEO code", |r, n| {
        speaker(r, n, |a| Cell::text(r.views.store.str(a.code)))
    }),
    Column::full("guessed", "whether the speaker is a guess", |r, n| of(r, n, |c| Cell::Flag(c.guessed))),
    Column::shown("cue", "what attributes it", |r, n| {
        of(r, n, |c| Cell::text(r.views.store.str(c.cue_text)))
    }),
    Column::shown("claim", "what is said", |r, n| of(r, n, |c| Cell::text(&c.text))),
    Column::shown("form", "direct, indirect or mixed", |r, n| of(r, n, |c| Cell::text(c.form.name()))),
    Column::shown("about", "pairs, countries and actors that it is about", |r, n| of(r, n, |c| about(r, c))),
    Column::full("decision", "an analyst's decision", |r, n| {
        r.claim_id(n).map_or(Cell::Nothing, |id| Cell::text(r.views.store.claim_decision(id).name()))
    }),
    Column::full("rule", "the rule that made it", |r, n| of(r, n, |c| Cell::text(r.views.store.str(c.rule)))),
    Column::full("confidence", "how sure the coder is, 0 to 1", |r, n| {
        of(r, n, |c| Cell::real(c.confidence))
    }),
    Column::shown("article", "the article's id", |r, n| {
        of(r, n, |c| r.article(c.article, |a| Cell::text(a.id())))
    }),
    Column::full("title", "its headline", |r, n| {
        of(r, n, |c| r.article(c.article, |a| Cell::text(a.title())))
    }),
    Column::full("publisher", "who published it", |r, n| {
        of(r, n, |c| r.article(c.article, |a| Cell::text(a.publisher())))
    }),
    Column::full("published", "when", |r, n| {
        of(r, n, |c| r.article(c.article, |a| Cell::date(a.published())))
    }),
    Column::full("url", "where it can be read", |r, n| {
        of(r, n, |c| r.article(c.article, |a| Cell::text(a.url())))
    }),
    Column::full("id", "the claim's id in its article", |r, n| {
        of(r, n, |c| Cell::text(r.views.store.str(c.id)))
    }),
];

fn about<'a>(rows: &Rows<'a>, claim: &'a ClaimRecord) -> Cell<'a> {
    if claim.about.is_empty() {
        return Cell::Nothing;
    }
    let name = |topic: &Topic| match *topic {
        Topic::Pair(pair) => Cow::Owned(pair.to_string()),
        Topic::Country(country) => Cow::Borrowed(country.iso3()),
        Topic::Actor(id) => Cow::Borrowed(rows.views.store.actor_name(id)),
    };
    Cell::Texts(claim.about.iter().map(name).collect())
}
