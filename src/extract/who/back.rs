//! What stands before a mention: looked at for whom it may mean.

use crate::extract::document::Document;
use crate::extract::lexicon::list;
use crate::model::ActorKind;

use super::{Mention, MentionForm, Mentions};

/// Sentences that a pronoun looks back.
pub(super) const REACH: usize = 2;

/// Whether a mention names its country by itself, so that others may take it from there.
pub(super) fn anchors(m: &Mention) -> bool {
    let named = m.country.is_known() && !m.inferred && !m.modifier;
    named && m.form != MentionForm::Pronoun && !m.is_medium()
}

/// "in Peru": where it happens, not who acts.
pub(super) fn in_place(document: &Document, token: usize) -> bool {
    token > 0 && document.is_listed(token - 1, list::IN_PLACE)
}

/// The first fitting mention of the sentence before a place, else of the sentences before.
pub(super) fn looked_back(
    document: &Document,
    mentions: &Mentions,
    at: usize,
    sentence: usize,
    suits: impl Fn(&Mention) -> bool,
) -> Option<usize> {
    for back in 0..=REACH {
        let s = document.sentences.get(sentence.checked_sub(back)?)?;
        let range = mentions.within(s.tokens.clone());
        let fits = |j: &usize| *j < at && suits(&mentions.list[*j]);
        let found = range
            .clone()
            .find(|j| fits(j) && !mentions.list[*j].inferred)
            .or_else(|| range.clone().find(fits));
        if found.is_some() {
            return found;
        }
    }
    None
}

pub(super) fn suits(kind: ActorKind, plural: bool, m: &Mention) -> bool {
    if m.modifier || m.form == MentionForm::Pronoun {
        return false;
    }
    let person = matches!(m.form, MentionForm::Person | MentionForm::Name)
        || matches!(m.form, MentionForm::Role | MentionForm::Agent) && m.kind == ActorKind::Person;
    match (kind, plural) {
        (ActorKind::Person, _) => person && !m.plural,
        (_, true) => m.plural || !person && m.form != MentionForm::Place,
        (_, false) => !person && !m.plural && m.form != MentionForm::Place,
    }
}
