//! Commands in a terminal: colours, width, progress.
#![cfg(unix)]

use std::io::Read;
use std::num::NonZero;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::run::CASPIAN;

/// Everything that a command writes to a terminal of 60 columns.
fn in_terminal(command: &[&str], env: &[(&str, &str)]) -> String {
    let (out, code) = ended_in_terminal(command, env);
    assert_eq!(code, 0, "{out}");
    out
}

fn ended_in_terminal(command: &[&str], env: &[(&str, &str)]) -> (String, u32) {
    let size = PtySize { rows: 24, cols: 60, pixel_width: 0, pixel_height: 0 };
    let pty = native_pty_system().openpty(size).unwrap();
    let home = tempfile::tempdir().unwrap();
    let mut builder = CommandBuilder::new(command[0]);
    builder.args(&command[1..]);
    builder.cwd(env!("CARGO_MANIFEST_DIR"));
    builder.env_clear();
    builder.env("HOME", home.path());
    builder.env("PATH", "/usr/bin:/bin");
    builder.env("TERM", "xterm-256color");
    builder.env("COLORTERM", "truecolor");
    for (name, value) in env {
        builder.env(name, value);
    }
    let mut child = pty.slave.spawn_command(builder).unwrap();
    drop(pty.slave);
    let mut out = Vec::new();
    // The other end closes with an error on Linux when the command has ended.
    let _ = pty.master.try_clone_reader().unwrap().read_to_end(&mut out);
    let code = child.wait().unwrap().exit_code();
    (String::from_utf8(out).unwrap(), code)
}

/// The rows that a person sees in the end.
fn shown(out: &str, columns: u16) -> Vec<String> {
    let (rows, columns) = (NonZero::new(24).unwrap(), NonZero::new(columns).unwrap());
    let mut screen = vt100::Parser::new(rows, columns, 0);
    screen.process(out.as_bytes());
    screen.screen().rows(0, columns.get()).collect()
}

const DETENTE: &str = env!("CARGO_BIN_EXE_detente");

#[test]
fn tables_are_cut_and_coloured_in_a_terminal() {
    let out = in_terminal(&[DETENTE, "query", "", CASPIAN], &[]);
    assert!(out.contains("\u{1b}[38;2;") && out.contains("m▲"), "{out:?}");
    let lines = shown(&out, 60);
    assert!(lines[0].starts_with("date") && lines[1].starts_with("2009"), "{lines:?}");
    assert!(lines[4].is_empty(), "no line has run over: {lines:?}");
}

#[test]
fn colours_can_be_refused() {
    let out = in_terminal(&[DETENTE, "query", "", CASPIAN], &[("NO_COLOR", "1")]);
    let coloured = out.split('\u{1b}').skip(1).any(|s| s.contains("38;") || s.contains("[3"));
    assert!(!coloured, "{out:?}");
    assert!(out.contains('▲') && out.contains('▼'), "the signs say it all the same");
}

#[test]
fn a_long_load_shows_progress_and_takes_it_away() {
    let line = format!("(cat {CASPIAN}; sleep 1.2) | {DETENTE} query '' - --format csv");
    let out = in_terminal(&["/bin/sh", "-c", &line], &[]);
    assert!(out.contains("reading: "), "{out:?}");
    let lines = shown(&out, 200);
    assert!(!lines.concat().contains("reading"), "{lines:?}");
    assert!(lines[0].starts_with("date,source"), "{lines:?}");
}

#[test]
fn a_long_extraction_shows_a_bar_and_takes_it_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.jsonl");
    let sentence = "Peru and Chile signed a treaty in Lima, and the Peruvian president thanked Chile. ";
    let line = serde_json::json!({ "id": "a", "published": "2024-05-16", "text": sentence.repeat(40) });
    std::fs::write(&path, format!("{line}\n").repeat(3000)).unwrap();
    let line = format!("{DETENTE} extract {} --format jsonl > /dev/null", path.display());
    let out = in_terminal(&["/bin/sh", "-c", &line], &[]);
    assert!(out.contains('█') && out.contains(" % ") && out.contains("articles, "), "{out:?}");
    let lines = shown(&out, 200);
    assert!(lines.concat().trim().is_empty(), "the bar is left behind: {lines:?}");
}

#[test]
fn a_dashboard_does_not_read_its_own_keys_as_data() {
    for arguments in [&[DETENTE, "-"][..], &[DETENTE, CASPIAN, "-"]] {
        let (out, code) = ended_in_terminal(arguments, &[]);
        assert_eq!(code, 2, "{out}");
        assert!(out.contains("pipe something in"), "{out}");
        assert!(!out.contains("\u{1b}[?1049h"), "the terminal was not taken over: {out:?}");
    }
}
