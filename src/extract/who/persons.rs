//! The persons of an article: whoever is named in full, or introduced with an office, is known
//! by each word of the name afterwards.

use rustc_hash::FxHashMap;

use crate::extract::document::Document;
use crate::extract::lexicon::list;
use crate::extract::tokens::Case;
use crate::model::ActorKind;

use super::{Mention, MentionForm, Mentions, Origin};

/// How well a word of a name names somebody by itself, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Middle,
    /// The given name, or the family's where that goes first.
    First,
    Last,
}

/// Whoever a word of a name means.
#[derive(Debug, Clone, Copy)]
struct Bearer {
    mention: usize,
    place: Place,
}

/// Persons by the words of their names, in lower case.
#[derive(Debug, Default)]
struct Known(FxHashMap<String, Bearer>);

/// Gives names that stand alone to whoever was introduced by them before. Asked again once bare
/// titles have their country: "Foreign Minister Jan Example" introduces somebody, too.
pub(crate) fn resolve(document: &Document, mentions: &mut Mentions) {
    let mut known = Known::default();
    for i in 0..mentions.list.len() {
        let Some(m) = mentions.list.get(i) else { continue };
        let open = match m.form {
            MentionForm::Name => !m.is_resolved(),
            MentionForm::Agent => m.inferred && m.antecedents.is_empty() && is_named(document, m),
            _ => false,
        };
        if open && let Some(first) = known.bearer(document, mentions, m) {
            let full = &mentions.list[first];
            let (country, code, name, role, inferred) =
                (full.country, full.code.clone(), full.name.clone(), full.role.clone(), full.inferred);
            let m = &mut mentions.list[i];
            (m.country, m.code, m.name, m.inferred) = (country, code, name, inferred);
            if m.role.is_empty() {
                m.role = role;
            }
            m.antecedents = vec![first];
            m.origin = Origin::Introduced(first);
        } else if introduces(document, m) {
            known.learn(m, i);
        }
    }
}

impl Known {
    fn learn(&mut self, m: &Mention, mention: usize) {
        let words: Vec<&str> = m.name.split_whitespace().filter(|w| is_key(w)).collect();
        for (at, word) in words.iter().enumerate() {
            let place = match at {
                _ if at + 1 == words.len() => Place::Last,
                0 => Place::First,
                _ => Place::Middle,
            };
            let word = word.to_lowercase();
            if self.0.get(&word).is_none_or(|b| b.place <= place) {
                self.0.insert(word, Bearer { mention, place });
            }
        }
    }

    /// Whom a name means: by its last word, if what stands before it is not another's given name.
    fn bearer(&self, document: &Document, mentions: &Mentions, m: &Mention) -> Option<usize> {
        let from = if m.form == MentionForm::Agent { name_start(document, m) } else { m.tokens.start };
        let suffix = m.tokens.len() > 1 && document.is_listed(m.tokens.end - 1, list::NAME_SUFFIX);
        let last = m.tokens.end - 1 - usize::from(suffix);
        let found = *self.0.get(document.lower(last))?;
        let full = mentions.list.get(found.mention)?;
        if last == from {
            return Some(found.mention);
        }
        let initial = |w: &str| w.chars().next().map(|c| c.to_lowercase().to_string());
        let given = full.name.split_whitespace().find(|w| is_key(w))?;
        (found.place == Place::Last && initial(given) == initial(document.word(from)))
            .then_some(found.mention)
    }
}

/// Whether a word of a name can stand for it: no particle, initial or "Jr.".
fn is_key(word: &str) -> bool {
    let lower = word.to_lowercase();
    word.starts_with(char::is_uppercase)
        && word.trim_end_matches('.').chars().nth(1).is_some()
        && !list::NAME_SUFFIX.has(&lower)
        && !list::NAME_PARTICLE.has(&lower)
}

/// Whether a title has a name behind it: "Foreign Minister Jan Example".
fn is_named(document: &Document, m: &Mention) -> bool {
    let last = m.tokens.end.saturating_sub(1);
    m.kind == ActorKind::Person
        && !m.plural
        && document.tokens.get(last).is_some_and(|t| t.case != Case::Lower)
        && !m.role.ends_with(document.lower(last))
        && m.name.starts_with(char::is_uppercase)
}

/// Where the name behind a title begins.
fn name_start(document: &Document, m: &Mention) -> usize {
    let words = m.name.split_whitespace().count().max(1);
    let start = m.tokens.end.saturating_sub(words).max(m.tokens.start);
    let same = m.name.split_whitespace().next().is_some_and(|w| w == document.word(start));
    if same { start } else { m.tokens.end.saturating_sub(1) }
}

fn introduces(document: &Document, m: &Mention) -> bool {
    match m.form {
        MentionForm::Person => m.is_resolved(),
        MentionForm::Role => is_named(document, m),
        MentionForm::Agent => m.country.is_known() && is_named(document, m),
        _ => false,
    }
}
