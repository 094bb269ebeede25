//! What is asked about everything loaded, and how it is answered.

use std::sync::Arc;

use crate::journal::Decisions;
use crate::model::Store;
use crate::query::change::WeeksOf;
use crate::query::fold::Fold;
use crate::query::summary::weeks::Weeks;
use crate::query::views::Asked;
use crate::query::{Query, Views};

/// A question with its number.
#[derive(Debug, Clone)]
pub struct Question {
    /// Counts up; answers to older ones are dropped by the state.
    pub(crate) generation: u64,
    /// What to ask.
    pub(crate) store: Arc<Store>,
    /// What is asked.
    pub(crate) query: Query,
    /// What is folded away.
    pub(crate) fold: Fold,
    /// What is decided.
    pub(crate) decisions: Arc<Decisions>,
}

impl Question {
    pub(crate) fn answer(self) -> Views {
        self.answer_unless(&|| false, &[]).unwrap_or_default()
    }

    /// The answer, unless it is superseded meanwhile; it takes over what it has
    /// in common with earlier ones.
    pub(crate) fn answer_unless(self, superseded: &dyn Fn() -> bool, earlier: &[&Views]) -> Option<Views> {
        let Question { store, query, fold, decisions, .. } = self;
        let of_claim = {
            let (store, decisions) = (store.clone(), decisions.clone());
            move |id| decisions.of_claim(&store, id)
        };
        let of_event = |event: crate::model::EventView<'_>| decisions.of(&event);
        let (decision, claim_decision) = (&of_event, &of_claim);
        Views::unless(superseded, Asked { store, query, fold, decision, claim_decision, earlier })
    }

    /// Whether an answer is one to this question.
    pub(super) fn has_answer(&self, views: &Views) -> bool {
        Arc::ptr_eq(&views.store, &self.store) && views.query == self.query && views.fold == self.fold
    }
}

/// A question for the weeks of the pairs of an answer.
#[derive(Debug, Clone)]
pub struct WeeksQuestion {
    /// Which weeks.
    pub(crate) of: WeeksOf,
    /// The answer.
    pub(crate) views: Arc<Views>,
    /// What is decided.
    pub(crate) decisions: Arc<Decisions>,
}

impl WeeksQuestion {
    /// Counts them.
    pub(crate) fn answer(&self) -> Weeks {
        self.of.count(&self.views, &|event| self.decisions.of(&event))
    }
}
