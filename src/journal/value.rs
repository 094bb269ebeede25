//! What slots hold: corrections, drafts, saved views, looks, adjudications.

use std::fmt::Display;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{CountryId, Decision, EventDate, Form, Modality};

use super::article_ref::ArticleRef;

/// Serde for words that have `Display` and `FromStr`.
pub(crate) mod word {
    use super::*;

    pub(crate) fn serialize<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(crate) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom(format!("{text:?} is not understood")))
    }
}

/// [`word`] for what may be missing.
pub(crate) mod maybe_word {
    use super::*;

    pub(crate) fn serialize<T: Display, S: Serializer>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.collect_str(value),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<T>, D::Error> {
        match Option::<String>::deserialize(deserializer)? {
            None => Ok(None),
            Some(text) => text
                .parse()
                .map(Some)
                .map_err(|_| serde::de::Error::custom(format!("{text:?} is not understood"))),
        }
    }
}

/// [`maybe_word`] for dates: no words at all stand for a date that nobody knows,
/// which is something else than a date that was not changed.
pub(crate) mod maybe_date {
    use super::*;

    pub(crate) use super::maybe_word::serialize;

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<EventDate>, D::Error> {
        match Option::<String>::deserialize(deserializer)? {
            None => Ok(None),
            Some(text) if text.is_empty() => Ok(Some(EventDate::UNKNOWN)),
            Some(text) => text.parse().map(Some).map_err(serde::de::Error::custom),
        }
    }
}

/// A side of an event or a speaker, by country and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SideRef {
    /// ISO 3166-1 alpha-3 code, empty if not resolved.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// The name, empty for the country as such.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// CAMEO actor code, empty if none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub code: String,
}

impl SideRef {
    /// A country as such.
    pub fn country(country: CountryId) -> SideRef {
        SideRef { country: iso(country), ..SideRef::default() }
    }

    /// The country, [`CountryId::UNKNOWN`] where the code is none.
    pub(crate) fn country_id(&self) -> CountryId {
        CountryId::from_iso3(&self.country).unwrap_or_default()
    }
}

/// The ISO code of a country, empty for the unknown one.
pub(crate) fn iso(country: CountryId) -> String {
    if country.is_known() { country.iso3().to_owned() } else { String::new() }
}

impl Display for SideRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.country.as_str(), self.name.as_str()) {
            ("", "") => f.write_str("?"),
            ("", name) => f.write_str(name),
            (country, "") => f.write_str(country),
            (country, name) => write!(f, "{name} ({country})"),
        }
    }
}

/// A stretch of text, in code points, end exclusive, with its words, so that
/// it can be found again when the text has moved.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Quote {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// Fields of an event or claim that the coder changed; what is `None` stays as coded.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Correction {
    /// When.
    #[serde(with = "maybe_date", skip_serializing_if = "Option::is_none")]
    pub date: Option<EventDate>,
    /// Who acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<SideRef>>,
    /// Who is acted upon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targets: Option<Vec<SideRef>>,
    /// The event code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Whether it happened.
    #[serde(with = "maybe_word", skip_serializing_if = "Option::is_none")]
    pub modality: Option<Modality>,
    /// Whether both sides act alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reciprocal: Option<bool>,
    /// The words that tell of it, or the words said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Vec<Quote>>,
    /// Who says it (claims).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<SideRef>,
    /// How the words stand in the text (claims).
    #[serde(with = "maybe_word", skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
}

impl Correction {
    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        *self == Correction::default()
    }

    /// These fields, and in place of those that another has, the other's.
    pub(crate) fn with(self, other: &Correction) -> Correction {
        let other = other.clone();
        Correction {
            date: other.date.or(self.date),
            sources: other.sources.or(self.sources),
            targets: other.targets.or(self.targets),
            code: other.code.or(self.code),
            modality: other.modality.or(self.modality),
            reciprocal: other.reciprocal.or(self.reciprocal),
            evidence: other.evidence.or(self.evidence),
            speaker: other.speaker.or(self.speaker),
            form: other.form.or(self.form),
        }
    }

    /// The changed fields, by name and new value as text.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let sides = |s: &Vec<SideRef>| s.iter().map(SideRef::to_string).collect::<Vec<_>>().join(", ");
        let quotes = |q: &Vec<Quote>| q.iter().map(|q| q.text.as_str()).collect::<Vec<_>>().join(" … ");
        [
            ("date", self.date.map(|d| d.to_string())),
            ("source", self.sources.as_ref().map(sides)),
            ("target", self.targets.as_ref().map(sides)),
            ("code", self.code.clone()),
            ("modality", self.modality.map(|m| m.to_string())),
            ("reciprocal", self.reciprocal.map(|r| r.to_string())),
            ("evidence", self.evidence.as_ref().map(quotes)),
            ("speaker", self.speaker.as_ref().map(SideRef::to_string)),
            ("form", self.form.map(|f| f.to_string())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

/// An event or claim that the coder made from a stretch of text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Whether it is a claim; else an event.
    pub claim: bool,
    /// The article.
    pub article: ArticleRef,
    /// Every field that the coder gave, as in a correction.
    pub fields: Correction,
    /// The words that attribute a claim.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cue: String,
}

/// A saved query.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SavedView {
    /// The query as text.
    pub query: String,
    /// The key that opens it, empty if none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
}

/// When a pair was last looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastSeen {
    /// When.
    pub(crate) time: DateTime<Utc>,
    /// How many of its events were there.
    pub events: u64,
}

/// What holds where coders differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Adjudication {
    /// The decision.
    #[serde(with = "word")]
    pub decision: Decision,
    /// The fields, where it is `corrected`.
    #[serde(default, skip_serializing_if = "Correction::is_empty")]
    pub correction: Correction,
}
