//! How the columns of a delimited file become events: by name, as data.
//!
//! ICEWS, POLECAT, Phoenix, ACLED and UCDP GED are shipped in
//! `assets/mappings/`; more come from `[[mapping]]` tables of the configuration.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

use super::header::Header;

/// One name of a column, or several: alternatives for most roles, all of them
/// joined for places and roles of actors.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Names {
    One(String),
    Many(Vec<String>),
}

impl Names {
    fn all(&self) -> Vec<&str> {
        match self {
            Names::One(name) => vec![name],
            Names::Many(names) => names.iter().map(String::as_str).collect(),
        }
    }
}

/// In which list the countries are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Countries {
    /// English names.
    Name,
    /// ISO 3166-1 alpha-3.
    Iso3,
    Cameo,
    /// Correlates of War abbreviations.
    Cow,
    /// Gleditsch–Ward numbers.
    Gw,
    /// Whatever a person may write.
    #[default]
    Any,
}

/// In which list the event codes are written, where no table translates them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Codes {
    /// CAMEO codes.
    #[default]
    Cameo,
    /// PLOVER types, with modes in a column of their own.
    Plover,
}

/// What `3/4/2020` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
pub(super) enum Slash {
    /// The fourth of March.
    #[default]
    #[serde(rename = "m/d/y")]
    MonthFirst,
    /// The third of April.
    #[serde(rename = "d/m/y")]
    DayFirst,
}

/// The columns of each role.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ColumnNames {
    id: Option<Names>,
    date: Option<Names>,
    end: Option<Names>,
    source: Option<Names>,
    source_code: Option<Names>,
    source_country: Option<Names>,
    source_role: Option<Names>,
    target: Option<Names>,
    target_code: Option<Names>,
    target_country: Option<Names>,
    target_role: Option<Names>,
    code: Option<Names>,
    code_name: Option<Names>,
    mode: Option<Names>,
    modality: Option<Names>,
    reciprocal: Option<Names>,
    article: Option<Names>,
    url: Option<Names>,
    publisher: Option<Names>,
    published: Option<Names>,
    sentence: Option<Names>,
    reports: Option<Names>,
    tone: Option<Names>,
    place: Option<Names>,
    place_country: Option<Names>,
    latitude: Option<Names>,
    longitude: Option<Names>,
}

/// Values for roles that no column has.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Constants {
    pub(super) code: String,
    pub(super) source_country: String,
    pub(super) target_country: String,
    pub(super) publisher: String,
}

/// How the columns of a delimited file become events.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mapping {
    name: String,
    /// Columns by which a file is recognised; those of date and sides if empty.
    #[serde(default)]
    detect: Vec<String>,
    #[serde(default)]
    pub(super) countries: Countries,
    #[serde(default)]
    pub(super) codes: Codes,
    #[serde(default)]
    pub(super) slash: Slash,
    /// Whether the names of actors tell their country: "Police of Chad (2021-)", "Civilians (Chad)".
    #[serde(default)]
    pub(super) country_in_name: bool,
    /// Words that stand for nothing.
    #[serde(default)]
    pub(super) nulls: Vec<String>,
    #[serde(default)]
    pub(super) article_prefix: String,
    columns: ColumnNames,
    /// From what the code column says, in lower case, to event codes.
    #[serde(default)]
    pub(super) code: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) constant: Constants,
}

/// Why a mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum MappingError {
    /// It does not have the form of one.
    #[error("mapping {number}: {message}")]
    Form {
        /// Which of the mappings, from 1.
        number: usize,
        /// What is wrong with it.
        message: String,
    },
    /// A column that every mapping must name is missing.
    #[error("mapping {name:?} names no column for {role}; add it under [mapping.columns]")]
    Missing {
        /// The mapping.
        name: String,
        /// What the column would hold.
        role: &'static str,
    },
}

/// The columns of one side in one file.
#[derive(Debug, Clone, Default)]
pub(super) struct SideColumns {
    pub(super) name: Option<usize>,
    pub(super) code: Option<usize>,
    pub(super) country: Option<usize>,
    pub(super) role: Vec<usize>,
}

/// The columns of one file, by role.
#[derive(Debug, Clone, Default)]
pub(super) struct Resolved {
    pub(super) id: Option<usize>,
    pub(super) date: usize,
    pub(super) end: Option<usize>,
    pub(super) source: SideColumns,
    pub(super) target: SideColumns,
    pub(super) code: Option<usize>,
    pub(super) code_name: Option<usize>,
    pub(super) mode: Option<usize>,
    pub(super) modality: Option<usize>,
    pub(super) reciprocal: Option<usize>,
    pub(super) article: Option<usize>,
    pub(super) url: Option<usize>,
    pub(super) publisher: Option<usize>,
    pub(super) published: Option<usize>,
    pub(super) sentence: Option<usize>,
    pub(super) reports: Option<usize>,
    pub(super) tone: Option<usize>,
    pub(super) place: Vec<usize>,
    pub(super) place_country: Option<usize>,
    pub(super) latitude: Option<usize>,
    pub(super) longitude: Option<usize>,
}

