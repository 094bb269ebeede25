//! What of a side need not be written, because reading tells it from the actor
//! or the country.

use crate::model::{CountryId, Dossier, Side};

/// What a reader makes of a side that names only the same actor or country.
pub(super) fn implied(side: &Side, dossier: &Dossier) -> Side {
    match &side.actor {
        Some(id) => dossier.actor(id).map(Side::from_actor).unwrap_or_default(),
        None if side.country.is_known() => Side::from_country(side.country),
        None => Side::default(),
    }
}

/// A country's code, `?` for one that is not known where another would be implied.
pub(super) fn country_code(country: CountryId, implied: CountryId) -> &'static str {
    match (country.is_known(), implied.is_known()) {
        (false, false) => "",
        _ => country.iso3(),
    }
}
