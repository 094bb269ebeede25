//! The columns of events: the one table from which answers to queries (CSV, JSON,
//! Markdown, and the table for people) and tables for other programs (CSV and
//! Parquet) are made.
//!
//! To add a column: one line. What is in tables has to be read back, by the mapping
//! `assets/mappings/detente.toml` and from Parquet, or follow from other columns; a
//! test writes, reads and compares.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::model::{
    ActorId, ActorRecord, ArticleId, ArticleView, CountryId, Day, Decision, EventDate, EventView, Minute,
    QuadClass, Store,
};

use Part::{Actors, Article, Coding, Origin, Place, Reports, Sides, Status, What, When, Words};
use Values::{Flag, Int, Long, Real, Text};

/// One column: what it is called, says and holds, and where it is.
pub(super) struct EventColumn {
    pub(super) name: &'static str,
    /// What it says, for documents.
    pub(super) about: &'static str,
    /// Its values, any of which may be missing.
    pub(super) values: Values,
    /// How answers have it, if they do.
    pub(super) answer: Option<Answer>,
    /// Whether tables have it.
    pub(super) in_tables: bool,
}

/// A column of answers.
pub(super) struct Answer {
    /// Where it stands: in the order of [`Part`], then of the columns.
    pub(super) part: Part,
    /// What it is called there.
    pub(super) name: &'static str,
    /// Whether tables for people show it.
    pub(super) shown: bool,
}

/// The parts of an answer, in the order of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    When,
    /// Who to whom, as countries.
    Sides,
    What,
    /// Who exactly.
    Actors,
    Reports,
    /// Whether it happened, and what was decided.
    Status,
    Coding,
    Article,
    /// Where to read it, and the words.
    Words,
    Place,
    /// How it came here.
    Origin,
}