impl Mapping {
    /// Its name in reports.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a file with this header is meant, and where it has what.
    pub(super) fn resolve(&self, header: &Header) -> Option<Resolved> {
        let c = &self.columns;
        let one = |names: &Option<Names>| names.as_ref().and_then(|n| header.find(&n.all()));
        let many = |names: &Option<Names>| -> Vec<usize> {
            names.iter().flat_map(|n| n.all()).filter_map(|n| header.find(&[n])).collect()
        };
        if !self.detect.iter().all(|name| header.find(&[name]).is_some()) {
            return None;
        }
        let source = SideColumns {
            name: one(&c.source),
            code: one(&c.source_code),
            country: one(&c.source_country),
            role: many(&c.source_role),
        };
        let target = SideColumns {
            name: one(&c.target),
            code: one(&c.target_code),
            country: one(&c.target_country),
            role: many(&c.target_role),
        };
        source.name.or(source.code).or(source.country)?;
        Some(Resolved {
            id: one(&c.id),
            date: one(&c.date)?,
            end: one(&c.end),
            source,
            target,
            code: one(&c.code),
            code_name: one(&c.code_name),
            mode: one(&c.mode),
            modality: one(&c.modality),
            reciprocal: one(&c.reciprocal),
            article: one(&c.article),
            url: one(&c.url),
            publisher: one(&c.publisher),
            published: one(&c.published),
            sentence: one(&c.sentence),
            reports: one(&c.reports),
            tone: one(&c.tone),
            place: many(&c.place),
            place_country: one(&c.place_country),
            latitude: one(&c.latitude),
            longitude: one(&c.longitude),
        })
    }

    fn check(self) -> Result<Mapping, MappingError> {
        let missing = |role| Err(MappingError::Missing { name: self.name.clone(), role });
        let c = &self.columns;
        if c.date.is_none() {
            return missing("the date");
        }
        if c.source.is_none() && c.source_code.is_none() && c.source_country.is_none() {
            return missing("the source");
        }
        if c.code.is_none() && c.code_name.is_none() && self.constant.code.is_empty() {
            return missing("the event code");
        }
        Ok(self)
    }
}

const SHIPPED: [&str; 6] = [
    include_str!("../../../assets/mappings/detente.toml"),
    include_str!("../../../assets/mappings/icews.toml"),
    include_str!("../../../assets/mappings/polecat.toml"),
    include_str!("../../../assets/mappings/phoenix.toml"),
    include_str!("../../../assets/mappings/acled.toml"),
    include_str!("../../../assets/mappings/ucdp-ged.toml"),
];

static BUILT_IN: LazyLock<Vec<Mapping>> = LazyLock::new(|| {
    // Compiled in and read by a test: none of them can fail at run time.
    SHIPPED.iter().filter_map(|text| toml::from_str::<Mapping>(text).ok()).collect()
});

static OWN: OnceLock<Vec<Mapping>> = OnceLock::new();

/// Makes the mappings of the user's configuration known, before anything is
/// loaded; they come before the shipped ones. Only the first call counts.
/// Mappings that cannot be used are left out and told.
pub(crate) fn install(tables: &[toml::Table]) -> Vec<MappingError> {
    let mut errors = Vec::new();
    let mut mappings = Vec::new();
    for (i, table) in tables.iter().enumerate() {
        let mapping = table.clone().try_into::<Mapping>();
        let form = |e: toml::de::Error| MappingError::Form { number: i + 1, message: e.message().to_owned() };
        match mapping.map_err(form).and_then(Mapping::check) {
            Ok(mapping) => mappings.push(mapping),
            Err(error) => errors.push(error),
        }
    }
    let _ = OWN.set(mappings);
    errors
}

/// All mappings, the user's first.
pub(super) fn mappings() -> impl Iterator<Item = &'static Mapping> {
    OWN.get().into_iter().flatten().chain(BUILT_IN.iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_mapping_can_be_used_and_names_known_codes() {
        for text in SHIPPED {
            let mapping = toml::from_str::<Mapping>(text).unwrap().check().unwrap();
            for code in mapping.code.values() {
                assert!(crate::model::CodeId::from_code(code).is_some(), "{}: {code}", mapping.name);
            }
            assert!(mapping.code.keys().all(|k| *k == k.to_lowercase()), "{}", mapping.name);
        }
        assert_eq!(BUILT_IN.len(), SHIPPED.len());
    }

    #[test]
    fn a_mapping_must_name_date_source_and_code() {
        let check = |text: &str| toml::from_str::<Mapping>(text).unwrap().check().map(|m| m.name);
        assert!(check("name='x'\n[columns]\ndate='d'\nsource='s'\ncode='c'").is_ok());
        let error = check("name='x'\n[columns]\nsource='s'\ncode='c'").unwrap_err();
        assert_eq!(error, MappingError::Missing { name: "x".into(), role: "the date" });
        assert!(check("name='x'\n[columns]\ndate='d'\ncode='c'").is_err());
        assert!(check("name='x'\n[columns]\ndate='d'\nsource='s'").is_err());
    }
}
