//! A brief as one self-contained page: no scripts, nothing loaded from elsewhere.

use std::fmt::Write as _;

use super::chart::{Shape, description, svg};
use super::html_parts::{
    MARKS, arithmetic, arrow, count, dated, escape, plain_meaning, scope_words, signed, signed_decimal, tone,
    web,
};
use super::markdown::gap_words;
use super::{Brief, ClaimLine, EventLine, Quads, SourceLine, Status};

const STYLE: &str = include_str!("../../../assets/brief.css");

/// The parts of the page, for its contents.
const PARTS: [(&str, &str); 7] = [
    ("summary", "Summary"),
    ("balance", "Balance"),
    ("chronology", "Chronology"),
    ("claims", "Claims"),
    ("sources", "Sources"),
    ("review", "Review and coverage"),
    ("origin", "How this was made"),
];

pub(super) fn html(brief: &Brief) -> String {
    let title = escape(&brief.title());
    // Writing to a string does not fail.
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"{}\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#summary\">Skip to the summary</a>\n<header>\n<h1>{title}</h1>\n<p class=\"lead\">{}</p>\n",
        escape(&brief.program),
        lead(brief),
    );
    out.push_str("<nav aria-label=\"Contents\"><ul>");
    for (id, name) in PARTS {
        let _ = write!(out, "<li><a href=\"#{id}\">{name}</a></li>");
    }
    out.push_str("</ul></nav>\n</header>\n<main>\n");
    let parts = [summary, balance, chronology, claims, sources, review, origin];
    for ((id, name), part) in PARTS.into_iter().zip(parts) {
        let _ =
            writeln!(out, "<section id=\"{id}\" aria-labelledby=\"{id}-h\">\n<h2 id=\"{id}-h\">{name}</h2>");
        part(&mut out, brief);
        out.push_str("</section>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn lead(brief: &Brief) -> String {
    let s = &brief.summary;
    let span = match (&s.first_day, &s.last_day) {
        (Some(first), Some(last)) => format!(", <time>{first}</time> to <time>{last}</time>"),
        _ => String::new(),
    };
    format!("{} in {}{span}. {}", count(s.events, "event"), count(s.reports, "report"), scope_words(brief))
}

fn summary(out: &mut String, brief: &Brief) {
    let s = &brief.summary;
    let short = super::short::in_short(brief);
    let _ = writeln!(out, "<p class=\"short\" dir=\"auto\">{}</p>", escape(&short.join(" ")));
    let _ = writeln!(
        out,
        "<div class=\"figures\">{}{}{}{}</div>",
        figure(&s.events.to_string(), "events", ""),
        figure(&s.reports.to_string(), "reports", ""),
        figure(&signed(s.balance), "balance", if s.balance < 0 { "conf" } else { "coop" }),
        s.goldstein_mean().map_or_else(String::new, |m| figure(&signed_decimal(m), "mean Goldstein", "")),
    );
    out.push_str(
        "<div class=\"wide\" role=\"region\" aria-label=\"Figures by direction\" tabindex=\"0\"><table>\n<thead><tr>\
         <th scope=\"col\">direction</th>\
         <th scope=\"col\" class=\"n\">events</th><th scope=\"col\" class=\"n\">▲ words</th>\
         <th scope=\"col\" class=\"n\">▲ deeds</th><th scope=\"col\" class=\"n\">▼ words</th>\
         <th scope=\"col\" class=\"n\">▼ deeds</th><th scope=\"col\" class=\"n\">balance</th></tr></thead>\n<tbody>\n",
    );
    let (a, b) = (escape(&brief.first.name), escape(&brief.second.name));
    for (name, quads) in
        [(format!("{a} → {b}"), &s.forth), (format!("{b} → {a}"), &s.back), (format!("{a} ⇄ {b}"), &s.both)]
    {
        row(out, &name, quads);
    }
    out.push_str("</tbody>\n<tfoot>\n");
    row(out, "all", &s.quads);
    out.push_str("</tfoot></table></div>\n");
    let _ = writeln!(out, "<p class=\"sum\">Balance = {}.</p>", arithmetic(&s.quads));
    if let Some(mean) = s.goldstein_mean() {
        let _ = writeln!(
            out,
            "<p class=\"sum\">Mean Goldstein value = {} ÷ {} = {}, on a scale from −10 to +10.</p>",
            signed_decimal(s.goldstein_sum),
            count(s.goldstein_events, "event"),
            signed_decimal(mean)
        );
    }
    brief.notes.iter().for_each(|note| written(out, "Note", note));
}

fn figure(value: &str, name: &str, class: &str) -> String {
    format!("<div class=\"figure {class}\"><b>{value}</b><span>{name}</span></div>")
}

fn row(out: &mut String, name: &str, q: &Quads) {
    let _ = writeln!(
        out,
        "<tr><th scope=\"row\">{name}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>\
         <td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
        q.total(),
        q.verbal_cooperation,
        q.material_cooperation,
        q.verbal_conflict,
        q.material_conflict,
        signed(q.balance())
    );
}

fn balance(out: &mut String, brief: &Brief) {
    let _ = write!(
        out,
        "<figure>{}{}\n<figcaption>{}</figcaption></figure>\n",
        svg(brief, Shape::Wide),
        svg(brief, Shape::Narrow),
        escape(&description(brief))
    );
    if brief.bins.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "<details><summary>The figures by {}</summary>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">{}</th>\
         <th scope=\"col\" class=\"n\">cooperation</th><th scope=\"col\" class=\"n\">conflict</th>\
         <th scope=\"col\" class=\"n\">balance</th><th scope=\"col\" class=\"n\">reports</th></tr></thead>\n<tbody>\n",
        brief.bin, brief.bin
    );
    for bin in &brief.bins {
        let label = escape(&bin.label);
        if bin.covered {
            let _ = writeln!(
                out,
                "<tr><th scope=\"row\">{label}</th><td class=\"n\">{}</td><td class=\"n\">{}</td>\
                 <td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
                bin.quads.cooperation(),
                bin.quads.conflict(),
                signed(bin.net),
                bin.reports
            );
        } else {
            let _ =
                writeln!(out, "<tr><th scope=\"row\">{label}</th><td colspan=\"4\">nothing loaded</td></tr>");
        }
    }
    out.push_str("</tbody></table></div></details>\n");
}