/// How a column's values are made, and what they are.
#[derive(Clone, Copy)]
pub(super) enum Values {
    /// Text, as it came.
    Text(for<'a> fn(&'a Store, &EventView<'a>) -> Option<Cow<'a, str>>),
    /// A small whole number.
    Int(fn(&Store, &EventView<'_>) -> Option<i32>),
    /// A whole number.
    Long(fn(&Store, &EventView<'_>) -> Option<i64>),
    /// A number with a fraction.
    Real(fn(&Store, &EventView<'_>) -> Option<f32>),
    /// Yes or no.
    Flag(fn(&Store, &EventView<'_>) -> Option<bool>),
    Day(fn(&Store, &EventView<'_>) -> Option<Day>),
    /// A time, UTC.
    Minute(fn(&Store, &EventView<'_>) -> Option<Minute>),
    /// A date: in answers as precisely as it is known, in tables its first day.
    Date(fn(&Store, &EventView<'_>) -> EventDate),
    /// A quad class: in answers by name, in tables by number.
    Quad(fn(&Store, &EventView<'_>) -> Option<QuadClass>),
    /// A decision; in tables missing while it is open.
    Decision(fn(&Store, &EventView<'_>) -> Decision),
}

/// A column of answers and tables.
const fn both(part: Part, name: &'static str, about: &'static str, values: Values) -> EventColumn {
    let answer = Some(Answer { part, name, shown: false });
    EventColumn { name, about, values, answer, in_tables: true }
}

/// A column of answers, for what tables have in another form.
const fn answers(part: Part, name: &'static str, about: &'static str, values: Values) -> EventColumn {
    EventColumn { in_tables: false, ..both(part, name, about, values) }
}

/// A column of tables, for what would make answers too wide.
const fn tables(name: &'static str, about: &'static str, values: Values) -> EventColumn {
    EventColumn { name, about, values, answer: None, in_tables: true }
}

impl EventColumn {
    /// The same, shown to people.
    const fn shown(self) -> EventColumn {
        match self.answer {
            Some(answer) => EventColumn { answer: Some(Answer { shown: true, ..answer }), ..self },
            None => self,
        }
    }

    /// The same under another name in answers.
    const fn called(self, name: &'static str) -> EventColumn {
        match self.answer {
            Some(answer) => EventColumn { answer: Some(Answer { name, ..answer }), ..self },
            None => self,
        }
    }
}

/// All columns, in the order of tables.
pub(super) static COLUMNS: &[EventColumn] = &[
    tables(
        "id",
        "the number that the data set gives the event",
        Long(|_, e| e.outer().and_then(|n| i64::try_from(n).ok())),
    ),
    both(When, "date", "when, as precisely as known", Values::Date(|_, e| e.date())).shown(),
    tables("date_end", "the last possible day", Values::Day(|_, e| known(e.date().end()))),
    tables(
        "precision",
        "how precise the date is: day, month, year, range or unknown",
        Text(|_, e| Some(e.date().precision().name().into())),
    ),
    both(Actors, "source", "who acts", Text(|s, e| some(s.actor_name(e.source_actor()))))
        .called("source_actor")
        .shown(),
    both(
        Actors,
        "source_code",
        "the source's CAMEO code",
        Text(|s, e| of_actor(s, e.source_actor(), |a| s.str(a.code))),
    ),
    tables(
        "source_kind",
        "what kind of actor the source is",
        Text(|s, e| of_actor(s, e.source_actor(), |a| a.kind.name())),
    ),
    tables(
        "source_role",
        "the source's office or description",
        Text(|s, e| of_actor(s, e.source_actor(), |a| s.str(a.role))),
    ),
    both(Sides, "source_country", "the source's country", Text(|_, e| iso3(e.source())))
        .called("source")
        .shown(),
    answers(
        Sides,
        "way",
        "→, or ⇄ where both sides act alike",
        Text(|_, e| Some(if e.reciprocal() { "⇄" } else { "→" }.into())),
    )
    .shown(),
    both(Actors, "target", "who is acted upon", Text(|s, e| some(s.actor_name(e.target_actor()))))
        .called("target_actor")
        .shown(),
    both(
        Actors,
        "target_code",
        "the target's CAMEO code",
        Text(|s, e| of_actor(s, e.target_actor(), |a| s.str(a.code))),
    ),
    tables(
        "target_kind",
        "what kind of actor the target is",
        Text(|s, e| of_actor(s, e.target_actor(), |a| a.kind.name())),
    ),
    tables(
        "target_role",
        "the target's office or description",
        Text(|s, e| of_actor(s, e.target_actor(), |a| s.str(a.role))),
    ),
    both(Sides, "target_country", "the target's country", Text(|_, e| iso3(e.target())))
        .called("target")
        .shown(),
    answers(
        Sides,
        "tone",
        "▲ cooperation, ▼ conflict",
        Text(|_, e| e.quad().map(|q| if q.is_cooperation() { "▲" } else { "▼" }.into())),
    )
    .shown(),
    both(What, "code", "CAMEO code", Text(|s, e| some(s.code_text(e.code())))).shown(),
    both(What, "code_name", "the code's name", Text(|_, e| e.ontology().map(|c| c.name.into())))
        .called("event")
        .shown(),
    both(What, "root", "PLOVER type", Text(|_, e| e.ontology().and_then(|c| some(c.root)))),
    both(What, "quad", "quad class", Values::Quad(|_, e| e.quad())),
    both(What, "goldstein", "Goldstein's value, −10 to +10", Real(|_, e| e.code().goldstein())),
    both(
        Status,
        "modality",
        "actual, planned, denied or possible",
        Text(|_, e| Some(e.modality().name().into())),
    )
    .shown(),
    tables("reciprocal", "whether both sides act alike", Flag(|_, e| Some(e.reciprocal()))),
    tables(
        "main",
        "whether the data set holds it to be the article's main event",
        Flag(|_, e| Some(e.data().root)),
    ),
    both(Reports, "reports", "how many articles report it", Long(|_, e| Some(e.reports().into()))).shown(),
    tables(
        "mentions",
        "mentions, as the data set counts them",
        Long(|_, e| Some(e.counts().mentions.into()).filter(|n| *n > 0)),
    ),
    tables(
        "sources",
        "publishers, as the data set counts them",
        Long(|_, e| Some(e.counts().sources.into()).filter(|n| *n > 0)),
    ),
    tables("tone", "average tone of the articles", Real(|_, e| e.tone())),
    both(
        Origin,
        "lag",
        "days from the event to its being taken up by the data set",
        Int(|_, e| e.lag().map(i32::from)),
    ),
    both(
        Place,
        "place",
        "where it happened, as the data set tells",
        Text(|s, e| e.place().and_then(|p| some(s.str(p.name)))),
    ),
    both(
        Place,
        "place_country",
        "the country of that place",
        Text(|_, e| e.place().and_then(|p| iso3(p.country))),
    ),
    tables(
        "latitude",
        "of that place, in degrees",
        Real(|_, e| e.place().map(|p| p.latitude).filter(|v| !v.is_nan())),
    ),
    tables(
        "longitude",
        "of that place, in degrees",
        Real(|_, e| e.place().map(|p| p.longitude).filter(|v| !v.is_nan())),
    ),
    both(Article, "article", "the article's id", Text(|s, e| of_article(s, e.article(), ArticleView::id)))
        .shown(),
    both(Words, "url", "where it can be read", Text(|s, e| of_article(s, e.article(), ArticleView::url))),
    both(Article, "title", "its headline", Text(|s, e| of_article(s, e.article(), ArticleView::title))),
    both(
        Article,
        "publisher",
        "who published it",
        Text(|s, e| of_article(s, e.article(), ArticleView::publisher)),
    ),
    both(
        Article,
        "published",
        "when",
        Values::Date(|s, e| s.article(e.article()).map_or(EventDate::UNKNOWN, |a| a.published())),
    ),
    tables("taken_up", "when the data set took it up", Values::Minute(taken_up)),
    tables(
        "sentence",
        "the sentence that tells of it, counted from 1",
        Int(|_, e| e.sentence().map(i32::from)),
    ),
    both(
        Words,
        "evidence",
        "the words that tell of it",
        Text(|_, e| e.detail().map(|_| e.evidence().into())),
    ),
    both(Coding, "rule", "the rule that made it", Text(|s, e| e.detail().and_then(|d| some(s.str(d.rule))))),
    answers(
        Coding,
        "date_from",
        "where the date comes from: text, context or publication",
        Text(|_, e| e.date_from().map(|d| d.name().into())),
    ),
    both(
        Coding,
        "confidence",
        "how sure the coder is, 0 to 1",
        Real(|_, e| e.detail().and_then(|d| d.confidence)),
    ),
    both(Status, "decision", "an analyst's decision", Values::Decision(|_, e| e.decision())),
    both(Words, "note", "a remark", Text(|s, e| e.detail().and_then(|d| some(s.str(d.note))))),
    both(
        Origin,
        "data_set",
        "the data set or format that it came from",
        Text(|_, e| e.origin().map(|o| o.format.into())),
    )
    .called("data"),
    both(Origin, "file", "the file that it came from", Text(|s, e| e.origin().map(|o| s.str(o.name).into()))),
    answers(Origin, "id", "the event's id in its article or data set", Text(own_id)),
];

/// The id in its article, else the number in its data set.
fn own_id<'a>(store: &'a Store, event: &EventView<'a>) -> Option<Cow<'a, str>> {
    match event.detail() {
        Some(detail) => some(store.str(detail.id)),
        None => event.outer().map(|number| number.to_string().into()),
    }
}

fn taken_up(store: &Store, event: &EventView<'_>) -> Option<Minute> {
    let taken_up = store.article(event.article())?.taken_up();
    taken_up.day().map(|_| taken_up)
}

/// A day, if it is no open end.
pub(super) fn known(day: Day) -> Option<Day> {
    day.date().map(|_| day)
}

/// A decision that was made.
pub(super) fn closed(decision: Decision) -> Option<Decision> {
    Some(decision).filter(|d| *d != Decision::Open)
}

/// `2025-01-17T12:15Z`.
pub(super) fn time(minute: Minute) -> String {
    match (minute.day(), minute.time()) {
        (Some(day), Some((hour, minute))) => format!("{day}T{hour:02}:{minute:02}Z"),
        _ => String::new(),
    }
}

fn some(text: &str) -> Option<Cow<'_, str>> {
    (!text.is_empty()).then_some(Cow::Borrowed(text))
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

/// The columns of tables with their types in Parquet, for documents.
pub fn markdown() -> String {
    let mut out = String::from("| column | type in Parquet | says |\n|---|---|---|\n");
    for EventColumn { name, about, values, .. } in in_tables() {
        let (kind, form) = match values {
            Values::Text(_) | Values::Decision(_) => ("text", ""),
            Values::Int(_) => ("int32", ""),
            Values::Quad(_) => ("int32", ", 1 to 4"),
            Values::Long(_) => ("int64", ""),
            Values::Real(_) => ("float", ""),
            Values::Flag(_) => ("boolean", ""),
            Values::Day(_) => ("date", ""),
            Values::Date(_) => ("date", "; here the first possible day"),
            Values::Minute(_) => ("timestamp, UTC", ""),
        };
        // Writing to a string does not fail.
        let _ = writeln!(out, "| `{name}` | {kind} | {about}{form} |");
    }
    out
}

/// The columns of tables, in their order.
pub(super) fn in_tables() -> impl Iterator<Item = &'static EventColumn> {
    COLUMNS.iter().filter(|column| column.in_tables)
}

/// The columns of answers, in the order of reading.
pub(super) fn in_answers() -> Vec<(&'static EventColumn, &'static Answer)> {
    let mut columns: Vec<_> =
        COLUMNS.iter().filter_map(|column| Some((column, column.answer.as_ref()?))).collect();
    columns.sort_by_key(|(_, answer)| answer.part);
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_and_tables_differ_only_where_they_are_meant_to() {
        let only = |tables: bool, answers: bool| {
            let only = move |c: &&EventColumn| (c.in_tables, c.answer.is_some()) == (tables, answers);
            COLUMNS.iter().filter(only).map(|c| c.name).collect::<Vec<_>>()
        };
        // People see these as one sign, or with another id; where a date comes from only
        // dossiers know.
        assert_eq!(only(false, true), ["way", "tone", "date_from", "id"]);
        // These would make answers too wide for those who read them.
        assert_eq!(
            only(true, false),
            [
                "id",
                "date_end",
                "precision",
                "source_kind",
                "source_role",
                "target_kind",
                "target_role",
                "reciprocal",
                "main",
                "mentions",
                "sources",
                "tone",
                "latitude",
                "longitude",
                "taken_up",
                "sentence",
            ]
        );
        assert!(only(false, false).is_empty());
    }

    #[test]
    fn no_two_columns_of_an_output_have_one_name() {
        let tables = in_tables().map(|c| c.name).collect::<Vec<_>>();
        let answers = in_answers().into_iter().map(|(_, answer)| answer.name).collect::<Vec<_>>();
        for mut names in [tables, answers] {
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{names:?}");
        }
    }
}
