//! The third digit: what the cooperation, aid or accusation is about.

use std::ops::Range;

use super::Coder;

impl Coder<'_> {
    /// A finer code where the words of the clause support it.
    pub(super) fn refine(&self, code: &str, tokens: Range<usize>) -> String {
        let finer = self.lex.topics.refine(code, tokens.map(|t| self.document.id(t)));
        finer.unwrap_or(code).to_owned()
    }
}
