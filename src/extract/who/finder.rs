//! Longest match of names, demonyms, capitals, persons, organisations and
//! roles over the tokens of a sentence.

use std::ops::Range;
use std::sync::LazyLock;

use crate::extract::actors::{self, Organisation, Person, user::UserActors};
use crate::extract::document::Document;
use crate::extract::lexicon::{list, tag};
use crate::extract::tokens::{Case, TokenKind, tokenize};
use crate::model::{ActorKind, CountryId, CountryKind, Day};

use super::dictionary::{DICTIONARY, Dictionary, Entry, Meaning, Scratch, UNKNOWN};
use super::{Mention, MentionForm};

/// Names that users add; they go before the tables where both fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OwnNames {
    forms: Dictionary,
    actors: UserActors,
}

impl OwnNames {
    /// Names with all their other forms.
    pub(crate) fn new(actors: UserActors) -> OwnNames {
        let mut forms = Dictionary::default();
        let scratch = &mut Scratch::default();
        for (i, p) in actors.persons.iter().enumerate() {
            let meaning = Meaning::OwnPerson(i as u32);
            forms.add(&p.name, false, meaning, scratch);
            p.aliases.iter().for_each(|a| forms.add(&a.text, a.weak, meaning, scratch));
        }
        for (i, o) in actors.organisations.iter().enumerate() {
            let meaning = Meaning::OwnOrganisation(i as u32);
            forms.add(&o.name, false, meaning, scratch);
            o.aliases.iter().for_each(|a| forms.add(&a.text, a.weak, meaning, scratch));
        }
        forms.sort();
        OwnNames { forms, actors }
    }

    /// The actors with these names.
    pub(crate) fn actors(&self) -> &UserActors {
        &self.actors
    }
}

/// Finds mentions in the tables and among the user's own names.
pub(crate) struct Finder<'a> {
    document: &'a Document<'a>,
    published: Option<Day>,
    own: &'a OwnNames,
    /// The numbers of the document's words in the dictionary, and in that of the user's names.
    ids: Vec<u32>,
    own_ids: Vec<u32>,
}

static NONE: LazyLock<OwnNames> = LazyLock::new(OwnNames::default);

