//! What is known: dates, countries, pairs, the ontology, articles, and the
//! columns of events. Nothing here reads files or draws.

pub mod builder;
pub mod column;
pub mod country;
pub mod date;
pub mod dossier;
pub mod index;
pub mod ontology;
pub mod pair;
pub mod segment;
pub mod shelf;
pub mod store;
pub mod symbols;

pub use builder::Builder;
pub use column::{EventRow, Flags, NO_DAY};
pub use country::{Country, CountryId, CountryKind};
pub use date::{Day, EventDate, Precision};
pub use dossier::{
    About, Actor, ActorKind, Article, Claim, Decision, Dossier, Event, Form, Modality, Side, Span,
};
pub use ontology::{Code, CodeId, QuadClass};
pub use pair::Pair;
pub use segment::{EventDetail, Segment};
pub use store::{
    ActorId, ActorRecord, ArticleId, ArticleRecord, ClaimId, ClaimRecord, EventId, EventView, Place, Store,
    Topic,
};
pub use symbols::{Sym, Symbols};
