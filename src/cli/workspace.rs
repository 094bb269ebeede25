//! Whose decisions, and where they are kept.

use std::path::PathBuf;
use std::sync::Arc;

use color_eyre::eyre::Result;

use super::context::CliContext;
use super::failure::{Usage, say};
use crate::config::is_missing;
use crate::journal::{self, DecisionIndex, DecisionScope, Review, Reviewer};
use crate::model::Store;

/// Options of everything that reads or writes decisions.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Workspace {
    /// Keep decisions in this folder instead of the user's own
    #[arg(long, value_name = "DIR")]
    pub(crate) workspace: Option<PathBuf>,

    /// The name under which decisions are made; the user's own if left out
    #[arg(long, value_name = "NAME")]
    pub coder: Option<String>,
}

impl Workspace {
    /// The folder of the journal.
    pub(super) fn folder(&self, context: &CliContext) -> Result<PathBuf> {
        let usual = || context.places.as_ref().map(|places| places.data.clone());
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

    /// Begins a session. What keeps decisions from being saved is said.
    pub(super) fn open(&self, context: &CliContext) -> Result<journal::CoderSession> {
        let mut session = journal::CoderSession::open(&self.folder(context)?, &self.coder());
        session.news().iter().for_each(|news| say(news));
        if let Some(trouble) = session.trouble() {
            say(&format!("{}. {}", trouble.reason, trouble.advice));
        }
        Ok(session)
    }

    /// The store as it stands after review: by the decisions of the coder who is
    /// named, else of all. What keeps decisions from being read is said;
    /// then only those count that came with the files. `otherwise` says how to have it without.
    pub(super) fn reviewed(&self, context: &CliContext, store: &Arc<Store>, otherwise: &str) -> Arc<Store> {
        let review = self.review(context).unwrap_or_else(|error| {
            say(&format!("decisions are left out: {error}"));
            Review::default()
        });
        let mut index = DecisionIndex::build(&review, store);
        let (revised, changes) = Reviewer::once(self.decision_scope(), store, &mut index, &review);
        self.tell_whose(&review);
        if !changes.is_nothing() {
            say(&format!("after review: {}{otherwise}", changes.words()));
        }
        revised
    }

    /// Whose decisions count where a coder need not be named: the named one's,
    /// else what stands between all.
    pub(super) fn decision_scope(&self) -> DecisionScope {
        self.coder.clone().map_or(DecisionScope::All, DecisionScope::Of)
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

    /// What the journal comes to, nothing where there is none. Entries that cannot
    /// be read are said and left out; likewise all of the user's own journal, where
    /// the system does not even tell whether there is one.
    pub(super) fn review(&self, context: &CliContext) -> Result<Review> {
        let journal = match self.read(context) {
            Err(error) if self.workspace.is_none() && error.is::<OutOfReach>() => {
                say(&format!("decisions are left out: {error}"));
                None
            }
            other => other?,
        };
        let Some(journal) = journal else { return Ok(Review::default()) };
        let review = journal.review()?;
        for unreadable in review.unreadable() {
            say(&format!("{}: {}; it is left out", journal.path().display(), unreadable.line()));
        }
        Ok(review)
    }

    /// The journal as it is, without making one where there is none.
    pub(super) fn read(&self, context: &CliContext) -> Result<Option<journal::Journal>> {
        let path = self.folder(context)?.join(journal::log::FILE);
        match std::fs::metadata(&path) {
            Ok(_) => Ok(Some(journal::Journal::open_to_read(&path)?)),
            Err(error) if is_missing(&error) => Ok(None),
            Err(source) => Err(OutOfReach { path, source }.into()),
        }
    }
}

/// The system does not tell whether there is a journal.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the journal {}: {source}", path.display())]
struct OutOfReach {
    path: PathBuf,
    source: std::io::Error,
}
