//! Delimited files with a header, through a [`Mapping`]: ICEWS, POLECAT,
//! Phoenix, ACLED, UCDP GED and whatever the configuration describes.

use crate::model::column::{NO_LAG, NO_OUTER, lag_of, tone_of};
use crate::model::id_table::hash_bytes;
use crate::model::{
    ActorId, ActorKind, CodeId, CountryId, DataRow, Day, EventDate, EventRow, Minute, Modality, PlaceId,
    ontology,
};
use crate::read::error::ProblemKind;
use crate::read::{Reader, Spec};

use super::chunk::{Emit, NewActor, NewPlace, Reject};
use super::dates::day_of;
use super::header::{Header, first_line, separator_of};
use super::mapping::{Codes, Countries, Mapping, Resolved, SideColumns, mappings};
use super::pipeline::{Format, Layout, TableReader};
use super::quoted;
use super::scan::{FieldEnds, Row, rows};
use super::values::{count, decimal, degrees, kind_of, number, trim};

/// Reads delimited files through mappings.
pub(in crate::read) const MAPPED: &dyn Reader = &TableReader {
    spec: Spec {
        name: "mapped table",
        description: "ICEWS, POLECAT, Phoenix, ACLED, UCDP GED, and tables that the configuration maps",
        extensions: &["tab", "tsv", "txt", "csv"],
    },
    recognise,
};

/// One file's table.
struct MappedLayout {
    mapping: &'static Mapping,
    at: Resolved,
    width: usize,
    /// 1 where a column of row names stands before the others.
    shift: usize,
}

/// Recognises a file by the names of its columns.
fn recognise(head: &[u8]) -> Option<(MappedLayout, Layout)> {
    let line = first_line(head);
    let separator = separator_of(line);
    // Tables with tabs have raw quotation marks in their fields, others quote.
    let quoted = separator != b'\t' || line.first() == Some(&b'"');
    let (mut plain, mut ends, mut lines) = (Vec::new(), FieldEnds::default(), Vec::new());
    quoted::resolve(line, separator, &mut plain, &mut ends, &mut lines);
    let text = String::from_utf8_lossy(&plain).into_owned();
    let header = Header::of(&text, char::from(quoted::BETWEEN));
    let (mapping, at) = mappings().find_map(|m| m.resolve(&header).map(|at| (m, at)))?;
    let rest = head.get(line.len()..).unwrap_or(&[]);
    let rest = rest.get(memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1)..).unwrap_or(&[]);
    quoted::resolve(rest, separator, &mut plain, &mut ends, &mut lines);
    let first = rows(&plain, &ends).next();
    let shift = first.is_some_and(|r| r.len() == header.len() + 1 && number(trim(r.get(0))).is_some());
    let shift = usize::from(shift && !first.is_some_and(|r| r.get(r.len() - 1).is_empty()));
    let table = MappedLayout { mapping, at, width: header.len(), shift };
    Some((table, Layout { separator, quoted, header: true }))
}

