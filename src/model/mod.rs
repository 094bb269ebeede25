//! What is known: dates, countries, pairs, the ontology, articles, and the
//! columns of events. Nothing here reads files or draws.

pub(crate) mod article_view;
pub mod articles;
pub mod builder;
pub(crate) mod chunked_vec;
pub(crate) mod col;
pub mod column;
pub mod country;
pub mod date;
pub(crate) mod dossier;
pub(crate) mod escape;
pub(crate) mod event;
pub(crate) mod id_table;
pub(crate) mod ids;
pub(crate) mod index;
pub(crate) mod locate;
pub(crate) mod memory;
pub mod ontology;
pub mod pair;
pub(crate) mod places;
pub(crate) mod printable;
pub(crate) mod revise;
pub(crate) mod rowset;
mod sealing;
pub(crate) mod segment;
pub(crate) mod spelling;
pub(crate) mod store;
pub(crate) mod string_arena;
pub(crate) mod symbols;

pub use article_view::ArticleView;
pub use articles::{ArticleRecord, Articles, Minute};
pub use builder::Builder;
pub use column::{DataRow, EventRow, Flags, NO_DAY, Rows};
pub use country::{Country, CountryId, CountryKind};
pub use date::{Day, EventDate, Precision};
pub use dossier::{
    About, Actor, ActorKind, Article, Claim, DateFrom, Decision, Dossier, Event, Form, Modality, Side, Span,
};
pub use event::EventView;
pub use ids::{ActorId, ArticleId, ClaimId, EventId, PlaceId};
pub(crate) use locate::CodePoints;
pub use ontology::{Code, CodeId, QuadClass};
pub use pair::Pair;
pub(crate) use revise::Reviser;
pub(crate) use rowset::RowSet;
pub(crate) use segment::{EventDetail, Segment};
pub use store::{ActorRecord, ClaimRecord, Counts, Origin, Place, Report, Store, Topic};
pub(crate) use symbols::{Sym, Symbols};
