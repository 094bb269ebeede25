//! The journal's file is deleted, moved, replaced or overwritten while it is
//! open: what was confirmed is there afterwards, or in a file of its own.

use std::path::{Path, PathBuf};

use chrono::Utc;
use detente::journal::{CoderSession, Disturbance, Journal, Rescuer, Review, exchange, log};
use detente::model::Decision;

use super::review_snapshot::{held, saved, target};

/// A session that has decided on the first `count` targets.
fn session(folder: &Path, coder: &str, count: usize) -> CoderSession {
    let mut session = CoderSession::open(folder, coder);
    (0..count).for_each(|n| saved(session.decide(&[target(n)], Decision::Accepted)));
    session
}

/// What stands on the disk, in the eyes of somebody who comes anew; it verifies.
fn on_disk(folder: &Path) -> Review {
    let journal = Journal::open_to_read(&folder.join(log::FILE)).unwrap();
    exchange::verify(&journal).unwrap();
    Review::replay(journal.after(0).unwrap())
}

fn beside(folder: &Path, ending: &str) -> PathBuf {
    folder.join(format!("{}{ending}", log::FILE))
}

fn news(session: &mut CoderSession) -> String {
    session.news().join("; ")
}

#[test]
fn a_deleted_journal_is_made_anew_with_all_that_was_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut ann = session(folder.path(), "ann", 3);
    std::fs::remove_file(folder.path().join(log::FILE)).unwrap();
    saved(ann.decide(&[target(3)], Decision::Rejected));
    assert_eq!(on_disk(folder.path()), *ann.review());
    assert_eq!((ann.review().history().len(), ann.unsaved(), ann.trouble()), (4, 0, None));
    let told = news(&mut ann);
    assert!(told.contains("was deleted or moved") && told.contains("all 3 entries"), "{told}");
    saved(ann.undo());
    saved(ann.undo());
    assert_eq!(on_disk(folder.path()).decision("ann", &target(2).key), Decision::Open);
}

#[test]
fn it_is_noticed_without_a_decision_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut ann = session(folder.path(), "ann", 3);
    assert!(ann.poll().unwrap().is_empty());
    std::fs::remove_file(folder.path().join(log::FILE)).unwrap();
    assert!(ann.poll().unwrap().is_empty(), "nothing that was not known");
    assert_eq!(on_disk(folder.path()), *ann.review());
    assert!(news(&mut ann).contains("made anew"));
    assert!(ann.poll().unwrap().is_empty() && news(&mut ann).is_empty(), "told once");
}

#[test]
fn a_deleted_or_moved_folder_is_made_anew_and_the_moved_one_is_whole() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, elsewhere) = (home.path().join("workspace"), home.path().join("elsewhere"));
    let mut ann = session(&workspace, "ann", 3);
    std::fs::rename(&workspace, &elsewhere).unwrap();
    saved(ann.decide(&[target(3)], Decision::Rejected));
    assert_eq!(on_disk(&workspace), *ann.review());
    assert_eq!(on_disk(&elsewhere).history().len(), 3);
    std::fs::remove_dir_all(&workspace).unwrap();
    saved(ann.decide(&[target(4)], Decision::Rejected));
    assert_eq!(on_disk(&workspace), *ann.review());
    assert_eq!(ann.review().history().len(), 5);
    drop(ann);
    assert_eq!(on_disk(&elsewhere).history().len(), 3, "what was closed later has not touched it");
}

#[test]
fn a_moved_file_is_whole_in_its_new_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut ann = session(folder.path(), "ann", 3);
    let moved = folder.path().join("before.db");
    std::fs::rename(folder.path().join(log::FILE), &moved).unwrap();
    saved(ann.decide(&[target(3)], Decision::Rejected));
    assert_eq!(on_disk(folder.path()), *ann.review());
    drop(ann);
    assert_eq!(Journal::open_to_read(&moved).unwrap().len().unwrap(), 3);
}

/// A copy of the journal as it is now, made whole.
fn back_up(folder: &Path) -> PathBuf {
    let copy = folder.join("backup.db");
    let connection = rusqlite::Connection::open(folder.join(log::FILE)).unwrap();
    connection.execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    copy
}

