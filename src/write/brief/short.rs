//! A brief in a few sentences, before all figures.

use super::words::{arrow, count, dated, plain_meaning};
use super::{Brief, EventLine, ReviewCounts, Scope};

/// How many codes are named.
const CODES: usize = 3;

/// What stands at the top: what there is, what is most frequent, what is latest,
/// and how much of it a person has looked at.
pub(super) fn in_short(brief: &Brief) -> Vec<String> {
    let s = &brief.summary;
    if s.events == 0 {
        let why = if brief.chronology.is_empty() { "No event" } else { "No event that counts" };
        return vec![format!("{why} is known of {} that fits the query.", brief.title())];
    }
    let mut told = vec![kinds(brief)];
    let frequent: Vec<String> = brief
        .frequent
        .iter()
        .filter(|code| code.events > 1)
        .take(CODES)
        .map(|code| {
            let name = plain_meaning(&code.meaning);
            format!("{} ({})", if name.is_empty() { &code.code } else { name }, code.events)
        })
        .collect();
    if !frequent.is_empty() {
        told.push(format!("Most frequent: {}.", frequent.join(", ")));
    }
    if let Some(latest) = &brief.latest {
        told.push(format!("Latest: {}.", event(latest)));
    }
    if brief.scope == Scope::Everything {
        told.push(reviewed(brief));
    }
    told
}

/// `Of 25 events 20 are cooperation and 5 conflict, told in 31 reports.`
fn kinds(brief: &Brief) -> String {
    let s = &brief.summary;
    let (up, down) = (s.quads.cooperation(), s.quads.conflict());
    let reports = match s.reports == s.events {
        true => String::new(),
        false => format!(", told in {}", count(s.reports, "report")),
    };
    let what = match (up, down) {
        (0, 0) => "no class is known of any".to_owned(),
        (up, 0) if up == s.events => "all are cooperation".to_owned(),
        (0, down) if down == s.events => "all are conflict".to_owned(),
        (up, down) => format!("{up} {} cooperation and {down} conflict", if up == 1 { "is" } else { "are" }),
    };
    match s.events {
        1 if up + down == 1 => {
            format!("One event, of {}{reports}.", if up == 1 { "cooperation" } else { "conflict" })
        }
        events => format!("Of {}, {what}{reports}.", count(events, "event")),
    }
}

fn event(event: &EventLine) -> String {
    let name = plain_meaning(&event.meaning);
    let name = if name.is_empty() { &event.code } else { name };
    format!("{}, {name} ({} {} {})", dated(&event.date), event.source, arrow(event), event.target)
}

/// `A person has looked at 5 of 26 events and at none of 7 claims.`
fn reviewed(brief: &Brief) -> String {
    let told = |counts: &ReviewCounts, what: &str| {
        let all = counts.all();
        let seen = all - counts.open;
        let of = format!("{all} {}", crate::model::printable::plural(all as u64, what));
        match seen {
            0 => format!("none of {of}"),
            _ if seen == all && all > 1 => format!("all {of}"),
            _ => format!("{seen} of {of}"),
        }
    };
    let (events, claims) = (&brief.reviewed_events, &brief.reviewed_claims);
    let mut words = Vec::new();
    if events.all() > 0 {
        words.push(told(events, "event"));
    }
    if claims.all() > 0 {
        words.push(told(claims, "claim"));
    }
    if words.is_empty() {
        return "All of it was added by hand.".to_owned();
    }
    format!("Reviewed by a person: {}.", words.join(", "))
}
