//! Who is named where: mentions, and apart from them what they mean.
//!
//! 1. [`finder`]: longest match over the [`dictionary`] of countries, demonyms,
//!    capitals, places, persons, organisations and roles.
//! 2. [`compose`]: "Iranian" + "foreign minister" + "Javad Example" is one
//!    mention with the code `IRNGOV`; "president of Peru" and appositions too.
//! 3. [`abbreviations`]: short forms in brackets behind a full name mean the same from there on.
//! 4. [`persons`]: whoever was introduced is known by any word of the name.
//! 5. [`resolve`]: bare roles ("the army"), pronouns and "both countries" get their
//!    antecedent.
//!
//! [`Mentions`] is what events and claims share: ask
//! [`Mentions::at`] for the mention that covers a token.

mod abbreviations;
mod back;
mod compose;
mod dictionary;
mod finder;
mod home;
mod neighbours;
mod offices;
mod persons;
mod resolve;

pub(crate) use finder::OwnNames;

use std::ops::Range;

use crate::model::{ActorKind, CountryId, Day, Span};

use super::document::Document;

/// How a mention names what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MentionForm {
    /// A country's name.
    Country,
    /// An adjective or word for a people: "Iranian", "Iranians".
    Demonym,
    /// A capital or seat of power: a government, or a place.
    Capital,
    /// A city or region, or a sea or part of the world that is nobody's.
    Place,
    /// A person of the tables, or one whom the text introduces with an office.
    Person,
    /// An organisation of the tables.
    Organisation,
    /// A role with its country or organisation: "Iranian officials", "president of Peru".
    Role,
    /// A role without one: "the army", "rebels". Its country is inferred from around it.
    Agent,
    /// A pronoun or a phrase that points back: "they", "the two countries".
    Pronoun,
    /// Capitalised words that no table knows: probably a person.
    Name,
}

/// Where it was learnt whom a mention means, if not from its own words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Origin {
    /// From its own words and those beside it.
    #[default]
    Words,
    /// From the words around it.
    Around,
    /// From a mention that introduced the person by name and office.
    Introduced(usize),
    /// From an earlier mention of the same office or body with its country.
    Holder(usize),
    /// From the dateline.
    Dateline,
    /// From the publisher.
    Publisher,
}

/// Somebody or something named in the text, with what it means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mention {
    /// The words.
    pub(crate) span: Span,
    /// The words as tokens of the document.
    pub(crate) tokens: Range<usize>,
    /// How it is named here.
    pub(crate) form: MentionForm,
    /// The country it belongs to or stands for; unknown for organisations of several.
    pub(crate) country: CountryId,
    /// CAMEO actor code, empty if none.
    pub(crate) code: String,
    /// What kind of thing it means.
    pub(crate) kind: ActorKind,
    /// What it is usually called ("Iran", "Vladimir Putin"), the words themselves where nothing is known.
    pub(crate) name: String,
    /// The office or role that the text gives, lower case, empty if none.
    pub(crate) role: String,
    /// Whether several are meant ("officials", "they").
    pub(crate) plural: bool,
    /// The country was not named with it but inferred from around it.
    pub(crate) inferred: bool,
    /// Stands in a compound such as "Iran-backed": names a country, but is not the actor.
    pub(crate) modifier: bool,
    /// Mentions that it points back to (pronouns, surnames, "both countries").
    pub(crate) antecedents: Vec<usize>,
    /// Where it was learnt whom it means.
    pub(crate) origin: Origin,
}

/// Reads the names of all tables.
pub(super) fn prepare() {
    std::sync::LazyLock::force(&dictionary::DICTIONARY);
}

impl Mention {
    /// Words of a text of which no more is known than that they name somebody.
    fn of_words(document: &Document, tokens: Range<usize>, form: MentionForm) -> Option<Mention> {
        let span = document.span(tokens.clone())?;
        Some(Mention {
            span,
            tokens,
            form,
            country: CountryId::UNKNOWN,
            code: String::new(),
            kind: ActorKind::State,
            name: span.of(document.text).to_owned(),
            role: String::new(),
            plural: false,
            inferred: false,
            modifier: false,
            antecedents: Vec::new(),
            origin: Origin::Words,
        })
    }

