//! The words of which time expressions are made.

use crate::extract::document::Document;
use crate::extract::tokens::{Case, TokenKind};

use super::Unit;

/// Words with which time expressions begin, beside the names of days and months.
pub(in crate::extract) const BEGINNINGS: &[&str] = &[
    "since",
    "from",
    "after",
    "until",
    "till",
    "by",
    "before",
    "on",
    "in",
    "at",
    "during",
    "for",
    "over",
    "within",
    "through",
    "throughout",
    "of",
    "early",
    "late",
    "mid",
    "mid-",
    "about",
    "around",
    "nearly",
    "almost",
    "just",
    "only",
    "earlier",
    "later",
    "last",
    "past",
    "next",
    "this",
    "the",
    "today",
    "tonight",
    "yesterday",
    "tomorrow",
    "overnight",
    "recently",
    "lately",
    "weekend",
    "recent",
    "coming",
    "previous",
    "preceding",
    "following",
    "same",
    "a",
    "an",
    "several",
    "few",
    "some",
    "hours",
    "days",
    "weeks",
    "months",
    "years",
    "minutes",
    "decades",
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
];

/// The first letters of days and months.
const NAMED: &[&[u8; 3]] = &[
    b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun", b"jan", b"feb", b"mar", b"apr", b"may", b"jun",
    b"jul", b"aug", b"sep", b"oct", b"nov", b"dec",
];

/// A cheap look before the dear one: most words begin no time expression.
pub(super) fn may_begin(document: &Document, at: usize) -> bool {
    let Some(token) = document.tokens.get(at) else { return false };
    let named = || document.lower(at).as_bytes().first_chunk().is_some_and(|w| NAMED.contains(&w));
    match token.kind {
        TokenKind::Number => true,
        TokenKind::Word => document.entry(at).opens_time || token.case != Case::Lower && named(),
        _ => false,
    }
}

pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "minute" | "minutes" | "hour" | "hours" | "moment" => Unit::Hour,
        "day" | "days" => Unit::Day,
        "weekend" | "weekends" => Unit::Weekend,
        "week" | "weeks" | "fortnight" => Unit::Week,
        "month" | "months" => Unit::Month,
        "year" | "years" => Unit::Year,
        "decade" | "decades" => Unit::Decade,
        _ => return None,
    })
}
