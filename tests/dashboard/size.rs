//! The real program on sources that never end: everything goes on while they
//! are read, and Esc stops them.

use std::io::Write;
use std::path::Path;
use std::thread::JoinHandle;

use super::pty::Terminal;

/// Writes records into a pipe until nobody reads it any more; how many bytes
/// that were.
fn feed(pipe: &Path, mut next: impl FnMut(u64) -> Vec<u8> + Send + 'static) -> JoinHandle<u64> {
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let pipe = pipe.to_owned();
    std::thread::spawn(move || {
        let mut to = std::fs::OpenOptions::new().write(true).open(pipe).unwrap();
        let mut written = 0;
        for number in 0.. {
            let bytes = next(number);
            if to.write_all(&bytes).is_err() {
                break;
            }
            written += bytes.len() as u64;
        }
        written
    })
}

/// Some rows of GDELT, with numbers that go up.
fn rows(number: u64) -> Vec<u8> {
    let row = include_str!("../fixtures/tables/gdelt2.export.csv").lines().next().unwrap();
    let rest = row.split_once('\t').unwrap().1;
    (0..500).flat_map(|i| format!("{}\t{rest}\n", number * 500 + i).into_bytes()).collect()
}

/// An article with an event.
fn dossier(number: u64) -> Vec<u8> {
    let article = format!(r#"{{"type":"article","id":"a{number}","text":"Iran praised Russia."}}"#);
    let event = format!(
        r#"{{"type":"event","article":"a{number}","date":"2024-05-01","source":"IRN","target":"RUS","code":"051","evidence":[0,20]}}"#
    );
    format!("{article}\n{event}\n").into_bytes()
}

fn stops_at_esc(next: impl FnMut(u64) -> Vec<u8> + Send + 'static) {
    let home = tempfile::tempdir().unwrap();
    let pipe = home.path().join("endless");
    let fed = feed(&pipe, next);
    let mut terminal = Terminal::start_at(home, &[pipe.to_str().unwrap()], &[]);
    // Rows are on the screen while more are read, and can be gone through.
    terminal.wait_for("IRN⇄RUS");
    terminal.wait("rows while reading", |screen| {
        let text = screen.contents();
        text.contains("reading…") && text.contains(" events · ") && !text.contains(" 0 events · ")
    });
    terminal.press("4");
    terminal.wait("the actors in focus", |screen| screen.contents().contains("4 Actors"));
    terminal.press("p");
    terminal.wait_for("Country pair");
    terminal.press("tehran moscow");
    terminal.wait_for("Iran · Russia");
    terminal.press("\r");
    terminal.wait_for("pair:IRN-RUS");
    // The first Esc leads back from the pair, the second stops reading.
    terminal.press("\u{1b}");
    terminal.wait("everything again", |screen| !screen.contents().contains("pair:IRN-RUS"));
    terminal.press("\u{1b}");
    terminal.wait_for("endless ✓");
    assert!(fed.join().unwrap() > 0);
    terminal.press("!");
    terminal.wait_for("stopped before its end");
    terminal.press("q");
    terminal.wait("the report closed", |screen| !screen.contents().contains("What was loaded"));
    terminal.press("q");
    assert_eq!(terminal.end().1, 0);
}

#[test]
fn rows_without_end_are_shown_and_stop_at_esc() {
    stops_at_esc(rows);
}

#[test]
fn dossiers_without_end_are_shown_and_stop_at_esc() {
    stops_at_esc(dossier);
}
