//! From words found to a claim of the dossier: whom the speaker's words mean,
//! which countries it is about, and how it came about.

use crate::extract::document::Document;
use crate::extract::who::{MentionForm, Mentions};
use crate::model::{About, Claim, CountryId, EventDate, Form, Pair, Side, Span};

use super::{FoundClaim, Rule};

/// Pairs that a claim is about, at most.
const PAIRS: usize = 3;
/// Characters of a speaker's own words that serve as a name.
const NAME: usize = 90;

/// Builds the claim of a finding. `side` gives the side that a mention stands
/// for; `date` the time of what is said at a place of the text.
pub(crate) fn build(
    document: &Document,
    mentions: &Mentions,
    found: &FoundClaim,
    number: usize,
    side: &mut dyn FnMut(usize) -> Side,
    date: &dyn Fn(Span) -> EventDate,
) -> Claim {
    let text = document.text;
    let mut claim = Claim::new(format!("c{number}"));
    claim.steps.push(cue_step(text, found));
    claim.steps.push(found.rule.explain().to_owned());
    claim.speaker = speaker(document, mentions, found, side, &mut claim.steps);
    claim.guessed = found.guessed;
    claim.cue = found.cue;
    claim.cue_text = found.cue.map(|c| plain(c.of(text))).unwrap_or_default();
    claim.content.clone_from(&found.content);
    claim.text = found.content.iter().map(|c| plain(c.of(text))).collect::<Vec<_>>().join(" … ");
    claim.form = found.form;
    claim.about = about(document, mentions, found, claim.speaker.country);
    claim.date = found.cue.or(found.content.first().copied()).map_or(EventDate::UNKNOWN, date);
    claim.rule = found.rule.name().to_owned();
    claim.steps.push(form_step(found).to_owned());
    if found.negated {
        claim.steps.push("the cue is denied: it is told that this was not said, or not admitted".to_owned());
    }
    let share = f32::from(found.sure) / 100.0;
    claim.confidence = Some(if found.negated { share / 2.0 } else { share });
    claim
}

fn cue_step(text: &str, found: &FoundClaim) -> String {
    match found.cue {
        Some(cue) => {
            let word = plain(cue.of(text));
            format!(
                "cue \"{word}\": where it stands so, about {} of 100 times somebody says something",
                found.sure
            )
        }
        None => format!("no cue stands with it: a guess that is right about {} of 100 times", found.sure),
    }
}

fn form_step(found: &FoundClaim) -> &'static str {
    match found.form {
        Form::Direct => "all of it stands in quotation marks",
        Form::Indirect => "none of it stands in quotation marks",
        Form::Mixed => "part of it stands in quotation marks",
    }
}

/// The speaker: the words as they stand, and apart from them whom they mean.
fn speaker(
    document: &Document,
    mentions: &Mentions,
    found: &FoundClaim,
    side: &mut dyn FnMut(usize) -> Side,
    steps: &mut Vec<String>,
) -> Side {
    let text = document.text;
    let Some(span) = found.speaker else {
        steps.push("no speaker is named".to_owned());
        return Side::default();
    };
    let words = plain(span.of(text));
    let meant = found.antecedent.unwrap_or(span);
    if let Some(antecedent) = found.antecedent {
        steps.push(format!("speaker \"{words}\" points back to \"{}\"", plain(antecedent.of(text))));
    } else if found.guessed {
        steps.push(format!("speaker \"{words}\" is a guess: the last one before"));
    } else {
        steps.push(format!("speaker \"{words}\""));
    }
    let inside: Vec<usize> = within(document, mentions, meant).collect();
    let mut out = match principal(mentions, &inside) {
        Some(mention) => side(mention),
        None => Side::default(),
    };
    if !out.country.is_known()
        && let Some(other) =
            inside.iter().filter_map(|m| mentions.list.get(*m)).find(|m| m.country.is_known())
    {
        out.country = other.country;
        if out.code.is_empty() {
            out.code.clone_from(&other.code);
        }
    }
    let pronoun = inside.len() == 1
        && inside.first().and_then(|m| mentions.list.get(*m)).is_some_and(|m| m.form == MentionForm::Pronoun);
    if out.name.is_empty() || out.actor.is_none() && !pronoun {
        out.name = plain(meant.of(text)).chars().take(NAME).collect();
    }
    if out.country.is_known() || out.actor.is_some() {
        if out.name != words {
            steps.push(format!("that is {}{}", out.name, country_note(out.country)));
        } else if out.country.name() != words {
            steps.push(format!("of {}{}", out.country.name(), country_note(out.country)));
        }
    }
    out.span = Some(span);
    out
}

