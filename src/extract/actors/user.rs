//! Actors that users add in a TOML file of their own.
//!
//! ```toml
//! [[actor]]
//! name = "Jane Doe"
//! aliases = ["Doe", "?Jane"]     # a leading ? as in the tables: only after the full name
//! country = "NOR"                # ISO code or English name
//! office = "envoy"               # makes it a person; see `Office`
//! from = "2023-05"
//!
//! [[actor]]
//! name = "Fjord Council"
//! kind = "ngo"                   # person, or a kind of organisation
//! code = "NGO"                   # CAMEO actor code; derived from the country without it
//! ```

use std::borrow::Cow;

use serde::Deserialize;
use toml::Spanned;

use crate::model::country::CountryId;
use crate::model::date::{DateError, EventDate};

use super::{Alias, Office, Organisation, OrganisationKind, Person};

/// What a user's file adds to the tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct UserActors {
    /// Entries with an office, or of kind `person`.
    pub(crate) persons: Vec<Person>,
    /// All other entries.
    pub(crate) organisations: Vec<Organisation>,
}

/// Why a file of actors was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {kind}")]
pub(crate) struct UserError {
    /// The line of the offending value, counted from 1.
    pub(crate) line: usize,
    /// What is wrong with it.
    pub(crate) kind: UserErrorKind,
}

/// What is wrong in a file of actors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UserErrorKind {
    /// Not TOML, a key that is not known, or a value of another type.
    #[error("{0}")]
    Toml(String),
    /// The name has no letters.
    #[error("an actor needs a name")]
    Name,
    /// No country of the table.
    #[error("{0:?} is no country; write its ISO code (IRN) or its English name")]
    Country(String),
    /// Not a word of the fixed list.
    #[error("{0:?} is no office; use one of {list}", list = Office::ALL.map(|(w, _)| w).join(", "))]
    Office(String),
    /// Not a word of the fixed list.
    #[error("{0:?} is no kind; use person or one of {list}", list = OrganisationKind::ALL.map(|(w, _)| w).join(", "))]
    Kind(String),
    /// Not an upper-case code of three to twelve letters and digits.
    #[error("{0:?} is no actor code; write capitals in threes, such as IRNGOV")]
    Code(String),
    /// Neither a country nor a code.
    #[error("{0:?} has neither a country nor a code")]
    Nowhere(String),
    /// Not a date.
    #[error(transparent)]
    Date(#[from] DateError),
    /// The end lies before the begin.
    #[error("it ends before it begins")]
    Order,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    actor: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Spanned<String>,
    #[serde(default)]
    aliases: Vec<String>,
    country: Option<Spanned<String>>,
    code: Option<Spanned<String>>,
    kind: Option<Spanned<String>>,
    office: Option<Spanned<String>>,
    from: Option<Spanned<String>>,
    to: Option<Spanned<String>>,
}

/// Reads a user's file of actors.
///
/// # Errors
/// The first entry that cannot be used, with its line: nothing is taken over in silence.
pub(crate) fn read(text: &str) -> Result<UserActors, UserError> {
    let at = |offset: usize, kind| {
        let before = text.as_bytes().iter().take(offset);
        UserError { line: 1 + before.filter(|b| **b == b'\n').count(), kind }
    };
    let file: File = toml::from_str(text)
        .map_err(|e| at(e.span().map_or(0, |s| s.start), UserErrorKind::Toml(e.message().to_owned())))?;
    let mut out = UserActors::default();
    for entry in file.actor {
        let start = entry.span().start;
        let entry = entry.into_inner();
        let result = entry.lower(&mut out);
        result.map_err(|(offset, kind)| at(offset.unwrap_or(start), kind))?;
    }
    Ok(out)
}

/// An error with the byte at which its value stands, if it has one of its own.
type Fault = (Option<usize>, UserErrorKind);

impl Entry {
    fn lower(self, out: &mut UserActors) -> Result<(), Fault> {
        if !self.name.get_ref().chars().any(char::is_alphabetic) {
            return Err(fault(&self.name, UserErrorKind::Name));
        }
        let name = self.name.get_ref().trim().to_owned();
        let place = match &self.country {
            Some(c) => match CountryId::from_any(c.get_ref()) {
                Some(id) => id.iso3().to_owned(),
                None => return Err(fault(c, UserErrorKind::Country(c.get_ref().clone()))),
            },
            None => String::new(),
        };
        let code = match &self.code {
            Some(c) if is_code(c.get_ref()) => Some(c.get_ref().clone()),
            Some(c) => return Err(fault(c, UserErrorKind::Code(c.get_ref().clone()))),
            None => None,
        };
        let office = pick(&self.office, Office::from_word, UserErrorKind::Office)?;
        let is_person = self.kind.as_ref().is_some_and(|k| k.get_ref() == "person");
        let kind = if is_person {
            None
        } else {
            pick(&self.kind, OrganisationKind::from_word, UserErrorKind::Kind)?
        };
        let aliases = self.aliases.iter().filter_map(|a| alias(a)).collect();
        if place.is_empty() && code.is_none() {
            return Err((None, UserErrorKind::Nowhere(name)));
        }
        if is_person || (kind.is_none() && office.is_some()) {
            let (from, to) = (date(&self.from)?, date(&self.to)?);
            if from.start() > to.end() {
                return Err((self.to.as_ref().map(|d| d.span().start), UserErrorKind::Order));
            }
            let own_code = code.clone();
            let place = if place.is_empty() { code.unwrap_or_default() } else { place };
            let office = office.unwrap_or(Office::Figure);
            let (place, name) = (Cow::Owned(place), Cow::Owned(name));
            out.persons.push(Person { place, office, name, from, to, aliases, own_code });
        } else {
            let code = Cow::Owned(code.unwrap_or_else(|| place.clone()));
            let kind = kind.unwrap_or(OrganisationKind::Body);
            let (place, name) = (Cow::Owned(place), Cow::Owned(name));
            out.organisations.push(Organisation { code, kind, place, name, aliases });
        }
        Ok(())
    }
}

fn fault(at: &Spanned<String>, kind: UserErrorKind) -> Fault {
    (Some(at.span().start), kind)
}

fn pick<T>(
    cell: &Option<Spanned<String>>,
    from_word: impl Fn(&str) -> Option<T>,
    wrong: impl Fn(String) -> UserErrorKind,
) -> Result<Option<T>, Fault> {
    let Some(cell) = cell else { return Ok(None) };
    let found = from_word(cell.get_ref());
    found.map(Some).ok_or_else(|| fault(cell, wrong(cell.get_ref().clone())))
}

fn date(cell: &Option<Spanned<String>>) -> Result<EventDate, Fault> {
    let Some(cell) = cell else { return Ok(EventDate::UNKNOWN) };
    cell.get_ref().parse().map_err(|e: DateError| fault(cell, e.into()))
}

fn is_code(code: &str) -> bool {
    (3..=12).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn alias(form: &str) -> Option<Alias> {
    let form = form.trim();
    let (text, weak) = form.strip_prefix('?').map_or((form, false), |rest| (rest, true));
    (!text.is_empty()).then(|| Alias { text: Cow::Owned(text.to_owned()), weak })
}
