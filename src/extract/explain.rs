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
    let _ = writeln!(out, "\nevent {}  {} {arrow} {}", e.id, sides(&e.sources), sides(&e.targets));
    let code = CodeId::from_code(&e.code).and_then(|c| c.get());
    let name = code.map_or("", |c| c.name);
    let plover = code.map(|c| c.root).filter(|r| !r.is_empty()).map_or(String::new(), |r| format!(" ({r})"));
    let _ = writeln!(out, "  did     {} {name}{plover}", e.code);
    let _ = writeln!(out, "  when    {}, {}", e.date, e.modality.name());
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
        let sure = confidence.map_or(String::new(), |c| format!("; confidence {c:.2} of 1"));
        let _ = writeln!(out, "  rule    {rule}{}{sure}", meaning(rule));
    }
    for (i, step) in steps.iter().enumerate() {
        let _ = writeln!(out, "  {:>5}.  {}", i + 1, named(&one_line(step)));
    }
}

/// What the name of a coder's rule stands for; claims explain theirs in their steps.
fn meaning(rule: &str) -> &'static str {
    match rule {
        "verb" => ": the verb by itself tells it",
        "frame" => ": the verb tells it with its object",
        "event-noun" => ": a noun tells it, under a verb that passes it on or turns it",
        "subject-noun" => ": a noun tells it, as the subject of its clause",
        "intent" => ": what is agreed to or planned is an intent",
        "threat" => ": what is threatened is a threat",
        "refusal" => ": what is refused is a rejection",
        "call" => ": what somebody is asked to do is an appeal or a demand",
        "must" => ": what must be done, as somebody says, is a demand",
        "accusation" => ": what somebody is accused of is an accusation",
        "force" => ": whom somebody forces is coerced",
        "ban" => ": what is forbidden is a restriction",
        "permission" => ": what is allowed is a concession",
        "end" => ": what is ended is undone",
        "failure" => ": what is not done is undone or refused",
        "naming" => ": a name is called",
        _ => "",
    }
}

/// A step with the names of the codes in it, outside of quotation marks.
fn named(step: &str) -> String {
    let mut out = String::with_capacity(step.len());
    for (i, part) in step.split('"').enumerate() {
        if i > 0 {
            out.push('"');
        }
        if i % 2 == 1 {
            out.push_str(part);
            continue;
        }
        for (k, word) in part.split(' ').enumerate() {
            if k > 0 {
                out.push(' ');
            }
            out.push_str(word);
            let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
            let plain = (2..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            if let Some(code) = CodeId::from_code(digits).and_then(|c| c.get()).filter(|_| plain) {
                let _ = write!(out, " [{}]", code.name);
            }
        }
    }
    out
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
