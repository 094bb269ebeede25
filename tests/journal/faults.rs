//! Faults: work goes on, what cannot be written is held, nothing is overwritten.

use chrono::Utc;
use detente::journal::{Access, CoderSession, Journal, JournalError, Saving, batch, exchange, log, schema};
use detente::model::Decision;

use super::review_snapshot::{Hand, held, saved, target};

#[test]
fn a_full_disk_holds_decisions_until_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    saved(session.decide(&[target(0)], Decision::Accepted));
    session.journal().unwrap().limit_pages(1).unwrap();
    let mut n = 1;
    while matches!(session.decide(&[target(n)], Decision::Rejected), Saving::Saved(_)) {
        n += 1;
        assert!(n < 1000, "the disk never filled");
    }
    assert!(session.trouble().unwrap().reason.contains("full"), "{:?}", session.trouble());
    let on_disk = session.journal().unwrap().len().unwrap();
    held(session.decide(&[target(n + 1)], Decision::Accepted));
    held(session.undo());
    assert_eq!(session.unsaved(), 3);
    assert!(session.unsaved_keys().contains(target(n).key.as_str()));
    assert_eq!(session.review().decision("ann", &target(n).key), Decision::Rejected, "it holds meanwhile");
    assert_eq!(session.journal().unwrap().len().unwrap(), on_disk);
    session.journal().unwrap().limit_pages(10_000).unwrap();
    saved(session.decide(&[target(n + 2)], Decision::Accepted));
    assert_eq!((session.unsaved(), session.trouble()), (0, None));
    let again = CoderSession::open(folder.path(), "ann");
    assert_eq!(again.review(), session.review());
    assert_eq!(again.review().decision("ann", &target(n).key), Decision::Rejected);
    assert_eq!(again.review().decision("ann", &target(n + 1).key), Decision::Open, "it was undone");
    exchange::verify(again.journal().unwrap()).unwrap();
}

#[test]
fn a_locked_journal_holds_decisions_and_they_come_after_what_the_other_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let mut ann = CoderSession::open(folder.path(), "ann");
    let mut bo = CoderSession::open(folder.path(), "bo");
    saved(ann.decide(&[target(0)], Decision::Accepted));
    let other = rusqlite::Connection::open(folder.path().join(log::FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(held(ann.decide(&[target(1)], Decision::Rejected)).contains("another program"));
    other.execute_batch("ROLLBACK").unwrap();
    saved(bo.decide(&[target(1)], Decision::Accepted));
    assert_eq!(ann.retry(), 0);
    assert_eq!(ann.trouble(), None);
    assert!(ann.review().standing(&target(1).key).disputed);
    bo.poll().unwrap();
    assert_eq!(ann.review(), bo.review());
    exchange::verify(bo.journal().unwrap()).unwrap();
}

#[test]
fn what_is_held_can_be_written_to_a_file_that_import_takes() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    saved(session.decide(&[target(0)], Decision::Accepted));
    saved(session.decide(&[target(1)], Decision::Rejected));
    let other = rusqlite::Connection::open(folder.path().join(log::FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut nothing = Vec::new();
    assert_eq!(session.rescue(&mut nothing).unwrap(), 0, "nothing is held yet");
    held(session.decide(&[target(0), target(2)], Decision::Rejected));
    held(session.comment(&target(2), "a remark"));
    held(session.undo());
    held(session.redo());
    let mut file = Vec::new();
    assert!(session.rescue(&mut file).unwrap() >= 5);
    let wanted = session.review().clone();
    drop(session);
    other.execute_batch("ROLLBACK").unwrap();
    // Into the journal that it was meant for, which knows nothing of it.
    let mut again = CoderSession::open(folder.path(), "ann");
    assert_eq!(again.review().decision("ann", &target(2).key), Decision::Open);
    let (journal, review) = again.journal_mut().unwrap();
    let taken = exchange::import(journal, review, &mut file.as_slice(), false, Utc::now()).unwrap().taken;
    assert!(taken >= 5);
    assert!(again.review().same_values(&wanted));
    assert_eq!(again.review().turns("ann"), wanted.turns("ann"), "it can be undone like anything else");
    saved(again.undo());
    assert_eq!(again.review().notes(&target(2).key).count(), 0);
    exchange::verify(again.journal().unwrap()).unwrap();
    let (journal, review) = again.journal_mut().unwrap();
    assert_eq!(
        exchange::import(journal, review, &mut file.as_slice(), false, Utc::now()).unwrap().taken,
        0,
        "once is enough"
    );
}

#[test]
fn a_journal_of_a_newer_version_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    drop(CoderSession::open(folder.path(), "ann"));
    let path = folder.path().join(log::FILE);
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", schema::VERSION + 7).unwrap();
    raw.close().unwrap();
    let before = std::fs::read(&path).unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    assert!(session.trouble().unwrap().reason.contains("version"), "{:?}", session.trouble());
    held(session.decide(&[target(0)], Decision::Accepted));
    held(session.decide(&[target(1)], Decision::Accepted));
    assert_eq!(session.review().decision("ann", &target(0).key), Decision::Accepted);
    assert_eq!(session.unsaved(), 2);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert!(
        matches!(Journal::open(folder.path()), Err(JournalError::Newer { found, .. }) if found == schema::VERSION + 7)
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no log, no index beside it");
}

#[test]
fn what_is_no_journal_is_not_touched() {
    for content in [b"notes of mine, not a journal".to_vec(), vec![0; 4096]] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(log::FILE);
        std::fs::write(&path, &content).unwrap();
        let mut session = CoderSession::open(folder.path(), "ann");
        held(session.decide(&[target(0)], Decision::Accepted));
        assert!(matches!(Journal::open(folder.path()), Err(JournalError::Foreign(_))));
        assert_eq!(std::fs::read(&path).unwrap(), content);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(log::FILE);
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE mine (a)").unwrap();
    assert!(matches!(Journal::open(folder.path()), Err(JournalError::Foreign(_))));
}

#[test]
fn a_folder_that_cannot_be_made_holds_decisions() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let mut session = CoderSession::open(&file.join("workspace"), "ann");
    held(session.decide(&[target(0)], Decision::Accepted));
    std::fs::remove_file(&file).unwrap();
    saved(session.decide(&[target(1)], Decision::Accepted));
    let again = CoderSession::open(&file.join("workspace"), "ann");
    assert_eq!(
        again.review().decision("ann", &target(0).key),
        Decision::Accepted,
        "saved once it could be made"
    );
}

#[test]
fn a_journal_opened_to_read_takes_nothing_and_shows_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    saved(session.decide(&[target(0)], Decision::Accepted));
    let path = folder.path().join(log::FILE);
    let mut reader = Journal::open_to_read(&path).unwrap();
    assert_eq!(reader.access(), Access::ReadOnly);
    let mut review = detente::journal::Review::replay(reader.after(0).unwrap());
    assert_eq!(&review, session.review());
    let batch = batch::Batch {
        name: "x-1".into(),
        author: session.author().clone(),
        act: batch::Act::Undo(String::new()),
    };
    let refused = reader.append(&mut review, &batch, chrono::DateTime::UNIX_EPOCH).unwrap_err();
    assert!(matches!(refused, JournalError::ReadOnly(_)), "{refused}");
}

