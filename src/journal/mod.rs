//! What the analyst decided, kept beside the data: an append-only log in
//! SQLite, replayed over the store. Articles and data sets are never changed.
//!
//! [`CoderSession`] is what a program works with: it writes to a [`Journal`], keeps
//! the [`Review`] that its entries come to, and holds what cannot be written.
//! [`DecisionIndex`] finds the events of a store that decisions are about.

pub mod agreement;
pub(crate) mod anchor;
mod article_ref;
mod articles;
pub mod batch;
pub(crate) mod coder_session;
mod decision_index;
mod decisions;
pub mod entry;
mod error;
pub mod exchange;
pub(crate) mod form;
mod identity;
mod keys;
pub mod log;
pub(crate) mod matching;
mod private_copy;
mod private_file;
pub mod quality;
pub(crate) mod quote;
mod reading;
pub mod rescue;
pub(crate) mod review;
pub(crate) mod revision;
#[doc(hidden)]
pub mod schema;
mod standing;
mod validation;
pub(crate) mod value;

pub use anchor::{Anchor, Thing};
pub use article_ref::ArticleRef;
pub use batch::Author;
pub use coder_session::{CoderSession, HeldBecause, Saving, Target, actor_key, article_key, pair_key};
pub use decision_index::DecisionIndex;
pub(crate) use decisions::Decisions;
pub use entry::{Change, Entry, EntryKind, Turn};
pub use error::Disturbance;
pub use error::JournalError;
pub(crate) use identity::{is_journal, is_same_file};
pub use keys::{fingerprint, key_of, key_of_claim};
pub use log::{Access, Journal};
pub use rescue::{NotRescued, Rescued, Rescuer};
pub use review::{Review, Slot};
pub use revision::{Changes, DecisionScope, Reviewer};
pub(crate) use standing::Standing;
pub use value::{Adjudication, Correction, Draft, LastSeen, Quote, SavedView, SideRef};
