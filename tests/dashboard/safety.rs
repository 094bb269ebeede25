//! What the dashboard says of a journal that something happens to, and what
//! becomes of decisions at the end.

use detente::app::Start;
use detente::app::journal_worker::Workspace;
use detente::app::plain::Stage;
use detente::journal::{CoderSession, log};
use detente::query::Query;
use tempfile::TempDir;

use crate::common::{lines, reviewing, sample_store};
use crate::pty::{PATIENCE, Terminal, rescued};

fn stage(folder: &TempDir) -> Stage {
    let workspace = Workspace { folder: folder.path().join("workspace"), coder: "ann".to_owned() };
    let start = Start { query: Query::of_pair("IRN-RUS".parse().unwrap()), ..Start::default() };
    reviewing(Stage::with_journal(start, &workspace, sample_store(), 200, 60))
}

fn screen(stage: &Stage) -> String {
    lines(&stage.buffer()).join("\n")
}

fn notice(stage: &Stage) -> String {
    stage.state.notice.as_ref().map(|n| n.text.clone()).unwrap_or_default()
}

fn decided(folder: &TempDir) -> usize {
    let session = CoderSession::open(&folder.path().join("workspace"), "cy");
    session.review().history().iter().filter(|e| !e.kind.is_passive()).count()
}

#[test]
fn a_journal_that_is_deleted_under_it_is_made_anew_and_it_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = stage(&folder);
    stage.keys("3 g g a x");
    std::fs::remove_file(folder.path().join("workspace").join(log::FILE)).unwrap();
    stage.keys("a");
    assert!(
        notice(&stage).contains("the journal was deleted or moved while it was open"),
        "{}",
        notice(&stage)
    );
    assert!(
        notice(&stage).contains("made anew") && notice(&stage).contains("accepted"),
        "{}",
        notice(&stage)
    );
    assert_eq!((decided(&folder), stage.state.snapshot.unsaved), (3, 0));
    // Without a key pressed it is noticed, too.
    std::fs::remove_dir_all(folder.path().join("workspace")).unwrap();
    let reply =
        stage.journal_worker.as_mut().unwrap().look_around(false).expect("there is something to tell");
    assert!(reply.notice.unwrap().text.contains("made anew"));
    assert_eq!(decided(&folder), 3);
}

#[test]
fn where_nothing_can_take_its_place_all_of_it_counts_as_unsaved() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = stage(&folder);
    stage.keys("3 g g a x");
    std::fs::remove_dir_all(folder.path().join("workspace")).unwrap();
    std::fs::write(folder.path().join("workspace"), "in the way").unwrap();
    stage.keys("a");
    assert_eq!(stage.state.snapshot.unsaved, 3);
    assert!(screen(&stage).contains("! 3 not saved"), "{}", screen(&stage));
    stage.keys("q");
    assert!(!stage.ended && screen(&stage).contains("3 decisions are not saved"), "{}", screen(&stage));
    stage.keys("esc");
    std::fs::remove_file(folder.path().join("workspace")).unwrap();
    let reply = stage.journal_worker.as_mut().unwrap().look_around(true).unwrap();
    assert_eq!((reply.snapshot.unsaved, reply.snapshot.trouble.as_deref()), (0, None));
    assert_eq!(decided(&folder), 3);
}

/// Harms an entry of the journal behind its back.
fn harm(folder: &TempDir, what: &str) {
    let raw = rusqlite::Connection::open(folder.path().join("workspace").join(log::FILE)).unwrap();
    raw.execute_batch("DROP TRIGGER entries_stay; DROP TRIGGER entries_remain;").unwrap();
    raw.execute_batch(what).unwrap();
}

#[test]
fn an_entry_that_cannot_be_read_hides_no_other_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = stage(&folder);
    first.keys("3 g g a a a");
    drop(first);
    harm(&folder, "UPDATE entries SET after = '{' WHERE kind = 'verdict' AND id = 3");
    let mut stage = stage(&folder);
    assert_eq!(stage.state.snapshot.decisions.len(), 2);
    assert!(notice(&stage).contains("entry 3 cannot be read: a value is no JSON"), "{}", notice(&stage));
    assert!(screen(&stage).contains("! 1 unreadable"), "{}", screen(&stage));
    stage.keys("!");
    assert!(screen(&stage).contains("entry 3 cannot be read"), "{}", screen(&stage));
    stage.keys("esc 3 g g x");
    assert_eq!(stage.state.snapshot.unsaved, 0, "{}", notice(&stage));
}

