//! What is known: dates, countries, pairs, the ontology, articles, and the
//! columns of events. Nothing here reads files or draws.

pub mod articles;
pub mod builder;
pub mod chunked_vec;
pub mod col;
pub mod column;
pub mod country;
pub mod date;
pub mod dossier;
pub mod event;
pub mod id_table;
pub mod ids;
pub mod index;
pub mod locate;
pub mod memory;
pub mod ontology;
pub mod pair;
pub mod places;
pub mod printable;
pub mod revise;
pub mod rowset;
mod sealing;
pub mod segment;
pub mod spelling;
pub mod store;
pub mod string_arena;
pub mod symbols;

pub use articles::{ArticleRecord, ArticleView, Articles, Minute};
pub use builder::Builder;
pub use column::{DataRow, EventRow, Flags, NO_DAY, Rows};
pub use country::{Country, CountryId, CountryKind};
pub use date::{Day, EventDate, Precision};
pub use dossier::{
    About, Actor, ActorKind, Article, Claim, Decision, Dossier, Event, Form, Modality, Side, Span,
};
pub use event::EventView;
pub use ids::{ActorId, ArticleId, ClaimId, EventId, PlaceId};
pub use locate::CodePoints;
pub use memory::Memory;
pub use ontology::{Code, CodeId, QuadClass};
pub use pair::Pair;
pub use places::PlaceRecord;
pub use revise::{Revised, Reviser};
pub use rowset::RowSet;
pub use segment::{EventDetail, Segment};
pub use store::{ActorRecord, ClaimRecord, Counts, Origin, Place, Report, Store, Topic};
pub use symbols::{Sym, Symbols};
