//! What a decision holds fast to: enough of an event or claim to know it again
//! when its source is extracted or downloaded anew.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::model::{ClaimRecord, EventView, Store};

use super::article_ref::{ArticleRef, hex};
use super::value::{Draft, SideRef, iso};

/// The longest quote that is kept, in code points.
const LONGEST_QUOTE: usize = 600;

/// An event or a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Thing {
    /// An event.
    #[default]
    Event,
    /// A claim.
    Claim,
}

/// What is known of an event or claim apart from its row in a store.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Anchor {
    /// Event or claim.
    pub thing: Thing,
    /// The data set that numbers it (the name of its reader), empty for dossiers.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub set: String,
    /// Its number in the data set, or its id in its dossier; empty if it has none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The article that it stands in.
    pub article: ArticleRef,
    /// The words that tell of it, or the words said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub quote: String,
    /// Where the quote begins, in bytes of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<u32>,
    /// Who acts, or who speaks.
    pub sources: Vec<SideRef>,
    /// Who is acted upon.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<SideRef>,
    /// The event code, or the cue of a claim.
    pub code: String,
    /// The date as text.
    pub date: String,
    /// The modality, or the form of a claim.
    pub modality: String,
    /// The rule that made it, empty if coded by hand.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rule: String,
}

impl Anchor {
    /// The anchor of an event whose rows (one a source and target) are given;
    /// the first one decides what they share.
    pub(crate) fn of_event(store: &Store, rows: &[EventView<'_>]) -> Anchor {
        let Some(first) = rows.first() else {
            return Anchor::default();
        };
        let detail = first.detail();
        let side = |actor, country| {
            let record = store.actor(actor);
            SideRef {
                country: iso(country),
                name: record.map_or("", |a| store.str(a.name)).to_owned(),
                code: record.map_or("", |a| store.str(a.code)).to_owned(),
            }
        };
        let mut sources: Vec<_> = rows.iter().map(|e| side(e.source_actor(), e.source())).collect();
        let mut targets: Vec<_> = rows.iter().map(|e| side(e.target_actor(), e.target())).collect();
        for sides in [&mut sources, &mut targets] {
            sides.sort();
            sides.dedup();
        }
        Anchor {
            thing: Thing::Event,
            set: first.outer().and(first.origin()).map_or("", |o| o.format).to_owned(),
            id: match first.outer() {
                Some(number) => number.to_string(),
                None => detail.map_or("", |d| store.str(d.id)).to_owned(),
            },
            article: ArticleRef::of(store, first.article()),
            quote: plain(&first.evidence()),
            at: detail.and_then(|d| d.evidence.first()).map(|s| s.start),
            sources,
            targets,
            code: first.code_text().to_owned(),
            date: first.date().to_string(),
            modality: first.modality().to_string(),
            rule: detail.map_or("", |d| store.str(d.rule)).to_owned(),
        }
    }

    /// The anchor of a claim.
    pub(crate) fn of_claim(store: &Store, claim: &ClaimRecord) -> Anchor {
        let speaker = store.actor(claim.speaker).map_or_else(SideRef::default, |a| SideRef {
            country: iso(a.country),
            name: store.str(a.name).to_owned(),
            code: store.str(a.code).to_owned(),
        });
        Anchor {
            thing: Thing::Claim,
            set: String::new(),
            id: store.str(claim.id).to_owned(),
            article: ArticleRef::of(store, claim.article),
            quote: plain(&claim.text),
            at: claim.content.first().map(|s| s.start),
            sources: vec![speaker],
            targets: Vec::new(),
            code: store.str(claim.cue_text).to_owned(),
            date: claim.date.to_string(),
            modality: claim.form.to_string(),
            rule: store.str(claim.rule).to_owned(),
        }
    }

    /// What a coder made, as an anchor: for lists and for what is decided on it.
    pub(crate) fn of_draft(draft: &Draft) -> Anchor {
        let fields = &draft.fields;
        let quotes = fields.evidence.as_deref().unwrap_or_default();
        Anchor {
            thing: if draft.claim { Thing::Claim } else { Thing::Event },
            article: draft.article.clone(),
            quote: plain(&quotes.iter().map(|q| q.text.as_str()).collect::<Vec<_>>().join(" … ")),
            sources: match &fields.speaker {
                Some(speaker) if draft.claim => vec![speaker.clone()],
                _ => fields.sources.clone().unwrap_or_default(),
            },
            targets: fields.targets.clone().unwrap_or_default(),
            code: if draft.claim { draft.cue.clone() } else { fields.code.clone().unwrap_or_default() },
            date: fields.date.map_or_else(String::new, |d| d.to_string()),
            modality: match draft.claim {
                true => fields.form.map_or("", |f| f.name()).to_owned(),
                false => fields.modality.map_or("", |m| m.name()).to_owned(),
            },
            ..Anchor::default()
        }
    }

    /// Whether a data set numbers it. Numbers come again on other days in some
    /// data sets, so that the day belongs to them.
    pub(crate) fn is_numbered(&self) -> bool {
        !self.set.is_empty() && !self.id.is_empty()
    }

    /// Whether it has an id that somebody gave by hand, which may be trusted to stay.
    pub(crate) fn is_by_hand(&self) -> bool {
        self.set.is_empty() && self.rule.is_empty() && !self.id.is_empty() && !self.article.id.is_empty()
    }

    /// The key under which decisions on it are kept: its id where that is
    /// stable, else a mark made of article, words, sides, code and date. Events
    /// that are alike in all of these are one event.
    pub fn key(&self) -> String {
        let thing = match self.thing {
            Thing::Event => "event",
            Thing::Claim => "claim",
        };
        if self.is_numbered() {
            return format!("{thing}:{}:{}@{}", self.set, self.id, self.date);
        }
        if self.is_by_hand() {
            return format!("{thing}:hand:{}#{}", self.article.id, self.id);
        }
        let mut hasher = Sha256::new();
        let mut field = |text: &str| {
            hasher.update((text.len() as u64).to_be_bytes());
            hasher.update(text.as_bytes());
        };
        field(self.article.identity());
        field(&self.quote);
        for sides in [&self.sources, &self.targets] {
            field(&sides.len().to_string());
            for side in sides {
                field(&side.country);
                field(&side.name);
                field(&side.code);
            }
        }
        field(&self.code);
        field(&self.date);
        format!("{thing}:mark:{}", hex(&hasher.finalize()[..12]))
    }

    /// In one line, for lists: `2025-01-17 IRN → RUS 057 "…"`.
    pub fn line(&self) -> String {
        let sides = |s: &[SideRef]| s.iter().map(SideRef::to_string).collect::<Vec<_>>().join(", ");
        let mut line = match self.thing {
            Thing::Event => {
                format!("{} {} → {} {}", self.date, sides(&self.sources), sides(&self.targets), self.code)
            }
            Thing::Claim => format!("{} {} {}", self.date, sides(&self.sources), self.code),
        };
        if !self.quote.is_empty() {
            let cut: String = self.quote.chars().take(80).collect();
            let more = if cut.len() < self.quote.len() { "…" } else { "" };
            line.push_str(&format!(" “{cut}{more}”"));
        }
        line.trim().to_owned()
    }
}

/// White space made single, and cut to what is kept.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST_QUOTE));
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    match out.char_indices().nth(LONGEST_QUOTE) {
        Some((at, _)) => out[..at].to_owned(),
        None => out,
    }
}
