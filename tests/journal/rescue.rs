//! The end while something is held: at once, out of memory, whoever has the lock.

use std::time::{Duration, Instant};

use chrono::Utc;
use detente::journal::{CoderSession, Rescuer, Saving, batch, exchange, log, rescue};
use detente::model::Decision;

use super::review_snapshot::{held, saved, target};

#[test]
fn a_decision_that_waits_for_a_lock_is_rescued_while_it_waits() {
    let folder = tempfile::tempdir().unwrap();
    let rescuer = Rescuer::new(vec![folder.path().to_owned()]);
    let mut session = CoderSession::with_rescuer(folder.path(), "ann", rescuer.clone());
    saved(session.decide(&[target(0)], Decision::Accepted));
    assert_eq!(rescuer.write(), Ok(None), "nothing is unsaved");
    let other = rusqlite::Connection::open(folder.path().join(log::FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let worker = std::thread::spawn(move || {
        let saving = session.decide(&[target(1)], Decision::Rejected);
        (saving, session)
    });
    std::thread::sleep(Duration::from_millis(200));
    let began = Instant::now();
    rescuer.hurry();
    let rescued = rescuer.write().unwrap().expect("it is held back right now");
    assert!(began.elapsed() < Duration::from_millis(300), "{:?}", began.elapsed());
    assert_eq!(rescued.entries, 1);
    let (saving, mut session) = worker.join().unwrap();
    assert!(matches!(saving, Saving::Held(_)), "{saving:?}");
    assert!(began.elapsed() < Duration::from_secs(1), "no wait in a hurry: {:?}", began.elapsed());
    let began = Instant::now();
    held(session.decide(&[target(2)], Decision::Rejected));
    assert!(began.elapsed() < Duration::from_millis(300), "{:?}", began.elapsed());
    let rescued = rescuer.write().unwrap().unwrap();
    assert_eq!(rescued.entries, 2);
    assert_eq!(rescue::left_behind(folder.path(), session.review()).len(), 0, "it is all in this session");
    other.execute_batch("ROLLBACK").unwrap();
    drop(session);
    let mut later = CoderSession::open(folder.path(), "ann");
    assert_eq!(rescue::left_behind(folder.path(), later.review()), std::slice::from_ref(&rescued.path));
    let mut input = std::io::BufReader::new(std::fs::File::open(&rescued.path).unwrap());
    let (journal, review) = later.journal_mut().unwrap();
    assert_eq!(exchange::import(journal, review, &mut input, false, Utc::now()).unwrap().taken, 2);
    assert_eq!(later.review().decision("ann", &target(1).key), Decision::Rejected);
    assert!(rescue::left_behind(folder.path(), later.review()).is_empty(), "nothing in it is missing now");
}

#[test]
fn what_was_rescued_is_found_in_another_journal_too() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut session = CoderSession::open(folder.path(), "ann");
    // The journal knows from this what the key means; what is held does not repeat it.
    saved(session.decide(&[target(0)], Decision::Accepted));
    let lock = rusqlite::Connection::open(folder.path().join(log::FILE)).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    held(session.decide(&[target(0)], Decision::Rejected));
    held(session.comment(&target(0), "not so"));
    let mut text = Vec::new();
    assert_eq!(session.rescue(&mut text).unwrap(), 2);
    let mut again = CoderSession::open(other.path(), "ann");
    let (journal, review) = again.journal_mut().unwrap();
    let imported = exchange::import(journal, review, &mut text.as_slice(), false, Utc::now()).unwrap();
    assert_eq!((imported.taken, imported.refused), (2, vec![]));
    assert_eq!(again.review().anchors(&target(0).key), [target(0).anchor]);
    assert_eq!(again.review().decision("ann", &target(0).key), Decision::Rejected);
}

#[test]
fn what_was_held_keeps_the_time_at_which_it_was_decided() {
    let folder = tempfile::tempdir().unwrap();
    let hand = super::review_snapshot::Hand::default();
    hand.set(1_000_000);
    let mut session = hand.session(folder.path(), "ann");
    saved(session.decide(&[target(0)], Decision::Accepted));
    let lock = rusqlite::Connection::open(folder.path().join(log::FILE)).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    hand.set(2_000_000);
    held(session.decide(&[target(1)], Decision::Accepted));
    lock.execute_batch("ROLLBACK").unwrap();
    hand.set(9_000_000);
    assert_eq!(session.retry(), 0);
    let time = session.review().history().last().unwrap().time.timestamp_millis();
    assert!((2_000_000..2_001_000).contains(&time), "{time}");
    exchange::verify(session.journal().unwrap()).unwrap();
}

#[cfg(unix)]
#[test]
fn journal_log_index_backup_and_rescue_are_for_nobody_else() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let rescuer = Rescuer::new(vec![folder.path().to_owned()]);
    let mut session = CoderSession::with_rescuer(folder.path(), "ann", rescuer.clone());
    saved(session.decide(&[target(0)], Decision::Accepted));
    let lock = rusqlite::Connection::open(folder.path().join(log::FILE)).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    held(session.decide(&[target(1)], Decision::Accepted));
    rescuer.write().unwrap().unwrap();
    let mut names = Vec::new();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.file_name());
        names.push(file.file_name().into_string().unwrap());
    }
    assert_eq!(names.len(), 4, "{names:?}");
    // A backup of an older journal as well.
    let older = tempfile::tempdir().unwrap();
    detente::journal::schema::make_first_version(&older.path().join(log::FILE)).unwrap();
    let session = CoderSession::open(older.path(), "ann");
    let backup = session.journal().unwrap().backup().unwrap().to_owned();
    assert_eq!(std::fs::metadata(backup).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn an_act_is_undone_that_its_coder_saw_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    // One coder at two screens.
    let mut here = CoderSession::open(folder.path(), "ann");
    let mut there = CoderSession::open(folder.path(), "ann");
    saved(here.decide(&[target(0)], Decision::Accepted));
    there.poll().unwrap();
    saved(there.decide(&[target(1)], Decision::Rejected));
    // Not yet seen here: undo takes back what was done here.
    saved(here.undo());
    assert_eq!(here.review().decision("ann", &target(1).key), Decision::Rejected);
    assert_eq!(here.review().decision("ann", &target(0).key), Decision::Open);
    there.poll().unwrap();
    assert_eq!(there.review(), here.review());
    // What was set otherwise since stays.
    saved(here.decide(&[target(2), target(3)], Decision::Accepted));
    saved(there.decide(&[target(3)], Decision::Skipped));
    saved(here.undo());
    assert_eq!(here.review().decision("ann", &target(2).key), Decision::Open);
    assert_eq!(here.review().decision("ann", &target(3).key), Decision::Skipped);
    exchange::verify(here.journal().unwrap()).unwrap();
}

#[test]
fn a_batch_whose_writing_was_wrongly_reported_as_failed_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    saved(session.decide(&[target(0)], Decision::Accepted));
    let batch = batch::Batch {
        name: "x-1".into(),
        author: session.author().clone(),
        act: batch::Act::Do(vec![detente::journal::Change::new(
            detente::journal::EntryKind::Note,
            "pair:IRN-RUS",
            Some("words".into()),
        )]),
    };
    let mut other = CoderSession::open(folder.path(), "bo");
    let (journal, review) = other.journal_mut().unwrap();
    let first = journal.append(review, &batch, Utc::now()).unwrap();
    let (journal, review) = session.journal_mut().unwrap();
    assert_eq!(journal.append(review, &batch, Utc::now()).unwrap(), first);
    assert_eq!(journal.len().unwrap(), 2);
}