    /// Whether it is known whom it means: a country or a code. A bare role is nobody until the
    /// words around it tell whose it is.
    pub(crate) fn is_resolved(&self) -> bool {
        let bare = self.form == MentionForm::Agent && self.inferred && self.origin == Origin::Words;
        self.country.is_known() || !self.code.is_empty() && !bare
    }

    /// Whether it is named itself or points back to who is, and not only inferred from around it.
    pub(crate) fn is_certain(&self) -> bool {
        !self.inferred || !self.antecedents.is_empty()
    }

    /// Whether it is a named paper, broadcaster or agency: it reports, and does not act for its state.
    pub(crate) fn is_medium(&self) -> bool {
        self.kind == ActorKind::Media
    }

    /// Whether the two mean sides that an event can have: different countries or codes.
    pub(crate) fn differs(&self, other: &Mention) -> bool {
        if self.country.is_known() && other.country.is_known() {
            self.country != other.country
        } else {
            self.country != other.country || self.code != other.code
        }
    }
}

/// All mentions of a document, in the order of the text; none overlap.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mentions {
    pub(crate) list: Vec<Mention>,
    /// For each token, one more than the mention that covers it.
    by_token: Vec<u32>,
}

impl Mentions {
    /// Finds and resolves all mentions of a document. `published` chooses among
    /// persons of one name who held office at different times.
    /// `own` are names that the user adds to the tables.
    pub(crate) fn find(document: &Document, published: Option<Day>, own: Option<&OwnNames>) -> Mentions {
        Mentions::find_for(document, published, own, None)
    }

    /// As [`Mentions::find`], for the article of a publisher, whose country tells that of "the
    /// foreign ministry" where nothing else does.
    pub(crate) fn find_for(
        document: &Document,
        published: Option<Day>,
        own: Option<&OwnNames>,
        publisher: Option<&str>,
    ) -> Mentions {
        let finder = finder::Finder::new(document, published, own);
        let mut list = Vec::new();
        for s in &document.sentences {
            let found = finder.find(s.tokens.clone());
            list.extend(compose::compose(document, s.tokens.clone(), found));
        }
        let mut mentions = Mentions { list, by_token: Vec::new() };
        mentions.index(document.tokens.len());
        abbreviations::resolve(document, &mut mentions);
        resolve::resolve(document, &mut mentions, home::Home::new(document, publisher));
        mentions
    }

    fn index(&mut self, tokens: usize) {
        self.by_token = vec![0; tokens];
        for (i, m) in self.list.iter().enumerate() {
            for t in m.tokens.clone() {
                if let Some(slot) = self.by_token.get_mut(t) {
                    *slot = i as u32 + 1;
                }
            }
        }
    }

    /// The mention that covers a token.
    pub(crate) fn at(&self, token: usize) -> Option<usize> {
        self.by_token.get(token).and_then(|i| (*i as usize).checked_sub(1))
    }

    /// The mentions that begin within a range of tokens.
    pub(crate) fn within(&self, tokens: Range<usize>) -> Range<usize> {
        let from = self.list.partition_point(|m| m.tokens.start < tokens.start);
        let to = self.list.partition_point(|m| m.tokens.start < tokens.end);
        from..to.max(from)
    }

    /// Whether a stretch names two sides, of which one is certain: without that there is no event.
    pub(crate) fn may_tell(&self, tokens: Range<usize>) -> bool {
        let near = self.list.get(self.within(tokens)).unwrap_or(&[]);
        let resolved = near.iter().filter(|m| m.is_resolved()).count();
        let pair = near.iter().any(|m| m.antecedents.len() > 1);
        (resolved >= 2 || pair) && near.iter().any(Mention::is_certain)
    }

    /// Whether a stretch names one side at least.
    pub(crate) fn names_one(&self, tokens: Range<usize>) -> bool {
        self.list.get(self.within(tokens)).unwrap_or(&[]).iter().any(Mention::is_resolved)
    }

    /// The mention that a pronoun or short form points back to in the end, or itself.
    pub(crate) fn resolved(&self, mention: usize) -> usize {
        let mut at = mention;
        for _ in 0..4 {
            match self.list.get(at).and_then(|m| m.antecedents.first()) {
                Some(next) if *next != at => at = *next,
                _ => break,
            }
        }
        at
    }
}

#[cfg(test)]
mod tests;
