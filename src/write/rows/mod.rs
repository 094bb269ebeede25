//! Answers to a query as rows: events, claims, actors, pairs or bins of time,
//! with one list of columns that all formats share.
//!
//! To add a column: one line in the list of its kind of row, that of events being
//! [`super::event_columns`]. To add a format: one file with a function over [`Rows`],
//! one line in [`FORMATS`].

mod actors;
mod balance;
mod claims;
pub(super) mod csv;
mod events;
mod json;
mod lift;
mod lines;
mod markdown;
mod pairs;
mod sort;

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

use crate::model::escape::{Escaping, Notation};
use crate::model::{ArticleId, ClaimId, ClaimRecord, EventDate, EventView, Place};
use crate::query::Views;
use crate::query::change::WeeksOf;
use crate::query::eval::told_by_files;
use crate::query::summary::actors::ActorRow;
use crate::query::summary::pairs::{self as pair_summary, PairRow};
use crate::query::summary::timeline::Unit;
use crate::query::summary::weeks::Weeks;
use crate::write::event_columns::Values;

pub(crate) use balance::TooManyBins;
pub(crate) use lift::dossiers;
pub(crate) use sort::Sort;

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// One row an event and side: who did what to whom.
    Events,
    /// One row a claim: who said what about whom.
    Claims,
    /// One row an actor, with counts.
    Actors,
    /// One row a country pair, with counts.
    Pairs,
    /// One row a bin of time, with counts of cooperation and conflict.
    Balance,
}

impl What {
    /// All of them.
    pub(crate) const ALL: [What; 5] = [What::Events, What::Claims, What::Actors, What::Pairs, What::Balance];

    /// The word of the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            What::Events => "events",
            What::Claims => "claims",
            What::Actors => "actors",
            What::Pairs => "pairs",
            What::Balance => "balance",
        }
    }

    /// The columns of such rows.
    pub(crate) fn columns(self) -> &'static [Column] {
        match self {
            What::Events => &events::COLUMNS,
            What::Claims => claims::COLUMNS,
            What::Actors => actors::COLUMNS,
            What::Pairs => pairs::COLUMNS,
            What::Balance => balance::COLUMNS,
        }
    }
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell<'a> {
    /// Not known, or not told.
    Nothing,
    /// A text, as it came; formats make it harmless.
    Text(Cow<'a, str>),
    /// Several texts.
    Texts(Vec<Cow<'a, str>>),
    /// A date as the program writes it.
    Date(EventDate),
    /// A whole number.
    Number(i64),
    /// A number with a fraction.
    Real(f32),
    /// Yes or no.
    Flag(bool),
}

impl<'a> Cell<'a> {
    /// A text, nothing if empty.
    fn text(text: &'a str) -> Cell<'a> {
        if text.is_empty() { Cell::Nothing } else { Cell::Text(Cow::Borrowed(text)) }
    }

    /// A text made for the purpose, nothing if empty.
    fn own(text: String) -> Cell<'a> {
        if text.is_empty() { Cell::Nothing } else { Cell::Text(Cow::Owned(text)) }
    }

    fn date(date: EventDate) -> Cell<'a> {
        if date.is_known() { Cell::Date(date) } else { Cell::Nothing }
    }

    fn number(number: impl Into<i64>) -> Cell<'a> {
        Cell::Number(number.into())
    }

    fn real(number: Option<f32>) -> Cell<'a> {
        number.filter(|n| n.is_finite()).map_or(Cell::Nothing, Cell::Real)
    }

    /// Whether it is a number, which tables put to the right.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Cell::Number(_) | Cell::Real(_))
    }

    /// The value as text: `;` between several, `yes` for a flag, nothing for no.
    pub(crate) fn to_text(&self) -> Cow<'_, str> {
        match self {
            Cell::Nothing | Cell::Flag(false) => Cow::Borrowed(""),
            Cell::Flag(true) => Cow::Borrowed("yes"),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Texts(texts) => Cow::Owned(texts.join("; ")),
            Cell::Date(date) => Cow::Owned(date.to_string()),
            Cell::Number(number) => Cow::Owned(number.to_string()),
            Cell::Real(number) => Cow::Owned(number.to_string()),
        }
    }
}

/// A count of the summaries.
fn count<'a>(number: u64) -> Cell<'a> {
    Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

/// With three decimals: means of counts are no more exact than that.
fn real<'a>(number: f64) -> Cell<'a> {
    Cell::real(Some(((number * 1000.0).round() / 1000.0) as f32))
}

/// One column: its name in every format, and how to get its value.
pub(crate) struct Column {
    /// Its name: heading, key of JSON, and word of `--sort`.
    pub(crate) name: &'static str,
    /// What it says, for documents.
    pub(crate) about: &'static str,
    /// Whether tables for people show it; all other formats have every column.
    pub(crate) shown: bool,
    get: Get,
}

/// How to get a column's value.
enum Get {
    /// From the rows, by the number of one.
    Row(for<'a> fn(&Rows<'a>, usize) -> Cell<'a>),
    /// From the event that is the row.
    Event(Values),
}

impl Column {
    const fn shown(
        name: &'static str,
        about: &'static str,
        cell: for<'a> fn(&Rows<'a>, usize) -> Cell<'a>,
    ) -> Column {
        Column { name, about, shown: true, get: Get::Row(cell) }
    }

    const fn full(
        name: &'static str,
        about: &'static str,
        cell: for<'a> fn(&Rows<'a>, usize) -> Cell<'a>,
    ) -> Column {
        Column { name, about, shown: false, get: Get::Row(cell) }
    }

    /// The value in a row, given by its number in [`Rows::numbers`].
    pub(crate) fn cell<'a>(&self, rows: &Rows<'a>, number: usize) -> Cell<'a> {
        match self.get {
            Get::Row(cell) => cell(rows, number),
            Get::Event(values) => events::cell(values, rows, number),
        }
    }
}