fn chronology(out: &mut String, brief: &Brief) {
    if brief.chronology.is_empty() {
        out.push_str("<p>No events.</p>\n");
        return;
    }
    let _ = writeln!(out, "<p class=\"quiet\">{MARKS}</p>\n<ol class=\"events\">");
    for event in &brief.chronology {
        event_item(out, event, brief);
    }
    out.push_str("</ol>\n");
    if brief.unlisted_events > 0 {
        let _ = match brief.unlisted_events {
            1 => writeln!(out, "<p>1 more event is counted but not listed.</p>"),
            n => writeln!(out, "<p>{n} more events are counted but not listed.</p>"),
        };
    }
}

fn event_item(out: &mut String, event: &EventLine, brief: &Brief) {
    let class = match tone(event) {
        "▲" => "coop",
        "▼" => "conf",
        _ => "",
    };
    let date = dated(&event.date);
    let _ = write!(
        out,
        "<li class=\"{class}{}\">{}<span class=\"date\">{}</span> <span class=\"dir\">{} {} {}</span> \
         <span class=\"tone\">{}</span> <span class=\"code\">{}</span> <b>{}</b> ",
        if event.counted { "" } else { " out" },
        mark(&event.review),
        escape(&date),
        escape(&event.from),
        arrow(event),
        escape(&event.to),
        tone(event),
        escape(&event.code),
        escape(plain_meaning(&event.meaning)),
    );
    let _ = write!(
        out,
        "<span class=\"who\" dir=\"auto\">{} {} {}</span>",
        escape(&event.source),
        arrow(event),
        escape(&event.target)
    );
    if event.modality != "actual" {
        let _ = write!(out, " <span class=\"tag\">{}</span>", event.modality);
    }
    if event.reports > 1 {
        let _ = write!(out, " <span class=\"tag\">{} reports</span>", event.reports);
    }
    event.cited.iter().chain(&event.also).for_each(|&number| cite(out, Some(number), brief));
    if !event.evidence.is_empty() {
        quote(out, &event.evidence, &event.language);
    }
    told(out, &event.review);
    out.push_str("</li>\n");
}

