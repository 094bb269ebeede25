//! The keys of the grammar: all that there is to say of `pair:`, `actor:` and the rest.
//!
//! A key is a block in a file of this folder and a line in the table below. The block
//! says how its values are read, written and offered, which events they pick and which
//! claims, with a few words and an example for help and documents. The line makes the
//! variant of [`Filter`] that holds the values, and the row of [`KEYS`]. A block that
//! leaves something out does not compile. `tests.rs` puts every row to the test: the
//! example is to pick some of the events in `made.rs`, and not all.

mod actor;
mod article;
mod claim;
mod country;
mod data;
mod dated;
mod event_code;
mod has;
mod modality;
mod pair;
mod place;
mod review;
#[cfg(test)]
mod tests;
mod time;
mod word;

use std::fmt::{self, Display};

use super::QueryError;
use super::offers::Offers;
use super::predicate::{ClaimTest, EventTest};
use super::value::{Value, write_value};
#[cfg(test)]
use crate::model::EventView;
use crate::model::{CountryId, DateFrom, Decision, EventDate, Modality, Pair, QuadClass, Store};

pub use actor::{ActorName, Apart, WholeName};
pub use event_code::Tone;
pub use has::Trait;

/// What a term asks, be it with a key or a word alone.
trait Condition {
    /// What the term says, understood.
    type Values: Written;

    /// Writes the values, so that reading them gives the same.
    fn write(values: &Self::Values, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        values.write(f)
    }

    /// Which events fulfil it. Whatever depends on names, codes or articles is decided
    /// here, once for each of them, so that the test has but to look the answer up.
    fn events(values: &Self::Values, store: &Store) -> EventTest;

    /// Which claims fulfil it; `None` where only events have such a thing: then
    /// it leaves claims alone, also if it is turned round.
    fn claims(values: &Self::Values, store: &Store) -> Option<ClaimTest>;

    /// Whether an event fulfils it, said without any preparation: what tests compare
    /// [`Self::events`] with.
    #[cfg(test)]
    fn holds(values: &Self::Values, store: &Store, event: &EventView<'_>) -> bool;
}

/// Values that have a written form, whatever the key.
trait Written {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl Written for EventDate {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt(f)
    }
}

/// Alternatives have commas between them.
impl<T: Display> Written for Vec<T> {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, value) in self.iter().enumerate() {
            if i > 0 {
                f.write_str(",")?;
            }
            write_value(f, &value.to_string(), false)?;
        }
        Ok(())
    }
}

/// A condition with a key.
trait QueryKey: Condition {
    /// What stands before the colon: small letters.
    const NAME: &'static str;

    /// What it asks, in a few words.
    const ABOUT: &'static str;

    /// A term with it.
    const EXAMPLE: &'static str;

    /// Whether a value may be a whole name behind an equals sign (`="Iran"`).
    const WHOLE: bool = false;

    /// Understands what stands behind the colon.
    ///
    /// # Errors
    /// What is wrong, where, and what would be right.
    fn parse(values: Vec<Value>) -> Result<Self::Values, QueryError>;

    /// Offers values that begin with, or hold, what is typed so far.
    fn complete(offers: &mut Offers<'_>);

    /// Among how many names of a store it looks for what to offer.
    fn names(_store: &Store) -> usize {
        0
    }
}

/// A key of the grammar, for reading, completion, help and documents.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// As written before the colon.
    pub(crate) name: &'static str,
    /// What it asks, in a few words.
    pub(crate) about: &'static str,
    /// An example.
    pub example: &'static str,
    /// Whether a value may be a whole name behind an equals sign.
    pub(super) whole: bool,
    pub(super) parse: fn(Vec<Value>) -> Result<Filter, QueryError>,
    pub(super) complete: fn(&mut Offers<'_>),
    /// Among how many names of a store completion looks.
    pub(super) names: fn(&Store) -> usize,
}

impl Key {
    /// The key with a name, in capital or small letters.
    pub(super) fn named(name: &str) -> Option<&'static Key> {
        KEYS.iter().find(|key| key.name.eq_ignore_ascii_case(name))
    }
}

