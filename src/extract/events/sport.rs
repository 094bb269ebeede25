//! Matches and medals: countries that beat each other on a field have no event.

use crate::extract::clauses::GroupKind;
use crate::extract::lexicon::{list, tag};
use crate::extract::tokens::TokenKind;

use super::{Coder, Finding};

/// Goals of one side have so many digits at most.
const DIGITS: usize = 2;

impl Coder<'_> {
    /// Whether a finding tells of a match: a verb that matches share with wars or visits, sides
    /// that hold no office, and a word of sport or a score in the sentence.
    pub(super) fn is_sport(&self, f: &Finding) -> bool {
        let verb = self.verb(f.clause).is_some_and(|v| self.lex.lemma_is_listed(v.lemma, list::CONTEST));
        verb && f.sources.iter().chain(&f.targets).all(|m| self.may_play(*m)) && self.is_of_match(f)
    }

    /// Countries, peoples and teams do; governments, soldiers and rebels do not.
    fn may_play(&self, mention: usize) -> bool {
        const OFFICIAL: &[&str] = &["GOV", "MIL", "COP", "JUD", "LEG", "SPY", "REB", "OPP"];
        let role = self.mentions.list.get(mention).and_then(|m| m.code.get(3..6));
        role.is_none_or(|role| !OFFICIAL.contains(&role))
    }

    fn is_of_match(&self, f: &Finding) -> bool {
        let tokens = self.analysis.tokens.clone();
        if tokens.clone().any(|t| self.document.is_listed(t, list::SPORT_CROWD)) {
            return false;
        }
        let pair = |t: usize| {
            let phrase = format!("{} {}", self.document.lower(t), self.document.lower(t + 1));
            t + 1 < tokens.end && list::SPORT_PHRASE.has(&phrase)
        };
        let score = self.clause_tokens(f.clause).any(|t| self.is_score(t));
        score || tokens.clone().any(|t| self.document.is_listed(t, list::SPORT) || pair(t))
    }

    /// "2-1", "2–1 in Lima"; no days of a month, and no "10-15 times".
    fn is_score(&self, token: usize) -> bool {
        let Some(first) = self.document.tokens.get(token).filter(|t| t.kind == TokenKind::Number) else {
            return false;
        };
        let goals = |s: &str| (1..=DIGITS).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
        let word = self.document.word(token);
        let after = |i: usize| self.document.tokens.get(token + i);
        let joined = word.split_once(['-', '–']).is_some_and(|(a, b)| goals(a) && goals(b));
        let apart = goals(word)
            && after(1).is_some_and(|t| t.kind == TokenKind::Dash && !t.spaced)
            && after(2).is_some_and(|t| t.kind == TokenKind::Number && !t.spaced)
            && goals(self.document.word(token + 2));
        let day = token.checked_sub(1).is_some_and(|t| self.document.is_listed(t, list::CALENDAR))
            || (token..token + 4).any(|t| self.document.is_listed(t, list::CALENDAR))
            || self.analysis.groups.iter().any(|g| g.kind == GroupKind::Time && g.tokens.contains(&token));
        let next = token + if joined { 1 } else { 3 };
        let counts = after(next - token).is_some_and(|t| t.kind == TokenKind::Word)
            && self.document.tags(next) & (tag::PREP | tag::AND | tag::SUB) == 0;
        first.spaced && (joined || apart) && !day && !counts
    }
}
