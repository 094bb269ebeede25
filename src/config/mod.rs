//! What the user may set: the configuration file, its defaults and what is
//! wrong with it.
//!
//! `config.toml` at the top of the repository is the documented default; it is
//! compiled in ([`DEFAULT_TEXT`]) and a test keeps it in step with
//! [`Config::default`].

mod choice;
mod depth;
mod places;
mod print;
mod problem;
mod read;
mod reading;
mod size;

use std::collections::BTreeMap;

use crate::model::Pair;
use crate::query::Query;

pub use choice::{ClipboardMode, DateStyle, FirstBin, LogLevel, NumberStyle, StartPane};
pub use depth::ColourDepth;
pub use places::{ConfigError, Loaded, Places, at_home, load};
pub use problem::{Problem, Trouble};
pub use read::{KEYS, KeyCheck, Vocabulary};
pub use reading::Reading;
pub use size::{Size, SizeError};

/// The documented default configuration.
pub const DEFAULT_TEXT: &str = include_str!("../../config.toml");

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// A theme by name, or `auto`.
    pub theme: String,
    /// How many colours to use; `None` asks the environment.
    pub colours: Option<ColourDepth>,
    /// How dates are written.
    pub date_style: DateStyle,
    /// How counts are written.
    pub number_style: NumberStyle,
    /// Files and folders to open when the command line names none, as written.
    pub sources: Vec<String>,
    /// A file with actors of the user's own, as written; empty for none.
    pub actors: String,
    /// The pane that has the focus at the start.
    pub pane: StartPane,
    /// The pair in view at the start.
    pub pair: Option<Pair>,
    /// The query at the start.
    pub query: Query,
    /// The saved view to start with, by name.
    pub start_view: Option<String>,
    /// How time is cut into bars at first.
    pub first_bin: FirstBin,
    /// Whether counts are shown as shares of all events of the data at first.
    pub shares: bool,
    /// Whether the last session is taken up again.
    pub restore_session: bool,
    /// Whether the mouse is heeded.
    pub mouse: bool,
    /// Where copied text goes.
    pub clipboard: ClipboardMode,
    /// Whether large data sets are kept as they were read, to open at once.
    pub cache: bool,
    /// From which size of its sources on a load is kept.
    pub cache_from: Size,
    /// How large the folder of what is kept may grow.
    pub cache_limit: Size,
    /// How much is written to the log.
    pub log_level: LogLevel,
    /// Keys of actions, by the action's name; they replace its default keys.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Saved views, in the order of the file.
    pub views: Vec<SavedView>,
    /// Column mappings for tables, as they stand in the file.
    pub mappings: Vec<toml::Table>,
}

/// A query with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedView {
    /// What it is called.
    pub name: String,
    /// What it asks.
    pub query: Query,
    /// The key that opens it, as written.
    pub key: Option<String>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            theme: "auto".to_owned(),
            colours: None,
            date_style: DateStyle::Iso,
            number_style: NumberStyle::Short,
            sources: Vec::new(),
            actors: String::new(),
            pane: StartPane::Timeline,
            pair: None,
            query: Query::default(),
            start_view: None,
            first_bin: FirstBin::Auto,
            shares: false,
            restore_session: false,
            mouse: true,
            clipboard: ClipboardMode::Auto,
            cache: true,
            cache_from: Size(8 << 20),
            cache_limit: Size(8 << 30),
            log_level: LogLevel::Warn,
            keys: BTreeMap::new(),
            views: Vec::new(),
            mappings: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
