//! What cannot be saved, what happened to the journal from outside, and the end:
//! nothing that was decided is lost, and what is told of it is true.

use std::path::PathBuf;

use chrono::TimeDelta;

use super::JournalWorker;
use crate::journal::entry::time_text;
use crate::journal::{NotRescued, Rescued, Rescuer, rescue};
use crate::ui::screen::Notice;
use crate::ui::text::plural;

/// How far the clock may stand behind the journal's last entry before it is told.
const MOST_BEHIND: TimeDelta = TimeDelta::minutes(10);

/// How the journal was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parting {
    /// What happened to the journal from outside at the end.
    pub(crate) news: Vec<String>,
    /// The file with what is not in the journal, if there is anything; or that
    /// it could not be written.
    pub(crate) unsaved: Result<Option<Rescued>, NotRescued>,
}

impl Default for Parting {
    fn default() -> Parting {
        Parting { news: Vec::new(), unsaved: Ok(None) }
    }
}

impl Parting {
    /// What a rescuer can do when the thread that keeps the journal is gone.
    pub(crate) fn without_worker(rescuer: &Rescuer) -> Parting {
        Parting { unsaved: rescuer.write(), ..Parting::default() }
    }

    /// All of it, a line each, for standard error.
    pub(crate) fn lines(&self) -> Vec<String> {
        let unsaved = match &self.unsaved {
            Ok(None) => None,
            Ok(Some(rescued)) => Some(rescued.to_string()),
            Err(lost) => Some(lost.to_string()),
        };
        self.news.iter().cloned().chain(unsaved).collect()
    }
}

impl JournalWorker {
    pub(super) fn retry(&mut self) -> Option<Notice> {
        let held = self.session.unsaved_decisions();
        self.session.retry();
        let left = self.session.unsaved_decisions();
        self.refresh(None);
        match (held, left) {
            (_, 0) => Some(Notice::of(format!("{held} held back until now: saved"))),
            _ => {
                let why = self.snapshot.trouble.clone().unwrap_or_default();
                Some(Notice::failure(format!("{left} still not saved: {why}")))
            }
        }
    }

    /// Writes what is held to a file of its own.
    pub(super) fn rescue(&mut self) -> (Option<Notice>, bool) {
        match self.session.rescuer().write() {
            Ok(Some(rescued)) => {
                let (are, them) = match rescued.entries {
                    1 => ("1 entry is".to_owned(), "it"),
                    count => (format!("{count} entries are"), "them"),
                };
                let command = rescue::import_command(rescued.workspace.as_deref(), &rescued.path);
                let words = format!("{are} in {}: `{command}` takes {them}", rescued.path.display());
                self.rescued = Some(rescued);
                (Some(Notice::of(words)), true)
            }
            Ok(None) => (Some(Notice::of("all is saved")), true),
            Err(lost) => (Some(Notice::failure(format!("not saved either: {}", lost.why))), false),
        }
    }

    /// At the end. What is not saved is written to a file first, at once; then
    /// the journal is tried once more, and the file goes if that takes all.
    pub(super) fn leave(&mut self) -> Parting {
        self.session.look_at_place();
        let rescuer = self.session.rescuer().clone();
        let first = rescuer.write();
        let mut unsaved = first.clone();
        let is_asked_for = matches!(&first, Ok(Some(file)) if self.rescued.as_ref() == Some(file));
        if !matches!(first, Ok(None)) && !is_asked_for {
            self.session.retry();
            unsaved = rescuer.write();
        }
        Parting { news: self.session.news(), unsaved }
    }

    /// What happened to the journal from outside, before what was done itself.
    pub(super) fn news_before(&mut self, notice: Option<Notice>) -> Option<Notice> {
        let mut news = self.session.news();
        if news.is_empty() {
            return notice;
        }
        self.find();
        news.extend(notice.map(|notice| notice.text));
        Some(Notice::failure(news.join(" · ")))
    }

    /// What is to be known of a journal that was just opened.
    pub(super) fn words_on_opening(&mut self) -> Vec<String> {
        let mut words = self.session.news();
        let review = self.session.review();
        match review.unreadable() {
            [] => {}
            [one] => words.push(format!("{}; it is left out", one.line())),
            [first, ..] => words.push(format!(
                "{} entries of the journal cannot be read and are left out, the first: {}",
                review.unreadable().len(),
                first.line()
            )),
        }
        let behind = self.session.clock_behind();
        if let Some(last) = review.history().last().filter(|_| behind > MOST_BEHIND) {
            words.push(format!(
                "the clock stands {} behind the journal's last entry: what is decided carries that one's time, {}",
                span(behind),
                time_text(last.time)
            ));
        }
        words.extend(self.left_behind().into_iter().map(|path| {
            let command = rescue::import_command(Some(self.session.folder()), &path);
            format!("{} holds what could not be saved: `{command}` takes it", path.display())
        }));
        words
    }

    /// Files beside the journal with something that is not in it.
    fn left_behind(&self) -> Vec<PathBuf> {
        rescue::left_behind(self.session.folder(), self.session.review())
    }

    /// What is wrong with the journal although it can be used, a line each.
    pub(super) fn note_unreadable(&mut self) {
        self.snapshot.unreadable = self.session.review().unreadable().iter().map(|u| u.line()).collect();
    }
}

fn span(time: TimeDelta) -> String {
    let (count, unit) = match (time.num_days(), time.num_hours()) {
        (days, _) if days > 0 => (days, "day"),
        (_, hours) if hours > 0 => (hours, "hour"),
        _ => (time.num_minutes(), "minute"),
    };
    format!("{count} {}", plural(count as u64, unit))
}
