//! The columns of events: one narrow vector a field, one row an event between
//! one source and one target.

use bytemuck::{Pod, Zeroable};
use rustc_hash::FxHashMap;

use super::col::Col;
use super::country::CountryId;
use super::date::{Day, EventDate, Precision};
use super::dossier::Modality;
use super::ids::{ActorId, ArticleId, PlaceId};
use super::ontology::CodeId;
use super::pair::Pair;

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

/// What rows of large data sets have beyond [`EventRow`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DataRow {
    /// The number that the data set gives the event, [`NO_OUTER`] if none.
    pub outer: u64,
    /// How often and by how many sources it is mentioned: see [`super::Store::counts`].
    pub counts: u16,
    /// Average tone of the articles in hundredths, [`NO_TONE`] if not told.
    pub tone: i16,
    /// Where it happened.
    pub place: PlaceId,
    /// Days from the event to its being taken up by the data set, [`NO_LAG`] if not told.
    pub lag: i16,
    /// The sentence of the article, counted from 1; 0 if not told.
    pub sentence: u16,
    /// Whether the data set holds it to be the article's main event.
    pub root: bool,
}

impl Default for DataRow {
    fn default() -> Self {
        DataRow {
            outer: NO_OUTER,
            counts: 0,
            tone: NO_TONE,
            place: PlaceId::default(),
            lag: NO_LAG,
            sentence: 0,
            root: false,
        }
    }
}

/// Stands for no number of a data set.
pub(crate) const NO_OUTER: u64 = u64::MAX;
/// Stands for no tone.
pub(crate) const NO_TONE: i16 = i16::MIN;
/// Stands for no lag.
pub(crate) const NO_LAG: i16 = i16::MIN;

/// A tone in hundredths, as columns keep it.
pub(crate) fn tone_of(tone: f32) -> i16 {
    if tone.is_nan() { NO_TONE } else { (tone * 100.0).round().clamp(-32_767.0, 32_767.0) as i16 }
}

/// The days from an event to its being taken up, as columns keep them.
pub fn lag_of(event: Day, taken_up: Day) -> i16 {
    (i64::from(taken_up.0) - i64::from(event.0)).clamp(-32_767, 32_767) as i16
}

/// Precision (3 bits), modality (2), reciprocal (1), main event (1): what fits a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Pod, Zeroable)]
#[repr(transparent)]
pub struct Flags(pub u8);

impl Flags {
    /// Packs the three that every event has.
    pub(crate) fn new(precision: Precision, modality: Modality, reciprocal: bool) -> Flags {
        Flags(precision as u8 | (modality as u8) << 3 | u8::from(reciprocal) << 5)
    }

    /// The same, marked as an article's main event or not.
    pub(crate) fn with_root(self, root: bool) -> Flags {
        Flags(self.0 & !(1 << 6) | u8::from(root) << 6)
    }

    /// How precisely the date is known.
    pub(crate) fn precision(self) -> Precision {
        Precision::from_u8(self.0 & 7)
    }

    /// Whether it happened.
    pub(crate) fn modality(self) -> Modality {
        Modality::ALL.get(usize::from(self.0 >> 3 & 3)).copied().unwrap_or(Modality::Actual)
    }

    /// Whether both sides act alike.
    pub(crate) fn reciprocal(self) -> bool {
        self.0 >> 5 & 1 == 1
    }

    /// Whether the data set holds it to be the article's main event.
    pub(crate) fn root(self) -> bool {
        self.0 >> 6 & 1 == 1
    }
}

/// The day under which rows without any date are kept: before all others.
pub const NO_DAY: i32 = i32::MIN;