impl<'a> Finder<'a> {
    /// A finder for one document. `published` chooses among persons of one name.
    pub(crate) fn new(
        document: &'a Document<'a>,
        published: Option<Day>,
        own: Option<&'a OwnNames>,
    ) -> Finder<'a> {
        let own = own.unwrap_or(&NONE);
        let (ids, own_ids) = (DICTIONARY.ids(document), own.forms.ids(document));
        Finder { document, published, own, ids, own_ids }
    }

    /// The mentions of one sentence, longest match first, from left to right.
    /// Weak forms are left out here; [`super::resolve`] finds them after the full name.
    pub(crate) fn find(&self, tokens: Range<usize>) -> Vec<Mention> {
        let mut out = Vec::new();
        let mut at = tokens.start;
        while at < tokens.end {
            match self.longest(at, tokens.end) {
                Some((end, entry)) => {
                    let title = out.last().is_some_and(|m: &Mention| is_title(m) && m.tokens.end == at);
                    if !entry.weak || title && !self.name_goes_on(end) {
                        self.push(at..end, entry, &mut out);
                    }
                    at = end;
                }
                None => {
                    compound(self.document, at, &mut out);
                    at += 1;
                }
            }
        }
        out
    }

    /// Whether another name follows: "Minister Vargas Llosa" is no Vargas.
    fn name_goes_on(&self, at: usize) -> bool {
        self.document.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word && t.case == Case::Initial)
            && !self.document.is_listed(at, list::CALENDAR)
    }

    fn longest(&self, at: usize, end: usize) -> Option<(usize, &'a Entry)> {
        let token = self.document.tokens.get(at)?;
        if token.kind != TokenKind::Word && token.kind != TokenKind::Number {
            return None;
        }
        let table = longest(self.document, &DICTIONARY, &self.ids, at, end);
        if self.own_ids.is_empty() {
            return table;
        }
        let own = longest(self.document, &self.own.forms, &self.own_ids, at, end);
        match (own, table) {
            (Some(o), Some(t)) if t.0 > o.0 || o.1.weak && !t.1.weak => Some(t),
            (None, found) | (found, _) => found,
        }
    }

    fn push(&self, range: Range<usize>, entry: &Entry, out: &mut Vec<Mention>) {
        let document = self.document;
        // "al-Shabab" begins small and is a name all the same.
        let lower = document.tokens[range.start].case == Case::Lower
            && !document.word(range.start).chars().any(char::is_uppercase);
        let meaning =
            entry.meanings.iter().filter(|m| !lower || matches!(m, Meaning::Role(_)) || range.len() > 1);
        // "Peru's Security Council" is a body of Peru, whatever else the name may mean.
        let owned = entry.meanings.iter().any(|m| matches!(m, Meaning::Role(_)))
            && out.last().is_some_and(|o| o.country.is_known() && self.adjoins(o.tokens.end, range.start));
        let meaning = meaning.filter(|m| !owned || matches!(m, Meaning::Role(_)));
        let Some(mut meaning) = self.best(meaning.copied()) else { return };
        if self.is_seat(range.start) {
            meaning = UNION.map_or(meaning, Meaning::Organisation);
        }
        let Some(mut m) = Mention::of_words(document, range.clone(), MentionForm::Country) else { return };
        self.fill(&mut m, meaning);
        // "anti-Peru": against it, and not of it.
        let against = range.start > 0
            && document.is_listed(range.start - 1, list::FOR_OR_AGAINST)
            && !document.tokens[range.start].spaced;
        m.modifier = against && matches!(m.form, MentionForm::Country | MentionForm::Demonym);
        if m.form == MentionForm::Demonym {
            m.plural = document.lower(range.end - 1).ends_with('s');
        }
        out.push(m);
    }

    /// Whether nothing but "'s" stands between two places.
    fn adjoins(&self, end: usize, start: usize) -> bool {
        end == start || end + 1 == start && self.document.is_listed(end, list::GENITIVE)
    }

    /// "Brussels warned", "asked Brussels": the Union that has its seat there, unless it is a
    /// place like any other ("in Brussels").
    fn is_seat(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or(0, |t| self.document.tags(t));
        before & tag::PREP == 0 && self.document.lower(at) == "brussels"
    }

    fn best(&self, meanings: impl Iterator<Item = Meaning>) -> Option<Meaning> {
        let mut chosen: Option<(i64, Meaning)> = None;
        for m in meanings {
            let distance = match m {
                Meaning::OwnOrganisation(_) => -4,
                Meaning::OwnPerson(i) => {
                    self.distance(self.own.actors.persons.get(i as usize), i).min(1 << 30) - (1 << 31)
                }
                Meaning::Country(_) | Meaning::Demonym(_) => -3,
                Meaning::Organisation(_) => -2,
                Meaning::Capital(_) => -1,
                Meaning::Person(i) => self.distance(actors::persons().get(i as usize), i),
                Meaning::Role(_) => 1 << 40,
                Meaning::Place(_) => 1 << 41,
                Meaning::Geography => 1 << 42,
            };
            if chosen.is_none_or(|(d, _)| distance < d) {
                chosen = Some((distance, m));
            }
        }
        chosen.map(|(_, m)| m)
    }

    /// Days between the term of a person and the day of publication; terms of the past before those to come.
    fn distance(&self, person: Option<&Person>, number: u32) -> i64 {
        let (Some(p), Some(day)) = (person, self.published) else {
            return i64::from(number);
        };
        if p.serves_on(day) {
            return 0;
        }
        let after = i64::from(day.0) - i64::from(p.to.end().0.min(day.0));
        let before = i64::from(p.from.start().0.max(day.0)) - i64::from(day.0);
        after.max(before * 3).max(1)
    }

    fn fill(&self, m: &mut Mention, meaning: Meaning) {
        match meaning {
            Meaning::Country(id) => set_country(m, id, MentionForm::Country),
            Meaning::Demonym(id) => set_country(m, id, MentionForm::Demonym),
            Meaning::Capital(id) => set_country(m, id, MentionForm::Capital),
            Meaning::Place(i) => {
                if let Some(p) = actors::places().get(i as usize) {
                    set_country(m, p.country(), MentionForm::Place);
                }
            }
            // Resolved to nobody: its words keep the country in them from being an actor.
            Meaning::Geography => (m.form, m.kind) = (MentionForm::Place, ActorKind::Other),
            Meaning::Person(i) => {
                if let Some(p) = actors::persons().get(i as usize) {
                    set_person(m, p);
                }
            }
            Meaning::OwnPerson(i) => {
                if let Some(p) = self.own.actors.persons.get(i as usize) {
                    set_person(m, p);
                }
            }
            Meaning::Organisation(i) => {
                if let Some(o) = actors::organisations().get(i as usize) {
                    set_organisation(m, o);
                }
            }
            Meaning::OwnOrganisation(i) => {
                if let Some(o) = self.own.actors.organisations.get(i as usize) {
                    set_organisation(m, o);
                }
            }
            Meaning::Role(i) => {
                if let Some(r) = actors::roles().get(i as usize) {
                    m.form = MentionForm::Agent;
                    m.kind = match r.head {
                        actors::RoleHead::Person => ActorKind::Person,
                        actors::RoleHead::Body => ActorKind::Body,
                        actors::RoleHead::People => ActorKind::People,
                    };
                    m.role = r.words.to_string();
                    m.code = r.code.to_string();
                    m.plural = r.head == actors::RoleHead::People || is_plural(&r.words);
                    m.inferred = true;
                }
            }
        }
    }
}

