//! Text from outside never commands the terminal, in whatever format.

use super::run::Run;

const HOSTILE: &str = r#"
[article]
id = "x\u001B[2Jy"
title = "t\u009B31m\u202Eevil\u0000"
text = "Iran \u001B]0;x\u0007 accused Russia. \"Never\u2066 again\", said Bad\u001B[31mActor."

[[actor]]
id = "bad"
name = "Bad\u001B[31mActor\u0085"
country = "IRN"

[[event]]
date = 2020-01-01
source = "bad"
target = "RUS"
code = "112"
note = "line\nline\u001B[1m"
evidence = "accused Russia"

[[claim]]
speaker = "bad"
content = "Never\u2066 again"
form = "direct"
about = "IRN-RUS"
"#;

fn is_safe(text: &str) -> bool {
    let unsafe_ones = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
    };
    !text.contains(unsafe_ones)
}

#[test]
fn no_format_lets_a_control_character_through() {
    for what in ["events", "claims", "actors", "pairs"] {
        for format in ["table", "csv", "json", "jsonl", "md"] {
            let ran = Run::new(&["query", "", "-", "--what", what, "--format", format]).input(HOSTILE).ran();
            assert_eq!(ran.code, 0, "{}", ran.err);
            assert!(is_safe(&ran.out), "{what} {format}: {:?}", ran.out);
            assert!(is_safe(&ran.err), "{what} {format}: {:?}", ran.err);
        }
    }
}

#[test]
fn json_keeps_what_it_escapes() {
    let ran = Run::new(&["query", "", "-", "--what", "claims", "--format", "json"]).input(HOSTILE).ran();
    let rows: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(rows[0]["claim"], "Never\u{2066} again");
    assert_eq!(rows[0]["article"], "x\u{1b}[2Jy");
}

#[test]
fn commands_and_errors_are_cleaned_too() {
    for arguments in [
        &["check", "-"][..],
        &["--plain", "-"],
        &["convert", "-", "-", "--to", "toml"],
        &["query", "pair:\u{1b}[2J-RUS", "-"],
        &["check", "no\u{1b}[2Jfile"],
        &["query", "", "-", "--view", "\u{1b}[2J"],
    ] {
        let ran = Run::new(arguments).input(HOSTILE).ran();
        assert!(is_safe(&ran.out) && is_safe(&ran.err), "{arguments:?}: {:?} {:?}", ran.out, ran.err);
    }
}