macro_rules! filters {
    (
        keys { $($(#[$doc:meta])* $name:ident($values:ty) = $key:ty,)+ }
        words { $($(#[$word_doc:meta])* $word_name:ident($word_values:ty) = $word:ty,)+ }
    ) => {
        /// A condition on events. Several values are alternatives.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Filter {
            $($(#[$doc])* $name($values),)+
            $($(#[$word_doc])* $word_name($word_values),)+
        }

        /// All keys of the grammar, in the order in which they are offered.
        pub const KEYS: &[Key] = &[$(Key {
            name: <$key>::NAME,
            about: <$key>::ABOUT,
            example: <$key>::EXAMPLE,
            whole: <$key>::WHOLE,
            parse: |values| Ok(Filter::$name(<$key>::parse(values)?)),
            complete: <$key>::complete,
            names: <$key>::names,
        }),+];

        impl Display for Filter {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Filter::$name(values) => {
                        write!(f, "{}:", <$key>::NAME)?;
                        <$key>::write(values, f)
                    })+
                    $(Filter::$word_name(values) => <$word>::write(values, f),)+
                }
            }
        }

        impl Filter {
            /// Which events fulfil it.
            pub(super) fn events(&self, store: &Store) -> EventTest {
                match self {
                    $(Filter::$name(values) => <$key>::events(values, store),)+
                    $(Filter::$word_name(values) => <$word>::events(values, store),)+
                }
            }

            /// Which claims fulfil it; `None` if it leaves claims alone.
            pub(super) fn claims(&self, store: &Store) -> Option<ClaimTest> {
                match self {
                    $(Filter::$name(values) => <$key>::claims(values, store),)+
                    $(Filter::$word_name(values) => <$word>::claims(values, store),)+
                }
            }

            #[cfg(test)]
            fn holds(&self, store: &Store, event: &EventView<'_>) -> bool {
                match self {
                    $(Filter::$name(values) => <$key>::holds(values, store, event),)+
                    $(Filter::$word_name(values) => <$word>::holds(values, store, event),)+
                }
            }
        }
    };
}

filters! {
    keys {
        /// `pair:IRN-RUS`: between these two countries, either way.
        Pair(Vec<Pair>) = pair::PairKey,
        /// `from:IRN`: the source's country.
        From(Vec<CountryId>) = country::FromKey,
        /// `to:RUS`: the target's country.
        To(Vec<CountryId>) = country::ToKey,
        /// `country:IRN`: the country of either side.
        Country(Vec<CountryId>) = country::CountryKey,
        /// `actor:putin`: part of an actor's name, or the start of its CAMEO code;
        /// `actor:="Iran"`: the whole name.
        Actor(Vec<ActorName>) = actor::ActorKey,
        /// `type:057`, `type:AGREE`: a CAMEO code with all below it, or a PLOVER type.
        Type(Vec<String>) = event_code::TypeKey,
        /// `quad:verbal-conflict`.
        Quad(Vec<QuadClass>) = event_code::QuadKey,
        /// `since:2021`: on the first day of this or later.
        Since(EventDate) = time::SinceKey,
        /// `until:2025-01`: on the last day of this or before.
        Until(EventDate) = time::UntilKey,
        /// `date:2022..2024`: within.
        Date(Vec<EventDate>) = time::DateKey,
        /// `place:tehran`: part of the name of the place where it happened.
        Place(Vec<String>) = place::PlaceKey,
        /// `article:the-pact`: the whole id, or part of id or title.
        Article(Vec<String>) = article::ArticleKey,
        /// `publisher:rferl`: part of the publisher's name or of the address.
        Publisher(Vec<String>) = article::PublisherKey,
        /// `data:icews`: part of the name of the data set, or of the file, that it came from.
        Data(Vec<String>) = data::DataKey,
        /// `modality:planned`.
        Modality(Vec<Modality>) = modality::ModalityKey,
        /// `dated:publication`: where the date comes from.
        Dated(Vec<DateFrom>) = dated::DatedKey,
        /// `has:claim`.
        Has(Vec<Trait>) = has::HasKey,
        /// `claim:trust`: a claim with these words about the same pair in the same article.
        Claim(Vec<String>) = claim::ClaimKey,
        /// `review:accepted`: an analyst's decision.
        Review(Vec<Decision>) = review::ReviewKey,
    }
    words {
        /// `cooperation` or `conflict`.
        Tone(Tone) = event_code::ToneWord,
        /// `drone`: in names, code names, titles, addresses, notes or evidence.
        Word(Vec<String>) = word::AnyWord,
    }
}