impl Format for MappedLayout {
    fn name(&self) -> &'static str {
        self.mapping.name()
    }

    fn row(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> Result<(), Reject> {
        self.check_width(row, emit)?;
        let (date, day) = self.date(row, emit)?;
        let constant = &self.mapping.constant;
        let (source_actor, source) = self.side(row, &self.at.source, &constant.source_country, emit);
        let (target_actor, target) = self.side(row, &self.at.target, &constant.target_country, emit);
        let published = self.field(row, self.at.published);
        let taken_up = match day_of(published, self.mapping.slash) {
            Some(day) => Minute::new(day, 0),
            None => Minute::UNKNOWN,
        };
        let publisher = match self.field(row, self.at.publisher) {
            b"" => constant.publisher.as_bytes(),
            name => name,
        };
        let publisher = emit.publisher(publisher);
        let article = match self.field(row, self.at.url) {
            b"" => {
                let id = match self.field(row, self.at.article) {
                    b"" if publisher != 0 => self.field(row, self.at.id),
                    id => id,
                };
                let key = if id.is_empty() { Vec::new() } else { self.article_key(id) };
                emit.article(&key, taken_up, publisher)
            }
            url => emit.article(url, taken_up, publisher),
        };
        let sentence = number(self.field(row, self.at.sentence)).unwrap_or(0);
        let data = DataRow {
            outer: number(self.field(row, self.at.id)).unwrap_or(NO_OUTER),
            counts: 0,
            tone: tone_of(decimal(self.field(row, self.at.tone)).unwrap_or(f32::NAN)),
            place: self.place(row, emit),
            lag: taken_up.day().map_or(NO_LAG, |up| lag_of(day, up)),
            sentence: u16::try_from(sentence).unwrap_or(u16::MAX),
            root: false,
        };
        let event = EventRow {
            date,
            source,
            target,
            source_actor,
            target_actor,
            code: self.code(row, emit),
            modality: self.modality(row, emit),
            reciprocal: matches!(self.field(row, self.at.reciprocal), b"true" | b"1" | b"yes"),
            reports: count(self.field(row, self.at.reports)).unwrap_or(1),
            article,
        };
        emit.push(&event, &data);
        Ok(())
    }
}

