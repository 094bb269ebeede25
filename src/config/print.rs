//! Writing a configuration out.

use std::fmt::Write;

use super::Config;
use super::choice::COLOURS;

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

impl Config {
    /// The configuration in force as a file that reads back to the same.
    pub fn to_toml(&self) -> String {
        let colours =
            COLOURS.iter().find(|(_, depth)| *depth == self.colours).map_or("auto", |(name, _)| name);
        let pair = self.pair.map(|pair| pair.to_string()).unwrap_or_default();
        let mut out = String::new();
        for (key, value) in [
            ("theme", quoted(&self.theme)),
            ("colours", quoted(colours)),
            ("date-style", quoted(self.date_style.name())),
            ("number-style", quoted(self.number_style.name())),
            ("sources", list(&self.sources)),
            ("actors", quoted(&self.actors)),
            ("pane", quoted(self.pane.name())),
            ("pair", quoted(&pair)),
            ("query", quoted(&self.query.to_string())),
            ("start-view", quoted(self.start_view.as_deref().unwrap_or_default())),
            ("first-bin", quoted(self.first_bin.name())),
            ("shares", self.shares.to_string()),
            ("restore-session", self.restore_session.to_string()),
            ("mouse", self.mouse.to_string()),
            ("clipboard", quoted(self.clipboard.name())),
            ("cache", self.cache.to_string()),
            ("cache-from", quoted(&self.cache_from.to_string())),
            ("cache-limit", quoted(&self.cache_limit.to_string())),
            ("log-level", quoted(self.log_level.name())),
        ] {
            // Writing to a string does not fail.
            let _ = writeln!(out, "{key} = {value}");
        }
        out.push_str("\n[keys]\n");
        for (action, keys) in &self.keys {
            let _ = writeln!(out, "{} = {}", quoted(action), list(keys));
        }
        for view in &self.views {
            let query = quoted(&view.query.to_string());
            let _ = writeln!(out, "\n[[view]]\nname = {}\nquery = {query}", quoted(&view.name));
            if let Some(key) = &view.key {
                let _ = writeln!(out, "key = {}", quoted(key));
            }
        }
        if !self.mappings.is_empty() {
            let tables = self.mappings.iter().cloned().map(toml::Value::Table).collect();
            let mut whole = toml::Table::new();
            whole.insert("mapping".to_owned(), toml::Value::Array(tables));
            let _ = write!(out, "\n{}", toml::to_string(&whole).unwrap_or_default());
        }
        out
    }
}
