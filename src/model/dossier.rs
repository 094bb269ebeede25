//! One article with all that was found in it: the unit in which texts, hand
//! coding and the extractor hand their findings on.
//!
//! Spans are byte offsets into the article's text here, because that is what
//! slices need; files carry code points, and readers and writers translate.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::country::CountryId;
use super::date::EventDate;
use super::pair::Pair;

/// A stretch of an article's text, in bytes, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
}

impl Span {
    /// The span from `start` to `end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// As a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words themselves; empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Whether the two share at least one byte.
    pub(crate) fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether the other lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    pub(crate) fn hull(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word of files and filters.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<$name, ()> {
                $name::ALL.iter().copied().find(|v| v.name() == text).ok_or(())
            }
        }
    };
}

words! {
    /// Whether the source says that the event happened.
    Modality {
        /// It happened.
        Actual = "actual",
        /// It is to happen: announced, scheduled, promised.
        Planned = "planned",
        /// Somebody says that it did not happen.
        Denied = "denied",
        /// It may have happened or may happen: reported, feared, expected.
        Possible = "possible",
    }
}

words! {
    /// Where the date of an event comes from.
    DateFrom {
        /// A time told in the sentence itself.
        Text = "text",
        /// A time told in the sentence before, which this one carries on.
        Context = "context",
        /// No time is told: the day of the article stands in for it.
        Publication = "publication",
    }
}

words! {
    /// How a claim's words stand in the text.
    Form {
        /// All of it in quotation marks.
        Direct = "direct",
        /// None of it in quotation marks.
        Indirect = "indirect",
        /// Reported, with some words quoted.
        Mixed = "mixed",
    }
}

words! {
    /// What kind of thing an actor is.
    ActorKind {
        /// A country or its government as such.
        State = "state",
        /// A person.
        Person = "person",
        /// A ministry, parliament, court, military or other organ of a state.
        Body = "body",
        /// An organisation of states.
        Igo = "igo",
        /// A non-governmental organisation.
        Ngo = "ngo",
        /// A militia, rebel or terrorist group.
        ArmedGroup = "armed-group",
        /// A political party or opposition movement.
        Party = "party",
        /// A company or bank.
        Company = "company",
        /// A newspaper, broadcaster or agency.
        Media = "media",
        /// A people, public or group of persons without an organisation.
        People = "people",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// An analyst's decision on an event or a claim.
    Decision {
        /// Nobody has looked yet.
        Open = "open",
        /// It is right as coded.
        Accepted = "accepted",
        /// It is no such event or claim.
        Rejected = "rejected",
        /// It was right after a change.
        Corrected = "corrected",
        /// It was looked at and left open.
        Skipped = "skipped",
    }
}

/// A text, or a source without text, with what is known of its publication.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Article {
    /// Unique among all that is loaded; the file name where a file gives none.
    pub id: String,
    /// The headline.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When it was published, as precisely as known.
    pub published: EventDate,
    /// Where it can be read, empty if nowhere.
    pub url: String,
    /// BCP 47 tag of its language (`en`), empty if not told.
    pub language: String,
    /// Its text, absent where only the source is cited.
    pub text: Option<Arc<str>>,
}

/// A person, body or country that acts or speaks in a dossier.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// Unique within the dossier.
    pub id: String,
    /// The usual name.
    pub name: String,
    /// Other names and the forms under which the text mentions it.
    pub aliases: Vec<String>,
    /// The country it belongs to.
    pub country: CountryId,
    /// What kind of thing it is.
    pub kind: ActorKind,
    /// Office or description ("president of Iran").
    pub role: String,
    /// CAMEO actor code (`IRNGOV`), empty if none.
    pub code: String,
}

/// One side of an event, or the speaker of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Side {
    /// The id of an actor of the dossier.
    pub actor: Option<String>,
    /// How it is called: the actor's name, the country's, or a description.
    pub name: String,
    /// The country it stands for.
    pub country: CountryId,
    /// CAMEO actor code, empty if none.
    pub code: String,
    /// Where the text mentions it.
    pub span: Option<Span>,
}

/// Who did what to whom, when, as coded.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Unique within the dossier.
    pub id: String,
    /// When, as precisely as the source tells.
    pub date: EventDate,
    /// Where the date comes from, if told.
    pub date_from: Option<DateFrom>,
    /// Who acts; several act together.
    pub sources: Vec<Side>,
    /// Who is acted upon.
    pub targets: Vec<Side>,
    /// Whether both sides act alike (meet, sign, clash).
    pub reciprocal: bool,
    /// The CAMEO event code as written, empty if none.
    pub code: String,
    /// Whether it happened, is planned, denied or possible.
    pub modality: Modality,
    /// How many articles report it, at least 1.
    pub reports: u32,
    /// The words that tell of it.
    pub evidence: Vec<Span>,
    /// The word or phrase that decided the code.
    pub trigger: Option<Span>,
    /// The name of the rule that made it, empty if coded by hand.
    pub rule: String,
    /// How sure the coder is, 0 to 1.
    pub confidence: Option<f32>,
    /// A remark.
    pub note: String,
    /// How the coder came to it, one step an entry.
    pub steps: Vec<String>,
    /// An analyst's decision.
    pub decision: Decision,
}