fn country_note(country: CountryId) -> String {
    if country.is_known() { format!(" ({})", country.iso3()) } else { String::new() }
}

/// The mentions that begin within a span.
fn within(document: &Document, mentions: &Mentions, span: Span) -> std::ops::Range<usize> {
    mentions.within(document.token_at(span.start)..document.token_at(span.end.saturating_sub(1)) + 1)
}

/// The mention that speaks: a person before anything else, else the first that is no mere adjective.
fn principal(mentions: &Mentions, inside: &[usize]) -> Option<usize> {
    let form = |m: usize| mentions.list.get(m).map(|m| (m.form, m.modifier));
    let first = |wanted: &dyn Fn(MentionForm) -> bool| {
        inside.iter().copied().find(|m| form(*m).is_some_and(|(form, modifier)| !modifier && wanted(form)))
    };
    use MentionForm::*;
    first(&|f| !matches!(f, Demonym | Country | Place))
        .or_else(|| first(&|_| true))
        .or(inside.first().copied())
}

/// The pairs (or the country) that the content, seen with its speaker, is about.
fn about(document: &Document, mentions: &Mentions, found: &FoundClaim, speaker: CountryId) -> Vec<About> {
    let mut countries: Vec<CountryId> = Vec::new();
    for span in &found.content {
        for m in within(document, mentions, *span) {
            let Some(mention) = mentions.list.get(m) else { continue };
            let backs = mention.antecedents.iter().filter_map(|a| mentions.list.get(*a)).map(|a| a.country);
            for country in std::iter::once(mention.country).chain(backs) {
                if country.is_known() && !countries.contains(&country) {
                    countries.push(country);
                }
            }
        }
    }
    let mut out: Vec<About> = Vec::new();
    let mut add = |a: CountryId, b: CountryId| {
        let pair = About::Pair(Pair::new(a, b));
        if a != b && out.len() < PAIRS && !out.contains(&pair) {
            out.push(pair);
        }
    };
    if speaker.is_known() {
        for country in countries.iter().filter(|c| **c != speaker).take(1) {
            add(speaker, *country);
        }
    }
    let others: Vec<CountryId> = countries.iter().copied().filter(|c| *c != speaker).collect();
    for country in others.iter().skip(1) {
        add(others[0], *country);
    }
    if out.is_empty() {
        out.extend(countries.first().copied().or(Some(speaker).filter(|s| s.is_known())).map(About::Country));
    }
    out
}

/// Words on one line.
pub(super) fn plain(words: &str) -> String {
    if !words.contains(['\n', '\r', '\t']) {
        return words.to_owned();
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Rule {
    /// The rule's name in files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Rule::SpeakerFirst => "speaker-cue-content",
            Rule::SpeakerAfter => "content-speaker-cue",
            Rule::Inverted => "content-cue-speaker",
            Rule::As => "as-speaker-cue",
            Rule::According => "according-to",
            Rule::SharedSubject => "shared-subject",
            Rule::Participle => "participle",
            Rule::Reduced => "noun-participle",
            Rule::Infinitive => "infinitive",
            Rule::Passive => "passive",
            Rule::Noun => "speech-noun",
            Rule::Colon => "colon",
            Rule::Follows => "follows-speaker",
            Rule::Governed => "verb-over-quotation",
        }
    }

    /// What the rule goes by, in a sentence.
    pub(crate) fn explain(self) -> &'static str {
        match self {
            Rule::SpeakerFirst => "the speaker stands before the cue, what is said after it",
            Rule::SpeakerAfter => "what is said comes first, then the speaker and the cue",
            Rule::Inverted => "what is said comes first, then the cue and the speaker",
            Rule::As => "\"as\" with speaker and cue says whose the main clause is",
            Rule::According => "\"according to\" names whose the clause is",
            Rule::SharedSubject => "the cue shares the subject of the clause before",
            Rule::Participle => "the participle's subject is that of the main clause",
            Rule::Reduced => "the noun before the participle speaks",
            Rule::Infinitive => "the infinitive's subject is that of the main clause",
            Rule::Passive => "the cue is passive: whoever speaks stands after \"by\", if named",
            Rule::Noun => "a noun for something said, with its owner, introduces the clause",
            Rule::Colon => "a colon introduces what is said",
            Rule::Follows => "a sentence all in quotation marks goes on with the last speaker",
            Rule::Governed => "the words in quotation marks stand under the nearest verb and its subject",
        }
    }
}
