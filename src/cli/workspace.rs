//! Whose decisions, and where they are kept.

use std::path::PathBuf;
use std::sync::Arc;

use color_eyre::eyre::Result;

use super::failure::{Usage, say};
use super::session::Session;
use crate::journal::{self, Eyes, Overlay, Review, Reviewer};
use crate::model::Store;

/// Options of everything that reads or writes decisions.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Workspace {
    /// Keep decisions in this folder instead of the user's own
    #[arg(long, value_name = "DIR")]
    pub workspace: Option<PathBuf>,

    /// The name under which decisions are made; the user's own if left out
    #[arg(long, value_name = "NAME")]
    pub coder: Option<String>,
}

impl Workspace {
    /// The folder of the journal.
    pub(super) fn folder(&self, session: &Session) -> Result<PathBuf> {
        let usual = || session.places.as_ref().map(|places| places.data.clone());
        self.workspace
            .clone()
            .or_else(usual)
            .ok_or_else(|| Usage::new("the system tells no home folder; name one with --workspace").into())
    }

    /// The coder's name.
    pub(super) fn coder(&self) -> String {
        let system = || ["USER", "USERNAME", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
        let name = self.coder.clone().or_else(system).unwrap_or_default();
        if name.trim().is_empty() { "coder".to_owned() } else { name.trim().to_owned() }
    }

    /// Begins a sitting. What keeps decisions from being saved is said.
    pub(super) fn open(&self, session: &Session) -> Result<journal::Session> {
        let sitting = journal::Session::open(&self.folder(session)?, &self.coder());
        if let Some(trouble) = sitting.trouble() {
            say(&format!("{}. {}", trouble.reason, trouble.advice));
        }
        Ok(sitting)
    }

    /// The store as it stands after review: in the eyes of the coder who is
    /// named, else in those of all. What keeps decisions from being read is said;
    /// then only those count that came with the files.
    pub(super) fn reviewed(&self, session: &Session, store: &Arc<Store>) -> Arc<Store> {
        let review = self.read(session).and_then(|journal| match journal {
            Some(journal) => Ok(Review::replay(journal.after(0)?)),
            None => Ok(Review::default()),
        });
        let review = review.unwrap_or_else(|error| {
            say(&format!("decisions are left out: {error}"));
            Review::default()
        });
        let eyes = self.coder.clone().map_or(Eyes::All, Eyes::Of);
        let mut overlay = Overlay::build(&review, store);
        let (revised, changes) = Reviewer::once(eyes, store, &mut overlay, &review);
        if !changes.is_nothing() {
            say(&format!("after review: {}; --as-coded leaves decisions out", changes.words()));
        }
        revised
    }

    /// The journal as it is, without making one where there is none.
    pub(super) fn read(&self, session: &Session) -> Result<Option<journal::Journal>> {
        let path = self.folder(session)?.join(journal::log::FILE);
        if !path.exists() {
            return Ok(None);
        }
        Ok(Some(journal::Journal::open_to_read(&path)?))
    }
}
