//! Whether an entry that comes from elsewhere is one that this program could
//! have written: its key, its value, its time. The journal takes nothing else.

use chrono::{DateTime, TimeDelta, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::model::{CountryId, Decision, Pair};
use crate::query::Query;

use super::anchor::{Anchor, Thing};
use super::article_ref::ArticleRef;
use super::entry::{Entry, EntryKind, time_text};
use super::value::{Adjudication, Correction, Draft, LastSeen, Quote, SavedView, SideRef};

/// The longest part of a value that is told in a message, in code points.
const LONGEST: usize = 60;

/// What is wrong with an entry, as found and expected; nothing if it may be
/// taken. `is_anchored` tells whether it is known elsewhere what its key means.
pub(super) fn fault(entry: &Entry, is_anchored: bool, now: DateTime<Utc>) -> Option<String> {
    check(entry, is_anchored, now).err()
}

fn check(entry: &Entry, is_anchored: bool, now: DateTime<Utc>) -> Result<(), String> {
    for (name, text) in [("batch", &entry.batch), ("coder", &entry.coder), ("session", &entry.session)] {
        if text.trim().is_empty() {
            return Err(format!("found no {name}, expected its name"));
        }
    }
    check_time("a time", entry.time, now)?;
    check_key(entry.kind, &entry.key)?;
    if let Some(thing) = thing(&entry.key) {
        check_anchor(entry, thing, is_anchored)?;
    }
    match &entry.after {
        Some(value) => check_value(entry, value, now),
        None => Ok(()),
    }
}

fn check_time(what: &str, time: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), String> {
    let latest = now + TimeDelta::days(1);
    if time < DateTime::UNIX_EPOCH || time > latest {
        let (found, latest) = (time_text(time), time_text(latest));
        return Err(format!(
            "found {found}, expected {what} from 1970 to {latest}, a day ahead of the clock"
        ));
    }
    Ok(())
}

/// Whether a key is of an event or of a claim.
fn thing(key: &str) -> Option<Thing> {
    match key.split_once(':')?.0 {
        "event" => Some(Thing::Event),
        "claim" => Some(Thing::Claim),
        _ => None,
    }
}

fn check_key(kind: EntryKind, key: &str) -> Result<(), String> {
    let (expected, fits) = match kind {
        EntryKind::Decision | EntryKind::Correction | EntryKind::Merge | EntryKind::Adjudication => {
            ("the key of an event or claim", is_thing(key))
        }
        EntryKind::Note | EntryKind::Flag => (
            "the key of an event, claim, pair or article",
            is_thing(key) || is_pair(key) || named(key, "article:"),
        ),
        EntryKind::Created => ("event:new:… or claim:new:…", is_made(key)),
        // A name of nothing but blanks is one, too.
        EntryKind::Actor => ("actor:…", key.starts_with("actor:")),
        EntryKind::View => ("view:…", named(key, "view:")),
        EntryKind::Looked => ("pair:IRN-RUS", is_pair(key)),
    };
    if fits { Ok(()) } else { Err(format!("found the key {}, expected {expected}", short(key))) }
}

fn named(key: &str, prefix: &str) -> bool {
    key.strip_prefix(prefix).is_some_and(|name| !name.is_empty())
}

fn is_pair(key: &str) -> bool {
    key.strip_prefix("pair:").and_then(|pair| pair.parse::<Pair>().ok()).is_some()
}

fn is_made(key: &str) -> bool {
    named(key, "event:new:") || named(key, "claim:new:")
}

/// Any of the forms of [`Anchor::key`], or what a coder made.
fn is_thing(key: &str) -> bool {
    if thing(key).is_none() {
        return false;
    }
    let rest = key.split_once(':').map_or("", |(_, rest)| rest);
    match rest.split_once(':') {
        Some(("new", name)) => !name.is_empty(),
        Some(("hand", name)) => name.split_once('#').is_some_and(|(a, id)| !a.is_empty() && !id.is_empty()),
        Some(("mark", digits)) => digits.len() == 24 && digits.bytes().all(|b| b.is_ascii_hexdigit()),
        Some((set, number)) => !set.is_empty() && number.contains('@'),
        None => false,
    }
}

fn check_anchor(entry: &Entry, thing: Thing, is_anchored: bool) -> Result<(), String> {
    let named = |thing: Thing| if thing == Thing::Event { "event" } else { "claim" };
    match &entry.anchor {
        Some(anchor) if anchor.thing != thing => Err(format!(
            "found the anchor of {} {}, expected that of {} {}",
            article(anchor.thing),
            named(anchor.thing),
            article(thing),
            named(thing)
        )),
        Some(anchor) if *anchor == (Anchor { thing, ..Anchor::default() }) => {
            Err(format!("found an empty anchor, expected what is known of the {}", named(thing)))
        }
        // What empties a slot may come without: so does what undoes.
        None if !is_anchored && entry.after.is_some() => {
            Err(format!("found no anchor, expected what is known of the {}", named(thing)))
        }
        _ => Ok(()),
    }
}

fn article(thing: Thing) -> &'static str {
    if thing == Thing::Event { "an" } else { "a" }
}

