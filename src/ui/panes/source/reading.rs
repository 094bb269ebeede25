//! What there is to see in an article: what was found in it, who is named.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::{ActorId, ArticleId, EventId, Precision, Span, Store};
use crate::ui::pane::Subject;
use crate::ui::theme::Role;

/// An event or claim of an article, and where the text tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Item {
    /// The words.
    pub(crate) span: Span,
    /// The event or claim.
    pub(crate) subject: Subject,
}

/// A stretch of text that is tinted by what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mention {
    /// The words.
    pub(crate) span: Span,
    /// An actor's name or quoted words.
    pub(crate) role: Role,
}

/// The words that carry a thing.
pub(crate) fn lit(store: &Store, subject: Subject) -> Vec<Span> {
    match subject {
        Subject::Event(id) => {
            store.event_by_id(id).and_then(|e| e.detail()).map_or(Vec::new(), |d| d.evidence.to_vec())
        }
        Subject::Claim(id) => store.claim(id).map_or(Vec::new(), |c| {
            let mut spans: Vec<Span> = c.content.to_vec();
            spans.extend(c.cue);
            spans.extend(c.speaker_span);
            spans.sort_unstable();
            spans
        }),
        _ => Vec::new(),
    }
}

/// The events and claims of an article, in the order of the text. Only
/// dossiers have any, so other segments need not be searched.
pub(crate) fn items(store: &Store, article: ArticleId) -> Vec<Item> {
    if article == ArticleId::NONE {
        return Vec::new();
    }
    let mut items = Vec::new();
    for (number, segment) in store.segments().iter().enumerate().filter(|(_, s)| s.has_details()) {
        for (row, &a) in segment.columns().article.iter().enumerate() {
            if a != article || !segment.is_live(row) {
                continue;
            }
            let place = crate::model::Place { segment: number as u32, row: row as u32 };
            if let Some(event) = store.event(place)
                && let Some(span) = event.detail().and_then(|d| d.evidence.first())
            {
                items.push(Item { span: *span, subject: Subject::Event(event.id()) });
            }
        }
    }
    for (id, claim) in store.claims().filter(|(_, c)| c.article == article) {
        if let Some(span) = claim.content.first() {
            items.push(Item { span: *span, subject: Subject::Claim(id) });
        }
    }
    items.sort_by_key(|i| (i.span, matches!(i.subject, Subject::Claim(_))));
    items
}

/// Names of the article's actors and its quoted words, where they stand.
pub(crate) fn mentions(store: &Store, article: ArticleId) -> Vec<Mention> {
    let Some(text) = store.article(article).and_then(|a| a.text()) else {
        return Vec::new();
    };
    let mut actors: Vec<ActorId> = Vec::new();
    let mut quotes = Vec::new();
    for item in items(store, article) {
        match item.subject {
            Subject::Event(id) => {
                if let Some(e) = store.event_by_id(id) {
                    actors.extend([e.source_actor(), e.target_actor()]);
                }
            }
            Subject::Claim(id) => {
                if let Some(c) = store.claim(id) {
                    actors.push(c.speaker);
                    quotes.extend(c.content.iter().map(|&span| Mention { span, role: Role::Quote }));
                }
            }
            _ => {}
        }
    }
    actors.sort_unstable();
    actors.dedup();
    let mut found = named(store, &actors, text);
    found.extend(quotes);
    found
}

fn named(store: &Store, actors: &[ActorId], text: &str) -> Vec<Mention> {
    let mut names: Vec<&str> = Vec::new();
    for actor in actors.iter().filter_map(|&a| store.actor(a)) {
        names.push(store.str(actor.name));
        names.extend(actor.aliases.iter().map(|&a| store.str(a)));
        if let Some(country) = actor.country.get() {
            names.push(country.name);
        }
    }
    names.retain(|n| n.chars().count() > 2);
    let Ok(automaton) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names) else {
        return Vec::new();
    };
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    automaton
        .find_iter(text)
        .filter(|m| !letter(text[..m.start()].chars().next_back()) && !letter(text[m.end()..].chars().next()))
        .map(|m| Mention { span: Span::new(m.start(), m.end()), role: Role::Actor })
        .collect()
}

/// All events that tell of the same thing: same pair, same code, days that touch.
/// The event itself is among them; they stand in the order of loading.
pub(crate) fn siblings(store: &Store, subject: Subject) -> Vec<EventId> {
    let Subject::Event(id) = subject else { return Vec::new() };
    let Some(event) = store.event_by_id(id) else {
        return Vec::new();
    };
    let date = event.date();
    if !date.is_known() || date.precision() != Precision::Day {
        return vec![id];
    }
    let mut found = Vec::new();
    for segment in store.segments() {
        let c = segment.columns();
        let rows = segment.pair_rows(event.pair());
        let days = &c.day[rows.clone()];
        let from = rows.start + days.partition_point(|&d| d < date.start().0);
        let to = rows.start + days.partition_point(|&d| d <= date.start().0);
        for row in from..to {
            let day = c.flags[row].precision() == Precision::Day;
            if c.code[row] == event.code() && day && segment.is_live(row) {
                found.push(EventId(c.seq[row]));
            }
        }
    }
    found.sort_unstable();
    found
}

/// Where some words stand in a text, without regard to case.
pub(crate) fn occurrences(text: &str, needle: &str) -> Vec<Span> {
    if needle.is_empty() {
        return Vec::new();
    }
    match regex::RegexBuilder::new(&regex::escape(needle)).case_insensitive(true).build() {
        Ok(pattern) => pattern.find_iter(text).map(|m| Span::new(m.start(), m.end())).collect(),
        Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case_and_taken_literally() {
        let spans = occurrences("Élysée, élysée (a.b) aXb", "ÉLYSÉE");
        assert_eq!(spans.len(), 2);
        assert_eq!(occurrences("aXb a.b", "a.b"), [Span::new(4, 7)]);
    }
}