#[test]
fn a_backup_moved_over_it_gets_what_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let mut ann = session(folder.path(), "ann", 2);
    let backup = back_up(folder.path());
    (2..5).for_each(|n| saved(ann.decide(&[target(n)], Decision::Accepted)));
    std::fs::rename(&backup, folder.path().join(log::FILE)).unwrap();
    saved(ann.decide(&[target(5)], Decision::Rejected));
    assert_eq!(on_disk(folder.path()), *ann.review());
    assert_eq!(ann.review().history().len(), 6);
    let told = news(&mut ann);
    assert!(told.contains("was replaced") && told.contains("3 entries that it lacked"), "{told}");
}

#[test]
fn a_backup_copied_over_it_in_place_gets_what_it_lacks() {
    for decide in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let mut ann = session(folder.path(), "ann", 2);
        let backup = back_up(folder.path());
        (2..300).for_each(|n| saved(ann.decide(&[target(n)], Decision::Accepted)));
        // The same file, with other contents, as `cp` does it.
        std::fs::copy(&backup, folder.path().join(log::FILE)).unwrap();
        if decide {
            saved(ann.decide(&[target(300)], Decision::Rejected));
        } else {
            ann.poll().unwrap();
        }
        assert_eq!(on_disk(folder.path()), *ann.review());
        assert_eq!(ann.review().history().len(), 300 + usize::from(decide));
    }
}

#[test]
fn another_journal_in_its_place_keeps_what_it_has() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut ann = session(folder.path(), "ann", 3);
    let mut bo = CoderSession::open(other.path(), "bo");
    saved(bo.decide(&[target(0), target(7)], Decision::Rejected));
    drop(bo);
    std::fs::rename(other.path().join(log::FILE), folder.path().join(log::FILE)).unwrap();
    let fresh = ann.poll().unwrap();
    assert_eq!(fresh.iter().map(|e| e.coder.as_str()).collect::<Vec<_>>(), ["bo", "bo"]);
    let now = on_disk(folder.path());
    assert_eq!(now, *ann.review());
    assert_eq!((now.history().len(), now.decision("bo", &target(7).key)), (5, Decision::Rejected));
    assert!(now.standing(&target(0).key).disputed);
}

#[test]
fn a_log_or_its_index_taken_away_loses_nothing() {
    for endings in [&["-wal"][..], &["-shm"], &["-wal", "-shm"]] {
        let folder = tempfile::tempdir().unwrap();
        let mut ann = session(folder.path(), "ann", 3);
        for ending in endings {
            std::fs::remove_file(beside(folder.path(), ending)).unwrap();
        }
        saved(ann.decide(&[target(3)], Decision::Rejected));
        assert_eq!(on_disk(folder.path()), *ann.review(), "{endings:?}");
        assert_eq!(ann.review().history().len(), 4);
        assert!(news(&mut ann).contains("lost its log"), "{endings:?}");
    }
}

#[test]
fn two_coders_at_a_journal_that_goes_away_find_each_other_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut ann = session(folder.path(), "ann", 3);
    let mut bo = session(folder.path(), "bo", 2);
    for round in 0..4 {
        std::fs::remove_file(folder.path().join(log::FILE)).unwrap();
        saved(ann.decide(&[target(10 + round)], Decision::Accepted));
        saved(bo.decide(&[target(20 + round)], Decision::Rejected));
        saved(ann.decide(&[target(30 + round)], Decision::Accepted));
    }
    ann.poll().unwrap();
    bo.poll().unwrap();
    let now = on_disk(folder.path());
    assert_eq!(now.history().len(), 3 + 2 + 4 * 3);
    assert!(now.same_values(ann.review()) && now.same_values(bo.review()));
}