fn check_value(entry: &Entry, value: &Value, now: DateTime<Utc>) -> Result<(), String> {
    match entry.kind {
        EntryKind::Decision => {
            // What is open has no decision.
            let decisions = || Decision::ALL.iter().filter(|d| **d != Decision::Open).map(|d| d.name());
            if decisions().any(|word| value.as_str() == Some(word)) {
                return Ok(());
            }
            let words = decisions().collect::<Vec<_>>().join(", ");
            Err(found(value, &format!("a decision ({words})")))
        }
        EntryKind::Correction => check_fields(&parsed::<Correction>(value, "changed fields")?),
        EntryKind::Note => {
            let words = value.as_str().filter(|words| !words.is_empty());
            words.map(|_| ()).ok_or_else(|| found(value, "words"))
        }
        EntryKind::Flag => {
            if *value == Value::Bool(true) {
                Ok(())
            } else {
                Err(found(value, "true"))
            }
        }
        EntryKind::Actor => check_side(&parsed::<SideRef>(value, "a country and a name")?),
        EntryKind::Created => {
            let draft: Draft = parsed(value, "an event or claim")?;
            let expected = if draft.claim { Thing::Claim } else { Thing::Event };
            if thing(&entry.key) != Some(expected) {
                return Err(format!("found the key {} for something else", short(&entry.key)));
            }
            if draft.article == ArticleRef::default() {
                return Err("found no article, expected the one that it stands in".to_owned());
            }
            check_fields(&draft.fields)
        }
        EntryKind::Merge => {
            let into = value.as_str().filter(|key| is_thing(key));
            into.map(|_| ()).ok_or_else(|| found(value, "the key of an event"))
        }
        EntryKind::View => {
            let view: SavedView = parsed(value, "a saved query")?;
            let query = view.query.parse::<Query>();
            query.map(|_| ()).map_err(|e| format!("{}: {e}", found(value, "a query")))
        }
        EntryKind::Looked => {
            let look: LastSeen = parsed(value, "when a pair was looked at, and its events then")?;
            check_time("a time", look.time, now)
        }
        EntryKind::Adjudication => {
            let adjudication: Adjudication = parsed(value, "a decision, with its fields if it is corrected")?;
            check_fields(&adjudication.correction)
        }
    }
}

fn parsed<T: DeserializeOwned>(value: &Value, expected: &str) -> Result<T, String> {
    // Each of these is written with names; a list would be taken for its fields in order.
    if !value.is_object() {
        return Err(found(value, expected));
    }
    serde_json::from_value(value.clone()).map_err(|e| format!("{}: {e}", found(value, expected)))
}

fn check_fields(fields: &Correction) -> Result<(), String> {
    let sides = fields.sources.iter().flatten().chain(fields.targets.iter().flatten());
    sides.chain(&fields.speaker).try_for_each(check_side)?;
    let turned = |quote: &&Quote| quote.start > quote.end;
    match fields.evidence.iter().flatten().find(turned) {
        Some(quote) => Err(format!(
            "found words from {} to {}, expected an end that is not before their beginning",
            quote.start, quote.end
        )),
        None => Ok(()),
    }
}

fn check_side(side: &SideRef) -> Result<(), String> {
    if side.country.is_empty() || CountryId::from_iso3(&side.country).is_some() {
        return Ok(());
    }
    Err(format!("found the country {}, expected a code of ISO 3166-1 such as IRN", short(&side.country)))
}

fn found(value: &Value, expected: &str) -> String {
    format!("found {}, expected {expected}", short(&value.to_string()))
}

