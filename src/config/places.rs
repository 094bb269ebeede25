//! Where configuration, themes, state and logs lie.

use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use super::{Config, Problem, Vocabulary};

/// The program's folder within the folders of the system.
const FOLDER: &str = "detente";

/// The program's folders for this user. None of them need exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Configuration, with themes in `themes/`.
    pub(crate) config: PathBuf,
    /// What the user made: decisions and notes.
    pub(crate) data: PathBuf,
    /// What can be made again.
    pub(crate) cache: PathBuf,
    /// Logs and the last session.
    pub(crate) state: PathBuf,
}

impl Places {
    /// The folders by the XDG rules (Linux, BSD, macOS) or Windows' own; `None`
    /// where the system tells no home. On macOS a folder under `~/Library` that
    /// is there wins over an XDG folder that is not.
    pub(crate) fn find() -> Option<Places> {
        let usual = Places::of(&etcetera::base_strategy::choose_base_strategy().ok()?);
        let native = Places::of(&etcetera::base_strategy::choose_native_strategy().ok()?);
        Some(if !usual.config.is_dir() && native.config.is_dir() { native } else { usual })
    }

    fn of(strategy: &impl BaseStrategy) -> Places {
        let data = strategy.data_dir().join(FOLDER);
        Places {
            config: strategy.config_dir().join(FOLDER),
            cache: strategy.cache_dir().join(FOLDER),
            state: strategy.state_dir().map_or_else(|| data.clone(), |dir| dir.join(FOLDER)),
            data,
        }
    }

    /// The configuration file.
    pub(crate) fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// The folder of the user's own themes.
    pub(crate) fn themes(&self) -> PathBuf {
        self.config.join("themes")
    }

    pub(crate) fn log_file(&self) -> PathBuf {
        self.state.join("detente.log")
    }

    /// The last session.
    pub(crate) fn session_file(&self) -> PathBuf {
        self.state.join("session.toml")
    }
}

/// A path as people write it, where a leading `~/` is the user's home.
pub fn at_home(path: &str) -> String {
    match (path.strip_prefix("~/"), etcetera::home_dir()) {
        (Some(rest), Ok(home)) => home.join(rest).display().to_string(),
        _ => path.to_owned(),
    }
}

/// A configuration that was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Loaded {
    /// What is in force.
    pub(crate) config: Config,
    /// The file it came from; `None` if there is none and all is default.
    pub(crate) path: Option<PathBuf>,
    /// What in the file could not be used.
    pub(crate) problems: Vec<Problem>,
    /// Why the user's own file was not read, if it may be there and could not be:
    /// then all is default.
    pub(crate) unread: Option<String>,
}

/// Why a configuration file could not be read at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the configuration {path}: {source}", path = path.display())]
pub struct ConfigError {
    /// The file.
    pub(crate) path: PathBuf,
    /// What the system says.
    pub(crate) source: io::Error,
}

/// Reads the configuration: from `explicit`, which must be there, or from the
/// user's own place, where it may be missing or out of reach.
///
/// # Errors
///
/// The file is not there or cannot be read although named, or is no UTF-8. Mistakes
/// in it are no error; they are in [`Loaded::problems`].
pub fn load(
    explicit: Option<&Path>,
    places: Option<&Places>,
    words: &Vocabulary<'_>,
) -> Result<Loaded, ConfigError> {
    let path = match (explicit, places) {
        (Some(path), _) => path.to_owned(),
        (None, Some(places)) => places.config_file(),
        (None, None) => return Ok(Loaded::default()),
    };
    let error = match std::fs::read_to_string(&path) {
        Ok(text) => {
            let (config, problems) = Config::read(&text, words);
            return Ok(Loaded { config, path: Some(path), problems, unread: None });
        }
        Err(source) => ConfigError { path, source },
    };
    if explicit.is_some() || error.source.kind() == io::ErrorKind::InvalidData {
        return Err(error);
    }
    let unread = (!is_missing(&error.source)).then(|| format!("{error}; the defaults are in force"));
    Ok(Loaded { unread, ..Loaded::default() })
}

/// Whether nothing is there: no such file, or, as with `HOME=/dev/null`, no such folder.
pub(crate) fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_leading_tilde_is_home() {
        assert!(at_home("~/dossiers").ends_with("dossiers") && !at_home("~/dossiers").starts_with('~'));
        assert_eq!(at_home("a~/b"), "a~/b");
    }
}
