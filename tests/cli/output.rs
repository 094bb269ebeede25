//! Files that the user named: whole or not at all, never over what is there unasked,
//! never over a journal or an input.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::journal::workspace;
use super::run::{CASPIAN, Ran, Run, detente};

/// Every command that writes a file, without the file and `--force`.
fn writers(workspace: &str) -> [Vec<&str>; 4] {
    [
        vec!["brief", "IRN-RUS", CASPIAN, "-f", "md", "-o"],
        vec!["picture", CASPIAN, "--size", "20x5", "-o"],
        vec!["convert", CASPIAN, "-f", "jsonl"],
        vec!["journal", "--workspace", workspace, "export"],
    ]
}

fn ran(command: &[&str], more: &[&str]) -> Ran {
    detente(&[command, more].concat())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_is_there_is_written_over_only_if_that_is_asked_for() {
    let (workspace, folder) = (workspace(2), tempfile::tempdir().unwrap());
    let path = folder.path().join("there");
    for command in writers(text(workspace.path())) {
        fs::write(&path, "mine").unwrap();
        let refused = ran(&command, &[text(&path)]);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{command:?}");
        assert!(refused.err.contains("is there already; --force"), "{command:?}: {}", refused.err);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine", "{command:?}");
        let forced = ran(&command, &[text(&path), "--force"]);
        assert_eq!(forced.code, 0, "{command:?}: {}", forced.err);
        let written = fs::read(&path).unwrap();
        assert!(written.len() > 100, "{command:?}");
        fs::remove_file(&path).unwrap();
        assert_eq!(ran(&command, &[text(&path)]).code, 0, "{command:?}");
        assert_eq!(names(folder.path()), ["there"], "{command:?}");
    }
}

#[test]
fn nothing_is_written_over_a_journal_or_what_belongs_to_it() {
    let (mine, other) = (workspace(2), workspace(2));
    let journal = other.path().join("journal.db");
    let kept = rusqlite::Connection::open(&journal).unwrap();
    // Opened and written to, it has a log and the log's index beside it.
    kept.execute_batch("CREATE TABLE more (x)").unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("notes.md");
    fs::hard_link(other.path().join("journal.db-wal"), &link).unwrap();
    let mut wanted = Vec::new();
    for name in ["journal.db", "journal.db-wal", "journal.db-shm"] {
        wanted.push(other.path().join(name));
    }
    wanted.push(link);
    let before: Vec<Vec<u8>> = wanted.iter().map(|path| fs::read(path).unwrap()).collect();
    for command in writers(text(mine.path())) {
        for path in &wanted {
            let refused = ran(&command, &[text(path), "--force"]);
            assert_eq!(refused.code, 2, "{command:?} {path:?}: {}", refused.err);
            assert!(refused.err.contains("journal"), "{}", refused.err);
        }
    }
    for (path, before) in wanted.iter().zip(before) {
        assert_eq!(fs::read(path).unwrap(), before, "{path:?}");
    }
    let ran = detente(&["check", CASPIAN, "--log", text(&journal)]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("is a journal"), "{}", ran.err);
    drop(kept);
    let verified = detente(&["journal", "--workspace", text(other.path()), "verify"]);
    assert_eq!(verified.code, 0, "{}", verified.err);
}

#[test]
fn nothing_is_written_over_what_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let (data, setup) = (folder.path().join("data.toml"), folder.path().join("setup.toml"));
    let link = folder.path().join("link.toml");
    fs::copy(CASPIAN, &data).unwrap();
    fs::hard_link(&data, &link).unwrap();
    fs::write(&setup, "mouse = true\n").unwrap();
    let (before, config) = (fs::read(&data).unwrap(), ["--config", text(&setup), "--force"]);
    let all = folder.path().join("*.toml");
    for command in [
        vec!["brief", "IRN-RUS", text(&data), "-o"],
        vec!["brief", "IRN-RUS", text(folder.path()), "-o"],
        vec!["picture", text(&all), "--size", "20x5", "-o"],
        vec!["convert", text(&data), "-f", "jsonl"],
    ] {
        for path in [&data, &link, &setup] {
            let refused = ran(&command, &[&[text(path)], &config[..]].concat());
            assert_eq!(refused.code, 2, "{command:?} {path:?}: {}", refused.err);
            assert!(refused.err.contains("what this command reads"), "{}", refused.err);
        }
    }
    assert_eq!(fs::read(&data).unwrap(), before);
    assert_eq!(fs::read_to_string(&setup).unwrap(), "mouse = true\n");
}

/// Runs with a limit to the size of files, as on a disk that is full.
#[cfg(unix)]
fn on_a_full_disk(command: &[&str], home: &TempDir) -> Ran {
    let line = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"";
    let output = std::process::Command::new("sh")
        .args(["-c", line, env!("CARGO_BIN_EXE_detente")])
        .args(command)
        .env("HOME", home.path())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_what_was_there_and_nothing_else() {
    let (workspace, folder, home) =
        (workspace(2), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (there, new) = (folder.path().join("there"), folder.path().join("new"));
    fs::write(&there, "mine").unwrap();
    // No journal opens where nothing can be written, and its export is written as the others are.
    for command in writers(text(workspace.path())).into_iter().take(3) {
        for (path, force) in [(&new, None), (&there, Some("--force"))] {
            let command: Vec<&str> = command.iter().copied().chain([text(path)]).chain(force).collect();
            let ran = on_a_full_disk(&command, &home);
            assert_eq!(ran.code, 1, "{command:?}: {}", ran.err);
            assert!(ran.err.contains("cannot write") && ran.err.contains(text(path)), "{}", ran.err);
            assert_eq!(names(folder.path()), ["there"], "{command:?}");
            assert_eq!(fs::read_to_string(&there).unwrap(), "mine");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn pipes_and_devices_are_written_as_they_are() {
    let workspace = workspace(2);
    for command in writers(text(workspace.path())) {
        let full = ran(&command, &["/dev/full"]);
        assert_eq!(full.code, 1, "{command:?}: {}", full.err);
        assert!(full.err.contains("cannot write /dev/full"), "{}", full.err);
        let piped = ran(&command, &["/dev/stdout"]);
        assert_eq!(piped.code, 0, "{command:?}: {}", piped.err);
        assert!(piped.out.len() > 100, "{command:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_new_file_has_the_rights_that_the_mask_leaves() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, run) = (tempfile::tempdir().unwrap(), Run::new(&[]));
    let path = folder.path().join("a.jsonl");
    let line = format!("umask 027; exec \"$0\" convert {CASPIAN} {}", path.display());
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &line, env!("CARGO_BIN_EXE_detente")]);
    command.env("HOME", run.home()).current_dir(env!("CARGO_MANIFEST_DIR"));
    assert!(command.status().unwrap().success());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}
