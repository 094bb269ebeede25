//! Two countries, unordered: the field's *dyad*.

use std::fmt;
use std::str::FromStr;

use bytemuck::{Pod, Zeroable};
use serde::{Deserialize, Serialize};

use super::country::{CountryError, CountryId};

/// Two different countries without an order. Either may be
/// [`CountryId::UNKNOWN`] when data name only one side.
///
/// Its text form is `IRN-RUS`, the codes in alphabetical order; reading takes
/// either order, any dash and whatever [`CountryId::from_any`] understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Pod, Zeroable)]
#[repr(C)]
pub struct Pair {
    first: CountryId,
    second: CountryId,
}

impl Pair {
    /// The pair of two countries, in either order.
    pub fn new(a: CountryId, b: CountryId) -> Pair {
        let swap = match (a.get(), b.get()) {
            (Some(x), Some(y)) => x.iso3 > y.iso3,
            // The unknown side stands last.
            (None, Some(_)) => true,
            _ => false,
        };
        if swap { Pair { first: b, second: a } } else { Pair { first: a, second: b } }
    }

    /// The country whose code comes first in the alphabet.
    pub fn first(self) -> CountryId {
        self.first
    }

    /// The other one.
    pub fn second(self) -> CountryId {
        self.second
    }

    /// Whether both sides are known and differ: a true dyad.
    pub fn is_dyad(self) -> bool {
        self.first != self.second && self.first.is_known() && self.second.is_known()
    }

    /// Whether a country is one of the two.
    pub(crate) fn has(self, country: CountryId) -> bool {
        self.first == country || self.second == country
    }

    /// One number for the pair, equal for both orders: the sort key of a segment.
    pub fn key(self) -> u32 {
        (u32::from(self.first.0) << 16) | u32::from(self.second.0)
    }

    /// The pair of a key that [`Pair::key`] made.
    pub fn from_key(key: u32) -> Pair {
        Pair { first: CountryId((key >> 16) as u16), second: CountryId(key as u16) }
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.second)
    }
}

/// Why a text is no pair.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PairError {
    /// Not two sides with a dash between them.
    #[error("{0:?} is no pair; write two countries with a dash, such as IRN-RUS")]
    Form(String),
    /// One of the sides is no country.
    #[error(transparent)]
    Country(#[from] CountryError),
    /// Both sides are the same country.
    #[error("{0:?} names the same country twice")]
    Same(String),
}

impl FromStr for Pair {
    type Err = PairError;

    fn from_str(text: &str) -> Result<Pair, PairError> {
        let form = || PairError::Form(text.to_owned());
        let mut last = None;
        // Names may hold a dash themselves ("Guinea-Bissau"): try each.
        for (at, dash) in text.char_indices().filter(|(_, c)| matches!(c, '-' | '–' | '⇄' | '/')) {
            let (a, b) = (text[..at].trim(), text[at + dash.len_utf8()..].trim());
            if a.is_empty() || b.is_empty() {
                continue;
            }
            match (a.parse::<CountryId>(), b.parse::<CountryId>()) {
                (Ok(a), Ok(b)) if a == b => return Err(PairError::Same(text.to_owned())),
                (Ok(a), Ok(b)) => return Ok(Pair::new(a, b)),
                (Err(e), _) | (_, Err(e)) => last = Some(e),
            }
        }
        Err(last.map_or_else(form, PairError::Country))
    }
}