impl MappedLayout {
    /// More fields than columns are all right where they are empty.
    fn check_width(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> Result<(), Reject> {
        let wanted = self.width + self.shift;
        if row.len() == wanted {
            return Ok(());
        }
        if row.len() > wanted && (wanted..row.len()).all(|i| row.get(i).is_empty()) {
            emit.repair(row, wanted, ProblemKind::BadRow, "no tabs behind the last column");
            return Ok(());
        }
        Err(Reject { kind: ProblemKind::BadRow, field: 0, expected: "as many fields as the header" })
    }

    fn date(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> Result<(EventDate, Day), Reject> {
        let field = self.field(row, Some(self.at.date));
        let Some(day) = day_of(field, self.mapping.slash) else {
            let at = self.at.date + self.shift;
            return Err(Reject {
                kind: ProblemKind::BadDate,
                field: at,
                expected: "a date such as 2018-09-28",
            });
        };
        let end = self.field(row, self.at.end);
        let date = match day_of(end, self.mapping.slash) {
            Some(end) if end > day => EventDate::range(day, end),
            None if !end.is_empty() => {
                emit.repair(row, self.at.end.unwrap_or(0) + self.shift, ProblemKind::BadDate, "a date");
                EventDate::day(day)
            }
            _ => EventDate::day(day),
        };
        Ok((date, day))
    }

    fn modality(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> Modality {
        let field = self.field(row, self.at.modality);
        let known = std::str::from_utf8(field).ok().and_then(|word| word.to_lowercase().parse().ok());
        if known.is_none() && !field.is_empty() {
            let at = self.at.modality.unwrap_or(0) + self.shift;
            emit.repair(row, at, ProblemKind::BadValue, "actual, planned, denied or possible");
        }
        known.unwrap_or(Modality::Actual)
    }

    fn field<'a>(&self, row: &Row<'a>, column: Option<usize>) -> &'a [u8] {
        let field = column.map_or(&b""[..], |c| trim(row.get(c + self.shift)));
        if self.mapping.nulls.iter().any(|null| null.as_bytes() == field) { &[] } else { field }
    }

    fn joined(&self, row: &Row<'_>, columns: &[usize]) -> Vec<u8> {
        let mut all: Vec<u8> = Vec::new();
        let mut last: &[u8] = &[];
        for part in columns.iter().map(|&c| self.field(row, Some(c))) {
            if !part.is_empty() && part != last {
                if !all.is_empty() {
                    all.extend_from_slice(b", ");
                }
                all.extend_from_slice(part);
            }
            last = part;
        }
        all
    }

    fn article_key(&self, id: &[u8]) -> Vec<u8> {
        [self.mapping.article_prefix.as_bytes(), id].concat()
    }

    fn country(&self, written: &str) -> Option<CountryId> {
        let number = || written.parse::<u16>().ok();
        match self.mapping.countries {
            Countries::Name => CountryId::from_name(written),
            Countries::Iso3 => CountryId::from_iso3(written),
            Countries::Cameo => {
                CountryId::from_cameo(written).or_else(|| CountryId::from_actor_code(written))
            }
            Countries::Cow => CountryId::from_cow(written),
            Countries::Gw => number().and_then(CountryId::from_gw_number),
            Countries::Any => CountryId::from_any(written),
        }
    }

    fn side(
        &self,
        row: &Row<'_>,
        side: &SideColumns,
        constant: &str,
        emit: &mut Emit<'_>,
    ) -> (ActorId, CountryId) {
        let (name, code) = (self.field(row, side.name), self.field(row, side.code));
        let country = match self.field(row, side.country) {
            b"" => constant.as_bytes(),
            country => country,
        };
        if name.is_empty() && code.is_empty() && country.is_empty() {
            return (ActorId::NONE, CountryId::UNKNOWN);
        }
        let role = self.joined(row, &side.role);
        let key = [name, code, country, &role].join(&b'\t');
        emit.actor(&key, hash_bytes(&key), |emit| {
            let (name, code) = (emit.text(name), emit.text(code));
            let (written, role) = (emit.text(country), emit.text(&role));
            let column = self.country(&written);
            let country = column
                .or_else(|| CountryId::from_actor_code(&code))
                // Bodies such as the United Nations stand without a country.
                .or_else(|| written.is_empty().then(|| CountryId::from_name(&name)).flatten())
                .or_else(|| self.mapping.country_in_name.then(|| country_in_name(&name)).flatten())
                .unwrap_or(CountryId::UNKNOWN);
            let told_by_actor = column.is_none() && country.is_known() && side.country.is_some();
            let kind = match kind_of(&code, "", country.is_known()) {
                ActorKind::State if code.is_empty() => kind_by_words(&name, &role, country),
                kind => kind,
            };
            let name = match (name.is_empty(), country.is_known()) {
                (false, _) => name,
                (true, true) => country.name().to_owned(),
                (true, false) if code.is_empty() => written,
                (true, false) => code.clone(),
            };
            NewActor { name, country, code, role, kind, told_by_actor }
        })
    }

    fn code(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> CodeId {
        let written = self.field(row, self.at.code);
        if let Some(code) = self.translated(written) {
            return emit.code(code.as_bytes());
        }
        if written.is_empty() {
            let name = self.field(row, self.at.code_name);
            if name.is_empty() {
                return emit.code(self.mapping.constant.code.as_bytes());
            }
            if let Some(code) = self.translated(name) {
                return emit.code(code.as_bytes());
            }
            return code_named(&String::from_utf8_lossy(name)).unwrap_or_else(|| emit.code(name));
        }
        match self.mapping.codes {
            Codes::Cameo => emit.code(written),
            Codes::Plover => self.plover(written, self.field(row, self.at.mode), emit),
        }
    }

    /// The code that the mapping's own table gives.
    fn translated(&self, written: &[u8]) -> Option<&'static str> {
        let table = &self.mapping.code;
        if table.is_empty() || written.is_empty() {
            return None;
        }
        table.get(&String::from_utf8_lossy(written).to_lowercase()).map(String::as_str)
    }

    /// A PLOVER type with its mode; a mode that is in no list leaves the type.
    fn plover(&self, kind: &[u8], mode: &[u8], emit: &mut Emit<'_>) -> CodeId {
        let kind = kind.to_ascii_uppercase();
        if !mode.is_empty() {
            let mode = mode.to_ascii_lowercase().iter().map(|&b| if b == b' ' { b'-' } else { b }).collect();
            let both = [kind.clone(), mode].join(&b'-');
            if let Some(id) = std::str::from_utf8(&both).ok().and_then(CodeId::from_code) {
                return id;
            }
        }
        emit.code(&kind)
    }

    fn place(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> PlaceId {
        let name = self.joined(row, &self.at.place);
        let (latitude, longitude) = (self.field(row, self.at.latitude), self.field(row, self.at.longitude));
        if name.is_empty() && latitude.is_empty() {
            return PlaceId::default();
        }
        let country = self.field(row, self.at.place_country);
        let key = [&name[..], country, latitude, longitude].join(&b'\t');
        emit.place(&key, hash_bytes(&key), |emit| NewPlace {
            name: emit.text(&name),
            country: CountryId::from_any(&emit.text(country)).unwrap_or(CountryId::UNKNOWN),
            latitude: degrees(latitude, 90.0),
            longitude: degrees(longitude, 180.0),
        })
    }
}

/// The CAMEO code whose name is this, without regard to case. The general code
/// of a group ("Consult, not specified below") is often called like the group.
fn code_named(name: &str) -> Option<CodeId> {
    let plain = |text: &'static str| text.strip_suffix(", not specified below");
    let general =
        ontology::codes().find(|(_, c)| plain(c.name).is_some_and(|n| n.eq_ignore_ascii_case(name)));
    general.or_else(|| ontology::codes().find(|(_, c)| c.name.eq_ignore_ascii_case(name))).map(|(id, _)| id)
}

/// The country in "Police Forces of Chad (2021-)" or "Civilians (Chad)".
fn country_in_name(name: &str) -> Option<CountryId> {
    let (before, behind) = name.split_once('(').unwrap_or((name, ""));
    let inside = behind.split(')').next().unwrap_or("").trim();
    let of = before.split_once(" of ").map_or("", |(_, rest)| rest.trim());
    CountryId::from_name(inside).or_else(|| CountryId::from_name(of)).or_else(|| CountryId::from_name(before))
}

/// What kind of actor a name and a list of sectors speak of.
fn kind_by_words(name: &str, role: &str, country: CountryId) -> ActorKind {
    if country.is_known() && (role.is_empty() || name.eq_ignore_ascii_case(country.name())) {
        let is_state = name.is_empty() || CountryId::from_name(name) == Some(country);
        return if is_state { ActorKind::State } else { ActorKind::Other };
    }
    let role = role.to_lowercase();
    let has = |word: &str| role.contains(word);
    match () {
        () if has("international government organization") || has("igo") => ActorKind::Igo,
        () if has("nongovernmental organization") || has("ngo") => ActorKind::Ngo,
        () if has("rebel") || has("insurgent") || has("separatist") || has("terrorist") => {
            ActorKind::ArmedGroup
        }
        () if has("parties") || has("opposition") => ActorKind::Party,
        () if has("business") || has("multinational") => ActorKind::Company,
        () if has("media") || has("news") => ActorKind::Media,
        () if has("government")
            || has("military")
            || has("executive")
            || has("police")
            || has("judicial")
            || has("legislative")
            || has("gov")
            || has("mil") =>
        {
            ActorKind::Body
        }
        () if has("population") || has("civilian") || has("protest") || has("cvl") => ActorKind::People,
        () => ActorKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_tell_its_country() {
        let of = |name: &str| country_in_name(name).map(|c| c.iso3());
        assert_eq!(of("Police Forces of Chad (2021-)"), Some("TCD"));
        assert_eq!(of("Civilians (Chad)"), Some("TCD"));
        assert_eq!(of("Chad"), Some("TCD"));
        assert_eq!(of("Unidentified Armed Group"), None);
    }

    #[test]
    fn names_of_events_lead_to_their_codes() {
        assert_eq!(code_named("no such thing"), None);
        let (id, code) = ontology::codes().nth(20).unwrap();
        assert_eq!(code_named(&code.name.to_uppercase()), Some(id));
    }
}
