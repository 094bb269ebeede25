//! Findings explained in words: what was read, which pattern, which steps.

use std::fmt::Write;

use crate::model::escape::blanked;
use crate::model::{CodeId, DateFrom, Day, Dossier, Event, EventDate, Modality, Precision, Side};

/// How to read the explanations, told once before the first.
pub(crate) const LEGEND: &str = "\
How to read this: an event says who (left of the arrow) did what to whom; with ↔ both did it.
  did     the CAMEO code with its name, and in brackets the PLOVER category
  when    the date of the event and whether it is told as a fact, as planned or as possible
  words   the sentence it was read from; trigger: the words in it that gave the code
  rule    the pattern that fits, and how sure it is (an estimate between 0 and 1)
  1. 2.   the steps, in their order: code, who acts, who is acted upon, date
A claim says who said what; its cue is the word of saying. Codes of actors begin with the
country or kind of body (IRN Iran, IGO between governments) and go on with the part that
acts (GOV government, MIL armed forces, REB rebels, CVL civilians and so on).
";

/// Explains everything that was found in one article.
pub fn explain(dossier: &Dossier) -> String {
    let mut out = String::new();
    let title = if dossier.article.title.is_empty() { &dossier.article.id } else { &dossier.article.title };
    line(&mut out, title);
    for e in &dossier.events {
        event(&mut out, dossier, e);
    }
    for c in &dossier.claims {
        let _ = write!(out, "\nclaim {}  {}\n", one_line(&c.id), sides(std::slice::from_ref(&c.speaker)));
        let _ = writeln!(out, "  said    “{}”", one_line(&c.text));
        let _ = writeln!(out, "  when    {}", dated(c.date));
        if !c.cue_text.is_empty() {
            let _ = writeln!(out, "  cue     “{}”", one_line(&c.cue_text));
        }
        rule(&mut out, &c.rule, c.confidence);
        for (i, step) in c.steps.iter().enumerate() {
            let _ = writeln!(out, "  {:>5}.  {}", i + 1, one_line(step));
        }
    }
    if dossier.events.is_empty() && dossier.claims.is_empty() {
        line(&mut out, "  nothing found");
    }
    out
}

fn event(out: &mut String, dossier: &Dossier, e: &Event) {
    let arrow = if e.reciprocal { "↔" } else { "→" };
    let _ = writeln!(out, "\nevent {}  {} {arrow} {}", one_line(&e.id), sides(&e.sources), sides(&e.targets));
    let code = CodeId::from_code(&e.code).and_then(|c| c.get());
    let name = code.map_or("", |c| c.name);
    let plover = code.map(|c| c.root).filter(|r| !r.is_empty()).map_or(String::new(), |r| format!(" ({r})"));
    let _ = writeln!(out, "  did     {} {name}{plover}", one_line(&e.code));
    let reported = if e.date_from == Some(DateFrom::Publication) { "reported on " } else { "" };
    let _ = writeln!(out, "  when    {reported}{}; {}", dated(e.date), told(e.modality));
    for span in &e.evidence {
        let _ = writeln!(out, "  words   “{}”", one_line(span.of(dossier.text())));
    }
    if let Some(trigger) = e.trigger {
        let _ = writeln!(out, "  trigger “{}”", one_line(trigger.of(dossier.text())));
    }
    rule(out, &e.rule, e.confidence);
    for (i, step) in e.steps.iter().enumerate() {
        let _ = writeln!(out, "  {:>5}.  {}", i + 1, named(&one_line(step)));
    }
}

/// A date in words.
fn dated(date: EventDate) -> String {
    let (open, ended) = (date.start() == Day::MIN, date.end() == Day::MAX);
    match date.precision() {
        Precision::Unknown => "no date is known".to_owned(),
        Precision::Range if open => format!("up to {}", date.end()),
        Precision::Range if ended => format!("from {} on", date.start()),
        Precision::Range => format!("between {} and {}", date.start(), date.end()),
        _ => date.to_string(),
    }
}

fn told(modality: Modality) -> &'static str {
    match modality {
        Modality::Actual => "told as a fact",
        Modality::Planned => "told as planned",
        Modality::Possible => "told as possible",
        Modality::Denied => "told as denied",
    }
}

