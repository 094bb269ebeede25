//! "The Economic Community (EC)": a short form in brackets means its full name from there on.

use crate::extract::document::Document;
use crate::extract::tokens::{Case, TokenKind};

use super::{Mention, MentionForm, Mentions};

/// Gives short forms the meaning of the full name behind which they stand in brackets.
pub(super) fn resolve(document: &Document, mentions: &mut Mentions) {
    let mut bound: Vec<(usize, usize)> = Vec::new();
    for i in 0..mentions.list.len() {
        let m = &mentions.list[i];
        let token = m.tokens.start;
        let short = m.tokens.len() == 1
            && document.tokens.get(token).is_some_and(|t| t.case == Case::Upper)
            && matches!(m.form, MentionForm::Organisation | MentionForm::Name);
        if !short {
            continue;
        }
        if let Some(full) = full_name(document, mentions, i) {
            bound.retain(|(t, _)| document.lower(*t) != document.lower(token));
            bound.push((token, full));
        }
        let known = bound.iter().find(|(t, _)| document.lower(*t) == document.lower(token));
        let Some((_, full)) = known else { continue };
        let Mention { country, code, kind, name, .. } = mentions.list[*full].clone();
        let m = &mut mentions.list[i];
        (m.country, m.code, m.kind, m.name) = (country, code, kind, name);
        m.form = MentionForm::Organisation;
    }
}

/// The full name right before the bracket in which a short form stands.
fn full_name(document: &Document, mentions: &Mentions, at: usize) -> Option<usize> {
    let before = mentions.list.get(at.checked_sub(1)?)?;
    let short = mentions.list.get(at)?.tokens.start;
    let kind = |t: usize| document.tokens.get(t).map(|t| t.kind);
    let bracketed = before.tokens.end + 1 == short
        && kind(before.tokens.end) == Some(TokenKind::Open)
        && kind(short + 1) == Some(TokenKind::Close);
    (bracketed && before.form == MentionForm::Organisation && before.tokens.len() > 1).then(|| at - 1)
}
