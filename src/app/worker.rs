//! The thread that answers queries: the newest question only.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::thread;

use super::message::Msg;
use crate::journal::Verdicts;
use crate::model::Store;
use crate::query::fold::Fold;
use crate::query::{Query, Views};

/// A question with its number.
pub struct Question {
    /// Counts up; answers to older ones are dropped by the state.
    pub generation: u64,
    /// What to ask.
    pub store: Arc<Store>,
    /// What is asked.
    pub query: Query,
    /// What is folded away.
    pub fold: Fold,
    /// What is decided.
    pub verdicts: Arc<Verdicts>,
}

impl Question {
    /// The answer; it takes over what it has in common with an earlier one.
    pub fn answer(self, before: &Views) -> Views {
        let Question { store, query, fold, verdicts, .. } = self;
        let of_claim = |id| verdicts.of_claim(&store, id);
        Views::judged(before, store.clone(), query, fold, &|event| verdicts.of(&event), &of_claim)
    }
}

/// Starts the thread. It ends when the sender of questions is gone.
pub fn spawn(questions: Receiver<Question>, answers: Sender<Msg>) {
    thread::spawn(move || {
        let mut last = Arc::new(Views::default());
        while let Ok(mut question) = questions.recv() {
            // Whoever types fast asks more than can be answered: only the last counts.
            while let Ok(newer) = questions.try_recv() {
                question = newer;
            }
            let generation = question.generation;
            let views = Arc::new(question.answer(&last));
            last = views.clone();
            if answers.send(Msg::Answer { generation, views }).is_err() {
                return;
            }
        }
    });
}
