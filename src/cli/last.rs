//! The last session: what was in view when the dashboard was quit, taken up
//! again where the configuration asks for it (`restore-session`).

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::failure::say;
use crate::app::Start;
use crate::query::Query;
use crate::ui::pane::PaneId;

/// What is kept of a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Last {
    query: Query,
    pane: String,
}

impl Last {
    pub(super) fn new(query: Query, pane: PaneId) -> Last {
        Last { query, pane: pane.name().to_owned() }
    }

    /// Takes it up. What cannot be read is passed over: it was only a convenience.
    pub(super) fn restore(path: &Path, start: Start) -> Start {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        match toml::from_str::<Last>(&text) {
            Ok(last) => {
                Start { query: last.query, pane: PaneId::named(&last.pane).unwrap_or(start.pane), ..start }
            }
            Err(_) => start,
        }
    }

    /// Keeps it for the next time; says so if that cannot be.
    pub(super) fn keep(&self, path: &Path) {
        let write = || -> std::io::Result<()> {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let text = toml::to_string(self).map_err(std::io::Error::other)?;
            std::fs::write(path, text)
        };
        if let Err(error) = write() {
            say(&format!("the session is not kept: {}: {error}", path.display()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_taken_up_as_it_was_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/session.toml");
        let query: Query = "pair:IRN-RUS claim:\"no trust\" -conflict".parse().unwrap();
        Last::new(query.clone(), PaneId::Claims).keep(&path);
        let start = Last::restore(&path, Start::default());
        assert_eq!((start.query, start.pane), (query, PaneId::Claims));
        std::fs::write(&path, "query = \"tipe:\"").unwrap();
        assert_eq!(Last::restore(&path, Start::default()).query, Query::all());
    }
}