fn quote(out: &mut String, words: &str, language: &str) {
    let lang = if language.is_empty() { String::new() } else { format!(" lang=\"{}\"", escape(language)) };
    let _ = write!(out, "<blockquote dir=\"auto\"{lang}>{}</blockquote>", escape(words));
}

fn mark(review: &Status) -> String {
    let words = escape(&review.words());
    format!(
        "<span class=\"mark\" role=\"img\" aria-label=\"{words}\" title=\"{words}\">{}</span> ",
        review.mark()
    )
}

fn told(out: &mut String, review: &Status) {
    for (field, was, now) in &review.changes {
        let _ = write!(
            out,
            "<p class=\"note\" dir=\"auto\">corrected: {} <del>{}</del> <ins>{}</ins></p>",
            escape(field),
            escape(was),
            escape(now)
        );
    }
    review.notes.iter().for_each(|note| written(out, "Comment", note));
}

/// What a coder wrote, as such.
fn written(out: &mut String, what: &str, (by, words): &(String, String)) {
    let (by, words) = (escape(by), escape(words));
    let _ = write!(out, "<p class=\"note\" dir=\"auto\"><b>{what} by {by}</b>: {words}</p>");
}

fn cite(out: &mut String, cited: Option<usize>, brief: &Brief) {
    let Some(number) = cited else { return };
    let words = brief.sources.get(number - 1).map_or("", |s| s.text.as_str());
    let _ = write!(
        out,
        "\u{a0}<a class=\"cite\" href=\"#source-{number}\" title=\"{0}\" aria-label=\"source {number}\">[{number}]</a>",
        escape(words)
    );
}

fn claims(out: &mut String, brief: &Brief) {
    if brief.claims.is_empty() {
        out.push_str("<p>No claims.</p>\n");
        return;
    }
    out.push_str("<ul class=\"claims\">\n");
    for claim in &brief.claims {
        claim_item(out, claim, brief);
    }
    out.push_str("</ul>\n");
    if brief.unlisted_claims > 0 {
        let _ = match brief.unlisted_claims {
            1 => writeln!(out, "<p>1 more claim is not listed.</p>"),
            n => writeln!(out, "<p>{n} more claims are not listed.</p>"),
        };
    }
}

fn claim_item(out: &mut String, claim: &ClaimLine, brief: &Brief) {
    let _ = write!(
        out,
        "<li>{}<span class=\"date\">{}</span> <b dir=\"auto\">{}</b>",
        mark(&claim.review),
        escape(&dated(&claim.date)),
        escape(&claim.speaker)
    );
    if !claim.country.is_empty() {
        let _ = write!(out, " <span class=\"dir\">{}</span>", escape(&claim.country));
    }
    if claim.guessed {
        out.push_str(" <span class=\"tag\">speaker guessed</span>");
    }
    let _ =
        write!(out, " <i dir=\"auto\">{}</i> <span class=\"tag\">{}</span>", escape(&claim.cue), claim.form);
    cite(out, claim.cited, brief);
    quote(out, &claim.text, &claim.language);
    told(out, &claim.review);
    out.push_str("</li>\n");
}

