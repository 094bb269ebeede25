//! What the user may set: the configuration file, its defaults and what is
//! wrong with it.

mod depth;
mod problem;
mod reading;

pub use depth::ColourDepth;
pub use problem::{Problem, Trouble, nearest};
pub use reading::Reading;
