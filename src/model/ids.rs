//! The numbers by which a store names what it holds.

use bytemuck::{Pod, Zeroable};
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Pod, Zeroable, Serialize, Deserialize)]
        #[repr(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// None of them.
            pub const NONE: $name = $name(0);

            /// Its place in the store's list, `None` for [`Self::NONE`].
            pub fn index(self) -> Option<usize> {
                (self.0 as usize).checked_sub(1)
            }

            /// The id of a place in the store's list.
            pub fn at(index: usize) -> $name {
                $name(index as u32 + 1)
            }
        }
    )+};
}

ids! {
    /// An actor of the store; 0 is none.
    ActorId,
    /// An article of the store; 0 is none.
    ArticleId,
    /// A claim of the store; 0 is none.
    ClaimId,
    /// A place of the store; 0 is none.
    PlaceId,
}

/// An event by its number in the order of loading. It stays the same in all
/// snapshots of one load, while rows move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);