fn sources(out: &mut String, brief: &Brief) {
    if brief.sources.is_empty() {
        out.push_str("<p>No sources.</p>\n");
        return;
    }
    out.push_str("<ol class=\"sources\">\n");
    for (i, source) in brief.sources.iter().enumerate() {
        let _ = write!(
            out,
            "<li id=\"source-{}\" dir=\"auto\">{} <span class=\"quiet\">({})</span>",
            i + 1,
            linked(source),
            held(source)
        );
        source.notes.iter().for_each(|note| written(out, "Note", note));
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
}

/// What a source tells of: `3 events, 1 claim`.
fn held(source: &SourceLine) -> String {
    let counts = [(source.events, "event"), (source.claims, "claim")];
    let told = counts.iter().filter(|(number, _)| *number > 0);
    told.map(|(number, what)| count(*number as u64, what)).collect::<Vec<_>>().join(", ")
}

/// The citation, its address as a link if it is one of the web.
fn linked(source: &SourceLine) -> String {
    match web(&source.url) {
        Some(url) => {
            let before = source.text.strip_suffix(source.url.as_str()).unwrap_or(&source.text);
            let url = escape(url);
            format!("{}<a href=\"{url}\" rel=\"noreferrer noopener\">{url}</a>", escape(before))
        }
        None => escape(&source.text),
    }
}

fn review(out: &mut String, brief: &Brief) {
    out.push_str(
        "<div class=\"wide\" role=\"region\" aria-label=\"Review\" tabindex=\"0\"><table>\n<thead><tr><td></td>\
         <th scope=\"col\" class=\"n\">accepted</th>\
         <th scope=\"col\" class=\"n\">corrected</th><th scope=\"col\" class=\"n\">rejected</th>\
         <th scope=\"col\" class=\"n\">left open</th><th scope=\"col\" class=\"n\">disputed</th>\
         <th scope=\"col\" class=\"n\">not reviewed</th><th scope=\"col\" class=\"n\">merged</th></tr></thead>\n<tbody>\n",
    );
    for (name, c) in [("events", brief.reviewed_events), ("claims", brief.reviewed_claims)] {
        let _ = write!(out, "<tr><th scope=\"row\">{name}</th>");
        for n in [c.accepted, c.corrected, c.rejected, c.skipped, c.disputed, c.open, c.merged] {
            let _ = write!(out, "<td class=\"n\">{n}</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
    let disputed = brief.reviewed_events.disputed + brief.reviewed_claims.disputed;
    if let Some(words) = brief.decisions.words(disputed) {
        let _ = writeln!(out, "<p dir=\"auto\">{}</p>", escape(&words));
    }
    if brief.gaps.is_empty() {
        let _ = writeln!(out, "<p>Something is loaded of every {} in between.</p>", brief.bin);
    } else {
        let gaps: Vec<String> = brief.gaps.iter().map(|g| escape(&gap_words(&g.from, &g.to))).collect();
        let _ = writeln!(
            out,
            "<p>Nothing at all is loaded of: {}. That is not to say that nothing happened.</p>",
            gaps.join(", ")
        );
    }
}

fn origin(out: &mut String, brief: &Brief) {
    let _ = write!(
        out,
        "<dl>\n<dt>Query</dt><dd><code>{}</code></dd>\n<dt>Made</dt><dd>{}, {}</dd>\n",
        escape(&brief.query),
        brief.made.format("%Y-%m-%d %H:%M UTC"),
        escape(&brief.program),
    );
    if !brief.files.is_empty() {
        out.push_str("<dt>Files</dt>");
        for file in &brief.files {
            let _ = writeln!(
                out,
                "<dd>{}, {} bytes, SHA-256 <code>{}</code></dd>",
                escape(&file.name),
                file.bytes,
                escape(&file.sha256)
            );
        }
    }
    out.push_str(
        "</dl>\n<p>The same query over the same files with the same decisions gives the same figures.</p>\n",
    );
}
