//! Countries and country-like bodies, from `assets/countries.toml`.
//!
//! Every code list of the field lands on the same small id: ISO 3166, CAMEO,
//! FIPS 10-4, Correlates of War. What cannot be resolved is
//! [`CountryId::UNKNOWN`] and keeps its own text where it came from.

use std::fmt;
use std::str::FromStr;

use bytemuck::{Pod, Zeroable};
use serde::{Deserialize, Serialize};

use super::date::EventDate;

mod file;
mod table;

use table::{COUNTRIES, NAMES, TABLE, fold};

const FILE: &str = include_str!("../../assets/countries.toml");

/// A small id of an entry of the country table; 0 is "not resolved".
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Pod, Zeroable, Serialize, Deserialize,
)]
#[repr(transparent)]
pub struct CountryId(pub u16);

/// What an entry of the table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CountryKind {
    /// A state or territory with an ISO 3166-1 code, or one that is used like it.
    #[default]
    Country,
    /// A state that no longer exists.
    Historical,
    /// An international body that acts like a state (EU, UN).
    Body,
}

/// One entry of the country table.
///
/// A name, demonym or capital stands with one country only; which of several
/// countries got an ambiguous word is told in `docs/sources.md`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-3, or a code of the same shape where ISO has none.
    pub iso3: &'static str,
    /// ISO 3166-1 alpha-2, empty where there is none.
    pub iso2: &'static str,
    /// The usual short English name.
    pub name: &'static str,
    /// Country, historical state or body.
    pub kind: CountryKind,
    /// Withdrawn ISO 3166-1 alpha-3 codes (`ZAR` for Congo-Kinshasa).
    pub former: Vec<&'static str>,
    /// CAMEO actor codes; the first is the one to write.
    pub cameo: Vec<&'static str>,
    /// FIPS 10-4 codes, as GDELT's places use them; today's first.
    pub fips: Vec<&'static str>,
    /// Correlates of War state abbreviations, today's first.
    pub cow: Vec<&'static str>,
    /// Correlates of War (and mostly Gleditsch–Ward) state numbers, today's first.
    pub cow_number: Vec<u16>,
    /// Gleditsch–Ward numbers where they differ from Correlates of War.
    pub gw_number: Vec<u16>,
    /// Other names: official, former, and as data sets spell them.
    pub names: Vec<&'static str>,
    /// Adjectives and words for the people ("Iranian", "Iranians").
    pub demonyms: Vec<&'static str>,
    /// Capitals and seats of power that stand for the government ("Tehran", "Kremlin").
    pub capitals: Vec<&'static str>,
    /// First and last year of a historical state, as `1922..1991`.
    pub(crate) years: Option<&'static str>,
}

impl Country {
    /// The years in which it existed, where the table limits them.
    pub fn existed(&self) -> Option<EventDate> {
        self.years.and_then(|y| y.parse().ok())
    }

    /// One line with everything by which a person may look for the country:
    /// name, codes, other names, demonyms, capitals, with tabs between them.
    /// For a fuzzy picker.
    pub fn haystack(&self) -> String {
        let mut line = String::with_capacity(160);
        let single = [&self.name, &self.iso3, &self.iso2];
        let lists = [&self.cameo, &self.names, &self.demonyms, &self.capitals];
        for word in single.into_iter().chain(lists.into_iter().flatten()) {
            // CAMEO mostly repeats the alpha-3 code.
            if word.is_empty() || (*word == self.iso3 && line.contains(word)) {
                continue;
            }
            if !line.is_empty() {
                line.push('\t');
            }
            line.push_str(word);
        }
        line
    }
}

/// All entries of the table, in the order of their ids.
pub fn countries() -> impl ExactSizeIterator<Item = (CountryId, &'static Country)> {
    table::numbered(&COUNTRIES)
}

impl CountryId {
    /// Not resolved to any country.
    pub const UNKNOWN: CountryId = CountryId(0);

    /// Whether this is an entry of the table.
    pub fn is_known(self) -> bool {
        self.get().is_some()
    }