fn rule(out: &mut String, rule: &str, confidence: Option<f32>) {
    if !rule.is_empty() {
        let sure = confidence.map_or(String::new(), |c| format!("; confidence {c:.2}"));
        let _ = writeln!(out, "  rule    {}{}{sure}", one_line(rule), meaning(rule));
    }
}

/// What the name of a coder's rule stands for; claims explain theirs in their steps.
fn meaning(rule: &str) -> &'static str {
    match rule {
        "verb" => ": the verb by itself names the act",
        "frame" => ": the verb and its object together name the act",
        "event-noun" => ": a noun names the act, and the verb carries it out or changes it",
        "subject-noun" => ": a noun names the act, as the subject of its clause",
        "intent" => ": what is agreed to or planned counts as an intent, not as done",
        "threat" => ": what is threatened counts as a threat, not as done",
        "refusal" => ": what is refused counts as a rejection",
        "call" => ": what somebody is asked to do counts as an appeal or a demand",
        "must" => ": what must be done, as somebody says, counts as a demand",
        "accusation" => ": what somebody is accused of counts as an accusation, not as done",
        "force" => ": making somebody do something counts as coercion",
        "ban" => ": what is forbidden counts as a restriction",
        "permission" => ": what is allowed counts as a concession",
        "noun" => ": a noun names the act with both its sides",
        "provoked" => ": the verb says that somebody is moved to criticise, or to praise",
        "end" => ": what is ended counts as undone",
        "failure" => ": what is not done counts as refused or undone",
        "naming" => ": calling somebody a name counts as criticism",
        _ => "",
    }
}

/// Words after which a step of the coder has a code.
const BEFORE_CODES: &[&str] = &["is", "into", "turns", "becomes", "negated:", "come:", "demand,"];

/// A step with the names of the codes in it: behind the words that introduce one, in brackets or
/// at the end, and never in quotation marks.
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
        let mut before = "";
        for (k, word) in part.split(' ').enumerate() {
            if k > 0 {
                out.push(' ');
            }
            out.push_str(word);
            let digits = word.trim_matches(['(', ')', ',', ':']);
            let introduced = BEFORE_CODES.contains(&before) || before.ends_with(':') || word.starts_with('(');
            before = word;
            let plain = (2..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            if plain
                && introduced
                && let Some(code) = CodeId::from_code(digits).and_then(|c| c.get())
            {
                let _ = write!(out, " [{}]", code.name);
            }
        }
    }
    out
}

fn sides(sides: &[Side]) -> String {
    let one = |s: &Side| match (s.name.is_empty(), s.code.is_empty()) {
        (true, true) => "?".to_owned(),
        (true, false) => one_line(&s.code),
        (false, true) => one_line(&s.name),
        (false, false) => format!("{} ({})", one_line(&s.name), one_line(&s.code)),
    };
    if sides.is_empty() { "?".to_owned() } else { sides.iter().map(one).collect::<Vec<_>>().join(" + ") }
}

fn line(out: &mut String, text: &str) {
    out.push_str(&one_line(text));
    out.push('\n');
}

/// One line without control characters: the words come from outside.
fn one_line(text: &str) -> String {
    blanked(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_get_names() {
        assert_eq!(named("\"urged\" is 020"), "\"urged\" is 020 [Appeal, not specified below]");
        assert!(named("\"agreed to\" turns \"talks\" (040) into 036").contains("into 036 [Express intent"));
        for plain in ["rated 100 of 100", "when: 2022, told beside the verb", "\"killed is 190\" alone"] {
            assert_eq!(named(plain), plain);
        }
    }

    #[test]
    fn dates_are_told_in_words() {
        let date = |text: &str| dated(text.parse().unwrap());
        assert_eq!(date("2022-01-01.."), "from 2022-01-01 on");
        assert_eq!(date("2022-01-01..2022-02-03"), "between 2022-01-01 and 2022-02-03");
        assert_eq!(date("2022-01"), "2022-01");
        assert_eq!(dated(EventDate::UNKNOWN), "no date is known");
    }
}
