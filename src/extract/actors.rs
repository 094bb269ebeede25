//! Who acts in the news: persons, organisations, roles and places, from `assets/actors/`.
//!
//! Four tables of tab-separated text, compiled in and read once when first
//! asked for. `docs/sources.md` tells where their facts come from and how far
//! they agree with a list of leaders that others made. Users add rows of their
//! own in a TOML file ([`user`]).

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::model::{CountryId, Day, EventDate};

mod office;
mod table;
pub(crate) mod user;

pub(crate) use office::Office;

/// A form of a name that texts use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alias {
    /// The words, as written in running text.
    pub(crate) text: Cow<'static, str>,
    /// Marked `?` in the table: a common word or a name that many bear. It counts only
    /// after the full name was seen in the same text, or with a title before it.
    pub(crate) weak: bool,
}

/// One term of office of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    /// ISO 3166-1 alpha-3 code of the country, or the CAMEO code of an organisation
    /// (`IGOUNO`): what the person speaks for.
    pub(crate) place: Cow<'static, str>,
    /// What the person is there.
    pub(crate) office: Office,
    /// The full name in its usual English form.
    pub(crate) name: Cow<'static, str>,
    /// Begin of the term; [`EventDate::UNKNOWN`] where the table has none.
    pub(crate) from: EventDate,
    /// End of the term; [`EventDate::UNKNOWN`] where it goes on or the table has none.
    pub(crate) to: EventDate,
    /// Other forms of the name, the surname among them.
    pub(crate) aliases: Vec<Alias>,
    /// A CAMEO actor code that a user gave; `None` derives it ([`Person::code`]).
    pub(crate) own_code: Option<String>,
}

impl Person {
    /// The country spoken for, [`CountryId::UNKNOWN`] for an organisation's people.
    pub(crate) fn country(&self) -> CountryId {
        CountryId::from_iso3(&self.place).unwrap_or(CountryId::UNKNOWN)
    }

    /// Whether the person speaks for an organisation rather than a country.
    pub(crate) fn speaks_for_organisation(&self) -> bool {
        self.place.len() != 3 || matches!(&*self.place, "IGO" | "NGO" | "IMG" | "MNC" | "INT")
    }

    /// The CAMEO actor code: the country's with the suffix of the office (`IRNGOV`), an
    /// organisation's own unchanged.
    pub(crate) fn code(&self) -> String {
        match &self.own_code {
            Some(code) => code.clone(),
            None if self.speaks_for_organisation() => self.place.to_string(),
            None => {
                let cameo = self.country().get().and_then(|c| c.cameo.first());
                let country = cameo.copied().unwrap_or(&self.place);
                format!("{country}{}", self.office.suffix())
            }
        }
    }

    /// Whether the term can include this day: from its first possible day to its last.
    pub(crate) fn serves_on(&self, day: Day) -> bool {
        self.from.start() <= day && day <= self.to.end()
    }
}

/// What an entry of the table of organisations is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum OrganisationKind {
    /// An organisation of states.
    Igo,
    /// A non-governmental organisation.
    Ngo,
    /// An armed group outside any state's forces.
    ArmedGroup,
    /// A political party.
    Party,
    Company,
    /// A news agency, paper or broadcaster.
    Media,
    /// A body of one state: ministry, parliament, force, agency.
    Body,
    /// A people or community without a state of its own.
    People,
}

