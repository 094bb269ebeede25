//! Reading a configuration, keeping the default wherever something is wrong.

use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeString, DeValue};

use super::choice::{COLOURS, ClipboardMode, DateStyle, FirstBin, LogLevel, NumberStyle, StartPane};
use super::{Config, Problem, Reading, SavedView, Size};
use crate::model::spelling::nearest;

/// The keys of a configuration, in the order of the documented default.
pub const KEYS: [&str; 22] = [
    "theme",
    "colours",
    "date-style",
    "number-style",
    "sources",
    "actors",
    "pane",
    "pair",
    "query",
    "start-view",
    "first-bin",
    "shares",
    "restore-session",
    "mouse",
    "clipboard",
    "cache",
    "cache-from",
    "cache-limit",
    "log-level",
    "keys",
    "view",
    "mapping",
];

const VIEW_KEYS: [&str; 3] = ["name", "query", "key"];

/// The names that a configuration may use and only the floors above know.
#[derive(Default)]
pub struct Vocabulary<'a> {
    /// Names of actions; empty takes any.
    pub actions: Vec<&'a str>,
    /// Names of themes besides `auto`; empty takes any.
    pub themes: Vec<&'a str>,
    /// What is wrong with the text of a key, if anything is.
    pub key: Option<&'a KeyCheck<'a>>,
}

/// Tells what should stand in place of a key's text that is none, such as
/// `a key such as "Ctrl-x"`; nothing if it is one.
pub type KeyCheck<'a> = dyn Fn(&str) -> Option<String> + 'a;

impl Config {
    /// Reads a configuration: what it says over the defaults, and all that is
    /// wrong with it.
    pub fn read(text: &str, words: &Vocabulary<'_>) -> (Config, Vec<Problem>) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (table, mut reading) = Reading::parse(text);
        let mut config = Config::default();
        for (key, value) in table.iter().flatten() {
            config.set(&mut reading, words, key, value);
        }
        if table.is_some_and(|table| table.contains_key("mapping")) {
            config.mappings = mappings(text);
        }
        (config, reading.finish())
    }

    fn set<'a>(
        &mut self,
        reading: &mut Reading<'a>,
        words: &Vocabulary<'_>,
        key: &Spanned<DeString<'a>>,
        value: &Spanned<DeValue<'a>>,
    ) {
        /// Sets a field if there is something to set it to.
        fn put<T>(field: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *field = value;
            }
        }
        let name = key.get_ref().as_ref();
        match name {
            "theme" => put(&mut self.theme, theme(reading, words, value)),
            "colours" => put(&mut self.colours, reading.choice(name, value, COLOURS)),
            "date-style" => put(&mut self.date_style, reading.choice(name, value, DateStyle::WORDS)),
            "number-style" => put(&mut self.number_style, reading.choice(name, value, NumberStyle::WORDS)),
            "sources" => put(&mut self.sources, reading.texts(name, value)),
            "actors" => put(&mut self.actors, reading.text(name, value)),
            "pane" => put(&mut self.pane, reading.choice(name, value, StartPane::WORDS)),
            "pair" => put(&mut self.pair, parsed(reading, name, value, "two countries such as \"IRN-RUS\"")),
            "query" => {
                let query = parsed(reading, name, value, "a query").map(Option::unwrap_or_default);
                put(&mut self.query, query);
            }
            "start-view" => {
                put(&mut self.start_view, parsed(reading, name, value, "the name of a saved view"))
            }
            "first-bin" => put(&mut self.first_bin, reading.choice(name, value, FirstBin::WORDS)),
            "shares" => put(&mut self.shares, reading.flag(name, value)),
            "restore-session" => put(&mut self.restore_session, reading.flag(name, value)),
            "mouse" => put(&mut self.mouse, reading.flag(name, value)),
            "clipboard" => put(&mut self.clipboard, reading.choice(name, value, ClipboardMode::WORDS)),
            "cache" => put(&mut self.cache, reading.flag(name, value)),
            "cache-from" => put(&mut self.cache_from, size(reading, name, value)),
            "cache-limit" => put(&mut self.cache_limit, size(reading, name, value)),
            "log-level" => put(&mut self.log_level, reading.choice(name, value, LogLevel::WORDS)),
            "keys" => self.set_keys(reading, words, value),
            "view" => self.views = views(reading, words, value),
            "mapping" => check_mappings(reading, value),
            _ => reading.unknown(name, key, KEYS),
        }
    }
}

