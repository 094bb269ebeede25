//! A brief as Markdown.

use std::fmt::Write as _;

use super::words::{
    MARKS, arithmetic, arrow, count, dated, plain_meaning, scope_words, signed, signed_decimal, tone, web,
};
use super::{Brief, ClaimLine, EventLine, Status};
use crate::model::escape::harmless;

pub(super) fn markdown(brief: &Brief) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(out, "# {}\n", text(&brief.title()));
    let _ = writeln!(out, "{}\n", scope_words(brief));
    summary(&mut out, brief);
    bins(&mut out, brief);
    chronology(&mut out, brief);
    claims(&mut out, brief);
    sources(&mut out, brief);
    review(&mut out, brief);
    origin(&mut out, brief);
    out
}

fn summary(out: &mut String, brief: &Brief) {
    let s = &brief.summary;
    let _ = writeln!(out, "## Summary\n");
    let _ = writeln!(out, "{}\n", text(&super::short::in_short(brief).join(" ")));
    let _ = writeln!(out, "- {}, {}", count(s.events, "event"), count(s.reports, "report"));
    if let (Some(first), Some(last)) = (&s.first_day, &s.last_day) {
        let _ = writeln!(out, "- From {first} to {last}; {} without a date", s.undated);
    }
    let _ = writeln!(out, "- Balance {}: {}", signed(s.balance), arithmetic(&s.quads));
    for (name, quads) in [
        (format!("{} → {}", brief.first.code, brief.second.code), &s.forth),
        (format!("{} → {}", brief.second.code, brief.first.code), &s.back),
        (format!("{} ⇄ {}", brief.first.code, brief.second.code), &s.both),
    ] {
        if quads.total() > 0 {
            let _ = writeln!(out, "- {}: {}, {}", name, count(quads.total(), "event"), arithmetic(quads));
        }
    }
    if let Some(mean) = s.goldstein_mean() {
        let _ = writeln!(
            out,
            "- Mean Goldstein value {}: sum {} over {}",
            signed_decimal(mean),
            signed_decimal(s.goldstein_sum),
            count(s.goldstein_events, "event")
        );
    }
    for (by, words) in &brief.notes {
        let _ = writeln!(out, "- Note by {}: {}", text(by), text(words));
    }
    out.push('\n');
}

fn bins(out: &mut String, brief: &Brief) {
    if brief.bins.is_empty() {
        return;
    }
    let _ = writeln!(out, "## Balance by {}\n", brief.bin);
    let _ = writeln!(out, "| {} | cooperation | conflict | balance | reports |", brief.bin);
    let _ = writeln!(out, "|---|--:|--:|--:|--:|");
    for bin in &brief.bins {
        if bin.covered {
            let (up, down) = (bin.quads.cooperation(), bin.quads.conflict());
            let _ =
                writeln!(out, "| {} | {up} | {down} | {} | {} |", bin.label, signed(bin.net), bin.reports);
        } else {
            let _ = writeln!(out, "| {} | nothing loaded | | | |", bin.label);
        }
    }
    out.push('\n');
}

fn chronology(out: &mut String, brief: &Brief) {
    let _ = writeln!(out, "## Chronology\n");
    if brief.chronology.is_empty() {
        let _ = writeln!(out, "No events.\n");
        return;
    }
    let _ = writeln!(out, "{MARKS}\n");
    for event in &brief.chronology {
        event_line(out, event);
    }
    if brief.unlisted_events > 0 {
        let _ = match brief.unlisted_events {
            1 => writeln!(out, "\n1 more event is counted but not listed."),
            n => writeln!(out, "\n{n} more events are counted but not listed."),
        };
    }
    out.push('\n');
}

fn event_line(out: &mut String, event: &EventLine) {
    let date = dated(&event.date);
    let _ = write!(
        out,
        "- {} **{date}** {} {} {} {} {} {}: {} {} {}",
        mark(&event.review),
        event.from,
        arrow(event),
        event.to,
        tone(event),
        text(&event.code),
        text(plain_meaning(&event.meaning)),
        text(&event.source),
        arrow(event),
        text(&event.target),
    );
    if event.modality != "actual" {
        let _ = write!(out, ", {}", event.modality);
    }
    if event.reports > 1 {
        let _ = write!(out, ", {} reports", event.reports);
    }
    event.cited.iter().chain(&event.also).for_each(|&number| cited(out, Some(number)));
    if !event.evidence.is_empty() {
        let _ = write!(out, "\n  > {}", text(&event.evidence));
    }
    told(out, &event.review);
    out.push('\n');
}

fn told(out: &mut String, review: &Status) {
    for (field, was, now) in &review.changes {
        let _ = write!(out, "\n  - corrected: {field} {} → {}", text(was), text(now));
    }
    for (by, words) in &review.notes {
        let _ = write!(out, "\n  - Comment by {}: {}", text(by), text(words));
    }
}

