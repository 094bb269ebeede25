//! The threads that answer questions: the newest one only.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender};

use super::message::Msg;
use super::question::{Question, WeeksQuestion};
use super::thread_priority;
use crate::query::Views;

/// Starts the thread. It ends when the sender of questions is gone; `newest` is
/// the number of the last question that was put.
pub(crate) fn spawn(questions: Receiver<Question>, newest: Arc<AtomicU64>, answers: Sender<Msg>) {
    thread_priority::spawn(move || {
        let mut memory = Memory::default();
        while let Ok(mut question) = questions.recv() {
            // Whoever types fast asks more than can be answered: only the last counts.
            while let Ok(newer) = questions.try_recv() {
                question = newer;
            }
            let generation = question.generation;
            let superseded = || newest.load(Ordering::Relaxed) > generation;
            let Some(views) = memory.answer(question, &superseded) else { continue };
            if answers.send(Msg::Answer { generation, views }).is_err() {
                return;
            }
        }
    });
}

/// Starts the thread that counts weeks: the newest question only, and beside the
/// one that answers queries, which never waits for it.
pub(crate) fn spawn_weeks(questions: Receiver<WeeksQuestion>, answers: Sender<Msg>) {
    thread_priority::spawn(move || {
        while let Ok(question) = questions.recv() {
            let newest = questions.try_iter().last().unwrap_or(question);
            let weeks = Arc::new(newest.answer());
            if answers.send(Msg::Weeks { of: newest.of, weeks }).is_err() {
                return;
            }
        }
    });
}

/// The answers from which the next may be made.
#[derive(Default)]
struct Memory {
    last: Arc<Views>,
    /// The last answer about everything: the most costly, and asked for again
    /// and again.
    everything: Arc<Views>,
}

impl Memory {
    fn answer(&mut self, question: Question, superseded: &dyn Fn() -> bool) -> Option<Arc<Views>> {
        for known in [&mut self.last, &mut self.everything] {
            // What was known of another store is of no use any more.
            if !known.store.same_rows(&question.store) {
                *known = Arc::default();
            }
        }
        let views = if question.has_answer(&self.everything) && question.query.is_all() {
            self.everything.clone()
        } else {
            let earlier = [&*self.last, &*self.everything];
            Arc::new(question.answer_unless(superseded, &earlier)?)
        };
        if views.query.is_all() {
            self.everything = views.clone();
        }
        self.last = views.clone();
        Some(views)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Builder;
    use crate::query::Query;
    use crate::query::fold::Fold;

    #[test]
    fn everything_is_worked_out_once_for_a_store() {
        let store = Arc::new(Builder::new().snapshot());
        let question = |text: &str| Question {
            generation: 1,
            store: store.clone(),
            query: text.parse::<Query>().unwrap(),
            fold: Fold::default(),
            decisions: Arc::default(),
        };
        let mut memory = Memory::default();
        let all = memory.answer(question(""), &|| false).unwrap();
        let pair = memory.answer(question("pair:IRN-RUS"), &|| false).unwrap();
        assert!(Arc::ptr_eq(&all.pairs, &pair.pairs), "the pairs beside the pair are those of everything");
        assert!(memory.answer(question("type:190"), &|| true).is_none(), "superseded");
        let again = memory.answer(question(""), &|| true).unwrap();
        assert!(Arc::ptr_eq(&all, &again));
        let other = Question { store: Arc::new(Builder::new().snapshot()), ..question("") };
        assert!(!Arc::ptr_eq(&all, &memory.answer(other, &|| false).unwrap()));
    }
}
