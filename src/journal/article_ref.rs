//! Which article a decision speaks of, and the mark of its text.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::model::{ArticleId, Store};

/// An article, by whatever identifies it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ArticleRef {
    /// Its id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Where it can be read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// The first 16 hexadecimal digits of the SHA-256 of its text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl ArticleRef {
    /// The reference of an article of a store; empty for none.
    pub fn of(store: &Store, article: ArticleId) -> ArticleRef {
        let Some(record) = store.article(article) else {
            return ArticleRef::default();
        };
        ArticleRef {
            id: record.id().to_owned(),
            url: record.url().to_owned(),
            text: record.text().map(text_mark).unwrap_or_default(),
        }
    }

    /// What tells the article apart best: its text, else its address, else its id.
    pub(super) fn identity(&self) -> &str {
        [&self.text, &self.url, &self.id].into_iter().find(|s| !s.is_empty()).map_or("", |s| s)
    }
}

/// The mark of a text: the first 16 hexadecimal digits of its SHA-256.
pub(crate) fn text_mark(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes())[..8])
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