#[cfg(unix)]
#[test]
fn a_workspace_that_may_only_be_read_holds_decisions() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("workspace");
    saved(CoderSession::open(&workspace, "ann").decide(&[target(0)], Decision::Accepted));
    let set = |mode| {
        let of = |path: &std::path::Path, mode| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        of(&workspace.join(log::FILE), mode & 0o666);
        of(&workspace, mode);
    };
    set(0o555);
    // The superuser may write where nobody may.
    if std::fs::write(workspace.join("probe"), "").is_ok() {
        set(0o755);
        return;
    }
    let before = std::fs::read(workspace.join(log::FILE)).unwrap();
    let mut session = CoderSession::open(&workspace, "ann");
    assert_eq!(session.review().decision("ann", &target(0).key), Decision::Accepted, "it is still read");
    held(session.decide(&[target(1)], Decision::Accepted));
    assert_eq!(std::fs::read(workspace.join(log::FILE)).unwrap(), before);
    set(0o755);
    assert_eq!(session.retry(), 0);
    assert_eq!(CoderSession::open(&workspace, "ann").review(), session.review());
}

#[test]
fn a_clock_put_back_does_not_put_entries_back() {
    let folder = tempfile::tempdir().unwrap();
    let hand = Hand::default();
    hand.set(5_000_000);
    let mut session = hand.session(folder.path(), "ann");
    saved(session.decide(&[target(0)], Decision::Accepted));
    hand.set(1_000_000);
    assert!(session.clock_behind().num_seconds() > 3000);
    saved(session.decide(&[target(1)], Decision::Accepted));
    saved(session.undo());
    let times: Vec<_> = session.review().history().iter().map(|e| e.time).collect();
    assert!(times.is_sorted());
    assert_eq!(session.review().decision("ann", &target(1).key), Decision::Open);
    hand.set(9_000_000);
    assert!(session.clock_behind().is_zero());
    saved(session.decide(&[target(2)], Decision::Accepted));
    exchange::verify(session.journal().unwrap()).unwrap();
}

#[test]
fn an_older_journal_is_copied_and_brought_to_todays_form() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(log::FILE);
    // Entries of today in a file of the first version.
    let model = tempfile::tempdir().unwrap();
    saved(CoderSession::open(model.path(), "ann").decide(&[target(0)], Decision::Accepted));
    schema::make_first_version(&path).unwrap();
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute("ATTACH ?1 AS model", [model.path().join(log::FILE).to_string_lossy()]).unwrap();
    raw.execute_batch("INSERT INTO main.entries SELECT * FROM model.entries").unwrap();
    raw.close().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let journal = session.journal().unwrap();
    let backup = journal.backup().unwrap().to_owned();
    assert_eq!(backup.file_name().unwrap(), "journal.v1.backup.db");
    assert_eq!(exchange::verify(journal).unwrap().entries, 1);
    let version: u32 = rusqlite::Connection::open(&backup)
        .unwrap()
        .pragma_query_value(None, "user_version", |r| r.get(0))
        .unwrap();
    assert_eq!(version, 1, "the copy is what was there");
    session.look("IRN-RUS".parse().unwrap(), &[1]).unwrap();
    assert!(CoderSession::open(folder.path(), "ann").journal().unwrap().backup().is_none(), "once is enough");
}