/// The place of the European Union among the organisations.
static UNION: LazyLock<Option<u32>> = LazyLock::new(|| {
    actors::organisations().iter().position(|o| &*o.name == "European Union").map(|i| i as u32)
});

/// The country of a place or medium that words name as a whole; unknown if they name none.
fn country_named(words: &str, fits: impl Fn(&Meaning) -> Option<CountryId>) -> CountryId {
    let (mut lower, mut tokens) = (String::new(), Vec::new());
    tokenize(words, 0..words.len(), &mut lower, &mut tokens);
    let ids: Vec<u32> =
        tokens.iter().map(|t| DICTIONARY.id(&lower[t.lower.0 as usize..t.lower.1 as usize])).collect();
    let [first, rest @ ..] = &ids[..] else { return CountryId::UNKNOWN };
    let names = DICTIONARY.names(*first).iter().filter(|e| e.rest == rest);
    names.flat_map(|e| &e.meanings).find_map(fits).unwrap_or_default()
}

/// The country in which a dateline's place lies.
pub(super) fn place_named(words: &str) -> CountryId {
    country_named(words, |m| match m {
        Meaning::Country(id) | Meaning::Capital(id) => Some(*id),
        Meaning::Place(i) => actors::places().get(*i as usize).map(actors::Place::country),
        _ => None,
    })
}

/// The country of a publisher that the tables know as a medium.
pub(super) fn home_of_medium(name: &str) -> CountryId {
    country_named(name, |m| match m {
        Meaning::Organisation(i) => {
            let o = actors::organisations().get(*i as usize)?;
            (o.kind == actors::OrganisationKind::Media).then(|| o.country())
        }
        _ => None,
    })
}

fn is_title(m: &Mention) -> bool {
    m.form == MentionForm::Agent && !m.plural
}

