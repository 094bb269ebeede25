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
        let mut overlay = Overlay::build(&review, store);
        let (revised, changes) = Reviewer::once(self.eyes(), store, &mut overlay, &review);
        self.tell_whose(&review);
        if !changes.is_nothing() {
            say(&format!("after review: {}; --as-coded leaves decisions out", changes.words()));
        }
        revised
    }

    /// Whose decisions count where a coder need not be named: the named one's,
    /// else what stands between all.
    pub(super) fn eyes(&self) -> Eyes {
        self.coder.clone().map_or(Eyes::All, Eyes::Of)
    }

    /// Says whose decisions count, where that makes a difference.
    pub(super) fn tell_whose(&self, review: &Review) {
        let coders = review.coders();
        match &self.coder {
            Some(name) if !coders.contains(&name.as_str()) && !coders.is_empty() => {
                say(&format!("{name} has decided nothing here; those who have: {}", coders.join(", ")));
            }
            Some(_) => {}
            None => {
                let disputed = journal::agreement::disputed(review);
                if disputed > 0 {
                    let (noun, verb) = if disputed == 1 {
                        ("event or claim", "stands")
                    } else {
                        ("events and claims", "stand")
                    };
                    say(&format!(
                        "{} differ on {disputed} {noun}, which {verb} as coded; --by NAME takes one coder's decisions",
                        coders.join(", ")
                    ));
                }
            }
        }
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
