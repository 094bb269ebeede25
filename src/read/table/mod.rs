//! Data sets in tables: GDELT, ICEWS, POLECAT, Phoenix and whatever a mapping
//! describes. Rows are parsed side by side and go straight into columns.

mod blocks;
mod chunk;
mod collect;
mod dates;
mod gdelt;
mod gkg;
mod header;
mod mapped;
pub(crate) mod mapping;
mod mentions;
mod pipeline;
mod quoted;
mod scan;
mod values;
mod wide;

pub(super) use gdelt::GDELT;
pub(super) use gkg::GKG;
pub(super) use mapped::MAPPED;
pub(super) use mentions::MENTIONS;
