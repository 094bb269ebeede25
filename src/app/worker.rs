//! The thread that answers queries: the newest question only.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::thread;

use super::message::Msg;
use crate::model::Store;
use crate::query::eval::told_by_files;
use crate::query::{Query, Views};

/// A question with its number.
pub struct Question {
    /// Counts up; answers to older ones are dropped by the state.
    pub generation: u64,
    /// What to ask.
    pub store: Arc<Store>,
    /// What is asked.
    pub query: Query,
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
            let Question { generation, store, query } = question;
            let views = Arc::new(Views::after(&last, store, query, &told_by_files));
            last = views.clone();
            if answers.send(Msg::Answer { generation, views }).is_err() {
                return;
            }
        }
    });
}
