//! GDELT events: 2.0 (61 columns, also the translation stream), 1.0 (58, or 57
//! without an address), the 17-column reduced set, and what people's tools made
//! of these: with a header, quoted, `;` or `,`, `NULL` or `NA`, a column of row
//! names in front.
//!
//! A report is an article that carries an event, so `NumArticles` is the number
//! of reports; mentions and sources are kept beside. Columns as the project's
//! codebooks for 1.0 and 2.0 list them.

use crate::model::column::{lag_of, tone_of};
use crate::model::id_table::hash_bytes;
use crate::model::store::Counts;
use crate::model::{ActorId, ActorKind, CountryId, DataRow, EventDate, EventRow, Minute, Modality, PlaceId};
use crate::read::error::ProblemKind;
use crate::read::{Reader, Spec};

use super::chunk::{Emit, Hashes, NewActor, NewPlace, Reject};
use super::header::{Header, first_line, separator_of};
use super::pipeline::{Format, Layout, TableReader};
use super::quoted;
use super::scan::{FieldEnds, Row, rows};
use super::values::{count, day8, decimal, degrees, kind_of, number, trim};

/// Reads GDELT events of all editions.
pub(in crate::read) const GDELT: &dyn Reader = &TableReader {
    spec: Spec {
        name: "GDELT events",
        description: "GDELT 2.0, 1.0 and reduced event tables, and re-exports of them",
        extensions: &["export.csv", "csv", "tsv"],
    },
    recognise,
};

/// No such column.
const NONE: usize = usize::MAX;

/// The columns of one side.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Side {
    first: usize,
    last: usize,
    code: usize,
    name: usize,
    country: usize,
    role: usize,
}

/// Declares the columns that are read: what each is called here, its number in
/// GDELT 2.0, and its names in headers.
macro_rules! columns {
    ($($column:ident = $number:literal $names:expr;)+) => {
        /// Where a file has what; [`NONE`] for what it does not have.
        #[derive(Debug, Clone, Copy, PartialEq)]
        struct Columns { $($column: usize,)+ }

        impl Columns {
            const GDELT2: Columns = Columns { $($column: $number,)+ };

            /// The columns of a file with a header.
            fn named(header: &Header) -> Columns {
                Columns { $($column: header.find(&$names).unwrap_or(NONE),)+ }
            }

            /// The same columns elsewhere.
            fn moved(self, to: impl Fn(usize) -> usize) -> Columns {
                let to = |column| if column == NONE { NONE } else { to(column) };
                Columns { $($column: to(self.$column),)+ }
            }
        }
    };
}

columns! {
    id = 0 ["GLOBALEVENTID"];
    day = 1 ["SQLDATE", "Day", "Date"];
    // The reduced set has the code of a side alone.
    code1 = 5 ["Actor1Code", "Source"];
    name1 = 6 ["Actor1Name"];
    country1 = 7 ["Actor1CountryCode"];
    role1 = 12 ["Actor1Type1Code"];
    code2 = 15 ["Actor2Code", "Target"];
    name2 = 16 ["Actor2Name"];
    country2 = 17 ["Actor2CountryCode"];
    role2 = 22 ["Actor2Type1Code"];
    main = 25 ["IsRootEvent"];
    code = 26 ["EventCode", "CAMEOCode"];
    root_code = 28 ["EventRootCode"];
    mentions = 31 ["NumMentions"];
    sources = 32 ["NumSources"];
    articles = 33 ["NumArticles", "NumArts"];
    tone = 34 ["AvgTone"];
    place_kind = 51 ["ActionGeoType"];
    place = 52 ["ActionGeoFullname"];
    place_country = 53 ["ActionGeoCountryCode"];
    latitude = 56 ["ActionGeoLat"];
    longitude = 57 ["ActionGeoLong"];
    feature = 58 ["ActionGeoFeatureID"];
    added = 59 ["DATEADDED"];
    url = 60 ["SOURCEURL"];
}

/// The columns of 2.0 that 1.0 lacks: the second-order division of the three places.
const NOT_IN_GDELT1: [usize; 3] = [39, 47, 55];

/// Where a file has what, and what else there is to know of it.
#[derive(Debug, Clone, PartialEq)]
struct GdeltLayout {
    name: &'static str,
    /// How many columns a row has.
    width: usize,
    /// How few it may have: rows from before April 2013 end without an address.
    least: usize,
    at: Columns,
    sides: [Side; 2],
    /// The first and the last column of the place.
    place: Option<(usize, usize)>,
    /// Whether `NA`, `NULL` and `\N` stand for nothing.
    nulls: bool,
}

impl GdeltLayout {
    fn new(name: &'static str, least: usize, width: usize, at: Columns) -> GdeltLayout {
        let side = |code, name, country, role| {
            let (first, last) = span([code, name, country, role]).unwrap_or((NONE, NONE));
            Side { first, last, code, name, country, role }
        };
        GdeltLayout {
            name,
            width,
            least,
            at,
            sides: [
                side(at.code1, at.name1, at.country1, at.role1),
                side(at.code2, at.name2, at.country2, at.role2),
            ],
            place: span([at.place_kind, at.place, at.place_country, at.latitude, at.longitude, at.feature]),
            nulls: false,
        }
    }

