//! What can be wrong with a file: where, what was found, what was expected, and
//! what to do about it.

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

pub(crate) use crate::model::printable::printable;

/// A place in a file; 0 stands for "not told".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Position {
    /// Line, counted from 1.
    pub(crate) line: u64,
    /// Column in characters, counted from 1.
    pub column: u32,
}

impl Position {
    /// The place at a line and a column.
    pub(crate) fn new(line: u64, column: u32) -> Position {
        Position { line, column }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => Ok(()),
            (line, 0) => write!(f, "{line}"),
            (line, column) => write!(f, "{line}:{column}"),
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// What sort of mistake it is: the unit in which a report counts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum ProblemKind { $($(#[$doc])* $name),+ }

        impl ProblemKind {
            /// A few words for a count ("unknown actor").
            pub(crate) fn name(self) -> &'static str {
                match self { $(ProblemKind::$name => $word),+ }
            }
        }
    };
}

kinds! {
    /// The file breaks the rules of its format.
    Syntax = "broken syntax",
    /// The file ends within something.
    CutOff = "cut off",
    /// Bytes that are no text.
    Encoding = "not UTF-8",
    /// Nothing in it.
    Empty = "empty",
    /// A line, record or file larger than is read.
    TooLarge = "too large",
    /// A record of a type that the format does not have.
    UnknownRecord = "unknown record",
    /// A key that the record does not have.
    UnknownKey = "unknown key",
    /// A key that the record must have.
    MissingKey = "missing key",
    /// A value of another type than the key takes.
    WrongType = "wrong type",
    /// A value that is none of those allowed.
    BadValue = "value not allowed",
    /// No date, or none of the calendar.
    BadDate = "bad date",
    /// An actor that the dossier does not have.
    UnknownActor = "unknown actor",
    /// A code or name that is no country.
    UnknownCountry = "unknown country",
    /// A CAMEO actor code of the wrong shape.
    ActorCode = "bad actor code",
    /// An event code that is in no list.
    UnknownCode = "unknown event code",
    /// An id that was used before.
    DuplicateId = "duplicate id",
    /// A span that does not lie in the text.
    Span = "span outside the text",
    /// Quoted words that the text does not have, or has more than once.
    Words = "words not found once",
    /// A record too far from its article to be put together with it.
    Late = "too far from its article",
    /// A file of a folder that no reader knows.
    UnknownFormat = "unknown format",
    /// A value in a row of a table that could not be understood.
    BadRow = "bad row",
}

/// What became of the record in which a problem was met: of all problems of a
/// record, those that are not only noted say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// It was left out.
    Rejected,
    /// It was kept after something in it was put right or left out.
    Repaired,
    /// It was kept as it is.
    Noted,
}

impl Outcome {
    /// The word of reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Outcome::Rejected => "rejected",
            Outcome::Repaired => "repaired",
            Outcome::Noted => "noted",
        }
    }
}

/// One mistake in a file. All texts are safe to print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where.
    pub at: Position,
    /// What sort of mistake.
    pub kind: ProblemKind,
    /// What became of the record.
    pub outcome: Outcome,
    /// How many records a report counts for it: 0 if it is only noted, or if
    /// another problem of the same record is counted already.
    pub records: u64,
    /// What stands there.
    pub(crate) found: String,
    /// What should stand there.
    pub(crate) expected: String,
    /// What to do about it, empty where that is plain.
    pub(crate) advice: String,
}

impl Problem {
    /// A problem without advice; control characters in the texts are escaped.
    pub(crate) fn new(
        at: Position,
        kind: ProblemKind,
        outcome: Outcome,
        found: &str,
        expected: &str,
    ) -> Problem {
        Problem {
            at,
            kind,
            outcome,
            records: 0,
            found: printable(found),
            expected: printable(expected),
            advice: String::new(),
        }
    }

    /// The same with advice.
    pub(crate) fn advise(mut self, advice: &str) -> Problem {
        self.advice = printable(advice);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: found {}", self.kind.name(), self.found)?;
        if !self.expected.is_empty() {
            write!(f, ", expected {}", self.expected)?;
        }
        if !self.advice.is_empty() {
            write!(f, "; {}", self.advice)?;
        }
        match self.records {
            0 | 1 => write!(f, " ({})", self.outcome.name()),
            many => write!(f, " ({many} {})", self.outcome.name()),
        }
    }
}

/// Why a source could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system refused.
    #[error("{path}: {source}{advice}", advice = advice(source))]
    Io {
        /// The file or folder.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A path or pattern that matches nothing.
    #[error("{0}: there is no such file; check the path (patterns such as reports/*.toml are allowed)")]
    NotFound(String),
    /// No reader knows the content.
    #[error("{path}: found {found}, expected one of: {formats}")]
    Unknown {
        /// The file.
        path: String,
        /// What its beginning looks like.
        found: String,
        /// The formats that are known.
        formats: String,
    },
    /// The file is larger than its format can be read.
    #[error("{path}: found {found} bytes, expected at most {limit}; {advice}")]
    TooLarge {
        /// The file.
        path: String,
        /// Its size, or what was read of it.
        found: u64,
        /// The limit.
        limit: u64,
        /// What to do instead.
        advice: &'static str,
    },
    /// The user stopped it.
    #[error("{0}: stopped before its end")]
    Cancelled(String),
}

fn advice(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => "; you may not read it",
        _ => "",
    }
}

impl ReadError {
    /// An error of the system with the path it belongs to.
    pub(crate) fn io(path: &str, source: std::io::Error) -> ReadError {
        if source.kind() == std::io::ErrorKind::NotFound {
            return ReadError::NotFound(printable(path));
        }
        ReadError::Io { path: printable(path), source }
    }

    /// The same for a path.
    pub(crate) fn io_at(path: &Path, source: std::io::Error) -> ReadError {
        ReadError::io(&path.display().to_string(), source)
    }
}