#[test]
fn a_rescue_file_that_was_left_and_a_clock_that_is_behind_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = stage(&folder);
    first.keys("3 g g a");
    drop(first);
    harm(&folder, "UPDATE entries SET time = '2190-01-01T00:00:00.000Z'");
    let text = "{\"journal\":\"detente\",\"form\":1,\"entries\":1}\n{\"id\":1";
    std::fs::write(folder.path().join("workspace/detente-unsaved-20250101-000000-x.jsonl"), text).unwrap();
    let stage = stage(&folder);
    let told = notice(&stage);
    assert!(told.contains("days behind the journal's last entry"), "{told}");
    assert!(told.contains("-x.jsonl holds what could not be saved"), "{told}");
}

/// A process that holds the journal and lets nobody write.
fn hold(place: &std::path::Path) -> rusqlite::Connection {
    let other = rusqlite::Connection::open(place.join("workspace").join(log::FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    other
}

#[test]
fn what_waits_for_a_lock_is_rescued_the_moment_it_is_ended() {
    use std::time::{Duration, Instant};
    for hard in [true, false] {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().to_owned();
        let mut terminal = Terminal::start_at(home, &["--workspace", "workspace"], &[]);
        let _home = terminal.home();
        terminal.wait_for("sample ✓");
        terminal.press("ra");
        terminal.wait_for("last ✓");
        terminal.press("gg");
        terminal.wait_for("▸2001-03-12");
        let other = hold(&place);
        terminal.press("x");
        // With the cursor moved on, it is decided and waits for the other one.
        terminal.wait_for("▸2002-01-29");
        let began = Instant::now();
        terminal.signal("TERM");
        let workspace = place.join("workspace");
        while rescued(&workspace).is_empty() {
            assert!(began.elapsed() < PATIENCE, "nothing was rescued");
            std::thread::sleep(Duration::from_millis(2));
        }
        println!("rescued after {:?}", began.elapsed());
        if hard {
            terminal.signal_dashboard("KILL");
        }
        let (told, _) = terminal.end_of();
        assert!(hard || told.contains("journal import"), "{told}");
        drop(other);
        let files = rescued(&workspace);
        assert_eq!(files.len(), 1, "{files:?}");
        let ran = std::process::Command::new(env!("CARGO_BIN_EXE_detente"))
            .args(["journal", "--workspace", "workspace", "import"])
            .arg(&files[0])
            .current_dir(&place)
            .env("HOME", &place)
            .output()
            .unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let session = CoderSession::open(&workspace, "cy");
        let done = session.review().history().iter().filter(|e| !e.kind.is_passive()).count();
        assert_eq!(done, 2, "what was confirmed and what was rescued");
    }
}

#[test]
fn a_file_that_is_not_needed_is_taken_back() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().to_owned();
    let mut terminal = Terminal::start_at(home, &["--workspace", "workspace"], &[]);
    let _home = terminal.home();
    terminal.wait_for("sample ✓");
    terminal.press("ra");
    terminal.wait_for("last ✓");
    let other = hold(&place);
    terminal.press("x");
    terminal.wait_for("1 not saved");
    drop(other);
    // The journal takes it at the end, or has taken it already.
    terminal.signal("TERM");
    terminal.end_of();
    assert!(rescued(&place.join("workspace")).is_empty() && rescued(&place).is_empty());
    let session = CoderSession::open(&place.join("workspace"), "cy");
    assert_eq!(session.review().history().iter().filter(|e| !e.kind.is_passive()).count(), 2);
}

#[test]
fn what_can_be_saved_nowhere_is_told_with_its_count_and_the_exit_code() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("place");
    std::fs::create_dir(&place).unwrap();
    std::fs::write(place.join("workspace"), "in the way").unwrap();
    let line = format!("cd place && exec {} --workspace workspace", env!("CARGO_BIN_EXE_detente"));
    let variables = [("HOME", "/nowhere"), ("TMPDIR", "/nowhere")];
    let mut terminal = Terminal::run(home, "/bin/sh", &["-c", &line], &variables);
    terminal.wait_for("sample ✓");
    terminal.press("ra");
    terminal.wait_for("1 not saved");
    std::fs::remove_dir_all(&place).unwrap();
    terminal.signal("TERM");
    let (told, code) = terminal.end_of();
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("1 decision could be saved neither in the journal nor in a file"), "{told}");
}