fn claims(out: &mut String, brief: &Brief) {
    let _ = writeln!(out, "## Claims\n");
    if brief.claims.is_empty() {
        let _ = writeln!(out, "No claims.\n");
        return;
    }
    for claim in &brief.claims {
        claim_line(out, claim);
    }
    if brief.unlisted_claims > 0 {
        let _ = match brief.unlisted_claims {
            1 => writeln!(out, "\n1 more claim is not listed."),
            n => writeln!(out, "\n{n} more claims are not listed."),
        };
    }
    out.push('\n');
}

fn claim_line(out: &mut String, claim: &ClaimLine) {
    let _ = write!(out, "- {} **{}** {}", mark(&claim.review), dated(&claim.date), text(&claim.speaker));
    if !claim.country.is_empty() {
        let _ = write!(out, " ({})", claim.country);
    }
    if claim.guessed {
        out.push_str(" (a guess)");
    }
    let _ = write!(out, " *{}*: {}", text(&claim.cue), text(&claim.text));
    cited(out, claim.cited);
    told(out, &claim.review);
    out.push('\n');
}

fn cited(out: &mut String, cited: Option<usize>) {
    if let Some(number) = cited {
        let _ = write!(out, " \\[{number}\\]");
    }
}

fn mark(review: &Status) -> char {
    review.mark()
}

fn sources(out: &mut String, brief: &Brief) {
    let _ = writeln!(out, "## Sources\n");
    if brief.sources.is_empty() {
        let _ = writeln!(out, "No sources.");
    }
    for (i, source) in brief.sources.iter().enumerate() {
        let words = match web(&source.url) {
            Some(url) => {
                let before = source.text.trim_end_matches(source.url.as_str());
                let safe = url.replace('<', "%3C").replace('>', "%3E");
                format!("{}<{safe}>", text(before))
            }
            None => text(&source.text),
        };
        let _ = writeln!(out, "{}. {words}", i + 1);
        for (by, note) in &source.notes {
            let _ = writeln!(out, "   - Note by {}: {}", text(by), text(note));
        }
    }
    out.push('\n');
}

fn review(out: &mut String, brief: &Brief) {
    let _ = writeln!(out, "## Review\n");
    let _ =
        writeln!(out, "| | accepted | corrected | rejected | left open | disputed | not reviewed | merged |");
    let _ = writeln!(out, "|---|--:|--:|--:|--:|--:|--:|--:|");
    for (name, c) in [("events", brief.reviewed_events), ("claims", brief.reviewed_claims)] {
        let _ = writeln!(
            out,
            "| {name} | {} | {} | {} | {} | {} | {} | {} |",
            c.accepted, c.corrected, c.rejected, c.skipped, c.disputed, c.open, c.merged
        );
    }
    let disputed = brief.reviewed_events.disputed + brief.reviewed_claims.disputed;
    if let Some(words) = brief.decisions.words(disputed) {
        let _ = writeln!(out, "\n{}", text(&words));
    }
    let _ = writeln!(out, "\n## Coverage\n");
    if brief.gaps.is_empty() {
        let _ = writeln!(out, "Something is loaded of every {} in between.", brief.bin);
    }
    for gap in &brief.gaps {
        let _ = writeln!(out, "- nothing loaded: {}", gap_words(&gap.from, &gap.to));
    }
    out.push('\n');
}

pub(super) fn gap_words(from: &str, to: &str) -> String {
    if from == to { from.to_owned() } else { format!("{from} to {to}") }
}

fn origin(out: &mut String, brief: &Brief) {
    let _ = writeln!(out, "## How this was made\n");
    let _ = writeln!(out, "- Query: {}", code(&brief.query));
    let _ = writeln!(out, "- Made by {} on {}", brief.program, brief.made.format("%Y-%m-%d %H:%M UTC"));
    for file in &brief.files {
        let _ = writeln!(out, "- {} ({} bytes), SHA-256 `{}`", code(&file.name), file.bytes, file.sha256);
    }
}

/// Text from outside as code: with a fence longer than any in it.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{}{pad}{fence}", harmless(text, false))
}

/// Text from outside: nothing in it is obeyed by Markdown or by HTML in it.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut digits = true;
    for (i, c) in harmless(text, false).chars().enumerate() {
        // At the beginning of a block these would make lists and headings.
        let opens = match c {
            '#' | '+' | '-' | '=' => i == 0,
            '.' | ')' => i > 0 && digits,
            _ => false,
        };
        digits &= c.is_ascii_digit();
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '&' => out.push_str("&amp;"),
            c if opens => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_from_outside_is_plain_text() {
        assert_eq!(
            text("# 1. *a* <b> [c](d) `e` | f & g"),
            "\\# 1. \\*a\\* \\<b\\> \\[c\\](d) \\`e\\` \\| f &amp; g"
        );
        assert_eq!(text("12. May"), "12\\. May");
        assert_eq!(text("a\u{1b}]0;x\u{7}\nb"), "a\\\\u{1b}\\]0;x\\\\u{7} b");
        assert_eq!(code("a\u{202e}b"), "`a\\u{202e}b`");
        assert_eq!(code("a``b"), "``` a``b ```");
        assert_eq!(code("pair:IRN-RUS"), "`pair:IRN-RUS`");
    }
}
