//! GDELT events: 2.0 (61 columns, also the translation stream), 1.0 (58, or 57
//! without an address), the 17-column reduced set, and what people's tools made
//! of these: with a header, quoted, `;` or `,`, `NULL` or `NA`, a column of row
//! names in front.
//!
//! A report is an article that carries an event, so `NumArticles` is the number
//! of reports; mentions and sources are kept beside. Columns as the project's
//! codebooks for 1.0 and 2.0 list them.

use std::path::Path;

use crate::model::column::{lag_of, tone_of};
use crate::model::ids::hash_bytes;
use crate::model::store::Counts;
use crate::model::{ActorId, ActorKind, CountryId, DataRow, EventDate, EventRow, Minute, Modality, PlaceId};

use super::super::control::Control;
use super::super::error::{ProblemKind, ReadError};
use super::super::input::Input;
use super::super::report::LoadReport;
use super::super::{Confidence, Reader, Sink, Spec};
use super::chunk::{Emit, Hashes, NewActor, NewPlace, Reject};
use super::header::{Header, first_line, separator_of};
use super::pipeline::{self, Format, Layout};
use super::quoted;
use super::scan::{FieldEnds, Row, rows};
use super::values::{count, day8, decimal, degrees, kind_of, number, trim};

/// Reads GDELT events of all editions.
pub(in super::super) struct Gdelt;

