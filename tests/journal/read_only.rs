//! A journal with a log in a folder that may only be read: all of it or a
//! refusal, never a part.

use std::path::Path;

use detente::journal::{Access, CoderSession, Journal, exchange, log};
use detente::model::Decision;

use super::review_snapshot::{held, saved, target};

/// A folder with a journal half of which stands in its log, without the log's
/// index: as it is left behind by a process that was killed, or copied.
fn with_log(folder: &Path) {
    let home = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(home.path(), "ann");
    (0..5).for_each(|n| saved(session.decide(&[target(n)], Decision::Accepted)));
    let raw = rusqlite::Connection::open(home.path().join(log::FILE)).unwrap();
    raw.query_row("PRAGMA wal_checkpoint(FULL)", [], |_| Ok(())).unwrap();
    (5..10).for_each(|n| saved(session.decide(&[target(n)], Decision::Accepted)));
    for ending in ["", "-wal"] {
        let name = format!("{}{ending}", log::FILE);
        std::fs::copy(home.path().join(&name), folder.join(&name)).unwrap();
    }
}

/// Reads the journal of a folder that may only be read.
fn read_all_ten(folder: &Path) {
    assert!(std::fs::write(folder.join("probe"), "").is_err(), "it may only be read");
    let mut journal = Journal::open_to_read(&folder.join(log::FILE)).unwrap();
    assert_eq!(exchange::verify(&journal).unwrap().entries, 10);
    assert_eq!(journal.access(), Access::ReadOnly);
    assert!(!journal.changed().unwrap());
    let mut session = CoderSession::open(folder, "ann");
    assert_eq!(session.review().history().len(), 10);
    held(session.decide(&[target(10)], Decision::Accepted));
    assert!(session.poll().unwrap().is_empty());
    assert_eq!(session.unsaved(), 1);
}

/// No test of its own: what the test below starts in a file system that may only
/// be read.
#[test]
fn reader_of_a_folder_that_may_only_be_read() {
    if let Some(folder) = std::env::var_os("DETENTE_READ_ONLY_FOLDER") {
        read_all_ten(Path::new(&folder));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_log_counts_where_its_index_cannot_be_made() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    with_log(folder.path());
    let set = |mode| std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(mode)).unwrap();
    set(0o555);
    // The superuser may write where nobody may, except in a mount that lets nobody.
    if std::fs::write(folder.path().join("probe"), "").is_err() {
        read_all_ten(folder.path());
        return set(0o755);
    }
    set(0o755);
    std::fs::remove_file(folder.path().join("probe")).unwrap();
    let script = "mount --bind \"$1\" \"$1\" && mount -o remount,ro,bind \"$1\" || exit 77; \
        DETENTE_READ_ONLY_FOLDER=\"$1\" exec \"$0\" \
        read_only::reader_of_a_folder_that_may_only_be_read --exact --test-threads=1";
    let own = std::env::current_exe().unwrap();
    let ran = std::process::Command::new("unshare")
        .args(["-m", "sh", "-c", script])
        .arg(&own)
        .arg(folder.path())
        .output();
    match ran {
        Ok(ran) if ran.status.code() != Some(77) => {
            let told =
                String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
            // `unshare` says itself where it is not allowed to.
            assert!(ran.status.success() || told.contains("unshare failed"), "{told}");
        }
        _ => println!("no file system can be mounted here: not tried"),
    }
}

#[test]
fn a_copy_is_read_as_the_file_stands_and_again_when_it_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    with_log(folder.path());
    let file = folder.path().join(log::FILE);
    let journal = Journal::open_as_copy(&file).unwrap();
    assert_eq!((journal.len().unwrap(), journal.access()), (10, Access::ReadOnly));
    exchange::verify(&journal).unwrap();
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "nothing was made beside it: {left:?}");
    // A log that cannot be read is no reason to do without it.
    std::fs::remove_file(folder.path().join(format!("{}-wal", log::FILE))).unwrap();
    std::fs::create_dir(folder.path().join(format!("{}-wal", log::FILE))).unwrap();
    assert!(Journal::open_as_copy(&file).is_err());
}