    fn gdelt2() -> GdeltLayout {
        GdeltLayout::new("GDELT 2.0 events", 61, 61, Columns::GDELT2)
    }

    fn gdelt1() -> GdeltLayout {
        let before = |column| NOT_IN_GDELT1.iter().filter(|&&lacking| lacking < column).count();
        let at = Columns::GDELT2.moved(|column| column - before(column));
        GdeltLayout::new("GDELT 1.0 events", 57, 58, at)
    }

    /// The same behind a column of row names.
    fn shifted(self) -> GdeltLayout {
        let at = self.at.moved(|column| column + 1);
        GdeltLayout { nulls: true, ..GdeltLayout::new(self.name, self.least + 1, self.width + 1, at) }
    }

    /// The columns of a file with a header, full or reduced.
    fn named(header: &Header) -> Option<GdeltLayout> {
        let full = header.has(&["GLOBALEVENTID", "Actor1Code", "EventCode"]);
        let reduced = header.has(&["Date", "Source", "Target", "CAMEOCode"]);
        let name = match (full, reduced) {
            (true, _) => "GDELT events with a header",
            (false, true) => "GDELT reduced events",
            (false, false) => return None,
        };
        let at = Columns::named(header);
        let layout = GdeltLayout::new(name, header.len(), header.len(), at);
        (at.day != NONE).then_some(GdeltLayout { nulls: true, ..layout })
    }
}

/// From the first to the last of the columns that there are.
fn span<const N: usize>(columns: [usize; N]) -> Option<(usize, usize)> {
    let there = columns.into_iter().filter(|&column| column != NONE);
    there.clone().min().zip(there.max())
}

/// Recognises a file by its first two rows.
fn recognise(head: &[u8]) -> Option<(GdeltLayout, Layout)> {
    let line = first_line(head);
    let separator = separator_of(line);
    let quoted = separator != b'\t' || line.first() == Some(&b'"');
    let whole = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut end = 0;
    for _ in 0..3 {
        end += memchr::memchr(b'\n', whole.get(end..)?).map_or(whole.len() - end, |at| at + 1);
    }
    let (mut plain, mut ends, mut lines) = (Vec::new(), FieldEnds::default(), Vec::new());
    quoted::resolve(whole.get(..end)?, separator, &mut plain, &mut ends, &mut lines);
    let mut first = rows(&plain, &ends);
    let row = first.next()?;
    let text = String::from_utf8_lossy(row.text()).into_owned();
    let header = Header::of(&text, char::from(quoted::BETWEEN));
    if let Some(table) = GdeltLayout::named(&header) {
        // R leaves the column of row names out of the header.
        let wider = first.next().is_some_and(|r| r.len() == header.len() + 1);
        let table = if wider { table.shifted() } else { table };
        return Some((table, Layout { separator, quoted, header: true }));
    }
    let starts = |at: usize| number(trim(row.get(at))).is_some() && day8(trim(row.get(at + 1))).is_some();
    let layout = Layout { separator, quoted, header: false };
    let table = [GdeltLayout::gdelt2(), GdeltLayout::gdelt1()].into_iter().find_map(|table| {
        let table = GdeltLayout { nulls: quoted, ..table };
        let fits = |len: usize| (table.least..=table.width).contains(&len);
        match row.len() {
            len if fits(len) && starts(0) => Some(table),
            len if fits(len - 1) && starts(1) => Some(table.shifted()),
            _ => None,
        }
    })?;
    Some((table, layout))
}

impl Format for GdeltLayout {
    fn name(&self) -> &'static str {
        self.name
    }

    #[inline]
    fn hashes(&self, row: &Row<'_>) -> Hashes {
        let of = |first, last| hash_bytes(row.span(first, last));
        Hashes {
            actors: self.sides.map(|side| of(side.first, side.last)),
            place: self.place.map_or(0, |(first, last)| of(first, last)),
        }
    }

    fn row(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> Result<(), Reject> {
        if row.len() > self.width || row.len() < self.least {
            return Err(Reject { kind: ProblemKind::BadRow, field: 0, expected: self.fields() });
        }
        let reject = |kind, field, expected| Err(Reject { kind, field, expected });
        let Some(day) = emit.day(self.get(row, self.at.day)) else {
            return reject(ProblemKind::BadDate, self.at.day, "a date such as 20180131");
        };
        let outer = match self.at.id {
            NONE => crate::model::column::NO_OUTER,
            id => match number(self.get(row, id)) {
                Some(number) => number,
                None => return reject(ProblemKind::BadValue, id, "the event's number"),
            },
        };
        let [first, second] = emit.hashes.actors;
        let [source, target] = &self.sides;
        let (source_actor, source) = self.side(row, source, first, emit);
        let (target_actor, target) = self.side(row, target, second, emit);
        let code = self.code(row, emit);
        let added = self.added(row, emit);
        let article = emit.article(self.get(row, self.at.url), added, 0);
        let counts = Counts {
            mentions: self.count(row, self.at.mentions, emit),
            sources: self.count(row, self.at.sources, emit),
        };
        let data = DataRow {
            outer,
            counts: emit.counts(counts),
            tone: tone_of(decimal(self.get(row, self.at.tone)).unwrap_or(f32::NAN)),
            place: self.place(row, emit),
            lag: added.day().map_or(crate::model::column::NO_LAG, |added| lag_of(day, added)),
            sentence: 0,
            root: self.get(row, self.at.main) == b"1",
        };
        let reports = self.count(row, self.at.articles, emit);
        let event = EventRow {
            date: EventDate::day(day),
            source,
            target,
            source_actor,
            target_actor,
            code,
            modality: Modality::Actual,
            reciprocal: false,
            reports,
            article,
        };
        emit.push(&event, &data);
        Ok(())
    }
}

