//! What the analyst does to events and claims, and how it is told.

use rustc_hash::FxHashSet;

use super::{JournalWorker, words};
use crate::journal::{Correction, Draft, Entry, SavedView, Saving, SideRef, Target};
use crate::model::Decision;
use crate::query::Query;
use crate::ui::pane::Subject;
use crate::ui::screen::Notice;
use crate::ui::text::plural;

impl JournalWorker {
    pub(super) fn decide(&mut self, things: &[Subject], decision: Decision) -> Option<Notice> {
        let words = if decision == Decision::Open { "open again:" } else { decision.name() };
        self.on(things, words, |session, targets| session.decide(targets, decision))
    }

    pub(super) fn comment(&mut self, thing: Subject, words: &str) -> Option<Notice> {
        let did = if words.is_empty() { "no comment any more on" } else { "commented on" };
        self.on(&[thing], did, |session, targets| match targets.first() {
            Some(target) => session.comment(target, words),
            None => Saving::Nothing,
        })
    }

    pub(super) fn correct(&mut self, thing: Subject, correction: &Correction) -> Option<Notice> {
        let did = if correction.is_empty() { "as coded again:" } else { "corrected" };
        self.on(&[thing], did, |session, targets| match targets.first() {
            Some(target) => session.correct(target, correction),
            None => Saving::Nothing,
        })
    }

    pub(super) fn merge(&mut self, things: &[Subject], into: Subject) -> Option<Notice> {
        let Some(main) = self.target(into) else {
            return Some(Notice::failure("there is nothing here to merge into"));
        };
        self.add(&[into], std::slice::from_ref(&main));
        let known: Vec<(Subject, Target)> =
            things.iter().filter_map(|&thing| Some((thing, self.target(thing)?))).collect();
        let (things, mut targets): (Vec<Subject>, Vec<Target>) = known.into_iter().unzip();
        self.add(&things, &targets);
        targets.retain(|target| target.key != main.key);
        targets.sort_by(|a, b| a.key.cmp(&b.key));
        targets.dedup_by(|a, b| a.key == b.key);
        if targets.is_empty() {
            return Some(Notice::failure("these are one event already"));
        }
        let saving = self.session.merge_all(&targets, Some(&main));
        let mut keys: FxHashSet<String> = targets.iter().map(|t| t.key.clone()).collect();
        keys.insert(main.key.clone());
        self.refresh(Some(&keys));
        let (count, store) = (targets.len() as u64, self.reviewer.store());
        let what = format!("{count} {} merged into {}", plural(count, "event"), words::thing(store, into));
        words::notice(&saving, &what)
    }

    /// Makes events of their own again of those that were merged into this one,
    /// or of this one if it was merged.
    pub(super) fn unmerge(&mut self, thing: Subject) -> Option<Notice> {
        let coder = self.session.coder().to_owned();
        let own = self.target(thing)?;
        let review = self.session.review();
        let merged = review.merged_into(&coder, &own.key).is_some();
        let keys: Vec<String> = match self.reviewer.reports().get(&own.key) {
            _ if merged => vec![own.key],
            Some(reports) => reports.clone(),
            None => return Some(Notice::failure("no other event was merged into this one")),
        };
        let targets: Vec<Target> = keys.iter().filter_map(|key| self.known(key)).collect();
        let saving = self.session.merge_all(&targets, None);
        self.refresh(Some(&keys.into_iter().collect()));
        let count = targets.len() as u64;
        let own = if count == 1 { "its" } else { "their" };
        words::notice(&saving, &format!("{count} {} of {own} own again", plural(count, "event")))
    }

    pub(super) fn resolve(&mut self, name: &str, side: Option<&SideRef>) -> Option<Notice> {
        let saving = self.session.resolve(name, side);
        self.refresh(None);
        let words = match side {
            Some(side) if side.name == name => format!("{name:?} belongs to {}", side.country_id().name()),
            Some(side) => format!("{name:?} is {side}"),
            None => format!("{name:?} is not resolved any more"),
        };
        words::notice(&saving, &words)
    }

    pub(super) fn create(&mut self, draft: &Draft, touched: &mut Vec<Subject>) -> Option<Notice> {
        let (key, saving) = self.session.create(draft);
        self.refresh(Some(&std::iter::once(key.clone()).collect()));
        touched.extend(self.things.get(&key).into_iter().flatten());
        let what = touched.first().map_or(String::new(), |&t| words::thing(self.reviewer.store(), t));
        words::notice(&saving, &format!("added {what}"))
    }

    pub(super) fn save_view(&mut self, name: &str, query: Option<&Query>) -> Option<Notice> {
        let view = query.map(|q| SavedView { query: q.to_string(), key: String::new() });
        let saving = self.session.save_view(name, view.as_ref());
        self.refresh(None);
        let words = if query.is_some() { "saved view" } else { "forgot view" };
        words::notice(&saving, &format!("{words} {name:?}"))
    }

    pub(super) fn turn(&mut self, forth: bool, touched: &mut Vec<Subject>) -> Option<Notice> {
        let coder = self.session.coder().to_owned();
        let review = self.session.review();
        let keys: FxHashSet<String> =
            review.next_turn(&coder, forth).into_iter().map(str::to_owned).collect();
        let saving = if forth { self.session.redo() } else { self.session.undo() };
        // What fits nothing, or did not a moment ago, is looked for anew.
        let review = self.session.review();
        let unknown = |key: &String| !self.things.contains_key(key) && !review.anchors(key).is_empty();
        match keys.iter().any(unknown) {
            true => self.find(),
            false => self.refresh(Some(&keys)),
        }
        touched.extend(keys.iter().filter_map(|k| self.things.get(k)?.first().copied()));
        touched.sort_unstable();
        let word = if forth { "redone" } else { "undone" };
        if matches!(saving, Saving::Nothing) {
            return Some(Notice::of(format!("nothing to be {word}")));
        }
        let review = self.session.review();
        let batch = review.history().last().map(|e| e.batch.clone()).unwrap_or_default();
        let mut written: Vec<&Entry> =
            review.history().iter().rev().take_while(|e| e.batch == batch).map(|e| &**e).collect();
        written.reverse();
        let what = words::batch(review, &written);
        words::notice(&saving, &format!("{word}: {what}"))
    }
}
