//! The keys of a dossier's records: one table for the readers, the error
//! messages and `docs/formats.md`.

use std::fmt::Write as _;

/// One key of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    pub(crate) name: &'static str,
    pub(crate) takes: &'static str,
    /// What it means.
    pub(crate) says: &'static str,
}

const fn key(name: &'static str, takes: &'static str, says: &'static str) -> Key {
    Key { name, takes, says }
}

/// One kind of record of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// Its name: the table of TOML, the key of JSON, the `type` of JSON Lines.
    pub name: &'static str,
    /// Its keys, in the order in which they are written.
    pub(crate) keys: &'static [Key],
}

const TYPE: Key = key("type", "text", "JSON Lines only: the kind of record");
const OF_ARTICLE: Key = key("article", "text", "JSON Lines only: the id of the article it belongs to");
const CONFIDENCE: Key = key("confidence", "number", "how sure the coder is, 0 to 1");
const RULE: Key = key("rule", "text", "the name of the rule that made it; absent if coded by hand");
const STEPS: Key = key("steps", "list of texts", "how the coder came to it");
const DECISION: Key =
    key("decision", "text", "`open` (if absent), `accepted`, `rejected`, `corrected` or `skipped`");

/// `[article]`
pub static ARTICLE: Record = Record {
    name: "article",
    keys: &[
        TYPE,
        key("id", "text", "unique among all that is loaded; the file's name if absent"),
        key("title", "text", "the headline"),
        key("publisher", "text", "who published it"),
        key("published", "date", "when"),
        key("url", "text", "where it can be read"),
        key("language", "text", "BCP 47 tag of its language, such as `en`"),
        key("text", "text", "the text itself; absent where only the source is cited"),
    ],
};

/// `[[actor]]`
pub static ACTOR: Record = Record {
    name: "actor",
    keys: &[
        TYPE,
        OF_ARTICLE,
        key("id", "text", "required; unique in the dossier, used by events and claims"),
        key("name", "text", "the usual name; the id if absent"),
        key("aliases", "text or list", "other names, and the forms under which the text mentions it"),
        key("country", "country", "the country it belongs to"),
        key(
            "kind",
            "text",
            "`state`, `person`, `body`, `igo`, `ngo`, `armed-group`, `party`, `company`, `media`, `people` or `other` (if absent)",
        ),
        key("role", "text", "office or description, such as `president of Iran`"),
        key("code", "text", "CAMEO actor code, such as `IRNGOV`"),
    ],
};

/// `[[event]]`
pub static EVENT: Record = Record {
    name: "event",
    keys: &[
        TYPE,
        OF_ARTICLE,
        key("id", "text", "unique among the dossier's events; `e1`, `e2`, … if absent"),
        key("date", "date", "when, as precisely as the source tells"),
        key("date_end", "date", "the last possible day, where `date` gives only the first"),
        key("precision", "text", "`day`, `month`, `year`, `range` or `unknown`; told from `date` if absent"),
        key(
            "date_from",
            "text",
            "where the date comes from: `text` (told in the sentence), `context` (carried on from the sentence before) or `publication` (no time is told: the day of the article)",
        ),
        key("source", "side or list", "who acts"),
        key("target", "side or list", "who is acted upon"),
        key("reciprocal", "true or false", "whether both sides act alike (meet, sign, clash)"),
        key("code", "text", "CAMEO event code in quotation marks, such as `\"057\"`"),
        key("root", "text", "the PLOVER type; passed over when read, since it follows from the code"),
        key("quad", "text", "the quad class; passed over when read"),
        key("goldstein", "number", "Goldstein's value; passed over when read"),
        key("modality", "text", "`actual` (if absent), `planned`, `denied` or `possible`"),
        key("reports", "number", "how many articles report it; 1 if absent"),
        key("trigger", "words or span", "what decided the code; of several, those nearest to the evidence"),
        key("span", "words or spans", "the same as `evidence`"),
        key("evidence", "words or spans", "what in the text tells of it"),
        RULE,
        CONFIDENCE,
        key("note", "text", "a remark"),
        STEPS,
        DECISION,
    ],
};

/// `[[claim]]`
pub static CLAIM: Record = Record {
    name: "claim",
    keys: &[
        TYPE,
        OF_ARTICLE,
        key("id", "text", "unique among the dossier's claims; `c1`, `c2`, … if absent"),
        key("speaker", "side", "who says it"),
        key("guessed", "true or false", "whether the speaker is a guess"),
        key("cue", "words or span", "what attributes it (`said`); of several, those nearest to the content"),
        key("cue_text", "text", "the cue's words, where there is no text to point into"),
        key("content", "words or spans", "the words said; several where the cue splits them"),
        key("text", "text", "the content as text; told from `content` if absent"),
        key("form", "text", "`direct`, `indirect` (if absent) or `mixed`"),
        key("about", "topic or list", "pairs (`IRN-RUS`), countries (`IRN`) and actors by id"),
        key("date", "date", "when it was said"),
        RULE,
        CONFIDENCE,
        STEPS,
        DECISION,
    ],
};

/// A side written as a table.
pub static SIDE: Record = Record {
    name: "side",
    keys: &[
        key("actor", "text", "the id of an actor of the dossier"),
        key("name", "text", "how it is called; told from actor or country if absent"),
        key("country", "country", "the country it stands for; told from the actor if absent"),
        key("code", "text", "CAMEO actor code; told from actor or country if absent"),
        key(
            "span",
            "words or span",
            "where the text mentions it; of several, what is nearest to the evidence",
        ),
        key("guessed", "true or false", "speakers only: whether it is a guess"),
    ],
};

/// Words of the text written as a table.
pub static WORDS: Record = Record {
    name: "words",
    keys: &[
        key("text", "text", "the words"),
        key("nth", "number", "which of their occurrences, counted from 1"),
    ],
};

/// A topic of a claim written as a table.
pub static TOPIC: Record = Record {
    name: "topic",
    keys: &[
        key("pair", "text", "two countries, such as `IRN-RUS`"),
        key("country", "country", "one country"),
        key("actor", "text", "the id of an actor of the dossier"),
    ],
};

/// The kinds of record in a file, in the order in which they are written.
pub(crate) static RECORDS: [&Record; 4] = [&ARTICLE, &ACTOR, &EVENT, &CLAIM];

/// Whether two keys are the same: told by length and first letter nearly always.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.as_bytes().first() == b.as_bytes().first() && a == b
}

impl Record {
    /// The place of a key among [`Record::keys`]. `near` is where to look
    /// first: writers keep the order, so the next key is mostly the right one.
    pub(crate) fn place_of(&self, name: &str, near: usize) -> Option<usize> {
        let (before, after) = self.keys.split_at(near.min(self.keys.len()));
        let later = after.iter().position(|k| same(k.name, name)).map(|i| i + before.len());
        later.or_else(|| before.iter().position(|k| same(k.name, name)))
    }

    /// The keys as a table of Markdown, as `docs/formats.md` has them.
    pub fn markdown(&self) -> String {
        let mut out = String::from("| key | takes | meaning |\n|---|---|---|\n");
        for Key { name, takes, says } in self.keys {
            let _ = writeln!(out, "| `{name}` | {takes} | {says} |");
        }
        out
    }
}