/// The rows that answer a query.
pub struct Rows<'v> {
    views: &'v Views,
    what: What,
    pairs: Cow<'v, [PairRow]>,
    /// The pairs' weeks, where pairs are the rows.
    weeks: Option<Weeks>,
    /// The bins, where these are the rows.
    bins: Vec<balance::BinRow>,
    numbers: Vec<usize>,
}

impl<'v> Rows<'v> {
    /// All rows of a kind, in the order of the views: events, claims and bins by
    /// time, actors and pairs by how much there is of them. Bins have this width.
    ///
    /// # Errors
    /// If more bins were to be made than fit into memory beside everything else.
    pub(crate) fn new(views: &'v Views, what: What, unit: Unit) -> Result<Rows<'v>, TooManyBins> {
        // The views' pairs are those beside the pair in view, for the pane.
        let pairs = match (what, views.pair) {
            (What::Pairs, Some(_)) => Cow::Owned(pair_summary::pairs(&views.store, &views.selection)),
            _ => Cow::Borrowed(views.pairs.as_slice()),
        };
        let bins = if what == What::Balance { balance::rows(views, unit)? } else { Vec::new() };
        let count = match what {
            What::Events => views.events.len(),
            What::Claims => views.claims.len(),
            What::Actors => views.actors.len(),
            What::Pairs => pairs.len(),
            What::Balance => bins.len(),
        };
        let weeks = WeeksOf::latest(views, None).filter(|_| what == What::Pairs);
        let weeks = weeks.map(|of| of.count(views, &told_by_files));
        Ok(Rows { views, what, pairs, weeks, bins, numbers: (0..count).collect() })
    }

    /// What they are.
    pub(crate) fn what(&self) -> What {
        self.what
    }

    /// The numbers of the rows, in the order in which they are written.
    pub(crate) fn numbers(&self) -> &[usize] {
        &self.numbers
    }

    /// The first so many only.
    pub(crate) fn limit(&mut self, count: usize) {
        self.numbers.truncate(count);
    }

    fn place(&self, number: usize) -> Option<Place> {
        self.views.events.get(number).copied()
    }

    fn event(&self, number: usize) -> Option<EventView<'v>> {
        self.views.store.event(*self.views.events.get(number)?)
    }

    fn claim_id(&self, number: usize) -> Option<ClaimId> {
        self.views.claims.get(number).copied()
    }

    fn claim(&self, number: usize) -> Option<&'v ClaimRecord> {
        self.views.store.claim(*self.views.claims.get(number)?)
    }

    fn actor(&self, number: usize) -> Option<&'v ActorRow> {
        self.views.actors.get(number)
    }

    fn pair(&self, number: usize) -> Option<&PairRow> {
        self.pairs.get(number)
    }

    fn actor_name(&self, id: crate::model::ActorId) -> Cell<'v> {
        Cell::text(self.views.store.actor_name(id))
    }

    /// Something of an article; nothing where there is none.
    fn article(&self, id: ArticleId, of: impl FnOnce(crate::model::ArticleView<'v>) -> Cell<'v>) -> Cell<'v> {
        self.views.store.article(id).map_or(Cell::Nothing, of)
    }
}

/// A format of rows.
pub(crate) struct Format {
    /// Its name on the command line.
    pub(crate) name: &'static str,
    /// What it is, in a few words.
    pub(crate) about: &'static str,
    notation: Notation,
    write: fn(&Rows<'_>, &mut dyn Write) -> io::Result<()>,
}

impl Format {
    /// Writes the rows.
    ///
    /// # Errors
    /// What the system says if they cannot be written.
    pub(crate) fn write(&self, rows: &Rows<'_>, out: &mut dyn Write) -> io::Result<()> {
        // Formats write in small pieces, which are looked through together.
        let mut out = BufWriter::new(Escaping::new(out, self.notation));
        (self.write)(rows, &mut out)?;
        out.flush()
    }
}

/// The formats for programs and documents. The table for people depends on the
/// terminal and is the command line's.
pub(crate) static FORMATS: &[Format] = &[
    Format {
        name: "csv",
        about: "comma-separated values with a header, for spreadsheets",
        notation: Notation::Text,
        write: csv::write,
    },
    Format {
        name: "json",
        about: "a list of objects with all columns",
        notation: Notation::Json,
        write: json::write,
    },
    Format {
        name: "jsonl",
        about: "one record a line; events and claims can be read back",
        notation: Notation::Json,
        write: lines::write,
    },
    Format { name: "md", about: "a Markdown table", notation: Notation::Text, write: markdown::write },
];
