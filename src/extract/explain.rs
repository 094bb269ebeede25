//! Findings explained in words: what was read, which pattern, which steps.

use std::fmt::Write;

use crate::model::{CodeId, Dossier, Event, Side};

/// Explains everything that was found in one article.
pub fn explain(dossier: &Dossier) -> String {
    let mut out = String::new();
    let title = if dossier.article.title.is_empty() { &dossier.article.id } else { &dossier.article.title };
    line(&mut out, title);
    for e in &dossier.events {
        event(&mut out, dossier, e);
    }
    for c in &dossier.claims {
        let _ = write!(out, "\nclaim {}  {}  {}\n", c.id, sides(std::slice::from_ref(&c.speaker)), c.date);
        let _ = writeln!(out, "  said    “{}”", one_line(&c.text));
        if !c.cue_text.is_empty() {
            let _ = writeln!(out, "  cue     “{}”", one_line(&c.cue_text));
        }
        steps(&mut out, &c.rule, &c.steps, c.confidence);
    }
    if dossier.events.is_empty() && dossier.claims.is_empty() {
        line(&mut out, "  nothing found");
    }
    out
}

fn event(out: &mut String, dossier: &Dossier, e: &Event) {
    let arrow = if e.reciprocal { "↔" } else { "→" };
    let name = CodeId::from_code(&e.code).and_then(|c| c.get()).map_or("", |c| c.name);
    let _ = write!(
        out,
        "\nevent {}  {} {arrow} {}  {} {name}",
        e.id,
        sides(&e.sources),
        sides(&e.targets),
        e.code
    );
    let _ = writeln!(out, "  {}  {}", e.date, e.modality.name());
    for span in &e.evidence {
        let _ = writeln!(out, "  words   “{}”", one_line(span.of(dossier.text())));
    }
    if let Some(trigger) = e.trigger {
        let _ = writeln!(out, "  trigger “{}”", one_line(trigger.of(dossier.text())));
    }
    steps(out, &e.rule, &e.steps, e.confidence);
}

fn steps(out: &mut String, rule: &str, steps: &[String], confidence: Option<f32>) {
    if !rule.is_empty() {
        let sure = confidence.map_or(String::new(), |c| format!(", confidence {c:.2}"));
        let _ = writeln!(out, "  rule    {rule}{sure}");
    }
    for (i, step) in steps.iter().enumerate() {
        let _ = writeln!(out, "  {:>5}.  {}", i + 1, one_line(step));
    }
}

fn sides(sides: &[Side]) -> String {
    let one = |s: &Side| match (s.name.is_empty(), s.code.is_empty()) {
        (true, true) => "?".to_owned(),
        (true, false) => s.code.clone(),
        (false, true) => one_line(&s.name),
        (false, false) => format!("{} ({})", one_line(&s.name), s.code),
    };
    if sides.is_empty() { "?".to_owned() } else { sides.iter().map(one).collect::<Vec<_>>().join(" + ") }
}

fn line(out: &mut String, text: &str) {
    out.push_str(&one_line(text));
    out.push('\n');
}

/// One line without control characters: the words come from outside.
fn one_line(text: &str) -> String {
    let hostile = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let spaced: String = text.chars().map(|c| if hostile(c) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
