//! What the user may set: the configuration file, its defaults and what is
//! wrong with it.
//!
//! The settings are one table, in `settings.rs`. `config.toml` at the top of the
//! repository is the documented default; it is compiled in ([`DEFAULT_TEXT`]) and
//! a test keeps it in step with the table.

mod choice;
mod places;
mod reading;
mod settings;
mod size;

pub use choice::{ClipboardMode, ColourDepth, DateStyle, FirstBin, LogLevel, NumberStyle, StartPane};
pub(crate) use places::is_missing;
pub use places::{ConfigError, Loaded, Places, at_home, load};
pub use reading::{KeyCheck, Problem, Reading, Trouble, Vocabulary};
pub use settings::{Config, SavedView};
pub(crate) use size::Size;

/// The documented default configuration.
pub(crate) const DEFAULT_TEXT: &str = include_str!("../../config.toml");

#[cfg(test)]
mod tests;
