//! The columns of events: one narrow vector a field, one row an event between
//! one source and one target.

use super::country::CountryId;
use super::date::{Day, EventDate, Precision};
use super::dossier::Modality;
use super::ontology::CodeId;
use super::pair::Pair;
use super::store::{ActorId, ArticleId};

/// Everything that every event has, as it is handed to the builder.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventRow {
    /// When, as precisely as known.
    pub date: EventDate,
    /// The country that acts.
    pub source: CountryId,
    /// The country acted upon.
    pub target: CountryId,
    /// Who acts.
    pub source_actor: ActorId,
    /// Who is acted upon.
    pub target_actor: ActorId,
    /// What was done.
    pub code: CodeId,
    /// Whether it happened.
    pub modality: Modality,
    /// Whether both sides act alike.
    pub reciprocal: bool,
    /// How many articles report it.
    pub reports: u32,
    /// The article that tells of it.
    pub article: ArticleId,
}

impl EventRow {
    /// The two countries without their order.
    pub fn pair(&self) -> Pair {
        Pair::new(self.source, self.target)
    }
}

/// Precision (3 bits), modality (2), reciprocal (1): what fits a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags(pub u8);

impl Flags {
    /// Packs the three.
    pub fn new(precision: Precision, modality: Modality, reciprocal: bool) -> Flags {
        Flags(precision as u8 | (modality as u8) << 3 | u8::from(reciprocal) << 5)
    }

    /// How precisely the date is known.
    pub fn precision(self) -> Precision {
        Precision::from_u8(self.0 & 7)
    }

    /// Whether it happened.
    pub fn modality(self) -> Modality {
        Modality::from_u8(self.0 >> 3 & 3).unwrap_or(Modality::Actual)
    }

    /// Whether both sides act alike.
    pub fn reciprocal(self) -> bool {
        self.0 >> 5 & 1 == 1
    }
}

/// The day under which rows without any date are kept: before all others.
pub const NO_DAY: i32 = i32::MIN;

/// The columns that every event has.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// Anchor day of the date, [`NO_DAY`] where nothing is known.
    pub day: Vec<i32>,
    /// Precision, modality, reciprocity.
    pub flags: Vec<Flags>,
    /// Source country.
    pub source: Vec<CountryId>,
    /// Target country.
    pub target: Vec<CountryId>,
    /// Event code.
    pub code: Vec<CodeId>,
    /// Source actor.
    pub source_actor: Vec<ActorId>,
    /// Target actor.
    pub target_actor: Vec<ActorId>,
    /// Article.
    pub article: Vec<ArticleId>,
    /// Number of reports.
    pub reports: Vec<u32>,
    /// Number in the order of loading: the event's identity in this store.
    pub seq: Vec<u32>,
}

macro_rules! each_column {
    ($self:ident, $c:ident => $body:expr) => {{
        {
            let $c = &mut $self.day;
            $body;
        }
        {
            let $c = &mut $self.flags;
            $body;
        }
        {
            let $c = &mut $self.source;
            $body;
        }
        {
            let $c = &mut $self.target;
            $body;
        }
        {
            let $c = &mut $self.code;
            $body;
        }
        {
            let $c = &mut $self.source_actor;
            $body;
        }
        {
            let $c = &mut $self.target_actor;
            $body;
        }
        {
            let $c = &mut $self.article;
            $body;
        }
        {
            let $c = &mut $self.reports;
            $body;
        }
        {
            let $c = &mut $self.seq;
            $body;
        }
    }};
}

impl Columns {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.day.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.day.is_empty()
    }

    /// Appends a row.
    pub fn push(&mut self, row: &EventRow, seq: u32) {
        let day = if row.date.is_known() { row.date.anchor().0 } else { NO_DAY };
        self.day.push(day);
        self.flags.push(Flags::new(row.date.precision(), row.modality, row.reciprocal));
        self.source.push(row.source);
        self.target.push(row.target);
        self.code.push(row.code);
        self.source_actor.push(row.source_actor);
        self.target_actor.push(row.target_actor);
        self.article.push(row.article);
        self.reports.push(row.reports.max(1));
        self.seq.push(seq);
    }

    /// Puts all columns into a new order: row `i` becomes what row `order[i]` was.
    pub fn reorder(&mut self, order: &[u32]) {
        each_column!(self, column => *column = gather(column, order));
    }

    /// The pair of a row.
    pub fn pair(&self, row: usize) -> Pair {
        Pair::new(self.source[row], self.target[row])
    }

    /// The date of a row whose precision needs no second day: all but ranges.
    pub fn simple_date(&self, row: usize) -> EventDate {
        let day = Day(self.day[row]);
        let date = match self.flags[row].precision() {
            Precision::Day => Some(EventDate::day(day)),
            Precision::Month => day.date().and_then(|d| {
                use chrono::Datelike;
                EventDate::month(d.year(), d.month())
            }),
            Precision::Year => day.year().and_then(EventDate::year),
            Precision::Range | Precision::Unknown => None,
        };
        date.unwrap_or(EventDate::UNKNOWN)
    }
}

/// The values at these rows.
pub fn gather<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&i| column[i as usize]).collect()
}
