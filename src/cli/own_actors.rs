//! The user's own actors: named on the command line or in the configuration.

use std::path::{Path, PathBuf};

use color_eyre::eyre::Result;

use super::failure::Usage;
use crate::config::{Loaded, at_home};
use crate::extract;
use crate::extract::actors::user;
use crate::ui::text::clean;

/// Reads the file of actors and makes them known to the extractor. What is wrong with a file
/// that the command line names is an error; with one of the configuration, a complaint.
pub(super) fn install(named: Option<&Path>, loaded: &Loaded) -> Result<Option<String>> {
    let (path, asked) = match named {
        Some(path) => (path.to_owned(), true),
        None if loaded.config.actors.trim().is_empty() => return Ok(None),
        None => (beside(&loaded.config.actors, loaded.path.as_deref()), false),
    };
    match read(&path) {
        Ok(actors) => extract::install(actors),
        Err(message) if asked => return Err(Usage::new(message).into()),
        Err(message) => return Ok(Some(format!("{message}; no actors of your own are in force"))),
    }
    Ok(None)
}

/// A path of the configuration: from the user's home, or from the configuration's folder.
fn beside(written: &str, config: Option<&Path>) -> PathBuf {
    let path = PathBuf::from(at_home(written));
    match config.and_then(Path::parent) {
        Some(folder) if path.is_relative() => folder.join(path),
        _ => path,
    }
}

fn read(path: &Path) -> Result<user::UserActors, String> {
    let shown = clean(&path.display().to_string()).into_owned();
    let text =
        std::fs::read_to_string(path).map_err(|e| format!("cannot read the actors in {shown}: {e}"))?;
    user::read(&text).map_err(|e| format!("{shown}:{}: {}", e.line, clean(&e.kind.to_string())))
}