static SPEC: Spec = Spec {
    name: "GDELT events",
    description: "GDELT 2.0, 1.0 and reduced event tables, and re-exports of them",
    extensions: &["export.csv", "csv", "tsv"],
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

impl Side {
    const fn at(first: usize) -> Side {
        Side { first, last: first + 9, code: first, name: first + 1, country: first + 2, role: first + 7 }
    }
}

/// Where a file has what.
#[derive(Debug, Clone, PartialEq)]
struct GdeltLayout {
    name: &'static str,
    /// How many columns a row has.
    width: usize,
    /// How few it may have: rows from before April 2013 end without an address.
    least: usize,
    id: usize,
    day: usize,
    actor1: Side,
    actor2: Side,
    main: usize,
    code: usize,
    root_code: usize,
    mentions: usize,
    sources: usize,
    articles: usize,
    tone: usize,
    place_first: usize,
    place_last: usize,
    place: usize,
    place_country: usize,
    latitude: usize,
    longitude: usize,
    added: usize,
    url: usize,
    /// Whether `NA`, `NULL` and `\N` stand for nothing.
    nulls: bool,
}

const GDELT2: GdeltLayout = GdeltLayout {
    name: "GDELT 2.0 events",
    width: 61,
    least: 61,
    id: 0,
    day: 1,
    actor1: Side::at(5),
    actor2: Side::at(15),
    main: 25,
    code: 26,
    root_code: 28,
    mentions: 31,
    sources: 32,
    articles: 33,
    tone: 34,
    place_first: 51,
    place_last: 58,
    place: 52,
    place_country: 53,
    latitude: 56,
    longitude: 57,
    added: 59,
    url: 60,
    nulls: false,
};

const GDELT1: GdeltLayout = GdeltLayout {
    name: "GDELT 1.0 events",
    width: 58,
    least: 57,
    place_first: 49,
    place_last: 55,
    place: 50,
    place_country: 51,
    latitude: 53,
    longitude: 54,
    added: 56,
    url: 57,
    ..GDELT2
};

impl GdeltLayout {
    /// The same behind a column of row names.
    fn shifted(self) -> GdeltLayout {
        let up = |column: usize| if column == NONE { NONE } else { column + 1 };
        let side = |s: Side| Side {
            first: up(s.first),
            last: up(s.last),
            code: up(s.code),
            name: up(s.name),
            country: up(s.country),
            role: up(s.role),
        };
        GdeltLayout {
            name: self.name,
            width: self.width + 1,
            least: self.least + 1,
            id: up(self.id),
            day: up(self.day),
            actor1: side(self.actor1),
            actor2: side(self.actor2),
            main: up(self.main),
            code: up(self.code),
            root_code: up(self.root_code),
            mentions: up(self.mentions),
            sources: up(self.sources),
            articles: up(self.articles),
            tone: up(self.tone),
            place_first: up(self.place_first),
            place_last: up(self.place_last),
            place: up(self.place),
            place_country: up(self.place_country),
            latitude: up(self.latitude),
            longitude: up(self.longitude),
            added: up(self.added),
            url: up(self.url),
            nulls: true,
        }
    }

    /// The columns of a file with a header, full or reduced.
    fn named(header: &Header) -> Option<GdeltLayout> {
        let find = |names: &[&str]| header.find(names).unwrap_or(NONE);
        let full = header.has(&["GLOBALEVENTID", "Actor1Code", "EventCode"]);
        let reduced = header.has(&["Date", "Source", "Target", "CAMEOCode"]);
        if !full && !reduced {
            return None;
        }
        let side = |n: &str, short: &str| {
            let column = |what: &str| header.find(&[&format!("Actor{n}{what}")]).unwrap_or(NONE);
            let code = if full { column("Code") } else { find(&[short]) };
            let (name, country, role) = (column("Name"), column("CountryCode"), column("Type1Code"));
            let there = [code, name, country, role].into_iter().filter(|&c| c != NONE);
            let (first, last) = (there.clone().min().unwrap_or(NONE), there.max().unwrap_or(NONE));
            Side { first, last, code, name, country, role }
        };
        let place = ["Type", "Fullname", "CountryCode", "Lat", "Long", "FeatureID"]
            .map(|w| find(&[&format!("ActionGeo{w}")]));
        let there = place.into_iter().filter(|&c| c != NONE);
        let table = GdeltLayout {
            name: if full { "GDELT events with a header" } else { "GDELT reduced events" },
            width: header.len(),
            least: header.len(),
            id: find(&["GLOBALEVENTID"]),
            day: find(&["SQLDATE", "Day", "Date"]),
            actor1: side("1", "Source"),
            actor2: side("2", "Target"),
            main: find(&["IsRootEvent"]),
            code: find(&["EventCode", "CAMEOCode"]),
            root_code: find(&["EventRootCode"]),
            mentions: find(&["NumMentions"]),
            sources: find(&["NumSources"]),
            articles: find(&["NumArticles", "NumArts"]),
            tone: find(&["AvgTone"]),
            place_first: there.clone().min().unwrap_or(NONE),
            place_last: there.max().unwrap_or(NONE),
            place: place[1],
            place_country: place[2],
            latitude: place[3],
            longitude: place[4],
            added: find(&["DATEADDED"]),
            url: find(&["SOURCEURL"]),
            nulls: true,
        };
        (table.day != NONE).then_some(table)
    }
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
    let table = [GDELT2, GDELT1].into_iter().find_map(|table| {
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

impl Reader for Gdelt {
    fn spec(&self) -> &Spec {
        &SPEC
    }

    fn sniff(&self, head: &[u8], _path: Option<&Path>) -> Confidence {
        if recognise(head).is_some() { Confidence::Certain } else { Confidence::No }
    }

    fn read(
        &self,
        input: &mut Input,
        sink: &mut dyn Sink,
        control: &Control,
    ) -> Result<LoadReport, ReadError> {
        pipeline::read_as(recognise(input.head()), &SPEC, input, sink, control)
    }
}

impl Format for GdeltLayout {
    fn name(&self) -> &'static str {
        self.name
    }

    #[inline]
    fn hashes(&self, row: &Row<'_>) -> Hashes {
        let of = |first, last| hash_bytes(row.span(first, last));
        Hashes {
            actors: [of(self.actor1.first, self.actor1.last), of(self.actor2.first, self.actor2.last)],
            place: if self.place_first == NONE { 0 } else { of(self.place_first, self.place_last) },
        }
    }

    fn row(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> Result<(), Reject> {
        if row.len() > self.width || row.len() < self.least {
            return Err(Reject { kind: ProblemKind::BadRow, field: 0, expected: self.fields() });
        }
        let reject = |kind, field, expected| Err(Reject { kind, field, expected });
        let Some(day) = emit.day(self.get(row, self.day)) else {
            return reject(ProblemKind::BadDate, self.day, "a date such as 20180131");
        };
        let outer = match self.id {
            NONE => crate::model::column::NO_OUTER,
            id => match number(self.get(row, id)) {
                Some(number) => number,
                None => return reject(ProblemKind::BadValue, id, "the event's number"),
            },
        };
        let [first, second] = emit.hashes.actors;
        let (source_actor, source) = self.side(row, &self.actor1, first, emit);
        let (target_actor, target) = self.side(row, &self.actor2, second, emit);
        let code = self.code(row, emit);
        let added = self.added(row, emit);
        let article = emit.article(self.get(row, self.url), added, 0);
        let counts = Counts {
            mentions: self.count(row, self.mentions, emit),
            sources: self.count(row, self.sources, emit),
        };
        let data = DataRow {
            outer,
            counts: emit.counts(counts),
            tone: tone_of(decimal(self.get(row, self.tone)).unwrap_or(f32::NAN)),
            place: self.place(row, emit),
            lag: added.day().map_or(crate::model::column::NO_LAG, |added| lag_of(day, added)),
            sentence: 0,
            root: self.get(row, self.main) == b"1",
        };
        let reports = self.count(row, self.articles, emit);
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
        let code = self.get(row, self.code);
        if self.nulls && self.get(row, self.root_code).len() == 1 && code.first().is_some_and(|b| *b != b'0')
        {
            emit.repair(row, self.code, ProblemKind::BadValue, "a code with its leading zero");
            return emit.code(&[b"0", code].concat());
        }
        emit.code(code)
    }

    #[inline]
    fn added(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> Minute {
        let field = self.get(row, self.added);
        if field.is_empty() {
            return Minute::UNKNOWN;
        }
        emit.minute(field).unwrap_or_else(|| {
            emit.repair(row, self.added, ProblemKind::BadDate, "a time such as 20180131143000");
            Minute::UNKNOWN
        })
    }

    #[inline]
    fn place(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> PlaceId {
        if self.place_first == NONE {
            return PlaceId::default();
        }
        let (name, latitude) = (self.get(row, self.place), self.get(row, self.latitude));
        let country = self.get(row, self.place_country);
        if name.is_empty() && country.is_empty() && matches!(latitude, b"" | b"0") {
            return PlaceId::default();
        }
        emit.place(row.span(self.place_first, self.place_last), emit.hashes.place, |emit| NewPlace {
            name: emit.text(name),
            country: CountryId::from_fips(&emit.text(country)).unwrap_or(CountryId::UNKNOWN),
            latitude: degrees(latitude, 90.0),
            longitude: degrees(self.get(row, self.longitude), 180.0),
        })
    }
}
