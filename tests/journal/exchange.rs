//! Export, import and verify.

use chrono::Utc;
use detente::journal::{CoderSession, Journal, JournalError, Review, exchange, log};
use detente::model::Decision;

use super::review_snapshot::{saved, target};

fn export(session: &CoderSession) -> String {
    let mut out = Vec::new();
    exchange::export(session.journal().unwrap(), &mut out, false).unwrap();
    String::from_utf8(out).unwrap()
}

fn taken(journal: &mut Journal, review: &mut Review, text: &str) -> usize {
    let imported = exchange::import(journal, review, &mut text.as_bytes(), false, Utc::now()).unwrap();
    assert_eq!(imported.refused, []);
    imported.taken
}

fn sitting(folder: &std::path::Path, coder: &str, from: usize) -> CoderSession {
    let mut session = CoderSession::open(folder, coder);
    for n in from..from + 3 {
        saved(session.decide(&[target(n)], Decision::Accepted));
    }
    saved(session.comment(&target(from), "with \"quotes\",\nlines and \u{202e}marks"));
    saved(session.undo());
    session
}

#[test]
fn what_is_exported_comes_in_again_and_says_the_same() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let from = sitting(here.path(), "ann", 0);
    let text = export(&from);
    assert_eq!(text.lines().count(), 1 + from.review().history().len());
    let mut to = CoderSession::open(there.path(), "ann");
    let (journal, review) = to.journal_mut().unwrap();
    assert_eq!(taken(journal, review, &text), 5);
    assert_eq!(taken(journal, review, &text), 0, "twice is once");
    assert_eq!(export(&to), text, "an empty journal takes over even the hashes");
    assert_eq!(to.review(), from.review());
    saved(to.redo());
}

#[test]
fn two_journals_become_one() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut ann = sitting(here.path(), "ann", 0);
    let bo = sitting(there.path(), "bo", 1);
    let text = export(&bo);
    let (journal, review) = ann.journal_mut().unwrap();
    assert_eq!(taken(journal, review, &text), 5);
    assert_eq!(exchange::verify(journal).unwrap().entries, 10);
    assert_eq!(*review, Review::replay(journal.after(0).unwrap()));
    assert_eq!(review.standing(&target(1).key).by, ["ann", "bo"]);
    saved(ann.undo());
    assert_eq!(ann.review().decision("ann", &target(2).key), Decision::Open);
    assert_eq!(ann.review().decision("bo", &target(2).key), Decision::Accepted);
}

#[test]
fn a_changed_export_is_refused_and_nothing_imported() {
    let folder = tempfile::tempdir().unwrap();
    let text = export(&sitting(folder.path(), "ann", 0));
    let lines: Vec<&str> = text.lines().collect();
    let changed = text.replacen("accepted", "rejected", 1);
    let shorter = [&lines[..2], &lines[3..]].concat().join("\n");
    let swapped = [&lines[..2], &[lines[3], lines[2]], &lines[4..]].concat().join("\n");
    let there = tempfile::tempdir().unwrap();
    let mut to = CoderSession::open(there.path(), "ann");
    for bad in
        [changed.as_str(), &shorter, &swapped, "", "{}", "{\"type\":\"article\"}\n", &lines[1..].join("\n")]
    {
        let (journal, review) = to.journal_mut().unwrap();
        let error = exchange::import(journal, review, &mut bad.as_bytes(), false, Utc::now()).unwrap_err();
        assert!(matches!(error, JournalError::Broken { .. } | JournalError::Line { .. }), "{error}");
        assert!(journal.is_empty().unwrap());
    }
}

#[test]
fn verify_finds_what_was_changed_behind_its_back() {
    for (harm, entry) in [
        ("UPDATE entries SET after = '\"rejected\"' WHERE id = 2", 2),
        ("UPDATE entries SET coder = 'eve' WHERE id = 3", 3),
        ("UPDATE entries SET time = '2001-01-01T00:00:00.000Z' WHERE id = 2", 2),
        ("UPDATE entries SET before = '\"skipped\"' WHERE id = 1", 1),
        ("DELETE FROM entries WHERE id = 2", 3),
        ("UPDATE entries SET kind = 'whim' WHERE id = 4", 4),
    ] {
        let folder = tempfile::tempdir().unwrap();
        drop(sitting(folder.path(), "ann", 0));
        let path = folder.path().join(log::FILE);
        let raw = rusqlite::Connection::open(&path).unwrap();
        assert!(raw.execute_batch(harm).is_err(), "the journal is append-only");
        raw.execute_batch("DROP TRIGGER entries_stay; DROP TRIGGER entries_remain;").unwrap();
        raw.execute_batch(harm).unwrap();
        let found = exchange::verify(&Journal::open_to_read(&path).unwrap()).unwrap_err();
        assert!(matches!(found, JournalError::Broken { entry: e, .. } if e == entry), "{harm}: {found}");
    }
}
