//! A clause: a verb with its subject and what follows, and how it hangs on another.

/// How a clause hangs on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// On none.
    Main,
    /// Shares the subject of the clause before: "… and left".
    Coordinate,
    /// "to leave" after a verb or noun.
    Infinitive,
    /// "that they left", also without "that".
    That,
    /// "of leaving", "from leaving", "leaving" right after a verb.
    Gerund,
    /// "who left", "which left".
    Relative,
    /// "the troops attacking", "the men killed": a participle after its noun.
    Reduced,
    /// ", killing five": a participle after a comma.
    Adjunct,
    /// "after they left", "if they left".
    Subordinate(Subordinator),
    /// ", officials said": tells who says what stands before.
    Tail,
}

/// What a subordinating conjunction says about its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subordinator {
    /// It may not be so: "if", "unless", "whether", "until", "lest".
    Condition,
    /// It is so: "after", "because", "as", "while".
    Fact,
}

/// Noun groups that follow a verb or stand before it, joined by "and" or commas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Arg {
    /// The token of the preposition before it.
    pub(crate) preposition: Option<usize>,
    /// Noun groups, by index.
    pub(crate) nouns: Vec<usize>,
    /// Joined by "and" rather than by commas alone.
    pub(crate) and: bool,
    /// It stands before the verb.
    pub(crate) fronted: bool,
}

/// A verb group with its subject and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    /// The verb group, by index.
    pub(crate) verb: usize,
    /// How it hangs on its parent.
    pub(crate) link: Link,
    /// The clause on which it hangs.
    pub(crate) parent: Option<usize>,
    /// The noun group to which it belongs (relative clauses) or that announces it ("decision to").
    pub(crate) noun: Option<usize>,
    /// Preposition before a gerund, as token.
    pub(crate) preposition: Option<usize>,
    /// Noun groups of its subject; empty where it is that of another clause.
    pub(crate) subject: Vec<usize>,
    /// Prepositional phrases that belong to the subject: "the army of Peru".
    pub(crate) subject_args: Vec<Arg>,
    /// What follows the verb.
    pub(crate) args: Vec<Arg>,
}
