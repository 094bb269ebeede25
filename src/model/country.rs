//! Countries and country-like bodies, from `assets/countries.toml`.
//!
//! Every code list of the field lands on the same small id: ISO 3166, CAMEO,
//! FIPS 10-4, Correlates of War. What cannot be resolved is
//! [`CountryId::UNKNOWN`] and keeps its own text where it came from.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::date::EventDate;

/// A small id of an entry of the country table; 0 is "not resolved".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct CountryId(pub u16);

/// What an entry of the table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CountryKind {
    /// A state or territory with an ISO 3166-1 code, or one that is used like it.
    Country,
    /// A state that no longer exists.
    Historical,
    /// An international body that acts like a state (EU, UN).
    Body,
}

/// One entry of the country table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// ISO 3166-1 alpha-3, or a code of the same shape where ISO has none.
    pub iso3: String,
    /// ISO 3166-1 alpha-2, empty where there is none.
    #[serde(default)]
    pub iso2: String,
    /// The usual short English name.
    pub name: String,
    /// Country, historical state or body.
    #[serde(default = "country_kind")]
    pub kind: CountryKind,
    /// Withdrawn ISO 3166-1 alpha-3 codes (`ZAR` for Congo-Kinshasa).
    #[serde(default)]
    pub former: Vec<String>,
    /// CAMEO actor codes; the first is the one to write.
    #[serde(default)]
    pub cameo: Vec<String>,
    /// FIPS 10-4 codes, as GDELT's places use them.
    #[serde(default)]
    pub fips: Vec<String>,
    /// Correlates of War state abbreviations, today's first.
    #[serde(default)]
    pub cow: Vec<String>,
    /// Correlates of War (and mostly Gleditsch–Ward) state numbers, today's first.
    #[serde(default)]
    pub cow_number: Vec<u16>,
    /// Gleditsch–Ward numbers where they differ from Correlates of War.
    #[serde(default)]
    pub gw_number: Vec<u16>,
    /// Other names: official, former, and as data sets spell them.
    #[serde(default)]
    pub names: Vec<String>,
    /// Adjectives and words for the people ("Iranian", "Iranians").
    #[serde(default)]
    pub demonyms: Vec<String>,
    /// Capitals and seats of power that stand for the government ("Tehran", "Kremlin").
    #[serde(default)]
    pub capitals: Vec<String>,
    /// First and last year of a historical state, as `1922..1991`.
    #[serde(default)]
    pub years: Option<String>,
}

fn country_kind() -> CountryKind {
    CountryKind::Country
}

impl Country {
    /// The years in which it existed, where the table limits them.
    pub fn existed(&self) -> Option<EventDate> {
        self.years.as_deref().and_then(|y| y.parse().ok())
    }
}

#[derive(Deserialize)]
struct CountryFile {
    country: Vec<Country>,
}

