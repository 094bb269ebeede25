//! One entry that cannot be read hides no other.

use std::path::Path;

use chrono::Utc;
use detente::journal::{CoderSession, Journal, JournalError, Review, exchange, log};
use detente::model::Decision;

use super::review_snapshot::{held, saved, target};

/// A journal of some decisions, in which something is harmed.
fn harmed(folder: &Path, count: usize, harm: &str) {
    let mut session = CoderSession::open(folder, "ann");
    (0..count).for_each(|n| saved(session.decide(&[target(n)], Decision::Accepted)));
    drop(session);
    let raw = rusqlite::Connection::open(folder.join(log::FILE)).unwrap();
    raw.execute_batch("DROP TRIGGER entries_stay; DROP TRIGGER entries_remain;").unwrap();
    raw.execute_batch(harm).unwrap();
    raw.close().unwrap();
}

const HARMS: [(&str, &str); 6] = [
    ("UPDATE entries SET kind = 'whim' WHERE id = 2", "its kind is unknown"),
    ("UPDATE entries SET after = '{' WHERE id = 2", "a value is no JSON"),
    ("UPDATE entries SET time = 'soon' WHERE id = 2", "its time is none"),
    ("UPDATE entries SET anchor = '5' WHERE id = 2", "its anchor cannot be read"),
    ("UPDATE entries SET turn = 'back' WHERE id = 2", "its turn is unknown"),
    ("UPDATE entries SET coder = CAST(x'ff' AS TEXT) WHERE id = 2", "a field is no text"),
];

#[test]
fn the_others_are_there_and_go_on() {
    for (harm, reason) in HARMS {
        let folder = tempfile::tempdir().unwrap();
        harmed(folder.path(), 5, harm);
        let mut session = CoderSession::open(folder.path(), "ann");
        assert_eq!(session.trouble(), None, "{harm}");
        let lines: Vec<String> = session.review().unreadable().iter().map(|u| u.line()).collect();
        assert_eq!(lines, [format!("entry 2 cannot be read: {reason}")]);
        assert_eq!(session.review().history().len(), 4);
        assert_eq!(session.review().decision("ann", &target(4).key), Decision::Accepted);
        // What is written now follows the last one.
        saved(session.decide(&[target(5)], Decision::Rejected));
        saved(session.undo());
        let examination = exchange::examine(session.journal().unwrap()).unwrap();
        assert_eq!(examination.verified.entries, 6);
        assert_eq!(examination.faults.len(), 1, "{:?}", examination.faults);
        assert!(examination.faults[0].starts_with("entry 2 ") && examination.faults[0].contains(reason));
        let error = exchange::verify(session.journal().unwrap()).unwrap_err();
        assert!(matches!(error, JournalError::Broken { entry: 2, .. }), "{error}");
    }
}

#[test]
fn it_may_be_the_last_one() {
    let folder = tempfile::tempdir().unwrap();
    harmed(folder.path(), 3, "UPDATE entries SET kind = 'whim' WHERE id = 3");
    let mut session = CoderSession::open(folder.path(), "ann");
    saved(session.decide(&[target(5)], Decision::Rejected));
    assert_eq!(session.review().history().last().unwrap().id, 4);
    let again = CoderSession::open(folder.path(), "bo");
    assert_eq!(again.review(), session.review());
    assert_eq!(exchange::examine(again.journal().unwrap()).unwrap().faults.len(), 1);
}

#[test]
fn an_export_leaves_it_out_and_is_imported() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    harmed(folder.path(), 5, "UPDATE entries SET kind = 'whim' WHERE id = 2");
    let journal = Journal::open_to_read(&folder.path().join(log::FILE)).unwrap();
    let mut text = Vec::new();
    let exported = exchange::export(&journal, &mut text, false).unwrap();
    assert_eq!((exported.entries, exported.faults.len(), exported.holds), (4, 1, true));
    let mut session = CoderSession::open(other.path(), "ann");
    let (journal, review) = session.journal_mut().unwrap();
    let imported = exchange::import(journal, review, &mut text.as_slice(), false, Utc::now()).unwrap();
    assert_eq!((imported.taken, imported.refused), (4, vec![]));
    assert_eq!(session.review().decision("ann", &target(4).key), Decision::Accepted);
    exchange::verify(session.journal().unwrap()).unwrap();
}

