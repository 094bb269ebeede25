//! Lists of words that rules ask for by name, from `word-lists.tsv`.
//!
//! Which lists a word is on is looked up once, with the word: for the words of a document and
//! the verbs of the lexicon, a rule that asks tests a bit. Words that stand in neither are
//! looked up by their letters ([`WordList::has`]).

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::rows::{list as cells, rows};

/// A list of words, one of those in [`list`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WordList(u8);

impl WordList {
    /// Whether a word in lower case is on the list.
    pub(crate) fn has(self, word: &str) -> bool {
        LISTS.memberships.get(word).is_some_and(|m| m.holds(self))
    }

    /// Its words and phrases, in the order of the file.
    pub(crate) fn words(self) -> &'static [&'static str] {
        LISTS.words.get(usize::from(self.0)).map_or(&[], Vec::as_slice)
    }

    /// Whether a word ends in one of those on the list.
    pub(crate) fn ends(self, word: &str) -> bool {
        self.words().iter().any(|ending| word.ends_with(ending))
    }

    /// Whether a word begins with one of those on the list.
    pub(crate) fn begins(self, word: &str) -> bool {
        self.words().iter().any(|beginning| word.starts_with(beginning))
    }
}

/// The lists that one word is on, as bits.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Memberships([u64; 3]);

impl Memberships {
    pub(super) fn holds(&self, list: WordList) -> bool {
        let (part, bit) = (usize::from(list.0 / 64), list.0 % 64);
        self.0.get(part).is_some_and(|bits| bits >> bit & 1 != 0)
    }

    fn add(&mut self, list: WordList) {
        if let Some(bits) = self.0.get_mut(usize::from(list.0 / 64)) {
            *bits |= 1 << (list.0 % 64);
        }
    }
}

struct WordLists {
    /// By the number of the list.
    words: Vec<Vec<&'static str>>,
    memberships: FxHashMap<&'static str, Memberships>,
}

static LISTS: LazyLock<WordLists> = LazyLock::new(|| {
    let mut lists =
        WordLists { words: vec![Vec::new(); list::NAMES.len()], memberships: FxHashMap::default() };
    // About as many words as the lists have: growing would take long.
    lists.memberships.reserve(1_000);
    let number = |name: &str| list::NAMES.iter().position(|n| n.eq_ignore_ascii_case(name));
    for row in rows(include_str!("../../../assets/extract/word-lists.tsv")) {
        let [name, words] = row[..] else { continue };
        let Some(at) = number(name) else { continue };
        for word in cells(words) {
            match word.strip_prefix('@').and_then(number) {
                Some(other) => {
                    let taken = lists.words[other].clone();
                    lists.words[at].extend(taken);
                }
                None => lists.words[at].push(word),
            }
        }
        for word in &lists.words[at] {
            lists.memberships.entry(word).or_default().add(WordList(at as u8));
        }
    }
    lists
});

/// All words that are on lists, with what they are on.
pub(super) fn listed_words() -> impl Iterator<Item = (&'static str, Memberships)> {
    LISTS.memberships.iter().map(|(word, m)| (*word, *m))
}

