//! What is known: dates, countries, pairs, the ontology, articles, and the
//! columns of events. Nothing here reads files or draws.

pub mod country;
pub mod date;
pub mod dossier;
pub mod ontology;
pub mod pair;

pub use country::{Country, CountryId, CountryKind};
pub use date::{Day, EventDate, Precision};
pub use dossier::{
    About, Actor, ActorKind, Article, Claim, Decision, Dossier, Event, Form, Modality, Side, Span,
};
pub use ontology::{Code, CodeId, QuadClass};
pub use pair::Pair;
