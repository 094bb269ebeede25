//! One entry of the journal: a slot was set from one value to another.
//!
//! Everything that a coder does is one or more such settings, gathered in a
//! batch that is written, undone and redone as a whole. Undoing is setting the
//! slots back, by a batch of its own: nothing is ever taken away.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::anchor::Anchor;
use super::article_ref::hex;

/// What kind of slot an entry sets. With the key and the coder it names the slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// A decision on an event or claim: a [`Decision`](crate::model::Decision)'s word.
    #[serde(rename = "verdict")]
    Decision,
    /// Changed fields of an event or claim: a [`Correction`](super::Correction).
    Correction,
    /// Words about an event, claim, pair or article.
    Note,
    /// A flag on an event, claim, pair or article: `true`.
    #[serde(rename = "mark")]
    Flag,
    /// Who an unresolved name is: a [`SideRef`](super::SideRef).
    Actor,
    /// An event or claim that the coder made: a [`Draft`](super::Draft).
    Created,
    /// The event of which this one is another report: its key.
    Merge,
    /// A saved query: a [`SavedView`](super::SavedView).
    View,
    /// When a pair was last looked at, and how many events it had: a [`LastSeen`](super::LastSeen).
    Looked,
    /// What holds where coders differ: an [`Adjudication`](super::Adjudication).
    Adjudication,
}

impl EntryKind {
    /// All of them.
    pub(crate) const ALL: [EntryKind; 10] = [
        EntryKind::Decision,
        EntryKind::Correction,
        EntryKind::Note,
        EntryKind::Flag,
        EntryKind::Actor,
        EntryKind::Created,
        EntryKind::Merge,
        EntryKind::View,
        EntryKind::Looked,
        EntryKind::Adjudication,
    ];

    /// The word of the file.
    pub fn name(self) -> &'static str {
        match self {
            EntryKind::Decision => "verdict",
            EntryKind::Correction => "correction",
            EntryKind::Note => "note",
            EntryKind::Flag => "mark",
            EntryKind::Actor => "actor",
            EntryKind::Created => "created",
            EntryKind::Merge => "merge",
            EntryKind::View => "view",
            EntryKind::Looked => "looked",
            EntryKind::Adjudication => "adjudication",
        }
    }

    /// Whether undo passes it by: looking at something is no decision.
    pub fn is_passive(self) -> bool {
        self == EntryKind::Looked
    }
}

impl fmt::Display for EntryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for EntryKind {
    type Err = ();

    fn from_str(text: &str) -> Result<EntryKind, ()> {
        EntryKind::ALL.into_iter().find(|k| k.name() == text).ok_or(())
    }
}

/// Whether a batch does something new or turns another one back or forth.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// Something new.
    #[default]
    Do,
    /// Undoes the batch with this name.
    Undo(String),
    /// Redoes the batch with this name.
    Redo(String),
}

impl Turn {
    pub(crate) fn to_text(&self) -> String {
        match self {
            Turn::Do => String::new(),
            Turn::Undo(batch) => format!("undo {batch}"),
            Turn::Redo(batch) => format!("redo {batch}"),
        }
    }

    pub(crate) fn from_text(text: &str) -> Option<Turn> {
        match text.split_once(' ') {
            None if text.is_empty() => Some(Turn::Do),
            Some(("undo", batch)) => Some(Turn::Undo(batch.to_owned())),
            Some(("redo", batch)) => Some(Turn::Redo(batch.to_owned())),
            _ => None,
        }
    }
}

/// What a coder wants: a slot set to a value, or emptied.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The kind of slot.
    pub(crate) kind: EntryKind,
    /// The event, claim, pair, article, name or view that it belongs to.
    pub(crate) key: String,
    /// The new value, `None` to empty it.
    pub(crate) after: Option<Value>,
    /// Why, in the coder's words; may be empty.
    pub(crate) comment: String,
    /// What the key means, for events and claims.
    pub(crate) anchor: Option<Anchor>,
}

impl Change {
    /// Sets or empties a slot.
    pub fn new(kind: EntryKind, key: impl Into<String>, after: Option<Value>) -> Change {
        Change { kind, key: key.into(), after, comment: String::new(), anchor: None }
    }
}