/// What a claim is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The relation of two countries.
    Pair(Pair),
    /// One country.
    Country(CountryId),
    /// An actor of the dossier, by id.
    Actor(String),
}

/// An attributed statement: speaker, cue, content.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Unique within the dossier.
    pub id: String,
    /// Who says it: an actor, or a description with a country.
    pub speaker: Side,
    /// Whether the speaker is a guess of the coder or data set.
    pub guessed: bool,
    /// The word or words that attribute it ("said").
    pub cue: Option<Span>,
    /// The cue's words, also where there is no text to point into.
    pub cue_text: String,
    /// The words said; several where the cue splits them.
    pub content: Vec<Span>,
    /// The content as text, also where there is no text to point into.
    pub text: String,
    /// Direct, indirect or mixed.
    pub form: Form,
    /// What it is about.
    pub about: Vec<About>,
    /// When it was said.
    pub date: EventDate,
    /// The name of the rule that made it, empty if coded by hand.
    pub rule: String,
    /// How sure the coder is, 0 to 1.
    pub confidence: Option<f32>,
    /// How the coder came to it, one step an entry.
    pub steps: Vec<String>,
    /// An analyst's decision.
    pub decision: Decision,
}

/// One article with all that was found in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dossier {
    /// The article.
    pub article: Article,
    /// Who acts and speaks in it.
    pub actors: Vec<Actor>,
    /// What happened.
    pub events: Vec<Event>,
    /// What was said.
    pub claims: Vec<Claim>,
}

impl Dossier {
    /// The actor with this id.
    pub(crate) fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.iter().find(|a| a.id == id)
    }

    /// The article's text, empty where there is none.
    pub fn text(&self) -> &str {
        self.article.text.as_deref().unwrap_or("")
    }
}

impl Side {
    /// A country as such: its name and its CAMEO code.
    pub fn from_country(country: CountryId) -> Side {
        let mut side = Side::default();
        side.be_country(country);
        side
    }

    /// An actor of the dossier, with its name, country and code.
    pub fn from_actor(actor: &Actor) -> Side {
        let mut side = Side::default();
        side.be_actor(actor);
        side
    }

    /// Makes it a country as such, in the memory that it has.
    pub(crate) fn be_country(&mut self, country: CountryId) {
        let code = country.get().and_then(|c| c.cameo.first()).copied().unwrap_or_default();
        code.clone_into(&mut self.code);
        country.get().map(|c| c.name).unwrap_or_default().clone_into(&mut self.name);
        (self.actor, self.country, self.span) = (None, country, None);
    }

    /// Makes it an actor of the dossier, in the memory that it has.
    pub(crate) fn be_actor(&mut self, actor: &Actor) {
        actor.id.clone_into(self.actor.get_or_insert_default());
        actor.name.clone_into(&mut self.name);
        actor.code.clone_into(&mut self.code);
        (self.country, self.span) = (actor.country, None);
    }

    /// Whether nothing at all is known of it.
    pub fn is_empty(&self) -> bool {
        *self == Side::default()
    }
}

impl Event {
    /// An actual event without sides, date or code, for builders to fill.
    pub fn new(id: impl Into<String>) -> Event {
        Event {
            id: id.into(),
            date: EventDate::UNKNOWN,
            date_from: None,
            sources: Vec::new(),
            targets: Vec::new(),
            reciprocal: false,
            code: String::new(),
            modality: Modality::Actual,
            reports: 1,
            evidence: Vec::new(),
            trigger: None,
            rule: String::new(),
            confidence: None,
            note: String::new(),
            steps: Vec::new(),
            decision: Decision::Open,
        }
    }
}

impl Claim {
    /// The words of its content in the article's text, with ` … ` where the
    /// cue splits them.
    pub fn content_text(&self, text: &str) -> String {
        self.content.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ")
    }

    /// An indirect claim without speaker or content, for builders to fill.
    pub fn new(id: impl Into<String>) -> Claim {
        Claim {
            id: id.into(),
            speaker: Side::default(),
            guessed: false,
            cue: None,
            cue_text: String::new(),
            content: Vec::new(),
            text: String::new(),
            form: Form::Indirect,
            about: Vec::new(),
            date: EventDate::UNKNOWN,
            rule: String::new(),
            confidence: None,
            steps: Vec::new(),
            decision: Decision::Open,
        }
    }
}
