//! The words of which time expressions are made.

use crate::extract::document::Document;
use crate::extract::tokens::{Case, TokenKind};

use super::Unit;

/// A cheap look before the dear one: most words begin no time expression.
pub(super) fn may_begin(document: &Document, at: usize, word: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
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
    static SET: std::sync::LazyLock<rustc_hash::FxHashSet<&str>> =
        std::sync::LazyLock::new(|| BEGINNINGS.iter().copied().collect());
    let Some(token) = document.tokens.get(at) else { return false };
    match token.kind {
        TokenKind::Number => true,
        TokenKind::Word => token.case != Case::Lower || SET.contains(word),
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
