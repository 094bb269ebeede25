//! Where events happened, as the data sets locate them.

use serde::{Deserialize, Serialize};

use super::chunked_vec::{ChunkedVec, ChunkedVecBuilder};
use super::country::CountryId;
use super::id_table::{IdTable, hash_bytes};
use super::ids::PlaceId;
use super::symbols::Sym;

/// A place as a data set names it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PlaceRecord {
    /// Its full name.
    pub name: Sym,
    /// The country it lies in.
    pub country: CountryId,
    /// Degrees north, NaN if not known.
    pub latitude: f32,
    /// Degrees east, NaN if not known.
    pub longitude: f32,
}

impl PlaceRecord {
    /// All that tells two places apart, as bytes.
    fn key(&self) -> [u8; 14] {
        let mut key = [0; 14];
        key[..4].copy_from_slice(&self.name.0.to_le_bytes());
        key[4..6].copy_from_slice(&self.country.0.to_le_bytes());
        key[6..10].copy_from_slice(&self.latitude.to_bits().to_le_bytes());
        key[10..].copy_from_slice(&self.longitude.to_bits().to_le_bytes());
        key
    }
}

/// The places of a store.
pub type Places = ChunkedVec<PlaceRecord>;

/// The growing side of [`Places`].
#[derive(Debug, Default)]
pub(crate) struct PlacesBuilder {
    places: ChunkedVecBuilder<PlaceRecord>,
    index: IdTable,
}

impl PlacesBuilder {
    /// The number of a place, new or known; none for one that says nothing.
    pub(crate) fn intern(&mut self, place: PlaceRecord) -> PlaceId {
        if place.name == Sym::default() && !place.country.is_known() && place.latitude.is_nan() {
            return PlaceId::NONE;
        }
        let key = place.key();
        let hash = hash_bytes(&key);
        let same = |id: u32| self.places.get(id as usize).is_some_and(|p| p.key() == key);
        let id = self.index.find(hash, same).unwrap_or_else(|| {
            let id = self.places.push(place);
            self.index.insert(hash, id);
            id
        });
        PlaceId::at(id as usize)
    }

    pub(crate) fn snapshot(&self) -> Places {
        self.places.snapshot()
    }
}
