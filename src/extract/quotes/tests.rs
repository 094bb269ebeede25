//! One construction a row, in sentences of our own.

use super::*;

/// Speaker, cue and contents of every claim of a text.
fn told(text: &str) -> Vec<String> {
    let document = Document::new(text);
    claims(&document)
        .iter()
        .map(|f| {
            let content: Vec<&str> = f.content.iter().map(|c| c.of(text)).collect();
            format!(
                "{} | {} | {}",
                f.speaker.map_or("-", |s| s.of(text)),
                f.cue.map_or("-", |s| s.of(text)),
                content.join(" + ")
            )
        })
        .collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(told(text), expected, "{text}");
}

#[test]
fn quotation_then_speaker_then_cue() {
    check("“The border stays shut,” the minister said.", &["the minister | said | “The border stays shut,”"]);
    check(
        "\"We wait,\" Almeida said on Monday. \"We always wait.\" She then left.",
        &["Almeida | said | \"We wait,\" + \"We always wait.\""],
    );
}

#[test]
fn quotation_then_cue_then_speaker() {
    check(
        "“Nobody signed,” said Ruth Okello, a negotiator for Uganda.",
        &["Ruth Okello, a negotiator for Uganda | said | “Nobody signed,”"],
    );
}

#[test]
fn a_cue_splits_a_quotation() {
    check("“The port,” he added, “is closed.”", &["he | added | “The port,” + “is closed.”"]);
}
