//! The rows of the word files: tab-separated, `#` comments.

/// The rows of a file, each with its cells.
pub(super) fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .map(|l| l.split('\t').map(str::trim).collect())
}

/// The words or phrases of a cell, which commas part.
pub(super) fn list(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split(',').map(str::trim).filter(|w| !w.is_empty())
}