impl GdeltLayout {
    /// A field without blanks, empty where it stands for nothing.
    #[inline(always)]
    fn get<'a>(&self, row: &Row<'a>, column: usize) -> &'a [u8] {
        let field = row.get(column);
        match field.first() {
            // Codes of 1.0 can have a leading blank.
            Some(b' ') => self.cleaned(field),
            Some(_) if self.nulls => self.cleaned(field),
            _ => field,
        }
    }

    #[inline(never)]
    fn cleaned<'a>(&self, field: &'a [u8]) -> &'a [u8] {
        match trim(field) {
            b"NA" | b"NULL" | b"\\N" if self.nulls => &[],
            field => field,
        }
    }

    fn fields(&self) -> &'static str {
        match self.width {
            61 => "61 fields",
            58 => "58 fields, or 57",
            _ => "as many fields as the first row",
        }
    }

    #[inline]
    fn count(&self, row: &Row<'_>, column: usize, emit: &mut Emit<'_>) -> u32 {
        let field = self.get(row, column);
        if field.is_empty() {
            return 0;
        }
        count(field).unwrap_or_else(|| {
            emit.repair(row, column, ProblemKind::BadValue, "a number");
            0
        })
    }

    #[inline]
    fn side(&self, row: &Row<'_>, side: &Side, hash: u32, emit: &mut Emit<'_>) -> (ActorId, CountryId) {
        let (code, name) = (self.get(row, side.code), self.get(row, side.name));
        if code.is_empty() && name.is_empty() && self.get(row, side.country).is_empty() {
            return (ActorId::NONE, CountryId::UNKNOWN);
        }
        emit.actor(row.span(side.first, side.last), hash, |emit| {
            let (code, name) = (emit.text(code), emit.text(name));
            let written = emit.text(self.get(row, side.country));
            let role = emit.text(self.get(row, side.role));
            let column = CountryId::from_cameo(&written);
            let named = column.or_else(|| CountryId::from_actor_code(&code));
            let country = named.unwrap_or(CountryId::UNKNOWN);
            // The reduced set has no column of the country: there the code is the column.
            let told_by_actor = column.is_none() && country.is_known() && side.country != NONE;
            let begins = country.is_known() && !code.starts_with("IGO");
            let kind = match kind_of(&code, &role, begins) {
                ActorKind::Other if country.is_known() && code.len() <= 3 => ActorKind::State,
                kind => kind,
            };
            let name = if !name.is_empty() {
                name
            } else if country.is_known() {
                country.name().to_owned()
            } else {
                code.clone()
            };
            NewActor { name, country, code, role: String::new(), kind, told_by_actor }
        })
    }

    /// The event code. Spreadsheets take the leading zeros away: where the root
    /// code lost its own, the code gets one back.
    #[inline]
    fn code(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> crate::model::CodeId {
        let code = self.get(row, self.at.code);
        if self.nulls
            && self.get(row, self.at.root_code).len() == 1
            && code.first().is_some_and(|b| *b != b'0')
        {
            emit.repair(row, self.at.code, ProblemKind::BadValue, "a code with its leading zero");
            return emit.code(&[b"0", code].concat());
        }
        emit.code(code)
    }

    #[inline]
    fn added(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> Minute {
        let field = self.get(row, self.at.added);
        if field.is_empty() {
            return Minute::UNKNOWN;
        }
        emit.minute(field).unwrap_or_else(|| {
            emit.repair(row, self.at.added, ProblemKind::BadDate, "a time such as 20180131143000");
            Minute::UNKNOWN
        })
    }

    #[inline]
    fn place(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> PlaceId {
        let Some((first, last)) = self.place else { return PlaceId::default() };
        let (name, latitude) = (self.get(row, self.at.place), self.get(row, self.at.latitude));
        let country = self.get(row, self.at.place_country);
        if name.is_empty() && country.is_empty() && matches!(latitude, b"" | b"0") {
            return PlaceId::default();
        }
        emit.place(row.span(first, last), emit.hashes.place, |emit| NewPlace {
            name: emit.text(name),
            country: CountryId::from_fips(&emit.text(country)).unwrap_or(CountryId::UNKNOWN),
            latitude: degrees(latitude, 90.0),
            longitude: degrees(self.get(row, self.at.longitude), 180.0),
        })
    }
}
