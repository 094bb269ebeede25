//! The last session: what was in view when the dashboard was quit, taken up
//! again where the configuration asks for it (`restore-context`).

use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::failure::say;
use crate::app::{Last, Start};

/// What the file holds.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Kept {
    /// What was open: elsewhere, only the look is taken over.
    pub(crate) sources: Vec<String>,
    /// The theme that was set then: another one now is newer than what was picked.
    pub(crate) theme: String,
    /// What was in view, and how.
    pub(crate) view: Last,
}

/// A file of ours is far smaller; one that is not need not be read.
const MOST: u64 = 64 * 1024;

impl Kept {
    /// Reads it. What cannot be read is passed over: it was only a convenience.
    pub(super) fn read(path: &Path) -> Option<Kept> {
        let mut text = String::new();
        std::fs::File::open(path).ok()?.take(MOST).read_to_string(&mut text).ok()?;
        toml::from_str(&text).ok()
    }

    /// Starts where this was left: fully if the same is open and nothing else is
    /// `asked` for, else with the same look.
    pub(super) fn restore(self, start: Start, sources: &[String], theme: &str, asked: bool) -> Start {
        let mut last = self.view;
        if asked || self.sources != sources {
            last = last.look(start.query.clone());
        }
        if self.theme != theme {
            last.theme = None;
        }
        Start { last: Some(last), ..start }
    }

    /// Keeps it for the next time; says so if that cannot be.
    pub(super) fn keep(&self, path: &Path) {
        let write = || -> std::io::Result<()> {
            let text = toml::to_string(self).map_err(std::io::Error::other)?;
            let folder = path.parent().unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder)?;
            // Whole or not at all, also if two are quit at once.
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            std::io::Write::write_all(&mut file, text.as_bytes())?;
            file.persist(path)?;
            Ok(())
        };
        if let Err(error) = write() {
            say(&format!("the session is not kept: {}: {error}", path.display()));
        }
    }
}

/// Sources as they are known again from another folder.
pub(super) fn places(names: &[String]) -> Vec<String> {
    let place = |name: &String| match std::fs::canonicalize(name) {
        Ok(path) => path.to_string_lossy().into_owned(),
        Err(_) => name.clone(),
    };
    names.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(view: &str) -> Kept {
        let view = toml::from_str(view).unwrap();
        Kept { sources: vec!["/a".to_owned()], theme: "auto".to_owned(), view }
    }

    #[test]
    fn a_session_is_kept_and_read_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/session.toml");
        let kept =
            kept("query = 'pair:IRN-RUS claim:\"no trust\" -conflict'\npane = 'claims'\ntheme = 'light'");
        kept.keep(&path);
        assert_eq!(Kept::read(&path), Some(kept));
        for damaged in ["[view]\nquery = \"tipe:\"", "[view", "view = 3", "\0\0", "sources = 1"] {
            std::fs::write(&path, damaged).unwrap();
            assert_eq!(Kept::read(&path), None, "{damaged:?}");
        }
        std::fs::write(&path, [0xff, 0xfe, 0]).unwrap();
        assert_eq!(Kept::read(&path), None);
        std::fs::write(&path, "x = \"\"\n".repeat(1_000_000)).unwrap();
        assert_eq!(Kept::read(&path), None);
        assert_eq!(Kept::read(folder.path()), None, "a folder in its place");
        // One of an older version holds nothing of use.
        std::fs::write(&path, "query = \"conflict\"\npane = \"claims\"").unwrap();
        assert_eq!(Kept::read(&path), Some(Kept::default()));
    }

    #[test]
    fn elsewhere_only_the_look_is_taken_over() {
        let text = "query = 'conflict'\npane = 'claims'\ntheme = 'light'\nfold-repeats = true";
        let asked = |sources: &str, theme: &str, asked: bool| {
            let start = kept(text).restore(Start::default(), &[sources.to_owned()], theme, asked);
            let last = start.last.unwrap();
            (last.query.to_string(), last.theme)
        };
        let light = Some("light".to_owned());
        assert_eq!(asked("/a", "auto", false), ("conflict".to_owned(), light.clone()));
        assert_eq!(asked("/b", "auto", false), (String::new(), light.clone()));
        assert_eq!(asked("/a", "auto", true), (String::new(), light));
        assert_eq!(asked("/a", "dark", false), ("conflict".to_owned(), None));
    }
}