/// What was found, not longer than a message bears.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Turn;
    use serde_json::json;

    fn entry(kind: EntryKind, key: &str, after: Value) -> Entry {
        Entry {
            id: 1,
            batch: "s-1".into(),
            part: 0,
            time: DateTime::UNIX_EPOCH,
            coder: "ann".into(),
            session: "s".into(),
            kind,
            key: key.into(),
            before: None,
            after: Some(after),
            comment: String::new(),
            anchor: None,
            turn: Turn::Do,
            hash: String::new(),
        }
    }

    #[test]
    fn values_keys_and_times_are_told_from_what_is_none() {
        use EntryKind::*;
        let event = "event:set:7@2025-01-17";
        let fine = [
            (Decision, event, json!("accepted")),
            (Decision, "claim:mark:0123456789abcdef01234567", json!("skipped")),
            (Correction, "event:hand:pact#e1", json!({"date": "2025-01", "sources": [{"country": "IRN"}]})),
            (Correction, event, json!({"date": ""})),
            (Note, "article:pact", json!("words")),
            (Note, "pair:IRN-RUS", json!("words")),
            (Flag, "pair:IRN-RUS", json!(true)),
            (Actor, "actor:mr zarif", json!({"country": "IRN", "name": "Javad Zarif"})),
            (Created, "claim:new:s-1", json!({"claim": true, "article": {"id": "a"}, "fields": {}})),
            (Merge, event, json!("event:set:8@2025-01-17")),
            (View, "view:clashes", json!({"query": "pair:IRN-RUS"})),
            (Looked, "pair:IRN-RUS", json!({"time": "1970-01-01T00:00:00Z", "events": 3})),
            (Adjudication, event, json!({"decision": "rejected"})),
        ];
        for (kind, key, value) in fine {
            assert_eq!(fault(&entry(kind, key, value), true, Utc::now()), None, "{kind} {key}");
        }
        let wrong = [
            (Decision, event, json!(5), "found 5, expected a decision ("),
            (Decision, event, json!("perhaps"), "found \"perhaps\""),
            (Decision, event, json!("open"), "expected a decision"),
            (Decision, "pair:IRN-RUS", json!("accepted"), "the key pair:IRN-RUS"),
            (Decision, "event:mark:xyz", json!("accepted"), "the key event:mark:xyz"),
            (Correction, event, json!({"date": "2025-13"}), "expected changed fields"),
            (Correction, event, json!({"colour": "red"}), "colour"),
            (Correction, event, json!({"sources": [{"country": "XYZ"}]}), "the country XYZ"),
            (Correction, event, json!({"evidence": [{"start": 9, "end": 2, "text": ""}]}), "from 9 to 2"),
            (Note, "article:", json!("words"), "the key article:"),
            (Note, "pair:IRN-IRN", json!("words"), "the key pair:IRN-IRN"),
            (Note, "pair:IRN-RUS", json!(""), "expected words"),
            (Flag, event, json!("yes"), "expected true"),
            (Actor, "actor:x", json!(["IRN"]), "expected a country and a name"),
            (Created, "event:new:s-1", json!({"claim": true, "article": {"id": "a"}}), "for something else"),
            (Created, "event:new:s-1", json!({}), "found no article"),
            (Merge, event, json!("pair:IRN-RUS"), "the key of an event"),
            (View, "view:clashes", json!({"query": "pair:nowhere-RUS"}), "expected a query"),
            (Looked, "pair:IRN-RUS", json!({"time": "9999-12-31T00:00:00Z", "events": 3}), "9999"),
            (Adjudication, event, json!({"decision": "perhaps"}), "perhaps"),
        ];
        for (kind, key, value, words) in wrong {
            let fault = fault(&entry(kind, key, value), true, Utc::now()).expect(words);
            assert!(fault.contains(words), "{kind} {key}: {fault}");
        }
    }

    #[test]
    fn a_time_ahead_of_the_clock_and_a_key_that_means_nothing_are_refused() {
        let mut one = entry(EntryKind::Decision, "event:set:7@2025-01-17", json!("accepted"));
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(100);
        assert!(fault(&one, false, now).is_some_and(|f| f.contains("found no anchor")));
        one.anchor = Some(Anchor { thing: Thing::Claim, code: "said".into(), ..Anchor::default() });
        assert!(fault(&one, false, now).is_some_and(|f| f.contains("the anchor of a claim")));
        one.anchor = Some(Anchor { code: "057".into(), ..Anchor::default() });
        assert_eq!(fault(&one, false, now), None);
        one.time = now + TimeDelta::hours(23);
        assert_eq!(fault(&one, false, now), None);
        one.time = now + TimeDelta::hours(25);
        assert!(fault(&one, false, now).is_some_and(|f| f.contains("a day ahead of the clock")));
        one.time = DateTime::UNIX_EPOCH - TimeDelta::days(1);
        assert!(fault(&one, false, now).is_some());
    }
}
