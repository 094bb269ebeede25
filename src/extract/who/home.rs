//! Where an article comes from: what its dateline and its publisher tell of bodies and offices
//! that it names without a country.

use crate::extract::document::Document;
use crate::model::CountryId;

use super::finder;

/// The countries of an article's dateline and publisher, unknown where they tell none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Home {
    pub(super) dateline: CountryId,
    pub(super) publisher: CountryId,
}

impl Home {
    /// The home of a document that a publisher of this name brought out.
    pub(super) fn new(document: &Document, publisher: Option<&str>) -> Home {
        let dateline = document.layout.dateline.map(|d| finder::place_named(d.place.of(document.text)));
        let publisher = publisher.map(finder::home_of_medium);
        Home { dateline: dateline.unwrap_or_default(), publisher: publisher.unwrap_or_default() }
    }

    /// The country of a paper that writes from home; its bodies need no country there.
    pub(super) fn local(self) -> Option<CountryId> {
        (self.publisher.is_known() && self.dateline == self.publisher).then_some(self.publisher)
    }
}