#[test]
fn where_nothing_can_take_its_place_all_of_it_is_kept_and_rescued() {
    let home = tempfile::tempdir().unwrap();
    let workspace = home.path().join("workspace");
    let rescuer = Rescuer::new(vec![home.path().to_owned()]);
    let mut ann = CoderSession::with_rescuer(&workspace, "ann", rescuer.clone());
    (0..3).for_each(|n| saved(ann.decide(&[target(n)], Decision::Accepted)));
    std::fs::remove_dir_all(&workspace).unwrap();
    std::fs::write(&workspace, "in the way").unwrap();
    let why = held(ann.decide(&[target(3)], Decision::Rejected));
    assert!(why.contains("was deleted or moved"), "{why}");
    assert_eq!((ann.unsaved(), ann.unsaved_decisions()), (4, 4));
    assert!(ann.unsaved_keys().contains(target(0).key.as_str()));
    let rescued = rescuer.write().unwrap().unwrap();
    assert_eq!(rescued.entries, 4);
    // Into a journal of its own, once.
    let other = tempfile::tempdir().unwrap();
    let mut again = CoderSession::open(other.path(), "ann");
    for taken in [4, 0] {
        let mut input = std::io::BufReader::new(std::fs::File::open(&rescued.path).unwrap());
        let (journal, review) = again.journal_mut().unwrap();
        let imported = exchange::import(journal, review, &mut input, false, Utc::now()).unwrap();
        assert_eq!((imported.taken, imported.refused.len()), (taken, 0));
    }
    assert_eq!(again.review(), ann.review(), "word for word");
    // Once there is room again, all of it is written where it belongs.
    std::fs::remove_file(&workspace).unwrap();
    assert_eq!((ann.retry(), ann.trouble()), (0, None));
    assert_eq!(on_disk(&workspace), *ann.review());
    assert_eq!(rescuer.write(), Ok(None));
    assert!(!rescued.path.exists(), "it is not needed any more");
}

#[test]
fn what_is_held_comes_after_what_was_restored() {
    let folder = tempfile::tempdir().unwrap();
    let mut ann = session(folder.path(), "ann", 3);
    let other = rusqlite::Connection::open(folder.path().join(log::FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    held(ann.decide(&[target(3)], Decision::Rejected));
    held(ann.undo());
    held(ann.decide(&[target(4)], Decision::Rejected));
    std::fs::remove_file(folder.path().join(log::FILE)).unwrap();
    ann.poll().unwrap();
    assert_eq!((ann.unsaved(), ann.trouble()), (0, None));
    assert_eq!(on_disk(folder.path()), *ann.review());
    assert_eq!(ann.review().history().len(), 6);
}

#[test]
fn what_is_no_journal_in_its_place_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let mut ann = session(folder.path(), "ann", 3);
    let file = folder.path().join(log::FILE);
    std::fs::write(folder.path().join("notes"), "notes of mine").unwrap();
    std::fs::rename(folder.path().join("notes"), &file).unwrap();
    held(ann.decide(&[target(3)], Decision::Rejected));
    assert_eq!(std::fs::read(&file).unwrap(), b"notes of mine");
    assert_eq!(ann.unsaved(), 4);
    let mut out = Vec::new();
    assert_eq!(ann.rescue(&mut out).unwrap(), 4, "all of it, not only what is held");
}

#[test]
fn a_log_without_its_journal_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let ann = session(folder.path(), "ann", 3);
    let log_file = beside(folder.path(), "-wal");
    let log_of_ann = std::fs::read(&log_file).unwrap();
    assert!(!log_of_ann.is_empty());
    let other = tempfile::tempdir().unwrap();
    std::fs::write(beside(other.path(), "-wal"), &log_of_ann).unwrap();
    let mut bo = session(other.path(), "bo", 1);
    let told = news(&mut bo);
    assert!(told.contains("a log without its journal"), "{told}");
    let kept = other.path().join("journal.log-without-journal.1");
    assert_eq!(std::fs::read(kept).unwrap(), log_of_ann);
    drop(ann);
}

#[test]
fn how_it_went_away_is_told() {
    for how in [
        Disturbance::Gone,
        Disturbance::Replaced,
        Disturbance::Overwritten,
        Disturbance::LogGone,
        Disturbance::CopyOutdated,
    ] {
        assert!(how.words().contains("while it was open") || how.words().contains("since it was read"));
    }
}