fn longest<'d>(
    document: &Document,
    forms: &'d Dictionary,
    ids: &[u32],
    at: usize,
    end: usize,
) -> Option<(usize, &'d Entry)> {
    let first = *ids.get(at).filter(|id| **id != UNKNOWN)?;
    let mut weak = None;
    for e in forms.names(first) {
        let stop = at + 1 + e.rest.len();
        let fits = stop <= end && ids.get(at + 1..stop).is_some_and(|words| e.rest == words);
        if !fits || !case_fits(document, at, stop, e) {
            continue;
        }
        if !e.weak {
            return Some((stop, e));
        }
        weak = weak.or(Some((stop, e)));
    }
    weak
}

/// Names need a capital; roles do not.
fn case_fits(document: &Document, at: usize, stop: usize, e: &Entry) -> bool {
    let case = document.tokens[at].case;
    if e.upper {
        return case == Case::Upper;
    }
    let role = e.meanings.iter().any(|m| matches!(m, Meaning::Role(_)));
    let capital = |t: usize| document.word(t).chars().any(char::is_uppercase);
    role || case != Case::Lower || (at..stop).any(capital)
}

fn set_person(m: &mut Mention, p: &Person) {
    m.form = MentionForm::Person;
    m.kind = ActorKind::Person;
    m.country = p.country();
    m.code = p.code();
    m.name = p.name.to_string();
}

fn set_organisation(m: &mut Mention, o: &Organisation) {
    m.form = MentionForm::Organisation;
    m.kind = kind_of(o.kind);
    m.country = o.country();
    m.code = o.code.to_string();
    m.name = o.name.to_string();
}

fn is_plural(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or(words);
    (last.ends_with('s') && !last.ends_with("ss")) || last.ends_with("men") || last.ends_with("people")
}

fn kind_of(kind: actors::OrganisationKind) -> ActorKind {
    use actors::OrganisationKind as K;
    match kind {
        K::Igo => ActorKind::Igo,
        K::Ngo => ActorKind::Ngo,
        K::ArmedGroup => ActorKind::ArmedGroup,
        K::Party => ActorKind::Party,
        K::Company => ActorKind::Company,
        K::Media => ActorKind::Media,
        K::Body => ActorKind::Body,
        K::People => ActorKind::People,
    }
}

/// A country's mention; bodies that act like states keep their code and no country.
pub(super) fn set_country(m: &mut Mention, id: CountryId, form: MentionForm) {
    let Some(c) = id.get() else { return };
    m.form = form;
    m.name = c.name.to_owned();
    m.code = (*c.cameo.first().unwrap_or(&c.iso3)).to_owned();
    if c.kind == CountryKind::Body {
        m.kind = ActorKind::Igo;
        m.code = format!("IGO{}", m.code);
        m.form = MentionForm::Organisation;
    } else {
        m.country = id;
        m.kind = ActorKind::State;
    }
}

/// "Iran-backed", "U.S.-led", "Russia-Iran": the country in front of the hyphen.
fn compound(document: &Document, at: usize, out: &mut Vec<Mention>) {
    if document.tokens[at].case == Case::Lower {
        return;
    }
    let Some((head, tail)) = document.lower(at).split_once('-') else { return };
    let find = |part: &str| {
        let names = DICTIONARY.names(DICTIONARY.id(part));
        let part_entry = names.iter().find(|e| e.rest.is_empty() && !e.weak)?;
        part_entry.meanings.iter().find_map(|m| match m {
            Meaning::Country(id) | Meaning::Demonym(id) | Meaning::Capital(id) => Some(*id),
            _ => None,
        })
    };
    let Some(id) = find(head).or_else(|| find(&head.replace('.', ""))) else { return };
    let Some(mut m) = Mention::of_words(document, at..at + 1, MentionForm::Demonym) else { return };
    // "Peruvian-flagged" belongs to Peru, "Peru-backed" does not.
    (m.name, m.modifier) = (String::new(), find(tail).is_none() && !list::BELONGING.has(tail));
    set_country(&mut m, id, MentionForm::Demonym);
    out.push(m);
}
