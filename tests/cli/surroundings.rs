//! What a command is run in: standard error that nobody reads, a home that is none.
#![cfg(unix)]

use std::process::Stdio;

use super::run::{CASPIAN, Run};

#[test]
fn the_exit_code_is_true_whoever_has_stopped_reading() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad.jsonl");
    std::fs::write(&file, "{\"type\":\"event\",\"date\":\"nonsense\"}\n".repeat(20_000)).unwrap();
    let file = file.to_str().unwrap();
    for arguments in
        [&["check", file, CASPIAN][..], &["query", "", file, CASPIAN], &["--plain", file, CASPIAN]]
    {
        let run = Run::new(arguments);
        for stream in [1, 2] {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let mut command = run.command();
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            match stream {
                1 => command.stdout(writer),
                _ => command.stderr(writer),
            };
            let status = command.status().unwrap();
            assert_eq!(status.code(), Some(3), "{arguments:?}, stream {stream}");
        }
    }
}

/// Runs in a home that is not the folder of the run.
fn in_home(home: &std::path::Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Run::new(arguments).command();
    let output = command.env("HOME", home).stdin(Stdio::null()).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

const COMMANDS: &[&[&str]] = &[
    &["check", CASPIAN],
    &["query", "pair:IRN-RUS", CASPIAN],
    &["brief", "IRN-RUS", CASPIAN],
    &["--plain", CASPIAN],
    &["picture", CASPIAN],
    &["convert", CASPIAN, "-", "--to", "json"],
    &["keys"],
    &["man"],
    &["completions", "bash"],
    &["config", "--default"],
    &["cache"],
];

#[test]
fn a_home_that_is_no_folder_is_as_good_as_none() {
    for arguments in COMMANDS {
        let (code, told) = in_home("/dev/null".as_ref(), arguments);
        assert_eq!((code, told.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn a_home_out_of_reach_is_told_and_the_defaults_are_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    // Nobody, whatever his rights, can look into a link to itself.
    std::os::unix::fs::symlink(&home, &home).unwrap();
    for arguments in COMMANDS {
        let (code, told) = in_home(&home, arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {told}");
        assert_eq!(told.matches("cannot read the configuration").count(), 1, "{arguments:?}: {told}");
        assert!(told.contains("the defaults are in force"), "{told}");
        let reads_decisions = ["query", "brief", "--plain"].contains(&arguments[0]);
        assert_eq!(told.contains("decisions are left out"), reads_decisions, "{arguments:?}: {told}");
    }
    let named = in_home(&home, &["query", "", CASPIAN, "--config", home.join("x").to_str().unwrap()]);
    assert_eq!(named.0, Some(1), "a file that is named has to be there: {}", named.1);
}
