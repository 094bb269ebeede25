//! Notes, marks, adjudications, the past, and what cannot be saved.

use chrono::Local;
use rustc_hash::FxHashMap;

use super::{JournalWorker, Past, words};
use crate::app::message::Flagged;
use crate::journal::{Adjudication, EntryKind, Review, Target};
use crate::model::Pair;
use crate::ui::pane::Subject;
use crate::ui::review_snapshot::About;
use crate::ui::screen::Notice;

impl JournalWorker {
    pub(super) fn note(&mut self, key: &str, note: &str) -> Option<Notice> {
        let saving = self.session.note(key, note);
        self.refresh(Some(&std::iter::once(key.to_owned()).collect()));
        let did = if note.is_empty() { "no note any more on" } else { "noted on" };
        let about = words::subject(self.session.review(), key);
        words::notice(&saving, &format!("{did} {about}"))
    }

    pub(super) fn flag(&mut self, flagged: &Flagged) -> Option<Notice> {
        let coder = self.session.coder().to_owned();
        match flagged {
            Flagged::Thing(thing) => {
                let target = self.target(*thing)?;
                let on = !self.session.review().is_marked(&coder, &target.key);
                let did = if on { "marked" } else { "unmarked" };
                self.on(&[*thing], did, |session, targets| session.mark(targets, on))
            }
            Flagged::Key(key) => {
                let on = !self.session.review().is_marked(&coder, key);
                let saving = self.session.mark_key(key, on);
                self.refresh(Some(&std::iter::once(key.clone()).collect()));
                let about = words::subject(self.session.review(), key);
                words::notice(&saving, &format!("{} {about}", if on { "marked" } else { "unmarked" }))
            }
        }
    }

    /// What is written down about articles.
    pub(super) fn about_articles(&mut self) {
        let coder = self.session.coder().to_owned();
        let review = self.review();
        let wanted: FxHashMap<&str, &str> = keys_with(review, "article:")
            .filter_map(|key| Some((key.strip_prefix("article:")?, key)))
            .collect();
        let mut found = Vec::new();
        if !wanted.is_empty() {
            for (article, record) in self.store.articles() {
                let id = if record.id().is_empty() { record.url() } else { record.id() };
                if let Some(key) = wanted.get(id) {
                    let about = words::about(review, &coder, key, false, &[]).map(std::sync::Arc::new);
                    found.push((Subject::Article(article), about));
                }
            }
        }
        let all = std::sync::Arc::make_mut(&mut self.snapshot.about);
        all.retain(|subject, _| !matches!(subject, Subject::Article(_)));
        all.extend(found.into_iter().filter_map(|(subject, about)| Some((subject, about?))));
    }

    pub(super) fn rule(&mut self, key: &str, adjudication: Option<&Adjudication>) -> Option<Notice> {
        let saving = self.session.rule(key, adjudication, "");
        self.refresh(Some(&std::iter::once(key.to_owned()).collect()));
        let words = match adjudication {
            Some(adjudication) => format!("ruled: {}", adjudication.decision),
            None => "no ruling any more".to_owned(),
        };
        words::notice(&saving, &words)
    }

    pub(super) fn attach(&mut self, key: &str, to: Subject) -> Option<Notice> {
        let Some(target): Option<Target> = self.target(to) else {
            return Some(Notice::failure("no event or claim is in view"));
        };
        let saving = self.session.attach(key, &target);
        self.find();
        let what = words::thing(self.reviewer.store(), to);
        words::notice(&saving, &format!("given to {what}"))
    }

    pub(super) fn drop_key(&mut self, key: &str) -> Option<Notice> {
        let saving = self.session.drop_key(key);
        self.find();
        words::notice(&saving, "dropped; u brings it back")
    }

    /// The review that is shown: of a moment that is over, or as it is.
    pub(super) fn review(&self) -> &Review {
        match &self.past {
            Some(past) => &past.review,
            None => self.session.review(),
        }
    }

    pub(super) fn replay(&mut self, entry: Option<u64>) {
        self.past = entry.and_then(|id| {
            let review = self.session.review().at_entry(id);
            let last = review.history().last()?;
            let time = last.time.with_timezone(&Local).format("%Y-%m-%d %H:%M:%S");
            let all = self.session.review().history().len();
            let words = format!("{time}, after {} of {all} entries", review.history().len());
            Some(Past { words, review })
        });
        self.refresh(None);
    }
}

fn keys_with<'a>(review: &'a Review, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    [EntryKind::Note, EntryKind::Flag]
        .into_iter()
        .flat_map(move |kind| review.all_of(kind).map(|(key, _, _)| key))
        .filter(move |key| key.starts_with(prefix))
}

/// What is written down about pairs.
pub(super) fn pairs(review: &Review, coder: &str) -> FxHashMap<u32, About> {
    keys_with(review, "pair:")
        .filter_map(|key| {
            let pair: Pair = key.strip_prefix("pair:")?.parse().ok()?;
            Some((pair.key(), words::about(review, coder, key, false, &[])?))
        })
        .collect()
}

/// How many events and claims coders differ on without an adjudication.
pub(super) fn disputed(review: &Review) -> usize {
    if !review.has_several_coders() {
        return 0;
    }
    crate::journal::agreement::disputed(review)
}
