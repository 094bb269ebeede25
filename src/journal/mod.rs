//! What the analyst decided, kept beside the data: an append-only log in
//! SQLite, replayed over the store. Articles and data sets are never changed.
//!
//! [`Session`] is what a program works with: it writes to a [`Journal`], keeps
//! the [`Review`] that its entries come to, and holds what cannot be written.
//! [`Overlay`] finds the events of a store that decisions are about.

pub mod agreement;
pub mod anchor;
mod articles;
pub mod entry;
mod error;
pub mod exchange;
pub mod form;
mod keys;
pub mod log;
pub mod matching;
mod overlay;
pub mod quality;
pub mod quote;
pub mod review;
pub mod revision;
#[doc(hidden)]
pub mod schema;
pub mod session;
mod standing;
pub mod value;
mod verdicts;

pub use anchor::{Anchor, ArticleRef, Thing};
pub use entry::{Change, Entry, Kind, Turn};
pub use error::JournalError;
pub use keys::{key_of, key_of_claim, seen_mark};
pub use log::{Access, Author, Journal};
pub use overlay::Overlay;
pub use review::{Review, Slot};
pub use revision::{Changes, Eyes, Reviewer};
pub use session::{HeldBecause, Saving, Session, Target, actor_key, article_key, pair_key};
pub use standing::Standing;
pub use value::{Correction, Draft, Look, Quote, Ruling, SavedView, SideRef};
pub use verdicts::Verdicts;
