//! The settings: one table, from which the structure, its defaults, what is read
//! and what is written out follow.
//!
//! To add a setting: one line in the table, and a paragraph in `config.toml`,
//! which a test holds against the table. A value of a new type says with
//! [`Setting`] how it is read and written.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeString, DeValue, ValueDeserializer};

use super::choice::{ClipboardMode, ColourDepth, DateStyle, FirstBin, LogLevel, NumberStyle, StartPane};
use super::reading::{Given, Problem, Reading, Setting, Vocabulary, line, quoted};
use super::size::Size;
use crate::model::Pair;
use crate::model::spelling::nearest;
use crate::query::Query;

/// Declares the settings: key in the file, field, type, default, and, where the type
/// alone does not tell whether a value will do, who does.
macro_rules! settings {
    ($($(#[$about:meta])* $key:literal $field:ident: $type:ty = $default:expr, $(if $check:ident,)?)+) => {
        /// Everything that can be set.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Config { $($(#[$about])* pub $field: $type,)+ }

        /// The keys of a configuration, in the order in which they are written out.
        pub(super) const KEYS: &[&str] = &[$($key,)+];

        impl Default for Config {
            fn default() -> Config {
                Config { $($field: $default,)+ }
            }
        }

        impl Config {
            fn set<'a>(
                &mut self,
                reading: &mut Reading<'a>,
                words: &Vocabulary<'_>,
                key: &Spanned<DeString<'a>>,
                value: &Spanned<DeValue<'a>>,
            ) {
                let name = key.get_ref().as_ref();
                let mut given = Given { reading, words, path: name, value };
                match name {
                    $($key => {
                        let read = <$type>::read(&mut given);
                        $(let read = read.filter(|read| $check(&mut given, read));)?
                        if let Some(read) = read {
                            self.$field = read;
                        }
                    })+
                    _ => reading.unknown(name, key, KEYS.iter().copied()),
                }
            }

            /// The configuration in force as a file that reads back to the same.
            pub(crate) fn to_toml(&self) -> String {
                let mut out = String::new();
                $(self.$field.write($key, &mut out);)+
                out
            }
        }
    };
}

settings! {
    /// A theme by name, or `auto`.
    "theme" theme: String = "auto".to_owned(), if is_theme,
    /// How many colours to use; `None` asks the environment.
    "colours" colours: Option<ColourDepth> = None,
    /// How dates are written.
    "date-style" date_style: DateStyle = DateStyle::Iso,
    /// How counts are written.
    "number-style" number_style: NumberStyle = NumberStyle::Short,
    /// Files and folders to open when the command line names none, as written.
    "sources" sources: Vec<String> = Vec::new(),
    /// A file with actors of the user's own, as written; empty for none.
    "actors" actors: String = String::new(),
    /// The pane that has the focus at the start.
    "pane" pane: StartPane = StartPane::Timeline,
    /// The pair in view at the start.
    "pair" pair: Option<Pair> = None,
    /// The query at the start.
    "query" query: Query = Query::default(),
    /// The saved view to start with, by name.
    "start-view" start_view: Option<String> = None,
    /// How time is cut into bars at first.
    "first-bin" first_bin: FirstBin = FirstBin::Auto,
    /// Whether counts are shown as shares of all events of the data at first.
    "shares" shares: bool = false,
    /// Whether the last session is taken up again.
    "restore-session" restore_session: bool = false,
    /// Whether the mouse is heeded.
    "mouse" mouse: bool = true,
    /// Where copied text goes.
    "clipboard" clipboard: ClipboardMode = ClipboardMode::Auto,
    /// Whether large data sets are kept as they were read, to open at once.
    "cache" cache: bool = true,
    /// From which size of its sources on a load is kept.
    "cache-from" cache_from: Size = Size(8 << 20),
    /// How large the folder of what is kept may grow.
    "cache-limit" cache_limit: Size = Size(8 << 30),
    /// How much is written to the log.
    "log-level" log_level: LogLevel = LogLevel::Warn,
    // TOML wants tables behind all else.
    /// Keys of actions, by the action's name; they replace its default keys.
    "keys" keys: BTreeMap<String, Vec<String>> = BTreeMap::new(),
    /// Saved views, in the order of the file.
    "view" views: Vec<SavedView> = Vec::new(),
    /// Column mappings for tables, as they stand in the file.
    "mapping" mappings: Vec<toml::Table> = Vec::new(),
}

/// A query with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedView {
    /// What it is called.
    pub(crate) name: String,
    /// What it asks.
    pub query: Query,
    /// The key that opens it, as written.
    pub key: Option<String>,
}

impl Config {
    /// Reads a configuration: what it says over the defaults, and all that is
    /// wrong with it.
    pub(crate) fn read(text: &str, words: &Vocabulary<'_>) -> (Config, Vec<Problem>) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (table, mut reading) = Reading::parse(text);
        let mut config = Config::default();
        for (key, value) in table.iter().flatten() {
            config.set(&mut reading, words, key, value);
        }
        (config, reading.finish())
    }
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

impl Setting for bool {
    fn read(given: &mut Given<'_, '_>) -> Option<bool> {
        given.reading.flag(given.path, given.value)
    }

    fn write(&self, key: &str, out: &mut String) {
        line(out, key, self);
    }
}

impl Setting for String {
    fn read(given: &mut Given<'_, '_>) -> Option<String> {
        given.text()
    }