/// One entry: who set which slot, when, from what to what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, from 1 without gaps.
    pub id: u64,
    /// The batch that it was written in, unique over all journals.
    pub batch: String,
    /// Its number in the batch, from 0.
    pub part: u32,
    /// When, to the millisecond; never before the entry before it.
    pub time: DateTime<Utc>,
    /// Who.
    pub coder: String,
    /// The session in which it was made.
    pub session: String,
    /// Which kind of slot.
    pub kind: EntryKind,
    /// Which slot.
    pub key: String,
    /// The value before, `None` if it was empty.
    pub before: Option<Value>,
    /// The value after, `None` if it was emptied.
    pub after: Option<Value>,
    /// Why, in the coder's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// What the key means; given where it is first needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
    /// Whether it does, undoes or redoes.
    #[serde(default, skip_serializing_if = "is_do")]
    pub turn: Turn,
    /// SHA-256 over the hash of the entry before and all of the above.
    pub hash: String,
}

fn is_do(turn: &Turn) -> bool {
    *turn == Turn::Do
}

/// The texts of an entry as the table keeps them; the hash is made of these.
#[derive(Debug, Clone)]
pub(crate) struct EntryTexts {
    pub(crate) time: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) anchor: Option<String>,
    pub(crate) turn: String,
}

impl Entry {
    pub(crate) fn texts(&self) -> EntryTexts {
        EntryTexts {
            time: time_text(self.time),
            before: self.before.as_ref().map(Value::to_string),
            after: self.after.as_ref().map(Value::to_string),
            anchor: self.anchor.as_ref().and_then(|a| serde_json::to_string(a).ok()),
            turn: self.turn.to_text(),
        }
    }

    /// Whether another entry with the same batch and part tells of the same deed:
    /// number, time, value before and hash are those of its journal.
    pub(crate) fn says_the_same(&self, other: &Entry) -> bool {
        (&self.coder, &self.session, self.kind, &self.key)
            == (&other.coder, &other.session, other.kind, &other.key)
            && (&self.after, &self.comment, &self.turn) == (&other.after, &other.comment, &other.turn)
    }

    /// The hash that this entry must have after one with hash `previous`.
    pub(crate) fn hash_after(&self, previous: &str) -> String {
        self.hash_of(previous, &self.texts())
    }

    pub(crate) fn hash_of(&self, previous: &str, texts: &EntryTexts) -> String {
        let mut hasher = Sha256::new();
        let mut field = |text: Option<&str>| {
            // Length first, so that no two entries read alike; absent is not empty.
            match text {
                Some(text) => {
                    hasher.update((text.len() as u64 + 1).to_be_bytes());
                    hasher.update(text.as_bytes());
                }
                None => hasher.update(0u64.to_be_bytes()),
            }
        };
        field(Some(previous));
        field(Some(&self.id.to_string()));
        field(Some(&self.batch));
        field(Some(&self.part.to_string()));
        field(Some(&texts.time));
        field(Some(&self.coder));
        field(Some(&self.session));
        field(Some(self.kind.name()));
        field(Some(&self.key));
        field(texts.before.as_deref());
        field(texts.after.as_deref());
        field(Some(&self.comment));
        field(texts.anchor.as_deref());
        field(Some(&texts.turn));
        hex(&hasher.finalize())
    }
}

/// `2026-01-17T12:00:00.000Z`.
pub fn time_text(time: DateTime<Utc>) -> String {
    time.trunc_subsecs(3).to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// An entry of a note, as tests of the journal need one.
#[cfg(test)]
pub(super) fn sample(id: u64) -> Entry {
    Entry {
        id,
        batch: format!("s-{id}"),
        part: 0,
        time: DateTime::UNIX_EPOCH,
        coder: "ann".into(),
        session: "s".into(),
        kind: EntryKind::Note,
        key: "pair:IRN-RUS".into(),
        before: None,
        after: Some("x".into()),
        comment: String::new(),
        anchor: None,
        turn: Turn::Do,
        hash: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for kind in EntryKind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        for turn in [Turn::Do, Turn::Undo("a-1".into()), Turn::Redo("b-2".into())] {
            assert_eq!(Turn::from_text(&turn.to_text()), Some(turn));
        }
    }

    #[test]
    fn every_field_is_in_the_hash() {
        let entry = sample(1);
        let mut others = vec![entry.clone(); 11];
        others[0].id = 2;
        others[1].batch = "s-2".into();
        others[2].part = 1;
        others[3].time = DateTime::from_timestamp_millis(1).unwrap();
        others[4].coder = "bo".into();
        others[5].session = "t".into();
        others[6].kind = EntryKind::Flag;
        others[7].key = "pair:IRN-USA".into();
        others[8].before = Some("".into());
        others[9].after = None;
        others[10].turn = Turn::Undo("s-1".into());
        let hash = entry.hash_after("");
        for other in others {
            assert_ne!(other.hash_after(""), hash, "{other:?}");
        }
        assert_ne!(entry.hash_after("0"), hash);
    }
}