struct Table {
    countries: Vec<Country>,
    by_code: FxHashMap<String, CountryId>,
    by_iso2: FxHashMap<String, CountryId>,
    by_cameo: FxHashMap<String, CountryId>,
    by_fips: FxHashMap<String, CountryId>,
    by_cow: FxHashMap<String, CountryId>,
    by_cow_number: FxHashMap<u16, CountryId>,
    by_gw_number: FxHashMap<u16, CountryId>,
    by_name: FxHashMap<String, CountryId>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../assets/countries.toml")));

impl Table {
    fn read(text: &str) -> Table {
        // The file is compiled in and a test reads it: it cannot fail at run time.
        let countries = toml::from_str::<CountryFile>(text).map(|f| f.country).unwrap_or_default();
        let mut t = Table {
            countries,
            by_code: FxHashMap::default(),
            by_iso2: FxHashMap::default(),
            by_cameo: FxHashMap::default(),
            by_fips: FxHashMap::default(),
            by_cow: FxHashMap::default(),
            by_cow_number: FxHashMap::default(),
            by_gw_number: FxHashMap::default(),
            by_name: FxHashMap::default(),
        };
        for (i, c) in t.countries.iter().enumerate() {
            let id = CountryId(i as u16 + 1);
            put(&mut t.by_code, &c.iso3, id);
            c.former.iter().for_each(|s| put(&mut t.by_code, s, id));
            put(&mut t.by_iso2, &c.iso2, id);
            c.cameo.iter().for_each(|s| put(&mut t.by_cameo, s, id));
            c.fips.iter().for_each(|s| put(&mut t.by_fips, s, id));
            c.cow.iter().for_each(|s| put(&mut t.by_cow, s, id));
            for &n in &c.cow_number {
                t.by_cow_number.entry(n).or_insert(id);
            }
            for &n in if c.gw_number.is_empty() { &c.cow_number } else { &c.gw_number } {
                t.by_gw_number.entry(n).or_insert(id);
            }
            for name in std::iter::once(&c.name).chain(&c.names) {
                put(&mut t.by_name, &fold(name), id);
            }
        }
        t
    }
}

fn put(map: &mut FxHashMap<String, CountryId>, key: &str, id: CountryId) {
    if !key.is_empty() {
        map.entry(key.to_owned()).or_insert(id);
    }
}

/// Lower case, letters and digits only, single spaces: the form under which names are compared.
fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with(' ') && c != '\'' && c != '’' && c != '.' {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// All entries of the table, in the order of their ids.
pub fn countries() -> impl ExactSizeIterator<Item = (CountryId, &'static Country)> {
    TABLE.countries.iter().enumerate().map(|(i, c)| (CountryId(i as u16 + 1), c))
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
        TABLE.countries.get((self.0 as usize).checked_sub(1)?)
    }

    /// The alpha-3 code, `?` if not resolved.
    pub fn iso3(self) -> &'static str {
        self.get().map_or("?", |c| c.iso3.as_str())
    }

    /// The short English name, `?` if not resolved.
    pub fn name(self) -> &'static str {
        self.get().map_or("?", |c| c.name.as_str())
    }

    /// By ISO 3166-1 alpha-3 (upper case).
    pub fn from_iso3(code: &str) -> Option<CountryId> {
        TABLE.by_code.get(code).copied()
    }

    /// By ISO 3166-1 alpha-2 (upper case).
    pub fn from_iso2(code: &str) -> Option<CountryId> {
        TABLE.by_iso2.get(code).copied()
    }

    /// By CAMEO country code (upper case, three letters).
    pub fn from_cameo(code: &str) -> Option<CountryId> {
        TABLE.by_cameo.get(code).copied()
    }

    /// By the CAMEO actor code of which the first three letters may be a
    /// country (`IRNGOV`), as the field builds them.
    pub fn from_actor_code(code: &str) -> Option<CountryId> {
        CountryId::from_cameo(code.get(..3)?)
    }

    /// By FIPS 10-4 code (upper case, two letters).
    pub fn from_fips(code: &str) -> Option<CountryId> {
        TABLE.by_fips.get(code).copied()
    }

    /// By Correlates of War abbreviation.
    pub fn from_cow(code: &str) -> Option<CountryId> {
        TABLE.by_cow.get(code).copied()
    }

    /// By Correlates of War number.
    pub fn from_cow_number(number: u16) -> Option<CountryId> {
        TABLE.by_cow_number.get(&number).copied()
    }

    /// By Gleditsch–Ward number.
    pub fn from_gw_number(number: u16) -> Option<CountryId> {
        TABLE.by_gw_number.get(&number).copied()
    }

    /// By any name in the table, without regard to case and punctuation.
    pub fn from_name(name: &str) -> Option<CountryId> {
        TABLE.by_name.get(&fold(name)).copied()
    }

    /// By whatever a person may type: alpha-3, alpha-2, CAMEO, name, demonym or capital.
    pub fn from_any(text: &str) -> Option<CountryId> {
        let upper = text.trim().to_uppercase();
        if let Some(id) = CountryId::from_iso3(&upper)
            .or_else(|| CountryId::from_iso2(&upper))
            .or_else(|| CountryId::from_cameo(&upper))
            .or_else(|| CountryId::from_name(text))
        {
            return Some(id);
        }
        let folded = fold(text);
        countries()
            .find(|(_, c)| c.demonyms.iter().chain(&c.capitals).any(|w| fold(w) == folded))
            .map(|(id, _)| id)
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