macro_rules! lists {
    ($($(#[$doc:meta])+ $name:ident)+) => {
        #[allow(clippy::upper_case_acronyms, non_camel_case_types)] // only to count them
        enum Number { $($name),+ }
        $($(#[$doc])+ pub const $name: WordList = WordList(Number::$name as u8);)+
        /// The names of all lists, by their numbers.
        pub(super) const NAMES: &[&str] = &[$(stringify!($name)),+];
    };
}

/// The lists by their names, which are those in the file.
pub(crate) mod list {
    use super::WordList;

    lists! {
        /// With these begin lines that link to another article.
        LINK_LINE
        /// With these begin lines on copyright, subscription and the like.
        NOTICE_LINE
        /// Small words between the names of a byline.
        BYLINE_WORD
        /// Little words by which English is told from other languages.
        PLAIN_ENGLISH
        /// Abbreviations that end in a stop and are followed by more of the sentence.
        ABBREVIATION
        /// Abbreviations that are also words and so count only before a digit or a capital.
        DOUBTFUL_ABBREVIATION
        /// Prefixes that are cut off at their hyphen.
        CUT_PREFIX
        /// Function words that broken pages run together with the name before.
        STUCK_TO_NAME
        /// The sign of an owner.
        GENITIVE
        /// With these begin sentences and no names: after "U.S." they tell a new sentence.
        SENTENCE_OPENER
        /// Verbs that follow the subject in "…?" Smith asked.
        SAID_AFTER_QUOTE
        /// Verbs of more syllables that double their last letter in the past.
        DOUBLING_PAST
        /// Irregular verbs that double it before "-ing".
        DOUBLING_ING

        /// From Monday on.
        WEEKDAY
        /// Days of the week and months, also shortened: no part of a name.
        CALENDAR
        /// "until May"
        TIME_UNTIL
        /// Prepositions before a time that bound nothing.
        TIME_AT
        /// "in early May", "about two weeks ago"
        TIME_HEDGE
        /// "on Monday morning"
        TIME_TAIL
        /// Words for the day itself.
        TODAY
        /// Some time not long ago.
        LATELY
        /// "last Monday", "the past two weeks"
        PAST_TIME
        /// "last May", "next May", "this May"
        NEAR_TIME
        /// "in recent years"
        RECENT
        /// "the previous day"
        PRECEDING
        /// "this morning"
        DAYTIME
        /// Parts of a year.
        SEASON
        /// Hours and shorter.
        UNIT_HOUR
        /// Days.
        UNIT_DAY
        /// Saturday and Sunday.
        UNIT_WEEKEND
        /// Weeks.
        UNIT_WEEK
        /// Months.
        UNIT_MONTH
        /// Years.
        UNIT_YEAR
        /// Ten years.
        UNIT_DECADE
        /// "hours later": some of them.
        UNITS
        /// From zero on.
        NUMBER_WORD
        /// "a week ago"
        INDEFINITE
        /// "several weeks ago"
        A_FEW
        /// "two days earlier"
        TIME_BEFORE
        /// "two days later"
        TIME_AFTER
        /// "for two weeks": how long, not when.
        TIME_LASTING
        /// With these, and with names of days and months, time expressions begin.
        OPENS_TIME
        /// "years of talks"
        SPAN_OF_TIME

        /// Signs that stand with a number like adjectives.
        AMOUNT_SIGN
        /// Signs of money.
        CURRENCY
        /// "more than 20": phrases that belong to the number behind them.
        NUMBER_HEDGE
        /// Negations that are conjunctions or determiners first.
        NEITHER
        /// Modal verbs that are nouns after a determiner.
        NOUN_LIKE_MODAL
        /// Prepositions that look like participles.
        VERBAL_PREPOSITION
        /// "cut off", "shot down"
        PARTICLE
        /// Particles that may stand before another preposition: "up to".
        DOUBLE_PARTICLE
        /// Base forms of auxiliaries.
        BASE_AUXILIARY
        /// Nouns that follow "to" although they look like verbs: "to power".
        NOUN_AFTER_TO
        /// Words in "-ly" that are no adverbs.
        NO_ADVERB
        /// Endings of adjectives.
        ADJECTIVE_ENDING
        /// "Peru's then minister"
        TERM_ADVERB
        /// Adverbs by which the writer says that others say so.
        HEARSAY_ADVERB
        /// Forms of "be" without a tense.
        NONFINITE_BE
        /// Forms of "be" in the past.
        PAST_BE
        /// "is likely to"
        MODAL_ADJECTIVE
        /// Modal verbs of what is to come.
        MODAL_FUTURE
        /// Modal verbs of what would come.
        MODAL_WOULD
        /// Modal verbs of what must be.
        MODAL_MUST
        /// "is expected to": is to come.
        RAISING_FUTURE
        /// "is said to": others say so.
        RAISING_REPORTED
        /// "is predicted to": may be.
        RAISING_POSSIBLE
        /// "seems to": as far as one sees.
        SEEMING_VERB
        /// Verbs whose participle is an adjective before "to": "is prepared to".
        ADJECTIVAL_PARTICIPLE
        /// Verbs whose past form after a noun is a participle: "a petition based on".
        ALWAYS_PARTICIPLE
        /// Verbs whose past form is never a passive participle.
        INTRANSITIVE
        /// "outside of Lima" is outside it, not of it.
        BESIDE_PLACE
        /// Conjunctions that leave open whether their clause is so.
        OPEN_CONDITION
        /// Nouns for something said or thought, without a plural's "s": "that" after them opens what it is.
        CONTENT_NOUN

        /// "its neighbor"
        NEIGHBOUR
        /// Possessives of a third person.
        THEIR
        /// The same, and "our".
        OUR
        /// The same, and "my".
        MY
        /// Pronouns for one person.
        PRONOUN_HE
        /// Pronouns for one thing.
        PRONOUN_IT
        /// Pronouns for several.
        PRONOUN_THEY
        /// Pronouns for whoever speaks.
        PRONOUN_I
        /// Pronouns for those who speak.
        PRONOUN_WE
        /// Both of these.
        FIRST_PERSON
        /// Those of them that are subjects.
        SPEAKING_SUBJECT
        /// "the alliance": one named before.
        ALLIANCE
        /// "the country": one named before.
        COUNTRY_NOUN
        /// Prepositions after which somebody is no place.
        TOWARDS_SOMEBODY
        /// "the two countries", "both sides"
        BOTH
        /// All of these: with them begins what points back to somebody named before.
        ANAPHOR
        /// "two of the countries"
        STATES
        /// "both foreign ministers"
        PORTFOLIO
        /// What "the two" or "both" may be.
        PAIR_NOUN
        /// "in Peru": where it happens, not who acts.
        IN_PLACE
        /// Out of office.
        FORMER
        /// Between a country and a role: "Peru's then minister".
        IN_OFFICE
        /// Participles that are adjectives before a role: "armed forces".
        ADJECTIVE_OF_FORCE
        /// "president of Peru"
        OF_COUNTRY
        /// What may stand between preposition and country, beside determiners and adjectives.
        BEFORE_COUNTRY
        /// Roles that are their leader's: "the regime of".
        GOVERNMENT_ROLE
        /// Beginnings of verbs after which "from Peru" is where: "withdrew troops from Peru".
        MOVED_AWAY
        /// Small words inside names.
        NAME_PARTICLE
        /// What may stand behind a name and is no name by itself.
        NAME_SUFFIX
        /// Prefixes of a country that is not the actor.
        FOR_OR_AGAINST
        /// "Violating Peru's sovereignty": whoever complains of it is of Peru.
        OF_ONES_OWN
        /// "Peruvian-flagged" belongs to Peru, "Peru-backed" does not.
        BELONGING

        /// Words of a phrase that may stand after the object: "call the visit off", "find them guilty".
        AFTER_OBJECT
        /// Prepositions of a gerund that completes a verb: "accused of attacking".
        GERUND_COMPLEMENT
        /// Prepositions of a gerund that tells what happened, too: "by donating food".
        GERUND_ITSELF
        /// Words for all of a subject that may stand beside its verb: "have both signed".
        FLOATING
        /// Verbs of planning that leave open whether anything follows.
        WISHING
        /// Verbs after which what was planned is done.
        DECIDING
        /// Verbs that forbid only what stands as a gerund: "kept them from leaving".
        HOLDING_BACK
        /// Verbs that tell of aid whatever is given.
        GIVING
        /// Verbs that give a name: "what Peru called camps".
        NAMING
        /// Verbs of judging something that lies before both: "A and B welcomed the deal" is
        /// nothing between A and B.
        JUDGING
        /// "condemned the attack": one told before.
        POINTING_BACK
        /// Nouns for what was done before: "condemned the move".
        DONE_BEFORE
        /// Nouns for what was said before: "rejected the accusation".
        SAID_BEFORE
        /// Nouns for what was done in conflict before: "denounced the arrest".
        STRUCK_BEFORE
        /// Verbs of answering a move with another.
        REACTING
        /// "in response"
        RESPONSE
        /// Verbs whose object is what was talked about.
        TALKING_OVER
        /// Prepositions of what was talked about.
        TOPIC_PREPOSITION
        /// Verbs that tell of a match as well as of a war or a visit.
        CONTEST
        /// Words of sport.
        SPORT
        /// Two words that tell of sport together.
        SPORT_PHRASE
        /// Those who watch a match: what is done to them is done in earnest.
        SPORT_CROWD
        /// Verbs of giving and taking the same: both sides act alike.
        EXCHANGING
        /// Lines between countries: what is sent there is no help.
        FRONTIER
        /// Prepositions of whoever gets what is sent: "rifles to Peru against Chile" are no threat of
        /// the sender's.
        SENT_TO
        /// Prepositions of the thing given.
        GIVEN_WITH
        /// Prepositions of whoever does what the subject's noun tells.
        DONE_BY
        /// Verbs whose object is harmed: without one in the past, the subject is.
        HARMING
        /// Verbs that only say what a clause with "that" behind them says: "told reporters that".
        TELLING
        /// Verbs that warn of what others may do as well as threaten.
        WARNING
        /// Verbs that promise also where they govern a clause about the present.
        PROMISING
        /// Verbs whose object feels what it says of the subject: "angered Peru".
        PROVOKING
        /// Verbs under which the answer of somebody comes to the subject: "drew criticism from Peru".
        DRAWING
        /// Where those stand whose answer is drawn.
        DRAWN_FROM
        /// Before a noun that names an act, these say that it took place: "during the visit".
        HAPPENED
        /// Before a noun that names an act, these say that it is to come.
        AHEAD_OF
        /// Prepositions of what a noun made of a verb is done to: "suspension of aid".
        DONE_TO
        /// "a series of talks"
        FRAMED_BY
        /// Prepositions that say whom an attack hit or who did it.
        STRUCK_AT
        /// Prepositions of phrases on a subject that name the actor.
        SUBJECT_PHRASE
        /// Prepositions of a place whose law rules, or for those in it who did it.
        PLACE_OF_LAW
        /// Prepositions of whom one shows one's strength: "drills around Peru".
        SHOWN_TO
        /// "joint drills": with somebody.
        JOINT
        /// Heads that only count or frame what follows after "of".
        FRAMING_NOUN

        /// Relative pronouns that may stand for a speaker.
        RELATIVE_SUBJECT
        /// Relative pronouns after a comma.
        WHO_WHICH
        /// "which he said was over"
        WHICH_WHAT
        /// Relative pronouns for persons.
        WHO_WHOSE
        /// Relative pronouns within a description.
        RELATIVE_WORD
        /// Conjunctions of a question.
        IF_WHETHER
        /// Conjunctions before "asked".
        WHEN_IF
        /// With these begin clauses that complete a verb.
        TO_THAT
        /// Before these no noun phrase goes on to the left.
        ENDS_NOUN_LEFT
        /// Words after which "'s" is "is".
        CLITIC_SUBJECT
        /// Auxiliaries without a tense.
        NONFINITE_AUXILIARY
        /// Words in "-ed" that are no past.
        NO_PAST
        /// Determiners after "'s" that tell an owner: "Peru's two".
        NOT_OWNED
        /// Endings of plurals.
        PLURAL_ENDING
        /// Those who say something in the present: "the two write".
        SEVERAL_PEOPLE
        /// Nouns for several who speak.
        PLURAL_SPEAKER
        /// How words for those who speak end, and the things that speak for them.
        SPEAKER_ENDING
        /// Nouns that go on with "to": "adviser to the king".
        NOUN_BEFORE_TO
        /// Where words were said: "a statement", "Twitter".
        MEDIUM
        /// "late Monday"
        LATE_EARLY
        /// Prepositions of phrases between cue and content, beside those of place.
        ADJUNCT
        /// With these begins the writer's own afterthought.
        THOUGH
        /// Nouns for what is felt or held: "expressed concern that", "voiced doubts about".
        HELD
        /// Prepositions after such nouns that open the content.
        HELD_ABOUT
        /// Articles.
        ARTICLE
        /// Words before a time between subject and verb: "last week".
        BEFORE_TIME
        /// Prepositions after which an "-ing" form is no cue's participle.
        NO_PARTICIPLE
        /// Nouns for something said that speak for themselves: "reports that".
        REPORT_NOUN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_and_names_agree() {
        let text = include_str!("../../../assets/extract/word-lists.tsv");
        let mut seen: Vec<&str> = Vec::new();
        for row in rows(text) {
            let [name, words] = row[..] else { panic!("{row:?}") };
            let at = list::NAMES.iter().position(|n| n.eq_ignore_ascii_case(name));
            let at = at.unwrap_or_else(|| panic!("no rule asks for {name}"));
            let own: Vec<&str> = cells(words).collect();
            let taken = own.iter().filter_map(|w| w.strip_prefix('@'));
            assert!(taken.clone().all(|other| seen.contains(&other)), "{name} takes in a list below it");
            assert!(own.iter().enumerate().all(|(i, w)| !own[..i].contains(w)), "{name}: a word twice");
            assert!(!WordList(at as u8).words().is_empty(), "{name} is empty");
            assert!(!seen.contains(&name), "{name} stands twice");
            seen.push(name);
        }
        assert_eq!(seen.len(), list::NAMES.len(), "a list is not in the file");
        assert!(list::NAMES.len() <= 3 * 64);
    }

    #[test]
    fn months_are_on_the_calendar() {
        assert!(crate::model::date::MONTHS.iter().all(|m| list::CALENDAR.has(m)));
        assert!(list::OPENS_TIME.has("since") && !list::OPENS_TIME.has("iran"));
    }
}
