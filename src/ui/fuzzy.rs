//! Fuzzy matching for pickers: several words, in any order.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The haystacks that hold all words of a needle, the best first; all of them,
/// in their own order, for an empty needle.
pub fn rank<'a>(needle: &str, haystacks: impl Iterator<Item = &'a str>) -> Vec<u32> {
    if needle.trim().is_empty() {
        return (0..haystacks.count() as u32).collect();
    }
    // A pair may be typed with a dash: "IRN-RUS" asks for both words.
    let needle = needle.replace(['-', '⇄', '/'], " ");
    let pattern = Pattern::parse(&needle, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut scored: Vec<(u32, u32)> = haystacks
        .enumerate()
        .filter_map(|(i, hay)| {
            let score = pattern.score(Utf32Str::new(hay, &mut buffer), &mut matcher)?;
            Some((score, i as u32))
        })
        .collect();
    scored.sort_by_key(|&(score, i)| (std::cmp::Reverse(score), i));
    scored.into_iter().map(|(_, i)| i).collect()
}