impl Config {
    fn set_keys<'a>(
        &mut self,
        reading: &mut Reading<'a>,
        words: &Vocabulary<'_>,
        value: &Spanned<DeValue<'a>>,
    ) {
        for (action, value) in reading.table("keys", value).into_iter().flatten() {
            let name = action.get_ref().to_string();
            let path = format!("keys.{name}");
            if !words.actions.is_empty() && !words.actions.contains(&name.as_str()) {
                reading.unknown(&path, action, words.actions.iter().copied());
                continue;
            }
            let Some(mut keys) = reading.texts(&path, value) else { continue };
            let given = keys.len();
            keys.retain(|key| key_is_fine(reading, words, &path, value, key));
            // All keys wrong is a mistake; none given is a intent.
            if !keys.is_empty() || given == 0 {
                self.keys.insert(name, keys);
            }
        }
    }
}

fn key_is_fine(
    reading: &mut Reading<'_>,
    words: &Vocabulary<'_>,
    path: &str,
    value: &Spanned<DeValue<'_>>,
    key: &str,
) -> bool {
    let Some(wrong) = words.key.and_then(|check| check(key)) else { return true };
    let items = value.get_ref().as_array().map(|items| items.iter());
    let place = items.into_iter().flatten().find(|item| item.get_ref().as_str() == Some(key));
    reading.bad(path, place.unwrap_or(value), &wrong, None);
    false
}

fn theme(reading: &mut Reading<'_>, words: &Vocabulary<'_>, value: &Spanned<DeValue<'_>>) -> Option<String> {
    let name = reading.text("theme", value)?;
    if name == "auto" || words.themes.is_empty() || words.themes.contains(&name.as_str()) {
        return Some(name);
    }
    let near = nearest(&name, words.themes.iter().copied().chain(["auto"]));
    reading.bad("theme", value, &format!("\"auto\" or one of {}", words.themes.join(", ")), near);
    None
}

/// The value as something that has a text form: `None` where it has not that
/// form, `Some(None)` where the text is empty.
fn parsed<T: FromStr>(
    reading: &mut Reading<'_>,
    path: &str,
    value: &Spanned<DeValue<'_>>,
    expected: &str,
) -> Option<Option<T>>
where
    T::Err: std::fmt::Display,
{
    let text = reading.text(path, value)?;
    if text.trim().is_empty() {
        return Some(None);
    }
    match text.parse() {
        Ok(parsed) => Some(Some(parsed)),
        Err(wrong) => {
            reading.bad(path, value, &format!("{expected} ({wrong})"), None);
            None
        }
    }
}

fn size(reading: &mut Reading<'_>, path: &str, value: &Spanned<DeValue<'_>>) -> Option<Size> {
    parsed(reading, path, value, "a size such as \"8 MiB\"").flatten()
}

fn views<'a>(
    reading: &mut Reading<'a>,
    words: &Vocabulary<'_>,
    value: &Spanned<DeValue<'a>>,
) -> Vec<SavedView> {
    let Some(items) = value.get_ref().as_array() else {
        reading.bad("view", value, "tables, each under [[view]]", None);
        return Vec::new();
    };
    items.iter().filter_map(|item| view(reading, words, item)).collect()
}

fn view<'a>(
    reading: &mut Reading<'a>,
    words: &Vocabulary<'_>,
    value: &Spanned<DeValue<'a>>,
) -> Option<SavedView> {
    let mut name = None;
    let mut query = None;
    let mut key_text = None;
    for (key, value) in reading.table("view", value)? {
        match key.get_ref().as_ref() {
            "name" => name = reading.text("view.name", value),
            "query" => query = parsed(reading, "view.query", value, "a query"),
            "key" => {
                key_text = reading
                    .text("view.key", value)
                    .filter(|text| key_is_fine(reading, words, "view.key", value, text));
            }
            other => reading.unknown(&format!("view.{other}"), key, VIEW_KEYS),
        }
    }
    let table = value.get_ref().as_table();
    for wanted in ["name", "query"] {
        if table.is_some_and(|table| !table.contains_key(wanted)) {
            reading.bad("view", value, &format!("a table with {wanted:?}"), None);
        }
    }
    Some(SavedView { name: name?, query: query?.unwrap_or_default(), key: key_text })
}

/// The mappings as they stand; what their keys mean is the readers' business.
fn mappings(text: &str) -> Vec<toml::Table> {
    let Ok(mut table) = text.parse::<toml::Table>() else { return Vec::new() };
    match table.remove("mapping") {
        Some(toml::Value::Array(items)) => items
            .into_iter()
            .filter_map(|item| match item {
                toml::Value::Table(table) => Some(table),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn check_mappings(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) {
    let Some(items) = value.get_ref().as_array() else {
        reading.bad("mapping", value, "tables, each under [[mapping]]", None);
        return;
    };
    for item in items.iter() {
        if !item.get_ref().is_table() {
            reading.bad("mapping", item, "a table", None);
        }
    }
}