    fn write(&self, key: &str, out: &mut String) {
        line(out, key, quoted(self));
    }
}

/// A text that may be empty for none.
impl Setting for Option<String> {
    fn read(given: &mut Given<'_, '_>) -> Option<Option<String>> {
        given.text().map(|text| Some(text).filter(|text| !text.trim().is_empty()))
    }

    fn write(&self, key: &str, out: &mut String) {
        line(out, key, quoted(self.as_deref().unwrap_or_default()));
    }
}

impl Setting for Vec<String> {
    fn read(given: &mut Given<'_, '_>) -> Option<Vec<String>> {
        given.reading.texts(given.path, given.value)
    }

    fn write(&self, key: &str, out: &mut String) {
        line(out, key, list(self));
    }
}

impl Setting for Option<Pair> {
    fn read(given: &mut Given<'_, '_>) -> Option<Option<Pair>> {
        given.parsed("two countries such as \"IRN-RUS\"")
    }

    fn write(&self, key: &str, out: &mut String) {
        line(out, key, quoted(&self.map(|pair| pair.to_string()).unwrap_or_default()));
    }
}

impl Setting for Query {
    fn read(given: &mut Given<'_, '_>) -> Option<Query> {
        given.parsed("a query").map(Option::unwrap_or_default)
    }

    fn write(&self, key: &str, out: &mut String) {
        line(out, key, quoted(&self.to_string()));
    }
}

impl Setting for Size {
    fn read(given: &mut Given<'_, '_>) -> Option<Size> {
        given.parsed("a size such as \"8 MiB\"").flatten()
    }

    fn write(&self, key: &str, out: &mut String) {
        line(out, key, quoted(&self.to_string()));
    }
}

fn is_theme(given: &mut Given<'_, '_>, name: &str) -> bool {
    let themes = &given.words.themes;
    if name == "auto" || themes.is_empty() || themes.contains(&name) {
        return true;
    }
    let near = nearest(name, themes.iter().copied().chain(["auto"]));
    let expected = format!("\"auto\" or one of {}", themes.join(", "));
    given.reading.bad(given.path, given.value, &expected, near);
    false
}

/// Keys by action.
impl Setting for BTreeMap<String, Vec<String>> {
    fn read(given: &mut Given<'_, '_>) -> Option<BTreeMap<String, Vec<String>>> {
        let Given { reading, words, path, value } = given;
        let mut all = BTreeMap::new();
        for (action, value) in reading.table(path, value)? {
            let name = action.get_ref().to_string();
            let path = format!("{path}.{name}");
            if !words.actions.is_empty() && !words.actions.contains(&name.as_str()) {
                reading.unknown(&path, action, words.actions.iter().copied());
                continue;
            }
            let mut given = Given { reading, words, path: &path, value };
            let Some(mut keys) = Vec::read(&mut given) else { continue };
            let count = keys.len();
            keys.retain(|key: &String| given.is_key(key));
            // All keys wrong is a mistake; none given is an intent.
            if !keys.is_empty() || count == 0 {
                all.insert(name, keys);
            }
        }
        Some(all)
    }

    fn write(&self, key: &str, out: &mut String) {
        let _ = writeln!(out, "\n[{key}]");
        for (action, keys) in self {
            line(out, &quoted(action), list(keys));
        }
    }
}

impl Setting for Vec<SavedView> {
    fn read(given: &mut Given<'_, '_>) -> Option<Vec<SavedView>> {
        let views = given.tables()?.iter();
        Some(views.filter_map(|value| view(&mut Given { value, ..given.again() })).collect())
    }

    fn write(&self, key: &str, out: &mut String) {
        for view in self {
            let _ = writeln!(out, "\n[[{key}]]");
            line(out, "name", quoted(&view.name));
            view.query.write("query", out);
            if let Some(key) = &view.key {
                line(out, "key", quoted(key));
            }
        }
    }
}

fn view(given: &mut Given<'_, '_>) -> Option<SavedView> {
    let (mut name, mut query, mut key) = (None, None, None);
    let path = given.path;
    let table = given.reading.table(path, given.value)?;
    for (entry, value) in table {
        let path = format!("{path}.{}", entry.get_ref());
        let mut given = Given { path: &path, value, ..given.again() };
        match entry.get_ref().as_ref() {
            "name" => name = given.text(),
            "query" => query = Query::read(&mut given),
            "key" => key = given.text().filter(|text| given.is_key(text)),
            _ => given.reading.unknown(&path, entry, ["name", "query", "key"]),
        }
    }
    for wanted in ["name", "query"] {
        if !table.contains_key(wanted) {
            given.bad(&format!("a table with {wanted:?}"));
        }
    }
    Some(SavedView { name: name?, query: query?, key })
}

/// The mappings as they stand; what their keys mean is the readers' business.
impl Setting for Vec<toml::Table> {
    fn read(given: &mut Given<'_, '_>) -> Option<Vec<toml::Table>> {
        let mut tables = Vec::new();
        for value in given.tables()?.iter() {
            match toml::Table::deserialize(ValueDeserializer::from(value.clone())) {
                Ok(table) => tables.push(table),
                Err(_) => given.reading.bad(given.path, value, "a table", None),
            }
        }
        Some(tables)
    }

    fn write(&self, key: &str, out: &mut String) {
        if !self.is_empty() {
            let tables = self.iter().cloned().map(toml::Value::Table).collect();
            let whole = toml::Table::from_iter([(key.to_owned(), toml::Value::Array(tables))]);
            let _ = write!(out, "\n{}", toml::to_string(&whole).unwrap_or_default());
        }
    }
}