macro_rules! columns {
    (
        always { $($(#[$doc:meta])* $name:ident: $type:ty,)+ }
        perhaps { $($(#[$pdoc:meta])* $pname:ident: $ptype:ty = $none:expr,)+ }
    ) => {
        /// Rows that are still being gathered, column by column. Readers of
        /// large files fill these side by side and hand them to the builder.
        #[derive(Debug, Clone, Default)]
        pub struct Rows {
            $($(#[$doc])* pub $name: Vec<$type>,)+
            $($(#[$pdoc])* pub $pname: Vec<$ptype>,)+
            /// The numbers that the data set gives the events, [`NO_OUTER`] for none.
            pub(crate) outer: Vec<u64>,
            /// The dates of the rows whose precision is a range.
            pub(crate) ranges: FxHashMap<u32, EventDate>,
        }

        impl Rows {
            /// Appends rows of another, from `start` to `end`. Columns that one
            /// of them lacks are filled up.
            pub(crate) fn append(&mut self, other: &Rows, start: usize, end: usize) {
                let before = self.len();
                $(self.$name.extend_from_slice(other.$name.get(start..end).unwrap_or(&[]));)+
                $(append(&mut self.$pname, before, &other.$pname, start..end, $none);)+
                append(&mut self.outer, before, &other.outer, start..end, NO_OUTER);
                let within = other.ranges.iter().filter(|(at, _)| (start..end).contains(&(**at as usize)));
                self.ranges.extend(within.map(|(at, date)| (*at - start as u32 + before as u32, *date)));
            }

            /// Removes all rows and keeps the room.
            pub(crate) fn clear(&mut self) {
                $(self.$name.clear();)+
                $(self.$pname.clear();)+
                self.outer.clear();
                self.ranges.clear();
            }

            fn fill(&mut self, data: &DataRow) {
                let len = self.day.len();
                $(fill(&mut self.$pname, len, data.$pname, $none);)+
                fill(&mut self.outer, len, data.outer, NO_OUTER);
            }

            /// The rows in a new order: row `i` becomes what row `order[i]` was.
            pub(crate) fn ordered(&self, order: &[u32]) -> Columns {
                Columns {
                    $($name: gather(&self.$name, order).into(),)+
                    $($pname: gather_some(&self.$pname, order).into(),)+
                    outer: Outer::pack(gather_some(&self.outer, order)),
                }
            }
        }

        /// The columns of a segment. Those up to `seq` every event has; the others
        /// are empty in segments without any row that has such a thing.
        #[derive(Debug, Clone, Default)]
        pub struct Columns {
            $($(#[$doc])* pub $name: Col<$type>,)+
            $($(#[$pdoc])* pub $pname: Col<$ptype>,)+
            outer: Outer,
        }

        impl Columns {
            /// Calls back for each column with its name and its bytes.
            pub(crate) fn each<E>(
                &self,
                put: &mut impl FnMut(&'static str, &[u8]) -> Result<(), E>,
            ) -> Result<(), E> {
                $(put(stringify!($name), bytemuck::cast_slice(&self.$name))?;)+
                $(put(stringify!($pname), bytemuck::cast_slice(&self.$pname))?;)+
                put("outer_base", bytemuck::bytes_of(&self.outer.base))?;
                put("outer_low", bytemuck::cast_slice(&self.outer.low))?;
                put("outer_wide", bytemuck::cast_slice(&self.outer.wide))
            }

            /// Puts columns together again from their bytes by name; one is empty if its
            /// bytes are not whole values.
            pub(crate) fn gather_from<E>(
                get: &mut impl FnMut(&'static str) -> Result<Col<u8>, E>,
            ) -> Result<Columns, E> {
                Ok(Columns {
                    $($name: get(stringify!($name))?.cast().unwrap_or_default(),)+
                    $($pname: get(stringify!($pname))?.cast().unwrap_or_default(),)+
                    outer: Outer {
                        base: get("outer_base")?.cast::<u64>().unwrap_or_default().first().copied().unwrap_or(0),
                        low: get("outer_low")?.cast().unwrap_or_default(),
                        wide: get("outer_wide")?.cast().unwrap_or_default(),
                    },
                })
            }

            /// Whether all columns have the same number of rows, or none where they may.
            pub(crate) fn is_whole(&self) -> bool {
                let rows = self.day.len();
                let perhaps = |len: usize| len == 0 || len == rows;
                true $(&& self.$name.len() == rows)+ $(&& perhaps(self.$pname.len()))+
                    && perhaps(self.outer.low.len())
                    && perhaps(self.outer.wide.len())
            }

            /// The bytes that all columns take.
            pub(crate) fn bytes(&self) -> usize {
                self.outer.bytes() $(+ self.$name.bytes())+ $(+ self.$pname.bytes())+
            }
        }
    };
}

columns! {
    always {
        /// Anchor day of the date, [`NO_DAY`] where nothing is known.
        day: i32,
        /// Precision, modality, reciprocity.
        flags: Flags,
        /// Source country.
        source: CountryId,
        /// Target country.
        target: CountryId,
        /// Event code.
        code: CodeId,
        /// Source actor.
        source_actor: ActorId,
        /// Target actor.
        target_actor: ActorId,
        /// Article.
        article: ArticleId,
        /// Number of reports.
        reports: u32,
        /// Number in the order of loading: the event's identity in this store.
        seq: u32,
    }
    perhaps {
        /// Mentions and sources, as a number in [`super::Store::counts`].
        counts: u16 = 0,
        /// Tone in hundredths, or [`NO_TONE`].
        tone: i16 = NO_TONE,
        /// Where it happened.
        place: PlaceId = PlaceId(0),
        /// Days until it was taken up, or [`NO_LAG`].
        lag: i16 = NO_LAG,
        /// Sentence of the article, counted from 1, or 0.
        sentence: u16 = 0,
    }
}

/// Numbers of a data set: 32 bits above the smallest, where that is enough.
#[derive(Debug, Clone, Default)]
struct Outer {
    base: u64,
    low: Col<u32>,
    wide: Col<u64>,
}

impl Outer {
    fn pack(numbers: Vec<u64>) -> Outer {
        let known = || numbers.iter().copied().filter(|&n| n != NO_OUTER);
        let (Some(base), Some(top)) = (known().min(), known().max()) else { return Outer::default() };
        if top - base >= u64::from(u32::MAX) {
            return Outer { base: 0, low: Col::default(), wide: numbers.into() };
        }
        let low = |n: u64| if n == NO_OUTER { u32::MAX } else { (n - base) as u32 };
        let low: Vec<u32> = numbers.into_iter().map(low).collect();
        Outer { base, low: low.into(), wide: Col::default() }
    }

    fn get(&self, row: usize) -> Option<u64> {
        match self.low.get(row) {
            Some(&low) => (low != u32::MAX).then(|| self.base + u64::from(low)),
            None => self.wide.get(row).copied().filter(|&n| n != NO_OUTER),
        }
    }

    fn bytes(&self) -> usize {
        self.low.bytes() + self.wide.bytes()
    }
}

fn append<T: Copy>(to: &mut Vec<T>, before: usize, from: &[T], range: std::ops::Range<usize>, none: T) {
    if to.is_empty() && from.is_empty() {
        return;
    }
    to.resize(before, none);
    to.extend_from_slice(from.get(range.clone()).unwrap_or(&[]));
    to.resize(before + range.len(), none);
}

/// Puts a value that most rows may lack behind those of a column of `len - 1` rows.
fn fill<T: Copy + PartialEq>(column: &mut Vec<T>, len: usize, value: T, none: T) {
    if value != none || !column.is_empty() {
        if column.len() + 1 != len {
            column.resize(len - 1, none);
        }
        column.push(value);
    }
}

impl Rows {
    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.day.len()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.day.is_empty()
    }

    /// Appends a row with its number in the order of loading.
    pub(crate) fn push(&mut self, row: &EventRow, data: &DataRow, seq: u32) {
        self.push_numberless(row, data);
        self.seq.push(seq);
    }

    /// Appends a row that gets its number from the builder.
    pub(crate) fn push_numberless(&mut self, row: &EventRow, data: &DataRow) {
        let day = if row.date.is_known() { row.date.anchor().0 } else { NO_DAY };
        let flags = Flags::new(row.date.precision(), row.modality, row.reciprocal);
        if row.date.precision() == Precision::Range {
            self.ranges.insert(self.len() as u32, row.date);
        }
        self.day.push(day);
        self.flags.push(flags.with_root(data.root));
        self.source.push(row.source);
        self.target.push(row.target);
        self.code.push(row.code);
        self.source_actor.push(row.source_actor);
        self.target_actor.push(row.target_actor);
        self.article.push(row.article);
        self.reports.push(row.reports.max(1));
        self.fill(data);
    }
}

impl Columns {
    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.day.len()
    }

    /// The number that the data set gives an event.
    pub(crate) fn outer(&self, row: usize) -> Option<u64> {
        self.outer.get(row)
    }

    /// What a row has beyond the first columns.
    pub(crate) fn data(&self, row: usize) -> DataRow {
        let none = DataRow::default();
        DataRow {
            outer: self.outer(row).unwrap_or(NO_OUTER),
            counts: self.counts.get(row).copied().unwrap_or(none.counts),
            tone: self.tone.get(row).copied().unwrap_or(none.tone),
            place: self.place.get(row).copied().unwrap_or(none.place),
            lag: self.lag.get(row).copied().unwrap_or(none.lag),
            sentence: self.sentence.get(row).copied().unwrap_or(none.sentence),
            root: self.flags[row].root(),
        }
    }

    /// The pair of a row.
    pub(crate) fn pair(&self, row: usize) -> Pair {
        Pair::new(self.source[row], self.target[row])
    }

    /// The date of a row whose precision needs no second day: all but ranges.
    pub(crate) fn simple_date(&self, row: usize) -> EventDate {
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
pub(crate) fn gather<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&i| column[i as usize]).collect()
}

fn gather_some<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    if column.is_empty() { Vec::new() } else { gather(column, order) }
}
