//! Text from outside never commands the terminal, in whatever format.

use super::run::{CASPIAN, Run, detente};

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
            || matches!(c, '\u{61c}' | '\u{feff}')
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

const EVIL: &str = "=x\u{1b}]0;PWN\u{7}\u{1b}[2J\u{9b}31m\u{202e}RLO\u{2066}\u{200b}\nNEWLINE\r<script>alert(1)</script>|`x`";

/// An export in which every text is hostile, as another coder could hand it on.
fn hostile_export() -> String {
    use detente::journal::{Anchor, CoderSession, Saving, SideRef, Target, exchange};
    use detente::model::Decision;
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), EVIL);
    let side =
        |country: &str| vec![SideRef { country: country.into(), name: EVIL.into(), ..SideRef::default() }];
    let anchor = Anchor {
        set: "set".into(),
        id: "7".into(),
        sources: side("IRN"),
        targets: side("RUS"),
        code: "057".into(),
        date: "2025-01-17".into(),
        quote: EVIL.into(),
        ..Anchor::default()
    };
    let target = Target { key: anchor.key(), anchor };
    for saving in [
        session.decide(std::slice::from_ref(&target), Decision::Accepted),
        session.comment(&target, EVIL),
        session.note("pair:IRN-RUS", EVIL),
        session.resolve(EVIL, Some(&side("IRN")[0])),
    ] {
        assert!(matches!(saving, Saving::Saved(_)), "{saving:?}");
    }
    let mut out = Vec::new();
    exchange::export(session.journal().unwrap(), &mut out, false).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn an_imported_journal_commands_no_terminal() {
    let (folder, export) = (tempfile::tempdir().unwrap(), hostile_export());
    let workspace = folder.path().to_str().unwrap();
    let file = folder.path().join("export.jsonl");
    // As other programs may write it: with nothing escaped that JSON lets stand.
    let raw: String = export
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap().to_string() + "\n")
        .collect();
    assert!(!is_safe(&raw) && is_safe(&export), "{export:?}");
    std::fs::write(&file, raw).unwrap();
    let journal = ["journal", "--workspace", workspace];
    let imported = detente(&[&journal[..], &["import", file.to_str().unwrap()]].concat());
    assert_eq!(imported.code, 0, "{}", imported.err);
    let mut commands: Vec<Vec<&str>> = Vec::new();
    for format in ["md", "html", "svg", "json", "csv", "bibtex", "csl-json", "ris", "text"] {
        commands.push(vec!["brief", "IRN-RUS", "-", "--workspace", workspace, "-f", format]);
    }
    for format in ["table", "csv", "json", "jsonl", "md"] {
        commands.push(vec!["query", "", "-", "--workspace", workspace, "-f", format]);
    }
    for command in [
        &["history"][..],
        &["verify"],
        &["report"],
        &["report", "--json"],
        &["agreement", "--json"],
        &["export"],
    ] {
        commands.push([&journal[..], command].concat());
    }
    for command in commands {
        let ran = Run::new(&command).input(HOSTILE).ran();
        assert_eq!(ran.code, 0, "{command:?}: {}", ran.err);
        let out = if command.contains(&"ris") { ran.out.replace("\r\n", "\n") } else { ran.out };
        assert!(is_safe(&out) && is_safe(&ran.err), "{command:?}: {out:?} {:?}", ran.err);
        if command.ends_with(&["md"]) && command[0] == "brief" {
            assert!(out.contains("\\u{1b}"), "what stood there can be seen: {out}");
        }
    }
    // What is escaped on its way out is the same text in the next journal.
    assert_eq!(detente(&[&journal[..], &["export"]].concat()).out, export);
}

#[test]
fn articles_and_settings_are_harmless_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a\u{1b}]0;x\u{7}\u{9b}31m\u{202e}.jsonl");
    let text =
        format!("Iran {EVIL} and Russia signed a treaty in Moscow. \"{EVIL} trust,\" Iran's president said.");
    let article = serde_json::json!({"id": EVIL, "title": EVIL, "publisher": EVIL, "text": text});
    std::fs::write(&file, format!("{article}\nbroken\u{9b}\n")).unwrap();
    let file = file.to_str().unwrap();
    for format in ["table", "toml", "json", "jsonl"] {
        let ran = detente(&["extract", file, "--format", format]);
        assert_eq!(ran.code, 3, "{}", ran.err);
        assert!(is_safe(&ran.out) && is_safe(&ran.err), "{format}: {:?} {:?}", ran.out, ran.err);
    }
    let ran = detente(&["extract", file, "--explain"]);
    assert!(is_safe(&ran.out) && is_safe(&ran.err), "{:?} {:?}", ran.out, ran.err);
    let ran = detente(&["picture", CASPIAN, "--query", &format!("claim:\"{}\"", EVIL.replace('\n', " "))]);
    assert!(is_safe(&ran.out) && is_safe(&ran.err), "{:?} {:?}", ran.out, ran.err);
    let setup = "[[view]]\nname = \"x\u{202e}\u{9b}\"\nquery = \"conflict\"\n";
    let ran = Run::new(&["config"]).config(setup).ran();
    assert!(ran.code == 0 && is_safe(&ran.out) && is_safe(&ran.err), "{:?} {:?}", ran.out, ran.err);
    assert!(ran.out.contains("\\u202e"), "{}", ran.out);
}

#[test]
fn arguments_are_harmless_in_what_the_parser_says() {
    for arguments in [
        &["--opt\u{1b}]0;PWN\u{7}"][..],
        &["check", "--opt\u{9b}31m\u{202e}"],
        &["query", "", "--what", "\u{1b}[2Jevents"],
        &["no\u{200b}such", "--pair", "\u{1b}[2J"],
        &["brief", "IRN-RUS", "--force", "\u{9b}"],
    ] {
        let ran = detente(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(is_safe(&ran.out) && is_safe(&ran.err), "{arguments:?}: {:?} {:?}", ran.out, ran.err);
        assert!(ran.err.contains("error: "), "{}", ran.err);
    }
}