    /// The entry, or `None` for [`CountryId::UNKNOWN`].
    pub fn get(self) -> Option<&'static Country> {
        COUNTRIES.get((self.0 as usize).checked_sub(1)?)
    }

    /// The alpha-3 code, `?` if not resolved.
    pub fn iso3(self) -> &'static str {
        self.get().map_or("?", |c| c.iso3)
    }

    /// The short English name, `?` if not resolved.
    pub fn name(self) -> &'static str {
        self.get().map_or("?", |c| c.name)
    }

    /// By ISO 3166-1 alpha-3 (upper case), today's or withdrawn.
    pub fn from_iso3(code: &str) -> Option<CountryId> {
        TABLE.iso3.get(code)
    }

    /// By ISO 3166-1 alpha-2 (upper case).
    pub fn from_iso2(code: &str) -> Option<CountryId> {
        TABLE.iso2.get(code)
    }

    /// By CAMEO country code (upper case, three letters). CAMEO's regions
    /// (`EUR`, `AFR`, `MEA`, `WST` and the like) are no countries.
    pub fn from_cameo(code: &str) -> Option<CountryId> {
        TABLE.cameo.get(code)
    }

    /// By the CAMEO actor code of which the first three letters may be a
    /// country (`IRNGOV`), as the field builds them; `IGOUNO` and `IGOEUREEC`
    /// are the UN and the EU.
    pub fn from_actor_code(code: &str) -> Option<CountryId> {
        match code.strip_prefix("IGO") {
            None => CountryId::from_cameo(code.get(..3)?),
            Some(rest) => (0..rest.len())
                .step_by(3)
                .filter_map(|at| CountryId::from_cameo(rest.get(at..at + 3)?))
                .find(|id| id.get().is_some_and(|c| c.kind == CountryKind::Body)),
        }
    }

    /// By FIPS 10-4 code (upper case, two letters).
    pub fn from_fips(code: &str) -> Option<CountryId> {
        TABLE.fips.get(code)
    }

    /// By Correlates of War abbreviation.
    pub fn from_cow(code: &str) -> Option<CountryId> {
        TABLE.cow.get(code)
    }

    /// By Correlates of War number.
    pub fn from_cow_number(number: u16) -> Option<CountryId> {
        TABLE.cow_numbers.get(&number).copied()
    }

    /// By Gleditsch–Ward number.
    pub fn from_gw_number(number: u16) -> Option<CountryId> {
        TABLE.gw_numbers.get(&number).copied()
    }

    /// By any name in the table, without regard to case, accents,
    /// punctuation and a leading "the".
    pub fn from_name(name: &str) -> Option<CountryId> {
        NAMES.names.get(&fold(name)).copied()
    }

    /// By whatever a person may type. What comes first counts: alpha-3 (today's
    /// or withdrawn), CAMEO, alpha-2, name, demonym or capital; so `CH` is
    /// Switzerland and `AUS` is Australia, whatever FIPS and Correlates of War say.
    pub fn from_any(text: &str) -> Option<CountryId> {
        let text = text.trim();
        let code = match text.len() {
            2 => CountryId::from_iso2(&text.to_ascii_uppercase()),
            3 => {
                let upper = text.to_ascii_uppercase();
                CountryId::from_iso3(&upper).or_else(|| CountryId::from_cameo(&upper))
            }
            _ => None,
        };
        code.or_else(|| {
            let folded = fold(text);
            NAMES.names.get(&folded).or_else(|| NAMES.words.get(&folded)).copied()
        })
    }
}

impl fmt::Display for CountryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.iso3())
    }
}

/// A text that names no country of the table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no country; write its ISO code (IRN) or its English name")]
pub struct CountryError(pub String);

impl FromStr for CountryId {
    type Err = CountryError;

    fn from_str(text: &str) -> Result<CountryId, CountryError> {
        CountryId::from_any(text).ok_or_else(|| CountryError(text.to_owned()))
    }
}