impl OrganisationKind {
    /// All kinds with the words that stand for them in the tables.
    pub(crate) const ALL: [(&'static str, OrganisationKind); 8] = [
        ("igo", OrganisationKind::Igo),
        ("ngo", OrganisationKind::Ngo),
        ("armed-group", OrganisationKind::ArmedGroup),
        ("party", OrganisationKind::Party),
        ("company", OrganisationKind::Company),
        ("media", OrganisationKind::Media),
        ("body", OrganisationKind::Body),
        ("people", OrganisationKind::People),
    ];

    /// The kind with this word.
    pub(crate) fn from_word(word: &str) -> Option<OrganisationKind> {
        Self::ALL.iter().find(|(w, _)| *w == word).map(|(_, kind)| *kind)
    }
}

/// An organisation, body, group or people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Organisation {
    /// The CAMEO actor code (`IGOUNO`, `USAGOV`, `LBNREBHEZ`).
    pub(crate) code: Cow<'static, str>,
    /// What it is.
    pub(crate) kind: OrganisationKind,
    /// ISO 3166-1 alpha-3 code of its country, empty where it has none.
    pub(crate) place: Cow<'static, str>,
    /// Its usual English name.
    pub(crate) name: Cow<'static, str>,
    /// Other names and abbreviations; written in capitals they count only in capitals.
    pub(crate) aliases: Vec<Alias>,
}

impl Organisation {
    /// Its country, [`CountryId::UNKNOWN`] where it has none.
    pub(crate) fn country(&self) -> CountryId {
        CountryId::from_iso3(&self.place).unwrap_or(CountryId::UNKNOWN)
    }
}

/// What kind of noun a role word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum RoleHead {
    /// One or several persons ("foreign minister", "lawmakers").
    Person,
    /// A body that acts as one ("army", "parliament"), or its means ("warplanes").
    Body,
    /// A part of the population ("students", "refugees").
    People,
}

impl RoleHead {
    /// The kind with this word.
    pub(crate) fn from_word(word: &str) -> Option<RoleHead> {
        match word {
            "person" => Some(RoleHead::Person),
            "body" => Some(RoleHead::Body),
            "people" => Some(RoleHead::People),
            _ => None,
        }
    }
}

/// A title or agent noun with what it adds to a country's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Role {
    /// The words, in lower case, one number only: singular and plural are two rows.
    pub(crate) words: Cow<'static, str>,
    /// The CAMEO role suffix (`GOV`, `MIL`, `OPP`, …).
    pub(crate) code: Cow<'static, str>,
    /// What kind of noun it is.
    pub(crate) head: RoleHead,
}

/// A city or region that stands without doubt for one country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its name as news writes it.
    pub(crate) name: Cow<'static, str>,
    /// ISO 3166-1 alpha-3 code of the country.
    pub(crate) place: Cow<'static, str>,
}

impl Place {
    /// The country it lies in.
    pub(crate) fn country(&self) -> CountryId {
        CountryId::from_iso3(&self.place).unwrap_or(CountryId::UNKNOWN)
    }
}

// The tables are compiled in and a test reads each of them: they cannot fail at run time.
static PERSONS: LazyLock<Vec<Person>> =
    LazyLock::new(|| table::persons(include_str!("../../assets/actors/persons.tsv")).unwrap_or_default());
static ORGANISATIONS: LazyLock<Vec<Organisation>> = LazyLock::new(|| {
    table::organisations(include_str!("../../assets/actors/organisations.tsv")).unwrap_or_default()
});
static ROLES: LazyLock<Vec<Role>> =
    LazyLock::new(|| table::roles(include_str!("../../assets/actors/roles.tsv")).unwrap_or_default());
static PLACES: LazyLock<Vec<Place>> =
    LazyLock::new(|| table::places(include_str!("../../assets/actors/places.tsv")).unwrap_or_default());

/// Terms of office of leaders, ministers, envoys and others whom news names, by place.
pub(crate) fn persons() -> &'static [Person] {
    &PERSONS
}

/// Organisations, national bodies, armed groups, parties, agencies.
pub(crate) fn organisations() -> &'static [Organisation] {
    &ORGANISATIONS
}

/// Titles and agent nouns, longest forms as rows of their own.
pub(crate) fn roles() -> &'static [Role] {
    &ROLES
}

/// Cities and regions with their country.
pub(crate) fn places() -> &'static [Place] {
    &PLACES
}

/// Seas, rivers and parts of the world of no one country, whose names hold that of one.
pub(crate) fn geography() -> impl Iterator<Item = &'static str> {
    let text = include_str!("../../assets/actors/geography.txt");
    text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'))
}

#[cfg(test)]
mod tests;
