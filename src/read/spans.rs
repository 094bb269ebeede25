//! Quoted words in a text: given by themselves, or by where they stand.

use super::draft::Draft;
use super::error::ProblemKind;
use super::fields::{Fields, Notes, items, wrong_type};
use super::keys::WORDS;
use super::node::{Node, Value};
use crate::model::Span;
use crate::model::locate::{nearest, occurrences};

const SPAN: &str = "the quoted words, { text = \"…\", nth = 2 }, or [start, end] in code points";

/// How words that stand in the text more than once are told apart.
#[derive(Clone, Copy)]
pub(crate) enum Near<'a> {
    /// Not at all: the writer must say which.
    Once,
    /// What stands nearest to one of these is meant.
    To(&'a [Span]),
    /// The same, but what stands outside them comes first.
    Outside(&'a [Span]),
}

/// Spans as words, as `[start, end]`, or as a list of these, behind others.
pub(crate) fn spans(node: &Node<'_>, into: &mut Vec<Span>, draft: &mut Draft, notes: &mut Notes<'_, '_>) {
    match number_pair(node) {
        Some(span) => into.extend(numbers(node, span, draft, notes)),
        None => into.extend(items(node).iter().filter_map(|item| span(item, Near::Once, draft, notes))),
    }
}

/// One span as words or as `[start, end]`.
pub(crate) fn span(
    node: &Node<'_>,
    near: Near<'_>,
    draft: &mut Draft,
    notes: &mut Notes<'_, '_>,
) -> Option<Span> {
    match &node.value {
        Value::Text(words) => by_words(node, words, near, draft, notes),
        Value::Table(table) => {
            let f = Fields::new(node.start, table, &WORDS, notes);
            let words = f.optional_text("text", notes);
            match (words, f.count("nth", notes)) {
                (Some(words), Some(nth)) => by_number(node, words, nth, draft, notes),
                (Some(words), None) => by_words(node, words, near, draft, notes),
                (None, _) => {
                    notes.mistake(node.start, ProblemKind::MissingKey, "words without text", "text = \"…\"");
                    None
                }
            }
        }
        _ => match number_pair(node) {
            Some(pair) => numbers(node, pair, draft, notes),
            None => {
                wrong_type(node, SPAN, notes);
                None
            }
        },
    }
}

/// `[start, end]`, if that is what it is.
fn number_pair(node: &Node<'_>) -> Option<(i64, i64)> {
    let Value::List(items) = &node.value else { return None };
    match items.as_slice() {
        [Node { value: Value::Integer(start), .. }, Node { value: Value::Integer(end), .. }] => {
            Some((*start, *end))
        }
        _ => None,
    }
}

fn numbers(
    node: &Node<'_>,
    (start, end): (i64, i64),
    draft: &mut Draft,
    notes: &mut Notes<'_, '_>,
) -> Option<Span> {
    if !draft.has_text() {
        draft.tell_of_missing_text(node.start, notes);
        return None;
    }
    let whole = |n: i64| usize::try_from(n).ok();
    let span = whole(start).zip(whole(end)).and_then(|(s, e)| draft.points.span(s, e));
    if span.is_none() {
        let expected = format!(
            "a start before its end, both from 0 to {} (the code points of the text)",
            draft.points.count()
        );
        notes.mistake(node.start, ProblemKind::Span, &format!("[{start}, {end}]"), &expected);
    }
    span
}

/// Whether there is a text to look into; a mistake if not.
fn can_look(node: &Node<'_>, draft: &Draft, notes: &mut Notes<'_, '_>) -> bool {
    if !draft.has_text() {
        let advice = "give the article's text, or leave the words out";
        notes.mistake_with(
            node.start,
            ProblemKind::Words,
            &node.describe(),
            "a text in which these words stand",
            advice,
        );
    }
    draft.has_text()
}

fn by_words(
    node: &Node<'_>,
    words: &str,
    near: Near<'_>,
    draft: &Draft,
    notes: &mut Notes<'_, '_>,
) -> Option<Span> {
    if !can_look(node, draft, notes) {
        return None;
    }
    let text = draft.points.text();
    let found = match near {
        Near::To(anchors) if !anchors.is_empty() => nearest(text, words, anchors, false),
        Near::Outside(anchors) if !anchors.is_empty() => nearest(text, words, anchors, true),
        Near::Once | Near::To(_) | Near::Outside(_) => {
            let mut all = occurrences(text, words);
            let first = all.next();
            if first.is_some() && all.next().is_some() {
                let times = 2 + all.count();
                let found = format!("{} {times} times in the text", node.describe());
                let advice = "say which with { text = \"…\", nth = 2 }, or quote more words";
                notes.mistake_with(
                    node.start,
                    ProblemKind::Words,
                    &found,
                    "words that stand there once",
                    advice,
                );
                return None;
            }
            first
        }
    };
    if found.is_none() {
        not_there(node, words, text, notes);
    }
    found
}

fn not_there(node: &Node<'_>, words: &str, text: &str, notes: &mut Notes<'_, '_>) {
    // Beyond the problems that are kept in full nobody reads the advice.
    let kept = notes.has_room();
    let other_case = kept && !words.is_empty() && text.to_lowercase().contains(&words.to_lowercase());
    let advice = if other_case {
        "they stand there with other capital letters"
    } else {
        "quote them letter by letter from the text"
    };
    let found = format!("{}, which does not stand in the text", describe_words(node, words));
    notes.mistake_with(node.start, ProblemKind::Words, &found, "words of the article's text", advice);
}

fn describe_words(node: &Node<'_>, words: &str) -> String {
    match node.text() {
        Some(_) => node.describe(),
        None => format!("{words:?}"),
    }
}

fn by_number(
    node: &Node<'_>,
    words: &str,
    nth: u32,
    draft: &Draft,
    notes: &mut Notes<'_, '_>,
) -> Option<Span> {
    if !can_look(node, draft, notes) {
        return None;
    }
    let text = draft.points.text();
    let found = occurrences(text, words).nth(nth as usize - 1);
    if found.is_none() {
        match occurrences(text, words).count() {
            0 => not_there(node, words, text, notes),
            times => {
                let found = format!("number {nth} of {words:?}");
                let expected = format!("a number from 1 to {times}");
                notes.mistake(node.start, ProblemKind::Words, &found, &expected);
            }
        }
    }
    found
}