#[test]
fn a_changed_entry_is_taken_along_only_if_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    harmed(folder.path(), 5, "UPDATE entries SET after = '\"rejected\"' WHERE id = 2");
    let journal = Journal::open_to_read(&folder.path().join(log::FILE)).unwrap();
    for salvage in [false, true] {
        let other = tempfile::tempdir().unwrap();
        let mut text = Vec::new();
        let exported = exchange::export(&journal, &mut text, salvage).unwrap();
        assert_eq!((exported.entries, exported.faults.len(), exported.holds), (5, 1, salvage));
        let mut session = CoderSession::open(other.path(), "ann");
        let (journal, review) = session.journal_mut().unwrap();
        let imported = exchange::import(journal, review, &mut text.as_slice(), false, Utc::now());
        assert_eq!(imported.map(|i| i.taken).ok(), salvage.then_some(5));
    }
}

#[test]
fn a_damaged_page_hides_only_what_is_on_it() {
    let folder = tempfile::tempdir().unwrap();
    harmed(folder.path(), 200, "PRAGMA wal_checkpoint(TRUNCATE)");
    let file = folder.path().join(log::FILE);
    let raw = rusqlite::Connection::open(&file).unwrap();
    let find = "SELECT pageno FROM dbstat WHERE name = 'entries' AND pagetype = 'leaf' ORDER BY path LIMIT 1 OFFSET 3";
    let page: usize = match raw.query_row(find, [], |r| r.get::<_, i64>(0)) {
        Ok(page) => page as usize,
        // Without that table of SQLite, a page is found by what is in it.
        Err(_) => {
            let bytes = std::fs::read(&file).unwrap();
            let wanted = target(40).key.into_bytes();
            let at = bytes.chunks(4096).position(|page| {
                page[0] == 13 && page.windows(wanted.len()).any(|part| part == wanted.as_slice())
            });
            at.unwrap() + 1
        }
    };
    raw.close().unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[(page - 1) * 4096..page * 4096].fill(0xaa);
    std::fs::write(&file, &bytes).unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let gone = session.review().unreadable().len();
    assert!((1..40).contains(&gone), "{gone}");
    assert_eq!(session.review().history().len(), 200 - gone);
    assert_eq!(session.review().decision("ann", &target(199).key), Decision::Accepted);
    // A damaged file is not written to any more.
    let why = held(session.decide(&[target(300)], Decision::Rejected));
    assert!(why.contains("damaged"), "{why}");
    assert!(session.trouble().unwrap().advice.contains("--salvage"));
    let journal = Journal::open_to_read(&file).unwrap();
    let mut text = Vec::new();
    let exported = exchange::export(&journal, &mut text, true).unwrap();
    assert_eq!((exported.entries, exported.holds), (200 - gone as u64, true));
    assert!(exported.faults.len() > gone, "{:?}", exported.faults);
    let other = tempfile::tempdir().unwrap();
    let mut new = CoderSession::open(other.path(), "ann");
    let (journal, review) = new.journal_mut().unwrap();
    let imported = exchange::import(journal, review, &mut text.as_slice(), false, Utc::now()).unwrap();
    assert_eq!(imported.taken, 200 - gone);
    let examination = exchange::examine(&Journal::open_to_read(&file).unwrap()).unwrap();
    assert!(examination.faults[0].contains("damaged"), "{:?}", examination.faults);
    assert_eq!(Review::replay(Vec::new()), Review::default());
}
