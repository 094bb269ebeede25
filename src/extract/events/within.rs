//! Events within one country: only where the sentence itself tells two sides of it apart.

use crate::extract::who::Mention;

use super::{Coder, Finding};

/// The roles of those who are the state: one does not stand against another unless both are named.
const STATE: &[&str] = &["GOV", "MIL", "COP", "JUD", "LEG", "SPY"];

/// Whether only the words around tell of which country somebody is; "Judge Example" is named.
fn is_open(m: &Mention) -> bool {
    let words = m.span.end.saturating_sub(m.span.start);
    let named = m.name.starts_with(char::is_uppercase) && m.name.len() < words as usize;
    m.inferred && !named
}

impl Coder<'_> {
    /// Leaves out targets of a source's own country that the sentence does not tell apart from it:
    /// "the minister told the army", "Peru … Peru's government".
    pub(super) fn without_itself(&self, f: &mut Finding) {
        let (sources, list) = (&f.sources, &self.mentions.list);
        f.targets.retain(|t| {
            let Some(target) = list.get(*t) else { return true };
            let same = |s: &&Mention| s.country.is_known() && s.country == target.country;
            sources.iter().filter_map(|s| list.get(*s)).filter(same).all(|s| self.told_apart(s, target))
        });
    }

    /// Whether two mentions of one country are clearly two sides.
    fn told_apart(&self, source: &Mention, target: &Mention) -> bool {
        let bare = |m: &Mention| m.code.len() <= 3;
        let state = |m: &Mention| bare(m) || m.code.get(3..6).is_some_and(|role| STATE.contains(&role));
        let inferred = is_open(source) || is_open(target);
        if state(source) && state(target) {
            return !inferred && !bare(source) && !bare(target);
        }
        // "Peru's army harmed civilians, Chile said": where others are named, they may be those of others.
        !inferred || !self.names_others(source)
    }

    /// Whether the sentence names another country than that of a mention.
    fn names_others(&self, one: &Mention) -> bool {
        self.mentions.within(self.analysis.tokens.clone()).any(|m| {
            self.mentions.list.get(m).is_some_and(|m| {
                m.country.is_known() && m.country != one.country && !m.inferred && !m.modifier
            })
        })
    }
}
