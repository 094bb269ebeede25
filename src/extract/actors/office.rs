//! The offices of the table of persons.

/// What a person is in a country or an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Office {
    /// Head of state by election or by force; also the chair of a ruling council.
    President,
    /// Head of government, by whatever title but chancellor.
    PrimeMinister,
    /// King, queen, emir, sultan or pope.
    Monarch,
    /// The highest authority beside a president (Iran, North Korea).
    SupremeLeader,
    /// Head of government in Germany and Austria.
    Chancellor,
    /// Leader of a ruling party that stands above the state.
    GeneralSecretary,
    /// Minister for foreign affairs, by whatever title.
    ForeignMinister,
    DefenceMinister,
    /// Any other minister.
    Minister,
    /// Deputy of a president.
    VicePresident,
    DeputyPrimeMinister,
    /// Heir to a throne who governs or speaks.
    CrownPrince,
    /// National security adviser, secretary of a security council, senior aide.
    Adviser,
    /// Speaks for a government or ministry.
    Spokesperson,
    /// Negotiator, envoy or ambassador.
    Envoy,
    /// Presiding officer or member of a parliament.
    Legislator,
    /// Commander of armed forces.
    Commander,
    /// Head of an intelligence service.
    SpyChief,
    /// Head of a part of a country (governor, first minister, mayor).
    Governor,
    /// Leads a party or movement in opposition.
    OppositionLeader,
    /// Leads an armed group against a state.
    RebelLeader,
    /// Judge or prosecutor.
    Judge,
    /// Cleric whose word is politics.
    Cleric,
    /// Head of an organisation (secretary-general, commission president, director).
    Head,
    /// Another official of an organisation.
    Official,
    /// Known without an office: activist, dissident, businessman.
    Figure,
}

impl Office {
    /// All offices with the words that stand for them in the tables.
    pub(crate) const ALL: [(&'static str, Office); 26] = [
        ("president", Office::President),
        ("prime-minister", Office::PrimeMinister),
        ("monarch", Office::Monarch),
        ("supreme-leader", Office::SupremeLeader),
        ("chancellor", Office::Chancellor),
        ("general-secretary", Office::GeneralSecretary),
        ("foreign-minister", Office::ForeignMinister),
        ("defence-minister", Office::DefenceMinister),
        ("minister", Office::Minister),
        ("vice-president", Office::VicePresident),
        ("deputy-prime-minister", Office::DeputyPrimeMinister),
        ("crown-prince", Office::CrownPrince),
        ("adviser", Office::Adviser),
        ("spokesperson", Office::Spokesperson),
        ("envoy", Office::Envoy),
        ("legislator", Office::Legislator),
        ("commander", Office::Commander),
        ("spy-chief", Office::SpyChief),
        ("governor", Office::Governor),
        ("opposition-leader", Office::OppositionLeader),
        ("rebel-leader", Office::RebelLeader),
        ("judge", Office::Judge),
        ("cleric", Office::Cleric),
        ("head", Office::Head),
        ("official", Office::Official),
        ("figure", Office::Figure),
    ];

    /// The office with this word.
    pub(crate) fn from_word(word: &str) -> Option<Office> {
        Self::ALL.iter().find(|(w, _)| *w == word).map(|(_, office)| *office)
    }

    /// The CAMEO role suffix that it adds to a country's code.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Office::Legislator => "LEG",
            Office::Commander => "MIL",
            Office::SpyChief => "SPY",
            Office::OppositionLeader => "OPP",
            Office::RebelLeader => "REB",
            Office::Judge => "JUD",
            Office::Cleric => "REL",
            Office::Figure => "CVL",
            _ => "GOV",
        }
    }
}
